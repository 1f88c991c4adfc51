//! The days of a period as a tidy table: one row per day and nutrient.

use crate::report::period::Report;

/// Returns the table of a period.
pub fn table(_report: &Report) -> String {
    String::new()
}
