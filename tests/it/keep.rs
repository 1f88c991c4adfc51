//! Nothing is lost: copies, going back, checks, odd files, and full disks.

use std::fs;
use std::os::unix::fs::{FileTypeExt as _, PermissionsExt as _};
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use proptest::prelude::Rng as _;
use proptest::test_runner::{RngAlgorithm, TestRng};

use crate::environment::{Environment, Run, tell};
use crate::state;

fn backups(env: &Environment) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(env.home().join("backups"))
        .into_iter()
        .flatten()
        .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}

fn mode(path: &Path) -> u32 {
    fs::metadata(path).expect("a file").permissions().mode() & 0o777
}

#[test]
fn a_copy_is_made_once_a_day_and_old_ones_go() {
    let mut env = Environment::new();
    let first = chrono::NaiveDate::from_ymd_opt(2026, 1, 5).expect("a Monday");
    for day in first.iter_days().take(70) {
        env.at(&format!("{day}T12:00:00+00:00"));
        env.ok(&["stress", "3"]);
        env.ok(&["stress", "4"]);
    }
    let names = backups(&env);
    // The last seven days of ten weeks, and the Mondays of eight, one of which is among the seven.
    assert_eq!(names.len(), 7 + 8 - 1, "{names:?}");
    assert_eq!(names.last().map(String::as_str), Some("diary-2026-03-15.db"));
    assert_eq!(mode(&env.home().join("backups")), 0o700);
    assert_eq!(mode(&env.home().join("backups").join(&names[0])), 0o600);
    // It holds what there was before the first change of its day.
    let copy = state::open(&env.home().join("backups/diary-2026-03-15.db"));
    state::assert_whole(&copy, "a daily copy");
    let entries: i64 = copy.query_row("SELECT count(*) FROM entry", [], |r| r.get(0)).expect("one");
    assert_eq!(entries, 2 * 69);
}

#[test]
fn going_back_keeps_the_present_diary_aside() {
    let mut env = Environment::new();
    env.ok(&["note", "before"]);
    let made = env.json(&["backup"]);
    let file = made["backup"]["file"].as_str().expect("a file").to_owned();
    env.ok(&["note", "after"]);
    let refused = env.run(&["restore", &file]);
    assert_eq!(refused.status, 2, "a script must say --yes: {}", refused.stderr);
    env.at("2026-03-04T20:00:00+00:00");
    let answer = env.json(&["restore", &file, "--yes"]);
    assert_eq!(answer["restored"]["entries"], 1);
    let diary = env.ok(&["diary"]);
    assert!(diary.contains("before") && !diary.contains("after"), "{diary}");
    let kept = answer["restored"]["kept"].as_str().expect("a file").to_owned();
    env.at("2026-03-04T20:00:10+00:00");
    env.ok(&["restore", &kept, "--yes"]);
    assert!(env.ok(&["diary"]).contains("after"));
    assert!(env.ok(&["backup", "--list"]).contains(&kept));
}

#[test]
fn nobody_goes_back_under_another_program() {
    let held = |sql: &str| {
        let env = Environment::new();
        env.ok(&["note", "precious"]);
        env.ok(&["backup", "copy.db"]);
        env.ok(&["note", "later"]);
        let other = state::open(&env.db());
        other.execute_batch(sql).expect("a lock");
        let run = env.run(&["restore", "copy.db", "--yes"]);
        drop(other);
        assert_eq!(run.status, 1, "{sql}: {}{}", run.stdout, run.stderr);
        assert!(run.stderr.contains("in use by another program"), "{sql}: {}", run.stderr);
        assert!(env.ok(&["diary"]).contains("later"), "{sql}: nothing was changed");
        env.ok(&["check"]);
    };
    let held = &held;
    std::thread::scope(|scope| {
        for sql in
            ["BEGIN IMMEDIATE", "BEGIN EXCLUSIVE", "PRAGMA journal_mode = WAL; BEGIN EXCLUSIVE"]
        {
            scope.spawn(move || held(sql));
        }
    });
}

#[test]
fn a_food_that_was_eaten_and_then_removed_is_no_damage() {
    let env = Environment::new();
    env.ok(&["recipe", "add", "my stew", "200 g lentils, cooked"]);
    env.ok(&["eat", "my stew"]);
    env.ok(&["recipe", "delete", "my stew"]);
    env.ok(&["check"]);
}

