//! Looking: every page a person reads, as text and as a document.

use std::process::Stdio;

use expect_test::expect;
use serde_json::{Value, json};

use crate::environment::Environment;

const MINERALS: [&str; 4] = ["magnesium", "calcium", "potassium", "vitamin_d"];

/// The commands, for what must hold for each.
const COMMANDS: [&str; 41] = [
    "eat",
    "drink",
    "take",
    "medicine",
    "twitch",
    "stress",
    "sleep",
    "exercise",
    "sun",
    "screen",
    "water",
    "caffeine",
    "note",
    "done",
    "today",
    "day",
    "week",
    "episodes",
    "diary",
    "show",
    "mineral",
    "food",
    "food search",
    "food show",
    "food add",
    "food edit",
    "food remove",
    "food alias",
    "food tag",
    "food portion",
    "recipe",
    "recipe add",
    "recipe show",
    "recipe edit",
    "recipe list",
    "recipe delete",
    "profile",
    "profile safety",
    "config",
    "delete",
    "undo",
];

/// A diary of three closed days on each of which the same was eaten.
fn three_days_of(profile: &[&str], meal: &str) -> Environment {
    days_of(profile, meal, 3)
}

fn days_of(profile: &[&str], meal: &str, days: usize) -> Environment {
    let mut env = Environment::new();
    env.at("2026-03-08T22:00:00+00:00");
    if !profile.is_empty() {
        env.ok(&[&["profile"], profile].concat());
    }
    for day in 2..2 + days {
        env.ok(&["eat", meal, "--at", &format!("2026-03-0{day} 12:00")]);
        env.ok(&["done", &format!("2026-03-0{day}")]);
    }
    env
}

const WOMAN_OF_40: &[&str] = &["--sex", "female", "--born", "1986"];

/// Returns what the week says about a mineral.
#[track_caller]
fn of_week(env: &Environment, nutrient: &str) -> Value {
    let week = env.json(&["week"]);
    let found = week["nutrients"]
        .as_array()
        .and_then(|all| all.iter().find(|mineral| mineral["nutrient"] == nutrient).cloned());
    found.unwrap_or_else(|| panic!("no {nutrient}"))
}

/// A diary that has something of everything.
fn rich_diary() -> Environment {
    let mut env = Environment::new();
    env.at("2026-03-08T22:00:00+00:00");
    for day in ["2026-03-01", "2026-03-02", "2026-03-03", "2026-03-04", "2026-03-06"] {
        let at = |time: &str| format!("{day} {time}");
        env.ok(&["eat", "2 slices wholemeal toast, 1 tbsp peanut butter", "--at", &at("08:00")]);
        env.ok(&["drink", "flat white", "--at", &at("10:00")]);
        env.ok(&["eat", "200 g salmon, Atlantic, wild, cooked", "--at", &at("13:00")]);
        env.ok(&["eat", "zorble of the old country", "--at", &at("16:00")]);
        env.ok(&["eat", "200 g spinach, 50 g almonds", "--at", &at("19:00")]);
        env.ok(&["done", day]);
        env.ok(&["stress", "7", "--at", &at("20:00"), "--note", "a long day"]);
        env.ok(&["sleep", "5h50m", "--at", &at("07:00")]);
        env.ok(&["exercise", "45m", "--effort", "hard", "--at", &at("18:00")]);
        env.ok(&["sun", "some", "--at", &at("12:00")]);
        env.ok(&["screen", "9h", "--at", &at("21:00")]);
        env.ok(&["water", "750ml", "--at", &at("15:00")]);
    }
    env.ok(&["eat", "banana", "--at", "2026-03-07 09:00", "--note", "nothing else\nall day"]);
    env.ok(&["caffeine", "500mg", "--at", "2026-03-07 11:00"]);
    env.ok(&["take", "magnesium citrate 400 mg", "--elemental", "--at", "2026-03-02 21:00"]);
    env.ok(&["take", "vitamin D 1000 IU", "--at", "2026-03-02 21:00"]);
    env.ok(&["take", "my old tonic", "--at", "2026-03-03 21:00"]);
    env.ok(&["medicine", "omeprazole", "--started", "--at", "2026-03-01 09:00"]);
    env.ok(&["medicine", "spironolactone", "--taken", "--at", "2026-03-02 09:00"]);
    env.ok(&["twitch", "left", "eyelid", "-i", "4", "--for", "10m", "--at", "2026-03-03 21:00"]);
    env.ok(&["twitch", "calf", "--kind", "cramp", "--pain", "6", "--at", "2026-03-04 03:00"]);
    env.ok(&["twitch", "calf", "--with", "weakness", "--at", "2026-03-04 21:00"]);
    env.ok(&["twitch", "none", "--at", "2026-03-06"]);
    env.ok(&[
        "note",
        "--at",
        "2026-03-06 9:00",
        "a #heat wave, with a cold #illness to go with it",
    ]);
    env
}

/// Every page a person can ask for, over a diary.
fn every_page(env: &Environment) -> Vec<(String, String)> {
    let mut commands: Vec<Vec<String>> = [
        "",
        "today",
        "day",
        "day 2026-03-04",
        "day 2026-03-07",
        "day 2026-02-01",
        "week",
        "week last",
        "week 2026-W01",
        "episodes",
        "episodes --from 2026-01-01",
        "diary",
        "diary --from 2026-01-01",
        "mineral",
        "mineral magnesium",
        "mineral calcium",
        "mineral potassium",
        "mineral vitamin_d",
        "food search salmon",
        "food search zorble",
        "food show spinach",
        "food show usda:171998",
        "food show cod liver oil",
        "food search --by magnesium",
        "recipe list",
        "profile",
        "profile safety",
        "config",
        "demo",
        "eat 2 eggs --dry-run",
        "take magnesium oxide 400 mg --compound --dry-run",
    ]
    .iter()
    .map(|command| command.split_whitespace().map(str::to_owned).collect())
    .collect();
    let diary = env.diary();
    for entry in diary["entries"].as_array().expect("entries") {
        commands.push(vec!["show".to_owned(), entry["id"].to_string()]);
    }
    commands
        .iter()
        .map(|command| {
            let words: Vec<&str> = command.iter().map(String::as_str).collect();
            let run = env.run(&words);
            assert_eq!(run.status, 0, "{command:?}\n{}", run.stderr);
            (command.join(" "), run.stdout + &run.stderr)
        })
        .collect()
}

