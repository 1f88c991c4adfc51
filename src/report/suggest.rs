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
use crate::nutrition::plan;
use crate::nutrition::reference::{self, ReferenceKind};
use crate::nutrition::suggest::{
    self, Candidate, FISH, Ground, MOST_CANDIDATES, Reason, Suggestion, Suggestions, Task, Withheld,
};

/// Days of which what was eaten counts as eaten by this person.
const EATEN_DAYS: u64 = 28;
/// Energy a plan may move, kcal a day: a convention of ours, so that closing a gap is no diet.
pub const ENERGY_KCAL_PER_DAY: f64 = 200.0;
/// Steps in which a share of a gap is sought, where no plan closes all of it: tenths.
const STEPS: u32 = 10;
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
/// Share of some week's gap that a portion must close to be worth a line: a convention of ours.
const LEAST_SHARE: f64 = 0.02;
/// Foods whose oxalate binds their calcium (Heaney 1988; Vegetarian Resource Group 1993, as cited
/// in `seed/cards.csv`).
const OXALATE_RICH: [&str; 4] = ["spinach", "rhubarb", "chard", "beet greens"];
/// Food groups of all fish.
const FISH_GROUPS: [&str; 3] = ["fatty_fish", "canned_fish_with_bones", "white_fish"];
/// Food groups of all milks, and their kind: who drinks one is not offered another.
const MILK_GROUPS: [&str; 2] = ["milk", "plant_milk"];
const MILK: &str = "milk";
/// Food groups that are cooked before they are eaten: nothing raw or dry of them is offered.
const COOKED_GROUPS: [&str; 14] = [
    "eggs",
    "fatty_fish",
    "white_fish",
    "shellfish",
    "beef",
    "lamb_game",
    "pork",
    "poultry",
    "processed_meat",
    "legumes",
    "soy",
    "grains",
    "starchy_vegetables",
    "mixed_dishes",
];
/// Food groups that nobody eats by the portion.
const SEASONING_GROUPS: [&str; 4] = ["herbs_spices", "fats_oils", "sauces", "alcohol"];
/// Words of a name that say a food is not eaten as it stands, or is sold as a supplement.
const NOT_A_MEAL: [&str; 13] = [
    "uncooked",
    "powder",
    "powdered",
    "baking",
    "protein",
    "whey",
    "replacement",
    "shake",
    "infant",
    "formula",
    "human",
    "ground",
    "desiccated",
];
/// Words of a name for foods rich in something that has an upper level, or is harmful, and that this
/// table does not hold, so that no limit could be kept: vitamin A in liver, selenium in Brazil nuts,
/// iodine in seaweed, mercury in large fish (FDA and EPA, *Advice about Eating Fish*).
const UNWATCHED: [&str; 9] =
    ["liver", "brazil", "seaweed", "kelp", "swordfish", "shark", "marlin", "bluefin", "bigeye"];
/// Food groups of which nothing is offered to who does not eat it already.
const TREATS: [&str; 6] =
    ["fast_food", "desserts", "snacks", "sweets", "baked_sweets", "processed_meat"];
