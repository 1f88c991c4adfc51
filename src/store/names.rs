//! The words by which foods are found, kept in step with their names.
//!
//! Foods a person is likely to mean (the seed, their own, recipes) and foods of whole tables stand
//! in two indexes, so that plain words find the plain food first. A third one holds every word by
//! its runs of three letters, for words that were misspelt.

use rusqlite::{Transaction, params};

use crate::error::Result;
use crate::resolve::words;

/// Indexes anew the foods a person is likely to mean.
pub(super) fn index_near(tx: &Transaction<'_>) -> Result<()> {
    tx.execute_batch("INSERT INTO near_words (near_words) VALUES ('rebuild');")?;
    index_words(tx)
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
