//! Real tables and other programs' diaries, brought in whole or not at all.

use std::collections::HashMap;
use std::fs;
use std::io::{Read as _, Write as _};
use std::path::{Path, PathBuf};

use mineralog::domain::{Nutrient, PerNutrient};
use mineralog::resolve::matching::FoodTable as _;
use mineralog::store::Store;
use serde_json::Value;

use crate::environment::Environment;
use crate::seed::reference_folder;

/// A small Standard Reference in the published form: two foods the seed knows by other names, and
/// one it does not know.
const FOOD_DES: &str = "~11457~^~1100~^~Spinach, raw~^~SPINACH,RAW~^~~^~~^~Y~^~~^28\r\n\
    ~99001~^~1200~^~Nuts, moon, raw~^~NUTS~^~lunar nut, URMIS #12~^~~^~~^~~^0\r\n\
    ~99002~^~1500~^~Fish, star, cooked~^~FISH~^~~^~~^~~^~~^0\r\n";
const NUT_DATA: &str = "~11457~^~203~^2.86^6^^~1~^~A~^~~^~~^1^^^^^^~~^05/2013^\r\n\
    ~11457~^~304~^79^6^^~1~^~A~^~~^~~^1^^^^^^~~^05/2013^\r\n\
    ~11457~^~262~^0^0^^~7~^~Z~^~~^~~^1^^^^^^~~^05/2013^\r\n\
    ~99001~^~304~^250.5^6^^~1~^~A~^~~^~~^1^^^^^^~~^05/2013^\r\n\
    ~99001~^~301~^^6^^~1~^~A~^~~^~~^1^^^^^^~~^05/2013^\r\n\
    ~99001~^~324~^60^6^^~4~^~A~^~~^~~^1^^^^^^~~^05/2013^\r\n\
    ~99001~^~268~^418.4^6^^~4~^~A~^~~^~~^1^^^^^^~~^05/2013^\r\n\
    ~99002~^~306~^.5^6^^~1~^~A~^~~^~~^1^^^^^^~~^05/2013^\r\n";
const WEIGHT: &str = "~99001~^1^3^~oz~^85^^\r\n~99001~^2^.5^~cup, \"halves\"~^60^^\r\n\
    ~99001~^3^0^~piece~^4^^\r\n~99002~^1^1^~fillet~^120^^\r\n";

fn sr28(folder: &Path, nut_data: &str) -> PathBuf {
    let folder = folder.join("sr28");
    fs::create_dir_all(&folder).expect("a folder");
    for (name, text) in
        [("FOOD_DES.txt", FOOD_DES), ("NUT_DATA.txt", nut_data), ("WEIGHT.txt", WEIGHT)]
    {
        fs::write(folder.join(name), text).expect("a file");
    }
    folder
}

/// A small bundle of Foundation Foods: its files by name.
fn bundle(date: &str, foods: &[(&str, &str)]) -> Vec<(String, String)> {
    let mut food =
        "\"fdc_id\",\"data_type\",\"description\",\"food_category_id\",\"publication_date\"\n\
         \"1\",\"sample_food\",\"A sample,\nin two lines\",\"16\",\"2030-01-01\"\n\
         \"900001\",\"foundation_food\",\"Superseded\",\"12\",\"2019-04-01\"\n"
            .to_owned();
    let mut listed = "\"fdc_id\",\"NDB_number\",\"footnote\"\n".to_owned();
    let mut figures = "\"id\",\"fdc_id\",\"nutrient_id\",\"amount\",\"derivation_id\"\n\
         \"1\",\"1\",\"1090\",\"5\",\"1\"\n"
        .to_owned();
    for (id, name) in foods {
        food += &format!("\"{id}\",\"foundation_food\",\"{name}\",\"12\",\"{date}\"\n");
        listed += &format!("\"{id}\",\"100{}\",\"\"\n", &id[4..]);
        figures += &format!(
            "\"2\",\"{id}\",\"1090\",\"8.125E-4\",\"1\"\n\"3\",\"{id}\",\"2047\",\"31\",\"49\"\n\
             \"4\",\"{id}\",\"2048\",\"27\",\"49\"\n\"5\",\"{id}\",\"1087\",\"\",\"1\"\n\
             \"6\",\"{id}\",\"1110\",\"80\",\"4\"\n\"7\",\"{id}\",\"1114\",\"2.1\",\"4\"\n"
        );
    }
    let portion = "\"id\",\"fdc_id\",\"seq_num\",\"amount\",\"measure_unit_id\",\"portion_description\",\
         \"modifier\",\"gram_weight\"\n\"7\",\"900002\",\"1\",\"2.0\",\"1001\",\"\",\"ground\",\"18\"\n";
    let file = |name: &str, text: &str| (format!("bundle/{name}"), text.to_owned());
    vec![
        file("food.csv", &food),
        file("foundation_food.csv", &listed),
        file("food_nutrient.csv", &figures),
        file("food_portion.csv", portion),
        file(
            "nutrient.csv",
            "\"id\",\"name\",\"unit_name\",\"nutrient_nbr\",\"rank\"\n\
             \"1090\",\"Magnesium, Mg\",\"MG\",\"304\",\"1\"\n\"1087\",\"Calcium\",\"MG\",\"301\",\"2\"\n",
        ),
        file(
            "measure_unit.csv",
            "\"id\",\"name\"\n\"1001\",\"tablespoon\"\n\"9999\",\"undetermined\"\n",
        ),
        file(
            "food_category.csv",
            "\"id\",\"code\",\"description\"\n\"12\",\"1200\",\"Nut and Seed Products\"\n",
        ),
    ]
}

