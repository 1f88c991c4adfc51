//! What is said about copies of the diary and about its health.

use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use super::{Page, Tone, count, inert};
use crate::store::backup::{Copy, Gone};
use crate::store::check::{Finding, Outcome};
use crate::store::encrypt::Turned;

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
pub fn restored(page: Page, file: &Path, copy: &Copy, gone: &Gone) -> String {
    let text = format!("The diary is that of {} again, with {}.", file.display(), held(copy));
    let mut out = line(page, None, &text);
    if gone.encrypted && !copy.encrypted {
        out.push_str(&line(page, None, "It stays encrypted, with its own passphrase."));
    }
    if gone.encrypted && copy.encrypted {
        out.push_str(&line(page, None, "It is encrypted."));
    }
    if let Some(kept) = &gone.kept {
        let text = format!(
            "What stood there before is kept: `mineralog restore \"{}\"` goes back to it.",
            kept.display()
        );
        out.push_str(&line(page, Some(Tone::Aside), &text));
    }
    out
}

/// Returns the document of `restore`.
pub fn restore_document(file: &Path, copy: &Copy, gone: &Gone) -> Value {
    json!({"restored": {
        "file": file.to_string_lossy(),
        "entries": copy.entries,
        "last_day": copy.last_day,
        "kept": gone.kept.as_deref().map(Path::to_string_lossy),
    }})
}

/// Returns the echo of `encrypt`.
pub fn encrypted(page: Page, db: &Path, turned: &Turned, is_new: bool) -> String {
    let mut out = if is_new {
        let text = format!("The diary {} is encrypted{}.", db.display(), along(turned));
        line(page, None, &text)
    } else if turned.copies > 0 {
        let copies = count(turned.copies, "copy of it is", "copies of it are");
        line(page, None, &format!("The diary was encrypted already; {copies} now too."))
    } else {
        let text =
            "The diary is encrypted already; `encrypt --change` gives it another passphrase.";
        line(page, None, text)
    };
    for left in &turned.left {
        let text = format!("Left as it is: {}", left.display());
        out.push_str(&line(page, Some(Tone::Warning), &text));
    }
    if is_new {
        out.push_str(&line(
            page,
            Some(Tone::Aside),
            "What was there before may still lie in free \
            blocks of the disk, in its snapshots, and in copies made elsewhere: exports, pages, a \
            synchronised folder's old versions.",
        ));
    }
    out
}

/// Returns the echo of `decrypt`.
pub fn decrypted(page: Page, db: &Path, turned: &Turned) -> String {
    let text = format!(
        "The diary {} is plain again{}: whoever has the file can read it.",
        db.display(),
        along(turned)
    );
    let mut out = line(page, None, &text);
    for left in &turned.left {
        let text = format!("Left as it is, for its passphrase is another one: {}", left.display());
        out.push_str(&line(page, Some(Tone::Warning), &text));
    }
    out
}

fn along(turned: &Turned) -> String {
    match turned.copies {
        0 => String::new(),
        copies => format!(", and {}", count(copies, "copy of it too", "copies of it too")),
    }
}

/// Returns the document of `encrypt` or `decrypt`.
pub fn turned_document(what: &str, db: &Path, turned: &Turned) -> Value {
    json!({what: {
        "file": db.to_string_lossy(),
        "copies": turned.copies,
        "left": turned.left.iter().map(|left| left.to_string_lossy()).collect::<Vec<_>>(),
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
