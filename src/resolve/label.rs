//! A food's label: what it says of the tracked nutrients, brought to amounts per 100 g.
//!
//! A label speaks of 100 g, 100 mL or a serving, in its own units or as a percentage of a
//! reference. What it does not say stays unknown: no figure is made up here, and where a weight
//! had to be assumed the reading says so.

use super::measure::{self, CUP_ML, Measure, Unit};
use super::phrase::{self, Amount};
use super::supplement::IU_PER_MICROGRAM;
use super::{number, weigh, words};
use crate::calendar::shown;
use crate::domain::{Food, Nutrient, PerNutrient, Portion};
use crate::error::{Error, Result};

/// Salt in a gram of sodium: "salt = sodium × 2.5", Regulation (EU) No 1169/2011, Annex I, point 11.
pub const SALT_PER_SODIUM: f64 = 2.5;
/// Kilojoules in a kilocalorie: the thermochemical calorie (NIST SP 811, 2008, appendix B.8).
pub const KJ_PER_KCAL: f64 = 4.184;
/// The energy of pure fat, kcal per 100 g (Atwater's general factor, 9 kcal/g): no food has more.
pub const MOST_KCAL: f64 = 900.0;
/// Grams of tracked nutrients that 100 g may hold: a label's rounding is forgiven.
const MOST_GRAMS: f64 = 101.0;
/// Vitamin D per 100 g beyond which a unit was probably mistaken: cod liver oil, the richest food
/// of USDA SR28 (04589), holds 250 µg.
const MUCH_VITAMIN_D: f64 = 1000.0;

/// The reference behind a label's percentages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PercentOf {
    /// The US Daily Value.
    DailyValue,
    /// The EU nutrient reference value.
    Nrv,
}

impl PercentOf {
    /// Returns the key used on the command line and, in upper case, in the seed.
    pub const fn key(self) -> &'static str {
        match self {
            Self::DailyValue => "dv",
            Self::Nrv => "nrv",
        }
    }

    /// Returns the name for people.
    pub const fn name(self) -> &'static str {
        match self {
            Self::DailyValue => "US Daily Value",
            Self::Nrv => "EU nutrient reference value",
        }
    }

    /// Returns the reference of a key, in any case; none for another word.
    pub fn parse(text: &str) -> Option<Self> {
        [Self::DailyValue, Self::Nrv].into_iter().find(|of| of.key().eq_ignore_ascii_case(text))
    }
}

/// What a label says of one nutrient.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Said {
    /// An amount in the nutrient's unit.
    Amount(f64),
    /// Salt in grams, which stands for sodium.
    Salt(f64),
    /// A percentage of a reference.
    Percent(f64),
}

/// What a label says of each nutrient it names.
pub type Figures = Vec<(Nutrient, Said)>;

/// A label as typed. What is none was not given.
#[derive(Clone, Copy, Debug, Default)]
pub struct Label<'a> {
    /// `100g`, `100ml` or `serving`.
    pub per: Option<&'a str>,
    /// What a serving is: `30 g`, `1 bar = 45 g`, `250 ml`.
    pub serving: Option<&'a str>,
    /// Grams of one millilitre.
    pub density: Option<&'a str>,
    /// The weight of a volume: `250 ml = 258 g`.
    pub weighs: Option<&'a str>,
    /// What is meant when no amount is said: `1 bottle`, `200 g`.
    pub usual: Option<&'a str>,
    /// The reference behind percentages, with its amounts.
    pub percent_of: Option<(PercentOf, &'a [(Nutrient, f64)])>,
}

/// A figure per 100 g and where it was read.
#[derive(Clone, Debug, PartialEq)]
pub struct Figure {
    /// The nutrient.
    pub nutrient: Nutrient,
    /// Amount per 100 g in the nutrient's unit.
    pub per_100g: f64,
    /// The label's words: `label, per serving`, `label: 15 % of the US Daily Value`.
    pub source: String,
}

/// What a label came to.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Reading {
    /// The figures.
    pub figures: Vec<Figure>,
    /// The portions it gives the food.
    pub portions: Vec<Portion>,
    /// What was assumed, in words.
    pub remarks: Vec<String>,
}

