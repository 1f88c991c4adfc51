//! The smallest change that lifts the week's known part over the reference.
//!
//! A mixed-integer program: whole portions a week of each food that could be added, so that what is
//! missing of every mineral is reached, no limit is passed, little energy is moved and no food comes
//! too often. Of all such plans it takes the one with the fewest portions, where a food that is not
//! eaten yet weighs more than two of them; then the fewest foods, then the least energy, and of
//! equal ones the one whose foods come first in the list.

use std::collections::BTreeSet;

use microlp::{ComparisonOp, OptimizationDirection, Problem, Variable};

use crate::domain::{FoodId, Nutrient, PerNutrient};

/// One food to eat more of.
#[derive(Clone, Debug, PartialEq)]
pub struct Suggestion {
    /// The food.
    pub food: FoodId,
    /// Its name.
    pub name: String,
    /// Its origin: `usda:168462`.
    pub source: String,
    /// One portion in words: "1 handful".
    pub portion: String,
    /// Grams of one portion.
    pub grams: f64,
    /// Portions in a week.
    pub times_per_week: u32,
    /// What one portion adds, in each nutrient's unit; none where the food does not report it.
    pub adds: PerNutrient<Option<f64>>,
    /// The minerals it is suggested for.
    pub lifts: Vec<Nutrient>,
    /// Minerals it holds that are not counted on, for hardly any of them is absorbed.
    pub not_for: Vec<Nutrient>,
    /// Why this food: it is eaten already, or it stands in a source list.
    pub ground: Ground,
}

/// The ground on which a food is suggested.
#[derive(Clone, Debug, PartialEq)]
pub enum Ground {
    /// The person ate it on that many days of the last four weeks.
    Eaten {
        /// Days.
        days: usize,
    },
    /// It stands in the seeded source lists.
    Listed,
}

/// A mineral for which nothing is suggested although it is not met, and why.
#[derive(Clone, Debug, PartialEq)]
pub struct Withheld {
    /// The mineral.
    pub nutrient: Nutrient,
    /// Why.
    pub reason: Reason,
}

/// Why nothing is suggested.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// The potassium gate is shut.
    PotassiumGate,
    /// Fewer than three logged days.
    TooFewDays,
    /// No reference fits the person.
    NoReference,
    /// No combination of foods reaches it within the limits.
    NoCombination,
}

/// What is suggested for a week, and what is held back.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Suggestions {
    /// The foods.
    pub foods: Vec<Suggestion>,
    /// The share of each gap that they close together, 1 all of it.
    pub closes: Vec<(Nutrient, f64)>,
    /// The minerals without one.
    pub withheld: Vec<Withheld>,
}

/// The most portions of one food in a week, about every other day: a convention of ours, for the same
/// food every day is what nobody keeps up, and what a table does not list of it would add up.
pub const MOST_PORTIONS: u32 = 4;
/// The most portions of one kind of food in a week, one a day: a convention of ours, for variety.
pub const MOST_OF_A_KIND: u32 = 7;
/// The most portions of fish in a week: the upper end of the two to three servings of FDA and EPA,
/// *Advice about Eating Fish*.
pub const MOST_FISH: u32 = 3;
/// The most portions of a plan, two a day: a convention of ours, for more is another diet and no
/// small change.
pub const MOST_IN_ALL: u32 = 14;
/// The most different foods of a plan: more is no small change.
pub const MOST_FOODS: u32 = 5;
/// The most foods of a plan that are not eaten yet: a convention of ours, as many as a week takes up.
pub const MOST_NEW_FOODS: u32 = 2;
/// The most foods a plan is chosen from.
pub const MOST_CANDIDATES: usize = 24;

/// What a portion, a food and a kilocalorie weigh in the objective: each step outweighs all that can
/// come below it, for a plan has at most five foods and moves at most [`Task::energy_kcal`].
const WEIGHTS: (f64, f64, f64) = (1_000.0, 100.0, 0.02);
/// What a food that is not eaten yet weighs besides: more than two portions of one that is, a convention
/// of ours, for taking up a new food is the larger change.
const NEW_FOOD: f64 = 2_500.0;
/// What a place in the list weighs: less than anything else a plan can differ by.
const PLACE: f64 = 1e-4;

