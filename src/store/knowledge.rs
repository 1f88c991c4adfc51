//! What the seed teaches besides foods: cards, source lists, reference intakes, supplements,
//! medicines, warning signs and safety questions.

use rusqlite::{Connection, OptionalExtension, Transaction, params};
use serde::Deserialize;

use super::embedded::{rows, seed_file};
use super::{Store, odd};
use crate::domain::{Authority, LifeStage, Nutrient, Person, Sex};
use crate::error::Result;
use crate::nutrition::reference::{ReferenceKind, ReferenceRow};
use crate::nutrition::sources::SourceList;
use crate::resolve::supplement::Form;
use crate::resolve::words;

/// A line of a mineral card.
#[derive(Clone, Debug, PartialEq)]
pub struct Card {
    /// The mineral.
    pub nutrient: Nutrient,
    /// `role`, `sign`, `severe`, `note`, `compare`, `compare_signs`, `compare_sources`, `read_on`.
    pub kind: String,
    /// The line.
    pub text: String,
    /// Where it comes from.
    pub source: String,
}

/// Something else that goes with twitching.
#[derive(Clone, Debug, PartialEq)]
pub struct OtherCause {
    /// Its name.
    pub name: String,
    /// What is known of it.
    pub text: String,
    /// Where that comes from.
    pub source: String,
}

/// A warning sign and what to do about it.
#[derive(Clone, Debug, PartialEq)]
pub struct RedFlag {
    /// Its key.
    pub flag: String,
    /// `emergency`, `urgent` or `appointment`.
    pub level: String,
    /// The sign.
    pub sign: String,
    /// What to do.
    pub advice: String,
}

/// A safety question.
#[derive(Clone, Debug, PartialEq)]
pub struct SafetyQuestion {
    /// Its key.
    pub question: String,
    /// The question as asked.
    pub text: String,
    /// `potassium`: must be "no" before potassium is suggested; `prompt`: a reminder to check.
    pub gate: String,
}

/// A caffeine level that an authority published.
#[derive(Clone, Debug, PartialEq)]
pub struct CaffeineLevel {
    /// `adult`, `pregnancy`, `lactation`, `under_18`.
    pub applies_to: String,
    /// `daily`, `single`, `sleep`, `rapid`.
    pub kind: String,
    /// The amount.
    pub amount: f64,
    /// `mg` or `mg_per_kg`.
    pub unit: String,
}

/// A class of medicines.
#[derive(Clone, Debug, PartialEq)]
pub struct MedicineClass {
    /// Its key.
    pub class: String,
    /// Its name for people.
    pub name: String,
    /// What it is linked to, never a judgement.
    pub linked_to: String,
    /// Whether it can raise blood potassium.
    pub raises_potassium: bool,
}

/// What tagging needs of the lists just loaded.
pub(super) struct Lists {
    pub(super) sources: Vec<SourceList>,
    pub(super) daily_values: Vec<(Nutrient, f64)>,
}

#[derive(Deserialize)]
struct SourceListRow {
    nutrient: String,
    name: String,
    kind: String,
    members: String,
    note: Option<String>,
    source: String,
}

#[derive(Deserialize)]
struct CardRow {
    nutrient: String,
    kind: String,
    text: String,
    evidence: String,
    source: String,
}

#[derive(Deserialize)]
struct CauseRow {
    name: String,
    text: String,
    evidence: String,
    source: String,
}

#[derive(Deserialize)]
struct SupplementRow {
    nutrient: String,
    form: String,
    percent_elemental: f64,
    aliases: String,
    note: Option<String>,
    source: String,
}

#[derive(Deserialize)]
struct ReferenceIntakeRow {
    authority: String,
    nutrient: String,
    sex: String,
    age_min_years: i32,
    age_max_years: Option<i32>,
    life_stage: String,
    kind: String,
    amount: f64,
    unit: String,
    note: String,
    source: String,
}

#[derive(Deserialize)]
struct CaffeineLevelRow {
    applies_to: String,
    kind: String,
    amount: f64,
    unit: String,
    text: String,
    source: String,
}

#[derive(Deserialize)]
struct MedicineRow {
    class: String,
    name: String,
    examples: String,
    linked_to: String,
    raises_potassium: String,
    source: String,
}

