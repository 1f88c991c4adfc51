//! Warning signs: what was recorded that deserves a check, whatever the intakes say.
//!
//! The signs and their thresholds are those of `seed/red_flags.csv` and its sources. A sign is
//! matched on what was recorded and never inferred. Here are the signs that lie in a single entry;
//! those that need several are in `spans`.

mod spans;

use std::borrow::Cow;
use std::collections::BTreeMap;

use chrono::{Days, Duration, NaiveDate};

use super::medicines::Medicines;
use crate::domain::site::Site;
use crate::domain::{Entry, Episode, EpisodeKind, Medicine, Record, sign};

pub use spans::DECISIVE_DAYS;

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
    /// The numbers of the entries it stands for: of a sign that lies in single entries every one
    /// that was not put aside, in order of time; else the latest.
    pub entries: Vec<i64>,
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
    /// The number of the entry by which it is put aside, whatever its time: the one it lies in, or
    /// that of the medicine it is about. None for an event that goes on over several entries.
    pub aside_by: Option<i64>,
    /// The name of the medicine it is about, where that is on no list of ours.
    pub unlisted: Option<String>,
}

/// A sign that was read and put aside: in one entry, or with everything of it up to a moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Acknowledged {
    /// The key of the sign.
    pub flag: String,
    /// The latest occurrence it is about, in seconds since 1970.
    pub until: i64,
    /// How strong it was at most.
    pub strength: i64,
    /// The number of the one entry it was in; none for everything that began by `until`.
    pub entry: Option<i64>,
}

impl Raised {
    /// Returns whether it lies in its entry alone.
    pub fn is_alone(&self) -> bool {
        self.aside_by == Some(self.entry)
    }
}

impl Acknowledged {
    /// Returns whether an event is one that was put aside: it is in the entry that was read, or
    /// began no later, and it is no stronger.
    pub fn covers(&self, raised: &Raised) -> bool {
        let read = match self.entry {
            Some(entry) => raised.aside_by == Some(entry),
            None => raised.began <= self.until,
        };
        self.flag == raised.flag && read && raised.strength <= self.strength
    }

    /// Returns what putting a sign aside means: exactly the entries it was found in, or the events
    /// that go on over several of them.
    pub fn of(flag: &str, raised: &[Raised]) -> Vec<Self> {
        let mut by_entry: BTreeMap<Option<i64>, (i64, i64)> = BTreeMap::new();
        for found in raised.iter().filter(|r| r.flag == flag) {
            let most = by_entry.entry(found.aside_by).or_insert((found.until, found.strength));
            *most = (most.0.max(found.until), most.1.max(found.strength));
        }
        let aside =
            |(entry, (until, strength))| Self { flag: flag.to_owned(), until, strength, entry };
        by_entry.into_iter().map(aside).collect()
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

/// The event of a sign that a page shows.
#[derive(Debug)]
pub struct Shown<'a> {
    /// The latest one that was not put aside, or else the latest of all.
    pub latest: &'a Raised,
    /// Whether it was put aside.
    pub aside: bool,
    /// The events it stands for, in order of time.
    pub all: Vec<&'a Raised>,
}

/// Returns the event of a sign that a page shows; none where the sign did not occur.
pub fn shown<'a>(
    flag: &str,
    raised: &'a [Raised],
    acknowledged: &[Acknowledged],
) -> Option<Shown<'a>> {
    let (aside, open): (Vec<&Raised>, Vec<&Raised>) = raised
        .iter()
        .filter(|r| r.flag == flag)
        .partition(|r| acknowledged.iter().any(|a| a.covers(r)));
    let mut all = if open.is_empty() { aside } else { open.clone() };
    all.sort_by_key(|r| (r.day, r.until, r.entry));
    Some(Shown { latest: all.last().copied()?, aside: open.is_empty(), all })
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

