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

    // A newer one is shown again.
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

#[test]
fn a_sign_nobody_has_read_stays_however_long_ago_it_was() {
    let mut env = Environment::new();
    env.at("2024-01-05T12:00:00+00:00");
    env.json(&["twitch", "calf", "--with", "seizure"]);
    env.json(&["note", "lay on the floor #fainting"]);
    env.at("2025-08-20T12:00:00+00:00");
    env.json(&["twitch", "calf", "--kind", "cramp", "--for", "20m"]);
    env.at("2026-01-10T12:00:00+00:00");
    env.json(&["twitch", "none"]);
    let unread = ["seizure", "fainting_or_confusion", "long_cramp"];
    for page in [&["week"][..], &["flags"], &["report"]] {
        assert_eq!(keys(&env, page), unread, "{page:?}");
    }
    assert!(env.ok(&["week"]).starts_with("! Recorded: A seizure"));
    assert_eq!(keys(&env, &["today"]), unread[..2], "the emergencies");
    env.json(&["flags", "seen", "all"]);
    assert!(keys(&env, &["week"]).is_empty());
    assert_eq!(keys(&env, &["flags", "--all"]), unread);
}

#[test]
fn what_is_put_aside_is_what_was_shown_and_nothing_else() {
    let env = Environment::new();
    let log = |at: &str| {
        let new = env.json(&["twitch", "calf", "--with", "seizure", "--at", at]);
        new["entry"]["id"].as_i64().expect("a number")
    };
    let (first, second) = (log("2026-03-02 10:00"), log("2026-03-03 10:00"));
    let open = env.json(&["flags"])["flags"][0].clone();
    assert_eq!(open["entries"], serde_json::json!([first, second]));
    assert_eq!((&open["since"], &open["day"]), (&"2026-03-02".into(), &"2026-03-03".into()));
    assert!(env.ok(&["flags"]).contains("2 times, 2026-03-02 to 2026-03-03"));
    env.json(&["flags", "seen", "seizure"]);
    assert!(keys(&env, &["flags"]).is_empty());

    // One that is logged late was not read, whatever its time; nor was one of the same minute.
    for at in ["2026-03-01 10:00", "2026-03-02 10:00"] {
        let late = log(at);
        let open = env.json(&["week"])["flags"][0].clone();
        assert_eq!(open["flag"], "seizure", "{at}");
        assert_eq!(open["entries"], serde_json::json!([late]), "{at}");
        env.json(&["flags", "seen", "all"]);
        assert!(keys(&env, &["flags"]).is_empty(), "{at}");
    }
    // An entry that was read stays read when its time is corrected.
    env.json(&["edit", &first.to_string(), "--at", "2026-03-04 09:00"]);
    assert!(keys(&env, &["flags"]).is_empty());
}

/// What was read in one diary is read in the other one it is united with: entry by entry.
#[test]
fn what_was_read_is_known_to_a_merged_diary() {
    let (here, there) = (Environment::new(), Environment::new());
    let bring = |from: &Environment, to: &Environment| {
        let path = to.home().join("other.json");
        std::fs::write(&path, from.ok(&["export", "json"])).expect("a file");
        to.ok(&["import", "json", path.to_str().expect("a path")]);
    };
    here.json(&["twitch", "calf", "--with", "seizure", "--at", "2026-03-02 10:00"]);
    bring(&here, &there);
    here.json(&["flags", "seen", "all"]);
    there.json(&["twitch", "calf", "--with", "seizure", "--at", "2026-03-01 10:00"]);
    bring(&here, &there);
    bring(&there, &here);
    for env in [&here, &there] {
        assert_eq!(keys(env, &["flags"]), ["seizure"], "the one logged there was read nowhere");
        assert_eq!(env.json(&["flags"])["flags"][0]["day"], "2026-03-01");
    }
    there.json(&["flags", "seen", "all"]);
    bring(&there, &here);
    bring(&there, &here);
    assert!(keys(&here, &["flags"]).is_empty());
    here.json(&["undo"]);
    assert_eq!(keys(&here, &["flags"]).len(), 1, "what came in is taken back");
}

