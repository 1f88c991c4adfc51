//! One figure of a page unrolled: every entry it comes from, with grams, source row and kind of
//! knowledge. The parts, added in their order, are the total; the page's figure is the total over
//! its logged days.

use chrono::{DateTime, FixedOffset, NaiveDate};

use super::Input;
use crate::calendar::Period;
use crate::domain::{Content, Entry, EntryKind, Food, Item, Knowledge, Nutrient, Record};
use crate::nutrition::bound::Bounds;
use crate::nutrition::day;
use crate::nutrition::intake::{self, Eaten, in_grams};

/// Amounts that differ by less are equal, in the nutrient's unit.
const ALIKE: f64 = 1e-9;

/// Where a part's amount comes from.
#[derive(Clone, Debug, PartialEq)]
pub enum Origin {
    /// A food, with its content.
    Food {
        /// Its name.
        name: String,
        /// Its origin: `usda:168462`.
        source: String,
        /// Where its figures were read: `SR28 11457`.
        reference: String,
        /// The recipe it is a part of; none where it was eaten by itself.
        dish: Option<String>,
        /// Grams of it.
        grams: f64,
        /// What 100 g hold.
        content: Content,
    },
    /// A dish gained or lost it in cooking: then it is less than 0.
    Cooking {
        /// The dish.
        dish: String,
    },
    /// Another program recorded the amount.
    Recorded,
    /// The person noted it: a glass of water, a caffeine tablet.
    Noted,
    /// A phrase nobody could match.
    Unresolved,
}

/// One part of a figure.
#[derive(Clone, Debug, PartialEq)]
pub struct Part {
    /// The entry.
    pub entry: i64,
    /// The day it belongs to.
    pub day: NaiveDate,
    /// When.
    pub at: DateTime<FixedOffset>,
    /// The words as typed; none of what was noted.
    pub phrase: Option<String>,
    /// Where the amount comes from.
    pub origin: Origin,
    /// The amount, in the nutrient's unit; none where it is unknown.
    pub amount: Option<f64>,
    /// What it could be at most: the amount itself where it is known.
    pub upper: f64,
    /// How it came to be known.
    pub knowledge: Knowledge,
}

/// A dose of a supplement, which stands beside the figure and never in it.
#[derive(Clone, Debug, PartialEq)]
pub struct Dose {
    /// The entry.
    pub entry: i64,
    /// The day it belongs to.
    pub day: NaiveDate,
    /// The words as typed.
    pub phrase: String,
    /// The amount; none where it is unknown.
    pub amount: Option<f64>,
}

/// A figure unrolled.
#[derive(Clone, Debug, PartialEq)]
pub struct Why {
    /// The nutrient.
    pub nutrient: Nutrient,
    /// The days of the page.
    pub period: Period,
    /// The days that count: every day of a day's page, the logged ones of a longer page.
    pub days: Vec<NaiveDate>,
    /// Days with food that is not complete, which a longer page leaves out.
    pub thin_days: usize,
    /// The parts, in the order they were eaten.
    pub parts: Vec<Part>,
    /// Whether none of its days has come yet.
    pub ahead: bool,
    /// The sum of what is known; none where nothing is logged, or where no part is known.
    pub total: Option<f64>,
    /// The sum of what the parts could be at most; none where nothing is logged.
    pub total_upper: Option<f64>,
    /// Supplements of the same days.
    pub supplements: Vec<Dose>,
}

impl Why {
    /// Returns the page's figure: what is known over its days; none where there is no total.
    pub fn per_day(&self) -> Option<f64> {
        self.total.map(|total| total / self.days.len() as f64)
    }

    /// Returns the parts that are not known.
    pub fn unknown(&self) -> usize {
        self.parts.iter().filter(|part| part.amount.is_none()).count()
    }
}

