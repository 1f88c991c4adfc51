//! How a phrase became a food: what was read, on what ground the food was taken, what came near.

use super::{Page, Tone, amount, inert, list};
use crate::resolve::matching::{Match, Why};
use crate::resolve::phrase::Amount;

/// Returns the explanation of each phrase of a meal.
pub fn explain(page: Page, matches: &[Match]) -> String {
    let mut out = String::new();
    for matched in matches {
        out.push_str(&page.wrap_in(
            Tone::Heading,
            "",
            "",
            &format!("\"{}\"", inert(&matched.phrase)),
        ));
        out.push('\n');
        for line in lines(matched) {
            out.push_str(&page.wrap("  ", "  ", &inert(&line)));
            out.push('\n');
        }
    }
    out
}

/// Returns the explanation of one phrase, a sentence a line.
pub fn lines(matched: &Match) -> Vec<String> {
    let read = match amount_words(&matched.reading.amount) {
        Some(amount) => format!("Read as {amount} of \"{}\".", matched.reading.food),
        None => format!("Read as \"{}\", no amount said.", matched.reading.food),
    };
    let mut lines = vec![read, ground(matched)];
    if let Some((food, weighed)) = &matched.found {
        let grams = amount::grams(weighed.grams);
        lines.push(match &weighed.assumption {
            Some(assumption) => format!("{grams}: {assumption}."),
            None => format!("{grams}, {}.", weight_words(matched)),
        });
        lines.push(format!("Its figures are from {} ({}).", food.reference, food.source));
    }
    let near: Vec<String> = matched
        .candidates
        .iter()
        .skip(usize::from(matched.found.is_some()))
        .take(3)
        .map(|c| format!("{} ({:.2})", c.name, c.score))
        .collect();
    if !near.is_empty() {
        lines.push(format!("Near: {}.", near.join("; ")));
    }
    lines
}

fn ground(matched: &Match) -> String {
    let food = matched.found.as_ref().map_or("", |(food, _)| food.name.as_str());
    match &matched.why {
        Why::Taught(name) => format!("You taught that \"{name}\" means {food}."),
        Why::Name(name) if name == food => format!("\"{name}\" is the name of a food."),
        Why::Name(name) => format!("\"{name}\" is a name of {food}."),
        Why::Ahead { score, next: Some(next) } => {
            format!("{food} is clearly the nearest ({score:.2} of 1, the next {next:.2}).")
        }
        Why::Ahead { score, next: None } => {
            format!("{food} is the only one near ({score:.2} of 1).")
        }
        Why::Alike(close) => {
            format!("{food} stands for {close} foods that fit alike and hold much the same.")
        }
        Why::EatenBefore(history) => {
            let times = super::count(history.times as usize, "time", "times");
            let last = history.last.map(|day| format!(", last on {day}")).unwrap_or_default();
            format!("Several fit alike; you ate {food} before ({times}{last}).")
        }
        Why::CloseCall(close) => {
            let names: Vec<String> =
                matched.candidates.iter().take(*close).map(|c| c.name.clone()).collect();
            format!("Not taken: {} fit alike and differ.", list(&names, "and"))
        }
        Why::Misspelt(_) => {
            "Not taken: a word is unknown, and too short to be sure what was meant.".to_owned()
        }
        Why::NoName => "Not taken: no name accounts for every word.".to_owned(),
    }
}

fn amount_words(said: &Amount) -> Option<String> {
    let mut words = Vec::new();
    words.extend(said.quantity.map(|number| amount::number(number, 2)));
    words.extend(said.size.map(|size| size.replace('_', " ")));
    words.extend(said.unit.map(|unit| unit.key.replace('_', " ")));
    (!words.is_empty()).then(|| words.join(" "))
}

fn weight_words(matched: &Match) -> String {
    let Some((_, weighed)) = &matched.found else { return String::new() };
    let each = amount::grams(weighed.grams / weighed.quantity.unwrap_or(1.0));
    match weighed.unit {
        Some("g" | "kg" | "mg" | "oz" | "lb") => "as it was said".to_owned(),
        Some(unit) => format!("one {} of it weighs {each}", unit.replace('_', " ")),
        None => format!("one of it weighs {each}"),
    }
}
