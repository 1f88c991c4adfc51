//! The way from one phrase to one food and its grams, or to the reason why not.
//!
//! A phrase can often be read in several ways. The ways are tried in this order, and the first
//! that leads to one food is taken:
//!
//! 1. the words are exactly a name: one the person taught, one of their own foods, one of the seed,
//!    one of a loaded table; the reading that accounts for more words goes first;
//! 2. names that share words with it are ranked, those of the seed and the person before those of
//!    loaded tables. Only a food clearly ahead is taken; between close ones that differ, what the
//!    person ate before decides, and otherwise nobody does;
//! 3. a word that stands in no name is corrected when exactly one known word is near, and the same
//!    ways are tried again. The answer says how it was read.

use chrono::NaiveDate;

use super::measure::Unit;
use super::phrase::{self, Amount, Reading};
use super::rank::{self, Candidate, History, NameKind, Ranked, Ranking, Settled, Shelf};
use super::weigh::{self, Weighed};
use super::words;
use crate::calendar::shown;
use crate::domain::{Food, FoodId};
use crate::error::{Error, Result};

/// The table of foods, as far as finding needs it. Everything fails when it cannot be read.
#[allow(clippy::missing_errors_doc)]
pub trait FoodTable {
    /// Returns the names whose folded words are exactly `key`.
    fn names_of_key(&self, key: &str, shelf: Shelf) -> Result<Vec<Candidate>>;

    /// Returns whether folded words are the name of a food.
    fn is_name(&self, key: &str) -> Result<bool>;

    /// Returns the names that hold any of some words, those with more and rarer ones first; of
    /// loaded tables those that hold all of them.
    fn names_with(&self, words: &[String], shelf: Shelf) -> Result<Vec<Candidate>>;

    /// Returns which of some words stand in no name.
    fn strange_words(&self, of: &[String], shelf: Shelf) -> Result<Vec<String>>;

    /// Returns the words of names that look like a word, by the runs of three letters they share.
    fn words_like(&self, word: &str, shelf: Shelf) -> Result<Vec<String>>;

    /// Returns how often and when a food was eaten of late.
    fn history(&self, food: FoodId) -> Result<History>;

    /// Returns the amount of a food that was last said in a unit or household measure; none where
    /// none ever was. A bare number says how many there were that day, not what one is.
    fn last_amount(&self, food: FoodId) -> Result<Option<PastAmount>>;

    /// Returns a food with everything known of it; none for a number that is no food.
    fn food(&self, id: FoodId) -> Result<Option<Food>>;
}

/// An amount of a food that was said before.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PastAmount {
    /// Its grams.
    pub grams: f64,
    /// The day.
    pub day: NaiveDate,
}

/// The longest phrase that is kept, in characters.
pub const LONGEST_PHRASE: usize = 12_000;

/// The most foods of one meal.
pub const MOST_FOODS: usize = 200;

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
    /// On what ground.
    pub why: Why,
    /// The reading that was taken, or the one that came nearest.
    pub reading: Reading,
}

/// The ground on which a phrase became a food, or did not.
#[derive(Clone, Debug, PartialEq)]
pub enum Why {
    /// The words are a name the person taught or chose.
    Taught(String),
    /// The words are a name of the food.
    Name(String),
    /// The best of the names that share words, and the score of the next food that differs.
    Ahead {
        /// Its score.
        score: f64,
        /// The score of the next food; none where there is no other.
        next: Option<f64>,
    },
    /// Several fit alike and hold much the same.
    Alike(usize),
    /// Several fit alike, and this one was eaten before.
    EatenBefore(History),
    /// Several fit alike and differ.
    CloseCall(usize),
    /// A word stands in no name, but these have one that looks like it.
    Misspelt(usize),
    /// No name accounts for every word.
    NoName,
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
    if phrases.len() > MOST_FOODS {
        return Err(Error::request(format!("a meal holds at most {MOST_FOODS} foods"))
            .because(format!("this one has {}", phrases.len()))
            .hint("log it in parts"));
    }
    let mut matches = phrases
        .into_iter()
        .map(|phrase| match_phrase(table, &phrase))
        .collect::<Result<Vec<_>>>()?;
    temper_milk(table, &mut matches)?;
    Ok(matches)
}

/// Milk in grams that goes into a hot drink and onto cereal, where no amount was said: a
/// convention of ours, and the answer says that it was assumed.
const MILK_IN_A_DRINK_GRAMS: f64 = 30.0;
const MILK_ON_CEREAL_GRAMS: f64 = 125.0;

