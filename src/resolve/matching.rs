//! The way from one phrase to one food and its grams, or to the reason why not.
//!
//! A phrase can often be read in several ways. A reading whose food words are exactly the name of
//! one food wins, the one that accounts for more words first; otherwise the names that share words
//! with it are ranked, and only a clear winner is taken. A word that stands in no name is
//! corrected when exactly one known word is near, and the answer says how it was read.

use super::phrase::{self, Reading};
use super::rank::{self, Candidate, Ranked, Ranking};
use super::weigh::{self, Weighed};
use super::words;
use crate::calendar::shown;
use crate::domain::{Food, FoodId};
use crate::error::{Error, Result};

/// The table of foods, as far as finding needs it.
pub trait FoodTable {
    /// Returns the names whose folded words are exactly `key`.
    ///
    /// # Errors
    ///
    /// Fails when the table cannot be read; so do all the others.
    fn names_of_key(&self, key: &str) -> Result<Vec<Candidate>>;

    /// Returns whether folded words are the name of a food.
    #[allow(clippy::missing_errors_doc)]
    fn is_name(&self, key: &str) -> Result<bool>;

    /// Returns the names that hold any of some words, those with more and rarer ones first.
    #[allow(clippy::missing_errors_doc)]
    fn names_with(&self, any: &[String]) -> Result<Vec<Candidate>>;

    /// Returns which of some words stand in no name.
    #[allow(clippy::missing_errors_doc)]
    fn strange_words(&self, of: &[String]) -> Result<Vec<String>>;

    /// Returns every word that stands in a name.
    #[allow(clippy::missing_errors_doc)]
    fn vocabulary(&self) -> Result<&[String]>;

    /// Returns a food with everything known of it; none for a number that is no food.
    #[allow(clippy::missing_errors_doc)]
    fn food(&self, id: FoodId) -> Result<Option<Food>>;
}

/// The longest phrase that is kept, in characters.
pub const LONGEST_PHRASE: usize = 12_000;

/// A food and the grams that were meant.
pub type Found = (Food, Weighed);

/// What became of a phrase.
#[derive(Clone, Debug)]
pub struct Match {
    /// The phrase as it was typed.
    pub phrase: String,
    /// The food and its grams; none when it stays unresolved.
    pub found: Option<Found>,
    /// The foods that came near, best first.
    pub candidates: Vec<Ranked>,
}

/// Splits a meal into its phrases and matches each.
///
/// # Errors
///
/// Refuses an absurd amount; fails when the table cannot be read.
pub fn match_meal(table: &dyn FoodTable, text: &str) -> Result<Vec<Match>> {
    let failed = std::cell::RefCell::new(None);
    let is_name = |text: &str| {
        is_name(table, text).unwrap_or_else(|e| {
            failed.borrow_mut().get_or_insert(e);
            false
        })
    };
    let phrases = super::meal::split(text, &is_name);
    if let Some(error) = failed.into_inner() {
        return Err(error);
    }
    let mut matches = phrases
        .into_iter()
        .map(|phrase| match_phrase(table, &phrase))
        .collect::<Result<Vec<_>>>()?;
    temper_milk(&mut matches);
    Ok(matches)
}

/// Milk in grams that goes into a hot drink and onto cereal, where no amount was said: a
/// convention of ours, and the answer says that it was assumed.
const MILK_IN_A_DRINK_GRAMS: f64 = 30.0;
const MILK_ON_CEREAL_GRAMS: f64 = 125.0;

