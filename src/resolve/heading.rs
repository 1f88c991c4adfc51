//! The words of a meal that say which meal it was and when: "breakfast: 2 eggs", "pizza at 19:30",
//! "for lunch yesterday I had soup".
//!
//! Reads words alone: what moment they mean is for the calendar to say. Careful by design: a word
//! is taken away only where it can mean nothing else, so that "fish at the pier" and "breakfast
//! burrito" stay what they are.

use crate::domain::Slot;

/// A meal without the words that say which it was and when.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Heading {
    /// Which meal, where it was said.
    pub slot: Option<Slot>,
    /// When, in words the calendar reads: `yesterday 19:30`; none where nothing was said.
    pub moment: Option<String>,
    /// What was assumed for the moment, in words; none where its hour was said.
    pub assumed: Option<String>,
    /// What was eaten.
    pub rest: String,
}

/// Words that lead into a meal and say nothing themselves, longest first.
const LEAD_INS: &[&[&str]] = &[
    &["i", "have", "just", "had"],
    &["i", "just", "had"],
    &["i", "just", "ate"],
    &["i", "have", "had"],
    &["i", "have", "eaten"],
    &["i", "also", "had"],
    &["i", "did", "have"],
    &["i've", "just", "had"],
    &["i've", "had"],
    &["i've", "eaten"],
    &["i'm", "having"],
    &["i'm", "eating"],
    &["i", "had"],
    &["i", "ate"],
    &["i", "drank"],
    &["i", "have"],
    &["we", "had"],
    &["we", "ate"],
    &["just", "had"],
    &["just", "ate"],
    &["just", "eaten"],
    &["also", "had"],
    &["had"],
    &["ate"],
    &["drank"],
    &["having"],
    &["eating"],
];

/// Words between a meal's name and its foods: "lunch was soup".
const COPULAS: &[&str] = &["was", "is", "were"];

/// Most words a heading holds.
const MOST_WORDS: usize = 8;

/// Reads the heading of a meal: at its start, with or without a colon, and at its end.
pub fn read(text: &str) -> Heading {
    let mut said = Said::default();
    let mut rest = text.trim();
    if let Some((heading, behind)) = with_colon(rest) {
        said = heading;
        rest = behind;
    }
    // "Breakfast: 8am 2 eggs"
    if let Some((heading, behind)) = at_start(rest, &said) {
        said = heading;
        rest = behind;
    }
    rest = without_lead_in(rest);
    let within = within(rest, &said);
    if let Some((heading, without)) = &within {
        said = heading.clone();
        rest = without;
    }
    // "for dinner yesterday I had ..." may still end with the hour, and the other way round.
    if let Some((heading, before)) = at_end(rest, &said) {
        said = heading;
        rest = before;
    }
    said.into_heading(without_lead_in(rest))
}

/// Returns how many headings with a colon, or alone on a line, a text has at the starts of its
/// lines, or how many different times or meals it names behind "at" and "for": more than one is
/// more than one meal.
pub fn count(text: &str) -> usize {
    let headings = text.split(['\n', ';']).filter(|line| with_colon(line.trim()).is_some()).count();
    let words = folded(text);
    let (mut times, mut slots) = (Vec::new(), Vec::new());
    for (at, word) in words.iter().enumerate() {
        let mut said = Said::default();
        let joins = matches!(word.as_str(), "at" | "around" | "for") || word.starts_with('@');
        if !joins || said.take(&words[at..words.len().min(at + MOST_WORDS)]) == 0 {
            continue;
        }
        times.extend(said.time.filter(|time| !times.contains(time)));
        slots.extend(said.slot.filter(|slot| !slots.contains(slot)));
    }
    headings.max(times.len()).max(slots.len())
}

