//! Warning signs: what was recorded that deserves a check, whatever the intakes say.
//!
//! The signs and their thresholds are those of `seed/red_flags.csv` and its sources. A sign is
//! matched on what was recorded and never inferred. Duration alone is a reason for an appointment,
//! not for alarm: a twitch at one site for more than 14 days without a twitch-free gap of more
//! than three (NHS), or at two sites within 14 days, where both eyelids count as one place.

use std::collections::BTreeMap;

use chrono::{DateTime, Duration, FixedOffset, NaiveDate};

use crate::domain::diary;
use crate::domain::site::Site;
use crate::domain::{Entry, Episode, EpisodeKind, Medicine, MedicineAction, Record, Side};

/// A warning sign that was found.
#[derive(Clone, Debug, PartialEq)]
pub struct Flag {
    /// Its key.
    pub flag: String,
    /// `emergency`, `urgent` or `appointment`.
    pub level: String,
    /// The sign.
    pub sign: String,
    /// What to do.
    pub advice: String,
    /// The latest day of the event it is about.
    pub day: NaiveDate,
    /// The key of the event: the sign and the entry of its latest occurrence.
    pub event: String,
    /// The day on which the event began.
    pub since: NaiveDate,
    /// Whether it was read and put aside.
    pub acknowledged: bool,
}

/// A sign that matched, before its words are looked up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Raised {
    /// The key of the sign.
    pub flag: &'static str,
    /// The latest day of the event.
    pub day: NaiveDate,
    /// The number of the entry of the latest occurrence.
    pub entry: i64,
    /// The first day of the event.
    pub since: NaiveDate,
    /// When the event began, in seconds since 1970: for a single episode, when that was.
    pub began: i64,
    /// The latest occurrence, in seconds since 1970.
    pub until: i64,
    /// How strong it was, to be compared with the same sign alone: an intensity from 0 to 10, or
    /// the number of places.
    pub strength: i64,
}

/// A sign that was read and put aside, with everything of it up to a moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Acknowledged {
    /// The key of the sign.
    pub flag: String,
    /// The latest occurrence it is about, in seconds since 1970.
    pub until: i64,
    /// How strong it was at most.
    pub strength: i64,
}

impl Raised {
    /// Returns whether the event is more than one entry, and can have begun before the days that
    /// decide whether it is there.
    pub fn goes_back(&self) -> bool {
        matches!(self.flag, "twitch_two_weeks" | "eyelid_weeks" | "twitch_more_than_one_place")
    }
}

impl Acknowledged {
    /// Returns whether an event is one that was put aside and has not become stronger. One that
    /// goes on is the same as long as it began no later; a single occurrence is put aside alone, so
    /// that another one is shown whenever it is logged.
    pub fn covers(&self, raised: &Raised) -> bool {
        let same = if raised.goes_back() {
            raised.began <= self.until
        } else {
            raised.until == self.until
        };
        self.flag == raised.flag && same && raised.strength <= self.strength
    }

    /// Returns what putting a sign aside means: each of its occurrences, and one that goes on as a
    /// whole.
    pub fn of(flag: &str, raised: &[Raised]) -> Vec<Self> {
        let mut aside: Vec<Self> = Vec::new();
        for event in raised.iter().filter(|r| r.flag == flag) {
            let (until, strength) = (event.until, event.strength);
            match aside.iter_mut().find(|a| event.goes_back() || a.until == until) {
                Some(known) => {
                    known.until = known.until.max(until);
                    known.strength = known.strength.max(strength);
                }
                None => aside.push(Self { flag: flag.to_owned(), until, strength }),
            }
        }
        aside
    }
}

/// Returns what to do, with the number to call beside every mention of emergency services.
pub fn with_number(advice: &str, number: Option<&str>) -> String {
    let services = "emergency services";
    match number {
        Some(number) => advice.replace(services, &format!("{services} ({number})")),
        None => advice.to_owned(),
    }
}

