//! What a command works with that takes the diary as a file.

use std::path::Path;

use super::passphrase::Commands;
use crate::calendar::Clock;
use crate::render::Page;
use crate::store::lock::Keyring;

/// What a command works with that does not open the diary as others do.
#[derive(Debug)]
pub struct OnFile<'a> {
    /// The diary file.
    pub db: &'a Path,
    /// The present moment and the local zone.
    pub clock: Clock,
    /// Whether the answer is to be one JSON document.
    pub json: bool,
    /// How a page is laid out.
    pub page: Page,
    /// Whether somebody sits at a terminal and can be asked.
    pub asks: bool,
    /// Opens what is encrypted.
    pub keys: &'a Keyring<'a>,
    /// Commands that write passphrases: the present one's and the new one's.
    pub commands: &'a Commands,
}
