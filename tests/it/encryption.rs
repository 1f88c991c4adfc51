//! A diary under a passphrase. What needs SQLCipher is tried where the program is built with the
//! feature `encryption`; a build without it says so.

use std::fs;
use std::path::{Path, PathBuf};

use crate::environment::Environment;

/// Returns bytes that could be an encrypted diary.
fn noise() -> Vec<u8> {
    (0..8192_u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 24) as u8).collect()
}

#[test]
fn what_is_no_diary_and_no_text_could_be_encrypted() {
    let env = Environment::bare();
    fs::write(env.db(), noise()).expect("a file");
    for args in [&["today"][..], &["stress", "3"], &["check"], &["decrypt", "--yes"]] {
        let run = env.run(args);
        assert_eq!(run.status, 1, "{args:?}: {}{}", run.stdout, run.stderr);
        let wanted = if cfg!(feature = "encryption") {
            "MINERALOG_PASSPHRASE_COMMAND"
        } else {
            "--features encryption"
        };
        let said = run.stderr.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(said.contains(wanted) && said.contains("encrypt"), "{args:?}: {said}");
        assert_eq!(fs::read(env.db()).expect("the file"), noise(), "{args:?}");
    }
    // A page never takes its place.
    let run = env.run(&["week", "--db", "other.db", "--output", "diary.db", "--force"]);
    assert_eq!(run.status, 2, "{}", run.stderr);
    assert_eq!(fs::read(env.db()).expect("the file"), noise());
}

#[test]
fn a_plain_diary_asks_for_nothing_and_is_not_decrypted() {
    let env = Environment::new();
    let output = env
        .command(&["note", "plain"])
        .env("MINERALOG_PASSPHRASE_COMMAND", "touch asked; exit 1")
        .output()
        .expect("it runs");
    assert!(output.status.success());
    assert!(!env.home().join("asked").exists());
    assert_eq!(env.run(&["decrypt", "--yes"]).status, 2);
    assert_eq!(env.run(&["encrypt", "--change"]).status, if ENCRYPTS { 2 } else { 1 });
    // What says "plain" is no different from what does not.
    let one = env.ok(&["export", "json"]);
    assert_eq!(env.ok(&["export", "json", "--plain"]), one);
    env.ok(&["backup", "copy.db", "--plain"]);
    assert!(fs::read(env.home().join("copy.db")).expect("a copy").starts_with(b"SQLite format 3"));
}

const ENCRYPTS: bool = cfg!(feature = "encryption");

#[test]
#[cfg(not(feature = "encryption"))]
fn a_build_without_encryption_says_so() {
    let env = Environment::new();
    env.ok(&["note", "here"]);
    let before = fs::read(env.db()).expect("the diary");
    let run = env.run(&["encrypt"]);
    assert_eq!(run.status, 1);
    assert!(run.stderr.contains("built without encryption"), "{}", run.stderr);
    assert!(run.stderr.contains("--features encryption"), "{}", run.stderr);
    assert_eq!(fs::read(env.db()).expect("the diary"), before);
    assert!(env.ok(&["--help"]).contains("encrypt"));
    fs::write(env.home().join("sealed.json"), "age-encryption.org/v1\n-> scrypt\n")
        .expect("a file");
    let run = env.run(&["import", "json", "sealed.json"]);
    assert!(run.status == 1 && run.stderr.contains("age -d"), "{}", run.stderr);
    fs::write(env.home().join("other.db"), noise()).expect("a file");
    let run = env.run(&["merge", "other.db"]);
    assert!(run.status == 1 && run.stderr.contains("--features encryption"), "{}", run.stderr);
    assert_eq!(fs::read(env.db()).expect("the diary"), before);
}

/// Returns every file below a folder.
#[cfg_attr(not(feature = "encryption"), allow(dead_code))]
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            found.extend(files(&path));
        } else {
            found.push(path);
        }
    }
    found
}

#[cfg(feature = "encryption")]
mod with_sqlcipher {
    use std::os::unix::fs::PermissionsExt as _;
    use std::process::{Command, Stdio};
    use std::time::{Duration, Instant};

    use proptest::prelude::Rng as _;
    use proptest::test_runner::{RngAlgorithm, TestRng};
    use rexpect::session::PtySession;

    use super::*;
    use crate::environment::{Run, tell};

