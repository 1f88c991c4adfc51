//! FoodData Central's CSV bundles: Foundation, SR Legacy, Survey and Branded.
//!
//! A bundle lists far more than foods to offer: samples, purchases and superseded versions. A
//! food counts where its `data_type` is one of the four kinds and the kind's own file lists it.

use std::collections::HashMap;

use super::archive::Archive;
use super::bounded::Rows;
use super::portions::Weight;
use super::sheet::Sheet;
use super::sr28::knowledge;
use super::{
    Figure, Progress, Release, Sink, Skipped, Table, TableFood, amount, common_names, groups, tidy,
};
use crate::domain::{Knowledge, Nutrient};
use crate::error::{Error, Result};
use crate::resolve::label::KJ_PER_KCAL;
use crate::resolve::number;
use crate::resolve::supplement::IU_PER_MICROGRAM;

/// The kinds of food: `data_type`, and the file that lists those that are current.
const KINDS: [(Table, &str, &str); 4] = [
    (Table::Foundation, "foundation_food", "foundation_food.csv"),
    (Table::SrLegacy, "sr_legacy_food", "sr_legacy_food.csv"),
    (Table::Survey, "survey_fndds_food", "survey_fndds_food.csv"),
    (Table::Branded, "branded_food", "branded_food.csv"),
];

/// The highest number of a record; FoodData Central has not reached three million.
const MOST_RECORD: i64 = 50_000_000;

/// The most rows of the files that are kept in memory while a bundle is read.
const MOST_KEPT: usize = 100_000;

/// The bundle while it is read.
struct Bundle<'a, 'p> {
    archive: &'a mut Archive,
    progress: &'a Progress<'p>,
    sink: &'a mut dyn Sink,
    skipped: &'a mut Skipped,
}

/// Reads a bundle.
pub(super) fn read(
    archive: &mut Archive,
    progress: &Progress<'_>,
    sink: &mut dyn Sink,
    skipped: &mut Skipped,
) -> Result<Vec<Release>> {
    let kinds: Vec<_> = KINDS.into_iter().filter(|(_, _, file)| archive.has(file)).collect();
    if kinds.is_empty() {
        let files: Vec<&str> = KINDS.iter().map(|(_, _, file)| *file).collect();
        return Err(Error::request(
            "there is a food.csv but no file that says which foods are current",
        )
        .because(format!("one of {} is needed", files.join(", ")))
        .hint("give the complete bundle as its publisher released it"));
    }
    if !archive.has("food_nutrient.csv") {
        return Err(Error::request("there is a food.csv but no food_nutrient.csv")
            .because("without it no food has a figure")
            .hint("give the complete bundle as its publisher released it"));
    }
    let mut bundle = Bundle { archive, progress, sink, skipped };
    let listed = bundle.listed(&kinds)?;
    let (mut releases, kept) = bundle.foods(&kinds, &listed)?;
    if kinds.iter().any(|(table, _, _)| *table == Table::Branded) {
        bundle.brands(&kept)?;
    }
    bundle.names(&kept)?;
    let numbers = bundle.numbers()?;
    let known = bundle.derivations()?;
    bundle.figures(&kept, numbers, &known)?;
    bundle.weights(&kept)?;
    releases.retain(|release| !release.release.is_empty());
    if releases.is_empty() {
        return Err(Error::request("food.csv holds no current food")
            .hint("give the complete bundle as its publisher released it"));
    }
    Ok(releases)
}

/// The foods of the small kinds by record, with USDA's lasting number; Survey foods have none.
type Listed = HashMap<i64, Option<i64>>;

