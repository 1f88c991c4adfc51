//! The smallest change that lifts the week's known part over the reference.
//!
//! A mixed-integer program: whole portions a week of each food that could be added, so that what is
//! missing of every mineral is reached, no limit is passed and little energy is moved. Of all such
//! plans it takes the one with the fewest portions, then the fewest foods, then the least energy,
//! and of equal ones the one whose foods come first in the list.

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

/// The most portions of one food in a week: one a day.
pub const MOST_PORTIONS: u32 = 7;
/// The most different foods of a plan: more is no small change.
pub const MOST_FOODS: u32 = 4;
/// The most foods a plan is chosen from.
pub const MOST_CANDIDATES: usize = 24;

/// What a portion, a food and a kilocalorie weigh in the objective: each step outweighs all that can
/// come below it, for a plan has at most four foods and moves at most [`Task::energy_kcal`].
const WEIGHTS: (f64, f64, f64) = (1_000.0, 100.0, 0.02);
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
    /// Minerals it is never suggested for, although it holds them.
    pub not_for: Vec<Nutrient>,
}

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
                (portions, problem.add_binary_var(food))
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
                + if *n > 0 { food } else { 0.0 }
        };
        candidates.iter().zip(portions).enumerate().map(one).sum()
    }

    fn any_candidate() -> impl Strategy<Value = Candidate> {
        let amount = |most: u32| prop::option::weighted(0.9, (0..most).prop_map(f64::from));
        (amount(120), amount(300), amount(400), amount(250)).prop_map(|(mg, ca, na, kcal)| {
            let amounts = [(Magnesium, mg), (Calcium, ca), (Sodium, na), (Energy, kcal)];
            let known: Vec<(Nutrient, f64)> =
                amounts.into_iter().filter_map(|(n, amount)| Some((n, amount?))).collect();
            candidate(1, &known)
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
