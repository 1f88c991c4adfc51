//! `suggest`: foods that would close the gaps of this week; and `food refuse`, which foods are never
//! among them.

use std::collections::BTreeMap;

use super::own_args::FoodRefuse;
use super::{Answer, Body, Session, load, mineral, one_food};
use crate::calendar::shown;
use crate::domain::{FoodId, Nutrient};
use crate::error::{Error, Result};
use crate::render::{list, suggest as page};
use crate::report::Input;
use crate::report::period::{self, Report};
use crate::report::suggest;
use crate::resolve::{matching, words};

/// Foods of the source list of each mineral that are looked at, many of them varieties of one.
const LISTED: usize = 80;
/// Foods that are named where none is clearly meant.
const NEAR: usize = 4;

/// Shows what could be eaten to close the gaps of this week, or of one mineral.
pub(super) fn run(session: &Session<'_>, name: Option<&str>) -> Result<Answer> {
    let wanted = name.map(mineral::named).transpose()?;
    let report = this_week(session, wanted)?;
    Ok(session
        .page(|layout| page::suggestions(layout, &report, wanted), || page::document(&report)))
}

/// Returns the report on this week with what is suggested.
fn this_week(session: &Session<'_>, wanted: Option<Nutrient>) -> Result<Report> {
    let settings = session.settings()?;
    let calendar = session.calendar(&settings);
    let week = calendar.week("this")?;
    let input = load::report(session, &settings, &calendar, week)?;
    let mut report = period::report(week, &input);
    fill(session, &mut report, &input, wanted)?;
    Ok(report)
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
    let wanting: Vec<Nutrient> = gaps.iter().map(|(nutrient, _)| *nutrient).collect();
    let (foods, refused) = if wanting.is_empty() {
        (Vec::new(), BTreeMap::new())
    } else {
        let foods = store.foods_offered(&store.listed_sources(&wanting, LISTED)?)?;
        let refused = store.refused_foods()?.into_iter().map(|food| (food.id, food.name));
        (foods, refused.collect())
    };
    report.suggestions = suggest::suggestions(report, input, wanted, &foods, &refused);
    Ok(())
}

/// Returns the food that is to be refused, or offered again: one of the foods that are suggested, or
/// refused, where the words fit one alone; else the one with exactly that name.
fn meant(session: &Session<'_>, text: &str, remove: bool) -> Result<FoodId> {
    if let Some(id) = session.store.food_by_reference(text)? {
        return Ok(id);
    }
    let among: Vec<(FoodId, String)> = if remove {
        session.store.refused_foods()?.into_iter().map(|food| (food.id, food.name)).collect()
    } else {
        let report = this_week(session, None)?;
        report.suggestions.foods.into_iter().map(|food| (food.food, food.name)).collect()
    };
    let typed = words::words(text);
    let fits = |name: &str| {
        let name = words::words(name);
        !typed.is_empty() && typed.iter().all(|word| name.contains(word))
    };
    let fitting: Vec<&(FoodId, String)> = among.iter().filter(|(_, name)| fits(name)).collect();
    let ambiguous = |names: &[String]| {
        Error::request(format!("no food is clearly meant by \"{}\"", shown(text)))
            .hint(format!("did you mean {}?", list(names, "or")))
    };
    let quoted = |name: &str| format!("\"{}\"", shown(name));
    match fitting.as_slice() {
        [(id, _)] => return Ok(*id),
        [] => {}
        several => {
            let names: Vec<String> = several.iter().map(|(_, name)| quoted(name)).collect();
            return Err(ambiguous(&names));
        }
    }
    let named = session.store.foods_named(&words::name_key(text))?;
    let same_name = |name: &str| name.eq_ignore_ascii_case(text.trim());
    if let Some(exact) = named.iter().find(|n| same_name(&n.food.name)) {
        return Ok(exact.food.id);
    }
    if let [only] = named.as_slice() {
        return Ok(only.food.id);
    }
    let matched = matching::match_phrase(session.store, text)?;
    let found = matched.found.map(|(food, _)| food.name);
    let near = found.into_iter().chain(matched.candidates.into_iter().map(|c| c.name));
    let mut names: Vec<String> = Vec::new();
    for name in near.map(|name| quoted(&name)) {
        if names.len() < NEAR && !names.contains(&name) {
            names.push(name);
        }
    }
    if names.is_empty() {
        return one_food::find(session, text);
    }
    Err(ambiguous(&names))
}

/// Refuses a food, takes that back, or lists what is refused.
pub(super) fn refuse(session: &mut Session<'_>, args: &FoodRefuse) -> Result<Answer> {
    if args.words.is_empty() {
        let refused = session.store.refused_foods()?;
        return Ok(session
            .page(|layout| page::refused(layout, &refused), || page::refused_document(&refused)));
    }
    let id = meant(session, &args.words.join(" "), args.remove)?;
    let name = one_food::view(session, id)?.food.name;
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
