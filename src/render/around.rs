//! The hours before an episode, in sum.

use super::phrasing::{self, day_and_time};
use super::{Page, Tone, amount, count, inert, list};
use crate::domain::{Entry, Nutrient, Record};
use crate::report::around::{Around, OnBoard};

/// Returns what was logged in the hours before an episode, in sum. What was not noted says so.
pub(super) fn around(page: Page, around: &Around) -> String {
    let title = format!("In sum, the {} hours before", around.hours);
    let mut out = format!("\n{}\n", page.wrap_in(Tone::Heading, "", "", &title));
    let stress: Vec<String> = around.stress.iter().map(|v| amount::number(*v, 0)).collect();
    let stress = noted(&stress).map(|text| format!("{text} of 10"));
    let sleep: Vec<String> = around.sleep.iter().map(|v| amount::minutes(*v)).collect();
    let exercise: Vec<String> = around.exercise.iter().map(exercise).collect();
    let new: Vec<String> = around
        .new
        .iter()
        .map(|entry| format!("{} ({})", phrasing::entry_words(entry), day_and_time(entry)))
        .collect();
    for (name, text) in [
        ("food", food(around)),
        ("drink", drink(around)),
        ("caffeine", caffeine(around)),
        ("sleep", noted(&sleep)),
        ("stress", stress),
        ("exercise", noted(&exercise)),
        ("new", (!new.is_empty()).then(|| new.join("; "))),
    ] {
        let said = text.unwrap_or_else(|| match name {
            "new" => "no new medicine or supplement logged".to_owned(),
            _ => "not noted".to_owned(),
        });
        let first = format!("  {name:<9} ");
        out.push_str(&page.wrap(&first, "            ", &said));
        out.push('\n');
    }
    let text = "A list of what came before, not of reasons: this cannot tell you why a twitch \
                happens.";
    out.push_str(&page.wrap_in(Tone::Aside, "  ", "  ", text));
    out.push('\n');
    out
}

fn noted(values: &[String]) -> Option<String> {
    (!values.is_empty()).then(|| list(values, "and"))
}

fn food(around: &Around) -> Option<String> {
    (around.meals > 0).then(|| {
        let foods = around.intake[Nutrient::Energy].foods as usize;
        let meals = count(around.meals, "meal or drink", "meals and drinks");
        let energy = amount::intake(Nutrient::Energy, around.intake[Nutrient::Energy]);
        format!("{meals}, {}; energy {energy}", count(foods, "food", "foods"))
    })
}

fn drink(around: &Around) -> Option<String> {
    let water = around.intake[Nutrient::Water];
    (!water.is_empty()).then(|| {
        let alcohol = around.intake[Nutrient::Alcohol];
        let nothing = alcohol.is_complete() && alcohol.known == 0.0;
        let water = format!("water of food and drink {}", amount::intake(Nutrient::Water, water));
        if nothing {
            water
        } else {
            format!("{water}; alcohol {}", amount::intake(Nutrient::Alcohol, alcohol))
        }
    })
}

fn caffeine(around: &Around) -> Option<String> {
    let left = around.on_board?;
    let taken = amount::intake(Nutrient::Caffeine, around.intake[Nutrient::Caffeine]);
    let last = around
        .since_caffeine
        .map(|minutes| format!(", the last {} before", amount::minutes(minutes)))
        .unwrap_or_default();
    if left.high <= 0.0 {
        return Some(taken);
    }
    Some(format!("{taken}{last}; {}", on_board(left)))
}

/// Returns an estimate of caffeine on board in words.
fn on_board(left: OnBoard) -> String {
    let number = |mg: f64| if mg < 1.0 { "under 1".to_owned() } else { amount::number(mg, 0) };
    let (low, high) = (number(left.low), number(left.high));
    let range = if low == high { high } else { format!("{low} to {high}") };
    let (shortest, longest) = left.half_life;
    format!(
        "still on board when it began: an estimated {range} mg, with a half-life from {} to {} hours",
        amount::number(shortest, 1),
        amount::number(longest, 1)
    )
}

fn exercise(entry: &Entry) -> String {
    let Record::Context(context) = &entry.record else { return phrasing::entry_words(entry) };
    let effort = context.level.as_ref().map(|l| format!(" ({})", inert(l))).unwrap_or_default();
    format!("{}{effort}", amount::minutes(context.amount.unwrap_or(0.0)))
}
