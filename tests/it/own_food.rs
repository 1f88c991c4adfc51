//! A food that no table has, copied from its label; dishes made of foods; names and portions of
//! one's own; and the search that helps to choose.

use expect_test::expect;
use serde_json::{Value, json};

use crate::environment::Environment;

const OAT_DRINK: &[&str] = &[
    "food",
    "add",
    "Barista oat",
    "--per",
    "100ml",
    "--magnesium",
    "12mg",
    "--calcium",
    "120mg",
    "--vitamin-d",
    "30IU",
    "--energy",
    "192.464kJ",
    "--salt",
    "0.1g",
    "--usual",
    "200 ml",
    "--group",
    "plant milk",
];

fn per_100g(food: &Value, nutrient: &str) -> Value {
    food["food"]["nutrients"][nutrient]["per_100g"].clone()
}

/// Leaves out the number of the first food made here: it grows with the seed.
fn unnumbered(text: &str) -> String {
    text.lines()
        .map(|line| {
            let own = |word: &&str| word.len() == 4 && word.bytes().all(|b| b.is_ascii_digit());
            match line.split_whitespace().find(own) {
                Some(number) if line.contains("food") => line.replacen(number, "NNNN", 1) + "\n",
                _ => format!("{line}\n"),
            }
        })
        .collect()
}

#[track_caller]
fn refused(env: &Environment, args: &[&str], message: &str) -> String {
    let before = std::fs::read(env.db()).expect("a diary");
    let error = env.json_error(args);
    let said = error["message"].as_str().expect("a message");
    assert!(said.contains(message), "{args:?}\n{said}");
    assert!(std::fs::read(env.db()).expect("a diary") == before, "{args:?} changed the diary");
    error["hint"].as_str().unwrap_or_default().to_owned()
}

