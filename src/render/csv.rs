//! The days of a period as a tidy table: one row per day and nutrient.
//!
//! RFC 4180. What is not known is an empty cell, never 0, and no cell begins as a formula would.

use csv::{Terminator, WriterBuilder};

use super::json_value::number;
use super::rows::{self, Row};
use crate::report::period::Report;

const HEADER: [&str; 14] = [
    "day",
    "logged",
    "nutrient",
    "unit",
    "known",
    "upper",
    "reference",
    "reference_kind",
    "authority",
    "from_supplements",
    "foods",
    "foods_reporting",
    "known_share",
    "closed",
];

/// Returns the table of a period.
pub fn table(report: &Report) -> String {
    let mut rows: Vec<Vec<String>> = vec![HEADER.map(str::to_owned).to_vec()];
    for day in &report.days {
        let date = day.day.to_string();
        for row in rows::rows(report, day) {
            rows.push(cells(&date, day.logged, day.closed, &row));
        }
    }
    write(&rows)
}

fn cells(day: &str, logged: bool, closed: bool, row: &Row) -> Vec<String> {
    let figure = |value: Option<f64>| value.map_or_else(String::new, |v| number(v).to_string());
    let reference = row.reference;
    let word = |text: Option<&str>| text.unwrap_or_default().to_owned();
    vec![
        day.to_owned(),
        logged.to_string(),
        row.nutrient.key().to_owned(),
        row.nutrient.unit().to_owned(),
        figure(row.known),
        figure(row.upper),
        figure(reference.map(|r| r.amount)),
        word(reference.map(|r| r.kind.key())),
        word(reference.map(|r| r.authority.key())),
        figure(row.from_supplements),
        row.foods.to_string(),
        row.foods_reporting.to_string(),
        figure(row.known_share),
        closed.to_string(),
    ]
}

/// Returns rows as CSV text, every cell made harmless.
pub fn write(rows: &[Vec<String>]) -> String {
    let mut writer =
        WriterBuilder::new().terminator(Terminator::CRLF).flexible(true).from_writer(Vec::new());
    for row in rows {
        let cells = row.iter().map(|cell| harmless(cell));
        writer.write_record(cells).expect("memory takes every row");
    }
    let bytes = writer.into_inner().expect("memory takes every row");
    String::from_utf8(bytes).expect("cells are text")
}

/// Returns a cell that no spreadsheet takes for a formula: one that begins like a formula gets an
/// apostrophe before it. A number stays a number.
pub fn harmless(cell: &str) -> String {
    let text = super::inert(cell);
    // A tab or a return at the front was already made a blank.
    let begins = text.trim_start().chars().next();
    let formula = begins.is_some_and(|letter| "=+-@|%＝＋－＠".contains(letter));
    if formula && text.parse::<f64>().is_err() { format!("'{text}") } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_runs_nothing() {
        for (cell, expected) in [
            ("=1+1", "'=1+1"),
            ("+cmd|' /C calc'!A0", "'+cmd|' /C calc'!A0"),
            ("-2+3", "'-2+3"),
            ("-2.5", "-2.5"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("\t=1", "' =1"),
            ("\r=1", "' =1"),
            ("a\nb", "a b"),
            ("a=b", "a=b"),
            (" \t@SUM(A1)", "'  @SUM(A1)"),
            ("\u{ff1d}1", "'\u{ff1d}1"),
            ("-2 eggs", "'-2 eggs"),
            ("|cmd", "'|cmd"),
            ("a\u{1b}[31m\nb", "a[31m b"),
            ("", ""),
        ] {
            assert_eq!(harmless(cell), expected, "{cell:?}");
        }
    }

    #[test]
    fn a_table_reads_back() {
        let rows =
            [vec!["a,b".to_owned(), "say \"x\"".to_owned()], vec![String::new(), "2".into()]];
        assert_eq!(write(&rows), "\"a,b\",\"say \"\"x\"\"\"\r\n,2\r\n");
    }
}
