//! Reads a document record by record: no more than one of them is in memory at a time.
//!
//! Whatever is wrong with it is said with its place: the section, the number of the record in it,
//! and the line and column of the file. Nothing is passed over: a field this program does not know
//! is refused, for what it says would be lost.

use std::cell::Cell;
use std::fmt;
use std::io::{self, Read};

use serde::de::{self, DeserializeOwned, DeserializeSeed, Deserializer, MapAccess};
use serde::de::{SeqAccess, Visitor};

use super::{FORMAT, Place, Record, Section, VERSION};
use crate::error::{self, Error};

/// The most a record may take in a document, in bytes.
const LARGEST: u64 = 16 << 20;

/// Is given each record with its place, and may refuse it.
pub type Sink<'a> = dyn FnMut(Record, &Place) -> error::Result<()> + 'a;

/// Reads a document from its beginning to its end.
///
/// # Errors
///
/// Refuses what is no such document, and returns what the sink returns.
pub fn read(from: impl Read, sink: &mut Sink<'_>) -> error::Result<()> {
    let since = Cell::new(0);
    let mut progress = Progress { sink, stopped: None, place: None, since: &since };
    let mut deserializer = serde_json::Deserializer::from_reader(Bounded { from, since: &since });
    let found =
        Document(&mut progress).deserialize(&mut deserializer).and_then(|()| deserializer.end());
    let Err(fault) = found else { return Ok(()) };
    if let Some(error) = progress.stopped {
        return Err(error);
    }
    if fault.is_io() && since.get() <= LARGEST {
        return Err(Error::failed("the file cannot be read").because(fault));
    }
    let message = match &progress.place {
        Some(place) => format!("this is no sound diary document ({place})"),
        None => "this is no sound diary document".to_owned(),
    };
    let said: String = fault.to_string().chars().take(300).collect();
    Err(Error::request(message)
        .because(said)
        .hint("nothing was changed; `mineralog export json` writes such documents"))
}

struct Progress<'a, 'b> {
    sink: &'a mut Sink<'b>,
    stopped: Option<Error>,
    place: Option<Place>,
    since: &'a Cell<u64>,
}

/// A document whose records have an end, so that none of them fills the memory.
struct Bounded<'a, R> {
    from: R,
    since: &'a Cell<u64>,
}

impl<R: Read> Read for Bounded<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.from.read(buffer)?;
        self.since.set(self.since.get() + count as u64);
        if self.since.get() > LARGEST {
            return Err(io::Error::other("one record is larger than 16 MB"));
        }
        Ok(count)
    }
}

impl Progress<'_, '_> {
    /// Remembers why the reading ends here.
    fn stop<E: de::Error>(&mut self, error: Error) -> E {
        self.stopped = Some(error);
        E::custom("it was refused")
    }
}

struct Document<'p, 'a, 'b>(&'p mut Progress<'a, 'b>);

impl<'de> DeserializeSeed<'de> for Document<'_, '_, '_> {
    type Value = ();
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Document<'_, '_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a diary document")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let progress = self.0;
        let mut known = (false, false);
        let mut last: Option<Section> = None;
        while let Some(key) = map.next_key::<String>()? {
            match key.as_str() {
                "format" => {
                    let format: String = map.next_value()?;
                    if format != FORMAT {
                        return Err(de::Error::custom(format!("\"format\" is not \"{FORMAT}\"")));
                    }
                    known.0 = true;
                }
                "version" => {
                    let version: u64 = map.next_value()?;
                    if version > VERSION {
                        return Err(progress.stop(
                            Error::request("this document was written by a newer mineralog")
                                .because(format!(
                                    "its version is {version}, this program knows {VERSION}"
                                ))
                                .hint("update mineralog; nothing was changed"),
                        ));
                    }
                    known.1 = version >= 1;
                }
                "from" | "to" => {
                    map.next_value::<Option<String>>()?;
                }
                key => {
                    let Some(section) = Section::ALL.into_iter().find(|s| s.key() == key) else {
                        let shown: String = key.chars().take(40).collect();
                        return Err(de::Error::custom(format!("unknown field \"{shown}\"")));
                    };
                    if known != (true, true) {
                        return Err(de::Error::custom(
                            "\"format\" and \"version\" have to come first",
                        ));
                    }
                    if last.is_some_and(|last| last >= section) {
                        return Err(de::Error::custom(format!(
                            "\"{key}\" comes too late or twice: the order is {}",
                            Section::ALL.map(Section::key).join(", ")
                        )));
                    }
                    last = Some(section);
                    map.next_value_seed(Records { progress, section })?;
                    progress.place = None;
                }
            }
        }
        if known != (true, true) {
            return Err(de::Error::custom("it has no \"format\" and \"version\""));
        }
        Ok(())
    }
}

struct Records<'p, 'a, 'b> {
    progress: &'p mut Progress<'a, 'b>,
    section: Section,
}

impl<'de> DeserializeSeed<'de> for Records<'_, '_, '_> {
    type Value = ();
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for Records<'_, '_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the list of {}", self.section.key())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        for number in 1.. {
            let place = Place { section: self.section, number };
            self.progress.place = Some(place.clone());
            self.progress.since.set(0);
            let record = match self.section {
                Section::Settings => next(&mut seq)?.map(Record::Setting),
                Section::Foods => next(&mut seq)?.map(|food| Record::Food(Box::new(food))),
                Section::Refused => next(&mut seq)?.map(Record::Refused),
                Section::Acknowledged => next(&mut seq)?.map(Record::Acknowledged),
                Section::Entries => next(&mut seq)?.map(|entry| Record::Entry(Box::new(entry))),
                Section::History => next(&mut seq)?.map(Record::Change),
            };
            let Some(record) = record else { break };
            if let Err(error) = (self.progress.sink)(record, &place) {
                return Err(self.progress.stop(error));
            }
        }
        Ok(())
    }
}

fn next<'de, A: SeqAccess<'de>, T: DeserializeOwned>(seq: &mut A) -> Result<Option<T>, A::Error> {
    seq.next_element()
}
