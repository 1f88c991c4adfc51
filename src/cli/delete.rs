//! `delete`.

use super::{Answer, Session};
use crate::error::Result;
use crate::render::{echo, json};

/// Puts entries out of sight; `undo` brings them back.
pub(super) fn delete(session: &mut Session<'_>, ids: &[i64]) -> Result<Answer> {
    let mut ids = ids.to_vec();
    ids.sort_unstable();
    ids.dedup();
    let entries = ids.iter().map(|id| session.store.entry(*id)).collect::<Result<Vec<_>>>()?;
    let mut items = Vec::new();
    for entry in &entries {
        if let crate::domain::Record::Meal(meal) = &entry.record {
            items.extend(meal.items.iter().cloned());
        }
    }
    let foods = super::load::foods(session.store, &items)?;
    let (now, command) = (session.seconds(), session.command_line.clone());
    session.store.change(now, &command, |change| {
        for id in &ids {
            change.delete(*id)?;
        }
        let ids: Vec<String> = ids.iter().map(ToString::to_string).collect();
        Ok(((), format!("deleted {}", ids.join(", "))))
    })?;
    Ok(session.echo(|page| echo::deleted(page, &entries, &foods), || json::deleted(&ids)))
}
