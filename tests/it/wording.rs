//! Every word the program can print keeps the wording rules: it says what was recorded, never what
//! is wrong with somebody, and never tells anyone to take anything.

use std::collections::BTreeSet;

use clap::CommandFactory as _;
use mineralog::cli::args::Cli;

use crate::environment::{Environment, tell};

/// Words that no page says, in any form: each with its reason.
const NEVER: &[(&str, &str)] = &[
    ("deficien", "a food log cannot show what the body holds"),
    ("insufficien", "the same"),
    ("inadequate", "below an AI nothing is said about being enough"),
    ("safe level", "it is a level the authority regards as of no concern"),
    ("safe amount", "the same"),
    ("harmless", "most twitches are, and the ones with a sign need a check"),
    ("you have low", "an intake is no blood level"),
    ("low potassium", "an intake is no blood level"),
    ("low magnesium", "an intake is no blood level"),
    ("low calcium", "an intake is no blood level"),
    ("explains your", "nothing here can tell why a twitch happens"),
    ("because of your", "the same"),
    ("due to your", "the same"),
    ("stop twitching", "nothing is said to stop a twitch"),
    ("drink more water", "too much water is dangerous"),
    ("you should take", "no advice to take anything"),
    ("take more", "no advice to take anything"),
    ("try taking", "no advice to take anything"),
    ("start taking", "no advice to take anything"),
    ("stop taking", "no advice on a medicine"),
    ("diagnosis of", "nothing is diagnosed"),
    ("you suffer", "nothing is diagnosed"),
    ("motor neuron", "no disease is named"),
    ("multiple sclerosis", "no disease is named"),
    ("parkinson", "no disease is named"),
];

/// Words that are no part of another one: "because" holds "cause".
const NEVER_ALONE: &[&str] = &[
    "cause",
    "causes",
    "caused",
    "causing",
    "cure",
    "cures",
    "cured",
    "curing",
    "heal",
    "heals",
    "treat",
    "treats",
    "treatment",
    "prevents",
    "guilt",
    "cheat",
    "streak",
];

/// Returns what breaks a rule, with what stands before it.
fn broken(text: &str) -> Vec<String> {
    let plain = text.to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ");
    let before = |at: usize| {
        let back: Vec<char> = plain[..at].chars().rev().take(60).collect();
        back.into_iter().rev().collect::<String>()
    };
    let mut found = Vec::new();
    for (word, why) in NEVER {
        for (at, _) in plain.match_indices(word) {
            found.push(format!("{}[{word}] ({why})", before(at)));
        }
    }
    let of_a_word = |c: char| c.is_alphanumeric() || c == '_';
    for word in NEVER_ALONE {
        for (at, _) in plain.match_indices(word) {
            let alone = !plain[..at].ends_with(of_a_word)
                && !plain[at + word.len()..].starts_with(of_a_word);
            if alone {
                found.push(format!("{}[{word}]", before(at)));
            }
        }
    }
    found
}

#[test]
fn the_rules_find_what_they_are_for() {
    for bad in [
        "You are deficient in magnesium.",
        "Caffeine caused it.",
        "A safe\n  level of caffeine",
        "Drink more water.",
        "You should take magnesium.",
    ] {
        assert!(!broken(bad).is_empty(), "{bad}");
    }
    for good in ["because it was logged", "Take it back with undo", "other_causes", "secure"] {
        assert_eq!(broken(good), Vec::<String>::new());
    }
}

/// What the program said, and by which command.
struct Said(BTreeSet<String>);

impl Said {
    /// Runs a command in text and as a document and notes what breaks a rule in either.
    fn hear(&mut self, env: &Environment, args: &[&str]) {
        for json in [&[][..], &["--json"]] {
            let run = env.run(&[args, json].concat());
            assert_ne!(run.status, 1, "{args:?}\n{}", run.all());
            // The second line of an error is headed so: that is its form.
            for text in [run.stdout.clone(), run.stderr.replace("\ncause: ", "\n")] {
                assert!(!text.contains("unexpected argument '--json'"), "{args:?}");
                self.0.extend(broken(&text).into_iter().map(|f| format!("{args:?}: {f}")));
            }
        }
    }

    #[track_caller]
    fn end(self) {
        let all: Vec<String> = self.0.into_iter().collect();
        assert!(all.is_empty(), "{}", all.join("\n"));
    }
}

