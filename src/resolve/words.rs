//! How a name is folded so that accents, case, plurals, word order and British spelling make no
//! difference.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Returns the article that stands before a word: "an" before one that begins with a vowel.
pub fn article(word: &str) -> &'static str {
    let vowel = word.starts_with(['a', 'e', 'i', 'o', 'u', 'A', 'E', 'I', 'O', 'U', '8']);
    let spoken = matches!(word.split(' ').next(), Some("11" | "18")) || vowel;
    // "A usual portion", "a unit": the first sound is no vowel.
    let glide = ["us", "uni", "eu", "one"].iter().any(|start| word.starts_with(start));
    if spoken && !glide { "an" } else { "a" }
}

/// Words that carry no meaning in a food's name.
const EMPTY_WORDS: &[&str] = &[
    "a", "an", "the", "of", "some", "my", "our", "and", "with", "in", "on", "n", "de", "du", "la",
];

/// Words that describe a food without changing which one it is.
const NEUTRAL_WORDS: &[&str] = &[
    "fresh",
    "freshly",
    "chopped",
    "sliced",
    "diced",
    "grated",
    "peeled",
    "crushed",
    "organic",
    "homemade",
    "ripe",
    "big",
    "little",
    "hot",
    "warm",
    "cold",
    "leftover",
    "local",
    "nice",
    "drained",
    "rinsed",
    "washed",
    "trimmed",
    "boneless",
    "halved",
    "quartered",
    "finely",
    "roughly",
    "thinly",
    "thickly",
    "good",
    "quality",
    "extra",
    "more",
    "plate",
    "cut",
    "ground",
    "freerange",
    "tasty",
    "regular",
    "normal",
    "ordinary",
    "typical",
];

/// Words that describe a food where nothing else is said ("coffee, black", "cut into pieces", "to
/// serve"), but belong to names elsewhere.
const COMMENT_WORDS: &[&str] = &[
    "black",
    "plain",
    "unsweetened",
    "sweetened",
    "salted",
    "unsalted",
    "skinless",
    "bone",
    "removed",
    "deseeded",
    "seeded",
    "cored",
    "pitted",
    "stoned",
    "unpeeled",
    "shelled",
    "lengthways",
    "lengthwise",
    "crosswise",
    "diagonally",
    "into",
    "small",
    "large",
    "medium",
    "thin",
    "thick",
    "thickness",
    "long",
    "piece",
    "chunk",
    "slice",
    "strip",
    "wedge",
    "cube",
    "bite",
    "sized",
    "size",
    "to",
    "serve",
    "garnish",
    "taste",
    "for",
    "serving",
    "garnishing",
    "optional",
    "room",
    "temperature",
    "at",
    "softened",
    "melted",
    "beaten",
    "lightly",
    "minced",
    "torn",
    "shredded",
    "squeezed",
    "juiced",
    "zested",
    "mashed",
    "scrambled",
    "crumbled",
    "defrosted",
    "thawed",
    "packed",
    "soaked",
    "cooled",
    "left",
    "only",
    "just",
    "very",
    "well",
    "done",
    "rare",
    "medium",
    "soft",
    "hard",
    "iced",
    "each",
    "total",
    "about",
    "approx",
    "or",
    "so",
    "skin",
    "off",
    "both",
    "side",
    "half",
    "dressed",
    "undressed",
    "please",
];

/// Words with which a comment begins behind the comma of a recipe line.
const COMMENT_OPENERS: &[&str] = &[
    "to",
    "for",
    "plus",
    "cut",
    "chopped",
    "sliced",
    "diced",
    "minced",
    "crushed",
    "peeled",
    "grated",
    "halved",
    "quartered",
    "trimmed",
    "deseeded",
    "seeded",
    "cored",
    "drained",
    "rinsed",
    "washed",
    "soaked",
    "beaten",
    "melted",
    "softened",
    "torn",
    "shredded",
    "picked",
    "stripped",
    "separated",
    "removed",
    "divided",
    "at",
    "or",
    "about",
    "approximately",
    "if",
    "such",
    "see",
    "preferably",
    "depending",
    "as",
    "optional",
    "leaves",
    "skin",
    "skins",
    "stems",
    "stalks",
    "bones",
    "ends",
    "core",
    "stone",
    "seeds",
    "juice",
    "zest",
    "white",
    "tough",
    "outer",
    "reserved",
    "each",
    "patted",
    "toasted",
    "pounded",
    "scrubbed",
    "shaved",
    "smashed",
    "bashed",
    "squashed",
    "bruised",
    "cubed",
    "julienned",
    "crumbled",
    "mashed",
    "with",
    "in",
    "from",
    "left",
    "well",
    "very",
    "broken",
    "split",
    "scored",
    "stalks",
];

