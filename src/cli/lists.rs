//! `episodes` and `diary`: lists of entries.

use chrono::Days;

use super::args::{DiaryArgs, Range};
use super::{Answer, Session, load};
use crate::calendar::{Calendar, Period};
use crate::domain::{EntryKind, Record};
use crate::error::{Error, Result};
use crate::render::{json, lists};
use crate::store::Filter;

/// Days a list goes back unless it is told otherwise.
const LIST_DAYS: u64 = 28;
const DIARY_DAYS: u64 = 7;

/// Lists episodes and twitch-free days.
pub(super) fn episodes(session: &Session<'_>, range: &Range) -> Result<Answer> {
    let settings = session.settings()?;
    let period = period(&session.calendar(&settings), range, LIST_DAYS)?;
    let mut entries = session.store.entries(Filter::Signs(period))?;
    entries.retain(|e| matches!(e.kind, EntryKind::Episode | EntryKind::NoTwitch));
    Ok(session
        .page(|page| lists::episodes(page, period, &entries), || json::episodes(period, &entries)))
}

/// Lists everything that was logged.
pub(super) fn diary(session: &Session<'_>, args: &DiaryArgs) -> Result<Answer> {
    let settings = session.settings()?;
    let period = period(&session.calendar(&settings), &args.range, DIARY_DAYS)?;
    let entries = if args.deleted {
        session.store.entries(Filter::Deleted(period))?
    } else {
        session.store.entries(Filter::Days(period))?
    };
    let items: Vec<_> = entries
        .iter()
        .filter_map(|entry| match &entry.record {
            Record::Meal(meal) => Some(meal.items.clone()),
            _ => None,
        })
        .flatten()
        .collect();
    let foods = load::foods(session.store, &items)?;
    Ok(session.page(
        |page| lists::diary(page, period, &entries, &foods),
        || json::diary(period, &entries, &foods),
    ))
}

pub(super) fn period(calendar: &Calendar, range: &Range, days: u64) -> Result<Period> {
    let day = |text: &Option<String>| text.as_deref().map(|t| calendar.day(t)).transpose();
    let to = day(&range.to)?.unwrap_or_else(|| calendar.today());
    let from = match day(&range.from)? {
        Some(from) => from,
        None => to.checked_sub_days(Days::new(days - 1)).unwrap_or(to),
    };
    if from > to {
        return Err(Error::request("the first day comes after the last")
            .because(format!("{from} is after {to}"))
            .hint("swap --from and --to"));
    }
    Ok(Period { from, to })
}
