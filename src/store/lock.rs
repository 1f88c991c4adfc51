//! Whether a diary is encrypted, and what opens it.
//!
//! SQLCipher stands in the place of SQLite where the program is built with the feature
//! `encryption`; an encrypted diary then differs from a plain one in its bytes alone. A build
//! without the feature knows such a file when it sees one and says so. No passphrase is ever
//! written anywhere.

use std::cell::RefCell;
use std::fmt;
use std::fs::{self, File};
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rusqlite::{Connection, ErrorCode, OpenFlags, params};

use super::PATIENCE;
use crate::error::{Error, Result};

/// Whether this build can encrypt.
pub const AVAILABLE: bool = cfg!(feature = "encryption");

/// How a plain SQLite file begins.
const PLAIN: &[u8] = b"SQLite format 3\0";
/// How a file begins that `age` wrote.
pub const AGE: &[u8] = b"age-encryption.org/";
/// The smallest page of a database: an encrypted one is a multiple of it long.
const PAGE: usize = 512;

/// A passphrase, kept no longer than somebody holds it and shown to nobody.
#[derive(Clone)]
pub struct Passphrase(Arc<Secret>);

struct Secret(String);

impl Passphrase {
    /// Returns a passphrase; none where it is empty or no text that can be typed.
    pub fn new(text: String) -> Option<Self> {
        let secret = Secret(text);
        let sound = !secret.0.is_empty() && !secret.0.contains(['\0', '\n', '\r']);
        sound.then(|| Self(Arc::new(secret)))
    }

    /// Returns the text itself.
    pub fn text(&self) -> &str {
        &self.0.0
    }
}

impl fmt::Debug for Passphrase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Passphrase(..)")
    }
}

impl Drop for Secret {
    fn drop(&mut self) {
        #[cfg(feature = "encryption")]
        zeroize::Zeroize::zeroize(&mut self.0);
    }
}

/// Returns a passphrase for a file; the number says how many were wrong before. None where there is
/// no other to try.
pub type Source<'a> = dyn Fn(&Path, usize) -> Result<Option<Passphrase>> + 'a;

/// Where passphrases come from, and those that opened something already.
pub struct Keyring<'a> {
    source: Box<Source<'a>>,
    known: RefCell<Vec<Passphrase>>,
}

impl fmt::Debug for Keyring<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Keyring").finish_non_exhaustive()
    }
}

impl<'a> Keyring<'a> {
    /// Returns a keyring that asks a source.
    pub fn new(source: impl Fn(&Path, usize) -> Result<Option<Passphrase>> + 'a) -> Self {
        Self { source: Box::new(source), known: RefCell::default() }
    }

    /// Returns a keyring without any passphrase.
    pub fn empty() -> Self {
        Self::new(|_, _| Ok(None))
    }

    /// Returns a keyring of some passphrases that asks nobody for another.
    pub(super) fn of(known: Vec<Passphrase>) -> Self {
        Self { known: RefCell::new(known), source: Box::new(|_, _| Ok(None)) }
    }

    /// Tries passphrases on a file until one opens it: those that opened another one first, then
    /// what the source gives. Returns what `open` returned, and the passphrase.
    ///
    /// # Errors
    ///
    /// Fails where none opens it, and returns what `open` or the source returns.
    pub fn find<T>(
        &self,
        path: &Path,
        mut open: impl FnMut(&Passphrase) -> Result<Option<T>>,
    ) -> Result<(T, Passphrase)> {
        let known = self.known.borrow().clone();
        for passphrase in known {
            if let Some(found) = open(&passphrase)? {
                return Ok((found, passphrase));
            }
        }
        let tried = self.known.borrow().len();
        let mut wrong = 0;
        while let Some(passphrase) = (self.source)(path, wrong)? {
            if let Some(found) = open(&passphrase)? {
                self.known.borrow_mut().push(passphrase.clone());
                return Ok((found, passphrase));
            }
            wrong += 1;
        }
        if wrong + tried == 0 {
            return Err(Error::failed("this file may be an encrypted diary")
                .because("no passphrase was given")
                .hint("set MINERALOG_PASSPHRASE_COMMAND"));
        }
        Err(Error::failed(WRONG)
            .because("an encrypted file does not tell which, and it may be damaged too")
            .hint("nothing was changed; try again, or name another file"))
    }
}

/// What is said where no passphrase opens a file.
pub const WRONG: &str = "wrong passphrase, or this file is not a mineralog diary";

/// Returns the error of a build that cannot encrypt.
pub fn not_in_this_build(what: &str) -> Error {
    Error::failed(what)
        .because("this mineralog was built without encryption")
        .hint("build it with: cargo install --locked --path . --features encryption")
}

