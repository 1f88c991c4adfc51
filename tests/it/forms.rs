//! One week in every form: text at several widths, Markdown, CSV and JSON, on stdout and in files.
//!
//! The pages stand in `tests/it/golden/`; `UPDATE_EXPECT=1 cargo test` rewrites them.

use std::collections::BTreeMap;
use std::path::PathBuf;

use expect_test::expect_file;
use serde_json::Value;
use unicode_width::UnicodeWidthStr as _;

use crate::environment::{Environment, Run};

/// A phrase that would do harm wherever it could: a formula in a spreadsheet, HTML and a link in
/// Markdown, a cell's end, a colour and a turned direction in a terminal.
const HOSTILE: &str = "=HYPERLINK(1) <img src=x> [a](http://b.c) | x\u{1b}[31m\u{202e}y `z`";

/// A week with something of everything, after two weeks that were logged too.
fn rich_week() -> Environment {
    let mut env = Environment::new();
    env.at("2026-03-07T22:00:00+00:00");
    env.ok(&["profile", "--sex", "female", "--born", "1986", "--authority", "NASEM"]);
    for day in ["02-17", "02-18", "02-19", "02-24", "02-25", "02-26"] {
        let at = |time: &str| format!("2026-{day} {time}");
        env.ok(&["eat", "100 g oats, rolled, dry + 200 g milk, whole", "--at", &at("08:00")]);
        env.ok(&["eat", "200 g lentils, cooked + 100 g banana", "--at", &at("19:00")]);
        env.ok(&["done", &format!("2026-{day}")]);
        env.ok(&["stress", "3", "--at", &at("20:00")]);
        env.ok(&["twitch", "none", "--at", &format!("2026-{day}")]);
    }
    for day in 2..=5 {
        let at = |time: &str| format!("2026-03-0{day} {time}");
        env.ok(&["eat", "2 slices wholemeal toast, 1 tbsp peanut butter", "--at", &at("08:00")]);
        env.ok(&["drink", "250 g coffee, brewed", "--at", &at("10:00")]);
        env.ok(&["eat", "200 g salmon, Atlantic, wild, cooked", "--at", &at("13:00")]);
        env.ok(&["eat", "200 g spinach, 50 g almonds", "--at", &at("19:00")]);
        env.ok(&["done", &format!("2026-03-0{day}")]);
        env.ok(&["sleep", "5h50m", "--at", &at("07:00")]);
        env.ok(&["water", "750ml", "--at", &at("15:00")]);
    }
    env.run_with_input(&["eat", "-", "--at", "2026-03-03 16:00"], HOSTILE);
    env.ok(&["eat", "banana", "--at", "2026-03-06 09:00"]);
    env.ok(&["caffeine", "500mg", "--at", "2026-03-06 11:00"]);
    env.ok(&["stress", "7", "--at", "2026-03-03 20:00"]);
    env.ok(&["exercise", "45m", "--effort", "hard", "--at", "2026-03-04 18:00"]);
    env.ok(&["sun", "some", "--at", "2026-03-04 12:00"]);
    env.ok(&["take", "magnesium citrate 400 mg", "--elemental", "--at", "2026-03-02 21:00"]);
    env.ok(&["take", "vitamin D 1000 IU", "--at", "2026-03-02 21:00"]);
    env.ok(&["take", "my old tonic", "--at", "2026-03-03 21:00"]);
    env.ok(&["twitch", "left", "eyelid", "-i", "4", "--for", "10m", "--at", "2026-03-03 21:00"]);
    env.ok(&["twitch", "calf", "--with", "weakness", "-i", "6", "--at", "2026-03-04 21:00"]);
    env.ok(&["twitch", "none", "--at", "2026-03-05"]);
    env
}

/// Runs a command on a page of so many columns.
#[track_caller]
fn columns(env: &Environment, width: usize, args: &[&str]) -> String {
    let output = env.command(args).env("COLUMNS", width.to_string()).output();
    let run = Run::of(output.expect("the program starts"));
    assert_eq!((run.status, run.stderr.as_str()), (0, ""), "{args:?}");
    run.stdout
}

