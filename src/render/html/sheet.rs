//! The sheet for a clinician: the one page that is printed. It tells what was recorded and what
//! was not, and never why. Long lists are cut, so that it stays one page.

use super::super::{amount, capital, count, phrasing, sentences, whose_reference};
use super::chart;
use super::figures::{calendar_words, shortened};
use super::markup::{items, pairs, paragraph, svg, table, text};
use crate::domain::{Nutrient, Person};
use crate::nutrition::coverage::Verdict;
use crate::nutrition::intake::Intake;
use crate::report::flags::Flag;
use crate::report::sheet::{Dated, Median, Sheet, SheetMineral, Taken};

/// The most sites, supplements and medicines that have a line.
const MOST_LINES: usize = 6;
/// The most signs that have a line.
const MOST_SIGNS: usize = 3;
/// The most letters of a site.
const NAME_LETTERS: usize = 34;
/// The letters of one line of a supplement or a medicine.
const LINE_LETTERS: usize = 46;
/// So many supplements or medicines may take two lines each.
const FEW: usize = 3;
/// The most letters of an episode.
const EPISODE_LETTERS: usize = 90;
/// The most letters of a sign.
const SIGN_LETTERS: usize = 100;
/// Returns the sheet of four weeks, with the warning signs among what was recorded.
pub(super) fn sheet(sheet: &Sheet, person: &Person, flags: &[Flag]) -> String {
    let year = chrono::Datelike::year(&sheet.period.to);
    let whose = whose_reference(person, year);
    let whose = whose.split(" Yours:").next().unwrap_or(&whose);
    let column = |heading: &str, body: &str| {
        format!("<section>\n<h2>{}</h2>\n{body}</section>\n", text(heading))
    };
    let beside =
        |left: String, right: String| format!("<div class=\"two\">\n{left}{right}</div>\n");
    let mut out = String::from("<main class=\"sheet\" aria-label=\"Sheet for a clinician\">\n");
    out.push_str(&format!(
        "<h1>Twitch diary, {} to {}</h1>\n",
        text(&sheet.period.from.format("%-d %b %Y").to_string()),
        text(&sheet.period.to.format("%-d %b %Y").to_string())
    ));
    // The diary holds no name; whoever hands the sheet over writes it.
    out.push_str(&paragraph("name", "Name"));
    out.push_str(&paragraph(
        "small",
        &format!(
            "28 days as the person recorded them with mineralog; not a measurement and not a \
             diagnosis. {whose}"
        ),
    ));
    if !flags.is_empty() {
        out.push_str(&column("Signs among what was recorded", &signs(flags)));
    }
    out.push_str(&column("Day by day", &days(sheet)));
    out.push_str(&beside(
        column("Twitching", &pairs(&twitching(sheet))),
        column("Around it", &pairs(&around(sheet))),
    ));
    out.push_str(&pairs(&extremes(sheet)));
    out.push_str(&column("Minerals from food and drink, mean of a logged day", &minerals(sheet)));
    out.push_str(&beside(
        column("Sites", &sites(sheet)),
        column("Supplements", &taken(&sheet.supplements)),
    ));
    out.push_str(&beside(
        column("Medicines", &taken(&sheet.medicines)),
        column("What was recorded and what was not", &items(&recorded(sheet))),
    ));
    out.push_str(&paragraph(
        "small",
        "At least: the part with a known value. At most: each value nobody determined stands at \
         the 90th percentile of its food group. Not known and not noted: nothing was recorded, which is \
         not the same as nothing.",
    ));
    out.push_str("</main>\n");
    out
}

/// Returns the first items, and how many more there are.
fn cut<T>(all: &[T], most: usize) -> (&[T], Option<String>) {
    let rest = all.len().saturating_sub(most);
    (&all[..all.len() - rest], (rest > 0).then(|| format!("and {rest} more")))
}