/// Reads a label. `food` is the food as it stood before: its own portions weigh volumes and
/// pieces.
///
/// # Errors
///
/// Refuses figures whose base was not said, a percentage of nobody's reference, and a weight that
/// is none.
pub fn read(label: &Label<'_>, said: &[(Nutrient, Said)], food: &Food) -> Result<Reading> {
    let mut food = food.clone();
    let mut reading = Reading::default();
    let add = |food: &mut Food, reading: &mut Reading, portion: Portion| {
        set_portion(&mut food.portions, portion.clone());
        set_portion(&mut reading.portions, portion);
    };
    if let Some(portion) = stated_density(label)? {
        add(&mut food, &mut reading, portion);
    }
    let per = label.per.map(Per::parse).transpose()?;
    let by_volume = per == Some(Per::Ml100)
        || [label.serving, label.usual].into_iter().flatten().any(is_volume);
    let serving_weighs_it = label.serving.is_some_and(weighs_a_volume);
    if by_volume && !serving_weighs_it && grams_per_ml(&food).is_none() {
        reading.remarks.push("1 mL was taken to weigh 1 g".to_owned());
        let portion = volume_portion(1.0, "1 g per mL, assumed");
        add(&mut food, &mut reading, portion);
    }
    if let Some(text) = label.serving {
        let (one, grams) = measured(text, &food)?;
        let source = format!("label, a serving of {}", tidy(text));
        let serving = ("serving".to_owned(), grams);
        for (measure, grams) in one.into_iter().chain([serving]) {
            let portion = Portion { measure, grams, source: source.clone() };
            add(&mut food, &mut reading, portion);
        }
    }
    let usual = match label.usual {
        Some(text) => Some((weight(text, &food)?, format!("stated: {}", tidy(text)))),
        None if food.portion("usual").is_none() => {
            let serving = reading.portions.iter().find(|p| p.measure == "serving");
            serving.map(|p| (p.grams, "the label's serving".to_owned()))
        }
        None => None,
    };
    if let Some((grams, source)) = usual {
        add(&mut food, &mut reading, Portion { measure: "usual".to_owned(), grams, source });
    }
    if !said.is_empty() {
        let per = per.ok_or_else(|| {
            Error::request("what the figures are for was not said")
                .hint("add --per 100g, --per 100ml, or --per serving --serving \"30 g\"")
        })?;
        let base = per.grams(&food)?;
        for (nutrient, said) in said {
            reading.figures.push(figure(*nutrient, *said, label, per, base)?);
        }
    }
    Ok(reading)
}

/// Sets a portion, in place of one of the same measure.
pub fn set_portion(portions: &mut Vec<Portion>, portion: Portion) {
    portions.retain(|p| p.measure != portion.measure);
    portions.push(portion);
}

/// What figures are for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Per {
    G100,
    Ml100,
    Serving,
}

impl Per {
    fn parse(text: &str) -> Result<Self> {
        match text.to_lowercase().replace(' ', "").as_str() {
            "100g" | "100gram" | "100grams" => Ok(Self::G100),
            "100ml" => Ok(Self::Ml100),
            "serving" | "portion" => Ok(Self::Serving),
            _ => Err(Error::request(format!("\"{}\" is no base of a label", shown(text)))
                .hint("write --per 100g, --per 100ml or --per serving")),
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::G100 => "per 100 g",
            Self::Ml100 => "per 100 mL",
            Self::Serving => "per serving",
        }
    }

    /// Returns the grams the figures are for.
    fn grams(self, food: &Food) -> Result<f64> {
        match self {
            Self::G100 => Ok(100.0),
            Self::Ml100 => Ok(100.0 * grams_per_ml(food).unwrap_or(1.0)),
            Self::Serving => food.portion("serving").map(|p| p.grams).ok_or_else(|| {
                Error::request("how much a serving is was not said")
                    .hint("add --serving \"30 g\", \"1 bar = 45 g\" or \"250 ml\"")
            }),
        }
    }
}

fn figure(
    nutrient: Nutrient,
    said: Said,
    label: &Label<'_>,
    per: Per,
    base: f64,
) -> Result<Figure> {
    let base_words = per.name();
    let (amount, source) = match said {
        Said::Amount(amount) => (amount, format!("label, {base_words}")),
        Said::Salt(grams) => (
            grams * 1000.0 / SALT_PER_SODIUM,
            format!("label, {base_words}: salt / 2.5 (EU 1169/2011, Annex I)"),
        ),
        Said::Percent(percent) => {
            let (of, amounts) = label.percent_of.ok_or_else(|| {
                Error::request("whose percentage that is was not said")
                    .because("the same percentage of the US Daily Value and of the EU nutrient reference value are different amounts")
                    .hint("add --percent-of dv (US labels) or --percent-of nrv (EU labels)")
            })?;
            let whole = amounts.iter().find(|(n, _)| *n == nutrient).map(|(_, amount)| *amount);
            let whole = whole.ok_or_else(|| {
                Error::request(format!("there is no {} of {}", of.name(), nutrient.name()))
                    .hint(format!("give its amount in {}", nutrient.unit()))
            })?;
            let source =
                format!("label, {base_words}: {} % of the {}", rounded(percent), of.name());
            (whole * percent / 100.0, source)
        }
    };
    Ok(Figure { nutrient, per_100g: amount / base * 100.0, source })
}

