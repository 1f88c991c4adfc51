//! What a person makes of the food table: foods of their own, recipes, corrected figures, names,
//! portions and tags, each change with its place in the journal.

use chrono::NaiveDate;
use rusqlite::{Connection, OptionalExtension, Transaction, params};
use serde_json::{Map, Value};

use super::foods::{self, FoodSummary};
use super::journal::{Change, uid};
use super::row_image::image;
use super::tags::{self, WITH_DISHES};
use super::{Store, food_image, names, odd};
use crate::domain::{Content, FoodId, Nutrient, PerNutrient, Portion};
use crate::error::Result;

/// Where a food comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// The seed of this program.
    Seed,
    /// A published table that was loaded.
    Table,
    /// The person, from a label.
    Own,
    /// The person, as a recipe.
    Recipe,
}

impl Origin {
    /// Returns the key used in JSON and in the database.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Seed => "seed",
            Self::Table => "table",
            Self::Own => "own",
            Self::Recipe => "recipe",
        }
    }

    /// Returns the origin of a key; none for another word.
    pub fn parse(key: &str) -> Option<Self> {
        [Self::Seed, Self::Table, Self::Own, Self::Recipe].into_iter().find(|o| o.key() == key)
    }

    /// Returns whether the person made the food.
    pub fn is_own(self) -> bool {
        matches!(self, Self::Own | Self::Recipe)
    }
}

/// A food that goes by a name.
#[derive(Clone, Debug, PartialEq)]
pub struct Named {
    /// The food.
    pub food: FoodSummary,
    /// Whether the person gave it that name.
    pub by_user: bool,
}

/// A line of a recipe.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// The phrase as it was typed.
    pub phrase: String,
    /// The food it resolved to.
    pub food: FoodId,
    /// The number that was said.
    pub quantity: Option<f64>,
    /// Its unit.
    pub unit: Option<String>,
    /// Grams of it.
    pub grams: f64,
    /// What was assumed, in words.
    pub assumption: Option<String>,
}

/// What a recipe is made of.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Recipe {
    /// Servings it makes; none where that was not said.
    pub servings: Option<f64>,
    /// Its weight when done; none where it is what the parts weigh together.
    pub cooked_grams: Option<f64>,
    /// Its lines, in order.
    pub lines: Vec<Line>,
}

impl Recipe {
    /// Returns the grams of the whole dish.
    pub fn grams(&self) -> f64 {
        self.cooked_grams.unwrap_or_else(|| self.lines.iter().map(|line| line.grams).sum())
    }

    /// Returns the grams of one serving; none where their number was not said.
    pub fn serving_grams(&self) -> Option<f64> {
        self.servings.map(|servings| self.grams() / servings)
    }
}

/// What is written of a food. What is none or empty stays as it is.
#[derive(Clone, Debug, Default)]
pub struct FoodEdit {
    /// Its name.
    pub name: Option<String>,
    /// The keys of its groups, the main one first.
    pub groups: Vec<String>,
    /// Figures per 100 g with where they were read.
    pub figures: Vec<(Nutrient, Content, Option<String>)>,
    /// Portions to set.
    pub portions: Vec<Portion>,
    /// Measures whose portion is taken away.
    pub without_portions: Vec<String>,
    /// Names it is to go by.
    pub names: Vec<String>,
    /// Names the person gave that are taken away.
    pub without_names: Vec<String>,
    /// Minerals the person calls it a source of.
    pub tags: Vec<Nutrient>,
    /// Minerals the person no longer calls it a source of.
    pub without_tags: Vec<Nutrient>,
    /// What it is made of.
    pub recipe: Option<Recipe>,
}

impl FoodEdit {
    /// Returns whether it changes what a published food is, so that the seed leaves it alone.
    pub fn changes_the_food(&self) -> bool {
        self.name.is_some() || !self.groups.is_empty() || !self.figures.is_empty()
    }

    /// Returns whether past entries show other figures after it.
    pub fn changes_figures(&self) -> bool {
        !self.groups.is_empty() || !self.figures.is_empty() || self.recipe.is_some()
    }
}

/// How much of the diary uses a food, as part of a recipe too.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Touches {
    /// Entries that are not deleted.
    pub entries: u32,
    /// The days they stand on.
    pub days: u32,
}

