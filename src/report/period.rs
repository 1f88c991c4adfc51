//! A period, most often a week: each mineral against its reference, with what is not known, beside
//! the context and the episodes.
//!
//! Averages run over logged days only. The minerals are judged by food and drink alone; what
//! supplements add stands beside them, and only upper levels look at both.

use chrono::{Datelike, NaiveDate};

use super::context::{self, Context};
use super::episodes::{self, DayMark, Episodes};
use super::flags::Flag;
use super::sheet::{self, Sheet};
use super::strip::{self, DayStrip};
use super::weeks::{self, Weeks};
use super::{Input, PotassiumGate, may_rank};
use crate::calendar::Period;
use crate::domain::{Nutrient, Person, Record};
use crate::nutrition::adequacy::{self, Assessment, Evidence};
use crate::nutrition::coverage::{self, Verdict};
use crate::nutrition::day::{self, DayIntake};
use crate::nutrition::intake::{self, Eaten, Intake};
use crate::nutrition::reference::{self, Reference};
use crate::nutrition::suggest::Suggestions;

/// One mineral of a report.
#[derive(Clone, Debug)]
pub struct Mineral {
    /// The mineral.
    pub nutrient: Nutrient,
    /// Mean a logged day from food and drink, with the different foods of all logged days. None
    /// without a logged day.
    pub intake: Option<Intake>,
    /// Mean a logged day from supplements; none without a logged day or where an amount is unknown.
    pub supplements: Option<f64>,
    /// The reference that fits the person; none where nothing is published for them.
    pub reference: Option<Reference>,
    /// The known part over the reference: 1 is all of it.
    pub coverage: Option<f64>,
    /// How sure the log can be of usual intake, where the method applies.
    pub assessment: Option<Assessment>,
    /// Logged days on which a source was eaten.
    pub source_days: usize,
    /// What may be said.
    pub verdict: Verdict,
    /// The upper level that fits the person.
    pub upper_level: Option<Reference>,
    /// Whether the upper level was passed; none where there is none, or where it is not known.
    pub above_upper_level: Option<bool>,
    /// The foods that gave most of it, mean amount a logged day. Empty for potassium until the
    /// safety questions are answered.
    pub top_foods: Vec<(String, f64)>,
    /// Foods and phrases that do not report it, those with the most energy first.
    pub unknown_foods: Vec<String>,
}

/// A period as a value.
#[derive(Debug)]
pub struct Report {
    /// The dates.
    pub period: Period,
    /// The days among them that have come.
    pub days_elapsed: usize,
    /// Days whose food is complete.
    pub logged_days: usize,
    /// Days with some food that is not complete: shown, not averaged.
    pub thin_days: usize,
    /// The person the references are for.
    pub person: Person,
    /// Whether the sex had to be assumed.
    pub assumed_sex: bool,
    /// Whether the age had to be assumed.
    pub assumed_age: bool,
    /// The four minerals.
    pub minerals: Vec<Mineral>,
    /// Each day's intake.
    pub days: Vec<DayIntake>,
    /// Stress, caffeine, water, sleep, exercise.
    pub context: Context,
    /// The episodes.
    pub episodes: Episodes,
    /// Day by day, for the strips that stand above one another.
    pub strips: Vec<DayStrip>,
    /// The weeks up to the end of the period.
    pub weeks: Weeks,
    /// What each of the last twelve weeks' days says about twitching, up to the end of the period.
    pub calendar: Vec<(NaiveDate, DayMark)>,
    /// The last four weeks for a clinician.
    pub sheet: Sheet,
    /// Foods that close the gaps.
    pub suggestions: Suggestions,
    /// Warning signs, the most urgent first.
    pub flags: Vec<Flag>,
    /// Phrases that are not resolved.
    pub unresolved: Vec<String>,
    /// Supplements whose amount is not known.
    pub unknown_doses: u32,
    /// Whether potassium may be ranked and suggested.
    pub potassium_gate: PotassiumGate,
}

