//! The journal read backwards and forwards: taking changes back, doing them again, and listing them.

use rusqlite::{OptionalExtension as _, Transaction, TransactionBehavior, params};
use serde_json::{Map, Value};

use super::journal::Undone;
use super::row_image::{image, restore};
use super::{Store, names, take_back};
use crate::error::{Error, Result};

/// One change of the past.
#[derive(Clone, Debug, PartialEq)]
pub struct Past {
    /// Its number.
    pub id: i64,
    /// When it was made, in seconds since 1970.
    pub made_at: i64,
    /// The command as it was typed.
    pub command: String,
    /// What it did, in words.
    pub summary: String,
    /// When it was taken back, in seconds since 1970; none while it stands.
    pub undone_at: Option<i64>,
    /// The rows it touched.
    pub rows: usize,
}

/// A row that a change touched.
struct Touched {
    position: i64,
    table: String,
    id: i64,
    before: Option<String>,
    after: Option<String>,
    undone: Option<String>,
}

/// What can be done again: what was taken back last, unless something was changed since.
const REDOABLE: &str = "SELECT id, command, summary FROM change
    WHERE undone_at IS NOT NULL AND newest_when_undone = (SELECT max(id) FROM change)
    ORDER BY id LIMIT 1";

impl Store {
    /// Takes back the last changes that were not yet taken back, as many as there are up to `steps`,
    /// the last one first: all of them or none.
    ///
    /// # Errors
    ///
    /// Fails when the diary cannot be written.
    pub fn undo(&mut self, steps: u32, now: i64) -> Result<Vec<Undone>> {
        self.several(steps, |tx| undo_one(tx, now))
    }

    /// Does again what was taken back last, up to `steps` changes: all of them or none. Nothing is
    /// there to be done again where nothing was taken back, or something was changed since.
    ///
    /// # Errors
    ///
    /// Refuses what cannot be done again, and fails when the diary cannot be written.
    pub fn redo(&mut self, steps: u32, now: i64) -> Result<Vec<Undone>> {
        self.several(steps, |tx| redo_one(tx, now))
    }

