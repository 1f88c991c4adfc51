//! A time, a day, a week or a length as somebody might type it: no text may panic, and what is read
//! lies where it was said to lie.
#![no_main]

use chrono::{DateTime, NaiveDate};
use libfuzzer_sys::fuzz_target;
use mineralog::calendar::{Calendar, Clock, Zone, parse_duration_minutes};
use mineralog::domain::WeekStart;

fuzz_target!(|text: &str| {
    let now = DateTime::parse_from_rfc3339("2026-03-29T03:30:00+02:00").expect("a time");
    let clock = Clock { now, zone: Zone::Fixed(*now.offset()) };
    for (minutes, start) in [(0, WeekStart::Monday), (240, WeekStart::Sunday)] {
        let calendar = Calendar::new(clock, minutes, start);
        if let Ok(moment) = calendar.moment(text) {
            let soon = now + chrono::Duration::minutes(1);
            assert!(moment.at <= soon, "a moment that has not come yet was taken");
        }
        if let Ok(week) = calendar.week(text) {
            assert_eq!(week.len(), 7);
        }
        let _: Result<NaiveDate, _> = calendar.day(text);
    }
    if let Some(minutes) = parse_duration_minutes(text) {
        assert!(minutes.is_finite() && minutes >= 0.0);
    }
});