/// What is known of a food besides its figures.
#[derive(Clone, Debug)]
pub struct FoodDetails {
    /// Where it comes from.
    pub origin: Origin,
    /// Whether the person changed a published food.
    pub changed_by_user: bool,
    /// The keys and names of its groups, the main one first.
    pub groups: Vec<(String, String)>,
    /// Where single figures were read, where that differs from the food's reference.
    pub figure_sources: PerNutrient<Option<String>>,
    /// The measures the person weighed.
    pub own_portions: Vec<String>,
    /// The names the person gave it, its own left out.
    pub own_names: Vec<String>,
    /// How often it was eaten, by itself or in a recipe.
    pub eaten: Touches,
    /// The last day on which it was.
    pub last_eaten: Option<NaiveDate>,
    /// The recipes it is part of.
    pub recipes: Vec<FoodSummary>,
    /// What it is made of; none for a food that is no recipe.
    pub recipe: Option<Recipe>,
}

impl Store {
    /// Returns what is known of a food besides its figures; none for a number that is no food.
    ///
    /// # Errors
    ///
    /// Fails when the diary cannot be read.
    pub fn food_details(&self, id: FoodId) -> Result<Option<FoodDetails>> {
        let row: Option<(String, bool)> = self
            .connection
            .query_row("SELECT origin, changed_by_user FROM food WHERE id = ?1", [id.0], |row| {
                Ok((row.get(0)?, row.get(1)?))
            })
            .optional()?;
        let Some((origin, changed_by_user)) = row else {
            return Ok(None);
        };
        let last: Option<String> = self.connection.query_row(
            &format!(
                "{WITH_DISHES} SELECT max(e.day) FROM item i JOIN entry e ON e.id = i.entry_id
                 WHERE i.food_id IN (SELECT id FROM dish) AND e.deleted_at IS NULL"
            ),
            [id.0],
            |row| row.get(0),
        )?;
        let day = |text: String| text.parse().map_err(|_| odd("day", &text));
        Ok(Some(FoodDetails {
            origin: Origin::parse(&origin).ok_or_else(|| odd("origin", &origin))?,
            changed_by_user,
            groups: groups(&self.connection, id.0)?,
            figure_sources: self.figure_sources(id)?,
            own_portions: self.texts(
                "SELECT measure FROM portion WHERE food_id = ?1 AND by_user ORDER BY measure",
                id,
            )?,
            own_names: self.texts(
                "SELECT n.name FROM food_name n JOIN food f ON f.id = n.food_id
                 WHERE n.food_id = ?1 AND n.kind = 'user' AND n.name <> f.name ORDER BY n.id",
                id,
            )?,
            eaten: self.touches(id)?,
            last_eaten: last.map(day).transpose()?,
            recipes: self.recipes_with(id)?,
            recipe: self.recipe(id)?,
        }))
    }

    fn texts(&self, sql: &str, id: FoodId) -> Result<Vec<String>> {
        let mut statement = self.connection.prepare_cached(sql)?;
        let found = statement.query_map([id.0], |row| row.get(0))?;
        Ok(found.collect::<rusqlite::Result<_>>()?)
    }

    fn figure_sources(&self, id: FoodId) -> Result<PerNutrient<Option<String>>> {
        let mut statement = self
            .connection
            .prepare_cached("SELECT nutrient, source FROM food_nutrient WHERE food_id = ?1")?;
        let mut rows = statement.query([id.0])?;
        let mut found = PerNutrient::default();
        while let Some(row) = rows.next()? {
            found[foods::nutrient(row, 0)?] = row.get(1)?;
        }
        Ok(found)
    }

    /// Returns how much of the diary uses a food.
    ///
    /// # Errors
    ///
    /// Fails when the diary cannot be read.
    pub fn touches(&self, id: FoodId) -> Result<Touches> {
        let sql = format!(
            "{WITH_DISHES} SELECT count(DISTINCT e.id), count(DISTINCT e.day)
             FROM item i JOIN entry e ON e.id = i.entry_id
             WHERE i.food_id IN (SELECT id FROM dish) AND e.deleted_at IS NULL"
        );
        Ok(self
            .connection
            .prepare_cached(&sql)?
            .query_row([id.0], |row| Ok(Touches { entries: row.get(0)?, days: row.get(1)? }))?)
    }

