//! Warning signs: listed, read, put aside, taken back, and shown again when they occur anew.

use crate::environment::Environment;

/// Returns the keys of the signs that a command's document shows.
fn keys(env: &Environment, args: &[&str]) -> Vec<String> {
    let document = env.json(args);
    let flags = document["flags"].as_array().expect("a list of signs");
    flags.iter().map(|f| f["flag"].as_str().expect("a key").to_owned()).collect()
}

#[test]
fn a_sign_that_was_read_is_put_aside_until_it_occurs_anew() {
    let env = Environment::new();
    env.json(&["twitch", "calf", "--with", "weakness", "-i", "4", "--at", "2026-03-02 10:00"]);
    for page in [&["week"][..], &["flags"], &["report"]] {
        assert_eq!(keys(&env, page), ["weak_or_shrinking"], "{page:?}");
    }
    let seen = env.json(&["flags", "seen", "1"]);
    assert_eq!(seen["seen"][0]["flag"], "weak_or_shrinking");
    for page in [&["week"][..], &["flags"], &["report"], &["day", "2026-03-02"]] {
        assert!(keys(&env, page).is_empty(), "{page:?}");
    }
    let all = env.json(&["flags", "--all"]);
    assert_eq!(all["flags"][0]["acknowledged"], true);
    assert_eq!(all["flags"][0]["since"], "2026-03-02");

    // It is not asked for again by an entry from before, but by one that comes after.
    env.json(&["twitch", "calf", "--with", "weakness", "--at", "2026-03-01 10:00"]);
    assert!(keys(&env, &["week"]).is_empty());
    let new = env.json(&["twitch", "calf", "--with", "weakness", "--at", "2026-03-03 10:00"]);
    assert_eq!(new["flags"][0]["flag"], "weak_or_shrinking");
    let week = env.json(&["week"]);
    let id = new["entry"]["id"].as_i64().expect("a number");
    assert_eq!(week["flags"][0]["event"], format!("weak_or_shrinking:{id}"));
    assert_eq!(week["flags"][0]["acknowledged"], false);
}

#[test]
fn putting_aside_is_taken_back_by_undo() {
    let env = Environment::new();
    env.json(&["twitch", "calf", "--with", "weakness,tripping"]);
    assert_eq!(keys(&env, &["flags"]), ["weak_or_shrinking", "tripping_or_grip"]);
    env.json(&["flags", "seen", "all"]);
    assert!(keys(&env, &["flags"]).is_empty());
    env.json(&["undo"]);
    assert_eq!(keys(&env, &["flags"]), ["weak_or_shrinking", "tripping_or_grip"]);
    env.json(&["flags", "seen", "tripping_or_grip"]);
    assert_eq!(keys(&env, &["flags"]), ["weak_or_shrinking"]);
    let again = env.run(&["flags", "seen", "tripping_or_grip"]);
    assert_eq!(again.status, 2);
    assert!(again.stderr.contains("put aside already"), "{}", again.stderr);
    for wrong in ["0", "2", "99999999999999999999999", "-1", "", "nonsense"] {
        let run = env.run(&["flags", "seen", "--", wrong]);
        assert_eq!(run.status, 2, "{wrong}: {}", run.stderr);
    }
    assert_eq!(keys(&env, &["flags"]), ["weak_or_shrinking"]);
}

#[test]
fn a_calm_week_never_takes_a_sign_away() {
    let env = Environment::new();
    env.json(&["twitch", "calf", "--with", "weakness", "--at", "2026-02-16 10:00"]);
    env.json(&["twitch", "none"]);
    assert_eq!(keys(&env, &["week"]), ["weak_or_shrinking"]);
    let page = env.run(&["week"]).stdout;
    assert!(page.starts_with("! Recorded: "), "{page}");
}

#[test]
fn the_emergency_number_is_a_setting() {
    let env = Environment::new();
    env.json(&["twitch", "calf", "--with", "seizure"]);
    let advice = |env: &Environment| {
        env.json(&["week"])["flags"][0]["advice"].as_str().expect("advice").to_owned()
    };
    assert_eq!(advice(&env), "Call emergency services now.");
    let config = env.json(&["config", "--emergency-number", "112"]);
    assert_eq!(config["config"]["emergency_number"], "112");
    assert_eq!(advice(&env), "Call emergency services (112) now.");
    for format in ["text", "md", "html"] {
        let page = env.run(&["week", "--format", format]).stdout;
        assert!(page.contains("services (112) now"), "{format}");
    }
    assert_eq!(env.json(&["flags"])["emergency_number"], "112");
    env.json(&["config", "--emergency-number", "none"]);
    assert_eq!(advice(&env), "Call emergency services now.");
    for wrong in ["call me", "1", "1234567890123456", "11 2", ""] {
        assert_eq!(env.run(&["config", "--emergency-number", wrong]).status, 2, "{wrong}");
    }
}

#[test]
fn reading_signs_needs_no_diary() {
    let env = Environment::bare();
    assert!(keys(&env, &["flags"]).is_empty());
    assert!(!env.db().exists());
}

/// At a terminal the safety questions are asked one after the other; scripts keep their flags.
#[cfg(unix)]
#[test]
fn the_safety_questions_are_gone_through_at_a_terminal() {
    let env = Environment::bare();
    let mut command = env.command(&["profile", "safety"]);
    command.stdin(std::process::Stdio::inherit()).env("TERM", "xterm").env("COLUMNS", "200");
    let mut session = rexpect::session::spawn_command(command, Some(20_000)).expect("a terminal");
    let count = mineralog::store::Store::in_memory(0)
        .and_then(|store| store.safety_questions())
        .expect("the questions")
        .len();
    for at in 1..=count {
        session.exp_string(&format!("{at} of {count}. ")).expect("the question");
        session.exp_string("leave it as it is").expect("a way out");
        // The first "yes", the last left open, the others "no".
        let key = match at {
            1 => "2",
            _ if at == count => "0",
            _ => "1",
        };
        session.send(key).expect("a key");
        session.flush().expect("a key");
    }
    session.exp_string("Safety questions, as answered now").expect("the page");
    session.exp_eof().expect("the end");
    let safety = env.json(&["profile", "safety"])["safety"].clone();
    let answers: Vec<String> = safety
        .as_array()
        .expect("the questions")
        .iter()
        .map(|q| q["answer"].as_str().unwrap_or("none").to_owned())
        .collect();
    assert_eq!(answers.first().map(String::as_str), Some("yes"));
    assert_eq!(answers.last().map(String::as_str), Some("none"));
    assert!(answers[1..count - 1].iter().all(|answer| answer == "no"), "{answers:?}");
    env.json(&["undo"]);
    assert!(env.json(&["profile", "safety"])["safety"][0]["answer"].is_null());
}