#[test]
fn many_first_writes_of_a_day_make_one_copy() {
    let mut env = Environment::new();
    env.ok(&["note", "yesterday"]);
    env.at("2026-03-05T08:00:00+00:00");
    let env = &env;
    std::thread::scope(|scope| {
        for _ in 0..12 {
            scope.spawn(move || {
                let run = env.run(&["stress", "3"]);
                assert!(run.status == 0 && !run.stderr.contains("copy"), "{}", run.stderr);
            });
        }
    });
    let copies = backups(env);
    assert_eq!(copies.iter().filter(|name| name.contains("2026-03-05")).count(), 1, "{copies:?}");
    assert!(copies.iter().all(|name| name.ends_with(".db")), "{copies:?}");
    env.ok(&["check"]);
}

#[test]
fn a_damaged_diary_can_be_gone_back_from() {
    let env = Environment::new();
    env.ok(&["note", "precious"]);
    env.ok(&["backup", "copy.db"]);
    let mut bytes = fs::read(env.db()).expect("the diary");
    let middle = bytes.len() / 2;
    bytes[100..middle].fill(0xa5);
    fs::write(env.db(), &bytes).expect("a damaged diary");
    let check = env.run(&["check"]);
    assert_ne!(check.status, 0, "{}", check.stdout);
    let answer = env.json(&["restore", "copy.db", "--yes"]);
    assert!(env.ok(&["diary"]).contains("precious"));
    let kept = answer["restored"]["kept"].as_str().expect("a file");
    assert_eq!(fs::read(kept).expect("the damaged one"), bytes, "it is kept as it was");
    env.ok(&["check"]);
}

#[test]
fn what_is_no_copy_is_refused_and_nothing_is_overwritten() {
    let env = Environment::new();
    env.ok(&["note", "here"]);
    let before = env.diary();
    fs::write(env.home().join("text.db"), "not a diary").expect("a file");
    let other = rusqlite::Connection::open(env.home().join("other.db")).expect("a database");
    other.execute_batch("CREATE TABLE t (x)").expect("a table");
    for file in ["text.db", "other.db", "missing.db", "."] {
        let run = env.run(&["restore", file, "--yes"]);
        assert_eq!(run.status, 2, "{file}: {}", run.stdout);
        assert!(!run.stderr.contains("--db"), "{file}: {}", run.stderr);
        assert!(run.stderr.contains(file), "{file}: {}", run.stderr);
    }
    assert_eq!(env.diary(), before);
    env.ok(&["backup", "mine.db"]);
    assert_eq!(env.run(&["backup", "mine.db"]).status, 2);
}

#[test]
fn a_whole_diary_passes_and_what_is_wrong_is_found_and_mended() {
    let env = Environment::new();
    env.ok(&["eat", "2 eggs, moon dust"]);
    let fine = env.json(&["check"]);
    assert_eq!(fine["ok"], true, "{fine}");
    assert!(fine["findings"].as_array().is_some_and(|all| all.len() >= 7));
    let diary = state::open(&env.db());
    // The index is behind a name, somebody may read along, a copy was not finished.
    diary
        .execute_batch(
            "UPDATE food_name SET words = 'zzz' WHERE id = (SELECT min(id) FROM food_name)",
        )
        .expect("a change");
    drop(diary);
    fs::create_dir_all(env.home().join("backups")).expect("a folder");
    fs::write(env.home().join("backups/diary-2026-01-01.db.part"), "half").expect("a file");
    fs::set_permissions(env.db(), fs::Permissions::from_mode(0o644)).expect("a mode");
    let found = env.run(&["check", "--json"]);
    assert_eq!(found.status, 1);
    let found: serde_json::Value = serde_json::from_str(&found.stdout).expect("JSON");
    let wrong: Vec<&str> = found["findings"]
        .as_array()
        .expect("a list")
        .iter()
        .filter(|f| f["outcome"] == "wrong")
        .filter_map(|f| f["check"].as_str())
        .collect();
    assert_eq!(
        wrong,
        ["nobody else may read it", "no leftovers among the copies", "the search index is in step"]
    );
    let mended = env.json(&["check", "--repair"]);
    assert_eq!(mended["ok"], true, "{mended}");
    assert_eq!(env.json(&["check"])["ok"], true);
    assert_eq!(mode(&env.db()), 0o600);
}

