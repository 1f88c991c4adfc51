//! Every change and its journal, committed together or not at all.
//!
//! A command that writes opens one [`Change`]; each row it touches is noted as it was before and
//! as it is after. Taking a change back restores the rows: an entry that was made gets its
//! tombstone, one that was deleted loses it, a setting gets its former value, a food is written
//! anew from its image.

use std::collections::HashMap;

use chrono::{DateTime, FixedOffset, NaiveDate};
use rusqlite::{OptionalExtension, Transaction, TransactionBehavior, params};
use serde_json::{Map, Value};
use uuid::{NoContext, Timestamp, Uuid};

use super::row_image::image;
use super::{Store, at, entry_image, field_change, names};
use crate::domain::{Entry, EntryKind, FoodId, Item, Record};
use crate::error::{Error, Result};

/// An entry to be made.
#[derive(Clone, Debug)]
pub struct NewEntry {
    /// Its kind.
    pub kind: EntryKind,
    /// When.
    pub at: DateTime<FixedOffset>,
    /// The local day it belongs to.
    pub day: NaiveDate,
    /// The note beside it.
    pub note: Option<String>,
    /// What it holds. The ids of items and doses are given when they are stored.
    pub record: Record,
}

impl NewEntry {
    /// Returns the entry as it would stand, without a number: nothing is stored.
    pub fn unstored(&self) -> Entry {
        Entry {
            id: 0,
            kind: self.kind,
            at: self.at,
            day: self.day,
            note: self.note.clone(),
            record: self.record.clone(),
        }
    }
}

/// A change that was taken back.
#[derive(Clone, Debug, PartialEq)]
pub struct Undone {
    /// The command as it was typed.
    pub command: String,
    /// What it had done, in words.
    pub summary: String,
}

/// One command's writing: open until its closure returns.
#[derive(Debug)]
pub struct Change<'a> {
    pub(super) tx: Transaction<'a>,
    pub(super) now: i64,
    pub(super) id: i64,
    pub(super) position: i64,
    /// Whether something was written that cannot be taken back, and so is not in the journal.
    pub(super) stays: bool,
}

impl Store {
    /// Runs one command's writing. `what` makes the change and returns its result with a summary
    /// in words, for undo to show. Nothing is written unless it succeeds.
    ///
    /// # Errors
    ///
    /// Returns the error of `what`, or fails when the diary cannot be written.
    pub fn change<T>(
        &mut self,
        now: i64,
        command: &str,
        what: impl FnOnce(&mut Change<'_>) -> Result<(T, String)>,
    ) -> Result<T> {
        let path = self.path.as_deref();
        let of = |error: rusqlite::Error| match path {
            Some(path) => at(path, error.into()),
            None => error.into(),
        };
        let tx = self
            .connection
            .transaction_with_behavior(TransactionBehavior::Immediate)
            .map_err(of)?;
        tx.prepare_cached(
            "INSERT INTO change (uid, made_at, command, summary) VALUES (?1, ?2, ?3, '')",
        )?
        .execute(params![uid(now), now, command])
        .map_err(of)?;
        let id = tx.last_insert_rowid();
        let mut change = Change { tx, now, id, position: 0, stays: false };
        let (result, summary) = what(&mut change)?;
        let Change { tx, id, position, stays, .. } = change;
        if position == 0 {
            // No row is in the journal: there is nothing to take back either.
            if stays {
                tx.execute("DELETE FROM change WHERE id = ?1", [id])?;
                tx.commit()?;
            }
            return Ok(result);
        }
        tx.prepare_cached("UPDATE change SET summary = ?2 WHERE id = ?1")?
            .execute(params![id, summary])?;
        tx.commit().map_err(of)?;
        Ok(result)
    }
}

/// The entries whose making was taken back and stays so.
const TAKEN_BACK: &str = "SELECT e.id FROM change c JOIN change_row r ON r.change_id = c.id
    JOIN entry e ON e.id = r.target_id
    WHERE c.undone_at IS NOT NULL AND r.target_table = 'entry' AND r.before IS NULL
        AND e.deleted_at IS NOT NULL";

impl Store {
    /// Returns the marks of the rows of another program that were brought in, and whether the
    /// entry of each was deleted since. Rows whose import was taken back are not among them.
    ///
    /// # Errors
    ///
    /// Fails when the diary cannot be read.
    pub fn imported_keys(&self, prefix: &str) -> Result<HashMap<String, bool>> {
        let mut found = HashMap::new();
        for table in ["item", "dose"] {
            let mut statement = self.connection.prepare(&format!(
                "SELECT t.import_key, e.deleted_at IS NOT NULL FROM {table} t
                 JOIN entry e ON e.id = t.entry_id
                 WHERE t.import_key >= ?1 AND substr(t.import_key, 1, length(?1)) = ?1
                     AND e.id NOT IN ({TAKEN_BACK})
                 ORDER BY t.id"
            ))?;
            let mut rows = statement.query([prefix])?;
            while let Some(row) = rows.next()? {
                found.insert(row.get(0)?, row.get(1)?);
            }
        }
        Ok(found)
    }
}

impl Change<'_> {
    /// Makes an entry with everything it holds and returns it as it now stands, numbers included.
    ///
    /// # Errors
    ///
    /// Fails when the diary cannot be written.
    pub fn add(&mut self, entry: NewEntry) -> Result<Entry> {
        self.tx
            .prepare_cached(
                "INSERT INTO entry (uid, kind, instant, offset_seconds, day, note, created_at, changed_at)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?7)",
            )?
            .execute(params![
                uid(self.now),
                entry.kind.key(),
                entry.at.timestamp(),
                entry.at.offset().local_minus_utc(),
                entry.day.to_string(),
                entry.note,
                self.now,
            ])?;
        let id = self.tx.last_insert_rowid();
        let NewEntry { kind, at, day, note, mut record } = entry;
        self.add_record(id, kind, &mut record)?;
        self.note_row("entry", id, None)?;
        Ok(Entry { id, kind, at, day, note, record })
    }

