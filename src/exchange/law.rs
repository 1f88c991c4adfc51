//! The law by which two diaries become one: later changes win, field by field.
//!
//! A record is a set of fields, each with the time it last changed. Two states of a record are
//! united by taking of each field the one that changed later; where both changed in the same
//! second, something wins over nothing, and else the one whose text sorts last: an arbitrary rule,
//! but the same on every machine. So the order in which diaries are united makes no difference,
//! and uniting twice is uniting once. Something removed is a field that holds nothing, with its
//! time: it stays removed unless it is made again later.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use super::document::{Changed, Entry, Food, Time};

/// What a field holds, and since when.
#[derive(Clone, Debug, PartialEq)]
pub struct Stamped {
    /// Its value; null for nothing.
    pub value: Value,
    /// When it last changed.
    pub at: i64,
}

/// One record as its fields.
#[derive(Clone, Debug, PartialEq)]
pub struct State {
    /// When it was made; the earliest time there is for a published food.
    pub made: i64,
    /// Its fields. One that is missing never held anything.
    pub fields: BTreeMap<String, Stamped>,
}

/// A field that both sides changed differently.
#[derive(Clone, Debug, PartialEq)]
pub struct Conflict {
    /// The field.
    pub field: String,
    /// What this diary holds.
    pub ours: Value,
    /// What the other one holds.
    pub theirs: Value,
    /// Whether the other one's is taken.
    pub takes_theirs: bool,
}

/// The field that says when a record was deleted.
const DELETED: &str = "deleted_at";

/// The time of fields of published foods that were set before times were kept.
pub const EARLIEST: i64 = 0;

impl State {
    /// Returns the two states of a record united.
    #[must_use]
    pub fn unite(&self, other: &Self) -> Self {
        let mut fields = self.fields.clone();
        for (name, theirs) in &other.fields {
            match fields.get(name) {
                Some(ours) if order(ours, theirs) != Ordering::Less => {}
                _ => {
                    fields.insert(name.clone(), theirs.clone());
                }
            }
        }
        Self { made: self.made.min(other.made), fields }
    }

    /// Returns the fields that both sides changed after the record was made, to different values,
    /// and a deletion on one side of what the other one changed.
    pub fn conflicts(&self, other: &Self) -> Vec<Conflict> {
        let changed = |state: &Self, field: &Stamped| field.at > state.made;
        let conflict = |name: &str, ours: &Stamped, theirs: &Stamped| Conflict {
            field: name.to_owned(),
            ours: ours.value.clone(),
            theirs: theirs.value.clone(),
            takes_theirs: order(ours, theirs) == Ordering::Less,
        };
        let mut found = Vec::new();
        for (name, ours) in &self.fields {
            let Some(theirs) = other.fields.get(name) else { continue };
            if name == DELETED || name == "published" || ours.value == theirs.value {
                continue;
            }
            if changed(self, ours) && changed(other, theirs) || ours.at == theirs.at {
                found.push(conflict(name, ours, theirs));
            }
        }
        let never = |state: &Self| Stamped { value: Value::Null, at: state.made };
        let deleted = |state: &Self| state.fields.get(DELETED).cloned().unwrap_or(never(state));
        let (ours, theirs) = (deleted(self), deleted(other));
        if ours.value.is_null() != theirs.value.is_null() {
            let (kept, gone) = if ours.value.is_null() { (self, other) } else { (other, self) };
            let news = |(name, field): (&String, &Stamped)| {
                changed(kept, field) && gone.fields.get(name) != Some(field)
            };
            if kept.fields.iter().any(news) {
                found.push(conflict(DELETED, &ours, &theirs));
            }
        }
        found
    }

    /// Returns when it last changed.
    pub fn changed_at(&self) -> i64 {
        self.fields.values().map(|field| field.at).max().unwrap_or(self.made).max(self.made)
    }
}

/// Returns which of two values of a field wins: the greater one.
pub fn order(a: &Stamped, b: &Stamped) -> Ordering {
    let text = |value: &Value| (!value.is_null(), value.to_string());
    a.at.cmp(&b.at).then_with(|| text(&a.value).cmp(&text(&b.value)))
}

