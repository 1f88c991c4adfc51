//! Takes back what was brought in.
//!
//! Every record that was touched becomes exactly what it was, times included, and what was made is
//! removed: so the taking back itself is no change that another diary would have to follow.

use rusqlite::{OptionalExtension as _, Transaction, params};
use serde_json::{Map, Value};

use super::field_change::{self, int, set_times, sign_key};
use super::settle::settle_foods;
use super::write_records::{
    forget_positions, note_position, remove_acknowledged, write_acknowledged, write_refused,
    write_setting,
};
use super::{entry_image, food_image};
use crate::error::Result;

/// Returns whether the journal names with this word something that was brought in.
pub(super) fn is_brought(table: &str) -> bool {
    table.starts_with("brought_")
}

/// Puts a record back to what it was before it was brought in, or after; one that was not there is
/// removed.
pub(super) fn restore(
    tx: &Transaction<'_>,
    table: &str,
    id: i64,
    to: Option<&str>,
    now: i64,
) -> Result<()> {
    let to: Option<Value> = to.map(serde_json::from_str).transpose()?;
    match (table, to) {
        ("brought_foods", _) => settle_foods(tx),
        ("brought_entry", None) => remove_entry(tx, id),
        ("brought_entry", Some(to)) => restore_entry(tx, id, &to, now),
        ("brought_food", None) => remove_food(tx, id, now),
        ("brought_food", Some(to)) => restore_food(tx, id, &to, now),
        ("brought_setting", Some(to)) => match to.get("record") {
            Some(record) if !record.is_null() => {
                write_setting(tx, &serde_json::from_value(record.clone())?)
            }
            _ => {
                let field = to.get("field").and_then(Value::as_str).unwrap_or_default();
                tx.execute("DELETE FROM setting WHERE field = ?1", [field])?;
                set_times(tx, "setting", field, None)
            }
        },
        ("brought_refused", Some(to)) => match to.get("record") {
            Some(record) if !record.is_null() => {
                write_refused(tx, &serde_json::from_value(record.clone())?)
            }
            _ => {
                let food = to.get("food").and_then(Value::as_str).unwrap_or_default();
                tx.execute(
                    "DELETE FROM food_refused
                     WHERE food_id = (SELECT id FROM food WHERE source = ?1)",
                    [food],
                )?;
                set_times(tx, "refused", food, None)
            }
        },
        ("brought_acknowledged", Some(to)) => match to.get("record") {
            Some(record) if !record.is_null() => {
                write_acknowledged(tx, &serde_json::from_value(record.clone())?)
            }
            _ => {
                let key = to.get("key").and_then(Value::as_object).cloned().unwrap_or_default();
                let (flag, event) =
                    (field_change::text(&key, "flag"), field_change::text(&key, "event"));
                let entry = key.get("entry").and_then(Value::as_str);
                remove_acknowledged(tx, &flag, &event, entry)?;
                set_times(tx, "acknowledged", &sign_key(&flag, &event, entry), None)
            }
        },
        (other, _) => Err(super::odd("table in the journal", other)),
    }
}

fn remove_entry(tx: &Transaction<'_>, id: i64) -> Result<()> {
    let uid: Option<String> =
        tx.query_row("SELECT uid FROM entry WHERE id = ?1", [id], |row| row.get(0)).optional()?;
    if let Some(uid) = uid {
        forget_positions(tx, &uid)?;
    }
    tx.execute(
        "DELETE FROM field_change WHERE record = 'entry'
         AND key = (SELECT uid FROM entry WHERE id = ?1)",
        [id],
    )?;
    tx.execute("DELETE FROM entry WHERE id = ?1", [id])?;
    Ok(())
}

fn parts(to: &Value) -> (Map<String, Value>, Vec<(String, i64)>) {
    let image = to.get("image").and_then(Value::as_object).cloned().unwrap_or_default();
    let times = to.get("times").and_then(Value::as_object).into_iter().flatten();
    let times = times.filter_map(|(field, at)| Some((field.clone(), at.as_i64()?))).collect();
    (image, times)
}

