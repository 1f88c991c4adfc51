//! Reads the diary's entries with everything they hold.

use chrono::{DateTime, FixedOffset, NaiveDate, Offset, Utc};
use rusqlite::{OptionalExtension, Row};

use super::{Store, odd};
use crate::calendar::Period;
use crate::domain::{
    Context, Dose, Entry, EntryKind, Episode, EpisodeKind, FoodId, Item, Meal, Medicine,
    MedicineAction, Nutrient, PerNutrient, Record, Side, Slot,
};
use crate::error::{Error, Result};
use crate::nutrition::bound::Bounds;
use crate::nutrition::intake::{self, Eaten};

/// Which entries to read. Deleted ones never are, unless they are asked for.
#[derive(Clone, Copy, Debug)]
pub enum Filter {
    /// Those of some days.
    Days(Period),
    /// Episodes, twitch-free days and notes with tags of some days, and every medicine until their
    /// end.
    Signs(Period),
    /// The same, and of the time before them the episodes and notes that a sign was noted with.
    SignsEver(Period),
    /// Medicines from the beginning to a day.
    Medicines(NaiveDate),
    /// Supplements of some days.
    Supplements(Period),
    /// One, by its number.
    One(i64),
    /// The deleted ones of some days.
    Deleted(Period),
    /// Those from one instant to another, both included.
    Between(DateTime<FixedOffset>, DateTime<FixedOffset>),
}

impl Filter {
    /// Returns the condition on `entry` and its two parameters.
    fn condition(self) -> (&'static str, [String; 2]) {
        match self {
            Self::Days(period) | Self::Deleted(period) => {
                ("e.day BETWEEN ?1 AND ?2", [period.from.to_string(), period.to.to_string()])
            }
            Self::Signs(period) => (
                "(e.kind IN ('episode', 'no_twitch', 'note') AND e.day BETWEEN ?1 AND ?2
                  OR e.kind = 'medicine' AND e.day <= ?2)",
                [period.from.to_string(), period.to.to_string()],
            ),
            Self::SignsEver(period) => (
                "(e.kind IN ('episode', 'no_twitch') AND e.day BETWEEN ?1 AND ?2
                  OR e.id IN (SELECT entry_id FROM episode_sign) AND e.day < ?1
                  OR e.id IN (SELECT entry_id FROM note_tag) AND e.day <= ?2
                  OR e.kind = 'medicine' AND e.day <= ?2)",
                [period.from.to_string(), period.to.to_string()],
            ),
            Self::Medicines(until) => (
                "e.kind = 'medicine' AND e.day BETWEEN ?1 AND ?2",
                ["0000-01-01".to_owned(), until.to_string()],
            ),
            Self::Supplements(period) => (
                "e.kind = 'supplement' AND e.day BETWEEN ?1 AND ?2",
                [period.from.to_string(), period.to.to_string()],
            ),
            Self::One(id) => ("e.id = CAST(?1 AS INTEGER) AND ?2 = ''", [id.to_string(), String::new()]),
            Self::Between(from, to) => (
                // The days narrow the search by the index; the instants decide.
                "e.day BETWEEN date(?1, 'unixepoch', '-2 days') AND date(?2, 'unixepoch', '+2 days')
                 AND e.instant BETWEEN CAST(?1 AS INTEGER) AND CAST(?2 AS INTEGER)",
                [from.timestamp().to_string(), to.timestamp().to_string()],
            ),
        }
    }
}

impl Store {
    /// Returns the entries of a filter, by day, instant and number.
    ///
    /// # Errors
    ///
    /// Fails when the diary cannot be read.
    pub fn entries(&self, filter: Filter) -> Result<Vec<Entry>> {
        let (condition, bounds) = filter.condition();
        let not = if matches!(filter, Filter::Deleted(_)) { "NOT" } else { "" };
        let mut statement = self.connection.prepare_cached(&format!(
            "SELECT e.id, e.kind, e.instant, e.offset_seconds, e.day, e.note FROM entry e
             WHERE {condition} AND e.deleted_at IS {not} NULL ORDER BY e.day, e.instant, e.id"
        ))?;
        let mut rows = statement.query(bounds)?;
        let mut entries = Vec::new();
        while let Some(row) = rows.next()? {
            let mut entry = entry(row)?;
            entry.record = self.record(&entry)?;
            entries.push(entry);
        }
        if matches!(filter, Filter::Signs(_)) {
            entries.retain(|e| !matches!(&e.record, Record::Note(tags) if tags.is_empty()));
        }
        Ok(entries)
    }

