//! `eat` and `drink`: a meal in one line.

use std::io::Read as _;

use super::args::{Eat, When};
use super::{Answer, Session, load, resolve};
use crate::calendar::{Calendar, Moment, Period, shown};
use crate::domain::{EntryKind, Item, Meal, Record, Slot};
use crate::error::{Error, Result};
use crate::nutrition::day::{self, Foods};
use crate::render::{self, echo, explain, json};
use crate::report;
use crate::resolve::heading::{self, Heading};
use crate::resolve::matching::{self, Match};
use crate::store::NewEntry;

/// The longest meal, in bytes: more is no meal.
const LONGEST_MEAL: u64 = 100_000;

/// Logs a meal.
pub(super) fn run(session: &mut Session<'_>, args: &Eat) -> Result<Answer> {
    let settings = session.settings()?;
    let calendar = session.calendar(&settings);
    let heading = heading(&text(&args.phrases)?)?;
    let moment = moment(&args.when, &calendar, &heading)?;
    let note = args.when.note()?;
    let slot = slot(args, &heading)?.unwrap_or_else(|| slot_of_time(moment.at.time()));
    let mut matches = {
        let _held = session.store.snapshot()?;
        matching::match_meal(session.store, &heading.rest)?
    };
    if matches.is_empty() {
        return Err(Error::request("nothing was said to have been eaten")
            .hint("write it like: mineralog eat \"2 eggs, 200 g spinach, flat white\""));
    }
    let mut chosen = Vec::new();
    if session.asks && !args.dry_run {
        for matched in &mut matches {
            chosen.extend(resolve::settle(session, matched)?);
        }
    }
    check_strict(args.strict, &matches)?;
    let items: Vec<Item> = matches.iter().map(item).collect();
    let record = Record::Meal(Meal { slot, items: items.clone() });
    let entry = NewEntry { kind: EntryKind::Meal, at: moment.at, day: moment.day, note, record };
    let stored = if args.dry_run {
        entry.unstored()
    } else {
        let summary = format!(
            "{} of {}: {}",
            slot.key(),
            moment.day,
            matches.iter().map(|m| m.phrase.as_str()).collect::<Vec<_>>().join(", ")
        );
        let (now, command) = (session.seconds(), session.command_line.clone());
        session.store.change(now, &command, |change| {
            for (food, words) in &chosen {
                change.teach(*food, words)?;
            }
            Ok((change.add(entry)?, summary))
        })?
    };
    let foods: Foods = matches
        .iter()
        .filter_map(|m| m.found.as_ref())
        .map(|(food, _)| (food.id, food.clone()))
        .collect();
    let warnings: Vec<String> = moment
        .remark
        .iter()
        .cloned()
        .chain(matches.iter().filter(|m| m.found.is_none()).map(echo::unresolved))
        .collect();
    let document = || json::meal_answer(&stored, &foods, &matches, args.explain, &warnings);
    if session.json {
        return Ok(session.echo(|_| String::new(), document).warn(warnings.clone()));
    }
    let day_alone = Period { from: moment.day, to: moment.day };
    let mut input = {
        let _held = session.store.snapshot()?;
        load::totals(session.store, &settings, &calendar, day_alone)?
    };
    if args.dry_run {
        input.foods.extend(foods.clone());
        input.entries.push(stored.clone());
    }
    let so_far = report::day::day(moment.day, &input);
    let intakes: Vec<_> =
        items.iter().map(|i| day::item_intake(i, &input.foods, &input.bounds)).collect();
    let meal =
        echo::Meal { entry: &stored, foods: &foods, intakes: &intakes, dry_run: args.dry_run };
    let text = |page| {
        let explained = if args.explain { explain::explain(page, &matches) } else { String::new() };
        format!("{}{explained}", echo::meal(page, &meal, &so_far))
    };
    Ok(session.echo(text, document).warn(warnings))
}

/// Reads which meal it was and when from its own words.
fn heading(text: &str) -> Result<Heading> {
    if heading::count(text) > 1 {
        return Err(Error::request("that is more than one meal")
            .because("it has a heading for each")
            .hint("log them one by one, such as: mineralog eat \"breakfast: 2 eggs\""));
    }
    Ok(heading::read(text))
}

