//! Writes a document record by record, one to a line, so that two of them can be compared.

use std::io::{self, Write};

use chrono::NaiveDate;
use serde::Serialize;
use serde_json::json;

use super::{FORMAT, Record, Section, VERSION};

/// A document that is being written.
#[derive(Debug)]
pub struct Writer<W> {
    out: W,
    section: Option<Section>,
    is_first: bool,
    sections: Vec<Section>,
}

impl<W: Write> Writer<W> {
    /// Begins a document, of the entries of some days only where they are given; without history
    /// where that is not wanted.
    ///
    /// # Errors
    ///
    /// Fails when it cannot be written.
    pub fn new(
        mut out: W,
        days: (Option<NaiveDate>, Option<NaiveDate>),
        history: bool,
    ) -> io::Result<Self> {
        let (from, to) =
            (json!(days.0.map(|d| d.to_string())), json!(days.1.map(|d| d.to_string())));
        write!(out, "{{\n\"format\": {},\n\"version\": {VERSION},\n", json!(FORMAT))?;
        write!(out, "\"from\": {from},\n\"to\": {to}")?;
        let sections = Section::ALL.into_iter().filter(|s| history || *s != Section::History);
        Ok(Self { out, section: None, is_first: true, sections: sections.collect() })
    }

    /// Writes a record. They have to come in the order of their sections.
    ///
    /// # Errors
    ///
    /// Fails when it cannot be written.
    pub fn record(&mut self, record: &Record) -> io::Result<()> {
        let (section, line) = match record {
            Record::Setting(setting) => (Section::Settings, line(setting)),
            Record::Food(food) => (Section::Foods, line(food)),
            Record::Refused(refused) => (Section::Refused, line(refused)),
            Record::Acknowledged(acknowledged) => (Section::Acknowledged, line(acknowledged)),
            Record::Entry(entry) => (Section::Entries, line(entry)),
            Record::Change(change) => (Section::History, line(change)),
        };
        self.until(section)?;
        let gap = if self.is_first { "\n" } else { ",\n" };
        self.is_first = false;
        self.out.write_all(gap.as_bytes())?;
        self.out.write_all(line?.as_bytes())
    }

    /// Ends the document and returns what it was written to.
    ///
    /// # Errors
    ///
    /// Fails when it cannot be written.
    pub fn finish(mut self) -> io::Result<W> {
        if let Some(last) = self.sections.last().copied() {
            self.until(last)?;
        }
        self.close()?;
        self.out.write_all(b"\n}\n")?;
        self.out.flush()?;
        Ok(self.out)
    }

    /// Opens every section up to one.
    fn until(&mut self, section: Section) -> io::Result<()> {
        for next in self.sections.clone() {
            if next <= section && self.section.is_none_or(|open| open < next) {
                self.close()?;
                write!(self.out, ",\n\"{}\": [", next.key())?;
                self.section = Some(next);
                self.is_first = true;
            }
        }
        Ok(())
    }

    fn close(&mut self) -> io::Result<()> {
        match self.section {
            Some(_) if self.is_first => self.out.write_all(b"]"),
            Some(_) => self.out.write_all(b"\n]"),
            None => Ok(()),
        }
    }
}

/// Returns a record as a line of JSON. Characters that could steer a terminal or hide are written
/// as escapes.
fn line<T: Serialize>(record: &T) -> io::Result<String> {
    let text = serde_json::to_string(record)?;
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(c, '\u{7f}'..='\u{9f}' | '\u{200b}'..='\u{200f}' | '\u{61c}' | '\u{2028}'
            | '\u{2029}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
        {
            out.push_str(&format!("\\u{:04x}", u32::from(c)));
        } else {
            out.push(c);
        }
    }
    Ok(out)
}