/// Returns the event of a sign that a page shows, and whether it was put aside: the latest one that
/// was not, or else the latest of all. None where the sign did not occur.
pub fn shown<'a>(
    flag: &str,
    raised: &'a [Raised],
    acknowledged: &[Acknowledged],
) -> Option<(&'a Raised, bool)> {
    let aside = |r: &Raised| acknowledged.iter().any(|a| a.covers(r));
    raised
        .iter()
        .filter(|r| r.flag == flag)
        .map(|r| (r, aside(r)))
        .max_by_key(|(r, aside)| (!aside, r.day, r.until, r.entry))
}

/// What the matching needs besides the entries.
#[derive(Debug, Default)]
pub struct Circumstances {
    /// Whether an answer to a potassium question is "yes" or "unsure".
    pub potassium_told: bool,
    /// Medicine classes among the entries that can raise blood potassium.
    pub potassium_raising: Vec<String>,
    /// Known caffeine of each day, mg.
    pub caffeine: BTreeMap<NaiveDate, f64>,
}

/// Days over which a twitch at one site is a reason for an appointment.
const LONG_TWITCH_DAYS: i64 = 14;
/// The longest twitch-free gap within such a stretch.
const LONGEST_GAP_DAYS: i64 = 3;
/// A cramp that lasts longer than this, in seconds, is no ordinary one (NHS).
const LONG_CRAMP_SECONDS: u32 = 600;
/// Caffeine of a day, in mg, that is a sign together with an episode (FDA, rapid large dose).
const LARGE_CAFFEINE_MG: f64 = 1200.0;
/// Days before a day whose episodes decide which signs that day has. A twitch that has gone on for
/// more than 14 days was felt at least once in the four days before those.
pub const DECISIVE_DAYS: u64 = {
    let long = LONG_TWITCH_DAYS + LONGEST_GAP_DAYS + 1;
    (if long > OFTEN_DAYS { long } else { OFTEN_DAYS }) as u64
};
/// Cramps keep coming back, or often disturb sleep, where they are on three days of four weeks.
/// The sources say "chronic" and "often" and give no number; this one is the program's own.
const OFTEN: usize = 3;
const OFTEN_DAYS: i64 = 28;
/// Days after its start during which a medicine is new.
const NEW_MEDICINE_DAYS: i64 = 14;
/// Days for which a medicine "taken" once still counts.
const TAKEN_DAYS: i64 = 28;

/// Returns the signs that match the entries, each event once, in the order of the days.
pub fn raise(entries: &[Entry], circumstances: &Circumstances) -> Vec<Raised> {
    let mut raised = Vec::new();
    for entry in entries {
        let (flags, strength) = match &entry.record {
            Record::Episode(episode) => {
                (of_episode(entry, episode, entries, circumstances), strength(episode))
            }
            Record::Note(tags) => (of_tags(tags), 0),
            _ => continue,
        };
        for flag in flags {
            raised.push(Raised {
                flag,
                day: entry.day,
                entry: entry.id,
                since: entry.day,
                began: entry.at.timestamp(),
                until: entry.at.timestamp(),
                strength,
            });
        }
    }
    raised.extend(long_twitches(entries));
    raised.extend(several_places(entries));
    raised.sort_by_key(|r| r.day);
    raised
}

/// Returns whether an episode is felt at a place where none was in the weeks before, or is stronger
/// than any there: then what came with it is worth a question.
pub fn is_new_or_worse(episode: &Episode, before: &[Entry]) -> bool {
    let here = places(episode);
    let strongest = before
        .iter()
        .filter_map(|entry| match &entry.record {
            Record::Episode(other) => Some(other),
            _ => None,
        })
        .filter(|other| {
            let there = places(other);
            here.is_empty() && there.is_empty()
                || here.iter().any(|place| there.iter().any(|other| place.may_be(other)))
        })
        .map(|other| other.intensity.unwrap_or_default())
        .max();
    strongest.is_none_or(|strongest| episode.intensity.is_some_and(|now| now > strongest))
}

/// Returns whether an episode has a sign that matters more with raised potassium.
pub fn asks_about_potassium(entry: &Entry) -> bool {
    matches!(&entry.record, Record::Episode(episode)
        if episode.signs.iter().any(|s| s == "weakness" || s == "palpitations"))
}

