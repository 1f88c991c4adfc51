//! The mineral cards: this person's own foods among the sources, this week's figure as the week's
//! page says it, and all four beside each other.

use crate::environment::{Environment, Run};

fn columns(env: &Environment, width: &str, args: &[&str]) -> String {
    let output = env.command(args).env("COLUMNS", width).output();
    Run::of(output.expect("the program starts")).stdout
}

fn diary() -> Environment {
    let env = Environment::new();
    for day in ["2026-03-02", "2026-03-03"] {
        env.json(&["eat", "100 g spinach, 30 g almonds", "--at", &format!("{day} 12:00")]);
        env.json(&["done", day]);
    }
    env.json(&["eat", "30 g almonds", "--at", "2026-02-20 12:00"]);
    env.json(&["eat", "100 g banana", "--at", "2025-12-20 12:00"]);
    env.json(&["eat", "50 g cashew nuts", "--at", "2025-12-20 12:00"]);
    env
}

#[test]
fn a_card_marks_this_persons_own_foods_and_says_the_week() {
    let env = diary();
    let page = env.ok(&["mineral", "magnesium"]);
    for said in ["yours: spinach, raw (2 days)", "almond", "(3 days)", "In your diary before that"]
    {
        assert!(page.contains(said), "{said}: {page}");
    }
    let document = env.json(&["mineral", "magnesium"]);
    let card = document["minerals"][0].clone();
    let days = |name: &str| {
        let mut eaten = card["eaten"].as_array().expect("a list").iter();
        let found = eaten.find(|food| food["name"].as_str().is_some_and(|n| n.starts_with(name)));
        found.map(|food| food["days"].clone())
    };
    assert_eq!(days("spinach"), Some(2.into()));
    assert_eq!(days("almond"), Some(3.into()));
    assert_eq!(days("cashew"), Some(0.into()), "longer ago than 28 days");
    // One function computes the figure: the week's page says the same, word for word.
    let week = env.json(&["week"]);
    assert_eq!(card["week"], week["nutrients"][0]);
    assert_eq!(document["logged_days"], 2);
}

#[test]
fn four_minerals_as_a_table_where_there_is_room() {
    let env = diary();
    for width in ["76", "80", "120", "200"] {
        let page = columns(&env, width, &["mineral"]);
        let head = page.lines().nth(2).expect("a heading").to_owned();
        for name in ["Magnesium", "Calcium", "Potassium", "Vitamin D"] {
            assert!(head.contains(name), "{width}: {page}");
        }
        for line in page.lines() {
            let columns = line.chars().count();
            assert!(columns <= width.parse().expect("a number"), "{width}: {line}");
        }
    }
    let narrow = columns(&env, "75", &["mineral"]);
    assert!(narrow.contains("\nMagnesium\n"), "{narrow}");
    let empty = Environment::bare();
    assert!(columns(&empty, "60", &["mineral"]).contains("no day is logged"));
    assert!(env.json(&["mineral"])["minerals"][3]["week"]["nutrient"] == "vitamin_d");
}