impl Bundle<'_, '_> {
    fn sheet(&mut self, name: &str) -> Result<Sheet<'_>> {
        Sheet::open(name, self.archive.read(name, Rows::Quoted, self.progress)?)
    }

    /// Reads which foods of the small kinds are current. Branded foods are too many to list: all of
    /// their kind count.
    fn listed(&mut self, kinds: &[(Table, &str, &str)]) -> Result<Listed> {
        let mut listed = Listed::new();
        for (table, _, file) in kinds {
            if *table == Table::Branded {
                continue;
            }
            let (archive, skipped) = (&mut *self.archive, &mut *self.skipped);
            let mut sheet = Sheet::open(file, archive.read(file, Rows::Quoted, self.progress)?)?;
            let record = sheet.column("fdc_id")?;
            let ndb = sheet.optional("NDB_number");
            while sheet.advance()? {
                skipped.look();
                let Some(record) = record_number(&sheet, record) else {
                    skipped.skip(file, sheet.line(), NO_RECORD);
                    continue;
                };
                listed.insert(record, ndb.and_then(|ndb| sheet.number(ndb)));
                if listed.len() > MOST_KEPT {
                    return Err(Error::request(format!(
                        "{file} lists more than {MOST_KEPT} foods"
                    ))
                    .because("no release of this table has as many"));
                }
            }
            skipped.finish(file)?;
        }
        Ok(listed)
    }

    /// Reads the foods and returns the release of each kind: the newest date of publication among
    /// its foods.
    fn foods(
        &mut self,
        kinds: &[(Table, &str, &str)],
        listed: &Listed,
    ) -> Result<(Vec<Release>, Records)> {
        let codes = self.categories()?;
        let mut kept = Records::default();
        let mut found = vec![false; kinds.len()];
        let mut releases: Vec<Release> = kinds
            .iter()
            .map(|(table, _, _)| Release {
                table: *table,
                release: String::new(),
                assumption: None,
            })
            .collect();
        let (archive, sink, skipped) = (&mut *self.archive, &mut *self.sink, &mut *self.skipped);
        let file = archive.read("food.csv", Rows::Quoted, self.progress)?;
        let mut sheet = Sheet::open("food.csv", file)?;
        let [record, kind, name, category, published] =
            ["fdc_id", "data_type", "description", "food_category_id", "publication_date"]
                .map(|column| sheet.column(column));
        let (record, kind, name, category, published) =
            (record?, kind?, name?, category?, published?);
        while sheet.advance()? {
            let of_kind =
                |(_, data_type, _): &(Table, &str, &str)| sheet.cell(kind) == Some(data_type);
            let Some(place) = kinds.iter().position(of_kind) else { continue };
            let table = kinds[place].0;
            let known = record_number(&sheet, record);
            let ndb = match known.map(|record| listed.get(&record)) {
                Some(Some(ndb)) => *ndb,
                // A superseded version, or a food of a kind whose list is not kept.
                Some(None) if table != Table::Branded => continue,
                _ => None,
            };
            skipped.look();
            let Some(record) = known else {
                skipped.skip("food.csv", sheet.line(), NO_RECORD);
                continue;
            };
            let name = tidy(sheet.cell(name).unwrap_or_default());
            if name.is_empty() || !sheet.is_whole() {
                skipped.skip(
                    "food.csv",
                    sheet.line(),
                    "the row has no description or is too short",
                );
                continue;
            }
            if !kept.insert(record) {
                skipped.skip("food.csv", sheet.line(), "the record occurs twice");
                continue;
            }
            let category = sheet.cell(category).unwrap_or_default();
            let told = codes.get(category).map_or("", String::as_str);
            let groups =
                groups::of_usda(told, &name).unwrap_or_else(|| vec![groups::by_words(told, &name)]);
            sink.food(&TableFood { table, record, ndb, name, groups })?;
            found[place] = true;
            if let Some(published) = date(sheet.cell(published).unwrap_or_default())
                && published > releases[place].release
            {
                releases[place].release = published;
            }
        }
        skipped.finish("food.csv")?;
        let undated = releases.iter().zip(&found).any(|(r, found)| *found && r.release.is_empty());
        if undated {
            return Err(Error::request("food.csv tells no date of publication")
                .because("without it a newer release cannot be told from an older one"));
        }
        Ok((releases, kept))
    }

    /// Returns the publisher's categories: the code where there is one, else the words.
    fn categories(&mut self) -> Result<HashMap<String, String>> {
        let mut codes = HashMap::new();
        for (file, id, told) in [
            ("food_category.csv", "id", "code"),
            ("wweia_food_category.csv", "wweia_food_category", "wweia_food_category_description"),
        ] {
            if !self.archive.has(file) {
                continue;
            }
            let mut sheet = self.sheet(file)?;
            let id = sheet.optional(id).unwrap_or(0);
            let told = sheet.optional(told).unwrap_or(1);
            while codes.len() < MOST_KEPT && sheet.advance()? {
                let cell = |column| sheet.cell(column).unwrap_or_default().to_owned();
                codes.entry(cell(id)).or_insert(cell(told));
            }
        }
        Ok(codes)
    }

    /// Reads what branded foods say of themselves: the brand, the category, and the serving.
    fn brands(&mut self, kept: &Records) -> Result<()> {
        let (archive, sink, skipped) = (&mut *self.archive, &mut *self.sink, &mut *self.skipped);
        let file = archive.read("branded_food.csv", Rows::Quoted, self.progress)?;
        let mut sheet = Sheet::open("branded_food.csv", file)?;
        let record = sheet.column("fdc_id")?;
        let [owner, brand, category, size, unit, household] = [
            "brand_owner",
            "brand_name",
            "branded_food_category",
            "serving_size",
            "serving_size_unit",
            "household_serving_fulltext",
        ]
        .map(|column| sheet.optional(column));
        while sheet.advance()? {
            let Some(record) = kept_record(skipped, &sheet, record, kept) else { continue };
            let cell =
                |column: Option<usize>| column.and_then(|c| sheet.cell(c)).unwrap_or_default();
            let brand = Some(cell(brand)).filter(|b| !b.is_empty()).unwrap_or(cell(owner));
            let category = cell(category);
            let group = (!category.is_empty()).then(|| groups::by_words(category, ""));
            sink.brand(record, &tidy(brand), group)?;
            // A serving in millilitres weighs what nobody printed: it is no weight.
            let in_grams = matches!(cell(unit).to_lowercase().as_str(), "g" | "grm" | "gm");
            let grams: Option<f64> = cell(size).parse().ok();
            let Some(grams) = grams.filter(|g| in_grams && g.is_finite() && *g > 0.0) else {
                continue;
            };
            let serving = Weight { amount: 1.0, text: "serving".to_owned(), grams };
            let written = written_weight(cell(household), grams);
            for (place, weight) in [(1, written), (2, Some(serving))] {
                match weight.map(Weight::plausible) {
                    Some(Ok(weight)) => sink.weight(record, place, &weight)?,
                    Some(Err(reason)) => {
                        skipped.skip("branded_food.csv", sheet.line(), &reason);
                        break;
                    }
                    None => {}
                }
            }
        }
        skipped.finish("branded_food.csv")
    }

    fn names(&mut self, kept: &Records) -> Result<()> {
        /// The type of attribute that is a common name (food_attribute_type.csv).
        const COMMON_NAME: i64 = 1000;
        if !self.archive.has("food_attribute.csv") {
            return Ok(());
        }
        let (archive, sink) = (&mut *self.archive, &mut *self.sink);
        let file = archive.read("food_attribute.csv", Rows::Quoted, self.progress)?;
        let mut sheet = Sheet::open("food_attribute.csv", file)?;
        let (record, kind) = (sheet.column("fdc_id")?, sheet.column("food_attribute_type_id")?);
        let value = sheet.column("value")?;
        while sheet.advance()? {
            if sheet.number(kind) == Some(COMMON_NAME)
                && let Some(record) = sheet.number(record).filter(|id| kept.has(*id))
            {
                for name in common_names(sheet.cell(value).unwrap_or_default()) {
                    sink.name(record, &name)?;
                }
            }
        }
        Ok(())
    }

    /// Returns the numbers this bundle calls nutrients by. `nutrient_id` holds the number of the
    /// record in some bundles and USDA's older number (`nutrient_nbr`) in others, whatever its
    /// name: the first rows of `food_nutrient.csv` tell by which of the two more of them are found.
    fn numbers(&mut self) -> Result<Numbers> {
        const ROWS_ASKED: usize = 5_000;
        let nutrients = self.nutrients()?;
        let mut sheet = self.sheet("food_nutrient.csv")?;
        let nutrient = sheet.column("nutrient_id")?;
        let (mut by_id, mut by_number) = (0, 0);
        let mut asked = 0;
        while asked < ROWS_ASKED && sheet.advance()? {
            asked += 1;
            // Some nutrients have no older number: an empty cell names none of them.
            let Some(cell) = sheet.cell(nutrient).filter(|cell| !cell.is_empty()) else { continue };
            by_id += usize::from(nutrients.iter().any(|row| row.id == cell));
            by_number += usize::from(nutrients.iter().any(|row| row.number == cell));
        }
        if asked > 0 && by_id == 0 && by_number == 0 {
            return Err(Error::request("food_nutrient.csv names no nutrient of nutrient.csv")
                .hint("give the complete bundle as its publisher released it"));
        }
        Ok(if by_number > by_id { Numbers::Older } else { Numbers::Record })
    }

    /// Returns what `nutrient.csv` lists, and checks the units of those that are tracked; the
    /// tracked ones alone where there is no such file.
    fn nutrients(&mut self) -> Result<Vec<NutrientRow>> {
        let ours = || {
            PRINTED
                .iter()
                .map(|p| NutrientRow { id: p.id.to_string(), number: p.number.to_string() })
        };
        if !self.archive.has("nutrient.csv") {
            return Ok(ours().collect());
        }
        let mut sheet = self.sheet("nutrient.csv")?;
        let (id, unit) = (sheet.column("id")?, sheet.column("unit_name")?);
        let number = sheet.column("nutrient_nbr")?;
        let mut rows = Vec::new();
        while rows.len() < MOST_KEPT && sheet.advance()? {
            let cell = |column| sheet.cell(column).unwrap_or_default().to_owned();
            let row = NutrientRow { id: cell(id), number: cell(number) };
            if let Some(printed) = PRINTED.iter().find(|p| p.id.to_string() == row.id)
                && !printed.unit.eq_ignore_ascii_case(&cell(unit))
            {
                return Err(Error::request(format!(
                    "nutrient.csv gives nutrient {} another unit",
                    row.id
                ))
                .because(format!(
                    "\"{}\" instead of {}",
                    cell(unit),
                    printed.unit
                )));
            }
            rows.push(row);
        }
        if rows.is_empty() {
            rows.extend(ours());
        }
        Ok(rows)
    }

    /// Returns how figures came to be known, by the number of their derivation.
    fn derivations(&mut self) -> Result<HashMap<i64, String>> {
        if !(self.archive.has("food_nutrient_derivation.csv")
            && self.archive.has("food_nutrient_source.csv"))
        {
            return Ok(built_in_derivations());
        }
        let mut codes: HashMap<String, String> = HashMap::new();
        let mut sheet = self.sheet("food_nutrient_source.csv")?;
        let (id, code) = (sheet.column("id")?, sheet.column("code")?);
        while codes.len() < MOST_KEPT && sheet.advance()? {
            let cell = |column| sheet.cell(column).unwrap_or_default().to_owned();
            codes.insert(cell(id), cell(code));
        }
        drop(sheet);
        let mut known = HashMap::new();
        let mut sheet = self.sheet("food_nutrient_derivation.csv")?;
        let (id, code) = (sheet.column("id")?, sheet.column("code")?);
        let source = sheet.column("source_id")?;
        while known.len() < MOST_KEPT && sheet.advance()? {
            let told = sheet.cell(source).and_then(|source| codes.get(source));
            let label = sheet.cell(code).is_some_and(|code| code.starts_with("LC"));
            if let (Some(id), Some(told)) = (sheet.number(id), told) {
                known.insert(id, if label { String::new() } else { told.clone() });
            }
        }
        Ok(known)
    }

    fn figures(
        &mut self,
        kept: &Records,
        numbers: Numbers,
        known: &HashMap<i64, String>,
    ) -> Result<()> {
        let (archive, sink, skipped) = (&mut *self.archive, &mut *self.sink, &mut *self.skipped);
        let file = archive.read("food_nutrient.csv", Rows::Quoted, self.progress)?;
        let mut sheet = Sheet::open("food_nutrient.csv", file)?;
        let (record, nutrient) = (sheet.column("fdc_id")?, sheet.column("nutrient_id")?);
        let (value, derivation) = (sheet.column("amount")?, sheet.optional("derivation_id"));
        while sheet.advance()? {
            let number = sheet.number(nutrient);
            let Some(printed) = PRINTED.iter().find(|p| Some(numbers.of(p)) == number) else {
                continue;
            };
            let Some(record) = kept_record(skipped, &sheet, record, kept) else { continue };
            let text = sheet.cell(value).unwrap_or("not text");
            match amount(text, printed.nutrient, printed.factor) {
                Err(reason) => skipped.skip("food_nutrient.csv", sheet.line(), &reason),
                Ok(None) => {}
                Ok(Some(per_100g)) => {
                    let source = derivation
                        .and_then(|column| sheet.number(column))
                        .and_then(|derivation| known.get(&derivation));
                    let knowledge =
                        source.map_or(Knowledge::Estimated, |code| knowledge(code, per_100g));
                    let nutrient = printed.nutrient;
                    let rank = printed.rank;
                    sink.figure(
                        record,
                        Figure { nutrient, per_100g, knowledge, rank, added: false },
                    )?;
                }
            }
        }
        skipped.finish("food_nutrient.csv")
    }

    fn weights(&mut self, kept: &Records) -> Result<()> {
        if !self.archive.has("food_portion.csv") {
            return Ok(());
        }
        let units = self.units()?;
        let (archive, sink, skipped) = (&mut *self.archive, &mut *self.sink, &mut *self.skipped);
        let file = archive.read("food_portion.csv", Rows::Quoted, self.progress)?;
        let mut sheet = Sheet::open("food_portion.csv", file)?;
        let id = sheet.optional("id");
        let (record, grams) = (sheet.column("fdc_id")?, sheet.column("gram_weight")?);
        let [sequence, amount, unit, description, modifier] =
            ["seq_num", "amount", "measure_unit_id", "portion_description", "modifier"]
                .map(|column| sheet.optional(column));
        let mut rows = 0;
        while sheet.advance()? {
            rows += 1;
            let Some(record) = kept_record(skipped, &sheet, record, kept) else { continue };
            let cell =
                |column: Option<usize>| column.and_then(|c| sheet.cell(c)).unwrap_or_default();
            let place = |column: Option<usize>| column.and_then(|c| sheet.number(c));
            let unit = units.get(cell(unit)).map_or("", String::as_str);
            let told = [unit, cell(modifier), cell(description)];
            match read_weight(cell(amount), told, cell(Some(grams))) {
                Err(reason) => skipped.skip("food_portion.csv", sheet.line(), &reason),
                Ok(weight) => {
                    // Where weights have no place among a food's, their own numbers keep the
                    // order, and where they have none either, the order of the rows.
                    let place = place(sequence).or_else(|| place(id)).unwrap_or(rows);
                    sink.weight(record, place, &weight)?;
                }
            }
        }
        skipped.finish("food_portion.csv")
    }

    /// Returns the names of the units of measure, without the one that says there is none.
    fn units(&mut self) -> Result<HashMap<String, String>> {
        let mut units = HashMap::new();
        if self.archive.has("measure_unit.csv") {
            let mut sheet = self.sheet("measure_unit.csv")?;
            let (id, name) = (sheet.column("id")?, sheet.column("name")?);
            while units.len() < MOST_KEPT && sheet.advance()? {
                let cell = |column| sheet.cell(column).unwrap_or_default().to_owned();
                units.insert(cell(id), cell(name));
            }
        }
        units.retain(|id, name| id != "9999" && name != "undetermined");
        Ok(units)
    }
}

