//! Whole published tables in the diary: loaded, brought up to date, taken out again.
//!
//! What a reader finds is first put aside in temporary tables, which SQLite keeps on the disk and
//! removes by itself; only a file that was read to its end is merged into the foods, in the
//! transaction of its command. A record the diary holds already is never doubled: a food of the
//! seed keeps its plain name, groups and portions and takes the file's figures, and what the
//! person changed stays as they left it.

use rusqlite::{OptionalExtension, Transaction, params};

use super::{Change, Store, knowledge, names, odd, seed, tags};
use crate::domain::{Content, Food, FoodId, Knowledge, Nutrient, PerNutrient, Portion};
use crate::error::{Error, Result};
use crate::import::portions::{self, Weight};
use crate::import::{Figure, Release, Sink, Table, TableFood, groups};

/// What became of a table's foods when it was loaded.
#[derive(Clone, Debug, PartialEq)]
pub struct Loaded {
    /// The table.
    pub table: Table,
    /// The release.
    pub release: String,
    /// How many foods it holds.
    pub foods: u64,
    /// How many of them are new to the diary as records of this table.
    pub added: u64,
    /// How many were there with other figures, names or portions.
    pub updated: u64,
    /// How many were there just so.
    pub unchanged: u64,
    /// How many the table no longer holds and nobody used.
    pub removed: u64,
    /// How many the table no longer holds, but the diary does.
    pub superseded: u64,
    /// How many of them the diary knows by a plain name.
    pub plainly_named: u64,
    /// Whether the diary held an older or newer release: then the import cannot be taken back.
    pub update: bool,
    /// What was assumed of the release, in words.
    pub assumption: Option<String>,
}

/// A table the diary holds.
#[derive(Clone, Debug, PartialEq)]
pub struct LoadedTable {
    /// Its key; `seed` for the list the program brings along.
    pub table: String,
    /// Its name.
    pub name: String,
    /// Who publishes it.
    pub publisher: String,
    /// The release.
    pub release: String,
    /// The terms it is published under.
    pub licence: String,
    /// How many foods of it the diary holds.
    pub foods: i64,
    /// When it was loaded, in seconds since 1970.
    pub loaded_at: i64,
}

impl Store {
    /// Returns the tables the diary holds, the program's own list first.
    ///
    /// # Errors
    ///
    /// Fails when the diary cannot be read.
    pub fn loaded_tables(&self) -> Result<Vec<LoadedTable>> {
        let mut statement = self.connection.prepare(
            "SELECT 'seed', 'plain foods', 'mineralog, from SR28, Foundation and Ciqual',
                 ?1, 'figures as their publishers license them',
                 (SELECT count(*) FROM food WHERE origin = 'seed' AND deleted_at IS NULL), loaded_at,
                 0 AS place, 'seed' AS title
             FROM seed_state
             UNION ALL
             SELECT food_table, name, publisher, release, licence, foods, loaded_at, 1, name
             FROM food_table ORDER BY place, title",
        )?;
        let found = statement.query_map([env!("CARGO_PKG_VERSION")], |row| {
            Ok(LoadedTable {
                table: row.get(0)?,
                name: row.get(1)?,
                publisher: row.get(2)?,
                release: row.get(3)?,
                licence: row.get(4)?,
                foods: row.get(5)?,
                loaded_at: row.get(6)?,
            })
        })?;
        Ok(found.collect::<rusqlite::Result<_>>()?)
    }
}

