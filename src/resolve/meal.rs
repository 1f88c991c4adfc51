//! A whole meal in one line, split into phrases.
//!
//! Semicolons, line breaks and `+` always part. Commas do, unless the pieces are together the name
//! of a food as the table writes it ("salmon, Atlantic, wild, cooked"); "and", "with", "then" and
//! `&` do, unless the words around them are together the name of one food ("macaroni and
//! cheese"); "on" does where a food follows ("eggs on toast"). A comma inside a number (`1,5`) does
//! not part. A piece that only describes ("chopped"), only says how much ("4 slices") or only says
//! what was left out ("no sugar") belongs to the food before it.

use super::{phrase, words};

/// The longest text that can be the name of a food, in bytes; a longer one is not looked up.
const LONGEST_NAME: usize = 240;

/// Splits a meal into phrases, trimmed and in order. `is_name` answers whether a text, without its
/// amount, is the name of one food, its commas included.
///
/// Takes time linear in the length of the text.
pub fn split(text: &str, is_name: &dyn Fn(&str) -> bool) -> Vec<String> {
    let is_name = &|text: &str| {
        text.len() <= LONGEST_NAME && text.contains(char::is_alphabetic) && is_name(text)
    };
    let mut phrases: Vec<String> = Vec::new();
    let pieces: Vec<Piece> = hard_pieces(text)
        .into_iter()
        .map(|piece| Piece { text: clean(&piece.text), ..piece })
        .filter(|piece| !piece.text.is_empty())
        .collect();
    let mut next = 0;
    while let Some(Piece { text: piece, after_comma }) = pieces.get(next) {
        let run = &pieces[next..];
        if let Some((taken, name)) = name_with_commas(run, is_name) {
            phrases.push(name);
            next += taken;
            continue;
        }
        next += 1;
        if let Some(last) = phrases.last_mut()
            && (words::only_describes(piece) || (*after_comma && only_measures(piece, last)))
        {
            last.push_str(", ");
            last.push_str(piece);
            continue;
        }
        join_names(piece, is_name, &mut phrases);
    }
    phrases
}

/// Returns whether a piece is nothing but the amount of the phrase before it: "salami, 4 slices".
fn only_measures(piece: &str, before: &str) -> bool {
    const LONGEST_AMOUNT: usize = 40;
    let alone = |text: &str| {
        let amount = phrase::amount_alone(text).ok().flatten();
        amount.filter(|amount| amount.quantity.is_some() && piece.len() <= LONGEST_AMOUNT)
    };
    let has_amount = || {
        phrase::readings(before).is_ok_and(|readings| {
            phrase::plainest(&readings)
                .is_some_and(|r| r.amount.quantity.is_some() || r.amount.unit.is_some())
        })
    };
    alone(piece).is_some_and(|amount| amount.unit.is_none_or(|unit| !unit.also_food))
        && before.len() <= LONGEST_NAME
        && !has_amount()
}

/// A piece of a meal, and whether a comma stands before it.
struct Piece {
    text: String,
    after_comma: bool,
}

/// Returns the longest run of pieces, from the first on, that is a name with its commas.
fn name_with_commas(pieces: &[Piece], is_name: &dyn Fn(&str) -> bool) -> Option<(usize, String)> {
    const MOST_PIECES: usize = 5;
    let joined = 1 + pieces.iter().skip(1).take_while(|piece| piece.after_comma).count();
    (2..=joined.min(MOST_PIECES)).rev().find_map(|taken| {
        let texts: Vec<&str> = pieces[..taken].iter().map(|piece| piece.text.as_str()).collect();
        let name = texts.join(", ");
        is_name(&name).then_some((taken, name))
    })
}

/// Returns the text between the separators.
fn hard_pieces(text: &str) -> Vec<Piece> {
    let mut pieces = vec![Piece { text: String::new(), after_comma: false }];
    let mut depth = 0_u32;
    let mut before = ' ';
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let after = chars.peek().copied().unwrap_or(' ');
        match c {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            _ => {}
        }
        let opens =
            before.is_whitespace() && pieces.last().is_some_and(|p| p.text.trim().is_empty());
        let decimal = c == ',' && after.is_ascii_digit() && (before.is_ascii_digit() || opens);
        let parts = matches!(c, ';' | '\n' | '\r') || (depth == 0 && matches!(c, ',' | '+' | '•'));
        before = c;
        if parts && !decimal {
            depth = 0;
            pieces.push(Piece { text: String::new(), after_comma: c == ',' });
        } else if let Some(piece) = pieces.last_mut() {
            piece.text.push(c);
        }
    }
    pieces
}