#[test]
fn broken_rules_are_found() {
    let env = Environment::new();
    env.ok(&["eat", "2 eggs"]);
    state::open(&env.db()).execute_batch("DELETE FROM meal").expect("a change");
    let run = env.run(&["check"]);
    assert_eq!(run.status, 1);
    let said = "an entry without what belongs to its";
    assert!(run.stdout.contains(said), "{}", run.stdout);
}

#[test]
fn others_are_shut_out_with_a_word() {
    let env = Environment::new();
    env.ok(&["note", "private"]);
    fs::set_permissions(env.db(), fs::Permissions::from_mode(0o664)).expect("a mode");
    let run = env.run(&["stress", "3"]);
    assert!(run.stderr.contains("others could read"), "{}", run.stderr);
    assert_eq!(mode(&env.db()), 0o600);
    assert!(!env.run(&["stress", "3"]).stderr.contains("others"));
}

#[test]
fn a_conflicted_copy_is_noticed_once_a_day() {
    let mut env = Environment::new();
    env.ok(&["note", "mine"]);
    let name = "diary.sync-conflict-20260304-120000-ABCDEFG.db";
    fs::copy(env.db(), env.home().join(name)).expect("a copy");
    env.at("2026-03-05T08:00:00+00:00");
    let run = env.run(&["stress", "3"]);
    assert!(run.stderr.contains(name) && run.stderr.contains("merge"), "{}", run.stderr);
    assert!(!env.run(&["stress", "3"]).stderr.contains(name));
}

/// Returns the diary as an older program left it: the schema of a version, and an entry.
fn old_diary(version: usize) -> Environment {
    let env = Environment::bare();
    let connection = rusqlite::Connection::open(env.db()).expect("a database");
    let migrations = [
        include_str!("../../migrations/0001_diary.sql"),
        include_str!("../../migrations/0002_own_foods_and_tables.sql"),
    ];
    for migration in &migrations[..version] {
        connection.execute_batch(migration).expect("a schema that was released");
    }
    connection
        .execute_batch(&format!(
            "PRAGMA user_version = {version};
             INSERT INTO entry (id, uid, kind, instant, offset_seconds, day, note, created_at, changed_at)
                 VALUES (1, '01900000-0000-7000-8000-000000000001', 'stress', 1772600000, 0,
                     '2026-03-04', 'from long ago', 1772600000, 1772600000);
             INSERT INTO context (entry_id, kind, amount) VALUES (1, 'stress', 7);
             INSERT INTO change (uid, made_at, command, summary)
                 VALUES ('01900000-0000-7000-8000-000000000002', 1772600000, 'stress 7', 'logged');
             INSERT INTO change_row (change_id, position, target_table, target_id)
                 VALUES (1, 1, 'entry', 1);
             INSERT INTO setting (field, value, changed_at) VALUES ('sex', 'female', 1772600000);"
        ))
        .expect("an old diary");
    drop(connection);
    fs::set_permissions(env.db(), fs::Permissions::from_mode(0o600)).expect("a mode");
    env
}

#[test]
fn a_diary_of_every_schema_is_brought_up_to_date_after_a_copy() {
    for version in 1..=2 {
        let env = old_diary(version);
        let diary = env.diary();
        assert_eq!(diary["entries"][0]["note"], "from long ago", "version {version}");
        assert_eq!(env.json(&["profile"])["profile"]["sex"], "female");
        let copies = backups(&env);
        let copy = copies.iter().find(|name| name.contains("before-schema")).expect("a copy");
        let kept: u32 = state::open(&env.home().join("backups").join(copy))
            .query_row("PRAGMA user_version", [], |row| row.get(0))
            .expect("its version");
        assert_eq!(kept as usize, version);
        assert_eq!(env.json(&["check"])["ok"], true, "version {version}");
        env.ok(&["undo"]);
        assert!(env.diary()["entries"].as_array().is_some_and(Vec::is_empty));
    }
}

#[test]
fn where_no_copy_can_be_made_an_old_diary_is_left_alone() {
    let env = old_diary(1);
    fs::write(env.home().join("backups"), "in the way").expect("a file");
    let bytes = fs::read(env.db()).expect("the diary");
    let run = env.run(&["stress", "3"]);
    assert_eq!(run.status, 1, "{}", run.stdout);
    assert_eq!(fs::read(env.db()).expect("the diary"), bytes);
    // Where the schema is right, a copy that cannot be made stops nobody from logging.
    let env = Environment::new();
    env.ok(&["stress", "3"]);
    fs::write(env.home().join("backups"), "in the way").expect("a file");
    let run = env.run(&["stress", "3"]);
    assert_eq!(run.status, 0, "{}", run.stderr);
    assert!(run.stderr.contains("could not be made"), "{}", run.stderr);
}

