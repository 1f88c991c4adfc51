//! Another diary, read through a copy: the file itself is never written, whatever its age.
//!
//! The copy of an encrypted diary is encrypted, and beside an encrypted diary that of a plain one
//! is in memory alone.

use std::fs;
use std::path::{Path, PathBuf};

use rusqlite::backup::Backup;
use rusqlite::{Connection, OpenFlags};

use super::lock::{self, Keyring};
use super::{APPLICATION_ID, Store, application_id, at, backup, is_same_file};
use crate::error::{Error, Result};

/// How the name of a copy's folder begins, and the copy's name in it.
pub(super) const PREFIX: &str = ".mineralog-copy-";
pub(super) const FILE: &str = "diary.db";

/// A copy of another diary, in a folder for its owner alone that goes with the value.
#[derive(Debug)]
pub struct Copy {
    store: Option<Store>,
    /// None of a copy in memory.
    folder: Option<PathBuf>,
}

impl Copy {
    /// Copies the diary at `path` beside the open one and brings the copy up to date.
    ///
    /// # Errors
    ///
    /// Refuses a file that is no diary, one of a newer program and the open diary itself; fails
    /// when it cannot be read or copied.
    pub fn of(path: &Path, open: &Store, now: i64, keys: &Keyring<'_>) -> Result<Self> {
        let named = |e: Error| at(path, e);
        let found = fs::metadata(path)
            .map_err(|e| Error::request(format!("{} cannot be read", path.display())).because(e))?;
        if !found.is_file() {
            return Err(Error::request(format!("{} is not a file", path.display()))
                .hint("name the database file of the other diary"));
        }
        let beside = open.connection.path().map(PathBuf::from).filter(|p| p.is_file());
        if beside.as_deref().is_some_and(|ours| is_same_file(ours, path)) {
            return Err(Error::request("this is the open diary itself")
                .hint("name the file of the other diary"));
        }
        let path = &if path.is_absolute() { path.to_owned() } else { Path::new(".").join(path) };
        let other = connect(path, keys).map_err(|e| named(no_diary(e)))?;
        if open.key.is_some() && !lock::is_locked(&other) {
            let store = in_memory(&other, now).map_err(named)?;
            return Ok(Self { store: Some(store), folder: None });
        }
        let folder = beside
            .as_ref()
            .and_then(|p| p.parent())
            .map_or_else(std::env::temp_dir, Path::to_owned);
        // Never the name of another one, whoever left it.
        let folder = folder.join(format!("{PREFIX}{}", super::journal::uid(now)));
        let mut builder = fs::DirBuilder::new();
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        builder.create(&folder).map_err(|e| {
            Error::failed(format!("the folder {} cannot be made", folder.display()))
                .because(e)
                .hint("nothing was changed")
        })?;
        // From here on the folder goes whatever happens.
        let file = folder.join(FILE);
        let mut copy = Self { store: None, folder: Some(folder) };
        copy_to(&other, &file).map_err(|e| named(no_diary(e)))?;
        // What is wrong with the copy is wrong with the file.
        let plain = |mut e: Error| {
            e.message = e.message.replace(&format!(" ({})", file.display()), "");
            named(e)
        };
        copy.store = Some(Store::open_with(&file, now, keys).map_err(plain)?);
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
}

impl Drop for Copy {
    fn drop(&mut self) {
        self.store = None;
        // What cannot be removed is in a folder for its owner alone.
        if let Some(folder) = &self.folder {
            let _ = fs::remove_dir_all(folder);
        }
    }
}

const NO_DIARY: &str = "this file is not a mineralog diary";
const WHAT_TO_NAME: &str = "name the database file of the other diary; a document written by \
                            `export json` goes in with `import json`";

/// Turns the refusal of a file that is no database into one about the file that was named.
fn no_diary(error: Error) -> Error {
    if error.message == NO_DIARY { Error::request(NO_DIARY).hint(WHAT_TO_NAME) } else { error }
}

/// Opens another diary through a connection that cannot write to it.
fn connect(path: &Path, keys: &Keyring<'_>) -> Result<Connection> {
    let (connection, _) = lock::open(path, OpenFlags::SQLITE_OPEN_READ_ONLY, keys)?;
    connection.busy_timeout(std::time::Duration::from_secs(10))?;
    let application = application_id(&connection)?;
    if application != APPLICATION_ID {
        return Err(Error::request(NO_DIARY).hint(WHAT_TO_NAME));
    }
    Ok(connection)
}

/// Writes a consistent copy of a database, encrypted where it is.
fn copy_to(connection: &Connection, to: &Path) -> Result<()> {
    let to = to.to_str().ok_or_else(|| {
        Error::failed("the diary's folder has a name that SQLite cannot open")
            .hint("name another place with --db FILE")
    })?;
    connection.execute("VACUUM INTO ?1", [to])?;
    Ok(())
}

/// Returns a copy of a plain diary that leaves nothing on the disk.
fn in_memory(connection: &Connection, now: i64) -> Result<Store> {
    let mut copy = Connection::open_in_memory()?;
    backup::copy_all(&Backup::new(connection, &mut copy)?)?;
    Store::prepare(copy, None, now)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exchange::{Place, Section};
    use crate::store::SCHEMA_VERSION;

    const MIGRATIONS: [&str; 5] = [
        include_str!("../../migrations/0001_diary.sql"),
        include_str!("../../migrations/0002_own_foods_and_tables.sql"),
        include_str!("../../migrations/0003_flags_and_refused_foods.sql"),
        include_str!("../../migrations/0004_merge.sql"),
        include_str!("../../migrations/0005_corrections.sql"),
    ];

    /// Returns a diary as an older program left it.
    fn of_schema(version: usize, path: &Path) {
        let connection = Connection::open(path).unwrap();
        for sql in &MIGRATIONS[..version] {
            connection.execute_batch(sql).unwrap();
        }
        connection
            .execute_batch(&format!(
                "PRAGMA user_version = {version};
                 INSERT INTO entry (uid, kind, instant, offset_seconds, day, note, created_at,
                     changed_at, deleted_at)
                 VALUES ('0195619b-b0c0-7000-8000-000000000001', 'note', 5, 0, '1970-01-01',
                     'old', 5, 9, 9),
                 ('0195619b-b0c0-7000-8000-000000000002', 'no_twitch', 6, 0, '1970-01-01', NULL, 6,
                     6, NULL);"
            ))
            .unwrap();
        if version >= 3 {
            connection
                .execute_batch(
                    "INSERT INTO flag_acknowledged (flag, until, strength, acknowledged_at)
                     VALUES ('seizure', 5, 4, 7);",
                )
                .unwrap();
        }
    }

    #[test]
    fn a_diary_of_every_older_schema_is_read_and_left_as_it_is() {
        assert_eq!(SCHEMA_VERSION as usize, MIGRATIONS.len() + 1, "one more is older now");
        for version in 1..=MIGRATIONS.len() {
            let folder = tempfile::tempdir().unwrap();
            let path = folder.path().join("old.db");
            of_schema(version, &path);
            let before = fs::read(&path).unwrap();
            let mut store = Store::in_memory(100).unwrap();
            let copy = Copy::of(&path, &store, 100, &Keyring::empty()).unwrap();
            let brought = store
                .change(100, "merge", |change| {
                    let mut bringing = change.bring()?;
                    let place = Place { section: Section::Entries, number: 1 };
                    copy.diary()?
                        .export(None, true, &mut |record| bringing.record(record, &place))?;
                    Ok((bringing.finish()?, String::new()))
                })
                .unwrap();
            let where_it_was = copy.folder.clone().unwrap();
            drop(copy);
            assert!(!where_it_was.exists());
            assert_eq!(brought.added.get("entries"), Some(&2), "schema {version}");
            assert_eq!(fs::read(&path).unwrap(), before, "schema {version}");
            let mut lines = Vec::new();
            store
                .export(None, false, &mut |record| {
                    lines.push(format!("{record:?}"));
                    Ok(())
                })
                .unwrap();
            assert!(lines.iter().any(|l| l.contains("deleted_at: Some(Time(9))")), "{lines:?}");
            // What was put aside by its time stays so.
            let aside = lines.iter().any(|l| l.contains("event: \"5:4\", entry: None"));
            assert_eq!(aside, version >= 3, "{lines:?}");
        }
    }

    #[test]
    fn a_newer_diary_is_named_and_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("new.db");
        drop(Store::open(&path, 0).unwrap());
        Connection::open(&path).unwrap().execute_batch("PRAGMA user_version = 99").unwrap();
        let store = Store::in_memory(0).unwrap();
        let error = Copy::of(&path, &store, 0, &Keyring::empty()).unwrap_err();
        assert!(error.message.contains("newer mineralog") && error.message.contains("new.db"));
        assert!(!error.message.contains(".mineralog-copy"), "{}", error.message);
    }
}