    const PASSPHRASE: &str = "it's a pass phrase";
    const SECRET: &str = "zebrafinch";

    /// Returns the program with a command that says a passphrase.
    fn command(env: &Environment, passphrase: &str, args: &[&str]) -> Command {
        let mut command = env.command(args);
        command
            .env("PATH", std::env::var_os("PATH").unwrap_or_default())
            .env("SAID", passphrase)
            .env("MINERALOG_PASSPHRASE_COMMAND", "printf '%s\\nuser: me\\n' \"$SAID\"");
        command
    }

    fn run(env: &Environment, passphrase: &str, args: &[&str]) -> Run {
        Run::of(command(env, passphrase, args).output().expect("the program starts"))
    }

    #[track_caller]
    fn ok(env: &Environment, args: &[&str]) -> String {
        let run = run(env, PASSPHRASE, args);
        assert_eq!(run.status, 0, "{args:?}\n{}{}", run.stdout, run.stderr);
        run.stdout
    }

    /// Returns a diary that was encrypted, with a copy beside it.
    fn encrypted() -> Environment {
        let mut env = Environment::new();
        env.ok(&["note", SECRET]);
        env.at("2026-03-05T08:00:00+00:00");
        env.ok(&["eat", "2 eggs, 200 g spinach"]);
        ok(&env, &["encrypt"]);
        env
    }

    fn holds(bytes: &[u8], word: &str) -> bool {
        bytes.windows(word.len()).any(|found| found == word.as_bytes())
    }

    #[track_caller]
    fn assert_secret(env: &Environment) {
        for file in files(&env.home()) {
            let bytes = fs::read(&file).expect("a file");
            assert!(!holds(&bytes, SECRET), "{} can be read", file.display());
            assert!(!bytes.starts_with(b"SQLite format 3"), "{} is plain", file.display());
            let mode = fs::metadata(&file).expect("a file").permissions().mode() & 0o777;
            assert_eq!(mode, 0o600, "{}", file.display());
        }
    }

    #[test]
    fn a_diary_lives_under_a_passphrase_and_comes_out_as_it_was() {
        let mut env = Environment::new();
        env.ok(&["note", SECRET]);
        env.at("2026-03-05T08:00:00+00:00");
        env.ok(&["eat", "2 eggs, 200 g spinach"]);
        env.ok(&["food", "add", "my bar", "--per", "100g", "--magnesium", "120mg"]);
        let plain = env.ok(&["export", "json"]);
        let page = env.ok(&["week"]);
        assert!(holds(&fs::read(env.db()).expect("the diary"), SECRET));
        let answer = ok(&env, &["encrypt", "--json"]);
        let answer: serde_json::Value = serde_json::from_str(&answer).expect("JSON");
        assert_eq!(answer["encrypted"]["copies"], 1, "{answer}");
        assert_secret(&env);
        assert_eq!(ok(&env, &["export", "json", "--plain"]), plain);
        assert_eq!(ok(&env, &["week"]), page);
        ok(&env, &["check"]);

        // It goes on as before.
        ok(&env, &["stress", "4", "--note", SECRET]);
        assert!(ok(&env, &["today"]).contains("stress 4"));
        ok(&env, &["undo"]);
        ok(&env, &["redo"]);
        env.at("2026-03-06T08:00:00+00:00");
        ok(&env, &["stress", "5"]);
        ok(&env, &["backup", "copy.db"]);
        let before = ok(&env, &["export", "json", "--plain"]);
        ok(&env, &["note", "afterwards"]);
        assert_secret(&env);
        ok(&env, &["restore", "copy.db", "--yes"]);
        assert_eq!(ok(&env, &["export", "json", "--plain"]), before);
        ok(&env, &["check"]);
        ok(&env, &["forget", "1", "--yes"]);
        ok(&env, &["restore", "copy.db", "--yes"]);
        assert_secret(&env);

        // Documents and tables are encrypted too, to a file and to a pipe.
        ok(&env, &["export", "json", "diary.json.age"]);
        ok(&env, &["export", "csv", "tables"]);
        let names: Vec<String> = files(&env.home().join("tables"))
            .iter()
            .filter_map(|file| Some(file.file_name()?.to_string_lossy().into_owned()))
            .collect();
        assert!(names.len() == 8 && names.iter().all(|n| n.ends_with(".csv.age")), "{names:?}");
        ok(&env, &["export", "csv", "tables", "--force"]);
        assert_secret(&env);
        let piped = command(&env, PASSPHRASE, &["export", "json"]).output().expect("it runs");
        assert!(piped.stdout.starts_with(b"age-encryption.org/v1\n"));
        let other = Environment::bare();
        let sealed = env.home().join("diary.json.age");
        let sealed = sealed.to_str().expect("UTF-8");
        let wrong = run(&other, "wrong", &["import", "json", sealed]);
        assert!(wrong.status == 1 && wrong.stderr.contains("wrong passphrase"), "{}", wrong.stderr);
        ok(&other, &["import", "json", sealed]);
        assert!(other.ok(&["diary"]).contains(SECRET));
        let again = ok(&env, &["import", "json", "diary.json.age"]);
        assert!(again.contains("nothing new"), "{again}");

        // And out again, byte for byte.
        let last = ok(&env, &["export", "json", "--plain"]);
        assert_eq!(run(&env, PASSPHRASE, &["decrypt"]).status, 2, "a script must say --yes");
        ok(&env, &["decrypt", "--yes"]);
        assert_eq!(env.ok(&["export", "json"]), last);
        env.ok(&["check"]);
        let copies = env.json(&["backup", "--list"]);
        for copy in copies["backups"].as_array().expect("a list") {
            let bytes = fs::read(copy.as_str().expect("a name")).expect("a copy");
            assert!(bytes.starts_with(b"SQLite format 3"), "{copy}");
        }
    }