impl Change<'_> {
    /// Lets a reader put what it finds aside, for [`Change::load_tables`] to merge.
    ///
    /// # Errors
    ///
    /// Returns the error of `read`, or fails when the disk is full.
    pub fn stage<T>(&mut self, read: impl FnOnce(&mut dyn Sink) -> Result<T>) -> Result<T> {
        // More statements stay prepared than a command usually has, and more of the file in memory.
        self.tx.set_prepared_statement_cache_capacity(64);
        self.tx.execute_batch(
            "PRAGMA cache_size = -12000;
             CREATE TEMP TABLE stage_food (
                 record INTEGER PRIMARY KEY, food_table TEXT NOT NULL, ndb INTEGER,
                 name TEXT NOT NULL, food_groups TEXT NOT NULL) STRICT;
             CREATE TEMP TABLE stage_figure (
                 record INTEGER NOT NULL, nutrient TEXT NOT NULL, per_100g REAL NOT NULL,
                 knowledge TEXT NOT NULL, rank INTEGER NOT NULL, added INTEGER NOT NULL,
                 PRIMARY KEY (record, nutrient)) STRICT, WITHOUT ROWID;
             CREATE TEMP TABLE stage_weight (
                 record INTEGER NOT NULL, sequence INTEGER NOT NULL, amount REAL NOT NULL,
                 text TEXT NOT NULL, grams REAL NOT NULL,
                 PRIMARY KEY (record, sequence)) STRICT, WITHOUT ROWID;
             CREATE TEMP TABLE stage_name (
                 record INTEGER NOT NULL, name TEXT NOT NULL,
                 PRIMARY KEY (record, name)) STRICT, WITHOUT ROWID;
             CREATE TEMP TABLE stage_known (
                 food_id INTEGER NOT NULL, nutrient TEXT NOT NULL) STRICT;
             CREATE TEMP TABLE stage_kept (id INTEGER PRIMARY KEY) STRICT;
             CREATE TEMP TABLE stage_gone (id INTEGER PRIMARY KEY) STRICT;",
        )?;
        read(&mut Stage { tx: &self.tx })
    }

    /// Merges what was put aside into the foods of the diary.
    ///
    /// # Errors
    ///
    /// Refuses a table that is not whole, and, unless `back` asks for it, a release older than the
    /// one the diary holds or the same with less in it; fails when the diary cannot be written.
    pub fn load_tables(&mut self, releases: &[Release], back: bool) -> Result<Vec<Loaded>> {
        let lists = knowledge::lists(&self.tx)?;
        let mut all = Vec::new();
        for release in releases {
            all.push(self.load_table(release, back, &lists)?);
        }
        let changed = |loaded: &Loaded| loaded.added + loaded.updated + loaded.removed > 0;
        if all.iter().any(changed) {
            offer(&self.tx)?;
            names::index_tables(&self.tx)?;
            tags::retag_recipes(&self.tx, &lists)?;
        }
        self.tx.execute_batch(
            "DROP TABLE temp.stage_food; DROP TABLE temp.stage_figure;
             DROP TABLE temp.stage_weight; DROP TABLE temp.stage_name;
             DROP TABLE temp.stage_known; DROP TABLE temp.stage_kept; DROP TABLE temp.stage_gone;",
        )?;
        Ok(all)
    }

    fn load_table(
        &mut self,
        new: &Release,
        back: bool,
        lists: &knowledge::Lists,
    ) -> Result<Loaded> {
        let key = new.table.key();
        let found: Option<String> = self
            .tx
            .query_row("SELECT release FROM food_table WHERE food_table = ?1", [key], |row| {
                row.get(0)
            })
            .optional()?;
        if let Some(holds) = &found
            && *holds > new.release
            && !back
        {
            let what = format!(
                "the diary holds {} of {holds}, and this is the older release {}",
                new.table.name(),
                new.release
            );
            return Err(Error::request(what).hint("add --force to go back to it"));
        }
        self.tx.execute(
            "INSERT INTO food_table (food_table, name, publisher, release, licence, foods, loaded_at)
             VALUES (?1, ?2, ?3, ?4, ?5, 0, ?6)
             ON CONFLICT (food_table) DO UPDATE SET release = excluded.release,
                 loaded_at = excluded.loaded_at",
            params![
                key,
                new.table.name(),
                new.table.publisher(),
                new.release,
                new.table.licence(),
                self.now
            ],
        )?;
        let merge = Merge { tx: &self.tx, now: self.now, release: new, lists };
        merge.refuse_without_figures()?;
        let again = !back && found.as_ref() == Some(&new.release);
        if again {
            merge.note_known_figures()?;
        }
        let mut loaded = merge.foods()?;
        if again {
            merge.refuse_losses()?;
        }
        merge.take_out_missing(&mut loaded)?;
        self.tx.execute(
            "UPDATE food_table SET foods = ?2 WHERE food_table = ?1",
            params![key, loaded.foods.cast_signed()],
        )?;
        match found {
            None => {
                let row = self.tx.query_row(
                    "SELECT id FROM food_table WHERE food_table = ?1",
                    [key],
                    |row| row.get(0),
                )?;
                self.note_row("food_table", row, None)?;
            }
            // The figures of the release before are not kept. Were the update in the journal,
            // nothing older could be taken back any more.
            Some(holds) => {
                loaded.update =
                    loaded.added + loaded.updated + loaded.removed > 0 || holds != new.release;
                self.stays |= loaded.update;
            }
        }
        Ok(loaded)
    }
}

/// Where a reader's finds are put aside.
struct Stage<'a> {
    tx: &'a Transaction<'a>,
}

