//! Which foods count as a source of a mineral, and on what ground.

use crate::domain::{Basis, Food, Nutrient, SourceTag};
use crate::nutrition::intake::amount;

/// The share of the Daily Value that a usual portion of a source by content holds: the lower
/// bound of "good source" in 21 CFR 101.54.
pub const SOURCE_SHARE: f64 = 0.10;

/// One entry of the seeded source lists.
#[derive(Clone, Debug, PartialEq)]
pub struct SourceList {
    /// The mineral.
    pub nutrient: Nutrient,
    /// The name for people.
    pub name: String,
    /// `food`, `group` or `other`.
    pub kind: String,
    /// The food groups it covers; empty for sunlight, which is noted and never counted.
    pub members: Vec<String>,
    /// A note that travels with it.
    pub note: Option<String>,
    /// Where it comes from.
    pub source: String,
}

/// Returns the minerals a food is a source of, by the seeded lists and by its content.
///
/// `groups` are all the groups of the food, the main one included; `daily_values` the amounts
/// behind a label's percentages, in each nutrient's unit.
pub fn tags(
    food: &Food,
    groups: &[String],
    lists: &[SourceList],
    daily_values: &[(Nutrient, f64)],
) -> Vec<SourceTag> {
    let mut tags = Vec::new();
    for nutrient in Nutrient::MINERALS {
        let listed = lists.iter().any(|list| {
            list.nutrient == nutrient && list.members.iter().any(|m| groups.contains(m))
        });
        if listed {
            tags.push(SourceTag { nutrient, basis: Basis::Listed });
        }
        let daily_value = daily_values.iter().find(|(n, _)| *n == nutrient).map(|(_, dv)| *dv);
        let usual =
            food.portion("usual").and_then(|portion| amount(food.content[nutrient], portion.grams));
        if let (Some(daily_value), Some(usual)) = (daily_value, usual)
            && usual >= SOURCE_SHARE * daily_value
        {
            tags.push(SourceTag { nutrient, basis: Basis::Content });
        }
    }
    tags
}
