//! Loads the seed tables that the binary carries: whole, in one transaction, at first use and
//! whenever a newer binary brings newer ones. What the person added or changed is left alone.

use std::collections::HashMap;

use rusqlite::{Connection, OptionalExtension, Transaction, params};
use serde::Deserialize;

use super::embedded::{rows, seed_file};
use super::{Store, knowledge, names, odd, tags};
use crate::domain::{Content, Food, FoodId, Knowledge, Nutrient, PerNutrient, Portion};
use crate::error::Result;
use crate::nutrition::bound;

/// A fingerprint of the seed files of this binary.
const DIGEST: &str = include_str!(concat!(env!("OUT_DIR"), "/seed_digest"));

#[derive(Deserialize)]
struct GroupRow {
    food_group: String,
    name: String,
}

#[derive(Deserialize)]
struct FoodRow {
    food: String,
    name: String,
    group: String,
    also: String,
    magnesium_mg: Option<f64>,
    calcium_mg: Option<f64>,
    potassium_mg: Option<f64>,
    vitamin_d_ug: Option<f64>,
    sodium_mg: Option<f64>,
    caffeine_mg: Option<f64>,
    water_g: Option<f64>,
    alcohol_g: Option<f64>,
    energy_kcal: Option<f64>,
    /// One letter a nutrient, in the order of the columns: `m` measured, `e` estimated, `z`
    /// assumed zero, `u` unknown.
    knowledge: String,
    source: String,
}

#[derive(Deserialize)]
struct PortionRow {
    food: String,
    measure: String,
    grams: f64,
    source: String,
}

#[derive(Deserialize)]
struct AliasRow {
    food: String,
    alias: String,
    source: String,
}

/// A seeded food before it has a number.
struct SeedFood {
    food: Food,
    groups: Vec<String>,
    aliases: Vec<(String, String)>,
}

impl Store {
    /// Loads the seed of this binary if the diary holds another one or none.
    pub(super) fn update_seed(&mut self, now: i64) -> Result<()> {
        if is_current(&self.connection)? {
            return Ok(());
        }
        let tx =
            self.connection.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
        // Another process may have loaded it while this one waited.
        if !is_current(&tx)? {
            load(&tx, now)?;
        }
        tx.commit()?;
        Ok(())
    }
}

/// How the source of every portion of a record begins that its table printed, but for SR28's.
pub(super) fn portion_source(source: &str) -> String {
    format!("{source} portion ")
}

/// Returns whether a diary holds the seed of this binary.
pub(super) fn is_current(connection: &Connection) -> Result<bool> {
    let holds: Option<String> =
        connection.query_row("SELECT digest FROM seed_state", [], |row| row.get(0)).optional()?;
    Ok(holds.as_deref() == Some(DIGEST))
}

pub(super) fn load(tx: &Transaction<'_>, now: i64) -> Result<()> {
    let lists = knowledge::load(tx)?;
    for row in rows::<GroupRow>(seed_file!("food_groups.csv"))? {
        tx.prepare_cached(
            "INSERT INTO food_group (food_group, name) VALUES (?1, ?2)
             ON CONFLICT (food_group) DO UPDATE SET name = excluded.name",
        )?
        .execute(params![row.food_group, row.name])?;
    }
    for seeded in read_foods()? {
        store_food(tx, seeded, &lists, now)?;
    }
    tags::retag_recipes(tx, &lists)?;
    names::index_near(tx)?;
    names::index_tables(tx)?;
    store_bounds(tx)?;
    tx.execute(
        "INSERT INTO seed_state (only_row, digest, loaded_at) VALUES (1, ?1, ?2)
         ON CONFLICT (only_row) DO UPDATE SET digest = excluded.digest, loaded_at = excluded.loaded_at",
        params![DIGEST, now],
    )?;
    Ok(())
}

/// Loads one food of the seed again; returns whether the seed holds it.
pub(super) fn reload(tx: &Transaction<'_>, source: &str, now: i64) -> Result<bool> {
    let Some(seeded) = read_foods()?.into_iter().find(|seeded| seeded.food.source == source) else {
        return Ok(false);
    };
    store_food(tx, seeded, &knowledge::lists(tx)?, now)?;
    Ok(true)
}

