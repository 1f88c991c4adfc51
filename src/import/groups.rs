//! From a publisher's categories to the food groups of this diary.
//!
//! The group bounds what is unknown of a food and tells whether a source list covers it, so a food
//! goes into a telling group (leafy greens, nuts) only where its name is plain enough, and into
//! the broad one of its category otherwise. The table is ours.

/// The groups of a food: the main one first.
pub type Groups = Vec<&'static str>;

/// Words of a name that make a dish of a plain food.
const DISHES: [&str; 11] = [
    "souffle",
    "soup",
    "dip",
    "creamed",
    "baby",
    "salad",
    "sauce",
    "casserole",
    "with cheese",
    "pasta",
    "chips",
];

/// Greens whose leaves are eaten, by the words their names begin with.
const LEAFY: [&str; 22] = [
    "amaranth leaves",
    "arugula",
    "beet greens",
    "cabbage, chinese",
    "chard",
    "chicory greens",
    "chrysanthemum",
    "collards",
    "cress",
    "dandelion greens",
    "endive",
    "kale",
    "lambsquarters",
    "lettuce",
    "mustard greens",
    "mustard spinach",
    "new zealand spinach",
    "purslane",
    "rocket",
    "spinach",
    "turnip greens",
    "watercress",
];

const STARCHY: [&str; 9] =
    ["cassava", "corn", "plantain", "potato", "sweet potato", "taro", "yam", "arrowroot", "yautia"];

/// Fish with at least about 5 g of fat in 100 g, as the seed sorts them.
const FATTY_FISH: [&str; 14] = [
    "anchov",
    "butterfish",
    "eel",
    "herring",
    "mackerel",
    "pompano",
    "sablefish",
    "salmon",
    "sardine",
    "shad",
    "swordfish",
    "trout",
    "tuna, fresh, bluefin",
    "whitefish",
];