/// Words that say how a food was prepared, with the class they belong to. Two words of one class
/// stand for each other; words of different classes choose between foods.
const PREPARATIONS: &[(&str, &str)] = &[
    ("raw", "raw"),
    ("uncooked", "raw"),
    ("cooked", "cooked"),
    ("boiled", "cooked"),
    ("steamed", "cooked"),
    ("grilled", "cooked"),
    ("broiled", "cooked"),
    ("baked", "cooked"),
    ("roasted", "cooked"),
    ("poached", "cooked"),
    ("stewed", "cooked"),
    ("braised", "cooked"),
    ("microwaved", "cooked"),
    ("sauteed", "cooked"),
    ("toasted", "cooked"),
    ("barbecued", "cooked"),
    ("fried", "fried"),
    ("canned", "canned"),
    ("dried", "dried"),
    ("dry", "dried"),
    ("frozen", "frozen"),
    ("smoked", "smoked"),
    ("pickled", "pickled"),
];

/// Spellings that mean the same word.
const SPELLINGS: &[(&str, &str)] = &[
    ("yoghurt", "yogurt"),
    ("yoghourt", "yogurt"),
    ("tinned", "canned"),
    ("roast", "roasted"),
    ("chilli", "chili"),
    ("chile", "chili"),
    ("wholemeal", "wholewheat"),
    ("doughnut", "donut"),
    ("whisky", "whiskey"),
    ("omelet", "omelette"),
    ("saute", "sauteed"),
    ("bbq", "barbecue"),
    ("mayo", "mayonnaise"),
    ("veg", "vegetable"),
    ("veggie", "vegetable"),
    ("choc", "chocolate"),
    ("flavoured", "flavored"),
    ("semiskimmed", "semiskim"),
    ("lowfat", "low fat"),
    ("nonfat", "fat free"),
    ("wholegrain", "whole grain"),
    ("without", "no"),
];

/// Returns the text in lower case without accents or punctuation, words parted by one space.
pub fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.nfkd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase) {
        match c {
            'œ' => out.push_str("oe"),
            'æ' => out.push_str("ae"),
            'ø' => out.push('o'),
            'ł' => out.push('l'),
            'ß' => out.push_str("ss"),
            '\'' | '’' | '`' | '´' => {}
            c if c.is_alphanumeric() => out.push(c),
            _ => {
                if !out.is_empty() && !out.ends_with(' ') {
                    out.push(' ');
                }
            }
        }
    }
    out.truncate(out.trim_end().len());
    out
}

/// Returns the words of a name that carry meaning, folded, in the singular and in one spelling.
pub fn words(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    for word in fold(text).split(' ') {
        if word.is_empty() || EMPTY_WORDS.contains(&word) {
            continue;
        }
        let word = singular(word);
        // "Free range" describes; "sugar free" is another food.
        if word == "range" && words.last().is_some_and(|last| last == "free") {
            words.pop();
            words.push("freerange".to_owned());
            continue;
        }
        match SPELLINGS.iter().find(|(from, _)| *from == word) {
            Some((_, to)) => words.extend(to.split(' ').map(str::to_owned)),
            None => words.push(word),
        }
    }
    words
}

/// Returns whether the last word of a name stands in the plural.
pub fn is_plural(name: &str) -> bool {
    fold(name).split(' ').next_back().is_some_and(|word| singular(word) != word)
}

/// Returns the words of a name in their order, joining words kept and `&` written out.
pub fn with_joints(text: &str) -> Vec<String> {
    fold(&text.replace('&', " and "))
        .split(' ')
        .filter(|word| !matches!(*word, "" | "a" | "an" | "the" | "of"))
        .map(singular)
        .collect()
}

