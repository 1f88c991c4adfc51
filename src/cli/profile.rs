//! `profile`: whom the reference values are for, and the safety questions.

use super::args::{Profile, ProfileCommand, Safety};
use super::{Answer, Session, ask, load};
use crate::calendar::shown;
use crate::domain::{Authority, LifeStage, SafetyAnswer, Sex};
use crate::error::{Error, Result};
use crate::render::{json, profile as page};
use crate::store::SafetyQuestion;

/// Shows or sets the profile.
pub(super) fn run(session: &mut Session<'_>, args: &Profile) -> Result<Answer> {
    if let Some(ProfileCommand::Safety(safety)) = &args.command {
        return self::safety(session, safety);
    }
    let changes = changes(session, args)?;
    if !changes.is_empty() {
        set(session, &changes)?;
    }
    let settings = session.settings()?;
    let questions = session.store.safety_questions()?;
    let changed = !changes.is_empty();
    let gate = load::potassium_gate(session.store, &settings, &session.calendar(&settings))?;
    Ok(session.page_or_echo(
        changed,
        |layout| page::profile(layout, &settings, &questions, &gate, changed),
        || json::profile(&settings, &questions, &gate),
    ))
}

type FieldChange = (String, Option<String>);

fn set(session: &mut Session<'_>, changes: &[FieldChange]) -> Result<()> {
    let (now, command) = (session.seconds(), session.command_line.clone());
    session.store.change(now, &command, |change| {
        for (field, value) in changes {
            change.set(field, value.as_deref())?;
        }
        let fields: Vec<&str> = changes.iter().map(|(field, _)| field.as_str()).collect();
        Ok(((), format!("set {}", fields.join(", "))))
    })
}

fn changes(session: &Session<'_>, args: &Profile) -> Result<Vec<FieldChange>> {
    let mut changes = Vec::new();
    let mut to = |field: &str, value: String| changes.push((field.to_owned(), Some(value)));
    let wrong = |text: &str, what: &str, hint: &str| {
        Error::request(format!("\"{}\" is no {what}", shown(text))).hint(hint)
    };
    if let Some(text) = &args.sex {
        let sex = Sex::parse(text).ok_or_else(|| {
            wrong(text, "sex the reference values know", "write female or male, or leave it unset")
        })?;
        to("sex", sex.key().to_owned());
    }
    if let Some(text) = &args.born {
        let year = chrono::Datelike::year(&session.clock.now);
        let born = text
            .parse::<i32>()
            .ok()
            .filter(|born| (year - 120..=year).contains(born))
            .ok_or_else(|| wrong(text, "year of birth", "write it like 1986"))?;
        to("birth_year", born.to_string());
    }
    if let Some(text) = &args.life_stage {
        let stage = LifeStage::parse(text)
            .ok_or_else(|| wrong(text, "life stage", "write general, pregnancy or lactation"))?;
        to("life_stage", stage.key().to_owned());
    }
    if let Some(text) = &args.authority {
        let authority = Authority::parse(text)
            .ok_or_else(|| wrong(text, "authority", "write NASEM or EFSA"))?;
        to("authority", authority.key().to_owned());
    }
    if let Some(text) = &args.weight {
        let kg = text
            .trim_end_matches("kg")
            .trim()
            .parse::<f64>()
            .ok()
            .filter(|kg| (2.0..=500.0).contains(kg))
            .ok_or_else(|| wrong(text, "weight in kg", "write it like 68"))?;
        to("weight_kg", kg.to_string());
    }
    let stage = args.life_stage.as_deref().and_then(LifeStage::parse);
    let sex = args.sex.as_deref().and_then(Sex::parse);
    let person = session.settings()?.person;
    let forgets = |field: &str| args.forget.iter().any(|f| f.replace('-', "_").starts_with(field));
    let stage = stage.or((!forgets("life")).then_some(person.life_stage));
    let sex = sex.or(person.sex.filter(|_| !forgets("sex")));
    if sex == Some(Sex::Male) && stage.is_some_and(|stage| stage != LifeStage::General) {
        return Err(Error::request("no reference values are published for this combination")
            .because("pregnancy and lactation values are for women")
            .hint("set --sex female, or --life-stage general"));
    }
    for text in &args.forget {
        let field = match text.to_lowercase().replace('-', "_").as_str() {
            "sex" => "sex",
            "born" | "birth_year" => "birth_year",
            "life_stage" => "life_stage",
            "authority" => "authority",
            "weight" | "weight_kg" => "weight_kg",
            _ => {
                return Err(wrong(
                    text,
                    "field of the profile",
                    "write sex, born, life-stage, authority or weight",
                ));
            }
        };
        changes.push((field.to_owned(), None));
    }
    Ok(changes)
}

fn safety(session: &mut Session<'_>, args: &Safety) -> Result<Answer> {
    let questions = session.store.safety_questions()?;
    let mut changed = false;
    if args.answer.is_none() && session.asks {
        let changes = walk(session, &questions, args.ask)?;
        if !changes.is_empty() {
            set(session, &changes)?;
            changed = true;
        }
    }
    if let (Some(question), Some(answer)) = (&args.question, &args.answer) {
        let answer = SafetyAnswer::parse(answer).ok_or_else(|| {
            Error::request(format!("\"{}\" is no answer", shown(answer)))
                .hint("write yes, no or unsure")
        })?;
        let keys: Vec<&str> = questions
            .iter()
            .map(|q| q.question.as_str())
            .filter(|key| *key == question || question == "all")
            .collect();
        if keys.is_empty() {
            return Err(Error::request(format!("there is no question \"{}\"", shown(question)))
                .hint("`mineralog profile safety` lists the questions with their keys"));
        }
        let changes: Vec<FieldChange> = keys
            .iter()
            .map(|key| (format!("safety.{key}"), Some(answer.key().to_owned())))
            .collect();
        set(session, &changes)?;
        changed = true;
    }
    let settings = session.settings()?;
    let gate = load::potassium_gate(session.store, &settings, &session.calendar(&settings))?;
    Ok(session.page_or_echo(
        changed,
        |layout| page::safety(layout, &settings, &questions, &gate, changed),
        || json::safety(&settings, &questions, &gate),
    ))
}

/// Goes through the questions that are not answered yet, or through all of them, one after the
/// other. What is passed over stays as it was; an interrupt keeps nothing.
fn walk(
    session: &Session<'_>,
    questions: &[SafetyQuestion],
    all: bool,
) -> Result<Vec<FieldChange>> {
    let settings = session.settings()?;
    let open: Vec<&SafetyQuestion> =
        questions.iter().filter(|q| all || settings.safety_answer(&q.question).is_none()).collect();
    let answers = [SafetyAnswer::No, SafetyAnswer::Yes, SafetyAnswer::Unsure];
    let words = ["no", "yes", "I do not know, which counts as yes"].map(str::to_owned);
    let mut changes = Vec::new();
    for (at, question) in (1..).zip(&open) {
        let text = format!("{at} of {}. {}", open.len(), question.text);
        let chosen = ask::choose(&text, &words, "leave it as it is")?;
        if let Some(answer) = chosen.and_then(|at| answers.get(at)) {
            let field = format!("safety.{}", question.question);
            changes.push((field, Some(answer.key().to_owned())));
        }
    }
    Ok(changes)
}
