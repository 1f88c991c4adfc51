//! `import cronometer`: another program's diary, meal by meal.
//!
//! A row becomes a food of this diary only where the name leads to one food clearly, the amount
//! can be weighed, and the food holds in those grams about what the other program recorded; or
//! where a food that comes near by name holds exactly that. All other rows keep the figures they
//! came with: nothing is guessed in silence.

use std::collections::{HashMap, HashSet};
use std::path::Path;
use std::rc::Rc;

use chrono::{NaiveDate, NaiveTime};

use super::{Answer, Session, eat};
use crate::calendar::Calendar;
use crate::domain::{
    Dose, EntryKind, Food, FoodId, Item, Meal, Nutrient, PerNutrient, Record, Slot,
};
use crate::error::{Error, Result};
use crate::import::cronometer::{self, KEY_PREFIX, Serving, agrees, is_same, quantity};
use crate::render::import as page;
use crate::resolve::matching::{self, FoodTable as _};
use crate::resolve::phrase::{self, Amount};
use crate::resolve::weigh::{self, Weighed};
use crate::resolve::{supplement, words};
use crate::store::{NewEntry, Store};

/// The category of rows that are no food.
const SUPPLEMENTS: &str = "supplements";

/// Brings in a diary of Cronometer's. The file is read twice, so that no more of it is in memory
/// than a day and what was decided of each row: first to decide, then to write.
pub(super) fn run(session: &mut Session<'_>, path: &Path) -> Result<Answer> {
    let settings = session.settings()?;
    let calendar = session.calendar(&settings);
    let held = cronometer::known_keys(session.store.imported_keys(KEY_PREFIX)?);
    let mut brought = page::Brought::default();
    let mut decisions: Vec<(u64, Decision)> = Vec::new();
    let mut fresh = 0_usize;
    let mut resolver = Resolver::new(session.store);
    let skipped = cronometer::read(path, session.progress, &mut |servings| {
        for serving in servings {
            let decision = match held.get(&serving.key) {
                Some(true) => {
                    brought.deleted += 1;
                    Decision::Old
                }
                Some(false) => {
                    brought.already_there += 1;
                    Decision::Old
                }
                None => {
                    fresh += 1;
                    resolver.decide(&serving, &mut brought)?
                }
            };
            decisions.push((cronometer::hash(&serving.key), decision));
        }
        Ok(())
    })?;
    drop((held, resolver));
    if fresh > 0 {
        let (now, command) = (session.seconds(), session.command_line.clone());
        let progress = session.progress;
        session.store.back_up_before("import", session.clock.now)?;
        session.store.change(now, &command, |change| {
            change.free_keys_taken_back()?;
            let changed =
                || Error::request(format!("{} changed while it was read", path.display()));
            let mut decisions = decisions.into_iter();
            let mut days = HashSet::new();
            cronometer::read(path, progress, &mut |servings| {
                let mut fresh = Vec::new();
                for serving in servings {
                    let (row, decision) = decisions.next().ok_or_else(changed)?;
                    if row != cronometer::hash(&serving.key) {
                        return Err(changed());
                    }
                    if !matches!(decision, Decision::Old) {
                        days.insert(serving.day);
                        fresh.push((serving, decision));
                    }
                }
                for (entry, keys) in entries(&calendar, fresh, &mut brought)? {
                    change.add_imported(entry, &keys)?;
                }
                Ok(())
            })?;
            if decisions.next().is_some() {
                return Err(changed());
            }
            brought.days = days.len();
            Ok(((), format!("{fresh} rows of a Cronometer diary")))
        })?;
    }
    let warnings = page::skipped_rows(&skipped);
    Ok(session
        .echo(
            |layout| page::diary(layout, &brought, &skipped),
            || page::diary_json(&brought, &skipped),
        )
        .warn(warnings))
}

/// What becomes of a row.
enum Decision {
    /// It was brought in before.
    Old,
    /// A food of this diary.
    Matched(FoodId, Weighed),
    /// A food with the figures it came with.
    Kept,
    /// A supplement.
    Doses(Vec<Dose>),
}

