//! `note`: anything else, with its tags.

use super::args::{Note, When};
use super::{Answer, Session, checked_note, load};
use crate::domain::{EntryKind, Record};
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
    let record = Record::Note(tags(&text));
    let entry = session.record(EntryKind::Note, &moment, Some(text), record, summary)?;
    let flags = load::flags_of_entry(session.store, &settings, &entry)?;
    let mut answer = session
        .echo(|page| echo::note(page, &entry, &flags), || json::entry_answer(&entry, &flags));
    answer.warnings.extend(moment.remark);
    Ok(answer)
}

/// Returns the words marked with `#`, in lower case, each once.
pub(super) fn tags(text: &str) -> Vec<String> {
    let mut tags: Vec<String> = text
        .split_whitespace()
        .filter_map(|word| word.strip_prefix('#'))
        .map(|tag| tag.trim_end_matches(|c: char| !c.is_alphanumeric()).to_lowercase())
        .filter(|tag| {
            (1..=60).contains(&tag.chars().count())
                && tag.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_'))
        })
        .collect();
    tags.sort();
    tags.dedup();
    tags
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marked_words_become_tags() {
        assert_eq!(tags("a cold #Illness, #heat! #a/b # #illness"), ["heat", "illness"]);
    }
}
