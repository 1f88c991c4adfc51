//! The command line of what goes out and what comes in.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::args::Range;

/// What to write out.
#[derive(Debug, Args)]
pub struct Export {
    #[command(subcommand)]
    #[allow(missing_docs)]
    pub command: ExportCommand,
}

/// The forms a diary can take outside.
#[derive(Debug, Subcommand)]
pub enum ExportCommand {
    /// The whole diary as one JSON document, without loss
    ///
    /// The document holds what was deleted too, and the history; `import json` takes it back. Its
    /// fields are described in schema/diary-1.json. That of an encrypted diary is encrypted with its
    /// passphrase, in the format of `age`.
    Json(ExportJson),
    /// A folder of CSV tables for a spreadsheet
    ///
    /// Meals, foods eaten with every nutrient and how well it is known, supplements, medicines,
    /// episodes, context and notes. An empty cell is not known, never zero. What a spreadsheet
    /// could take for a formula begins with an apostrophe. Those of an encrypted diary are encrypted
    /// with its passphrase, in the format of `age`, and end in .csv.age.
    Csv(ExportCsv),
}

/// The diary as a document.
#[derive(Debug, Args)]
pub struct ExportJson {
    /// The file, written whole or not at all; standard output without
    #[arg(value_name = "FILE")]
    pub file: Option<PathBuf>,
    #[command(flatten)]
    #[allow(missing_docs)]
    pub range: Range,
    /// Leave the history out
    #[arg(long)]
    pub without_history: bool,
    /// Overwrite the file
    #[arg(long, requires = "file")]
    pub force: bool,
    /// Write it plain, though the diary is encrypted
    #[arg(long)]
    pub plain: bool,
}

/// The diary as tables.
#[derive(Debug, Args)]
pub struct ExportCsv {
    /// The folder, written whole or not at all
    #[arg(value_name = "FOLDER")]
    pub folder: PathBuf,
    #[command(flatten)]
    #[allow(missing_docs)]
    pub range: Range,
    /// Overwrite a folder that holds such tables and nothing else
    #[arg(long)]
    pub force: bool,
    /// Write them plain, though the diary is encrypted
    #[arg(long)]
    pub plain: bool,
}

/// Another diary.
#[derive(Debug, Args)]
pub struct Merge {
    /// The database file of the other diary; it is read through a copy and never changed
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
}
