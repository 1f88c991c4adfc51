//! The power fails at any instant: what was not synced may be gone, in any mixture.
//!
//! A command is watched with `strace`; its writes, syncs and renames are then replayed up to each
//! point, and of everything that was not yet forced to disk an arbitrary part is dropped: single
//! writes, the end of a write at a sector's border, the making, removing or renaming of a file. What
//! is left is opened as if the machine had come up again. The diary must be whole, and stand as it
//! was before the command or as it is after it; once the program has answered, only after.
//!
//! `MINERALOG_POWER_LOSSES` sets how many mixtures are tried at each point.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

use proptest::prelude::Rng as _;
use proptest::test_runner::{RngAlgorithm, TestRng};

use crate::environment::{Environment, tell};
use crate::state;

/// What a disk forces to the plate at once; a write may be torn between two of these.
const SECTOR: usize = 512;

/// One thing the program asked of the file system. Files are named by their path in the folder.
#[derive(Clone, Debug)]
enum Step {
    Create(String),
    Write(String, usize, Vec<u8>),
    Truncate(String, usize),
    Sync(String),
    Remove(String),
    Rename(String, String),
    Answer,
}

/// A file system that remembers what it was made to keep and what it merely heard of.
struct Disk {
    /// What is on the plate, by file number.
    kept: BTreeMap<usize, Vec<u8>>,
    /// Names on the plate.
    names: BTreeMap<String, usize>,
    /// Names as the program sees them.
    seen: BTreeMap<String, usize>,
    /// Changes of a file's bytes that were not synced.
    loose: Vec<(usize, Step)>,
    /// Changes of names that were not synced, in order.
    loose_names: Vec<(Step, usize)>,
}

impl Disk {
    fn new(files: BTreeMap<String, Vec<u8>>) -> Self {
        let names: BTreeMap<String, usize> = files.keys().cloned().zip(0..).collect();
        Self {
            kept: files.into_values().enumerate().collect(),
            seen: names.clone(),
            names,
            loose: Vec::new(),
            loose_names: Vec::new(),
        }
    }

    fn apply(&mut self, step: &Step) {
        match step {
            Step::Create(name) => {
                let number = self.kept.len();
                self.kept.insert(number, Vec::new());
                self.seen.insert(name.clone(), number);
                self.loose_names.push((step.clone(), number));
            }
            Step::Write(name, ..) | Step::Truncate(name, _) => {
                let number = self.seen[name];
                self.loose.push((number, step.clone()));
            }
            Step::Sync(name) => match self.seen.get(name) {
                Some(&number) => {
                    let (synced, loose) = std::mem::take(&mut self.loose)
                        .into_iter()
                        .partition::<Vec<_>, _>(|(of, _)| *of == number);
                    self.loose = loose;
                    for (_, step) in synced {
                        write(self.kept.entry(number).or_default(), &step, usize::MAX);
                    }
                }
                // Not a file: the folder, whose names are forced to disk.
                None => {
                    for (step, number) in std::mem::take(&mut self.loose_names) {
                        rename(&mut self.names, &step, number);
                    }
                }
            },
            Step::Remove(name) => {
                if let Some(number) = self.seen.remove(name) {
                    self.loose_names.push((step.clone(), number));
                }
            }
            Step::Rename(from, to) => {
                if let Some(number) = self.seen.remove(from) {
                    self.seen.insert(to.clone(), number);
                    self.loose_names.push((step.clone(), number));
                }
            }
            Step::Answer => {}
        }
    }

    /// Returns the files that are there when the power comes back.
    fn after_the_cut(&self, rng: &mut TestRng) -> BTreeMap<String, Vec<u8>> {
        let mut kept = self.kept.clone();
        let fate = rng.next_u32() % 4;
        for (number, step) in &self.loose {
            let whole = match fate {
                0 => false,
                1 => true,
                _ => rng.next_u32().is_multiple_of(2),
            };
            let torn = fate == 3 && rng.next_u32().is_multiple_of(4);
            let most = if torn { SECTOR } else { usize::MAX };
            if whole {
                write(kept.entry(*number).or_default(), step, most);
            }
        }
        let mut names = self.names.clone();
        let until = rng.next_u32() as usize % (self.loose_names.len() + 1);
        for (step, number) in &self.loose_names[..until] {
            rename(&mut names, step, *number);
        }
        names.into_iter().map(|(name, number)| (name, kept[&number].clone())).collect()
    }
}

