//! `twitch`: an episode, or a day without one.

use super::args::{Activity, Twitch};
use super::{Answer, Session, load, safety};
use crate::calendar::{Moment, Period, parse_duration_minutes, shown};
use crate::domain::diary::SIGNS;
use crate::domain::sign;
use crate::domain::site::{SITES, Site};
use crate::domain::{EntryKind, Episode, EpisodeKind, Record, Side};
use crate::error::{Error, Result};
use crate::render::{self, echo, json, phrasing};
use crate::store::{Filter, NewEntry};

/// The longest episode, in minutes: a week.
const LONGEST_MINUTES: f64 = 7.0 * 1440.0;

/// Logs an episode, or a day without one.
pub(super) fn run(session: &mut Session<'_>, args: &Twitch) -> Result<Answer> {
    let settings = session.settings()?;
    let moment = args.when.moment(&session.calendar(&settings))?;
    let words: Vec<String> =
        args.site.iter().flat_map(|w| w.split_whitespace()).map(str::to_lowercase).collect();
    if words == ["none"] {
        return none(session, args, &moment);
    }
    if words.is_empty() && !args.site.is_empty() {
        return Err(
            Error::request("the site is empty").hint("name one, such as eyelid, or leave it out")
        );
    }
    let mut episode = episode(args, &words)?;
    let note = args.when.note()?;
    // A tag of the note that names a sign was said as well as one after --with.
    let tags = note.as_deref().map(sign::tags).unwrap_or_default();
    episode.signs.extend(tags.iter().filter_map(|tag| sign::parse(tag)).map(str::to_owned));
    episode.signs.sort();
    episode.signs.dedup();
    let summary = format!("{} of {}", phrasing::episode_words(&episode), moment.day);
    let mut signs = load::decisive_signs(session.store, moment.day)?;
    let free: Vec<i64> = signs
        .iter()
        .filter(|e| e.kind == EntryKind::NoTwitch && e.day == moment.day)
        .map(|e| e.id)
        .collect();
    let new = NewEntry {
        kind: EntryKind::Episode,
        at: moment.at,
        day: moment.day,
        note,
        record: Record::Episode(episode),
    };
    let (now, command) = (session.seconds(), session.command_line.clone());
    let entry = session.store.change(now, &command, |change| {
        for id in &free {
            change.delete(*id)?;
        }
        Ok((change.add(new)?, summary))
    })?;
    let (entry, remarks) = safety::ask_after(session, &settings, entry)?;
    signs.push(entry.clone());
    signs.sort_by_key(|e| (e.day, e.at, e.id));
    let flags = {
        let _held = session.store.snapshot()?;
        // An answer may have changed them.
        let settings = if session.asks { session.settings()? } else { settings };
        load::flags_of_day(session.store, &settings, moment.day, &signs)?
    };
    let mut answer = session
        .echo(|page| echo::flagged(page, &entry, &flags), || json::entry_answer(&entry, &flags));
    answer.warnings.extend(moment.remark);
    answer.warnings.extend(remarks);
    if !free.is_empty() {
        let day = moment.day;
        answer.warnings.push(format!("{day} is no longer marked as a day without a twitch"));
    }
    Ok(answer)
}

fn none(session: &mut Session<'_>, args: &Twitch, moment: &Moment) -> Result<Answer> {
    let said = args.side.is_some()
        || args.intensity.is_some()
        || args.length.is_some()
        || args.count.is_some()
        || args.kind.is_some()
        || args.pain.is_some()
        || args.activity.is_some()
        || args.visible
        || !args.with.is_empty();
    if said {
        return Err(Error::request("a day without a twitch has no side, strength or length")
            .hint("leave the flags out: mineralog twitch none"));
    }
    let day = Period { from: moment.day, to: moment.day };
    let of_day = session.store.entries(Filter::Signs(day))?;
    if let Some(episode) = of_day.iter().find(|e| e.kind == EntryKind::Episode) {
        return Err(Error::request(format!("{} has an episode already", moment.day))
            .because(format!("it is entry {}", episode.id))
            .hint(format!("`mineralog delete {}` takes it out", episode.id)));
    }
    if let Some(before) = of_day.iter().find(|e| e.kind == EntryKind::NoTwitch) {
        let note = args
            .when
            .note
            .as_ref()
            .map(|_| "the note was not kept; `mineralog note` keeps one by itself".to_owned());
        return Ok(session
            .echo(|page| echo::said_before(page, before), || json::entry_answer(before, &[]))
            .warn(note));
    }
    let note = args.when.note()?;
    let summary = format!("no twitch on {}", moment.day);
    let entry = session.record(EntryKind::NoTwitch, moment, note, Record::Plain, summary)?;
    Ok(session
        .echo(|page| echo::no_twitch(page, &entry), || json::entry_answer(&entry, &[]))
        .warn(moment.remark.clone()))
}

