//! Supplements: which nutrient, in which compound, how much of the element.
//!
//! Labels normally state the element's mass ("providing 100 mg magnesium"), so a mass is read as
//! the element's unless the person says that it is the compound's. Only then is it multiplied by
//! the compound's elemental share.

use super::measure::Unit;
use super::phrase::{self, Reading};
use super::words;
use crate::domain::{Dose, Nutrient};
use crate::error::{Error, Result};

/// A compound a supplement can hold.
#[derive(Clone, Debug, PartialEq)]
pub struct Form {
    /// The nutrient it supplies.
    pub nutrient: Nutrient,
    /// Its name: `citrate`.
    pub form: String,
    /// Percent of its mass that is the element.
    pub percent_elemental: f64,
}

/// Whether a mass on the label is the element's or the compound's.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Stated {
    /// Nobody said; taken as the element's, and the answer says so.
    #[default]
    NotSaid,
    /// The element's.
    Element,
    /// The compound's.
    Compound,
}

/// Words around a supplement's name that do not belong to it.
const PACKING: &[&str] = &[
    "tablet",
    "capsule",
    "pill",
    "caplet",
    "softgel",
    "gummy",
    "drop",
    "sachet",
    "supplement",
    "elemental",
    "compound",
    "as",
    "form",
    "pure",
    "chewable",
];

/// Reads a supplement as typed. `find` answers a key of words with the compound of that name.
///
/// A phrase that is not understood comes back without a nutrient, kept as it was typed.
///
/// # Errors
///
/// Refuses an amount that is negative, zero or absurd.
pub fn read(
    phrase: &str,
    stated: Stated,
    find: &mut dyn FnMut(&str) -> Result<Option<Form>>,
) -> Result<Dose> {
    if phrase.chars().count() > super::matching::LONGEST_PHRASE {
        return Err(Error::request("that is too long for the name of a supplement"));
    }
    let mut dose = Dose {
        id: 0,
        phrase: phrase.to_owned(),
        nutrient: None,
        form: None,
        quantity: None,
        unit: None,
        stated_as: None,
        amount: None,
        assumption: None,
    };
    let elemental = with_elemental_mass(phrase);
    let (text, micro) = spell_micro_units(elemental.as_deref().unwrap_or(phrase));
    let stated = match stated {
        Stated::NotSaid if text.contains("elemental") => Stated::Element,
        Stated::NotSaid if text.contains("compound") => Stated::Compound,
        other => other,
    };
    for reading in phrase::readings(&text)? {
        let name: Vec<String> = words::words(&reading.food)
            .into_iter()
            .filter(|w| !PACKING.contains(&w.as_str()) && w != MICRO && w != INTERNATIONAL)
            .collect();
        if let Some(form) = find(&words::key(&name))? {
            fill(&mut dose, &form, &reading, micro, stated);
            check(&dose)?;
            break;
        }
    }
    Ok(dose)
}

/// Returns what to ask about a dose whose mass can be the element's or the compound's, and nobody
/// said which; none where that does not matter. The two answers are the element and the compound.
pub fn question(dose: &Dose, stated: Stated) -> Option<(String, [String; 2])> {
    let nutrient = dose.nutrient?;
    // An amount that was read goes with an assumption only where the compound is not pure.
    let open = stated == Stated::NotSaid && dose.amount.is_some() && dose.assumption.is_some();
    let form = dose.form.as_deref().filter(|_| open)?;
    let form = form.split(',').next().unwrap_or(form);
    let mass = format!("{} {}", dose.quantity?, dose.unit.as_deref()?);
    let question = format!("Is {mass} the {0} itself or the {0} {form}?", nutrient.name());
    let element = format!("the {} itself, as most labels give it", nutrient.name());
    Some((question, [element, format!("the {form} as a whole")]))
}

/// The most one dose may hold: 100 g of a mineral, 25 mg (a million IU) of vitamin D. More is a
/// slip of the finger.
const MOST_MG: f64 = 100_000.0;
const MOST_VITAMIN_D: f64 = 25_000.0;

fn check(dose: &Dose) -> Result<()> {
    let most = if dose.nutrient == Some(Nutrient::VitaminD) { MOST_VITAMIN_D } else { MOST_MG };
    if dose.quantity.is_some_and(|quantity| quantity <= 0.0) {
        return Err(Error::request("an amount must be more than zero"));
    }
    if dose.amount.is_some_and(|amount| amount > most) {
        return Err(Error::request("that is more than one dose can hold").hint(
            "check the amount and its unit; a mineral is at most 100 g, vitamin D a million IU",
        ));
    }
    Ok(())
}

const MICRO: &str = "microunit";
const INTERNATIONAL: &str = "internationalunit";