    fn several(
        &mut self,
        steps: u32,
        step: impl Fn(&Transaction<'_>) -> Result<Option<Undone>>,
    ) -> Result<Vec<Undone>> {
        let tx = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let mut done = Vec::new();
        for _ in 0..steps {
            match step(&tx)? {
                Some(one) => done.push(one),
                None => break,
            }
        }
        tx.commit()?;
        Ok(done)
    }

    /// Returns whether something was taken back that a later change keeps from being done again.
    ///
    /// # Errors
    ///
    /// Fails when the diary cannot be read.
    pub fn redo_was_cut_off(&self) -> Result<bool> {
        let any = "SELECT 1 FROM change WHERE undone_at IS NOT NULL";
        Ok(self.connection.prepare(any)?.exists([])?)
    }

    /// Returns the latest changes, the last one first.
    ///
    /// # Errors
    ///
    /// Fails when the diary cannot be read.
    pub fn history(&self, most: u32) -> Result<Vec<Past>> {
        let mut statement = self.connection.prepare(
            "SELECT c.id, c.made_at, c.command, c.summary, c.undone_at,
                 (SELECT count(*) FROM change_row r WHERE r.change_id = c.id)
             FROM change c ORDER BY c.id DESC LIMIT ?1",
        )?;
        let found = statement.query_map([most], |row| {
            Ok(Past {
                id: row.get(0)?,
                made_at: row.get(1)?,
                command: row.get(2)?,
                summary: row.get(3)?,
                undone_at: row.get(4)?,
                rows: usize::try_from(row.get::<_, i64>(5)?).unwrap_or(0),
            })
        })?;
        Ok(found.collect::<rusqlite::Result<_>>()?)
    }
}

/// Takes back the last change that stands; none where there is none left.
fn undo_one(tx: &Transaction<'_>, now: i64) -> Result<Option<Undone>> {
    let last = one(
        tx,
        "SELECT id, command, summary FROM change WHERE undone_at IS NULL
         ORDER BY id DESC LIMIT 1",
    )?;
    let Some((id, undone)) = last else {
        return Ok(None);
    };
    for row in touched(tx, id, "DESC")? {
        let Some(target) = standing(tx, &row)? else { continue };
        if !take_back::is_brought(&row.table) {
            let stood = image(tx, &row.table, target)?.map(|r| Value::Object(r).to_string());
            tx.execute(
                "UPDATE change_row SET undone = ?3 WHERE change_id = ?1 AND position = ?2",
                params![id, row.position, stood],
            )?;
        }
        restore(tx, &row.table, target, row.before.as_deref(), now)?;
    }
    tx.execute(
        "UPDATE change SET undone_at = ?2, newest_when_undone = (SELECT max(id) FROM change)
         WHERE id = ?1",
        params![id, now],
    )?;
    Ok(Some(undone))
}

/// Does again what was taken back last; none where there is nothing.
fn redo_one(tx: &Transaction<'_>, now: i64) -> Result<Option<Undone>> {
    let Some((id, undone)) = one(tx, REDOABLE)? else {
        return Ok(None);
    };
    for row in touched(tx, id, "ASC")? {
        match (row.table.as_str(), row.undone.as_deref()) {
            ("food_table", _) => {
                return Err(Error::request("a food table cannot be brought back this way")
                    .because(format!("it came with: {}", undone.summary))
                    .hint("import its files again"));
            }
            ("food_name", Some(stood)) => {
                let stood: Map<String, Value> = serde_json::from_str(stood)?;
                let text = |field: &str| stood.get(field).and_then(Value::as_str);
                let food = stood.get("food_id").and_then(Value::as_i64);
                if let (Some(food), Some(name), Some(source)) = (food, text("name"), text("source"))
                    && let Some(new) = names::teach(tx, food, name, source)?
                {
                    tx.execute(
                        "UPDATE change_row SET target_id = ?3
                         WHERE change_id = ?1 AND position = ?2",
                        params![id, row.position, new],
                    )?;
                }
            }
            // It was gone when the change was taken back.
            ("food_name", None) => {}
            (table, _) if take_back::is_brought(table) => {
                restore(tx, table, row.id, row.after.as_deref(), now)?;
            }
            (table, stood) => restore(tx, table, row.id, stood, now)?,
        }
    }
    tx.execute(
        "UPDATE change SET undone_at = NULL, newest_when_undone = NULL WHERE id = ?1",
        [id],
    )?;
    tx.execute("UPDATE change_row SET undone = NULL WHERE change_id = ?1", [id])?;
    Ok(Some(undone))
}

fn one(tx: &Transaction<'_>, sql: &str) -> Result<Option<(i64, Undone)>> {
    let found = tx.query_row(sql, [], |row| {
        Ok((row.get(0)?, Undone { command: row.get(1)?, summary: row.get(2)? }))
    });
    Ok(found.optional()?)
}

/// Returns the number under which a row that a change made or changed stands now; none where it is
/// gone. A name may have another one by now: it was taken back and taught again meanwhile.
fn standing(tx: &Transaction<'_>, row: &Touched) -> Result<Option<i64>> {
    match row.after.as_deref() {
        Some(after) if row.table == "food_name" => Ok(tx
            .query_row(
                "SELECT id FROM food_name WHERE kind = 'user'
                     AND food_id = ?1 ->> 'food_id' AND name = ?1 ->> 'name'",
                [after],
                |row| row.get(0),
            )
            .optional()?),
        _ => Ok(Some(row.id)),
    }
}

/// Returns the rows a change touched, in the order in which it did or against it.
fn touched(tx: &Transaction<'_>, change: i64, order: &str) -> Result<Vec<Touched>> {
    let mut statement = tx.prepare(&format!(
        "SELECT position, target_table, target_id, before, after, undone FROM change_row
         WHERE change_id = ?1 ORDER BY position {order}"
    ))?;
    let found = statement.query_map([change], |row| {
        Ok(Touched {
            position: row.get(0)?,
            table: row.get(1)?,
            id: row.get(2)?,
            before: row.get(3)?,
            after: row.get(4)?,
            undone: row.get(5)?,
        })
    })?;
    Ok(found.collect::<rusqlite::Result<_>>()?)
}