    /// Returns what an entry holds.
    fn record(&self, entry: &Entry) -> Result<Record> {
        match entry.kind {
            EntryKind::Meal => self.meal(entry.id),
            EntryKind::Supplement => self.doses(entry.id),
            EntryKind::Medicine => self.medicine(entry.id),
            EntryKind::Episode => self.episode(entry.id),
            EntryKind::Note => self.tags(entry.id),
            kind if kind.is_context() => self.context(entry.id),
            _ => Ok(Record::Plain),
        }
    }

    /// Returns one entry by its number.
    ///
    /// # Errors
    ///
    /// Refuses a number that is no entry.
    pub fn entry(&self, id: i64) -> Result<Entry> {
        if let Some(entry) = self.entries(Filter::One(id))?.pop() {
            return Ok(entry);
        }
        let deleted = "SELECT 1 FROM entry WHERE id = ?1";
        Err(if self.connection.prepare(deleted)?.exists([id])? {
            Error::request(format!("there is no entry {id} any more"))
                .because("it was deleted")
                .hint("`mineralog diary --deleted` lists what was, `mineralog undo` takes it back")
        } else {
            Error::request(format!("there is no entry {id}"))
                .hint("`mineralog diary` lists the entries with their numbers")
        })
    }

    /// Returns the numbers of the entries of some days, deleted ones too; of all without a period.
    ///
    /// # Errors
    ///
    /// Fails when the diary cannot be read.
    pub fn ids_with_deleted(&self, period: Option<Period>) -> Result<Vec<i64>> {
        let (from, to) = period.map_or_else(
            || ("0000-01-01".to_owned(), "9999-12-31".to_owned()),
            |period| (period.from.to_string(), period.to.to_string()),
        );
        let mut statement = self
            .connection
            .prepare("SELECT id FROM entry WHERE day BETWEEN ?1 AND ?2 ORDER BY id")?;
        let found = statement.query_map([from, to], |row| row.get(0))?;
        Ok(found.collect::<rusqlite::Result<_>>()?)
    }

    /// Returns the latest meal by the time it was eaten, of one kind or of any; none where there is
    /// none.
    ///
    /// # Errors
    ///
    /// Fails when the diary cannot be read.
    pub fn last_meal(&self, slot: Option<Slot>) -> Result<Option<Entry>> {
        let id: Option<i64> = self
            .connection
            .prepare_cached(
                "SELECT e.id FROM entry e JOIN meal m ON m.entry_id = e.id
                 WHERE e.kind = 'meal' AND e.deleted_at IS NULL AND (?1 IS NULL OR m.slot = ?1)
                 ORDER BY e.day DESC, e.instant DESC, e.id DESC LIMIT 1",
            )?
            .query_row([slot.map(Slot::key)], |row| row.get(0))
            .optional()?;
        id.map(|id| self.entry(id)).transpose()
    }

