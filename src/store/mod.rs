//! The diary file: the only room that knows SQL.
//!
//! SQL fetches, Rust adds: no sum or mean is computed here. Every change goes through
//! [`Store::change`], which commits the change and its journal together or neither.
//!
//! The journal mode is SQLite's rollback journal with `synchronous=EXTRA`: between commands the
//! diary is one file with nothing beside it, safe in a folder that is synchronised, and an entry
//! that was confirmed survives a power cut.

mod as_read;
pub mod backup;
mod bring;
pub mod check;
mod conflict;
mod copy;
mod diary;
mod embedded;
pub mod encrypt;
mod entry_image;
mod export;
mod field_change;
mod find;
mod flags;
mod food_image;
mod foods;
mod forget;
mod history;
mod journal;
mod knowledge;
pub mod lock;
mod names;
mod own;
mod refused;
mod row_image;
mod rows;
mod seed;
mod settings;
mod settle;
mod tables;
mod tags;
mod take_back;
mod write_records;

use std::fs::{self, OpenOptions};
use std::path::{Path, PathBuf};
use std::sync::LazyLock;
use std::time::Duration;

use rusqlite::{Connection, ErrorCode, OpenFlags, Transaction};
use rusqlite_migration::{M, Migrations};

use crate::error::{Error, Result};
use lock::{Keyring, Passphrase};

pub use as_read::AsRead;
pub use bring::{Bringing, Brought, Clash};
pub use copy::Copy;
pub use diary::Filter;
pub use export::Written;
pub use foods::FoodSummary;
pub use history::Past;
pub use journal::{Change, NewEntry, Undone};
pub use knowledge::label_amounts;
pub use knowledge::{CaffeineLevel, Card, MedicineClass, OtherCause, RedFlag, SafetyQuestion};
pub use own::{FoodDetails, FoodEdit, Line, Named, Origin, Recipe, Touches};
pub use tables::{Loaded, LoadedTable};

/// The version of the schema this program writes.
const SCHEMA_VERSION: i32 = 6;

/// What marks a SQLite file as a diary: "mnlg" in the file's header.
const APPLICATION_ID: i32 = 0x6d6e_6c67;

/// What is said of a value that the tables refuse.
const CANNOT_HOLD: &str = "the diary cannot hold this";

/// How long a command waits for another one that writes.
const PATIENCE: Duration = Duration::from_secs(30);

static MIGRATIONS: LazyLock<Migrations<'static>> = LazyLock::new(|| {
    Migrations::new(vec![
        M::up(include_str!("../../migrations/0001_diary.sql")),
        M::up(include_str!("../../migrations/0002_own_foods_and_tables.sql")),
        M::up(include_str!("../../migrations/0003_flags_and_refused_foods.sql")),
        M::up(include_str!("../../migrations/0004_merge.sql")),
        M::up(include_str!("../../migrations/0005_corrections.sql")),
        M::up(include_str!("../../migrations/0006_signs_by_entry.sql")),
    ])
});

/// An open diary.
#[derive(Debug)]
pub struct Store {
    connection: Connection,
    /// The file; none of a diary in memory.
    path: Option<PathBuf>,
    /// What a person should know of how the diary was opened.
    notices: Vec<String>,
    /// What opened it; none of a plain one.
    key: Option<Passphrase>,
}

/// The diary as it was at one moment, while the value lives. Nothing is written under it.
#[derive(Debug)]
pub struct Snapshot<'a> {
    _held: Transaction<'a>,
}

impl Store {
    /// Opens the plain diary at `path`, as [`Store::open_with`] does without a passphrase.
    ///
    /// # Errors
    ///
    /// Fails as [`Store::open_with`] does, and where the diary is encrypted.
    pub fn open(path: &Path, now: i64) -> Result<Self> {
        Self::open_with(path, now, &Keyring::empty())
    }

