//! After a meal, one line; at a twitch, one line; and the last change can always be taken back.

use std::fmt::Write as _;

use expect_test::expect;
use serde_json::{Value, json};

use crate::environment::Environment;

const WILD_SALMON: &str = "170 g salmon, Atlantic, wild, cooked";

/// Returns the entries of the diary, oldest first.
fn entries(env: &Environment) -> Vec<Value> {
    env.diary()["entries"].as_array().expect("a list of entries").clone()
}

/// Returns an entry that was just logged, without the fields that all kinds share.
#[track_caller]
fn logged(env: &Environment, args: &[&str]) -> Value {
    let document = env.json(args);
    let mut entry = document["entry"].clone();
    let fields = entry.as_object_mut().expect("an entry");
    assert!(fields["id"].is_i64());
    assert_eq!(fields["at"], "2026-03-04T19:30:00+00:00");
    assert_eq!(fields["day"], "2026-03-04");
    fields.retain(|field, _| !matches!(field.as_str(), "id" | "at" | "day"));
    entry
}

#[test]
fn a_meal_in_one_line() {
    let env = Environment::new();
    let run = env.run(&["eat", "2 eggs, 200 g spinach, flat white"]);
    expect![[r#"
        Wednesday 4 March 19:30, Dinner                                          entry 1
            100 g  egg, boiled
            200 g  spinach, raw
            248 g  latte (usual portion assumed: 1 small)

        The day so far, beside NASEM values
          magnesium: 190 mg (45 % of the RDA 420 mg)
          calcium: 431 mg (43 % of the RDA 1000 mg)
          potassium: 1675 mg (49 % of the AI 3400 mg)
          vitamin D: 2.2 µg (15 % of the RDA 15 µg)
        Take it back with `mineralog undo`.
        --- status 0
    "#]]
    .assert_eq(&run.all());
}

#[test]
fn a_meal_is_eaten_again() {
    let env = Environment::new();
    env.ok(&["eat", "80 g oats, blorb", "--at", "2026-03-02 08:00"]);
    env.ok(&["eat", "200 g spinach", "--at", "2026-03-02 12:30"]);
    let run = env.run(&["again", "breakfast"]);
    expect![[r#"
        Wednesday 4 March 19:30, Breakfast                                       entry 3
             80 g  oats, rolled, dry (as on 2026-03-02)
                ?  "blorb" kept as written, not matched yet
        Take it back with `mineralog undo`.
        --- status 0
    "#]]
    .assert_eq(&run.all());
    // Without a word it is the last meal; with a day, all of its meals.
    assert_eq!(env.json(&["again"])["meal"]["slot"], "breakfast");
    let all = env.json(&["again", "monday", "--at", "yesterday 13:00"]);
    let slots: Vec<&Value> =
        all["meals"].as_array().expect("meals").iter().map(|meal| &meal["slot"]).collect();
    assert_eq!(slots, ["breakfast", "lunch"]);
    assert_eq!(all["meal"]["items"][0]["grams"], 200);
    assert_eq!(all["meal"]["day"], "2026-03-03");
    let before = env.diary();
    assert!(env.json(&["again", "lunch", "--dry-run"])["meal"]["id"].is_null());
    for args in [
        &["again", "supper time"][..],
        &["again", "2020-01-01"],
        &["again", "snack"],
        &["again", ""],
    ] {
        env.json_error(args);
    }
    assert_eq!(env.diary(), before);
    // One command, one change.
    env.ok(&["undo"]);
    assert_eq!(entries(&env).len(), 4);
}

#[test]
fn a_drink_is_a_meal_too() {
    let env = Environment::new();
    let answer = env.json(&["drink", "500 ml water"]);
    let item = &answer["meal"]["items"][0];
    assert_eq!(item["status"], "matched");
    assert_eq!(item["quantity"], 500);
    assert_eq!(item["unit"], "ml");
    let water = item["nutrients"]["water"].as_f64().expect("known water");
    assert!((495.0..505.0).contains(&water), "{water}");
    assert_eq!(entries(&env)[0]["kind"], "meal");
}

#[test]
fn amounts_are_read_in_all_styles() {
    let env = Environment::new();
    let phrases = [
        "200g spinach",
        "spinach 200 g",
        "200 grams of spinach",
        "7 oz spinach",
        "0,25 kg rice",
        "2 x 30 g cheddar",
        "1 can (400 g) tomatoes",
        "330ml cola",
        "1,5 dl milk",
        "1 1/2 cups milk",
        "1 tbsp chia seeds",
        "a pint of lager",
        "a handful of almonds",
        "2 slices of bread",
        "1 large egg",
        "½ avocado",
        "half an avocado",
        "a dozen oysters",
        "2-3 dates",
        "banana",
    ];
    let answer = env.json(&["eat", &phrases.join("; ")]);
    let mut table = String::new();
    for (phrase, item) in phrases.iter().zip(answer["meal"]["items"].as_array().expect("items")) {
        assert_eq!(item["phrase"], *phrase);
        let unit = item["unit"].as_str().unwrap_or("-");
        let assumption = item["assumption"].as_str().map_or(String::new(), |a| format!(" ({a})"));
        writeln!(
            table,
            "{phrase}: {} {unit}, {:.1} g {}{assumption}",
            item["quantity"],
            item["grams"].as_f64().expect("grams"),
            item["food"]["name"],
        )
        .expect("a text takes everything");
    }
    expect![[r#"
        200g spinach: 200 g, 200.0 g "spinach, raw"
        spinach 200 g: 200 g, 200.0 g "spinach, raw"
        200 grams of spinach: 200 g, 200.0 g "spinach, raw"
        7 oz spinach: 7 oz, 198.4 g "spinach, raw"
        0,25 kg rice: 0.25 kg, 250.0 g "rice, white, cooked"
        2 x 30 g cheddar: 60 g, 60.0 g "cheddar cheese"
        1 can (400 g) tomatoes: 400 g, 400.0 g "tomato, raw"
        330ml cola: 330 ml, 342.6 g "cola"
        1,5 dl milk: 1.5 dl, 154.7 g "milk, whole"
        1 1/2 cups milk: 1.5 cup, 366.0 g "milk, whole"
        1 tbsp chia seeds: 1 tbsp, 12.0 g "chia seeds"
        a pint of lager: 1 pint, 570.7 g "beer" (568 mL assumed for an imperial pint)
        a handful of almonds: 1 handful, 35.8 g "almonds"
        2 slices of bread: 2 slice, 58.0 g "bread, white"
        1 large egg: 1 large, 50.0 g "egg, boiled"
        ½ avocado: 0.5 -, 100.5 g "avocado"
        half an avocado: 0.5 -, 100.5 g "avocado"
        a dozen oysters: 12 -, 168.0 g "oyster, raw"
        2-3 dates: 2.5 -, 17.8 g "date, Deglet Noor" (2 to 3 was taken as 2.5)
        banana: null -, 118.0 g "banana" (usual portion assumed: 1 medium)
    "#]]
    .assert_eq(&table);
    assert_eq!(answer["meal"]["items"].as_array().map(Vec::len), Some(phrases.len()));
}

#[test]
fn foods_are_parted_in_every_common_way() {
    let env = Environment::new();
    let answer =
        env.json(&["eat", "200 g spinach and 2 eggs with toast + banana,\nmacaroni and cheese"]);
    let phrases: Vec<&str> = answer["meal"]["items"]
        .as_array()
        .expect("items")
        .iter()
        .map(|item| item["phrase"].as_str().expect("a phrase"))
        .collect();
    assert_eq!(phrases, ["200 g spinach", "2 eggs", "toast", "banana", "macaroni and cheese"]);
}

#[test]
fn several_words_on_the_command_line_are_one_meal() {
    let env = Environment::new();
    let answer = env.json(&["eat", "2", "eggs,", "200", "g", "spinach"]);
    let items = answer["meal"]["items"].as_array().expect("items");
    assert_eq!(items.len(), 2);
    assert_eq!(items[1]["grams"], 200);
}

#[test]
fn the_answer_holds_what_scripts_were_promised() {
    let env = Environment::new();
    let answer = env.json(&["eat", &format!("{WILD_SALMON}; banana")]);
    assert_eq!(answer["warnings"], json!([]));
    let meal = &answer["meal"];
    assert_eq!(meal["id"], 1);
    assert_eq!(meal["at"], "2026-03-04T19:30:00+00:00");
    assert_eq!(meal["day"], "2026-03-04");
    assert_eq!(meal["slot"], "dinner");
    let salmon = &meal["items"][0];
    assert!(salmon["id"].is_i64());
    assert_eq!(salmon["phrase"], WILD_SALMON);
    assert_eq!(salmon["status"], "matched");
    assert!(salmon["food"]["id"].is_i64());
    assert_eq!(salmon["food"]["name"], "salmon, Atlantic, wild, cooked");
    assert_eq!(salmon["food"]["source"], "usda:171998");
    assert_eq!(salmon["quantity"], 170);
    assert_eq!(salmon["unit"], "g");
    assert_eq!(salmon["grams"], 170);
    assert_eq!(salmon["candidates"], json!([]));
    let sources: Vec<&str> =
        salmon["sources"].as_array().expect("sources").iter().filter_map(Value::as_str).collect();
    assert!(sources.contains(&"vitamin_d"), "fatty fish is listed: {sources:?}");
    let banana = &meal["items"][1];
    assert_eq!(banana["quantity"], Value::Null, "no amount was said");
    assert_eq!(banana["unit"], Value::Null);
    assert_eq!(banana["nutrients"]["vitamin_d"], 0, "measured as none");
}

#[test]
fn what_nobody_measured_is_null_and_never_zero() {
    let env = Environment::new();
    let answer = env.json(&["eat", WILD_SALMON]);
    // USDA SR28 15209 per 100 g: Mg 37, Ca 15, K 628, Na 56 mg; water 59.62 g; 182 kcal; times 1.7.
    assert_eq!(
        answer["meal"]["items"][0]["nutrients"],
        json!({
            "magnesium": 62.9,
            "calcium": 25.5,
            "potassium": 1067.6,
            "vitamin_d": null,
            "sodium": 95.2,
            "caffeine": null,
            "water": 101.354,
            "alcohol": null,
            "energy": 309.4,
        })
    );
    let day = env.json(&["today"]);
    assert_eq!(day["totals"]["vitamin_d"]["foods"], 1);
    assert_eq!(day["totals"]["vitamin_d"]["foods_reporting"], 0);
}

#[test]
fn the_day_says_how_many_foods_report_a_value() {
    let env = Environment::new();
    env.ok(&["eat", "170 g salmon, Atlantic, wild, cooked, banana"]);
    let page = env.ok(&["today"]);
    assert!(
        page.contains("  vitamin D: at least 0 µg; 1 of 2 foods report it (RDA 15 µg)\n"),
        "{page}"
    );
    assert!(
        page.contains("  magnesium: 95 mg (23 % of the RDA 420 mg)\n"),
        "all of the magnesium is known:\n{page}"
    );
}

#[test]
fn farmed_salmon_has_a_value() {
    let env = Environment::new();
    env.ok(&["eat", "170 g salmon, Atlantic, farmed, cooked"]);
    // USDA SR28 15237: 13.1 µg per 100 g.
    let known = &env.json(&["today"])["totals"]["vitamin_d"]["known"];
    assert_eq!(known, &json!(22.27));
    let page = env.ok(&["today"]);
    assert!(page.contains("  vitamin D: 22.3 µg ("), "{page}");
}

#[test]
fn what_cannot_be_matched_is_kept_as_written() {
    let env = Environment::new();
    let run = env.run(&["eat", "2 eggs, zorkmid"]);
    expect![[r#"
        Wednesday 4 March 19:30, Dinner                                          entry 1
            100 g  egg, boiled
                ?  "zorkmid" kept as written, not matched yet

        The day so far, beside NASEM values
          magnesium: at least 10 mg; 1 of 2 foods report it (RDA 420 mg)
          calcium: at least 50 mg; 1 of 2 foods report it (RDA 1000 mg)
          potassium: at least 126 mg; 1 of 2 foods report it (AI 3400 mg)
          vitamin D: at least 2.2 µg; 1 of 2 foods report it (RDA 15 µg)
        Take it back with `mineralog undo`.
        --- stderr
        warning: "zorkmid" is kept as written: no food of that name is known
        --- status 0
    "#]]
    .assert_eq(&run.all());
    let items = &entries(&env)[0]["items"];
    assert_eq!(items[1]["phrase"], "zorkmid");
    assert_eq!(items[1]["status"], "unresolved");
}

#[test]
fn an_unmatched_phrase_has_candidates_and_no_figures() {
    let env = Environment::new();
    let run = env.run(&["eat", "5 zorkmids banana", "--json"]);
    assert_eq!(run.status, 0);
    assert!(run.stderr.starts_with("warning: \"5 zorkmids banana\" is kept as written"));
    let answer: Value = serde_json::from_str(&run.stdout).expect("one JSON document");
    let item = &answer["meal"]["items"][0];
    assert_eq!(item["status"], "unresolved");
    for field in ["food", "quantity", "unit", "grams"] {
        assert_eq!(item[field], Value::Null, "{field}");
    }
    let nutrients = item["nutrients"].as_object().expect("nutrients");
    assert_eq!(nutrients.len(), 9);
    assert!(nutrients.values().all(Value::is_null), "{nutrients:?}");
    let candidates = item["candidates"].as_array().expect("candidates");
    let names: Vec<&str> = candidates.iter().filter_map(|c| c["name"].as_str()).collect();
    assert!(names.contains(&"banana"), "{names:?}");
    assert!(candidates.iter().all(|c| c["id"].is_i64() && c["score"].is_number()));
    assert_eq!(answer["warnings"].as_array().map(Vec::len), Some(1));
}

#[test]
fn a_strict_meal_is_all_or_nothing() {
    let env = Environment::new();
    let run = env.run(&["eat", "2 eggs, zorkmid stew", "--strict"]);
    assert_eq!(run.status, 2);
    assert_eq!(run.stdout, "");
    assert!(
        run.stderr.starts_with("error: no food is clearly meant by \"zorkmid stew\"\n"),
        "{}",
        run.stderr
    );
    let error = env.json_error(&["eat", "2 eggs, zorkmid stew", "--strict"]);
    assert_eq!(error["kind"], "request");
    assert_eq!(entries(&env), Vec::<Value>::new());
    env.ok(&["eat", "2 eggs, banana", "--strict"]);
    assert_eq!(entries(&env).len(), 1);
}

#[test]
fn a_dry_run_shows_the_meal_and_stores_nothing() {
    let env = Environment::new();
    let run = env.run(&["eat", "200 g spinach", "--dry-run"]);
    expect![[r#"
        Wednesday 4 March 19:30, Dinner                                       not stored
            200 g  spinach, raw

        With it, the day would stand at, beside NASEM values
          magnesium: 158 mg (38 % of the RDA 420 mg)
          calcium: 198 mg (20 % of the RDA 1000 mg)
          potassium: 1116 mg (33 % of the AI 3400 mg)
          vitamin D: 0 µg (0 % of the RDA 15 µg)
        --- status 0
    "#]]
    .assert_eq(&run.all());
    assert_eq!(entries(&env), Vec::<Value>::new());
    assert_eq!(env.run(&["undo"]).status, 2, "there is nothing to take back");
}

#[test]
fn a_dry_run_answers_in_the_same_shape() {
    let env = Environment::new();
    let meal = "2 eggs, zorkmid, banana";
    let mut tried = env.json(&["eat", meal, "--dry-run"]);
    let mut stored = env.json(&["eat", meal]);
    assert_eq!(tried["meal"]["id"], Value::Null);
    assert_eq!(tried["meal"]["items"][0]["id"], Value::Null);
    for answer in [&mut tried, &mut stored] {
        answer["meal"]["id"] = Value::Null;
        for item in answer["meal"]["items"].as_array_mut().expect("items") {
            item["id"] = Value::Null;
        }
    }
    assert_eq!(tried, stored);
}

#[test]
fn a_meal_has_its_slot_by_the_clock_or_by_name() {
    let mut env = Environment::new();
    let slot = |env: &Environment, args: &[&str]| {
        env.json(&[&["eat", "banana"], args].concat())["meal"]["slot"].clone()
    };
    for (at, expected) in [
        ("03:59", "snack"),
        ("04:00", "breakfast"),
        ("11:00", "lunch"),
        ("15:30", "snack"),
        ("17:00", "dinner"),
    ] {
        assert_eq!(slot(&env, &["--at", at]), expected, "{at}");
    }
    assert_eq!(slot(&env, &["--slot", "Breakfast"]), "breakfast");
    env.at("2026-03-04T23:00:00+00:00");
    assert_eq!(slot(&env, &[]), "snack");
}

#[test]
fn a_meal_says_itself_which_it_was_and_when() {
    let env = Environment::new();
    for (text, slot, at, foods) in [
        ("breakfast: 2 eggs, toast", "breakfast", "2026-03-04T19:30:00+00:00", 2),
        ("yesterday 8pm: pizza", "dinner", "2026-03-03T20:00:00+00:00", 1),
        ("pizza at 12:30", "lunch", "2026-03-04T12:30:00+00:00", 1),
        ("for lunch yesterday I had 2 eggs", "lunch", "2026-03-03T12:30:00+00:00", 1),
        ("had 2 eggs and a banana for breakfast", "breakfast", "2026-03-04T19:30:00+00:00", 2),
    ] {
        let meal = env.json(&["eat", text])["meal"].clone();
        assert_eq!((meal["slot"].as_str(), meal["at"].as_str()), (Some(slot), Some(at)), "{text}");
        assert_eq!(meal["items"].as_array().map(Vec::len), Some(foods), "{text}");
    }
    let run = env.run(&["eat", "yesterday: pizza"]);
    assert!(run.all().contains("12:00 was assumed for yesterday"), "{}", run.all());
}

#[test]
fn a_heading_that_a_flag_contradicts_is_refused() {
    let env = Environment::new();
    for args in [
        &["eat", "breakfast: 2 eggs", "--slot", "lunch"][..],
        &["eat", "yesterday 8pm: pizza", "--at", "12:00"],
        &["eat", "breakfast: 2 eggs\nlunch: soup"],
    ] {
        assert_eq!(env.json_error(args)["kind"], "request", "{args:?}");
    }
    env.ok(&["eat", "breakfast: 2 eggs", "--slot", "breakfast", "--at", "08:00"]);
}

#[test]
fn a_note_stands_beside_a_meal() {
    let env = Environment::new();
    env.ok(&["eat", "banana", "--note", "  before the run "]);
    assert_eq!(entries(&env)[0]["note"], "before the run");
    env.ok(&["eat", "banana", "--note", "  "]);
    assert_eq!(entries(&env)[1]["note"], Value::Null, "blank is no note");
    let page = env.ok(&["today"]);
    assert!(page.contains("before the run"), "{page}");
}

#[test]
fn a_meal_may_come_from_standard_input() {
    let env = Environment::new();
    let run = env.run_with_input(&["eat", "-", "--json"], "2 eggs\r\n\n200 g spinach\nbanana");
    assert_eq!((run.status, run.stderr.as_str()), (0, ""));
    let answer: Value = serde_json::from_str(&run.stdout).expect("one JSON document");
    let phrases: Vec<&Value> = answer["meal"]["items"]
        .as_array()
        .expect("items")
        .iter()
        .map(|item| &item["phrase"])
        .collect();
    assert_eq!(phrases, ["2 eggs", "200 g spinach", "banana"]);
}

#[test]
fn vitamin_d_is_taken_in_units_or_micrograms() {
    let env = Environment::new();
    let run = env.run(&["take", "vitamin D 1000 IU, 10 µg vitamin d"]);
    expect![[r#"
        Wednesday 4 March 19:30, Supplement, counted apart from food             entry 1
          vitamin D 25 µg (1000 IU), as d3 cholecalciferol
          vitamin D 10 µg (400 IU), as d3 cholecalciferol
        Take it back with `mineralog undo`.
        --- status 0
    "#]]
    .assert_eq(&run.all());
    let items = &entries(&env)[0]["items"];
    assert_eq!(items[0]["nutrients"]["vitamin_d"], 25);
    assert_eq!(items[1]["nutrients"]["vitamin_d"], 10);
}

#[test]
fn a_supplements_mass_is_the_elements_unless_said_otherwise() {
    let env = Environment::new();
    let magnesium = |args: &[&str]| {
        let answer = env.json(&[&["take"], args].concat());
        let item = answer["meal"]["items"][0].clone();
        (item["nutrients"]["magnesium"].clone(), item["supplement"]["stated_as"].clone())
    };
    let citrate = "magnesium citrate 500 mg";
    assert_eq!(magnesium(&[citrate]), (json!(500), json!("element")));
    assert_eq!(magnesium(&[citrate, "--elemental"]), (json!(500), json!("element")));
    // 16.2 % of magnesium citrate is magnesium.
    assert_eq!(magnesium(&[citrate, "--compound"]), (json!(81), json!("compound")));
    let run = env.run(&["take", citrate, "--compound", "--elemental"]);
    assert_eq!(run.status, 2);
}

#[test]
fn what_is_assumed_of_a_supplement_is_said() {
    let env = Environment::new();
    let run = env.run(&["take", "magnesium citrate 200 mg"]);
    expect![[r#"
        Wednesday 4 March 19:30, Supplement, counted apart from food             entry 1
          magnesium 200 mg, as citrate (read as magnesium's own mass; if the label means
            the citrate, log it with --compound)
        Take it back with `mineralog undo`.
        --- status 0
    "#]]
    .assert_eq(&run.all());
}

#[test]
fn an_unknown_supplement_is_kept_as_written() {
    let env = Environment::new();
    let run = env.run(&["take", "moon dust 3 mg"]);
    expect![[r#"
        Wednesday 4 March 19:30, Supplement, counted apart from food             entry 1
          "moon dust 3 mg" kept as written, not matched yet
        Take it back with `mineralog undo`.
        --- stderr
        warning: "moon dust 3 mg" is kept as written: no supplement of that name is
          known
        --- status 0
    "#]]
    .assert_eq(&run.all());
    let item = &entries(&env)[0]["items"][0];
    assert_eq!(item["status"], "unresolved");
    assert!(item["nutrients"].as_object().expect("nutrients").values().all(Value::is_null));
    assert_eq!(env.run(&["take", "moon dust 3 mg", "--strict"]).status, 2);
    assert_eq!(entries(&env).len(), 1);
}

#[test]
fn a_supplement_without_a_mass_is_of_unknown_amount() {
    let env = Environment::new();
    let run = env.run(&["take", "2 tablets of magnesium", "--json"]);
    assert_eq!(run.status, 0);
    assert!(run.stderr.contains("no mass was said"), "{}", run.stderr);
    let answer: Value = serde_json::from_str(&run.stdout).expect("one JSON document");
    let item = &answer["meal"]["items"][0];
    assert_eq!(item["nutrients"]["magnesium"], Value::Null);
    assert_eq!(item["supplement"]["nutrient"], "magnesium");
    let page = env.ok(&["today"]);
    assert!(page.contains("1 supplement of unknown amount"), "{page}");
}

#[test]
fn supplements_count_apart_from_food() {
    let env = Environment::new();
    env.ok(&["eat", "200 g spinach"]);
    let food = env.json(&["today"])["totals"]["magnesium"].clone();
    env.ok(&["take", "magnesium 200 mg"]);
    let day = env.json(&["today"]);
    assert_eq!(day["totals"]["magnesium"], food);
    assert_eq!(day["supplements"]["magnesium"], 200);
}

#[test]
fn a_dry_run_of_a_supplement_stores_nothing() {
    let env = Environment::new();
    let answer = env.json(&["take", "magnesium 200 mg", "--dry-run"]);
    assert_eq!(answer["meal"]["id"], Value::Null);
    assert_eq!(answer["meal"]["items"][0]["nutrients"]["magnesium"], 200);
    assert_eq!(entries(&env), Vec::<Value>::new());
}

#[test]
fn a_medicine_of_a_known_class() {
    let env = Environment::new();
    let run = env.run(&["medicine", "omeprazole", "--started"]);
    expect![[r#"
        Wednesday 4 March 19:30, Omeprazole started                              entry 1
          Proton pump inhibitor: linked to low blood magnesium, mostly after a year or
          more of use. A question for a pharmacist or doctor; never a reason to stop a
          medicine without asking.
        Take it back with `mineralog undo`.
        --- status 0
    "#]]
    .assert_eq(&run.all());
    assert_eq!(
        logged(&env, &["medicine", "Blue Inhaler", "--stopped"]),
        json!({
            "kind": "medicine",
            "name": "Blue Inhaler",
            "class": "beta_agonist",
            "action": "stopped",
            "note": null,
        })
    );
}

#[test]
fn a_medicine_of_no_known_class() {
    let env = Environment::new();
    let run = env.run(&["medicine", "snake", "oil"]);
    expect![[r#"
        Wednesday 4 March 19:30, Snake oil taken                                 entry 1
          No class is known for this name.
        Take it back with `mineralog undo`.
        --- status 0
    "#]]
    .assert_eq(&run.all());
    assert_eq!(
        logged(&env, &["medicine", "snake oil", "--taken"]),
        json!({
            "kind": "medicine",
            "name": "snake oil",
            "class": null,
            "action": "taken",
            "note": null,
        })
    );
}

#[test]
fn a_medicine_is_started_or_stopped_and_not_both() {
    let env = Environment::new();
    for words in
        [&["omeprazole", "--started", "--stopped"][..], &["start", "omeprazole", "--stopped"]]
    {
        let run = env.run(&[&["medicine"], words].concat());
        assert_eq!(run.status, 2);
        assert_eq!(entries(&env), Vec::<Value>::new());
    }
    for (words, action) in [("start omeprazole", "started"), ("stopped omeprazole", "stopped")] {
        let entry = env.json(&["medicine", words]);
        assert_eq!(entry["entry"]["name"], "omeprazole", "{entry}");
        assert_eq!(entry["entry"]["action"], action, "{entry}");
    }
}

#[test]
fn a_twitch_in_one_line() {
    let env = Environment::new();
    let run = env.run(&["twitch", "eyelid", "--side", "left", "--intensity", "4", "--for", "10m"]);
    expect![[r#"
        Wednesday 4 March 19:30, Twitch, left eyelid, intensity 4 of 10, for 10 min
          (entry 1)
        Take it back with `mineralog undo`.
        --- status 0
    "#]]
    .assert_eq(&run.all());
}

#[test]
fn a_twitch_with_everything_that_can_be_said() {
    let env = Environment::new();
    let entry = logged(
        &env,
        &[
            "twitch",
            "lower",
            "leg",
            "--side",
            "both",
            "-i",
            "10",
            "--pain",
            "0",
            "--for",
            "90s",
            "--count",
            "12",
            "--kind",
            "spasm",
            "--with",
            "stiffness,numb",
            "--activity",
            "active",
            "--visible",
            "--note",
            "after the stairs",
        ],
    );
    assert_eq!(
        entry,
        json!({
            "kind": "episode",
            "episode": "spasm",
            "site": "calf",
            "side": "both",
            "intensity": 10,
            "pain": 0,
            "duration_seconds": 90,
            "count": 12,
            "activity": "active",
            "visible": true,
            "signs": ["loss_of_feeling", "stiffness"],
            "note": "after the stairs",
        })
    );
}

#[test]
fn a_twitch_says_only_what_was_said() {
    let env = Environment::new();
    assert_eq!(
        logged(&env, &["twitch"]),
        json!({
            "kind": "episode",
            "episode": "twitch",
            "site": null,
            "side": null,
            "intensity": null,
            "pain": null,
            "duration_seconds": null,
            "count": null,
            "activity": null,
            "visible": null,
            "signs": [],
            "note": null,
        })
    );
}

#[test]
fn a_site_may_be_said_in_everyday_words() {
    let env = Environment::new();
    for (words, site, side) in [
        ("left eye", "eyelid", json!("left")),
        ("my right big toe", "toe", json!("right")),
        ("Thumb", "thumb", Value::Null),
    ] {
        let entry = logged(&env, &["twitch", words]);
        assert_eq!((&entry["site"], &entry["side"]), (&json!(site), &side), "{words}");
    }
}

#[test]
fn a_warning_sign_is_said_first() {
    let env = Environment::new();
    let run = env.run(&["twitch", "calf", "--kind", "cramp", "--with", "weakness"]);
    expect![[r#"
        ! Recorded: Cramps together with weakness or loss of feeling.
          Contact a clinician today.
          `mineralog flags` lists what was recorded and puts aside what you have read.

        Wednesday 4 March 19:30, Cramp, calf, with weakness                      entry 1
        Take it back with `mineralog undo`.
        --- status 0
    "#]]
    .assert_eq(&run.all());
}

#[test]
fn a_day_without_a_twitch() {
    let env = Environment::new();
    let run = env.run(&["twitch", "none"]);
    expect![[r#"
        Wednesday 4 March, No twitch                                             entry 1
        Take it back with `mineralog undo`.
        --- status 0
    "#]]
    .assert_eq(&run.all());
    let again = logged(&env, &["twitch", "none"]);
    assert_eq!(again["kind"], "no_twitch");
    assert_eq!(entries(&env).len(), 1, "said twice, it is still one day");
    assert_eq!(env.json(&["today"])["no_twitch"], true);
}

#[test]
fn a_day_with_a_twitch_is_not_without() {
    let env = Environment::new();
    env.ok(&["twitch", "calf"]);
    let run = env.run(&["twitch", "none"]);
    expect![[r#"
        --- stderr
        error: 2026-03-04 has an episode already
        cause: it is entry 1
        hint: `mineralog delete 1` takes it out
        --- status 2
    "#]]
    .assert_eq(&run.all());
    assert_eq!(entries(&env).len(), 1);
    env.ok(&["twitch", "none", "--at", "yesterday"]);
    assert_eq!(entries(&env).len(), 2, "yesterday is another day");
}

#[test]
fn stress_from_none_to_the_most() {
    let env = Environment::new();
    for level in [0, 4, 10] {
        assert_eq!(
            logged(&env, &["stress", &level.to_string()]),
            json!({"kind": "stress", "level": level, "note": null})
        );
    }
}

#[test]
fn sleep_exercise_and_screens_take_lengths_of_time() {
    let env = Environment::new();
    for (args, kind, minutes) in [
        (vec!["sleep", "6h30m"], "sleep", 390),
        (vec!["sleep", "6", "h", "30", "m"], "sleep", 390),
        (vec!["screen", "3h"], "screen", 180),
        (vec!["screen", "1.5h"], "screen", 90),
    ] {
        assert_eq!(logged(&env, &args), json!({"kind": kind, "minutes": minutes, "note": null}));
    }
    assert_eq!(
        logged(&env, &["exercise", "45m", "--effort", "hard"]),
        json!({"kind": "exercise", "minutes": 45, "effort": "hard", "note": null})
    );
    assert_eq!(
        logged(&env, &["exercise", "1:15"]),
        json!({"kind": "exercise", "minutes": 75, "effort": null, "note": null})
    );
}

#[test]
fn sun_is_noted_in_three_steps() {
    let env = Environment::new();
    for level in ["none", "some", "lots"] {
        assert_eq!(
            logged(&env, &["sun", level, "--note", "a walk"]),
            json!({"kind": "sun", "level": level, "note": "a walk"})
        );
    }
}

#[test]
fn water_and_caffeine_that_no_meal_carries() {
    let env = Environment::new();
    for (amount, ml) in [("500ml", 500), ("1.5l", 1500), ("2 glasses", 500), ("a glass", 250)] {
        assert_eq!(
            logged(&env, &["water", amount]),
            json!({"kind": "water", "ml": ml, "note": null})
        );
    }
    for (amount, mg) in [("95mg", 95), ("0.2 g", 200)] {
        assert_eq!(
            logged(&env, &["caffeine", amount]),
            json!({"kind": "caffeine", "mg": mg, "note": null})
        );
    }
    let day = env.json(&["today"]);
    assert_eq!(day["totals"]["caffeine"]["known"], 295);
    assert_eq!(day["totals"]["water"]["known"], 2750);
}

#[test]
fn the_context_of_a_day_in_words() {
    let env = Environment::new();
    for args in [
        ["stress", "4"],
        ["sleep", "6h30m"],
        ["exercise", "45m"],
        ["sun", "lots"],
        ["screen", "3h"],
        ["water", "500ml"],
        ["caffeine", "95mg"],
    ] {
        env.ok(&args);
    }
    expect![[r#"
        Diary from 2026-02-26 to 2026-03-04                                    7 entries

        Wednesday 4 March 2026
          19:30     1  stress 4 of 10
          19:30     2  sleep 6 h 30 min
          19:30     3  exercise 45 min
          19:30     4  a lot of time outdoors
          19:30     5  screen 3 h
          19:30     6  water 500 mL
          19:30     7  caffeine 95 mg
    "#]]
    .assert_eq(&env.ok(&["diary"]));
}

#[test]
fn the_hashes_of_a_note_become_tags() {
    let env = Environment::new();
    let run = env.run(&["note", "a cold, #Illness! and #heat #illness"]);
    expect![[r#"
        Wednesday 4 March 19:30, Note: a cold, #Illness! and #heat #illness      entry 1
        Take it back with `mineralog undo`.
        --- status 0
    "#]]
    .assert_eq(&run.all());
    let entry = &entries(&env)[0];
    assert_eq!(entry["kind"], "note");
    assert_eq!(entry["tags"], json!(["heat", "illness"]));
    assert_eq!(entry["note"], "a cold, #Illness! and #heat #illness");
}

#[test]
fn a_day_is_closed_once() {
    let env = Environment::new();
    env.ok(&["eat", "banana"]);
    assert_eq!(env.json(&["today"])["complete"], false);
    let run = env.run(&["done"]);
    expect![[r#"
        Wednesday 4 March is complete.                                           entry 2
        Its food counts in the week's averages.
        Take it back with `mineralog undo`.
        --- status 0
    "#]]
    .assert_eq(&run.all());
    env.ok(&["done"]);
    assert_eq!(entries(&env).len(), 2);
    assert_eq!(env.json(&["today"])["complete"], true);
    env.ok(&["done", "yesterday"]);
    assert_eq!(env.json(&["day", "yesterday"])["complete"], true);
}

#[test]
fn what_is_deleted_comes_back() {
    let env = Environment::new();
    env.ok(&["eat", "banana", "--note", "ripe"]);
    env.ok(&["stress", "4"]);
    env.ok(&["twitch", "calf"]);
    let before = env.diary();
    let run = env.run(&["delete", "1", "3", "1"]);
    expect![[r#"
        deleted 1: dinner: banana 118 g [ripe]
        deleted 3: twitch, calf
        Bring them back with `mineralog undo`.
        --- status 0
    "#]]
    .assert_eq(&run.all());
    assert_eq!(entries(&env).len(), 1);
    assert_eq!(env.run(&["show", "1"]).status, 2);
    env.ok(&["undo"]);
    assert_eq!(env.diary(), before);
}

#[test]
fn every_kind_of_change_can_be_taken_back() {
    let env = Environment::new();
    env.ok(&["stress", "7"]);
    let state = || {
        let documents = [&["diary"], &["config"], &["profile"]].map(|args| env.json(args));
        Value::from(documents.to_vec())
    };
    let before = state();
    for change in [
        &["eat", "2 eggs, zorkmid"][..],
        &["drink", "flat white"],
        &["take", "vitamin D 1000 IU"],
        &["medicine", "omeprazole", "--started"],
        &["twitch", "none"],
        &["twitch", "eyelid", "--with", "tingling"],
        &["stress", "4"],
        &["sleep", "6h30m"],
        &["exercise", "45m", "--effort", "hard"],
        &["sun", "some"],
        &["screen", "3h"],
        &["water", "500ml"],
        &["caffeine", "95mg"],
        &["note", "a cold #illness"],
        &["done"],
        &["delete", "1"],
        &["config", "--day-start", "04:00", "--week-start", "sunday"],
        &["profile", "--sex", "female", "--born", "1990"],
        &["profile", "safety", "all", "no"],
    ] {
        env.ok(change);
        assert_ne!(state(), before, "{change:?} changed nothing");
        let said = env.json(&["undo"]);
        assert_eq!(said["undone"]["command"], change.join(" "));
        assert_eq!(state(), before, "{change:?} was not taken back");
    }
}

#[test]
fn changes_are_taken_back_one_by_one_until_none_is_left() {
    let env = Environment::new();
    env.ok(&["stress", "3"]);
    env.ok(&["config", "--week-start", "sunday"]);
    env.ok(&["config", "--week-start", "monday"]);
    env.ok(&["undo"]);
    assert_eq!(env.json(&["config"])["config"]["week_start"], "sunday");
    env.ok(&["undo"]);
    assert_eq!(env.json(&["config"])["config"]["week_start"], "monday");
    assert_eq!(entries(&env).len(), 1);
    env.ok(&["undo"]);
    assert_eq!(entries(&env), Vec::<Value>::new());
    let run = env.run(&["undo"]);
    expect![[r#"
        --- stderr
        error: there is nothing to take back
        cause: no change is left in the journal
        --- status 2
    "#]]
    .assert_eq(&run.all());
}

#[test]
fn quiet_leaves_the_echo_out_and_nothing_else() {
    let env = Environment::new();
    for args in [
        &["eat", "2 eggs"][..],
        &["take", "magnesium 200 mg"],
        &["twitch", "calf"],
        &["stress", "4"],
        &["done"],
        &["delete", "1"],
        &["undo"],
    ] {
        let run = env.run(&[args, &["--quiet"]].concat());
        assert_eq!((run.all().as_str(), run.status), ("--- status 0\n", 0), "{args:?}");
    }
    assert_eq!(entries(&env).len(), 5);
    let run = env.run(&["-q", "eat", "zorkmid"]);
    expect![[r#"
        --- stderr
        warning: "zorkmid" is kept as written: no food of that name is known
        --- status 0
    "#]]
    .assert_eq(&run.all());
    assert_ne!(env.ok(&["today", "--quiet"]), "", "a page that was asked for");
    assert!(env.json(&["eat", "banana", "--quiet"])["meal"]["id"].is_i64());
}

#[test]
fn between_commands_the_diary_is_one_file() {
    let env = Environment::new();
    env.ok(&["eat", "2 eggs"]);
    env.ok(&["undo"]);
    assert_eq!(env.run(&["eat", "0 eggs"]).status, 2);
    env.ok(&["week"]);
    let files: Vec<_> = std::fs::read_dir(env.home())
        .expect("a folder")
        .map(|file| file.expect("a file").file_name())
        .filter(|name| name != "backups")
        .collect();
    assert_eq!(files, ["diary.db"], "and the folder of its copies");
}

#[cfg(unix)]
#[test]
fn the_first_use_makes_a_private_diary() {
    use std::os::unix::fs::PermissionsExt as _;
    let env = Environment::bare();
    let folder = env.home().join("new/deep");
    let file = folder.join("mine.db");
    env.ok(&["--db", file.to_str().expect("a path"), "stress", "3"]);
    let mode = |path: &std::path::Path| {
        let found = std::fs::metadata(path).expect("it was made");
        found.permissions().mode() & 0o777
    };
    assert_eq!(mode(&file), 0o600);
    assert_eq!(mode(&folder), 0o700);
    assert_eq!(mode(&env.home().join("new")), 0o700);
    let beside = std::fs::read_dir(&folder).expect("a folder").count();
    assert_eq!(beside, 1, "nothing lies beside the diary");
    assert!(!env.db().exists(), "--db goes before the environment");
}

#[cfg(target_os = "linux")]
#[test]
fn without_a_word_the_diary_lies_among_the_persons_data() {
    let env = Environment::new();
    let status = env
        .command(&["stress", "3", "--quiet"])
        .env_remove("MINERALOG_DB")
        .status()
        .expect("the program starts");
    assert!(status.success());
    assert!(env.home().join(".local/share/mineralog/diary.db").is_file());
}
