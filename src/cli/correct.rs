//! `edit`, `undo`, `redo`, `history` and `forget`: corrections.

use std::ffi::OsString;
use std::io::Write as _;
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

#[cfg(unix)]
use signal_hook::{consts::signal, flag};

use super::args::{Edit, Forget, History, Steps};
use super::form::{self, Form};
use super::{Answer, Body, Session, ask, lists, load};
use crate::domain::{Entry, Record};
use crate::error::{Error, Result};
use crate::render::correct as page;
use crate::store::{NewEntry, Undone};

/// Takes back the last change, or several.
pub(super) fn undo(session: &mut Session<'_>, args: &Steps) -> Result<Answer> {
    let done = session.store.undo(args.steps, session.seconds())?;
    if done.is_empty() {
        return Err(Error::request("there is nothing to take back")
            .because("no change is left in the journal"));
    }
    Ok(steps(session, "undone", "Taken back", &done))
}

/// Does again what was taken back last, or several.
pub(super) fn redo(session: &mut Session<'_>, args: &Steps) -> Result<Answer> {
    let done = session.store.redo(args.steps, session.seconds())?;
    if done.is_empty() {
        let error = Error::request("there is nothing to do again");
        return Err(if session.store.redo_was_cut_off()? {
            error.because("something was changed since it was taken back")
        } else {
            error.because("nothing was taken back")
        });
    }
    Ok(steps(session, "redone", "Done again", &done))
}

fn steps(session: &Session<'_>, key: &'static str, said: &str, done: &[Undone]) -> Answer {
    session.echo(|layout| page::steps(layout, said, done), || page::steps_document(key, done))
}

/// Lists the latest changes.
pub(super) fn history(session: &Session<'_>, args: &History) -> Result<Answer> {
    let past = session.store.history(args.limit)?;
    let zone = session.clock.zone;
    Ok(session
        .page(|layout| page::history(layout, &past, zone), || page::history_document(&past, zone)))
}

/// Corrects an entry by flags, or in an editor.
pub(super) fn edit(session: &mut Session<'_>, args: &Edit) -> Result<Answer> {
    let read = session.store.entry_to_change(args.id)?;
    let entry = read.entry.clone();
    let was = form::of(&entry);
    let changes = args.changes();
    let (new, remark) = if changes.is_empty() && args.item.is_empty() {
        let Some(new) = in_editor(session, &entry, &was)? else {
            return unchanged(session, &entry);
        };
        new
    } else {
        let mut form = was.clone();
        for (name, text) in changes {
            form.set(name, &text, entry.kind)?;
        }
        if !args.item.is_empty() {
            if form.lines.is_none() {
                return Err(Error::request("only meals and supplements hold items")
                    .hint("`mineralog edit --help` lists the other fields"));
            }
            let said = args.item.iter().filter(|line| !line.trim().is_empty());
            form.lines = Some(said.cloned().collect());
        }
        if form == was {
            return unchanged(session, &entry);
        }
        form.entry(session, &entry)?
    };
    let (now, command) = (session.seconds(), session.command_line.clone());
    let summary = format!("changed entry {}", entry.id);
    let edited = session.store.change(now, &command, |change| {
        change.expect(&read)?;
        Ok((change.edit(entry.id, new)?, summary))
    })?;
    let items = match &edited.record {
        Record::Meal(meal) => meal.items.clone(),
        _ => Vec::new(),
    };
    let foods = load::foods(session.store, &items)?;
    let flags = load::flags_of_entry(session.store, &session.settings()?, &edited)?;
    Ok(session
        .echo(
            |layout| page::edited(layout, &edited, &foods, &flags),
            || page::edited_document(&edited, &foods, &flags),
        )
        .warn(remark))
}

fn unchanged(session: &Session<'_>, entry: &Entry) -> Result<Answer> {
    let foods = crate::nutrition::day::Foods::default();
    let flags = load::flags_of_entry(session.store, &session.settings()?, entry)?;
    let text = format!("entry {} stays as it is", entry.id);
    let body = if session.json {
        Body::Json(page::edited_document(entry, &foods, &flags))
    } else {
        Body::Note(text)
    };
    Ok(Answer { body, warnings: Vec::new(), changed: false })
}

/// Opens a form in the person's editor until it can be read; none where nothing was changed.
fn in_editor(
    session: &Session<'_>,
    entry: &Entry,
    was: &Form,
) -> Result<Option<(NewEntry, Option<String>)>> {
    if !session.asks {
        return Err(Error::request("nothing was said to be changed")
            .because("an editor is only opened at a terminal")
            .hint("say what changes, such as --at 12:30 or --note TEXT"));
    }
    let mut text = was.text(entry, None);
    loop {
        let edited = open_editor(&text)?;
        let read = was.read(&edited, entry.kind).and_then(|form| {
            form.filter(|form| form != was).map(|form| form.entry(session, entry)).transpose()
        });
        match read {
            Ok(new) => return Ok(new),
            Err(error) => {
                let hint = error.hint.as_deref().map_or_else(String::new, |h| format!("; {h}"));
                let rest: Vec<&str> = edited.lines().filter(|l| !l.starts_with("#!")).collect();
                text = format!("#! {error}{hint}\n{}\n", rest.join("\n"));
                let again = ["open it again".to_owned()];
                let question = format!("The form cannot be read: {error}");
                if ask::choose(&question, &again, "leave the entry as it is")?.is_none() {
                    return Ok(None);
                }
            }
        }
    }
}

