//! `show`: one entry with the hours before it.

use chrono::{Days, Duration};

use super::{Answer, Session, load};
use crate::calendar::Period;
use crate::domain::{Entry, EntryKind, Record};
use crate::error::Result;
use crate::nutrition::day::Foods;
use crate::render::{json, lists};
use crate::report::around::{self, Around};
use crate::store::Filter;

/// Hours before an entry that are shown with it; before an episode, twice as many.
const HOURS_BEFORE: i64 = 24;

/// Shows one entry with the hours before it.
pub(super) fn run(session: &Session<'_>, id: i64) -> Result<Answer> {
    let entry = session.store.entry(id)?;
    let episode = entry.kind == EntryKind::Episode;
    let hours = if episode { 2 * HOURS_BEFORE } else { HOURS_BEFORE };
    let mut before =
        session.store.entries(Filter::Between(entry.at - Duration::hours(hours), entry.at))?;
    before.retain(|e| e.id != entry.id);
    let foods = foods_of(session, before.iter().chain([&entry]))?;
    if episode {
        let around = around(session, &entry, hours, before, &foods)?;
        return Ok(session.page(
            |page| lists::episode(page, &entry, &around, &foods),
            || json::show_episode(&entry, &around, &foods),
        ));
    }
    Ok(session.page(
        |page| lists::show(page, &entry, hours, &before, &foods),
        || json::show(&entry, hours, &before, &foods),
    ))
}

fn around(
    session: &Session<'_>,
    episode: &Entry,
    hours: i64,
    before: Vec<Entry>,
    foods: &Foods,
) -> Result<Around> {
    let store = &*session.store;
    let settings = session.settings()?;
    let first = before.first().map_or(episode.day, |e| e.day);
    let from = first.checked_sub_days(Days::new(around::NEW_DAYS)).unwrap_or(first);
    let mut earlier = store.entries(Filter::Supplements(Period { from, to: episode.day }))?;
    earlier.extend(store.entries(Filter::Medicines(episode.day))?);
    earlier.retain(|e| e.day >= from && e.at <= episode.at);
    let bounds = store.bounds(episode.day, load::has_unresolved(&before))?;
    let parts = (foods, &bounds);
    let stage = settings.person.life_stage;
    Ok(around::around(episode.at, hours, before, &earlier, parts, stage))
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
