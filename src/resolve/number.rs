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

/// Returns the fractions of Unicode written out: `1½` becomes `1 1/2`.
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
            '–' | '—' => "-",
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
pub(super) fn read(tokens: &[String]) -> Option<Number> {
    let first = read_single(tokens)?;
    let rest = &tokens[first.taken..];
    // "2 - 3", "2 to 3": the middle is taken, and said.
    if let Some(joint) = rest.first()
        && matches!(joint.as_str(), "-" | "to")
        && let Some(second) = read_single(&rest[1..])
        && second.value > first.value
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
    let number = |value: f64, taken: usize| Some(Number { value, taken, remark: None });
    let word = |i: usize| tokens.get(i).map(String::as_str);
    let first = word(0)?;
    if let Some(value) = digits(first) {
        // "1 1/2", "1 and 1/2", "1 and a half"
        if value.fract() == 0.0 && !first.contains('/') {
            match (word(1), word(2), word(3)) {
                (Some(f), _, _) if f.contains('/') && digits(f).is_some_and(|f| f < 1.0) => {
                    return number(value + digits(f)?, 2);
                }
                (Some("and" | "&"), Some(f), _)
                    if f.contains('/') && digits(f).is_some_and(|f| f < 1.0) =>
                {
                    return number(value + digits(f)?, 3);
                }
                (Some("and"), Some("a"), Some("half")) => return number(value + 0.5, 4),
                _ => {}
            }
        }
        if word(1) == Some("dozen") {
            return number(value * 12.0, 2);
        }
        return number(value, 1);
    }
    let after = |taken: usize, value: f64| {
        // "half a", "half of a", "a couple of": the little words belong to the number.
        let mut taken = taken;
        while matches!(word(taken), Some("of" | "a" | "an")) {
            taken += 1;
        }
        number(value, taken)
    };
    match (first, word(1)) {
        ("a" | "an" | "one", Some("half")) | ("half", _) => {
            after(if first == "half" { 1 } else { 2 }, 0.5)
        }
        ("a" | "one", Some("quarter")) | ("quarter", _) => {
            after(if first == "quarter" { 1 } else { 2 }, 0.25)
        }
        ("a" | "one", Some("third")) => after(2, 1.0 / 3.0),
        ("two", Some("thirds")) => after(2, 2.0 / 3.0),
        ("three", Some("quarters")) => after(2, 0.75),
        ("a", Some("couple")) => after(2, 2.0),
        ("couple", _) => after(1, 2.0),
        ("a", Some("few")) | ("few", _) => {
            let taken = if first == "few" { 1 } else { 2 };
            let mut few = after(taken, 3.0)?;
            few.remark = Some("a few was taken as 3".to_owned());
            Some(few)
        }
        ("a" | "one", Some("dozen")) => after(2, 12.0),
        ("dozen", _) => after(1, 12.0),
        ("half-dozen", _) => after(1, 6.0),
        ("one", Some("and")) if word(2) == Some("a") && word(3) == Some("half") => number(1.5, 4),
        ("a" | "an", _) => number(1.0, 1),
        _ => {
            let value = count_word(first)?;
            if word(1) == Some("and") && word(2) == Some("a") && word(3) == Some("half") {
                return number(value + 0.5, 4);
            }
            if word(1) == Some("dozen") {
                return number(value * 12.0, 2);
            }
            number(value, 1)
        }
    }
}

fn count_word(word: &str) -> Option<f64> {
    const WORDS: [&str; 21] = [
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
        "twenty",
    ];
    WORDS.iter().position(|w| *w == word).map(|n| n as f64)
}

/// Reads a number written in digits: `2`, `.5`, `1.5`, `1,5`, `1/2`, `1e3`.
pub(crate) fn digits(text: &str) -> Option<f64> {
    let starts = text.as_bytes().first()?;
    if !(starts.is_ascii_digit() || matches!(starts, b'.' | b',') && text.len() > 1) {
        return None;
    }
    if let Some((over, under)) = text.split_once('/') {
        let (over, under): (f64, f64) = (plain(over)?, plain(under)?);
        return (under > 0.0).then(|| over / under);
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
        check("two to four", 3.0, 3);
        check("a quarter of a melon", 0.25, 4);
    }

    #[test]
    fn words_are_no_numbers() {
        for text in ["banana", "inf", "nan", "", "-3", "e9"] {
            let tokens: Vec<String> = text.split_whitespace().map(str::to_owned).collect();
            assert_eq!(read(&tokens), None, "{text}");
        }
    }
}
