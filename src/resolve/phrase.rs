//! One phrase: an amount, a unit or household measure, and a food, in any common order.

use super::measure::{self, Unit};
use super::number;
use super::words;
use crate::calendar::shown;
use crate::error::{Error, Result};

/// The most grams one phrase may stand for. More is a slip of the finger.
pub const MOST_GRAMS: f64 = 20_000.0;

/// How much, as far as it was said.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Amount {
    /// The number; none where none was said.
    pub quantity: Option<f64>,
    /// What is counted; none where things are.
    pub unit: Option<Unit>,
    /// A size: `small`, `medium`, `large`.
    pub size: Option<&'static str>,
    /// What was decided about the number, for the person to see.
    pub remark: Option<String>,
    /// Whether the number only says that there were not many: "a few".
    pub few: bool,
    /// How many inches across one is: a 12 inch pizza.
    pub inches: Option<f64>,
}

/// One way to read a phrase.
#[derive(Clone, Debug, PartialEq)]
pub struct Reading {
    /// How much.
    pub amount: Amount,
    /// The words of the food, without amount and comments.
    pub food: String,
    /// Whether the food's words begin with what is spelt like an amount: true only of a name that
    /// is written so too ("100 grand"), never of one near it. See [`Reading::fits_name`].
    pub number_in_name: bool,
}

impl Reading {
    /// Returns a reading whose food words hold no number of their own.
    pub fn new(amount: Amount, food: String) -> Self {
        Self { amount, food, number_in_name: false }
    }

    /// Returns whether a food of this name may be meant. "2 milk" is no "milk, 2 %": where the
    /// food's words begin with a number, the name must have that number before the same word.
    pub fn fits_name(&self, name: &str) -> bool {
        let folded = |text: &str| {
            let words = text.to_lowercase().replace('%', " % ");
            words
                .split(|c: char| !(c.is_alphanumeric() || c == '%'))
                .filter(|word| !word.is_empty())
                .map(|word| word.trim_end_matches('s').to_owned())
                .collect::<Vec<_>>()
        };
        let (typed, known) = (folded(&self.food), folded(name));
        !self.number_in_name
            || (typed.len() > 1 && known.windows(2).any(|pair| pair == &typed[..2]))
    }
}

/// Reads a phrase in every way that makes sense, the plainest first and the one that leaves every
/// word to the food last. Never empty.
///
/// What stands behind a comma describes the food and is never read as the amount of what stands
/// before it; what stands behind "no" or "without" was not eaten and is no part of the food.
///
/// # Errors
///
/// Refuses an amount that is negative, zero, or beyond 20 kg or 20 L.
pub fn readings(phrase: &str) -> Result<Vec<Reading>> {
    let (text, bracket) = split_brackets(phrase);
    let whole = tokens(&text);
    if let Some(negative) = whole.iter().find(|t| is_negative(t)) {
        return Err(Error::request(format!("an amount cannot be negative: \"{negative}\""))
            .because(format!("it stands in \"{}\"", shown(phrase))));
    }
    if whole.iter().any(|t| t.contains('∞')) {
        return Err(
            Error::request("∞ is no amount").because(format!("it stands in \"{}\"", shown(phrase)))
        );
    }
    let mut readings = Vec::new();
    match part_comment(&text) {
        Some((head, tail)) => {
            let head = without_negated(tokens(head));
            let comment = words::only_comments(tail);
            let tail = join(&without_negated(tokens(tail)));
            read_amount(&head, &mut readings);
            if comment {
                let plain = readings.clone();
                describe(&mut readings, &tail);
                readings.extend(plain);
            } else {
                describe(&mut readings, &tail);
            }
            take_amount_behind(&whole, &head, &mut readings);
        }
        None => read_amount(&without_negated(whole.clone()), &mut readings),
    }
    // All of it may be a name: "half and half", "100 grand", "7up".
    let mut name = Reading::new(Amount::default(), join(&unparted(&text)));
    name.number_in_name = begins_like_amount(&name.food);
    readings.retain(|r| !words::words(&r.food).is_empty());
    // ... but for "a slice of bread": a measure with "of" behind it is never part of one, nor is
    // the size of a cup at a coffee bar.
    for reading in readings.iter_mut().filter(|r| r.food == name.food) {
        reading.number_in_name = name.number_in_name;
    }
    let said = readings.iter().any(|r| r.food == name.food && r.amount == name.amount);
    if readings.is_empty() || !(said || measured_of(&whole) || is_bar_size(&whole)) {
        readings.push(name);
    }
    if let Some(inches) = inches(&text) {
        for reading in &mut readings {
            reading.amount.inches = Some(inches);
        }
    }
    if let Some(bracket) = bracket {
        for reading in &mut readings {
            apply_bracket(reading, &bracket);
        }
    }
    for reading in &readings {
        check_amount(phrase, &reading.amount)?;
    }
    Ok(readings)
}

/// Returns whether words begin with a bare number, in digits or as "half": "2 milk", but not
/// "2% milk", "7up" or "half and half".
fn begins_like_amount(food: &str) -> bool {
    let words: Vec<String> = food.split_whitespace().map(str::to_owned).collect();
    let Some(first) = words.first() else { return false };
    let half = first == "half" && number::read(&words).is_some();
    half || number::digits(first).is_some()
}

/// Returns whether a phrase begins with a size of coffee bars: "grande latte".
fn is_bar_size(tokens: &[String]) -> bool {
    matches!(tokens, [size, _, ..] if matches!(size.as_str(), "tall" | "grande" | "venti" | "trenta"))
}

/// Returns the inches across that a phrase says: the 12 of `12" pizza` and of `12 inch pizza`.
fn inches(text: &str) -> Option<f64> {
    let text = text.to_lowercase();
    let words: Vec<&str> = text.split_whitespace().collect();
    words.iter().enumerate().find_map(|(at, word)| {
        let behind = words.get(at + 1).copied().unwrap_or_default();
        let alone = matches!(behind, "inch" | "inches" | "-inch" | "\"" | "”" | "″");
        let end = word.find(|c: char| !(c.is_ascii_digit() || c == '.')).unwrap_or(word.len());
        let (digits, unit) = word.split_at(end);
        let unit = unit.trim_start_matches('-');
        let glued = matches!(unit, "\"" | "”" | "″" | "''" | "in" | "inch" | "inches");
        number::digits(digits).filter(|n| (glued || (unit.is_empty() && alone)) && *n > 0.0)
    })
}

