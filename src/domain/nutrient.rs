//! The tracked nutrients, their order, their keys and their units.

use std::ops::{Index, IndexMut};

/// A tracked nutrient. The first four are what the weekly page is about, in the order they are
/// shown everywhere; the rest are their companions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Nutrient {
    /// Magnesium, mg.
    Magnesium,
    /// Calcium, mg.
    Calcium,
    /// Potassium, mg.
    Potassium,
    /// Vitamin D (D2 + D3), µg.
    VitaminD,
    /// Sodium, mg.
    Sodium,
    /// Caffeine, mg.
    Caffeine,
    /// Water, mL (1 g of water is taken as 1 mL).
    Water,
    /// Alcohol (ethanol), g.
    Alcohol,
    /// Energy, kcal.
    Energy,
}

impl Nutrient {
    /// Every nutrient, in the order of every table.
    pub const ALL: [Self; 9] = [
        Self::Magnesium,
        Self::Calcium,
        Self::Potassium,
        Self::VitaminD,
        Self::Sodium,
        Self::Caffeine,
        Self::Water,
        Self::Alcohol,
        Self::Energy,
    ];

    /// The four the weekly page judges.
    pub const MINERALS: [Self; 4] =
        [Self::Magnesium, Self::Calcium, Self::Potassium, Self::VitaminD];

    /// Returns the key used in JSON, in the database and on the command line.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Magnesium => "magnesium",
            Self::Calcium => "calcium",
            Self::Potassium => "potassium",
            Self::VitaminD => "vitamin_d",
            Self::Sodium => "sodium",
            Self::Caffeine => "caffeine",
            Self::Water => "water",
            Self::Alcohol => "alcohol",
            Self::Energy => "energy",
        }
    }

    /// Returns the name for people.
    pub const fn name(self) -> &'static str {
        match self {
            Self::VitaminD => "vitamin D",
            other => other.key(),
        }
    }

    /// Returns the unit in which amounts of it are kept and shown.
    pub const fn unit(self) -> &'static str {
        match self {
            Self::VitaminD => "µg",
            Self::Water => "mL",
            Self::Alcohol => "g",
            Self::Energy => "kcal",
            _ => "mg",
        }
    }

    /// Returns the nutrient of a key or of a name a person would type; none for other words.
    pub fn parse(text: &str) -> Option<Self> {
        let folded = text.trim().to_lowercase().replace(['-', ' '], "_");
        match folded.as_str() {
            "mg" => Some(Self::Magnesium),
            "ca" => Some(Self::Calcium),
            "k" => Some(Self::Potassium),
            "vitamind" | "vit_d" | "vitamin_d3" | "d3" | "d" => Some(Self::VitaminD),
            key => Self::ALL.into_iter().find(|n| n.key() == key),
        }
    }

    /// Returns whether this is one of the four minerals of the weekly page.
    pub fn is_mineral(self) -> bool {
        Self::MINERALS.contains(&self)
    }
}

/// A value for each nutrient.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct PerNutrient<T>([T; 9]);

impl<T> PerNutrient<T> {
    /// Returns the table whose entries `value` gives.
    pub fn from_fn(mut value: impl FnMut(Nutrient) -> T) -> Self {
        Self(Nutrient::ALL.map(&mut value))
    }

    /// Visits the entries in the order of every table.
    pub fn iter(&self) -> impl Iterator<Item = (Nutrient, &T)> {
        Nutrient::ALL.into_iter().zip(&self.0)
    }
}

impl<T> Index<Nutrient> for PerNutrient<T> {
    type Output = T;
    fn index(&self, nutrient: Nutrient) -> &T {
        &self.0[nutrient as usize]
    }
}

impl<T> IndexMut<Nutrient> for PerNutrient<T> {
    fn index_mut(&mut self, nutrient: Nutrient) -> &mut T {
        &mut self.0[nutrient as usize]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_read_back() {
        for nutrient in Nutrient::ALL {
            assert_eq!(Nutrient::parse(nutrient.key()), Some(nutrient));
            assert_eq!(Nutrient::parse(nutrient.name()), Some(nutrient));
        }
        assert_eq!(Nutrient::parse("vitamin c"), None);
    }

    #[test]
    fn the_table_is_indexed_by_its_own_order() {
        let table = PerNutrient::from_fn(|n| n);
        for nutrient in Nutrient::ALL {
            assert_eq!(table[nutrient], nutrient);
        }
    }
}
