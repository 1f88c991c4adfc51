//! What each day of a period holds beside its minerals, so that episodes, caffeine, stress, water
//! and sleep can stand above one another and the eye can line them up.

use chrono::NaiveDate;

use super::context;
use super::episodes::DayMark;
use crate::domain::{Entry, EntryKind, Nutrient, Record};
use crate::nutrition::day::DayIntake;
use crate::nutrition::intake::Intake;

/// One day of the strips. What nobody noted is none, never 0.
#[derive(Clone, Debug, PartialEq)]
pub struct DayStrip {
    /// The day.
    pub day: NaiveDate,
    /// What it says about twitching.
    pub mark: DayMark,
    /// The strongest intensity of its episodes, 0 to 10.
    pub intensity_max: Option<u8>,
    /// Caffeine, mg; none where nothing eaten or noted reports it.
    pub caffeine: Option<Intake>,
    /// Water from food, drinks and notes, mL; none in the same case.
    pub water: Option<Intake>,
    /// Alcohol, g; none in the same case.
    pub alcohol: Option<Intake>,
    /// Stress, 0 to 10: the mean of the day's ratings.
    pub stress: Option<f64>,
    /// Sleep of the night before, minutes.
    pub sleep_minutes: Option<f64>,
    /// Exercise, minutes.
    pub exercise_minutes: Option<f64>,
    /// Whether the day's food is complete.
    pub logged: bool,
}

/// Returns a day of the strips from its own entries and its intake.
pub fn strip(entries: &[Entry], intake: &DayIntake, mark: DayMark) -> DayStrip {
    let reported = |nutrient: Nutrient| {
        let amount = intake.food[nutrient];
        amount.is_reported().then_some(amount)
    };
    let intensity = |entry: &Entry| match &entry.record {
        Record::Episode(episode) => episode.intensity,
        _ => None,
    };
    DayStrip {
        day: intake.day,
        mark,
        intensity_max: entries.iter().filter_map(intensity).max(),
        caffeine: reported(Nutrient::Caffeine),
        water: reported(Nutrient::Water),
        alcohol: reported(Nutrient::Alcohol),
        stress: context::mean_of_day(entries, EntryKind::Stress),
        sleep_minutes: context::sum_of_day(entries, EntryKind::Sleep),
        exercise_minutes: context::sum_of_day(entries, EntryKind::Exercise),
        logged: intake.logged,
    }
}
