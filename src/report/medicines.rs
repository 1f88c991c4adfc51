//! Which medicines were in use at a moment, by what was recorded of them.

use std::collections::BTreeMap;

use chrono::{DateTime, FixedOffset};

use crate::domain::{Entry, Medicine, MedicineAction, Record};

/// Days after its start during which a medicine is new.
const NEW_DAYS: i64 = 14;
/// Days for which a medicine "taken" once still counts.
const TAKEN_DAYS: i64 = 28;

type At = DateTime<FixedOffset>;

/// What was recorded of medicines up to a moment.
#[derive(Debug, Default)]
pub struct Medicines<'a> {
    by_name: BTreeMap<String, Use<'a>>,
}

/// One medicine and how it is used.
#[derive(Clone, Copy, Debug)]
pub struct Use<'a> {
    /// As it was recorded last.
    pub medicine: &'a Medicine,
    /// The first record of it since it was stopped last.
    pub since: &'a Entry,
    /// The last record that it was started.
    pub begun: Option<&'a Entry>,
    started: bool,
    taken: Option<At>,
}

impl<'a> Medicines<'a> {
    /// Returns what was recorded up to a moment, whatever the order of the entries.
    pub fn until(entries: &'a [Entry], at: At) -> Self {
        let mut known: Vec<&Entry> = entries.iter().filter(|e| e.at <= at).collect();
        known.sort_by_key(|e| (e.at, e.id));
        let mut medicines = Self::default();
        for entry in known {
            medicines.record(entry);
        }
        medicines
    }

    /// Takes in the next entry; one that is no medicine changes nothing.
    pub fn record(&mut self, entry: &'a Entry) {
        let Record::Medicine(medicine) = &entry.record else { return };
        let fresh = Use { medicine, since: entry, begun: None, started: false, taken: None };
        let used = self.by_name.entry(medicine.name.to_lowercase()).or_insert(fresh);
        if !used.started && used.taken.is_none() {
            used.since = entry;
        }
        used.medicine = medicine;
        match medicine.action {
            MedicineAction::Started => (used.started, used.begun) = (true, Some(entry)),
            MedicineAction::Taken => used.taken = Some(entry.at),
            MedicineAction::Stopped => (used.started, used.taken) = (false, None),
        }
    }

    /// Returns the medicines in use at a moment: started and not stopped since, or taken within the
    /// last 28 days and not stopped since.
    pub fn in_use(&self, at: At) -> impl Iterator<Item = &Use<'a>> {
        self.by_name.values().filter(move |used| {
            used.started || used.taken.is_some_and(|taken| (at - taken).num_days() <= TAKEN_DAYS)
        })
    }

    /// Returns the medicines that were started and not stopped since.
    pub fn running(&self) -> impl Iterator<Item = &Use<'a>> {
        self.by_name.values().filter(|used| used.started)
    }

    /// Returns the medicines that were started within 14 days before a moment, stopped since or not.
    pub fn begun(&self, at: At) -> impl Iterator<Item = &Use<'a>> {
        self.by_name.values().filter(move |used| {
            used.begun.is_some_and(|begun| (0..=NEW_DAYS).contains(&(at - begun.at).num_days()))
        })
    }
}

#[cfg(test)]
mod tests {
    use chrono::Duration;

    use super::*;
    use crate::domain::EntryKind;

    fn day(day: i64) -> At {
        DateTime::parse_from_rfc3339("2026-03-01T12:00:00+00:00").unwrap() + Duration::days(day)
    }

    fn entry(at: i64, action: MedicineAction) -> Entry {
        let at = day(at);
        let record = Record::Medicine(Medicine { name: "Tonic".into(), class: None, action });
        Entry { id: 1, kind: EntryKind::Medicine, at, day: at.date_naive(), note: None, record }
    }

    #[test]
    fn in_use_until_it_is_stopped_or_long_not_taken() {
        use MedicineAction::{Started, Stopped, Taken};
        let check = |said: &[(i64, MedicineAction)], at: i64, since: Option<i64>| {
            let entries: Vec<Entry> = said.iter().map(|(d, action)| entry(*d, *action)).collect();
            let found =
                Medicines::until(&entries, day(at)).in_use(day(at)).map(|u| u.since.at).next();
            assert_eq!(found, since.map(day), "{said:?} at {at}");
        };
        check(&[(0, Started)], 900, Some(0));
        check(&[(0, Started)], -1, None);
        check(&[(0, Started), (5, Stopped)], 6, None);
        check(&[(0, Started), (5, Stopped), (9, Started)], 10, Some(9));
        check(&[(0, Taken)], 28, Some(0));
        check(&[(0, Taken)], 29, None);
        check(&[(0, Taken), (20, Taken)], 40, Some(0));
    }
}
