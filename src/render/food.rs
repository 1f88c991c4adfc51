//! Foods: what a search found, and all that is known of one.

use super::{Page, Tone, amount, capital, inert, list};
use crate::domain::{Basis, Food, Knowledge, Nutrient};
use crate::nutrition::intake;
use crate::nutrition::sources::SourceList;
use crate::resolve::rank::Ranked;

/// Returns what a search found, best first.
pub fn search(page: Page, text: &str, foods: &[Ranked]) -> String {
    if foods.is_empty() {
        let text = format!(
            "No food is found for \"{}\". Fewer or plainer words may help.",
            inert(text).chars().take(60).collect::<String>()
        );
        return format!("{}\n", page.wrap("", "", &text));
    }
    let mut out = String::new();
    for food in foods {
        let left = format!("{:>6}  {}", food.food.0, inert(&food.name));
        out.push_str(&page.ends(&left, Tone::Known, &inert(&food.source)));
        out.push('\n');
    }
    out.push_str(&page.paint(Tone::Aside, "`mineralog food show NUMBER` shows one."));
    out.push('\n');
    out
}

/// Returns all that is known of a food.
pub fn show(page: Page, food: &Food, groups: &[String], lists: &[SourceList]) -> String {
    let origin = format!("{}, {}", food.source, food.reference);
    let mut out = page.ends(&capital(&inert(&food.name)), Tone::Heading, &inert(&origin));
    out.push('\n');
    if !groups.is_empty() {
        out.push_str(&page.wrap("", "  ", &format!("Groups: {}", groups.join(", "))));
        out.push('\n');
    }
    let usual = food.portion("usual").map(|p| p.grams);
    let usual_title = usual.map(|g| format!("usual {}", amount::grams(g))).unwrap_or_default();
    out.push('\n');
    out.push_str(
        &page.paint(Tone::Heading, &format!("  {:<11} {:>12} {:>14}", "", "100 g", usual_title)),
    );
    out.push('\n');
    for (nutrient, content) in food.content.iter() {
        let of = |grams: f64| {
            intake::amount(*content, grams)
                .map_or_else(|| "unknown".to_owned(), |value| amount::amount(nutrient, value))
        };
        let portion = usual.map(of).unwrap_or_default();
        let how = match content.knowledge() {
            Knowledge::Measured => "measured",
            Knowledge::Estimated => "estimated",
            Knowledge::AssumedZero => "assumed zero",
            Knowledge::Unknown => "",
        };
        let line = format!(
            "  {:<11} {:>12} {:>14}  {}",
            nutrient.name(),
            of(100.0),
            portion,
            page.paint(Tone::Aside, how)
        );
        out.push_str(line.trim_end());
        out.push('\n');
    }
    if usual.is_none() {
        out.push_str("  No usual portion is known.\n");
    }
    out.push_str(&portions(page, food));
    out.push_str(&tags(page, food, groups, lists));
    out
}

fn portions(page: Page, food: &Food) -> String {
    let named: Vec<String> = food
        .portions
        .iter()
        .filter(|p| p.measure != "usual")
        .map(|p| {
            let measure = if p.measure == "each" { "one" } else { p.measure.as_str() };
            format!("{} {}", inert(&measure.replace('_', " ")), amount::grams(p.grams))
        })
        .collect();
    if named.is_empty() {
        return String::new();
    }
    format!("\n{}\n", page.wrap("Portions: ", "  ", &named.join(", ")))
}

fn tags(page: Page, food: &Food, groups: &[String], lists: &[SourceList]) -> String {
    let mut out = String::new();
    for nutrient in food.source_of() {
        let bases: Vec<String> = food
            .tags
            .iter()
            .filter(|tag| tag.nutrient == nutrient)
            .map(|tag| match tag.basis {
                Basis::Listed => "stands in the source list".to_owned(),
                Basis::Content => "a usual portion holds 10 % of the Daily Value".to_owned(),
                Basis::User => "you said so".to_owned(),
            })
            .collect();
        let text = format!("A source of {}: {}.", nutrient.name(), list(&bases, "and"));
        out.push_str(&page.wrap("", "  ", &text));
        out.push('\n');
        let listed = food.tags.iter().any(|t| t.nutrient == nutrient && t.basis == Basis::Listed);
        let leafy = groups.iter().any(|g| matches!(g.as_str(), "leafy greens" | "spinach"));
        if listed && nutrient == Nutrient::Calcium && leafy {
            let note = lists
                .iter()
                .filter(|l| l.nutrient == nutrient && l.members.iter().any(|m| m == "spinach"))
                .find_map(|l| l.note.as_ref());
            if let Some(note) = note {
                out.push_str(&page.wrap("  ", "  ", note));
                out.push('\n');
            }
        }
    }
    out
}