#[derive(Deserialize)]
struct RedFlagRow {
    flag: String,
    level: String,
    sign: String,
    advice: String,
    source: String,
}

#[derive(Deserialize)]
struct SafetyQuestionRow {
    question: String,
    text: String,
    examples: String,
    gate: String,
    source: String,
}

#[derive(Deserialize)]
struct DailyValueRow {
    nutrient: String,
    amount: f64,
    unit: String,
}

/// Replaces every table but the foods with the rows of this binary.
pub(super) fn load(tx: &Transaction<'_>) -> Result<Lists> {
    for table in [
        "source_list",
        "mineral_card",
        "other_cause",
        "supplement_name",
        "supplement_form",
        "reference_intake",
        "caffeine_level",
        "medicine_name",
        "medicine_class",
        "red_flag",
        "safety_question",
    ] {
        tx.execute(&format!("DELETE FROM {table}"), [])?;
    }
    load_cards(tx)?;
    load_supplements(tx)?;
    load_references(tx)?;
    load_medicines(tx)?;
    load_safety(tx)?;
    Ok(Lists { sources: load_source_lists(tx)?, daily_values: daily_values()? })
}

/// Returns what tagging needs of the lists the diary holds.
pub(super) fn lists(connection: &Connection) -> Result<Lists> {
    Ok(Lists { sources: source_lists(connection)?, daily_values: daily_values()? })
}

fn daily_values() -> Result<Vec<(Nutrient, f64)>> {
    rows::<DailyValueRow>(seed_file!("daily_values.csv"))?
        .into_iter()
        .map(|row| {
            let nutrient = nutrient(&row.nutrient)?;
            let expected = if nutrient == Nutrient::VitaminD { "ug" } else { "mg" };
            if row.unit == expected {
                Ok((nutrient, row.amount))
            } else {
                Err(odd("unit", &row.unit))
            }
        })
        .collect()
}

fn nutrient(key: &str) -> Result<Nutrient> {
    Nutrient::ALL.into_iter().find(|n| n.key() == key).ok_or_else(|| odd("nutrient", key))
}

fn source_lists(connection: &Connection) -> Result<Vec<SourceList>> {
    let mut statement = connection.prepare(
        "SELECT nutrient, name, kind, members, note, source FROM source_list
         ORDER BY position, nutrient",
    )?;
    let mut cursor = statement.query([])?;
    let mut found = Vec::new();
    while let Some(row) = cursor.next()? {
        found.push(SourceList {
            nutrient: nutrient(&row.get::<_, String>(0)?)?,
            name: row.get(1)?,
            kind: row.get(2)?,
            members: members(&row.get::<_, String>(3)?),
            note: row.get(4)?,
            source: row.get(5)?,
        });
    }
    Ok(found)
}

