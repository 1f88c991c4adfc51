//! In and out: documents that lose nothing, tables a spreadsheet opens, two diaries made one.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use chrono::DateTime;
use mineralog::domain::{
    Content, Context, EntryKind, Episode, FoodId, Item, Knowledge, Meal, Nutrient, Portion, Record,
    Slot,
};
use mineralog::exchange::read;
use mineralog::exchange::write::Writer;
use mineralog::store::{Brought, Filter, FoodEdit, Line, NewEntry, Origin, Recipe, Store};
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::environment::{Environment, NOW};

fn lived_in() -> Environment {
    let mut env = Environment::new();
    env.at("2026-03-01T08:00:00+00:00");
    env.ok(&["eat", "2 eggs, 200 g spinach, flat white", "--note", "outside"]);
    env.ok(&["eat", "a plate of something nobody knows"]);
    env.ok(&["take", "vitamin D 1000 IU"]);
    env.ok(&["medicine", "omeprazole", "--started"]);
    env.ok(&["twitch", "left eyelid", "--intensity", "4", "--for", "10m", "--with", "woke_me"]);
    env.ok(&["stress", "6"]);
    env.ok(&["sun", "some"]);
    env.ok(&["exercise", "45m", "--effort", "hard"]);
    env.ok(&["note", "hot day #heat"]);
    env.at("2026-03-02T12:00:00+00:00");
    env.ok(&[
        "food",
        "add",
        "my bar",
        "--per",
        "100g",
        "--magnesium",
        "120mg",
        "--energy",
        "400kcal",
        "--usual",
        "50 g",
        "--alias",
        "the bar",
    ]);
    env.ok(&["recipe", "add", "porridge", "80 g oats", "200 ml milk", "1 banana"]);
    env.ok(&["eat", "my bar, porridge"]);
    env.ok(&["food", "alias", "usda:168462", "popeye"]);
    env.ok(&["food", "tag", "my bar", "magnesium"]);
    env.ok(&["profile", "--sex", "female", "--born", "1980"]);
    env.ok(&["profile", "--forget", "born"]);
    env.ok(&["twitch", "none"]);
    env.ok(&["done"]);
    env.ok(&["delete", "6"]);
    env.ok(&["undo"]);
    env.ok(&["delete", "9"]);
    env
}

#[track_caller]
fn export(env: &Environment) -> String {
    env.ok(&["export", "json"])
}

fn file(env: &Environment, name: &str, text: &str) -> String {
    let path = env.home().join(name);
    std::fs::write(&path, text).expect("a file");
    path.to_str().expect("UTF-8").to_owned()
}

#[test]
fn out_in_and_out_again_is_the_same_to_the_byte() {
    let env = lived_in();
    let document = export(&env);
    assert!(document.contains("\"popeye\"") && document.contains("\"deleted_at\":\"2026-03-02"));
    let other = Environment::new();
    let path = file(&other, "diary.json", &document);
    let answer = other.json(&["import", "json", &path]);
    assert_eq!(answer["merged"]["added"]["foods"], 2, "{answer}");
    assert_eq!(answer["merged"]["changed"]["foods"], 1, "{answer}");
    assert_eq!(export(&other), document);
    // Pages agree, too.
    let totals = |env: &Environment| env.json(&["day", "2026-03-02"])["totals"].clone();
    assert_eq!(totals(&other), totals(&env));
    // Once more brings nothing.
    let again = other.json(&["import", "json", &path]);
    assert_eq!(again["merged"]["added"], json!({}));
    assert_eq!(again["merged"]["changed"], json!({}));
    assert_eq!(export(&other), document);
}

#[test]
fn an_import_is_taken_back_whole_and_can_be_made_again() {
    let env = lived_in();
    let document = export(&env);
    let other = Environment::new();
    other.ok(&["eat", "1 banana"]);
    let before = export(&other);
    let path = file(&other, "diary.json", &document);
    other.ok(&["import", "json", &path]);
    let united = export(&other);
    assert_ne!(united, before);
    other.ok(&["undo"]);
    assert_eq!(export(&other), before);
    assert!(
        other.ok(&["food", "search", "my bar"]).contains("no food")
            || !other.ok(&["food", "search", "my bar"]).contains("my bar")
    );
    other.ok(&["import", "json", &path]);
    assert_eq!(export(&other), united);
}

#[test]
fn a_document_keeps_to_its_schema() {
    let schema: Value =
        serde_json::from_str(include_str!("../../schema/diary-1.json")).expect("JSON");
    let validator = jsonschema::draft202012::new(&schema).expect("a sound schema");
    let check = |document: &str| {
        let document: Value = serde_json::from_str(document).expect("JSON");
        let faults: Vec<String> = validator
            .iter_errors(&document)
            .map(|e| format!("{}: {e}", e.instance_path()))
            .collect();
        assert!(faults.is_empty(), "{faults:#?}");
    };
    let env = lived_in();
    check(&export(&env));
    check(&env.ok(&["export", "json", "--from", "2026-03-02", "--without-history"]));
    check(&export(&Environment::new()));
    for broken in [
        json!({"format": "mineralog diary", "version": 1, "from": null, "to": null}),
        json!({"format": "mineralog diary", "version": 1, "from": null, "to": null,
            "settings": [], "foods": [], "refused_foods": [], "acknowledged_signs": [],
            "entries": [{"uid": "x"}]}),
    ] {
        assert!(!validator.is_valid(&broken), "{broken}");
    }
}

