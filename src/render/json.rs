//! The JSON documents that scripts rely on. Fields are only ever added; what is not known is
//! `null`, never 0; amounts are in the units of [`Nutrient::unit`].

use serde_json::{Map, Value, json};

use super::cards::Mineral;
use super::json_value::{number, optional, reference};
use crate::calendar::Period;
use crate::domain::{
    Content, Dose, Entry, EntryKind, Item, Meal, Nutrient, PerNutrient, Record, Settings, WeekStart,
};
use crate::error::Error;
use crate::nutrition::adequacy::Assessment;
use crate::nutrition::day::{DayIntake, Foods};
use crate::nutrition::intake::{self, Intake};
use crate::nutrition::reference::Reference;
use crate::nutrition::trend::Trend;
use crate::render::resolve::Resolved;
use crate::report::around::Around;
use crate::report::context::{Context, Noted};
use crate::report::day::Day;
use crate::report::episodes::{DayMark, Episodes};
use crate::report::flags::Flag;
use crate::report::period::{self, Report};
use crate::report::weeks::{Measure, WeekPoint};
use crate::report::{Input, PotassiumGate};
use crate::resolve::matching::Match;
use crate::resolve::rank::Ranked;
use crate::resolve::words::fold;
use crate::store::{OtherCause, SafetyQuestion, Undone};

/// Returns the document of an error.
pub fn error(error: &Error) -> Value {
    let message = match &error.cause {
        Some(cause) => format!("{}: {cause}", error.message),
        None => error.message.clone(),
    };
    json!({"error": {"kind": error.kind.key(), "message": message, "hint": error.hint}})
}

fn id(id: i64) -> Value {
    if id == 0 { Value::Null } else { json!(id) }
}

fn nutrient_keys(nutrients: &[Nutrient]) -> Value {
    nutrients.iter().map(|n| n.key()).collect()
}

pub(super) fn per_nutrient<T>(
    table: &PerNutrient<T>,
    value: impl Fn(Nutrient, &T) -> Value,
) -> Value {
    Value::Object(table.iter().map(|(n, v)| (n.key().to_owned(), value(n, v))).collect())
}

fn ranked(foods: &[Ranked]) -> Value {
    foods
        .iter()
        .map(|f| {
            json!({"id": f.food.0, "name": f.name, "source": f.source, "score": number(f.score)})
        })
        .collect()
}

fn item(item: &Item, foods: &Foods, candidates: &[Ranked]) -> Value {
    let eaten = item.eaten.and_then(|(id, grams)| Some((foods.get(&id)?, grams)));
    let amount =
        |content: Content| optional(eaten.and_then(|(_, grams)| intake::amount(content, grams)));
    json!({
        "id": id(item.id),
        "phrase": item.phrase,
        "status": if item.is_unresolved() { "unresolved" } else { "matched" },
        "food": match (eaten, &item.recorded) {
            (Some((food, _)), _) => {
                json!({"id": food.id.0, "name": food.name, "source": food.source})
            }
            (None, Some(_)) => json!({"id": null, "name": item.phrase, "source": "recorded"}),
            (None, None) => Value::Null,
        },
        "quantity": optional(item.quantity),
        "unit": item.unit,
        "grams": optional(item.eaten.map(|(_, grams)| grams)),
        "assumption": item.assumption,
        "nutrients": match (eaten, &item.recorded) {
            (Some((food, _)), _) => per_nutrient(&food.content, |_, content| amount(*content)),
            (None, Some(amounts)) => per_nutrient(amounts, |_, amount| optional(*amount)),
            (None, None) => per_nutrient(&PerNutrient::<()>::default(), |_, ()| Value::Null),
        },
        "sources": eaten.map_or_else(|| json!([]), |(food, _)| nutrient_keys(&food.source_of())),
        "candidates": if item.is_unresolved() { ranked(candidates) } else { json!([]) },
    })
}