#[test]
fn odd_files_are_refused_by_name_and_left_as_they_are() {
    let env = Environment::new();
    env.ok(&["note", "here"]);
    let whole = fs::read(env.db()).expect("the diary");
    let odd: [(&str, Vec<u8>); 3] = [
        ("text.db", b"Dear diary, today I twitched.".repeat(200)),
        ("short.db", whole[..whole.len() / 3].to_vec()),
        ("header.db", whole[..50].to_vec()),
    ];
    for (name, bytes) in odd {
        let path = env.home().join(name);
        fs::write(&path, &bytes).expect("a file");
        fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).expect("a mode");
        for args in [&["stress", "3"][..], &["week"], &["check"], &["check", "--repair"]] {
            let run = env.run(&[args, &["--db", name]].concat());
            assert!(run.status == 1 || run.status == 2, "{name} {args:?}: {}", run.status);
            let said = format!("{}{}", run.stdout, run.stderr);
            assert!(said.contains(name) && !said.contains("panicked"), "{name} {args:?}: {said}");
            assert_eq!(fs::read(&path).expect("the file"), bytes, "{name} {args:?}");
        }
        // A file that is somebody else's keeps its permissions too.
        let mode = fs::metadata(&path).expect("the file").permissions().mode() & 0o777;
        assert!(mode == 0o644 || name == "short.db", "{name}: {mode:o}");
    }
    fs::create_dir(env.home().join("folder.db")).expect("a folder");
    let fifo = env.home().join("fifo.db");
    let made = Command::new("mkfifo").arg(&fifo).status().is_ok_and(|status| status.success());
    for name in ["folder.db", "fifo.db"].into_iter().filter(|name| made || *name != "fifo.db") {
        let run = env.run(&["stress", "3", "--db", name]);
        assert_eq!(run.status, 2, "{name}: {}", run.stderr);
        assert!(run.stderr.contains(name), "{}", run.stderr);
    }
    assert!(!made || fs::metadata(&fifo).expect("the fifo").file_type().is_fifo());
    // A link is followed to the diary, and stays.
    std::os::unix::fs::symlink(env.db(), env.home().join("link.db")).expect("a link");
    env.ok(&["stress", "3", "--db", "link.db"]);
    assert!(env.home().join("link.db").is_symlink());
    // What a newer program wrote is left alone.
    let newer = env.home().join("newer.db");
    fs::copy(env.db(), &newer).expect("a copy");
    state::open(&newer).execute_batch("PRAGMA user_version = 999").expect("a version");
    let bytes = fs::read(&newer).expect("the file");
    let run = env.run(&["stress", "3", "--db", "newer.db"]);
    assert_eq!(run.status, 1);
    assert!(run.stderr.contains("newer mineralog"), "{}", run.stderr);
    assert_eq!(fs::read(&newer).expect("the file"), bytes);
}

#[test]
fn flipped_bytes_make_no_panic_and_change_no_file() {
    let files = std::env::var("MINERALOG_FLIPS").ok().and_then(|n| n.parse().ok()).unwrap_or(40);
    let env = Environment::new();
    env.ok(&["eat", "2 eggs, 200 g spinach"]);
    let whole = fs::read(env.db()).expect("the diary");
    let mut rng = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    let (mut read, mut refused) = (0, 0);
    for _ in 0..files {
        let mut bytes = whole.clone();
        for _ in 0..1 + rng.next_u32() % 40 {
            // Half of them at the beginning, where most would go wrong.
            let most = if rng.next_u32().is_multiple_of(2) { 8_192 } else { bytes.len() };
            let at = rng.next_u32() as usize % most;
            bytes[at] ^= 1 << (rng.next_u32() % 8);
        }
        fs::write(env.db(), &bytes).expect("a file");
        let run = env.run(&["week", "--json"]);
        assert!(matches!(run.status, 0..=2), "{}", run.stderr);
        assert!(!run.stderr.contains("panicked"), "{}", run.stderr);
        assert!(serde_json::from_str::<serde_json::Value>(&run.stdout).is_ok(), "{}", run.stdout);
        if run.status == 0 {
            read += 1;
        } else {
            refused += 1;
        }
        let check = env.run(&["check"]);
        assert!(matches!(check.status, 0..=2) && !check.stderr.contains("panicked"));
        let _ = fs::remove_dir_all(env.home().join("backups"));
    }
    tell(&format!("flipped bytes: {files} files, {read} read, {refused} refused, no panic"));
}