#[test]
fn a_file_is_written_whole_for_its_owner_and_never_over_another() {
    let env = lived_in();
    let path = env.home().join("out.json");
    let name = path.to_str().expect("UTF-8");
    env.ok(&["export", "json", name]);
    assert_eq!(std::fs::read_to_string(&path).expect("a file"), export(&env));
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = std::fs::metadata(&path).expect("a file").permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
    std::fs::write(&path, "mine").expect("a file");
    let error = env.json_error(&["export", "json", name]);
    assert!(error["message"].as_str().expect("text").contains("is there already"));
    assert_eq!(std::fs::read_to_string(&path).expect("a file"), "mine");
    env.ok(&["export", "json", name, "--force"]);
    assert_eq!(std::fs::read_to_string(&path).expect("a file"), export(&env));
    let nowhere = env.home().join("no/such/folder.json");
    for form in ["json", "csv"] {
        let run = env.run(&["export", form, nowhere.to_str().expect("UTF-8")]);
        assert_eq!(run.status, 2, "{}", run.stderr);
        assert!(run.stderr.contains("its folder is not there"), "{}", run.stderr);
    }
    assert_eq!(leftovers(&env.home()), Vec::<String>::new());
}

#[test]
fn a_diary_and_its_log_are_never_overwritten() {
    let env = lived_in();
    let diary = env.home().join("diary.db");
    std::fs::write(env.home().join("diary.db-journal"), "").expect("a file");
    let before = std::fs::read(&diary).expect("the diary");
    for name in ["diary.db", "diary.db-journal"] {
        let path = env.home().join(name);
        let run = env.run(&["export", "json", path.to_str().expect("UTF-8"), "--force"]);
        assert_eq!(run.status, 2, "{}", run.stderr);
        assert!(run.stderr.contains("a database stands there"), "{}", run.stderr);
    }
    assert_eq!(std::fs::read(&diary).expect("the diary"), before);
}

fn leftovers(folder: &Path) -> Vec<String> {
    std::fs::read_dir(folder)
        .expect("a folder")
        .map(|found| found.expect("a file").file_name().to_string_lossy().into_owned())
        .filter(|name| name.starts_with('.') && (name.contains("part") || name.contains("copy")))
        .collect()
}

#[test]
fn a_range_holds_its_days_alone() {
    let env = lived_in();
    let document: Value =
        serde_json::from_str(&env.ok(&["export", "json", "--from", "2026-03-02"])).expect("JSON");
    assert_eq!(document["from"], "2026-03-02");
    let days: Vec<&str> = document["entries"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|entry| entry["when"]["day"].as_str().expect("a day"))
        .collect();
    assert!(!days.is_empty() && days.iter().all(|day| *day == "2026-03-02"), "{days:?}");
    let error = env.json_error(&["export", "json", "--from", "2026-03-02", "--to", "2026-03-01"]);
    assert_eq!(error["message"].as_str().map(|m| m.contains("first day")), Some(true));
}

