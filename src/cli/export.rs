//! `export json` and `export csv`: the diary goes out.
//!
//! A document on standard output is written as it is read: it is the one answer that can be too
//! large to be held whole.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;

use chrono::{Days, NaiveDate};

use super::args::{ExportCommand, ExportCsv, ExportJson, Range};
use super::{Answer, Body, Session, output, whole};
use crate::calendar::Period;
use crate::error::{Error, Result};
use crate::exchange::write::Writer;
use crate::render::exchange::{self as page, Table};
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
    let Some(path) = &args.file else {
        return to_stdout(store, days, history);
    };
    let written = output::target(session, path, args.force)?.write_with(|out| {
        document(store, days, history, out).map_err(|fault| match fault {
            Fault::Write(e) => whole::not_written(path, e),
            Fault::Read(e) => e,
        })
    })?;
    let name = path.display().to_string();
    Ok(session.page(
        |layout| page::exported(layout, &name, &written),
        || page::exported_json(&name, &written),
    ))
}

fn to_stdout(store: &Store, days: Ends, history: bool) -> Result<Answer> {
    let mut out = BufWriter::with_capacity(1 << 16, io::stdout().lock());
    match document(store, days, history, &mut out) {
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
    let files = Table::ALL.map(Table::file);
    let rows =
        whole::folder(&args.folder, args.force, &files, |folder| tables(store, wanted, folder))?;
    let name = args.folder.display().to_string();
    Ok(session
        .page(|layout| page::tables(layout, &name, &rows), || page::tables_json(&name, &rows)))
}

/// Writes every table and returns their names with their numbers of rows.
fn tables(
    store: &Store,
    wanted: Option<Period>,
    folder: &Path,
) -> Result<Vec<(&'static str, usize)>> {
    let mut sheets: Vec<Sheet> =
        Table::ALL.into_iter().map(|table| Sheet::new(table, folder)).collect::<Result<_>>()?;
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
    rows: usize,
    out: csv::Writer<File>,
}

impl Sheet {
    fn new(table: Table, folder: &Path) -> Result<Self> {
        let path = folder.join(table.file());
        let file = whole::create(&path).map_err(|e| whole::not_written(&path, e))?;
        let mut out = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(file);
        out.write_record(table.columns()).map_err(|e| not_written(table, e))?;
        Ok(Self { table, rows: 0, out })
    }

    fn row(&mut self, cells: &[String]) -> Result<()> {
        self.rows += 1;
        self.out.write_record(cells).map_err(|e| not_written(self.table, e))
    }

    fn finish(self) -> Result<(&'static str, usize)> {
        let (table, rows) = (self.table, self.rows);
        let file = self.out.into_inner().map_err(|e| not_written(table, e.into_error()))?;
        file.sync_all().map_err(|e| not_written(table, e))?;
        Ok((table.file(), rows))
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