    /// Makes an entry of what another program recorded. `keys` mark its items or doses, in their
    /// order, so that the same rows are known again.
    ///
    /// # Errors
    ///
    /// Fails when the diary cannot be written.
    pub fn add_imported(&mut self, entry: NewEntry, keys: &[String]) -> Result<Entry> {
        let entry = self.add(entry)?;
        let (table, ids): (&str, Vec<i64>) = match &entry.record {
            Record::Meal(meal) => ("item", meal.items.iter().map(|item| item.id).collect()),
            Record::Supplement(doses) => ("dose", doses.iter().map(|dose| dose.id).collect()),
            _ => return Ok(entry),
        };
        // Brought in on two machines, the same rows are the same entry: it has the same id.
        let first = keys.first().map_or("", String::as_str);
        let known = uid_of(first);
        let taken =
            self.tx.prepare_cached("SELECT 1 FROM entry WHERE uid = ?1")?.exists([&known])?;
        if !taken && !first.is_empty() {
            self.tx
                .prepare_cached("UPDATE entry SET uid = ?2 WHERE id = ?1")?
                .execute(params![entry.id, known])?;
        }
        let sql =
            format!("UPDATE {table} SET import_key = ?2, uid = coalesce(?3, uid) WHERE id = ?1");
        for (id, key) in ids.iter().zip(keys) {
            let known = (!taken).then(|| uid_of(&format!("{first}\n{key}")));
            self.tx.prepare_cached(&sql)?.execute(params![id, key, known])?;
        }
        Ok(entry)
    }

    /// Forgets the keys of rows whose import was taken back: then it can be done again.
    ///
    /// # Errors
    ///
    /// Fails when the diary cannot be written.
    pub fn free_keys_taken_back(&mut self) -> Result<()> {
        for table in ["item", "dose"] {
            self.tx.execute(
                &format!(
                    "UPDATE {table} SET import_key = NULL
                     WHERE import_key IS NOT NULL AND entry_id IN ({TAKEN_BACK})"
                ),
                [],
            )?;
        }
        Ok(())
    }

