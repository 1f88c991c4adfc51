//! From an amount and a food to grams, saying what was assumed.
//!
//! In this order: a mass that was given; a volume through the food's own portion; a household
//! portion of that food; the food's usual portion, and then the answer says so.

use super::measure::{Measure, Unit};
use super::phrase::{Amount, LEAST_BARE_GRAMS};
use super::words::article;
use crate::domain::Food;

/// Grams for a phrase, and how they were arrived at.
#[derive(Clone, Debug, PartialEq)]
pub struct Weighed {
    /// Grams eaten.
    pub grams: f64,
    /// The number that was said, or 1 for a usual portion.
    pub quantity: Option<f64>,
    /// What the number counts.
    pub unit: Option<&'static str>,
    /// What was assumed, in words; none where nothing was.
    pub assumption: Option<String>,
    /// Whether the food has its own weight for the measure that was said.
    pub own_measure: bool,
}

/// The weight of a food with no portion at all: a guess, and said to be one.
const BLIND_PORTION_GRAMS: f64 = 100.0;

/// Household measures that may stand for each other when a food has only one of them.
const STAND_INS: &[(&str, &[&str])] = &[
    ("slice", &["rasher", "piece", "strip", "each"]),
    ("rasher", &["slice", "strip", "piece", "each"]),
    ("piece", &["each", "slice", "medium"]),
    ("strip", &["slice", "rasher", "piece"]),
    ("pot", &["container", "carton", "tub"]),
    ("tub", &["container", "pot", "carton"]),
    ("rib", &["stalk", "stick", "each"]),
    ("stem", &["stalk", "stick", "spear", "each"]),
    ("branch", &["stalk", "sprig", "each"]),
    ("rack", &["each", "piece"]),
    ("punnet", &["container", "packet", "cup"]),
    ("teacup", &["cup", "mug"]),
    ("spoon", &["tbsp"]),
    ("dollop", &["tbsp"]),
    ("container", &["pot", "carton", "cup"]),
    ("carton", &["container", "pot"]),
    ("packet", &["bag", "bar", "sachet", "container"]),
    ("bag", &["packet"]),
    ("sachet", &["packet", "pouch"]),
    ("pouch", &["sachet", "packet"]),
    ("bar", &["packet", "each"]),
    ("stick", &["stalk", "bar", "piece", "each"]),
    ("stalk", &["stick", "rib", "spear", "each", "medium"]),
    ("spear", &["stalk", "each"]),
    ("roll", &["each", "piece"]),
    ("fillet", &["piece", "steak", "each", "half"]),
    ("steak", &["fillet", "piece", "each"]),
    ("chop", &["each", "piece"]),
    ("breast", &["half", "each", "piece"]),
    ("thigh", &["each", "piece"]),
    ("leg", &["each", "piece"]),
    ("wing", &["each", "piece"]),
    ("drumstick", &["each", "piece"]),
    ("biscuit", &["each", "piece"]),
    ("cracker", &["each", "piece"]),
    ("sausage", &["link", "each", "piece"]),
    ("link", &["sausage", "each", "piece"]),
    ("patty", &["each", "piece"]),
    ("ring", &["each", "piece"]),
    ("ball", &["each", "piece"]),
    ("half", &["each", "piece"]),
    ("square", &["piece", "each"]),
    ("clove", &["each"]),
    ("leaf", &["each", "piece"]),
    ("head", &["each", "medium"]),
    ("ear", &["each", "medium"]),
    ("loaf", &["each"]),
    ("tablet", &["each"]),
    ("serving", &["usual"]),
    ("mug", &["cup"]),
    ("scoop", &["tbsp"]),
];