/// A cramp that lasts longer than this, in seconds, is no ordinary one (NHS).
const LONG_CRAMP_SECONDS: u32 = 600;
/// Caffeine of a day, in mg, that is a sign together with an episode (FDA, rapid large dose).
const LARGE_CAFFEINE_MG: f64 = 1200.0;
/// Days for which vomiting, diarrhoea, heavy sweating or a dirty cut noted before a cramp count.
const LOSSES_DAYS: u64 = 3;

/// Signs that mean something by themselves, without an episode: noted as a tag they are matched in
/// their note, and no episode of that day has them too.
const BY_THEMSELVES: &[&str] = &[
    "seizure",
    "chest_pain",
    "breathless",
    "swallowing",
    "faint",
    "confusion",
    "speech",
    "vision",
    "droop",
    "sudden_weakness",
    "locked",
    "spreading",
    "overdose",
    "tripping",
    "weak_grip",
    "weight_loss",
    "drooping_lid",
    "eye_closes",
    "red_eye",
];
/// Signs that only say how an episode went, and nothing where they are a day's tag.
const OF_THE_EPISODE: &[&str] = &["on_walking", "woke_me"];
/// Signs that count for a cramp of the days after them.
const LASTING: &[&str] = &["vomiting", "sweating", "dirty_cut"];

/// Returns the signs that match the entries, each event once, in the order of the days.
///
/// The entries are episodes, medicines and notes; a tag of a note that names a sign is one.
pub fn raise(entries: &[Entry], circumstances: &Circumstances) -> Vec<Raised> {
    let mut order: Vec<&Entry> = entries.iter().collect();
    // What was taken at the minute of an episode was taken before it.
    let last = |e: &Entry| !matches!(e.record, Record::Medicine(_));
    order.sort_by_key(|e| (e.at, last(e), e.id));
    let tags = tags_by_day(entries);
    let mut medicines = Medicines::default();
    let mut felt: Vec<Felt<'_>> = Vec::new();
    let mut raised = Vec::new();
    for (place, entry) in order.iter().enumerate() {
        match &entry.record {
            Record::Medicine(_) => medicines.record(entry),
            Record::Note(tags) => {
                let noted = Episode { kind: EpisodeKind::Other, ..Episode::default() };
                let signs = tags.iter().filter_map(|tag| sign::parse(tag)).collect();
                let note = Felt { entry, episode: Cow::Owned(noted), signs };
                let around = Around { entries: &[], place: 0, medicines: &medicines };
                let found = signs_alone(&note, &around, circumstances);
                raised.extend(found.into_iter().map(|flag| alone(flag, &note)));
            }
            Record::Episode(episode) => {
                let signs = signs_of(entry, episode, &tags);
                let this = Felt { entry, episode: Cow::Borrowed(episode), signs };
                let around = Around { entries: &order, place, medicines: &medicines };
                let mut found = signs_alone(&this, &around, circumstances);
                found.extend(signs_of_episode(&this, &around, circumstances));
                raised.extend(found.into_iter().map(|flag| alone(flag, &this)));
                raised.extend(medicines_that_may_matter(&this, &medicines));
                felt.push(this);
            }
            _ => {}
        }
    }
    felt.sort_by_key(|f| (f.entry.day, f.entry.at, f.entry.id));
    raised.extend(spans::raise(&felt));
    raised.sort_by_key(|r| r.day);
    raised
}

/// Returns whether an entry has a sign that matters more with raised potassium.
pub fn asks_about_potassium(entry: &Entry) -> bool {
    let matters = |sign: &str| sign == "weakness" || sign == "palpitations";
    let tags = |tags: &[String]| tags.iter().filter_map(|tag| sign::parse(tag)).any(matters);
    match &entry.record {
        Record::Episode(episode) => {
            episode.signs.iter().any(|sign| matters(sign))
                || entry.note.as_deref().is_some_and(|note| tags(&sign::tags(note)))
        }
        Record::Note(named) => tags(named),
        _ => false,
    }
}

