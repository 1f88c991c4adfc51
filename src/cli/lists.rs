//! `episodes`, `diary` and `show`: lists, and one entry.

use chrono::{Days, Duration};

use super::args::Range;
use super::{Answer, Session, load};
use crate::calendar::{Calendar, Period};
use crate::domain::{Entry, EntryKind, Record};
use crate::error::{Error, Result};
use crate::nutrition::day::Foods;
use crate::render::{json, lists};
use crate::store::Filter;

/// Days a list goes back unless it is told otherwise.
const LIST_DAYS: u64 = 28;
const DIARY_DAYS: u64 = 7;

/// Hours before an entry that are shown with it; before an episode, twice as many.
const HOURS_BEFORE: i64 = 24;

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
pub(super) fn diary(session: &Session<'_>, range: &Range) -> Result<Answer> {
    let settings = session.settings()?;
    let period = period(&session.calendar(&settings), range, DIARY_DAYS)?;
    let entries = session.store.entries(Filter::Days(period))?;
    let foods = session.store.foods_eaten(period)?;
    Ok(session.page(
        |page| lists::diary(page, period, &entries, &foods),
        || json::diary(period, &entries, &foods),
    ))
}

/// Shows one entry with the hours before it.
pub(super) fn show(session: &Session<'_>, id: i64) -> Result<Answer> {
    let entry = session.store.entry(id)?;
    let hours = if entry.kind == EntryKind::Episode { 2 * HOURS_BEFORE } else { HOURS_BEFORE };
    let mut before =
        session.store.entries(Filter::Between(entry.at - Duration::hours(hours), entry.at))?;
    before.retain(|e| e.id != entry.id);
    let foods = foods_of(session, before.iter().chain([&entry]))?;
    Ok(session.page(
        |page| lists::show(page, &entry, hours, &before, &foods),
        || json::show(&entry, hours, &before, &foods),
    ))
}

fn foods_of<'a>(session: &Session<'_>, entries: impl Iterator<Item = &'a Entry>) -> Result<Foods> {
    let mut items = Vec::new();
    for entry in entries {
        if let Record::Meal(meal) = &entry.record {
            items.extend(meal.items.iter().cloned());
        }
    }
    load::foods(session.store, &items)
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
