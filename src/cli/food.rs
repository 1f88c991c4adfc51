//! `food search`, `food show` and `food sources`; the other `food` commands are told in
//! [`super::own_food`].

use super::args::{FoodCommand, FoodSearch};
use super::one_food::{find, view};
use super::{Answer, Session, load, mineral, own_food, suggest};
use crate::domain::{Food, FoodId, Nutrient};
use crate::error::{Error, Result};
use crate::nutrition::richest::richest;
use crate::render::food::{self as page, Choice};
use crate::render::{self, food_json, import as import_page};
use crate::resolve::matching;
use crate::resolve::words;

/// Foods a ranking shows unless another number is given.
const RANKED: usize = 12;

/// Looks up foods, or changes them.
pub(super) fn run(session: &mut Session<'_>, command: &FoodCommand) -> Result<Answer> {
    match command {
        FoodCommand::Search(args) => search(session, args),
        FoodCommand::Show(args) => show(session, &args.words.join(" ")),
        FoodCommand::Add(args) => own_food::add(session, args),
        FoodCommand::Edit(args) => own_food::edit(session, args),
        FoodCommand::Remove(args) => own_food::remove(session, &args.words.join(" ")),
        FoodCommand::Alias(args) => own_food::alias(session, args),
        FoodCommand::Tag(args) => own_food::tag(session, args),
        FoodCommand::Portion(args) => own_food::portion(session, args),
        FoodCommand::Refuse(args) => suggest::refuse(session, args),
        FoodCommand::Sources => sources(session),
    }
}

fn sources(session: &Session<'_>) -> Result<Answer> {
    let tables = session.store.loaded_tables()?;
    let zone = session.clock.zone;
    Ok(session.page(
        |layout| import_page::sources(layout, &tables, zone),
        || import_page::sources_json(&tables, zone),
    ))
}

fn search(session: &Session<'_>, args: &FoodSearch) -> Result<Answer> {
    let text = args.words.join(" ");
    let ranked = matching::search(session.store, &text)?;
    if let Some(nutrient) = &args.by {
        let found: Vec<FoodId> = ranked.iter().map(|f| f.food).collect();
        return by_nutrient(session, args, nutrient, &text, found);
    }
    let ids: Vec<FoodId> = ranked.iter().map(|f| f.food).collect();
    let mut foods = session.store.foods_of(&ids)?;
    let choices: Vec<Choice> = ranked
        .iter()
        .filter_map(|f| Some(Choice { food: foods.remove(&f.food)?, score: f.score }))
        .take(args.limit.unwrap_or(usize::MAX))
        .collect();
    Ok(session.page(|layout| page::search(layout, &text, &choices), || food_json::search(&choices)))
}

/// Ranks foods by what a usual portion holds: those that were found, or all that are near.
fn by_nutrient(
    session: &Session<'_>,
    args: &FoodSearch,
    nutrient: &str,
    text: &str,
    mut found: Vec<FoodId>,
) -> Result<Answer> {
    let nutrient = mineral::tracked(nutrient)?;
    if nutrient == Nutrient::Potassium {
        let settings = session.settings()?;
        let gate = load::potassium_gate(session.store, &settings, &session.calendar(&settings))?;
        if let Some(line) = render::gate_line(&gate) {
            return Err(Error::request("foods are not ranked by potassium").hint(line));
        }
    }
    let typed = words::words(text);
    if typed.is_empty() {
        found = session.store.choice_of_foods(args.all)?;
    } else {
        // Names that hold every word; where there are none, what came near.
        let all_words = session.store.foods_with_words(&typed, args.all)?;
        found = if all_words.is_empty() { found } else { all_words };
    }
    let foods: Vec<Food> = session.store.foods_of(&found)?.into_values().collect();
    let mut ranked = richest(foods, nutrient);
    ranked.foods.truncate(args.limit.unwrap_or(RANKED));
    Ok(session.page(
        |layout| page::richest(layout, nutrient, &ranked),
        || food_json::richest(nutrient, &ranked),
    ))
}

fn show(session: &Session<'_>, text: &str) -> Result<Answer> {
    let view = view(session, find(session, text)?)?;
    Ok(session.page(|layout| page::show(layout, &view), || food_json::show(&view)))
}
