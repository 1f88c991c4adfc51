//! Every word the program can print keeps the wording rules: it says what was recorded, never what
//! is wrong with somebody, and never tells anyone to take anything.

use std::collections::BTreeSet;

use clap::CommandFactory as _;
use mineralog::cli::args::Cli;

use crate::environment::Environment;

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
    ("als ", "no disease is named"),
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
            for text in [&run.stdout, &run.stderr] {
                assert!(!text.contains("unexpected argument '--json'"), "{args:?}");
                self.0.extend(broken(text).into_iter().map(|f| format!("{args:?}: {f}")));
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
            eprintln!("skipped: there is no `{}`", page[0]);
        }
    }
}