impl Sink for Stage<'_> {
    fn food(&mut self, food: &TableFood) -> Result<()> {
        self.tx
            .prepare_cached(
                "INSERT INTO temp.stage_food (record, food_table, ndb, name, food_groups)
                 VALUES (?1, ?2, ?3, ?4, ?5)",
            )?
            .execute(params![
                food.record,
                food.table.key(),
                food.ndb,
                food.name,
                food.groups.join(" ")
            ])?;
        Ok(())
    }

    fn brand(&mut self, record: i64, brand: &str, group: Option<&'static str>) -> Result<()> {
        self.tx
            .prepare_cached(
                "UPDATE temp.stage_food
                 SET name = iif(?2 = '', name, substr(name || ', ' || ?2, 1, 200)),
                     food_groups = coalesce(?3, food_groups)
                 WHERE record = ?1",
            )?
            .execute(params![record, brand, group])?;
        Ok(())
    }

    fn figure(&mut self, record: i64, figure: Figure) -> Result<()> {
        self.tx
            .prepare_cached(
                "INSERT INTO temp.stage_figure (record, nutrient, per_100g, knowledge, rank, added)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6)
                 ON CONFLICT (record, nutrient) DO UPDATE SET per_100g = excluded.per_100g,
                     knowledge = excluded.knowledge, rank = excluded.rank, added = excluded.added
                 WHERE excluded.rank < rank",
            )?
            .execute(params![
                record,
                figure.nutrient.key(),
                figure.per_100g,
                figure.knowledge.key(),
                figure.rank,
                figure.added
            ])?;
        Ok(())
    }

    fn weight(&mut self, record: i64, sequence: i64, weight: &Weight) -> Result<()> {
        self.tx
            .prepare_cached(
                "INSERT INTO temp.stage_weight (record, sequence, amount, text, grams)
                 VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT (record, sequence) DO NOTHING",
            )?
            .execute(params![record, sequence, weight.amount, weight.text, weight.grams])?;
        Ok(())
    }

    fn name(&mut self, record: i64, name: &str) -> Result<()> {
        self.tx
            .prepare_cached(
                "INSERT INTO temp.stage_name (record, name) VALUES (?1, ?2) ON CONFLICT DO NOTHING",
            )?
            .execute(params![record, name])?;
        Ok(())
    }
}

/// A food as the file tells it.
struct Staged {
    ndb: Option<i64>,
    food: Food,
    groups: Vec<String>,
    names: Vec<String>,
}

/// A food as the diary holds it, but for what a table says of it.
struct Held {
    id: i64,
    of_seed: bool,
    left_alone: bool,
    of_table: bool,
}

/// What a table says of a food, for comparison.
#[derive(PartialEq)]
struct Said {
    name: String,
    ndb: Option<i64>,
    groups: Vec<String>,
    content: PerNutrient<Content>,
    portions: Vec<(String, f64, String)>,
    names: Vec<String>,
}

/// One table on its way into the diary.
struct Merge<'a> {
    tx: &'a Transaction<'a>,
    now: i64,
    release: &'a Release,
    lists: &'a knowledge::Lists,
}

/// The share of the figures known before that may be missing when a release is loaded again.
const MOST_LOST: f64 = 0.10;

