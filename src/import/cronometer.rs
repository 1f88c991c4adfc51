//! The food diary Cronometer exports as `servings.csv`: one row per food that was logged.
//!
//! Which columns there are follows the person's display settings, so each is found by its name and
//! unit. Figures are for the amount eaten; an empty cell is unknown and differs from `0.00`.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::Path;

use chrono::{NaiveDate, NaiveTime};

use super::archive::open_file;
use super::bounded::{Counted, Guard, Rows};
use super::sheet::Sheet;
use super::{Progress, Skipped, tidy};
use crate::calendar;
use crate::domain::{Food, Nutrient, PerNutrient};
use crate::error::{Error, Result};
use crate::nutrition::intake;
use crate::resolve::label::KJ_PER_KCAL;
use crate::resolve::supplement::IU_PER_MICROGRAM;

/// One food that was logged.
#[derive(Clone, Debug, PartialEq)]
pub struct Serving {
    /// The day.
    pub day: NaiveDate,
    /// The time, where it was recorded.
    pub time: Option<NaiveTime>,
    /// The meal as the person calls it.
    pub group: String,
    /// The food's name there.
    pub name: String,
    /// The amount as written: `2.00 x 0.75 cup`.
    pub amount: String,
    /// The food's category there.
    pub category: String,
    /// Amounts in the serving, in each nutrient's unit; none where the cell is empty or there is
    /// no such column.
    pub figures: PerNutrient<Option<f64>>,
    /// What tells this row from every other, in this file and in one exported later: its day,
    /// name and amount, and which of several like it. Time and group follow the person's display
    /// settings and are no part of it.
    pub key: String,
}

/// How every key begins.
pub const KEY_PREFIX: &str = "cronometer:";

/// The most rows a file may have: fifty foods a day for twenty years.
const MOST_SERVINGS: usize = 400_000;

/// The most rows of a day that are handed over together.
const MOST_TOGETHER: usize = 1_000;

/// The longest name or amount as written, in characters; a longer cell is damage, no name.
const LONGEST_CELL: usize = 1_000;

/// Reads a diary, hands its rows to `visit` a day at a time, and returns those that could not be
/// used. A day whose rows do not stand together comes in several parts.
///
/// # Errors
///
/// Refuses a file that is no list of servings, and returns the error of `visit`.
pub fn read(
    path: &Path,
    progress: &Progress<'_>,
    visit: &mut dyn FnMut(Vec<Serving>) -> Result<()>,
) -> Result<Skipped> {
    let file = open_file(path)?;
    let size = file.metadata().map_or(0, |found| found.len());
    let name =
        path.file_name().map_or_else(|| "the file".into(), |n| n.to_string_lossy()).into_owned();
    let counted = Counted::new(file, &name, size, progress);
    let mut sheet = Sheet::open(&name, Guard::new(Box::new(counted), Rows::Quoted, None))?;
    refuse_other_exports(&sheet)?;
    let columns = Columns::of(&sheet)?;
    let mut skipped = Skipped::default();
    let mut servings: Vec<Serving> = Vec::new();
    let mut count = 0;
    let mut seen: HashMap<u64, u32> = HashMap::new();
    while sheet.advance()? {
        skipped.look();
        let serving = match columns.serving(&sheet, &mut seen) {
            Ok(serving) => serving,
            Err(reason) => {
                skipped.skip(&name, sheet.line(), &reason);
                continue;
            }
        };
        count += 1;
        if count > MOST_SERVINGS {
            return Err(Error::request(format!("{name} has more than {MOST_SERVINGS} rows"))
                .hint("export it year by year"));
        }
        let another_day = servings.last().is_some_and(|last| last.day != serving.day);
        if another_day || servings.len() >= MOST_TOGETHER {
            visit(std::mem::take(&mut servings))?;
        }
        servings.push(serving);
    }
    if !servings.is_empty() {
        visit(servings)?;
    }
    skipped.finish(&name)?;
    Ok(skipped)
}

