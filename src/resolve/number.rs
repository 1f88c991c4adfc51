//! Numbers as people type them: `2`, `1.5`, `1,5`, `½`, `1 1/2`, `half an`, `a couple of`, `2-3`.

/// A number that was read, and how many tokens it took.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Number {
    /// Its value.
    pub(super) value: f64,
    /// How many tokens it took.
    pub(super) taken: usize,
    /// What was decided about it, for the person to see.
    pub(super) remark: Option<String>,
}

/// Returns the fractions and digits of Unicode written out: `1½` becomes `1 1/2`, `２` becomes `2`.
pub(super) fn spell_fractions(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        let fraction = match c {
            '½' => "1/2",
            '⅓' => "1/3",
            '⅔' => "2/3",
            '¼' => "1/4",
            '¾' => "3/4",
            '⅕' => "1/5",
            '⅖' => "2/5",
            '⅗' => "3/5",
            '⅘' => "4/5",
            '⅙' => "1/6",
            '⅚' => "5/6",
            '⅛' => "1/8",
            '⅜' => "3/8",
            '⅝' => "5/8",
            '⅞' => "7/8",
            '⁄' => "/",
            '×' | '✕' => "x",
            '*' => " x",
            '–' | '—' | '−' => "-",
            // Full-width digits: U+FF10 to U+FF19.
            '０'..='９' => {
                out.extend(char::from_digit(u32::from(c) - u32::from('０'), 10));
                continue;
            }
            _ => {
                out.push(c);
                continue;
            }
        };
        if fraction.len() > 1 {
            out.push(' ');
            out.push_str(fraction);
            out.push(' ');
        } else {
            out.push_str(fraction);
        }
    }
    out
}

/// Reads the number that begins at the first of `tokens`; none where no number stands.
///
/// A range is taken at its middle, and the remark says so; words such as "about" are skipped.
pub(super) fn read(tokens: &[String]) -> Option<Number> {
    let skipped = about(tokens);
    let mut number = read_range(&tokens[skipped..])?;
    number.taken += skipped;
    Some(number)
}

/// Returns how many words before a number only say that it is not exact.
fn about(tokens: &[String]) -> usize {
    const ABOUT: &[&str] = &[
        "about",
        "approx",
        "approx.",
        "approximately",
        "around",
        "roughly",
        "circa",
        "ca",
        "ca.",
        "c.",
        "~",
        "≈",
        "nearly",
        "almost",
        "maybe",
        "perhaps",
        "probably",
        "only",
        "just",
        "over",
        "under",
        "scant",
        "generous",
        "heaped",
        "heaping",
        "rounded",
        "level",
        "good",
    ];
    const MOST_WORDS: usize = 3;
    tokens.iter().take(MOST_WORDS).take_while(|t| ABOUT.contains(&t.as_str())).count()
}

fn read_range(tokens: &[String]) -> Option<Number> {
    let first = read_single(tokens)?;
    let rest = &tokens[first.taken..];
    // "2 - 3", "2 to 3", "two or three": the middle is taken, and said.
    if let Some(joint) = rest.first()
        && matches!(joint.as_str(), "-" | "to" | "or")
        && let Some(second) = read_single(&rest[1..])
        && second.value > first.value
        && !matches!(rest[1].as_str(), "a" | "an" | "half" | "quarter")
    {
        let value = f64::midpoint(first.value, second.value);
        return Some(Number {
            value,
            taken: first.taken + 1 + second.taken,
            remark: Some(format!("{} to {} was taken as {value}", first.value, second.value)),
        });
    }
    Some(first)
}

fn read_single(tokens: &[String]) -> Option<Number> {
    let (mut value, mut taken, remark) = whole(tokens)?;
    let word = |i: usize| tokens.get(i).map_or("", String::as_str);
    let (more, words) = part_behind(value, tokens, taken);
    value += more;
    taken += words;
    if word(taken) == "dozen" {
        value *= 12.0;
        taken += 1;
    } else if more == 0.0 && value.fract() == 0.0 && value > 0.0 {
        // "three quarters", "2 thirds", "1 half cup"
        if let Some(part) = fraction_word(word(taken)) {
            value *= part;
            taken += 1;
        }
    }
    // "half a", "half of a", "a couple of": the little words belong to the number.
    if value < 1.0 || !tokens[0].starts_with(|c: char| c.is_ascii_digit()) {
        while matches!(word(taken), "of" | "a" | "an") {
            taken += 1;
        }
    }
    // "half a dozen", "a couple of dozen"
    if word(taken) == "dozen" {
        value *= 12.0;
        taken += 1;
    }
    Some(Number { value, taken, remark })
}

