//! The day and the week as values: everything a page shows, computed once and rendered by others.
//!
//! Pure: no database, clock or terminal. What a page needs comes in as [`Input`], read by the
//! command; what it shows goes out as [`day::Day`] or [`period::Report`].

pub mod around;
pub mod context;
pub mod day;
pub mod eaten;
pub mod episodes;
pub mod flags;
pub mod medicines;
pub mod period;
pub mod sheet;
pub mod strip;
pub mod suggest;
pub mod weeks;
pub mod why;

use chrono::NaiveDate;

use crate::calendar::Period;
use crate::domain::{Entry, Nutrient, SafetyAnswer, Settings};
use crate::nutrition::bound::Bounds;
use crate::nutrition::day::Foods;
use crate::nutrition::reference::ReferenceRow;

/// What a report is made from.
#[derive(Debug)]
pub struct Input {
    /// The present day; what has not come yet is not missing.
    pub today: NaiveDate,
    /// The days whose entries were read: the period, and the weeks before it that a page looks back
    /// on.
    pub window: Period,
    /// The entries of the window, by day and instant.
    pub entries: Vec<Entry>,
    /// Episodes and twitch-free days of half a year before the end, and every medicine until then.
    pub signs: Vec<Entry>,
    /// The foods eaten in the window.
    pub foods: Foods,
    /// What unknown values could be at most.
    pub bounds: Bounds,
    /// The published reference values.
    pub references: Vec<ReferenceRow>,
    /// The person and how days are counted.
    pub settings: Settings,
    /// The warning signs that were found, the most urgent first.
    pub flags: Vec<flags::Flag>,
    /// The caffeine level a day for this person, mg; none where it cannot be told.
    pub caffeine_level: Option<f64>,
    /// Whether potassium may be ranked and suggested.
    pub potassium_gate: PotassiumGate,
}

impl Input {
    /// Returns the entries of some days, by day and instant.
    pub fn entries_of(&self, period: Period) -> &[Entry] {
        of_period(&self.entries, period)
    }
}

/// Returns those of some entries, sorted by day, that belong to a period.
pub fn of_period(entries: &[Entry], period: Period) -> &[Entry] {
    let from = entries.partition_point(|e| e.day < period.from);
    let to = entries.partition_point(|e| e.day <= period.to);
    entries.get(from..to).unwrap_or_default()
}

/// Whether potassium may be ranked and suggested, or why not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PotassiumGate {
    /// Every question was answered "no", and nothing in the diary speaks against it.
    Open,
    /// A question is not answered, or not with "no".
    Unanswered,
    /// A medicine of this name, in use, can raise blood potassium.
    Medicine(String),
    /// A potassium supplement was logged in the last four weeks.
    Supplement,
}

/// Returns whether every one of some safety questions was answered "no". Not answering, and not
/// knowing, count as yes.
pub fn all_answered_no(questions: &[String], settings: &Settings) -> bool {
    !questions.is_empty()
        && questions.iter().all(|q| settings.safety_answer(q) == Some(SafetyAnswer::No))
}

/// Returns whether foods may be ranked by a nutrient.
pub fn may_rank(nutrient: Nutrient, input: &Input) -> bool {
    nutrient != Nutrient::Potassium || input.potassium_gate == PotassiumGate::Open
}
