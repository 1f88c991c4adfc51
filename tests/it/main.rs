//! Stories a person would tell, each through the real binary.
//!
//! Every test has a home of its own, a cleared environment, a fixed clock and a fixed zone.
//! Snapshots rewrite themselves with `UPDATE_EXPECT=1 cargo test`.

// A test binary has no reader of its documentation and no other crate that could reach it.
#![allow(missing_docs, unreachable_pub)]

mod bad_input;
mod environment;
mod exchange;
mod golden_week;
mod imports;
mod logging;
mod own_food;
mod pages;
mod resolver;
mod seed;
mod time;
