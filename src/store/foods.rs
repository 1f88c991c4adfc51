//! Foods: by number, by name, by words.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use rusqlite::types::ValueRef;
use rusqlite::{Connection, OptionalExtension, Row, ToSql, params_from_iter};

use super::{Store, odd};
use crate::calendar::Period;
use crate::domain::{
    Basis, Content, Food, FoodId, Knowledge, Nutrient, Part, PerNutrient, Portion, SourceTag,
};
use crate::error::Result;
use crate::nutrition::bound::{self, Bounds};
use crate::nutrition::intake;
use crate::resolve::matching::FoodTable;
use crate::resolve::rank::Candidate;

/// A food as a list shows it.
#[derive(Clone, Debug, PartialEq)]
pub struct FoodSummary {
    /// Its number.
    pub id: FoodId,
    /// Its name.
    pub name: String,
    /// Its origin.
    pub source: String,
}

/// The most names a search looks at before ranking.
const MOST_FOUND: usize = 400;

/// Which foods are read together.
enum Which<'a> {
    One(FoodId),
    EatenIn(Period),
    Named(&'a [FoodId]),
}

impl Which<'_> {
    /// Returns the condition on `food_id` and its parameters.
    fn condition(&self, column: &str) -> (String, Vec<Box<dyn ToSql>>) {
        match self {
            Self::One(id) => (format!("{column} = ?1"), vec![Box::new(id.0)]),
            Self::EatenIn(period) => (
                format!(
                    "{column} IN (SELECT i.food_id FROM entry e JOIN item i ON i.entry_id = e.id
                     WHERE e.day BETWEEN ?1 AND ?2 AND e.deleted_at IS NULL)"
                ),
                vec![Box::new(period.from.to_string()), Box::new(period.to.to_string())],
            ),
            Self::Named(ids) => {
                let marks: Vec<String> = (1..=ids.len()).map(|i| format!("?{i}")).collect();
                let values = ids.iter().map(|id| Box::new(id.0) as Box<dyn ToSql>).collect();
                (format!("{column} IN ({})", marks.join(", ")), values)
            }
        }
    }
}

impl Store {
    /// Returns the foods of some numbers.
    ///
    /// # Errors
    ///
    /// Fails when the diary cannot be read.
    pub fn foods_of(&self, ids: &[FoodId]) -> Result<HashMap<FoodId, Food>> {
        // SQLite takes at most 32,766 parameters; a page of foods is far below.
        let mut found = HashMap::new();
        for ids in ids.chunks(500) {
            found.extend(self.foods(&Which::Named(ids))?);
        }
        Ok(found)
    }

    /// Returns the foods eaten in a period, without their portions.
    ///
    /// # Errors
    ///
    /// Fails when the diary cannot be read.
    pub fn foods_eaten(&self, period: Period) -> Result<HashMap<FoodId, Food>> {
        self.foods(&Which::EatenIn(period))
    }

