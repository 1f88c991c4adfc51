//! The search for the smallest plan: exact, by branch and bound.
//!
//! A plan is a handful of foods out of two dozen. The search takes one food after the other and
//! leaves a branch as soon as no plan in it can be better than the best one known. What a branch can
//! come to at best is told by a Lagrangian bound (Geoffrion 1974, *Lagrangean relaxation for integer
//! programming*): every limit gets a price, and what is left is a choice of the few best foods, which
//! is made at sight. The prices are found once, at the root, by subgradient steps (Held, Wolfe and
//! Crowder 1974).

use super::suggest::{
    Candidate, MOST_CANDIDATES, MOST_FOODS, MOST_IN_ALL, MOST_NEW_FOODS, MOST_PORTIONS, Task,
    gives, is_new, may_be_added, most_of, price,
};
use crate::domain::Nutrient;

/// Amounts that far below a limit of 1 still reach it, and that far above one still keep it.
const ALIKE: f64 = 1e-6;
/// The most lines of a task: four gaps, two limits of each mineral, and those of sodium, caffeine and
/// energy.
const LINES: usize = 16;
/// Steps by which the prices are found: fewer where they only tell whether there is a plan.
const STEPS: usize = 80;
const STEPS_OF_SOME: usize = 24;

/// Returns the portions a week of each candidate that make the smallest change, in the order of the
/// candidates; none where no combination reaches everything within the limits. Of equal plans it is
/// the one with more of the foods that come first.
///
/// A food that does not report a nutrient with a limit, or its energy, cannot keep it and is left
/// out; one that does not report a mineral adds nothing to it.
pub fn smallest(candidates: &[Candidate], task: &Task) -> Option<Vec<u32>> {
    let known = some(candidates, task)?;
    let mut search = Search::new(candidates, task, Aim::Smallest);
    let weight = |choice: &Choice| {
        let portions = f64::from(known[choice.place]);
        if portions > 0.0 { portions * choice.portion + choice.food } else { 0.0 }
    };
    search.best = Some((search.choices.iter().map(weight).sum(), known));
    search.run()
}

