//! What is said about one mineral.

use super::super::{amount, count, inert};
use crate::domain::Nutrient;
use crate::nutrition::adequacy::{Assessment, Deviation, LEAST_DAYS};
use crate::nutrition::coverage::{self, Verdict};
use crate::nutrition::intake::Intake;
use crate::nutrition::reference::ReferenceKind;
use crate::report::period::{Mineral, Report};

/// Returns the mean intake with the foods it rests on: `at least 61 mg; 4 of 12 foods report it`.
/// The empty text without a logged day.
pub(in crate::render) fn intake(mineral: &Mineral) -> String {
    let Some(intake) = mineral.intake else { return String::new() };
    let text = amount::intake(mineral.nutrient, intake);
    match intake.foods {
        0 => text,
        _ if !intake.is_complete() => text,
        1 => format!("{text}; the one food reports it"),
        foods => format!("{text}; all {} report it", count(foods as usize, "food", "foods")),
    }
}

/// Returns the sentences about a mineral, the verdict first. None without a logged day.
pub(in crate::render) fn detail(mineral: &Mineral, report: &Report) -> Vec<String> {
    let nutrient = mineral.nutrient;
    let Some(intake) = mineral.intake else {
        return Vec::new();
    };
    let mut lines = vec![against(mineral, intake, report)];
    lines.extend(bound(mineral, intake));
    lines.push(format!(
        "A source was eaten on {} of {}.",
        mineral.source_days,
        count(report.logged_days, "logged day", "logged days")
    ));
    let is_adequate_intake = mineral.reference.is_some_and(|r| r.kind == ReferenceKind::Ai);
    lines.extend(mineral.assessment.and_then(|found| match is_adequate_intake {
        true => above_adequate_intake(nutrient, found),
        false => adequacy(nutrient, found),
    }));
    if !mineral.top_foods.is_empty() && intake.known > 0.0 {
        let most: Vec<String> =
            mineral.top_foods.iter().take(3).map(|(name, _)| inert(name)).collect();
        lines.push(format!("Most came from: {}.", most.join("; ")));
    }
    if mineral.verdict == Verdict::NotKnown && !mineral.unknown_foods.is_empty() {
        let names: Vec<String> =
            mineral.unknown_foods.iter().take(4).map(|name| inert(name)).collect();
        let rest = mineral.unknown_foods.len().saturating_sub(names.len());
        let more = if rest > 0 { format!("; and {rest} more") } else { String::new() };
        lines.push(format!("No figure for: {}{more}.", names.join("; ")));
    }
    if let (Some(true), Some(level)) = (mineral.above_upper_level, mineral.upper_level) {
        let basis = if nutrient == Nutrient::Magnesium {
            "Supplements alone passed"
        } else {
            "Food and supplements together passed"
        };
        lines.push(format!(
            "{basis} the upper level (UL) of {} that {} sets; worth raising with a clinician.",
            amount::amount(nutrient, level.amount),
            level.authority.key()
        ));
    }
    lines
}

/// Returns the verdict with the figures it stands on.
fn against(mineral: &Mineral, intake: Intake, report: &Report) -> String {
    let verdict = verdict(mineral);
    match (mineral.reference, mineral.coverage) {
        (Some(reference), Some(coverage)) => {
            let at_least = if intake.is_complete() { "" } else { "at least " };
            format!(
                "{verdict}: {at_least}{} of the {}.",
                amount::percent(coverage),
                amount::reference(mineral.nutrient, reference)
            )
        }
        (Some(reference), None) => {
            format!("{verdict} ({}).", amount::reference(mineral.nutrient, reference))
        }
        (None, _) => format!(
            "{verdict}: {} has no published value for this group.",
            report.person.authority.key()
        ),
    }
}

/// Says what could be there at most; none where every food reports it.
fn bound(mineral: &Mineral, intake: Intake) -> Option<String> {
    if intake.is_complete() {
        return None;
    }
    let of = mineral.reference.map_or_else(String::new, |reference| {
        format!(" ({})", amount::percent(coverage::coverage(intake.upper, reference)))
    });
    let share = intake.known_share().filter(|_| intake.is_reported());
    let share = share.map_or_else(String::new, |share| {
        format!("; the foods that report it hold {} of the energy", amount::percent(share))
    });
    let upper = amount::amount(mineral.nutrient, intake.upper);
    Some(format!("It could be {upper}{of} at most{share}."))
}

/// Says how sure the log can be; none where there is nothing to say.
fn adequacy(nutrient: Nutrient, found: Assessment) -> Option<String> {
    let days = count(found.days, "logged day", "logged days");
    let error = (found.error > 0.0).then(|| {
        format!(
            "mean ± {} from {days}, {}",
            amount::amount(nutrient, found.error),
            variation(found.deviation)
        )
    });
    let Some(p) = found.probability else {
        let why = if found.days < LEAST_DAYS {
            format!("how likely that is enough is said from {LEAST_DAYS} logged days on")
        } else {
            "whether it is enough is not said, as what is unknown could turn it".to_owned()
        };
        return error.map(|error| format!("The days leave room: {error}; {why}."));
    };
    let mut text = format!("{} ({}", adequacy_words(p), amount::percent(p));
    if let Some((low, high)) = found.range {
        let (low, high) = (amount::percent(low), amount::percent(high));
        if low != high {
            text.push_str(&format!(", between {low} and {high} if days vary more"));
        }
    }
    text.push_str(&error.map_or_else(|| format!("; {days}"), |error| format!("; {error}")));
    text.push_str(").");
    if let Some(further) = found.further_days {
        let more = count(further as usize, "more day", "more days");
        text.push_str(&format!(" About {more} like these would settle it."));
    }
    Some(text)
}