fn meal(entry: &Entry, meal: &Meal, foods: &Foods, matches: &[Match]) -> Value {
    let items: Vec<Value> = meal
        .items
        .iter()
        .enumerate()
        .map(|(i, it)| item(it, foods, matches.get(i).map_or(&[], |m| &m.candidates)))
        .collect();
    json!({
        "id": id(entry.id),
        "at": entry.at.to_rfc3339(),
        "day": entry.day.to_string(),
        "slot": meal.slot.key(),
        "note": entry.note,
        "items": items,
    })
}

/// Returns the document of `eat`.
pub fn meal_answer(
    entry: &Entry,
    foods: &Foods,
    matches: &[Match],
    explained: bool,
    warnings: &[String],
) -> Value {
    let Record::Meal(eaten) = &entry.record else {
        return Value::Null;
    };
    let mut meal = meal(entry, eaten, foods, matches);
    if explained && let Some(items) = meal["items"].as_array_mut() {
        for (item, matched) in items.iter_mut().zip(matches) {
            item["explanation"] = json!(super::explain::lines(matched));
        }
    }
    json!({"meal": meal, "warnings": warnings})
}

/// Returns the document of `again`: the last of the meals, and all of them.
pub fn meals_again(entries: &[Entry], foods: &Foods, warnings: &[String]) -> Value {
    let meals: Vec<Value> = entries
        .iter()
        .filter_map(|entry| match &entry.record {
            Record::Meal(eaten) => Some(meal(entry, eaten, foods, &[])),
            _ => None,
        })
        .collect();
    json!({"meal": meals.last(), "meals": meals, "warnings": warnings})
}

/// Returns the document of `resolve` where nothing was changed: what is open.
pub fn open(entries: &[Entry], matches: &[Match]) -> Value {
    let mut open = Vec::new();
    for entry in entries {
        let Record::Meal(meal) = &entry.record else { continue };
        for item in meal.items.iter().filter(|item| item.is_unresolved()) {
            let near = matches.iter().find(|m| fold(&m.phrase) == fold(&item.phrase));
            open.push(json!({
                "id": item.id,
                "entry": entry.id,
                "day": entry.day.to_string(),
                "phrase": item.phrase,
                "clear": near.and_then(|m| m.found.as_ref()).map(|(food, _)| {
                    json!({"id": food.id.0, "name": food.name, "source": food.source})
                }),
                "candidates": near.map_or_else(|| json!([]), |m| ranked(&m.candidates)),
            }));
        }
    }
    json!({"resolved": [], "unresolved": open})
}

/// Returns the document of `resolve` where phrases were matched.
pub fn resolved(done: &[Resolved]) -> Value {
    let mut items = Vec::new();
    for resolved in done {
        let food = resolved.food.clone();
        let foods = Foods::from([(food.id, food)]);
        for it in &resolved.items {
            let mut value = item(it, &foods, &[]);
            value["taught"] = json!(resolved.taught);
            items.push(value);
        }
    }
    json!({"resolved": items, "unresolved": []})
}

/// Returns the document of `take`, in the form of a meal's.
pub fn supplement_answer(entry: &Entry, warnings: &[String]) -> Value {
    let Record::Supplement(doses) = &entry.record else {
        return Value::Null;
    };
    json!({
        "meal": {
            "id": id(entry.id),
            "at": entry.at.to_rfc3339(),
            "day": entry.day.to_string(),
            "slot": "supplement",
            "note": entry.note,
            "items": doses.iter().map(dose).collect::<Vec<_>>(),
        },
        "warnings": warnings,
    })
}

fn dose(dose: &Dose) -> Value {
    let nutrients = PerNutrient::from_fn(|n| match dose.nutrient {
        Some(nutrient) if nutrient == n => dose.amount,
        _ => None,
    });
    json!({
        "id": id(dose.id),
        "phrase": dose.phrase,
        "status": if dose.nutrient.is_some() { "matched" } else { "unresolved" },
        "food": Value::Null,
        "supplement": dose.nutrient.map(|n| json!({
            "nutrient": n.key(),
            "form": dose.form,
            "stated_as": dose.stated_as,
            "amount": optional(dose.amount),
            "unit": n.unit(),
        })),
        "quantity": optional(dose.quantity),
        "unit": dose.unit,
        "grams": Value::Null,
        "assumption": dose.assumption,
        "nutrients": per_nutrient(&nutrients, |_, amount| optional(*amount)),
        "sources": [],
        "candidates": [],
    })
}

