//! What a document holds, field by field, as `schema/diary-1.json` describes it.
//!
//! Times are UTC instants to the second (`2026-03-04T19:30:00Z`). Amounts are in the units of the
//! diary: g, mg, vitamin D µg, water and alcohol g, energy kcal. What is not known is null.

use std::collections::BTreeMap;

use chrono::{DateTime, SecondsFormat, Utc};
use serde::de::Error as _;
use serde::ser::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// An instant in seconds since 1970-01-01T00:00:00Z, written as RFC 3339 in UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Time(pub i64);

impl Serialize for Time {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let time: DateTime<Utc> = DateTime::from_timestamp(self.0, 0)
            .ok_or_else(|| S::Error::custom(format!("{} is no time", self.0)))?;
        serializer.serialize_str(&time.to_rfc3339_opts(SecondsFormat::Secs, true))
    }
}

impl<'de> Deserialize<'de> for Time {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let shown: String = text.chars().take(40).collect();
        let time = DateTime::parse_from_rfc3339(&text).map_err(|_| {
            D::Error::custom(format!("\"{shown}\" is no time such as 2026-03-04T19:30:00Z"))
        })?;
        if time.timestamp_subsec_nanos() != 0 {
            return Err(D::Error::custom(format!("\"{shown}\" is finer than a second")));
        }
        Ok(Self(time.timestamp()))
    }
}

/// When single fields changed, where that is not when their record was made.
pub type Changed = BTreeMap<String, Time>;

/// When something was.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct When {
    /// The instant.
    pub at: Time,
    /// Seconds east of UTC that were in force.
    pub offset_seconds: i64,
    /// The local day it belongs to.
    pub day: String,
}

/// Something that was logged.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// Its globally unique id.
    pub uid: String,
    /// Its kind.
    pub kind: String,
    /// When.
    pub when: When,
    /// The note beside it.
    pub note: Option<String>,
    /// When it was logged.
    pub created_at: Time,
    /// When it was deleted; none for one that stands.
    pub deleted_at: Option<Time>,
    /// When single fields changed.
    #[serde(default)]
    pub changed: Changed,
    /// The meal it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub slot: Option<String>,
    /// The foods of a meal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub items: Option<Vec<Item>>,
    /// The supplements taken.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub doses: Option<Vec<Dose>>,
    /// The medicine.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub medicine: Option<Medicine>,
    /// The episode.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub episode: Option<Episode>,
    /// The context of the day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub context: Option<Context>,
    /// The tags of a note.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tags: Option<Vec<String>>,
}

/// One food of a meal.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Item {
    /// Its globally unique id.
    pub uid: String,
    /// Its place in the meal.
    pub position: i64,
    /// The phrase as it was typed.
    pub phrase: String,
    /// The origin of the food; none where the phrase is not resolved.
    pub food: Option<String>,
    /// The number that was said.
    pub quantity: Option<f64>,
    /// Its unit.
    pub unit: Option<String>,
    /// Grams eaten.
    pub grams: Option<f64>,
    /// What was assumed, in words.
    pub assumption: Option<String>,
    /// Amounts as another program recorded them; none where the food says what it holds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recorded: Option<BTreeMap<String, f64>>,
    /// What marks the row of another program.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub import_key: Option<String>,
}

/// One supplement as taken.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Dose {
    /// Its globally unique id.
    pub uid: String,
    /// Its place in the entry.
    pub position: i64,
    /// The phrase as it was typed.
    pub phrase: String,
    /// The mineral; none where it is not known.
    pub nutrient: Option<String>,
    /// Its chemical form.
    pub form: Option<String>,
    /// The number that was said.
    pub quantity: Option<f64>,
    /// Its unit.
    pub unit: Option<String>,
    /// Whether the mass was the element's or the compound's.
    pub stated_as: Option<String>,
    /// The amount of the element: mg, vitamin D µg.
    pub amount: Option<f64>,
    /// What was assumed, in words.
    pub assumption: Option<String>,
    /// What marks the row of another program.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub import_key: Option<String>,
}

/// A medicine.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Medicine {
    /// Its name.
    pub name: String,
    /// Its class; none where none is known.
    pub class: Option<String>,
    /// started, stopped or taken.
    pub action: String,
}

/// An episode.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Episode {
    /// twitch, cramp, spasm, tingling or other.
    pub kind: String,
    /// Where.
    pub site: Option<String>,
    /// left, right or both.
    pub side: Option<String>,
    /// 0 to 10.
    pub intensity: Option<i64>,
    /// 0 to 10.
    pub pain: Option<i64>,
    /// How long it lasted.
    pub duration_seconds: Option<i64>,
    /// Twitches that were counted.
    pub count: Option<i64>,
    /// rest or active.
    pub activity: Option<String>,
    /// Whether it could be seen.
    pub visible: Option<bool>,
    /// Signs that came with it.
    pub signs: Vec<String>,
}

