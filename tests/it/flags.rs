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

    let new = env.json(&["twitch", "calf", "--with", "weakness", "--at", "2026-03-03 10:00"]);
    assert_eq!(new["flags"][0]["flag"], "weak_or_shrinking");
    let week = env.json(&["week"]);
    let id = new["entry"]["id"].as_i64().expect("a number");
    assert_eq!(week["flags"][0]["event"], format!("weak_or_shrinking:{id}"));
    assert_eq!(week["flags"][0]["acknowledged"], false);
}

/// What was put aside is what was read: an occurrence logged afterwards is shown, whenever it was.
#[test]
fn a_sign_logged_late_is_shown_though_a_newer_one_was_read() {
    let env = Environment::new();
    env.json(&["twitch", "calf", "--with", "seizure", "--at", "2026-03-02 10:00"]);
    env.json(&["flags", "seen", "all"]);
    assert!(keys(&env, &["week"]).is_empty());
    let late = env.json(&["twitch", "calf", "--with", "seizure", "--at", "2026-03-01 10:00"]);
    assert_eq!(late["flags"][0]["flag"], "seizure");
    assert_eq!(keys(&env, &["week"]), ["seizure"]);
    assert_eq!(env.json(&["flags"])["flags"][0]["day"], "2026-03-01");
    env.json(&["flags", "seen", "all"]);
    for page in [&["week"][..], &["today"], &["flags"]] {
        assert!(keys(&env, page).is_empty(), "{page:?}");
    }
}

#[test]
fn a_stronger_one_is_shown_again() {
    let env = Environment::new();
    env.json(&["twitch", "calf", "--with", "weakness", "-i", "4", "--at", "2026-03-02 10:00"]);
    env.json(&["flags", "seen", "all"]);
    let answer = env.json(&["edit", "1", "--intensity", "3"]);
    assert_eq!(answer["flags"], serde_json::json!([]));
    let answer = env.json(&["edit", "1", "--intensity", "7"]);
    assert_eq!(answer["flags"][0]["flag"], "weak_or_shrinking");
    assert_eq!(keys(&env, &["week"]), ["weak_or_shrinking"]);
}

/// An emergency that nobody has read is on every page, however long ago it was.
#[test]
fn an_unread_emergency_stays() {
    let mut env = Environment::new();
    env.json(&["twitch", "calf", "--with", "seizure"]);
    env.json(&["twitch", "calf", "--kind", "cramp", "--for", "20m", "--with", "stiffness"]);
    for now in ["2026-03-05", "2026-04-20", "2027-03-04", "2036-03-04"] {
        env.at(&format!("{now}T10:00:00+00:00"));
        for page in [&["today"][..], &["week"], &["flags"], &["report"]] {
            assert!(keys(&env, page).contains(&"seizure".to_owned()), "{now} {page:?}");
        }
        assert!(env.run(&["today"]).stdout.starts_with("! Recorded: "), "{now}");
    }
    // Another day's page is about that day.
    assert!(keys(&env, &["day", "2036-03-03"]).is_empty());
    env.json(&["flags", "seen", "seizure"]);
    for page in [&["today"][..], &["week"]] {
        assert!(!keys(&env, page).contains(&"seizure".to_owned()), "{page:?}");
    }
}

