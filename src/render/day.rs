//! A day as a page, and the page that greets.

use super::phrasing::{self, date_in_full};
use super::{Page, Tone, amount, timeline, whose_reference, wording};
use crate::domain::{Entry, EntryKind, Nutrient, Record};
use crate::report::Input;
use crate::report::day::Day;

/// Returns a day's page.
pub fn day(page: Page, day: &Day, input: &Input) -> String {
    let mut out = phrasing::flags(page, &day.flags);
    let state = match (day.intake.closed, day.intake.logged) {
        (true, _) => "food complete",
        (false, true) => "food counted",
        (false, false) if day.intake.food[Nutrient::Energy].foods == 0 => "",
        (false, false) => "food not complete",
    };
    out.push_str(&page.ends(&date_in_full(day.day), Tone::Heading, state));
    out.push('\n');
    if day.entries.is_empty() {
        let text = if day.to_come { "This day has not come yet." } else { "Nothing logged." };
        out.push_str(&page.wrap("", "", text));
        out.push('\n');
    }
    out.push_str(&timeline::timeline(page, day, &input.foods));
    if day.intake.food.iter().any(|(_, intake)| !intake.is_empty()) {
        out.push('\n');
        out.push_str(&page.wrap_in(Tone::Heading, "", "", "Food and drink"));
        out.push('\n');
        let year = chrono::Datelike::year(&day.day);
        let whose = whose_reference(&input.settings.person, year);
        out.push_str(&page.wrap_in(Tone::Aside, "  ", "    ", &whose));
        out.push('\n');
        out.push_str(&mineral_lines(page, day));
        out.push_str(&companion_lines(page, day));
    }
    out.push_str(&supplement_lines(page, day));
    out.push_str(&missing(page, day, input));
    out.push('\n');
    out.push_str(&page.wrap_in(Tone::Aside, "", "", &wording("standing_line")));
    out.push('\n');
    out
}

/// Returns one line of a timeline: time, number, what.
pub(super) fn timeline_line(page: Page, entry: &Entry, text: &str) -> String {
    let first = format!("  {}  {:>4}  ", entry.at.format("%H:%M"), entry.id);
    let mut line = page.wrap(&first, "               ", text);
    line.push('\n');
    line
}

/// Returns what a day holds of each mineral, against the reference.
pub fn mineral_lines(page: Page, day: &Day) -> String {
    let mut out = String::new();
    for nutrient in Nutrient::MINERALS {
        let intake = day.intake.food[nutrient];
        let mut text = amount::intake(nutrient, intake);
        if let Some(reference) = day.references[nutrient].filter(|_| intake.foods > 0) {
            let beside = if intake.is_complete() {
                amount::coverage(nutrient, intake, reference)
            } else {
                amount::reference(nutrient, reference)
            };
            text.push_str(&format!(" ({beside})"));
        }
        out.push_str(&page.wrap(&format!("  {}: ", nutrient.name()), "    ", &text));
        out.push('\n');
    }
    out
}

fn companion_lines(page: Page, day: &Day) -> String {
    let mut out = String::new();
    for nutrient in
        [Nutrient::Sodium, Nutrient::Caffeine, Nutrient::Water, Nutrient::Alcohol, Nutrient::Energy]
    {
        let intake = day.intake.food[nutrient];
        let nothing = intake.is_complete() && intake.known == 0.0;
        if nothing && matches!(nutrient, Nutrient::Caffeine | Nutrient::Alcohol) {
            continue;
        }
        let mut text = amount::intake(nutrient, intake);
        if let Some(reference) = day.references[nutrient] {
            text.push_str(&format!(" ({})", amount::reference(nutrient, reference)));
        }
        out.push_str(&page.wrap(&format!("  {}: ", nutrient.name()), "    ", &text));
        out.push('\n');
    }
    out
}