fn write(bytes: &mut Vec<u8>, step: &Step, most: usize) {
    match step {
        Step::Write(_, offset, written) => {
            let written = &written[..written.len().min(most)];
            let end = offset + written.len();
            if bytes.len() < end {
                bytes.resize(end, 0);
            }
            bytes[*offset..end].copy_from_slice(written);
        }
        Step::Truncate(_, length) => bytes.resize(*length, 0),
        _ => {}
    }
}

fn rename(names: &mut BTreeMap<String, usize>, step: &Step, number: usize) {
    match step {
        Step::Create(name) => {
            names.insert(name.clone(), number);
        }
        Step::Remove(name) => {
            names.remove(name);
        }
        Step::Rename(from, to) => {
            names.remove(from);
            names.insert(to.clone(), number);
        }
        _ => {}
    }
}

/// Returns what a command asked of the file system inside a folder.
fn watch(env: &Environment, args: &[&str]) -> Vec<Step> {
    let trace = env.home().join("trace");
    let plain = env.command(args);
    let mut watched = Command::new("strace");
    watched
        .args(["-f", "-y", "-xx", "-s", "100000000", "-e"])
        .arg("trace=openat,write,pwrite64,fsync,fdatasync,ftruncate,unlink,unlinkat,rename,renameat,renameat2")
        .arg("-o")
        .arg(&trace)
        .arg(plain.get_program())
        .args(plain.get_args())
        .env_clear()
        .current_dir(env.home());
    for (name, value) in plain.get_envs() {
        watched.env(name, value.unwrap_or_default());
    }
    let output = watched.output().expect("strace runs");
    assert!(output.status.success(), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
    let text = std::fs::read_to_string(&trace).expect("a trace");
    std::fs::remove_file(&trace).expect("the trace is ours");
    let home = env.home();
    let mut lengths = BTreeMap::new();
    text.lines().filter_map(|line| step(line, &home, &mut lengths)).collect()
}

/// Returns one line of a trace as a step; none for what does not touch the folder's files.
fn step(line: &str, home: &Path, lengths: &mut BTreeMap<String, usize>) -> Option<Step> {
    let call = line.split_once(' ')?.1.trim_start();
    let (name, rest) = call.split_once('(')?;
    if rest.contains(") = -1 ") {
        return None;
    }
    let inside = |path: &str| {
        let path = PathBuf::from(path);
        let path = path.strip_prefix(home).ok()?.to_str()?.to_owned();
        Some(path)
    };
    let descriptor = || inside(&text(rest.split_once('<')?.1.split_once('>')?.0));
    let strings: Vec<Vec<u8>> = rest.split('"').skip(1).step_by(2).map(bytes).collect();
    let path = |index: usize| inside(&String::from_utf8_lossy(strings.get(index)?));
    match name {
        "openat" if rest.contains("O_CREAT") => {
            let path = path(0)?;
            // The program makes a file only where there is none: what it opens again it has seen.
            lengths.insert(path.clone(), 0).is_none().then_some(Step::Create(path))
        }
        "pwrite64" => {
            let offset = rest.rsplit_once(") = ")?.0.rsplit_once(", ")?.1.parse().ok()?;
            Some(Step::Write(descriptor()?, offset, strings.into_iter().next()?))
        }
        "write" if rest.starts_with("1<") => Some(Step::Answer),
        "write" => {
            let path = descriptor()?;
            let written = strings.into_iter().next()?;
            let length = lengths.entry(path.clone()).or_default();
            let offset = *length;
            *length += written.len();
            Some(Step::Write(path, offset, written))
        }
        "fsync" | "fdatasync" => Some(Step::Sync(descriptor()?)),
        "ftruncate" => {
            let length = rest.split_once(", ")?.1.split_once(')')?.0.parse().ok()?;
            Some(Step::Truncate(descriptor()?, length))
        }
        "unlink" | "unlinkat" => {
            let path = path(0)?;
            lengths.remove(&path);
            Some(Step::Remove(path))
        }
        "rename" | "renameat" | "renameat2" => {
            let (from, to) = (path(0)?, path(1)?);
            if let Some(length) = lengths.remove(&from) {
                lengths.insert(to.clone(), length);
            }
            Some(Step::Rename(from, to))
        }
        _ => None,
    }
}

/// Returns bytes that a trace writes as `\x41\x42`.
fn bytes(hex: &str) -> Vec<u8> {
    hex.split("\\x").skip(1).filter_map(|two| u8::from_str_radix(two, 16).ok()).collect()
}

fn text(hex: &str) -> String {
    if hex.contains("\\x") {
        String::from_utf8_lossy(&bytes(hex)).into_owned()
    } else {
        hex.to_owned()
    }
}

/// Returns the files of a folder and of the folders in it.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in std::fs::read_dir(&next).expect("a folder").map(|e| e.expect("an entry")) {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name =
                    path.strip_prefix(folder).expect("inside").to_string_lossy().into_owned();
                found.insert(name, std::fs::read(&path).expect("a file"));
            }
        }
    }
    found
}

