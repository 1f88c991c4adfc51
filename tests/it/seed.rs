//! The tables the binary carries: whole, sourced, plausible, and equal to what was published.
//!
//! The last part needs the reference folder, which is no part of the project; without it those
//! tests say that they were skipped.

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::environment::tell;

/// A row of a table, by column.
type Row = HashMap<String, String>;

/// The columns of `foods.csv` in the order of the knowledge letters, with USDA's nutrient numbers.
const NUTRIENTS: [(&str, &str); 9] = [
    ("magnesium_mg", "304"),
    ("calcium_mg", "301"),
    ("potassium_mg", "306"),
    ("vitamin_d_ug", "328"),
    ("sodium_mg", "307"),
    ("caffeine_mg", "262"),
    ("water_g", "255"),
    ("alcohol_g", "221"),
    ("energy_kcal", "208"),
];

/// The most that 100 g of any food plausibly hold, and the foods that are known to hold more.
const MOST: [(&str, f64, &[&str]); 9] = [
    ("magnesium_mg", 900.0, &[]),
    ("calcium_mg", 2500.0, &["baking powder", "baking powder, phosphate"]),
    ("potassium_mg", 5000.0, &[]),
    ("vitamin_d_ug", 60.0, &["cod liver oil"]),
    ("sodium_mg", 12_000.0, &["salt", "baking soda", "stock cube, dry", "chicken stock cube, dry"]),
    ("caffeine_mg", 250.0, &["coffee powder, instant"]),
    ("water_g", 100.5, &[]),
    ("alcohol_g", 100.0, &[]),
    ("energy_kcal", 910.0, &[]),
];

fn manifest() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn rows(path: &Path) -> Vec<Row> {
    let mut reader = csv::Reader::from_path(path).expect("a table");
    reader.deserialize().map(|row| row.expect("a whole row")).collect()
}

fn seed(name: &str) -> Vec<Row> {
    rows(&manifest().join("seed").join(name))
}

fn number(text: &str) -> f64 {
    text.parse().unwrap_or_else(|_| panic!("{text:?} is no number"))
}

/// Returns the foods of `seed/foods.csv` by their keys.
fn food_keys() -> HashSet<String> {
    seed("foods.csv").into_iter().map(|row| row["food"].clone()).collect()
}

#[test]
fn the_table_is_large_enough_to_eat_from() {
    let foods = seed("foods.csv");
    let keys: HashSet<&str> = foods.iter().map(|row| row["food"].as_str()).collect();
    let names: HashSet<String> = foods.iter().map(|row| row["name"].to_lowercase()).collect();
    assert!(foods.len() >= 750, "only {} foods", foods.len());
    assert_eq!((keys.len(), names.len()), (foods.len(), foods.len()), "a key or name twice");
}

#[test]
fn every_row_names_its_source() {
    let mut tables = 0;
    for entry in std::fs::read_dir(manifest().join("seed")).expect("the seed folder") {
        let path = entry.expect("a seed file").path();
        let name = path.file_name().expect("a name").to_string_lossy().into_owned();
        // The demo is invented and says so.
        if name == "demo.csv" {
            continue;
        }
        let rows = rows(&path);
        assert!(!rows.is_empty(), "{name} is empty");
        for row in &rows {
            let source = row.get("source").map(|source| source.trim());
            assert!(source.is_some_and(|source| !source.is_empty()), "{name}: {row:?}");
        }
        tables += 1;
    }
    assert!(tables >= 15, "only {tables} tables were read");
}

#[test]
fn every_food_stands_in_a_group_that_has_a_name() {
    let groups: HashSet<String> =
        seed("food_groups.csv").into_iter().map(|row| row["food_group"].clone()).collect();
    for food in seed("foods.csv") {
        let also = food["also"].split(';').filter(|group| !group.is_empty());
        for group in std::iter::once(food["group"].as_str()).chain(also) {
            assert!(groups.contains(group), "{}: {group}", food["name"]);
        }
    }
    for list in seed("source_lists.csv") {
        for group in list["members"].split(';').filter(|group| !group.is_empty()) {
            assert!(groups.contains(group), "the source list {}: {group}", list["name"]);
        }
    }
}

