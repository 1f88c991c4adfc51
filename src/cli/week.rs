//! `week` and `report`: the page this diary is for, in every form.

use std::path::Path;

use super::args::{Form, Format, ReportArg, WeekArg};
use super::{Answer, Body, Session, lists, load, output, suggest};
use crate::calendar::{Calendar, Period};
use crate::domain::Settings;
use crate::error::{Error, Result};
use crate::render::document::{document, written};
use crate::render::{Page, ascii, csv, html, json, markdown, week as page};
use crate::report::period::{self, Report};

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
    let format = form.format(session.json)?;
    // A lone dash is standard output, as elsewhere.
    let target = match form.output.as_deref().filter(|path| *path != Path::new("-")) {
        Some(path) => Some((output::target(session, path, form.force)?, path)),
        None => None,
    };
    let input = load::report(session, settings, calendar, period)?;
    let mut report = period::report(period, &input);
    suggest::fill(session, &mut report, &input, None)?;
    let body = match target {
        Some((target, path)) => {
            // A file is read anywhere: it keeps no colour.
            let layout = Page { color: false, ..session.page };
            let text = text(layout, format, &report);
            target.write(text.as_bytes())?;
            if session.json {
                Body::Json(written(path, format.key(), text.len()))
            } else {
                Body::Note(format!("written to {}", path.display()))
            }
        }
        None if format == Format::Json => Body::Json(json::report(&report)),
        None => Body::Page(text(session.page, format, &report)),
    };
    Ok(Answer { body, warnings: Vec::new(), changed: false })
}

fn text(layout: Page, format: Format, report: &Report) -> String {
    let text = match format {
        Format::Text => page::week(layout, report),
        Format::Json => return document(&json::report(report), layout.ascii),
        Format::Csv => csv::table(report),
        Format::Md => markdown::page(report),
        Format::Html if layout.ascii => ascii::html(&html::page(report)),
        Format::Html => html::page(report),
    };
    if layout.ascii { ascii::fold(&text) } else { text }
}

impl Form {
    /// Returns the form that was asked for: by name, by the name of the file, or by `--json`.
    fn format(&self, json: bool) -> Result<Format> {
        let by_name = match (&self.output, self.format) {
            (Some(path), None) => Format::of_file(path)?,
            _ => None,
        };
        match self.format.or(by_name) {
            Some(format) if json && format != Format::Json => {
                let said = match self.format {
                    Some(format) => format!("--format {}", format.key()),
                    None => format!("a file for {}", format.key()),
                };
                Err(Error::request(format!("--json and {said} contradict each other"))
                    .hint("leave one of them out"))
            }
            Some(format) => Ok(format),
            None if json => Ok(Format::Json),
            None => Ok(Format::Text),
        }
    }
}

impl Format {
    /// Returns the form a file's name asks for; none where it has no extension.
    fn of_file(path: &Path) -> Result<Option<Self>> {
        let Some(extension) = path.extension() else { return Ok(None) };
        let extension = extension.to_string_lossy().to_lowercase();
        Ok(Some(match extension.as_str() {
            "txt" | "text" => Self::Text,
            "json" => Self::Json,
            "csv" => Self::Csv,
            "md" | "markdown" => Self::Md,
            "html" | "htm" => Self::Html,
            _ => {
                return Err(Error::request(format!("no form belongs to files named .{extension}"))
                    .hint("name it .txt, .md, .csv, .json or .html, or say --format FORM"));
            }
        }))
    }

    const fn key(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Json => "json",
            Self::Csv => "csv",
            Self::Md => "md",
            Self::Html => "html",
        }
    }
}