/// Returns the groups of a food of USDA's by the code of its food group (`1100`) and its name.
pub fn of_usda(code: &str, name: &str) -> Option<Groups> {
    let name = name.to_lowercase();
    let has = |words: &[&str]| words.iter().any(|w| name.contains(w));
    let begins = |words: &[&str]| {
        let own = name.strip_prefix("fish, ").unwrap_or(&name);
        words.iter().any(|w| own.starts_with(w))
    };
    let main = match code {
        "0100" if begins(&["egg"]) => "eggs",
        "0100" if begins(&["butter,", "butter "]) => "fats_oils",
        "0100" if has(&["cheese"]) => "cheese",
        "0100" if has(&["yogurt", "kefir"]) => "yogurt",
        "0100" if has(&["ice cream", "frozen novelties", "pudding"]) => "desserts",
        "0100" => "milk",
        "0200" if begins(&["vinegar", "mustard"]) => "sauces",
        "0200" => "herbs_spices",
        "0300" if has(&["formula"]) => "milk",
        "0300" if has(&["cereal"]) => "breakfast_cereal",
        "0300" if has(&["juice"]) => "juice",
        "0300" => "mixed_dishes",
        "0400" if has(&["dressing", "mayonnaise"]) => "sauces",
        "0400" => "fats_oils",
        "0500" => "poultry",
        "0600" if begins(&["soup"]) => "soups",
        "0600" => "sauces",
        "0700" => "processed_meat",
        "0800" => "breakfast_cereal",
        "0900" if has(&["juice", "nectar"]) && !has(&["juice pack", "canned", "in juice"]) => {
            "juice"
        }
        "0900" if begins(&["dates"]) => "dried_fruit",
        "0900" if has(&["dried", "dehydrated", "raisins", "prunes,"]) => "dried_fruit",
        "0900" => "fruit",
        "1000" if has(&["bacon"]) => "processed_meat",
        "1000" => "pork",
        "1100" if begins(&["soybeans"]) => "soy",
        "1100" if has(&["juice"]) && !has(&["packed in"]) => "juice",
        "1100" if begins(&LEAFY) && !has(&DISHES) => "leafy_greens",
        "1100" if begins(&STARCHY) => "starchy_vegetables",
        "1100"
            if begins(&[
                "lima beans",
                "cowpeas",
                "beans, kidney",
                "beans, navy",
                "beans, pinto",
                "beans, mung",
                "beans, fava",
                "pigeonpeas",
                "lentils",
            ]) =>
        {
            "legumes"
        }
        "1100" if begins(&["catsup", "ketchup", "pickle"]) => "sauces",
        "1100" => "vegetables",
        "1200" if begins(&["seeds"]) => "seeds",
        "1200" => "nuts",
        "1300" => "beef",
        "1400" | "1410" => beverage(&name),
        "1500" if begins(&["mollusks", "crustaceans"]) || has(&["shrimp", "crab", "lobster"]) => {
            "shellfish"
        }
        "1500"
            if has(&["canned"])
                && has(&["bone"])
                && !has(&["without bone", "boneless", "without skin and bone"])
                && begins(&["sardine", "salmon", "mackerel", "anchov"]) =>
        {
            "canned_fish_with_bones"
        }
        "1500" if begins(&FATTY_FISH) => "fatty_fish",
        "1500" => "white_fish",
        "1600" if begins(&["peanut"]) => "nuts",
        "1600" if begins(&["soy sauce"]) => "sauces",
        "1600" if has(&["tofu"]) => "soy",
        "1600" if has(&["soymilk", "soy milk"]) => "plant_milk",
        "1600" if begins(&["soy", "tofu", "tempeh", "miso", "natto", "okara", "edamame"]) => "soy",
        "1600" if begins(&["bacon", "meat extender", "vitasoy", "morningstar", "burger"]) => "soy",
        "1600" => "legumes",
        "1700" => "lamb_game",
        "1800"
            if begins(&[
                "bagel",
                "bread",
                "english muffin",
                "roll",
                "tortilla",
                "croissant",
                "pita",
                "wonton",
                "croutons",
                "bread crumbs",
                "biscuits",
            ]) && !has(&["sweet roll", "cinnamon"]) =>
        {
            "bread"
        }
        "1800" if begins(&["cracker"]) => "bread",
        "1800" => "baked_sweets",
        "1900" if has(&["chocolate, dark", "dark chocolate"]) => "dark_chocolate",
        "1900" if has(&["ice cream", "pudding", "gelatin", "frozen", "sherbet", "desserts"]) => {
            "desserts"
        }
        "1900" => "sweets",
        "2000" => "grains",
        "2100" | "3600" => "fast_food",
        "2200" | "3500" => "mixed_dishes",
        "2500" => "snacks",
        _ => return None,
    };
    Some(with_telling(main, &name))
}

fn beverage(name: &str) -> &'static str {
    let has = |words: &[&str]| words.iter().any(|w| name.contains(w));
    if has(&["alcoholic", "beer", "wine", "vodka", "whiskey", "rum,", "liqueur"])
        && !has(&["ginger beer", "root beer", "non-alcoholic", "nonalcoholic"])
    {
        "alcohol"
    } else if has(&["coffee", "espresso", "cappuccino", "latte"]) {
        "coffee"
    } else if has(&["tea,", "tea "]) {
        "tea"
    } else if has(&["almond milk", "rice milk", "soy milk", "oat milk", "coconut milk"]) {
        "plant_milk"
    } else if name.starts_with("water")
        || has(&["beverages, water", "mineral water"]) && !has(&["sweetened"])
    {
        "water"
    } else if has(&["juice"]) && !has(&["drink", "cocktail", "punch"]) {
        "juice"
    } else {
        "soft_drinks"
    }
}

/// Adds the further groups that only the name tells.
fn with_telling(main: &'static str, name: &str) -> Groups {
    let mut groups = vec![main];
    let mut add = |group| {
        if !groups.contains(&group) {
            groups.push(group);
        }
    };
    let begins = |words: &[&str]| words.iter().any(|w| name.starts_with(w));
    match main {
        "leafy_greens" if begins(&["spinach"]) => add("spinach"),
        "starchy_vegetables" if begins(&["sweet potato"]) => add("sweet_potato"),
        "fruit" if begins(&["banana"]) => add("banana"),
        "fruit" if begins(&["avocado"]) => add("avocado"),
        "dried_fruit" if begins(&["apricot"]) => add("dried_apricot"),
        "legumes" if begins(&["beans", "lima beans", "black beans"]) => add("beans"),
        "canned_fish_with_bones" => add("fatty_fish"),
        _ => {}
    }
    let added = |what: &str| {
        ["fortified with", "with added", "added"]
            .iter()
            .any(|how| name.contains(&format!("{how} {what}")))
    };
    if added("calcium") {
        add("fortified_calcium");
    }
    if added("vitamin d") || name.contains("and vitamin d") && name.contains("added") {
        add("fortified_vitamin_d");
    }
    groups
}