fn zip(path: &Path, files: &[(String, String)]) -> PathBuf {
    let mut writer = zip::ZipWriter::new(fs::File::create(path).expect("a file"));
    for (name, text) in files {
        let options = zip::write::SimpleFileOptions::default();
        writer.start_file(name.as_str(), options).expect("a member");
        writer.write_all(text.as_bytes()).expect("written");
    }
    writer.finish().expect("an archive");
    path.to_owned()
}

fn import(env: &Environment, what: &str, path: &Path) -> Value {
    env.json(&["import", what, path.to_str().expect("a plain path")])["import"].clone()
}

/// Checks that an import is refused within reason and leaves the diary as it was, byte by byte.
#[track_caller]
fn refused(env: &Environment, what: &str, path: &Path, message: &str) {
    let before = fs::read(env.db()).ok();
    let error = env.json_error(&["import", what, path.to_str().expect("a plain path")]);
    let said = error["message"].as_str().expect("a message");
    assert!(said.contains(message), "{said}\ndoes not say: {message}");
    assert!(before.is_none() || fs::read(env.db()).ok() == before, "the diary was changed");
}

fn kept() -> Environment {
    let env = Environment::new();
    env.ok(&["eat", "2 eggs", "--quiet"]);
    env
}

#[test]
fn a_standard_reference_is_loaded_and_known_again() {
    let env = kept();
    let folder = sr28(&env.home(), NUT_DATA);
    let answer = import(&env, "usda", &folder);
    assert_eq!((&answer["table"], &answer["release"]), (&"sr28".into(), &"2015-09".into()));
    assert_eq!((&answer["foods"], &answer["added"]), (&3.into(), &3.into()));
    assert_eq!(answer["plainly_named"], 1);
    assert_eq!(answer["skipped"], 1);
    assert_eq!(answer["skipped_rows"][0]["file"], "WEIGHT.txt");
    assert_eq!(answer["skipped_rows"][0]["line"], 3);
    let nut = env.json(&["food", "show", "sr28:99001"]);
    let food = &nut["food"];
    assert_eq!(food["name"], "Nuts, moon, raw");
    assert_eq!(food["nutrients"]["magnesium"]["per_100g"], 250.5, "{food}");
    let again = import(&env, "usda", &folder);
    assert_eq!(
        (&again["added"], &again["updated"], &again["unchanged"]),
        (&0.into(), &0.into(), &3.into())
    );
    let changed = sr28(&env.home(), &NUT_DATA.replace("250.5", "251"));
    let newer = import(&env, "usda", &changed);
    assert_eq!((&newer["updated"], &newer["unchanged"]), (&1.into(), &2.into()));
    let tables = env.json(&["food", "sources"]);
    assert_eq!(tables["tables"][1]["table"], "sr28");
    assert_eq!(tables["tables"][1]["foods"], 3);
}

#[test]
fn a_first_import_can_be_taken_back_while_nobody_uses_it() {
    let env = kept();
    let before = dump(&env.db());
    let folder = sr28(&env.home(), NUT_DATA);
    import(&env, "usda", &folder);
    assert!(dump(&env.db()) != before);
    env.ok(&["undo"]);
    assert!(dump(&env.db()) == before);
    import(&env, "usda", &folder);
    env.ok(&["eat", "50 g Nuts, moon, raw", "--quiet"]);
    env.run_with_input(&["recipe", "add", "moon bars", "-"], "100 g Nuts, moon, raw\n");
    // Taken back in turn: what was eaten, then the table, then what is older.
    env.ok(&["undo"]);
    env.ok(&["undo"]);
    env.ok(&["undo"]);
    assert!(env.json(&["food", "sources"])["tables"].as_array().expect("tables").len() == 1);
    env.ok(&["undo"]);
    assert_eq!(env.diary()["entries"], serde_json::json!([]));
    let again = import(&env, "usda", &folder);
    assert_eq!((&again["added"], &again["undoable"]), (&3.into(), &true.into()));
}

#[test]
fn a_table_stays_while_an_entry_needs_it_and_says_which() {
    let env = kept();
    import(&env, "usda", &sr28(&env.home(), NUT_DATA));
    env.ok(&["eat", "50 g Nuts, moon, raw", "--quiet"]);
    let connection = rusqlite::Connection::open(env.db()).expect("a diary");
    connection
        .execute("UPDATE change SET undone_at = 1 WHERE command LIKE '%moon%'", [])
        .expect("written");
    let error = env.json_error(&["undo"]);
    assert!(error["message"].as_str().expect("a message").contains("cannot be taken back"));
    let id = env.diary()["entries"]
        .as_array()
        .expect("entries")
        .iter()
        .find(|entry| entry.to_string().contains("moon"))
        .expect("an entry")["id"]
        .to_string();
    assert!(error["message"].to_string().contains(&format!("entry {id}")), "{error}");
    connection
        .execute(
            "UPDATE entry SET deleted_at = 1 WHERE id = ?1",
            [id.parse::<i64>().expect("a number")],
        )
        .expect("written");
    env.ok(&["undo"]);
    env.ok(&["undo"]);
}

#[test]
fn an_update_of_a_table_leaves_older_changes_within_reach() {
    let env = kept();
    let before = dump(&env.db());
    let folder = sr28(&env.home(), NUT_DATA);
    import(&env, "usda", &folder);
    let changed = sr28(&env.home(), &NUT_DATA.replace("250.5", "251"));
    let path = changed.to_str().expect("a path");
    env.ok(&["import", "usda", path]);
    let newer = sr28(&env.home(), &NUT_DATA.replace("250.5", "252"));
    let answer = import(&env, "usda", &newer);
    assert_eq!((&answer["updated"], &answer["undoable"]), (&1.into(), &false.into()));
    env.ok(&["undo"]);
    assert!(dump(&env.db()) == before);
    env.ok(&["undo"]);
    assert_eq!(env.diary()["entries"], serde_json::json!([]));
}