    /// Opens the diary at `path`, creates it readable by its owner alone if there is none, and
    /// brings schema and seed up to date. A plain diary needs no passphrase.
    ///
    /// `now` is the time in seconds since 1970, for the rows that are made.
    ///
    /// # Errors
    ///
    /// Fails when the file cannot be created or read, is no diary, opens with none of the
    /// passphrases, or was made by a newer program.
    pub fn open_with(path: &Path, now: i64, keys: &Keyring<'_>) -> Result<Self> {
        // SQLite reads ":memory:" and "file:..." in its own way: a path stays a path.
        let path = &if path.is_absolute() { path.to_owned() } else { Path::new(".").join(path) };
        create_private(path)?;
        let (connection, key) =
            lock::open(path, OpenFlags::SQLITE_OPEN_READ_WRITE, keys).map_err(|e| at(path, e))?;
        let store = Self::prepare(connection, Some(path), now).map_err(|e| at(path, e))?;
        // Only now is it known to be a diary: nobody else's file is touched.
        let mut notices = take_back(path)?;
        notices.extend(encrypt::unfinished_notice(path));
        Ok(Self { path: Some(path.to_owned()), notices, key, ..store })
    }

    /// Holds the diary as it is now for all reading until the value is dropped; what another command
    /// writes meanwhile waits. A page is read under one, so that it never shows half a change.
    ///
    /// # Errors
    ///
    /// Fails when the diary cannot be read.
    pub fn snapshot(&self) -> Result<Snapshot<'_>> {
        Ok(Snapshot { _held: self.connection.unchecked_transaction()? })
    }

    /// Leaves the diary to the end of the process, which takes back at once what SQLite would free
    /// piece by piece. Nothing is pending by then, and no lock is held. A connection that knows a
    /// passphrase is closed, which wipes it.
    pub fn leave(self) {
        if self.key.is_none() {
            std::mem::forget(self.connection);
        }
    }

    /// Returns the passphrase of the diary; none of a plain one.
    pub fn key(&self) -> Option<&Passphrase> {
        self.key.as_ref()
    }

    /// Returns what a person should know of how the diary was opened, once.
    pub fn take_notices(&mut self) -> Vec<String> {
        std::mem::take(&mut self.notices)
    }

    /// Opens an empty diary that lives in memory and ends with the value.
    ///
    /// # Errors
    ///
    /// Fails when SQLite cannot be started.
    pub fn in_memory(now: i64) -> Result<Self> {
        Self::prepare(Connection::open_in_memory()?, None, now)
    }

    /// Brings the schema and the seed of a diary up to date, after a copy of the file it lies in.
    fn prepare(mut connection: Connection, path: Option<&Path>, now: i64) -> Result<Self> {
        connection.busy_timeout(PATIENCE)?;
        connection.execute_batch("PRAGMA synchronous = EXTRA; PRAGMA foreign_keys = ON;")?;
        if is_up_to_date(&connection)? {
            return Ok(Self { connection, path: None, notices: Vec::new(), key: None });
        }
        if let Some(path) = path {
            back_up_before_migration(&connection, path, now)?;
        }
        let version = user_version(&connection)?;
        let application = application_id(&connection)?;
        if version != 0 && application != APPLICATION_ID {
            return Err(Error::request("this is a database, but no mineralog diary")
                .hint("name another file with --db FILE"));
        }
        if version < 0 {
            return Err(Error::failed("this diary is damaged")
                .because(format!("its schema is {version}, which no mineralog writes"))
                .hint("`mineralog restore FILE` goes back to a copy"));
        }
        if version > SCHEMA_VERSION {
            return Err(Error::failed("this diary was written by a newer mineralog")
                .because(format!("its schema is {version}, this program knows {SCHEMA_VERSION}"))
                .hint("update mineralog; the diary was not touched"));
        }
        if version < SCHEMA_VERSION {
            if version == 0 && has_tables(&connection)? && user_version(&connection)? == 0 {
                return Err(Error::request("this is a database, but no mineralog diary")
                    .hint("name another file with --db FILE"));
            }
            // Several processes may start at once on a new diary: the first one builds it.
            connection.execute_batch("PRAGMA foreign_keys = OFF;")?;
            let built = MIGRATIONS.to_latest(&mut connection);
            if let Err(e) = built
                && user_version(&connection)? != SCHEMA_VERSION
            {
                return Err(Error::failed("the diary could not be brought up to date")
                    .because(e)
                    .hint("nothing was changed"));
            }
            connection.execute_batch("PRAGMA foreign_keys = ON;")?;
        }
        let mut store = Self { connection, path: None, notices: Vec::new(), key: None };
        store.update_seed(now)?;
        Ok(store)
    }
}

/// Returns whether a diary has this program's schema and seed, which it is asked in one go.
fn is_up_to_date(connection: &Connection) -> Result<bool> {
    let _held = connection.unchecked_transaction()?;
    Ok(user_version(connection)? == SCHEMA_VERSION
        && application_id(connection)? == APPLICATION_ID
        && seed::is_current(connection)?)
}

