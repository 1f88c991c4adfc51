//! Reads from the diary what a report is made from.

use std::collections::BTreeMap;

use chrono::{Datelike, Days};

use super::Session;
use crate::calendar::{Calendar, Period};
use crate::domain::{LifeStage, Nutrient, Person, Record, SafetyAnswer, Settings};
use crate::error::Result;
use crate::nutrition::day::{Foods, day_intake};
use crate::report::Input;
use crate::report::flags::{self, Circumstances, Flag};
use crate::store::{CaffeineLevel, Filter, Store};

/// Days before the end of a page whose episodes can make a warning sign.
const SIGN_DAYS: u64 = 180;
/// Days for which a warning sign stays on the pages.
const FLAG_DAYS: u64 = 28;

/// Returns everything a report on a period is made from.
pub(super) fn input(
    session: &Session<'_>,
    settings: &Settings,
    calendar: &Calendar,
    period: Period,
) -> Result<Input> {
    let store = &*session.store;
    let entries = store.entries(Filter::Days(period))?;
    let foods = store.foods_eaten(period)?;
    let unresolved = entries.iter().any(|entry| match &entry.record {
        Record::Meal(meal) => meal.items.iter().any(|item| item.eaten.is_none()),
        _ => false,
    });
    let bounds = store.bounds(period.to, unresolved)?;
    let caffeine: BTreeMap<_, _> = period
        .days()
        .map(|day| {
            let intake = day_intake(day, &entries, &foods, &bounds);
            (day, intake.food[Nutrient::Caffeine].known)
        })
        .collect();
    let flags = flags(store, settings, period, caffeine)?;
    let person = settings.person;
    Ok(Input {
        today: calendar.today(),
        entries,
        foods,
        bounds,
        references: store.reference_rows()?,
        flags,
        caffeine_level: caffeine_level(&store.caffeine_levels()?, &person, period.to.year()),
        potassium_questions: potassium_questions(store)?,
        settings: settings.clone(),
    })
}

/// Returns the keys of the safety questions that gate potassium.
pub(super) fn potassium_questions(store: &Store) -> Result<Vec<String>> {
    let questions = store.safety_questions()?;
    Ok(questions
        .into_iter()
        .filter(|q| q.gate == "potassium")
        .map(|q| q.question)
        .collect())
}

/// Returns the daily caffeine level for a person, mg; none where it depends on a weight that was
/// not told.
fn caffeine_level(levels: &[CaffeineLevel], person: &Person, year: i32) -> Option<f64> {
    let group = match person.life_stage {
        LifeStage::Pregnancy => "pregnancy",
        LifeStage::Lactation => "lactation",
        LifeStage::General if person.age_in(year).is_some_and(|age| age < 18) => "under_18",
        LifeStage::General => "adult",
    };
    let level = levels
        .iter()
        .find(|l| l.applies_to == group && l.kind == "daily")?;
    match level.unit.as_str() {
        "mg_per_kg" => person.weight_kg.map(|kg| kg * level.amount),
        _ => Some(level.amount),
    }
}

/// Returns the warning signs of the days that end with a page, the most urgent first, each once.
pub(super) fn flags(
    store: &Store,
    settings: &Settings,
    period: Period,
    caffeine: BTreeMap<chrono::NaiveDate, f64>,
) -> Result<Vec<Flag>> {
    let from = |days| {
        period
            .to
            .checked_sub_days(Days::new(days))
            .unwrap_or(period.from)
    };
    let signs = store.entries(Filter::Signs(Period {
        from: from(SIGN_DAYS),
        to: period.to,
    }))?;
    if !signs
        .iter()
        .any(|entry| matches!(entry.record, Record::Episode(_)))
    {
        return Ok(Vec::new());
    }
    let mut potassium_raising = Vec::new();
    for entry in &signs {
        if let Record::Medicine(medicine) = &entry.record
            && let Some(class) = &medicine.class
            && !potassium_raising.contains(class)
            && store.raises_potassium(class)?
        {
            potassium_raising.push(class.clone());
        }
    }
    let kidney = matches!(
        settings.safety_answer("kidney"),
        Some(SafetyAnswer::Yes | SafetyAnswer::Unsure)
    );
    let raised = flags::raise(
        &signs,
        &Circumstances {
            kidney,
            potassium_raising,
            caffeine,
        },
    );
    let since = from(FLAG_DAYS - 1).min(period.from);
    let mut found = Vec::new();
    for sign in store.red_flags()? {
        let latest = raised
            .iter()
            .filter(|r| r.flag == sign.flag && r.day >= since)
            .map(|r| r.day)
            .max();
        if let Some(day) = latest {
            found.push(Flag {
                flag: sign.flag,
                level: sign.level,
                sign: sign.sign,
                advice: sign.advice,
                day,
            });
        }
    }
    Ok(found)
}

/// Returns the foods of some items, by number.
pub(super) fn foods(store: &Store, items: &[crate::domain::Item]) -> Result<Foods> {
    let ids: Vec<_> = items
        .iter()
        .filter_map(|item| item.eaten.map(|(food, _)| food))
        .collect();
    store.foods_of(&ids)
}