fn signs(flags: &[Flag]) -> String {
    let (first, more) = cut(flags, MOST_SIGNS);
    let mut lines: Vec<String> = first
        .iter()
        .map(|flag| {
            let sign = shortened(&flag.sign, SIGN_LETTERS);
            format!("{}: {sign}", flag.day.format("%-d %b"))
        })
        .collect();
    lines.extend(more);
    items(&lines)
}

fn days(sheet: &Sheet) -> String {
    let by_day = &sheet.episodes.by_day;
    let drawing = chart::day_row(by_day);
    let words = calendar_words(by_day);
    format!(
        "<div class=\"row\">{}</div>\n{}",
        svg("sheet-days", "Twitching day by day", &words, &drawing),
        paragraph(
            "small",
            "A number: episodes of that day. 0: said to be twitch-free. ?: not recorded."
        )
    )
}

fn twitching(sheet: &Sheet) -> Vec<(String, String)> {
    let episodes = &sheet.episodes;
    let of = count(sheet.days_elapsed, "day", "days");
    let mut intensity = episodes.mean_intensity.map_or_else(
        || amount::NOT_KNOWN.to_owned(),
        |mean| format!("{} of 10", amount::number(mean, 1)),
    );
    if episodes.count == 0 {
        "no episode recorded".clone_into(&mut intensity);
    }
    [
        ("Twitch days", format!("{} of {of}", episodes.days_with)),
        ("Said twitch-free", count(episodes.days_without, "day", "days")),
        ("Nothing said", count(episodes.days_unrecorded, "day", "days")),
        ("Episodes", episodes.count.to_string()),
        ("Mean intensity", intensity),
    ]
    .map(|(name, value)| (name.to_owned(), value))
    .into()
}

fn extremes(sheet: &Sheet) -> Vec<(String, String)> {
    [("Longest", &sheet.longest), ("Strongest", &sheet.strongest)]
        .map(|(name, episode)| (name.to_owned(), dated(episode.as_ref())))
        .into()
}

fn dated(episode: Option<&Dated>) -> String {
    episode.map_or_else(
        || "not noted".to_owned(),
        |dated| {
            let words = phrasing::episode_words(&dated.episode);
            let words = shortened(&words, EPISODE_LETTERS);
            format!("{}: {words}", dated.at.format("%-d %b, %H:%M"))
        },
    )
}

fn sites(sheet: &Sheet) -> String {
    let (first, more) = cut(&sheet.episodes.by_site, MOST_LINES);
    if first.is_empty() {
        return paragraph("", "No episode recorded.");
    }
    let rows: Vec<Vec<String>> = first
        .iter()
        .map(|site| {
            let place = capital(&shortened(&sentences::place(site), NAME_LETTERS));
            vec![place, site.count.to_string(), site.days.to_string()]
        })
        .collect();
    let head = ["Site", "Episodes", "Days"].map(str::to_owned);
    let more = more.map(|words| paragraph("small", &words)).unwrap_or_default();
    format!("{}{more}", table("Episodes by site", &head, &rows))
}

fn around(sheet: &Sheet) -> Vec<(String, String)> {
    let a_day = |nutrient, intake: Option<_>| {
        intake.map_or_else(
            || amount::NOT_KNOWN.to_owned(),
            |intake| format!("{} a logged day", amount::known(nutrient, intake)),
        )
    };
    let mut caffeine = a_day(Nutrient::Caffeine, sheet.caffeine);
    if let Some(most) = sheet.caffeine_max {
        let most = amount::amount(Nutrient::Caffeine, most);
        caffeine.push_str(&format!("; highest known day {most}"));
    }
    if let Some(level) = sheet.caffeine_level {
        let level = amount::amount(Nutrient::Caffeine, level);
        caffeine.push_str(&format!("; level for this person {level}"));
    }
    let mut fluids = a_day(Nutrient::Water, sheet.water);
    if let Some(reference) = sheet.water_reference {
        fluids.push_str(&format!("; {}", amount::reference(Nutrient::Water, reference)));
    }
    let median = |median: Median, words: &dyn Fn(f64) -> String| {
        median.median.map_or_else(
            || amount::NOT_KNOWN.to_owned(),
            |value| {
                format!("median {}, noted on {}", words(value), count(median.days, "day", "days"))
            },
        )
    };
    [
        ("Caffeine", caffeine),
        ("Fluids", fluids),
        ("Alcohol", a_day(Nutrient::Alcohol, sheet.alcohol)),
        ("Sleep", median(sheet.sleep, &amount::minutes)),
        ("Stress", median(sheet.stress, &|v| format!("{} of 10", amount::number(v, 1)))),
    ]
    .map(|(name, value)| (name.to_owned(), value))
    .into()
}

