//! What goes out of an encrypted diary and comes in again: files in the format of `age`, under a
//! passphrase, which any program that knows the format opens.

use std::fs::File;
use std::io::{self, Read, Write};
use std::path::Path;

use crate::error::{Error, Result};
#[cfg(feature = "encryption")]
use crate::store::lock::WRONG;
#[cfg(not(feature = "encryption"))]
use crate::store::lock::not_in_this_build;
use crate::store::lock::{AGE, Keyring, Passphrase};

/// How the name of such a file ends, where this program chooses it.
pub(super) const ENDING: &str = ".age";

/// How much work it is to try a passphrase, as a power of two: 64 MiB of memory and a fifth of a
/// second each. It is more than the diary itself asks for, and a folder of tables is still written
/// in a moment.
#[cfg(feature = "encryption")]
const WORK: u8 = 16;
/// The most work a file may ask for: a minute or so.
#[cfg(feature = "encryption")]
const MOST_WORK: u8 = 22;

/// Where bytes go, as they are or encrypted.
pub(super) enum Out<W: Write> {
    /// As they are.
    Plain(W),
    /// Encrypted.
    #[cfg(feature = "encryption")]
    Sealed(Box<age::stream::StreamWriter<W>>),
}

impl<W: Write> Out<W> {
    /// Begins a file, an encrypted one where there is a passphrase.
    pub(super) fn new(to: W, key: Option<&Passphrase>) -> io::Result<Self> {
        match key {
            None => Ok(Self::Plain(to)),
            #[cfg(feature = "encryption")]
            Some(key) => {
                let mut recipient = age::scrypt::Recipient::new(secret(key));
                recipient.set_work_factor(WORK);
                let recipients = std::iter::once(&recipient as &dyn age::Recipient);
                age::Encryptor::with_recipients(recipients)
                    .map_err(io::Error::other)?
                    .wrap_output(to)
                    .map(|out| Self::Sealed(Box::new(out)))
            }
            #[cfg(not(feature = "encryption"))]
            Some(_) => Err(io::Error::other("this mineralog was built without encryption")),
        }
    }

    /// Ends the file.
    pub(super) fn finish(self) -> io::Result<W> {
        match self {
            Self::Plain(mut to) => to.flush().map(|()| to),
            #[cfg(feature = "encryption")]
            Self::Sealed(out) => out.finish(),
        }
    }
}

impl<W: Write> Write for Out<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Self::Plain(to) => to.write(bytes),
            #[cfg(feature = "encryption")]
            Self::Sealed(out) => out.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::Plain(to) => to.flush(),
            #[cfg(feature = "encryption")]
            Self::Sealed(out) => out.flush(),
        }
    }
}

/// Returns whether a file is one that `age` wrote.
pub(super) fn is_sealed(path: &Path) -> bool {
    let mut start = Vec::new();
    let read =
        File::open(path).and_then(|file| file.take(AGE.len() as u64).read_to_end(&mut start));
    read.is_ok() && start == AGE
}

/// Returns what an encrypted file holds, opened with one of the passphrases; `open` opens the file
/// anew for each of them.
#[cfg(feature = "encryption")]
pub(super) fn unsealed<R: Read>(
    path: &Path,
    keys: &Keyring<'_>,
    open: impl Fn() -> Result<R>,
) -> Result<impl Read> {
    let refuse = |e: &dyn std::fmt::Display| {
        Error::request(format!("{} cannot be decrypted", path.display()))
            .because(e)
            .hint("nothing was changed; `age -d` may tell more")
    };
    let (found, _) = keys
        .find(path, |key| {
            let file = age::Decryptor::new(open()?).map_err(|e| refuse(&e))?;
            if !file.is_scrypt() {
                return Err(refuse(&"it is encrypted to a key, not with a passphrase"));
            }
            let mut identity = age::scrypt::Identity::new(secret(key));
            identity.set_max_work_factor(MOST_WORK);
            match file.decrypt(std::iter::once(&identity as &dyn age::Identity)) {
                Ok(found) => Ok(Some(found)),
                Err(age::DecryptError::DecryptionFailed) => Ok(None),
                Err(e) => Err(refuse(&e)),
            }
        })
        .map_err(|e| {
            let message = if e.message == WRONG { "wrong passphrase" } else { &e.message };
            let message = format!("{message} ({})", path.display());
            Error { message, cause: e.cause.filter(|_| e.message != WRONG), ..e }
        })?;
    Ok(found)
}

/// Returns the error of a build that cannot decrypt.
#[cfg(not(feature = "encryption"))]
pub(super) fn unsealed<R: Read>(
    path: &Path,
    _: &Keyring<'_>,
    _: impl Fn() -> Result<R>,
) -> Result<R> {
    let e: Error = not_in_this_build(&format!("{} is encrypted", path.display()));
    let hint = e.hint.clone().unwrap_or_default();
    Err(e.hint(format!("decrypt it first, with `age -d`; or {hint}")))
}

#[cfg(feature = "encryption")]
fn secret(key: &Passphrase) -> age::secrecy::SecretString {
    key.text().to_owned().into()
}
