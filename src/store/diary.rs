//! Reads the diary's entries with everything they hold.

use std::collections::HashMap;

use chrono::{DateTime, FixedOffset, NaiveDate, Offset, Utc};
use rusqlite::{OptionalExtension, Row, Statement};

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
                "(e.kind IN ('episode', 'no_twitch') AND e.day BETWEEN ?1 AND ?2
                  OR e.id IN (SELECT entry_id FROM note_tag) AND e.day BETWEEN ?1 AND ?2
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
        let mut entries = Vec::new();
        let mut places = HashMap::new();
        let mut statement = self.statement(
            "SELECT e.id, e.kind, e.instant, e.offset_seconds, e.day, e.note FROM entry e",
            filter,
            "ORDER BY e.day, e.instant, e.id",
        )?;
        let mut rows = statement.query(filter.condition().1)?;
        while let Some(row) = rows.next()? {
            let entry = entry(row)?;
            places.insert(entry.id, entries.len());
            entries.push(entry);
        }
        for entry in entries.iter_mut().filter(|e| e.kind == EntryKind::Note) {
            entry.record = Record::Note(Vec::new());
        }
        let kinds: Vec<EntryKind> = entries.iter().map(|e| e.kind).collect();
        let has = |kind: EntryKind| kinds.contains(&kind);
        let mut at = |id: i64| places.get(&id).copied();
        if has(EntryKind::Meal) {
            self.fill_meals(filter, &mut entries, &mut at)?;
        }
        if has(EntryKind::Supplement) {
            self.fill_doses(filter, &mut entries, &mut at)?;
        }
        if has(EntryKind::Medicine) {
            self.fill_medicines(filter, &mut entries, &mut at)?;
        }
        if has(EntryKind::Episode) {
            self.fill_episodes(filter, &mut entries, &mut at)?;
        }
        if has(EntryKind::Note) {
            self.fill_tags(filter, &mut entries, &mut at)?;
        }
        if kinds.iter().any(|kind| kind.is_context()) {
            self.fill_context(filter, &mut entries, &mut at)?;
        }
        Ok(entries)
    }

    /// Returns one entry by its number.
    ///
    /// # Errors
    ///
    /// Refuses a number that is no entry.
    pub fn entry(&self, id: i64) -> Result<Entry> {
        self.entries(Filter::One(id))?.pop().ok_or_else(|| {
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
        let (Some(first), Some(last)) = (days.first(), days.last()) else { return Ok(Vec::new()) };
        let listed: Vec<String> = days.iter().map(NaiveDate::to_string).collect();
        let mut statement = self.connection.prepare_cached(
            "SELECT e.day, v.per_100g, i.grams FROM json_each(?1) d
             CROSS JOIN entry e ON e.day = d.value JOIN item i ON i.entry_id = e.id
             JOIN food_nutrient v ON v.food_id = i.food_id AND v.nutrient = 'caffeine'
             WHERE e.kind = 'meal' AND e.deleted_at IS NULL AND v.per_100g > 0
             UNION ALL
             SELECT e.day, c.amount, NULL FROM json_each(?1) d
             CROSS JOIN entry e ON e.day = d.value JOIN context c ON c.entry_id = e.id
             WHERE e.kind = 'caffeine' AND e.deleted_at IS NULL
             UNION ALL
             SELECT e.day, a.amount, NULL FROM json_each(?1) d
             CROSS JOIN entry e ON e.day = d.value JOIN item i ON i.entry_id = e.id
             JOIN item_amount a ON a.item_id = i.id AND a.nutrient = 'caffeine'
             WHERE e.kind = 'meal' AND e.deleted_at IS NULL AND i.recorded
             ORDER BY 1, 2, 3",
        )?;
        let mut rows = statement.query([serde_json::Value::from(listed).to_string()])?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            let day: String = row.get(0)?;
            let (amount, grams): (f64, Option<f64>) = (row.get(1)?, row.get(2)?);
            let mg = grams.map_or(amount, |grams| intake::in_grams(amount, grams));
            found.push((day.parse().map_err(|_| odd("day", &day))?, mg));
        }
        self.add_caffeine_of_recipes(Period { from: *first, to: *last }, &mut found)?;
        found.retain(|(day, _)| days.contains(day));
        Ok(found)
    }

    fn add_caffeine_of_recipes(
        &self,
        period: Period,
        found: &mut Vec<(NaiveDate, f64)>,
    ) -> Result<()> {
        let mut statement = self.connection.prepare_cached(
            "SELECT e.day, r.food_id, i.grams FROM recipe r CROSS JOIN item i ON i.food_id = r.food_id
             JOIN entry e ON e.id = i.entry_id
             WHERE e.day BETWEEN ?1 AND ?2 AND e.deleted_at IS NULL ORDER BY 1, i.id",
        )?;
        let eaten: Vec<(String, FoodId, f64)> = statement
            .query_map([period.from.to_string(), period.to.to_string()], |row| {
                Ok((row.get(0)?, FoodId(row.get(1)?), row.get(2)?))
            })?
            .collect::<rusqlite::Result<_>>()?;
        let ids: Vec<FoodId> = eaten.iter().map(|(_, food, _)| *food).collect();
        let recipes = self.foods_of(&ids)?;
        for (day, food, grams) in eaten {
            if let Some(recipe) = recipes.get(&food) {
                let amounts = intake::intake(Eaten::Food(recipe, grams), &Bounds::default());
                let day = day.parse().map_err(|_| odd("day", &day))?;
                let mg = amounts[Nutrient::Caffeine].known;
                found.extend((mg > 0.0).then_some((day, mg)));
            }
        }
        Ok(())
    }

    fn statement(
        &self,
        select: &str,
        filter: Filter,
        order: &str,
    ) -> Result<rusqlite::CachedStatement<'_>> {
        let (condition, _) = filter.condition();
        let not = if matches!(filter, Filter::Deleted(_)) { "NOT" } else { "" };
        let sql = format!("{select} WHERE {condition} AND e.deleted_at IS {not} NULL {order}");
        Ok(self.connection.prepare_cached(&sql)?)
    }

    fn fill_meals(
        &self,
        filter: Filter,
        entries: &mut [Entry],
        at: &mut dyn FnMut(i64) -> Option<usize>,
    ) -> Result<()> {
        let mut statement = self.statement(
            "SELECT e.id, m.slot, i.id, i.phrase, i.food_id, i.grams, i.quantity, i.unit, i.assumption,
                 i.recorded
             FROM entry e JOIN meal m ON m.entry_id = e.id LEFT JOIN item i ON i.entry_id = e.id",
            filter,
            "ORDER BY e.id, i.position",
        )?;
        each(&mut statement, filter, entries, at, |row, record| {
            if *record == Record::Plain {
                let slot: String = row.get(1)?;
                let slot = Slot::parse(&slot).ok_or_else(|| odd("meal", &slot))?;
                *record = Record::Meal(Meal { slot, items: Vec::new() });
            }
            if let (Record::Meal(meal), Some(id)) = (record, row.get(2)?) {
                let food: Option<i64> = row.get(4)?;
                let grams: Option<f64> = row.get(5)?;
                meal.items.push(Item {
                    id,
                    phrase: row.get(3)?,
                    eaten: food.map(FoodId).zip(grams),
                    quantity: row.get(6)?,
                    unit: row.get(7)?,
                    assumption: row.get(8)?,
                    recorded: if row.get(9)? { Some(self.recorded(id)?) } else { None },
                });
            }
            Ok(())
        })
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

    fn fill_doses(
        &self,
        filter: Filter,
        entries: &mut [Entry],
        at: &mut dyn FnMut(i64) -> Option<usize>,
    ) -> Result<()> {
        let mut statement = self.statement(
            "SELECT e.id, d.id, d.phrase, d.nutrient, d.form, d.quantity, d.unit, d.stated_as,
                 d.amount, d.assumption
             FROM entry e JOIN dose d ON d.entry_id = e.id",
            filter,
            "ORDER BY e.id, d.position",
        )?;
        each(&mut statement, filter, entries, at, |row, record| {
            if *record == Record::Plain {
                *record = Record::Supplement(Vec::new());
            }
            if let Record::Supplement(doses) = record {
                let nutrient: Option<String> = row.get(3)?;
                let stated_as: Option<String> = row.get(7)?;
                doses.push(Dose {
                    id: row.get(1)?,
                    phrase: row.get(2)?,
                    nutrient: nutrient
                        .map(|key| Nutrient::parse(&key).ok_or_else(|| odd("nutrient", &key)))
                        .transpose()?,
                    form: row.get(4)?,
                    quantity: row.get(5)?,
                    unit: row.get(6)?,
                    stated_as: stated_as.map(
                        |s| {
                            if s == "compound" { "compound" } else { "element" }
                        },
                    ),
                    amount: row.get(8)?,
                    assumption: row.get(9)?,
                });
            }
            Ok(())
        })
    }

    fn fill_medicines(
        &self,
        filter: Filter,
        entries: &mut [Entry],
        at: &mut dyn FnMut(i64) -> Option<usize>,
    ) -> Result<()> {
        let mut statement = self.statement(
            "SELECT e.id, m.name, m.class, m.action FROM entry e JOIN medicine m ON m.entry_id = e.id",
            filter,
            "ORDER BY e.id",
        )?;
        each(&mut statement, filter, entries, at, |row, record| {
            let action: String = row.get(3)?;
            *record = Record::Medicine(Medicine {
                name: row.get(1)?,
                class: row.get(2)?,
                action: MedicineAction::parse(&action).ok_or_else(|| odd("action", &action))?,
            });
            Ok(())
        })
    }

    fn fill_episodes(
        &self,
        filter: Filter,
        entries: &mut [Entry],
        at: &mut dyn FnMut(i64) -> Option<usize>,
    ) -> Result<()> {
        let mut statement = self.statement(
            "SELECT e.id, p.kind, p.site, p.side, p.intensity, p.pain, p.duration_seconds, p.count,
                 p.activity, p.visible
             FROM entry e JOIN episode p ON p.entry_id = e.id",
            filter,
            "ORDER BY e.id",
        )?;
        each(&mut statement, filter, entries, at, |row, record| {
            let kind: String = row.get(1)?;
            let side: Option<String> = row.get(3)?;
            *record = Record::Episode(Episode {
                kind: EpisodeKind::parse(&kind).ok_or_else(|| odd("kind of episode", &kind))?,
                site: row.get(2)?,
                side: side.map(|s| Side::parse(&s).ok_or_else(|| odd("side", &s))).transpose()?,
                intensity: row.get(4)?,
                pain: row.get(5)?,
                duration_seconds: row.get(6)?,
                count: row.get(7)?,
                activity: row.get(8)?,
                visible: row.get(9)?,
                signs: Vec::new(),
            });
            Ok(())
        })?;
        let mut statement = self.statement(
            "SELECT e.id, s.sign FROM entry e JOIN episode_sign s ON s.entry_id = e.id",
            filter,
            "ORDER BY e.id, s.sign",
        )?;
        each(&mut statement, filter, entries, at, |row, record| {
            if let Record::Episode(episode) = record {
                episode.signs.push(row.get(1)?);
            }
            Ok(())
        })
    }

    fn fill_context(
        &self,
        filter: Filter,
        entries: &mut [Entry],
        at: &mut dyn FnMut(i64) -> Option<usize>,
    ) -> Result<()> {
        let mut statement = self.statement(
            "SELECT e.id, c.amount, c.level FROM entry e JOIN context c ON c.entry_id = e.id",
            filter,
            "ORDER BY e.id",
        )?;
        each(&mut statement, filter, entries, at, |row, record| {
            *record = Record::Context(Context { amount: row.get(1)?, level: row.get(2)? });
            Ok(())
        })
    }

    fn fill_tags(
        &self,
        filter: Filter,
        entries: &mut [Entry],
        at: &mut dyn FnMut(i64) -> Option<usize>,
    ) -> Result<()> {
        let mut statement = self.statement(
            "SELECT e.id, t.tag FROM entry e JOIN note_tag t ON t.entry_id = e.id",
            filter,
            "ORDER BY e.id, t.tag",
        )?;
        each(&mut statement, filter, entries, at, |row, record| {
            if let (Record::Note(tags), Some(tag)) = (record, row.get(1)?) {
                tags.push(tag);
            }
            Ok(())
        })
    }
}

/// Runs a statement and hands each row to the record of its entry, whose number is column 0.
fn each(
    statement: &mut Statement<'_>,
    filter: Filter,
    entries: &mut [Entry],
    at: &mut dyn FnMut(i64) -> Option<usize>,
    mut fill: impl FnMut(&Row<'_>, &mut Record) -> Result<()>,
) -> Result<()> {
    let mut rows = statement.query(filter.condition().1)?;
    while let Some(row) = rows.next()? {
        if let Some(place) = at(row.get(0)?) {
            fill(row, &mut entries[place].record)?;
        }
    }
    Ok(())
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
