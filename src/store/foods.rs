//! Foods: by number, by name, by words.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use rusqlite::types::ValueRef;
use rusqlite::{Connection, OptionalExtension, Row, ToSql, params_from_iter};

use super::{Filter, Store, odd};
use crate::calendar::Period;
use crate::domain::{
    Basis, Content, Food, FoodId, Knowledge, Nutrient, Part, PerNutrient, Portion, Record,
    SourceTag,
};
use crate::error::Result;
use crate::nutrition::bound::{self, Bounds};
use crate::nutrition::{day, intake};

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

/// Which foods are read together.
enum Which<'a> {
    One(FoodId),
    /// What was eaten has its grams already: a report needs no portions.
    EatenIn(Period),
    Named(&'a [FoodId]),
    /// What is offered needs its usual portion and no tags.
    Offered(&'a [FoodId]),
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
            Self::Named(ids) | Self::Offered(ids) => {
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

    /// Returns the foods of some numbers as they are offered: each with its usual portion alone, and
    /// without the minerals it is a source of.
    ///
    /// # Errors
    ///
    /// Fails when the diary cannot be read.
    pub fn foods_offered(&self, ids: &[FoodId]) -> Result<Vec<Food>> {
        let mut found = Vec::new();
        for ids in ids.chunks(500) {
            found.extend(self.foods(&Which::Offered(ids))?.into_values());
        }
        found.sort_by_key(|food| food.id);
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

    /// Returns one food with everything known of it; none for a number that is no food.
    pub(super) fn one_food(&self, id: FoodId) -> Result<Option<Food>> {
        one(&self.connection, id)
    }

    fn foods(&self, which: &Which<'_>) -> Result<HashMap<FoodId, Food>> {
        read(&self.connection, which)
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
        let period = Period { from, to: until };
        let foods = self.foods_eaten(period)?;
        let mut amounts = PerNutrient::<Vec<f64>>::default();
        for entry in self.entries(Filter::Days(period))? {
            let Record::Meal(meal) = &entry.record else { continue };
            for item in &meal.items {
                let intakes = day::item_intake(item, &foods, &Bounds::default());
                for (nutrient, intake) in intakes.iter().filter(|(_, intake)| intake.is_complete())
                {
                    amounts[nutrient].push(intake.known);
                }
            }
        }
        Ok(amounts)
    }
}

/// Reads foods with everything known of them.
fn read(connection: &Connection, which: &Which<'_>) -> Result<HashMap<FoodId, Food>> {
    let mut foods = HashMap::new();
    let (condition, values) = which.condition("f.id");
    let mut statement = connection.prepare_cached(&format!(
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
    if !matches!(which, Which::EatenIn(_)) {
        let only = if matches!(which, Which::Offered(_)) { "AND measure = 'usual'" } else { "" };
        let mut statement = connection.prepare_cached(&format!(
            "SELECT food_id, measure, grams, source FROM portion WHERE {condition} {only}
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
    if !matches!(which, Which::Offered(_)) {
        let mut statement = connection.prepare_cached(&format!(
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
    }
    for id in recipes {
        if let Some(recipe) = foods.get_mut(&id) {
            recipe.parts = parts(connection, id)?;
            recipe.content = intake::content_of_parts(&recipe.parts);
        }
    }
    Ok(foods)
}

/// Returns the parts of a recipe with their share of its weight. A recipe never holds itself,
/// so that parts which are recipes come to an end.
fn parts(connection: &Connection, recipe: FoodId) -> Result<Vec<Part>> {
    let cooked: Option<f64> = connection
        .prepare_cached("SELECT cooked_grams FROM recipe WHERE food_id = ?1")?
        .query_row([recipe.0], |row| row.get(0))?;
    let mut statement = connection.prepare_cached(
        "SELECT part_id, grams FROM recipe_part WHERE food_id = ?1 ORDER BY position",
    )?;
    let lines: Vec<(FoodId, f64)> = statement
        .query_map([recipe.0], |row| Ok((FoodId(row.get(0)?), row.get(1)?)))?
        .collect::<rusqlite::Result<_>>()?;
    let ids: Vec<FoodId> = lines.iter().map(|(id, _)| *id).collect();
    let foods = read(connection, &Which::Named(&ids))?;
    let weight = cooked.unwrap_or_else(|| lines.iter().map(|(_, grams)| grams).sum());
    let part = |(id, grams): (FoodId, f64)| {
        let food =
            foods.get(&id).cloned().ok_or_else(|| odd("part of a recipe", &id.0.to_string()))?;
        Ok(Part { food, grams_per_100g: grams / weight * 100.0 })
    };
    lines.into_iter().map(part).collect()
}

/// Reads one food; none for a number that is no food.
pub(super) fn one(connection: &Connection, id: FoodId) -> Result<Option<Food>> {
    Ok(read(connection, &Which::One(id))?.remove(&id))
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