/// Returns the words sorted and each once, joined by a space: the key under which names meet.
pub fn key(words: &[String]) -> String {
    let mut sorted: Vec<&str> = words.iter().map(String::as_str).collect();
    sorted.sort_unstable();
    sorted.dedup();
    sorted.join(" ")
}

/// Returns the key of a name.
pub fn name_key(name: &str) -> String {
    key(&words(name))
}

/// Returns whether a word only describes.
pub fn is_neutral(word: &str) -> bool {
    NEUTRAL_WORDS.contains(&word)
}

/// Returns the class of a preparation word; none for other words.
pub fn preparation(word: &str) -> Option<&'static str> {
    PREPARATIONS.iter().find(|(w, _)| *w == word).map(|(_, class)| *class)
}

/// Returns whether a phrase says nothing but how something was prepared or what it is like:
/// "chopped", "raw", "cut into small pieces", "to serve".
pub fn only_describes(text: &str) -> bool {
    let words = words(text);
    let telling = |word: &&String| !COMMENT_WORDS.contains(&word.as_str());
    words.iter().all(|w| is_neutral(w) || preparation(w).is_some() || !telling(&w))
        && !words.is_empty()
}

/// Returns whether the words behind the comma of a recipe line are a comment on the food, no part
/// of its name: they only describe, or begin with a word that begins such comments.
pub fn only_comments(text: &str) -> bool {
    let folded = fold(text);
    let first = folded.split(' ').find(|word| !word.ends_with("ly")).unwrap_or_default();
    only_describes(text) || is_negation(first) || COMMENT_OPENERS.contains(&first)
}

/// Returns whether a phrase is one of the things people add and leave out: "milk", "sugar".
pub(super) fn is_addition(phrase: &str) -> bool {
    const ADDITIONS: &[&str] = &[
        "milk",
        "sugar",
        "cream",
        "salt",
        "pepper",
        "butter",
        "sauce",
        "dressing",
        "ice",
        "mayo",
        "mayonnaise",
        "sweetener",
        "honey",
        "lemon",
        "oil",
        "ketchup",
        "mustard",
        "onion",
        "onions",
        "gravy",
        "foam",
        "whip",
        "syrup",
        "skin",
        "bones",
        "pickles",
        "cheese",
        "spread",
        "jam",
    ];
    let folded = fold(phrase);
    ADDITIONS.contains(&folded.as_str())
}

/// Returns whether a word says that what follows was left out.
pub fn is_negation(word: &str) -> bool {
    matches!(
        word,
        "no" | "without" | "w/o" | "minus" | "sans" | "excluding" | "except" | "hold" | "skip"
    )
}

/// Returns the singular of an English word, by rule. The rules need not be right, only the same
/// for the names in the table and the words typed.
fn singular(word: &str) -> String {
    const KEPT: &[&str] = &[
        "asparagus",
        "couscous",
        "hummus",
        "houmous",
        "molasses",
        "swiss",
        "bass",
        "brussels",
        "citrus",
        "watercress",
        "cress",
        "lentils",
        "plus",
        "octopus",
        "grass",
        "hibiscus",
    ];
    const IRREGULAR: &[(&str, &str)] = &[
        ("leaves", "leaf"),
        ("loaves", "loaf"),
        ("halves", "half"),
        ("calves", "calf"),
        ("knives", "knife"),
        ("cookies", "cookie"),
        ("brownies", "brownie"),
        ("smoothies", "smoothie"),
        ("pies", "pie"),
        ("smarties", "smartie"),
        ("anchovies", "anchovy"),
        ("geese", "goose"),
        ("potatos", "potato"),
        ("tomatos", "tomato"),
        ("shoes", "shoe"),
        ("toes", "toe"),
        ("lentils", "lentil"),
    ];
    if let Some((_, one)) = IRREGULAR.iter().find(|(many, _)| *many == word) {
        return (*one).to_owned();
    }
    let ends = |ending: &str| word.len() > ending.len() + 1 && word.ends_with(ending);
    if KEPT.contains(&word) || !ends("s") || ends("ss") || ends("us") || ends("is") {
        return word.to_owned();
    }
    let stem = |cut: usize| word[..word.len() - cut].to_owned();
    if ends("ies") && word.len() > 4 {
        format!("{}y", stem(3))
    } else if ["ches", "shes", "sses", "xes", "zes", "oes"].iter().any(|e| ends(e)) {
        stem(2)
    } else {
        stem(1)
    }
}

