//! Warning signs that need several entries: a twitch that goes on, several places, and cramps that
//! keep coming back.
//!
//! Duration alone is a reason for an appointment, not for alarm: a twitch at one site for more than
//! 14 days without a twitch-free gap of more than three (NHS), or at two sites within 14 days, where
//! both eyelids count as one place. What is "often" is our own threshold: three days within four
//! weeks.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::{Felt, Raised};
use crate::domain::site::Site;
use crate::domain::{Entry, Episode, Side};

/// Days over which a twitch at one site is a reason for an appointment.
const LONG_TWITCH_DAYS: i64 = 14;
/// The longest twitch-free gap within such a stretch.
const LONGEST_GAP_DAYS: i64 = 3;
/// Days within which something is often, and on how many of them it is recorded then.
const OFTEN_WITHIN_DAYS: i64 = 28;
const OFTEN_DAYS: usize = 3;
/// Days before a day whose entries decide which signs that day has: a twitch that has gone on for
/// more than 14 days was felt at least once in the four days before those; what is often was
/// recorded within four weeks.
pub const DECISIVE_DAYS: u64 = (OFTEN_WITHIN_DAYS - 1) as u64;

impl Raised {
    /// Returns whether the event can have begun before the days that decide whether it is there.
    pub fn goes_back(&self) -> bool {
        self.aside_by.is_none()
    }
}

/// Returns the signs that need several of the episodes, which are in order of time.
pub(super) fn raise(felt: &[Felt<'_>]) -> Vec<Raised> {
    let twitches = twitches(felt);
    let mut raised = long_twitches(&twitches);
    raised.extend(several_places(&twitches));
    let cramps: Vec<&Felt<'_>> = felt.iter().filter(|f| f.is_cramp()).collect();
    let painful = |f: &Felt<'_>| {
        f.episode.pain.is_some_and(|pain| pain > 0) || f.has(&["weakness", "clumsiness"])
    };
    let leg = |f: &Felt<'_>| {
        f.region().is_none_or(|region| matches!(region, "leg" | "thigh" | "calf" | "foot"))
    };
    raised.extend(often("chronic_cramp", &cramps, painful));
    raised.extend(often("leg_cramp_on_walking", &cramps, |f| f.has(&["on_walking"]) && leg(f)));
    raised.extend(often("cramp_disturbs_sleep", &cramps, |f| f.has(&["woke_me"])));
    raised
}

/// Returns each episode with which something was recorded on three days or more within four weeks.
/// Those that follow each other within four weeks are one event.
fn often(
    flag: &'static str,
    felt: &[&Felt<'_>],
    counts: impl Fn(&Felt<'_>) -> bool,
) -> Vec<Raised> {
    let all: Vec<&Felt<'_>> = felt.iter().copied().filter(|f| counts(f)).collect();
    let mut raised = Vec::new();
    let mut run: Option<(&Entry, NaiveDate, i64)> = None;
    for (index, found) in all.iter().enumerate() {
        let day = found.entry.day;
        let near = |other: NaiveDate| (day - other).num_days() < OFTEN_WITHIN_DAYS;
        let (first, _, strongest) =
            run.filter(|(_, last, _)| near(*last)).unwrap_or((found.entry, day, 0));
        let strongest = strongest.max(found.strength());
        run = Some((first, day, strongest));
        let before = all[..=index].iter().rev().map(|f| f.entry.day).take_while(|d| near(*d));
        if before.collect::<BTreeSet<_>>().len() >= OFTEN_DAYS {
            raised.push(event(flag, first, found.entry, strongest));
        }
    }
    raised
}

/// The places an episode was felt in: both eyelids are one place, elsewhere left and right are two.
fn places(episode: &Episode) -> Vec<Place> {
    let Some(site) = episode.site.as_deref() else { return Vec::new() };
    let place = |side| Place { site: site.to_owned(), side };
    if Site::region_of(site) == "eye" {
        return vec![Place { site: "eyelid".to_owned(), side: None }];
    }
    match episode.side {
        Some(Side::Both) => vec![place(Some(Side::Left)), place(Some(Side::Right))],
        side => vec![place(side)],
    }
}

/// Returns whether two episodes may have been at one place; those without a site are.
pub(super) fn same_place(a: &Episode, b: &Episode) -> bool {
    let (a, b) = (places(a), places(b));
    a.is_empty() && b.is_empty() || a.iter().any(|a| b.iter().any(|b| a.may_be(b)))
}

/// A site with its side; no side where it was not said.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Place {
    site: String,
    side: Option<Side>,
}

impl Place {
    /// Returns whether two records may mean one place: "calf" may be the calf of "calf, left".
    fn may_be(&self, other: &Self) -> bool {
        self.site == other.site
            && (self.side.is_none() || other.side.is_none() || self.side == other.side)
    }
}

/// A twitch at one place.
struct Twitch<'a> {
    entry: &'a Entry,
    place: Place,
    strength: i64,
}

