//! Reads the diary record by record, as a document holds it.

use std::collections::{BTreeMap, HashMap};

use rusqlite::Transaction;
use serde_json::{Map, Value};

use super::field_change::{self, changed, int, source, times};
use super::{Store, entry_image, food_image};
use crate::calendar::Period;
use crate::error::Result;
use crate::exchange::document::{self, Acknowledged, Entry, Food, Refused, Setting, Time};
use crate::exchange::{Record, Section, law};

/// What a document was written from.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Written {
    /// Records in each section.
    pub records: BTreeMap<&'static str, usize>,
}

/// Reads records as documents.
pub(super) struct Reader<'a> {
    tx: &'a Transaction<'a>,
    positions: HashMap<String, (i64, i64)>,
}

impl<'a> Reader<'a> {
    pub(super) fn new(tx: &'a Transaction<'a>) -> Result<Self> {
        let mut statement = tx.prepare_cached("SELECT uid, wanted, stands FROM merged_position")?;
        let rows = statement.query_map([], |row| Ok((row.get(0)?, (row.get(1)?, row.get(2)?))))?;
        let positions = rows.collect::<rusqlite::Result<_>>()?;
        Ok(Self { tx, positions })
    }

    pub(super) fn entry(&self, image: &Map<String, Value>) -> Result<Entry> {
        let mut entry = field_change::entry(image, &|id| source(self.tx, id))?;
        let places = entry.items.iter_mut().flatten().map(|i| (&i.uid, &mut i.position));
        let doses = entry.doses.iter_mut().flatten().map(|d| (&d.uid, &mut d.position));
        for (uid, position) in places.chain(doses) {
            if let Some((wanted, stands)) = self.positions.get(uid)
                && stands == position
            {
                *position = *wanted;
            }
        }
        entry.put_in_order();
        let items: HashMap<String, i64> = image
            .get("item")
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
            .filter_map(Value::as_object)
            .map(|row| (format!("item:{}", field_change::text(row, "uid")), int(row, "changed_at")))
            .collect();
        let state = law::of_entry(&entry)?;
        let times = times(self.tx, "entry", &entry.uid)?;
        entry.changed = changed(&state, &times, |name| items.get(name).copied());
        Ok(entry)
    }

    pub(super) fn food(&self, image: &Map<String, Value>) -> Result<Food> {
        let mut food = field_change::food(image, &|id| source(self.tx, id))?;
        let state = law::of_food(&food)?;
        let times = times(self.tx, "food", &food.source)?;
        food.changed = changed(&state, &times, |_| None);
        Ok(food)
    }
}

/// The foods a document holds: those of the person, those they made something of, and those of
/// tables that are in use.
pub(super) const FOODS: &str = "SELECT id FROM food WHERE id IN (
        SELECT id FROM food WHERE origin IN ('own', 'recipe') OR changed_by_user = 1
        UNION SELECT food_id FROM portion WHERE by_user = 1
        UNION SELECT food_id FROM food_name WHERE kind = 'user'
        UNION SELECT food_id FROM source_tag WHERE basis = 'user'
        UNION SELECT f.id FROM field_change c JOIN food f ON f.source = c.key WHERE c.record = 'food'
        UNION SELECT f.id FROM food f WHERE f.origin = 'table' AND f.id IN (
            SELECT food_id FROM item UNION SELECT part_id FROM recipe_part
            UNION SELECT food_id FROM food_refused))
    ORDER BY source";

impl Store {
    /// Gives the whole diary, record by record in the order of a document; with a period only the
    /// entries of its days.
    ///
    /// # Errors
    ///
    /// Fails when the diary cannot be read, and returns what the sink returns.
    pub fn export(
        &self,
        days: Option<Period>,
        history: bool,
        sink: &mut dyn FnMut(Record) -> Result<()>,
    ) -> Result<Written> {
        let tx = self.connection.unchecked_transaction()?;
        let mut written = Written::default();
        let mut give = |section: Section, record: Record| {
            *written.records.entry(section.key()).or_default() += 1;
            sink(record)
        };
        for setting in settings(&tx)? {
            give(Section::Settings, Record::Setting(setting))?;
        }
        let reader = Reader::new(&tx)?;
        for id in ids(&tx, FOODS, &[])? {
            if let Some(image) = food_image::image(&tx, id)? {
                give(Section::Foods, Record::Food(Box::new(reader.food(&image)?)))?;
            }
        }
        for refused in refused_foods(&tx)? {
            give(Section::Refused, Record::Refused(refused))?;
        }
        for acknowledged in acknowledged_signs(&tx)? {
            give(Section::Acknowledged, Record::Acknowledged(acknowledged))?;
        }
        let entries = match days {
            None => ids(&tx, "SELECT id FROM entry ORDER BY instant, uid", &[])?,
            Some(days) => ids(
                &tx,
                "SELECT id FROM entry WHERE day BETWEEN ?1 AND ?2 ORDER BY instant, uid",
                &[&days.from.to_string(), &days.to.to_string()],
            )?,
        };
        for id in entries {
            if let Some(image) = entry_image::image(&tx, id)? {
                give(Section::Entries, Record::Entry(Box::new(reader.entry(&image)?)))?;
            }
        }
        if history {
            each_change(&tx, &mut |change| give(Section::History, Record::Change(change)))?;
        }
        Ok(written)
    }

