//! Gives a diary another lock: encrypts it, decrypts it, changes its passphrase.
//!
//! The diary is written anew beside its place, checked, forced to the disk, and takes the place in
//! one step, while nobody else can write to it. At every instant one of the two is there, whole.

use std::fs::{self, File};
use std::path::{Path, PathBuf};

use rusqlite::backup::Backup;
use rusqlite::{Connection, OpenFlags};

use super::conflict::conflicted_copies;
use super::lock::{self, Keyring, Lock, Passphrase, is_encrypted};
use super::{APPLICATION_ID, application_id, at, backup, copy};
use crate::error::{Error, Result};

/// What became of the copies of a diary.
#[derive(Debug, Default)]
pub struct Turned {
    /// How many of the copies beside it are as the diary is now, and were not before.
    pub copies: usize,
    /// Files that hold diaries and are not as the diary is now.
    pub left: Vec<PathBuf>,
}

/// Returns the passphrase of a diary; none of a plain one.
///
/// # Errors
///
/// Fails where the file cannot be opened or is no diary.
pub fn passphrase(path: &Path, keys: &Keyring<'_>) -> Result<Option<Passphrase>> {
    open(path, keys).map(|(_, key)| key).map_err(|e| at(path, e))
}

/// Encrypts a diary and its copies with a passphrase, from a plain one or from another passphrase,
/// or decrypts them where none is given. A diary that is so already is left as it is, and its
/// copies are brought along.
///
/// # Errors
///
/// Fails where the diary cannot be opened, is in use, or where the new one cannot be written; the
/// diary is as it was then.
pub fn turn(path: &Path, keys: &Keyring<'_>, new: Option<&Passphrase>) -> Result<Turned> {
    // What a link points to is replaced, and the link stays.
    let real = fs::canonicalize(path).map_err(|e| {
        Error::failed(format!("the diary {} cannot be opened", path.display())).because(e)
    })?;
    let (connection, old) = open(&real, keys).map_err(|e| at(path, e))?;
    let is_same = old.as_ref().map(Passphrase::text) == new.map(Passphrase::text);
    let mut known: Vec<Passphrase> = old.iter().chain(new).cloned().collect();
    known.dedup_by(|a, b| a.text() == b.text());
    let keys = Keyring::of(known);
    // Where the passphrase changes, the diary comes last: until then the command can be given again.
    let mut turned = Turned::default();
    if old.is_some() && new.is_some() {
        turned = turn_copies(path, &keys, new);
    }
    if is_same {
        drop(connection);
    } else {
        replace(connection, &real, new, |from, part| lock::export(from, part, lock_of(new)))
            .map_err(|e| at(path, e))?;
    }
    if old.is_none() || new.is_none() {
        turned = turn_copies(path, &keys, new);
    }
    if new.is_some() {
        turned.left.extend(plain_beside(path));
    }
    Ok(turned)
}

/// Puts a copy in the place of a diary whose lock is another one: the result is encrypted.
pub(super) fn go_back(
    (copy, of_copy): (&Connection, Option<&Passphrase>),
    (present, key): (Connection, Option<&Passphrase>),
    path: &Path,
) -> Result<()> {
    let real = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    replace(present, &real, key.or(of_copy), |_, part| {
        let Some(key) = key else {
            return lock::export(copy, part, Lock::Same);
        };
        // Through the memory: a plain file is never made.
        let mut plain = Connection::open_in_memory()?;
        backup::copy_all(&Backup::new(copy, &mut plain)?)?;
        lock::export(&plain, part, Lock::With(key))
    })
}

/// Returns the file that a broken command left beside a diary.
pub(super) fn unfinished(path: &Path) -> Option<PathBuf> {
    Some(backup::unfinished(path)).filter(|part| part.symlink_metadata().is_ok())
}

/// Returns a word about the file that a broken command left beside a diary.
pub(super) fn unfinished_notice(path: &Path) -> Option<String> {
    unfinished(path).map(|part| {
        let part = part.display();
        format!("a command that was broken off left {part}; `mineralog check --repair` removes it")
    })
}

const fn lock_of(key: Option<&Passphrase>) -> Lock<'_> {
    match key {
        Some(key) => Lock::With(key),
        None => Lock::Plain,
    }
}

