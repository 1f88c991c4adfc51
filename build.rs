//! Computes a digest of the seed files and of the code that shapes them on the way in, so that a
//! diary notices when a newer binary brings a newer seed or folds names another way.

use std::{env, fs, path::Path};

fn main() {
    let seed = Path::new("seed");
    println!("cargo::rerun-if-changed=seed");
    let mut names: Vec<_> = fs::read_dir(seed)
        .expect("seed/ lies beside Cargo.toml")
        .map(|entry| entry.expect("seed/ can be read").path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "csv"))
        .collect();
    names.sort();
    for shaping in [
        "src/resolve/words.rs",
        "src/nutrition/bound.rs",
        "src/nutrition/sources.rs",
        "src/store/seed.rs",
        "src/store/knowledge.rs",
    ] {
        println!("cargo::rerun-if-changed={shaping}");
        names.push(shaping.into());
    }
    // FNV-1a, 64 bit: not a safeguard, only a fingerprint.
    let mut digest: u64 = 0xcbf2_9ce4_8422_2325;
    for name in names {
        for byte in fs::read(&name).expect("a seed file can be read") {
            digest = (digest ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
    }
    let out = Path::new(&env::var("OUT_DIR").expect("cargo sets OUT_DIR")).join("seed_digest");
    fs::write(out, format!("{digest:016x}")).expect("OUT_DIR can be written");
}
