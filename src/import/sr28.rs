//! USDA's Standard Reference, release 28, in its ASCII form.
//!
//! Fields stand between `^`, text between `~`; there is no header and no escaping. The encoding is
//! windows-1252. Of the 679,045 figures one in ten is of a nutrient that is tracked: the others
//! are left after their second field.

use std::io::{BufRead, BufReader};

use super::archive::{Archive, broken, cut_off};
use super::bounded::{Guard, Rows};
use super::portions::Weight;
use super::{
    Figure, Progress, Release, Sink, Skipped, Table, TableFood, amount, common_names, groups, tidy,
};
use crate::domain::{Knowledge, Nutrient};
use crate::error::{Error, Result};
use crate::resolve::label::KJ_PER_KCAL;
use crate::resolve::supplement::IU_PER_MICROGRAM;

/// When the table was published (SR28 documentation, title page).
const RELEASE: &str = "2015-09";

/// The most foods the table may hold; it has 8,789.
const MOST_FOODS: usize = 100_000;

/// Reads the table.
pub(super) fn read(
    archive: &mut Archive,
    progress: &Progress<'_>,
    sink: &mut dyn Sink,
    skipped: &mut Skipped,
) -> Result<Release> {
    for name in ["NUT_DATA.txt", "WEIGHT.txt"] {
        if !archive.has(name) {
            return Err(Error::request(format!("there is a FOOD_DES.txt but no {name}"))
                .hint("give the folder or archive with all files of the release"));
        }
    }
    let mut records = std::collections::HashSet::new();
    each_line(archive, "FOOD_DES.txt", progress, |line| {
        let food = match description(line.bytes) {
            Ok(food) => food,
            Err(reason) => return line.skip(skipped, reason),
        };
        if !records.insert(food.0.record) {
            return line.skip(skipped, "the number occurs twice");
        }
        if records.len() > MOST_FOODS {
            return Err(Error::request("FOOD_DES.txt holds more foods than the table ever had"));
        }
        skipped.look();
        sink.food(&food.0)?;
        common_names(&food.1).iter().try_for_each(|name| sink.name(food.0.record, name))
    })?;
    skipped.finish("FOOD_DES.txt")?;
    each_line(archive, "NUT_DATA.txt", progress, |line| {
        let Some(nutrient) = tracked(line.bytes) else { return Ok(()) };
        match figure(line.bytes, nutrient) {
            Ok((record, _)) if !records.contains(&record) => {
                line.skip(skipped, "the food is not in FOOD_DES.txt")
            }
            Ok((record, figure)) => {
                skipped.look();
                figure.map_or(Ok(()), |figure| sink.figure(record, figure))
            }
            Err(reason) => line.skip(skipped, &reason),
        }
    })?;
    skipped.finish("NUT_DATA.txt")?;
    each_line(archive, "WEIGHT.txt", progress, |line| match weight(line.bytes) {
        Ok((record, _, _)) if !records.contains(&record) => {
            line.skip(skipped, "the food is not in FOOD_DES.txt")
        }
        Ok((record, sequence, weight)) => {
            skipped.look();
            sink.weight(record, sequence, &weight)
        }
        Err(reason) => line.skip(skipped, &reason),
    })?;
    skipped.finish("WEIGHT.txt")?;
    Ok(Release { table: Table::Sr28, release: RELEASE.to_owned(), assumption: None })
}

/// One line of a file.
struct Line<'a> {
    file: &'a str,
    number: u64,
    bytes: &'a [u8],
}

impl Line<'_> {
    /// Notes the line as one that could not be used.
    fn skip(&self, skipped: &mut Skipped, reason: &str) -> Result<()> {
        skipped.look();
        skipped.skip(self.file, self.number, reason);
        Ok(())
    }
}

