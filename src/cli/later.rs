//! Commands that are described to clap only when they are named.

use std::ffi::OsString;

use clap::builder::Resettable;
use clap::error::Error;
use clap::{ArgMatches, Args, Command, CommandFactory as _, FromArgMatches, Id};

use super::args::Cli;

/// The words of one command out of many.
///
/// Describing every flag of every command costs more than a logging command itself does. One line
/// about each stands at once, for the list of commands; its flags are described when it is the one
/// that was typed.
#[derive(Debug)]
pub struct Later<T>(Box<T>);

impl<T> std::ops::Deref for Later<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

impl<T: Args> Args for Later<T> {
    fn group_id() -> Option<Id> {
        T::group_id()
    }

    fn augment_args(command: Command) -> Command {
        command.defer(|named| described(named, T::augment_args))
    }

    fn augment_args_for_update(command: Command) -> Command {
        command.defer(|named| described(named, T::augment_args_for_update))
    }
}

impl<T: FromArgMatches> FromArgMatches for Later<T> {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, Error> {
        T::from_arg_matches(matches).map(|words| Self(Box::new(words)))
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), Error> {
        self.0.update_from_arg_matches(matches)
    }
}

/// Adds the flags. What the command says of itself goes before what its flags' type says.
fn described(command: Command, flags: impl Fn(Command) -> Command) -> Command {
    let (about, long) = (command.get_about().cloned(), command.get_long_about().cloned());
    let after = command.get_after_help().cloned();
    let mut command = flags(command);
    if about.is_some() {
        command = command.about(Resettable::from(about)).long_about(Resettable::from(long));
    }
    if let Some(after) = after {
        command = command.after_help(after);
    }
    command
}

/// Reads a command line.
///
/// A word that names a command is tried with that command alone: what every command takes is then
/// described once and not for each of them. What is read so reads the same among all commands, for
/// outside of a command no word but its name stands; what is not, is read again among all, which
/// know every help text and every near miss.
///
/// # Errors
///
/// Returns what is wrong with the command line, or the help that was asked for.
pub fn read(words: &[OsString]) -> Result<Cli, Error> {
    let all = Cli::command();
    let named = words.iter().skip(1).find_map(|word| all.find_subcommand(word));
    let alone = named.map(|named| {
        Command::new("mineralog")
            .args_override_self(true)
            .args(all.get_arguments().cloned())
            .subcommand(named.clone())
    });
    let read = alone.and_then(|alone| alone.try_get_matches_from(words).ok());
    let matches = read.map_or_else(|| all.try_get_matches_from(words), Ok)?;
    Cli::from_arg_matches(&matches).map_err(|error| error.format(&mut Cli::command()))
}
