//! Stories a person would tell, each through the real binary.
//!
//! Every test has a home of its own, a cleared environment, a fixed clock and a fixed zone.
//! Snapshots rewrite themselves with `UPDATE_EXPECT=1 cargo test`.

mod environment;
mod logging;