/// Why a row is not used whose record has no number.
const NO_RECORD: &str = "fdc_id is no number of a record";

/// Returns the record a row is about; none where its number is damaged.
fn record_number(sheet: &Sheet<'_>, column: usize) -> Option<i64> {
    sheet.number(column).filter(|id| (1..=MOST_RECORD).contains(id))
}

/// Returns the record a row is about where it is kept, and counts the row; a damaged number is
/// counted as a bad row, for it may be any record's.
fn kept_record(
    skipped: &mut Skipped,
    sheet: &Sheet<'_>,
    column: usize,
    kept: &Records,
) -> Option<i64> {
    let Some(record) = record_number(sheet, column) else {
        skipped.look();
        skipped.skip(sheet.name(), sheet.line(), NO_RECORD);
        return None;
    };
    let kept = kept.has(record);
    if kept {
        skipped.look();
    }
    kept.then_some(record)
}

struct NutrientRow {
    id: String,
    number: String,
}

/// By which number `food_nutrient.csv` names its nutrients.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Numbers {
    Record,
    Older,
}

impl Numbers {
    fn of(self, printed: &Printed) -> i64 {
        match self {
            Self::Record => printed.id,
            Self::Older => printed.number,
        }
    }
}

/// How a nutrient's amount is printed.
struct Printed {
    id: i64,
    number: i64,
    unit: &'static str,
    nutrient: Nutrient,
    /// What one of its unit is in ours.
    factor: f64,
    /// Which of several printings stands: the lowest.
    rank: u8,
}

