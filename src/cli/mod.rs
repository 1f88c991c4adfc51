//! One file per command: parse, load, compute, render, write.
//!
//! A command never holds SQL, sums or table layout. It is handed a [`Session`] and returns an
//! [`Answer`]; only `main` writes to the terminal, but for an exported document, which is written
//! as it is read.

mod again;
pub mod args;
mod ask;
mod config;
mod context;
mod correct;
mod cronometer;
mod day;
mod delete;
mod demo;
mod done;
mod eat;
mod encrypt;
mod exchange_args;
mod export;
mod flags;
mod food;
mod form;
mod import;
pub mod keep;
pub mod later;
mod lists;
mod load;
mod medicine;
mod merge;
mod mineral;
mod note;
pub mod on_file;
mod one_food;
mod output;
mod own_args;
mod own_food;
pub mod passphrase;
mod profile;
mod recipe;
mod resolve;
mod safety;
mod seal;
mod show;
mod suggest;
mod take;
mod twitch;
mod week;
mod whole;
mod why;

use serde_json::Value;

use crate::calendar::{Calendar, Clock, Moment};
use crate::domain::{EntryKind, Record, Settings};
use crate::error::{Error, Result};
use crate::import::Progress;
use crate::render::Page;
use crate::store::lock::Keyring;
use crate::store::{NewEntry, Store};
use args::{Command, When};

/// What a command works with.
pub struct Session<'a> {
    /// The diary.
    pub store: &'a mut Store,
    /// The present moment and the local zone.
    pub clock: Clock,
    /// Whether the answer is to be one JSON document.
    pub json: bool,
    /// How a page is laid out.
    pub page: Page,
    /// Whether somebody sits at a terminal and can be asked.
    pub asks: bool,
    /// The command as it was typed, for the journal.
    pub command_line: String,
    /// Opens what is encrypted.
    pub keys: &'a Keyring<'a>,
    /// Is told how far a long command has come.
    pub progress: &'a Progress<'a>,
}

impl std::fmt::Debug for Session<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Session").field("command_line", &self.command_line).finish_non_exhaustive()
    }
}

/// What a command says.
#[derive(Debug)]
pub struct Answer {
    /// The page or the document, for stdout.
    pub body: Body,
    /// What the person should know beside it, for stderr.
    pub warnings: Vec<String>,
    /// Whether the diary was changed: then it stays so, even if the answer cannot be written.
    pub changed: bool,
}

/// The main part of an answer.
#[derive(Debug)]
pub enum Body {
    /// A page someone asked for.
    Page(String),
    /// The echo of a change, which `--quiet` leaves out.
    Echo(String),
    /// One JSON document.
    Json(Value),
    /// An answer that found something wrong: exit status 1.
    Wrong(Box<Body>),
    /// What was done beside stdout, for stderr.
    Note(String),
}

impl Answer {
    /// Adds what the person should know beside the answer.
    #[must_use]
    fn warn(mut self, warnings: impl IntoIterator<Item = String>) -> Self {
        self.warnings.extend(warnings);
        self
    }
}

impl Session<'_> {
    /// Returns the person and the settings.
    fn settings(&self) -> Result<Settings> {
        self.store.settings()
    }

    /// Returns the calendar by which this person's days are counted.
    fn calendar(&self, settings: &Settings) -> Calendar {
        Calendar::new(self.clock, settings.day_start_minutes, settings.week_start)
    }

    /// Returns the time in seconds since 1970.
    fn seconds(&self) -> i64 {
        self.clock.now.timestamp()
    }

    /// Returns the page or the document, whichever was asked for.
    fn page(&self, text: impl FnOnce(Page) -> String, json: impl FnOnce() -> Value) -> Answer {
        let body = if self.json { Body::Json(json()) } else { Body::Page(text(self.page)) };
        Answer { body, warnings: Vec::new(), changed: false }
    }

    /// Returns the echo of a change or its document.
    fn echo(&self, text: impl FnOnce(Page) -> String, json: impl FnOnce() -> Value) -> Answer {
        let body = if self.json { Body::Json(json()) } else { Body::Echo(text(self.page)) };
        Answer { body, warnings: Vec::new(), changed: true }
    }

    /// Returns the echo of a change where something was changed, and else the page that was asked for.
    fn page_or_echo(
        &self,
        changed: bool,
        text: impl FnOnce(Page) -> String,
        json: impl FnOnce() -> Value,
    ) -> Answer {
        if changed { self.echo(text, json) } else { self.page(text, json) }
    }

    /// Stores one entry and returns it as it now stands.
    fn record(
        &mut self,
        kind: EntryKind,
        moment: &Moment,
        note: Option<String>,
        record: Record,
        summary: String,
    ) -> Result<crate::domain::Entry> {
        let entry = NewEntry { kind, at: moment.at, day: moment.day, note, record };
        let (now, command) = (self.seconds(), self.command_line.clone());
        self.store.change(now, &command, |change| Ok((change.add(entry)?, summary)))
    }
}

