//! Readers of published food tables and of other programs' diaries.
//!
//! A reader takes a file or a folder apart row by row, whatever its size, and hands what it finds
//! to a [`Sink`]. Nothing here knows SQL, prints, or unpacks to the disk. What a file may hold at
//! most is stated in [`bounded`]; whatever goes beyond is refused as a whole.

pub mod archive;
pub mod biff;
pub mod bounded;
pub mod ciqual;
pub mod cronometer;
pub mod fdc;
pub mod groups;
pub mod portions;
pub mod sheet;
pub mod sr28;
pub mod usda;

use crate::domain::{Knowledge, Nutrient};
use crate::error::{Error, Result};

/// A published table of foods.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Table {
    /// USDA's National Nutrient Database for Standard Reference, release 28.
    Sr28,
    /// The same database's last state in FoodData Central.
    SrLegacy,
    /// FoodData Central, Foundation Foods.
    Foundation,
    /// FoodData Central, the Food and Nutrient Database for Dietary Studies.
    Survey,
    /// FoodData Central, branded foods.
    Branded,
    /// The French table.
    Ciqual,
}

impl Table {
    /// Every table.
    pub const ALL: [Self; 6] =
        [Self::Sr28, Self::SrLegacy, Self::Foundation, Self::Survey, Self::Branded, Self::Ciqual];

    /// Returns the key used in JSON and in the database.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Sr28 => "sr28",
            Self::SrLegacy => "sr_legacy",
            Self::Foundation => "foundation",
            Self::Survey => "survey",
            Self::Branded => "branded",
            Self::Ciqual => "ciqual",
        }
    }

    /// Returns the table of a key; none for another word.
    pub fn parse(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|table| table.key() == key)
    }

    /// Returns the name for people.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Sr28 => "SR28",
            Self::SrLegacy => "SR Legacy",
            Self::Foundation => "Foundation",
            Self::Survey => "Survey",
            Self::Branded => "Branded",
            Self::Ciqual => "Ciqual",
        }
    }

    /// Returns who publishes it.
    pub const fn publisher(self) -> &'static str {
        match self {
            Self::Ciqual => "Anses",
            _ => "USDA Agricultural Research Service",
        }
    }

    /// Returns the terms it is published under.
    pub const fn licence(self) -> &'static str {
        match self {
            Self::Sr28 => "public domain",
            Self::Ciqual => "Licence Ouverte / Open Licence (Etalab)",
            _ => "public domain, CC0 1.0",
        }
    }

    /// Returns the origin of one of its records: `usda:168462`, `sr28:11457`, `ciqual:20059`.
    pub fn source(self, record: i64) -> String {
        match self {
            Self::Sr28 => format!("sr28:{record:05}"),
            Self::Ciqual => format!("ciqual:{record}"),
            _ => format!("usda:{record}"),
        }
    }

    /// Returns where the figures of one of its records were read: `SR28 11457`,
    /// `Foundation 2025-04-24`.
    pub fn reference(self, release: &str, record: i64) -> String {
        match self {
            Self::Sr28 => format!("SR28 {record:05}"),
            Self::Ciqual => format!("Ciqual {release} {record}"),
            _ => format!("{} {release}", self.name()),
        }
    }
}

/// One food of a table, without its figures.
#[derive(Clone, Debug, PartialEq)]
pub struct TableFood {
    /// The table.
    pub table: Table,
    /// The publisher's number of the record.
    pub record: i64,
    /// USDA's number that stays through the releases, without leading zeros.
    pub ndb: Option<i64>,
    /// The publisher's description.
    pub name: String,
    /// The groups, the main one first.
    pub groups: Vec<&'static str>,
}

/// One figure of a food.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Figure {
    /// The nutrient.
    pub nutrient: Nutrient,
    /// Amount per 100 g, in the nutrient's unit.
    pub per_100g: f64,
    /// How it came to be known.
    pub knowledge: Knowledge,
    /// Which figure stands where a table prints a nutrient in several ways: the lowest rank.
    pub rank: u8,
    /// Whether the nutrient was added to the food.
    pub added: bool,
}

/// Takes what a reader finds. A food comes before its figures, portions and names; each of them
/// names a record that was given.
pub trait Sink {
    /// Takes a food.
    ///
    /// # Errors
    ///
    /// Fails when it cannot be kept; so do all the others.
    fn food(&mut self, food: &TableFood) -> Result<()>;

