//! How well phrases are read, measured on the phrase sets of the reference material.
//!
//! A maintainers' program, no part of what is installed. It takes the folder of the reference
//! material as its argument or from `MINERALOG_REFERENCE`, resolves every phrase against a fresh
//! diary in memory, and prints each section's figures with every miss below them. It judges
//! nothing: a reader decides.

#![allow(clippy::print_stdout, clippy::print_stderr)]

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::{Duration, Instant};

use mineralog::domain::{Food, Nutrient};
use mineralog::resolve::matching::{self, Match};
use mineralog::resolve::phrase;
use mineralog::store::Store;
use serde::Deserialize;

mod tables;

type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

/// The moment of the diary in memory; nothing here depends on it.
const NOW_SECONDS: i64 = 1_795_000_000;

fn main() -> ExitCode {
    let folder = std::env::args_os()
        .nth(1)
        .or_else(|| std::env::var_os("MINERALOG_REFERENCE"))
        .map(PathBuf::from);
    let Some(folder) = folder else {
        eprintln!("name the folder of the reference material, or set MINERALOG_REFERENCE");
        return ExitCode::from(2);
    };
    if !folder.join("phrases").is_dir() {
        println!("no phrase sets in {}: nothing was measured", folder.display());
        return ExitCode::SUCCESS;
    }
    match measure(&folder) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Measures and prints every section. A new one is a function that returns a [`Section`].
fn measure(folder: &Path) -> Outcome<()> {
    let store = Store::in_memory(NOW_SECONDS)?;
    let accepted = Accepted::read(folder)?;
    quantities(folder)?.print();
    meals(folder, &store, &accepted)?.print();
    foods(folder, &store, &accepted)?.print();
    times(folder, &store)?.print();
    println!("with SR28, Foundation Foods and Ciqual loaded:\n");
    let mut loaded = tables::loaded(folder)?;
    meals(folder, &loaded, &accepted)?.print();
    foods(folder, &loaded, &accepted)?.print();
    times(folder, &loaded)?.print();
    tables::figures(folder, &loaded)?.print();
    tables::cronometer(folder, &mut loaded)?.print();
    Ok(())
}

/// One section of the page: figures by kind, remarks, and every miss.
#[derive(Default)]
struct Section {
    title: &'static str,
    /// Right and all, by kind.
    kinds: BTreeMap<String, (usize, usize)>,
    remarks: Vec<String>,
    misses: Vec<String>,
}

impl Section {
    fn new(title: &'static str) -> Self {
        Self { title, ..Self::default() }
    }

    /// Counts one case; a miss is kept with its words.
    fn count(&mut self, kind: &str, right: bool, miss: impl FnOnce() -> String) {
        let (good, all) = self.kinds.entry(kind.to_owned()).or_default();
        *good += usize::from(right);
        *all += 1;
        if !right {
            self.misses.push(miss());
        }
    }

    fn print(&self) {
        println!("== {}", self.title);
        let (right, all) =
            self.kinds.values().fold((0, 0), |(r, a), (right, all)| (r + right, a + all));
        if all > 0 {
            println!("   {right} of {all} ({:.1} %)", 100.0 * right as f64 / all as f64);
        }
        for (kind, (right, all)) in &self.kinds {
            println!("   {kind:<16} {right:>4} of {all}");
        }
        for remark in &self.remarks {
            println!("   {remark}");
        }
        for miss in &self.misses {
            println!("   miss: {miss}");
        }
        println!();
    }
}

/// Reads a CSV file into rows.
fn rows<T: for<'a> Deserialize<'a>>(path: &Path) -> Outcome<Vec<T>> {
    let mut reader =
        csv::Reader::from_path(path).map_err(|e| format!("{}: {e}", path.display()))?;
    Ok(reader.deserialize().collect::<Result<_, _>>()?)
}

#[derive(Deserialize)]
struct QuantityRow {
    input: String,
    quantity: f64,
    unit: String,
}

/// Amount and unit of recipe lines, by the unit that is right.
fn quantities(folder: &Path) -> Outcome<Section> {
    let mut section = Section::new("amounts of recipe lines");
    for row in rows::<QuantityRow>(&folder.join("phrases/quantities-dev.csv"))? {
        let kind = if row.unit.is_empty() { "counted" } else { row.unit.as_str() };
        let readings = phrase::readings(&row.input);
        let read = readings.as_deref().ok().and_then(phrase::plainest).map(|reading| {
            let unit = reading.amount.unit.map_or("", |unit| recipe_unit(unit.key));
            (reading.amount.quantity, unit)
        });
        let right = read.is_some_and(|(quantity, unit)| {
            unit == row.unit && quantity.is_some_and(|q| (q - row.quantity).abs() < 0.001)
        });
        section.count(kind, right, || {
            format!("\"{}\" read as {read:?}, not {} {}", row.input, row.quantity, row.unit)
        });
    }
    Ok(section)
}

/// Returns the recipe lines' word for a unit; empty for measures they count as the food itself.
fn recipe_unit(key: &str) -> &str {
    match key {
        "packet" => "package",
        "container" => "tub",
        "breast" | "thigh" | "drumstick" | "wing" | "steak" | "chop" | "fillet" | "sausage"
        | "patty" | "link" | "roll" | "biscuit" | "cracker" | "half" | "floret" | "segment"
        | "ring" | "bar" | "shot" | "leg" => "",
        key => key,
    }
}

#[derive(Deserialize)]
struct MealRow {
    text: String,
    expected_item_count: usize,
    accept_ndb_per_item: String,
}

/// Whole meals: split into the right number of foods, and the foods of those.
fn meals(folder: &Path, store: &Store, accepted: &Accepted) -> Outcome<Section> {
    let mut section = Section::new("whole meals");
    for row in rows::<MealRow>(&folder.join("phrases/meals-dev.csv"))? {
        let matches = matching::match_meal(store, &row.text.replace("\\n", "\n"))?;
        let split = matches.len() == row.expected_item_count;
        section.count("items", split, || format!("{:?} read as {}", row.text, shown(&matches)));
        if split {
            for (accept, matched) in row.accept_ndb_per_item.split('|').zip(&matches) {
                let right =
                    matched.found.as_ref().is_some_and(|(food, _)| accepted.fits(food, accept));
                section.count("foods of items", right, || {
                    format!("\"{}\" in {:?}: {}", matched.phrase, row.text, shown_one(matched))
                });
            }
        }
    }
    Ok(section)
}

#[derive(Deserialize)]
struct FoodRow {
    phrase: String,
    accept_ndb: String,
    grams_min: Option<f64>,
    grams_max: Option<f64>,
    kind: String,
}

/// Phrases that name one food or none: the right food in the right grams, by kind.
fn foods(folder: &Path, store: &Store, accepted: &Accepted) -> Outcome<Section> {
    let mut section = Section::new("single foods");
    let (mut silently_wrong, mut all) = (Vec::new(), 0);
    for row in rows::<FoodRow>(&folder.join("phrases/foods-dev.csv"))? {
        all += 1;
        let matches = matching::match_meal(store, &row.phrase)?;
        let nothing = row.accept_ndb == "NONE";
        let fits = |food: &Food| !nothing && accepted.fits(food, &row.accept_ndb);
        let wrong = matches.iter().filter_map(|m| m.found.as_ref()).any(|(food, _)| !fits(food));
        let right = match matches.as_slice() {
            _ if nothing => matches.iter().all(|m| m.found.is_none()),
            [one] => one.found.as_ref().is_some_and(|(food, weighed)| {
                let range = row.grams_min.unwrap_or(0.0) - 0.5..=row.grams_max.unwrap_or(0.0) + 0.5;
                fits(food) && range.contains(&weighed.grams)
            }),
            _ => false,
        };
        let said = || {
            let range = match (row.grams_min, row.grams_max) {
                (Some(least), Some(most)) => format!("{least} to {most} g"),
                _ => "nothing".to_owned(),
            };
            format!("\"{}\" read as {}, not {range}", row.phrase, shown(&matches))
        };
        if wrong {
            silently_wrong.push(said());
        }
        section.count(&row.kind, right, said);
    }
    let share = 100.0 * silently_wrong.len() as f64 / f64::from(all);
    section.remarks.push(format!("silently wrong: {} ({share:.1} %)", silently_wrong.len()));
    section.remarks.extend(silently_wrong.into_iter().map(|said| format!("  silently: {said}")));
    Ok(section)
}

/// The time one phrase takes in process.
fn times(folder: &Path, store: &Store) -> Outcome<Section> {
    let mut section = Section::new("time to resolve a phrase");
    let mut times: Vec<(Duration, String)> = Vec::new();
    for row in rows::<FoodRow>(&folder.join("phrases/foods-dev.csv"))? {
        let start = Instant::now();
        matching::match_meal(store, &row.phrase)?;
        times.push((start.elapsed(), row.phrase));
    }
    times.sort();
    if let (Some((median, _)), Some((worst, phrase))) = (times.get(times.len() / 2), times.last()) {
        section.remarks.push(format!("median {median:.1?}, worst {worst:.1?} (\"{phrase}\")"));
    }
    Ok(section)
}

fn shown(matches: &[Match]) -> String {
    let each: Vec<String> = matches.iter().map(shown_one).collect();
    if each.is_empty() { "nothing".to_owned() } else { each.join(" | ") }
}

fn shown_one(matched: &Match) -> String {
    let mut out = format!("[{}] ", matched.phrase);
    let _ = match &matched.found {
        Some((food, weighed)) => write!(out, "{} {:.0} g", food.name, weighed.grams),
        None => write!(out, "unresolved"),
    };
    out
}

/// Magnesium, calcium and potassium, mg per 100 g, by which foods are compared.
type Figures = [Option<f64>; 3];

/// Visits USDA SR28's figures in their published format: the food's number, the nutrient's and the
/// amount per 100 g.
fn nutrient_data(folder: &Path, mut each: impl FnMut(&str, &str, f64)) -> Outcome<()> {
    let path = folder.join("usda-sr28/NUT_DATA.txt.gz");
    let file = std::fs::File::open(&path).map_err(|e| format!("{}: {e}", path.display()))?;
    let mut bytes = Vec::new();
    flate2::read::MultiGzDecoder::new(file).read_to_end(&mut bytes)?;
    for line in String::from_utf8_lossy(&bytes).lines() {
        let mut fields = line.split('^').map(|field| field.trim_matches('~'));
        if let (Some(ndb), Some(number), Some(value)) =
            (fields.next(), fields.next(), fields.next())
            && let Ok(value) = value.parse()
        {
            each(ndb, number, value);
        }
    }
    Ok(())
}

/// The figures of the foods that a phrase set accepts.
struct Accepted {
    by_ndb: BTreeMap<String, Figures>,
}

impl Accepted {
    /// Reads USDA SR28 in its published format, and the Foundation foods' table beside it.
    fn read(folder: &Path) -> Outcome<Self> {
        let mut by_ndb: BTreeMap<String, Figures> = BTreeMap::new();
        nutrient_data(folder, |ndb, number, value| {
            // The release's numbers of magnesium, calcium and potassium.
            if let Some(i) = ["304", "301", "306"].iter().position(|n| *n == number) {
                by_ndb.entry(ndb.to_owned()).or_default()[i] = Some(value);
            }
        })?;
        for row in rows::<FoundationRow>(&folder.join("foundation-foods.csv"))? {
            by_ndb.entry(row.ndb_no).or_insert([
                row.magnesium_mg,
                row.calcium_mg,
                row.potassium_mg,
            ]);
        }
        Ok(Self { by_ndb })
    }

    /// Returns whether a food is one of the accepted, or its figures fit one of them.
    fn fits(&self, food: &Food, accept: &str) -> bool {
        let own: Figures = [Nutrient::Magnesium, Nutrient::Calcium, Nutrient::Potassium]
            .map(|nutrient| food.content[nutrient].per_100g());
        accept.split(';').any(|entry| {
            // Letters and digits part the release's numbers in a reference ("SR28 14003").
            let named = food.reference.split(|c: char| !c.is_alphanumeric()).any(|w| w == entry);
            named || self.entry_figures(entry).iter().any(|figures| near(&own, figures))
        })
    }

    /// Returns the figures of an entry: one set, or those of a mixture at every whole percent
    /// (`01077*50-92+14210`: so much of the first, the rest of the second).
    fn entry_figures(&self, entry: &str) -> Vec<Figures> {
        let of = |ndb: &str| self.by_ndb.get(ndb).copied();
        let Some((share, rest)) = entry.split_once('+') else {
            return of(entry).into_iter().collect();
        };
        let parts = share.split_once('*').and_then(|(first, percents)| {
            let (least, most) = percents.split_once('-')?;
            let percents = least.parse::<u32>().ok()?..=most.parse::<u32>().ok()?;
            Some((of(first)?, of(rest)?, percents))
        });
        let Some((first, second, percents)) = parts else {
            return Vec::new();
        };
        percents
            .map(|percent| {
                let share = f64::from(percent) / 100.0;
                std::array::from_fn(|i| Some(first[i]? * share + second[i]? * (1.0 - share)))
            })
            .collect()
    }
}

#[derive(Deserialize)]
struct FoundationRow {
    ndb_no: String,
    magnesium_mg: Option<f64>,
    calcium_mg: Option<f64>,
    potassium_mg: Option<f64>,
}

/// Returns whether figures agree within 15 % or 5 mg, whichever is more.
fn near(own: &Figures, accepted: &Figures) -> bool {
    own.iter().zip(accepted).all(|(own, accepted)| match (own, accepted) {
        (Some(own), Some(accepted)) => (own - accepted).abs() <= (0.15 * accepted).max(5.0),
        _ => false,
    })
}
