//! What was eaten as amounts: a known part, an upper bound, and how much of the food reports it.
//!
//! Unknown is never zero: a food without a value adds nothing to the known part, its bound to the
//! upper one, and one to the foods that do not report. Intakes add up in any order.

use std::iter::Sum;
use std::ops::{Add, AddAssign};

use super::bound::Bounds;
use crate::domain::{Content, Food, Knowledge, Nutrient, Part, PerNutrient};

/// An amount of one nutrient, as far as it is known, in the nutrient's unit.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Intake {
    /// The amount that is known.
    pub known: f64,
    /// The amount it could be at most.
    pub upper: f64,
    /// Foods whose value is known.
    pub reporting: u32,
    /// Foods in all, unresolved phrases included.
    pub foods: u32,
    /// Energy of the foods whose value is known, kcal; a food of unknown energy weighs in at its
    /// upper bound.
    pub energy_reporting: f64,
    /// Energy of all foods, kcal, in the same sense.
    pub energy: f64,
}

impl Intake {
    /// Returns an amount no food carries, such as a glass of water noted by itself.
    pub fn noted(amount: f64) -> Self {
        Self { known: amount, upper: amount, ..Self::default() }
    }

    /// Returns whether there is nothing at all: no food, and no amount noted by itself.
    pub fn is_empty(self) -> bool {
        self.foods == 0 && self.known == 0.0
    }

    /// Returns whether anything of it is known: a food reports it, or an amount was noted.
    pub fn is_reported(self) -> bool {
        self.reporting > 0 || self.known > 0.0
    }

    /// Returns the amount that is known; none where there is food and none of it reports any. Where
    /// nothing was eaten at all it is 0.
    pub fn known_amount(self) -> Option<f64> {
        (self.is_reported() || self.foods == 0).then_some(self.known)
    }

    /// Returns whether every food reports it.
    pub fn is_complete(self) -> bool {
        self.reporting == self.foods
    }

    /// Returns the energy-weighted share of the food whose value is known, 0 to 1; none where the
    /// food has no energy to weigh by.
    pub fn known_share(self) -> Option<f64> {
        (self.energy > 0.0).then(|| (self.energy_reporting / self.energy).min(1.0))
    }

    /// Returns the same amounts with other counts: the foods that report it, and all foods.
    #[must_use]
    pub fn counting(self, (reporting, foods): (u32, u32)) -> Self {
        Self { reporting, foods, ..self }
    }

    /// Returns the amounts of one of `days` equal days; the foods are still counted in all.
    #[must_use]
    pub fn per_day(self, days: usize) -> Self {
        let days = days as f64;
        Self { known: self.known / days, upper: self.upper / days, ..self }
    }
}

impl Add for Intake {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self {
            known: self.known + other.known,
            upper: self.upper + other.upper,
            reporting: self.reporting + other.reporting,
            foods: self.foods + other.foods,
            energy_reporting: self.energy_reporting + other.energy_reporting,
            energy: self.energy + other.energy,
        }
    }
}

impl AddAssign for Intake {
    fn add_assign(&mut self, other: Self) {
        *self = *self + other;
    }
}

impl Sum for Intake {
    fn sum<I: Iterator<Item = Self>>(intakes: I) -> Self {
        intakes.fold(Self::default(), Add::add)
    }
}

/// The intake of every nutrient.
pub type Intakes = PerNutrient<Intake>;

impl Add for Intakes {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self::from_fn(|n| self[n] + other[n])
    }
}

impl Sum for Intakes {
    fn sum<I: Iterator<Item = Self>>(intakes: I) -> Self {
        intakes.fold(Self::default(), Add::add)
    }
}