fn load_source_lists(tx: &Transaction<'_>) -> Result<Vec<SourceList>> {
    let mut lists = Vec::new();
    for (position, row) in
        rows::<SourceListRow>(seed_file!("source_lists.csv"))?.into_iter().enumerate()
    {
        tx.prepare_cached(
            "INSERT INTO source_list (nutrient, position, name, kind, members, note, source)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        )?
        .execute(params![
            row.nutrient,
            position as i64,
            row.name,
            row.kind,
            row.members,
            row.note,
            row.source
        ])?;
        lists.push(SourceList {
            nutrient: nutrient(&row.nutrient)?,
            name: row.name,
            kind: row.kind,
            members: members(&row.members),
            note: row.note,
            source: row.source,
        });
    }
    Ok(lists)
}

fn members(text: &str) -> Vec<String> {
    text.split(';').filter(|m| !m.is_empty()).map(str::to_owned).collect()
}

fn load_cards(tx: &Transaction<'_>) -> Result<()> {
    for (position, row) in rows::<CardRow>(seed_file!("cards.csv"))?.into_iter().enumerate() {
        tx.prepare_cached(
            "INSERT INTO mineral_card (nutrient, position, kind, text, evidence, source)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        )?
        .execute(params![
            row.nutrient,
            position as i64,
            row.kind,
            row.text,
            row.evidence,
            row.source
        ])?;
    }
    for (position, row) in rows::<CauseRow>(seed_file!("causes.csv"))?.into_iter().enumerate() {
        tx.prepare_cached(
            "INSERT INTO other_cause (name, position, text, evidence, source)
             VALUES (?1, ?2, ?3, ?4, ?5)",
        )?
        .execute(params![
            row.name,
            position as i64,
            row.text,
            row.evidence,
            row.source
        ])?;
    }
    Ok(())
}

fn load_supplements(tx: &Transaction<'_>) -> Result<()> {
    for row in rows::<SupplementRow>(seed_file!("supplements.csv"))? {
        tx.prepare_cached(
            "INSERT INTO supplement_form (nutrient, form, percent_elemental, note, source)
             VALUES (?1, ?2, ?3, ?4, ?5)",
        )?
        .execute(params![
            row.nutrient,
            row.form,
            row.percent_elemental,
            row.note,
            row.source
        ])?;
        for name in row.aliases.split(';').filter(|a| !a.is_empty()) {
            tx.prepare_cached(
                "INSERT INTO supplement_name (words, name, nutrient, form)
                 VALUES (?1, ?2, ?3, ?4) ON CONFLICT (words) DO NOTHING",
            )?
            .execute(params![words::name_key(name), name, row.nutrient, row.form])?;
        }
    }
    Ok(())
}

fn load_references(tx: &Transaction<'_>) -> Result<()> {
    for row in rows::<ReferenceIntakeRow>(seed_file!("reference_intakes.csv"))? {
        // The seed has water in litres, as published; the diary counts mL.
        let amount = match (row.nutrient.as_str(), row.unit.as_str()) {
            ("water", "L") => row.amount * 1000.0,
            ("vitamin_d", "ug") | (_, "mg") => row.amount,
            _ => return Err(odd("unit", &row.unit)),
        };
        tx.prepare_cached(
            "INSERT INTO reference_intake (authority, nutrient, sex, age_min_years, age_max_years,
                 life_stage, kind, amount, note, source)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
        )?
        .execute(params![
            row.authority,
            row.nutrient,
            row.sex,
            row.age_min_years,
            row.age_max_years,
            row.life_stage,
            row.kind,
            amount,
            row.note,
            row.source
        ])?;
    }
    for row in rows::<CaffeineLevelRow>(seed_file!("caffeine_levels.csv"))? {
        tx.prepare_cached(
            "INSERT INTO caffeine_level (applies_to, kind, amount, unit, text, source)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        )?
        .execute(params![
            row.applies_to,
            row.kind,
            row.amount,
            row.unit,
            row.text,
            row.source
        ])?;
    }
    Ok(())
}

fn load_medicines(tx: &Transaction<'_>) -> Result<()> {
    for row in rows::<MedicineRow>(seed_file!("medicine_classes.csv"))? {
        tx.prepare_cached(
            "INSERT INTO medicine_class (class, name, linked_to, raises_potassium, source)
             VALUES (?1, ?2, ?3, ?4, ?5)",
        )?
        .execute(params![
            row.class,
            row.name,
            row.linked_to,
            row.raises_potassium == "yes",
            row.source
        ])?;
        for name in row.examples.split(';').filter(|e| !e.is_empty()) {
            tx.prepare_cached(
                "INSERT INTO medicine_name (name, class) VALUES (?1, ?2)
                 ON CONFLICT (name) DO NOTHING",
            )?
            .execute(params![words::fold(name), row.class])?;
        }
    }
    Ok(())
}

fn load_safety(tx: &Transaction<'_>) -> Result<()> {
    for (position, row) in rows::<RedFlagRow>(seed_file!("red_flags.csv"))?.into_iter().enumerate()
    {
        tx.prepare_cached(
            "INSERT INTO red_flag (flag, position, level, sign, advice, source)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        )?
        .execute(params![
            row.flag,
            position as i64,
            row.level,
            row.sign,
            row.advice,
            row.source
        ])?;
    }
    for (position, row) in
        rows::<SafetyQuestionRow>(seed_file!("safety_questions.csv"))?.into_iter().enumerate()
    {
        tx.prepare_cached(
            "INSERT INTO safety_question (question, position, text, examples, gate, source)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        )?
        .execute(params![
            row.question,
            position as i64,
            row.text,
            row.examples,
            row.gate,
            row.source
        ])?;
    }
    Ok(())
}

impl Store {
    /// Returns the reference values of a person's authority and life stage, for every age.
    ///
    /// # Errors
    ///
    /// Fails when the diary cannot be read.
    pub fn reference_rows(&self, person: &Person) -> Result<Vec<ReferenceRow>> {
        let mut statement = self.connection.prepare(
            "SELECT authority, nutrient, sex, age_min_years, age_max_years, life_stage, kind, amount
             FROM reference_intake WHERE authority = ?1 AND life_stage = ?2 ORDER BY id",
        )?;
        let mut found = Vec::new();
        let mut cursor = statement.query([person.authority.key(), person.life_stage.key()])?;
        while let Some(row) = cursor.next()? {
            let authority = row.get_ref(0)?.as_str().map_err(rusqlite::Error::from)?;
            let key = row.get_ref(1)?.as_str().map_err(rusqlite::Error::from)?;
            let sex = row.get_ref(2)?.as_str().map_err(rusqlite::Error::from)?;
            let life_stage = row.get_ref(5)?.as_str().map_err(rusqlite::Error::from)?;
            let kind = row.get_ref(6)?.as_str().map_err(rusqlite::Error::from)?;
            found.push(ReferenceRow {
                authority: Authority::parse(authority)
                    .ok_or_else(|| odd("authority", authority))?,
                nutrient: nutrient(key)?,
                sex: Sex::parse(sex),
                age_min_years: row.get(3)?,
                age_max_years: row.get(4)?,
                life_stage: LifeStage::parse(life_stage)
                    .ok_or_else(|| odd("life stage", life_stage))?,
                kind: ReferenceKind::parse(kind).ok_or_else(|| odd("kind of reference", kind))?,
                amount: row.get(7)?,
            });
        }
        Ok(found)
    }

    /// Returns the source lists, in their order.
    ///
    /// # Errors
    ///
    /// Fails when the diary cannot be read.
    pub fn source_lists(&self) -> Result<Vec<SourceList>> {
        source_lists(&self.connection)
    }

    /// Returns the lines of the mineral cards, in their order.
    ///
    /// # Errors
    ///
    /// Fails when the diary cannot be read.
    pub fn cards(&self) -> Result<Vec<Card>> {
        let mut statement = self.connection.prepare(
            "SELECT nutrient, kind, text, source FROM mineral_card ORDER BY position, nutrient",
        )?;
        let mut cursor = statement.query([])?;
        let mut found = Vec::new();
        while let Some(row) = cursor.next()? {
            found.push(Card {
                nutrient: nutrient(&row.get::<_, String>(0)?)?,
                kind: row.get(1)?,
                text: row.get(2)?,
                source: row.get(3)?,
            });
        }
        Ok(found)
    }

    /// Returns what else goes with twitching, in order.
    ///
    /// # Errors
    ///
    /// Fails when the diary cannot be read.
    pub fn other_causes(&self) -> Result<Vec<OtherCause>> {
        let mut statement = self
            .connection
            .prepare("SELECT name, text, source FROM other_cause ORDER BY position, name")?;
        let found = statement
            .query_map([], |row| {
                Ok(OtherCause { name: row.get(0)?, text: row.get(1)?, source: row.get(2)? })
            })?
            .collect::<rusqlite::Result<_>>()?;
        Ok(found)
    }

    /// Returns the warning signs, the most urgent first.
    ///
    /// # Errors
    ///
    /// Fails when the diary cannot be read.
    pub fn red_flags(&self) -> Result<Vec<RedFlag>> {
        let mut statement = self
            .connection
            .prepare("SELECT flag, level, sign, advice FROM red_flag ORDER BY position, flag")?;
        let found = statement
            .query_map([], |row| {
                Ok(RedFlag {
                    flag: row.get(0)?,
                    level: row.get(1)?,
                    sign: row.get(2)?,
                    advice: row.get(3)?,
                })
            })?
            .collect::<rusqlite::Result<_>>()?;
        Ok(found)
    }

    /// Returns the safety questions, in order.
    ///
    /// # Errors
    ///
    /// Fails when the diary cannot be read.
    pub fn safety_questions(&self) -> Result<Vec<SafetyQuestion>> {
        let mut statement = self.connection.prepare(
            "SELECT question, text, gate FROM safety_question ORDER BY position, question",
        )?;
        let found = statement
            .query_map([], |row| {
                Ok(SafetyQuestion { question: row.get(0)?, text: row.get(1)?, gate: row.get(2)? })
            })?
            .collect::<rusqlite::Result<_>>()?;
        Ok(found)
    }

    /// Returns the published caffeine levels.
    ///
    /// # Errors
    ///
    /// Fails when the diary cannot be read.
    pub fn caffeine_levels(&self) -> Result<Vec<CaffeineLevel>> {
        let mut statement = self.connection.prepare(
            "SELECT applies_to, kind, amount, unit FROM caffeine_level ORDER BY applies_to, kind",
        )?;
        let found = statement
            .query_map([], |row| {
                Ok(CaffeineLevel {
                    applies_to: row.get(0)?,
                    kind: row.get(1)?,
                    amount: row.get(2)?,
                    unit: row.get(3)?,
                })
            })?
            .collect::<rusqlite::Result<_>>()?;
        Ok(found)
    }

    /// Returns the class of a medicine by its name; none where it is not known.
    ///
    /// # Errors
    ///
    /// Fails when the diary cannot be read.
    pub fn medicine_class(&self, name: &str) -> Result<Option<MedicineClass>> {
        let by = |column: &str, value: &str| {
            self.connection
                .query_row(
                    &format!(
                        "SELECT class, c.name, linked_to, raises_potassium FROM medicine_class c
                         WHERE {column}"
                    ),
                    [value],
                    |row| {
                        Ok(MedicineClass {
                            class: row.get(0)?,
                            name: row.get(1)?,
                            linked_to: row.get(2)?,
                            raises_potassium: row.get(3)?,
                        })
                    },
                )
                .optional()
        };
        let folded = words::fold(name);
        // The whole name, then each of its words: "omeprazole 20" is an omeprazole.
        for candidate in std::iter::once(folded.as_str()).chain(folded.split(' ')) {
            let in_names = "class = (SELECT m.class FROM medicine_name m WHERE m.name = ?1)";
            if let Some(class) = by(in_names, candidate)? {
                return Ok(Some(class));
            }
        }
        Ok(by("class = ?1", name)?)
    }

    /// Returns whether the medicines of a class can raise blood potassium.
    ///
    /// # Errors
    ///
    /// Fails when the diary cannot be read.
    pub fn raises_potassium(&self, class: &str) -> Result<bool> {
        Ok(self
            .connection
            .prepare_cached("SELECT raises_potassium FROM medicine_class WHERE class = ?1")?
            .query_row([class], |row| row.get(0))
            .optional()?
            .unwrap_or(false))
    }

    /// Returns the supplement compound of a key of words; none where there is none of that name.
    ///
    /// # Errors
    ///
    /// Fails when the diary cannot be read.
    pub fn supplement(&self, key: &str) -> Result<Option<Form>> {
        let found: Option<(String, String, f64)> = self
            .connection
            .query_row(
                "SELECT f.nutrient, f.form, f.percent_elemental FROM supplement_name n
                 JOIN supplement_form f ON f.nutrient = n.nutrient AND f.form = n.form
                 WHERE n.words = ?1",
                [key],
                |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
            )
            .optional()?;
        found
            .map(|(key, form, percent_elemental)| {
                Ok(Form { nutrient: nutrient(&key)?, form, percent_elemental })
            })
            .transpose()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn water_is_kept_in_millilitres() {
        let store = Store::in_memory(0).unwrap();
        let rows = store.reference_rows(&Person::default()).unwrap();
        let adult = rows.iter().find(|r| {
            r.nutrient == Nutrient::Water
                && r.authority == Authority::Nasem
                && r.sex == Some(Sex::Female)
                && r.age_min_years >= 19
        });
        // IOM 2005: 2.7 L a day for women.
        assert!((adult.unwrap().amount - 2700.0).abs() < 1e-9);
    }
}