#[test]
fn a_broken_document_is_refused_with_its_place_and_changes_nothing() {
    let env = lived_in();
    let sound = export(&env);
    let other = Environment::new();
    other.ok(&["eat", "1 banana"]);
    let before = export(&other);
    let long = "x".repeat(1_000_000);
    let replaced = |from: &str, to: &str| {
        assert!(sound.contains(from), "{from}");
        sound.replacen(from, to, 1)
    };
    let cases = [
        ("lone surrogate", replaced("\"hot day #heat\"", "\"\\ud800\""), "entries, number"),
        ("1 MB of note", replaced("\"hot day #heat\"", &format!("\"{long}\"")), "10000 characters"),
        ("1 MB of phrase", replaced("\"2 eggs\"", &format!("\"{long}\"")), "entries, number"),
        ("wrong type", replaced("\"intensity\":4", "\"intensity\":\"four\""), "line"),
        ("out of range", replaced("\"intensity\":4", "\"intensity\":40"), "entries, number"),
        ("infinite", replaced("\"intensity\":4", "\"intensity\":1e999"), "line"),
        ("unknown field", replaced("\"intensity\":4", "\"mood\":4,\"intensity\":4"), "mood"),
        (
            "unknown section",
            replaced("\"settings\": [", "\"extras\": [],\n\"settings\": ["),
            "extras",
        ),
        ("newer version", replaced("\"version\": 1", "\"version\": 2"), "newer mineralog"),
        ("other format", replaced("mineralog diary", "another diary"), "mineralog diary"),
        (
            "no such day",
            replaced("\"day\":\"2026-03-02\"", "\"day\":\"2026-02-30\""),
            "entries, number",
        ),
        ("no such kind", replaced("\"kind\":\"sun\"", "\"kind\":\"moon\""), "entries, number"),
        (
            "no such food",
            replaced("\"usda:168462\",\"quantity\"", "\"usda:1\",\"quantity\""),
            "usda:1",
        ),
        ("no such group", replaced("\"groups\":[\"", "\"groups\":[\"no such "), "foods, number"),
        ("a bad id", replaced("{\"uid\":\"", "{\"uid\":\"Z"), "no id"),
        (
            "a number of SQL",
            replaced("\"female\"", "\"x'); DROP TABLE entry; --\""),
            "settings, number",
        ),
        ("cut off", sound[..sound.len() / 2].to_owned(), "EOF"),
        ("empty", String::new(), "EOF"),
        ("a list", "[]".to_owned(), "diary document"),
        ("more behind", format!("{sound}{{}}"), "trailing"),
        ("endless", sound.replacen("hot day", &"x".repeat(17 << 20), 1), "16 MB"),
        ("deep", "[".repeat(100_000), "diary document"),
    ];
    for (what, text, expected) in cases {
        let path = file(&other, "broken.json", &text);
        let error = other.json_error(&["import", "json", &path]);
        let said = error["message"].as_str().expect("text");
        assert!(said.contains(expected), "{what}: {said}");
        assert!(said.len() < 700, "{what}: {} characters", said.len());
        assert_eq!(export(&other), before, "{what}");
    }
    for no_file in [other.home().to_str().expect("UTF-8"), "/no/such/file", "/dev/null"] {
        assert_eq!(other.run(&["import", "json", no_file]).status, 2, "{no_file}");
    }
    // Bytes that are no text.
    let path = other.home().join("bytes.json");
    std::fs::write(&path, b"{\"format\": \"\xff\xfe").expect("a file");
    let error = other.json_error(&["import", "json", path.to_str().expect("UTF-8")]);
    assert!(error["message"].as_str().expect("text").contains("diary document"));
    assert_eq!(export(&other), before);
}

const HOSTILE: &[&str] = &[
    "\u{1b}[31mred\u{1b}]0;title\u{7}",
    "\u{202e}evil\u{2066}x",
    "<script>alert(1)</script>",
    "=HYPERLINK(\"http://example.org\")",
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "'; DROP TABLE entry; --",
    "a\u{9b}31m\u{200f}b\u{feff}",
];

#[test]
fn hostile_words_go_out_and_in_and_run_nothing() {
    let env = Environment::new();
    let other = Environment::new();
    for text in HOSTILE {
        env.ok(&["note", text]);
        env.ok(&["eat", "1 banana", "--note", text]);
        // Some of them are refused as names.
        env.run(&["medicine", "--", text]);
    }
    env.ok(&["food", "add", "=cmd|bar", "--per", "100g", "--energy", "100kcal"]);
    env.ok(&["eat", "50 g =cmd|bar"]);
    let document = export(&env);
    let runs = |c: char| {
        c.is_control() && c != '\n'
            || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200f}' | '\u{feff}')
    };
    assert!(!document.contains(runs), "the document steers a terminal");
    let path = file(&other, "diary.json", &document);
    let answer = other.ok(&["import", "json", &path]);
    assert!(!answer.contains(runs));
    assert_eq!(export(&other), document);
    other.ok(&["export", "csv", "tables"]);
    let mut cells = 0;
    for found in std::fs::read_dir(other.home().join("tables")).expect("a folder") {
        let path = found.expect("a file").path();
        let mut reader = csv::Reader::from_path(&path).expect("a table");
        for record in reader.records() {
            for cell in &record.expect("a row") {
                cells += 1;
                assert!(!cell.contains(runs), "{cell:?}");
                let starts = cell.starts_with(['=', '@', '+', '|', '\t', '\r']);
                assert!(!starts, "{}: {cell:?}", path.display());
                assert!(!cell.starts_with('-') || cell.parse::<f64>().is_ok(), "{cell:?}");
            }
        }
    }
    assert!(cells > 100);
}

fn table(folder: &Path, name: &str) -> Vec<BTreeMap<String, String>> {
    let mut reader = csv::Reader::from_path(folder.join(name)).expect("a table");
    let head = reader.headers().expect("columns").clone();
    reader
        .records()
        .map(|row| {
            let row = row.expect("a row");
            head.iter().map(str::to_owned).zip(row.iter().map(str::to_owned)).collect()
        })
        .collect()
}

