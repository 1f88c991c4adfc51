//! A food as one document in the journal: its row and everything that hangs on it.
//!
//! Written anew from such a document, a food stands as it stood then. What is derived from it
//! (the words by which it is found, the minerals it is a source of) is derived again.

use rusqlite::{OptionalExtension, Transaction, params};
use serde_json::{Map, Value};

use super::rows::rows_of;
use super::{names, seed, tags};
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
        // In a fixed order, so that two images of the same food are equal.
        let columns = columns.join(", ");
        let sql = format!("SELECT {columns} FROM {table} WHERE food_id = ?1 ORDER BY {columns}");
        let rows = rows_of(tx, &sql, id)?.into_iter().map(Value::Object).collect();
        image.insert((*table).to_owned(), Value::Array(rows));
    }
    Ok(Some(image))
}

/// Brings the words by which a food is found in step with it, where they are other ones than they
/// were in an image of it.
pub(super) fn index_names(
    tx: &Transaction<'_>,
    id: i64,
    before: Option<&Map<String, Value>>,
) -> Result<()> {
    let after = image(tx, id)?;
    let same =
        |field| before.and_then(|b| b.get(field)) == after.as_ref().and_then(|a| a.get(field));
    if before.is_some() && same("food_name") && same("deleted_at") {
        return Ok(());
    }
    names::index_beside(tx, id)
}

/// Loads a food from the seed again, if it is one of the seed's and unchanged.
pub(super) fn reload_seed(tx: &Transaction<'_>, id: i64, now: i64) -> Result<()> {
    let source: Option<String> = tx
        .query_row(
            "SELECT source FROM food WHERE id = ?1 AND origin = 'seed' AND changed_by_user = 0",
            [id],
            |row| row.get(0),
        )
        .optional()?;
    if let Some(source) = source {
        seed::reload(tx, &source, now)?;
    }
    Ok(())
}

/// Puts a food back to what it was before a change; one that was made then gets its tombstone. An
/// unchanged food of the seed is as the seed has it now, which may be newer than the change.
pub(super) fn restore(tx: &Transaction<'_>, id: i64, before: Option<&str>, now: i64) -> Result<()> {
    let found_by = image(tx, id)?;
    match before {
        None => {
            tx.execute(
                "UPDATE food SET deleted_at = ?2, changed_at = ?2 WHERE id = ?1",
                params![id, now],
            )?;
        }
        Some(before) => restore_unindexed(tx, id, before, now)?,
    }
    index_names(tx, id, found_by.as_ref())?;
    tags::retag_with_dishes(tx, id)
}

/// Puts a food back to what an image of it holds, and leaves what is derived from it to the caller.
pub(super) fn restore_unindexed(
    tx: &Transaction<'_>,
    id: i64,
    image: &str,
    now: i64,
) -> Result<()> {
    tx.execute(
        "UPDATE food SET name = ?2 ->> 'name', food_group = ?2 ->> 'food_group',
             reference = ?2 ->> 'reference', changed_by_user = ?2 ->> 'changed_by_user',
             deleted_at = ?2 ->> 'deleted_at', changed_at = ?3
         WHERE id = ?1",
        params![id, image, now],
    )?;
    restore_tables(tx, id, image, TABLES)?;
    reload_seed(tx, id, now)
}

/// Takes the published name, groups and figures of a food back from an image of it; the names and
/// portions it has besides stay, and published names it lost come back.
pub(super) fn restore_figures(tx: &Transaction<'_>, id: i64, image: &str) -> Result<()> {
    tx.execute(
        "UPDATE food SET name = ?2 ->> 'name', food_group = ?2 ->> 'food_group',
             reference = ?2 ->> 'reference' WHERE id = ?1",
        params![id, image],
    )?;
    restore_tables(tx, id, image, &TABLES[..2])?;
    tx.execute(
        "INSERT INTO food_name (food_id, name, words, kind, source)
         SELECT ?1, value ->> 'name', value ->> 'words', value ->> 'kind', value ->> 'source'
         FROM json_each(?2, '$.food_name') WHERE value ->> 'kind' <> 'user'
         ON CONFLICT (food_id, name) DO NOTHING",
        params![id, image],
    )?;
    Ok(())
}

/// Brings back a published portion that the person weighed otherwise and now takes away: the
/// journal holds it as it last was.
pub(super) fn restore_portion(tx: &Transaction<'_>, id: i64, measure: &str) -> Result<()> {
    tx.execute(
        "INSERT INTO portion (food_id, measure, grams, source, by_user)
         SELECT ?1, value ->> 'measure', value ->> 'grams', value ->> 'source', 0
         FROM change_row, json_each(change_row.before, '$.portion')
         WHERE target_table = 'food' AND target_id = ?1 AND value ->> 'measure' = ?2
             AND value ->> 'by_user' = 0
         ORDER BY change_id DESC, position DESC LIMIT 1
         ON CONFLICT (food_id, measure) DO NOTHING",
        params![id, measure],
    )?;
    Ok(())
}

/// Brings back a published name that the person made their own and now takes away, as the journal
/// last held it.
pub(super) fn restore_name(tx: &Transaction<'_>, id: i64, name: &str) -> Result<()> {
    tx.execute(
        "INSERT INTO food_name (food_id, name, words, kind, source)
         SELECT ?1, value ->> 'name', value ->> 'words', value ->> 'kind', value ->> 'source'
         FROM change_row, json_each(change_row.before, '$.food_name')
         WHERE target_table = 'food' AND target_id = ?1 AND value ->> 'name' = ?2
             AND value ->> 'kind' <> 'user'
         ORDER BY change_id DESC, position DESC LIMIT 1
         ON CONFLICT (food_id, name) DO NOTHING",
        params![id, name],
    )?;
    Ok(())
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
        // A name keeps its number, unless another name has it by now.
        let value = |column: &&str| match *column {
            "id" => "iif(EXISTS (SELECT 1 FROM food_name WHERE id = value ->> 'id'), NULL,
                         value ->> 'id')"
                .to_owned(),
            column => format!("value ->> '{column}'"),
        };
        let values: Vec<String> = columns.iter().map(value).collect();
        let sql = format!(
            "INSERT INTO {table} (food_id, {}) SELECT ?1, {} FROM json_each(?2, '$.{table}')",
            columns.join(", "),
            values.join(", ")
        );
        tx.execute(&sql, params![id, image])?;
    }
    Ok(())
}
