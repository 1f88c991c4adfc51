//! An entry as one document in the journal: its row and everything that hangs on it.
//!
//! Written anew from such a document, an entry stands as it stood then, with the numbers its foods
//! and doses had. An image made by an older program may hold the entry's own row alone: then what
//! hangs on the entry is left as it is, for that program changed none of it.

use rusqlite::{Connection, Transaction, params};
use serde_json::{Map, Value};

use super::rows::rows_of;
use crate::error::Result;

/// The tables that hang on an entry, with the columns that are kept besides the entry's number.
const TABLES: &[(&str, &[&str])] = &[
    ("meal", &["slot"]),
    (
        "item",
        &[
            "id",
            "uid",
            "position",
            "phrase",
            "food_id",
            "quantity",
            "unit",
            "grams",
            "assumption",
            "recorded",
            "import_key",
            "changed_at",
        ],
    ),
    (
        "dose",
        &[
            "id",
            "uid",
            "position",
            "phrase",
            "nutrient",
            "form",
            "quantity",
            "unit",
            "stated_as",
            "amount",
            "assumption",
            "import_key",
        ],
    ),
    ("medicine", &["name", "class", "action"]),
    (
        "episode",
        &[
            "kind",
            "site",
            "side",
            "intensity",
            "pain",
            "duration_seconds",
            "count",
            "activity",
            "visible",
        ],
    ),
    ("episode_sign", &["sign"]),
    ("context", &["kind", "amount", "level"]),
    ("note_tag", &["tag"]),
];

/// The amounts another program recorded for the items of an entry.
const AMOUNTS: &str = "SELECT a.item_id, a.nutrient, a.amount FROM item_amount a
    JOIN item i ON i.id = a.item_id WHERE i.entry_id = ?1 ORDER BY a.item_id, a.nutrient";

/// Returns an entry with everything that hangs on it; none for a number that is no entry. Tables
/// without a row of this entry stand in it as empty lists.
pub(super) fn image(connection: &Connection, id: i64) -> Result<Option<Map<String, Value>>> {
    let Some(mut image) = rows_of(connection, "SELECT * FROM entry WHERE id = ?1", id)?.pop()
    else {
        return Ok(None);
    };
    let list = |rows: Vec<Map<String, Value>>| rows.into_iter().map(Value::Object).collect();
    for (table, columns) in TABLES {
        let columns = columns.join(", ");
        let sql = format!("SELECT {columns} FROM {table} WHERE entry_id = ?1 ORDER BY {columns}");
        image.insert((*table).to_owned(), Value::Array(list(rows_of(connection, &sql, id)?)));
    }
    image.insert("item_amount".to_owned(), Value::Array(list(rows_of(connection, AMOUNTS, id)?)));
    Ok(Some(image))
}

/// Removes everything that hangs on an entry.
pub(super) fn clear(tx: &Transaction<'_>, id: i64) -> Result<()> {
    for (table, _) in TABLES {
        tx.execute(&format!("DELETE FROM {table} WHERE entry_id = ?1"), [id])?;
    }
    Ok(())
}

/// Puts an entry back to what an image of it holds.
pub(super) fn restore(tx: &Transaction<'_>, id: i64, image: &str, now: i64) -> Result<()> {
    tx.execute(
        "UPDATE entry SET kind = ?2 ->> 'kind', instant = ?2 ->> 'instant',
             offset_seconds = ?2 ->> 'offset_seconds', day = ?2 ->> 'day', note = ?2 ->> 'note',
             deleted_at = ?2 ->> 'deleted_at', changed_at = ?3
         WHERE id = ?1",
        params![id, image, now],
    )?;
    let whole: bool =
        tx.query_row("SELECT json_type(?1, '$.meal') IS NOT NULL", [image], |row| row.get(0))?;
    if !whole {
        return Ok(());
    }
    clear(tx, id)?;
    for (table, columns) in TABLES {
        let values: Vec<String> =
            columns.iter().map(|column| format!("value ->> '{column}'")).collect();
        let sql = format!(
            "INSERT INTO {table} (entry_id, {}) SELECT ?1, {} FROM json_each(?2, '$.{table}')",
            columns.join(", "),
            values.join(", ")
        );
        tx.execute(&sql, params![id, image])?;
    }
    tx.execute(
        "INSERT INTO item_amount (item_id, nutrient, amount)
         SELECT value ->> 'item_id', value ->> 'nutrient', value ->> 'amount'
         FROM json_each(?1, '$.item_amount')",
        [image],
    )?;
    Ok(())
}
