//! What could be eaten to close the gaps of a page: from what this person eats first, from the
//! seeded source lists only where that is not enough.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike as _, NaiveDate};

use super::period::{Mineral, Report};
use super::{Input, PotassiumGate, of_period};
use crate::calendar::Period;
use crate::domain::{Food, FoodId, Item, Nutrient, PerNutrient, Record};
use crate::nutrition::bound::Bounds;
use crate::nutrition::coverage::{LEAST_DAYS, Verdict};
use crate::nutrition::intake::{self, Eaten};
use crate::nutrition::reference::{self, ReferenceKind};
use crate::nutrition::suggest::{
    self, Candidate, Ground, MOST_CANDIDATES, Reason, Suggestion, Suggestions, Task, Withheld,
};

/// Days of which what was eaten counts as eaten by this person.
const EATEN_DAYS: u64 = 28;
/// Energy a plan may move, kcal a day: a convention of ours, so that closing a gap is no diet.
pub const ENERGY_KCAL_PER_DAY: f64 = 200.0;
/// Shares of a gap that are tried, where no plan closes all of it.
const SHARES: [f64; 4] = [1.0, 0.75, 0.5, 0.25];
/// Share of the sodium level that a plan may always add, where the log is above it already: a
/// convention of ours; without it no food but fruit could be named.
const SODIUM_SHARE: f64 = 0.05;
/// Share of the potassium reference that a plan may add while the potassium gate is shut: a
/// convention of ours, for all food holds some.
pub const POTASSIUM_SHARE: f64 = 0.10;
/// Alcohol in a portion above which nothing is suggested, g.
const ALCOHOL_G: f64 = 0.1;
/// Share of a gap that a food must close to be named for it.
const NAMED_SHARE: f64 = 0.05;
/// Foods whose oxalate binds their calcium (Heaney 1988; Vegetarian Resource Group 1993, as cited
/// in `seed/cards.csv`).
const OXALATE_RICH: [&str; 4] = ["spinach", "rhubarb", "chard", "beet greens"];
/// Food groups of which nothing raw is offered.
const RAW_GROUPS: [&str; 8] =
    ["eggs", "fatty_fish", "white_fish", "shellfish", "beef", "lamb_game", "pork", "poultry"];
/// The largest portion of a food that nobody asked for, g: a convention of ours.
const MOST_GRAMS: f64 = 250.0;
/// The days of a week.
const WEEK: f64 = 7.0;

/// Returns the minerals with a gap that food could close, of those asked for; what stands against
/// it is held back with the reason.
pub fn gaps(report: &Report, wanted: Option<Nutrient>) -> (Vec<(Nutrient, f64)>, Vec<Withheld>) {
    let (mut gaps, mut withheld) = (Vec::new(), Vec::new());
    let asked = |m: &&Mineral| wanted.is_none_or(|wanted| wanted == m.nutrient);
    for mineral in report.minerals.iter().filter(asked) {
        let nutrient = mineral.nutrient;
        let mut hold = |reason| withheld.push(Withheld { nutrient, reason });
        if nutrient == Nutrient::Potassium && report.potassium_gate != PotassiumGate::Open {
            hold(Reason::PotassiumGate);
        } else if report.logged_days < LEAST_DAYS {
            hold(Reason::TooFewDays);
        } else if let (Some(reference), Some(intake)) = (mineral.reference, mineral.intake) {
            if mineral.verdict != Verdict::Met {
                gaps.push((nutrient, WEEK * (reference.amount - intake.known)));
            }
        } else {
            hold(Reason::NoReference);
        }
    }
    (gaps, withheld)
}

