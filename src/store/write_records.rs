//! Writes the records of a document as rows.

use std::collections::HashMap;

use rusqlite::{OptionalExtension, Transaction, params};

use super::field_change::{set_times, sign_key};
use super::{food_image, names};
use crate::error::{Error, Result};
use crate::exchange::document::{self, Acknowledged, Entry, Food, Refused, Setting};

pub(super) fn food_id(tx: &Transaction<'_>, source: &str) -> Result<Option<i64>> {
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
/// The foods and doses of an entry, by its global id.
const MEMBERS: &str = "SELECT i.uid FROM item i JOIN entry e ON e.id = i.entry_id WHERE e.uid = ?1
    UNION SELECT d.uid FROM dose d JOIN entry e ON e.id = d.entry_id WHERE e.uid = ?1";

/// Returns where foods and doses of an entry were placed elsewhere and stand here, where two places
/// fell together: the global id, the place that was wanted, and the one that was given.
pub(super) fn positions(tx: &Transaction<'_>, entry: &str) -> Result<Vec<(String, i64, i64)>> {
    let mut statement = tx.prepare_cached(&format!(
        "SELECT uid, wanted, stands FROM merged_position WHERE uid IN ({MEMBERS}) ORDER BY uid"
    ))?;
    let found = statement.query_map([entry], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
    Ok(found.collect::<rusqlite::Result<_>>()?)
}

/// Forgets the places of an entry's foods and doses.
pub(super) fn forget_positions(tx: &Transaction<'_>, entry: &str) -> Result<()> {
    tx.execute(&format!("DELETE FROM merged_position WHERE uid IN ({MEMBERS})"), [entry])?;
    Ok(())
}

/// Notes such a place.
pub(super) fn note_position(
    tx: &Transaction<'_>,
    uid: &str,
    wanted: i64,
    stands: i64,
) -> Result<()> {
    tx.prepare_cached(
        "INSERT OR REPLACE INTO merged_position (uid, wanted, stands) VALUES (?1, ?2, ?3)",
    )?
    .execute(params![uid, wanted, stands])?;
    Ok(())
}

pub(super) fn write_entry(
    tx: &Transaction<'_>,
    entry: &Entry,
    id: Option<i64>,
    changed: i64,
) -> Result<i64> {
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
            note_position(tx, uid, wanted, *stands)?;
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

pub(super) fn write_food(
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

pub(super) fn write_lines(tx: &Transaction<'_>, id: i64, recipe: &document::Recipe) -> Result<()> {
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

pub(super) fn holds_itself(tx: &Transaction<'_>, id: i64) -> Result<bool> {
    Ok(tx
        .prepare_cached(
            "WITH RECURSIVE part (id) AS (
                 SELECT part_id FROM recipe_part WHERE food_id = ?1
                 UNION SELECT p.part_id FROM recipe_part p JOIN part ON p.food_id = part.id)
             SELECT 1 FROM part WHERE id = ?1",
        )?
        .exists([id])?)
}

pub(super) fn write_setting(tx: &Transaction<'_>, setting: &Setting) -> Result<()> {
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

pub(super) fn write_refused(tx: &Transaction<'_>, refused: &Refused) -> Result<()> {
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

pub(super) fn write_acknowledged(tx: &Transaction<'_>, sign: &Acknowledged) -> Result<()> {
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

pub(super) fn remove_acknowledged(
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