/// Tells a list of days or of meals from a list of foods.
fn refuse_other_exports(sheet: &Sheet<'_>) -> Result<()> {
    let has = |column: &str| sheet.optional(column).is_some();
    let error = |what: &str| Error::request(format!("{} holds {what}, no foods", sheet.name()));
    if has("Day") || !has("Date") {
        return Ok(());
    }
    if has("Meal") {
        return Err(error("MyFitnessPal's sums of each meal")
            .because("nothing can be matched in it, and magnesium and vitamin D are not there"));
    }
    Err(error("Cronometer's sums of each day")
        .hint("export \"Food & Recipe Entries\" instead: the file is called servings.csv"))
}

/// The places of the columns that are read.
struct Columns {
    day: usize,
    time: Option<usize>,
    group: Option<usize>,
    name: usize,
    amount: usize,
    category: Option<usize>,
    figures: Vec<(usize, Nutrient, f64)>,
}

/// The names of the columns of figures, without the unit that follows in brackets.
const FIGURES: [(&str, Nutrient); 9] = [
    ("Magnesium", Nutrient::Magnesium),
    ("Calcium", Nutrient::Calcium),
    ("Potassium", Nutrient::Potassium),
    ("Vitamin D", Nutrient::VitaminD),
    ("Sodium", Nutrient::Sodium),
    ("Caffeine", Nutrient::Caffeine),
    ("Water", Nutrient::Water),
    ("Alcohol", Nutrient::Alcohol),
    ("Energy", Nutrient::Energy),
];

impl Columns {
    fn of(sheet: &Sheet<'_>) -> Result<Self> {
        let mut figures = Vec::new();
        for (column, title) in sheet.header().iter().enumerate() {
            let Some((name, unit)) = title.strip_suffix(')').and_then(|t| t.split_once(" ("))
            else {
                continue;
            };
            let Some((_, nutrient)) = FIGURES.iter().find(|(known, _)| *known == name) else {
                continue;
            };
            let factor = factor(*nutrient, unit).ok_or_else(|| {
                Error::request(format!("{} gives {name} in a unit that is not known", sheet.name()))
                    .because(format!("the column is called \"{}\"", calendar::shown(title)))
            })?;
            figures.push((column, *nutrient, factor));
        }
        Ok(Self {
            day: sheet.column("Day")?,
            time: sheet.optional("Time"),
            group: sheet.optional("Group"),
            name: sheet.column("Food Name")?,
            amount: sheet.column("Amount")?,
            category: sheet.optional("Category"),
            figures,
        })
    }

    fn serving(
        &self,
        sheet: &Sheet<'_>,
        seen: &mut HashMap<u64, u32>,
    ) -> std::result::Result<Serving, String> {
        if !sheet.is_whole() {
            return Err("the row has not as many cells as the header".to_owned());
        }
        let cell = |column: usize| sheet.cell(column).ok_or("a cell is no text");
        let optional = |column: Option<usize>| column.map_or(Ok(""), cell);
        let day = cell(self.day)?;
        let day = day
            .parse::<NaiveDate>()
            .ok()
            .filter(|day| (1900..=9998).contains(&chrono::Datelike::year(day)))
            .ok_or_else(|| format!("\"{}\" is no day", calendar::shown(day)))?;
        let written = optional(self.time)?;
        let time = match written {
            "" => None,
            text => Some(
                calendar::parse_time(&text.to_lowercase())
                    .ok_or_else(|| format!("\"{}\" is no time", calendar::shown(text)))?,
            ),
        };
        let (name, amount) = (cell(self.name)?, cell(self.amount)?);
        if [name, amount].iter().any(|text| text.chars().count() > LONGEST_CELL) {
            return Err(format!("the name or the amount has more than {LONGEST_CELL} letters"));
        }
        let (name, amount) = (tidy(name), tidy(amount));
        if name.is_empty() {
            return Err("the row names no food".to_owned());
        }
        let mut figures = PerNutrient::<Option<f64>>::default();
        for (column, nutrient, factor) in &self.figures {
            // One nutrient may stand in two units: the first that is known counts.
            let figure = figure(cell(*column)?, *factor)?;
            figures[*nutrient] = figures[*nutrient].or(figure);
        }
        let group = tidy(optional(self.group)?);
        let words = format!("{day}|{name}|{amount}");
        let like = seen.entry(hash(&words)).or_default();
        *like += 1;
        let key = format!("{KEY_PREFIX}{words}|{like}");
        let category = tidy(optional(self.category)?);
        Ok(Serving { day, time, group, name, amount, category, figures, key })
    }
}

