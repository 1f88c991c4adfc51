//! What is wrong is refused with a reason, and the diary stays as it was.

use std::fs;

use serde_json::Value;

use crate::environment::{Environment, Run};

/// Returns a diary with something in it to lose.
fn kept() -> Environment {
    let env = Environment::new();
    env.ok(&["eat", "2 eggs", "--quiet"]);
    env
}

/// Returns the diary file, byte by byte.
fn bytes(env: &Environment) -> Vec<u8> {
    fs::read(env.db()).expect("a file")
}

/// Checks that a request is refused with a message, as text and as JSON, and changes nothing.
#[track_caller]
fn refused(env: &Environment, args: &[&str], message: &str) {
    let before = bytes(env);
    is_error(&env.run(args), 2, message);
    is_json_error(&env.run(&[&["--json"], args].concat()), 2, message);
    assert!(bytes(env) == before, "{args:?} changed the diary");
}

#[track_caller]
fn is_error(run: &Run, status: i32, message: &str) {
    assert_eq!(run.status, status, "{}", run.all());
    assert_eq!(run.stdout, "");
    assert!(run.stderr.starts_with("error: "), "{}", run.stderr);
    let words = run.stderr.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(words.contains(message), "{}\ndoes not say: {message}", run.stderr);
}

#[track_caller]
fn is_json_error(run: &Run, status: i32, message: &str) {
    assert_eq!(run.status, status, "{}", run.all());
    assert_eq!(run.stderr, "");
    let document: Value = serde_json::from_str(&run.stdout).expect("one JSON document");
    let error = &document["error"];
    let kind = if status == 1 { "failed" } else { "request" };
    assert_eq!(error["kind"], kind);
    assert!(error["hint"].is_string() || error["hint"].is_null());
    let said = error["message"].as_str().expect("a message");
    assert!(said.contains(message), "{said}\ndoes not say: {message}");
}

/// Returns what a run left behind that needed more than [`Environment::run`].
fn run_of(output: std::process::Output) -> Run {
    Run {
        status: output.status.code().expect("no signal ended it"),
        stdout: String::from_utf8(output.stdout).expect("UTF-8"),
        stderr: String::from_utf8(output.stderr).expect("UTF-8"),
    }
}

/// Checks that a phrase stays as it was typed, without figures, and is warned about.
#[track_caller]
fn unresolved(env: &Environment, phrase: &str) {
    let run = env.run(&["eat", phrase, "--json"]);
    assert_eq!(run.status, 0, "{}", run.all());
    assert!(run.stderr.starts_with("warning: "), "{}", run.stderr);
    let answer: Value = serde_json::from_str(&run.stdout).expect("one JSON document");
    let items = answer["meal"]["items"].as_array().expect("items");
    assert_eq!(items.len(), 1, "{items:?}");
    assert_eq!(items[0]["phrase"], phrase);
    assert_eq!(items[0]["status"], "unresolved");
    assert_eq!(items[0]["grams"], Value::Null);
}

#[test]
fn an_amount_is_never_negative() {
    let env = kept();
    for meal in ["spinach -200 g", "−5 g banana", "banana -2", "2 eggs, milk -1 cup"] {
        refused(&env, &["eat", meal], "an amount cannot be negative");
    }
    refused(&env, &["eat", "--", "-200 g spinach"], "an amount cannot be negative");
    refused(&env, &["take", "magnesium -5 mg"], "an amount cannot be negative");
    refused(&env, &["take", "vitamin D -1000 IU"], "an amount cannot be negative");
    refused(&env, &["water", "--", "-500ml"], "an amount cannot be negative");
}

#[test]
fn an_amount_is_never_zero() {
    let env = kept();
    for meal in
        ["0 eggs", "zero eggs", "0.0 g rice", "0/3 cup milk", "banana (0 g)", "2 x 0 g rice"]
    {
        refused(&env, &["eat", meal], "an amount must be more than zero");
    }
    refused(&env, &["take", "magnesium 0 mg"], "an amount must be more than zero");
    refused(&env, &["water", "0ml"], "an amount must be more than zero");
    refused(&env, &["caffeine", "0mg"], "an amount must be more than zero");
}

