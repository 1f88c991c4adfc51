//! Entries that are changed after a while: what was read is compared with what is there.

use serde_json::{Map, Value};

use super::journal::Change;
use super::{Store, entry_image};
use crate::domain::Entry;
use crate::error::{Error, Result};

/// An entry with a mark of everything that belonged to it as it was read.
#[derive(Debug)]
pub struct AsRead {
    /// The entry.
    pub entry: Entry,
    image: Option<Map<String, Value>>,
}

impl Store {
    /// Returns an entry that will be changed once a person has been asked.
    ///
    /// # Errors
    ///
    /// Refuses a number that is no entry or is deleted, and fails when the diary cannot be read.
    pub fn entry_to_change(&self, id: i64) -> Result<AsRead> {
        let _held = self.snapshot()?;
        Ok(AsRead { entry: self.entry(id)?, image: entry_image::image(&self.connection, id)? })
    }
}

impl Change<'_> {
    /// Refuses to go on where another command has changed or deleted an entry since it was read.
    ///
    /// # Errors
    ///
    /// Says that it was changed, and fails when the diary cannot be read.
    pub fn expect(&self, read: &AsRead) -> Result<()> {
        let id = read.entry.id;
        if entry_image::image(&self.tx, id)? == read.image {
            return Ok(());
        }
        Err(Error::request(format!("entry {id} was changed meanwhile"))
            .because("another command wrote to it while a person was asked")
            .hint("nothing was changed here; try again"))
    }
}
