//! The rows that the journal keeps: what stands in one, and how it is put back.

use rusqlite::{Transaction, params};
use serde_json::{Map, Value};

use super::rows::rows_of;
use super::{entry_image, field_change, flags, food_image, names, odd, tables, take_back};
use crate::error::Result;

/// Returns a row as it stands, column by column; none where there is none.
pub(super) fn image(
    tx: &Transaction<'_>,
    table: &str,
    id: i64,
) -> Result<Option<Map<String, Value>>> {
    let sql = match table {
        "entry" => return entry_image::image(tx, id),
        "setting" => "SELECT * FROM setting WHERE id = ?1",
        "item" => "SELECT * FROM item WHERE id = ?1",
        "food" => return food_image::image(tx, id),
        "food_name" => "SELECT * FROM food_name WHERE id = ?1",
        "food_table" => "SELECT * FROM food_table WHERE id = ?1",
        "flag_acknowledged" => "SELECT * FROM flag_acknowledged WHERE id = ?1",
        "food_refused" => "SELECT * FROM food_refused WHERE food_id = ?1",
        other => return Err(odd("table in the journal", other)),
    };
    Ok(rows_of(tx, sql, id)?.pop())
}

/// Puts a row back to what it was before a change.
pub(super) fn restore(
    tx: &Transaction<'_>,
    table: &str,
    id: i64,
    before: Option<&str>,
    now: i64,
) -> Result<()> {
    if take_back::is_brought(table) {
        return take_back::restore(tx, table, id, before, now);
    }
    let found = field_change::before(tx, table, id)?;
    restore_row(tx, table, id, before, now)?;
    field_change::note(tx, table, id, found.as_ref(), now)
}

fn restore_row(
    tx: &Transaction<'_>,
    table: &str,
    id: i64,
    before: Option<&str>,
    now: i64,
) -> Result<()> {
    match (table, before) {
        ("entry", None) => {
            tx.execute(
                "UPDATE entry SET deleted_at = ?2, changed_at = ?2 WHERE id = ?1",
                params![id, now],
            )?;
        }
        ("entry", Some(before)) => {
            entry_image::restore(tx, id, before, now)?;
        }
        ("setting", None) => {
            tx.execute("DELETE FROM setting WHERE id = ?1", [id])?;
        }
        ("setting", Some(before)) => {
            tx.execute(
                "INSERT INTO setting (id, field, value, changed_at)
                 VALUES (?1, ?2 ->> 'field', ?2 ->> 'value', ?3)
                 ON CONFLICT (id) DO UPDATE SET value = excluded.value, changed_at = excluded.changed_at",
                params![id, before, now],
            )?;
        }
        ("food_name", None) => names::forget(tx, id)?,
        ("item", Some(before)) => {
            tx.execute(
                "UPDATE item SET phrase = ?2 ->> 'phrase', food_id = ?2 ->> 'food_id',
                     quantity = ?2 ->> 'quantity', unit = ?2 ->> 'unit', grams = ?2 ->> 'grams',
                     assumption = ?2 ->> 'assumption', recorded = ?2 ->> 'recorded',
                     changed_at = ?3
                 WHERE id = ?1",
                params![id, before, now],
            )?;
        }
        ("food", before) => food_image::restore(tx, id, before, now)?,
        ("flag_acknowledged", before) => flags::restore(tx, id, before)?,
        ("food_refused", None) => {
            tx.execute("DELETE FROM food_refused WHERE food_id = ?1", [id])?;
        }
        ("food_refused", Some(before)) => {
            tx.execute(
                "INSERT INTO food_refused (food_id, refused_at)
                 VALUES (?1, ?2 ->> 'refused_at') ON CONFLICT (food_id) DO NOTHING",
                params![id, before],
            )?;
        }
        ("food_table", None) => tables::unload(tx, id, now)?,
        (other, _) => return Err(odd("table in the journal", other)),
    }
    Ok(())
}