fn of_episode(
    entry: &Entry,
    episode: &Episode,
    entries: &[Entry],
    circumstances: &Circumstances,
) -> Vec<&'static str> {
    let has = |signs: &[&str]| episode.signs.iter().any(|s| signs.contains(&s.as_str()));
    let twitch = episode.kind == EpisodeKind::Twitch;
    let cramp = matches!(episode.kind, EpisodeKind::Cramp | EpisodeKind::Spasm);
    let spasm = episode.kind == EpisodeKind::Spasm;
    let region = episode.site.as_deref().map(Site::region_of);
    let using = |wanted: &dyn Fn(&Medicine) -> bool| in_use(entries, entry.at, wanted).is_some();
    let taking = |class: &str| using(&|m| m.class.as_deref() == Some(class));
    let raises_potassium = circumstances.potassium_told
        || using(&|m| {
            m.class.as_ref().is_some_and(|c| circumstances.potassium_raising.contains(c))
        });
    let new_medicine = entries.iter().any(|e| {
        matches!(&e.record, Record::Medicine(m)
            if m.action == MedicineAction::Started)
            && (0..=NEW_MEDICINE_DAYS).contains(&(entry.at - e.at).num_days())
            && e.at <= entry.at
    });
    let caffeine =
        circumstances.caffeine.get(&entry.day).is_some_and(|mg| *mg >= LARGE_CAFFEINE_MG);
    let often = |wanted: &dyn Fn(&Episode) -> bool| often(entry, entries, wanted);
    let hurts = |e: &Episode| {
        let told = |sign: &str| e.signs.iter().any(|s| s == sign);
        e.pain.is_some_and(|pain| pain > 0) || told("weakness") || told("clumsiness")
    };
    let mut flags = of_signs(&has, spasm);
    let rules: [(bool, &'static str); 21] = [
        (caffeine && !has(&["overdose"]), "caffeine_overdose"),
        (cramp && has(&["weakness", "loss_of_feeling"]), "cramp_with_weakness"),
        (cramp && twitch_nearby(entry, region, entries), "cramp_with_twitch_same_region"),
        (
            cramp
                && matches!(
                    episode.site.as_deref(),
                    Some("chest" | "abdomen" | "trunk" | "arm" | "forearm")
                ),
            "cramp_chest_arm_belly",
        ),
        (cramp && (has(&["vomiting", "sweating"]) || using(&is_diuretic)), "cramp_after_losses"),
        (cramp && episode.duration_seconds.is_some_and(|s| s > LONG_CRAMP_SECONDS), "long_cramp"),
        (taking("ppi") && (cramp || has(&["tremor", "palpitations", "seizure"])), "ppi_with_spasm"),
        (
            taking("lithium") && (twitch || has(&["tremor", "unsteady", "vomiting", "speech"])),
            "lithium_with_twitch",
        ),
        (
            raises_potassium && has(&["weakness", "palpitations"]),
            "kidney_or_potassium_medicine_with_weakness",
        ),
        (has(&["weakness", "shrinking"]) && !cramp, "weak_or_shrinking"),
        (new_medicine && !cramp, "medicine_may_matter"),
        (new_medicine && cramp, "cramp_after_new_medicine"),
        (has(&["drooping_lid", "eye_closes", "red_eye"]), "eyelid_other_signs"),
        (region == Some("eye") && has(&["twitch_spreads"]), "eyelid_other_signs"),
        (has(&["tripping", "weak_grip", "weight_loss"]), "tripping_or_grip"),
        (twitch && has(&["loss_of_feeling"]), "loss_of_sensation"),
        (cramp && has(&["dirty_cut"]), "cramp_after_toxin_or_dirty_cut"),
        (cramp && has(&["on_walking"]), "leg_cramp_on_walking"),
        (cramp && has(&["heavy_drinking"]), "heavy_alcohol_with_cramps"),
        (cramp && hurts(episode) && often(&hurts), "chronic_cramp"),
        (
            cramp
                && has(&["woke_me"])
                && often(&|e: &Episode| e.signs.iter().any(|s| s == "woke_me")),
            "cramp_disturbs_sleep",
        ),
    ];
    flags.extend(rules.into_iter().filter(|(matches, _)| *matches).map(|(_, flag)| flag));
    flags
}

