//! The warning signs by themselves, numbered, and what was put aside.

use super::{Page, Tone, count, wording};
use crate::report::flags::Flag;

/// Returns the warning signs, the open ones first; `hidden` were put aside and are not listed.
pub fn flags(page: Page, flags: &[Flag], hidden: usize, number: Option<&str>) -> String {
    let mut out = page.wrap_in(Tone::Heading, "", "", "Warning signs");
    out.push('\n');
    let mut open = 0;
    for (at, flag) in (1..).zip(flags) {
        let tone = match flag.level.as_str() {
            _ if flag.acknowledged => Tone::Aside,
            "appointment" => Tone::Warning,
            _ => Tone::Alarm,
        };
        let (first, rest) = if flag.acknowledged {
            ("   - ".to_owned(), "     ")
        } else {
            open += 1;
            (format!("{at:>3}. "), "     ")
        };
        out.push('\n');
        out.push_str(&page.wrap_in(tone, &first, rest, &format!("Recorded: {}", flag.sign)));
        out.push('\n');
        out.push_str(&page.wrap(rest, rest, &flag.advice));
        out.push('\n');
        let aside = if flag.acknowledged { "; put aside" } else { "" };
        let when = format!("{}{aside}; {}", days(flag), flag.flag);
        out.push_str(&page.wrap_in(Tone::Aside, rest, rest, &when));
        out.push('\n');
    }
    if open == 0 {
        out.push_str(&page.wrap("", "", "No open one among what was recorded."));
        out.push('\n');
    }
    out.push('\n');
    if hidden > 0 {
        let text = format!("{} put aside: `mineralog flags --all`", count(hidden, "is", "are"));
        out.push_str(&page.wrap_in(Tone::Aside, "", "  ", &text));
        out.push('\n');
    }
    if open > 0 {
        let text = "Read it? `mineralog flags seen 1`, or `flags seen all`, puts it aside until it \
                    occurs anew.";
        out.push_str(&page.wrap_in(Tone::Aside, "", "  ", text));
        out.push('\n');
        if number.is_none() {
            let text = "`mineralog config --emergency-number NUMBER` shows the number to call \
                        where you live.";
            out.push_str(&page.wrap_in(Tone::Aside, "", "  ", text));
            out.push('\n');
        }
    }
    out.push_str(&page.wrap_in(Tone::Aside, "", "", &wording("standing_line")));
    out.push('\n');
    out
}

fn days(flag: &Flag) -> String {
    let days = if flag.since == flag.day {
        flag.day.to_string()
    } else {
        format!("{} to {}", flag.since, flag.day)
    };
    match flag.entries.len() {
        0 | 1 => days,
        times => format!("{times} times, {days}"),
    }
}

/// Returns the echo of signs that were put aside.
pub fn seen(page: Page, seen: &[Flag]) -> String {
    let mut out = String::new();
    for flag in seen {
        let text = format!("Put aside until it occurs anew: {}", flag.sign);
        out.push_str(&page.wrap("", "  ", &text));
        out.push('\n');
    }
    let text = if seen.is_empty() {
        "No warning sign is open."
    } else {
        "Take it back with `mineralog undo`."
    };
    out.push_str(&page.wrap_in(Tone::Aside, "", "  ", text));
    out.push('\n');
    out
}