/// Returns the reading to go by where no food table can choose: the first with a number, else the
/// first with a measure, else the first. None of no readings.
pub fn plainest(readings: &[Reading]) -> Option<&Reading> {
    readings
        .iter()
        .find(|r| r.amount.quantity.is_some())
        .or_else(|| readings.iter().find(|r| r.amount.unit.is_some()))
        .or_else(|| readings.first())
}

/// Reads a text that is nothing but an amount: `500ml`, `2 glasses`; none where it is not.
///
/// # Errors
///
/// Refuses an amount that is negative, zero, or beyond 20 kg or 20 L.
pub fn amount_alone(text: &str) -> Result<Option<Amount>> {
    let tokens = tokens(text);
    if let Some(negative) = tokens.iter().find(|t| is_negative(t)) {
        return Err(Error::request(format!("an amount cannot be negative: \"{negative}\"")));
    }
    let Some((amount, taken)) = amount_at(&tokens) else {
        return Ok(None);
    };
    check_amount(text, &amount)?;
    Ok((taken == tokens.len()).then_some(amount))
}

/// Returns whether a lone word, in lower case, is a number: "two", "hundred".
pub(super) fn is_number_word(word: &str) -> bool {
    word == "hundred"
        || number::read(&[word.to_owned()]).is_some_and(|n| n.value >= 1.0 && word.len() > 2)
}

fn check_amount(phrase: &str, amount: &Amount) -> Result<()> {
    let Some(quantity) = amount.quantity else {
        return Ok(());
    };
    let of =
        |what: String| Error::request(what).because(format!("it stands in \"{}\"", shown(phrase)));
    // Less than a millionth of anything is nothing.
    if quantity < 1e-6 {
        return Err(of("an amount must be more than zero".to_owned()));
    }
    let most = match amount.unit.map(|unit| unit.measure) {
        Some(measure::Measure::Mass(grams)) => quantity * grams,
        Some(measure::Measure::Volume(ml)) => quantity * ml,
        // Two thousand of anything that is counted is no meal either.
        Some(measure::Measure::Household) | None => quantity * MOST_GRAMS / 2000.0,
    };
    if !most.is_finite() || most > MOST_GRAMS {
        return Err(of("that is more than 20 kg, 20 litres or 2000 pieces of one food".to_owned())
            .hint("check the amount; a bigger one can be logged in parts"));
    }
    Ok(())
}

/// Returns whether a phrase begins with a measure and "of".
fn measured_of(tokens: &[String]) -> bool {
    let unit = amount_at(tokens).and_then(|(amount, taken)| {
        let of = taken > 1 && tokens[taken - 1] == "of";
        // A leg of lamb is a cut, a leaf of lettuce no name.
        let cut = |unit: &Unit| {
            matches!(unit.key, "leg" | "rack" | "rib" | "breast" | "thigh" | "wing" | "fillet")
        };
        amount.unit.filter(|unit| of && !cut(unit))
    });
    unit.is_some()
}

/// Returns the text outside brackets, and the amount inside them where there is one. A bracket
/// that only describes ("rice (cooked)") stays where it is.
fn split_brackets(phrase: &str) -> (String, Option<Amount>) {
    let mut outside = String::new();
    let mut inside = String::new();
    let mut from = 0;
    let mut depth = 0_usize;
    for c in phrase.chars() {
        match c {
            '(' | '[' => {
                if depth == 0 {
                    from = inside.len();
                    outside.push(' ');
                }
                depth += 1;
                inside.push(' ');
            }
            ')' | ']' => {
                if depth == 1 && words::only_describes(&inside[from..]) {
                    outside.push_str(&inside[from..]);
                    outside.push(' ');
                }
                depth = depth.saturating_sub(1);
            }
            _ if depth > 0 => inside.push(c),
            _ => outside.push(c),
        }
    }
    let inner = tokens(&inside);
    let amount = amount_at(&inner).filter(|(amount, taken)| {
        // "(400 g)", "(400 g each)"; a bare number only where nothing else stands: "eggs (2)".
        amount.quantity.is_some()
            && (amount.unit.is_some_and(Unit::is_exact) || *taken == inner.len())
    });
    match amount {
        _ if outside.trim().is_empty() => (inside, None),
        amount => (outside, amount.map(|(amount, _)| amount)),
    }
}

/// "1 can (400 g)" weighs 400 g a can; "2 slices (80 g)" weigh 80 g together; "eggs (2)" are two.
fn apply_bracket(reading: &mut Reading, bracket: &Amount) {
    let exact = bracket.unit.is_some_and(Unit::is_exact);
    let said = reading.amount.quantity.is_some() || reading.amount.unit.is_some();
    if reading.amount.unit.is_some_and(Unit::is_exact) || (said && !exact) {
        return;
    }
    let packages = reading.amount.unit.is_some_and(|unit| unit.package);
    let times = if packages { reading.amount.quantity.unwrap_or(1.0) } else { 1.0 };
    reading.amount = Amount {
        quantity: bracket.quantity.map(|quantity| quantity * times),
        unit: bracket.unit,
        size: if exact { None } else { reading.amount.size.or(bracket.size) },
        remark: reading.amount.remark.take().or_else(|| bracket.remark.clone()),
        ..Amount::default()
    };
}

/// Returns the text before and behind the first comma that has an amount and a food before it.
fn part_comment(text: &str) -> Option<(&str, &str)> {
    const MOST_COMMAS: usize = 3;
    text.match_indices(", ").take(MOST_COMMAS).map(|(at, _)| (&text[..at], &text[at + 2..])).find(
        |(head, _)| {
            let head = tokens(head);
            let leading = amount_at(&head).is_some_and(|(amount, taken)| {
                let counts = amount.quantity.is_some() || amount.unit.is_some();
                // "2 large, thin slices": what was read goes on behind the comma.
                let goes_on = head[taken..].iter().all(|t| measure::is_filler(t));
                counts && !goes_on
            });
            leading
                || amount_within(&head).is_some()
                || amount_before_end(&head).is_some_and(|(amount, _)| amount.unit.is_some())
        },
    )
}

/// Puts the words behind a comma back to each food, for the food table to choose by.
fn describe(readings: &mut [Reading], tail: &str) {
    for reading in readings {
        if !tail.is_empty() {
            reading.food.push_str(", ");
            reading.food.push_str(tail);
        }
    }
}

