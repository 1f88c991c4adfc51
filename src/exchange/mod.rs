//! A diary as a document: what it holds, how two of them are united, how one is read.
//!
//! Values only: no database, no terminal, no clock. `schema/diary-1.json` says field by field what
//! a document holds; [`document`] is its mirror, [`law`] the rule by which later changes win.
//! [`read`] and [`mod@write`] hold one record at a time.

pub mod document;
pub mod law;
pub mod read;
pub mod write;

/// What the first field of a document says.
pub const FORMAT: &str = "mineralog diary";
/// The version of documents this program writes and reads.
pub const VERSION: u64 = 1;

/// A record of a document.
#[derive(Clone, Debug, PartialEq)]
pub enum Record {
    /// A field of the person or the settings.
    Setting(document::Setting),
    /// A food: the person's own, or what they changed of a published one.
    Food(Box<document::Food>),
    /// A food that is never suggested.
    Refused(document::Refused),
    /// A warning sign that was put aside.
    Acknowledged(document::Acknowledged),
    /// Something that was logged.
    Entry(Box<document::Entry>),
    /// A command that changed the diary.
    Change(document::Change),
}

/// The sections of a document, in their order. Foods come before what refers to them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Section {
    /// The person and the settings.
    Settings,
    /// Foods.
    Foods,
    /// Foods that are never suggested.
    Refused,
    /// Warning signs that were put aside.
    Acknowledged,
    /// Everything logged.
    Entries,
    /// What was done, and when.
    History,
}

impl Section {
    /// Every section, in the order of a document.
    pub const ALL: [Self; 6] = [
        Self::Settings,
        Self::Foods,
        Self::Refused,
        Self::Acknowledged,
        Self::Entries,
        Self::History,
    ];

    /// Returns the name of its field.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Settings => "settings",
            Self::Foods => "foods",
            Self::Refused => "refused_foods",
            Self::Acknowledged => "acknowledged_signs",
            Self::Entries => "entries",
            Self::History => "history",
        }
    }
}

/// Where a record stands in what is brought in, to name it when it is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The section.
    pub section: Section,
    /// Its place in the section, from 1.
    pub number: usize,
}

impl std::fmt::Display for Place {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}, number {}", self.section.key(), self.number)
    }
}
