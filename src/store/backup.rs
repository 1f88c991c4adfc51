//! Copies of the diary, made through SQLite's online backup, and going back to one. The copies of
//! an encrypted diary are encrypted as it is.
//!
//! A copy is written beside its place, checked, forced to disk and only then given its name: what
//! stands in the folder `backups` can be gone back to. One a day is made before the first change of
//! the day, of which the last seven are kept and one of each of the last eight weeks; another before
//! whatever changes much at once.

use std::fs::{self, File, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use chrono::{DateTime, Datelike as _, FixedOffset, NaiveDate, NaiveDateTime};
use rusqlite::backup::{Backup, StepResult};
use rusqlite::{Connection, OpenFlags};

use super::conflict::{conflicted_copies, is_diary};
use super::lock::{self, Keyring, Lock, Passphrase, is_encrypted};
use super::{
    APPLICATION_ID, PATIENCE, SCHEMA_VERSION, Store, at, encrypt, home, is_same_file, is_there,
    user_version,
};
use crate::error::{Error, Result};

/// Days of which a copy is kept.
const DAYS_KEPT: usize = 7;
/// Weeks of which a copy is kept.
const WEEKS_KEPT: usize = 8;
/// Copies kept of those that were made before a large change.
const BEFORE_KEPT: usize = 10;
/// How the name of a copy says when it was made.
const MOMENT: &str = "%Y%m%dT%H%M%S";
/// What the names of the changes begin with before which copies are made.
const BEFORE: &[&str] = &["import", "merge", "restore", "schema-"];
/// How long a copy waits before it tries again, while somebody writes.
pub(super) const PAUSE: Duration = Duration::from_millis(50);
/// The folder of the copies, beside the diary.
pub(super) const FOLDER: &str = "backups";
/// How the name of a copy that is not finished ends.
pub(super) const UNFINISHED: &str = ".part";

impl Store {
    /// Makes the copy of a day, where there is none yet, and drops those that are too old. Returns
    /// whether one was made. A diary without a change needs none.
    ///
    /// # Errors
    ///
    /// Fails when the copy cannot be written; the diary itself is untouched.
    pub fn back_up_daily(&self, day: NaiveDate) -> Result<bool> {
        let Some(path) = &self.path else {
            return Ok(false);
        };
        let target = folder(path).join(format!("{}-{day}.db", stem(path)));
        // A diary that was encrypted since it was opened gets no plain copy any more.
        let is_past = self.key.is_none() && is_encrypted(path);
        if target.exists() || is_past || !self.has_changes()? {
            return Ok(false);
        }
        copy(&self.connection, &target)?;
        for old in too_old(path) {
            // One that cannot be removed does no harm.
            let _ = fs::remove_file(old);
        }
        Ok(true)
    }

    /// Makes a copy before a change that touches much at once. Returns its path; none of a diary
    /// that lives in memory or was never changed.
    ///
    /// # Errors
    ///
    /// Fails when the copy cannot be written.
    pub fn back_up_before(
        &self,
        what: &str,
        now: DateTime<FixedOffset>,
    ) -> Result<Option<PathBuf>> {
        match &self.path {
            Some(path) if self.has_changes()? => {
                before(&self.connection, path, what, now, None).map(Some)
            }
            _ => Ok(None),
        }
    }

    /// Writes a copy to a file that is not there yet, a plain one of an encrypted diary where that
    /// is wanted.
    ///
    /// # Errors
    ///
    /// Refuses a file that is there, and fails when it cannot be written.
    pub fn back_up_to(&self, target: &Path, plain: bool) -> Result<()> {
        if target.symlink_metadata().is_ok() {
            return Err(Error::request(format!("{} is there already", target.display()))
                .hint("a copy overwrites nothing; name another file"));
        }
        if plain && self.key.is_some() {
            return write(&self.connection, target, Lock::Plain);
        }
        copy(&self.connection, target)
    }

    /// Returns the place of a copy that a person asked for without naming one.
    pub fn backup_place(&self, now: DateTime<FixedOffset>) -> Option<PathBuf> {
        let path = self.path.as_deref()?;
        Some(unused(path, &format!("{}-{}", stem(path), now.format(MOMENT))))
    }

    /// Returns the copies beside the diary, the newest name last.
    pub fn copies(&self) -> Vec<PathBuf> {
        self.path.as_deref().map(copies).unwrap_or_default()
    }

    /// Returns the conflicted copies that a synchronised folder left beside the diary.
    pub fn conflicted_copies(&self) -> Vec<PathBuf> {
        let of = |path| conflicted_copies(path, self.key.is_some());
        self.path.as_deref().map(of).unwrap_or_default()
    }

    fn has_changes(&self) -> Result<bool> {
        Ok(self.connection.prepare("SELECT 1 FROM change LIMIT 1")?.exists([])?)
    }
}

/// A copy that can be gone back to.
#[derive(Debug)]
pub struct Copy {
    /// The entries that are not deleted.
    pub entries: usize,
    /// The last day that has one.
    pub last_day: Option<String>,
    /// Whether it is encrypted.
    pub encrypted: bool,
    path: PathBuf,
    key: Option<Passphrase>,
    connection: Connection,
}

/// Opens a file to go back to and checks that it is a whole diary. The file is not changed.
///
/// # Errors
///
/// Refuses what is no diary, what is damaged, what no passphrase opens, and what a newer program
/// wrote.
pub fn open_copy(path: &Path, keys: &Keyring<'_>) -> Result<Copy> {
    let refuse = |cause: &str, hint: &str| {
        Err(Error::request(format!("{} cannot be gone back to", path.display()))
            .because(cause)
            .hint(hint.to_owned()))
    };
    match path.metadata() {
        Ok(found) if found.is_file() => {}
        Ok(_) => return refuse("it is not a file", "name a copy of a diary"),
        Err(e) => return refuse(&e.to_string(), "`mineralog backup --list` shows the copies"),
    }
    let (connection, key) =
        lock::open(path, OpenFlags::SQLITE_OPEN_READ_ONLY, keys).map_err(|e| at(path, e))?;
    let of = |e: rusqlite::Error| at(path, Error::from(e));
    let number = |sql: &str| connection.query_row(sql, [], |row| row.get::<_, i64>(0)).map_err(of);
    let application = connection.query_row("PRAGMA application_id", [], |row| row.get::<_, i32>(0));
    let no_database =
        |e: &rusqlite::Error| e.sqlite_error_code() == Some(rusqlite::ErrorCode::NotADatabase);
    if application.as_ref().is_err_and(no_database)
        || application.as_ref().is_ok_and(|found| *found != APPLICATION_ID)
    {
        return refuse("it is no mineralog diary", "`mineralog backup --list` shows the copies");
    }
    application.map_err(of)?;
    match user_version(&connection).map_err(|e| at(path, e))? {
        version if version > SCHEMA_VERSION => {
            return refuse("a newer mineralog wrote it", "update mineralog");
        }
        version if version < 1 => {
            return refuse(
                &format!("it is damaged: no mineralog writes a schema {version}"),
                "choose another copy",
            );
        }
        _ => {}
    }
    let said: String =
        connection.query_row("PRAGMA integrity_check(1)", [], |row| row.get(0)).map_err(of)?;
    if said != "ok" {
        return refuse(&format!("it is damaged: {said}"), "choose another copy");
    }
    let entries = number("SELECT count(*) FROM entry WHERE deleted_at IS NULL")?;
    let last_day = connection
        .query_row("SELECT max(day) FROM entry WHERE deleted_at IS NULL", [], |row| row.get(0))
        .map_err(of)?;
    let entries = usize::try_from(entries).unwrap_or(0);
    Ok(Copy { entries, last_day, encrypted: key.is_some(), path: path.to_owned(), key, connection })
}

/// What going back came to.
#[derive(Debug)]
pub struct Gone {
    /// Where the diary that stood there is kept; none where there was none.
    pub kept: Option<PathBuf>,
    /// Whether the diary is encrypted now.
    pub encrypted: bool,
}

/// Puts a copy in the place of the diary. The present diary is kept among the backups first.
/// Whoever reads meanwhile sees one of the two. An encrypted diary stays so, with its passphrase,
/// and a plain one becomes so where the copy is.
///
/// # Errors
///
/// Fails when the present diary cannot be kept or the copy cannot be written; nothing is changed
/// then.
pub fn go_back(
    copy: &Copy,
    path: &Path,
    now: DateTime<FixedOffset>,
    keys: &Keyring<'_>,
) -> Result<Gone> {
    if !is_there(path)? {
        write(&copy.connection, path, Lock::Same)?;
        return Ok(Gone { kept: None, encrypted: copy.encrypted });
    }
    let was_encrypted = is_encrypted(path);
    let present =
        match lock::open(path, OpenFlags::SQLITE_OPEN_READ_WRITE, keys) {
            Ok(present) => Some(present),
            // It may be damaged, and is put aside; but nothing becomes plain without a word.
            Err(e) if was_encrypted && lock::AVAILABLE && !copy.encrypted => {
                return Err(at(path, e.hint(
                "the diary was left as it is; to go back to a plain copy, move it away first",
            )));
            }
            Err(e) if was_encrypted => {
                let _ = e;
                None
            }
            Err(e) => return Err(at(path, e)),
        };
    let present = match present {
        Some((present, key)) => {
            is_whole(&present).map_err(|e| at(path, e))?.then_some((present, key))
        }
        None => None,
    };
    if let Some((mut present, key)) = present {
        let kept = Some(before(&present, path, "restore", now, Some(&copy.path))?);
        if was_encrypted == copy.encrypted {
            present.execute_batch("PRAGMA synchronous = EXTRA")?;
            copy_all(&Backup::new(&copy.connection, &mut present)?).map_err(|e| at(path, e))?;
        } else {
            let from = (&copy.connection, copy.key.as_ref());
            encrypt::go_back(from, (present, key.as_ref()), path)?;
        }
        return Ok(Gone { kept, encrypted: was_encrypted || copy.encrypted });
    }
    // A damaged diary cannot be copied page by page: it is put aside as it is, with its journal.
    let kept = place_before(path, "restore-damaged", now);
    make_folder(&folder(path))?;
    let journal = |path: &Path| {
        let mut name = path.as_os_str().to_owned();
        name.push("-journal");
        PathBuf::from(name)
    };
    if journal(path).exists() {
        fs::rename(journal(path), journal(&kept)).map_err(|e| failed(path, &e))?;
    }
    fs::rename(path, &kept).map_err(|e| failed(path, &e))?;
    write(&copy.connection, path, Lock::Same)?;
    Ok(Gone { kept: Some(kept), encrypted: copy.encrypted })
}

/// Returns whether a diary is whole. One that another program keeps from being read is not known to
/// be damaged.
fn is_whole(diary: &Connection) -> Result<bool> {
    use rusqlite::ErrorCode::{DatabaseBusy, DatabaseLocked};
    match diary.query_row("PRAGMA integrity_check(1)", [], |row| row.get::<_, String>(0)) {
        Ok(said) => Ok(said == "ok"),
        Err(e) if matches!(e.sqlite_error_code(), Some(DatabaseBusy | DatabaseLocked)) => {
            Err(e.into())
        }
        Err(_) => Ok(false),
    }
}

/// Copies all pages at once, and waits for another program that keeps them as long as any command
/// does.
pub(super) fn copy_all(backup: &Backup<'_, '_>) -> Result<()> {
    let begun = Instant::now();
    // A step may itself wait as long.
    while begun.elapsed() < PATIENCE {
        if backup.step(-1)? == StepResult::Done {
            return Ok(());
        }
        std::thread::sleep(PAUSE);
    }
    Err(Error::failed("the diary is in use by another program").hint("try again in a moment"))
}

/// Returns the copies beside a diary, and beside what a link leads to, the newest name last.
pub fn copies(path: &Path) -> Vec<PathBuf> {
    places(path).iter().flat_map(|path| beside(path)).collect()
}

/// Returns the copies beside a path, by name: those that are made, and dropped in time, where the
/// diary goes by it.
fn beside(path: &Path) -> Vec<PathBuf> {
    let stem = stem(path);
    let mut found = in_folder(path);
    found.retain(|copy| is_copy_of(&stem, &file_name(copy)));
    found
}

/// Returns the path of a diary, and the one that it leads to where it is a link.
fn places(path: &Path) -> Vec<PathBuf> {
    let real = fs::canonicalize(path).ok();
    let is_link = path.symlink_metadata().is_ok_and(|found| found.is_symlink());
    std::iter::once(path.to_owned()).chain(real.filter(|_| is_link)).collect()
}

/// Fails where it cannot be seen which copies there are.
pub(super) fn can_be_seen(path: &Path) -> Result<()> {
    for path in places(path) {
        match fs::read_dir(folder(&path)) {
            Err(e) if e.kind() != io::ErrorKind::NotFound => {
                let folder = folder(&path);
                return Err(Error::failed(format!("{} cannot be read", folder.display()))
                    .because(e)
                    .hint("nothing was changed; check the permissions of the folder"));
            }
            _ => {}
        }
    }
    Ok(())
}

/// Returns what the folder of a diary's copies holds, by name.
pub(super) fn in_folder(path: &Path) -> Vec<PathBuf> {
    let found = fs::read_dir(folder(path)).into_iter().flatten().flatten();
    let mut found: Vec<PathBuf> = found.map(|entry| entry.path()).collect();
    found.sort();
    found
}

/// Returns the databases in the folder of a diary's copies that are named as a copy of no diary
/// beside it: those of a diary that is gone, and those that a person named.
pub(super) fn strays(path: &Path) -> Vec<PathBuf> {
    let beside = fs::read_dir(home(path)).into_iter().flatten().flatten();
    let diaries: Vec<String> =
        beside.map(|entry| entry.path()).filter(|p| p.is_file()).map(|p| stem(&p)).collect();
    let mut found = in_folder(path);
    found.retain(|file| {
        let name = file_name(file);
        name.ends_with(".db") && !diaries.iter().any(|diary| is_copy_of(diary, &name))
    });
    found
}

/// Returns the strays that are diaries anybody can read.
pub(super) fn plain_strays(path: &Path) -> Vec<PathBuf> {
    let strays = places(path).into_iter().flat_map(|path| strays(&path));
    strays.filter(|stray| is_diary(stray)).collect()
}

fn file_name(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

/// Returns whether a file among the copies is named as one of the diary with this stem: of a day, of
/// a moment, or from before a change. Another diary's, whose name only begins alike, is none.
fn is_copy_of(stem: &str, name: &str) -> bool {
    let rest = name.strip_prefix(stem).and_then(|rest| rest.strip_prefix('-'));
    let Some(rest) = rest.and_then(|rest| rest.strip_suffix(".db")) else { return false };
    if rest.parse::<NaiveDate>().is_ok() {
        return true;
    }
    let numbered = rest.rsplit_once('-').filter(|(_, n)| n.len() < 8 && n.parse::<u32>().is_ok());
    let rest = numbered.map_or(rest, |(rest, _)| rest);
    let is_moment = |text: &str| NaiveDateTime::parse_from_str(text, MOMENT).is_ok();
    let change = |what: &str| BEFORE.iter().any(|known| what.starts_with(known));
    match rest.strip_prefix("before-").and_then(|rest| rest.rsplit_once('-')) {
        Some((what, moment)) => is_moment(moment) && change(what),
        None => is_moment(rest),
    }
}

/// Makes a copy before a large change and drops all but the last few of these, and never `kept`.
pub(super) fn before(
    connection: &Connection,
    path: &Path,
    what: &str,
    now: DateTime<FixedOffset>,
    kept: Option<&Path>,
) -> Result<PathBuf> {
    let target = place_before(path, what, now);
    copy(connection, &target).map_err(|e| Error {
        hint: Some("nothing was changed; make room and try again".to_owned()),
        ..e
    })?;
    let marker = format!("{}-before-", stem(path));
    let mut made: Vec<(std::time::SystemTime, PathBuf)> = beside(path)
        .into_iter()
        .filter(|copy| {
            copy.file_name().is_some_and(|name| name.to_string_lossy().starts_with(&marker))
        })
        .filter_map(|copy| Some((copy.metadata().ok()?.modified().ok()?, copy)))
        .collect();
    made.sort();
    let surplus = made.len().saturating_sub(BEFORE_KEPT);
    for (_, old) in made.drain(..surplus) {
        if !kept.is_some_and(|kept| is_same_file(kept, &old)) {
            let _ = fs::remove_file(old);
        }
    }
    Ok(target)
}

/// Returns where a copy before a change goes.
fn place_before(path: &Path, what: &str, now: DateTime<FixedOffset>) -> PathBuf {
    unused(path, &format!("{}-before-{what}-{}", stem(path), now.format(MOMENT)))
}

/// Returns a place among the copies that is free: two of one second get names of their own.
fn unused(path: &Path, name: &str) -> PathBuf {
    let names = (1..).map(|number: u32| match number {
        1 => folder(path).join(format!("{name}.db")),
        _ => folder(path).join(format!("{name}-{number}.db")),
    });
    names.into_iter().find(|place| !place.exists()).unwrap_or_else(|| folder(path).join(name))
}

/// Returns the folder of a diary's copies.
pub fn folder(path: &Path) -> PathBuf {
    home(path).join(FOLDER)
}

pub(super) fn stem(path: &Path) -> String {
    // Two diaries that differ in their endings alone have copies of their own.
    let is_db = path.extension().is_none_or(|ending| ending == "db");
    let name = if is_db { path.file_stem() } else { path.file_name() };
    name.map_or_else(|| "diary".to_owned(), |name| name.to_string_lossy().into_owned())
}

/// Returns the daily copies that are not kept any more.
fn too_old(path: &Path) -> Vec<PathBuf> {
    let start = format!("{}-", stem(path));
    let day = |copy: &PathBuf| -> Option<NaiveDate> {
        let name = copy.file_stem()?.to_str()?;
        name.strip_prefix(&start)?.parse().ok()
    };
    let dated: Vec<(NaiveDate, PathBuf)> =
        beside(path).into_iter().filter_map(|copy| Some((day(&copy)?, copy))).collect();
    let days: Vec<NaiveDate> = dated.iter().map(|(day, _)| *day).collect();
    let kept = kept(&days);
    dated.into_iter().filter(|(day, _)| !kept.contains(day)).map(|(_, copy)| copy).collect()
}

/// Returns which of some days, in order, keep their copy: the last seven, and the first of each of
/// the last eight weeks that have one.
fn kept(days: &[NaiveDate]) -> Vec<NaiveDate> {
    let mut kept: Vec<NaiveDate> = days.iter().rev().take(DAYS_KEPT).copied().collect();
    let mut weeks: Vec<NaiveDate> = days.to_vec();
    weeks.dedup_by_key(|day| day.iso_week());
    kept.extend(weeks.iter().rev().take(WEEKS_KEPT));
    kept
}

/// Copies a diary into the folder of its copies, which is made where it is missing.
fn copy(connection: &Connection, target: &Path) -> Result<()> {
    if let Some(folder) = target.parent().filter(|folder| folder.ends_with(FOLDER)) {
        make_folder(folder)?;
    }
    write(connection, target, Lock::Same)
}

fn make_folder(folder: &Path) -> Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder).map_err(|e| failed(folder, &e))
}

