//! One week worked by hand: what was typed, what USDA printed for it, and every sum of the page.
//!
//! Figures per 100 g, from USDA's National Nutrient Database for Standard Reference, Release 28
//! (2015), by NDB number; `-` is a value nobody determined:
//!
//! ```text
//!                                   NDB    Mg   Ca    K     D   caffeine  water  kcal
//! oats, rolled, dry               08120   138   52  362   0        0      10.84   379
//! milk, whole                     01077    10  113  132   1.3      0      88.13    61
//! coffee, brewed                  14209     3    2   49   0       40      99.39     1
//! lentils, cooked                 16070    36   19  369   0        0      69.64   116
//! bread, whole-wheat              18075    75  161  254   0        0      39.01   252
//! salmon, Atlantic, wild, cooked  15209    37   15  628   -        -      59.62   182
//! spinach, raw                    11457    79   99  558   0        0      91.40    23
//! egg, boiled                     01129    10   50  126   2.2      0      74.62   155
//! dark chocolate, 70-85% cocoa    19904   228   73  715   -       80       1.37   598
//! banana                          09040    27    5  358   0        0      74.91    89
//! ```
//!
//! What was eaten, and what it amounts to:
//!
//! ```text
//!                                             Mg     Ca      K    D   caffeine   water   kcal
//! breakfast  100 g oats, 200 g milk         158    278    626   2.6      0     187.10   501
//! coffee     250 g                            7.5    5    122.5  0     100     248.475    2.5
//! A          200 g lentils, 100 g bread     147    199    992   0        0     178.29   484
//! B          200 g salmon, 200 g spinach,
//!            100 g bread                    307    389   2626   0 + ?    0 + ? 341.05   662
//! C          100 g egg, 100 g bread,
//!            50 g dark chocolate            199    247.5  737.5 2.2 + ? 40     114.315  706
//! D          100 g banana                    27      5    358   0        0      74.91    89
//! ```
//!
//! Breakfast on all 7 days, coffee from Monday to Friday, A on Monday, Wednesday and Friday, B on
//! Tuesday and Thursday, C on Saturday, D on Sunday. Sunday has 590 kcal and is closed with
//! `done`; the other days count by themselves. Noted: 80 mg of caffeine on Saturday, 500 mL of
//! water on Monday and 750 mL on Sunday. Taken: 200 mg of magnesium on Monday, 1000 IU (25 µg) of
//! vitamin D on Tuesday.

use serde_json::Value;

use crate::environment::Environment;

/// The 90th percentile of vitamin D in the group of the salmon, fatty fish, µg per 100 g. 36 of
/// its foods have a value; the position is 0.9 × 35 = 31.5, between the 32nd, 23.3, and the 33rd,
/// 24.7: 23.3 + 0.5 × 1.4.
const FATTY_FISH_VITAMIN_D_UG: f64 = 24.0;
/// The same over all foods, for the dark chocolate, of whose group only 3 foods have a value.
const ALL_FOODS_VITAMIN_D_UG: f64 = 1.1;

pub fn the_week() -> Environment {
    let mut env = Environment::new();
    env.at("2026-03-08T22:00:00+00:00");
    env.ok(&["profile", "--sex", "female", "--born", "1986", "--authority", "NASEM"]);
    let a = "200 g lentils, cooked + 100 g bread, whole-wheat";
    let b = "200 g salmon, Atlantic, wild, cooked + 200 g spinach, raw + 100 g bread, whole-wheat";
    let c = "100 g egg, boiled + 100 g bread, whole-wheat + 50 g dark chocolate, 70-85% cocoa";
    let d = "100 g banana";
    for (day, dinner) in (2..).zip([a, b, a, b, a, c, d]) {
        let at = |time: &str| format!("2026-03-0{day} {time}");
        let breakfast = "100 g oats, rolled, dry + 200 g milk, whole";
        env.ok(&["eat", breakfast, "--strict", "--at", &at("08:00")]);
        if day <= 6 {
            env.ok(&["drink", "250 g coffee, brewed", "--strict", "--at", &at("10:00")]);
        }
        env.ok(&["eat", dinner, "--strict", "--at", &at("19:00")]);
    }
    env.ok(&["done", "2026-03-08"]);
    env.ok(&["caffeine", "80mg", "--at", "2026-03-07 15:00"]);
    env.ok(&["water", "500ml", "--at", "2026-03-02 12:00"]);
    env.ok(&["water", "750ml", "--at", "2026-03-08 12:00"]);
    env.ok(&["take", "magnesium 200 mg", "--elemental", "--at", "2026-03-02 21:00"]);
    env.ok(&["take", "vitamin D 1000 IU", "--at", "2026-03-03 21:00"]);
    env
}

