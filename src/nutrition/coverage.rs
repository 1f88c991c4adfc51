//! Intake beside a reference: coverage, and what may be said about it.

use super::day::DayIntake;
use super::intake::Intake;
use super::reference::Reference;
use crate::domain::Nutrient;

/// Logged days from which a verdict is given.
pub const LEAST_DAYS: usize = 3;
/// Below this share of the reference even the upper bound is called under.
pub const UNDER_SHARE: f64 = 0.70;

/// What may be said about an intake.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The known part reaches the reference.
    Met,
    /// Even the upper bound stays below the reference.
    SlightlyUnder,
    /// Even the upper bound stays below 70 % of the reference.
    Under,
    /// What is unknown decides.
    NotKnown,
    /// Fewer than three logged days.
    TooFewDays,
}

impl Verdict {
    /// Returns the key used in JSON.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Met => "met",
            Self::SlightlyUnder => "slightly_under",
            Self::Under => "under",
            Self::NotKnown => "not_known",
            Self::TooFewDays => "too_few_days",
        }
    }
}

/// Returns the share of a reference that an amount covers; 1 is all of it.
pub fn coverage(amount: f64, reference: Reference) -> f64 {
    amount / reference.amount
}

/// Returns the verdict on a mean daily intake over some logged days. Without a reference nothing
/// is known, however much was eaten.
pub fn verdict(known: f64, upper: f64, reference: Option<Reference>, days: usize) -> Verdict {
    if days < LEAST_DAYS {
        return Verdict::TooFewDays;
    }
    let Some(reference) = reference else {
        return Verdict::NotKnown;
    };
    if coverage(known, reference) >= 1.0 {
        Verdict::Met
    } else if coverage(upper, reference) < UNDER_SHARE {
        Verdict::Under
    } else if coverage(upper, reference) < 1.0 {
        Verdict::SlightlyUnder
    } else {
        Verdict::NotKnown
    }
}

/// Returns the mean a day from supplements; none without a day, or where the amount of a
/// supplement of this nutrient is not known.
pub fn supplements_per_day(nutrient: Nutrient, days: &[&DayIntake]) -> Option<f64> {
    let unknown = days.iter().any(|d| d.unknown_amounts[nutrient] > 0);
    (!days.is_empty() && !unknown)
        .then(|| days.iter().map(|d| d.supplements[nutrient]).sum::<f64>() / days.len() as f64)
}

/// Returns whether an upper level was passed; none where that is not known.
///
/// Magnesium's counts supplements alone, on any day, logged or not (IOM 1997); the others count
/// food and supplements together, as means over logged days.
pub fn above_upper_level(
    nutrient: Nutrient,
    level: Reference,
    all: &[DayIntake],
    logged: &[&DayIntake],
) -> Option<bool> {
    if nutrient == Nutrient::Magnesium {
        if all.iter().any(|d| d.supplements[nutrient] > level.amount) {
            return Some(true);
        }
        let unknown = all.iter().any(|d| d.unknown_amounts[nutrient] > 0);
        return (!unknown && !logged.is_empty()).then_some(false);
    }
    if logged.is_empty() {
        return None;
    }
    let food: Intake = logged.iter().map(|d| d.food[nutrient]).sum();
    let food = food.per_day(logged.len());
    let taken = logged.iter().map(|d| d.supplements[nutrient]).sum::<f64>() / logged.len() as f64;
    let unknown = logged.iter().any(|d| d.unknown_amounts[nutrient] > 0);
    if food.known + taken > level.amount {
        Some(true)
    } else if unknown || food.upper + taken > level.amount {
        None
    } else {
        Some(false)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Authority;
    use crate::nutrition::reference::ReferenceKind;

    #[test]
    fn each_verdict_at_its_border() {
        let reference = Some(Reference {
            kind: ReferenceKind::Rda,
            amount: 100.0,
            authority: Authority::Nasem,
        });
        for (known, upper, days, expected) in [
            (100.0, 100.0, 3, Verdict::Met),
            (99.9, 99.9, 3, Verdict::SlightlyUnder),
            (70.0, 70.0, 3, Verdict::SlightlyUnder),
            (69.9, 69.9, 7, Verdict::Under),
            (10.0, 69.9, 7, Verdict::Under),
            (10.0, 99.9, 7, Verdict::SlightlyUnder),
            (10.0, 100.0, 7, Verdict::NotKnown),
            (500.0, 500.0, 2, Verdict::TooFewDays),
        ] {
            assert_eq!(verdict(known, upper, reference, days), expected, "{known} {upper} {days}");
        }
        assert_eq!(verdict(500.0, 500.0, None, 7), Verdict::NotKnown);
    }
}