/// Returns the document of an episode, a context entry, a note, a medicine or a closed day.
pub fn entry_answer(entry: &Entry, found: &[Flag]) -> Value {
    with_flags(json!({"entry": self::entry(entry, &Foods::default())}), entry, found)
}

/// Adds the warning signs of an entry to its document: of an episode always, of another entry where
/// there are any.
pub(super) fn with_flags(mut document: Value, entry: &Entry, found: &[Flag]) -> Value {
    if entry.kind == EntryKind::Episode || !found.is_empty() {
        document["flags"] = flags(found);
    }
    document
}

/// Returns an entry with the fields of its kind.
pub(super) fn entry(entry: &Entry, foods: &Foods) -> Value {
    let mut out = Map::new();
    out.insert("id".into(), id(entry.id));
    out.insert("kind".into(), json!(entry.kind.key()));
    out.insert("at".into(), json!(entry.at.to_rfc3339()));
    out.insert("day".into(), json!(entry.day.to_string()));
    let mut put = |key: &str, value: Value| {
        out.insert(key.to_owned(), value);
    };
    match &entry.record {
        Record::Plain => {}
        Record::Meal(meal) => {
            put("slot", json!(meal.slot.key()));
            put("items", meal.items.iter().map(|it| item(it, foods, &[])).collect());
        }
        Record::Supplement(doses) => put("items", doses.iter().map(dose).collect()),
        Record::Medicine(medicine) => {
            put("name", json!(medicine.name));
            put("class", json!(medicine.class));
            put("action", json!(medicine.action.key()));
        }
        Record::Episode(episode) => {
            put("episode", json!(episode.kind.key()));
            put("site", json!(episode.site));
            put("side", json!(episode.side.map(crate::domain::Side::key)));
            put("intensity", json!(episode.intensity));
            put("pain", json!(episode.pain));
            put("duration_seconds", json!(episode.duration_seconds));
            put("count", json!(episode.count));
            put("activity", json!(episode.activity));
            put("visible", json!(episode.visible));
            put("signs", json!(episode.signs));
        }
        Record::Context(context) => {
            let amount = optional(context.amount);
            match entry.kind {
                EntryKind::Stress => put("level", amount),
                EntryKind::Water => put("ml", amount),
                EntryKind::Caffeine => put("mg", amount),
                EntryKind::Sun => put("level", json!(context.level)),
                EntryKind::Exercise => {
                    put("minutes", amount);
                    put("effort", json!(context.level));
                }
                _ => put("minutes", amount),
            }
        }
        Record::Note(tags) => put("tags", json!(tags)),
    }
    put("note", json!(entry.note));
    Value::Object(out)
}

/// Returns the document of deleted entries.
pub fn deleted(ids: &[i64]) -> Value {
    json!({"deleted": ids})
}

/// Returns the document of a change that was taken back.
pub fn undone(undone: &Undone) -> Value {
    json!({"undone": {"command": undone.command, "summary": undone.summary}})
}

pub(super) fn flags(flags: &[Flag]) -> Value {
    flags
        .iter()
        .map(|f| {
            json!({
                "flag": f.flag,
                "level": f.level,
                "sign": f.sign,
                "advice": f.advice,
                "day": f.day.to_string(),
                "event": f.event,
                "since": f.since.to_string(),
                "entries": f.entries,
                "acknowledged": f.acknowledged,
            })
        })
        .collect()
}

/// Returns the document of the warning signs that were found.
pub fn flag_list(found: &[Flag], emergency_number: Option<&str>) -> Value {
    json!({"flags": flags(found), "emergency_number": emergency_number})
}

/// Returns the document of warning signs that were put aside.
pub fn flags_seen(seen: &[Flag]) -> Value {
    json!({"seen": flags(seen)})
}

