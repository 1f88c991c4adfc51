//! Weeks that are not like others: clocks that change, nights, New Year, nothing, too much.

use serde_json::Value;

use crate::environment::Environment;
use crate::state;

/// Central European time with its summer, as POSIX writes it.
const BERLIN: &str = "CET-1CEST,M3.5.0,M10.5.0/3";

fn log(env: &Environment, day: &str) {
    env.ok(&["eat", "100 g oats, rolled, dry, 200 g milk, whole", "--at", &format!("{day} 08:00")]);
    env.ok(&["eat", "200 g rice, 150 g salmon", "--at", &format!("{day} 19:00")]);
}

fn magnesium(week: &Value) -> &Value {
    &week["nutrients"][0]
}

#[test]
fn a_week_in_which_the_clocks_change_has_seven_days() {
    for (now, days) in
        [("2026-03-29T23:00:00+02:00", 23..=29), ("2026-10-25T23:00:00+01:00", 19..=25)]
    {
        let mut env = Environment::new();
        env.at(now).zone(BERLIN);
        for day in days {
            log(&env, &format!("{}-{day}", &now[..7]));
        }
        // An hour that exists twice, or not at all, belongs to its date.
        env.ok(&["water", "250ml", "--at", &format!("{} 02:30", &now[..10])]);
        let week = env.json(&["week"]);
        assert_eq!(week["period"]["days"], 7);
        assert_eq!(week["period"]["logged_days"], 7, "{now}");
        let whole = magnesium(&week)["intake_per_day"].as_f64().expect("a figure");
        let one = env.json(&["report", "--from", &now[..10], "--to", &now[..10]]);
        let day = magnesium(&one)["intake_per_day"].as_f64().expect("a figure");
        assert!((whole - day).abs() < 1e-6, "every day is alike: {whole} {day}");
    }
}

#[test]
fn after_midnight_belongs_to_the_evening_where_the_day_begins_at_four() {
    let mut env = Environment::new();
    env.at("2026-03-09T10:00:00+00:00");
    env.ok(&["config", "--day-start", "04:00"]);
    log(&env, "2026-03-08");
    // Monday, half past two in the morning: still Sunday's night.
    let entry = env.json(&["twitch", "eyelid", "--at", "2026-03-09 02:30"]);
    assert_eq!(entry["entry"]["day"], "2026-03-08");
    let last = env.json(&["week", "last"]);
    assert_eq!(
        (&last["period"]["from"], &last["period"]["to"]),
        (&"2026-03-02".into(), &"2026-03-08".into())
    );
    assert_eq!(last["episodes"]["days_with"], 1);
    assert_eq!(env.json(&["week"])["episodes"]["count"], 0);
}

#[test]
fn the_week_of_new_year_lies_in_both_years() {
    let mut env = Environment::new();
    env.at("2027-01-02T12:00:00+00:00");
    for day in ["2026-12-29", "2026-12-31", "2027-01-01"] {
        log(&env, day);
    }
    for name in ["this", "2026-W53", "2026-12-28", "2027-01-03"] {
        let week = env.json(&["week", name]);
        assert_eq!(
            (&week["period"]["from"], &week["period"]["to"]),
            (&"2026-12-28".into(), &"2027-01-03".into()),
            "{name}"
        );
        assert_eq!(week["period"]["logged_days"], 3, "{name}");
    }
    assert!(env.ok(&["week"]).contains("Week 53"));
}

#[test]
fn an_empty_week_knows_nothing_and_says_so() {
    let env = Environment::new();
    let week = env.json(&["week"]);
    for nutrient in week["nutrients"].as_array().expect("nutrients") {
        assert_eq!(nutrient["verdict"], "too_few_days");
        for field in
            ["intake_per_day", "intake_upper_per_day", "coverage", "known_share", "assessment"]
        {
            assert_eq!(nutrient[field], Value::Null, "{field}");
        }
    }
    for form in ["text", "md", "csv", "html"] {
        let page = env.ok(&["week", "--format", form]);
        assert!(!page.is_empty() && !page.contains("NaN") && !page.contains("inf"), "{form}");
    }
}

