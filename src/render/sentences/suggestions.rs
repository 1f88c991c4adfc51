//! The foods that would close the gaps, and what is held back.

use super::super::{amount, count, inert, list};
use crate::domain::Nutrient;
use crate::nutrition::suggest::{
    Ground, MOST_FISH, MOST_IN_ALL, MOST_PORTIONS, Reason, Suggestion,
};
use crate::report::PotassiumGate;
use crate::report::period::Report;
use crate::report::suggest::ENERGY_KCAL_PER_DAY;

/// One suggestion in words.
pub(in crate::render) struct Suggested {
    /// The food.
    pub(in crate::render) name: String,
    /// How much and how often: `1 handful (30 g), 3 times a week`.
    pub(in crate::render) amount: String,
    /// What one portion adds.
    pub(in crate::render) adds: String,
    /// Why this food.
    pub(in crate::render) why: String,
}

/// Returns the suggestions in words.
pub(in crate::render) fn suggested(report: &Report) -> Vec<Suggested> {
    let gate_open = report.potassium_gate == PotassiumGate::Open;
    report.suggestions.foods.iter().map(|food| words(food, gate_open)).collect()
}

fn words(food: &Suggestion, gate_open: bool) -> Suggested {
    let often = match food.times_per_week {
        1 => "once a week".to_owned(),
        times => format!("{times} times a week"),
    };
    let shown =
        |n: &Nutrient| (gate_open || *n != Nutrient::Potassium) && !food.not_for.contains(n);
    let adds: Vec<String> = Nutrient::MINERALS
        .into_iter()
        .filter(shown)
        .filter_map(|n| Some((n, food.adds[n].filter(|added| *added > 0.0)?)))
        .map(|(n, added)| format!("{} {}", amount::amount(n, added), n.name()))
        .collect();
    let unknown: Vec<String> = Nutrient::MINERALS
        .into_iter()
        .filter(|n| shown(n) && food.adds[*n].is_none())
        .map(|n| n.name().to_owned())
        .collect();
    let mut adds = if adds.is_empty() { "not known".to_owned() } else { list(&adds, "and") };
    if !unknown.is_empty() {
        adds.push_str(&format!(" ({} not known)", list(&unknown, "and")));
    }
    let lifts: Vec<String> =
        food.lifts.iter().filter(|n| shown(n)).map(|n| n.name().to_owned()).collect();
    let ground = match food.ground {
        Ground::Eaten { days } => {
            format!("you ate it on {} of the last four weeks", count(days, "day", "days"))
        }
        Ground::Listed => "it stands in the source lists".to_owned(),
    };
    let mut why =
        if lifts.is_empty() { ground } else { format!("for {}; {ground}", list(&lifts, "and")) };
    if let Some(note) = note(food) {
        why.push_str(&format!("; {note}"));
    }
    Suggested {
        name: inert(&food.name),
        amount: format!("{} ({}), {often}", inert(&food.portion), amount::grams(food.grams)),
        adds,
        why,
    }
}

/// Returns what must be known about a suggestion; none where there is nothing.
pub(in crate::render) fn note(food: &Suggestion) -> Option<String> {
    let names: Vec<String> = food.not_for.iter().map(|n| n.name().to_owned()).collect();
    (!names.is_empty()).then(|| {
        format!("its {} is not counted here, as hardly any is absorbed", list(&names, "and"))
    })
}

/// Returns what the foods do not close all of, then the minerals for which nothing is suggested,
/// with the reasons.
pub(in crate::render) fn withheld(report: &Report) -> Vec<String> {
    let mut lines: Vec<String> = partly(&report.suggestions.closes).into_iter().collect();
    lines.extend(held(report));
    lines
}

/// Says how much of each gap is closed, and how to see another choice; none where all of each is.
fn partly(closes: &[(Nutrient, f64)]) -> Option<String> {
    const WHOLE: f64 = 0.9995;
    if closes.iter().all(|(_, share)| *share >= WHOLE) {
        return None;
    }
    let parts: Vec<String> = closes
        .iter()
        .map(|(nutrient, share)| {
            let share = if *share >= WHOLE { "all".to_owned() } else { amount::percent(*share) };
            format!("{share} of the gap in {}", nutrient.name())
        })
        .collect();
    let alone = match closes {
        [_] => "",
        _ => "`mineralog suggest MINERAL` looks at one mineral alone; ",
    };
    Some(format!(
        "This choice closes {}. To see others: {alone}`mineralog food refuse FOOD` leaves a food out.",
        list(&parts, "and")
    ))
}

