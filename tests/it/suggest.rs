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
