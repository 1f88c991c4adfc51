//! `recipe`: dishes made of foods. A recipe's figures are never stored; they are its parts'.

use super::args::{RecipeAdd, RecipeCommand, RecipeEdit};
use super::{Answer, Session, eat, one_food, own_food};
use crate::calendar::shown;
use crate::domain::{FoodId, Part, PerNutrient, Portion};
use crate::error::{Error, Result};
use crate::nutrition::intake::{self, Eaten};
use crate::render::own::{self as page, Dish};
use crate::render::{self, food_json};
use crate::resolve::{label, matching};
use crate::store::{FoodEdit, Line, Origin, Recipe, Touches};

/// The most servings a recipe makes.
const MOST_SERVINGS: f64 = 1000.0;
/// The measures one serving of a recipe goes by.
const SERVING_MEASURES: [&str; 3] = ["serving", "usual", "each"];
/// How the source of a portion begins that the recipe itself gives.
const OF_RECIPE: &str = "the recipe:";

/// Keeps, shows, changes, lists or removes recipes.
pub(super) fn run(session: &mut Session<'_>, command: &RecipeCommand) -> Result<Answer> {
    match command {
        RecipeCommand::Add(args) => add(session, args),
        RecipeCommand::Show(args) => show(session, &args.words.join(" ")),
        RecipeCommand::Edit(args) => edit(session, args),
        RecipeCommand::List => list(session),
        RecipeCommand::Delete(args) => delete(session, &args.words.join(" ")),
    }
}

fn add(session: &mut Session<'_>, args: &RecipeAdd) -> Result<Answer> {
    let name = own_food::checked_name(&args.name)?;
    let mut warnings = own_food::new_name(session, &name, None)?;
    let mut text = args.line.clone();
    // Quoted lines stand for themselves; loose words are one text.
    let whole = if args.lines.iter().any(|line| line.contains(char::is_whitespace)) {
        args.lines.join("\n")
    } else {
        eat::text(&args.lines)?
    };
    text.push(whole);
    let recipe = Recipe {
        lines: lines(session, &text.join("\n"))?,
        servings: args.servings.as_deref().map(servings).transpose()?,
        cooked_grams: args.cooked_weight.as_deref().map(cooked).transpose()?,
    };
    if recipe.lines.is_empty() {
        return Err(Error::request("a recipe needs at least one line")
            .hint("write it like: mineralog recipe add \"Lentil soup\" \"200 g lentils, 1 onion\" --servings 4"));
    }
    check(session, &recipe)?;
    warnings.extend(no_servings(&recipe));
    let edit = FoodEdit {
        groups: own_food::group_keys(session, &args.group)?,
        portions: portions(&recipe),
        recipe: Some(recipe),
        ..FoodEdit::default()
    };
    let summary = format!("kept the recipe {name}");
    let (now, command) = (session.seconds(), session.command_line.clone());
    let id = session.store.change(now, &command, |change| {
        Ok((change.add_food(Origin::Recipe, &name, &edit)?, summary))
    })?;
    answer(session, "Kept the recipe", id, Touches::default(), &warnings)
}