    fn foods(&self, which: &Which<'_>) -> Result<HashMap<FoodId, Food>> {
        let mut foods = HashMap::new();
        let (condition, values) = which.condition("f.id");
        let mut statement = self.connection.prepare_cached(&format!(
            "SELECT f.id, f.source, f.name, f.food_group, f.reference,
                 v.nutrient, v.per_100g, v.knowledge, f.origin = 'recipe'
             FROM food f LEFT JOIN food_nutrient v ON v.food_id = f.id WHERE {condition}"
        ))?;
        let mut rows = statement.query(params_from_iter(&values))?;
        let mut recipes = Vec::new();
        while let Some(row) = rows.next()? {
            let id = FoodId(row.get(0)?);
            if row.get(8)? {
                recipes.push(id);
            }
            let food = match foods.entry(id) {
                Entry::Occupied(seen) => seen.into_mut(),
                Entry::Vacant(new) => new.insert(Food {
                    id,
                    source: row.get(1)?,
                    name: row.get(2)?,
                    group: row.get(3)?,
                    reference: row.get(4)?,
                    content: PerNutrient::default(),
                    portions: Vec::new(),
                    tags: Vec::new(),
                    parts: Vec::new(),
                }),
            };
            if row.get_ref(5)? != ValueRef::Null {
                food.content[nutrient(row, 5)?] = content(row, 6, 7)?;
            }
        }
        let (condition, values) = which.condition("food_id");
        // What was eaten has its grams already: a report needs no portions.
        if !matches!(which, Which::EatenIn(_)) {
            let mut statement = self.connection.prepare_cached(&format!(
                "SELECT food_id, measure, grams, source FROM portion WHERE {condition}
                 ORDER BY food_id, measure"
            ))?;
            let mut rows = statement.query(params_from_iter(&values))?;
            while let Some(row) = rows.next()? {
                if let Some(food) = foods.get_mut(&FoodId(row.get(0)?)) {
                    food.portions.push(Portion {
                        measure: row.get(1)?,
                        grams: row.get(2)?,
                        source: row.get(3)?,
                    });
                }
            }
        }
        let mut statement = self.connection.prepare_cached(&format!(
            "SELECT food_id, nutrient, basis FROM source_tag WHERE {condition}
             ORDER BY food_id, nutrient, basis"
        ))?;
        let mut rows = statement.query(params_from_iter(&values))?;
        while let Some(row) = rows.next()? {
            if let Some(food) = foods.get_mut(&FoodId(row.get(0)?)) {
                let basis: String = row.get(2)?;
                food.tags.push(SourceTag {
                    nutrient: nutrient(row, 1)?,
                    basis: Basis::parse(&basis).ok_or_else(|| odd("basis", &basis))?,
                });
            }
        }
        for food in foods.values_mut() {
            food.tags.sort_by_key(|tag| (tag.nutrient, tag.basis));
        }
        for id in recipes {
            if let Some(recipe) = foods.get_mut(&id) {
                recipe.parts = self.parts(id)?;
                recipe.content = intake::content_of_parts(&recipe.parts);
            }
        }
        Ok(foods)
    }

    /// Returns the parts of a recipe with their share of its weight. A recipe never holds itself,
    /// so that parts which are recipes come to an end.
    fn parts(&self, recipe: FoodId) -> Result<Vec<Part>> {
        let cooked: Option<f64> = self
            .connection
            .prepare_cached("SELECT cooked_grams FROM recipe WHERE food_id = ?1")?
            .query_row([recipe.0], |row| row.get(0))?;
        let mut statement = self.connection.prepare_cached(
            "SELECT part_id, grams FROM recipe_part WHERE food_id = ?1 ORDER BY position",
        )?;
        let lines: Vec<(FoodId, f64)> = statement
            .query_map([recipe.0], |row| Ok((FoodId(row.get(0)?), row.get(1)?)))?
            .collect::<rusqlite::Result<_>>()?;
        let ids: Vec<FoodId> = lines.iter().map(|(id, _)| *id).collect();
        let foods = self.foods_of(&ids)?;
        let weight = cooked.unwrap_or_else(|| lines.iter().map(|(_, grams)| grams).sum());
        let part = |(id, grams): (FoodId, f64)| {
            let food = foods
                .get(&id)
                .cloned()
                .ok_or_else(|| odd("part of a recipe", &id.0.to_string()))?;
            Ok(Part { food, grams_per_100g: grams / weight * 100.0 })
        };
        lines.into_iter().map(part).collect()
    }

