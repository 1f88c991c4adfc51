//! Whole processes beside `sqlite3` committing one durable row, in the same run.
//!
//! Every command is timed in turn with `sqlite3` (A B A B ...), on a diary of ten years, and the
//! median of the ratios is printed beside its budget. Nothing is judged: machines differ, and a
//! reader decides. With `MINERALOG_REFERENCE` naming the folder of the published tables, these are
//! loaded and timed too. Without `sqlite3` on the machine the times alone are printed, and it is said so.

#![allow(clippy::print_stdout)]

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use chrono::{DateTime, Days, FixedOffset, NaiveTime};
use mineralog::domain::{Context, EntryKind, Episode, Item, Meal, Record, Slot};
use mineralog::resolve::matching;
use mineralog::store::{NewEntry, Store};

/// Pairs of runs of each command, after three that are not counted.
const RUNS: usize = 40;
const WARM_UP: usize = 3;
/// Days of the diary: ten years.
const DAYS: u64 = 3652;
const NOW: &str = "2026-11-22T19:30:00+00:00";

/// A command, its words and its budget as a multiple of `sqlite3`'s time.
const COMMANDS: &[(&str, &[&str], f64)] = &[
    ("stress 4", &["stress", "4"], 1.5),
    ("twitch eyelid", &["twitch", "eyelid", "--side", "left", "--intensity", "4"], 1.5),
    ("eat, 3 foods", &["eat", "2 eggs, 200 g spinach, flat white"], 2.5),
    ("today", &["today"], 2.0),
    ("week", &["week"], 3.0),
    ("food search", &["food", "search", "salmon"], 3.0),
];

/// The commands whose way leads through the tables of foods.
const TABLES_MATTER: &[&str] = &["eat, 3 foods", "today", "food search"];

fn main() {
    // `cargo bench` says so; `cargo test --all-targets` starts this too and has nothing to measure.
    if !std::env::args().any(|arg| arg == "--bench") {
        return;
    }
    let folder = tempfile::tempdir().expect("a temporary folder");
    let diary = folder.path().join("diary.db");
    let first = time(|| mineralog(&diary, &["today"]));
    println!("first use, with schema and seed: {}", ms(first));
    let start = Instant::now();
    let entries = fill(&diary);
    println!(
        "diary of {DAYS} days, {entries} entries, made in {:.1} s",
        start.elapsed().as_secs_f64()
    );

    let row = folder.path().join("row.db");
    let has_sqlite = sqlite3(&row, "CREATE TABLE t (id INTEGER PRIMARY KEY, text TEXT)");
    if !has_sqlite {
        println!("sqlite3 is not on this machine: skipped the comparison, times alone follow");
    }
    println!("{:<14} {:>10} {:>10} {:>7} {:>7}", "command", "median", "sqlite3", "ratio", "budget");
    for command in COMMANDS {
        compare(command, &diary, has_sqlite.then_some(row.as_path()));
    }
    let Some(reference) = std::env::var_os("MINERALOG_REFERENCE").map(PathBuf::from) else {
        println!("MINERALOG_REFERENCE names no folder: skipped what needs published tables");
        return;
    };
    println!("with SR28, Foundation Foods and Ciqual loaded:");
    load_tables(&diary, &reference, has_sqlite.then_some(folder.path()));
    for command in COMMANDS.iter().filter(|(name, _, _)| TABLES_MATTER.contains(name)) {
        compare(command, &diary, has_sqlite.then_some(row.as_path()));
    }
}

/// Times a command in turn with `sqlite3` committing one row, and prints a line.
fn compare(command: &(&str, &[&str], f64), diary: &Path, row: Option<&Path>) {
    let (name, words, budget) = command;
    // Each command has the diary as it was: what another one logged closes no gap of its week.
    let timed = diary.with_file_name("timed.db");
    std::fs::copy(diary, &timed).expect("a copy");
    let diary = timed.as_path();
    let (mut ours, mut theirs, mut ratios) = (Vec::new(), Vec::new(), Vec::new());
    for run in 0..WARM_UP + RUNS {
        let a = time(|| mineralog(diary, words));
        let b = time(|| {
            row.is_some_and(|row| sqlite3(row, "INSERT INTO t (text) VALUES ('one durable row')"))
        });
        if run >= WARM_UP {
            ours.push(a.as_secs_f64());
            theirs.push(b.as_secs_f64());
            ratios.push(a.as_secs_f64() / b.as_secs_f64());
        }
    }
    let ours = ms(Duration::from_secs_f64(median(ours)));
    if row.is_some() {
        let theirs = ms(Duration::from_secs_f64(median(theirs)));
        let ratio = median(ratios);
        println!("{name:<14} {ours:>10} {theirs:>10} {ratio:>7.2} {budget:>7.1}");
    } else {
        println!("{name:<14} {ours:>10}");
    }
}