/// Parts one piece at its joining words, keeping together the longest runs that are a name.
fn join_names(piece: &str, is_name: &dyn Fn(&str) -> bool, phrases: &mut Vec<String>) {
    const MOST_PARTS: usize = 8;
    let parts = soft_parts(piece);
    let mut start = 0;
    let mut left_out = false;
    while start < parts.len() {
        let longest = parts.len().min(start + MOST_PARTS);
        let mut end = (start + 2..=longest)
            .rev()
            .find(|end| {
                let name = joined(&parts[start..*end]);
                // What was left out is no part of a name that goes on behind it.
                !has_negation(&name) && is_name(&name)
            })
            .unwrap_or_else(|| start + dish_of(&parts[start..]));
        // "fish on friday", "ham on the bone": no food follows, so nothing is parted.
        while parts.get(end).is_some_and(|part| part.is_weak() && !is_name(&part.text)) {
            end += 1;
        }
        let phrase = joined(&parts[start..end]);
        let negated = starts_with_negation(&phrase);
        // "without milk and sugar": neither was had.
        let still_left_out = left_out && words::is_addition(&phrase);
        match phrases.last_mut() {
            Some(last) if negated || still_left_out => {
                let joint = parts[start].joint;
                last.push_str(if joint.is_empty() { "," } else { " " });
                last.push_str(joint);
                last.push(' ');
                last.push_str(&phrase);
            }
            _ => phrases.push(phrase.clone()),
        }
        left_out = negated || still_left_out || has_negation(&phrase);
        start = end;
    }
}

/// Dishes named after what is in them.
const DISHES: &[&str] = &[
    "soup",
    "pie",
    "cake",
    "smoothie",
    "quiche",
    "pasta",
    "omelette",
    "ravioli",
    "tart",
    "muffin",
    "crumble",
    "sandwich",
    "panini",
    "toastie",
    "baguette",
    "wrap",
    "bap",
    "roll",
    "bagel",
    "bread",
    "dressing",
    "salad",
    "curry",
    "stew",
    "risotto",
    "pudding",
    "cookie",
    "biscuit",
    "cream",
    "yogurt",
    "crisp",
    "chip",
    "popcorn",
    "stuffing",
    "butter",
    "cheesecake",
    "brownie",
    "ice",
    "lasagna",
    "cannelloni",
    "casserole",
    "hotpot",
    "burger",
];

/// What such dishes are named after, and what stands seldom by itself beside one.
const FILLINGS: &[&str] = &[
    "ham",
    "cheese",
    "bacon",
    "egg",
    "chicken",
    "turkey",
    "tuna",
    "salmon",
    "beef",
    "pork",
    "lamb",
    "prawn",
    "leek",
    "spinach",
    "pea",
    "potato",
    "sweet",
    "broccoli",
    "tomato",
    "pickle",
    "onion",
    "mustard",
    "cucumber",
    "peanut",
    "butter",
    "jam",
    "jelly",
    "lemon",
    "lime",
    "orange",
    "mango",
    "strawberry",
    "raspberry",
    "apple",
    "pear",
    "rhubarb",
    "blackberry",
    "blueberry",
    "banana",
    "rum",
    "oat",
    "ginger",
    "chocolate",
    "vanilla",
    "coconut",
    "carrot",
    "mushroom",
    "ricotta",
    "feta",
    "stilton",
    "nut",
    "seed",
    "salt",
    "oil",
    "cookie",
    "lentil",
    "bean",
    "steak",
    "kidney",
    "parsnip",
    "celery",
    "squash",
    "pumpkin",
    "date",
    "walnut",
    "almond",
    "cherry",
    "pesto",
    "hummus",
    "falafel",
    "brie",
    "cranberry",
    "avocado",
    "turmeric",
    "caramel",
    "toffee",
    "mint",
    "bread",
];

