//! `merge` and `import json`: another diary comes in and is united with this one.

use std::fs::File;
use std::io::{BufReader, Read};
use std::path::Path;

use super::args::Merge;
use super::{Answer, Session, seal};
use crate::error::{Error, Result};
use crate::exchange::{Place, Record, Section, read};
use crate::render::exchange as page;
use crate::store::{Bringing, Brought, Copy};

/// Unites the diary with another one.
pub(super) fn run(session: &mut Session<'_>, args: &Merge) -> Result<Answer> {
    let copy = Copy::of(&args.file, session.store, session.seconds(), session.keys)?;
    let other = copy.diary()?;
    let name = args.file.display().to_string();
    bring(session, &name, |bringing| {
        let mut last = Place { section: Section::Settings, number: 0 };
        other.export(None, true, &mut |record| {
            let section = section_of(&record);
            let number = if section == last.section { last.number + 1 } else { 1 };
            last = Place { section, number };
            bringing.record(record, &last)
        })?;
        Ok(())
    })
}

/// Brings in a document.
pub(super) fn import(session: &mut Session<'_>, path: &Path) -> Result<Answer> {
    let name = path.display().to_string();
    let failed = |e: std::io::Error| {
        Error::request(format!("{name} cannot be read")).because(e).hint("nothing was changed")
    };
    let size = match std::fs::metadata(path).map_err(failed)? {
        found if found.is_file() => found.len(),
        _ => {
            return Err(Error::request(format!("{name} is not a file"))
                .hint("name a file that `mineralog export json` wrote"));
        }
    };
    let progress = session.progress;
    let tell = |done, size| progress(&name, done, size);
    let open = || {
        let file = File::open(path).map_err(failed)?;
        let counted = Counted { file, done: 0, size, tell: &tell };
        Ok(BufReader::with_capacity(1 << 16, counted))
    };
    let from: Box<dyn Read> = if seal::is_sealed(path) {
        Box::new(BufReader::with_capacity(1 << 16, seal::unsealed(path, session.keys, open)?))
    } else {
        Box::new(open()?)
    };
    bring(session, &name, |bringing| {
        read::read(from, &mut |record, place| bringing.record(record, place)).map_err(
            |mut error| {
                error.message = format!("{} ({name})", error.message);
                error
            },
        )
    })
}

fn bring(
    session: &mut Session<'_>,
    name: &str,
    records: impl FnOnce(&mut Bringing<'_, '_>) -> Result<()>,
) -> Result<Answer> {
    session.store.back_up_before("merge", session.clock.now)?;
    let (now, command) = (session.seconds(), session.command_line.clone());
    let brought: Brought = session.store.change(now, &command, |change| {
        let mut bringing = change.bring()?;
        records(&mut bringing)?;
        let brought = bringing.finish()?;
        let summary = format!("another diary: {}", page::counts(&brought));
        Ok((brought, summary))
    })?;
    Ok(session.echo(
        |layout| page::brought(layout, name, &brought),
        || page::brought_json(name, &brought),
    ))
}

fn section_of(record: &Record) -> Section {
    match record {
        Record::Setting(_) => Section::Settings,
        Record::Food(_) => Section::Foods,
        Record::Refused(_) => Section::Refused,
        Record::Acknowledged(_) => Section::Acknowledged,
        Record::Entry(_) => Section::Entries,
        Record::Change(_) => Section::History,
    }
}

/// A file that tells how far it was read.
struct Counted<'a> {
    file: File,
    done: u64,
    size: u64,
    tell: &'a dyn Fn(u64, u64),
}

impl Read for Counted<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let count = self.file.read(buffer)?;
        self.done += count as u64;
        (self.tell)(self.done, self.size);
        Ok(count)
    }
}
