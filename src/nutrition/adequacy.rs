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
//! Against a requirement it is computed for magnesium and calcium only: potassium has no average
//! requirement, and vitamin D intake is too uneven for it. Against an adequate intake, and an upper
//! level of food and supplements together, there is no SD_req: `z = (mean − AI) / (SD_within / √n)`.
//! Φ is exact; the book prints it rounded.

use super::coverage;
use super::reference::{Reference, ReferenceKind};
use crate::domain::{LifeStage, Nutrient, Person, Sex};

/// Logged days from which a probability is said.
pub const LEAST_DAYS: usize = 7;
/// Logged days from which an error is said, as many as a verdict needs: the deviation of a group put
/// on one or two days says nothing of this person.
pub const LEAST_DAYS_OF_AN_ERROR: usize = coverage::LEAST_DAYS;
/// Logged days from which a person's own day-to-day deviation stands alone.
pub const OWN_DEVIATION_DAYS: usize = 30;
/// Above this day-to-day coefficient of variation the method does not hold (the book says 60 to
/// 70 %).
pub const MOST_VARIATION: f64 = 0.70;
/// Standard deviation of the magnesium requirement as a share of the EAR (IOM 1997).
const MAGNESIUM_REQUIREMENT_CV: f64 = 0.10;

/// Further logged days beyond which nobody is sent.
pub const MOST_FURTHER_DAYS: u32 = 365;
/// A probability at least this high, or at most one less it, settles the question (the words of the
/// individual assessment change here).
pub const SETTLED: f64 = 0.85;
/// How much larger the deviation is taken for the cautious end of a range (IOM 2000, p. 54 to 61).
const WIDER: f64 = 1.25;
/// Half the width of a 95 % interval, in standard errors.
const INTERVAL: f64 = 1.96;

/// What the assessment of one nutrient needs.
#[derive(Clone, Copy, Debug)]
pub struct Evidence<'a> {
    /// Known amounts from food and drink of each logged day.
    pub days: &'a [f64],
    /// Whether every food of those days reports the nutrient.
    pub complete: bool,
    /// The average requirement (EAR or AR); none where none is published.
    pub requirement: Option<f64>,
    /// The RDA, PRI or AI.
    pub target: Reference,
    /// The same days with supplements; none where an amount is not known.
    pub with_supplements: Option<&'a [f64]>,
    /// The upper level that counts food and supplements together; none where there is none.
    pub upper_level: Option<f64>,
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
    /// Confidence, 0.5 to 1, that usual intake is above an adequate intake. None below one half:
    /// below an AI nothing can be inferred.
    pub above_adequate_intake: Option<f64>,
    /// Confidence, 0 to 1, that usual intake with supplements is below the upper level.
    pub below_upper_level: Option<f64>,
}

/// Returns how sure the log can be of usual intake.
///
/// None where the method does not apply: vitamin D, whose intake is too uneven; under three logged
/// days; a person whose sex or age is not known, who is under 19 or pregnant or breastfeeding (no deviation
/// could be read for them); days too uneven. Below seven days there is an error and no probability,
/// and none below one half that rests on food without values, for what is missing could only raise
/// it.
pub fn assess(
    nutrient: Nutrient,
    person: &Person,
    year: i32,
    evidence: Evidence<'_>,
) -> Option<Assessment> {
    if person.life_stage != LifeStage::General {
        return None;
    }
    let (sex, age) = (person.sex?, person.age_in(year)?);
    if age < 19 {
        return None;
    }
    let n = evidence.days.len();
    if n < LEAST_DAYS_OF_AN_ERROR {
        return None;
    }
    let (sd_within, source) = within(nutrient, sex, age, evidence.days)?;
    let mean = mean(evidence.days);
    let mut assessment = Assessment {
        days: n,
        error: INTERVAL * sd_within / (n as f64).sqrt(),
        deviation: source,
        probability: None,
        range: None,
        further_days: None,
        above_adequate_intake: None,
        below_upper_level: None,
    };
    if n < LEAST_DAYS {
        return Some(assessment);
    }
    if let Some(sd_requirement) = requirement_deviation(nutrient, evidence)
        && let Some(requirement) = evidence.requirement
    {
        let at = |sd: f64, days: usize| confidence(mean, requirement, sd_requirement, sd, days);
        let p = at(sd_within, n);
        if p >= 0.5 || evidence.complete {
            let wider = at(WIDER * sd_within, n);
            assessment.probability = Some(p);
            assessment.range = Some((p.min(wider), p.max(wider)));
            assessment.further_days = further_days(n, |days| at(sd_within, days));
        }
    }
    if evidence.target.kind == ReferenceKind::Ai {
        // An AI has no distribution of requirements.
        let p = confidence(mean, evidence.target.amount, 0.0, sd_within, n);
        assessment.above_adequate_intake = (p >= 0.5).then_some(p);
    }
    if let Some(level) = evidence.upper_level
        && let Some(days) = evidence.with_supplements
        && evidence.complete
    {
        let (total, own) = (self::mean(days), deviation(days, self::mean(days)));
        let below = confidence(total, level, 0.0, sd_within.max(own), n);
        assessment.below_upper_level = Some(1.0 - below);
    }
    Some(assessment)
}