/// Refuses what 100 g of no food can hold; returns what is only improbable, in words.
///
/// # Errors
///
/// Refuses more than 900 kcal, and more than 100 g of nutrients, in 100 g.
pub fn check(per_100g: &PerNutrient<Option<f64>>) -> Result<Option<String>> {
    let hint = "check the unit, and whether the figures are per 100 g or per serving";
    if let Some(kcal) = per_100g[Nutrient::Energy].filter(|kcal| *kcal > MOST_KCAL + 1e-9) {
        return Err(Error::request(format!(
            "{} kcal in 100 g is more than pure fat holds",
            rounded(kcal)
        ))
        .hint(hint));
    }
    let grams: f64 = per_100g
        .iter()
        .filter_map(|(nutrient, amount)| Some(amount.as_ref()? * grams_of_one(nutrient)))
        .sum();
    if grams > MOST_GRAMS {
        return Err(Error::request(format!(
            "that would be {} g of nutrients in 100 g of the food",
            rounded(grams)
        ))
        .hint(hint));
    }
    let d = per_100g[Nutrient::VitaminD].filter(|d| *d > MUCH_VITAMIN_D);
    Ok(d.map(|d| {
        format!(
            "{} µg of vitamin D in 100 g is more than four times what cod liver oil holds: check \
             the unit",
            rounded(d)
        )
    }))
}

/// Returns the grams of one unit of a nutrient; 0 for energy, which has no mass.
fn grams_of_one(nutrient: Nutrient) -> f64 {
    match nutrient.unit() {
        "mg" => 1e-3,
        "µg" => 1e-6,
        "kcal" => 0.0,
        _ => 1.0,
    }
}

/// Reads what a label says of a nutrient: `12 mg`, `0.75 µg`, `30 IU`, `192 kJ`, `15 %`.
///
/// # Errors
///
/// Refuses a text that is no amount, one without a unit, and a negative one.
pub fn amount(nutrient: Nutrient, text: &str) -> Result<Said> {
    let kcal = (nutrient == Nutrient::Energy).then(|| kcal_beside_kj(text)).flatten();
    let text = kcal.as_deref().unwrap_or(text);
    let (value, unit) = value_and_unit(text)?;
    if unit == "%" {
        return Ok(Said::Percent(value));
    }
    unit_factor(nutrient, &unit).map(|factor| Said::Amount(value * factor)).ok_or_else(|| {
        let hint = match nutrient {
            Nutrient::VitaminD => "write it like 0.75µg or 30IU",
            Nutrient::Energy => "write it like 46kcal or 192kJ",
            Nutrient::Water => "write it like 88g",
            Nutrient::Alcohol => "write it like 3.9g; 5 % by volume are 3.9 g in 100 mL",
            _ => "write it like 120mg or 0.1g",
        };
        let what = if unit.is_empty() {
            format!("\"{}\" has no unit", shown(text))
        } else {
            format!("\"{}\" is no unit of {}", shown(&unit), nutrient.name())
        };
        Error::request(what).hint(hint)
    })
}

/// Returns the kilocalories of an energy that is said in both units, as EU labels say it: `46 kcal`
/// of `192 kJ / 46 kcal`.
fn kcal_beside_kj(text: &str) -> Option<String> {
    let folded = text.to_lowercase();
    let kcal = folded.find("kcal").filter(|_| folded.contains("kj"))?;
    let before = folded[..kcal].trim_end();
    let figure = |c: char| c.is_ascii_digit() || matches!(c, '.' | ',' | '<' | '≤' | '-' | '−');
    let digits = &before[before.trim_end_matches(figure).len()..];
    (!digits.is_empty()).then(|| format!("{digits} kcal"))
}

/// Reads the salt of a label, in grams: `0.1 g`.
///
/// # Errors
///
/// As [`amount`].
pub fn salt(text: &str) -> Result<Said> {
    Ok(match amount(Nutrient::Sodium, text)? {
        Said::Amount(milligrams) => Said::Salt(milligrams / 1000.0),
        other => other,
    })
}

/// Returns how many of the nutrient's own unit one of a label's unit is; none for a unit the
/// nutrient does not come in.
fn unit_factor(nutrient: Nutrient, unit: &str) -> Option<f64> {
    let grams = match unit {
        "g" | "gr" | "gram" | "grams" => Some(1.0),
        "mg" => Some(1e-3),
        "µg" | "mcg" | "ug" => Some(1e-6),
        _ => None,
    };
    match nutrient {
        Nutrient::Energy => match unit {
            "kcal" | "cal" | "calories" => Some(1.0),
            "kj" => Some(1.0 / KJ_PER_KCAL),
            _ => None,
        },
        Nutrient::VitaminD => match unit {
            "iu" | "ie" => Some(1.0 / IU_PER_MICROGRAM),
            _ => grams.map(|grams| grams * 1e6),
        },
        Nutrient::Water => match unit {
            "ml" => Some(1.0),
            "l" => Some(1000.0),
            _ => grams,
        },
        Nutrient::Alcohol => grams,
        _ => grams.map(|grams| grams * 1e3),
    }
}

