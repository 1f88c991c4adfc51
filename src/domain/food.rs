//! A food, what is known of it per 100 g, and its household portions.

use super::nutrient::{Nutrient, PerNutrient};

/// The number of a food in this diary.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FoodId(pub i64);

/// How a figure came to be known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Knowledge {
    /// Analysed, or derived from analyses.
    Measured,
    /// Calculated, imputed, or read off a label.
    Estimated,
    /// Nobody looked, because the food plainly holds none.
    AssumedZero,
    /// Nobody determined it. Never zero.
    Unknown,
}

impl Knowledge {
    /// Returns the key used in JSON and in the database.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Measured => "measured",
            Self::Estimated => "estimated",
            Self::AssumedZero => "assumed_zero",
            Self::Unknown => "unknown",
        }
    }

    /// Returns the kind of a key; none for another word.
    pub fn parse(key: &str) -> Option<Self> {
        [Self::Measured, Self::Estimated, Self::AssumedZero, Self::Unknown]
            .into_iter()
            .find(|k| k.key() == key)
    }
}

/// What is known of one nutrient in a food: an amount per 100 g in the nutrient's unit, or that
/// nobody determined it.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub enum Content {
    /// A figure and how it came to be known.
    Known {
        /// Amount per 100 g edible portion, in the nutrient's unit.
        per_100g: f64,
        /// How it came to be known; never [`Knowledge::Unknown`].
        knowledge: Knowledge,
    },
    /// Not determined. Never zero.
    #[default]
    Unknown,
}

impl Content {
    /// Returns the amount per 100 g, or none where it is unknown.
    pub fn per_100g(self) -> Option<f64> {
        match self {
            Self::Known { per_100g, .. } => Some(per_100g),
            Self::Unknown => None,
        }
    }

    /// Returns the kind of knowledge.
    pub fn knowledge(self) -> Knowledge {
        match self {
            Self::Known { knowledge, .. } => knowledge,
            Self::Unknown => Knowledge::Unknown,
        }
    }
}

/// The weight of one household measure of a food.
#[derive(Clone, Debug, PartialEq)]
pub struct Portion {
    /// `cup`, `slice`, `each` (one, counted), `usual` (meant when no amount is said).
    pub measure: String,
    /// Grams of one.
    pub grams: f64,
    /// Where the weight was read or how it was derived.
    pub source: String,
}

/// The ground on which a food counts as a source of a mineral.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Basis {
    /// It stands in the seeded source lists, itself or by its group.
    Listed,
    /// A usual portion holds at least 10 % of the Daily Value.
    Content,
    /// The person said so.
    User,
}

impl Basis {
    /// Returns the key used in JSON and in the database.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Listed => "listed",
            Self::Content => "content",
            Self::User => "user",
        }
    }

    /// Returns the basis of a key; none for another word.
    pub fn parse(key: &str) -> Option<Self> {
        [Self::Listed, Self::Content, Self::User].into_iter().find(|b| b.key() == key)
    }
}

/// A food as a source of one mineral, and why.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SourceTag {
    /// The mineral.
    pub nutrient: Nutrient,
    /// The ground.
    pub basis: Basis,
}

/// A food with everything the diary knows of it.
#[derive(Clone, Debug)]
pub struct Food {
    /// Its number in this diary.
    pub id: FoodId,
    /// Its origin: `usda:168462`.
    pub source: String,
    /// The plain name.
    pub name: String,
    /// The main food group, which bounds what is unknown.
    pub group: String,
    /// Where its figures were read.
    pub reference: String,
    /// Amounts per 100 g.
    pub content: PerNutrient<Content>,
    /// Household portions.
    pub portions: Vec<Portion>,
    /// The minerals it counts as a source of.
    pub tags: Vec<SourceTag>,
    /// What a recipe is made of; empty for any other food.
    pub parts: Vec<Part>,
}

/// A food in a recipe.
#[derive(Clone, Debug)]
pub struct Part {
    /// The food.
    pub food: Food,
    /// Grams of it in 100 g of the recipe. They add up to more than 100 where it is cooked down.
    pub grams_per_100g: f64,
}

impl Food {
    /// Returns the portion of a measure, where the food has one.
    pub fn portion(&self, measure: &str) -> Option<&Portion> {
        self.portions.iter().find(|p| p.measure == measure)
    }

    /// Returns the minerals it is a source of, each once, in the usual order.
    pub fn source_of(&self) -> Vec<Nutrient> {
        Nutrient::MINERALS
            .into_iter()
            .filter(|n| self.tags.iter().any(|t| t.nutrient == *n))
            .collect()
    }
}
