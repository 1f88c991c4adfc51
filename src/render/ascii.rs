//! Pages in plain ASCII, for terminals and printers that know nothing else.
//!
//! Drawn characters have ASCII ones of the same width; accents are left off; what has no likeness
//! is written as `\u{4e2d}`. JSON and HTML have escapes of their own.

use unicode_normalization::UnicodeNormalization as _;

/// Returns a text in ASCII. Terminal colours pass unchanged.
pub fn fold(text: &str) -> String {
    if text.is_ascii() {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_ascii() {
            out.push(c);
        } else if let Some(like) = likeness(c) {
            out.push_str(like);
        } else {
            let base: String = std::iter::once(c).nfd().filter(char::is_ascii).collect();
            if base.is_empty() && !is_mark(c) {
                out.push_str(&format!("\\u{{{:x}}}", u32::from(c)));
            }
            out.push_str(&base);
        }
    }
    out
}

/// Returns an HTML page in ASCII: everything else as a numeric reference.
pub fn html(text: &str) -> String {
    escaped(text, |c| format!("&#x{:x};", u32::from(c)))
}

/// Returns a JSON text in ASCII: everything else as `\u` escapes, which JSON allows inside strings,
/// where alone it can stand.
pub fn json(text: &str) -> String {
    let mut units = [0; 2];
    escaped(text, |c| c.encode_utf16(&mut units).iter().map(|u| format!("\\u{u:04x}")).collect())
}

fn escaped(text: &str, mut escape: impl FnMut(char) -> String) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_ascii() { out.push(c) } else { out.push_str(&escape(c)) }
    }
    out
}

/// Returns whether this is an accent that stands by itself in the text.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}')
}

fn likeness(c: char) -> Option<&'static str> {
    Some(match c {
        '█' => "#",
        '░' | '▒' => "?",
        '│' => "|",
        '·' => ".",
        '▁' => "1",
        '▂' => "2",
        '▃' => "3",
        '▄' => "4",
        '▅' => "5",
        '▆' => "6",
        '▇' => "7",
        '›' | '»' => ">",
        '‹' | '«' => "<",
        '–' | '—' | '−' | '‐' | '‑' => "-",
        '…' => "...",
        '±' => "+/-",
        '≥' => ">=",
        '≤' => "<=",
        '×' => "x",
        'µ' | 'μ' => "u",
        '°' => " deg",
        '½' => " 1/2",
        '¼' => " 1/4",
        '¾' => " 3/4",
        '‘' | '’' | '‚' => "'",
        '“' | '”' | '„' => "\"",
        '\u{a0}' | '\u{202f}' | '\u{2009}' => " ",
        'ß' => "ss",
        'æ' => "ae",
        'Æ' => "AE",
        'œ' => "oe",
        'Œ' => "OE",
        'ø' => "o",
        'Ø' => "O",
        'ł' => "l",
        'Ł' => "L",
        'đ' | 'ð' => "d",
        'þ' => "th",
        'ı' => "i",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_drawn_and_what_is_named() {
        for (text, expected) in [
            ("██░░·│", "##??.|"),
            ("2.6 µg ± 0.4", "2.6 ug +/- 0.4"),
            ("crème brûlée, Spätzle", "creme brulee, Spatzle"),
            ("smørrebrød – 1½ …", "smorrebrod - 1 1/2 ..."),
            ("e\u{301}clair", "eclair"),
            ("中", "\\u{4e2d}"),
            ("\u{1b}[1mx\u{1b}[0m", "\u{1b}[1mx\u{1b}[0m"),
        ] {
            assert_eq!(fold(text), expected);
            assert!(fold(text).is_ascii());
        }
    }

    #[test]
    fn documents_have_escapes_of_their_own() {
        assert_eq!(json("\"µ😀\""), "\"\\u00b5\\ud83d\\ude00\"");
        assert_eq!(html("<p>µ</p>"), "<p>&#xb5;</p>");
    }
}
