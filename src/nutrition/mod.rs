//! From portions to intake, bounds, references and verdicts.
//!
//! Pure, and the only room that adds up amounts: one function computes each figure, and every
//! output shows that figure. Nothing here rounds, prints, or asks what day it is.

pub mod adequacy;
pub mod bound;
pub mod coverage;
pub mod day;
pub mod intake;
pub mod plan;
pub mod reference;
pub mod richest;
pub mod sources;
pub mod suggest;
pub mod trend;
