//! `done`: the day's food is complete.

use super::args::DayArg;
use super::{Answer, Session};
use crate::calendar::Period;
use crate::domain::{EntryKind, Record};
use crate::error::{Error, Result};
use crate::render::{echo, json};
use crate::store::Filter;

/// Closes a day.
pub(super) fn run(session: &mut Session<'_>, args: &DayArg) -> Result<Answer> {
    let settings = session.settings()?;
    let calendar = session.calendar(&settings);
    let mut moment = calendar.now();
    if let Some(text) = args.day_text() {
        moment.day = calendar.day(&text)?;
    }
    if moment.day > calendar.today() {
        return Err(Error::request(format!("{} has not come yet", moment.day))
            .because(format!("today is {}", calendar.today()))
            .hint("a day is closed once its food is complete; `mineralog done` closes today"));
    }
    let of_day =
        session.store.entries(Filter::Days(Period { from: moment.day, to: moment.day }))?;
    if let Some(before) = of_day.iter().find(|e| e.kind == EntryKind::Done) {
        return Ok(session
            .echo(|page| echo::said_before(page, before), || json::entry_answer(before, &[])));
    }
    let no_food = !of_day.iter().any(|e| e.kind == EntryKind::Meal);
    let summary = format!("{} closed", moment.day);
    let entry = session.record(EntryKind::Done, &moment, None, Record::Plain, summary)?;
    let warning = "no food is logged for this day: it now counts as a day without any";
    Ok(session
        .echo(|page| echo::done(page, &entry), || json::entry_answer(&entry, &[]))
        .warn(no_food.then(|| warning.to_owned())))
}
