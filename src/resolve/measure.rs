//! Units and household measures, in all the spellings people use.
//!
//! Volumes: NIST Handbook 44 (2024), appendix C, for the US cup (236.588 mL), tablespoon
//! (14.7868 mL), teaspoon (4.92892 mL), fluid ounce (29.5735 mL) and quart; the Weights and
//! Measures Act 1985, schedule 1, for the imperial pint (568.26 mL). Masses: the same handbook,
//! for the ounce (28.3495 g) and pound (453.592 g). Vessels without a legal size (glass, mug,
//! bowl) have a stated size of ours, used only where a food has no weight of its own for them.

/// What an amount is counted in.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Measure {
    /// Grams of one unit.
    Mass(f64),
    /// Millilitres of one unit; the key is also a portion some foods have a weight for.
    Volume(f64),
    /// A household measure only the food's own portions can weigh.
    Household,
}

/// A unit or household measure with the key it is stored and shown under.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Unit {
    /// The key: `g`, `cup`, `slice`.
    pub key: &'static str,
    /// What it counts.
    pub measure: Measure,
    /// Whether the word can also be the food itself ("a roll", "two steaks").
    pub also_food: bool,
    /// Whether it is a package: "a can (400 g)" weighs what the bracket says, each.
    pub package: bool,
}

/// Millilitres of one US cup.
pub const CUP_ML: f64 = 236.588;

