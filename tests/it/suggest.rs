//! What could I eat about it?

use serde_json::Value;

use crate::environment::Environment;

/// Three days that are short of vitamin D and calcium, with milk and salmon among them.
fn short() -> Environment {
    let env = Environment::new();
    env.ok(&["profile", "--sex", "female", "--born", "1988"]);
    for day in ["2026-03-02", "2026-03-03", "2026-03-04"] {
        let at = |time: &str| format!("{day} {time}");
        env.ok(&["eat", "2 slices white toast, 1 cup milk", "--at", &at("08:00")]);
        env.ok(&["eat", "150 g chicken breast, 200 g rice, 100 g spinach", "--at", &at("13:00")]);
        env.ok(&["eat", "150 g pasta, 1 tbsp olive oil, 1 apple", "--at", &at("19:00")]);
    }
    env
}

fn foods(document: &Value) -> Vec<String> {
    let foods = document["suggestions"].as_array().expect("suggestions").iter();
    foods.map(|f| f["food"].as_str().expect("a name").to_owned()).collect()
}

#[test]
fn what_is_eaten_already_comes_first_and_the_gap_is_closed() {
    let env = short();
    let answer = env.json(&["suggest", "calcium"]);
    let suggested = answer["suggestions"].as_array().expect("suggestions");
    assert!(!suggested.is_empty(), "{answer}");
    let week = env.json(&["week"]);
    let calcium = week["nutrients"]
        .as_array()
        .expect("nutrients")
        .iter()
        .find(|n| n["nutrient"] == "calcium")
        .expect("calcium")
        .clone();
    let gap = 7.0
        * (calcium["reference"]["amount"].as_f64().expect("one")
            - calcium["intake_per_day"].as_f64().expect("one"));
    let sum = |field: &str| -> f64 {
        suggested
            .iter()
            .map(|s| {
                s["times_per_week"].as_f64().expect("times")
                    * s["adds"][field].as_f64().unwrap_or(0.0)
            })
            .sum()
    };
    assert!(
        gap > 0.0
            && (sum("calcium") / gap).min(1.0)
                >= answer["closes"]["calcium"].as_f64().expect("a share") - 1e-6,
        "{gap} {}",
        sum("calcium")
    );
    assert!(sum("energy") <= 7.0 * 200.0 + 1e-6, "{}", sum("energy"));
    for one in suggested {
        assert!(!one["food"].as_str().expect("a name").contains("spinach"), "{one}");
        assert!(one["why"].as_str().expect("why").contains("calcium"), "{one}");
        assert!(one["adds"].get("potassium").is_none(), "the gate is shut: {one}");
    }
}

#[test]
fn a_refused_food_is_not_offered_and_undo_takes_the_refusal_back() {
    let env = short();
    let first = foods(&env.json(&["suggest", "calcium"]))[0].clone();
    let refused = env.json(&["food", "refuse", &first]);
    assert_eq!(refused["refused"][0]["name"], first.as_str());
    assert!(!foods(&env.json(&["suggest", "calcium"])).contains(&first));
    let again = env.run(&["food", "refuse", &first]);
    assert_eq!(again.status, 2, "{}", again.stderr);
    env.ok(&["undo"]);
    assert!(foods(&env.json(&["suggest", "calcium"])).contains(&first));
    assert!(env.json(&["food", "refuse"])["refused"].as_array().is_some_and(Vec::is_empty));
    env.ok(&["food", "refuse", &first]);
    env.ok(&["food", "refuse", &first, "--remove"]);
    assert!(foods(&env.json(&["suggest", "calcium"])).contains(&first));
}

#[test]
fn potassium_is_withheld_until_the_questions_are_answered() {
    let env = short();
    let answer = env.json(&["suggest", "potassium"]);
    assert_eq!(foods(&answer), Vec::<String>::new());
    assert_eq!(answer["withheld"][0]["reason"], "potassium_gate");
    let week = env.json(&["week"]);
    assert!(
        week["withheld"].as_array().expect("a list").iter().any(|w| w["nutrient"] == "potassium")
    );
    assert_eq!(week["suggestions"], env.json(&["suggest"])["suggestions"]);
}