    /// Returns what a recipe is made of; none for a food that is none.
    ///
    /// # Errors
    ///
    /// Fails when the diary cannot be read.
    pub fn recipe(&self, id: FoodId) -> Result<Option<Recipe>> {
        let row = self
            .connection
            .prepare_cached("SELECT servings, cooked_grams FROM recipe WHERE food_id = ?1")?
            .query_row([id.0], |row| Ok((row.get(0)?, row.get(1)?)))
            .optional()?;
        let Some((servings, cooked_grams)) = row else {
            return Ok(None);
        };
        let mut statement = self.connection.prepare_cached(
            "SELECT phrase, part_id, quantity, unit, grams, assumption FROM recipe_part
             WHERE food_id = ?1 ORDER BY position",
        )?;
        let lines = statement
            .query_map([id.0], |row| {
                Ok(Line {
                    phrase: row.get(0)?,
                    food: FoodId(row.get(1)?),
                    quantity: row.get(2)?,
                    unit: row.get(3)?,
                    grams: row.get(4)?,
                    assumption: row.get(5)?,
                })
            })?
            .collect::<rusqlite::Result<_>>()?;
        Ok(Some(Recipe { servings, cooked_grams, lines }))
    }

    /// Returns the recipes that are kept, by name.
    ///
    /// # Errors
    ///
    /// Fails when the diary cannot be read.
    pub fn recipes(&self) -> Result<Vec<FoodSummary>> {
        self.summaries(
            "SELECT id, name, source FROM food WHERE origin = 'recipe' AND deleted_at IS NULL
             AND ?1 = 0 ORDER BY name, id",
            0,
        )
    }

    /// Returns the recipes a food is a part of, by name.
    fn recipes_with(&self, id: FoodId) -> Result<Vec<FoodSummary>> {
        self.summaries(
            "SELECT DISTINCT f.id, f.name, f.source FROM recipe_part p
             JOIN food f ON f.id = p.food_id
             WHERE p.part_id = ?1 AND f.deleted_at IS NULL ORDER BY f.name, f.id",
            id.0,
        )
    }

    fn summaries(&self, sql: &str, value: i64) -> Result<Vec<FoodSummary>> {
        let mut statement = self.connection.prepare_cached(sql)?;
        let found = statement.query_map([value], |row| {
            Ok(FoodSummary { id: FoodId(row.get(0)?), name: row.get(1)?, source: row.get(2)? })
        })?;
        Ok(found.collect::<rusqlite::Result<_>>()?)
    }

    /// Returns whether a food is a recipe, or holds one, that holds `part` or is it.
    ///
    /// # Errors
    ///
    /// Fails when the diary cannot be read.
    pub fn holds(&self, food: FoodId, part: FoodId) -> Result<bool> {
        let sql = format!("{WITH_DISHES} SELECT 1 FROM dish WHERE id = ?2");
        Ok(self.connection.prepare_cached(&sql)?.exists([part.0, food.0])?)
    }

    /// Returns the foods that go by a folded name, those the person named so first.
    ///
    /// # Errors
    ///
    /// Fails when the diary cannot be read.
    pub fn foods_named(&self, key: &str) -> Result<Vec<Named>> {
        let mut statement = self.connection.prepare_cached(
            "SELECT f.id, f.name, f.source, max(n.kind = 'user' OR f.origin IN ('own', 'recipe')) AS by_user
             FROM food_name n JOIN food f ON f.id = n.food_id
             WHERE n.words = ?1 AND f.deleted_at IS NULL
             GROUP BY f.id ORDER BY by_user DESC, f.id",
        )?;
        let found = statement.query_map([key], |row| {
            let food =
                FoodSummary { id: FoodId(row.get(0)?), name: row.get(1)?, source: row.get(2)? };
            Ok(Named { food, by_user: row.get(3)? })
        })?;
        Ok(found.collect::<rusqlite::Result<_>>()?)
    }

    /// Returns the keys of a food's groups, the main one first.
    ///
    /// # Errors
    ///
    /// Fails when the diary cannot be read.
    pub fn groups_of(&self, food: FoodId) -> Result<Vec<String>> {
        Ok(groups(&self.connection, food.0)?.into_iter().map(|(key, _)| key).collect())
    }