impl Merge<'_> {
    /// Refuses a table of which fewer than half of the foods have a figure: no publisher's has
    /// so few, but one that was cut off has.
    fn refuse_without_figures(&self) -> Result<()> {
        let (foods, known): (u64, u64) = self.tx.query_row(
            "SELECT count(*), count(CASE WHEN EXISTS (
                 SELECT 1 FROM temp.stage_figure v WHERE v.record = f.record) THEN 1 END)
             FROM temp.stage_food f WHERE food_table = ?1",
            [self.release.table.key()],
            |row| {
                Ok((row.get::<_, i64>(0)?.cast_unsigned(), row.get::<_, i64>(1)?.cast_unsigned()))
            },
        )?;
        if known * 2 >= foods {
            return Ok(());
        }
        let name = self.release.table.name();
        Err(Error::request(format!("only {known} of the {foods} foods of {name} have a figure"))
            .because("the file is not whole")
            .hint("fetch it again from its publisher; nothing was changed"))
    }

    /// Notes which figures the diary knows of the table, for [`Self::refuse_losses`].
    fn note_known_figures(&self) -> Result<()> {
        self.tx.execute("DELETE FROM temp.stage_known", [])?;
        self.tx.execute(
            "INSERT INTO temp.stage_known (food_id, nutrient)
             SELECT v.food_id, v.nutrient FROM food_nutrient v JOIN food f ON f.id = v.food_id
             WHERE f.food_table = ?1 AND v.per_100g IS NOT NULL",
            [self.release.table.key()],
        )?;
        Ok(())
    }

    /// Refuses a release that was loaded before and now lacks a food, or many figures: the same
    /// release says the same, so the file is not whole.
    fn refuse_losses(&self) -> Result<()> {
        let (key, name) = (self.release.table.key(), self.release.table.name());
        let refuse = |what: String| {
            Err(Error::request(what)
                .because(format!("the diary holds {name} of {} already", self.release.release))
                .hint(
                    "fetch the file again from its publisher, or add --force; nothing was changed",
                ))
        };
        let mut statement = self.tx.prepare(
            "SELECT source, reference FROM food
             WHERE food_table = ?1 AND id NOT IN (SELECT id FROM temp.stage_kept)",
        )?;
        let mut rows = statement.query([key])?;
        let mut missing = 0_u64;
        while let Some(row) = rows.next()? {
            let (source, reference): (String, String) = (row.get(0)?, row.get(1)?);
            // A food an older release had, kept because it is in use, is not missing.
            let record = source.rsplit(':').next().and_then(|record| record.parse().ok());
            let of_release = record.map(|r| self.release.table.reference(&self.release.release, r));
            missing += u64::from(of_release.as_ref() == Some(&reference));
        }
        if missing > 0 {
            let foods = if missing == 1 { "food" } else { "foods" };
            return refuse(format!("{missing} {foods} of {name} would be removed"));
        }
        let (known, lost): (i64, i64) = self.tx.query_row(
            "SELECT count(*), count(CASE WHEN v.per_100g IS NULL THEN 1 END)
             FROM temp.stage_known k
             LEFT JOIN food_nutrient v ON v.food_id = k.food_id AND v.nutrient = k.nutrient",
            [],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )?;
        if lost as f64 > MOST_LOST * known as f64 {
            return refuse(format!("{lost} of the {known} known figures of {name} would be lost"));
        }
        Ok(())
    }

    fn foods(&self) -> Result<Loaded> {
        let mut loaded = Loaded {
            table: self.release.table,
            release: self.release.release.clone(),
            foods: 0,
            added: 0,
            updated: 0,
            unchanged: 0,
            removed: 0,
            superseded: 0,
            plainly_named: 0,
            update: false,
            assumption: self.release.assumption.clone(),
        };
        self.tx.execute("DELETE FROM temp.stage_kept", [])?;
        let mut statement = self.tx.prepare(
            "SELECT record, ndb, name, food_groups FROM temp.stage_food WHERE food_table = ?1
             ORDER BY record",
        )?;
        let mut rows = statement.query([self.release.table.key()])?;
        while let Some(row) = rows.next()? {
            let groups: String = row.get(3)?;
            let staged = self.staged(row.get(0)?, row.get(1)?, row.get(2)?, &groups)?;
            loaded.foods += 1;
            let held = self.held(&staged.food.source)?;
            let id = match held {
                None => {
                    loaded.added += 1;
                    self.insert(&staged)?
                }
                Some(held) => {
                    let changed = if held.left_alone {
                        false
                    } else if held.of_seed {
                        self.take_over(held.id, &staged)?
                    } else {
                        self.update(held.id, &staged)?
                    };
                    loaded.plainly_named += u64::from(held.of_seed);
                    loaded.added += u64::from(!held.of_table && !held.left_alone);
                    loaded.updated += u64::from(held.of_table && changed);
                    loaded.unchanged += u64::from((held.of_table && !changed) || held.left_alone);
                    held.id
                }
            };
            self.tx
                .prepare_cached("INSERT INTO temp.stage_kept (id) VALUES (?1)")?
                .execute([id])?;
        }
        if self.release.table == Table::Sr28 {
            loaded.plainly_named = self.tx.query_row(
                "SELECT count(*) FROM temp.stage_food s
                 WHERE EXISTS (SELECT 1 FROM food f WHERE f.ndb = s.ndb AND f.origin = 'seed')",
                [],
                |row| row.get::<_, i64>(0).map(i64::cast_unsigned),
            )?;
        }
        Ok(loaded)
    }

    /// Puts together what was put aside of a food.
    fn staged(&self, record: i64, ndb: Option<i64>, name: String, told: &str) -> Result<Staged> {
        let table = self.release.table;
        let source = table.source(record);
        let reference = table.reference(&self.release.release, record);
        let mut content = PerNutrient::<Content>::default();
        let mut added = PerNutrient::<bool>::default();
        let mut statement = self.tx.prepare_cached(
            "SELECT nutrient, per_100g, knowledge, added FROM temp.stage_figure WHERE record = ?1",
        )?;
        let mut rows = statement.query([record])?;
        while let Some(row) = rows.next()? {
            let nutrient = super::foods::nutrient(row, 0)?;
            let key = row.get_ref(2)?.as_str().map_err(rusqlite::Error::from)?;
            let knowledge = Knowledge::parse(key).ok_or_else(|| odd("kind of knowledge", key))?;
            content[nutrient] = Content::Known { per_100g: row.get(1)?, knowledge };
            added[nutrient] = row.get(3)?;
        }
        let mut statement = self.tx.prepare_cached(
            "SELECT sequence, amount, text, grams FROM temp.stage_weight WHERE record = ?1
             ORDER BY sequence",
        )?;
        let weights: Vec<(i64, Weight)> = statement
            .query_map([record], |row| {
                let weight = Weight { amount: row.get(1)?, text: row.get(2)?, grams: row.get(3)? };
                Ok((row.get(0)?, weight))
            })?
            .collect::<rusqlite::Result<_>>()?;
        let origin = |sequence: i64| match table {
            Table::Sr28 => format!("SR28 {record:05} weight {sequence}"),
            _ => format!("{}{sequence}", seed::portion_source(&source)),
        };
        let portions = portions::portions(&weights, &name, origin);
        let mut statement = self
            .tx
            .prepare_cached("SELECT name FROM temp.stage_name WHERE record = ?1 ORDER BY name")?;
        let names: Vec<String> =
            statement.query_map([record], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
        let mut groups: Vec<String> = told.split(' ').map(str::to_owned).collect();
        let group = groups.first().cloned().unwrap_or_default();
        let fortified =
            groups::fortified(&group, added[Nutrient::Calcium], added[Nutrient::VitaminD]);
        for group in fortified {
            if groups.iter().all(|known| known != group) {
                groups.push(group.to_owned());
            }
        }
        let food = Food {
            id: FoodId(0),
            source,
            name,
            group,
            reference,
            content,
            portions,
            tags: Vec::new(),
            parts: Vec::new(),
        };
        Ok(Staged { ndb, food, groups, names })
    }

    fn held(&self, source: &str) -> Result<Option<Held>> {
        let mut statement = self.tx.prepare_cached(
            "SELECT id, origin = 'seed', changed_by_user OR deleted_at IS NOT NULL,
                 food_table IS ?2 FROM food WHERE source = ?1",
        )?;
        let held = statement.query_row(params![source, self.release.table.key()], |row| {
            Ok(Held {
                id: row.get(0)?,
                of_seed: row.get(1)?,
                left_alone: row.get(2)?,
                of_table: row.get(3)?,
            })
        });
        Ok(held.optional()?)
    }

    fn insert(&self, staged: &Staged) -> Result<i64> {
        let food = &staged.food;
        self.tx
            .prepare_cached(
                "INSERT INTO food (source, origin, name, food_group, reference, food_table, ndb,
                     created_at, changed_at)
                 VALUES (?1, 'table', ?2, ?3, ?4, ?5, ?6, ?7, ?7)",
            )?
            .execute(params![
                food.source,
                food.name,
                food.group,
                food.reference,
                self.release.table.key(),
                staged.ndb,
                self.now
            ])?;
        let id = self.tx.last_insert_rowid();
        self.write_said(id, staged)?;
        Ok(id)
    }

    /// Writes what the file says of a food that has none of it yet.
    fn write_said(&self, id: i64, staged: &Staged) -> Result<()> {
        for group in staged.groups.iter().skip(1) {
            self.tx
                .prepare_cached(
                    "INSERT INTO food_membership (food_id, food_group) VALUES (?1, ?2)",
                )?
                .execute(params![id, group])?;
        }
        self.write_content(id, &staged.food.content)?;
        self.add_portions(id, &staged.food.portions)?;
        let reference = &staged.food.reference;
        names::add(self.tx, id, &staged.food.name, "name", reference)?;
        for name in &staged.names {
            names::add(self.tx, id, name, "alias", reference)?;
        }
        tags::retag(self.tx, id, self.lists)
    }

    fn write_content(&self, id: i64, content: &PerNutrient<Content>) -> Result<()> {
        for (nutrient, content) in content.iter() {
            self.tx
                .prepare_cached(
                    "INSERT INTO food_nutrient (food_id, nutrient, per_100g, knowledge)
                     VALUES (?1, ?2, ?3, ?4)",
                )?
                .execute(params![
                    id,
                    nutrient.key(),
                    content.per_100g(),
                    content.knowledge().key()
                ])?;
        }
        Ok(())
    }

    /// Adds portions; one the food has for a measure stays.
    fn add_portions(&self, id: i64, portions: &[Portion]) -> Result<()> {
        for portion in portions {
            self.tx
                .prepare_cached(
                    "INSERT INTO portion (food_id, measure, grams, source) VALUES (?1, ?2, ?3, ?4)
                     ON CONFLICT (food_id, measure) DO NOTHING",
                )?
                .execute(params![id, portion.measure, portion.grams, portion.source])?;
        }
        Ok(())
    }

    /// Brings a food of the table up to date; false where the file says nothing new.
    fn update(&self, id: i64, staged: &Staged) -> Result<bool> {
        let food = &staged.food;
        self.tx
            .prepare_cached(
                "UPDATE food SET food_table = ?2, reference = ?3, offered_as = NULL WHERE id = ?1",
            )?
            .execute(params![id, self.release.table.key(), food.reference])?;
        if self.said(id)? == said(staged) {
            return Ok(false);
        }
        self.tx
            .prepare_cached(
                "UPDATE food SET name = ?2, food_group = ?3, ndb = ?4, changed_at = ?5 WHERE id = ?1",
            )?
            .execute(params![id, food.name, food.group, staged.ndb, self.now])?;
        for rows in [
            "food_membership WHERE food_id = ?1",
            "food_nutrient WHERE food_id = ?1",
            "portion WHERE food_id = ?1 AND NOT by_user",
            "food_name WHERE food_id = ?1 AND kind <> 'user'",
        ] {
            self.tx.prepare_cached(&format!("DELETE FROM {rows}"))?.execute([id])?;
        }
        self.write_said(id, staged)?;
        Ok(true)
    }

    /// Gives a food of the seed the file's figures; false where it has them already.
    fn take_over(&self, id: i64, staged: &Staged) -> Result<bool> {
        let known = self.said(id)?;
        self.tx
            .prepare_cached(
                "UPDATE food SET food_table = ?2, reference = ?3, ndb = coalesce(?4, ndb)
                 WHERE id = ?1",
            )?
            .execute(params![id, self.release.table.key(), staged.food.reference, staged.ndb])?;
        self.add_portions(id, &staged.food.portions)?;
        if known.content == staged.food.content && known.portions == self.said(id)?.portions {
            return Ok(false);
        }
        self.tx.prepare_cached("DELETE FROM food_nutrient WHERE food_id = ?1")?.execute([id])?;
        self.write_content(id, &staged.food.content)?;
        tags::retag(self.tx, id, self.lists)?;
        Ok(true)
    }

    /// Returns what the diary holds of a food, the person's own additions left out.
    fn said(&self, id: i64) -> Result<Said> {
        let mut content = PerNutrient::<Content>::default();
        let mut statement = self.tx.prepare_cached(
            "SELECT nutrient, per_100g, knowledge FROM food_nutrient WHERE food_id = ?1",
        )?;
        let mut rows = statement.query([id])?;
        while let Some(row) = rows.next()? {
            content[super::foods::nutrient(row, 0)?] = super::foods::content(row, 1, 2)?;
        }
        let list = |sql: &str| -> Result<Vec<String>> {
            let mut statement = self.tx.prepare_cached(sql)?;
            let found = statement.query_map([id], |row| row.get(0))?;
            Ok(found.collect::<rusqlite::Result<_>>()?)
        };
        let mut statement =
            self.tx.prepare_cached("SELECT name, ndb, food_group FROM food WHERE id = ?1")?;
        let (name, ndb, group): (String, Option<i64>, String) =
            statement.query_row([id], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
        let mut groups = vec![group];
        groups.extend(list(
            "SELECT food_group FROM food_membership WHERE food_id = ?1 ORDER BY food_group",
        )?);
        let mut statement = self.tx.prepare_cached(
            "SELECT measure, grams, source FROM portion WHERE food_id = ?1 AND NOT by_user
             ORDER BY measure",
        )?;
        let portions = statement
            .query_map([id], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?
            .collect::<rusqlite::Result<_>>()?;
        let names =
            list("SELECT name FROM food_name WHERE food_id = ?1 AND kind <> 'user' ORDER BY name")?;
        Ok(Said { name, ndb, groups, content, portions, names })
    }

    /// Takes out foods the table no longer holds. One that is in use is kept; where the table has
    /// a newer version of it, that one is offered in its place.
    fn take_out_missing(&self, loaded: &mut Loaded) -> Result<()> {
        let key = self.release.table.key();
        let missing = format!(
            "food_table = '{key}' AND origin = 'table' AND id NOT IN (SELECT id FROM temp.stage_kept)"
        );
        let kept = self.tx.execute(
            &format!(
                "UPDATE food SET offered_as = (SELECT n.id FROM food n
                     WHERE n.ndb = food.ndb AND n.food_table = food.food_table
                         AND n.id IN (SELECT id FROM temp.stage_kept) ORDER BY n.id LIMIT 1)
                 WHERE {missing} AND {IN_USE}"
            ),
            [],
        )?;
        loaded.superseded = kept as u64;
        self.tx.execute("DELETE FROM temp.stage_gone", [])?;
        self.tx.execute(
            &format!(
                "INSERT INTO temp.stage_gone SELECT id FROM food WHERE {missing} AND NOT {IN_USE}"
            ),
            [],
        )?;
        loaded.removed = remove(self.tx)?;
        // A plain food the table dropped gets the seed's own figures back.
        let dropped = self.tx.execute(
            &format!(
                "UPDATE food SET food_table = NULL WHERE food_table = '{key}' AND origin = 'seed'
                     AND id NOT IN (SELECT id FROM temp.stage_kept)"
            ),
            [],
        )?;
        if dropped > 0 {
            seed::load(self.tx, self.now)?;
        }
        Ok(())
    }
}

