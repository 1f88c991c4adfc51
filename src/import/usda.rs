//! Tells which of USDA's publications a folder or an archive holds, by what is in it.

use std::path::Path;

use super::archive::Archive;
use super::{Progress, Release, Sink, Skipped, fdc, sr28};
use crate::error::{Error, Result};

/// Reads a FoodData Central bundle or the ASCII files of the Standard Reference, and returns the
/// tables it held with the rows that could not be used.
///
/// # Errors
///
/// Refuses what is neither, what lacks a file or a column, and what is damaged.
pub fn read(
    path: &Path,
    progress: &Progress<'_>,
    sink: &mut dyn Sink,
) -> Result<(Vec<Release>, Skipped)> {
    let mut archive = Archive::open(path)?;
    let mut skipped = Skipped::default();
    let releases = if archive.has("food.csv") {
        fdc::read(&mut archive, progress, sink, &mut skipped)?
    } else if archive.has("FOOD_DES.txt") {
        vec![sr28::read(&mut archive, progress, sink, &mut skipped)?]
    } else {
        return Err(Error::request(format!("{} holds no food table of USDA", path.display()))
            .because("there is neither a food.csv nor a FOOD_DES.txt in it")
            .hint(
                "give a FoodData Central CSV bundle or the ASCII files of SR28, as downloaded; \
                 `mineralog import ciqual` reads the French table",
            ));
    };
    Ok((releases, skipped))
}
