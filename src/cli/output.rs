//! Writes a file, whole or not at all, for its owner alone.
//!
//! The bytes go into a new file beside the target, are forced to the disk, and take the target's
//! name in one step. What stood there before stays whole until then.

use std::fs::{self, File};
use std::io::{self, BufWriter, Read as _, Write as _};
use std::path::{Path, PathBuf};

use super::{Session, ask, whole};
use crate::error::{Error, Result};
use crate::store::lock::is_encrypted;

/// How a database begins that SQLite wrote: such a file is somebody's diary and is never
/// overwritten by a page.
const DATABASE: &[u8] = b"SQLite format 3\0";

/// A file that may be written.
#[derive(Debug)]
pub(super) struct Target {
    /// The file itself, behind any link.
    path: PathBuf,
    /// Whether one that stands there may be replaced.
    replace: bool,
}

/// Returns the target of an output, before anything is computed. Where a file stands there already,
/// a person is asked, and a script needs `force`.
///
/// # Errors
///
/// Refuses a folder, a missing folder, a dangling link, what is no plain file, a diary, and a file
/// that may not be overwritten.
pub(super) fn target(session: &Session<'_>, path: &Path, force: bool) -> Result<Target> {
    let shown = path.display();
    let refuse = |cause: &str, hint: &str| {
        Err(Error::request(format!("{shown} cannot be written")).because(cause).hint(hint))
    };
    let another = "name another file";
    if path.file_name().is_none() {
        return refuse("it names no file", another);
    }
    let path = match fs::symlink_metadata(path) {
        // What a link points to is written, and the link stays.
        Ok(found) if found.is_symlink() => match fs::canonicalize(path) {
            Ok(behind) => behind,
            Err(_) => return refuse("it is a link to a file that is not there", another),
        },
        _ => path.to_owned(),
    };
    let new = match fs::metadata(&path) {
        Ok(found) if found.is_dir() => {
            return refuse("it is a folder", "name a file in it");
        }
        Ok(found) if !found.is_file() => {
            return refuse("it is no plain file", "name no file and use > in the shell");
        }
        Ok(_) => false,
        Err(e) if e.kind() == io::ErrorKind::NotFound => {
            if !whole::parent(&path).is_dir() {
                return refuse("its folder is not there", "make the folder first, with mkdir");
            }
            true
        }
        Err(e) => return Err(failed(&path, &e)),
    };
    if new {
        return Ok(Target { path, replace: false });
    }
    if is_database(&path) || is_encrypted(&path) || beside_database(&path) {
        return refuse("a database stands there, perhaps a diary", another);
    }
    if !force {
        if !session.asks {
            return Err(Error::request(format!("{shown} is there already"))
                .hint("--force overwrites it; or name another file"));
        }
        let question = format!("{shown} is there already. Overwrite it?");
        let options = ["overwrite it".to_owned()];
        if ask::offer(&question, &options, "keep it")?.is_none() {
            return Err(Error::request(format!("{shown} was kept as it is")).hint(another));
        }
    }
    Ok(Target { path, replace: true })
}

impl Target {
    /// Writes the file, readable by its owner alone.
    ///
    /// # Errors
    ///
    /// Returns what failed; what stood there before still does.
    pub(super) fn write(&self, contents: &[u8]) -> Result<()> {
        self.write_with(|out| out.write_all(contents).map_err(|e| failed(&self.path, &e)))
    }

    /// Writes the file piece by piece, readable by its owner alone.
    ///
    /// # Errors
    ///
    /// Returns what `write` returns or what failed; what stood there before still does.
    pub(super) fn write_with<T>(
        &self,
        write: impl FnOnce(&mut BufWriter<File>) -> Result<T>,
    ) -> Result<T> {
        let beside = self.beside();
        let written = self.write_beside(&beside, write);
        if written.is_err() {
            // It may not have been made.
            let _ = fs::remove_file(&beside);
        }
        written
    }

    fn write_beside<T>(
        &self,
        beside: &Path,
        write: impl FnOnce(&mut BufWriter<File>) -> Result<T>,
    ) -> Result<T> {
        let refuse = |e: io::Error| match e.kind() {
            io::ErrorKind::AlreadyExists if !self.replace => {
                Error::request(format!("{} is there already", self.path.display()))
                    .because("another program made it just now")
                    .hint("--force overwrites it; or name another file")
            }
            _ => failed(&self.path, &e),
        };
        let mut out = BufWriter::new(whole::create(beside).map_err(refuse)?);
        let result = write(&mut out)?;
        out.into_inner()
            .map_err(io::IntoInnerError::into_error)
            .and_then(|file| file.sync_all())
            .and_then(|()| self.take_name(beside))
            .map_err(refuse)?;
        Ok(result)
    }

    /// Gives the new file its name, and makes that last.
    fn take_name(&self, beside: &Path) -> io::Result<()> {
        if self.replace {
            fs::rename(beside, &self.path)?;
        } else {
            // A second name is only given where none stands; a file system without second names
            // gets the plain way.
            match fs::hard_link(beside, &self.path) {
                Ok(()) => fs::remove_file(beside)?,
                Err(e) if e.kind() == io::ErrorKind::AlreadyExists => return Err(e),
                Err(_) => fs::rename(beside, &self.path)?,
            }
        }
        #[cfg(unix)]
        File::open(whole::parent(&self.path))?.sync_all()?;
        Ok(())
    }

    /// Returns the name of the new file until it is whole.
    fn beside(&self) -> PathBuf {
        let id = uuid::Uuid::now_v7().simple();
        whole::parent(&self.path).join(format!(".mineralog-{id}.part"))
    }
}

fn is_database(path: &Path) -> bool {
    let mut start = Vec::new();
    let read =
        File::open(path).and_then(|file| file.take(DATABASE.len() as u64).read_to_end(&mut start));
    read.is_ok() && start == DATABASE
}

/// Returns whether SQLite made the file for a database beside it: without its log a database loses
/// what was written last.
fn beside_database(path: &Path) -> bool {
    let name = path.to_string_lossy();
    ["-wal", "-shm", "-journal"]
        .into_iter()
        .filter_map(|ending| name.strip_suffix(ending))
        .map(Path::new)
        .any(|database| is_database(database) || is_encrypted(database))
}

fn failed(path: &Path, e: &io::Error) -> Error {
    Error::failed(format!("{} could not be written", path.display()))
        .because(e)
        .hint("nothing was written; a file that stood there is as it was")
}