/// Returns what could be eaten. `listed` are foods of the seeded source lists, `refused` those the
/// person does not want to be offered.
pub fn suggestions(
    report: &Report,
    input: &Input,
    wanted: Option<Nutrient>,
    listed: &[Food],
    refused: &BTreeSet<FoodId>,
) -> Suggestions {
    let (gaps, mut withheld) = gaps(report, wanted);
    if gaps.is_empty() {
        return Suggestions { withheld, ..Suggestions::default() };
    }
    let may = |c: &Candidate| {
        !refused.contains(&c.food) && c.adds[Nutrient::Alcohol].is_none_or(|g| g <= ALCOHOL_G)
    };
    let mut eaten: Vec<Candidate> = eaten(input).into_iter().filter(may).collect();
    most_useful(&mut eaten, &gaps, MOST_CANDIDATES);
    let known: BTreeSet<FoodId> = eaten.iter().map(|c| c.food).collect();
    let mut new: Vec<Candidate> = listed
        .iter()
        .filter(|food| !known.contains(&food.id))
        .filter_map(|food| from_list(food, &input.bounds))
        .filter(may)
        .collect();
    let mut all = eaten.clone();
    most_useful(&mut all, &gaps, MOST_CANDIDATES / 2);
    most_useful(&mut new, &gaps, MOST_CANDIDATES - all.len());
    all.extend(new);

    let room = room(report, input);
    // Of each gap the largest share that some plan closes: of all of it, what is eaten is tried
    // before the lists.
    let best = |gaps: &[(Nutrient, f64)], share: f64| {
        let task = Task {
            gaps: gaps.iter().map(|(nutrient, gap)| (*nutrient, share * gap)).collect(),
            room: room.clone(),
            energy_kcal: WEEK * ENERGY_KCAL_PER_DAY,
        };
        [&eaten, &all].into_iter().find_map(|from| Some((from, suggest::plan(from, &task)?)))
    };
    let at_shares =
        |gaps: &[(Nutrient, f64)]| SHARES.into_iter().find_map(|share| best(gaps, share));
    let mut hold = |nutrient| withheld.push(Withheld { nutrient, reason: Reason::NoCombination });
    let whole = gaps.clone();
    let mut open = gaps;
    let mut found = best(&open, 1.0);
    if found.is_none() {
        // What no plan reaches by itself is given up first, then what stands last.
        let reachable = |(nutrient, gap): (Nutrient, f64)| {
            let share = SHARES.into_iter().find(|share| best(&[(nutrient, gap)], *share).is_some());
            if share.is_none() {
                hold(nutrient);
            }
            Some((nutrient, share? * gap))
        };
        open = open.into_iter().filter_map(reachable).collect();
        found = at_shares(&open).filter(|_| !open.is_empty());
        while found.is_none()
            && let Some((nutrient, _)) = open.pop()
        {
            withheld.push(Withheld { nutrient, reason: Reason::NoCombination });
            found = at_shares(&open).filter(|_| !open.is_empty());
        }
    }
    withheld.sort_by_key(|w| w.nutrient);
    let asked: Vec<(Nutrient, f64)> =
        whole.into_iter().filter(|(n, _)| open.iter().any(|(o, _)| o == n)).collect();
    let Some((from, portions)) = found else {
        return Suggestions { withheld, ..Suggestions::default() };
    };
    let closes = |(nutrient, gap): &(Nutrient, f64)| {
        let parts = from.iter().zip(&portions);
        let added: f64 = parts.map(|(c, n)| f64::from(*n) * suggest::gives(c, *nutrient)).sum();
        (*nutrient, (added / gap).min(1.0))
    };
    Suggestions {
        closes: asked.iter().map(closes).collect(),
        foods: named(from, &portions, &asked),
        withheld,
    }
}

/// Returns the foods of a plan with what each is named for.
fn named(from: &[Candidate], portions: &[u32], gaps: &[(Nutrient, f64)]) -> Vec<Suggestion> {
    let chosen = from.iter().zip(portions).filter(|(_, portions)| **portions > 0);
    let mut foods: Vec<Suggestion> = chosen
        .map(|(candidate, portions)| {
            let closes = |(nutrient, gap): &&(Nutrient, f64)| {
                let adds = candidate.adds[*nutrient].unwrap_or(0.0) * f64::from(*portions);
                !candidate.not_for.contains(nutrient) && adds >= NAMED_SHARE * gap
            };
            Suggestion {
                food: candidate.food,
                name: candidate.name.clone(),
                source: candidate.source.clone(),
                portion: candidate.portion.clone(),
                grams: candidate.grams,
                times_per_week: *portions,
                adds: candidate.adds,
                lifts: gaps.iter().filter(closes).map(|(nutrient, _)| *nutrient).collect(),
                ground: candidate.ground.clone(),
            }
        })
        .collect();
    foods.sort_by(|a, b| b.times_per_week.cmp(&a.times_per_week).then_with(|| a.name.cmp(&b.name)));
    foods
}

/// Keeps the foods of which a portion closes most of the gaps, in that order, ties by name.
fn most_useful(candidates: &mut Vec<Candidate>, gaps: &[(Nutrient, f64)], most: usize) {
    let closes = |c: &Candidate| -> f64 {
        let share = |(nutrient, gap): &(Nutrient, f64)| {
            if c.not_for.contains(nutrient) {
                return 0.0;
            }
            (c.adds[*nutrient].unwrap_or(0.0) / gap).min(1.0)
        };
        gaps.iter().map(share).sum()
    };
    candidates.sort_by(|a, b| {
        closes(b).total_cmp(&closes(a)).then_with(|| (&a.name, a.food).cmp(&(&b.name, b.food)))
    });
    candidates.truncate(most);
}

