//! What the page of a period says, as sentences without a layout: the terminal and Markdown say the
//! same.

mod mineral;
mod suggestions;
mod weeks;

use super::{amount, capital, count, gate_line, inert, list, phrasing, wording};
use crate::calendar::Period;
use crate::domain::{Authority, Nutrient};
use crate::report::context::Context;
use crate::report::episodes::{DayMark, Episodes, Site};
use crate::report::period::Report;

pub(super) use mineral::{detail, intake, verdict};
pub(super) use suggestions::{limits, note, suggested, withheld};
pub(super) use weeks::lines;

/// What stands where nothing was noted.
pub(super) const NOT_NOTED: &str = "not noted";

/// Where no day can be averaged.
const NO_LOGGED_DAY: &str = "No day is logged completely yet. A day counts once it is \
                                        closed with `mineralog done`, or has two meals and 800 \
                                        kcal.";

/// Where no day of a page has come.
const NOT_COME: &str = "These days have not come yet.";

/// Returns the title of a period's page.
pub(super) fn title(period: Period) -> String {
    use chrono::{Datelike, Weekday};
    if period.from == period.to {
        return period.from.format("%a %-d %b %Y").to_string();
    }
    let year = if period.from.year() == period.to.year() { "" } else { " %Y" };
    let from = period.from.format(&format!("%a %-d %b{year}")).to_string();
    let dates = format!("{from} to {}", period.to.format("%a %-d %b %Y"));
    if period.from.weekday() == Weekday::Mon && period.len() == 7 {
        format!("Week {}: {dates}", period.from.iso_week().week())
    } else {
        dates
    }
}

/// Says how many days of a period are logged.
pub(super) fn logged(report: &Report) -> String {
    if ahead(report) {
        return "not come yet".to_owned();
    }
    let to_come = report.period.len() - report.days_elapsed;
    let to_come = if to_come > 0 { format!(", {to_come} to come") } else { String::new() };
    format!(
        "{} of {} logged{to_come}",
        report.logged_days,
        count(report.days_elapsed, "day", "days")
    )
}

/// Returns whether no day of a report has come yet, and nothing stands there either.
pub(super) fn ahead(report: &Report) -> bool {
    report.days_elapsed == 0 && report.logged_days + report.thin_days + report.episodes.count == 0
}

/// Says why there is no mean.
pub(super) fn no_logged_day(report: &Report) -> &'static str {
    if ahead(report) { NOT_COME } else { NO_LOGGED_DAY }
}

/// Says what supplements added, apart from food.
pub(super) fn supplements(report: &Report) -> Vec<String> {
    let taken: Vec<String> = report
        .minerals
        .iter()
        .filter_map(|m| Some((m.nutrient, m.supplements.filter(|s| *s > 0.0)?)))
        .map(|(nutrient, mean)| format!("{} {}", nutrient.name(), amount::amount(nutrient, mean)))
        .collect();
    let mut lines = Vec::new();
    if !taken.is_empty() {
        lines.push(format!("Supplements, counted apart, a day: {}.", list(&taken, "and")));
    }
    if report.unknown_doses > 0 {
        lines.push(format!(
            "{} of unknown amount: not counted.",
            capital(&count(report.unknown_doses as usize, "supplement", "supplements"))
        ));
    }
    lines
}

/// Returns what was around the minerals, each with its name.
pub(super) fn context(context: &Context, logged_days: usize) -> Vec<(&'static str, String)> {
    let mut lines: Vec<(&str, String)> = Vec::new();
    let days = |n: usize| count(n, "day", "days");
    let not_noted = || NOT_NOTED.to_owned();
    lines.push((
        "stress",
        context.stress.mean.map_or_else(not_noted, |mean| {
            format!("{} of 10, mean of {}", amount::number(mean, 1), days(context.stress.days))
        }),
    ));
    lines.push(("caffeine", caffeine(context)));
    lines.push(("water", water(context, logged_days)));
    lines.push((
        "sleep",
        context.sleep.mean.map_or_else(not_noted, |mean| {
            format!("{} a night, mean of {}", amount::minutes(mean), days(context.sleep.days))
        }),
    ));
    lines.push((
        "exercise",
        match context.exercise.days {
            0 => not_noted(),
            n => format!("{} on {}", amount::minutes(context.exercise_total), days(n)),
        },
    ));
    if let Some(mean) = context.screen.mean {
        let text =
            format!("{} a day, mean of {}", amount::minutes(mean), days(context.screen.days));
        lines.push(("screen", text));
    }
    if context.sun.iter().sum::<usize>() > 0 {
        let [none, some, lots] = context.sun;
        let said: Vec<String> = [(none, "mostly indoors"), (some, "some"), (lots, "a lot")]
            .into_iter()
            .filter(|(n, _)| *n > 0)
            .map(|(n, word)| format!("{word} on {}", days(n)))
            .collect();
        lines.push(("outdoors", said.join(", ")));
    }
    if let Some(mean) = context.alcohol.filter(|mean| mean.known > 0.0) {
        lines.push(("alcohol", format!("{} a day", amount::known(Nutrient::Alcohol, mean))));
    }
    lines
}

