//! The files of a published table, as a folder: no bytes may panic, and an error names a file.
//!
//! The input is cut at lines that begin with `--- `; the rest of such a line is the file's name.
#![no_main]

use std::fs;
use std::path::Path;

use libfuzzer_sys::fuzz_target;
use mineralog::error::Result;
use mineralog::import::{Figure, Sink, TableFood, cronometer, portions::Weight, usda};

/// Takes every row and keeps none.
struct Nothing;

impl Sink for Nothing {
    fn food(&mut self, _: &TableFood) -> Result<()> {
        Ok(())
    }
    fn brand(&mut self, _: i64, _: &str, _: Option<&'static str>) -> Result<()> {
        Ok(())
    }
    fn figure(&mut self, _: i64, _: Figure) -> Result<()> {
        Ok(())
    }
    fn weight(&mut self, _: i64, _: i64, _: &Weight) -> Result<()> {
        Ok(())
    }
    fn name(&mut self, _: i64, _: &str) -> Result<()> {
        Ok(())
    }
}

/// The only names a part may have: nothing is written outside the folder.
const NAMES: &[&str] = &[
    "food.csv",
    "food_nutrient.csv",
    "food_portion.csv",
    "food_category.csv",
    "measure_unit.csv",
    "nutrient.csv",
    "branded_food.csv",
    "foundation_food.csv",
    "sr_legacy_food.csv",
    "survey_fndds_food.csv",
    "FOOD_DES.txt",
    "NUT_DATA.txt",
    "WEIGHT.txt",
    "FD_GROUP.txt",
    "servings.csv",
];

fuzz_target!(|bytes: &[u8]| {
    let folder = tempfile::tempdir().expect("a temporary folder");
    for part in split(bytes) {
        let (name, content) = part;
        if let Some(name) = NAMES.iter().find(|known| known.as_bytes() == name) {
            fs::write(folder.path().join(name), content).expect("a file");
        }
    }
    let quiet = |_: &str, _: u64, _: u64| {};
    let _ = usda::read(folder.path(), &quiet, &mut Nothing);
    let servings = folder.path().join("servings.csv");
    if Path::exists(&servings) {
        let _ = cronometer::read(&servings, &quiet, &mut |_| Ok(()));
    }
});

fn split(bytes: &[u8]) -> Vec<(&[u8], &[u8])> {
    let mut parts: Vec<(&[u8], usize, usize)> = Vec::new();
    let mut at = 0;
    for line in bytes.split_inclusive(|byte| *byte == b'\n') {
        if let Some(name) = line.strip_prefix(b"--- ") {
            let begins = at + line.len();
            parts.push((name.trim_ascii_end(), begins, begins));
        } else if let Some(part) = parts.last_mut() {
            part.2 = at + line.len();
        }
        at += line.len();
    }
    parts.into_iter().map(|(name, from, to)| (name, &bytes[from..to])).collect()
}