/// Returns what a file says of a food in the form of what the diary holds.
fn said(staged: &Staged) -> Said {
    let food = &staged.food;
    let mut groups = staged.groups.clone();
    if let Some((_, others)) = groups.split_first_mut() {
        others.sort();
    }
    let mut portions: Vec<(String, f64, String)> =
        food.portions.iter().map(|p| (p.measure.clone(), p.grams, p.source.clone())).collect();
    portions.sort_by(|a, b| a.0.cmp(&b.0));
    let mut names = staged.names.clone();
    names.push(food.name.clone());
    names.sort();
    names.dedup();
    Said {
        name: food.name.clone(),
        ndb: staged.ndb,
        groups,
        content: food.content,
        portions,
        names,
    }
}

/// Whether a food must outlive its table: eaten once (even if that was deleted, for it can be
/// brought back), part of a recipe, changed, named, weighed or tagged by the person, or needed by
/// a change that can be taken back.
const IN_USE: &str = "(changed_by_user
    OR EXISTS (SELECT 1 FROM item i WHERE i.food_id = food.id)
    OR EXISTS (SELECT 1 FROM recipe_part r WHERE r.part_id = food.id)
    OR EXISTS (SELECT 1 FROM food_name n WHERE n.food_id = food.id AND n.kind = 'user')
    OR EXISTS (SELECT 1 FROM portion p WHERE p.food_id = food.id AND p.by_user)
    OR EXISTS (SELECT 1 FROM source_tag t WHERE t.food_id = food.id AND t.basis = 'user')
    OR food.id IN (SELECT iif(r.target_table = 'food', r.target_id, r.before ->> 'food_id')
        FROM change_row r JOIN change c ON c.id = r.change_id
        WHERE c.undone_at IS NULL AND r.before IS NOT NULL
            AND (r.target_table = 'food' OR r.before ->> 'food_id' IS NOT NULL))
    OR food.id IN (SELECT p.value ->> 'part_id'
        FROM change_row r JOIN change c ON c.id = r.change_id,
            json_each(r.before, '$.recipe_part') p
        WHERE c.undone_at IS NULL AND r.target_table = 'food' AND r.before IS NOT NULL))";