/// A document from before signs were put aside by their entry says until when they were.
#[test]
fn an_older_document_puts_aside_by_time() {
    let env = Environment::new();
    env.json(&["twitch", "calf", "--with", "seizure", "--at", "2026-03-02 10:00"]);
    let mut document: serde_json::Value =
        serde_json::from_str(&env.ok(&["export", "json"])).expect("a document");
    document["acknowledged_signs"] = serde_json::json!([{
        "flag": "seizure", "event": "1772445600:0",
        "acknowledged_at": "2026-03-03T10:00:00Z", "changed_at": "2026-03-03T10:00:00Z",
    }]);
    let path = env.home().join("older.json");
    std::fs::write(&path, document.to_string()).expect("a file");
    env.ok(&["import", "json", path.to_str().expect("a path")]);
    assert!(keys(&env, &["flags"]).is_empty());
    let again: serde_json::Value =
        serde_json::from_str(&env.ok(&["export", "json"])).expect("a document");
    assert_eq!(again["acknowledged_signs"], document["acknowledged_signs"]);
    env.json(&["twitch", "calf", "--with", "seizure", "--at", "2026-03-02 11:00"]);
    assert_eq!(keys(&env, &["flags"]), ["seizure"]);
}

/// Returns what a person records so that a sign of the seed is shown.
fn story(flag: &str) -> &'static [&'static [&'static str]] {
    match flag {
        "seizure" => &[&["twitch", "--with", "convulsion"]],
        "chest_or_heartbeat" => &[&["twitch", "--with", "racing heart,shaking"]],
        "breathing_or_swallowing" => &[&["twitch", "--with", "short of breath"]],
        "fainting_or_confusion" => &[&["twitch", "--with", "passed out"]],
        "sudden_one_sided" => &[&["twitch", "--with", "sudden one-sided weakness"]],
        "locked_in_spasm" => &[&["twitch", "hand", "--kind", "spasm", "--with", "locked"]],
        "spreading_weakness" => &[&["twitch", "--with", "spreading weakness"]],
        "caffeine_overdose" => &[&["caffeine", "1300mg"], &["twitch", "eyelid"]],
        "cramp_with_weakness" => &[&["twitch", "calf", "--kind", "cramp", "--with", "weak"]],
        "cramp_with_twitch_same_region" => {
            &[&["twitch", "calf"], &["twitch", "calf", "--kind", "cramp"]]
        }
        "cramp_chest_arm_belly" => &[&["twitch", "belly", "--kind", "cramp"]],
        "cramp_after_losses" => &[
            &["note", "a bad night #diarrhoea", "--at", "2026-03-03"],
            &["twitch", "calf", "--kind", "cramp"],
        ],
        "long_cramp" => &[&["twitch", "calf", "--kind", "cramp", "--for", "11m"]],
        "cramp_after_toxin_or_dirty_cut" => {
            &[&["twitch", "jaw", "--kind", "cramp", "--with", "dirty cut"]]
        }
        "ppi_with_spasm" => &[
            &["medicine", "omeprazole", "--started", "--at", "2024-03-01"],
            &["twitch", "calf", "--kind", "spasm"],
        ],
        "lithium_with_twitch" => {
            &[&["medicine", "lithium", "--started", "--at", "2024-03-01"], &["twitch", "hand"]]
        }
        "kidney_or_potassium_medicine_with_weakness" => &[
            &["profile", "safety", "kidney", "unsure"],
            &["twitch", "hand", "--with", "palpitations"],
        ],
        "twitch_two_weeks" => &[
            &["twitch", "calf", "--at", "2026-02-16"],
            &["twitch", "calf", "--at", "2026-02-20"],
            &["twitch", "calf", "--at", "2026-02-24"],
            &["twitch", "calf", "--at", "2026-02-28"],
            &["twitch", "calf", "--at", "2026-03-03"],
        ],
        "twitch_more_than_one_place" => &[&["twitch", "left calf"], &["twitch", "right calf"]],
        "weak_or_shrinking" => &[&["twitch", "hand", "--with", "muscle getting smaller"]],
        "medicine_may_matter" => {
            &[&["medicine", "salbutamol", "--started", "--at", "2026-02-25"], &["twitch", "hand"]]
        }
        "cramp_after_new_medicine" => &[
            &["medicine", "a new tonic", "--started", "--at", "2026-02-25"],
            &["twitch", "calf", "--kind", "cramp"],
        ],
        "leg_cramp_on_walking" => &[
            &["twitch", "calf", "--kind", "cramp", "--with", "on_walking", "--at", "2026-02-20"],
            &["twitch", "calf", "--kind", "cramp", "--with", "walking", "--at", "2026-02-27"],
            &["twitch", "calf", "--kind", "cramp", "--with", "when walking"],
        ],
        "heavy_alcohol_with_cramps" => {
            &[&["twitch", "calf", "--kind", "cramp", "--with", "heavy_drinking"]]
        }
        "chronic_cramp" => &[
            &["twitch", "calf", "--kind", "cramp", "--pain", "5", "--at", "2026-02-12"],
            &["twitch", "foot", "--kind", "cramp", "--pain", "6", "--at", "2026-02-20"],
            &["twitch", "calf", "--kind", "cramp", "--pain", "4"],
        ],
        "eyelid_weeks" => &[
            &["twitch", "left eyelid", "--at", "2026-02-16"],
            &["twitch", "right eyelid", "--at", "2026-02-20"],
            &["twitch", "eyelid", "--at", "2026-02-24"],
            &["twitch", "eyelid", "--at", "2026-02-28"],
            &["twitch", "eyelid", "--at", "2026-03-03"],
        ],
        "eyelid_other_signs" => &[&["twitch", "eyelid", "--with", "drooping eyelid"]],
        "tripping_or_grip" => &[&["twitch", "foot", "--with", "stumbling"]],
        "loss_of_sensation" => &[&["twitch", "foot", "--with", "numbness"]],
        "cramp_disturbs_sleep" => &[
            &["twitch", "calf", "--kind", "cramp", "--with", "woke_me", "--at", "2026-02-20"],
            &["twitch", "calf", "--kind", "cramp", "--with", "woke me up", "--at", "2026-02-27"],
            &["twitch", "calf", "--kind", "cramp", "--with", "disturbed sleep"],
        ],
        _ => &[],
    }
}

