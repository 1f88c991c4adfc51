//! A diary goes out record by record and comes in record by record, each united with what is here.
//!
//! What is brought in keeps its ids and its times. Taking a bringing-in back puts every record it
//! touched to exactly what it was, times included, and removes what it made: so the taking back
//! itself is no change that another diary would have to follow.

use std::collections::{BTreeMap, HashMap};

use rusqlite::{OptionalExtension, Transaction, params};
use serde_json::{Map, Value, json};

use super::field_change::{self, changed, int, set_times, sign_key, source, times};
use super::journal::Change;
use super::{Store, entry_image, food_image, names};
use crate::calendar::Period;
use crate::error::{Error, Kind, Result};
use crate::exchange::document::{self, Acknowledged, Entry, Food, Refused, Setting, Time};
use crate::exchange::{Place, Record, Section, law};

/// What is said of a value that the tables refuse.
pub(super) const CANNOT_HOLD: &str = "the diary cannot hold this";

/// What bringing in a diary did.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Brought {
    /// Records that were made here.
    pub added: BTreeMap<&'static str, usize>,
    /// Records that were here and changed.
    pub changed: BTreeMap<&'static str, usize>,
    /// Records that were here as they are there.
    pub same: BTreeMap<&'static str, usize>,
    /// What both sides changed differently.
    pub clashes: Vec<Clash>,
    /// Foods of both sides that are one: the name, and the origins of the one that is offered and
    /// of the one it stands for.
    pub matched: Vec<(String, String, String)>,
}

/// Something both sides changed differently.
#[derive(Clone, Debug, PartialEq)]
pub struct Clash {
    /// The section it stands in.
    pub section: Section,
    /// The global name of the record.
    pub key: String,
    /// What the record is, in words.
    pub what: String,
    /// The field.
    pub field: String,
    /// What this diary held.
    pub ours: Value,
    /// What the other one holds.
    pub theirs: Value,
    /// Whether the other one's was taken.
    pub takes_theirs: bool,
}

/// What a document was written from.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Written {
    /// Records in each section.
    pub records: BTreeMap<&'static str, usize>,
}

impl Brought {
    /// Returns how many records were made or changed.
    pub fn touched(&self) -> usize {
        self.added.values().chain(self.changed.values()).sum()
    }

    fn count(&mut self, section: Section, was: bool, changes: bool) {
        let list = match (was, changes) {
            (_, false) => &mut self.same,
            (true, true) => &mut self.changed,
            (false, true) => &mut self.added,
        };
        *list.entry(section.key()).or_default() += 1;
    }
}

// ---------------------------------------------------------------- out

/// Reads records as documents.
struct Reader<'a> {
    tx: &'a Transaction<'a>,
    positions: HashMap<String, (i64, i64)>,
}

impl<'a> Reader<'a> {
    fn new(tx: &'a Transaction<'a>) -> Result<Self> {
        let mut statement = tx.prepare_cached("SELECT uid, wanted, stands FROM merged_position")?;
        let rows = statement.query_map([], |row| Ok((row.get(0)?, (row.get(1)?, row.get(2)?))))?;
        let positions = rows.collect::<rusqlite::Result<_>>()?;
        Ok(Self { tx, positions })
    }