/// Returns whether an entry can have a warning sign by itself: an episode, or a note with a tag that
/// names a sign.
pub fn can_have_signs(entry: &Entry) -> bool {
    match &entry.record {
        Record::Episode(_) => true,
        Record::Note(tags) => tags.iter().any(|tag| sign::parse(tag).is_some()),
        _ => false,
    }
}

/// Returns whether an episode is the first of its kind at its place, or stronger than those before
/// it there.
pub fn is_new_or_stronger(entry: &Entry, known: &[Entry]) -> bool {
    let Record::Episode(episode) = &entry.record else { return false };
    let before: Vec<&Episode> = known
        .iter()
        .filter(|e| e.id != entry.id && e.at <= entry.at)
        .filter_map(|e| match &e.record {
            Record::Episode(other) => Some(other),
            _ => None,
        })
        .filter(|other| other.kind == episode.kind && spans::same_place(other, episode))
        .collect();
    let strongest = before.iter().filter_map(|other| other.intensity).max();
    before.is_empty() || strongest.zip(episode.intensity).is_some_and(|(was, is)| is > was)
}

/// An episode with every sign that was recorded with it. A note stands as one of no kind.
struct Felt<'a> {
    entry: &'a Entry,
    episode: Cow<'a, Episode>,
    signs: Vec<&'a str>,
}

impl Felt<'_> {
    fn has(&self, signs: &[&str]) -> bool {
        self.signs.iter().any(|sign| signs.contains(sign))
    }

    fn is_cramp(&self) -> bool {
        matches!(self.episode.kind, EpisodeKind::Cramp | EpisodeKind::Spasm)
    }

    fn is_twitch(&self) -> bool {
        self.episode.kind == EpisodeKind::Twitch
    }

    fn region(&self) -> Option<&str> {
        self.episode.site.as_deref().map(Site::region_of)
    }

    fn strength(&self) -> i64 {
        self.episode.intensity.unwrap_or(0).into()
    }
}

/// What was recorded around an episode: the entries by time, its place among them, and the
/// medicines until then.
struct Around<'a> {
    entries: &'a [&'a Entry],
    place: usize,
    medicines: &'a Medicines<'a>,
}

/// Returns the signs that the tags of notes name, by their day.
fn tags_by_day(entries: &[Entry]) -> BTreeMap<NaiveDate, Vec<&'static str>> {
    let mut by_day: BTreeMap<NaiveDate, Vec<&'static str>> = BTreeMap::new();
    for entry in entries {
        if let Record::Note(tags) = &entry.record {
            let signs = tags.iter().filter_map(|tag| sign::parse(tag));
            let signs = signs.filter(|s| !BY_THEMSELVES.contains(s) && !OF_THE_EPISODE.contains(s));
            by_day.entry(entry.day).or_default().extend(signs);
        }
    }
    by_day
}

/// Returns the signs of an episode: those it was logged with, the tags of its note, and what was
/// noted that day or shortly before.
fn signs_of<'a>(
    entry: &Entry,
    episode: &'a Episode,
    tags: &BTreeMap<NaiveDate, Vec<&'static str>>,
) -> Vec<&'a str> {
    let mut signs: Vec<&str> = episode.signs.iter().map(String::as_str).collect();
    let note = entry.note.as_deref().map(sign::tags).unwrap_or_default();
    signs.extend(note.iter().filter_map(|tag| sign::parse(tag)));
    let from = entry.day.checked_sub_days(Days::new(LOSSES_DAYS)).unwrap_or(entry.day);
    for (day, noted) in tags.range(from..=entry.day) {
        signs.extend(noted.iter().filter(|s| *day == entry.day || LASTING.contains(s)));
    }
    signs
}