pub(super) fn episode(args: &Twitch, words: &[String]) -> Result<Episode> {
    let kind = match &args.kind {
        None => EpisodeKind::Twitch,
        Some(text) => EpisodeKind::parse(&text.to_lowercase()).ok_or_else(|| {
            Error::request(format!("\"{}\" is no kind of episode", shown(text)))
                .hint("write twitch, cramp, spasm, tingling or other")
        })?,
    };
    let mut side = match &args.side {
        None => None,
        Some(text) => Some(Side::parse(text).ok_or_else(|| {
            Error::request(format!("\"{}\" is no side", shown(text)))
                .hint("write left, right or both")
        })?),
    };
    let mut place: Vec<&str> = Vec::new();
    for word in words {
        match Side::parse(word).filter(|_| word.len() > 1) {
            Some(said) if side.is_none_or(|side| side == said) => side = Some(said),
            Some(_) => return Err(Error::request("two different sides were said")),
            None if matches!(word.as_str(), "my" | "the" | "in") => {}
            None => place.push(word),
        }
    }
    let site = match place.join(" ").as_str() {
        "" => None,
        text => Some(site(text)?),
    };
    let mut signs = args
        .with
        .iter()
        .filter(|sign| !sign.trim().is_empty())
        .map(|text| self::sign(text))
        .collect::<Result<Vec<_>>>()?;
    signs.sort();
    signs.dedup();
    Ok(Episode {
        kind,
        site,
        side,
        intensity: scale("intensity", args.intensity.as_deref())?,
        pain: scale("pain", args.pain.as_deref())?,
        duration_seconds: args.length.as_deref().map(length).transpose()?,
        count: args.count.as_deref().map(count).transpose()?,
        activity: args.activity.map(|activity| {
            match activity {
                Activity::Rest => "rest",
                Activity::Active => "active",
            }
            .to_owned()
        }),
        visible: args.visible.then_some(true),
        signs,
    })
}

fn site(text: &str) -> Result<String> {
    if let Some(site) = Site::parse(text) {
        return Ok(site.key.to_owned());
    }
    let keys: Vec<String> = SITES.iter().map(|s| s.key.to_owned()).collect();
    let error = Error::request(format!("\"{}\" is no site that is known", shown(text)));
    if let Some(length) = length_in(text) {
        return Err(error.hint(format!("how long it lasted is said with --for {length}")));
    }
    let near = keys
        .iter()
        .map(|key| (strsim::osa_distance(text, key), key))
        .filter(|(distance, _)| *distance <= 2 && text.chars().count() > 3)
        .min();
    Err(match near {
        Some((_, near)) => error.hint(format!("did you mean {near}?")),
        None => error.hint(format!(
            "write one of {}; more can be said with --note",
            render::list(&keys, "or")
        )),
    })
}

/// Returns the length of time that some words end with, in one piece: 10min of "eyelid 10 min".
fn length_in(text: &str) -> Option<String> {
    let begins = text.find(|c: char| c.is_ascii_digit())?;
    let length: String = text[begins..].split_whitespace().collect();
    parse_duration_minutes(&length).is_some().then_some(length)
}

/// Reads a rating from 0 to 10.
pub(super) fn scale(what: &str, text: Option<&str>) -> Result<Option<u8>> {
    text.map(|text| {
        text.trim().parse::<u8>().ok().filter(|n| *n <= 10).ok_or_else(|| {
            Error::request(format!("{what} is a whole number from 0 to 10"))
                .because(format!("\"{}\" was given", shown(text)))
        })
    })
    .transpose()
}

fn length(text: &str) -> Result<u32> {
    parse_duration_minutes(text)
        .filter(|minutes| (1.0 / 60.0..=LONGEST_MINUTES).contains(minutes))
        .map(|minutes| (minutes * 60.0).round() as u32)
        .ok_or_else(|| {
            Error::request(format!("no length of time can be read from \"{}\"", shown(text)))
                .hint("write it like 20s, 10m or 2h; a week at the most")
        })
}

fn count(text: &str) -> Result<u32> {
    text.trim().parse().ok().filter(|n| (1..=100_000).contains(n)).ok_or_else(|| {
        Error::request("a count of twitches is a whole number from 1 to 100000")
            .because(format!("\"{}\" was given", shown(text)))
    })
}

fn sign(text: &str) -> Result<String> {
    // As a tag "fit" would say that somebody is well.
    let fit = || matches!(text.trim(), "fit" | "a fit").then_some("seizure");
    sign::parse(text).or_else(fit).map(str::to_owned).ok_or_else(|| {
        let keys: Vec<String> = SIGNS.iter().map(|(key, _)| (*key).to_owned()).collect();
        Error::request(format!("\"{}\" is no sign that is known", shown(text)))
            .hint(format!("write {}; more can be said with --note", render::list(&keys, "or")))
    })
}