/// Returns every command with those below it: `food`, `food add`.
fn commands(of: &clap::Command, path: &[String], all: &mut Vec<Vec<String>>) {
    all.push(path.to_vec());
    for below in of.get_subcommands() {
        commands(below, &[path, &[below.get_name().to_owned()]].concat(), all);
    }
}

#[test]
fn the_help_of_every_command() {
    let env = Environment::bare();
    let mut all = Vec::new();
    commands(&Cli::command(), &[], &mut all);
    assert!(all.len() > 30, "{all:?}");
    let mut said = Said(BTreeSet::new());
    for path in &all {
        let path: Vec<&str> = path.iter().map(String::as_str).collect();
        said.hear(&env, &[&path[..], &["--help"]].concat());
        said.hear(&env, &[&path[..], &["-h"]].concat());
    }
    said.end();
}

const FORMATS: [&str; 5] = ["text", "json", "csv", "md", "html"];

/// Says everything that is shown of a diary.
fn every_page(env: &Environment, said: &mut Said) {
    for page in [
        &[][..],
        &["today"],
        &["day", "2026-03-03"],
        &["week"],
        &["report"],
        &["episodes"],
        &["diary"],
        &["flags"],
        &["flags", "--all"],
        &["mineral"],
        &["mineral", "magnesium"],
        &["mineral", "calcium"],
        &["mineral", "potassium"],
        &["mineral", "vitamin_d"],
        &["profile"],
        &["profile", "safety"],
        &["config"],
        &["food", "search", "milk"],
        &["food", "show", "spinach, raw"],
        &["resolve"],
        &["recipe", "show", "stew"],
    ] {
        said.hear(env, page);
    }
    for format in FORMATS {
        for page in ["week", "report"] {
            let run = env.run(&[page, "--format", format]);
            assert_eq!(run.status, 0, "{}", run.stderr);
            let found = broken(&run.stdout);
            said.0.extend(found.into_iter().map(|f| format!("{page} as {format}: {f}")));
        }
    }
    // Commands that this program may not know yet.
    for page in [
        &["why", "magnesium"][..],
        &["why", "caffeine"],
        &["suggest"],
        &["suggest", "potassium"],
        &["suggest", "calcium"],
        &["patterns"],
        &["trial"],
    ] {
        if env.run(&[page[0], "--help"]).status == 0 {
            said.hear(env, page);
        } else {
            tell(&format!("skipped: there is no `{}`", page[0]));
        }
    }
}

/// Returns a diary of eight days in which much is under a reference, over a level or not known,
/// and in which every sign was recorded.
fn diary(profile: &[&str]) -> Environment {
    let mut env = Environment::new();
    env.at("2026-03-08T22:00:00+00:00");
    env.json(profile);
    for day in ["02-28", "03-01", "03-02", "03-03", "03-04", "03-05", "03-06", "03-07", "03-08"] {
        let at = |time: &str| format!("2026-{day} {time}");
        env.json(&["eat", "2 slices white bread, 250 g coffee, brewed", "--at", &at("08:00")]);
        env.json(&["eat", "300 g white rice, cooked, 40 g butter", "--at", &at("13:00")]);
        env.json(&["caffeine", "300mg", "--at", &at("14:00")]);
        env.json(&["take", "magnesium 500 mg", "--elemental", "--at", &at("21:00")]);
        env.json(&["stress", "8", "--at", &at("20:00")]);
        env.json(&["done", &format!("2026-{day}")]);
    }
    env.json(&["take", "calcium 2600 mg", "--elemental", "--at", "2026-03-08 21:00"]);
    env.json(&["eat", "my secret stew, beer", "--at", "2026-03-03 19:00"]);
    env.json(&["medicine", "lithium", "--started", "--at", "2026-02-28 09:00"]);
    env.json(&["medicine", "omeprazole", "--started", "--at", "2026-02-28 09:00"]);
    env.json(&["medicine", "ramipril", "--started", "--at", "2026-02-28 09:00"]);
    env
}

