//! `mineral`: the reference card, and all four beside each other.

use super::{Answer, Session, load};
use crate::calendar::shown;
use crate::domain::Nutrient;
use crate::error::{Error, Result};
use crate::render::{cards, json};

/// Shows a card, or the comparison of all four.
pub(super) fn run(session: &Session<'_>, name: Option<&str>) -> Result<Answer> {
    let wanted = match name {
        None => Nutrient::MINERALS.to_vec(),
        Some(text) => vec![named(text)?],
    };
    let lines = session.store.cards()?;
    let lists = session.store.source_lists()?;
    let settings = session.settings()?;
    let gate = load::potassium_gate(session.store, &settings, &session.calendar(&settings))?;
    let mut minerals = Vec::new();
    for nutrient in wanted {
        minerals.push(cards::Mineral {
            nutrient,
            lines: lines.iter().filter(|line| line.nutrient == nutrient).cloned().collect(),
            sources: lists.iter().filter(|list| list.nutrient == nutrient).cloned().collect(),
            eaten: session.store.eaten_sources(nutrient)?,
        });
    }
    let causes = session.store.other_causes()?;
    Ok(session.page(
        |page| match minerals.as_slice() {
            [one] => cards::card(page, one, &gate),
            all => cards::comparison(page, all, &causes, &gate),
        },
        || json::minerals(&minerals, &causes, &gate),
    ))
}

/// Returns the mineral of a name.
pub(super) fn named(text: &str) -> Result<Nutrient> {
    Nutrient::parse(text).filter(|n| n.is_mineral()).ok_or_else(|| {
        Error::request(format!("\"{}\" is none of the minerals", shown(text)))
            .hint("write magnesium, calcium, potassium or \"vitamin D\"")
    })
}
