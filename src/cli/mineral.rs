//! `mineral`: the reference card, and all four beside each other.

use super::{Answer, Session, load};
use crate::calendar::{Period, shown};
use crate::domain::Nutrient;
use crate::error::{Error, Result};
use crate::nutrition::sources::SourceList;
use crate::render::{cards, json, list};
use crate::report::eaten::{self, Eaten};
use crate::report::period;

/// Shows a card, or the comparison of all four.
pub(super) fn run(session: &Session<'_>, name: Option<&str>) -> Result<Answer> {
    let wanted = match name {
        None => Nutrient::MINERALS.to_vec(),
        Some(text) => vec![named(text)?],
    };
    let lines = session.store.cards()?;
    let lists = session.store.source_lists()?;
    let settings = session.settings()?;
    let calendar = session.calendar(&settings);
    let week = calendar.week("this")?;
    let input = load::report(session, &settings, &calendar, week)?;
    let report = period::report(week, &input);
    let lately = Period::ending(calendar.today(), eaten::DAYS);
    let mut minerals = Vec::new();
    for nutrient in wanted {
        let sources: Vec<SourceList> =
            lists.iter().filter(|list| list.nutrient == nutrient).cloned().collect();
        let lately = eaten::eaten(nutrient, &input.entries, &input.foods, lately);
        minerals.push(cards::Mineral {
            nutrient,
            lines: lines.iter().filter(|line| line.nutrient == nutrient).cloned().collect(),
            yours: yours(session, &sources, lately)?,
            sources,
            eaten: session.store.eaten_sources(nutrient)?,
        });
    }
    let causes = session.store.other_causes()?;
    let gate = &input.potassium_gate;
    Ok(session.page(
        |page| match minerals.as_slice() {
            [one] => cards::card(page, one, &report, gate),
            all => cards::comparison(page, all, &causes, &report, gate),
        },
        || json::minerals(&minerals, &causes, &report, gate),
    ))
}

/// Returns each food with its place in the source lists; none where it is a source by its content
/// or by the person's word alone.
fn yours(
    session: &Session<'_>,
    sources: &[SourceList],
    lately: Vec<Eaten>,
) -> Result<Vec<(Option<usize>, Eaten)>> {
    let mut found = Vec::new();
    for food in lately {
        let groups = session.store.groups_of(food.food)?;
        let place = sources
            .iter()
            .position(|list| list.members.iter().any(|member| groups.contains(member)));
        found.push((place, food));
    }
    Ok(found)
}

/// Returns the mineral of a name.
pub(super) fn named(text: &str) -> Result<Nutrient> {
    Nutrient::parse(text).filter(|n| n.is_mineral()).ok_or_else(|| {
        Error::request(format!("\"{}\" is none of the minerals", shown(text)))
            .hint("write magnesium, calcium, potassium or \"vitamin D\"")
    })
}

/// Returns the nutrient of a name.
pub(super) fn tracked(text: &str) -> Result<Nutrient> {
    Nutrient::parse(text).ok_or_else(|| {
        let names: Vec<String> = Nutrient::ALL.iter().map(|n| n.name().to_owned()).collect();
        Error::request(format!("\"{}\" is no nutrient that is tracked", shown(text)))
            .hint(format!("write {}", list(&names, "or")))
    })
}
