//! Corrections: back, forward, edited, forgotten.

use std::fs;

use proptest::prelude::Rng as _;
use proptest::test_runner::{RngAlgorithm, TestRng};
use serde_json::Value;

use crate::environment::{Environment, tell};
use crate::state;

/// Returns the diary as it stands for a person: the exported document without its history, the
/// times of changes, and what is deleted.
fn standing(env: &Environment) -> Value {
    let mut document: Value =
        serde_json::from_str(&env.ok(&["export", "json"])).expect("one JSON document");
    let all = document.as_object_mut().expect("an object");
    all.remove("changes");
    all.remove("history");
    for section in all.values_mut() {
        strip(section);
    }
    document
}

fn strip(value: &mut Value) {
    match value {
        Value::Array(all) => {
            let gone = |one: &Value| {
                one.get("deleted_at").is_some_and(|at| !at.is_null())
                    || one.get("refused_at").is_some_and(Value::is_null)
                    || one.get("acknowledged_at").is_some_and(Value::is_null)
                    || one.get("field").is_some() && one.get("value").is_some_and(Value::is_null)
            };
            // Of a published food nothing is left but the time at which something was taken back.
            let untouched = |one: &Value| {
                one["name"].is_null()
                    && one["origin"].is_string()
                    && ["names", "tags", "portions"]
                        .iter()
                        .all(|field| one[*field].as_array().is_some_and(Vec::is_empty))
            };
            all.retain(|one| !(gone(one) || one.is_object() && untouched(one)));
            all.iter_mut().for_each(strip);
        }
        Value::Object(fields) => {
            for time in ["changed_at", "changed", "created_at"] {
                fields.remove(time);
            }
            fields.values_mut().for_each(strip);
        }
        _ => {}
    }
}

/// Every command that writes, as a person would type it on a diary that [`begun`] made.
const WRITING: &[&[&str]] = &[
    &["eat", "1 apple, moon dust", "--at", "12:00"],
    &["drink", "300 ml water", "--at", "12:10"],
    &["again", "breakfast"],
    &["take", "vitamin D 1000 IU"],
    &["medicine", "omeprazole", "--started"],
    &["twitch", "calf", "--side", "left", "--intensity", "6", "--with", "weakness"],
    &["stress", "7"],
    &["sleep", "6h30m"],
    &["exercise", "45m", "--effort", "hard"],
    &["sun", "some"],
    &["screen", "3h"],
    &["water", "500ml"],
    &["caffeine", "95mg"],
    &["note", "hot day #heat"],
    &["done"],
    &["delete", "1", "2"],
    &["edit", "1", "--slot", "lunch", "--note", "late", "--item", "2 eggs", "--item", "1 kiwi"],
    &["edit", "2", "--value", "9"],
    &["resolve", "qwertz", "--as", "banana"],
    &["food", "add", "oat bar", "--per", "100g", "--energy", "400kcal", "--magnesium", "90mg"],
    &["food", "edit", "my bar", "--calcium", "100mg", "--per", "100g"],
    &["food", "alias", "banana", "nana"],
    &["food", "tag", "my bar", "magnesium"],
    &["food", "portion", "my bar", "1 slice = 35 g"],
    &["food", "refuse", "almonds"],
    &["recipe", "add", "soup", "200 g lentils, cooked", "1 carrot"],
    &["recipe", "edit", "my stew", "--add", "1 onion"],
    &["profile", "--sex", "female", "--born", "1988"],
    &["profile", "safety", "kidney", "no"],
    &["config", "--day-start", "04:00"],
    &["flags", "seen", "all"],
];

fn begun() -> Environment {
    let env = Environment::new();
    env.ok(&["eat", "2 eggs, 1 flat white, qwertz", "--at", "08:00"]);
    env.ok(&["stress", "3"]);
    env.ok(&["food", "add", "my bar", "--per", "100g", "--energy", "400kcal"]);
    env.ok(&["recipe", "add", "my stew", "200 g beans, kidney, cooked"]);
    env.ok(&["twitch", "eyelid", "--with", "weakness"]);
    env
}