    /// Adds a brand to the name of a food, and the group its category tells.
    #[allow(clippy::missing_errors_doc)]
    fn brand(&mut self, record: i64, brand: &str, group: Option<&'static str>) -> Result<()>;

    /// Takes a figure.
    #[allow(clippy::missing_errors_doc)]
    fn figure(&mut self, record: i64, figure: Figure) -> Result<()>;

    /// Takes a weight; `sequence` is its place among those of the food.
    #[allow(clippy::missing_errors_doc)]
    fn weight(&mut self, record: i64, sequence: i64, weight: &portions::Weight) -> Result<()>;

    /// Takes another name of a food.
    #[allow(clippy::missing_errors_doc)]
    fn name(&mut self, record: i64, name: &str) -> Result<()>;
}

/// A table that was read, and its release.
#[derive(Clone, Debug, PartialEq)]
pub struct Release {
    /// The table.
    pub table: Table,
    /// The release as the publisher names it; a later one sorts behind an earlier one.
    pub release: String,
    /// What was assumed of the release, in words.
    pub assumption: Option<String>,
}

/// Is told how far a reader has come: the file, the bytes read of it, and how many it has.
pub type Progress<'a> = dyn Fn(&str, u64, u64) + 'a;

/// How many bad rows are kept word for word; the others are counted.
const MOST_SHOWN: usize = 20;

/// The share of bad rows beyond which a file is refused as a whole, and the number of them from
/// which a share means something. A file without a good row is refused whatever its length.
const MOST_BAD: f64 = 0.10;
const FEWEST_BAD: u64 = 5;

/// A row that could not be used.
#[derive(Clone, Debug, PartialEq)]
pub struct SkippedRow {
    /// The file.
    pub file: String,
    /// The line the row begins in, from 1.
    pub line: u64,
    /// Why.
    pub reason: String,
}

impl std::fmt::Display for SkippedRow {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}:{}: {}", self.file, self.line, self.reason)
    }
}

/// The rows of an import that could not be used.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Skipped {
    /// The first of them.
    pub shown: Vec<SkippedRow>,
    /// How many there are.
    pub count: u64,
    rows_here: u64,
    bad_here: u64,
    first_here: Option<SkippedRow>,
}

impl Skipped {
    /// Counts a row that was looked at.
    fn look(&mut self) {
        self.rows_here += 1;
    }

    /// Notes a row that could not be used.
    fn skip(&mut self, file: &str, line: u64, reason: &str) {
        let row = SkippedRow { file: file.to_owned(), line, reason: reason.to_owned() };
        self.first_here.get_or_insert_with(|| row.clone());
        if self.shown.len() < MOST_SHOWN {
            self.shown.push(row);
        }
        self.count += 1;
        self.bad_here += 1;
    }

    /// Ends a file.
    ///
    /// # Errors
    ///
    /// Refuses a file with too many bad rows.
    fn finish(&mut self, file: &str) -> Result<()> {
        let (rows, bad) = (self.rows_here, self.bad_here);
        let first = self.first_here.take();
        (self.rows_here, self.bad_here) = (0, 0);
        let many = bad >= FEWEST_BAD && bad as f64 > MOST_BAD * rows as f64;
        if let Some(first) = first
            && (many || bad >= rows)
        {
            return Err(Error::request(format!("{bad} of the {rows} rows of {file} are damaged"))
                .because(format!("the first of them: {first}"))
                .hint("fetch the file again from its publisher; nothing was changed"));
        }
        Ok(())
    }
}

/// The most that 100 g of food can hold of a nutrient, in its unit: its own weight, and for energy
/// and vitamin D what no food comes near. More is a damaged figure.
fn most(nutrient: Nutrient) -> f64 {
    match nutrient {
        Nutrient::Energy => 1_000.0,
        Nutrient::Water | Nutrient::Alcohol => 101.0,
        _ => 100_000.0,
    }
}

