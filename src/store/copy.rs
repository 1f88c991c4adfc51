//! Another diary, read through a copy: the file itself is never written, whatever its age.

use std::fs;
use std::path::{Path, PathBuf};

use rusqlite::{Connection, OpenFlags};

use super::{APPLICATION_ID, Store, at};
use crate::error::{Error, Result};

/// A copy of another diary, in a folder for its owner alone that goes with the value.
#[derive(Debug)]
pub struct Copy {
    store: Option<Store>,
    folder: PathBuf,
}

impl Copy {
    /// Copies the diary at `path` beside the open one and brings the copy up to date.
    ///
    /// # Errors
    ///
    /// Refuses a file that is no diary, one of a newer program and the open diary itself; fails
    /// when it cannot be read or copied.
    pub fn of(path: &Path, open: &Store, now: i64) -> Result<Self> {
        let named = |e: Error| at(path, e);
        let found = fs::metadata(path)
            .map_err(|e| Error::request(format!("{} cannot be read", path.display())).because(e))?;
        if !found.is_file() {
            return Err(Error::request(format!("{} is not a file", path.display()))
                .hint("name the database file of the other diary"));
        }
        let beside = open.connection.path().map(PathBuf::from).filter(|p| p.is_file());
        if let (Some(ours), Ok(theirs)) = (&beside, path.canonicalize())
            && ours.canonicalize().is_ok_and(|ours| ours == theirs)
        {
            return Err(Error::request("this is the open diary itself")
                .hint("name the file of the other diary"));
        }
        let folder = beside
            .as_ref()
            .and_then(|p| p.parent())
            .map_or_else(std::env::temp_dir, Path::to_owned);
        let folder = folder.join(format!(".mineralog-copy-{}", std::process::id()));
        let mut builder = fs::DirBuilder::new();
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        builder.create(&folder).map_err(|e| {
            Error::failed(format!("the folder {} cannot be made", folder.display()))
                .because(e)
                .hint("nothing was changed")
        })?;
        // From here on the folder goes whatever happens.
        let mut copy = Self { store: None, folder };
        let path = if path.is_absolute() { path.to_owned() } else { Path::new(".").join(path) };
        copy_of(&path, &copy.file()).map_err(named)?;
        // What is wrong with the copy is wrong with the file.
        let plain = |mut e: Error| {
            e.message = e.message.replace(&format!(" ({})", copy.file().display()), "");
            named(e)
        };
        copy.store = Some(Store::open(&copy.file(), now).map_err(plain)?);
        Ok(copy)
    }

    /// Returns the diary.
    ///
    /// # Errors
    ///
    /// Fails when it is not open.
    pub fn diary(&self) -> Result<&Store> {
        self.store.as_ref().ok_or_else(|| Error::failed("the copy is not open"))
    }

    fn file(&self) -> PathBuf {
        self.folder.join("diary.db")
    }
}

impl Drop for Copy {
    fn drop(&mut self) {
        self.store = None;
        // What cannot be removed is in a folder for its owner alone.
        let _ = fs::remove_dir_all(&self.folder);
    }
}

/// Writes a consistent copy of a database, through a connection that cannot write to it.
fn copy_of(path: &Path, to: &Path) -> Result<()> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags)?;
    connection.busy_timeout(std::time::Duration::from_secs(10))?;
    let application: i32 = connection.query_row("PRAGMA application_id", [], |row| row.get(0))?;
    if application != APPLICATION_ID {
        return Err(Error::request("this file is not a mineralog diary")
            .hint("name the database file of the other diary; a document written by `export json` goes in with `import json`"));
    }
    let to = to.to_str().ok_or_else(|| {
        Error::failed("the diary's folder has a name that SQLite cannot open")
            .hint("name another place with --db FILE")
    })?;
    connection.execute("VACUUM INTO ?1", [to])?;
    Ok(())
}