#[test]
fn tables_say_what_is_known_and_leave_the_rest_empty() {
    let env = lived_in();
    let folder: PathBuf = env.home().join("tables");
    let answer = env.json(&["export", "csv", "tables"]);
    assert_eq!(answer["exported"]["rows"]["items.csv"], 6, "{answer}");
    let items = table(&folder, "items.csv");
    let spinach = items.iter().find(|row| row["source"] == "usda:168462").expect("spinach");
    assert_eq!((&*spinach["magnesium_mg"], &*spinach["magnesium_knowledge"]), ("158", "measured"));
    let unresolved = items.iter().find(|row| row["phrase"].contains("nobody")).expect("a phrase");
    for nutrient in Nutrient::ALL {
        let column = format!("{}_knowledge", nutrient.key());
        assert_eq!(unresolved[&column], "unknown");
    }
    assert_eq!(unresolved["energy_kcal"], "");
    let bar = items.iter().find(|row| row["phrase"] == "my bar").expect("my bar");
    assert_eq!((&*bar["magnesium_mg"], &*bar["calcium_mg"]), ("60", ""));
    assert_eq!(bar["calcium_knowledge"], "unknown");
    // The figures are those of the pages.
    let day = env.json(&["day", "2026-03-01"]);
    let of_page = &day["meals"][0]["items"][1]["nutrients"]["magnesium"];
    assert_eq!(of_page.as_f64(), Some(158.0));
    let episodes = table(&folder, "episodes.csv");
    assert_eq!(episodes.len(), 2);
    assert_eq!((&*episodes[0]["site"], &*episodes[0]["duration_seconds"]), ("eyelid", "600"));
    assert_eq!((&*episodes[1]["kind"], &*episodes[1]["intensity"]), ("none", ""));
    // Refused over anything, replaced only where there is nothing else.
    assert_eq!(env.run(&["export", "csv", "tables"]).status, 2);
    env.ok(&["export", "csv", "tables", "--force", "--from", "2026-03-02"]);
    assert_eq!(table(&folder, "items.csv").len(), 2);
    std::fs::write(folder.join("mine.txt"), "mine").expect("a file");
    assert_eq!(env.run(&["export", "csv", "tables", "--force"]).status, 2);
    assert_eq!(env.run(&["export", "csv", ".", "--force"]).status, 2);
    assert_eq!(leftovers(&env.home()), Vec::<String>::new());
}

#[test]
fn two_machines_become_one_whichever_is_asked() {
    let mut laptop = lived_in();
    let mut desktop = Environment::new();
    std::fs::copy(laptop.db(), desktop.db()).expect("a copy of the diary");
    laptop.at("2026-03-03T09:00:00+00:00");
    desktop.at("2026-03-03T10:00:00+00:00");
    laptop.ok(&["eat", "1 apple"]);
    laptop.ok(&["resolve", "2", "--as", "usda:173424", "--amount", "100 g"]);
    laptop.ok(&["profile", "--sex", "male"]);
    laptop.ok(&["delete", "3"]);
    desktop.ok(&["twitch", "calf"]);
    desktop.ok(&["profile", "--sex", "female"]);
    desktop.ok(&["food", "edit", "my bar", "--per", "100g", "--magnesium", "150mg"]);
    for env in [&laptop, &desktop] {
        env.ok(&["food", "add", "zwiebelbrot", "--per", "100g", "--energy", "67kcal"]);
    }
    let (a, b) = (laptop.db(), desktop.db());
    let (a, b) = (a.to_str().expect("UTF-8"), b.to_str().expect("UTF-8"));
    let theirs = std::fs::read(b).expect("a file");
    let without_history = |env: &Environment| env.ok(&["export", "json", "--without-history"]);
    let before = without_history(&laptop);
    let answer = laptop.json(&["merge", b]);
    assert_eq!(std::fs::read(b).expect("a file"), theirs, "the other file was changed");
    let conflict = &answer["conflicts"][0];
    assert_eq!((&conflict["record"], &conflict["kept"]), (&json!("sex"), &json!("theirs")));
    assert_eq!(answer["matched_foods"][0]["name"], "zwiebelbrot");
    desktop.ok(&["merge", a]);
    assert_eq!(without_history(&laptop), without_history(&desktop));
    let united = without_history(&laptop);
    assert!(united.contains("\"value\":\"female\"") && united.contains("\"per_100g\":150.0"));
    // One bread is offered, the deletion held, and both sides' entries are there.
    assert_eq!(
        laptop.json(&["food", "search", "zwiebelbrot"])["foods"].as_array().map(Vec::len),
        Some(1)
    );
    assert_eq!(laptop.run(&["show", "3"]).status, 2);
    // Again is nothing new; undo is the diary before.
    let again = laptop.ok(&["merge", b]);
    assert!(again.contains("nothing new"), "{again}");
    laptop.ok(&["undo"]);
    assert_eq!(without_history(&laptop), before);
    assert_eq!(leftovers(&laptop.home()), Vec::<String>::new());
}

/// The laptop and the desktop after living apart: each did something of its own with one diary.
fn apart(log: &[&str], laptop_does: &[&str], desktop_does: &[&str]) -> (Environment, Environment) {
    let (mut laptop, mut desktop) = (Environment::new(), Environment::new());
    laptop.ok(log);
    std::fs::copy(laptop.db(), desktop.db()).expect("a copy of the diary");
    laptop.at("2026-03-03T09:00:00+00:00").ok(laptop_does);
    desktop.at("2026-03-03T10:00:00+00:00").ok(desktop_does);
    (laptop, desktop)
}