/// The foods of entries that stand.
const LIVE_ITEM: &str = "SELECT i.food_id FROM item i JOIN entry e ON e.id = i.entry_id
    WHERE e.deleted_at IS NULL AND i.food_id IS NOT NULL";

/// Removes the foods of `stage_gone` and returns how many they were.
fn remove(tx: &Transaction<'_>) -> Result<u64> {
    for rows in [
        "food_membership WHERE food_id",
        "food_nutrient WHERE food_id",
        "portion WHERE food_id",
        "food_name WHERE food_id",
        "source_tag WHERE food_id",
    ] {
        tx.execute(&format!("DELETE FROM {rows} IN (SELECT id FROM temp.stage_gone)"), [])?;
    }
    tx.execute(
        "UPDATE food SET offered_as = NULL WHERE offered_as IN (SELECT id FROM temp.stage_gone)",
        [],
    )?;
    Ok(tx.execute("DELETE FROM food WHERE id IN (SELECT id FROM temp.stage_gone)", [])? as u64)
}

/// Offers the plain or the newer food in place of SR28's own rows of the same record.
fn offer(tx: &Transaction<'_>) -> Result<()> {
    tx.execute(
        "UPDATE food SET offered_as = (SELECT o.id FROM food o
             WHERE o.ndb = food.ndb AND o.id <> food.id AND o.deleted_at IS NULL
                 AND (o.food_table = 'sr_legacy' OR o.origin = 'seed' AND o.food_table IS NULL)
             ORDER BY o.origin = 'seed' DESC, o.id LIMIT 1)
         WHERE food_table = 'sr28'",
        [],
    )?;
    Ok(())
}

