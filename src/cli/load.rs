//! Reads from the diary what a report is made from.

use std::collections::BTreeSet;

use chrono::{Datelike, Days, NaiveDate};

use super::Session;
use crate::calendar::{Calendar, Period};
use crate::domain::{Entry, LifeStage, Medicine, Nutrient, Person, Record, SafetyAnswer, Settings};
use crate::error::Result;
use crate::nutrition::day::{self as intake, Foods};
use crate::render;
use crate::report::flags::{self, Circumstances, Flag, Raised, Shown};
use crate::report::medicines::Medicines;
use crate::report::weeks::WEEKS;
use crate::report::{self, Input, PotassiumGate};
use crate::store::{CaffeineLevel, Filter, RedFlag, Store};

/// Days before the end of a page whose episodes can make a warning sign together, and whose caffeine
/// can. A sign that was noted with an episode stays, however long ago, until it was read.
const SIGN_DAYS: u64 = 180;
/// Days for which a supplement shuts the potassium gate.
const SUPPLEMENT_DAYS: u64 = 28;

/// Returns what the page of a single day is made from: the day alone with the signs of its own
/// episodes and notes, and on today's page the emergencies that nobody has put aside.
pub(super) fn day(
    session: &Session<'_>,
    settings: &Settings,
    calendar: &Calendar,
    day: NaiveDate,
) -> Result<Input> {
    let store = &*session.store;
    let _held = store.snapshot()?;
    let day = Period::day(day);
    let totals = totals(store, settings, calendar, day)?;
    let own = totals.entries.iter().any(flags::can_have_signs);
    let older = day.to == calendar.today() && store.has_signs(day.to)?;
    let signs = if own { decisive_signs(store, day.to)? } else { Vec::new() };
    let found = flags_of_day(store, settings, day.to, &signs)?;
    let mut input = complete(session, settings, calendar, day, totals, signs, found)?;
    if older {
        let raised = raised(store, settings, None, &self::signs(store, day.to)?)?;
        let mut unread = flags(store, settings, &raised)?;
        unread.retain(|flag| flag.level == "emergency" && !flag.acknowledged);
        unread.extend(input.flags.into_iter().filter(|flag| flag.level != "emergency"));
        input.flags = unread;
    }
    Ok(input)
}

/// Returns everything a report on a period is made from: a page looks back on the weeks before its
/// end too.
pub(super) fn report(
    session: &Session<'_>,
    settings: &Settings,
    calendar: &Calendar,
    period: Period,
) -> Result<Input> {
    let store = &*session.store;
    let _held = store.snapshot()?;
    let totals = totals(store, settings, calendar, look_back(period))?;
    let signs = signs(store, period.to)?;
    let found = open_flags(store, settings, period, &signs)?;
    complete(session, settings, calendar, period, totals, signs, found)
}

fn complete(
    session: &Session<'_>,
    settings: &Settings,
    calendar: &Calendar,
    period: Period,
    totals: Input,
    signs: Vec<Entry>,
    flags: Vec<Flag>,
) -> Result<Input> {
    let store = &*session.store;
    let levels = store.caffeine_levels()?;
    Ok(Input {
        flags,
        signs,
        caffeine_level: caffeine_level(&levels, &settings.person, period.to.year()),
        potassium_gate: potassium_gate(store, settings, calendar)?,
        ..totals
    })
}

/// Returns a period with the weeks before its end that a page looks back on.
fn look_back(period: Period) -> Period {
    let weeks = Period::ending(period.to, 7 * WEEKS as u64);
    Period { from: weeks.from.min(period.from), to: period.to }
}

/// Returns what the totals of some days are made from, without warning signs or caffeine levels,
/// and with the potassium gate shut.
pub(super) fn totals(
    store: &Store,
    settings: &Settings,
    calendar: &Calendar,
    period: Period,
) -> Result<Input> {
    let entries = store.entries(Filter::Days(period))?;
    Ok(Input {
        today: calendar.today(),
        window: period,
        signs: Vec::new(),
        foods: store.foods_eaten(period)?,
        bounds: store.bounds(period.to, has_unresolved(&entries))?,
        entries,
        references: store.reference_rows(&settings.person)?,
        flags: Vec::new(),
        caffeine_level: None,
        potassium_gate: PotassiumGate::Unanswered,
        settings: settings.clone(),
    })
}

