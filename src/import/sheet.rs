//! Comma-separated files with named columns, row by row.

use csv::ByteRecord;

use super::archive::{broken, cut_off};
use super::bounded::Guard;
use crate::error::{Error, Result};

/// The most columns a file may have. Food diaries have fewer than a hundred.
const MOST_COLUMNS: usize = 1_000;

/// A file with a header line.
#[derive(Debug)]
pub struct Sheet<'a> {
    name: String,
    reader: csv::Reader<Guard<'a>>,
    header: Vec<String>,
    record: ByteRecord,
}

impl<'a> Sheet<'a> {
    /// Opens a file and reads its header.
    ///
    /// # Errors
    ///
    /// Refuses a file without a header that can be read.
    pub fn open(name: &str, file: Guard<'a>) -> Result<Self> {
        let mut reader =
            csv::ReaderBuilder::new().flexible(true).has_headers(false).from_reader(file);
        let mut record = ByteRecord::new();
        if !reader.read_byte_record(&mut record).map_err(|e| refuse(name, e))? {
            return Err(Error::request(format!("{name} is empty"))
                .hint("give the file as it was exported or downloaded"));
        }
        if record.len() > MOST_COLUMNS {
            return Err(Error::request(format!("{name} has {} columns", record.len()))
                .because(format!("more than {MOST_COLUMNS} stand in no known format")));
        }
        let header: Vec<String> = record
            .iter()
            .map(|cell| {
                let text = String::from_utf8_lossy(cell);
                text.trim_start_matches('\u{feff}').trim().to_owned()
            })
            .collect();
        let mut titles = std::collections::HashSet::new();
        if let Some(twice) = header.iter().find(|t| !t.is_empty() && !titles.insert(t.as_str())) {
            let twice = crate::calendar::shown(twice);
            return Err(Error::request(format!("{name} has two columns \"{twice}\""))
                .because("which of them counts cannot be told")
                .hint("give the file as it was exported or downloaded"));
        }
        Ok(Self { name: name.to_owned(), reader, header, record })
    }

    /// Returns the file's name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Returns the names of the columns, in order.
    pub fn header(&self) -> &[String] {
        &self.header
    }

    /// Returns the place of a column; none where there is none of that name.
    pub fn optional(&self, column: &str) -> Option<usize> {
        self.header.iter().position(|name| name == column)
    }

    /// Returns the place of a column.
    ///
    /// # Errors
    ///
    /// Refuses the file where the column is missing.
    pub fn column(&self, column: &str) -> Result<usize> {
        self.optional(column).ok_or_else(|| {
            let has: Vec<&str> = self.header.iter().take(12).map(String::as_str).collect();
            Error::request(format!("{} has no column \"{column}\"", self.name))
                .because(format!("it has: {}", crate::calendar::shown(&has.join(", "))))
        })
    }

    /// Reads the next row; false where there is none.
    ///
    /// # Errors
    ///
    /// Refuses the file where it breaks off: where its last row is shorter than its header.
    pub fn advance(&mut self) -> Result<bool> {
        let too_short = self.record.len() < self.header.len();
        let read = self.reader.read_byte_record(&mut self.record);
        let more = read.map_err(|e| refuse(&self.name, e))?;
        if too_short && !more { Err(cut_off(&self.name)) } else { Ok(more) }
    }

    /// Returns the line the present row begins in.
    pub fn line(&self) -> u64 {
        self.record.position().map_or(0, csv::Position::line)
    }

    /// Returns whether the present row has as many cells as the header.
    pub fn is_whole(&self) -> bool {
        self.record.len() == self.header.len()
    }

    /// Returns a cell of the present row without blank ends, empty where the row is too short;
    /// none where it is no text.
    pub fn cell(&self, column: usize) -> Option<&str> {
        std::str::from_utf8(self.record.get(column).unwrap_or_default()).ok().map(str::trim)
    }

    /// Returns a cell of the present row as a whole number; none where it is none.
    pub fn number(&self, column: usize) -> Option<i64> {
        self.cell(column)?.parse().ok()
    }
}

fn refuse(name: &str, error: csv::Error) -> Error {
    let text = error.to_string();
    match error.into_kind() {
        csv::ErrorKind::Io(error) => broken(name, &error),
        _ => Error::request(format!("{name} cannot be read")).because(text),
    }
}

#[cfg(test)]
mod tests {
    use super::super::bounded::Rows;
    use super::*;

    fn sheet(text: &str) -> Result<Sheet<'_>> {
        Sheet::open("a.csv", Guard::new(Box::new(text.as_bytes()), Rows::Quoted, None))
    }

    #[test]
    fn cells_are_found_by_the_name_of_their_column() {
        let mut sheet = sheet("\u{feff}\"id\",name\n\"1\",\"a\nb\"\n2\n").unwrap();
        let (id, name) = (sheet.column("id").unwrap(), sheet.column("name").unwrap());
        assert!(sheet.advance().unwrap());
        assert_eq!((sheet.number(id), sheet.cell(name), sheet.line()), (Some(1), Some("a\nb"), 2));
        assert!(sheet.advance().unwrap());
        assert_eq!((sheet.is_whole(), sheet.cell(name), sheet.line()), (false, Some(""), 4));
        assert!(sheet.advance().unwrap_err().message.contains("in the middle of a row"));
        assert!(sheet.column("gram_weight").is_err());
    }

    #[test]
    fn a_file_of_many_columns_is_refused() {
        assert!(sheet(&"x,".repeat(2000)).is_err());
        assert!(sheet("").is_err());
    }
}