/// What stands together in one entry.
type Sitting = (NaiveDate, String, Option<NaiveTime>);

/// Returns the entries the rows become, with the marks of their rows.
fn entries(
    calendar: &Calendar,
    servings: Vec<(Serving, Decision)>,
    brought: &mut page::Brought,
) -> Result<Vec<(NewEntry, Vec<String>)>> {
    let mut sittings: Vec<(Sitting, Vec<(Serving, Decision)>)> = Vec::new();
    let mut places: HashMap<Sitting, usize> = HashMap::new();
    for (serving, decision) in servings {
        let sitting = (serving.day, serving.group.clone(), serving.time);
        let place = *places.entry(sitting.clone()).or_insert_with(|| {
            sittings.push((sitting, Vec::new()));
            sittings.len() - 1
        });
        sittings[place].1.push((serving, decision));
    }
    let mut entries = Vec::new();
    for ((day, group, time), servings) in sittings {
        let slot = slot(&group, time);
        let time = time.unwrap_or_else(|| slot.usual_time());
        let moment = calendar.calendar_time(day, time).ok_or_else(|| {
            Error::request(format!("{day} lies beyond the days that can be counted"))
        })?;
        let new = |kind, record| NewEntry { kind, at: moment.at, day, note: None, record };
        let mut items: (Vec<Item>, Vec<String>) = Default::default();
        let mut doses: (Vec<Dose>, Vec<String>) = Default::default();
        for (serving, decision) in servings {
            let weighed = match decision {
                Decision::Doses(taken) => {
                    for (place, dose) in taken.into_iter().enumerate() {
                        doses.1.push(key_of_dose(&serving, &dose, place));
                        doses.0.push(dose);
                    }
                    continue;
                }
                Decision::Matched(food, weighed) => Some((food, weighed)),
                Decision::Kept | Decision::Old => None,
            };
            items.0.push(item(&serving, weighed));
            items.1.push(serving.key);
        }
        brought.items += items.0.len();
        brought.doses += doses.0.len();
        brought.meals += usize::from(!items.0.is_empty());
        if !items.0.is_empty() {
            let record = Record::Meal(Meal { slot, items: items.0 });
            entries.push((new(EntryKind::Meal, record), items.1));
        }
        if !doses.0.is_empty() {
            entries.push((new(EntryKind::Supplement, Record::Supplement(doses.0)), doses.1));
        }
    }
    Ok(entries)
}

/// Returns the meal of the day by the name a person gave it, else by the clock, else a snack.
fn slot(group: &str, time: Option<NaiveTime>) -> Slot {
    let group = group.to_lowercase();
    let named = group
        .split(|c: char| !c.is_alphabetic())
        .map(|word| word.strip_suffix('s').unwrap_or(word))
        .filter(|word| *word != "drink" && *word != "tea")
        .find_map(Slot::parse);
    named.or_else(|| time.map(eat::slot_of_time)).unwrap_or(Slot::Snack)
}

/// Returns a row as a supplement, a dose for each of its minerals; none where it is food.
fn supplement_of(store: &Store, serving: &Serving) -> Result<Vec<Dose>> {
    let (count, unit) = quantity(&serving.amount).unwrap_or((0.0, ""));
    let of_supplements = serving.category.eq_ignore_ascii_case(SUPPLEMENTS);
    let in_units = unit.split_whitespace().any(|word| word.eq_ignore_ascii_case("iu"));
    if !of_supplements && !in_units {
        return Ok(Vec::new());
    }
    let phrase = format!("{} {count} {unit}", serving.name);
    let find = &mut |key: &str| store.supplement(key);
    let read = supplement::read(&phrase, supplement::Stated::NotSaid, find);
    let mut dose = match read {
        Ok(dose) => dose,
        // An amount no dose can have: the words are kept.
        Err(error) if error.kind == crate::error::Kind::Request => {
            supplement::read(&words_alone(&serving.name), supplement::Stated::NotSaid, find)?
        }
        Err(error) => return Err(error),
    };
    dose.phrase = words_of(serving);
    let doses = doses(dose, &serving.figures);
    let known = doses.iter().any(|dose| dose.nutrient.is_some());
    Ok(if of_supplements || known { doses } else { Vec::new() })
}

