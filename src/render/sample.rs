//! A report for tests that needs no diary: two bare weeks with suggestions, trends and what the
//! core could say of them.

use std::collections::HashMap;

use chrono::NaiveDate;

use crate::calendar::Period;
use crate::domain::{FoodId, Nutrient, PerNutrient, Settings};
use crate::nutrition::bound::Bounds;
use crate::nutrition::intake::Intake;
use crate::nutrition::suggest::{Ground, Reason, Suggestion, Withheld};
use crate::nutrition::trend::{Change, Trend};
use crate::report::period::{self, Report};
use crate::report::weeks::Measure;
use crate::report::{Input, PotassiumGate};

/// Returns the report of an empty week with a food suggested for magnesium, potassium held back,
/// and a magnesium that stands out.
pub(super) fn report() -> Report {
    let sunday = NaiveDate::from_ymd_opt(2026, 3, 8).unwrap_or_default();
    let mut report = period::report(
        Period::ending(sunday, 7),
        &Input {
            today: sunday,
            window: Period::ending(sunday, 56),
            entries: Vec::new(),
            signs: Vec::new(),
            foods: HashMap::new(),
            bounds: Bounds::default(),
            references: Vec::new(),
            settings: Settings::default(),
            flags: Vec::new(),
            caffeine_level: None,
            potassium_gate: PotassiumGate::Unanswered,
        },
    );
    report.suggestions.foods = vec![Suggestion {
        food: FoodId(1),
        name: "almonds | <b>".to_owned(),
        source: "usda:170567".to_owned(),
        portion: "1 handful".to_owned(),
        grams: 30.0,
        times_per_week: 3,
        adds: PerNutrient::from_fn(|n| (n == Nutrient::Magnesium).then_some(81.0)),
        lifts: vec![Nutrient::Magnesium],
        not_for: Vec::new(),
        ground: Ground::Eaten { days: 4 },
    }];
    report.suggestions.withheld =
        vec![Withheld { nutrient: Nutrient::Potassium, reason: Reason::PotassiumGate }];
    for (point, known) in report.weeks.points.iter_mut().rev().zip([240.0, 180.0, 185.0]) {
        let intake = Intake { known, upper: known, ..Intake::default() };
        point.intake[Nutrient::Magnesium] = Some(intake);
    }
    let trend = Trend {
        change: Change::Higher,
        now: Some(240.0),
        before: Some(182.0),
        expected: None,
        weeks_before: 2,
    };
    report.weeks.trends = vec![(Measure::Intake(Nutrient::Magnesium), trend)];
    report
}