    /// Returns the days from the first entry to the last, deleted ones left out; none where there
    /// are no entries.
    ///
    /// # Errors
    ///
    /// Fails when the diary cannot be read.
    pub fn days_with_entries(&self) -> Result<Option<Period>> {
        let (from, to): (Option<String>, Option<String>) = self.connection.query_row(
            "SELECT min(day), max(day) FROM entry WHERE deleted_at IS NULL",
            [],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )?;
        let day = |text: &String| text.parse().map_err(|_| super::odd("day", text));
        match (&from, &to) {
            (Some(from), Some(to)) => Ok(Some(Period { from: day(from)?, to: day(to)? })),
            _ => Ok(None),
        }
    }
}

pub(super) fn ids(tx: &Transaction<'_>, sql: &str, values: &[&str]) -> Result<Vec<i64>> {
    let mut statement = tx.prepare_cached(sql)?;
    let rows = statement.query_map(rusqlite::params_from_iter(values), |row| row.get(0))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

pub(super) fn settings(tx: &Transaction<'_>) -> Result<Vec<Setting>> {
    let mut statement = tx.prepare_cached(
        "SELECT field, value, changed_at FROM setting
         UNION ALL SELECT key, NULL, changed_at FROM field_change WHERE record = 'setting'
             AND key NOT IN (SELECT field FROM setting)
         ORDER BY 1",
    )?;
    let rows = statement.query_map([], |row| {
        let changed_at = Time(row.get(2)?);
        Ok(Setting { field: row.get(0)?, value: row.get(1)?, changed_at })
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

pub(super) fn refused_foods(tx: &Transaction<'_>) -> Result<Vec<Refused>> {
    let mut statement = tx.prepare_cached(
        "SELECT f.source, r.refused_at, r.refused_at
         FROM food_refused r JOIN food f ON f.id = r.food_id
         UNION ALL SELECT key, NULL, changed_at FROM field_change WHERE record = 'refused'
             AND key NOT IN (SELECT s.source FROM food_refused t JOIN food s ON s.id = t.food_id)
         ORDER BY 1",
    )?;
    let rows = statement.query_map([], |row| {
        let refused_at: Option<i64> = row.get(1)?;
        let changed_at = Time(row.get(2)?);
        Ok(Refused { food: row.get(0)?, refused_at: refused_at.map(Time), changed_at })
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

pub(super) fn acknowledged_signs(tx: &Transaction<'_>) -> Result<Vec<Acknowledged>> {
    let mut statement = tx.prepare_cached(
        "WITH sign (key, at) AS (SELECT flag || char(10) || until || ':' || strength
                 || CASE entry WHEN '' THEN '' ELSE char(10) || entry END, acknowledged_at
             FROM flag_acknowledged)
         SELECT key, at, at FROM sign
         UNION ALL SELECT key, NULL, changed_at FROM field_change WHERE record = 'acknowledged'
             AND key NOT IN (SELECT key FROM sign)
         ORDER BY 1",
    )?;
    let rows = statement.query_map([], |row| {
        let key: String = row.get(0)?;
        let mut parts = key.split('\n').map(str::to_owned);
        let at: Option<i64> = row.get(1)?;
        Ok(Acknowledged {
            flag: parts.next().unwrap_or_default(),
            event: parts.next().unwrap_or_default(),
            entry: parts.next(),
            acknowledged_at: at.map(Time),
            changed_at: Time(row.get(2)?),
        })
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

fn each_change(
    tx: &Transaction<'_>,
    sink: &mut dyn FnMut(document::Change) -> Result<()>,
) -> Result<()> {
    let mut statement = tx.prepare_cached(
        "SELECT uid, made_at, command, summary, undone_at FROM change
             WHERE id NOT IN (SELECT change_id FROM change_bringing)
         UNION ALL SELECT e.uid, e.made_at, e.command, e.summary, e.undone_at
             FROM change_elsewhere e JOIN change c ON c.id = e.brought_by
             WHERE c.undone_at IS NULL AND e.uid NOT IN (SELECT uid FROM change)
         ORDER BY 2, 1",
    )?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let undone_at: Option<i64> = row.get(4)?;
        sink(document::Change {
            uid: row.get(0)?,
            made_at: Time(row.get(1)?),
            command: row.get(2)?,
            summary: row.get(3)?,
            undone_at: undone_at.map(Time),
        })?;
    }
    Ok(())
}
