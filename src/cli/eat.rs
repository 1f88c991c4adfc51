//! `eat` and `drink`: a meal in one line.

use std::io::Read as _;

use super::args::Eat;
use super::{Answer, Session, load};
use crate::calendar::{Period, shown};
use crate::domain::{EntryKind, Item, Meal, Record, Slot};
use crate::error::{Error, Result};
use crate::nutrition::day::{self, Foods};
use crate::render::{self, echo, json};
use crate::report;
use crate::resolve::matching::{self, Match};
use crate::store::NewEntry;

/// The longest meal, in bytes: more is no meal.
const LONGEST_MEAL: u64 = 100_000;

/// Logs a meal.
pub(super) fn run(session: &mut Session<'_>, args: &Eat) -> Result<Answer> {
    let settings = session.settings()?;
    let calendar = session.calendar(&settings);
    let moment = args.when.moment(&calendar)?;
    let note = args.when.note()?;
    let slot = match &args.slot {
        None => slot_of_time(moment.at.time()),
        Some(text) => Slot::parse(text).ok_or_else(|| {
            Error::request(format!("\"{}\" is no meal of the day", shown(text)))
                .hint("write breakfast, lunch, dinner or snack")
        })?,
    };
    let matches = matching::match_meal(session.store, &text(&args.phrases)?)?;
    if matches.is_empty() {
        return Err(Error::request("nothing was said to have been eaten")
            .hint("write it like: mineralog eat \"2 eggs, 200 g spinach, flat white\""));
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
        session.store.change(now, &command, |change| Ok((change.add(entry)?, summary)))?
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
    let document = || json::meal_answer(&stored, &foods, &matches, &warnings);
    if session.json {
        return Ok(session.echo(|_| String::new(), document).warn(warnings.clone()));
    }
    let day_alone = Period { from: moment.day, to: moment.day };
    let mut input = load::totals(session.store, &settings, &calendar, day_alone)?;
    if args.dry_run {
        input.foods.extend(foods.clone());
        input.entries.push(stored.clone());
    }
    let so_far = report::day::day(moment.day, &input);
    let intakes: Vec<_> =
        items.iter().map(|i| day::item_intake(i, &input.foods, &input.bounds)).collect();
    let meal =
        echo::Meal { entry: &stored, foods: &foods, intakes: &intakes, dry_run: args.dry_run };
    Ok(session.echo(|page| render::echo::meal(page, &meal, &so_far), document).warn(warnings))
}

/// Returns the meal as one text: the words as typed, or standard input for `-`.
fn text(phrases: &[String]) -> Result<String> {
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

fn item(matched: &Match) -> Item {
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