    /// Returns the food groups, by key and name.
    ///
    /// # Errors
    ///
    /// Fails when the diary cannot be read.
    pub fn food_groups(&self) -> Result<Vec<(String, String)>> {
        let mut statement = self
            .connection
            .prepare_cached("SELECT food_group, name FROM food_group ORDER BY name")?;
        let found = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(found.collect::<rusqlite::Result<_>>()?)
    }

    /// Returns the foods a person is likely to mean, with a usual portion or without; with `all`,
    /// those of loaded tables that have one too.
    ///
    /// # Errors
    ///
    /// Fails when the diary cannot be read.
    pub fn choice_of_foods(&self, all: bool) -> Result<Vec<FoodId>> {
        let mut statement = self.connection.prepare_cached(
            "SELECT f.id FROM food f WHERE f.deleted_at IS NULL AND f.offered_as IS NULL
             AND (f.origin <> 'table' OR ?1 AND EXISTS (
                  SELECT 1 FROM portion p WHERE p.food_id = f.id AND p.measure = 'usual'))
             ORDER BY f.id",
        )?;
        let found = statement.query_map([all], |row| row.get(0).map(FoodId))?;
        Ok(found.collect::<rusqlite::Result<_>>()?)
    }

    /// Returns the foods with a name that holds every one of some folded words.
    ///
    /// # Errors
    ///
    /// Fails when the diary cannot be read.
    pub fn foods_with_words(&self, words: &[String], all: bool) -> Result<Vec<FoodId>> {
        let query: Vec<String> =
            words.iter().map(|w| format!("\"{}\"", w.replace('"', ""))).collect();
        if query.is_empty() {
            return Ok(Vec::new());
        }
        let mut statement = self.connection.prepare_cached(
            "SELECT DISTINCT food_id FROM food_name WHERE id IN (
                 SELECT rowid FROM near_words WHERE near_words MATCH ?1
                 UNION ALL SELECT rowid FROM table_words WHERE ?2 AND table_words MATCH ?1)
             ORDER BY food_id",
        )?;
        let found =
            statement.query_map(params![query.join(" AND "), all], |row| row.get(0).map(FoodId))?;
        Ok(found.collect::<rusqlite::Result<_>>()?)
    }
}

