//! What a person records: meals, supplements, medicines, episodes, and the context of a day.

use chrono::{DateTime, FixedOffset, NaiveDate};

use super::food::FoodId;
use super::nutrient::{Nutrient, PerNutrient};

/// The kinds of entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum EntryKind {
    /// Food and drink.
    Meal,
    /// A supplement, counted apart from food.
    Supplement,
    /// A medicine started, stopped or taken.
    Medicine,
    /// A stretch of twitching, or a cramp, spasm or tingling.
    Episode,
    /// A day without a twitch, said explicitly.
    NoTwitch,
    /// Stress, 0 to 10.
    Stress,
    /// Sleep of the night before.
    Sleep,
    /// Exercise.
    Exercise,
    /// Time outdoors.
    Sun,
    /// Screen time.
    Screen,
    /// Water that no meal carries.
    Water,
    /// Caffeine that no food carries.
    Caffeine,
    /// Anything else, with its tags.
    Note,
    /// The day's food is complete.
    Done,
}

impl EntryKind {
    /// Every kind.
    pub const ALL: [Self; 14] = [
        Self::Meal,
        Self::Supplement,
        Self::Medicine,
        Self::Episode,
        Self::NoTwitch,
        Self::Stress,
        Self::Sleep,
        Self::Exercise,
        Self::Sun,
        Self::Screen,
        Self::Water,
        Self::Caffeine,
        Self::Note,
        Self::Done,
    ];

    /// Returns the key used in JSON and in the database.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Meal => "meal",
            Self::Supplement => "supplement",
            Self::Medicine => "medicine",
            Self::Episode => "episode",
            Self::NoTwitch => "no_twitch",
            Self::Stress => "stress",
            Self::Sleep => "sleep",
            Self::Exercise => "exercise",
            Self::Sun => "sun",
            Self::Screen => "screen",
            Self::Water => "water",
            Self::Caffeine => "caffeine",
            Self::Note => "note",
            Self::Done => "done",
        }
    }

    /// Returns the kind of a key; none for another word.
    pub fn parse(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|k| k.key() == key)
    }

    /// Returns whether it tells of the context of a day.
    pub fn is_context(self) -> bool {
        matches!(
            self,
            Self::Stress
                | Self::Sleep
                | Self::Exercise
                | Self::Sun
                | Self::Screen
                | Self::Water
                | Self::Caffeine
        )
    }
}

/// The meal of the day a meal entry stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Slot {
    /// The first meal.
    Breakfast,
    /// Midday.
    Lunch,
    /// Evening.
    Dinner,
    /// Between meals, drinks included.
    Snack,
}

impl Slot {
    /// Returns the key used in JSON, in the database and for people.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Breakfast => "breakfast",
            Self::Lunch => "lunch",
            Self::Dinner => "dinner",
            Self::Snack => "snack",
        }
    }

    /// Returns the time of the day this meal is usually eaten at, where none was told: a
    /// convention of ours, said wherever it is used.
    pub const fn usual_hour(self) -> &'static str {
        match self {
            Self::Breakfast => "08:00",
            Self::Lunch => "12:30",
            Self::Dinner => "19:00",
            Self::Snack => "16:00",
        }
    }

    /// Returns [`Slot::usual_hour`] as a value.
    pub fn usual_time(self) -> chrono::NaiveTime {
        chrono::NaiveTime::parse_from_str(self.usual_hour(), "%H:%M").unwrap_or_default()
    }

    /// Returns the slot of a key or of an everyday word; none for another word.
    pub fn parse(text: &str) -> Option<Self> {
        match text.to_lowercase().as_str() {
            "breakfast" => Some(Self::Breakfast),
            "lunch" | "brunch" => Some(Self::Lunch),
            "dinner" | "supper" | "tea" => Some(Self::Dinner),
            "snack" | "drink" => Some(Self::Snack),
            _ => None,
        }
    }
}

