//! `food add`, `edit`, `remove`, `alias`, `tag` and `portion`: what a person makes of the table.

use super::args::{FoodAdd, FoodAlias, FoodEdit as EditArgs, FoodPortion, FoodTag, Label};
use super::{Answer, Session, mineral, one_food};
use crate::calendar::shown;
use crate::domain::{Content, Food, FoodId, Knowledge, Nutrient, PerNutrient, Slot};
use crate::error::{Error, Result};
use crate::render::food::View;
use crate::render::{self, count, food_json, own as page};
use crate::resolve::label::{self, Figures, PercentOf, Said};
use crate::resolve::{phrase, words};
use crate::store::{FoodEdit, Named, Origin, Touches};

/// The longest name of a food, in characters.
const LONGEST_NAME: usize = 200;
/// The group of a food whose group nobody said: the most mixed one, so that its bounds are wide.
const GENERAL_GROUP: &str = "mixed_dishes";

/// Adds a food from its label.
pub(super) fn add(session: &mut Session<'_>, args: &FoodAdd) -> Result<Answer> {
    let name = checked_name(&args.name.join(" "))?;
    let mut warnings = new_name(session, &name, None)?;
    let mut groups = group_keys(session, &args.label.group)?;
    if groups.is_empty() {
        groups.push(GENERAL_GROUP.to_owned());
        warnings.push(
            "it was put among mixed dishes, which bounds what is unknown; --group names another"
                .to_owned(),
        );
    }
    let blank = blank(&name);
    let (said, remarks) = said(&args.label)?;
    if said.is_empty() {
        return Err(Error::request(format!("nothing is known of \"{}\" yet", shown(&name)))
            .hint("copy what its label says, such as --per 100g --calcium 120mg --energy 46kcal"));
    }
    warnings.extend(remarks);
    let mut edit = FoodEdit { groups, ..FoodEdit::default() };
    warnings.extend(read_label(&args.label, &said, &blank, &mut edit)?);
    if !edit.portions.iter().any(|p| p.measure == "usual") {
        warnings.push(
            "no usual portion is known: say the grams when you eat it, or give it one with --usual"
                .to_owned(),
        );
    }
    edit.names = new_aliases(session, &args.label.alias, None, false)?;
    let summary = format!("added the food {name}");
    let (now, command) = (session.seconds(), session.command_line.clone());
    let id = session.store.change(now, &command, |change| {
        Ok((change.add_food(Origin::Own, &name, &edit)?, summary))
    })?;
    let view = one_food::view(session, id)?;
    Ok(answer(session, "Added", &view, true, Touches::default(), &warnings))
}

/// Corrects a food, or takes the published figures back.
pub(super) fn edit(session: &mut Session<'_>, args: &EditArgs) -> Result<Answer> {
    let id = one_food::find(session, &args.words.join(" "))?;
    if args.reset {
        return reset(session, id);
    }
    let View { food, details, .. } = one_food::view(session, id)?;
    let (said, mut warnings) = said(&args.label)?;
    let mut edit = FoodEdit {
        groups: group_keys(session, &args.label.group)?,
        names: new_aliases(session, &args.label.alias, Some(id), false)?,
        ..FoodEdit::default()
    };
    if let Some(name) = &args.name {
        let name = checked_name(name)?;
        warnings.extend(new_name(session, &name, Some(id))?);
        edit.name = Some(name);
    }
    for nutrient in &args.unknown {
        let nutrient = mineral::tracked(nutrient)?;
        if said.iter().any(|(known, _)| *known == nutrient) {
            let what = format!("{} was given an amount and called unknown", nutrient.name());
            return Err(Error::request(what).hint("say one of the two"));
        }
        edit.figures.push((nutrient, Content::Unknown, None));
    }
    warnings.extend(read_label(&args.label, &said, &food, &mut edit)?);
    if details.origin == Origin::Recipe && !edit.figures.is_empty() {
        return Err(Error::request("a recipe's figures are those of what goes into it")
            .hint("change its lines with `mineralog recipe edit`, or one of its foods"));
    }
    let nothing = edit.name.is_none()
        && edit.groups.is_empty()
        && edit.figures.is_empty()
        && edit.portions.is_empty()
        && edit.names.is_empty();
    if nothing {
        return Err(Error::request("nothing was said to be changed")
            .hint("say what its label says, such as --per 100g --calcium 130mg; or --name NAME"));
    }
    if !details.origin.is_own() && edit.changes_the_food() {
        warnings.push(format!(
            "this is a published food, now marked as changed by you; `mineralog food edit {} \
             --reset` takes its figures back",
            food.id.0
        ));
    }
    let title = format!("changed the food {}", food.name);
    change(session, id, &edit, title, &warnings, true)
}