const fn printed(
    id: i64,
    number: i64,
    unit: &'static str,
    nutrient: Nutrient,
    factor: f64,
    rank: u8,
) -> Printed {
    Printed { id, number, unit, nutrient, factor, rank }
}

/// The tracked nutrients as FoodData Central prints them (nutrient.csv). Energy in kilocalories
/// stands before that by specific and by general factors, and kilojoules only where nothing else
/// is printed; vitamin D in micrograms before international units, which are the same quantity.
const PRINTED: [Printed; 13] = [
    printed(1090, 304, "MG", Nutrient::Magnesium, 1.0, 0),
    printed(1087, 301, "MG", Nutrient::Calcium, 1.0, 0),
    printed(1092, 306, "MG", Nutrient::Potassium, 1.0, 0),
    printed(1114, 328, "UG", Nutrient::VitaminD, 1.0, 0),
    printed(1110, 324, "IU", Nutrient::VitaminD, 1.0 / IU_PER_MICROGRAM, 1),
    printed(1093, 307, "MG", Nutrient::Sodium, 1.0, 0),
    printed(1057, 262, "MG", Nutrient::Caffeine, 1.0, 0),
    printed(1051, 255, "G", Nutrient::Water, 1.0, 0),
    printed(1018, 221, "G", Nutrient::Alcohol, 1.0, 0),
    printed(1008, 208, "KCAL", Nutrient::Energy, 1.0, 0),
    printed(2048, 958, "KCAL", Nutrient::Energy, 1.0, 1),
    printed(2047, 957, "KCAL", Nutrient::Energy, 1.0, 2),
    printed(1062, 268, "kJ", Nutrient::Energy, 1.0 / KJ_PER_KCAL, 3),
];