/// Returns the keys of rows that were brought in before as rows have them now. Keys were once made
/// of the time and the group too: `cronometer:day|HH:MM|group|name|amount|1`.
pub fn known_keys(held: HashMap<String, bool>) -> HashMap<String, bool> {
    let (older, mut known): (HashMap<_, _>, HashMap<_, _>) =
        held.into_iter().partition(|(key, _)| without_time(key).is_some());
    let mut older: Vec<(String, bool)> = older.into_iter().collect();
    older.sort();
    for (key, deleted) in older {
        let Some(words) = without_time(&key) else { continue };
        let free = (1..=u32::MAX).map(|like| format!("{KEY_PREFIX}{words}|{like}"));
        if let Some(key) = free.into_iter().find(|key| !known.contains_key(key)) {
            known.insert(key, deleted);
        }
    }
    known
}

/// Returns day, name and amount of a key that holds a time and a group; none where it has none, or
/// marks a further mineral of a row.
fn without_time(key: &str) -> Option<String> {
    let (words, like) = key.strip_prefix(KEY_PREFIX)?.rsplit_once('|')?;
    let mut parts = words.splitn(4, '|');
    let (day, clock, _, rest) = (parts.next()?, parts.next()?, parts.next()?, parts.next()?);
    let of_time = clock.is_empty() || NaiveTime::parse_from_str(clock, "%H:%M").is_ok();
    (of_time && like.parse::<u32>().is_ok()).then(|| format!("{day}|{rest}"))
}

/// Returns a number that stands for a text.
pub fn hash(words: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    words.hash(&mut hasher);
    hasher.finish()
}

/// Returns what one of a unit is in the nutrient's own; none for a unit it does not come in.
fn factor(nutrient: Nutrient, unit: &str) -> Option<f64> {
    let in_grams = match unit.replace('\u{3bc}', "µ").as_str() {
        "g" => Some(1.0),
        "mg" => Some(1e-3),
        "µg" | "mcg" => Some(1e-6),
        _ => None,
    };
    match (nutrient, unit) {
        (Nutrient::Energy, "kcal") => Some(1.0),
        (Nutrient::Energy, "kJ") => Some(1.0 / KJ_PER_KCAL),
        (Nutrient::Energy, _) => None,
        (Nutrient::VitaminD, "IU") => Some(1.0 / IU_PER_MICROGRAM),
        (Nutrient::VitaminD, "µg" | "mcg" | "\u{3bc}g") => Some(1.0),
        (Nutrient::VitaminD, _) => in_grams.map(|g| g * 1e6),
        (Nutrient::Water | Nutrient::Alcohol, _) => in_grams,
        (_, "mg") => Some(1.0),
        (_, _) => in_grams.map(|g| g * 1e3),
    }
}

/// Reads an amount; none where the cell is empty.
fn figure(text: &str, factor: f64) -> std::result::Result<Option<f64>, String> {
    /// No serving holds more of anything, in any unit.
    const MOST: f64 = 1e6;
    if text.is_empty() {
        return Ok(None);
    }
    let number: Option<f64> = text.parse().ok();
    number
        .map(|number| number * factor)
        .filter(|amount| (0.0..=MOST).contains(amount))
        .map(Some)
        .ok_or_else(|| format!("\"{}\" is no amount", calendar::shown(text)))
}

