//! The week's page as Markdown, to paste into notes.
//!
//! CommonMark with GitHub's tables. Whatever a person or a table named is escaped, so that it is
//! shown as it stands and becomes no markup, link or HTML.

use super::{amount, inert, sentences, whose_reference};
use crate::nutrition::coverage;
use crate::report::episodes::DayMark;
use crate::report::period::{Mineral, Report};
use crate::report::strip::DayStrip;

/// The longest period that is shown day by day: eight weeks.
const MOST_DAYS: usize = 56;
/// What stands where nothing is known.
const NOT_KNOWN: &str = "–";

/// Returns the page of a period.
pub fn page(report: &Report) -> String {
    let mut out = format!("# {}\n", sentences::title(report.period));
    if !report.flags.is_empty() {
        out.push_str("\n## Recorded signs\n\n");
        for flag in &report.flags {
            out.push_str(&format!("- **{}** {}\n", escape(&flag.sign), escape(&flag.advice)));
        }
    }
    let year = chrono::Datelike::year(&report.period.to);
    let whose = commands(&escape(&whose_reference(&report.person, year)));
    out.push_str(&format!("\n{}. {whose}\n", sentences::logged(report)));
    heading(&mut out, "Minerals from food and drink, a day");
    minerals(&mut out, report);
    suggestions(&mut out, report);
    heading(&mut out, "Around it");
    let context = sentences::context(&report.context, report.logged_days);
    table(
        &mut out,
        &["", "over the period"],
        &["-", "-"],
        context.iter().map(|(name, text)| vec![(*name).to_owned(), escape(text)]),
    );
    heading(&mut out, "Episodes");
    out.push_str(&format!("{}\n", escape(&sentences::episodes(&report.episodes))));
    if !report.episodes.by_site.is_empty() {
        out.push('\n');
        table(
            &mut out,
            &["site", "episodes", "days"],
            &["-", "-:", "-:"],
            report.episodes.by_site.iter().map(|site| {
                vec![escape(&sentences::place(site)), site.count.to_string(), site.days.to_string()]
            }),
        );
    }
    heading(&mut out, "Day by day");
    days(&mut out, report);
    weeks(&mut out, report);
    heading(&mut out, "Beside it");
    for line in sentences::footer(report) {
        out.push_str(&format!("- {}\n", commands(&escape(&line))));
    }
    out
}

/// Returns escaped text in which the commands of this program stand as code. Nothing but plain
/// words stands in one, so that it holds no markup whoever wrote it.
fn commands(escaped: &str) -> String {
    const BEGIN: &str = "\\`mineralog ";
    const END: &str = "\\`";
    let mut out = String::with_capacity(escaped.len());
    let mut rest = escaped;
    while let Some(at) = rest.find(BEGIN) {
        let words = &rest[at + BEGIN.len()..];
        let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, ' ' | '-');
        let end = words.find(|c| !plain(c)).unwrap_or(words.len());
        if words[end..].starts_with(END) {
            out.push_str(&format!("{}`mineralog {}`", &rest[..at], &words[..end]));
            rest = &words[end + END.len()..];
        } else {
            out.push_str(&rest[..at + BEGIN.len()]);
            rest = words;
        }
    }
    out + rest
}

fn heading(out: &mut String, text: &str) {
    out.push_str(&format!("\n## {text}\n\n"));
}

fn minerals(out: &mut String, report: &Report) {
    if report.logged_days == 0 {
        out.push_str(&format!("{}\n", commands(&escape(sentences::no_logged_day(report)))));
    } else {
        table(
            out,
            &["mineral", "known", "at most", "reference", "covered", "verdict"],
            &["-", "-:", "-:", "-:", "-:", "-"],
            report.minerals.iter().map(mineral),
        );
        for mineral in &report.minerals {
            out.push_str(&format!("\n### {}\n\n", super::capital(mineral.nutrient.name())));
            out.push_str(&format!("- {}.\n", escape(&super::capital(&sentences::intake(mineral)))));
            for text in sentences::detail(mineral, report) {
                out.push_str(&format!("- {}\n", escape(&text)));
            }
        }
    }
    let supplements = sentences::supplements(report);
    if !supplements.is_empty() {
        out.push('\n');
        let lines: Vec<String> = supplements.iter().map(|line| escape(line)).collect();
        out.push_str(&format!("{}\n", lines.join(" ")));
    }
}

fn mineral(mineral: &Mineral) -> Vec<String> {
    let nutrient = mineral.nutrient;
    let known = mineral
        .intake
        .map_or_else(|| NOT_KNOWN.to_owned(), |intake| amount::known(nutrient, intake));
    let reference = mineral.reference.map_or_else(
        || "no published value".to_owned(),
        |reference| amount::reference(nutrient, reference),
    );
    let upper = mineral.intake.map_or_else(
        || NOT_KNOWN.to_owned(),
        |intake| {
            let of = mineral.reference.map_or_else(String::new, |reference| {
                let share = coverage::coverage(intake.upper, reference);
                format!(" ({})", amount::percent(share))
            });
            format!("{}{of}", amount::amount(nutrient, intake.upper))
        },
    );
    vec![
        nutrient.name().to_owned(),
        known,
        upper,
        reference,
        mineral.coverage.map_or_else(|| NOT_KNOWN.to_owned(), amount::percent),
        sentences::verdict(mineral).to_owned(),
    ]
}