/// Returns a sum; of a day that is closed without food it is 0, of one without a word it is not known.
fn total(nutrient: Nutrient, intake: Intake, target: Option<Reference>, closed: bool) -> Value {
    let said = Some(intake).filter(|intake| closed || !intake.is_empty());
    json!({
        "unit": nutrient.unit(),
        "known": optional(said.and_then(Intake::known_amount)),
        "upper": optional(said.map(|intake| intake.upper)),
        "known_share": optional(intake.known_share()),
        "foods_reporting": intake.reporting,
        "foods": intake.foods,
        "reference": reference(target),
    })
}

fn supplements(day: &DayIntake) -> Value {
    Nutrient::MINERALS
        .into_iter()
        .map(|n| {
            let known = day.unknown_amounts[n] == 0;
            (n.key().to_owned(), optional(known.then_some(day.supplements[n])))
        })
        .collect::<Map<_, _>>()
        .into()
}

/// Returns the document of `day`.
pub fn day(day: &Day, input: &Input) -> Value {
    let of = |wanted: fn(&Entry) -> bool| -> Vec<Value> {
        day.entries.iter().filter(|e| wanted(e)).map(|e| entry(e, &input.foods)).collect()
    };
    let meals: Vec<Value> = day
        .entries
        .iter()
        .filter_map(|e| match &e.record {
            Record::Meal(eaten) => Some(meal(e, eaten, &input.foods, &[])),
            _ => None,
        })
        .collect();
    json!({
        "day": day.day.to_string(),
        "complete": day.intake.closed,
        "logged": day.intake.logged,
        "to_come": day.to_come,
        "meals": meals,
        "totals": per_nutrient(&day.intake.food, |n, intake| {
            total(n, *intake, day.references[n], day.intake.closed)
        }),
        "supplements": supplements(&day.intake),
        "context": context(&day.context),
        "episodes": of(|e| e.kind == EntryKind::Episode),
        "no_twitch": day.entries.iter().any(|e| e.kind == EntryKind::NoTwitch),
        "entries": of(|e| !matches!(e.kind, EntryKind::Meal | EntryKind::Episode)),
        "unresolved": day.unresolved,
        "flags": flags(&day.flags),
        "timeline": day.with_caffeine().map(|(entry, caffeine)| json!({
            "id": id(entry.id),
            "at": entry.at.to_rfc3339(),
            "kind": entry.kind.key(),
            "caffeine": caffeine.map(|c| total(Nutrient::Caffeine, c, None, false)),
        })).collect::<Vec<_>>(),
    })
}

fn noted(noted: &Noted, key: &str) -> Value {
    let mut out = Map::new();
    out.insert(key.to_owned(), optional(noted.mean));
    out.insert("days".to_owned(), json!(noted.days));
    Value::Object(out)
}

fn context(context: &Context) -> Value {
    json!({
        "stress": noted(&context.stress, "mean"),
        "caffeine": {
            "mean_per_day": optional(context.caffeine.map(|c| c.known)),
            "upper_per_day": optional(context.caffeine.map(|c| c.upper)),
            "max_per_day": optional(context.caffeine_max),
            "max_single": optional(context.caffeine_single_max),
            "days_over_limit": context.caffeine_days_over,
            "limit": optional(context.caffeine_level),
        },
        "water": {
            "mean_per_day": optional(context.water.map(|w| w.known)),
            "upper_per_day": optional(context.water.map(|w| w.upper)),
            "reference": reference(context.water_reference),
        },
        "sleep": noted(&context.sleep, "mean_minutes"),
        "exercise": {
            "total_minutes": number(context.exercise_total),
            "mean_minutes": optional(context.exercise.mean),
            "days": context.exercise.days,
        },
        "screen": noted(&context.screen, "mean_minutes"),
        "sun": {
            "none": context.sun[0],
            "some": context.sun[1],
            "lots": context.sun[2],
        },
        "alcohol": {
            "mean_per_day": optional(context.alcohol.map(|a| a.known)),
            "upper_per_day": optional(context.alcohol.map(|a| a.upper)),
        },
    })
}

fn period_dates(period: Period) -> Map<String, Value> {
    Map::from_iter([
        ("from".to_owned(), json!(period.from.to_string())),
        ("to".to_owned(), json!(period.to.to_string())),
        ("days".to_owned(), json!(period.len())),
    ])
}