fn reset(session: &mut Session<'_>, id: FoodId) -> Result<Answer> {
    let name = one_food::view(session, id)?.food.name;
    let touches = session.store.touches(id)?;
    let summary = format!("took the published figures of {name} back");
    let (now, command) = (session.seconds(), session.command_line.clone());
    let was_changed =
        session.store.change(now, &command, |change| Ok((change.reset_food(id)?, summary)))?;
    if !was_changed {
        return Err(Error::request(format!(
            "{} has no published figures to take back",
            shown(&name)
        ))
        .because("only a published food that you changed has"));
    }
    let view = one_food::view(session, id)?;
    Ok(answer(session, "Back to the published figures", &view, true, touches, &[]))
}

/// Removes a food of the person's own that nothing uses.
pub(super) fn remove(session: &mut Session<'_>, text: &str) -> Result<Answer> {
    let id = one_food::find(session, text)?;
    let view = one_food::view(session, id)?;
    let name = shown(&view.food.name);
    if !view.details.origin.is_own() {
        return Err(Error::request(format!("{name} is a published food and stays"))
            .hint("only foods of your own can be removed"));
    }
    if view.details.origin == Origin::Recipe {
        return Err(Error::request(format!("{name} is a recipe"))
            .hint(format!("remove it with `mineralog recipe delete {}`", view.food.id.0)));
    }
    refuse_if_part(&view)?;
    let Touches { entries, days } = view.details.eaten;
    if entries > 0 {
        return Err(Error::request(format!(
            "{name} is used by {} of {}",
            count(entries as usize, "entry", "entries"),
            count(days as usize, "day", "days")
        ))
        .hint("correct it with `mineralog food edit`, or delete those entries first"));
    }
    remove_own(session, &view)
}

/// Refuses to remove what a recipe is made of.
pub(super) fn refuse_if_part(view: &View) -> Result<()> {
    let recipes: Vec<String> =
        view.details.recipes.iter().map(|r| format!("\"{}\"", shown(&r.name))).collect();
    if recipes.is_empty() {
        return Ok(());
    }
    let name = shown(&view.food.name);
    Err(Error::request(format!("{name} is part of {}", render::list(&recipes, "and")))
        .hint("change that recipe first, with `mineralog recipe edit`"))
}

/// Puts a tombstone on a food and says so.
pub(super) fn remove_own(session: &mut Session<'_>, view: &View) -> Result<Answer> {
    let summary = format!("removed {}", view.food.name);
    let (id, now, command) = (view.food.id, session.seconds(), session.command_line.clone());
    session.store.change(now, &command, |change| Ok((change.remove_food(id)?, summary)))?;
    let kept = view.details.eaten;
    Ok(session.echo(|layout| page::removed(layout, view, kept), || food_json::removed(view, kept)))
}

/// Teaches names for a food, or forgets them.
pub(super) fn alias(session: &mut Session<'_>, args: &FoodAlias) -> Result<Answer> {
    let id = one_food::find(session, &args.food)?;
    let details = one_food::view(session, id)?.details;
    let mut edit = FoodEdit::default();
    let title = if args.remove {
        for name in &args.names {
            let key = words::name_key(name);
            let own = details.own_names.iter().find(|own| words::name_key(own) == key);
            edit.without_names.push(own.cloned().ok_or_else(|| {
                Error::request(format!("\"{}\" is no name you gave it", shown(name)))
                    .hint("`mineralog food show` lists the names you gave")
            })?);
        }
        "forgot a name of"
    } else {
        edit.names = new_aliases(session, &args.names, Some(id), args.force)?;
        "taught a name of"
    };
    let name = one_food::view(session, id)?.food.name;
    change(session, id, &edit, format!("{title} {name}"), &[], false)
}