#[test]
fn what_both_sides_corrected_is_one_thing_still() {
    for (log, ours, theirs) in [
        (["eat", "2 eggs"], "3 eggs", "4 eggs"),
        (["take", "vitamin D 1000 IU"], "vitamin D 2000 IU", "vitamin D 4000 IU"),
    ] {
        let (laptop, desktop) =
            apart(&log, &["edit", "1", "--item", ours], &["edit", "1", "--item", theirs]);
        for (one, other) in [(&laptop, &desktop), (&desktop, &laptop)] {
            let answer = one.json(&["merge", other.db().to_str().expect("UTF-8")]);
            assert_eq!(answer["conflicts"].as_array().map(Vec::len), Some(1), "{answer}");
            let entry = one.json(&["show", "1"])["entry"].clone();
            assert_eq!(entry["items"].as_array().map(Vec::len), Some(1), "{entry}");
            assert_eq!(entry["items"][0]["phrase"], theirs, "{entry}");
            one.ok(&["undo"]);
        }
    }
}

#[test]
fn a_deletion_of_what_the_other_side_changed_is_told() {
    let (laptop, desktop) =
        apart(&["twitch", "calf"], &["delete", "1"], &["edit", "1", "--intensity", "7"]);
    for (one, other) in [(&laptop, &desktop), (&desktop, &laptop)] {
        let answer = one.json(&["merge", other.db().to_str().expect("UTF-8")]);
        assert_eq!(answer["conflicts"].as_array().map(Vec::len), Some(1), "{answer}");
        assert_eq!(answer["conflicts"][0]["field"], "deleted_at", "{answer}");
        assert_eq!(one.run(&["show", "1"]).status, 2);
        one.ok(&["undo"]);
    }
}

#[test]
fn two_sides_of_a_published_food_are_united_figure_by_figure() {
    let laptop = Environment::new();
    let mut desktop = Environment::new();
    desktop.at("2026-03-05T10:00:00+00:00");
    laptop.ok(&["food", "edit", "usda:168462", "--per", "100g", "--magnesium", "81mg"]);
    desktop.ok(&["food", "edit", "usda:168462", "--per", "100g", "--calcium", "91mg"]);
    let (a, b) = (laptop.db(), desktop.db());
    let answer = laptop.json(&["merge", b.to_str().expect("UTF-8")]);
    assert_eq!(answer["conflicts"], json!([]));
    desktop.ok(&["merge", a.to_str().expect("UTF-8")]);
    for env in [&laptop, &desktop] {
        let food = env.json(&["food", "show", "usda:168462"]);
        let nutrients = &food["food"]["nutrients"];
        assert_eq!(nutrients["magnesium"]["per_100g"].as_f64(), Some(81.0), "{food}");
        assert_eq!(nutrients["calcium"]["per_100g"].as_f64(), Some(91.0), "{food}");
    }
}

#[test]
fn a_diary_of_another_program_on_two_machines_is_not_doubled() {
    let laptop = Environment::new();
    let desktop = Environment::new();
    let rows = "Day,Time,Group,Food Name,Amount,Energy (kcal),Magnesium (mg),Category\n\
                2026-01-05,08:00 AM,Breakfast,Grandmother's stew,200.00 g,300,40,Meals\n\
                2026-01-06,08:00 AM,Breakfast,Grandmother's stew,100.00 g,150,20,Meals\n";
    for env in [&laptop, &desktop] {
        let path = file(env, "servings.csv", rows);
        env.ok(&["import", "cronometer", &path]);
    }
    laptop.ok(&["merge", desktop.db().to_str().expect("UTF-8")]);
    let energy = &laptop.json(&["day", "2026-01-05"])["totals"]["energy"];
    assert!(energy.to_string().contains("300") && !energy.to_string().contains("600"), "{energy}");
}

#[test]
fn merging_refuses_what_is_no_other_diary() {
    let env = lived_in();
    let before = export(&env);
    let own = env.db();
    let path = |name: &str| env.home().join(name).to_str().expect("UTF-8").to_owned();
    std::fs::write(env.home().join("text.db"), "no database at all, but long enough").expect("it");
    std::fs::write(env.home().join("empty.db"), "").expect("it");
    let mut cut = std::fs::read(&own).expect("it");
    cut.truncate(cut.len() / 2);
    std::fs::write(env.home().join("cut.db"), &cut).expect("it");
    for (file, status) in [
        (path("text.db"), 2),
        (path("empty.db"), 2),
        (path("cut.db"), 1),
        (path("missing.db"), 2),
        (path("."), 2),
        (own.to_str().expect("UTF-8").to_owned(), 2),
    ] {
        let run = env.run(&["merge", &file]);
        assert_eq!(run.status, status, "{file}: {}", run.stderr);
        assert!(run.stderr.starts_with("error: "), "{}", run.stderr);
        assert_eq!(export(&env), before, "{file}");
    }
    assert_eq!(std::fs::read(env.home().join("empty.db")).expect("it").len(), 0);
    assert_eq!(leftovers(&env.home()), Vec::<String>::new());
}