#[test]
fn an_absurd_amount_is_a_slip_of_the_finger() {
    let env = kept();
    for meal in [
        "1e9 g salmon",
        "9999999999999999999999 eggs",
        "2001 eggs",
        "20.001 kg rice",
        "20,001 g rice",
        "21 l milk",
        "banana (1e9 g)",
        "100 cans (400 g) tuna",
        "banana, 1e9 g salmon",
    ] {
        refused(&env, &["eat", meal], "that is more than 20 kg, 20 litres or 2000 pieces");
    }
    refused(&env, &["take", "magnesium 1e9 g"], "that is more than 20 kg");
    refused(&env, &["water", "21l"], "20 litres");
    refused(&env, &["caffeine", "6g"], "no amount can be read from \"6g\"");
}

#[test]
fn the_largest_amounts_are_still_amounts() {
    let env = Environment::new();
    let answer = env.json(&["eat", "20 kg rice, 20,000 g rice"]);
    assert_eq!(answer["meal"]["items"][0]["grams"], 20000);
    assert_eq!(answer["meal"]["items"][1]["grams"], 20000);
    env.ok(&["water", "20l"]);
    env.ok(&["caffeine", "5g"]);
}

#[test]
fn an_unknown_unit_stays_in_the_phrase() {
    let env = Environment::new();
    for phrase in
        ["5 zorkmids banana", "25gg banana", "1/0 cup milk", "NaN g banana", "1e400 g rice"]
    {
        unresolved(&env, phrase);
    }
    let meals = env.json(&["today"])["meals"].as_array().map(Vec::len);
    assert_eq!(meals, Some(5));
}

#[test]
fn water_and_caffeine_need_a_unit_that_fits() {
    let env = kept();
    for amount in ["500", "500 parsecs", "500 ml of tea", "2 slices", "lots", ""] {
        let message = format!("no amount can be read from \"{amount}\"");
        refused(&env, &["water", amount], &message);
    }
    for amount in ["95", "95ml", "2 cups"] {
        let message = format!("no amount can be read from \"{amount}\"");
        refused(&env, &["caffeine", amount], &message);
    }
}

#[test]
fn a_time_that_is_none() {
    let env = kept();
    for at in [
        "25:00",
        "24:00",
        "19:60",
        "13pm",
        "0am",
        "8",
        "0800",
        "soon",
        "-20m ago",
        "",
        "  ",
        "1e9m ago",
        "99999999999h ago",
    ] {
        let message = format!("no time can be read from \"{}\"", at.trim());
        let message = if at.trim().is_empty() { "no time can be read from" } else { &message };
        refused(&env, &["stress", "3", "--at", at], message);
    }
    refused(&env, &["stress", "3", "--at", "tomorrow"], "2026-03-05 12:00 has not come yet");
    refused(&env, &["eat", "banana", "--at", "25:00"], "no time can be read");
    refused(&env, &["take", "magnesium 100 mg", "--at", "25:00"], "no time can be read");
    refused(&env, &["twitch", "calf", "--at", "25:00"], "no time can be read");
    refused(&env, &["medicine", "omeprazole", "--at", "25:00"], "no time can be read");
    refused(&env, &["note", "--at", "25:00", "hello"], "no time can be read");
}

#[test]
fn a_time_that_has_not_come() {
    let env = kept();
    for at in ["19:32", "11pm", "2026-03-05", "2027-01-01 08:00", "9999-12-31"] {
        refused(&env, &["eat", "banana", "--at", at], "has not come yet");
        refused(&env, &["twitch", "none", "--at", at], "has not come yet");
    }
    refused(&env, &["done", "2026-03-05"], "2026-03-05 has not come yet");
}

#[test]
fn a_date_that_does_not_exist() {
    let env = kept();
    for date in ["2026-02-29", "2026-02-30", "2026-13-01", "2026-00-10", "2026-3-1", "1899-12-31"] {
        refused(&env, &["stress", "3", "--at", date], "no time can be read from");
        refused(&env, &["stress", "3", "--at", &format!("{date} 12:00")], "no time can be read");
        refused(&env, &["done", date], "no day can be read from");
        refused(&env, &["day", date], "no day can be read from");
        refused(&env, &["diary", "--from", date], "no day can be read from");
        refused(&env, &["week", date], "no week can be read from");
    }
    refused(&env, &["week", "2026-W54"], "no week can be read from \"2026-W54\"");
    refused(&env, &["week", "2026-W00"], "no week can be read from \"2026-W00\"");
    refused(
        &env,
        &["diary", "--from", "2026-03-02", "--to", "2026-03-01"],
        "the first day comes after the last",
    );
}

