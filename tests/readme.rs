//! The examples of the README run, in their order, on one diary, and print what it shows.
//!
//! `TRYCMD=overwrite cargo test --test readme` writes the output anew.

#[test]
fn the_examples_of_the_readme_run() {
    let home = tempfile::tempdir().expect("a temporary folder");
    trycmd::TestCases::new()
        .env("MINERALOG_DB", home.path().join("diary.db").display().to_string())
        .env("MINERALOG_NOW", "2026-11-22T19:30:00+00:00")
        .env("TZ", "UTC")
        .env("NO_COLOR", "1")
        .case("README.md");
}