#[test]
fn every_page_of_a_diary_with_every_sign() {
    let env = diary(&["profile", "--sex", "female", "--born", "1986"]);
    let mut said = Said(BTreeSet::new());
    every_page(&env, &mut said);
    for (sign, _) in mineralog::domain::diary::SIGNS {
        for kind in ["twitch", "cramp", "spasm"] {
            said.hear(&env, &["twitch", "calf", "--kind", kind, "--with", sign]);
        }
    }
    said.hear(&env, &["twitch", "chest", "--kind", "cramp", "--for", "20m"]);
    for day in 10..28 {
        let at = format!("2026-02-{day} 10:00");
        env.json(&["twitch", "eyelid", "--at", &at]);
        env.json(&["twitch", "left", "calf", "--at", &at]);
    }
    every_page(&env, &mut said);
    let flags = env.json(&["flags"])["flags"].as_array().map_or(0, Vec::len);
    assert!(flags >= 25, "nearly every warning sign is read: {flags}");
    let episode = env.json(&["twitch", "calf"])["entry"]["id"].to_string();
    said.hear(&env, &["show", &episode]);
    said.hear(&env, &["flags", "seen", "all"]);
    said.hear(&env, &["flags", "--all"]);
    for step in ["undo", "redo"] {
        said.hear(&env, &[step]);
    }
    said.hear(&env, &["edit", &episode, "--with", "seizure,weakness", "--note", "again"]);
    said.hear(&env, &["delete", &episode]);
    for page in [&["history"][..], &["diary", "--deleted"], &["backup", "--list"], &["check"]] {
        said.hear(&env, page);
    }
    said.hear(&env, &["check", "--repair"]);
    let file = |name: &str| env.home().join(name).to_str().expect("UTF-8").to_owned();
    for (form, name) in [("json", "out.json"), ("csv", "tables")] {
        said.hear(&env, &["export", form, &file(name)]);
        said.hear(&env, &["export", form, &file(name), "--force"]);
    }
    said.hear(&env, &["import", "json", &file("out.json")]);
    said.hear(&env, &["backup", &file("copy.db")]);
    said.hear(&env, &["merge", &file("copy.db")]);
    said.hear(&env, &["merge", &file("out.json")]);
    said.hear(&env, &["restore", &file("out.json"), "--yes"]);
    said.hear(&env, &["restore", &file("copy.db")]);
    said.hear(&env, &["restore", &file("copy.db"), "--yes"]);
    said.hear(&env, &["forget", "1"]);
    said.hear(&env, &["forget", "1", "--yes"]);
    said.hear(&env, &["forget", "--all", "--yes"]);
    said.hear(&env, &["demo"]);
    said.end();
}

#[test]
fn every_page_for_other_people() {
    let mut said = Said(BTreeSet::new());
    let pregnant = [
        "profile",
        "--sex",
        "female",
        "--born",
        "1996",
        "--life-stage",
        "pregnancy",
        "--authority",
        "EFSA",
    ];
    for profile in [&["profile", "--sex", "male", "--born", "1950"][..], &pregnant] {
        let env = diary(profile);
        env.json(&["profile", "safety", "all", "no"]);
        every_page(&env, &mut said);
    }
    every_page(&Environment::new(), &mut said);
    said.end();
}

#[test]
fn the_echo_of_what_is_logged_and_typical_errors() {
    let env = Environment::new();
    let mut said = Said(BTreeSet::new());
    for args in [
        &["eat", "2 eggs, 200 g spinach, something unknown", "--explain"][..],
        &["eat", "banana", "--dry-run"],
        &["drink", "500 ml water"],
        &["again"],
        &["take", "magnesium citrate 200 mg"],
        &["take", "potassium 500 mg", "--elemental"],
        &["take", "a tonic"],
        &["medicine", "furosemide"],
        &["medicine", "salbutamol", "--started"],
        &["medicine", "nobody knows it"],
        &["twitch", "none", "--at", "2026-03-01"],
        &["twitch", "eyelid", "--side", "left", "-i", "4"],
        &["stress", "4"],
        &["sleep", "6h"],
        &["exercise", "45m", "--effort", "hard"],
        &["sun", "some"],
        &["screen", "3h"],
        &["water", "500ml"],
        &["caffeine", "95mg"],
        &["note", "a #heat day"],
        &["done"],
        &["config", "--emergency-number", "112"],
        &["food", "search", "brazl nut"],
        // What is refused.
        &["eat", ""],
        &["eat", "something unknown", "--strict"],
        &["take", ""],
        &["twitch", "nowhere"],
        &["twitch", "--with", "nothing"],
        &["stress", "11"],
        &["sleep", "for ever"],
        &["day", "someday"],
        &["week", "someday"],
        &["show", "999"],
        &["delete", "999"],
        &["mineral", "iron"],
        &["flags", "seen", "9"],
        &["config", "--emergency-number", "x"],
        &["config", "--day-start", "25:00"],
        &["profile", "--sex", "x"],
        &["profile", "safety", "x", "no"],
        &["import", "usda", "nothing.zip"],
        &["import", "cronometer", "nothing.csv"],
        &["nonsense"],
    ] {
        said.hear(&env, args);
    }
    said.end();
}

