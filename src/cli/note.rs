//! `note`: anything else, with its tags.

use super::args::{Note, When};
use super::{Answer, Session, checked_note, load};
use crate::domain::{EntryKind, Record, sign};
use crate::error::{Error, Result};
use crate::render::{echo, json};

/// Logs a note.
pub(super) fn run(session: &mut Session<'_>, args: &Note) -> Result<Answer> {
    let settings = session.settings()?;
    let when = When { at: args.at.clone(), note: None };
    let moment = when.moment(&session.calendar(&settings))?;
    let text = checked_note(&args.text.join(" "))?.ok_or_else(|| {
        Error::request("the note is empty")
            .hint("write it like: mineralog note \"a cold #illness\"")
    })?;
    let summary = format!("note of {}", moment.day);
    let record = Record::Note(sign::tags(&text));
    let entry = session.record(EntryKind::Note, &moment, Some(text), record, summary)?;
    let flags = load::flags_of_entry(session.store, &settings, &entry)?;
    let mut answer = session
        .echo(|page| echo::flagged(page, &entry, &flags), || json::entry_answer(&entry, &flags));
    answer.warnings.extend(moment.remark);
    Ok(answer)
}