    fn entry(&self, image: &Map<String, Value>) -> Result<Entry> {
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

    fn food(&self, image: &Map<String, Value>) -> Result<Food> {
        let mut food = field_change::food(image, &|id| source(self.tx, id))?;
        let state = law::of_food(&food)?;
        let times = times(self.tx, "food", &food.source)?;
        food.changed = changed(&state, &times, |_| None);
        Ok(food)
    }
}

/// The foods a document holds: those of the person, those they made something of, and those of
/// tables that are in use.
const FOODS: &str = "SELECT id FROM food WHERE id IN (
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

fn ids(tx: &Transaction<'_>, sql: &str, values: &[&str]) -> Result<Vec<i64>> {
    let mut statement = tx.prepare_cached(sql)?;
    let rows = statement.query_map(rusqlite::params_from_iter(values), |row| row.get(0))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

fn settings(tx: &Transaction<'_>) -> Result<Vec<Setting>> {
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

fn refused_foods(tx: &Transaction<'_>) -> Result<Vec<Refused>> {
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

fn acknowledged_signs(tx: &Transaction<'_>) -> Result<Vec<Acknowledged>> {
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

// ---------------------------------------------------------------- in

/// A diary that is being brought in, inside one change.
#[derive(Debug)]
pub struct Bringing<'c, 't> {
    change: &'c mut Change<'t>,
    brought: Brought,
    /// Foods whose parts are written when every food is there.
    dishes: Vec<Dish>,
    foods_touched: bool,
}

#[derive(Debug)]
struct Dish {
    id: i64,
    food: Food,
    before: Option<String>,
    place: Place,
}

impl<'t> Change<'t> {
    /// Begins to bring in a diary.
    ///
    /// # Errors
    ///
    /// Fails when the diary cannot be written.
    pub fn bring<'c>(&'c mut self) -> Result<Bringing<'c, 't>> {
        self.tx.execute("INSERT INTO change_bringing (change_id) VALUES (?1)", [self.id])?;
        self.note_texts("brought_foods", 0, None, None)?;
        Ok(Bringing {
            change: self,
            brought: Brought::default(),
            dishes: Vec::new(),
            foods_touched: false,
        })
    }
}

impl Bringing<'_, '_> {
    /// Unites a record with what is here.
    ///
    /// # Errors
    ///
    /// Refuses a record the diary cannot hold, with its place; fails when the diary cannot be
    /// written.
    pub fn record(&mut self, record: Record, place: &Place) -> Result<()> {
        if place.section > Section::Foods && !self.dishes.is_empty() {
            self.write_dishes()?;
        }
        match record {
            Record::Setting(setting) => self.setting(&setting, place),
            Record::Food(food) => self.food(&food, place),
            Record::Refused(refused) => self.refused(&refused, place),
            Record::Acknowledged(acknowledged) => self.acknowledged(&acknowledged, place),
            Record::Entry(entry) => self.entry(&entry, place),
            Record::Change(change) => self.history(&change, place),
        }
    }

    /// Brings what is derived in step with what came in and returns what was done. Where nothing
    /// was, nothing is noted either.
    ///
    /// # Errors
    ///
    /// Fails when the diary cannot be written.
    pub fn finish(mut self) -> Result<Brought> {
        self.write_dishes()?;
        let change = self.change;
        if self.foods_touched {
            settle_foods(&change.tx)?;
        }
        if self.brought.touched() == 0 {
            change.position = 0;
        } else {
            change.note_texts("brought_foods", 0, None, None)?;
        }
        self.brought.matched = twins(&change.tx)?;
        Ok(self.brought)
    }

    fn tx(&self) -> &Transaction<'_> {
        &self.change.tx
    }

    fn clashes(
        &mut self,
        section: Section,
        key: &str,
        what: &str,
        ours: &law::State,
        theirs: &law::State,
    ) {
        for conflict in ours.conflicts(theirs) {
            self.brought.clashes.push(Clash {
                section,
                key: key.to_owned(),
                what: what.to_owned(),
                field: conflict.field,
                ours: conflict.ours,
                theirs: conflict.theirs,
                takes_theirs: conflict.takes_theirs,
            });
        }
    }

    fn entry(&mut self, theirs: &Entry, place: &Place) -> Result<()> {
        sound(theirs.fault(), place)?;
        let uid = theirs.uid.clone();
        let id: Option<i64> = self
            .tx()
            .prepare_cached("SELECT id FROM entry WHERE uid = ?1")?
            .query_row([&uid], |row| row.get(0))
            .optional()?;
        let their_state = law::of_entry(theirs)?;
        let before = id.map(|id| entry_image::image(self.tx(), id)).transpose()?.flatten();
        let (united, was) = match &before {
            Some(image) => {
                let ours = law::of_entry(&Reader::new(self.tx())?.entry(image)?)?;
                let united = ours.unite(&their_state);
                let what = format!("{} of {}", theirs.kind, theirs.when.day);
                self.clashes(Section::Entries, &uid, &what, &ours, &their_state);
                let same = united == ours;
                (united, (!same).then_some(true))
            }
            None => (their_state, Some(false)),
        };
        let Some(was) = was else {
            self.brought.count(Section::Entries, true, false);
            return Ok(());
        };
        let entry = law::to_entry(&uid, &united).map_err(|e| refused(place, e))?;
        sound(entry.fault(), place)?;
        let before =
            before.as_ref().map(|image| snapshot(self.tx(), "entry", &uid, image)).transpose()?;
        let id = placed(place, write_entry(self.tx(), &entry, id, united.changed_at()))?;
        let after = entry_image::image(self.tx(), id)?.unwrap_or_default();
        let after = snapshot(self.tx(), "entry", &uid, &after)?;
        self.change.note_texts("brought_entry", id, before.as_deref(), Some(&after))?;
        self.brought.count(Section::Entries, was, true);
        Ok(())
    }

    fn food(&mut self, theirs: &Food, place: &Place) -> Result<()> {
        sound(theirs.fault(), place)?;
        let key = theirs.source.clone();
        let id = food_id(self.tx(), &key)?;
        let their_state = law::of_food(theirs)?;
        let before = id.map(|id| food_image::image(self.tx(), id)).transpose()?.flatten();
        let (united, was) = match &before {
            Some(image) => {
                let ours = Reader::new(self.tx())?.food(image)?;
                if ours.origin != theirs.origin {
                    // The seed may know by now what only a table knew: then it is the seed's.
                    if ours.is_own() || theirs.is_own() {
                        return Err(refused(place, format!("{key} is another kind of food here")));
                    }
                }
                let ours_state = law::of_food(&ours)?;
                let mut united = ours_state.unite(&their_state);
                if let Some(origin) = ours_state.fields.get("origin") {
                    united.fields.insert("origin".to_owned(), origin.clone());
                    if ours.origin == "seed" {
                        united.fields.remove("published");
                    }
                }
                let what = format!("food {}", field_change::text(image, "name"));
                self.clashes(Section::Foods, &key, &what, &ours_state, &their_state);
                let same = united == ours_state;
                (united, (!same).then_some(true))
            }
            None if theirs.origin == "seed" => {
                return Err(refused(place, format!("this program knows no food {key}")));
            }
            None => (their_state, Some(false)),
        };
        let Some(was) = was else {
            self.brought.count(Section::Foods, true, false);
            return Ok(());
        };
        let food = law::to_food(&key, &united).map_err(|e| refused(place, e))?;
        sound(food.fault(), place)?;
        let before =
            before.as_ref().map(|image| snapshot(self.tx(), "food", &key, image)).transpose()?;
        let now = self.change.now;
        let id = placed(place, write_food(self.tx(), &food, id, united.changed_at(), now))?;
        self.foods_touched = true;
        self.dishes.push(Dish { id, food, before, place: place.clone() });
        self.brought.count(Section::Foods, was, true);
        Ok(())
    }

    /// Writes the lines of the dishes, now that every food is there, and notes the foods.
    fn write_dishes(&mut self) -> Result<()> {
        let dishes = std::mem::take(&mut self.dishes);
        for dish in &dishes {
            if let Some(recipe) = &dish.food.recipe {
                placed(&dish.place, write_lines(self.tx(), dish.id, recipe))?;
            }
        }
        for dish in &dishes {
            if holds_itself(self.tx(), dish.id)? {
                return Err(refused(
                    &dish.place,
                    format!("{} would hold itself", dish.food.source),
                ));
            }
        }
        for dish in dishes {
            let after = food_image::image(self.tx(), dish.id)?.unwrap_or_default();
            let after = snapshot(self.tx(), "food", &dish.food.source, &after)?;
            self.change.note_texts(
                "brought_food",
                dish.id,
                dish.before.as_deref(),
                Some(&after),
            )?;
        }
        Ok(())
    }

    fn setting(&mut self, theirs: &Setting, place: &Place) -> Result<()> {
        let ours = settings(self.tx())?.into_iter().find(|s| s.field == theirs.field);
        let state = |s: &Setting| register(json!(s.value), s.changed_at);
        let wins = self.register(
            Section::Settings,
            &theirs.field,
            ours.as_ref().map(state).as_ref(),
            &state(theirs),
        );
        if !wins {
            return Ok(());
        }
        placed(place, write_setting(self.tx(), theirs))?;
        let before = json!({"field": theirs.field, "record": ours});
        let after = json!({"field": theirs.field, "record": theirs});
        self.change.note_texts(
            "brought_setting",
            0,
            Some(&before.to_string()),
            Some(&after.to_string()),
        )
    }

    fn refused(&mut self, theirs: &Refused, place: &Place) -> Result<()> {
        let ours = refused_foods(self.tx())?.into_iter().find(|r| r.food == theirs.food);
        let state = |r: &Refused| register(json!(r.refused_at), r.changed_at);
        let wins = self.register(
            Section::Refused,
            &theirs.food,
            ours.as_ref().map(state).as_ref(),
            &state(theirs),
        );
        if !wins {
            return Ok(());
        }
        placed(place, write_refused(self.tx(), theirs))?;
        let before = json!({"food": theirs.food, "record": ours});
        let after = json!({"food": theirs.food, "record": theirs});
        self.change.note_texts(
            "brought_refused",
            0,
            Some(&before.to_string()),
            Some(&after.to_string()),
        )
    }

    fn acknowledged(&mut self, theirs: &Acknowledged, place: &Place) -> Result<()> {
        sound(theirs.entry.as_deref().and_then(document::fault_of_uid), place)?;
        let key = sign_key(&theirs.flag, &theirs.event, theirs.entry.as_deref());
        let same = |a: &Acknowledged| {
            (&a.flag, &a.event, &a.entry) == (&theirs.flag, &theirs.event, &theirs.entry)
        };
        let ours = acknowledged_signs(self.tx())?.into_iter().find(same);
        let state = |a: &Acknowledged| register(json!(a.acknowledged_at), a.changed_at);
        let wins = self.register(
            Section::Acknowledged,
            &key,
            ours.as_ref().map(state).as_ref(),
            &state(theirs),
        );
        if !wins {
            return Ok(());
        }
        placed(place, write_acknowledged(self.tx(), theirs))?;
        let key = json!({"flag": theirs.flag, "event": theirs.event, "entry": theirs.entry});
        let before = json!({"key": key, "record": ours});
        let after = json!({"key": key, "record": theirs});
        self.change.note_texts(
            "brought_acknowledged",
            0,
            Some(&before.to_string()),
            Some(&after.to_string()),
        )
    }

    /// Returns whether the other side's value wins, and counts it.
    fn register(
        &mut self,
        section: Section,
        key: &str,
        ours: Option<&law::State>,
        theirs: &law::State,
    ) -> bool {
        let wins = match ours {
            None => true,
            Some(ours) => {
                self.clashes(section, key, key, ours, theirs);
                ours.unite(theirs) != *ours
            }
        };
        self.brought.count(section, ours.is_some(), wins);
        wins
    }

    fn history(&mut self, theirs: &document::Change, place: &Place) -> Result<()> {
        sound(document::fault_of_uid(&theirs.uid), place)?;
        let known: bool = self
            .tx()
            .prepare_cached(
                "SELECT 1 FROM change WHERE uid = ?1
                 UNION ALL SELECT 1 FROM change_elsewhere e JOIN change c ON c.id = e.brought_by
                 WHERE e.uid = ?1 AND c.undone_at IS NULL AND coalesce(e.undone_at, 0) >= ?2",
            )?
            .exists(params![theirs.uid, theirs.undone_at.map_or(0, |t| t.0)])?;
        if !known {
            let by = self.change.id;
            let written = self
                .tx()
                .prepare_cached(
                    "INSERT INTO change_elsewhere (uid, made_at, command, summary, undone_at,
                         brought_by)
                     VALUES (?1, ?2, ?3, ?4, ?5, ?6)
                     ON CONFLICT (uid) DO UPDATE SET undone_at = excluded.undone_at,
                         brought_by = excluded.brought_by",
                )?
                .execute(params![
                    theirs.uid,
                    theirs.made_at.0,
                    theirs.command,
                    theirs.summary,
                    theirs.undone_at.map(|t| t.0),
                    by
                ])
                .map_err(Error::from);
            placed(place, written)?;
        }
        self.brought.count(Section::History, false, !known);
        Ok(())
    }
}

fn register(value: Value, at: Time) -> law::State {
    let field = law::Stamped { value, at: at.0 };
    law::State { made: law::EARLIEST, fields: [("value".to_owned(), field)].into() }
}

fn refused(place: &Place, why: impl std::fmt::Display) -> Error {
    Error::request(format!("the other diary holds what this one cannot ({place})"))
        .because(why)
        .hint("nothing was changed")
}

fn sound(fault: Option<String>, place: &Place) -> Result<()> {
    fault.map_or(Ok(()), |fault| Err(refused(place, fault)))
}

/// Adds the place to what the tables refuse.
fn placed<T>(place: &Place, result: Result<T>) -> Result<T> {
    result.map_err(|error| {
        if error.kind == Kind::Failed && error.message == CANNOT_HOLD {
            refused(place, error.cause.unwrap_or_default())
        } else if error.kind == Kind::Request {
            refused(place, error.message)
        } else {
            error
        }
    })
}

fn food_id(tx: &Transaction<'_>, source: &str) -> Result<Option<i64>> {
    Ok(tx
        .prepare_cached("SELECT id FROM food WHERE source = ?1")?
        .query_row([source], |row| row.get(0))
        .optional()?)
}

fn known_food(tx: &Transaction<'_>, source: &str) -> Result<i64> {
    food_id(tx, source)?.ok_or_else(|| {
        Error::request(format!("there is no food {}", crate::calendar::shown(source)))
    })
}

/// Returns an image with the times of its fields.
fn snapshot(
    tx: &Transaction<'_>,
    record: &str,
    key: &str,
    image: &Map<String, Value>,
) -> Result<String> {
    Ok(json!({"image": image, "times": times(tx, record, key)?}).to_string())
}

fn write_entry(tx: &Transaction<'_>, entry: &Entry, id: Option<i64>, changed: i64) -> Result<i64> {
    let mut former: HashMap<String, i64> = HashMap::new();
    if let Some(id) = id {
        for table in ["item", "dose"] {
            let sql = format!("SELECT uid, id FROM {table} WHERE entry_id = ?1");
            let mut statement = tx.prepare_cached(&sql)?;
            let rows = statement.query_map([id], |row| Ok((row.get(0)?, row.get(1)?)))?;
            for row in rows {
                let (uid, id) = row?;
                former.insert(uid, id);
            }
        }
        for table in
            ["meal", "item", "dose", "medicine", "episode", "episode_sign", "context", "note_tag"]
        {
            tx.prepare_cached(&format!("DELETE FROM {table} WHERE entry_id = ?1"))?
                .execute([id])?;
        }
    }
    tx.prepare_cached(
        "INSERT INTO entry (id, uid, kind, instant, offset_seconds, day, note, created_at,
             changed_at, deleted_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
         ON CONFLICT (uid) DO UPDATE SET kind = excluded.kind, instant = excluded.instant,
             offset_seconds = excluded.offset_seconds, day = excluded.day, note = excluded.note,
             created_at = excluded.created_at, changed_at = excluded.changed_at,
             deleted_at = excluded.deleted_at",
    )?
    .execute(params![
        id,
        entry.uid,
        entry.kind,
        entry.when.at.0,
        entry.when.offset_seconds,
        entry.when.day,
        entry.note,
        entry.created_at.0,
        changed,
        entry.deleted_at.map(|t| t.0),
    ])?;
    let id = id.unwrap_or_else(|| tx.last_insert_rowid());
    if let Some(slot) = &entry.slot {
        tx.prepare_cached("INSERT INTO meal (entry_id, slot) VALUES (?1, ?2)")?
            .execute(params![id, slot])?;
    }
    write_items(tx, entry, id, &former)?;
    write_doses(tx, entry, id, &former)?;
    if let Some(medicine) = &entry.medicine {
        tx.prepare_cached(
            "INSERT INTO medicine (entry_id, name, class, action) VALUES (?1, ?2, ?3, ?4)",
        )?
        .execute(params![id, medicine.name, medicine.class, medicine.action])?;
    }
    if let Some(episode) = &entry.episode {
        tx.prepare_cached(
            "INSERT INTO episode (entry_id, kind, site, side, intensity, pain, duration_seconds,
                 count, activity, visible)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
        )?
        .execute(params![
            id,
            episode.kind,
            episode.site,
            episode.side,
            episode.intensity,
            episode.pain,
            episode.duration_seconds,
            episode.count,
            episode.activity,
            episode.visible
        ])?;
        for sign in &episode.signs {
            tx.prepare_cached("INSERT INTO episode_sign (entry_id, sign) VALUES (?1, ?2)")?
                .execute(params![id, sign])?;
        }
    }
    if let Some(context) = &entry.context {
        tx.prepare_cached(
            "INSERT INTO context (entry_id, kind, amount, level) VALUES (?1, ?2, ?3, ?4)",
        )?
        .execute(params![id, entry.kind, context.amount, context.level])?;
    }
    for tag in entry.tags.iter().flatten() {
        tx.prepare_cached("INSERT INTO note_tag (entry_id, tag) VALUES (?1, ?2)")?
            .execute(params![id, tag])?;
    }
    let times = entry.changed.iter().map(|(field, time)| (field.clone(), time.0));
    set_times(tx, "entry", &entry.uid, times)?;
    Ok(id)
}

/// Returns where members stand: where they want to, or one after the other where two want the same
/// place, which is remembered then.
fn stand<'a>(
    tx: &Transaction<'_>,
    members: impl Iterator<Item = (&'a str, i64)> + Clone,
) -> Result<Vec<i64>> {
    let wanted: Vec<i64> = members.clone().map(|(_, position)| position).collect();
    let apart = wanted.windows(2).all(|pair| pair[0] < pair[1]);
    let stands: Vec<i64> = if apart { wanted } else { (1..).take(wanted.len()).collect() };
    for ((uid, wanted), stands) in members.zip(&stands) {
        if wanted == *stands {
            tx.prepare_cached("DELETE FROM merged_position WHERE uid = ?1")?.execute([uid])?;
        } else {
            tx.prepare_cached(
                "INSERT OR REPLACE INTO merged_position (uid, wanted, stands) VALUES (?1, ?2, ?3)",
            )?
            .execute(params![uid, wanted, stands])?;
        }
    }
    Ok(stands)
}

fn write_items(
    tx: &Transaction<'_>,
    entry: &Entry,
    id: i64,
    former: &HashMap<String, i64>,
) -> Result<()> {
    let items = entry.items.as_deref().unwrap_or_default();
    let stands = stand(tx, items.iter().map(|item| (item.uid.as_str(), item.position)))?;
    for (item, position) in items.iter().zip(stands) {
        let food = item.food.as_deref().map(|source| known_food(tx, source)).transpose()?;
        let changed = entry.changed.get(&format!("item:{}", item.uid));
        tx.prepare_cached(
            "INSERT INTO item (id, uid, entry_id, position, phrase, food_id, quantity, unit, grams,
                 assumption, changed_at, recorded, import_key)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)",
        )?
        .execute(params![
            former.get(&item.uid),
            item.uid,
            id,
            position,
            item.phrase,
            food,
            item.quantity,
            item.unit,
            item.grams,
            item.assumption,
            changed.unwrap_or(&entry.created_at).0,
            item.recorded.is_some(),
            item.import_key
        ])?;
        let item_id = former.get(&item.uid).copied().unwrap_or_else(|| tx.last_insert_rowid());
        for (nutrient, amount) in item.recorded.iter().flatten() {
            tx.prepare_cached(
                "INSERT INTO item_amount (item_id, nutrient, amount) VALUES (?1, ?2, ?3)",
            )?
            .execute(params![item_id, nutrient, amount])?;
        }
    }
    Ok(())
}