/// Returns how many of the parts are the name of one dish: "ham and pea soup", "cheese and pickle
/// sandwich". What is eaten beside a dish has an amount, an article or a plural more often.
fn dish_of(parts: &[Part<'_>]) -> usize {
    let [first, second, ..] = parts else { return 1 };
    let filling = words::fold(&first.text);
    let dish = words::fold(&second.text);
    let coffee_cake = filling == "coffee" && dish.ends_with(" cake");
    let named = filling.split(' ').all(|word| FILLINGS.contains(&word)) || coffee_cake;
    let of_dish = dish.split_once(' ').is_some_and(|(other, _)| {
        !matches!(other, "a" | "an" | "some" | "the") && !other.starts_with(char::is_numeric)
    });
    let last = words::words(&dish).pop().unwrap_or_default();
    let joint = matches!(second.joint.to_lowercase().as_str(), "and" | "&" | "n");
    if joint && named && of_dish && DISHES.contains(&last.as_str()) { 2 } else { 1 }
}

fn starts_with_negation(phrase: &str) -> bool {
    phrase.split_whitespace().next().is_some_and(|word| words::is_negation(&word.to_lowercase()))
}

fn has_negation(phrase: &str) -> bool {
    phrase.split_whitespace().any(|word| words::is_negation(&word.to_lowercase()))
}

/// A part and the joining word before it.
struct Part<'a> {
    joint: &'a str,
    text: String,
}

impl Part<'_> {
    /// Returns whether the joining word parts only where a food follows.
    fn is_weak(&self) -> bool {
        matches!(self.joint.to_lowercase().as_str(), "on" | "over")
    }
}

/// Parts a piece at its joining words; a part without words is left out.
fn soft_parts(piece: &str) -> Vec<Part<'_>> {
    let mut parts = vec![Part { joint: "", text: String::new() }];
    let mut depth = 0_usize;
    let mut before = "";
    let mut tokens = piece.split_whitespace().peekable();
    while let Some(word) = tokens.next() {
        let joins = depth == 0 && is_joint(word);
        depth = (depth + word.matches('(').count()).saturating_sub(word.matches(')').count());
        let within_number = within_number(before, tokens.peek().copied());
        before = word;
        let Some(part) = parts.last_mut() else { break };
        if joins && !within_number {
            if part.text.is_empty() {
                part.joint = word;
            } else {
                parts.push(Part { joint: word, text: String::new() });
            }
            continue;
        }
        if !part.text.is_empty() {
            part.text.push(' ');
        }
        part.text.push_str(word);
    }
    parts.retain(|part| !part.text.is_empty());
    if let Some(first) = parts.first_mut() {
        first.joint = "";
    }
    parts
}

fn is_joint(word: &str) -> bool {
    // The longest joining word has eight letters.
    word.len() <= 8
        && matches!(
            word.to_lowercase().as_str(),
            "and" | "with" | "&" | "plus" | "w/" | "then" | "on" | "over" | "+"
        )
}

/// Returns whether "and" stands inside a number: "1 and a half", "one and 1/2", "two hundred and
/// fifty".
fn within_number(before: &str, after: Option<&str>) -> bool {
    let number = before.ends_with(|c: char| c.is_ascii_digit()) || {
        before.len() <= 8 && phrase::is_number_word(&before.to_lowercase())
    };
    let Some(after) = after.filter(|_| number) else { return false };
    let after = after.to_lowercase();
    let fraction = after.contains('/') || after.contains(['½', '¼', '¾', '⅓', '⅔']);
    let hundred = before.eq_ignore_ascii_case("hundred") && phrase::is_number_word(&after);
    after == "a" || fraction || hundred
}

