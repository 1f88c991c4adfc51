//! Whether a diary is whole: SQLite's own checks, the rules its tables cannot state, the search
//! index, the seed, and who may read it.

use std::fs;
use std::path::{Path, PathBuf};

use rusqlite::{Connection, ErrorCode, OpenFlags};

use super::backup::{self, UNFINISHED};
use super::lock::{self, Keyring, is_encrypted};
use super::{APPLICATION_ID, SCHEMA_VERSION, Store, at, encrypt, seed, user_version};
use crate::error::{Error, Result};

/// How one check ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// All is well.
    Ok,
    /// Something was wrong and is mended.
    Mended,
    /// Something is wrong.
    Wrong,
}

impl Outcome {
    /// Returns the key used in JSON.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Mended => "mended",
            Self::Wrong => "wrong",
        }
    }
}

/// One check and what it found.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// What was looked at.
    pub check: &'static str,
    /// How it ended.
    pub outcome: Outcome,
    /// What was found, where something was.
    pub detail: Option<String>,
    /// What a person can do, where something can be done.
    pub hint: Option<&'static str>,
}

/// The rules that no single table can state: what is counted must be 0.
const RULES: &[(&str, &str)] = &[
    (
        "an entry without what belongs to its kind",
        "SELECT count(*) FROM entry e WHERE
             (e.kind = 'meal') <> EXISTS (SELECT 1 FROM meal m WHERE m.entry_id = e.id)
          OR (e.kind = 'episode') <> EXISTS (SELECT 1 FROM episode x WHERE x.entry_id = e.id)
          OR (e.kind = 'medicine') <> EXISTS (SELECT 1 FROM medicine d WHERE d.entry_id = e.id)
          OR (e.kind IN ('stress', 'sleep', 'exercise', 'sun', 'screen', 'water', 'caffeine'))
              <> EXISTS (SELECT 1 FROM context c WHERE c.entry_id = e.id AND c.kind = e.kind)",
    ),
    (
        "amounts recorded elsewhere of an item that is not marked so",
        "SELECT count(*) FROM item_amount a JOIN item i ON i.id = a.item_id WHERE NOT i.recorded",
    ),
    (
        "a recipe without a part",
        "SELECT count(*) FROM recipe r JOIN food f ON f.id = r.food_id WHERE f.deleted_at IS NULL
         AND NOT EXISTS (SELECT 1 FROM recipe_part p WHERE p.food_id = r.food_id)",
    ),
    (
        "a change in the journal without a row",
        "SELECT count(*) FROM change c
         WHERE NOT EXISTS (SELECT 1 FROM change_row r WHERE r.change_id = c.id)",
    ),
];

/// The search indexes, and whether each can be compared with the names it was made from.
const INDEXES: &[&str] = &["near_words", "table_words"];

/// Checks a diary file, and mends what can be mended without losing anything where `repair` says so.
///
/// # Errors
///
/// Fails when the file cannot be opened at all, or is no diary.
pub fn check(path: &Path, repair: bool, now: i64, keys: &Keyring<'_>) -> Result<Vec<Finding>> {
    if !path.is_file() {
        return Err(Error::request(format!("{} is not a file", path.display()))
            .hint("name a file with --db FILE"));
    }
    let (mut connection, key) =
        lock::open(path, OpenFlags::SQLITE_OPEN_READ_WRITE, keys).map_err(|e| at(path, e))?;
    let of = |e: rusqlite::Error| at(path, Error::from(e));
    let application: i32 =
        connection.query_row("PRAGMA application_id", [], |row| row.get(0)).map_err(of)?;
    if application != APPLICATION_ID {
        return Err(Error::request(format!("{} is no mineralog diary", path.display()))
            .hint("name another file with --db FILE"));
    }
    let mut found = vec![permissions(path, repair)];
    found.push(leftovers(path, repair));
    if key.is_some() {
        found.push(plain_copies(path));
    }
    found.push(integrity(&connection));
    if found.last().is_some_and(|f| f.outcome == Outcome::Wrong) {
        return Ok(found);
    }
    let version = user_version(&connection)?;
    found.push(schema(version));
    if version != SCHEMA_VERSION {
        return Ok(found);
    }
    found.push(references(&connection)?);
    found.push(rules(&connection)?);
    found.push(indexes(&mut connection, repair)?);
    found.push(seed(connection, repair, now)?);
    Ok(found)
}