/// "2 salmon fillets, wild, 300 g": a mass that ends the phrase says it better than a count.
fn take_amount_behind(whole: &[String], head: &[String], readings: &mut Vec<Reading>) {
    let Some((amount, before)) = amount_before_end(whole) else { return };
    let exact = |amount: &Amount| amount.unit.is_some_and(Unit::is_exact);
    let counted = readings.first().is_some_and(|r| !exact(&r.amount));
    if exact(&amount) && counted && before > head.len() {
        let taken = amount_at(whole).map_or(0, |(_, taken)| taken);
        readings.insert(0, Reading::new(amount, join(&whole[taken.min(before)..before])));
    }
}

/// Drops what was not eaten: "coffee without milk", "burger no onions".
fn without_negated(tokens: Vec<String>) -> Vec<String> {
    let Some(at) = tokens.iter().skip(1).position(|t| words::is_negation(t)).map(|at| at + 1)
    else {
        return tokens;
    };
    let end = tokens[at..]
        .iter()
        .position(|t| t.starts_with(|c: char| c.is_ascii_digit()))
        .map_or(tokens.len(), |n| at + n);
    let mut kept = tokens;
    kept.drain(at..end);
    kept
}

/// Returns the words of a phrase as they were typed, in lower case: the form in which all of them
/// may be a name.
fn unparted(text: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    for word in text.to_lowercase().split_whitespace() {
        // "2 % milk", "2 percent milk"; but "spirits, 40 percent alcohol" is written so.
        let percent = word == "%" || (word == "percent" && words.len() == 1);
        match words.last_mut() {
            Some(last) if percent && number::digits(last).is_some() => last.push('%'),
            _ => words.push(word.trim_end_matches([':', ';', '!', '?', '.']).to_owned()),
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

/// Splits a phrase into words and numbers, in lower case. A unit or a word glued to its number
/// (`200g`, `2bananas`) is parted from it; a name that begins with a digit (`7up`, `2%`) is not.
fn tokens(text: &str) -> Vec<String> {
    let text = number::spell_fractions(text);
    let mut tokens: Vec<String> = Vec::new();
    // In "250ml/8fl oz" the second amount says the first again.
    let mut said_again = false;
    for typed in text.split_whitespace() {
        if let Some(spoon) = lone_spoon(typed, tokens.last()) {
            tokens.push(spoon.to_owned());
            continue;
        }
        let word = typed.to_lowercase();
        if is_length(&word) {
            // A length is no amount: the 12" of a pizza.
            continue;
        }
        if matches!(word.as_str(), "inch" | "inches" | "cm" | "-inch")
            && tokens.last().is_some_and(|t| number::digits(t).is_some())
        {
            tokens.pop();
            continue;
        }
        let word = word.trim_matches(|c: char| {
            matches!(c, '"' | '“' | '”' | ':' | ';' | '!' | '?' | '~' | '≈')
        });
        let word = word.strip_suffix([',', '.']).unwrap_or(word);
        if word.is_empty() {
            continue;
        }
        let numeric = word.starts_with(|c: char| c.is_ascii_digit());
        if said_again && (numeric || word == "fl" || Unit::parse(word).is_some_and(Unit::is_exact))
        {
            continue;
        }
        said_again = false;
        if let Some((first, _)) = word.split_once('/').filter(|(first, second)| {
            glued(first).is_some_and(|(_, unit)| Unit::parse(unit).is_some_and(Unit::is_exact))
                && (second.is_empty() || second.starts_with(|c: char| c.is_ascii_digit()))
        }) {
            said_again = true;
            part_glued(first, &mut tokens);
        } else {
            part_glued(word, &mut tokens);
        }
    }
    // "100% orange juice" is orange juice.
    if tokens.len() > 1 {
        tokens.retain(|token| token != "100%");
    }
    join_units(tokens)
}

/// Returns the spoon that a lone "T" or "t" behind a number stands for: American cooks write the
/// tablespoon with the capital letter; "EL" and "TL" are the German spoons.
fn lone_spoon(word: &str, before: Option<&String>) -> Option<&'static str> {
    before.filter(|t| number::digits(t).is_some())?;
    match word {
        "T" | "T." | "EL" => Some("tbsp"),
        "t" | "t." | "TL" => Some("tsp"),
        _ => None,
    }
}

/// Parts digits from what is glued behind them.
fn glued(word: &str) -> Option<(&str, &str)> {
    let end = word.find(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | ',' | '/')))?;
    let starts = word.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '.' | ','));
    (starts && end > 0).then(|| word.split_at(end))
}

fn part_glued(word: &str, tokens: &mut Vec<String>) {
    let behind_number = tokens.last().is_some_and(|t| number::digits(t).is_some());
    // "1½-quart", "2 -ounce"
    if let Some(unit) = word.strip_prefix('-').filter(|u| behind_number && Unit::parse(u).is_some())
    {
        tokens.push(unit.to_owned());
        return;
    }
    if (word == "%" || (word == "percent" && tokens.len() == 1))
        && behind_number
        && let Some(last) = tokens.last_mut()
    {
        last.push('%');
        return;
    }
    // "six-pack"
    if let Some(count) = word.strip_suffix("-pack").filter(|w| is_number_word(w)) {
        tokens.extend([count, "pack"].map(str::to_owned));
        return;
    }
    let Some((digits, rest)) = glued(word) else {
        match word.strip_prefix('x').filter(|rest| number::digits(rest).is_some()) {
            Some(rest) => tokens.extend(["x".to_owned(), rest.to_owned()]),
            None => tokens.push(word.to_owned()),
        }
        return;
    };
    let unit = rest.strip_prefix('-').unwrap_or(rest);
    if let Some((to, tail)) = range(rest) {
        tokens.extend([digits, "-", to].map(str::to_owned));
        if !tail.is_empty() {
            tokens.push(tail.to_owned());
        }
    } else if rest == "x" || rest == "-" {
        tokens.extend([digits.to_owned(), rest.to_owned()]);
    } else if rest == "-inch" {
        // A length.
    } else if let Some(each) = rest.strip_prefix('x').filter(|each| {
        // "2x330", "2x330ml"
        number::digits(each).is_some()
            || glued(each).is_some_and(|(_, unit)| Unit::parse(unit).is_some())
    }) {
        tokens.extend([digits.to_owned(), "x".to_owned()]);
        part_glued(each, tokens);
    } else if Unit::parse(unit).is_some() {
        tokens.extend([digits.to_owned(), unit.to_owned()]);
    } else if let Some((unit, food)) = part_unit(digits, rest) {
        tokens.extend([digits, unit, food].map(str::to_owned));
    } else if is_word(rest) {
        tokens.extend([digits.to_owned(), rest.to_owned()]);
    } else {
        tokens.push(word.to_owned());
    }
}