/// Calls a food a source of minerals, or no longer.
pub(super) fn tag(session: &mut Session<'_>, args: &FoodTag) -> Result<Answer> {
    let id = one_food::find(session, &args.food)?;
    let food = one_food::view(session, id)?.food;
    let minerals = args
        .minerals
        .iter()
        .map(|text| {
            Nutrient::parse(text).filter(|n| n.is_mineral()).ok_or_else(|| {
                Error::request(format!("\"{}\" is none of the minerals", shown(text)))
                    .hint("write magnesium, calcium, potassium or vitamin-d")
            })
        })
        .collect::<Result<Vec<_>>>()?;
    let mut edit = FoodEdit::default();
    let title = if args.remove {
        edit.without_tags = minerals;
        "took a tag from"
    } else {
        edit.tags = minerals;
        "tagged"
    };
    change(session, id, &edit, format!("{title} {}", food.name), &[], false)
}

/// Says what measures of a food weigh, or takes such weights away.
pub(super) fn portion(session: &mut Session<'_>, args: &FoodPortion) -> Result<Answer> {
    let id = one_food::find(session, &args.food)?;
    let View { mut food, details, .. } = one_food::view(session, id)?;
    let mut edit = FoodEdit::default();
    let mut warnings = Vec::new();
    for text in &args.portions {
        if args.remove {
            let measure = label::measure_key(text).unwrap_or_default();
            if !details.own_portions.contains(&measure) {
                return Err(Error::request(format!("you gave \"{}\" no weight", shown(text)))
                    .hint("`mineralog food show` lists the portions"));
            }
            edit.without_portions.push(measure);
        } else {
            let portion = label::portion(text, &food)?;
            warnings.extend(unknown_measure(&portion.measure));
            label::set_portion(&mut food.portions, portion.clone());
            edit.portions.push(portion);
        }
    }
    let title = if args.remove { "took a portion from" } else { "weighed a portion of" };
    change(session, id, &edit, format!("{title} {}", food.name), &warnings, false)
}

/// Returns what to say of a measure that no meal can be told in.
fn unknown_measure(measure: &str) -> Option<String> {
    let known = matches!(measure, "usual" | "each")
        || crate::resolve::measure::Unit::of_key(measure).is_some()
        || crate::resolve::measure::size(&measure.replace('_', "-")).is_some();
    (!known).then(|| {
        format!(
            "\"{}\" is no measure that `eat` knows: it is kept, and shown with the food; say \
             grams when you eat it",
            shown(&measure.replace('_', " "))
        )
    })
}

/// Writes an edit and answers with the food as it now stands.
fn change(
    session: &mut Session<'_>,
    id: FoodId,
    edit: &FoodEdit,
    summary: String,
    warnings: &[String],
    whole_page: bool,
) -> Result<Answer> {
    let touched = edit.changes_figures() || !edit.tags.is_empty() || !edit.without_tags.is_empty();
    let touches = if touched { session.store.touches(id)? } else { Touches::default() };
    let title = render::capital(&summary);
    let (now, command) = (session.seconds(), session.command_line.clone());
    session.store.change(now, &command, |change| Ok((change.edit_food(id, edit)?, summary)))?;
    let view = one_food::view(session, id)?;
    Ok(answer(session, &title, &view, whole_page, touches, warnings))
}

/// Returns the answer to a change of a food.
pub(super) fn answer(
    session: &Session<'_>,
    title: &str,
    view: &View,
    whole_page: bool,
    touches: Touches,
    warnings: &[String],
) -> Answer {
    session
        .echo(
            |layout| page::changed(layout, title, view, whole_page, touches),
            || food_json::changed(view, touches, warnings),
        )
        .warn(warnings.to_vec())
}

/// Returns a food of which nothing is known but its name.
pub(super) fn blank(name: &str) -> Food {
    Food {
        id: FoodId(0),
        source: String::new(),
        name: name.to_owned(),
        group: GENERAL_GROUP.to_owned(),
        reference: String::new(),
        content: PerNutrient::default(),
        portions: Vec::new(),
        tags: Vec::new(),
        parts: Vec::new(),
    }
}

/// Returns a name without blank ends, if it can be one. What `eat` reads as something else, such
/// as an amount or a meal, would never be found again.
pub(super) fn checked_name(text: &str) -> Result<String> {
    let name = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let length = name.chars().count();
    if length > LONGEST_NAME {
        return Err(Error::request(format!(
            "a name holds at most {LONGEST_NAME} characters, this one has {length}"
        )));
    }
    visible(&name)?;
    if words::words(&name).is_empty() {
        return Err(Error::request(format!("\"{}\" has no word to find it by", shown(&name))));
    }
    if let Some((reads_as, hint)) = reads_as(&name) {
        return Err(Error::request(format!("\"{}\" reads as {reads_as}", shown(&name)))
            .because("a meal with this name would be taken for something else")
            .hint(hint));
    }
    Ok(name)
}