fn write_doses(
    tx: &Transaction<'_>,
    entry: &Entry,
    id: i64,
    former: &HashMap<String, i64>,
) -> Result<()> {
    let doses = entry.doses.as_deref().unwrap_or_default();
    let stands = stand(tx, doses.iter().map(|dose| (dose.uid.as_str(), dose.position)))?;
    for (dose, position) in doses.iter().zip(stands) {
        tx.prepare_cached(
            "INSERT INTO dose (id, uid, entry_id, position, phrase, nutrient, form, quantity, unit,
                 stated_as, amount, assumption, import_key)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)",
        )?
        .execute(params![
            former.get(&dose.uid),
            dose.uid,
            id,
            position,
            dose.phrase,
            dose.nutrient,
            dose.form,
            dose.quantity,
            dose.unit,
            dose.stated_as,
            dose.amount,
            dose.assumption,
            dose.import_key
        ])?;
    }
    Ok(())
}

fn write_food(
    tx: &Transaction<'_>,
    food: &Food,
    id: Option<i64>,
    changed: i64,
    now: i64,
) -> Result<i64> {
    let own = food.is_own();
    let id = match id {
        Some(id) => id,
        None => make_food(tx, food, changed)?,
    };
    let was_theirs: bool = tx
        .prepare_cached("SELECT changed_by_user FROM food WHERE id = ?1")?
        .query_row([id], |row| row.get(0))?;
    match (&food.name, &food.groups, &food.reference) {
        (Some(name), Some(groups), Some(reference)) => {
            tx.prepare_cached(
                "UPDATE food SET name = ?2, reference = ?3, changed_by_user = ?4, changed_at = ?5,
                     created_at = coalesce(?6, created_at), deleted_at = iif(?4, deleted_at, ?7)
                 WHERE id = ?1",
            )?
            .execute(params![
                id,
                name,
                reference,
                !own,
                changed,
                food.created_at.map(|t| t.0),
                food.deleted_at.map(|t| t.0)
            ])?;
            write_groups(tx, id, groups)?;
            write_figures(tx, id, food.figures.as_deref().unwrap_or_default())?;
        }
        _ => {
            if was_theirs {
                tx.execute("UPDATE food SET changed_by_user = 0 WHERE id = ?1", [id])?;
            }
            if let Some(published) = &food.published {
                write_published(tx, id, published)?;
            }
        }
    }
    write_own_portions(tx, id, food)?;
    write_own_names(tx, id, food)?;
    tx.prepare_cached("DELETE FROM source_tag WHERE food_id = ?1 AND basis = 'user'")?
        .execute([id])?;
    for nutrient in &food.tags {
        tx.prepare_cached(
            "INSERT INTO source_tag (food_id, nutrient, basis) VALUES (?1, ?2, 'user')",
        )?
        .execute(params![id, nutrient])?;
    }
    if own {
        tx.execute("DELETE FROM recipe_part WHERE food_id = ?1", [id])?;
        tx.execute("DELETE FROM recipe WHERE food_id = ?1", [id])?;
    } else {
        food_image::reload_seed(tx, id, now)?;
    }
    let times = food.changed.iter().map(|(field, time)| (field.clone(), time.0));
    set_times(tx, "food", &food.source, times)?;
    Ok(id)
}

