//! The context of a day: stress, sleep, exercise, sun, screen, water and caffeine.

use super::args::{Effort, Exercise, Length, Quantity, Stress, Sun, SunLevel, When};
use super::{Answer, Session, twitch};
use crate::calendar::{Period, parse_duration_minutes, shown};
use crate::domain::{Context, EntryKind, Record};
use crate::error::{Error, Result};
use crate::render::{echo, json, phrasing};
use crate::report;
use crate::resolve::measure::{Measure, Unit};
use crate::resolve::phrase;
use crate::store::Filter;

/// The most of one kind in one entry: a day of minutes, 20 L of water, 5 g of caffeine.
const FLUID_OUNCE_ML: f64 = 29.5735;
const MOST_MINUTES: f64 = 1440.0;
const MOST_WATER_ML: f64 = 20_000.0;
const MOST_CAFFEINE_MG: f64 = 5000.0;

/// Logs stress.
pub(super) fn stress(session: &mut Session<'_>, args: &Stress) -> Result<Answer> {
    let level = twitch::scale("stress", Some(&args.level))?;
    let context = Context { amount: level.map(f64::from), level: None };
    log(session, EntryKind::Stress, context, &args.when)
}

/// Logs sleep.
pub(super) fn sleep(session: &mut Session<'_>, args: &Length) -> Result<Answer> {
    let context = Context { amount: Some(minutes(&args.length)?), level: None };
    log(session, EntryKind::Sleep, context, &args.when)
}

/// Logs screen time.
pub(super) fn screen(session: &mut Session<'_>, args: &Length) -> Result<Answer> {
    let context = Context { amount: Some(minutes(&args.length)?), level: None };
    log(session, EntryKind::Screen, context, &args.when)
}

/// Logs exercise.
pub(super) fn exercise(session: &mut Session<'_>, args: &Exercise) -> Result<Answer> {
    let effort = args.effort.map(|effort| match effort {
        Effort::Easy => "easy",
        Effort::Moderate => "moderate",
        Effort::Hard => "hard",
    });
    let context =
        Context { amount: Some(minutes(&args.length)?), level: effort.map(str::to_owned) };
    log(session, EntryKind::Exercise, context, &args.when)
}

/// Logs time outdoors.
pub(super) fn sun(session: &mut Session<'_>, args: &Sun) -> Result<Answer> {
    let level = match args.level {
        SunLevel::None => "none",
        SunLevel::Some => "some",
        SunLevel::Lots => "lots",
    };
    let context = Context { amount: None, level: Some(level.to_owned()) };
    log(session, EntryKind::Sun, context, &args.when)
}

/// Logs water that no meal carries.
pub(super) fn water(session: &mut Session<'_>, args: &Quantity) -> Result<Answer> {
    let ml = water_ml(&args.amount.join(" "))?;
    let context = Context { amount: Some(ml), level: None };
    log(session, EntryKind::Water, context, &args.when)
}

fn water_ml(text: &str) -> Result<f64> {
    quantity(text, |unit| match unit.measure {
        // An ounce of water is a fluid one.
        Measure::Mass(_) if unit.key == "oz" => Some(FLUID_OUNCE_ML),
        Measure::Volume(ml) => Some(ml),
        // A gram of water is a millilitre.
        Measure::Mass(grams) => Some(grams),
        Measure::Household => None,
    })?
    .filter(|ml| *ml <= MOST_WATER_ML)
    .ok_or_else(|| bad_quantity(text, "500ml, 1.5l or \"2 glasses\"; at most 20 litres"))
}

/// Logs caffeine that no food carries.
pub(super) fn caffeine(session: &mut Session<'_>, args: &Quantity) -> Result<Answer> {
    let mg = caffeine_mg(&args.amount.join(" "))?;
    let context = Context { amount: Some(mg), level: None };
    log(session, EntryKind::Caffeine, context, &args.when)
}

fn caffeine_mg(text: &str) -> Result<f64> {
    quantity(text, |unit| match unit.measure {
        Measure::Mass(grams) => Some(grams * 1000.0),
        _ => None,
    })?
    .filter(|mg| *mg <= MOST_CAFFEINE_MG)
    .ok_or_else(|| bad_quantity(text, "95mg; at most 5 g"))
}