/// Returns whether what is glued to digits is a word of its own: the "bananas" of `2bananas`, but
/// neither the "up" of `7up` nor the "th" of `4th`.
fn is_word(rest: &str) -> bool {
    rest.chars().count() >= 3 && rest.chars().all(char::is_alphabetic)
}

/// Parts a unit from the food glued to it: the "g" of `200grice`. Only where the number is one
/// that people weigh or pour: `3lemons` are no litres.
fn part_unit<'a>(digits: &str, rest: &'a str) -> Option<(&'a str, &'a str)> {
    const LEAST: f64 = 10.0;
    if number::digits(digits)? < LEAST || !is_word(rest) {
        return None;
    }
    ["grams", "gram", "g", "ml"].into_iter().find_map(|unit| {
        let food = rest.strip_prefix(unit).filter(|food| is_word(food))?;
        // "12grapes" and "20grissini" are counted.
        let counted = unit.starts_with('g') && number::digits(digits)? < 3.0 * LEAST;
        (!counted).then(|| rest.split_at(rest.len() - food.len()))
    })
}

/// Returns whether a word is a length in inches or centimetres: `12"`, `2-inch`, `20cm`.
fn is_length(word: &str) -> bool {
    let digits = word.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | '/'));
    digits.len() < word.len()
        && matches!(
            digits.trim_start_matches('-'),
            "\"" | "”" | "″" | "''" | "in" | "inch" | "inches" | "cm" | "mm"
        )
}

/// Reads `-3` and `-3g` behind a number.
fn range(text: &str) -> Option<(&str, &str)> {
    let rest = text.strip_prefix('-')?;
    let end =
        rest.find(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | '/'))).unwrap_or(rest.len());
    let (to, tail) = rest.split_at(end);
    (number::digits(to).is_some() && (tail.is_empty() || Unit::parse(tail).is_some()))
        .then_some((to, tail))
}

/// Joins the units written in two words: "fl oz", "table spoons", "tea cup".
fn join_units(tokens: Vec<String>) -> Vec<String> {
    let mut out: Vec<String> = Vec::with_capacity(tokens.len());
    for token in tokens {
        let joined = out.last().and_then(|last| match (last.as_str(), token.as_str()) {
            ("fl" | "fl." | "fluid", "oz" | "ounce" | "ounces" | "oz.") => Some("fl_oz"),
            ("table", "spoon" | "spoons") => Some("tablespoon"),
            ("tea", "spoon" | "spoons") => Some("teaspoon"),
            ("dessert", "spoon" | "spoons") => Some("dessertspoon"),
            ("tea", "cup" | "cups") => Some("teacup"),
            ("wine", "glass" | "glasses") => Some("glass"),
            ("small", "sized" | "size") => Some("small"),
            ("medium", "sized" | "size") => Some("medium"),
            ("large", "sized" | "size") => Some("large"),
            _ => None,
        });
        match (joined, out.last_mut()) {
            (Some(joined), Some(last)) => joined.clone_into(last),
            _ => out.push(token),
        }
    }
    out
}

fn is_negative(token: &str) -> bool {
    token
        .strip_prefix(['-', '−'])
        .is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
}

/// Reads an amount at the start of `tokens`; returns how many tokens it took.
fn amount_at(tokens: &[String]) -> Option<(Amount, usize)> {
    let word = |i: usize| tokens.get(i).map_or("", String::as_str);
    let mut amount = Amount::default();
    let mut at = 0;
    if let Some((taken, remark)) = uncounted(tokens) {
        amount.remark = remark;
        at = taken;
    } else {
        at += usize::from(word(0) == "x");
        if let Some((quantity, taken, remark)) = number_at(&tokens[at.min(tokens.len())..]) {
            amount.quantity = Some(quantity);
            amount.remark = remark;
            amount.few = word(at) == "few" || word(at + 1) == "few";
            at += taken;
        } else if at == 1 {
            return None;
        }
    }
    at += read_measure(&tokens[at..], &mut amount);
    // "a cup and a half of rice"
    if amount.unit.is_some()
        && let Some(count) = amount.quantity
        && matches!((word(at), word(at + 1)), ("and", "a"))
        && let Some(part) = number::read(&tokens[at + 1..]).filter(|part| part.value < 1.0)
    {
        amount.quantity = Some(count + part.value);
        at += 1 + part.taken;
    }
    other_thousands(tokens, &mut amount);
    if let Some(unit) = amount.unit {
        let held = Unit::parse(word(at)).filter(|held| !held.is_exact());
        let of = word(at + 1) == "of";
        if unit.is_exact() && held.is_some_and(|held| of || held.package || held.is_vessel()) {
            // "330 ml bottle of lager", "a 100 g bar of chocolate": the stated amount wins.
            at += 1;
        } else if unit.package
            && word(at) == "of"
            && let Some(count) = amount.quantity
            && let Some((each, exact, taken)) = exact_at(&tokens[at + 1..])
        {
            // "2 cans of 330 ml coke"
            amount.quantity = Some(count * each);
            amount.unit = Some(exact);
            at += 1 + taken;
        }
    }
    at += read_times(&tokens[at..], &mut amount);
    while matches!(word(at), "of" | "the" | "my" | "worth") {
        at += 1;
    }
    (at > 0).then_some((amount, at))
}

/// Returns how many words say an amount without a number ("some", "lots of"), and what is to be
/// said of it.
fn uncounted(tokens: &[String]) -> Option<(usize, Option<String>)> {
    let word = |i: usize| tokens.get(i).map_or("", String::as_str);
    let start = usize::from(word(0) == "a");
    match (word(start), word(start + 1)) {
        ("lot" | "lots" | "loads" | "plenty" | "heaps" | "tons" | "load", "of") => {
            let remark = format!("{} was taken as the usual portion", word(start));
            Some((start + 2, Some(remark)))
        }
        ("bit" | "touch", "of") if start == 1 => Some((3, None)),
        ("little", "bit") if start == 1 => Some((if word(3) == "of" { 4 } else { 3 }, None)),
        ("little", _) if start == 1 => Some((2, None)),
        ("some" | "any" | "much" | "many", _) if start == 0 => Some((1, None)),
        _ => None,
    }
}

