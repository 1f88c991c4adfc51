//! The words people type for a sign, after `--with` or as a tag of a note.

use super::diary::SIGNS;

/// Other words for a sign than its key and the words it is shown in.
const WORDS: &[(&str, &[&str])] = &[
    ("weakness", &["weak", "weak muscle", "weak muscles", "muscle weakness"]),
    (
        "shrinking",
        &["muscle getting thinner", "thinning", "thinning limb", "thinning limbs", "wasting"],
    ),
    ("loss_of_feeling", &["numb", "numbness", "no feeling", "loss of sensation"]),
    ("tingling", &["pins and needles"]),
    ("stiffness", &["stiff"]),
    (
        "locked",
        &["locked muscles", "locked in spasm", "muscle locked", "stuck in spasm", "locked up"],
    ),
    (
        "spreading",
        &[
            "spreading weakness",
            "weakness spreading",
            "paralysis",
            "paralysed",
            "paralyzed",
            "cannot move",
            "can't move",
        ],
    ),
    (
        "palpitations",
        &[
            "palpitation",
            "racing heart",
            "pounding heart",
            "irregular heartbeat",
            "heart racing",
            "heart pounding",
            "racing heartbeat",
            "pounding heartbeat",
        ],
    ),
    (
        "chest_pain",
        &["chest pressure", "pain in the chest", "pressure in the chest", "chest or heartbeat"],
    ),
    (
        "breathless",
        &[
            "breathlessness",
            "short of breath",
            "shortness of breath",
            "difficulty breathing",
            "breathing trouble",
            "hard to breathe",
            "cannot breathe",
            "can't breathe",
            "breathing or swallowing",
        ],
    ),
    (
        "swallowing",
        &["choking", "choked", "difficulty swallowing", "cannot swallow", "can't swallow"],
    ),
    (
        "faint",
        &[
            "fainted",
            "passed out",
            "passing out",
            "blacked out",
            "blackout",
            "collapse",
            "collapsed",
            "unconscious",
            "loss of consciousness",
            "fainting or confusion",
        ],
    ),
    ("confusion", &["confused", "hard to wake", "new confusion", "disoriented"]),
    (
        "seizure",
        &["seizures", "convulsion", "convulsions", "fits", "had a fit", "seizure or convulsion"],
    ),
    (
        "speech",
        &[
            "slurring",
            "slurred",
            "slurring words",
            "trouble speaking",
            "trouble talking",
            "difficulty speaking",
            "cannot speak",
            "can't speak",
            "speech trouble",
        ],
    ),
    (
        "vision",
        &[
            "vision trouble",
            "vision loss",
            "loss of vision",
            "double vision",
            "blurred vision",
            "blurry vision",
            "cannot see",
            "can't see",
        ],
    ),
    (
        "droop",
        &[
            "face droop",
            "facial droop",
            "face drooping",
            "droopy face",
            "drooping mouth",
            "drooping",
        ],
    ),
    ("tremor", &["tremors", "shaking", "shakes", "trembling"]),
    ("unsteady", &["unsteady on feet", "loss of balance", "staggering"]),
    ("tripping", &["stumbling", "tripped"]),
    ("weak_grip", &["dropping things", "loss of grip"]),
    ("drooping_lid", &["drooping eyelid", "droopy eyelid", "droopy lid", "lid droop"]),
    ("eye_closes", &["eye closes", "eye closing", "eyelid closes", "lid closes", "eye shuts"]),
    ("red_eye", &["red eye", "swollen eye", "swollen eyelid"]),
    ("vomiting", &["vomit", "vomited", "diarrhoea", "diarrhea", "throwing up"]),
    (
        "woke_me",
        &[
            "woke me up",
            "woke up",
            "waking",
            "wakes me",
            "wakes me up",
            "disturbed sleep",
            "bad sleep",
        ],
    ),
    ("on_walking", &["walking", "when walking", "while walking"]),
    ("clumsiness", &["clumsy", "poor coordination"]),
    ("dirty_cut", &["dirty wound", "infected cut", "infected wound"]),
    ("heavy_drinking", &["heavy alcohol", "drunk", "lot of alcohol"]),
    ("sweating", &["heavy sweating", "heavy sweat", "sweat"]),
    ("sudden_weakness", &["sudden weakness", "sudden numbness", "sudden one sided", "stroke"]),
    (
        "overdose",
        &[
            "poison",
            "poisoned",
            "poisoning",
            "possible poisoning",
            "overdosed",
            "took too much",
            "too much caffeine",
            "caffeine overdose",
        ],
    ),
    ("weight_loss", &["losing weight", "lost weight"]),
    ("twitch_spreads", &["twitching spreads", "spreading twitch", "spreading twitching"]),
];