/// Returns the document of `week`.
pub fn report(report: &Report) -> Value {
    let mut period = period_dates(report.period);
    period.insert("logged_days".to_owned(), json!(report.logged_days));
    let to_come = report.period.len() - report.days_elapsed;
    period.insert("days_to_come".to_owned(), json!(to_come));
    period.insert("days_elapsed".to_owned(), json!(report.days_elapsed));
    period.insert("thin_days".to_owned(), json!(report.thin_days));
    json!({
        "period": period,
        "profile": {
            "sex": report.person.sex.map(crate::domain::Sex::key),
            "birth_year": report.person.birth_year,
            "life_stage": report.person.life_stage.key(),
            "authority": report.person.authority.key(),
            "assumed_sex": report.assumed_sex,
            "assumed_age": report.assumed_age,
        },
        "nutrients": report.minerals.iter().map(mineral).collect::<Vec<_>>(),
        "context": context(&report.context),
        "episodes": episodes_summary(&report.episodes),
        "weeks": report.weeks.points.iter().map(week_point).collect::<Vec<_>>(),
        "trends": report.weeks.trends.iter().map(|(m, t)| trend(*m, t)).collect::<Vec<_>>(),
        "days": super::days_json::days(report),
        "suggestions": super::suggest::foods(report),
        "withheld": super::suggest::withheld(report),
        "closes": super::suggest::closes(report),
        "flags": flags(&report.flags),
        "warnings": warnings(report),
    })
}

fn mineral(mineral: &period::Mineral) -> Value {
    let intake = mineral.intake;
    json!({
        "nutrient": mineral.nutrient.key(),
        "unit": mineral.nutrient.unit(),
        "intake_per_day": optional(intake.and_then(Intake::known_amount)),
        "intake_upper_per_day": optional(intake.map(|i| i.upper)),
        "from_supplements_per_day": optional(mineral.supplements),
        "reference": reference(mineral.reference),
        "coverage": optional(mineral.coverage),
        "known_share": optional(intake.and_then(Intake::known_share)),
        "foods_reporting": intake.map(|i| i.reporting),
        "foods": intake.map(|i| i.foods),
        "adequacy_probability": optional(mineral.assessment.and_then(|a| a.probability)),
        "assessment": mineral.assessment.as_ref().map(assessment),
        "source_days": mineral.source_days,
        "verdict": mineral.verdict.key(),
        "upper_limit": reference(mineral.upper_level),
        "above_upper_limit": mineral.above_upper_level,
        "top_foods": mineral.top_foods.iter()
            .map(|(name, amount)| json!({"name": name, "amount": number(*amount)}))
            .collect::<Vec<_>>(),
        "unknown_foods": mineral.unknown_foods,
    })
}

fn assessment(assessment: &Assessment) -> Value {
    json!({
        "days": assessment.days,
        "error": number(assessment.error),
        "deviation": assessment.deviation.key(),
        "probability": optional(assessment.probability),
        "range": assessment.range.map(|(low, high)| json!([number(low), number(high)])),
        "further_days": assessment.further_days,
        "above_ai": optional(assessment.above_adequate_intake),
        "below_ul": optional(assessment.below_upper_level),
    })
}

fn week_point(week: &WeekPoint) -> Value {
    let mut out = period_dates(week.period);
    out.insert("logged_days".to_owned(), json!(week.logged_days));
    let intake = week.intake.iter().map(|(nutrient, intake)| {
        let amounts = intake.map(|i| json!({"known": number(i.known), "upper": number(i.upper)}));
        (nutrient.key().to_owned(), json!(amounts))
    });
    out.insert("intake_per_day".to_owned(), Value::Object(intake.collect()));
    out.insert("episodes".to_owned(), json!(week.episodes));
    out.insert("days_with".to_owned(), json!(week.days_with));
    out.insert("days_without".to_owned(), json!(week.days_without));
    out.insert("stress".to_owned(), optional(week.stress));
    out.insert("sleep_minutes".to_owned(), optional(week.sleep_minutes));
    Value::Object(out)
}

