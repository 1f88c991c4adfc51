//! A whole meal in one line, split into phrases.
//!
//! Semicolons, line breaks and `+` always part. Commas do, unless the pieces are together the name
//! of a food as the table writes it ("salmon, Atlantic, wild, cooked"); "and", "with" and `&` do,
//! unless the words around them are together the name of one food ("macaroni and cheese"). A comma
//! inside a number (`1,5`) does not part, and a piece that only describes ("chopped") belongs to
//! the food before it.

use super::words;

/// Splits a meal into phrases, trimmed and in order. `is_name` answers whether a text, without its
/// amount, is the name of one food, its commas included.
///
/// Takes time linear in the length of the text but for the few phrases that hold joining words.
pub fn split(text: &str, is_name: &dyn Fn(&str) -> bool) -> Vec<String> {
    let mut phrases: Vec<String> = Vec::new();
    let pieces: Vec<Piece> = hard_pieces(text)
        .into_iter()
        .map(|piece| Piece { text: clean(&piece.text), ..piece })
        .filter(|piece| !piece.text.is_empty())
        .collect();
    let mut next = 0;
    while let Some(Piece { text: piece, .. }) = pieces.get(next) {
        let run = &pieces[next..];
        if let Some((taken, name)) = name_with_commas(run, is_name) {
            phrases.push(name);
            next += taken;
            continue;
        }
        next += 1;
        if words::only_describes(piece)
            && let Some(last) = phrases.last_mut()
        {
            last.push_str(", ");
            last.push_str(piece);
            continue;
        }
        join_names(piece, is_name, &mut phrases);
    }
    phrases
}

/// A piece of a meal, and whether a comma stands before it.
struct Piece {
    text: String,
    after_comma: bool,
}

/// Returns the longest run of pieces, from the first on, that is a name with its commas.
fn name_with_commas(pieces: &[Piece], is_name: &dyn Fn(&str) -> bool) -> Option<(usize, String)> {
    const MOST_PIECES: usize = 5;
    let joined = 1 + pieces.iter().skip(1).take_while(|piece| piece.after_comma).count();
    (2..=joined.min(MOST_PIECES)).rev().find_map(|taken| {
        let texts: Vec<&str> = pieces[..taken].iter().map(|piece| piece.text.as_str()).collect();
        let name = texts.join(", ");
        is_name(&name).then_some((taken, name))
    })
}

/// Returns the text between the separators.
fn hard_pieces(text: &str) -> Vec<Piece> {
    let mut pieces = vec![Piece { text: String::new(), after_comma: false }];
    let mut depth = 0_u32;
    let mut before = ' ';
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let after = chars.peek().copied().unwrap_or(' ');
        match c {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            _ => {}
        }
        let opens =
            before.is_whitespace() && pieces.last().is_some_and(|p| p.text.trim().is_empty());
        let decimal = c == ',' && after.is_ascii_digit() && (before.is_ascii_digit() || opens);
        let parts = matches!(c, ';' | '\n' | '\r') || (depth == 0 && matches!(c, ',' | '+' | '•'));
        before = c;
        if parts && !decimal {
            depth = 0;
            pieces.push(Piece { text: String::new(), after_comma: c == ',' });
        } else if let Some(piece) = pieces.last_mut() {
            piece.text.push(c);
        }
    }
    pieces
}

/// Parts one piece at its joining words, keeping together the longest runs that are a name.
fn join_names(piece: &str, is_name: &dyn Fn(&str) -> bool, phrases: &mut Vec<String>) {
    const MOST_PARTS: usize = 8;
    let parts = soft_parts(piece);
    let mut start = 0;
    while start < parts.len() {
        let longest = parts.len().min(start + MOST_PARTS);
        let end = (start + 2..=longest)
            .rev()
            .find(|end| is_name(&joined(&parts[start..*end])))
            .unwrap_or(start + 1);
        let phrase = joined(&parts[start..end]);
        if !phrase.is_empty() {
            phrases.push(phrase);
        }
        start = end;
    }
}

