//! An entry as a small form: what `edit` shows in an editor and what its flags change.
//!
//! A field that is left as it was keeps what it stood for, whatever it would be read as today.

use super::args::{Activity, Twitch, When};
use super::{Session, checked_note, context, eat, take, twitch};
use crate::calendar::shown;
use crate::domain::{
    Dose, Entry, EntryKind, Item, Meal, Medicine, MedicineAction, Record, Side, Slot, sign,
};
use crate::error::{Error, Result};
use crate::resolve::matching;
use crate::resolve::supplement::Stated;
use crate::resolve::words::article;
use crate::store::NewEntry;

/// The fields of an entry, in order, each with its text; lists have one text a line.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Form {
    /// The fields: name and text.
    pub(super) fields: Vec<(&'static str, String)>,
    /// The foods of a meal or the doses of a supplement, one a line.
    pub(super) lines: Option<Vec<String>>,
}

/// Returns an entry as a form.
pub(super) fn of(entry: &Entry) -> Form {
    let mut fields = vec![("when", entry.at.format("%Y-%m-%d %H:%M").to_string())];
    let mut lines = None;
    let number = |value: Option<u8>| value.map_or_else(String::new, |v| v.to_string());
    match &entry.record {
        Record::Meal(meal) => {
            fields.push(("slot", meal.slot.key().to_owned()));
            lines = Some(meal.items.iter().map(|item| item.phrase.clone()).collect());
        }
        Record::Supplement(doses) => {
            lines = Some(doses.iter().map(|dose| dose.phrase.clone()).collect());
        }
        Record::Medicine(medicine) => {
            fields.push(("name", medicine.name.clone()));
            fields.push(("action", medicine.action.key().to_owned()));
        }
        Record::Episode(episode) => {
            fields.push(("kind", episode.kind.key().to_owned()));
            fields.push(("site", episode.site.clone().unwrap_or_default()));
            fields.push(("side", episode.side.map_or("", Side::key).to_owned()));
            fields.push(("intensity", number(episode.intensity)));
            fields.push(("pain", number(episode.pain)));
            let length = episode.duration_seconds.map(|s| format!("{s}s"));
            fields.push(("for", length.unwrap_or_default()));
            fields.push(("count", episode.count.map_or_else(String::new, |c| c.to_string())));
            fields.push(("activity", episode.activity.clone().unwrap_or_default()));
            let visible = if episode.visible == Some(true) { "yes" } else { "" };
            fields.push(("visible", visible.to_owned()));
            fields.push(("with", episode.signs.join(", ")));
        }
        Record::Context(found) => {
            let amount = found.amount.unwrap_or(0.0);
            let value = match entry.kind {
                EntryKind::Stress => amount.to_string(),
                EntryKind::Water => format!("{amount} ml"),
                EntryKind::Caffeine => format!("{amount} mg"),
                EntryKind::Sun => found.level.clone().unwrap_or_default(),
                _ => format!("{}h{}m", (amount / 60.0).floor(), amount % 60.0),
            };
            fields.push(("value", value));
            if entry.kind == EntryKind::Exercise {
                fields.push(("effort", found.level.clone().unwrap_or_default()));
            }
        }
        Record::Note(_) | Record::Plain => {}
    }
    fields.push(("note", entry.note.clone().unwrap_or_default().replace('\n', " ")));
    Form { fields, lines }
}

impl Form {
    /// Returns the text of a field; empty where the form has none of that name.
    pub(super) fn get(&self, name: &str) -> &str {
        self.fields.iter().find(|(field, _)| *field == name).map_or("", |(_, text)| text)
    }

    /// Sets a field.
    ///
    /// # Errors
    ///
    /// Refuses a field that this kind of entry does not have.
    pub(super) fn set(&mut self, name: &str, text: &str, kind: EntryKind) -> Result<()> {
        match self.fields.iter_mut().find(|(field, _)| *field == name) {
            Some((_, value)) => text.trim().clone_into(value),
            None => {
                let names: Vec<&str> = self.fields.iter().map(|(field, _)| *field).collect();
                let kind = kind.key().replace('_', " ");
                return Err(Error::request(format!(
                    "{} {kind} entry has no {}",
                    article(&kind),
                    shown(name)
                ))
                .hint(format!("it has: {}", names.join(", "))));
            }
        }
        Ok(())
    }