/// Loads whole tables; SR28 is timed beside `sqlite3` importing the same rows unpacked.
fn load_tables(diary: &Path, reference: &Path, folder: Option<&Path>) {
    let sr28 = reference.join("usda-sr28");
    let text = |path: &Path| path.display().to_string();
    let ours = time(|| mineralog(diary, &["import", "usda", &text(&sr28)]));
    if let Some(folder) = folder {
        let unpacked = folder.join("NUT_DATA.txt");
        let packed = std::fs::File::open(sr28.join("NUT_DATA.txt.gz")).expect("the published file");
        let mut out = std::fs::File::create(&unpacked).expect("a file");
        std::io::copy(&mut flate2::read::GzDecoder::new(packed), &mut out).expect("it unpacks");
        let mut script = String::from(".separator \"^\" \"\\n\"\n");
        for file in [sr28.join("FOOD_DES.txt"), unpacked, sr28.join("WEIGHT.txt")] {
            let columns: Vec<String> = (1..=width(&file)).map(|i| format!("c{i} TEXT")).collect();
            let table = file.file_stem().expect("a name").to_string_lossy().into_owned();
            script.push_str(&format!("CREATE TABLE {table} ({});\n", columns.join(", ")));
            script.push_str(&format!(".import '{}' {table}\n", file.display()));
        }
        let script_file = folder.join("import.sql");
        std::fs::write(&script_file, script).expect("a file");
        let read = format!(".read '{}'", script_file.display());
        let theirs = time(|| sqlite3(&folder.join("sr28.db"), &read));
        let ratio = ours.as_secs_f64() / theirs.as_secs_f64();
        println!(
            "{:<14} {:>10} {:>10} {ratio:>7.2} {:>7.1}",
            "import SR28",
            ms(ours),
            ms(theirs),
            2.0
        );
    } else {
        println!("{:<14} {:>10}", "import SR28", ms(ours));
    }
    let foundation = "usda-foundation/FoodData_Central_foundation_food_csv_2025-04-24.zip";
    let ciqual = "ciqual-2020/Table Ciqual 2020_FR_2020 07 07.xls";
    for (kind, path) in [("usda", foundation), ("ciqual", ciqual)] {
        let took = time(|| mineralog(diary, &["import", kind, &text(&reference.join(path))]));
        println!("import {kind:<7} {:>10}", ms(took));
    }
}

/// Returns the fields of a published file's first row.
fn width(file: &Path) -> usize {
    let bytes = std::fs::read(file).expect("the published file");
    let line = bytes.split(|b| *b == b'\n').next().unwrap_or_default();
    line.split(|b| *b == b'^').count()
}

/// Makes ten years of entries: three meals, stress, sleep, water and an episode now and then.
fn fill(diary: &Path) -> usize {
    let now: DateTime<FixedOffset> = NOW.parse().expect("a time");
    let mut store = Store::open(diary, now.timestamp()).expect("the diary opens");
    let meals = [
        (Slot::Breakfast, 8, "bowl of porridge, banana, mug of tea"),
        (Slot::Lunch, 13, "2 slices wholemeal bread, 40 g cheddar, tomato, flat white"),
        (Slot::Dinner, 19, "150 g chicken, 200 g cooked rice, 100 g broccoli, glass of milk"),
    ]
    .map(|(slot, hour, text)| {
        let matches = matching::match_meal(&store, text).expect("the meal is read");
        let items = matches
            .iter()
            .map(|m| Item {
                id: 0,
                phrase: m.phrase.clone(),
                eaten: m.found.as_ref().map(|(food, weighed)| (food.id, weighed.grams)),
                quantity: None,
                unit: None,
                assumption: None,
                recorded: None,
            })
            .collect();
        (hour, EntryKind::Meal, Record::Meal(Meal { slot, items }))
    });
    let context = |amount| Record::Context(Context { amount: Some(amount), level: None });
    let around = [
        (7, EntryKind::Sleep, context(400.0)),
        (21, EntryKind::Stress, context(4.0)),
        (17, EntryKind::Water, context(500.0)),
    ];
    let episode = (20, EntryKind::Episode, Record::Episode(Episode::default()));
    store
        .change(now.timestamp(), "bench", |change| {
            let mut count = 0;
            for back in (0..DAYS).rev() {
                let day = now.date_naive() - Days::new(back);
                let some = (back % 3 == 0).then_some(&episode);
                for (hour, kind, record) in meals.iter().chain(&around).chain(some) {
                    let time = NaiveTime::from_hms_opt(*hour, 0, 0).expect("an hour");
                    let at = day.and_time(time).and_utc().fixed_offset();
                    let record = record.clone();
                    change.add(NewEntry { kind: *kind, at, day, note: None, record })?;
                    count += 1;
                }
            }
            Ok((count, "ten years".to_owned()))
        })
        .expect("the diary is written")
}

fn mineralog(diary: &Path, words: &[&str]) -> bool {
    Command::new(env!("CARGO_BIN_EXE_mineralog"))
        .args(words)
        .env("MINERALOG_DB", diary)
        .env("MINERALOG_NOW", NOW)
        .env("TZ", "UTC")
        .stdout(Stdio::null())
        .status()
        .is_ok_and(|status| status.success())
}

fn sqlite3(file: &Path, sql: &str) -> bool {
    Command::new("sqlite3")
        .arg(file)
        .arg(sql)
        .stdout(Stdio::null())
        .status()
        .is_ok_and(|status| status.success())
}

fn time(what: impl FnOnce() -> bool) -> Duration {
    let start = Instant::now();
    what();
    start.elapsed()
}

fn median(mut sample: Vec<f64>) -> f64 {
    sample.sort_by(f64::total_cmp);
    sample[sample.len() / 2]
}

fn ms(time: Duration) -> String {
    format!("{:.1} ms", time.as_secs_f64() * 1000.0)
}