#[test]
fn a_week_of_phrases_nobody_knows_is_bounded_and_never_judged() {
    let env = Environment::new();
    for day in ["2026-03-02", "2026-03-03", "2026-03-04"] {
        env.ok(&["eat", "grandma's stew, moon dust, qwertz", "--at", &format!("{day} 12:00")]);
        env.ok(&["done", day]);
    }
    let week = env.json(&["week"]);
    assert_eq!(week["period"]["logged_days"], 3);
    for nutrient in week["nutrients"].as_array().expect("nutrients") {
        assert_eq!(nutrient["intake_per_day"], Value::Null, "nothing is known: {nutrient}");
        assert_eq!(nutrient["coverage"], Value::Null, "{nutrient}");
        assert_eq!(nutrient["foods_reporting"], 0);
        assert!(nutrient["intake_upper_per_day"].as_f64().is_some_and(|upper| upper > 0.0));
        assert_ne!(nutrient["verdict"], "met");
        assert_eq!(nutrient["unknown_foods"].as_array().map(Vec::len), Some(3), "{nutrient}");
        let name = nutrient["nutrient"].as_str().expect("a nutrient");
        let why = env.json(&["why", name, "--week"]);
        assert!(why["total"].is_null() && why["per_day"].is_null(), "{why}");
        assert!(why["total_upper"].as_f64().is_some_and(|upper| upper > 0.0), "{why}");
        let day = env.json(&["day", "2026-03-03"]);
        assert!(day["totals"][name]["known"].is_null(), "{day}");
    }
    // No page says that nothing known is 0.
    for form in ["text", "md", "csv", "html"] {
        let page = env.ok(&["week", "--format", form]);
        assert!(!page.contains("t least 0 "), "{form}: {page}");
        assert!(form == "csv" || page.contains("none of 3 foods reports it"), "{form}: {page}");
    }
    let day = env.ok(&["day", "2026-03-03"]);
    assert!(day.contains("not known; none of 3 foods reports it"), "{day}");
    let why = env.ok(&["why", "magnesium", "--week"]);
    assert!(why.contains("Nothing of it is known."), "{why}");
}

#[test]
fn five_hundred_entries_a_day_are_all_counted() {
    let env = Environment::new();
    for day in 2..=4 {
        env.ok(&["water", "10ml", "--at", &format!("2026-03-0{day} 10:00")]);
        env.ok(&["twitch", "eyelid", "-i", "2", "--at", &format!("2026-03-0{day} 11:00")]);
        env.ok(&["done", &format!("2026-03-0{day}")]);
    }
    // The same again until there are 500 of each a day, as a person would in a very long time.
    state::open(&env.db())
        .execute_batch(
            "BEGIN;
             CREATE TEMP TABLE n AS WITH RECURSIVE n (i) AS (VALUES (1) UNION ALL SELECT i + 1
                 FROM n WHERE i < 499) SELECT i FROM n;
             CREATE TEMP TABLE more AS SELECT e.id AS old, n.i,
                 1000 + row_number() OVER () AS new FROM entry e, n WHERE e.kind IN ('water', 'episode');
             INSERT INTO entry (id, uid, kind, instant, offset_seconds, day, created_at, changed_at)
                 SELECT new, substr(hex(randomblob(18)), 1, 36), kind, instant + i, offset_seconds, day,
                     created_at, changed_at FROM more JOIN entry e ON e.id = old;
             INSERT INTO context (entry_id, kind, amount)
                 SELECT new, kind, amount FROM more JOIN context ON entry_id = old;
             INSERT INTO episode (entry_id, kind, site, intensity)
                 SELECT new, kind, site, intensity FROM more JOIN episode ON entry_id = old;
             COMMIT;",
        )
        .expect("many entries");
    let week = env.json(&["week"]);
    assert_eq!(week["episodes"]["count"], 1500);
    assert_eq!(week["episodes"]["days_with"], 3);
    assert_eq!(week["context"]["water"]["mean_per_day"], 5000);
    let page = env.ok(&["week"]);
    assert!(page.contains("1500 episodes on 3 days"), "{page}");
    assert!(env.ok(&["week", "--format", "html"]).contains("</html>"));
}