#[test]
fn every_sign_of_the_seed_is_shown_when_it_was_recorded() {
    let signs = mineralog::store::Store::in_memory(0).and_then(|store| store.red_flags());
    for sign in signs.expect("the signs") {
        let told = story(&sign.flag);
        let (last, before) = told.split_last().unwrap_or_else(|| panic!("untold: {}", sign.flag));
        let env = Environment::new();
        for command in before {
            env.json(command);
            if told.len() > 1 && *command != told[0] {
                assert!(!keys(&env, &["flags"]).contains(&sign.flag), "{}: too soon", sign.flag);
            }
        }
        let answer = env.json(last);
        let shown = answer["flags"].as_array().expect("signs");
        let one = shown.iter().find(|f| f["flag"] == sign.flag.as_str());
        let one = one.unwrap_or_else(|| panic!("{}: {answer}", sign.flag));
        assert_eq!((&one["level"], &one["sign"]), (&sign.level.into(), &sign.sign.clone().into()));
        let page = env.ok(&["week"]);
        let plain = page.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(plain.contains(&format!("Recorded: {}", sign.sign)), "{}\n{page}", sign.flag);
        env.json(&["flags", "seen", &sign.flag]);
        assert!(!keys(&env, &["week"]).contains(&sign.flag), "{}", sign.flag);
    }
}

#[test]
fn a_sign_comes_back_when_it_is_stronger_than_before() {
    // One that goes on over weeks.
    let env = Environment::new();
    for day in ["02-12", "02-16", "02-20", "02-24", "02-28"] {
        env.json(&["twitch", "calf", "-i", "4", "--at", &format!("2026-{day} 10:00")]);
    }
    assert_eq!(keys(&env, &["week"]), ["twitch_two_weeks"]);
    env.json(&["flags", "seen", "all"]);
    env.json(&["twitch", "calf", "-i", "4", "--at", "2026-03-03 10:00"]);
    assert!(keys(&env, &["week"]).is_empty(), "it goes on as it was");
    let stronger = env.json(&["twitch", "calf", "-i", "8", "--at", "2026-03-04 10:00"]);
    assert_eq!(stronger["flags"][0]["flag"], "twitch_two_weeks");
    assert_eq!(keys(&env, &["week"]), ["twitch_two_weeks"]);

    // One of a single entry that was read too low.
    let env = Environment::new();
    env.json(&["twitch", "calf", "-i", "4", "--with", "weakness"]);
    env.json(&["flags", "seen", "all"]);
    assert!(keys(&env, &["edit", "1", "--intensity", "3"]).is_empty());
    assert_eq!(keys(&env, &["edit", "1", "--intensity", "9"]), ["weak_or_shrinking"]);
    assert_eq!(keys(&env, &["week"]), ["weak_or_shrinking"]);
}

