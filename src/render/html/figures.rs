//! The figures of the page: what each shows, says and keeps in the table behind it.

use chrono::NaiveDate;

use super::super::{amount, capital, count, list, sentences};
use super::chart::{self, Slot, Strip};
use super::markup::Figure;
use crate::domain::{Nutrient, Side};
use crate::nutrition::intake::Intake;
use crate::report::episodes::{DayMark, Episodes};
use crate::report::period::{Mineral, Report};
use crate::report::strip::DayStrip;
use crate::report::weeks::WeekPoint;

/// The most days a drawing has room for; longer periods show their last days.
pub(super) const MOST_DAYS: usize = 92;
/// The most sites a timeline has rows for.
const MOST_SITES: usize = 8;
/// The most letters of a site beside its row.
const SITE_LETTERS: usize = 16;
/// Days that a description names one by one.
const NAMED_DAYS: usize = 14;
/// Returns the last items that a drawing has room for.
fn shown<T>(all: &[T]) -> &[T] {
    &all[all.len().saturating_sub(MOST_DAYS)..]
}

/// Says that a drawing shows only the last days; nothing where it shows all of them.
fn of_all(days: usize) -> String {
    if days > MOST_DAYS { format!(", the last {MOST_DAYS} of {days} days") } else { String::new() }
}

fn head(cells: &[&str]) -> Vec<String> {
    cells.iter().map(|cell| (*cell).to_owned()).collect()
}

fn date(day: NaiveDate) -> String {
    day.format("%a %-d %b").to_string()
}

fn known(nutrient: Nutrient, intake: Option<Intake>) -> String {
    intake.map_or_else(|| amount::NOT_KNOWN.to_owned(), |intake| amount::known(nutrient, intake))
}

fn slot(intake: Option<Intake>, counts: bool, mark: DayMark) -> Slot {
    match intake {
        Some(Intake { known, upper, .. }) => Slot::Amount { known, upper, counts },
        None if mark == DayMark::Ahead => Slot::Ahead,
        None => Slot::Unrecorded,
    }
}

/// Returns what a figure says of some days in words.
fn description(lead: &str, rows: &[Vec<String>]) -> String {
    if rows.len() > NAMED_DAYS {
        return format!("{lead} The table names every day.");
    }
    let days: Vec<String> =
        rows.iter().filter_map(|row| Some(format!("{}: {}", row.first()?, row.get(1)?))).collect();
    format!("{lead} {}.", days.join("; "))
}

/// Returns the daily intake of a mineral against its reference.
pub(super) fn mineral(mineral: &Mineral, report: &Report) -> Figure {
    let nutrient = mineral.nutrient;
    let days = shown(&report.days);
    let marks: Vec<DayMark> = shown(&report.strips).iter().map(|strip| strip.mark).collect();
    let mut slots = Vec::new();
    let mut rows = Vec::new();
    for (day, mark) in days.iter().zip(marks) {
        let intake = day.food[nutrient];
        let eaten = day.logged || !intake.is_empty();
        let eaten = eaten.then_some(intake);
        slots.push(slot(eaten, day.logged, mark));
        rows.push(vec![
            date(day.day),
            if eaten.is_none() && mark == DayMark::Ahead {
                "to come".to_owned()
            } else {
                known(nutrient, eaten)
            },
            eaten.map_or_else(
                || amount::NOT_KNOWN.to_owned(),
                |intake| amount::amount(nutrient, intake.upper),
            ),
            match (eaten, day.logged) {
                (_, true) => "complete",
                (Some(_), false) => "not complete, not averaged",
                (None, false) => "nothing logged",
            }
            .to_owned(),
        ]);
    }
    let unit = nutrient.unit();
    let (beside, caption) = match mineral.reference {
        Some(reference) => {
            let words = amount::reference(nutrient, reference);
            (format!("Beside the {words}."), format!("day by day, {unit}; dashed: {words}"))
        }
        None => ("No reference.".to_owned(), format!("day by day, {unit}")),
    };
    let labels = chart::day_labels(&days.iter().map(|day| day.day).collect::<Vec<_>>(), false);
    Figure {
        id: format!("days-{}", nutrient.key()),
        title: format!("{} {caption}{}", capital(nutrient.name()), of_all(report.days.len())),
        description: description(&beside, &rows),
        drawing: chart::bars(&slots, &labels, mineral.reference.map(|reference| reference.amount)),
        head: head(&["Day", "Known", "At most", "Food of the day"]),
        rows,
    }
}