    #[test]
    fn encrypted_and_decrypted_it_is_the_same_to_the_last_byte_of_its_document() {
        let env = Environment::new();
        env.ok(&["eat", "2 eggs, 200 g spinach, a plate of something nobody knows"]);
        env.ok(&["twitch", "left eyelid", "--intensity", "4"]);
        env.ok(&["delete", "1"]);
        let before = crate::state::dump(&crate::state::open(&env.db()));
        let document = env.ok(&["export", "json"]);
        ok(&env, &["encrypt"]);
        ok(&env, &["decrypt", "--yes"]);
        assert_eq!(env.ok(&["export", "json"]), document);
        let diary = crate::state::open(&env.db());
        crate::state::assert_whole(&diary, "decrypted");
        assert_eq!(crate::state::dump(&diary), before);
    }

    #[test]
    fn without_the_right_passphrase_nothing_opens_and_nothing_changes() {
        let env = encrypted();
        let before = fs::read(env.db()).expect("the diary");
        let copy = files(&env.home().join("backups"))[0].clone();
        let copy = copy.to_str().expect("UTF-8").to_owned();
        let tried: [&[&str]; 10] = [
            &["today"],
            &["stress", "3"],
            &["check", "--repair"],
            &["encrypt"],
            &["encrypt", "--change"],
            &["decrypt", "--yes"],
            &["export", "json", "--plain"],
            &["restore", &copy, "--yes"],
            &["backup", "copy.db"],
            &["forget", "--all", "--yes"],
        ];
        for args in tried {
            let run = run(&env, "wrong", args);
            assert_eq!(run.status, 1, "{args:?}: {}", run.stdout);
            assert!(run.stderr.starts_with("error: wrong passphrase"), "{}", run.stderr);
            assert!(run.stdout.is_empty(), "{args:?}: {}", run.stdout);
            let run = env.run(args);
            assert_eq!(run.status, 1, "{args:?}: {}", run.stdout);
            assert!(run.stderr.contains("needs a passphrase"), "{}", run.stderr);
            assert_eq!(fs::read(env.db()).expect("the diary"), before, "{args:?}");
        }
        ok(&env, &["check"]);
    }