fn suggestions(out: &mut String, report: &Report) {
    let foods = sentences::suggested(report);
    let withheld = sentences::withheld(report);
    if foods.is_empty() && withheld.is_empty() {
        return;
    }
    heading(out, "Foods that would close the gaps");
    if !foods.is_empty() {
        table(
            out,
            &["food", "how much", "adds each time", "why"],
            &["-", "-", "-", "-"],
            foods.iter().map(|food| {
                [&food.name, &food.amount, &food.adds, &food.why].map(|text| escape(text)).to_vec()
            }),
        );
        out.push('\n');
    }
    for line in withheld {
        out.push_str(&format!("- {}\n", commands(&escape(&line))));
    }
}

fn days(out: &mut String, report: &Report) {
    if report.strips.len() > MOST_DAYS {
        out.push_str("Too many days to list here; `--format csv` has each of them.\n");
        return;
    }
    table(
        out,
        &["day", "episodes", "strongest", "caffeine", "stress", "water", "sleep", "food logged"],
        &["-", "-:", "-:", "-:", "-:", "-:", "-:", "-"],
        report.strips.iter().map(day),
    );
}

fn day(day: &DayStrip) -> Vec<String> {
    use crate::domain::Nutrient::{Caffeine, Water};
    let cell = |text: Option<String>| text.unwrap_or_else(|| NOT_KNOWN.to_owned());
    let amount = |nutrient, intake: Option<crate::nutrition::intake::Intake>| {
        cell(intake.map(|intake| amount::known(nutrient, intake)))
    };
    vec![
        day.day.format("%a %-d %b").to_string(),
        match day.mark {
            DayMark::Episodes(count) => count.to_string(),
            DayMark::Free => "0".to_owned(),
            DayMark::Unrecorded => "nothing said".to_owned(),
            DayMark::Ahead => "ahead".to_owned(),
        },
        cell(day.intensity_max.map(|strongest| format!("{strongest} of 10"))),
        amount(Caffeine, day.caffeine),
        cell(day.stress.map(|stress| format!("{} of 10", amount::number(stress, 1)))),
        amount(Water, day.water),
        cell(day.sleep_minutes.map(amount::minutes)),
        if day.logged { "yes" } else { "no" }.to_owned(),
    ]
}

fn weeks(out: &mut String, report: &Report) {
    let lines = sentences::lines(&report.weeks);
    if lines.is_empty() {
        return;
    }
    heading(out, "The last eight weeks");
    table(
        out,
        &["", "the eight weeks, the latest last", "the latest week"],
        &["-", "-", "-"],
        lines.iter().map(|line| {
            let each: Vec<&str> =
                line.each.iter().map(|week| week.as_deref().unwrap_or(NOT_KNOWN)).collect();
            let latest = match line.change.as_str() {
                "" => line.now.clone(),
                change => format!("{}; {change}", line.now),
            };
            vec![line.name.to_owned(), escape(&each.join(", ")), escape(&latest)]
        }),
    );
}

/// Writes a table; its cells are escaped already.
fn table(out: &mut String, head: &[&str], rule: &[&str], rows: impl Iterator<Item = Vec<String>>) {
    let mut line = |cells: String| out.push_str(&format!("| {cells} |\n"));
    line(head.join(" | "));
    line(rule.iter().map(|side| side.replace('-', "---")).collect::<Vec<_>>().join(" | "));
    for row in rows {
        line(row.join(" | "));
    }
}

/// Returns text that Markdown shows as it stands.
fn escape(text: &str) -> String {
    let text = inert(text);
    let mut out = String::with_capacity(text.len());
    for (i, c) in text.char_indices() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '@' => out.push_str("&#64;"),
            // A bare address becomes a link by its "://" or its "www." alone.
            ':' if text[i..].starts_with("://") => out.push_str("\\:"),
            '.' if text[..i].to_ascii_lowercase().ends_with("www") => out.push_str("\\."),
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '~' | '#' | '!' | '{' | '}' | '$' => {
                out.push('\\');
                out.push(c);
            }
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_named_is_no_markup() {
        for (text, expected) in [
            ("a|b", "a\\|b"),
            ("<script>x</script>", "&lt;script&gt;x&lt;/script&gt;"),
            ("[x](http://y.z)", "\\[x\\](http\\://y.z)"),
            ("www.y.z", "www\\.y.z"),
            ("![i](j)", "\\!\\[i\\](j)"),
            ("*a* _b_ `c`", "\\*a\\* \\_b\\_ \\`c\\`"),
            ("a\n# b", "a \\# b"),
            ("salmon, 3.5 % & more", "salmon, 3.5 % &amp; more"),
            ("a\u{1b}[31mb\u{202e}", "a\\[31mb"),
        ] {
            assert_eq!(escape(text), expected);
        }
    }

    #[test]
    fn commands_stand_as_code() {
        let shown = |text: &str| commands(&escape(text));
        assert_eq!(shown("Run `mineralog done DAY` now."), "Run `mineralog done DAY` now.");
        assert_eq!(shown("`mineralog a|b`"), "\\`mineralog a\\|b\\`");
        assert_eq!(shown("`mineralog "), "\\`mineralog ");
    }

    #[test]
    fn suggestions_and_what_stands_out() {
        let page = page(&super::super::sample::report());
        let expected = "
## Foods that would close the gaps

| food | how much | adds each time | why |
| --- | --- | --- | --- |
| almonds \\| &lt;b&gt; | 1 handful (30 g), 3 times a week | 81 mg magnesium (calcium and vitamin D \
                        not known) | for magnesium; you ate it on 4 days of the last four weeks |

- Nothing is suggested for potassium: that is hidden, for the reason given below.
";
        assert!(page.contains(expected), "{page}");
        assert!(page.contains("| 240 mg; higher than the weeks before would lead one to expect"));
    }
}