/// Returns the further groups of a food to which nutrients were added.
pub fn fortified(main: &str, calcium: bool, vitamin_d: bool) -> Groups {
    let mut groups = Vec::new();
    if calcium {
        groups.push("fortified_calcium");
    }
    if vitamin_d {
        groups.push("fortified_vitamin_d");
        if matches!(main, "milk" | "yogurt" | "cheese") {
            groups.push("fortified_dairy");
        }
    }
    groups
}

/// Words of a category or a name with the group they tell, the telling ones first.
const BY_WORDS: &[(&str, &str)] = &[
    ("baby food", "mixed_dishes"),
    ("formula", "milk"),
    ("plant-based milk", "plant_milk"),
    ("almond milk", "plant_milk"),
    ("soy milk", "plant_milk"),
    ("oat milk", "plant_milk"),
    ("ice cream", "desserts"),
    ("pudding", "desserts"),
    ("gelatin", "desserts"),
    ("frozen dessert", "desserts"),
    ("cream cheese", "cheese"),
    ("cheese", "cheese"),
    ("yogurt", "yogurt"),
    ("milk shake", "desserts"),
    ("chocolate bar", "sweets"),
    ("candy", "sweets"),
    ("chocolate", "sweets"),
    ("sugar", "sweets"),
    ("syrup", "sweets"),
    ("honey", "sweets"),
    ("jam", "sweets"),
    ("milk", "milk"),
    ("cream", "milk"),
    ("egg", "eggs"),
    ("soup", "soups"),
    ("broth", "soups"),
    ("pizza", "mixed_dishes"),
    ("burger", "fast_food"),
    ("sandwich", "mixed_dishes"),
    ("taco", "mixed_dishes"),
    ("burrito", "mixed_dishes"),
    ("dish", "mixed_dishes"),
    ("meal", "mixed_dishes"),
    ("entree", "mixed_dishes"),
    ("cold cuts", "processed_meat"),
    ("sausage", "processed_meat"),
    ("bacon", "processed_meat"),
    ("frankfurter", "processed_meat"),
    ("hot dog", "processed_meat"),
    ("ham", "processed_meat"),
    ("shellfish", "shellfish"),
    ("shrimp", "shellfish"),
    ("salmon", "fatty_fish"),
    ("fish", "white_fish"),
    ("chicken", "poultry"),
    ("turkey", "poultry"),
    ("poultry", "poultry"),
    ("beef", "beef"),
    ("pork", "pork"),
    ("lamb", "lamb_game"),
    ("game", "lamb_game"),
    ("tofu", "soy"),
    ("soy", "soy"),
    ("bean", "legumes"),
    ("legume", "legumes"),
    ("pea", "legumes"),
    ("lentil", "legumes"),
    ("nut butter", "nuts"),
    ("seed", "seeds"),
    ("nut", "nuts"),
    ("cereal", "breakfast_cereal"),
    ("oatmeal", "breakfast_cereal"),
    ("cookie", "baked_sweets"),
    ("cake", "baked_sweets"),
    ("pastr", "baked_sweets"),
    ("doughnut", "baked_sweets"),
    ("pie", "baked_sweets"),
    ("muffin", "baked_sweets"),
    ("cracker", "snacks"),
    ("chips", "snacks"),
    ("popcorn", "snacks"),
    ("snack", "snacks"),
    ("pretzel", "snacks"),
    ("bar", "snacks"),
    ("bread", "bread"),
    ("roll", "bread"),
    ("bagel", "bread"),
    ("tortilla", "bread"),
    ("rice", "grains"),
    ("pasta", "grains"),
    ("noodle", "grains"),
    ("grain", "grains"),
    ("flour", "grains"),
    ("dressing", "sauces"),
    ("mayonnaise", "sauces"),
    ("sauce", "sauces"),
    ("dip", "sauces"),
    ("condiment", "sauces"),
    ("ketchup", "sauces"),
    ("pickle", "sauces"),
    ("butter", "fats_oils"),
    ("oil", "fats_oils"),
    ("margarine", "fats_oils"),
    ("spice", "herbs_spices"),
    ("herb", "herbs_spices"),
    ("seasoning", "herbs_spices"),
    ("coffee", "coffee"),
    ("tea", "tea"),
    ("liquor", "alcohol"),
    ("cocktail", "alcohol"),
    ("beer", "alcohol"),
    ("wine", "alcohol"),
    ("juice", "juice"),
    ("water", "water"),
    ("drink", "soft_drinks"),
    ("soda", "soft_drinks"),
    ("beverage", "soft_drinks"),
    ("dried fruit", "dried_fruit"),
    ("fruit", "fruit"),
    ("potato", "starchy_vegetables"),
    ("corn", "starchy_vegetables"),
    ("lettuce", "leafy_greens"),
    ("leafy", "leafy_greens"),
    ("dark green", "vegetables"),
    ("vegetable", "vegetables"),
    ("tomato", "vegetables"),
    ("meat", "beef"),
];

