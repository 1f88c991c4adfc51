//! The mineral cards, and all four beside each other.

use super::{
    Page, Tone, amount, capital, count, gate_line, inert, mineral_table, sentences, wording,
};
use crate::domain::Nutrient;
use crate::nutrition::sources::SourceList;
use crate::report::PotassiumGate;
use crate::report::eaten::Eaten;
use crate::report::period::Report;
use crate::store::{Card, FoodSummary, OtherCause};

/// A mineral with everything the seed teaches about it.
#[derive(Debug)]
pub struct Mineral {
    /// The mineral.
    pub nutrient: Nutrient,
    /// The lines of its card.
    pub lines: Vec<Card>,
    /// Its source list.
    pub sources: Vec<SourceList>,
    /// Foods of the last four weeks that are a source of it, with their place in the source list.
    pub yours: Vec<(Option<usize>, Eaten)>,
    /// Foods this person ever ate that are a source of it.
    pub eaten: Vec<FoodSummary>,
}

impl Mineral {
    /// Returns the lines of one kind, in order.
    pub fn of_kind<'a>(&'a self, kind: &'a str) -> impl Iterator<Item = &'a str> {
        self.lines.iter().filter(move |line| line.kind == kind).map(|line| line.text.as_str())
    }
}

/// Returns the card of one mineral.
pub fn card(page: Page, mineral: &Mineral, report: &Report, gate: &PotassiumGate) -> String {
    let mut out = page.wrap_in(Tone::Heading, "", "", &capital(mineral.nutrient.name()));
    out.push('\n');
    let section = |title: &str, lines: &mut dyn Iterator<Item = &str>| {
        let items: String =
            lines.map(|line| format!("{}\n", page.wrap("  - ", "    ", line))).collect();
        if items.is_empty() {
            items
        } else {
            format!("\n{}\n{items}", page.wrap_in(Tone::Heading, "", "", title))
        }
    };
    for line in mineral.of_kind("role") {
        out.push_str(&page.wrap("", "", line));
        out.push('\n');
    }
    out.push_str(&section("What a low blood level can look like", &mut mineral.of_kind("sign")));
    out.push_str(&section("What needs care at once", &mut mineral.of_kind("severe")));
    out.push_str(&section(
        "In your log this week, a day",
        &mut this_week(mineral.nutrient, report).iter().map(String::as_str),
    ));
    out.push_str(&sources(page, mineral, gate));
    out.push_str(&section("Worth knowing", &mut mineral.of_kind("note")));
    out.push_str(&section("Where to read on", &mut mineral.of_kind("read_on")));
    out.push('\n');
    for line in [wording("most_twitches"), wording("standing_line")] {
        out.push_str(&page.wrap_in(Tone::Aside, "", "", &line));
        out.push('\n');
    }
    out
}

fn sources(page: Page, mineral: &Mineral, gate: &PotassiumGate) -> String {
    let mut out = format!("\n{}\n", page.wrap_in(Tone::Heading, "", "", "Food sources"));
    if mineral.nutrient == Nutrient::Potassium
        && let Some(line) = gate_line(gate)
    {
        out.push_str(&page.wrap_in(Tone::Warning, "  ", "  ", &line));
        out.push('\n');
    }
    for (place, list) in mineral.sources.iter().enumerate() {
        let note = list.note.as_ref().map(|n| format!(": {n}")).unwrap_or_default();
        out.push_str(&page.wrap("  - ", "    ", &format!("{}{note}", list.name)));
        out.push('\n');
        out.push_str(&yours(page, "yours", mineral, |at| at == Some(place)));
    }
    if mineral.yours.iter().any(|(place, _)| place.is_none()) {
        let text = "by what a usual portion of it holds, or because you said so";
        out.push_str(&page.wrap("  - ", "    ", text));
        out.push('\n');
        out.push_str(&yours(page, "yours", mineral, |at| at.is_none()));
    }
    if !mineral.yours.is_empty() {
        let text = "Yours are the foods of the last 28 days, with the days on which you ate them.";
        out.push_str(&page.wrap_in(Tone::Aside, "  ", "  ", text));
        out.push('\n');
    }
    let lately: Vec<_> = mineral.yours.iter().map(|(_, food)| food.food).collect();
    let before: Vec<String> = mineral
        .eaten
        .iter()
        .filter(|food| !lately.contains(&food.id))
        .map(|food| inert(&food.name))
        .collect();
    if !before.is_empty() {
        let text = format!("In your diary before that: {}.", named(&before));
        out.push_str(&page.wrap("  ", "  ", &text));
        out.push('\n');
    }
    out
}