/// What the words of a heading said so far.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Said {
    slot: Option<Slot>,
    day: Option<String>,
    /// The hour that a part of the day or a meal usually stands for, and its name.
    usual: Option<(&'static str, String)>,
    time: Option<String>,
    /// Whether the hour was said without its half of the day: "at 8", "half past ten".
    lone: bool,
}

impl Said {
    fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    fn into_heading(self, rest: &str) -> Heading {
        let slot_hour = self.slot.map(|slot| (slot.usual_hour(), slot.key().to_owned()));
        let part = self.usual;
        let day = self.day;
        if let (true, Some(time)) = (self.lone, &self.time) {
            let time = half_of_day(time, self.slot);
            let assumed = Some(format!("{time} was assumed"));
            let moment = Some(day.map_or_else(|| time.clone(), |day| format!("{day} {time}")));
            return Heading { slot: self.slot, moment, assumed, rest: rest.to_owned() };
        }
        let (moment, assumed) = match (day, self.time) {
            (Some(day), Some(time)) => (Some(format!("{day} {time}")), None),
            (None, Some(time)) => (Some(time), None),
            (Some(day), None) => match part.or(slot_hour) {
                Some((hour, what)) if day != "today" || what.starts_with("the ") => {
                    let assumed = format!("{hour} was assumed for {what}");
                    (Some(format!("{day} {hour}")), Some(assumed))
                }
                None if day != "today" => {
                    (Some(format!("{day} 12:00")), Some(format!("12:00 was assumed for {day}")))
                }
                _ => (None, None),
            },
            (None, None) => (None, None),
        };
        Heading { slot: self.slot, moment, assumed, rest: rest.to_owned() }
    }

    /// Takes the words of a heading from the first on; returns how many it took.
    fn take(&mut self, words: &[String]) -> usize {
        let word = |i: usize| words.get(i).map_or("", String::as_str);
        // "@10am"
        if let Some(glued) = word(0).strip_prefix('@').filter(|glued| !glued.is_empty()) {
            let mut parted = vec!["at".to_owned(), glued.to_owned()];
            parted.extend_from_slice(&words[1..]);
            return self.take(&parted).saturating_sub(1);
        }
        let joining =
            matches!(word(0), "for" | "at" | "@" | "on" | "as" | "my" | "a" | "the" | "around");
        let skip = usize::from(joining);
        if let Some((slot, taken)) = meal_words(&words[skip.min(words.len())..])
            && self.slot.is_none()
        {
            self.slot = Some(slot);
            return skip + taken;
        }
        if self.time.is_none()
            && let Some((time, taken)) =
                time_words(&words[skip.min(words.len())..], matches!(word(0), "at" | "@"))
        {
            self.time = Some(time);
            return skip + taken;
        }
        if self.time.is_none()
            && let Some((time, taken)) =
                lone_hour(&words[skip.min(words.len())..], matches!(word(0), "at" | "@"))
        {
            self.time = Some(time);
            self.lone = true;
            return skip + taken;
        }
        if self.day.is_none()
            && let Some((day, usual, taken)) = day_words(&words[skip.min(words.len())..])
        {
            // "on monday", "monday", but not "for monday".
            if !joining || word(0) == "on" {
                self.day = Some(day);
                self.usual = usual;
                return skip + taken;
            }
        }
        0
    }

    /// Takes all of some words; none where a word is left over.
    fn take_all(mut self, words: &[String]) -> Option<Self> {
        let mut at = 0;
        while at < words.len() {
            let taken = self.take(&words[at..]);
            if taken == 0 {
                return None;
            }
            at += taken;
        }
        (!self.is_empty()).then_some(self)
    }
}

