//! Reports as text, Markdown, CSV, HTML and JSON. Never queries, never computes: rounding and
//! wording happen here, and nothing else does.

pub mod amount;
mod around;
pub mod ascii;
pub mod cards;
pub mod correct;
pub mod csv;
pub mod day;
mod days_json;
pub mod document;
pub mod echo;
pub mod exchange;
pub mod explain;
pub mod flags;
pub mod food;
pub mod food_json;
pub mod html;
pub mod import;
pub mod json;
mod json_value;
pub mod keep;
pub mod lists;
pub mod markdown;
mod mineral_table;
pub mod own;
pub mod phrasing;
pub mod profile;
pub mod resolve;
mod rows;
#[cfg(test)]
mod sample;
mod sentences;
pub mod suggest;
mod timeline;
pub mod week;
pub mod why;
mod wording;

use anstyle::{AnsiColor, Style};
use unicode_width::UnicodeWidthStr;

pub use wording::{gate_line, whose_reference, wording};

/// How a page is laid out.
#[derive(Clone, Copy, Debug)]
pub struct Page {
    /// Columns of the page.
    pub width: usize,
    /// Whether to colour.
    pub color: bool,
    /// Whether to write ASCII alone.
    pub ascii: bool,
}

/// The widest text, in columns: longer lines are hard to read. Bars and strips may be wider.
const WIDEST_TEXT: usize = 100;
/// The least room, in columns, that is left for text beside what stands before it.
const LEAST_TEXT: usize = 12;

/// What a piece of text is for; the colour follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// A heading.
    Heading,
    /// Beside the point: ids, hints, what was assumed.
    Aside,
    /// A measured part of a bar.
    Known,
    /// An unknown part of a bar.
    Unknown,
    /// An emergency.
    Alarm,
    /// A reason to have something checked.
    Warning,
}

impl Page {
    /// Returns text in a tone; plain where the page has no colour.
    pub fn paint(self, tone: Tone, text: &str) -> String {
        if !self.color || text.is_empty() {
            return text.to_owned();
        }
        let color = |color: AnsiColor| Style::new().fg_color(Some(color.into()));
        let style = match tone {
            Tone::Heading => Style::new().bold(),
            Tone::Aside => Style::new().dimmed(),
            Tone::Known => color(AnsiColor::Cyan),
            Tone::Unknown => color(AnsiColor::Cyan).dimmed(),
            Tone::Alarm => color(AnsiColor::Red).bold(),
            Tone::Warning => color(AnsiColor::Yellow).bold(),
        };
        format!("{style}{text}{style:#}")
    }

    /// Returns text wrapped to the page, its first line after `first` and the others after `rest`.
    ///
    /// Where that would leave too little room beside them, what stands before the text runs on into
    /// it, and the lines are indented by little.
    pub fn wrap(self, first: &str, rest: &str, text: &str) -> String {
        let width = self.width.clamp(20, WIDEST_TEXT);
        if first.width().max(rest.width()) + LEAST_TEXT > width {
            let words: Vec<&str> = first.split_whitespace().chain([text]).collect();
            let indent = |of: &str, most: usize| {
                " ".repeat(of.chars().take_while(|c| *c == ' ').count().min(most))
            };
            let (first, rest) = (indent(first, 2), indent(rest, 4));
            return self.filled(width, &first, &rest, &words.join(" "));
        }
        self.filled(width, first, rest, text)
    }

    fn filled(self, width: usize, first: &str, rest: &str, text: &str) -> String {
        // Blanks that no line is broken at still hold together in ASCII.
        let fold = || text.split('\u{a0}').map(ascii::fold).collect::<Vec<_>>().join("\u{a0}");
        let folded = self.ascii.then(fold);
        let text = folded.as_deref().unwrap_or(text);
        let options = textwrap::Options::new(width)
            .word_splitter(textwrap::WordSplitter::NoHyphenation)
            .initial_indent(first)
            .subsequent_indent(rest);
        textwrap::fill(text, options)
    }

    /// Returns wrapped text in a tone, indentation included.
    pub fn wrap_in(self, tone: Tone, first: &str, rest: &str, text: &str) -> String {
        let wrapped = self.wrap(first, rest, text);
        wrapped.lines().map(|line| self.paint(tone, line)).collect::<Vec<_>>().join("\n")
    }

    /// Returns two texts at the two ends of a line, or on two lines where one is too short. Only
    /// the left one may be painted: it is given with its plain form.
    pub fn ends(self, left: &str, tone: Tone, right: &str) -> String {
        let width = self.width.min(WIDEST_TEXT);
        let gap = width.saturating_sub(left.width() + right.width());
        if right.is_empty() {
            self.wrap_in(tone, "", "  ", left)
        } else if gap < 2 {
            let left = self.wrap_in(tone, "", "  ", left);
            format!("{left}\n{}", self.wrap_in(Tone::Aside, "", "  ", right))
        } else {
            format!(
                "{}{}{}",
                self.paint(tone, left),
                " ".repeat(gap),
                self.paint(Tone::Aside, right)
            )
        }
    }
}

/// Returns text that can run nothing in a terminal: control characters and marks that change the
/// direction of writing are left out, line breaks become spaces.
pub fn inert(text: &str) -> String {
    text.chars()
        .filter_map(|c| match c {
            '\n' | '\r' | '\t' | '\u{2028}' | '\u{2029}' => Some(' '),
            '\u{200e}'
            | '\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2066}'..='\u{2069}'
            | '\u{061c}'
            | '\u{feff}' => None,
            c if c.is_control() => None,
            c => Some(c),
        })
        .collect()
}

/// Returns a list as English writes it: "a", "a and b", "a, b and c".
pub fn list(items: &[String], last: &str) -> String {
    match items {
        [] => String::new(),
        [only] => only.clone(),
        [start @ .., end] => format!("{} {last} {end}", start.join(", ")),
    }
}

/// Returns a count with its noun: "1 day", "2 days".
pub fn count(number: usize, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}

/// Returns the text with its first letter in upper case.
pub(crate) fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or(String::new(), |c| c.to_uppercase().chain(chars).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hostile_text_is_made_inert() {
        assert_eq!(inert("a\u{1b}[31mb\u{202e}c\nd\u{7}"), "a[31mbc d");
    }

    #[test]
    fn lists_read_as_english() {
        let items =
            |n: usize| ["a", "b", "c"][..n].iter().map(|s| (*s).to_owned()).collect::<Vec<_>>();
        assert_eq!(list(&items(1), "and"), "a");
        assert_eq!(list(&items(2), "or"), "a or b");
        assert_eq!(list(&items(3), "and"), "a, b and c");
    }
}