impl Change<'_> {
    /// Makes a food of the person's own and returns its number.
    ///
    /// # Errors
    ///
    /// Fails when the diary cannot be written.
    pub fn add_food(&mut self, origin: Origin, name: &str, edit: &FoodEdit) -> Result<FoodId> {
        let uid = uid(self.now);
        let reference = if origin == Origin::Recipe { "recipe" } else { "label" };
        let group = edit.groups.first().map_or("mixed_dishes", String::as_str);
        self.tx.execute(
            "INSERT INTO food (uid, source, origin, name, food_group, reference, created_at,
                 changed_at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?7)",
            params![
                uid,
                format!("{}:{uid}", origin.key()),
                origin.key(),
                name,
                group,
                reference,
                self.now
            ],
        )?;
        let id = self.tx.last_insert_rowid();
        names::add(&self.tx, id, name, "name", "yours")?;
        if origin == Origin::Own {
            for nutrient in Nutrient::ALL {
                write_figure(&self.tx, id, nutrient, Content::Unknown, None)?;
            }
        }
        write(&self.tx, id, edit)?;
        self.finish_food(id, None)?;
        Ok(FoodId(id))
    }

    /// Changes a food.
    ///
    /// # Errors
    ///
    /// Fails when the diary cannot be written.
    pub fn edit_food(&mut self, id: FoodId, edit: &FoodEdit) -> Result<()> {
        let before = image(&self.tx, "food", id.0)?;
        write(&self.tx, id.0, edit)?;
        for measure in &edit.without_portions {
            food_image::restore_portion(&self.tx, id.0, measure)?;
        }
        for name in &edit.without_names {
            food_image::restore_name(&self.tx, id.0, name)?;
        }
        if edit.changes_the_food() {
            self.tx.execute(
                "UPDATE food SET changed_by_user = 1
                 WHERE id = ?1 AND origin IN ('seed', 'table')",
                [id.0],
            )?;
        }
        if !edit.without_portions.is_empty() || !edit.without_names.is_empty() {
            // The seed may be newer than what the journal holds.
            food_image::reload_seed(&self.tx, id.0, self.now)?;
        }
        self.finish_food(id.0, before)
    }

    /// Puts a tombstone on a food: it is not found any more, and what was eaten of it keeps its
    /// figures.
    ///
    /// # Errors
    ///
    /// Fails when the diary cannot be written.
    pub fn remove_food(&mut self, id: FoodId) -> Result<()> {
        let before = image(&self.tx, "food", id.0)?;
        self.tx.execute("UPDATE food SET deleted_at = ?2 WHERE id = ?1", [id.0, self.now])?;
        self.finish_food(id.0, before)
    }

    /// Takes the published name, groups and figures of a food back; what the person added besides
    /// (names, portions, tags) stays. Returns whether there was anything to take back.
    ///
    /// # Errors
    ///
    /// Fails when the diary cannot be written.
    pub fn reset_food(&mut self, id: FoodId) -> Result<bool> {
        let before = image(&self.tx, "food", id.0)?;
        let changed = self.tx.execute(
            "UPDATE food SET changed_by_user = 0 WHERE id = ?1 AND changed_by_user = 1",
            [id.0],
        )?;
        if changed == 0 {
            return Ok(false);
        }
        // The seed knows its foods by heart. Those of a loaded table are as the journal first saw
        // them.
        let published: Option<String> = self
            .tx
            .query_row(
                "SELECT before FROM change_row WHERE target_table = 'food' AND target_id = ?1
                 AND before ->> 'changed_by_user' = 0 ORDER BY change_id DESC, position DESC",
                [id.0],
                |row| row.get(0),
            )
            .optional()?;
        if let Some(published) = published {
            food_image::restore_figures(&self.tx, id.0, &published)?;
        }
        food_image::reload_seed(&self.tx, id.0, self.now)?;
        self.finish_food(id.0, before)?;
        Ok(true)
    }

    /// Brings what is derived from a food in step with it, and notes it in the journal.
    fn finish_food(&mut self, id: i64, before: Option<Map<String, Value>>) -> Result<()> {
        self.tx.execute("UPDATE food SET changed_at = ?2 WHERE id = ?1", [id, self.now])?;
        food_image::index_names(&self.tx, id, before.as_ref())?;
        tags::retag_with_dishes(&self.tx, id)?;
        self.note_row("food", id, before)
    }
}

fn write(tx: &Transaction<'_>, id: i64, edit: &FoodEdit) -> Result<()> {
    if let Some(name) = &edit.name {
        rename(tx, id, name)?;
    }
    if let Some((main, further)) = edit.groups.split_first() {
        tx.execute("UPDATE food SET food_group = ?2 WHERE id = ?1", params![id, main])?;
        tx.execute("DELETE FROM food_membership WHERE food_id = ?1", [id])?;
        for group in further.iter().filter(|group| *group != main) {
            tx.execute(
                "INSERT INTO food_membership (food_id, food_group) VALUES (?1, ?2)
                 ON CONFLICT DO NOTHING",
                params![id, group],
            )?;
        }
    }
    for (nutrient, content, source) in &edit.figures {
        write_figure(tx, id, *nutrient, *content, source.as_deref())?;
    }
    for portion in &edit.portions {
        tx.execute(
            "INSERT INTO portion (food_id, measure, grams, source, by_user) VALUES (?1, ?2, ?3, ?4, 1)
             ON CONFLICT (food_id, measure) DO UPDATE
                 SET grams = excluded.grams, source = excluded.source, by_user = 1",
            params![id, portion.measure, portion.grams, portion.source],
        )?;
    }
    for measure in &edit.without_portions {
        tx.execute(
            "DELETE FROM portion WHERE food_id = ?1 AND measure = ?2",
            params![id, measure],
        )?;
    }
    for name in &edit.names {
        // A published alias becomes the person's own name for it.
        tx.execute("DELETE FROM food_name WHERE food_id = ?1 AND name = ?2", params![id, name])?;
        names::add(tx, id, name, "user", "yours")?;
    }
    for name in &edit.without_names {
        tx.execute(
            "DELETE FROM food_name WHERE food_id = ?1 AND name = ?2 AND kind = 'user'",
            params![id, name],
        )?;
    }
    for nutrient in &edit.tags {
        tx.execute(
            "INSERT INTO source_tag (food_id, nutrient, basis) VALUES (?1, ?2, 'user')
             ON CONFLICT DO NOTHING",
            params![id, nutrient.key()],
        )?;
    }
    for nutrient in &edit.without_tags {
        tx.execute(
            "DELETE FROM source_tag WHERE food_id = ?1 AND nutrient = ?2 AND basis = 'user'",
            params![id, nutrient.key()],
        )?;
    }
    if let Some(recipe) = &edit.recipe {
        write_recipe(tx, id, recipe)?;
    }
    Ok(())
}

