//! `resolve`: the phrases that were kept as written, now or weeks later.

use super::args::Resolve;
use super::{Answer, Session, ask, one_food};
use crate::calendar::shown;
use crate::domain::{Entry, Food, FoodId, Item, Record};
use crate::error::{Error, Kind, Result};
use crate::render::json;
use crate::render::resolve::{self as page, Resolved};
use crate::resolve::matching::{self, FoodTable as _, Match, Why};
use crate::resolve::measure::Unit;
use crate::resolve::phrase::{self, Amount, Reading};
use crate::resolve::words;

/// The most foods offered for one phrase.
const MOST_OFFERED: usize = 8;

/// Phrases that read alike, with every item that holds one.
struct Open {
    phrase: String,
    items: Vec<Item>,
    /// The entries of the items, each once.
    entries: Vec<i64>,
}

/// Matches what was kept as written: as told, as is clear by now, or by asking. Without anybody
/// to ask it lists what is open.
pub(super) fn run(session: &mut Session<'_>, args: &Resolve) -> Result<Answer> {
    let entries = session.store.unresolved()?;
    if let Some(text) = &args.phrase {
        return as_told(session, args, &entries, text);
    }
    if args.all {
        return all_clear(session, args, &entries);
    }
    if session.asks && !entries.is_empty() {
        return by_asking(session, args, &entries);
    }
    let open = matched(session, &entries)?;
    Ok(session.page(|layout| page::open(layout, &entries, &open), || json::open(&entries, &open)))
}

/// Gives one phrase the food that was named.
fn as_told(
    session: &mut Session<'_>,
    args: &Resolve,
    entries: &[Entry],
    text: &str,
) -> Result<Answer> {
    let wanted = args.food.as_deref().unwrap_or_default();
    let id = one_food::find(session, wanted)?;
    let said = args.amount.as_deref().map(amount).transpose()?;
    let number = text.trim_start_matches('#').parse::<i64>().ok();
    let of_entry = entries.iter().filter(|e| Some(e.id) == number).cloned().collect::<Vec<_>>();
    let open = if of_entry.is_empty() { grouped(entries) } else { grouped(&of_entry) };
    let key = words::fold(text);
    let open: Vec<Open> = open
        .into_iter()
        .filter(|open| !of_entry.is_empty() || words::fold(&open.phrase) == key)
        .collect();
    if !of_entry.is_empty() && open.len() > 1 {
        let phrases: Vec<String> = open.iter().map(|o| format!("\"{}\"", o.phrase)).collect();
        return Err(Error::request(format!("entry {text} has more than one open phrase"))
            .hint(format!("name one of them: {}", phrases.join(", "))));
    }
    if open.is_empty() {
        return Err(Error::request(format!("nothing open reads \"{}\"", shown(text)))
            .hint("`mineralog resolve` lists the phrases that are not matched"));
    }
    let mut done = Vec::new();
    for open in open {
        done.push(weighed(session, open, id, said.as_ref())?);
    }
    store(session, args, done)
}

/// Takes every phrase that leads to one food by now.
fn all_clear(session: &mut Session<'_>, args: &Resolve, entries: &[Entry]) -> Result<Answer> {
    let mut done = Vec::new();
    for open in grouped(entries) {
        let Some(found) = match_now(session, &open.phrase)? else { continue };
        if let Some((food, _)) = found.found {
            done.push(Resolved { taught: None, ..weighed(session, open, food.id, None)? });
        }
    }
    if done.is_empty() {
        return Err(Error::request("no open phrase is clear by now")
            .hint("`mineralog resolve PHRASE --as FOOD` says what one means"));
    }
    store(session, args, done)
}

/// Walks through the open phrases, the latest first.
fn by_asking(session: &mut Session<'_>, args: &Resolve, entries: &[Entry]) -> Result<Answer> {
    let mut done = Vec::new();
    for open in grouped(entries) {
        let Some(found) = match_now(session, &open.phrase)? else { continue };
        if let Some(id) = ask_about(session, &found, open.items.len())? {
            done.push(weighed(session, open, id, None)?);
        }
    }
    if done.is_empty() {
        let open = matched(session, entries)?;
        return Ok(session
            .page(|layout| page::open(layout, entries, &open), || json::open(entries, &open)));
    }
    store(session, args, done)
}

/// Asks what a phrase means: one of the foods near it, or one found by other words. None where it
/// is to stay open.
fn ask_about(session: &Session<'_>, found: &Match, items: usize) -> Result<Option<FoodId>> {
    let times = if items > 1 { format!(", {items} times") } else { String::new() };
    let mut near: Vec<(FoodId, String)> =
        found.candidates.iter().map(|c| (c.food, c.name.clone())).collect();
    if let Some((food, _)) = &found.found {
        near.retain(|(id, _)| *id != food.id);
        near.insert(0, (food.id, food.name.clone()));
    }
    loop {
        near.truncate(MOST_OFFERED);
        let question = format!("\"{}\"{times} could be:", shown(&found.phrase));
        let mut options: Vec<String> = near.iter().map(|(_, name)| name.clone()).collect();
        options.push("other words ...".to_owned());
        match ask::choose(&question, &options, "leave it open")? {
            None => return Ok(None),
            Some(choice) if choice < near.len() => return Ok(Some(near[choice].0)),
            Some(_) => {
                let text = ask::line("Which food?")?;
                if text.is_empty() {
                    return Ok(None);
                }
                near = matching::search(session.store, &text)?
                    .into_iter()
                    .map(|food| (food.food, food.name))
                    .collect();
            }
        }
    }
}

