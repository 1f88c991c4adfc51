//! Foods in the order of what a usual portion of them holds. Never per 100 g: nobody eats 100 g of
//! dried thyme.

use super::intake::amount;
use crate::domain::{Food, Nutrient};

/// Foods by what a usual portion holds of a nutrient.
#[derive(Clone, Debug)]
pub struct Richest {
    /// The foods with that amount, in the nutrient's unit, the most first.
    pub foods: Vec<(Food, f64)>,
    /// Foods that do not report it.
    pub unreported: usize,
    /// Foods that report it but have no usual portion.
    pub without_portion: usize,
}

/// Ranks foods by what a usual portion holds of a nutrient, ties by name.
pub fn richest(foods: Vec<Food>, nutrient: Nutrient) -> Richest {
    let mut found = Richest { foods: Vec::new(), unreported: 0, without_portion: 0 };
    for food in foods {
        let content = food.content[nutrient];
        match (content.per_100g(), food.portion("usual").map(|p| p.grams)) {
            (None, _) => found.unreported += 1,
            (Some(_), None) => found.without_portion += 1,
            (Some(_), Some(grams)) => {
                let held = amount(content, grams).unwrap_or(0.0);
                found.foods.push((food, held));
            }
        }
    }
    found.foods.sort_by(|(a, of_a), (b, of_b)| {
        of_b.total_cmp(of_a).then_with(|| a.name.cmp(&b.name)).then_with(|| a.id.cmp(&b.id))
    });
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Content, FoodId, Knowledge, PerNutrient, Portion};

    fn food(id: i64, per_100g: Option<f64>, usual: Option<f64>) -> Food {
        let known = |per_100g| Content::Known { per_100g, knowledge: Knowledge::Measured };
        let portion = |grams| Portion { measure: "usual".into(), grams, source: "test".into() };
        Food {
            id: FoodId(id),
            source: format!("test:{id}"),
            name: format!("food {id}"),
            group: "fruit".into(),
            reference: "test".into(),
            content: PerNutrient::from_fn(|_| per_100g.map_or(Content::Unknown, known)),
            portions: usual.map(portion).into_iter().collect(),
            tags: vec![],
            parts: vec![],
        }
    }

    #[test]
    fn a_pinch_of_spice_is_no_rich_food() {
        let foods = vec![
            food(1, Some(700.0), Some(1.0)), // 7 mg in a pinch
            food(2, Some(80.0), Some(60.0)), // 48 mg in a portion
            food(3, None, Some(100.0)),
            food(4, Some(500.0), None),
        ];
        let found = richest(foods, Nutrient::Magnesium);
        let order: Vec<i64> = found.foods.iter().map(|(food, _)| food.id.0).collect();
        assert_eq!(order, [2, 1]);
        assert_eq!((found.unreported, found.without_portion), (1, 1));
    }
}
