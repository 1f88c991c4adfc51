//! `demo`: eight realistic weeks in a diary that is not kept, through the same code as the real
//! commands.

use chrono::{Days, NaiveTime, TimeZone, Weekday};
use clap::Parser as _;
use serde::Deserialize;

use super::args::Cli;
use super::{Answer, Body, Session, week};
use crate::calendar::{Clock, Zone};
use crate::error::{Error, Result};
use crate::render::{Page, day as page};
use crate::store::Store;
use crate::store::lock::Keyring;

#[derive(Deserialize)]
struct Line {
    /// Days since the first Monday.
    day: u64,
    /// Local time.
    time: String,
    /// What is typed after `mineralog`.
    command: String,
}

/// Days of the demo: eight weeks.
const DEMO_DAYS: u64 = 56;

/// Shows the last complete week of the demo diary.
pub(super) fn run(clock: Clock, json: bool, layout: Page) -> Result<Answer> {
    let mut store = Store::in_memory(clock.now.timestamp())?;
    let keys = Keyring::empty();
    let offset = *clock.now.offset();
    // The eight weeks end on the last Sunday that is over.
    let monday = clock.now.date_naive().week(Weekday::Mon).first_day();
    let first = monday
        .checked_sub_days(Days::new(DEMO_DAYS))
        .ok_or_else(|| Error::failed("the clock is too early for a demo"))?;
    for line in lines()? {
        let broken = || {
            Error::failed(format!("the demo holds a line that cannot be read: {}", line.command))
        };
        let time = NaiveTime::parse_from_str(&line.time, "%H:%M").map_err(|_| broken())?;
        let date = first.checked_add_days(Days::new(line.day)).ok_or_else(broken)?;
        let now = offset.from_local_datetime(&date.and_time(time)).single().ok_or_else(broken)?;
        let words = shlex::split(&line.command).ok_or_else(broken)?;
        let words = std::iter::once("mineralog".to_owned()).chain(words);
        let cli = Cli::try_parse_from(words).map_err(|_| broken())?;
        let mut session = Session {
            asks: false,
            store: &mut store,
            clock: Clock { now, zone: Zone::Fixed(offset) },
            json: true,
            page: layout,
            command_line: line.command.clone(),
            keys: &keys,
            progress: &|_, _, _| {},
        };
        super::run(&mut session, cli.command)?;
    }
    let session = Session {
        asks: false,
        store: &mut store,
        clock: Clock { now: clock.now, zone: Zone::Fixed(offset) },
        json,
        page: layout,
        command_line: "demo".to_owned(),
        keys: &keys,
        progress: &|_, _, _| {},
    };
    let mut answer = week::last(&session)?;
    if let Body::Page(text) = &mut answer.body {
        *text = page::demo(layout, text);
    }
    Ok(answer)
}

fn lines() -> Result<Vec<Line>> {
    csv::Reader::from_reader(include_str!("../../seed/demo.csv").as_bytes())
        .deserialize()
        .collect::<std::result::Result<_, _>>()
        .map_err(|e| Error::failed("the demo is broken").because(e))
}