/// Returns the source codes of derivations for bundles that do not print them, as the SR Legacy
/// bundle's food_nutrient_derivation.csv has them.
fn built_in_derivations() -> HashMap<i64, String> {
    const ANALYSED: [i64; 12] = [1, 2, 3, 4, 37, 42, 46, 54, 61, 62, 64, 65];
    const ASSUMED_ZERO: i64 = 68;
    let mut known: HashMap<i64, String> =
        ANALYSED.into_iter().map(|id| (id, "1".to_owned())).collect();
    known.insert(ASSUMED_ZERO, "7".to_owned());
    known
}

/// Returns a weight from its cells: the amount, the unit with what qualifies it, and the grams.
fn read_weight(amount: &str, told: [&str; 3], grams: &str) -> std::result::Result<Weight, String> {
    let positive = |text: &str| text.parse().ok().filter(|n: &f64| n.is_finite() && *n > 0.0);
    let grams: f64 = positive(grams)
        .ok_or_else(|| format!("the gram weight \"{}\" is none to weigh by", tidy(grams)))?;
    // Survey foods have a code for the words that follow it.
    let is_code = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let told: Vec<&str> = told.into_iter().filter(|text| !is_code(text)).collect();
    let text = tidy(&told.join(" "));
    if amount.is_empty() {
        let written = written_weight(&text, grams);
        return written.unwrap_or(Weight { amount: 1.0, text, grams }).plausible();
    }
    let amount: f64 = positive(amount)
        .ok_or_else(|| format!("the amount \"{}\" is none to weigh by", tidy(amount)))?;
    Weight { amount, text, grams }.plausible()
}

