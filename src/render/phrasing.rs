//! An entry in words: what it holds, when it was, and the warning signs that come first.

use chrono::NaiveDate;

use super::{Page, Tone, amount, inert, list};
use crate::domain::diary::SIGNS;
use crate::domain::{Context, Dose, Entry, EntryKind, Episode, Medicine, Nutrient, Record};
use crate::nutrition::day::Foods;
use crate::report::flags::Flag;

/// Returns an entry in one line, its foods with their grams.
pub fn line(entry: &Entry, foods: &Foods) -> String {
    let mut text = match &entry.record {
        Record::Meal(meal) => {
            let items: Vec<String> = meal
                .items
                .iter()
                .map(|item| {
                    let food = item.eaten.and_then(|(id, grams)| Some((foods.get(&id)?, grams)));
                    match food {
                        Some((food, grams)) => {
                            format!("{} {}", inert(&food.name), amount::grams(grams))
                        }
                        None if item.recorded.is_some() => inert(&item.phrase),
                        None => format!("\"{}\" (not matched yet)", inert(&item.phrase)),
                    }
                })
                .collect();
            format!("{}: {}", meal.slot.key(), items.join("; "))
        }
        _ => entry_words(entry),
    };
    if let Some(note) = entry.note.as_deref().filter(|_| entry.kind != EntryKind::Note) {
        text.push_str(&format!(" [{}]", inert(note)));
    }
    text
}

/// Returns what an entry holds in words, meals by their number of foods.
pub fn entry_words(entry: &Entry) -> String {
    match &entry.record {
        Record::Meal(meal) => {
            format!("{}, {}", meal.slot.key(), super::count(meal.items.len(), "food", "foods"))
        }
        Record::Supplement(doses) => {
            let doses: Vec<String> = doses.iter().map(dose_words).collect();
            format!("supplement: {}", doses.join("; "))
        }
        Record::Medicine(Medicine { name, action, .. }) => {
            format!("{} {}", inert(name), action.key())
        }
        Record::Episode(episode) => episode_words(episode),
        Record::Context(context) => context_words(entry.kind, context),
        Record::Note(_) => format!("note: {}", inert(entry.note.as_deref().unwrap_or(""))),
        Record::Plain if entry.kind == EntryKind::NoTwitch => "no twitch".to_owned(),
        Record::Plain => "food complete".to_owned(),
    }
}

/// Returns an episode in words.
pub fn episode_words(episode: &Episode) -> String {
    let mut text = episode.kind.key().to_owned();
    let side = episode.side.map(|side| format!("{} ", side.key())).unwrap_or_default();
    match &episode.site {
        Some(site) => text.push_str(&format!(", {side}{site}")),
        None if !side.is_empty() => text.push_str(&format!(", {side}side")),
        None => {}
    }
    if let Some(intensity) = episode.intensity {
        text.push_str(&format!(", intensity {intensity} of 10"));
    }
    if let Some(pain) = episode.pain {
        text.push_str(&format!(", pain {pain} of 10"));
    }
    if let Some(seconds) = episode.duration_seconds {
        text.push_str(&format!(", for {}", amount::seconds(seconds)));
    }
    if let Some(count) = episode.count {
        text.push_str(&format!(", {count} counted"));
    }
    if let Some(activity) = &episode.activity {
        text.push_str(if activity == "rest" { ", at rest" } else { ", while active" });
    }
    if episode.visible == Some(true) {
        text.push_str(", visible");
    }
    let signs: Vec<String> = episode
        .signs
        .iter()
        .map(|key| {
            SIGNS
                .iter()
                .find(|(k, _)| k == key)
                .map_or(inert(key), |(_, words)| (*words).to_owned())
        })
        .collect();
    if !signs.is_empty() {
        text.push_str(&format!(", with {}", list(&signs, "and")));
    }
    text
}