    #[test]
    fn a_command_that_fails_is_named_and_what_it_says_is_not() {
        let env = encrypted();
        let fail = |said: &str| {
            let output = env
                .command(&["today"])
                .env("PATH", std::env::var_os("PATH").unwrap_or_default())
                .env("MINERALOG_PASSPHRASE_COMMAND", said)
                .output()
                .expect("it runs");
            Run::of(output)
        };
        for (said, wanted) in [
            ("echo secret; exit 7", "exit status: 7"),
            ("no-such-command", "exit status: 127"),
            ("kill -9 $$", "signal: 9"),
            ("true", "empty"),
            ("printf '\\377\\n'", "UTF-8"),
            ("head -c 9000 /dev/zero | tr '\\0' x", "too long"),
        ] {
            let run = fail(said);
            assert_eq!(run.status, 1, "{said}");
            assert!(run.stderr.contains(wanted), "{said}: {}", run.stderr);
            assert!(!run.stderr.contains("echo secret"), "{}", run.stderr);
        }
        // The command is told the file, is not given what comes in by a pipe, and may say more.
        let told = format!(
            "test \"$MINERALOG_PASSPHRASE_FILE\" = {} && echo \"{PASSPHRASE}\"; yes | head -n 9000",
            env.db().display()
        );
        let run = fail(&told);
        assert_eq!(run.status, 0, "{}", run.stderr);
        let mut child = command(&env, PASSPHRASE, &["eat", "-"])
            .env("MINERALOG_PASSPHRASE_COMMAND", "cat; printf '%s\\n' \"$SAID\"")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("it starts");
        std::io::Write::write_all(&mut child.stdin.take().expect("a pipe"), b"3 eggs\n")
            .expect("it reads");
        assert!(child.wait().expect("its end").success());
        assert!(ok(&env, &["today"]).contains("egg"));
        // No passphrase stands in the journal.
        assert!(!ok(&env, &["export", "json", "--plain"]).contains("pass phrase"));
    }

    #[test]
    fn another_passphrase_takes_the_copies_along() {
        let env = encrypted();
        let change = |new: &str| {
            let mut change = command(&env, PASSPHRASE, &["encrypt", "--change"]);
            change.env("MINERALOG_NEW_PASSPHRASE_COMMAND", format!("echo '{new}'"));
            Run::of(change.output().expect("it runs"))
        };
        assert_eq!(change("").status, 1, "an empty one is refused");
        ok(&env, &["today"]);
        let run = change("another one");
        assert_eq!(run.status, 0, "{}", run.stderr);
        assert!(run.stdout.contains("1 copy"), "{}", run.stdout);
        assert_eq!(super::with_sqlcipher::run(&env, PASSPHRASE, &["today"]).status, 1);
        let open = |args: &[&str]| super::with_sqlcipher::run(&env, "another one", args);
        assert_eq!(open(&["check"]).status, 0);
        let copy = files(&env.home().join("backups"))[0].clone();
        let back = open(&["restore", copy.to_str().expect("UTF-8"), "--yes"]);
        assert_eq!(back.status, 0, "{}", back.stderr);
        assert_secret(&env);
    }

    #[test]
    fn an_encrypted_diary_stays_so_whatever_it_goes_back_to() {
        let mut env = Environment::new();
        env.ok(&["note", SECRET]);
        env.ok(&["backup", "plain.db"]);
        ok(&env, &["encrypt"]);
        ok(&env, &["note", "later"]);
        env.at("2026-03-06T08:00:00+00:00");
        let back = ok(&env, &["restore", "plain.db", "--yes"]);
        assert!(back.contains("stays encrypted"), "{back}");
        assert!(!holds(&fs::read(env.db()).expect("the diary"), SECRET));
        let diary = ok(&env, &["diary"]);
        assert!(diary.contains(SECRET) && !diary.contains("later"), "{diary}");
        ok(&env, &["backup", "locked.db"]);
        // A plain diary that goes back to an encrypted copy becomes encrypted.
        let plain = ["--db", "other.db"];
        env.ok(&[&["note", "another"][..], &plain].concat());
        let back = ok(&env, &[&["restore", "locked.db", "--yes"][..], &plain].concat());
        assert!(back.contains("encrypted"), "{back}");
        assert!(!holds(&fs::read(env.home().join("other.db")).expect("a diary"), SECRET));
        assert!(ok(&env, &[&["diary"][..], &plain].concat()).contains(SECRET));
        // A damaged one can be gone back from, to an encrypted copy.
        let mut bytes = fs::read(env.db()).expect("the diary");
        bytes[..2000].fill(0xa5);
        fs::write(env.db(), &bytes).expect("a damaged diary");
        assert_eq!(run(&env, PASSPHRASE, &["restore", "plain.db", "--yes"]).status, 1);
        ok(&env, &["restore", "locked.db", "--yes"]);
        assert!(ok(&env, &["diary"]).contains(SECRET));
        ok(&env, &["check"]);
    }

