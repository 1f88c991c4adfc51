//! The rows of a diary file, read without the program, so that a test can hold its word against
//! what is there.

use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::path::Path;

use rusqlite::types::ValueRef;
use rusqlite::{Connection, OpenFlags};

/// Opens a diary as SQLite alone would; a journal that a broken command left is rolled back.
pub fn open(path: &Path) -> Connection {
    let connection = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_WRITE)
        .expect("the diary opens");
    connection.busy_timeout(std::time::Duration::from_secs(10)).expect("a patience");
    connection
}

/// Asserts that SQLite finds the file whole and every reference in it pointing somewhere.
#[track_caller]
pub fn assert_whole(connection: &Connection, context: &str) {
    let said: String = connection
        .query_row("PRAGMA quick_check", [], |row| row.get(0))
        .unwrap_or_else(|error| panic!("{context}: {error}"));
    assert_eq!(said, "ok", "{context}");
    let dangling = connection
        .prepare("PRAGMA foreign_key_check")
        .and_then(|mut statement| statement.exists([]))
        .unwrap_or_else(|error| panic!("{context}: {error}"));
    assert!(!dangling, "{context}: a row points nowhere");
}

/// How a diary stands at one moment: its bytes and what is in them.
pub struct Standing {
    bytes: Vec<u8>,
    rows: BTreeMap<String, (usize, u64)>,
}

impl Standing {
    /// Reads a diary, which must be whole.
    #[track_caller]
    pub fn of(path: &Path) -> Self {
        let connection = open(path);
        assert_whole(&connection, "a diary at rest");
        Self { rows: dump(&connection), bytes: std::fs::read(path).expect("the diary") }
    }

    /// Returns which of some standings a diary has, once SQLite has rolled back what was broken
    /// off; none where it has none of them.
    #[track_caller]
    pub fn find(path: &Path, standings: &[&Self], context: &str) -> Option<usize> {
        let connection = open(path);
        // A read is enough to roll a journal back; the very bytes that were checked need no check.
        let read = "SELECT count(*) FROM sqlite_schema";
        if let Err(error) = connection.query_row(read, [], |row| row.get::<_, i64>(0)) {
            panic!("{context}: {error}");
        }
        let bytes = std::fs::read(path).expect("the diary");
        standings.iter().position(|standing| standing.bytes == bytes).or_else(|| {
            assert_whole(&connection, context);
            let rows = dump(&connection);
            standings.iter().position(|standing| standing.rows == rows)
        })
    }
}

/// Returns a digest of the rows of every table but those of a search index, by table. Two dumps are
/// equal where every table holds the same rows.
pub fn dump(connection: &Connection) -> BTreeMap<String, (usize, u64)> {
    let mut tables = connection
        .prepare(
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'
                 AND sql NOT LIKE 'CREATE VIRTUAL%' ORDER BY name",
        )
        .expect("a list of tables");
    let names: Vec<String> = tables
        .query_map([], |row| row.get(0))
        .and_then(Iterator::collect)
        .expect("the names of tables");
    names.into_iter().map(|name| (name.clone(), digest(connection, &name))).collect()
}

/// Returns how many rows a table has and the sum of their digests, which no order changes.
fn digest(connection: &Connection, table: &str) -> (usize, u64) {
    let mut statement = connection.prepare(&format!("SELECT * FROM \"{table}\"")).expect("a table");
    let columns = statement.column_count();
    let mut found = statement.query([]).expect("the rows of a table");
    let (mut count, mut sum) = (0, 0_u64);
    while let Some(row) = found.next().expect("a row") {
        let mut hasher = DefaultHasher::new();
        for column in 0..columns {
            match row.get_ref(column).expect("a cell") {
                ValueRef::Null => 0_u8.hash(&mut hasher),
                ValueRef::Integer(number) => (1_u8, number).hash(&mut hasher),
                ValueRef::Real(number) => (2_u8, number.to_bits()).hash(&mut hasher),
                ValueRef::Text(text) => (3_u8, text).hash(&mut hasher),
                ValueRef::Blob(bytes) => (4_u8, bytes).hash(&mut hasher),
            }
        }
        count += 1;
        sum = sum.wrapping_add(hasher.finish());
    }
    (count, sum)
}

/// Returns how many changes the journal holds.
pub fn changes(connection: &Connection) -> i64 {
    connection.query_row("SELECT count(*) FROM change", [], |row| row.get(0)).expect("a count")
}
