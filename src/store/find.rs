//! Foods found by name and by words, for the resolver.

use chrono::NaiveDate;
use rusqlite::{OptionalExtension, ToSql};

use super::{Store, odd};
use crate::domain::{Food, FoodId};
use crate::error::Result;
use crate::resolve::matching::{FoodTable, PastAmount};
use crate::resolve::rank::{Candidate, History, NameKind, Shelf};
use crate::resolve::words;

/// The most names a search looks at before ranking.
const MOST_FOUND: usize = 400;
/// The most words a misspelt one is compared with.
const MOST_LIKE: usize = 300;
/// How many of the last times a food was eaten are asked for an amount that was said.
const LATEST_AMOUNTS: usize = 30;
/// How many of the last times a food was eaten are counted.
const LATEST: usize = 200;

impl Store {
    fn candidates(
        &self,
        condition: &str,
        shelf: Shelf,
        values: &[&dyn ToSql],
    ) -> Result<Vec<Candidate>> {
        // A record that is offered as a plain food lends it its published name.
        let shelf = match shelf {
            Shelf::Near => "named.origin <> 'table'",
            Shelf::Tables => {
                "named.origin = 'table' AND (named.offered_as IS NULL OR n.kind = 'name')"
            }
        };
        let mut statement = self.connection.prepare_cached(&format!(
            "SELECT f.id, f.name, f.source, n.words, n.name, n.kind = 'user',
                 f.origin IN ('own', 'recipe'), iif(f.origin = 'table', f.food_table, NULL)
             FROM food_name n JOIN food named ON named.id = n.food_id
             JOIN food f ON f.id = coalesce(named.offered_as, named.id)
             WHERE {condition} AND {shelf} AND f.deleted_at IS NULL AND named.deleted_at IS NULL
             ORDER BY f.id, n.id"
        ))?;
        let found = statement.query_map(values, |row| {
            let words: String = row.get(3)?;
            let kind = match (row.get(5)?, row.get(6)?) {
                (true, _) => NameKind::Taught,
                (false, true) => NameKind::Own,
                (false, false) => NameKind::Published,
            };
            Ok(Candidate {
                food: FoodId(row.get(0)?),
                name: row.get(1)?,
                source: row.get(2)?,
                found: row.get(4)?,
                words: words.split(' ').map(str::to_owned).collect(),
                kind,
                table: row.get(7)?,
            })
        })?;
        Ok(found.collect::<rusqlite::Result<_>>()?)
    }
}

/// Returns a word as a search for exactly it.
fn quoted(word: &str) -> String {
    format!("\"{}\"", word.replace('"', ""))
}

impl FoodTable for Store {
    fn names_of_key(&self, key: &str, shelf: Shelf) -> Result<Vec<Candidate>> {
        self.candidates("n.words = ?1", shelf, &[&key])
    }

    fn is_name(&self, key: &str) -> Result<bool> {
        Ok(self
            .connection
            .prepare_cached(
                "SELECT 1 FROM food_name n JOIN food f ON f.id = n.food_id
                 WHERE n.words = ?1 AND f.deleted_at IS NULL",
            )?
            .exists([key])?)
    }

    fn names_with(&self, words: &[String], shelf: Shelf) -> Result<Vec<Candidate>> {
        // A number by itself says nothing about a food: the 2 of "2 % milk" is found by the milk.
        let is_word = |w: &&String| w.contains(char::is_alphabetic);
        let (index, joint, wanted): (_, _, Vec<&String>) = match shelf {
            Shelf::Near => ("near_words", " OR ", words.iter().filter(is_word).collect()),
            // A whole table answers every word: all that say what the food is must stand there.
            Shelf::Tables => {
                let telling =
                    |w: &&String| !words::is_neutral(w) && words::preparation(w).is_none();
                ("table_words", " AND ", words.iter().filter(is_word).filter(telling).collect())
            }
        };
        if wanted.is_empty() {
            return Ok(Vec::new());
        }
        let query = wanted.iter().map(|w| quoted(w)).collect::<Vec<_>>().join(joint);
        let condition = format!(
            "n.id IN (SELECT rowid FROM {index} WHERE {index} MATCH ?1
                      ORDER BY rank, rowid LIMIT {MOST_FOUND})"
        );
        self.candidates(&condition, shelf, &[&query])
    }

    fn strange_words(&self, of: &[String], shelf: Shelf) -> Result<Vec<String>> {
        let mut near =
            self.connection.prepare_cached("SELECT 1 FROM near_vocabulary WHERE term = ?1")?;
        let mut tables =
            self.connection.prepare_cached("SELECT 1 FROM table_vocabulary WHERE term = ?1")?;
        let mut strange = Vec::new();
        for word in of {
            let known =
                near.exists([word])? || (shelf == Shelf::Tables && tables.exists([word])?);
            if !known {
                strange.push(word.clone());
            }
        }
        Ok(strange)
    }

    fn words_like(&self, word: &str, shelf: Shelf) -> Result<Vec<String>> {
        let letters: Vec<char> = word.chars().collect();
        if letters.len() < 3 {
            return Ok(Vec::new());
        }
        let runs: Vec<String> =
            letters.windows(3).map(|run| quoted(&run.iter().collect::<String>())).collect();
        let mut statement = self.connection.prepare_cached(&format!(
            "SELECT word FROM word_trigrams WHERE word_trigrams MATCH ?1 AND near >= ?2
             ORDER BY rank, word LIMIT {MOST_LIKE}"
        ))?;
        let least = i64::from(shelf == Shelf::Near);
        let found = statement.query_map((runs.join(" OR "), least), |row| row.get(0))?;
        Ok(found.collect::<rusqlite::Result<_>>()?)
    }

    fn history(&self, food: FoodId) -> Result<History> {
        let mut statement = self.connection.prepare_cached(&format!(
            "SELECT e.day FROM item i JOIN entry e ON e.id = i.entry_id
             WHERE i.food_id = ?1 AND e.deleted_at IS NULL ORDER BY i.id DESC LIMIT {LATEST}"
        ))?;
        let days: Vec<String> =
            statement.query_map([food.0], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
        let last = days.iter().max().map(|day| parse_day(day)).transpose()?;
        Ok(History { times: u32::try_from(days.len()).unwrap_or(u32::MAX), last })
    }

    fn last_amount(&self, food: FoodId) -> Result<Option<PastAmount>> {
        let mut statement = self.connection.prepare_cached(&format!(
            "SELECT i.grams, e.day FROM (SELECT id, entry_id, grams, unit FROM item
                 WHERE food_id = ?1 ORDER BY id DESC LIMIT {LATEST_AMOUNTS}) i
             JOIN entry e ON e.id = i.entry_id
             WHERE i.unit IS NOT NULL AND e.deleted_at IS NULL ORDER BY i.id DESC LIMIT 1"
        ))?;
        let found: Option<(f64, String)> =
            statement.query_row([food.0], |row| Ok((row.get(0)?, row.get(1)?))).optional()?;
        found.map(|(grams, day)| Ok(PastAmount { grams, day: parse_day(&day)? })).transpose()
    }

    fn food(&self, id: FoodId) -> Result<Option<Food>> {
        self.one_food(id)
    }
}

fn parse_day(text: &str) -> Result<NaiveDate> {
    text.parse().map_err(|_| odd("day", text))
}