    #[test]
    fn two_diaries_are_merged_whatever_locks_them() {
        let env = encrypted();
        let plain = Environment::new();
        plain.ok(&["note", "from a plain one"]);
        let mine = env.home().join("backups");
        // What is plain leaves no trace beside an encrypted one.
        ok(&env, &["merge", plain.db().to_str().expect("UTF-8")]);
        assert!(ok(&env, &["diary"]).contains("from a plain one"));
        assert_secret(&env);
        assert!(files(&mine).iter().any(|file| file.to_string_lossy().contains("before-merge")));
        // The same passphrase opens both, and another one is asked of the command by its file.
        let same = encrypted();
        ok(&same, &["note", "from the same lock"]);
        ok(&env, &["merge", same.db().to_str().expect("UTF-8")]);
        let other = Environment::new();
        other.ok(&["note", "from another lock"]);
        assert_eq!(run(&other, "other", &["encrypt"]).status, 0);
        let other_db = other.db();
        let other_db = other_db.to_str().expect("UTF-8");
        let refused = run(&env, PASSPHRASE, &["merge", other_db]);
        assert!(refused.status == 1 && refused.stderr.contains(other_db), "{}", refused.stderr);
        let mut merge = command(&env, PASSPHRASE, &["merge", other_db]);
        merge.env(
            "MINERALOG_PASSPHRASE_COMMAND",
            format!(
                "if test \"$MINERALOG_PASSPHRASE_FILE\" = {other_db}; \
                 then echo other; else echo \"$SAID\"; fi"
            ),
        );
        let merged = Run::of(merge.output().expect("it runs"));
        assert_eq!(merged.status, 0, "{}", merged.stderr);
        let diary = ok(&env, &["diary"]);
        assert!(diary.contains("same lock") && diary.contains("another lock"), "{diary}");
        assert_secret(&env);
        // An encrypted one comes into a plain one.
        assert_eq!(run(&plain, "other", &["merge", other_db]).status, 0);
        assert!(plain.ok(&["diary"]).contains("another lock"));
        // A conflicted copy is noticed, though its header cannot be read.
        fs::copy(other.db(), env.home().join("diary (conflicted copy).db")).expect("a copy");
        let mut env = env;
        env.at("2026-03-09T08:00:00+00:00");
        let said = run(&env, PASSPHRASE, &["stress", "3"]).stderr;
        assert!(said.contains("conflicted copy"), "{said}");
    }

    #[test]
    fn plain_copies_are_told_and_a_second_encrypt_takes_them() {
        let env = encrypted();
        ok(&env, &["backup", "backups/diary-2026-03-01.db", "--plain"]);
        let check = run(&env, PASSPHRASE, &["check"]);
        assert!(
            check.status == 1 && check.stdout.contains("wrong   its copies"),
            "{}",
            check.stdout
        );
        assert!(ok(&env, &["encrypt"]).contains("1 copy"));
        ok(&env, &["check"]);
        assert_secret(&env);
        // One with a name of its own is its maker's: it is told, as long as it is plain.
        ok(&env, &["backup", "backups/diary-mine.db", "--plain"]);
        let check = run(&env, PASSPHRASE, &["check"]);
        assert!(
            check.status == 1 && check.stdout.contains("wrong   its copies"),
            "{}",
            check.stdout
        );
        assert!(ok(&env, &["encrypt"]).contains("diary-mine.db"));
        assert_eq!(run(&env, PASSPHRASE, &["check"]).status, 1);
        fs::remove_file(env.home().join("backups/diary-mine.db")).expect("it is removed");
        ok(&env, &["check"]);
        assert_secret(&env);
        let said = ok(&env, &["encrypt"]);
        assert!(said.contains("already"), "{said}");
    }

    #[test]
    fn a_diary_that_is_not_there_yet_begins_encrypted_and_a_link_stays() {
        let env = Environment::bare();
        ok(&env, &["encrypt"]);
        ok(&env, &["note", SECRET]);
        assert_secret(&env);
        std::os::unix::fs::symlink(env.db(), env.home().join("link.db")).expect("a link");
        ok(&env, &["decrypt", "--yes", "--db", "link.db"]);
        assert!(env.home().join("link.db").is_symlink());
        assert!(env.ok(&["diary"]).contains(SECRET));
    }

