//! The foods a person does not want to be offered.

use rusqlite::{OptionalExtension as _, params};

use super::foods::FoodSummary;
use super::journal::Change;
use super::{Store, odd};
use crate::domain::{FoodId, Nutrient};
use crate::error::Result;

/// Names of the seed from which a food counts as a common one: a convention of ours. Of milks it
/// keeps cow's and the plain plant ones, and leaves out what few people buy.
const COMMON_NAMES: i64 = 5;

impl Store {
    /// Returns the refused foods, by name.
    ///
    /// # Errors
    ///
    /// Fails when the diary cannot be read.
    pub fn refused_foods(&self) -> Result<Vec<FoodSummary>> {
        let mut statement = self.connection.prepare_cached(
            "SELECT f.id, f.name, f.source FROM food_refused r JOIN food f ON f.id = r.food_id
             ORDER BY f.name, f.id",
        )?;
        let found = statement.query_map([], |row| {
            Ok(FoodSummary { id: FoodId(row.get(0)?), name: row.get(1)?, source: row.get(2)? })
        })?;
        Ok(found.collect::<rusqlite::Result<_>>()?)
    }

    /// Returns the foods of the seeded source lists of a mineral of which a usual portion holds the
    /// most, at most `most` of them; of common foods alone, those that people have many words for.
    ///
    /// # Errors
    ///
    /// Fails when the diary cannot be read.
    pub fn listed_sources(&self, nutrient: Nutrient, most: usize) -> Result<Vec<FoodId>> {
        let most = i64::try_from(most).map_err(|_| odd("number of foods", &most.to_string()))?;
        let mut statement = self.connection.prepare_cached(
            "SELECT f.id FROM source_tag t
             JOIN food f ON f.id = t.food_id AND f.deleted_at IS NULL AND f.origin = 'seed'
             JOIN food_nutrient n ON n.food_id = f.id AND n.nutrient = t.nutrient
             JOIN portion p ON p.food_id = f.id AND p.measure = 'usual'
             WHERE t.nutrient = ?1 AND t.basis = 'listed' AND n.per_100g IS NOT NULL
                 AND (SELECT count(*) FROM food_name w
                     WHERE w.food_id = f.id AND w.kind <> 'user') >= ?3
             ORDER BY n.per_100g * p.grams DESC, f.name, f.id LIMIT ?2",
        )?;
        let found =
            statement.query_map(params![nutrient.key(), most, COMMON_NAMES], |row| row.get(0))?;
        Ok(found.map(|id| id.map(FoodId)).collect::<rusqlite::Result<_>>()?)
    }
}

impl Change<'_> {
    /// Refuses a food, or takes a refusal back. Returns whether that changed anything.
    ///
    /// # Errors
    ///
    /// Fails when the diary cannot be written.
    pub fn refuse(&mut self, food: FoodId, refused: bool) -> Result<bool> {
        let stands: Option<i64> = self
            .tx
            .query_row("SELECT food_id FROM food_refused WHERE food_id = ?1", [food.0], |row| {
                row.get(0)
            })
            .optional()?;
        if stands.is_some() == refused {
            return Ok(false);
        }
        let before = super::journal::image(&self.tx, "food_refused", food.0)?;
        if refused {
            self.tx.execute(
                "INSERT INTO food_refused (food_id, refused_at) VALUES (?1, ?2)",
                params![food.0, self.now],
            )?;
        } else {
            self.tx.execute("DELETE FROM food_refused WHERE food_id = ?1", [food.0])?;
        }
        self.note_row("food_refused", food.0, before)?;
        Ok(true)
    }
}
