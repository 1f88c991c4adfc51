//! One page for a clinician: what was recorded in four weeks and what was not, without a word
//! about causes.

use chrono::{DateTime, FixedOffset, NaiveDate};

use super::Input;
use super::episodes::{self, Episodes};
use crate::calendar::Period;
use crate::domain::{Episode, Nutrient};
use crate::nutrition::coverage::Verdict;
use crate::nutrition::day::DayIntake;
use crate::nutrition::intake::Intake;
use crate::nutrition::reference::Reference;

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

/// A supplement or a medicine with what was said of it.
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
    let days: Vec<&DayIntake> = window.iter().filter(|d| period.contains(d.day)).collect();
    Sheet {
        period,
        logged_days: days.iter().filter(|d| d.logged).count(),
        days_elapsed: period.days().filter(|day| *day <= input.today).count(),
        episodes: episodes::episodes(input.entries_of(period), period, input.today),
        longest: None,
        strongest: None,
        minerals: Vec::new(),
        caffeine: None,
        caffeine_max: None,
        caffeine_level: input.caffeine_level,
        water: None,
        water_reference: None,
        alcohol: None,
        sleep: Median::default(),
        stress: Median::default(),
        supplements: Vec::new(),
        medicines: Vec::new(),
    }
}