/// How the lists of a record become fields: their key, the field that names a member, and what
/// the names of their fields begin with. A list without a naming field is one of plain words.
type Lists = &'static [(&'static str, &'static str, &'static str)];

const ENTRY_LISTS: Lists = &[("items", "uid", "item:"), ("doses", "uid", "dose:")];
const ENTRY_PARTS: &[&str] = &["episode", "context"];
const FOOD_LISTS: Lists = &[
    ("figures", "nutrient", "figure:"),
    ("portions", "measure", "portion:"),
    ("names", "name", "name:"),
    ("tags", "", "tag:"),
];

/// Returns the fields of an entry.
pub fn of_entry(entry: &Entry) -> serde_json::Result<State> {
    explode(
        entry,
        entry.created_at.0,
        &entry.changed,
        &["uid", "created_at"],
        ENTRY_LISTS,
        ENTRY_PARTS,
    )
}

/// Returns the fields of a food.
pub fn of_food(food: &Food) -> serde_json::Result<State> {
    let made = food.created_at.map_or(EARLIEST, |time| time.0);
    let mut state = explode(food, made, &food.changed, &["source", "created_at"], FOOD_LISTS, &[])?;
    if let (Some(published), Some(field)) = (&food.published, state.fields.get_mut("published")) {
        field.at = published.read_at.0;
    }
    Ok(state)
}

/// Returns the entry that has an id and these fields.
pub fn to_entry(uid: &str, state: &State) -> serde_json::Result<Entry> {
    let mut map = implode(state, ENTRY_LISTS, ENTRY_PARTS);
    map.insert("uid".to_owned(), uid.into());
    map.insert("created_at".to_owned(), serde_json::to_value(Time(state.made))?);
    // An empty meal is a meal still.
    for (kind, list) in [("meal", "items"), ("supplement", "doses")] {
        if map.get("kind").is_some_and(|k| k == kind) && !map.contains_key(list) {
            map.insert(list.to_owned(), Value::Array(Vec::new()));
        }
    }
    let mut entry: Entry = of_map(map)?;
    entry.changed = changed(state);
    entry.put_in_order();
    Ok(entry)
}

/// Returns the food that has an origin and these fields.
pub fn to_food(source: &str, state: &State) -> serde_json::Result<Food> {
    let mut map = implode(state, FOOD_LISTS, &[]);
    map.insert("source".to_owned(), source.into());
    for list in ["portions", "names", "tags"] {
        map.entry(list).or_insert_with(|| Value::Array(Vec::new()));
    }
    let mut food: Food = of_map(map)?;
    if food.is_own() {
        food.created_at = Some(Time(state.made));
    }
    food.changed = changed(state);
    food.changed.remove("published");
    Ok(food)
}

fn of_map<T: DeserializeOwned>(map: Map<String, Value>) -> serde_json::Result<T> {
    serde_json::from_value(Value::Object(map))
}

fn changed(state: &State) -> Changed {
    let fields = state.fields.iter().filter(|(_, field)| field.at != state.made);
    fields.map(|(name, field)| (name.clone(), Time(field.at))).collect()
}

fn explode<T: Serialize>(
    record: &T,
    made: i64,
    changed: &Changed,
    apart: &[&str],
    lists: Lists,
    parts: &[&str],
) -> serde_json::Result<State> {
    let mut values: BTreeMap<String, Value> = BTreeMap::new();
    let Value::Object(map) = serde_json::to_value(record)? else {
        return Ok(State { made, fields: BTreeMap::new() });
    };
    for (key, value) in map {
        if key == "changed" || apart.contains(&key.as_str()) {
            continue;
        }
        let list = lists.iter().find(|(list, ..)| *list == key);
        match (list, value) {
            (Some((_, named_by, prefix)), Value::Array(members)) => {
                for member in members {
                    let name = member.as_str().or_else(|| member.get(named_by)?.as_str());
                    let name = format!("{prefix}{}", name.unwrap_or_default());
                    values.insert(name, member);
                }
            }
            (_, Value::Object(inner)) if parts.contains(&key.as_str()) => {
                for (field, value) in inner {
                    values.insert(format!("{key}.{field}"), value);
                }
            }
            (_, value) => {
                values.insert(key, value);
            }
        }
    }
    let mut fields = BTreeMap::new();
    for (name, value) in values {
        let at = changed.get(&name).map_or(made, |time| time.0);
        // What never held anything is no field: it must not win over what somebody gave it.
        if !value.is_null() || changed.contains_key(&name) {
            fields.insert(name, Stamped { value, at });
        }
    }
    for (name, time) in changed {
        fields.entry(name.clone()).or_insert(Stamped { value: Value::Null, at: time.0 });
    }
    Ok(State { made, fields })
}

