//! Orders the foods found for a phrase and says whether one is clearly meant.
//!
//! The score has two parts. *Recall* is how much of what was typed a name accounts for, *precision*
//! how much of the name was typed; a word that says how food was prepared weighs less than one
//! that says what it is, and one that merely describes weighs almost nothing. A name must account
//! for every word that says what the food is, and its own head must have been typed: "greek salad"
//! is no "greek salad cheese". "Raw" never silently means a cooked food.

use std::cmp::Reverse;

use chrono::NaiveDate;

use super::words;
use crate::domain::{Food, FoodId, Nutrient};

/// Where a name stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shelf {
    /// Among the foods a person is likely to mean: the seed, their own, their recipes.
    Near,
    /// In a table that was loaded whole.
    Tables,
}

/// Whose name it is, the one that counts most first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum NameKind {
    /// The person taught it or chose it.
    Taught,
    /// The name of a food or recipe of the person's own.
    Own,
    /// A name of the seed or of a loaded table.
    Published,
}

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
    /// Whose name it is.
    pub kind: NameKind,
    /// The loaded table it stands in; none for a food of the seed or the person.
    pub table: Option<String>,
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

/// The foods that fit, best first.
#[derive(Clone, Debug, Default)]
pub struct Ranking {
    /// The foods, each once.
    pub foods: Vec<Ranked>,
    /// How many of the first may be what is meant: they account for every word and none is clearly
    /// ahead. None of them where this is 0.
    pub close: usize,
    /// How many of the first account for every word, though some of them say more: "black pepper"
    /// for "pepper".
    pub rivals: usize,
}

/// What a person did with a food before.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct History {
    /// How often it was eaten, of late.
    pub times: u32,
    /// The last day; none where it never was.
    pub last: Option<NaiveDate>,
}

/// The order in which loaded tables are believed where they hold the same name: analysed foods
/// before calculated ones, labels last.
const TABLES: [&str; 6] = ["foundation", "sr_legacy", "sr28", "survey", "ciqual", "branded"];

/// How far ahead the best food must be of one that differs from it.
const CLEAR_LEAD: f64 = 0.06;
/// The least score at which a food is taken without asking.
const CLEAR_SCORE: f64 = 0.72;
/// The least score of a food that is offered though its name says more than was typed.
const RIVAL_SCORE: f64 = 0.8;
/// Two foods differ when a figure differs by more than this share of the larger one...
const DIFFERENCE: f64 = 0.25;
/// ...and by more than this per 100 g, in the nutrient's unit.
const DIFFERENCES: [(Nutrient, f64); 5] = [
    (Nutrient::Magnesium, 10.0),
    (Nutrient::Calcium, 10.0),
    (Nutrient::Potassium, 10.0),
    (Nutrient::VitaminD, 1.5),
    (Nutrient::Caffeine, 5.0),
];
/// How many times as often as another close food one must have been eaten to be meant.
const FAR_MORE_OFTEN: u32 = 3;

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
        b.1.cmp(&a.1)
            .then_with(|| b.0.total_cmp(&a.0))
            .then_with(|| belief(a.2).cmp(&belief(b.2)))
            .then_with(|| a.2.name.len().cmp(&b.2.name.len()))
            .then_with(|| a.2.food.cmp(&b.2.food))
    });
    let mut best: Vec<(f64, bool, &Candidate)> = Vec::new();
    for entry in scored {
        let again = |other: &Candidate| {
            other.food == entry.2.food
                // The same name in two tables is the same food, analysed twice.
                || (other.table.is_some() && entry.2.table.is_some() && other.words == entry.2.words)
        };
        if best.len() < 8 && !best.iter().any(|(_, _, c)| again(c)) {
            best.push(entry);
        }
    }
    // A name that fits better but says more than was typed leaves it open: "pepper" may well be
    // black pepper, even where "pepper, cooked" accounts for every word.
    let rival = best.iter().filter(|(_, complete, _)| !complete).map(|(s, _, _)| *s);
    let rival = rival.fold(0.0, f64::max);
    let meant = |top: f64| top >= CLEAR_SCORE && top >= rival;
    let close =
        best.first().filter(|(top, complete, _)| *complete && meant(*top)).map(|(top, _, _)| {
            best.iter().take_while(|(s, complete, _)| *complete && top - s < CLEAR_LEAD).count()
        });
    Ranking {
        close: close.unwrap_or(0),
        rivals: best.iter().filter(|(score, _, _)| *score >= RIVAL_SCORE).count(),
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

/// Returns the order in which equal names are believed.
pub fn belief(candidate: &Candidate) -> (NameKind, usize) {
    let table = candidate.table.as_deref();
    let place = table.map_or(0, |t| 1 + TABLES.iter().position(|known| *known == t).unwrap_or(9));
    (candidate.kind, place)
}

/// Which of some close foods is meant, and on what ground.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Settled {
    /// They hold much the same: the first stands for them.
    Alike,
    /// This one was eaten before, and the others were not or far less often.
    Eaten(usize),
    /// Nothing settles it.
    Open,
}

/// Settles a close call between foods, given in the order of their rank with what the person did
/// with each before: what was eaten comes first, and foods that hardly differ need no asking.
pub fn settle(close: &[(&Food, History)]) -> Settled {
    let mut eaten: Vec<usize> = (0..close.len()).filter(|i| close[*i].1.times > 0).collect();
    eaten.sort_by_key(|i| Reverse((close[*i].1.times, close[*i].1.last)));
    let leads = |first: History, second: History| {
        first.times >= FAR_MORE_OFTEN * second.times && first.last >= second.last
    };
    match eaten.as_slice() {
        [only] => return Settled::Eaten(*only),
        [first, second, ..] if leads(close[*first].1, close[*second].1) => {
            return Settled::Eaten(*first);
        }
        _ => {}
    }
    let [(first, _), rest @ ..] = close else { return Settled::Open };
    if rest.iter().any(|(rival, _)| differ(first, rival)) { Settled::Open } else { Settled::Alike }
}