fn twitches<'a>(felt: &'a [Felt<'a>]) -> Vec<Twitch<'a>> {
    let twitches = felt.iter().filter(|f| f.is_twitch());
    twitches
        .flat_map(|f| {
            let (entry, strength) = (f.entry, f.strength());
            places(&f.episode).into_iter().map(move |place| Twitch { entry, place, strength })
        })
        .collect()
}

/// Returns an event that began with one entry and has come to another.
fn event(flag: &'static str, first: &Entry, last: &Entry, strength: i64) -> Raised {
    Raised {
        flag,
        day: last.day,
        entry: last.id,
        since: first.day,
        began: first.at.timestamp(),
        until: last.at.timestamp(),
        strength,
        aside_by: None,
        unlisted: None,
    }
}

fn long_twitches(all: &[Twitch<'_>]) -> Vec<Raised> {
    let mut places: Vec<&Place> = all.iter().map(|felt| &felt.place).collect();
    places.sort();
    places.dedup();
    let mut raised = Vec::new();
    for place in places {
        let flag = if place.site == "eyelid" { "eyelid_weeks" } else { "twitch_two_weeks" };
        let mut run: Option<(&Twitch<'_>, &Twitch<'_>, i64)> = None;
        for felt in all.iter().filter(|felt| place.may_be(&felt.place)) {
            let free = |last: &Twitch<'_>| (felt.entry.day - last.entry.day).num_days() - 1;
            let (first, _, strongest) = run
                .filter(|(_, last, _)| free(last) <= LONGEST_GAP_DAYS)
                .unwrap_or((felt, felt, 0));
            let strongest = strongest.max(felt.strength);
            run = Some((first, felt, strongest));
            if (felt.entry.day - first.entry.day).num_days() > LONG_TWITCH_DAYS {
                raised.push(event(flag, first.entry, felt.entry, strongest));
            }
        }
    }
    raised
}

/// Returns each twitch that makes two places or more within 14 days. Those that follow each other
/// within 14 days are one event, as strong as it has places.
fn several_places(all: &[Twitch<'_>]) -> Vec<Raised> {
    let mut raised: Vec<Raised> = Vec::new();
    let mut first: Option<&Twitch<'_>> = None;
    let mut start = 0;
    for (index, felt) in all.iter().enumerate() {
        let days = |other: &Twitch<'_>| (felt.entry.day - other.entry.day).num_days();
        while all.get(start).is_some_and(|other| days(other) > LONG_TWITCH_DAYS) {
            start += 1;
        }
        // A day's episodes count together, whichever was logged first.
        let end = index + all[index..].partition_point(|other| days(other) >= 0);
        let near = all.get(start..end).unwrap_or_default();
        if !near.iter().any(|other| !felt.place.may_be(&other.place)) {
            continue;
        }
        let mut places: Vec<&Place> = near.iter().map(|other| &other.place).collect();
        places.sort();
        places.dedup();
        let goes_on = raised
            .last()
            .is_some_and(|last| (felt.entry.day - last.day).num_days() <= LONG_TWITCH_DAYS);
        let began = first.filter(|_| goes_on).unwrap_or(felt);
        first = Some(began);
        let flag = "twitch_more_than_one_place";
        let count = i64::try_from(places.len()).unwrap_or(i64::MAX);
        raised.push(event(flag, began.entry, felt.entry, count));
    }
    raised
}
