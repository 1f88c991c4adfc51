//! The days of a report in its JSON document: the rows of the CSV table, day by day.

use serde_json::{Value, json};

use super::json_value::{optional, reference};
use super::rows;
use crate::nutrition::day::DayIntake;
use crate::report::period::Report;

/// Returns the days, each with its nutrients.
pub(super) fn days(report: &Report) -> Vec<Value> {
    let day = |day: &DayIntake| {
        let nutrients: Vec<Value> = rows::rows(report, day)
            .map(|row| {
                json!({
                    "nutrient": row.nutrient.key(),
                    "unit": row.nutrient.unit(),
                    "known": optional(row.known),
                    "upper": optional(row.upper),
                    "reference": reference(row.reference),
                    "from_supplements": optional(row.from_supplements),
                    "foods": row.foods,
                    "foods_reporting": row.foods_reporting,
                    "known_share": optional(row.known_share),
                })
            })
            .collect();
        json!({
            "day": day.day.to_string(),
            "logged": day.logged,
            "closed": day.closed,
            "nutrients": nutrients,
        })
    };
    report.days.iter().map(day).collect()
}
