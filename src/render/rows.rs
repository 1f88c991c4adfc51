//! The days of a report as rows, one for each nutrient: what the CSV table and the JSON document
//! share.

use crate::domain::Nutrient;
use crate::nutrition::day::DayIntake;
use crate::nutrition::intake::Intake;
use crate::nutrition::reference::Reference;
use crate::report::period::Report;

/// One nutrient of one day, in the nutrient's unit.
pub(super) struct Row {
    pub(super) nutrient: Nutrient,
    /// The known amount from food and drink; none where nothing was logged.
    pub(super) known: Option<f64>,
    /// What it could be at most; none where nothing was logged.
    pub(super) upper: Option<f64>,
    /// The share of the energy whose food reports it; none where there is no energy.
    pub(super) known_share: Option<f64>,
    /// The reference of the report.
    pub(super) reference: Option<Reference>,
    /// What supplements added; none where an amount is not known, or where nothing at all was
    /// logged that day.
    pub(super) from_supplements: Option<f64>,
    pub(super) foods: u32,
    pub(super) foods_reporting: u32,
}

/// Returns the rows of a day, in the order of every table.
pub(super) fn rows<'a>(
    report: &'a Report,
    day: &'a DayIntake,
) -> impl Iterator<Item = Row> + use<'a> {
    let supplements = Nutrient::ALL.iter().any(|n| day.supplements[*n] > 0.0);
    let said = day.closed || day.logged || supplements || day.food[Nutrient::Energy].foods > 0;
    Nutrient::ALL.into_iter().map(move |nutrient| {
        let intake = day.food[nutrient];
        let something = !intake.is_empty() || day.closed;
        let known_dose = said && day.unknown_amounts[nutrient] == 0;
        Row {
            nutrient,
            known: intake.known_amount().filter(|_| something),
            upper: something.then_some(intake.upper),
            known_share: Intake::known_share(intake),
            reference: reference(report, nutrient),
            from_supplements: known_dose.then_some(day.supplements[nutrient]),
            foods: intake.foods,
            foods_reporting: intake.reporting,
        }
    })
}

fn reference(report: &Report, nutrient: Nutrient) -> Option<Reference> {
    match nutrient {
        Nutrient::Water => report.context.water_reference,
        _ => report.minerals.iter().find(|m| m.nutrient == nutrient)?.reference,
    }
}
