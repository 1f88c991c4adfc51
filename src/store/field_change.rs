//! When each field of what a person keeps last changed, so that diaries that lived apart can be
//! united field by field.
//!
//! Every change passes through the journal, and the journal tells this room what a row was before.
//! A time never goes back: a change made after another one counts as later, whatever a clock says.

use std::collections::BTreeMap;

use rusqlite::{OptionalExtension, Transaction, params};
use serde_json::{Map, Value};

use super::rows::rows_of;
use super::{entry_image, food_image};
use crate::error::{Error, Result};
use crate::exchange::document::{
    Changed, Context, Dose, Entry, Episode, Figure, Food, Item, Line, Medicine, Name, Portion,
    Published, Recipe, Time, When,
};
use crate::exchange::law;

type Row = Map<String, Value>;

/// Returns a row before something is done to it, where its fields are followed.
pub(super) fn before(tx: &Transaction<'_>, table: &str, id: i64) -> Result<Option<Row>> {
    let sql = match table {
        "entry" => return entry_image::image(tx, id),
        "food" => return food_image::image(tx, id),
        "item" => "SELECT * FROM item WHERE id = ?1",
        "food_name" => "SELECT * FROM food_name WHERE id = ?1",
        "setting" => "SELECT * FROM setting WHERE id = ?1",
        "flag_acknowledged" => "SELECT * FROM flag_acknowledged WHERE id = ?1",
        "food_refused" => "SELECT * FROM food_refused WHERE food_id = ?1",
        _ => return Ok(None),
    };
    Ok(rows_of(tx, sql, id)?.pop())
}

/// Notes which fields of a row changed, now that it was changed.
pub(super) fn note(
    tx: &Transaction<'_>,
    table: &str,
    id: i64,
    found: Option<&Row>,
    now: i64,
) -> Result<()> {
    match (table, found) {
        ("entry", Some(found)) => {
            let Some(after) = entry_image::image(tx, id)? else { return Ok(()) };
            // An image made by an older program holds the entry's own row alone.
            let whole = found.contains_key("meal");
            let own = ["note", "when", "deleted_at"];
            let fields = |image: &Row| -> Result<law::State> {
                Ok(law::of_entry(&entry(image, &|id| Ok(id.to_string()))?)?)
            };
            let (was, is) = (fields(found), fields(&after));
            for field in differing(&was?, &is?) {
                if whole || own.contains(&field.as_str()) {
                    touch(
                        tx,
                        "entry",
                        &text(&after, "uid"),
                        &field,
                        int(&after, "created_at"),
                        now,
                    )?;
                }
            }
            Ok(())
        }
        ("food", Some(found)) => {
            let Some(after) = food_image::image(tx, id)? else { return Ok(()) };
            let fields = |image: &Row| -> Result<law::State> {
                Ok(law::of_food(&food(image, &|id| Ok(id.to_string()))?)?)
            };
            // Where the person changes a published food, what they left as it is stays as published.
            let theirs = |image: &Row| int(image, "changed_by_user") != 0;
            let mut found = found.clone();
            if theirs(&after) && !theirs(&found) {
                found.insert("changed_by_user".to_owned(), 1.into());
            }
            let (was, is) = (fields(&found), fields(&after));
            let made = made(&after);
            for field in differing(&was?, &is?) {
                if field != "published" {
                    touch(tx, "food", &text(&after, "source"), &field, made, now)?;
                }
            }
            Ok(())
        }
        ("item", Some(found)) => {
            let entry: Option<String> = tx
                .prepare_cached("SELECT uid FROM entry WHERE id = ?1")?
                .query_row([int(found, "entry_id")], |row| row.get(0))
                .optional()?;
            let field = format!("item:{}", text(found, "uid"));
            entry.map_or(Ok(()), |entry| {
                touch(tx, "entry", &entry, &field, int(found, "changed_at"), now)
            })
        }
        ("food_name", _) => {
            let Some(row) =
                found.cloned().map_or_else(|| before(tx, table, id), |r| Ok(Some(r)))?
            else {
                return Ok(());
            };
            let Some(food) = food_image::image(tx, int(&row, "food_id"))? else { return Ok(()) };
            let field = format!("name:{}", text(&row, "name"));
            touch(tx, "food", &text(&food, "source"), &field, made(&food), now)
        }
        ("setting" | "flag_acknowledged" | "food_refused", _) => {
            let after = before(tx, table, id)?;
            let Some((record, key)) = after.as_ref().or(found).and_then(|row| {
                Some(match table {
                    "setting" => ("setting", text(row, "field")),
                    "flag_acknowledged" => {
                        let event = format!("{}:{}", int(row, "until"), int(row, "strength"));
                        let entry = Some(text(row, "entry")).filter(|uid| !uid.is_empty());
                        ("acknowledged", sign_key(&text(row, "flag"), &event, entry.as_deref()))
                    }
                    _ => ("refused", source(tx, int(row, "food_id")).ok()?),
                })
            }) else {
                return Ok(());
            };
            if after.is_some() {
                tx.prepare_cached("DELETE FROM field_change WHERE record = ?1 AND key = ?2")?
                    .execute(params![record, key])?;
                return Ok(());
            }
            touch(tx, record, &key, "value", i64::MIN, now)
        }
        _ => Ok(()),
    }
}

