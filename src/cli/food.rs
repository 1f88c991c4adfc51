//! `food search`, `food show` and `food sources`.

use super::args::FoodCommand;
use super::{Answer, Session};
use crate::calendar::shown;
use crate::error::{Error, Result};
use crate::render::{self, food as page, import as import_page, json};
use crate::resolve::matching::{self, FoodTable as _};

/// Looks up foods.
pub(super) fn run(session: &Session<'_>, command: &FoodCommand) -> Result<Answer> {
    match command {
        FoodCommand::Search(args) => search(session, &args.words.join(" ")),
        FoodCommand::Show(args) => show(session, &args.words.join(" ")),
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

fn search(session: &Session<'_>, text: &str) -> Result<Answer> {
    let ranking = matching::search(session.store, text)?;
    Ok(session.page(
        |layout| page::search(layout, text, &ranking.foods),
        || json::food_search(&ranking.foods),
    ))
}

fn show(session: &Session<'_>, text: &str) -> Result<Answer> {
    let id = match session.store.food_by_reference(text)? {
        Some(id) => id,
        None => named(session, text)?,
    };
    let food = session
        .store
        .food(id)?
        .ok_or_else(|| Error::failed("the food is gone from the table").hint("try again"))?;
    let groups = session.store.groups_of(id)?;
    let lists = session.store.source_lists()?;
    Ok(session.page(
        |layout| page::show(layout, &food, &groups, &lists),
        || json::food_show(&food, &groups),
    ))
}

fn named(session: &Session<'_>, text: &str) -> Result<crate::domain::FoodId> {
    let matched = matching::match_phrase(session.store, text)?;
    if let Some((food, _)) = matched.found {
        return Ok(food.id);
    }
    let near: Vec<String> =
        matched.candidates.iter().take(4).map(|c| format!("\"{}\"", c.name)).collect();
    let error = Error::request(format!("no food is clearly meant by \"{}\"", shown(text)));
    Err(if near.is_empty() {
        error
            .because("no name in the food table is close enough")
            .hint("try other words with `mineralog food search`")
    } else {
        error.hint(format!("did you mean {}?", render::list(&near, "or")))
    })
}