/// Every row of the table is shown for what it describes.
#[test]
fn each_sign_is_found_in_what_was_recorded() {
    let cramp = |with: &'static str| vec!["twitch calf --kind cramp --with", with];
    let of_three_days = |words: &str| {
        ["2026-03-01", "2026-03-02", "2026-03-03"].map(|day| format!("{words} --at {day}T21:00"))
    };
    let mut rows: Vec<(&str, Vec<String>)> = [
        ("seizure", vec!["twitch calf --with", "seizure"]),
        ("chest_or_heartbeat", vec!["twitch calf --with", "chest pain"]),
        ("breathing_or_swallowing", vec!["twitch calf --with", "choking"]),
        ("fainting_or_confusion", vec!["twitch calf --with", "fainting"]),
        ("sudden_one_sided", vec!["twitch calf --with", "sudden one-sided"]),
        ("locked_in_spasm", vec!["twitch hand --kind spasm --with", "locked"]),
        ("spreading_weakness", vec!["twitch calf --with", "spreading"]),
        ("caffeine_overdose", vec!["twitch calf --with", "poison"]),
        ("cramp_with_weakness", cramp("weakness")),
        ("cramp_after_losses", cramp("diarrhoea")),
        ("cramp_after_toxin_or_dirty_cut", cramp("dirty cut")),
        ("weak_or_shrinking", vec!["twitch calf --with", "weak"]),
        ("leg_cramp_on_walking", cramp("on walking")),
        ("heavy_alcohol_with_cramps", cramp("heavy drinking")),
        ("eyelid_other_signs", vec!["twitch eyelid --with", "red eye"]),
        ("tripping_or_grip", vec!["twitch calf --with", "weak grip"]),
        ("loss_of_sensation", vec!["twitch calf --with", "numb"]),
    ]
    .into_iter()
    .map(|(flag, words)| (flag, vec![words.join("\u{1f}")]))
    .collect();
    let lines = |lines: &[&str]| lines.iter().map(|line| (*line).to_owned()).collect::<Vec<_>>();
    rows.extend([
        (
            "cramp_with_twitch_same_region",
            lines(&["twitch calf --at 2026-03-03T21:00", "twitch calf --kind cramp"]),
        ),
        ("cramp_chest_arm_belly", lines(&["twitch abdomen --kind cramp"])),
        ("long_cramp", lines(&["twitch calf --kind cramp --for 11m"])),
        ("ppi_with_spasm", lines(&["medicine omeprazole", "twitch calf --kind spasm"])),
        ("lithium_with_twitch", lines(&["medicine lithium", "twitch calf"])),
        (
            "kidney_or_potassium_medicine_with_weakness",
            lines(&["medicine ramipril", "twitch calf --with weakness"]),
        ),
        (
            "twitch_two_weeks",
            (1..=5).map(|n| format!("twitch calf --at 2026-02-{:02}T21:00", 4 * n)).collect(),
        ),
        ("twitch_more_than_one_place", lines(&["twitch calf", "twitch thigh"])),
        // A medicine that nobody knows the class of may matter as well.
        ("medicine_may_matter", lines(&["medicine nobodyknowsit --started", "twitch calf"])),
        (
            "cramp_after_new_medicine",
            lines(&["medicine salbutamol --started", "twitch calf --kind cramp"]),
        ),
        ("chronic_cramp", of_three_days("twitch calf --kind cramp --pain 4").to_vec()),
        (
            "eyelid_weeks",
            (1..=5).map(|n| format!("twitch eyelid --at 2026-02-{:02}T21:00", 4 * n)).collect(),
        ),
        ("cramp_disturbs_sleep", of_three_days("twitch calf --kind cramp --with woke_me").to_vec()),
    ]);
    let known: Vec<String> = mineralog::store::Store::in_memory(0)
        .and_then(|store| store.red_flags())
        .expect("the table")
        .into_iter()
        .map(|row| row.flag)
        .collect();
    for row in &known {
        assert!(rows.iter().any(|(flag, _)| flag == row), "no story of {row}");
    }
    for (flag, commands) in &rows {
        let env = Environment::new();
        let before = keys(&env, &["flags"]);
        assert!(before.is_empty(), "{flag}");
        for (at, line) in commands.iter().enumerate() {
            // What stands behind the mark is one word of the command line.
            let (plain, last) =
                line.split_once('\u{1f}').map_or((&**line, None), |(p, l)| (p, Some(l)));
            let args: Vec<&str> = plain.split(' ').chain(last).collect();
            let answer = env.json(&args);
            if at + 1 == commands.len() {
                let shown = answer["flags"].as_array().expect("signs");
                assert!(shown.iter().any(|f| f["flag"] == *flag), "{flag}: {answer}");
            } else {
                assert!(!keys(&env, &["flags"]).contains(&(*flag).to_owned()), "{flag} too early");
            }
        }
        assert!(keys(&env, &["flags"]).contains(&(*flag).to_owned()), "{flag}");
        assert!(keys(&env, &["week"]).contains(&(*flag).to_owned()), "{flag}");
    }
}