/// Returns the mark of a dose: the row's own for the first, so that the row is known by it, and
/// one with the nutrient's name for each further mineral of the row.
fn key_of_dose(serving: &Serving, dose: &Dose, place: usize) -> String {
    match dose.nutrient.filter(|_| place > 0) {
        Some(nutrient) => format!("{}|{}", serving.key, nutrient.key()),
        None => serving.key.clone(),
    }
}

/// Returns the doses a supplement's words and the figures that came with it tell of: the one the
/// words name, and one for every other mineral that has an amount.
fn doses(named: Dose, figures: &PerNutrient<Option<f64>>) -> Vec<Dose> {
    let amount = |n: Nutrient| figures[n].filter(|amount| *amount > 0.0);
    let recorded = |dose: &Dose, nutrient: Nutrient, amount: f64| Dose {
        nutrient: Some(nutrient),
        amount: Some(amount),
        assumption: Some("the amount Cronometer recorded".to_owned()),
        ..dose.clone()
    };
    let bare = Dose { form: None, stated_as: None, ..named.clone() };
    let mut doses = Vec::new();
    if let Some(nutrient) = named.nutrient {
        doses.push(match amount(nutrient).filter(|_| named.amount.is_none()) {
            Some(amount) => recorded(&named, nutrient, amount),
            None => named.clone(),
        });
    }
    for nutrient in Nutrient::MINERALS {
        if let Some(amount) = amount(nutrient).filter(|_| named.nutrient != Some(nutrient)) {
            doses.push(recorded(&bare, nutrient, amount));
        }
    }
    if doses.is_empty() {
        doses.push(named);
    }
    doses
}

fn words_alone(name: &str) -> String {
    name.chars().filter(|c| !c.is_ascii_digit()).collect()
}

/// Returns a row's own words, as they are kept with it.
fn words_of(serving: &Serving) -> String {
    format!("{}, {}", serving.name, serving.amount)
}

/// Returns a row as an item of a meal.
fn item(serving: &Serving, weighed: Option<(FoodId, Weighed)>) -> Item {
    let phrase = words_of(serving);
    if let Some((food, weighed)) = weighed {
        return Item {
            id: 0,
            phrase,
            eaten: Some((food, weighed.grams)),
            quantity: weighed.quantity,
            unit: weighed.unit.map(str::to_owned),
            assumption: weighed.assumption,
            recorded: None,
        };
    }
    let quantity = quantity(&serving.amount).map(|(count, _)| count).filter(|count| *count > 0.0);
    let recorded = has_figures(serving).then(|| Box::new(serving.figures));
    Item { id: 0, phrase, eaten: None, quantity, unit: None, assumption: None, recorded }
}

fn has_figures(serving: &Serving) -> bool {
    serving.figures.iter().any(|(_, amount)| amount.is_some())
}

/// Decides what becomes of rows, and keeps the answers for names that come again.
struct Resolver<'a> {
    store: &'a Store,
    known: HashMap<String, Named>,
    foods: HashMap<FoodId, Rc<Food>>,
    told: HashSet<String>,
}

impl<'a> Resolver<'a> {
    /// The most names, and the most foods, that are kept.
    const MOST_KNOWN: usize = 5_000;

    fn new(store: &'a Store) -> Self {
        Self { store, known: HashMap::new(), foods: HashMap::new(), told: HashSet::new() }
    }

