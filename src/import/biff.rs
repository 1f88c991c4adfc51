//! The cells of an Excel 97-2003 workbook (BIFF8): text and numbers of its first sheet, row by row.
//!
//! Only what a table of figures needs: no formats, no formulas' sources. The records are those of
//! Microsoft's [MS-XLS] specification; nothing is kept but the shared texts and one row, so that a
//! sheet that claims to be large costs nothing.

use std::io::Read;

/// The value of a cell.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    /// Text.
    Text(String),
    /// A number.
    Number(f64),
}

/// The most bytes of shared text, and the most of them that may be one text.
const MOST_TEXT: usize = 24 << 20;

/// The most columns BIFF8 has (2.2.2, column limits).
const COLUMNS: usize = 256;

const BOF: u16 = 0x0809;
const EOF: u16 = 0x000a;
const FILE_PASSWORD: u16 = 0x002f;
const CONTINUE: u16 = 0x003c;
const SHARED_TEXTS: u16 = 0x00fc;
const LABEL_SHARED: u16 = 0x00fd;
const LABEL: u16 = 0x0204;
const NUMBER: u16 = 0x0203;
const RK: u16 = 0x027e;
const MANY_RK: u16 = 0x00bd;
const FORMULA: u16 = 0x0006;

type Read0<T> = std::result::Result<T, String>;

/// Visits the rows of the first sheet of a workbook stream: the row's number from 1, and its
/// cells by column.
///
/// # Errors
///
/// Returns why the stream is none, or the error of `visit`.
pub fn rows<E: From<String>>(
    stream: impl Read,
    mut visit: impl FnMut(u32, &[Option<Cell>]) -> std::result::Result<(), E>,
) -> std::result::Result<(), E> {
    let mut records = Records { stream, next: None };
    let mut texts: Vec<String> = Vec::new();
    let mut row: (u32, Vec<Option<Cell>>) = (0, vec![None; COLUMNS]);
    let mut streams = 0;
    let mut bytes = Vec::new();
    while let Some(kind) = records.read(&mut bytes)? {
        match kind {
            BOF => {
                streams += 1;
                if streams == 1 && number16(&bytes, 0) != Some(0x0600) {
                    return Err("the workbook is older than Excel 97".to_owned().into());
                }
            }
            FILE_PASSWORD => return Err("the workbook is locked by a password".to_owned().into()),
            SHARED_TEXTS => texts = records.shared_texts(&bytes)?,
            // The first stream is the workbook itself, the second its first sheet.
            EOF if streams == 2 => break,
            _ if streams == 2 => {
                for (at, column, cell) in cells(kind, &bytes, &texts) {
                    if at != row.0 {
                        if row.0 > 0 {
                            visit(row.0, &row.1)?;
                        }
                        row.1.iter_mut().for_each(|cell| *cell = None);
                        row.0 = at;
                    }
                    if let Some(place) = row.1.get_mut(column) {
                        *place = Some(cell);
                    }
                }
            }
            _ => {}
        }
    }
    if streams < 2 {
        return Err("the workbook has no sheet".to_owned().into());
    }
    if row.0 > 0 { visit(row.0, &row.1) } else { Ok(()) }
}

/// Returns the cells of a record: row from 1, column from 0, value.
fn cells(kind: u16, bytes: &[u8], texts: &[String]) -> Vec<(u32, usize, Cell)> {
    let (Some(row), Some(column)) = (number16(bytes, 0), number16(bytes, 2)) else {
        return Vec::new();
    };
    let (row, column) = (u32::from(row) + 1, usize::from(column));
    let one = |cell: Option<Cell>| cell.map(|cell| (row, column, cell)).into_iter().collect();
    match kind {
        LABEL_SHARED => {
            let text = number32(bytes, 6).and_then(|place| texts.get(place as usize));
            one(text.map(|text| Cell::Text(text.clone())))
        }
        LABEL => {
            let mut parts =
                Parts { parts: vec![bytes.get(6..).unwrap_or_default()], part: 0, at: 0 };
            one(parts.text(MOST_TEXT).ok().map(Cell::Text))
        }
        NUMBER => one(float(bytes, 6).map(Cell::Number)),
        // The result of a formula is a number unless its last two bytes are set.
        FORMULA if number16(bytes, 12) != Some(0xffff) => one(float(bytes, 6).map(Cell::Number)),
        RK => one(number32(bytes, 6).map(|rk| Cell::Number(packed(rk)))),
        MANY_RK => {
            let many = bytes.get(4..bytes.len().saturating_sub(2)).unwrap_or_default();
            many.chunks_exact(6)
                .enumerate()
                .filter_map(|(i, rk)| {
                    Some((row, column + i, Cell::Number(packed(number32(rk, 2)?))))
                })
                .collect()
        }
        _ => Vec::new(),
    }
}

