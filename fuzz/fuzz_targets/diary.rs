//! Exported diaries: no bytes may panic, and what is read unites with itself to itself.
#![no_main]

use libfuzzer_sys::fuzz_target;
use mineralog::exchange::{Record, law, read};

fuzz_target!(|bytes: &[u8]| {
    let _ = read::read(bytes, &mut |record, _| {
        let state = match &record {
            Record::Entry(entry) => law::of_entry(entry)?,
            Record::Food(food) => law::of_food(food)?,
            _ => return Ok(()),
        };
        assert_eq!(state.unite(&state), state);
        if let Record::Entry(entry) = &record {
            let _ = (entry.fault(), law::to_entry(&entry.uid, &state));
        }
        if let Record::Food(food) = &record {
            let _ = (food.fault(), law::to_food(&food.source, &state));
        }
        Ok(())
    });
});
