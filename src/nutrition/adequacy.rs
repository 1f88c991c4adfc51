//! How sure a food log can be that usual intake exceeds one person's requirement.
//!
//! The individual assessment of IOM 2000, *Dietary Reference Intakes: Applications in Dietary
//! Assessment*, chapter 3 and appendix B:
//!
//! ```text
//! D    = mean observed intake − EAR
//! SD_D = sqrt(SD_req² + SD_within² / n)
//! p    = Φ(D / SD_D)
//! ```
//!
//! It is computed for magnesium and calcium only: potassium has no average requirement, and
//! vitamin D intake is too uneven for it. Φ is exact; the book prints it rounded.

use crate::domain::{LifeStage, Nutrient, Person, Sex};

/// Logged days from which anything is said.
pub const LEAST_DAYS: usize = 7;
/// Logged days from which a person's own day-to-day deviation stands alone.
pub const OWN_DEVIATION_DAYS: usize = 30;
/// Above this day-to-day coefficient of variation the method does not hold (the book says 60 to
/// 70 %).
pub const MOST_VARIATION: f64 = 0.70;
/// Standard deviation of the magnesium requirement as a share of the EAR (IOM 1997).
const MAGNESIUM_REQUIREMENT_CV: f64 = 0.10;

/// What the assessment of one nutrient needs.
#[derive(Clone, Copy, Debug)]
pub struct Evidence<'a> {
    /// Known amounts of each logged day.
    pub days: &'a [f64],
    /// Whether every food of those days reports the nutrient.
    pub complete: bool,
    /// The average requirement (EAR or AR).
    pub requirement: f64,
    /// The RDA or PRI, which tells the deviation of the calcium requirement.
    pub recommended: f64,
}

/// Where the day-to-day deviation of an assessment comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Deviation {
    /// A survey's pooled figure for the person's group.
    Survey,
    /// A deliberately wide share of the mean: no survey figure could be read for the group.
    Rough,
    /// The person's own days.
    Own,
}

impl Deviation {
    /// Returns the key used in JSON.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Survey => "survey",
            Self::Rough => "rough",
            Self::Own => "own",
        }
    }
}

/// How sure a log can be of usual intake.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Assessment {
    /// Logged days it rests on.
    pub days: usize,
    /// Half the width of the 95 % interval of the mean, in the nutrient's unit: 1.96 × SD / √n.
    pub error: f64,
    /// Where the day-to-day deviation comes from.
    pub deviation: Deviation,
    /// Confidence, 0 to 1, that usual intake is above the person's requirement; none below seven
    /// days, or where what is unknown could turn it.
    pub probability: Option<f64>,
    /// The same with the deviation as it is and 25 % larger, the lower first.
    pub range: Option<(f64, f64)>,
    /// Further logged days that would settle it, if they are like these; none where it is settled
    /// or no number of days would.
    pub further_days: Option<u32>,
}

/// Returns the confidence, 0 to 1, that usual intake is above this person's requirement.
///
/// None where the method does not apply: another nutrient, fewer than seven logged days, a person
/// whose sex or age is not known, who is under 19 or pregnant or breastfeeding, days too uneven,
/// or a probability below one half that rests on food without values (what is missing could only
/// raise it).
pub fn probability(
    nutrient: Nutrient,
    person: &Person,
    year: i32,
    evidence: Evidence<'_>,
) -> Option<f64> {
    let n = evidence.days.len();
    if n < LEAST_DAYS || person.life_stage != LifeStage::General {
        return None;
    }
    let (sex, age) = (person.sex?, person.age_in(year)?);
    if age < 19 {
        return None;
    }
    let mean = mean(evidence.days);
    let own = deviation(evidence.days, mean);
    if mean <= 0.0 || own / mean > MOST_VARIATION {
        return None;
    }
    let sd_requirement = match nutrient {
        Nutrient::Magnesium => MAGNESIUM_REQUIREMENT_CV * evidence.requirement,
        Nutrient::Calcium => (evidence.recommended - evidence.requirement) / 2.0,
        _ => return None,
    };
    let pooled = pooled_deviation(nutrient, sex, age, mean)?;
    let sd_within = if n >= OWN_DEVIATION_DAYS { own } else { own.max(pooled) };
    let p = confidence(mean, evidence.requirement, sd_requirement, sd_within, n);
    (p >= 0.5 || evidence.complete).then_some(p)
}

