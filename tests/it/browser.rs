//! The week's page in a real browser, where there is one: `tests/browser/check.mjs` says what it
//! looks at.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::environment::{Environment, tell};
use crate::golden_week::the_week;
use crate::html::{crowded, hostile, page};

/// Returns the browser and the folder of the script; none, with the reason on standard error,
/// where one of them is not there.
fn browser() -> Option<(String, PathBuf)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/browser");
    let runs = |program: &str| {
        Command::new(program).arg("--version").output().is_ok_and(|output| output.status.success())
    };
    let chosen = std::env::var("CHROMIUM").unwrap_or_else(|_| "chromium".to_owned());
    if !runs(&chosen) {
        tell(&format!("skipped, no page was loaded in a browser: no {chosen}"));
        return None;
    }
    if !runs("node") {
        tell("skipped, no page was loaded in a browser: no node");
        return None;
    }
    if !folder.join("node_modules/playwright-core").is_dir()
        || !folder.join("node_modules/axe-core").is_dir()
    {
        tell("skipped, no page was loaded in a browser: run `npm ci --prefix tests/browser` first");
        return None;
    }
    let found = Command::new("sh").args(["-c", "command -v \"$0\"", &chosen]).output().ok()?;
    Some((String::from_utf8(found.stdout).ok()?.trim().to_owned(), folder))
}

#[test]
fn a_browser_finds_no_fault() {
    let Some((chromium, folder)) = browser() else {
        return;
    };
    let home = tempfile::tempdir().expect("a temporary folder");
    let month = ["report", "--from", "2026-02-09", "--to", "2026-03-08"];
    let pages = [
        ("empty", page(&Environment::new(), &["week"])),
        ("week", page(&the_week(), &["week"])),
        ("month", page(&the_week(), &month)),
        ("hostile", page(&hostile(), &["week"])),
        ("crowded", page(&crowded(), &["week"])),
    ]
    .map(|(name, html)| {
        let file = home.path().join(format!("{name}.html"));
        std::fs::write(&file, html).expect("the page is written");
        file
    });
    let output = Command::new("node")
        .arg(folder.join("check.mjs"))
        .arg(chromium)
        .args(&pages)
        .output()
        .expect("node starts");
    let said = String::from_utf8_lossy(&output.stdout);
    let complained = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}{complained}");
}
