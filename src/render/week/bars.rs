//! Each mineral as a bar against its reference, with what is not known drawn as that.

use unicode_width::UnicodeWidthStr as _;

use super::super::{Page, Tone, sentences};
use super::line;
use crate::nutrition::coverage;
use crate::report::period::{Mineral, Report};

/// Columns before a bar: the name of the mineral.
const NAME: usize = 13;

/// Returns the minerals with their bars and sentences, and what the bars mean.
pub(super) fn minerals(page: Page, report: &Report) -> String {
    let mut out = String::new();
    for mineral in &report.minerals {
        out.push_str(&self::mineral(page, mineral, report));
    }
    let key = "█ known  ░ may be there  · less than the reference  │ the reference";
    out.push_str(&page.wrap_in(Tone::Aside, "  ", "  ", key));
    out.push('\n');
    out
}

fn mineral(page: Page, mineral: &Mineral, report: &Report) -> String {
    let Some(intake) = mineral.intake else {
        return String::new();
    };
    let name = format!("  {:<1$}", mineral.nutrient.name(), NAME - 2);
    let text = sentences::intake(mineral);
    let mut out = String::new();
    match mineral.reference {
        Some(reference) => {
            // Where nothing is known, the bar begins with what may be there.
            let known = mineral.coverage.unwrap_or(0.0);
            let upper = coverage::coverage(intake.upper, reference);
            let bar = bar(page, known, upper);
            let beside = NAME + cells(page) + 2 + text.width() <= page.width;
            // A bar that is full ends in no blanks where nothing stands beside it.
            let bar = if beside { format!("{bar}  {text}") } else { bar.trim_end().to_owned() };
            if NAME + cells(page) > page.width {
                out.push_str(&format!("{}\n  {bar}\n", name.trim_end()));
            } else {
                out.push_str(&format!("{name}{bar}\n"));
            }
            if !beside {
                line(&mut out, page, "    ", "    ", &text);
            }
        }
        None => line(&mut out, page, &name, "    ", &text),
    }
    for text in sentences::detail(mineral, report) {
        line(&mut out, page, "    ", "    ", &text);
    }
    out
}

/// Returns the columns that stand for the whole reference.
fn reference(page: Page) -> usize {
    match page.width {
        ..40 => 12,
        40..100 => 16,
        100..160 => 40,
        _ => 60,
    }
}

/// Returns the columns of a bar: the reference, its mark, and a quarter more.
fn cells(page: Page) -> usize {
    reference(page) + 1 + reference(page) / 4
}

/// Returns a bar: what is known, what may be there beyond it, what is left of the reference, and
/// the mark of the reference, which a bar passes only when the reference is reached.
fn bar(page: Page, known: f64, upper: f64) -> String {
    let whole = reference(page);
    let most = cells(page) - 1;
    let filled = |share: f64| {
        let filled = ((share.max(0.0) * whole as f64).round() as usize).min(most);
        // Full only when the reference is reached, and never empty where something is there.
        let filled = if share < 1.0 { filled.min(whole - 1) } else { filled.max(whole) };
        if share > 0.0 { filled.max(1) } else { filled }
    };
    let known = filled(known);
    let upper = filled(upper).max(known);
    let mut out = String::new();
    let part = |from: usize, to: usize| {
        let within = |start: usize, end: usize| end.clamp(from, to) - start.clamp(from, to);
        let left = within(upper, to);
        // Beyond the reference nothing is missing.
        let left = if from < whole {
            page.paint(Tone::Aside, &"·".repeat(left))
        } else {
            " ".repeat(left)
        };
        format!(
            "{}{}{left}",
            page.paint(Tone::Known, &"█".repeat(within(0, known))),
            page.paint(Tone::Unknown, &"░".repeat(within(known, upper)))
        )
    };
    out.push_str(&part(0, whole));
    out.push('│');
    out.push_str(&part(whole, most));
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(known: f64, upper: f64, expected: &str) {
        let page = Page { width: 80, color: false, ascii: false };
        assert_eq!(bar(page, known, upper), expected);
        assert_eq!(expected.width(), cells(page));
    }

    #[test]
    fn a_bar_passes_its_reference_only_when_it_is_reached() {
        check(0.0, 0.0, "················│    ");
        check(0.001, 0.001, "█···············│    ");
        check(0.5, 0.75, "████████░░░░····│    ");
        check(0.999, 0.999, "███████████████·│    ");
        check(1.0, 1.0, "████████████████│    ");
        check(0.5, 1.1, "████████░░░░░░░░│░░  ");
        check(1.1, 9.0, "████████████████│██░░");
        check(9.0, 9.0, "████████████████│████");
    }
}