/// A food of which a portion could be added.
#[derive(Clone, Debug, PartialEq)]
pub struct Candidate {
    /// The food.
    pub food: FoodId,
    /// Its name.
    pub name: String,
    /// Its origin.
    pub source: String,
    /// One portion in words.
    pub portion: String,
    /// Grams of one portion.
    pub grams: f64,
    /// What one portion adds; none where the food does not report it.
    pub adds: PerNutrient<Option<f64>>,
    /// Why it may be suggested.
    pub ground: Ground,
    /// The kind of food it is, for variety: its food group, and `fish` for all fish.
    pub kind: String,
    /// Minerals it is never suggested for, although it holds them.
    pub not_for: Vec<Nutrient>,
}

/// The kind of all fish.
pub const FISH: &str = "fish";

/// What is to be reached in a week, and what is not to be passed.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Task {
    /// What is missing of a mineral in a week, in its unit.
    pub gaps: Vec<(Nutrient, f64)>,
    /// How much more of a nutrient a week may hold.
    pub room: Vec<(Nutrient, f64)>,
    /// How much energy a week may be moved by, kcal.
    pub energy_kcal: f64,
}

/// Returns the portions a week of each candidate that make the smallest change, in the order of the
/// candidates; none where no combination reaches everything within the limits.
///
/// A food that does not report a nutrient with a limit, or its energy, cannot keep it and is left
/// out; one that does not report a mineral adds nothing to it.
pub fn plan(candidates: &[Candidate], task: &Task) -> Option<Vec<u32>> {
    let mut problem = Problem::new(OptimizationDirection::Minimize);
    let (portion, food, kcal) = WEIGHTS;
    let variables: Vec<Option<(Variable, Variable)>> = candidates
        .iter()
        .enumerate()
        .map(|(place, candidate)| {
            may_be_added(candidate, task).then(|| {
                let energy = candidate.adds[Nutrient::Energy].unwrap_or(0.0);
                let weight = portion + kcal * energy + PLACE * place as f64;
                let portions = problem.add_integer_var(weight, (0, MOST_PORTIONS as i32));
                (portions, problem.add_binary_var(food + newness(candidate)))
            })
        })
        .collect();
    let terms = |of: &dyn Fn(&Candidate) -> f64| -> Vec<(Variable, f64)> {
        let with = candidates.iter().zip(&variables);
        with.filter_map(|(c, v)| v.map(|(portions, _)| (portions, of(c)))).collect()
    };
    // Each line is divided by its right-hand side, so that milligrams and micrograms weigh alike.
    for (nutrient, gap) in &task.gaps {
        let line = terms(&|c| gives(c, *nutrient) / gap);
        problem.add_constraint(line.as_slice(), ComparisonOp::Ge, 1.0);
    }
    let mut at_most = |nutrient: Nutrient, room: f64| {
        let scale = room.max(1.0);
        let line = terms(&|c| c.adds[nutrient].unwrap_or(0.0) / scale);
        problem.add_constraint(line.as_slice(), ComparisonOp::Le, room / scale);
    };
    for (nutrient, room) in &task.room {
        at_most(*nutrient, *room);
    }
    at_most(Nutrient::Energy, task.energy_kcal);
    for (portions, used) in variables.iter().flatten() {
        let line = [(*portions, 1.0), (*used, -f64::from(MOST_PORTIONS))];
        problem.add_constraint(line, ComparisonOp::Le, 0.0);
    }
    let foods: Vec<(Variable, f64)> =
        variables.iter().flatten().map(|(_, used)| (*used, 1.0)).collect();
    problem.add_constraint(foods.as_slice(), ComparisonOp::Le, f64::from(MOST_FOODS));
    let new: Vec<(Variable, f64)> = candidates
        .iter()
        .zip(&variables)
        .filter(|(c, _)| c.ground == Ground::Listed)
        .filter_map(|(_, v)| v.map(|(_, used)| (used, 1.0)))
        .collect();
    problem.add_constraint(new.as_slice(), ComparisonOp::Le, f64::from(MOST_NEW_FOODS));
    let all = terms(&|_| 1.0);
    problem.add_constraint(all.as_slice(), ComparisonOp::Le, f64::from(MOST_IN_ALL));
    for kind in kinds(candidates) {
        let line = terms(&|c| if c.kind == kind { 1.0 } else { 0.0 });
        problem.add_constraint(line.as_slice(), ComparisonOp::Le, f64::from(most_of(kind)));
    }
    let solution = problem.solve().ok()?.into_solution().ok()?;
    let portions = variables
        .into_iter()
        .map(|v| v.map_or(0.0, |(portions, _)| solution.var_value(portions).round()) as u32)
        .collect::<Vec<u32>>();
    // The solver works with a tolerance; what it found is held against the task itself.
    reaches(candidates, task, &portions).then_some(portions)
}