#[test]
fn a_full_disk_loses_nothing() {
    let env = Environment::new();
    env.ok(&["note", "here"]);
    env.ok(&["stress", "1"]);
    let before = env.diary();
    // No file may grow beyond what the shell allows, as on a full disk.
    for (args, blocks) in [(&["eat", "2 eggs, moon dust"][..], 1), (&["stress", "3"], 8)] {
        let program = env.command(args);
        let mut shell = Command::new("bash");
        let line = format!("trap '' XFSZ; ulimit -f {blocks}; exec \"$0\" \"$@\"");
        shell.arg("-c").arg(line).arg(program.get_program()).args(args).env_clear();
        for (name, value) in program.get_envs() {
            shell.env(name, value.unwrap_or_default());
        }
        let output = shell.current_dir(env.home()).output().expect("bash runs");
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(1), "{args:?}: {said}");
        assert!(said.contains("disk") || said.contains("written"), "{args:?}: {said}");
        assert_eq!(env.diary(), before, "{args:?}");
    }
    env.ok(&["check"]);
}

#[test]
fn a_small_disk_that_runs_full_loses_nothing() {
    let mount = tempfile::tempdir().expect("a folder");
    let mounted = Command::new("mount")
        .args(["-t", "tmpfs", "-o", "size=4m", "tmpfs"])
        .arg(mount.path())
        .output()
        .is_ok_and(|output| output.status.success());
    if !mounted {
        tell("skipped: no small disk can be mounted here");
        return;
    }
    let env = Environment::new();
    let db = mount.path().join("diary.db");
    let db = db.to_str().expect("UTF-8");
    env.ok(&["stress", "1", "--db", db]);
    let filler = mount.path().join("filler");
    let _ = fs::write(&filler, vec![0; 8 << 20]);
    let mut failed = 0;
    for _ in 0..5 {
        let before = env.run(&["diary", "--json", "--db", db]).stdout;
        let run = env.run(&["eat", &"2 eggs, ".repeat(200), "--db", db]);
        if run.status != 0 {
            failed += 1;
            assert_eq!(run.status, 1, "{}", run.stderr);
            assert_eq!(env.run(&["diary", "--json", "--db", db]).stdout, before);
        }
    }
    fs::remove_file(&filler).expect("room");
    let check = env.run(&["check", "--db", db]);
    let unmounted = Command::new("umount").arg(mount.path()).status();
    assert!(unmounted.is_ok_and(|status| status.success()));
    assert_eq!(check.status, 0, "{}", check.stdout);
    assert!(failed > 0, "the disk did run full");
}

#[test]
fn closed_ends_and_folders_that_cannot_be_written() {
    let env = Environment::new();
    env.ok(&["stress", "1"]);
    let full = fs::OpenOptions::new().write(true).open("/dev/full").expect("a full device");
    let output = env.command(&["week"]).stdout(full).output().expect("it runs");
    assert_eq!(output.status.code(), Some(1));
    // The administrator may write everywhere, and becomes nobody for this.
    const NOBODY: u32 = 65534;
    let is_root = Command::new("id").arg("-u").output().is_ok_and(|id| id.stdout == b"0\n");
    let elsewhere = tempfile::tempdir().expect("a temporary folder");
    let program = elsewhere.path().join("mineralog");
    if is_root {
        fs::copy(env!("CARGO_BIN_EXE_mineralog"), &program).expect("the program");
        fs::set_permissions(elsewhere.path(), fs::Permissions::from_mode(0o755)).expect("a mode");
        for path in [env.home(), env.db()] {
            std::os::unix::fs::chown(path, Some(NOBODY), Some(NOBODY)).expect("an owner");
        }
    }
    let run = |args: &[&str]| {
        let usual = env.command(args);
        if !is_root {
            return env.run(args);
        }
        let mut command = Command::new(&program);
        command.args(usual.get_args()).env_clear().current_dir("/").uid(NOBODY).gid(NOBODY);
        command.envs(usual.get_envs().filter_map(|(name, value)| Some((name, value?))));
        Run::of(command.output().expect("it runs"))
    };
    assert_eq!(run(&["stress", "2"]).status, 0, "who owns the diary may write");
    let before = env.diary();
    let (home, db) = (env.home(), env.db());
    for (what, path, mode, usual) in [
        ("a folder that is read only", &home, 0o500, 0o700),
        ("a file that is read only", &db, 0o400, 0o600),
        ("a file that cannot be read", &db, 0o000, 0o600),
        ("a folder that cannot be entered", &home, 0o000, 0o700),
    ] {
        fs::set_permissions(path, fs::Permissions::from_mode(mode)).expect("a mode");
        let writing = run(&["stress", "3"]);
        let reading = run(&["today"]);
        fs::set_permissions(path, fs::Permissions::from_mode(usual)).expect("a mode");
        assert_eq!(writing.status, 1, "{what}: {}", writing.stdout);
        let said = writing.stderr.split_whitespace().collect::<Vec<_>>().join(" ");
        // The settings of the person lie in the folder too.
        let named = if path == &db { &db } else { &home };
        assert!(said.contains(&named.display().to_string()), "{what}: {said}");
        assert!(!said.contains("panicked"), "{what}: {said}");
        assert_eq!(reading.status, if mode == 0 { 1 } else { 0 }, "{what}: {}", reading.stderr);
        assert_eq!(env.diary(), before, "{what}");
    }
}

