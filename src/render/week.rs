//! The week's page in the terminal.

use super::{
    Page, Tone, amount, capital, count, gate_line, inert, list, phrasing, whose_reference, wording,
};
use crate::calendar::Period;
use crate::domain::{Authority, Nutrient};
use crate::nutrition::coverage::Verdict;
use crate::nutrition::intake::Intake;
use crate::nutrition::reference::ReferenceKind;
use crate::report::context::Context;
use crate::report::episodes::{DayMark, Episodes};
use crate::report::period::{Mineral, Report};

/// Returns a week's page.
pub fn week(page: Page, report: &Report) -> String {
    let mut out = phrasing::flags(page, &report.flags);
    out.push_str(&page.ends(
        &title(report.period),
        Tone::Heading,
        &format!("{} of {} logged", report.logged_days, count(report.days_elapsed, "day", "days")),
    ));
    out.push('\n');
    let year = chrono::Datelike::year(&report.period.to);
    out.push_str(&page.wrap_in(Tone::Aside, "", "  ", &whose_reference(&report.person, year)));
    out.push('\n');
    out.push('\n');
    out.push_str(&page.paint(Tone::Heading, "Minerals from food and drink, a day"));
    out.push('\n');
    if report.logged_days == 0 {
        out.push_str(&page.wrap(
            "  ",
            "  ",
            "No day is logged completely yet. A day counts once it is closed with `mineralog \
             done`, or has two meals and 800 kcal.",
        ));
        out.push('\n');
    } else {
        for mineral in &report.minerals {
            out.push_str(&self::mineral(page, mineral, report));
        }
    }
    out.push_str(&supplements(page, report));
    out.push('\n');
    out.push_str(&page.paint(Tone::Heading, "Around it"));
    out.push('\n');
    out.push_str(&context(page, &report.context, report.logged_days));
    out.push('\n');
    out.push_str(&page.paint(Tone::Heading, "Episodes"));
    out.push('\n');
    out.push_str(&episodes(page, &report.episodes));
    out.push_str(&footer(page, report));
    out
}

fn title(period: Period) -> String {
    use chrono::{Datelike, Weekday};
    let year = if period.from.year() == period.to.year() { "" } else { " %Y" };
    let from = period.from.format(&format!("%a %-d %b{year}")).to_string();
    let dates = format!("{from} to {}", period.to.format("%a %-d %b %Y"));
    if period.from.weekday() == Weekday::Mon && period.len() == 7 {
        format!("Week {}: {dates}", period.from.iso_week().week())
    } else {
        dates
    }
}

/// Columns of a bar that stands for the whole reference.
const BAR: usize = 20;

fn mineral(page: Page, mineral: &Mineral, report: &Report) -> String {
    let nutrient = mineral.nutrient;
    let Some(intake) = mineral.intake else {
        return String::new();
    };
    let at_least = if intake.is_complete() { "" } else { "at least " };
    let known = amount::amount(nutrient, intake.known);
    let mut out = format!("  {:<10} ", nutrient.name());
    match (mineral.reference, mineral.coverage) {
        (Some(reference), Some(coverage)) => {
            let upper = crate::nutrition::coverage::coverage(intake.upper, reference);
            let text = format!(
                "{at_least}{known} of {} {} ({})",
                amount::amount(nutrient, reference.amount),
                reference.kind.key(),
                amount::percent(coverage)
            );
            if page.width >= 76 {
                out.push_str(&bar(page, coverage, upper));
                out.push_str(&format!("  {text}\n"));
            } else {
                out.push_str(&format!("{}\n", bar(page, coverage, upper)));
                out.push_str(&page.wrap("    ", "    ", &text));
                out.push('\n');
            }
        }
        _ => {
            let text = format!(
                "{at_least}{known}; {} has no published value for this group",
                report.person.authority.key()
            );
            out.push_str(&format!("{text}\n"));
        }
    }
    for line in detail(mineral, report) {
        out.push_str(&page.wrap("    ", "    ", &line));
        out.push('\n');
    }
    out
}

