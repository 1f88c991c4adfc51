//! Where does that number come from?

use serde_json::Value;

use crate::environment::Environment;

/// A kitchen with a recipe, something unknown, a loaded phrase and notes.
fn kitchen() -> Environment {
    let env = Environment::new();
    env.ok(&[
        "recipe",
        "add",
        "lentil soup",
        "200 g lentils, cooked",
        "100 g spinach",
        "1 tbsp olive oil",
    ]);
    for day in ["2026-03-02", "2026-03-03", "2026-03-04"] {
        let at = |time: &str| format!("{day} {time}");
        env.ok(&[
            "eat",
            "2 eggs, 2 slices wholemeal toast, 170 g salmon, Atlantic, wild, cooked",
            "--at",
            &at("08:00"),
        ]);
        env.ok(&[
            "eat",
            "300 g lentil soup, something nobody knows, 60 g almonds",
            "--at",
            &at("12:00"),
        ]);
        env.ok(&["eat", "pizza margherita, 1 apple", "--at", &at("18:00")]);
        env.ok(&["water", "500ml", "--at", &at("10:00")]);
        env.ok(&["caffeine", "95mg", "--at", &at("09:00")]);
        env.ok(&["take", "magnesium citrate 200 mg", "--at", &at("18:30")]);
    }
    env
}

const NUTRIENTS: [&str; 9] = [
    "magnesium",
    "calcium",
    "potassium",
    "vitamin_d",
    "sodium",
    "caffeine",
    "water",
    "alcohol",
    "energy",
];

fn sum(document: &Value, field: &str) -> f64 {
    let parts = document["parts"].as_array().expect("parts");
    parts.iter().filter_map(|part| part[field].as_f64()).sum()
}

#[test]
fn the_water_of_a_dish_is_that_of_its_ingredients() {
    let env = Environment::new();
    env.ok(&["food", "add", "my bar", "--per", "100g", "--energy", "400kcal"]);
    let parts = ["200 g beans, kidney, cooked", "50 g my bar"];
    env.ok(&["recipe", "add", "my stew", parts[0], parts[1], "--servings", "2"]);
    env.ok(&["recipe", "add", "my soup", parts[0], parts[1], "--cooked-weight", "600 g"]);
    for dish in ["1 serving my stew", "300 g my soup"] {
        env.ok(&["eat", dish]);
        let total = env.json(&["day"])["totals"]["water"].clone();
        let why = env.json(&["why", "water", "--day"]);
        let same = |a: &Value, b: &Value| {
            (a.as_f64().expect("a number") - b.as_f64().expect("a number")).abs() < 1e-3
        };
        assert!(same(&why["total"], &total["known"]), "{dish}: {why} {total}");
        assert!(same(&why["total_upper"], &total["upper"]), "{dish}: {why} {total}");
        let parts = why["parts"].as_array().expect("parts");
        let sum: f64 = parts.iter().filter_map(|part| part["amount"].as_f64()).sum();
        assert!(same(&why["total"], &Value::from(sum)), "{dish}: {why}");
    }
    assert!(env.ok(&["why", "water", "--day"]).contains("gained in cooking"));
    // Of what loses water in cooking and reports none, nothing is known.
    let env = Environment::new();
    env.ok(&["food", "add", "my bar", "--per", "100g", "--energy", "400kcal"]);
    env.ok(&["recipe", "add", "my crumble", "200 g my bar", "--cooked-weight", "150 g"]);
    env.ok(&["eat", "150 g my crumble"]);
    assert!(env.json(&["day"])["totals"]["water"]["known"].is_null());
    let why = env.json(&["why", "water", "--day"]);
    assert!(why["total"].is_null(), "{why}");
}

#[test]
fn a_day_closed_without_food_holds_nothing_everywhere() {
    let env = Environment::new();
    env.ok(&["done"]);
    assert_eq!(env.json(&["day"])["totals"]["magnesium"]["known"], 0);
    assert_eq!(env.json(&["why", "magnesium", "--day"])["total"], 0.0);
    let csv = env.ok(&["report", "--from", "2026-03-04", "--to", "2026-03-04", "--format", "csv"]);
    let row = csv.lines().find(|line| line.contains("magnesium")).expect("a row");
    assert!(row.starts_with("2026-03-04,true,magnesium,mg,0,0,"), "{row}");
}

#[test]
fn the_parts_are_the_total_to_the_last_bit_and_the_pages_figure() {
    let env = kitchen();
    let week = env.json(&["week"]);
    for nutrient in NUTRIENTS {
        let why = env.json(&["why", nutrient]);
        assert_eq!(
            why["total"].as_f64().expect("a total").to_bits(),
            sum(&why, "amount").to_bits(),
            "{nutrient}"
        );
        assert_eq!(
            why["total_upper"].as_f64().expect("one").to_bits(),
            sum(&why, "upper").to_bits(),
            "{nutrient}"
        );
        let per_day = why["per_day"].as_f64().expect("a figure");
        let upper = why["total_upper"].as_f64().expect("one") / 3.0;
        let page = match nutrient {
            "caffeine" | "water" | "alcohol" => {
                let context = &week["context"][nutrient];
                (context["mean_per_day"].clone(), context["upper_per_day"].clone())
            }
            "sodium" | "energy" => continue,
            _ => {
                let all = week["nutrients"].as_array().expect("nutrients");
                let one = all.iter().find(|n| n["nutrient"] == nutrient).expect("the mineral");
                (one["intake_per_day"].clone(), one["intake_upper_per_day"].clone())
            }
        };
        // The page rounds to six decimals.
        assert!((page.0.as_f64().expect("known") - per_day).abs() < 1e-6, "{nutrient}");
        assert!((page.1.as_f64().expect("upper") - upper).abs() < 1e-6, "{nutrient}");
    }
}

