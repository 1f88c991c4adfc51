//! The episodes of a period: counts, days and sites. A day without a twitch that was said to be
//! one is data; a day nobody said anything about is not.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::calendar::Period;
use crate::domain::{Entry, EntryKind, Episode, Record, Side};
use crate::nutrition::adequacy::mean;

/// What a day says about twitching.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DayMark {
    /// That many episodes.
    Episodes(usize),
    /// Said to be without a twitch.
    Free,
    /// Nothing was said.
    Unrecorded,
    /// It has not come yet.
    Ahead,
}

/// The episodes at one site and side.
#[derive(Clone, Debug, PartialEq)]
pub struct Site {
    /// The site; none where it was not said.
    pub site: Option<String>,
    /// The side, where it was said.
    pub side: Option<Side>,
    /// Episodes.
    pub count: usize,
    /// Days with one.
    pub days: usize,
    /// Episodes of each of these days, in their order.
    pub by_day: Vec<(NaiveDate, usize)>,
}

/// The episodes of a period.
#[derive(Clone, Debug, PartialEq)]
pub struct Episodes {
    /// How many.
    pub count: usize,
    /// Days with at least one.
    pub days_with: usize,
    /// Days said to be without.
    pub days_without: usize,
    /// Days about which nothing was said, of those that have come.
    pub days_unrecorded: usize,
    /// Mean intensity, 0 to 10, of the episodes that have one.
    pub mean_intensity: Option<f64>,
    /// By site and side, the most frequent first.
    pub by_site: Vec<Site>,
    /// Day by day.
    pub by_day: Vec<(NaiveDate, DayMark)>,
}

/// Returns the episodes of a period.
pub fn episodes(entries: &[Entry], period: Period, today: NaiveDate) -> Episodes {
    let found: Vec<(NaiveDate, &Episode)> = entries
        .iter()
        .filter(|entry| period.contains(entry.day))
        .filter_map(|entry| match &entry.record {
            Record::Episode(episode) => Some((entry.day, episode)),
            _ => None,
        })
        .collect();
    let by_day: Vec<(NaiveDate, DayMark)> =
        period.days().map(|day| (day, day_mark(entries, &found, day, today))).collect();
    let days = |wanted: fn(&DayMark) -> bool| by_day.iter().filter(|(_, m)| wanted(m)).count();
    let intensities: Vec<f64> =
        found.iter().filter_map(|(_, e)| e.intensity.map(f64::from)).collect();
    Episodes {
        count: found.len(),
        days_with: days(|mark| matches!(mark, DayMark::Episodes(_))),
        days_without: days(|mark| *mark == DayMark::Free),
        days_unrecorded: days(|mark| *mark == DayMark::Unrecorded),
        mean_intensity: (!intensities.is_empty()).then(|| mean(&intensities)),
        by_site: by_site(&found),
        by_day,
    }
}

fn day_mark(
    entries: &[Entry],
    found: &[(NaiveDate, &Episode)],
    day: NaiveDate,
    today: NaiveDate,
) -> DayMark {
    match found.iter().filter(|(d, _)| *d == day).count() {
        0 if entries.iter().any(|e| e.day == day && e.kind == EntryKind::NoTwitch) => DayMark::Free,
        0 if day > today => DayMark::Ahead,
        0 => DayMark::Unrecorded,
        count => DayMark::Episodes(count),
    }
}

fn by_site(found: &[(NaiveDate, &Episode)]) -> Vec<Site> {
    let mut sites: BTreeMap<(Option<&str>, Option<Side>), Vec<NaiveDate>> = BTreeMap::new();
    for (day, episode) in found {
        sites.entry((episode.site.as_deref(), episode.side)).or_default().push(*day);
    }
    let mut sites: Vec<Site> = sites
        .into_iter()
        .map(|((site, side), days)| {
            let by_day: Vec<(NaiveDate, usize)> =
                days.chunk_by(|a, b| a == b).map(|same| (same[0], same.len())).collect();
            Site {
                site: site.map(str::to_owned),
                side,
                count: days.len(),
                days: by_day.len(),
                by_day,
            }
        })
        .collect();
    sites.sort_by(|a, b| {
        b.count.cmp(&a.count).then_with(|| (&a.site, a.side).cmp(&(&b.site, b.side)))
    });
    sites
}
