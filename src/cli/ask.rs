//! Asks a question at the terminal. The only room that reads keys.
//!
//! A question is only ever asked where somebody can answer it ([`Session::asks`]); everything else
//! gets the answer it would get from a script.
//!
//! [`Session::asks`]: super::Session::asks

use console::{Key, Term};

use crate::error::{Error, Result};
use crate::render::inert;

/// The most answers a question offers; each has a digit.
const MOST_OPTIONS: usize = 9;

/// Asks which of some answers is meant. Arrow keys and Enter choose, and so does the answer's
/// number; Enter alone means the first. None where the person wants none of them.
///
/// # Errors
///
/// Fails when the terminal cannot be read. An interrupt ends the program before anything is
/// stored.
pub(super) fn choose(question: &str, options: &[String], none: &str) -> Result<Option<usize>> {
    ask(question, options, none, 0)
}

/// Asks the same where Enter alone means none: what must not happen by the way.
///
/// # Errors
///
/// Fails as [`choose`] does.
pub(super) fn offer(question: &str, options: &[String], none: &str) -> Result<Option<usize>> {
    ask(question, options, none, options.len())
}

fn ask(question: &str, options: &[String], none: &str, at: usize) -> Result<Option<usize>> {
    let term = Term::stderr();
    let options = &options[..options.len().min(MOST_OPTIONS)];
    let mut choice = Choice { at: at.min(options.len()), options: options.len() };
    let lines = options.len() + 2;
    loop {
        term.write_line(&inert(question)).map_err(unreadable)?;
        for (i, option) in options.iter().map(String::as_str).chain([none]).enumerate() {
            let mark = if i == choice.at { '>' } else { ' ' };
            let number = if i == options.len() { 0 } else { i + 1 };
            term.write_line(&format!("{mark} {number}  {}", inert(option))).map_err(unreadable)?;
        }
        let key = term.read_key().map_err(unreadable)?;
        term.clear_last_lines(lines).map_err(unreadable)?;
        if let Some(answer) = choice.press(&key) {
            return Ok(answer);
        }
    }
}

/// Asks for a line of text; empty where the person only pressed Enter.
///
/// # Errors
///
/// Fails when the terminal cannot be read.
pub(super) fn line(question: &str) -> Result<String> {
    let term = Term::stderr();
    term.write_str(&format!("{} ", inert(question))).map_err(unreadable)?;
    let mut text = String::new();
    std::io::stdin().read_line(&mut text).map_err(unreadable)?;
    Ok(text.trim().to_owned())
}

#[allow(clippy::needless_pass_by_value)]
fn unreadable(e: std::io::Error) -> Error {
    Error::failed("the terminal could not be read").because(e).hint("nothing was changed")
}

/// A list with one answer marked; the place behind the last stands for none of them.
struct Choice {
    at: usize,
    options: usize,
}

impl Choice {
    /// Returns the answer a key gives; none where it only moves the mark or means nothing.
    fn press(&mut self, key: &Key) -> Option<Option<usize>> {
        let places = self.options + 1;
        match key {
            Key::ArrowUp | Key::Char('k') => self.at = (self.at + places - 1) % places,
            Key::ArrowDown | Key::Char('j') | Key::Tab => self.at = (self.at + 1) % places,
            Key::Home => self.at = 0,
            Key::End => self.at = self.options,
            Key::Enter => return Some((self.at < self.options).then_some(self.at)),
            Key::Escape | Key::Char('0' | 'n' | 'q') => return Some(None),
            Key::Char(digit) => {
                let number = digit.to_digit(10).map_or(0, |d| d as usize);
                if (1..=self.options).contains(&number) {
                    return Some(Some(number - 1));
                }
            }
            _ => {}
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pressed(keys: &[Key]) -> Option<Option<usize>> {
        let mut choice = Choice { at: 0, options: 3 };
        keys.iter().find_map(|key| choice.press(key))
    }

    #[test]
    fn arrows_numbers_and_none() {
        assert_eq!(pressed(&[Key::Enter]), Some(Some(0)));
        assert_eq!(pressed(&[Key::ArrowDown, Key::ArrowDown, Key::Enter]), Some(Some(2)));
        assert_eq!(pressed(&[Key::ArrowUp, Key::Enter]), Some(None));
        assert_eq!(pressed(&[Key::Char('3')]), Some(Some(2)));
        assert_eq!(pressed(&[Key::Char('4')]), None);
        assert_eq!(pressed(&[Key::Char('0')]), Some(None));
        assert_eq!(pressed(&[Key::Escape]), Some(None));
    }
}
