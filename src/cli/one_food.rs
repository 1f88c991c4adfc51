//! The one food that is meant, and everything known of it.

use super::Session;
use crate::calendar::shown;
use crate::domain::FoodId;
use crate::error::{Error, Result};
use crate::render::{self, food::View};
use crate::resolve::matching::{self, FoodTable as _};
use crate::resolve::words;

/// Returns everything that is known of a food.
pub(super) fn view(session: &Session<'_>, id: FoodId) -> Result<View> {
    let gone = || Error::failed("the food is gone from the table").hint("try again");
    Ok(View {
        food: session.store.food(id)?.ok_or_else(gone)?,
        details: session.store.food_details(id)?.ok_or_else(gone)?,
        lists: session.store.source_lists()?,
    })
}

/// Returns the food that is meant by a number, an origin or a name, the person's own names first.
pub(super) fn find(session: &Session<'_>, text: &str) -> Result<FoodId> {
    if let Some(id) = session.store.food_by_reference(text)? {
        return Ok(id);
    }
    let named = session.store.foods_named(&words::name_key(text))?;
    let mut own = named.iter().filter(|named| named.by_user);
    if let (Some(only), None) = (own.next(), own.next()) {
        return Ok(only.food.id);
    }
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