// ---------------------------------------------------------------- the law

static EMPTY: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("diary.db");
    drop(Store::open(&path, start()).expect("a diary"));
    std::fs::read(path).expect("the diary")
});

fn start() -> i64 {
    DateTime::parse_from_rfc3339(NOW).expect("a time").timestamp()
}

fn known(per_100g: f64, knowledge: Knowledge) -> Content {
    Content::Known { per_100g, knowledge }
}

/// A diary in a file of its own.
struct Diary {
    store: Store,
    _folder: tempfile::TempDir,
}

impl Diary {
    fn of(documents: &[&str]) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("diary.db");
        std::fs::write(&path, &*EMPTY).expect("a copy");
        let mut diary = Self { store: Store::open(&path, start()).expect("it"), _folder: folder };
        for document in documents {
            diary.unite(document);
        }
        diary
    }

    fn unite(&mut self, document: &str) -> Brought {
        self.store
            .change(start() + 1_000_000, "import", |change| {
                let mut bringing = change.bring()?;
                read::read(document.as_bytes(), &mut |record, place| {
                    bringing.record(record, place)
                })?;
                Ok((bringing.finish()?, String::new()))
            })
            .expect("it is united")
    }

    fn document(&self) -> String {
        let mut writer = Writer::new(Vec::new(), (None, None), false).expect("memory");
        self.store
            .export(None, false, &mut |record| {
                writer.record(&record).expect("memory");
                Ok(())
            })
            .expect("it is exported");
        String::from_utf8(writer.finish().expect("memory")).expect("UTF-8")
    }
}

fn united(documents: &[&str]) -> String {
    Diary::of(documents).document()
}

/// Something done to a diary, so many seconds after the last thing.
#[derive(Clone, Debug)]
enum Deed {
    Meal(u8),
    Episode(u8),
    Stress(u8),
    Note(u8),
    Delete(u8),
    Resolve(u8, u8),
    Set(u8, Option<u8>),
    AddFood(u8, u8),
    AddDish(u8),
    EditFood(u8, u8),
    RemoveFood(u8),
    Teach(u8, u8),
    /// A field of an entry as another version of this program might change it.
    Field(u8, u8, u8),
    Undo,
}

fn deed() -> impl Strategy<Value = (Deed, u8)> {
    let n = || 0_u8..6;
    let deed = prop_oneof![
        3 => n().prop_map(Deed::Meal),
        1 => n().prop_map(Deed::Episode),
        1 => n().prop_map(Deed::Stress),
        1 => n().prop_map(Deed::Note),
        2 => any::<u8>().prop_map(Deed::Delete),
        2 => (any::<u8>(), n()).prop_map(|(a, b)| Deed::Resolve(a, b)),
        2 => (0_u8..3, prop::option::of(0_u8..2)).prop_map(|(a, b)| Deed::Set(a, b)),
        2 => (0_u8..2, 0_u8..2).prop_map(|(a, b)| Deed::AddFood(a, b)),
        1 => n().prop_map(Deed::AddDish),
        3 => (any::<u8>(), any::<u8>()).prop_map(|(a, b)| Deed::EditFood(a, b)),
        1 => any::<u8>().prop_map(Deed::RemoveFood),
        1 => (n(), n()).prop_map(|(a, b)| Deed::Teach(a, b)),
        4 => (any::<u8>(), any::<u8>(), n()).prop_map(|(a, b, c)| Deed::Field(a, b, c)),
        2 => Just(Deed::Undo),
    ];
    (deed, 0_u8..4)
}

fn deeds() -> impl Strategy<Value = Vec<(Deed, u8)>> {
    prop::collection::vec(deed(), 0..8)
}

