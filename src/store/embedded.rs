//! The seed files that the binary carries.

use serde::de::DeserializeOwned;

use crate::error::{Error, Result};

/// One seed file: its name, for errors, and its text.
macro_rules! seed_file {
    ($name:literal) => {
        ($name, include_str!(concat!("../../seed/", $name)))
    };
}
pub(super) use seed_file;

/// Reads every row of a seed file. Our own seed loads whole or fails.
pub(super) fn rows<T: DeserializeOwned>((name, text): (&str, &str)) -> Result<Vec<T>> {
    csv::Reader::from_reader(text.as_bytes())
        .deserialize()
        .collect::<std::result::Result<_, _>>()
        .map_err(|e| Error::failed(format!("the seed file {name} is broken")).because(e))
}
