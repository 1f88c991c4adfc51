//! A figure unrolled, as a page and as a document.

use serde_json::{Value, json};

use super::{Page, Tone, amount, count, inert, json as documents, phrasing, sentences};
use crate::report::flags::Flag;
use crate::report::why::{Origin, Part, Why};

/// Returns the page of `why`.
pub fn page(page: Page, why: &Why, flags: &[Flag]) -> String {
    let mut out = phrasing::flags(page, flags);
    let name = capitalised(why.nutrient.name());
    let one_day = why.period.from == why.period.to;
    let title = if one_day {
        phrasing::date_in_full(why.period.from)
    } else {
        sentences::title(why.period)
    };
    line(&mut out, page, Tone::Heading, "", &format!("{name}, {title}"));
    let mut day = None;
    for part in &why.parts {
        if day != Some(part.day) {
            day = Some(part.day);
            out.push('\n');
            line(&mut out, page, Tone::Heading, "", &phrasing::date_in_full(part.day));
        }
        let time = part.at.format("%H:%M");
        let text = format!("{time}  {}  (entry {})", words(why, part), part.entry);
        out.push_str(&page.wrap("  ", "         ", &text));
        out.push('\n');
    }
    out.push('\n');
    for text in sums(why, one_day) {
        out.push_str(&page.wrap("", "", &text));
        out.push('\n');
    }
    for dose in &why.supplements {
        let amount = dose.amount.map_or_else(
            || "an amount that is not known".to_owned(),
            |mg| amount::amount(why.nutrient, mg),
        );
        let text = format!(
            "Counted apart: {} on {}, {amount} (entry {}).",
            inert(&dose.phrase),
            phrasing::date_in_words(dose.day),
            dose.entry
        );
        line(&mut out, page, Tone::Aside, "", &text);
    }
    if why.parts.is_empty() {
        return out;
    }
    let formula = "Each part is its grams × what 100 g hold ÷ 100; a part without a figure adds \
                   nothing to what is known.";
    line(&mut out, page, Tone::Aside, "", formula);
    out
}

/// Returns a part in words: `2 eggs: 100 g egg, boiled × 10 mg/100 g = 10 mg, measured (usda:…)`.
fn words(why: &Why, part: &Part) -> String {
    let of = |value: f64| amount::amount(why.nutrient, value);
    let held = match part.amount {
        Some(held) => format!("= {}", of(held)),
        None => format!("not known, {} at most", of(part.upper)),
    };
    let phrase = part.phrase.as_deref().map_or_else(|| "noted".to_owned(), inert);
    match &part.origin {
        Origin::Food { name, source, reference, dish, grams, content } => {
            let per_100g = content
                .per_100g()
                .map_or_else(String::new, |value| format!(" × {} per 100 g", of(value)));
            let dish =
                dish.as_deref().map_or_else(String::new, |dish| format!(" in {}", inert(dish)));
            format!(
                "{phrase}{dish}: {} {}{per_100g} {held}, {} ({}, {})",
                amount::grams(*grams),
                inert(name),
                knowledge(part),
                inert(reference),
                inert(source)
            )
        }
        Origin::Cooking { dish } => {
            let how =
                if part.amount.is_some_and(|gained| gained < 0.0) { "lost" } else { "gained" };
            format!("{phrase} in {}: {held}, {how} in cooking", inert(dish))
        }
        Origin::Recorded => format!("{phrase}: {held}, as another program recorded it"),
        Origin::Noted => format!("{phrase}: {held}, noted by you"),
        Origin::Unresolved => format!("{phrase}: {held}, no food is known for it"),
    }
}

fn knowledge(part: &Part) -> String {
    part.knowledge.key().replace('_', " ")
}