/// Returns a text without terminal colours.
fn plain(text: &str) -> String {
    let mut parts = text.split("\u{1b}[");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |out, part| out + part.split_once('m').map_or("", |(_, rest)| rest))
}

fn golden(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/it/golden").join(name)
}

#[test]
fn the_page_at_every_width() {
    let env = rich_week();
    for width in [40, 80, 120, 200] {
        let page = columns(&env, width, &["week"]);
        expect_file![golden(&format!("week-{width}.txt"))].assert_eq(&page);
        // Colour adds nothing and takes nothing away.
        let coloured = columns(&env, width, &["week", "--color", "always"]);
        assert!(coloured.contains('\u{1b}'));
        assert_eq!(plain(&coloured), page);
    }
    let ascii = columns(&env, 80, &["week", "--ascii"]);
    assert!(ascii.is_ascii());
    expect_file![golden("week-ascii.txt")].assert_eq(&ascii);
}

#[test]
fn no_line_is_wider_than_the_page() {
    let env = rich_week();
    // Words without blanks, and letters two columns wide.
    let long = format!("{}, {}", "麻婆豆腐".repeat(40), "x".repeat(300));
    env.ok(&["eat", &long, "--at", "2026-03-04 16:00"]);
    env.ok(&["food", "add", &"豆腐麺".repeat(20), "--magnesium", "900mg", "--per", "100g"]);
    env.ok(&["eat", &format!("200 g {}", "豆腐麺".repeat(20)), "--at", "2026-03-04 17:00"]);
    let commands: [&[&str]; 6] = [
        &["report", "--from", "2026-03-04", "--to", "2026-03-04"],
        &["week"],
        &["week", "2026-W01"],
        &["week", "--weeks", "8"],
        &["report", "--from", "2026-01-01", "--to", "2026-04-30"],
        &["week", "--ascii", "--weeks", "2"],
    ];
    for width in [40, 47, 60, 71, 80, 99, 120, 200] {
        for command in commands {
            let page = columns(&env, width, command);
            for line in page.lines() {
                assert!(line.width() <= width, "{command:?} at {width}: {line}");
            }
        }
    }
}

#[test]
fn the_other_forms() {
    let env = rich_week();
    for (form, name) in [("md", "week.md"), ("csv", "week.csv"), ("json", "week.json")] {
        let page = env.ok(&["week", "--format", form]);
        expect_file![golden(name)].assert_eq(&page.replace('\r', ""));
    }
    assert_eq!(env.ok(&["week", "--json"]), env.ok(&["week", "--format", "json"]));
    assert_eq!(env.ok(&["week"]), env.ok(&["week", "--format", "text"]));
    let json = env.ok(&["week", "--json", "--ascii"]);
    assert!(json.is_ascii());
    let document: Value = serde_json::from_str(&json).expect("one JSON document");
    assert_eq!(document, env.json(&["week"]), "escapes are read back");
}

/// Returns the rows of the CSV table by day and nutrient.
fn table(text: &str) -> BTreeMap<(String, String), BTreeMap<String, String>> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let rows = reader.deserialize::<BTreeMap<String, String>>();
    rows.map(|row| {
        let row = row.expect("a row");
        ((row["day"].clone(), row["nutrient"].clone()), row)
    })
    .collect()
}

/// Returns a mean as the pages print it.
fn printed(unit: &str, value: f64) -> String {
    let decimals = usize::from(unit == "µg" || value < 10.0);
    let text = format!("{value:.decimals$}");
    let text =
        if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.') } else { &text };
    format!("{text} {unit}")
}

