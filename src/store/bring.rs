//! A diary comes in record by record, each united with what is here.
//!
//! What is brought in keeps its ids and its times.

use std::collections::BTreeMap;

use rusqlite::{OptionalExtension, Transaction, params};
use serde_json::{Map, Value, json};

use super::export::{Reader, acknowledged_signs, refused_foods, settings};
use super::field_change::{self, sign_key, times};
use super::journal::Change;
use super::write_records::{
    food_id, holds_itself, positions, write_acknowledged, write_entry, write_food, write_lines,
    write_refused, write_setting,
};
use super::{CANNOT_HOLD, entry_image, food_image, settle};
use crate::error::{Error, Kind, Result};
use crate::exchange::document::{self, Acknowledged, Entry, Food, Refused, Setting, Time};
use crate::exchange::{Place, Record, Section, law};

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
            settle::settle_foods(&change.tx)?;
        }
        if self.brought.touched() == 0 {
            change.position = 0;
        } else {
            change.note_texts("brought_foods", 0, None, None)?;
        }
        self.brought.matched = settle::twins(&change.tx)?;
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
/// Returns an image with the times of its fields, and of an entry with the places its foods and
/// doses were given elsewhere.
fn snapshot(
    tx: &Transaction<'_>,
    record: &str,
    key: &str,
    image: &Map<String, Value>,
) -> Result<String> {
    let mut whole = json!({"image": image, "times": times(tx, record, key)?});
    if record == "entry" {
        whole["positions"] = json!(positions(tx, key)?);
    }
    Ok(whole.to_string())
}
