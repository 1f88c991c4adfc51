//! `export json` and `export csv`: the diary goes out.
//!
//! A document on standard output is written as it is read: it is the one answer that can be too
//! large to be held whole. What goes out of an encrypted diary is encrypted with its passphrase,
//! unless a plain form is asked for.

use std::fs::File;
use std::io::{self, BufWriter, IsTerminal as _, Write};
use std::path::Path;

use chrono::{Days, NaiveDate};

use super::args::{ExportCommand, ExportCsv, ExportJson, Range};
use super::seal::{ENDING, Out};
use super::{Answer, Body, Session, output, whole};
use crate::calendar::Period;
use crate::error::{Error, Result};
use crate::exchange::write::Writer;
use crate::render::exchange::{self as page, Table};
use crate::store::lock::Passphrase;
use crate::store::{Filter, Store, Written};

/// Days that are in memory at a time while tables are written.
const STRETCH: u64 = 31;

/// Writes the diary out.
pub(super) fn run(session: &mut Session<'_>, command: &ExportCommand) -> Result<Answer> {
    match command {
        ExportCommand::Json(args) => json(session, args),
        ExportCommand::Csv(args) => csv(session, args),
    }
}

fn json(session: &Session<'_>, args: &ExportJson) -> Result<Answer> {
    let days = days(session, &args.range)?;
    let history = !args.without_history;
    let store = &*session.store;
    let key = store.key().filter(|_| !args.plain);
    let Some(path) = &args.file else {
        return to_stdout(store, key, days, history);
    };
    let written = output::target(session, path, args.force)?.write_with(|out| {
        sealed(store, key, days, history, out).map_err(|fault| match fault {
            Fault::Write(e) => whole::not_written(path, e),
            Fault::Read(e) => e,
        })
    })?;
    let name = path.display().to_string();
    let answer = session.page(
        |layout| page::exported(layout, &name, &written, key.is_some()),
        || page::exported_json(&name, &written),
    );
    Ok(Answer { changed: true, ..answer }.warn(plain_warning(store, key)))
}

/// Returns a word about what leaves an encrypted diary without protection.
fn plain_warning(store: &Store, key: Option<&Passphrase>) -> Option<String> {
    (store.key().is_some() && key.is_none())
        .then(|| "it is not encrypted: whoever has it can read it".to_owned())
}

fn to_stdout(store: &Store, key: Option<&Passphrase>, days: Ends, history: bool) -> Result<Answer> {
    if key.is_some() && io::stdout().is_terminal() {
        return Err(Error::request("an encrypted document is nothing for a terminal")
            .hint("name a file, or send it on with > or |; --plain shows it as it is"));
    }
    let mut out = BufWriter::with_capacity(1 << 16, io::stdout().lock());
    match sealed(store, key, days, history, &mut out) {
        Err(Fault::Read(e)) => return Err(e),
        // The reader had enough.
        Err(Fault::Write(e)) if e.kind() == io::ErrorKind::BrokenPipe => {
            let _ = out.into_parts();
        }
        Err(Fault::Write(e)) => {
            return Err(Error::failed("the answer could not be written").because(e));
        }
        Ok(_) => {}
    }
    Ok(Answer { body: Body::Page(String::new()), warnings: Vec::new(), changed: false })
}

/// Why a document was not finished.
enum Fault {
    Read(Error),
    Write(io::Error),
}

/// Writes a document, encrypted where there is a passphrase.
fn sealed(
    store: &Store,
    key: Option<&Passphrase>,
    days: Ends,
    history: bool,
    out: &mut impl Write,
) -> std::result::Result<Written, Fault> {
    let mut out = Out::new(out, key).map_err(Fault::Write)?;
    let written = document(store, days, history, &mut out)?;
    out.finish().map_err(Fault::Write)?;
    Ok(written)
}

fn document(
    store: &Store,
    days: Ends,
    history: bool,
    out: &mut impl Write,
) -> std::result::Result<Written, Fault> {
    let mut writer = Writer::new(out, days, history).map_err(Fault::Write)?;
    let mut fault = None;
    let written = store.export(period(days), history, &mut |record| {
        writer.record(&record).map_err(|e| {
            fault = Some(e);
            Error::failed("the document could not be written")
        })
    });
    match (written, fault) {
        (_, Some(e)) => Err(Fault::Write(e)),
        (Err(e), None) => Err(Fault::Read(e)),
        (Ok(written), None) => {
            writer.finish().map_err(Fault::Write)?;
            Ok(written)
        }
    }
}