/// Returns whether a file could be an encrypted diary: no plain database, no text, nothing that
/// `age` wrote, and as long as pages are. It can be told from random bytes by its passphrase alone.
pub fn is_encrypted(path: &Path) -> bool {
    // A pipe would keep whoever opens it waiting.
    let Some(found) = fs::metadata(path).ok().filter(fs::Metadata::is_file) else { return false };
    let mut start = Vec::with_capacity(PAGE);
    let read = File::open(path).and_then(|file| file.take(PAGE as u64).read_to_end(&mut start));
    if read.is_err() {
        return false;
    }
    let is_text = match std::str::from_utf8(&start) {
        Ok(_) => true,
        // A letter may be cut at the end.
        Err(e) => e.error_len().is_none(),
    };
    if start.len() < PAGE || start.starts_with(PLAIN) || start.starts_with(AGE) || is_text {
        return false;
    }
    // A change that a power cut broke off may have left half a page.
    let broken_off = || {
        let mut journal = path.as_os_str().to_owned();
        journal.push("-journal");
        PathBuf::from(journal).exists()
    };
    found.len().is_multiple_of(PAGE as u64) || broken_off()
}

/// Opens a database, with a passphrase where it is encrypted. Returns the passphrase too.
///
/// # Errors
///
/// Fails where it cannot be opened, where no passphrase opens it, and where this build cannot.
pub(super) fn open(
    path: &Path,
    flags: OpenFlags,
    keys: &Keyring<'_>,
) -> Result<(Connection, Option<Passphrase>)> {
    let connect = || -> Result<Connection> {
        let connection =
            Connection::open_with_flags(path, flags | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
        connection.busy_timeout(PATIENCE)?;
        Ok(connection)
    };
    if !is_encrypted(path) {
        return Ok((connect()?, None));
    }
    if !AVAILABLE {
        return Err(not_in_this_build(
            "this file is not a mineralog diary, unless it is encrypted",
        ));
    }
    let (connection, passphrase) = keys.find(path, |passphrase| {
        let connection = connect()?;
        Ok(unlock(&connection, passphrase)?.then_some(connection))
    })?;
    Ok((connection, Some(passphrase)))
}

/// Says which pages of an encrypted database were changed by something else; nothing where none was.
pub(super) const SEALS: &str = "PRAGMA cipher_integrity_check";

/// Gives a connection its passphrase. Returns whether it is the right one.
fn unlock(connection: &Connection, passphrase: &Passphrase) -> Result<bool> {
    // What goes wrong is told by the program, and once.
    connection.query_row("PRAGMA cipher_log_level = NONE", [], |_| Ok(())).or_else(none)?;
    // It never grows, so that nothing of it is left behind.
    let mut sql = Secret(String::with_capacity(2 * passphrase.text().len() + 32));
    sql.0.push_str("PRAGMA key = '");
    for letter in passphrase.text().chars() {
        sql.0.extend((letter == '\'').then_some('\''));
        sql.0.push(letter);
    }
    sql.0.push('\'');
    connection.query_row(&sql.0, [], |_| Ok(())).or_else(none)?;
    // What SQLite puts aside while it works stays in memory.
    connection.execute_batch("PRAGMA temp_store = MEMORY")?;
    let read =
        connection.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get::<_, i64>(0));
    match read {
        Ok(_) => Ok(true),
        Err(e) if e.sqlite_error_code() == Some(ErrorCode::NotADatabase) => Ok(false),
        Err(e) => Err(e.into()),
    }
}

/// A pragma that says nothing is no error.
fn none(error: rusqlite::Error) -> rusqlite::Result<()> {
    match error {
        rusqlite::Error::QueryReturnedNoRows => Ok(()),
        error => Err(error),
    }
}

/// Returns whether a connection's database is encrypted.
pub(super) fn is_locked(connection: &Connection) -> bool {
    let status = connection.query_row("PRAGMA cipher_status", [], |row| row.get::<_, String>(0));
    status.is_ok_and(|status| status == "1")
}

/// Whether a copy of a diary is encrypted, and how.
#[derive(Clone, Copy, Debug)]
pub(super) enum Lock<'a> {
    /// As the diary is.
    Same,
    /// It is plain.
    Plain,
    /// It opens with this passphrase.
    With(&'a Passphrase),
}

