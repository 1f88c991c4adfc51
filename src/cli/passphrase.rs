//! Passphrases: from a command that a person named, or typed at the terminal without being seen.
//! Never from an argument or a variable, which other programs could read.

use std::ffi::{OsStr, OsString};
use std::io::{IsTerminal as _, Read as _};
use std::path::Path;
use std::process::{Command, Stdio};

use console::Term;

use crate::error::{Error, Result};
use crate::render::inert;
use crate::store::lock::{Keyring, Passphrase};

/// Names the command that writes the passphrase to its standard output.
pub const COMMAND: &str = "MINERALOG_PASSPHRASE_COMMAND";
/// Names the command that writes the new passphrase, where another one is wanted.
pub const NEW_COMMAND: &str = "MINERALOG_NEW_PASSPHRASE_COMMAND";
/// Tells the command which file it is for.
const FILE: &str = "MINERALOG_PASSPHRASE_FILE";

/// How often a passphrase is asked for.
const TRIES: usize = 3;
/// More than this, in bytes, is no passphrase.
const LONGEST: u64 = 4096;

/// Commands that write passphrases, as the environment names them.
#[derive(Debug, Default)]
pub struct Commands {
    /// The one in `MINERALOG_PASSPHRASE_COMMAND`.
    pub present: Option<OsString>,
    /// The one in `MINERALOG_NEW_PASSPHRASE_COMMAND`.
    pub new: Option<OsString>,
}

/// Returns the keyring of a run, from the command of the environment, where there is one, and from
/// the terminal.
pub fn keyring(command: Option<OsString>) -> Keyring<'static> {
    Keyring::new(move |file, wrong| match &command {
        Some(command) if wrong == 0 => said_by(COMMAND, command, file).map(Some),
        _ if !can_ask() && wrong == 0 => Err(nobody_to_ask()),
        _ if !can_ask() => Ok(None),
        command => {
            let typed = wrong - usize::from(command.is_some()).min(wrong);
            if typed == TRIES {
                return Ok(None);
            }
            if wrong > 0 {
                say("That does not open it.")?;
            }
            typed_in(&format!("Passphrase of {}:", file.display())).map(Some)
        }
    })
}

/// Returns a new passphrase: from the command, or typed twice.
///
/// # Errors
///
/// Refuses an empty one and two that differ; fails where the command does and where nobody can be
/// asked.
pub(super) fn new(name: &str, command: Option<&OsStr>, file: &Path) -> Result<Passphrase> {
    if let Some(command) = command {
        return said_by(name, command, file);
    }
    if !can_ask() {
        return Err(Error::request("a new passphrase is needed, and nobody can be asked")
            .because("there is no terminal")
            .hint(format!("set {name} to a command that writes it")));
    }
    say("Without the passphrase nobody can open the diary again, nor its copies: not you either.")?;
    let first = typed_in("New passphrase:")?;
    let second = typed_in("The same again:")?;
    if first.text() != second.text() {
        return Err(Error::request("the two passphrases differ").hint("nothing was changed"));
    }
    Ok(first)
}

/// Returns whether somebody sees what is asked and can answer it unseen.
fn can_ask() -> bool {
    let has_keyboard =
        || std::io::stdin().is_terminal() || cfg!(unix) && std::fs::File::open("/dev/tty").is_ok();
    Term::stderr().is_term() && has_keyboard()
}

fn nobody_to_ask() -> Error {
    Error::failed("this file needs a passphrase, if it is a diary")
        .because("it is encrypted, and there is no terminal to ask at")
        .hint(format!("set {COMMAND} to a command that writes it, such as \"pass show diary\""))
}

fn say(text: &str) -> Result<()> {
    Term::stderr().write_line(&inert(text)).map_err(unreadable)
}

fn typed_in(question: &str) -> Result<Passphrase> {
    let term = Term::stderr();
    term.write_str(&format!("{} ", inert(question))).map_err(unreadable)?;
    let text = term.read_secure_line().map_err(unreadable)?;
    Passphrase::new(text)
        .ok_or_else(|| Error::request("a passphrase is never empty").hint("nothing was changed"))
}

#[allow(clippy::needless_pass_by_value)]
fn unreadable(e: std::io::Error) -> Error {
    Error::failed("the terminal could not be read").because(e).hint("nothing was changed")
}

/// Runs a command and returns the first line it writes. What it writes is told to nobody, nor is
/// the command, which may hold a secret itself.
fn said_by(name: &str, command: &OsStr, file: &Path) -> Result<Passphrase> {
    let failed = |cause: &dyn std::fmt::Display| {
        Error::failed(format!("the command in {name} gave no passphrase"))
            .because(cause)
            .hint("nothing was changed; its first line is the passphrase")
    };
    let (shell, flag) = if cfg!(windows) { ("cmd", "/C") } else { ("sh", "-c") };
    // What comes in by a pipe is the diary's, not the command's.
    let stdin = if std::io::stdin().is_terminal() { Stdio::inherit() } else { Stdio::null() };
    let mut child = Command::new(shell)
        .arg(flag)
        .arg(command)
        .env(FILE, file)
        .stdin(stdin)
        .stdout(Stdio::piped())
        .spawn()
        .map_err(|e| failed(&format!("{shell} cannot be started: {e}")))?;
    let mut said = Vec::with_capacity(LONGEST as usize + 1);
    let read = match child.stdout.take() {
        // A command that is not heard to its end would fail.
        Some(mut out) => (&mut out)
            .take(LONGEST + 1)
            .read_to_end(&mut said)
            .and_then(|_| std::io::copy(&mut out, &mut std::io::sink()))
            .map(drop),
        None => Ok(()),
    };
    let ended = child.wait().map_err(|e| failed(&e))?;
    read.map_err(|e| failed(&e))?;
    if !ended.success() {
        return Err(failed(&ended));
    }
    let end = said.iter().position(|byte| *byte == b'\n').unwrap_or(said.len());
    if end as u64 > LONGEST {
        return Err(failed(&"its first line is too long"));
    }
    said.truncate(end);
    if said.last() == Some(&b'\r') {
        said.pop();
    }
    let text = String::from_utf8(said).map_err(|_| failed(&"its first line is no UTF-8 text"))?;
    Passphrase::new(text).ok_or_else(|| failed(&"its first line is empty"))
}