#[test]
fn what_a_correction_cannot_mean_is_refused() {
    let env = Environment::new();
    env.ok(&["twitch", "calf", "--visible"]);
    let refused = env.run(&["edit", "1", "--visible", "yess"]);
    assert_eq!(refused.status, 2, "{}", refused.stderr);
    assert_eq!(env.json(&["show", "1"])["entry"]["visible"], true);
    env.ok(&["edit", "1", "--visible", "no"]);
    assert_ne!(env.json(&["show", "1"])["entry"]["visible"], true);
    env.ok(&["take", "vitamin D 1000 IU"]);
    let refused = env.run(&["edit", "2", "--item", ""]);
    assert_eq!(refused.status, 2, "{}", refused.stderr);
    assert!(!refused.stderr.contains("CHECK"), "{}", refused.stderr);
}

#[test]
fn what_cannot_be_forgotten_is_not_said_to_be() {
    let env = Environment::new();
    env.ok(&["note", "secretword"]);
    env.ok(&["backup"]);
    std::os::unix::fs::symlink(env.db(), env.home().join("link.db")).expect("a link");
    // A copy beside the diary itself is one of a link's too.
    env.ok(&["--db", "link.db", "forget", "1", "--yes"]);
    let copies: Vec<_> =
        std::fs::read_dir(env.home().join("backups")).expect("the folder").collect();
    assert!(copies.is_empty(), "{copies:?}");
}

#[test]
fn every_command_that_writes_is_taken_back_and_done_again() {
    let env = begun();
    for args in WRITING {
        let before = standing(&env);
        let run = env.run(args);
        assert_eq!(run.status, 0, "{args:?}: {}", run.stderr);
        let after = standing(&env);
        assert_ne!(before, after, "{args:?} changes something");
        env.ok(&["undo"]);
        assert_eq!(standing(&env), before, "{args:?} taken back");
        env.ok(&["redo"]);
        assert_eq!(standing(&env), after, "{args:?} done again");
        env.ok(&["undo"]);
        assert_eq!(standing(&env), before, "{args:?} taken back again");
    }
    state::assert_whole(&state::open(&env.db()), "after all of it");
    assert_eq!(env.json(&["check"])["ok"], true);
}

#[test]
fn any_sequence_and_as_many_undos_is_the_beginning_and_redos_are_the_end() {
    let rounds = std::env::var("MINERALOG_ROUNDS").ok().and_then(|n| n.parse().ok()).unwrap_or(3);
    let mut rng = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    let mut changes = 0;
    for _ in 0..rounds {
        let env = begun();
        let beginning = standing(&env);
        let count = |env: &Environment| state::changes(&state::open(&env.db()));
        let first = count(&env);
        for _ in 0..12 {
            // Some are refused, such as an entry that is deleted already: they change nothing.
            let args = WRITING[rng.next_u32() as usize % WRITING.len()];
            assert_ne!(env.run(args).status, 1, "{args:?}");
        }
        let made = count(&env) - first;
        let end = standing(&env);
        let steps = made.to_string();
        env.ok(&["undo", &steps]);
        assert_eq!(standing(&env), beginning);
        env.ok(&["redo", &steps]);
        assert_eq!(standing(&env), end);
        changes += made;
    }
    tell(&format!(
        "undo and redo: {rounds} sequences of {changes} changes, each back to its beginning"
    ));
}

#[test]
fn redo_is_cut_off_by_a_new_change() {
    let env = Environment::new();
    let nothing = env.json_error(&["redo"]);
    assert_eq!(
        nothing["cause"].as_str().or(nothing["message"].as_str()).map(|s| s.contains("nothing")),
        Some(true)
    );
    env.ok(&["stress", "3"]);
    env.ok(&["undo"]);
    env.ok(&["stress", "4"]);
    let run = env.run(&["redo"]);
    assert_eq!(run.status, 2);
    assert!(run.stderr.contains("changed since"), "{}", run.stderr);
    assert_eq!(env.json(&["undo"])["undone"]["command"], "stress 4 --json".replace(" --json", ""));
}

#[test]
fn the_history_says_what_was_done_and_taken_back() {
    let env = Environment::new();
    env.ok(&["stress", "3", "--note", "first"]);
    env.ok(&["water", "500ml"]);
    env.ok(&["undo"]);
    let all = env.json(&["history"]);
    let changes = all["changes"].as_array().expect("a list");
    assert_eq!(changes.len(), 2);
    assert_eq!(changes[0]["command"], "water 500ml");
    assert!(!changes[0]["undone_at"].is_null() && changes[1]["undone_at"].is_null());
    let page = env.ok(&["history", "--limit", "1"]);
    assert!(page.contains("(taken back)") && !page.contains("first"), "{page}");
}

