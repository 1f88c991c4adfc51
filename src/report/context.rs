//! Stress, caffeine, water, sleep and exercise of a period. Every mean says over how many days.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::domain::{Entry, EntryKind, Nutrient, Record};
use crate::nutrition::adequacy::mean;
use crate::nutrition::day::DayIntake;
use crate::nutrition::intake::Intake;
use crate::nutrition::reference::Reference;

/// A mean over the days on which something was noted; none where it never was.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Noted {
    /// The mean of the days' values.
    pub mean: Option<f64>,
    /// The days on which it was noted.
    pub days: usize,
}

/// The context of a period.
#[derive(Clone, Debug, PartialEq)]
pub struct Context {
    /// Stress, 0 to 10: mean of the days' means.
    pub stress: Noted,
    /// Sleep, minutes a night.
    pub sleep: Noted,
    /// Exercise, minutes on the days that had any.
    pub exercise: Noted,
    /// Minutes of exercise in all.
    pub exercise_total: f64,
    /// Screen time, minutes.
    pub screen: Noted,
    /// Days spent outdoors: none, some, lots.
    pub sun: [usize; 3],
    /// Caffeine, mg a day over logged days; none without a logged day or where no food reports it.
    pub caffeine: Option<Intake>,
    /// The most known caffeine of any day, mg; none where nothing reports it.
    pub caffeine_max: Option<f64>,
    /// The most caffeine at one time, mg.
    pub caffeine_single_max: Option<f64>,
    /// Days with more known caffeine than the level for this person; none without a level, or
    /// where what is unknown could pass it on another day.
    pub caffeine_days_over: Option<usize>,
    /// The level for this person, mg a day.
    pub caffeine_level: Option<f64>,
    /// Water from food, drinks and notes, mL a day over logged days.
    pub water: Option<Intake>,
    /// The reference for total water.
    pub water_reference: Option<Reference>,
    /// Alcohol, g a day over logged days.
    pub alcohol: Option<Intake>,
}

/// Returns the context of a period from its entries and the intakes of its days.
pub fn context(
    entries: &[Entry],
    days: &[DayIntake],
    caffeine_level: Option<f64>,
    water_reference: Option<Reference>,
) -> Context {
    let logged: Vec<&DayIntake> = days.iter().filter(|d| d.logged).collect();
    let per_logged_day = |nutrient: Nutrient| {
        let total: Intake = logged.iter().map(|d| d.food[nutrient]).sum();
        (!logged.is_empty() && total.is_reported()).then(|| total.per_day(logged.len()))
    };
    let caffeine: Vec<Intake> =
        days.iter().map(|d| d.food[Nutrient::Caffeine]).filter(|c| c.is_reported()).collect();
    let most = |values: &mut dyn Iterator<Item = f64>| values.max_by(f64::total_cmp);
    let sun = |level: &str| {
        entries
            .iter()
            .filter(
                |e| matches!(&e.record, Record::Context(c) if c.level.as_deref() == Some(level)),
            )
            .filter(|e| e.kind == EntryKind::Sun)
            .map(|e| e.day)
            .collect::<std::collections::BTreeSet<_>>()
            .len()
    };
    let exercise = sums(entries, EntryKind::Exercise);
    Context {
        stress: noted(&means(entries, EntryKind::Stress)),
        sleep: noted(&sums(entries, EntryKind::Sleep)),
        exercise_total: exercise.iter().sum(),
        exercise: noted(&exercise),
        screen: noted(&sums(entries, EntryKind::Screen)),
        sun: [sun("none"), sun("some"), sun("lots")],
        caffeine: per_logged_day(Nutrient::Caffeine),
        caffeine_max: most(&mut caffeine.iter().map(|c| c.known)),
        caffeine_single_max: most(
            &mut days.iter().map(|d| d.caffeine_single).filter(|single| *single > 0.0),
        ),
        caffeine_days_over: caffeine_level.and_then(|level| days_over(days, level)),
        caffeine_level,
        water: per_logged_day(Nutrient::Water),
        water_reference,
        alcohol: per_logged_day(Nutrient::Alcohol),
    }
}

/// Returns the days whose known caffeine passes a level; none where unknown caffeine could pass it
/// on a day whose known caffeine does not.
fn days_over(days: &[DayIntake], level: f64) -> Option<usize> {
    let caffeine = || days.iter().map(|d| d.food[Nutrient::Caffeine]);
    let open = caffeine().any(|c| c.known <= level && c.upper > level);
    (!open).then(|| caffeine().filter(|c| c.known > level).count())
}

fn noted(days: &[f64]) -> Noted {
    Noted { mean: (!days.is_empty()).then(|| mean(days)), days: days.len() }
}

fn by_day(entries: &[Entry], kind: EntryKind) -> BTreeMap<NaiveDate, Vec<f64>> {
    let mut days: BTreeMap<NaiveDate, Vec<f64>> = BTreeMap::new();
    for entry in entries.iter().filter(|e| e.kind == kind) {
        if let Record::Context(context) = &entry.record
            && let Some(amount) = context.amount
        {
            days.entry(entry.day).or_default().push(amount);
        }
    }
    days
}

/// Returns the sum of one kind among the entries of a day; none where it was not noted.
pub fn sum_of_day(entries: &[Entry], kind: EntryKind) -> Option<f64> {
    sums(entries, kind).first().copied()
}

/// Returns the mean of one kind among the entries of a day; none where it was not noted.
pub fn mean_of_day(entries: &[Entry], kind: EntryKind) -> Option<f64> {
    means(entries, kind).first().copied()
}

/// Returns the values of the days on which one kind was noted: stress by the day's mean, the others
/// by the day's sum.
pub fn by_days(entries: &[Entry], kind: EntryKind) -> Vec<f64> {
    if kind == EntryKind::Stress { means(entries, kind) } else { sums(entries, kind) }
}

/// Returns the mean of [`by_days`]; none where it was never noted.
pub fn mean_of_days(entries: &[Entry], kind: EntryKind) -> Option<f64> {
    noted(&by_days(entries, kind)).mean
}

/// Returns the minutes of one kind among the entries of a day.
pub fn minutes_of_day(entries: &[Entry], kind: EntryKind) -> f64 {
    sums(entries, kind).iter().sum()
}

fn means(entries: &[Entry], kind: EntryKind) -> Vec<f64> {
    by_day(entries, kind).values().map(|day| mean(day)).collect()
}

fn sums(entries: &[Entry], kind: EntryKind) -> Vec<f64> {
    by_day(entries, kind).values().map(|day| day.iter().sum()).collect()
}
