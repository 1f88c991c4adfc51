//! A meal as somebody might type it: no text may panic, and each is read in time linear in its
//! length.
#![no_main]

use libfuzzer_sys::fuzz_target;
use mineralog::resolve::{meal, phrase, supplement};

fuzz_target!(|text: &str| {
    for part in meal::split(text, &|_| false) {
        let _ = phrase::readings(&part);
        let _ = phrase::amount_alone(&part);
        let _ = supplement::read(&part, supplement::Stated::NotSaid, &mut |_| Ok(None));
    }
});
