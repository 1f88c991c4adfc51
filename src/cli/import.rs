//! `import usda`, `import ciqual`, `import cronometer` and `import json`.

use super::args::{ImportCommand, ImportTable};
use super::{Answer, Session, cronometer, merge};
use crate::error::Result;
use crate::import::{Release, Sink, Skipped, ciqual, usda};
use crate::render::{self, import as page};

/// Brings in a table or a diary.
pub(super) fn run(session: &mut Session<'_>, command: &ImportCommand) -> Result<Answer> {
    let progress = session.progress;
    match command {
        ImportCommand::Usda(args) => {
            table(session, args, |sink| usda::read(&args.path, progress, sink))
        }
        ImportCommand::Ciqual(args) => table(session, args, |sink| {
            let (release, skipped) = ciqual::read(&args.path, progress, sink)?;
            Ok((vec![release], skipped))
        }),
        ImportCommand::Cronometer(args) => cronometer::run(session, &args.path),
        ImportCommand::Json(args) => merge::import(session, &args.path),
    }
}

fn table(
    session: &mut Session<'_>,
    args: &ImportTable,
    read: impl FnOnce(&mut dyn Sink) -> Result<(Vec<Release>, Skipped)>,
) -> Result<Answer> {
    let (now, command) = (session.seconds(), session.command_line.clone());
    session.store.back_up_before("import", session.clock.now)?;
    let (loaded, skipped) = session.store.change(now, &command, |change| {
        let (releases, skipped) = change.stage(read)?;
        let loaded = change.load_tables(&releases, args.force)?;
        let names: Vec<String> =
            loaded.iter().map(|l| format!("{} {}", l.table.name(), l.release)).collect();
        let summary = format!("food table {}", render::list(&names, "and"));
        Ok(((loaded, skipped), summary))
    })?;
    let warnings = page::skipped_rows(&skipped);
    Ok(session
        .echo(|_| page::tables(&loaded, &skipped), || page::tables_json(&loaded, &skipped))
        .warn(warnings))
}
