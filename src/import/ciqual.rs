//! The French table Ciqual, in its .xls edition.
//!
//! Cells are text with a decimal comma. `-` and an empty cell are unknown. Below a limit (`< 0,3`)
//! is unknown too: the value may be anything up to the limit, which is printed for few foods and
//! never a figure of the food's own. `traces` is the publisher's own word for a quantity that does
//! not count: it is an estimated 0. All figures count as estimated, for the edition does not tell
//! how each came to be. Caffeine is not in the table.

use std::path::Path;

use super::archive::open_file;
use super::biff::{self, Cell};
use super::bounded::Counted;
use super::{Figure, Progress, Release, Sink, Skipped, Table, TableFood, amount, groups, tidy};
use crate::domain::{Knowledge, Nutrient};
use crate::error::{Error, Result};

/// The largest workbook that is read; the table of 2020 has 3.6 MB.
const MOST_BYTES: u64 = 64 << 20;

/// The columns of figures: how their titles begin, with the unit.
const FIGURES: [(&str, Nutrient); 8] = [
    ("magnésium (mg/100 g)", Nutrient::Magnesium),
    ("calcium (mg/100 g)", Nutrient::Calcium),
    ("potassium (mg/100 g)", Nutrient::Potassium),
    ("vitamine d (µg/100 g)", Nutrient::VitaminD),
    ("sodium (mg/100 g)", Nutrient::Sodium),
    ("eau (g/100 g)", Nutrient::Water),
    ("alcool (g/100 g)", Nutrient::Alcohol),
    ("energie, règlement ue n° 1169/2011 (kcal/100 g)", Nutrient::Energy),
];

/// Reads the table and returns its release with the rows that could not be used.
///
/// # Errors
///
/// Refuses what is no Excel 97-2003 workbook, and one without the table's columns.
pub fn read(
    path: &Path,
    progress: &Progress<'_>,
    sink: &mut dyn Sink,
) -> Result<(Release, Skipped)> {
    let file = open_file(path)?;
    let size = file.metadata().map_or(0, |found| found.len());
    let name =
        path.file_name().map_or_else(|| "the file".into(), |n| n.to_string_lossy()).into_owned();
    if size > MOST_BYTES {
        return Err(Error::request(format!("{name} is larger than {} MB", MOST_BYTES >> 20))
            .because("the table of 2020 has 3.6 MB"));
    }
    let no_workbook = |e: &dyn std::fmt::Display| {
        Error::request(format!("{name} is no Excel 97-2003 workbook"))
            .because(e)
            .hint("give the table's .xls edition as it was downloaded from ciqual.anses.fr")
    };
    let mut workbook = cfb::CompoundFile::open(file).map_err(|e| no_workbook(&e))?;
    let stream = workbook.open_stream("Workbook").map_err(|e| no_workbook(&e))?;
    let stream = std::io::BufReader::new(Counted::new(stream, &name, size, progress));
    let mut reader = Reader {
        name: name.clone(),
        columns: None,
        seen: std::collections::HashSet::new(),
        skipped: Skipped::default(),
        sink,
    };
    biff::rows(stream, |row, cells| reader.row(row, cells)).map_err(|stop| match stop {
        Stop::Error(error) => error,
        Stop::Damage(reason) => Error::request(format!("{name} is damaged"))
            .because(reason)
            .hint("fetch it again from its publisher; nothing was changed"),
    })?;
    if reader.columns.is_none() || reader.seen.is_empty() {
        return Err(Error::request(format!("{name} holds no food of the table Ciqual")));
    }
    reader.skipped.finish(&name)?;
    let (release, assumption) = match release(&name) {
        Some(year) => (year, None),
        None => (
            EDITION.to_owned(),
            Some(format!("no year in the file's name; taken as {EDITION}, whose columns it has")),
        ),
    };
    Ok((Release { table: Table::Ciqual, release, assumption }, reader.skipped))
}

/// The edition whose columns are read.
const EDITION: &str = "2020";

/// Returns the year of the release that stands in the file's name; none where there is none. The
/// workbook itself does not tell it.
fn release(name: &str) -> Option<String> {
    name.split(|c: char| !c.is_ascii_digit())
        .find(|digits| digits.len() == 4 && digits.starts_with("20"))
        .map(str::to_owned)
}

enum Stop {
    Error(Error),
    Damage(String),
}

impl From<String> for Stop {
    fn from(reason: String) -> Self {
        Self::Damage(reason)
    }
}