/// Returns how much more of what has a limit a week may hold. Levels count what is known of food,
/// drink and supplements together; magnesium's counts supplements alone, and food moves it by
/// nothing.
fn room(report: &Report, input: &Input) -> Vec<(Nutrient, f64)> {
    let mut room = Vec::new();
    for mineral in &report.minerals {
        if let (Some(level), Some(intake)) = (mineral.upper_level, mineral.intake)
            && mineral.nutrient != Nutrient::Magnesium
        {
            let taken = intake.known + mineral.supplements.unwrap_or(0.0);
            room.push((mineral.nutrient, WEEK * (level.amount - taken).max(0.0)));
        }
        if mineral.nutrient == Nutrient::Potassium && report.potassium_gate != PotassiumGate::Open {
            let reference = mineral.reference.map_or(0.0, |r| r.amount);
            room.push((Nutrient::Potassium, WEEK * POTASSIUM_SHARE * reference));
        }
    }
    let per_day = |nutrient: Nutrient| {
        let logged = report.days.iter().filter(|d| d.logged);
        let known: f64 = logged.map(|d| d.food[nutrient].known).sum();
        known / report.logged_days.max(1) as f64
    };
    let kinds = [ReferenceKind::Cdrr, ReferenceKind::EfsaSodium];
    let year = report.period.to.year();
    let person = &input.settings.person;
    let sodium = reference::reference(&input.references, Nutrient::Sodium, &kinds, person, year);
    if let Some(level) = sodium {
        let left = level.amount - per_day(Nutrient::Sodium);
        room.push((Nutrient::Sodium, WEEK * left.max(SODIUM_SHARE * level.amount)));
    }
    if let Some(level) = input.caffeine_level {
        let left = level - per_day(Nutrient::Caffeine);
        room.push((Nutrient::Caffeine, WEEK * left.max(0.0)));
    }
    room
}

/// Returns what a person ate in the last weeks, each food in a portion of theirs: the middle one of
/// all amounts.
fn eaten(input: &Input) -> Vec<Candidate> {
    let period = Period::ending(input.window.to, EATEN_DAYS);
    let mut found: BTreeMap<FoodId, (BTreeSet<NaiveDate>, Vec<&Item>)> = BTreeMap::new();
    for entry in of_period(&input.entries, period) {
        let Record::Meal(meal) = &entry.record else {
            continue;
        };
        for item in &meal.items {
            if let Some((food, _)) = item.eaten {
                let (days, items) = found.entry(food).or_default();
                days.insert(entry.day);
                items.push(item);
            }
        }
    }
    let grams = |item: &Item| item.eaten.map_or(0.0, |(_, grams)| grams);
    found
        .into_iter()
        .filter_map(|(id, (days, mut items))| {
            let food = input.foods.get(&id)?;
            items.sort_by(|a, b| grams(a).total_cmp(&grams(b)).then_with(|| a.id.cmp(&b.id)));
            let middle = items[(items.len() - 1) / 2];
            let ground = Ground::Eaten { days: days.len() };
            candidate(food, words(middle), grams(middle), ground, &input.bounds)
        })
        .collect()
}

fn from_list(food: &Food, bounds: &Bounds) -> Option<Candidate> {
    let usual = food.portion("usual")?;
    let name = food.name.to_lowercase();
    let uncooked = RAW_GROUPS.contains(&food.group.as_str()) && name.contains("raw");
    if uncooked || usual.grams > MOST_GRAMS {
        return None;
    }
    candidate(food, "a usual portion".to_owned(), usual.grams, Ground::Listed, bounds)
}

/// Returns a portion of a food with what it holds; none of one that weighs nothing.
fn candidate(
    food: &Food,
    portion: String,
    grams: f64,
    ground: Ground,
    bounds: &Bounds,
) -> Option<Candidate> {
    let held = intake::intake(Eaten::Food(food, grams), bounds);
    let known = |nutrient: Nutrient| held[nutrient].is_complete().then_some(held[nutrient].known);
    let name = food.name.to_lowercase();
    let oxalate = OXALATE_RICH.iter().any(|word| name.contains(word));
    (grams > 0.0).then(|| Candidate {
        food: food.id,
        name: food.name.clone(),
        source: food.source.clone(),
        portion,
        grams,
        adds: PerNutrient::from_fn(known),
        ground,
        not_for: if oxalate { vec![Nutrient::Calcium] } else { Vec::new() },
    })
}

/// Returns an amount as it was said where it was one of a household measure: `1 slice`.
fn words(item: &Item) -> String {
    match (item.quantity, item.unit.as_deref()) {
        (Some(1.0), Some(unit)) if unit != "each" && unit.len() > 2 => format!("1 {unit}"),
        _ => "your usual portion".to_owned(),
    }
}
