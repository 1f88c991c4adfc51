//! The last weeks beside each other, and what of the latest one stands out.

use super::super::amount;
use crate::domain::Nutrient;
use crate::nutrition::intake::Intake;
use crate::nutrition::trend::{Change, Trend};
use crate::report::weeks::{Measure, WeekPoint, Weeks};

/// One measure over the weeks.
pub(in crate::render) struct Line {
    /// Its name.
    pub(in crate::render) name: &'static str,
    /// Its value in each week, the oldest first; none where nothing is known.
    pub(in crate::render) values: Vec<Option<f64>>,
    /// The same in words.
    pub(in crate::render) each: Vec<Option<String>>,
    /// The latest week in words.
    pub(in crate::render) now: String,
    /// Whether it stands out, in words.
    pub(in crate::render) change: String,
}

const MEASURES: [(Measure, &str); 8] = [
    (Measure::Intake(Nutrient::Magnesium), Nutrient::Magnesium.name()),
    (Measure::Intake(Nutrient::Calcium), Nutrient::Calcium.name()),
    (Measure::Intake(Nutrient::Potassium), Nutrient::Potassium.name()),
    (Measure::Intake(Nutrient::VitaminD), Nutrient::VitaminD.name()),
    (Measure::Intake(Nutrient::Caffeine), Nutrient::Caffeine.name()),
    (Measure::Stress, "stress"),
    (Measure::Sleep, "sleep"),
    (Measure::TwitchDays, "twitch days"),
];

/// Returns the measures that any week knows something of; none where the weeks before the latest
/// know nothing at all.
pub(in crate::render) fn lines(weeks: &Weeks) -> Vec<Line> {
    let lines: Vec<Line> = MEASURES
        .into_iter()
        .map(|(measure, name)| line(measure, name, weeks))
        .filter(|line| line.values.iter().any(Option::is_some))
        .collect();
    let looks_back = |line: &Line| line.values.iter().rev().skip(1).any(Option::is_some);
    if lines.iter().any(looks_back) { lines } else { Vec::new() }
}

fn line(measure: Measure, name: &'static str, weeks: &Weeks) -> Line {
    let now = weeks.points.last().and_then(|latest| said(measure, latest));
    Line {
        name,
        values: weeks.points.iter().map(|point| value(measure, point)).collect(),
        each: weeks.points.iter().map(|point| said(measure, point)).collect(),
        now: now.unwrap_or_else(|| "not known".to_owned()),
        change: weeks.trend(measure).map_or_else(String::new, |trend| change(measure, trend)),
    }
}

fn value(measure: Measure, point: &WeekPoint) -> Option<f64> {
    match measure {
        // Nothing known of food that does not all report it is not 0.
        Measure::Intake(nutrient) => point.intake[nutrient]
            .filter(|intake| intake.known > 0.0 || intake.is_complete())
            .and_then(Intake::known_amount),
        Measure::Stress => point.stress,
        Measure::Sleep => point.sleep_minutes,
        Measure::TwitchDays => {
            let said = point.days_with + point.days_without;
            (said > 0).then(|| point.days_with as f64 / said as f64)
        }
    }
}

/// Returns a week's value in words, marked where not every food reports it.
fn said(measure: Measure, point: &WeekPoint) -> Option<String> {
    let text = words(measure, value(measure, point)?);
    let complete = match measure {
        Measure::Intake(nutrient) => point.intake[nutrient].is_none_or(Intake::is_complete),
        _ => true,
    };
    Some(if complete { text } else { format!("at least {text}") })
}

/// Returns the value of a measure in words.
fn words(measure: Measure, value: f64) -> String {
    match measure {
        Measure::Intake(nutrient) => amount::amount(nutrient, value),
        Measure::Stress => format!("{} of 10", amount::number(value, 1)),
        Measure::Sleep => amount::minutes(value),
        Measure::TwitchDays => format!("{} of the days noted", amount::percent(value)),
    }
}

/// Says whether the latest week stands out from the weeks before.
fn change(measure: Measure, trend: &Trend) -> String {
    let before = trend.before.map(|before| {
        let expected = trend.expected.map_or_else(String::new, |(low, high)| {
            format!(", expected {} to {}", words(measure, low), words(measure, high))
        });
        (words(measure, before), expected)
    });
    let stands_out = |how: &str| {
        let text = format!("{how} than the weeks before would lead one to expect");
        match &before {
            Some((before, expected)) => format!("{text} (before {before}{expected})"),
            None => text,
        }
    };
    match trend.change {
        Change::Higher => stands_out("higher"),
        Change::Lower => stands_out("lower"),
        Change::WithinScatter => match before {
            Some((before, _)) => format!("within its usual scatter (before {before})"),
            None => "within its usual scatter".to_owned(),
        },
        Change::TooFewWeeks => "too few weeks to compare".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_is_said_with_what_was_expected() {
        let trend = |change| Trend {
            change,
            now: Some(240.0),
            before: Some(180.0),
            expected: Some((150.0, 210.0)),
            weeks_before: 5,
        };
        let said = |found| change(Measure::Intake(Nutrient::Magnesium), &trend(found));
        assert_eq!(
            said(Change::Higher),
            "higher than the weeks before would lead one to expect (before 180 mg, expected 150 mg \
             to 210 mg)"
        );
        assert_eq!(said(Change::WithinScatter), "within its usual scatter (before 180 mg)");
        assert_eq!(said(Change::TooFewWeeks), "too few weeks to compare");
    }
}