/// Returns how many further days like these would settle the question; none where it is settled
/// already, or would not be within a year.
fn further_days(n: usize, at: impl Fn(usize) -> f64) -> Option<u32> {
    let settled = |p: f64| !(1.0 - SETTLED..SETTLED).contains(&p);
    if settled(at(n)) {
        return None;
    }
    (1..=MOST_FURTHER_DAYS).find(|more| settled(at(n + *more as usize)))
}

/// Returns the day-to-day deviation to use, and where it comes from: the larger of a group's and
/// one's own below thirty days, one's own from then on. None without a day, where nothing was
/// eaten, or where the days are too uneven for the method.
fn within(nutrient: Nutrient, sex: Sex, age: i32, days: &[f64]) -> Option<(f64, Deviation)> {
    let mean = mean(days);
    let own = deviation(days, mean);
    if mean <= 0.0 || own / mean > MOST_VARIATION {
        return None;
    }
    if days.len() >= OWN_DEVIATION_DAYS {
        return Some((own, Deviation::Own));
    }
    let (pooled, source) = pooled_deviation(nutrient, sex, age, mean)?;
    Some(if own > pooled { (own, Deviation::Own) } else { (pooled, source) })
}

/// Returns the standard deviation of the requirement; none where the method has none.
fn requirement_deviation(nutrient: Nutrient, evidence: Evidence<'_>) -> Option<f64> {
    let requirement = evidence.requirement?;
    match nutrient {
        Nutrient::Magnesium => Some(MAGNESIUM_REQUIREMENT_CV * requirement),
        Nutrient::Calcium => Some((evidence.target.amount - requirement) / 2.0),
        _ => None,
    }
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
/// calcium, 40 % for magnesium and potassium.
fn pooled_deviation(nutrient: Nutrient, sex: Sex, age: i32, mean: f64) -> Option<(f64, Deviation)> {
    let read = sex == Sex::Female && age <= 50;
    Some(match nutrient {
        Nutrient::Magnesium if read => (85.9, Deviation::Survey),
        Nutrient::Calcium if read => (325.0, Deviation::Survey),
        Nutrient::Magnesium | Nutrient::Potassium => (0.40 * mean, Deviation::Rough),
        Nutrient::Calcium => (0.55 * mean, Deviation::Rough),
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

    #[test]
    fn the_books_calcium_cases() {
        // IOM 2000, p. 60 to 61: AI 1000, SD 325; three days of a rising mean.
        for (mean, p) in
            [(1050.0, 0.61), (1100.0, 0.70), (1150.0, 0.79), (1200.0, 0.86), (1250.0, 0.91)]
        {
            near(confidence(mean, 1000.0, 0.0, 325.0, 3), p, 0.005);
        }
        // A mean of 1200 on 1, 3 and 7 days, with the deviation as it is, 25 % and 50 % larger.
        for (sd, expected) in
            [(325.0, [0.73, 0.86, 0.95]), (406.0, [0.69, 0.80, 0.90]), (488.0, [0.66, 0.76, 0.86])]
        {
            for (days, p) in [1, 3, 7].into_iter().zip(expected) {
                near(confidence(1200.0, 1000.0, 0.0, sd, days), p, 0.005);
            }
        }
        // An upper level of 2500 with a mean of 2300 on seven days.
        near(1.0 - confidence(2300.0, 2500.0, 0.0, 325.0, 7), 0.95, 0.005);
    }

    #[test]
    fn the_books_magnesium_means_of_a_wider_deviation_and_of_inadequacy() {
        for (days, mean) in [(1, 486.0), (7, 362.0)] {
            near(confidence(mean, 265.0, 26.5, 1.25 * 85.9, days), 0.977, 0.002);
        }
        near(confidence(181.0, 265.0, 26.5, 85.9, 7), 0.023, 0.002);
    }

    fn evidence(days: &[f64], complete: bool) -> Evidence<'_> {
        let target = Reference {
            kind: ReferenceKind::Rda,
            amount: 320.0,
            authority: crate::domain::Authority::Nasem,
        };
        Evidence {
            days,
            complete,
            requirement: Some(265.0),
            target,
            with_supplements: Some(days),
            upper_level: None,
        }
    }

    fn assessed(days: &[f64], complete: bool, sex: Option<Sex>) -> Option<Assessment> {
        let person = Person { sex, birth_year: Some(1986), ..Person::default() };
        assess(Nutrient::Magnesium, &person, 2026, evidence(days, complete))
    }

    fn ask(days: &[f64], complete: bool, sex: Option<Sex>) -> Option<f64> {
        assessed(days, complete, sex)?.probability
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

    #[test]
    fn a_few_days_have_an_error_and_no_probability() {
        assert_eq!(assessed(&[300.0, 340.0], true, Some(Sex::Female)), None);
        let few = assessed(&[300.0, 340.0, 310.0], true, Some(Sex::Female)).expect("an error");
        // 1.96 × 85.9 / √3
        near(few.error, 97.2, 0.05);
        assert_eq!((few.probability, few.range, few.further_days), (None, None, None));
        let rough = assessed(&[300.0, 340.0, 310.0], true, Some(Sex::Male)).expect("an error");
        assert_eq!(rough.deviation, Deviation::Rough);
    }

    #[test]
    fn further_days_settle_it_and_no_fewer() {
        let open = [300.0; 7];
        let found = assessed(&open, true, Some(Sex::Female)).expect("an assessment");
        let more = found.further_days.expect("a number of days") as usize;
        let at = |days| confidence(300.0, 265.0, 26.5, 85.9, days);
        assert!(at(7 + more) >= SETTLED && at(7 + more - 1) < SETTLED, "{more}");
        // At the requirement itself no number of days settles it.
        let never = assessed(&[265.0; 7], true, Some(Sex::Female)).expect("an assessment");
        assert_eq!(never.further_days, None);
        let (low, high) = found.range.expect("a range");
        near(high, at(7), 1e-12);
        near(low, confidence(300.0, 265.0, 26.5, 1.25 * 85.9, 7), 1e-12);
    }

    #[test]
    fn below_an_adequate_intake_nothing_is_said() {
        let ask = |mean: f64| {
            let days = [mean; 7];
            let mut evidence = evidence(&days, true);
            evidence.requirement = None;
            evidence.target.kind = ReferenceKind::Ai;
            evidence.target.amount = 2600.0;
            let person =
                Person { sex: Some(Sex::Female), birth_year: Some(1986), ..Person::default() };
            assess(Nutrient::Potassium, &person, 2026, evidence).expect("an assessment")
        };
        assert!(ask(3600.0).above_adequate_intake.is_some_and(|p| p > 0.95));
        assert_eq!(ask(2000.0).above_adequate_intake, None);
        assert_eq!(ask(3600.0).probability, None);
    }
}