fn minerals(sheet: &Sheet) -> String {
    if sheet.minerals.is_empty() {
        return paragraph("", "No day is logged completely.");
    }
    let head = ["Mineral", "At least", "At most", "Reference", "Compared", "Supplements"]
        .map(str::to_owned);
    let rows: Vec<Vec<String>> = sheet.minerals.iter().map(mineral).collect();
    table("Means of the logged days", &head, &rows)
}

fn mineral(mineral: &SheetMineral) -> Vec<String> {
    let nutrient = mineral.nutrient;
    let said = |value: Option<f64>| {
        value.map_or_else(|| amount::NOT_KNOWN.to_owned(), |value| amount::amount(nutrient, value))
    };
    vec![
        capital(nutrient.name()),
        said(mineral.intake.and_then(Intake::known_amount)),
        said(mineral.intake.map(|intake| intake.upper)),
        mineral.reference.map_or_else(
            || "none published".to_owned(),
            |reference| amount::reference(nutrient, reference),
        ),
        match mineral.verdict {
            Verdict::Met => "reached",
            Verdict::SlightlyUnder => "a little below",
            Verdict::Under => "below",
            Verdict::NotKnown => amount::NOT_KNOWN,
            Verdict::TooFewDays => "too few days",
        }
        .to_owned(),
        match mineral.supplements {
            Some(amount) if amount > 0.0 => amount::amount(nutrient, amount),
            Some(_) => "none noted".to_owned(),
            None => amount::NOT_KNOWN.to_owned(),
        },
    ]
}

fn taken(all: &[Taken]) -> String {
    let (first, more) = cut(all, MOST_LINES);
    if first.is_empty() {
        return paragraph("", "None noted.");
    }
    let room = if all.len() > FEW { LINE_LETTERS } else { 2 * LINE_LETTERS };
    let mut lines: Vec<String> = first.iter().map(|taken| taken_words(taken, room)).collect();
    lines.extend(more);
    items(&lines)
}

/// Returns a supplement or a medicine in at most so many letters.
fn taken_words(taken: &Taken, room: usize) -> String {
    let days = match taken.days {
        0 => String::new(),
        n => format!(" ({})", count(n, "day", "days")),
    };
    let said = taken.said.join("; ");
    let room = room.saturating_sub(days.chars().count());
    // What is said has what the name leaves, and at least a third.
    let name = shortened(&taken.name, room - (room / 3).min(said.chars().count() + 2));
    let said = match room.saturating_sub(name.chars().count() + 2) {
        _ if said.is_empty() => String::new(),
        room => format!(": {}", shortened(&said, room)),
    };
    format!("{name}{said}{days}")
}

