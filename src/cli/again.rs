//! `again`: a meal, or the meals of a day, once more.

use super::args::Again;
use super::{Answer, Session, load};
use crate::calendar::{Calendar, shown};
use crate::domain::{Entry, EntryKind, Item, Meal, Record, Slot};
use crate::error::{Error, Result};
use crate::nutrition::day::Foods;
use crate::render::{echo, json};
use crate::store::NewEntry;

/// Logs again the last meal, the last one of a kind, or those of a day.
pub(super) fn run(session: &mut Session<'_>, args: &Again) -> Result<Answer> {
    let settings = session.settings()?;
    let calendar = session.calendar(&settings);
    let moment = args.when.moment(&calendar)?;
    let note = args.when.note()?;
    let meals = wanted(session, &calendar, args)?;
    let entries: Vec<NewEntry> = meals
        .iter()
        .map(|(entry, meal)| NewEntry {
            kind: EntryKind::Meal,
            at: moment.at,
            day: moment.day,
            note: note.clone(),
            record: Record::Meal(copy(entry, meal)),
        })
        .collect();
    let stored: Vec<Entry> = if args.dry_run {
        entries.iter().map(NewEntry::unstored).collect()
    } else {
        let slots: Vec<&str> = meals.iter().map(|(_, meal)| meal.slot.key()).collect();
        let summary = format!("{} of {}, as on {}", slots.join(", "), moment.day, meals[0].0.day);
        let (now, command) = (session.seconds(), session.command_line.clone());
        session.store.change(now, &command, |change| {
            let stored = entries.into_iter().map(|entry| change.add(entry));
            Ok((stored.collect::<Result<Vec<_>>>()?, summary))
        })?
    };
    let foods = foods(session, &stored)?;
    let warnings: Vec<String> = moment.remark.iter().cloned().collect();
    let document = || json::meals_again(&stored, &foods, &warnings);
    let text = |page| echo::again(page, &stored, &foods, args.dry_run);
    Ok(session.echo(text, document).warn(warnings.clone()))
}

/// Returns the meals that are meant, the earliest first.
fn wanted(session: &Session<'_>, calendar: &Calendar, args: &Again) -> Result<Vec<(Entry, Meal)>> {
    let text = args.what.join(" ");
    let text = text.trim();
    if text.is_empty() && !args.what.is_empty() {
        return Err(Error::request("an empty text is no meal and no day"));
    }
    let slot = Slot::parse(text);
    let found = if text.is_empty() || slot.is_some() {
        session.store.last_meal(slot)?.into_iter().collect()
    } else {
        let day = calendar.day(text).map_err(|_| {
            Error::request(format!("\"{}\" is no meal and no day", shown(text)))
                .hint("write breakfast, lunch, dinner, snack, yesterday, monday or 2026-03-01")
        })?;
        session.store.meals_of(day)?
    };
    let meals: Vec<(Entry, Meal)> = found
        .into_iter()
        .filter_map(|entry| match entry.record.clone() {
            Record::Meal(meal) => Some((entry, meal)),
            _ => None,
        })
        .collect();
    if meals.is_empty() {
        return Err(Error::request("there is no such meal to eat again")
            .hint("`mineralog diary` lists what was logged"));
    }
    Ok(meals)
}

/// Returns a meal as it was, its items without a number of their own.
fn copy(entry: &Entry, meal: &Meal) -> Meal {
    let item = |item: &Item| Item {
        id: 0,
        assumption: Some(format!("as on {}", entry.day)),
        ..item.clone()
    };
    Meal { slot: meal.slot, items: meal.items.iter().map(item).collect() }
}

fn foods(session: &Session<'_>, entries: &[Entry]) -> Result<Foods> {
    let items: Vec<Item> = entries
        .iter()
        .flat_map(|entry| match &entry.record {
            Record::Meal(meal) => meal.items.clone(),
            _ => Vec::new(),
        })
        .collect();
    load::foods(session.store, &items)
}
