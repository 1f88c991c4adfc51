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
}

/// One way to read a phrase.
#[derive(Clone, Debug, PartialEq)]
pub struct Reading {
    /// How much.
    pub amount: Amount,
    /// The words of the food, without amount and comments.
    pub food: String,
}

/// Reads a phrase in every way that makes sense, the one that leaves the most words to the food
/// last but for the units that can be foods themselves. Never empty.
///
/// # Errors
///
/// Refuses an amount that is negative, zero, or beyond 20 kg or 20 L.
pub fn readings(phrase: &str) -> Result<Vec<Reading>> {
    let (text, bracket) = split_brackets(phrase);
    let tokens = tokens(&text);
    if let Some(negative) = tokens.iter().find(|t| is_negative(t)) {
        return Err(Error::request(format!("an amount cannot be negative: \"{negative}\""))
            .because(format!("it stands in \"{}\"", shown(phrase))));
    }
    let mut readings = Vec::new();
    read_leading(&tokens, &mut readings);
    read_trailing(&tokens, &mut readings);
    let food = join(&tokens);
    if readings.is_empty() || readings.iter().all(|r| r.food != food && r.food.is_empty()) {
        readings.push(Reading { amount: Amount::default(), food: food.clone() });
    }
    // A number word may belong to the name: "half and half", "quarter pounder".
    if tokens.first().is_some_and(|t| number::digits(t).is_none()) && !readings.is_empty() {
        readings.push(Reading { amount: Amount::default(), food });
    }
    readings.retain(|r| !words::words(&r.food).is_empty());
    if readings.is_empty() {
        readings.push(Reading { amount: Amount::default(), food: join(&tokens) });
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

/// Returns the reading that takes most of a phrase for its amount, for a phrase whose food nobody
/// knows; none of no readings.
pub fn plainest(readings: &[Reading]) -> Option<&Reading> {
    readings.iter().rev().max_by_key(|r| {
        (r.amount.quantity.is_some(), r.amount.unit.is_some(), r.amount.size.is_some())
    })
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

fn check_amount(phrase: &str, amount: &Amount) -> Result<()> {
    let Some(quantity) = amount.quantity else {
        return Ok(());
    };
    let of =
        |what: String| Error::request(what).because(format!("it stands in \"{}\"", shown(phrase)));
    if quantity <= 0.0 {
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

/// Returns the text outside brackets, and the amount inside them where there is one.
fn split_brackets(phrase: &str) -> (String, Option<Amount>) {
    let mut outside = String::new();
    let mut inside = String::new();
    let mut depth = 0_usize;
    for c in phrase.chars() {
        match c {
            '(' | '[' => {
                depth += 1;
                outside.push(' ');
                inside.push(' ');
            }
            ')' | ']' => depth = depth.saturating_sub(1),
            _ if depth > 0 => inside.push(c),
            _ => outside.push(c),
        }
    }
    let inner = tokens(&inside);
    let amount = amount_at(&inner)
        .map(|(amount, _)| amount)
        .filter(|amount| amount.quantity.is_some() && amount.unit.is_some_and(Unit::is_exact));
    if outside.trim().is_empty() { (inside, None) } else { (outside, amount) }
}

/// "1 can (400 g)" weighs 400 g a can; "2 slices (80 g)" weigh 80 g together.
fn apply_bracket(reading: &mut Reading, bracket: &Amount) {
    if reading.amount.unit.is_some_and(Unit::is_exact) {
        return;
    }
    let packages = reading.amount.unit.is_some_and(|unit| unit.package);
    let times = if packages { reading.amount.quantity.unwrap_or(1.0) } else { 1.0 };
    reading.amount = Amount {
        quantity: bracket.quantity.map(|quantity| quantity * times),
        unit: bracket.unit,
        size: None,
        remark: reading.amount.remark.take(),
    };
}

/// Splits a phrase into words and numbers, in lower case. A unit glued to its number (`200g`) is
/// parted from it; a name that begins with a digit (`7up`, `2%`) is not.
fn tokens(text: &str) -> Vec<String> {
    let text = number::spell_fractions(&text.to_lowercase());
    let mut tokens: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        if is_length(word) {
            // A length is no amount: the 12" of a pizza.
            continue;
        }
        let word =
            word.trim_matches(|c: char| matches!(c, '"' | '“' | '”' | ':' | ';' | '!' | '?'));
        let word = word.strip_suffix([',', '.']).unwrap_or(word);
        if word.is_empty() {
            continue;
        }
        if word == "-" || !word.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '.' | ','))
        {
            match word.strip_prefix('x').filter(|rest| number::digits(rest).is_some()) {
                Some(rest) => tokens.extend(["x".to_owned(), rest.to_owned()]),
                None => tokens.push(word.to_owned()),
            }
            continue;
        }
        let end = word
            .find(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | ',' | '/')))
            .unwrap_or(word.len());
        let (digits, rest) = word.split_at(end);
        if rest.is_empty() {
            tokens.push(digits.to_owned());
        } else if let Some((to, tail)) = range(rest) {
            tokens.extend([digits, "-", to].map(str::to_owned));
            if !tail.is_empty() {
                tokens.push(tail.to_owned());
            }
        } else if rest == "x" || rest == "-" {
            tokens.extend([digits.to_owned(), rest.to_owned()]);
        } else if rest.starts_with('x') && number::digits(&rest[1..]).is_some() {
            tokens.extend([digits.to_owned(), "x".to_owned(), rest[1..].to_owned()]);
        } else if Unit::parse(rest).is_some() {
            tokens.extend([digits.to_owned(), rest.to_owned()]);
        } else {
            tokens.push(word.to_owned());
        }
    }
    join_fluid_ounces(tokens)
}

