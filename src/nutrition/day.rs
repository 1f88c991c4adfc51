//! One local day as amounts: food and noted drinks together, supplements apart.

use std::collections::{BTreeMap, HashMap};

use chrono::NaiveDate;

use super::bound::Bounds;
use super::intake::{self, Eaten, Intake, Intakes};
use crate::domain::{Entry, EntryKind, Food, FoodId, Item, Nutrient, PerNutrient, Record};

/// The foods of a diary, by number.
pub type Foods = HashMap<FoodId, Food>;

/// What a day's entries amount to.
#[derive(Clone, Debug)]
pub struct DayIntake {
    /// The day.
    pub day: NaiveDate,
    /// Food and drink, with noted water and caffeine.
    pub food: Intakes,
    /// What supplements added, as far as it is known.
    pub supplements: PerNutrient<f64>,
    /// Supplements of each nutrient whose amount is not known.
    pub unknown_amounts: PerNutrient<u32>,
    /// Supplements whose amount or nutrient is not known.
    pub unknown_doses: u32,
    /// The most caffeine taken at one time, mg.
    pub caffeine_single: f64,
    /// Eating occasions.
    pub occasions: usize,
    /// Whether the person closed the day.
    pub closed: bool,
    /// Whether its food counts as complete.
    pub logged: bool,
    /// The minerals of which a source was eaten.
    pub sources: Vec<Nutrient>,
}

/// Returns what one item of a meal is to the arithmetic. An item whose food is missing counts as
/// unresolved.
pub fn eaten<'a>(item: &'a Item, foods: &'a Foods) -> Eaten<'a> {
    let food = item.eaten.and_then(|(food, grams)| Some((foods.get(&food)?, grams)));
    match (food, &item.recorded) {
        (Some((food, grams)), _) => Eaten::Food(food, grams),
        (None, Some(amounts)) => Eaten::Recorded(amounts),
        (None, None) => Eaten::Unresolved,
    }
}

/// Returns the intake of one item.
pub fn item_intake(item: &Item, foods: &Foods, bounds: &Bounds) -> Intakes {
    intake::intake(eaten(item, foods), bounds)
}

/// Returns what the entries of one day amount to. Entries of other days are passed over.
pub fn day_intake(day: NaiveDate, entries: &[Entry], foods: &Foods, bounds: &Bounds) -> DayIntake {
    let mut found = DayIntake {
        day,
        food: Intakes::default(),
        supplements: PerNutrient::default(),
        unknown_amounts: PerNutrient::default(),
        unknown_doses: 0,
        caffeine_single: 0.0,
        occasions: 0,
        closed: false,
        logged: false,
        sources: Vec::new(),
    };
    for entry in entries.iter().filter(|entry| entry.day == day) {
        match &entry.record {
            Record::Meal(meal) => {
                let total: Intakes =
                    meal.items.iter().map(|item| item_intake(item, foods, bounds)).sum();
                // A black coffee or a glass of water is no eating occasion.
                let energy = total[Nutrient::Energy];
                found.occasions += usize::from(energy.upper >= OCCASION_KCAL);
                found.caffeine_single = found.caffeine_single.max(total[Nutrient::Caffeine].known);
                found.food = found.food + total;
                for item in &meal.items {
                    if let Eaten::Food(food, _) = eaten(item, foods) {
                        for nutrient in food.source_of() {
                            if !found.sources.contains(&nutrient) {
                                found.sources.push(nutrient);
                            }
                        }
                    }
                }
            }
            Record::Supplement(doses) => {
                for dose in doses {
                    match (dose.nutrient, dose.amount) {
                        (Some(nutrient), Some(amount)) => found.supplements[nutrient] += amount,
                        (nutrient, _) => {
                            found.unknown_doses += 1;
                            if let Some(nutrient) = nutrient {
                                found.unknown_amounts[nutrient] += 1;
                            }
                        }
                    }
                }
            }
            Record::Context(context) => {
                let amount = context.amount.unwrap_or(0.0);
                match entry.kind {
                    EntryKind::Water => found.food[Nutrient::Water] += Intake::noted(amount),
                    EntryKind::Caffeine => {
                        found.food[Nutrient::Caffeine] += Intake::noted(amount);
                        found.caffeine_single = found.caffeine_single.max(amount);
                    }
                    _ => {}
                }
            }
            _ => found.closed |= entry.kind == EntryKind::Done,
        }
    }
    let of_day = entries.iter().filter(|entry| entry.day == day);
    let different = different_foods(of_day, foods);
    found.food = Intakes::from_fn(|n| found.food[n].counting(different[n]));
    found.logged =
        intake::is_logged_day(found.closed, found.occasions, found.food[Nutrient::Energy]);
    found
}

/// What is told apart when foods are counted.
#[derive(PartialEq, Eq, Hash)]
enum Different {
    /// A food of the table.
    Food(FoodId),
    /// What another program recorded, or nobody could match, by its words.
    Phrase(String),
}

/// Returns of each nutrient how many different foods report it, and how many there are, however
/// often each was eaten. What went into a dish counts, and a phrase that is not a food of the table
/// counts as one of its own.
pub fn different_foods<'a>(
    entries: impl Iterator<Item = &'a Entry>,
    foods: &Foods,
) -> PerNutrient<(u32, u32)> {
    let mut found: HashMap<Different, PerNutrient<bool>> = HashMap::new();
    for entry in entries {
        let Record::Meal(meal) = &entry.record else { continue };
        for item in &meal.items {
            let phrase = || Different::Phrase(item.phrase.to_lowercase());
            match eaten(item, foods) {
                Eaten::Food(food, _) => tell_apart(food, &mut found),
                Eaten::Recorded(amounts) => {
                    let before = found.get(&phrase()).copied();
                    let reports = |n| amounts[n].is_some() && before.is_none_or(|b| b[n]);
                    found.insert(phrase(), PerNutrient::from_fn(reports));
                }
                Eaten::Unresolved => {
                    found.insert(phrase(), PerNutrient::default());
                }
            }
        }
    }
    let all = u32::try_from(found.len()).unwrap_or(u32::MAX);
    PerNutrient::from_fn(|n| {
        let reporting = found.values().filter(|reports| reports[n]).count();
        (u32::try_from(reporting).unwrap_or(u32::MAX), all)
    })
}

fn tell_apart(food: &Food, found: &mut HashMap<Different, PerNutrient<bool>>) {
    if food.parts.is_empty() {
        let reports = PerNutrient::from_fn(|n| food.content[n].per_100g().is_some());
        found.insert(Different::Food(food.id), reports);
    }
    for part in &food.parts {
        tell_apart(&part.food, found);
    }
}

/// Returns the caffeine of each day from single amounts, mg.
pub fn caffeine_by_day(amounts: &[(NaiveDate, f64)]) -> BTreeMap<NaiveDate, f64> {
    let mut days = BTreeMap::new();
    for (day, mg) in amounts {
        *days.entry(*day).or_insert(0.0) += mg;
    }
    days
}

/// The least energy of an eating occasion, kcal: a convention of ours, so that a drink without
/// milk or sugar is none.
const OCCASION_KCAL: f64 = 20.0;
