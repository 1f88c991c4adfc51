//! `medicine`: started, stopped or taken; its class, never a dose.

use super::args::Medicine as Args;
use super::own_food::visible;
use super::{Answer, Session};
use crate::domain::{EntryKind, Medicine, MedicineAction, Record};
use crate::error::{Error, Result};
use crate::render::{echo, json};

/// Logs a medicine.
pub(super) fn run(session: &mut Session<'_>, args: &Args) -> Result<Answer> {
    let settings = session.settings()?;
    let moment = args.when.moment(&session.calendar(&settings))?;
    let name = name(&args.name.join(" "))?;
    let (said, name) = match action_word(&name) {
        Some((action, name)) => (Some(action), name.to_owned()),
        None => (None, name),
    };
    let flag = match (args.started, args.stopped, args.taken) {
        (true, ..) => Some(MedicineAction::Started),
        (_, true, _) => Some(MedicineAction::Stopped),
        (.., true) => Some(MedicineAction::Taken),
        _ => None,
    };
    if let (Some(said), Some(flag)) = (said, flag)
        && said != flag
    {
        return Err(Error::request(format!(
            "the words say that it was {}, and --{} says otherwise",
            said.key(),
            flag.key()
        ))
        .hint("leave one of them out"));
    }
    let action = flag.or(said).unwrap_or(MedicineAction::Taken);
    let class = session.store.medicine_class(&name)?;
    let record = Record::Medicine(Medicine {
        name: name.clone(),
        class: class.as_ref().map(|c| c.class.clone()),
        action,
    });
    let summary = format!("{name} {} on {}", action.key(), moment.day);
    let note = args.when.note()?;
    let entry = session.record(EntryKind::Medicine, &moment, note, record, summary)?;
    let mut answer = session.echo(
        |page| echo::medicine(page, &entry, class.as_ref()),
        || json::entry_answer(&entry, &[]),
    );
    answer.warnings.extend(moment.remark);
    Ok(answer)
}

/// Returns what a first word says was done, and the name after it: "start amlodipine".
fn action_word(name: &str) -> Option<(MedicineAction, &str)> {
    let (first, rest) = name.split_once(' ')?;
    let action = match first.to_lowercase().as_str() {
        "start" | "started" | "begin" | "began" => MedicineAction::Started,
        "stop" | "stopped" | "end" | "ended" => MedicineAction::Stopped,
        "take" | "took" | "taken" => MedicineAction::Taken,
        _ => return None,
    };
    Some((action, rest))
}

/// Returns the name of a medicine, checked.
pub(super) fn name(text: &str) -> Result<String> {
    let name: String = text.split_whitespace().collect::<Vec<_>>().join(" ");
    visible(&name)?;
    if name.is_empty() || name.chars().count() > 200 {
        return Err(Error::request("a medicine has a name of 1 to 200 characters")
            .hint("write it like: mineralog medicine omeprazole --started"));
    }
    Ok(name)
}
