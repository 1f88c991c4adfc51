//! What is said after a change: what was recorded, the assumption made if any, its number, where
//! the day stands, and how to take it back.

use super::phrasing::{self, date_in_words, day_and_time, dose_words, entry_words, line};
use super::{Page, Tone, amount, capital, day, inert, list};
use crate::domain::{Dose, Entry, EntryKind, Record};
use crate::nutrition::day::Foods;
use crate::nutrition::intake::Intakes;
use crate::report::day::Day;
use crate::report::flags::Flag;
use crate::resolve::matching::{Match, Why};
use crate::store::{MedicineClass, Undone};

/// A meal just logged, or about to be.
#[derive(Debug)]
pub struct Meal<'a> {
    /// The entry.
    pub entry: &'a Entry,
    /// Its foods.
    pub foods: &'a Foods,
    /// The intake of each item.
    pub intakes: &'a [Intakes],
    /// Whether nothing was stored.
    pub dry_run: bool,
}

const UNDO: &str = "Take it back with `mineralog undo`.";

/// Returns the echo of a meal and where its day stands.
pub fn meal(page: Page, meal: &Meal<'_>, so_far: &Day) -> String {
    let Record::Meal(record) = &meal.entry.record else {
        return String::new();
    };
    let mut out = items(page, meal.entry, record, meal.foods, meal.dry_run);
    if let Some(note) = &meal.entry.note {
        out.push_str(&page.wrap("  note: ", "        ", &inert(note)));
        out.push('\n');
    }
    out.push('\n');
    let authority = so_far.references.iter().find_map(|(_, reference)| *reference);
    let beside = authority
        .map(|reference| format!(", beside {} values", reference.authority.key()))
        .unwrap_or_default();
    let so_far_day =
        if meal.dry_run { "With it, the day would stand at" } else { "The day so far" };
    if so_far_day.len() + beside.len() > page.width {
        out.push_str(&page.wrap_in(Tone::Heading, "", "", &format!("{so_far_day}{beside}")));
    } else {
        out.push_str(&page.paint(Tone::Heading, so_far_day));
        out.push_str(&page.paint(Tone::Aside, &beside));
    }
    out.push('\n');
    out.push_str(&day::mineral_lines(page, so_far));
    if !meal.dry_run {
        out.push_str(&page.wrap_in(Tone::Aside, "", "", UNDO));
        out.push('\n');
    }
    out
}

/// Returns the echo of meals that were logged again.
pub fn again(page: Page, entries: &[Entry], foods: &Foods, dry_run: bool) -> String {
    let mut out = String::new();
    for entry in entries {
        if let Record::Meal(record) = &entry.record {
            out.push_str(&items(page, entry, record, foods, dry_run));
        }
    }
    if !dry_run {
        out.push_str(&page.wrap_in(Tone::Aside, "", "", UNDO));
        out.push('\n');
    }
    out
}

/// Returns the heading of a meal and a line for each food.
fn items(
    page: Page,
    entry: &Entry,
    meal: &crate::domain::Meal,
    foods: &Foods,
    dry_run: bool,
) -> String {
    let mut out = heading(page, &capital(meal.slot.key()), entry, dry_run);
    for item in &meal.items {
        match item.eaten.and_then(|(id, grams)| foods.get(&id).map(|food| (food, grams))) {
            Some((food, grams)) => {
                let mut text = inert(&food.name);
                if let Some(assumption) = &item.assumption {
                    text.push_str(&format!(" ({})", inert(assumption)));
                }
                let first = format!("  {:>7}  ", amount::grams(grams));
                out.push_str(&page.wrap(&first, "           ", &text));
            }
            None if item.recorded.is_some() => {
                out.push_str(&page.wrap("           ", "           ", &inert(&item.phrase)));
            }
            None => {
                let text = format!("\"{}\" kept as written, not matched yet", inert(&item.phrase));
                out.push_str(&page.wrap("        ?  ", "           ", &text));
            }
        }
        out.push('\n');
    }
    out
}

/// The least score at which a food is named beside a phrase that was not understood.
const NEAR_SCORE: f64 = 0.6;

/// Returns the line about a phrase that could not be matched.
pub fn unresolved(matched: &Match) -> String {
    // Names that share a word by chance are no help.
    let close = matches!(matched.why, Why::CloseCall(_) | Why::Misspelt(_));
    let near: Vec<String> = matched
        .candidates
        .iter()
        .filter(|food| close || food.score >= NEAR_SCORE)
        .take(3)
        .map(|food| format!("\"{}\"", inert(&food.name)))
        .collect();
    let phrase: String = inert(&matched.phrase).chars().take(80).collect();
    if near.is_empty() {
        format!("\"{phrase}\" is kept as written: no food of that name is known")
    } else {
        format!("\"{phrase}\" is kept as written: it could be {}", list(&near, "or"))
    }
}