/// A part and the joining word before it.
struct Part<'a> {
    joint: &'a str,
    text: String,
}

fn soft_parts(piece: &str) -> Vec<Part<'_>> {
    let mut parts = vec![Part { joint: "", text: String::new() }];
    let mut depth = 0_usize;
    let mut before = "";
    let mut tokens = piece.split_whitespace().peekable();
    while let Some(word) = tokens.next() {
        let lower = word.to_lowercase();
        let joins = depth == 0 && matches!(lower.as_str(), "and" | "with" | "&" | "plus" | "w/");
        depth = (depth + word.matches('(').count()).saturating_sub(word.matches(')').count());
        // "1 and a half", "one and 1/2": the number goes on.
        let within_number = before.ends_with(|c: char| c.is_ascii_digit())
            && tokens.peek().is_some_and(|next| *next == "a" || next.contains('/'))
            || before.eq_ignore_ascii_case("one") && tokens.peek() == Some(&"a");
        before = word;
        if joins && !within_number {
            parts.push(Part { joint: word, text: String::new() });
            continue;
        }
        if let Some(part) = parts.last_mut() {
            if !part.text.is_empty() {
                part.text.push(' ');
            }
            part.text.push_str(word);
        }
    }
    parts
}

fn joined(parts: &[Part<'_>]) -> String {
    let mut out = String::new();
    for part in parts {
        if !out.is_empty() && !part.text.is_empty() {
            out.push(' ');
            out.push_str(part.joint);
            out.push(' ');
        }
        out.push_str(&part.text);
    }
    out
}

/// Returns the piece without list marks, control characters and doubled spaces.
fn clean(piece: &str) -> String {
    let text: String = piece.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let text = text.trim_start_matches(['*', '•', '·']).trim_start();
    let text = text.strip_prefix("- ").unwrap_or(text);
    let end = |c: char| matches!(c, '.' | ',' | ';' | ':' | '!') || c.is_whitespace();
    let text = text.trim_end_matches(end);
    // ".5 banana" keeps its point.
    let decimal =
        text.starts_with(['.', ',']) && text[1..].starts_with(|c: char| c.is_ascii_digit());
    if decimal { text.to_owned() } else { text.trim_start_matches(end).to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let is_name = |t: &str| {
            let names =
                ["macaroni and cheese", "salt and vinegar crisps", "cheese and onion crisps"];
            let plain = !t.contains(", ") && names.iter().any(|name| t.ends_with(name));
            plain || t.ends_with("g salmon, wild")
        };
        assert_eq!(split(text, &is_name), expected, "{text}");
    }

    #[test]
    fn parts_meals() {
        check("2 eggs, 200 g spinach, flat white", &["2 eggs", "200 g spinach", "flat white"]);
        check("latte and a muffin", &["latte", "a muffin"]);
        check("mac, 1 cup macaroni and cheese", &["mac", "1 cup macaroni and cheese"]);
        check(
            "yoghurt with raspberries & maple syrup + tea",
            &["yoghurt", "raspberries", "maple syrup", "tea"],
        );
        check("2,5 dl kefir, 1 nectarine", &["2,5 dl kefir", "1 nectarine"]);
        check("1 egg, boiled\n- toast; butter", &["1 egg, boiled", "toast", "butter"]);
        check("1 and a half bananas", &["1 and a half bananas"]);
        check("cheese and onion crisps and a pear", &["cheese and onion crisps", "a pear"]);
        check("tuna (in oil, drained), rice", &["tuna (in oil, drained)", "rice"]);
        check(".5 banana, ,5 l milk", &[".5 banana", ",5 l milk"]);
        check("170 g salmon, wild, banana", &["170 g salmon, wild", "banana"]);
        check("170 g salmon; wild", &["170 g salmon", "wild"]);
        check(" , ,,", &[]);
    }
}