    fn decide(&mut self, serving: &Serving, brought: &mut page::Brought) -> Result<Decision> {
        let doses = supplement_of(self.store, serving)?;
        if !doses.is_empty() {
            return Ok(Decision::Doses(doses));
        }
        if !self.known.contains_key(&serving.name) {
            if self.known.len().max(self.foods.len()) >= Self::MOST_KNOWN {
                self.known.clear();
                self.foods.clear();
            }
            let named = self.named_foods(&serving.name)?;
            self.known.insert(serving.name.clone(), named);
        }
        if let Some((food, weighed)) =
            self.known.get(&serving.name).and_then(|named| named.food(serving))
        {
            brought.matched += 1;
            return Ok(Decision::Matched(food.id, weighed));
        }
        let any = has_figures(serving);
        if self.told.insert(format!("{any} {}", serving.name)) {
            let list = if any { &mut brought.recorded } else { &mut brought.unresolved };
            list.push(serving.name.clone());
        }
        Ok(Decision::Kept)
    }

    /// Returns the foods a name may lead to.
    fn named_foods(&mut self, name: &str) -> Result<Named> {
        let matched = match matching::match_phrase(self.store, name) {
            Ok(matched) => matched,
            // A number in the name that cannot be an amount.
            Err(error) if error.kind == crate::error::Kind::Request => return Ok(Named::default()),
            Err(error) => return Err(error),
        };
        let mut named = Named::default();
        if let Some((food, _)) = matched.found {
            named.clear =
                Some(Rc::clone(self.foods.entry(food.id).or_insert_with(|| Rc::new(food))));
        }
        for ranked in &matched.candidates {
            if let Some(food) = self.foods.get(&ranked.food) {
                named.near.push(Rc::clone(food));
            } else if let Some(food) = self.store.food(ranked.food)? {
                let food = Rc::new(food);
                self.foods.insert(ranked.food, Rc::clone(&food));
                named.near.push(food);
            }
        }
        Ok(named)
    }
}

/// The foods a name may lead to.
#[derive(Default)]
struct Named {
    /// The one it leads to clearly.
    clear: Option<Rc<Food>>,
    /// Those that come near.
    near: Vec<Rc<Food>>,
}

impl Named {
    /// Returns the food of a serving with its grams: the one the name leads to where it holds
    /// about what was recorded, else one that comes near and holds just that.
    fn food(&self, serving: &Serving) -> Option<(&Food, Weighed)> {
        let clear = self.clear.iter().map(|food| (&**food, false));
        let near = self.near.iter().map(|food| (&**food, true));
        clear.chain(near).find_map(|(food, guessed)| {
            let weighed = weighed(&serving.amount, food)?;
            let same = if guessed { is_same } else { agrees };
            same(&serving.figures, food, weighed.grams).then_some((food, weighed))
        })
    }
}

/// Returns the grams of an amount of a food; none where the food has no weight for it.
fn weighed(amount: &str, food: &Food) -> Option<Weighed> {
    let (count, unit) = quantity(amount)?;
    if count <= 0.0 {
        return None;
    }
    let read = phrase::amount_alone(&format!("{count} {unit}")).ok().flatten();
    let amount = match read {
        Some(amount) => amount,
        None if counts_the_food(unit, food) => {
            Amount { quantity: Some(count), ..Amount::default() }
        }
        None => return None,
    };
    let weighed = weigh::weigh(&amount, food);
    (weighed.own_measure && weighed.grams > 0.0 && weighed.grams <= phrase::MOST_GRAMS)
        .then_some(weighed)
}

/// Returns whether a unit is the food itself: ten "date, pitted" of dates.
fn counts_the_food(unit: &str, food: &Food) -> bool {
    let own = words::words(&food.name);
    let first = unit.split(',').next().unwrap_or_default();
    matches!(words::words(first).as_slice(), [only] if own.contains(only))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_meal_is_known_by_its_name_then_by_the_clock() {
        let at = |hour| NaiveTime::from_hms_opt(hour, 0, 0);
        assert_eq!(slot("Breakfast", None), Slot::Breakfast);
        assert_eq!(slot("Afternoon Snacks", at(12)), Slot::Snack);
        assert_eq!(slot("Drinks", at(8)), Slot::Breakfast);
        assert_eq!(slot("Uncategorized", None), Slot::Snack);
    }
}