fn differ(a: &Food, b: &Food) -> bool {
    DIFFERENCES.into_iter().any(|(nutrient, least)| {
        match (a.content[nutrient].per_100g(), b.content[nutrient].per_100g()) {
            (Some(a), Some(b)) => {
                let gap = (a - b).abs();
                gap > least && gap > DIFFERENCE * a.max(b)
            }
            (None, None) => false,
            _ => true,
        }
    })
}

/// Returns whether what says what a name is of was typed: every word before the first comma but
/// those of its preparation. A hot dog is no dog, and a chicken salad no salad. Tables name the
/// class first ("Fish, salmon, pink"): there the second piece will do, for more than one word. A
/// single word is too little for it: "meat" is no "Frankfurter, meat".
fn names_the_thing(candidate: &Candidate, typed: &[String]) -> bool {
    let several = typed.iter().filter(|word| weight(word) >= 1.0).count() > 1;
    let pieces = if candidate.table.is_some() && several { 2 } else { 1 };
    let telling = |piece: &str| -> Vec<String> {
        words::words(piece).into_iter().filter(|w| words::preparation(w).is_none()).collect()
    };
    let heads: Vec<Vec<String>> = candidate
        .found
        .split(',')
        .take(pieces)
        .map(telling)
        .filter(|head| !head.is_empty())
        .collect();
    heads.is_empty() || heads.iter().any(|head| head.iter().all(|word| typed.contains(word)))
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
    if !names_the_thing(candidate, typed) {
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
    use crate::domain::{Content, Knowledge, PerNutrient};

    fn candidate(id: i64, name: &str, found: &str) -> Candidate {
        Candidate {
            food: FoodId(id),
            name: name.into(),
            source: format!("test:{id}"),
            found: found.into(),
            words: words::words(found),
            kind: NameKind::Published,
            table: None,
        }
    }

    fn best(typed: &str, candidates: &[Candidate]) -> (bool, String) {
        let ranking = rank(&words::words(typed), candidates);
        (ranking.close == 1, ranking.foods.first().map(|f| f.name.clone()).unwrap_or_default())
    }

    fn salmon() -> Vec<Candidate> {
        vec![
            candidate(1, "salmon, Atlantic, farmed, cooked", "salmon"),
            candidate(1, "salmon, Atlantic, farmed, cooked", "salmon, Atlantic, farmed, cooked"),
            candidate(2, "salmon, Atlantic, farmed, raw", "salmon, Atlantic, farmed, raw"),
            candidate(3, "salmon, pink, canned", "salmon, pink, canned"),
        ]
    }

    fn food(magnesium: f64) -> Food {
        let mut content = PerNutrient::default();
        content[Nutrient::Magnesium] =
            Content::Known { per_100g: magnesium, knowledge: Knowledge::Measured };
        Food {
            id: FoodId(1),
            source: "test:1".into(),
            name: "food".into(),
            group: "fruit".into(),
            reference: "test".into(),
            content,
            portions: vec![],
            tags: vec![],
            parts: vec![],
        }
    }

    fn eaten(times: u32, day: u32) -> History {
        History { times, last: NaiveDate::from_ymd_opt(2026, 3, day) }
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
        let found = [candidate(1, "feta", "greek salad cheese")];
        assert!(!best("greek salad", &found).0);
        assert!(best("greek salad cheese", &found).0);
    }

    #[test]
    fn names_that_fit_alike_are_a_close_call() {
        let two = [
            candidate(1, "juice, red", "juice, red"),
            candidate(2, "juice, green", "juice, green"),
        ];
        assert_eq!(rank(&words::words("juice"), &two).close, 2);
    }

    #[test]
    fn tables_name_the_class_first() {
        let mut pink = candidate(1, "Fish, salmon, pink, raw", "Fish, salmon, pink, raw");
        assert!(!best("pink salmon", std::slice::from_ref(&pink)).0);
        pink.table = Some("sr28".into());
        assert!(best("pink salmon", std::slice::from_ref(&pink)).0);
        assert!(!best("salmon", &[pink]).0, "a single word is too little");
    }

    #[test]
    fn the_same_name_in_two_tables_is_one_food() {
        let mut old = candidate(1, "Kale, raw", "Kale, raw");
        old.table = Some("sr28".into());
        let mut new = candidate(2, "Kale, raw", "Kale, raw");
        new.table = Some("foundation".into());
        let ranking = rank(&words::words("raw kale"), &[old, new]);
        assert_eq!((ranking.close, ranking.foods.len(), ranking.foods[0].food), (1, 1, FoodId(2)));
    }

    #[test]
    fn a_close_call_is_settled_by_what_was_eaten_or_left_open() {
        let (red, green) = (food(10.0), food(80.0));
        let none = History::default();
        assert_eq!(settle(&[(&red, none), (&green, none)]), Settled::Open);
        assert_eq!(settle(&[(&red, none), (&food(12.0), none)]), Settled::Alike);
        assert_eq!(settle(&[(&red, none), (&green, eaten(1, 2))]), Settled::Eaten(1));
        assert_eq!(settle(&[(&red, eaten(2, 9)), (&green, eaten(7, 9))]), Settled::Eaten(1));
        assert_eq!(settle(&[(&red, eaten(4, 2)), (&green, eaten(7, 9))]), Settled::Open);
        assert_eq!(settle(&[(&red, eaten(2, 9)), (&green, eaten(7, 2))]), Settled::Open);
    }
}