/// Returns a context entry in words.
pub fn context_words(kind: EntryKind, context: &Context) -> String {
    let value = context.amount.unwrap_or(0.0);
    match kind {
        EntryKind::Stress => format!("stress {} of 10", amount::number(value, 0)),
        EntryKind::Sleep => format!("sleep {}", amount::minutes(value)),
        EntryKind::Exercise => {
            let effort = context.level.as_ref().map(|l| format!(", {l}")).unwrap_or_default();
            format!("exercise {}{effort}", amount::minutes(value))
        }
        EntryKind::Screen => format!("screen {}", amount::minutes(value)),
        EntryKind::Water => format!("water {} mL", amount::number(value, 0)),
        EntryKind::Caffeine => format!("caffeine {}", amount::amount(Nutrient::Caffeine, value)),
        _ => match context.level.as_deref() {
            Some("none") => "mostly indoors".to_owned(),
            Some("some") => "some time outdoors".to_owned(),
            _ => "a lot of time outdoors".to_owned(),
        },
    }
}

/// Returns a supplement in words.
pub fn dose_words(dose: &Dose) -> String {
    let Some(nutrient) = dose.nutrient else {
        return format!("\"{}\" kept as written, not matched yet", inert(&dose.phrase));
    };
    let mut text = match dose.amount {
        Some(value) => format!("{} {}", nutrient.name(), dose_amount(nutrient, value)),
        None => format!("{}, amount not known", nutrient.name()),
    };
    if let Some(form) = dose.form.as_deref().filter(|form| *form != "element") {
        text.push_str(&format!(", as {}", plain_form(form)));
    }
    if let Some(assumption) = &dose.assumption {
        text.push_str(&format!(" ({})", inert(assumption)));
    }
    text
}

/// Returns the everyday name of a compound: "citrate" of "citrate, trimagnesium, anhydrous".
fn plain_form(form: &str) -> &str {
    form.split(',').next().unwrap_or(form)
}

fn dose_amount(nutrient: Nutrient, value: f64) -> String {
    if nutrient == Nutrient::VitaminD {
        let iu = value * crate::resolve::supplement::IU_PER_MICROGRAM;
        format!("{} ({} IU)", amount::amount(nutrient, value), amount::number(iu, 0))
    } else {
        amount::amount(nutrient, value)
    }
}

/// Returns warning signs as the first thing of a page; nothing where there are none.
pub fn flags(page: Page, flags: &[Flag]) -> String {
    let mut out = String::new();
    for flag in flags {
        let tone = if flag.level == "appointment" { Tone::Warning } else { Tone::Alarm };
        out.push_str(&page.wrap_in(tone, "! ", "  ", &format!("Recorded: {}", flag.sign)));
        out.push('\n');
        out.push_str(&page.wrap("  ", "  ", &flag.advice));
        out.push('\n');
    }
    if !out.is_empty() {
        let text = "`mineralog flags` lists what was recorded and puts aside what you have read.";
        out.push_str(&page.wrap_in(Tone::Aside, "  ", "  ", text));
        out.push_str("\n\n");
    }
    out
}

/// Returns phrases in quotation marks, each once, with how often it stands there: `"soup" (3 times)`.
/// Upper and lower case are alike.
pub fn counted(phrases: &[String]) -> Vec<(String, usize)> {
    let mut found: Vec<(String, &str, usize)> = Vec::new();
    for phrase in phrases {
        let key = crate::resolve::words::fold(phrase);
        match found.iter_mut().find(|(known, _, _)| *known == key) {
            Some((_, _, times)) => *times += 1,
            None => found.push((key, phrase, 1)),
        }
    }
    let said = |(_, phrase, times): (String, &str, usize)| {
        let words = format!("\"{}\"", inert(phrase));
        if times == 1 { (words, 1) } else { (format!("{words} ({times} times)"), times) }
    };
    found.into_iter().map(said).collect()
}

/// Returns a date in full: `Sunday 22 November 2026`.
pub fn date_in_full(day: NaiveDate) -> String {
    day.format("%A %-d %B %Y").to_string()
}

/// Returns a date in words: `Sunday 22 November`.
pub fn date_in_words(day: NaiveDate) -> String {
    day.format("%A %-d %B").to_string()
}

/// Returns the day an entry belongs to and its local time: `Sunday 22 November 12:30`.
pub fn day_and_time(entry: &Entry) -> String {
    if entry.kind == EntryKind::NoTwitch {
        return date_in_words(entry.day);
    }
    format!("{} {}", date_in_words(entry.day), entry.at.format("%H:%M"))
}