/// Returns the key under which a warning sign is known: with the entry where it is about one.
pub(super) fn sign_key(flag: &str, event: &str, entry: Option<&str>) -> String {
    match entry {
        Some(entry) => format!("{flag}\n{event}\n{entry}"),
        None => format!("{flag}\n{event}"),
    }
}

/// Returns the origin of a food.
pub(super) fn source(tx: &Transaction<'_>, id: i64) -> Result<String> {
    Ok(tx
        .prepare_cached("SELECT source FROM food WHERE id = ?1")?
        .query_row([id], |row| row.get(0))?)
}

fn differing(was: &law::State, is: &law::State) -> Vec<String> {
    let value = |state: &law::State, name: &str| {
        state.fields.get(name).map_or(Value::Null, |field| field.value.clone())
    };
    let mut names: Vec<String> = was.fields.keys().chain(is.fields.keys()).cloned().collect();
    names.sort();
    names.dedup();
    names.retain(|name| value(was, name) != value(is, name));
    names
}

fn touch(
    tx: &Transaction<'_>,
    record: &str,
    key: &str,
    field: &str,
    base: i64,
    now: i64,
) -> Result<()> {
    let last: Option<i64> = tx
        .prepare_cached(
            "SELECT changed_at FROM field_change
             WHERE record = ?1 AND key = ?2 AND field IN (?3, '*') ORDER BY field = '*' LIMIT 1",
        )?
        .query_row(params![record, key, field], |row| row.get(0))
        .optional()?;
    let at = now.max(last.unwrap_or(base).saturating_add(1));
    tx.prepare_cached(
        "INSERT INTO field_change (record, key, field, changed_at) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT (record, key, field) DO UPDATE SET changed_at = excluded.changed_at",
    )?
    .execute(params![record, key, field, at])?;
    Ok(())
}