#[test]
fn several_are_deleted_and_seen_again() {
    let env = Environment::new();
    for level in ["1", "2", "3"] {
        env.ok(&["stress", level]);
    }
    env.ok(&["delete", "1", "3"]);
    let gone = env.json(&["diary", "--deleted"]);
    let ids: Vec<&Value> =
        gone["entries"].as_array().expect("a list").iter().map(|e| &e["id"]).collect();
    assert_eq!(ids, [1, 3]);
    assert_eq!(env.run(&["delete", "2", "99"]).status, 2, "all or nothing");
    assert_eq!(env.diary()["entries"].as_array().map(Vec::len), Some(1));
    env.ok(&["undo"]);
    assert_eq!(env.diary()["entries"].as_array().map(Vec::len), Some(3));
}

#[test]
fn an_edit_changes_what_was_said_and_nothing_else() {
    let env = Environment::new();
    env.ok(&["eat", "2 eggs, 1 flat white", "--at", "08:00", "--note", "hungry"]);
    let before = env.json(&["show", "1"])["entry"].clone();
    let answer = env.json(&["edit", "1", "--item", "3 eggs", "--item", "1 flat white"]);
    let items = answer["entry"]["items"].as_array().expect("items");
    assert_eq!(items[0]["phrase"], "3 eggs");
    // What stayed keeps its number and figures.
    assert_eq!(items[1]["id"], before["items"][1]["id"]);
    assert_eq!(items[1]["grams"], before["items"][1]["grams"]);
    assert_eq!(
        (&answer["entry"]["at"], &answer["entry"]["note"]),
        (&before["at"], &before["note"])
    );
    env.ok(&["edit", "1", "--at", "2026-03-03 09:30", "--note", ""]);
    let after = env.json(&["show", "1"])["entry"].clone();
    assert_eq!((&after["day"], &after["note"]), (&"2026-03-03".into(), &Value::Null));
    env.ok(&["undo", "2"]);
    assert_eq!(env.json(&["show", "1"])["entry"], before);
}

#[test]
fn every_kind_of_entry_can_be_edited() {
    let env = Environment::new();
    let cases: [(&[&str], &[&str], &str); 8] = [
        (&["stress", "3"], &["--value", "8"], "8"),
        (&["sleep", "6h"], &["--value", "7h15m"], "435"),
        (&["exercise", "30m"], &["--value", "50m", "--effort", "hard"], "hard"),
        (&["water", "500ml"], &["--value", "1.5l"], "1500"),
        (
            &["twitch", "left", "eyelid", "-i", "4", "--for", "10m"],
            &["--side", "right", "--for", "90s"],
            "right",
        ),
        (&["medicine", "omeprazole"], &["--action", "stopped"], "stopped"),
        (&["take", "magnesium citrate 200 mg"], &["--item", "vitamin D 1000 IU"], "vitamin_d"),
        (&["note", "warm"], &["--note", "hot #heat"], "heat"),
    ];
    for (id, (log, edit, expected)) in (1..).zip(cases) {
        env.ok(log);
        let id = id.to_string();
        let before = env.json(&["show", &id])["entry"].clone();
        let answer = env.json(&[&["edit", &id][..], edit].concat());
        assert!(answer.to_string().contains(expected), "{log:?}: {answer}");
        assert_eq!(env.json(&["show", &id])["entry"]["id"], before["id"]);
        // What does not belong to its kind is refused, and so is nonsense.
        let strange = if log[0] == "stress" { ["--site", "calf"] } else { ["--value", "qwertz"] };
        assert_eq!(env.run(&[&["edit", &id][..], &strange].concat()).status, 2, "{log:?}");
    }
    let run = env.run(&["edit", "1"]);
    assert_eq!(run.status, 2, "a script gets no editor");
    assert_eq!(env.run(&["edit", "99", "--note", "x"]).status, 2);
    // The same again changes nothing and is no change.
    let changes = state::changes(&state::open(&env.db()));
    env.ok(&["edit", "1", "--value", "8"]);
    assert_eq!(state::changes(&state::open(&env.db())), changes);
}