fn read_foods() -> Result<Vec<SeedFood>> {
    let mut portions: HashMap<String, Vec<Portion>> = HashMap::new();
    for row in rows::<PortionRow>(seed_file!("portions.csv"))? {
        let portion = Portion { measure: row.measure, grams: row.grams, source: row.source };
        portions.entry(row.food).or_default().push(portion);
    }
    let mut aliases: HashMap<String, Vec<(String, String)>> = HashMap::new();
    for row in rows::<AliasRow>(seed_file!("aliases.csv"))? {
        aliases.entry(row.food).or_default().push((row.alias, row.source));
    }
    rows::<FoodRow>(seed_file!("foods.csv"))?
        .into_iter()
        .map(|row| {
            let content = content(&row)?;
            let also = row.also.split(';').filter(|g| !g.is_empty()).map(str::to_owned);
            let groups = std::iter::once(row.group.clone()).chain(also).collect();
            Ok(SeedFood {
                groups,
                aliases: aliases.remove(&row.food).unwrap_or_default(),
                food: Food {
                    id: FoodId(0),
                    portions: portions.remove(&row.food).unwrap_or_default(),
                    source: row.food,
                    name: row.name,
                    group: row.group,
                    reference: row.source,
                    content,
                    tags: Vec::new(),
                    parts: Vec::new(),
                },
            })
        })
        .collect()
}

fn content(row: &FoodRow) -> Result<PerNutrient<Content>> {
    let values = [
        row.magnesium_mg,
        row.calcium_mg,
        row.potassium_mg,
        row.vitamin_d_ug,
        row.sodium_mg,
        row.caffeine_mg,
        row.water_g,
        row.alcohol_g,
        row.energy_kcal,
    ];
    let mut table = PerNutrient::default();
    let letters: Vec<char> = row.knowledge.chars().collect();
    if letters.len() != values.len() {
        return Err(odd("kind of knowledge", &row.knowledge));
    }
    for ((nutrient, value), letter) in Nutrient::ALL.into_iter().zip(values).zip(letters) {
        let knowledge = match letter {
            'm' => Knowledge::Measured,
            'e' => Knowledge::Estimated,
            'z' => Knowledge::AssumedZero,
            'u' => Knowledge::Unknown,
            _ => return Err(odd("kind of knowledge", &row.knowledge)),
        };
        table[nutrient] = match (value, knowledge) {
            (None, Knowledge::Unknown) => Content::Unknown,
            (Some(per_100g), knowledge) if knowledge != Knowledge::Unknown => {
                Content::Known { per_100g, knowledge }
            }
            _ => return Err(odd("kind of knowledge", &row.food)),
        };
    }
    Ok(table)
}

