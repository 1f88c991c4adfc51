//! The week's page in the terminal.

mod bars;
mod strips;

use super::{Page, Tone, phrasing, sentences, whose_reference};
use crate::report::period::Report;

/// Returns a week's page.
pub fn week(page: Page, report: &Report) -> String {
    let mut out = phrasing::flags(page, &report.flags);
    let logged = sentences::logged(report);
    out.push_str(&page.ends(&sentences::title(report.period), Tone::Heading, &logged));
    out.push('\n');
    let year = chrono::Datelike::year(&report.period.to);
    out.push_str(&page.wrap_in(Tone::Aside, "", "  ", &whose_reference(&report.person, year)));
    out.push('\n');
    if sentences::ahead(report) {
        out.push('\n');
        line(&mut out, page, "", "", sentences::no_logged_day(report));
        out.push('\n');
        for text in sentences::footer(report) {
            out.push_str(&page.wrap_in(Tone::Aside, "", "", &text));
            out.push('\n');
        }
        return out;
    }
    heading(&mut out, page, "Minerals from food and drink, a day");
    if report.logged_days == 0 {
        line(&mut out, page, "  ", "  ", sentences::no_logged_day(report));
    } else {
        out.push_str(&bars::minerals(page, report));
    }
    for text in sentences::supplements(report) {
        line(&mut out, page, "  ", "    ", &text);
    }
    suggestions(&mut out, page, report);
    heading(&mut out, page, "Around it");
    for (name, text) in sentences::context(&report.context, report.logged_days) {
        line(&mut out, page, &format!("  {name:<10} "), "             ", &text);
    }
    heading(&mut out, page, "Episodes");
    line(&mut out, page, "  ", "  ", &sentences::episodes(&report.episodes));
    for site in &report.episodes.by_site {
        let text = format!(
            "{}: {} on {}",
            sentences::place(site),
            super::count(site.count, "episode", "episodes"),
            super::count(site.days, "day", "days")
        );
        line(&mut out, page, "    ", "      ", &text);
    }
    heading(&mut out, page, "Day by day");
    out.push_str(&strips::days(page, report));
    let weeks = strips::weeks(page, &report.weeks);
    if !weeks.is_empty() {
        heading(&mut out, page, "The last eight weeks");
        out.push_str(&weeks);
    }
    out.push('\n');
    for text in sentences::footer(report) {
        out.push_str(&page.wrap_in(Tone::Aside, "", "", &text));
        out.push('\n');
    }
    out
}

fn heading(out: &mut String, page: Page, text: &str) {
    out.push('\n');
    out.push_str(&page.wrap_in(Tone::Heading, "", "", text));
    out.push('\n');
}

fn line(out: &mut String, page: Page, first: &str, rest: &str, text: &str) {
    // A figure stays on one line with its unit.
    let text = page.wrap(first, rest, &joined(text));
    out.push_str(&text.replace('\u{a0}', " "));
    out.push('\n');
}

/// Joins each number with the unit behind it by a blank that no line is broken at.
fn joined(text: &str) -> String {
    const UNITS: [&str; 10] = ["mg", "µg", "ug", "g", "mL", "L", "%", "h", "min", "of"];
    let mut out = String::with_capacity(text.len());
    let mut before = "";
    for (i, word) in text.split(' ').enumerate() {
        if i > 0 {
            let figure = before.ends_with(|c: char| c.is_ascii_digit());
            let unit = word.trim_end_matches([',', ';', '.', ':', ')']);
            out.push(if figure && UNITS.contains(&unit) { '\u{a0}' } else { ' ' });
        }
        out.push_str(word);
        before = word;
    }
    out
}

pub(super) fn suggestions(out: &mut String, page: Page, report: &Report) {
    let foods = sentences::suggested(report);
    let withheld = sentences::withheld(report);
    if foods.is_empty() && withheld.is_empty() {
        return;
    }
    heading(out, page, "Foods that would close the gaps");
    for food in foods {
        line(out, page, "  ", "    ", &format!("{}: {}", food.name, food.amount));
        line(out, page, "    ", "      ", &format!("adds {} each time", food.adds));
        line(out, page, "    ", "      ", &food.why);
    }
    for text in withheld {
        line(out, page, "  ", "    ", &text);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_figure_stays_with_its_unit() {
        for (text, expected) in [
            ("93 % of the RDA 320 mg.", "93~% of the RDA 320~mg."),
            ("6 h 30 min a night", "6~h 30~min a night"),
            ("4 of 12 foods", "4~of 12 foods"),
            (" a  b", " a  b"),
            ("", ""),
        ] {
            assert_eq!(joined(text).replace('\u{a0}', "~"), expected);
        }
    }

    #[test]
    fn suggestions_and_what_stands_out() {
        let page = Page { width: 60, color: false, ascii: false };
        let page = week(page, &super::super::sample::report());
        let expected = "
Foods that would close the gaps
  almonds | <b>: 1 handful (30 g), 3 times a week
    adds 81 mg magnesium (calcium and vitamin D not known)
      each time
    for magnesium; you ate it on 4 days of the last four
      weeks
  Nothing is suggested for potassium: that is hidden, for
    the reason given below.
";
        assert!(page.contains(expected), "{page}");
        let expected = "
The last eight weeks
  magnesium    ·····▆▆█  240 mg; higher than the weeks
                         before would lead one to expect
                         (before 182 mg)
";
        assert!(page.contains(expected), "{page}");
    }
}