/// Returns what a name would be taken for, with a way out; none for a name that means a food.
fn reads_as(name: &str) -> Option<(&'static str, &'static str)> {
    let first = name.split(' ').next().unwrap_or_default();
    let is_number = |text: &str| {
        let text = text.trim_start_matches('#');
        text.contains(char::is_numeric)
            && text.chars().all(|c| c.is_numeric() || matches!(c, '.' | ',' | '/'))
    };
    if is_number(name) {
        return Some(("the number of a food", "add a word to it"));
    }
    let is_amount = matches!(phrase::amount_alone(name), Ok(Some(amount)) if amount.quantity.is_some())
        || is_number(first)
            && phrase::readings(name).is_ok_and(|readings| {
                phrase::plainest(&readings).is_some_and(|r| r.amount.quantity.is_some())
            });
    if is_amount {
        return Some(("an amount", "leave the amount out, or write its number in words"));
    }
    if Slot::parse(name).is_some() {
        return Some(("a meal", "say what it is made of: \"lunch salad\""));
    }
    let origin = name.split_once(':').is_some_and(|(table, number)| {
        table.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
            && number.starts_with(|c: char| c.is_ascii_digit())
            && !name.contains(' ')
    });
    origin.then_some(("the origin of a food", "leave the colon out"))
}

/// Refuses a name with something in it that cannot be seen: it would never be found again.
pub(super) fn visible(name: &str) -> Result<()> {
    let hint = "type the name instead of pasting it";
    if let Some(c) = name.chars().find(|c| is_invisible(*c)) {
        return Err(Error::request("a name holds no invisible characters")
            .because(format!("it holds U+{:04X}", u32::from(c)))
            .hint(hint));
    }
    if render::inert(name) != name || name.chars().any(char::is_control) {
        return Err(Error::request("a name holds no control characters").hint(hint));
    }
    Ok(())
}

/// Returns whether a character shows nothing, not even a blank.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{34f}' | '\u{115f}' | '\u{1160}' | '\u{180e}' | '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{feff}' | '\u{ffa0}'
        | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

/// Refuses a name that a food of the person's own has; returns what to say where a published food
/// has it.
pub(super) fn new_name(
    session: &Session<'_>,
    name: &str,
    of: Option<FoodId>,
) -> Result<Vec<String>> {
    let mut named = session.store.foods_named(&words::name_key(name))?;
    named.retain(|named| Some(named.food.id) != of);
    refuse_own(&named, name)?;
    let so_far = |named: &Named| {
        let food = &named.food;
        let (name, food_name) = (shown(name), shown(&food.name));
        format!("\"{name}\" meant {food_name} ({}) so far; yours comes first now", food.source)
    };
    Ok(named.first().map(so_far).into_iter().collect())
}

/// Refuses a name that the person gave another food: then nobody could tell which is meant.
fn refuse_own(named: &[Named], name: &str) -> Result<()> {
    let Some(Named { food, .. }) = named.iter().find(|named| named.by_user) else {
        return Ok(());
    };
    let verb = if food.source.starts_with("recipe:") { "recipe edit" } else { "food edit" };
    let message = if words::name_key(&food.name) == words::name_key(name) {
        format!("you have \"{}\" already", shown(&food.name))
    } else {
        format!("\"{}\" is your name for {} already", shown(name), shown(&food.name))
    };
    Err(Error::request(message).hint(format!("change it with `mineralog {verb} {}`", food.id.0)))
}

/// Returns the names to be taught, checked; one that means another food is refused unless it is
/// forced.
fn new_aliases(
    session: &Session<'_>,
    names: &[String],
    of: Option<FoodId>,
    force: bool,
) -> Result<Vec<String>> {
    let mut checked = Vec::new();
    for name in names {
        let name = checked_name(name)?;
        let mut named = session.store.foods_named(&words::name_key(&name))?;
        named.retain(|named| Some(named.food.id) != of);
        refuse_own(&named, &name)?;
        if let Some(Named { food, .. }) = named.first()
            && !force
        {
            let meant = format!("\"{}\" means {} so far", shown(&name), shown(&food.name));
            return Err(Error::request(meant)
                .because("a name of your own comes before every other")
                .hint("teach it all the same with `mineralog food alias FOOD NAME --force`"));
        }
        checked.push(name);
    }
    Ok(checked)
}