/// Returns the group that the words of a category tell, or those of a name; mixed dishes where
/// neither does.
pub fn by_words(category: &str, name: &str) -> &'static str {
    let find = |text: &str| {
        let text = text.to_lowercase();
        BY_WORDS.iter().find(|(word, _)| text.contains(word)).map(|(_, group)| *group)
    };
    find(category).or_else(|| find(name)).unwrap_or("mixed_dishes")
}

/// Returns the groups of a food of the French table by the code of its subgroup (`0201`) and its
/// name.
pub fn of_ciqual(code: &str, name: &str) -> Groups {
    let name = name.to_lowercase();
    let has = |words: &[&str]| words.iter().any(|w| name.contains(w));
    let begins = |words: &[&str]| words.iter().any(|w| name.starts_with(w));
    let main = match code {
        "0102" => "soups",
        "0201"
            if begins(&[
                "épinard",
                "salade",
                "laitue",
                "mâche",
                "roquette",
                "cresson",
                "blette",
                "bette",
                "chou frisé",
                "pissenlit",
                "oseille",
                "endive",
                "chicorée",
                "scarole",
            ]) =>
        {
            "leafy_greens"
        }
        "0202" => "starchy_vegetables",
        "0203" if begins(&["soja", "tofu"]) => "soy",
        "0203" => "legumes",
        "0204" if has(&["séché", "sec"]) && !has(&["sans sucres ajoutés"]) => "dried_fruit",
        "0204" => "fruit",
        "0205" if has(&["graine", "sésame", "lin,", "tournesol", "courge", "pavot", "chia"]) => {
            "seeds"
        }
        "0201" => "vegetables",
        "0205" => "nuts",
        "0301" => "grains",
        "0302" => "bread",
        "0303" => "snacks",
        "0305" => "grains",
        "0401" | "0402" => meat(&name),
        "0403" | "0404" => "processed_meat",
        "0405" | "0406" | "0409"
            if has(&[
                "saumon",
                "sardine",
                "maquereau",
                "hareng",
                "truite",
                "anguille",
                "anchois",
                "thon rouge",
            ]) =>
        {
            "fatty_fish"
        }
        "0405" | "0406" | "0409" => "white_fish",
        "0407" | "0408" => "shellfish",
        "0410" => "eggs",
        "0411" => "soy",
        "0501" if has(&["soja", "amande", "avoine", "riz"]) => "plant_milk",
        "0501" => "milk",
        "0502" if has(&["yaourt", "yahourt", "lait fermenté", "kéfir"]) => "yogurt",
        "0502" if has(&["fromage", "faisselle", "petit-suisse"]) => "cheese",
        "0502" => "desserts",
        "0503" => "cheese",
        "0504" => "milk",
        "0601" => "water",
        "0602" if has(&["café", "expresso"]) => "coffee",
        "0602" if begins(&["thé", "infusion", "tisane"]) => "tea",
        "0602" if begins(&["jus", "nectar", "pur jus"]) => "juice",
        "0602" if has(&["boisson au soja", "amande", "avoine", "boisson au riz"]) => "plant_milk",
        "0602" => "soft_drinks",
        "0603" => "alcohol",
        "0702" if has(&["chocolat noir"]) => "dark_chocolate",
        "0701" | "0702" | "0703" | "0704" => "sweets",
        "0705" | "0706" | "0709" => "baked_sweets",
        "0707" => "breakfast_cereal",
        "0708" => "snacks",
        "0000" | "0801" | "0802" | "0803" | "1103" => "desserts",
        "0901" | "0902" | "0903" | "0904" | "0905" => "fats_oils",
        "1001" | "1002" => "sauces",
        "1004" | "1005" | "1006" => "herbs_spices",
        "1007" => "vegetables",
        "1101" => "milk",
        "1104" => "breakfast_cereal",
        _ => "mixed_dishes",
    };
    let mut groups = vec![main];
    match main {
        "leafy_greens" if begins(&["épinard"]) => groups.push("spinach"),
        "starchy_vegetables" if begins(&["patate douce"]) => groups.push("sweet_potato"),
        "fruit" if begins(&["banane"]) => groups.push("banana"),
        "fruit" if begins(&["avocat"]) => groups.push("avocado"),
        "dried_fruit" if begins(&["abricot"]) => groups.push("dried_apricot"),
        "legumes" if begins(&["haricot"]) => groups.push("beans"),
        _ => {}
    }
    groups
}

