//! The week's page as a file: what it holds, and what it must never hold.

use expect_test::expect_file;

use crate::environment::Environment;
use crate::golden_week::the_week;

/// Returns the page of a period.
pub fn page(env: &Environment, period: &[&str]) -> String {
    env.ok(&[period, &["--format", "html"]].concat())
}

/// Returns a diary whose every text tries to get out of the page.
pub fn hostile() -> Environment {
    let env = Environment::new();
    let script = "\"><script>alert(1)</script><img src=x onerror=alert(2)> '&amp; \u{202e}txt";
    for time in ["08:00", "13:00"] {
        env.ok(&["eat", &format!("{script} {time}"), "--at", time]);
        env.ok(&["eat", "500 g oats, rolled, dry", "--strict", "--at", time]);
    }
    env.ok(&["eat", &"unbroken".repeat(60), "--at", "09:00"]);
    // A name holds nothing invisible; the rest it may.
    env.ok(&["medicine", &script.replace('\u{202e}', ""), "started"]);
    env.ok(&["take", script]);
    env.ok(&["take", &"unbroken".repeat(20)]);
    env.ok(&["twitch", "eyelid", "--note", script, "--intensity", "3"]);
    env
}

/// Returns a diary with more sites, supplements and medicines than a sheet has lines for.
pub fn crowded() -> Environment {
    let env = Environment::new();
    let sites = [
        "eyelid", "eyebrow", "face", "lip", "jaw", "neck", "shoulder", "arm", "forearm", "hand",
        "thumb", "finger", "chest", "abdomen", "back", "thigh", "knee", "calf", "foot", "toe",
    ];
    for site in sites {
        for side in ["left", "right"] {
            env.ok(&["twitch", site, "--side", side, "--intensity", "9", "--for", "2h"]);
        }
    }
    // No digits: those would be amounts.
    let letters = |i: u8| format!("{}{}", char::from(b'a' + i / 26), char::from(b'a' + i % 26));
    for i in 0..60 {
        let name = format!("a blend of many herbs with a rather long name, called {}", letters(i));
        env.ok(&["take", &name]);
    }
    for i in 0..20 {
        let name = format!("a medicine whose name goes on for a while, called {}", letters(i));
        env.ok(&["medicine", &name, "started"]);
    }
    env
}

#[test]
fn the_page_of_a_week() {
    expect_file!["golden/week.html"].assert_eq(&page(&the_week(), &["week"]));
}

#[test]
fn the_page_of_an_empty_week() {
    expect_file!["golden/empty_week.html"].assert_eq(&page(&Environment::new(), &["week"]));
}

#[test]
fn nothing_that_was_typed_can_run() {
    let html = page(&hostile(), &["week"]);
    assert!(html.contains("&lt;script&gt;alert(1)"), "it is shown as it was typed: {html}");
    for never in ["<script", "<img", "onerror=alert(2)>", "\u{202e}", "&amp;amp;lt;"] {
        assert!(!html.contains(never), "{never}");
    }
    assert_eq!(html.matches("<style>").count(), 1);
    assert!(html.chars().all(|c| c == '\n' || !c.is_control()));
}

#[test]
fn nothing_outside_the_page_is_named() {
    let html = page(&the_week(), &["week"]);
    assert!(html.contains("default-src 'none'"));
    for never in ["http:", "https:", "//", "src=", "href=", "@import", "@font-face", "<link"] {
        assert!(!html.contains(never), "{never}");
    }
    assert_eq!(html.matches("url(").count(), html.matches("url(#hatch)").count());
}

#[test]
fn every_drawing_has_a_title_words_and_a_table() {
    let html = page(&the_week(), &["week"]);
    let count = |text: &str| html.matches(text).count();
    assert_eq!(count("<figure>"), 8, "four minerals, two timelines, a calendar, the weeks");
    assert_eq!(count("<figure>"), count("<details>"));
    // The sheet's calendar has its words beside it.
    assert_eq!(count("role=\"img\""), count("<figure>") + 1);
    assert_eq!(count("role=\"img\""), count("<desc id="));
    assert_eq!(count("role=\"img\""), count("<title id="));
    let mut ids: Vec<&str> =
        html.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    let all = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), all, "an id names one thing");
}

#[test]
fn what_is_not_known_is_no_zero() {
    let mut env = Environment::new();
    env.at("2026-03-04T22:00:00+00:00");
    let unknown = "200 g salmon, Atlantic, wild, cooked";
    env.ok(&["eat", unknown, "--strict", "--at", "2026-03-03 13:00"]);
    env.ok(&["twitch", "none", "--at", "2026-03-02 20:00"]);
    let html = page(&env, &["week"]);
    for row in [
        // Vitamin D: nothing is known, something may be there.
        "<th scope=\"row\">Tue 3 Mar</th><td>not known</td><td>48 µg</td><td>not complete, not averaged</td>",
        "<th scope=\"row\">Mon 2 Mar</th><td>not known</td><td>not known</td><td>nothing logged</td>",
        "<th scope=\"row\">Sun 8 Mar</th><td>to come</td><td>not known</td><td>nothing logged</td>",
        // Twitching: said to be free, not recorded, to come.
        "<th scope=\"row\">Mon 2 Mar</th><td>twitch-free</td><td>none</td>",
        "<th scope=\"row\">Tue 3 Mar</th><td>not recorded</td><td>not known</td>",
        "<th scope=\"row\">Thu 5 Mar</th><td>to come</td>",
    ] {
        assert!(html.contains(row), "{row}\n{html}");
    }
}

#[test]
fn a_long_period_keeps_a_page_one_can_load() {
    let env = the_week();
    let html = page(&env, &["report", "--from", "2016-03-09", "--to", "2026-03-08"]);
    assert!(html.len() < 400_000, "{} bytes", html.len());
    assert!(html.contains("Wed 9 Mar 2016 to Sun 8 Mar 2026"), "the title names the whole period");
    assert!(html.contains("the last 92 of 3652 days"), "a drawing says where it begins");
}