/// Returns what one portion gives of a mineral that is asked for.
pub fn gives(candidate: &Candidate, nutrient: Nutrient) -> f64 {
    if candidate.not_for.contains(&nutrient) {
        return 0.0;
    }
    candidate.adds[nutrient].unwrap_or(0.0)
}

fn newness(candidate: &Candidate) -> f64 {
    if candidate.ground == Ground::Listed { NEW_FOOD } else { 0.0 }
}

fn kinds(candidates: &[Candidate]) -> BTreeSet<&str> {
    candidates.iter().map(|c| c.kind.as_str()).collect()
}

/// Returns the most portions of a kind of food in a week.
fn most_of(kind: &str) -> u32 {
    if kind == FISH { MOST_FISH } else { MOST_OF_A_KIND }
}

fn may_be_added(candidate: &Candidate, task: &Task) -> bool {
    let reported = |nutrient: Nutrient| candidate.adds[nutrient].is_some();
    reported(Nutrient::Energy)
        && task.room.iter().all(|(nutrient, _)| reported(*nutrient))
        && task.gaps.iter().any(|(nutrient, _)| gives(candidate, *nutrient) > 0.0)
}

/// Returns whether some portions reach everything that is asked for within the limits; amounts a
/// millionth short or over are equal.
pub fn reaches(candidates: &[Candidate], task: &Task, portions: &[u32]) -> bool {
    const ALIKE: f64 = 1e-6;
    let sum = |of: &dyn Fn(&Candidate) -> f64| -> f64 {
        candidates.iter().zip(portions).map(|(c, n)| f64::from(*n) * of(c)).sum()
    };
    let within = |nutrient: Nutrient, room: f64| {
        sum(&|c| c.adds[nutrient].unwrap_or(0.0)) <= room + ALIKE * room.abs().max(1.0)
    };
    let used = |(c, n): (&Candidate, &u32)| *n == 0 || may_be_added(c, task);
    candidates.iter().zip(portions).all(used)
        && task.gaps.iter().all(|(n, gap)| sum(&|c| gives(c, *n)) >= gap * (1.0 - ALIKE))
        && task.room.iter().all(|(n, room)| within(*n, *room))
        && within(Nutrient::Energy, task.energy_kcal)
        && portions.iter().all(|n| *n <= MOST_PORTIONS)
        && portions.iter().filter(|n| **n > 0).count() <= MOST_FOODS as usize
        && portions.iter().sum::<u32>() <= MOST_IN_ALL
        && candidates
            .iter()
            .zip(portions)
            .filter(|(c, n)| **n > 0 && c.ground == Ground::Listed)
            .count()
            <= MOST_NEW_FOODS as usize
        && kinds(candidates).into_iter().all(|kind| {
            let of_kind = candidates.iter().zip(portions).filter(|(c, _)| c.kind == kind);
            of_kind.map(|(_, n)| *n).sum::<u32>() <= most_of(kind)
        })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn candidate(id: i64, adds: &[(Nutrient, f64)]) -> Candidate {
        let of = |nutrient| adds.iter().find(|(n, _)| *n == nutrient).map(|(_, amount)| *amount);
        Candidate {
            food: FoodId(id),
            name: format!("food {id}"),
            source: format!("test:{id}"),
            portion: "1 portion".to_owned(),
            grams: 50.0,
            adds: PerNutrient::from_fn(of),
            ground: Ground::Eaten { days: 3 },
            kind: "nuts".to_owned(),
            not_for: Vec::new(),
        }
    }

    fn task(gaps: &[(Nutrient, f64)], room: &[(Nutrient, f64)]) -> Task {
        Task { gaps: gaps.to_vec(), room: room.to_vec(), energy_kcal: 1_000.0 }
    }

    use Nutrient::{Calcium, Energy, Magnesium, Sodium};

    #[test]
    fn the_fewest_portions_then_the_fewest_foods_then_the_least_energy() {
        let foods = [
            candidate(1, &[(Magnesium, 30.0), (Energy, 50.0)]),
            candidate(2, &[(Magnesium, 80.0), (Energy, 160.0)]),
            candidate(3, &[(Magnesium, 80.0), (Energy, 150.0)]),
        ];
        assert_eq!(plan(&foods, &task(&[(Magnesium, 100.0)], &[])), Some(vec![0, 0, 2]));
        assert_eq!(plan(&foods, &task(&[(Magnesium, 25.0)], &[])), Some(vec![1, 0, 0]));
        assert_eq!(plan(&foods, &task(&[(Magnesium, 5_000.0)], &[])), None);
    }

    #[test]
    fn what_is_eaten_comes_before_what_is_not_unless_it_takes_three_portions_more() {
        let known = candidate(1, &[(Magnesium, 40.0), (Energy, 50.0)]);
        let new = Candidate {
            ground: Ground::Listed,
            kind: "seeds".to_owned(),
            ..candidate(2, &[(Magnesium, 130.0), (Energy, 50.0)])
        };
        let foods = [known, new];
        assert_eq!(plan(&foods, &task(&[(Magnesium, 120.0)], &[])), Some(vec![3, 0]));
        assert_eq!(plan(&foods, &task(&[(Magnesium, 160.0)], &[])), Some(vec![4, 0]));
        assert_eq!(plan(&foods, &task(&[(Magnesium, 170.0)], &[])), Some(vec![0, 2]));
    }

    #[test]
    fn no_food_and_no_kind_comes_too_often() {
        let of = |id, kind: &str| Candidate {
            kind: kind.to_owned(),
            ..candidate(id, &[(Magnesium, 100.0), (Energy, 50.0)])
        };
        let portions = |foods: &[Candidate], mg| {
            plan(foods, &task(&[(Magnesium, mg)], &[])).map(|p| p.into_iter().sum::<u32>())
        };
        assert_eq!(portions(&[of(1, "nuts")], 400.0), Some(4));
        assert_eq!(portions(&[of(1, "nuts")], 410.0), None);
        assert_eq!(portions(&[of(1, "nuts"), of(2, "nuts")], 700.0), Some(7));
        assert_eq!(portions(&[of(1, "nuts"), of(2, "nuts")], 710.0), None);
        assert_eq!(portions(&[of(1, FISH), of(2, FISH)], 300.0), Some(3));
        assert_eq!(portions(&[of(1, FISH), of(2, FISH)], 310.0), None);
        let many: Vec<Candidate> = (0..9).map(|id| of(id, &id.to_string())).collect();
        assert_eq!(portions(&many, 1_400.0), Some(14));
        assert_eq!(portions(&many, 1_410.0), None);
    }

    #[test]
    fn what_is_not_reported_keeps_no_limit_and_fills_no_gap() {
        let silent = candidate(1, &[(Magnesium, 80.0), (Energy, 50.0)]);
        let salted = candidate(2, &[(Magnesium, 40.0), (Energy, 50.0), (Sodium, 300.0)]);
        let wanted = task(&[(Magnesium, 80.0)], &[(Sodium, 700.0)]);
        assert_eq!(plan(&[silent.clone(), salted.clone()], &wanted), Some(vec![0, 2]));
        assert_eq!(plan(&[silent], &task(&[(Calcium, 10.0)], &[])), None);
        let mut spinach = salted;
        spinach.not_for = vec![Magnesium];
        assert_eq!(plan(&[spinach], &wanted), None);
    }

    /// Returns the least weight of all plans, by trying every one.
    fn brute_force(candidates: &[Candidate], task: &Task) -> Option<f64> {
        let mut best: Option<f64> = None;
        let all = (MOST_PORTIONS as usize + 1).pow(candidates.len() as u32);
        for number in 0..all {
            let mut rest = number;
            let portions: Vec<u32> = candidates
                .iter()
                .map(|_| {
                    let digit = rest % (MOST_PORTIONS as usize + 1);
                    rest /= MOST_PORTIONS as usize + 1;
                    digit as u32
                })
                .collect();
            if reaches(candidates, task, &portions) {
                let weight = weight(candidates, &portions);
                best = Some(best.map_or(weight, |best| best.min(weight)));
            }
        }
        best
    }

    fn weight(candidates: &[Candidate], portions: &[u32]) -> f64 {
        let (portion, food, kcal) = WEIGHTS;
        let one = |(place, (c, n)): (usize, (&Candidate, &u32))| {
            let energy = c.adds[Energy].unwrap_or(0.0);
            f64::from(*n) * (portion + kcal * energy + PLACE * place as f64)
                + if *n > 0 { food + newness(c) } else { 0.0 }
        };
        candidates.iter().zip(portions).enumerate().map(one).sum()
    }

    fn any_candidate() -> impl Strategy<Value = Candidate> {
        let amount = |most: u32| prop::option::weighted(0.9, (0..most).prop_map(f64::from));
        let kind = prop::sample::select(vec!["nuts", FISH, "milk"]);
        let amounts = (amount(120), amount(300), amount(400), amount(250));
        (amounts, kind, any::<bool>()).prop_map(|((mg, ca, na, kcal), kind, eaten)| {
            let amounts = [(Magnesium, mg), (Calcium, ca), (Sodium, na), (Energy, kcal)];
            let known: Vec<(Nutrient, f64)> =
                amounts.into_iter().filter_map(|(n, amount)| Some((n, amount?))).collect();
            let ground = if eaten { Ground::Eaten { days: 3 } } else { Ground::Listed };
            Candidate { kind: kind.to_owned(), ground, ..candidate(1, &known) }
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn no_plan_is_better_than_the_one_found(
            candidates in prop::collection::vec(any_candidate(), 1..4),
            (mg, ca) in (1..400_u32, 1..900_u32),
            (room, energy) in (0..1_500_u32, 0..1_200_u32),
        ) {
            let task = Task {
                gaps: vec![(Magnesium, f64::from(mg)), (Calcium, f64::from(ca))],
                room: vec![(Sodium, f64::from(room))],
                energy_kcal: f64::from(energy),
            };
            let found = plan(&candidates, &task).map(|p| weight(&candidates, &p));
            match (found, brute_force(&candidates, &task)) {
                (Some(found), Some(best)) => prop_assert!((found - best).abs() < 1e-3, "{found} {best}"),
                (found, best) => prop_assert_eq!(found, best),
            }
        }

        #[test]
        fn every_plan_keeps_every_limit(
            candidates in prop::collection::vec(any_candidate(), 5..MOST_CANDIDATES),
            (mg, ca) in (1..900_u32, 1..2_000_u32),
            (room, energy) in (0..3_000_u32, 100..1_500_u32),
        ) {
            let task = Task {
                gaps: vec![(Magnesium, f64::from(mg)), (Calcium, f64::from(ca))],
                room: vec![(Sodium, f64::from(room))],
                energy_kcal: f64::from(energy),
            };
            if let Some(portions) = plan(&candidates, &task) {
                prop_assert!(reaches(&candidates, &task, &portions));
            }
        }
    }
}