fn recorded(sheet: &Sheet) -> Vec<String> {
    let of = count(sheet.days_elapsed, "day", "days");
    let spoken = sheet.episodes.days_with + sheet.episodes.days_without;
    vec![
        format!("Food: complete on {} of {of}; the means are over these.", sheet.logged_days),
        format!("Twitching: something was said on {spoken} of {of}."),
        format!(
            "Sleep: noted on {}. Stress: noted on {}.",
            count(sheet.sleep.days, "day", "days"),
            count(sheet.stress.days, "day", "days")
        ),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::Period;
    use crate::domain::{Episode, Side};
    use crate::nutrition::intake::Intake;
    use crate::report::episodes::{DayMark, Episodes, Site};
    use chrono::{DateTime, NaiveDate};

    /// Forty sites and sixty supplements with long names, and everything else there is.
    fn crowded() -> Sheet {
        let to = NaiveDate::from_ymd_opt(2026, 3, 8).expect("a date");
        let period = Period::ending(to, 28);
        let name = |i: usize| format!("{i} a name that nobody would shorten to one line of a list");
        let site = |i: usize| Site {
            site: Some(name(i)),
            side: Some(Side::Left),
            count: 100 - i,
            days: 20,
            by_day: vec![],
        };
        let taken =
            |i: usize| Taken { name: name(i), said: vec!["200 mg".to_owned(); 9], days: 28 };
        let dated = || Dated {
            entry: 1,
            at: DateTime::parse_from_rfc3339("2026-03-04T15:20:00Z").expect("a time"),
            day: to,
            episode: Episode {
                site: Some(name(0)),
                intensity: Some(9),
                duration_seconds: Some(7200),
                ..Episode::default()
            },
        };
        let intake =
            Intake { known: 1234.0, upper: 5678.0, reporting: 1, foods: 2, ..Intake::default() };
        let mineral = |nutrient| SheetMineral {
            nutrient,
            intake: Some(intake),
            reference: None,
            verdict: Verdict::NotKnown,
            supplements: None,
        };
        let median = Median { median: Some(7.0), days: 27 };
        Sheet {
            period,
            logged_days: 20,
            days_elapsed: 28,
            episodes: Episodes {
                count: 2000,
                days_with: 28,
                days_without: 0,
                days_unrecorded: 0,
                mean_intensity: Some(5.5),
                by_site: (0..40).map(site).collect(),
                by_day: period.days().map(|day| (day, DayMark::Episodes(71))).collect(),
            },
            longest: Some(dated()),
            strongest: Some(dated()),
            minerals: Nutrient::MINERALS.map(mineral).into(),
            caffeine: Some(intake),
            caffeine_max: Some(900.0),
            caffeine_level: Some(400.0),
            water: Some(intake),
            water_reference: None,
            alcohol: Some(intake),
            sleep: median,
            stress: median,
            supplements: (0..60).map(taken).collect(),
            medicines: (0..30).map(taken).collect(),
        }
    }

    fn flags() -> Vec<Flag> {
        let flag = |_| Flag {
            flag: "weakness".into(),
            level: "urgent".into(),
            sign: "A sign that is told in a long sentence. ".repeat(9),
            advice: String::new(),
            day: NaiveDate::from_ymd_opt(2026, 3, 8).expect("a date"),
            event: "weakness:1".into(),
            since: NaiveDate::from_ymd_opt(2026, 3, 8).expect("a date"),
            entries: vec![1],
            acknowledged: false,
        };
        (0..12).map(flag).collect()
    }

    #[test]
    fn long_lists_are_cut_and_say_so() {
        let html = sheet(&crowded(), &Person::default(), &flags());
        for more in ["and 34 more", "and 54 more", "and 24 more", "and 9 more"] {
            assert!(html.contains(more), "{more}: {html}");
        }
        assert!(html.matches("<li>").count() < 40, "{html}");
    }

    #[test]
    fn it_says_nothing_of_why() {
        let html = sheet(&crowded(), &Person::default(), &flags()).to_lowercase();
        for word in
            ["cause", "because", "due to", "trigger", "effect", "deficien", "mineralog profile"]
        {
            assert!(!html.contains(word), "{word}: {html}");
        }
    }

    #[test]
    fn what_was_not_recorded_is_no_zero() {
        let median = Median::default();
        let sheet = Sheet {
            caffeine: None,
            caffeine_max: None,
            water: None,
            alcohol: None,
            sleep: median,
            stress: median,
            longest: None,
            supplements: vec![],
            ..crowded()
        };
        let html = self::sheet(&sheet, &Person::default(), &[]);
        for words in [
            "<dt>Alcohol</dt><dd>not known</dd>",
            "<dt>Sleep</dt><dd>not known</dd>",
            "<dt>Longest</dt><dd>not noted</dd>",
            "None noted.",
        ] {
            assert!(html.contains(words), "{words}: {html}");
        }
    }
}
