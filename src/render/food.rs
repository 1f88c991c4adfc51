//! Foods: what a search found, and all that is known of one.

use super::phrasing::date_in_words;
use super::{Page, Tone, amount, capital, count, inert, list};
use crate::domain::{Basis, Food, Knowledge, Nutrient, Portion};
use crate::nutrition::intake;
use crate::nutrition::richest::Richest;
use crate::nutrition::sources::SourceList;
use crate::store::{FoodDetails, Origin};

/// A food that a search found.
#[derive(Debug)]
pub struct Choice {
    /// The food.
    pub food: Food,
    /// How well it fits what was typed.
    pub score: f64,
}

/// Everything that is known of a food.
#[derive(Debug)]
pub struct View {
    /// The food.
    pub food: Food,
    /// What is known besides its figures.
    pub details: FoodDetails,
    /// The source lists, whose notes travel with their foods.
    pub lists: Vec<SourceList>,
}

const MORE: &str = "`mineralog food show NUMBER` shows one.";

/// Returns what a search found, best first, with the minerals in a usual portion.
pub fn search(page: Page, text: &str, choices: &[Choice]) -> String {
    if choices.is_empty() {
        let text = format!(
            "No food is found for \"{}\". Fewer or plainer words may help.",
            inert(text).chars().take(60).collect::<String>()
        );
        return format!("{}\n", page.wrap("", "", &text));
    }
    let mut out = String::new();
    for Choice { food, .. } in choices {
        let left = format!("{:>6}  {}", food.id.0, inert(&food.name));
        out.push_str(&page.ends(&left, Tone::Known, &origin_words(&food.source)));
        out.push('\n');
        out.push_str(&page.wrap("          ", "          ", &portion_line(food)));
        out.push('\n');
    }
    let legend = format!("In the usual portion; ? is not known. {MORE}");
    out.push_str(&page.wrap_in(Tone::Aside, "", "", &legend));
    out.push('\n');
    out
}

/// Returns where a food comes from, for people: its source, or that it is theirs.
fn origin_words(source: &str) -> String {
    match source.split_once(':') {
        Some(("own", _)) => "your own food".to_owned(),
        Some(("recipe", _)) => "your recipe".to_owned(),
        _ => inert(source),
    }
}

/// Returns a usual portion with its minerals: `30 g, 1 handful: Mg 156 mg, Ca 14 mg ...`.
fn portion_line(food: &Food) -> String {
    let usual = food.portion("usual");
    let grams = usual.map_or(100.0, |p| p.grams);
    let held: Vec<String> = Nutrient::MINERALS
        .into_iter()
        .map(|n| {
            let amount = intake::amount(food.content[n], grams);
            let amount = amount.map_or_else(|| "?".to_owned(), |held| amount::amount(n, held));
            format!("{} {amount}", symbol(n))
        })
        .collect();
    let of = match usual {
        Some(usual) => portion_words(food, usual),
        None => "no usual portion, 100 g".to_owned(),
    };
    format!("{of}: {}", held.join(", "))
}

/// Returns the grams of a usual portion, and the measure that is the same where there is one.
fn portion_words(food: &Food, usual: &Portion) -> String {
    let same = food.portions.iter().find(|p| {
        !matches!(p.measure.as_str(), "usual" | "each" | "serving" | "medium")
            && (p.grams - usual.grams).abs() < 0.01
    });
    let measure = same.map(|p| format!(", 1 {}", inert(&p.measure.replace('_', " "))));
    format!("{}{}", amount::grams(usual.grams), measure.unwrap_or_default())
}

fn symbol(nutrient: Nutrient) -> &'static str {
    match nutrient {
        Nutrient::Magnesium => "Mg",
        Nutrient::Calcium => "Ca",
        Nutrient::Potassium => "K",
        Nutrient::VitaminD => "vit D",
        other => other.name(),
    }
}