/// Returns the grams of an amount of a food.
pub fn weigh(amount: &Amount, food: &Food) -> Weighed {
    let quantity = amount.quantity.unwrap_or(1.0);
    let remark = |assumption: Option<String>| match (&amount.remark, assumption) {
        (Some(remark), Some(assumption)) => Some(format!("{remark}; {assumption}")),
        (remark, assumption) => assumption.or_else(|| remark.clone()),
    };
    let weighed =
        |grams: f64, unit: Option<&'static str>, assumption: Option<String>, own| Weighed {
            grams: quantity * grams,
            quantity: Some(quantity),
            unit,
            assumption: remark(assumption),
            own_measure: own,
        };
    if let Some(unit) = amount.unit {
        if let Measure::Mass(grams) = unit.measure {
            return weighed(grams, Some(unit.key), None, true);
        }
        if let Some((grams, said)) = amount.size.and_then(|size| sized(unit, size, food)) {
            return weighed(grams, Some(unit.key), Some(said), true);
        }
        if let Some((grams, ground)) = measure_grams(unit, food) {
            return weighed(grams, Some(unit.key), ground.assumption(unit, grams), true);
        }
        let what = unit.key.replace('_', " ");
        if let Some(ml) = tiny_ml(unit) {
            let grams = ml * density(food).unwrap_or(1.0);
            let assumption = format!("{ml} mL assumed for a {what}");
            return weighed(grams, Some(unit.key), Some(assumption), true);
        }
        let (grams, _) = usual(food);
        if matches!(unit.measure, Measure::Volume(_)) {
            // Many of a small unit are no many portions: one usual portion, whatever the number.
            let assumption = format!(
                "no weight for a volume of this food is known; one usual portion of {} g was \
                 assumed for {} {what}",
                rounded(grams),
                rounded(quantity)
            );
            return Weighed {
                grams,
                quantity: Some(quantity),
                unit: Some(unit.key),
                assumption: remark(Some(assumption)),
                own_measure: false,
            };
        }
        let assumption = format!(
            "no weight for a {what} of this food is known; the usual portion of {} g was assumed",
            rounded(grams)
        );
        return weighed(grams, Some(unit.key), Some(assumption), false);
    }
    if let Some((grams, said)) = by_convention(amount, food) {
        return Weighed {
            grams,
            quantity: Some(quantity),
            unit: None,
            assumption: remark(Some(said)),
            own_measure: true,
        };
    }
    if let Some(size) = amount.size {
        if let Some(portion) = food.portion(size) {
            return weighed(portion.grams, Some(size), None, true);
        }
        let share = size_share(size).unwrap_or(1.0);
        let (grams, _) = one(food);
        // "Large chips" are no one large chip.
        let grams = if amount.quantity.is_none() { grams.max(usual(food).0) } else { grams };
        let grams = grams * share;
        let size = size.replace('_', " ");
        let assumption = format!(
            "no weight for {} {size} one is known; {} g was assumed",
            article(&size),
            rounded(grams)
        );
        return weighed(grams, None, Some(assumption), false);
    }
    if amount.quantity.is_some() {
        let (grams, measure) = one(food);
        if count_is_absurd(quantity, grams, measure) {
            let said = format!("{quantity} was taken as grams");
            return Weighed {
                grams: quantity,
                quantity: Some(quantity),
                unit: Some("g"),
                assumption: remark(Some(said)),
                own_measure: true,
            };
        }
        let total = quantity * grams;
        let assumption = match measure {
            _ if total > MOST_COUNTED_GRAMS => Some(format!(
                "{} of {} g each were counted, {:.1} kg in all",
                rounded(quantity),
                rounded(grams),
                total / 1000.0
            )),
            "usual" => Some(format!("{} g each was assumed, the usual portion", rounded(grams))),
            "" => Some(blind()),
            _ => None,
        };
        return weighed(grams, None, assumption, !measure.is_empty());
    }
    let (grams, measure) = usual(food);
    let assumption = if measure.is_empty() {
        blind()
    } else {
        format!("usual portion assumed{}", named_portion(food, grams))
    };
    Weighed {
        grams,
        quantity: None,
        unit: None,
        assumption: remark(Some(assumption)),
        own_measure: !measure.is_empty(),
    }
}

/// The most grams a bare number of 20 or more may come to and still be a count: a convention of
/// ours.
const MOST_COUNTED_GRAMS: f64 = 2000.0;

/// Returns whether a bare number is more than anyone counts: then it is grams.
fn count_is_absurd(quantity: f64, grams: f64, measure: &str) -> bool {
    let countable = matches!(measure, "each" | "medium" | "piece");
    quantity >= LEAST_BARE_GRAMS && (!countable || quantity * grams > MOST_COUNTED_GRAMS)
}

/// Returns all the grams of an amount without a unit that custom gives another weight than its
/// number, and what was taken; none where no custom does.
fn by_convention(amount: &Amount, food: &Food) -> Option<(f64, String)> {
    if amount.size.is_some() {
        return None;
    }
    // A British half is half a pint.
    let half = amount.quantity == Some(0.5) && food.group == "alcohol";
    if let Some(portion) = food.portion("half").filter(|_| half) {
        return Some((portion.grams, "a half was taken as half a pint, 284 mL".to_owned()));
    }
    if let Some(inches) = amount.inches.filter(|_| food.name.contains("pizza")) {
        let (share, what, portion) = pizza(inches, food)?;
        let grams = amount.quantity.unwrap_or(1.0) * share * portion;
        return Some((
            grams,
            format!("{} {inches} inch one was taken as {what}", article(&inches.to_string())),
        ));
    }
    let handful = food.portion("handful").filter(|_| amount.few)?;
    let (each, measure) = one(food);
    let grams = handful.grams * size_share("small")?;
    // A few strawberries are three; three nuts are not a few.
    let counted = matches!(measure, "each" | "medium" | "piece")
        && each * amount.quantity.unwrap_or(1.0) > grams / 2.0;
    (!counted).then(|| (grams, "that is taken as a small handful".to_owned()))
}