#[test]
fn every_form_shows_the_same_figures() {
    let env = rich_week();
    let week = env.json(&["week"]);
    let text = env.ok(&["week"]);
    let markdown = env.ok(&["week", "--format", "md"]);
    let csv = env.ok(&["week", "--format", "csv"]);
    assert_eq!(csv.matches('\n').count(), csv.matches("\r\n").count(), "RFC 4180");
    let rows = table(&csv);
    assert_eq!(rows.len(), 7 * 9);
    let logged = week["period"]["logged_days"].as_f64().expect("a number");
    for mineral in week["nutrients"].as_array().expect("minerals") {
        let (key, unit) = (mineral["nutrient"].as_str(), mineral["unit"].as_str());
        let (key, unit) = (key.expect("a key"), unit.expect("a unit"));
        let of_day = |field: &str| -> f64 {
            let days = rows
                .iter()
                .filter(|((_, nutrient), row)| nutrient == key && row["logged"] == "true");
            days.map(|(_, row)| row[field].parse::<f64>().expect("a number")).sum()
        };
        let known = mineral["intake_per_day"].as_f64().expect("a known part");
        let upper = mineral["intake_upper_per_day"].as_f64().expect("a bound");
        assert!((of_day("known") / logged - known).abs() < 1e-5, "{key}");
        assert!((of_day("upper") / logged - upper).abs() < 1e-5, "{key}");
        let name = if key == "vitamin_d" { "vitamin D" } else { key };
        let known = printed(unit, known);
        let bar = text.lines().find(|line| line.starts_with(&format!("  {name}"))).expect("a bar");
        assert!(bar.contains(&known), "{bar} without {known}");
        let row = markdown.lines().find(|line| line.starts_with(&format!("| {name} |")));
        let row = row.expect("a row");
        assert!(row.contains(&known) && row.contains(&printed(unit, upper)), "{row}");
    }
    // The document holds the table's rows.
    for day in week["days"].as_array().expect("days") {
        let date = day["day"].as_str().expect("a day");
        for found in day["nutrients"].as_array().expect("nutrients") {
            let nutrient = found["nutrient"].as_str().expect("a key");
            let row = &rows[&(date.to_owned(), nutrient.to_owned())];
            for field in ["known", "upper", "from_supplements", "foods", "foods_reporting"] {
                let expected =
                    if found[field].is_null() { String::new() } else { found[field].to_string() };
                assert_eq!(row[field], expected, "{date} {nutrient} {field}");
            }
            assert_eq!(row["logged"], day["logged"].to_string());
        }
    }
}

#[test]
fn what_is_not_known_is_an_empty_cell() {
    let env = rich_week();
    let rows = table(&env.ok(&["week", "--format", "csv"]));
    let of = |day: &str, nutrient: &str| &rows[&(day.to_owned(), nutrient.to_owned())];
    // A day on which nothing was logged, and a supplement of unknown amount on another.
    let empty = of("2026-03-08", "magnesium");
    assert_eq!((empty["known"].as_str(), empty["upper"].as_str()), ("", ""));
    assert_eq!(empty["from_supplements"], "");
    assert_eq!(empty["reference"], "320");
    assert_eq!(of("2026-03-02", "magnesium")["from_supplements"], "400");
    // No reference is published for caffeine; the coffee reports it.
    let caffeine = of("2026-03-02", "caffeine");
    assert_eq!((caffeine["reference"].as_str(), caffeine["reference_kind"].as_str()), ("", ""));
    // The salmon's vitamin D was never determined.
    let vitamin_d = of("2026-03-02", "vitamin_d");
    assert!(vitamin_d["upper"].parse::<f64>().expect("a bound") > 0.0);
    assert_ne!(vitamin_d["foods"], vitamin_d["foods_reporting"]);
}

