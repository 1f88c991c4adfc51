//! `suggest`: foods that would close the gaps of this week; and `food refuse`, which foods are never
//! among them.

use std::collections::BTreeSet;

use super::own_args::FoodRefuse;
use super::{Answer, Body, Session, food, load, mineral};
use crate::calendar::shown;
use crate::domain::{FoodId, Nutrient};
use crate::error::{Error, Result};
use crate::nutrition::suggest::MOST_CANDIDATES;
use crate::render::suggest as page;
use crate::report::Input;
use crate::report::period::{self, Report};
use crate::report::suggest;

/// Shows what could be eaten to close the gaps of this week, or of one mineral.
pub(super) fn run(session: &Session<'_>, name: Option<&str>) -> Result<Answer> {
    let wanted = name.map(mineral::named).transpose()?;
    let settings = session.settings()?;
    let calendar = session.calendar(&settings);
    let week = calendar.week("this")?;
    let input = load::report(session, &settings, &calendar, week)?;
    let mut report = period::report(week, &input);
    fill(session, &mut report, &input, wanted)?;
    Ok(session
        .page(|layout| page::suggestions(layout, &report, wanted), || page::document(&report)))
}

/// Puts the suggestions into a report; without a gap nothing is looked up.
pub(super) fn fill(
    session: &Session<'_>,
    report: &mut Report,
    input: &Input,
    wanted: Option<Nutrient>,
) -> Result<()> {
    let store = &*session.store;
    let (gaps, _) = suggest::gaps(report, wanted);
    let mut listed: Vec<FoodId> = Vec::new();
    for (nutrient, _) in gaps {
        listed.extend(store.listed_sources(nutrient, MOST_CANDIDATES)?);
    }
    listed.sort_unstable();
    listed.dedup();
    let (mut foods, refused) = if listed.is_empty() {
        (Vec::new(), BTreeSet::new())
    } else {
        let foods = store.foods_of(&listed)?.into_values().collect();
        (foods, store.refused_foods()?.into_iter().map(|food| food.id).collect())
    };
    foods.sort_by_key(|food| food.id);
    report.suggestions = suggest::suggestions(report, input, wanted, &foods, &refused);
    Ok(())
}

/// Refuses a food, takes that back, or lists what is refused.
pub(super) fn refuse(session: &mut Session<'_>, args: &FoodRefuse) -> Result<Answer> {
    if args.words.is_empty() {
        let refused = session.store.refused_foods()?;
        return Ok(session
            .page(|layout| page::refused(layout, &refused), || page::refused_document(&refused)));
    }
    let id = food::find(session, &args.words.join(" "))?;
    let name = food::view(session, id)?.food.name;
    let summary = if args.remove {
        format!("{name} may be suggested again")
    } else {
        format!("{name} is not suggested any more")
    };
    let (now, command) = (session.seconds(), session.command_line.clone());
    let said = summary.clone();
    let changed = session
        .store
        .change(now, &command, |change| Ok((change.refuse(id, !args.remove)?, summary)))?;
    if !changed {
        let so = if args.remove { "is not refused" } else { "is refused already" };
        return Err(Error::request(format!("{} {so}", shown(&name)))
            .hint("`mineralog food refuse` lists the refused foods"));
    }
    let refused = session.store.refused_foods()?;
    let body = if session.json {
        Body::Json(page::refused_document(&refused))
    } else {
        Body::Echo(page::refusal(session.page, &said))
    };
    Ok(Answer { body, warnings: Vec::new(), changed: true })
}