struct Row(&'static str, Measure, &'static [&'static str]);

use Measure::{Household, Mass, Volume};

const UNITS: &[Row] = &[
    Row("g", Mass(1.0), &["g", "gr", "gm", "gms", "gram", "grams", "gramme", "grammes", "grm"]),
    Row("mg", Mass(0.001), &["mg", "milligram", "milligrams"]),
    Row("kg", Mass(1000.0), &["kg", "kgs", "kilo", "kilos", "kilogram", "kilograms"]),
    Row("oz", Mass(28.3495), &["oz", "ozs", "ounce", "ounces"]),
    Row("lb", Mass(453.592), &["lb", "lbs", "pound", "pounds"]),
    Row(
        "ml",
        Volume(1.0),
        &["ml", "mls", "millilitre", "millilitres", "milliliter", "milliliters", "cc"],
    ),
    Row("cl", Volume(10.0), &["cl", "centilitre", "centilitres", "centiliter", "centiliters"]),
    Row("dl", Volume(100.0), &["dl", "decilitre", "decilitres", "deciliter", "deciliters"]),
    Row("l", Volume(1000.0), &["l", "litre", "litres", "liter", "liters", "ltr"]),
    Row("cup", Volume(CUP_ML), &["cup", "cups", "c"]),
    Row(
        "tbsp",
        Volume(14.7868),
        &[
            "tbsp",
            "tbsps",
            "tbs",
            "tblsp",
            "tablespoon",
            "tablespoons",
            "tablespoonful",
            "tablespoonfuls",
            "tbl",
        ],
    ),
    Row(
        "tsp",
        Volume(4.92892),
        &["tsp", "tsps", "teaspoon", "teaspoons", "teaspoonful", "teaspoonfuls"],
    ),
    Row("dessertspoon", Volume(10.0), &["dessertspoon", "dessertspoons", "dsp", "dstspn"]),
    Row("fl_oz", Volume(29.5735), &["floz", "fl_oz"]),
    Row("pint", Volume(568.26), &["pint", "pints", "pt", "pts"]),
    Row("quart", Volume(946.353), &["quart", "quarts", "qt", "qts"]),
    Row("gallon", Volume(3785.41), &["gallon", "gallons", "gal"]),
    Row("glass", Volume(250.0), &["glass", "glasses", "glassful"]),
    Row("mug", Volume(300.0), &["mug", "mugs", "mugful"]),
    Row("bowl", Volume(350.0), &["bowl", "bowls", "bowlful"]),
    Row("shot", Volume(44.36), &["shot", "shots"]),
    Row("handful", Household, &["handful", "handfuls"]),
    Row("slice", Household, &["slice", "slices"]),
    Row("piece", Household, &["piece", "pieces", "pc", "pcs"]),
    Row("rasher", Household, &["rasher", "rashers"]),
    Row("clove", Household, &["clove", "cloves"]),
    Row("can", Household, &["can", "cans", "tin", "tins"]),
    Row("jar", Household, &["jar", "jars"]),
    Row("packet", Household, &["packet", "packets", "pack", "packs", "package", "packages", "pkg"]),
    Row("bag", Household, &["bag", "bags"]),
    Row("box", Household, &["box", "boxes"]),
    Row("sachet", Household, &["sachet", "sachets", "envelope", "envelopes"]),
    Row("pouch", Household, &["pouch", "pouches"]),
    Row("bottle", Household, &["bottle", "bottles"]),
    Row("carton", Household, &["carton", "cartons"]),
    Row("container", Household, &["container", "containers", "tub", "tubs"]),
    Row("pot", Household, &["pot", "pots"]),
    Row("punnet", Household, &["punnet", "punnets"]),
    Row("scoop", Household, &["scoop", "scoops"]),
    Row("bar", Household, &["bar", "bars"]),
    Row("stick", Household, &["stick", "sticks"]),
    Row("square", Household, &["square", "squares"]),
    Row("bunch", Household, &["bunch", "bunches"]),
    Row("sprig", Household, &["sprig", "sprigs"]),
    Row("head", Household, &["head", "heads"]),
    Row("bulb", Household, &["bulb", "bulbs"]),
    Row("leaf", Household, &["leaf", "leaves"]),
    Row(
        "stalk",
        Household,
        &["stalk", "stalks", "rib", "ribs", "stem", "stems", "branch", "branches"],
    ),
    Row("spear", Household, &["spear", "spears"]),
    Row("floret", Household, &["floret", "florets"]),
    Row("ear", Household, &["ear", "ears"]),
    Row("cube", Household, &["cube", "cubes"]),
    Row("block", Household, &["block", "blocks"]),
    Row("wedge", Household, &["wedge", "wedges"]),
    Row("segment", Household, &["segment", "segments"]),
    Row("ring", Household, &["ring", "rings"]),
    Row("strip", Household, &["strip", "strips"]),
    Row("sheet", Household, &["sheet", "sheets"]),
    Row("ball", Household, &["ball", "balls"]),
    Row("knob", Household, &["knob", "knobs"]),
    Row("pat", Household, &["pat", "pats"]),
    Row("pinch", Household, &["pinch", "pinches"]),
    Row("dash", Household, &["dash", "dashes"]),
    Row("drop", Household, &["drop", "drops"]),
    Row("splash", Volume(15.0), &["splash", "splashes", "drizzle", "squeeze", "glug"]),
    Row("loaf", Household, &["loaf", "loaves"]),
    Row("roll", Household, &["roll", "rolls"]),
    Row("patty", Household, &["patty", "patties"]),
    Row("link", Household, &["link", "links"]),
    Row("fillet", Household, &["fillet", "fillets", "filet", "filets"]),
    Row("breast", Household, &["breast", "breasts"]),
    Row("thigh", Household, &["thigh", "thighs"]),
    Row("drumstick", Household, &["drumstick", "drumsticks"]),
    Row("leg", Household, &["leg", "legs"]),
    Row("wing", Household, &["wing", "wings"]),
    Row("steak", Household, &["steak", "steaks"]),
    Row("chop", Household, &["chop", "chops"]),
    Row("half", Household, &["halves"]),
    Row("biscuit", Household, &["biscuit", "biscuits"]),
    Row("cracker", Household, &["cracker", "crackers"]),
    Row("sausage", Household, &["sausage", "sausages"]),
    Row(
        "tablet",
        Household,
        &["tablet", "tablets", "capsule", "capsules", "pill", "pills", "softgel", "softgels"],
    ),
    Row(
        "serving",
        Household,
        &["serving", "servings", "portion", "portions", "helping", "helpings", "plate", "plateful"],
    ),
];

const ALSO_FOOD: &[&str] = &[
    "bar",
    "stick",
    "roll",
    "patty",
    "link",
    "fillet",
    "breast",
    "thigh",
    "drumstick",
    "leg",
    "wing",
    "steak",
    "chop",
    "biscuit",
    "cracker",
    "sausage",
    "ball",
    "ring",
    "loaf",
    "pot",
    "clove",
    "cube",
    "leaf",
    "half",
    "shot",
    "l",
    "c",
];

const PACKAGES: &[&str] = &[
    "can",
    "jar",
    "packet",
    "bag",
    "box",
    "sachet",
    "pouch",
    "bottle",
    "carton",
    "container",
    "pot",
    "tablet",
];

impl Unit {
    /// Returns the unit a word spells; none for other words.
    pub fn parse(word: &str) -> Option<Self> {
        let word = word.strip_suffix('.').unwrap_or(word);
        let row = UNITS.iter().find(|row| row.2.contains(&word))?;
        Some(Self {
            key: row.0,
            measure: row.1,
            also_food: ALSO_FOOD.contains(&row.0),
            package: PACKAGES.contains(&row.0),
        })
    }

    /// Returns the unit of a stored key; none for another word.
    pub fn of_key(key: &str) -> Option<Self> {
        let row = UNITS.iter().find(|row| row.0 == key)?;
        Self::parse(row.2[0])
    }

    /// Returns whether this is a mass or a volume: an amount that needs no portion.
    pub fn is_exact(self) -> bool {
        matches!(self.measure, Mass(_))
            || matches!(self.measure, Volume(_) if !matches!(self.key, "glass" | "mug" | "bowl" | "shot" | "splash"))
    }
}

/// Returns the key of a size word: `small`, `medium`, `large`; none for other words.
pub fn size(word: &str) -> Option<&'static str> {
    Some(match word {
        "small" | "sm" | "mini" | "tiny" => "small",
        "medium" | "med" | "average" => "medium",
        "large" | "lg" | "big" | "tall" => "large",
        "extra-large" | "xl" | "jumbo" | "huge" => "extra_large",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_spelling_has_two_meanings() {
        let mut all: Vec<&str> = UNITS.iter().flat_map(|row| row.2).copied().collect();
        let count = all.len();
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), count);
    }

    #[test]
    fn keys_read_back() {
        for row in UNITS {
            assert_eq!(Unit::of_key(row.0).map(|u| u.key), Some(row.0));
        }
    }
}