/// Reads a number with what multiplies it: "2", "2 x 30", "1 000" before grams.
fn number_at(tokens: &[String]) -> Option<(f64, usize, Option<String>)> {
    let word = |i: usize| tokens.get(i).map_or("", String::as_str);
    if let Some(value) = spaced_thousands(tokens) {
        return Some((value, 2, None));
    }
    // "a 100 g bar": the article counts nothing.
    if matches!(word(0), "a" | "an" | "the")
        && let Some((value, _, _)) = exact_at(&tokens[1..])
    {
        return Some((value, 2, None));
    }
    let found = number::read(tokens)?;
    let (mut value, mut at) = (found.value, found.taken);
    // "2 x 30 g", "2x"
    if word(at) == "x" {
        at += 1;
        if let Some(times) = number::read(&tokens[at.min(tokens.len())..]) {
            value *= times.value;
            at += times.taken;
        }
    } else if let Some((each, _, taken)) = exact_at(&tokens[at..])
        && Unit::parse(word(at + taken)).is_some_and(|unit| unit.package)
    {
        // "1 8-ounce package", "2 400 g tins": so much each. The unit is read next.
        value *= each;
        at += taken - 1;
    }
    Some((value, at, found.remark))
}

/// Reads "1 000" before grams or millilitres, written with a space for the thousands.
fn spaced_thousands(tokens: &[String]) -> Option<f64> {
    let [whole, rest, unit, ..] = tokens else { return None };
    let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    let thousands = (1..=2).contains(&whole.len()) && rest.len() == 3;
    let unit = Unit::parse(unit)?;
    let package = tokens.get(3).and_then(|t| Unit::parse(t)).is_some_and(|unit| unit.package);
    if !thousands || !digits(whole) || !digits(rest) || !matches!(unit.key, "g" | "ml") || package {
        return None;
    }
    number::digits(&format!("{whole}{rest}"))
}

/// Reads a plain number with a mass or volume: its value, its unit, its words.
fn exact_at(tokens: &[String]) -> Option<(f64, Unit, usize)> {
    let value = number::digits(tokens.first()?)?;
    let unit = Unit::parse(tokens.get(1)?).filter(|unit| unit.is_exact())?;
    Some((value, unit, 2))
}

/// Reads size, fillers and unit behind a number; returns how many words that took.
fn read_measure(tokens: &[String], amount: &mut Amount) -> usize {
    const MOST_FILLERS: usize = 4;
    let word = |i: usize| tokens.get(i).map_or("", |t| t.strip_suffix(',').unwrap_or(t));
    let mut at = 0;
    let (mut size, mut heap) = (None, None);
    while at < MOST_FILLERS && (measure::size(word(at)).is_some() || measure::is_filler(word(at))) {
        size = size.or_else(|| measure::size(word(at)));
        size = size.or(match word(at) {
            "thick" => Some("large"),
            "thin" => Some("small"),
            _ => None,
        });
        heap = heap.or(Some(word(at)).filter(|w| measure::is_heap(w)));
        at += 1;
    }
    let unit = Unit::parse(word(at))
        .filter(|unit| at == 0 || amount.quantity.is_some() || !unit.also_food)
        // "sausage bap": a word that may be the food counts nothing by itself.
        .filter(|unit| {
            amount.quantity.is_some() || !unit.is_food_in_front() || word(at + 1) == "of"
        });
    let Some(unit) = unit else {
        // The size counts, what else describes belongs to the food.
        amount.size = measure::size(word(0));
        return usize::from(amount.size.is_some());
    };
    // A tall glass is a large one; a tall latte is the smallest but one.
    amount.size = if word(0) == "tall" && unit.is_vessel() { Some("large") } else { size };
    if let Some(heap) = heap {
        let said = format!("a {heap} {} was counted as a level one", unit.key);
        amount.remark.get_or_insert(said);
    }
    let pack = matches!(word(at), "pack" | "pk") && amount.quantity.is_some_and(|n| n > 1.0);
    if pack {
        // "a 6 pack" is six of them.
        amount.size = None;
    } else {
        amount.unit = Some(unit);
    }
    at + 1
}

/// Reads "x 2" and "2 tablets" behind "200 mg": so much each. Returns how many words it took.
fn read_times(tokens: &[String], amount: &mut Amount) -> usize {
    let word = |i: usize| tokens.get(i).map_or("", String::as_str);
    if !amount.unit.is_some_and(Unit::is_exact) {
        return 0;
    }
    let start = usize::from(word(0) == "x");
    let Some(times) = number::read(&tokens[start.min(tokens.len())..]) else { return 0 };
    let end = start + times.taken;
    let counted = Unit::parse(word(end)).is_some_and(|unit| unit.package);
    if (start == 0 && !counted) || end + usize::from(counted) != tokens.len() {
        return 0;
    }
    amount.quantity = amount.quantity.map(|each| each * times.value);
    tokens.len()
}

/// Reads `1.000 g` as a thousand grams and `1,500 kg` as one and a half: who writes three digits
/// behind a point before grams, or behind a comma before kilograms, means the other of the two
/// customs. The remark says so.
fn other_thousands(tokens: &[String], amount: &mut Amount) {
    let small = match amount.unit.map(|unit| unit.key) {
        Some("g" | "ml") => true,
        Some("kg" | "l") => false,
        _ => return,
    };
    let Some(typed) = tokens.iter().take(4).find(|t| number::digits(t).is_some()) else { return };
    if typed.contains('.') != small {
        return;
    }
    if let (Some(other), Some(read)) = (number::other_way(typed), number::digits(typed))
        && amount.quantity.is_some_and(|quantity| (quantity - read).abs() < f64::EPSILON)
    {
        amount.quantity = Some(other);
        amount.remark = Some(format!("{typed} was read as {other}"));
    }
}

