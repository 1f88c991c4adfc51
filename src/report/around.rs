//! What was logged in the hours before an episode, and how much caffeine may still have been on
//! board when it began.

use std::collections::BTreeSet;

use chrono::{DateTime, FixedOffset};

use crate::domain::{Entry, EntryKind, LifeStage, MedicineAction, Nutrient, Record};
use crate::nutrition::bound::Bounds;
use crate::nutrition::day::{self, Foods};
use crate::nutrition::intake::{Intake, Intakes};

/// The half-life of caffeine in healthy adults, hours: the shortest, the usual and the longest
/// (Institute of Medicine 2001, Caffeine for the Sustainment of Mental Task Performance, chapter 2).
const HALF_LIFE_HOURS: [f64; 3] = [1.5, 5.0, 9.5];
/// The longest half-life that is quoted for pregnancy, hours (the same source).
const LONGEST_IN_PREGNANCY_HOURS: f64 = 15.0;
/// Days in which a supplement or medicine was not logged before it counts as new: ours.
pub const NEW_DAYS: u64 = 28;

/// The hours before an episode.
#[derive(Debug)]
pub struct Around {
    /// How many.
    pub hours: i64,
    /// Meals and drinks.
    pub meals: usize,
    /// What was eaten and drunk, with noted water and caffeine.
    pub intake: Intakes,
    /// Caffeine that may still have been on board; none where no food or drink was logged.
    pub on_board: Option<OnBoard>,
    /// Minutes between the last known caffeine and the episode; none where there was none.
    pub since_caffeine: Option<f64>,
    /// Sleep as it was noted, minutes.
    pub sleep: Vec<f64>,
    /// Stress as it was noted, 0 to 10.
    pub stress: Vec<f64>,
    /// The exercise that was noted.
    pub exercise: Vec<Entry>,
    /// Medicines and supplements that are new: not logged in the 28 days before, or started.
    pub new: Vec<Entry>,
    /// The entries, by instant.
    pub before: Vec<Entry>,
}

/// An estimate of the caffeine on board, mg.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct OnBoard {
    /// What is left of the known caffeine at the shortest half-life.
    pub low: f64,
    /// What is left of the known caffeine at the usual half-life.
    pub usual: f64,
    /// What is left at the longest half-life of what the caffeine could be at most.
    pub high: f64,
    /// The shortest and the longest half-life, hours.
    pub half_life: (f64, f64),
}

/// Returns the hours before a moment. `before` holds their entries, `earlier` the medicines and
/// supplements of the weeks before the moment.
pub fn around(
    at: DateTime<FixedOffset>,
    hours: i64,
    before: Vec<Entry>,
    earlier: &[Entry],
    (foods, bounds): (&Foods, &Bounds),
    life_stage: LifeStage,
) -> Around {
    let longest = match life_stage {
        LifeStage::Pregnancy => LONGEST_IN_PREGNANCY_HOURS,
        _ => HALF_LIFE_HOURS[2],
    };
    let [shortest, usual, _] = HALF_LIFE_HOURS;
    let mut intake = Intakes::default();
    let mut on_board = OnBoard { low: 0.0, usual: 0.0, high: 0.0, half_life: (shortest, longest) };
    let (mut meals, mut said, mut since_caffeine) = (0, false, None);
    for entry in &before {
        let eaten = eaten(entry, foods, bounds);
        meals += usize::from(entry.kind == EntryKind::Meal);
        said |= matches!(entry.kind, EntryKind::Meal | EntryKind::Caffeine);
        let minutes = (at - entry.at).num_seconds() as f64 / 60.0;
        let caffeine = eaten[Nutrient::Caffeine];
        let left = |mg: f64, half_life: f64| mg * 0.5_f64.powf(minutes / 60.0 / half_life);
        on_board.low += left(caffeine.known, shortest);
        on_board.usual += left(caffeine.known, usual);
        on_board.high += left(caffeine.upper, longest);
        if caffeine.known > 0.0 {
            since_caffeine = Some(minutes);
        }
        intake = intake + eaten;
    }
    Around {
        hours,
        meals,
        intake,
        on_board: said.then_some(on_board),
        since_caffeine,
        sleep: amounts(&before, EntryKind::Sleep),
        stress: amounts(&before, EntryKind::Stress),
        exercise: before.iter().filter(|e| e.kind == EntryKind::Exercise).cloned().collect(),
        new: new(&before, earlier),
        before,
    }
}