/// Reads the name of a meal and what is put before it ("late lunch", "afternoon snack").
fn meal_words(words: &[String]) -> Option<(Slot, usize)> {
    const BEFORE: &[&str] = &[
        "late",
        "early",
        "quick",
        "light",
        "big",
        "second",
        "morning",
        "mid-morning",
        "afternoon",
        "evening",
        "midnight",
        "late-night",
        "today's",
        "my",
    ];
    let skip = usize::from(words.first().is_some_and(|w| BEFORE.contains(&w.as_str())));
    let slot = match words.get(skip)?.as_str() {
        "breakfast" | "brekkie" | "brekky" | "breakie" | "breakfasttime" => Slot::Breakfast,
        "lunch" | "brunch" | "lunchtime" | "luncheon" => Slot::Lunch,
        "dinner" | "supper" | "dinnertime" | "suppertime" => Slot::Dinner,
        "snack" | "snacks" | "elevenses" | "snacking" => Slot::Snack,
        _ => return None,
    };
    Some((slot, skip + 1))
}

/// Reads a day: "yesterday", "last night", "monday", "2026-03-01"; with the hour a part of the day
/// usually stands for.
#[allow(clippy::type_complexity)]
fn day_words(words: &[String]) -> Option<(String, Option<(&'static str, String)>, usize)> {
    let word = |i: usize| words.get(i).map_or("", String::as_str);
    let part = |text: &str| {
        let hour = match text {
            "morning" => "08:00",
            "lunchtime" | "noon" => "12:30",
            "afternoon" => "15:00",
            "evening" => "19:00",
            "night" => "20:00",
            _ => return None,
        };
        Some((hour, format!("the {text}")))
    };
    if word(0) == "this" {
        return Some(("today".to_owned(), Some(part(word(1))?), 2));
    }
    if word(0) == "last" && word(1) == "night" {
        return Some(("yesterday".to_owned(), part("night"), 2));
    }
    let (day, taken) = match word(0) {
        "today" | "tonight" => ("today".to_owned(), 1),
        "yesterday" => ("yesterday".to_owned(), 1),
        "last" if is_weekday(word(1)) => (format!("last {}", word(1)), 2),
        name if is_weekday(name) || is_date(name) => (name.to_owned(), 1),
        _ => return None,
    };
    match part(word(taken)) {
        Some(usual) => Some((day, Some(usual), taken + 1)),
        None => Some((day, None, taken)),
    }
}

/// Reads a time of day: "19:30", "8pm", "8 pm", "noon"; a lone number never is one, and noon and
/// midnight only behind "at".
fn time_words(words: &[String], behind_at: bool) -> Option<(String, usize)> {
    let first = words.first()?.as_str();
    let second = words.get(1).map_or("", String::as_str);
    if behind_at && matches!(first, "noon" | "midday" | "midnight") {
        return Some((first.to_owned(), 1));
    }
    let half = |text: &str| text.strip_suffix("am").or_else(|| text.strip_suffix("pm")).is_some();
    if half(first) && is_clock(&first[..first.len() - 2], true) {
        return Some((first.replace('.', ":"), 1));
    }
    if matches!(second, "am" | "pm") && is_clock(first, true) {
        return Some((format!("{}{second}", first.replace('.', ":")), 2));
    }
    let full = first.contains(':') || (behind_at && first.contains('.'));
    (full && is_clock(first, false)).then(|| (first.replace('.', ":"), 1))
}

/// Reads an hour without its half of the day: "at 8", "at ten", "half past ten", "quarter to 7".
fn lone_hour(words: &[String], behind_at: bool) -> Option<(String, usize)> {
    const HOURS: [&str; 12] = [
        "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
        "twelve",
    ];
    let word = |i: usize| words.get(i).map_or("", String::as_str);
    let hour = |text: &str| match HOURS.iter().position(|hour| *hour == text) {
        Some(place) => Some(place + 1),
        None => {
            let short = text.len() <= 2 && text.bytes().all(|b| b.is_ascii_digit());
            text.parse().ok().filter(|hour| short && (1..=12).contains(hour))
        }
    };
    let part = match word(0) {
        "half" => Some(30),
        "quarter" => Some(15),
        "ten" => Some(10),
        "twenty" => Some(20),
        _ => None,
    };
    if let Some(minutes) = part
        && let Some(hour) = hour(word(2))
    {
        match word(1) {
            "past" => return Some((format!("{hour}:{minutes}"), 3)),
            "to" if minutes != 30 => {
                let before = if hour == 1 { 12 } else { hour - 1 };
                return Some((format!("{before}:{}", 60 - minutes), 3));
            }
            _ => {}
        }
    }
    let hour = hour(word(0)).filter(|_| behind_at)?;
    Some((format!("{hour}:00"), 1 + usize::from(word(1) == "o'clock")))
}

/// Returns an hour of twelve as one of twenty-four: by the meal, else one of the waking day, from 7
/// to 18. A convention of ours, said wherever it is used.
fn half_of_day(time: &str, slot: Option<Slot>) -> String {
    let (hour, minutes) = time.split_once(':').unwrap_or((time, "00"));
    let hour: u32 = hour.parse().unwrap_or(12);
    let later = match slot {
        Some(Slot::Breakfast) => false,
        Some(Slot::Dinner) => true,
        _ => hour < 7,
    };
    let hour = if later && hour < 12 { hour + 12 } else { hour };
    format!("{hour:02}:{minutes}")
}

/// Returns whether a text is hours, with minutes unless `hours_alone` will do.
fn is_clock(text: &str, hours_alone: bool) -> bool {
    let number = |t: &str, most: u32| {
        (1..=2).contains(&t.len())
            && t.bytes().all(|b| b.is_ascii_digit())
            && t.parse::<u32>().is_ok_and(|n| n <= most)
    };
    match text.split_once([':', '.']) {
        Some((hours, minutes)) => number(hours, 23) && minutes.len() == 2 && number(minutes, 59),
        None => hours_alone && number(text, 12),
    }
}

fn is_weekday(word: &str) -> bool {
    // Short names are left alone: "sun" dried, "sat" fat.
    matches!(
        word,
        "monday" | "tuesday" | "wednesday" | "thursday" | "friday" | "saturday" | "sunday"
    )
}

fn is_date(word: &str) -> bool {
    word.len() == 10 && word.parse::<chrono::NaiveDate>().is_ok()
}

/// Returns the words of a text in lower case, without the marks around them.
fn folded(text: &str) -> Vec<String> {
    text.split_whitespace()
        .map(|w| {
            w.trim_matches([',', '.', '!', '-', '–', '—', '(', ')'])
                .replace('’', "'")
                .to_lowercase()
        })
        .filter(|w| !w.is_empty())
        .collect()
}

/// Reads "breakfast: ", "yesterday 8pm: ", "Lunch - " or a heading alone on the first line.
fn with_colon(text: &str) -> Option<(Said, &str)> {
    const LONGEST: usize = 60;
    let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    for (at, c) in text.char_indices().take_while(|(at, _)| *at < LONGEST) {
        let behind = &text[at + c.len_utf8()..];
        let ends = match c {
            ':' => !(digit(text[..at].chars().last()) && digit(behind.chars().next())),
            '-' | '–' | '—' => text[..at].ends_with(' ') && behind.starts_with(' '),
            '\n' => true,
            _ => false,
        };
        if ends {
            let words = folded(&text[..at]);
            if words.is_empty() || words.len() > MOST_WORDS {
                return None;
            }
            let behind = behind.trim();
            let said = match words.as_slice() {
                [word] if matches!(word.as_str(), "noon" | "midday" | "midnight") => {
                    Said { time: Some(word.clone()), ..Said::default() }
                }
                // Tea is a meal too, but "tea: milk and sugar" is a cup of it.
                [word] if word == "tea" && c == ':' && !begins_with_addition(behind) => {
                    Said { slot: Some(Slot::Dinner), ..Said::default() }
                }
                _ => Said::default().take_all(&words)?,
            };
            return Some((said, behind));
        }
    }
    None
}

/// Returns whether what people add to a drink comes first.
fn begins_with_addition(text: &str) -> bool {
    let first = text.split([',', ';', '+']).next().unwrap_or_default();
    let first = first.split(" and ").next().unwrap_or_default();
    first.is_empty() || super::words::is_addition(first)
}

/// Reads what stands within a meal before it goes on: "eggs for breakfast with coffee", "eggs at
/// 7am and toast". Returns the meal without it.
fn within(text: &str, before: &Said) -> Option<(Said, String)> {
    const LONGEST: usize = 400;
    if text.len() > LONGEST {
        return None;
    }
    let starts = text.match_indices(' ').map(|(at, _)| at + 1);
    starts.filter(|at| *at > 1).find_map(|start| {
        let ends = word_ends(&text[start..], MOST_WORDS);
        let words: Vec<String> = ends
            .iter()
            .map(|end| folded(&text[start..start + end]).last().cloned().unwrap_or_default())
            .collect();
        let first = words.first()?;
        if !(matches!(first.as_str(), "for" | "at" | "around") || first.starts_with('@')) {
            return None;
        }
        let mut said = before.clone();
        let taken = said.take(&words);
        let end = start + ends.get(taken.checked_sub(1)?)?;
        let behind = &text[end..];
        let goes_on = text[..end].ends_with(',')
            || matches!(words.get(taken).map(String::as_str), Some("and" | "with" | "&" | "plus"));
        let comma = if text[..end].ends_with(',') { "," } else { "" };
        let head = text[..start].trim_end();
        (goes_on && !behind.trim().is_empty()).then(|| (said, format!("{head}{comma}{behind}")))
    })
}

/// Reads "for lunch I had", "yesterday I ate", "lunch was", "for dinner yesterday,".
fn at_start<'a>(text: &'a str, before: &Said) -> Option<(Said, &'a str)> {
    let ends = word_ends(text, MOST_WORDS);
    let words: Vec<String> = (0..ends.len())
        .map(|i| folded(&text[..ends[i]]).last().cloned().unwrap_or_default())
        .collect();
    let mut said = before.clone();
    let mut at = 0;
    while at < words.len() {
        let taken = said.take(&words[at..]);
        if taken == 0 {
            break;
        }
        at += taken;
    }
    if said.is_empty() || at == 0 {
        return None;
    }
    let head = &text[..ends[at - 1]];
    let rest = text[ends[at - 1]..].trim_start();
    let next = words.get(at).map_or("", String::as_str);
    let led_in = lead_in(&words[at..]) > 0;
    let counted = next.starts_with(|c: char| c.is_ascii_digit());
    let comma = head.ends_with(',');
    // "breakfast burrito" and "sunday roast" are foods: a bare word is a heading only where what
    // follows cannot be its food.
    let spoken = words[0] == "for" && said.slot.is_some();
    // "8am coffee", "19:30 pizza", "quarter past 7 toast"
    let timed = said.time.is_some() && before.time.is_none();
    let plain_day = said.day.is_some() && !is_weekday(&words[0]);
    if COPULAS.contains(&next) && said.slot.is_some() {
        let rest = text[ends[at]..].trim_start();
        return (!rest.is_empty()).then_some((said, rest));
    }
    let heading = led_in || counted || comma || spoken || plain_day || timed;
    (heading && !rest.is_empty()).then_some((said, rest))
}

