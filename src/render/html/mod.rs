//! The week's page as one self-contained HTML file: no script, nothing fetched from outside, light
//! and dark. On paper it is another page: one sheet for a clinician.

mod chart;
mod figures;
mod markup;
mod sheet;

use super::{capital, count, sentences, whose_reference};
use crate::report::flags::Flag;
use crate::report::period::{Mineral, Report};
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
    let title = sentences::title(report.period);
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
    format!(
        "<header>\n<h1>{}</h1>\n{}{}</header>\n",
        text(title),
        paragraph("", &sentences::logged(report)),
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
        body.push_str(&paragraph("", sentences::no_logged_day(report)));
    }
    body.push_str(&legend());
    body.push_str("<div class=\"cards\">\n");
    for mineral in &report.minerals {
        body.push_str(&card(mineral, report));
    }
    body.push_str("</div>\n");
    body.push_str(&items(&sentences::supplements(report)));
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
         figure</span> <span>{} the food of the day is not complete</span> <span><span \
         aria-hidden=\"true\" class=\"key\">- -</span> reference</span> <span><span \
         aria-hidden=\"true\" class=\"key\">?</span> or a mark under the line: not known</span></p>\n",
        key("known"),
        key("unknown"),
        key("thin")
    )
}

fn card(mineral: &Mineral, report: &Report) -> String {
    let intake = capital(&sentences::intake(mineral));
    let headline = if intake.is_empty() { intake } else { paragraph("figure", &intake) };
    // The verdict stands above the drawing, what it rests on below.
    let mut detail = sentences::detail(mineral, report).into_iter();
    let verdict = detail.next().map(|verdict| paragraph("", &verdict)).unwrap_or_default();
    format!(
        "<article class=\"card\">\n<h3>{}</h3>\n{headline}{verdict}{}{}</article>\n",
        text(&capital(mineral.nutrient.name())),
        figures::mineral(mineral, report).html(),
        items(&detail.collect::<Vec<_>>()),
    )
}

fn suggestions(report: &Report) -> String {
    let foods: Vec<String> = sentences::suggested(report)
        .into_iter()
        .map(|food| {
            format!(
                "{}: {}. Adds {} each time. {}.",
                capital(&food.name),
                food.amount,
                food.adds,
                capital(&food.why)
            )
        })
        .collect();
    let withheld = sentences::withheld(report);
    if foods.is_empty() && withheld.is_empty() {
        return String::new();
    }
    section("foods", "Foods that would close the gaps", &(items(&foods) + &items(&withheld)))
}

fn around(report: &Report) -> String {
    let lines: Vec<(String, String)> = sentences::context(&report.context, report.logged_days)
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
                capital(&sentences::place(site)),
                count(site.count, "episode", "episodes")
            )
        })
        .collect();
    let body = format!(
        "{}{}{}<div class=\"cards\">\n{}{}</div>\n",
        paragraph("", &capital(&sentences::episodes(&report.episodes))),
        items(&lines),
        paragraph(
            "small",
            "A number counts episodes; a full dot is a day with one. 0 or an empty dot: said to \
             be twitch-free. ? or a mark under the row: nothing was said."
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
    let trends: Vec<String> = sentences::lines(&report.weeks)
        .into_iter()
        .filter(|line| !line.change.is_empty())
        .map(|line| format!("{}: {}; {}.", capital(line.name), line.now, line.change))
        .collect();
    let body = format!(
        "<div class=\"cards\">\n{}<div>\n{}</div>\n</div>\n",
        figures::weeks(report).html(),
        items(&trends)
    );
    section("weeks", "The last eight weeks", &body)
}

fn footer(report: &Report) -> String {
    let lines: String =
        sentences::footer(report).iter().map(|line| paragraph("small", line)).collect();
    format!(
        "<footer>\n{lines}{}</footer>\n",
        paragraph("small", "Printed, this page is one sheet for a clinician.")
    )
}
