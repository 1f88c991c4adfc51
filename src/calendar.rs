//! Local days, weeks, and the times people type.
//!
//! Everything here is given `now` and the local [`Zone`] and never asks the system for either. A
//! day begins at midnight unless the setting says another hour: at a day start of 04:00, half past
//! two at night still belongs to the day before. Reports count dates, never hours.

use chrono::{
    DateTime, Datelike, Days, Duration, FixedOffset, Local, LocalResult, NaiveDate, NaiveDateTime,
    NaiveTime, Offset, TimeZone, Weekday,
};

use crate::domain::WeekStart;
use crate::error::{Error, Result};

/// The rules that turn a local time into an instant.
#[derive(Clone, Copy, Debug)]
pub enum Zone {
    /// The zone of the machine.
    Local,
    /// One offset throughout, as a fixed clock states it.
    Fixed(FixedOffset),
    /// A named zone, for tests of the days on which clocks change.
    #[cfg(test)]
    Named(chrono_tz::Tz),
}

impl Zone {
    /// Returns the offset in force at an instant.
    pub fn at(self, instant: DateTime<FixedOffset>) -> DateTime<FixedOffset> {
        match self {
            Self::Local => instant.with_timezone(&Local).fixed_offset(),
            Self::Fixed(offset) => instant.with_timezone(&offset),
            #[cfg(test)]
            Self::Named(zone) => instant.with_timezone(&zone).fixed_offset(),
        }
    }

    /// Returns every instant a local time stands for: one, two, or none.
    fn instants_of(self, local: NaiveDateTime) -> LocalResult<DateTime<FixedOffset>> {
        match self {
            Self::Local => Local.from_local_datetime(&local).map(|at| at.fixed_offset()),
            Self::Fixed(offset) => offset.from_local_datetime(&local),
            #[cfg(test)]
            Self::Named(zone) => zone.from_local_datetime(&local).map(|at| at.fixed_offset()),
        }
    }
}

/// The present moment and the rules by which it is read.
#[derive(Clone, Copy, Debug)]
pub struct Clock {
    /// The present moment, with the local offset.
    pub now: DateTime<FixedOffset>,
    /// The local zone.
    pub zone: Zone,
}

/// A moment a person named, with what had to be decided to understand it.
#[derive(Clone, Debug, PartialEq)]
pub struct Moment {
    /// The instant, with the offset in force there.
    pub at: DateTime<FixedOffset>,
    /// The day it belongs to.
    pub day: NaiveDate,
    /// What was decided, for the person to see: a local time that occurs twice or never.
    pub remark: Option<String>,
}

/// Seven dates, or any other run of them. Both ends are included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Period {
    /// The first date.
    pub from: NaiveDate,
    /// The last date.
    pub to: NaiveDate,
}

impl Period {
    /// Returns the dates in order.
    pub fn days(self) -> impl Iterator<Item = NaiveDate> {
        self.from.iter_days().take_while(move |day| *day <= self.to)
    }

    /// Returns the one date as a period.
    pub fn day(day: NaiveDate) -> Self {
        Self { from: day, to: day }
    }

    /// Returns the `days` dates that end with a date.
    pub fn ending(to: NaiveDate, days: u64) -> Self {
        let from = to.checked_sub_days(Days::new(days.saturating_sub(1))).unwrap_or(to);
        Self { from, to }
    }

    /// Returns how many dates there are.
    pub fn len(self) -> usize {
        usize::try_from((self.to - self.from).num_days() + 1).unwrap_or(0)
    }

    /// Returns whether there is no date at all.
    pub fn is_empty(self) -> bool {
        self.from > self.to
    }

    /// Returns whether a date lies within.
    pub fn contains(self, day: NaiveDate) -> bool {
        (self.from..=self.to).contains(&day)
    }
}

/// A calendar that counts days from the person's own hour.
#[derive(Clone, Copy, Debug)]
pub struct Calendar {
    clock: Clock,
    day_start: NaiveTime,
    week_start: WeekStart,
}