#[test]
fn a_newer_seed_leaves_what_a_table_says_of_a_plain_food() {
    let env = kept();
    let spinach = [("168462", "Spinach, raw")];
    let mut files = bundle("2025-04-24", &spinach);
    let place = files.iter().position(|(name, _)| name.ends_with("food_portion.csv")).expect("one");
    // Without numbers of their own, all weights of a food are kept, in the order of the rows.
    files[place].1 = "\"fdc_id\",\"amount\",\"measure_unit_id\",\"portion_description\",\
         \"modifier\",\"gram_weight\"\n\"168462\",\"1\",\"\",\"\",\"slice\",\"900\"\n\
         \"168462\",\"1\",\"\",\"\",\"tbsp\",\"800\"\n"
        .to_owned();
    import(&env, "usda", &zip(&env.home().join("foundation.zip"), &files));
    let portions = env.json(&["food", "show", "usda:168462"])["food"]["portions"].to_string();
    assert!(portions.contains("900") && portions.contains("800"), "{portions}");
    env.run_with_input(&["recipe", "add", "green bowl", "-"], "500 g spinach, raw\n");
    let loaded = dump(&env.db());
    // The bundle prints next to no magnesium: the tag by content is gone, that by list stands.
    let connection = rusqlite::Connection::open(env.db()).expect("a diary");
    connection.execute("UPDATE seed_state SET digest = 'older'", []).expect("written");
    drop(connection);
    env.ok(&["day"]);
    let now = dump(&env.db());
    let lost: Vec<_> = loaded.iter().filter(|line| !now.contains(line)).collect();
    let new: Vec<_> = now.iter().filter(|line| !loaded.contains(line)).collect();
    assert!(lost.is_empty() && new.is_empty(), "lost {lost:?}, new {new:?}");
}

#[test]
fn a_damaged_number_in_the_list_of_current_foods_is_told() {
    let env = kept();
    let names: Vec<(String, String)> =
        (2..40).map(|n| (format!("9000{n:02}"), format!("Nut {n}"))).collect();
    let foods: Vec<(&str, &str)> = names.iter().map(|(i, n)| (i.as_str(), n.as_str())).collect();
    let mut files = bundle("2025-04-24", &foods);
    files[1].1 = files[1].1.replace("\"900007\"", "\"9000x7\"");
    let answer = import(&env, "usda", &zip(&env.home().join("damaged.zip"), &files));
    assert_eq!((&answer["foods"], &answer["skipped"]), (&37.into(), &1.into()));
    assert_eq!(answer["skipped_rows"][0]["file"], "foundation_food.csv");
}

#[test]
fn a_multivitamin_is_a_dose_of_each_mineral() {
    let env = Environment::new();
    let file = env.home().join("servings.csv");
    let row = "2026-03-01,,Supplements,\"Daily Multi\",\"1.00 tablet\",,1000.00,200.00,100.00,,\"Supplements\"\n";
    let header = SERVINGS.lines().next().expect("a header");
    fs::write(&file, format!("{header}\n{row}")).expect("a file");
    assert_eq!(import(&env, "cronometer", &file)["doses"], 3);
    let entries = env.diary()["entries"].to_string();
    for nutrient in ["magnesium", "calcium", "vitamin_d"] {
        assert!(entries.contains(nutrient), "{nutrient}: {entries}");
    }
    let again = import(&env, "cronometer", &file);
    assert_eq!((&again["doses"], &again["already_there"]), (&0.into(), &1.into()));
    env.ok(&["undo"]);
    assert_eq!(import(&env, "cronometer", &file)["doses"], 3);
}

#[test]
fn a_bundle_offers_current_foods_alone_and_a_newer_one_replaces_it() {
    let env = kept();
    let older = bundle("2024-10-31", &[("900002", "Moon\u{a0}nuts"), ("900003", "Sun nuts")]);
    let newer = bundle("2025-04-24", &[("900002", "Moon nuts, raw"), ("900004", "Star nuts")]);
    let older = zip(&env.home().join("older.zip"), &older);
    let newer = zip(&env.home().join("newer.zip"), &newer);
    let answer = import(&env, "usda", &older);
    assert_eq!(
        (&answer["table"], &answer["release"]),
        (&"foundation".into(), &"2024-10-31".into())
    );
    assert_eq!(answer["foods"], 2);
    let answer = import(&env, "usda", &newer);
    assert_eq!(
        (&answer["foods"], &answer["added"], &answer["updated"], &answer["removed"]),
        (&2.into(), &1.into(), &1.into(), &1.into())
    );
    refused(&env, "usda", &older, "older release");
    let alone = kept();
    import(&alone, "usda", &newer);
    assert!(dump(&env.db()) == dump(&alone.db()), "the order of releases shows");
    let food = env.json(&["food", "show", "usda:900002"])["food"].clone();
    assert_eq!(food["nutrients"]["energy"]["per_100g"], 27);
    assert_eq!(food["nutrients"]["vitamin_d"]["per_100g"], 2.1);
    assert!(food["nutrients"]["calcium"]["per_100g"].is_null());
    env.ok(&["import", "usda", older.to_str().expect("a path"), "--force"]);
    assert_eq!(env.json(&["food", "sources"])["tables"][1]["release"], "2024-10-31");
}

