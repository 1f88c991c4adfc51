//! What a file may hold at most, and a reader that stops where it holds more.
//!
//! A file somebody hands over may be broken or made to harm: a small archive that unpacks to
//! terabytes, a line without an end, bytes that are no text. Every file is therefore read through
//! [`Guard`], which keeps nothing and refuses the whole file beyond these limits.

use std::io::{self, Read};

use super::Progress;

/// The longest row, in bytes. The longest of any table seen is below 10,000.
pub const LONGEST_ROW: usize = 1 << 20;

/// The most bytes one packed file may unpack to. USDA's largest holds about 2 GB.
pub const MOST_UNPACKED: u64 = 16 << 30;

/// The most bytes that one packed byte may become, and the size up to which that is not asked.
/// Tables of figures pack to about a tenth.
pub const MOST_RATIO: u64 = 200;
const RATIO_FREE: u64 = 4 << 20;

/// The most files an archive may hold. USDA's hold about thirty.
pub const MOST_FILES: usize = 1_000;

/// What is wrong with a file that a [`Guard`] refuses.
#[derive(Debug)]
pub struct Refused(pub String);

impl std::fmt::Display for Refused {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Refused {}

fn refused(what: String) -> io::Error {
    io::Error::other(Refused(what))
}

/// How rows end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rows {
    /// At every line break.
    Lines,
    /// At a line break outside quotation marks.
    Quoted,
    /// The file has none: it is no text.
    None,
}

/// Reads text within the limits.
pub struct Guard<'a> {
    inner: Box<dyn Read + 'a>,
    rows: Rows,
    unpacked: u64,
    most: u64,
    line: u64,
    row_bytes: usize,
    in_quotes: bool,
}

impl std::fmt::Debug for Guard<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Guard").field("unpacked", &self.unpacked).finish_non_exhaustive()
    }
}

impl<'a> Guard<'a> {
    /// Returns a guard of a file whose packed size is known; `packed` is none for a plain file.
    pub fn new(inner: Box<dyn Read + 'a>, rows: Rows, packed: Option<u64>) -> Self {
        let most = packed.map_or(u64::MAX, |bytes| {
            bytes.saturating_mul(MOST_RATIO).clamp(RATIO_FREE, MOST_UNPACKED)
        });
        Self { inner, rows, unpacked: 0, most, line: 1, row_bytes: 0, in_quotes: false }
    }

    fn check(&mut self, bytes: &[u8]) -> io::Result<()> {
        for &byte in bytes {
            self.row_bytes += 1;
            match byte {
                b'\n' => {
                    self.line += 1;
                    if !self.in_quotes {
                        self.row_bytes = 0;
                    }
                }
                b'"' if self.rows == Rows::Quoted => self.in_quotes = !self.in_quotes,
                0 => {
                    return Err(refused(format!(
                        "line {} holds a zero byte: it is no text",
                        self.line
                    )));
                }
                _ => {}
            }
            if self.row_bytes > LONGEST_ROW {
                return Err(refused(format!(
                    "the row that ends in line {} is longer than {LONGEST_ROW} bytes",
                    self.line
                )));
            }
        }
        Ok(())
    }
}

impl Read for Guard<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(buffer)?;
        self.unpacked += count as u64;
        if self.unpacked > self.most {
            return Err(refused(format!(
                "it unpacks to more than {} MB, which no table of its packed size does",
                self.most >> 20
            )));
        }
        if self.rows != Rows::None {
            self.check(&buffer[..count])?;
        }
        Ok(count)
    }
}

/// Tells how far a file has been read.
pub struct Counted<'a, R> {
    inner: R,
    name: String,
    done: u64,
    total: u64,
    progress: &'a Progress<'a>,
}

impl<R> std::fmt::Debug for Counted<'_, R> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Counted").field("name", &self.name).finish_non_exhaustive()
    }
}

impl<'a, R> Counted<'a, R> {
    /// Returns a reader that reports under a name, of `total` bytes.
    pub fn new(inner: R, name: &str, total: u64, progress: &'a Progress<'a>) -> Self {
        Self { inner, name: name.to_owned(), done: 0, total, progress }
    }
}

impl<R: Read> Read for Counted<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(buffer)?;
        self.done += count as u64;
        (self.progress)(&self.name, self.done, self.total);
        Ok(count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: Vec<u8>, rows: Rows, packed: Option<u64>) -> Result<usize, String> {
        let mut guard = Guard::new(Box::new(io::Cursor::new(bytes)), rows, packed);
        io::copy(&mut guard, &mut io::sink()).map(|n| n as usize).map_err(|e| e.to_string())
    }

    #[test]
    fn a_row_without_an_end_is_refused() {
        assert_eq!(read(vec![b'x'; LONGEST_ROW], Rows::Lines, None), Ok(LONGEST_ROW));
        assert!(read(vec![b'x'; LONGEST_ROW + 1], Rows::Lines, None).is_err());
        let lines = b"x\n".repeat(LONGEST_ROW);
        assert!(read(lines.clone(), Rows::Lines, None).is_ok());
        let quoted = [b"\"".as_slice(), &lines].concat();
        assert!(read(quoted.clone(), Rows::Lines, None).is_ok());
        assert!(read(quoted, Rows::Quoted, None).is_err());
    }

    #[test]
    fn a_zero_byte_is_no_text() {
        let error = read(b"a\nb\0c".to_vec(), Rows::Lines, None).unwrap_err();
        assert_eq!(error, "line 2 holds a zero byte: it is no text");
        assert!(read(b"b\0c".to_vec(), Rows::None, None).is_ok());
    }

    #[test]
    fn what_unpacks_too_far_is_refused() {
        let lines = b"0\n".repeat(4 << 20);
        assert!(read(lines.clone(), Rows::Lines, None).is_ok());
        assert!(read(lines.clone(), Rows::Lines, Some(1 << 20)).is_ok());
        assert!(read(lines, Rows::Lines, Some(1000)).is_err());
    }
}
