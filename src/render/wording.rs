//! The fixed lines of the pages, from `seed/wording.csv`.

use std::sync::LazyLock;

use crate::domain::{LifeStage, Person, Sex};
use crate::report::PotassiumGate;

/// The lines with their keys, read when the first one is asked for.
static LINES: LazyLock<Vec<(String, String)>> = LazyLock::new(|| {
    csv::Reader::from_reader(include_str!("../../seed/wording.csv").as_bytes())
        .records()
        .filter_map(std::result::Result::ok)
        .filter_map(|row| Some((row.get(0)?.to_owned(), row.get(1)?.to_owned())))
        .collect()
});

/// Returns a fixed line by its key; the empty text for a key the seed does not hold.
pub fn wording(key: &str) -> String {
    LINES.iter().find(|(of, _)| of == key).map(|(_, line)| line.clone()).unwrap_or_default()
}

/// Returns the line about the potassium gate; none where it is open.
pub fn gate_line(gate: &PotassiumGate) -> Option<String> {
    match gate {
        PotassiumGate::Open => None,
        PotassiumGate::Unanswered => Some(wording("potassium_gate")),
        PotassiumGate::Medicine(name) => Some(format!(
            "Potassium suggestions stay hidden: {} in your diary can raise blood potassium. Ask \
             your clinician before changing potassium intake.",
            super::inert(name)
        )),
        PotassiumGate::Supplement => Some(
            "Potassium suggestions stay hidden: your diary holds a potassium supplement. Ask your \
             clinician before changing potassium intake."
                .to_owned(),
        ),
    }
}

/// Says whose reference values stand beside the figures, and how to have one's own.
pub fn whose_reference(person: &Person, year: i32) -> String {
    let authority = person.authority.key();
    let stage = match person.life_stage {
        LifeStage::General => "",
        LifeStage::Pregnancy => ", in pregnancy",
        LifeStage::Lactation => ", breastfeeding",
    };
    let who = match (person.sex, person.age_in(year)) {
        (Some(sex), Some(age)) => {
            let word = match (sex, age >= 18) {
                (Sex::Female, true) => "a woman",
                (Sex::Female, false) => "a girl",
                (Sex::Male, true) => "a man",
                (Sex::Male, false) => "a boy",
            };
            return format!("Reference: {authority} values for {word} of {age}{stage}.");
        }
        (Some(Sex::Female), None) => "women of 31 to 50".to_owned(),
        (Some(Sex::Male), None) => "men of 31 to 50".to_owned(),
        (None, Some(age)) => format!("the age of {age}, the higher of the two sexes'"),
        (None, None) => "adults of 31 to 50, the higher of women's and men's".to_owned(),
    };
    let how = match (person.sex, person.birth_year) {
        (Some(_), None) => "--born 1988",
        (None, Some(_)) => "--sex female",
        _ => "--sex female --born 1988",
    };
    format!("Reference: {authority} values for {who}{stage}. Yours: `mineralog profile {how}`.")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_is_there() {
        for key in ["standing_line", "sun_line", "potassium_gate", "most_twitches"] {
            assert!(!wording(key).is_empty(), "{key}");
        }
    }
}