/// One food of a meal.
#[derive(Clone, Debug, PartialEq)]
pub struct Item {
    /// Its number.
    pub id: i64,
    /// The phrase as it was typed.
    pub phrase: String,
    /// The food it resolved to, with its grams; none while it is unresolved.
    pub eaten: Option<(FoodId, f64)>,
    /// The number that was said.
    pub quantity: Option<f64>,
    /// The unit or household measure of that number.
    pub unit: Option<String>,
    /// What was assumed to get from the phrase to grams, in words.
    pub assumption: Option<String>,
    /// The amounts another program recorded for it, where no food of this diary matched. A
    /// nutrient it did not record is unknown.
    pub recorded: Option<Box<PerNutrient<Option<f64>>>>,
}

impl Item {
    /// Returns whether nothing is known of it but its words.
    pub fn is_unresolved(&self) -> bool {
        self.eaten.is_none() && self.recorded.is_none()
    }
}

/// Food and drink taken together.
#[derive(Clone, Debug, PartialEq)]
pub struct Meal {
    /// The meal of the day.
    pub slot: Slot,
    /// Its foods, in the order they were typed.
    pub items: Vec<Item>,
}

/// One supplement as taken.
#[derive(Clone, Debug, PartialEq)]
pub struct Dose {
    /// Its number; 0 before it is stored.
    pub id: i64,
    /// The phrase as it was typed.
    pub phrase: String,
    /// The nutrient it supplies; none when the phrase was not understood.
    pub nutrient: Option<Nutrient>,
    /// The compound: `citrate`.
    pub form: Option<String>,
    /// The number that was said.
    pub quantity: Option<f64>,
    /// Its unit.
    pub unit: Option<String>,
    /// Whether the number was read as the element's mass or the compound's.
    pub stated_as: Option<&'static str>,
    /// Amount of the nutrient in its unit; none when it is not known.
    pub amount: Option<f64>,
    /// What was assumed, in words.
    pub assumption: Option<String>,
}

/// What was done with a medicine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MedicineAction {
    /// Begun.
    Started,
    /// Ended.
    Stopped,
    /// Taken once.
    Taken,
}

impl MedicineAction {
    /// Returns the key used in JSON and in the database.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Started => "started",
            Self::Stopped => "stopped",
            Self::Taken => "taken",
        }
    }

    /// Returns the action of a key; none for another word.
    pub fn parse(key: &str) -> Option<Self> {
        [Self::Started, Self::Stopped, Self::Taken].into_iter().find(|a| a.key() == key)
    }
}

/// A medicine started, stopped or taken. Never a dose.
#[derive(Clone, Debug, PartialEq)]
pub struct Medicine {
    /// The name as typed.
    pub name: String,
    /// The key of its class, where one is known.
    pub class: Option<String>,
    /// What was done with it.
    pub action: MedicineAction,
}

/// What was felt. A twitch is a small, usually painless flicker; a cramp or spasm is forceful.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum EpisodeKind {
    /// A flicker of part of a muscle.
    #[default]
    Twitch,
    /// A forceful, usually painful contraction.
    Cramp,
    /// A contraction that does not let go.
    Spasm,
    /// Pins and needles.
    Tingling,
    /// Something else, told in the note.
    Other,
}

impl EpisodeKind {
    /// Every kind.
    pub const ALL: [Self; 5] =
        [Self::Twitch, Self::Cramp, Self::Spasm, Self::Tingling, Self::Other];

    /// Returns the key used in JSON, in the database and for people.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Twitch => "twitch",
            Self::Cramp => "cramp",
            Self::Spasm => "spasm",
            Self::Tingling => "tingling",
            Self::Other => "other",
        }
    }

    /// Returns the kind of a key; none for another word.
    pub fn parse(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|k| k.key() == key)
    }
}

/// The side of the body.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Side {
    /// Left.
    Left,
    /// Right.
    Right,
    /// Both at once.
    Both,
}

impl Side {
    /// Returns the key used in JSON, in the database and for people.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Left => "left",
            Self::Right => "right",
            Self::Both => "both",
        }
    }

    /// Returns the side of a key or its first letter; none for another word.
    pub fn parse(text: &str) -> Option<Self> {
        match text.to_lowercase().as_str() {
            "left" | "l" => Some(Self::Left),
            "right" | "r" => Some(Self::Right),
            "both" | "b" => Some(Self::Both),
            _ => None,
        }
    }
}