#[test]
fn what_is_broken_or_made_to_harm_is_refused_whole() {
    let env = kept();
    let home = env.home();
    let good = bundle("2025-04-24", &[("900002", "Moon nuts")]);
    let with = |name: &str, text: &str| {
        let mut files = good.clone();
        let place = files.iter().position(|(n, _)| n == &format!("bundle/{name}")).expect("a file");
        files[place].1 = text.to_owned();
        zip(&home.join("bad.zip"), &files)
    };
    let plain = zip(&home.join("good.zip"), &good);
    let bytes = fs::read(&plain).expect("an archive");
    let write = |bytes: &[u8]| {
        let path = home.join("bytes.zip");
        fs::write(&path, bytes).expect("a file");
        path
    };
    refused(&env, "usda", &write(&bytes[..bytes.len() / 2]), "damaged");
    refused(&env, "usda", &write(b"no archive"), "no zip archive");
    refused(&env, "usda", &home.join("missing"), "cannot be read");
    let climbing = zip(&home.join("climb.zip"), &[("../../food.csv".to_owned(), String::new())]);
    refused(&env, "usda", &climbing, "outside itself");
    let bomb = with("food.csv", &format!("{}{}", good[0].1, "0,0\n".repeat(16 << 20)));
    refused(&env, "usda", &bomb, "unpacks to more than");
    refused(&env, "usda", &with("food.csv", &"x".repeat(3 << 20)), "longer than");
    refused(&env, "usda", &with("food.csv", "\"fdc_id\"\0"), "zero byte");
    refused(&env, "usda", &with("food.csv", &"x,".repeat(100_000)), "columns");
    refused(&env, "usda", &with("food.csv", "a,b\n1,2\n"), "no column \"fdc_id\"");
    let figures = &good[2].1;
    let all_bad =
        figures.replace("8.125E-4", "-1").replace("\"31\"", "\"x\"").replace("\"27\"", "\"x\"");
    refused(
        &env,
        "usda",
        &with("food_nutrient.csv", &all_bad.replace("\"2.1\"", "\"x\"").replace("\"80\"", "\"y\"")),
        "damaged",
    );
    let mut without = good.clone();
    without.remove(2);
    refused(&env, "usda", &zip(&home.join("w.zip"), &without), "no food_nutrient.csv");
    refused(&env, "ciqual", &plain, "no Excel");
    refused(&env, "cronometer", &plain, "");
    refused(&env, "cronometer", &home, "is a folder");
    #[cfg(unix)]
    {
        let pipe = home.join("pipe");
        let made = std::process::Command::new("mkfifo").arg(&pipe).status();
        if made.is_ok_and(|status| status.success()) {
            refused(&env, "usda", &pipe, "no plain file");
            refused(&env, "ciqual", &pipe, "no plain file");
            refused(&env, "cronometer", &pipe, "no plain file");
        }
    }
    assert_eq!(env.json(&["food", "sources"])["tables"].as_array().map(Vec::len), Some(1));
}

#[test]
fn a_table_that_was_cut_off_is_refused() {
    let env = kept();
    let line_ends = NUT_DATA.match_indices('\n').map(|(at, _)| at + 1).collect::<Vec<_>>();
    let cut = |at: usize| sr28(&env.home(), &NUT_DATA[..at]);
    refused(&env, "usda", &cut(NUT_DATA.len() - 9), "NUT_DATA.txt ends in the middle of a row");
    refused(&env, "usda", &cut(NUT_DATA.len() - 2), "in the middle of a row");
    refused(&env, "usda", &cut(line_ends[2]), "only 1 of the 3 foods of SR28 have a figure");
    let good = bundle("2025-04-24", &[("900002", "Moon nuts"), ("900003", "Sun nuts")]);
    let with = |place: usize, text: &str| {
        let mut files = good.clone();
        files[place].1 = text.to_owned();
        zip(&env.home().join("cut.zip"), &files)
    };
    let figures = &good[2].1;
    let header = figures.lines().next().expect("a header");
    refused(&env, "usda", &with(2, &format!("{figures}\"2260887\"")), "in the middle of a row");
    refused(&env, "usda", &with(2, header), "only 0 of the 2 foods of Foundation have a figure");
    refused(&env, "usda", &with(0, &format!("{}\"9000", good[0].1)), "in the middle of a row");
    assert_eq!(env.json(&["food", "sources"])["tables"].as_array().map(Vec::len), Some(1));
}

#[test]
fn the_same_release_with_less_in_it_is_refused_unless_asked_for() {
    let env = kept();
    let names = [("900002", "Moon nuts"), ("900003", "Sun nuts")];
    let good = bundle("2025-04-24", &names);
    let whole = zip(&env.home().join("whole.zip"), &good);
    import(&env, "usda", &whole);
    let fewer = zip(&env.home().join("fewer.zip"), &bundle("2025-04-24", &names[..1]));
    refused(&env, "usda", &fewer, "1 food of Foundation would be removed");
    let mut poorer = good.clone();
    poorer[2].1 = poorer[2].1.replace("\"31\"", "\"\"").replace("\"27\"", "\"\"");
    let poorer = zip(&env.home().join("poorer.zip"), &poorer);
    refused(&env, "usda", &poorer, "2 of the 6 known figures of Foundation would be lost");
    assert_eq!(import(&env, "usda", &whole)["unchanged"], 2);
    env.ok(&["import", "usda", poorer.to_str().expect("a path"), "--force"]);
    env.ok(&["import", "usda", fewer.to_str().expect("a path"), "--force"]);
    assert_eq!(env.json(&["food", "sources"])["tables"][1]["foods"], 1);
    // What a newer release dropped and an entry keeps is not missing from the newer one.
    import(&env, "usda", &whole);
    env.ok(&["eat", "50 g Sun nuts", "--quiet"]);
    let newer = zip(&env.home().join("newer.zip"), &bundle("2026-01-01", &names[..1]));
    import(&env, "usda", &newer);
    assert_eq!(import(&env, "usda", &newer)["unchanged"], 1);
}

