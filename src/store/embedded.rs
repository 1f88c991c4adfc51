//! The seed files that the binary carries, packed: they are read once, when a diary is made or
//! brought up to date.

use std::io::Read as _;

use flate2::read::GzDecoder;

use serde::de::DeserializeOwned;

use crate::error::{Error, Result};

/// One seed file: its name, for errors, and its packed bytes.
macro_rules! seed_file {
    ($name:literal) => {
        ($name, include_bytes!(concat!(env!("OUT_DIR"), "/", $name, ".gz")))
    };
}
pub(super) use seed_file;

/// Reads every row of a seed file. Our own seed loads whole or fails.
pub(super) fn rows<T: DeserializeOwned>((name, packed): (&str, &[u8])) -> Result<Vec<T>> {
    let broken = |e: &dyn std::fmt::Display| {
        Error::failed(format!("the seed file {name} is broken")).because(e)
    };
    let mut text = Vec::new();
    GzDecoder::new(packed).read_to_end(&mut text).map_err(|e| broken(&e))?;
    csv::Reader::from_reader(text.as_slice())
        .deserialize()
        .collect::<std::result::Result<_, _>>()
        .map_err(|e| broken(&e))
}