fn finding(check: &'static str, wrong: Option<(String, &'static str)>) -> Finding {
    match wrong {
        None => Finding { check, outcome: Outcome::Ok, detail: None, hint: None },
        Some((detail, hint)) => {
            Finding { check, outcome: Outcome::Wrong, detail: Some(detail), hint: Some(hint) }
        }
    }
}

fn mended(check: &'static str, detail: String) -> Finding {
    Finding { check, outcome: Outcome::Mended, detail: Some(detail), hint: None }
}

const GO_BACK: &str = "`mineralog restore FILE` goes back to a copy; keep the file as it is";

fn integrity(connection: &Connection) -> Finding {
    let lines = |connection: &Connection| -> rusqlite::Result<Vec<String>> {
        let all = |sql: &str| -> rusqlite::Result<Vec<String>> {
            connection.prepare(sql)?.query_map([], |row| row.get(0))?.collect()
        };
        // An encrypted page carries a seal; where all hold, nothing is said.
        let broken = if lock::is_locked(connection) { all(lock::SEALS)? } else { Vec::new() };
        if broken.is_empty() { all("PRAGMA integrity_check(20)") } else { Ok(broken) }
    };
    let wrong = match lines(connection) {
        Ok(lines) if lines == ["ok"] => None,
        Ok(lines) => Some((lines.join("; "), GO_BACK)),
        Err(e) => Some((e.to_string(), GO_BACK)),
    };
    finding("the file is whole", wrong)
}

fn schema(version: i32) -> Finding {
    let wrong = match version.cmp(&SCHEMA_VERSION) {
        std::cmp::Ordering::Equal => None,
        std::cmp::Ordering::Less => Some((
            format!("its schema is {version}, this program's is {SCHEMA_VERSION}"),
            "any other command brings it up to date, after making a copy",
        )),
        std::cmp::Ordering::Greater => {
            Some((format!("its schema is {version}"), "a newer mineralog wrote it: update"))
        }
    };
    finding("the schema is this program's", wrong)
}

fn references(connection: &Connection) -> Result<Finding> {
    let mut statement = connection.prepare("PRAGMA foreign_key_check")?;
    let tables: Vec<String> =
        statement.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
    let wrong = (!tables.is_empty())
        .then(|| (format!("{} rows of {} point nowhere", tables.len(), tables[0]), GO_BACK));
    Ok(finding("every row points somewhere", wrong))
}

fn rules(connection: &Connection) -> Result<Finding> {
    let mut broken = Vec::new();
    for (rule, sql) in RULES {
        let count: i64 = connection.query_row(sql, [], |row| row.get(0))?;
        if count > 0 {
            broken.push(format!("{rule} ({count} times)"));
        }
    }
    let wrong = (!broken.is_empty()).then(|| (broken.join("; "), GO_BACK));
    Ok(finding("entries, foods and journal agree", wrong))
}

/// Compares the search indexes with the names they are made from; making them anew is safe.
fn indexes(connection: &mut Connection, repair: bool) -> Result<Finding> {
    const CHECK: &str = "the search index is in step";
    let tx = connection.transaction()?;
    let mut behind = Vec::new();
    for index in INDEXES {
        let sql = format!("INSERT INTO {index} ({index}, rank) VALUES ('integrity-check', 1)");
        match tx.execute(&sql, []) {
            Ok(_) => {}
            Err(e) if e.sqlite_error_code() == Some(ErrorCode::DatabaseCorrupt) => {
                behind.push(*index);
            }
            Err(e) => return Err(e.into()),
        }
    }
    if behind.is_empty() {
        return Ok(finding(CHECK, None));
    }
    if !repair {
        let detail = format!("{} is behind the names", behind.join(" and "));
        return Ok(finding(CHECK, Some((detail, "`mineralog check --repair` makes it anew"))));
    }
    for index in &behind {
        tx.execute(&format!("INSERT INTO {index} ({index}) VALUES ('rebuild')"), [])?;
    }
    tx.commit()?;
    Ok(mended(CHECK, format!("{} made anew", behind.join(" and "))))
}

