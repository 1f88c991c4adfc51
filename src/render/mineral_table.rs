//! The four minerals as a table, for a page that is wide enough.

use std::borrow::Cow;

use super::cards::Mineral;
use super::{Page, Tone, WIDEST_TEXT, ascii, capital};

/// Pages narrower than this, in columns, have no room for the table.
pub(super) const LEAST_WIDTH: usize = 76;
/// Columns of the names of the rows, with the gap behind them.
const NAMES: usize = 12;
/// Columns between two cells.
const GAP: usize = 2;

/// Returns the minerals beside each other; `this_week` says what each one's week amounts to.
pub(super) fn table(page: Page, minerals: &[Mineral], this_week: &[String]) -> String {
    let of = |kind: &'static str| -> Vec<String> {
        minerals.iter().map(|m| m.of_kind(kind).collect::<Vec<_>>().join("; ")).collect()
    };
    let names: Vec<String> = minerals.iter().map(|m| capital(m.nutrient.name())).collect();
    let mut out = row(page, Some(Tone::Known), "", &names);
    for (name, cells) in [
        ("in muscle", of("compare")),
        ("low blood level", of("compare_signs")),
        ("food", of("compare_sources")),
        ("this week, a day", this_week.to_vec()),
    ] {
        out.push('\n');
        out.push_str(&row(page, None, name, &cells));
    }
    out
}

/// Returns a row whose cells are wrapped each in its own column.
fn row(page: Page, tone: Option<Tone>, name: &str, cells: &[String]) -> String {
    let room = page.width.min(WIDEST_TEXT).saturating_sub(NAMES + 2);
    let width = (room / cells.len().max(1)).saturating_sub(GAP).max(8);
    let wrapped = |text: &str, width: usize| -> Vec<String> {
        let text = if page.ascii { ascii::fold(text) } else { text.to_owned() };
        textwrap::wrap(&text, width).into_iter().map(Cow::into_owned).collect()
    };
    let names = wrapped(name, NAMES - GAP);
    let columns: Vec<Vec<String>> = cells.iter().map(|text| wrapped(text, width)).collect();
    let height = columns.iter().chain([&names]).map(Vec::len).max().unwrap_or(0);
    let mut out = String::new();
    for at in 0..height {
        let cell = |lines: &[String], width: usize| {
            let text = lines.get(at).map_or("", String::as_str);
            let gap = width.saturating_sub(unicode_width::UnicodeWidthStr::width(text));
            format!("{text}{}", " ".repeat(gap))
        };
        let mut line = format!("  {}", page.paint(Tone::Heading, &cell(&names, NAMES)));
        for lines in &columns {
            let text = cell(lines, width + GAP);
            line.push_str(&tone.map_or_else(|| text.clone(), |tone| page.paint(tone, &text)));
        }
        out.push_str(line.trim_end());
        out.push('\n');
    }
    out
}