#[test]
fn two_at_once_lose_nothing_and_wait_for_each_other() {
    let writes: u32 =
        std::env::var("MINERALOG_WRITES").ok().and_then(|n| n.parse().ok()).unwrap_or(15);
    let env = Environment::new();
    env.ok(&["stress", "1"]);
    let env = &env;
    std::thread::scope(|scope| {
        let writers: Vec<_> = (0..4)
            .map(|writer| {
                scope.spawn(move || {
                    for number in 0..writes {
                        let mark = format!("w{writer}n{number}");
                        let run = env.run(&["stress", "3", "--note", &mark]);
                        assert_eq!(run.status, 0, "{}", run.stderr);
                    }
                })
            })
            .collect();
        let mut pages = 0;
        while writers.iter().any(|writer| !writer.is_finished()) {
            let week = env.run(&["week", "--json"]);
            assert_eq!(week.status, 0, "{}", week.stderr);
            pages += 1;
        }
        writers.into_iter().for_each(|writer| writer.join().expect("every write is kept"));
        tell(&format!("at once: 4 writers of {writes} entries, {pages} pages read meanwhile"));
    });
    let diary = state::open(&env.db());
    let count: i64 = diary
        .query_row("SELECT count(DISTINCT note) FROM entry WHERE note LIKE 'w%n%'", [], |r| {
            r.get(0)
        })
        .expect("a count");
    assert_eq!(count, i64::from(4 * writes));
    state::assert_whole(&diary, "after four writers at once");
}