#[test]
fn every_food_has_one_usual_portion_and_each_measure_once() {
    let foods = food_keys();
    let mut measures: HashSet<(String, String)> = HashSet::new();
    for portion in seed("portions.csv") {
        let (food, measure) = (portion["food"].clone(), portion["measure"].clone());
        let grams = number(&portion["grams"]);
        assert!(foods.contains(&food), "a portion of no food: {portion:?}");
        assert!(grams > 0.0 && grams <= 10_000.0, "{portion:?}");
        assert!(measures.insert((food, measure)), "twice: {portion:?}");
    }
    for food in foods {
        let usual = (food, "usual".to_owned());
        assert!(measures.contains(&usual), "{} has no usual portion", usual.0);
    }
}

#[test]
fn every_alias_belongs_to_a_food() {
    let foods = food_keys();
    for alias in seed("aliases.csv") {
        assert!(foods.contains(&alias["food"]), "{alias:?}");
        assert!(!alias["alias"].trim().is_empty(), "{alias:?}");
    }
}

#[test]
fn values_are_plausible_and_agree_with_how_they_are_known() {
    for food in seed("foods.csv") {
        let name = food["name"].as_str();
        let letters: Vec<char> = food["knowledge"].chars().collect();
        assert_eq!(letters.len(), NUTRIENTS.len(), "{name}");
        for ((column, most, exceptions), letter) in MOST.into_iter().zip(&letters) {
            let text = food[column].as_str();
            // Unknown is an empty cell and never a zero; a zero is never unknown.
            assert_eq!(text.is_empty(), *letter == 'u', "{name}: {column} {text:?} {letter}");
            if text.is_empty() {
                continue;
            }
            let value = number(text);
            assert!(value >= 0.0, "{name}: {column} {value}");
            assert_eq!(value > most, exceptions.contains(&name), "{name}: {column} {value}");
            assert!(matches!(letter, 'm' | 'e' | 'z'), "{name}: {column} {letter}");
            assert!(*letter != 'z' || value.abs() < 1e-9, "{name}: {column} {value} assumed zero");
        }
        let grams = |column: &str| food[column].parse().unwrap_or(0.0_f64);
        assert!(grams("water_g") + grams("alcohol_g") <= 101.0, "{name} is more than all fluid");
        // Ethanol has 7 kcal a gram.
        if let Ok(energy) = food["energy_kcal"].parse::<f64>() {
            assert!(energy + 1.0 >= 6.5 * grams("alcohol_g"), "{name}: {energy} kcal");
        }
    }
}

#[test]
fn volumes_of_a_food_follow_from_its_own_cup_or_ounce() {
    let portions = seed("portions.csv");
    let grams: HashMap<(&str, &str), f64> = portions
        .iter()
        .map(|p| ((p["food"].as_str(), p["measure"].as_str()), number(&p["grams"])))
        .collect();
    let mut compared = 0;
    for portion in &portions {
        let Some(rest) = portion["source"].strip_suffix(" of this food") else {
            continue;
        };
        let Some((ml, by)) = rest.split_once(" mL by ") else {
            continue;
        };
        // US customary: a cup is 236.588 mL, a fluid ounce 29.5735 mL.
        let ml_of_one = match by {
            "cup" => 236.588,
            "fl_oz" => 29.5735,
            _ => panic!("{portion:?}"),
        };
        let own = grams[&(portion["food"].as_str(), by)];
        let expected = number(ml) / ml_of_one * own;
        let found = number(&portion["grams"]);
        assert!((found - expected).abs() <= 0.02 + 0.001 * expected, "{portion:?}: {expected}");
        compared += 1;
    }
    assert!(compared >= 1000, "only {compared} portions were compared");
}