#[test]
fn hostile_names_run_nothing_in_any_form() {
    let env = rich_week();
    for args in [vec!["week"], vec!["week", "--ascii"], vec!["week", "--format", "md"]] {
        let page = env.ok(&args);
        assert!(page.contains("HYPERLINK"), "the phrase is shown");
        assert!(!page.contains('\u{1b}') && !page.contains('\u{202e}'), "{page}");
    }
    let markdown = env.ok(&["week", "--format", "md"]);
    for harm in ["<img", "[a](", "http://", " | x", "`z`"] {
        assert!(!markdown.contains(harm), "{harm}");
    }
    for line in markdown.lines().filter(|line| line.contains("HYPERLINK")) {
        assert!(line.contains("&lt;img src=x&gt;") && line.contains("\\| x"), "{line}");
    }
    let csv = env.ok(&["week", "--format", "csv"]);
    for cell in csv.lines().flat_map(|line| line.split(',')) {
        assert!(!cell.starts_with(['=', '+', '-', '@', '\t', '\r']), "{cell}");
    }
    let json = env.ok(&["week", "--json"]);
    assert!(!json.contains('\u{1b}') && !json.contains('\u{202e}'));
}

#[test]
fn the_form_by_the_name_of_the_file() {
    let env = rich_week();
    for (name, form) in
        [("a.md", "md"), ("a.csv", "csv"), ("a.json", "json"), ("a.txt", "text"), ("a", "text")]
    {
        let run = env.run(&["week", "--output", name, "--color", "always"]);
        assert_eq!(run.all(), format!("--- stderr\nwritten to {name}\n--- status 0\n"));
        let written = std::fs::read_to_string(env.home().join(name)).expect("a file");
        assert_eq!(written, env.ok(&["week", "--format", form]), "{name}");
    }
    assert_eq!(env.ok(&["week", "--format", "md", "-o", "-"]), env.ok(&["week", "--format", "md"]));
    // What is said goes before the name.
    env.ok(&["week", "--format", "md", "--output", "b.txt"]);
    let written = std::fs::read_to_string(env.home().join("b.txt")).expect("a file");
    assert!(written.starts_with("# Week 10"));
    let document = env.json(&["week", "--output", "c.json"]);
    assert_eq!(document["written"]["format"], "json");
    let error = env.json_error(&["week", "--output", "a.pdf", "--format", "html"]);
    assert_eq!(error["message"], "--json and --format html contradict each other");
    let run = env.run(&["week", "--output", "a.pdf"]);
    assert_eq!(run.status, 2);
    assert!(run.stderr.contains("no form belongs to files named .pdf"), "{}", run.stderr);
}

#[cfg(unix)]
#[test]
fn a_file_is_written_whole_and_for_its_owner_alone() {
    use std::os::unix::fs::PermissionsExt as _;
    let env = rich_week();
    let file = env.home().join("week.md");
    env.ok(&["week", "-o", "week.md"]);
    let mode = std::fs::metadata(&file).expect("a file").permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    // A script does not overwrite unless it is told to.
    std::fs::write(&file, "mine").expect("a file");
    let run = env.run(&["week", "-o", "week.md"]);
    assert_eq!(
        run.all(),
        "--- stderr\nerror: week.md is there already\nhint: --force overwrites it; or name another \
         file\n--- status 2\n"
    );
    assert_eq!(std::fs::read_to_string(&file).expect("a file"), "mine");
    env.ok(&["week", "-o", "week.md", "--force"]);
    assert!(std::fs::read_to_string(&file).expect("a file").starts_with("# Week 10"));
    // Nothing else is left in the folder.
    let mut names: Vec<String> = std::fs::read_dir(env.home())
        .expect("the folder")
        .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
        .filter(|name| !name.starts_with("diary.db") && name != "backups")
        .collect();
    names.sort();
    assert_eq!(names, ["week.md"]);
}

