//! `take`: a supplement, counted apart from food.

use super::args::Take;
use super::{Answer, Session, ask, eat};
use crate::calendar::shown;
use crate::domain::{Dose, EntryKind, Record};
use crate::error::{Error, Result};
use crate::render::{echo, json};
use crate::resolve::supplement::Stated;
use crate::resolve::{heading, meal, supplement};
use crate::store::NewEntry;

/// What a supplement is taken with.
const BESIDE: &[&str] = &["food", "a meal", "meals", "water", "breakfast", "lunch", "dinner"];

/// Logs one or more supplements.
pub(super) fn run(session: &mut Session<'_>, args: &Take) -> Result<Answer> {
    let settings = session.settings()?;
    let calendar = session.calendar(&settings);
    let heading = heading::read(&args.phrases.join(" "));
    let moment = eat::moment(&args.when, &calendar, &heading)?;
    let note = args.when.note()?;
    let stated = match (args.compound, args.elemental) {
        (true, _) => Stated::Compound,
        (_, true) => Stated::Element,
        _ => Stated::NotSaid,
    };
    let doses = meal::split(&heading.rest, &|_| false)
        .iter()
        .filter(|phrase| !BESIDE.contains(&phrase.to_lowercase().as_str()))
        .map(|phrase| read(session, phrase, stated))
        .collect::<Result<Vec<Dose>>>()?;
    if doses.is_empty() {
        return Err(Error::request("no supplement was named")
            .hint("write it like: mineralog take \"vitamin D 1000 IU\""));
    }
    if args.strict
        && let Some(open) = doses.iter().find(|d| d.nutrient.is_none())
    {
        return Err(Error::request(format!(
            "\"{}\" is no supplement that is known",
            shown(&open.phrase)
        ))
        .hint("name the mineral and its amount, such as \"magnesium citrate 200 mg\""));
    }
    let warnings: Vec<String> = moment
        .remark
        .iter()
        .cloned()
        .chain(doses.iter().filter(|d| d.amount.is_none()).map(echo::unknown_dose))
        .collect();
    let phrases: Vec<&str> = doses.iter().map(|d| d.phrase.as_str()).collect();
    let summary = format!("supplement of {}: {}", moment.day, phrases.join(", "));
    let entry = NewEntry {
        kind: EntryKind::Supplement,
        at: moment.at,
        day: moment.day,
        note,
        record: Record::Supplement(doses),
    };
    let stored = if args.dry_run {
        entry.unstored()
    } else {
        let (now, command) = (session.seconds(), session.command_line.clone());
        session.store.change(now, &command, |change| Ok((change.add(entry)?, summary)))?
    };
    Ok(session
        .echo(
            |page| echo::supplement(page, &stored, args.dry_run),
            || json::supplement_answer(&stored, &warnings),
        )
        .warn(warnings.clone()))
}

/// Reads a supplement. Where the mass can be the element's or the compound's and somebody is
/// there, they are asked; otherwise it is the element's, and the answer says so.
pub(super) fn read(session: &Session<'_>, phrase: &str, stated: Stated) -> Result<Dose> {
    let read = |stated| supplement::read(phrase, stated, &mut |key| session.store.supplement(key));
    let dose = read(stated)?;
    if session.asks
        && let Some((question, answers)) = supplement::question(&dose, stated)
    {
        return match ask::choose(&question, &answers, "I cannot tell")? {
            Some(0) => read(Stated::Element),
            Some(_) => read(Stated::Compound),
            None => Ok(dose),
        };
    }
    Ok(dose)
}
