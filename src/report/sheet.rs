//! One page for a clinician: what was recorded in four weeks and what was not, without a word
//! about causes.

use std::collections::BTreeSet;

use chrono::{DateTime, Datelike as _, FixedOffset, NaiveDate};

use super::episodes::{self, Episodes};
use super::medicines::Medicines;
use super::{Input, context};
use crate::calendar::Period;
use crate::domain::{Entry, EntryKind, Episode, MedicineAction, Nutrient, Record};
use crate::nutrition::coverage::{self, Verdict};
use crate::nutrition::day::DayIntake;
use crate::nutrition::intake::Intake;
use crate::nutrition::reference::{self, Reference};

/// Days a sheet looks back on.
pub const DAYS: u64 = 28;

/// An episode with its time.
#[derive(Clone, Debug, PartialEq)]
pub struct Dated {
    /// The entry.
    pub entry: i64,
    /// When.
    pub at: DateTime<FixedOffset>,
    /// The local day it belongs to.
    pub day: NaiveDate,
    /// What was felt.
    pub episode: Episode,
}

/// One mineral of the sheet.
#[derive(Clone, Debug, PartialEq)]
pub struct SheetMineral {
    /// The mineral.
    pub nutrient: Nutrient,
    /// Mean a logged day from food and drink, known and at most; none without a logged day.
    pub intake: Option<Intake>,
    /// The reference that fits the person.
    pub reference: Option<Reference>,
    /// What may be said.
    pub verdict: Verdict,
    /// Mean a logged day from supplements; none without a logged day or where an amount is unknown.
    pub supplements: Option<f64>,
}

/// A median over the days on which something was noted.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Median {
    /// The median; none where it never was.
    pub median: Option<f64>,
    /// The days on which it was noted.
    pub days: usize,
}

/// A supplement or a medicine with what was said of it. Both texts hold words a person typed, which
/// a page must make harmless.
#[derive(Clone, Debug, PartialEq)]
pub struct Taken {
    /// Its name in words: "magnesium, as citrate", "omeprazole".
    pub name: String,
    /// What it is or what was done: "200 mg", "started 3 March".
    pub said: Vec<String>,
    /// Days on which it was noted.
    pub days: usize,
}

/// The sheet of four weeks.
#[derive(Clone, Debug, PartialEq)]
pub struct Sheet {
    /// The days it covers.
    pub period: Period,
    /// Days among them whose food is complete.
    pub logged_days: usize,
    /// Days among them that have come.
    pub days_elapsed: usize,
    /// The episodes.
    pub episodes: Episodes,
    /// The longest episode that has a length.
    pub longest: Option<Dated>,
    /// The strongest episode that has an intensity.
    pub strongest: Option<Dated>,
    /// The four minerals.
    pub minerals: Vec<SheetMineral>,
    /// Caffeine, mean a logged day, mg.
    pub caffeine: Option<Intake>,
    /// The most known caffeine of any day, mg.
    pub caffeine_max: Option<f64>,
    /// The level for this person, mg a day.
    pub caffeine_level: Option<f64>,
    /// Total water, mean a logged day, mL.
    pub water: Option<Intake>,
    /// The reference for total water.
    pub water_reference: Option<Reference>,
    /// Alcohol, mean a logged day, g.
    pub alcohol: Option<Intake>,
    /// Sleep, minutes.
    pub sleep: Median,
    /// Stress, 0 to 10.
    pub stress: Median,
    /// Supplements.
    pub supplements: Vec<Taken>,
    /// Medicines noted in these days or in use from before.
    pub medicines: Vec<Taken>,
}

/// Returns the sheet of the four weeks that end with a window of days.
pub fn sheet(window: &[DayIntake], input: &Input) -> Sheet {
    let period = Period::ending(input.window.to, DAYS);
    let days: Vec<DayIntake> = window.iter().filter(|d| period.contains(d.day)).cloned().collect();
    let logged: Vec<&DayIntake> = days.iter().filter(|d| d.logged).collect();
    let entries = input.entries_of(period);
    let water = super::day::target(input, Nutrient::Water, period.to.year());
    let context = context::context(entries, &days, input.caffeine_level, water);
    let dated: Vec<Dated> = entries.iter().filter_map(dated).collect();
    // The first of several that are equal.
    let most = |of: fn(&Dated) -> Option<u32>| {
        dated.iter().rev().filter(|d| of(d).is_some()).max_by_key(|d| of(d)).cloned()
    };
    Sheet {
        period,
        logged_days: logged.len(),
        days_elapsed: period.days().filter(|day| *day <= input.today).count(),
        episodes: episodes::episodes(entries, period, input.today),
        longest: most(|d| d.episode.duration_seconds),
        strongest: most(|d| d.episode.intensity.map(u32::from)),
        minerals: Nutrient::MINERALS
            .into_iter()
            .map(|nutrient| mineral(nutrient, &logged, period, input))
            .collect(),
        caffeine: context.caffeine,
        caffeine_max: context.caffeine_max,
        caffeine_level: context.caffeine_level,
        water: context.water,
        water_reference: context.water_reference,
        alcohol: context.alcohol,
        sleep: median(context::by_days(entries, EntryKind::Sleep)),
        stress: median(context::by_days(entries, EntryKind::Stress)),
        supplements: supplements(entries),
        medicines: medicines(&input.signs, period),
    }
}

