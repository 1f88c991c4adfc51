//! Lists of entries, and one entry with the hours before it.

use super::day::{is_meal, timeline_line};
use super::phrasing::{self, date_in_full};
use super::{Page, Tone, around, count, inert};
use crate::calendar::Period;
use crate::domain::{Entry, EntryKind};
use crate::nutrition::day::Foods;
use crate::report::around::Around;

/// Returns the episodes of a period, day by day.
pub fn episodes(page: Page, period: Period, entries: &[Entry]) -> String {
    let title = format!("Episodes from {} to {}", period.from, period.to);
    let found = entries.iter().filter(|e| e.kind == EntryKind::Episode).count();
    let free = entries.len() - found;
    let right = format!(
        "{}, {}",
        count(found, "episode", "episodes"),
        count(free, "free day", "free days")
    );
    let mut out = page.ends(&title, Tone::Heading, &right);
    out.push('\n');
    if entries.is_empty() {
        out.push_str(&page.wrap("", "", "None is logged, and no day is said to be without."));
        out.push('\n');
    }
    out.push_str(&by_day(page, entries, &Foods::default()));
    out
}

/// Returns everything of a period, day by day.
pub fn diary(page: Page, period: Period, entries: &[Entry], foods: &Foods) -> String {
    let title = format!("Diary from {} to {}", period.from, period.to);
    let mut out = page.ends(&title, Tone::Heading, &count(entries.len(), "entry", "entries"));
    out.push('\n');
    if entries.is_empty() {
        out.push_str("Nothing logged.\n");
    }
    out.push_str(&by_day(page, entries, foods));
    out
}

fn by_day(page: Page, entries: &[Entry], foods: &Foods) -> String {
    let mut out = String::new();
    let mut day = None;
    for entry in entries {
        if day != Some(entry.day) {
            day = Some(entry.day);
            out.push('\n');
            out.push_str(&page.wrap_in(Tone::Heading, "", "", &date_in_full(entry.day)));
            out.push('\n');
        }
        out.push_str(&timeline_line(page, entry, &phrasing::line(entry, foods)));
    }
    out
}

/// Returns one entry with the hours before it.
pub fn show(page: Page, entry: &Entry, hours: i64, before: &[Entry], foods: &Foods) -> String {
    format!("{}{}", head(page, entry, foods), hours_before(page, hours, before, foods))
}

/// Returns an episode with the hours before it, first in sum and then entry by entry.
pub fn episode(page: Page, entry: &Entry, around: &Around, foods: &Foods) -> String {
    format!(
        "{}{}{}",
        head(page, entry, foods),
        around::around(page, around),
        hours_before(page, around.hours, &around.before, foods)
    )
}

fn head(page: Page, entry: &Entry, foods: &Foods) -> String {
    let title = format!("{}, {}", date_in_full(entry.day), entry.at.format("%H:%M (UTC%:z)"));
    let mut out = page.ends(&title, Tone::Heading, &format!("entry {}", entry.id));
    out.push('\n');
    out.push_str(&page.wrap("  ", "  ", &phrasing::line(entry, foods)));
    out.push('\n');
    if let crate::domain::Record::Meal(meal) = &entry.record {
        for item in &meal.items {
            let mut text = format!("typed: \"{}\"", inert(&item.phrase));
            if let Some(assumption) = &item.assumption {
                text.push_str(&format!("; {}", inert(assumption)));
            }
            out.push_str(&page.wrap_in(Tone::Aside, "    ", "      ", &text));
            out.push('\n');
        }
    }
    out
}

fn hours_before(page: Page, hours: i64, before: &[Entry], foods: &Foods) -> String {
    let title = format!("The {hours} hours before");
    let mut out = format!("\n{}", page.wrap_in(Tone::Heading, "", "", &title));
    out.push('\n');
    if before.is_empty() {
        out.push_str("  Nothing logged.\n");
    } else if !before.iter().any(is_meal) {
        out.push_str(&page.wrap("  ", "  ", "No food or drink logged."));
        out.push('\n');
    }
    let mut day = None;
    for earlier in before {
        if day != Some(earlier.day) {
            day = Some(earlier.day);
            out.push_str(&page.wrap_in(Tone::Aside, "  ", "  ", &date_in_full(earlier.day)));
            out.push('\n');
        }
        out.push_str(&timeline_line(page, earlier, &phrasing::line(earlier, foods)));
    }
    out
}