    /// Returns the form as a text for an editor; `fault` is said at its top.
    pub(super) fn text(&self, entry: &Entry, fault: Option<&str>) -> String {
        let mut out = String::new();
        if let Some(fault) = fault {
            out.push_str(&format!("#! {}\n", fault.replace('\n', " ")));
        }
        out.push_str(&format!(
            "# Entry {}, {}. Lines that begin with # are passed over; an empty file changes \
             nothing.\n",
            entry.id,
            entry.kind.key().replace('_', " ")
        ));
        for (name, text) in &self.fields {
            out.push_str(&format!("{name}: {text}\n"));
        }
        for line in self.lines.iter().flatten() {
            out.push_str(&format!("- {}\n", line.replace('\n', " ")));
        }
        out
    }

    /// Reads the form back from an editor; none where nothing is left in it.
    ///
    /// # Errors
    ///
    /// Refuses a line that is neither a field nor an item, naming it.
    pub(super) fn read(&self, text: &str, kind: EntryKind) -> Result<Option<Self>> {
        let mut form = self.clone();
        let mut lines = Vec::new();
        let mut said = false;
        // Some editors begin a file with a byte order mark.
        let text = text.trim_start_matches('\u{feff}');
        for line in text.lines().map(str::trim).filter(|l| !l.is_empty() && !l.starts_with('#')) {
            said = true;
            if let Some(item) = line.strip_prefix("- ").filter(|_| self.lines.is_some()) {
                lines.push(item.trim().to_owned());
            } else if let Some((name, value)) = line.split_once(':') {
                form.set(name.trim(), value, kind)?;
            } else {
                return Err(Error::request(format!("\"{}\" is no field", shown(line)))
                    .hint("write it like: note: text; an item begins with a dash and a space"));
            }
        }
        form.lines = self.lines.as_ref().map(|_| lines);
        Ok(said.then_some(form))
    }

    /// Returns the entry that the form stands for, and what is to be said of its time. What the form
    /// leaves as it was is taken from `entry`; a time without a day is one of the entry's own day.
    ///
    /// # Errors
    ///
    /// Refuses what the command that logs such an entry would refuse.
    pub(super) fn entry(
        &self,
        session: &Session<'_>,
        entry: &Entry,
    ) -> Result<(NewEntry, Option<String>)> {
        let was = of(entry);
        let same = |name: &str| self.get(name) == was.get(name);
        let (at, day, remark) = if same("when") {
            (entry.at, entry.day, None)
        } else {
            let settings = session.settings()?;
            let calendar = session.calendar(&settings);
            let moment = calendar.moment_on(entry.at.date_naive(), self.get("when"))?;
            (moment.at, moment.day, moment.remark)
        };
        let note = if same("note") { entry.note.clone() } else { checked_note(self.get("note"))? };
        let record = self.record(session, entry, &was, note.as_deref())?;
        Ok((NewEntry { kind: entry.kind, at, day, note, record }, remark))
    }

    fn record(
        &self,
        session: &Session<'_>,
        entry: &Entry,
        was: &Self,
        note: Option<&str>,
    ) -> Result<Record> {
        let lines = self.lines.as_deref().unwrap_or_default();
        Ok(match &entry.record {
            Record::Meal(meal) => Record::Meal(self.meal(session, meal, lines)?),
            Record::Supplement(doses) => Record::Supplement(self::doses(session, doses, lines)?),
            Record::Medicine(medicine) => Record::Medicine(self.medicine(session, medicine, was)?),
            unchanged if self.fields[1..] == was.fields[1..] => unchanged.clone(),
            Record::Episode(_) => Record::Episode(self.episode()?),
            Record::Context(_) => {
                Record::Context(context::read(entry.kind, self.get("value"), self.get("effort"))?)
            }
            Record::Note(_) => {
                let text = note.ok_or_else(|| {
                    Error::request("the note is empty")
                        .hint(format!("`mineralog delete {}` takes it out", entry.id))
                })?;
                Record::Note(sign::tags(text))
            }
            Record::Plain => Record::Plain,
        })
    }

