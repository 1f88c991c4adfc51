//! What an import brought in, and the food tables a diary holds: as text and as JSON.

use chrono::DateTime;
use serde_json::{Value, json};

use super::{Page, Tone, count, inert, list};
use crate::calendar::Zone;
use crate::import::Skipped;
use crate::store::{Loaded, LoadedTable};

/// What became of the rows of another program's diary.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Brought {
    /// Days that rows were added to.
    pub days: usize,
    /// Meals that were made.
    pub meals: usize,
    /// Foods in them.
    pub items: usize,
    /// How many of these are foods of this diary.
    pub matched: usize,
    /// The names of foods that keep the figures they came with.
    pub recorded: Vec<String>,
    /// The names of foods without a figure.
    pub unresolved: Vec<String>,
    /// Supplements.
    pub doses: usize,
    /// Rows that had been brought in before.
    pub already_there: usize,
    /// Rows that had been brought in before and were deleted since.
    pub deleted: usize,
}

/// Returns the rows that could not be used, each on a line, for stderr.
pub fn skipped_rows(skipped: &Skipped) -> Vec<String> {
    let mut lines: Vec<String> = skipped.shown.iter().map(ToString::to_string).collect();
    let more = skipped.count.saturating_sub(lines.len() as u64);
    if more > 0 {
        lines.push(format!("and {} more rows could not be used", thousands(more)));
    }
    lines
}