#[test]
fn a_time_without_a_day_stays_on_the_day_of_the_entry() {
    let mut env = Environment::new();
    env.ok(&["note", "x", "--at", "2026-02-20 10:00"]);
    env.ok(&["edit", "1", "--at", "09:45"]);
    assert_eq!(env.json(&["show", "1"])["entry"]["at"], "2026-02-20T09:45:00+00:00");
    env.ok(&["edit", "1", "--at", "yesterday 8am"]);
    assert_eq!(env.json(&["show", "1"])["entry"]["day"], "2026-03-03");
    // An hour that occurred twice is told as it is when something is logged.
    env.zone("Europe/Berlin").at("2026-10-25T12:00:00+01:00");
    env.ok(&["note", "y", "--at", "1:00"]);
    let run = env.run(&["edit", "2", "--at", "2:30"]);
    assert!(run.stderr.contains("twice"), "{}", run.all());
}

/// What is taken back and done again gets other numbers; the journal still finds it.
#[test]
fn a_name_that_was_taught_twice_is_taken_back_and_no_other() {
    let env = Environment::new();
    env.run(&["eat", "zorglub"]);
    env.ok(&["resolve", "zorglub", "--as", "usda:173424", "--amount", "50 g"]);
    env.ok(&["food", "alias", "usda:173424", "zorgel"]);
    env.ok(&["food", "add", "bar", "--per", "100g", "--magnesium", "10mg"]);
    env.ok(&["undo", "3"]);
    env.ok(&["redo", "3"]);
    for name in ["bar two", "bar three"] {
        env.ok(&["food", "add", name, "--per", "100g", "--magnesium", "10mg"]);
    }
    env.ok(&["undo", "5"]);
    let run = env.run(&["eat", "zorglub", "--dry-run", "--strict"]);
    assert_eq!(run.status, 2, "{}", run.all());
    let taught = "SELECT count(*) FROM food_name n JOIN food f ON f.id = n.food_id
                  WHERE n.kind = 'user' AND f.deleted_at IS NULL";
    let taught: i64 =
        state::open(&env.db()).query_row(taught, [], |row| row.get(0)).expect("a count");
    assert_eq!(taught, 0);
}

#[cfg(unix)]
mod editor {
    use std::os::unix::fs::PermissionsExt as _;

    use super::*;

    /// Runs `edit 1` at a terminal with an editor that is a small script.
    fn edit(env: &Environment, script: &str) -> rexpect::session::PtySession {
        let editor = env.home().join("editor");
        fs::write(&editor, format!("#!/bin/sh\n{script}\n")).expect("an editor");
        fs::set_permissions(&editor, fs::Permissions::from_mode(0o700)).expect("a mode");
        let mut command = env.command(&["edit", "1"]);
        command.stdin(std::process::Stdio::inherit()).env("TERM", "xterm").env("COLUMNS", "200");
        command.env("EDITOR", editor).env("PATH", std::env::var_os("PATH").unwrap_or_default());
        rexpect::session::spawn_command(command, Some(20_000)).expect("a terminal")
    }

    #[test]
    fn the_form_is_read_back() {
        let env = Environment::new();
        env.ok(&["eat", "2 eggs, 1 flat white", "--at", "08:00"]);
        let mut session = edit(
            &env,
            "cp \"$1\" seen; stat -c %a \"$1\" > mode; sed -i 's/2 eggs/3 eggs/' \"$1\"",
        );
        session.exp_string("Changed").expect("the echo");
        session.exp_eof().expect("its end");
        let seen = fs::read_to_string(env.home().join("seen")).expect("the form");
        assert!(seen.contains("slot: breakfast") && seen.contains("- 2 eggs"), "{seen}");
        assert_eq!(fs::read_to_string(env.home().join("mode")).expect("a mode").trim(), "600");
        assert_eq!(env.json(&["show", "1"])["entry"]["items"][0]["phrase"], "3 eggs");
    }

    #[test]
    fn a_fault_is_marked_and_the_form_opened_again() {
        let env = Environment::new();
        env.ok(&["stress", "3"]);
        let script = "n=$(cat runs 2>/dev/null || echo 0); echo $((n+1)) > runs; cp \"$1\" seen$n\n\
                      if [ $n = 0 ]; then sed -i 's/value: 3/value: 99/' \"$1\"; \
                      else sed -i 's/value: 99/value: 9/' \"$1\"; fi";
        let mut session = edit(&env, script);
        session.exp_string("cannot be read").expect("the question");
        session.send("1").expect("an answer");
        session.flush().expect("sent");
        session.exp_string("Changed").expect("the echo");
        session.exp_eof().expect("its end");
        let again = fs::read_to_string(env.home().join("seen1")).expect("the form");
        assert!(again.starts_with("#! ") && again.contains("value: 99"), "{again}");
        assert_eq!(
            env.json(&["show", "1"])["entry"]["level"],
            9,
            "{}",
            env.ok(&["show", "1", "--json"])
        );
    }