    fn meal(&self, session: &Session<'_>, meal: &Meal, lines: &[String]) -> Result<Meal> {
        let slot = Slot::parse(self.get("slot")).ok_or_else(|| {
            Error::request(format!("\"{}\" is no meal of the day", shown(self.get("slot"))))
                .hint("write breakfast, lunch, dinner or snack")
        })?;
        let mut items = Vec::new();
        for (line, was) in paired(lines, &meal.items, |item| &item.phrase) {
            match was {
                Some(item) if item.phrase == *line => items.push(item.clone()),
                _ => {
                    let mut matched: Vec<Item> =
                        matching::match_meal(session.store, line)?.iter().map(eat::item).collect();
                    if let (Some(first), Some(was)) = (matched.first_mut(), was) {
                        first.id = was.id;
                    }
                    items.append(&mut matched);
                }
            }
        }
        if items.is_empty() {
            return Err(Error::request("a meal holds at least one food")
                .hint("`mineralog delete ID` takes a whole entry out"));
        }
        Ok(Meal { slot, items })
    }

    fn medicine(&self, session: &Session<'_>, was: &Medicine, before: &Self) -> Result<Medicine> {
        let action = MedicineAction::parse(self.get("action")).ok_or_else(|| {
            Error::request(format!("\"{}\" was done to no medicine", shown(self.get("action"))))
                .hint("write started, stopped or taken")
        })?;
        if self.get("name") == before.get("name") {
            return Ok(Medicine { action, ..was.clone() });
        }
        let name = super::medicine::name(self.get("name"))?;
        let class = session.store.medicine_class(&name)?.map(|class| class.class);
        Ok(Medicine { name, class, action })
    }

    fn episode(&self) -> Result<crate::domain::Episode> {
        let said = |name: &str| Some(self.get(name)).filter(|t| !t.is_empty()).map(str::to_owned);
        let activity = match self.get("activity") {
            "" => None,
            "rest" => Some(Activity::Rest),
            "active" => Some(Activity::Active),
            other => {
                return Err(Error::request(format!("\"{}\" is no activity", shown(other)))
                    .hint("write rest or active, or nothing"));
            }
        };
        let visible = match self.get("visible").trim().to_lowercase().as_str() {
            "yes" | "true" => true,
            "" | "no" | "false" => false,
            other => {
                return Err(Error::request(format!("\"{}\" is neither yes nor no", shown(other)))
                    .hint("--visible takes yes or no"));
            }
        };
        let with = self.get("with").split(',').map(str::trim).filter(|s| !s.is_empty());
        let args = Twitch {
            site: said("site").into_iter().collect(),
            side: said("side"),
            intensity: said("intensity"),
            pain: said("pain"),
            length: said("for"),
            count: said("count"),
            kind: said("kind"),
            with: with.map(str::to_owned).collect(),
            activity,
            visible,
            when: When::default(),
        };
        // A site is stored by its key, which is written with low lines.
        let words: Vec<String> = args
            .site
            .iter()
            .flat_map(|site| site.split([' ', '_']))
            .map(str::to_lowercase)
            .collect();
        twitch::episode(&args, &words)
    }
}

fn doses(session: &Session<'_>, doses: &[Dose], lines: &[String]) -> Result<Vec<Dose>> {
    let mut out = Vec::new();
    for (line, was) in paired(lines, doses, |dose| &dose.phrase) {
        match was {
            Some(dose) if dose.phrase == *line => out.push(dose.clone()),
            _ => {
                let read = take::read(session, line, Stated::NotSaid)?;
                out.push(Dose { id: was.map_or(read.id, |was| was.id), ..read });
            }
        }
    }
    if out.is_empty() {
        return Err(Error::request("a supplement holds at least one dose")
            .hint("`mineralog delete ID` takes a whole entry out"));
    }
    Ok(out)
}

/// Returns each line with what it stood for before: the same words, or else the next of those whose
/// words are gone. So a line that was rewritten corrects what stood there and does not replace it,
/// and two diaries that both corrected it still know it for one.
fn paired<'a, T>(
    lines: &'a [String],
    before: &'a [T],
    phrase: impl Fn(&T) -> &String,
) -> Vec<(&'a String, Option<&'a T>)> {
    let mut left: Vec<&T> = before.iter().collect();
    let mut pairs: Vec<(&String, Option<&T>)> = Vec::new();
    for line in lines {
        let same = left.iter().position(|was| phrase(was) == line);
        pairs.push((line, same.map(|at| left.remove(at))));
    }
    let mut left = left.into_iter();
    for (_, was) in pairs.iter_mut().filter(|(_, was)| was.is_none()) {
        *was = left.next();
    }
    pairs
}