/// How many foods a mineral names as its largest.
const TOP_FOODS: usize = 5;

/// Weeks of the calendar.
const CALENDAR_WEEKS: u64 = 12;

/// Returns the report on a period.
pub fn report(period: Period, input: &Input) -> Report {
    let window = intakes(input.window, input);
    let of = |period: Period| -> Vec<DayIntake> {
        window.iter().filter(|d| period.contains(d.day)).cloned().collect()
    };
    let days = of(period);
    let logged: Vec<&DayIntake> = days.iter().filter(|d| d.logged).collect();
    let person = input.settings.person;
    let water = super::day::target(input, Nutrient::Water, period.to.year());
    let entries = input.entries_of(period);
    let episodes = episodes::episodes(entries, period, input.today);
    let of_logged = logged.iter().flat_map(|d| input.entries_of(Period::day(d.day)));
    let different = day::different_foods(of_logged, &input.foods);
    let strips = days
        .iter()
        .zip(&episodes.by_day)
        .map(|(day, (_, mark))| strip::strip(input.entries_of(Period::day(day.day)), day, *mark))
        .collect();
    let twelve_weeks = Period::ending(period.to, 7 * CALENDAR_WEEKS);
    Report {
        period,
        days_elapsed: period.days().filter(|day| *day <= input.today).count(),
        logged_days: logged.len(),
        thin_days: days.iter().filter(|d| !d.logged && d.food[Nutrient::Energy].foods > 0).count(),
        person,
        assumed_sex: person.sex.is_none(),
        assumed_age: person.birth_year.is_none(),
        minerals: Nutrient::MINERALS
            .into_iter()
            .map(|nutrient| mineral(nutrient, &days, &logged, different[nutrient], period, input))
            .collect(),
        context: context::context(entries, &days, input.caffeine_level, water),
        episodes,
        strips,
        weeks: weeks::weeks(&window, input),
        calendar: episodes::episodes(&input.signs, twelve_weeks, input.today).by_day,
        sheet: sheet::sheet(&window, input),
        suggestions: Suggestions::default(),
        flags: input.flags.clone(),
        unresolved: unresolved(input, period),
        unknown_doses: days.iter().map(|d| d.unknown_doses).sum(),
        potassium_gate: input.potassium_gate.clone(),
        days,
    }
}

/// Returns what each day of a period amounts to.
pub(super) fn intakes(period: Period, input: &Input) -> Vec<DayIntake> {
    period
        .days()
        .map(|day| {
            let entries = input.entries_of(Period::day(day));
            day::day_intake(day, entries, &input.foods, &input.bounds)
        })
        .collect()
}

fn mineral(
    nutrient: Nutrient,
    days: &[DayIntake],
    logged: &[&DayIntake],
    different_foods: (u32, u32),
    period: Period,
    input: &Input,
) -> Mineral {
    let n = logged.len();
    let year = period.to.year();
    let person = &input.settings.person;
    let total: Intake = logged.iter().map(|d| d.food[nutrient]).sum();
    let total = total.counting(different_foods);
    let mean = (n > 0).then(|| total.per_day(n));
    let supplements = coverage::supplements_per_day(nutrient, logged);
    let target = reference::target(&input.references, nutrient, person, year);
    let upper_level = reference::upper_level(&input.references, nutrient, person, year);
    let known: Vec<f64> = logged.iter().map(|d| d.food[nutrient].known).collect();
    let requirement = reference::average_requirement(&input.references, nutrient, person, year);
    let with_supplements: Option<Vec<f64>> = logged
        .iter()
        .map(|d| {
            let amounts_known = d.unknown_amounts[nutrient] == 0;
            amounts_known.then(|| d.food[nutrient].known + d.supplements[nutrient])
        })
        .collect();
    let assessment = target.and_then(|target| {
        let evidence = Evidence {
            days: &known,
            complete: total.is_complete(),
            requirement: requirement.map(|r| r.amount),
            target,
            with_supplements: with_supplements.as_deref(),
            // Magnesium's upper level counts supplements alone, which scatter in no survey.
            upper_level: upper_level.map(|l| l.amount).filter(|_| nutrient != Nutrient::Magnesium),
        };
        adequacy::assess(nutrient, person, year, evidence)
    });
    let (top_foods, unknown_foods) = foods(nutrient, logged, input);
    Mineral {
        nutrient,
        intake: mean,
        supplements,
        reference: target,
        coverage: mean
            .and_then(Intake::known_amount)
            .zip(target)
            .map(|(known, target)| coverage::coverage(known, target)),
        assessment,
        source_days: logged.iter().filter(|d| d.sources.contains(&nutrient)).count(),
        verdict: mean.map_or(Verdict::TooFewDays, |mean| {
            coverage::verdict(mean.known, mean.upper, target, n)
        }),
        upper_level,
        above_upper_level: upper_level
            .and_then(|level| coverage::above_upper_level(nutrient, level, days, logged)),
        top_foods,
        unknown_foods,
    }
}

