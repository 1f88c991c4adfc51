//! Units and household measures, in all the spellings people use.
//!
//! Volumes: NIST Handbook 44 (2024), appendix C, for the US cup (236.588 mL), tablespoon
//! (14.7868 mL), teaspoon (4.92892 mL), fluid ounce (29.5735 mL) and quart; the Weights and
//! Measures Act 1985, schedule 1, for the imperial pint (568.26 mL). Masses: the same handbook,
//! for the ounce (28.3495 g) and pound (453.592 g). Vessels without a legal size (glass, mug,
//! bowl, teacup, jug, flask, ladle, a spoon that is not named further, dollop, splash) have a stated size of ours, used
//! only where a food has no weight of its own for them, and the answer says it.

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
    Row(
        "g",
        Mass(1.0),
        &[
            "g", "gr", "gm", "gms", "grms", "gram", "grams", "gramm", "gramme", "grammes", "grm",
            "gs",
        ],
    ),
    Row("mg", Mass(0.001), &["mg", "mgs", "milligram", "milligrams", "milligramm"]),
    Row(
        "kg",
        Mass(1000.0),
        &["kg", "kgs", "kilo", "kilos", "kilogram", "kilograms", "kilogramm", "kilogramme"],
    ),
    Row("oz", Mass(28.3495), &["oz", "ozs", "ounce", "ounces", "onces", "onz"]),
    Row("lb", Mass(453.592), &["lb", "lbs", "pound", "pounds"]),
    Row(
        "ml",
        Volume(1.0),
        &[
            "ml",
            "mls",
            "millilitre",
            "millilitres",
            "milliliter",
            "milliliters",
            "cc",
            "mil",
            "mils",
        ],
    ),
    Row("cl", Volume(10.0), &["cl", "centilitre", "centilitres", "centiliter", "centiliters"]),
    Row("dl", Volume(100.0), &["dl", "decilitre", "decilitres", "deciliter", "deciliters"]),
    Row("l", Volume(1000.0), &["l", "litre", "litres", "liter", "liters", "ltr"]),
    Row("cup", Volume(CUP_ML), &["cup", "cups", "cupful", "cupfuls", "c"]),
    Row(
        "tbsp",
        Volume(14.7868),
        &[
            "tbsp",
            "tbs",
            "tblsp",
            "tablespoon",
            "tablespoons",
            "tablespoonful",
            "tablespoonfuls",
            "tablespoonsful",
            "tbl",
            "tbls",
            "tbspn",
            "tblspn",
            "tbsps",
            "tblsps",
            "tbspns",
        ],
    ),
    Row(
        "tsp",
        Volume(4.92892),
        &["tsp", "tsps", "tspn", "teaspoon", "teaspoons", "teaspoonful", "teaspoonfuls", "teasp"],
    ),
    Row(
        "dessertspoon",
        Volume(10.0),
        &["dessertspoon", "dessertspoons", "dessertspoonful", "dsp", "dstspn", "dessert_spoon"],
    ),
    Row("fl_oz", Volume(29.5735), &["floz", "fl_oz"]),
    Row("pint", Volume(568.26), &["pint", "pints", "pt", "pts"]),
    Row("quart", Volume(946.353), &["quart", "quarts", "qt", "qts"]),
    Row("gallon", Volume(3785.41), &["gallon", "gallons", "gal"]),
    Row("glass", Volume(250.0), &["glass", "glasses", "glassful", "tumbler", "tumblers", "goblet"]),
    Row("mug", Volume(300.0), &["mug", "mugs", "mugful", "mugsful"]),
    Row("teacup", Volume(200.0), &["teacup", "teacups", "teacupful"]),
    Row("bowl", Volume(350.0), &["bowl", "bowls", "bowlful", "bowlfuls"]),
    Row("sprinkle", Volume(5.0), &["sprinkle", "sprinkles", "sprinkling"]),
    Row("spoon", Volume(14.7868), &["spoon", "spoons", "spoonful", "spoonfuls", "spoonsful"]),
    Row("dollop", Volume(20.0), &["dollop", "dollops", "blob", "blobs"]),
    Row("shot", Volume(44.36), &["shot", "shots"]),
    Row("jug", Volume(1000.0), &["jug", "jugs", "pitcher", "pitchers", "carafe", "carafes"]),
    Row("flask", Volume(500.0), &["flask", "flasks", "thermos"]),
    Row("ladle", Volume(120.0), &["ladle", "ladles", "ladleful", "ladlefuls"]),
    Row("handful", Household, &["handful", "handfuls", "handsful", "fistful"]),
    Row("slice", Household, &["slice", "slices", "slab", "slabs"]),
    Row("piece", Household, &["piece", "pieces", "pc", "pcs", "chunk", "chunks", "hunk", "hunks"]),
    Row("rasher", Household, &["rasher", "rashers"]),
    Row("clove", Household, &["clove", "cloves"]),
    Row("can", Household, &["can", "cans", "tin", "tins"]),
    Row("jar", Household, &["jar", "jars"]),
    Row(
        "packet",
        Household,
        &[
            "packet", "packets", "pack", "packs", "package", "packages", "pkg", "pkgs", "pkt",
            "pkts",
        ],
    ),
    Row("bag", Household, &["bag", "bags"]),
    Row("box", Household, &["box", "boxes"]),
    Row("sachet", Household, &["sachet", "sachets", "envelope", "envelopes"]),
    Row("pouch", Household, &["pouch", "pouches"]),
    Row("bottle", Household, &["bottle", "bottles"]),
    Row("carton", Household, &["carton", "cartons"]),
    Row("container", Household, &["container", "containers"]),
    Row("tub", Household, &["tub", "tubs"]),
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
    Row("stalk", Household, &["stalk", "stalks"]),
    Row("rib", Household, &["rib", "ribs"]),
    Row("stem", Household, &["stem", "stems"]),
    Row("branch", Household, &["branch", "branches"]),
    Row("rack", Household, &["rack", "racks"]),
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
    Row("knob", Household, &["knob", "knobs", "thumb", "thumbs"]),
    Row("pat", Household, &["pat", "pats"]),
    Row("pinch", Household, &["pinch", "pinches"]),
    Row("dash", Household, &["dash", "dashes"]),
    Row("drop", Household, &["drop", "drops"]),
    Row(
        "splash",
        Volume(15.0),
        &["splash", "splashes", "drizzle", "squeeze", "glug", "glugs", "drizzles", "squirt"],
    ),
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
    "rib",
    "rack",
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
    "tub",
    "pot",
    "punnet",
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
        match self.measure {
            Mass(_) => true,
            Volume(_) => !self.is_vessel(),
            Household => false,
        }
    }

    /// Returns whether this is a volume without a legal size.
    pub fn is_vessel(self) -> bool {
        matches!(self.measure, Volume(_))
            && matches!(
                self.key,
                "glass"
                    | "mug"
                    | "teacup"
                    | "bowl"
                    | "spoon"
                    | "dollop"
                    | "shot"
                    | "splash"
                    | "sprinkle"
                    | "jug"
                    | "flask"
                    | "ladle"
            )
    }

    /// Returns whether the word, in front of a food without a number and without "of", is the food
    /// itself: "sausage bap", "fillet burger".
    pub(super) fn is_food_in_front(self) -> bool {
        self.also_food
            && !matches!(
                self.key,
                "stick" | "cube" | "shot" | "l" | "c" | "clove" | "leaf" | "pot" | "bar" | "loaf"
            )
    }

    /// Returns whether the word stands behind what it counts as often as before it: "2 garlic
    /// cloves", "3 celery sticks".
    pub fn stands_behind(self) -> bool {
        matches!(
            self.key,
            "clove"
                | "bulb"
                | "stalk"
                | "rib"
                | "stem"
                | "stick"
                | "spear"
                | "sprig"
                | "slice"
                | "rasher"
                | "head"
                | "loaf"
                | "sheet"
                | "ear"
                | "floret"
                | "segment"
                | "wedge"
                | "square"
                | "cube"
                | "strip"
                | "scoop"
                | "sachet"
        )
    }
}