#[test]
fn much_caffeine_with_an_episode() {
    let env = Environment::new();
    env.json(&["caffeine", "1200mg"]);
    assert!(keys(&env, &["flags"]).is_empty(), "nothing was felt");
    let answer = env.json(&["twitch", "calf"]);
    assert_eq!(answer["flags"][0]["flag"], "caffeine_overdose");
}

#[test]
fn the_tag_of_a_note_can_name_a_sign() {
    let env = Environment::new();
    let calm = env.json(&["note", "a #heat day"]);
    assert!(calm.get("flags").is_none(), "{calm}");
    let run = env.run(&["note", "at the shop #fainted"]);
    assert!(run.stdout.starts_with("! Recorded: Fainting"), "{}", run.all());
    for page in [&["today"][..], &["week"], &["flags"]] {
        assert_eq!(keys(&env, page), ["fainting_or_confusion"], "{page:?}");
    }
    env.json(&["note", "falls #tripping"]);
    assert_eq!(keys(&env, &["flags"]), ["fainting_or_confusion", "tripping_or_grip"]);
}

#[test]
fn a_correction_shows_the_sign_it_makes() {
    let env = Environment::new();
    env.json(&["twitch", "calf"]);
    let run = env.run(&["edit", "1", "--with", "seizure"]);
    assert!(run.stdout.starts_with("! Recorded: A seizure"), "{}", run.all());
    let answer = env.json(&["edit", "1", "--with", "seizure,tripping"]);
    let shown: Vec<&str> = answer["flags"]
        .as_array()
        .expect("signs")
        .iter()
        .filter_map(|f| f["flag"].as_str())
        .collect();
    assert_eq!(shown, ["seizure", "tripping_or_grip"]);
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

/// A new episode, or a stronger one, is worth one question; the same again is not.
#[cfg(unix)]
#[test]
fn what_came_with_a_new_or_stronger_episode_is_asked_at_a_terminal() {
    let env = Environment::new();
    let twitch = |args: &[&str], keys: &[&str]| {
        let mut command = env.command(&[&["twitch"], args].concat());
        command.stdin(std::process::Stdio::inherit()).env("TERM", "xterm").env("COLUMNS", "200");
        let mut session =
            rexpect::session::spawn_command(command, Some(20_000)).expect("a terminal");
        for (at, key) in keys.iter().enumerate() {
            let question = if at == 0 { "Did any of this come with it?" } else { "Anything else?" };
            session.exp_string(question).expect("the question");
            session.exp_string(if at == 0 { "0  no" } else { "nothing else" }).expect("a way out");
            session.send(key).expect("a key");
            session.flush().expect("a key");
        }
        session.exp_eof().expect("the end")
    };
    let signs = || {
        let entries = env.diary()["entries"].clone();
        entries.as_array().and_then(|e| e.last()).expect("an entry")["signs"].clone()
    };
    twitch(&["calf", "-i", "3"], &["\r"]);
    assert_eq!(signs(), serde_json::json!([]));
    // The same again, another place, and a stronger one.
    twitch(&["calf", "-i", "3"], &[]);
    twitch(&["calf", "-i", "2", "-q"], &[]);
    twitch(&["thigh", "--with", "tingling"], &[]);
    let page = twitch(&["calf", "-i", "5"], &["1", "1", "\r"]);
    assert_eq!(signs(), serde_json::json!(["loss_of_feeling", "weakness"]));
    assert!(page.contains("Recorded: "), "{page}");
    env.json(&["undo"]);
    assert_eq!(env.diary()["entries"].as_array().map(Vec::len), Some(4));
}
