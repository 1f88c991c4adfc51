//! The documents about foods and recipes. Fields are only ever added; what is not known is `null`.

use serde_json::{Value, json};

use super::food::{self, Choice, View};
use super::json::per_nutrient;
use super::json_value::{number, optional};
use super::own::Dish;
use crate::domain::{Food, Nutrient};
use crate::nutrition::intake::{self, Intakes};
use crate::nutrition::richest::Richest;
use crate::store::{FoodSummary, Recipe, Touches};

/// Returns the document of `food search`: amounts per 100 g and in a usual portion.
pub fn search(choices: &[Choice]) -> Value {
    let foods: Vec<Value> = choices
        .iter()
        .map(|choice| {
            let mut food = short(&choice.food);
            food["score"] = number(choice.score);
            with_amounts(food, &choice.food)
        })
        .collect();
    json!({"foods": foods})
}

/// Returns the document of `food search --by`.
pub fn richest(nutrient: Nutrient, ranked: &Richest) -> Value {
    let foods: Vec<Value> = ranked
        .foods
        .iter()
        .map(|(food, held)| {
            let mut document = short(food);
            document["score"] = Value::Null;
            document["amount"] = number(*held);
            with_amounts(document, food)
        })
        .collect();
    json!({
        "foods": foods,
        "by": nutrient.key(),
        "unit": nutrient.unit(),
        "unreported": ranked.unreported,
        "without_portion": ranked.without_portion,
    })
}

fn short(food: &Food) -> Value {
    json!({"id": food.id.0, "name": food.name, "source": food.source})
}

fn with_amounts(mut document: Value, food: &Food) -> Value {
    let usual = food.portion("usual").map(|p| p.grams);
    document["usual_grams"] = optional(usual);
    document["usual"] = per_nutrient(&food.content, |_, content| {
        optional(usual.and_then(|grams| intake::amount(*content, grams)))
    });
    document["per_100g"] = per_nutrient(&food.content, |_, content| optional(content.per_100g()));
    document
}

/// Returns the document of `food show`: nutrients per 100 g.
pub fn show(view: &View) -> Value {
    json!({"food": food(view)})
}

fn food(view: &View) -> Value {
    let View { food, details, .. } = view;
    let usual = food.portion("usual").map(|p| p.grams);
    let groups: Vec<&String> = details.groups.iter().map(|(_, name)| name).collect();
    json!({
        "id": food.id.0,
        "name": food.name,
        "source": food.source,
        "reference": food.reference,
        "origin": details.origin.key(),
        "changed_by_user": details.changed_by_user,
        "nutrients": per_nutrient(&food.content, |n, content| json!({
            "per_100g": optional(content.per_100g()),
            "usual": optional(usual.and_then(|grams| intake::amount(*content, grams))),
            "unit": n.unit(),
            "knowledge": content.knowledge().key(),
            "source": details.figure_sources[n],
        })),
        "portions": food.portions.iter().map(|p| json!({
            "measure": p.measure,
            "grams": number(p.grams),
            "source": p.source,
            "by_user": details.own_portions.contains(&p.measure),
        })).collect::<Vec<_>>(),
        "groups": groups,
        "sources": food.tags.iter().map(|t| json!({
            "nutrient": t.nutrient.key(), "basis": t.basis.key(),
        })).collect::<Vec<_>>(),
        "notes": food.source_of().into_iter().flat_map(|n| {
            food::notes(view, n).into_iter().map(move |note| json!({
                "nutrient": n.key(), "note": note,
            }))
        }).collect::<Vec<_>>(),
        "aliases": details.own_names,
        "eaten": {
            "entries": details.eaten.entries,
            "days": details.eaten.days,
            "last": details.last_eaten.map(|day| day.to_string()),
        },
        "recipes": details.recipes.iter().map(summary).collect::<Vec<_>>(),
    })
}

fn summary(food: &FoodSummary) -> Value {
    json!({"id": food.id.0, "name": food.name, "source": food.source})
}

fn touched(touches: Touches) -> Value {
    json!({"entries": touches.entries, "days": touches.days})
}

/// Returns the document of a changed food.
pub fn changed(view: &View, touches: Touches, warnings: &[String]) -> Value {
    json!({"food": food(view), "touches": touched(touches), "warnings": warnings})
}

/// Returns the document of a removed food; `kept` is what still shows its figures.
pub fn removed(view: &View, kept: Touches) -> Value {
    json!({"removed": short(&view.food), "touches": touched(kept), "warnings": []})
}

/// Returns the document of `recipe show`.
pub fn recipe(dish: &Dish) -> Value {
    json!({"food": food(&dish.view), "recipe": parts(dish)})
}

/// Returns the document of a changed recipe.
pub fn changed_recipe(dish: &Dish, touches: Touches, warnings: &[String]) -> Value {
    json!({
        "food": food(&dish.view),
        "recipe": parts(dish),
        "touches": touched(touches),
        "warnings": warnings,
    })
}

fn parts(dish: &Dish) -> Value {
    let recipe = &dish.recipe;
    json!({
        "servings": optional(recipe.servings),
        "grams": number(recipe.grams()),
        "cooked_grams": optional(recipe.cooked_grams),
        "serving_grams": optional(recipe.serving_grams()),
        "lines": recipe.lines.iter().map(|line| json!({
            "phrase": line.phrase,
            "food": dish.foods.get(&line.food).map(short),
            "quantity": optional(line.quantity),
            "unit": line.unit,
            "grams": number(line.grams),
            "assumption": line.assumption,
        })).collect::<Vec<_>>(),
        "per_serving": dish.serving.as_ref().map(held),
        "per_100g": held(&dish.per_100g),
    })
}

/// Returns amounts with what they could be at most and how many ingredients report them.
fn held(intakes: &Intakes) -> Value {
    per_nutrient(intakes, |n, intake| {
        json!({
            "unit": n.unit(),
            "known": optional(intake.known_amount()),
            "upper": number(intake.upper),
            "ingredients_reporting": intake.reporting,
            "ingredients": intake.foods,
        })
    })
}

/// Returns the document of `recipe list`.
pub fn recipes(recipes: &[(FoodSummary, Recipe)]) -> Value {
    let list: Vec<Value> = recipes
        .iter()
        .map(|(food, recipe)| {
            let mut document = summary(food);
            document["servings"] = optional(recipe.servings);
            document["grams"] = number(recipe.grams());
            document["lines"] = json!(recipe.lines.len());
            document
        })
        .collect();
    json!({"recipes": list})
}