/// Takes a table out of the diary again: the first import of it, taken back.
pub(super) fn unload(tx: &Transaction<'_>, row: i64, now: i64) -> Result<()> {
    let (key, name): (String, String) =
        tx.query_row("SELECT food_table, name FROM food_table WHERE id = ?1", [row], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })?;
    let of_table = "food_table = ?1 AND origin = 'table'";
    refuse_while_used(tx, &key, &name)?;
    tx.execute_batch(
        "CREATE TEMP TABLE IF NOT EXISTS stage_gone (id INTEGER PRIMARY KEY) STRICT;
         DELETE FROM temp.stage_gone;",
    )?;
    tx.execute(
        &format!("INSERT INTO temp.stage_gone SELECT id FROM food WHERE {of_table}"),
        [&key],
    )?;
    // What refers to them still was deleted after the import, and stays so when it is taken back.
    tx.execute_batch(
        "UPDATE item SET food_id = NULL, grams = NULL
         WHERE food_id IN (SELECT id FROM temp.stage_gone);
         DELETE FROM recipe_part WHERE part_id IN (SELECT id FROM temp.stage_gone);",
    )?;
    remove(tx)?;
    let plain = tx.execute("UPDATE food SET food_table = NULL WHERE food_table = ?1", [&key])?;
    tx.execute("DELETE FROM food_table WHERE id = ?1", [row])?;
    if plain > 0 {
        seed::load(tx, now)?;
    }
    offer(tx)?;
    names::index_tables(tx)?;
    tags::retag_recipes(tx, &knowledge::lists(tx)?)
}

