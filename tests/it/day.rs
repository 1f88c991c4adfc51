//! A day as a timeline: one by one, narrow, and gathered where it is very full.

use expect_test::expect;

use crate::environment::{Environment, Run};

fn columns(env: &Environment, width: &str, args: &[&str]) -> String {
    let output = env.command(args).env("COLUMNS", width).output();
    Run::of(output.expect("the program starts")).stdout
}

/// Returns the timeline alone, what stands between the heading and the totals, each line after a
/// bar: so its blanks stay.
fn timeline(page: &str) -> String {
    let lines = page.lines().skip_while(|line| !line.contains("March 2026")).skip(1);
    lines
        .take_while(|line| !line.is_empty())
        .map(|line| format!("|{}\n", line.trim_end()))
        .collect()
}

fn day() -> Environment {
    let env = Environment::new();
    for args in [
        &["twitch", "left", "eyelid", "-i", "4", "--for", "10m", "--at", "17:00"][..],
        &["sleep", "6h30m", "--at", "07:00"],
        &["eat", "2 eggs, 250 g coffee, brewed", "--at", "08:00"],
        &["stress", "4", "--at", "12:00"],
        &["eat", "100 g banana", "--at", "13:00"],
        &["eat", "my own secret stew", "--at", "18:00"],
    ] {
        env.json(args);
    }
    env
}

#[test]
fn a_day_in_order_of_time_with_the_caffeine_of_each_meal() {
    let env = day();
    expect![[r#"
        |  07:00     2  sleep 6 h 30 min
        |  08:00     3  breakfast: egg, boiled 100 g; coffee, brewed 250 g; caffeine 100
        |               mg
        |  12:00     4  stress 4 of 10
        |  13:00     5  lunch: banana 100 g
        |  17:00     1  twitch, left eyelid, intensity 4 of 10, for 10 min
        |  18:00     6  dinner: "my own secret stew" (not matched yet)
    "#]]
    .assert_eq(&timeline(&columns(&env, "80", &["today"])));
    expect![[r#"
        |food not complete
        |07:00 sleep 6 h 30 min (2)
        |08:00 breakfast: egg, boiled 100 g;
        |      coffee, brewed 250 g; caffeine 100
        |      mg (3)
        |12:00 stress 4 of 10 (4)
        |13:00 lunch: banana 100 g (5)
        |17:00 twitch, left eyelid, intensity 4
        |      of 10, for 10 min (1)
        |18:00 dinner: "my own secret stew" (not
        |      matched yet) (6)
    "#]]
    .assert_eq(&timeline(&columns(&env, "40", &["today"])));
    let timeline = env.json(&["today"])["timeline"].clone();
    assert_eq!(timeline[0]["kind"], "sleep");
    assert!(timeline[0]["caffeine"].is_null());
    assert_eq!(timeline[1]["caffeine"]["known"], 100);
}

#[test]
fn a_narrow_page_keeps_to_its_columns() {
    let env = day();
    for width in ["40", "59", "60", "200"] {
        for line in columns(&env, width, &["today"]).lines() {
            let length = line.chars().count();
            assert!(length <= width.parse().expect("a number"), "{width}: {line}");
        }
    }
}

#[test]
fn a_very_full_day_is_gathered() {
    let env = Environment::new();
    for minute in 0..18 {
        env.json(&["drink", "200 g coffee, brewed", "--at", &format!("09:{minute:02}")]);
    }
    for site in ["calf", "calf", "eyelid"] {
        env.json(&["twitch", site, "-i", "5", "--at", "14:00"]);
    }
    expect![[r#"
        |  Morning, 09:00 to 09:17
        |    18 meals and drinks, 18 foods; caffeine 1440 mg
        |  Afternoon, 14:00 to 14:00
        |    3 episodes: calf 2 times and eyelid; intensity up to 5 of 10
        |  21 entries, one by one: `mineralog diary --from 2026-03-04 --to 2026-03-04`
    "#]]
    .assert_eq(&timeline(&columns(&env, "80", &["today"])));
    assert_eq!(env.json(&["today"])["timeline"].as_array().map(Vec::len), Some(21));
}

#[test]
fn a_day_that_has_not_come_yet_says_so() {
    let env = day();
    for (wanted, to_come) in [("yesterday", false), ("today", false), ("tomorrow", true)] {
        assert_eq!(env.json(&["day", wanted])["to_come"], to_come, "{wanted}");
        let page = env.ok(&["day", wanted]);
        assert_eq!(page.contains("This day has not come yet."), to_come, "{page}");
    }
}