#[test]
fn a_scale_ends_at_ten() {
    let env = kept();
    for level in ["11", "-1", "256", "4.5", "ten", ""] {
        refused(&env, &["stress", level], "stress is a whole number from 0 to 10");
        refused(
            &env,
            &["twitch", "calf", "--intensity", level],
            "intensity is a whole number from 0 to 10",
        );
        refused(&env, &["twitch", "calf", "--pain", level], "pain is a whole number from 0 to 10");
    }
}

#[test]
fn a_length_of_time_that_is_none() {
    let env = kept();
    for length in ["8", "0m", "25h", "1441m", "lots", "6h90x", "", "1e9h", "inf h"] {
        for verb in ["sleep", "exercise", "screen"] {
            refused(&env, &[verb, length], "no length of time can be read from");
        }
    }
    for length in ["0s", "8d", "-5m", "ages"] {
        refused(&env, &["twitch", "calf", "--for", length], "no length of time can be read from");
    }
}

#[test]
fn a_twitch_that_is_none_of_the_known() {
    let env = kept();
    refused(&env, &["twitch", "elbowpit"], "\"elbowpit\" is no site that is known");
    refused(&env, &["twitch", "none", "none"], "\"none none\" is no site");
    refused(&env, &["twitch", "calf", "--side", "up"], "\"up\" is no side");
    refused(&env, &["twitch", "left calf", "--side", "right"], "two different sides were said");
    refused(&env, &["twitch", "calf", "--kind", "jump"], "\"jump\" is no kind of episode");
    refused(&env, &["twitch", "calf", "--with", "headache"], "\"headache\" is no sign");
    refused(&env, &["twitch", "calf", "--activity", "run"], "invalid value 'run'");
    for count in ["0", "-1", "1.5", "100001", "many"] {
        refused(
            &env,
            &["twitch", "calf", "--count", count],
            "a count of twitches is a whole number",
        );
    }
    refused(&env, &["twitch", "none", "--side", "left"], "a day without a twitch has no side");
    refused(&env, &["twitch", "none", "--intensity", "3"], "a day without a twitch has no side");
}

#[test]
fn a_medicine_is_named_with_what_can_be_seen() {
    let env = kept();
    refused(&env, &["medicine", "ibu\u{202e}profen"], "a name holds no invisible characters");
    refused(&env, &["medicine", "ibu\u{1b}[31mprofen"], "a name holds no control characters");
}

#[test]
fn a_misspelt_site_is_corrected_by_the_person() {
    let env = kept();
    let error = env.json_error(&["twitch", "eyeld"]);
    assert_eq!(error["message"], "\"eyeld\" is no site that is known");
    assert_eq!(error["hint"], "did you mean eyelid?");
    let error = env.json_error(&["twitch", "left", "eyelid", "10", "min"]);
    assert_eq!(error["hint"], "how long it lasted is said with --for 10min");
}

#[test]
fn a_word_that_is_none_of_the_choices() {
    let env = kept();
    refused(&env, &["sun", "much"], "invalid value 'much'");
    refused(&env, &["exercise", "45m", "--effort", "insane"], "invalid value 'insane'");
    refused(&env, &["eat", "banana", "--slot", "elevenish"], "\"elevenish\" is no meal of the day");
    refused(&env, &["config", "--week-start", "tuesday"], "a week cannot begin on \"tuesday\"");
    for start in ["25:00", "13:00", "4", "-1:00"] {
        let start = format!("--day-start={start}");
        refused(&env, &["config", &start], "is no hour at which a day can begin");
    }
    refused(&env, &["eat", "banana", "--sloth", "lunch"], "unexpected argument '--sloth'");
    refused(&env, &["nibble", "banana"], "unrecognized subcommand 'nibble'");
}

