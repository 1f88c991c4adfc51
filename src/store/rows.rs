//! Rows of a table as documents, column by column.

use rusqlite::Connection;
use rusqlite::types::ValueRef;
use serde_json::{Map, Value};

use crate::error::Result;

/// Returns the rows a query finds for a number, column by column.
pub(super) fn rows_of(
    connection: &Connection,
    sql: &str,
    id: i64,
) -> Result<Vec<Map<String, Value>>> {
    let mut statement = connection.prepare_cached(sql)?;
    let names: Vec<String> = statement.column_names().into_iter().map(str::to_owned).collect();
    let found = statement.query_map([id], |row| {
        let mut image = Map::new();
        for (column, name) in names.iter().enumerate() {
            let value = match row.get_ref(column)? {
                ValueRef::Integer(number) => Value::from(number),
                ValueRef::Real(number) => Value::from(number),
                ValueRef::Text(text) => Value::from(String::from_utf8_lossy(text)),
                ValueRef::Null | ValueRef::Blob(_) => Value::Null,
            };
            image.insert(name.clone(), value);
        }
        Ok(image)
    })?;
    Ok(found.collect::<rusqlite::Result<_>>()?)
}