/// The commands that are watched: every way in which the diary is written.
const COMMANDS: &[&[&str]] = &[
    &["eat", "2 eggs, 200 g spinach, something nobody knows"],
    &["take", "magnesium citrate 200 mg"],
    &["twitch", "eyelid", "--side", "left", "--intensity", "4"],
    &["stress", "7"],
    &["undo"],
    &["redo"],
    &["edit", "1", "--note", "late"],
    &["delete", "1"],
    &["merge", "other.db"],
    &["profile", "--sex", "female", "--born", "1988"],
    &["food", "add", "oat bar", "--per", "100g", "--energy", "400kcal", "--magnesium", "90mg"],
    &["done"],
];

#[test]
fn a_power_cut_leaves_the_diary_before_or_after() {
    if Command::new("strace").arg("-V").output().is_err() {
        tell("skipped: strace is not installed, so no command could be watched");
        return;
    }
    let mixtures: u32 = std::env::var("MINERALOG_POWER_LOSSES")
        .ok()
        .and_then(|number| number.parse().ok())
        .unwrap_or(1);
    let mut rng = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    let env = Environment::new();
    env.ok(&["water", "300ml"]);
    env.ok(&["backup", "other.db"]);
    env.ok(&["eat", "2 kiwis", "--db", "other.db"]);
    let (mut cuts, mut before_count, mut after_count) = (0, 0, 0);
    for args in COMMANDS {
        let start = files(&env.home());
        let before = state::Standing::of(&env.db());
        let steps = watch(&env, args);
        let after = state::Standing::of(&env.db());
        assert!(
            steps.iter().any(|s| matches!(s, Step::Sync(_))),
            "{args:?} was watched: {steps:?}"
        );
        let mut disk = Disk::new(start);
        let mut answered = false;
        for step in &steps {
            disk.apply(step);
            answered |= matches!(step, Step::Answer);
            for _ in 0..mixtures {
                let folder = tempfile::tempdir().expect("a temporary folder");
                for (name, bytes) in disk.after_the_cut(&mut rng) {
                    let path = folder.path().join(name);
                    std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
                    std::fs::write(path, bytes).expect("a file");
                }
                let context = format!("{args:?}, cut after {cuts} cuts at {}", name_of(step));
                let found = folder.path().join("diary.db");
                match state::Standing::find(&found, &[&before, &after], &context) {
                    Some(0) => {
                        assert!(!answered, "{context}: it had answered, and the change is gone");
                        before_count += 1;
                    }
                    Some(_) => after_count += 1,
                    None => panic!("{context}: the diary is neither before nor after"),
                }
                cuts += 1;
            }
        }
    }
    tell(&format!(
        "power cuts: {cuts}, of {} commands; {before_count} left the diary as before, {after_count} as \
         after, none between; acknowledged and lost: 0",
        COMMANDS.len()
    ));
    assert!(before_count > 0 && after_count > 0, "both sides of the commit were met");
}

fn name_of(step: &Step) -> String {
    match step {
        Step::Write(name, offset, bytes) => format!("{} bytes of {name} at {offset}", bytes.len()),
        other => format!("{other:?}"),
    }
}