/// Makes the row of a food; what it holds is written afterwards.
fn make_food(tx: &Transaction<'_>, food: &Food, changed: i64) -> Result<i64> {
    let published = food.published.as_ref();
    let missing =
        || Error::request(format!("there is no food {}, and nothing to make it of", food.source));
    let name = food.name.as_ref().or(published.map(|p| &p.name)).ok_or_else(missing)?;
    let groups = food.groups.as_ref().or(published.map(|p| &p.groups)).ok_or_else(missing)?;
    let reference = food.reference.as_ref().or(published.map(|p| &p.reference));
    let uid = food.is_own().then(|| food.source.split_once(':').map(|(_, uid)| uid)).flatten();
    tx.prepare_cached(
        "INSERT INTO food (uid, source, origin, name, food_group, reference, ndb, created_at,
             changed_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
    )?
    .execute(params![
        uid,
        food.source,
        food.origin,
        name,
        groups.first(),
        reference.ok_or_else(missing)?,
        published.and_then(|p| p.ndb),
        food.created_at.map_or(changed, |t| t.0),
        changed
    ])?;
    Ok(tx.last_insert_rowid())
}

fn write_groups(tx: &Transaction<'_>, id: i64, groups: &[String]) -> Result<()> {
    tx.prepare_cached("UPDATE food SET food_group = ?2 WHERE id = ?1")?
        .execute(params![id, groups.first()])?;
    tx.prepare_cached("DELETE FROM food_membership WHERE food_id = ?1")?.execute([id])?;
    for group in groups.iter().skip(1) {
        tx.prepare_cached("INSERT INTO food_membership (food_id, food_group) VALUES (?1, ?2)")?
            .execute(params![id, group])?;
    }
    Ok(())
}