#[test]
fn a_label_per_100_ml_in_one_line() {
    let env = Environment::new();
    let run = env.run(OAT_DRINK);
    expect![[r#"
        Added                                                                  food NNNN
        Barista oat                                                        your own food
        Groups: plant milk

                             100 g    usual 200 g
          magnesium          12 mg          24 mg  estimated: label, per 100 mL
          calcium           120 mg         240 mg  estimated: label, per 100 mL
          potassium        unknown        unknown
          vitamin D         0.8 µg         1.5 µg  estimated: label, per 100 mL
          sodium             40 mg          80 mg  estimated: label, per 100 mL: salt /
                                                   2.5 (EU 1169/2011, Annex I)
          caffeine         unknown        unknown
          water            unknown        unknown
          alcohol          unknown        unknown
          energy           46 kcal        92 kcal  estimated: label, per 100 mL

        Portions: cup 237 g
          weights from: 1 g per mL, assumed; stated: 200 ml
        A source of calcium: a usual portion holds 10 % of the Daily Value.
        Take it back with `mineralog undo`.
        --- stderr
        warning: 1 mL was taken to weigh 1 g
        --- status 0
    "#]]
    .assert_eq(&unnumbered(&run.all()));
    let shown = env.json(&["food", "show", "barista oat"]);
    // 30 IU are 0.75 µg; 192.464 kJ are 46 kcal; 0.1 g of salt is 40 mg of sodium.
    for (nutrient, amount) in [
        ("magnesium", json!(12)),
        ("calcium", json!(120)),
        ("vitamin_d", json!(0.75)),
        ("energy", json!(46)),
        ("sodium", json!(40)),
        ("potassium", Value::Null),
        ("caffeine", Value::Null),
    ] {
        assert_eq!(per_100g(&shown, nutrient), amount, "{nutrient}");
    }
    assert_eq!(shown["food"]["nutrients"]["potassium"]["knowledge"], "unknown");
    assert_eq!(shown["food"]["nutrients"]["calcium"]["source"], "label, per 100 mL");
    assert_eq!(shown["food"]["origin"], "own");
    assert!(shown["food"]["source"].as_str().is_some_and(|s| s.starts_with("own:")));
}

#[test]
fn what_a_label_does_not_give_is_unknown_in_day_and_week() {
    let env = Environment::new();
    env.ok(OAT_DRINK);
    let meal = env.json(&["eat", "barista oat, 300 ml barista oat"]);
    assert_eq!(meal["meal"]["items"][0]["grams"], 200);
    assert_eq!(meal["meal"]["items"][1]["grams"], 300);
    assert_eq!(meal["meal"]["items"][0]["nutrients"]["calcium"], 240);
    assert_eq!(meal["meal"]["items"][0]["nutrients"]["potassium"], Value::Null);
    let day = env.json(&["today"]);
    assert_eq!(day["totals"]["calcium"]["known"], 600);
    assert_eq!(day["totals"]["potassium"]["foods_reporting"], 0);
    assert!(day["totals"]["potassium"]["upper"].as_f64().is_some_and(|upper| upper > 0.0));
    env.ok(&["done"]);
    let week = env.json(&["week"]);
    assert_eq!(week["nutrients"][2]["unknown_foods"], json!(["Barista oat"]));
}

#[test]
fn a_label_per_serving_and_percentages_of_either_reference() {
    let env = Environment::new();
    let bar = |name: &str, of: &str| {
        env.json(&[
            "food",
            "add",
            name,
            "--per",
            "serving",
            "--serving",
            "1 bar = 40 g",
            "--calcium",
            "15%",
            "--magnesium",
            "10 %",
            "--percent-of",
            of,
        ])
    };
    // 15 % of 1300 mg in 40 g: 195 mg, 487.5 mg in 100 g; of 800 mg: 120 mg, 300 mg.
    let us = bar("Crunch bar", "dv");
    assert_eq!(per_100g(&us, "calcium"), 487.5);
    assert_eq!(per_100g(&us, "magnesium"), 105);
    assert_eq!(
        us["food"]["nutrients"]["calcium"]["source"],
        "label, per serving: 15 % of the US Daily Value"
    );
    let eu = bar("Croque bar", "NRV");
    assert_eq!(per_100g(&eu, "calcium"), 300);
    assert_eq!(per_100g(&eu, "magnesium"), 93.75);
    let items = env.json(&["eat", "crunch bar, 2 bars croque bar"])["meal"]["items"].clone();
    assert_eq!((&items[0]["grams"], &items[1]["grams"]), (&json!(40), &json!(80)));
    let hint = refused(
        &env,
        &["food", "add", "Third bar", "--per", "100g", "--calcium", "15%"],
        "whose percentage",
    );
    assert!(hint.contains("--percent-of dv") && hint.contains("--percent-of nrv"), "{hint}");
}

#[test]
fn a_stated_density_is_used() {
    let env = Environment::new();
    let syrup = env.json(&[
        "food",
        "add",
        "Malt syrup",
        "--per",
        "100ml",
        "--weighs",
        "250 ml = 350 g",
        "--label",
        "magnesium 14 mg, calcium: 28 mg, sugar 60 g",
    ]);
    // 1.4 g per mL: 14 mg in 140 g.
    assert_eq!(per_100g(&syrup, "magnesium"), 10);
    assert_eq!(per_100g(&syrup, "calcium"), 20);
    let warnings = syrup["warnings"].to_string();
    assert!(warnings.contains("left aside: sugar") && !warnings.contains("1 mL"), "{warnings}");
    assert_eq!(env.json(&["eat", "100 ml malt syrup"])["meal"]["items"][0]["grams"], 140);
}

#[test]
fn a_wrong_label_is_refused_and_changes_nothing() {
    let env = Environment::new();
    env.ok(OAT_DRINK);
    let add = |rest: &[&'static str]| [&["food", "add", "Stuff"], rest].concat();
    for (args, message) in [
        (add(&[]), "nothing is known"),
        (add(&["--calcium", "120mg"]), "what the figures are for"),
        (add(&["--per", "100g", "--calcium", "120"]), "has no unit"),
        (add(&["--per", "100g", "--calcium=-5mg"]), "cannot be negative"),
        (add(&["--per", "100g", "--calcium", "150g"]), "150 g of nutrients in 100 g"),
        (add(&["--per", "100g", "--energy", "901kcal"]), "more than pure fat"),
        (add(&["--per", "serving", "--energy", "90kcal"]), "how much a serving is"),
        (add(&["--per", "jug", "--energy", "90kcal"]), "no base of a label"),
        (add(&["--per", "100g", "--energy", "<1kcal"]), "a limit, not an amount"),
        (add(&["--per", "100g", "--water", "15%", "--percent-of", "dv"]), "there is no US Daily"),
        (add(&["--per", "100g", "--energy", "9kcal", "--group", "stones"]), "no food group"),
        (add(&["--per", "100g", "--energy", "9kcal", "--usual", "1 crate"]), "no weight"),
        (add(&["--per", "100g", "--energy", "9kcal", "--alias", "banana"]), "means banana"),
        (vec!["food", "add", "BARISTA OATS", "--per", "100g", "--energy", "9kcal"], "already"),
        (vec!["food", "add", "...", "--per", "100g", "--energy", "9kcal"], "no word"),
        (vec!["food", "add", "a\u{1b}[31mb", "--per", "100g", "--energy", "9kcal"], "control"),
        (vec!["food", "edit", "barista oat"], "nothing was said"),
        (vec!["food", "edit", "barista oat", "--reset"], "no published figures"),
        (vec!["food", "edit", "barista oat", "--unknown", "zinc"], "no nutrient"),
        (vec!["food", "remove", "banana"], "published food"),
        (vec!["food", "alias", "barista oat", "banana"], "means banana so far"),
        (vec!["food", "alias", "barista oat", "milky", "--remove"], "no name you gave"),
        (vec!["food", "tag", "barista oat", "zinc"], "none of the minerals"),
        (vec!["food", "portion", "barista oat", "slice"], "no portion"),
        (vec!["food", "portion", "barista oat", "slice", "--remove"], "no weight"),
    ] {
        refused(&env, &args, message);
    }
    let long = "oat ".repeat(30_000);
    refused(&env, &["food", "add", &long, "--per", "100g", "--energy", "9kcal"], "at most 200");
}

#[test]
fn an_edit_says_how_many_entries_it_touches_and_is_taken_back() {
    let env = Environment::new();
    env.ok(OAT_DRINK);
    for day in ["2026-03-01 08:00", "2026-03-01 20:00", "2026-03-02 08:00"] {
        env.ok(&["eat", "barista oat", "--at", day]);
    }
    let page = env.ok(&["food", "edit", "barista oat", "--per", "100ml", "--calcium", "130mg"]);
    assert!(page.contains("3 entries of 2 days now show other figures."), "{page}");
    let known = || env.json(&["day", "2026-03-02"])["totals"]["calcium"]["known"].clone();
    assert_eq!(known(), 260);
    env.ok(&["undo"]);
    assert_eq!(known(), 240);
    let unknown = env.json(&["food", "edit", "barista oat", "--unknown", "calcium"]);
    assert_eq!(unknown["touches"], json!({"entries": 3, "days": 2}));
    assert_eq!(known(), Value::Null, "nothing of it is known");
    assert_eq!(env.json(&["day", "2026-03-02"])["totals"]["calcium"]["foods_reporting"], 0);
    refused(&env, &["food", "remove", "barista oat"], "used by 3 entries of 2 days");
}

#[test]
fn every_change_of_a_food_is_taken_back() {
    let env = Environment::new();
    env.ok(OAT_DRINK);
    let show = |food: &str| env.json(&["food", "show", food]);
    for (food, change) in [
        ("barista oat", vec!["food", "edit", "barista oat", "--name", "Oat of mine"]),
        ("barista oat", vec!["food", "edit", "barista oat", "--group", "milk"]),
        ("barista oat", vec!["food", "alias", "barista oat", "the usual splash"]),
        ("barista oat", vec!["food", "tag", "barista oat", "magnesium"]),
        ("barista oat", vec!["food", "portion", "barista oat", "1 carton = 1 l"]),
        ("barista oat", vec!["food", "remove", "barista oat"]),
        ("usda:168462", vec!["food", "edit", "usda:168462", "--per", "100g", "--calcium", "1mg"]),
        ("usda:168462", vec!["food", "tag", "usda:168462", "vitamin-d"]),
        ("usda:168462", vec!["food", "portion", "usda:168462", "usual = 90 g"]),
    ] {
        let before = show(food);
        let id = before["food"]["id"].to_string();
        env.ok(&change);
        if change[1] == "remove" {
            let found = env.json(&["food", "search", "barista oat"]).to_string();
            assert!(!found.contains("Barista oat"), "{found}");
            assert_eq!(env.json(&["eat", "barista oat"])["meal"]["items"][0]["food"], Value::Null);
            env.ok(&["undo"]);
        } else {
            assert_ne!(show(&id), before, "{change:?}");
        }
        env.ok(&["undo"]);
        assert_eq!(show(food), before, "{change:?}");
    }
    env.ok(&["undo"]);
    assert!(!env.json(&["food", "search", "barista oat"]).to_string().contains("Barista oat"));
}

#[test]
fn published_figures_come_back() {
    let env = Environment::new();
    let show = || env.json(&["food", "show", "usda:168462"]);
    let before = show();
    let run = env.run(&["food", "edit", "spinach", "--per", "100g", "--magnesium", "100mg"]);
    let said = run.stderr.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(said.contains("marked as changed by you"), "{said}");
    assert_eq!(show()["food"]["changed_by_user"], true);
    assert_eq!(per_100g(&show(), "magnesium"), 100);
    env.ok(&["food", "portion", "spinach", "1 bag = 240 g"]);
    env.ok(&["food", "edit", "spinach", "--reset"]);
    let after = show();
    assert_eq!(after["food"]["nutrients"], before["food"]["nutrients"]);
    assert_eq!(after["food"]["changed_by_user"], false);
    assert!(after.to_string().contains("\"bag\""), "what was added besides stays");
    env.ok(&["food", "portion", "spinach", "bag", "--remove"]);
    assert_eq!(show(), before);
}

#[test]
fn a_name_of_ones_own_comes_first() {
    let env = Environment::new();
    env.ok(OAT_DRINK);
    env.ok(&["food", "alias", "barista oat", "the white stuff"]);
    let eaten =
        |phrase: &str| env.json(&["eat", phrase])["meal"]["items"][0]["food"]["name"].clone();
    assert_eq!(eaten("the white stuff"), "Barista oat");
    assert_eq!(eaten("milk"), "milk, whole");
    env.ok(&["food", "alias", "barista oat", "milk", "--force"]);
    assert_eq!(eaten("milk"), "Barista oat");
    assert_eq!(
        env.json(&["food", "show", "milk"])["food"]["aliases"],
        json!(["the white stuff", "milk"])
    );
    env.ok(&["food", "alias", "barista oat", "milk", "--remove"]);
    assert_eq!(eaten("milk"), "milk, whole");
}

#[test]
fn portions_are_taught_in_plain_words() {
    let env = Environment::new();
    env.ok(&["food", "portion", "sourdough bread", "2 slices = 90 g", "usual = 120 g"]);
    let grams = |phrase: &str| env.json(&["eat", phrase])["meal"]["items"][0]["grams"].clone();
    assert_eq!(grams("sourdough bread"), 120);
    assert_eq!(grams("3 slices sourdough bread"), 135);
    let answer = env.json(&["food", "portion", "sourdough bread", "1 doorstop = 80 g"]);
    assert!(answer["warnings"][0].as_str().is_some_and(|w| w.contains("doorstop")));
}

#[test]
fn a_tag_counts_as_a_source() {
    let env = Environment::new();
    env.ok(OAT_DRINK);
    let tagged = env.json(&["food", "tag", "barista oat", "vitamin-d", "magnesium"]);
    let sources = &tagged["food"]["sources"];
    assert!(sources.as_array().expect("tags").contains(&json!({
        "nutrient": "vitamin_d", "basis": "user"
    })));
    let meal = env.json(&["eat", "barista oat"]);
    assert_eq!(meal["meal"]["items"][0]["sources"], json!(["magnesium", "calcium", "vitamin_d"]));
}

#[test]
fn a_recipe_is_the_sum_of_its_parts() {
    let env = Environment::new();
    let lines = "200 g lentils, cooked\n100 g spinach\n100 g salmon, Atlantic, wild, cooked";
    let run = env.run_with_input(&["recipe", "add", "Pot", "-", "--servings", "4"], lines);
    expect![[r#"
        Kept the recipe                                                        food NNNN
        Pot                                                            4 servings, 400 g
           1    200 g  lentils, cooked
           2    100 g  spinach, raw
           3    100 g  salmon, Atlantic, wild, cooked

        A serving of 100 g
          magnesium: 47 mg
          calcium: 38 mg
          potassium: 481 mg
          vitamin D: at least 0 µg; 2 of 3 ingredients report it
          sodium: 35 mg
          caffeine: at least 0 mg; 2 of 3 ingredients report it
          water: 73 mL
          alcohol: at least 0 g; 2 of 3 ingredients report it
          energy: 109 kcal
        Take it back with `mineralog undo`.
        --- status 0
    "#]]
    .assert_eq(&unnumbered(&run.all()));
    env.ok(&["eat", "2 servings pot", "--at", "2026-03-02 12:00"]);
    let parts = "100 g lentils, cooked; 50 g spinach; 50 g salmon, Atlantic, wild, cooked";
    env.ok(&["eat", parts, "--at", "2026-03-03 12:00"]);
    let totals = |day: &str| env.json(&["day", day])["totals"].clone();
    assert_eq!(totals("2026-03-02"), totals("2026-03-03"));
    assert_eq!(totals("2026-03-02")["vitamin_d"]["foods_reporting"], 2);
    // A food of it is corrected: the recipe follows.
    let known = |day: &str| totals(day)["magnesium"]["known"].as_f64().expect("known");
    let before = known("2026-03-02");
    let edit = env.json(&["food", "edit", "spinach", "--per", "100g", "--magnesium", "179mg"]);
    assert_eq!(edit["touches"], json!({"entries": 2, "days": 2}));
    assert!((known("2026-03-02") - before - 50.0).abs() < 1e-6);
}

#[test]
fn a_dish_weighs_what_it_weighs_when_done() {
    let env = Environment::new();
    let dish = env.json(&[
        "recipe",
        "add",
        "Porridge pot",
        "200 g spinach",
        "100 g lentils, cooked",
        "--servings",
        "2",
        "--cooked-weight",
        "240g",
    ]);
    assert_eq!(dish["recipe"]["grams"], 240);
    assert_eq!(dish["recipe"]["serving_grams"], 120);
    // Half of what 200 g of spinach (79 mg) and 100 g of lentils (36 mg) hold.
    assert_eq!(dish["recipe"]["per_serving"]["magnesium"]["known"], 97);
    assert_eq!(
        env.json(&["eat", "porridge pot"])["meal"]["items"][0]["nutrients"]["magnesium"],
        97
    );
    let edited = env.json(&["recipe", "edit", "porridge pot", "--cooked-weight", "none"]);
    assert_eq!(edited["recipe"]["serving_grams"], 150);
    env.ok(&["undo"]);
    let edited = env.json(&["recipe", "edit", "porridge pot", "--add", "2 eggs", "--remove", "1"]);
    let lines: Vec<&str> = edited["recipe"]["lines"]
        .as_array()
        .expect("lines")
        .iter()
        .filter_map(|line| line["phrase"].as_str())
        .collect();
    assert_eq!(lines, ["100 g lentils, cooked", "2 eggs"]);
}

#[test]
fn a_recipe_may_hold_recipes_but_never_itself() {
    let env = Environment::new();
    env.ok(&["recipe", "add", "Base stock", "100 g onion", "100 g carrot", "--servings", "2"]);
    env.ok(&[
        "recipe",
        "add",
        "Great stew",
        "1 serving base stock",
        "100 g beef",
        "--servings",
        "1",
    ]);
    let stew = env.json(&["recipe", "show", "great stew"]);
    assert_eq!(stew["recipe"]["grams"], 200);
    assert_eq!(stew["recipe"]["per_serving"]["magnesium"]["ingredients"], 3);
    refused(
        &env,
        &["recipe", "edit", "base stock", "--add", "10 g great stew"],
        "cannot hold itself",
    );
    refused(
        &env,
        &["recipe", "edit", "base stock", "--add", "10 g base stock"],
        "cannot hold itself",
    );
    refused(&env, &["recipe", "delete", "base stock"], "is part of \"Great stew\"");
    let list = env.json(&["recipe", "list"]);
    assert_eq!(list["recipes"].as_array().map(Vec::len), Some(2));
    env.ok(&["eat", "great stew"]);
    let day = env.json(&["today"]);
    let page = env.ok(&["recipe", "delete", "great stew"]);
    assert!(page.contains("1 entry of 1 day with it still show its figures."), "{page}");
    assert_eq!(env.json(&["today"]), day, "what was eaten stays");
    assert_eq!(env.json(&["recipe", "list"])["recipes"].as_array().map(Vec::len), Some(1));
    env.ok(&["undo"]);
    assert_eq!(env.json(&["recipe", "show", "great stew"])["recipe"], stew["recipe"]);
}

#[test]
fn a_recipe_with_a_hole_is_refused() {
    let env = Environment::new();
    env.ok(&["eat", "2 eggs"]);
    let hint = refused(
        &env,
        &["recipe", "add", "Mystery", "200 g zorkmid banana", "3 frobs", "100 g rice"],
        "no food is clearly meant by \"200 g zorkmid banana\" and \"3 frobs\"",
    );
    assert!(hint.contains("banana"), "{hint}");
    for (args, message) in [
        (vec!["recipe", "add", "Air"], "at least one line"),
        (vec!["recipe", "add", "Soup of mine", "100 g rice", "--servings", "0"], "no number of"),
        (vec!["recipe", "add", "Soup of mine", "100 g rice", "--cooked-weight", "x"], "no weight"),
        (
            vec!["recipe", "add", "Soup of mine", "1 kg olive oil", "--cooked-weight", "100g"],
            "more than pure fat",
        ),
        (vec!["recipe", "show", "banana"], "is no recipe"),
    ] {
        refused(&env, &args, message);
    }
    let run = env.run_with_input(&["recipe", "add", "Long", "-"], &"rice, ".repeat(18_000));
    assert_eq!(run.status, 2, "{}", run.stderr);
}

#[test]
fn a_search_that_helps_to_choose() {
    let env = Environment::new();
    env.ok(OAT_DRINK);
    let page = env.ok(&["food", "search", "barista oat", "--limit", "1"]);
    expect![[r#"
          NNNN  Barista oat                                                your own food
                  200 g: Mg 24 mg, Ca 240 mg, K ?, vit D 1.5 µg
        In the usual portion; ? is not known. `mineralog food show NUMBER` shows one.
    "#]]
    .assert_eq(&unnumbered(&page));
    let found = env.json(&["food", "search", "barista oat"])["foods"][0].clone();
    assert_eq!(found["usual"]["calcium"], 240);
    assert_eq!(found["usual"]["potassium"], Value::Null);
    assert_eq!(found["per_100g"]["calcium"], 120);
    let best = env.json(&["food", "search", "--by", "magnesium", "--limit", "30"]);
    let foods = best["foods"].as_array().expect("foods");
    let amounts: Vec<f64> = foods.iter().filter_map(|f| f["amount"].as_f64()).collect();
    assert_eq!(amounts.len(), 30);
    assert!(amounts.is_sorted_by(|a, b| a >= b), "{amounts:?}");
    assert!(foods.iter().all(|f| f["usual_grams"].as_f64().is_some_and(|g| g >= 5.0)));
    assert!(best["unreported"].as_i64().is_some_and(|n| n > 0));
    let milks = env.json(&["food", "search", "barista", "oat", "--by", "calcium"]);
    let own = json!({"name": "Barista oat", "amount": 240});
    let found = milks["foods"].as_array().expect("foods").iter().any(|food| {
        own.as_object().expect("fields").iter().all(|(field, value)| food[field] == *value)
    });
    assert!(found, "{milks}");
}

#[test]
fn foods_are_ranked_by_potassium_only_once_it_is_safe() {
    let env = Environment::new();
    env.ok(&["eat", "banana"]);
    let hint = refused(&env, &["food", "search", "--by", "potassium"], "not ranked by potassium");
    assert!(hint.contains("mineralog profile safety"), "{hint}");
    env.ok(&["profile", "safety", "all", "no"]);
    let best = env.json(&["food", "search", "--by", "potassium"]);
    assert!(best["foods"].as_array().is_some_and(|foods| !foods.is_empty()));
}

#[test]
fn a_food_tells_when_it_was_eaten_and_in_what() {
    let env = Environment::new();
    env.ok(&["recipe", "add", "Green pot", "200 g spinach", "--servings", "2"]);
    env.ok(&["eat", "green pot", "--at", "2026-03-02 12:00"]);
    env.ok(&["eat", "100 g spinach", "--at", "2026-03-03 12:00"]);
    let food = env.json(&["food", "show", "usda:168462"])["food"].clone();
    assert_eq!(food["eaten"], json!({"entries": 2, "days": 2, "last": "2026-03-03"}));
    assert_eq!(food["recipes"][0]["name"], "Green pot");
    let page = env.ok(&["food", "show", "usda:168462"]);
    assert!(page.contains("Eaten in 2 entries of 2 days, last on Tuesday 3 March."), "{page}");
    assert!(page.contains("In your recipes: Green pot."), "{page}");
}

#[test]
fn a_name_that_reads_as_something_else_is_refused() {
    let env = Environment::new();
    env.ok(OAT_DRINK);
    for (name, message) in [
        ("2 eggs", "reads as an amount"),
        ("100 g", "reads as an amount"),
        ("250ml", "reads as an amount"),
        ("½ cup oats", "reads as an amount"),
        ("lunch", "reads as a meal"),
        ("42", "reads as the number of a food"),
        ("usda:168462", "reads as the origin of a food"),
        ("sr28:11457", "reads as the origin of a food"),
        ("oat\u{200b}cake", "no invisible characters"),
        ("\u{feff}oatcake", "no invisible characters"),
    ] {
        let label = ["--per", "100g", "--energy", "9kcal"];
        refused(&env, &[&["food", "add", name], &label[..]].concat(), message);
        refused(&env, &["food", "alias", "barista oat", name], message);
        refused(&env, &["food", "edit", "barista oat", "--name", name], message);
        refused(&env, &["recipe", "add", name, "100 g rice"], message);
    }
    for name in ["7up", "three bean salad", "lunch salad", "1% milk of ours", "a: b"] {
        env.ok(&["food", "alias", "barista oat", name, "--force"]);
    }
}

#[test]
fn an_amount_and_unknown_exclude_each_other() {
    let env = Environment::new();
    env.ok(OAT_DRINK);
    let args = ["food", "edit", "barista oat", "--unknown", "calcium", "--calcium", "120mg"];
    refused(&env, &[&args[..], &["--per", "100g"]].concat(), "called unknown");
}

#[test]
fn a_recipe_is_removed_as_a_recipe_and_keeps_the_portions_given_to_it() {
    let env = Environment::new();
    env.ok(&["recipe", "add", "Green pot", "400 g spinach", "--servings", "4"]);
    let hint = refused(&env, &["food", "remove", "green pot"], "is a recipe");
    assert!(hint.contains("mineralog recipe delete"), "{hint}");
    let grams = |phrase: &str| env.json(&["eat", phrase])["meal"]["items"][0]["grams"].clone();
    env.ok(&["food", "portion", "green pot", "usual = 150 g"]);
    env.ok(&["recipe", "edit", "green pot", "--servings", "2"]);
    assert_eq!((grams("green pot"), grams("1 serving green pot")), (json!(150), json!(200)));
}

#[test]
fn a_measure_that_no_meal_can_be_told_in_is_said_to_be_none() {
    let env = Environment::new();
    let run = env.run(&["food", "portion", "spinach", "2 fistfuls = 80 g"]);
    let said = run.stderr.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(said.contains("\"fistful\" is no measure that `eat` knows"), "{said}");
    let shown = env.json(&["food", "show", "spinach"]);
    assert!(shown.to_string().contains("\"fistful\""), "{shown}");
}

#[test]
fn a_serving_of_several_pieces() {
    let env = Environment::new();
    let serving = "3 slices (36 g)";
    let label = ["--per", "serving", "--serving", serving, "--magnesium", "18mg"];
    let crisps = env.json(&[&["food", "add", "Crispbread of ours"], &label[..]].concat());
    // 18 mg in 36 g are 50 mg in 100 g.
    assert_eq!(per_100g(&crisps, "magnesium"), 50);
    let grams = |phrase: &str| env.json(&["eat", phrase])["meal"]["items"][0]["grams"].clone();
    assert_eq!(grams("crispbread of ours"), 36);
    assert_eq!(grams("2 slices crispbread of ours"), 24);
}

#[test]
fn a_long_name_stays_on_the_page() {
    let env = Environment::new();
    let name = "Grandmother's slow roasted winter vegetable and barley casserole with rosemary \
                dumplings on top";
    let label = ["--per", "100g", "--energy", "90kcal", "--usual", "300 g"];
    let added = env.ok(&[&["food", "add", name], &label[..]].concat());
    let found = env.ok(&["food", "search", "grandmother casserole"]);
    for page in [added, env.ok(&["food", "show", name]), found] {
        assert!(page.lines().all(|line| line.chars().count() <= 80), "{page}");
    }
}

#[test]
fn a_published_weight_and_name_come_back_when_ones_own_are_taken_away() {
    let env = Environment::new();
    let show = || env.json(&["food", "show", "usda:168462"]);
    let before = show();
    let eaten = || env.json(&["eat", "1 cup spinach"])["meal"]["items"][0]["grams"].clone();
    let cup = eaten();
    env.ok(&["food", "portion", "spinach", "1 cup = 44 g"]);
    assert_eq!(eaten(), 44);
    env.ok(&["food", "portion", "spinach", "cup", "--remove"]);
    assert_eq!(eaten(), cup);
    env.ok(&["food", "alias", "usda:168462", "baby spinach", "--force"]);
    env.ok(&["food", "alias", "usda:168462", "baby spinach", "--remove"]);
    assert_eq!(show()["food"]["aliases"], before["food"]["aliases"]);
    // So after a correction too, which keeps the seed away from the food.
    env.ok(&["food", "edit", "usda:168462", "--per", "100g", "--calcium", "1mg"]);
    env.ok(&["food", "portion", "spinach", "1 cup = 44 g"]);
    env.ok(&["food", "portion", "spinach", "cup", "--remove"]);
    assert_eq!(eaten(), cup);
}