fn caffeine(context: &Context) -> String {
    let Some(most) = context.caffeine_max else {
        return NOT_NOTED.to_owned();
    };
    let mut text = match context.caffeine {
        Some(mean) => format!("{} a day, ", amount::known(Nutrient::Caffeine, mean)),
        None => String::new(),
    };
    text.push_str(&format!("{} on the highest day", amount::amount(Nutrient::Caffeine, most)));
    if let Some(single) = context.caffeine_single_max.filter(|single| *single < most) {
        let single = amount::amount(Nutrient::Caffeine, single);
        text.push_str(&format!(", {single} the most at one time"));
    }
    if let (Some(over), Some(level)) = (context.caffeine_days_over, context.caffeine_level) {
        text.push_str(&format!(
            "; {} above {}",
            if over == 0 { "no day".to_owned() } else { count(over, "day", "days") },
            amount::amount(Nutrient::Caffeine, level)
        ));
    }
    text
}

fn water(context: &Context, logged_days: usize) -> String {
    let Some(mean) = context.water else {
        let none = if logged_days == 0 { "no logged day to average" } else { NOT_NOTED };
        return none.to_owned();
    };
    let mut text = format!("{} a day from food and drink", amount::known(Nutrient::Water, mean));
    if let Some(reference) = context.water_reference {
        text.push_str(&format!(
            "; the {} for total water is {}",
            reference.kind.key(),
            amount::amount(Nutrient::Water, reference.amount)
        ));
    }
    text
}

/// Says how many episodes there were, and on how many days nothing was said.
pub(super) fn episodes(episodes: &Episodes) -> String {
    let mut text = count(episodes.count, "episode", "episodes");
    if episodes.count > 0 {
        text.push_str(&format!(" on {}", count(episodes.days_with, "day", "days")));
    }
    if let Some(mean) = episodes.mean_intensity {
        text.push_str(&format!(", mean intensity {} of 10", amount::number(mean, 1)));
    }
    if episodes.by_day.iter().all(|(_, mark)| *mark == DayMark::Ahead) {
        return NOT_COME.to_owned();
    }
    let free = count(episodes.days_without, "day", "days");
    text.push_str(&format!("; {free} said to be twitch-free"));
    if episodes.days_unrecorded > 0 {
        let unsaid = count(episodes.days_unrecorded, "day", "days");
        text.push_str(&format!("; nothing said about {unsaid}"));
    }
    text.push('.');
    text
}

/// Returns where an episode was.
pub(super) fn place(site: &Site) -> String {
    match (&site.side, &site.site) {
        (Some(side), Some(name)) => format!("{} {}", side.key(), inert(name)),
        (None, Some(name)) => inert(name),
        (Some(side), None) => format!("{} side", side.key()),
        (None, None) => "site not said".to_owned(),
    }
}

/// Returns what must be said under every page: what was left out, the gate, and the fixed lines.
pub(super) fn footer(report: &Report) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    if report.thin_days > 0 {
        lines.push(format!(
            "{} with some food {} not averaged; `mineralog done DAY` closes one.",
            count(report.thin_days, "day", "days"),
            if report.thin_days == 1 { "is" } else { "are" }
        ));
    }
    if !report.unresolved.is_empty() {
        let mut phrases: Vec<String> =
            phrasing::counted(&report.unresolved).into_iter().map(|(words, _)| words).collect();
        let rest = phrases.len().saturating_sub(5);
        phrases.truncate(5);
        let more = if rest > 0 { format!(" and {rest} more") } else { String::new() };
        lines.push(format!("Not matched yet: {}{more}.", phrases.join(", ")));
    }
    if report.logged_days > 0 {
        if report.person.authority == Authority::Efsa {
            lines.push("EFSA says its values are no goals for one person.".to_owned());
        }
        lines.push(wording("sun_line"));
    }
    lines.extend(gate_line(&report.potassium_gate));
    lines.push(wording("most_twitches"));
    lines.push(wording("standing_line"));
    lines
}