fn write_figures(tx: &Transaction<'_>, id: i64, figures: &[document::Figure]) -> Result<()> {
    tx.prepare_cached("DELETE FROM food_nutrient WHERE food_id = ?1")?.execute([id])?;
    for figure in figures {
        tx.prepare_cached(
            "INSERT INTO food_nutrient (food_id, nutrient, per_100g, knowledge, source)
             VALUES (?1, ?2, ?3, ?4, ?5)",
        )?
        .execute(params![
            id,
            figure.nutrient,
            figure.per_100g,
            figure.knowledge,
            figure.source
        ])?;
    }
    Ok(())
}

fn write_published(tx: &Transaction<'_>, id: i64, published: &document::Published) -> Result<()> {
    tx.prepare_cached(
        "UPDATE food SET name = ?2, reference = ?3, ndb = ?4, changed_at = ?5 WHERE id = ?1",
    )?
    .execute(params![
        id,
        published.name,
        published.reference,
        published.ndb,
        published.read_at.0
    ])?;
    write_groups(tx, id, &published.groups)?;
    write_figures(tx, id, &published.figures)?;
    tx.prepare_cached("DELETE FROM portion WHERE food_id = ?1 AND by_user = 0")?.execute([id])?;
    for portion in &published.portions {
        tx.prepare_cached(
            "INSERT INTO portion (food_id, measure, grams, source) VALUES (?1, ?2, ?3, ?4)
             ON CONFLICT (food_id, measure) DO NOTHING",
        )?
        .execute(params![id, portion.measure, portion.grams, portion.source])?;
    }
    tx.prepare_cached("DELETE FROM food_name WHERE food_id = ?1 AND kind <> 'user'")?
        .execute([id])?;
    for name in &published.names {
        let kind = if name.name == published.name { "name" } else { "alias" };
        names::add(tx, id, &name.name, kind, &name.source)?;
    }
    Ok(())
}