#[test]
fn often_is_more_than_once() {
    let env = Environment::new();
    let cramp = |at: &str| {
        let args = ["twitch", "calf", "--kind", "cramp", "--pain", "7", "--with", "woke_me"];
        env.json(&[&args[..], &["--at", at]].concat());
    };
    cramp("2026-03-01 03:00");
    cramp("2026-03-01 05:00");
    cramp("2026-03-02 03:00");
    assert!(keys(&env, &["flags"]).is_empty());
    cramp("2026-03-03 03:00");
    assert_eq!(keys(&env, &["flags"]), ["chronic_cramp", "cramp_disturbs_sleep"]);
}

#[test]
fn a_medicine_on_no_list_is_said_to_be_so() {
    let env = Environment::new();
    env.json(&["medicine", "Zaubertrank", "--started", "--at", "2025-01-10"]);
    let answer = env.json(&["twitch", "calf"]);
    let flag = &answer["flags"][0];
    assert_eq!(flag["flag"], "medicine_may_matter");
    let advice = flag["advice"].as_str().expect("advice");
    assert!(advice.contains("list of medicines: Zaubertrank"), "{advice}");
    assert!(advice.contains("a pharmacist can tell"), "{advice}");
    let page = env.ok(&["flags"]);
    assert!(page.contains("A medicine is in use that is not on this program's list."), "{page}");
    // It is said once, not at every twitch.
    env.json(&["flags", "seen", "all"]);
    assert_eq!(env.json(&["twitch", "calf"])["flags"], serde_json::json!([]));
    // Another one is another matter, and so is one of a class that is linked to twitching.
    env.json(&["medicine", "drops nobody knows"]);
    env.json(&["medicine", "salbutamol", "--started"]);
    let advice = env.json(&["twitch", "calf"])["flags"][0]["advice"].clone();
    let advice = advice.as_str().expect("advice");
    assert!(advice.starts_with("Worth an appointment"), "{advice}");
    assert!(advice.contains("list of medicines: drops nobody knows."), "{advice}");
    env.json(&["flags", "seen", "all"]);
    env.json(&["medicine", "Zaubertrank", "--stopped"]);
    assert!(keys(&env, &["week"]).is_empty());
}

#[test]
fn a_tag_that_names_a_sign_is_one() {
    let env = Environment::new();
    assert!(env.json(&["note", "a #heat day"]).get("flags").is_none());
    let note = env.json(&["note", "in the night #chest_pain"]);
    assert_eq!(note["flags"][0]["flag"], "chest_or_heartbeat");
    let text = env.run(&["note", "again #chest-pain"]).stdout;
    assert!(text.starts_with("! Recorded: Chest pain"), "{text}");
    for page in [&["week"][..], &["flags"], &["today"]] {
        assert_eq!(keys(&env, page), ["chest_or_heartbeat"], "{page:?}");
    }
    env.json(&["flags", "seen", "all"]);
    assert!(keys(&env, &["today"]).is_empty());
    env.json(&["note", "my leg #weakness"]);
    assert!(keys(&env, &["today"]).is_empty(), "nothing twitched");
    assert_eq!(keys(&env, &["twitch", "calf"]), ["weak_or_shrinking"]);
    let noted = ["twitch", "hand", "--note", "#tripping on stairs", "--at", "2026-03-01"];
    assert_eq!(keys(&env, &noted), ["tripping_or_grip"]);
    assert_eq!(keys(&env, &["edit", "1", "--note", "a #seizure"])[0], "seizure");
}