/// Keeps a copy of a diary whose schema this program will change.
fn back_up_before_migration(connection: &Connection, path: &Path, now: i64) -> Result<()> {
    let version = user_version(connection)?;
    let application = application_id(connection)?;
    if !(1..SCHEMA_VERSION).contains(&version) || application != APPLICATION_ID {
        return Ok(());
    }
    let now = chrono::DateTime::from_timestamp(now, 0).unwrap_or_default().fixed_offset();
    backup::before(connection, path, &format!("schema-{SCHEMA_VERSION}"), now, None).map(drop)
}

/// Takes a diary that others can read or write out of their reach. Returns what was mended.
fn take_back(path: &Path) -> Result<Vec<String>> {
    if !is_open_to_others(path) {
        return Ok(Vec::new());
    }
    take_from_others(path).map_err(|e| {
        Error::failed(format!("others can read {}", path.display()))
            .because(e)
            .hint("give the file back to its owner, or name another one with --db FILE")
    })?;
    Ok(vec![format!("others could read {}; now only you can", path.display())])
}

/// Returns whether there is anything at a path.
///
/// # Errors
///
/// Fails where that cannot be known, as in a folder that may not be entered: what cannot be seen is
/// not absent.
pub fn is_there(path: &Path) -> Result<bool> {
    match path.symlink_metadata() {
        Ok(_) => Ok(true),
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => Ok(false),
        Err(e) => Err(Error::failed(format!("{} cannot be reached", path.display()))
            .because(e)
            .hint("check the permissions of its folder, or name another diary with --db FILE")),
    }
}

/// Returns whether two paths lead to one file.
pub fn is_same_file(one: &Path, other: &Path) -> bool {
    #[cfg(unix)]
    let same = {
        use std::os::unix::fs::MetadataExt as _;
        let file = |path: &Path| fs::metadata(path).ok().map(|found| (found.dev(), found.ino()));
        file(one).is_some_and(|found| file(other) == Some(found))
    };
    #[cfg(not(unix))]
    let same = one.canonicalize().is_ok_and(|found| other.canonicalize().ok() == Some(found));
    same
}

/// Returns the folder of a file.
fn home(path: &Path) -> &Path {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    }
}

/// Makes the file and its folder, for their owner alone, where they are missing.
fn create_private(path: &Path) -> Result<()> {
    let failed = |e: std::io::Error| {
        Error::failed(format!("the diary {} cannot be created", path.display()))
            .because(e)
            .hint("name another place with --db FILE or MINERALOG_DB")
    };
    match fs::metadata(path) {
        Ok(found) if found.is_file() => return Ok(()),
        Ok(_) => {
            return Err(Error::request(format!("{} is not a file", path.display()))
                .hint("name a file with --db FILE"));
        }
        Err(e) if e.kind() != std::io::ErrorKind::NotFound => return Err(failed(e)),
        Err(_) => {}
    }
    if let Some(folder) = path.parent().filter(|p| !p.as_os_str().is_empty() && !p.exists()) {
        let mut builder = fs::DirBuilder::new();
        builder.recursive(true);
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        builder.create(folder).map_err(failed)?;
    }
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path).map(drop).map_err(failed)
}

/// Returns whether anybody but its owner may read or write a file.
fn is_open_to_others(path: &Path) -> bool {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        fs::metadata(path).is_ok_and(|found| found.permissions().mode() & 0o077 != 0)
    }
    #[cfg(not(unix))]
    {
        let _ = path;
        false
    }
}

/// Takes a file out of other people's reach.
fn take_from_others(path: &Path) -> std::io::Result<()> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mut permissions = fs::metadata(path)?.permissions();
        permissions.set_mode(permissions.mode() & 0o700);
        fs::set_permissions(path, permissions)?;
    }
    #[cfg(not(unix))]
    let _ = path;
    Ok(())
}

fn user_version(connection: &Connection) -> Result<i32> {
    Ok(connection.query_row("PRAGMA user_version", [], |row| row.get(0))?)
}

/// Returns the mark of the program that a database is of.
fn application_id(connection: &Connection) -> Result<i32> {
    Ok(connection.query_row("PRAGMA application_id", [], |row| row.get(0))?)
}