/// Signs that can be noted with an episode, with the words they are shown in.
pub const SIGNS: &[(&str, &str)] = &[
    ("weakness", "weakness"),
    ("shrinking", "muscle getting smaller"),
    ("loss_of_feeling", "loss of feeling"),
    ("tingling", "tingling"),
    ("stiffness", "stiffness"),
    ("locked", "muscles locked"),
    ("spreading", "weakness that spreads"),
    ("palpitations", "palpitations"),
    ("chest_pain", "chest pain"),
    ("breathless", "trouble breathing"),
    ("swallowing", "trouble swallowing"),
    ("faint", "fainting"),
    ("confusion", "confusion"),
    ("seizure", "seizure"),
    ("speech", "slurred speech"),
    ("vision", "trouble seeing"),
    ("droop", "a drooping face"),
    ("tremor", "tremor"),
    ("unsteady", "unsteadiness"),
    ("tripping", "tripping"),
    ("weak_grip", "weak grip"),
    ("drooping_lid", "a drooping lid"),
    ("eye_closes", "the eye closing"),
    ("red_eye", "a red or swollen eye"),
    ("vomiting", "vomiting or diarrhoea"),
    ("woke_me", "broken sleep"),
    ("on_walking", "coming on when walking"),
    ("clumsiness", "clumsiness"),
    ("dirty_cut", "a dirty cut before it"),
    ("heavy_drinking", "heavy drinking before it"),
    ("sweating", "heavy sweating before it"),
    ("sudden_weakness", "sudden weakness or numbness"),
    ("overdose", "an overdose or possible poisoning"),
    ("weight_loss", "weight loss"),
    ("twitch_spreads", "twitching that spreads"),
];

/// One logged stretch of twitching, cramp, spasm or tingling.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Episode {
    /// What was felt.
    pub kind: EpisodeKind,
    /// The key of the site; none when it was not said.
    pub site: Option<String>,
    /// The side.
    pub side: Option<Side>,
    /// How strong or bothersome, 0 to 10.
    pub intensity: Option<u8>,
    /// Pain, 0 to 10, apart from intensity.
    pub pain: Option<u8>,
    /// How long it lasted.
    pub duration_seconds: Option<u32>,
    /// How many twitches were counted.
    pub count: Option<u32>,
    /// `rest` or `active`.
    pub activity: Option<String>,
    /// Whether it could be seen, not only felt.
    pub visible: Option<bool>,
    /// The keys of signs noted with it.
    pub signs: Vec<String>,
}

/// One context entry: an amount or a word, depending on its kind.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Context {
    /// Stress 0-10; sleep, exercise and screen in minutes; water in mL; caffeine in mg.
    pub amount: Option<f64>,
    /// Sun (`none`, `some`, `lots`) and the effort of exercise (`easy`, `moderate`, `hard`).
    pub level: Option<String>,
}

/// What an entry holds besides its time.
#[derive(Clone, Debug, PartialEq)]
pub enum Record {
    /// Food and drink.
    Meal(Meal),
    /// Supplements.
    Supplement(Vec<Dose>),
    /// A medicine.
    Medicine(Medicine),
    /// An episode.
    Episode(Episode),
    /// Stress, sleep, exercise, sun, screen, water or caffeine.
    Context(Context),
    /// The tags of a note.
    Note(Vec<String>),
    /// Nothing more: a day without a twitch, or a day closed.
    Plain,
}

/// One line of the diary.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// The short number people type.
    pub id: i64,
    /// Its kind.
    pub kind: EntryKind,
    /// When, with the offset that was in force.
    pub at: DateTime<FixedOffset>,
    /// The local day it belongs to.
    pub day: NaiveDate,
    /// The note beside it.
    pub note: Option<String>,
    /// What it holds.
    pub record: Record,
}