impl Calendar {
    /// Returns the calendar of a clock, an hour at which days begin and a first day of the week.
    pub fn new(clock: Clock, day_start_minutes: u32, week_start: WeekStart) -> Self {
        let day_start = NaiveTime::from_num_seconds_from_midnight_opt(day_start_minutes * 60, 0)
            .unwrap_or(NaiveTime::MIN);
        Self { clock, day_start, week_start }
    }

    /// Returns the present moment.
    pub fn now(&self) -> Moment {
        let at = self.clock.now;
        Moment { at, day: self.day_of(at.naive_local()), remark: None }
    }

    /// Returns the present day.
    pub fn today(&self) -> NaiveDate {
        self.now().day
    }

    /// Returns the day a local time belongs to.
    pub fn day_of(&self, local: NaiveDateTime) -> NaiveDate {
        if local.time() < self.day_start {
            local.date().checked_sub_days(Days::new(1)).unwrap_or(local.date())
        } else {
            local.date()
        }
    }

    /// Returns the hour at which a day begins.
    pub fn day_start(&self) -> NaiveTime {
        self.day_start
    }

    /// Reads a moment as people type it: `19:30`, `7pm`, `noon`, `yesterday 8am`,
    /// `monday 12:15`, `2026-03-01 12:00`, `2026-03-01` (noon), `20m ago`, `1h30m ago`.
    ///
    /// A local time that occurs twice is taken the first time, one that does not exist is moved
    /// forward by the missing hour; the remark says so.
    ///
    /// # Errors
    ///
    /// Refuses what is not a time, and moments that have not come yet; a clock that is a minute
    /// behind is no reason.
    pub fn moment(&self, text: &str) -> Result<Moment> {
        let words: Vec<String> = text.split_whitespace().map(str::to_lowercase).collect();
        let moment = self.read_moment(&words).ok_or_else(|| {
            Error::request(format!("no time can be read from \"{}\"", shown(text)))
                .hint("write it like 19:30, \"yesterday 8am\", \"2026-03-01 12:00\" or \"20m ago\"")
        })?;
        if moment.at > self.clock.now + Duration::minutes(1) {
            let when = moment.at.format("%Y-%m-%d %H:%M");
            return Err(Error::request(format!("{when} has not come yet"))
                .because(format!("now it is {}", self.clock.now.format("%Y-%m-%d %H:%M")))
                .hint("name the day too, such as \"yesterday 19:30\""));
        }
        Ok(moment)
    }

    /// Reads a moment as [`Calendar::moment`] does, with a time that names no day on `date`.
    ///
    /// # Errors
    ///
    /// Refuses what [`Calendar::moment`] refuses.
    pub fn moment_on(&self, date: NaiveDate, text: &str) -> Result<Moment> {
        let dated: Vec<String> = std::iter::once(date.to_string())
            .chain(text.split_whitespace().map(str::to_lowercase))
            .collect();
        if dated.len() > 1 && self.read_moment(&dated).is_some() {
            return self.moment(&dated.join(" "));
        }
        self.moment(text)
    }

