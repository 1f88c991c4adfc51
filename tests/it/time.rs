//! When something was: the times people type, days that begin at four, clocks that change, weeks.

use std::fmt::Write as _;

use expect_test::expect;
use serde_json::Value;

use crate::environment::Environment;

/// Central Europe: clocks go forward on 29 March 2026 at 02:00 and back on 25 October at 03:00.
const CENTRAL_EUROPE: &str = "CET-1CEST,M3.5.0,M10.5.0/3";

/// Logs something at a time; returns the instant and the day it was given, or the refusal.
fn said(env: &Environment, at: &str) -> String {
    let run = env.run(&["stress", "3", "--json", "--at", at]);
    let document: Value = serde_json::from_str(&run.stdout).expect("one JSON document");
    let words = |value: &Value| value.as_str().expect("a text").to_owned();
    let answer = if run.status == 0 {
        let entry = &document["entry"];
        format!("{} of {}", words(&entry["at"]), words(&entry["day"]))
    } else {
        format!("{}: {}", run.status, words(&document["error"]["message"]))
    };
    format!("{answer}{}", run.stderr.lines().fold(String::new(), |all, line| all + " | " + line))
}

/// Returns what becomes of several times, one a line.
fn all_said(env: &Environment, times: &[&str]) -> String {
    let mut lines = String::new();
    for at in times {
        writeln!(lines, "{at} -> {}", said(env, at)).expect("a text takes everything");
    }
    lines
}

/// Returns the first and the last day of a week's page.
#[track_caller]
fn week(env: &Environment, words: &[&str]) -> (String, String) {
    let period = env.json(&[&["week"], words].concat())["period"].clone();
    assert_eq!(period["days"], 7);
    let day = |end: &str| period[end].as_str().expect("a day").to_owned();
    (day("from"), day("to"))
}

fn days(from: &str, to: &str) -> (String, String) {
    (from.to_owned(), to.to_owned())
}