/// Reads an amount per 100 g; none where the cell is empty.
///
/// # Errors
///
/// Returns the reason where the text is no amount that food can hold.
fn amount(text: &str, nutrient: Nutrient, factor: f64) -> std::result::Result<Option<f64>, String> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    let shown = || crate::calendar::shown(text);
    let number: f64 = text.parse().map_err(|_| format!("\"{}\" is no number", shown()))?;
    let value = if factor.to_bits() == 1.0_f64.to_bits() { number } else { number * factor };
    if !value.is_finite() || value < 0.0 || value > most(nutrient) {
        return Err(format!("{} of {} in 100 g cannot be", shown(), nutrient.name()));
    }
    // A negative zero is zero.
    Ok(Some(value + 0.0))
}

/// Returns a publisher's text on one line, its no-break spaces and runs of spaces made plain,
/// within the length a name may have.
fn tidy(text: &str) -> String {
    const LONGEST_NAME: usize = 200;
    let words: Vec<&str> = text
        .split(|c: char| c.is_whitespace() || c.is_control())
        .filter(|w| !w.is_empty())
        .collect();
    let text = words.join(" ");
    if text.chars().count() <= LONGEST_NAME {
        return text;
    }
    let cut: String = text.chars().take(LONGEST_NAME - 1).collect();
    format!("{}…", cut.trim_end())
}

/// Returns the names in a publisher's list of common names, without the numbers of cuts and
/// recipes that stand among them.
fn common_names(text: &str) -> Vec<String> {
    const NO_NAMES: [&str; 7] =
        ["urmis", "imps", "nfsmi", "commodity", "recipe no", " food", "family style"];
    text.split([',', ';'])
        .map(tidy)
        .filter(|name| {
            let lower = name.to_lowercase();
            name.chars().filter(|c| c.is_alphabetic()).count() >= 3
                && !lower.contains('#')
                && !NO_NAMES.iter().any(|no| lower.contains(no))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_of_tables_read_back() {
        for table in Table::ALL {
            assert_eq!(Table::parse(table.key()), Some(table));
        }
        assert_eq!(Table::Sr28.source(1001), "sr28:01001");
        assert_eq!(Table::Foundation.reference("2025-04-24", 1), "Foundation 2025-04-24");
    }

    #[test]
    fn a_file_is_refused_when_a_tenth_of_it_is_bad() {
        let mut skipped = Skipped::default();
        for line in 0..100 {
            skipped.look();
            if line < 10 {
                skipped.skip("a.csv", line, "odd");
            }
        }
        assert!(skipped.finish("a.csv").is_ok());
        for line in 0..30 {
            skipped.look();
            if line < 5 {
                skipped.skip("b.csv", line, "odd");
            }
        }
        assert!(skipped.finish("b.csv").is_err());
        assert_eq!((skipped.count, skipped.shown.len()), (15, 15));
    }

    #[test]
    fn a_file_without_a_good_row_is_refused() {
        let mut skipped = Skipped::default();
        skipped.look();
        skipped.skip("a.csv", 2, "odd");
        assert!(skipped.finish("a.csv").is_err());
    }

    #[test]
    fn amounts_are_read_as_printed() {
        let read = |text| amount(text, Nutrient::Magnesium, 1.0);
        assert_eq!(read("21.5796975"), Ok(Some(21.579_697_5)));
        assert_eq!(read(".5"), Ok(Some(0.5)));
        assert_eq!(read("8.125E-4"), Ok(Some(8.125e-4)));
        assert_eq!(read(" "), Ok(None));
        for bad in ["-1", "nan", "inf", "1e9", "12,5", "x"] {
            assert!(read(bad).is_err(), "{bad}");
        }
        assert_eq!(amount("40", Nutrient::VitaminD, 1.0 / 40.0), Ok(Some(1.0)));
    }

    #[test]
    fn common_names_leave_numbers_of_cuts_out() {
        assert_eq!(common_names("hot dog, frank, wiener"), ["hot dog", "frank", "wiener"]);
        assert!(common_names("URMIS #1133, URMIS #1132").is_empty());
        assert_eq!(common_names("URMIS # 2219, Club Steak"), ["Club Steak"]);
    }

    #[test]
    fn names_are_tidied() {
        assert_eq!(tidy("Beef,\u{a0}tenderloin\nsteak"), "Beef, tenderloin steak");
        assert_eq!(tidy(&"x".repeat(300)).chars().count(), 200);
    }
}