/// Returns the fraction behind a whole number, and its words: `1/2`, "and 1/2", "and a half".
fn part_behind(value: f64, tokens: &[String], at: usize) -> (f64, usize) {
    if value.fract() != 0.0 || tokens[0].contains('/') {
        return (0.0, 0);
    }
    let word = |i: usize| tokens.get(at + i).map_or("", String::as_str);
    let part = |text: &str| {
        Some(text).filter(|t| t.contains('/')).and_then(digits).filter(|part| *part < 1.0)
    };
    if let Some(part) = part(word(0)) {
        return (part, 1);
    }
    if !matches!(word(0), "and" | "&" | "n") {
        return (0.0, 0);
    }
    if let Some(part) = part(word(1)) {
        return (part, 2);
    }
    match (word(1), fraction_word(word(2))) {
        ("a" | "one", Some(part)) => (part, 3),
        _ => (0.0, 0),
    }
}

/// Returns the share a word names: "half", "quarters".
fn fraction_word(word: &str) -> Option<f64> {
    match word {
        "half" => Some(0.5),
        "third" | "thirds" => Some(1.0 / 3.0),
        "quarter" | "quarters" => Some(0.25),
        _ => None,
    }
}

/// Reads a number without a fraction behind it: its value, its words, and what was decided.
fn whole(tokens: &[String]) -> Option<(f64, usize, Option<String>)> {
    let word = |i: usize| tokens.get(i).map_or("", String::as_str);
    let said = |value: f64, taken: usize| Some((value, taken, None));
    let vague = |value: f64, taken: usize, what: &str| {
        Some((value, taken, Some(format!("{what} was taken as {value}"))))
    };
    if let Some(value) = digits(word(0)) {
        return said(value, 1);
    }
    let article = matches!(word(0), "a" | "an" | "one" | "the");
    let (mut first, mut taken) = if article { (word(1), 2) } else { (word(0), 1) };
    // "a swift half"
    if matches!(first, "swift" | "cheeky") && word(taken) == "half" {
        (first, taken) = (word(taken), taken + 1);
    }
    match first {
        // "half and half" is a name.
        "half"
            if !article
                && matches!(word(taken), "and" | "&" | "n")
                && word(taken + 1) == "half" =>
        {
            return None;
        }
        "half" if matches!(word(taken), "and" | "&" | "n") && word(taken + 1) == "half" => {}
        "half" | "quarter" | "third"
            if article || first != "third" || matches!(word(1), "of" | "a") =>
        {
            return said(fraction_word(first)?, taken);
        }
        "couple" | "pair" if article || word(1) == "of" => return said(2.0, taken),
        "couple" => return said(2.0, taken),
        "few" => return vague(3.0, taken, "a few"),
        "several" if !article => return vague(4.0, taken, "several"),
        // "a whole cucumber", but whole milk and whole wheat bread are kinds.
        "whole" if is_one_thing(word(taken)) => return said(1.0, taken),
        // "a six pack"
        number if article && word(2) == "pack" => {
            if let Some(count) = digits(number).or_else(|| count_word(number)) {
                return said(count, 2);
            }
        }
        "dozen" => return said(12.0, taken),
        "half-dozen" => return said(6.0, taken),
        "hundred" if article => return said(100.0, taken),
        _ => {}
    }
    if matches!(word(0), "a" | "an" | "another") {
        return said(1.0, 1);
    }
    let (value, taken) = spelled(tokens)?;
    said(value, taken)
}

/// Returns whether a word behind "whole" is a thing of which there is a whole one.
fn is_one_thing(word: &str) -> bool {
    !matches!(
        word,
        "" | "milk"
            | "wheat"
            | "grain"
            | "grains"
            | "meal"
            | "rye"
            | "spelt"
            | "oat"
            | "oats"
            | "cream"
            | "yogurt"
            | "yoghurt"
            | "fat"
            | "foods"
            | "and"
            | "of"
    )
}

/// Reads a number in words up to a few hundred: "seven", "twenty-five", "two hundred and fifty".
fn spelled(tokens: &[String]) -> Option<(f64, usize)> {
    let word = |i: usize| tokens.get(i).map_or("", String::as_str);
    let (mut value, mut taken) = below_hundred(word(0), word(1))?;
    if word(taken) == "hundred" {
        value *= 100.0;
        taken += 1;
        let and = usize::from(word(taken) == "and");
        if let Some((more, words)) = below_hundred(word(taken + and), word(taken + and + 1)) {
            value += more;
            taken += and + words;
        }
    }
    Some((value, taken))
}

/// Reads "seven", "twenty", "twenty-five" or "twenty five", and how many words that took.
fn below_hundred(first: &str, second: &str) -> Option<(f64, usize)> {
    if let Some(small) = count_word(first) {
        return Some((small, 1));
    }
    if let Some((tens, ones)) = first.split_once('-') {
        return Some((tens_word(tens)? + count_word(ones).filter(|n| (1.0..10.0).contains(n))?, 1));
    }
    let tens = tens_word(first)?;
    match count_word(second).filter(|n| (1.0..10.0).contains(n)) {
        Some(ones) => Some((tens + ones, 2)),
        None => Some((tens, 1)),
    }
}