/// Writes a copy, whole or not at all, for its owner alone.
fn write(connection: &Connection, target: &Path, lock: Lock<'_>) -> Result<()> {
    // Two commands may make the same copy at once: each has a file of its own.
    let mut own = target.to_owned();
    own.set_file_name(format!("{}.{}", file_name(target), std::process::id()));
    let unfinished = unfinished(&own);
    let written = write_beside(connection, &unfinished, target, lock);
    if written.is_err() {
        // They may not have been made.
        let mut journal = unfinished.clone().into_os_string();
        journal.push("-journal");
        let _ = fs::remove_file(&unfinished);
        let _ = fs::remove_file(journal);
    }
    written
}

/// Returns the name of a file until it is whole.
pub(super) fn unfinished(target: &Path) -> PathBuf {
    let mut name = target.file_name().unwrap_or_default().to_owned();
    name.push(UNFINISHED);
    target.with_file_name(name)
}

/// Makes an empty file for its owner alone. What a broken command left is begun anew.
pub(super) fn begin(unfinished: &Path, target: &Path) -> Result<()> {
    let _ = fs::remove_file(unfinished);
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(unfinished).map(drop).map_err(|e| failed(target, &e))
}

fn write_beside(
    connection: &Connection,
    unfinished: &Path,
    target: &Path,
    lock: Lock<'_>,
) -> Result<()> {
    begin(unfinished, target)?;
    if lock::is_locked(connection) {
        lock::export(connection, unfinished, lock)?;
    } else {
        copy_pages(connection, unfinished, target)?;
    }
    put(unfinished, target)
}