/// Milk without an amount beside coffee, tea or cereal is no glass of milk, unless the person said
/// before how much of it they take.
fn temper_milk(table: &dyn FoodTable, matches: &mut [Match]) -> Result<()> {
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
            && table.last_amount(food.id)?.is_none()
        {
            weighed.grams = grams;
            weighed.assumption = Some(format!("{grams:.0} g assumed, as the milk of {what}"));
        }
    }
    Ok(())
}

/// Returns whether a text, without its amount, is the name of a food as the table writes it: the
/// same words in the same order, joining words and commas included. "Bread and cheese" is no
/// "cheese bread", "rice, pudding" no rice pudding.
fn is_name(table: &dyn FoodTable, text: &str) -> Result<bool> {
    // An amount that cannot be is refused later, with its phrase.
    let Ok(readings) = phrase::readings(text) else { return Ok(false) };
    for reading in with_whole_names(text, readings) {
        let key = words::name_key(&reading.food);
        if key.is_empty() || !table.is_name(&key)? {
            continue;
        }
        let mut names = table.names_of_key(&key, Shelf::Near)?;
        names.extend(table.names_of_key(&key, Shelf::Tables)?);
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
    let readings = with_canned(with_whole_names(text, phrase::readings(text)?));
    let outcome = Search { table, text, readings: &readings }.run()?;
    if let Some((food, weighed)) = &outcome.found
        && weighed.grams > phrase::MOST_GRAMS
    {
        let kg = weighed.grams / 1000.0;
        let what =
            format!("that would be {kg:.0} kg of {}; one food holds at most 20 kg", food.name);
        return Err(Error::request(what)
            .because(format!("it stands in \"{}\"", shown(text)))
            .hint("check the amount; a bigger one can be logged in parts"));
    }
    Ok(Match {
        phrase: text.to_owned(),
        found: outcome.found,
        candidates: outcome.candidates,
        why: outcome.why,
        reading: outcome.reading,
    })
}

/// Ranks the foods for words typed into a search, without an amount: those of the seed and the
/// person first, then those of loaded tables.
///
/// # Errors
///
/// Fails when the table cannot be read.
pub fn search(table: &dyn FoodTable, text: &str) -> Result<Vec<Ranked>> {
    let typed = words::words(text);
    let mut found = Vec::new();
    for shelf in [Shelf::Near, Shelf::Tables] {
        let (typed, _) = corrected(table, &typed, shelf)?;
        found.extend(rank::rank(&typed, &table.names_with(&typed, shelf)?).foods);
    }
    Ok(found)
}

/// Returns the readings, before each the one whose food goes on to the end of the text. What stands
/// behind a comma or "no" only describes, or was not eaten, unless it belongs to a name: "potato,
/// baked, without skin", "spirits, 40 percent alcohol".
fn with_whole_names(text: &str, readings: Vec<Reading>) -> Vec<Reading> {
    let lower = text.to_lowercase();
    let mut all = Vec::with_capacity(2 * readings.len() + 1);
    // "100 g glass noodles" is no glass of noodles, if glass noodles are known.
    if let Some(exact) = readings.iter().find(|r| r.amount.unit.is_some_and(Unit::is_exact)) {
        let rest = lower.trim_start_matches(|c: char| !c.is_whitespace()).trim_start();
        let unit = rest.split_whitespace().next().and_then(Unit::parse);
        let food = match unit {
            Some(unit) if unit.is_exact() => rest.split_once(' ').map_or("", |(_, food)| food),
            _ => rest,
        };
        if lower.starts_with(|c: char| c.is_ascii_digit()) && !food.is_empty() {
            all.push(Reading { food: food.to_owned(), ..exact.clone() });
        }
    }
    for reading in readings {
        let first = reading.food.split(' ').next().unwrap_or_default();
        if let Some((_, behind)) = lower.split_once(first).filter(|_| !first.is_empty()) {
            let food = format!("{first}{behind}");
            // "Half and half" is no half of itself.
            let whole = food == lower && reading.amount.quantity.is_some();
            if food != reading.food && !whole {
                all.push(Reading { food, ..reading.clone() });
            }
        }
        all.push(reading);
    }
    all
}

/// Returns the readings with what comes in a can read as canned before it is read as fresh.
fn with_canned(readings: Vec<Reading>) -> Vec<Reading> {
    let mut all = Vec::with_capacity(readings.len());
    for reading in readings {
        let in_can = reading.amount.unit.is_some_and(|unit| unit.key == "can");
        if in_can && !words::words(&reading.food).contains(&"canned".to_owned()) {
            all.push(Reading { food: format!("canned {}", reading.food), ..reading.clone() });
        }
        all.push(reading);
    }
    all
}

/// One phrase on its way through the table.
struct Search<'a> {
    table: &'a dyn FoodTable,
    text: &'a str,
    readings: &'a [Reading],
}