/// Does to a diary what is listed; what cannot be done is passed over.
fn live(diary: &mut Diary, mut now: i64, deeds: &[(Deed, u8)]) {
    for (deed, later) in deeds {
        now += i64::from(*later);
        let at = DateTime::from_timestamp(now, 0).expect("a time").fixed_offset();
        let day = at.date_naive();
        let add = |diary: &mut Diary, kind, record| {
            let entry = NewEntry { kind, at, day, note: None, record };
            diary
                .store
                .change(now, "log", |change| Ok((change.add(entry)?, String::new())))
                .expect("it is logged");
        };
        let store = &diary.store;
        let entries = store.entries(Filter::Days(mineralog::calendar::Period {
            from: day - chrono::Days::new(30),
            to: day + chrono::Days::new(30),
        }));
        let entries = entries.expect("entries");
        let foods: Vec<FoodId> = store
            .choice_of_foods(false)
            .expect("foods")
            .into_iter()
            .filter(|id| {
                let details = store.food_details(*id).expect("a food");
                details.is_some_and(|d| d.origin.is_own() || id.0 % 97 == 0)
            })
            .collect();
        let pick = |n: u8, from: &[FoodId]| from.get(usize::from(n) % from.len().max(1)).copied();
        match *deed {
            Deed::Meal(n) => {
                let item = |k: u8| Item {
                    id: 0,
                    phrase: format!("phrase {k}"),
                    eaten: pick(k, &foods).filter(|_| k.is_multiple_of(2)).map(|food| (food, 40.5)),
                    quantity: None,
                    unit: None,
                    assumption: None,
                    recorded: None,
                };
                let items = (0..=n % 3).map(|k| item(n + k)).collect();
                add(diary, EntryKind::Meal, Record::Meal(Meal { slot: Slot::Lunch, items }));
            }
            Deed::Episode(n) => {
                let episode = Episode { intensity: Some(n), ..Episode::default() };
                add(diary, EntryKind::Episode, Record::Episode(episode));
            }
            Deed::Stress(n) => {
                let context = Context { amount: Some(f64::from(n)), level: None };
                add(diary, EntryKind::Stress, Record::Context(context));
            }
            Deed::Note(n) => {
                add(diary, EntryKind::Note, Record::Note(vec![format!("tag{n}")]));
            }
            Deed::Delete(n) => {
                if let Some(entry) = entries.get(usize::from(n) % entries.len().max(1)) {
                    let id = entry.id;
                    let gone =
                        |c: &mut mineralog::store::Change<'_>| Ok((c.delete(id)?, String::new()));
                    diary.store.change(now, "delete", gone).expect("it is deleted");
                }
            }
            Deed::Resolve(n, food) => {
                let items: Vec<Item> = entries
                    .iter()
                    .filter_map(|e| match &e.record {
                        Record::Meal(meal) => Some(meal.items.clone()),
                        _ => None,
                    })
                    .flatten()
                    .collect();
                if let (Some(item), Some(food)) =
                    (items.get(usize::from(n) % items.len().max(1)), pick(food, &foods))
                {
                    let mut item = item.clone();
                    item.eaten = Some((food, f64::from(n) + 1.0));
                    diary
                        .store
                        .change(now, "resolve", |c| Ok((c.resolve_item(&item)?, String::new())))
                        .expect("it is resolved");
                }
            }
            Deed::Set(field, value) => {
                let (field, values) = [
                    ("sex", ["female", "male"]),
                    ("birth_year", ["1970", "1980"]),
                    ("authority", ["EFSA", "NASEM"]),
                ][usize::from(field)];
                let value = value.map(|v| values[usize::from(v)]);
                diary
                    .store
                    .change(now, "set", |c| Ok((c.set(field, value)?, String::new())))
                    .expect("it is set");
            }
            Deed::AddFood(name, amount) => {
                let edit = FoodEdit {
                    figures: vec![(
                        Nutrient::Magnesium,
                        known(f64::from(amount) + 0.1, Knowledge::Measured),
                        None,
                    )],
                    ..FoodEdit::default()
                };
                let name = format!("home food {name}");
                diary
                    .store
                    .change(now, "add", |c| {
                        Ok((c.add_food(Origin::Own, &name, &edit)?, String::new()))
                    })
                    .expect("it is added");
            }
            Deed::AddDish(n) => {
                let Some(food) = pick(n, &foods) else { continue };
                let line = Line {
                    phrase: "some".to_owned(),
                    food,
                    quantity: Some(2.0),
                    unit: None,
                    grams: 80.25,
                    assumption: None,
                };
                let recipe = Recipe { servings: Some(2.0), cooked_grams: None, lines: vec![line] };
                let edit = FoodEdit { recipe: Some(recipe), ..FoodEdit::default() };
                diary
                    .store
                    .change(now, "dish", |c| {
                        Ok((c.add_food(Origin::Recipe, "home dish", &edit)?, String::new()))
                    })
                    .expect("it is added");
            }
            Deed::EditFood(n, what) => {
                let Some(food) = pick(n, &foods) else { continue };
                let mut edit = FoodEdit::default();
                match what % 6 {
                    0 => edit.name = Some(format!("name {what}")),
                    1 => {
                        let value = known(f64::from(what), Knowledge::Estimated);
                        edit.figures = vec![(Nutrient::Calcium, value, Some("label".to_owned()))];
                    }
                    2 => {
                        edit.portions = vec![Portion {
                            measure: "slice".to_owned(),
                            grams: f64::from(what) + 1.0,
                            source: "yours".to_owned(),
                        }];
                    }
                    3 => edit.names = vec![format!("also {}", what % 5)],
                    4 => edit.tags = vec![Nutrient::Potassium],
                    _ => {
                        edit.without_tags = vec![Nutrient::Potassium];
                        edit.without_portions = vec!["slice".to_owned()];
                        edit.without_names = vec!["also 3".to_owned()];
                    }
                }
                diary
                    .store
                    .change(now, "edit", |c| Ok((c.edit_food(food, &edit)?, String::new())))
                    .expect("it is edited");
            }
            Deed::RemoveFood(n) => {
                let own: Vec<FoodId> = foods
                    .iter()
                    .copied()
                    .filter(|id| {
                        let details = diary.store.food_details(*id).expect("a food");
                        details.is_some_and(|d| d.origin.is_own())
                    })
                    .collect();
                if let Some(food) = pick(n, &own) {
                    diary
                        .store
                        .change(now, "remove", |c| Ok((c.remove_food(food)?, String::new())))
                        .expect("it is removed");
                }
            }
            Deed::Teach(food, name) => {
                let Some(food) = pick(food, &foods) else { continue };
                let name = format!("taught {name}");
                diary
                    .store
                    .change(now, "teach", |c| Ok((c.teach(food, &name)?, String::new())))
                    .expect("it is taught");
            }
            Deed::Field(n, what, value) => {
                let document: Value = serde_json::from_str(&diary.document()).expect("JSON");
                let entries = document["entries"].as_array().expect("a list").clone();
                if entries.is_empty() {
                    continue;
                }
                let mut entry = entries[usize::from(n) % entries.len()].clone();
                let time = json!(
                    at.to_rfc3339_opts(chrono::SecondsFormat::Secs, true).replace("+00:00", "Z")
                );
                let field = match what % 4 {
                    0 => {
                        entry["note"] = json!(format!("note {value}"));
                        "note".to_owned()
                    }
                    1 if entry.get("items").is_some() => {
                        let items = entry["items"].as_array_mut().expect("a list");
                        if items.len() < 2 {
                            continue;
                        }
                        let gone = items.remove(0);
                        format!("item:{}", gone["uid"].as_str().expect("an id"))
                    }
                    2 if entry.get("items").is_some() => {
                        // A food is put where another one stands already.
                        let uid = format!("019cba54-1ac0-7002-a9c5-{n:04x}{what:04x}{value:04x}");
                        let new = json!({"uid": uid, "position": 1, "phrase": "more", "food": null,
                            "quantity": null, "unit": null, "grams": null, "assumption": null});
                        entry["items"].as_array_mut().expect("a list").insert(0, new);
                        format!("item:{uid}")
                    }
                    3 if entry.get("episode").is_some() => {
                        entry["episode"]["pain"] = json!(value);
                        "episode.pain".to_owned()
                    }
                    _ => {
                        entry["when"]["day"] = json!(format!("2026-03-0{}", value + 1));
                        "when".to_owned()
                    }
                };
                if field.starts_with("item:019cba54-1ac0-7002-a9c5-")
                    && entries.iter().any(|e| e.to_string().contains(&field[5..]))
                {
                    continue;
                }
                entry["changed"][field] = time;
                let mut document = document;
                document["entries"] = json!([entry]);
                diary.unite(&document.to_string());
            }
            Deed::Undo => {
                diary.store.undo(1, now).expect("it is undone");
            }
        }
    }
}