/// Refuses to take a table out while the diary needs its foods, and says where.
fn refuse_while_used(tx: &Transaction<'_>, key: &str, name: &str) -> Result<()> {
    let foods = "SELECT id FROM food WHERE food_table = ?1 AND origin = 'table'";
    let recipes = format!(
        "SELECT r.part_id, r.food_id FROM recipe_part r JOIN food d ON d.id = r.food_id
         WHERE d.deleted_at IS NULL OR d.id IN ({LIVE_ITEM})"
    );
    let entries: Vec<i64> = tx
        .prepare(&format!(
            "SELECT DISTINCT e.id FROM item i JOIN entry e ON e.id = i.entry_id
             WHERE e.deleted_at IS NULL AND i.food_id IN ({foods}) ORDER BY e.id"
        ))?
        .query_map([key], |row| row.get(0))?
        .collect::<rusqlite::Result<_>>()?;
    let dishes: Vec<String> = tx
        .prepare(&format!(
            "SELECT DISTINCT d.name FROM ({recipes}) u JOIN food d ON d.id = u.food_id
             WHERE u.part_id IN ({foods}) ORDER BY d.name"
        ))?
        .query_map([key], |row| row.get(0))?
        .collect::<rusqlite::Result<_>>()?;
    let changed: Vec<String> = tx
        .prepare(&format!(
            "SELECT name FROM food WHERE id IN ({foods}) AND (changed_by_user
                 OR EXISTS (SELECT 1 FROM food_name n WHERE n.food_id = food.id AND n.kind = 'user')
                 OR EXISTS (SELECT 1 FROM portion p WHERE p.food_id = food.id AND p.by_user)
                 OR EXISTS (SELECT 1 FROM source_tag t WHERE t.food_id = food.id AND t.basis = 'user'))
             ORDER BY name, id"
        ))?
        .query_map([key], |row| row.get(0))?
        .collect::<rusqlite::Result<_>>()?;
    let mut why = Vec::new();
    if !entries.is_empty() {
        let ids: Vec<String> = entries.iter().map(ToString::to_string).collect();
        let word = if ids.len() == 1 { "entry" } else { "entries" };
        why.push(format!("{word} {}", some_of(&ids)));
    }
    if !dishes.is_empty() {
        let word = if dishes.len() == 1 { "recipe" } else { "recipes" };
        why.push(format!("the {word} {}", some_of(&dishes)));
    }
    let used = match why.as_slice() {
        [] => None,
        _ => Some(format!("its foods are used in {}", why.join(" and in "))),
    };
    let edited = (!changed.is_empty()).then(|| format!("you changed {}", some_of(&changed)));
    let why: Vec<String> = used.into_iter().chain(edited).collect();
    if why.is_empty() {
        return Ok(());
    }
    Err(Error::request(format!("the import of {name} cannot be taken back"))
        .because(why.join("; "))
        .hint("delete these first; nothing was changed"))
}

/// Lists the first few of some names.
fn some_of(names: &[String]) -> String {
    const MOST: usize = 5;
    let told: Vec<&str> = names.iter().take(MOST).map(String::as_str).collect();
    match names.len().saturating_sub(MOST) {
        0 => told.join(", "),
        more => format!("{} and {more} more", told.join(", ")),
    }
}