#[test]
fn without_a_command_an_empty_diary_says_what_to_do() {
    let env = Environment::new();
    expect![[r#"
        A private diary of food, drink and muscle twitches. Nothing is logged yet;
        `mineralog demo` shows what eight weeks look like.

          mineralog eat "2 eggs, 200 g spinach"                             after a meal
          mineralog twitch eyelid --side left              at a twitch; or `twitch none`
          mineralog stress 4 | sleep 6h30m | water 500ml                       around it
          mineralog done                                      the day's food is complete
          mineralog week                                            the page of the week
          mineralog --help                                               everything else
        --- status 0
    "#]]
    .assert_eq(&env.run(&[]).all());
}

#[test]
fn without_a_command_today_and_what_to_do() {
    let env = Environment::new();
    env.ok(&["eat", "2 eggs", "--at", "08:00"]);
    let page = env.ok(&[]);
    assert!(page.starts_with(&env.ok(&["today"])), "{page}");
    assert!(page.contains("\n  mineralog twitch eyelid --side left "), "{page}");
    assert_eq!(env.json(&[]), env.json(&["today"]));
}

#[test]
fn today_in_full() {
    let env = Environment::new();
    env.ok(&["eat", "2 eggs, 200 g salmon, Atlantic, wild, cooked", "--at", "08:00"]);
    env.ok(&["drink", "500 ml cola", "--at", "12:00"]);
    env.ok(&["water", "500ml", "--at", "15:00"]);
    env.ok(&["stress", "6", "--at", "18:00", "--note", "late"]);
    env.ok(&["take", "vitamin D 1000 IU", "--at", "19:00"]);
    expect![[r#"
        Wednesday 4 March 2026                                         food not complete
          08:00     1  breakfast: egg, boiled 100 g; salmon, Atlantic, wild, cooked 200
                       g
          12:00     2  lunch: cola 519 g; caffeine 47 mg
          15:00     3  water 500 mL
          18:00     4  stress 6 of 10 [late]
          19:00     5  supplement: vitamin D 25 µg (1000 IU), as d3 cholecalciferol

        Food and drink
          Reference: NASEM values for adults of 31 to 50, the higher of women's and
            men's. Yours: `mineralog profile --sex female --born 1988`.
          magnesium: 84 mg (20 % of the RDA 420 mg)
          calcium: 85 mg (9 % of the RDA 1000 mg)
          potassium: 1408 mg (41 % of the AI 3400 mg)
          vitamin D: at least 2.2 µg; 2 of 3 foods report it (RDA 15 µg)
          sodium: 252 mg
          caffeine: at least 47 mg; 2 of 3 foods report it
          water: 1.2 L (AI 3.7 L)
          alcohol: at least 0 g; 2 of 3 foods report it
          energy: 737 kcal

        Supplements, counted apart
          vitamin D 25 µg

        Not noted yet: sleep or twitch (or twitch none)
        When the day's food is complete: `mineralog done`

        Information only, not medical advice or diagnosis. A food log cannot show blood
        levels. If you have a warning sign or are worried, contact a health
        professional.
        --- status 0
    "#]]
    .assert_eq(&env.run(&["today"]).all());
    assert_eq!(env.ok(&["day"]), env.ok(&["today"]));
    assert_eq!(env.ok(&["day", "2026-03-04"]), env.ok(&["today"]));
    assert_eq!(env.ok(&["day", "wednesday"]), env.ok(&["today"]));
}

#[test]
fn a_day_as_a_document() {
    let env = Environment::new();
    env.ok(&["eat", "200 g salmon, Atlantic, wild, cooked", "--at", "08:00"]);
    env.ok(&["twitch", "calf", "--at", "09:00"]);
    env.ok(&["water", "500ml", "--at", "10:00"]);
    let day = env.json(&["day"]);
    assert_eq!(day["day"], "2026-03-04");
    assert_eq!(day["complete"], false);
    let meal = &day["meals"][0];
    assert_eq!((&meal["slot"], &meal["items"][0]["grams"]), (&json!("breakfast"), &json!(200)));
    // 200 g at 37 mg per 100 g; vitamin D was not determined.
    assert_eq!(meal["items"][0]["nutrients"]["magnesium"], 74);
    assert_eq!(meal["items"][0]["nutrients"]["vitamin_d"], Value::Null);
    assert_eq!(day["totals"]["magnesium"]["known"], 74);
    assert_eq!(day["totals"]["vitamin_d"]["foods_reporting"], 0);
    assert_eq!(day["totals"]["vitamin_d"]["known_share"], 0);
    // 200 g at 59.62 g per 100 g, and what was noted.
    assert_eq!(day["totals"]["water"]["known"], 619.24);
    assert_eq!(day["episodes"][0]["site"], "calf");
    assert!(day["context"].is_object());
    env.ok(&["done"]);
    assert_eq!(env.json(&["day"])["complete"], true);
    let keys: Vec<&String> = day["totals"].as_object().expect("totals").keys().collect();
    let companions = ["sodium", "caffeine", "water", "alcohol", "energy"];
    assert_eq!(keys, MINERALS.iter().chain(&companions).collect::<Vec<_>>());
}

#[test]
fn a_small_week() {
    let meal = "100 g oats, rolled, dry + 300 g milk, whole + 200 g steak, sirloin, grilled, lean \
                + 250 g coffee, instant";
    let env = three_days_of(WOMAN_OF_40, meal);
    env.ok(&["eat", "banana, zorble", "--at", "2026-03-06 10:00"]);
    env.ok(&["twitch", "eyelid", "--side", "left", "-i", "4", "--at", "2026-03-03 21:00"]);
    env.ok(&["twitch", "none", "--at", "2026-03-04"]);
    env.ok(&["stress", "6", "--at", "2026-03-03 20:00"]);
    env.ok(&["sleep", "6h30m", "--at", "2026-03-03 07:00"]);
    env.ok(&["exercise", "45m", "--at", "2026-03-03 18:00"]);
    env.ok(&["take", "magnesium 200 mg", "--elemental", "--at", "2026-03-03 22:00"]);
    expect![[r#"
        Week 10: Mon 2 Mar to Sun 8 Mar 2026                          3 of 7 days logged
        Reference: NASEM values for a woman of 40.

        Minerals from food and drink, a day
          magnesium  ████████████····│      230 mg; all 4 foods report it
            Slightly under-represented in your log: 72 % of the RDA 320 mg.
            A source was eaten on 3 of 3 logged days.
            The days leave room: mean ± 97 mg from 3 logged days, by typical day-to-day
            variation, not measured from your days; how likely that is enough is said
            from 7 logged days on.
            Most came from: oats, rolled, dry; steak, sirloin, grilled, lean; milk,
            whole.
          calcium    ███████·········│      435 mg; all 4 foods report it
            Under-represented in your log: 44 % of the RDA 1000 mg.
            A source was eaten on 3 of 3 logged days.
            The days leave room: mean ± 368 mg from 3 logged days, by typical day-to-day
            variation, not measured from your days; how likely that is enough is said
            from 7 logged days on.
            Most came from: milk, whole; oats, rolled, dry; steak, sirloin, grilled,
            lean.
          potassium  ██████████······│      1593 mg; all 4 foods report it
            Your log stays below the reference level (AI): 61 % of the AI 2600 mg.
            A source was eaten on 3 of 3 logged days.
            The days leave room: mean ± 721 mg from 3 logged days, by a rough figure for
            day-to-day variation, not measured from your days.
          vitamin D  ████░···········│      at least 3.9 µg; 2 of 4 foods report it
            Under-represented in your log: at least 26 % of the RDA 15 µg.
            It could be 5.1 µg (34 %) at most; the foods that report it hold 60 % of the
            energy.
            A source was eaten on 3 of 3 logged days.
            Most came from: milk, whole.
          █ known  ░ may be there  · less than the reference  │ the reference
          Supplements, counted apart, a day: magnesium 67 mg.

        Foods that would close the gaps
          milk, whole: your usual portion (300 g), 3 times a week
            adds 30 mg magnesium, 339 mg calcium and 3.9 µg vitamin D each time
            for magnesium, calcium and vitamin D; you ate it on 3 days of the last four
              weeks
          pumpkin seeds: a usual portion (16 g), 2 times a week
            adds 95 mg magnesium and 7.4 mg calcium each time
            for magnesium; it stands in the source lists
          sardines, canned in oil, with bones: a usual portion (92 g), once a week
            adds 36 mg magnesium, 351 mg calcium and 4.4 µg vitamin D each time
            for magnesium, calcium and vitamin D; it stands in the source lists
          This choice closes 50 % of the gap in magnesium, 35 % of the gap in calcium
            and 21 % of the gap in vitamin D. To see others: `mineralog suggest MINERAL`
            looks at one mineral alone; `mineralog food refuse FOOD` leaves a food out.
          Nothing is suggested for potassium: that is hidden, for the reason given
            below.

        Around it
          stress     6 of 10, mean of 1 day
          caffeine   65 mg a day, 65 mg on the highest day; no day above 400 mg
          water      648 mL a day from food and drink; the AI for total water is 2.7 L
          sleep      6 h 30 min a night, mean of 1 day
          exercise   45 min on 1 day

        Episodes
          1 episode on 1 day, mean intensity 4 of 10; 1 day said to be twitch-free;
          nothing said about 5 days.
            left eyelid: 1 episode on 1 day

        Day by day
                              Mon     Tue     Wed     Thu     Fri     Sat     Sun
          Mar 2026              2       3       4       5       6       7       8
          episodes              ?     █ 1       0       ?       ?       ?       ?
          strongest, 0-10       –     █ 4       –       –       –       –       –
          caffeine, mg       █ 65    █ 65    █ 65       –      0+       –       –
          stress, 0-10          –     █ 6       –       –       –       –       –
          water, L          █ 0.6   █ 0.6   █ 0.6       –  ▂ 0.1+       –       –
          sleep, h:min          –  █ 6:30       –       –       –       –       –
          food logged         yes     yes     yes       –       –       –       –
          ? nothing said  – not noted  · has not come  + at least

        1 day with some food is not averaged; `mineralog done DAY` closes one.
        Not matched yet: "zorble".
        Food and supplements only. Sunlight also makes vitamin D, by an amount this tool
        cannot estimate; only a blood test shows status.
        Potassium suggestions stay hidden; ask your clinician before changing potassium
        intake. To answer the safety questions, run `mineralog profile safety`.
        Most twitches have other explanations than minerals: stress, tiredness,
        caffeine, alcohol, exercise, some medicines.
        Information only, not medical advice or diagnosis. A food log cannot show blood
        levels. If you have a warning sign or are worried, contact a health
        professional.
        --- status 0
    "#]]
    .assert_eq(&env.run(&["week"]).all());
}

#[test]
fn a_week_without_a_logged_day() {
    let env = Environment::new();
    expect![[r#"
        Week 10: Mon 2 Mar to Sun 8 Mar 2026               0 of 3 days logged, 4 to come
        Reference: NASEM values for adults of 31 to 50, the higher of women's and men's.
          Yours: `mineralog profile --sex female --born 1988`.

        Minerals from food and drink, a day
          No day is logged completely yet. A day counts once it is closed with
          `mineralog done`, or has two meals and 800 kcal.

        Foods that would close the gaps
          Nothing is suggested for potassium: that is hidden, for the reason given
            below.
          Nothing is suggested for magnesium, calcium or vitamin D: that needs at least
            3 logged days.

        Around it
          stress     not noted
          caffeine   not noted
          water      no logged day to average
          sleep      not noted
          exercise   not noted

        Episodes
          0 episodes; 0 days said to be twitch-free; nothing said about 3 days.

        Day by day
                              Mon     Tue     Wed     Thu     Fri     Sat     Sun
          Mar 2026              2       3       4       5       6       7       8
          episodes              ?       ?       ?       ·       ·       ·       ·
          ? nothing said  – not noted  · has not come  + at least

        Potassium suggestions stay hidden; ask your clinician before changing potassium
        intake. To answer the safety questions, run `mineralog profile safety`.
        Most twitches have other explanations than minerals: stress, tiredness,
        caffeine, alcohol, exercise, some medicines.
        Information only, not medical advice or diagnosis. A food log cannot show blood
        levels. If you have a warning sign or are worried, contact a health
        professional.
        --- status 0
    "#]]
    .assert_eq(&env.run(&["week"]).all());
    let week = env.json(&["week"]);
    for mineral in week["nutrients"].as_array().expect("minerals") {
        for absent in ["intake_per_day", "intake_upper_per_day", "coverage", "known_share"] {
            assert_eq!(mineral[absent], Value::Null, "{absent}");
        }
        assert_eq!(mineral["verdict"], "too_few_days");
    }
    assert_eq!(week["context"]["caffeine"]["mean_per_day"], Value::Null);
    assert_eq!(week["context"]["water"]["mean_per_day"], Value::Null);
}

#[test]
fn a_week_as_a_document_has_every_field_that_is_promised() {
    let week = rich_diary().json(&["week"]);
    for pointer in [
        "/period/from",
        "/period/to",
        "/period/days",
        "/period/logged_days",
        "/profile",
        "/context/stress/mean",
        "/context/stress/days",
        "/context/caffeine/mean_per_day",
        "/context/caffeine/max_per_day",
        "/context/caffeine/days_over_limit",
        "/context/water/mean_per_day",
        "/context/water/reference",
        "/context/sleep",
        "/context/exercise",
        "/episodes/count",
        "/episodes/days_with",
        "/episodes/days_without",
        "/episodes/days_unrecorded",
        "/episodes/mean_intensity",
        "/episodes/by_site",
        "/suggestions",
        "/flags",
        "/warnings",
    ] {
        assert!(week.pointer(pointer).is_some_and(|value| !value.is_null()), "{pointer}");
    }
    let minerals = week["nutrients"].as_array().expect("minerals");
    let order: Vec<&Value> = minerals.iter().map(|mineral| &mineral["nutrient"]).collect();
    assert_eq!(order, MINERALS);
    for mineral in minerals {
        for field in [
            "nutrient",
            "unit",
            "intake_per_day",
            "intake_upper_per_day",
            "from_supplements_per_day",
            "reference",
            "coverage",
            "known_share",
            "adequacy_probability",
            "source_days",
            "verdict",
            "above_upper_limit",
            "top_foods",
            "unknown_foods",
        ] {
            assert!(mineral.get(field).is_some(), "{field}");
        }
        for field in ["kind", "amount", "authority"] {
            assert!(!mineral["reference"][field].is_null(), "{field}");
        }
    }
    let units: Vec<&Value> = minerals.iter().map(|mineral| &mineral["unit"]).collect();
    assert_eq!(units, ["mg", "mg", "mg", "µg"]);
    assert_eq!(week["period"]["from"], "2026-03-02");
    assert_eq!(week["period"]["to"], "2026-03-08");
    assert_eq!((&week["period"]["days"], &week["period"]["logged_days"]), (&json!(7), &json!(4)));
    let top = &minerals[0]["top_foods"][0];
    assert!(top["name"].is_string() && top["amount"].is_number(), "{top}");
    // 500 mg on one day, above the 400 mg for adults.
    assert_eq!(week["context"]["caffeine"]["days_over_limit"], 1);
    assert_eq!(week["context"]["caffeine"]["max_per_day"], 500);
}

#[test]
fn a_week_may_be_named_in_several_ways() {
    let env = three_days_of(&[], "2 eggs");
    let this = env.json(&["week"]);
    assert_eq!(this["period"]["logged_days"], 3);
    for name in ["this", "2026-W10", "2026-03-04", "2026-03-02"] {
        assert_eq!(env.json(&["week", name]), this, "{name}");
    }
    assert_eq!(env.json(&["week", "last"])["period"]["to"], "2026-03-01");
    assert!(env.json_error(&["week", "2026-W60"])["message"].is_string());
}

#[test]
fn episodes_and_days_without() {
    let env = rich_diary();
    expect![[r#"
        Episodes from 2026-02-09 to 2026-03-08                    3 episodes, 1 free day

        Tuesday 3 March 2026
          21:00    68  twitch, left eyelid, intensity 4 of 10, for 10 min

        Wednesday 4 March 2026
          03:00    69  cramp, calf, pain 6 of 10
          21:00    70  twitch, calf, with weakness

        Friday 6 March 2026
          12:00    71  no twitch
        --- status 0
    "#]]
    .assert_eq(&env.run(&["episodes"]).all());
    let document = env.json(&["episodes"]);
    assert_eq!(document["episodes"].as_array().map(Vec::len), Some(3));
    assert_eq!(document["no_twitch"][0]["day"], "2026-03-06");
    let none = env.json(&["episodes", "--from", "2026-02-01", "--to", "2026-02-10"]);
    assert_eq!(none["episodes"], json!([]));
}

#[test]
fn the_diary_as_a_list() {
    let mut env = Environment::new();
    env.ok(&["eat", "2 eggs, zorble", "--at", "2026-03-03 08:00"]);
    env.ok(&["twitch", "calf", "--at", "2026-03-03 22:10", "--note", "after the run"]);
    env.ok(&["note", "--at", "2026-03-04 09:00", "hot #heat"]);
    expect![[r#"
        Diary from 2026-02-26 to 2026-03-04                                    3 entries

        Tuesday 3 March 2026
          08:00     1  breakfast: egg, boiled 100 g; "zorble" (not matched yet)
          22:10     2  twitch, calf [after the run]

        Wednesday 4 March 2026
          09:00     3  note: hot #heat
        --- status 0
    "#]]
    .assert_eq(&env.run(&["diary"]).all());
    // A week back unless it is told otherwise.
    env.at("2026-03-10T12:00:00+00:00");
    let days = |args: &[&str]| env.json(args)["entries"].as_array().map(Vec::len);
    assert_eq!(days(&["diary"]), Some(1));
    assert_eq!(days(&["diary", "--from", "2026-03-01"]), Some(3));
    assert_eq!(days(&["diary", "--from", "2026-03-01", "--to", "2026-03-03"]), Some(2));
    let error = env.json_error(&["diary", "--from", "2026-03-09", "--to", "2026-03-01"]);
    assert_eq!(error["hint"], "swap --from and --to");
}

#[test]
fn an_entry_with_the_day_before_it_and_an_episode_with_two() {
    let env = Environment::new();
    env.ok(&["eat", "2 eggs", "--at", "2026-03-01 20:59"]);
    env.ok(&["eat", "banana", "--at", "2026-03-01 21:01"]);
    env.ok(&["drink", "flat white", "--at", "2026-03-02 21:01"]);
    env.ok(&["stress", "5", "--at", "2026-03-03 12:00"]);
    env.ok(&["twitch", "calf", "--at", "2026-03-03 21:00"]);
    env.ok(&["note", "--at", "2026-03-03 21:00", "later"]);
    let before = |id: &str| -> (Value, Vec<i64>) {
        let document = env.json(&["show", id]);
        let ids = document["before"].as_array().expect("a list").iter();
        let ids = ids.map(|entry| entry["id"].as_i64().expect("a number")).collect();
        (document["hours"].clone(), ids)
    };
    let (hours, ids) = before("5");
    assert_eq!(hours, 48);
    assert!(ids.starts_with(&[2, 3, 4]), "{ids:?}");
    assert!(!ids.contains(&1) && !ids.contains(&5), "{ids:?}");
    let (hours, ids) = before("4");
    assert_eq!((hours, ids), (json!(24), vec![3]));
    expect![[r#"
        Tuesday 3 March 2026, 12:00 (UTC+00:00)                                  entry 4
          stress 5 of 10

        The 24 hours before
          Monday 2 March 2026
          21:01     3  dinner: latte 248 g
        --- status 0
    "#]]
    .assert_eq(&env.run(&["show", "4"]).all());
    let run = env.run(&["show", "99"]);
    assert_eq!((run.status, run.stdout.as_str()), (2, ""));
}

#[test]
fn a_mineral_card_and_all_four() {
    let env = Environment::new();
    let card = env.ok(&["mineral", "magnesium"]);
    for line in ["Magnesium", "Food sources", "  - spinach", "  - dark chocolate"] {
        assert!(card.lines().any(|l| l.starts_with(line)), "{line}\n{card}");
    }
    assert!(!card.contains("Calcium\n"), "{card}");
    let all = env.ok(&["mineral"]);
    for name in ["Magnesium", "Calcium", "Potassium", "Vitamin D"] {
        assert!(all.contains(name), "{name}\n{all}");
    }
    for name in ["vitamin_d", "vitamin d", "D"] {
        let card = env.ok(&["mineral", name]);
        assert!(card.starts_with("Vitamin D\n"), "{name}");
    }
    let error = env.json_error(&["mineral", "iron"]);
    assert!(error["hint"].as_str().is_some_and(|hint| hint.contains("potassium")), "{error}");
}

#[test]
fn minerals_as_a_document() {
    let env = Environment::new();
    let minerals = env.json(&["mineral"])["minerals"].clone();
    let listed = |i: usize| -> Vec<String> {
        let sources = minerals[i]["sources"].as_array().expect("sources");
        sources.iter().map(|s| s["name"].as_str().expect("a name").to_owned()).collect()
    };
    for (i, nutrient) in MINERALS.iter().enumerate() {
        let mineral = &minerals[i];
        assert_eq!(mineral["nutrient"], *nutrient);
        assert!(mineral["role"].as_str().is_some_and(|role| !role.is_empty()));
        for list in ["signs", "sources", "notes"] {
            assert!(mineral[list].as_array().is_some_and(|l| !l.is_empty()), "{nutrient} {list}");
        }
        for source in mineral["sources"].as_array().expect("sources") {
            assert!(matches!(source["kind"].as_str(), Some("food" | "group" | "other")));
            assert_eq!(source["basis"], "listed");
        }
        let one = env.json(&["mineral", nutrient])["minerals"].clone();
        assert_eq!(one, json!([mineral]));
    }
    let magnesium =
        ["spinach", "other leafy greens", "nuts", "seeds", "dark chocolate", "legumes", "avocado"];
    assert_eq!(listed(0), magnesium);
    assert_eq!(listed(1), ["dairy", "canned fish with bones", "leafy greens", "fortified foods"]);
    let potassium = ["sweet potatoes", "bananas", "avocados", "spinach", "dried apricots", "beans"];
    assert_eq!(listed(2), potassium);
    assert_eq!(listed(3), ["fatty fish", "fortified dairy", "sun exposure"]);
}

#[test]
fn potassium_is_not_ranked_until_the_questions_are_answered() {
    const GATE: &str = "run `mineralog profile safety`";
    let env = three_days_of(WOMAN_OF_40, "200 g spinach, banana");
    // The potassium line of a page is wrapped; one line again, it is the same everywhere.
    let says = |args: &[&str]| {
        let page = env.ok(args).split_whitespace().collect::<Vec<_>>().join(" ");
        page.contains(GATE)
    };
    let pages: [&[&str]; 4] = [&["week"], &["mineral"], &["mineral", "potassium"], &["profile"]];
    assert!(pages.iter().all(|page| says(page)));
    let potassium = of_week(&env, "potassium");
    assert_eq!(potassium["top_foods"], json!([]));
    assert!(potassium["intake_per_day"].is_number() && potassium["coverage"].is_number());
    assert_eq!(potassium["verdict"], "under", "figures and verdict are always shown");
    assert_ne!(of_week(&env, "magnesium")["top_foods"], json!([]));

    // One answer that is missing, or not "no", keeps it closed.
    env.ok(&["profile", "safety", "all", "no"]);
    env.ok(&["profile", "safety", "kidney", "unsure"]);
    assert!(pages.iter().all(|page| says(page)));
    assert_eq!(of_week(&env, "potassium")["top_foods"], json!([]));
    env.ok(&["profile", "safety", "kidney", "no"]);
    assert!(!pages.iter().any(|page| says(page)));
    assert_eq!(of_week(&env, "potassium")["top_foods"][0]["name"], "spinach, raw");
    env.ok(&["undo"]);
    assert_eq!(of_week(&env, "potassium")["top_foods"], json!([]));
}

#[test]
fn the_safety_questions() {
    let env = Environment::new();
    let page = env.ok(&["profile", "safety"]);
    assert_eq!(page.matches("not answered").count(), 7, "{page}");
    let document = env.json(&["profile", "safety", "kidney", "yes"]);
    assert_eq!(document["safety"][0]["question"], "kidney");
    assert_eq!(document["safety"][0]["answer"], "yes");
    assert_eq!(document["safety"][1]["answer"], Value::Null);
    assert_eq!(document["potassium_gate_open"], false);
    assert!(env.json_error(&["profile", "safety", "kidney", "perhaps"])["hint"].is_string());
    assert!(env.json_error(&["profile", "safety", "spleen", "no"])["hint"].is_string());
    assert_eq!(env.json(&["profile"])["safety"][0]["answer"], "yes");
}

#[test]
fn food_search() {
    let env = Environment::new();
    let found = env.json(&["food", "search", "spinach", "raw"])["foods"].clone();
    assert_eq!(found[0]["name"], "spinach, raw");
    assert_eq!(found[0]["source"], "usda:168462");
    assert!(found[0]["id"].is_i64() && found[0]["score"].is_number());
    let scores: Vec<f64> =
        found.as_array().expect("foods").iter().filter_map(|f| f["score"].as_f64()).collect();
    assert!(scores.is_sorted_by(|a, b| a >= b), "{scores:?}");
    assert!(env.ok(&["food", "search", "spinach"]).contains("usda:168462"));
    assert_eq!(env.json(&["food", "search", "qqzzx"]), json!({"foods": []}));
    assert!(env.ok(&["food", "search", "qqzzx"]).contains("No food is found for \"qqzzx\""));
}

#[test]
fn a_food_with_what_is_not_known_of_it() {
    let env = Environment::new();
    let page = env.ok(&["food", "show", "salmon, Atlantic, wild, cooked"]);
    let line = |name: &str| {
        let line = page.lines().find(|line| line.trim_start().starts_with(name));
        line.unwrap_or_default().split_whitespace().collect::<Vec<_>>().join(" ")
    };
    // SR28 15209; a usual portion is a fillet of 125 g.
    assert_eq!(line("magnesium"), "magnesium 37 mg 46 mg measured");
    assert_eq!(line("vitamin D"), "vitamin D unknown unknown");
    assert_eq!(line("caffeine"), "caffeine unknown unknown");
    assert_eq!(line("energy"), "energy 182 kcal 228 kcal estimated");
    assert!(page.contains("fillet 125 g"), "{page}");
    assert!(page.contains("A source of vitamin D: stands in the source list."), "{page}");
}

#[test]
fn a_food_as_a_document() {
    let env = Environment::new();
    let show = |food: &str| env.json(&["food", "show", food])["food"].clone();
    let spinach = show("usda:168462");
    assert_eq!(
        (&spinach["name"], &spinach["source"]),
        (&json!("spinach, raw"), &json!("usda:168462"))
    );
    assert_eq!(spinach["reference"], "SR28 11457");
    let known = |food: &Value, nutrient: &str| {
        let value = &food["nutrients"][nutrient];
        (value["per_100g"].clone(), value["knowledge"].clone())
    };
    assert_eq!(known(&spinach, "magnesium"), (json!(79), json!("measured")));
    assert_eq!(known(&spinach, "vitamin_d"), (json!(0), json!("assumed_zero")));
    assert_eq!(known(&spinach, "energy"), (json!(23), json!("estimated")));
    let salmon = show("salmon, Atlantic, wild, cooked");
    for nutrient in ["vitamin_d", "caffeine", "alcohol"] {
        assert_eq!(known(&salmon, nutrient), (Value::Null, json!("unknown")));
    }
    assert_eq!(salmon["nutrients"]["vitamin_d"]["unit"], "µg");
    assert_eq!(spinach["groups"], json!(["leafy greens", "spinach"]));
    let portions = spinach["portions"].as_array().expect("portions");
    assert!(portions.iter().any(|p| p["measure"] == "cup" && p["grams"] == 30));
    assert!(portions.iter().any(|p| p["measure"] == "usual"));
    let tagged = |food: &Value, nutrient: &str, basis: &str| {
        let tags = food["sources"].as_array().expect("tags");
        tags.contains(&json!({"nutrient": nutrient, "basis": basis}))
    };
    // 60 g, the usual portion, hold 47 mg: more than a tenth of 420 mg; and 59 mg of calcium,
    // less than a tenth of 1300 mg.
    assert!(tagged(&spinach, "magnesium", "listed") && tagged(&spinach, "magnesium", "content"));
    assert!(tagged(&spinach, "calcium", "listed") && !tagged(&spinach, "calcium", "content"));
    assert!(!tagged(&spinach, "vitamin_d", "listed") && !tagged(&spinach, "magnesium", "user"));
    // By its number in the diary it is the same.
    assert_eq!(show(&spinach["id"].to_string()), spinach);
    let error = env.json_error(&["food", "show", "qqzzx"]);
    assert!(error["message"].as_str().is_some_and(|m| m.contains("qqzzx")), "{error}");
}

#[test]
fn the_profile_is_set_forgotten_and_taken_back() {
    let env = Environment::new();
    expect![[r#"
        Profile
          sex         not said
          born        not said
          life stage  neither pregnant nor breastfeeding
          authority   NASEM reference intakes
          weight      not said
          safety      0 of 7 questions answered

        Set it with: mineralog profile --sex female --born 1988 --authority NASEM
        Potassium suggestions stay hidden; ask your clinician before changing potassium
          intake. To answer the safety questions, run `mineralog profile safety`.
        --- status 0
    "#]]
    .assert_eq(&env.run(&["profile"]).all());
    let set =
        ["profile", "--sex", "f", "--born", "1986", "--authority", "efsa", "--weight", "68kg"];
    let profile = env.json(&set)["profile"].clone();
    let expected = json!({
        "sex": "female", "birth_year": 1986, "life_stage": "general", "authority": "EFSA",
        "weight_kg": 68,
    });
    assert_eq!(profile, expected);
    let forgotten = env.json(&["profile", "--forget", "born", "--forget", "weight"]);
    assert_eq!(forgotten["profile"]["birth_year"], Value::Null);
    assert_eq!(forgotten["profile"]["weight_kg"], Value::Null);
    assert_eq!(forgotten["profile"]["sex"], "female");
    env.ok(&["undo"]);
    assert_eq!(env.json(&["profile"])["profile"], expected);
    for wrong in [
        ["--sex", "unsure"],
        ["--born", "1850"],
        ["--born", "2027"],
        ["--life-stage", "puberty"],
        ["--authority", "WHO"],
        ["--weight", "heavy"],
        ["--forget", "name"],
    ] {
        assert!(env.json_error(&[&["profile"], &wrong[..]].concat())["hint"].is_string());
    }
    assert_eq!(env.json(&["profile"])["profile"], expected);
}

#[test]
fn the_settings() {
    let mut env = Environment::new();
    expect![[r#"
        Settings
          a day begins at   00:00
          a week begins on  Monday
          emergency number  not said

        Set it with: mineralog config --day-start 04:00 --week-start sunday
        --- status 0
    "#]]
    .assert_eq(&env.run(&["config"]).all());
    let set = env.json(&["config", "--day-start", "04:00", "--week-start", "sunday"]);
    assert_eq!(
        set,
        json!({"config": {
            "day_start": "04:00", "week_start": "sunday", "emergency_number": null,
        }})
    );
    // At half past one a shift worker's Tuesday is not over.
    env.at("2026-03-04T01:30:00+00:00");
    assert_eq!(env.json(&["eat", "banana"])["meal"]["day"], "2026-03-03");
    assert_eq!(env.json(&["week"])["period"]["from"], "2026-03-01");
    env.ok(&["undo"]);
    env.ok(&["undo"]);
    assert_eq!(env.json(&["config"])["config"]["day_start"], "00:00");
    for wrong in [["--day-start", "13:00"], ["--day-start", "dawn"], ["--week-start", "friday"]] {
        assert!(env.json_error(&[&["config"], &wrong[..]].concat())["hint"].is_string());
    }
}

#[test]
fn the_demo_keeps_nothing() {
    let env = Environment::bare();
    let page = env.ok(&["demo"]);
    assert!(page.contains("Nothing of it was kept."), "{page}");
    let last: Vec<&str> = page.lines().rev().take(3).collect();
    assert!(last.iter().all(|line| line.starts_with("  mineralog ")), "{last:?}");
    let week = env.json(&["demo"]);
    assert_eq!(week["period"]["logged_days"], 7);
    let files = std::fs::read_dir(env.home()).expect("the home").count();
    assert_eq!(files, 0, "no file was made");
}

#[test]
fn every_command_explains_itself() {
    let env = Environment::bare();
    let overview = env.ok(&["--help"]);
    for command in COMMANDS.into_iter().chain(["demo"]) {
        let words: Vec<&str> = command.split(' ').collect();
        let help = env.ok(&[words.as_slice(), &["--help"]].concat());
        assert!(help.contains(&format!("Usage: mineralog {command}")), "{help}");
        assert_eq!(env.ok(&[&["help"], words.as_slice()].concat()), help);
        let listed = overview.lines().any(|line| {
            line.strip_prefix("  ").is_some_and(|line| line.split(' ').next() == Some(words[0]))
        });
        assert!(listed, "{command} is not in the overview");
    }
    let files = std::fs::read_dir(env.home()).expect("the home").count();
    assert_eq!(files, 0, "help opens no diary");
}

#[test]
fn colour_only_where_it_is_asked_for() {
    let env = Environment::new();
    env.ok(&["eat", "2 eggs"]);
    let colored = |args: &[&str], no_color: Option<&str>| {
        let mut command = env.command(args);
        if let Some(value) = no_color {
            command.env("NO_COLOR", value);
        }
        let output = command.output().expect("the program starts");
        assert!(output.status.success());
        String::from_utf8(output.stdout).expect("UTF-8").contains('\u{1b}')
    };
    // A pipe is no terminal.
    assert!(!colored(&["week"], None));
    assert!(!colored(&["week", "--color", "auto"], None));
    assert!(!colored(&["week", "--color", "never"], None));
    assert!(colored(&["week", "--color", "always"], None));
    assert!(!colored(&["week"], Some("1")));
    // What is typed comes before the environment.
    assert!(colored(&["week", "--color", "always"], Some("1")));
    assert!(!colored(&["week", "--json", "--color", "always"], None));
    let plain = env.ok(&["week"]);
    let mut painted = env.ok(&["week", "--color", "always"]);
    while let Some(start) = painted.find('\u{1b}') {
        let end = painted[start..].find('m').expect("a whole sequence") + start;
        painted.replace_range(start..=end, "");
    }
    assert_eq!(painted, plain, "colour changes no word");
}

#[test]
fn a_closed_pipe_is_no_error() {
    let env = Environment::new();
    env.ok(&["eat", "2 eggs"]);
    for args in [["week"].as_slice(), &["week", "--json"], &["mineral"], &["demo"], &["--help"]] {
        let (reader, writer) = std::io::pipe().expect("a pipe");
        drop(reader);
        let child = env.command(args).stdout(writer).stderr(Stdio::piped()).spawn();
        let output = child.and_then(std::process::Child::wait_with_output).expect("it ends");
        assert_eq!(output.status.code(), Some(0), "{args:?}");
        assert_eq!(String::from_utf8_lossy(&output.stderr), "", "{args:?}");
    }
    let line = format!("{{ {} week; echo $? >&2; }} | true", env!("CARGO_BIN_EXE_mineralog"));
    let mut shell = env.command(&[]);
    let mut by_shell = std::process::Command::new("sh");
    for (name, value) in shell.env("PATH", "/usr/bin:/bin").get_envs() {
        by_shell.env(name, value.unwrap_or_default());
    }
    let output = by_shell.args(["-c", &line]).output().expect("a shell");
    assert_eq!(String::from_utf8_lossy(&output.stderr), "0\n");
}

#[test]
fn no_page_is_wider_than_80_columns() {
    for (command, page) in every_page(&rich_diary()) {
        for line in page.lines() {
            assert!(line.chars().count() <= 80, "{command}: {line}");
        }
    }
}

#[test]
fn no_page_diagnoses_blames_or_sells() {
    let env = rich_diary();
    let mut pages = every_page(&env);
    env.ok(&["profile", "safety", "all", "no"]);
    env.ok(&["profile", "--authority", "EFSA", "--sex", "male", "--born", "1950"]);
    pages.extend(every_page(&env));
    assert!(pages.len() > 100);
    for (command, page) in pages {
        // Lines are joined, so that no forbidden phrase hides in a line break.
        let text = page.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
        for forbidden in [
            "deficien",
            "safe level",
            "caused",
            "this explains",
            "harmless;",
            "low potassium",
            "take magnesium",
            "take vitamin",
            "take calcium",
            "take potassium",
            "take a supplement",
            "take supplement",
            "should take",
            "try a supplement",
            "consider taking",
            "recommend",
        ] {
            assert!(!text.contains(forbidden), "{command}: {forbidden}\n{page}");
        }
        let cure = text
            .split(|c: char| !c.is_alphabetic())
            .find(|word| matches!(*word, "cure" | "cures" | "curing"));
        assert_eq!(cure, None, "{command}\n{page}");
    }
}

#[test]
fn the_standing_line_ends_what_speaks_of_health() {
    let env = rich_diary();
    for args in [["week"].as_slice(), &["today"], &["mineral"], &["mineral", "calcium"]] {
        let page = env.ok(args).split_whitespace().collect::<Vec<_>>().join(" ");
        let line = "Information only, not medical advice or diagnosis.";
        assert!(page.contains(line), "{args:?}");
    }
}

#[test]
fn warning_signs_come_first() {
    let mut env = Environment::new();
    env.at("2026-03-08T22:00:00+00:00");
    let echo = env.ok(&["twitch", "calf", "--with", "weakness", "--at", "2026-03-05 20:00"]);
    expect![[r#"
        ! Recorded: The twitching part feels weak, or the muscle is getting smaller.
          Worth an appointment soon: have the strength and size of the muscle checked.
          `mineralog flags` lists what was recorded and puts aside what you have read.

        Thursday 5 March 20:00, Twitch, calf, with weakness                      entry 1
        Take it back with `mineralog undo`.
    "#]]
    .assert_eq(&echo);
    for args in [["week"].as_slice(), &["day", "2026-03-05"]] {
        let page = env.ok(args);
        assert!(page.starts_with("! Recorded: "), "{args:?}\n{page}");
    }
    let flags = env.json(&["week"])["flags"].clone();
    assert_eq!(flags[0]["flag"], "weak_or_shrinking");
    assert_eq!(flags[0]["level"], "appointment");
    assert_eq!(flags[0]["day"], "2026-03-05");
    // What is most urgent comes first, whenever it was.
    env.ok(&["twitch", "hand", "--with", "breathless", "--at", "2026-03-04 20:00"]);
    let flags = env.json(&["week"])["flags"].clone();
    assert_eq!(
        (&flags[0]["level"], &flags[1]["flag"]),
        (&json!("emergency"), &json!("twitch_more_than_one_place"))
    );
    assert!(env.ok(&["week"]).lines().nth(1).is_some_and(|l| l.contains("emergency services")));
    // Good figures never take a sign away; a day that has nothing to do with it stays quiet.
    assert!(!env.ok(&["day", "2026-03-02"]).contains("Recorded:"));
    let document = env.json(&["twitch", "calf", "--with", "weakness", "--at", "2026-03-06 20:00"]);
    assert_eq!(document["flags"][0]["flag"], "twitch_more_than_one_place");
}

#[test]
fn a_day_without_a_twitch_is_not_a_day_without_a_word() {
    let mut env = Environment::new();
    env.at("2026-03-05T12:00:00+00:00");
    env.ok(&["twitch", "left", "eyelid", "-i", "3", "--at", "2026-03-02 10:00"]);
    env.ok(&["twitch", "left", "eyelid", "-i", "6", "--at", "2026-03-02 20:00"]);
    env.ok(&["twitch", "eyelid", "--at", "2026-03-04 20:00"]);
    env.ok(&["twitch", "none", "--at", "2026-03-03"]);
    let episodes = env.json(&["week"])["episodes"].clone();
    assert_eq!(episodes["count"], 3);
    assert_eq!(episodes["days_with"], 2);
    assert_eq!(episodes["days_without"], 1);
    // Thursday; Friday to Sunday have not come yet.
    assert_eq!(episodes["days_unrecorded"], 1);
    // An episode without an intensity counts nowhere: (3 + 6) / 2.
    assert_eq!(episodes["mean_intensity"], 4.5);
    let sites = json!([
        {"site": "eyelid", "side": "left", "count": 2, "days": 1},
        {"site": "eyelid", "side": null, "count": 1, "days": 1},
    ]);
    assert_eq!(episodes["by_site"], sites);
    let page = env.ok(&["week"]);
    let strip = page.lines().find(|line| line.starts_with("  episodes ")).expect("a strip");
    let strip: Vec<&str> = strip.split_whitespace().skip(1).collect();
    assert_eq!(strip.join(" "), "█ 2 0 ▅ 1 ? · · ·");
}

#[test]
fn thin_days_are_shown_and_not_averaged() {
    let env = three_days_of(WOMAN_OF_40, "200 g spinach");
    let before = of_week(&env, "magnesium");
    // 200 g at 79 mg per 100 g.
    assert_eq!(before["intake_per_day"], 158);
    // One occasion is thin, whatever its energy; so are two with less than 800 kcal.
    env.ok(&["eat", "300 g almonds", "--at", "2026-03-06 12:00"]);
    env.ok(&["eat", "banana", "--at", "2026-03-07 09:00"]);
    env.ok(&["eat", "banana", "--at", "2026-03-07 12:00"]);
    let week = env.json(&["week"]);
    assert_eq!(week["period"]["logged_days"], 3);
    assert_eq!(week["period"]["thin_days"], 2);
    assert_eq!(of_week(&env, "magnesium"), before);
    assert!(env.ok(&["week"]).contains("2 days with some food are not averaged"));
    // A second occasion makes the Friday full: 1737 and 89 × 1.18 kcal.
    env.ok(&["eat", "banana", "--at", "2026-03-06 19:00"]);
    let week = env.json(&["week"]);
    assert_eq!(
        (&week["period"]["logged_days"], &week["period"]["thin_days"]),
        (&json!(4), &json!(1))
    );
    // A black coffee is no occasion: the Saturday with one big meal stays thin.
    env.ok(&["eat", "300 g almonds", "--at", "2026-03-08 12:00"]);
    env.ok(&["drink", "250 g coffee, brewed", "--at", "2026-03-08 15:00"]);
    assert_eq!(env.json(&["week"])["period"]["logged_days"], 4);
}

#[test]
fn a_phrase_without_a_food_lowers_what_is_known_and_raises_what_could_be() {
    let env = three_days_of(WOMAN_OF_40, "200 g spinach");
    let before = of_week(&env, "magnesium");
    assert_eq!((&before["known_share"], &before["intake_upper_per_day"]), (&json!(1), &json!(158)));
    let run = env.run(&["eat", "zorble of the old country", "--at", "2026-03-03 18:00"]);
    assert_eq!(run.status, 0);
    assert!(run.stderr.starts_with("warning: \"zorble of the old country\""), "{}", run.stderr);
    let after = of_week(&env, "magnesium");
    assert_eq!(after["intake_per_day"], before["intake_per_day"]);
    let number = |value: &Value| value.as_f64().expect("a number");
    assert!(number(&after["known_share"]) < 1.0);
    assert!(number(&after["intake_upper_per_day"]) > 158.0);
    assert_eq!(after["unknown_foods"], json!(["zorble of the old country"]));
    assert_eq!((&after["foods"], &after["foods_reporting"]), (&json!(2), &json!(1)));
    assert!(env.ok(&["week"]).contains("Not matched yet: \"zorble of the old country\"."));
}

#[test]
fn verdicts_at_their_borders() {
    // Milk with 1 % fat has 125 mg of calcium per 100 g and no unknown value (SR28 01082); the
    // RDA is 1000 mg: 800 g of it, and 70 % of it 560 g.
    for (grams, days, expected) in [
        ("800", 3, "met"),
        ("799.9", 3, "slightly_under"),
        ("560", 3, "slightly_under"),
        ("559.9", 3, "under"),
        ("800", 2, "too_few_days"),
    ] {
        let meal = format!("{grams} g milk, 1 %, low fat");
        let calcium = of_week(&days_of(WOMAN_OF_40, &meal, days), "calcium");
        assert_eq!(calcium["verdict"], expected, "{grams} g on {days} days");
    }
    // Nobody determined the vitamin D of wild salmon; the 90th percentile of fatty fish is
    // 24.0 µg per 100 g: 62.50 g could hold the RDA of 15 µg, 43.75 g could hold 70 % of it.
    for (grams, expected) in [
        ("43.7", "under"),
        ("43.8", "slightly_under"),
        ("62.4", "slightly_under"),
        ("62.6", "not_known"),
    ] {
        let meal = format!("{grams} g salmon, Atlantic, wild, cooked");
        let vitamin_d = of_week(&three_days_of(WOMAN_OF_40, &meal), "vitamin_d");
        assert_eq!(vitamin_d["verdict"], expected, "{grams} g");
        assert_eq!(vitamin_d["unknown_foods"], json!(["salmon, Atlantic, wild, cooked"]));
    }
}

#[test]
fn two_authorities() {
    let references = |args: &[&str]| -> Vec<Value> {
        let week = three_days_of(args, "2 eggs").json(&["week"]);
        let minerals = week["nutrients"].as_array().expect("minerals").iter();
        minerals
            .map(|m| m["reference"].clone())
            .chain([week["context"]["water"]["reference"].clone()])
            .map(|r| json!([r["kind"], r["amount"], r["authority"]]))
            .collect()
    };
    let of = |authority: &str, values: [(&str, i32); 5]| -> Vec<Value> {
        values.iter().map(|(kind, amount)| json!([kind, amount, authority])).collect()
    };
    let nasem = of("NASEM", [("RDA", 320), ("RDA", 1000), ("AI", 2600), ("RDA", 15), ("AI", 2700)]);
    let efsa = of("EFSA", [("AI", 300), ("PRI", 950), ("AI", 3500), ("AI", 15), ("AI", 2000)]);
    assert_eq!(references(WOMAN_OF_40), nasem);
    assert_eq!(references(&[WOMAN_OF_40, &["--authority", "EFSA"]].concat()), efsa);
    let man = of("NASEM", [("RDA", 420), ("RDA", 1000), ("AI", 3400), ("RDA", 15), ("AI", 3700)]);
    assert_eq!(references(&["--sex", "male", "--born", "1986"]), man);
    // Nothing told: adults of 31 to 50, the higher of both sexes, and the page says so.
    assert_eq!(references(&[]), man);
    let page = three_days_of(&[], "2 eggs").ok(&["week"]);
    let page = page.split_whitespace().collect::<Vec<_>>().join(" ");
    let says = "Reference: NASEM values for adults of 31 to 50, the higher of women's and men's.";
    assert!(page.contains(says), "{page}");
}

#[test]
fn pregnancy_has_its_own_references() {
    let stage = |stage: &str| -> Value {
        let args = [WOMAN_OF_40, &["--life-stage", stage]].concat();
        three_days_of(&args, "2 eggs").json(&["week"])
    };
    let pregnancy = stage("pregnancy");
    let amounts: Vec<&Value> =
        (0..4).map(|i| &pregnancy["nutrients"][i]["reference"]["amount"]).collect();
    // NASEM, 31 to 50 years: magnesium 360, calcium 1000, potassium 2900 mg, vitamin D 15 µg.
    assert_eq!(amounts, [360, 1000, 2900, 15]);
    assert_eq!(pregnancy["context"]["caffeine"]["limit"], 200);
    assert_eq!(pregnancy["context"]["water"]["reference"]["amount"], 3000);
    assert_eq!(stage("lactation")["nutrients"][0]["reference"]["amount"], 320);
}

#[test]
fn where_nothing_is_published_no_share_is_shown() {
    let profile = ["--sex", "female", "--born", "1966", "--life-stage", "pregnancy"];
    let env = three_days_of(&profile, "300 g almonds");
    let magnesium = of_week(&env, "magnesium");
    assert_eq!(magnesium["intake_per_day"], 810, "300 g at 270 mg per 100 g");
    assert_eq!(magnesium["reference"], Value::Null);
    assert_eq!(magnesium["coverage"], Value::Null);
    assert_eq!(magnesium["verdict"], "not_known");
    let page = env.ok(&["week"]);
    let lines = "  magnesium  810 mg; the one food reports it\n    No reference to compare with: NASEM has \
                 no published value for this group.\n";
    assert!(page.contains(lines), "{page}");
    assert!(!page.contains("(0 %)") && !page.contains("RDA"), "{page}");
}

#[test]
fn magnesiums_upper_level_counts_supplements_alone() {
    // 300 g of almonds hold 810 mg; the UL of 350 mg is not about them.
    let env = three_days_of(WOMAN_OF_40, "300 g almonds");
    let above = || of_week(&env, "magnesium")["above_upper_limit"].clone();
    assert_eq!(above(), false);
    env.ok(&["take", "magnesium 350 mg", "--elemental", "--at", "2026-03-03 21:00"]);
    assert_eq!(above(), false, "as much as the level is not above it");
    assert_eq!(of_week(&env, "magnesium")["intake_per_day"], 810, "counted apart");
    env.ok(&["take", "magnesium 50 mg", "--elemental", "--at", "2026-03-03 22:00"]);
    assert_eq!(above(), true);
    // Calcium's counts everything: 1 kg of milk and 1500 mg are above the 2500 mg of NASEM.
    let env = three_days_of(WOMAN_OF_40, "1000 g milk, 1 %, low fat");
    assert_eq!(of_week(&env, "calcium")["above_upper_limit"], false);
    for day in 2..=4 {
        let at = format!("2026-03-0{day} 21:00");
        env.ok(&["take", "calcium 1500 mg", "--elemental", "--at", &at]);
    }
    assert_eq!(of_week(&env, "calcium")["above_upper_limit"], true);
}

#[test]
fn how_sure_one_can_be_needs_seven_days_and_a_profile() {
    // 200 g of whole-wheat bread and 100 g of almonds: 150 + 270 = 420 mg of magnesium and
    // 322 + 269 = 591 mg of calcium on every day.
    let meal = "200 g bread, whole-wheat + 100 g almonds";
    let probability = |profile: &[&str], days: usize| -> Vec<Value> {
        let week = days_of(profile, meal, days).json(&["week"]);
        (0..4).map(|i| week["nutrients"][i]["adequacy_probability"].clone()).collect()
    };
    let none = vec![Value::Null; 4];
    assert_eq!(probability(WOMAN_OF_40, 6), none);
    assert_eq!(probability(&[], 7), none);
    assert_eq!(probability(&["--sex", "female"], 7), none);
    assert_eq!(probability(&[WOMAN_OF_40, &["--life-stage", "pregnancy"]].concat(), 7), none);
    let found = probability(WOMAN_OF_40, 7);
    let near = |value: &Value, expected: f64| {
        let p = value.as_f64().expect("a number");
        assert!((p - expected).abs() < 0.0005, "{p} instead of {expected}");
    };
    // (420 − 265) / √(26.5² + 85.9² / 7) = 155 / 41.9 = 3.699.
    near(&found[0], 0.9999);
    // (591 − 800) / √(100² + 325² / 7) = −209 / 158.4 = −1.3195.
    near(&found[1], 0.0935);
    assert_eq!(found[2..], none[2..], "never for potassium and vitamin D");
}

#[test]
fn the_same_open_phrase_stands_on_one_line_with_its_count() {
    let env = Environment::new();
    for day in ["2026-03-02", "2026-03-03", "2026-03-04"] {
        let at = format!("{day} 12:00");
        env.run(&["eat", "gribbelfix, 2 eggs, zzyzx soufflap", "--at", &at]);
    }
    env.run(&["eat", "Gribbelfix", "--at", "2026-03-04 18:00"]);
    let week = env.ok(&["week"]);
    assert!(
        week.contains("Not matched yet: \"gribbelfix\" (4 times), \"zzyzx soufflap\" (3 times)."),
        "{week}"
    );
    let day = env.ok(&["day"]);
    assert!(day.contains("\"gribbelfix\" (2 times)"), "{day}");
    let open = env.ok(&["resolve"]);
    assert_eq!(open.to_lowercase().matches("gribbelfix").count(), 1, "{open}");
    assert!(open.contains("4 times, last Wednesday 4 March 2026"), "{open}");
}

#[test]
fn one_or_two_days_have_no_error_bar_and_a_typical_variation_is_called_that() {
    let env = Environment::new();
    env.ok(&["profile", "--sex", "female", "--born", "1988"]);
    let log = |day: &str| {
        for time in ["08:00", "13:00"] {
            let at = format!("{day} {time}");
            env.ok(&["eat", "100 g almonds, 200 g rice, 1 cup milk", "--at", &at]);
        }
    };
    let flat = |page: String| page.split_whitespace().collect::<Vec<_>>().join(" ");
    for day in ["2026-03-02", "2026-03-03"] {
        log(day);
        let page = env.ok(&["week"]);
        assert!(!page.contains('±'), "{page}");
        assert!(env.json(&["week"])["nutrients"][0]["assessment"].is_null());
    }
    log("2026-03-04");
    let page = flat(env.ok(&["week"]));
    let said = "from 3 logged days, by typical day-to-day variation, not measured from your days";
    assert!(page.contains(said), "{page}");
}

#[test]
fn foods_are_counted_once_however_often_they_are_eaten() {
    let env = Environment::new();
    env.ok(&["recipe", "add", "my porridge", "50 g oats, rolled, dry", "200 g milk, whole"]);
    for day in ["2026-03-02", "2026-03-03", "2026-03-04"] {
        let at = |time: &str| format!("{day} {time}");
        env.run(&["eat", "250 g my porridge, 200 g milk, whole, gribbelfix", "--at", &at("08:00")]);
        let lunch = "170 g salmon, Atlantic, wild, cooked, 200 g rice, 2 eggs, 2 eggs";
        env.ok(&["eat", lunch, "--at", &at("13:00")]);
    }
    // Counted anew from the tables alone: what was eaten, dishes by what went into them.
    let diary = rusqlite::Connection::open(env.db()).expect("the diary");
    let counted = |nutrient: &str| -> (u64, u64) {
        diary
            .query_row(
                "WITH leaf AS (
                     SELECT coalesce(p.part_id, i.food_id) AS food FROM item i
                     LEFT JOIN recipe_part p ON p.food_id = i.food_id WHERE i.food_id IS NOT NULL)
                 SELECT (SELECT count(DISTINCT n.food_id) FROM food_nutrient n
                             JOIN leaf ON leaf.food = n.food_id
                             WHERE n.nutrient = ?1 AND n.per_100g IS NOT NULL),
                        (SELECT count(DISTINCT food) FROM leaf)
                            + (SELECT count(DISTINCT lower(phrase)) FROM item WHERE food_id IS NULL)",
                [nutrient],
                |row| Ok((row.get::<_, i64>(0)? as u64, row.get::<_, i64>(1)? as u64)),
            )
            .expect("two counts")
    };
    let week = env.json(&["week"]);
    for mineral in week["nutrients"].as_array().expect("nutrients") {
        let name = mineral["nutrient"].as_str().expect("a name");
        let (reporting, foods) = counted(name);
        assert_eq!(mineral["foods"].as_u64(), Some(foods), "{name}");
        assert_eq!(mineral["foods_reporting"].as_u64(), Some(reporting), "{name}");
        let page = env.ok(&["mineral", name]);
        let said = format!("{reporting} of {foods} foods report it");
        assert!(page.split_whitespace().collect::<Vec<_>>().join(" ").contains(&said), "{page}");
    }
}