/// Reads the value of one kind, as the command that logs it does, and the effort of exercise.
///
/// # Errors
///
/// Refuses what cannot be read.
pub(super) fn read(kind: EntryKind, value: &str, effort: &str) -> Result<Context> {
    let words = [value.to_owned()];
    let amount = |amount: f64| Context { amount: Some(amount), level: None };
    Ok(match kind {
        EntryKind::Stress => {
            let level = twitch::scale("stress", Some(value))?;
            Context { amount: level.map(f64::from), level: None }
        }
        EntryKind::Water => amount(water_ml(value)?),
        EntryKind::Caffeine => amount(caffeine_mg(value)?),
        EntryKind::Sun => {
            if !["none", "some", "lots"].contains(&value) {
                return Err(Error::request(format!("\"{}\" is no time outdoors", shown(value)))
                    .hint("write none, some or lots"));
            }
            Context { amount: None, level: Some(value.to_owned()) }
        }
        EntryKind::Exercise => {
            if !["", "easy", "moderate", "hard"].contains(&effort) {
                return Err(Error::request(format!("\"{}\" is no effort", shown(effort)))
                    .hint("write easy, moderate or hard"));
            }
            let level = (!effort.is_empty()).then(|| effort.to_owned());
            Context { amount: Some(minutes(&words)?), level }
        }
        _ => amount(minutes(&words)?),
    })
}

fn minutes(words: &[String]) -> Result<f64> {
    let text = words.join(" ");
    parse_duration_minutes(&text).filter(|m| (1.0..=MOST_MINUTES).contains(m)).ok_or_else(|| {
        Error::request(format!("no length of time can be read from \"{}\"", shown(&text)))
            .hint("write it like 6h30m or 45m; 24 hours at the most")
    })
}

/// Reads an amount that is nothing but an amount; none where it is not, or has the wrong unit.
fn quantity(text: &str, per_unit: impl Fn(Unit) -> Option<f64>) -> Result<Option<f64>> {
    let Some(amount) = phrase::amount_alone(text)? else {
        return Ok(None);
    };
    Ok(amount.quantity.zip(amount.unit.and_then(per_unit)).map(|(number, unit)| number * unit))
}

fn bad_quantity(text: &str, example: &str) -> Error {
    Error::request(format!("no amount can be read from \"{}\"", shown(text)))
        .hint(format!("write it with its unit, like {example}"))
}

fn log(
    session: &mut Session<'_>,
    kind: EntryKind,
    context: Context,
    when: &When,
) -> Result<Answer> {
    let settings = session.settings()?;
    let moment = when.moment(&session.calendar(&settings))?;
    if matches!(kind, EntryKind::Sleep | EntryKind::Exercise | EntryKind::Screen) {
        check_day_holds(session, kind, &context, moment.day)?;
    }
    let summary = format!("{} of {}", phrasing::context_words(kind, &context), moment.day);
    let note = when.note()?;
    let entry = session.record(kind, &moment, note, Record::Context(context), summary)?;
    let mut answer =
        session.echo(|page| echo::entry(page, &entry), || json::entry_answer(&entry, &[]));
    answer.warnings.extend(moment.remark);
    Ok(answer)
}

/// Refuses more hours of one kind than a day has.
fn check_day_holds(
    session: &Session<'_>,
    kind: EntryKind,
    new: &Context,
    day: chrono::NaiveDate,
) -> Result<()> {
    let of_day = session.store.entries(Filter::Days(Period { from: day, to: day }))?;
    let before = report::context::minutes_of_day(&of_day, kind);
    if before + new.amount.unwrap_or_default() <= MOST_MINUTES {
        return Ok(());
    }
    let entry = of_day.iter().rev().find(|e| e.kind == kind).map_or(0, |e| e.id);
    Err(Error::request(format!("{day} would hold more than 24 hours of {}", kind.key()))
        .because("there is an entry for it already")
        .hint(format!("if this one corrects it, `mineralog delete {entry}` takes it out first")))
}