#[track_caller]
fn near(found: &Value, expected: f64) {
    let number = found.as_f64().unwrap_or_else(|| panic!("{found} instead of {expected}"));
    // The document keeps six decimals.
    assert!((number - expected).abs() < 1e-6, "{number} instead of {expected}");
}

#[test]
fn every_figure_of_a_week_worked_by_hand() {
    let week = the_week().json(&["week"]);
    assert_eq!(week["period"]["logged_days"], 7);
    assert_eq!(week["period"]["thin_days"], 0);
    let [magnesium, calcium, potassium, vitamin_d] = [0, 1, 2, 3].map(|i| &week["nutrients"][i]);

    // Energy: 7 × 501 + 5 × 2.5 + 3 × 484 + 2 × 662 + 706 + 89
    //       = 3507 + 12.5 + 1452 + 1324 + 706 + 89 = 7090.5 kcal.

    // Magnesium: 7 × 158 + 5 × 7.5 + 3 × 147 + 2 × 307 + 199 + 27
    //          = 1106 + 37.5 + 441 + 614 + 199 + 27 = 2424.5 mg, beside an RDA of 320 mg a day
    // for a woman of 31 and over. Every food reports it, so the bound is the same.
    assert_eq!(magnesium["reference"]["kind"], "RDA");
    near(&magnesium["reference"]["amount"], 320.0);
    near(&magnesium["intake_per_day"], 2424.5 / 7.0);
    near(&magnesium["intake_upper_per_day"], 2424.5 / 7.0);
    near(&magnesium["coverage"], 2424.5 / 7.0 / 320.0);
    near(&magnesium["known_share"], 1.0);
    assert_eq!(magnesium["verdict"], "met");
    // The supplement stands apart, and on no day is it above the UL of 350 mg.
    near(&magnesium["from_supplements_per_day"], 200.0 / 7.0);
    assert_eq!(magnesium["above_upper_limit"], false);
    // 40.5 g of oats, the usual portion, hold 56 mg, more than a tenth of the Daily Value of 420 mg.
    assert_eq!(magnesium["source_days"], 7);

    // Calcium: 7 × 278 + 5 × 5 + 3 × 199 + 2 × 389 + 247.5 + 5
    //        = 1946 + 25 + 597 + 778 + 247.5 + 5 = 3598.5 mg, beside an RDA of 1000 mg: 51 %,
    // and no food is unknown.
    near(&calcium["reference"]["amount"], 1000.0);
    near(&calcium["intake_per_day"], 3598.5 / 7.0);
    near(&calcium["intake_upper_per_day"], 3598.5 / 7.0);
    near(&calcium["coverage"], 3598.5 / 7.0 / 1000.0);
    near(&calcium["known_share"], 1.0);
    assert_eq!(calcium["verdict"], "under");
    assert_eq!(calcium["source_days"], 7, "milk every morning");

    // Potassium: 7 × 626 + 5 × 122.5 + 3 × 992 + 2 × 2626 + 737.5 + 358
    //          = 4382 + 612.5 + 2976 + 5252 + 737.5 + 358 = 14318 mg, beside an AI of 2600 mg:
    // 79 %.
    assert_eq!(potassium["reference"]["kind"], "AI");
    near(&potassium["reference"]["amount"], 2600.0);
    near(&potassium["intake_per_day"], 14318.0 / 7.0);
    near(&potassium["intake_upper_per_day"], 14318.0 / 7.0);
    near(&potassium["coverage"], 14318.0 / 7.0 / 2600.0);
    assert_eq!(potassium["verdict"], "slightly_under");
    assert_eq!(potassium["above_upper_limit"], Value::Null, "NASEM sets no UL");
    // Spinach and salmon on Tuesday and Thursday, a banana on Sunday. The usual 99 g of lentils
    // hold 365 mg, less than a tenth of the Daily Value of 4700 mg.
    assert_eq!(potassium["source_days"], 3);

    // Vitamin D: 7 × 2.6 + 2.2 = 20.4 µg are known, beside an RDA of 15 µg a day. Unknown are
    // 2 × 200 g of salmon and 50 g of chocolate: at most 4 × 24.0 + 0.5 × 1.1 = 96.55 µg more.
    let unknown = 4.0 * FATTY_FISH_VITAMIN_D_UG + 0.5 * ALL_FOODS_VITAMIN_D_UG;
    near(&vitamin_d["reference"]["amount"], 15.0);
    near(&vitamin_d["intake_per_day"], 20.4 / 7.0);
    near(&vitamin_d["intake_upper_per_day"], (20.4 + unknown) / 7.0);
    near(&vitamin_d["coverage"], 20.4 / 7.0 / 15.0);
    // Their energy is 2 × 364 + 299 = 1027 of 7090.5 kcal.
    near(&vitamin_d["known_share"], (7090.5 - 1027.0) / 7090.5);
    assert_eq!(vitamin_d["verdict"], "not_known", "from 19 to 112 % of the RDA");
    assert_eq!(
        vitamin_d["unknown_foods"],
        serde_json::json!(["salmon, Atlantic, wild, cooked", "dark chocolate, 70-85% cocoa"])
    );
    near(&vitamin_d["from_supplements_per_day"], 25.0 / 7.0);
    // 258 g of milk, the usual portion, hold 3.4 µg; a tenth of the Daily Value is 2 µg.
    assert_eq!(vitamin_d["source_days"], 7);

    // Caffeine: 5 × 100 + 40 from the chocolate + 80 noted = 620 mg; Saturday had the most.
    let context = &week["context"];
    near(&context["caffeine"]["mean_per_day"], 620.0 / 7.0);
    near(&context["caffeine"]["max_per_day"], 120.0);
    assert_eq!(context["caffeine"]["days_over_limit"], 0);

    // Water: 7 × 187.10 + 5 × 248.475 + 3 × 178.29 + 2 × 341.05 + 114.315 + 74.91 + 500 + 750
    //      = 1309.7 + 1242.375 + 534.87 + 682.1 + 114.315 + 74.91 + 1250 = 5208.27 mL.
    near(&context["water"]["mean_per_day"], 5208.27 / 7.0);
    near(&context["water"]["reference"]["amount"], 2700.0);
}

