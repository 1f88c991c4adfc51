//! The program is killed at random instants, over every command that writes.
//!
//! After each kill the diary must be whole, must hold what was acknowledged exactly once, and must
//! otherwise stand as it did. `MINERALOG_KILLS` sets how many kills there are; the figures are
//! printed at the end.

use std::io::Read as _;
use std::process::Stdio;
use std::time::{Duration, Instant};

use proptest::prelude::Rng as _;
use proptest::test_runner::{RngAlgorithm, TestRng};

use crate::environment::{Environment, tell};
use crate::state::{self, Standing};

/// Kills of a usual test run.
const KILLS: u32 = 60;

/// What a command does to the journal when it ends.
#[derive(Clone, Copy, PartialEq)]
enum Leaves {
    /// One change more.
    OneChange,
    /// No change more: it takes one back or does one again.
    NoChange,
    /// One more, or none where there is nothing left to do.
    Any,
}

/// Returns the command of a turn; `mark` is a word that stands in nothing else.
fn command(turn: u32, mark: &str) -> (Vec<String>, Leaves) {
    let words = |text: &str| text.split('~').map(str::to_owned).collect::<Vec<_>>();
    let change = |text: String| (words(&text), Leaves::OneChange);
    match turn % 20 {
        0 => change(format!("eat~2 eggs, 200 g spinach, flat white~--note~{mark}")),
        1 => change(format!("twitch~eyelid~--side~left~--intensity~4~--note~{mark}")),
        2 => change(format!("stress~4~--note~{mark}")),
        3 => change(format!("take~magnesium citrate 200 mg~--note~{mark}")),
        4 => change(format!("note~{mark}")),
        5 => change(format!("food~add~{mark}~--per~100g~--energy~400kcal~--magnesium~90mg")),
        6 => (words("undo"), Leaves::NoChange),
        7 => change(format!("eat~something nobody knows {mark}~--note~{mark}")),
        8 => change(format!("recipe~add~soup {mark}~200 g lentils~1 carrot")),
        9 => change(format!("food~alias~banana~{mark}")),
        10 => change(format!("profile~--born~{}", 1930 + turn % 70)),
        11 => change(format!("medicine~omeprazole~--note~{mark}")),
        12 => (words("undo"), Leaves::NoChange),
        13 => (words("redo"), Leaves::NoChange),
        14 => change(format!("edit~1~--note~{mark}")),
        15 => (words("merge~other.db"), Leaves::Any),
        16 => change(format!("water~{}ml~--note~{mark}", 100 + turn % 400)),
        17 => (words("import~json~other.json"), Leaves::Any),
        18 => (words("delete~2"), Leaves::Any),
        _ => change(format!("drink~300 ml water, 1 espresso~--note~{mark}")),
    }
}

#[test]
fn a_kill_at_any_instant_loses_nothing() {
    let kills = std::env::var("MINERALOG_KILLS")
        .ok()
        .and_then(|number| number.parse().ok())
        .unwrap_or(KILLS);
    let mut rng = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    let mut env = begun();
    let usual = usual_time(&env);
    let mut before = Standing::of(&env.db());
    let (mut turn, mut killed, mut acknowledged, mut kept, mut undone) = (0, 0, 0, 0, 0);
    while killed < kills {
        // A long run begins a new diary now and then, so that it stays as quick as it began.
        if turn % 400 == 399 {
            env = begun();
            before = Standing::of(&env.db());
        }
        turn += 1;
        let mark = format!("mark{turn}x");
        let (args, leaves) = command(turn, &mark);
        let args: Vec<&str> = args.iter().map(String::as_str).collect();
        let changes = state::changes(&state::open(&env.db()));
        let wait = usual.mul_f64(1.3 * f64::from(rng.next_u32()) / f64::from(u32::MAX));
        let ended = run_and_kill(&env, &args, wait);
        killed += u32::from(!ended.alone);
        let context = format!("turn {turn}: {args:?}, killed after {wait:?}");
        let unchanged = Standing::find(&env.db(), &[&before], &context).is_some();
        let diary = state::open(&env.db());
        let grown = state::changes(&diary) - changes;
        assert!(grown == 0 || grown == 1, "{context}: {grown} changes");
        if leaves == Leaves::Any {
            assert!(grown == 1 || unchanged, "{context}: half of it is there");
        }
        if leaves == Leaves::OneChange {
            assert!(grown == 1 || unchanged, "{context}: half of it is there");
            if ended.answered {
                acknowledged += 1;
                assert_eq!(grown, 1, "{context}: it answered, and the change is not there");
            }
            if ended.answered && args.contains(&"--note") {
                let notes = format!("SELECT count(*) FROM entry WHERE note = '{mark}'");
                let count: i64 = diary.query_row(&notes, [], |row| row.get(0)).expect("a count");
                assert_eq!(count, 1, "{context}: not exactly once");
            }
            kept += u32::from(grown == 1 && !ended.answered);
            // What was kept can be taken back, and then nothing of it is seen.
            if grown == 1 && rng.next_u32().is_multiple_of(8) {
                env.ok(&["undo"]);
                let seen = env.ok(&["diary", "--json"]);
                assert!(!seen.contains(&mark), "{context}: undo left it");
                undone += 1;
            }
        }
        if !unchanged {
            before = Standing::of(&env.db());
        }
    }
    tell(&format!(
        "kills: {killed} in {turn} commands; {acknowledged} acknowledged, {kept} more were there \
         whole without an answer, {undone} taken back again; lost, doubled or halved: 0"
    ));
}

/// Returns a diary, with another one beside it that was kept apart.
fn begun() -> Environment {
    let env = Environment::new();
    for level in ["1", "2", "3"] {
        env.ok(&["stress", level]);
    }
    env.ok(&["backup", "other.db"]);
    env.ok(&["eat", "2 kiwis, 1 flat white", "--db", "other.db"]);
    env.ok(&["export", "json", "other.json", "--db", "other.db"]);
    env
}

/// How a command ended.
struct Ended {
    /// Whether it came to its end before it was killed.
    alone: bool,
    /// Whether it said on standard output what it did.
    answered: bool,
}

fn run_and_kill(env: &Environment, args: &[&str], wait: Duration) -> Ended {
    let mut child = env
        .command(args)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("the program starts");
    std::thread::sleep(wait);
    let alone = child.try_wait().expect("its state").is_some();
    child.kill().expect("a kill");
    child.wait().expect("its end");
    let mut said = String::new();
    child.stdout.take().expect("a pipe").read_to_string(&mut said).expect("UTF-8");
    Ended { alone, answered: !said.is_empty() }
}

/// Returns how long a logging command takes here.
fn usual_time(env: &Environment) -> Duration {
    let mut times: Vec<Duration> = (0..5)
        .map(|_| {
            let begun = Instant::now();
            env.ok(&["eat", "2 eggs, 200 g spinach, flat white"]);
            begun.elapsed()
        })
        .collect();
    times.sort();
    times[2]
}
