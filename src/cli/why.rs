//! `why`: a figure of a page, unrolled to its entries.

use super::args::WhyArgs;
use super::{Answer, Session, load, mineral};
use crate::calendar::Period;
use crate::error::Result;
use crate::render::why as page;
use crate::report::why;

/// Unrolls what a week, or a day, holds of a nutrient.
pub(super) fn run(session: &Session<'_>, args: &WhyArgs) -> Result<Answer> {
    let nutrient = mineral::tracked(&args.nutrient.join(" "))?;
    let settings = session.settings()?;
    let calendar = session.calendar(&settings);
    let (period, input) = if let Some(day) = &args.day {
        let day = calendar.day(day)?;
        (Period::day(day), load::day(session, &settings, &calendar, day)?)
    } else {
        let week = calendar.week(args.week.as_deref().unwrap_or("this"))?;
        (week, load::report(session, &settings, &calendar, week)?)
    };
    let found = why::why(nutrient, period, &input);
    Ok(session.page(
        |layout| page::page(layout, &found, &input.flags),
        || page::document(&found, &input.flags),
    ))
}