/// Returns the key of the sign that words stand for; none for other words.
pub fn parse(text: &str) -> Option<&'static str> {
    let folded = text.to_lowercase().replace(['_', '-'], " ").replace('\u{2019}', "'");
    let folded = folded.trim().trim_start_matches('#');
    let mut words: Vec<&str> = folded.trim_end_matches(['.', '!']).split_whitespace().collect();
    while words.len() > 1 && matches!(words[0], "a" | "an" | "the" | "my" | "some" | "very") {
        words.remove(0);
    }
    let said = words.join(" ");
    let is = |word: &str| word.trim_start_matches("a ").trim_start_matches("an ") == said;
    let known = SIGNS
        .iter()
        .find(|(key, shown)| key.replace('_', " ") == said || is(shown))
        .map(|(key, _)| *key)
        .or_else(|| WORDS.iter().find(|(_, all)| all.contains(&&*said)).map(|(key, _)| *key));
    known.or_else(|| at_length(&words))
}

/// Returns the emergency sign that a longer phrase tells of: "sudden weakness of the left arm".
fn at_length(words: &[&str]) -> Option<&'static str> {
    let has = |all: &[&str]| words.iter().any(|word| all.iter().any(|part| word.starts_with(part)));
    if words.iter().any(|word| matches!(*word, "no" | "not" | "without" | "never")) {
        return None;
    }
    let one_side = words.windows(2).any(|two| two[0] == "one" && two[1].starts_with("side"));
    let sudden = has(&["sudden"]) || one_side;
    if sudden && has(&["weak", "numb", "paralys", "paralyz"]) {
        return Some("sudden_weakness");
    }
    has(&["poison", "overdos"]).then_some("overdose")
}

/// Returns the words marked with `#`, in lower case, each once.
pub fn tags(text: &str) -> Vec<String> {
    let mut tags: Vec<String> = text
        .split_whitespace()
        .filter_map(|word| word.strip_prefix('#'))
        .map(|tag| tag.trim_end_matches(|c: char| !c.is_alphanumeric()).to_lowercase())
        .filter(|tag| {
            (1..=60).contains(&tag.chars().count())
                && tag.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_'))
        })
        .collect();
    tags.sort();
    tags.dedup();
    tags
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marked_words_become_tags() {
        assert_eq!(tags("a cold #Illness, #heat! #a/b # #illness"), ["heat", "illness"]);
    }

    #[test]
    fn every_key_and_what_it_is_shown_as() {
        for (key, shown) in SIGNS {
            assert_eq!(parse(key), Some(*key));
            assert_eq!(parse(shown), Some(*key), "{shown}");
        }
        for (key, words) in WORDS {
            assert!(SIGNS.iter().any(|(known, _)| known == key), "{key}");
            for word in *words {
                assert_eq!(parse(word), Some(*key), "{word}");
            }
        }
    }

    #[test]
    fn what_people_type() {
        for text in [
            "sudden weakness",
            "Sudden one-sided weakness",
            "weak on one side",
            "one sided numbness",
            "sudden weakness of the left arm",
            "sudden_one_sided",
        ] {
            assert_eq!(parse(text), Some("sudden_weakness"), "{text}");
        }
        for text in ["poisoning", "Possible poisoning", "an overdose", "food poisoning"] {
            assert_eq!(parse(text), Some("overdose"), "{text}");
        }
        assert_eq!(parse("facial droop"), Some("droop"));
        for text in ["", "heat", "no sudden weakness", "without poisoning", "one side"] {
            assert_eq!(parse(text), None, "{text}");
        }
    }
}