fn restore_entry(tx: &Transaction<'_>, id: i64, to: &Value, now: i64) -> Result<()> {
    let (image, times) = parts(to);
    let uid = field_change::text(&image, "uid");
    tx.execute(
        "INSERT INTO entry (id, uid, kind, instant, offset_seconds, day, created_at, changed_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) ON CONFLICT (id) DO NOTHING",
        params![
            id,
            uid,
            field_change::text(&image, "kind"),
            int(&image, "instant"),
            int(&image, "offset_seconds"),
            field_change::text(&image, "day"),
            int(&image, "created_at"),
            int(&image, "changed_at")
        ],
    )?;
    let (created, changed) = (int(&image, "created_at"), int(&image, "changed_at"));
    forget_positions(tx, &uid)?;
    entry_image::restore(tx, id, &Value::Object(image).to_string(), now)?;
    for place in to.get("positions").and_then(Value::as_array).into_iter().flatten() {
        let (uid, wanted, stands): (String, i64, i64) = serde_json::from_value(place.clone())?;
        note_position(tx, &uid, wanted, stands)?;
    }
    tx.execute(
        "UPDATE entry SET created_at = ?2, changed_at = ?3 WHERE id = ?1",
        [id, created, changed],
    )?;
    set_times(tx, "entry", &uid, times)
}

fn remove_food(tx: &Transaction<'_>, id: i64, now: i64) -> Result<()> {
    let used: bool = tx
        .prepare_cached(
            "SELECT 1 FROM item WHERE food_id = ?1 UNION ALL
             SELECT 1 FROM recipe_part WHERE part_id = ?1 AND food_id NOT IN (
                 SELECT target_id FROM change_row WHERE target_table = 'brought_food')",
        )?
        .exists([id])?;
    if used {
        // What was eaten of it keeps its figures.
        tx.execute("UPDATE food SET deleted_at = ?2, changed_at = ?2 WHERE id = ?1", [id, now])?;
        return Ok(());
    }
    tx.execute("DELETE FROM recipe_part WHERE part_id = ?1", [id])?;
    tx.execute("UPDATE food SET offered_as = NULL WHERE offered_as = ?1", [id])?;
    for table in [
        "food_refused",
        "recipe_part",
        "recipe",
        "food_membership",
        "food_nutrient",
        "portion",
        "food_name",
        "source_tag",
    ] {
        tx.execute(&format!("DELETE FROM {table} WHERE food_id = ?1"), [id])?;
    }
    tx.execute(
        "DELETE FROM field_change WHERE record = 'food'
         AND key = (SELECT source FROM food WHERE id = ?1)",
        [id],
    )?;
    tx.execute("DELETE FROM food WHERE id = ?1", [id])?;
    Ok(())
}

fn restore_food(tx: &Transaction<'_>, id: i64, to: &Value, now: i64) -> Result<()> {
    let (image, times) = parts(to);
    let source = field_change::text(&image, "source");
    let uid = image.get("uid").and_then(Value::as_str);
    tx.execute(
        "INSERT INTO food (id, uid, source, origin, name, food_group, reference, ndb, created_at,
             changed_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10) ON CONFLICT (id) DO NOTHING",
        params![
            id,
            uid,
            source,
            field_change::text(&image, "origin"),
            field_change::text(&image, "name"),
            field_change::text(&image, "food_group"),
            field_change::text(&image, "reference"),
            image.get("ndb").and_then(Value::as_i64),
            int(&image, "created_at"),
            int(&image, "changed_at")
        ],
    )?;
    let (created, changed) = (int(&image, "created_at"), int(&image, "changed_at"));
    food_image::restore_unindexed(tx, id, &Value::Object(image).to_string(), now)?;
    tx.execute(
        "UPDATE food SET created_at = ?2, changed_at = ?3 WHERE id = ?1",
        [id, created, changed],
    )?;
    set_times(tx, "food", &source, times)
}
