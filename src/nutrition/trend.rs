//! Whether the latest week stands out from the weeks before it, by their own scatter.
//!
//! A week's mean of *n* days scatters with the variance of its days over *n*. From the weeks before,
//! weighted by their days, comes the interval in which a further week like them would be expected:
//!
//! ```text
//! m  = Σ nᵢ yᵢ / Σ nᵢ        s² = Σ nᵢ (yᵢ − m)² / (k − 1)
//! m ± t(0.99, k − 1) × sqrt(s² (1 / n + 1 / Σ nᵢ))
//! ```
//!
//! The usual prediction interval for one further value, at 98 %: nine measures are looked at every
//! week, and one that stands out by chance in twenty would be met every other week. What is unknown
//! never makes a change: a week is higher only where its known part passes what the others could
//! hold at most, and lower only where its own upper bound stays below what they are known to hold.

/// What can be said of the latest week.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// Above what the weeks before would lead one to expect.
    Higher,
    /// Below it.
    Lower,
    /// Within their scatter.
    WithinScatter,
    /// Too few weeks to say.
    TooFewWeeks,
}

impl Change {
    /// Returns the key used in JSON.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Higher => "higher",
            Self::Lower => "lower",
            Self::WithinScatter => "within_scatter",
            Self::TooFewWeeks => "too_few_weeks",
        }
    }
}

/// The latest week beside the weeks before it, in the unit of what is measured.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Trend {
    /// What can be said.
    pub change: Change,
    /// The latest week; none where nothing was noted in it.
    pub now: Option<f64>,
    /// The mean of the weeks before that count; none without one.
    pub before: Option<f64>,
    /// Between what a further week like those before would be expected; none with too few.
    pub expected: Option<(f64, f64)>,
    /// Weeks before that count.
    pub weeks_before: usize,
}

/// Days of a week from which its mean counts: those from which a page gives a verdict.
pub const LEAST_DAYS: usize = 3;
/// Weeks before from which anything is said.
pub const LEAST_WEEKS: usize = 4;

/// The 99th percentile of Student's t for 3, 4, 5 … degrees of freedom (any statistical table).
const T_99: [f64; 8] = [4.541, 3.747, 3.365, 3.143, 2.998, 2.896, 2.821, 2.764];

/// A week's mean a day.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sample {
    /// What is known of it.
    pub known: f64,
    /// What it could be at most.
    pub upper: f64,
    /// The days it is a mean of.
    pub days: usize,
}

impl Sample {
    /// Returns the mean of days of which nothing is unknown; none without a day.
    pub fn of(days: &[f64]) -> Option<Self> {
        let mean = super::adequacy::mean(days);
        (!days.is_empty()).then_some(Self { known: mean, upper: mean, days: days.len() })
    }
}

/// Returns what can be said of the latest week beside those before it.
///
/// `least_scatter` is the deviation of one day that is taken where the weeks before scatter less,
/// so that a log in which nothing ever varied does not make a change of the first thing that does.
pub fn trend(now: Option<Sample>, before: &[Sample], least_scatter: f64) -> Trend {
    let before: Vec<Sample> =
        before.iter().copied().filter(|week| week.days >= LEAST_DAYS).collect();
    let mut found = Trend {
        change: Change::TooFewWeeks,
        now: now.map(|week| week.known),
        before: weighted_mean(&before, |week| week.known),
        expected: None,
        weeks_before: before.len(),
    };
    let Some(now) = now.filter(|week| week.days >= LEAST_DAYS) else {
        return found;
    };
    if before.len() < LEAST_WEEKS {
        return found;
    }
    let of = |value: fn(&Sample) -> f64| expected(&before, value, now.days, least_scatter);
    let (known, upper) = (of(|week| week.known), of(|week| week.upper));
    let expected = (known.0.min(upper.0), known.1.max(upper.1));
    found.expected = Some(expected);
    found.change = if now.known > expected.1 {
        Change::Higher
    } else if now.upper < expected.0 {
        Change::Lower
    } else {
        Change::WithinScatter
    };
    found
}

/// Returns where the mean of so many days would lie, if they are like the weeks before.
fn expected(
    before: &[Sample],
    value: fn(&Sample) -> f64,
    days: usize,
    least_scatter: f64,
) -> (f64, f64) {
    let mean = weighted_mean(before, value).unwrap_or(0.0);
    let squares: f64 =
        before.iter().map(|week| week.days as f64 * (value(week) - mean).powi(2)).sum();
    let freedom = before.len() - 1;
    let scatter = (squares / freedom as f64).sqrt().max(least_scatter);
    let all: usize = before.iter().map(|week| week.days).sum();
    let error = scatter * (1.0 / days as f64 + 1.0 / all as f64).sqrt();
    let t = T_99[(freedom - (LEAST_WEEKS - 1)).min(T_99.len() - 1)];
    ((mean - t * error).max(0.0), mean + t * error)
}

