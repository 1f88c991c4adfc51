//! Orders the foods found for a phrase and says whether one is clearly meant.
//!
//! The score has two parts. *Recall* is how much of what was typed a name accounts for, *precision*
//! how much of the name was typed; a word that says how food was prepared weighs less than one
//! that says what it is, and one that merely describes weighs almost nothing. A name must account
//! for every word that says what the food is, and its own head must have been typed: "greek salad"
//! is no "greek salad cheese". "Raw" never silently means a cooked food.

use super::words;
use crate::domain::FoodId;

/// A name that was found, with what ranking needs to know of its food.
#[derive(Clone, Debug)]
pub struct Candidate {
    /// The food.
    pub food: FoodId,
    /// The food's own name.
    pub name: String,
    /// Its origin: `usda:168462`.
    pub source: String,
    /// The name or alias that was found.
    pub found: String,
    /// Its words, folded.
    pub words: Vec<String>,
    /// Whether this person ate it before.
    pub eaten: bool,
    /// Magnesium, calcium, potassium (mg), vitamin D (µg) and caffeine (mg) per 100 g, to tell
    /// whether two foods differ.
    pub content: [Option<f64>; 5],
}

/// A food with its score between 0 and 1.
#[derive(Clone, Debug, PartialEq)]
pub struct Ranked {
    /// The food.
    pub food: FoodId,
    /// The food's own name.
    pub name: String,
    /// Its origin.
    pub source: String,
    /// How well it fits what was typed: 1 is a perfect fit.
    pub score: f64,
}

/// The foods that fit, best first, and whether the first is clearly meant.
#[derive(Clone, Debug, Default)]
pub struct Ranking {
    /// Whether the first food may be taken without asking.
    pub clear: bool,
    /// The foods, best first, each once.
    pub foods: Vec<Ranked>,
}

/// How far ahead the best food must be of one that differs from it.
const CLEAR_LEAD: f64 = 0.06;
/// The least score at which a food is taken without asking.
const CLEAR_SCORE: f64 = 0.72;
/// Two foods differ when a figure differs by more than this share of the larger one...
const DIFFERENCE: f64 = 0.25;
/// ...and by more than this per 100 g: mg, for vitamin D µg.
const DIFFERENCES: [f64; 5] = [10.0, 10.0, 10.0, 1.5, 5.0];

/// Ranks the names found for the words that were typed.
pub fn rank(typed: &[String], candidates: &[Candidate]) -> Ranking {
    let mut scored: Vec<(f64, bool, &Candidate)> = candidates
        .iter()
        .map(|candidate| {
            let (score, complete) = score(typed, candidate);
            (score, complete, candidate)
        })
        .filter(|(score, _, _)| *score > 0.2)
        .collect();
    scored.sort_by(|a, b| {
        (b.1, b.0)
            .partial_cmp(&(a.1, a.0))
            .expect("scores are numbers")
            .then_with(|| b.2.eaten.cmp(&a.2.eaten))
            .then_with(|| a.2.name.len().cmp(&b.2.name.len()))
            .then_with(|| a.2.food.cmp(&b.2.food))
    });
    let mut best: Vec<(f64, bool, &Candidate)> = Vec::new();
    for entry in scored {
        if best.len() < 8 && !best.iter().any(|(_, _, c)| c.food == entry.2.food) {
            best.push(entry);
        }
    }
    let clear = settle(&mut best);
    Ranking {
        clear,
        foods: best
            .iter()
            .map(|(score, _, c)| Ranked {
                food: c.food,
                name: c.name.clone(),
                source: c.source.clone(),
                score: *score,
            })
            .collect(),
    }
}

/// Returns whether the first food is clearly meant. What this person ate before settles a close
/// call: if only one of the close foods was eaten, it comes first.
fn settle(best: &mut [(f64, bool, &Candidate)]) -> bool {
    let Some((top, complete, _)) = best.first().copied() else { return false };
    if !complete || top < CLEAR_SCORE {
        return false;
    }
    let close =
        best.iter().take_while(|(s, complete, _)| *complete && top - s < CLEAR_LEAD).count();
    let eaten: Vec<usize> = (0..close).filter(|i| best[*i].2.eaten).collect();
    if let [only] = eaten.as_slice() {
        best[..=*only].rotate_right(1);
        return true;
    }
    let first = best[0].2;
    !best[1..close].iter().any(|(_, _, rival)| differ(first, rival))
}

fn differ(a: &Candidate, b: &Candidate) -> bool {
    a.content.iter().zip(&b.content).zip(DIFFERENCES).any(|((a, b), least)| match (a, b) {
        (Some(a), Some(b)) => {
            let gap = (a - b).abs();
            gap > least && gap > DIFFERENCE * a.max(*b)
        }
        (None, None) => false,
        _ => true,
    })
}

/// Returns the word that says what a name is of: the last telling one before the first comma.
fn head(name: &str) -> Option<String> {
    let start = name.split(',').next().unwrap_or(name);
    words::words(start).into_iter().rev().find(|word| weight(word) >= 1.0)
}