fn meat(name: &str) -> &'static str {
    let has = |words: &[&str]| words.iter().any(|w| name.contains(w));
    if has(&[
        "poulet", "dinde", "canard", "oie", "pintade", "poule", "caille", "chapon", "volaille",
    ]) {
        "poultry"
    } else if has(&["porc"]) {
        "pork"
    } else if has(&[
        "agneau",
        "mouton",
        "lapin",
        "cheval",
        "sanglier",
        "cerf",
        "chevreuil",
        "gibier",
    ]) {
        "lamb_game"
    } else {
        "beef"
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_foods_go_into_telling_groups() {
        let of = |code, name| of_usda(code, name).unwrap();
        assert_eq!(of("1100", "Spinach, raw"), ["leafy_greens", "spinach"]);
        assert_eq!(of("1100", "Spinach souffle"), ["vegetables"]);
        assert_eq!(of("1100", "Sweet potato, raw"), ["starchy_vegetables", "sweet_potato"]);
        assert_eq!(of("0900", "Apricots, dried, sulfured"), ["dried_fruit", "dried_apricot"]);
        assert_eq!(of("1600", "Beans, black, mature seeds, raw"), ["legumes", "beans"]);
        assert_eq!(of("1500", "Fish, salmon, Atlantic, farmed, raw"), ["fatty_fish"]);
        assert_eq!(
            of("1500", "Fish, sardine, Atlantic, canned in oil, drained solids with bone"),
            ["canned_fish_with_bones", "fatty_fish"]
        );
        assert_eq!(of_usda("9900", "Stones"), None);
    }

    #[test]
    fn added_nutrients_make_a_fortified_food() {
        assert_eq!(
            of_usda("0100", "Milk, whole, with added vitamin D").unwrap(),
            ["milk", "fortified_vitamin_d"]
        );
        assert_eq!(fortified("milk", false, true), ["fortified_vitamin_d", "fortified_dairy"]);
        assert_eq!(fortified("juice", true, false), ["fortified_calcium"]);
    }

    #[test]
    fn french_and_written_categories_are_understood() {
        assert_eq!(of_ciqual("0201", "Épinard, cru"), ["leafy_greens", "spinach"]);
        assert_eq!(of_ciqual("0401", "Poulet, cuisse, rôtie"), ["poultry"]);
        assert_eq!(by_words("Yogurt, regular", "Yogurt, plain"), "yogurt");
        assert_eq!(by_words("", "Almonds, salted nuts"), "nuts");
        assert_eq!(by_words("", "Something"), "mixed_dishes");
    }
}