fn weighted_mean(weeks: &[Sample], value: fn(&Sample) -> f64) -> Option<f64> {
    let days: usize = weeks.iter().map(|week| week.days).sum();
    (days > 0)
        .then(|| weeks.iter().map(|week| week.days as f64 * value(week)).sum::<f64>() / days as f64)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::Rng as _;
    use proptest::test_runner::{RngAlgorithm, TestRng};

    use super::*;

    fn weeks(values: &[f64]) -> Vec<Sample> {
        values.iter().map(|mean| Sample { known: *mean, upper: *mean, days: 7 }).collect()
    }

    fn say(now: f64, before: &[f64]) -> Trend {
        trend(weeks(&[now]).pop(), &weeks(before), 0.0)
    }

    #[test]
    fn worked_by_hand() {
        // m = 100, s² = 7 × (100 + 100 + 100 + 100) / 3 = 933.3, s = 30.55;
        // error = 30.55 × sqrt(1/7 + 1/28) = 12.91; t(0.99, 3) = 4.541: 100 ± 58.6.
        let found = say(120.0, &[90.0, 110.0, 90.0, 110.0]);
        let (low, high) = found.expected.expect("an interval");
        assert!((low - 41.4).abs() < 0.1 && (high - 158.6).abs() < 0.1, "{low} {high}");
        assert_eq!(found.change, Change::WithinScatter);
        assert_eq!(say(160.0, &[90.0, 110.0, 90.0, 110.0]).change, Change::Higher);
        assert_eq!(say(41.0, &[90.0, 110.0, 90.0, 110.0]).change, Change::Lower);
        assert_eq!(say(160.0, &[90.0, 110.0, 90.0]).change, Change::TooFewWeeks);
    }

    #[test]
    fn what_is_unknown_makes_no_change() {
        let before: Vec<Sample> = weeks(&[90.0, 92.0, 91.0, 90.0, 92.0])
            .into_iter()
            .map(|week| Sample { upper: 200.0, ..week })
            .collect();
        let now = |known, upper| Some(Sample { known, upper, days: 7 });
        assert_eq!(trend(now(150.0, 150.0), &before, 0.0).change, Change::WithinScatter);
        assert_eq!(trend(now(40.0, 120.0), &before, 0.0).change, Change::WithinScatter);
        assert_eq!(trend(now(260.0, 260.0), &before, 0.0).change, Change::Higher);
    }

    #[test]
    fn thin_weeks_do_not_count_and_an_even_log_has_a_least_scatter() {
        let mut before = weeks(&[90.0, 110.0, 90.0, 110.0]);
        before[0].days = 2;
        assert_eq!(trend(weeks(&[500.0]).pop(), &before, 0.0).change, Change::TooFewWeeks);
        let even = weeks(&[4.0; 6]);
        assert_eq!(trend(weeks(&[4.1]).pop(), &even, 0.5).change, Change::WithinScatter);
        assert_eq!(trend(weeks(&[6.0]).pop(), &even, 0.5).change, Change::Higher);
    }

    /// Returns the share of weeks that are called a change although nothing changed.
    fn false_alarms(
        weeks: usize,
        days_now: usize,
        day: &mut dyn FnMut() -> f64,
        least_scatter: f64,
    ) -> f64 {
        const RUNS: u32 = 20_000;
        let mut sample = |days: usize| {
            let values: Vec<f64> = (0..days).map(|_| day()).collect();
            Sample::of(&values).expect("days")
        };
        let mut alarms = 0;
        for _ in 0..RUNS {
            let before: Vec<Sample> = (0..weeks).map(|_| sample(7)).collect();
            let found = trend(Some(sample(days_now)), &before, least_scatter);
            alarms += u32::from(matches!(found.change, Change::Higher | Change::Lower));
        }
        f64::from(alarms) / f64::from(RUNS)
    }

    #[test]
    fn noise_is_called_a_change_in_two_weeks_of_a_hundred() {
        let mut rng = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
        let mut uniform = move || (f64::from(rng.next_u32()) + 0.5) / (f64::from(u32::MAX) + 1.0);
        // Box and Muller's normal values.
        let mut normal = || {
            let (a, b) = (uniform(), uniform());
            300.0 + 80.0 * (-2.0 * a.ln()).sqrt() * (std::f64::consts::TAU * b).cos()
        };
        let mut found = Vec::new();
        for (weeks, days) in [(4, 7), (5, 7), (7, 7), (7, 3)] {
            found.push((
                format!("{weeks} weeks before, {days} days"),
                false_alarms(weeks, days, &mut normal, 0.0),
            ));
        }
        let mut skewed = || (normal() / 100.0).exp();
        found.push(("skewed days".to_owned(), false_alarms(7, 7, &mut skewed, 0.0)));
        for (name, share) in &found {
            println!("false alarms, {name}: {:.1} %", 100.0 * share);
            assert!((0.005..0.045).contains(share), "{name}: {share}");
        }
        let mut twitches = || f64::from(u8::from(normal() > 340.0));
        let share = false_alarms(7, 7, &mut twitches, 0.46);
        println!("false alarms, share of twitch days: {:.1} %", 100.0 * share);
        assert!(share < 0.035, "{share}");
    }
}