fn alone(flag: &'static str, felt: &Felt<'_>) -> Raised {
    Raised {
        flag,
        day: felt.entry.day,
        entry: felt.entry.id,
        since: felt.entry.day,
        began: felt.entry.at.timestamp(),
        until: felt.entry.at.timestamp(),
        strength: felt.strength(),
        aside_by: Some(felt.entry.id),
        unlisted: None,
    }
}

fn matching(rules: &[(bool, &'static str)]) -> Vec<&'static str> {
    rules.iter().filter(|(matches, _)| *matches).map(|(_, flag)| *flag).collect()
}

/// Returns the signs that need no episode.
fn signs_alone(
    felt: &Felt<'_>,
    around: &Around<'_>,
    circumstances: &Circumstances,
) -> Vec<&'static str> {
    let has = |signs: &[&str]| felt.has(signs);
    let spasm = felt.episode.kind == EpisodeKind::Spasm;
    let using = |wanted: &dyn Fn(&str) -> bool| {
        let mut in_use = around.medicines.in_use(felt.entry.at);
        in_use.any(|used| used.medicine.class.as_deref().is_some_and(wanted))
    };
    let raises_potassium = circumstances.potassium_told
        || using(&|class| circumstances.potassium_raising.iter().any(|raising| raising == class));
    matching(&[
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
        (
            using(&|class| class == "ppi")
                && (felt.is_cramp() || has(&["tremor", "palpitations", "seizure"])),
            "ppi_with_spasm",
        ),
        (
            using(&|class| class == "lithium")
                && (felt.is_twitch() || has(&["tremor", "unsteady", "vomiting", "speech"])),
            "lithium_with_twitch",
        ),
        (
            raises_potassium && has(&["weakness", "palpitations"]),
            "kidney_or_potassium_medicine_with_weakness",
        ),
        (has(&["drooping_lid", "eye_closes", "red_eye"]), "eyelid_other_signs"),
        (has(&["tripping", "weak_grip", "weight_loss"]), "tripping_or_grip"),
    ])
}

/// Returns the signs that are about an episode.
fn signs_of_episode(
    felt: &Felt<'_>,
    around: &Around<'_>,
    circumstances: &Circumstances,
) -> Vec<&'static str> {
    let has = |signs: &[&str]| felt.has(signs);
    let (cramp, at) = (felt.is_cramp(), felt.entry.at);
    let caffeine =
        circumstances.caffeine.get(&felt.entry.day).is_some_and(|mg| *mg >= LARGE_CAFFEINE_MG);
    let diuretic = || around.medicines.in_use(at).any(|used| is_diuretic(used.medicine));
    let site = felt.episode.site.as_deref();
    matching(&[
        (caffeine && !has(&["overdose"]), "caffeine_overdose"),
        (cramp && has(&["weakness", "loss_of_feeling"]), "cramp_with_weakness"),
        (cramp && twitch_nearby(felt, around), "cramp_with_twitch_same_region"),
        (
            cramp && matches!(site, Some("chest" | "abdomen" | "trunk" | "arm" | "forearm")),
            "cramp_chest_arm_belly",
        ),
        (cramp && (has(&["vomiting", "sweating"]) || diuretic()), "cramp_after_losses"),
        (
            cramp && felt.episode.duration_seconds.is_some_and(|s| s > LONG_CRAMP_SECONDS),
            "long_cramp",
        ),
        (cramp && has(&["dirty_cut"]), "cramp_after_toxin_or_dirty_cut"),
        (has(&["weakness", "shrinking"]) && !cramp, "weak_or_shrinking"),
        (cramp && around.medicines.begun(at).next().is_some(), "cramp_after_new_medicine"),
        (cramp && has(&["heavy_drinking"]), "heavy_alcohol_with_cramps"),
        (felt.region() == Some("eye") && has(&["twitch_spreads"]), "eyelid_other_signs"),
        (felt.is_twitch() && has(&["loss_of_feeling"]), "loss_of_sensation"),
    ])
}

/// Returns for each medicine that may matter to an episode an event that began with the medicine: a
/// new one of a class that is linked to twitching or to low levels, and any that is on no list of
/// ours, of which nothing can be said.
fn medicines_that_may_matter(felt: &Felt<'_>, medicines: &Medicines<'_>) -> Vec<Raised> {
    let at = felt.entry.at;
    let event = |began: &Entry, unlisted: Option<&str>| Raised {
        since: began.day,
        began: began.at.timestamp(),
        strength: 0,
        aside_by: Some(began.id),
        unlisted: unlisted.map(str::to_owned),
        ..alone("medicine_may_matter", felt)
    };
    let listed = medicines.begun(at).filter(|used| used.medicine.class.is_some());
    let listed = listed.filter(|_| !felt.is_cramp());
    let unlisted = medicines.in_use(at).filter(|used| used.medicine.class.is_none());
    listed
        .map(|used| event(used.begun.unwrap_or(used.since), None))
        .chain(unlisted.map(|used| event(used.since, Some(&used.medicine.name))))
        .collect()
}

/// Returns whether a medicine makes the kidneys pass more water.
fn is_diuretic(medicine: &Medicine) -> bool {
    let classes =
        ["diuretic_unspecified", "loop_diuretic", "thiazide", "potassium_sparing_diuretic"];
    medicine.class.as_deref().is_some_and(|class| classes.contains(&class))
}

/// Returns whether a twitch in the same region fell within 24 hours of a cramp.
fn twitch_nearby(cramp: &Felt<'_>, around: &Around<'_>) -> bool {
    let near = |e: &&&Entry| (e.at - cramp.entry.at).abs() <= Duration::hours(24);
    let (before, after) = around.entries.split_at(around.place);
    let mut entries = before.iter().rev().take_while(near).chain(after.iter().take_while(near));
    cramp.region().is_some()
        && entries.any(|e| match &e.record {
            Record::Episode(other) => {
                other.kind == EpisodeKind::Twitch
                    && other.site.as_deref().map(Site::region_of) == cramp.region()
            }
            _ => false,
        })
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;

    use super::*;
    use crate::domain::{EntryKind, MedicineAction, Side};

    fn on(day: i64, record: Record) -> Entry {
        let at = DateTime::parse_from_rfc3339("2026-03-01T12:00:00+00:00").unwrap()
            + Duration::days(day);
        let kind = match record {
            Record::Medicine(_) => EntryKind::Medicine,
            Record::Note(_) => EntryKind::Note,
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
        shown(flag, &raised(after), &aside).is_some_and(|shown| !shown.aside)
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
        assert!(open(flag, &[weak(3, 4)], &[weak(1, 2), weak(3, 4)]), "one that is logged late");
        assert!(open(flag, &[weak(3, 4)], &[weak(3, 4), weak(5, 1)]), "a newer one");
        assert!(open(flag, &[weak(3, 4)], &[weak(3, 7)]), "a stronger one");
        assert!(!open(flag, &[weak(1, 4), weak(3, 4)], &[weak(1, 4)]), "the newer one is deleted");
    }

    /// A diary from before signs were put aside by their entry holds moments alone.
    #[test]
    fn a_sign_put_aside_by_its_time_stays_so() {
        let weak = |day| on(day, felt(EpisodeKind::Twitch, "calf", None, &["weakness"]));
        let raised = raise(&[weak(1), weak(3)], &Circumstances::default());
        let flag = "weak_or_shrinking";
        let until = raised[1].until;
        let old = Acknowledged { flag: flag.into(), until, strength: 0, entry: None };
        assert!(shown(flag, &raised, &[old]).unwrap().aside);
    }

    #[test]
    fn tags_that_name_a_sign() {
        let note = |day, tags: &[&str]| {
            let mut note = on(day, Record::Note(tags.iter().map(|t| (*t).to_owned()).collect()));
            note.id += 100;
            note
        };
        let cramp = on(5, felt(EpisodeKind::Cramp, "calf", None, &[]));
        let twitch = twitch(5, "calf", None);
        assert_eq!(keys(&[note(5, &["chest-pain"])]), ["chest_or_heartbeat"]);
        assert!(keys(&[note(5, &["weakness", "heat"])]).is_empty(), "of no part that twitches");
        assert_eq!(keys(&[note(5, &["weakness"]), twitch.clone()]), ["weak_or_shrinking"]);
        assert_eq!(keys(&[note(2, &["diarrhoea"]), cramp.clone()]), ["cramp_after_losses"]);
        assert!(keys(&[note(1, &["diarrhoea"]), cramp.clone()]).is_empty());
        assert!(keys(&[note(4, &["weakness"]), cramp]).is_empty());
        let with_note = Entry { note: Some("so #weak".into()), ..twitch };
        assert_eq!(keys(&[with_note]), ["weak_or_shrinking"]);
    }

    #[test]
    fn a_medicine_on_no_list_of_ours() {
        let tonic = |day| {
            let action = MedicineAction::Started;
            on(day, Record::Medicine(Medicine { name: "tonic".into(), class: None, action }))
        };
        let raised = raise(&[tonic(0), twitch(40, "calf", None)], &Circumstances::default());
        assert_eq!(raised.len(), 1);
        assert_eq!(raised[0].flag, "medicine_may_matter");
        assert_eq!(raised[0].unlisted.as_deref(), Some("tonic"));
        // It was read, and is not asked about again at every twitch.
        let (one, two) = ([tonic(0), twitch(40, "calf", None)], twitch(60, "calf", None));
        let both = [one.to_vec(), vec![two]].concat();
        assert!(!open("medicine_may_matter", &one, &both));
        let mut other = tonic(50);
        other.id += 1;
        other.record = match other.record {
            Record::Medicine(m) => Record::Medicine(Medicine { name: "drops".into(), ..m }),
            record => record,
        };
        assert!(open("medicine_may_matter", &one, &[both, vec![other]].concat()));
    }

    #[test]
    fn what_is_often_is_on_three_days_within_four_weeks() {
        let cramps = |days: &[i64], signs: &[&str]| {
            let of = |day: &i64| on(*day, felt(EpisodeKind::Cramp, "calf", None, signs));
            days.iter().map(of).collect::<Vec<_>>()
        };
        assert!(keys(&cramps(&[0, 10], &["woke_me"])).is_empty());
        assert_eq!(keys(&cramps(&[0, 10, 27], &["woke_me"])), ["cramp_disturbs_sleep"]);
        assert!(keys(&cramps(&[0, 10, 28], &["woke_me"])).is_empty());
        assert_eq!(keys(&cramps(&[0, 1, 2], &["on_walking"])), ["leg_cramp_on_walking"]);
        assert_eq!(keys(&cramps(&[0, 1, 2], &["clumsiness"])), ["chronic_cramp"]);
        let mut painful = cramps(&[0, 10, 20], &[]);
        assert!(keys(&painful).is_empty());
        for entry in &mut painful {
            if let Record::Episode(episode) = &mut entry.record {
                episode.pain = Some(3);
            }
        }
        assert_eq!(keys(&painful), ["chronic_cramp"]);
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
            recorded in proptest::collection::vec((0_i64..60, 0_usize..4, proptest::bool::ANY), 0..60)
        ) {
            let mut recorded = recorded;
            recorded.sort_unstable();
            let sites = ["calf", "eyelid", "thigh", "foot"];
            let all: Vec<Entry> = recorded
                .iter()
                .map(|(day, site, left)| match site {
                    3 => on(*day, felt(EpisodeKind::Cramp, "calf", None, &["woke_me"])),
                    _ => twitch(*day, sites[*site], left.then_some(Side::Left)),
                })
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