/// Returns where each of the first words ends.
fn word_ends(text: &str, most: usize) -> Vec<usize> {
    let mut ends = Vec::new();
    let mut within = false;
    for (at, c) in text.char_indices() {
        if c.is_whitespace() {
            if within {
                ends.push(at);
                if ends.len() == most {
                    return ends;
                }
            }
            within = false;
        } else {
            within = true;
        }
    }
    if within {
        ends.push(text.len());
    }
    ends
}

/// Words behind which a day is no time of the meal.
const COMPARING: &[&str] = &["as", "like", "than", "from", "since", "of"];

/// Reads "... for breakfast", "... at 19:30", "... yesterday", "... at 7 pm on monday".
fn at_end<'a>(text: &'a str, before: &Said) -> Option<(Said, &'a str)> {
    let mut starts: Vec<usize> = Vec::new();
    let mut next = ' ';
    for (at, c) in text.char_indices().rev() {
        if !next.is_whitespace() && c.is_whitespace() {
            starts.push(at + c.len_utf8());
            if starts.len() == MOST_WORDS {
                break;
            }
        }
        next = c;
    }
    // The longest ending all of whose words are a heading.
    starts.iter().rev().find_map(|start| {
        let words = folded(&text[*start..]);
        let first = words.first()?.as_str();
        let bare_slot = meal_words(&words).is_some();
        let bare_day = is_weekday(first) || is_date(first);
        if bare_slot || bare_day || matches!(first, "my" | "a" | "the") {
            return None;
        }
        let said = before.clone().take_all(&words).filter(|said| said != before)?;
        let rest = text[..*start].trim().trim_end_matches([',', '-', ';']).trim_end();
        // "The same as yesterday" names a meal, not a time.
        if first == "around" && said.time.is_none() {
            return None;
        }
        let balanced = rest.matches('(').count() == rest.matches(')').count();
        let compared = folded(rest).last().is_some_and(|w| COMPARING.contains(&w.as_str()));
        (!rest.is_empty() && !compared && balanced).then_some((said, rest))
    })
}