/// Where the way led.
struct Outcome {
    found: Option<Found>,
    candidates: Vec<Ranked>,
    why: Why,
    reading: Reading,
}

const SHELVES: [Shelf; 2] = [Shelf::Near, Shelf::Tables];

impl Search<'_> {
    fn run(&self) -> Result<Outcome> {
        if let Some(found) = self.whole_name()? {
            return Ok(found);
        }
        for shelf in SHELVES {
            if let Some(found) = self.exact(shelf)? {
                return Ok(found);
            }
        }
        let mut nearest: Option<Outcome> = None;
        for shelf in SHELVES {
            if let Some(ranked) = self.ranked(shelf)? {
                if ranked.found.is_some() || matches!(ranked.why, Why::CloseCall(_)) {
                    return Ok(ranked);
                }
                nearest.get_or_insert(ranked);
            }
        }
        for shelf in SHELVES {
            if let Some(found) = self.corrected(shelf)? {
                return Ok(found);
            }
        }
        // What is not understood keeps its plainest reading, the number apart from the words.
        let reading = phrase::plainest(self.readings).unwrap_or(&self.readings[0]);
        let near = self.misspelt(reading)?;
        let candidates = nearest.map(|outcome| outcome.candidates).unwrap_or_default();
        Ok(match near {
            Some(near) => Outcome { reading: reading.clone(), ..near },
            None => outcome(None, candidates, Why::NoName, reading),
        })
    }

    /// Returns the foods that short or badly misspelt words may have meant. Nothing is taken for
    /// them: a word of five letters that is one letter off is as often another word.
    fn misspelt(&self, reading: &Reading) -> Result<Option<Outcome>> {
        let mut typed = words::words(&reading.food);
        let strange = self.table.strange_words(&typed, Shelf::Near)?;
        if strange.is_empty() {
            return Ok(None);
        }
        for word in typed.iter_mut().filter(|word| strange.contains(word)) {
            let known = self.table.words_like(word, Shelf::Near)?;
            let Some(near) = words::near_miss(word, &known) else { return Ok(None) };
            near.clone_into(word);
        }
        let ranking = rank::rank(&typed, &self.table.names_with(&typed, Shelf::Near)?);
        let close = ranking.close;
        Ok((close > 0).then(|| outcome(None, ranking.foods, Why::Misspelt(close), reading)))
    }

    /// Takes the text as it stands where it is a name that says what a food is without: "milk,
    /// without added vitamin D". Elsewhere what stands behind "without" was not eaten.
    fn whole_name(&self) -> Result<Option<Outcome>> {
        let typed = words::words(self.text);
        if !words::fold(self.text).split(' ').any(words::is_negation) {
            return Ok(None);
        }
        for shelf in SHELVES {
            if let Some(exact) = exact_food(self.table, &typed, shelf)? {
                let reading = Reading::new(Amount::default(), self.text.to_owned());
                let weighed = self.weigh(&reading, &exact.food)?;
                let found = Some((exact.food, weighed));
                return Ok(Some(outcome(found, Vec::new(), Why::Name(exact.name), &reading)));
            }
        }
        Ok(None)
    }

    /// Takes the reading whose words are exactly the name of one food.
    fn exact(&self, shelf: Shelf) -> Result<Option<Outcome>> {
        let mut best: Option<((NameKind, usize, bool), Outcome)> = None;
        for reading in self.readings {
            let typed = words::words(&reading.food);
            let Some(exact) = exact_food(self.table, &typed, shelf)? else {
                continue;
            };
            if !reading.fits_name(&exact.name) {
                continue;
            }
            // "3 pork sausages" are no pork counted in sausages, unless pork had such a portion.
            let misread = |unit: Unit| unit.also_food && exact.food.portion(unit.key).is_none();
            if reading.amount.unit.is_some_and(misread) || self.is_object(reading, &exact.food) {
                continue;
            }
            let weighed = self.weigh(reading, &exact.food)?;
            // A taught name goes before a published one that accounts for more words.
            let taught = if exact.kind == NameKind::Taught { exact.kind } else { NameKind::Own };
            let quality = (taught, exact.words, weighed.own_measure);
            let better = |least: &(NameKind, usize, bool)| {
                (quality.0 < least.0)
                    || (quality.0 == least.0 && (quality.1, quality.2) > (least.1, least.2))
            };
            if best.as_ref().is_none_or(|(least, _)| better(least)) {
                let why = match exact.kind {
                    NameKind::Taught => Why::Taught(exact.name),
                    _ => Why::Name(exact.name),
                };
                best =
                    Some((quality, outcome(Some((exact.food, weighed)), Vec::new(), why, reading)));
            }
        }
        Ok(best.map(|(_, outcome)| outcome))
    }

    /// Returns whether a measure behind a food, without a number, makes it an object: an egg box is
    /// no egg, while a tuna can is a can of tuna, for tuna comes in cans.
    fn is_object(&self, reading: &Reading, food: &Food) -> bool {
        let Some(unit) = reading.amount.unit.filter(|unit| !unit.is_exact()) else { return false };
        let last = self.text.split_whitespace().last().map(str::to_lowercase);
        !self.text.contains(|c: char| c.is_ascii_digit())
            && last.and_then(|word| Unit::parse(&word)).is_some_and(|behind| behind == unit)
            && food.portion(unit.key).is_none()
    }

    /// Ranks the names that share words with a reading and takes a clear winner.
    fn ranked(&self, shelf: Shelf) -> Result<Option<Outcome>> {
        let mut best: Option<(Quality, Ranking, &Reading)> = None;
        for reading in self.readings {
            let typed = words::words(&reading.food);
            if typed.is_empty() {
                continue;
            }
            let ranking = rank::rank(&typed, &self.table.names_with(&typed, shelf)?);
            if ranking.foods.first().is_some_and(|first| !reading.fits_name(&first.name)) {
                continue;
            }
            let quality = quality(&ranking, &typed);
            if best.as_ref().is_none_or(|(least, _, _)| quality > *least) {
                best = Some((quality, ranking, reading));
            }
        }
        best.filter(|(_, ranking, _)| !ranking.foods.is_empty())
            .map(|(_, ranking, reading)| self.settled(ranking, reading, None))
            .transpose()
    }

    /// Reads misspelt words as the known ones they are near to, and tries again.
    fn corrected(&self, shelf: Shelf) -> Result<Option<Outcome>> {
        let mut best: Option<(Quality, Ranking, &Reading, String)> = None;
        for reading in self.readings.iter().filter(|reading| !reading.number_in_name) {
            let (typed, remark) = corrected(self.table, &words::words(&reading.food), shelf)?;
            let Some(remark) = remark else { continue };
            if let Some(exact) = exact_food(self.table, &typed, shelf)? {
                let weighed = remarked(self.weigh(reading, &exact.food)?, Some(remark));
                let found = Some((exact.food, weighed));
                return Ok(Some(outcome(found, Vec::new(), Why::Name(exact.name), reading)));
            }
            let ranking = rank::rank(&typed, &self.table.names_with(&typed, shelf)?);
            let quality = quality(&ranking, &typed);
            if best.as_ref().is_none_or(|(least, _, _, _)| quality > *least) {
                best = Some((quality, ranking, reading, remark));
            }
        }
        best.filter(|(_, ranking, _, _)| ranking.close > 0)
            .map(|(_, ranking, reading, remark)| self.settled(ranking, reading, Some(remark)))
            .transpose()
    }

    /// Takes the food that is clearly meant, or says why none is.
    fn settled(
        &self,
        ranking: Ranking,
        reading: &Reading,
        remark: Option<String>,
    ) -> Result<Outcome> {
        let Ranking { mut foods, close, rivals } = ranking;
        if close == 0 {
            let why = if rivals > 1 { Why::CloseCall(rivals) } else { Why::NoName };
            return Ok(outcome(None, foods, why, reading));
        }
        let mut near = Vec::with_capacity(close);
        for ranked in &foods[..close] {
            let food = self.table.food(ranked.food)?;
            let food = food.ok_or_else(|| Error::failed("a food is gone from the table"))?;
            let history =
                if close > 1 { self.table.history(ranked.food)? } else { History::default() };
            near.push((food, history));
        }
        let views: Vec<(&Food, History)> = near.iter().map(|(food, h)| (food, *h)).collect();
        let (place, why) = match rank::settle(&views) {
            Settled::Eaten(place) => (place, Why::EatenBefore(near[place].1)),
            Settled::Alike if close > 1 => (0, Why::Alike(close)),
            Settled::Alike => {
                (0, Why::Ahead { score: foods[0].score, next: foods.get(1).map(|f| f.score) })
            }
            Settled::Open => {
                return Ok(outcome(None, foods, Why::CloseCall(close), reading));
            }
        };
        foods[..=place].rotate_right(1);
        let food = near.swap_remove(place).0;
        let weighed = remarked(self.weigh(reading, &food)?, remark);
        Ok(outcome(Some((food, weighed)), foods, why, reading))
    }

    fn weigh(&self, reading: &Reading, food: &Food) -> Result<Weighed> {
        weigh_as_before(self.table, reading, food)
    }
}

