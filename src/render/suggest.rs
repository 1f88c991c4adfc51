//! The page of `suggest` and the list of refused foods.

use serde_json::{Map, Value, json};

use super::json_value::{number, optional};
use super::{Page, Tone, inert, json as documents, phrasing, sentences};
use crate::domain::Nutrient;
use crate::nutrition::suggest::{
    MOST_FISH, MOST_FOODS, MOST_IN_ALL, MOST_NEW_FOODS, MOST_PORTIONS, Reason, Suggestion,
};
use crate::report::PotassiumGate;
use crate::report::period::Report;
use crate::report::suggest::ENERGY_KCAL_PER_DAY;
use crate::store::FoodSummary;

/// Returns the page of `suggest`.
pub fn suggestions(page: Page, report: &Report, wanted: Option<Nutrient>) -> String {
    let mut out = phrasing::flags(page, &report.flags);
    let title = sentences::title(report.period);
    out.push_str(&page.ends(&title, Tone::Heading, &sentences::logged(report)));
    out.push('\n');
    let held = &report.suggestions;
    if held.foods.is_empty() && held.withheld.is_empty() {
        let text = match wanted {
            Some(nutrient) => {
                format!("Your log reaches the reference for {}.", nutrient.name())
            }
            None => "Your log reaches every reference.".to_owned(),
        };
        out.push('\n');
        out.push_str(&page.wrap("", "", &text));
        out.push('\n');
    }
    super::week::suggestions(&mut out, page, report);
    out.push('\n');
    if !held.foods.is_empty() {
        out.push_str(&page.wrap_in(Tone::Aside, "", "", &sentences::limits(report)));
        out.push('\n');
    }
    for text in sentences::footer(report) {
        out.push_str(&page.wrap_in(Tone::Aside, "", "", &text));
        out.push('\n');
    }
    out
}

/// Returns the document of `suggest`.
pub fn document(report: &Report) -> Value {
    json!({
        "suggestions": foods(report),
        "withheld": withheld(report),
        "closes": closes(report),
        "limits": {
            "energy_kcal_per_day": ENERGY_KCAL_PER_DAY,
            "portions_per_week": MOST_IN_ALL,
            "portions_of_one_food": MOST_PORTIONS,
            "portions_of_fish": MOST_FISH,
            "foods": MOST_FOODS,
            "new_foods": MOST_NEW_FOODS,
        },
        "flags": documents::flags(&report.flags),
    })
}

/// Returns the suggested foods for a document. While the potassium gate is shut, what they add of it
/// is left out; so is what is hardly absorbed.
pub(super) fn foods(report: &Report) -> Vec<Value> {
    let words = sentences::suggested(report);
    let foods = report.suggestions.foods.iter().zip(words);
    foods.map(|(food, words)| one(food, &words.why, &report.potassium_gate)).collect()
}

fn one(food: &Suggestion, why: &str, gate: &PotassiumGate) -> Value {
    let shown = |nutrient: Nutrient| {
        (nutrient != Nutrient::Potassium || *gate == PotassiumGate::Open)
            && !food.not_for.contains(&nutrient)
    };
    let adds: Map<String, Value> = food
        .adds
        .iter()
        .filter(|(nutrient, _)| shown(*nutrient))
        .map(|(nutrient, added)| (nutrient.key().to_owned(), optional(*added)))
        .collect();
    json!({
        "food": food.name,
        "food_id": food.food.0,
        "source": food.source,
        "portion": food.portion,
        "grams": number(food.grams),
        "times_per_week": food.times_per_week,
        "adds": adds,
        "for": food.lifts.iter().map(|n| n.key()).collect::<Vec<_>>(),
        "why": why,
        "note": sentences::note(food),
    })
}

/// Returns the share of each gap that the foods close together, for a document.
pub(super) fn closes(report: &Report) -> Value {
    let shares = report.suggestions.closes.iter();
    Value::Object(shares.map(|(n, s)| (n.key().to_owned(), number(*s))).collect())
}

/// Returns what is held back for a document.
pub(super) fn withheld(report: &Report) -> Vec<Value> {
    let reason = |reason: Reason| match reason {
        Reason::PotassiumGate => "potassium_gate",
        Reason::TooFewDays => "too_few_days",
        Reason::NoReference => "no_reference",
        Reason::NoCombination => "no_combination",
    };
    let held = report.suggestions.withheld.iter();
    held.map(|w| json!({"nutrient": w.nutrient.key(), "reason": reason(w.reason)})).collect()
}

/// Returns the list of refused foods.
pub fn refused(page: Page, foods: &[FoodSummary]) -> String {
    if foods.is_empty() {
        return page.wrap("", "", "No food is refused. `mineralog food refuse FOOD` refuses one.")
            + "\n";
    }
    let mut out = page.wrap_in(Tone::Heading, "", "", "Never suggested");
    out.push('\n');
    for food in foods {
        let name = inert(&food.name);
        out.push_str(&page.ends(&format!("  {name}"), Tone::Aside, &inert(&food.source)));
        out.push('\n');
    }
    out
}

/// Returns the document of `food refuse`.
pub fn refused_document(foods: &[FoodSummary]) -> Value {
    let one = |f: &FoodSummary| json!({"id": f.id.0, "name": f.name, "source": f.source});
    json!({ "refused": foods.iter().map(one).collect::<Vec<_>>() })
}

/// Returns the echo of a refusal.
pub fn refusal(page: Page, said: &str) -> String {
    let mut out = page.wrap("", "  ", &format!("{}.", inert(said)));
    out.push('\n');
    out.push_str(&page.wrap_in(Tone::Aside, "", "", "Take it back with `mineralog undo`."));
    out.push('\n');
    out
}