fn write_own_portions(tx: &Transaction<'_>, id: i64, food: &Food) -> Result<()> {
    let mut statement =
        tx.prepare_cached("SELECT measure FROM portion WHERE food_id = ?1 AND by_user = 1")?;
    let former: Vec<String> =
        statement.query_map([id], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
    for measure in former.iter().filter(|m| food.portions.iter().all(|p| p.measure != **m)) {
        tx.execute(
            "DELETE FROM portion WHERE food_id = ?1 AND measure = ?2",
            params![id, measure],
        )?;
        food_image::restore_portion(tx, id, measure)?;
    }
    for portion in &food.portions {
        tx.prepare_cached(
            "INSERT INTO portion (food_id, measure, grams, source, by_user) VALUES (?1, ?2, ?3, ?4, 1)
             ON CONFLICT (food_id, measure) DO UPDATE
                 SET grams = excluded.grams, source = excluded.source, by_user = 1",
        )?
        .execute(params![id, portion.measure, portion.grams, portion.source])?;
    }
    Ok(())
}

fn write_own_names(tx: &Transaction<'_>, id: i64, food: &Food) -> Result<()> {
    let mut statement =
        tx.prepare_cached("SELECT name FROM food_name WHERE food_id = ?1 AND kind = 'user'")?;
    let former: Vec<String> =
        statement.query_map([id], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
    tx.execute(
        "DELETE FROM food_name WHERE food_id = ?1 AND (kind = 'user' OR ?2)",
        params![id, food.is_own()],
    )?;
    for name in former.iter().filter(|f| food.names.iter().all(|n| n.name != **f)) {
        food_image::restore_name(tx, id, name)?;
    }
    for name in &food.names {
        tx.execute(
            "DELETE FROM food_name WHERE food_id = ?1 AND name = ?2",
            params![id, name.name],
        )?;
        names::add(tx, id, &name.name, "user", &name.source)?;
    }
    if let Some(name) = food.name.as_ref().filter(|_| food.is_own()) {
        names::add(tx, id, name, "name", "yours")?;
    }
    Ok(())
}

fn write_lines(tx: &Transaction<'_>, id: i64, recipe: &document::Recipe) -> Result<()> {
    tx.prepare_cached("INSERT INTO recipe (food_id, servings, cooked_grams) VALUES (?1, ?2, ?3)")?
        .execute(params![id, recipe.servings, recipe.cooked_grams])?;
    for (position, line) in (1_i64..).zip(&recipe.lines) {
        tx.prepare_cached(
            "INSERT INTO recipe_part (food_id, position, phrase, part_id, quantity, unit, grams,
                 assumption)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        )?
        .execute(params![
            id,
            position,
            line.phrase,
            known_food(tx, &line.food)?,
            line.quantity,
            line.unit,
            line.grams,
            line.assumption
        ])?;
    }
    Ok(())
}

fn holds_itself(tx: &Transaction<'_>, id: i64) -> Result<bool> {
    Ok(tx
        .prepare_cached(
            "WITH RECURSIVE part (id) AS (
                 SELECT part_id FROM recipe_part WHERE food_id = ?1
                 UNION SELECT p.part_id FROM recipe_part p JOIN part ON p.food_id = part.id)
             SELECT 1 FROM part WHERE id = ?1",
        )?
        .exists([id])?)
}