fn csv(session: &Session<'_>, args: &ExportCsv) -> Result<Answer> {
    let wanted = period(days(session, &args.range)?);
    let store = &*session.store;
    let key = store.key().filter(|_| !args.plain);
    let names: Vec<String> = Table::ALL
        .into_iter()
        .flat_map(|table| [table.file().to_owned(), format!("{}{ENDING}", table.file())])
        .collect();
    let files: Vec<&str> = names.iter().map(String::as_str).collect();
    let rows = whole::folder(&args.folder, args.force, &files, |folder| {
        tables(store, key, wanted, folder)
    })?;
    let name = args.folder.display().to_string();
    let answer = session.page(
        |layout| page::tables(layout, &name, &rows, key.is_some()),
        || page::tables_json(&name, &rows),
    );
    Ok(Answer { changed: true, ..answer }.warn(plain_warning(store, key)))
}

/// Writes every table and returns their names with their numbers of rows.
fn tables(
    store: &Store,
    key: Option<&Passphrase>,
    wanted: Option<Period>,
    folder: &Path,
) -> Result<Vec<(String, usize)>> {
    let mut sheets: Vec<Sheet> = Table::ALL
        .into_iter()
        .map(|table| Sheet::new(table, folder, key))
        .collect::<Result<_>>()?;
    if let Some(held) = store.days_with_entries()? {
        let from = wanted.map_or(held.from, |w| w.from.max(held.from));
        let to = wanted.map_or(held.to, |w| w.to.min(held.to));
        let mut first = from;
        while first <= to {
            let last = first.checked_add_days(Days::new(STRETCH - 1)).unwrap_or(to).min(to);
            let stretch = Period { from: first, to: last };
            let foods = store.foods_eaten(stretch)?;
            for entry in store.entries(Filter::Days(stretch))? {
                for (table, cells) in page::rows(&entry, &foods) {
                    for sheet in sheets.iter_mut().filter(|sheet| sheet.table == table) {
                        sheet.row(&cells)?;
                    }
                }
            }
            let Some(next) = last.succ_opt() else { break };
            first = next;
        }
    }
    sheets.into_iter().map(Sheet::finish).collect()
}

/// A table that is being written.
struct Sheet {
    table: Table,
    name: String,
    rows: usize,
    out: csv::Writer<Out<File>>,
}

impl Sheet {
    fn new(table: Table, folder: &Path, key: Option<&Passphrase>) -> Result<Self> {
        let name = format!("{}{}", table.file(), if key.is_some() { ENDING } else { "" });
        let path = folder.join(&name);
        let file = whole::create(&path)
            .and_then(|file| Out::new(file, key))
            .map_err(|e| whole::not_written(&path, e))?;
        let mut out = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(file);
        out.write_record(table.columns()).map_err(|e| not_written(table, e))?;
        Ok(Self { table, name, rows: 0, out })
    }

    fn row(&mut self, cells: &[String]) -> Result<()> {
        self.rows += 1;
        self.out.write_record(cells).map_err(|e| not_written(self.table, e))
    }

    fn finish(self) -> Result<(String, usize)> {
        let table = self.table;
        let out = self.out.into_inner().map_err(|e| not_written(table, e.into_error()))?;
        let file = out.finish().map_err(|e| not_written(table, e))?;
        file.sync_all().map_err(|e| not_written(table, e))?;
        Ok((self.name, self.rows))
    }
}

fn not_written(table: Table, error: impl Into<csv::Error>) -> Error {
    Error::failed(format!("{} cannot be written", table.file()))
        .because(error.into())
        .hint("nothing was written")
}

/// The first and the last day that were named.
type Ends = (Option<NaiveDate>, Option<NaiveDate>);

fn days(session: &Session<'_>, range: &Range) -> Result<Ends> {
    let calendar = session.calendar(&session.settings()?);
    let day = |text: &Option<String>| text.as_deref().map(|t| calendar.day(t)).transpose();
    let (from, to) = (day(&range.from)?, day(&range.to)?);
    if let (Some(from), Some(to)) = (from, to)
        && from > to
    {
        return Err(Error::request("the first day comes after the last")
            .because(format!("{from} is after {to}"))
            .hint("swap --from and --to"));
    }
    Ok((from, to))
}

/// Returns the days that were named; none where all are meant.
fn period((from, to): Ends) -> Option<Period> {
    (from.is_some() || to.is_some()).then(|| Period {
        // Days of the diary have four digits.
        from: from.or(NaiveDate::from_ymd_opt(0, 1, 1)).unwrap_or_default(),
        to: to.or(NaiveDate::from_ymd_opt(9999, 12, 31)).unwrap_or_default(),
    })
}
