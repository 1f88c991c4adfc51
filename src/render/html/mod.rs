//! The week's page as one self-contained HTML file: no script, nothing fetched from outside, light
//! and dark. On paper it is another page: one sheet for a clinician.

mod chart;
mod figures;
mod markup;
mod sheet;

use super::{amount, capital, count, list, week, whose_reference};
use crate::nutrition::suggest::{Ground, Reason, Suggestion, Withheld};
use crate::nutrition::trend::{Change, Trend};
use crate::report::flags::Flag;
use crate::report::period::{Mineral, Report};
use crate::report::weeks::Measure;
use markup::{items, pairs, paragraph, section, text};

/// Nothing may be fetched or run; the style stands in the page itself.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; \
                      base-uri 'none'; form-action 'none'";

/// The hatching of what is not known. It is drawn nowhere by itself.
const HATCH: &str = "<svg class=\"apart\" width=\"0\" height=\"0\" aria-hidden=\"true\" \
                     focusable=\"false\"><defs><pattern id=\"hatch\" width=\"5\" height=\"5\" \
                     patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate(45)\"><rect \
                     class=\"hatch-ground\" width=\"5\" height=\"5\"/><rect class=\"known\" \
                     width=\"2\" height=\"5\"/></pattern></defs></svg>\n";

/// Returns the page of a period.
pub fn page(report: &Report) -> String {
    let title = week::title(report.period);
    let mut out = format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta \
         http-equiv=\"Content-Security-Policy\" content=\"{POLICY}\">\n<meta name=\"viewport\" \
         content=\"width=device-width, initial-scale=1\">\n<meta name=\"color-scheme\" \
         content=\"light dark\">\n<meta name=\"referrer\" content=\"no-referrer\">\n\
         <title>{} · mineralog</title>\n<style>\n{}</style>\n</head>\n<body>\n{HATCH}\
         <main class=\"screen\">\n",
        text(&title),
        include_str!("style.css")
    );
    out.push_str(&header(&title, report));
    out.push_str(&flags(&report.flags));
    out.push_str(&minerals(report));
    out.push_str(&suggestions(report));
    out.push_str(&around(report));
    out.push_str(&episodes(report));
    out.push_str(&weeks(report));
    out.push_str(&footer(report));
    out.push_str("</main>\n");
    out.push_str(&sheet::sheet(&report.sheet, &report.person, &report.flags));
    out.push_str("</body>\n</html>\n");
    out
}

fn header(title: &str, report: &Report) -> String {
    let year = chrono::Datelike::year(&report.period.to);
    let logged =
        format!("{} of {} logged", report.logged_days, count(report.days_elapsed, "day", "days"));
    format!(
        "<header>\n<h1>{}</h1>\n{}{}</header>\n",
        text(title),
        paragraph("", &logged),
        paragraph("small", &whose_reference(&report.person, year))
    )
}

/// Returns the warning signs, which come before everything else.
fn flags(flags: &[Flag]) -> String {
    if flags.is_empty() {
        return String::new();
    }
    let each: String = flags
        .iter()
        .map(|flag| {
            let class = if flag.level == "appointment" { "flag" } else { "flag alarm" };
            format!(
                "<div class=\"{class}\">\n{}{}</div>\n",
                paragraph("sign", &format!("Recorded: {}", flag.sign)),
                paragraph("", &flag.advice)
            )
        })
        .collect();
    section("flags", "Have this checked", &each)
}

fn minerals(report: &Report) -> String {
    let mut body = String::new();
    if report.logged_days == 0 {
        body.push_str(&paragraph("", week::NOTHING_LOGGED));
    }
    body.push_str(&legend());
    body.push_str("<div class=\"cards\">\n");
    for mineral in &report.minerals {
        body.push_str(&card(mineral, report));
    }
    body.push_str("</div>\n");
    body.push_str(&items(&week::supplement_lines(report)));
    section("minerals", "Minerals from food and drink, a day", &body)
}

/// Returns how to read the drawings of the minerals.
fn legend() -> String {
    let key = |class: &str| {
        format!(
            "<svg class=\"key\" viewBox=\"0 0 14 12\" aria-hidden=\"true\" focusable=\"false\">\
             <rect class=\"{class}\" width=\"14\" height=\"12\"/></svg>"
        )
    };
    format!(
        "<p class=\"small legend\"><span>{} known</span> <span>{} may be there: foods without a \
         figure</span> <span>{} the day’s food is not complete</span> <span><span \
         aria-hidden=\"true\" class=\"key\">- -</span> reference</span> <span><span \
         aria-hidden=\"true\" class=\"key\">?</span> not known</span></p>\n",
        key("known"),
        key("unknown"),
        key("thin")
    )
}

fn card(mineral: &Mineral, report: &Report) -> String {
    let headline = week::headline(mineral, report);
    let headline = if headline.is_empty() { String::new() } else { paragraph("figure", &headline) };
    format!(
        "<article class=\"card\">\n<h3>{}</h3>\n{headline}{}{}</article>\n",
        text(&capital(mineral.nutrient.name())),
        figures::mineral(mineral, report).html(),
        items(&week::detail(mineral, report)),
    )
}

