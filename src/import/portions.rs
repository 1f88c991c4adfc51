//! From a publisher's weights to the household measures of this diary.
//!
//! A weight belongs to an amount of a measure: 3 × "oz" = 85 g. The measure is free text; what is
//! understood of it becomes one of the measures people type, and the first of each kind counts.
//! What is meant when no amount is said is a convention of ours: the first household portion of
//! the food, as its publisher wrote it, and each such portion says so.

use crate::domain::Portion;
use crate::resolve::measure::{self, Measure, Unit};
use crate::resolve::words;

/// A weight as its publisher gives it.
#[derive(Clone, Debug, PartialEq)]
pub struct Weight {
    /// How many of the measure; more than zero.
    pub amount: f64,
    /// The measure in the publisher's words: `cup, chopped`.
    pub text: String,
    /// Grams of all of them together; more than zero.
    pub grams: f64,
}

impl Weight {
    /// Returns the weight where it can be one.
    ///
    /// # Errors
    ///
    /// Returns the reason where the amount is next to nothing, or one of the measure weighs more
    /// than a person lifts: then the row is damaged.
    pub fn plausible(self) -> std::result::Result<Self, String> {
        /// Bounds of ours: no publisher's row comes near.
        const LEAST_AMOUNT: f64 = 0.001;
        const MOST_GRAMS: f64 = 20_000.0;
        if self.amount < LEAST_AMOUNT {
            return Err(format!("the amount {} is less than {LEAST_AMOUNT}", self.amount));
        }
        let grams = self.grams / self.amount;
        if grams > MOST_GRAMS {
            return Err(format!("{grams} g is no weight of one portion"));
        }
        Ok(self)
    }
}

/// The publisher's words for an amount that was not told (FNDDS).
const NOT_SPECIFIED: &str = "quantity not specified";

/// The heaviest portion that may stand for what is usually eaten: a whole roast is no portion.
const HEAVIEST_USUAL_GRAMS: f64 = 500.0;

/// Words for one of the food itself.
const ONE: [&str; 8] = ["each", "item", "unit", "fruit", "whole", "individual", "egg", "regular"];

/// Foods that are counted, whatever the table calls them.
const COUNTED: [&str; 26] = [
    "bagel",
    "bun",
    "burger",
    "burrito",
    "cake",
    "cookie",
    "cooky",
    "corndog",
    "croissant",
    "cupcake",
    "donut",
    "doughnut",
    "enchilada",
    "fig",
    "frankfurter",
    "muffin",
    "nugget",
    "olive",
    "pancake",
    "pastry",
    "sandwich",
    "taco",
    "tamale",
    "tortilla",
    "wafer",
    "waffle",
];

/// Words that stand in the name of many foods and are no portion: a whole animal, a whole dish.
const TOO_MUCH: [&str; 14] = [
    "roast", "chicken", "turkey", "duck", "goose", "bird", "rack", "loin", "pizza", "pie", "rib",
    "leg", "back", "shoulder",
];

/// Returns the measure a publisher's text stands for; none where it is a mass, or nothing that
/// people would type. `name` is the food's, for "1 pepper" is one of a pepper.
pub fn measure_of(text: &str, name: &str) -> Option<&'static str> {
    let text = text.trim().to_lowercase();
    if text.contains("yield") || text.contains("refuse from") {
        return None;
    }
    let plain = text.split([',', '(', '/']).next().unwrap_or_default();
    let mut all = plain.split_whitespace().filter(|w| *w != "nlea").peekable();
    let first = all.next()?;
    let second = all.next();
    match (first, second) {
        ("fl", Some("oz")) => return Some("fl_oz"),
        ("extra", Some("large")) => return Some("extra_large"),
        _ => {}
    }
    if let Some(size) = measure::size(first) {
        let unit = second.and_then(Unit::parse).filter(|unit| !unit.also_food);
        return match unit {
            Some(unit) if matches!(unit.measure, Measure::Mass(_)) => None,
            Some(unit) => Some(unit.key),
            None => Some(size),
        };
    }
    let one = ONE.contains(&first) || is_the_food(first, name);
    let of_size = second.and_then(measure::size);
    match Unit::parse(first) {
        Some(unit) if matches!(unit.measure, Measure::Mass(_)) => None,
        // "1 leg" and "1 rib" of an animal weigh what no one eats.
        Some(unit) if unit.key == "leg" || (unit.key == "stalk" && first.starts_with("rib")) => {
            None
        }
        Some(unit) => Some(unit.key),
        None if one => Some(of_size.unwrap_or("each")),
        None => None,
    }
}

/// Returns whether a word names the food that is counted.
fn is_the_food(word: &str, name: &str) -> bool {
    let singular = words::words(word);
    let [singular] = singular.as_slice() else { return false };
    !TOO_MUCH.contains(&word.strip_suffix('s').unwrap_or(word))
        && (COUNTED.contains(&singular.as_str()) || words::words(name).contains(singular))
}