/// Something that was eaten: a food with its grams, amounts recorded elsewhere, or a phrase that
/// is not resolved.
#[derive(Clone, Copy, Debug)]
pub enum Eaten<'a> {
    /// Grams of a food.
    Food(&'a Food, f64),
    /// Amounts that another program recorded, in the nutrients' units.
    Recorded(&'a PerNutrient<Option<f64>>),
    /// A phrase nobody could match.
    Unresolved,
}

/// Returns the amount of a nutrient in grams of a food; none where it is unknown.
pub fn amount(content: Content, grams: f64) -> Option<f64> {
    content.per_100g().map(|per_100g| in_grams(per_100g, grams))
}

/// Returns the amount in grams of a food that holds so much per 100 g.
pub fn in_grams(per_100g: f64, grams: f64) -> f64 {
    per_100g * grams / 100.0
}

/// Returns the intake of everything tracked in one thing eaten. A recipe is the sum of its parts,
/// so that what one of them does not report stays unknown and the others still count.
pub fn intake(eaten: Eaten<'_>, bounds: &Bounds) -> Intakes {
    if let Eaten::Food(recipe, grams) = eaten
        && !recipe.parts.is_empty()
    {
        let parts = recipe.parts.iter();
        let mut sum: Intakes = parts
            .map(|p| Eaten::Food(&p.food, in_grams(p.grams_per_100g, grams)))
            .map(|part| intake(part, bounds))
            .sum();
        let gained = in_grams(water_gained(&recipe.parts), grams);
        let water = &mut sum[Nutrient::Water];
        water.known = (water.known + gained).max(0.0);
        water.upper = (water.upper + gained).max(water.known);
        return sum;
    }
    let known = |nutrient| match eaten {
        Eaten::Food(food, grams) => amount(food.content[nutrient], grams),
        Eaten::Recorded(amounts) => amounts[nutrient],
        Eaten::Unresolved => None,
    };
    let upper = |nutrient| match eaten {
        Eaten::Food(food, grams) => in_grams(bounds.per_100g(&food.group, nutrient), grams),
        Eaten::Recorded(_) | Eaten::Unresolved => bounds.per_phrase(nutrient),
    };
    let energy = known(Nutrient::Energy).unwrap_or_else(|| upper(Nutrient::Energy));
    Intakes::from_fn(|nutrient| match known(nutrient) {
        Some(known) => {
            Intake { known, upper: known, reporting: 1, foods: 1, energy_reporting: energy, energy }
        }
        None => Intake {
            known: 0.0,
            upper: upper(nutrient),
            reporting: 0,
            foods: 1,
            energy_reporting: 0.0,
            energy,
        },
    })
}

/// Returns the water a recipe takes up as it is cooked, g per 100 g of it; less than zero where it
/// loses some. What its parts weigh more or less than the dish is water.
fn water_gained(parts: &[Part]) -> f64 {
    100.0 - parts.iter().map(|part| part.grams_per_100g).sum::<f64>()
}

/// Returns what is known of a recipe per 100 g: a nutrient that one of its parts does not report is
/// unknown as a whole, the others are calculated. Nothing is known of one without parts.
pub fn content_of_parts(parts: &[Part]) -> PerNutrient<Content> {
    PerNutrient::from_fn(|nutrient| {
        let known = |part: &Part| amount(part.food.content[nutrient], part.grams_per_100g);
        let sum = parts.iter().map(known).sum::<Option<f64>>().filter(|_| !parts.is_empty());
        let gained = if nutrient == Nutrient::Water { water_gained(parts) } else { 0.0 };
        sum.map_or(Content::Unknown, |sum| Content::Known {
            per_100g: (sum + gained).max(0.0),
            knowledge: Knowledge::Estimated,
        })
    })
}

/// Energy, in kcal, from which two eating occasions make a logged day without being closed.
pub const LOGGED_DAY_KCAL: f64 = 800.0;
/// Eating occasions of such a day.
pub const LOGGED_DAY_OCCASIONS: usize = 2;

/// Returns whether a day's food counts as complete: closed by the person, or with at least two
/// eating occasions and 800 kcal of known energy.
pub fn is_logged_day(closed: bool, occasions: usize, energy: Intake) -> bool {
    closed || (occasions >= LOGGED_DAY_OCCASIONS && energy.known >= LOGGED_DAY_KCAL)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::FoodId;
    use proptest::prelude::*;
    use std::collections::HashMap;

    fn food(values: &[Option<f64>; 9]) -> Food {
        let mut values = values.iter();
        Food {
            id: FoodId(1),
            source: "test:1".into(),
            name: "food".into(),
            group: "fruit".into(),
            reference: "test".into(),
            content: PerNutrient::from_fn(|_| match values.next().copied().flatten() {
                Some(per_100g) => Content::Known { per_100g, knowledge: Knowledge::Measured },
                None => Content::Unknown,
            }),
            portions: vec![],
            tags: vec![],
            parts: vec![],
        }
    }

    fn bounds() -> Bounds {
        let fruit = PerNutrient::from_fn(|n| Some(10.0 + n as usize as f64));
        Bounds::new(HashMap::from([("fruit".to_owned(), fruit)]), PerNutrient::from_fn(|_| 7.0))
    }

    fn foods() -> impl Strategy<Value = Vec<(Food, f64)>> {
        let value = prop_oneof![2 => (0.0_f64..900.0).prop_map(Some), 1 => Just(None)];
        let food = prop::array::uniform9(value).prop_map(|values| food(&values));
        prop::collection::vec((food, 1.0_f64..800.0), 0..8)
    }

    fn total(foods: &[(Food, f64)]) -> Intakes {
        foods.iter().map(|(food, grams)| intake(Eaten::Food(food, *grams), &bounds())).sum()
    }

    fn close(a: f64, b: f64) -> bool {
        (a - b).abs() <= 1e-6 * (1.0 + a.abs().max(b.abs()))
    }

    proptest! {
        #[test]
        fn intake_is_linear_in_grams((foods, factor) in (foods(), 0.1_f64..9.0)) {
            let more: Vec<_> = foods.iter().map(|(f, g)| (f.clone(), g * factor)).collect();
            let (once, scaled) = (total(&foods), total(&more));
            for n in Nutrient::ALL {
                prop_assert!(close(scaled[n].known, once[n].known * factor));
                prop_assert!(close(scaled[n].upper, once[n].upper * factor));
            }
        }

        #[test]
        fn the_order_of_meals_is_irrelevant(foods in foods()) {
            let mut turned = foods.clone();
            turned.reverse();
            let (a, b) = (total(&foods), total(&turned));
            for n in Nutrient::ALL {
                prop_assert!(close(a[n].known, b[n].known) && close(a[n].upper, b[n].upper));
                prop_assert_eq!((a[n].reporting, a[n].foods), (b[n].reporting, b[n].foods));
            }
        }

        #[test]
        fn days_sum_to_the_week(days in prop::collection::vec(foods(), 1..7)) {
            let by_day: Intakes = days.iter().map(|day| total(day)).sum();
            let all: Vec<_> = days.concat();
            let at_once = total(&all);
            for n in Nutrient::ALL {
                prop_assert!(close(by_day[n].known, at_once[n].known));
                prop_assert!(close(by_day[n].upper, at_once[n].upper));
            }
        }

        #[test]
        fn adding_a_food_never_lowers_a_bound((foods, more) in (foods(), foods())) {
            let less = total(&foods);
            let both = total(&[foods, more].concat());
            for n in Nutrient::ALL {
                prop_assert!(both[n].known >= less[n].known - 1e-9);
                prop_assert!(both[n].upper >= less[n].upper - 1e-9);
                prop_assert!(both[n].upper >= both[n].known - 1e-9);
            }
        }

        #[test]
        fn unknown_plus_anything_is_never_complete(foods in foods()) {
            let unresolved = intake(Eaten::Unresolved, &bounds());
            let sum = total(&foods) + unresolved;
            for n in Nutrient::ALL {
                prop_assert!(!sum[n].is_complete());
                prop_assert!(sum[n].known_share().unwrap() < 1.0);
            }
        }
    }

    #[test]
    fn a_value_nobody_determined_is_no_zero() {
        let mut values = [Some(1.0); 9];
        values[Nutrient::VitaminD as usize] = None;
        let total = intake(Eaten::Food(&food(&values), 200.0), &bounds());
        let d = total[Nutrient::VitaminD];
        assert_eq!((d.known, d.reporting, d.foods), (0.0, 0, 1));
        assert!(close(d.upper, 26.0));
        assert_eq!(d.known_share(), Some(0.0));
    }

    #[test]
    fn a_recipe_keeps_what_its_parts_know_and_do_not_know() {
        let known = food(&[Some(40.0); 9]);
        let mut values = [Some(10.0); 9];
        values[Nutrient::VitaminD as usize] = None;
        let partly = food(&values);
        let parts = vec![
            Part { food: known.clone(), grams_per_100g: 30.0 },
            Part { food: partly.clone(), grams_per_100g: 90.0 },
        ];
        let recipe = Food { content: content_of_parts(&parts), parts, ..food(&[None; 9]) };
        let eaten = intake(Eaten::Food(&recipe, 200.0), &bounds());
        let apart = total(&[(known, 60.0), (partly, 180.0)]);
        // The parts weigh 120 g for each 100 g of the dish: 20 g of water are cooked away.
        for n in Nutrient::ALL {
            let lost = if n == Nutrient::Water { 40.0 } else { 0.0 };
            assert!(close(eaten[n].known, apart[n].known - lost));
            assert!(close(eaten[n].upper, apart[n].upper - lost));
        }
        assert!(close(recipe.content[Nutrient::Water].per_100g().unwrap(), 1.0));
        assert_eq!(content_of_parts(&[])[Nutrient::Calcium], Content::Unknown);
        assert_eq!(recipe.content[Nutrient::Magnesium].per_100g(), Some(21.0));
        assert_eq!(recipe.content[Nutrient::VitaminD], Content::Unknown);
        assert!(close(eaten[Nutrient::VitaminD].known, 24.0));
    }

    #[test]
    fn recorded_amounts_count_as_they_are() {
        let mut amounts = PerNutrient::from_fn(|_| Some(5.0));
        amounts[Nutrient::Caffeine] = None;
        let eaten = intake(Eaten::Recorded(&amounts), &bounds());
        assert_eq!((eaten[Nutrient::Calcium].known, eaten[Nutrient::Calcium].upper), (5.0, 5.0));
        assert_eq!((eaten[Nutrient::Caffeine].known, eaten[Nutrient::Caffeine].upper), (0.0, 7.0));
    }

    #[test]
    fn a_logged_day_is_closed_or_full_enough() {
        let kcal = |known| Intake { known, ..Intake::default() };
        assert!(is_logged_day(true, 0, kcal(0.0)));
        assert!(is_logged_day(false, 2, kcal(800.0)));
        assert!(!is_logged_day(false, 1, kcal(2000.0)));
        assert!(!is_logged_day(false, 3, kcal(799.9)));
    }
}