    fn read_moment(&self, words: &[String]) -> Option<Moment> {
        let words: Vec<&str> = words.iter().map(String::as_str).filter(|w| *w != "at").collect();
        match words.as_slice() {
            [] => None,
            ["now"] => Some(self.now()),
            ["an" | "one", rest @ ..] if rest.last() == Some(&"ago") => self.read_moment(
                &std::iter::once("1")
                    .chain(rest.iter().copied())
                    .map(str::to_owned)
                    .collect::<Vec<_>>(),
            ),
            ["half", "an", "hour", "ago"] => {
                self.read_moment(&["30m".to_owned(), "ago".to_owned()])
            }
            ["last", day, rest @ ..] if day.parse::<Weekday>().is_ok() && !rest.is_empty() => {
                let joined = format!("last {day}");
                let time = parse_time(&rest.concat())?;
                self.time_of_day(self.named_day(&joined)?, time)
            }
            ["last", day] => self.time_of_day(self.named_day(&format!("last {day}"))?, NOON),
            [span @ .., "ago"] => {
                let minutes = parse_duration_minutes(&span.concat())?;
                let seconds = (minutes * 60.0).round();
                if !(0.0..=400.0 * 86_400.0).contains(&seconds) {
                    return None;
                }
                let at = self.clock.now - Duration::seconds(seconds as i64);
                let at = self.clock.zone.at(at);
                Some(Moment { at, day: self.day_of(at.naive_local()), remark: None })
            }
            [one] => {
                if let Some((date, time)) = one.split_once('t').filter(|(d, _)| d.len() == 10) {
                    return self.calendar_time(parse_iso_date(date)?, parse_time(time)?);
                }
                if let Ok(at) = DateTime::parse_from_rfc3339(&one.to_uppercase()) {
                    let at = self.clock.zone.at(at);
                    return Some(Moment { at, day: self.day_of(at.naive_local()), remark: None });
                }
                if let Some(time) = parse_time(one) {
                    return self.latest(time);
                }
                if let Some(date) = parse_iso_date(one) {
                    return self.calendar_time(date, NOON);
                }
                self.time_of_day(self.named_day(one)?, NOON)
            }
            [first, rest @ ..] => {
                let time = parse_time(&rest.concat());
                if let Some(time) = time {
                    return match parse_iso_date(first) {
                        Some(date) => self.calendar_time(date, time),
                        None => self.time_of_day(self.named_day(first)?, time),
                    };
                }
                // "8am yesterday", "8 am", "19:30 monday", "last monday"
                let (last, start) = words.split_last()?;
                if let Some(time) = parse_time(&words.concat()) {
                    return self.latest(time);
                }
                let time = parse_time(&start.concat())?;
                match parse_iso_date(last) {
                    Some(date) => self.calendar_time(date, time),
                    None => self.time_of_day(self.named_day(last)?, time),
                }
            }
        }
    }

    /// Returns the moment of a clock time of today: on the present date, or where that has not come
    /// and days begin after midnight, the evening before that still belongs to the present day.
    fn latest(&self, time: NaiveTime) -> Option<Moment> {
        let date = self.clock.now.date_naive();
        let moment = self.calendar_time(date, time)?;
        if moment.at <= self.clock.now + Duration::minutes(1) {
            return Some(moment);
        }
        let before = self.calendar_time(date.pred_opt()?, time)?;
        Some(if before.day == self.today() { before } else { moment })
    }

    /// Returns the moment of a clock time within a day of this calendar: before the hour at which
    /// days begin, it falls on the next date.
    fn time_of_day(&self, day: NaiveDate, time: NaiveTime) -> Option<Moment> {
        let date = if time < self.day_start { day.succ_opt()? } else { day };
        self.calendar_time(date, time)
    }

    /// Returns the moment of a clock time on a date of the civil calendar; none beyond the years
    /// that can be counted.
    pub fn calendar_time(&self, date: NaiveDate, time: NaiveTime) -> Option<Moment> {
        let local = date.and_time(time);
        // A zone's own answer is checked by reading it back: only what shows this clock time counts.
        let mut instants: Vec<DateTime<FixedOffset>> = match self.clock.zone.instants_of(local) {
            LocalResult::Single(at) => vec![at],
            LocalResult::Ambiguous(one, other) => vec![one, other],
            LocalResult::None => Vec::new(),
        };
        instants.retain(|at| self.clock.zone.at(*at).naive_local() == local);
        instants.sort();
        instants.dedup();
        let (at, remark) = match instants.as_slice() {
            [only] => (*only, None),
            [first, ..] => (
                *first,
                Some(format!(
                    "{} occurred twice on {date}; the first (UTC{}) was taken",
                    time.format("%H:%M"),
                    first.offset()
                )),
            ),
            [] => {
                // The clock jumped over this time. The offset in force three hours earlier reads
                // it as the moment that many minutes after the jump.
                let before = local.checked_sub_signed(Duration::hours(3))?;
                let offset = self.clock.zone.instants_of(before).earliest()?.offset().fix();
                let at = self.clock.zone.at(offset.from_local_datetime(&local).single()?);
                (
                    at,
                    Some(format!(
                        "{} did not exist on {date}; {} was taken",
                        time.format("%H:%M"),
                        at.format("%H:%M")
                    )),
                )
            }
        };
        Some(Moment { at, day: self.day_of(at.naive_local()), remark })
    }