/// Returns the sentences under a mineral's bar.
fn detail(mineral: &Mineral, report: &Report) -> Vec<String> {
    let nutrient = mineral.nutrient;
    let Some(intake) = mineral.intake else {
        return Vec::new();
    };
    let mut lines = vec![format!("{}.", verdict(mineral))];
    let foods = count(intake.foods as usize, "food", "foods");
    if intake.is_complete() {
        lines.push(if intake.foods == 1 {
            "The one food reports it.".to_owned()
        } else {
            format!("All {foods} report it.")
        });
    } else {
        let share = intake
            .known_share()
            .map(|share| format!(", which is {} of the energy", amount::percent(share)))
            .unwrap_or_default();
        lines.push(format!(
            "{} of {foods} report it{share}; it could be {} at most.",
            intake.reporting,
            amount::amount(nutrient, intake.upper)
        ));
    }
    lines.push(format!(
        "A source was eaten on {} of {}.",
        mineral.source_days,
        count(report.logged_days, "logged day", "logged days")
    ));
    if let Some(p) = mineral.assessment.and_then(|a| a.probability) {
        lines.push(format!("{} ({}).", adequacy_words(p), amount::percent(p)));
    }
    if !mineral.top_foods.is_empty() && intake.known > 0.0 {
        let most: Vec<String> =
            mineral.top_foods.iter().take(3).map(|(name, _)| inert(name)).collect();
        lines.push(format!("Most came from: {}.", most.join("; ")));
    }
    if mineral.verdict == Verdict::NotKnown && !mineral.unknown_foods.is_empty() {
        let names: Vec<String> =
            mineral.unknown_foods.iter().take(4).map(|name| inert(name)).collect();
        let rest = mineral.unknown_foods.len().saturating_sub(names.len());
        let more = if rest > 0 { format!("; and {rest} more") } else { String::new() };
        lines.push(format!("No figure for: {}{more}.", names.join("; ")));
    }
    if let (Some(true), Some(level)) = (mineral.above_upper_level, mineral.upper_level) {
        let basis = if nutrient == Nutrient::Magnesium {
            "Supplements alone passed"
        } else {
            "Food and supplements together passed"
        };
        lines.push(format!(
            "{basis} the upper level (UL) of {} that {} sets; worth raising with a clinician.",
            amount::amount(nutrient, level.amount),
            level.authority.key()
        ));
    }
    lines
}

/// Returns the words for a probability, of `reference` p and its band.
fn adequacy_words(p: f64) -> &'static str {
    match p {
        p if p >= 0.95 => "Very likely enough, from what you logged",
        p if p >= 0.85 => "Likely enough, from what you logged",
        p if p >= 0.15 => "Whether it is enough for you cannot be told yet",
        p if p >= 0.05 => "Likely below what most people need",
        _ => "Very likely below what most people need",
    }
}

fn verdict(mineral: &Mineral) -> String {
    let adequate_intake =
        mineral.reference.is_some_and(|reference| reference.kind == ReferenceKind::Ai);
    match mineral.verdict {
        Verdict::Met => "Your log reaches the reference".to_owned(),
        Verdict::SlightlyUnder if adequate_intake => {
            "Your log stays a little below the reference level (AI)".to_owned()
        }
        Verdict::Under if adequate_intake => {
            "Your log stays below the reference level (AI)".to_owned()
        }
        Verdict::SlightlyUnder => "Slightly under-represented in your log".to_owned(),
        Verdict::Under => "Under-represented in your log".to_owned(),
        Verdict::NotKnown if mineral.reference.is_none() => {
            "No reference to compare with".to_owned()
        }
        Verdict::NotKnown => {
            "Whether it reaches the reference is not known: too much of the food has no figure"
                .to_owned()
        }
        Verdict::TooFewDays => "Too few days to say: a verdict needs 3 logged days".to_owned(),
    }
}

/// Returns a bar: what is known, what may be there beyond it, and what is left of the reference.
fn bar(page: Page, known: f64, upper: f64) -> String {
    let cells = |share: f64| ((share.clamp(0.0, 1.0) * BAR as f64).round() as usize).min(BAR);
    // A bar is full only when the reference is reached.
    let short = |share: f64| {
        if share < 1.0 { cells(share).min(BAR - 1) } else { BAR }
    };
    let known = short(known);
    let upper = cells(upper).max(known);
    format!(
        "{}{}{}",
        page.paint(Tone::Known, &"█".repeat(known)),
        page.paint(Tone::Unknown, &"▒".repeat(upper - known)),
        page.paint(Tone::Aside, &"·".repeat(BAR - upper))
    )
}

fn supplements(page: Page, report: &Report) -> String {
    let taken: Vec<String> = report
        .minerals
        .iter()
        .filter_map(|m| Some((m.nutrient, m.supplements.filter(|s| *s > 0.0)?)))
        .map(|(nutrient, mean)| format!("{} {}", nutrient.name(), amount::amount(nutrient, mean)))
        .collect();
    let mut out = String::new();
    if !taken.is_empty() {
        let text = format!("Supplements, counted apart, a day: {}.", list(&taken, "and"));
        out.push_str(&page.wrap("  ", "    ", &text));
        out.push('\n');
    }
    if report.unknown_doses > 0 {
        let text = format!(
            "{} of unknown amount: not counted.",
            capital(&count(report.unknown_doses as usize, "supplement", "supplements"))
        );
        out.push_str(&page.wrap("  ", "    ", &text));
        out.push('\n');
    }
    out
}

