//! With whole tables loaded: that plain words still mean the plain food, that every figure is the
//! file's, and that a real day of another program comes out alike.

use std::collections::HashMap;
use std::path::Path;

use chrono::DateTime;
use clap::Parser as _;
use mineralog::calendar::{Clock, Zone};
use mineralog::cli::args::Cli;
use mineralog::cli::{self, Body, Session};
use mineralog::domain::Nutrient;
use mineralog::render::Page;
use mineralog::resolve::matching::FoodTable as _;
use mineralog::store::Store;
use mineralog::store::lock::Keyring;
use serde_json::Value;

use super::{NOW_SECONDS, Outcome, Section, nutrient_data};

/// The columns of the Cronometer file that are compared, with their nutrient.
const COMPARED: [(&str, Nutrient); 3] = [
    ("Magnesium (mg)", Nutrient::Magnesium),
    ("Calcium (mg)", Nutrient::Calcium),
    ("Potassium (mg)", Nutrient::Potassium),
];

/// Returns a diary with USDA's SR28 and Foundation Foods and Anses's Ciqual loaded.
pub(super) fn loaded(folder: &Path) -> Outcome<Store> {
    let mut store = Store::in_memory(NOW_SECONDS)?;
    let foundation = "usda-foundation/FoodData_Central_foundation_food_csv_2025-04-24.zip";
    for (kind, path) in [
        ("usda", "usda-sr28"),
        ("usda", foundation),
        ("ciqual", "ciqual-2020/Table Ciqual 2020_FR_2020 07 07.xls"),
    ] {
        run(&mut store, &["import", kind, &folder.join(path).display().to_string()])?;
    }
    Ok(store)
}

/// Runs a command as the program would and returns its document.
fn run(store: &mut Store, words: &[&str]) -> Outcome<Value> {
    let words = ["mineralog", "--json"].iter().chain(words);
    let cli = Cli::try_parse_from(words)?;
    let now = DateTime::from_timestamp(NOW_SECONDS, 0).ok_or("a moment")?.fixed_offset();
    let keys = Keyring::empty();
    let mut session = Session {
        store,
        keys: &keys,
        clock: Clock { now, zone: Zone::Fixed(*now.offset()) },
        json: true,
        page: Page { width: 80, color: false, ascii: false },
        asks: false,
        progress: &|_, _, _| {},
        command_line: String::new(),
    };
    match cli::run(&mut session, cli.command)?.body {
        Body::Json(document) => Ok(document),
        _ => Err("no document".into()),
    }
}

/// Every figure of SR28, beside the file's.
pub(super) fn figures(folder: &Path, store: &Store) -> Outcome<Section> {
    let mut section = Section::new("SR28, figure by figure");
    let numbers = [
        ("304", Nutrient::Magnesium),
        ("301", Nutrient::Calcium),
        ("306", Nutrient::Potassium),
        ("328", Nutrient::VitaminD),
        ("307", Nutrient::Sodium),
        ("262", Nutrient::Caffeine),
        ("255", Nutrient::Water),
        ("221", Nutrient::Alcohol),
        ("208", Nutrient::Energy),
    ];
    let mut of_file: HashMap<(String, Nutrient), f64> = HashMap::new();
    nutrient_data(folder, |ndb, number, value| {
        if let Some((_, nutrient)) = numbers.iter().find(|(n, _)| *n == number) {
            of_file.insert((ndb.to_owned(), *nutrient), value);
        } else if number == "324" {
            // International units, where no row says it in micrograms.
            of_file.entry((ndb.to_owned(), Nutrient::VitaminD)).or_insert(value / 40.0);
        }
    })?;
    let names = std::fs::read(folder.join("usda-sr28/FOOD_DES.txt"))?;
    for line in String::from_utf8_lossy(&names).lines() {
        let ndb = line.split('^').next().unwrap_or_default().trim_matches('~').to_owned();
        let id = store.food_by_reference(&format!("sr28:{ndb}"))?;
        let food = id.map(|id| store.food(id)).transpose()?.flatten();
        section.count("foods", food.is_some(), || format!("{ndb} is missing"));
        let Some(food) = food else { continue };
        for (_, nutrient) in numbers {
            let (ours, file) =
                (food.content[nutrient].per_100g(), of_file.get(&(ndb.clone(), nutrient)).copied());
            let same = ours.map(f64::to_bits) == file.map(f64::to_bits);
            section.count(nutrient.key(), same, || {
                format!("{ndb} {}: {ours:?}, the file says {file:?}", nutrient.key())
            });
        }
    }
    Ok(section)
}

/// A real day of Cronometer: its totals, beside ours.
pub(super) fn cronometer(folder: &Path, store: &mut Store) -> Outcome<Section> {
    let mut section = Section::new("a real day of Cronometer, within 5 %");
    let path = folder.join("cronometer/servings-2020-07-15.csv");
    let answer = run(store, &["import", "cronometer", &path.display().to_string()])?;
    let day = run(store, &["day", "2020-07-15"])?;
    let kept: Vec<String> = answer["import"]["recorded"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|name| name.as_str().map(str::to_owned))
        .collect();
    let mut reader = csv::Reader::from_path(&path)?;
    let header = reader.headers()?.clone();
    let column = |name: &str| header.iter().position(|h| h == name);
    let name = column("Food Name").ok_or("no names")?;
    let rows: Vec<csv::StringRecord> = reader.records().collect::<Result<_, _>>()?;
    for (title, nutrient) in COMPARED {
        let column = column(title).ok_or("no such column")?;
        let known = |row: &&csv::StringRecord| !kept.iter().any(|kept| *kept == row[name]);
        let file: f64 =
            rows.iter().filter(known).filter_map(|row| row[column].parse::<f64>().ok()).sum();
        let ours: f64 = day["meals"]
            .as_array()
            .into_iter()
            .flatten()
            .flat_map(|meal| meal["items"].as_array().into_iter().flatten())
            .filter(|item| !item["food"]["id"].is_null())
            .filter_map(|item| item["nutrients"][nutrient.key()].as_f64())
            .sum();
        let off = 100.0 * (ours / file - 1.0);
        section.remarks.push(format!("{title}: {ours:.1} here, {file:.1} there ({off:+.2} %)"));
        section.count("totals", off.abs() <= 5.0, || format!("{title} is {off:+.1} % off"));
    }
    section.remarks.push(format!("{} of {} rows have no counterpart:", kept.len(), rows.len()));
    section.remarks.extend(kept.iter().map(|name| format!("  {name}")));
    Ok(section)
}
