//! Numbers for people: rounded once, with their unit, and with what is not known.

use crate::domain::Nutrient;
use crate::nutrition::intake::Intake;
use crate::nutrition::reference::Reference;

/// What is said of an amount that is not known.
pub const NOT_KNOWN: &str = "not known";

/// Returns an amount with its unit: `95 mg`, `22.3 µg`, `1.2 L`.
pub fn amount(nutrient: Nutrient, value: f64) -> String {
    match nutrient {
        Nutrient::Water if value >= 1000.0 => format!("{:.1} L", value / 1000.0),
        Nutrient::VitaminD => format!("{} µg", number(value, 1)),
        _ => format!("{} {}", number(value, if value < 10.0 { 1 } else { 0 }), nutrient.unit()),
    }
}

/// Returns a number with at most `decimals` places, without trailing zeros. A positive number too
/// small to show is "under 0.1", never 0.
pub fn number(value: f64, decimals: usize) -> String {
    let mut text = format!("{value:.decimals$}");
    if text.contains('.') {
        text.truncate(text.trim_end_matches('0').trim_end_matches('.').len());
    }
    if value > 0.0 && text == "0" {
        return format!("under {}", 10_f64.powi(-i32::try_from(decimals).unwrap_or(0)));
    }
    if text == "-0" { "0".to_owned() } else { text }
}

/// Returns grams: `118 g`, `7.5 g`.
pub fn grams(value: f64) -> String {
    format!("{} g", number(value, usize::from(value < 10.0)))
}

/// Returns a share in percent: `64 %`. What is not quite all is never shown as 100 %, and what is
/// not quite nothing never as 0 %.
pub fn percent(share: f64) -> String {
    let percent = share * 100.0;
    let rounded = percent.round();
    if (rounded - 100.0).abs() < 0.5 && share < 1.0 {
        "over 99 %".to_owned()
    } else if rounded < 1.0 && share > 0.0 {
        "under 1 %".to_owned()
    } else {
        format!("{rounded:.0} %")
    }
}

/// Returns an intake in words: `95 mg`, or `at least 0 µg; 1 of 2 foods report it`.
pub fn intake(nutrient: Nutrient, intake: Intake) -> String {
    if intake.is_empty() { "nothing logged".to_owned() } else { of(nutrient, intake, "food") }
}

/// Returns an intake of some things, of which one is named so, in words: `61 mg`, `at least 61 mg; 4
/// of 6 ingredients report it`, `not known; none of 2 ingredients reports it`.
pub fn of(nutrient: Nutrient, intake: Intake, one: &str) -> String {
    let known = known(nutrient, intake);
    let things = super::count(intake.foods as usize, one, &format!("{one}s"));
    match (intake.reporting, intake.foods) {
        (reporting, foods) if reporting == foods => known,
        (0, 1) => format!("{known}; the one {one} does not report it"),
        (0, _) => format!("{known}; none of {things} reports it"),
        (reporting, _) => format!("{known}; {reporting} of {things} report it"),
    }
}

/// Returns the known part of an intake, marked where not every food reports it: `61 mg`, `at least
/// 61 mg`, `not known`.
pub fn known(nutrient: Nutrient, intake: Intake) -> String {
    match intake.known_amount() {
        None => NOT_KNOWN.to_owned(),
        Some(known) if intake.is_complete() => amount(nutrient, known),
        Some(known) => format!("at least {}", amount(nutrient, known)),
    }
}

/// Returns a reference with its kind: `RDA 320 mg`.
pub fn reference(nutrient: Nutrient, reference: Reference) -> String {
    format!("{} {}", reference.kind.key(), amount(nutrient, reference.amount))
}

/// Returns how far an amount goes towards a reference: `76 % of the RDA 420 mg`.
pub fn coverage(nutrient: Nutrient, of: Intake, reference: Reference) -> String {
    let share = crate::nutrition::coverage::coverage(of.known, reference);
    format!("{} of the {}", percent(share), self::reference(nutrient, reference))
}

/// Returns minutes as hours and minutes: `6 h 30 min`.
pub fn minutes(value: f64) -> String {
    let minutes = value.round();
    let (hours, rest) = ((minutes / 60.0).floor(), minutes % 60.0);
    match (hours as i64, rest as i64) {
        (0, rest) => format!("{rest} min"),
        (hours, 0) => format!("{hours} h"),
        (hours, rest) => format!("{hours} h {rest} min"),
    }
}

/// Returns seconds as the largest units that fit: `45 s`, `10 min`, `1 h 30 min`.
pub fn seconds(value: u32) -> String {
    match value {
        0..60 => format!("{value} s"),
        _ if value.is_multiple_of(60) => minutes(f64::from(value) / 60.0),
        60..3600 => format!("{} min {} s", value / 60, value % 60),
        _ => minutes(f64::from(value) / 60.0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_rounded_once() {
        for (nutrient, value, expected) in [
            (Nutrient::Magnesium, 95.4, "95 mg"),
            (Nutrient::Magnesium, 3.26, "3.3 mg"),
            (Nutrient::VitaminD, 22.27, "22.3 µg"),
            (Nutrient::VitaminD, 0.0, "0 µg"),
            (Nutrient::VitaminD, 0.01, "under 0.1 µg"),
            (Nutrient::VitaminD, 15.0, "15 µg"),
            (Nutrient::Water, 2345.0, "2.3 L"),
            (Nutrient::Water, 240.0, "240 mL"),
        ] {
            assert_eq!(amount(nutrient, value), expected);
        }
    }

    #[test]
    fn what_is_not_all_is_not_shown_as_all() {
        for (share, expected) in [
            (0.64, "64 %"),
            (0.999, "over 99 %"),
            (1.0, "100 %"),
            (0.001, "under 1 %"),
            (0.0, "0 %"),
        ] {
            assert_eq!(percent(share), expected);
        }
    }

    #[test]
    fn an_incomplete_sum_says_so() {
        let some = Intake { reporting: 1, foods: 2, ..Intake::default() };
        assert_eq!(intake(Nutrient::VitaminD, some), "at least 0 µg; 1 of 2 foods report it");
        let all = Intake { known: 22.27, reporting: 2, foods: 2, ..Intake::default() };
        assert_eq!(intake(Nutrient::VitaminD, all), "22.3 µg");
    }

    #[test]
    fn lengths_of_time() {
        assert_eq!(minutes(390.0), "6 h 30 min");
        assert_eq!(minutes(45.0), "45 min");
        assert_eq!(seconds(600), "10 min");
        assert_eq!(seconds(90), "1 min 30 s");
        assert_eq!(seconds(20), "20 s");
    }
}
