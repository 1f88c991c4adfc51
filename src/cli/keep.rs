//! `backup`, `restore` and `check`: that nothing is lost.

use super::args::{Backup, Check, Command, Restore};
use super::on_file::OnFile;
use super::{Answer, Body, Session, ask, encrypt};
use crate::error::{Error, Result};
use crate::render::keep as page;
use crate::store::check::{self, Outcome};
use crate::store::{self, backup};

/// Runs a command that works on the file of the diary, whole or damaged; none where it is another.
///
/// # Errors
///
/// Returns what failed.
pub fn run_on_file(on: &OnFile<'_>, command: Option<&Command>) -> Option<Result<Answer>> {
    match command {
        Some(Command::Restore(args)) => Some(restore(on, args)),
        Some(Command::Check(args)) => Some(check(on, args)),
        Some(Command::Encrypt(args)) => Some(encrypt::encrypt(on, args)),
        Some(Command::Decrypt(args)) => Some(encrypt::decrypt(on, args)),
        _ => None,
    }
}

/// Writes a copy of the diary, or lists those that are there.
pub(super) fn backup(session: &Session<'_>, args: &Backup) -> Result<Answer> {
    if args.list {
        let copies = session.store.copies();
        return Ok(
            session.page(|layout| page::copies(layout, &copies), || page::copies_document(&copies))
        );
    }
    let place = match &args.file {
        Some(file) => file.clone(),
        None => session.store.backup_place(session.clock.now).ok_or_else(|| {
            Error::request("there is no diary yet, so there is nothing to copy")
                .hint("`mineralog eat \"2 eggs\"` begins one")
        })?,
    };
    session.store.back_up_to(&place, args.plain)?;
    let body = if session.json {
        Body::Json(page::backup_document(&place))
    } else {
        Body::Echo(page::backed_up(session.page, &place))
    };
    let plain = args.plain && session.store.key().is_some();
    let warning = plain.then(|| "it is not encrypted: whoever has it can read it".to_owned());
    Ok(Answer { body, warnings: warning.into_iter().collect(), changed: true })
}

fn restore(on: &OnFile<'_>, args: &Restore) -> Result<Answer> {
    if store::is_same_file(&args.file, on.db) {
        return Err(Error::request("this is the open diary itself")
            .hint("`mineralog backup --list` shows the copies that can be gone back to"));
    }
    let copy = backup::open_copy(&args.file, on.keys)?;
    if !args.yes {
        if !on.asks {
            return Err(Error::request("going back replaces the present diary")
                .hint("say --yes; the present diary is kept among the backups"));
        }
        let question = page::question(&args.file, &copy);
        let options = ["go back to it".to_owned()];
        if ask::offer(&question, &options, "keep the present diary")?.is_none() {
            return Err(Error::request("the present diary was kept"));
        }
    }
    let gone = backup::go_back(&copy, on.db, on.clock.now, on.keys)?;
    let body = if on.json {
        Body::Json(page::restore_document(&args.file, &copy, &gone))
    } else {
        Body::Echo(page::restored(on.page, &args.file, &copy, &gone))
    };
    Ok(Answer { body, warnings: Vec::new(), changed: true })
}

fn check(on: &OnFile<'_>, args: &Check) -> Result<Answer> {
    if !store::is_there(on.db)? {
        return Err(Error::request(format!("there is no diary at {}", on.db.display()))
            .hint("name another file with --db FILE"));
    }
    let findings = check::check(on.db, args.repair, on.clock.now.timestamp(), on.keys)?;
    let wrong = findings.iter().any(|finding| finding.outcome == Outcome::Wrong);
    let body = if on.json {
        Body::Json(page::check_document(on.db, &findings))
    } else {
        Body::Page(page::checked(on.page, on.db, &findings))
    };
    let body = if wrong { Body::Wrong(Box::new(body)) } else { body };
    Ok(Answer { body, warnings: Vec::new(), changed: false })
}

/// Makes the copy of the day and looks for conflicted copies, once a day. Returns what a person
/// should know: a copy that cannot be made is no reason not to log.
pub fn once_a_day(session: &Session<'_>) -> Vec<String> {
    let mut said = Vec::new();
    match session.store.back_up_daily(session.clock.now.date_naive()) {
        Ok(false) => return said,
        Ok(true) => {}
        Err(error) => said.push(format!("today's copy of the diary could not be made: {error}")),
    }
    for copy in session.store.conflicted_copies() {
        said.push(format!(
            "a conflicted copy of the diary lies beside it; `mineralog merge \"{}\"` unites the two",
            copy.display()
        ));
    }
    said
}
