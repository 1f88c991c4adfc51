//! The weeks up to the end of a period, and whether the last one stands out from those before.
//!
//! A week here is seven days that end with the period, or with a multiple of seven days before.

use super::episodes;
use super::{Input, context};
use crate::calendar::Period;
use crate::domain::{EntryKind, Nutrient, PerNutrient};
use crate::nutrition::day::DayIntake;
use crate::nutrition::intake::Intake;
use crate::nutrition::trend::{self, Sample, Trend};

/// Weeks that a page looks back on, the last one included.
pub const WEEKS: usize = 8;

/// One week of the past, for a sparkline.
#[derive(Clone, Debug, PartialEq)]
pub struct WeekPoint {
    /// Its seven days.
    pub period: Period,
    /// Days whose food is complete.
    pub logged_days: usize,
    /// Mean a logged day from food and drink; none without a logged day, or where nothing reports
    /// it.
    pub intake: PerNutrient<Option<Intake>>,
    /// Episodes.
    pub episodes: usize,
    /// Days with an episode.
    pub days_with: usize,
    /// Days said to be without one.
    pub days_without: usize,
    /// Stress, 0 to 10: mean of the days on which it was noted.
    pub stress: Option<f64>,
    /// Sleep, minutes a night: mean of the nights noted.
    pub sleep_minutes: Option<f64>,
}

/// What a trend is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Measure {
    /// Mean intake a logged day.
    Intake(Nutrient),
    /// Mean stress.
    Stress,
    /// Mean sleep, minutes.
    Sleep,
    /// Share of the days with a word about twitching that had an episode, 0 to 1.
    TwitchDays,
}

/// The last weeks and what of the latest one stands out.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Weeks {
    /// The weeks, the oldest first; the last one ends with the period.
    pub points: Vec<WeekPoint>,
    /// The latest week beside those before it.
    pub trends: Vec<(Measure, Trend)>,
}

impl Measure {
    /// Returns the key used in JSON.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Intake(nutrient) => nutrient.key(),
            Self::Stress => "stress",
            Self::Sleep => "sleep_minutes",
            Self::TwitchDays => "twitch_days_share",
        }
    }
}

impl Weeks {
    /// Returns the trend of a measure, where it was looked at.
    pub fn trend(&self, measure: Measure) -> Option<&Trend> {
        self.trends.iter().find(|(m, _)| *m == measure).map(|(_, trend)| trend)
    }
}

/// Returns the weeks up to the end of a window of days.
pub fn weeks(window: &[DayIntake], input: &Input) -> Weeks {
    let end = input.window.to;
    let points: Vec<WeekPoint> = (0..WEEKS as u64)
        .rev()
        .filter_map(|back| end.checked_sub_days(chrono::Days::new(7 * back)))
        .map(|to| point(Period::ending(to, 7), window, input))
        .collect();
    let trends = MEASURES
        .into_iter()
        .map(|measure| {
            let mut samples: Vec<Option<Sample>> =
                points.iter().map(|point| sample(measure, point, input)).collect();
            let now = samples.pop().flatten();
            let before: Vec<Sample> = samples.into_iter().flatten().collect();
            (measure, trend::trend(now, &before, least_scatter(measure, &before)))
        })
        .collect();
    Weeks { points, trends }
}

/// What is looked at every week, in the order in which it is shown.
const MEASURES: [Measure; 9] = [
    Measure::Intake(Nutrient::Magnesium),
    Measure::Intake(Nutrient::Calcium),
    Measure::Intake(Nutrient::Potassium),
    Measure::Intake(Nutrient::VitaminD),
    Measure::Intake(Nutrient::Caffeine),
    Measure::Intake(Nutrient::Water),
    Measure::Stress,
    Measure::Sleep,
    Measure::TwitchDays,
];

/// Returns a week's mean of what is measured; none where nothing was noted.
fn sample(measure: Measure, week: &WeekPoint, input: &Input) -> Option<Sample> {
    let noted = |kind| Sample::of(&context::by_days(input.entries_of(week.period), kind));
    match measure {
        Measure::Intake(nutrient) => week.intake[nutrient].map(|intake| Sample {
            known: intake.known,
            upper: intake.upper,
            days: week.logged_days,
        }),
        Measure::Stress => noted(EntryKind::Stress),
        Measure::Sleep => noted(EntryKind::Sleep),
        Measure::TwitchDays => {
            let days = week.days_with + week.days_without;
            let share = week.days_with as f64 / days as f64;
            (days > 0).then_some(Sample { known: share, upper: share, days })
        }
    }
}

/// Returns the deviation of one day that is taken at the least: a tenth of the usual intake, half a
/// step of stress, a quarter of an hour of sleep (conventions of ours), and for the share of twitch
/// days that of a coin as biased as the days before, with one day of each kind added (Laplace).
fn least_scatter(measure: Measure, before: &[Sample]) -> f64 {
    let days: usize = before.iter().map(|week| week.days).sum();
    let sum: f64 = before.iter().map(|week| week.days as f64 * week.known).sum();
    match measure {
        Measure::Intake(_) if days > 0 => 0.10 * sum / days as f64,
        Measure::Intake(_) => 0.0,
        Measure::Stress => 0.5,
        Measure::Sleep => 15.0,
        Measure::TwitchDays => {
            let share = (sum + 1.0) / (days as f64 + 2.0);
            (share * (1.0 - share)).sqrt()
        }
    }
}

fn point(period: Period, window: &[DayIntake], input: &Input) -> WeekPoint {
    let logged: Vec<&DayIntake> =
        window.iter().filter(|d| d.logged && period.contains(d.day)).collect();
    let entries = input.entries_of(period);
    let episodes = episodes::episodes(entries, period, input.today);
    let mean = |nutrient: Nutrient| {
        let total: Intake = logged.iter().map(|d| d.food[nutrient]).sum();
        (!logged.is_empty() && total.is_reported()).then(|| total.per_day(logged.len()))
    };
    WeekPoint {
        period,
        logged_days: logged.len(),
        intake: PerNutrient::from_fn(mean),
        episodes: episodes.count,
        days_with: episodes.days_with,
        days_without: episodes.days_without,
        stress: context::mean_of_days(entries, EntryKind::Stress),
        sleep_minutes: context::mean_of_days(entries, EntryKind::Sleep),
    }
}