/// Returns what a day says about twitching.
fn mark_words(mark: DayMark) -> String {
    match mark {
        DayMark::Episodes(n) => count(n, "episode", "episodes"),
        DayMark::Free => "twitch-free".to_owned(),
        DayMark::Unrecorded => "not recorded".to_owned(),
        DayMark::Ahead => "to come".to_owned(),
    }
}

/// Returns the episodes by site along the days.
pub(super) fn timeline(episodes: &Episodes) -> Figure {
    let days = shown(&episodes.by_day);
    let on = |by_day: &[(NaiveDate, usize)], day: NaiveDate| {
        by_day.iter().find(|(d, _)| *d == day).map_or(0, |(_, n)| *n)
    };
    let sites: Vec<(String, Vec<usize>)> = episodes
        .by_site
        .iter()
        .take(MOST_SITES)
        .map(|site| {
            let counts = days.iter().map(|(day, _)| on(&site.by_day, *day)).collect();
            (shortened(&beside_a_row(&sentences::place(site), site.side), SITE_LETTERS), counts)
        })
        .collect();
    let rows: Vec<Vec<String>> = days
        .iter()
        .map(|(day, mark)| {
            let places: Vec<String> = episodes
                .by_site
                .iter()
                .map(|site| (site, on(&site.by_day, *day)))
                .filter(|(_, n)| *n > 0)
                .map(|(site, n)| format!("{} {n}", sentences::place(site)))
                .collect();
            let places = if places.is_empty() { "none".to_owned() } else { places.join("; ") };
            let places =
                if *mark == DayMark::Unrecorded { amount::NOT_KNOWN.to_owned() } else { places };
            vec![date(*day), mark_words(*mark), places]
        })
        .collect();
    let marks: Vec<DayMark> = days.iter().map(|(_, mark)| *mark).collect();
    let labels = chart::day_labels(&days.iter().map(|(day, _)| *day).collect::<Vec<_>>(), true);
    let rest = episodes.by_site.len().saturating_sub(MOST_SITES);
    let lead = if rest > 0 {
        format!("The {MOST_SITES} most frequent sites; {rest} more stand in the table.")
    } else {
        "Each site on its row.".to_owned()
    };
    Figure {
        id: "timeline".to_owned(),
        title: format!("Episodes by site{}", of_all(episodes.by_day.len())),
        description: description(&lead, &rows),
        drawing: chart::timeline(&marks, &sites, &labels),
        head: head(&["Day", "Said", "Episodes by site"]),
        rows,
    }
}

fn beside_a_row(place: &str, side: Option<Side>) -> String {
    match side {
        Some(Side::Left) => place.replacen("left ", "L ", 1),
        Some(Side::Right) => place.replacen("right ", "R ", 1),
        _ => place.to_owned(),
    }
}

/// Returns text of at most so many letters, an ellipsis where more was cut off.
pub(super) fn shortened(text: &str, letters: usize) -> String {
    if text.chars().count() <= letters {
        return text.to_owned();
    }
    let kept: String = text.chars().take(letters.saturating_sub(1)).collect();
    format!("{}…", kept.trim_end())
}

fn caffeine_words(value: f64) -> String {
    amount::amount(Nutrient::Caffeine, value)
}

fn water_words(value: f64) -> String {
    amount::amount(Nutrient::Water, value)
}

fn plain_words(value: f64) -> String {
    amount::number(value, 1)
}