fn store_food(
    tx: &Transaction<'_>,
    seeded: SeedFood,
    lists: &knowledge::Lists,
    now: i64,
) -> Result<()> {
    let SeedFood { food, groups, aliases } = seeded;
    let found: Option<(i64, bool, bool)> = tx
        .prepare_cached(
            "SELECT id, changed_by_user, food_table IS NOT NULL FROM food WHERE source = ?1",
        )?
        .query_row([&food.source], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
        .optional()?;
    // The figures of a food that a loaded table holds too are the table's.
    let loaded = matches!(found, Some((_, _, true)));
    let id = match found {
        Some((_, true, _)) => return Ok(()),
        Some((id, false, _)) => {
            tx.prepare_cached(
                "UPDATE food SET origin = 'seed', name = ?2, food_group = ?3,
                     reference = iif(food_table IS NULL, ?4, reference), changed_at = ?5
                 WHERE id = ?1",
            )?
            .execute(params![id, food.name, food.group, food.reference, now])?;
            for rows in [
                "food_membership WHERE food_id = ?1",
                "food_nutrient WHERE food_id = ?1
                    AND (SELECT food_table IS NULL FROM food WHERE id = ?1)",
                "food_name WHERE food_id = ?1 AND kind <> 'user'",
            ] {
                tx.prepare_cached(&format!("DELETE FROM {rows}"))?.execute([id])?;
            }
            // The portions a loaded table added stay as long as its figures do.
            let of_table = loaded.then(|| portion_source(&food.source));
            tx.prepare_cached(
                "DELETE FROM portion WHERE food_id = ?1 AND NOT by_user
                     AND (?2 IS NULL OR substr(source, 1, length(?2)) <> ?2)",
            )?
            .execute(params![id, of_table])?;
            id
        }
        None => {
            tx.prepare_cached(
                "INSERT INTO food (source, origin, name, food_group, reference, created_at, changed_at)
                 VALUES (?1, 'seed', ?2, ?3, ?4, ?5, ?5)",
            )?
            .execute(params![food.source, food.name, food.group, food.reference, now])?;
            tx.last_insert_rowid()
        }
    };
    for group in groups.iter().skip(1) {
        tx.prepare_cached("INSERT INTO food_membership (food_id, food_group) VALUES (?1, ?2)")?
            .execute(params![id, group])?;
    }
    tx.prepare_cached(
        "UPDATE food SET ndb = iif(food_table IS NULL, ?2, coalesce(ndb, ?2)) WHERE id = ?1",
    )?
    .execute(params![id, ndb(&food.reference)])?;
    for (nutrient, content) in food.content.iter().filter(|_| !loaded) {
        tx.prepare_cached(
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
    for portion in &food.portions {
        tx.prepare_cached(
            "INSERT INTO portion (food_id, measure, grams, source) VALUES (?1, ?2, ?3, ?4)
             ON CONFLICT (food_id, measure) DO UPDATE SET grams = excluded.grams,
                 source = excluded.source WHERE NOT by_user",
        )?
        .execute(params![id, portion.measure, portion.grams, portion.source])?;
    }
    let own = (food.name.clone(), "ours".to_owned());
    for (i, (name, source)) in std::iter::once(&own).chain(&aliases).enumerate() {
        let kind = if i == 0 { "name" } else { "alias" };
        names::add(tx, id, name, kind, source)?;
    }
    tags::retag(tx, id, lists)
}

/// Returns USDA's number from a reference such as `SR28 11457`.
fn ndb(reference: &str) -> Option<i64> {
    reference.strip_prefix("SR28 ")?.split(' ').next()?.parse().ok()
}

/// Computes what unknown values could be at most from all foods of the seed.
fn store_bounds(tx: &Transaction<'_>) -> Result<()> {
    let foods = super::foods::all_for_bounds(tx)?;
    tx.execute("DELETE FROM group_bound", [])?;
    for (group, nutrient, upper, known_foods) in bound::group_bounds(&foods) {
        tx.prepare_cached(
            "INSERT INTO group_bound (food_group, nutrient, upper, known_foods)
             VALUES (?1, ?2, ?3, ?4)",
        )?
        .execute(params![group, nutrient.key(), upper, known_foods as i64])?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::resolve::words;

    #[test]
    fn loading_twice_changes_nothing() {
        let mut store = Store::in_memory(0).unwrap();
        let count = |store: &Store| -> Vec<i64> {
            ["food", "food_nutrient", "portion", "food_name", "source_tag", "group_bound"]
                .iter()
                .map(|table| {
                    let sql = format!("SELECT count(*) FROM {table}");
                    store.connection.query_row(&sql, [], |row| row.get(0)).unwrap()
                })
                .collect()
        };
        let before = count(&store);
        assert!(before[0] >= 750);
        store.connection.execute("UPDATE seed_state SET digest = 'older'", []).unwrap();
        store.update_seed(1).unwrap();
        assert_eq!(count(&store), before);
    }

    #[test]
    fn what_the_person_changed_is_left_alone() {
        let mut store = Store::in_memory(0).unwrap();
        let change = "UPDATE food SET name = 'my spinach', changed_by_user = 1
                      WHERE source = 'usda:168462'";
        assert_eq!(store.connection.execute(change, []).unwrap(), 1);
        store.connection.execute("UPDATE seed_state SET digest = 'older'", []).unwrap();
        store.update_seed(1).unwrap();
        let name: String = store
            .connection
            .query_row("SELECT name FROM food WHERE source = 'usda:168462'", [], |r| r.get(0))
            .unwrap();
        assert_eq!(name, "my spinach");
    }

    #[test]
    fn no_alias_means_two_foods() {
        let store = Store::in_memory(0).unwrap();
        let mut statement =
            store.connection.prepare("SELECT food_id, name FROM food_name ORDER BY id").unwrap();
        let mut meanings: HashMap<Vec<String>, (i64, String)> = HashMap::new();
        let mut shared = Vec::new();
        let mut rows = statement.query([]).unwrap();
        while let Some(row) = rows.next().unwrap() {
            let (food, name): (i64, String) = (row.get(0).unwrap(), row.get(1).unwrap());
            let words = words::words(&name);
            assert!(!words.is_empty(), "{name} has no word that counts");
            let (first, other) = meanings.entry(words).or_insert((food, name.clone()));
            if *first != food {
                shared.push(format!("{other} / {name}"));
            }
        }
        assert_eq!(shared, Vec::<String>::new());
    }

    #[test]
    fn a_foods_own_name_resolves_to_itself() {
        let store = Store::in_memory(0).unwrap();
        let mut statement =
            store.connection.prepare("SELECT id, name FROM food ORDER BY id").unwrap();
        let mut rows = statement.query([]).unwrap();
        let mut astray = Vec::new();
        while let Some(row) = rows.next().unwrap() {
            let (id, name): (i64, String) = (row.get(0).unwrap(), row.get(1).unwrap());
            for typed in [name.clone(), format!("100 g {name}")] {
                let found = crate::resolve::matching::match_meal(&store, &typed).unwrap();
                let itself = matches!(found.as_slice(), [only]
                    if only.found.as_ref().is_some_and(|(food, _)| food.id.0 == id));
                if !itself {
                    let names: Vec<_> = found.iter().map(|m| &m.phrase).collect();
                    astray.push(format!("{typed} -> {names:?}"));
                }
            }
        }
        assert_eq!(astray, Vec::<String>::new());
    }
}