#[test]
fn too_few_days_say_so() {
    let env = Environment::new();
    env.ok(&["eat", "2 eggs"]);
    let answer = env.json(&["suggest"]);
    let reasons: Vec<&str> = answer["withheld"]
        .as_array()
        .expect("a list")
        .iter()
        .filter_map(|w| w["reason"].as_str())
        .collect();
    assert_eq!(reasons, ["too_few_days", "too_few_days", "potassium_gate", "too_few_days"]);
    let page = env.ok(&["suggest"]);
    assert!(page.contains("3 logged days"), "{page}");
    assert_eq!(env.run(&["suggest", "sodium"]).status, 2);
}

#[test]
fn no_supplement_no_alcohol_and_no_advice() {
    let env = short();
    env.ok(&["take", "vitamin D 1000 IU"]);
    env.ok(&["drink", "500 ml beer"]);
    let page = env.ok(&["suggest"]).to_lowercase();
    for word in ["beer", "wine", "iu", "you should", "take "] {
        assert!(!page.contains(&format!(" {word}")), "{word}: {page}");
    }
}

/// Returns the minerals a page's choice closes, and each suggested food with its portions a week.
fn portions(document: &Value) -> Vec<(String, u64)> {
    let foods = document["suggestions"].as_array().expect("suggestions").iter();
    let times = |f: &Value| f["times_per_week"].as_u64().expect("a number");
    foods.map(|f| (f["food"].as_str().expect("a name").to_owned(), times(f))).collect()
}

/// Three days of somebody who weighs dry food and eats raw spinach and spices.
fn dry() -> Environment {
    let env = Environment::new();
    env.ok(&["profile", "--sex", "female", "--born", "1970"]);
    for day in ["2026-03-02", "2026-03-03", "2026-03-04"] {
        let at = |time: &str| format!("{day} {time}");
        env.ok(&["eat", "2 slices white bread, 20 g butter", "--at", &at("08:00")]);
        env.ok(&["eat", "80 g pasta, dry, uncooked, 1 tbsp curry powder", "--at", &at("13:00")]);
        let supper = "50 g white beans, dried, uncooked, 50 g spinach, 50 g flour, white";
        env.ok(&["eat", supper, "--at", &at("19:00")]);
    }
    env
}

#[test]
fn what_is_suggested_is_what_people_eat_and_not_too_often() {
    for env in [short(), dry()] {
        for args in [&["suggest"][..], &["suggest", "magnesium"], &["suggest", "calcium"]] {
            let answer = env.json(args);
            let found = portions(&answer);
            assert!(!found.is_empty() || !answer["withheld"][0].is_null(), "{answer}");
            for (name, times) in &found {
                for word in
                    ["uncooked", "dry", "flour", "powder", "raw", "liver", "brazil", "shake"]
                {
                    let eaten_raw = word == "raw" && name == "spinach, raw";
                    assert!(!name.contains(word) || eaten_raw, "{args:?}: {name}");
                }
                assert!(*times <= 4, "{args:?}: {name} {times} times");
            }
            let fish = |name: &str| ["salmon", "sardine", "trout"].iter().any(|f| name.contains(f));
            let of_fish = found.iter().filter(|(name, _)| fish(name));
            assert!(of_fish.map(|(_, times)| times).sum::<u64>() <= 3, "{found:?}");
            assert!(found.iter().map(|(_, times)| times).sum::<u64>() <= 14, "{found:?}");
            let mut names: Vec<&String> = found.iter().map(|(name, _)| name).collect();
            names.dedup_by_key(|name| name.split(',').next());
            assert_eq!(names.len(), found.len(), "{found:?}");
        }
    }
}