/// Corrections and copies have their own pages: what they tell of the signs, and of their own.
#[test]
fn what_is_said_of_corrections_and_of_copies() {
    let env = diary(&["profile", "--sex", "female", "--born", "1986"]);
    let other = diary(&["profile", "--sex", "male", "--born", "1950"]);
    let mut said = Said(BTreeSet::new());
    let episode = env.json(&["twitch", "calf", "--kind", "cramp"])["entry"]["id"].to_string();
    let note = env.json(&["note", "a night"])["entry"]["id"].to_string();
    for (sign, _) in mineralog::domain::diary::SIGNS {
        said.hear(&env, &["edit", &episode, "--with", sign]);
    }
    let other_file = other.db().to_str().expect("a path").to_owned();
    env.ok(&["export", "json", "kept.json"]);
    env.ok(&["backup", "kept.db"]);
    for args in [
        &["edit", &episode, "--for", "30m", "--pain", "9"][..],
        &["edit", &episode, "--for", "30m"],
        &["edit", &episode, "--slot", "lunch"],
        &["edit", &episode, "--with", "nothing"],
        &["edit", &note, "--note", "a #seizure"],
        &["edit", &note, "--note", ""],
        &["edit", "1", "--item", "1 apple, moon dust"],
        &["edit", "999", "--note", "x"],
        &["edit", &note],
        &["undo"],
        &["undo", "3"],
        &["redo"],
        &["redo", "99"],
        &["redo"],
        &["undo", "x"],
        &["history"],
        &["history", "--limit", "500"],
        &["check"],
        &["check", "--mend"],
        &["backup"],
        &["backup", "--list"],
        &["backup", "kept.db"],
        &["restore", "nothing.db"],
        &["restore", "kept.db"],
        &["restore", "kept.db", "--yes"],
        &["merge", &other_file],
        &["merge", "nothing.db"],
        &["export", "json"],
        &["export", "json", "kept.json"],
        &["export", "json", "kept.json", "--force"],
        &["export", "csv", "tables"],
        &["export", "csv", "tables", "--force"],
        &["import", "json", "kept.json"],
        &["forget", "999"],
        &["forget", &note],
        &["forget", &note, "--yes"],
    ] {
        said.hear(&env, args);
    }
    for table in std::fs::read_dir(env.home().join("tables")).expect("the tables") {
        let text = std::fs::read_to_string(table.expect("a table").path()).expect("a text");
        said.0.extend(broken(&text));
    }
    said.end();
}

/// What the seed teaches is printed by one page or another, whatever the diary holds.
#[test]
fn the_texts_of_the_seed() {
    let store = mineralog::store::Store::in_memory(0).expect("a diary");
    let mut texts: Vec<String> = Vec::new();
    texts.extend(store.cards().expect("cards").into_iter().map(|card| card.text));
    texts.extend(store.other_causes().expect("a list").into_iter().map(|other| other.text));
    for sign in store.red_flags().expect("signs") {
        texts.extend([sign.sign, sign.advice]);
    }
    let own = include_str!("../../seed/wording.csv");
    let mut rows = csv::Reader::from_reader(own.as_bytes());
    texts.extend(rows.records().filter_map(Result::ok).map(|row| row[1].to_owned()));
    texts.extend(store.safety_questions().expect("questions").into_iter().map(|q| q.text));
    texts.extend(store.source_lists().expect("lists").into_iter().filter_map(|list| list.note));
    assert!(texts.len() > 100);
    let found: Vec<String> = texts.iter().flat_map(|text| broken(text)).collect();
    assert!(found.is_empty(), "{}", found.join("\n"));
}