    #[test]
    fn what_another_command_wrote_meanwhile_is_not_undone() {
        let env = Environment::new();
        env.ok(&["note", "first"]);
        let program = env!("CARGO_BIN_EXE_mineralog");
        let script = format!(
            "HOME=$PWD MINERALOG_DB={} {program} edit 1 --note other; \
             sed -i 's/when: .*/when: 2026-02-01 08:00/' \"$1\"",
            env.db().display()
        );
        let mut session = edit(&env, &script);
        session.exp_string("was changed meanwhile").expect("the error");
        session.exp_eof().expect("its end");
        assert_eq!(env.json(&["show", "1"])["entry"]["note"], "other");
    }

    #[test]
    fn a_form_that_is_broken_off_stays_nowhere() {
        let env = Environment::new();
        env.ok(&["note", "first"]);
        for signal in ["INT", "TERM", "HUP"] {
            let script = format!(
                "dirname \"$1\" > folder; stat -c %a \"$(dirname \"$1\")\" > mode; \
                 sed -i s/first/second/ \"$1\"; kill -{signal} $PPID; sleep 0.2"
            );
            let mut session = edit(&env, &script);
            session.exp_string("was broken off").expect(signal);
            session.exp_eof().expect("its end");
            let read = |name: &str| fs::read_to_string(env.home().join(name)).expect("a file");
            assert_eq!(read("mode").trim(), "700");
            assert!(!fs::exists(read("folder").trim()).expect("an answer"), "{signal}");
            assert_eq!(env.json(&["show", "1"])["entry"]["note"], "first");
        }
    }

    #[test]
    fn an_editor_that_fails_or_changes_nothing_leaves_the_entry() {
        let env = Environment::new();
        env.ok(&["stress", "3"]);
        let before = env.diary();
        for (script, said) in [
            ("exit 3", "without success"),
            ("true", "stays as it is"),
            (": > \"$1\"", "stays as it is"),
            ("kill -9 $$", "without success"),
        ] {
            let mut session = edit(&env, script);
            session.exp_string(said).expect(script);
            session.exp_eof().expect("its end");
            assert_eq!(env.diary(), before, "{script}");
        }
    }
}

#[test]
fn what_is_forgotten_is_nowhere_in_the_files() {
    let env = Environment::new();
    let secret = "Zanzibarsecret";
    env.ok(&["note", "harmless"]);
    env.ok(&["eat", &format!("2 {secret}s"), "--note", secret]);
    env.ok(&["edit", "2", "--note", &format!("more {secret}")]);
    env.ok(&["delete", "2"]);
    env.ok(&["undo"]);
    env.ok(&["redo"]);
    env.ok(&["backup"]);
    let holds = |bytes: &[u8]| bytes.windows(secret.len()).any(|w| w == secret.as_bytes());
    assert!(holds(&fs::read(env.db()).expect("the diary")));
    assert_eq!(env.run(&["forget", "2"]).status, 2, "a script must say --yes");
    let answer = env.json(&["forget", "2", "--yes"]);
    assert_eq!(answer["forgotten"], serde_json::json!([2]));
    assert!(answer["copies_removed"].as_i64().is_some_and(|copies| copies > 0));
    let mut files = vec![env.home()];
    while let Some(path) = files.pop() {
        if path.is_dir() {
            files.extend(fs::read_dir(&path).expect("a folder").map(|e| e.expect("one").path()));
        } else {
            assert!(!holds(&fs::read(&path).expect("a file")), "{}", path.display());
        }
    }
    assert!(!env.ok(&["history"]).contains(secret));
    assert!(env.ok(&["diary"]).contains("harmless"));
    assert_eq!(env.json(&["check"])["ok"], true);
    assert_eq!(env.run(&["forget", "2", "--yes"]).status, 2);
}

