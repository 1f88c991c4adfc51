//! The drawings of the page, as SVG without a frame: bars by day, strips above one another, the
//! timeline of the sites and the calendar.
//!
//! The plotting library places everything; each colour it is given is the number of an [`Ink`] and
//! leaves here as a class, so that the style sheet decides how light and dark look. What is not
//! known is hatched, what nobody recorded is a question mark, and neither is ever a zero.

use std::error::Error;

use chrono::{Datelike, NaiveDate};
use plotters::coord::Shift;
use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};

use crate::render::amount::number;
use crate::report::episodes::DayMark;

/// Units of the width of every drawing: a small telephone shows them one to one.
pub(super) const WIDTH: u32 = 340;

/// Slots up to which each has a mark of its own for what nobody recorded.
const MARKED_SLOTS: usize = 35;
/// Slots up to which a mark has room for its number.
const NUMBERED_SLOTS: usize = 14;

/// What a stroke or an area stands for; the style sheet has a class for each.
#[derive(Clone, Copy)]
enum Ink {
    Known,
    Unknown,
    Thin,
    Reference,
    Faint,
    Text,
    Muted,
    Twitch,
    OnTwitch,
    Free,
}

impl Ink {
    const ALL: [(Self, &'static str); 10] = [
        (Self::Known, "known"),
        (Self::Unknown, "unknown"),
        (Self::Thin, "thin"),
        (Self::Reference, "reference"),
        (Self::Faint, "faint"),
        (Self::Text, "text"),
        (Self::Muted, "muted"),
        (Self::Twitch, "twitch"),
        (Self::OnTwitch, "on-twitch"),
        (Self::Free, "free"),
    ];

    fn color(self) -> RGBColor {
        RGBColor(0, 0, 1 + self as u8)
    }

    fn area(self) -> ShapeStyle {
        self.color().filled()
    }

    fn line(self) -> ShapeStyle {
        self.color().stroke_width(1)
    }
}

/// What a day or a week has of something.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Slot {
    /// An amount, known and at most.
    Amount {
        /// The known part.
        known: f64,
        /// The most it could be.
        upper: f64,
        /// Whether it counts in means.
        counts: bool,
    },
    /// Nobody recorded it.
    Unrecorded,
    /// It has not come yet.
    Ahead,
}

impl Slot {
    /// Returns the slot of a value that is known; unrecorded where there is none.
    pub(super) fn of(value: Option<f64>) -> Self {
        value.map_or(Self::Unrecorded, |known| Self::Amount { known, upper: known, counts: true })
    }

    fn top(self) -> f64 {
        match self {
            Self::Amount { upper, .. } => upper,
            _ => 0.0,
        }
    }
}

/// One strip: what it is about, the text of its scale's end, and its slots.
pub(super) struct Strip {
    /// Its name.
    pub(super) name: String,
    /// The least that its scale ends at.
    pub(super) scale: f64,
    /// A line to compare with.
    pub(super) reference: Option<f64>,
    /// Its amounts.
    pub(super) slots: Vec<Slot>,
    /// Says an amount in words.
    pub(super) words: fn(f64) -> String,
}

type Area<'a> = DrawingArea<SVGBackend<'a>, Shift>;
type Drawn = Result<(), Box<dyn Error>>;

/// A drawing without its frame.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Drawing {
    /// Its height, in the units of its width.
    pub(super) height: u32,
    /// Its elements; empty where nothing could be drawn, which the table behind stands in for.
    pub(super) svg: String,
}