#[test]
fn a_portion_nobody_could_carry_is_a_bad_row() {
    let env = kept();
    let folder = sr28(&env.home(), NUT_DATA);
    let heavy = "~99002~^2^1^~cup~^20001^^\r\n~99002~^3^.0001^~tbsp~^1^^\r\n\
                 ~99002~^4^10^~slice~^30000^^\r\n";
    fs::write(folder.join("WEIGHT.txt"), format!("{}{heavy}", WEIGHT.repeat(5))).expect("a file");
    // Of the rows that repeat, one of four was no weight before.
    let error = env.json_error(&["import", "usda", folder.to_str().expect("a path")]);
    assert!(error["message"].to_string().contains("7 of the 23 rows of WEIGHT.txt"), "{error}");
    fs::write(folder.join("WEIGHT.txt"), format!("{WEIGHT}{heavy}")).expect("a file");
    let answer = import(&env, "usda", &folder);
    assert_eq!(answer["skipped"], 3);
    let reasons = answer["skipped_rows"].to_string();
    assert!(reasons.contains("20001 g") && reasons.contains("0.0001"), "{reasons}");
    let portions = env.json(&["food", "show", "sr28:99002"])["food"]["portions"].to_string();
    assert!(portions.contains("slice") && !portions.contains("cup"), "{portions}");
}

#[test]
fn a_dropped_food_that_was_eaten_is_kept() {
    let env = kept();
    let older = bundle("2024-10-31", &[("900002", "Moon nuts"), ("900003", "Sun nuts")]);
    let newer = bundle("2025-04-24", &[("900002", "Moon nuts")]);
    import(&env, "usda", &zip(&env.home().join("older.zip"), &older));
    env.ok(&["eat", "50 g Sun nuts", "--quiet"]);
    let answer = import(&env, "usda", &zip(&env.home().join("newer.zip"), &newer));
    assert_eq!((&answer["removed"], &answer["superseded"]), (&0.into(), &1.into()));
    let day = env.json(&["day", "2026-03-04"]);
    assert!(day["meals"].to_string().contains("Sun nuts"));
}

#[test]
fn a_plain_food_comes_before_the_row_of_the_same_record() {
    let env = kept();
    let folder = sr28(&env.home(), NUT_DATA);
    import(&env, "usda", &folder);
    // The plain food is found, not the table's row of the same record.
    let answer = env.json(&["eat", "100 g spinach, raw", "--dry-run"]);
    let sources = answer["meal"]["items"].to_string();
    assert!(sources.contains("usda:168462") && !sources.contains("sr28:11457"), "{sources}");
}

#[test]
fn a_survey_names_nutrients_by_their_older_numbers() {
    let env = kept();
    let file = |name: &str, text: &str| (name.to_owned(), text.to_owned());
    let files = [
        file(
            "food.csv",
            "fdc_id,data_type,description,food_category_id,publication_date\n\
             2700001,survey_fndds_food,\"Yogurt, moon\",1820,2024-10-31\n",
        ),
        file(
            "survey_fndds_food.csv",
            "fdc_id,food_code,wweia_category_code\n2700001,11000000,1820\n",
        ),
        file(
            "wweia_food_category.csv",
            "wweia_food_category,wweia_food_category_description\n1820,\"Yogurt, regular\"\n",
        ),
        file(
            "nutrient.csv",
            "id,name,unit_name,nutrient_nbr,rank\n1090,\"Magnesium, Mg\",MG,304,1\n\
             1114,Vitamin D,UG,328,2\n2061,Odd,MG,,3\n",
        ),
        file(
            "food_nutrient.csv",
            "id,fdc_id,nutrient_id,amount,derivation_id\n\
             1,2700001,304,12.0,\n2,2700001,328,1.5,\n",
        ),
        file(
            "food_portion.csv",
            "id,fdc_id,seq_num,amount,measure_unit_id,portion_description,modifier,\
             gram_weight\n1,2700001,1,,9999,\"1 cup, NFS\",10205,245\n\
             2,2700001,2,,9999,Quantity not specified,90000,170\n",
        ),
    ];
    let answer = import(&env, "usda", &zip(&env.home().join("survey.zip"), &files));
    assert_eq!((&answer["table"], &answer["skipped"]), (&"survey".into(), &0.into()));
    let food = env.json(&["food", "show", "usda:2700001"])["food"].clone();
    assert_eq!(food["nutrients"]["magnesium"]["per_100g"], 12);
    assert_eq!(food["nutrients"]["vitamin_d"]["knowledge"], "estimated");
    let portions = food["portions"].to_string();
    assert!(portions.contains("245") && portions.contains("170"), "{portions}");
    assert!(food["groups"].to_string().contains("yogurt"), "{food}");
}