fn context(page: Page, context: &Context, logged_days: usize) -> String {
    let mut lines: Vec<(&str, String)> = Vec::new();
    let days = |n: usize| count(n, "day", "days");
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
        lines.push(("alcohol", format!("{} a day", at_least(Nutrient::Alcohol, mean))));
    }
    lines
        .into_iter()
        .map(|(name, text)| {
            format!("{}\n", page.wrap(&format!("  {name:<10} "), "             ", &text))
        })
        .collect()
}

/// Returns a known amount, marked where not every food reports it.
fn at_least(nutrient: Nutrient, intake: Intake) -> String {
    let known = amount::amount(nutrient, intake.known);
    if intake.is_complete() { known } else { format!("at least {known}") }
}

fn not_noted() -> String {
    "not noted".to_owned()
}

fn caffeine(context: &Context) -> String {
    let Some(most) = context.caffeine_max else {
        return not_noted();
    };
    let mut text = match context.caffeine {
        Some(mean) => format!("{} a day, ", at_least(Nutrient::Caffeine, mean)),
        None => String::new(),
    };
    text.push_str(&format!("{} on the highest day", amount::amount(Nutrient::Caffeine, most)));
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
        return if logged_days == 0 { "no logged day to average".to_owned() } else { not_noted() };
    };
    let mut text = format!("{} a day from food and drink", at_least(Nutrient::Water, mean));
    if let Some(reference) = context.water_reference {
        text.push_str(&format!(
            "; the {} for total water is {}",
            reference.kind.key(),
            amount::amount(Nutrient::Water, reference.amount)
        ));
    }
    text
}

fn episodes(page: Page, episodes: &Episodes) -> String {
    let mut out = String::new();
    let strip: Vec<String> = episodes
        .by_day
        .iter()
        .map(|(day, mark)| {
            let mark = match mark {
                DayMark::Episodes(n) => n.to_string(),
                DayMark::Free => "0".to_owned(),
                DayMark::Unrecorded => "?".to_owned(),
                DayMark::Ahead => "·".to_owned(),
            };
            format!("{} {mark}", day.format("%a"))
        })
        .collect();
    if strip.len() <= 7 {
        out.push_str(&page.wrap("  ", "  ", &strip.join("   ")));
        out.push('\n');
    }
    let mut text = count(episodes.count, "episode", "episodes");
    if episodes.count > 0 {
        text.push_str(&format!(" on {}", count(episodes.days_with, "day", "days")));
    }
    if let Some(mean) = episodes.mean_intensity {
        text.push_str(&format!(", mean intensity {} of 10", amount::number(mean, 1)));
    }
    text.push_str(&format!(
        "; {} said to be twitch-free; nothing said about {}.",
        count(episodes.days_without, "day", "days"),
        count(episodes.days_unrecorded, "day", "days")
    ));
    out.push_str(&page.wrap("  ", "  ", &text));
    out.push('\n');
    for site in &episodes.by_site {
        let place = match (&site.side, &site.site) {
            (Some(side), Some(name)) => format!("{} {}", side.key(), inert(name)),
            (None, Some(name)) => inert(name),
            (Some(side), None) => format!("{} side", side.key()),
            (None, None) => "site not said".to_owned(),
        };
        let days = count(site.days, "day", "days");
        let text = format!("{place}: {} on {days}", count(site.count, "episode", "episodes"));
        out.push_str(&page.wrap("    ", "      ", &text));
        out.push('\n');
    }
    out
}

/// Returns what must be said under every week: what was left out, the gate, and the fixed lines.
fn footer(page: Page, report: &Report) -> String {
    let mut lines: Vec<String> = Vec::new();
    if report.thin_days > 0 {
        lines.push(format!(
            "{} with some food {} not averaged; `mineralog done DAY` closes one.",
            count(report.thin_days, "day", "days"),
            if report.thin_days == 1 { "is" } else { "are" }
        ));
    }
    if !report.unresolved.is_empty() {
        let phrases: Vec<String> =
            report.unresolved.iter().take(5).map(|p| format!("\"{}\"", inert(p))).collect();
        let rest = report.unresolved.len() - phrases.len();
        let more = if rest > 0 { format!(" and {rest} more") } else { String::new() };
        lines.push(format!("Not matched yet: {}{more}.", phrases.join(", ")));
    }
    if report.logged_days > 0 {
        if report.person.authority == Authority::Efsa {
            lines.push("EFSA says its values are no goals for one person.".to_owned());
        }
        lines.push("█ known  ▒ may be there  · short of the reference".to_owned());
        lines.push(wording("sun_line"));
    }
    lines.extend(gate_line(&report.potassium_gate));
    lines.push(wording("most_twitches"));
    lines.push(wording("standing_line"));
    let mut out = String::from("\n");
    for line in lines {
        out.push_str(&page.wrap_in(Tone::Aside, "", "", &line));
        out.push('\n');
    }
    out
}