/// Returns what an entry adds to the food and drink of its day.
fn eaten(entry: &Entry, foods: &Foods, bounds: &Bounds) -> Intakes {
    match (&entry.record, entry.kind) {
        (Record::Meal(meal), _) => {
            meal.items.iter().map(|item| day::item_intake(item, foods, bounds)).sum()
        }
        (Record::Context(context), EntryKind::Water | EntryKind::Caffeine) => {
            let nutrient = match entry.kind {
                EntryKind::Water => Nutrient::Water,
                _ => Nutrient::Caffeine,
            };
            let mut found = Intakes::default();
            found[nutrient] += Intake::noted(context.amount.unwrap_or(0.0));
            found
        }
        _ => Intakes::default(),
    }
}

fn amounts(entries: &[Entry], kind: EntryKind) -> Vec<f64> {
    let of_kind = entries.iter().filter(|e| e.kind == kind);
    of_kind
        .filter_map(|e| match &e.record {
            Record::Context(context) => context.amount,
            _ => None,
        })
        .collect()
}

/// Returns the medicines and supplements that were not logged in the weeks before.
fn new(before: &[Entry], earlier: &[Entry]) -> Vec<Entry> {
    let recent: BTreeSet<i64> = before.iter().map(|e| e.id).collect();
    let known: BTreeSet<String> =
        earlier.iter().filter(|e| !recent.contains(&e.id)).flat_map(names).collect();
    let is_new = |entry: &&Entry| match &entry.record {
        Record::Medicine(medicine) => match medicine.action {
            MedicineAction::Started => true,
            MedicineAction::Taken => names(entry).iter().any(|name| !known.contains(name)),
            MedicineAction::Stopped => false,
        },
        Record::Supplement(_) => names(entry).iter().any(|name| !known.contains(name)),
        _ => false,
    };
    before.iter().filter(is_new).cloned().collect()
}

/// Returns what an entry is known by: a medicine's name, a supplement's nutrients or phrases.
fn names(entry: &Entry) -> Vec<String> {
    match &entry.record {
        Record::Medicine(medicine) => vec![format!("medicine {}", medicine.name.to_lowercase())],
        Record::Supplement(doses) => {
            let name = |dose: &crate::domain::Dose| match dose.nutrient {
                Some(nutrient) => format!("supplement {}", nutrient.key()),
                None => format!("supplement \"{}\"", dose.phrase.to_lowercase()),
            };
            doses.iter().map(name).collect()
        }
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Context;

    fn caffeine(hours_before: i64, mg: f64) -> Entry {
        let at = DateTime::parse_from_rfc3339("2026-03-04T12:00:00+00:00").expect("a time")
            - chrono::Duration::hours(hours_before);
        Entry {
            id: hours_before,
            kind: EntryKind::Caffeine,
            at,
            day: at.date_naive(),
            note: None,
            record: Record::Context(Context { amount: Some(mg), level: None }),
        }
    }

    fn left(entries: Vec<Entry>, life_stage: LifeStage) -> Option<OnBoard> {
        let at = DateTime::parse_from_rfc3339("2026-03-04T12:00:00+00:00").expect("a time");
        let parts = (&Foods::default(), &Bounds::default());
        around(at, 48, entries, &[], parts, life_stage).on_board
    }

    /// 100 mg, 4, 8 and 12 hours before: 16, 3 and 0.4 % are left at a half-life of 1.5 h; 57, 33
    /// and 19 % at 5 h; 75, 56 and 42 % at 9.5 h.
    #[test]
    fn caffeine_on_board_is_a_range_over_the_half_life() {
        let rounded = |mg: f64| format!("{mg:.1}");
        for (hours, [low, usual, high]) in [
            (4, ["15.7", "57.4", "74.7"]),
            (8, ["2.5", "33.0", "55.8"]),
            (12, ["0.4", "18.9", "41.7"]),
        ] {
            let left = left(vec![caffeine(hours, 100.0)], LifeStage::General).expect("a range");
            assert_eq!([left.low, left.usual, left.high].map(rounded), [low, usual, high]);
        }
        let both = vec![caffeine(4, 100.0), caffeine(8, 100.0)];
        let sum = left(both, LifeStage::General).expect("a range");
        assert_eq!(rounded(sum.high), "130.5");
    }

    #[test]
    fn it_stays_longer_in_pregnancy_and_is_not_known_without_a_word() {
        let one = || vec![caffeine(15, 100.0)];
        let left_at = |stage| left(one(), stage).expect("a range").high;
        assert!((left_at(LifeStage::Pregnancy) - 50.0).abs() < 1e-9);
        assert!(left_at(LifeStage::General) < 50.0);
        assert_eq!(left(Vec::new(), LifeStage::General), None);
    }
}