#[test]
fn a_branded_food_has_its_brand_and_its_serving() {
    let env = kept();
    let file = |name: &str, text: &str| (name.to_owned(), text.to_owned());
    let files = [
        file(
            "food.csv",
            "fdc_id,data_type,description,food_category_id,publication_date\n\
             2900001,branded_food,MOON FLAKES,,2025-04-24\n",
        ),
        file(
            "branded_food.csv",
            "fdc_id,brand_owner,brand_name,serving_size,serving_size_unit,\
             household_serving_fulltext,branded_food_category\n\
             2900001,Moon Foods,,30.0,g,1.5 cup,Cereal\n",
        ),
        file(
            "food_nutrient.csv",
            "id,fdc_id,nutrient_id,amount,derivation_id\n1,2900001,1087,100,70\n",
        ),
    ];
    import(&env, "usda", &zip(&env.home().join("branded.zip"), &files));
    let food = env.json(&["food", "show", "usda:2900001"])["food"].clone();
    assert_eq!(food["name"], "MOON FLAKES, Moon Foods");
    assert_eq!(food["nutrients"]["calcium"]["knowledge"], "estimated");
    let portions = food["portions"].to_string();
    assert!(portions.contains("\"cup\"") && portions.contains("20"), "{portions}");
}

const SERVINGS: &str = "Day,Time,Group,Food Name,Amount,Energy (kcal),Vitamin D (IU),Calcium (mg),\
    Magnesium (mg),Potassium (mg),Category\n\
    2026-03-01,,Breakfast,\"Spinach, Raw\",\"200.00 g\",46.00,0.00,198.00,158.00,1116.00,\"Vegetables\"\n\
    2026-03-01,,Breakfast,\"Spinach, Raw\",\"200.00 g\",46.00,0.00,198.00,158.00,1116.00,\"Vegetables\"\n\
    2026-03-01,7:30 PM,Dinner,\"Grandma's Stew\",\"1.00 full recipe\",800.00,40.00,,90.00,,\"Meals\"\n\
    2026-03-01,7:30 PM,Dinner,\"Apples, Raw\",\"100.00 g\",400.00,,,,,\"Fruits\"\n\
    2026-03-01,,Supplements,\"Vitamin D\",\"4.00 x 1000.0 IU\",,,,,,\"Supplements\"\n";

#[test]
fn what_another_program_recorded_can_be_edited() {
    let env = Environment::new();
    let file = env.home().join("servings.csv");
    fs::write(&file, SERVINGS).expect("a file");
    import(&env, "cronometer", &file);
    let totals = || env.json(&["day", "2026-03-01"])["totals"].clone();
    let before = totals();
    for id in 1..=env.diary()["entries"].as_array().map_or(0, Vec::len) {
        env.ok(&["edit", &id.to_string(), "--note", "from the other program"]);
        env.ok(&["edit", &id.to_string(), "--at", "07:30"]);
    }
    assert_eq!(totals(), before, "a note and a time move no figure");
    assert_eq!(import(&env, "cronometer", &file)["items"], 0, "and nothing is doubled");
    env.ok(&["undo"]);
    assert_eq!(totals(), before);
}

#[test]
fn a_diary_of_cronometer_is_brought_in_once() {
    let env = Environment::new();
    let file = env.home().join("servings.csv");
    fs::write(&file, SERVINGS).expect("a file");
    let answer = import(&env, "cronometer", &file);
    assert_eq!(
        (&answer["days"], &answer["items"], &answer["matched"]),
        (&1.into(), &4.into(), &2.into()),
        "{answer}"
    );
    assert_eq!(answer["recorded"], serde_json::json!(["Grandma's Stew", "Apples, Raw"]));
    assert_eq!(answer["doses"], 1);
    let day = env.json(&["day", "2026-03-01"]);
    assert_eq!(day["totals"]["magnesium"]["known"], 406);
    // The stew's; the supplement is counted apart.
    assert_eq!(day["totals"]["vitamin_d"]["known"], 1);
    let again = import(&env, "cronometer", &file);
    assert_eq!((&again["items"], &again["already_there"]), (&0.into(), &5.into()));
    let more = "2026-03-01,,Breakfast,\"Spinach, Raw\",\"200.00 g\",46.00,0.00,198.00,158.00,1116.00,\"V\"\n";
    fs::write(&file, format!("{SERVINGS}{more}")).expect("a file");
    let grown = import(&env, "cronometer", &file);
    assert_eq!((&grown["items"], &grown["already_there"]), (&1.into(), &5.into()));
    env.ok(&["undo"]);
    env.ok(&["undo"]);
    assert_eq!(env.diary()["entries"], serde_json::json!([]));
    let back = import(&env, "cronometer", &file);
    assert_eq!(
        (&back["items"], &back["doses"], &back["already_there"]),
        (&5.into(), &1.into(), &0.into())
    );
    let id = env.diary()["entries"][0]["id"].to_string();
    env.ok(&["delete", &id]);
    let after = import(&env, "cronometer", &file);
    assert_eq!(after["items"], 0);
    assert!(after["deleted"].as_u64().expect("a number") > 0);
}

#[test]
fn a_diary_exported_with_other_columns_is_known_again() {
    let env = Environment::new();
    let file = env.home().join("servings.csv");
    fs::write(&file, SERVINGS).expect("a file");
    import(&env, "cronometer", &file);
    let renamed = SERVINGS.replace(",Breakfast,", ",Morning,").replace(",,Supp", ",8:00 AM,Supp");
    fs::write(&file, renamed.replace("7:30 PM", "")).expect("a file");
    let again = import(&env, "cronometer", &file);
    let counts = ["items", "doses", "already_there"].map(|field| again[field].clone());
    assert_eq!(serde_json::json!(counts), serde_json::json!([0, 0, 5]), "{again}");
    let rows: Vec<String> = SERVINGS
        .lines()
        .map(|row| row.splitn(3, ',').collect::<Vec<_>>())
        .map(|c| format!("{},{}\n", c[0], c[2]))
        .collect();
    fs::write(&file, rows.concat()).expect("a file");
    assert_eq!(import(&env, "cronometer", &file)["already_there"], 5);
}