/// Copies a plain diary page by page.
fn copy_pages(connection: &Connection, unfinished: &Path, target: &Path) -> Result<()> {
    let of = |e: rusqlite::Error| {
        let Error { message, cause, .. } = Error::from(e);
        Error::failed(format!("a copy of the diary could not be written to {}", target.display()))
            .because(cause.map_or(message.clone(), |cause| format!("{message}: {cause}")))
    };
    let mut to = Connection::open(unfinished).map_err(of)?;
    to.execute_batch("PRAGMA synchronous = OFF").map_err(of)?;
    copy_all(&Backup::new(connection, &mut to).map_err(of)?)?;
    // A diary that is replicated keeps a log beside it; its copy is one file.
    to.query_row("PRAGMA journal_mode = DELETE", [], |_| Ok(())).map_err(of)?;
    let said: String = to.query_row("PRAGMA quick_check(1)", [], |row| row.get(0)).map_err(of)?;
    if said != "ok" {
        return Err(Error::failed("the diary is damaged, so no copy of it is kept")
            .because(said)
            .hint("`mineralog check` tells more; `mineralog restore FILE` goes back to a copy"));
    }
    to.close().map_err(|(_, e)| of(e))
}

/// Forces a finished file to the disk and gives it its name, and makes that last.
pub(super) fn put(unfinished: &Path, target: &Path) -> Result<()> {
    File::open(unfinished)
        .and_then(|file| file.sync_all())
        .and_then(|()| fs::rename(unfinished, target))
        .and_then(|()| sync_folder(target))
        .map_err(|e| failed(target, &e))
}

