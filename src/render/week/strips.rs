//! Day by day in columns that line up, and the last weeks as sparklines.

use chrono::{Datelike as _, NaiveDate};
use unicode_width::UnicodeWidthStr as _;

use super::super::{Page, Tone, amount, sentences};
use super::line;
use crate::nutrition::intake::Intake;
use crate::report::episodes::DayMark;
use crate::report::period::Report;
use crate::report::strip::DayStrip;
use crate::report::weeks::Weeks;

/// Columns of a row's name, and of the shorter name on a narrow page.
const NAME: usize = 15;
const SHORT_NAME: usize = 11;
/// Columns of a day, and of one on a narrow page, where no little bars stand beside the figures.
const DAY: usize = 8;
const NARROW_DAY: usize = 6;
/// From this width on there are little bars beside the figures.
const ROOMY: usize = 71;
/// The longest period that is shown day by day: eight weeks.
const MOST_DAYS: usize = 56;

/// The heights of little bars, and what stands for them in ASCII.
const LEVELS: [&str; 8] = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"];
const DIGITS: [&str; 8] = ["1", "2", "3", "4", "5", "6", "7", "8"];
const NOT_NOTED: &str = "–";
const AHEAD: &str = "·";

/// One row of the strips.
struct Row {
    name: &'static str,
    short: &'static str,
    /// What each day says, in words.
    text: fn(&DayStrip) -> Option<String>,
    /// What each day says, as a height; none where that says nothing.
    height: fn(&DayStrip) -> Option<f64>,
}

const ROWS: [Row; 7] = [
    Row {
        name: "episodes",
        short: "episodes",
        text: episodes,
        height: |day| match day.mark {
            DayMark::Episodes(count) => Some(count as f64),
            DayMark::Free => Some(0.0),
            DayMark::Unrecorded | DayMark::Ahead => None,
        },
    },
    Row {
        name: "strongest, 0-10",
        short: "strongest",
        text: |day| day.intensity_max.map(|i| i.to_string()),
        height: |day| day.intensity_max.map(f64::from),
    },
    Row {
        name: "caffeine, mg",
        short: "caffeine mg",
        text: |day| day.caffeine.map(|c| at_least(c, &milligrams(c.known))),
        height: |day| day.caffeine.map(|c| c.known),
    },
    Row {
        name: "stress, 0-10",
        short: "stress",
        text: |day| day.stress.map(|stress| amount::number(stress, 1)),
        height: |day| day.stress,
    },
    Row {
        name: "water, L",
        short: "water L",
        text: |day| day.water.map(|w| at_least(w, &liters(w.known))),
        height: |day| day.water.map(|w| w.known),
    },
    Row {
        name: "sleep, h:min",
        short: "sleep h",
        text: |day| day.sleep_minutes.map(hours),
        height: |day| day.sleep_minutes,
    },
    Row {
        name: "food logged",
        short: "food",
        text: |day| day.logged.then(|| "yes".to_owned()),
        height: |_| None,
    },
];

/// Returns the days of a report above one another, as many side by side as the page holds.
pub(super) fn days(page: Page, report: &Report) -> String {
    let mut out = String::new();
    let strips = &report.strips;
    if strips.len() > MOST_DAYS {
        let text = "Too many days to stand side by side; `--format csv` has each of them.";
        line(&mut out, page, "  ", "  ", text);
        return out;
    }
    let roomy = page.width >= ROOMY;
    let (name, day) = if roomy { (NAME, DAY) } else { (SHORT_NAME, NARROW_DAY) };
    let fit = (page.width.saturating_sub(2 + name) / day).max(1);
    // Whole weeks side by side, or one week in parts as even as they go: four and three days.
    let (weeks, fit) =
        if fit >= 7 { (fit - fit % 7, fit) } else { (7, 7_usize.div_ceil(7_usize.div_ceil(fit))) };
    let parts = strips.chunks(weeks).flat_map(|some| some.chunks(fit));
    for (i, some) in parts.enumerate() {
        if i > 0 {
            out.push('\n');
        }
        out.push_str(&dates(page, some, name, day));
        for row in ROWS.iter().filter(|row| row.says_something(strips)) {
            out.push_str(&self::row(page, row, some, strips, roomy));
        }
    }
    let key = "? nothing said  – not noted  · has not come  + at least";
    out.push_str(&page.wrap_in(Tone::Aside, "  ", "  ", key));
    out.push('\n');
    out
}

impl Row {
    /// Returns whether any day has a word for it; episodes always stand there.
    fn says_something(&self, days: &[DayStrip]) -> bool {
        self.name == "episodes" || days.iter().any(|day| (self.text)(day).is_some())
    }
}