/// Returns how many words lead into a meal.
fn lead_in(words: &[String]) -> usize {
    LEAD_INS
        .iter()
        .find(|lead| words.len() > lead.len() && words.iter().zip(**lead).all(|(w, l)| w == l))
        .map_or(0, |lead| lead.len())
}

fn without_lead_in(text: &str) -> &str {
    let ends = word_ends(text, 6);
    let words: Vec<String> =
        ends.iter().map(|end| folded(&text[..*end]).last().cloned().unwrap_or_default()).collect();
    match lead_in(&words) {
        0 => text,
        taken => text[ends[taken - 1]..].trim_start(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, slot: Option<Slot>, moment: Option<&str>, rest: &str) {
        let heading = read(text);
        assert_eq!(
            (heading.slot, heading.moment.as_deref(), heading.rest.as_str()),
            (slot, moment, rest),
            "{text}"
        );
    }

    #[test]
    fn headings_are_read() {
        use Slot::{Breakfast, Dinner, Lunch, Snack};
        check("breakfast: 2 eggs, toast", Some(Breakfast), None, "2 eggs, toast");
        check("Breakfast\n2 eggs\ntoast", Some(Breakfast), None, "2 eggs\ntoast");
        check("Lunch - soup", Some(Lunch), None, "soup");
        check("yesterday 8pm: pizza", None, Some("yesterday 8pm"), "pizza");
        check("yesterday: pizza", None, Some("yesterday 12:00"), "pizza");
        check("pizza at 19:30", None, Some("19:30"), "pizza");
        check("at 19:30: pizza", None, Some("19:30"), "pizza");
        check("lunch at 1pm: soup", Some(Lunch), Some("1pm"), "soup");
        check("for lunch I had a sandwich", Some(Lunch), None, "a sandwich");
        check("had 2 eggs for breakfast", Some(Breakfast), None, "2 eggs");
        check("for dinner: rice", Some(Dinner), None, "rice");
        check("dinner yesterday: rice", Some(Dinner), Some("yesterday 19:00"), "rice");
        check("yesterday's", None, None, "yesterday's");
        check("I just had a banana", None, None, "a banana");
        check("this morning I ate porridge", None, Some("today 08:00"), "porridge");
        check("last night I had curry", None, Some("yesterday 20:00"), "curry");
        check("afternoon snack: nuts", Some(Snack), None, "nuts");
        check(
            "2 eggs and toast for breakfast yesterday",
            Some(Breakfast),
            Some("yesterday 08:00"),
            "2 eggs and toast",
        );
        check("same as yesterday", None, None, "same as yesterday");
        check("leftovers from yesterday", None, None, "leftovers from yesterday");
        check("pizza yesterday at 8 pm", None, Some("yesterday 8pm"), "pizza");
        check("lunch was soup and bread", Some(Lunch), None, "soup and bread");
        check("breakfast 2 eggs", Some(Breakfast), None, "2 eggs");
        check("2026-03-01 dinner: soup", Some(Dinner), Some("2026-03-01 19:00"), "soup");
        check("coffee today", None, None, "coffee");
        check("8am coffee and a croissant", None, Some("8am"), "coffee and a croissant");
        check("7.30pm steak and chips", None, Some("7:30pm"), "steak and chips");
        check("19:30 pizza", None, Some("19:30"), "pizza");
        check("Breakfast: 8am 2 eggs, toast", Some(Breakfast), Some("8am"), "2 eggs, toast");
        check("at 8 had a coffee", None, Some("08:00"), "a coffee");
        check("coffee @10am", None, Some("10am"), "coffee");
        check("coffee @ 10", None, Some("10:00"), "coffee");
        check("coffee at ten", None, Some("10:00"), "coffee");
        check("soup at 3", None, Some("15:00"), "soup");
        check("coffee at half past ten", None, Some("10:30"), "coffee");
        check("quarter past 7 toast", None, Some("07:15"), "toast");
        check("dinner at quarter to 8: rice", Some(Dinner), Some("19:45"), "rice");
        check("coffee around 10am", None, Some("10am"), "coffee");
        check("coffee (10am)", None, Some("10am"), "coffee");
        let tea = "fish fingers, chips and beans";
        check("tea: fish fingers, chips and beans", Some(Dinner), None, tea);
        check("noon: salad", None, Some("noon"), "salad");
        check("eggs for breakfast with coffee", Some(Breakfast), None, "eggs with coffee");
        check("eggs at 7am, toast", None, Some("7am"), "eggs, toast");
    }

    #[test]
    fn what_is_no_heading_stays() {
        for text in [
            "fish at the pier",
            "breakfast burrito",
            "breakfast bar",
            "sunday roast",
            "lunch",
            "breakfast",
            "tea: milk and sugar",
            "ratio 1:2 squash",
            "soup: tomato",
            "yesterday",
            "dinner out with friends",
            "dinner roll",
            "chicken dinner",
            "eggs for two",
            "cereal for kids",
            "after eight",
            "2 eggs",
            "at",
            ": eggs",
            "",
        ] {
            check(text, None, None, text);
        }
    }

    #[test]
    fn several_headings_are_counted() {
        assert_eq!(count("breakfast: eggs\nlunch: soup\ndinner: rice"), 3);
        assert_eq!(count("breakfast: eggs; lunch: soup"), 2);
        assert_eq!(count("breakfast: eggs\n- toast\nsoup: tomato"), 1);
        assert_eq!(count("eggs"), 0);
        assert_eq!(count("eggs at 7 am and toast at 8 am"), 2);
        assert_eq!(count("eggs for breakfast and soup for lunch"), 2);
        assert_eq!(count("lunch at 1pm: soup"), 1);
        assert_eq!(count("eggs for two at 7 am"), 1);
    }

    proptest::proptest! {
        #[test]
        fn no_heading_panics(text in "\\PC{0,60}") {
            read(&text);
            count(&text);
        }
        #[test]
        fn no_likely_heading_panics(
            text in "((breakfast|lunch|yesterday|at|for|8pm|19:30|:|-|\n|I had|was|eggs|é|,) ?){0,10}"
        ) {
            read(&text);
            count(&text);
        }
    }
}