    /// Returns the groups of a food, the main one first.
    ///
    /// # Errors
    ///
    /// Fails when the diary cannot be read.
    pub fn groups_of(&self, id: FoodId) -> Result<Vec<String>> {
        let mut statement = self.connection.prepare_cached(
            "SELECT g.name FROM food f JOIN food_group g USING (food_group) WHERE f.id = ?1
             UNION ALL
             SELECT name FROM (SELECT g.name FROM food_membership m JOIN food_group g USING (food_group)
                 WHERE m.food_id = ?1 ORDER BY g.name)",
        )?;
        let found = statement.query_map([id.0], |row| row.get(0))?;
        Ok(found.collect::<rusqlite::Result<_>>()?)
    }

    fn candidates(&self, condition: &str, values: &[&dyn ToSql]) -> Result<Vec<Candidate>> {
        let mut statement = self.connection.prepare_cached(&format!(
            "SELECT f.id, f.name, f.source, n.words, n.name,
                 EXISTS (SELECT 1 FROM item i JOIN entry e ON e.id = i.entry_id
                         WHERE i.food_id = f.id AND e.deleted_at IS NULL)
             FROM food_name n JOIN food f ON f.id = n.food_id
             WHERE {condition} AND f.deleted_at IS NULL AND f.offered_as IS NULL
             ORDER BY f.id, n.id"
        ))?;
        let mut rows = statement.query(values)?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            let words: String = row.get(3)?;
            found.push(Candidate {
                food: FoodId(row.get(0)?),
                name: row.get(1)?,
                source: row.get(2)?,
                found: row.get(4)?,
                words: words.split(' ').map(str::to_owned).collect(),
                eaten: row.get(5)?,
                content: [None; 5],
            });
        }
        self.fill_content(&mut found)?;
        Ok(found)
    }

    /// Adds what tells whether candidates differ; a single food needs no telling apart.
    fn fill_content(&self, candidates: &mut [Candidate]) -> Result<()> {
        const TELLING: [Nutrient; 5] = [
            Nutrient::Magnesium,
            Nutrient::Calcium,
            Nutrient::Potassium,
            Nutrient::VitaminD,
            Nutrient::Caffeine,
        ];
        let first = candidates.first().map(|first| first.food);
        if candidates.iter().all(|c| Some(c.food) == first) {
            return Ok(());
        }
        let mut statement = self
            .connection
            .prepare_cached("SELECT nutrient, per_100g FROM food_nutrient WHERE food_id = ?1")?;
        for candidate in candidates {
            let mut rows = statement.query([candidate.food.0])?;
            while let Some(row) = rows.next()? {
                let nutrient = nutrient(row, 0)?;
                if let Some(place) = TELLING.iter().position(|n| *n == nutrient) {
                    candidate.content[place] = row.get(1)?;
                }
            }
        }
        Ok(())
    }

    /// Finds a food by its number or origin (`usda:168462`); none where there is none.
    ///
    /// # Errors
    ///
    /// Fails when the diary cannot be read.
    pub fn food_by_reference(&self, text: &str) -> Result<Option<FoodId>> {
        let id = text.trim_start_matches('#').parse::<i64>().ok();
        Ok(self
            .connection
            .query_row(
                "SELECT id FROM food WHERE (id = ?1 OR source = ?2) AND deleted_at IS NULL",
                rusqlite::params![id, text],
                |row| row.get(0).map(FoodId),
            )
            .optional()?)
    }

    /// Returns the seeded foods that count as a source of a mineral by its list, by name.
    ///
    /// # Errors
    ///
    /// Fails when the diary cannot be read.
    pub fn eaten_sources(&self, nutrient: Nutrient) -> Result<Vec<FoodSummary>> {
        let mut statement = self.connection.prepare_cached(
            "SELECT DISTINCT f.id, f.name, f.source FROM source_tag t
             JOIN food f ON f.id = t.food_id
             JOIN item i ON i.food_id = f.id
             JOIN entry e ON e.id = i.entry_id AND e.deleted_at IS NULL
             WHERE t.nutrient = ?1 ORDER BY f.name, f.id",
        )?;
        let found = statement.query_map([nutrient.key()], |row| {
            Ok(FoodSummary { id: FoodId(row.get(0)?), name: row.get(1)?, source: row.get(2)? })
        })?;
        Ok(found.collect::<rusqlite::Result<_>>()?)
    }

    /// Returns the bounds of unknown values. An unresolved phrase is bounded by what the person
    /// ate in the 90 days that end with `until`; that is only looked up where `unresolved` says
    /// there is such a phrase.
    ///
    /// # Errors
    ///
    /// Fails when the diary cannot be read.
    pub fn bounds(&self, until: chrono::NaiveDate, unresolved: bool) -> Result<Bounds> {
        let mut statement = self
            .connection
            .prepare_cached("SELECT food_group, nutrient, upper FROM group_bound")?;
        let mut rows = statement.query([])?;
        let mut groups: HashMap<String, PerNutrient<Option<f64>>> = HashMap::new();
        while let Some(row) = rows.next()? {
            let group = row.get_ref(0)?.as_str().map_err(rusqlite::Error::from)?;
            let nutrient = nutrient(row, 1)?;
            let upper = Some(row.get(2)?);
            match groups.get_mut(group) {
                Some(bounds) => bounds[nutrient] = upper,
                None => {
                    let mut bounds = PerNutrient::default();
                    bounds[nutrient] = upper;
                    groups.insert(group.to_owned(), bounds);
                }
            }
        }
        // What is unknown must never be bounded by nothing.
        for group in [bound::ALL_FOODS, bound::USUAL_PORTIONS] {
            let all = groups.get(group).copied().unwrap_or_default();
            if let Some((missing, _)) = all.iter().find(|(_, upper)| upper.is_none()) {
                return Err(odd("table of bounds", missing.key()));
            }
        }
        let usual = groups.get(bound::USUAL_PORTIONS).copied().unwrap_or_default();
        let mut per_phrase = PerNutrient::from_fn(|n| usual[n].unwrap_or(0.0));
        if unresolved {
            let eaten = self.eaten_amounts(until)?;
            for (nutrient, amounts) in eaten.iter() {
                if amounts.len() >= bound::LEAST_EATEN_ITEMS
                    && let Some(upper) = bound::percentile(amounts, bound::BOUND_PERCENTILE)
                {
                    per_phrase[nutrient] = upper;
                }
            }
        }
        Ok(Bounds::new(groups, per_phrase))
    }

    /// Returns the known amounts in each item eaten in the 90 days that end with `until`.
    fn eaten_amounts(&self, until: chrono::NaiveDate) -> Result<PerNutrient<Vec<f64>>> {
        let from = until.checked_sub_days(chrono::Days::new(89)).unwrap_or(until);
        let mut statement = self.connection.prepare_cached(
            "SELECT v.nutrient, v.per_100g, i.grams FROM entry e
             JOIN item i ON i.entry_id = e.id
             JOIN food_nutrient v ON v.food_id = i.food_id
             WHERE e.day BETWEEN ?1 AND ?2 AND e.deleted_at IS NULL AND v.per_100g IS NOT NULL
             ORDER BY i.id, v.nutrient",
        )?;
        let mut rows = statement.query([from.to_string(), until.to_string()])?;
        let mut amounts = PerNutrient::<Vec<f64>>::default();
        while let Some(row) = rows.next()? {
            let (per_100g, grams): (f64, f64) = (row.get(1)?, row.get(2)?);
            amounts[nutrient(row, 0)?].push(intake::in_grams(per_100g, grams));
        }
        Ok(amounts)
    }
}