/// Returns whether some entries hold a phrase that nobody could match yet.
pub(super) fn has_unresolved(entries: &[Entry]) -> bool {
    entries.iter().any(|entry| match &entry.record {
        Record::Meal(meal) => meal.items.iter().any(|item| item.eaten.is_none()),
        _ => false,
    })
}

/// Returns whether potassium may be ranked and suggested, by the answers and by the diary.
pub(super) fn potassium_gate(
    store: &Store,
    settings: &Settings,
    calendar: &Calendar,
) -> Result<PotassiumGate> {
    let questions: Vec<String> = store
        .safety_questions()?
        .into_iter()
        .filter(|q| q.gate == "potassium")
        .map(|q| q.question)
        .collect();
    if !report::all_answered_no(&questions, settings) {
        return Ok(PotassiumGate::Unanswered);
    }
    let now = calendar.now();
    let medicines = store.entries(Filter::Medicines(now.day))?;
    let raising = potassium_raising(store, &medicines)?;
    let wanted = |m: &Medicine| m.class.as_ref().is_some_and(|c| raising.contains(c));
    let known = Medicines::until(&medicines, now.at);
    if let Some(used) = known.in_use(now.at).find(|used| wanted(used.medicine)) {
        return Ok(PotassiumGate::Medicine(used.medicine.name.to_lowercase()));
    }
    let since = now.day.checked_sub_days(Days::new(SUPPLEMENT_DAYS - 1)).unwrap_or(now.day);
    let recent = store.entries(Filter::Supplements(Period { from: since, to: now.day }))?;
    let doses = recent.iter().filter_map(|entry| match &entry.record {
        Record::Supplement(doses) => Some(doses),
        _ => None,
    });
    if doses.flatten().any(|dose| dose.nutrient == Some(Nutrient::Potassium)) {
        return Ok(PotassiumGate::Supplement);
    }
    Ok(PotassiumGate::Open)
}

/// Returns the classes among some medicines that can raise blood potassium.
fn potassium_raising(store: &Store, medicines: &[Entry]) -> Result<Vec<String>> {
    let mut raising = Vec::new();
    for entry in medicines {
        if let Record::Medicine(medicine) = &entry.record
            && let Some(class) = &medicine.class
            && !raising.contains(class)
            && store.raises_potassium(class)?
        {
            raising.push(class.clone());
        }
    }
    Ok(raising)
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
    let level = levels.iter().find(|l| l.applies_to == group && l.kind == "daily")?;
    match level.unit.as_str() {
        "mg_per_kg" => person.weight_kg.map(|kg| kg * level.amount),
        _ => Some(level.amount),
    }
}

/// Returns the episodes, notes and medicines that decide which warning signs a day has.
pub(super) fn decisive_signs(store: &Store, day: NaiveDate) -> Result<Vec<Entry>> {
    let from = day.checked_sub_days(Days::new(flags::DECISIVE_DAYS)).unwrap_or(day);
    store.entries(Filter::Signs(Period { from, to: day }))
}

/// Returns the episodes, notes and medicines that a page's warning signs are found in.
pub(super) fn signs(store: &Store, until: NaiveDate) -> Result<Vec<Entry>> {
    let from = until.checked_sub_days(Days::new(SIGN_DAYS)).unwrap_or(until);
    store.entries(Filter::SignsEver(Period { from, to: until }))
}

/// Returns the open warning signs of an entry's day, where the entry can have one.
pub(super) fn flags_of_entry(
    store: &Store,
    settings: &Settings,
    entry: &Entry,
) -> Result<Vec<Flag>> {
    if !flags::can_have_signs(entry) {
        return Ok(Vec::new());
    }
    flags_of_day(store, settings, entry.day, &decisive_signs(store, entry.day)?)
}

/// Returns the open warning signs of a day, found in the entries that decide. More is read only
/// where an event can have begun before them.
pub(super) fn flags_of_day(
    store: &Store,
    settings: &Settings,
    day: NaiveDate,
    decisive: &[Entry],
) -> Result<Vec<Flag>> {
    let mut raised = raised(store, settings, Some(day), decisive)?;
    if raised.iter().any(Raised::goes_back) {
        raised = self::raised(store, settings, Some(day), &signs(store, day)?)?;
    }
    let mut flags = flags(store, settings, &raised)?;
    flags.retain(|flag| !flag.acknowledged);
    Ok(flags)
}

