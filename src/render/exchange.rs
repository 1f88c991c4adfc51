//! What is said of a diary that came in, and the tables of one that goes out.
//!
//! A cell of a table is empty where something is not known. A text that a spreadsheet could take
//! for a formula begins with an apostrophe, which spreadsheets show as text.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::csv::harmless;
use super::json_value::number;
use super::{Page, Tone, count, inert, list};
use crate::domain::{Entry, EntryKind, Item, Nutrient, Record};
use crate::exchange::Section;
use crate::nutrition::bound::Bounds;
use crate::nutrition::day::{self, Foods};
use crate::nutrition::intake::{Eaten, Intake};
use crate::store::{Brought, Clash, Written};

/// Conflicts that a page shows.
const SHOWN: usize = 20;
/// Characters of a value that a page shows.
const VALUE: usize = 60;

/// Returns what a section holds, as one and as many.
const fn nouns(section: Section) -> (&'static str, &'static str) {
    match section {
        Section::Settings => ("setting", "settings"),
        Section::Foods => ("food", "foods"),
        Section::Refused => ("refused food", "refused foods"),
        Section::Acknowledged => ("acknowledged sign", "acknowledged signs"),
        Section::Entries => ("entry", "entries"),
        Section::History => ("line of history", "lines of history"),
    }
}

fn counted(records: &BTreeMap<&'static str, usize>) -> Vec<String> {
    Section::ALL
        .into_iter()
        .filter_map(|section| {
            let (one, many) = nouns(section);
            records.get(section.key()).map(|n| count(*n, one, many))
        })
        .collect()
}

/// Returns what came in, in a few words.
pub fn counts(brought: &Brought) -> String {
    let (new, changed) = (counted(&brought.added), counted(&brought.changed));
    let mut said = Vec::new();
    if !new.is_empty() {
        said.push(format!("{} new", list(&new, "and")));
    }
    if !changed.is_empty() {
        said.push(format!("{} changed", list(&changed, "and")));
    }
    if said.is_empty() { "nothing new".to_owned() } else { said.join("; ") }
}

/// Returns the echo of a diary that came in.
pub fn brought(page: Page, name: &str, brought: &Brought) -> String {
    let mut out = String::new();
    let mut line = |text: &str| {
        out.push_str(&page.wrap("", "  ", text));
        out.push('\n');
    };
    if brought.touched() == 0 {
        line(&format!("{} holds nothing new.", inert(name)));
    } else {
        line(&format!("United with {}: {}.", inert(name), counts(brought)));
    }
    for (name, _, _) in brought.matched.iter().take(SHOWN) {
        line(&format!("\"{}\" of both sides is one food: same name, same content.", inert(name)));
    }
    if !brought.clashes.is_empty() && brought.touched() > 0 {
        line(&format!(
            "{} changed differently on both sides; the later change was kept, and what was deleted \
             stays so:",
            count(brought.clashes.len(), "field was", "fields were")
        ));
        for clash in brought.clashes.iter().take(SHOWN) {
            line(&format!("  {}", clash_line(clash)));
        }
        if brought.clashes.len() > SHOWN {
            line(&format!("  and {} more; --json lists them", brought.clashes.len() - SHOWN));
        }
    }
    if brought.touched() > 0 {
        out.push_str(&page.wrap_in(Tone::Aside, "", "", "Take it back with `mineralog undo`."));
        out.push('\n');
    }
    out
}

fn clash_line(clash: &Clash) -> String {
    let value = |value: &Value| match value {
        Value::Null => "nothing".to_owned(),
        value => {
            let text = value.get("phrase").unwrap_or(value).to_string();
            let shown: String = inert(&text).chars().take(VALUE).collect();
            if text.chars().count() > VALUE { format!("{shown}...") } else { shown }
        }
    };
    let kept = if clash.takes_theirs { "the other one's" } else { "this one's" };
    format!(
        "{}, {}: {} here, {} there; kept {kept}",
        inert(&clash.what),
        inert(&clash.field),
        value(&clash.ours),
        value(&clash.theirs)
    )
}

/// Returns the document of a diary that came in.
pub fn brought_json(name: &str, brought: &Brought) -> Value {
    let conflicts: Vec<Value> = brought
        .clashes
        .iter()
        .map(|clash| {
            json!({
                "section": clash.section.key(),
                "record": clash.key,
                "what": clash.what,
                "field": clash.field,
                "ours": clash.ours,
                "theirs": clash.theirs,
                "kept": if clash.takes_theirs { "theirs" } else { "ours" },
            })
        })
        .collect();
    let matched: Vec<Value> = brought
        .matched
        .iter()
        .map(|(name, offered, other)| json!({"name": name, "offered": offered, "same_as": other}))
        .collect();
    json!({
        "merged": {
            "file": name,
            "added": brought.added,
            "changed": brought.changed,
            "unchanged": brought.same,
        },
        "conflicts": conflicts,
        "matched_foods": matched,
    })
}

