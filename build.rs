//! Packs the seed files for the binary, and computes a digest of them and of the code that shapes
//! them on the way in, so that a diary notices when a newer binary brings a newer seed or folds names
//! another way.

use std::io::Write as _;
use std::{env, fs, path::Path};

use flate2::{Compression, write::GzEncoder};

fn main() {
    let out = env::var("OUT_DIR").expect("cargo sets OUT_DIR");
    let out = Path::new(&out);
    let seed = Path::new("seed");
    println!("cargo::rerun-if-changed=seed");
    let mut names: Vec<_> = fs::read_dir(seed)
        .expect("seed/ lies beside Cargo.toml")
        .map(|entry| entry.expect("seed/ can be read").path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "csv"))
        .collect();
    names.sort();
    for path in &names {
        let name = path.file_name().expect("a file").to_str().expect("a plain name");
        let packed =
            fs::File::create(out.join(format!("{name}.gz"))).expect("OUT_DIR can be written");
        let mut packed = GzEncoder::new(packed, Compression::best());
        packed.write_all(&fs::read(path).expect("a seed file can be read")).expect("it is packed");
        packed.finish().expect("it is packed");
    }
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
    fs::write(out.join("seed_digest"), format!("{digest:016x}")).expect("OUT_DIR can be written");
}
