//! `config`: how days and weeks are counted, and the number to call in an emergency.

use super::args::ConfigArgs;
use super::{Answer, Session};
use crate::calendar::shown;
use crate::error::{Error, Result};
use crate::render::{json, profile as page};

/// Shows or sets the settings. A changed day start holds for what is logged from then on; entries
/// keep the day they were given.
pub(super) fn run(session: &mut Session<'_>, args: &ConfigArgs) -> Result<Answer> {
    let mut changes: Vec<(&str, Option<String>)> = Vec::new();
    if let Some(text) = &args.day_start {
        let time = chrono::NaiveTime::parse_from_str(text.trim(), "%H:%M").ok();
        let minutes = time
            .map(|t| chrono::Timelike::num_seconds_from_midnight(&t) / 60)
            .filter(|minutes| *minutes <= 720)
            .ok_or_else(|| {
                Error::request(format!("\"{}\" is no hour at which a day can begin", shown(text)))
                    .hint("write it like 04:00, between 00:00 and 12:00")
            })?;
        changes.push(("day_start_minutes", Some(minutes.to_string())));
    }
    if let Some(text) = &args.week_start {
        let day = text.trim().to_lowercase();
        if day != "monday" && day != "sunday" {
            return Err(Error::request(format!("a week cannot begin on \"{}\"", shown(text)))
                .hint("write monday or sunday"));
        }
        changes.push(("week_start", Some(day)));
    }
    if let Some(text) = &args.emergency_number {
        changes.push(("emergency_number", number(text)?));
    }
    if !changes.is_empty() {
        let (now, command) = (session.seconds(), session.command_line.clone());
        session.store.change(now, &command, |change| {
            for (field, value) in &changes {
                change.set(field, value.as_deref())?;
            }
            let said: Vec<String> =
                changes.iter().map(|(field, value)| said(field, value.as_deref())).collect();
            Ok(((), said.join(", ")))
        })?;
    }
    let settings = session.settings()?;
    let changed = !changes.is_empty();
    Ok(session.page_or_echo(
        changed,
        |layout| page::config(layout, &settings, changed),
        || json::config(&settings),
    ))
}

/// Returns a changed setting as the history tells it.
fn said(field: &str, value: Option<&str>) -> String {
    let value = value.unwrap_or("none");
    match field {
        "day_start_minutes" => {
            let minutes: u32 = value.parse().unwrap_or_default();
            format!("the day begins at {:02}:{:02}", minutes / 60, minutes % 60)
        }
        "week_start" => format!("the week begins on {value}"),
        _ => format!("emergency number {value}"),
    }
}

/// Reads a number to call; none where "none" is said.
fn number(text: &str) -> Result<Option<String>> {
    let text = text.trim();
    if text.eq_ignore_ascii_case("none") {
        return Ok(None);
    }
    let digits = text.chars().all(|c| c.is_ascii_digit()) && (2..=15).contains(&text.len());
    digits.then(|| Some(text.to_owned())).ok_or_else(|| {
        Error::request(format!("\"{}\" is no number to call in an emergency", shown(text)))
            .hint("write its digits alone, such as 112; or none")
    })
}
