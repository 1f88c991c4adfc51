//! The week's page as Markdown, to paste into notes.

use crate::report::period::Report;

/// Returns the page of a period.
pub fn page(_report: &Report) -> String {
    String::new()
}