/// The context of a day.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Context {
    /// Stress 0 to 10; sleep, exercise and screen minutes; water mL; caffeine mg.
    pub amount: Option<f64>,
    /// The effort of exercise or the amount of sun.
    pub level: Option<String>,
}

/// A food: one of the person's own whole, of a published one what the person made of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Food {
    /// Its origin, which names it everywhere: `usda:168462`, `own:` or `recipe:` with a uid.
    pub source: String,
    /// seed, table, own or recipe.
    pub origin: String,
    /// When the person made it; none for a published food.
    pub created_at: Option<Time>,
    /// When it was removed; none for one that stands.
    pub deleted_at: Option<Time>,
    /// When single fields changed.
    #[serde(default)]
    pub changed: Changed,
    /// Its name; none where it is the published one.
    pub name: Option<String>,
    /// The keys of its groups, the main one first; none where they are the published ones.
    pub groups: Option<Vec<String>>,
    /// Where its figures were read; none where it is as published.
    pub reference: Option<String>,
    /// What it holds per 100 g; none where it is as published.
    pub figures: Option<Vec<Figure>>,
    /// The portions the person weighed.
    pub portions: Vec<Portion>,
    /// The names the person gave it besides its own.
    pub names: Vec<Name>,
    /// The minerals the person calls it a source of.
    pub tags: Vec<String>,
    /// What it is made of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recipe: Option<Recipe>,
    /// What the table said of it: so it is known where the table was never loaded.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub published: Option<Published>,
}

/// One figure of a food.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Figure {
    /// The nutrient.
    pub nutrient: String,
    /// The amount per 100 g; none where it is unknown.
    pub per_100g: Option<f64>,
    /// measured, estimated, assumed_zero or unknown.
    pub knowledge: String,
    /// Where it was read, if elsewhere than the rest.
    pub source: Option<String>,
}

/// The grams of one household measure.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Portion {
    /// The measure.
    pub measure: String,
    /// Its grams.
    pub grams: f64,
    /// Who weighed it.
    pub source: String,
}

/// A name a food goes by.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Name {
    /// The name.
    pub name: String,
    /// Who gave it.
    pub source: String,
}

/// What a dish is made of.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Recipe {
    /// Servings it makes.
    pub servings: Option<f64>,
    /// Its weight when done, g.
    pub cooked_grams: Option<f64>,
    /// Its lines, in order.
    pub lines: Vec<Line>,
}

/// A line of a recipe.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Line {
    /// The phrase as it was typed.
    pub phrase: String,
    /// The origin of the food.
    pub food: String,
    /// The number that was said.
    pub quantity: Option<f64>,
    /// Its unit.
    pub unit: Option<String>,
    /// Its grams.
    pub grams: f64,
    /// What was assumed, in words.
    pub assumption: Option<String>,
}

/// What a table says of a food.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Published {
    /// Its name.
    pub name: String,
    /// The keys of its groups, the main one first.
    pub groups: Vec<String>,
    /// Where its figures were read.
    pub reference: String,
    /// USDA's number of the record.
    pub ndb: Option<i64>,
    /// When the table was read.
    pub read_at: Time,
    /// What it holds per 100 g.
    pub figures: Vec<Figure>,
    /// Its household measures.
    pub portions: Vec<Portion>,
    /// The further names it goes by.
    pub names: Vec<Name>,
}

/// A field of the person or the settings.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Setting {
    /// The field.
    pub field: String,
    /// Its value; none for one that was taken away.
    pub value: Option<String>,
    /// When it was last changed.
    pub changed_at: Time,
}

/// A food that is never suggested.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Refused {
    /// The origin of the food.
    pub food: String,
    /// When it was refused; none where that was taken back.
    pub refused_at: Option<Time>,
    /// When it was last changed.
    pub changed_at: Time,
}

/// A warning sign that was read and put aside.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Acknowledged {
    /// The sign.
    pub flag: String,
    /// What it was about: the latest occurrence in seconds since 1970 and the strongest one, joined
    /// by a colon.
    pub event: String,
    /// The id of the one entry it was about; none, and no member, where it was all of the sign that
    /// began by then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub entry: Option<String>,
    /// When it was put aside; none where that was taken back.
    pub acknowledged_at: Option<Time>,
    /// When it was last changed.
    pub changed_at: Time,
}

/// A command that changed the diary.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Change {
    /// Its globally unique id.
    pub uid: String,
    /// When it ran.
    pub made_at: Time,
    /// The command as it was typed.
    pub command: String,
    /// What it did, in words.
    pub summary: String,
    /// When it was taken back; none where it stands.
    pub undone_at: Option<Time>,
}