/// Returns caffeine, stress, water and sleep of each day above one another, under its episodes.
pub(super) fn around(report: &Report) -> Figure {
    let days = shown(&report.strips);
    let strip = |name: &str, scale: f64, reference, words, slot: &dyn Fn(&DayStrip) -> Slot| {
        let ahead = |day: &DayStrip| match slot(day) {
            Slot::Unrecorded if day.mark == DayMark::Ahead => Slot::Ahead,
            slot => slot,
        };
        let slots = days.iter().map(ahead).collect();
        Strip { name: name.to_owned(), scale, reference, slots, words }
    };
    let episodes = |day: &DayStrip| match day.mark {
        DayMark::Episodes(n) => Slot::of(Some(n as f64)),
        DayMark::Free => Slot::of(Some(0.0)),
        DayMark::Unrecorded => Slot::Unrecorded,
        DayMark::Ahead => Slot::Ahead,
    };
    let context = &report.context;
    let water = context.water_reference.map(|reference| reference.amount);
    let strips = [
        strip("Episodes", 1.0, None, plain_words, &episodes),
        strip("Caffeine", 100.0, context.caffeine_level, caffeine_words, &|day| {
            slot(day.caffeine, day.logged, day.mark)
        }),
        strip("Stress", 10.0, None, plain_words, &|day| Slot::of(day.stress)),
        strip("Water", water.unwrap_or(1000.0), water, water_words, &|day| {
            slot(day.water, day.logged, day.mark)
        }),
        strip("Sleep", 480.0, None, amount::minutes, &|day| Slot::of(day.sleep_minutes)),
    ];
    let dashed: Vec<String> =
        context
            .caffeine_level
            .map(|level| format!("caffeine {}", caffeine_words(level)))
            .into_iter()
            .chain(context.water_reference.map(|reference| {
                format!("water {}", amount::reference(Nutrient::Water, reference))
            }))
            .collect();
    let dashed = if dashed.is_empty() {
        String::new()
    } else {
        format!("; dashed: {}", list(&dashed, "and"))
    };
    let noted = |value: Option<f64>, words: fn(f64) -> String| {
        value.map_or_else(|| amount::NOT_KNOWN.to_owned(), words)
    };
    let rows: Vec<Vec<String>> = days
        .iter()
        .map(|day| {
            vec![
                date(day.day),
                mark_words(day.mark),
                known(Nutrient::Caffeine, day.caffeine),
                noted(day.stress, plain_words),
                known(Nutrient::Water, day.water),
                noted(day.sleep_minutes, amount::minutes),
                noted(day.exercise_minutes, amount::minutes),
            ]
        })
        .collect();
    let labels = chart::day_labels(&days.iter().map(|day| day.day).collect::<Vec<_>>(), true);
    let spoken: Vec<Vec<String>> = rows
        .iter()
        .map(|row| {
            let [day, episodes, caffeine, stress, water, sleep, _] = row.as_slice() else {
                return row.clone();
            };
            let said = format!(
                "{episodes}, caffeine {caffeine}, stress {stress}, water {water}, sleep {sleep}"
            );
            vec![day.clone(), said]
        })
        .collect();
    Figure {
        id: "around-days".to_owned(),
        title: format!(
            "Episodes, caffeine, stress, water and sleep, day by day{dashed}{}",
            of_all(report.strips.len())
        ),
        description: description("Five strips whose days line up.", &spoken),
        drawing: chart::strips(&strips, &labels),
        head: head(&["Day", "Twitching", "Caffeine", "Stress", "Water", "Sleep", "Exercise"]),
        rows,
    }
}

/// Returns the calendar of the last twelve weeks.
pub(super) fn calendar(days: &[(NaiveDate, DayMark)]) -> Figure {
    let rows: Vec<Vec<String>> =
        days.chunk_by(|(a, _), (b, _)| monday(*a) == monday(*b))
            .map(|week| {
                let mut row = vec![week.first().map_or_else(String::new, |(day, _)| {
                    monday(*day).format("%-d %b %Y").to_string()
                })];
                for i in 0..7 {
                    let of_weekday =
                        |(day, _): &&(NaiveDate, DayMark)| (*day - monday(*day)).num_days() == i;
                    row.push(
                        week.iter()
                            .find(of_weekday)
                            .map_or_else(|| "outside".to_owned(), |(_, mark)| mark_words(*mark)),
                    );
                }
                row
            })
            .collect();
    Figure {
        id: "calendar".to_owned(),
        title: "The last twelve weeks".to_owned(),
        description: calendar_words(days),
        drawing: chart::calendar(days),
        head: head(&["Week of", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]),
        rows,
    }
}