fn supplement_lines(page: Page, day: &Day) -> String {
    let mut out = String::new();
    for nutrient in Nutrient::MINERALS {
        let taken = day.intake.supplements[nutrient];
        if taken > 0.0 {
            let text = format!("{} {}", nutrient.name(), amount::amount(nutrient, taken));
            out.push_str(&page.wrap("  ", "    ", &text));
            out.push('\n');
        }
    }
    match day.intake.unknown_doses {
        0 => {}
        n => {
            let doses = super::count(n as usize, "supplement", "supplements");
            out.push_str(&page.wrap("  ", "    ", &format!("{doses} of unknown amount")));
            out.push('\n');
        }
    }
    if out.is_empty() {
        return out;
    }
    format!("\n{}\n{out}", page.wrap_in(Tone::Heading, "", "", "Supplements, counted apart"))
}

/// Returns what is still missing on a day that is not over yet, and what stays unmatched.
fn missing(page: Page, day: &Day, input: &Input) -> String {
    let has = |kind: EntryKind| day.entries.iter().any(|e| e.kind == kind);
    let mut open: Vec<String> = Vec::new();
    for (noted, name) in
        [(has(EntryKind::Sleep), "sleep"), (has(EntryKind::Stress), "stress"), (day.drank, "water")]
    {
        if !noted {
            open.push(name.to_owned());
        }
    }
    if !has(EntryKind::Episode) && !has(EntryKind::NoTwitch) {
        open.push("twitch (or twitch none)".to_owned());
    }
    let mut out = String::new();
    if day.day == input.today && !open.is_empty() {
        let text = format!("Not noted yet: {}", super::list(&open, "or"));
        out.push_str(&page.wrap_in(Tone::Aside, "", "  ", &text));
        out.push('\n');
    }
    if !day.intake.closed && has(EntryKind::Meal) {
        let text = "When the day's food is complete: `mineralog done`";
        out.push_str(&page.wrap_in(Tone::Aside, "", "  ", text));
        out.push('\n');
    }
    if !day.unresolved.is_empty() {
        let phrases: Vec<String> =
            phrasing::counted(&day.unresolved).into_iter().map(|(words, _)| words).collect();
        let text = format!("Not matched yet: {}", super::list(&phrases, "and"));
        out.push_str(&page.wrap("", "  ", &text));
        out.push('\n');
    }
    if out.is_empty() { out } else { format!("\n{out}") }
}

const THINGS_TO_DO: &[(&str, &str)] = &[
    ("mineralog eat \"2 eggs, 200 g spinach\"", "after a meal"),
    ("mineralog twitch eyelid --side left", "at a twitch; or `twitch none`"),
    ("mineralog stress 4 | sleep 6h30m | water 500ml", "around it"),
    ("mineralog done", "the day's food is complete"),
    ("mineralog week", "the page of the week"),
    ("mineralog --help", "everything else"),
];

/// Returns today and what one can do.
pub fn welcome(page: Page, day: &Day, input: &Input, empty: bool) -> String {
    let mut out = if empty {
        let text = "A private diary of food, drink and muscle twitches. Nothing is logged yet; \
                    `mineralog demo` shows what eight weeks look like.";
        format!("{}\n", page.wrap("", "", text))
    } else {
        self::day(page, day, input)
    };
    out.push('\n');
    out.push_str(&things_to_do(page));
    out
}

fn things_to_do(page: Page) -> String {
    let mut out = String::new();
    for (command, what) in THINGS_TO_DO {
        out.push_str(&page.ends(&format!("  {command}"), Tone::Known, what));
        out.push('\n');
    }
    out
}

/// Returns the demo's page with what to do next.
pub fn demo(page: Page, week: &str) -> String {
    let text = "This was the last of eight weeks of an invented diary, logged by the same commands \
                as yours. Nothing of it was kept. To begin your own:";
    let mut out = format!("{week}\n{}\n", page.wrap("", "", text));
    for (command, what) in &THINGS_TO_DO[..2] {
        out.push_str(&page.ends(&format!("  {command}"), Tone::Known, what));
        out.push('\n');
    }
    let (command, what) = THINGS_TO_DO[4];
    out.push_str(&page.ends(&format!("  {command}"), Tone::Known, what));
    out.push('\n');
    out
}

/// Returns whether an entry is a meal.
pub(super) fn is_meal(entry: &Entry) -> bool {
    matches!(entry.record, Record::Meal(_))
}