/// Visits the lines of a file that are not blank.
fn each_line(
    archive: &mut Archive,
    file: &str,
    progress: &Progress<'_>,
    mut visit: impl FnMut(&Line<'_>) -> Result<()>,
) -> Result<()> {
    let guard: Guard<'_> = archive.read(file, Rows::Lines, progress)?;
    let mut reader = BufReader::with_capacity(1 << 16, guard);
    let mut bytes = Vec::new();
    let mut number = 0;
    loop {
        bytes.clear();
        if reader.read_until(b'\n', &mut bytes).map_err(|e| broken(file, &e))? == 0 {
            break;
        }
        number += 1;
        if !bytes.ends_with(b"\n") {
            return Err(cut_off(file));
        }
        let line = bytes.trim_ascii_end();
        if !line.is_empty() {
            visit(&Line { file, number, bytes: line })?;
        }
    }
    if number == 0 {
        return Err(Error::request(format!("{file} is empty")));
    }
    Ok(())
}

/// Visits the fields of a line, their `~` taken off.
fn fields(line: &[u8]) -> impl Iterator<Item = &[u8]> {
    line.split(|byte| *byte == b'^').map(bare)
}

fn bare(field: &[u8]) -> &[u8] {
    let field = field.strip_prefix(b"~").unwrap_or(field);
    field.strip_suffix(b"~").unwrap_or(field)
}

fn ascii(field: &[u8]) -> &str {
    std::str::from_utf8(field).unwrap_or("\u{fffd}").trim()
}

fn record(field: Option<&[u8]>) -> std::result::Result<i64, &'static str> {
    let text = ascii(field.unwrap_or_default());
    let plain = (4..=5).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse().ok().filter(|_| plain).ok_or("the first field is no NDB number")
}

/// Returns a food with the publisher's list of its common names.
fn description(line: &[u8]) -> std::result::Result<(TableFood, String), &'static str> {
    let mut fields = fields(line);
    let record = record(fields.next())?;
    let (Some(group), Some(name), Some(_), Some(common)) =
        (fields.next(), fields.next(), fields.next(), fields.next())
    else {
        return Err("the row is too short");
    };
    let name = tidy(&windows_1252(name));
    if name.is_empty() {
        return Err("the food has no description");
    }
    let groups = groups::of_usda(ascii(group), &name).ok_or("the food group is not known")?;
    let food = TableFood { table: Table::Sr28, record, ndb: Some(record), name, groups };
    Ok((food, windows_1252(common)))
}

/// How a nutrient's amount is printed: its number, its unit's size in ours, and which of several
/// printings stands (SR28, NUTR_DEF.txt).
const PRINTED: [(&[u8], Nutrient, f64, u8); 11] = [
    (b"304", Nutrient::Magnesium, 1.0, 0),
    (b"301", Nutrient::Calcium, 1.0, 0),
    (b"306", Nutrient::Potassium, 1.0, 0),
    (b"328", Nutrient::VitaminD, 1.0, 0),
    (b"324", Nutrient::VitaminD, 1.0 / IU_PER_MICROGRAM, 1),
    (b"307", Nutrient::Sodium, 1.0, 0),
    (b"262", Nutrient::Caffeine, 1.0, 0),
    (b"255", Nutrient::Water, 1.0, 0),
    (b"221", Nutrient::Alcohol, 1.0, 0),
    (b"208", Nutrient::Energy, 1.0, 0),
    (b"268", Nutrient::Energy, 1.0 / KJ_PER_KCAL, 1),
];

type Printed = (Nutrient, f64, u8);

/// Returns the tracked nutrient of a line of figures, without looking further.
fn tracked(line: &[u8]) -> Option<Printed> {
    let number = fields(line).nth(1)?;
    let found = PRINTED.iter().find(|(printed, _, _, _)| *printed == number)?;
    Some((found.1, found.2, found.3))
}

/// Returns a food's number with the figure of a line; no figure where the cell is empty.
fn figure(
    line: &[u8],
    (nutrient, factor, rank): Printed,
) -> std::result::Result<(i64, Option<Figure>), String> {
    let mut fields = fields(line);
    let record = record(fields.next())?;
    let value = fields.nth(1).ok_or("the row is too short")?;
    let source = fields.nth(2).ok_or("the row is too short")?;
    let added = fields.nth(2) == Some(b"Y".as_slice());
    let Some(per_100g) = amount(ascii(value), nutrient, factor)? else {
        return Ok((record, None));
    };
    let knowledge = super::sr28::knowledge(ascii(source), per_100g);
    Ok((record, Some(Figure { nutrient, per_100g, knowledge, rank, added })))
}

/// Returns how a figure came to be known, by USDA's source code (SRC_CD.txt): analysed by or for
/// USDA, by the manufacturer or in the literature is measured, 7 is an assumed zero, and the rest
/// is calculated, imputed or read off a label.
pub(super) fn knowledge(source_code: &str, per_100g: f64) -> Knowledge {
    match source_code {
        "1" | "6" | "12" | "13" => Knowledge::Measured,
        "7" if per_100g <= 0.0 => Knowledge::AssumedZero,
        _ => Knowledge::Estimated,
    }
}