/// How many "eggs" without a number are: a convention of ours, said each time.
const EGGS: f64 = 2.0;

/// Returns the grams of what was read. Where no amount was said, the amount of the last time one
/// was is taken before the food's usual portion.
///
/// # Errors
///
/// Fails when the table cannot be read.
pub fn weigh_as_before(table: &dyn FoodTable, reading: &Reading, food: &Food) -> Result<Weighed> {
    let weighed = weigh::weigh(&reading.amount, food);
    let amount = &reading.amount;
    if amount.quantity.is_some() || amount.unit.is_some() || amount.size.is_some() {
        return Ok(weighed);
    }
    Ok(match table.last_amount(food.id)? {
        None if food.group == "eggs" && words::is_plural(&reading.food) => Weighed {
            grams: EGGS * weighed.grams,
            assumption: Some(format!("{EGGS} of them assumed")),
            ..weighed
        },
        Some(last) if (last.grams - weighed.grams).abs() > 0.5 => Weighed {
            grams: last.grams,
            assumption: Some(format!("as much as on {} assumed", last.day)),
            ..weighed
        },
        _ => weighed,
    })
}

fn outcome(found: Option<Found>, candidates: Vec<Ranked>, why: Why, reading: &Reading) -> Outcome {
    Outcome { found, candidates, why, reading: reading.clone() }
}