#[test]
fn signs_are_said_in_peoples_words() {
    let env = Environment::new();
    for (words, flag) in [
        ("sudden weakness", "sudden_one_sided"),
        ("sudden numbness", "sudden_one_sided"),
        ("one-sided weakness", "sudden_one_sided"),
        ("weak on one side", "sudden_one_sided"),
        ("sudden_one_sided", "sudden_one_sided"),
        ("a drooping face", "sudden_one_sided"),
        ("slurred speech", "sudden_one_sided"),
        ("trouble seeing", "sudden_one_sided"),
        ("poisoning", "caffeine_overdose"),
        ("possible poisoning", "caffeine_overdose"),
        ("too much caffeine", "caffeine_overdose"),
        ("overdosed", "caffeine_overdose"),
        ("can't breathe", "breathing_or_swallowing"),
        ("Chest Pain", "chest_or_heartbeat"),
    ] {
        let found = keys(&env, &["twitch", "--with", words]);
        assert!(found.iter().any(|key| key == flag), "{words}: {found:?}");
        env.json(&["undo"]);
    }
    let run = env.run(&["twitch", "--with", "no sudden weakness"]);
    assert_eq!(run.status, 2, "{}", run.stdout);
}

#[test]
fn an_entry_that_is_corrected_into_a_sign_shows_it() {
    let env = Environment::new();
    env.json(&["twitch", "calf", "--kind", "cramp"]);
    assert_eq!(env.json(&["edit", "1", "--pain", "2"])["flags"], serde_json::json!([]));
    let edited = env.json(&["edit", "1", "--with", "seizure"]);
    let logged = env.json(&["flags"]);
    assert_eq!(edited["flags"], logged["flags"]);
    env.json(&["undo"]);
    let text = env.ok(&["edit", "1", "--for", "30m"]);
    assert!(text.starts_with("! Recorded: A cramp that lasts longer"), "{text}");
    assert!(text.contains("Changed: "), "{text}");
    let same = env.json(&["edit", "1", "--for", "30m"]);
    assert_eq!(same["flags"][0]["flag"], "long_cramp");
    env.json(&["stress", "3"]);
    assert!(env.json(&["edit", "2", "--value", "4"]).get("flags").is_none());
}

#[test]
fn words_that_read_as_english() {
    let mut env = Environment::new();
    env.json(&["twitch", "calf"]);
    env.json(&["exercise", "20m"]);
    env.json(&["stress", "3"]);
    for (id, said) in
        [("1", "an episode entry"), ("2", "an exercise entry"), ("3", "a stress entry")]
    {
        let run = env.run(&["edit", id, "--slot", "lunch"]);
        assert!(run.stderr.contains(&format!("error: {said} has no slot")), "{}", run.stderr);
    }
    env.at("2026-03-08T20:00:00+00:00");
    for day in ["02", "03", "05", "06", "07", "08"] {
        env.json(&["twitch", "none", "--at", &format!("2026-03-{day}")]);
    }
    assert!(!env.ok(&["week"]).contains("said about"));
}

#[test]
fn quiet_answers_to_the_safety_questions() {
    let env = Environment::new();
    for change in [
        &["profile", "safety", "kidney", "no"][..],
        &["profile", "--born", "1980"],
        &["config", "--week-start", "sunday"],
    ] {
        let run = env.run(&[change, &["-q"]].concat());
        let said = format!("{}{}", run.stdout, run.stderr);
        assert_eq!((run.status, said.as_str()), (0, ""), "{change:?}");
    }
    assert_eq!(env.json(&["profile", "safety"])["safety"][0]["answer"], "no");
    assert!(env.ok(&["profile", "safety", "-q"]).contains("kidney"), "a page that was asked for");
}

/// After a new or a stronger episode one question is asked, at a terminal alone.
#[cfg(unix)]
mod question {
    use super::*;

    const QUESTION: &str = "Did anything come with it";

    fn at_a_terminal(env: &Environment, args: &[&str]) -> rexpect::session::PtySession {
        let mut command = env.command(args);
        command.stdin(std::process::Stdio::inherit()).env("TERM", "xterm").env("COLUMNS", "200");
        rexpect::session::spawn_command(command, Some(20_000)).expect("a terminal")
    }

    fn signs(env: &Environment, id: usize) -> serde_json::Value {
        env.json(&["show", &id.to_string()])["entry"]["signs"].clone()
    }