/// Returns the emergencies that some signs mean by themselves, whatever was felt with them. A heart
/// that races is one together with a spasm or other signs.
fn of_signs(has: &dyn Fn(&[&str]) -> bool, spasm: bool) -> Vec<&'static str> {
    let rules: [(bool, &'static str); 8] = [
        (has(&["seizure"]), "seizure"),
        (
            has(&["chest_pain"])
                || (has(&["palpitations"]) && (spasm || has(&["tremor", "faint", "breathless"]))),
            "chest_or_heartbeat",
        ),
        (has(&["breathless", "swallowing"]), "breathing_or_swallowing"),
        (has(&["faint", "confusion"]), "fainting_or_confusion"),
        (has(&["speech", "vision", "droop", "sudden_weakness"]), "sudden_one_sided"),
        (has(&["locked"]), "locked_in_spasm"),
        (has(&["spreading"]), "spreading_weakness"),
        (has(&["overdose"]), "caffeine_overdose"),
    ];
    rules.into_iter().filter(|(matches, _)| *matches).map(|(_, flag)| flag).collect()
}

/// Returns the signs that the tags of a note name: emergencies, and what is a reason for an
/// appointment without an episode.
fn of_tags(tags: &[String]) -> Vec<&'static str> {
    let signs: Vec<&str> = tags.iter().filter_map(|tag| diary::sign(tag)).collect();
    let has = |wanted: &[&str]| signs.iter().any(|sign| wanted.contains(sign));
    let mut flags = of_signs(&has, false);
    if has(&["tripping", "weak_grip", "weight_loss"]) {
        flags.push("tripping_or_grip");
    }
    flags
}

/// Returns whether cramps that `wanted` picks fell on three days or more of the four weeks that end
/// with one of them.
fn often(last: &Entry, entries: &[Entry], wanted: &dyn Fn(&Episode) -> bool) -> bool {
    let mut days: Vec<NaiveDate> = entries
        .iter()
        .filter(|e| e.at <= last.at && (last.day - e.day).num_days() < OFTEN_DAYS)
        .filter(|e| {
            matches!(&e.record, Record::Episode(other)
            if matches!(other.kind, EpisodeKind::Cramp | EpisodeKind::Spasm) && wanted(other))
        })
        .map(|e| e.day)
        .collect();
    days.dedup();
    days.len() >= OFTEN
}

/// Returns whether a medicine makes the kidneys pass more water.
fn is_diuretic(medicine: &Medicine) -> bool {
    let classes =
        ["diuretic_unspecified", "loop_diuretic", "thiazide", "potassium_sparing_diuretic"];
    medicine.class.as_deref().is_some_and(|class| classes.contains(&class))
}

/// Returns the name of a medicine that `wanted` picks and that was in use at a moment: started and
/// not stopped since, or taken within the last 28 days and not stopped since.
pub fn in_use(
    entries: &[Entry],
    at: DateTime<FixedOffset>,
    wanted: impl Fn(&Medicine) -> bool,
) -> Option<String> {
    let mut by_name: BTreeMap<String, (bool, Option<DateTime<FixedOffset>>)> = BTreeMap::new();
    for entry in entries.iter().filter(|e| e.at <= at) {
        let Record::Medicine(medicine) = &entry.record else { continue };
        if !wanted(medicine) {
            continue;
        }
        let state = by_name.entry(medicine.name.to_lowercase()).or_default();
        match medicine.action {
            MedicineAction::Started => state.0 = true,
            MedicineAction::Taken => state.1 = Some(entry.at),
            MedicineAction::Stopped => *state = (false, None),
        }
    }
    by_name
        .into_iter()
        .find(|(_, (started, taken))| {
            *started || taken.is_some_and(|taken| (at - taken).num_days() <= TAKEN_DAYS)
        })
        .map(|(name, _)| name)
}

