//! Copies of the diary that a synchronised folder made when two machines wrote at once.

use std::fs::{self, File};
use std::io::Read as _;
use std::path::{Path, PathBuf};

use super::APPLICATION_ID;
use super::lock::is_encrypted;

/// Where SQLite keeps the application id in a file, and how long its header is.
const ID_AT: std::ops::Range<usize> = 68..72;
const HEADER: usize = 100;

/// Returns the diaries beside a diary that are named as one of its conflicted copies, by name.
/// Beside an encrypted diary, what could be encrypted is one too.
pub(super) fn conflicted_copies(path: &Path, encrypted: bool) -> Vec<PathBuf> {
    let mut found: Vec<PathBuf> = fs::read_dir(super::home(path))
        .into_iter()
        .flatten()
        .flatten()
        .map(|entry| entry.path())
        .filter(|other| {
            is_named_so(path, other) && (is_diary(other) || encrypted && is_encrypted(other))
        })
        .collect();
    found.sort();
    found
}

/// Returns whether a name is one that Syncthing, Dropbox, Nextcloud, OneDrive, iCloud or a file
/// manager gives to the second of two files: `diary.sync-conflict-20260301-120000-ABCDEFG.db`,
/// `diary (conflicted copy 2026-03-01).db`, `diary_conflict-20260301-120000.db`, `diary (1).db`,
/// `diary 2.db`.
fn is_named_so(path: &Path, other: &Path) -> bool {
    let (Some(stem), Some(name)) = (path.file_stem(), other.file_stem()) else {
        return false;
    };
    let (stem, name) =
        (stem.to_string_lossy().to_lowercase(), name.to_string_lossy().to_lowercase());
    let Some(rest) = name.strip_prefix(&stem) else {
        return false;
    };
    let number = rest.trim_matches([' ', '(', ')']);
    let counted = rest.starts_with(' ')
        && !number.is_empty()
        && number.chars().all(|letter| letter.is_ascii_digit());
    path.extension() == other.extension() && (rest.contains("conflict") || counted)
}

/// Returns whether a file is a plain diary.
pub(super) fn is_diary(path: &Path) -> bool {
    let mut header = [0; HEADER];
    let read = File::open(path).and_then(|mut file| file.read_exact(&mut header));
    read.is_ok()
        && header.starts_with(b"SQLite format 3\0")
        && header[ID_AT] == APPLICATION_ID.to_be_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_second_files() {
        let is = |name: &str| is_named_so(Path::new("/x/diary.db"), &Path::new("/x").join(name));
        for name in [
            "diary.sync-conflict-20260301-120000-ABCDEFG.db",
            "diary (ada's conflicted copy 2026-03-01).db",
            "diary_conflict-20260301-120000.db",
            "diary (1).db",
            "diary 2.db",
        ] {
            assert!(is(name), "{name}");
        }
        for name in ["diary.db", "diary-2026-03-01.db", "diary 2.txt", "other.db", "diary x.db"] {
            assert!(!is(name), "{name}");
        }
    }
}