/// Returns the keys of groups given by key or name.
pub(super) fn group_keys(session: &Session<'_>, texts: &[String]) -> Result<Vec<String>> {
    if texts.is_empty() {
        return Ok(Vec::new());
    }
    let groups = session.store.food_groups()?;
    texts
        .iter()
        .map(|text| {
            let folded = words::fold(text);
            let same = |(key, name): &&(String, String)| {
                words::fold(key) == folded || words::fold(name) == folded
            };
            groups.iter().find(same).map(|(key, _)| key.clone()).ok_or_else(|| {
                let names: Vec<String> = groups.iter().map(|(_, name)| name.clone()).collect();
                Error::request(format!("\"{}\" is no food group", shown(text)))
                    .hint(format!("the groups are {}", render::list(&names, "and")))
            })
        })
        .collect()
}

/// Returns what a label says of each nutrient, and what was left aside.
fn said(args: &Label) -> Result<(Figures, Vec<String>)> {
    let mut said = Vec::new();
    let mut remarks = Vec::new();
    for text in &args.label {
        let (figures, others) = label::read_text(text)?;
        said.extend(figures);
        if !others.is_empty() {
            let names: Vec<String> = others.iter().map(|name| shown(name)).collect();
            remarks.push(format!("not tracked and left aside: {}", render::list(&names, "and")));
        }
    }
    for (nutrient, text) in [
        (Nutrient::Magnesium, &args.magnesium),
        (Nutrient::Calcium, &args.calcium),
        (Nutrient::Potassium, &args.potassium),
        (Nutrient::VitaminD, &args.vitamin_d),
        (Nutrient::Sodium, &args.sodium),
        (Nutrient::Caffeine, &args.caffeine),
        (Nutrient::Water, &args.water),
        (Nutrient::Alcohol, &args.alcohol),
        (Nutrient::Energy, &args.energy),
    ] {
        if let Some(text) = text {
            said.push((nutrient, label::amount(nutrient, text)?));
        }
    }
    if let Some(text) = &args.salt {
        said.push((Nutrient::Sodium, label::salt(text)?));
    }
    for nutrient in Nutrient::ALL {
        if said.iter().filter(|(n, _)| *n == nutrient).count() > 1 {
            return Err(Error::request(format!("{} was given twice", nutrient.name()))
                .hint("salt and sodium are one figure; give one of them"));
        }
    }
    Ok((said, remarks))
}

/// Adds what a label says to an edit of a food; returns what was assumed.
fn read_label(
    args: &Label,
    said: &[(Nutrient, Said)],
    food: &Food,
    edit: &mut FoodEdit,
) -> Result<Vec<String>> {
    let of = args
        .percent_of
        .as_deref()
        .map(|text| {
            PercentOf::parse(text).ok_or_else(|| {
                Error::request(format!("\"{}\" gives no percentages", shown(text)))
                    .hint("write --percent-of dv (US labels) or --percent-of nrv (EU labels)")
            })
        })
        .transpose()?;
    let amounts = of.map(crate::store::label_amounts).transpose()?.unwrap_or_default();
    let label = label::Label {
        per: args.per.as_deref(),
        serving: args.serving.as_deref(),
        density: args.density.as_deref(),
        weighs: args.weighs.as_deref(),
        usual: args.usual.as_deref(),
        percent_of: of.map(|of| (of, amounts.as_slice())),
    };
    let reading = label::read(&label, said, food)?;
    let mut whole = PerNutrient::from_fn(|n| food.content[n].per_100g());
    for (nutrient, content, _) in &edit.figures {
        whole[*nutrient] = content.per_100g();
    }
    for figure in reading.figures {
        whole[figure.nutrient] = Some(figure.per_100g);
        let content = Content::Known { per_100g: figure.per_100g, knowledge: Knowledge::Estimated };
        edit.figures.push((figure.nutrient, content, Some(figure.source)));
    }
    let measures = reading.portions.iter().map(|p| p.measure.as_str()).filter(|m| *m != "serving");
    let strange: Vec<String> = measures.filter_map(unknown_measure).collect();
    edit.portions = reading.portions;
    Ok(reading.remarks.into_iter().chain(label::check(&whole)?).chain(strange).collect())
}