/// Returns every food with what its bounds need: group, content and usual portion.
pub(super) fn all_for_bounds(connection: &Connection) -> Result<Vec<Food>> {
    let mut statement = connection.prepare(
        "SELECT f.id, f.food_group, p.grams, v.nutrient, v.per_100g, v.knowledge
         FROM food f JOIN food_nutrient v ON v.food_id = f.id
         LEFT JOIN portion p ON p.food_id = f.id AND p.measure = 'usual'
         WHERE f.deleted_at IS NULL AND f.origin = 'seed' ORDER BY f.id, v.nutrient",
    )?;
    let mut rows = statement.query([])?;
    let mut foods: Vec<Food> = Vec::new();
    while let Some(row) = rows.next()? {
        let id = FoodId(row.get(0)?);
        if foods.last().is_none_or(|last| last.id != id) {
            let usual: Option<f64> = row.get(2)?;
            foods.push(Food {
                id,
                source: String::new(),
                name: String::new(),
                group: row.get(1)?,
                reference: String::new(),
                content: PerNutrient::default(),
                portions: usual
                    .map(|grams| Portion {
                        measure: "usual".to_owned(),
                        grams,
                        source: String::new(),
                    })
                    .into_iter()
                    .collect(),
                tags: Vec::new(),
                parts: Vec::new(),
            });
        }
        if let Some(food) = foods.last_mut() {
            food.content[nutrient(row, 3)?] = content(row, 4, 5)?;
        }
    }
    Ok(foods)
}