fn suggestions(report: &Report) -> String {
    let suggestions = &report.suggestions;
    let lines: Vec<String> = suggestions.foods.iter().map(suggestion).collect();
    // The gate has a line of its own at the end of the page.
    let withheld: Vec<String> = suggestions
        .withheld
        .iter()
        .filter(|withheld| withheld.reason != Reason::PotassiumGate)
        .map(self::withheld)
        .collect();
    if lines.is_empty() && withheld.is_empty() {
        return String::new();
    }
    section("foods", "Foods that would close a gap", &(items(&lines) + &items(&withheld)))
}

fn suggestion(suggestion: &Suggestion) -> String {
    let adds: Vec<String> = suggestion
        .lifts
        .iter()
        .filter_map(|nutrient| {
            let adds = suggestion.adds[*nutrient]?;
            Some(format!("{} {}", amount::amount(*nutrient, adds), nutrient.name()))
        })
        .collect();
    let times = match suggestion.times_per_week {
        1 => "once in the week".to_owned(),
        2 => "twice in the week".to_owned(),
        n => format!("{n} times in the week"),
    };
    let adds =
        if adds.is_empty() { String::new() } else { format!(", each with {}", list(&adds, "and")) };
    let ground = match suggestion.ground {
        Ground::Eaten { days } => {
            format!("You ate it on {} of the last four weeks.", count(days, "day", "days"))
        }
        Ground::Listed => "It stands in the list of sources.".to_owned(),
    };
    format!(
        "{}: {} ({}), {times}{adds}. {ground}",
        capital(&suggestion.name),
        suggestion.portion,
        amount::grams(suggestion.grams)
    )
}

fn withheld(withheld: &Withheld) -> String {
    let why = match withheld.reason {
        Reason::PotassiumGate => "the safety questions come first",
        Reason::TooFewDays => "fewer than 3 logged days",
        Reason::NoReference => "no reference to reach",
        Reason::NoCombination => "no foods reach it within the limits",
    };
    format!("Nothing for {}: {why}.", withheld.nutrient.name())
}

fn around(report: &Report) -> String {
    let lines: Vec<(String, String)> = week::context_lines(&report.context, report.logged_days)
        .into_iter()
        .map(|(name, words)| (capital(name), words))
        .collect();
    let body = format!(
        "<div class=\"cards\">\n{}{}</div>\n",
        figures::around(report).html(),
        pairs(&lines)
    );
    section("around", "Around it", &body)
}

fn episodes(report: &Report) -> String {
    let lines: Vec<String> = report
        .episodes
        .by_site
        .iter()
        .map(|site| {
            let days = count(site.days, "day", "days");
            format!(
                "{}: {} on {days}",
                capital(&week::place(site)),
                count(site.count, "episode", "episodes")
            )
        })
        .collect();
    let body = format!(
        "{}{}{}<div class=\"cards\">\n{}{}</div>\n",
        paragraph("", &capital(&week::episodes_line(&report.episodes))),
        items(&lines),
        paragraph(
            "small",
            "A number counts episodes; a full dot is a day with one. 0 or an empty dot: said to \
             be twitch-free. ?: nothing was said."
        ),
        figures::timeline(&report.episodes).html(),
        figures::calendar(&report.calendar).html(),
    );
    section("episodes", "Episodes", &body)
}

fn weeks(report: &Report) -> String {
    if report.weeks.points.is_empty() {
        return String::new();
    }
    let trends: Vec<String> = report.weeks.trends.iter().filter_map(trend).collect();
    let body = format!(
        "<div class=\"cards\">\n{}<div>\n{}</div>\n</div>\n",
        figures::weeks(report).html(),
        items(&trends)
    );
    section("weeks", "The last eight weeks", &body)
}

/// Returns what can be said of the latest week; none where too few weeks stand before it.
fn trend((measure, trend): &(Measure, Trend)) -> Option<String> {
    let (name, words): (String, &dyn Fn(f64) -> String) = match measure {
        Measure::Intake(nutrient) => {
            (capital(nutrient.name()), &|value| amount::amount(*nutrient, value))
        }
        Measure::Stress => ("Stress".to_owned(), &|value| amount::number(value, 1)),
        Measure::Sleep => ("Sleep".to_owned(), &amount::minutes),
        Measure::TwitchDays => ("Days with a twitch".to_owned(), &amount::percent),
    };
    let change = match trend.change {
        Change::Higher => "higher than the weeks before",
        Change::Lower => "lower than the weeks before",
        Change::WithinScatter => "within the usual scatter of the weeks before",
        Change::TooFewWeeks => return None,
    };
    let now = trend.now.map(|now| format!(": {}", words(now))).unwrap_or_default();
    let expected = trend
        .expected
        .map(|(low, high)| format!(", where {} to {} was to be expected", words(low), words(high)))
        .unwrap_or_default();
    Some(format!("{name} {change}{now}{expected}."))
}

fn footer(report: &Report) -> String {
    let lines: String =
        week::notes(report, None).iter().map(|line| paragraph("small", line)).collect();
    format!(
        "<footer>\n{lines}{}</footer>\n",
        paragraph("small", "Printed, this page is one sheet for a clinician.")
    )
}