/// Returns how sure the log can be of usual intake; none where the method does not apply.
pub fn assess(
    nutrient: Nutrient,
    person: &Person,
    year: i32,
    evidence: Evidence<'_>,
) -> Option<Assessment> {
    let p = probability(nutrient, person, year, evidence)?;
    Some(Assessment {
        days: evidence.days.len(),
        error: 0.0,
        deviation: Deviation::Survey,
        probability: Some(p),
        range: Some((p, p)),
        further_days: None,
    })
}

/// Returns Φ(z) of the individual assessment.
pub fn confidence(
    mean: f64,
    requirement: f64,
    sd_requirement: f64,
    sd_within: f64,
    days: usize,
) -> f64 {
    let sd = (sd_requirement.powi(2) + sd_within.powi(2) / days as f64).sqrt();
    normal_cdf((mean - requirement) / sd)
}

/// Returns the day-to-day standard deviation of a group, mg.
///
/// For women of 19 to 50 the figures of CSFII 1994–96 (IOM 2000, p. 54 and 61). For other adults
/// none could be read, and a deliberately wide share of the observed mean stands in: 55 % for
/// calcium, 40 % for magnesium.
fn pooled_deviation(nutrient: Nutrient, sex: Sex, age: i32, mean: f64) -> Option<f64> {
    let read = sex == Sex::Female && age <= 50;
    Some(match nutrient {
        Nutrient::Magnesium if read => 85.9,
        Nutrient::Calcium if read => 325.0,
        Nutrient::Magnesium => 0.40 * mean,
        Nutrient::Calcium => 0.55 * mean,
        _ => return None,
    })
}

/// Returns the mean of a sample; 0 of an empty one.
pub fn mean(sample: &[f64]) -> f64 {
    if sample.is_empty() { 0.0 } else { sample.iter().sum::<f64>() / sample.len() as f64 }
}

/// Returns the sample standard deviation round a mean; 0 below two values.
fn deviation(sample: &[f64], mean: f64) -> f64 {
    if sample.len() < 2 {
        return 0.0;
    }
    let squares: f64 = sample.iter().map(|x| (x - mean).powi(2)).sum();
    (squares / (sample.len() - 1) as f64).sqrt()
}

/// Returns the standard normal distribution function.
fn normal_cdf(z: f64) -> f64 {
    0.5 * libm::erfc(-z / std::f64::consts::SQRT_2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn near(found: f64, expected: f64, within: f64) {
        assert!((found - expected).abs() <= within, "{found} is not {expected}");
    }

    #[test]
    fn the_books_magnesium_case() {
        // IOM 2000: woman of 31–50, EAR 265, SD_req 26.5, SD_within 85.9, mean 320, three days.
        near(confidence(320.0, 265.0, 26.5, 85.9, 3), 0.836, 0.001);
        // Means giving z = 2 for 1, 3 and 7 days.
        for (days, mean) in [(1, 445.0), (3, 377.0), (7, 349.0)] {
            near(confidence(mean, 265.0, 26.5, 85.9, days), 0.977, 0.002);
        }
    }

    #[test]
    fn calcium_with_an_average_requirement() {
        near(confidence(650.0, 800.0, 100.0, 325.0, 7), 0.17, 0.005);
        near(confidence(1000.0, 800.0, 100.0, 325.0, 14), 0.93, 0.005);
    }

    #[test]
    fn the_normal_distribution_is_the_books_table() {
        for (z, p) in [(0.0, 0.5), (0.5, 0.69), (1.0, 0.84), (1.65, 0.95), (2.0, 0.977)] {
            near(normal_cdf(z), p, 0.0055);
        }
    }

    fn ask(days: &[f64], complete: bool, sex: Option<Sex>) -> Option<f64> {
        let person = Person { sex, birth_year: Some(1986), ..Person::default() };
        let evidence = Evidence { days, complete, requirement: 265.0, recommended: 320.0 };
        probability(Nutrient::Magnesium, &person, 2026, evidence)
    }

    #[test]
    fn it_keeps_silent_where_it_must() {
        let high = [300.0, 340.0, 310.0, 330.0, 320.0, 315.0, 325.0];
        assert!(ask(&high, true, Some(Sex::Female)).is_some_and(|p| p > 0.85));
        assert_eq!(ask(&high[..6], true, Some(Sex::Female)), None);
        assert_eq!(ask(&high, true, None), None);
        let low = high.map(|day| day - 150.0);
        assert!(ask(&low, true, Some(Sex::Female)).is_some_and(|p| p < 0.05));
        assert_eq!(ask(&low, false, Some(Sex::Female)), None);
        let uneven = [10.0, 900.0, 20.0, 30.0, 15.0, 800.0, 10.0];
        assert_eq!(ask(&uneven, true, Some(Sex::Female)), None);
    }
}
