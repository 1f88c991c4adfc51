//! `medicine`: started, stopped or taken; its class, never a dose.

use super::args::Medicine as Args;
use super::{Answer, Session};
use crate::domain::{EntryKind, Medicine, MedicineAction, Record};
use crate::error::{Error, Result};
use crate::render::{echo, json};

/// Logs a medicine.
pub(super) fn run(session: &mut Session<'_>, args: &Args) -> Result<Answer> {
    let settings = session.settings()?;
    let moment = args.when.moment(&session.calendar(&settings))?;
    let name = name(&args.name.join(" "))?;
    let action = match (args.started, args.stopped) {
        (true, _) => MedicineAction::Started,
        (_, true) => MedicineAction::Stopped,
        _ => MedicineAction::Taken,
    };
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

/// Returns the name of a medicine, checked.
pub(super) fn name(text: &str) -> Result<String> {
    let name: String = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if name.is_empty() || name.chars().count() > 200 || name.chars().any(char::is_control) {
        return Err(Error::request("a medicine has a name of 1 to 200 characters")
            .hint("write it like: mineralog medicine omeprazole --started"));
    }
    Ok(name)
}