/// Returns when it was eaten: by the flag, else by the meal's own words, else now.
pub(super) fn moment(when: &When, calendar: &Calendar, heading: &Heading) -> Result<Moment> {
    let flag = when.moment(calendar)?;
    let Some(words) = &heading.moment else { return Ok(flag) };
    if when.at.is_some() {
        // The flag may name the hour that a day's heading leaves open.
        let agree = match calendar.moment(words) {
            Ok(said) if heading.assumed.is_some() => said.day == flag.day,
            Ok(said) => said.at == flag.at,
            Err(_) => false,
        };
        return if agree { Ok(flag) } else { Err(contradiction(words, "--at")) };
    }
    match calendar.moment(words) {
        Ok(moment) => {
            let remarks = [moment.remark, heading.assumed.clone()];
            let remark = remarks.into_iter().flatten().reduce(|a, b| format!("{a}; {b}"));
            Ok(Moment { remark, ..moment })
        }
        // An assumed hour that has not come yet is no error: then it was just now.
        Err(_) if heading.assumed.is_some() => Ok(flag),
        Err(error) => Err(error),
    }
}

/// Returns the meal that the flag or the meal's own words name; none where neither does.
fn slot(args: &Eat, heading: &Heading) -> Result<Option<Slot>> {
    let Some(text) = &args.slot else { return Ok(heading.slot) };
    let slot = Slot::parse(text).ok_or_else(|| {
        Error::request(format!("\"{}\" is no meal of the day", shown(text)))
            .hint("write breakfast, lunch, dinner or snack")
    })?;
    match heading.slot {
        Some(said) if said != slot => Err(contradiction(said.key(), "--slot")),
        _ => Ok(Some(slot)),
    }
}

fn contradiction(said: &str, flag: &str) -> Error {
    Error::request(format!("the meal says \"{}\" and {flag} says otherwise", shown(said)))
        .hint("leave one of them out")
}

/// Returns the meal as one text: the words as typed, or standard input for `-`.
pub(super) fn text(phrases: &[String]) -> Result<String> {
    let text = if phrases == ["-"] {
        let mut text = String::new();
        std::io::stdin()
            .take(LONGEST_MEAL + 1)
            .read_to_string(&mut text)
            .map_err(|e| Error::request("standard input is no text").because(e))?;
        text
    } else {
        phrases.join(" ")
    };
    if text.len() as u64 > LONGEST_MEAL {
        return Err(Error::request(format!("a meal holds at most {LONGEST_MEAL} bytes"))
            .hint("log it in parts"));
    }
    Ok(text)
}

/// Returns the meal of the day by the clock: a convention of ours, and one flag away from another.
pub(super) fn slot_of_time(time: chrono::NaiveTime) -> Slot {
    match chrono::Timelike::hour(&time) {
        4..=10 => Slot::Breakfast,
        11..=14 => Slot::Lunch,
        17..=21 => Slot::Dinner,
        _ => Slot::Snack,
    }
}

fn check_strict(strict: bool, matches: &[Match]) -> Result<()> {
    let Some(open) = matches.iter().find(|m| m.found.is_none()).filter(|_| strict) else {
        return Ok(());
    };
    let near: Vec<String> =
        open.candidates.iter().take(3).map(|c| format!("\"{}\"", c.name)).collect();
    let error = Error::request(format!("no food is clearly meant by \"{}\"", shown(&open.phrase)));
    Err(if near.is_empty() {
        error.because("no name in the food table is close enough")
    } else {
        error.hint(format!("did you mean {}?", render::list(&near, "or")))
    })
}

pub(super) fn item(matched: &Match) -> Item {
    let found = matched.found.as_ref();
    let weighed = found.map(|(_, weighed)| weighed);
    Item {
        id: 0,
        phrase: matched.phrase.clone(),
        eaten: found.map(|(food, weighed)| (food.id, weighed.grams)),
        quantity: weighed.and_then(|w| w.quantity),
        unit: weighed.and_then(|w| w.unit).map(str::to_owned),
        assumption: weighed.and_then(|w| w.assumption.clone()),
        recorded: None,
    }
}