/// Returns a number with a comma between thousands.
fn thousands(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

fn rows_skipped(skipped: &Skipped) -> String {
    match skipped.count {
        0 => "no row skipped".to_owned(),
        1 => "1 row skipped".to_owned(),
        many => format!("{} rows skipped", thousands(many)),
    }
}

/// What is said of a newer release: only the first import of a table is in the journal.
const NO_WAY_BACK: &str =
    "an update of a table cannot be taken back; import the older release with --force";

/// Returns what became of the foods of tables.
pub fn tables(loaded: &[Loaded], skipped: &Skipped) -> String {
    let mut out = String::new();
    for table in loaded {
        let mut parts = vec![format!("{} foods", thousands(table.foods))];
        let told: [(u64, &str); 6] = [
            (table.added, "new"),
            (table.updated, "updated"),
            (table.unchanged, "unchanged"),
            (table.removed, "removed"),
            (table.superseded, "superseded and kept, for you use them"),
            (table.plainly_named, "already known by a plain name"),
        ];
        let told = told.iter().filter(|(number, _)| *number > 0);
        parts.extend(told.map(|(number, what)| format!("{} {what}", thousands(*number))));
        let name = table.table.name();
        out.push_str(&format!("{name} ({}): {}\n", inert(&table.release), parts.join(", ")));
        if let Some(assumption) = &table.assumption {
            out.push_str(&format!("  {}\n", inert(assumption)));
        }
        if table.update {
            out.push_str(&format!("  {NO_WAY_BACK}\n"));
        }
    }
    out.push_str(&format!("{}.\n", super::capital(&rows_skipped(skipped))));
    out
}

fn skipped_json(skipped: &Skipped) -> Value {
    let rows: Vec<Value> = skipped
        .shown
        .iter()
        .map(|row| json!({"file": row.file, "line": row.line, "reason": row.reason}))
        .collect();
    Value::Array(rows)
}

/// Returns the document of a table's import. An archive with several tables has the first in the
/// fields and all of them in `tables`.
pub fn tables_json(loaded: &[Loaded], skipped: &Skipped) -> Value {
    let one = |table: &Loaded| {
        json!({
            "table": table.table.key(),
            "name": table.table.name(),
            "release": table.release,
            "foods": table.foods,
            "added": table.added,
            "updated": table.updated,
            "unchanged": table.unchanged,
            "removed": table.removed,
            "superseded": table.superseded,
            "plainly_named": table.plainly_named,
            "undoable": !table.update,
            "assumption": table.assumption,
        })
    };
    let mut import = loaded.first().map_or_else(|| json!({}), one);
    import["tables"] = loaded.iter().map(one).collect();
    import["skipped"] = json!(skipped.count);
    import["skipped_rows"] = skipped_json(skipped);
    json!({"import": import})
}

/// Returns what became of another program's diary.
pub fn diary(page: Page, brought: &Brought, skipped: &Skipped) -> String {
    let mut lines = vec![format!(
        "{} on {}: {}, {} of them matched with foods of this diary, and {}; {}.",
        count(brought.meals, "meal", "meals"),
        count(brought.days, "day", "days"),
        count(brought.items, "food", "foods"),
        brought.matched,
        count(brought.doses, "supplement", "supplements"),
        rows_skipped(skipped)
    )];
    if brought.already_there > 0 {
        lines.push(format!("{} had been brought in before.", rows(brought.already_there)));
    }
    if brought.deleted > 0 {
        lines.push(format!(
            "{} had been brought in before and deleted here since: not brought back.",
            rows(brought.deleted)
        ));
    }
    let names = |names: &[String]| {
        list(&names.iter().map(|name| format!("\"{}\"", inert(name))).collect::<Vec<_>>(), "and")
    };
    if !brought.recorded.is_empty() {
        lines.push(format!("Kept with Cronometer's own figures: {}.", names(&brought.recorded)));
    }
    if !brought.unresolved.is_empty() {
        lines.push(format!("Kept as written, without a figure: {}.", names(&brought.unresolved)));
    }
    let mut out = String::new();
    for line in lines {
        out.push_str(&page.wrap("", "  ", &line));
        out.push('\n');
    }
    if brought.items + brought.doses > 0 {
        out.push_str(&page.wrap_in(Tone::Aside, "", "", "Take it back with `mineralog undo`."));
        out.push('\n');
    }
    out
}

fn rows(number: usize) -> String {
    count(number, "row", "rows")
}

/// Returns the document of another program's diary.
pub fn diary_json(brought: &Brought, skipped: &Skipped) -> Value {
    json!({"import": {
        "days": brought.days,
        "meals": brought.meals,
        "items": brought.items,
        "matched": brought.matched,
        "recorded": brought.recorded,
        "unresolved": brought.unresolved,
        "doses": brought.doses,
        "already_there": brought.already_there,
        "deleted": brought.deleted,
        "skipped": skipped.count,
        "skipped_rows": skipped_json(skipped),
    }})
}

fn loaded_at(table: &LoadedTable, zone: Zone) -> Option<DateTime<chrono::FixedOffset>> {
    let at = DateTime::from_timestamp(table.loaded_at, 0)?;
    Some(zone.at(at.fixed_offset()))
}

/// Returns the food tables a diary holds.
pub fn sources(page: Page, tables: &[LoadedTable], zone: Zone) -> String {
    let mut out = String::new();
    for table in tables {
        let foods = format!("{} foods", thousands(table.foods.cast_unsigned()));
        let left = format!("{} {}", inert(&table.name), inert(&table.release));
        out.push_str(&page.ends(&left, Tone::Heading, &foods));
        out.push('\n');
        let day = loaded_at(table, zone).map_or_else(String::new, |at| at.date_naive().to_string());
        let about = format!("{}; {}; loaded {day}", inert(&table.publisher), inert(&table.licence));
        out.push_str(&page.wrap("  ", "  ", &about));
        out.push('\n');
    }
    if tables.len() == 1 {
        let hint = "`mineralog import usda` and `mineralog import ciqual` load whole tables.";
        out.push_str(&page.wrap_in(Tone::Aside, "", "", hint));
        out.push('\n');
    }
    out
}

/// Returns the document of the food tables a diary holds.
pub fn sources_json(tables: &[LoadedTable], zone: Zone) -> Value {
    let tables: Vec<Value> = tables
        .iter()
        .map(|table| {
            json!({
                "table": table.table,
                "name": table.name,
                "release": table.release,
                "publisher": table.publisher,
                "licence": table.licence,
                "foods": table.foods,
                "loaded_at": loaded_at(table, zone).map(|at| at.to_rfc3339()),
            })
        })
        .collect();
    json!({"tables": tables})
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_are_parted() {
        assert_eq!(thousands(0), "0");
        assert_eq!(thousands(999), "999");
        assert_eq!(thousands(8789), "8,789");
        assert_eq!(thousands(1_234_567), "1,234,567");
    }
}
