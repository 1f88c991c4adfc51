//! What follows from the foods of a diary, brought in step with them after some came or went: words,
//! tags, and foods that are the same.

use std::collections::HashMap;

use rusqlite::Transaction;
use serde_json::json;

use super::export::{FOODS, Reader, ids};
use super::{food_image, knowledge, names, tags};
use crate::error::Result;

/// Brings the words, the tags and the twins of foods in step with the foods.
pub(super) fn settle_foods(tx: &Transaction<'_>) -> Result<()> {
    // Foods that are in a document are few: of whole tables it holds those in use.
    let lists = knowledge::lists(tx)?;
    for id in ids(tx, FOODS, &[])? {
        tags::retag(tx, id, &lists)?;
    }
    tags::retag_recipes(tx, &lists)?;
    twins(tx)?;
    names::index_near(tx)?;
    let tables = tx.prepare("SELECT 1 FROM food WHERE origin = 'table'")?.exists([])?;
    if tables { names::index_tables(tx) } else { Ok(()) }
}

/// Finds the person's foods that go by one name and hold the same, and offers the one with the
/// smallest id for all of them: it follows from the foods alone, in whatever order they came.
/// Returns the name, the origin of the one that is offered and that of the one it stands for.
pub(super) fn twins(tx: &Transaction<'_>) -> Result<Vec<(String, String, String)>> {
    let reader = Reader::new(tx)?;
    let own = "SELECT id FROM food WHERE origin IN ('own', 'recipe') AND deleted_at IS NULL
               ORDER BY source";
    let mut offered: HashMap<String, (i64, String)> = HashMap::new();
    let mut pairs = Vec::new();
    let mut found = Vec::new();
    for id in ids(tx, own, &[])? {
        let Some(image) = food_image::image(tx, id)? else { continue };
        let food = reader.food(&image)?;
        let name = food.name.clone().unwrap_or_default();
        let key = json!([
            crate::resolve::words::name_key(&name),
            food.origin,
            food.groups,
            food.figures,
            food.portions,
            food.recipe
        ]);
        match offered.get(&key.to_string()) {
            Some((first, source)) => {
                pairs.push((id, *first));
                found.push((name, source.clone(), food.source));
            }
            None => {
                offered.insert(key.to_string(), (id, food.source));
            }
        }
    }
    tx.execute(
        "UPDATE food SET offered_as = NULL
         WHERE offered_as IS NOT NULL AND origin IN ('own', 'recipe')",
        [],
    )?;
    for (id, first) in pairs {
        tx.prepare_cached("UPDATE food SET offered_as = ?2 WHERE id = ?1")?.execute([id, first])?;
    }
    Ok(found)
}