    /// Returns whether a sign was noted with an episode, or a note was tagged, until a day.
    ///
    /// # Errors
    ///
    /// Fails when the diary cannot be read.
    pub fn has_signs(&self, until: NaiveDate) -> Result<bool> {
        let sql = "SELECT EXISTS (
                       SELECT 1 FROM (SELECT entry_id FROM episode_sign
                           UNION ALL SELECT entry_id FROM note_tag) told
                       -- From the few that are told to their entries, never the other way.
                       CROSS JOIN entry e ON e.id = told.entry_id
                       WHERE e.day <= ?1 AND e.deleted_at IS NULL)";
        let mut statement = self.connection.prepare_cached(sql)?;
        Ok(statement.query_row([until.to_string()], |row| row.get(0))?)
    }

    /// Returns the meals of a day, the earliest first.
    ///
    /// # Errors
    ///
    /// Fails when the diary cannot be read.
    pub fn meals_of(&self, day: NaiveDate) -> Result<Vec<Entry>> {
        let mut entries = self.entries(Filter::Days(Period { from: day, to: day }))?;
        entries.retain(|entry| entry.kind == EntryKind::Meal);
        Ok(entries)
    }

    /// Returns the meals that hold a phrase nobody could match, the latest first.
    ///
    /// # Errors
    ///
    /// Fails when the diary cannot be read.
    pub fn unresolved(&self) -> Result<Vec<Entry>> {
        let mut statement = self.connection.prepare_cached(
            "SELECT DISTINCT e.id FROM item i JOIN entry e ON e.id = i.entry_id
             WHERE i.food_id IS NULL AND NOT i.recorded AND e.deleted_at IS NULL
             ORDER BY e.day DESC, e.instant DESC, e.id DESC",
        )?;
        let ids: Vec<i64> =
            statement.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
        ids.into_iter().map(|id| self.entry(id)).collect()
    }

    /// Returns the first day of the diary that is not deleted; none in an empty diary.
    ///
    /// # Errors
    ///
    /// Fails when the diary cannot be read.
    pub fn first_day(&self) -> Result<Option<NaiveDate>> {
        let day: Option<String> = self
            .connection
            .prepare_cached("SELECT min(day) FROM entry WHERE deleted_at IS NULL")?
            .query_row([], |row| row.get(0))?;
        day.map(|day| day.parse().map_err(|_| odd("day", &day))).transpose()
    }

    /// Returns the known caffeine of every item and note of some days, in their order, mg, each with
    /// its day.
    ///
    /// # Errors
    ///
    /// Fails when the diary cannot be read.
    pub fn caffeine(&self, days: &[NaiveDate]) -> Result<Vec<(NaiveDate, f64)>> {
        let mut statement = self.connection.prepare_cached(
            "SELECT coalesce(a.amount, c.amount), v.per_100g, i.grams, r.food_id FROM entry e
             LEFT JOIN context c ON c.entry_id = e.id
             LEFT JOIN item i ON i.entry_id = e.id
             LEFT JOIN item_amount a ON a.item_id = i.id AND a.nutrient = 'caffeine'
                 AND i.food_id IS NULL
             LEFT JOIN food_nutrient v ON v.food_id = i.food_id AND v.nutrient = 'caffeine'
             LEFT JOIN recipe r ON r.food_id = i.food_id
             WHERE e.day = ?1 AND e.kind IN ('meal', 'caffeine') AND e.deleted_at IS NULL
             ORDER BY e.instant, e.id, i.position",
        )?;
        let mut found = Vec::new();
        for day in days {
            let mut rows = statement.query([day.to_string()])?;
            while let Some(row) = rows.next()? {
                let told: Option<f64> = row.get(0)?;
                let per_100g: Option<f64> = row.get(1)?;
                let (grams, recipe): (Option<f64>, Option<i64>) = (row.get(2)?, row.get(3)?);
                let mg = match (told, recipe.zip(grams), per_100g.zip(grams)) {
                    (Some(mg), _, _) => mg,
                    (_, Some((recipe, grams)), _) => self.caffeine_of_recipe(recipe, grams)?,
                    (_, _, Some((per_100g, grams))) => intake::in_grams(per_100g, grams),
                    _ => continue,
                };
                found.extend((mg > 0.0).then_some((*day, mg)));
            }
        }
        Ok(found)
    }

    fn caffeine_of_recipe(&self, recipe: i64, grams: f64) -> Result<f64> {
        let Some(recipe) = self.one_food(FoodId(recipe))? else { return Ok(0.0) };
        let amounts = intake::intake(Eaten::Food(&recipe, grams), &Bounds::default());
        Ok(amounts[Nutrient::Caffeine].known)
    }

    fn meal(&self, entry: i64) -> Result<Record> {
        let mut statement = self.connection.prepare_cached(
            "SELECT m.slot, i.id, i.phrase, i.food_id, i.grams, i.quantity, i.unit, i.assumption,
                 i.recorded
             FROM meal m LEFT JOIN item i ON i.entry_id = m.entry_id
             WHERE m.entry_id = ?1 ORDER BY i.position",
        )?;
        let mut rows = statement.query([entry])?;
        let mut meal = None;
        while let Some(row) = rows.next()? {
            let meal = match &mut meal {
                Some(meal) => meal,
                None => {
                    let slot: String = row.get(0)?;
                    let slot = Slot::parse(&slot).ok_or_else(|| odd("meal", &slot))?;
                    meal.insert(Meal { slot, items: Vec::new() })
                }
            };
            let Some(id) = row.get(1)? else { continue };
            let food: Option<i64> = row.get(3)?;
            let grams: Option<f64> = row.get(4)?;
            meal.items.push(Item {
                id,
                phrase: row.get(2)?,
                eaten: food.map(FoodId).zip(grams),
                quantity: row.get(5)?,
                unit: row.get(6)?,
                assumption: row.get(7)?,
                recorded: if row.get(8)? { Some(self.recorded(id)?) } else { None },
            });
        }
        Ok(meal.map_or(Record::Plain, Record::Meal))
    }

    /// Returns the amounts another program recorded for an item.
    fn recorded(&self, item: i64) -> Result<Box<PerNutrient<Option<f64>>>> {
        let mut amounts = Box::<PerNutrient<Option<f64>>>::default();
        let mut statement = self
            .connection
            .prepare_cached("SELECT nutrient, amount FROM item_amount WHERE item_id = ?1")?;
        let mut rows = statement.query([item])?;
        while let Some(row) = rows.next()? {
            amounts[super::foods::nutrient(row, 0)?] = row.get(1)?;
        }
        Ok(amounts)
    }

    fn doses(&self, entry: i64) -> Result<Record> {
        let mut statement = self.connection.prepare_cached(
            "SELECT id, phrase, nutrient, form, quantity, unit, stated_as, amount, assumption
             FROM dose WHERE entry_id = ?1 ORDER BY position",
        )?;
        let mut rows = statement.query([entry])?;
        let mut doses = Vec::new();
        while let Some(row) = rows.next()? {
            let nutrient: Option<String> = row.get(2)?;
            let stated_as: Option<String> = row.get(6)?;
            doses.push(Dose {
                id: row.get(0)?,
                phrase: row.get(1)?,
                nutrient: nutrient
                    .map(|key| Nutrient::parse(&key).ok_or_else(|| odd("nutrient", &key)))
                    .transpose()?,
                form: row.get(3)?,
                quantity: row.get(4)?,
                unit: row.get(5)?,
                stated_as: stated_as.map(|s| if s == "compound" { "compound" } else { "element" }),
                amount: row.get(7)?,
                assumption: row.get(8)?,
            });
        }
        Ok(if doses.is_empty() { Record::Plain } else { Record::Supplement(doses) })
    }

    fn medicine(&self, entry: i64) -> Result<Record> {
        let mut statement = self
            .connection
            .prepare_cached("SELECT name, class, action FROM medicine WHERE entry_id = ?1")?;
        let mut rows = statement.query([entry])?;
        let Some(row) = rows.next()? else { return Ok(Record::Plain) };
        let action: String = row.get(2)?;
        Ok(Record::Medicine(Medicine {
            name: row.get(0)?,
            class: row.get(1)?,
            action: MedicineAction::parse(&action).ok_or_else(|| odd("action", &action))?,
        }))
    }

    fn episode(&self, entry: i64) -> Result<Record> {
        let signs = "SELECT sign FROM episode_sign WHERE entry_id = ?1 ORDER BY sign";
        let mut statement = self.connection.prepare_cached(
            "SELECT kind, site, side, intensity, pain, duration_seconds, count, activity, visible,
                 EXISTS (SELECT 1 FROM episode_sign s WHERE s.entry_id = p.entry_id)
             FROM episode p WHERE entry_id = ?1",
        )?;
        let mut rows = statement.query([entry])?;
        let Some(row) = rows.next()? else { return Ok(Record::Plain) };
        let kind: String = row.get(0)?;
        let side: Option<String> = row.get(2)?;
        Ok(Record::Episode(Episode {
            kind: EpisodeKind::parse(&kind).ok_or_else(|| odd("kind of episode", &kind))?,
            site: row.get(1)?,
            side: side.map(|s| Side::parse(&s).ok_or_else(|| odd("side", &s))).transpose()?,
            intensity: row.get(3)?,
            pain: row.get(4)?,
            duration_seconds: row.get(5)?,
            count: row.get(6)?,
            activity: row.get(7)?,
            visible: row.get(8)?,
            // Most have none, and are read most often.
            signs: if row.get(9)? { self.words_of(signs, entry)? } else { Vec::new() },
        }))
    }

    fn tags(&self, entry: i64) -> Result<Record> {
        let tags = "SELECT tag FROM note_tag WHERE entry_id = ?1 ORDER BY tag";
        self.words_of(tags, entry).map(Record::Note)
    }

    fn context(&self, entry: i64) -> Result<Record> {
        let mut statement = self
            .connection
            .prepare_cached("SELECT amount, level FROM context WHERE entry_id = ?1")?;
        let mut rows = statement.query([entry])?;
        let Some(row) = rows.next()? else { return Ok(Record::Plain) };
        Ok(Record::Context(Context { amount: row.get(0)?, level: row.get(1)? }))
    }

    fn words_of(&self, select: &str, entry: i64) -> Result<Vec<String>> {
        let mut statement = self.connection.prepare_cached(select)?;
        let words = statement.query_map([entry], |row| row.get(0))?;
        Ok(words.collect::<rusqlite::Result<_>>()?)
    }
}

fn entry(row: &Row<'_>) -> Result<Entry> {
    let kind: String = row.get(1)?;
    let (instant, offset): (i64, i32) = (row.get(2)?, row.get(3)?);
    let day: String = row.get(4)?;
    let offset = FixedOffset::east_opt(offset).unwrap_or_else(|| Utc.fix());
    Ok(Entry {
        id: row.get(0)?,
        kind: EntryKind::parse(&kind).ok_or_else(|| odd("kind of entry", &kind))?,
        at: DateTime::from_timestamp(instant, 0)
            .ok_or_else(|| odd("instant", &instant.to_string()))?
            .with_timezone(&offset),
        day: day.parse().map_err(|_| odd("day", &day))?,
        note: row.get(5)?,
        record: Record::Plain,
    })
}