/// Makes the names in a file's folder last.
fn sync_folder(file: &Path) -> io::Result<()> {
    #[cfg(unix)]
    {
        File::open(home(file))?.sync_all()?;
    }
    #[cfg(not(unix))]
    let _ = file;
    Ok(())
}

fn failed(path: &Path, error: &io::Error) -> Error {
    Error::failed(format!("a copy of the diary could not be written to {}", path.display()))
        .because(error)
        .hint("make room, or check the permissions of the folder")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seven_days_and_eight_weeks_are_kept() {
        let first = NaiveDate::from_ymd_opt(2026, 1, 5).expect("a Monday");
        let days: Vec<NaiveDate> = first.iter_days().take(100).collect();
        let mut kept = kept(&days);
        kept.sort();
        kept.dedup();
        // 100 days end on a Tuesday of the 15th week: its last seven days, and the Mondays of the
        // last eight weeks, of which one lies among the seven.
        assert_eq!(kept.len(), 7 + 8 - 1);
        assert_eq!(kept[0], first + chrono::Days::new(7 * 7));
        assert_eq!(kept.last(), days.last());
    }

    #[test]
    fn a_copy_belongs_to_one_diary() {
        for name in [
            "diary-2026-03-01.db",
            "diary-20260301T080000.db",
            "diary-20260301T080000-2.db",
            "diary-before-merge-20260301T080000.db",
            "diary-before-restore-damaged-20260301T080000-3.db",
            "diary-before-schema-6-20260301T080000.db",
        ] {
            assert!(is_copy_of("diary", name), "{name}");
            assert!(!is_copy_of("dia", name), "{name}");
        }
        for name in [
            "diary-work-2026-03-01.db",
            "diary-work-20260301T080000.db",
            "diary-work-before-merge-20260301T080000.db",
            "diary-before-2026-03-01.db",
            "diary-2026-03-01.txt",
            "diary.db",
            "diary-mine.db",
        ] {
            assert!(!is_copy_of("diary", name), "{name}");
        }
        let stems = ["a/diary.db", "a/diary", "a/diary.sqlite"].map(|path| stem(Path::new(path)));
        assert_eq!(stems, ["diary", "diary", "diary.sqlite"]);
    }
}
