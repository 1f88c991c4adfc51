//! `today`, `day`, and the program without a command.

use super::{Answer, Session, load};
use crate::error::Result;
use crate::render::{day as page, json};
use crate::report;

/// Shows a day.
pub(super) fn run(session: &Session<'_>, text: Option<&str>) -> Result<Answer> {
    let day = compute(session, text)?;
    Ok(session.page(|layout| page::day(layout, &day.0, &day.1), || json::day(&day.0, &day.1)))
}

/// Shows today and what one can do.
pub(super) fn welcome(session: &Session<'_>) -> Result<Answer> {
    let day = compute(session, None)?;
    let empty = session.store.first_day()?.is_none();
    Ok(session
        .page(|layout| page::welcome(layout, &day.0, &day.1, empty), || json::day(&day.0, &day.1)))
}

fn compute(session: &Session<'_>, text: Option<&str>) -> Result<(report::day::Day, report::Input)> {
    let settings = session.settings()?;
    let calendar = session.calendar(&settings);
    let day = text.map_or_else(|| Ok(calendar.today()), |text| calendar.day(text))?;
    let input = load::day(session, &settings, &calendar, day)?;
    Ok((report::day::day(day, &input), input))
}