/// Returns how a pizza of some inches across is weighed: the share, in words, of which portion. The
/// plain one is of 12 inches; without a portion of its own, another goes by its area.
fn pizza(inches: f64, food: &Food) -> Option<(f64, &'static str, f64)> {
    const PLAIN: f64 = 12.0;
    let each = food.portion("each")?.grams;
    let own = |size: &str| food.portion(size).map(|portion| portion.grams);
    let by_area = (inches / PLAIN).powi(2);
    Some(if inches < 11.0 {
        own("small")
            .filter(|grams| *grams < each)
            .map_or((by_area, "a share of a 12 inch one, by its area", each), |small| {
                (1.0, "a small one", small)
            })
    } else if inches < 13.5 {
        (1.0, "a whole one", each)
    } else {
        own("large")
            .filter(|grams| *grams > each)
            .map_or((by_area, "a share of a 12 inch one, by its area", each), |large| {
                (1.0, "a large one", large)
            })
    })
}

fn blind() -> String {
    format!("no portion of this food is known; {BLIND_PORTION_GRAMS} g was assumed")
}

/// Returns ", a medium one" where the usual portion is also a household portion.
fn named_portion(food: &Food, grams: f64) -> String {
    const PLAINEST: &[&str] =
        &["medium", "cup", "glass", "slice", "tbsp", "tsp", "can", "bottle", "mug", "piece"];
    let rank =
        |measure: &str| PLAINEST.iter().position(|m| *m == measure).unwrap_or(PLAINEST.len());
    food.portions
        .iter()
        .filter(|p| p.measure != "usual" && p.measure != "each" && (p.grams - grams).abs() < 0.01)
        .min_by_key(|p| rank(&p.measure))
        .map_or(String::new(), |p| format!(": 1 {}", p.measure.replace('_', " ")))
}

/// Returns the grams of a small or large glass, handful or slice, and what was taken; none where
/// the size changes nothing.
///
/// Wine by the glass: the measures a British licence allows (The Weights and Measures (Specified
/// Quantities) (Unwrapped Bread and Intoxicating Liquor) Order 2011: 125 mL, 175 mL and multiples).
/// Everything else: a convention of ours, three quarters of the plain measure for a small one, five
/// quarters for a large one, one and a half for a very large one.
fn sized(unit: Unit, size: &str, food: &Food) -> Option<(f64, String)> {
    let what = unit.key.replace('_', " ");
    let name = size.replace('_', " ");
    let wine = unit.key == "glass" && food.name.starts_with("wine");
    if let Some(density) = density(food).filter(|_| wine) {
        let ml = match size {
            "small" => 125.0,
            "medium" => 175.0,
            _ => 250.0,
        };
        return Some((ml * density, format!("{ml:.0} mL assumed for a {name} glass of wine")));
    }
    let share = size_share(size)?;
    let has_sizes = unit.is_vessel() || !unit.is_exact() || unit.key == "cup";
    let (grams, _) = measure_grams(unit, food).filter(|_| has_sizes && !unit.package)?;
    let said = format!("{} {name} {what} was taken as {share} of a plain one", article(&name));
    Some((grams * share, said))
}

/// Returns how much of a plain one a small or large one is; none for a medium one.
fn size_share(size: &str) -> Option<f64> {
    match size {
        "small" => Some(0.75),
        "large" => Some(1.25),
        "extra_large" => Some(1.5),
        _ => None,
    }
}

/// Returns the millilitres of the smallest measures, which are never a whole portion: conventions
/// of ours, an eighth and a sixteenth of a teaspoon, and twenty drops to the millilitre.
fn tiny_ml(unit: Unit) -> Option<f64> {
    match unit.key {
        "dash" => Some(0.6),
        "pinch" => Some(0.3),
        "drop" => Some(0.05),
        _ => None,
    }
}