impl Entry {
    /// Returns what is wrong with an entry by itself; none where it holds together.
    pub fn fault(&self) -> Option<String> {
        if let Some(fault) = fault_of_uid(&self.uid) {
            return Some(fault);
        }
        let parts: [(&str, bool, &[&str]); 6] = [
            ("slot", self.slot.is_some(), &["meal"]),
            ("items", self.items.is_some(), &["meal"]),
            ("doses", self.doses.is_some(), &["supplement"]),
            ("medicine", self.medicine.is_some(), &["medicine"]),
            ("episode", self.episode.is_some(), &["episode"]),
            (
                "context",
                self.context.is_some(),
                &["stress", "sleep", "exercise", "sun", "screen", "water", "caffeine"],
            ),
        ];
        for (part, is_there, kinds) in parts {
            if is_there != kinds.contains(&self.kind.as_str()) {
                let word = if is_there { "has" } else { "lacks" };
                return Some(format!("an entry of kind {} {word} \"{part}\"", self.kind));
            }
        }
        if self.tags.is_some() && self.kind != "note" {
            return Some(format!("an entry of kind {} has \"tags\"", self.kind));
        }
        let long = |text: &Option<String>, most: usize| {
            text.as_ref().is_some_and(|t| t.is_empty() || t.chars().count() > most)
        };
        if long(&self.note, 10_000) {
            return Some("a note holds 1 to 10000 characters".to_owned());
        }
        let uids = self.items.iter().flatten().map(|i| &i.uid);
        let uids: Vec<&String> = uids.chain(self.doses.iter().flatten().map(|d| &d.uid)).collect();
        if let Some(fault) = uids.iter().find_map(|uid| fault_of_uid(uid)) {
            return Some(fault);
        }
        let mut known = std::collections::HashSet::new();
        uids.iter()
            .find(|uid| !known.insert(**uid))
            .map(|uid| format!("the id {uid} stands twice in the entry"))
    }

    /// Puts its lists in their order.
    pub fn put_in_order(&mut self) {
        let by_place = |a: (i64, &str), b: (i64, &str)| a.cmp(&b);
        if let Some(items) = &mut self.items {
            items.sort_by(|a, b| by_place((a.position, &a.uid), (b.position, &b.uid)));
        }
        if let Some(doses) = &mut self.doses {
            doses.sort_by(|a, b| by_place((a.position, &a.uid), (b.position, &b.uid)));
        }
        for list in self.tags.iter_mut().chain(self.episode.iter_mut().map(|e| &mut e.signs)) {
            list.sort();
            list.dedup();
        }
    }
}

impl Food {
    /// Returns whether the person made it.
    pub fn is_own(&self) -> bool {
        matches!(self.origin.as_str(), "own" | "recipe")
    }

    /// Returns what is wrong with a food by itself; none where it holds together.
    pub fn fault(&self) -> Option<String> {
        if !["seed", "table", "own", "recipe"].contains(&self.origin.as_str()) {
            return Some("the origin of a food is seed, table, own or recipe".to_owned());
        }
        let uid = self.source.strip_prefix(&format!("{}:", self.origin));
        if self.is_own() {
            match uid.map(fault_of_uid) {
                None => return Some(format!("the source of such a food begins {}:", self.origin)),
                Some(Some(fault)) => return Some(fault),
                Some(None) => {}
            }
            if self.created_at.is_none() || self.published.is_some() {
                return Some(
                    "a food of one's own has \"created_at\", not \"published\"".to_owned(),
                );
            }
        } else if self.created_at.is_some() || self.deleted_at.is_some() || self.recipe.is_some() {
            return Some(
                "a published food has no \"created_at\", \"deleted_at\" or \"recipe\"".to_owned(),
            );
        }
        let whole = [self.name.is_some(), self.groups.is_some(), self.reference.is_some()];
        if whole.iter().any(|w| *w != whole[0]) || self.is_own() && !whole[0] {
            return Some("\"name\", \"groups\" and \"reference\" go together".to_owned());
        }
        if self.groups.as_ref().is_some_and(Vec::is_empty) {
            return Some("\"groups\" is empty".to_owned());
        }
        None
    }
}

/// Returns what is wrong with a globally unique id.
pub fn fault_of_uid(uid: &str) -> Option<String> {
    let sound = uid.len() == 36
        && uuid::Uuid::try_parse(uid).is_ok()
        && !uid.contains(|c: char| c.is_ascii_uppercase());
    let shown: String = uid.chars().take(40).collect();
    (!sound).then(|| format!("\"{shown}\" is no id such as 0195619b-b0c0-7000-8000-000000000000"))
}
