//! `week`: the page this diary is for.

use super::{Answer, Session, load};
use crate::error::Result;
use crate::render::{json, week as page};
use crate::report::period;

/// Shows a week.
pub(super) fn run(session: &Session<'_>, text: Option<&str>) -> Result<Answer> {
    let settings = session.settings()?;
    let calendar = session.calendar(&settings);
    let week = calendar.week(text.unwrap_or("this"))?;
    let input = load::input(session, &settings, &calendar, week)?;
    let report = period::report(week, &input);
    Ok(session.page(|layout| page::week(layout, &report), || json::report(&report)))
}