/// Returns the person's own foods of one place in the source list, with their days.
fn yours(
    page: Page,
    title: &str,
    mineral: &Mineral,
    place: impl Fn(Option<usize>) -> bool,
) -> String {
    let foods: Vec<String> = mineral
        .yours
        .iter()
        .filter(|(at, _)| place(*at))
        .map(|(_, food)| format!("{} ({})", inert(&food.name), count(food.days, "day", "days")))
        .collect();
    if foods.is_empty() {
        return String::new();
    }
    let text = format!("{title}: {}", named(&foods));
    format!("{}\n", page.wrap_in(Tone::Known, "    * ", "      ", &text))
}

/// Names the first of some foods.
fn named(foods: &[String]) -> String {
    let first: Vec<String> = foods.iter().take(8).cloned().collect();
    let rest = foods.len() - first.len();
    let more = if rest > 0 { format!("; and {rest} more") } else { String::new() };
    format!("{}{more}", first.join("; "))
}

/// Returns what the week's page says about a mineral.
fn this_week(nutrient: Nutrient, report: &Report) -> Vec<String> {
    let Some(mineral) = report.minerals.iter().find(|m| m.nutrient == nutrient) else {
        return Vec::new();
    };
    if report.logged_days == 0 {
        return vec![sentences::no_logged_day(report).to_owned()];
    }
    let mut lines = vec![format!(
        "{} ({})",
        sentences::intake(mineral),
        count(report.logged_days, "logged day", "logged days")
    )];
    lines.extend(sentences::detail(mineral, report));
    lines
}

/// Returns what a week holds of each mineral, in as few words as a table has room for.
fn in_short(minerals: &[Mineral], report: &Report) -> Vec<String> {
    let short = |wanted: &Mineral| {
        let found = report.minerals.iter().find(|m| m.nutrient == wanted.nutrient);
        match found.and_then(|m| Some((m, m.intake?))) {
            None => "no day is logged completely yet".to_owned(),
            Some((mineral, intake)) => {
                let of = mineral
                    .reference
                    .map(|r| format!("; {}", amount::reference(mineral.nutrient, r)))
                    .unwrap_or_default();
                format!("{}{of}", amount::known(mineral.nutrient, intake))
            }
        }
    };
    minerals.iter().map(short).collect()
}

/// Returns all four minerals beside each other, and what else goes with twitching.
pub fn comparison(
    page: Page,
    minerals: &[Mineral],
    causes: &[OtherCause],
    report: &Report,
    gate: &PotassiumGate,
) -> String {
    let mut out = page.wrap_in(Tone::Heading, "", "", "Four minerals and muscle");
    out.push('\n');
    let short = in_short(minerals, report);
    if page.width >= mineral_table::LEAST_WIDTH {
        out.push('\n');
        out.push_str(&mineral_table::table(page, minerals, &short));
        if let Some(line) = gate_line(gate) {
            out.push('\n');
            out.push_str(&page.wrap_in(Tone::Warning, "  ", "  ", &line));
            out.push('\n');
        }
    } else {
        out.push_str(&one_by_one(page, minerals, &short, gate));
    }
    out.push_str(&also(page, causes));
    out
}

fn one_by_one(page: Page, minerals: &[Mineral], short: &[String], gate: &PotassiumGate) -> String {
    let mut out = String::new();
    for (mineral, short) in minerals.iter().zip(short) {
        out.push('\n');
        out.push_str(&page.paint(Tone::Known, &capital(mineral.nutrient.name())));
        out.push('\n');
        for (kind, title) in [
            ("compare", "in muscle"),
            ("compare_signs", "low blood level"),
            ("compare_sources", "food"),
        ] {
            for line in mineral.of_kind(kind) {
                let first = format!("  {title:<16} ");
                out.push_str(&page.wrap(&first, "                   ", line));
                out.push('\n');
            }
        }
        out.push_str(&page.wrap("  this week, a day ", "                   ", short));
        out.push('\n');
        if mineral.nutrient == Nutrient::Potassium
            && let Some(line) = gate_line(gate)
        {
            out.push_str(&page.wrap_in(Tone::Warning, "  ", "  ", &line));
            out.push('\n');
        }
    }
    out
}

fn also(page: Page, causes: &[OtherCause]) -> String {
    let mut out = String::from("\n");
    out.push_str(&page.wrap_in(Tone::Heading, "", "", "What else goes with twitching"));
    out.push('\n');
    for cause in causes {
        out.push_str(&page.wrap("  - ", "    ", &format!("{}: {}", cause.name, cause.text)));
        out.push('\n');
    }
    out.push('\n');
    let more = "`mineralog mineral magnesium` shows one in full.";
    for line in [more, &wording("standing_line")] {
        out.push_str(&page.wrap_in(Tone::Aside, "", "", line));
        out.push('\n');
    }
    out
}