#[test]
fn a_day_whose_rows_stand_apart_is_brought_in_whole() {
    let env = Environment::new();
    let file = env.home().join("servings.csv");
    let other = SERVINGS.lines().nth(1).expect("a row").replace("03-01", "02-27");
    fs::write(&file, SERVINGS.replacen("2026-03-01,7:30", &format!("{other}\n2026-03-01,7:30"), 1))
        .expect("a file");
    let answer = import(&env, "cronometer", &file);
    let counts = ["days", "meals", "items", "doses"].map(|field| answer[field].clone());
    assert_eq!(serde_json::json!(counts), serde_json::json!([2, 3, 5, 1]), "{answer}");
    assert_eq!(import(&env, "cronometer", &file)["already_there"], 6);
    env.ok(&["undo"]);
    assert_eq!(env.diary()["entries"], serde_json::json!([]));
}

#[test]
fn sums_of_days_and_empty_diaries_are_told() {
    let env = kept();
    let file = env.home().join("file.csv");
    fs::write(&file, "Date,Energy (kcal),Completed\n2026-03-01,1,true\n").expect("a file");
    refused(&env, "cronometer", &file, "sums of each day");
    fs::write(&file, "Date,Meal,Calories\n").expect("a file");
    refused(&env, "cronometer", &file, "MyFitnessPal");
    let twice = SERVINGS.replacen("Calcium (mg)", "Magnesium (mg)", 1);
    fs::write(&file, twice).expect("a file");
    refused(&env, "cronometer", &file, "has two columns \"Magnesium (mg)\"");
    fs::write(&file, SERVINGS.lines().next().expect("a header")).expect("a file");
    assert_eq!(import(&env, "cronometer", &file)["items"], 0);
}

/// Returns everything the diary knows of foods, without numbers and times of its own.
fn dump(db: &Path) -> Vec<String> {
    let connection = rusqlite::Connection::open(db).expect("a diary");
    let mut lines = Vec::new();
    for sql in [
        "SELECT f.source || '|' || f.origin || '|' || f.name || '|' || f.food_group || '|' || f.reference
             || '|' || coalesce(f.food_table, '') || '|' || coalesce(f.ndb, '') || '|'
             || coalesce((SELECT o.source FROM food o WHERE o.id = f.offered_as), '') FROM food f",
        "SELECT f.source || '|' || nutrient || '|' || coalesce(per_100g, '') || '|' || knowledge
             FROM food_nutrient JOIN food f ON f.id = food_id",
        "SELECT f.source || '|' || measure || '|' || grams || '|' || p.source
             FROM portion p JOIN food f ON f.id = food_id",
        "SELECT f.source || '|' || n.name || '|' || n.words FROM food_name n JOIN food f ON f.id = food_id",
        "SELECT f.source || '|' || nutrient || '|' || basis FROM source_tag JOIN food f ON f.id = food_id",
        "SELECT food_table || '|' || release || '|' || foods FROM food_table",
    ] {
        let mut statement = connection.prepare(sql).expect("a query");
        let rows = statement.query_map([], |row| row.get::<_, String>(0)).expect("rows");
        lines.extend(rows.map(|row| row.expect("a row")));
    }
    lines.sort();
    lines
}

fn content(store: &Store, source: &str) -> PerNutrient<Option<f64>> {
    let id =
        store.food_by_reference(source).expect("readable").unwrap_or_else(|| panic!("no {source}"));
    let food = store.food(id).expect("readable").expect("a food");
    PerNutrient::from_fn(|n| food.content[n].per_100g())
}

#[test]
fn the_whole_standard_reference_is_as_published() {
    let Some(folder) = reference_folder("SR28 whole") else { return };
    let env = Environment::new();
    let folder = folder.join("usda-sr28");
    let answer = import(&env, "usda", &folder);
    assert_eq!((&answer["foods"], &answer["skipped"]), (&8789.into(), &0.into()));
    let packed = fs::File::open(folder.join("NUT_DATA.txt.gz")).expect("the figures");
    let mut text = String::new();
    flate2::read::GzDecoder::new(packed).read_to_string(&mut text).expect("ASCII");
    let mut published: HashMap<String, HashMap<String, f64>> = HashMap::new();
    for line in text.lines() {
        let fields: Vec<&str> = line.split('^').map(|f| f.trim_matches('~')).collect();
        published
            .entry(fields[0].to_owned())
            .or_default()
            .insert(fields[1].to_owned(), fields[2].parse().expect("a number"));
    }
    let store = Store::open(&env.db(), 0).expect("a diary");
    let mut known = PerNutrient::<usize>::default();
    for (ndb, figures) in &published {
        let found = content(&store, &format!("sr28:{ndb}"));
        for nutrient in Nutrient::ALL {
            let printed = |number: &str| figures.get(number).copied();
            let expected = match nutrient {
                Nutrient::Magnesium => printed("304"),
                Nutrient::Calcium => printed("301"),
                Nutrient::Potassium => printed("306"),
                Nutrient::VitaminD => printed("328").or(printed("324").map(|iu| iu * (1.0 / 40.0))),
                Nutrient::Sodium => printed("307"),
                Nutrient::Caffeine => printed("262"),
                Nutrient::Water => printed("255"),
                Nutrient::Alcohol => printed("221"),
                Nutrient::Energy => printed("208"),
            };
            assert_eq!(found[nutrient], expected, "{ndb} {nutrient:?}");
            known[nutrient] += usize::from(expected.is_some());
        }
    }
    assert_eq!(published.len(), 8789);
    let counts = [Nutrient::Magnesium, Nutrient::Calcium, Nutrient::Potassium, Nutrient::Caffeine]
        .map(|nutrient| known[nutrient]);
    assert_eq!(counts, [8050, 8441, 8363, 5396]);
    // The real day: what was recorded elsewhere agrees with what stands here.
    let servings = folder.parent().expect("the folder").join("cronometer/servings-2020-07-15.csv");
    let brought = import(&env, "cronometer", &servings);
    assert_eq!((&brought["items"], &brought["skipped"]), (&38.into(), &0.into()));
    assert!(brought["matched"].as_u64().expect("a number") >= 25, "{brought}");
    let totals = env.json(&["day", "2020-07-15"])["totals"].clone();
    let mut reader = csv::Reader::from_path(&servings).expect("a diary");
    let rows: Vec<HashMap<String, String>> =
        reader.deserialize().map(|row| row.expect("a row")).collect();
    for (nutrient, column) in [
        ("magnesium", "Magnesium (mg)"),
        ("calcium", "Calcium (mg)"),
        ("potassium", "Potassium (mg)"),
    ] {
        let theirs: f64 = rows.iter().filter_map(|row| row[column].parse::<f64>().ok()).sum();
        let ours = totals[nutrient]["known"].as_f64().expect("a number");
        assert!((ours - theirs).abs() <= 0.05 * theirs, "{nutrient}: {ours} instead of {theirs}");
    }
    assert_eq!(import(&env, "cronometer", &servings)["already_there"], 38);
}