/// Vitamin D comes in µg and IU, which no food phrase has: they are set apart before the amount
/// is read.
fn spell_micro_units(phrase: &str) -> (String, Option<(f64, &'static str)>) {
    let lower = phrase.to_lowercase().replace('μ', "µ");
    let mut out = String::new();
    let mut found = None;
    let tokens: Vec<&str> = lower.split_whitespace().collect();
    let mut i = 0;
    while i < tokens.len() {
        let token = tokens[i].trim_end_matches([',', '.', ')']).trim_start_matches('(');
        let end = token
            .find(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | ',')))
            .unwrap_or(token.len());
        let (digits, glued) = token.split_at(end);
        let (unit, taken) = if glued.is_empty() {
            (tokens.get(i + 1).copied().unwrap_or(""), 2)
        } else {
            (glued, 1)
        };
        let unit = match unit.trim_end_matches([',', '.', ')']) {
            "µg" | "mcg" | "ug" | "microgram" | "micrograms" => Some("µg"),
            "iu" | "ie" | "i.u" | "units" => Some("IU"),
            _ => None,
        };
        match (units(digits, unit), unit) {
            (Some(number), Some(unit)) if found.is_none() => {
                found = Some((number, unit));
                i += taken;
            }
            _ => {
                out.push_str(tokens[i]);
                out.push(' ');
                i += 1;
            }
        }
    }
    (out, found)
}

/// Reads the number before a unit. Nobody takes a thousandth of an IU: the point of "1.000 IU"
/// parts thousands.
fn units(digits: &str, unit: Option<&str>) -> Option<f64> {
    let thousands = unit == Some("IU")
        && digits.split_once('.').is_some_and(|(whole, rest)| {
            (1..=3).contains(&whole.len()) && whole != "0" && rest.len() == 3
        });
    let text = if thousands { digits.replace('.', "") } else { digits.to_owned() };
    super::number::digits(&text)
}

/// Returns the phrase with the element's own mass in place of the compound's, where a bracket tells
/// it: "magnesium bisglycinate 1000 mg (100 mg elemental)".
fn with_elemental_mass(phrase: &str) -> Option<String> {
    let (outside, rest) = phrase.split_once(['(', '['])?;
    let (inside, behind) = rest.split_once([')', ']'])?;
    if !inside.to_lowercase().contains("elemental") {
        return None;
    }
    let mass: Vec<&str> = inside
        .split_whitespace()
        .filter(|word| {
            word.starts_with(|c: char| c.is_ascii_digit())
                || Unit::parse(&word.to_lowercase()).is_some()
        })
        .collect();
    let outside = format!("{outside} {behind}");
    let name = phrase::readings(&outside)
        .ok()?
        .into_iter()
        .find(|reading| reading.amount.unit.is_some() && reading.amount.quantity.is_some())?;
    (!mass.is_empty()).then(|| format!("{} {} elemental", mass.join(" "), name.food))
}