    /// Reads a day as people type it: `today`, `yesterday`, `tomorrow`, `monday` (the last one, today
    /// included), `3 days ago`, `2026-03-01`.
    ///
    /// # Errors
    ///
    /// Refuses what is not a day.
    pub fn day(&self, text: &str) -> Result<NaiveDate> {
        let folded = text.trim().to_lowercase();
        parse_iso_date(&folded).or_else(|| self.named_day(&folded)).ok_or_else(|| {
            Error::request(format!("no day can be read from \"{}\"", shown(text)))
                .hint("write it like today, yesterday, monday or 2026-03-01")
        })
    }

    fn named_day(&self, text: &str) -> Option<NaiveDate> {
        let today = self.today();
        if let Some(days) = text.strip_suffix(" days ago").and_then(|n| n.trim().parse().ok()) {
            return today.checked_sub_days(Days::new(days));
        }
        match text {
            "today" | "tonight" => Some(today),
            "yesterday" | "1 day ago" => today.pred_opt(),
            "tomorrow" => today.succ_opt(),
            name => {
                let last = name.strip_prefix("last ");
                let weekday: Weekday = last.unwrap_or(name).parse().ok()?;
                let back = match today.weekday().days_since(weekday) {
                    0 if last.is_some() => 7,
                    back => back,
                };
                today.checked_sub_days(Days::new(u64::from(back)))
            }
        }
    }

    /// Reads a week as people type it: `this`, `last`, `2 weeks ago`, `2026-W12`, or any day in
    /// it.
    ///
    /// # Errors
    ///
    /// Refuses what is not a week.
    pub fn week(&self, text: &str) -> Result<Period> {
        let folded = text.trim().to_lowercase();
        if let Some(period) = self.iso_week(&folded) {
            return Ok(period);
        }
        let weeks_ago = match folded.as_str() {
            "this" | "this week" | "current" => Some(0),
            "last" | "last week" => Some(1),
            "next" | "next week" => {
                let next = self.today().checked_add_days(Days::new(7));
                return next
                    .map(|day| self.week_of(day))
                    .ok_or_else(|| Error::request("the calendar ends before the next week"));
            }
            other => other.strip_suffix(" weeks ago").and_then(|n| n.trim().parse::<u64>().ok()),
        };
        let day = match weeks_ago {
            Some(weeks) => {
                weeks.checked_mul(7).and_then(|days| self.today().checked_sub_days(Days::new(days)))
            }
            None => parse_iso_date(&folded).or_else(|| self.named_day(&folded)),
        };
        day.map(|day| self.week_of(day)).ok_or_else(|| {
            Error::request(format!("no week can be read from \"{}\"", shown(text)))
                .hint("write it like this, last, 2026-W12, or any day in it such as 2026-03-01")
        })
    }

    fn iso_week(&self, text: &str) -> Option<Period> {
        let (year, week) = text.split_once("-w")?;
        let (year, week) = (year.parse().ok()?, week.parse().ok()?);
        if !(1900..9999).contains(&year) {
            return None;
        }
        NaiveDate::from_isoywd_opt(year, week, Weekday::Mon).map(|day| self.week_of(day))
    }

    /// Returns the week that holds a date.
    pub fn week_of(&self, day: NaiveDate) -> Period {
        let first = match self.week_start {
            WeekStart::Monday => Weekday::Mon,
            WeekStart::Sunday => Weekday::Sun,
        };
        let from = day.week(first).first_day();
        Period { from, to: from.checked_add_days(Days::new(6)).unwrap_or(from) }
    }
}

const NOON: NaiveTime = NaiveTime::from_hms_opt(12, 0, 0).expect("noon exists");

/// Reads a date of the civil calendar, `2026-03-01`, between the years 1900 and 9999.
fn parse_iso_date(text: &str) -> Option<NaiveDate> {
    if text.len() != 10 {
        return None;
    }
    let date: NaiveDate = text.parse().ok()?;
    (1900..=9999).contains(&date.year()).then_some(date)
}

