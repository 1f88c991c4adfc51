//! An episode with the 48 hours before it: what was eaten and drunk, caffeine still on board,
//! sleep, stress, exercise, and what is new.

use crate::environment::Environment;

fn diary() -> Environment {
    let env = Environment::new();
    for args in [
        &["take", "vitamin D 1000 IU", "--at", "2026-02-20 08:00"][..],
        &["eat", "2 eggs, 100 g spinach", "--at", "2026-03-03 08:00"],
        &["drink", "coffee", "--at", "2026-03-03 10:00"],
        &["caffeine", "100mg", "--at", "2026-03-04 14:30"],
        &["sleep", "6h30m", "--at", "2026-03-04 07:00"],
        &["stress", "7", "--at", "2026-03-04 12:00"],
        &["exercise", "45m", "--effort", "hard", "--at", "2026-03-03 18:00"],
        &["take", "vitamin D 1000 IU", "--at", "2026-03-04 08:00"],
        &["take", "magnesium 100 mg", "--elemental", "--at", "2026-03-04 08:00"],
        &["medicine", "salbutamol", "--started", "--at", "2026-03-03 09:00"],
    ] {
        env.json(args);
    }
    env
}

#[test]
fn an_episode_is_shown_with_the_hours_before_it() {
    let env = diary();
    let id = env.json(&["twitch", "calf", "--at", "2026-03-04 18:30"])["entry"]["id"].to_string();
    let around = env.json(&["show", &id])["around"].clone();
    assert_eq!(around["hours"], 48);
    assert_eq!(around["meals"], 2);
    assert_eq!(around["sleep_minutes"][0], 390);
    assert_eq!(around["stress"][0], 7);
    assert_eq!(around["exercise"][0]["effort"], "hard");
    assert_eq!(around["minutes_since_caffeine"], 240);
    let new: Vec<_> = around["new"].as_array().expect("a list").iter().collect();
    assert_eq!(new.len(), 2, "vitamin D was taken before: {new:?}");
    assert_eq!(new[0]["name"], "salbutamol");
    assert_eq!(new[1]["items"][0]["phrase"], "magnesium 100 mg");
    // 100 mg four hours before, and the coffee of the day before on top of it.
    let left = &around["caffeine_on_board"];
    assert_eq!(left["half_life_hours"].to_string(), "[1.5,9.5]");
    let low = left["low"].as_f64().expect("mg");
    let high = left["high"].as_f64().expect("mg");
    assert!((15.7..16.0).contains(&low), "{left}");
    assert!((75.0..100.0).contains(&high), "{left}");

    let page = env.ok(&["show", &id]).split_whitespace().collect::<Vec<_>>().join(" ");
    for said in ["In sum, the 48 hours before", "an estimated 16 to", "6 h 30 min", "7 of 10"] {
        assert!(page.contains(said), "{said}: {page}");
    }
    assert!(page.contains("this cannot tell you why a twitch"), "{page}");
}

#[test]
fn what_was_not_noted_before_an_episode_is_not_known() {
    let env = Environment::new();
    let id = env.json(&["twitch", "calf"])["entry"]["id"].to_string();
    let around = env.json(&["show", &id])["around"].clone();
    assert!(around["caffeine_on_board"].is_null());
    assert!(around["minutes_since_caffeine"].is_null());
    assert!(around["totals"]["caffeine"]["known"].is_null());
    let page = env.ok(&["show", &id]);
    assert_eq!(page.matches("not noted").count(), 6, "{page}");
    let water = env.json(&["water", "500ml"])["entry"]["id"].to_string();
    assert!(env.json(&["show", &water])["around"].is_null(), "only an episode has it");
}