fn weight(word: &str) -> f64 {
    if words::is_neutral(word) {
        0.08
    } else if words::preparation(word).is_some() {
        0.35
    } else {
        1.0
    }
}

/// Returns the score, and whether every word that says what the food is was accounted for.
fn score(typed: &[String], candidate: &Candidate) -> (f64, bool) {
    let own_name = words::words(&candidate.name);
    let prepared = |class: &str| {
        candidate.words.iter().chain(&own_name).any(|w| words::preparation(w) == Some(class))
    };
    let mut said = 0.0;
    let mut accounted = 0.0;
    let mut complete = typed.iter().any(|w| weight(w) >= 1.0);
    let mut clash = false;
    for word in typed {
        let weight = weight(word);
        said += weight;
        if candidate.words.contains(word) {
            accounted += weight;
            continue;
        }
        match words::preparation(word) {
            Some(class) if own_name.contains(word) || prepared(class) => accounted += weight,
            Some("raw") if prepared("cooked") || prepared("fried") || prepared("canned") => {
                clash = true;
            }
            Some("cooked" | "fried") if prepared("raw") || prepared("dried") => clash = true,
            Some(_) => {}
            None if words::is_neutral(word) => {}
            None if own_name.contains(word) => accounted += weight * 0.9,
            None => complete = false,
        }
    }
    if head(&candidate.found).is_some_and(|head| !typed.contains(&head)) {
        complete = false;
    }
    let total: f64 = candidate.words.iter().map(|w| weight(w)).sum();
    let met: f64 = candidate.words.iter().filter(|w| typed.contains(w)).map(|w| weight(w)).sum();
    let recall = if said > 0.0 { accounted / said } else { 0.0 };
    let precision = if total > 0.0 { met / total } else { 0.0 };
    let mut score = 0.7 * recall + 0.3 * precision;
    if clash {
        score *= 0.6;
    }
    // Nothing said about preparation: a food as eaten comes before the raw one.
    if !typed.iter().any(|w| words::preparation(w).is_some()) && prepared("dried") {
        score -= 0.03;
    }
    (score.clamp(0.0, 1.0), complete && !clash)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn candidate(id: i64, name: &str, found: &str, magnesium: f64) -> Candidate {
        Candidate {
            food: FoodId(id),
            name: name.into(),
            source: format!("test:{id}"),
            found: found.into(),
            words: words::words(found),
            eaten: false,
            content: [Some(magnesium), Some(10.0), Some(100.0), Some(0.0), Some(0.0)],
        }
    }

    fn best(typed: &str, candidates: &[Candidate]) -> (bool, String) {
        let ranking = rank(&words::words(typed), candidates);
        (ranking.clear, ranking.foods.first().map(|f| f.name.clone()).unwrap_or_default())
    }

    fn salmon() -> Vec<Candidate> {
        vec![
            candidate(1, "salmon, Atlantic, farmed, cooked", "salmon", 30.0),
            candidate(
                1,
                "salmon, Atlantic, farmed, cooked",
                "salmon, Atlantic, farmed, cooked",
                30.0,
            ),
            candidate(2, "salmon, Atlantic, farmed, raw", "salmon, Atlantic, farmed, raw", 27.0),
            candidate(3, "salmon, pink, canned", "salmon, pink, canned", 60.0),
        ]
    }

    #[test]
    fn the_plain_word_means_the_plain_food() {
        assert_eq!(best("salmon", &salmon()), (true, "salmon, Atlantic, farmed, cooked".into()));
        assert_eq!(
            best("grilled salmon", &salmon()),
            (true, "salmon, Atlantic, farmed, cooked".into())
        );
    }

    #[test]
    fn preparation_chooses_between_foods() {
        assert_eq!(best("raw salmon", &salmon()).1, "salmon, Atlantic, farmed, raw");
        assert_eq!(best("tinned salmon", &salmon()).1, "salmon, pink, canned");
    }

    #[test]
    fn a_word_nobody_knows_leaves_it_open() {
        assert!(!best("salmon towel", &salmon()).0);
        assert!(!best("towel", &salmon()).0);
        assert!(!best("raw", &salmon()).0);
    }

    #[test]
    fn a_name_whose_head_was_not_typed_is_only_a_candidate() {
        let found = [candidate(1, "feta", "greek salad cheese", 20.0)];
        assert!(!best("greek salad", &found).0);
        assert!(best("greek salad cheese", &found).0);
    }

    #[test]
    fn close_calls_between_foods_that_differ_are_left_open() {
        let mut two = vec![
            candidate(1, "juice, red", "juice, red", 10.0),
            candidate(2, "juice, green", "juice, green", 80.0),
        ];
        assert!(!best("juice", &two).0);
        two[1].eaten = true;
        assert_eq!(best("juice", &two), (true, "juice, green".into()));
    }
}