#[test]
fn times_are_read_as_people_type_them() {
    let env = Environment::new();
    expect![[r#"
        now -> 2026-03-04T19:30:00+00:00 of 2026-03-04
        19:30 -> 2026-03-04T19:30:00+00:00 of 2026-03-04
        7pm -> 2026-03-04T19:00:00+00:00 of 2026-03-04
        7:30 PM -> 2026-03-04T19:30:00+00:00 of 2026-03-04
        8 am -> 2026-03-04T08:00:00+00:00 of 2026-03-04
        at 8am -> 2026-03-04T08:00:00+00:00 of 2026-03-04
        19.15 -> 2026-03-04T19:15:00+00:00 of 2026-03-04
        19h15 -> 2026-03-04T19:15:00+00:00 of 2026-03-04
        noon -> 2026-03-04T12:00:00+00:00 of 2026-03-04
        midnight -> 2026-03-04T00:00:00+00:00 of 2026-03-04
        12am -> 2026-03-04T00:00:00+00:00 of 2026-03-04
        12pm -> 2026-03-04T12:00:00+00:00 of 2026-03-04
        yesterday -> 2026-03-03T12:00:00+00:00 of 2026-03-03
        yesterday 8am -> 2026-03-03T08:00:00+00:00 of 2026-03-03
        8am yesterday -> 2026-03-03T08:00:00+00:00 of 2026-03-03
        Sunday at 8am -> 2026-03-01T08:00:00+00:00 of 2026-03-01
        monday 12:15 -> 2026-03-02T12:15:00+00:00 of 2026-03-02
        wednesday 08:00 -> 2026-03-04T08:00:00+00:00 of 2026-03-04
        2026-03-01 -> 2026-03-01T12:00:00+00:00 of 2026-03-01
        2026-03-01 12:00 -> 2026-03-01T12:00:00+00:00 of 2026-03-01
        2026-03-01T07:05 -> 2026-03-01T07:05:00+00:00 of 2026-03-01
        20m ago -> 2026-03-04T19:10:00+00:00 of 2026-03-04
        1h30m ago -> 2026-03-04T18:00:00+00:00 of 2026-03-04
        2 days ago -> 2026-03-02T19:30:00+00:00 of 2026-03-02
    "#]]
    .assert_eq(&all_said(
        &env,
        &[
            "now",
            "19:30",
            "7pm",
            "7:30 PM",
            "8 am",
            "at 8am",
            "19.15",
            "19h15",
            "noon",
            "midnight",
            "12am",
            "12pm",
            "yesterday",
            "yesterday 8am",
            "8am yesterday",
            "Sunday at 8am",
            "monday 12:15",
            "wednesday 08:00",
            "2026-03-01",
            "2026-03-01 12:00",
            "2026-03-01T07:05",
            "20m ago",
            "1h30m ago",
            "2 days ago",
        ],
    ));
}

#[test]
fn an_entry_keeps_the_offset_it_was_made_in() {
    let mut env = Environment::new();
    env.zone(CENTRAL_EUROPE).at("2026-11-22T19:05:00+01:00");
    expect![[r#"
        now -> 2026-11-22T19:05:00+01:00 of 2026-11-22
        2026-07-01 12:00 -> 2026-07-01T12:00:00+02:00 of 2026-07-01
        2026-02-01 12:00 -> 2026-02-01T12:00:00+01:00 of 2026-02-01
        150d ago -> 2026-06-25T20:05:00+02:00 of 2026-06-25
    "#]]
    .assert_eq(&all_said(&env, &["now", "2026-07-01 12:00", "2026-02-01 12:00", "150d ago"]));
    let page = env.ok(&["show", "2"]);
    assert!(page.starts_with("Wednesday 1 July 2026, 12:00 (UTC+02:00)"), "{page}");
}

#[test]
fn a_clock_from_elsewhere_sets_the_offset() {
    let mut env = Environment::new();
    env.zone(CENTRAL_EUROPE).at("2026-03-29T05:00:00-08:00");
    assert_eq!(said(&env, "02:30"), "2026-03-29T02:30:00-08:00 of 2026-03-29");
}

#[test]
fn a_time_the_clock_jumped_over_is_moved_and_said() {
    let mut env = Environment::new();
    env.zone(CENTRAL_EUROPE).at("2026-03-29T12:00:00+02:00");
    expect![[r#"
        01:59 -> 2026-03-29T01:59:00+01:00 of 2026-03-29
        02:30 -> 2026-03-29T03:30:00+02:00 of 2026-03-29 | warning: 02:30 did not exist on 2026-03-29; 03:30 was taken
        03:00 -> 2026-03-29T03:00:00+02:00 of 2026-03-29
        9h ago -> 2026-03-29T03:00:00+02:00 of 2026-03-29
        10h ago -> 2026-03-29T01:00:00+01:00 of 2026-03-29
        yesterday 2:30 -> 2026-03-28T02:30:00+01:00 of 2026-03-28
    "#]].assert_eq(&all_said(
        &env,
        &[
            "01:59",
            "02:30",
            "03:00",
            "9h ago",
            "10h ago",
            "yesterday 2:30",
        ],
    ));
}

#[test]
fn the_hour_that_comes_twice_is_told_apart() {
    let mut env = Environment::new();
    env.zone(CENTRAL_EUROPE);
    env.at("2026-10-25T02:50:00+02:00");
    assert_eq!(said(&env, "now"), "2026-10-25T02:50:00+02:00 of 2026-10-25");
    env.at("2026-10-25T02:10:00+01:00");
    assert_eq!(said(&env, "now"), "2026-10-25T02:10:00+01:00 of 2026-10-25");
    assert_eq!(said(&env, "30m ago"), "2026-10-25T02:40:00+02:00 of 2026-10-25");
    let diary = env.diary();
    let times: Vec<&str> = diary["entries"]
        .as_array()
        .expect("entries")
        .iter()
        .map(|entry| entry["at"].as_str().expect("a time"))
        .collect();
    assert_eq!(
        times,
        ["2026-10-25T02:40:00+02:00", "2026-10-25T02:50:00+02:00", "2026-10-25T02:10:00+01:00"],
        "in the order in which they were"
    );
}

#[test]
fn a_day_may_begin_at_four() {
    let mut env = Environment::new();
    env.at("2026-03-05T02:00:00+00:00");
    env.ok(&["config", "--day-start", "04:00"]);
    expect![[r#"
        now -> 2026-03-05T02:00:00+00:00 of 2026-03-04
        01:30 -> 2026-03-05T01:30:00+00:00 of 2026-03-04
        midnight -> 2026-03-05T00:00:00+00:00 of 2026-03-04
        23:30 -> 2026-03-04T23:30:00+00:00 of 2026-03-04
        04:00 -> 2026-03-04T04:00:00+00:00 of 2026-03-04
        yesterday 8am -> 2026-03-03T08:00:00+00:00 of 2026-03-03
        yesterday 1am -> 2026-03-04T01:00:00+00:00 of 2026-03-03
        yesterday 03:59 -> 2026-03-04T03:59:00+00:00 of 2026-03-03
        yesterday 04:00 -> 2026-03-03T04:00:00+00:00 of 2026-03-03
        tuesday 2am -> 2026-03-04T02:00:00+00:00 of 2026-03-03
        2026-03-04 01:00 -> 2026-03-04T01:00:00+00:00 of 2026-03-03
        2026-03-05 01:00 -> 2026-03-05T01:00:00+00:00 of 2026-03-04
        3h ago -> 2026-03-04T23:00:00+00:00 of 2026-03-04
    "#]]
    .assert_eq(&all_said(
        &env,
        &[
            "now",
            "01:30",
            "midnight",
            "23:30",
            "04:00",
            "yesterday 8am",
            "yesterday 1am",
            "yesterday 03:59",
            "yesterday 04:00",
            "tuesday 2am",
            "2026-03-04 01:00",
            "2026-03-05 01:00",
            "3h ago",
        ],
    ));
    assert_eq!(env.json(&["today"])["day"], "2026-03-04");
    assert_eq!(env.json(&["done"])["entry"]["day"], "2026-03-04");
    assert_eq!(env.json(&["done", "yesterday"])["entry"]["day"], "2026-03-03");
}

#[test]
fn a_new_day_start_leaves_old_entries_where_they_were() {
    let env = Environment::new();
    assert_eq!(said(&env, "01:00"), "2026-03-04T01:00:00+00:00 of 2026-03-04");
    env.ok(&["config", "--day-start", "04:00"]);
    assert_eq!(env.diary()["entries"][0]["day"], "2026-03-04");
    assert_eq!(said(&env, "2026-03-04 01:00"), "2026-03-04T01:00:00+00:00 of 2026-03-03");
}

#[test]
fn a_day_that_begins_at_four_counts_in_one_piece() {
    let mut env = Environment::new();
    env.ok(&["config", "--day-start", "04:00"]);
    env.ok(&["eat", "2 eggs"]);
    env.at("2026-03-05T03:59:00+00:00").ok(&["eat", "banana"]);
    env.at("2026-03-05T04:00:00+00:00").ok(&["eat", "200 g spinach"]);
    let meals = |day: &str| env.json(&["day", day])["meals"].as_array().map(Vec::len);
    assert_eq!(meals("2026-03-04"), Some(2));
    assert_eq!(meals("2026-03-05"), Some(1));
}

#[test]
fn weeks_at_new_year_follow_iso() {
    let mut env = Environment::new();
    for (now, from, to) in [
        ("2024-12-30T12:00:00Z", "2024-12-30", "2025-01-05"),
        ("2026-01-01T00:00:00Z", "2025-12-29", "2026-01-04"),
        ("2021-01-03T23:59:00Z", "2020-12-28", "2021-01-03"),
        ("2021-01-04T00:00:00Z", "2021-01-04", "2021-01-10"),
    ] {
        env.at(now);
        assert_eq!(week(&env, &[]), days(from, to), "{now}");
    }
}

#[test]
fn weeks_are_named_by_number_by_day_or_by_distance() {
    let mut env = Environment::new();
    env.at("2026-01-01T12:00:00+00:00");
    let this = days("2025-12-29", "2026-01-04");
    assert_eq!(week(&env, &["this"]), this);
    assert_eq!(week(&env, &["2026-W01"]), this);
    assert_eq!(week(&env, &["2025-12-31"]), this);
    assert_eq!(week(&env, &["yesterday"]), this);
    assert_eq!(week(&env, &["last"]), days("2025-12-22", "2025-12-28"));
    assert_eq!(week(&env, &["2", "weeks", "ago"]), days("2025-12-15", "2025-12-21"));
    assert_eq!(week(&env, &["2020-W53"]), days("2020-12-28", "2021-01-03"));
    let error = env.json_error(&["week", "2025-W53"]);
    assert_eq!(error["message"], "no week can be read from \"2025-W53\"");
}

#[test]
fn a_week_may_begin_on_sunday() {
    let mut env = Environment::new();
    env.ok(&["config", "--week-start", "sunday"]);
    assert_eq!(week(&env, &[]), days("2026-03-01", "2026-03-07"));
    assert_eq!(week(&env, &["last"]), days("2026-02-22", "2026-02-28"));
    assert_eq!(week(&env, &["2026-02-28"]), days("2026-02-22", "2026-02-28"));
    assert_eq!(week(&env, &["2026-03-01"]), days("2026-03-01", "2026-03-07"));
    env.at("2026-01-01T12:00:00+00:00");
    assert_eq!(week(&env, &[]), days("2025-12-28", "2026-01-03"));
}

#[test]
fn the_week_in_which_clocks_change_has_seven_days() {
    let mut env = Environment::new();
    env.zone(CENTRAL_EUROPE);
    for (now, from, to) in [
        ("2026-03-29T23:59:00+02:00", "2026-03-23", "2026-03-29"),
        ("2026-03-30T00:00:00+02:00", "2026-03-30", "2026-04-05"),
        ("2026-10-25T23:59:00+01:00", "2026-10-19", "2026-10-25"),
        ("2026-10-26T00:00:00+01:00", "2026-10-26", "2026-11-01"),
    ] {
        env.at(now);
        assert_eq!(week(&env, &[]), days(from, to), "{now}");
        assert_eq!(env.json(&["today"])["day"], now[..10]);
    }
}

#[test]
fn the_small_hours_of_sunday_belong_to_the_week_before() {
    let mut env = Environment::new();
    env.ok(&["config", "--day-start", "04:00"]);
    env.at("2026-03-09T03:59:00+00:00").ok(&["twitch", "calf"]);
    env.at("2026-03-09T04:00:00+00:00").ok(&["twitch", "thigh"]);
    let count = |week: &str| env.json(&["week", week])["episodes"]["count"].clone();
    assert_eq!(count("2026-W10"), 1);
    assert_eq!(count("2026-W11"), 1);
}

#[test]
fn days_that_have_not_come_are_no_unlogged_days() {
    let env = Environment::new();
    env.ok(&["eat", "2 eggs", "--at", "2026-03-03 08:00"]);
    for args in [&["week", "next"][..], &["report", "--from", "2026-05-01", "--to", "2026-05-20"]] {
        let page = env.ok(args);
        assert!(page.contains("These days have not come yet."), "{page}");
        for word in ["0 of", "0 days", "not noted", "No day is logged", "3 logged days"] {
            assert!(!page.contains(word), "{args:?}: {word}: {page}");
        }
        let document = env.json(args);
        assert_eq!(document["period"]["days_to_come"], document["period"]["days"]);
        for format in ["md", "html"] {
            let page = env.ok(&[args, &["--format", format]].concat());
            assert!(page.contains("These days have not come yet."), "{format}");
        }
    }
    // Wednesday evening: five days of these fourteen have come.
    let args = ["report", "--from", "2026-02-28", "--to", "2026-03-13"];
    assert!(env.ok(&args).contains("0 of 5 days logged, 9 to come"), "{}", env.ok(&args));
    assert_eq!(env.json(&args)["period"]["days_to_come"], 9);
    assert!(!env.ok(&["week", "last"]).contains("to come"));
}

#[test]
fn tomorrow_cannot_be_closed() {
    let env = Environment::new();
    let page = env.ok(&["day", "tomorrow"]);
    assert!(page.contains("Thursday 5 March 2026\nThis day has not come yet."), "{page}");
    let refused = env.run(&["done", "tomorrow"]);
    assert_eq!(refused.status, 2);
    assert!(refused.stderr.contains("2026-03-05 has not come yet"), "{}", refused.stderr);
    assert!(env.json(&["diary"])["entries"].as_array().is_some_and(Vec::is_empty));
    let refused = env.run(&["eat", "2 eggs", "--at", "tomorrow 8am"]);
    assert_eq!(refused.status, 2);
    assert!(refused.stderr.contains("has not come yet"), "{}", refused.stderr);
}