fn write_figure(
    tx: &Transaction<'_>,
    id: i64,
    nutrient: Nutrient,
    content: Content,
    source: Option<&str>,
) -> Result<()> {
    tx.prepare_cached(
        "INSERT INTO food_nutrient (food_id, nutrient, per_100g, knowledge, source)
         VALUES (?1, ?2, ?3, ?4, ?5)
         ON CONFLICT (food_id, nutrient) DO UPDATE SET per_100g = excluded.per_100g,
             knowledge = excluded.knowledge, source = excluded.source",
    )?
    .execute(params![
        id,
        nutrient.key(),
        content.per_100g(),
        content.knowledge().key(),
        source
    ])?;
    Ok(())
}

/// Gives a food another name; the former one is no name of it any more.
fn rename(tx: &Transaction<'_>, id: i64, name: &str) -> Result<()> {
    tx.execute(
        "DELETE FROM food_name WHERE food_id = ?1
         AND (name = ?2 OR name = (SELECT name FROM food WHERE id = ?1))",
        params![id, name],
    )?;
    tx.execute("UPDATE food SET name = ?2 WHERE id = ?1", params![id, name])?;
    let own = "SELECT 1 FROM food WHERE id = ?1 AND origin IN ('own', 'recipe')";
    let kind = if tx.prepare_cached(own)?.exists([id])? { "name" } else { "user" };
    names::add(tx, id, name, kind, "yours")
}

fn write_recipe(tx: &Transaction<'_>, id: i64, recipe: &Recipe) -> Result<()> {
    tx.execute(
        "INSERT INTO recipe (food_id, servings, cooked_grams) VALUES (?1, ?2, ?3)
         ON CONFLICT (food_id) DO UPDATE
             SET servings = excluded.servings, cooked_grams = excluded.cooked_grams",
        params![id, recipe.servings, recipe.cooked_grams],
    )?;
    tx.execute("DELETE FROM recipe_part WHERE food_id = ?1", [id])?;
    for (position, line) in (1_i64..).zip(&recipe.lines) {
        tx.prepare_cached(
            "INSERT INTO recipe_part (food_id, position, phrase, part_id, quantity, unit, grams,
                 assumption)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        )?
        .execute(params![
            id,
            position,
            line.phrase,
            line.food.0,
            line.quantity,
            line.unit,
            line.grams,
            line.assumption
        ])?;
    }
    Ok(())
}