/// Returns foods in the order of what a usual portion holds of a nutrient.
pub fn richest(page: Page, nutrient: Nutrient, ranked: &Richest) -> String {
    let mut out = String::new();
    if ranked.foods.is_empty() {
        let text = format!("No food was found that reports {}.", nutrient.name());
        out.push_str(&page.wrap("", "", &text));
    } else {
        let title = format!("{} in a usual portion", capital(nutrient.name()));
        out.push_str(&page.wrap_in(Tone::Heading, "", "", &title));
    }
    out.push('\n');
    for (food, held) in &ranked.foods {
        let left = format!("{:>6}  {}", food.id.0, inert(&food.name));
        let portion = food.portion("usual").map(|usual| portion_words(food, usual));
        let right =
            format!("{} in {}", amount::amount(nutrient, *held), portion.unwrap_or_default());
        out.push_str(&page.ends(&left, Tone::Known, &right));
        out.push('\n');
    }
    let mut left_out = Vec::new();
    if ranked.unreported > 0 {
        left_out.push(format!("{} not report it", foods_do(ranked.unreported)));
    }
    if ranked.without_portion > 0 {
        left_out.push(format!("{} not have a usual portion", foods_do(ranked.without_portion)));
    }
    if !left_out.is_empty() {
        let text = format!("{}.", list(&left_out, "and"));
        out.push_str(&page.wrap_in(Tone::Aside, "", "", &text));
        out.push('\n');
    }
    out.push_str(&page.wrap_in(Tone::Aside, "", "", MORE));
    out.push('\n');
    out
}

fn foods_do(number: usize) -> String {
    format!("{} {}", count(number, "food", "foods"), if number == 1 { "does" } else { "do" })
}

/// Returns all that is known of a food.
pub fn show(page: Page, view: &View) -> String {
    let View { food, details, .. } = view;
    let origin = if details.origin.is_own() {
        origin_words(&food.source)
    } else {
        format!("{}, {}", food.source, food.reference)
    };
    let mut out = page.ends(&capital(&inert(&food.name)), Tone::Heading, &inert(&origin));
    out.push('\n');
    let groups: Vec<String> = details.groups.iter().map(|(_, name)| name.clone()).collect();
    if !groups.is_empty() {
        out.push_str(&page.wrap("", "  ", &format!("Groups: {}", groups.join(", "))));
        out.push('\n');
    }
    if !details.own_names.is_empty() {
        let names: Vec<String> = details.own_names.iter().map(|name| inert(name)).collect();
        out.push_str(&page.wrap("", "  ", &format!("You also call it: {}", names.join(", "))));
        out.push('\n');
    }
    if details.changed_by_user {
        let id = food.id.0;
        let text = format!("You changed it; `mineralog food edit {id} --reset` takes it back.");
        out.push_str(&page.wrap("", "  ", &text));
        out.push('\n');
    }
    out.push_str(&figures(page, view));
    out.push_str(&portions(page, view));
    out.push_str(&tags(page, view));
    out.push_str(&history(page, view));
    out
}

/// Columns of a nutrient's figures; narrower pages have them in a sentence.
const FIGURES: usize = 43;