fn seed(connection: Connection, repair: bool, now: i64) -> Result<Finding> {
    const CHECK: &str = "the seeded foods are this program's";
    if seed::is_current(&connection)? {
        return Ok(finding(CHECK, None));
    }
    if !repair {
        let hint = "any other command, or `mineralog check --repair`, loads this program's";
        return Ok(finding(CHECK, Some(("they are another version's".to_owned(), hint))));
    }
    Store { connection, path: None, notices: Vec::new(), key: None }.update_seed(now)?;
    Ok(mended(CHECK, "loaded anew".to_owned()))
}

/// Looks whether anybody but the owner may read the diary or its copies.
fn permissions(path: &Path, repair: bool) -> Finding {
    const CHECK: &str = "nobody else may read it";
    let mut all = vec![path.to_owned(), backup::folder(path)];
    all.extend(backup::copies(path));
    let open: Vec<PathBuf> =
        all.into_iter().filter(|path| super::is_open_to_others(path)).collect();
    let Some(first) = open.first() else {
        return finding(CHECK, None);
    };
    let detail = match open.len() - 1 {
        0 => format!("others may read {}", first.display()),
        more => format!("others may read {} and {more} more", first.display()),
    };
    if repair && open.iter().all(|path| super::take_from_others(path).is_ok()) {
        return mended(CHECK, format!("{} taken out of their reach", open.len()));
    }
    finding(CHECK, Some((detail, "`mineralog check --repair` takes them out of their reach")))
}

/// Looks whether copies of an encrypted diary can be read without its passphrase.
fn plain_copies(path: &Path) -> Finding {
    let plain = |copies: Vec<PathBuf>| -> Vec<PathBuf> {
        copies.into_iter().filter(|copy| !is_encrypted(copy)).collect()
    };
    let (copies, strays) = (plain(backup::copies(path)), backup::plain_strays(path));
    let wrong = copies.first().or(strays.first()).map(|first| {
        let more = copies.len() + strays.len() - 1;
        let detail = match more {
            0 => format!("{} is plain", first.display()),
            _ => format!("{} and {more} more are plain", first.display()),
        };
        let hint = if copies.is_empty() {
            "it has a name of its own, and `mineralog encrypt` leaves it: move it away or remove it"
        } else {
            "`mineralog encrypt` encrypts the copies too, and names what it leaves"
        };
        (detail, hint)
    });
    finding("its copies are encrypted too", wrong)
}

/// Looks for copies that a broken command did not finish, and for those of a diary that is gone.
fn leftovers(path: &Path, repair: bool) -> Finding {
    const CHECK: &str = "no leftovers among the copies";
    let mut names = backup::in_folder(path);
    names.extend(encrypt::unfinished(path));
    let is_unfinished = |path: &PathBuf| {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        name.strip_suffix("-journal").unwrap_or(&name).ends_with(UNFINISHED)
    };
    let unfinished: Vec<PathBuf> = names.into_iter().filter(is_unfinished).collect();
    if repair && !unfinished.is_empty() && unfinished.iter().all(|p| fs::remove_file(p).is_ok()) {
        return mended(CHECK, format!("{} unfinished removed", unfinished.len()));
    }
    if let Some(first) = unfinished.first() {
        let detail = format!("{} is not finished", first.display());
        return finding(CHECK, Some((detail, "`mineralog check --repair` removes it")));
    }
    let strays = backup::strays(path);
    let Some(first) = strays.first() else {
        return finding(CHECK, None);
    };
    let detail = format!("{} is named as a copy of no diary that is here", first.display());
    let hint = Some("remove it by hand, if you do not need it");
    Finding { check: CHECK, outcome: Outcome::Ok, detail: Some(detail), hint }
}