/// Returns the line about a supplement whose amount is not known.
pub fn unknown_dose(dose: &Dose) -> String {
    let phrase: String = inert(&dose.phrase).chars().take(80).collect();
    match (&dose.nutrient, &dose.assumption) {
        (Some(_), Some(assumption)) => format!("\"{phrase}\": {assumption}"),
        _ => format!("\"{phrase}\" is kept as written: no supplement of that name is known"),
    }
}

/// Returns the echo of supplements.
pub fn supplement(page: Page, entry: &Entry, dry_run: bool) -> String {
    let mut out = heading(page, "Supplement, counted apart from food", entry, dry_run);
    if let Record::Supplement(doses) = &entry.record {
        for dose in doses {
            out.push_str(&page.wrap("  ", "    ", &dose_words(dose)));
            out.push('\n');
        }
    }
    finish(page, out, entry, dry_run)
}

/// Returns the echo of a medicine, with what its class is linked to.
pub fn medicine(page: Page, entry: &Entry, class: Option<&MedicineClass>) -> String {
    let mut out = heading(page, &capital(&entry_words(entry)), entry, false);
    match class {
        Some(class) => {
            let text = format!(
                "{}: linked to {}. A question for a pharmacist or doctor; never a reason to stop \
                 a medicine without asking.",
                capital(&class.name),
                class.linked_to
            );
            out.push_str(&page.wrap("  ", "  ", &text));
        }
        None => out.push_str("  No class is known for this name."),
    }
    out.push('\n');
    finish(page, out, entry, false)
}

/// Returns the echo of an episode or a note, warning signs first.
pub fn flagged(page: Page, entry: &Entry, flags: &[Flag]) -> String {
    let mut out = phrasing::flags(page, flags);
    out.push_str(&heading(page, &capital(&entry_words(entry)), entry, false));
    finish(page, out, entry, false)
}

/// Returns the echo of a twitch-free day.
pub fn no_twitch(page: Page, entry: &Entry) -> String {
    let out = heading(page, "No twitch", entry, false);
    finish(page, out, entry, false)
}

/// Returns the echo of a closed day.
pub fn done(page: Page, entry: &Entry) -> String {
    let title = format!("{} is complete", date_in_words(entry.day));
    let left = format!("{title}.");
    let mut out = page.ends(&left, Tone::Heading, &format!("entry {}", entry.id));
    out.push('\n');
    out.push_str("Its food counts in the week's averages.\n");
    out.push_str(&page.wrap_in(Tone::Aside, "", "", UNDO));
    out.push('\n');
    out
}

/// Returns the echo of what had been said before: nothing was stored, nothing is to be undone.
pub fn said_before(page: Page, entry: &Entry) -> String {
    let text = format!(
        "{} is recorded already for {} (entry {}); nothing was changed.",
        capital(&entry_words(entry)),
        date_in_words(entry.day),
        entry.id
    );
    format!("{}\n", page.wrap("", "  ", &text))
}

/// Returns the echo of a context entry or a note.
pub fn entry(page: Page, entry: &Entry) -> String {
    let out = heading(page, &capital(&entry_words(entry)), entry, false);
    finish(page, out, entry, false)
}

/// Returns the echo of deleted entries.
pub fn deleted(page: Page, entries: &[Entry], foods: &Foods) -> String {
    let mut out = String::new();
    for entry in entries {
        let text = format!("deleted {}: {}", entry.id, line(entry, foods));
        out.push_str(&page.wrap("", "  ", &text));
        out.push('\n');
    }
    out.push_str(&page.wrap_in(Tone::Aside, "", "", "Bring them back with `mineralog undo`."));
    out.push('\n');
    out
}

/// Returns the echo of a change that was taken back.
pub fn undone(page: Page, undone: &Undone) -> String {
    let mut out = page.wrap("", "  ", &format!("Taken back: {}", inert(&undone.summary)));
    out.push('\n');
    out
}

fn heading(page: Page, title: &str, entry: &Entry, dry_run: bool) -> String {
    let when = format!("{}, {}", day_and_time(entry), title);
    let right = if dry_run { "not stored".to_owned() } else { format!("entry {}", entry.id) };
    let when = inert(&when);
    let mut out = if when.chars().count() + right.len() + 2 > page.width {
        page.wrap_in(Tone::Heading, "", "  ", &format!("{when} ({right})"))
    } else {
        page.ends(&when, Tone::Heading, &right)
    };
    out.push('\n');
    out
}

fn finish(page: Page, mut out: String, entry: &Entry, dry_run: bool) -> String {
    if let Some(note) = entry.note.as_deref().filter(|_| entry.kind != EntryKind::Note) {
        out.push_str(&page.wrap("  note: ", "        ", &inert(note)));
        out.push('\n');
    }
    if !dry_run {
        out.push_str(&page.wrap_in(Tone::Aside, "", "", UNDO));
        out.push('\n');
    }
    out
}