/// Returns the keys and names of a food's groups, the main one first.
fn groups(connection: &Connection, id: i64) -> Result<Vec<(String, String)>> {
    let mut statement = connection.prepare_cached(
        "SELECT g.food_group, g.name, 0 AS place FROM food f JOIN food_group g USING (food_group)
         WHERE f.id = ?1
         UNION ALL
         SELECT g.food_group, g.name, 1 FROM food_membership m JOIN food_group g USING (food_group)
         WHERE m.food_id = ?1 ORDER BY place, name",
    )?;
    let found = statement.query_map([id], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(found.collect::<rusqlite::Result<_>>()?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::resolve::matching::FoodTable as _;
    use crate::resolve::words;

    /// A diary with one food of a loaded table.
    fn with_a_table() -> (Store, FoodId) {
        let store = Store::in_memory(0).unwrap();
        store
            .connection
            .execute_batch(
                "INSERT INTO food_table (food_table, name, publisher, release, licence, foods,
                     loaded_at)
                 VALUES ('sr28', 'SR28', 'USDA', '28', 'public', 1, 0);",
            )
            .unwrap();
        let insert = "INSERT INTO food (source, origin, name, food_group, reference, food_table,
                 created_at, changed_at)
             VALUES ('sr28:99999', 'table', 'Zorkmid, raw', 'mixed_dishes', 'SR28', 'sr28', 0, 0)";
        store.connection.execute(insert, []).unwrap();
        let id = store.connection.last_insert_rowid();
        let add = "INSERT INTO food_name (food_id, name, words, kind, source)
                   VALUES (?1, ?2, ?3, ?4, 'SR28')";
        for (name, kind) in [("Zorkmid, raw", "name"), ("quux", "alias")] {
            store.connection.execute(add, params![id, name, words::name_key(name), kind]).unwrap();
        }
        let portion = "INSERT INTO portion (food_id, measure, grams, source)
                       VALUES (?1, 'cup', 100, 'SR28')";
        store.connection.execute(portion, [id]).unwrap();
        store
            .connection
            .execute_batch("INSERT INTO table_words (table_words) VALUES ('rebuild')")
            .unwrap();
        (store, FoodId(id))
    }

    /// Asserts that both indexes hold just the words of their foods.
    #[track_caller]
    fn sound(store: &Store) {
        for index in ["near_words", "table_words"] {
            let check =
                format!("INSERT INTO {index} ({index}, rank) VALUES ('integrity-check', 1)");
            store.connection.execute(&check, []).unwrap_or_else(|e| panic!("{index}: {e}"));
        }
    }

    fn change(store: &mut Store, what: impl FnOnce(&mut Change<'_>) -> Result<()>) {
        store.change(1, "test", |change| Ok((what(change)?, "changed".to_owned()))).unwrap();
        sound(store);
    }

    fn found(store: &Store, index: &str, word: &str) -> bool {
        let sql = format!("SELECT 1 FROM {index} WHERE {index} MATCH ?1");
        store.connection.prepare(&sql).unwrap().exists([word]).unwrap()
    }

    fn names(store: &Store, id: FoodId) -> Vec<(String, String)> {
        let mut statement = store
            .connection
            .prepare("SELECT name, kind FROM food_name WHERE food_id = ?1 ORDER BY name")
            .unwrap();
        let rows = statement.query_map([id.0], |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
        rows.map(std::result::Result::unwrap).collect()
    }

    #[test]
    fn the_names_of_a_table_food_stay_in_the_index_of_tables() {
        let (mut store, id) = with_a_table();
        sound(&store);
        change(&mut store, |c| c.teach(id, "frobnitz").map(drop));
        assert!(
            found(&store, "table_words", "frobnitz") && !found(&store, "near_words", "frobnitz")
        );
        let edit = FoodEdit { names: vec!["gnusto".to_owned()], ..FoodEdit::default() };
        change(&mut store, |c| c.edit_food(id, &edit));
        assert!(found(&store, "table_words", "gnusto"));
        for word in ["gnusto", "frobnitz"] {
            store.undo(1, 2).unwrap();
            sound(&store);
            assert!(!found(&store, "table_words", word), "{word}");
        }
        // The same of a food of the seed.
        let spinach = store.foods_named("raw spinach").unwrap()[0].food.id;
        change(&mut store, |c| c.teach(spinach, "frobnitz").map(drop));
        assert!(found(&store, "near_words", "frobnitz"));
        change(&mut store, |c| c.remove_food(spinach));
        assert!(!found(&store, "near_words", "frobnitz"));
        store.undo(1, 2).unwrap();
        assert!(found(&store, "near_words", "frobnitz"));
        store.undo(1, 2).unwrap();
        sound(&store);
        assert!(!found(&store, "near_words", "frobnitz"));
    }

    #[test]
    fn a_tag_and_a_portion_leave_the_indexes_alone() {
        let mut store = Store::in_memory(0).unwrap();
        let id = store.foods_named("raw spinach").unwrap()[0].food.id;
        let data = |store: &Store| -> Vec<u8> {
            let mut statement = store.connection.prepare("SELECT id FROM near_words_data").unwrap();
            let rows = statement.query_map([], |row| row.get::<_, i64>(0)).unwrap();
            rows.flat_map(|id| id.unwrap().to_le_bytes()).collect()
        };
        // A mark that no rebuilding would leave.
        store
            .connection
            .execute("INSERT INTO word_trigrams (word, near) VALUES ('mark', 1)", [])
            .unwrap();
        let before = data(&store);
        let edit = FoodEdit { tags: vec![Nutrient::Calcium], ..FoodEdit::default() };
        change(&mut store, |c| c.edit_food(id, &edit));
        let bag = Portion { measure: "bag".to_owned(), grams: 240.0, source: "test".to_owned() };
        let edit = FoodEdit { portions: vec![bag], ..FoodEdit::default() };
        change(&mut store, |c| c.edit_food(id, &edit));
        assert_eq!(data(&store), before);
        assert!(found(&store, "word_trigrams", "mark"));
    }

    #[test]
    fn what_a_table_published_comes_back() {
        let (mut store, id) = with_a_table();
        let published = names(&store, id);
        // A published alias becomes the person's own, and is forgotten again.
        let edit = FoodEdit { names: vec!["quux".to_owned()], ..FoodEdit::default() };
        change(&mut store, |c| c.edit_food(id, &edit));
        assert_ne!(names(&store, id), published);
        let edit = FoodEdit { without_names: vec!["quux".to_owned()], ..FoodEdit::default() };
        change(&mut store, |c| c.edit_food(id, &edit));
        assert_eq!(names(&store, id), published);
        // So with a portion.
        let grams = |store: &Store| -> (f64, bool) {
            let sql = "SELECT grams, by_user FROM portion WHERE food_id = ?1 AND measure = 'cup'";
            store.connection.query_row(sql, [id.0], |r| Ok((r.get(0)?, r.get(1)?))).unwrap()
        };
        for weight in [120.0, 130.0] {
            let cup =
                Portion { measure: "cup".to_owned(), grams: weight, source: "test".to_owned() };
            let edit = FoodEdit { portions: vec![cup], ..FoodEdit::default() };
            change(&mut store, |c| c.edit_food(id, &edit));
            assert_eq!(grams(&store), (weight, true));
        }
        let edit = FoodEdit { without_portions: vec!["cup".to_owned()], ..FoodEdit::default() };
        change(&mut store, |c| c.edit_food(id, &edit));
        assert_eq!(grams(&store), (100.0, false));
        // And with its name, once it is reset.
        let edit = FoodEdit { name: Some("My zorkmid".to_owned()), ..FoodEdit::default() };
        change(&mut store, |c| c.edit_food(id, &edit));
        assert!(!found(&store, "table_words", "raw"));
        change(&mut store, |c| c.reset_food(id).map(drop));
        assert!(found(&store, "table_words", "raw"));
        let name = ("Zorkmid, raw".to_owned(), "name".to_owned());
        assert!(names(&store, id).contains(&name), "{:?}", names(&store, id));
    }

    #[test]
    fn undo_brings_no_older_seed_back() {
        let mut store = Store::in_memory(0).unwrap();
        let id = store.foods_named("raw spinach").unwrap()[0].food.id;
        let set = |store: &Store, amount: f64| {
            let sql = "UPDATE food_nutrient SET per_100g = ?2
                       WHERE food_id = ?1 AND nutrient = 'magnesium'";
            store.connection.execute(sql, params![id.0, amount]).unwrap();
        };
        let magnesium = |store: &Store| {
            store.food(id).unwrap().unwrap().content[Nutrient::Magnesium].per_100g()
        };
        let now = magnesium(&store);
        // What an older seed said, when the food was tagged and when it was corrected.
        for figures in [Vec::new(), vec![(Nutrient::Magnesium, Content::Unknown, None)]] {
            set(&store, 1.0);
            let edit = FoodEdit { tags: vec![Nutrient::Calcium], figures, ..FoodEdit::default() };
            change(&mut store, |c| c.edit_food(id, &edit));
            store.connection.execute("UPDATE seed_state SET digest = 'older'", []).unwrap();
            store.update_seed(2).unwrap();
            store.undo(1, 3).unwrap();
            sound(&store);
            assert_eq!(magnesium(&store), now);
        }
    }
}
