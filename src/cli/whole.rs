//! Folders that are written whole or not at all, for their owner alone; files are in
//! [`super::output`].

use std::fs::{self, File, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};

use crate::error::{Error, Result};

/// Writes a folder beside its place and puts it there when it is whole. `files` are the names of
/// all it can hold: a folder with anything else in it is never overwritten.
///
/// # Errors
///
/// Refuses a place that is taken, unless it may be overwritten; returns what the writing returns,
/// or fails when the disk does.
pub(super) fn folder<T>(
    path: &Path,
    force: bool,
    files: &[&str],
    write: impl FnOnce(&Path) -> Result<T>,
) -> Result<T> {
    let there = path.symlink_metadata().ok();
    if there.is_none() && !parent(path).is_dir() {
        return Err(Error::request(format!("{} cannot be written", path.display()))
            .because("its folder is not there")
            .hint("make the folder first, with mkdir"));
    }
    if let Some(found) = &there {
        if !force {
            return Err(taken(path));
        }
        if !found.is_dir() || !holds_only(path, files).map_err(|e| not_written(path, e))? {
            return Err(Error::request(format!(
                "{} holds other things than tables",
                path.display()
            ))
            .hint("name another folder; this one was not touched"));
        }
    }
    let part = beside(path)?;
    let failed = |e: io::Error| not_written(path, e);
    let mut builder = fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    let written = builder.create(&part).map_err(failed).and_then(|()| write(&part)).and_then(|r| {
        if there.is_some() {
            let old = part.with_extension("old");
            fs::rename(path, &old).map_err(failed)?;
            if let Err(e) = fs::rename(&part, path) {
                let _ = fs::rename(&old, path);
                return Err(failed(e));
            }
            let _ = fs::remove_dir_all(&old);
        } else {
            fs::rename(&part, path).map_err(failed)?;
        }
        Ok(r)
    });
    if written.is_err() {
        let _ = fs::remove_dir_all(&part);
    }
    written
}

/// Makes a new file for its owner alone.
pub(super) fn create(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

/// Returns the error for a file that cannot be written.
pub(super) fn not_written(path: &Path, error: io::Error) -> Error {
    Error::failed(format!("{} cannot be written", path.display()))
        .because(error)
        .hint("nothing was written")
}

fn taken(path: &Path) -> Error {
    Error::request(format!("{} is there already", path.display()))
        .hint("add --force to overwrite it")
}

fn beside(path: &Path) -> Result<PathBuf> {
    let name = path.file_name().ok_or_else(|| {
        Error::request(format!("{} names no file", path.display())).hint("name a file")
    })?;
    let mut hidden = std::ffi::OsString::from(".");
    hidden.push(name);
    hidden.push(format!(".{}.part", std::process::id()));
    Ok(path.with_file_name(hidden))
}

fn holds_only(path: &Path, files: &[&str]) -> io::Result<bool> {
    for found in fs::read_dir(path)? {
        let found = found?;
        let name = found.file_name();
        if !found.file_type()?.is_file() || !files.iter().any(|f| name == **f) {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Returns the folder of a file.
pub(super) fn parent(path: &Path) -> &Path {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    }
}
