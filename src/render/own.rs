//! What a person made of the food table: the echo of a change, and recipes.

use super::food::{self, View};
use super::{Page, Tone, amount, capital, count, inert};
use crate::nutrition::day::Foods;
use crate::nutrition::intake::Intakes;
use crate::store::{FoodSummary, Recipe, Touches};

const UNDO: &str = "Take it back with `mineralog undo`.";

/// A recipe with what a page shows of it.
#[derive(Debug)]
pub struct Dish {
    /// The food it is.
    pub view: View,
    /// What it is made of.
    pub recipe: Recipe,
    /// The foods of its lines.
    pub foods: Foods,
    /// What a serving holds; none where the number of servings was not said.
    pub serving: Option<Intakes>,
    /// What 100 g hold.
    pub per_100g: Intakes,
}

/// Returns the echo of a changed food: what was done, the food as it stands if it was wished for,
/// and what changes in the past.
pub fn changed(page: Page, title: &str, view: &View, whole: bool, touches: Touches) -> String {
    let mut out = String::new();
    let number = format!("food {}", view.food.id.0);
    out.push_str(&page.ends(&inert(title), Tone::Heading, &number));
    out.push('\n');
    if whole {
        out.push_str(&food::show(page, view));
    }
    // The short echo is of a name, a portion or a tag: figures stay, sources may not.
    finish(page, out, touches, if whole { "figures" } else { "sources" })
}

/// Returns the echo of a changed recipe.
pub fn changed_recipe(page: Page, title: &str, dish: &Dish, touches: Touches) -> String {
    let number = format!("food {}", dish.view.food.id.0);
    let mut out = page.ends(title, Tone::Heading, &number);
    out.push('\n');
    out.push_str(&recipe(page, dish));
    finish(page, out, touches, "figures")
}

/// Returns the echo of a removed food.
pub fn removed(page: Page, view: &View, kept: Touches) -> String {
    let mut out = page.wrap("", "  ", &format!("removed: {}", inert(&view.food.name)));
    out.push('\n');
    if kept.entries > 0 {
        let text = format!("{} with it still show its figures.", entries(kept));
        out.push_str(&page.wrap("", "  ", &capital(&text)));
        out.push('\n');
    }
    out.push_str(&page.wrap_in(Tone::Aside, "", "", "Bring it back with `mineralog undo`."));
    out.push('\n');
    out
}

fn finish(page: Page, mut out: String, touches: Touches, what: &str) -> String {
    if touches.entries > 0 {
        let verb = if touches.entries == 1 { "shows" } else { "show" };
        let text = format!("{} now {verb} other {what}.", entries(touches));
        out.push_str(&page.wrap("", "  ", &text));
        out.push('\n');
    }
    out.push_str(&page.wrap_in(Tone::Aside, "", "", UNDO));
    out.push('\n');
    out
}

/// Returns how much of the diary is touched: `12 entries of 9 days`.
fn entries(touches: Touches) -> String {
    format!(
        "{} of {}",
        count(touches.entries as usize, "entry", "entries"),
        count(touches.days as usize, "day", "days")
    )
}

/// Returns a recipe: its lines, and what a serving and 100 g of it hold.
pub fn recipe(page: Page, dish: &Dish) -> String {
    let Dish { view, recipe, .. } = dish;
    let mut out = page.ends(&capital(&inert(&view.food.name)), Tone::Heading, &makes(recipe));
    out.push('\n');
    for (number, line) in (1..).zip(&recipe.lines) {
        let mut text = dish.foods.get(&line.food).map_or_else(String::new, |f| inert(&f.name));
        if let Some(assumption) = &line.assumption {
            text.push_str(&format!(" ({})", inert(assumption)));
        }
        let first = format!("{number:>4}  {:>7}  ", amount::grams(line.grams));
        out.push_str(&page.wrap(&first, "               ", &text));
        out.push('\n');
    }
    match (&dish.serving, recipe.serving_grams()) {
        (Some(serving), Some(grams)) => {
            out.push_str(&held(page, &format!("A serving of {}", amount::grams(grams)), serving));
        }
        _ => out.push_str(&held(page, "In 100 g", &dish.per_100g)),
    }
    let names: Vec<String> = view.details.own_names.iter().map(|name| inert(name)).collect();
    if !names.is_empty() {
        out.push_str(&page.wrap("", "  ", &format!("You also call it: {}", names.join(", "))));
        out.push('\n');
    }
    out
}

fn makes(recipe: &Recipe) -> String {
    let weight = amount::grams(recipe.grams());
    let cooked = if recipe.cooked_grams.is_some() { " cooked" } else { "" };
    match recipe.servings {
        Some(1.0) => format!("1 serving, {weight}{cooked}"),
        Some(servings) => {
            format!("{} servings, {weight}{cooked}", amount::number(servings, 2))
        }
        None => format!("{weight}{cooked}"),
    }
}

fn held(page: Page, title: &str, intakes: &Intakes) -> String {
    let mut out = format!("\n{}\n", page.wrap_in(Tone::Heading, "", "", title));
    for (nutrient, intake) in intakes.iter() {
        let line = format!("{}: {}", nutrient.name(), amount::of(nutrient, *intake, "ingredient"));
        out.push_str(&page.wrap("  ", "    ", &line));
        out.push('\n');
    }
    out
}

/// Returns the list of recipes.
pub fn recipes(page: Page, recipes: &[(FoodSummary, Recipe)]) -> String {
    if recipes.is_empty() {
        let text = "No recipe is kept yet. `mineralog recipe add \"Lentil soup\" \"200 g lentils, \
                    1 onion\" --servings 4` keeps one.";
        return format!("{}\n", page.wrap("", "", text));
    }
    let mut out = String::new();
    for (summary, recipe) in recipes {
        let left = format!("{:>6}  {}", summary.id.0, inert(&summary.name));
        out.push_str(&page.ends(&left, Tone::Known, &makes(recipe)));
        out.push('\n');
    }
    out.push_str(&page.wrap_in(Tone::Aside, "", "", "`mineralog recipe show NUMBER` shows one."));
    out.push('\n');
    out
}
