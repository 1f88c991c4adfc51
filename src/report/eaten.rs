//! The sources of a mineral that this person ate, and on how many days.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use crate::calendar::Period;
use crate::domain::{Basis, Entry, FoodId, Nutrient, Record};
use crate::nutrition::day::Foods;

/// Days that are looked back on.
pub const DAYS: u64 = 28;

/// A source of a mineral that was eaten.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Eaten {
    /// The food.
    pub food: FoodId,
    /// Its name.
    pub name: String,
    /// On what ground it counts as a source, each once.
    pub bases: Vec<Basis>,
    /// The days on which it was eaten.
    pub days: usize,
}

/// Returns the sources of a mineral among the foods of some days, those of the most days first.
pub fn eaten(nutrient: Nutrient, entries: &[Entry], foods: &Foods, period: Period) -> Vec<Eaten> {
    let mut days: BTreeMap<i64, BTreeSet<NaiveDate>> = BTreeMap::new();
    for entry in entries.iter().filter(|entry| period.contains(entry.day)) {
        let Record::Meal(meal) = &entry.record else { continue };
        for item in &meal.items {
            if let Some((FoodId(food), _)) = item.eaten {
                days.entry(food).or_default().insert(entry.day);
            }
        }
    }
    let mut found: Vec<Eaten> = days
        .into_iter()
        .filter_map(|(id, days)| {
            let food = foods.get(&FoodId(id))?;
            let mut bases: Vec<Basis> =
                food.tags.iter().filter(|t| t.nutrient == nutrient).map(|t| t.basis).collect();
            bases.sort();
            bases.dedup();
            let name = food.name.clone();
            (!bases.is_empty()).then_some(Eaten { food: food.id, name, bases, days: days.len() })
        })
        .collect();
    found.sort_by(|a, b| (b.days, &a.name, a.food.0).cmp(&(a.days, &b.name, b.food.0)));
    found
}