fn edit(session: &mut Session<'_>, args: &RecipeEdit) -> Result<Answer> {
    let id = find(session, &args.words.join(" "))?;
    let before = session.store.recipe(id)?.unwrap_or_default();
    let mut warnings = Vec::new();
    let mut edit =
        FoodEdit { groups: own_food::group_keys(session, &args.group)?, ..FoodEdit::default() };
    if let Some(name) = &args.name {
        let name = own_food::checked_name(name)?;
        warnings.extend(own_food::new_name(session, &name, Some(id))?);
        edit.name = Some(name);
    }
    let recipe = changed(session, args, &before)?;
    for line in &recipe.lines {
        if session.store.holds(line.food, id)? {
            return Err(Error::request("a recipe cannot hold itself")
                .because(format!("\"{}\" is made with it", shown(&line.phrase))));
        }
    }
    if recipe == before && edit.name.is_none() && edit.groups.is_empty() {
        return Err(Error::request("nothing was said to be changed")
            .hint("say it with --add, --remove, --line, --servings or --cooked-weight"));
    }
    if recipe != before {
        check(session, &recipe)?;
        warnings.extend(no_servings(&recipe));
        // A weight that the person gave a serving stays; the recipe's own follow it.
        let food = one_food::view(session, id)?.food;
        let of_person = |measure: &str| {
            food.portion(measure).is_some_and(|portion| !portion.source.starts_with(OF_RECIPE))
        };
        edit.portions = portions(&recipe);
        edit.portions.retain(|portion| !of_person(&portion.measure));
        edit.recipe = Some(recipe);
    }
    let touches =
        if edit.changes_figures() { session.store.touches(id)? } else { Touches::default() };
    let name = one_food::view(session, id)?.food.name;
    let summary = format!("changed the recipe {name}");
    let (now, command) = (session.seconds(), session.command_line.clone());
    session.store.change(now, &command, |change| Ok((change.edit_food(id, &edit)?, summary)))?;
    answer(session, "Changed the recipe", id, touches, &warnings)
}

/// Returns a recipe as the arguments want it.
fn changed(session: &Session<'_>, args: &RecipeEdit, before: &Recipe) -> Result<Recipe> {
    let mut recipe = before.clone();
    if !args.line.is_empty() {
        recipe.lines = lines(session, &args.line.join("\n"))?;
    }
    let mut left_out = args.remove.clone();
    left_out.sort_unstable();
    left_out.dedup();
    for number in left_out.into_iter().rev() {
        if number == 0 || number > recipe.lines.len() {
            return Err(Error::request(format!("the recipe has no line {number}"))
                .hint("`mineralog recipe show` numbers its lines"));
        }
        recipe.lines.remove(number - 1);
    }
    recipe.lines.extend(lines(session, &args.add.join("\n"))?);
    if recipe.lines.is_empty() {
        return Err(Error::request("a recipe needs at least one line")
            .hint("`mineralog recipe delete` removes it whole"));
    }
    if let Some(text) = &args.servings {
        recipe.servings = Some(servings(text)?);
    }
    match args.cooked_weight.as_deref() {
        None => {}
        Some("none") => recipe.cooked_grams = None,
        Some(text) => recipe.cooked_grams = Some(cooked(text)?),
    }
    Ok(recipe)
}

fn show(session: &Session<'_>, text: &str) -> Result<Answer> {
    let dish = dish(session, find(session, text)?)?;
    Ok(session.page(|layout| page::recipe(layout, &dish), || food_json::recipe(&dish)))
}

fn list(session: &Session<'_>) -> Result<Answer> {
    let mut recipes = Vec::new();
    for summary in session.store.recipes()? {
        let recipe = session.store.recipe(summary.id)?.unwrap_or_default();
        recipes.push((summary, recipe));
    }
    Ok(session.page(|layout| page::recipes(layout, &recipes), || food_json::recipes(&recipes)))
}

fn delete(session: &mut Session<'_>, text: &str) -> Result<Answer> {
    let id = find(session, text)?;
    let view = one_food::view(session, id)?;
    own_food::refuse_if_part(&view)?;
    own_food::remove_own(session, &view)
}

/// Returns the recipe that is meant.
fn find(session: &Session<'_>, text: &str) -> Result<FoodId> {
    let id = one_food::find(session, text)?;
    if session.store.recipe(id)?.is_none() {
        return Err(Error::request(format!("\"{}\" is no recipe", shown(text)))
            .hint("`mineralog recipe list` lists them"));
    }
    Ok(id)
}

/// Returns a recipe with what a page shows of it.
fn dish(session: &Session<'_>, id: FoodId) -> Result<Dish> {
    let view = one_food::view(session, id)?;
    let recipe = session.store.recipe(id)?.unwrap_or_default();
    let settings = session.settings()?;
    let today = session.calendar(&settings).today();
    let bounds = session.store.bounds(today, false)?;
    let of = |grams| intake::intake(Eaten::Food(&view.food, grams), &bounds);
    let ids: Vec<FoodId> = recipe.lines.iter().map(|line| line.food).collect();
    Ok(Dish {
        foods: session.store.foods_of(&ids)?,
        serving: recipe.serving_grams().map(of),
        per_100g: of(100.0),
        recipe,
        view,
    })
}