fn write_setting(tx: &Transaction<'_>, setting: &Setting) -> Result<()> {
    let gone = setting.value.is_none().then(|| ("value".to_owned(), setting.changed_at.0));
    set_times(tx, "setting", &setting.field, gone)?;
    match &setting.value {
        Some(value) => tx.execute(
            "INSERT INTO setting (field, value, changed_at) VALUES (?1, ?2, ?3)
             ON CONFLICT (field) DO UPDATE SET value = excluded.value,
                 changed_at = excluded.changed_at",
            params![setting.field, value, setting.changed_at.0],
        )?,
        None => tx.execute("DELETE FROM setting WHERE field = ?1", [&setting.field])?,
    };
    Ok(())
}

fn write_refused(tx: &Transaction<'_>, refused: &Refused) -> Result<()> {
    let gone = refused.refused_at.is_none().then(|| ("value".to_owned(), refused.changed_at.0));
    set_times(tx, "refused", &refused.food, gone)?;
    let id = known_food(tx, &refused.food)?;
    match refused.refused_at {
        Some(at) => tx.execute(
            "INSERT INTO food_refused (food_id, refused_at) VALUES (?1, ?2)
             ON CONFLICT (food_id) DO UPDATE SET refused_at = excluded.refused_at",
            params![id, at.0],
        )?,
        None => tx.execute("DELETE FROM food_refused WHERE food_id = ?1", [id])?,
    };
    Ok(())
}