/// Returns some plan that reaches everything within the limits; none where there is none.
pub fn some(candidates: &[Candidate], task: &Task) -> Option<Vec<u32>> {
    Search::new(candidates, task, Aim::Any).run()
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Aim {
    Smallest,
    Any,
}

/// A food that may be added.
#[derive(Debug)]
struct Choice {
    /// Its place among the candidates.
    place: usize,
    /// What a portion adds to each line.
    adds: Lines,
    /// The most portions.
    most: u32,
    /// What a portion weighs.
    portion: f64,
    /// What the food weighs besides.
    food: f64,
    is_new: bool,
    /// The kind it is of, by number.
    kind: usize,
}

/// A number of each line; those behind the last one are 0.
type Lines = [f64; LINES];

/// What is still to be had on the way to a plan.
#[derive(Clone, Debug)]
struct Left {
    /// What each line has room for: less than 0 while something is missing.
    room: Lines,
    foods: u32,
    new_foods: u32,
    portions: u32,
    /// Portions of each kind.
    kinds: [u32; MOST_CANDIDATES],
    weight: f64,
    /// What is left is worth by the prices of each bound.
    bounds: [f64; BOUNDS],
}

/// What a branch can come to at best by some prices of the lines.
#[derive(Debug)]
struct Bound {
    /// Whether the weights of the foods count too: else it only tells whether there is a plan.
    weighed: bool,
    /// What is left at the root is worth by the prices, and what a portion of each choice changes of
    /// it.
    root: f64,
    portion: Vec<f64>,
    /// For each number: the choices from there on that are worth most, the best one first, each with
    /// whether it is new; those worth nothing are left out.
    worth: Vec<Vec<(f64, bool)>>,
}

/// The most bounds of a search: one by weight, one for whether there is a plan, and one for each gap
/// alone.
const BOUNDS: usize = 2 + Nutrient::MINERALS.len();

struct Search {
    aim: Aim,
    /// The foods, the most promising one first.
    choices: Vec<Choice>,
    root: Left,
    /// How many portions the choice is that may be taken least often.
    fewest: u32,
    /// Lines that are to be reached come first.
    gaps: usize,
    bounds: Vec<Bound>,
    /// The portions of the plan at hand, by place.
    portions: Vec<u32>,
    best: Option<(f64, Vec<u32>)>,
}

impl Search {
    /// Every limit is a line `sum of adds <= room`, divided by its own size, so that milligrams and
    /// micrograms weigh alike; a gap is one with its signs turned.
    fn new(candidates: &[Candidate], task: &Task, aim: Aim) -> Self {
        let limits: Vec<(Nutrient, f64)> =
            task.room.iter().copied().chain([(Nutrient::Energy, task.energy_kcal)]).collect();
        assert!(
            task.gaps.len() + limits.len() <= LINES,
            "a task of more lines than nutrients make"
        );
        assert!(candidates.len() <= MOST_CANDIDATES, "more candidates than a plan is chosen from");
        let adds = |c: &Candidate| -> Lines {
            let gaps = task.gaps.iter().map(|(nutrient, gap)| -gives(c, *nutrient) / gap);
            let limits = limits
                .iter()
                .map(|(nutrient, room)| c.adds[*nutrient].unwrap_or(0.0) / room.max(1.0));
            filled(gaps.chain(limits))
        };
        let mut kinds: Vec<&str> = candidates.iter().map(|c| c.kind.as_str()).collect();
        kinds.sort_unstable();
        kinds.dedup();
        let choices = candidates.iter().enumerate().filter(|(_, c)| may_be_added(c, task));
        let choices = choices.map(|(place, c)| {
            let (portion, food) = price(c, place);
            Choice {
                place,
                adds: adds(c),
                most: MOST_PORTIONS.min(most_of(&c.kind)),
                portion,
                food,
                is_new: is_new(c),
                kind: kinds.partition_point(|kind| *kind < c.kind.as_str()),
            }
        });
        let choices: Vec<Choice> = choices.collect();
        let room = task.gaps.iter().map(|_| -1.0);
        let room = room.chain(limits.iter().map(|(_, room)| room / room.max(1.0)));
        let root = Left {
            room: filled(room),
            foods: MOST_FOODS,
            new_foods: MOST_NEW_FOODS,
            portions: MOST_IN_ALL,
            kinds: filled(kinds.iter().map(|kind| most_of(kind))),
            weight: 0.0,
            bounds: [0.0; BOUNDS],
        };
        Self {
            aim,
            fewest: choices.iter().map(|choice| choice.most).min().unwrap_or(MOST_PORTIONS),
            choices,
            root,
            gaps: task.gaps.len(),
            bounds: Vec::new(),
            portions: vec![0; candidates.len()],
            best: None,
        }
    }

    fn run(mut self) -> Option<Vec<u32>> {
        let (prices, least) = self.find_prices(false);
        if least > ALIKE {
            return None;
        }
        // The most promising foods first: what is worth nothing comes last.
        let by_weight = (self.aim == Aim::Smallest).then(|| self.find_prices(true).0);
        let worth = self.worths(by_weight.as_ref().unwrap_or(&prices), self.aim == Aim::Smallest);
        let mut order: Vec<usize> = (0..self.choices.len()).collect();
        order.sort_by(|a, b| worth[*a].total_cmp(&worth[*b]).then(a.cmp(b)));
        let mut taken: Vec<Option<Choice>> =
            std::mem::take(&mut self.choices).into_iter().map(Some).collect();
        self.choices = order.into_iter().filter_map(|place| taken[place].take()).collect();
        let alone = |line: usize| {
            let mut of_lines = [0.0; LINES];
            of_lines[line] = 1.0;
            of_lines
        };
        // What ends most branches is asked first.
        let all = by_weight.into_iter().map(|prices| (prices, true)).chain([(prices, false)]);
        for (of_lines, weighed) in all.chain((0..self.gaps).map(|gap| (alone(gap), false))) {
            let bound = self.bound(&of_lines, weighed);
            self.bounds.push(bound);
        }
        let mut left = self.root.clone();
        left.bounds = filled(self.bounds.iter().map(|bound| bound.root));
        self.visit(0, &left);
        self.best.map(|(_, portions)| portions)
    }

    /// Returns the bound that some prices make.
    fn bound(&self, of_lines: &Lines, weighed: bool) -> Bound {
        let priced =
            |values: &Lines| -> f64 { of_lines.iter().zip(values).map(|(p, v)| p * v).sum() };
        let worths = self.worths(of_lines, weighed);
        let from = |from: usize| {
            let mut best: Vec<(f64, bool)> = (from..self.choices.len())
                .filter(|number| worths[*number] < 0.0)
                .map(|number| (worths[number], self.choices[number].is_new))
                .collect();
            best.sort_by(|a, b| a.0.total_cmp(&b.0));
            let (mut foods, mut new_foods) = (0, 0);
            // No plan has more of either: what comes after them is never asked for.
            best.retain(|(_, is_new)| {
                let count = if *is_new { &mut new_foods } else { &mut foods };
                *count += 1;
                *count <= if *is_new { MOST_NEW_FOODS } else { MOST_FOODS }
            });
            best
        };
        Bound {
            weighed,
            root: -priced(&self.root.room),
            portion: self.choices.iter().map(|choice| priced(&choice.adds)).collect(),
            worth: (0..=self.choices.len()).map(from).collect(),
        }
    }

    /// Returns what each choice is worth at best by some prices: less than 0 where taking it helps.
    fn worths(&self, of_lines: &Lines, weighed: bool) -> Vec<f64> {
        let worth = |choice: &Choice| {
            let priced: f64 = of_lines.iter().zip(&choice.adds).map(|(p, a)| p * a).sum();
            let (portion, food) = if weighed { (choice.portion, choice.food) } else { (0.0, 0.0) };
            (f64::from(choice.most) * (portion + priced) + food).min(0.0)
        };
        self.choices.iter().map(worth).collect()
    }

    /// Returns prices of the lines by which the bound at the root is high, and that bound. Where the
    /// weights do not count, the prices of the gaps add up to 1, and a bound above 0 says that there
    /// is no plan.
    fn find_prices(&self, weighed: bool) -> (Lines, f64) {
        let mut prices = [0.0; LINES];
        if !weighed {
            prices[..self.gaps].fill(1.0 / self.gaps as f64);
        }
        // What the best plan known weighs, or what may be missing of one.
        let above = self.best.as_ref().filter(|_| weighed).map_or(1.0, |(weight, _)| *weight);
        let (mut best, mut most, mut share, mut stale) = (prices, f64::NEG_INFINITY, 1.0, 0);
        for _ in 0..if weighed { STEPS } else { STEPS_OF_SOME } {
            let (bound, excess) = self.relaxed(&prices, weighed);
            if bound > most {
                (most, stale) = (bound, 0);
                best = prices;
            } else {
                stale += 1;
                if stale == 5 {
                    (share, stale) = (share / 2.0, 0);
                }
            }
            if !weighed && most > ALIKE {
                break;
            }
            let length: f64 = excess.iter().map(|e| e * e).sum();
            if length == 0.0 {
                break;
            }
            let step = share * (above - bound).max(1e-3) / length;
            for (price, excess) in prices.iter_mut().zip(&excess) {
                *price = (*price + step * excess).max(0.0);
            }
            if !weighed {
                let sum: f64 = prices[..self.gaps].iter().sum();
                if sum <= 0.0 {
                    break;
                }
                prices.iter_mut().for_each(|price| *price /= sum);
            }
        }
        (best, most)
    }

    /// Returns the bound at the root by some prices, and how far what it rests on passes each line.
    fn relaxed(&self, prices: &Lines, weighed: bool) -> (f64, Lines) {
        let worths = self.worths(prices, weighed);
        let mut order: Vec<usize> = (0..worths.len()).filter(|c| worths[*c] < 0.0).collect();
        order.sort_by(|a, b| worths[*a].total_cmp(&worths[*b]));
        let mut excess = self.root.room.map(|room| -room);
        let mut bound: f64 = prices.iter().zip(&excess).map(|(p, e)| p * e).sum();
        let (mut foods, mut new_foods, mut portions) =
            (self.root.foods, self.root.new_foods, self.whole_foods(self.root.portions));
        for number in order {
            let choice = &self.choices[number];
            if foods == 0 || portions <= 0.0 || choice.is_new && new_foods == 0 {
                continue;
            }
            let part = portions.min(1.0);
            bound += part * worths[number];
            for (excess, adds) in excess.iter_mut().zip(&choice.adds) {
                *excess += part * f64::from(choice.most) * adds;
            }
            foods -= 1;
            new_foods -= u32::from(choice.is_new);
            portions -= 1.0;
        }
        (bound, excess)
    }

    /// Returns whether some plan of what is left, with choices from `from` on, can still be one, and a
    /// better one than the best known.
    fn may_end_well(&self, from: usize, left: &Left) -> bool {
        self.bounds.iter().zip(left.bounds).all(|(of, mut bound)| {
            let allowed = match (&self.best, of.weighed) {
                (Some((best, _)), true) => best - left.weight + ALIKE,
                (None, true) => return true,
                _ => ALIKE,
            };
            let (mut foods, mut new_foods) = (left.foods, left.new_foods);
            let mut portions = self.whole_foods(left.portions);
            for (worth, is_new) in &of.worth[from] {
                if bound <= allowed || foods == 0 || portions <= 0.0 {
                    break;
                }
                if *is_new && new_foods == 0 {
                    continue;
                }
                bound += portions.min(1.0) * worth;
                foods -= 1;
                new_foods -= u32::from(*is_new);
                portions -= 1.0;
            }
            bound <= allowed
        })
    }

    /// Returns how many foods some portions are at most, where each is taken as often as it may be.
    fn whole_foods(&self, portions: u32) -> f64 {
        f64::from(portions) / f64::from(self.fewest)
    }

    fn reaches_all(&self, left: &Left) -> bool {
        left.room[..self.gaps].iter().all(|room| *room >= -ALIKE)
    }

    /// Takes each of the choices from `from` on as the next food.
    fn visit(&mut self, from: usize, left: &Left) {
        if left.foods == 0 || left.portions == 0 {
            return;
        }
        for number in from..self.choices.len() {
            if self.is_done() || !self.may_end_well(number, left) {
                return;
            }
            let choice = &self.choices[number];
            let (place, kind) = (choice.place, choice.kind);
            if choice.is_new && left.new_foods == 0 {
                continue;
            }
            let mut next = left.clone();
            next.foods -= 1;
            next.new_foods -= u32::from(choice.is_new);
            next.weight += choice.food;
            for portions in 1..=choice.most.min(left.portions).min(left.kinds[kind]) {
                let choice = &self.choices[number];
                for (room, adds) in next.room.iter_mut().zip(&choice.adds) {
                    *room -= adds;
                }
                for (value, bound) in next.bounds.iter_mut().zip(&self.bounds) {
                    *value += bound.portion[number];
                }
                next.portions -= 1;
                next.kinds[kind] -= 1;
                next.weight += choice.portion;
                // More portions pass a limit by more.
                if next.room[self.gaps..].iter().any(|room| *room < -ALIKE) {
                    break;
                }
                self.portions[place] = portions;
                if self.reaches_all(&next) {
                    self.keep(next.weight);
                    break;
                }
                if self.may_end_well(number + 1, &next) {
                    self.visit(number + 1, &next);
                }
            }
            self.portions[place] = 0;
        }
    }

    fn is_done(&self) -> bool {
        self.aim == Aim::Any && self.best.is_some()
    }

    /// Keeps the plan at hand where it is better than the best known.
    fn keep(&mut self, weight: f64) {
        let is_better = match &self.best {
            None => true,
            Some((best, _)) if (weight - best).abs() > ALIKE => weight < *best,
            Some((_, portions)) => self.portions > *portions,
        };
        if is_better {
            self.best = Some((weight, self.portions.clone()));
        }
    }
}

/// Returns some values with the default behind them.
fn filled<T: Copy + Default, const N: usize>(values: impl Iterator<Item = T>) -> [T; N] {
    let mut filled = [T::default(); N];
    filled.iter_mut().zip(values).for_each(|(place, value)| *place = value);
    filled
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::{FoodId, PerNutrient};
    use crate::nutrition::suggest::{FISH, Ground, reaches};

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
        assert_eq!(smallest(&foods, &task(&[(Magnesium, 100.0)], &[])), Some(vec![0, 0, 2]));
        assert_eq!(smallest(&foods, &task(&[(Magnesium, 25.0)], &[])), Some(vec![1, 0, 0]));
        assert_eq!(smallest(&foods, &task(&[(Magnesium, 5_000.0)], &[])), None);
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
        assert_eq!(smallest(&foods, &task(&[(Magnesium, 120.0)], &[])), Some(vec![3, 0]));
        assert_eq!(smallest(&foods, &task(&[(Magnesium, 160.0)], &[])), Some(vec![4, 0]));
        assert_eq!(smallest(&foods, &task(&[(Magnesium, 170.0)], &[])), Some(vec![0, 2]));
    }

    #[test]
    fn no_food_and_no_kind_comes_too_often() {
        let of = |id, kind: &str| Candidate {
            kind: kind.to_owned(),
            ..candidate(id, &[(Magnesium, 100.0), (Energy, 50.0)])
        };
        let portions = |foods: &[Candidate], mg| {
            smallest(foods, &task(&[(Magnesium, mg)], &[])).map(|p| p.into_iter().sum::<u32>())
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
        assert_eq!(smallest(&[silent.clone(), salted.clone()], &wanted), Some(vec![0, 2]));
        assert_eq!(smallest(&[silent], &task(&[(Calcium, 10.0)], &[])), None);
        let mut spinach = salted;
        spinach.not_for = vec![Magnesium];
        assert_eq!(smallest(&[spinach], &wanted), None);
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
        let one = |(place, (c, n)): (usize, (&Candidate, &u32))| {
            let (portion, food) = price(c, place);
            f64::from(*n) * portion + if *n > 0 { food } else { 0.0 }
        };
        candidates.iter().zip(portions).enumerate().map(one).sum()
    }

    fn any_candidate() -> impl Strategy<Value = Candidate> {
        let amount = |most: u32| prop::option::weighted(0.9, (0..most).prop_map(f64::from));
        let kind = prop::sample::select(vec!["nuts", FISH, "milk"]);
        let amounts = (amount(120), amount(300), amount(400), amount(250));
        (amounts, kind, prop::bool::ANY).prop_map(|((mg, ca, na, kcal), kind, eaten)| {
            let amounts = [(Magnesium, mg), (Calcium, ca), (Sodium, na), (Energy, kcal)];
            let known: Vec<(Nutrient, f64)> =
                amounts.into_iter().filter_map(|(n, amount)| Some((n, amount?))).collect();
            let ground = if eaten { Ground::Eaten { days: 3 } } else { Ground::Listed };
            Candidate { kind: kind.to_owned(), ground, ..candidate(1, &known) }
        })
    }

    /// Returns the same plan from a general solver of mixed-integer programs.
    fn by_a_general_solver(candidates: &[Candidate], task: &Task) -> Option<Vec<u32>> {
        use microlp::{ComparisonOp::*, OptimizationDirection, Problem, Variable};
        let mut problem = Problem::new(OptimizationDirection::Minimize);
        let variables: Vec<Option<(Variable, Variable)>> = candidates
            .iter()
            .enumerate()
            .map(|(place, candidate)| {
                may_be_added(candidate, task).then(|| {
                    let (portion, food) = price(candidate, place);
                    let portions = problem.add_integer_var(portion, (0, MOST_PORTIONS as i32));
                    (portions, problem.add_binary_var(food))
                })
            })
            .collect();
        let sum = |of: &dyn Fn(&Candidate) -> f64| -> Vec<(Variable, f64)> {
            let with = candidates.iter().zip(&variables);
            with.filter_map(|(c, v)| v.map(|(portions, _)| (portions, of(c)))).collect()
        };
        for (nutrient, gap) in &task.gaps {
            problem.add_constraint(sum(&|c| gives(c, *nutrient) / gap), Ge, 1.0);
        }
        for (nutrient, room) in task.room.iter().chain([&(Energy, task.energy_kcal)]) {
            let scale = room.max(1.0);
            let line = sum(&|c| c.adds[*nutrient].unwrap_or(0.0) / scale);
            problem.add_constraint(line, Le, room / scale);
        }
        for (portions, used) in variables.iter().flatten() {
            let line = [(*portions, 1.0), (*used, -f64::from(MOST_PORTIONS))];
            problem.add_constraint(line, Le, 0.0);
        }
        let used = |of: &dyn Fn(&Candidate) -> bool| -> Vec<(Variable, f64)> {
            let with = candidates.iter().zip(&variables).filter(|(c, _)| of(c));
            with.filter_map(|(_, v)| v.map(|(_, used)| (used, 1.0))).collect()
        };
        problem.add_constraint(used(&|_| true), Le, f64::from(MOST_FOODS));
        problem.add_constraint(used(&is_new), Le, f64::from(MOST_NEW_FOODS));
        problem.add_constraint(sum(&|_| 1.0), Le, f64::from(MOST_IN_ALL));
        for kind in candidates.iter().map(|c| &c.kind).collect::<std::collections::BTreeSet<_>>() {
            let line = sum(&|c| if c.kind == *kind { 1.0 } else { 0.0 });
            problem.add_constraint(line, Le, f64::from(most_of(kind)));
        }
        let solution = problem.solve().ok()?.into_solution().ok()?;
        let portions =
            variables.into_iter().map(|v| v.map_or(0.0, |(n, _)| solution.var_value(n).round()));
        Some(portions.map(|n| n as u32).collect())
    }

    /// Foods as a week has them: two dozen that give something of four minerals.
    fn foods_of_a_week() -> impl Strategy<Value = Vec<Candidate>> {
        let amount = |most: f64| (0.0..1.0_f64).prop_map(move |share| most * share * share * share);
        let amounts = (amount(120.0), amount(400.0), amount(900.0), amount(15.0));
        let limits = (amount(600.0), 10.0..350.0_f64);
        let kind = prop::sample::select(vec!["nuts", FISH, "milk", "fruit", "legumes", "grains"]);
        let food = (amounts, limits, kind, prop::bool::ANY);
        let food = food.prop_map(|((mg, ca, k, d), (na, kcal), kind, eaten)| {
            use Nutrient::{Potassium, VitaminD};
            let amounts = [(Magnesium, mg), (Calcium, ca), (Potassium, k), (VitaminD, d)];
            let limits = [(Sodium, na), (Energy, kcal)];
            let ground = if eaten { Ground::Eaten { days: 3 } } else { Ground::Listed };
            let adds: Vec<(Nutrient, f64)> = amounts.into_iter().chain(limits).collect();
            Candidate { kind: kind.to_owned(), ground, ..candidate(1, &adds) }
        });
        prop::collection::vec(food, MOST_CANDIDATES)
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
            let found = smallest(&candidates, &task).map(|p| weight(&candidates, &p));
            match (found, brute_force(&candidates, &task)) {
                (Some(found), Some(best)) => prop_assert!((found - best).abs() < 1e-3, "{found} {best}"),
                (found, best) => prop_assert_eq!(found, best),
            }
        }

        #[test]
        fn a_general_solver_finds_the_same(
            candidates in foods_of_a_week(),
            gaps in (50.0..900.0_f64, 100.0..2_500.0_f64, 100.0..6_000.0_f64, 2.0..60.0_f64),
            (room, energy) in (100.0..3_000.0_f64, 400.0..1_400.0_f64),
        ) {
            use Nutrient::{Potassium, VitaminD};
            let gaps =
                [(Magnesium, gaps.0), (Calcium, gaps.1), (Potassium, gaps.2), (VitaminD, gaps.3)];
            for count in 1..=gaps.len() {
                let gaps = gaps[..count].to_vec();
                let task = Task { gaps, room: vec![(Sodium, room)], energy_kcal: energy };
                let found = smallest(&candidates, &task);
                let other_plan = some(&candidates, &task);
                let other = by_a_general_solver(&candidates, &task);
                prop_assert_eq!(other_plan.is_some(), found.is_some());
                prop_assert!(other_plan.is_none_or(|plan| reaches(&candidates, &task, &plan)));
                let weight = |portions: &Vec<u32>| weight(&candidates, portions);
                match (found.as_ref().map(weight), other.as_ref().map(weight)) {
                    (Some(found), Some(other)) => prop_assert!((found - other).abs() < 1e-3, "{found} {other}"),
                    (found, other) => prop_assert_eq!(found, other),
                }
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
            if let Some(portions) = smallest(&candidates, &task) {
                prop_assert!(reaches(&candidates, &task, &portions));
            }
        }
    }
}