/// Returns the warning signs up to the end of a page which were not put aside, the most urgent
/// first, each once. Every page asks this.
pub(super) fn open_flags(
    store: &Store,
    settings: &Settings,
    period: Period,
    signs: &[Entry],
) -> Result<Vec<Flag>> {
    // A single day shows its own signs; a longer page all that nobody has read.
    let day = (period.from == period.to).then_some(period.from);
    let raised = raised(store, settings, day, signs)?;
    let mut flags = flags(store, settings, &raised)?;
    flags.retain(|flag| !flag.acknowledged);
    Ok(flags)
}

/// Returns every event of a warning sign among some entries, in order of time; of a single day, where
/// one is named.
pub(super) fn raised(
    store: &Store,
    settings: &Settings,
    day: Option<NaiveDate>,
    signs: &[Entry],
) -> Result<Vec<Raised>> {
    let can = |e: &&Entry| flags::can_have_signs(e);
    let Some(last) = signs.iter().rfind(can).map(|e| e.day) else { return Ok(Vec::new()) };
    let mut circumstances = Circumstances::default();
    let before = last.checked_sub_days(Days::new(SIGN_DAYS)).unwrap_or(last);
    let earliest = day.unwrap_or(before);
    let mut days: Vec<NaiveDate> =
        signs.iter().filter(|e| can(e) && e.day >= earliest).map(|e| e.day).collect();
    days.dedup();
    if !days.is_empty() {
        circumstances.caffeine = intake::caffeine_by_day(&store.caffeine(&days)?);
    }
    if signs.iter().any(flags::asks_about_potassium) {
        let told = |key: &str| {
            matches!(settings.safety_answer(key), Some(SafetyAnswer::Yes | SafetyAnswer::Unsure))
        };
        let questions = store.safety_questions()?;
        circumstances.potassium_told =
            questions.iter().any(|q| q.gate == "potassium" && told(&q.question));
        circumstances.potassium_raising = potassium_raising(store, signs)?;
    }
    let mut raised = flags::raise(signs, &circumstances);
    raised.retain(|r| day.is_none_or(|day| r.day == day));
    Ok(raised)
}

/// Returns the warning signs of some events in words, the most urgent first, each once; those that
/// were put aside are marked.
pub(super) fn flags(store: &Store, settings: &Settings, raised: &[Raised]) -> Result<Vec<Flag>> {
    if raised.is_empty() {
        return Ok(Vec::new());
    }
    let acknowledged = store.acknowledged()?;
    let number = settings.emergency_number.as_deref();
    let in_words = |sign: RedFlag| {
        let event = flags::shown(&sign.flag, raised, &acknowledged)?;
        Some(flag(sign, &event, number))
    };
    Ok(store.red_flags()?.into_iter().filter_map(in_words).collect())
}

/// Returns the event of a sign in words.
fn flag(row: RedFlag, event: &Shown<'_>, number: Option<&str>) -> Flag {
    let latest = event.latest;
    let open: Vec<&Raised> = event.all.iter().copied().filter(|_| !event.aside).collect();
    let unlisted: BTreeSet<String> =
        event.all.iter().filter_map(|r| r.unlisted.as_deref()).map(render::inert).collect();
    let (mut sign, mut advice) = (row.sign, flags::with_number(&row.advice, number));
    if !unlisted.is_empty() {
        let names: Vec<String> = unlisted.into_iter().collect();
        let honest =
            render::wording("medicine_not_listed").replace("{names}", &render::list(&names, "and"));
        if event.all.iter().all(|r| r.unlisted.is_some()) {
            (sign, advice) = (render::wording("medicine_not_listed_sign"), honest);
        } else {
            advice = format!("{advice} {honest}");
        }
    }
    let entries = match latest.is_alone() {
        true if !event.aside => open.iter().filter(|r| r.is_alone()).map(|r| r.entry).collect(),
        _ => vec![latest.entry],
    };
    Flag {
        event: format!("{}:{}", row.flag, latest.entry),
        flag: row.flag,
        level: row.level,
        sign,
        advice,
        day: latest.day,
        since: open.iter().map(|r| r.since).min().unwrap_or(latest.since),
        entries,
        acknowledged: event.aside,
    }
}

/// Returns the foods of some items, by number.
pub(super) fn foods(store: &Store, items: &[crate::domain::Item]) -> Result<Foods> {
    let ids: Vec<_> = items.iter().filter_map(|item| item.eaten.map(|(food, _)| food)).collect();
    store.foods_of(&ids)
}