fn figures(page: Page, view: &View) -> String {
    let View { food, details, .. } = view;
    let usual = food.portion("usual").map(|p| p.grams);
    let usual_title = usual.map(|g| format!("usual {}", amount::grams(g))).unwrap_or_default();
    let narrow = page.width < FIGURES + 2;
    let mut out = "\n".to_owned();
    if !narrow {
        let title = format!("  {:<11} {:>12} {:>14}", "", "100 g", usual_title);
        out.push_str(&page.paint(Tone::Heading, &title));
        out.push('\n');
    }
    for (nutrient, content) in food.content.iter() {
        let of = |grams: f64| {
            intake::amount(*content, grams)
                .map_or_else(|| "unknown".to_owned(), |value| amount::amount(nutrient, value))
        };
        let portion = usual.map(of).unwrap_or_default();
        let how = match content.knowledge() {
            Knowledge::Measured => "measured",
            Knowledge::Estimated if details.origin == Origin::Recipe => "calculated",
            Knowledge::Estimated => "estimated",
            Knowledge::AssumedZero => "assumed zero",
            Knowledge::Unknown => "",
        };
        let figures = format!("  {:<11} {:>12} {:>14}  ", nutrient.name(), of(100.0), portion);
        let how = match &details.figure_sources[nutrient] {
            Some(source) => format!("{how}: {}", inert(source)),
            None => how.to_owned(),
        };
        if narrow {
            let mut text = format!("{} in 100 g", of(100.0));
            if usual.is_some() {
                text.push_str(&format!(", {portion} in the {usual_title}"));
            }
            if !how.is_empty() {
                text.push_str(&format!(", {how}"));
            }
            out.push_str(&page.wrap("  ", "    ", &format!("{}: {text}", nutrient.name())));
        } else if figures.len() + how.len() <= page.width {
            out.push_str(format!("{figures}{}", page.paint(Tone::Aside, &how)).trim_end());
        } else {
            let indent = " ".repeat(FIGURES);
            out.push_str(&page.wrap(&figures, &indent, &how));
        }
        out.push('\n');
    }
    if usual.is_none() {
        out.push_str(&page.wrap("  ", "  ", "No usual portion is known."));
        out.push('\n');
    }
    out
}

fn portions(page: Page, view: &View) -> String {
    let named: Vec<String> = view
        .food
        .portions
        .iter()
        .filter(|p| p.measure != "usual")
        .map(|p| {
            let measure = if p.measure == "each" { "one" } else { p.measure.as_str() };
            let yours = view.details.own_portions.contains(&p.measure);
            let yours = if yours && !view.details.origin.is_own() { " (yours)" } else { "" };
            format!("{} {}{yours}", inert(&measure.replace('_', " ")), amount::grams(p.grams))
        })
        .collect();
    if named.is_empty() {
        return String::new();
    }
    let mut sources: Vec<String> = view.food.portions.iter().map(|p| inert(&p.source)).collect();
    sources.sort_unstable();
    sources.dedup();
    format!(
        "\n{}\n{}\n",
        page.wrap("Portions: ", "  ", &named.join(", ")),
        page.wrap_in(Tone::Aside, "  weights from: ", "  ", &sources.join("; "))
    )
}

fn tags(page: Page, view: &View) -> String {
    let mut out = String::new();
    for nutrient in view.food.source_of() {
        let bases: Vec<String> = view
            .food
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
        for note in notes(view, nutrient) {
            out.push_str(&page.wrap("  ", "  ", note));
            out.push('\n');
        }
    }
    out
}

/// Returns the notes of the source lists a food stands in, each once.
pub(super) fn notes(view: &View, nutrient: Nutrient) -> Vec<&str> {
    let mut notes: Vec<&str> = Vec::new();
    let listed = |list: &&SourceList| {
        list.nutrient == nutrient
            && list.members.iter().any(|m| view.details.groups.iter().any(|(key, _)| key == m))
    };
    for list in view.lists.iter().filter(listed) {
        if let Some(note) = list.note.as_deref()
            && !notes.contains(&note)
        {
            notes.push(note);
        }
    }
    notes
}

/// Returns how often a food was eaten, and the recipes it is in.
fn history(page: Page, view: &View) -> String {
    let mut out = String::new();
    if let Some(last) = view.details.last_eaten {
        let eaten = view.details.eaten;
        let text = format!(
            "Eaten in {} of {}, last on {}.",
            count(eaten.entries as usize, "entry", "entries"),
            count(eaten.days as usize, "day", "days"),
            date_in_words(last)
        );
        out.push_str(&page.wrap("", "  ", &text));
        out.push('\n');
    }
    let recipes: Vec<String> = view.details.recipes.iter().map(|r| inert(&r.name)).collect();
    if !recipes.is_empty() {
        out.push_str(&page.wrap("", "  ", &format!("In your recipes: {}.", recipes.join(", "))));
        out.push('\n');
    }
    out
}