fn drawn(height: i32, draw: impl FnOnce(&Area<'_>) -> Drawn) -> Drawing {
    let height = height.unsigned_abs();
    let mut svg = String::new();
    let whole = {
        let area = SVGBackend::with_string(&mut svg, (WIDTH, height)).into_drawing_area();
        draw(&area).is_ok() && area.present().is_ok()
    };
    Drawing { height, svg: if whole { classed(&svg) } else { String::new() } }
}

/// Returns a drawing without its frame, each ink as its class.
fn classed(svg: &str) -> String {
    let inner = svg.split_once(">\n").map_or("", |(_, rest)| rest);
    let inner = inner.rsplit_once("</svg>").map_or(inner, |(inner, _)| inner);
    let mut out = inner
        .replace(" opacity=\"1\"", "")
        .replace(" stroke=\"none\"", "")
        .replace(" font-family=\"sans-serif\"", "")
        .replace(">\n", ">");
    for (ink, class) in Ink::ALL {
        let color = format!("\"#{:06X}\"", 1 + ink as u8);
        out = out
            .replace(&format!("fill={color}"), &format!("class=\"{class}\""))
            .replace(&format!("stroke={color}"), &format!("class=\"{class}-line\""));
    }
    out.replace("\n</text>", "</text>")
}

fn font(ink: Ink, horizontal: HPos, vertical: VPos) -> TextStyle<'static> {
    let mut style =
        TextStyle::from(("sans-serif", 13.6).into_font()).pos(Pos::new(horizontal, vertical));
    style.color = ink.color().to_backend_color();
    style
}

fn write(area: &Area<'_>, text: &str, at: (i32, i32), style: TextStyle<'static>) -> Drawn {
    area.draw(&Text::new(text.to_owned(), at, style))?;
    Ok(())
}

fn pixel(value: f64) -> i32 {
    value.round() as i32
}

/// Returns the labels under a run of days: the place of each and its words. Narrow drawings have
/// room for the weekday alone.
pub(super) fn day_labels(days: &[NaiveDate], narrow: bool) -> Vec<(usize, String)> {
    let each = |wanted: &dyn Fn(NaiveDate) -> bool, form: &str| {
        days.iter()
            .enumerate()
            .filter(|(_, day)| wanted(**day))
            .map(|(i, day)| (i, day.format(form).to_string()))
            .collect()
    };
    match days.len() {
        0..=8 => each(&|_| true, if narrow { "%a" } else { "%a %-d" }),
        9..=MARKED_SLOTS => each(&|day| day.weekday() == chrono::Weekday::Mon, "%-d %b"),
        _ => each(&|day| day.day() == 1 || day.day() == 15, "%-d %b"),
    }
}

/// Returns bars of what each day held, beside a reference.
pub(super) fn bars(slots: &[Slot], labels: &[(usize, String)], reference: Option<f64>) -> Drawing {
    let top = slots.iter().map(|slot| slot.top()).fold(reference.unwrap_or(0.0), f64::max) * 1.08;
    let top = if top > 0.0 { top } else { 1.0 };
    drawn(180, |area| {
        let n = slots.len().max(1) as f64;
        let mut chart = ChartBuilder::on(area)
            .margin_top(6)
            .margin_right(4)
            .x_label_area_size(20)
            .y_label_area_size(42)
            .build_cartesian_2d(0.0..n, 0.0..top)?;
        chart
            .configure_mesh()
            .disable_x_mesh()
            .x_labels(0)
            .y_labels(4)
            .y_label_formatter(&|value| number(*value, 1))
            .label_style(font(Ink::Muted, HPos::Right, VPos::Center))
            .axis_style(Ink::Faint.line())
            .bold_line_style(Ink::Faint.line())
            .light_line_style(TRANSPARENT)
            .draw()?;
        let at = |x: f64, y: f64| chart.backend_coord(&(x, y));
        for (i, slot) in slots.iter().enumerate() {
            let (left, base) = at(i as f64 + 0.14, 0.0);
            let right = at(i as f64 + 0.86, 0.0).0.max(left + 1);
            let up = |value: f64| at(0.0, value).1;
            bar(area, *slot, (left, right), base, &up, slots.len())?;
        }
        if let Some(amount) = reference {
            let (left, y) = at(0.0, amount);
            dashes(area, left, at(n, 0.0).0, y)?;
        }
        let base = at(0.0, 0.0).1;
        under(area, labels, base + 6, &|i| at(i as f64 + 0.5, 0.0).0)
    })
}