fn joined(parts: &[Part<'_>]) -> String {
    let mut out = String::new();
    for part in parts {
        if !out.is_empty() {
            out.push(' ');
            out.push_str(part.joint);
            out.push(' ');
        }
        out.push_str(&part.text);
    }
    out
}

/// Returns the piece without list marks, control characters and doubled spaces.
fn clean(piece: &str) -> String {
    let text: String = piece.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let text = text.trim_start_matches(['*', '•', '·']).trim_start();
    let text = text.strip_prefix("- ").unwrap_or(text);
    let end = |c: char| matches!(c, '.' | ',' | ';' | ':' | '!') || c.is_whitespace();
    let text = text.trim_end_matches(end);
    // ".5 banana" keeps its point.
    let decimal =
        text.starts_with(['.', ',']) && text[1..].starts_with(|c: char| c.is_ascii_digit());
    if decimal { text.to_owned() } else { text.trim_start_matches(end).to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let is_name = |t: &str| {
            let names =
                ["macaroni and cheese", "salt and vinegar crisps", "cheese and onion crisps"];
            let plain = !t.contains(", ") && names.iter().any(|name| t.ends_with(name));
            plain || t == "toast" || t.ends_with("g salmon, wild")
        };
        assert_eq!(split(text, &is_name), expected, "{text}");
    }

    #[test]
    fn parts_meals() {
        check("2 eggs, 200 g spinach, flat white", &["2 eggs", "200 g spinach", "flat white"]);
        check("latte and a muffin", &["latte", "a muffin"]);
        check("mac, 1 cup macaroni and cheese", &["mac", "1 cup macaroni and cheese"]);
        check(
            "yoghurt with raspberries & maple syrup + tea",
            &["yoghurt", "raspberries", "maple syrup", "tea"],
        );
        check("2,5 dl kefir, 1 nectarine", &["2,5 dl kefir", "1 nectarine"]);
        check("1 egg, boiled\n- toast; butter", &["1 egg, boiled", "toast", "butter"]);
        check("1 and a half bananas", &["1 and a half bananas"]);
        check("cheese and onion crisps and a pear", &["cheese and onion crisps", "a pear"]);
        check("tuna (in oil, drained), rice", &["tuna (in oil, drained)", "rice"]);
        check(".5 banana, ,5 l milk", &[".5 banana", ",5 l milk"]);
        check("170 g salmon, wild, banana", &["170 g salmon, wild", "banana"]);
        check("170 g salmon; wild", &["170 g salmon", "wild"]);
        check("eggs on toast", &["eggs", "toast"]);
        check("fish on friday and tea", &["fish on friday", "tea"]);
        check("coffee, no sugar", &["coffee, no sugar"]);
        check("coffee with no milk and sugar", &["coffee with no milk and sugar"]);
        check("burger without bun and fries", &["burger without bun", "fries"]);
        check("salami, 4 slices", &["salami, 4 slices"]);
        check("2 eggs, 4 slices", &["2 eggs", "4 slices"]);
        check("soup then salad", &["soup", "salad"]);
        check("two and a half bananas", &["two and a half bananas"]);
        check("coffee, black, toast", &["coffee, black", "toast"]);
        check(" , ,,", &[]);
        check("and and with", &[]);
    }

    proptest::proptest! {
        #[test]
        fn no_meal_panics(text in "\\PC{0,80}") {
            split(&text, &|_| false);
        }
        #[test]
        fn no_likely_meal_panics(
            text in "((and|with|on|no|2|½|,|\\(|\\)|egg|toast|milk|\n|1/2|hundred) ?){0,14}"
        ) {
            split(&text, &|name| name.len() % 3 == 0);
        }
    }

    /// Counts how often names are looked up, which is what splitting costs.
    fn lookups(text: &str) -> usize {
        let count = std::cell::Cell::new(0);
        split(text, &|_| {
            count.set(count.get() + 1);
            false
        });
        count.get()
    }

    #[test]
    fn a_text_twice_as_long_costs_twice_as_much() {
        for unit in
            ["and ", "a and ", "((((", "1", ",", "1, ", "egg on ", "no no ", "egg and ", "½"]
        {
            let (once, twice) = (lookups(&unit.repeat(2_000)), lookups(&unit.repeat(4_000)));
            assert!(twice <= 2 * once + 100, "{unit}: {once} and {twice}");
        }
    }

    #[test]
    fn a_dish_keeps_what_it_is_named_after() {
        check("ham and pea soup", &["ham and pea soup"]);
        check("cheese and pickle sandwich, tea", &["cheese and pickle sandwich", "tea"]);
        check("coffee and walnut cake", &["coffee and walnut cake"]);
        check("a slice of bread & butter pudding", &["a slice of bread", "butter pudding"]);
        check("coffee and a cheese sandwich", &["coffee", "a cheese sandwich"]);
        check("tea and carrot cake", &["tea", "carrot cake"]);
        check("2 eggs and bacon roll", &["2 eggs", "bacon roll"]);
        check("ham and a pea soup", &["ham", "a pea soup"]);
    }
}