#[test]
fn nothing_in_the_program_speaks_to_a_network() {
    let tree = Command::new(std::env::var("CARGO").unwrap_or_else(|_| "cargo".into()))
        .args(["tree", "--offline", "--locked", "--edges", "normal", "--prefix", "none"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .expect("cargo runs");
    assert!(tree.status.success(), "{}", String::from_utf8_lossy(&tree.stderr));
    let tree = String::from_utf8_lossy(&tree.stdout).into_owned();
    assert!(tree.contains("rusqlite"), "{tree}");
    for name in [
        "tokio",
        "hyper",
        "reqwest",
        "ureq",
        "socket2",
        "mio",
        "rustls",
        "native-tls",
        "curl",
        "openssl",
    ] {
        assert!(!tree.lines().any(|line| line.split(' ').next() == Some(name)), "{name}");
    }
    if Command::new("strace").arg("-V").output().is_err() {
        tell("skipped in part: strace is not installed, so no call could be watched");
        return;
    }
    let env = Environment::new();
    for args in [&["eat", "2 eggs"][..], &["week"], &["week", "--format", "html"], &["backup"]] {
        let program = env.command(args);
        let mut watched = Command::new("strace");
        watched
            .args(["-f", "-e", "trace=socket,connect,bind,sendto"])
            .arg(program.get_program())
            .args(args)
            .env_clear();
        for (name, value) in program.get_envs() {
            watched.env(name, value.unwrap_or_default());
        }
        let output = watched.current_dir(env.home()).output().expect("strace runs");
        let trace = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(trace.contains("exited with 0") && !trace.contains("socket("), "{args:?}: {trace}");
    }
}

#[test]
fn a_path_of_its_own_keeps_its_own_copies() {
    let mut env = Environment::new();
    for name in ["one.db", "two.db"] {
        env.ok(&["stress", "3", "--db", name]);
    }
    env.at("2026-03-05T08:00:00+00:00");
    for name in ["one.db", "two.db"] {
        env.ok(&["stress", "3", "--db", name]);
    }
    assert_eq!(backups(&env), ["one-2026-03-05.db", "two-2026-03-05.db"]);
    let unused: PathBuf = env.home().join("backups");
    assert_eq!(mode(&unused), 0o700);
}

#[test]
fn a_copy_that_is_gone_back_to_stays() {
    let env = Environment::new();
    for n in 0..10 {
        env.ok(&["note", &n.to_string()]);
        fs::copy(env.db(), env.home().join("other.db")).expect("a copy");
        env.ok(&["note", "more"]);
        env.ok(&["merge", "other.db"]);
    }
    let copies = env.json(&["backup", "--list"]);
    let oldest = copies["backups"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|copy| copy.as_str())
        .find(|file| file.ends_with("-before-merge-20260304T193000.db"))
        .unwrap_or_else(|| panic!("a copy from before a merge: {copies}"))
        .to_owned();
    env.ok(&["restore", &oldest, "--yes"]);
    assert!(fs::exists(&oldest).expect("an answer"), "{oldest}");
}

#[test]
fn the_diary_itself_is_no_copy_to_go_back_to() {
    let env = Environment::new();
    env.ok(&["note", "one"]);
    std::os::unix::fs::symlink(env.db(), env.home().join("link.db")).expect("a link");
    fs::hard_link(env.db(), env.home().join("hard.db")).expect("a link");
    let copies = env.ok(&["backup", "--list"]);
    for file in [env.db(), env.home().join("link.db"), env.home().join("hard.db")] {
        let error = env.json_error(&["restore", file.to_str().expect("UTF-8"), "--yes"]);
        assert_eq!(error["message"], "this is the open diary itself", "{file:?}");
    }
    assert_eq!(env.ok(&["backup", "--list"]), copies);
}

#[test]
fn a_copy_with_a_version_nobody_writes_is_refused() {
    let env = Environment::new();
    env.ok(&["note", "one"]);
    let copy = env.home().join("copy.db");
    fs::copy(env.db(), &copy).expect("a copy");
    state::open(&copy).execute_batch("PRAGMA user_version = -5").expect("a version");
    let copy = copy.to_str().expect("UTF-8");
    let error = env.json_error(&["restore", copy, "--yes"]);
    assert!(error["message"].as_str().is_some_and(|m| m.contains("it is damaged")), "{error}");
    let run = env.run(&["--db", copy, "today"]);
    assert_eq!(run.status, 1, "{}", run.all());
    assert!(run.stderr.starts_with("error: this diary is damaged"), "{}", run.stderr);
    assert!(env.ok(&["diary"]).contains("one"));
}

#[test]
fn a_bare_file_name_has_its_copies_too() {
    let env = Environment::new();
    for name in ["own.db", "other.db"] {
        env.ok(&["--db", name, "note", name]);
    }
    env.ok(&["--db", "own.db", "merge", "other.db"]);
    assert_eq!(env.json(&["--db", "own.db", "check"])["ok"], true);
    // Two copies of one second are two.
    env.ok(&["--db", "own.db", "backup"]);
    env.ok(&["--db", "own.db", "backup"]);
    assert_eq!(env.json(&["--db", "own.db", "check"])["ok"], true);
}

/// What cannot be seen is not absent: an empty diary in its place would be a lie.
#[test]
fn a_folder_that_may_not_be_entered_is_no_empty_diary() {
    let env = Environment::new();
    let behind = env.home().join("file").join("diary.db");
    fs::write(env.home().join("file"), "no folder").expect("a file");
    let behind = behind.to_str().expect("UTF-8");
    for args in [&["today"][..], &["week"], &["export", "json"], &["backup", "b.db"], &["check"]] {
        let run = env.run(&[&["--db", behind][..], args].concat());
        assert_eq!(run.status, 1, "{args:?}: {}", run.all());
        assert!(run.stderr.contains("cannot be reached"), "{args:?}: {}", run.stderr);
    }
    assert!(!env.home().join("b.db").exists());
}
