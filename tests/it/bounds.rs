//! Does the truth lie between what is known and what could be? Known figures are hidden at random
//! and the totals compared with what they really are.

use mineralog::domain::{Content, Food, Nutrient};
use mineralog::nutrition::intake::{Eaten, Intakes, intake};
use mineralog::store::Store;
use proptest::prelude::Rng as _;
use proptest::test_runner::{RngAlgorithm, TestRng};

use crate::environment::tell;

/// Totals that are looked at.
const TOTALS: u32 = 20_000;
/// The share of them whose truth must lie inside: the bound stands at the 90th percentile.
const LEAST_SHARE: f64 = 0.88;

#[test]
fn the_truth_lies_inside_the_bounds() {
    let store = Store::in_memory(0).expect("the seed");
    let ids = store.choice_of_foods(false).expect("the foods");
    let mut foods: Vec<Food> = store.foods_of(&ids).expect("the foods").into_values().collect();
    foods.sort_by_key(|food| food.id);
    foods.retain(|food| food.portion("usual").is_some());
    let bounds = store.bounds(chrono::NaiveDate::default(), false).expect("the bounds");
    let mut rng = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    let mut inside = [0_u32; 9];
    let mut looked_at = [0_u32; 9];
    for _ in 0..TOTALS {
        let (mut truth, mut shown) = (Intakes::default(), Intakes::default());
        for _ in 0..1 + rng.next_u32() % 6 {
            let food = &foods[rng.next_u32() as usize % foods.len()];
            let grams = food.portion("usual").map_or(0.0, |portion| portion.grams);
            let mut hidden = food.clone();
            for nutrient in Nutrient::ALL {
                if rng.next_u32().is_multiple_of(3) {
                    hidden.content[nutrient] = Content::Unknown;
                }
            }
            truth = truth + intake(Eaten::Food(food, grams), &bounds);
            shown = shown + intake(Eaten::Food(&hidden, grams), &bounds);
        }
        for (place, nutrient) in Nutrient::ALL.into_iter().enumerate() {
            let (truth, shown) = (truth[nutrient], shown[nutrient]);
            // Only where the truth is known and something of it was hidden.
            if truth.is_complete() && !shown.is_complete() {
                looked_at[place] += 1;
                let within = shown.known <= truth.known + 1e-9 && truth.known <= shown.upper + 1e-9;
                inside[place] += u32::from(within);
            }
        }
    }
    let all = f64::from(inside.iter().sum::<u32>()) / f64::from(looked_at.iter().sum::<u32>());
    for (place, nutrient) in Nutrient::ALL.into_iter().enumerate() {
        let share = f64::from(inside[place]) / f64::from(looked_at[place]);
        tell(&format!("inside the bounds, {}: {:.1} %", nutrient.name(), 100.0 * share));
        assert!(looked_at[place] > 1_000 && share >= LEAST_SHARE, "{}: {share}", nutrient.name());
    }
    tell(&format!("inside the bounds, all: {:.1} %", 100.0 * all));
}