#[test]
fn each_part_says_grams_source_and_knowledge() {
    let env = kitchen();
    let why = env.json(&["why", "vitamin", "d", "--day", "2026-03-03"]);
    let parts = why["parts"].as_array().expect("parts");
    let part = |word: &str| {
        let found = parts.iter().find(|p| p["food"].as_str().is_some_and(|f| f.contains(word)));
        found.unwrap_or_else(|| panic!("{word} is a part of {parts:#?}"))
    };
    let salmon = part("salmon");
    assert_eq!((&salmon["amount"], &salmon["per_100g"]), (&Value::Null, &Value::Null));
    assert_eq!((&salmon["knowledge"], &salmon["grams"]), (&"unknown".into(), &170.0.into()));
    assert!(salmon["upper"].as_f64().is_some_and(|upper| upper > 0.0));
    let egg = part("egg");
    let (grams, per_100g) = (egg["grams"].as_f64(), egg["per_100g"].as_f64());
    let product = per_100g.expect("a figure") * grams.expect("grams") / 100.0;
    assert_eq!(egg["amount"].as_f64(), Some(product));
    assert!(egg["source"].as_str().is_some_and(|s| s.starts_with("usda:")));
    // A recipe is unrolled into what went into it.
    assert_eq!(part("spinach")["dish"], "lentil soup");
    // What nobody knows is there, without a figure.
    let open = parts.iter().find(|p| p["phrase"] == "something nobody knows").expect("the phrase");
    assert_eq!((&open["food"], &open["amount"]), (&Value::Null, &Value::Null));
}

#[test]
fn supplements_stand_apart_and_thin_days_are_left_out() {
    let env = kitchen();
    env.ok(&["eat", "1 banana", "--at", "2026-03-01 08:00"]);
    let why = env.json(&["why", "magnesium", "--week", "2026-03-04"]);
    assert_eq!(why["period"]["days_counted"], 3);
    assert_eq!(why["supplements"].as_array().map(Vec::len), Some(3));
    assert!(!why["parts"].to_string().contains("citrate"));
    let page = env.ok(&["why", "magnesium"]);
    assert!(page.contains("÷ 3 logged days"), "{page}");
    assert!(page.contains("Counted apart: magnesium citrate 200 mg"), "{page}");
    let last = env.ok(&["why", "magnesium", "--week", "last"]);
    assert!(last.contains("1 day with incomplete food left out."), "{last}");
}

#[test]
fn potassium_is_unrolled_behind_the_gate_in_the_order_it_was_eaten() {
    let env = kitchen();
    let why = env.json(&["why", "potassium"]);
    let entries: Vec<i64> = why["parts"]
        .as_array()
        .expect("parts")
        .iter()
        .filter_map(|p| p["entry"].as_i64())
        .collect();
    assert!(entries.len() > 20 && why["total"].as_f64().is_some_and(|total| total > 1_000.0));
    let mut days: Vec<&str> =
        why["parts"].as_array().expect("parts").iter().filter_map(|p| p["day"].as_str()).collect();
    days.dedup();
    assert_eq!(days, ["2026-03-02", "2026-03-03", "2026-03-04"]);
}

#[test]
fn a_strange_nutrient_is_refused() {
    let error = Environment::new().json_error(&["why", "unobtainium"]);
    assert!(error["message"].as_str().is_some_and(|m| m.contains("unobtainium")), "{error}");
}

#[test]
fn no_line_is_wider_than_the_page() {
    let env = kitchen();
    for width in ["40", "80"] {
        let output =
            env.command(&["why", "vitamin d"]).env("COLUMNS", width).output().expect("it runs");
        let page = String::from_utf8(output.stdout).expect("UTF-8");
        for line in page.lines() {
            assert!(line.chars().count() <= width.parse().expect("a number"), "{line}");
        }
    }
}

#[test]
fn where_nothing_is_logged_there_is_no_total() {
    let env = kitchen();
    let args: [(&[&str], &str); 4] = [
        (&["--week", "last"], "Nothing logged"),
        (&["--day", "2026-01-01"], "Nothing logged"),
        (&["--day", "tomorrow"], "This day has not come yet"),
        (&["--week", "next"], "These days have not come yet"),
    ];
    for (period, said) in args {
        for nutrient in ["magnesium", "water", "energy"] {
            let words = [&["why", nutrient], period].concat();
            let document = env.json(&words);
            for field in ["total", "total_upper", "per_day"] {
                assert!(document[field].is_null(), "{words:?}: {document}");
            }
            let page = env.ok(&words);
            assert!(page.contains(said) && !page.contains('÷'), "{words:?}: {page}");
        }
    }
    // A day that is closed without food holds nothing, and that is known.
    env.ok(&["done", "2026-02-20"]);
    let document = env.json(&["why", "magnesium", "--day", "2026-02-20"]);
    assert_eq!(document["total"].to_string(), "0.0");
}
