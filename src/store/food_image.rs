//! A food as one document in the journal: its row and everything that hangs on it.
//!
//! Written anew from such a document, a food stands as it stood then. What is derived from it
//! (the words by which it is found, the minerals it is a source of) is derived again.

use rusqlite::{Transaction, params};
use serde_json::{Map, Value};

use super::journal::rows_of;
use super::{names, own};
use crate::error::Result;

/// The tables that hang on a food, with the columns that are kept besides the food's number.
/// Parts come after the recipe they belong to.
const TABLES: &[(&str, &[&str])] = &[
    ("food_membership", &["food_group"]),
    ("food_nutrient", &["nutrient", "per_100g", "knowledge", "source"]),
    ("portion", &["measure", "grams", "source", "by_user"]),
    ("food_name", &["id", "name", "words", "kind", "source"]),
    ("source_tag", &["nutrient", "basis"]),
    ("recipe", &["servings", "cooked_grams"]),
    ("recipe_part", &["position", "phrase", "part_id", "quantity", "unit", "grams", "assumption"]),
];

/// Returns a food with everything that hangs on it; none for a number that is no food.
pub(super) fn image(tx: &Transaction<'_>, id: i64) -> Result<Option<Map<String, Value>>> {
    let Some(mut image) = rows_of(tx, "SELECT * FROM food WHERE id = ?1", id)?.pop() else {
        return Ok(None);
    };
    for (table, columns) in TABLES {
        let sql = format!("SELECT {} FROM {table} WHERE food_id = ?1", columns.join(", "));
        let rows = rows_of(tx, &sql, id)?.into_iter().map(Value::Object).collect();
        image.insert((*table).to_owned(), Value::Array(rows));
    }
    Ok(Some(image))
}

/// Puts a food back to what it was before a change; one that was made then gets its tombstone.
pub(super) fn restore(tx: &Transaction<'_>, id: i64, before: Option<&str>, now: i64) -> Result<()> {
    match before {
        None => {
            tx.execute(
                "UPDATE food SET deleted_at = ?2, changed_at = ?2 WHERE id = ?1",
                params![id, now],
            )?;
        }
        Some(before) => {
            tx.execute(
                "UPDATE food SET name = ?2 ->> 'name', food_group = ?2 ->> 'food_group',
                     reference = ?2 ->> 'reference', changed_by_user = ?2 ->> 'changed_by_user',
                     deleted_at = ?2 ->> 'deleted_at', changed_at = ?3
                 WHERE id = ?1",
                params![id, before, now],
            )?;
            restore_tables(tx, id, before, TABLES)?;
        }
    }
    names::index_near(tx)?;
    own::retag_with_dishes(tx, id)
}

/// Takes the figures and the table's own portions of a food back from an image of it.
pub(super) fn restore_figures(tx: &Transaction<'_>, id: i64, image: &str) -> Result<()> {
    tx.execute(
        "UPDATE food SET name = ?2 ->> 'name', food_group = ?2 ->> 'food_group',
             reference = ?2 ->> 'reference' WHERE id = ?1",
        params![id, image],
    )?;
    restore_tables(tx, id, image, &TABLES[..2])
}

fn restore_tables(
    tx: &Transaction<'_>,
    id: i64,
    image: &str,
    tables: &[(&str, &[&str])],
) -> Result<()> {
    for (table, _) in tables.iter().rev() {
        tx.execute(&format!("DELETE FROM {table} WHERE food_id = ?1"), [id])?;
    }
    for (table, columns) in tables {
        let values: Vec<String> = columns.iter().map(|c| format!("value ->> '{c}'")).collect();
        let sql = format!(
            "INSERT INTO {table} (food_id, {}) SELECT ?1, {} FROM json_each(?2, '$.{table}')",
            columns.join(", "),
            values.join(", ")
        );
        tx.execute(&sql, params![id, image])?;
    }
    Ok(())
}
