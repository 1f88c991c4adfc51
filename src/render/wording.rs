//! The fixed lines of the pages, from `seed/wording.csv`.

/// Returns a fixed line by its key; the empty text for a key the seed does not hold.
pub fn wording(key: &str) -> String {
    csv::Reader::from_reader(include_str!("../../seed/wording.csv").as_bytes())
        .records()
        .filter_map(std::result::Result::ok)
        .find(|row| row.get(0) == Some(key))
        .and_then(|row| row.get(1).map(str::to_owned))
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_is_there() {
        for key in [
            "standing_line",
            "sun_line",
            "potassium_gate",
            "most_twitches",
            "log_not_blood",
        ] {
            assert!(!wording(key).is_empty(), "{key}");
        }
    }
}
