//! A meal as somebody might type it: no text may panic, and each is read in time linear in its
//! length.
#![no_main]

use libfuzzer_sys::fuzz_target;
use mineralog::resolve::{heading, meal, phrase, supplement, words};

fuzz_target!(|text: &str| {
    let heading = heading::read(text);
    // Every other name is one, so that both ways of splitting are taken.
    for part in meal::split(&heading.rest, &|name| name.len() % 2 == 0) {
        if let Ok(readings) = phrase::readings(&part) {
            assert!(!readings.is_empty());
        }
        let _ = phrase::amount_alone(&part);
        let _ = words::name_key(&part);
        let _ = supplement::read(&part, supplement::Stated::NotSaid, &mut |_| Ok(None));
    }
});