/// Reads a time of day: `19:30`, `19.30`, `7pm`, `7:30 pm`, `noon`, `midnight`, `19h30`.
pub(crate) fn parse_time(text: &str) -> Option<NaiveTime> {
    let text = text.trim();
    match text {
        "noon" | "midday" => return Some(NOON),
        "midnight" => return Some(NaiveTime::MIN),
        _ => {}
    }
    let (digits, half) = match text {
        t if t.ends_with("am") => (t.strip_suffix("am")?, Some(0)),
        t if t.ends_with("pm") => (t.strip_suffix("pm")?, Some(12)),
        t => (t, None),
    };
    let digits = digits.trim();
    let (hour, minute, seconds) = match digits.split_once([':', '.', 'h']) {
        Some((hour, rest)) => match rest.split_once(':') {
            Some((minute, seconds)) => (hour, minute, seconds),
            None => (hour, rest, "00"),
        },
        None if half.is_some() => (digits, "00", "00"),
        None => return None,
    };
    let two = |s: &str| -> Option<u32> {
        (matches!(s.len(), 1 | 2) && s.bytes().all(|b| b.is_ascii_digit()))
            .then(|| s.parse().ok())?
    };
    let minute = if minute.is_empty() { 0 } else { two(minute).filter(|_| minute.len() == 2)? };
    let (mut hour, seconds) = (two(hour)?, two(seconds)?);
    if let Some(half) = half {
        if !(1..=12).contains(&hour) {
            return None;
        }
        hour = hour % 12 + half;
    }
    NaiveTime::from_hms_opt(hour, minute, seconds)
}

/// Reads a length of time in minutes: `45m`, `6h30m`, `6h30`, `6.5h`, `1:15`, `90 min`, `20s`.
///
/// Returns none for anything else; never a negative number.
pub fn parse_duration_minutes(text: &str) -> Option<f64> {
    let text: String = text.to_lowercase().chars().filter(|c| !c.is_whitespace()).collect();
    if let Some((hours, minutes)) = text.split_once(':') {
        let hours: u32 = hours.parse().ok().filter(|h| *h < 10_000)?;
        let minutes: u32 = minutes.parse().ok().filter(|m| *m < 60)?;
        return Some(f64::from(hours * 60 + minutes));
    }
    let mut rest = text.as_str();
    let mut total = 0.0;
    let mut after_hours = false;
    while !rest.is_empty() {
        let end = rest
            .find(|c: char| !(c.is_ascii_digit() || c == '.' || c == ','))
            .unwrap_or(rest.len());
        let number: f64 = rest[..end].replace(',', ".").parse().ok()?;
        rest = &rest[end..];
        let end = rest.find(|c: char| c.is_ascii_digit()).unwrap_or(rest.len());
        total += number
            * match &rest[..end] {
                "h" | "hr" | "hrs" | "hour" | "hours" => {
                    after_hours = true;
                    60.0
                }
                "m" | "min" | "mins" | "minute" | "minutes" => 1.0,
                "s" | "sec" | "secs" | "second" | "seconds" => 1.0 / 60.0,
                "d" | "day" | "days" => 1440.0,
                "" if after_hours => 1.0,
                _ => return None,
            };
        rest = &rest[end..];
    }
    (!text.is_empty() && total.is_finite()).then_some(total)
}