/// Returns the reference folder, or says which test is skipped without it.
pub fn reference_folder(test: &str) -> Option<PathBuf> {
    let folder = std::env::var_os("MINERALOG_REFERENCE")
        .map_or_else(|| manifest().join("../shared/reference"), PathBuf::from);
    if folder.is_dir() {
        return Some(folder);
    }
    tell(&format!("skipped: {test}: the reference folder is not here"));
    None
}

/// Returns the fields of a line of USDA's ASCII files.
fn fields(line: &str) -> Vec<&str> {
    line.trim_end_matches('\r').split('^').map(|field| field.trim_matches('~')).collect()
}

/// Returns the NDB number of a food whose figures are SR28's.
fn ndb_number(food: &Row) -> Option<&str> {
    food["source"].strip_prefix("SR28 ")
}

#[test]
fn reference_intakes_are_the_published_ones() {
    let Some(folder) = reference_folder("reference intakes") else {
        return;
    };
    let key = |row: &Row| -> Vec<String> {
        let columns = [
            "authority",
            "nutrient",
            "sex",
            "age_min_years",
            "age_max_years",
            "life_stage",
            "kind",
            "amount",
            "unit",
        ];
        columns.iter().map(|column| row[*column].clone()).collect()
    };
    let sorted = |rows: Vec<Row>| {
        let mut keys: Vec<_> = rows.iter().map(key).collect();
        keys.sort();
        keys
    };
    let published = sorted(rows(&folder.join("dri.csv")));
    assert!(published.len() > 200);
    assert_eq!(sorted(seed("reference_intakes.csv")), published);
}

#[test]
fn every_figure_is_the_one_usda_published() {
    let Some(folder) = reference_folder("USDA's figures") else {
        return;
    };
    let packed = folder.join("usda-sr28/NUT_DATA.txt.gz");
    let output = match Command::new("gzip").arg("-dc").arg(&packed).output() {
        Ok(output) if output.status.success() => output.stdout,
        _ => {
            tell(&format!("skipped: USDA's figures: {} could not be unpacked", packed.display()));
            return;
        }
    };
    let foods: Vec<Row> =
        seed("foods.csv").into_iter().filter(|food| ndb_number(food).is_some()).collect();
    let wanted: HashSet<&str> = foods.iter().filter_map(ndb_number).collect();
    let text = String::from_utf8_lossy(&output);
    let mut published: HashMap<(&str, &str), (f64, char)> = HashMap::new();
    for line in text.lines() {
        let fields = fields(line);
        let known = NUTRIENTS.iter().any(|(_, number)| *number == fields[1]);
        if known && wanted.contains(fields[0]) {
            // Source codes, SR28 documentation: how the figure came to be.
            let letter = match fields[5] {
                "1" | "6" | "12" | "13" => 'm',
                "4" | "5" | "8" | "9" | "11" => 'e',
                "7" => 'z',
                other => panic!("source code {other}"),
            };
            published.insert((fields[0], fields[1]), (number(fields[2]), letter));
        }
    }
    let mut compared = 0;
    for food in &foods {
        let ndb = ndb_number(food).expect("picked above");
        for ((column, nutrient), letter) in NUTRIENTS.into_iter().zip(food["knowledge"].chars()) {
            let found = food[column].as_str();
            match published.get(&(ndb, nutrient)) {
                None => assert_eq!((found, letter), ("", 'u'), "{}: {column}", food["name"]),
                Some((value, expected)) => {
                    assert!((number(found) - value).abs() < 1e-9, "{}: {column}", food["name"]);
                    assert_eq!(letter, *expected, "{}: {column}", food["name"]);
                }
            }
            compared += 1;
        }
    }
    assert!(compared >= 9 * 1400, "only {compared} figures were compared");
}

