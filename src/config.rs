//! Where the diary lies and how output looks: default, then file, then environment, then flag.
//! Resolved once, before any command runs, and passed down.

use std::io::Read as _;
use std::path::{Path, PathBuf};

use serde::Deserialize;

use crate::error::{Error, Result};

/// When to colour.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, clap::ValueEnum)]
#[serde(rename_all = "lowercase")]
pub enum ColorChoice {
    /// On a terminal, unless `NO_COLOR` is set.
    #[default]
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// The configuration file, `config.toml`. Every field may be left out.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    /// The diary file.
    db: Option<PathBuf>,
    /// When to colour.
    color: Option<ColorChoice>,
}

/// What the environment says, read once by `main`.
#[derive(Debug, Default)]
pub struct Environment {
    /// `MINERALOG_DB`.
    pub db: Option<PathBuf>,
    /// `MINERALOG_CONFIG`.
    pub config: Option<PathBuf>,
    /// Whether `NO_COLOR` is set to anything but the empty text.
    pub no_color: bool,
}

/// What holds for this run.
#[derive(Debug)]
pub struct Config {
    /// The diary file; none where no place is known for it.
    db: Option<PathBuf>,
    /// When to colour.
    pub color: ColorChoice,
}

impl Config {
    /// Resolves the configuration from flags, the environment, the file and the defaults.
    ///
    /// # Errors
    ///
    /// Refuses a file that cannot be understood, and fails where one cannot be read.
    pub fn resolve(
        db: Option<PathBuf>,
        color: Option<ColorChoice>,
        environment: Environment,
    ) -> Result<Self> {
        let dirs = directories::ProjectDirs::from("", "", "mineralog");
        let file = match (&environment.config, &dirs) {
            (Some(path), _) => read_file(path, true)?,
            (None, Some(dirs)) => read_file(&dirs.config_dir().join("config.toml"), false)?,
            (None, None) => File::default(),
        };
        let no_color = environment.no_color.then_some(ColorChoice::Never);
        let db = db
            .or(environment.db)
            .or(file.db)
            .or_else(|| dirs.map(|dirs| dirs.data_dir().join("diary.db")));
        Ok(Self { db, color: color.or(no_color).or(file.color).unwrap_or_default() })
    }

    /// Returns the diary file.
    ///
    /// # Errors
    ///
    /// Refuses a machine without a home directory when no place was named.
    pub fn db(&self) -> Result<&Path> {
        self.db.as_deref().ok_or_else(|| {
            Error::request("there is no place for the diary")
                .because("this account has no home directory")
                .hint("name a file with --db FILE or MINERALOG_DB")
        })
    }
}

/// More than this, in bytes, is no configuration.
const LONGEST_FILE: u64 = 65_536;

fn read_file(path: &Path, must_exist: bool) -> Result<File> {
    let failed = |cause: &dyn std::fmt::Display| {
        Error::request(format!("the configuration file {} cannot be used", path.display()))
            .because(cause)
            .hint("it may hold: db = \"FILE\" and color = \"auto\", \"always\" or \"never\"")
    };
    let read = || {
        let mut text = String::new();
        std::fs::File::open(path)?.take(LONGEST_FILE).read_to_string(&mut text)?;
        std::io::Result::Ok(text)
    };
    match read() {
        Ok(text) => toml::from_str(&text).map_err(|e| failed(&e.message())),
        Err(e) if e.kind() == std::io::ErrorKind::NotFound && !must_exist => Ok(File::default()),
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => {
            Err(failed(&e).hint("MINERALOG_CONFIG names it: correct the variable, or unset it"))
        }
        Err(e) if e.kind() == std::io::ErrorKind::InvalidData => Err(failed(&e)),
        Err(e) => {
            let file = path.display();
            Err(Error::failed(format!("the configuration file {file} cannot be read"))
                .because(e)
                .hint("check the permissions of the file and its folder"))
        }
    }
}