#[test]
fn foundation_foods_are_as_published_whatever_came_before() {
    let Some(folder) = reference_folder("Foundation whole") else { return };
    let release = |date: &str| {
        folder.join(format!("usda-foundation/FoodData_Central_foundation_food_csv_{date}.zip"))
    };
    let env = Environment::new();
    assert_eq!(import(&env, "usda", &release("2024-10-31"))["foods"], 316);
    assert_eq!(import(&env, "usda", &release("2025-04-24"))["foods"], 340);
    let alone = Environment::new();
    import(&alone, "usda", &release("2025-04-24"));
    assert!(dump(&env.db()) == dump(&alone.db()), "the order of releases shows");
    let store = Store::open(&alone.db(), 0).expect("a diary");
    let mut reader = csv::Reader::from_path(folder.join("foundation-foods.csv")).expect("a table");
    let mut compared = 0;
    for row in reader.deserialize::<HashMap<String, String>>() {
        let row = row.expect("a row");
        let found = content(&store, &format!("usda:{}", row["fdc_id"]));
        let printed =
            |columns: &[&str]| columns.iter().find_map(|column| row[*column].parse::<f64>().ok());
        let energy = ["energy_kcal", "energy_atwater_specific_kcal", "energy_atwater_general_kcal"];
        for (nutrient, columns) in [
            (Nutrient::Magnesium, &["magnesium_mg"][..]),
            (Nutrient::Calcium, &["calcium_mg"]),
            (Nutrient::Potassium, &["potassium_mg"]),
            (Nutrient::VitaminD, &["vitamin_d_ug"]),
            (Nutrient::Sodium, &["sodium_mg"]),
            (Nutrient::Caffeine, &["caffeine_mg"]),
            (Nutrient::Water, &["water_g"]),
            (Nutrient::Alcohol, &["alcohol_g"]),
            (Nutrient::Energy, &energy),
        ] {
            assert_eq!(found[nutrient], printed(columns), "{} {nutrient:?}", row["fdc_id"]);
        }
        compared += 1;
    }
    assert_eq!(compared, 340);
    let error = alone.json_error(&[
        "import",
        "usda",
        folder.join("usda-sr-legacy").to_str().expect("a path"),
    ]);
    assert!(error["message"].as_str().expect("a message").contains("food_nutrient.csv"));
}

#[test]
fn the_whole_french_table_is_as_published() {
    let Some(folder) = reference_folder("Ciqual whole") else { return };
    let env = Environment::new();
    let file = folder.join("ciqual-2020/Table Ciqual 2020_FR_2020 07 07.xls");
    let answer = import(&env, "ciqual", &file);
    // Two of the 3,186 rows are one food: alim_code 9621 stands in two groups, once without figures.
    assert_eq!((&answer["foods"], &answer["skipped"]), (&3185.into(), &0.into()));
    let connection = rusqlite::Connection::open(env.db()).expect("a diary");
    let known = |nutrient: &str| -> i64 {
        let sql = "SELECT count(v.per_100g) FROM food f JOIN food_nutrient v ON v.food_id = f.id
                   WHERE f.food_table = 'ciqual' AND v.nutrient = ?1";
        connection.query_row(sql, [nutrient], |row| row.get(0)).expect("a count")
    };
    assert_eq!(["magnesium", "calcium", "potassium"].map(known), [2447, 2548, 2481]);
    // A trace is an estimated zero: 3 of sodium, 25 of vitamin D.
    assert_eq!((known("sodium"), known("vitamin_d")), (2803 + 3, 1455 + 25));
    assert_eq!(known("caffeine"), 0);
    let store = Store::open(&env.db(), 0).expect("a diary");
    let spinach = content(&store, "ciqual:20059");
    let minerals = [Nutrient::Magnesium, Nutrient::Calcium, Nutrient::Potassium];
    assert_eq!(minerals.map(|n| spinach[n]), [Some(52.5), Some(114.0), Some(504.0)]);
    env.ok(&["undo"]);
    let alone = Environment::new();
    alone.ok(&["eat", "2 eggs", "--quiet"]);
    assert!(dump(&env.db()) == dump(&alone.db()), "the table left something behind");
}