fn dated(entry: &Entry) -> Option<Dated> {
    match &entry.record {
        Record::Episode(episode) => {
            Some(Dated { entry: entry.id, at: entry.at, day: entry.day, episode: episode.clone() })
        }
        _ => None,
    }
}

fn mineral(
    nutrient: Nutrient,
    logged: &[&DayIntake],
    period: Period,
    input: &Input,
) -> SheetMineral {
    let person = &input.settings.person;
    let target = reference::target(&input.references, nutrient, person, period.to.year());
    let total: Intake = logged.iter().map(|d| d.food[nutrient]).sum();
    let intake = (!logged.is_empty()).then(|| total.per_day(logged.len()));
    SheetMineral {
        nutrient,
        intake,
        reference: target,
        verdict: intake.map_or(Verdict::TooFewDays, |mean| {
            coverage::verdict(mean.known, mean.upper, target, logged.len())
        }),
        supplements: coverage::supplements_per_day(nutrient, logged),
    }
}

fn median(mut values: Vec<f64>) -> Median {
    values.sort_by(f64::total_cmp);
    let days = values.len();
    let middle = days / 2;
    let median = match days {
        0 => None,
        _ if days.is_multiple_of(2) => Some(f64::midpoint(values[middle - 1], values[middle])),
        _ => Some(values[middle]),
    };
    Median { median, days }
}

/// Returns the supplements of some entries by nutrient and form, or by their own words where they
/// were not understood.
fn supplements(entries: &[Entry]) -> Vec<Taken> {
    let mut found: Vec<(Taken, BTreeSet<NaiveDate>)> = Vec::new();
    for entry in entries {
        let Record::Supplement(doses) = &entry.record else {
            continue;
        };
        for dose in doses {
            let name = match (dose.nutrient, &dose.form) {
                (Some(nutrient), Some(form)) => format!("{}, as {form}", nutrient.name()),
                (Some(nutrient), None) => nutrient.name().to_owned(),
                (None, _) => dose.phrase.clone(),
            };
            let said = match (dose.nutrient, dose.amount) {
                (Some(nutrient), Some(amount)) => {
                    format!("{} {}", trimmed(amount), nutrient.unit())
                }
                _ => "amount not known".to_owned(),
            };
            note(&mut found, name, said, entry.day);
        }
    }
    taken(found)
}

/// Returns the medicines that were noted in a period, or begun before it and not stopped.
fn medicines(signs: &[Entry], period: Period) -> Vec<Taken> {
    let mut found: Vec<(Taken, BTreeSet<NaiveDate>)> = Vec::new();
    let mut before = Medicines::default();
    signs.iter().filter(|entry| entry.day < period.from).for_each(|entry| before.record(entry));
    let date = |day: NaiveDate| day.format("%-d %B %Y").to_string();
    for used in before.running() {
        let said = format!("in use since {}", date(used.since.day));
        found.push((
            Taken { name: used.medicine.name.clone(), said: vec![said], days: 0 },
            BTreeSet::new(),
        ));
    }
    for entry in signs.iter().filter(|entry| period.contains(entry.day)) {
        let Record::Medicine(medicine) = &entry.record else { continue };
        let said = match medicine.action {
            MedicineAction::Started => format!("started {}", date(entry.day)),
            MedicineAction::Stopped => format!("stopped {}", date(entry.day)),
            MedicineAction::Taken => "taken".to_owned(),
        };
        note(&mut found, medicine.name.clone(), said, entry.day);
    }
    taken(found)
}

/// Adds what was said of a name on a day, each thing said once.
fn note(found: &mut Vec<(Taken, BTreeSet<NaiveDate>)>, name: String, said: String, day: NaiveDate) {
    let same = |taken: &Taken| taken.name.to_lowercase() == name.to_lowercase();
    let at = found.iter().position(|(taken, _)| same(taken)).unwrap_or_else(|| {
        found.push((Taken { name, said: Vec::new(), days: 0 }, BTreeSet::new()));
        found.len() - 1
    });
    let (taken, days) = &mut found[at];
    if !taken.said.contains(&said) {
        taken.said.push(said);
    }
    days.insert(day);
}

/// Returns what was taken, what was noted on most days first.
fn taken(found: Vec<(Taken, BTreeSet<NaiveDate>)>) -> Vec<Taken> {
    let mut found: Vec<Taken> =
        found.into_iter().map(|(taken, days)| Taken { days: days.len(), ..taken }).collect();
    found.sort_by(|a, b| b.days.cmp(&a.days).then_with(|| a.name.cmp(&b.name)));
    found
}

/// Returns an amount as it would be written by hand: at most two decimals.
fn trimmed(amount: f64) -> String {
    let text = format!("{amount:.2}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}
