//! Which reference intake fits a person.
//!
//! The values are those of `seed/reference_intakes.csv`. A row fits when authority, nutrient, life
//! stage and kind agree, the sex agrees or is `any`, and the age lies in its band. Where no row
//! fits there is no published value, and none is borrowed from another group.
//!
//! A person who told neither sex nor age is given the adult values for 31 to 50 years, and the
//! higher of the two sexes' values, so that a page never flatters; it says that it did so.

use crate::domain::{Authority, LifeStage, Nutrient, Person, Sex};

/// The kinds of reference value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReferenceKind {
    /// Estimated average requirement (NASEM). Never shown as a goal.
    Ear,
    /// Average requirement (EFSA). Never shown as a goal.
    Ar,
    /// Recommended dietary allowance (NASEM).
    Rda,
    /// Population reference intake (EFSA).
    Pri,
    /// Adequate intake. Below it nothing is called inadequate.
    Ai,
    /// Tolerable upper intake level.
    Ul,
    /// Chronic disease risk reduction intake (sodium, NASEM).
    Cdrr,
    /// EFSA's intake of sodium that is neither a minimum nor a limit.
    EfsaSodium,
}

impl ReferenceKind {
    /// Returns the key used in JSON, in the seed and for people.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Ear => "EAR",
            Self::Ar => "AR",
            Self::Rda => "RDA",
            Self::Pri => "PRI",
            Self::Ai => "AI",
            Self::Ul => "UL",
            Self::Cdrr => "CDRR",
            Self::EfsaSodium => "SafeLevel",
        }
    }

    /// Returns the kind of a key; none for another word.
    pub fn parse(key: &str) -> Option<Self> {
        [
            Self::Ear,
            Self::Ar,
            Self::Rda,
            Self::Pri,
            Self::Ai,
            Self::Ul,
            Self::Cdrr,
            Self::EfsaSodium,
        ]
        .into_iter()
        .find(|k| k.key() == key)
    }
}

/// One published value.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ReferenceRow {
    /// Who published it.
    pub authority: Authority,
    /// The nutrient.
    pub nutrient: Nutrient,
    /// The sex it is for; none for both.
    pub sex: Option<Sex>,
    /// The first age it is for, completed years.
    pub age_min_years: i32,
    /// The last age it is for; none for "and older".
    pub age_max_years: Option<i32>,
    /// The life stage it is for.
    pub life_stage: LifeStage,
    /// Its kind.
    pub kind: ReferenceKind,
    /// The amount, in the nutrient's unit.
    pub amount: f64,
}

/// A reference value for one person.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Reference {
    /// Its kind.
    pub kind: ReferenceKind,
    /// The amount, in the nutrient's unit.
    pub amount: f64,
    /// Who published it.
    pub authority: Authority,
}

/// The age for which values are taken when none was told.
const ASSUMED_AGE: i32 = 31;

/// Returns the value of one of `kinds` that fits a person in a calendar year, the first kind
/// first; none where nothing is published for them.
pub fn reference(
    rows: &[ReferenceRow],
    nutrient: Nutrient,
    kinds: &[ReferenceKind],
    person: &Person,
    year: i32,
) -> Option<Reference> {
    let age = person.age_in(year).unwrap_or(ASSUMED_AGE);
    kinds.iter().find_map(|kind| {
        rows.iter()
            .filter(|row| {
                row.nutrient == nutrient
                    && row.kind == *kind
                    && row.authority == person.authority
                    && row.life_stage == person.life_stage
                    && age >= row.age_min_years
                    && row.age_max_years.is_none_or(|max| age <= max)
                    && match (row.sex, person.sex) {
                        (Some(row), Some(person)) => row == person,
                        _ => true,
                    }
            })
            .max_by(|a, b| match kind {
                // Where the sex is not known, neither a target nor a ceiling may flatter.
                ReferenceKind::Ul | ReferenceKind::Cdrr => b.amount.total_cmp(&a.amount),
                _ => a.amount.total_cmp(&b.amount),
            })
            .map(|row| Reference { kind: *kind, amount: row.amount, authority: row.authority })
    })
}

/// Returns the target that fits a person: RDA, PRI or AI.
pub fn target(
    rows: &[ReferenceRow],
    nutrient: Nutrient,
    person: &Person,
    year: i32,
) -> Option<Reference> {
    let kinds = [ReferenceKind::Rda, ReferenceKind::Pri, ReferenceKind::Ai];
    reference(rows, nutrient, &kinds, person, year)
}

/// Returns the upper level that fits a person, where one is set.
pub fn upper_level(
    rows: &[ReferenceRow],
    nutrient: Nutrient,
    person: &Person,
    year: i32,
) -> Option<Reference> {
    reference(rows, nutrient, &[ReferenceKind::Ul], person, year)
}

/// Returns the average requirement that fits a person, where one is set.
pub fn average_requirement(
    rows: &[ReferenceRow],
    nutrient: Nutrient,
    person: &Person,
    year: i32,
) -> Option<Reference> {
    reference(rows, nutrient, &[ReferenceKind::Ear, ReferenceKind::Ar], person, year)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(sex: Option<Sex>, min: i32, max: Option<i32>, amount: f64) -> ReferenceRow {
        ReferenceRow {
            authority: Authority::Nasem,
            nutrient: Nutrient::Magnesium,
            sex,
            age_min_years: min,
            age_max_years: max,
            life_stage: LifeStage::General,
            kind: ReferenceKind::Rda,
            amount,
        }
    }

    #[test]
    fn the_row_that_fits_is_taken() {
        let rows = [
            row(Some(Sex::Female), 19, Some(30), 310.0),
            row(Some(Sex::Female), 31, None, 320.0),
            row(Some(Sex::Male), 31, None, 420.0),
        ];
        let of = |sex, birth_year, life_stage| {
            let person = Person { sex, birth_year, life_stage, ..Person::default() };
            target(&rows, Nutrient::Magnesium, &person, 2026).map(|r| r.amount)
        };
        assert_eq!(of(Some(Sex::Female), Some(1996), LifeStage::General), Some(310.0));
        assert_eq!(of(Some(Sex::Female), Some(1995), LifeStage::General), Some(320.0));
        assert_eq!(of(Some(Sex::Male), Some(1960), LifeStage::General), Some(420.0));
        assert_eq!(of(None, None, LifeStage::General), Some(420.0));
        assert_eq!(of(Some(Sex::Female), Some(1980), LifeStage::Pregnancy), None);
        assert_eq!(of(Some(Sex::Male), Some(2016), LifeStage::General), None);
    }
}
