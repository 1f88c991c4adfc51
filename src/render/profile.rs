//! The profile, the safety questions and the settings.

use super::{Page, Tone, gate_line};
use crate::domain::{LifeStage, SafetyAnswer, Settings, WeekStart};
use crate::report::PotassiumGate;
use crate::store::SafetyQuestion;

/// Returns the profile.
pub fn profile(
    page: Page,
    settings: &Settings,
    questions: &[SafetyQuestion],
    gate: &PotassiumGate,
    changed: bool,
) -> String {
    let person = &settings.person;
    let unset = || "not said".to_owned();
    let rows = [
        ("sex", person.sex.map_or_else(unset, |sex| sex.key().to_owned())),
        ("born", person.birth_year.map_or_else(unset, |year| year.to_string())),
        (
            "life stage",
            match person.life_stage {
                LifeStage::General => "neither pregnant nor breastfeeding".to_owned(),
                other => other.key().to_owned(),
            },
        ),
        ("authority", format!("{} reference intakes", person.authority.key())),
        ("weight", person.weight_kg.map_or_else(unset, |kg| format!("{kg} kg"))),
        ("safety", answered(settings, questions)),
    ];
    let title = if changed { "Profile, as it now stands" } else { "Profile" };
    let mut out = format!("{}\n", page.wrap_in(Tone::Heading, "", "", title));
    for (name, value) in rows {
        out.push_str(&page.wrap(&format!("  {name:<11} "), "              ", &value));
        out.push('\n');
    }
    out.push('\n');
    let how = if changed {
        "Take it back with `mineralog undo`."
    } else {
        "Set it with: mineralog profile --sex female --born 1988 --authority NASEM"
    };
    out.push_str(&page.wrap_in(Tone::Aside, "", "  ", how));
    out.push('\n');
    if let Some(line) = gate_line(gate) {
        out.push_str(&page.wrap_in(Tone::Aside, "", "  ", &line));
        out.push('\n');
    }
    out
}

fn answered(settings: &Settings, questions: &[SafetyQuestion]) -> String {
    let given = questions.iter().filter(|q| settings.safety_answer(&q.question).is_some()).count();
    format!("{given} of {} questions answered", questions.len())
}

/// Returns the safety questions with their answers.
pub fn safety(
    page: Page,
    settings: &Settings,
    questions: &[SafetyQuestion],
    gate: &PotassiumGate,
    changed: bool,
) -> String {
    let title = if changed { "Safety questions, as answered now" } else { "Safety questions" };
    let mut out = format!("{}\n", page.wrap_in(Tone::Heading, "", "", title));
    for question in questions {
        let answer = match settings.safety_answer(&question.question) {
            None => "not answered",
            Some(SafetyAnswer::Yes) => "yes",
            Some(SafetyAnswer::No) => "no",
            Some(SafetyAnswer::Unsure) => "unsure, which counts as yes",
        };
        out.push('\n');
        out.push_str(&page.ends(&question.question, Tone::Known, answer));
        out.push('\n');
        out.push_str(&page.wrap("  ", "  ", &question.text));
        out.push('\n');
    }
    out.push('\n');
    let state = match gate {
        PotassiumGate::Open => "All potassium questions are answered \"no\": potassium may be \
                                ranked and suggested."
            .to_owned(),
        PotassiumGate::Unanswered => {
            "Unless each potassium question is answered \"no\", potassium \
                                      is neither ranked nor suggested: ask your clinician before \
                                      changing potassium intake."
                .to_owned()
        }
        other => gate_line(other).unwrap_or_default(),
    };
    out.push_str(&page.wrap("", "", &state));
    out.push('\n');
    let how = "Answer with: mineralog profile safety kidney no (or yes, or unsure; `all no` \
               answers every one)";
    out.push_str(&page.wrap_in(Tone::Aside, "", "  ", how));
    out.push('\n');
    out
}

/// Returns the settings.
pub fn config(page: Page, settings: &Settings, changed: bool) -> String {
    let title = if changed { "Settings, as they now stand" } else { "Settings" };
    let minutes = settings.day_start_minutes;
    let week = match settings.week_start {
        WeekStart::Monday => "Monday",
        WeekStart::Sunday => "Sunday",
    };
    let mut out = format!("{}\n", page.wrap_in(Tone::Heading, "", "", title));
    let begins = format!("{:02}:{:02}", minutes / 60, minutes % 60);
    let mut line = |name: &str, value: &str| {
        out.push_str(&page.wrap(&format!("  {name:<16}  "), "                    ", value));
        out.push('\n');
    };
    line("a day begins at", &begins);
    line("a week begins on", week);
    let number = settings.emergency_number.as_deref().unwrap_or("not said");
    line("emergency number", number);
    out.push('\n');
    let how = if changed {
        "Holds for what is logged from now on. Take it back with `mineralog undo`."
    } else {
        "Set it with: mineralog config --day-start 04:00 --week-start sunday"
    };
    out.push_str(&page.wrap_in(Tone::Aside, "", "  ", how));
    out.push('\n');
    out
}
