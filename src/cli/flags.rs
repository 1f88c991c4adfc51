//! `flags`: the warning signs that were recorded, and putting them aside once they were read.

use super::args::{Flags, FlagsCommand};
use super::{Answer, Session, load};
use crate::calendar::shown;
use crate::error::{Error, Result};
use crate::render::{flags as page, json};
use crate::report::flags::{Acknowledged, Flag, Raised};

/// Lists the warning signs, or puts some aside.
pub(super) fn run(session: &mut Session<'_>, args: &Flags) -> Result<Answer> {
    if let Some(FlagsCommand::Seen(seen)) = &args.command {
        return self::seen(session, &seen.flags);
    }
    let (_, found) = found(session)?;
    let aside = found.iter().filter(|flag| flag.acknowledged).count();
    let listed: Vec<Flag> =
        found.into_iter().filter(|flag| args.all || !flag.acknowledged).collect();
    let settings = session.settings()?;
    let hidden = if args.all { 0 } else { aside };
    Ok(session.page(
        |layout| page::flags(layout, &listed, hidden, settings.emergency_number.as_deref()),
        || json::flag_list(&listed, settings.emergency_number.as_deref()),
    ))
}

fn found(session: &Session<'_>) -> Result<(Vec<Raised>, Vec<Flag>)> {
    let settings = session.settings()?;
    let today = session.calendar(&settings).today();
    let signs = load::signs(session.store, today)?;
    let raised = load::raised(session.store, &settings, None, &signs)?;
    // The numbers of the open ones stay the same with --all.
    let mut flags = load::flags(session.store, &settings, &raised)?;
    flags.sort_by_key(|flag| flag.acknowledged);
    Ok((raised, flags))
}

fn seen(session: &mut Session<'_>, wanted: &[String]) -> Result<Answer> {
    let (raised, found) = found(session)?;
    let open: Vec<&Flag> = found.iter().filter(|flag| !flag.acknowledged).collect();
    let mut chosen: Vec<Flag> = Vec::new();
    for text in wanted {
        for flag in picked(text, &open, &found)? {
            if !chosen.contains(flag) {
                chosen.push(flag.clone());
            }
        }
    }
    let aside: Vec<Acknowledged> =
        chosen.iter().flat_map(|flag| Acknowledged::of(&flag.flag, &raised)).collect();
    if !aside.is_empty() {
        let keys: Vec<&str> = chosen.iter().map(|flag| flag.flag.as_str()).collect();
        let summary = format!("put aside: {}", keys.join(", "));
        let (now, command) = (session.seconds(), session.command_line.clone());
        session.store.change(now, &command, |change| {
            for sign in &aside {
                change.acknowledge(sign)?;
            }
            Ok(((), summary))
        })?;
    }
    for flag in &mut chosen {
        flag.acknowledged = true;
    }
    Ok(session.echo(|layout| page::seen(layout, &chosen), || json::flags_seen(&chosen)))
}

/// Returns the open signs that a number, a key or "all" means.
fn picked<'a>(text: &str, open: &[&'a Flag], found: &[Flag]) -> Result<Vec<&'a Flag>> {
    let hint = "`mineralog flags` lists the open ones with their numbers";
    let folded = text.trim().to_lowercase();
    if folded == "all" {
        return Ok(open.to_vec());
    }
    if let Ok(number) = folded.parse::<usize>() {
        return number
            .checked_sub(1)
            .and_then(|at| open.get(at))
            .map(|flag| vec![*flag])
            .ok_or_else(|| {
                Error::request(format!("there is no open warning sign {number}")).hint(hint)
            });
    }
    if let Some(flag) = open.iter().find(|flag| flag.flag == folded || flag.event == folded) {
        return Ok(vec![flag]);
    }
    let error = if found.iter().any(|flag| flag.flag == folded || flag.event == folded) {
        Error::request(format!("\"{}\" was put aside already", shown(text)))
            .hint("it is shown again when it occurs anew")
    } else {
        Error::request(format!("\"{}\" is no open warning sign", shown(text))).hint(hint)
    };
    Err(error)
}