#[test]
fn how_sure_the_week_is() {
    let week = the_week().json(&["week"]);
    let probability = |i: usize| week["nutrients"][i]["adequacy_probability"].clone();
    // The individual assessment of IOM 2000 (Applications in Dietary Assessment, chapter 3):
    // p = Φ((mean − EAR) / √(SD_req² + SD_within² / n)), 7 days.
    //
    // Magnesium: mean 346.357 mg of 312.5, 472.5, 312.5, 472.5, 312.5, 357 and 185; their own
    // deviation, 101.170, is above the group's 85.9. EAR 265, SD_req 26.5:
    // 81.357 / √(702.25 + 1462.20) = 81.357 / 46.5236 = 1.74873, and Φ of that is 0.95983.
    let magnesium = probability(0).as_f64().expect("seven complete days");
    assert!((magnesium - 0.95983).abs() < 0.0001, "{magnesium}");
    // Calcium: mean 514.071 mg, the group's deviation of 325 above the days' 133.2. EAR 800,
    // SD_req (1000 − 800) / 2 = 100:
    // −285.929 / √(10000 + 15089.29) = −285.929 / 158.396 = −1.80515, and Φ of that is 0.03553.
    let calcium = probability(1).as_f64().expect("seven complete days");
    assert!((calcium - 0.03553).abs() < 0.0001, "{calcium}");
    // Potassium has no average requirement; vitamin D from food is too uneven.
    assert_eq!((probability(2), probability(3)), (Value::Null, Value::Null));
}

#[test]
fn the_days_of_the_week_sum_to_it() {
    let env = the_week();
    let week = env.json(&["week"]);
    for (i, nutrient) in ["magnesium", "calcium", "potassium", "vitamin_d"].iter().enumerate() {
        let mut sum = (0.0, 0.0);
        for day in 2..=8 {
            let totals = env.json(&["day", &format!("2026-03-0{day}")])["totals"].clone();
            sum.0 += totals[nutrient]["known"].as_f64().expect("a known part");
            sum.1 += totals[nutrient]["upper"].as_f64().expect("a bound");
        }
        near(&week["nutrients"][i]["intake_per_day"], sum.0 / 7.0);
        near(&week["nutrients"][i]["intake_upper_per_day"], sum.1 / 7.0);
    }
}