/// Draws one bar: known below, what may be there above it.
fn bar(
    area: &Area<'_>,
    slot: Slot,
    (left, right): (i32, i32),
    base: i32,
    up: &dyn Fn(f64) -> i32,
    slots: usize,
) -> Drawn {
    match slot {
        Slot::Amount { known, upper, counts } => {
            let (y, top) = (up(known), up(upper));
            if top < y {
                area.draw(&Rectangle::new([(left, top), (right, y)], Ink::Unknown.area()))?;
            }
            let ink = if counts { Ink::Known } else { Ink::Thin };
            // What is known to be nothing is a line on the ground.
            let y = if known > 0.0 || top >= y { y.min(base - 1) } else { y };
            if y < base {
                area.draw(&Rectangle::new([(left, y), (right, base)], ink.area()))?;
            }
        }
        Slot::Unrecorded if slots <= MARKED_SLOTS => {
            let middle = i32::midpoint(left, right);
            write(area, "?", (middle, base - 3), font(Ink::Muted, HPos::Center, VPos::Bottom))?;
        }
        Slot::Unrecorded => {
            let ground = [(left, base + 2), (right, base + 4)];
            area.draw(&Rectangle::new(ground, Ink::Muted.area()))?;
        }
        Slot::Ahead => {}
    }
    Ok(())
}

fn dashes(area: &Area<'_>, left: i32, right: i32, y: i32) -> Drawn {
    let line = DashedLineSeries::new([(left, y), (right, y)], 5, 4, Ink::Reference.line());
    for dash in line {
        area.draw(&dash)?;
    }
    Ok(())
}

fn under(
    area: &Area<'_>,
    labels: &[(usize, String)],
    y: i32,
    middle: &dyn Fn(usize) -> i32,
) -> Drawn {
    for (i, label) in labels {
        write(area, label, (middle(*i), y), font(Ink::Muted, HPos::Center, VPos::Top))?;
    }
    Ok(())
}

/// Returns strips above one another, whose slots line up.
pub(super) fn strips(strips: &[Strip], labels: &[(usize, String)]) -> Drawing {
    const LEFT: i32 = 96;
    const HIGH: i32 = 46;
    let n = strips.iter().map(|strip| strip.slots.len()).max().unwrap_or(0).max(1);
    let slot = f64::from(WIDTH as i32 - LEFT - 4) / n as f64;
    let height = strips.len() as i32 * HIGH + 22;
    drawn(height, |area| {
        for (row, strip) in strips.iter().enumerate() {
            let base = (row as i32 + 1) * HIGH - 4;
            let top = base - HIGH + 10;
            let most = strip.slots.iter().map(|slot| slot.top()).fold(strip.scale, f64::max);
            let most = most.max(strip.reference.unwrap_or(0.0));
            let most = if most > 0.0 { most } else { 1.0 };
            let up = |value: f64| base - pixel(value / most * f64::from(base - top));
            write(area, &strip.name, (0, base - 17), font(Ink::Text, HPos::Left, VPos::Bottom))?;
            let scale = format!("up to {}", (strip.words)(most));
            write(area, &scale, (0, base - 3), font(Ink::Muted, HPos::Left, VPos::Bottom))?;
            area.draw(&PathElement::new(
                [(LEFT, base), (WIDTH as i32 - 4, base)],
                Ink::Faint.line(),
            ))?;
            for (i, amount) in strip.slots.iter().enumerate() {
                let left = pixel(f64::from(LEFT) + slot * (i as f64 + 0.14));
                let right = pixel(f64::from(LEFT) + slot * (i as f64 + 0.86)).max(left + 1);
                bar(area, *amount, (left, right), base, &up, n)?;
            }
            if let Some(reference) = strip.reference {
                dashes(area, LEFT, WIDTH as i32 - 4, up(reference))?;
            }
        }
        under(area, labels, strips.len() as i32 * HIGH + 2, &|i| {
            pixel(f64::from(LEFT) + slot * (i as f64 + 0.5))
        })
    })
}

