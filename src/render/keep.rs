//! What is said about copies of the diary and about its health.

use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use super::{Page, Tone, count, inert};
use crate::store::backup::Copy;
use crate::store::check::{Finding, Outcome};

fn line(page: Page, tone: Option<Tone>, text: &str) -> String {
    let text = inert(text);
    match tone {
        Some(tone) => page.wrap_in(tone, "", "  ", &text) + "\n",
        None => page.wrap("", "  ", &text) + "\n",
    }
}

/// Returns the echo of `backup`.
pub fn backed_up(page: Page, place: &Path) -> String {
    let mut out = line(page, None, &format!("A copy of the diary stands in {}.", place.display()));
    let hint = format!("`mineralog restore \"{}\"` goes back to it.", place.display());
    out.push_str(&line(page, Some(Tone::Aside), &hint));
    out
}

/// Returns the document of `backup`.
pub fn backup_document(place: &Path) -> Value {
    json!({"backup": {"file": place.to_string_lossy()}})
}

/// Returns the list of copies.
pub fn copies(page: Page, copies: &[PathBuf]) -> String {
    if copies.is_empty() {
        return line(page, None, "No copy of the diary is there yet; one is made each day.");
    }
    copies.iter().map(|copy| line(page, None, &copy.display().to_string())).collect()
}

/// Returns the document of `backup --list`.
pub fn copies_document(copies: &[PathBuf]) -> Value {
    json!({"backups": copies.iter().map(|copy| copy.to_string_lossy()).collect::<Vec<_>>()})
}

fn held(copy: &Copy) -> String {
    let entries = count(copy.entries, "entry", "entries");
    let until = copy.last_day.as_deref().map_or_else(String::new, |day| format!(" until {day}"));
    format!("{entries}{until}")
}

/// Returns the question before going back.
pub fn question(file: &Path, copy: &Copy) -> String {
    format!(
        "{} holds {}. Go back to it? The present diary is kept among the backups.",
        file.display(),
        held(copy)
    )
}

/// Returns the echo of `restore`.
pub fn restored(page: Page, file: &Path, copy: &Copy, kept: Option<&Path>) -> String {
    let text = format!("The diary is that of {} again, with {}.", file.display(), held(copy));
    let mut out = line(page, None, &text);
    if let Some(kept) = kept {
        let text = format!(
            "What stood there before is kept: `mineralog restore \"{}\"` goes back to it.",
            kept.display()
        );
        out.push_str(&line(page, Some(Tone::Aside), &text));
    }
    out
}

/// Returns the document of `restore`.
pub fn restore_document(file: &Path, copy: &Copy, kept: Option<&Path>) -> Value {
    json!({"restored": {
        "file": file.to_string_lossy(),
        "entries": copy.entries,
        "last_day": copy.last_day,
        "kept": kept.map(Path::to_string_lossy),
    }})
}

/// Returns the page of `check`.
pub fn checked(page: Page, db: &Path, findings: &[Finding]) -> String {
    let mut out = line(page, Some(Tone::Heading), &db.display().to_string());
    for finding in findings {
        let (mark, tone) = match finding.outcome {
            Outcome::Ok => ("ok", None),
            Outcome::Mended => ("mended", Some(Tone::Warning)),
            Outcome::Wrong => ("wrong", Some(Tone::Alarm)),
        };
        let detail =
            finding.detail.as_deref().map_or_else(String::new, |detail| format!(": {detail}"));
        out.push_str(&line(page, tone, &format!("{mark:<7} {}{detail}", finding.check)));
        if let Some(hint) = finding.hint {
            out.push_str(&page.wrap_in(Tone::Aside, "        ", "        ", hint));
            out.push('\n');
        }
    }
    out
}

/// Returns the document of `check`.
pub fn check_document(db: &Path, findings: &[Finding]) -> Value {
    json!({
        "file": db.to_string_lossy(),
        "ok": findings.iter().all(|finding| finding.outcome != Outcome::Wrong),
        "findings": findings.iter().map(|finding| json!({
            "check": finding.check,
            "outcome": finding.outcome.key(),
            "detail": finding.detail,
            "hint": finding.hint,
        })).collect::<Vec<_>>(),
    })
}