/// Returns whether a twitch in the same region fell within 24 hours of a cramp.
fn twitch_nearby(cramp: &Entry, region: Option<&str>, entries: &[Entry]) -> bool {
    region.is_some()
        && entries.iter().any(|e| match &e.record {
            Record::Episode(other) => {
                other.kind == EpisodeKind::Twitch
                    && other.site.as_deref().map(Site::region_of) == region
                    && (e.at - cramp.at).abs() <= Duration::hours(24)
            }
            _ => false,
        })
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

fn strength(episode: &Episode) -> i64 {
    episode.intensity.unwrap_or(0).into()
}

/// A twitch at one place.
struct Felt<'a> {
    entry: &'a Entry,
    place: Place,
    strength: i64,
}

fn twitches(entries: &[Entry]) -> Vec<Felt<'_>> {
    let mut found = Vec::new();
    for entry in entries {
        if let Record::Episode(episode) = &entry.record
            && episode.kind == EpisodeKind::Twitch
        {
            let strength = strength(episode);
            found.extend(places(episode).into_iter().map(|place| Felt { entry, place, strength }));
        }
    }
    found
}

/// Returns an event that began with one twitch and has come to another.
fn event(flag: &'static str, first: &Felt<'_>, last: &Felt<'_>, strength: i64) -> Raised {
    Raised {
        flag,
        day: last.entry.day,
        entry: last.entry.id,
        since: first.entry.day,
        began: first.entry.at.timestamp(),
        until: last.entry.at.timestamp(),
        strength,
    }
}

fn long_twitches(entries: &[Entry]) -> Vec<Raised> {
    let all = twitches(entries);
    let mut places: Vec<&Place> = all.iter().map(|felt| &felt.place).collect();
    places.sort();
    places.dedup();
    let mut raised = Vec::new();
    for place in places {
        let flag = if place.site == "eyelid" { "eyelid_weeks" } else { "twitch_two_weeks" };
        let mut run: Option<(&Felt<'_>, &Felt<'_>, i64)> = None;
        for felt in all.iter().filter(|felt| place.may_be(&felt.place)) {
            let free = |last: &Felt<'_>| (felt.entry.day - last.entry.day).num_days() - 1;
            let (first, _, strongest) = run
                .filter(|(_, last, _)| free(last) <= LONGEST_GAP_DAYS)
                .unwrap_or((felt, felt, 0));
            let strongest = strongest.max(felt.strength);
            run = Some((first, felt, strongest));
            if (felt.entry.day - first.entry.day).num_days() > LONG_TWITCH_DAYS {
                raised.push(event(flag, first, felt, strongest));
            }
        }
    }
    raised
}