/// Reads amount and food wherever the amount stands.
fn read_amount(tokens: &[String], readings: &mut Vec<Reading>) {
    if let Some((amount, from, to)) = amount_within(tokens) {
        // "grated zest of 2 limes", "leaves from 2 sprigs of thyme"
        let food = [join(&tokens[to..]), join(&tokens[..from])].join(" ");
        readings.push(Reading::new(amount, food));
    }
    // "1/4 pounder" is spelt like an amount.
    if let [first, pounder, rest @ ..] = tokens
        && first == "1/4"
        && pounder.starts_with("pounder")
    {
        let food = ["quarter pounder", &join(rest)].join(" ");
        readings.push(Reading::new(Amount::default(), food));
        return;
    }
    if let Some(reading) = omelette(tokens) {
        readings.push(reading);
        return;
    }
    // "a coffee and a half"
    if let [head @ .., and, a, half] = tokens
        && (and.as_str(), a.as_str(), half.as_str()) == ("and", "a", "half")
        && let Some((amount, taken)) = amount_at(head)
        && let Some(count) = amount.quantity
        && taken < head.len()
    {
        let amount = Amount { quantity: Some(count + 0.5), ..amount };
        readings.push(Reading::new(amount, join(&head[taken..])));
        return;
    }
    if let Some(named) = numbered_name(tokens) {
        readings.extend(named);
        return;
    }
    read_leading(tokens, readings);
    read_trailing(tokens, readings);
    if readings.is_empty() {
        readings.push(Reading::new(Amount::default(), join(tokens)));
    }
}

/// "3-egg omelette", "a two egg omelette", "omelette of 3 eggs": one omelette, not three. That of
/// the food table is made of two eggs (SR28 01130, twice the weight of one large egg's).
fn omelette(tokens: &[String]) -> Option<Reading> {
    const EGGS_IN_ONE: f64 = 2.0;
    let is_omelette = |t: &String| matches!(t.as_str(), "omelette" | "omelet" | "omelettes");
    let tokens = match tokens {
        [article, rest @ ..] if article == "a" || article == "one" => rest,
        _ => tokens,
    };
    let (eggs, rest) = match tokens {
        [food @ .., of, count, eggs]
            if matches!(of.as_str(), "of" | "from")
                && matches!(eggs.as_str(), "egg" | "eggs")
                && food.last().is_some_and(is_omelette) =>
        {
            (count.as_str(), food)
        }
        [first, rest @ ..] if first.ends_with("-egg") => (first.strip_suffix("-egg")?, rest),
        [first, egg, rest @ ..] if egg == "egg" => (first.as_str(), rest),
        _ => return None,
    };
    let number = number::read(&[eggs.to_owned()]).filter(|_| rest.iter().any(is_omelette))?;
    let remark = format!(
        "taken as one omelette of {} eggs, the plain one being of {EGGS_IN_ONE}",
        number.value
    );
    let quantity = Some(number.value / EGGS_IN_ONE);
    let amount = Amount { quantity, remark: Some(remark), ..Amount::default() };
    Some(Reading::new(amount, join(rest)))
}

/// "three bean chilli", "4 cheese pizza", "five spice": the number belongs to the name. With it
/// and, where no name has it, without.
fn numbered_name(tokens: &[String]) -> Option<[Reading; 2]> {
    let (count, rest) = tokens.split_first()?;
    let (kind, behind) = rest.split_first()?;
    let number = number::read(std::slice::from_ref(count)).filter(|n| n.taken == 1)?.value;
    let least = match kind.as_str() {
        "bean" => 2.0,
        "cheese" | "grain" | "seed" | "meat" | "fruit" | "berry" | "spice" | "lentil" => 3.0,
        _ => return None,
    };
    let plural = |t: &String| t.ends_with('s') && !t.ends_with("ss");
    let alone = behind.is_empty() && kind != "spice";
    let described =
        !behind.is_empty() && (Unit::parse(&behind[0]).is_some() || behind.iter().any(plural));
    if !(least..10.0).contains(&number) || number.fract() != 0.0 || alone || described {
        return None;
    }
    let name = Reading::new(Amount::default(), join(tokens));
    let remark = Some(format!("\"{count}\" was read as a part of the name"));
    let amount = Amount { remark, ..Amount::default() };
    Some([name, Reading::new(amount, join(rest))])
}

/// Returns an amount behind "of" or "from", with the words from and to which it stands.
fn amount_within(tokens: &[String]) -> Option<(Amount, usize, usize)> {
    const MOST_BEFORE: usize = 4;
    let numbered = |token: Option<&String>| {
        token.is_some_and(|t| number::read(std::slice::from_ref(t)).is_some_and(|n| n.taken == 1))
    };
    // A number before it is the amount: "2 cans of 3 bean salad".
    if number::read(tokens).is_some() {
        return None;
    }
    let from = tokens
        .iter()
        .take(MOST_BEFORE)
        .position(|t| matches!(t.as_str(), "of" | "from"))
        .filter(|from| *from > 0 && numbered(tokens.get(from + 1)))?;
    let (amount, taken) = amount_at(&tokens[from + 1..])?;
    let to = from + 1 + taken;
    (amount.quantity.is_some() && to < tokens.len()).then_some((amount, from, to))
}

fn read_leading(tokens: &[String], readings: &mut Vec<Reading>) {
    let Some((amount, taken)) = amount_at(tokens) else {
        return;
    };
    let rest = &tokens[taken..];
    let food = join(rest);
    if let Some(reading) = second_amount(&amount, rest) {
        readings.push(reading);
        return;
    }
    // "2 garlic cloves", "1 trout fillet": the measure behind the food.
    if amount.unit.is_none()
        && let [head @ .., last] = rest
        && !head.is_empty()
        && let Some(unit) = unit_behind(head, last).filter(|u| !u.is_exact())
    {
        let plain = Reading::new(amount.clone(), food.clone());
        let head = without_fillers(head);
        let measured = Reading::new(Amount { unit: Some(unit), ..amount.clone() }, join(head));
        if (unit.stands_behind() || last == "half") && !head.is_empty() {
            readings.extend([measured, plain]);
        } else {
            readings.extend([plain, measured]);
        }
    } else if !food.is_empty() {
        readings.push(Reading::new(amount.clone(), food));
    }
    // The unit may be the food: "2 rolls", "a steak".
    if let Some(unit) = amount.unit
        && (unit.also_food || rest.is_empty())
        && !unit.is_exact()
        && !measured_of(tokens)
    {
        let start = number_at(tokens).map_or(0, |(_, taken, _)| taken);
        let start =
            start + usize::from(tokens.get(start).is_some_and(|t| measure::size(t).is_some()));
        let counted = Amount { unit: None, ..amount.clone() };
        readings.push(Reading::new(counted, join(&tokens[start..])));
    }
    // The size may belong to the name: "2 large white beans"; a number alone never does.
    if amount.size.is_some()
        && amount.unit.is_none()
        && let Some((quantity, at, remark)) = number_at(tokens)
    {
        let amount = Amount { quantity: Some(quantity), remark, ..Amount::default() };
        readings.push(Reading::new(amount, join(&tokens[at..])));
    }
}