fn tens_word(word: &str) -> Option<f64> {
    const TENS: [&str; 8] =
        ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];
    TENS.iter().position(|w| *w == word).map(|n| (n as f64 + 2.0) * 10.0)
}

fn count_word(word: &str) -> Option<f64> {
    const WORDS: [&str; 20] = [
        "zero",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
        "thirteen",
        "fourteen",
        "fifteen",
        "sixteen",
        "seventeen",
        "eighteen",
        "nineteen",
    ];
    WORDS.iter().position(|w| *w == word).map(|n| n as f64)
}

/// Returns a number that a point or comma before three digits leaves in doubt, read the other way:
/// `1.000` as a thousand, `1,500` as one and a half. None where nothing is in doubt.
pub(super) fn other_way(text: &str) -> Option<f64> {
    let (whole, rest) = text.split_once(['.', ','])?;
    let all_digits = |t: &str| t.bytes().all(|b| b.is_ascii_digit());
    if rest.len() != 3
        || !all_digits(rest)
        || !(1..=3).contains(&whole.len())
        || !all_digits(whole)
        || whole.starts_with('0')
    {
        return None;
    }
    if text.contains('.') {
        format!("{whole}{rest}").parse().ok()
    } else {
        format!("{whole}.{rest}").parse().ok()
    }
}

/// Reads a number written in digits: `2`, `.5`, `1.5`, `1,5`, `1/2`, `1e3`.
pub(crate) fn digits(text: &str) -> Option<f64> {
    let starts = text.as_bytes().first()?;
    if !(starts.is_ascii_digit() || matches!(starts, b'.' | b',') && text.len() > 1) {
        return None;
    }
    if let Some((over, under)) = text.split_once('/') {
        let (over, under): (f64, f64) = (plain(over)?, plain(under)?);
        // "50/50" is a name, no one.
        return (under > 0.0 && over < under * 10.0 && over.to_bits() != under.to_bits())
            .then(|| over / under);
    }
    plain(text)
}

/// Reads digits with a decimal point or comma. A comma before exactly three digits parts
/// thousands (`1,500`), unless nothing stands before it (`0,125`).
fn plain(text: &str) -> Option<f64> {
    let text = match text.split_once(',') {
        Some((whole, rest))
            if rest.len() == 3 && (1..=3).contains(&whole.len()) && whole != "0" =>
        {
            format!("{whole}{rest}")
        }
        _ => text.replace(',', "."),
    };
    let valid = text.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b'e' | b'+' | b'-'));
    text.parse().ok().filter(|value: &f64| valid && value.is_finite())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, value: f64, taken: usize) {
        let text = spell_fractions(text);
        let tokens: Vec<String> = text.split_whitespace().map(str::to_owned).collect();
        let number = read(&tokens).expect("a number");
        assert!((number.value - value).abs() < 1e-9, "{text}: {}", number.value);
        assert_eq!(number.taken, taken, "{text}");
    }

    #[test]
    fn reads_numbers_as_typed() {
        check("2", 2.0, 1);
        check("1,5", 1.5, 1);
        check("1,500", 1500.0, 1);
        check("½", 0.5, 1);
        check("1½", 1.5, 2);
        check("1 1/2 cups", 1.5, 2);
        check("2 and a half", 2.5, 4);
        check("half an avocado", 0.5, 2);
        check("a couple of eggs", 2.0, 3);
        check("a dozen oysters", 12.0, 2);
        check("two dozen", 24.0, 2);
        check("three dates", 3.0, 1);
        check("2 - 3 slices", 2.5, 3);
        check("two or three eggs", 2.5, 3);
        check("two hundred and fifty grams", 250.0, 4);
        check("a hundred grams", 100.0, 2);
        check("twenty-five", 25.0, 1);
        check("ninety nine", 99.0, 2);
        check("half a dozen eggs", 6.0, 3);
        check("three quarters of a cup", 0.75, 4);
        check("1 half cup", 0.5, 2);
        check("one and a half cups", 1.5, 4);
        check("two and a half", 2.5, 4);
        check("1 and 1/2 cups", 1.5, 3);
        check("about 20 shells", 20.0, 2);
        check("several almonds", 4.0, 1);
        check("two to four", 3.0, 3);
        check("a quarter of a melon", 0.25, 4);
        check("third of a pizza", 1.0 / 3.0, 3);
        check("a pair of eggs", 2.0, 3);
        check("another coffee", 1.0, 1);
        check("a swift half", 0.5, 3);
        check("２ eggs", 2.0, 1);
    }

    #[test]
    fn words_are_no_numbers() {
        for text in [
            "banana",
            "inf",
            "nan",
            "",
            "-3",
            "e9",
            "about",
            "hundred",
            "half and half",
            "pair",
            "∞",
        ] {
            let tokens: Vec<String> = text.split_whitespace().map(str::to_owned).collect();
            assert_eq!(read(&tokens), None, "{text}");
        }
    }
}