#[cfg(unix)]
#[test]
fn where_no_file_can_be_written() {
    let env = rich_week();
    let home = env.home();
    std::fs::create_dir(home.join("folder")).expect("a folder");
    std::os::unix::fs::symlink("nowhere", home.join("dangling.md")).expect("a link");
    for (path, message) in [
        ("folder", "it is a folder"),
        ("missing/week.md", "its folder is not there"),
        ("dangling.md", "it is a link to a file that is not there"),
        ("..", "it names no file"),
        ("/dev/null", "it is no plain file"),
        ("diary.db", "no form belongs to files named .db"),
    ] {
        let run = env.run(&["week", "--output", path, "--force"]);
        assert_eq!(run.status, 2, "{path} {}", run.stderr);
        assert!(run.stderr.contains(message), "{path} {}", run.stderr);
    }
    let before = std::fs::read(env.db()).expect("the diary");
    let run = env.run(&["week", "--output", "diary.db", "--format", "md", "--force"]);
    assert_eq!(run.status, 2);
    assert!(run.stderr.contains("a database stands there"), "{}", run.stderr);
    assert_eq!(std::fs::read(env.db()).expect("the diary"), before);
    // A link stays one; the file behind it is written.
    std::fs::write(home.join("real.md"), "old").expect("a file");
    std::os::unix::fs::symlink("real.md", home.join("link.md")).expect("a link");
    env.ok(&["week", "--output", "link.md", "--force"]);
    assert!(home.join("link.md").is_symlink());
    assert!(std::fs::read_to_string(home.join("real.md")).expect("a file").starts_with("# Week"));
}

#[cfg(unix)]
#[test]
fn a_disk_that_takes_no_more_leaves_what_was_there() {
    let env = rich_week();
    let file = env.home().join("week.md");
    std::fs::write(&file, "mine").expect("a file");
    // No file may grow beyond one block; the signal for it is ignored, so that writing fails.
    let script = "trap '' XFSZ; ulimit -f 1; exec \"$0\" week -o week.md --force";
    let program = env.command(&[]);
    let mut shell = std::process::Command::new("sh");
    shell.args(["-c", script]).arg(program.get_program()).current_dir(env.home());
    shell.envs(program.get_envs().filter_map(|(name, value)| Some((name, value?))));
    let run = Run::of(shell.output().expect("a shell"));
    assert_eq!(run.status, 1, "{}", run.stderr);
    assert!(run.stderr.contains("error: week.md could not be written"), "{}", run.stderr);
    assert_eq!(std::fs::read_to_string(&file).expect("a file"), "mine");
    let left = std::fs::read_dir(env.home()).expect("the folder").filter_map(Result::ok);
    assert!(left.into_iter().all(|entry| !entry.file_name().to_string_lossy().ends_with(".part")));
}

#[test]
fn wrong_requests() {
    let env = Environment::new();
    for (args, message) in [
        (vec!["week", "--weeks", "0"], "1..=520"),
        (vec!["week", "--weeks", "521"], "1..=520"),
        (vec!["week", "--weeks", "-1"], ""),
        (vec!["week", "--format", "pdf"], "possible values: text, json, csv, md, html"),
        (vec!["week", "--force"], "--output"),
        (vec!["report", "--from", "2026-03-04", "--to", "2026-03-01"], "comes after the last"),
        (vec!["week", "--json", "--format", "csv"], "contradict"),
        (vec!["week", "--json", "--output", "a.md"], "contradict"),
    ] {
        let run = env.run(&args);
        assert_eq!(run.status, 2, "{args:?}");
        assert!((run.stdout + &run.stderr).contains(message), "{args:?}");
    }
    assert!(!env.home().join("a.md").exists());
}

#[test]
fn many_weeks_together() {
    let env = rich_week();
    let three = env.json(&["week", "--weeks", "3"]);
    assert_eq!(three["period"]["from"], "2026-02-16");
    assert_eq!(three["days"].as_array().map(Vec::len), Some(21));
    let report = env.json(&["report", "--from", "2026-02-16", "--to", "2026-03-08"]);
    assert_eq!(report, three);
    let all = env.json(&["week", "--weeks", "520"]);
    assert_eq!(all["period"]["days"], 3640);
    assert_eq!(all["period"]["logged_days"], three["period"]["logged_days"]);
}