fn write_acknowledged(tx: &Transaction<'_>, sign: &Acknowledged) -> Result<()> {
    let gone = sign.acknowledged_at.is_none().then(|| ("value".to_owned(), sign.changed_at.0));
    let entry = sign.entry.as_deref();
    set_times(tx, "acknowledged", &sign_key(&sign.flag, &sign.event, entry), gone)?;
    match sign.acknowledged_at {
        Some(at) => {
            let (until, strength) = read_event(&sign.event)?;
            tx.execute(
                "INSERT INTO flag_acknowledged (flag, until, strength, entry, acknowledged_at)
                 VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT (flag, until, strength, entry)
                 DO UPDATE SET acknowledged_at = excluded.acknowledged_at",
                params![sign.flag, until, strength, entry.unwrap_or_default(), at.0],
            )?;
        }
        None => remove_acknowledged(tx, &sign.flag, &sign.event, entry)?,
    }
    Ok(())
}

fn remove_acknowledged(
    tx: &Transaction<'_>,
    flag: &str,
    event: &str,
    entry: Option<&str>,
) -> Result<()> {
    let (until, strength) = read_event(event)?;
    tx.execute(
        "DELETE FROM flag_acknowledged
         WHERE flag = ?1 AND until = ?2 AND strength = ?3 AND entry = ?4",
        params![flag, until, strength, entry.unwrap_or_default()],
    )?;
    Ok(())
}

/// Reads what an acknowledged sign was about: until when, and how strong at the most.
fn read_event(event: &str) -> Result<(i64, i64)> {
    let parts = event
        .split_once(':')
        .and_then(|(until, strength)| Some((until.parse().ok()?, strength.parse().ok()?)));
    parts.ok_or_else(|| super::odd("event of a warning sign", event))
}

// ---------------------------------------------------------------- what is derived

/// Brings the words, the tags and the twins of foods in step with the foods.
fn settle_foods(tx: &Transaction<'_>) -> Result<()> {
    // Foods that are in a document are few: of whole tables it holds those in use.
    let lists = super::knowledge::lists(tx)?;
    for id in ids(tx, FOODS, &[])? {
        super::tags::retag(tx, id, &lists)?;
    }
    super::tags::retag_recipes(tx, &lists)?;
    twins(tx)?;
    names::index_near(tx)?;
    let tables = tx.prepare("SELECT 1 FROM food WHERE origin = 'table'")?.exists([])?;
    if tables { names::index_tables(tx) } else { Ok(()) }
}

/// Finds the person's foods that go by one name and hold the same, and offers the one with the
/// smallest id for all of them: it follows from the foods alone, in whatever order they came.
/// Returns the name, the origin of the one that is offered and that of the one it stands for.
fn twins(tx: &Transaction<'_>) -> Result<Vec<(String, String, String)>> {
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

// ---------------------------------------------------------------- taking it back

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
    entry_image::restore(tx, id, &Value::Object(image).to_string(), now)?;
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