pub(super) fn nutrient(row: &Row<'_>, column: usize) -> Result<Nutrient> {
    let key = row.get_ref(column)?.as_str().map_err(rusqlite::Error::from)?;
    Nutrient::ALL.into_iter().find(|n| n.key() == key).ok_or_else(|| odd("nutrient", key))
}

pub(super) fn content(row: &Row<'_>, value: usize, knowledge: usize) -> Result<Content> {
    let key = row.get_ref(knowledge)?.as_str().map_err(rusqlite::Error::from)?;
    let knowledge = Knowledge::parse(key).ok_or_else(|| odd("kind of knowledge", key))?;
    Ok(match row.get::<_, Option<f64>>(value)? {
        Some(per_100g) => Content::Known { per_100g, knowledge },
        None => Content::Unknown,
    })
}

impl FoodTable for Store {
    fn names_of_key(&self, key: &str) -> Result<Vec<Candidate>> {
        // A plain food comes before those of whole tables that go by the same words.
        let near = self.candidates("n.words = ?1 AND f.origin <> 'table'", &[&key])?;
        if near.is_empty() { self.candidates("n.words = ?1", &[&key]) } else { Ok(near) }
    }

    fn is_name(&self, key: &str) -> Result<bool> {
        Ok(self
            .connection
            .prepare_cached("SELECT 1 FROM food_name WHERE words = ?1")?
            .exists([key])?)
    }

    fn names_with(&self, any: &[String]) -> Result<Vec<Candidate>> {
        if any.is_empty() {
            return Ok(Vec::new());
        }
        let query: Vec<String> =
            any.iter().map(|w| format!("\"{}\"", w.replace('"', ""))).collect();
        let condition = format!(
            "n.id IN (SELECT rowid FROM near_words WHERE near_words MATCH ?1
                      ORDER BY rank, rowid LIMIT {MOST_FOUND})"
        );
        self.candidates(&condition, &[&query.join(" OR ")])
    }

    fn strange_words(&self, of: &[String]) -> Result<Vec<String>> {
        let mut statement =
            self.connection.prepare_cached("SELECT 1 FROM near_vocabulary WHERE term = ?1")?;
        let mut strange = Vec::new();
        for word in of {
            if !statement.exists([word])? {
                strange.push(word.clone());
            }
        }
        Ok(strange)
    }

    fn vocabulary(&self) -> Result<&[String]> {
        if let Some(known) = self.vocabulary.get() {
            return Ok(known);
        }
        let mut statement =
            self.connection.prepare_cached("SELECT term FROM near_vocabulary ORDER BY term")?;
        let found = statement.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
        Ok(self.vocabulary.get_or_init(|| found))
    }

    fn food(&self, id: FoodId) -> Result<Option<Food>> {
        Ok(self.foods(&Which::One(id))?.remove(&id))
    }
}