/// Writes a database anew into an empty file, under the same lock or another one, and checks it.
///
/// # Errors
///
/// Fails where it cannot be written, or is not the same.
pub(super) fn export(connection: &Connection, to: &Path, lock: Lock<'_>) -> Result<()> {
    let to = to.to_str().ok_or_else(|| {
        Error::failed("the diary's folder has a name that SQLite cannot open")
            .hint("name another place with --db FILE")
    })?;
    match lock {
        // Without a word on it, another database is locked as the first one is.
        Lock::Same => {
            connection.execute("VACUUM INTO ?1", [to])?;
            connection.execute("ATTACH ?1 AS fresh", [to])?;
        }
        Lock::Plain => {
            connection.execute("ATTACH ?1 AS fresh KEY ''", [to])?;
        }
        Lock::With(passphrase) => {
            connection.execute("ATTACH ?1 AS fresh KEY ?2", params![to, passphrase.text()])?;
        }
    }
    let written = match lock {
        Lock::Same => is_sound(connection),
        Lock::Plain | Lock::With(_) => export_attached(connection),
    };
    let detached = connection.execute_batch("DETACH fresh");
    written?;
    Ok(detached?)
}

fn export_attached(connection: &Connection) -> Result<()> {
    let number = |pragma: &str| -> rusqlite::Result<i64> {
        connection.query_row(&format!("PRAGMA {pragma}"), [], |row| row.get(0))
    };
    // It is not needed before it is whole and forced to disk.
    connection.query_row("PRAGMA fresh.journal_mode = MEMORY", [], |_| Ok(()))?;
    connection.execute_batch("PRAGMA fresh.synchronous = OFF; BEGIN")?;
    let written = (|| {
        connection.query_row("SELECT sqlcipher_export('fresh')", [], |_| Ok(()))?;
        let (version, application) = (number("main.user_version")?, number("main.application_id")?);
        connection.execute_batch(&format!(
            "PRAGMA fresh.user_version = {version}; PRAGMA fresh.application_id = {application}"
        ))?;
        // The diary cannot change while the two are compared.
        compare(connection)?;
        is_sound(connection)
    })();
    connection.execute_batch(if written.is_ok() { "COMMIT" } else { "ROLLBACK" })?;
    written
}

fn is_sound(connection: &Connection) -> Result<()> {
    let said: String = connection.query_row("PRAGMA fresh.quick_check(1)", [], |row| row.get(0))?;
    if said == "ok" {
        return Ok(());
    }
    Err(Error::failed("the diary is damaged, so no copy of it is kept")
        .because(said)
        .hint("`mineralog check` tells more; `mineralog restore FILE` goes back to a copy"))
}

/// Compares the schema of the two and how many rows each table holds.
fn compare(connection: &Connection) -> Result<()> {
    let differs = |what: &str| {
        Err(Error::failed("the new file is not the same as the diary")
            .because(format!("{what} differs"))
            .hint("nothing was changed; `mineralog check` tells whether the diary is whole"))
    };
    let schema = "SELECT EXISTS (
        SELECT type, name, tbl_name, sql FROM main.sqlite_schema EXCEPT
        SELECT type, name, tbl_name, sql FROM fresh.sqlite_schema)";
    if connection.query_row(schema, [], |row| row.get(0))? {
        return differs("its schema");
    }
    let mut tables = connection.prepare(
        "SELECT name FROM main.sqlite_schema WHERE type = 'table' AND rootpage > 0 ORDER BY name",
    )?;
    let names: Vec<String> =
        tables.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
    for name in names {
        let table = name.replace('"', "\"\"");
        let sql = format!(
            "SELECT (SELECT count(*) FROM main.\"{table}\") = (SELECT count(*) FROM fresh.\"{table}\")"
        );
        if !connection.query_row(&sql, [], |row| row.get::<_, bool>(0))? {
            return differs(&format!("the table {name}"));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_could_be_encrypted() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("file");
        let is = |bytes: &[u8]| {
            std::fs::write(&path, bytes).unwrap();
            is_encrypted(&path)
        };
        let odd: Vec<u8> = (0..4096_u32).map(|n| (n * 151 % 251) as u8).collect();
        assert!(is(&odd));
        assert!(!is(&odd[..4000]), "no whole pages");
        assert!(!is(&odd[..100]));
        assert!(!is(b""));
        assert!(!is("Äußerst müde. ".repeat(512).as_bytes()));
        assert!(!is(&[PLAIN, &odd[16..]].concat()));
        assert!(!is(&[AGE, &odd[AGE.len()..]].concat()));
        std::fs::write(folder.path().join("file-journal"), "half").unwrap();
        assert!(is(&odd[..4000]), "a change was broken off");
    }

    #[test]
    fn a_passphrase_is_never_shown() {
        let passphrase = Passphrase::new("correct horse".to_owned()).unwrap();
        assert_eq!(format!("{passphrase:?}"), "Passphrase(..)");
        assert!(Passphrase::new(String::new()).is_none());
        assert!(Passphrase::new("two\nlines".to_owned()).is_none());
    }
}