impl When {
    /// Returns the moment that was named, or the present one.
    fn moment(&self, calendar: &Calendar) -> Result<Moment> {
        self.at.as_deref().map_or_else(|| Ok(calendar.now()), |text| calendar.moment(text))
    }

    /// Returns the note, checked.
    fn note(&self) -> Result<Option<String>> {
        self.note.as_deref().map(checked_note).transpose().map(Option::flatten)
    }
}

/// The longest note, in characters.
const LONGEST_NOTE: usize = 10_000;

/// Returns a note without blank ends; none where nothing is left.
fn checked_note(text: &str) -> Result<Option<String>> {
    let text = text.trim();
    let length = text.chars().count();
    if length > LONGEST_NOTE {
        return Err(Error::request(format!("a note holds at most {LONGEST_NOTE} characters"))
            .because(format!("this one has {length}")));
    }
    Ok((!text.is_empty()).then(|| text.to_owned()))
}

/// Runs a command on an open diary.
///
/// # Errors
///
/// Returns what was wrong with the request or what failed; nothing was changed then.
pub fn run(session: &mut Session<'_>, command: Option<Command>) -> Result<Answer> {
    match command {
        None => day::welcome(session),
        Some(Command::Eat(args) | Command::Drink(args)) => eat::run(session, &args),
        Some(Command::Again(args)) => again::run(session, &args),
        Some(Command::Take(args)) => take::run(session, &args),
        Some(Command::Medicine(args)) => medicine::run(session, &args),
        Some(Command::Twitch(args)) => twitch::run(session, &args),
        Some(Command::Stress(args)) => context::stress(session, &args),
        Some(Command::Sleep(args)) => context::sleep(session, &args),
        Some(Command::Exercise(args)) => context::exercise(session, &args),
        Some(Command::Sun(args)) => context::sun(session, &args),
        Some(Command::Screen(args)) => context::screen(session, &args),
        Some(Command::Water(args)) => context::water(session, &args),
        Some(Command::Caffeine(args)) => context::caffeine(session, &args),
        Some(Command::Note(args)) => note::run(session, &args),
        Some(Command::Done(args)) => done::run(session, &args),
        Some(Command::Today) => day::run(session, None),
        Some(Command::Day(args)) => day::run(session, args.day_text().as_deref()),
        Some(Command::Week(args)) => week::week(session, &args),
        Some(Command::Report(args)) => week::report(session, &args),
        Some(Command::Episodes(args)) => lists::episodes(session, &args),
        Some(Command::Diary(args)) => lists::diary(session, &args),
        Some(Command::Show(args)) => show::run(session, args.id),
        Some(Command::Flags(args)) => flags::run(session, &args),
        Some(Command::Mineral(args)) => mineral::run(session, args.name_text().as_deref()),
        Some(Command::Why(args)) => why::run(session, &args),
        Some(Command::Suggest(args)) => suggest::run(session, args.name_text().as_deref()),
        Some(Command::Food(args)) => food::run(session, &args.command),
        Some(Command::Recipe(args)) => recipe::run(session, &args.command),
        Some(Command::Profile(args)) => profile::run(session, &args),
        Some(Command::Config(args)) => config::run(session, &args),
        Some(Command::Delete(args)) => delete::delete(session, &args.ids),
        Some(Command::Resolve(args)) => resolve::run(session, &args),
        Some(Command::Undo(args)) => correct::undo(session, &args),
        Some(Command::Redo(args)) => correct::redo(session, &args),
        Some(Command::History(args)) => correct::history(session, &args),
        Some(Command::Edit(args)) => correct::edit(session, &args),
        Some(Command::Forget(args)) => correct::forget(session, &args),
        Some(Command::Demo) => demo::run(session.clock, session.json, session.page),
        Some(Command::Backup(args)) => keep::backup(session, &args),
        // They work on the file and were run before the diary was opened.
        Some(
            Command::Restore(_) | Command::Check(_) | Command::Encrypt(_) | Command::Decrypt(_),
        ) => Err(Error::failed("the diary is open")),
        Some(Command::Import(args)) => import::run(session, &args.command),
        Some(Command::Export(args)) => export::run(session, &args.command),
        Some(Command::Merge(args)) => merge::run(session, &args),
    }
}

/// Runs a command that needs no diary of the person's own; none where it needs one.
///
/// # Errors
///
/// Returns what failed.
pub fn run_without_diary(
    clock: Clock,
    json: bool,
    page: Page,
    command: Option<&Command>,
) -> Option<Result<Answer>> {
    matches!(command, Some(Command::Demo)).then(|| demo::run(clock, json, page))
}