/// Returns each twitch that makes two places or more within 14 days. Those that follow each other
/// within 14 days are one event, as strong as it has places.
fn several_places(entries: &[Entry]) -> Vec<Raised> {
    let all = twitches(entries);
    let mut raised: Vec<Raised> = Vec::new();
    let mut first: Option<&Felt<'_>> = None;
    let mut start = 0;
    for (index, felt) in all.iter().enumerate() {
        let days = |other: &Felt<'_>| (felt.entry.day - other.entry.day).num_days();
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
        raised.push(event(flag, began, felt, i64::try_from(places.len()).unwrap_or(i64::MAX)));
    }
    raised
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::EntryKind;

    fn on(day: i64, record: Record) -> Entry {
        let at = DateTime::parse_from_rfc3339("2026-03-01T12:00:00+00:00").unwrap()
            + Duration::days(day);
        let kind = match record {
            Record::Medicine(_) => EntryKind::Medicine,
            _ => EntryKind::Episode,
        };
        Entry { id: day, kind, at, day: at.date_naive(), note: None, record }
    }

    fn felt(kind: EpisodeKind, site: &str, side: Option<Side>, signs: &[&str]) -> Record {
        Record::Episode(Episode {
            kind,
            site: Some(site.into()),
            side,
            signs: signs.iter().map(|s| (*s).to_owned()).collect(),
            ..Episode::default()
        })
    }

    fn twitch(day: i64, site: &str, side: Option<Side>) -> Entry {
        on(day, felt(EpisodeKind::Twitch, site, side, &[]))
    }

    fn keys(entries: &[Entry]) -> Vec<&'static str> {
        let mut keys: Vec<_> =
            raise(entries, &Circumstances::default()).iter().map(|r| r.flag).collect();
        keys.sort_unstable();
        keys.dedup();
        keys
    }

    #[test]
    fn a_twitch_for_more_than_two_weeks() {
        let calf = |days: &[i64]| days.iter().map(|d| twitch(*d, "calf", None)).collect::<Vec<_>>();
        assert_eq!(keys(&calf(&[0, 4, 8, 12, 14])), Vec::<&str>::new());
        assert_eq!(keys(&calf(&[0, 4, 8, 12, 15])), ["twitch_two_weeks"]);
        // A gap of more than three twitch-free days begins anew.
        assert_eq!(keys(&calf(&[0, 4, 9, 12, 15])), Vec::<&str>::new());
    }

    #[test]
    fn more_than_one_place_within_two_weeks() {
        let (l, r) = (Some(Side::Left), Some(Side::Right));
        assert!(keys(&[twitch(0, "eyelid", l), twitch(1, "eyelid", r)]).is_empty());
        assert!(keys(&[twitch(0, "calf", l), twitch(1, "calf", None)]).is_empty());
        assert!(keys(&[twitch(0, "calf", l), twitch(15, "thigh", l)]).is_empty());
        let two = ["twitch_more_than_one_place"];
        assert_eq!(keys(&[twitch(0, "calf", l), twitch(1, "calf", r)]), two);
        assert_eq!(keys(&[twitch(0, "eyelid", l), twitch(14, "calf", None)]), two);
    }

    #[test]
    fn signs_are_matched_on_what_was_recorded() {
        let of = |kind, site, signs: &[&str]| keys(&[on(0, felt(kind, site, None, signs))]);
        assert_eq!(of(EpisodeKind::Twitch, "calf", &["weakness"]), ["weak_or_shrinking"]);
        assert_eq!(of(EpisodeKind::Cramp, "calf", &["weakness"]), ["cramp_with_weakness"]);
        assert_eq!(of(EpisodeKind::Spasm, "hand", &["locked"]), ["locked_in_spasm"]);
        assert_eq!(of(EpisodeKind::Twitch, "calf", &["seizure"]), ["seizure"]);
        assert!(of(EpisodeKind::Twitch, "calf", &["tingling"]).is_empty());
    }

    #[test]
    fn a_cramp_and_a_twitch_in_one_region_within_a_day() {
        let cramp = on(0, felt(EpisodeKind::Cramp, "calf", None, &[]));
        let near = [cramp.clone(), twitch(1, "calf", None)];
        assert_eq!(keys(&near), ["cramp_with_twitch_same_region"]);
        assert!(keys(&[cramp, twitch(2, "calf", None)]).is_empty());
    }

    #[test]
    fn medicines_count_while_they_are_taken() {
        let lithium = |day, action| {
            on(
                day,
                Record::Medicine(Medicine {
                    name: "lithium".into(),
                    class: Some("lithium".into()),
                    action,
                }),
            )
        };
        let started = lithium(0, MedicineAction::Started);
        let with = keys(&[started.clone(), twitch(40, "calf", None)]);
        assert_eq!(with, ["lithium_with_twitch"]);
        let stopped = lithium(30, MedicineAction::Stopped);
        assert!(keys(&[started, stopped, twitch(40, "calf", None)]).is_empty());
    }

    /// Returns whether a sign is open once what is in `before` was put aside.
    fn open(flag: &str, before: &[Entry], after: &[Entry]) -> bool {
        let raised = |entries| raise(entries, &Circumstances::default());
        let aside = Acknowledged::of(flag, &raised(before));
        assert!(!aside.is_empty(), "the sign was there");
        shown(flag, &raised(after), &aside).is_some_and(|(_, aside)| !aside)
    }

    #[test]
    fn a_sign_put_aside_stays_so_until_it_occurs_anew() {
        let weak = |day, intensity| {
            let mut entry = on(day, felt(EpisodeKind::Twitch, "calf", None, &["weakness"]));
            if let Record::Episode(episode) = &mut entry.record {
                episode.intensity = Some(intensity);
            }
            entry
        };
        let flag = "weak_or_shrinking";
        assert!(!open(flag, &[weak(3, 4)], &[weak(3, 4)]));
        assert!(!open(flag, &[weak(1, 2), weak(3, 4)], &[weak(1, 2), weak(3, 4)]));
        assert!(open(flag, &[weak(3, 4)], &[weak(1, 2), weak(3, 4)]), "one logged late");
        assert!(open(flag, &[weak(3, 4)], &[weak(3, 4), weak(5, 1)]), "a newer one");
        assert!(open(flag, &[weak(3, 4)], &[weak(3, 7)]), "a stronger one");
        assert!(!open(flag, &[weak(1, 4), weak(3, 4)], &[weak(1, 4)]), "the newer one is deleted");
    }

    #[test]
    fn a_long_twitch_is_one_event_as_long_as_it_goes_on() {
        let calf = |days: &[i64]| days.iter().map(|d| twitch(*d, "calf", None)).collect::<Vec<_>>();
        let (run, on) = ([0, 4, 8, 12, 16], [0, 4, 8, 12, 16, 18]);
        assert!(!open("twitch_two_weeks", &calf(&run), &calf(&on)));
        let anew: Vec<i64> = run.into_iter().chain([40, 44, 48, 52, 56]).collect();
        assert!(open("twitch_two_weeks", &calf(&run), &calf(&anew)));
    }

    #[test]
    fn another_place_makes_several_places_a_new_event() {
        let two = [twitch(0, "calf", None), twitch(1, "thigh", None)];
        let again = [two.to_vec(), vec![twitch(5, "calf", None)]].concat();
        let third = [two.to_vec(), vec![twitch(5, "foot", None)]].concat();
        assert!(!open("twitch_more_than_one_place", &two, &again));
        assert!(open("twitch_more_than_one_place", &two, &third));
    }

    #[test]
    fn losses_before_a_cramp() {
        let cramp = on(5, felt(EpisodeKind::Cramp, "calf", None, &[]));
        let sweaty = on(5, felt(EpisodeKind::Cramp, "calf", None, &["sweating"]));
        let medicine = |class: &str| {
            on(
                -90,
                Record::Medicine(Medicine {
                    name: class.into(),
                    class: Some(class.into()),
                    action: MedicineAction::Started,
                }),
            )
        };
        assert!(keys(std::slice::from_ref(&cramp)).is_empty());
        assert_eq!(keys(&[sweaty]), ["cramp_after_losses"]);
        assert_eq!(keys(&[medicine("thiazide"), cramp.clone()]), ["cramp_after_losses"]);
        assert!(keys(&[medicine("statin"), cramp]).is_empty());
    }

    #[test]
    fn the_number_to_call_stands_beside_the_services() {
        let advice = "Contact a clinician today. With chest pain, call emergency services.";
        let with = with_number(advice, Some("112"));
        assert!(with.ends_with("call emergency services (112)."));
        assert_eq!(with_number(advice, None), advice);
    }

    proptest::proptest! {
        /// The signs of a day rest on the days that decide, and on nothing before them.
        #[test]
        fn the_days_that_decide(
            felt in proptest::collection::vec((0_i64..60, 0_usize..4, proptest::bool::ANY), 0..60)
        ) {
            let mut felt = felt;
            felt.sort_unstable();
            let sites = ["calf", "eyelid", "thigh", "foot"];
            let all: Vec<Entry> = felt
                .iter()
                .map(|(day, site, left)| twitch(*day, sites[*site], left.then_some(Side::Left)))
                .collect();
            for today in all.iter().map(|e| e.day) {
                let from = today - chrono::Days::new(DECISIVE_DAYS);
                let of_today = |entries: &[Entry]| {
                    let mut raised = raise(entries, &Circumstances::default());
                    raised.retain(|r| r.day == today);
                    let mut flags: Vec<_> = raised.iter().map(|r| r.flag).collect();
                    flags.sort_unstable();
                    flags.dedup();
                    flags
                };
                let until: Vec<Entry> = all.iter().filter(|e| e.day <= today).cloned().collect();
                let near: Vec<Entry> = until.iter().filter(|e| e.day >= from).cloned().collect();
                proptest::prop_assert_eq!(of_today(&near), of_today(&until));
            }
        }
    }
}