fn value_and_unit(text: &str) -> Result<(f64, String)> {
    let folded = text.trim().to_lowercase().replace('μ', "µ");
    if folded.starts_with(['-', '−']) {
        return Err(Error::request(format!("an amount cannot be negative: \"{}\"", shown(text))));
    }
    if folded.starts_with(['<', '≤']) {
        return Err(Error::request(format!("\"{}\" is a limit, not an amount", shown(text)))
            .hint("leave it out: what is not given stays unknown"));
    }
    let end = folded
        .find(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | ',')))
        .unwrap_or(folded.len());
    let (digits, unit) = folded.split_at(end);
    let value = number::digits(digits).filter(|value| *value <= 1e9).ok_or_else(|| {
        Error::request(format!("\"{}\" is no amount", shown(text))).hint("write it like 12mg")
    })?;
    Ok((value, unit.trim().trim_end_matches('.').to_owned()))
}

/// Reads a label written in one text: `magnesium 12 mg, calcium 120 mg, salt 0.1 g`. Returns what
/// it says, and the names on it that are not tracked.
///
/// # Errors
///
/// Refuses a piece without an amount and an amount that is none.
pub fn read_text(text: &str) -> Result<(Figures, Vec<String>)> {
    let mut said = Vec::new();
    let mut others = Vec::new();
    for piece in pieces(text) {
        if let Some(kcal) = kcal_beside_kj(&piece) {
            let name = name_beside_units(&piece);
            if name.is_empty() || Nutrient::parse(&name) == Some(Nutrient::Energy) {
                said.push((Nutrient::Energy, amount(Nutrient::Energy, &kcal)?));
            } else {
                others.push(name);
            }
            continue;
        }
        let (name, value) = name_and_value(&piece).ok_or_else(|| {
            Error::request(format!("\"{}\" has no amount", shown(&piece)))
                .hint("write it like \"magnesium 12 mg, calcium 120 mg\"")
        })?;
        if name.eq_ignore_ascii_case("salt") {
            said.push((Nutrient::Sodium, salt(&value)?));
        } else if let Some(nutrient) = Nutrient::parse(&name) {
            said.push((nutrient, amount(nutrient, &value)?));
        } else {
            others.push(name);
        }
    }
    Ok((said, others))
}

/// Parts a text at line ends, semicolons, and commas that stand in no number.
fn pieces(text: &str) -> Vec<String> {
    let mut pieces = vec![String::new()];
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let decimal = c == ',' && chars.peek().is_some_and(char::is_ascii_digit);
        if matches!(c, ';' | '\n' | '\r' | ',') && !decimal {
            pieces.push(String::new());
        } else if let Some(piece) = pieces.last_mut() {
            piece.push(c);
        }
    }
    pieces.retain_mut(|piece| {
        *piece = piece.trim().to_owned();
        !piece.is_empty()
    });
    pieces
}

/// Returns the words of an energy in both units: `energy` of `energy 192 kJ / 46 kcal`.
fn name_beside_units(piece: &str) -> String {
    let words = piece
        .split(|c: char| !c.is_alphabetic())
        .filter(|word| !word.is_empty() && !["kj", "kcal"].contains(&word.to_lowercase().as_str()));
    words.collect::<Vec<_>>().join(" ")
}

/// Parts "magnesium 12 mg" and "12 mg magnesium".
fn name_and_value(piece: &str) -> Option<(String, String)> {
    let starts = |c: char| c.is_ascii_digit() || matches!(c, '<' | '≤' | '-' | '−');
    if piece.starts_with(starts) {
        let end = piece.find(|c: char| c.is_alphabetic() || c == '%')?;
        let unit = piece[end..].find(char::is_whitespace)? + end;
        return Some((piece[unit..].trim().to_owned(), piece[..unit].to_owned()));
    }
    // The amount begins at the last word that starts with a digit: "vitamin D 0.75 µg".
    let mut at = None;
    let mut before = ' ';
    for (i, c) in piece.char_indices() {
        if before.is_whitespace() && starts(c) {
            at = Some(i);
        }
        before = c;
    }
    let at = at?;
    let name = piece[..at].trim().trim_end_matches([':', '=']).trim();
    Some((name.to_owned(), piece[at..].trim().to_owned()))
}

/// Returns the portion by which volumes of the food are weighed, as the label states it.
fn stated_density(label: &Label<'_>) -> Result<Option<Portion>> {
    if let Some(text) = label.density {
        let value = text.trim().to_lowercase().replace(' ', "");
        let value = value.strip_suffix("g/ml").or(value.strip_suffix("kg/l")).unwrap_or(&value);
        return number::digits(value).filter(|d| (0.05..=3.0).contains(d)).map_or_else(
            || {
                Err(Error::request(format!("\"{}\" is no density of a food", shown(text)))
                    .hint("write grams per millilitre, like --density 1.03"))
            },
            |density| Ok(Some(volume_portion(density, &format!("stated: {density} g per mL")))),
        );
    }
    let Some(text) = label.weighs else {
        return Ok(None);
    };
    let wrong = || {
        Error::request(format!("\"{}\" does not weigh a volume", shown(text)))
            .hint("write it like --weighs \"250 ml = 258 g\"")
    };
    let (left, right) = text.split_once('=').ok_or_else(wrong)?;
    match (exact(left)?, exact(right)?) {
        (Some(Measure::Volume(ml)), Some(Measure::Mass(grams)))
            if (0.05..=3.0).contains(&(grams / ml)) =>
        {
            Ok(Some(volume_portion(grams / ml, &format!("stated: {}", tidy(text)))))
        }
        _ => Err(wrong()),
    }
}

