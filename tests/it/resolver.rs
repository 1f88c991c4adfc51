//! From words to one food: what was eaten before, what is asked, what is remembered, and why.

use expect_test::expect;
use serde_json::{Value, json};

use crate::environment::Environment;

/// Returns the only item of a meal.
#[track_caller]
fn item(env: &Environment, phrase: &str) -> Value {
    let document = env.json(&["eat", phrase]);
    let items = document["meal"]["items"].as_array().expect("items");
    assert_eq!(items.len(), 1, "{phrase}");
    items[0].clone()
}

#[track_caller]
fn name(env: &Environment, phrase: &str) -> String {
    item(env, phrase)["food"]["name"].as_str().unwrap_or("unresolved").to_owned()
}

#[test]
fn every_decision_can_be_explained() {
    let env = Environment::new();
    env.ok(&["eat", "1 tbsp honey"]);
    let run =
        env.run(&["eat", "--explain", "--dry-run", "2 tbsp honey, quiona, squash, 1 cup blorb"]);
    let explained = run.stdout.split_once("\"2 tbsp honey\"").expect("an explanation").1;
    expect![[r#"

          Read as 2 tbsp of "honey".
          "honey" is the name of a food.
          42 g, one tbsp of it weighs 21 g.
          Its figures are from SR28 19296 (usda:169640).
        "quiona"
          Read as "quiona", no amount said.
          "quinoa" is a name of quinoa, cooked.
          185 g: "quiona" was read as "quinoa"; usual portion assumed: 1 cup.
          Its figures are from SR28 20137 (usda:168917).
        "squash"
          Read as "squash", no amount said.
          Not taken: butternut squash, raw and butternut squash, cooked fit alike and
          differ.
          Near: butternut squash, raw (0.92); butternut squash, cooked (0.92); squash,
          diluted cordial (0.80).
        "1 cup blorb"
          Read as 1 cup of "blorb".
          Not taken: no name accounts for every word.
    "#]]
    .assert_eq(explained);
    let document = env.json(&["eat", "--explain", "1 tbsp honey"]);
    let lines = document["meal"]["items"][0]["explanation"].as_array().expect("sentences");
    assert_eq!(lines[0], "Read as 1 tbsp of \"honey\".");
    assert!(env.json(&["eat", "honey"])["meal"]["items"][0].get("explanation").is_none());
}

#[test]
fn a_close_call_stays_open_for_a_script() {
    let env = Environment::new();
    let run = env.run(&["eat", "squash"]);
    assert_eq!(run.status, 0);
    assert!(run.stderr.contains("\"squash\" is kept as written"), "{}", run.stderr);
    let item = item(&env, "squash");
    assert_eq!(item["status"], "unresolved");
    assert!(item["candidates"].as_array().expect("candidates").len() > 1);
    assert_eq!(env.run(&["eat", "squash", "--strict"]).status, 2);
}

#[test]
fn what_was_eaten_before_decides_a_close_call() {
    let env = Environment::new();
    env.ok(&["eat", "100 g acorn squash, cooked"]);
    assert_eq!(name(&env, "squash"), "unresolved", "it is not among the closest");
    env.ok(&["eat", "100 g butternut squash, cooked"]);
    let found = env.json(&["eat", "squash", "--explain"]);
    let item = &found["meal"]["items"][0];
    assert_eq!(item["food"]["name"], "butternut squash, cooked");
    let why = item["explanation"][1].as_str().expect("a reason");
    assert!(why.contains("you ate butternut squash, cooked before (1 time"), "{why}");
    // A deleted meal was not eaten.
    env.ok(&["undo"]);
    env.ok(&["undo"]);
    assert_eq!(name(&env, "squash"), "unresolved");
}

#[test]
fn without_an_amount_it_is_as_much_as_the_last_time() {
    let env = Environment::new();
    assert_eq!(item(&env, "oatmeal")["grams"], 234);
    env.ok(&["eat", "150 g oatmeal", "--at", "yesterday 08:00"]);
    let again = item(&env, "oatmeal");
    assert_eq!(again["grams"], 150);
    assert_eq!(again["assumption"], "as much as on 2026-03-03 assumed");
    // A number counts what there was that day: it says nothing about one.
    env.ok(&["eat", "3 bananas"]);
    assert_eq!(item(&env, "banana")["grams"], 118);
}

#[test]
fn a_phrase_is_matched_weeks_later_and_the_words_are_remembered() {
    let mut env = Environment::new();
    env.ok(&["eat", "2 tbsp nana's spread, toast"]);
    env.ok(&["eat", "nana's spread"]);
    env.at("2026-03-20T08:00:00+00:00");
    let open = env.json(&["resolve"]);
    let phrases: Vec<&str> = open["unresolved"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|item| item["phrase"].as_str().expect("a phrase"))
        .collect();
    assert_eq!(phrases, ["nana's spread", "2 tbsp nana's spread"]);
    let run = env.run(&["resolve", "2 tbsp nana's spread", "--as", "peanut butter"]);
    expect![[r#"
        "2 tbsp nana's spread" is now peanut butter, smooth, 32 g
          "nana's spread" will mean it from now on.
        Take it back with `mineralog undo`.
        --- status 0
    "#]]
    .assert_eq(&run.all());
    // The other one is clear now, and new ones are from the first.
    let done = env.json(&["resolve", "--all"]);
    assert_eq!(done["resolved"][0]["food"]["name"], "peanut butter, smooth");
    assert_eq!(env.json(&["resolve"])["unresolved"], json!([]));
    assert_eq!(name(&env, "nana's spread"), "peanut butter, smooth");
    // A taught name is the person's, whatever the words mean to others.
    let day = env.json(&["day", "2026-03-04"]);
    let grams: Vec<&Value> = day["meals"]
        .as_array()
        .expect("meals")
        .iter()
        .map(|meal| &meal["items"][0]["grams"])
        .collect();
    assert_eq!(grams, [32, 32]);
}

#[test]
fn matching_later_can_be_taken_back() {
    let env = Environment::new();
    env.ok(&["eat", "blorb"]);
    let before = env.diary();
    env.ok(&["resolve", "blorb", "--as", "spinach", "--amount", "150 g"]);
    assert_eq!(name(&env, "blorb"), "spinach, raw");
    env.ok(&["undo"]);
    env.ok(&["undo"]);
    assert_eq!(env.diary(), before);
    assert_eq!(name(&env, "blorb"), "unresolved");
}

#[test]
fn once_means_once() {
    let env = Environment::new();
    env.ok(&["eat", "blorb"]);
    env.ok(&["resolve", "blorb", "--as", "usda:168462", "--amount", "150 g", "--once"]);
    assert_eq!(env.json(&["resolve"])["unresolved"], json!([]));
    assert_eq!(name(&env, "blorb"), "unresolved");
}

#[test]
fn a_wrong_request_resolves_nothing() {
    let env = Environment::new();
    env.ok(&["eat", "blorb"]);
    let before = env.diary();
    for args in [
        &["resolve", "spinach", "--as", "kale"][..],
        &["resolve", "blorb", "--as", "no such food"],
        &["resolve", "blorb", "--as", "kale", "--amount", "lots"],
        &["resolve", "blorb", "--as", "kale", "--amount", "-3 g"],
        &["resolve", "blorb", "--as", "kale", "--amount", "30 kg"],
        &["resolve", "blorb"],
        &["resolve", "--all"],
    ] {
        let error = env.json_error(args);
        assert!(!error["message"].as_str().expect("a message").is_empty());
        assert_eq!(env.diary(), before, "{args:?}");
    }
}

#[test]
fn nothing_open_is_said() {
    let env = Environment::bare();
    assert_eq!(env.ok(&["resolve"]), "Every phrase is matched.\n");
    assert!(!env.db().exists(), "looking makes no diary");
}

/// At a terminal somebody can be asked.
#[cfg(unix)]
mod terminal {
    use rexpect::session::{PtySession, spawn_command};

    use super::*;

    /// Milliseconds a page may take to come.
    const PATIENCE: u64 = 20_000;

    fn spawn(env: &Environment, args: &[&str]) -> PtySession {
        let mut command = env.command(args);
        // The pseudo-terminal becomes standard input.
        command.stdin(std::process::Stdio::inherit()).env("TERM", "xterm");
        spawn_command(command, Some(PATIENCE)).expect("a pseudo-terminal")
    }

    fn press(session: &mut PtySession, keys: &str) {
        session.send(keys).expect("keys");
        session.flush().expect("keys");
    }

    #[test]
    fn a_close_call_is_asked_and_remembered() {
        let env = Environment::new();
        let mut session = spawn(&env, &["eat", "squash"]);
        session.exp_string("\"squash\" could be:").expect("the question");
        session.exp_string("none of these").expect("a way out");
        // Down, then Enter: the second.
        press(&mut session, "\u{1b}[B");
        session.exp_string("> 2").expect("the mark moves");
        press(&mut session, "\r");
        session.exp_string("butternut squash, cooked").expect("the echo");
        session.exp_eof().expect("the end");
        assert_eq!(name(&env, "squash"), "butternut squash, cooked");
        let found = env.json(&["eat", "squash", "--explain"]);
        let why = &found["meal"]["items"][0]["explanation"][1];
        assert_eq!(why, "You taught that \"squash\" means butternut squash, cooked.");
    }

    #[test]
    fn a_number_chooses_and_nothing_leaves_it_open() {
        let env = Environment::new();
        let mut session = spawn(&env, &["eat", "squash"]);
        session.exp_string("none of these").expect("the question");
        press(&mut session, "0");
        session.exp_string("kept as written").expect("the echo");
        session.exp_eof().expect("the end");
        assert_eq!(name(&env, "squash"), "unresolved");
        let mut session = spawn(&env, &["resolve"]);
        session.exp_string("leave it open").expect("the question");
        press(&mut session, "1");
        session.exp_string("\"squash\" will mean it from now on.").expect("the answer");
        session.exp_eof().expect("the end");
        assert_eq!(name(&env, "squash"), "butternut squash, raw");
    }

    #[test]
    fn an_interrupt_stores_nothing() {
        let env = Environment::new();
        env.ok(&["eat", "banana"]);
        let before = env.diary();
        let mut session = spawn(&env, &["eat", "squash"]);
        session.exp_string("none of these").expect("the question");
        press(&mut session, "\u{3}");
        session.exp_eof().expect("the end");
        assert_eq!(env.diary(), before);
    }
}