fn trend(measure: Measure, trend: &Trend) -> Value {
    json!({
        "measure": measure.key(),
        "change": trend.change.key(),
        "now": optional(trend.now),
        "before": optional(trend.before),
        "expected": trend.expected.map(|(low, high)| json!([number(low), number(high)])),
        "weeks_before": trend.weeks_before,
    })
}

fn episodes_summary(episodes: &Episodes) -> Value {
    json!({
        "count": episodes.count,
        "days_with": episodes.days_with,
        "days_without": episodes.days_without,
        "days_unrecorded": episodes.days_unrecorded,
        "mean_intensity": optional(episodes.mean_intensity),
        "by_site": episodes.by_site.iter().map(|s| json!({
            "site": s.site,
            "side": s.side.map(crate::domain::Side::key),
            "count": s.count,
            "days": s.days,
        })).collect::<Vec<_>>(),
        "by_day": episodes.by_day.iter().map(|(day, mark)| json!({
            "day": day.to_string(),
            "recorded": match mark {
                DayMark::Episodes(_) => "episodes",
                DayMark::Free => "none",
                DayMark::Unrecorded => "unrecorded",
                DayMark::Ahead => "ahead",
            },
            "count": match mark {
                DayMark::Episodes(count) => json!(count),
                DayMark::Free => json!(0),
                DayMark::Unrecorded | DayMark::Ahead => Value::Null,
            },
        })).collect::<Vec<_>>(),
    })
}

fn warnings(report: &Report) -> Vec<String> {
    let mut out = Vec::new();
    if report.assumed_sex || report.assumed_age {
        let year = chrono::Datelike::year(&report.period.to);
        out.push(super::whose_reference(&report.person, year));
    }
    if !report.unresolved.is_empty() {
        let n = super::count(report.unresolved.len(), "phrase is", "phrases are");
        out.push(format!("{n} not matched to a food"));
    }
    if report.thin_days > 0 {
        let n = super::count(report.thin_days, "day", "days");
        out.push(format!("{n} with incomplete food not averaged"));
    }
    if report.unknown_doses > 0 {
        let n = super::count(report.unknown_doses as usize, "supplement", "supplements");
        out.push(format!("{n} of unknown amount not counted"));
    }
    out.extend(super::gate_line(&report.potassium_gate));
    out
}

/// Returns the document of `episodes`.
pub fn episodes(period: Period, entries: &[Entry]) -> Value {
    let of = |kind: EntryKind| -> Vec<Value> {
        entries.iter().filter(|e| e.kind == kind).map(|e| entry(e, &Foods::default())).collect()
    };
    json!({
        "period": period_dates(period),
        "episodes": of(EntryKind::Episode),
        "no_twitch": of(EntryKind::NoTwitch),
    })
}

/// Returns the document of `diary`.
pub fn diary(period: Period, entries: &[Entry], foods: &Foods) -> Value {
    json!({
        "period": period_dates(period),
        "entries": entries.iter().map(|e| entry(e, foods)).collect::<Vec<_>>(),
    })
}

/// Returns the document of `show`.
pub fn show(of: &Entry, hours: i64, before: &[Entry], foods: &Foods) -> Value {
    json!({
        "entry": entry(of, foods),
        "hours": hours,
        "before": before.iter().map(|e| entry(e, foods)).collect::<Vec<_>>(),
    })
}

/// Returns the document of `show` for an episode.
pub fn show_episode(of: &Entry, around: &Around, foods: &Foods) -> Value {
    let mut document = show(of, around.hours, &around.before, foods);
    let numbers = |values: &[f64]| values.iter().copied().map(number).collect::<Vec<_>>();
    let entries = |found: &[Entry]| found.iter().map(|e| entry(e, foods)).collect::<Vec<_>>();
    document["around"] = json!({
        "hours": around.hours,
        "meals": around.meals,
        "totals": per_nutrient(&around.intake, |n, intake| total(n, *intake, None, false)),
        "caffeine_on_board": around.on_board.map(|mg| json!({
            "unit": Nutrient::Caffeine.unit(),
            "low": number(mg.low),
            "usual": number(mg.usual),
            "high": number(mg.high),
            "half_life_hours": [number(mg.half_life.0), number(mg.half_life.1)],
        })),
        "minutes_since_caffeine": optional(around.since_caffeine),
        "sleep_minutes": numbers(&around.sleep),
        "stress": numbers(&around.stress),
        "exercise": entries(&around.exercise),
        "new": entries(&around.new),
    });
    document
}