/// Reads an amount such as `600.00 g`, `2.00 x 0.75 cup` or `10.00 date, pitted` as how many of
/// what; none where it does not begin with a number.
pub fn quantity(amount: &str) -> Option<(f64, &str)> {
    let (first, rest) = amount.split_once(' ')?;
    let number = |text: &str| text.parse().ok().filter(|n: &f64| n.is_finite() && *n >= 0.0);
    let count: f64 = number(first)?;
    match rest.strip_prefix("x ").and_then(|of| of.split_once(' ')) {
        Some((each, unit)) => number(each).map(|each| (count * each, unit.trim())),
        None => Some((count, rest.trim())),
    }
}

/// How far apart two figures of the same food may be, as a share of the larger one, and by how
/// much at least before that counts: kcal, and mg of a mineral. They are conventions of ours:
/// publishers round, and one food varies by a tenth from table to table.
const MOST_APART: f64 = 0.30;
const MOST_APART_MINERAL: f64 = 0.25;
const ENERGY_THAT_COUNTS: f64 = 20.0;
const MINERALS_THAT_COUNT: [(Nutrient, f64); 3] =
    [(Nutrient::Magnesium, 5.0), (Nutrient::Calcium, 15.0), (Nutrient::Potassium, 50.0)];

/// Returns whether a food, in some grams, holds what the other program recorded, as far as both
/// know: then it is the same food.
pub fn agrees(recorded: &PerNutrient<Option<f64>>, food: &Food, grams: f64) -> bool {
    let near = |nutrient: Nutrient, share: f64, counts: f64| {
        let (Some(theirs), Some(ours)) =
            (recorded[nutrient], intake::amount(food.content[nutrient], grams))
        else {
            return true;
        };
        let apart = (theirs - ours).abs();
        apart <= counts || apart <= share * theirs.max(ours)
    };
    near(Nutrient::Energy, MOST_APART, ENERGY_THAT_COUNTS)
        && MINERALS_THAT_COUNT.iter().all(|(n, counts)| near(*n, MOST_APART_MINERAL, *counts))
}

/// How far apart figures may be that were copied from one record: the two decimals they are
/// printed with, and what a newer release of the record may differ in. So many must be told.
const MOST_APART_COPY: f64 = 0.03;
const ROUNDING: f64 = 0.02;
const FEWEST_COMPARED: usize = 4;