/// Returns the key of a size word: `small`, `medium`, `large`; none for other words. The words of
/// coffee bars count by their order: tall, grande, venti.
pub fn size(word: &str) -> Option<&'static str> {
    let word = ["-sized", "-size"].iter().find_map(|end| word.strip_suffix(end)).unwrap_or(word);
    Some(match word {
        "small" | "sm" | "mini" | "tiny" | "smallish" | "petite" | "tall" => "small",
        "medium" | "med" | "average" | "grande" | "regular" | "moderate" => "medium",
        "large" | "lg" | "lge" | "big" | "largish" | "venti" => "large",
        "extra-large" | "xl" | "jumbo" | "huge" | "giant" | "massive" | "trenta" => "extra_large",
        _ => return None,
    })
}

/// Returns whether a word between a number and its unit changes neither: "2 fresh sprigs of
/// thyme", "1 fat clove".
pub(super) fn is_filler(word: &str) -> bool {
    let word = word.strip_suffix(',').unwrap_or(word);
    matches!(
        word,
        "heaped"
            | "heaping"
            | "level"
            | "rounded"
            | "scant"
            | "generous"
            | "good"
            | "overflowing"
            | "full"
            | "whole"
            | "fresh"
            | "freshly"
            | "long"
            | "short"
            | "slim"
            | "fat"
            | "plump"
            | "chunky"
            | "ripe"
            | "nice"
            | "decent"
            | "thin"
            | "thick"
            | "thinly"
            | "thickly"
            | "very"
            | "cut"
            | "packed"
            | "firmly"
            | "lightly"
            | "loosely"
            | "metric"
            | "imperial"
            | "us"
            | "uk"
            | "individual"
            | "standard"
            | "dried"
            | "frozen"
    )
}

/// Returns whether a word before a spoon or cup says that it was not filled level.
pub(super) fn is_heap(word: &str) -> bool {
    matches!(word, "heaped" | "heaping" | "rounded" | "scant" | "generous" | "overflowing")
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