#[test]
fn the_milk_that_is_drunk_comes_before_another_one() {
    let env = short();
    let found = foods(&env.json(&["suggest", "calcium"]));
    assert!(found.iter().any(|name| name.starts_with("milk, whole")), "{found:?}");
    assert!(!found.iter().any(|name| name.contains("almond milk")), "{found:?}");
}

#[test]
fn what_is_not_closed_is_said_as_a_share_and_no_reason_is_made_up() {
    let env = short();
    let page = env.ok(&["suggest", "calcium"]).split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(!page.contains("too far"), "{page}");
    let share = env.json(&["suggest", "calcium"])["closes"]["calcium"].as_f64().expect("a share");
    if share < 0.9995 {
        let said = format!("This choice closes {:.0} % of the gap in calcium.", 100.0 * share);
        assert!(page.contains(&said), "{page}");
        assert!(page.contains("`mineralog food refuse FOOD` leaves a food out"), "{page}");
    }
    assert!(page.contains("at most 200 kcal a day"), "the bound is stated: {page}");
}

#[test]
fn spinach_is_named_without_its_calcium() {
    // A little short of magnesium, with spinach among what is eaten.
    let env = Environment::new();
    env.ok(&["profile", "--sex", "female", "--born", "1988"]);
    for day in ["2026-03-02", "2026-03-03", "2026-03-04"] {
        env.ok(&[
            "eat",
            "2 cups milk, 100 g white bread, 35 g almonds",
            "--at",
            &format!("{day} 08:00"),
        ]);
        env.ok(&[
            "eat",
            "150 g chicken breast, 200 g rice, 90 g spinach, cooked",
            "--at",
            &format!("{day} 13:00"),
        ]);
    }
    let answer = env.json(&["suggest", "magnesium"]);
    let all = answer["suggestions"].as_array().expect("a list");
    let spinach = all.iter().find(|f| f["food"].as_str().is_some_and(|n| n.contains("spinach")));
    let spinach = spinach.expect("spinach, which is eaten already");
    assert!(spinach["adds"].get("calcium").is_none(), "{spinach}");
    assert!(spinach["note"].as_str().is_some_and(|note| note.contains("absorbed")), "{spinach}");
    let page = env.ok(&["suggest", "magnesium"]).split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(page.contains("its calcium is not counted here, as hardly any is absorbed"), "{page}");
}

#[test]
fn refusing_by_a_plain_name_takes_the_food_that_was_suggested() {
    let env = short();
    let first = foods(&env.json(&["suggest", "vitamin d"]))[0].clone();
    let in_all = foods(&env.json(&["suggest"]));
    let fish = in_all.iter().find(|n| n.starts_with("salmon") || n.starts_with("sardine"));
    let fish = fish.unwrap_or(&first).clone();
    let word = fish.split(',').next().expect("a word").to_owned();
    if in_all.contains(&fish) {
        let refused = env.json(&["food", "refuse", &word]);
        assert_eq!(refused["refused"][0]["name"], fish.as_str());
        assert!(!foods(&env.json(&["suggest"])).contains(&fish));
        // It is offered again by the same word.
        let again = env.json(&["food", "refuse", &word, "--remove"]);
        assert!(again["refused"].as_array().is_some_and(Vec::is_empty));
    }
    // What is meant by no single name changes nothing, and says what could be.
    let before = std::fs::read(env.db()).expect("a file");
    let unclear = env.run(&["food", "refuse", "cheese and milk soup"]);
    assert_eq!(unclear.status, 2, "{}", unclear.all());
    assert!(unclear.stderr.contains("no food is clearly meant by"), "{}", unclear.stderr);
    assert!(std::fs::read(env.db()).expect("a file") == before);
    // A name is taken as it is.
    let refused = env.json(&["food", "refuse", "spinach"]);
    assert_eq!(refused["refused"][0]["name"], "spinach, raw");
}