#[test]
fn nothing_said_is_nothing_logged() {
    let env = kept();
    for meal in ["", "   ", ",", " , ; + \n", "\u{a0}"] {
        refused(&env, &["eat", meal], "nothing was said to have been eaten");
    }
    for supplement in ["", " ", ","] {
        refused(&env, &["take", supplement], "no supplement was named");
    }
    refused(&env, &["note", "  "], "the note is empty");
    refused(&env, &["medicine", " "], "a medicine has a name");
    for verb in ["eat", "take", "medicine", "note", "stress", "sleep", "sun", "delete"] {
        refused(&env, &[verb], "required");
    }
    let before = bytes(&env);
    is_error(&env.run_with_input(&["eat", "-"], ""), 2, "nothing was said");
    is_json_error(&env.run_with_input(&["--json", "eat", "-"], "\n \n"), 2, "nothing was said");
    assert!(bytes(&env) == before, "the diary was changed");
}

#[test]
fn a_phrase_of_ten_kilobytes_is_kept_whole() {
    let env = Environment::new();
    let phrase = "x".repeat(10 * 1024);
    unresolved(&env, &phrase);
    assert_eq!(env.diary()["entries"][0]["items"][0]["phrase"], phrase);
    let run = env.run(&["eat", &"y ".repeat(5 * 1024)]);
    assert_eq!(run.status, 0);
    assert!(run.stderr.len() < 1000, "the warning is short: {}", run.stderr);
}

#[test]
fn what_is_too_long_is_refused_in_few_words() {
    let env = kept();
    let long = "x".repeat(10 * 1024);
    for (args, message) in [
        (["twitch", &long], "is no site that is known"),
        (["medicine", &long], "a medicine has a name of 1 to 200 characters"),
        (["note", &long], "a note holds at most 10000 characters"),
        (["stress", &long], "stress is a whole number from 0 to 10"),
        (["sleep", &long], "no length of time can be read from"),
        (["water", &long], "no amount can be read from"),
        (["day", &long], "no day can be read from"),
    ] {
        refused(&env, &args, message);
        let words = env.run(&args).stderr.len();
        assert!(words < 1000, "{words} bytes of complaint about {}", args[0]);
    }
    refused(&env, &["eat", "banana", "--note", &long], "a note holds at most 10000 characters");
    let before = bytes(&env);
    let meal = "banana\n".repeat(15_000);
    is_error(&env.run_with_input(&["eat", "-"], &meal), 2, "a meal holds at most 100000 bytes");
    assert!(bytes(&env) == before, "the diary was changed");
}

#[test]
fn a_note_of_ten_thousand_characters_is_kept_whole() {
    let env = Environment::new();
    let note = "é".repeat(10_000);
    env.ok(&["note", &note]);
    assert_eq!(env.diary()["entries"][0]["note"], note);
}

#[cfg(unix)]
#[test]
fn arguments_that_are_no_text() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt as _;
    let env = kept();
    let before = bytes(&env);
    let odd = OsStr::from_bytes(b"\xff\xfe banana");
    for args in [&["eat"][..], &["take"], &["note"], &["twitch"], &["eat", "banana", "--note"]] {
        let run = |first: &[&str]| {
            let mut command = env.command(&[first, args].concat());
            run_of(command.arg(odd).output().expect("the program starts"))
        };
        is_error(&run(&[]), 2, "invalid UTF-8 was detected");
        is_json_error(&run(&["--json"]), 2, "invalid UTF-8 was detected");
    }
    assert!(bytes(&env) == before, "the diary was changed");
}

#[cfg(unix)]
#[test]
fn a_diary_may_lie_under_a_name_that_is_no_text() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt as _;
    let env = Environment::new();
    let file = env.home().join(OsStr::from_bytes(b"di\xe4ry.db"));
    let mut command = env.command(&["stress", "3", "--quiet", "--db"]);
    assert!(command.arg(&file).status().expect("the program starts").success());
    assert!(file.is_file());
}

#[test]
fn input_that_is_no_text() {
    use std::io::Write as _;
    let env = kept();
    let before = bytes(&env);
    let mut child = env
        .command(&["--json", "eat", "-"])
        .stdin(std::process::Stdio::piped())
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .expect("the program starts");
    let mut stdin = child.stdin.take().expect("a pipe");
    stdin.write_all(b"2 eggs\n\xff\xfe").expect("the program reads");
    drop(stdin);
    let run = run_of(child.wait_with_output().expect("the program ends"));
    is_json_error(&run, 2, "standard input is no text");
    assert!(bytes(&env) == before, "the diary was changed");
}

