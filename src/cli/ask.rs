//! A question at a terminal. Where nobody can answer, nothing is asked.

use std::io::{self, IsTerminal as _};

use dialoguer::Select;

use crate::error::{Error, Result};

/// Returns whether a person can be asked: both ends of the conversation are a terminal, and
/// neither a document nor silence was wished for.
pub fn is_possible(json: bool, quiet: bool) -> bool {
    !json && !quiet && io::stdin().is_terminal() && io::stderr().is_terminal()
}

/// Asks for one of some options, the first one proposed. None where the person would rather not
/// say.
///
/// # Errors
///
/// Fails when the terminal cannot be read.
pub fn choose(question: &str, options: &[String]) -> Result<Option<usize>> {
    Select::new()
        .with_prompt(question)
        .items(options)
        .default(0)
        .interact_opt()
        .map_err(|e| Error::failed("the question could not be asked").because(e))
}
