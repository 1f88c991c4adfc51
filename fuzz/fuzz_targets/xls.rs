//! Files of other publishers: no bytes may panic, and memory stays bounded.
#![no_main]

use libfuzzer_sys::fuzz_target;
use mineralog::import::{biff, cronometer, portions};

fuzz_target!(|bytes: &[u8]| {
    let _ = biff::rows(bytes, |_, _| Ok::<(), String>(()));
    if let Ok(text) = std::str::from_utf8(bytes) {
        let _ = cronometer::quantity(text);
        let _ = portions::measure_of(text, "bread");
    }
});