/// Milk without an amount beside coffee, tea or cereal is no glass of milk.
fn temper_milk(matches: &mut [Match]) {
    let groups: Vec<String> = matches
        .iter()
        .map(|m| m.found.as_ref().map_or(String::new(), |(food, _)| food.group.clone()))
        .collect();
    for i in 1..matches.len() {
        let (grams, what) = match groups[i - 1].as_str() {
            "coffee" | "tea" => (MILK_IN_A_DRINK_GRAMS, "a drink"),
            "breakfast_cereal" => (MILK_ON_CEREAL_GRAMS, "cereal"),
            _ => continue,
        };
        if let Some((food, weighed)) = &mut matches[i].found
            && weighed.quantity.is_none()
            && matches!(food.group.as_str(), "milk" | "plant_milk")
        {
            weighed.grams = grams;
            weighed.assumption = Some(format!("{grams:.0} g assumed, as the milk of {what}"));
        }
    }
}

/// Returns whether a text, without its amount, is the name of a food as the table writes it: the
/// same words in the same order, joining words and commas included. "Bread and cheese" is no
/// "cheese bread", "rice, pudding" no rice pudding.
fn is_name(table: &dyn FoodTable, text: &str) -> Result<bool> {
    // An amount that cannot be is refused later, with its phrase.
    let Ok(readings) = phrase::readings(text) else { return Ok(false) };
    for reading in readings {
        let key = words::name_key(&reading.food);
        if key.is_empty() || !table.is_name(&key)? {
            continue;
        }
        let names = table.names_of_key(&key)?;
        let same = |name: &Candidate| {
            if text.contains(", ") {
                has_same_commas(text, &name.found)
            } else {
                words::with_joints(&reading.food) == words::with_joints(&name.found)
            }
        };
        if names.iter().any(same) {
            return Ok(true);
        }
    }
    Ok(false)
}

fn has_same_commas(text: &str, name: &str) -> bool {
    let pieces = |text: &str| text.split(", ").map(words::fold).collect::<Vec<_>>();
    let (typed, known) = (pieces(text), pieces(name));
    let last = known.len() - 1;
    typed.len() == known.len()
        && typed.iter().zip(&known).enumerate().all(|(i, (typed, known))| {
            // The amount stands before the first piece or behind the last.
            typed == known
                || (i == 0 && typed.ends_with(known.as_str()))
                || (i == last && typed.starts_with(known.as_str()))
        })
}

/// Matches one phrase.
///
/// # Errors
///
/// Refuses an absurd amount; fails when the table cannot be read.
pub fn match_phrase(table: &dyn FoodTable, text: &str) -> Result<Match> {
    if text.chars().count() > LONGEST_PHRASE {
        let what = format!("one food holds at most {LONGEST_PHRASE} characters");
        return Err(Error::request(what).because(format!("\"{}\" is longer", shown(text))));
    }
    let readings = phrase::readings(text)?;
    let mut found = exact(table, &readings)?;
    let mut candidates = Vec::new();
    if found.is_none() {
        let (nearest, near) = nearest(table, &readings)?;
        found = nearest;
        candidates = near;
    }
    if let Some((food, weighed)) = &found
        && weighed.grams > phrase::MOST_GRAMS
    {
        let kg = weighed.grams / 1000.0;
        let what =
            format!("that would be {kg:.0} kg of {}; one food holds at most 20 kg", food.name);
        return Err(Error::request(what)
            .because(format!("it stands in \"{}\"", shown(text)))
            .hint("check the amount; a bigger one can be logged in parts"));
    }
    Ok(Match { phrase: text.to_owned(), found, candidates })
}

/// Ranks the foods for words typed into a search, without an amount.
///
/// # Errors
///
/// Fails when the table cannot be read.
pub fn search(table: &dyn FoodTable, text: &str) -> Result<Ranking> {
    let (typed, _) = corrected(table, &words::words(text))?;
    Ok(rank::rank(&typed, &table.names_with(&typed)?))
}

/// Returns the reading whose words are exactly the name of one food.
fn exact(table: &dyn FoodTable, readings: &[Reading]) -> Result<Option<Found>> {
    let mut best: Option<((usize, bool), Found)> = None;
    for reading in readings {
        let typed = words::words(&reading.food);
        let Some((count, food)) = exact_food(table, &typed)? else {
            continue;
        };
        let weighed = weigh::weigh(&reading.amount, &food);
        let quality = (count, weighed.own_measure);
        if best.as_ref().is_none_or(|(least, _)| quality > *least) {
            best = Some((quality, (food, weighed)));
        }
    }
    Ok(best.map(|(_, found)| found))
}