/// Returns the word of a vocabulary that a misspelt word most likely meant. None where no word is
/// near, or two are equally near.
///
/// A doubled letter too many or too few, or two letters swapped, is corrected from five letters
/// up; a letter too many, too few or wrong from seven, two of them from ten. The first letter must
/// be right: a short word one letter off is more often another word than a slip.
pub fn correct<'a>(word: &str, vocabulary: &'a [String]) -> Option<&'a str> {
    let length = word.chars().count();
    if length < 5 || word.bytes().any(|b| b.is_ascii_digit()) {
        return None;
    }
    let first = word.chars().next();
    let undoubled = |text: &str| {
        let mut letters: Vec<char> = text.chars().collect();
        letters.dedup();
        letters
    };
    let plain = undoubled(word);
    let mut best: Option<(usize, &str)> = None;
    let mut tied = false;
    for known in vocabulary {
        if known.chars().next() != first || known.chars().count().abs_diff(length) > 2 {
            continue;
        }
        let swapped = known.chars().count() == length
            && strsim::osa_distance(word, known) == 1
            && strsim::levenshtein(word, known) == 2;
        let distance = if plain == undoubled(known) || swapped {
            1
        } else {
            let distance = strsim::osa_distance(word, known);
            let most = match length {
                0..7 => 0,
                7..10 => 1,
                _ => 2,
            };
            if distance > most {
                continue;
            }
            distance + 1
        };
        match best {
            Some((least, _)) if distance > least => {}
            Some((least, _)) if distance == least => tied = true,
            _ => {
                best = Some((distance, known));
                tied = false;
            }
        }
    }
    best.filter(|_| !tied).map(|(_, known)| known)
}

/// Returns the word of a vocabulary that looks most like one of four letters or more that is
/// unknown: one letter off, two from six letters on. Good enough to offer, never to take.
pub fn near_miss<'a>(word: &str, vocabulary: &'a [String]) -> Option<&'a str> {
    let length = word.chars().count();
    let most = match length {
        0..4 => return None,
        4..6 => 1,
        _ => 2,
    };
    vocabulary
        .iter()
        .filter(|known| known.chars().next() == word.chars().next())
        .map(|known| (strsim::osa_distance(word, known), known.as_str()))
        .filter(|(distance, known)| *distance <= most && known.chars().count() > 3)
        .min()
        .map(|(_, known)| known)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_meet_whatever_their_spelling() {
        for (a, b) in [
            ("Gruyère", "gruyere"),
            ("raw spinach", "spinach, raw"),
            ("tomatoes", "tomato"),
            ("Yoghurts", "yogurt"),
            ("macaroni & cheese", "macaroni and cheese"),
            ("tinned peaches", "peach, canned"),
            ("cherries", "cherry"),
            ("baked potatoes", "potato baked"),
            ("crème fraîche", "creme fraiche"),
            ("low-fat milk", "lowfat milk"),
            ("Reese's", "reeses"),
        ] {
            assert_eq!(name_key(a), name_key(b), "{a} / {b}");
        }
        assert_ne!(name_key("rice"), name_key("rice pudding"));
    }

    #[test]
    fn folding_is_stable() {
        for word in ["asparagus", "hummus", "couscous", "molasses", "cheese", "rice", "swiss"] {
            let once = words(word);
            assert_eq!(once, words(&once.join(" ")), "{word}");
        }
    }

    #[test]
    fn a_slip_is_corrected_only_when_one_word_is_near() {
        let known: Vec<String> = [
            "quinoa", "cheddar", "cherry", "sherry", "trowel", "bean", "beet", "mochi", "broccoli",
        ]
        .map(Into::into)
        .into();
        assert_eq!(correct("quiona", &known), Some("quinoa"));
        assert_eq!(correct("chedder", &known), Some("cheddar"));
        assert_eq!(correct("brocolli", &known), Some("broccoli"));
        assert_eq!(correct("towel", &known), None);
        assert_eq!(correct("mocha", &known), None);
        assert_eq!(correct("beat", &known), None);
        assert_eq!(correct("kitchen", &known), None);
    }
}
