//! A folder or a zip archive as a set of named files.
//!
//! Nothing is unpacked to the disk: a packed file is read as it unpacks. Files are found by their
//! own name, whatever folder of the archive holds them.

use std::collections::HashMap;
use std::fs::{self, File};
use std::io::{BufReader, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

use flate2::read::MultiGzDecoder;
use zip::ZipArchive;

use super::Progress;
use super::bounded::{Counted, Guard, MOST_FILES, Refused, Rows};
use crate::error::{Error, Result};

/// A folder or an archive.
#[derive(Debug)]
pub struct Archive {
    path: PathBuf,
    files: HashMap<String, Place>,
    zip: Option<ZipArchive<BufReader<File>>>,
}

#[derive(Clone, Debug)]
enum Place {
    Folder(PathBuf),
    Packed(usize),
}

impl Archive {
    /// Opens a folder or a zip archive.
    ///
    /// # Errors
    ///
    /// Refuses what is neither, and an archive that is damaged, holds too many files, or names
    /// files outside itself.
    pub fn open(path: &Path) -> Result<Self> {
        let found = metadata(path)?;
        if found.is_dir() {
            return Self::folder(path);
        }
        let mut file = open_file(path)?;
        let mut start = [0; 4];
        let count = read_up_to(&mut file, &mut start).map_err(|e| unreadable(path, &e))?;
        if !matches!(&start[..count], b"PK\x03\x04" | b"PK\x05\x06") {
            return Err(Error::request(format!(
                "{} is no zip archive and no folder",
                path.display()
            ))
            .hint("give the publisher's .zip as it was downloaded, or the folder it unpacks to"));
        }
        Self::packed(path, file)
    }

    fn folder(path: &Path) -> Result<Self> {
        let entries = |folder: &Path| -> Result<Vec<PathBuf>> {
            let listed = fs::read_dir(folder).and_then(|all| {
                all.take(MOST_FILES + 1)
                    .map(|entry| Ok(entry?.path()))
                    .collect::<std::io::Result<Vec<_>>>()
            });
            let mut paths = listed.map_err(|e| unreadable(folder, &e))?;
            if paths.len() > MOST_FILES {
                return Err(too_many(folder));
            }
            paths.sort();
            Ok(paths)
        };
        let mut paths = entries(path)?;
        // An archive unpacked by hand often holds one folder and nothing else.
        if let [only] = paths.as_slice()
            && only.is_dir()
        {
            paths = entries(&only.clone())?;
        }
        let files = paths
            .into_iter()
            .filter_map(|path| Some((key(path.file_name()?.to_str()?), Place::Folder(path))))
            .collect();
        Ok(Self { path: path.to_owned(), files, zip: None })
    }

    fn packed(path: &Path, mut file: File) -> Result<Self> {
        let damaged = |e: &dyn std::fmt::Display| {
            Error::request(format!("{} is damaged or no zip archive", path.display()))
                .because(e)
                .hint("fetch it again from its publisher; nothing was changed")
        };
        if listed_files(&mut file).map_err(|e| unreadable(path, &e))? > MOST_FILES as u64 {
            return Err(too_many(path));
        }
        let zip = ZipArchive::new(BufReader::new(file)).map_err(|e| damaged(&e))?;
        if zip.len() > MOST_FILES {
            return Err(too_many(path));
        }
        let mut files = HashMap::new();
        for index in 0..zip.len() {
            let Some(name) = zip.name_for_index(index) else { continue };
            let name = name.map_err(|e| damaged(&e))?.replace('\\', "/");
            if name.starts_with('/') || name.split('/').any(|part| part == "..") {
                return Err(Error::request(format!(
                    "{} names a file outside itself",
                    path.display()
                ))
                .because(format!("\"{}\"", crate::calendar::shown(&name)))
                .hint("fetch the archive from its publisher; nothing was changed"));
            }
            let Some(own) = name.rsplit('/').next().filter(|own| !own.is_empty()) else { continue };
            if files.insert(key(own), Place::Packed(index)).is_some() {
                let what = format!("{} holds {own} twice", path.display());
                return Err(Error::request(what).hint("give one release of one table at a time"));
            }
        }
        Ok(Self { path: path.to_owned(), files, zip: Some(zip) })
    }

    /// Returns whether there is a file of a name, packed with gzip or not.
    pub fn has(&self, name: &str) -> bool {
        self.place(name).is_some()
    }

    fn place(&self, name: &str) -> Option<(&Place, bool)> {
        let plain = self.files.get(&key(name)).map(|place| (place, false));
        plain.or_else(|| self.files.get(&key(&format!("{name}.gz"))).map(|place| (place, true)))
    }

    /// Opens a file of the archive for reading.
    ///
    /// # Errors
    ///
    /// Refuses a file that is not there, and what is no plain file.
    pub fn read<'a>(
        &'a mut self,
        name: &str,
        rows: Rows,
        progress: &'a Progress<'a>,
    ) -> Result<Guard<'a>> {
        let missing = Error::request(format!("{} holds no {name}", self.path.display()))
            .hint("give the complete bundle as its publisher released it");
        let Some((place, gz)) = self.place(name) else { return Err(missing) };
        let (inner, packed): (Box<dyn Read + 'a>, Option<u64>) = match place.clone() {
            Place::Folder(path) => {
                if !metadata(&path)?.is_file() {
                    return Err(Error::request(format!("{} is no plain file", path.display())));
                }
                let size = metadata(&path)?.len();
                let file = Counted::new(open_file(&path)?, name, size, progress);
                (Box::new(file), gz.then_some(size))
            }
            Place::Packed(index) => {
                let zip = self.zip.as_mut().ok_or(missing)?;
                let file = zip
                    .by_index(index)
                    .map_err(|e| Error::request(format!("{name} cannot be unpacked")).because(e))?;
                let (packed, size) = (file.compressed_size(), file.size());
                (Box::new(Counted::new(file, name, size, progress)), Some(packed))
            }
        };
        let inner: Box<dyn Read + 'a> =
            if gz { Box::new(MultiGzDecoder::new(BufReader::new(inner))) } else { inner };
        Ok(Guard::new(inner, rows, packed))
    }
}