/// Says within what a choice is made.
pub(in crate::render) fn limits(report: &Report) -> String {
    let sparing = match report.potassium_gate {
        PotassiumGate::Open => "salt",
        _ => "salt and potassium",
    };
    format!(
        "A choice adds at most {} kcal a day and {MOST_IN_ALL} portions a week, {MOST_PORTIONS} of \
         one food and {MOST_FISH} of fish; it passes no upper level and is sparing with {sparing}.",
        amount::number(ENERGY_KCAL_PER_DAY, 0)
    )
}

fn held(report: &Report) -> Vec<String> {
    let reasons =
        [Reason::PotassiumGate, Reason::TooFewDays, Reason::NoReference, Reason::NoCombination];
    reasons
        .into_iter()
        .filter_map(|reason| {
            let names: Vec<String> = report
                .suggestions
                .withheld
                .iter()
                .filter(|withheld| withheld.reason == reason)
                .map(|withheld| withheld.nutrient.name().to_owned())
                .collect();
            let why = match reason {
                Reason::PotassiumGate => "is hidden, for the reason given below",
                Reason::TooFewDays => "needs at least 3 logged days",
                Reason::NoReference => "has no published reference to reach",
                Reason::NoCombination => {
                    "is not reached by any combination of foods within the limits"
                }
            };
            (!names.is_empty())
                .then(|| format!("Nothing is suggested for {}: that {why}.", list(&names, "or")))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{FoodId, PerNutrient};

    #[test]
    fn what_a_choice_closes_is_said_and_nothing_about_why_not_more() {
        let said = |closes: &[(Nutrient, f64)]| partly(closes);
        assert_eq!(said(&[(Nutrient::Calcium, 1.0)]), None);
        assert_eq!(
            said(&[(Nutrient::Calcium, 0.58)]).as_deref(),
            Some(
                "This choice closes 58 % of the gap in calcium. To see others: `mineralog food \
                 refuse FOOD` leaves a food out."
            )
        );
        assert_eq!(
            said(&[(Nutrient::Calcium, 0.58), (Nutrient::VitaminD, 1.0)]).as_deref(),
            Some(
                "This choice closes 58 % of the gap in calcium and all of the gap in vitamin D. To \
                 see others: `mineralog suggest MINERAL` looks at one mineral alone; `mineralog \
                 food refuse FOOD` leaves a food out."
            )
        );
    }

    #[test]
    fn calcium_of_spinach_is_not_claimed() {
        let spinach = Suggestion {
            not_for: vec![Nutrient::Calcium],
            adds: PerNutrient::from_fn(|_| Some(80.0)),
            ..almonds()
        };
        let said = words(&spinach, false);
        assert_eq!(said.adds, "80 mg magnesium and 80 µg vitamin D");
        assert_eq!(
            said.why,
            "for magnesium; you ate it on 4 days of the last four weeks; its calcium is not counted \
             here, as hardly any is absorbed"
        );
    }

    fn almonds() -> Suggestion {
        Suggestion {
            food: FoodId(1),
            name: "almonds".to_owned(),
            source: "usda:170567".to_owned(),
            portion: "1 handful".to_owned(),
            grams: 30.0,
            times_per_week: 3,
            adds: PerNutrient::from_fn(|n| match n {
                Nutrient::Magnesium => Some(81.0),
                Nutrient::Potassium => Some(220.0),
                Nutrient::VitaminD => None,
                _ => Some(0.0),
            }),
            lifts: vec![Nutrient::Magnesium, Nutrient::Potassium],
            not_for: Vec::new(),
            ground: Ground::Eaten { days: 4 },
        }
    }

    #[test]
    fn a_suggestion_says_what_it_adds_and_why_and_keeps_the_gate() {
        let food = almonds();
        let shut = words(&food, false);
        assert_eq!(shut.amount, "1 handful (30 g), 3 times a week");
        assert_eq!(shut.adds, "81 mg magnesium (vitamin D not known)");
        assert_eq!(shut.why, "for magnesium; you ate it on 4 days of the last four weeks");
        let open = words(&food, true);
        assert_eq!(open.adds, "81 mg magnesium and 220 mg potassium (vitamin D not known)");
    }
}