/// Volumes of a food are weighed through its cup.
fn volume_portion(grams_per_ml: f64, source: &str) -> Portion {
    Portion { measure: "cup".to_owned(), grams: CUP_ML * grams_per_ml, source: source.to_owned() }
}

fn is_volume(text: &str) -> bool {
    let text = equation(text);
    let right = text.rsplit_once('=').map_or(text.as_str(), |(_, right)| right);
    matches!(exact(right), Ok(Some(Measure::Volume(_))))
}

/// Returns whether a serving says what a volume weighs: `250 ml = 258 g`, `2/3 cup (55 g)`.
fn weighs_a_volume(text: &str) -> bool {
    let is = |text: &str, volume: bool| match exact(text) {
        Ok(Some(Measure::Volume(_))) => volume,
        Ok(Some(Measure::Mass(_))) => !volume,
        _ => false,
    };
    equation(text).split_once('=').is_some_and(|(left, right)| is(left, true) && is(right, false))
}

/// Returns the mass in grams or the volume in millilitres that a text is; none where it is
/// neither.
fn exact(text: &str) -> Result<Option<Measure>> {
    let amount = phrase::amount_alone(text.trim())?;
    let known = amount.and_then(|amount| Some((amount.unit?, amount.quantity.unwrap_or(1.0))));
    Ok(known.filter(|(unit, _)| unit.is_exact()).map(|(unit, quantity)| match unit.measure {
        Measure::Mass(grams) => Measure::Mass(grams * quantity),
        Measure::Volume(ml) => Measure::Volume(ml * quantity),
        Measure::Household => Measure::Household,
    }))
}

/// Returns the grams of one millilitre by the food's own portions; none where it has no weight for
/// a volume.
pub fn grams_per_ml(food: &Food) -> Option<f64> {
    let amount = Amount { quantity: Some(100.0), unit: Unit::parse("ml"), ..Amount::default() };
    let weighed = weigh::weigh(&amount, food);
    weighed.own_measure.then_some(weighed.grams / 100.0)
}

/// Returns the grams of an amount of a food: a mass, a volume, or pieces it has a weight for.
///
/// # Errors
///
/// Refuses a text that is no amount, and a measure the food has no weight for.
pub fn weight(text: &str, food: &Food) -> Result<f64> {
    let amount =
        phrase::amount_alone(text.trim())?.filter(|a| a.unit.is_some() || a.size.is_some());
    let amount = amount.ok_or_else(|| {
        Error::request(format!("\"{}\" is no weight", shown(text)))
            .hint("write it like \"200 g\", \"250 ml\" or, once it has a weight, \"1 slice\"")
    })?;
    let weighed = weigh::weigh(&amount, food);
    if weighed.own_measure && weighed.grams > 0.0 {
        return Ok(weighed.grams);
    }
    Err(Error::request(format!("\"{}\" of this food has no weight yet", shown(text.trim())))
        .hint("give it with `mineralog food portion FOOD \"1 slice = 35 g\"`, or as a mass"))
}

/// Reads a portion: `1 slice = 35 g`, `2 slices = 70 g`, `usual = 200 g`, `250 ml = 258 g`.
///
/// # Errors
///
/// Refuses a text without a measure or a weight.
pub fn portion(text: &str, food: &Food) -> Result<Portion> {
    let wrong = || {
        Error::request(format!("\"{}\" is no portion", shown(text)))
            .hint("write it like \"1 slice = 35 g\" or \"usual = 200 g\"")
    };
    let (left, right) = text.split_once('=').ok_or_else(wrong)?;
    let grams = weight(right, food)?;
    if let Some(Measure::Volume(ml)) = exact(left)? {
        if !(0.05..=3.0).contains(&(grams / ml)) {
            return Err(wrong());
        }
        return Ok(volume_portion(grams / ml, &format!("stated: {}", tidy(text))));
    }
    let (count, measure) = counted(left).ok_or_else(wrong)?;
    let source = format!("stated: {}", tidy(text));
    Ok(Portion { measure, grams: grams / count, source })
}