    #[test]
    fn a_log_beside_the_diary_is_taken_in() {
        let env = Environment::new();
        let diary = crate::state::open(&env.db());
        let mode: String =
            diary.query_row("PRAGMA journal_mode = WAL", [], |row| row.get(0)).expect("a log");
        assert_eq!(mode, "wal");
        env.ok(&["note", SECRET]);
        // Whoever replicates it keeps it open.
        diary.query_row("SELECT 1 FROM entry", [], |_| Ok(())).expect("a row");
        let refused = run(&env, PASSPHRASE, &["encrypt"]);
        assert_eq!(refused.status, 1, "{}", refused.stdout);
        assert!(env.ok(&["diary"]).contains(SECRET));
        drop(diary);
        ok(&env, &["encrypt"]);
        assert!(ok(&env, &["diary"]).contains(SECRET));
        assert_secret(&env);
    }

    /// Kills the program at random instants while the diary gets another lock.
    #[test]
    fn a_kill_at_any_instant_leaves_a_diary_that_opens() {
        let kills =
            std::env::var("MINERALOG_KILLS").ok().and_then(|n| n.parse().ok()).unwrap_or(30);
        let env = Environment::new();
        env.ok(&["note", SECRET]);
        env.ok(&["backup", "backups/diary-2026-03-01.db"]);
        let document = env.ok(&["export", "json"]);
        let begun = Instant::now();
        ok(&env, &["encrypt"]);
        let usual = begun.elapsed();
        let mut rng = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
        let (mut killed, mut done, mut turn) = (0, 0, 0);
        while killed < kills {
            let is_encrypted =
                !fs::read(env.db()).expect("the diary").starts_with(b"SQLite format 3");
            let args: &[&str] = if is_encrypted { &["decrypt", "--yes"] } else { &["encrypt"] };
            let mut child = command(&env, PASSPHRASE, args)
                .stdout(Stdio::null())
                .stderr(Stdio::null())
                .spawn()
                .expect("it starts");
            let share = f64::from(rng.next_u32()) / f64::from(u32::MAX);
            std::thread::sleep(usual.mul_f64(1.1 * share));
            if child.try_wait().expect("its state").is_some() {
                done += 1;
            } else {
                killed += 1;
                child.kill().expect("a kill");
            }
            child.wait().expect("its end");
            turn += 1;
            let now = ok(&env, &["export", "json", "--plain"]);
            assert_eq!(now, document, "turn {turn}: {args:?}, killed at {share}");
            assert!(turn < 20 * kills, "it ends before it can be killed");
        }
        // What was left beside it is removed, and a copy that was left plain is encrypted by the
        // same command once more.
        run(&env, PASSPHRASE, &["check", "--repair"]);
        assert!(!env.home().join("diary.db.part").exists());
        ok(&env, &["encrypt"]);
        ok(&env, &["check"]);
        assert_secret(&env);
        tell(&format!(
            "kills while the lock changed: {killed} in {turn} commands, {done} ended before"
        ));
    }

    #[test]
    fn nobody_writes_into_a_diary_that_is_replaced() {
        let env = Environment::new();
        env.ok(&["stress", "1"]);
        let env = &env;
        let kept = std::thread::scope(|scope| {
            let writer = scope.spawn(move || {
                let mut kept = Vec::new();
                for number in 0..30 {
                    let mark = format!("mark{number}x");
                    let run = run(env, PASSPHRASE, &["stress", "3", "--note", &mark]);
                    assert!(!run.stderr.contains("damaged"), "{}", run.stderr);
                    if run.status == 0 {
                        kept.push(mark);
                    }
                }
                kept
            });
            while !writer.is_finished() {
                run(env, PASSPHRASE, &["encrypt"]);
                run(env, PASSPHRASE, &["decrypt", "--yes"]);
            }
            writer.join().expect("it ends")
        });
        let diary = ok(env, &["export", "json", "--plain"]);
        assert!(kept.len() > 5, "{kept:?}");
        for mark in &kept {
            assert!(diary.contains(&format!("\"{mark}\"")), "{mark} was confirmed and is lost");
        }
        ok(env, &["check"]);
    }