/// Returns the sums in words.
fn sums(why: &Why, one_day: bool) -> Vec<String> {
    let of = |value: f64| amount::amount(why.nutrient, value);
    let parts = count(why.parts.len(), "part", "parts");
    let mut lines = Vec::new();
    let at_least = if why.unknown() > 0 { "at least " } else { "" };
    match (why.total, why.per_day()) {
        (Some(total), Some(_)) if one_day => {
            lines.push(format!("{parts} make {at_least}{}.", of(total)));
        }
        (Some(total), Some(mean)) => lines.push(format!(
            "{parts} make {at_least}{}; ÷ {} = {at_least}{} a day.",
            of(total),
            count(why.days.len(), "logged day", "logged days"),
            of(mean)
        )),
        _ if !why.parts.is_empty() => lines.push("Nothing of it is known.".to_owned()),
        _ if why.ahead && one_day => lines.push("This day has not come yet.".to_owned()),
        _ if why.ahead => lines.push("These days have not come yet.".to_owned()),
        _ if one_day => lines.push("Nothing logged.".to_owned()),
        _ if why.thin_days > 0 => {
            lines.push("No day of it is logged completely, so there is no figure.".to_owned());
        }
        _ => lines.push("Nothing logged, so there is no figure.".to_owned()),
    }
    if let Some(upper) = why.total_upper.filter(|_| why.unknown() > 0) {
        lines.push(format!(
            "{} not known; with the most they could hold, all parts make {}.",
            count(why.unknown(), "part is", "parts are"),
            of(upper)
        ));
    }
    if why.thin_days > 0 {
        lines.push(format!(
            "{} with incomplete food left out.",
            count(why.thin_days, "day", "days")
        ));
    }
    lines
}

fn line(out: &mut String, page: Page, tone: Tone, indent: &str, text: &str) {
    out.push_str(&page.wrap_in(tone, indent, indent, text));
    out.push('\n');
}

fn capitalised(name: &str) -> String {
    let mut letters = name.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().collect::<String>() + letters.as_str()
    })
}

/// Returns the document of `why`. Amounts are not rounded: added in their order, the parts are the
/// total to the last bit.
pub fn document(why: &Why, flags: &[Flag]) -> Value {
    let supplements = why.supplements.iter();
    json!({
        "nutrient": why.nutrient.key(),
        "unit": why.nutrient.unit(),
        "total": why.total,
        "total_upper": why.total_upper,
        "per_day": why.per_day(),
        "period": {
            "from": why.period.from.to_string(),
            "to": why.period.to.to_string(),
            "days": why.period.len(),
            "days_counted": why.days.len(),
            "thin_days": why.thin_days,
        },
        "formula": "amount = grams × per_100g ÷ 100; total = sum of amounts; per_day = total ÷ \
                    days_counted",
        "parts": why.parts.iter().map(part).collect::<Vec<_>>(),
        "supplements": supplements.map(|dose| json!({
            "entry": dose.entry,
            "day": dose.day.to_string(),
            "phrase": dose.phrase,
            "amount": dose.amount,
        })).collect::<Vec<_>>(),
        "flags": documents::flags(flags),
    })
}

fn part(part: &Part) -> Value {
    let mut out = json!({
        "entry": part.entry,
        "day": part.day.to_string(),
        "at": part.at.to_rfc3339(),
        "phrase": part.phrase,
        "food": null,
        "source": null,
        "grams": null,
        "per_100g": null,
        "amount": part.amount,
        "upper": part.upper,
        "knowledge": part.knowledge.key(),
    });
    match &part.origin {
        Origin::Food { name, source, reference, dish, grams, content } => {
            out["food"] = json!(name);
            out["source"] = json!(source);
            out["reference"] = json!(reference);
            out["dish"] = json!(dish);
            out["grams"] = json!(grams);
            out["per_100g"] = json!(content.per_100g());
        }
        Origin::Cooking { dish } => {
            out["source"] = json!("cooking");
            out["dish"] = json!(dish);
        }
        Origin::Recorded => out["source"] = json!("recorded"),
        Origin::Noted => out["source"] = json!("noted"),
        Origin::Unresolved => {}
    }
    out
}