/// Returns a calendar in words.
pub(super) fn calendar_words(days: &[(NaiveDate, DayMark)]) -> String {
    let of = |wanted: fn(&DayMark) -> bool| days.iter().filter(|(_, m)| wanted(m)).count();
    format!(
        "{} with an episode, {} said to be twitch-free, {} not recorded.",
        count(of(|mark| matches!(mark, DayMark::Episodes(_))), "day", "days"),
        of(|mark| *mark == DayMark::Free),
        of(|mark| *mark == DayMark::Unrecorded),
    )
}

fn monday(day: NaiveDate) -> NaiveDate {
    day.week(chrono::Weekday::Mon).first_day()
}

/// Returns the last eight weeks above one another.
pub(super) fn weeks(report: &Report) -> Figure {
    let points = &report.weeks.points;
    let strip = |name: &str, scale: f64, words, slot: &dyn Fn(&WeekPoint) -> Slot| Strip {
        name: name.to_owned(),
        scale,
        reference: None,
        slots: points.iter().map(slot).collect(),
        words,
    };
    let mut strips: Vec<Strip> = report
        .minerals
        .iter()
        .map(|mineral| {
            let nutrient = mineral.nutrient;
            let reference = mineral.reference.map(|reference| reference.amount);
            let words = if nutrient == Nutrient::VitaminD { micrograms } else { milligrams };
            let name = capital(nutrient.name());
            let slot = |point: &WeekPoint| slot(point.intake[nutrient], true, DayMark::Unrecorded);
            Strip { reference, ..strip(&name, reference.unwrap_or(1.0), words, &slot) }
        })
        .collect();
    let said = |point: &WeekPoint| point.days_with + point.days_without > 0;
    strips.push(strip("Twitch days", 7.0, plain_words, &|point| {
        Slot::of(said(point).then_some(point.days_with as f64))
    }));
    strips.push(strip("Stress", 10.0, plain_words, &|point| Slot::of(point.stress)));
    strips.push(strip("Sleep", 480.0, amount::minutes, &|point| Slot::of(point.sleep_minutes)));
    let rows = points.iter().map(|point| week_row(point, report)).collect();
    // Every second week has room for its date; the last one has it.
    let labels: Vec<(usize, String)> = points
        .iter()
        .enumerate()
        .filter(|(i, _)| (points.len() - i) % 2 == 1)
        .map(|(i, point)| (i, point.period.from.format("%-d %b").to_string()))
        .collect();
    Figure {
        id: "weeks".to_owned(),
        title: "Week by week: means of the logged days; dashed: the reference".to_owned(),
        description: "Means of the logged days of each week, with the reference where there is \
                      one; days with an episode; means of stress and sleep. The table has every \
                      figure."
            .to_owned(),
        drawing: chart::strips(&strips, &labels),
        head: {
            let minerals = report.minerals.iter().map(|m| capital(m.nutrient.name()));
            let mut head = head(&["Week of", "Days logged"]);
            head.extend(minerals);
            head.extend(
                ["Episodes", "Twitch days", "Twitch-free days", "Stress", "Sleep"]
                    .map(str::to_owned),
            );
            head
        },
        rows,
    }
}

fn milligrams(value: f64) -> String {
    amount::amount(Nutrient::Magnesium, value)
}

fn micrograms(value: f64) -> String {
    amount::amount(Nutrient::VitaminD, value)
}

fn week_row(point: &WeekPoint, report: &Report) -> Vec<String> {
    let noted = |value: Option<f64>, words: fn(f64) -> String| {
        value.map_or_else(|| amount::NOT_KNOWN.to_owned(), words)
    };
    let said = point.days_with + point.days_without > 0;
    let or_not_known =
        |number: usize| if said { number.to_string() } else { amount::NOT_KNOWN.to_owned() };
    let mut row =
        vec![point.period.from.format("%-d %b %Y").to_string(), point.logged_days.to_string()];
    row.extend(report.minerals.iter().map(|m| known(m.nutrient, point.intake[m.nutrient])));
    row.extend([
        or_not_known(point.episodes),
        or_not_known(point.days_with),
        or_not_known(point.days_without),
        noted(point.stress, plain_words),
        noted(point.sleep_minutes, amount::minutes),
    ]);
    row
}
