//! A day in order of time: meals and drinks with their caffeine, context, and episodes. A day of
//! very many entries is gathered by its parts.

use chrono::Timelike as _;

use super::{Page, Tone, amount, count, inert, list, phrasing};
use crate::domain::{Entry, EntryKind, Nutrient, Record};
use crate::nutrition::day::Foods;
use crate::nutrition::intake::Intake;
use crate::report::day::Day;

/// The most entries that are shown one by one.
const MOST_ENTRIES: usize = 20;
/// The most things that one gathered line names.
const MOST_NAMED: usize = 6;
/// Pages narrower than this, in columns, have no room for a column of numbers.
const NARROW: usize = 60;

/// Returns a day's entries in order of time.
pub(super) fn timeline(page: Page, day: &Day, foods: &Foods) -> String {
    if day.entries.len() > MOST_ENTRIES {
        return gathered(page, day);
    }
    let line = |(entry, caffeine): (&Entry, Option<Intake>)| {
        let mut text = phrasing::line(entry, foods);
        if let Some(words) = caffeine.and_then(caffeine_words) {
            text.push_str(&format!("; {words}"));
        }
        let (first, rest) = if page.width < NARROW {
            (format!("{} ", entry.at.format("%H:%M")), "      ")
        } else {
            (format!("  {}  {:>4}  ", entry.at.format("%H:%M"), entry.id), "               ")
        };
        if page.width < NARROW {
            text.push_str(&format!(" ({})", entry.id));
        }
        let text = match entry.kind {
            EntryKind::Episode => page.wrap_in(Tone::Heading, &first, rest, &text),
            _ => page.wrap(&first, rest, &text),
        };
        format!("{text}\n")
    };
    day.with_caffeine().map(line).collect()
}

/// Returns caffeine in words; none where there is none, or where what is not known is next to
/// nothing.
fn caffeine_words(caffeine: Intake) -> Option<String> {
    let name = Nutrient::Caffeine.name();
    if caffeine.known >= 1.0 {
        let least = if caffeine.is_complete() { "" } else { "at least " };
        Some(format!("{name} {least}{}", amount::amount(Nutrient::Caffeine, caffeine.known)))
    } else if !caffeine.is_complete() && caffeine.upper >= 1.0 {
        Some(format!("{name} not known"))
    } else {
        None
    }
}

/// Returns the part of the day an hour belongs to.
fn part(entry: &Entry) -> &'static str {
    match entry.at.hour() {
        0..5 => "Night",
        5..12 => "Morning",
        12..18 => "Afternoon",
        _ => "Evening",
    }
}

fn gathered(page: Page, day: &Day) -> String {
    let mut out = String::new();
    let all: Vec<(&Entry, Option<Intake>)> = day.with_caffeine().collect();
    for chunk in all.chunk_by(|a, b| part(a.0) == part(b.0)) {
        let Some((first, last)) = chunk.first().zip(chunk.last()) else { continue };
        let (from, to) = (first.0.at.format("%H:%M"), last.0.at.format("%H:%M"));
        let title = format!("{}, {from} to {to}", part(first.0));
        out.push_str(&page.wrap_in(Tone::Heading, "", "", &format!("  {title}")));
        out.push('\n');
        for (tone, text) in
            [(None, meals(chunk)), (Some(Tone::Heading), episodes(chunk)), (None, others(chunk))]
        {
            let Some(text) = text else { continue };
            out.push_str(&match tone {
                Some(tone) => page.wrap_in(tone, "    ", "      ", &text),
                None => page.wrap("    ", "      ", &text),
            });
            out.push('\n');
        }
    }
    let all = count(day.entries.len(), "entry", "entries");
    let text = format!("{all}, one by one: `mineralog diary --from {0} --to {0}`", day.day);
    out.push_str(&page.wrap_in(Tone::Aside, "  ", "    ", &text));
    out.push('\n');
    out
}

fn meals(chunk: &[(&Entry, Option<Intake>)]) -> Option<String> {
    let of = |(entry, caffeine): &(&Entry, Option<Intake>)| match &entry.record {
        Record::Meal(meal) => Some((meal.items.len(), caffeine.unwrap_or_default())),
        _ => None,
    };
    let meals: Vec<(usize, Intake)> = chunk.iter().filter_map(of).collect();
    if meals.is_empty() {
        return None;
    }
    let foods = meals.iter().map(|(items, _)| items).sum();
    let caffeine: Intake = meals.iter().map(|(_, caffeine)| *caffeine).sum();
    let words = caffeine_words(caffeine).map(|words| format!("; {words}")).unwrap_or_default();
    let meals = count(meals.len(), "meal or drink", "meals and drinks");
    Some(format!("{meals}, {}{words}", count(foods, "food", "foods")))
}

fn episodes(chunk: &[(&Entry, Option<Intake>)]) -> Option<String> {
    let mut sites: Vec<(String, usize)> = Vec::new();
    let (mut total, mut strongest) = (0, None);
    for (entry, _) in chunk {
        let Record::Episode(episode) = &entry.record else { continue };
        total += 1;
        strongest = strongest.max(episode.intensity);
        let site = episode.site.as_deref().map_or_else(|| "no site said".to_owned(), inert);
        match sites.iter_mut().find(|(name, _)| *name == site) {
            Some((_, number)) => *number += 1,
            None => sites.push((site, 1)),
        }
    }
    if total == 0 {
        return None;
    }
    let sites: Vec<String> = sites
        .into_iter()
        .map(|(site, number)| if number == 1 { site } else { format!("{site} {number} times") })
        .collect();
    let most = strongest.map(|n| format!("; intensity up to {n} of 10")).unwrap_or_default();
    Some(format!("{}: {}{most}", count(total, "episode", "episodes"), list(&sites, "and")))
}

fn others(chunk: &[(&Entry, Option<Intake>)]) -> Option<String> {
    let other = |kind: EntryKind| !matches!(kind, EntryKind::Meal | EntryKind::Episode);
    let found: Vec<&Entry> =
        chunk.iter().map(|(entry, _)| *entry).filter(|entry| other(entry.kind)).collect();
    let named: Vec<String> =
        found.iter().take(MOST_NAMED).map(|entry| phrasing::entry_words(entry)).collect();
    let rest = found.len() - named.len();
    let more = if rest > 0 { format!("; and {rest} more") } else { String::new() };
    (!named.is_empty()).then(|| format!("{}{more}", named.join("; ")))
}
