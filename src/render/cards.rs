//! The mineral cards, and all four beside each other.

use super::{Page, Tone, capital, gate_line, inert, wording};
use crate::domain::Nutrient;
use crate::nutrition::sources::SourceList;
use crate::report::PotassiumGate;
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
    /// Foods this person ate that are a source of it.
    pub eaten: Vec<FoodSummary>,
}

impl Mineral {
    /// Returns the lines of one kind, in order.
    pub fn of_kind<'a>(&'a self, kind: &'a str) -> impl Iterator<Item = &'a str> {
        self.lines.iter().filter(move |line| line.kind == kind).map(|line| line.text.as_str())
    }
}

/// Returns the card of one mineral.
pub fn card(page: Page, mineral: &Mineral, gate: &PotassiumGate) -> String {
    let mut out = page.paint(Tone::Heading, &capital(mineral.nutrient.name()));
    out.push('\n');
    let section = |title: &str, lines: &mut dyn Iterator<Item = &str>| {
        let items: String =
            lines.map(|line| format!("{}\n", page.wrap("  - ", "    ", line))).collect();
        if items.is_empty() {
            items
        } else {
            format!("\n{}\n{items}", page.paint(Tone::Heading, title))
        }
    };
    for line in mineral.of_kind("role") {
        out.push_str(&page.wrap("", "", line));
        out.push('\n');
    }
    out.push_str(&section("What a low blood level can look like", &mut mineral.of_kind("sign")));
    out.push_str(&section("What needs care at once", &mut mineral.of_kind("severe")));
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
    let mut out = format!("\n{}\n", page.paint(Tone::Heading, "Food sources"));
    if mineral.nutrient == Nutrient::Potassium
        && let Some(line) = gate_line(gate)
    {
        out.push_str(&page.wrap_in(Tone::Warning, "  ", "  ", &line));
        out.push('\n');
    }
    for list in &mineral.sources {
        let note = list.note.as_ref().map(|n| format!(": {n}")).unwrap_or_default();
        out.push_str(&page.wrap("  - ", "    ", &format!("{}{note}", list.name)));
        out.push('\n');
    }
    if !mineral.eaten.is_empty() {
        let names: Vec<String> = mineral.eaten.iter().take(8).map(|f| inert(&f.name)).collect();
        let rest = mineral.eaten.len() - names.len();
        let more = if rest > 0 { format!("; and {rest} more") } else { String::new() };
        let text = format!("In your diary: {}{more}.", names.join("; "));
        out.push_str(&page.wrap("  ", "  ", &text));
        out.push('\n');
    }
    out
}

/// Returns all four minerals beside each other, and what else goes with twitching.
pub fn comparison(
    page: Page,
    minerals: &[Mineral],
    causes: &[OtherCause],
    gate: &PotassiumGate,
) -> String {
    let mut out = page.paint(Tone::Heading, "Four minerals and muscle");
    out.push('\n');
    for mineral in minerals {
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
        if mineral.nutrient == Nutrient::Potassium
            && let Some(line) = gate_line(gate)
        {
            out.push_str(&page.wrap_in(Tone::Warning, "  ", "  ", &line));
            out.push('\n');
        }
    }
    out.push('\n');
    out.push_str(&page.paint(Tone::Heading, "What else goes with twitching"));
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
