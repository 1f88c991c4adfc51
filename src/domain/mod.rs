//! The words of the field as types. Standard library and dates only: nothing here reads, prints
//! or computes a figure.

pub mod diary;
pub mod food;
pub mod nutrient;
pub mod person;
pub mod sign;
pub mod site;

pub use diary::{
    Context, Dose, Entry, EntryKind, Episode, EpisodeKind, Item, Meal, Medicine, MedicineAction,
    Record, Side, Slot,
};
pub use food::{Basis, Content, Food, FoodId, Knowledge, Part, Portion, SourceTag};
pub use nutrient::{Nutrient, PerNutrient};
pub use person::{Authority, LifeStage, Person, SafetyAnswer, Settings, Sex, WeekStart};
