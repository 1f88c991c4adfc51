//! The smallest change that lifts the week's known part over the reference.

use crate::domain::{FoodId, Nutrient, PerNutrient};

/// One food to eat more of.
#[derive(Clone, Debug, PartialEq)]
pub struct Suggestion {
    /// The food.
    pub food: FoodId,
    /// Its name.
    pub name: String,
    /// Its origin: `usda:168462`.
    pub source: String,
    /// One portion in words: "1 handful".
    pub portion: String,
    /// Grams of one portion.
    pub grams: f64,
    /// Portions in a week.
    pub times_per_week: u32,
    /// What one portion adds, in each nutrient's unit; none where the food does not report it.
    pub adds: PerNutrient<Option<f64>>,
    /// The minerals it is suggested for.
    pub lifts: Vec<Nutrient>,
    /// Why this food: it is eaten already, or it stands in a source list.
    pub ground: Ground,
}

/// The ground on which a food is suggested.
#[derive(Clone, Debug, PartialEq)]
pub enum Ground {
    /// The person ate it on that many days of the last four weeks.
    Eaten {
        /// Days.
        days: usize,
    },
    /// It stands in the seeded source lists.
    Listed,
}

/// A mineral for which nothing is suggested although it is not met, and why.
#[derive(Clone, Debug, PartialEq)]
pub struct Withheld {
    /// The mineral.
    pub nutrient: Nutrient,
    /// Why.
    pub reason: Reason,
}

/// Why nothing is suggested.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// The potassium gate is shut.
    PotassiumGate,
    /// Fewer than three logged days.
    TooFewDays,
    /// No reference fits the person.
    NoReference,
    /// No combination of foods reaches it within the limits.
    NoCombination,
}

/// What is suggested for a week, and what is held back.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Suggestions {
    /// The foods.
    pub foods: Vec<Suggestion>,
    /// The minerals without one.
    pub withheld: Vec<Withheld>,
}