#[test]
fn foods_have_the_numbers_usda_gave_them() {
    let Some(folder) = reference_folder("USDA's numbers") else {
        return;
    };
    let ndb: HashMap<String, String> = rows(&folder.join("usda-sr-legacy/sr_legacy_food.csv"))
        .into_iter()
        .map(|row| (row["fdc_id"].clone(), format!("{:0>5}", row["NDB_number"])))
        .collect();
    let mut compared = 0;
    for food in seed("foods.csv") {
        let (Some(expected), Some(id)) = (ndb_number(&food), food["food"].strip_prefix("usda:"))
        else {
            continue;
        };
        assert_eq!(ndb.get(id).map(String::as_str), Some(expected), "{}", food["name"]);
        compared += 1;
    }
    assert!(compared >= 1400, "only {compared} foods were compared");
}

#[test]
fn foundation_foods_are_as_usda_published_them() {
    let Some(folder) = reference_folder("foundation foods") else {
        return;
    };
    let published: HashMap<String, Row> = rows(&folder.join("foundation-foods.csv"))
        .into_iter()
        .map(|row| (row["fdc_id"].clone(), row))
        .collect();
    let mut compared = 0;
    for food in seed("foods.csv").iter().filter(|f| f["source"].starts_with("Foundation")) {
        let id = food["food"].strip_prefix("usda:").expect("a USDA food");
        let row = published.get(id).unwrap_or_else(|| panic!("{} is not there", food["name"]));
        for ((column, _), letter) in NUTRIENTS.into_iter().zip(food["knowledge"].chars()) {
            // Where no energy is printed, the specific factors come before the general ones.
            let columns: &[&str] = match column {
                "energy_kcal" => {
                    &["energy_kcal", "energy_atwater_specific_kcal", "energy_atwater_general_kcal"]
                }
                "vitamin_d_ug" | "magnesium_mg" | "calcium_mg" | "potassium_mg" | "sodium_mg"
                | "caffeine_mg" | "water_g" | "alcohol_g" => &[column],
                _ => panic!("{column}"),
            };
            let printed = columns.iter().map(|c| row[*c].as_str()).find(|text| !text.is_empty());
            match printed {
                Some(text) => {
                    let (found, expected) = (number(&food[column]), number(text));
                    assert!((found - expected).abs() < 1e-9, "{}: {column}", food["name"]);
                    assert!(matches!(letter, 'm' | 'e'), "{}: {column} {letter}", food["name"]);
                }
                // Not printed: nobody determined it, or the food plainly holds none.
                None => assert!(matches!(letter, 'u' | 'z'), "{}: {column}", food["name"]),
            }
            compared += 1;
        }
    }
    assert!(compared >= 9 * 5, "only {compared} figures were compared");
}

#[test]
fn household_weights_are_the_ones_usda_published() {
    let Some(folder) = reference_folder("USDA's weights") else {
        return;
    };
    let bytes = std::fs::read(folder.join("usda-sr28/WEIGHT.txt")).expect("the weights");
    let text = String::from_utf8_lossy(&bytes);
    let weights: HashMap<(&str, u32), f64> = text
        .lines()
        .map(fields)
        .map(|f| ((f[0], f[1].parse().expect("a number")), number(f[4]) / number(f[2])))
        .collect();
    let mut compared = 0;
    for portion in seed("portions.csv") {
        let Some(rest) = portion["source"].strip_prefix("SR28 ") else {
            continue;
        };
        let (ndb, rest) = rest.split_once(" weight ").expect("SR28 NDB weight SEQ");
        let (sequence, times) = match rest.split_once(" x ") {
            Some((sequence, times)) => (sequence, number(times)),
            None => (rest, 1.0),
        };
        let sequence = sequence.parse().expect("a number");
        let one = weights.get(&(ndb, sequence));
        let expected = one.unwrap_or_else(|| panic!("{portion:?} is not there")) * times;
        let found = number(&portion["grams"]);
        // Two decimals are kept.
        assert!((found - expected).abs() <= 0.0051, "{portion:?}: {expected}");
        compared += 1;
    }
    assert!(compared >= 6000, "only {compared} weights were compared");
}