/// Returns the echo of a diary that was written to a file.
pub fn exported(page: Page, name: &str, written: &Written, encrypted: bool) -> String {
    let said = counted(&written.records);
    let said = if said.is_empty() { "an empty diary".to_owned() } else { list(&said, "and") };
    let text = format!("Wrote {}: {said}.", inert(name));
    format!("{}\n{}", page.wrap("", "  ", &text), sealed(page, encrypted))
}

/// Returns a word on what opens an encrypted file.
fn sealed(page: Page, encrypted: bool) -> String {
    if !encrypted {
        return String::new();
    }
    let text = "Encrypted with the diary's passphrase; `age -d` opens it.";
    format!("{}\n", page.wrap_in(Tone::Aside, "", "", text))
}

/// Returns the document of a diary that was written to a file.
pub fn exported_json(name: &str, written: &Written) -> Value {
    json!({"exported": {"file": name, "records": written.records}})
}

/// Returns the echo of tables that were written.
pub fn tables(page: Page, name: &str, rows: &[(String, usize)], encrypted: bool) -> String {
    let said: Vec<String> = rows.iter().map(|(name, n)| format!("{name} ({n})")).collect();
    let text = format!("Wrote {} with {}.", inert(name), list(&said, "and"));
    format!("{}\n{}", page.wrap("", "  ", &text), sealed(page, encrypted))
}

/// Returns the document of tables that were written.
pub fn tables_json(name: &str, rows: &[(String, usize)]) -> Value {
    let tables: serde_json::Map<String, Value> =
        rows.iter().map(|(name, n)| (name.clone(), json!(n))).collect();
    json!({"exported": {"folder": name, "rows": tables}})
}

/// A table of the diary.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Table {
    /// Meals.
    Meals,
    /// Foods eaten, with every nutrient.
    Items,
    /// Supplements.
    Supplements,
    /// Medicines.
    Medicines,
    /// Episodes and days without one.
    Episodes,
    /// The context of the days.
    Context,
    /// Notes.
    Notes,
    /// Days whose food is complete.
    Complete,
}

impl Table {
    /// Every table.
    pub const ALL: [Self; 8] = [
        Self::Meals,
        Self::Items,
        Self::Supplements,
        Self::Medicines,
        Self::Episodes,
        Self::Context,
        Self::Notes,
        Self::Complete,
    ];

    /// Returns the name of its file.
    pub const fn file(self) -> &'static str {
        match self {
            Self::Meals => "meals.csv",
            Self::Items => "items.csv",
            Self::Supplements => "supplements.csv",
            Self::Medicines => "medicines.csv",
            Self::Episodes => "episodes.csv",
            Self::Context => "context.csv",
            Self::Notes => "notes.csv",
            Self::Complete => "complete_days.csv",
        }
    }

    /// Returns the names of its columns.
    pub fn columns(self) -> Vec<String> {
        let own: &[&str] = match self {
            Self::Meals => &["slot", "items", "note"],
            Self::Items => &[
                "slot",
                "item",
                "phrase",
                "food",
                "source",
                "quantity",
                "unit",
                "grams",
                "assumption",
            ],
            Self::Supplements => &[
                "dose",
                "phrase",
                "nutrient",
                "form",
                "quantity",
                "unit",
                "stated_as",
                "amount",
                "amount_unit",
                "assumption",
                "note",
            ],
            Self::Medicines => &["name", "class", "action", "note"],
            Self::Episodes => &[
                "kind",
                "site",
                "side",
                "intensity",
                "pain",
                "duration_seconds",
                "count",
                "activity",
                "visible",
                "signs",
                "note",
            ],
            Self::Context => &["kind", "amount", "unit", "level", "note"],
            Self::Notes => &["text", "tags"],
            Self::Complete => &["note"],
        };
        let mut columns: Vec<String> =
            ["entry", "day", "at"].iter().chain(own).map(|c| (*c).to_owned()).collect();
        if self == Self::Items {
            for nutrient in Nutrient::ALL {
                let unit = nutrient.unit().replace('µ', "u").to_lowercase();
                columns.push(format!("{}_{unit}", nutrient.key()));
                columns.push(format!("{}_knowledge", nutrient.key()));
            }
        }
        columns
    }
}