/// On what ground a measure weighs what it does.
enum Ground {
    /// The food has a weight for it, or for its volume.
    Own,
    /// A vessel without a legal size, and the food's own density.
    Vessel,
    /// The food has a weight for another measure that may stand for it.
    StandIn(&'static str),
}

impl Ground {
    /// Returns what was assumed, in words; none where nothing was.
    fn assumption(&self, unit: Unit, grams: f64) -> Option<String> {
        match self {
            Self::Own => None,
            Self::Vessel => vessel_assumption(unit),
            Self::StandIn(other) => {
                let other = match *other {
                    "each" => "one of it",
                    "usual" => "a usual portion",
                    other => other,
                };
                let what = unit.key.replace('_', " ");
                let an = article(&what);
                Some(format!("{an} {what} was taken as {other}, {} g", rounded(grams)))
            }
        }
    }
}

/// Returns the grams of one unit of a food, and on what ground; none where the food has no weight
/// for it.
fn measure_grams(unit: Unit, food: &Food) -> Option<(f64, Ground)> {
    if let Some(portion) = food.portion(unit.key) {
        return Some((portion.grams, Ground::Own));
    }
    if let Measure::Volume(ml) = unit.measure
        && let Some(density) = density(food)
    {
        let exact = unit.is_exact() && unit.key != "pint";
        return Some((ml * density, if exact { Ground::Own } else { Ground::Vessel }));
    }
    let stand_ins =
        STAND_INS.iter().find(|(key, _)| *key == unit.key).map(|(_, others)| *others)?;
    stand_ins.iter().find_map(|other| {
        food.portion(other).map(|portion| (portion.grams, Ground::StandIn(other)))
    })
}

/// Returns grams per millilitre through the food's own volume portions, the largest first; none
/// where it has none.
fn density(food: &Food) -> Option<f64> {
    ["cup", "fl_oz", "tbsp", "tsp"].iter().find_map(|key| {
        let Measure::Volume(ml) = Unit::of_key(key)?.measure else {
            return None;
        };
        food.portion(key).map(|portion| portion.grams / ml)
    })
}

fn vessel_assumption(unit: Unit) -> Option<String> {
    let Measure::Volume(ml) = unit.measure else {
        return None;
    };
    let name = if unit.key == "pint" { "an imperial pint" } else { unit.key };
    Some(format!(
        "{} mL assumed for {}{name}",
        rounded(ml),
        if unit.key == "pint" { "" } else { "a " }
    ))
}

/// Returns the grams of one piece, and the measure that said so.
fn one(food: &Food) -> (f64, &'static str) {
    ["each", "medium", "piece", "usual"]
        .into_iter()
        .find_map(|measure| food.portion(measure).map(|p| (p.grams, measure)))
        .unwrap_or((BLIND_PORTION_GRAMS, ""))
}

fn usual(food: &Food) -> (f64, &'static str) {
    ["usual", "each", "medium"]
        .into_iter()
        .find_map(|measure| food.portion(measure).map(|p| (p.grams, measure)))
        .unwrap_or((BLIND_PORTION_GRAMS, ""))
}

fn rounded(number: f64) -> String {
    if number < 10.0 && number.fract() > 0.05 {
        format!("{number:.1}")
    } else {
        format!("{number:.0}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{FoodId, PerNutrient, Portion};
    use crate::resolve::phrase;

    fn food(portions: &[(&str, f64)]) -> Food {
        Food {
            id: FoodId(1),
            source: "test:1".into(),
            name: "food".into(),
            group: "fruit".into(),
            reference: "test".into(),
            content: PerNutrient::default(),
            portions: portions
                .iter()
                .map(|(measure, grams)| Portion {
                    measure: (*measure).into(),
                    grams: *grams,
                    source: "test".into(),
                })
                .collect(),
            tags: vec![],
            parts: vec![],
        }
    }

    #[track_caller]
    fn check(phrase: &str, portions: &[(&str, f64)], grams: f64, assumption: Option<&str>) {
        let readings = phrase::readings(phrase).unwrap();
        let reading = phrase::plainest(&readings).unwrap();
        let weighed = weigh(&reading.amount, &food(portions));
        assert!((weighed.grams - grams).abs() < 0.01, "{phrase}: {}", weighed.grams);
        assert_eq!(weighed.assumption.as_deref(), assumption, "{phrase}");
    }

    #[test]
    fn a_mass_needs_no_portion() {
        check("200 g food", &[], 200.0, None);
        check("1 oz food", &[], 28.3495, None);
    }

    #[test]
    fn a_volume_goes_through_the_foods_own_portion() {
        check("1 cup food", &[("cup", 158.0)], 158.0, None);
        check("2 tbsp food", &[("cup", 236.588)], 29.5736, None);
        check("1 dl food", &[("tbsp", 14.7868)], 100.0, None);
        check("1 mug food", &[("fl_oz", 29.5735)], 300.0, Some("300 mL assumed for a mug"));
    }

    #[test]
    fn a_volume_without_a_weight_is_one_usual_portion() {
        check(
            "500 ml food",
            &[("usual", 107.0)],
            107.0,
            Some(
                "no weight for a volume of this food is known; one usual portion of 107 g was \
                 assumed for 500 ml",
            ),
        );
    }

    #[test]
    fn a_count_takes_the_weight_of_one() {
        check("3 food", &[("each", 50.0), ("usual", 120.0)], 150.0, None);
        check("1 large food", &[("large", 136.0), ("each", 118.0)], 136.0, None);
        check(
            "2 food",
            &[("usual", 120.0)],
            240.0,
            Some("120 g each was assumed, the usual portion"),
        );
    }

    #[test]
    fn an_absurd_count_is_grams() {
        let grams = Some("200 was taken as grams");
        check("food 200", &[("each", 85.0)], 200.0, grams);
        check("200 food", &[("each", 50.0)], 200.0, grams);
        check("200 food", &[("usual", 150.0)], 200.0, grams);
        check("20 food", &[("each", 1.2)], 24.0, None);
        check("30 food", &[("each", 24.0)], 720.0, None);
        check(
            "food 10",
            &[("each", 240.0)],
            2400.0,
            Some("10 of 240 g each were counted, 2.4 kg in all"),
        );
    }

    #[test]
    fn custom_gives_a_number_another_weight() {
        let beer = Food { group: "alcohol".into(), ..food(&[("each", 331.0), ("half", 285.0)]) };
        let of = |phrase: &str, food: &Food| {
            let readings = phrase::readings(phrase).unwrap();
            let weighed = weigh(&phrase::plainest(&readings).unwrap().amount, food);
            (weighed.grams, weighed.assumption.unwrap_or_default())
        };
        let half = "a half was taken as half a pint, 284 mL".to_owned();
        assert_eq!(of("half a lager", &beer), (285.0, half.clone()));
        assert_eq!(of("a swift half of lager", &beer), (285.0, half));
        let nuts = food(&[("each", 2.0), ("handful", 30.0)]);
        let few = "a few was taken as 3; that is taken as a small handful".to_owned();
        assert_eq!(of("a few nuts", &nuts), (22.5, few));
        let pizza = food(&[("each", 400.0), ("usual", 214.0), ("large", 853.0)]);
        let pizza = Food { name: "pizza, cheese".into(), ..pizza };
        assert!((of("12 inch pizza", &pizza).0 - 400.0).abs() < 1e-9);
        assert!((of("9\" pizza", &pizza).0 - 225.0).abs() < 1e-9);
        assert!((of("14-inch pizza", &pizza).0 - 853.0).abs() < 1e-9);
        assert!((of("half a 12 inch pizza", &pizza).0 - 200.0).abs() < 1e-9);
        assert!((of("pizza", &pizza).0 - 214.0).abs() < 1e-9);
    }

    #[test]
    fn a_size_before_a_measure_scales_it() {
        check(
            "large handful of food",
            &[("handful", 30.0)],
            37.5,
            Some("a large handful was taken as 1.25 of a plain one"),
        );
        check("2 small cans of food", &[("can", 100.0)], 200.0, None);
        let wine = Food { name: "wine, red".into(), ..food(&[("fl_oz", 29.5735)]) };
        let readings = phrase::readings("small glass of wine").unwrap();
        let weighed = weigh(&phrase::plainest(&readings).unwrap().amount, &wine);
        assert!((weighed.grams - 125.0).abs() < 0.01);
        assert_eq!(weighed.assumption.as_deref(), Some("125 mL assumed for a small glass of wine"));
    }

    #[test]
    fn what_was_assumed_is_said() {
        check(
            "food",
            &[("medium", 118.0), ("usual", 118.0)],
            118.0,
            Some("usual portion assumed: 1 medium"),
        );
        check("food", &[], 100.0, Some("no portion of this food is known; 100 g was assumed"));
        check(
            "2 bunches of food",
            &[("usual", 80.0)],
            160.0,
            Some(
                "no weight for a bunch of this food is known; the usual portion of 80 g was assumed",
            ),
        );
    }

    proptest::proptest! {
        #[test]
        fn grams_grow_in_step_with_the_number(n in 1_u32..40, grams in 1.0_f64..400.0) {
            let food = food(&[("slice", grams)]);
            let unit = Unit::parse("slices");
            let of = |quantity: f64| weigh(
                &Amount { quantity: Some(quantity), unit, ..Amount::default() }, &food).grams;
            proptest::prop_assert!((of(f64::from(n)) - f64::from(n) * of(1.0)).abs() < 1e-6);
        }
    }
}
