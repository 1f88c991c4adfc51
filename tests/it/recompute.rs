//! The figures of the page, worked out a second time by a script that shares nothing with the
//! program, on random diaries.

use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use proptest::prelude::Rng as _;
use proptest::test_runner::{RngAlgorithm, TestRng};

use crate::environment::{Environment, tell};

/// Diaries of a run.
const DIARIES: u64 = 50;

/// Phrases with and without figures for everything; some are foods nobody knows.
const PHRASES: &[&str] = &[
    "2 eggs",
    "2 slices wholemeal toast",
    "40 g oats, rolled, dry",
    "200 ml whole milk",
    "1 banana",
    "30 g almonds",
    "150 g salmon, Atlantic, wild, cooked",
    "200 g spinach",
    "1 flat white",
    "250 g coffee, brewed",
    "150 g chicken breast",
    "200 g rice",
    "1 apple",
    "pizza margherita",
    "1 can sardines",
    "60 g dark chocolate",
    "100 g cheddar",
    "1 orange",
    "200 g lentils, cooked",
    "1 tbsp peanut butter",
    "330 ml cola",
    "mum's special",
    "500 ml beer",
    "150 g yogurt",
    "1 avocado",
    "200 g potatoes",
    "100 g tuna, canned",
    "a pinch of moon dust",
    "300 g bean stew",
    "1 cup black tea",
];
const DOSES: &[&str] = &["magnesium citrate 200 mg", "vitamin D 1000 IU", "calcium 500 mg"];

/// Random numbers below a bound.
struct Dice(TestRng);

impl Dice {
    fn below(&mut self, most: u32) -> u32 {
        self.0.next_u32() % most
    }

    fn one<'a>(&mut self, of: &[&'a str]) -> &'a str {
        of[self.below(of.len() as u32) as usize]
    }
}

fn diary(number: u64) -> Environment {
    let mut env = Environment::new();
    env.at("2026-03-08T22:00:00+00:00");
    let seed: Vec<u8> = number.to_le_bytes().repeat(4);
    let mut dice = Dice(TestRng::from_seed(RngAlgorithm::ChaCha, &seed));
    let year = (1940 + dice.below(70)).to_string();
    match dice.below(4) {
        0 => {}
        1 => {
            env.ok(&["profile", "--sex", "male", "--born", &year]);
        }
        2 => {
            env.ok(&["profile", "--sex", "female", "--born", &year, "--authority", "EFSA"]);
        }
        _ => {
            env.ok(&["profile", "--sex", "female", "--born", "1988"]);
        }
    }
    env.ok(&[
        "recipe",
        "add",
        "bean stew",
        "200 g beans, kidney, cooked",
        "100 g spinach",
        "1 onion",
    ]);
    // Most diaries hold ten days; every fifth holds weeks before, so that there are trends.
    let days = if number.is_multiple_of(5) { 44 } else { 10 };
    let last = chrono::NaiveDate::from_ymd_opt(2026, 3, 8).expect("a date");
    for back in 0..days {
        let day = last - chrono::Days::new(back);
        let at = |hour: u32| format!("{day} {hour:02}:15");
        for hour in [8, 18] {
            if dice.below(6) > 0 {
                let phrases: Vec<&str> =
                    (0..2 + dice.below(3)).map(|_| dice.one(PHRASES)).collect();
                env.ok(&["eat", &phrases.join(", "), "--at", &at(hour)]);
            }
        }
        match dice.below(9) {
            0 => env.ok(&["stress", &dice.below(11).to_string(), "--at", &at(19)]),
            1 => env.ok(&[
                "sleep",
                &format!("{}h{}m", 4 + dice.below(6), dice.below(60)),
                "--at",
                &at(7),
            ]),
            2 => env.ok(&["water", &format!("{}ml", 100 + dice.below(900)), "--at", &at(11)]),
            3 => env.ok(&["caffeine", &format!("{}mg", 20 + dice.below(400)), "--at", &at(9)]),
            4 => env.ok(&["take", dice.one(DOSES), "--elemental", "--at", &at(20)]),
            5 => env.ok(&["twitch", "none", "--at", &format!("{day}")]),
            6 => env.ok(&[
                "twitch",
                dice.one(&["eyelid", "calf", "thumb"]),
                "-i",
                "3",
                "--at",
                &at(21),
            ]),
            7 => env.ok(&["exercise", "30m", "--at", &at(17)]),
            _ => env.ok(&["done", &day.to_string()]),
        };
    }
    env
}

/// Returns what the script says of a page and the diary it is of, and whether it agrees; none where
/// Python is not installed.
fn recomputed(env: &Environment, page: &str) -> Option<(String, bool)> {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/recompute.py");
    let mut child = Command::new("python3")
        .arg(script)
        .arg(env.db())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .ok()?;
    child.stdin.take().expect("a pipe").write_all(page.as_bytes()).expect("the script reads");
    let output = child.wait_with_output().expect("the script ends");
    let said = [output.stdout, output.stderr].concat();
    Some((String::from_utf8(said).expect("UTF-8"), output.status.success()))
}

#[test]
fn a_second_computation_agrees_with_every_figure() {
    if Command::new("python3").arg("--version").output().is_err() {
        tell("skipped: python3 is not installed, so the figures were not worked out again");
        return;
    }
    let half = |numbers: std::ops::Range<u64>| {
        std::thread::spawn(move || {
            let mut figures = 0;
            for number in numbers {
                let env = diary(number);
                let page = env.ok(&["week", "--json"]);
                let (said, agrees) = recomputed(&env, &page).expect("python3 runs");
                assert!(agrees, "diary {number}: {said}");
                let count: u64 =
                    said.split(' ').next().and_then(|n| n.parse().ok()).expect("a count");
                figures += count;
            }
            figures
        })
    };
    let halves = [half(0..DIARIES / 2), half(DIARIES / 2..DIARIES)];
    let figures: u64 = halves.map(|half| half.join().expect("every figure agrees")).iter().sum();
    tell(&format!("recomputed: {DIARIES} diaries, {figures} figures, 0 disagreements"));
    assert!(figures > 150 * DIARIES, "{figures}");
}

#[test]
fn the_script_notices_a_wrong_figure() {
    let env = diary(3);
    let mut page = env.json(&["week"]);
    let Some((said, agrees)) = recomputed(&env, &page.to_string()) else {
        tell("skipped: python3 is not installed, so the script could not be tried");
        return;
    };
    assert!(agrees, "{said}");
    let figure = &mut page["nutrients"][1]["intake_upper_per_day"];
    *figure = (figure.as_f64().expect("a figure") + 0.001).into();
    let (said, agrees) = recomputed(&env, &page.to_string()).expect("python3 runs");
    assert!(!agrees && said.contains("calcium intake_upper_per_day"), "{said}");
}