fn has_tables(connection: &Connection) -> Result<bool> {
    Ok(connection.query_row("SELECT EXISTS (SELECT 1 FROM sqlite_schema)", [], |row| row.get(0))?)
}

/// Adds the file's name to an error about it.
fn at(path: &Path, mut error: Error) -> Error {
    let path: PathBuf = path.to_owned();
    error.message = format!("{} ({})", error.message, path.display());
    error
}

impl From<rusqlite::Error> for Error {
    fn from(error: rusqlite::Error) -> Self {
        let moved = error
            .sqlite_error()
            .is_some_and(|e| e.extended_code == rusqlite::ffi::SQLITE_READONLY_DBMOVED);
        let (message, hint) = match error.sqlite_error_code() {
            Some(ErrorCode::ReadOnly) if moved => {
                ("another command put a new file in the diary's place", "try again")
            }
            Some(ErrorCode::NotADatabase) => {
                ("this file is not a mineralog diary", "name another file with --db FILE")
            }
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => {
                ("the diary is in use by another program", "try again in a moment")
            }
            Some(ErrorCode::DiskFull) => {
                ("the disk is full", "make room and try again; nothing was changed")
            }
            Some(ErrorCode::ReadOnly) => {
                ("the diary cannot be written", "check the permissions of the file and its folder")
            }
            Some(ErrorCode::CannotOpen | ErrorCode::PermissionDenied) => {
                ("the diary cannot be opened", "check the permissions of the file and its folder")
            }
            Some(ErrorCode::DatabaseCorrupt) => (
                "the diary is damaged",
                "keep the file as it is and go back to a copy; nothing was changed",
            ),
            Some(ErrorCode::ConstraintViolation) => (
                CANNOT_HOLD,
                "nothing was changed; the file may have been edited by another program",
            ),
            Some(ErrorCode::SystemIoFailure) => {
                ("the disk could not be read or written", "nothing was changed; try again")
            }
            _ => ("the diary holds something unexpected", "nothing was changed"),
        };
        Self::failed(message).because(error).hint(hint)
    }
}

/// Returns the error for a row whose text means nothing to this program.
fn odd(what: &str, value: &str) -> Error {
    Error::failed(format!("the diary holds an odd {what}"))
        .because(format!("\"{}\" is none this program knows", crate::calendar::shown(value)))
        .hint("nothing was changed; the file may have been edited by another program")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_migrations_are_sound() {
        MIGRATIONS.validate().unwrap();
    }

    #[test]
    fn the_schema_version_is_the_last_migration() {
        let store = Store::in_memory(0).unwrap();
        let version: i32 =
            store.connection.query_row("PRAGMA user_version", [], |row| row.get(0)).unwrap();
        assert_eq!(version, SCHEMA_VERSION);
    }

    #[test]
    fn a_newer_diary_is_refused_and_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("diary.db");
        drop(Store::open(&path, 0).unwrap());
        Connection::open(&path).unwrap().execute_batch("PRAGMA user_version = 99").unwrap();
        let before = fs::read(&path).unwrap();
        let error = Store::open(&path, 0).unwrap_err();
        assert!(error.message.starts_with("this diary was written by a newer mineralog"));
        assert_eq!(fs::read(&path).unwrap(), before);
    }

    #[test]
    fn a_date_that_is_none_cannot_be_stored() {
        let store = Store::in_memory(0).unwrap();
        for day in ["2026-02-30", "yesterday", "2026-3-1", ""] {
            let insert = store.connection.execute(
                "INSERT INTO entry (uid, kind, instant, offset_seconds, day, created_at, changed_at)
                 VALUES (?1, 'note', 0, 0, ?2, 0, 0)",
                ["0123456789abcdef0123456789abcdef0123", day],
            );
            assert!(insert.is_err(), "{day}");
        }
    }

    #[test]
    fn an_unknown_value_cannot_be_stored_as_a_number() {
        let store = Store::in_memory(0).unwrap();
        let insert = |knowledge: &str, value: Option<f64>| {
            store.connection.execute(
                "INSERT OR REPLACE INTO food_nutrient (food_id, nutrient, per_100g, knowledge)
                 VALUES (1, 'magnesium', ?1, ?2)",
                rusqlite::params![value, knowledge],
            )
        };
        assert!(insert("unknown", Some(0.0)).is_err());
        assert!(insert("measured", None).is_err());
        assert!(insert("assumed_zero", Some(3.0)).is_err());
        assert!(insert("unknown", None).is_ok());
    }
}
