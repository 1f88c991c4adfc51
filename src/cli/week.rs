//! `week` and `report`: the page this diary is for, in every form.

use super::args::{Form, Format, ReportArg, WeekArg};
use super::{Answer, Body, Session, lists, load};
use crate::calendar::{Calendar, Period};
use crate::domain::Settings;
use crate::error::Result;
use crate::render::{csv, html, json, markdown, week as page};
use crate::report::period;

/// Days a report goes back unless it is told otherwise.
const REPORT_DAYS: u64 = 28;

/// Shows a week, or several together.
pub(super) fn week(session: &Session<'_>, args: &WeekArg) -> Result<Answer> {
    let week = args.week_text();
    of_weeks(session, week.as_deref().unwrap_or("this"), args.weeks.unwrap_or(1), &args.form)
}

/// Shows the week before this one.
pub(super) fn last(session: &Session<'_>) -> Result<Answer> {
    of_weeks(session, "last", 1, &Form::default())
}

fn of_weeks(session: &Session<'_>, week: &str, weeks: u32, form: &Form) -> Result<Answer> {
    let settings = session.settings()?;
    let calendar = session.calendar(&settings);
    let week = calendar.week(week)?;
    show(session, &settings, &calendar, Period::ending(week.to, 7 * u64::from(weeks)), form)
}

/// Shows any run of days.
pub(super) fn report(session: &Session<'_>, args: &ReportArg) -> Result<Answer> {
    let settings = session.settings()?;
    let calendar = session.calendar(&settings);
    let period = lists::period(&calendar, &args.range, REPORT_DAYS)?;
    show(session, &settings, &calendar, period, &args.form)
}

fn show(
    session: &Session<'_>,
    settings: &Settings,
    calendar: &Calendar,
    period: Period,
    form: &Form,
) -> Result<Answer> {
    let input = load::report(session, settings, calendar, period)?;
    let report = period::report(period, &input);
    let format = form.format.unwrap_or(if session.json { Format::Json } else { Format::Text });
    let body = match format {
        Format::Text => Body::Page(page::week(session.page, &report)),
        Format::Json => Body::Json(json::report(&report)),
        Format::Csv => Body::Page(csv::table(&report)),
        Format::Md => Body::Page(markdown::page(&report)),
        Format::Html => Body::Page(html::page(&report)),
    };
    Ok(Answer { body, warnings: Vec::new(), changed: false })
}
