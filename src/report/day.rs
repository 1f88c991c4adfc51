//! One day as it stands.

use chrono::NaiveDate;

use super::Input;
use super::context::{self, Context};
use super::flags::Flag;
use crate::domain::{Entry, EntryKind, Nutrient, PerNutrient, Record};
use crate::nutrition::day::{self, DayIntake};
use crate::nutrition::intake::{Intake, Intakes};
use crate::nutrition::reference::{self, Reference};

/// A day's diary with its totals.
#[derive(Debug)]
pub struct Day {
    /// The day.
    pub day: NaiveDate,
    /// Whether it has not come yet.
    pub to_come: bool,
    /// Its entries, by instant.
    pub entries: Vec<Entry>,
    /// What they amount to.
    pub intake: DayIntake,
    /// The intake of each item of each meal, in the order of the entries.
    pub items: Vec<Vec<Intakes>>,
    /// The reference for each nutrient that has one.
    pub references: PerNutrient<Option<Reference>>,
    /// Stress, caffeine, water, sleep and exercise of the day.
    pub context: Context,
    /// Warning signs recorded on this day.
    pub flags: Vec<Flag>,
    /// Phrases that are not resolved.
    pub unresolved: Vec<String>,
    /// Whether something drunk was noted: an amount of water, or a meal with a drink in it.
    pub drank: bool,
}

/// The groups of what is drunk.
const DRINKS: &[&str] =
    &["water", "coffee", "tea", "soft_drinks", "juice", "milk", "plant_milk", "alcohol"];

impl Day {
    /// Returns the entries by instant, each with the caffeine it added; none where an entry is no
    /// meal or drink.
    pub fn with_caffeine(&self) -> impl Iterator<Item = (&Entry, Option<Intake>)> {
        self.entries.iter().zip(&self.items).map(|(entry, items)| {
            let caffeine = match &entry.record {
                Record::Meal(_) => Some(items.iter().map(|i| i[Nutrient::Caffeine]).sum()),
                _ => None,
            };
            (entry, caffeine)
        })
    }
}

/// Returns a day as it stands.
pub fn day(day: NaiveDate, input: &Input) -> Day {
    let entries: Vec<Entry> = input.entries.iter().filter(|e| e.day == day).cloned().collect();
    let intake = day::day_intake(day, &entries, &input.foods, &input.bounds);
    let mut items = Vec::new();
    let mut unresolved = Vec::new();
    for entry in &entries {
        let Record::Meal(meal) = &entry.record else {
            items.push(Vec::new());
            continue;
        };
        items.push(
            meal.items
                .iter()
                .map(|item| day::item_intake(item, &input.foods, &input.bounds))
                .collect(),
        );
        unresolved.extend(
            meal.items.iter().filter(|i| i.is_unresolved()).map(|item| item.phrase.clone()),
        );
    }
    let drank = entries.iter().any(|entry| match &entry.record {
        Record::Meal(meal) => meal
            .items
            .iter()
            .filter_map(|item| input.foods.get(&item.eaten?.0))
            .any(|food| DRINKS.contains(&food.group.as_str())),
        _ => entry.kind == EntryKind::Water,
    });
    let year = chrono::Datelike::year(&day);
    let water = target(input, Nutrient::Water, year);
    Day {
        day,
        to_come: day > input.today,
        context: context::context(
            &entries,
            std::slice::from_ref(&intake),
            input.caffeine_level,
            water,
        ),
        entries,
        intake,
        items,
        references: PerNutrient::from_fn(|nutrient| target(input, nutrient, year)),
        flags: input.flags.clone(),
        unresolved,
        drank,
    }
}

/// Returns the reference for a nutrient that has a target: the four minerals and water.
pub(super) fn target(input: &Input, nutrient: Nutrient, year: i32) -> Option<Reference> {
    (nutrient.is_mineral() || nutrient == Nutrient::Water)
        .then(|| reference::target(&input.references, nutrient, &input.settings.person, year))
        .flatten()
}
