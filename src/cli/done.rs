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
        return Err(Error::request(format!("{} has not come yet", moment.day)));
    }
    let of_day = session.store.entries(Filter::Days(Period {
        from: moment.day,
        to: moment.day,
    }))?;
    let entry = match of_day.into_iter().find(|e| e.kind == EntryKind::Done) {
        Some(closed_before) => closed_before,
        None => {
            let summary = format!("{} closed", moment.day);
            session.record(EntryKind::Done, &moment, None, Record::Plain, summary)?
        }
    };
    Ok(session.echo(
        |page| echo::done(page, &entry),
        || json::entry_answer(&entry, &[]),
    ))
}