/// How well a reading leads to a food: whether one may be meant, how many words that say what it
/// is stand in the reading, and the score.
type Quality = (bool, usize, f64);

fn quality(ranking: &Ranking, typed: &[String]) -> Quality {
    let telling = |w: &&String| !words::is_neutral(w) && words::preparation(w).is_none();
    let meant = ranking.close > 0;
    let told = if meant { typed.iter().filter(telling).count() } else { 0 };
    (meant, told, ranking.foods.first().map_or(0.0, |f| f.score))
}

/// A food whose name is exactly what was typed.
struct Exact {
    food: Food,
    /// The name.
    name: String,
    kind: NameKind,
    /// How many of the typed words it accounts for.
    words: usize,
}

/// Returns the one food of exactly these words.
fn exact_food(table: &dyn FoodTable, typed: &[String], shelf: Shelf) -> Result<Option<Exact>> {
    let telling: Vec<String> = typed.iter().filter(|w| !words::is_neutral(w)).cloned().collect();
    for said in [typed, telling.as_slice()] {
        let key = words::key(said);
        if key.is_empty() {
            continue;
        }
        let mut names = table.names_of_key(&key, shelf)?;
        names.sort_by_key(|name| (rank::belief(name), name.food));
        names.dedup_by_key(|name| name.food);
        if let Some(first) = names.first().map(rank::belief) {
            names.retain(|name| rank::belief(name) == first);
        }
        if names.len() > 1 {
            // The same words, but chocolate milk is no milk chocolate.
            names.retain(|name| words::words(&name.found) == *said);
        }
        if let [only] = names.as_slice()
            && let Some(food) = table.food(only.food)?
        {
            let name = only.found.clone();
            return Ok(Some(Exact { food, name, kind: only.kind, words: said.len() }));
        }
    }
    Ok(None)
}

fn remarked(mut weighed: Weighed, remark: Option<String>) -> Weighed {
    weighed.assumption = match (remark, weighed.assumption.take()) {
        (Some(remark), Some(assumption)) => Some(format!("{remark}; {assumption}")),
        (remark, assumption) => remark.or(assumption),
    };
    weighed
}

/// Returns the words with slips of the finger corrected, and how they were read.
fn corrected(
    table: &dyn FoodTable,
    typed: &[String],
    shelf: Shelf,
) -> Result<(Vec<String>, Option<String>)> {
    let mut remarks = Vec::new();
    let mut read = typed.to_vec();
    let strange = table.strange_words(typed, shelf)?;
    for word in &mut read {
        if !strange.contains(word) || words::is_neutral(word) || words::preparation(word).is_some()
        {
            continue;
        }
        let known = table.words_like(word, shelf)?;
        if let Some(better) = words::correct(word, &known) {
            remarks.push(format!("\"{word}\" was read as \"{better}\""));
            better.clone_into(word);
        }
    }
    Ok((read, (!remarks.is_empty()).then(|| remarks.join(", "))))
}