/// Returns a file name as it is looked up: publishers write FOOD_DES.txt and FOOD_DES.TXT.
fn key(name: &str) -> String {
    name.to_ascii_lowercase()
}

fn metadata(path: &Path) -> Result<fs::Metadata> {
    fs::metadata(path).map_err(|e| unreadable(path, &e))
}

/// Opens a plain file. A pipe or a device is refused before it is opened, for that could wait
/// without end.
///
/// # Errors
///
/// Refuses what cannot be read.
pub fn open_file(path: &Path) -> Result<File> {
    let found = metadata(path)?;
    if !found.is_file() {
        let what = if found.is_dir() { "a folder" } else { "no plain file" };
        return Err(Error::request(format!("{} is {what}", path.display()))
            .hint("give the file as it was downloaded"));
    }
    File::open(path).map_err(|e| unreadable(path, &e))
}

fn unreadable(path: &Path, error: &std::io::Error) -> Error {
    Error::request(format!("{} cannot be read", path.display())).because(error)
}

fn too_many(path: &Path) -> Error {
    Error::request(format!("{} holds more than {MOST_FILES} files", path.display()))
        .hint("no published table does; give the publisher's own archive")
}

/// Returns the error of a file that broke off while it was read.
pub fn broken(name: &str, error: &std::io::Error) -> Error {
    let refused = error.get_ref().is_some_and(<dyn std::error::Error + Send + Sync>::is::<Refused>);
    let what = if refused { "is refused" } else { "is damaged" };
    Error::request(format!("{name} {what}"))
        .because(error)
        .hint("fetch the file again from its publisher; nothing was changed")
}

/// Returns the error of a file that was cut off.
pub fn cut_off(name: &str) -> Error {
    Error::request(format!("{name} ends in the middle of a row"))
        .because("the file is not whole")
        .hint("fetch it again from its publisher; nothing was changed")
}

fn read_up_to(file: &mut File, buffer: &mut [u8]) -> std::io::Result<usize> {
    let mut taken = 0;
    while taken < buffer.len() {
        match file.read(&mut buffer[taken..])? {
            0 => break,
            count => taken += count,
        }
    }
    file.rewind()?;
    Ok(taken)
}

/// Returns how many files an archive says it lists, before anything of the list is kept. The
/// number stands in the record at the archive's end (APPNOTE.TXT 6.3.10, 4.3.14 and 4.3.16).
fn listed_files(file: &mut File) -> std::io::Result<u64> {
    /// The record without its comment, and the longest comment.
    const LONGEST_END: u64 = 22 + 65_535;
    let size = file.seek(SeekFrom::End(0))?;
    let from = size.saturating_sub(LONGEST_END);
    file.seek(SeekFrom::Start(from))?;
    let mut tail = Vec::new();
    file.take(LONGEST_END).read_to_end(&mut tail)?;
    file.rewind()?;
    let most = |at: usize| -> u64 {
        let two = |i: usize| u64::from(tail[at + i]) | u64::from(tail[at + i + 1]) << 8;
        let count = two(10);
        if count < 0xffff {
            return count;
        }
        // An archive in the large format says the number elsewhere; the size of its list tells
        // as well how many it can be, at 46 bytes the least.
        (two(12) | two(14) << 16) / 46
    };
    let ends =
        tail.windows(4).enumerate().filter(|(at, w)| *w == b"PK\x05\x06" && at + 22 <= tail.len());
    Ok(ends.map(|(at, _)| most(at)).max().unwrap_or(0))
}