/// Returns the heads of some days: the day of the week, and the date below it.
fn dates(page: Page, days: &[DayStrip], name: usize, day: usize) -> String {
    let of = |label: String, text: &dyn Fn(NaiveDate) -> String| {
        let cells: String = days.iter().map(|d| format!("{:>day$}", text(d.day))).collect();
        page.paint(Tone::Aside, &format!("  {label:name$}{cells}"))
    };
    let weekday = of(String::new(), &|day| day.format("%a").to_string());
    let month = days.first().map(|first| first.day.format("%b %Y").to_string());
    let date = of(month.unwrap_or_default(), &|day| {
        day.format(if day.day() == 1 { "%-d %b" } else { "%-d" }).to_string()
    });
    format!("{weekday}\n{date}\n")
}

/// Returns one row of some days; the heights are those of all days.
fn row(page: Page, row: &Row, days: &[DayStrip], all: &[DayStrip], roomy: bool) -> String {
    let top = all.iter().filter_map(row.height).fold(0.0, f64::max);
    let (label, name, width) =
        if roomy { (row.name, NAME, DAY) } else { (row.short, SHORT_NAME, NARROW_DAY) };
    let mut out = format!("  {label:<name$}");
    for day in days {
        let text = (row.text)(day).unwrap_or_else(|| {
            if day.mark == DayMark::Ahead { AHEAD } else { NOT_NOTED }.to_owned()
        });
        // In ASCII a bar beside a figure would read as a part of it.
        let bar = (row.height)(day).filter(|height| roomy && !page.ascii && *height > 0.0);
        let bar = bar.map(|height| level(height, top, &LEVELS));
        let taken = text.width() + if bar.is_some() { 2 } else { 0 };
        out.push_str(&" ".repeat(width.saturating_sub(taken).max(1)));
        if let Some(bar) = bar {
            out.push_str(&format!("{} ", page.paint(Tone::Known, bar)));
        }
        out.push_str(&text);
    }
    out.push('\n');
    out
}

fn episodes(day: &DayStrip) -> Option<String> {
    match day.mark {
        DayMark::Episodes(count) => Some(count.to_string()),
        DayMark::Free => Some("0".to_owned()),
        DayMark::Unrecorded => Some("?".to_owned()),
        DayMark::Ahead => None,
    }
}

/// Returns a figure, marked where not every food reports it.
fn at_least(intake: Intake, text: &str) -> String {
    if intake.is_complete() { text.to_owned() } else { format!("{text}+") }
}

/// Returns milligrams. What is there is never shown as nothing.
fn milligrams(mg: f64) -> String {
    if mg > 0.0 && mg < 0.5 { "<1".to_owned() } else { amount::number(mg, 0) }
}

/// Returns millilitres as litres: `1.3`. What is there is never shown as nothing.
fn liters(ml: f64) -> String {
    match format!("{:.1}", ml / 1000.0) {
        text if text == "0.0" && ml > 0.0 => "<0.1".to_owned(),
        text => text,
    }
}

/// Returns minutes as they stand on a clock: `6:30`.
fn hours(minutes: f64) -> String {
    let minutes = minutes.round() as i64;
    format!("{}:{:02}", minutes / 60, minutes % 60)
}

/// Returns the little bar of a value among those from 0 to the highest.
fn level(value: f64, top: f64, levels: &[&'static str; 8]) -> &'static str {
    let step = (value / top * (levels.len() - 1) as f64).round();
    levels[(step.max(0.0) as usize).min(levels.len() - 1)]
}

/// Returns the last weeks, a sparkline for each measure; the empty text where the weeks before the
/// latest know nothing.
pub(super) fn weeks(page: Page, weeks: &Weeks) -> String {
    let mut out = String::new();
    let lines = sentences::lines(weeks);
    if lines.is_empty() {
        return out;
    }
    let levels = if page.ascii { &DIGITS } else { &LEVELS };
    for found in lines {
        let top = found.values.iter().flatten().copied().fold(0.0, f64::max);
        let spark: String = found
            .values
            .iter()
            .map(|value| match value {
                None => AHEAD,
                Some(value) if top > 0.0 => level(*value, top, levels),
                Some(_) => levels[0],
            })
            .collect();
        let text = match found.change.as_str() {
            "" => found.now,
            change => format!("{}; {change}", found.now),
        };
        let first = format!("  {:<12} {spark}  ", found.name);
        let mut wrapped = String::new();
        line(&mut wrapped, page, &first, &" ".repeat(first.width()), &text);
        // The sparkline stands once in the first line and takes its tone there.
        out.push_str(&wrapped.replacen(&spark, &page.paint(Tone::Known, &spark), 1));
    }
    let key = if page.ascii {
        "What is known, in steps of 1 to 8 from 0 to the highest week, the latest last; · nothing is."
    } else {
        "What is known, from 0 to the highest week, the latest last; · nothing is."
    };
    out.push_str(&page.wrap_in(Tone::Aside, "  ", "  ", key));
    out.push('\n');
    out
}