/// The largest portion of a food that nobody asked for, g: a cup of milk. A convention of ours.
const MOST_GRAMS: f64 = 270.0;
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
/// person does not want to be offered, with their names: of the lists, nothing is offered that has
/// the same plain name.
pub fn suggestions(
    report: &Report,
    input: &Input,
    wanted: Option<Nutrient>,
    listed: &[Food],
    refused: &BTreeMap<FoodId, String>,
) -> Suggestions {
    let (gaps, mut withheld) = gaps(report, wanted);
    if gaps.is_empty() {
        return Suggestions { withheld, ..Suggestions::default() };
    }
    let search = Search::new(report, input, &gaps, listed, refused);
    let (levels, out_of_reach) = search.levels(&gaps);
    let hold =
        |nutrient: &Nutrient| Withheld { nutrient: *nutrient, reason: Reason::NoCombination };
    withheld.extend(out_of_reach.iter().map(hold));
    withheld.sort_by_key(|w| w.nutrient);
    let Some((from, portions)) = search.plan(&gaps, &levels) else {
        return Suggestions { withheld, ..Suggestions::default() };
    };
    let asked: Vec<(Nutrient, f64)> =
        gaps.into_iter().filter(|(nutrient, _)| !out_of_reach.contains(nutrient)).collect();
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

/// What plans are made of, and what they must keep.
struct Search {
    /// Foods the person eats.
    eaten: Vec<Candidate>,
    /// The same with foods of the source lists.
    all: Vec<Candidate>,
    /// What a week has room for.
    room: Vec<(Nutrient, f64)>,
}

impl Search {
    fn new(
        report: &Report,
        input: &Input,
        gaps: &[(Nutrient, f64)],
        listed: &[Food],
        refused: &BTreeMap<FoodId, String>,
    ) -> Self {
        let may = |c: &Candidate| {
            !refused.contains_key(&c.food)
                && c.adds[Nutrient::Alcohol].is_none_or(|g| g <= ALCOHOL_G)
        };
        let mut eaten: Vec<Candidate> = eaten(input).into_iter().filter(may).collect();
        most_useful(&mut eaten, gaps, MOST_CANDIDATES / 2);
        let mut taken: BTreeSet<&str> = eaten.iter().map(|c| plain(&c.name)).collect();
        taken.extend(refused.values().map(|name| plain(name)));
        let mut new: Vec<Candidate> = listed
            .iter()
            .filter(|food| !taken.contains(plain(&food.name)))
            .filter_map(|food| from_list(food, &input.bounds))
            .filter(may)
            .filter(|c| c.kind != MILK || !eaten.iter().any(|eaten| eaten.kind == MILK))
            .collect();
        most_useful(&mut new, gaps, usize::MAX);
        one_of_each(&mut new);
        let mut all = eaten.clone();
        new.truncate(MOST_CANDIDATES - all.len());
        all.extend(new);
        Self { eaten, all, room: room(report, input) }
    }

    /// Returns the task of closing so many steps of each gap; none where there is nothing to close.
    fn task(&self, gaps: &[(Nutrient, f64)], levels: &[u32]) -> Option<Task> {
        let share = |level: u32| f64::from(level) / f64::from(STEPS);
        let parts = gaps.iter().zip(levels).filter(|(_, level)| **level > 0);
        let gaps: Vec<(Nutrient, f64)> =
            parts.map(|((nutrient, gap), level)| (*nutrient, share(*level) * gap)).collect();
        (!gaps.is_empty()).then(|| Task {
            gaps,
            room: self.room.clone(),
            energy_kcal: WEEK * ENERGY_KCAL_PER_DAY,
        })
    }

    /// Returns a plan that closes so many [`STEPS`] of each gap: of what is eaten where that is
    /// enough, else with the lists.
    fn plan(&self, gaps: &[(Nutrient, f64)], levels: &[u32]) -> Option<(&[Candidate], Vec<u32>)> {
        let task = self.task(gaps, levels)?;
        [&self.eaten, &self.all]
            .into_iter()
            .find_map(|from| Some((from.as_slice(), plan::smallest(from, &task)?)))
    }

    /// Returns whether some plan closes so many steps of each gap.
    fn closes(&self, gaps: &[(Nutrient, f64)], levels: &[u32]) -> bool {
        self.task(gaps, levels).is_some_and(|task| plan::some(&self.all, &task).is_some())
    }

    /// Returns how many steps of each gap some plan closes together, and the minerals of which none
    /// closes any: all are raised together as far as they can be, then in turn, a step each, in their
    /// order. What cannot be raised once cannot be later, for the others only rise.
    fn levels(&self, gaps: &[(Nutrient, f64)]) -> (Vec<u32>, Vec<Nutrient>) {
        let all = |level: u32| vec![level; gaps.len()];
        if self.closes(gaps, &all(STEPS)) {
            return (all(STEPS), Vec::new());
        }
        let mut levels = all(highest(STEPS - 1, |level| self.closes(gaps, &all(level))));
        let mut open: Vec<usize> = (0..gaps.len()).collect();
        while !open.is_empty() {
            open.retain(|place| {
                let mut raised = levels.clone();
                raised[*place] += 1;
                let can = levels[*place] < STEPS && self.closes(gaps, &raised);
                if can {
                    levels = raised;
                }
                can
            });
        }
        let none = gaps.iter().zip(&levels).filter(|(_, level)| **level == 0);
        let out_of_reach = none.map(|((nutrient, _), _)| *nutrient).collect();
        (levels, out_of_reach)
    }
}

/// Returns the highest number up to `most` that holds, where every lower one does too; 0 does without
/// being asked.
fn highest(most: u32, holds: impl Fn(u32) -> bool) -> u32 {
    let (mut low, mut high) = (0, most);
    while low < high {
        let middle = (low + high).div_ceil(2);
        if holds(middle) {
            low = middle;
        } else {
            high = middle - 1;
        }
    }
    low
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
            let mut lifts: Vec<Nutrient> =
                gaps.iter().filter(closes).map(|(nutrient, _)| *nutrient).collect();
            if lifts.is_empty() {
                // It tops up what the others leave: it is named for that of which it closes most.
                let share =
                    |(nutrient, gap): &(Nutrient, f64)| suggest::gives(candidate, *nutrient) / gap;
                let most = gaps.iter().max_by(|a, b| share(a).total_cmp(&share(b)));
                lifts.extend(most.map(|(nutrient, _)| *nutrient));
            }
            Suggestion {
                food: candidate.food,
                name: candidate.name.clone(),
                source: candidate.source.clone(),
                portion: candidate.portion.clone(),
                grams: candidate.grams,
                times_per_week: *portions,
                adds: candidate.adds,
                lifts,
                not_for: candidate.not_for.clone(),
                ground: candidate.ground.clone(),
            }
        })
        .collect();
    foods.sort_by(|a, b| b.times_per_week.cmp(&a.times_per_week).then_with(|| a.name.cmp(&b.name)));
    foods
}