/// Returns a text short enough for a message, without control characters.
pub(crate) fn shown(text: &str) -> String {
    let mut out: String = text.chars().filter(|c| !c.is_control()).take(60).collect();
    if text.chars().count() > 60 {
        out.push('…');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono_tz::Tz;

    fn calendar(now: &str, zone: Tz, day_start_hours: u32) -> Calendar {
        let now = DateTime::parse_from_rfc3339(now).unwrap();
        let zone = Zone::Named(zone);
        Calendar::new(Clock { now: zone.at(now), zone }, day_start_hours * 60, WeekStart::Monday)
    }

    #[track_caller]
    fn check(calendar: &Calendar, text: &str, expected: &str) {
        let found = match calendar.moment(text) {
            Ok(moment) => {
                let remark = moment.remark.map(|r| format!(" | {r}")).unwrap_or_default();
                format!("{} day {}{remark}", moment.at.to_rfc3339(), moment.day)
            }
            Err(error) => error.message,
        };
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn reads_the_times_people_type() {
        let c = calendar("2026-11-22T19:05:00+01:00", Tz::Europe__Paris, 0);
        check(&c, "18:30", "2026-11-22T18:30:00+01:00 day 2026-11-22");
        check(&c, "7pm", "2026-11-22T19:00:00+01:00 day 2026-11-22");
        check(&c, "12 am", "2026-11-22T00:00:00+01:00 day 2026-11-22");
        check(&c, "noon", "2026-11-22T12:00:00+01:00 day 2026-11-22");
        check(&c, "yesterday 8am", "2026-11-21T08:00:00+01:00 day 2026-11-21");
        check(&c, "8am yesterday", "2026-11-21T08:00:00+01:00 day 2026-11-21");
        check(&c, "yesterday at 8:15 pm", "2026-11-21T20:15:00+01:00 day 2026-11-21");
        check(&c, "friday 12:15", "2026-11-20T12:15:00+01:00 day 2026-11-20");
        check(&c, "2026-03-01 12:00", "2026-03-01T12:00:00+01:00 day 2026-03-01");
        check(&c, "2026-03-01T12:00", "2026-03-01T12:00:00+01:00 day 2026-03-01");
        check(&c, "20m ago", "2026-11-22T18:45:00+01:00 day 2026-11-22");
        check(&c, "1h 30m ago", "2026-11-22T17:35:00+01:00 day 2026-11-22");
    }

    #[test]
    fn refuses_what_is_no_time_or_has_not_come() {
        let c = calendar("2026-11-22T19:05:00+01:00", Tz::Europe__Paris, 0);
        for text in
            ["25:00", "", "13pm", "7:5", "2026-02-30", "2026-13-01 10:00", "-5m ago", "soon"]
        {
            check(&c, text, &format!("no time can be read from \"{text}\""));
        }
        check(&c, "20:30", "2026-11-22 20:30 has not come yet");
    }

    #[test]
    fn a_day_may_begin_at_four() {
        let c = calendar("2026-11-23T02:00:00+01:00", Tz::Europe__Paris, 4);
        assert_eq!(c.today().to_string(), "2026-11-22");
        check(&c, "01:30", "2026-11-23T01:30:00+01:00 day 2026-11-22");
        check(&c, "23:30", "2026-11-22T23:30:00+01:00 day 2026-11-22");
        check(&c, "yesterday 8am", "2026-11-21T08:00:00+01:00 day 2026-11-21");
        check(&c, "yesterday 1am", "2026-11-22T01:00:00+01:00 day 2026-11-21");
    }

    #[test]
    fn clocks_that_change_are_said() {
        let c = calendar("2026-11-22T19:05:00+01:00", Tz::Europe__Paris, 0);
        check(
            &c,
            "2026-10-25 02:30",
            "2026-10-25T02:30:00+02:00 day 2026-10-25 | \
             02:30 occurred twice on 2026-10-25; the first (UTC+02:00) was taken",
        );
        check(
            &c,
            "2026-03-29 02:30",
            "2026-03-29T03:30:00+02:00 day 2026-03-29 | \
             02:30 did not exist on 2026-03-29; 03:30 was taken",
        );
    }

    #[test]
    fn weeks_follow_iso_or_begin_on_sunday() {
        let c = calendar("2026-01-02T12:00:00+01:00", Tz::Europe__Paris, 0);
        let week = c.week("this").unwrap();
        assert_eq!((week.from.to_string(), week.len()), ("2025-12-29".into(), 7));
        assert_eq!(c.week("2026-W01").unwrap(), week);
        assert_eq!(c.week("2026-W53").unwrap().to.to_string(), "2027-01-03");
        assert!(c.week("2025-W53").is_err());
        let sunday = Calendar { week_start: WeekStart::Sunday, ..c };
        assert_eq!(sunday.week("2026-01-02").unwrap().from.to_string(), "2025-12-28");
    }

    #[test]
    fn reads_lengths_of_time() {
        for (text, minutes) in
            [("45m", 45.0), ("6h30m", 390.0), ("6h30", 390.0), ("6.5h", 390.0), ("1:15", 75.0)]
        {
            assert_eq!(parse_duration_minutes(text), Some(minutes), "{text}");
        }
        for text in ["", "h", "5", "-5m", "6h90x", "1:75", "nan m"] {
            assert_eq!(parse_duration_minutes(text), None, "{text}");
        }
    }
}