/// Returns the household portions of a food from its weights, in the publisher's order, with the
/// usual one. `origin` names a weight by its place.
pub fn portions(
    weights: &[(i64, Weight)],
    name: &str,
    origin: impl Fn(i64) -> String,
) -> Vec<Portion> {
    let mut found: Vec<Portion> = Vec::new();
    let mut usual: Option<(bool, f64, String)> = None;
    for (place, weight) in weights {
        let source = origin(*place);
        if weight.text.trim().eq_ignore_ascii_case(NOT_SPECIFIED) {
            usual = Some((true, weight.grams, format!("{source}, an amount that was not told")));
            continue;
        }
        let measure = measure_of(&weight.text, name);
        let household = measure.is_some() && weight.grams <= HEAVIEST_USUAL_GRAMS;
        if weight.grams <= HEAVIEST_USUAL_GRAMS
            && usual.as_ref().is_none_or(|(is_household, _, _)| household && !is_household)
        {
            let how = if household { "the first household portion" } else { "the first weight" };
            usual = Some((household, weight.grams, format!("{source}, {how}")));
        }
        let Some(measure) = measure else { continue };
        if found.iter().all(|portion| portion.measure != measure) {
            let grams = weight.grams / weight.amount;
            found.push(Portion { measure: measure.to_owned(), grams, source });
        }
    }
    if let Some(ounce) = fluid_ounce(&found) {
        found.push(ounce);
    }
    if let Some((_, grams, source)) = usual {
        found.push(Portion { measure: "usual".to_owned(), grams, source });
    }
    found
}

/// Returns the weight of a fluid ounce of a food that is only weighed by the millilitre or litre.
fn fluid_ounce(found: &[Portion]) -> Option<Portion> {
    const BY_SPOON_OR_CUP: [&str; 4] = ["cup", "fl_oz", "tbsp", "tsp"];
    if found.iter().any(|portion| BY_SPOON_OR_CUP.contains(&portion.measure.as_str())) {
        return None;
    }
    let volume = |key: &str| match Unit::of_key(key)?.measure {
        Measure::Volume(ml) => Some(ml),
        _ => None,
    };
    let (portion, ml) = found
        .iter()
        .filter(|p| matches!(p.measure.as_str(), "ml" | "cl" | "dl" | "l"))
        .find_map(|p| Some((p, volume(&p.measure)?)))?;
    let ounce = volume("fl_oz")?;
    Some(Portion {
        measure: "fl_oz".to_owned(),
        grams: portion.grams / ml * ounce,
        source: format!("{ounce} mL by {} of this food", portion.measure),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, name: &str, expected: Option<&str>) {
        assert_eq!(measure_of(text, name), expected, "{text} of {name}");
    }

    #[test]
    fn texts_of_publishers_become_measures() {
        check("cup, chopped", "Kale, raw", Some("cup"));
        check("cup (8 fl oz)", "Milk, whole", Some("cup"));
        check("cup slices", "Squash", Some("cup"));
        check("tablespoon", "Hummus", Some("tbsp"));
        check("fl oz", "Beer", Some("fl_oz"));
        check("slice, medium (approx 3\" x 2\" x 1/4\")", "Bread", Some("slice"));
        check("medium slice (approx 3\" x 2\")", "Beef", Some("slice"));
        check("medium (7\" to 7-7/8\" long)", "Bananas, raw", Some("medium"));
        check("extra large", "Egg, whole, raw", Some("extra_large"));
        check("jumbo", "Egg, whole, raw", Some("extra_large"));
        check("fruit small (2-1/2\" dia)", "Peaches, raw", Some("small"));
        check("each large (about 6-1/2\" dia)", "Melons, cantaloupe", Some("large"));
        check("potato large (3\" to 4-1/4\" dia)", "Potatoes, white, raw", Some("large"));
        check("pepper", "Peppers, jalapeno, raw", Some("each"));
        check("Banana Peeled", "Bananas, ripe, raw", Some("each"));
        check("cookies", "Cookies, oatmeal", Some("each"));
        check("NLEA serving", "Carrots, raw", Some("serving"));
        check("can (10.75 oz)", "Soup, tomato", Some("can"));
        check("package (10 oz)", "Spinach, frozen", Some("packet"));
        check("oz", "Cheese, cheddar", None);
        check("lb", "Beef", None);
        check("package yields", "Soup mix", None);
        check("roast", "Pork, loin, roast, raw", None);
        check("cubic inch", "Cheese, cheddar", None);
    }

    fn weight(amount: f64, text: &str, grams: f64) -> Weight {
        Weight { amount, text: text.to_owned(), grams }
    }

    fn all(weights: &[Weight], name: &str) -> Vec<(String, f64)> {
        let weights: Vec<(i64, Weight)> = (1..).zip(weights.iter().cloned()).collect();
        let found = portions(&weights, name, |place| format!("weight {place}"));
        found.into_iter().map(|p| (p.measure, p.grams)).collect()
    }

    #[test]
    fn a_weight_belongs_to_its_amount() {
        let found = all(&[weight(3.0, "oz", 85.0), weight(10.0, "chips", 20.0)], "Chips, tortilla");
        assert_eq!(found, [("each".to_owned(), 2.0), ("usual".to_owned(), 20.0)]);
        let found = all(&[weight(3.0, "oz", 85.0), weight(1.0, "roast", 900.0)], "Beef, roast");
        assert_eq!(found, [("usual".to_owned(), 85.0)]);
    }

    #[test]
    fn an_amount_that_was_not_told_is_the_usual_one() {
        let found =
            all(&[weight(1.0, "cup", 240.0), weight(1.0, "Quantity not specified", 180.0)], "Milk");
        assert_eq!(found, [("cup".to_owned(), 240.0), ("usual".to_owned(), 180.0)]);
    }

    #[test]
    fn a_millilitre_tells_the_fluid_ounce() {
        let found = all(&[weight(100.0, "milliliter", 103.0)], "Milk");
        assert_eq!(found[1].0, "fl_oz");
        assert!((found[1].1 - 30.4607).abs() < 1e-3);
    }
}