impl From<Error> for Stop {
    fn from(error: Error) -> Self {
        Self::Error(error)
    }
}

/// The places of the columns that are read.
struct Columns {
    code: usize,
    name: usize,
    group: usize,
    figures: Vec<(usize, Nutrient)>,
}

struct Reader<'a> {
    name: String,
    columns: Option<Columns>,
    seen: std::collections::HashSet<i64>,
    skipped: Skipped,
    sink: &'a mut dyn Sink,
}

impl Reader<'_> {
    fn row(&mut self, number: u32, cells: &[Option<Cell>]) -> std::result::Result<(), Stop> {
        let Some(columns) = &self.columns else {
            self.columns = Some(columns(&self.name, cells)?);
            return Ok(());
        };
        self.skipped.look();
        let line = u64::from(number);
        let name = tidy(&text(cells, columns.name));
        let code = text(cells, columns.code)
            .parse::<f64>()
            .ok()
            .filter(|code| code.fract().to_bits() == 0 && (1.0..=1e9).contains(code));
        let Some(record) = code.map(|code| code as i64).filter(|_| !name.is_empty()) else {
            self.skipped.skip(&self.name, line, "the row has no alim_code or no name");
            return Ok(());
        };
        // The edition of 2020 lists one food twice, once without figures: the two rows are one food.
        if self.seen.insert(record) {
            let groups = groups::of_ciqual(&text(cells, columns.group), &name);
            self.sink.food(&TableFood { table: Table::Ciqual, record, ndb: None, name, groups })?;
        }
        for (column, nutrient) in &columns.figures {
            match figure(&text(cells, *column), *nutrient) {
                Ok(Some(figure)) => self.sink.figure(record, figure)?,
                Ok(None) => {}
                Err(reason) => self.skipped.skip(&self.name, line, &reason),
            }
        }
        Ok(())
    }
}

fn text(cells: &[Option<Cell>], column: usize) -> String {
    match cells.get(column) {
        Some(Some(Cell::Text(text))) => text.trim().to_owned(),
        Some(Some(Cell::Number(number))) => number.to_string(),
        _ => String::new(),
    }
}

fn columns(file: &str, cells: &[Option<Cell>]) -> Result<Columns> {
    let titles: Vec<String> = (0..cells.len())
        .map(|column| tidy(&text(cells, column)).to_lowercase().replace('\u{3bc}', "µ"))
        .collect();
    let find = |title: &str| {
        titles.iter().position(|found| found == title).ok_or_else(|| {
            Error::request(format!("{file} has no column \"{title}\""))
                .because("the first row of the table Ciqual names its columns so")
        })
    };
    Ok(Columns {
        code: find("alim_code")?,
        name: find("alim_nom_fr")?,
        group: find("alim_ssgrp_code")?,
        figures: FIGURES
            .iter()
            .map(|(title, nutrient)| Ok((find(title)?, *nutrient)))
            .collect::<Result<_>>()?,
    })
}

/// Reads a cell; none where the value is unknown.
fn figure(cell: &str, nutrient: Nutrient) -> std::result::Result<Option<Figure>, String> {
    let estimated = |per_100g| Figure {
        nutrient,
        per_100g,
        knowledge: Knowledge::Estimated,
        rank: 0,
        added: false,
    };
    match cell {
        "" | "-" => Ok(None),
        "traces" => Ok(Some(estimated(0.0))),
        below if below.starts_with('<') => Ok(None),
        number => Ok(amount(&number.replace(',', "."), nutrient, 1.0)?.map(estimated)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_say_what_is_known() {
        let read = |cell| figure(cell, Nutrient::Magnesium).map(|f| f.map(|f| f.per_100g));
        assert_eq!(read("52,5"), Ok(Some(52.5)));
        assert_eq!(read("28"), Ok(Some(28.0)));
        assert_eq!(read("traces"), Ok(Some(0.0)));
        for unknown in ["-", "", "< 0,3"] {
            assert_eq!(read(unknown), Ok(None), "{unknown}");
        }
        assert!(read("abc").is_err());
    }

    #[test]
    fn the_release_stands_in_the_name() {
        assert_eq!(release("Table Ciqual 2020_FR_2020 07 07.xls").as_deref(), Some("2020"));
        assert_eq!(release("ciqual.xls"), None);
        assert_eq!(release("Table Ciqual 2025_FR.xls").as_deref(), Some("2025"));
    }
}