/// Asks which of close foods a phrase of a new meal means, and takes it. Returns the food and the
/// words to remember for it; none where it is to stay open.
pub(super) fn settle(
    session: &Session<'_>,
    matched: &mut Match,
) -> Result<Option<(FoodId, String)>> {
    let offered: Vec<_> = match matched.why {
        Why::CloseCall(_) => matched.candidates.iter().take(MOST_OFFERED).collect(),
        Why::Misspelt(close) => matched.candidates.iter().take(close.min(MOST_OFFERED)).collect(),
        _ => return Ok(None),
    };
    let names: Vec<String> = offered.iter().map(|food| food.name.clone()).collect();
    let question = format!("\"{}\" could be:", shown(&matched.phrase));
    let Some(choice) = ask::choose(&question, &names, "none of these")? else { return Ok(None) };
    let id = offered[choice].food;
    let food = known(session, id)?;
    let weighed = matching::weigh_as_before(session.store, &matched.reading, &food)?;
    matched.found = Some((food, weighed));
    Ok(Some((id, matched.reading.food.clone())))
}

/// Returns the open phrases with their items, phrases that read alike together.
fn grouped(entries: &[Entry]) -> Vec<Open> {
    let mut found: Vec<Open> = Vec::new();
    for entry in entries {
        let Record::Meal(meal) = &entry.record else { continue };
        for item in meal.items.iter().filter(|item| item.is_unresolved()) {
            let key = words::fold(&item.phrase);
            match found.iter_mut().find(|open| words::fold(&open.phrase) == key) {
                Some(open) => {
                    open.items.push(item.clone());
                    if open.entries.last() != Some(&entry.id) {
                        open.entries.push(entry.id);
                    }
                }
                None => found.push(Open {
                    phrase: item.phrase.clone(),
                    items: vec![item.clone()],
                    entries: vec![entry.id],
                }),
            }
        }
    }
    found
}

/// Returns each open phrase as it would be matched now.
fn matched(session: &Session<'_>, entries: &[Entry]) -> Result<Vec<Match>> {
    let found = grouped(entries).into_iter().map(|open| match_now(session, &open.phrase));
    Ok(found.collect::<Result<Vec<_>>>()?.into_iter().flatten().collect())
}

/// Returns a phrase as it would be matched now; none for one that could not be logged today, such
/// as an imported amount of nothing.
fn match_now(session: &Session<'_>, phrase: &str) -> Result<Option<Match>> {
    match matching::match_phrase(session.store, phrase) {
        Ok(found) => Ok(Some(found)),
        Err(error) if error.kind == Kind::Request => Ok(None),
        Err(error) => Err(error),
    }
}

fn amount(text: &str) -> Result<Amount> {
    phrase::amount_alone(text)?.ok_or_else(|| {
        Error::request(format!("\"{}\" is no amount", shown(text)))
            .hint("write it like \"150 g\" or \"2 slices\"")
    })
}

fn known(session: &Session<'_>, id: FoodId) -> Result<Food> {
    session
        .store
        .food(id)?
        .ok_or_else(|| Error::failed("the food is gone from the table").hint("try again"))
}

/// Returns the items of a phrase as that food, with the words to remember.
fn weighed(
    session: &Session<'_>,
    open: Open,
    id: FoodId,
    said: Option<&Amount>,
) -> Result<Resolved> {
    let food = known(session, id)?;
    let mut reading = match match_now(session, &open.phrase)? {
        Some(found) => found.reading,
        None => Reading::new(Amount::default(), open.phrase.clone()),
    };
    if let Some(said) = said {
        if reading.amount.unit.is_some_and(Unit::is_exact) {
            return Err(Error::request(format!(
                "\"{}\" says how much it was",
                shown(&open.phrase)
            ))
            .hint("leave --amount out"));
        }
        reading.amount = said.clone();
    }
    let weighed = matching::weigh_as_before(session.store, &reading, &food)?;
    if weighed.grams > phrase::MOST_GRAMS {
        return Err(Error::request("one food holds at most 20 kg").hint("check the amount"));
    }
    let items = open
        .items
        .into_iter()
        .map(|item| Item {
            eaten: Some((id, weighed.grams)),
            quantity: weighed.quantity,
            unit: weighed.unit.map(str::to_owned),
            assumption: weighed.assumption.clone(),
            ..item
        })
        .collect();
    let taught = (!words::words(&reading.food).is_empty()).then_some(reading.food);
    let (grams, meals) = (weighed.grams, open.entries.len());
    Ok(Resolved { phrase: open.phrase, food, items, grams, meals, taught })
}

fn store(session: &mut Session<'_>, args: &Resolve, mut done: Vec<Resolved>) -> Result<Answer> {
    if args.once {
        done.iter_mut().for_each(|resolved| resolved.taught = None);
    }
    let phrases: Vec<&str> = done.iter().map(|resolved| resolved.phrase.as_str()).collect();
    let summary = format!("matched {}", phrases.join(", "));
    let (now, command) = (session.seconds(), session.command_line.clone());
    session.store.change(now, &command, |change| {
        for resolved in &mut done {
            for item in &resolved.items {
                change.resolve_item(item)?;
            }
            if let Some(words) = &resolved.taught
                && !change.teach(resolved.food.id, words)?
            {
                resolved.taught = None;
            }
        }
        Ok(((), summary))
    })?;
    Ok(session.echo(|layout| page::done(layout, &done), || json::resolved(&done)))
}