    fn add_record(&self, id: i64, kind: EntryKind, record: &mut Record) -> Result<()> {
        let tx = &self.tx;
        match record {
            Record::Plain => {}
            Record::Meal(meal) => {
                tx.prepare_cached("INSERT INTO meal (entry_id, slot) VALUES (?1, ?2)")?
                    .execute(params![id, meal.slot.key()])?;
                for (position, item) in (1_i64..).zip(&mut meal.items) {
                    tx.prepare_cached(
                        "INSERT INTO item (uid, entry_id, position, phrase, food_id, quantity, unit,
                             grams, assumption, changed_at, recorded)
                         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
                    )?
                    .execute(params![
                        uid(self.now),
                        id,
                        position,
                        item.phrase,
                        item.eaten.map(|(food, _)| food.0),
                        item.quantity,
                        item.unit,
                        item.eaten.map(|(_, grams)| grams),
                        item.assumption,
                        self.now,
                        item.recorded.is_some(),
                    ])?;
                    item.id = tx.last_insert_rowid();
                    self.add_amounts(item)?;
                }
            }
            Record::Supplement(doses) => {
                for (position, dose) in (1_i64..).zip(doses.iter_mut()) {
                    tx.prepare_cached(
                        "INSERT INTO dose (uid, entry_id, position, phrase, nutrient, form, quantity,
                             unit, stated_as, amount, assumption)
                         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
                    )?
                    .execute(params![
                        uid(self.now),
                        id,
                        position,
                        dose.phrase,
                        dose.nutrient.map(crate::domain::Nutrient::key),
                        dose.form,
                        dose.quantity,
                        dose.unit,
                        dose.stated_as,
                        dose.amount,
                        dose.assumption,
                    ])?;
                    dose.id = tx.last_insert_rowid();
                }
            }
            Record::Medicine(medicine) => {
                tx.prepare_cached(
                    "INSERT INTO medicine (entry_id, name, class, action) VALUES (?1, ?2, ?3, ?4)",
                )?
                .execute(params![
                    id,
                    medicine.name,
                    medicine.class,
                    medicine.action.key()
                ])?;
            }
            Record::Episode(episode) => {
                tx.prepare_cached(
                    "INSERT INTO episode (entry_id, kind, site, side, intensity, pain,
                         duration_seconds, count, activity, visible)
                     VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
                )?
                .execute(params![
                    id,
                    episode.kind.key(),
                    episode.site,
                    episode.side.map(crate::domain::Side::key),
                    episode.intensity,
                    episode.pain,
                    episode.duration_seconds,
                    episode.count,
                    episode.activity,
                    episode.visible,
                ])?;
                for sign in &*episode.signs {
                    tx.prepare_cached(
                        "INSERT INTO episode_sign (entry_id, sign) VALUES (?1, ?2)
                         ON CONFLICT DO NOTHING",
                    )?
                    .execute(params![id, sign])?;
                }
            }
            Record::Context(context) => {
                tx.prepare_cached(
                    "INSERT INTO context (entry_id, kind, amount, level) VALUES (?1, ?2, ?3, ?4)",
                )?
                .execute(params![
                    id,
                    kind.key(),
                    context.amount,
                    context.level
                ])?;
            }
            Record::Note(tags) => {
                for tag in &*tags {
                    tx.prepare_cached(
                        "INSERT INTO note_tag (entry_id, tag) VALUES (?1, ?2)
                         ON CONFLICT DO NOTHING",
                    )?
                    .execute(params![id, tag])?;
                }
            }
        }
        Ok(())
    }

    /// Stores the amounts another program recorded for an item.
    fn add_amounts(&self, item: &Item) -> Result<()> {
        let Some(amounts) = &item.recorded else { return Ok(()) };
        for (nutrient, amount) in amounts.iter() {
            if let Some(amount) = amount {
                self.tx
                    .prepare_cached(
                        "INSERT INTO item_amount (item_id, nutrient, amount) VALUES (?1, ?2, ?3)",
                    )?
                    .execute(params![item.id, nutrient.key(), amount])?;
            }
        }
        Ok(())
    }

    /// Puts a tombstone on an entry.
    ///
    /// # Errors
    ///
    /// Refuses a number that is no entry or is deleted already.
    pub fn delete(&mut self, id: i64) -> Result<()> {
        let before = image(&self.tx, "entry", id)?
            .filter(|row| row.get("deleted_at").is_some_and(Value::is_null))
            .ok_or_else(|| no_entry(id))?;
        self.tx
            .prepare_cached("UPDATE entry SET deleted_at = ?2, changed_at = ?2 WHERE id = ?1")?
            .execute(params![id, self.now])?;
        self.note_row("entry", id, Some(before))
    }

    /// Gives an entry another time, note and content. Items and doses that have a number keep it,
    /// and what marks them.
    ///
    /// # Errors
    ///
    /// Refuses a number that is no entry or is deleted, and fails when the diary cannot be written.
    pub fn edit(&mut self, id: i64, entry: NewEntry) -> Result<Entry> {
        let before = image(&self.tx, "entry", id)?
            .filter(|row| row.get("deleted_at").is_some_and(Value::is_null))
            .ok_or_else(|| no_entry(id))?;
        self.tx
            .prepare_cached(
                "UPDATE entry SET instant = ?2, offset_seconds = ?3, day = ?4, note = ?5,
                     changed_at = ?6 WHERE id = ?1",
            )?
            .execute(params![
                id,
                entry.at.timestamp(),
                entry.at.offset().local_minus_utc(),
                entry.day.to_string(),
                entry.note,
                self.now,
            ])?;
        let NewEntry { kind, at, day, note, mut record } = entry;
        let kept: Vec<i64> = match &record {
            Record::Meal(meal) => meal.items.iter().map(|item| item.id).collect(),
            Record::Supplement(doses) => doses.iter().map(|dose| dose.id).collect(),
            _ => Vec::new(),
        };
        entry_image::clear(&self.tx, id)?;
        self.add_record(id, kind, &mut record)?;
        self.keep_numbers(&before, &kept, &mut record)?;
        self.note_row("entry", id, Some(before))?;
        Ok(Entry { id, kind, at, day, note, record })
    }

    /// Gives items and doses that stood in an entry before their numbers and marks back.
    fn keep_numbers(
        &self,
        before: &Map<String, Value>,
        kept: &[i64],
        record: &mut Record,
    ) -> Result<()> {
        let (table, ids): (&str, Vec<&mut i64>) = match record {
            Record::Meal(meal) => ("item", meal.items.iter_mut().map(|i| &mut i.id).collect()),
            Record::Supplement(doses) => ("dose", doses.iter_mut().map(|d| &mut d.id).collect()),
            _ => return Ok(()),
        };
        let rows = before.get(table).and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
        for (id, old) in ids.into_iter().zip(kept) {
            let same = |row: &&Value| row.get("id").and_then(Value::as_i64) == Some(*old);
            let Some(row) = rows.iter().find(same) else { continue };
            let text = |field: &str| row.get(field).and_then(Value::as_str);
            // What another program recorded of an item hangs on its number and is written below.
            self.tx.execute(
                "DELETE FROM item_amount WHERE ?2 AND item_id = ?1",
                params![*id, table == "item"],
            )?;
            self.tx.execute(
                &format!("UPDATE {table} SET id = ?2, uid = ?3, import_key = ?4 WHERE id = ?1"),
                params![*id, old, text("uid"), text("import_key")],
            )?;
            *id = *old;
            if table == "item" {
                // What another program recorded of it hangs on its number.
                let amounts = before.get("item_amount").and_then(Value::as_array);
                for amount in amounts.into_iter().flatten() {
                    if amount.get("item_id").and_then(Value::as_i64) == Some(*old) {
                        self.tx.execute(
                            "INSERT INTO item_amount (item_id, nutrient, amount)
                             SELECT id, ?2, ?3 FROM item WHERE id = ?1 AND recorded
                             ON CONFLICT DO NOTHING",
                            params![
                                old,
                                amount.get("nutrient").and_then(Value::as_str),
                                amount.get("amount").and_then(Value::as_f64)
                            ],
                        )?;
                    }
                }
            }
        }
        Ok(())
    }

    /// Remembers what a person means by some words. Returns whether it was new.
    ///
    /// # Errors
    ///
    /// Fails when the diary cannot be written.
    pub fn teach(&mut self, food: FoodId, name: &str) -> Result<bool> {
        match names::teach(&self.tx, food.0, name, "yours")? {
            Some(id) => self.note_row("food_name", id, None).map(|()| true),
            None => Ok(false),
        }
    }

    /// Gives an item the food and grams it turned out to be.
    ///
    /// # Errors
    ///
    /// Fails when the diary cannot be written.
    pub fn resolve_item(&mut self, item: &Item) -> Result<()> {
        let before = image(&self.tx, "item", item.id)?;
        self.tx
            .prepare_cached(
                "UPDATE item SET food_id = ?2, grams = ?3, quantity = ?4, unit = ?5,
                     assumption = ?6, changed_at = ?7
                 WHERE id = ?1",
            )?
            .execute(params![
                item.id,
                item.eaten.map(|(food, _)| food.0),
                item.eaten.map(|(_, grams)| grams),
                item.quantity,
                item.unit,
                item.assumption,
                self.now,
            ])?;
        self.note_row("item", item.id, before)
    }

    /// Sets a field of the person or the settings, or removes it.
    ///
    /// # Errors
    ///
    /// Fails when the diary cannot be written.
    pub fn set(&mut self, field: &str, value: Option<&str>) -> Result<()> {
        let found: Option<i64> = self
            .tx
            .query_row("SELECT id FROM setting WHERE field = ?1", [field], |row| row.get(0))
            .optional()?;
        match (found, value) {
            (None, None) => Ok(()),
            (None, Some(value)) => {
                self.tx.execute(
                    "INSERT INTO setting (field, value, changed_at) VALUES (?1, ?2, ?3)",
                    params![field, value, self.now],
                )?;
                let id = self.tx.last_insert_rowid();
                self.note_row("setting", id, None)
            }
            (Some(id), value) => {
                let before = image(&self.tx, "setting", id)?;
                match value {
                    Some(value) => self.tx.execute(
                        "UPDATE setting SET value = ?2, changed_at = ?3 WHERE id = ?1",
                        params![id, value, self.now],
                    )?,
                    None => self.tx.execute("DELETE FROM setting WHERE id = ?1", [id])?,
                };
                self.note_row("setting", id, before)
            }
        }
    }

    /// Notes in the journal a row that was touched.
    pub(super) fn note_row(
        &mut self,
        table: &str,
        id: i64,
        before: Option<Map<String, Value>>,
    ) -> Result<()> {
        field_change::note(&self.tx, table, id, before.as_ref(), self.now)?;
        // An entry or a food that is made stays in its table, with a tombstone when it is taken
        // back: it needs no image. A setting is removed then, and its image brings it back.
        let stays = matches!(table, "entry" | "food") && before.is_none();
        let after = if stays { None } else { image(&self.tx, table, id)? };
        let text = |row: Option<Map<String, Value>>| row.map(|row| Value::Object(row).to_string());
        self.note_texts(table, id, text(before).as_deref(), text(after).as_deref())
    }

    /// Notes in the journal what something was and is, as documents.
    pub(super) fn note_texts(
        &mut self,
        table: &str,
        id: i64,
        before: Option<&str>,
        after: Option<&str>,
    ) -> Result<()> {
        self.position += 1;
        self.tx
            .prepare_cached(
                "INSERT INTO change_row (change_id, position, target_table, target_id, before, after)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            )?
            .execute(params![self.id, self.position, table, id, before, after])?;
        Ok(())
    }
}

fn no_entry(id: i64) -> Error {
    Error::request(format!("there is no entry {id}"))
        .hint("`mineralog diary` lists the entries with their numbers")
}

/// Returns a globally unique, time-ordered id (UUID version 7).
pub(super) fn uid(now: i64) -> String {
    let seconds = u64::try_from(now).unwrap_or(0);
    Uuid::new_v7(Timestamp::from_unix(NoContext, seconds, 0)).to_string()
}

/// Returns the globally unique id that belongs to a text on every machine: its FNV-1a hash of 128
/// bits (draft-eastlake-fnv), as a UUID version 8.
fn uid_of(text: &str) -> String {
    const PRIME: u128 = 0x0000_0000_0100_0000_0000_0000_0000_013b;
    let hash = text.bytes().fold(0x6c62_272e_07bb_0142_62b8_2175_6295_c58d, |hash: u128, byte| {
        (hash ^ u128::from(byte)).wrapping_mul(PRIME)
    });
    uuid::Builder::from_custom_bytes(hash.to_be_bytes()).into_uuid().to_string()
}