/// Returns the number an RK value packs: an integer or the upper half of a double, either of them
/// perhaps a hundredfold (2.5.217).
fn packed(rk: u32) -> f64 {
    let value = if rk & 2 == 0 {
        f64::from_bits(u64::from(rk & !3) << 32)
    } else {
        f64::from(rk.cast_signed() >> 2)
    };
    if rk & 1 == 0 { value } else { value / 100.0 }
}

fn number16(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_le_bytes(bytes.get(at..at + 2)?.try_into().ok()?))
}

fn number32(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(bytes.get(at..at + 4)?.try_into().ok()?))
}

fn float(bytes: &[u8], at: usize) -> Option<f64> {
    let number = f64::from_le_bytes(bytes.get(at..at + 8)?.try_into().ok()?);
    number.is_finite().then_some(number)
}

/// The records of a stream.
struct Records<R> {
    stream: R,
    next: Option<(u16, u16)>,
}

impl<R: Read> Records<R> {
    /// Reads a record and returns its kind; none at the end.
    fn read(&mut self, bytes: &mut Vec<u8>) -> Read0<Option<u16>> {
        let Some((kind, length)) = self.head()? else { return Ok(None) };
        self.next = None;
        bytes.resize(usize::from(length), 0);
        self.stream.read_exact(bytes).map_err(|_| "the workbook breaks off".to_owned())?;
        Ok(Some(kind))
    }

    fn head(&mut self) -> Read0<Option<(u16, u16)>> {
        if self.next.is_none() {
            let mut head = [0; 4];
            let mut taken = 0;
            while taken < 4 {
                match self.stream.read(&mut head[taken..]).map_err(|e| e.to_string())? {
                    0 => return Ok(None),
                    count => taken += count,
                }
            }
            let half = |at: usize| u16::from_le_bytes([head[at], head[at + 1]]);
            self.next = Some((half(0), half(2)));
        }
        Ok(self.next)
    }

    /// Reads the texts that cells share, which go on through as many records as they need (2.4.265).
    fn shared_texts(&mut self, first: &[u8]) -> Read0<Vec<String>> {
        let mut parts = vec![first.to_vec()];
        let mut size = first.len();
        while let Some((CONTINUE, _)) = self.head()? {
            let mut bytes = Vec::new();
            self.read(&mut bytes)?;
            size += bytes.len();
            if size > MOST_TEXT {
                return Err(format!("the workbook holds more than {} MB of text", MOST_TEXT >> 20));
            }
            parts.push(bytes);
        }
        let count = number32(first, 4).ok_or("the shared texts are damaged")?;
        let mut parts = Parts { parts: parts.iter().map(Vec::as_slice).collect(), part: 0, at: 8 };
        let mut texts = Vec::new();
        let mut left = MOST_TEXT;
        for _ in 0..count {
            let text = parts.text(left)?;
            left = left.saturating_sub(text.len() + size_of::<String>());
            texts.push(text);
        }
        Ok(texts)
    }
}

/// Bytes in several parts, as a text that goes on in the next record is stored.
struct Parts<'a> {
    parts: Vec<&'a [u8]>,
    part: usize,
    at: usize,
}

