//! One safety question after an episode that is new or stronger than before, at a terminal alone.
//!
//! The episode is stored by then: whatever becomes of the question, it stays. Where no sign was said
//! with it, that is the question; else it is the first of `profile safety` that is open.

use super::{Session, ask, load};
use crate::calendar::shown;
use crate::domain::{Entry, Record, SafetyAnswer, Settings, sign};
use crate::error::Result;
use crate::render::wording;
use crate::report::flags;
use crate::store::NewEntry;

/// Asks the question and stores the answer. Returns the entry as it now stands, and what the person
/// should know.
pub(super) fn ask_after(
    session: &mut Session<'_>,
    settings: &Settings,
    entry: Entry,
) -> Result<(Entry, Vec<String>)> {
    if !session.asks || !flags::is_new_or_stronger(&entry, &load::signs(session.store, entry.day)?)
    {
        return Ok((entry, Vec::new()));
    }
    let Record::Episode(episode) = &entry.record else { return Ok((entry, Vec::new())) };
    if episode.signs.is_empty() {
        return what_came_with_it(session, entry);
    }
    let remarks = open_question(session, settings, entry.id)?;
    Ok((entry, remarks))
}

fn what_came_with_it(session: &mut Session<'_>, entry: Entry) -> Result<(Entry, Vec<String>)> {
    let as_read = session.store.entry_to_change(entry.id)?;
    let question = format!("Entry {} is stored. {}", entry.id, wording("episode_question"));
    let (signs, mut remarks) = read(&answer(&question), entry.id);
    let Record::Episode(mut episode) = entry.record.clone() else { return Ok((entry, remarks)) };
    if signs.is_empty() {
        return Ok((entry, remarks));
    }
    let summary = format!("signs of entry {}: {}", entry.id, signs.join(", "));
    episode.signs = signs;
    let new = NewEntry {
        kind: entry.kind,
        at: entry.at,
        day: entry.day,
        note: entry.note.clone(),
        record: Record::Episode(episode),
    };
    let (now, command) = (session.seconds(), session.command_line.clone());
    let changed = session.store.change(now, &command, |change| {
        change.expect(&as_read)?;
        Ok((change.edit(entry.id, new)?, summary))
    });
    match changed {
        Ok(changed) => Ok((changed, remarks)),
        // The episode itself is stored, and the command is done.
        Err(error) => {
            let id = entry.id;
            remarks.push(format!(
                "the signs were not added, as {}: `mineralog edit {id} --with SIGNS` adds them",
                error.message
            ));
            Ok((entry, remarks))
        }
    }
}

/// Returns the signs that an answer names, and what is to be said of the rest.
fn read(answer: &str, id: i64) -> (Vec<String>, Vec<String>) {
    let (mut signs, mut remarks) = (Vec::new(), Vec::new());
    let parts = answer.split([',', ';']).flat_map(|part| match sign::parse(part) {
        Some(_) => vec![part],
        None => part.split(" and ").collect(),
    });
    for part in parts.map(str::trim).filter(|part| !part.is_empty()) {
        let folded = part.to_lowercase();
        if let Some(sign) = sign::parse(part) {
            signs.push(sign.to_owned());
        } else if folded.contains("medicine") || folded.contains("medication") {
            remarks.push("`mineralog medicine NAME --started` notes a new medicine".to_owned());
        } else if !matches!(folded.as_str(), "n" | "no" | "none" | "nothing" | "no signs") {
            remarks.push(format!(
                "\"{}\" is no sign that is known: `mineralog edit {id} --with SIGNS` adds one",
                shown(part)
            ));
        }
    }
    signs.sort();
    signs.dedup();
    (signs, remarks)
}

fn open_question(session: &mut Session<'_>, settings: &Settings, id: i64) -> Result<Vec<String>> {
    let questions = session.store.safety_questions()?;
    let open = questions.into_iter().find(|q| settings.safety_answer(&q.question).is_none());
    let Some(open) = open else { return Ok(Vec::new()) };
    let text = &open.text;
    let said = answer(&format!(
        "Entry {id} is stored. {text} Type yes, no or unsure, or press Enter to leave it open:"
    ));
    if said.is_empty() {
        return Ok(Vec::new());
    }
    let Some(answer) = SafetyAnswer::parse(&said) else {
        return Ok(vec![format!(
            "\"{}\" is no answer: `mineralog profile safety {} no` gives one",
            shown(&said),
            open.question
        )]);
    };
    let field = format!("safety.{}", open.question);
    let (now, command) = (session.seconds(), session.command_line.clone());
    session.store.change(now, &command, |change| {
        change.set(&field, Some(answer.key()))?;
        Ok(((), format!("set {field}")))
    })?;
    Ok(Vec::new())
}

/// Returns what was typed. A terminal that cannot be read gives no answer: the entry is stored.
fn answer(question: &str) -> String {
    ask::line(question).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn an_answer_is_read_as_people_type_it() {
        let check = |answer: &str, signs: &[&str], remarks: usize| {
            let (found, said) = read(answer, 1);
            assert_eq!(found, signs, "{answer}");
            assert_eq!(said.len(), remarks, "{answer}: {said:?}");
        };
        check("", &[], 0);
        check("no", &[], 0);
        check("Weakness and loss of feeling", &["loss_of_feeling", "weakness"], 0);
        check("chest pain, a new medicine", &["chest_pain"], 1);
        check("hiccups", &[], 1);
    }
}