    #[test]
    fn a_wrong_passphrase_harms_nothing_while_a_broken_change_waits() {
        let env = encrypted();
        let mut rng = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
        let mut journal = env.db().into_os_string();
        journal.push("-journal");
        let journal = PathBuf::from(journal);
        let mut broken = 0;
        for turn in 0..60 {
            let mut child = command(&env, PASSPHRASE, &["eat", "3 eggs, 100 g oats"])
                .stdout(Stdio::null())
                .stderr(Stdio::null())
                .spawn()
                .expect("it starts");
            let end = Instant::now() + Duration::from_secs(5);
            while !journal.exists() && Instant::now() < end {
                if child.try_wait().expect("its state").is_some() {
                    break;
                }
                std::thread::yield_now();
            }
            std::thread::sleep(Duration::from_micros(u64::from(rng.next_u32() % 8_000)));
            child.kill().expect("a kill");
            child.wait().expect("its end");
            if journal.exists() {
                broken += 1;
                assert_eq!(run(&env, "wrong", &["stress", "3"]).status, 1);
                ok(&env, &["check"]);
                ok(&env, &["today"]);
            }
            if broken == 5 {
                break;
            }
            assert!(turn < 59 || broken > 0, "no change could be broken off");
        }
        tell(&format!("wrong passphrases on {broken} broken changes"));
    }

    fn spawn(env: &Environment, args: &[&str]) -> PtySession {
        let mut command = env.command(args);
        command.env("TERM", "xterm").stdin(Stdio::inherit());
        rexpect::session::spawn_command(command, Some(30_000)).expect("a terminal")
    }

    #[test]
    fn a_passphrase_is_asked_for_unseen() {
        let env = Environment::new();
        env.ok(&["note", SECRET]);
        // Two that differ are refused, and so is an empty one.
        for (first, second, wanted) in [("one", "two", "differ"), ("", "", "never empty")] {
            let mut at = spawn(&env, &["encrypt"]);
            at.exp_string("New passphrase:").expect("a question");
            at.send_line(first).expect("an answer");
            if !first.is_empty() {
                at.exp_string("again:").expect("a question");
                at.send_line(second).expect("an answer");
            }
            at.exp_string(wanted).expect("a refusal");
            at.exp_eof().expect("the end");
            assert!(env.ok(&["diary"]).contains(SECRET));
        }
        let mut at = spawn(&env, &["encrypt"]);
        at.exp_string("New passphrase:").expect("a question");
        at.send_line(PASSPHRASE).expect("an answer");
        let shown = at.exp_string("again:").expect("a question");
        assert!(!shown.contains("phrase"), "{shown}");
        at.send_line(PASSPHRASE).expect("an answer");
        at.exp_string("is encrypted").expect("the echo");
        at.exp_eof().expect("the end");
        assert_secret(&env);
        // A slip is forgiven twice.
        let mut at = spawn(&env, &["diary"]);
        for said in ["wrong", "wronger", PASSPHRASE] {
            at.exp_string("diary.db:").expect("a question");
            at.send_line(said).expect("an answer");
        }
        at.exp_string(SECRET).expect("the diary");
        at.exp_eof().expect("the end");
        let mut at = spawn(&env, &["diary"]);
        for said in ["wrong", "wronger", "wrongest"] {
            at.exp_string("diary.db:").expect("a question");
            at.send_line(said).expect("an answer");
        }
        at.exp_string("wrong passphrase, or").expect("a refusal");
        at.exp_eof().expect("the end");
        // A document is nothing for a terminal.
        let mut at = spawn(&env, &["export", "json"]);
        at.exp_string("diary.db:").expect("a question");
        at.send_line(PASSPHRASE).expect("an answer");
        at.exp_string("nothing for a terminal").expect("a refusal");
        at.exp_eof().expect("the end");
        // Another passphrase is asked for after the present one.
        let mut at = spawn(&env, &["encrypt", "--change"]);
        at.exp_string("diary.db:").expect("a question");
        at.send_line(PASSPHRASE).expect("an answer");
        at.exp_string("New passphrase:").expect("a question");
        at.send_line("new").expect("an answer");
        at.exp_string("again:").expect("a question");
        at.send_line("new").expect("an answer");
        at.exp_string("is encrypted").expect("the echo");
        at.exp_eof().expect("the end");
        assert_eq!(run(&env, "new", &["today"]).status, 0);
    }
}