    #[test]
    fn what_came_with_a_new_episode_is_asked() {
        let env = Environment::new();
        let mut session = at_a_terminal(&env, &["twitch", "calf", "-i", "3"]);
        session.exp_string(QUESTION).expect("the question");
        assert_eq!(signs(&env, 1), serde_json::json!([]), "it is stored before it is asked");
        session.send_line("weakness and chest pain, a new medicine, hiccups").expect("an answer");
        session.exp_string("mineralog medicine NAME --started").expect("how to note it");
        session.exp_string("\"hiccups\" is no sign that is known").expect("what was not read");
        session.exp_string("Recorded: Chest pain").expect("the sign");
        session.exp_eof().expect("the end");
        assert_eq!(signs(&env, 1), serde_json::json!(["chest_pain", "weakness"]));
        env.json(&["undo"]);
        assert_eq!(signs(&env, 1), serde_json::json!([]));
    }

    #[test]
    fn enter_passes_it_over() {
        let env = Environment::new();
        let mut session = at_a_terminal(&env, &["twitch", "calf", "-i", "3"]);
        session.exp_string(QUESTION).expect("the question");
        session.send_line("").expect("a key");
        session.exp_string("entry 1").expect("the echo");
        session.exp_eof().expect("the end");
        assert_eq!(signs(&env, 1), serde_json::json!([]));
        assert!(keys(&env, &["flags"]).is_empty());
    }

    #[test]
    fn what_is_neither_new_nor_stronger_is_not_asked_about() {
        let env = Environment::new();
        env.json(&["twitch", "calf", "-i", "3"]);
        for args in [&["twitch", "calf", "-i", "3"][..], &["twitch", "left calf"]] {
            let mut session = at_a_terminal(&env, args);
            let said = session.exp_eof().expect("the end");
            assert!(!said.contains("is stored"), "{said}");
        }
        for args in [&["twitch", "calf", "-i", "4"][..], &["twitch", "eyelid"]] {
            let mut session = at_a_terminal(&env, args);
            session.exp_string(QUESTION).expect("the question");
            session.send_line("no").expect("an answer");
            session.exp_eof().expect("the end");
        }
    }

    /// Where the signs were said, the first open question of `profile safety` is the one.
    #[test]
    fn an_open_safety_question_is_asked_where_the_signs_were_said() {
        let env = Environment::new();
        let answers = |env: &Environment| {
            let safety = env.json(&["profile", "safety"])["safety"].clone();
            let all = safety.as_array().expect("the questions").clone();
            all.iter()
                .map(|q| q["answer"].as_str().unwrap_or("none").to_owned())
                .collect::<Vec<_>>()
        };
        let mut session = at_a_terminal(&env, &["twitch", "calf", "--with", "weakness"]);
        session.exp_string("Do you have kidney disease").expect("the question");
        session.send_line("").expect("a key");
        session.exp_eof().expect("the end");
        assert!(answers(&env).iter().all(|answer| answer == "none"));
        let mut session = at_a_terminal(&env, &["twitch", "hand", "--with", "weakness"]);
        session.exp_string("Do you have kidney disease").expect("the question");
        session.send_line("yes").expect("an answer");
        session.exp_string("New weakness or palpitations with kidney disease").expect("a sign");
        session.exp_eof().expect("the end");
        assert_eq!(answers(&env)[..2], ["yes", "none"]);
        env.json(&["profile", "safety", "all", "no"]);
        let mut session = at_a_terminal(&env, &["twitch", "foot", "--with", "weakness"]);
        let said = session.exp_eof().expect("the end");
        assert!(!said.contains("is stored"), "{said}");
    }

    #[test]
    fn scripts_are_never_asked() {
        let env = Environment::new();
        let run = env.run_with_input(&["twitch", "calf"], "weakness\n");
        assert_eq!((run.status, run.stderr.as_str()), (0, ""));
        let quiet = [&["twitch", "hand", "-q"][..], &["twitch", "foot", "--json"]];
        for args in quiet {
            let mut session = at_a_terminal(&env, args);
            let said = session.exp_eof().expect("the end");
            assert!(!said.contains(QUESTION), "{said}");
        }
        assert_eq!(signs(&env, 1), serde_json::json!([]));
    }
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
