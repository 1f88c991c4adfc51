//! What is said about corrections: steps back and forward, the history, edits, forgetting.

use chrono::DateTime;
use serde_json::{Value, json};

use super::{Page, Tone, count, inert, json as documents, phrasing};
use crate::calendar::Zone;
use crate::domain::Entry;
use crate::nutrition::day::Foods;
use crate::report::flags::Flag;
use crate::store::{Past, Undone};

/// Returns the echo of steps taken back or done again.
pub fn steps(page: Page, said: &str, done: &[Undone]) -> String {
    let mut out = String::new();
    for step in done {
        out.push_str(&page.wrap("", "  ", &format!("{said}: {}", inert(&step.summary))));
        out.push('\n');
    }
    out
}

/// Returns the document of steps: the last one, and all of them where there were several.
pub fn steps_document(key: &str, done: &[Undone]) -> Value {
    let one = |step: &Undone| json!({"command": step.command, "summary": step.summary});
    let mut document = json!({ key: done.last().map(one) });
    if done.len() > 1 {
        document["all"] = done.iter().map(one).collect();
    }
    document
}

/// Returns the list of changes, the last one first.
pub fn history(page: Page, past: &[Past], zone: Zone) -> String {
    if past.is_empty() {
        return page.wrap("", "", "Nothing was changed yet.") + "\n";
    }
    let mut out = String::new();
    for change in past {
        let when = time(change.made_at, zone).format("%Y-%m-%d %H:%M").to_string();
        let undone = if change.undone_at.is_some() { " (taken back)" } else { "" };
        let text = format!("{when}  {}{undone}", inert(&change.summary));
        let tone = if change.undone_at.is_some() { Tone::Aside } else { Tone::Known };
        let text = match tone {
            Tone::Aside => page.wrap_in(tone, "", "                  ", &text),
            _ => page.wrap("", "                  ", &text),
        };
        out.push_str(&text);
        out.push('\n');
        let command = format!("mineralog {}", inert(&change.command));
        let indent = "                  ";
        out.push_str(&page.wrap_in(Tone::Aside, indent, "                    ", &command));
        out.push('\n');
    }
    out
}

/// Returns the document of `history`.
pub fn history_document(past: &[Past], zone: Zone) -> Value {
    let one = |change: &Past| {
        json!({
            "id": change.id,
            "made_at": time(change.made_at, zone).to_rfc3339(),
            "command": change.command,
            "summary": change.summary,
            "undone_at": change.undone_at.map(|at| time(at, zone).to_rfc3339()),
            "rows": change.rows,
        })
    };
    json!({ "changes": past.iter().map(one).collect::<Vec<_>>() })
}

fn time(seconds: i64, zone: Zone) -> DateTime<chrono::FixedOffset> {
    zone.at(DateTime::from_timestamp(seconds, 0).unwrap_or_default().fixed_offset())
}

/// Returns the echo of a corrected entry, warning signs first.
pub fn edited(page: Page, entry: &Entry, foods: &Foods, flags: &[Flag]) -> String {
    let when = format!("{} {}", phrasing::date_in_full(entry.day), entry.at.format("%H:%M"));
    let mut out = phrasing::flags(page, flags);
    let number = format!("entry {}", entry.id);
    out.push_str(&page.ends(&format!("Changed: {when}"), Tone::Heading, &number));
    out.push('\n');
    out.push_str(&page.wrap("  ", "    ", &phrasing::line(entry, foods)));
    out.push('\n');
    out.push_str(&page.wrap_in(Tone::Aside, "", "", "Take it back with `mineralog undo`."));
    out.push('\n');
    out
}

/// Returns the document of a corrected entry.
pub fn edited_document(entry: &Entry, foods: &Foods, flags: &[Flag]) -> Value {
    documents::with_flags(json!({ "entry": documents::entry(entry, foods) }), entry, flags)
}

/// Returns the question before forgetting.
pub fn question(entries: usize, everything: bool, copies: usize) -> String {
    let copies = match copies {
        0 => String::new(),
        copies => format!(
            " The {} of the diary that this program made will be removed too.",
            count(copies, "copy", "copies")
        ),
    };
    format!("Forget {} for good? It cannot be taken back.{copies}", what(entries, everything))
}

const OUT_OF_REACH: &str = "Out of reach are exports, pages you wrote to files, copies that you or \
                            another program made, names you taught, and what a disk keeps of old \
                            blocks. Another diary or an export that still holds it brings it back \
                            when it is merged or imported.";

fn what(entries: usize, everything: bool) -> String {
    let entries = count(entries, "entry", "entries");
    if everything {
        format!("everything ({entries}, your foods and names, profile, settings, history, tables)")
    } else {
        entries
    }
}

/// Returns the echo of `forget`.
pub fn forgotten(page: Page, entries: usize, everything: bool, copies: usize) -> String {
    let removed = match copies {
        0 => String::new(),
        copies => format!(" {} of the diary removed.", count(copies, "copy", "copies")),
    };
    let text = format!("Forgotten for good: {}.{removed}", what(entries, everything));
    let mut out = page.wrap("", "  ", &text);
    out.push('\n');
    out.push_str(&page.wrap_in(Tone::Aside, "", "", OUT_OF_REACH));
    out.push('\n');
    out
}

/// Returns the document of `forget`.
pub fn forgotten_document(ids: &[i64], copies: usize) -> Value {
    json!({"forgotten": ids, "copies_removed": copies, "out_of_reach": OUT_OF_REACH})
}