/// Returns the weight of a measure written with its number: "1 cup, diced"; none where the text
/// does not begin with one.
fn written_weight(text: &str, grams: f64) -> Option<Weight> {
    let (first, rest) = text.trim().split_once(' ')?;
    let amount = number::digits(first)?;
    (amount > 0.0 && amount.is_finite()).then(|| Weight { amount, text: tidy(rest), grams })
}

/// Returns a date as YYYY-MM-DD; none for a text that is none. Some rows have it as month, day and
/// year.
fn date(text: &str) -> Option<String> {
    let month_first = || chrono::NaiveDate::parse_from_str(text, "%m/%d/%Y").ok();
    let date: Option<chrono::NaiveDate> = text.parse().ok().or_else(month_first);
    date.map(|date| date.to_string())
}

/// The records that are kept, one bit each.
#[derive(Default)]
struct Records(Vec<u64>);

impl Records {
    /// Adds a record; false where it was there.
    fn insert(&mut self, record: i64) -> bool {
        let Some((word, bit)) = Self::place(record) else { return false };
        if word >= self.0.len() {
            self.0.resize(word + 1, 0);
        }
        let new = self.0[word] & bit == 0;
        self.0[word] |= bit;
        new
    }

    fn has(&self, record: i64) -> bool {
        Self::place(record)
            .is_some_and(|(word, bit)| self.0.get(word).is_some_and(|w| w & bit != 0))
    }