/// Returns the timeline of the episodes: the days as they were said to be, then each site. A row
/// holds the number of episodes of each day.
pub(super) fn timeline(
    marks: &[DayMark],
    sites: &[(String, Vec<usize>)],
    labels: &[(usize, String)],
) -> Drawing {
    const LEFT: i32 = 108;
    const HIGH: i32 = 22;
    let n = marks.len().max(1);
    let slot = f64::from(WIDTH as i32 - LEFT - 4) / n as f64;
    let middle = |i: usize| pixel(f64::from(LEFT) + slot * (i as f64 + 0.5));
    let height = (sites.len() as i32 + 1) * HIGH + 24;
    drawn(height, |area| {
        let row = |i: i32| i * HIGH + HIGH / 2;
        write(area, "each day", (0, row(0)), font(Ink::Text, HPos::Left, VPos::Center))?;
        for (i, mark) in marks.iter().enumerate() {
            let at = (middle(i), row(0));
            let radius = (slot * 0.42).clamp(1.0, 8.0) as i32;
            let text = match mark {
                DayMark::Episodes(count) => {
                    area.draw(&Circle::new(at, radius, Ink::Twitch.area()))?;
                    (n <= NUMBERED_SLOTS).then(|| (count.to_string(), Ink::OnTwitch))
                }
                DayMark::Free => {
                    area.draw(&Circle::new(at, radius, Ink::Free.line()))?;
                    (n <= NUMBERED_SLOTS).then(|| ("0".to_owned(), Ink::Text))
                }
                DayMark::Unrecorded if n <= MARKED_SLOTS => Some(("?".to_owned(), Ink::Muted)),
                DayMark::Unrecorded => {
                    let below = [(at.0 - radius, at.1 + 7), (at.0 + radius, at.1 + 9)];
                    area.draw(&Rectangle::new(below, Ink::Muted.area()))?;
                    None
                }
                DayMark::Ahead => None,
            };
            if let Some((text, ink)) = text {
                write(area, &text, at, font(ink, HPos::Center, VPos::Center))?;
            }
        }
        for (r, (name, counts)) in sites.iter().enumerate() {
            let y = row(r as i32 + 1);
            area.draw(&PathElement::new([(LEFT, y), (WIDTH as i32 - 4, y)], Ink::Faint.line()))?;
            write(area, name, (0, y), font(Ink::Text, HPos::Left, VPos::Center))?;
            for (i, count) in counts.iter().enumerate().filter(|(_, count)| **count > 0) {
                let radius = (slot * 0.42).clamp(1.0, 8.0) as i32;
                area.draw(&Circle::new((middle(i), y), radius, Ink::Twitch.area()))?;
                if n <= NUMBERED_SLOTS {
                    let style = font(Ink::OnTwitch, HPos::Center, VPos::Center);
                    write(area, &count.to_string(), (middle(i), y), style)?;
                }
            }
        }
        under(area, labels, (sites.len() as i32 + 1) * HIGH + 2, &middle)
    })
}

/// Returns a calendar: a column for each week, a row for each weekday.
pub(super) fn calendar(days: &[(NaiveDate, DayMark)]) -> Drawing {
    const LEFT: i32 = 34;
    const CELL: i32 = 23;
    drawn(7 * CELL + 22, |area| {
        let Some((first, _)) = days.first() else {
            return Ok(());
        };
        let monday = first.week(chrono::Weekday::Mon).first_day();
        for (i, weekday) in ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"].iter().enumerate() {
            let y = 20 + i as i32 * CELL + CELL / 2;
            write(area, weekday, (0, y), font(Ink::Muted, HPos::Left, VPos::Center))?;
        }
        for (i, (day, mark)) in days.iter().enumerate() {
            let passed = (*day - monday).num_days() as i32;
            let (x, y) = (LEFT + passed / 7 * CELL, 20 + passed % 7 * CELL);
            if day.day() == 1 || (i == 0 && day.day() <= 20) {
                let month = day.format("%b").to_string();
                write(area, &month, (x, 14), font(Ink::Muted, HPos::Left, VPos::Bottom))?;
            }
            let cell = [(x + 1, y + 1), (x + CELL - 2, y + CELL - 2)];
            mark_in(area, *mark, cell)?;
        }
        Ok(())
    })
}

