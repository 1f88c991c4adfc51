//! The words by which foods are found, kept in step with their names.
//!
//! Foods a person is likely to mean (the seed, their own, recipes) and foods of whole tables stand
//! in two indexes, so that plain words find the plain food first. A third one holds every word by
//! its runs of three letters, for words that were misspelt.

use rusqlite::{OptionalExtension, Transaction, params};

use crate::error::Result;
use crate::resolve::words;

/// Indexes anew the foods a person is likely to mean.
pub(super) fn index_near(tx: &Transaction<'_>) -> Result<()> {
    tx.execute_batch("INSERT INTO near_words (near_words) VALUES ('rebuild');")?;
    index_words(tx)
}

/// Indexes anew the foods among which a food stands.
pub(super) fn index_beside(tx: &Transaction<'_>, food: i64) -> Result<()> {
    let of_table = tx
        .prepare_cached("SELECT 1 FROM food WHERE id = ?1 AND origin = 'table'")?
        .exists([food])?;
    if of_table { index_tables(tx) } else { index_near(tx) }
}

/// Indexes anew the foods of whole tables.
pub(super) fn index_tables(tx: &Transaction<'_>) -> Result<()> {
    tx.execute_batch("INSERT INTO table_words (table_words) VALUES ('rebuild');")?;
    index_words(tx)
}

fn index_words(tx: &Transaction<'_>) -> Result<()> {
    tx.execute_batch(
        "DELETE FROM word_trigrams;
         INSERT INTO word_trigrams (word, near)
             SELECT term, max(near) FROM (
                 SELECT term, 1 AS near FROM near_vocabulary
                 UNION ALL SELECT term, 0 FROM table_vocabulary)
             GROUP BY term ORDER BY term;",
    )?;
    Ok(())
}

/// Adds a name the person taught, with its words to the index. Returns its number; none where the
/// food has it already.
pub(super) fn teach(
    tx: &Transaction<'_>,
    food: i64,
    name: &str,
    source: &str,
) -> Result<Option<i64>> {
    let key = words::name_key(name);
    let known = tx
        .prepare_cached(
            "SELECT 1 FROM food_name WHERE food_id = ?1 AND (name = ?2 OR words = ?3 AND kind = 'user')",
        )?
        .exists(params![food, name, key])?;
    if known {
        return Ok(None);
    }
    add(tx, food, name, "user", source)?;
    let id = tx.last_insert_rowid();
    let Some(index) = index_of(tx, id)? else { return Ok(Some(id)) };
    tx.prepare_cached(&format!("INSERT INTO {index} (rowid, words) VALUES (?1, ?2)"))?
        .execute(params![id, key])?;
    let near = index == "near_words";
    for word in key.split(' ') {
        let known: Option<(i64, bool)> = tx
            .prepare_cached(
                "SELECT rowid, near FROM word_trigrams WHERE word_trigrams MATCH ?1 AND word = ?2",
            )?
            .query_row(params![format!("\"{}\"", word.replace('"', "")), word], |row| {
                Ok((row.get(0)?, row.get(1)?))
            })
            .optional()?;
        match known {
            None => {
                tx.prepare_cached("INSERT INTO word_trigrams (word, near) VALUES (?1, ?2)")?
                    .execute(params![word, near])?;
            }
            Some((row, false)) if near => {
                tx.prepare_cached("UPDATE word_trigrams SET near = 1 WHERE rowid = ?1")?
                    .execute([row])?;
            }
            Some(_) => {}
        }
    }
    Ok(Some(id))
}

/// Removes a name that was taught, with its words from the index.
pub(super) fn forget(tx: &Transaction<'_>, id: i64) -> Result<()> {
    if let Some(index) = index_of(tx, id)? {
        tx.prepare_cached(&format!(
            "INSERT INTO {index} ({index}, rowid, words)
             SELECT 'delete', id, words FROM food_name WHERE id = ?1"
        ))?
        .execute([id])?;
    }
    tx.prepare_cached("DELETE FROM food_name WHERE id = ?1")?.execute([id])?;
    Ok(())
}

/// Returns the index that holds a name; none for a name of a food that is not found by words, such
/// as a removed one.
fn index_of(tx: &Transaction<'_>, id: i64) -> Result<Option<&'static str>> {
    for (index, view) in [("near_words", "near_name"), ("table_words", "table_name")] {
        if tx.prepare_cached(&format!("SELECT 1 FROM {view} WHERE id = ?1"))?.exists([id])? {
            return Ok(Some(index));
        }
    }
    Ok(None)
}

/// Adds a name to a food; one it already has stays as it is.
pub(super) fn add(
    tx: &Transaction<'_>,
    food: i64,
    name: &str,
    kind: &str,
    source: &str,
) -> Result<()> {
    tx.prepare_cached(
        "INSERT INTO food_name (food_id, name, words, kind, source)
         VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT (food_id, name) DO NOTHING",
    )?
    .execute(params![food, name, words::name_key(name), kind, source])?;
    Ok(())
}