/// Unrolls what a period holds of a nutrient. A single day is unrolled whether its food is complete
/// or not, as its page shows it.
pub fn why(nutrient: Nutrient, period: Period, input: &Input) -> Why {
    let intakes = super::period::intakes(period, input);
    let one_day = period.from == period.to;
    let counts = |d: &&day::DayIntake| one_day || d.logged;
    let days: Vec<NaiveDate> = intakes.iter().filter(counts).map(|d| d.day).collect();
    let has_food = |d: &&day::DayIntake| !d.logged && d.food[Nutrient::Energy].foods > 0;
    let mut found = Why {
        nutrient,
        period,
        thin_days: if one_day { 0 } else { intakes.iter().filter(has_food).count() },
        parts: Vec::new(),
        ahead: period.from > input.today,
        total: None,
        total_upper: None,
        supplements: Vec::new(),
        days,
    };
    for entry in input.entries_of(period).iter().filter(|e| found.days.contains(&e.day)) {
        match &entry.record {
            Record::Meal(meal) => {
                for item in &meal.items {
                    found.parts.extend(of_item(nutrient, entry, item, input));
                }
            }
            Record::Supplement(doses) => {
                let of_it = doses.iter().filter(|dose| dose.nutrient == Some(nutrient));
                found.supplements.extend(of_it.map(|dose| Dose {
                    entry: entry.id,
                    day: entry.day,
                    phrase: dose.phrase.clone(),
                    amount: dose.amount,
                }));
            }
            Record::Context(context) => {
                let noted = matches!(
                    (entry.kind, nutrient),
                    (EntryKind::Water, Nutrient::Water) | (EntryKind::Caffeine, Nutrient::Caffeine)
                );
                if noted {
                    let amount = context.amount.unwrap_or(0.0);
                    let part = part(entry, None, Origin::Noted, Some(amount), amount);
                    found.parts.push(part);
                }
            }
            _ => {}
        }
    }
    // A day that is closed without food holds nothing; of one without a word nothing is known.
    let counted = intakes.iter().any(|d| d.logged);
    if counted || !found.parts.is_empty() {
        let sum = |amounts: &mut dyn Iterator<Item = f64>| amounts.fold(0.0, |a, b| a + b);
        let known = found.unknown() < found.parts.len() || found.parts.is_empty();
        let total = sum(&mut found.parts.iter().filter_map(|part| part.amount));
        found.total = known.then_some(total);
        found.total_upper = Some(sum(&mut found.parts.iter().map(|part| part.upper)));
    }
    found
}

fn part(
    entry: &Entry,
    phrase: Option<&str>,
    origin: Origin,
    amount: Option<f64>,
    upper: f64,
) -> Part {
    let knowledge = match (&origin, amount) {
        (_, None) => Knowledge::Unknown,
        (Origin::Food { content, .. }, Some(_)) => content.knowledge(),
        (_, Some(_)) => Knowledge::Estimated,
    };
    Part {
        entry: entry.id,
        day: entry.day,
        at: entry.at,
        phrase: phrase.map(str::to_owned),
        origin,
        amount,
        upper,
        knowledge,
    }
}

fn of_item(nutrient: Nutrient, entry: &Entry, item: &Item, input: &Input) -> Vec<Part> {
    let phrase = Some(item.phrase.as_str());
    let eaten = day::eaten(item, &input.foods);
    let held = intake::intake(eaten, &input.bounds)[nutrient];
    let known = held.is_complete().then_some(held.known);
    match eaten {
        // Water is gained or lost in cooking: where all of it is known, a dish is one part.
        Eaten::Food(food, grams)
            if food.parts.is_empty() || nutrient == Nutrient::Water && held.is_complete() =>
        {
            vec![part(entry, phrase, of_food(nutrient, food, grams, None), known, held.upper)]
        }
        Eaten::Food(dish, grams) => {
            let mut parts = Vec::new();
            unroll(nutrient, dish, grams, &input.bounds, &mut |origin, amount, upper| {
                parts.push(part(entry, phrase, origin, amount, upper));
            });
            // What the ingredients and the dish differ by was gained or lost in cooking.
            let known: f64 = parts.iter().filter_map(|part| part.amount).sum();
            let upper: f64 = parts.iter().map(|part| part.upper).sum();
            let (gained, at_most) = (held.known - known, held.upper - upper);
            if nutrient == Nutrient::Water && (gained.abs() > ALIKE || at_most.abs() > ALIKE) {
                let cooking = Origin::Cooking { dish: dish.name.clone() };
                // Of a dish of which nothing is known, this is not known either.
                let gained = held.is_reported().then_some(gained);
                parts.push(part(entry, phrase, cooking, gained, at_most));
            }
            parts
        }
        Eaten::Recorded(_) => vec![part(entry, phrase, Origin::Recorded, known, held.upper)],
        Eaten::Unresolved => vec![part(entry, phrase, Origin::Unresolved, None, held.upper)],
    }
}

/// Hands on every food of a dish, dishes within it unrolled too.
fn unroll(
    nutrient: Nutrient,
    dish: &Food,
    grams: f64,
    bounds: &Bounds,
    visit: &mut dyn FnMut(Origin, Option<f64>, f64),
) {
    for ingredient in &dish.parts {
        let grams = in_grams(ingredient.grams_per_100g, grams);
        let food = &ingredient.food;
        if food.parts.is_empty() {
            let held = intake::intake(Eaten::Food(food, grams), bounds)[nutrient];
            let known = held.is_complete().then_some(held.known);
            visit(of_food(nutrient, food, grams, Some(dish.name.clone())), known, held.upper);
        } else {
            unroll(nutrient, food, grams, bounds, visit);
        }
    }
}

fn of_food(nutrient: Nutrient, food: &Food, grams: f64, dish: Option<String>) -> Origin {
    Origin::Food {
        name: food.name.clone(),
        source: food.source.clone(),
        reference: food.reference.clone(),
        dish,
        grams,
        content: food.content[nutrient],
    }
}