/// Lets the person edit a text in a file of their own that is gone afterwards.
fn open_editor(text: &str) -> Result<String> {
    let editor = ["VISUAL", "EDITOR"]
        .into_iter()
        .find_map(|name| std::env::var_os(name).filter(|value| !value.is_empty()))
        .unwrap_or_else(|| OsString::from("vi"));
    let failed = |e: std::io::Error| {
        Error::failed("the form could not be written").because(e).hint("nothing was changed")
    };
    let folder = private_folder().map_err(failed)?;
    let path = folder.path().join("entry.txt");
    let mut file = private(&path).map_err(failed)?;
    file.write_all(text.as_bytes()).map_err(failed)?;
    drop(file);
    // An editor may be named with its flags, as other programs take it.
    let line = editor.to_string_lossy().into_owned();
    let words = shlex::split(&line).filter(|words| !words.is_empty()).unwrap_or(vec![line.clone()]);
    let broken_off = BrokenOff::watch().map_err(failed)?;
    let ended = Command::new(&words[0]).args(&words[1..]).arg(&path).status().map_err(|e| {
        Error::request(format!("the editor {} cannot be started", words[0]))
            .because(e)
            .hint("set VISUAL or EDITOR to yours, or use the flags of `mineralog edit`")
    })?;
    if broken_off.was() {
        return Err(Error::request("the form was broken off").hint("nothing was changed"));
    }
    if !ended.success() {
        return Err(Error::request("the editor was ended without success")
            .because(ended)
            .hint("nothing was changed"));
    }
    std::fs::read_to_string(&path).map_err(|e| {
        Error::request("the form cannot be read back").because(e).hint("nothing was changed")
    })
}

/// Makes a folder that only its owner can enter; it goes with the value.
fn private_folder() -> std::io::Result<tempfile::TempDir> {
    let mut folder = tempfile::Builder::new();
    folder.prefix("mineralog-");
    #[cfg(unix)]
    folder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o700));
    folder.tempdir()
}

/// Whether the program was asked to end while the editor was open: by Ctrl-C, by a terminal that
/// closed, or by the system. It waits for the editor then, so that the form does not stay behind;
/// from the end of the value on it ends at once, as ever.
struct BrokenOff {
    asked: Arc<AtomicBool>,
    over: Arc<AtomicBool>,
}

impl BrokenOff {
    fn watch() -> std::io::Result<Self> {
        let this = Self { asked: Arc::default(), over: Arc::default() };
        #[cfg(unix)]
        for signal in [signal::SIGINT, signal::SIGTERM, signal::SIGHUP] {
            flag::register_conditional_default(signal, Arc::clone(&this.over))?;
            flag::register(signal, Arc::clone(&this.asked))?;
        }
        Ok(this)
    }

    fn was(&self) -> bool {
        self.asked.load(Ordering::Relaxed)
    }
}

impl Drop for BrokenOff {
    fn drop(&mut self) {
        self.over.store(true, Ordering::Relaxed);
    }
}

fn private(path: &std::path::Path) -> std::io::Result<std::fs::File> {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

/// Removes entries for good.
pub(super) fn forget(session: &mut Session<'_>, args: &Forget) -> Result<Answer> {
    let ids = if args.all {
        session.store.ids_with_deleted(None)?
    } else if args.range.from.is_some() || args.range.to.is_some() {
        if !args.ids.is_empty() {
            return Err(
                Error::request("numbers and days were both named").hint("name either of them")
            );
        }
        let settings = session.settings()?;
        let period = lists::period(&session.calendar(&settings), &args.range, 1)?;
        session.store.ids_with_deleted(Some(period))?
    } else {
        args.ids.clone()
    };
    if ids.is_empty() && !args.all {
        return Err(Error::request("there is nothing to forget")
            .hint("name entries, --from and --to, or --all"));
    }
    let known = session.store.ids_with_deleted(None)?;
    if let Some(strange) = ids.iter().find(|id| !known.contains(id)) {
        return Err(Error::request(format!("there is no entry {strange}"))
            .hint("`mineralog diary --deleted` lists the deleted ones too"));
    }
    let mut ids = ids;
    ids.sort_unstable();
    ids.dedup();
    let copies = session.store.copies().len();
    if !args.yes {
        if !session.asks {
            return Err(
                Error::request("forgetting cannot be taken back").hint("say --yes, if you mean it")
            );
        }
        let question = page::question(ids.len(), args.all, copies);
        let options = [if args.all { "forget everything" } else { "forget them" }.to_owned()];
        if ask::offer(&question, &options, "keep everything")?.is_none() {
            return Err(Error::request("everything was kept"));
        }
    }
    // The copies first: where one stays, the diary does too, and nobody believes it is forgotten.
    let copies = session.store.forget_copies()?;
    if args.all {
        session.store.forget_everything(session.seconds())?;
    } else {
        session.store.forget(&ids)?;
    }
    Ok(session.echo(
        |layout| page::forgotten(layout, ids.len(), args.all, copies),
        || page::forgotten_document(&ids, copies),
    ))
}