/// Returns the foods that gave most of a nutrient and those that do not report it.
fn foods(
    nutrient: Nutrient,
    logged: &[&DayIntake],
    input: &Input,
) -> (Vec<(String, f64)>, Vec<String>) {
    let mut gave: Vec<(String, f64)> = Vec::new();
    let mut unknown: Vec<(String, f64)> = Vec::new();
    let add = |list: &mut Vec<(String, f64)>, name: &str, amount: f64| match list
        .iter_mut()
        .find(|(n, _)| n == name)
    {
        Some((_, sum)) => *sum += amount,
        None => list.push((name.to_owned(), amount)),
    };
    let of_day = |day: &&DayIntake| input.entries_of(Period::day(day.day));
    for entry in logged.iter().flat_map(of_day) {
        let Record::Meal(meal) = &entry.record else {
            continue;
        };
        for item in &meal.items {
            let energy = || {
                intake::intake(day::eaten(item, &input.foods), &input.bounds)[Nutrient::Energy]
                    .upper
            };
            match day::eaten(item, &input.foods) {
                // A recipe gives what its parts are known to hold, whatever one of them lacks.
                Eaten::Food(dish, _) if !dish.parts.is_empty() => {
                    let held = intake::intake(day::eaten(item, &input.foods), &input.bounds);
                    if held[nutrient].known > 0.0 {
                        add(&mut gave, &dish.name, held[nutrient].known);
                    }
                    if !held[nutrient].is_complete() {
                        add(&mut unknown, &dish.name, energy());
                    }
                }
                Eaten::Food(food, grams) => match intake::amount(food.content[nutrient], grams) {
                    Some(amount) if amount > 0.0 => add(&mut gave, &food.name, amount),
                    Some(_) => {}
                    None => add(&mut unknown, &food.name, energy()),
                },
                Eaten::Recorded(amounts) => match amounts[nutrient] {
                    Some(amount) if amount > 0.0 => add(&mut gave, &item.phrase, amount),
                    Some(_) => {}
                    None => add(&mut unknown, &item.phrase, energy()),
                },
                Eaten::Unresolved => add(&mut unknown, &item.phrase, energy()),
            }
        }
    }
    let largest_first = |list: &mut Vec<(String, f64)>| {
        list.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    };
    largest_first(&mut gave);
    largest_first(&mut unknown);
    gave.truncate(TOP_FOODS);
    if !may_rank(nutrient, input) {
        gave.clear();
    }
    for (_, amount) in &mut gave {
        *amount /= logged.len() as f64;
    }
    (gave, unknown.into_iter().map(|(name, _)| name).collect())
}

fn unresolved(input: &Input, period: Period) -> Vec<String> {
    let mut phrases = Vec::new();
    for entry in input.entries_of(period) {
        if let Record::Meal(meal) = &entry.record {
            phrases
                .extend(meal.items.iter().filter(|i| i.is_unresolved()).map(|i| i.phrase.clone()));
        }
    }
    phrases
}