/// Returns the times that stand for the fields of a record.
pub(super) fn times(
    tx: &Transaction<'_>,
    record: &str,
    key: &str,
) -> Result<BTreeMap<String, i64>> {
    let mut statement = tx.prepare_cached(
        "SELECT field, changed_at FROM field_change WHERE record = ?1 AND key = ?2",
    )?;
    let rows = statement.query_map([record, key], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// Puts the times of a record in the place of those that stand.
pub(super) fn set_times(
    tx: &Transaction<'_>,
    record: &str,
    key: &str,
    times: impl IntoIterator<Item = (String, i64)>,
) -> Result<()> {
    tx.prepare_cached("DELETE FROM field_change WHERE record = ?1 AND key = ?2")?
        .execute([record, key])?;
    for (field, at) in times {
        tx.prepare_cached(
            "INSERT INTO field_change (record, key, field, changed_at) VALUES (?1, ?2, ?3, ?4)",
        )?
        .execute(params![record, key, field, at])?;
    }
    Ok(())
}

/// Returns when the fields of a record changed, where that is not when it was made.
pub(super) fn changed(
    state: &law::State,
    times: &BTreeMap<String, i64>,
    own: impl Fn(&str) -> Option<i64>,
) -> Changed {
    let mut changed = Changed::new();
    let all = times.get("*").copied();
    for name in state.fields.keys().filter(|name| *name != "published") {
        let at = times.get(name).copied().or_else(|| own(name)).or(all).unwrap_or(state.made);
        if at != state.made {
            changed.insert(name.clone(), Time(at));
        }
    }
    for (name, at) in times {
        if name != "*" && *at != state.made && !state.fields.contains_key(name) {
            changed.insert(name.clone(), Time(*at));
        }
    }
    changed
}

fn made(food: &Row) -> i64 {
    if food.get("uid").is_some_and(|uid| !uid.is_null()) {
        int(food, "created_at")
    } else {
        law::EARLIEST
    }
}

/// Returns the entry that an image shows. `food_name` names a food.
pub(super) fn entry(image: &Row, food_name: &dyn Fn(i64) -> Result<String>) -> Result<Entry> {
    let kind = text(image, "kind");
    let one = |list: &str| rows(image, list).next();
    let mut amounts: BTreeMap<i64, BTreeMap<String, f64>> = BTreeMap::new();
    for row in rows(image, "item_amount") {
        let amount = real(row, "amount").unwrap_or_default();
        amounts.entry(int(row, "item_id")).or_default().insert(text(row, "nutrient"), amount);
    }
    let mut items = Vec::new();
    for row in rows(image, "item") {
        let recorded = int(row, "recorded") != 0;
        items.push(Item {
            uid: text(row, "uid"),
            position: int(row, "position"),
            phrase: text(row, "phrase"),
            food: row.get("food_id").and_then(Value::as_i64).map(food_name).transpose()?,
            quantity: real(row, "quantity"),
            unit: some(row, "unit"),
            grams: real(row, "grams"),
            assumption: some(row, "assumption"),
            recorded: recorded.then(|| amounts.remove(&int(row, "id")).unwrap_or_default()),
            import_key: some(row, "import_key"),
        });
    }
    let doses = rows(image, "dose").map(|row| Dose {
        uid: text(row, "uid"),
        position: int(row, "position"),
        phrase: text(row, "phrase"),
        nutrient: some(row, "nutrient"),
        form: some(row, "form"),
        quantity: real(row, "quantity"),
        unit: some(row, "unit"),
        stated_as: some(row, "stated_as"),
        amount: real(row, "amount"),
        assumption: some(row, "assumption"),
        import_key: some(row, "import_key"),
    });
    let doses: Vec<Dose> = doses.collect();
    let whole = |row: &Row, key: &str| row.get(key).and_then(Value::as_i64);
    Ok(Entry {
        uid: text(image, "uid"),
        when: When {
            at: Time(int(image, "instant")),
            offset_seconds: int(image, "offset_seconds"),
            day: text(image, "day"),
        },
        note: some(image, "note"),
        created_at: Time(int(image, "created_at")),
        deleted_at: whole(image, "deleted_at").map(Time),
        changed: Changed::new(),
        slot: one("meal").map(|row| text(row, "slot")),
        items: (kind == "meal").then_some(items),
        doses: (kind == "supplement").then_some(doses),
        medicine: one("medicine").map(|row| Medicine {
            name: text(row, "name"),
            class: some(row, "class"),
            action: text(row, "action"),
        }),
        episode: one("episode").map(|row| Episode {
            kind: text(row, "kind"),
            site: some(row, "site"),
            side: some(row, "side"),
            intensity: whole(row, "intensity"),
            pain: whole(row, "pain"),
            duration_seconds: whole(row, "duration_seconds"),
            count: whole(row, "count"),
            activity: some(row, "activity"),
            visible: whole(row, "visible").map(|v| v != 0),
            signs: rows(image, "episode_sign").map(|row| text(row, "sign")).collect(),
        }),
        context: one("context")
            .map(|row| Context { amount: real(row, "amount"), level: some(row, "level") }),
        tags: (kind == "note")
            .then(|| rows(image, "note_tag").map(|row| text(row, "tag")).collect()),
        kind,
    })
}

/// Returns the food that an image shows: of a published one what the person made of it.
/// `food_name` names a food.
pub(super) fn food(image: &Row, food_name: &dyn Fn(i64) -> Result<String>) -> Result<Food> {
    let origin = text(image, "origin");
    let own = matches!(origin.as_str(), "own" | "recipe");
    let theirs = own || int(image, "changed_by_user") != 0;
    let name = text(image, "name");
    let mut groups = vec![text(image, "food_group")];
    let mut further: Vec<String> =
        rows(image, "food_membership").map(|row| text(row, "food_group")).collect();
    further.sort();
    groups.extend(further);
    let mut figures: Vec<Figure> = rows(image, "food_nutrient")
        .map(|row| Figure {
            nutrient: text(row, "nutrient"),
            per_100g: real(row, "per_100g"),
            knowledge: text(row, "knowledge"),
            source: some(row, "source"),
        })
        .collect();
    figures.sort_by(|a, b| a.nutrient.cmp(&b.nutrient));
    let portions = |by_user: bool| {
        let mut portions: Vec<Portion> = rows(image, "portion")
            .filter(|row| own || (int(row, "by_user") != 0) == by_user)
            .map(|row| Portion {
                measure: text(row, "measure"),
                grams: real(row, "grams").unwrap_or_default(),
                source: text(row, "source"),
            })
            .collect();
        portions.sort_by(|a, b| a.measure.cmp(&b.measure));
        portions
    };
    let names = |by_user: bool| {
        let mut names: Vec<Name> = rows(image, "food_name")
            .filter(|row| (text(row, "kind") == "user") == by_user)
            .map(|row| Name { name: text(row, "name"), source: text(row, "source") })
            .collect();
        names.sort_by(|a, b| a.name.cmp(&b.name));
        names
    };
    let mut lines = Vec::new();
    for row in rows(image, "recipe_part") {
        lines.push(Line {
            phrase: text(row, "phrase"),
            food: food_name(int(row, "part_id"))?,
            quantity: real(row, "quantity"),
            unit: some(row, "unit"),
            grams: real(row, "grams").unwrap_or_default(),
            assumption: some(row, "assumption"),
        });
    }
    let mut tags: Vec<String> = rows(image, "source_tag")
        .filter(|row| text(row, "basis") == "user")
        .map(|row| text(row, "nutrient"))
        .collect();
    tags.sort();
    let (reference, read_at) = (text(image, "reference"), int(image, "changed_at"));
    let published = (origin == "table" && !theirs).then(|| Published {
        name: name.clone(),
        groups: groups.clone(),
        reference: reference.clone(),
        ndb: image.get("ndb").and_then(Value::as_i64),
        read_at: Time(read_at),
        figures: figures.clone(),
        portions: portions(false),
        names: names(false),
    });
    Ok(Food {
        source: text(image, "source"),
        created_at: own.then(|| Time(int(image, "created_at"))),
        deleted_at: image.get("deleted_at").and_then(Value::as_i64).filter(|_| own).map(Time),
        changed: Changed::new(),
        name: theirs.then_some(name),
        groups: theirs.then_some(groups),
        reference: theirs.then_some(reference),
        figures: (theirs && !figures.is_empty()).then_some(figures),
        portions: portions(true),
        names: names(true),
        tags,
        recipe: rows(image, "recipe").next().map(|row| Recipe {
            servings: real(row, "servings"),
            cooked_grams: real(row, "cooked_grams"),
            lines,
        }),
        published,
        origin,
    })
}

/// Returns the rows of a list in an image.
fn rows<'a>(image: &'a Row, list: &str) -> impl Iterator<Item = &'a Row> + use<'a> {
    image.get(list).and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_object)
}

/// Returns a text of a row; an empty one where it holds none.
pub(super) fn text(row: &Row, key: &str) -> String {
    some(row, key).unwrap_or_default()
}

fn some(row: &Row, key: &str) -> Option<String> {
    row.get(key).and_then(Value::as_str).map(str::to_owned)
}

/// Returns a whole number of a row; 0 where it holds none.
pub(super) fn int(row: &Row, key: &str) -> i64 {
    row.get(key).and_then(Value::as_i64).unwrap_or_default()
}

fn real(row: &Row, key: &str) -> Option<f64> {
    row.get(key).and_then(Value::as_f64)
}

impl From<serde_json::Error> for Error {
    fn from(error: serde_json::Error) -> Self {
        Self::failed("the diary holds something that no document can hold")
            .because(error)
            .hint("nothing was changed; the file may have been edited by another program")
    }
}
