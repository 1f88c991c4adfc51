//! The minerals a stored food counts as a source of, found anew whenever what it holds changed.
//!
//! They follow from what the diary holds of the food - groups, figures, the usual portion, the
//! person's own included - and never from the file or list it came from. What the person tagged
//! is left alone.

use rusqlite::{Connection, OptionalExtension, Transaction, params};

use super::{foods, knowledge};
use crate::domain::{Content, Food, FoodId, PerNutrient, Portion};
use crate::error::Result;
use crate::nutrition::sources;

/// A food and every recipe that holds it, however deep.
pub(super) const WITH_DISHES: &str = "WITH RECURSIVE dish (id) AS (
    SELECT ?1 UNION SELECT p.food_id FROM recipe_part p JOIN dish ON p.part_id = dish.id)";

/// Sets the minerals a food counts as a source of, by the lists and by its content.
pub(super) fn retag(tx: &Transaction<'_>, id: i64, lists: &knowledge::Lists) -> Result<()> {
    let Some((food, groups)) = stored(tx, id)? else { return Ok(()) };
    tx.prepare_cached("DELETE FROM source_tag WHERE food_id = ?1 AND basis <> 'user'")?
        .execute([id])?;
    for tag in sources::tags(&food, &groups, &lists.sources, &lists.daily_values) {
        tx.prepare_cached("INSERT INTO source_tag (food_id, nutrient, basis) VALUES (?1, ?2, ?3)")?
            .execute(params![id, tag.nutrient.key(), tag.basis.key()])?;
    }
    Ok(())
}

/// Finds anew what a food and the recipes that hold it are a source of, by lists and by content.
pub(super) fn retag_with_dishes(tx: &Transaction<'_>, id: i64) -> Result<()> {
    let lists = knowledge::lists(tx)?;
    let ids: Vec<i64> = tx
        .prepare_cached(&format!("{WITH_DISHES} SELECT id FROM dish ORDER BY id"))?
        .query_map([id], |row| row.get(0))?
        .collect::<rusqlite::Result<_>>()?;
    for id in ids {
        retag(tx, id, &lists)?;
    }
    Ok(())
}

/// Retags every recipe, parts before the dishes they are in.
pub(super) fn retag_recipes(tx: &Transaction<'_>, lists: &knowledge::Lists) -> Result<()> {
    // No recipe holds itself; the limit is for odd bytes in the database.
    let ids: Vec<i64> = tx
        .prepare(
            "WITH RECURSIVE dish (id, depth) AS (
                 SELECT food_id, 0 FROM recipe
                 UNION SELECT p.food_id, depth + 1 FROM recipe_part p JOIN dish ON p.part_id = dish.id
                 WHERE depth < 32)
             SELECT id FROM dish GROUP BY id ORDER BY max(depth), id",
        )?
        .query_map([], |row| row.get(0))?
        .collect::<rusqlite::Result<_>>()?;
    ids.into_iter().try_for_each(|id| retag(tx, id, lists))
}

/// Returns a food with its groups, the main one first; none for a number that is no food. Whole
/// tables are retagged: of a food that is no recipe, only what tags follow from is read.
fn stored(connection: &Connection, id: i64) -> Result<Option<(Food, Vec<String>)>> {
    let found: Option<(String, bool)> = connection
        .prepare_cached(
            "SELECT food_group, EXISTS (SELECT 1 FROM recipe r WHERE r.food_id = food.id)
             FROM food WHERE id = ?1",
        )?
        .query_row([id], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    let Some((group, is_recipe)) = found else { return Ok(None) };
    let mut groups = vec![group.clone()];
    let mut statement = connection.prepare_cached(
        "SELECT food_group FROM food_membership WHERE food_id = ?1 ORDER BY food_group",
    )?;
    for other in statement.query_map([id], |row| row.get(0))? {
        groups.push(other?);
    }
    if is_recipe {
        return Ok(foods::one(connection, FoodId(id))?.map(|food| (food, groups)));
    }
    let usual: Option<Portion> = connection
        .prepare_cached(
            "SELECT measure, grams, source FROM portion WHERE food_id = ?1 AND measure = 'usual'",
        )?
        .query_row([id], |row| {
            Ok(Portion { measure: row.get(0)?, grams: row.get(1)?, source: row.get(2)? })
        })
        .optional()?;
    let mut content = PerNutrient::<Content>::default();
    if usual.is_some() {
        let mut statement = connection.prepare_cached(
            "SELECT nutrient, per_100g, knowledge FROM food_nutrient WHERE food_id = ?1",
        )?;
        let mut rows = statement.query([id])?;
        while let Some(row) = rows.next()? {
            content[foods::nutrient(row, 0)?] = foods::content(row, 1, 2)?;
        }
    }
    let food = Food {
        id: FoodId(id),
        source: String::new(),
        name: String::new(),
        group,
        reference: String::new(),
        content,
        portions: usual.into_iter().collect(),
        tags: Vec::new(),
        parts: Vec::new(),
    };
    Ok(Some((food, groups)))
}