/// Reads a serving: `30 g`, `250 ml`, `1 bar = 45 g`, `3 cookies (34 g)`. Returns the one measure
/// beside it with its grams, if there is any, and the grams of the whole serving.
fn measured(text: &str, food: &Food) -> Result<(Option<(String, f64)>, f64)> {
    let equation = equation(text);
    let Some((left, right)) = equation.split_once('=') else {
        return Ok((None, weight(text, food)?));
    };
    // "30 g (2 biscuits)" says the same the other way round.
    let swapped =
        matches!(exact(left), Ok(Some(Measure::Mass(_)))) && !matches!(exact(right), Ok(Some(_)));
    let (left, right) = if swapped { (right, left) } else { (left, right) };
    let grams = weight(right, food)?;
    // "1 cup (240 ml)" is one volume said twice: it weighs nothing.
    let volume = |text: &str| matches!(exact(text), Ok(Some(Measure::Volume(_))));
    if volume(left) && volume(right) {
        return Ok((None, grams));
    }
    let one = portion(&format!("{left}={right}"), food)?;
    if one.measure == "serving" {
        return Ok((None, one.grams));
    }
    Ok((Some((one.measure, one.grams)), grams))
}

/// Returns a serving with what stands in brackets as the other side of an equation.
fn equation(text: &str) -> String {
    if text.contains('=') {
        return text.to_owned();
    }
    text.replacen('(', "= ", 1).replace(')', "")
}

/// Returns how many of which measure are meant: `2 slices` is 2 of `slice`; none where nothing is.
fn counted(text: &str) -> Option<(f64, String)> {
    let folded = number::spell_fractions(&text.trim().to_lowercase());
    let tokens: Vec<String> = folded.split_whitespace().map(str::to_owned).collect();
    let (count, rest) = match number::read(&tokens) {
        Some(number) if number.taken < tokens.len() => (number.value, &tokens[number.taken..]),
        // "one = 50 g": a piece.
        Some(_) if tokens.len() == 1 => return Some((1.0, "each".to_owned())),
        _ => (1.0, tokens.as_slice()),
    };
    let measure = measure_key(&rest.join(" "))?;
    (count > 0.0).then_some((count, measure))
}

/// Returns the key of a measure: of a known one in any spelling, else of the words themselves;
/// none for a mass, and for words that say nothing or too much.
pub fn measure_key(text: &str) -> Option<String> {
    let text = text.trim().to_lowercase();
    match text.as_str() {
        "usual" | "usual portion" => return Some("usual".to_owned()),
        "each" | "one" | "whole" | "1" => return Some("each".to_owned()),
        _ => {}
    }
    if let Some(unit) = Unit::parse(&text.replace("fl oz", "fl_oz")) {
        return (!matches!(unit.measure, Measure::Mass(_))).then(|| unit.key.to_owned());
    }
    if let Some(size) = measure::size(&text) {
        return Some(size.to_owned());
    }
    let key = words::words(&text).join("_");
    let letters = key.chars().any(char::is_alphabetic);
    (letters && key.chars().count() <= 40).then_some(key)
}

