//! What an unknown value could be at most.
//!
//! A food whose value nobody determined is bounded by the 90th percentile of the known values of
//! its food group; a group with fewer than five known values borrows the percentile of all foods.
//! An unresolved phrase is bounded by the 90th percentile of the amounts in what this person eats;
//! with fewer than twenty such items, by that of the usual portions of all seeded foods.

use std::collections::HashMap;

use super::intake;
use crate::domain::{Food, Nutrient, PerNutrient};

/// The percentile at which an unknown value stands.
pub const BOUND_PERCENTILE: f64 = 0.90;
/// Known values a group needs for a percentile of its own.
pub const LEAST_KNOWN_FOODS: usize = 5;
/// Items a person must have eaten before their own amounts bound an unresolved phrase.
pub const LEAST_EATEN_ITEMS: usize = 20;

/// The group under which the percentile of all foods stands.
pub const ALL_FOODS: &str = "*all";
/// The group under which the percentile per usual portion stands.
pub const USUAL_PORTIONS: &str = "*portion";

/// The bounds that hold for a diary.
#[derive(Clone, Debug, Default)]
pub struct Bounds {
    groups: HashMap<String, PerNutrient<Option<f64>>>,
    per_phrase: PerNutrient<f64>,
}

impl Bounds {
    /// Returns the bounds of food groups, per 100 g, and of an unresolved phrase, per item.
    pub fn new(
        groups: HashMap<String, PerNutrient<Option<f64>>>,
        per_phrase: PerNutrient<f64>,
    ) -> Self {
        Self { groups, per_phrase }
    }

    /// Returns what 100 g of a food of a group could hold at most.
    pub fn per_100g(&self, group: &str, nutrient: Nutrient) -> f64 {
        let of = |group: &str| self.groups.get(group).and_then(|bounds| bounds[nutrient]);
        of(group).or_else(|| of(ALL_FOODS)).unwrap_or(0.0)
    }

    /// Returns what an unresolved phrase could hold at most.
    pub fn per_phrase(&self, nutrient: Nutrient) -> f64 {
        self.per_phrase[nutrient]
    }
}

/// A bound as it is kept: the group, the nutrient, the upper amount, and how many foods with a
/// known value stand behind it.
pub type GroupBound = (String, Nutrient, f64, usize);

/// Returns the bounds of a table of foods: for each group with enough known values, for all foods
/// together, and per usual portion.
pub fn group_bounds(foods: &[Food]) -> Vec<GroupBound> {
    let mut values: HashMap<(&str, Nutrient), Vec<f64>> = HashMap::new();
    for food in foods {
        for nutrient in Nutrient::ALL {
            let Some(per_100g) = food.content[nutrient].per_100g() else {
                continue;
            };
            values.entry((&food.group, nutrient)).or_default().push(per_100g);
            values.entry((ALL_FOODS, nutrient)).or_default().push(per_100g);
            if let Some(usual) = food.portion("usual") {
                let amount = intake::in_grams(per_100g, usual.grams);
                values.entry((USUAL_PORTIONS, nutrient)).or_default().push(amount);
            }
        }
    }
    let mut bounds: Vec<GroupBound> = values
        .into_iter()
        .filter(|((group, _), known)| group.starts_with('*') || known.len() >= LEAST_KNOWN_FOODS)
        .filter_map(|((group, nutrient), known)| {
            let upper = percentile(&known, BOUND_PERCENTILE)?;
            Some((group.to_owned(), nutrient, upper, known.len()))
        })
        .collect();
    bounds.sort_by(|a, b| (&a.0, a.1).cmp(&(&b.0, b.1)));
    bounds
}

/// Returns a percentile by linear interpolation between order statistics: type 7 of Hyndman and
/// Fan, "Sample Quantiles in Statistical Packages", The American Statistician 50 (1996) 361.
///
/// None of an empty sample.
pub fn percentile(sample: &[f64], share: f64) -> Option<f64> {
    let mut sorted = sample.to_vec();
    sorted.sort_by(f64::total_cmp);
    let last = sorted.len().checked_sub(1)?;
    let position = share.clamp(0.0, 1.0) * last as f64;
    let below = position.floor() as usize;
    let above = position.ceil() as usize;
    Some(sorted[below] + (sorted[above] - sorted[below]) * position.fract())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentiles_interpolate_between_neighbours() {
        // numpy.percentile([15, 20, 35, 40, 50], 40) is 29.
        assert_eq!(percentile(&[50.0, 15.0, 40.0, 20.0, 35.0], 0.4), Some(29.0));
        assert_eq!(percentile(&[7.0], 0.9), Some(7.0));
        assert_eq!(percentile(&[], 0.9), None);
    }
}