fn weight(line: &[u8]) -> std::result::Result<(i64, i64, Weight), String> {
    let mut fields = fields(line);
    let record = record(fields.next())?;
    let mut next = || fields.next().ok_or("the row is too short");
    let (sequence, amount, text, grams) = (next()?, next()?, next()?, next()?);
    let sequence = ascii(sequence).parse().map_err(|_| "the weight has no place")?;
    let positive = |field: &[u8], what: &str| {
        let number: Option<f64> = ascii(field).parse().ok();
        number
            .filter(|number| number.is_finite() && *number > 0.0)
            .ok_or_else(|| format!("{what} \"{}\" is none to weigh by", ascii(field)))
    };
    let amount = positive(amount, "the amount")?;
    let grams = positive(grams, "the gram weight")?;
    let weight = Weight { amount, text: tidy(&windows_1252(text)), grams };
    Ok((record, sequence, weight.plausible()?))
}

/// The characters of windows-1252 that are not those of Latin-1, from 0x80 on (WHATWG Encoding
/// Standard, index windows-1252).
const FROM_0X80: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}',
    '\u{90}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
];

/// Returns windows-1252 bytes as text.
pub(super) fn windows_1252(bytes: &[u8]) -> String {
    bytes
        .iter()
        .map(|byte| match byte {
            0x80..=0x9f => FROM_0X80[usize::from(byte - 0x80)],
            other => char::from(*other),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_description_is_read() {
        let line = b"~11457~^~1100~^~Spinach, raw~^~SPINACH,RAW~^~popeye's, greens~^~~^~Y~^~~^28";
        let (food, common) = description(line).unwrap();
        assert_eq!((food.record, food.name.as_str()), (11457, "Spinach, raw"));
        assert_eq!(food.groups, ["leafy_greens", "spinach"]);
        assert_eq!(common, "popeye's, greens");
        assert!(description(b"~11457~^~1100~").is_err());
        assert!(description(b"~x~^~1100~^~a~^~b~^~~").is_err());
    }

    #[test]
    fn a_figure_is_read_with_how_it_is_known() {
        let read = |line: &[u8]| figure(line, tracked(line).unwrap());
        let line = b"~01001~^~304~^2^16^0.074^~1~^~A~^~~^~Y~^^^^^^^~~^11/1976^";
        let expected = Figure {
            nutrient: Nutrient::Magnesium,
            per_100g: 2.0,
            knowledge: Knowledge::Measured,
            rank: 0,
            added: true,
        };
        assert_eq!(read(line), Ok((1001, Some(expected))));
        let zero = read(b"~01001~^~262~^0.0^0^^~7~^~Z~^~~^~~^").unwrap().1.unwrap();
        assert_eq!((zero.knowledge, zero.added), (Knowledge::AssumedZero, false));
        let units = read(b"~01001~^~324~^60^0^^~4~^~~^~~^~~^").unwrap().1.unwrap();
        assert_eq!((units.per_100g, units.rank), (1.5, 1));
        assert_eq!(read(b"~01001~^~304~^^0^^~4~^~~^"), Ok((1001, None)));
        assert!(read(b"~01001~^~304~^-2^0^^~4~^~~^").is_err());
        assert_eq!(tracked(b"~01001~^~203~^0.85^16"), None);
    }

    #[test]
    fn a_weight_is_read() {
        let (record, sequence, read) = weight(b"~01001~^2^.5^~cup, \"cubes\"~^14.2^^").unwrap();
        assert_eq!((record, sequence), (1001, 2));
        assert_eq!(read, Weight { amount: 0.5, text: "cup, \"cubes\"".into(), grams: 14.2 });
        assert!(weight(b"~01001~^2^0^~cup~^14.2^^").is_err());
        assert!(weight(b"~01001~^2^1^~cup~").is_err());
        assert_eq!(weight(b"~22998~^1^1^~Entr\xe9e~^100").unwrap().2.text, "Entrée");
    }

    #[test]
    fn curly_quotes_are_windows_1252() {
        assert_eq!(windows_1252(b"\x93a\x94 \xb5"), "“a” µ");
    }
}