fn open(path: &Path, keys: &Keyring<'_>) -> Result<(Connection, Option<Passphrase>)> {
    let (connection, key) = lock::open(path, OpenFlags::SQLITE_OPEN_READ_WRITE, keys)?;
    let application = application_id(&connection)?;
    if application != APPLICATION_ID {
        return Err(Error::request("this is a database, but no mineralog diary")
            .hint("name another file with --db FILE"));
    }
    Ok((connection, key))
}

/// Puts what `write` writes in the place of a diary that nobody else can touch meanwhile.
fn replace(
    present: Connection,
    path: &Path,
    key: Option<&Passphrase>,
    write: impl FnOnce(&Connection, &Path) -> Result<()>,
) -> Result<()> {
    hold(&present)?;
    let part = backup::unfinished(path);
    backup::begin(&part, path)?;
    let written = write(&present, &part).and_then(|()| verify(&part, key));
    // Elsewhere a file that is open can take no other's place.
    let present = if cfg!(unix) { Some(present) } else { None };
    let put = written.and_then(|()| backup::put(&part, path));
    if put.is_err() {
        let _ = fs::remove_file(&part);
    }
    drop(present);
    put
}

/// Keeps everybody else from writing to a diary, until the connection ends, and takes in what a log
/// beside it holds.
fn hold(connection: &Connection) -> Result<()> {
    let mode: String =
        connection.query_row("PRAGMA journal_mode = DELETE", [], |row| row.get(0))?;
    if mode != "delete" {
        return Err(Error::failed("the diary is in use by another program")
            .hint("end what replicates it, such as Litestream, and try again"));
    }
    connection.query_row("PRAGMA main.locking_mode = EXCLUSIVE", [], |_| Ok(()))?;
    Ok(connection.execute_batch("BEGIN EXCLUSIVE; COMMIT")?)
}

/// Opens a new diary as anybody would and checks it whole.
fn verify(path: &Path, key: Option<&Passphrase>) -> Result<()> {
    let wrong = |cause: &str| {
        Err(Error::failed("the new file is not a whole diary")
            .because(cause)
            .hint("nothing was changed; `mineralog check` tells whether the diary is whole"))
    };
    if is_encrypted(path) != key.is_some() {
        return wrong("its lock is not what was asked for");
    }
    let (connection, _) = open(path, &Keyring::of(key.into_iter().cloned().collect()))?;
    if key.is_some() && connection.prepare(lock::SEALS)?.exists([])? {
        return wrong("a seal of its pages is broken");
    }
    let said: String = connection.query_row("PRAGMA integrity_check(1)", [], |row| row.get(0))?;
    if said != "ok" {
        return wrong(&said);
    }
    if connection.prepare("PRAGMA foreign_key_check")?.exists([])? {
        return wrong("a row of it points nowhere");
    }
    Ok(())
}

/// Gives the copies beside a diary its lock. One that cannot be is left as it is.
fn turn_copies(path: &Path, keys: &Keyring<'_>, new: Option<&Passphrase>) -> Turned {
    let mut turned = Turned::default();
    for copy in backup::copies(path) {
        match turn_copy(&copy, keys, new) {
            Ok(true) => turned.copies += 1,
            Ok(false) => {}
            Err(_) => turned.left.push(copy),
        }
    }
    turned
}

/// Returns what else lies beside a diary and is plain: conflicted copies, copies that a person gave
/// a name of their own, and what a merge that was broken off left.
fn plain_beside(path: &Path) -> Vec<PathBuf> {
    let broken_off = fs::read_dir(super::home(path))
        .into_iter()
        .flatten()
        .flatten()
        .filter(|entry| entry.file_name().to_string_lossy().starts_with(copy::PREFIX))
        .map(|entry| entry.path().join(copy::FILE));
    let mut found = conflicted_copies(path, false);
    found.extend(backup::plain_strays(path));
    found.extend(broken_off.filter(|file| file.is_file() && !is_encrypted(file)));
    found
}

/// Gives a copy another lock. Returns whether it had another one before.
fn turn_copy(copy: &Path, keys: &Keyring<'_>, new: Option<&Passphrase>) -> Result<bool> {
    let made = fs::metadata(copy).and_then(|found| found.modified());
    let (connection, old) = open(copy, keys)?;
    if old.as_ref().map(Passphrase::text) == new.map(Passphrase::text) {
        return Ok(false);
    }
    replace(connection, copy, new, |from, part| lock::export(from, part, lock_of(new)))?;
    // The oldest copies go first: it stays as old as it was.
    if let Ok(made) = made {
        let _ = File::options().append(true).open(copy).and_then(|file| file.set_modified(made));
    }
    Ok(true)
}
