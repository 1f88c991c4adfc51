//! The smallest change that lifts the week's known part over the reference.
//!
//! Whole portions a week of each food that could be added, so that what is missing of every mineral
//! is reached, no limit is passed, little energy is moved and no food comes too often. Of all such plans it takes the one with the fewest portions, where a food that is not
//! eaten yet weighs more than two of them; then the fewest foods, then the least energy, and of
//! equal ones the one whose foods come first in the list.

use std::collections::BTreeSet;

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
    /// Minerals it holds that are not counted on, for hardly any of them is absorbed.
    pub not_for: Vec<Nutrient>,
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
    /// The share of each gap that they close together, 1 all of it.
    pub closes: Vec<(Nutrient, f64)>,
    /// The minerals without one.
    pub withheld: Vec<Withheld>,
}

/// The most portions of one food in a week, about every other day: a convention of ours, for the same
/// food every day is what nobody keeps up, and what a table does not list of it would add up.
pub const MOST_PORTIONS: u32 = 4;
/// The most portions of one kind of food in a week, one a day: a convention of ours, for variety.
pub const MOST_OF_A_KIND: u32 = 7;
/// The most portions of fish in a week: the upper end of the two to three servings of FDA and EPA,
/// *Advice about Eating Fish*.
pub const MOST_FISH: u32 = 3;
/// The most portions of a plan, two a day: a convention of ours, for more is another diet and no
/// small change.
pub const MOST_IN_ALL: u32 = 14;
/// The most different foods of a plan: more is no small change.
pub const MOST_FOODS: u32 = 5;
/// The most foods of a plan that are not eaten yet: a convention of ours, as many as a week takes up.
pub const MOST_NEW_FOODS: u32 = 2;
/// The most foods a plan is chosen from.
pub const MOST_CANDIDATES: usize = 24;

/// What a portion, a food and a kilocalorie weigh in the objective: each step outweighs all that can
/// come below it, for a plan has at most five foods and moves at most [`Task::energy_kcal`].
const WEIGHTS: (f64, f64, f64) = (1_000.0, 100.0, 0.02);
/// What a food that is not eaten yet weighs besides: more than two portions of one that is, a convention
/// of ours, for taking up a new food is the larger change.
const NEW_FOOD: f64 = 2_500.0;
/// What a place in the list weighs: less than anything else a plan can differ by.
const PLACE: f64 = 1e-4;

/// A food of which a portion could be added.
#[derive(Clone, Debug, PartialEq)]
pub struct Candidate {
    /// The food.
    pub food: FoodId,
    /// Its name.
    pub name: String,
    /// Its origin.
    pub source: String,
    /// One portion in words.
    pub portion: String,
    /// Grams of one portion.
    pub grams: f64,
    /// What one portion adds; none where the food does not report it.
    pub adds: PerNutrient<Option<f64>>,
    /// Why it may be suggested.
    pub ground: Ground,
    /// The kind of food it is, for variety: its food group, and `fish` for all fish.
    pub kind: String,
    /// Minerals it is never suggested for, although it holds them.
    pub not_for: Vec<Nutrient>,
}

/// The kind of all fish.
pub const FISH: &str = "fish";

/// What is to be reached in a week, and what is not to be passed.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Task {
    /// What is missing of a mineral in a week, in its unit.
    pub gaps: Vec<(Nutrient, f64)>,
    /// How much more of a nutrient a week may hold.
    pub room: Vec<(Nutrient, f64)>,
    /// How much energy a week may be moved by, kcal.
    pub energy_kcal: f64,
}

/// Returns what one portion gives of a mineral that is asked for.
pub fn gives(candidate: &Candidate, nutrient: Nutrient) -> f64 {
    if candidate.not_for.contains(&nutrient) {
        return 0.0;
    }
    candidate.adds[nutrient].unwrap_or(0.0)
}

/// Returns what a portion of a candidate at a place in the list weighs, and what the food weighs
/// besides: of all plans the one that weighs least is the smallest change.
pub(super) fn price(candidate: &Candidate, place: usize) -> (f64, f64) {
    let (portion, food, kcal) = WEIGHTS;
    let energy = candidate.adds[Nutrient::Energy].unwrap_or(0.0);
    let newness = if is_new(candidate) { NEW_FOOD } else { 0.0 };
    (portion + kcal * energy + PLACE * place as f64, food + newness)
}

/// Returns whether a food is not eaten yet.
pub(super) fn is_new(candidate: &Candidate) -> bool {
    candidate.ground == Ground::Listed
}

fn kinds(candidates: &[Candidate]) -> BTreeSet<&str> {
    candidates.iter().map(|c| c.kind.as_str()).collect()
}

/// Returns the most portions of a kind of food in a week.
pub(super) fn most_of(kind: &str) -> u32 {
    if kind == FISH { MOST_FISH } else { MOST_OF_A_KIND }
}

/// Returns whether a food reports everything that has a limit, and gives of something that is missing.
pub(super) fn may_be_added(candidate: &Candidate, task: &Task) -> bool {
    let reported = |nutrient: Nutrient| candidate.adds[nutrient].is_some();
    reported(Nutrient::Energy)
        && task.room.iter().all(|(nutrient, _)| reported(*nutrient))
        && task.gaps.iter().any(|(nutrient, _)| gives(candidate, *nutrient) > 0.0)
}

/// Returns whether some portions reach everything that is asked for within the limits; amounts a
/// millionth short or over are equal.
pub fn reaches(candidates: &[Candidate], task: &Task, portions: &[u32]) -> bool {
    const ALIKE: f64 = 1e-6;
    let sum = |of: &dyn Fn(&Candidate) -> f64| -> f64 {
        candidates.iter().zip(portions).map(|(c, n)| f64::from(*n) * of(c)).sum()
    };
    let within = |nutrient: Nutrient, room: f64| {
        sum(&|c| c.adds[nutrient].unwrap_or(0.0)) <= room + ALIKE * room.abs().max(1.0)
    };
    let used = |(c, n): (&Candidate, &u32)| *n == 0 || may_be_added(c, task);
    candidates.iter().zip(portions).all(used)
        && task.gaps.iter().all(|(n, gap)| sum(&|c| gives(c, *n)) >= gap * (1.0 - ALIKE))
        && task.room.iter().all(|(n, room)| within(*n, *room))
        && within(Nutrient::Energy, task.energy_kcal)
        && portions.iter().all(|n| *n <= MOST_PORTIONS)
        && portions.iter().filter(|n| **n > 0).count() <= MOST_FOODS as usize
        && portions.iter().sum::<u32>() <= MOST_IN_ALL
        && candidates
            .iter()
            .zip(portions)
            .filter(|(c, n)| **n > 0 && c.ground == Ground::Listed)
            .count()
            <= MOST_NEW_FOODS as usize
        && kinds(candidates).into_iter().all(|kind| {
            let of_kind = candidates.iter().zip(portions).filter(|(c, _)| c.kind == kind);
            of_kind.map(|(_, n)| *n).sum::<u32>() <= most_of(kind)
        })
}