/// Returns a typed text without doubled blanks and control characters.
fn tidy(text: &str) -> String {
    let text: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn rounded(value: f64) -> String {
    let text = format!("{value:.1}");
    text.strip_suffix(".0").map_or(text.clone(), str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::FoodId;

    fn food(portions: &[(&str, f64)]) -> Food {
        let portion = |(measure, grams): &(&str, f64)| Portion {
            measure: (*measure).to_owned(),
            grams: *grams,
            source: "test".to_owned(),
        };
        Food {
            id: FoodId(0),
            source: String::new(),
            name: "food".to_owned(),
            group: "mixed_dishes".to_owned(),
            reference: "label".to_owned(),
            content: PerNutrient::default(),
            portions: portions.iter().map(portion).collect(),
            tags: Vec::new(),
            parts: Vec::new(),
        }
    }

    #[track_caller]
    fn check_amount(nutrient: Nutrient, text: &str, expected: f64) {
        match amount(nutrient, text).unwrap() {
            Said::Amount(value) => assert!((value - expected).abs() < 1e-9, "{text}: {value}"),
            other => panic!("{text}: {other:?}"),
        }
    }

    #[test]
    fn amounts_come_in_every_unit_of_a_label() {
        check_amount(Nutrient::Magnesium, "12mg", 12.0);
        check_amount(Nutrient::Calcium, "0,12 g", 120.0);
        check_amount(Nutrient::VitaminD, "0.75µg", 0.75);
        check_amount(Nutrient::VitaminD, "0.75 mcg", 0.75);
        // 40 IU are 1 µg.
        check_amount(Nutrient::VitaminD, "30 IU", 0.75);
        // 192.464 kJ / 4.184 = 46 kcal.
        check_amount(Nutrient::Energy, "192.464 kJ", 46.0);
        // Of both units the kilocalories are taken: 192 kJ would be 45.9 kcal.
        for text in ["192 kJ / 46 kcal", "192kJ/46kcal", "46 kcal (192 kJ)", "192 kJ (46 kcal)"] {
            check_amount(Nutrient::Energy, text, 46.0);
        }
        check_amount(Nutrient::Water, "88 g", 88.0);
        assert_eq!(amount(Nutrient::Calcium, "15 %").unwrap(), Said::Percent(15.0));
        for text in ["-5mg", "12", "mg", "12 IU", "<0.5 g", "lots", "1e99mg", ""] {
            assert!(amount(Nutrient::Magnesium, text).is_err(), "{text}");
        }
    }

    #[track_caller]
    fn check_figure(label: &Label<'_>, nutrient: Nutrient, said: Said, per_100g: f64) {
        let reading = read(label, &[(nutrient, said)], &food(&[])).unwrap();
        let found = reading.figures[0].per_100g;
        assert!((found - per_100g).abs() < 1e-9, "{label:?}: {found}");
    }

    #[test]
    fn figures_are_brought_to_100_g() {
        let of = |per, serving| Label { per: Some(per), serving, ..Label::default() };
        let magnesium = |label: &Label<'_>, expected| {
            check_figure(label, Nutrient::Magnesium, Said::Amount(18.0), expected);
        };
        magnesium(&of("100g", None), 18.0);
        // 18 mg in 30 g are 60 mg in 100 g; in a bar of 45 g, 40 mg.
        magnesium(&of("serving", Some("30 g")), 60.0);
        magnesium(&of("serving", Some("1 bar = 45 g")), 40.0);
        magnesium(&of("serving", Some("1 bar (45 g)")), 40.0);
        magnesium(&of("serving", Some("2 biscuits = 30 g")), 60.0);
        // 18 mg in 36 g are 50 mg in 100 g; in 45 g, 40 mg; in 250 g, 7.2 mg.
        magnesium(&of("serving", Some("3 cookies (36 g)")), 50.0);
        magnesium(&of("serving", Some("36 g (3 cookies)")), 50.0);
        magnesium(&of("serving", Some("2/3 cup (45 g)")), 40.0);
        magnesium(&of("serving", Some("240 ml = 250 g")), 7.2);
        magnesium(&of("serving", Some("1 cup (250 ml)")), 7.2);
        // A serving of 250 mL weighs 250 g at 1 g per mL: 7.2 mg.
        magnesium(&of("serving", Some("250 ml")), 7.2);
        let weighed = Label { weighs: Some("250 ml = 300 g"), ..of("100ml", None) };
        // 1.2 g per mL: 18 mg in 120 g are 15 mg in 100 g.
        magnesium(&weighed, 15.0);
        magnesium(&Label { density: Some("1.2"), ..of("100ml", None) }, 15.0);
    }

    #[test]
    fn salt_and_percentages_are_amounts() {
        let of = |per| Label { per: Some(per), ..Label::default() };
        // 0.1 g of salt / 2.5 = 40 mg of sodium.
        check_figure(&of("100g"), Nutrient::Sodium, Said::Salt(0.1), 40.0);
        let values = [(Nutrient::Calcium, 1300.0)];
        let dv = Label { percent_of: Some((PercentOf::DailyValue, &values)), ..of("100g") };
        // 15 % of 1300 mg are 195 mg; of the EU's 800 mg, 120 mg.
        check_figure(&dv, Nutrient::Calcium, Said::Percent(15.0), 195.0);
        let values = [(Nutrient::Calcium, 800.0)];
        let nrv = Label { percent_of: Some((PercentOf::Nrv, &values)), ..of("100g") };
        check_figure(&nrv, Nutrient::Calcium, Said::Percent(15.0), 120.0);
        let said = [(Nutrient::Calcium, Said::Percent(15.0))];
        let reading = read(&nrv, &said, &food(&[])).unwrap();
        assert_eq!(
            reading.figures[0].source,
            "label, per 100 g: 15 % of the EU nutrient reference value"
        );
        let error = read(&of("100g"), &said, &food(&[])).unwrap_err();
        assert!(error.hint.unwrap().contains("--percent-of dv"));
        let caffeine = [(Nutrient::Caffeine, Said::Percent(15.0))];
        assert!(read(&nrv, &caffeine, &food(&[])).is_err());
    }

    #[test]
    fn an_assumed_density_is_said_and_a_known_one_is_used() {
        let label = Label { per: Some("100ml"), ..Label::default() };
        let said = [(Nutrient::Calcium, Said::Amount(120.0))];
        let assumed = read(&label, &said, &food(&[])).unwrap();
        assert_eq!(assumed.remarks, ["1 mL was taken to weigh 1 g"]);
        assert!((assumed.figures[0].per_100g - 120.0).abs() < 1e-9);
        // A cup of 236.588 mL that weighs 354.882 g: 1.5 g per mL, 120 mg in 150 g.
        let known = read(&label, &said, &food(&[("cup", 354.882)])).unwrap();
        assert_eq!(known.remarks, Vec::<String>::new());
        assert!((known.figures[0].per_100g - 80.0).abs() < 1e-9);
    }

    #[test]
    fn a_serving_is_the_usual_portion_unless_another_is_said() {
        let label = Label { serving: Some("1 bar = 45 g"), ..Label::default() };
        let grams = |reading: &Reading, measure: &str| {
            reading.portions.iter().find(|p| p.measure == measure).map(|p| p.grams)
        };
        let reading = read(&label, &[], &food(&[])).unwrap();
        for measure in ["bar", "serving", "usual"] {
            assert_eq!(grams(&reading, measure), Some(45.0), "{measure}");
        }
        for (text, measure, one, serving) in [
            ("3 cookies (34 g)", "cookie", 34.0 / 3.0, 34.0),
            ("2 biscuits = 30 g", "biscuit", 15.0, 30.0),
            // A whole cup of 236.588 mL is one and a half of two thirds.
            ("2/3 cup (55 g)", "cup", 82.5, 55.0),
            ("250 ml = 258 g", "cup", 258.0 / 250.0 * CUP_ML, 258.0),
            ("1 cup (240 ml)", "cup", CUP_ML, 240.0),
        ] {
            let label = Label { serving: Some(text), per: Some("serving"), ..Label::default() };
            let reading = read(&label, &[], &food(&[])).unwrap();
            for (measure, expected) in [(measure, one), ("serving", serving), ("usual", serving)] {
                let found = grams(&reading, measure).unwrap();
                assert!((found - expected).abs() < 1e-9, "{text}: {measure} {found}");
            }
            let assumed = text == "1 cup (240 ml)";
            assert_eq!(!reading.remarks.is_empty(), assumed, "{text}: {:?}", reading.remarks);
        }
        let two = Label { usual: Some("2 bars"), ..label };
        assert_eq!(grams(&read(&two, &[], &food(&[])).unwrap(), "usual"), Some(90.0));
        let bottle = Label { usual: Some("1 bottle"), ..label };
        assert!(read(&bottle, &[], &food(&[])).is_err());
    }

    #[test]
    fn portions_are_read_in_any_spelling() {
        for (text, measure, grams) in [
            ("1 slice = 35 g", "slice", 35.0),
            ("2 slices = 70 g", "slice", 35.0),
            ("slice=35g", "slice", 35.0),
            ("usual = 200 g", "usual", 200.0),
            ("one = 50 g", "each", 50.0),
            ("1 large = 60 g", "large", 60.0),
            ("1 veggie patty = 80 g", "vegetable_patty", 80.0),
            ("1 can = 330 ml", "can", 330.0),
            ("100 ml = 103 g", "cup", 243.68564),
        ] {
            let found = portion(text, &food(&[("cup", CUP_ML)])).unwrap();
            assert_eq!(found.measure, measure, "{text}");
            assert!((found.grams - grams).abs() < 1e-6, "{text}: {}", found.grams);
        }
        for text in ["slice", "1 slice = ", "= 35 g", "1 g = 2 g", "1 slice = -3 g", "1 = x"] {
            assert!(portion(text, &food(&[])).is_err(), "{text}");
        }
    }

    #[test]
    fn a_label_in_one_text() {
        let (said, others) = read_text(
            "Magnesium 12 mg, calcium: 0,12 g; vitamin D 0.75 µg\n46 kcal energy, protein 1 g, salt 0.1 g",
        )
        .unwrap();
        let nutrients: Vec<Nutrient> = said.iter().map(|(n, _)| *n).collect();
        assert_eq!(
            nutrients,
            [
                Nutrient::Magnesium,
                Nutrient::Calcium,
                Nutrient::VitaminD,
                Nutrient::Energy,
                Nutrient::Sodium
            ]
        );
        assert_eq!(said[1].1, Said::Amount(120.0));
        assert_eq!(others, ["protein"]);
        assert!(read_text("magnesium").is_err());
        for text in ["energy 192 kJ / 46 kcal", "Energy: 192 kJ (46 kcal)", "192 kJ / 46 kcal"] {
            let (said, others) = read_text(text).unwrap();
            assert_eq!(said, [(Nutrient::Energy, Said::Amount(46.0))], "{text}");
            assert!(others.is_empty(), "{text}: {others:?}");
        }
        let (said, others) = read_text("fat 370 kJ / 88 kcal").unwrap();
        assert_eq!((said.len(), others), (0, vec!["fat".to_owned()]));
    }

    #[test]
    fn what_no_food_can_hold_is_refused() {
        let of = |nutrient, amount| {
            PerNutrient::from_fn(|n| if n == nutrient { Some(amount) } else { None })
        };
        assert!(check(&of(Nutrient::Energy, 900.0)).unwrap().is_none());
        assert!(check(&of(Nutrient::Energy, 901.0)).is_err());
        assert!(check(&of(Nutrient::Water, 100.0)).unwrap().is_none());
        assert!(check(&of(Nutrient::Calcium, 120_000.0)).is_err());
        assert!(check(&of(Nutrient::VitaminD, 5000.0)).unwrap().is_some());
    }

    proptest::proptest! {
        #[test]
        fn no_text_panics(text in "\\PC{0,40}") {
            let _ = amount(Nutrient::Magnesium, &text);
            let _ = read_text(&text);
            let _ = portion(&text, &food(&[]));
        }
    }
}