/// Returns how many cases are tried: a few, or as many as `PROPTEST_CASES` says.
fn cases() -> u32 {
    std::env::var("PROPTEST_CASES").ok().and_then(|n| n.parse().ok()).unwrap_or(6)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(), max_shrink_iters: 40, ..ProptestConfig::default() })]

    /// Uniting is commutative, associative and idempotent, and a document goes in and out as it is.
    #[test]
    fn uniting_obeys_the_laws(
        before in deeds(),
        sides in [deeds(), deeds(), deeds()],
        clocks in [0_i64..5, 0_i64..5, 0_i64..5],
    ) {
        let mut common = Diary::of(&[]);
        live(&mut common, start(), &before);
        let common = common.document();
        let documents: Vec<String> = sides
            .iter()
            .zip(clocks)
            .map(|(deeds, clock)| {
                let mut side = Diary::of(&[&common]);
                prop_assert_eq!(&side.document(), &common);
                live(&mut side, start() + 20 + clock, deeds);
                Ok(side.document())
            })
            .collect::<std::result::Result<_, TestCaseError>>()?;
        let [a, b, c] = [&*documents[0], &*documents[1], &*documents[2]];
        prop_assert_eq!(&*united(&[a]), a, "in and out");
        let ab = united(&[a, b]);
        prop_assert_eq!(&united(&[b, a]), &ab, "commutative");
        prop_assert_eq!(&united(&[&ab, a, b]), &ab, "idempotent");
        let bc = united(&[b, c]);
        prop_assert_eq!(united(&[&ab, c]), united(&[a, &bc]), "associative");
        // Taken back, a diary is what it was.
        let mut diary = Diary::of(&[a]);
        let brought = diary.unite(b);
        if brought.touched() > 0 {
            diary.store.undo(1, start() + 2_000_000).expect("it is undone");
        }
        prop_assert_eq!(&*diary.document(), a, "undone");
    }
}