/// Returns the one food of exactly these words, with how many of them its name accounts for.
fn exact_food(table: &dyn FoodTable, typed: &[String]) -> Result<Option<(usize, Food)>> {
    let telling: Vec<String> = typed.iter().filter(|w| !words::is_neutral(w)).cloned().collect();
    for said in [typed, telling.as_slice()] {
        let key = words::key(said);
        if key.is_empty() {
            continue;
        }
        let mut names = table.names_of_key(&key)?;
        names.dedup_by_key(|name| name.food);
        if names.len() > 1 {
            // The same words, but chocolate milk is no milk chocolate.
            names.retain(|name| words::words(&name.found) == *said);
        }
        if let [only] = names.as_slice()
            && let Some(food) = table.food(only.food)?
        {
            return Ok(Some((said.len(), food)));
        }
    }
    Ok(None)
}

/// Returns the clear winner among the names that share words, and the foods that came near.
fn nearest(table: &dyn FoodTable, readings: &[Reading]) -> Result<(Option<Found>, Vec<Ranked>)> {
    let mut best: Option<(Ranking, &Reading, Option<String>)> = None;
    for reading in readings {
        let (typed, remark) = corrected(table, &words::words(&reading.food))?;
        if typed.is_empty() {
            continue;
        }
        if remark.is_some()
            && let Some((_, food)) = exact_food(table, &typed)?
        {
            let weighed = remarked(weigh::weigh(&reading.amount, &food), remark);
            return Ok((Some((food, weighed)), Vec::new()));
        }
        let ranking = rank::rank(&typed, &table.names_with(&typed)?);
        let quality = |r: &Ranking| (r.clear, r.foods.first().map_or(0.0, |f| f.score));
        if best.as_ref().is_none_or(|(b, _, _)| quality(&ranking) > quality(b)) {
            best = Some((ranking, reading, remark));
        }
    }
    let Some((ranking, reading, remark)) = best else {
        return Ok((None, Vec::new()));
    };
    if ranking.clear
        && let Some(first) = ranking.foods.first()
        && let Some(food) = table.food(first.food)?
    {
        let weighed = remarked(weigh::weigh(&reading.amount, &food), remark);
        return Ok((Some((food, weighed)), ranking.foods));
    }
    Ok((None, ranking.foods))
}

fn remarked(mut weighed: Weighed, remark: Option<String>) -> Weighed {
    weighed.assumption = match (remark, weighed.assumption.take()) {
        (Some(remark), Some(assumption)) => Some(format!("{remark}; {assumption}")),
        (remark, assumption) => remark.or(assumption),
    };
    weighed
}

/// Returns the words with slips of the finger corrected, and how they were read.
fn corrected(table: &dyn FoodTable, typed: &[String]) -> Result<(Vec<String>, Option<String>)> {
    let strange: Vec<String> = table
        .strange_words(typed)?
        .into_iter()
        .filter(|w| !words::is_neutral(w) && words::preparation(w).is_none())
        .collect();
    if strange.is_empty() {
        return Ok((typed.to_vec(), None));
    }
    let vocabulary = table.vocabulary()?;
    let mut remarks = Vec::new();
    let read = typed
        .iter()
        .map(|word| {
            let better = strange.contains(word).then(|| words::correct(word, vocabulary)).flatten();
            match better {
                Some(better) => {
                    remarks.push(format!("\"{word}\" was read as \"{better}\""));
                    better.to_owned()
                }
                None => word.clone(),
            }
        })
        .collect();
    Ok((read, (!remarks.is_empty()).then(|| remarks.join(", "))))
}