    fn place(record: i64) -> Option<(usize, u64)> {
        let record = usize::try_from(record).ok().filter(|r| *r <= MOST_RECORD as usize)?;
        Some((record / 64, 1 << (record % 64)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn records_are_kept_by_their_number() {
        let mut kept = Records::default();
        assert!(kept.insert(2_644_285));
        assert!(!kept.insert(2_644_285));
        assert!(kept.has(2_644_285) && !kept.has(2_644_284) && !kept.has(-1));
        assert!(!kept.insert(MOST_RECORD + 1));
    }

    #[test]
    fn weights_are_read_in_every_form() {
        let read = |amount, told, grams| {
            read_weight(amount, told, grams).map(|w| (w.amount, w.text, w.grams))
        };
        assert_eq!(
            read("1.0", ["cup", "chopped", ""], "67"),
            Ok((1.0, "cup chopped".into(), 67.0))
        );
        assert_eq!(read("", ["", "10205", "1 cup"], "67"), Ok((1.0, "cup".into(), 67.0)));
        assert_eq!(read("", ["", "", "1 cup, diced"], "67"), Ok((1.0, "cup, diced".into(), 67.0)));
        assert_eq!(read("", ["", "", "1/2 cup"], "67"), Ok((0.5, "cup".into(), 67.0)));
        assert_eq!(
            read("", ["", "", "Quantity not specified"], "67"),
            Ok((1.0, "Quantity not specified".into(), 67.0))
        );
        assert!(read("0", ["", "chicken, bone removed", ""], "299").is_err());
        assert!(read("1", ["cup", "", ""], "0").is_err());
    }

    #[test]
    fn only_a_real_date_is_a_release() {
        assert_eq!(date("2025-04-24").as_deref(), Some("2025-04-24"));
        assert_eq!(date("8/16/2023").as_deref(), Some("2023-08-16"));
        assert_eq!(date("2025-02-30"), None);
        assert_eq!(date(""), None);
    }
}
