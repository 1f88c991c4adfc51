//! From what a person typed to a food and grams, over values only.
//!
//! [`heading`] reads which meal it was and when, [`meal`] splits a line into phrases, [`phrase`]
//! finds amount, measure and food words in each, [`words`] folds spelling, [`rank`] orders the
//! foods that were found and says when one is clear, [`weigh`] turns amount and food into grams and
//! says what it assumed, and [`matching`] is the way through all of them. [`label`] and
//! [`supplement`] read what a package says. Nothing here opens the diary: the foods come in as
//! values through [`matching::FoodTable`], and every decision goes out with its reason.

pub mod heading;
pub mod label;
pub mod matching;
pub mod meal;
pub mod measure;
pub mod number;
pub mod phrase;
pub mod rank;
pub mod supplement;
pub mod weigh;
pub mod words;