/// Returns a few weeks as one row: the weekday above each day, its number below. Its letters are
/// small: the class of its frame says so.
pub(super) fn day_row(days: &[(NaiveDate, DayMark)]) -> Drawing {
    let cell = f64::from(WIDTH) / days.len().max(1) as f64;
    drawn(34, |area| {
        for (i, (day, mark)) in days.iter().enumerate() {
            let (left, right) = (pixel(cell * i as f64), pixel(cell * (i as f64 + 1.0)) - 1);
            let middle = i32::midpoint(left, right);
            let weekday: String = day.format("%a").to_string().chars().take(2).collect();
            let label = |ink| font(ink, HPos::Center, VPos::Center);
            write(area, &weekday, (middle, 4), label(Ink::Muted))?;
            let number = match (i, day.day()) {
                (0, _) => day.format("%-d %b"),
                (_, 1) => day.format("%b"),
                _ => day.format("%-d"),
            };
            // The first label is as wide as two cells.
            let at = if i == 0 { (left, 30) } else { (middle, 30) };
            let place = if i == 0 { HPos::Left } else { HPos::Center };
            if i != 1 {
                write(area, &number.to_string(), at, font(Ink::Muted, place, VPos::Center))?;
            }
            mark_in(area, *mark, [(left, 9), (right, 25)])?;
        }
        Ok(())
    })
}

/// Draws what a day says about twitching into its cell.
fn mark_in(area: &Area<'_>, mark: DayMark, cell: [(i32, i32); 2]) -> Drawn {
    let (text, ink) = match mark {
        DayMark::Episodes(count) => {
            area.draw(&Rectangle::new(cell, Ink::Twitch.area()))?;
            (if count > 99 { "99+".to_owned() } else { count.to_string() }, Ink::OnTwitch)
        }
        DayMark::Free => {
            area.draw(&Rectangle::new(cell, Ink::Free.line()))?;
            ("0".to_owned(), Ink::Text)
        }
        DayMark::Unrecorded => ("?".to_owned(), Ink::Muted),
        DayMark::Ahead => return Ok(()),
    };
    let [(left, top), (right, bottom)] = cell;
    let middle = (i32::midpoint(left, right), i32::midpoint(top, bottom));
    write(area, &text, middle, font(ink, HPos::Center, VPos::Center))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_colour_leaves_as_a_class() {
        let slots = [
            Slot::Amount { known: 3.0, upper: 5.0, counts: true },
            Slot::Amount { known: 1.0, upper: 1.0, counts: false },
            Slot::Unrecorded,
            Slot::Ahead,
        ];
        let svg = bars(&slots, &[], Some(4.0)).svg;
        assert!(!svg.contains('#'), "{svg}");
        for class in ["known", "unknown", "thin", "reference-line", "muted"] {
            assert!(svg.contains(&format!("class=\"{class}\"")), "{class}: {svg}");
        }
        assert_eq!(svg.matches(">?<").count(), 1, "one day is not recorded: {svg}");
    }

    #[test]
    fn what_nobody_recorded_is_marked_in_long_periods_too() {
        let mut slots = vec![Slot::of(Some(0.0)); 60];
        slots[7] = Slot::Unrecorded;
        slots[8] = Slot::Ahead;
        let svg = bars(&slots, &[], None).svg;
        assert_eq!(svg.matches("class=\"known\"").count(), 58, "a known zero is drawn: {svg}");
        let marks = svg.matches("<rect").count() - 58;
        assert_eq!(marks, 1, "{svg}");
    }

    #[test]
    fn a_name_cannot_leave_its_text() {
        let site = "</text><script>\" onload='x".to_owned();
        let svg = timeline(&[DayMark::Free], &[(site, vec![1])], &[]).svg;
        assert!(svg.contains("&lt;/text&gt;&lt;script&gt;&quot; onload=&apos;x"), "{svg}");
    }

    #[test]
    fn nothing_to_draw_is_no_fault() {
        assert_eq!(calendar(&[]).svg, "");
        assert!(!bars(&[], &[], None).svg.is_empty());
        assert_eq!(strips(&[], &[]).height, 22);
    }
}