/// Returns whether a food, in some grams, holds exactly what the other program recorded, in
/// energy and all three minerals: then it is the same record whatever it is called.
pub fn is_same(recorded: &PerNutrient<Option<f64>>, food: &Food, grams: f64) -> bool {
    let compared = [Nutrient::Energy, Nutrient::Magnesium, Nutrient::Calcium, Nutrient::Potassium];
    let same = |nutrient: &Nutrient| {
        let ours = intake::amount(food.content[*nutrient], grams);
        recorded[*nutrient].zip(ours).is_some_and(|(theirs, ours)| {
            (theirs - ours).abs() <= ROUNDING + MOST_APART_COPY * theirs.max(ours)
        })
    };
    compared.iter().filter(|n| same(n)).count() >= FEWEST_COMPARED
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_text(text: &str) -> Result<(Vec<Serving>, Skipped)> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("servings.csv");
        std::fs::write(&path, text).unwrap();
        let mut all = Vec::new();
        let skipped = read(&path, &|_, _, _| {}, &mut |servings| {
            all.extend(servings);
            Ok(())
        })?;
        Ok((all, skipped))
    }

    const HEADER: &str = "Day,Time,Group,Food Name,Amount,Energy (kcal),Vitamin D (IU),\
                          Magnesium (mg),Vitamin A (IU),Category\n";

    #[test]
    fn rows_are_read_by_the_names_of_their_columns() {
        let row =
            "2020-07-15,9:00 AM,Breakfast,\"Oats, Dry\",\"45.00 g\",170.55,40.00,,7,\"Grains\"\n";
        let (servings, skipped) = read_text(&format!("{HEADER}{row}{row}")).unwrap();
        assert_eq!(skipped.count, 0);
        let first = &servings[0];
        assert_eq!(first.time, NaiveTime::from_hms_opt(9, 0, 0));
        assert_eq!(first.figures[Nutrient::Energy], Some(170.55));
        assert_eq!(first.figures[Nutrient::VitaminD], Some(1.0));
        assert_eq!(first.figures[Nutrient::Magnesium], None);
        assert_eq!(first.figures[Nutrient::Caffeine], None);
        assert_eq!(first.key, "cronometer:2020-07-15|Oats, Dry|45.00 g|1");
        assert!(servings[1].key.ends_with("|2"));
    }

    #[test]
    fn keys_with_a_time_are_known_without_it() {
        let held =
            ["|09:00|Lunch|Oats|1 g|1", "||Supper|Oats|1 g|1", "||Supper|Oats|1 g|1|calcium"];
        let held = held.map(|key| (format!("{KEY_PREFIX}2020-07-15{key}"), false));
        let known = known_keys(held.into_iter().collect());
        for like in 1..=2 {
            assert!(known.contains_key(&format!("{KEY_PREFIX}2020-07-15|Oats|1 g|{like}")));
        }
    }

    #[test]
    fn of_two_columns_of_a_nutrient_an_empty_one_erases_nothing() {
        let header = "Day,Food Name,Amount,Vitamin D (IU),Vitamin D (\u{b5}g)\n";
        let rows = "2020-07-15,Milk,1.00 cup,40.00,\n2020-07-15,Fish,1.00 cup,,2.50\n";
        let (servings, _) = read_text(&format!("{header}{rows}")).unwrap();
        let found: Vec<_> = servings.iter().map(|s| s.figures[Nutrient::VitaminD]).collect();
        assert_eq!(found, [Some(1.0), Some(2.5)]);
    }

    #[test]
    fn a_name_without_end_is_a_damaged_row() {
        let long = "x".repeat(LONGEST_CELL + 1);
        let good = "2020-07-15,,,Oats,1.00 cup,,,,,\n".repeat(9);
        let (servings, skipped) =
            read_text(&format!("{HEADER}{good}2020-07-15,,,{long},1.00 cup,,,,,\n")).unwrap();
        assert_eq!((servings.len(), skipped.count), (9, 1));
    }

    #[test]
    fn a_file_without_rows_is_a_diary_without_days() {
        assert_eq!(read_text(HEADER).unwrap().0, []);
    }

    #[test]
    fn lists_of_days_and_meals_are_told_apart() {
        let error = read_text("Date,Energy (kcal),Completed\n").unwrap_err();
        assert!(error.message.contains("sums of each day"));
        let error = read_text("Date,Meal,Calories,Note\n").unwrap_err();
        assert!(error.message.contains("MyFitnessPal"));
        assert!(read_text("a,b\n1,2\n").is_err());
    }

    #[test]
    fn amounts_are_so_many_of_something() {
        assert_eq!(quantity("600.00 g"), Some((600.0, "g")));
        assert_eq!(quantity("2.00 x 0.75 cup"), Some((1.5, "cup")));
        assert_eq!(quantity("3.00 x 1000.0 IU"), Some((3000.0, "IU")));
        assert_eq!(quantity("1.00 1000mcg tablet"), Some((1.0, "1000mcg tablet")));
        assert_eq!(quantity("10.00 date, pitted"), Some((10.0, "date, pitted")));
        assert_eq!(quantity("some"), None);
    }
}