/// Says whether usual intake is above an adequate intake. Below one nothing can be inferred, so that
/// is never said.
fn above_adequate_intake(nutrient: Nutrient, found: Assessment) -> Option<String> {
    let days = count(found.days, "logged day", "logged days");
    let error = format!(
        "mean ± {} from {days}, {}",
        amount::amount(nutrient, found.error),
        variation(found.deviation)
    );
    let p = found.above_adequate_intake.unwrap_or(0.0);
    let words = match p {
        p if p >= 0.95 => "Very likely above the reference level, from what you logged",
        p if p >= 0.85 => "Likely above the reference level, from what you logged",
        _ => {
            return (found.error > 0.0).then(|| format!("The days leave room: {error}."));
        }
    };
    Some(format!("{words} ({}; {error}).", amount::percent(p)))
}

/// Says whose variation from day to day an error rests on.
fn variation(deviation: Deviation) -> &'static str {
    match deviation {
        Deviation::Survey => "by typical day-to-day variation, not measured from your days",
        Deviation::Rough => {
            "by a rough figure for day-to-day variation, not measured from your days"
        }
        Deviation::Own => "by how your own days vary",
    }
}

/// Returns the words for a probability, by the band it lies in.
fn adequacy_words(p: f64) -> &'static str {
    match p {
        p if p >= 0.95 => "Very likely enough, from what you logged",
        p if p >= 0.85 => "Likely enough, from what you logged",
        p if p >= 0.15 => "Whether it is enough for you cannot be told yet",
        p if p >= 0.05 => "Likely below what most people need",
        _ => "Very likely below what most people need",
    }
}

/// Returns the words of a verdict, without a full stop.
pub(in crate::render) fn verdict(mineral: &Mineral) -> &'static str {
    let adequate_intake =
        mineral.reference.is_some_and(|reference| reference.kind == ReferenceKind::Ai);
    match mineral.verdict {
        Verdict::Met => "Your log reaches the reference",
        Verdict::SlightlyUnder if adequate_intake => {
            "Your log stays a little below the reference level (AI)"
        }
        Verdict::Under if adequate_intake => "Your log stays below the reference level (AI)",
        Verdict::SlightlyUnder => "Slightly under-represented in your log",
        Verdict::Under => "Under-represented in your log",
        Verdict::NotKnown if mineral.reference.is_none() => "No reference to compare with",
        Verdict::NotKnown => {
            "Whether it reaches the reference is not known, as too much of the food has no figure"
        }
        Verdict::TooFewDays => "Too few days to say, as a verdict needs 3 logged days",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn assessment() -> Assessment {
        Assessment {
            days: 7,
            error: 63.6,
            deviation: Deviation::Survey,
            probability: Some(0.4),
            range: Some((0.38, 0.42)),
            further_days: Some(12),
            above_adequate_intake: None,
            below_upper_level: None,
        }
    }

    #[test]
    fn below_an_adequate_intake_nothing_is_inferred() {
        let said = |p| {
            let found = Assessment { probability: None, above_adequate_intake: p, ..assessment() };
            above_adequate_intake(Nutrient::Potassium, found).unwrap_or_default()
        };
        let room = "The days leave room: mean ± 64 mg from 7 logged days, by typical day-to-day \
                    variation, not measured from your days.";
        assert_eq!(said(None), room);
        assert_eq!(said(Some(0.6)), room);
        assert_eq!(
            said(Some(0.97)),
            "Very likely above the reference level, from what you logged (97 %; mean ± 64 mg from 7 \
             logged days, by typical day-to-day variation, not measured from your days)."
        );
    }

    #[test]
    fn how_sure_a_log_can_be() {
        let said = |found| adequacy(Nutrient::Magnesium, found).unwrap_or_default();
        assert_eq!(
            said(assessment()),
            "Whether it is enough for you cannot be told yet (40 %, between 38 % and 42 % if days \
             vary more; mean ± 64 mg from 7 logged days, by typical day-to-day variation, not measured \
             from your days). About 12 more days like these would settle it."
        );
        let sure = Assessment {
            probability: Some(0.999),
            range: None,
            further_days: None,
            deviation: Deviation::Rough,
            ..assessment()
        };
        assert_eq!(
            said(sure),
            "Very likely enough, from what you logged (over 99 %; mean ± 64 mg from 7 logged \
             days, by a rough figure for day-to-day variation, not measured from your days)."
        );
    }

    #[test]
    fn too_few_days_are_said_with_their_error_alone() {
        let few = Assessment { days: 3, probability: None, range: None, ..assessment() };
        let said = adequacy(Nutrient::Magnesium, few).unwrap_or_default();
        assert_eq!(
            said,
            "The days leave room: mean ± 64 mg from 3 logged days, by typical day-to-day \
             variation, not measured from your days; how likely that is enough is said from 7 logged \
             days on."
        );
        assert_eq!(adequacy(Nutrient::Magnesium, Assessment { error: 0.0, ..few }), None);
        let unknown = Assessment { days: 14, ..few };
        let said = adequacy(Nutrient::Magnesium, unknown).unwrap_or_default();
        assert!(said.ends_with("is not said, as what is unknown could turn it."), "{said}");
    }
}