#[test]
fn every_page_can_be_written_in_ascii() {
    let env = rich_week();
    for command in
        ["", "today", "day 2026-03-03", "episodes", "diary", "mineral", "profile", "show 1"]
    {
        let args: Vec<&str> = command.split_whitespace().chain(["--ascii"]).collect();
        let run = env.run(&args);
        assert!(run.stdout.is_ascii() && run.stderr.is_ascii(), "{command}\n{}", run.stdout);
        assert!(!run.stdout.is_empty(), "{command}");
    }
    let run = env.run(&["eat", "crème brûlée d'été", "--dry-run", "--ascii"]);
    assert!((run.stdout + &run.stderr).is_ascii());
}

/// At a terminal somebody can be asked, and the locale says what the terminal can show.
#[cfg(unix)]
mod terminal {
    use rexpect::session::{PtySession, spawn_command};

    use super::*;

    /// Milliseconds a page may take to come.
    const PATIENCE: u64 = 20_000;

    fn spawn(env: &Environment, args: &[&str], locale: &str) -> PtySession {
        let mut command = env.command(args);
        // The pseudo-terminal becomes standard input.
        command.stdin(std::process::Stdio::inherit()).env("TERM", "xterm").env("LC_ALL", locale);
        spawn_command(command, Some(PATIENCE)).expect("a pseudo-terminal")
    }

    #[test]
    fn a_file_is_overwritten_only_when_the_person_says_so() {
        let env = Environment::new();
        let file = env.home().join("week.md");
        std::fs::write(&file, "mine").expect("a file");
        let mut session = spawn(&env, &["week", "-o", "week.md"], "C.UTF-8");
        session.exp_string("Overwrite it?").expect("the question");
        session.exp_string("keep it").expect("a way out");
        session.send("0").expect("a key");
        session.flush().expect("a key");
        session.exp_string("was kept as it is").expect("the answer");
        session.exp_eof().expect("the end");
        assert_eq!(std::fs::read_to_string(&file).expect("a file"), "mine");
        let mut session = spawn(&env, &["week", "-o", "week.md"], "C.UTF-8");
        session.exp_string("Overwrite it?").expect("the question");
        session.exp_string("keep it").expect("the last answer");
        session.send("1").expect("a key");
        session.flush().expect("a key");
        session.exp_string("written to week.md").expect("the answer");
        session.exp_eof().expect("the end");
        assert!(std::fs::read_to_string(&file).expect("a file").starts_with("# Week 10"));
    }

    #[test]
    fn a_terminal_without_unicode_gets_ascii() {
        let env = Environment::new();
        let mut session = spawn(&env, &["week"], "C");
        let page = session.exp_eof().expect("the page");
        assert!(page.is_ascii() && page.contains("\u{1b}["), "colour, and ASCII: {page}");
        let mut session = spawn(&env, &["week"], "de_DE.utf8");
        assert!(!session.exp_eof().expect("the page").is_ascii());
    }
}

#[test]
fn no_page_is_wider_than_a_very_narrow_terminal() {
    let env = rich_week();
    env.run(&["eat", "a phrase nobody knows with a rather long name", "--at", "2026-03-04 16:00"]);
    let commands: [&[&str]; 22] = [
        &["week"],
        &["week", "next"],
        &["week", "--weeks", "8"],
        &["why", "magnesium"],
        &["suggest"],
        &["mineral", "calcium"],
        &["day"],
        &["day", "yesterday"],
        &["today"],
        &["show", "1"],
        &["show", "3"],
        &["food", "show", "spinach"],
        &["food", "show", "salmon"],
        &["food", "search", "beans"],
        &["episodes"],
        &["diary"],
        &["resolve"],
        &["flags"],
        &["history"],
        &["profile"],
        &["profile", "safety"],
        &["config"],
    ];
    for width in [20, 40] {
        for command in commands {
            for line in columns(&env, width, command).lines() {
                let wide = unicode_width::UnicodeWidthStr::width(line);
                assert!(wide <= width, "{command:?} on {width} columns has {wide}: {line}");
                assert_eq!(line.trim_end(), line, "{command:?} on {width} columns");
            }
        }
    }
}