/// Reads "2 coke 330 ml": so much each.
fn second_amount(amount: &Amount, rest: &[String]) -> Option<Reading> {
    if amount.unit.is_some_and(Unit::is_exact) {
        return None;
    }
    let (rest, each) = match rest {
        [said @ .., last] if last == "each" => (said, true),
        _ => (rest, false),
    };
    let (second, before) = amount_before_end(rest)?;
    if !second.unit.is_some_and(Unit::is_exact) {
        return None;
    }
    let counts = each || amount.unit.is_none_or(|unit| unit.package);
    let times = if counts { amount.quantity.unwrap_or(1.0) } else { 1.0 };
    let quantity = second.quantity.map(|each| each * times);
    let amount = Amount { quantity, size: None, ..second };
    Some(Reading::new(amount, join(&rest[..before])))
}

/// Returns the measure a word behind a food spells: "2 garlic cloves", "1 avocado half".
fn unit_behind(head: &[String], word: &str) -> Option<Unit> {
    // "Half and half" is a name.
    let half = word == "half" && head.last().is_some_and(|t| t != "and" && t != "&");
    if half { Unit::of_key("half") } else { Unit::parse(word) }
}

/// Returns the tokens without the leading words that only fill.
fn without_fillers(tokens: &[String]) -> &[String] {
    let fillers = tokens.iter().take_while(|t| measure::is_filler(t)).count();
    if fillers < tokens.len() { &tokens[fillers..] } else { tokens }
}

/// Returns the amount that ends the phrase and the number of tokens before it.
fn amount_before_end(tokens: &[String]) -> Option<(Amount, usize)> {
    const MOST_WORDS: usize = 8;
    let first = tokens.len().saturating_sub(MOST_WORDS).max(1);
    (first..tokens.len()).find_map(|start| {
        let digits = number::digits(&tokens[start]).is_some() || tokens[start] == "x";
        let (amount, taken) = amount_at(&tokens[start..])?;
        // A number in words counts only with its unit: "salami four slices".
        let counted = digits || amount.unit.is_some() || tokens[start] == "half";
        let said = amount.quantity.is_some() && counted;
        (said && start + taken == tokens.len()).then_some((amount, start))
    })
}

/// The least bare number behind a food that is read as grams: fewer are counted.
pub(super) const LEAST_BARE_GRAMS: f64 = 20.0;

/// Reads the bare number of "chicken 200" as grams, and says so.
fn bare_grams(amount: &mut Amount) {
    if let Some(number) = amount.quantity.filter(|n| *n >= LEAST_BARE_GRAMS)
        && amount.unit.is_none()
        && amount.size.is_none()
    {
        amount.unit = Unit::parse("g");
        amount.remark = Some(format!("{number} was taken as grams"));
    }
}

fn read_trailing(tokens: &[String], readings: &mut Vec<Reading>) {
    if readings.iter().any(|r| r.amount.quantity.is_some()) {
        return;
    }
    if let Some((mut amount, before)) = amount_before_end(tokens) {
        if tokens[before] != "x" {
            bare_grams(&mut amount);
        }
        readings.insert(0, Reading::new(amount, join(&tokens[..before])));
        return;
    }
    // "apple 1 cup chopped": the amount stands in the middle.
    for start in 1..tokens.len() {
        if number::digits(&tokens[start]).is_some()
            && let Some((amount, taken)) = amount_at(&tokens[start..])
            && amount.unit.is_some()
        {
            let mut rest = tokens[..start].to_vec();
            rest.extend_from_slice(&tokens[start + taken..]);
            readings.insert(0, Reading::new(amount, join(&rest)));
            return;
        }
    }
    if !readings.is_empty() {
        return;
    }
    let [head @ .., last] = tokens else { return };
    if head.is_empty() {
        return;
    }
    // "latte large"
    if let Some(size) = measure::size(last) {
        let amount = Amount { size: Some(size), ..Amount::default() };
        readings.push(Reading::new(amount, join(head)));
    }
    // "tuna can": a measure behind the food, one of it. A word that can be a food is none here:
    // "bacon roll" is no measure of bacon.
    if let Some(unit) = Unit::parse(last).filter(|u| !u.is_exact() && !u.also_food) {
        readings.push(Reading::new(Amount::default(), join(tokens)));
        let one = Amount { quantity: Some(1.0), unit: Some(unit), ..Amount::default() };
        readings.push(Reading::new(one, join(head)));
    }
}