/// Keeps the foods of which a portion closes most of the gaps, in that order, ties by name; those that
/// hardly close any are left out.
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
    candidates.retain(|c| {
        gaps.iter().any(|(nutrient, gap)| suggest::gives(c, *nutrient) >= LEAST_SHARE * gap)
    });
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
    let raw_greens = food.group == "leafy_greens" && words_of(&food.name).any(|w| w == "raw");
    if raw_greens || TREATS.contains(&food.group.as_str()) || usual.grams > MOST_GRAMS {
        return None;
    }
    candidate(food, "a usual portion".to_owned(), usual.grams, Ground::Listed, bounds)
}

/// Returns the plain name of a food, by which varieties of it are alike: `salmon` of
/// `salmon, red, canned, with bones`.
fn plain(name: &str) -> &str {
    name.split(',').next().unwrap_or(name).trim()
}

/// Keeps the first food of each sort, by the last word of its plain name: one cheese, one of the
/// beans.
fn one_of_each(candidates: &mut Vec<Candidate>) {
    let mut seen: BTreeSet<String> = BTreeSet::new();
    candidates.retain(|c| {
        let sort = plain(&c.name).rsplit(' ').next().unwrap_or_default();
        seen.insert(sort.to_lowercase())
    });
}

fn words_of(name: &str) -> impl Iterator<Item = String> {
    name.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).map(str::to_lowercase)
}

/// Returns whether a food is eaten by the portion as it stands in the table.
fn is_eaten_as_it_is(food: &Food) -> bool {
    let group = food.group.as_str();
    let uncooked = COOKED_GROUPS.contains(&group);
    !SEASONING_GROUPS.contains(&group)
        && !words_of(&food.name).any(|word| {
            let word = word.as_str();
            (NOT_A_MEAL.contains(&word) && group != "beef")
                || UNWATCHED.contains(&word)
                || (word == "flour" && group != "bread")
                || (uncooked && (word == "raw" || word == "dry") && !food.name.contains("roasted"))
        })
}

/// Returns a portion of a food with what it holds; none of one that weighs nothing, or that nobody
/// eats as it stands.
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
    let kind = match food.group.as_str() {
        group if FISH_GROUPS.contains(&group) => FISH,
        group if MILK_GROUPS.contains(&group) => MILK,
        group => group,
    };
    (grams > 0.0 && is_eaten_as_it_is(food)).then(|| Candidate {
        food: food.id,
        name: food.name.clone(),
        source: food.source.clone(),
        portion,
        grams,
        adds: PerNutrient::from_fn(known),
        ground,
        kind: kind.to_owned(),
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