#[test]
fn forgetting_touches_no_other_diary_and_nothing_before_it_is_sure() {
    let env = Environment::new();
    let work = env.home().join("diary-work.db");
    let work = work.to_str().expect("UTF-8");
    for _ in 0..2 {
        env.ok(&["note", "mine"]);
        env.ok(&["--db", work, "note", "of work"]);
    }
    env.ok(&["backup"]);
    env.ok(&["--db", work, "backup"]);
    let copies = |args: &[&str]| env.ok(&[args, &["backup", "--list"]].concat());
    let (mine, of_work) = (copies(&[]), copies(&["--db", work]));
    assert_eq!(env.run(&["forget", "1", "99", "--yes"]).status, 2);
    assert_eq!(copies(&[]), mine, "a refusal leaves the copies");
    env.ok(&["forget", "2", "2", "--yes"]);
    assert_ne!(copies(&[]), mine);
    assert_eq!(copies(&["--db", work]), of_work);
}

#[test]
fn a_phrase_that_was_edited_away_is_forgotten_too() {
    let env = Environment::new();
    env.run(&["eat", "2 eggs, secretissimo"]);
    env.ok(&["resolve", "secretissimo", "--as", "usda:173424", "--amount", "50 g", "--once"]);
    env.ok(&["edit", "1", "--item", "2 eggs"]);
    env.ok(&["forget", "1", "--yes"]);
    assert!(!env.ok(&["history"]).contains("secretissimo"));
    let bytes = fs::read(env.db()).expect("the diary");
    assert!(!bytes.windows(12).any(|found| found == b"secretissimo"));
    env.run(&["undo"]);
    assert_ne!(env.run(&["redo"]).status, 1);
}

#[test]
fn what_came_from_another_diary_is_forgotten_with_its_history() {
    let laptop = Environment::new();
    let desktop = Environment::new();
    let secret = "Zanzibarsecret";
    desktop.ok(&["note", secret]);
    desktop.ok(&["note", "harmless", "--at", "2026-03-01 08:00"]);
    desktop.ok(&["edit", "1", "--note", &format!("more {secret}")]);
    laptop.ok(&["merge", desktop.db().to_str().expect("UTF-8")]);
    let holds = |bytes: &[u8]| bytes.windows(secret.len()).any(|w| w == secret.as_bytes());
    assert!(holds(&fs::read(laptop.db()).expect("the diary")));
    let id = laptop.diary()["entries"]
        .as_array()
        .expect("entries")
        .iter()
        .find(|entry| entry.to_string().contains(secret))
        .map(|entry| entry["id"].to_string())
        .expect("it came over");
    laptop.ok(&["forget", &id, "--yes"]);
    assert!(!holds(&fs::read(laptop.db()).expect("the diary")));
    assert!(laptop.ok(&["diary", "--from", "2026-03-01"]).contains("harmless"));
    assert_eq!(laptop.json(&["check"])["ok"], true);
}

#[test]
fn days_and_everything_can_be_forgotten() {
    let env = Environment::new();
    for day in 1..=4 {
        env.ok(&["stress", "3", "--at", &format!("2026-03-0{day} 12:00")]);
    }
    env.ok(&["forget", "--from", "2026-03-01", "--to", "2026-03-02", "--yes"]);
    assert_eq!(env.diary()["entries"].as_array().map(Vec::len), Some(2));
    env.ok(&["profile", "--sex", "female", "--born", "1986"]);
    env.ok(&["food", "add", "zanzibar bread", "--per", "100g", "--magnesium", "50mg"]);
    env.ok(&["food", "alias", "spinach, raw", "zanzibar green"]);
    env.ok(&["twitch", "calf", "--with", "seizure"]);
    env.ok(&["flags", "seen", "all"]);
    env.ok(&["forget", "--all", "--yes"]);
    // The diary is as new: it exports as a new one does, and holds no word of the old.
    assert_eq!(env.ok(&["export", "json"]), Environment::new().ok(&["export", "json"]));
    let bytes = fs::read(env.db()).expect("the diary");
    assert!(!bytes.windows(8).any(|word| word == b"zanzibar"));
    assert_eq!(env.run(&["undo"]).status, 2);
    assert_eq!(env.json(&["check"])["ok"], true);
    env.ok(&["eat", "2 eggs"]);
    assert_eq!(env.run(&["forget", "--yes"]).status, 2);
}
