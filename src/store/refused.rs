//! The foods a person does not want to be offered.

use rusqlite::{OptionalExtension as _, params};

use super::Store;
use super::foods::FoodSummary;
use super::journal::Change;
use crate::domain::{FoodId, Nutrient, PerNutrient};
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

    /// Returns the foods of the seeded source lists of some minerals of which a usual portion holds
    /// the most, at most `most` for each; of common foods alone, those that people have many words
    /// for. In the order of their numbers, each once.
    ///
    /// # Errors
    ///
    /// Fails when the diary cannot be read.
    pub fn listed_sources(&self, minerals: &[Nutrient], most: usize) -> Result<Vec<FoodId>> {
        let mut listed = self.connection.prepare_cached(
            "SELECT f.id, t.nutrient FROM source_tag t
             JOIN food f ON f.id = t.food_id AND f.deleted_at IS NULL AND f.origin = 'seed'
             JOIN food_nutrient n ON n.food_id = f.id AND n.nutrient = t.nutrient
             JOIN portion p ON p.food_id = f.id AND p.measure = 'usual'
             WHERE t.basis = 'listed' AND t.nutrient IN (SELECT value FROM json_each(?1))
                 AND n.per_100g IS NOT NULL
             ORDER BY n.per_100g * p.grams DESC, f.name, f.id",
        )?;
        // A limit that is bound would have SQLite plan the query anew for every food.
        let mut names = self.connection.prepare_cached(&format!(
            "SELECT count(*) FROM (SELECT 1 FROM food_name
             WHERE food_id = ?1 AND kind <> 'user' LIMIT {COMMON_NAMES})"
        ))?;
        let keys: Vec<&str> = minerals.iter().map(|mineral| mineral.key()).collect();
        let mut rows = listed.query([serde_json::Value::from(keys).to_string()])?;
        let mut found: PerNutrient<Vec<FoodId>> = PerNutrient::default();
        while let Some(row) = rows.next()? {
            let (food, richest): (i64, _) =
                (row.get(0)?, &mut found[super::foods::nutrient(row, 1)?]);
            let common = |count: i64| count >= COMMON_NAMES;
            if richest.len() < most && names.query_row([food], |row| row.get(0).map(common))? {
                richest.push(FoodId(food));
            }
        }
        let mut foods: Vec<FoodId> = found.iter().flat_map(|(_, foods)| foods).copied().collect();
        foods.sort_unstable();
        foods.dedup();
        Ok(foods)
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
        let before = super::row_image::image(&self.tx, "food_refused", food.0)?;
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
