//! Warning signs that were read and put aside.

use rusqlite::{Transaction, params};

use super::{Change, Store};
use crate::error::Result;
use crate::report::flags::Acknowledged;

impl Store {
    /// Returns the warning signs that were put aside, the earliest first.
    ///
    /// # Errors
    ///
    /// Fails when the diary cannot be read.
    pub fn acknowledged(&self) -> Result<Vec<Acknowledged>> {
        let mut statement = self.connection.prepare_cached(
            "SELECT a.flag, a.until, a.strength, e.id FROM flag_acknowledged a
             LEFT JOIN entry e ON e.uid = a.entry
             WHERE a.entry = '' OR e.id IS NOT NULL ORDER BY a.until, a.id",
        )?;
        let rows = statement.query_map([], |row| {
            Ok(Acknowledged {
                flag: row.get(0)?,
                until: row.get(1)?,
                strength: row.get(2)?,
                entry: row.get(3)?,
            })
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }
}

impl Change<'_> {
    /// Puts a warning sign aside until it occurs anew.
    ///
    /// # Errors
    ///
    /// Fails when the diary cannot be written.
    pub fn acknowledge(&mut self, sign: &Acknowledged) -> Result<()> {
        let made = self
            .tx
            .prepare_cached(
                "INSERT INTO flag_acknowledged (flag, until, strength, entry, acknowledged_at)
                 VALUES (?1, ?2, ?3, CASE WHEN ?4 IS NULL THEN ''
                     ELSE (SELECT uid FROM entry WHERE id = ?4) END, ?5) ON CONFLICT DO NOTHING",
            )?
            .execute(params![sign.flag, sign.until, sign.strength, sign.entry, self.now])?;
        if made == 0 {
            return Ok(());
        }
        let id = self.tx.last_insert_rowid();
        self.note_row("flag_acknowledged", id, None)
    }
}

/// Puts a row back to what it was; without an image it is removed.
pub(super) fn restore(tx: &Transaction<'_>, id: i64, before: Option<&str>) -> Result<()> {
    match before {
        None => tx.execute("DELETE FROM flag_acknowledged WHERE id = ?1", [id])?,
        Some(before) => tx.execute(
            // An image from before signs were put aside by their entry names none.
            "INSERT OR REPLACE INTO flag_acknowledged (id, flag, until, strength, entry,
                 acknowledged_at)
             VALUES (?1, ?2 ->> 'flag', ?2 ->> 'until', ?2 ->> 'strength',
                 coalesce(?2 ->> 'entry', ''), ?2 ->> 'acknowledged_at')",
            params![id, before],
        )?,
    };
    Ok(())
}