impl Parts<'_> {
    /// Goes to the next part where this one is used up; true where it did.
    fn turn(&mut self) -> Read0<bool> {
        let mut turned = false;
        while self.at >= self.parts.get(self.part).ok_or("a text breaks off")?.len() {
            self.at -= self.parts[self.part].len();
            self.part += 1;
            turned = true;
        }
        Ok(turned)
    }

    fn byte(&mut self) -> Read0<u8> {
        self.turn()?;
        self.at += 1;
        Ok(self.parts[self.part][self.at - 1])
    }

    fn number(&mut self, bytes: u32) -> Read0<u32> {
        (0..bytes).try_fold(0, |number, place| Ok(number | u32::from(self.byte()?) << (8 * place)))
    }

    /// Reads one text (2.5.293), of at most `most` bytes. Where its letters go on in another
    /// part, that part begins with how wide they are there.
    fn text(&mut self, most: usize) -> Read0<String> {
        const WIDE: u8 = 1;
        const EXTENDED: u8 = 4;
        const RICH: u8 = 8;
        let letters = self.number(2)? as usize;
        if letters > most {
            return Err(format!("the workbook holds more than {} MB of text", MOST_TEXT >> 20));
        }
        let kind = self.byte()?;
        let runs = if kind & RICH == 0 { 0 } else { self.number(2)? };
        let extension = if kind & EXTENDED == 0 { 0 } else { self.number(4)? };
        let mut wide = kind & WIDE != 0;
        let mut units: Vec<u16> = Vec::with_capacity(letters);
        while units.len() < letters {
            if self.turn()? {
                wide = self.byte()? & WIDE != 0;
            }
            units.push(self.number(if wide { 2 } else { 1 })? as u16);
        }
        self.at += 4 * runs as usize + extension as usize;
        Ok(String::from_utf16_lossy(&units))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(kind: u16, bytes: &[u8]) -> Vec<u8> {
        let length = u16::try_from(bytes.len()).unwrap();
        [&kind.to_le_bytes()[..], &length.to_le_bytes(), bytes].concat()
    }

    fn cell(kind: u16, row: u16, column: u16, rest: &[u8]) -> Vec<u8> {
        record(kind, &[&row.to_le_bytes()[..], &column.to_le_bytes(), &[0, 0], rest].concat())
    }

    fn read(stream: &[u8]) -> Result<Vec<(u32, Vec<Cell>)>, String> {
        let mut found = Vec::new();
        rows(stream, |row, cells| {
            found.push((row, cells.iter().flatten().cloned().collect()));
            Ok::<(), String>(())
        })?;
        Ok(found)
    }

    #[test]
    fn texts_go_on_in_the_next_record() {
        // Two texts: "abcd", cut after "ab" and wide from there on, and "é".
        let first = [2, 0, 0, 0, 2, 0, 0, 0, 4, 0, 0, b'a', b'b'];
        let second = [1, b'c', 0, b'd', 0, 1, 0, 0, 0xe9];
        let stream = [
            record(BOF, &[0, 6, 5, 0]),
            record(SHARED_TEXTS, &first),
            record(CONTINUE, &second),
            record(EOF, &[]),
            record(BOF, &[0, 6, 16, 0]),
            cell(LABEL_SHARED, 0, 0, &[0, 0, 0, 0]),
            cell(LABEL_SHARED, 0, 3, &[1, 0, 0, 0]),
            cell(NUMBER, 2, 1, &1.5_f64.to_le_bytes()),
            cell(RK, 2, 2, &((7_u32 << 2) | 3).to_le_bytes()),
            record(EOF, &[]),
        ]
        .concat();
        let text = |text: &str| Cell::Text(text.to_owned());
        assert_eq!(
            read(&stream),
            Ok(vec![
                (1, vec![text("abcd"), text("é")]),
                (3, vec![Cell::Number(1.5), Cell::Number(0.07)])
            ])
        );
    }

    #[test]
    fn damage_is_no_panic() {
        assert!(read(b"").is_err());
        assert!(read(&record(BOF, &[0, 5])).is_err());
        let cut = [record(BOF, &[0, 6]), record(SHARED_TEXTS, &[9; 9])].concat();
        assert!(read(&cut).is_err());
        let many = [record(BOF, &[0, 6]), record(SHARED_TEXTS, &[255; 12])].concat();
        assert!(read(&many).is_err());
        let locked = [record(BOF, &[0, 6]), record(FILE_PASSWORD, &[])].concat();
        assert!(read(&locked).unwrap_err().contains("password"));
    }

    #[test]
    fn packed_numbers_are_unpacked() {
        assert!((packed((100 << 2) | 2) - 100.0).abs() < 1e-9);
        assert!((packed(0x3ff0_0000) - 1.0).abs() < 1e-9);
        assert!((packed((-5_i32 << 2).cast_unsigned() | 2) + 5.0).abs() < 1e-9);
    }
}