/// Returns the document of `mineral`.
pub fn minerals(
    minerals: &[Mineral],
    causes: &[OtherCause],
    report: &Report,
    gate: &PotassiumGate,
) -> Value {
    let week = |m: &Mineral| report.minerals.iter().find(|w| w.nutrient == m.nutrient).map(mineral);
    let days =
        |m: &Mineral, food| m.yours.iter().find(|(_, f)| f.food == food).map_or(0, |(_, f)| f.days);
    let texts = |mineral: &Mineral, kind: &str| mineral.of_kind(kind).collect::<Vec<_>>().join(" ");
    let all = |mineral: &Mineral, kind: &str| {
        mineral.of_kind(kind).map(str::to_owned).collect::<Vec<String>>()
    };
    let cards: Vec<Value> = minerals
        .iter()
        .map(|m| {
            json!({
                "nutrient": m.nutrient.key(),
                "role": texts(m, "role"),
                "signs": all(m, "sign"),
                "severe_signs": all(m, "severe"),
                "sources": m.sources.iter().map(|s| json!({
                    "name": s.name,
                    "kind": s.kind,
                    "basis": "listed",
                    "note": s.note,
                    "source": s.source,
                })).collect::<Vec<_>>(),
                "notes": all(m, "note"),
                "eaten": m.eaten.iter().map(|f| json!({
                    "id": f.id.0, "name": f.name, "source": f.source, "days": days(m, f.id),
                })).collect::<Vec<_>>(),
                "week": week(m),
                "read_on": all(m, "read_on"),
            })
        })
        .collect();
    json!({
        "minerals": cards,
        "week": period_dates(report.period),
        "logged_days": report.logged_days,
        "potassium_gate_open": *gate == PotassiumGate::Open,
        "warnings": super::gate_line(gate).into_iter().collect::<Vec<_>>(),
        "other_causes": causes.iter()
            .map(|c| json!({"name": c.name, "text": c.text, "source": c.source}))
            .collect::<Vec<_>>(),
    })
}

/// Returns the document of `profile`.
pub fn profile(settings: &Settings, questions: &[SafetyQuestion], gate: &PotassiumGate) -> Value {
    let person = &settings.person;
    json!({
        "profile": {
            "sex": person.sex.map(crate::domain::Sex::key),
            "birth_year": person.birth_year,
            "life_stage": person.life_stage.key(),
            "authority": person.authority.key(),
            "weight_kg": optional(person.weight_kg),
        },
        "safety": safety_answers(settings, questions),
        "potassium_gate_open": *gate == PotassiumGate::Open,
    })
}

/// Returns the document of `profile safety`.
pub fn safety(settings: &Settings, questions: &[SafetyQuestion], gate: &PotassiumGate) -> Value {
    json!({"safety": safety_answers(settings, questions), "potassium_gate_open": *gate == PotassiumGate::Open})
}

fn safety_answers(settings: &Settings, questions: &[SafetyQuestion]) -> Value {
    questions
        .iter()
        .map(|q| {
            json!({
                "question": q.question,
                "text": q.text,
                "gate": q.gate,
                "answer": settings.safety_answer(&q.question).map(crate::domain::SafetyAnswer::key),
            })
        })
        .collect()
}

/// Returns the document of `config`.
pub fn config(settings: &Settings) -> Value {
    let minutes = settings.day_start_minutes;
    json!({
        "config": {
            "day_start": format!("{:02}:{:02}", minutes / 60, minutes % 60),
            "week_start": match settings.week_start {
                WeekStart::Monday => "monday",
                WeekStart::Sunday => "sunday",
            },
            "emergency_number": settings.emergency_number,
        }
    })
}