/// Returns the rows that an entry becomes, each with its table.
pub fn rows(entry: &Entry, foods: &Foods) -> Vec<(Table, Vec<String>)> {
    let head = || vec![entry.id.to_string(), entry.day.to_string(), entry.at.to_rfc3339()];
    let row = |cells: Vec<String>| [head(), cells].concat();
    let note = || optional(entry.note.as_deref());
    match &entry.record {
        Record::Meal(meal) => {
            let slot = meal.slot.key().to_owned();
            let cells = vec![slot.clone(), meal.items.len().to_string(), note()];
            let mut all = vec![(Table::Meals, row(cells))];
            all.extend(meal.items.iter().map(|item| {
                (Table::Items, row([vec![slot.clone()], item_cells(item, foods)].concat()))
            }));
            all
        }
        Record::Supplement(doses) => doses
            .iter()
            .map(|dose| {
                let unit = dose.nutrient.filter(|_| dose.amount.is_some()).map(Nutrient::unit);
                let cells = vec![
                    dose.id.to_string(),
                    harmless(&dose.phrase),
                    optional(dose.nutrient.map(Nutrient::key)),
                    optional(dose.form.as_deref()),
                    figure(dose.quantity),
                    optional(dose.unit.as_deref()),
                    optional(dose.stated_as),
                    figure(dose.amount),
                    optional(unit),
                    optional(dose.assumption.as_deref()),
                    note(),
                ];
                (Table::Supplements, row(cells))
            })
            .collect(),
        Record::Medicine(medicine) => {
            let class = optional(medicine.class.as_deref());
            let action = medicine.action.key().to_owned();
            vec![(Table::Medicines, row(vec![harmless(&medicine.name), class, action, note()]))]
        }
        Record::Episode(episode) => {
            let number = |n: Option<u32>| n.map(|n| n.to_string()).unwrap_or_default();
            let signs: Vec<String> = episode.signs.clone();
            let visible = episode.visible.map(|v| if v { "yes" } else { "no" });
            let cells = vec![
                episode.kind.key().to_owned(),
                optional(episode.site.as_deref()),
                optional(episode.side.map(crate::domain::Side::key)),
                number(episode.intensity.map(u32::from)),
                number(episode.pain.map(u32::from)),
                number(episode.duration_seconds),
                number(episode.count),
                optional(episode.activity.as_deref()),
                optional(visible),
                harmless(&signs.join("; ")),
                note(),
            ];
            vec![(Table::Episodes, row(cells))]
        }
        Record::Context(context) => {
            let unit = match entry.kind {
                EntryKind::Sleep | EntryKind::Exercise | EntryKind::Screen => "min",
                EntryKind::Water => "mL",
                EntryKind::Caffeine => "mg",
                _ => "",
            };
            let level = optional(context.level.as_deref());
            let cells = vec![
                entry.kind.key().to_owned(),
                figure(context.amount),
                unit.to_owned(),
                level,
                note(),
            ];
            vec![(Table::Context, row(cells))]
        }
        Record::Note(tags) => vec![(Table::Notes, row(vec![note(), harmless(&tags.join("; "))]))],
        Record::Plain if entry.kind == EntryKind::Done => {
            vec![(Table::Complete, row(vec![note()]))]
        }
        Record::Plain => {
            let mut cells = vec![String::new(); 11];
            "none".clone_into(&mut cells[0]);
            cells[10] = note();
            vec![(Table::Episodes, row(cells))]
        }
    }
}

fn item_cells(item: &Item, foods: &Foods) -> Vec<String> {
    let food = item.eaten.and_then(|(food, _)| foods.get(&food));
    let mut cells = vec![
        item.id.to_string(),
        harmless(&item.phrase),
        optional(food.map(|f| f.name.as_str())),
        optional(food.map(|f| f.source.as_str())),
        figure(item.quantity),
        optional(item.unit.as_deref()),
        figure(item.eaten.map(|(_, grams)| grams)),
        optional(item.assumption.as_deref()),
    ];
    // Only the known part is written: no bound is needed for it.
    let intakes = day::item_intake(item, foods, &Bounds::default());
    let eaten = day::eaten(item, foods);
    for nutrient in Nutrient::ALL {
        let intake = intakes[nutrient];
        cells.push(figure(intake.known_amount()));
        cells.push(knowledge(eaten, nutrient, intake).to_owned());
    }
    cells
}

/// Returns how well an amount is known: of a dish, whose parts may differ, whether all of them
/// report it.
fn knowledge(eaten: Eaten<'_>, nutrient: Nutrient, intake: Intake) -> &'static str {
    match eaten {
        Eaten::Food(food, _) if food.parts.is_empty() => food.content[nutrient].knowledge().key(),
        _ if intake.known_amount().is_none() => "unknown",
        Eaten::Recorded(_) => "recorded",
        _ if intake.is_complete() => "estimated",
        _ => "at_least",
    }
}

fn figure(value: Option<f64>) -> String {
    value.map(|value| number(value).to_string()).unwrap_or_default()
}

fn optional(text: Option<&str>) -> String {
    text.map(harmless).unwrap_or_default()
}