/// Returns whether a word is a length in inches or centimetres: `12"`, `2-inch`, `20cm`.
fn is_length(word: &str) -> bool {
    let digits = word.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | '/'));
    digits.len() < word.len()
        && matches!(
            digits.trim_start_matches('-'),
            "\"" | "”" | "″" | "in" | "inch" | "inches" | "cm"
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

fn join_fluid_ounces(tokens: Vec<String>) -> Vec<String> {
    let mut out: Vec<String> = Vec::with_capacity(tokens.len());
    for token in tokens {
        let ounce = matches!(token.as_str(), "oz" | "ounce" | "ounces" | "oz.");
        match out.last_mut() {
            Some(last) if ounce && matches!(last.as_str(), "fl" | "fl." | "fluid") => {
                "fl_oz".clone_into(last);
            }
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
    if word(0) == "x" {
        at = 1;
    }
    if let Some(found) = number::read(&tokens[at.min(tokens.len())..]) {
        amount.quantity = Some(found.value);
        amount.remark = found.remark;
        at += found.taken;
        // "2 x 30 g", "2x"
        if word(at) == "x" {
            at += 1;
            if let Some(times) = number::read(&tokens[at..]) {
                amount.quantity = Some(found.value * times.value);
                at += times.taken;
            }
        }
    } else if at == 1 {
        return None;
    }
    if let Some(size) = measure::size(word(at)) {
        amount.size = Some(size);
        at += 1;
    }
    if word(at) == "heaped" || word(at) == "heaping" || word(at) == "level" || word(at) == "good" {
        at += 1;
    }
    if let Some(unit) = Unit::parse(word(at)) {
        amount.unit = Some(unit);
        at += 1;
        // "330 ml bottle of lager", "a 400 g can of tomatoes": the stated amount wins.
        if unit.is_exact() && Unit::parse(word(at)).is_some_and(|u| u.package) {
            at += 1;
        } else if unit.package && word(at) == "of" && amount.quantity.is_some() {
            // "2 cans of 330 ml coke"
            if let Some((inner, taken)) = amount_at(&tokens[at + 1..])
                && let (Some(each), Some(exact)) = (inner.quantity, inner.unit)
                && exact.is_exact()
            {
                amount.quantity = amount.quantity.map(|n| n * each);
                amount.unit = Some(exact);
                at += 1 + taken;
            }
        }
    }
    // "200 mg x 2", "200 mg 2 tablets": so much each.
    if amount.unit.is_some_and(Unit::is_exact) {
        let start = at + usize::from(word(at) == "x");
        let times = number::read(&tokens[start.min(tokens.len())..]);
        if let Some(times) = times {
            let counted = Unit::parse(word(start + times.taken)).is_some_and(|u| u.package);
            if (start > at || counted) && start + times.taken + usize::from(counted) == tokens.len()
            {
                amount.quantity = amount.quantity.map(|each| each * times.value);
                at = tokens.len();
            }
        }
    }
    while matches!(word(at), "of" | "the" | "my") {
        at += 1;
    }
    (at > 0).then_some((amount, at))
}

fn read_leading(tokens: &[String], readings: &mut Vec<Reading>) {
    let Some((amount, taken)) = amount_at(tokens) else {
        return;
    };
    let food = join(&tokens[taken..]);
    let said_something = amount.quantity.is_some() || amount.unit.is_some();
    // The unit may be the food: "2 rolls", "a steak", "2 chicken wings" has none in front.
    if let Some(unit) = amount.unit
        && (unit.also_food || food.is_empty())
        && !unit.is_exact()
    {
        let number = number::read(tokens);
        let start = number.as_ref().map_or(0, |n| n.taken);
        let start =
            start + usize::from(tokens.get(start).is_some_and(|t| measure::size(t).is_some()));
        readings.push(Reading {
            amount: Amount { unit: None, ..amount.clone() },
            food: join(&tokens[start..]),
        });
    }
    if !food.is_empty() {
        // A second amount at the end: "2 coke 330 ml".
        if let Some((second, before)) = amount_before_end(&tokens[taken..])
            && amount.unit.is_none_or(|u| !u.is_exact())
            && second.unit.is_some_and(Unit::is_exact)
            && second.quantity.is_some()
        {
            let times = if amount.unit.is_none_or(|u| u.package) {
                amount.quantity.unwrap_or(1.0)
            } else {
                1.0
            };
            readings.push(Reading {
                amount: Amount {
                    quantity: second.quantity.map(|q| q * times),
                    size: None,
                    ..second
                },
                food: join(&tokens[taken..taken + before]),
            });
            return;
        }
        // "2 garlic cloves", "1 trout fillet": the measure behind the food.
        if amount.unit.is_none()
            && let [head @ .., last] = &tokens[taken..]
            && !head.is_empty()
            && let Some(unit) = Unit::parse(last).filter(|u| !u.is_exact())
        {
            readings.push(Reading { amount: amount.clone(), food: food.clone() });
            readings
                .push(Reading { amount: Amount { unit: Some(unit), ..amount }, food: join(head) });
            return;
        }
        readings.push(Reading { amount: amount.clone(), food });
        // The size may belong to the name, and so may a measure without a number.
        let of = tokens.get(taken.wrapping_sub(1)).is_some_and(|t| t == "of");
        if amount.size.is_some() || (amount.quantity.is_none() && said_something && !of) {
            readings.push(Reading { amount: Amount::default(), food: join(tokens) });
        }
    }
}

/// Returns the amount that ends the phrase and the number of tokens before it.
fn amount_before_end(tokens: &[String]) -> Option<(Amount, usize)> {
    (1..tokens.len()).find_map(|start| {
        let starts = number::digits(&tokens[start]).is_some() || tokens[start] == "x";
        let (amount, taken) = amount_at(&tokens[start..]).filter(|_| starts)?;
        (start + taken == tokens.len() && amount.quantity.is_some()).then_some((amount, start))
    })
}

fn read_trailing(tokens: &[String], readings: &mut Vec<Reading>) {
    if !readings.is_empty() {
        return;
    }
    if let Some((amount, before)) = amount_before_end(tokens) {
        readings.push(Reading { amount, food: join(&tokens[..before]) });
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
            readings.push(Reading { amount, food: join(&rest) });
            return;
        }
    }
    // "tuna can": a measure behind the food, one of it. A word that can be a food is none here:
    // "bacon roll" is no measure of bacon.
    if let [head @ .., last] = tokens
        && !head.is_empty()
        && let Some(unit) = Unit::parse(last).filter(|u| !u.is_exact() && !u.also_food)
    {
        readings.push(Reading { amount: Amount::default(), food: join(tokens) });
        readings.push(Reading {
            amount: Amount { quantity: Some(1.0), unit: Some(unit), ..Amount::default() },
            food: join(head),
        });
    }
}

fn join(tokens: &[String]) -> String {
    let start = tokens.iter().take_while(|t| matches!(t.as_str(), "of" | "the" | "my")).count();
    tokens[start..].join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The first reading that carries an amount, as `quantity unit size | food`.
    fn read(phrase: &str) -> String {
        let readings = readings(phrase).unwrap();
        let best = &readings
            .iter()
            .max_by_key(|r| {
                let amount = &r.amount;
                (amount.unit.is_some(), amount.quantity.is_some(), amount.size.is_some())
            })
            .unwrap();
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
            ("bacon roll", "| bacon roll"),
        ] {
            assert_eq!(read(phrase), expected, "{phrase}");
        }
    }

    #[test]
    fn absurd_amounts_are_refused() {
        for phrase in ["-5 g rice", "0 g rice", "1e9 g rice", "99999 eggs", "30 kg beef"] {
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