fn fill(
    dose: &mut Dose,
    form: &Form,
    reading: &Reading,
    micro: Option<(f64, &'static str)>,
    stated: Stated,
) {
    dose.nutrient = Some(form.nutrient);
    dose.form = Some(form.form.clone());
    let pieces = reading.amount.quantity.unwrap_or(1.0);
    let counted = reading.amount.unit.is_none_or(|unit| !unit.is_exact());
    // The mass of one piece, in mg or, for vitamin D, in µg.
    let (quantity, unit, amount) = match (micro, reading.amount.unit) {
        (Some((number, unit)), _) => {
            let micrograms = if unit == "IU" {
                (form.nutrient == Nutrient::VitaminD).then_some(number / IU_PER_MICROGRAM)
            } else {
                Some(number)
            };
            let amount = match form.nutrient {
                Nutrient::VitaminD => micrograms,
                _ => micrograms.map(|amount| amount / 1000.0),
            };
            let times = if counted { pieces } else { 1.0 };
            (number * times, unit, amount.map(|a| a * times))
        }
        (None, Some(unit)) if unit.is_exact() => {
            let milligrams = match (unit.key, Unit::of_key(unit.key).map(|u| u.measure)) {
                (_, Some(super::measure::Measure::Mass(grams))) => Some(grams * 1000.0 * pieces),
                _ => None,
            };
            let amount = match form.nutrient {
                Nutrient::VitaminD => milligrams.map(|mg| mg * 1000.0),
                _ => milligrams,
            };
            (pieces, unit.key, amount)
        }
        _ => {
            dose.quantity = reading.amount.quantity;
            dose.assumption = Some("no mass was said, so how much it held is not known".to_owned());
            return;
        }
    };
    dose.quantity = Some(quantity);
    dose.unit = Some(unit.to_owned());
    let share = form.percent_elemental / 100.0;
    let pure = share >= 1.0;
    dose.stated_as = Some(if stated == Stated::Compound && !pure { "compound" } else { "element" });
    dose.amount = match amount {
        Some(amount) if stated == Stated::Compound => Some(amount * share),
        other => other,
    };
    if amount.is_none() {
        dose.assumption = Some(format!(
            "{unit} of {} has no fixed mass, so it is not counted",
            form.nutrient.name()
        ));
    } else if stated == Stated::NotSaid && !pure {
        dose.assumption = Some(format!(
            "read as {}'s own mass; if the label means the {}, log it with --compound",
            form.nutrient.name(),
            form.form.split(',').next().unwrap_or(&form.form)
        ));
    }
}

/// International units of vitamin D in one microgram (IOM 2011, DRIs for Calcium and Vitamin D).
pub const IU_PER_MICROGRAM: f64 = 40.0;

#[cfg(test)]
mod tests {
    use super::*;

    fn find(key: &str) -> Result<Option<Form>> {
        let form = |nutrient, form: &str, percent_elemental| {
            Some(Form { nutrient, form: form.into(), percent_elemental })
        };
        Ok(match key {
            "citrate magnesium" => form(Nutrient::Magnesium, "citrate", 16.2),
            "magnesium" => form(Nutrient::Magnesium, "element", 100.0),
            "d vitamin" => form(Nutrient::VitaminD, "element", 100.0),
            _ => None,
        })
    }

    #[track_caller]
    fn check(phrase: &str, stated: Stated, expected: Option<f64>) {
        let dose = read(phrase, stated, &mut find).unwrap();
        match (dose.amount, expected) {
            (Some(found), Some(expected)) => {
                assert!((found - expected).abs() < 1e-9, "{phrase}: {found}");
            }
            (found, expected) => assert_eq!(found, expected, "{phrase}"),
        }
    }

    #[test]
    fn a_mass_is_the_elements_unless_said_otherwise() {
        check("magnesium citrate 200 mg", Stated::NotSaid, Some(200.0));
        check("magnesium citrate 200 mg", Stated::Compound, Some(32.4));
        check("magnesium 0.4 g", Stated::NotSaid, Some(400.0));
        check("2 x 150mg magnesium", Stated::NotSaid, Some(300.0));
        check("2 tablets magnesium citrate 200 mg", Stated::NotSaid, Some(400.0));
        check("2 capsules magnesium (200 mg)", Stated::NotSaid, Some(400.0));
        check("magnesium 200 mg x 2", Stated::NotSaid, Some(400.0));
        check("magnesium 200 mg 2 tablets", Stated::NotSaid, Some(400.0));
    }

    #[test]
    fn vitamin_d_comes_in_iu_and_micrograms() {
        check("vitamin D 1000 IU", Stated::NotSaid, Some(25.0));
        check("vitamin D 1.000 IU", Stated::NotSaid, Some(25.0));
        check("vitamin D 1,000 IU", Stated::NotSaid, Some(25.0));
        check("magnesium citrate 1000mg (100mg elemental)", Stated::NotSaid, Some(100.0));
        check("magnesium citrate 500 mg (80 mg elemental magnesium)", Stated::NotSaid, Some(80.0));
        check("vitamin D 1000IU", Stated::NotSaid, Some(25.0));
        check("10 µg vitamin d", Stated::NotSaid, Some(10.0));
        check("2 tablets vitamin D 400 IU", Stated::NotSaid, Some(20.0));
    }

    #[test]
    fn what_matters_is_asked() {
        let asked = |phrase: &str, stated| {
            question(&read(phrase, stated, &mut find).unwrap(), stated).map(|(text, _)| text)
        };
        assert_eq!(
            asked("magnesium citrate 500 mg", Stated::NotSaid).as_deref(),
            Some("Is 500 mg the magnesium itself or the magnesium citrate?")
        );
        assert_eq!(asked("magnesium citrate 500 mg", Stated::Element), None);
        assert_eq!(asked("elemental magnesium citrate 500 mg", Stated::NotSaid), None);
        assert_eq!(asked("magnesium 500 mg", Stated::NotSaid), None);
        assert_eq!(asked("magnesium citrate", Stated::NotSaid), None);
        assert_eq!(asked("moon dust 500 mg", Stated::NotSaid), None);
    }

    #[test]
    fn what_is_not_said_stays_unknown() {
        check("2 tablets of magnesium", Stated::NotSaid, None);
        check("magnesium 400 IU", Stated::NotSaid, None);
        let dose = read("moon dust 3 mg", Stated::NotSaid, &mut find).unwrap();
        assert_eq!(dose.nutrient, None);
    }
}
