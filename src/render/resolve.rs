//! Phrases that were kept as written, and what became of them.

use super::phrasing::date_in_full;
use super::{Page, Tone, amount, count, inert};
use crate::domain::{Entry, Food, Item, Record};
use crate::resolve::matching::Match;
use crate::resolve::words::fold;

/// A phrase that was matched later.
#[derive(Clone, Debug)]
pub struct Resolved {
    /// The phrase as it was typed.
    pub phrase: String,
    /// What it means.
    pub food: Food,
    /// The items that hold it, as they now stand.
    pub items: Vec<Item>,
    /// The grams of each.
    pub grams: f64,
    /// How many meals they are in.
    pub meals: usize,
    /// The words that will mean this food from now on; none where nothing is to be remembered.
    pub taught: Option<String>,
}

/// Returns the open phrases with the day of each and the foods that come near.
pub fn open(page: Page, entries: &[Entry], matches: &[Match]) -> String {
    if entries.is_empty() {
        return page.wrap("", "", "Every phrase is matched.") + "\n";
    }
    let mut out = page.wrap_in(Tone::Heading, "", "", "Kept as written, not matched yet");
    out.push('\n');
    for (phrase, stands_in) in &by_phrase(entries) {
        let left = format!("  \"{}\"", inert(phrase));
        let Some(latest) = stands_in.iter().max_by_key(|entry| (entry.day, entry.at, entry.id))
        else {
            continue;
        };
        let times = match stands_in.len() {
            1 => String::new(),
            times => format!("{times} times, last "),
        };
        let right = format!("{times}{}, entry {}", date_in_full(latest.day), latest.id);
        out.push_str(&page.ends(&left, Tone::Known, &right));
        out.push('\n');
        let Some(found) = matches.iter().find(|m| fold(&m.phrase) == fold(phrase)) else {
            continue;
        };
        let near: Vec<String> = match &found.found {
            Some((food, _)) => vec![format!("clear by now: {}", inert(&food.name))],
            None => found.candidates.iter().take(3).map(|c| inert(&c.name)).collect(),
        };
        if !near.is_empty() {
            out.push_str(&page.wrap("    near: ", "          ", &near.join("; ")));
            out.push('\n');
        }
    }
    out.push_str(&page.wrap(
        "",
        "",
        "`mineralog resolve` asks about each at a terminal; `mineralog resolve \"PHRASE\" --as FOOD` \
         says what one means.",
    ));
    out.push('\n');
    out
}

/// Returns the open phrases in their order, each once, with the entries it stands in.
fn by_phrase(entries: &[Entry]) -> Vec<(&str, Vec<&Entry>)> {
    let mut found: Vec<(&str, Vec<&Entry>)> = Vec::new();
    for entry in entries {
        let Record::Meal(meal) = &entry.record else { continue };
        for item in meal.items.iter().filter(|item| item.is_unresolved()) {
            match found.iter_mut().find(|(phrase, _)| fold(phrase) == fold(&item.phrase)) {
                Some((_, stands_in)) => stands_in.push(entry),
                None => found.push((&item.phrase, vec![entry])),
            }
        }
    }
    found
}

/// Returns what was matched.
pub fn done(page: Page, done: &[Resolved]) -> String {
    let mut out = String::new();
    for resolved in done {
        let text = format!(
            "\"{}\" is now {}, {}{}",
            inert(&resolved.phrase),
            inert(&resolved.food.name),
            amount::grams(resolved.grams),
            match resolved.meals {
                1 => String::new(),
                n => format!(", in {}", count(n, "meal", "meals")),
            }
        );
        out.push_str(&page.wrap("", "  ", &text));
        out.push('\n');
        let assumption = resolved.items.first().and_then(|item| item.assumption.as_ref());
        if let Some(assumption) = assumption {
            out.push_str(&page.wrap("  ", "  ", &inert(assumption)));
            out.push('\n');
        }
        if let Some(words) = &resolved.taught {
            let text = format!("\"{}\" will mean it from now on.", inert(words));
            out.push_str(&page.wrap("  ", "  ", &text));
            out.push('\n');
        }
    }
    out.push_str(&page.wrap_in(Tone::Aside, "", "", "Take it back with `mineralog undo`."));
    out.push('\n');
    out
}
