//! A home of its own for each test, with a fixed clock and zone.

use std::io::Write as _;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};
use std::sync::LazyLock;

use serde_json::Value;
use tempfile::TempDir;

/// The clock of a test that sets no other: a Wednesday evening in winter.
pub const NOW: &str = "2026-03-04T19:30:00+00:00";

/// An empty diary with its seed, made once: most tests begin with a copy of it.
static EMPTY: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let env = Environment::bare();
    let now = chrono::DateTime::parse_from_rfc3339(NOW).expect("a time").timestamp();
    drop(mineralog::store::Store::open(&env.db(), now).expect("a new diary"));
    std::fs::read(env.db()).expect("the diary that was made")
});

/// Says something about a test on standard error, past the capture of passing tests: a figure that
/// was measured, or what was skipped.
pub fn tell(text: &str) {
    let _ = writeln!(std::io::stderr(), "{text}");
}

/// A diary in a folder of its own.
pub struct Environment {
    home: TempDir,
    now: String,
    zone: String,
}

/// What one run of the program left behind.
pub struct Run {
    pub status: i32,
    pub stdout: String,
    pub stderr: String,
}

impl Environment {
    /// Returns a home in which the diary was made already.
    pub fn new() -> Self {
        let env = Self::bare();
        std::fs::write(env.db(), &*EMPTY).expect("a copy of the empty diary");
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            let own = std::fs::Permissions::from_mode(0o600);
            std::fs::set_permissions(env.db(), own).expect("a diary of one's own");
        }
        env
    }

    /// Returns a home without a diary.
    pub fn bare() -> Self {
        let home = tempfile::tempdir().expect("a temporary folder");
        Self { home, now: NOW.to_owned(), zone: "UTC".to_owned() }
    }

    /// Sets the clock (RFC 3339).
    pub fn at(&mut self, now: &str) -> &mut Self {
        now.clone_into(&mut self.now);
        self
    }

    /// Sets the zone, as a POSIX `TZ` text that needs no zone files.
    pub fn zone(&mut self, zone: &str) -> &mut Self {
        zone.clone_into(&mut self.zone);
        self
    }

    pub fn db(&self) -> PathBuf {
        self.home.path().join("diary.db")
    }

    pub fn home(&self) -> PathBuf {
        self.home.path().to_owned()
    }

    /// Returns the program with nothing in its environment but what tests fix.
    pub fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_mineralog"));
        command
            .args(args)
            .env_clear()
            .env("HOME", self.home.path())
            .env("MINERALOG_DB", self.db())
            .env("MINERALOG_NOW", &self.now)
            .env("TZ", &self.zone)
            .current_dir(self.home.path())
            .stdin(Stdio::null());
        command
    }

    /// Runs the program.
    pub fn run(&self, args: &[&str]) -> Run {
        Run::of(self.command(args).output().expect("the program starts"))
    }

    /// Runs the program with a text on standard input.
    pub fn run_with_input(&self, args: &[&str], input: &str) -> Run {
        let mut child = self
            .command(args)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program starts");
        let mut stdin = child.stdin.take().expect("a pipe");
        stdin.write_all(input.as_bytes()).expect("the program reads");
        drop(stdin);
        Run::of(child.wait_with_output().expect("the program ends"))
    }

    /// Runs the program and expects it to succeed; returns stdout.
    #[track_caller]
    pub fn ok(&self, args: &[&str]) -> String {
        let run = self.run(args);
        assert_eq!(run.status, 0, "{args:?}\n{}{}", run.stdout, run.stderr);
        run.stdout
    }

    /// Runs the program with `--json` and expects it to succeed; returns the document.
    #[track_caller]
    pub fn json(&self, args: &[&str]) -> Value {
        let stdout = self.ok(&[args, &["--json"]].concat());
        serde_json::from_str(&stdout).expect("one JSON document")
    }

    /// Runs the program with `--json` and expects it to refuse; returns the error.
    #[track_caller]
    pub fn json_error(&self, args: &[&str]) -> Value {
        let run = self.run(&[args, &["--json"]].concat());
        assert_eq!(run.status, 2, "{args:?}\n{}{}", run.stdout, run.stderr);
        let document: Value = serde_json::from_str(&run.stdout).expect("one JSON document");
        document["error"].clone()
    }

    /// Returns the diary as a document, to show that nothing was changed.
    pub fn diary(&self) -> Value {
        self.json(&["diary", "--from", "1990-01-01"])
    }
}

impl Run {
    pub fn of(output: Output) -> Self {
        Self {
            status: output.status.code().expect("no signal ended it"),
            stdout: String::from_utf8(output.stdout).expect("UTF-8"),
            stderr: String::from_utf8(output.stderr).expect("UTF-8"),
        }
    }

    /// Returns everything in one text, for a snapshot.
    pub fn all(&self) -> String {
        let mut text = self.stdout.clone();
        if !self.stderr.is_empty() {
            text.push_str("--- stderr\n");
            text.push_str(&self.stderr);
        }
        text.push_str(&format!("--- status {}\n", self.status));
        text
    }
}
