//! Removing entries for good: from their tables, from the journal, and from the free pages of the
//! file.

use rusqlite::config::DbConfig;
use rusqlite::{Connection, TransactionBehavior, params};

use super::{Store, backup};
use crate::error::{Error, Result};

impl Store {
    /// Removes entries for good, deleted ones too, with every trace in the journal. Returns how many
    /// there were. What is free in the file afterwards is written over with zeros.
    ///
    /// # Errors
    ///
    /// Refuses a number that is no entry; nothing is removed then. Fails when the diary cannot be
    /// written.
    pub fn forget(&mut self, ids: &[i64]) -> Result<usize> {
        self.connection.execute_batch("PRAGMA secure_delete = ON")?;
        let tx = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        for id in ids {
            let uid: String = tx
                .query_row("SELECT uid FROM entry WHERE id = ?1", [id], |row| row.get(0))
                .map_err(|_| {
                    Error::request(format!("there is no entry {id}"))
                        .hint("`mineralog diary --deleted` lists the deleted ones too")
                })?;
            // What was typed stands in the command and the summary of its changes too, and what
            // was brought in from elsewhere in the documents of theirs.
            tx.execute(
                "UPDATE change SET command = 'forgotten', summary = 'what is left of a change of which \
                 a part was forgotten' WHERE id IN (
                     SELECT change_id FROM change_row WHERE target_table = 'entry' AND target_id = ?1
                         OR target_table = 'item' AND (
                             target_id IN (SELECT id FROM item WHERE entry_id = ?1)
                             OR coalesce(before, after, undone) ->> 'entry_id' = ?1)
                         OR instr(coalesce(before, '') || coalesce(after, '') || coalesce(undone, ''),
                             ?2) > 0)",
                params![id, uid],
            )?;
            tx.execute(
                "DELETE FROM change_row WHERE target_table = 'entry' AND target_id = ?1
                     OR target_table = 'item' AND (
                         target_id IN (SELECT id FROM item WHERE entry_id = ?1)
                         OR coalesce(before, after, undone) ->> 'entry_id' = ?1)
                     OR instr(coalesce(before, '') || coalesce(after, '') || coalesce(undone, ''),
                         ?2) > 0",
                params![id, uid],
            )?;
            // The history of another diary names no entries: what it says of the very seconds in
            // which this one was written goes.
            tx.execute(
                "UPDATE change_elsewhere SET command = 'forgotten', summary = 'forgotten'
                 WHERE made_at IN (
                     SELECT created_at FROM entry WHERE id = ?1
                     UNION SELECT changed_at FROM entry WHERE id = ?1
                     UNION SELECT deleted_at FROM entry WHERE id = ?1
                     UNION SELECT changed_at FROM item WHERE entry_id = ?1
                     UNION SELECT changed_at FROM field_change
                         WHERE record = 'entry' AND key = ?2)",
                params![id, uid],
            )?;
            tx.execute("DELETE FROM field_change WHERE record = 'entry' AND key = ?1", [&uid])?;
            tx.execute("DELETE FROM flag_acknowledged WHERE entry = ?1", [&uid])?;
            tx.execute(
                "DELETE FROM field_change WHERE record = 'acknowledged'
                     AND substr(key, -37) = char(10) || ?1",
                [&uid],
            )?;
            tx.execute(
                "DELETE FROM merged_position WHERE uid IN (
                     SELECT uid FROM item WHERE entry_id = ?1
                     UNION SELECT uid FROM dose WHERE entry_id = ?1)",
                [id],
            )?;
            tx.execute("DELETE FROM entry WHERE id = ?1", [id])?;
        }
        tx.execute("DELETE FROM change WHERE id NOT IN (SELECT change_id FROM change_row)", [])?;
        tx.commit()?;
        // The rows are zeros by now. What was freed before today lies in free pages until this.
        self.connection.execute_batch("VACUUM").map_err(|e| {
            Error::failed("the entries are forgotten, but the file could not be written anew")
                .because(e)
                .hint("older traces may lie in its free pages; make room, and forget another entry")
        })?;
        Ok(ids.len())
    }

    /// Removes everything a person put into the diary, and every table that was loaded: it is as new
    /// afterwards. It is one step; whatever breaks leaves the diary as it was or empty.
    ///
    /// # Errors
    ///
    /// Fails when the diary cannot be written.
    pub fn forget_everything(&mut self, now: i64) -> Result<()> {
        let reset = DbConfig::SQLITE_DBCONFIG_RESET_DATABASE;
        self.connection.set_db_config(reset, true)?;
        let emptied = self.connection.execute_batch("VACUUM");
        self.connection.set_db_config(reset, false)?;
        emptied?;
        let empty = std::mem::replace(&mut self.connection, Connection::open_in_memory()?);
        self.connection = Self::prepare(empty, None, now)?.connection;
        Ok(())
    }

    /// Removes the copies of the diary that this program made. Returns how many there were.
    ///
    /// # Errors
    ///
    /// Fails when one of them cannot be removed.
    pub fn forget_copies(&self) -> Result<usize> {
        if let Some(path) = &self.path {
            backup::can_be_seen(path)?;
        }
        let copies = self.copies();
        for copy in &copies {
            std::fs::remove_file(copy).map_err(|e| {
                Error::failed(format!("the copy {} could not be removed", copy.display()))
                    .because(e)
                    .hint("nothing was forgotten in the diary; remove the copy by hand, and try again")
            })?;
        }
        Ok(copies.len())
    }
}