fn implode(state: &State, lists: Lists, parts: &[&str]) -> Map<String, Value> {
    let mut map = Map::new();
    for (name, field) in &state.fields {
        if let Some((list, _, _)) = lists.iter().find(|(_, _, prefix)| name.starts_with(prefix)) {
            if !field.value.is_null() {
                let members = map.entry(*list).or_insert_with(|| Value::Array(Vec::new()));
                if let Value::Array(members) = members {
                    members.push(field.value.clone());
                }
            }
        } else if let Some((part, inner)) =
            name.split_once('.').filter(|(part, _)| parts.contains(part))
        {
            let part = map.entry(part).or_insert_with(|| Value::Object(Map::new()));
            if let Value::Object(part) = part {
                part.insert(inner.to_owned(), field.value.clone());
            }
        } else {
            map.insert(name.clone(), field.value.clone());
        }
    }
    map
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    /// Few fields, values and times, so that every kind of tie comes up.
    fn state() -> impl Strategy<Value = State> {
        let value = prop_oneof![Just(Value::Null), (0..3).prop_map(|n| json!(n)), Just(json!("1"))];
        let field = (value, 1_i64..4).prop_map(|(value, at)| Stamped { value, at });
        let fields = prop::collection::btree_map("[a-c]", field, 0..4);
        (0_i64..2, fields).prop_map(|(made, fields)| State { made, fields })
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 4096, ..ProptestConfig::default() })]

        #[test]
        fn uniting_is_commutative_associative_and_idempotent(a in state(), b in state(), c in state()) {
            prop_assert_eq!(a.unite(&b), b.unite(&a));
            prop_assert_eq!(a.unite(&b).unite(&c), a.unite(&b.unite(&c)));
            prop_assert_eq!(a.unite(&a), a.clone());
            prop_assert_eq!(a.unite(&b).unite(&b), a.unite(&b));
        }
    }

    #[test]
    fn a_deletion_of_what_the_other_side_changed_is_a_conflict() {
        let field = |value: Value, at| Stamped { value, at };
        let state = |fields: &[(&str, Stamped)]| State {
            made: 1,
            fields: fields.iter().map(|(name, f)| ((*name).to_owned(), f.clone())).collect(),
        };
        let edited = state(&[("note", field(json!("b"), 3))]);
        let known = state(&[("note", field(json!("a"), 2)), (DELETED, field(json!(4), 4))]);
        let found = edited.conflicts(&known);
        assert_eq!(found.len(), 2, "{found:?}");
        assert_eq!((found[1].field.as_str(), found[1].takes_theirs), (DELETED, true));
        let found = known.conflicts(&edited);
        assert_eq!((found[1].field.as_str(), found[1].takes_theirs), (DELETED, false));
        // What was deleted knowing every change is deleted, and nothing else.
        let kept = state(&[("note", field(json!("a"), 2))]);
        assert_eq!(kept.conflicts(&known), []);
    }

    #[test]
    fn in_the_same_second_something_wins_over_nothing() {
        let field = |value: Value| Stamped { value, at: 1 };
        assert_eq!(order(&field(Value::Null), &field(json!(""))), Ordering::Less);
        assert_eq!(order(&field(json!(2)), &field(json!(1))), Ordering::Greater);
    }
}