fn join(tokens: &[String]) -> String {
    let start = tokens.iter().take_while(|t| matches!(t.as_str(), "of" | "the" | "my")).count();
    tokens[start..].join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The plainest reading, as `quantity unit size | food`.
    fn read(phrase: &str) -> String {
        let readings = readings(phrase).unwrap();
        let best = plainest(&readings).unwrap();
        let mut out = String::new();
        if let Some(quantity) = best.amount.quantity {
            out.push_str(&format!("{quantity} "));
        }
        for word in [best.amount.unit.map(|u| u.key), best.amount.size].into_iter().flatten() {
            out.push_str(&format!("{word} "));
        }
        format!("{out}| {}", best.food)
    }

    #[test]
    fn reads_amounts_in_any_order() {
        for (phrase, expected) in [
            ("200 g spinach", "200 g | spinach"),
            ("200g spinach", "200 g | spinach"),
            ("spinach 200 g", "200 g | spinach"),
            ("salami 4 slices", "4 slice | salami"),
            ("2 eggs", "2 | eggs"),
            ("egg x2", "2 | egg"),
            ("2x poached egg", "2 | poached egg"),
            ("2 × waffles", "2 | waffles"),
            ("half a mango", "0.5 | mango"),
            ("½ grapefruit", "0.5 | grapefruit"),
            ("0,5 dl olive oil", "0.5 dl | olive oil"),
            ("handful of cherries", "handful | cherries"),
            ("1 large egg", "1 large | egg"),
            ("small latte", "small | latte"),
            ("8 fl oz milk", "8 fl_oz | milk"),
            ("330 ml bottle of lager", "330 ml | lager"),
            ("2 cans of 330 ml coke", "660 ml | coke"),
            ("coke zero 330 ml", "330 ml | coke zero"),
            ("1 can (400 g) chopped tomatoes", "400 g | chopped tomatoes"),
            ("2 slices bread (80 g)", "80 g | bread"),
            ("1 stalk of celery", "1 stalk | celery"),
            ("2 garlic cloves", "2 clove | garlic"),
            ("2% milk", "| 2% milk"),
            ("7up", "| 7up"),
            ("1 1/2 cups rice", "1.5 cup | rice"),
            ("2-3 dates", "2.5 | dates"),
            ("2 tbsps. honey", "2 tbsp | honey"),
            ("banana", "| banana"),
            (".5 banana", "0.5 | banana"),
            ("12\" pizza", "| pizza"),
            ("slice of pizza", "slice | pizza"),
            ("2 thick slices of ham", "2 slice large | ham"),
            (
                "4 celery stalks, trimmed and cut into thin slices",
                "4 stalk | celery, trimmed and cut into thin slices",
            ),
            ("½ onion, cut into wedges", "0.5 | onion, cut into wedges"),
            ("leaves from 2 sprigs thyme", "2 sprig | thyme leaves"),
            ("2 T flour", "2 tbsp | flour"),
            ("2 t flour", "2 tsp | flour"),
            ("1 000 g rice", "1000 g | rice"),
            ("1.000 g rice", "1000 g | rice"),
            ("1,500 kg rice", "1.5 kg | rice"),
            ("200grice", "200 g | rice"),
            ("2bananas", "2 | bananas"),
            ("~200g rice", "200 g | rice"),
            ("two or three eggs", "2.5 | eggs"),
            ("a lot of cheese", "| cheese"),
            ("coffee without milk", "| coffee"),
            ("coffee no milk 200 ml", "200 ml | coffee"),
            ("rice (cooked) 200g", "200 g | rice cooked"),
            ("eggs (2)", "2 | eggs"),
            ("3-egg omelette", "1.5 | omelette"),
            ("1 8-ounce package cream cheese", "8 oz | cream cheese"),
            ("chicken 200", "200 g | chicken"),
            ("coffee 10", "10 | coffee"),
            ("200 eggs", "200 | eggs"),
            ("2 milks", "2 | milks"),
            ("2 percent milk", "| 2% milk"),
            ("sausage bap", "| sausage bap"),
            ("fillet burger", "| fillet burger"),
            ("fillet of salmon", "fillet | salmon"),
            ("three bean chilli", "| three bean chilli"),
            ("3 bean salad", "| 3 bean salad"),
            ("four cheese pizza", "| four cheese pizza"),
            ("five spice", "| five spice"),
            ("2 bean burritos", "2 | bean burritos"),
            ("half and half 30ml", "30 ml | half and half"),
            ("a cup and a half of rice", "1.5 cup | rice"),
            ("a coffee and a half", "1.5 | coffee"),
            ("3 egg omelette", "1.5 | omelette"),
            ("a swift half of lager", "0.5 | lager"),
            ("a few nuts", "3 | nuts"),
            ("9 inch pizza", "| pizza"),
            ("2x330ml coke", "660 ml | coke"),
            ("2 cans of coke 330ml each", "660 ml | coke"),
            ("third of a pizza", "0.3333333333333333 | pizza"),
            ("1 avocado half", "1 half | avocado"),
            ("2 medium sized eggs", "2 medium | eggs"),
            ("a pair of eggs", "2 | eggs"),
            ("egg*2", "2 | egg"),
            ("whole pizza", "1 | pizza"),
            ("a whole cucumber", "1 | cucumber"),
            ("whole milk", "| whole milk"),
            ("another coffee", "1 | coffee"),
            ("six-pack of beer", "6 | beer"),
            ("a six-pack of beer", "6 | beer"),
            ("100% orange juice", "| orange juice"),
            ("a jug of water", "1 jug | water"),
            ("chunk of cheddar", "piece | cheddar"),
            ("ladle of soup", "ladle | soup"),
            ("２ eggs", "2 | eggs"),
            ("2 eggs, scrambled", "2 | eggs, scrambled"),
            ("250ml/8fl oz milk", "250 ml | milk"),
            ("a 100 g bar of chocolate", "100 g | chocolate"),
            ("2 % milk", "| 2% milk"),
            ("salami four slices", "4 slice | salami"),
            ("grapefruit, half", "0.5 | grapefruit"),
            ("heaped tsp sugar", "tsp | sugar"),
            ("bacon roll", "| bacon roll"),
        ] {
            assert_eq!(read(phrase), expected, "{phrase}");
        }
    }

    #[test]
    fn all_of_a_phrase_may_be_its_name() {
        for name in ["100 grand", "half and half", "7 up", "quarter pounder", "no added sugar"] {
            assert!(readings(name).unwrap().iter().any(|r| r.food == name), "{name}");
        }
        let slice = readings("a slice of bread").unwrap();
        assert!(slice.iter().all(|r| r.food == "bread"), "{slice:?}");
    }

    #[test]
    fn a_number_in_a_name_is_only_one_where_it_is_written() {
        let name = |phrase: &str| readings(phrase).unwrap().pop().unwrap();
        assert!(!name("2 milks").fits_name("milk, 2 %"));
        assert!(!name("2 milks").fits_name("2% milk"));
        assert!(name("2% milk").fits_name("milk, 2 %"));
        assert!(name("3 musketeers").fits_name("Candies, 3 MUSKETEERS Bar"));
        assert!(name("100 grand").fits_name("100 Grand bar"));
        assert!(!name("half").fits_name("cream, half and half"));
        assert!(name("7up").fits_name("7up"));
    }

    #[test]
    fn absurd_amounts_are_refused() {
        for phrase in [
            "-5 g rice",
            "0 g rice",
            "∞ eggs",
            "1e-300 g egg",
            "1e9 g rice",
            "99999 eggs",
            "30 kg beef",
        ] {
            assert!(readings(phrase).is_err(), "{phrase}");
        }
    }

    proptest::proptest! {
        #[test]
        fn no_phrase_panics(phrase in "\\PC{0,60}") {
            let _ = readings(&phrase);
        }
        #[test]
        fn no_likely_phrase_panics(
            phrase in "([0-9½,./x-]{0,4} ?(g|cup|half|a|of|slice|can|egg|\\(|\\)| )){0,8}"
        ) {
            let _ = readings(&phrase);
        }
    }
}