/// Escapes that move the cursor, set the title, ring, end a line early or turn writing around.
const HOSTILE: &str = "a\u{1b}[2J\u{1b}]0\u{7}\u{8}\u{9b}31m\r\u{202e}\u{2066}\u{7f}z";

#[track_caller]
fn harmless(text: &str) {
    let odd = |c: &char| {
        (c.is_control() && *c != '\n')
            || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    assert_eq!(text.chars().find(odd), None, "{text:?}");
}

#[test]
fn escapes_run_nothing_in_a_terminal() {
    let mut env = Environment::new();
    for args in [
        &["eat", HOSTILE][..],
        &["eat", "banana", "--note", HOSTILE],
        &["eat", HOSTILE, "--dry-run"],
        &["take", HOSTILE],
        &["twitch", "calf", "--note", HOSTILE],
        &["medicine", "omeprazole", "--note", HOSTILE],
        &["note", "bidi\u{202e}pill"],
        &["note", HOSTILE],
    ] {
        let run = env.run(args);
        assert_eq!(run.status, 0, "{args:?} {}", run.all());
        harmless(&run.all());
    }
    env.at("2026-03-04T19:40:00+00:00");
    for args in [
        &["today"][..],
        &["diary"],
        &["episodes"],
        &["week"],
        &["show", "1"],
        &["show", "3"],
        &["show", "7"],
        &["delete", "1"],
        &["undo"],
        &["undo"],
        &["undo"],
    ] {
        let page = env.ok(args);
        harmless(&page);
        assert!(page.contains(|c: char| c.is_alphabetic()), "{args:?} says something");
    }
}

#[test]
fn escapes_run_nothing_in_a_complaint() {
    let env = kept();
    for args in [
        &["eat", HOSTILE, "--strict"][..],
        &["take", HOSTILE, "--strict"],
        &["twitch", HOSTILE],
        &["medicine", HOSTILE],
        &["stress", HOSTILE],
        &["sleep", HOSTILE],
        &["water", HOSTILE],
        &["day", HOSTILE],
        &["week", HOSTILE],
        &["stress", "3", "--at", HOSTILE],
        &["config", "--day-start", HOSTILE],
    ] {
        let run = env.run(args);
        assert_eq!(run.status, 2, "{args:?} {}", run.all());
        harmless(&run.all());
    }
    assert_eq!(env.diary()["entries"].as_array().map(Vec::len), Some(1));
}

#[test]
fn escapes_are_escaped_in_json() {
    let env = Environment::new();
    let note = "a\u{1b}[2J\u{7}\u{8}\rz";
    let run = env.run(&["eat", "\u{1b}[31mzorkmid", "--note", note, "--json"]);
    assert_eq!(run.status, 0);
    harmless(&run.all());
    let answer: Value = serde_json::from_str(&run.stdout).expect("one JSON document");
    assert_eq!(answer["meal"]["note"], note, "kept as it was given");
}

#[test]
fn an_entry_that_is_not_there() {
    let env = kept();
    refused(&env, &["show", "99"], "there is no entry 99");
    refused(&env, &["delete", "99"], "there is no entry 99");
    refused(&env, &["delete", "1", "99"], "there is no entry 99");
    refused(&env, &["delete", "99999999999999999999"], "number too large");
    refused(&env, &["show", "one"], "invalid value 'one'");
    env.ok(&["delete", "1"]);
    refused(&env, &["delete", "1"], "there is no entry 1");
}

#[test]
fn a_clock_that_shows_no_time() {
    let mut env = kept();
    let before = bytes(&env);
    for now in ["garbage", "2026-03-04", "2026-02-30T12:00:00Z"] {
        env.at(now);
        is_error(&env.run(&["eat", "banana"]), 2, "MINERALOG_NOW holds no time");
        is_json_error(&env.run(&["--json", "eat", "banana"]), 2, "MINERALOG_NOW holds no time");
    }
    env.at(crate::environment::NOW);
    assert!(bytes(&env) == before, "the diary was changed");
}

/// Checks that a file that is no diary of ours is refused and left as it is.
#[track_caller]
fn refused_file(env: &Environment, status: i32, message: &str) {
    let before = bytes(env);
    for args in [&["eat", "banana"][..], &["today"], &["undo"]] {
        is_error(&env.run(args), status, message);
        is_json_error(&env.run(&[&["--json"], args].concat()), status, message);
    }
    assert!(bytes(env) == before, "the file was changed");
    let files = fs::read_dir(env.home()).expect("a folder").count();
    assert_eq!(files, 1, "nothing lies beside it");
}

#[test]
fn an_empty_file_becomes_a_diary() {
    let env = Environment::new();
    fs::write(env.db(), "").expect("a file");
    assert_eq!(env.diary()["entries"], serde_json::json!([]));
    env.ok(&["eat", "banana"]);
    assert_eq!(env.diary()["entries"].as_array().map(Vec::len), Some(1));
}

#[test]
fn a_file_that_is_no_database() {
    let env = Environment::new();
    fs::write(env.db(), "eggs\nmilk\nspinach\n".repeat(100)).expect("a file");
    refused_file(&env, 1, "this file is not a mineralog diary");
    fs::write(env.db(), [0; 100]).expect("a file");
    refused_file(&env, 1, "this file is not a mineralog diary");
}

#[test]
fn a_database_that_is_no_diary() {
    let env = Environment::bare();
    let other = rusqlite::Connection::open(env.db()).expect("a database");
    other
        .execute_batch("CREATE TABLE bookmark (url TEXT); INSERT INTO bookmark VALUES ('a')")
        .expect("a table");
    drop(other);
    refused_file(&env, 2, "this is a database, but no mineralog diary");
}

#[test]
fn a_diary_of_a_newer_program() {
    let env = kept();
    let diary = rusqlite::Connection::open(env.db()).expect("a database");
    diary.execute_batch("PRAGMA user_version = 99").expect("a version");
    drop(diary);
    refused_file(&env, 1, "this diary was written by a newer mineralog");
}

#[test]
fn a_diary_that_was_cut_short() {
    let env = kept();
    let file = fs::OpenOptions::new().write(true).open(env.db()).expect("a file");
    file.set_len(20_000).expect("a shorter file");
    drop(file);
    refused_file(&env, 1, "the diary is damaged");
}

#[test]
fn a_folder_is_no_diary() {
    let env = Environment::bare();
    fs::create_dir(env.db()).expect("a folder");
    is_error(&env.run(&["eat", "banana"]), 2, "is not a file");
    is_json_error(&env.run(&["--json", "eat", "banana"]), 2, "is not a file");
    assert_eq!(fs::read_dir(env.db()).expect("a folder").count(), 0);
}

#[test]
fn no_error_ends_a_line_in_a_blank() {
    let env = kept();
    let wrong: [&[&str]; 34] = [
        &["take"],
        &["take", ""],
        &["take", "with food"],
        &["take", "magnesium 200"],
        &["take", "foo", "--strict"],
        &["take", "foo", "--at"],
        &["take", "vitamin D 1000 IU", "--at", "tomorrow 8am"],
        &["eat"],
        &["eat", ""],
        &["eat", "no such food", "--strict"],
        &["twitch", "eyelid", "-i", "11"],
        &["stress", "11"],
        &["sleep", "x"],
        &["water", "x"],
        &["note", ""],
        &["done", "tomorrow"],
        &["day", "x"],
        &["week", "x"],
        &["report", "--from", "2026-03-03", "--to", "2026-03-01"],
        &["show", "999"],
        &["why", "x"],
        &["suggest", "sodium"],
        &["food", "show", "zzzz"],
        &["food", "refuse", "zzzz"],
        &["food", "frobnicate"],
        &["recipe", "add", "x"],
        &["profile", "--sex", "x"],
        &["config", "--day-start", "99"],
        &["delete", "999"],
        &["redo"],
        &["restore", "/nonexistent"],
        &["import", "usda", "/nonexistent"],
        &["merge", "/nonexistent"],
        &["frobnicate"],
    ];
    for args in wrong {
        for width in ["20", "40", "80"] {
            let output = env.command(args).env("COLUMNS", width).output().expect("it runs");
            let run = run_of(output);
            assert_ne!(run.status, 0, "{args:?}: {}", run.all());
            for line in run.stderr.lines() {
                assert_eq!(line.trim_end(), line, "{args:?} on {width} columns");
            }
            assert!(run.stderr.ends_with('\n') && !run.stderr.ends_with("\n\n"), "{args:?}");
        }
    }
}