fn answer(
    session: &Session<'_>,
    title: &str,
    id: FoodId,
    touches: Touches,
    warnings: &[String],
) -> Result<Answer> {
    let dish = dish(session, id)?;
    Ok(session
        .echo(
            |layout| page::changed_recipe(layout, title, &dish, touches),
            || food_json::changed_recipe(&dish, touches, warnings),
        )
        .warn(warnings.to_vec()))
}

/// Matches the lines of a recipe. One that is not clearly a food refuses the whole: a recipe with a
/// hole would be wrong at every meal.
fn lines(session: &Session<'_>, text: &str) -> Result<Vec<Line>> {
    let mut lines = Vec::new();
    let mut open = Vec::new();
    let mut hints = Vec::new();
    for matched in matching::match_meal(session.store, text)? {
        match matched.found {
            Some((food, weighed)) => lines.push(Line {
                phrase: matched.phrase,
                food: food.id,
                quantity: weighed.quantity,
                unit: weighed.unit.map(str::to_owned),
                grams: weighed.grams,
                assumption: weighed.assumption,
            }),
            None => {
                open.push(format!("\"{}\"", shown(&matched.phrase)));
                let near: Vec<String> =
                    matched.candidates.iter().take(3).map(|c| format!("\"{}\"", c.name)).collect();
                if !near.is_empty() {
                    let near = render::list(&near, "or");
                    hints.push(format!("\"{}\" could be {near}", shown(&matched.phrase)));
                }
            }
        }
    }
    if open.is_empty() {
        return Ok(lines);
    }
    let error =
        Error::request(format!("no food is clearly meant by {}", render::list(&open, "and")));
    Err(if hints.is_empty() {
        error.because("no name in the food table is close enough")
    } else {
        error.hint(hints.join("; "))
    })
}

/// Refuses a dish that holds more than food can, such as one cooked down to almost nothing.
fn check(session: &Session<'_>, recipe: &Recipe) -> Result<()> {
    let ids: Vec<FoodId> = recipe.lines.iter().map(|line| line.food).collect();
    let foods = session.store.foods_of(&ids)?;
    let whole = recipe.grams();
    let part = |line: &Line| {
        let food = foods.get(&line.food)?.clone();
        Some(Part { food, grams_per_100g: line.grams / whole * 100.0 })
    };
    let parts: Vec<Part> = recipe.lines.iter().filter_map(part).collect();
    let mut dry = PerNutrient::from_fn(|n| intake::content_of_parts(&parts)[n].per_100g());
    // What cooks away is water.
    dry[crate::domain::Nutrient::Water] = None;
    label::check(&dry).map(drop)
}

fn portions(recipe: &Recipe) -> Vec<Portion> {
    let Some(grams) = recipe.serving_grams() else {
        return Vec::new();
    };
    let servings = recipe.servings.unwrap_or(1.0);
    let source = format!("{OF_RECIPE} {:.0} g in {servings} servings", recipe.grams());
    SERVING_MEASURES
        .iter()
        .map(|measure| Portion { measure: (*measure).to_owned(), grams, source: source.clone() })
        .collect()
}

fn no_servings(recipe: &Recipe) -> Option<String> {
    recipe.servings.is_none().then(|| {
        "how many servings it makes was not said: eat it by weight, or add --servings N".to_owned()
    })
}

fn servings(text: &str) -> Result<f64> {
    let value = text.trim().replace(',', ".").parse::<f64>().ok();
    value.filter(|n| *n > 0.0 && *n <= MOST_SERVINGS).ok_or_else(|| {
        Error::request(format!("\"{}\" is no number of servings", shown(text)))
            .hint("write it like --servings 4")
    })
}

fn cooked(text: &str) -> Result<f64> {
    label::weight(text, &own_food::blank("")).map_err(|_| {
        Error::request(format!("\"{}\" is no weight of a dish", shown(text)))
            .hint("write it like --cooked-weight 850g")
    })
}
