//! Stories a person would tell, each through the real binary.
//!
//! Every test has a home of its own, a cleared environment, a fixed clock and a fixed zone.
//! Snapshots rewrite themselves with `UPDATE_EXPECT=1 cargo test`.

// A test binary has no reader of its documentation and no other crate that could reach it.
#![allow(missing_docs, unreachable_pub)]

mod bad_input;
mod bounds;
mod browser;
mod corrections;
mod day;
mod encryption;
mod environment;
mod episode;
mod exchange;
mod flags;
mod forms;
mod golden_week;
mod html;
mod imports;
mod keep;
mod kills;
mod logging;
mod mineral;
mod own_food;
mod pages;
mod power_loss;
mod recompute;
mod resolver;
mod seed;
mod state;
mod suggest;
mod time;
mod weeks;
mod why;
mod wording;
