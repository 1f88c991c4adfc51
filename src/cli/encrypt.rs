//! `encrypt` and `decrypt`: the diary under a passphrase, and plain again.

use super::args::{Decrypt, Encrypt};
use super::on_file::OnFile;
use super::passphrase::{COMMAND, NEW_COMMAND};
use super::{Answer, Body, ask, passphrase};
use crate::error::{Error, Result};
use crate::render::keep as page;
use crate::store::encrypt;
use crate::store::lock::{self, Passphrase, is_encrypted};
use crate::store::{self, Store};

/// Encrypts the diary, or gives an encrypted one another passphrase. A diary that is not there yet
/// begins encrypted.
pub(super) fn encrypt(on: &OnFile<'_>, args: &Encrypt) -> Result<Answer> {
    if !lock::AVAILABLE {
        return Err(lock::not_in_this_build("the diary cannot be encrypted"));
    }
    let was_encrypted = is_encrypted(on.db);
    if args.change && !was_encrypted {
        return Err(
            Error::request("the diary is not encrypted").hint("`mineralog encrypt` encrypts it")
        );
    }
    let present = if was_encrypted { encrypt::passphrase(on.db, on.keys)? } else { None };
    let commands = on.commands;
    let new = match present {
        Some(present) if !args.change => present,
        Some(_) => passphrase::new(NEW_COMMAND, commands.new.as_deref(), on.db)?,
        None => {
            // What cannot be encrypted is told before a passphrase is asked for.
            if store::is_there(on.db)? {
                encrypt::passphrase(on.db, on.keys)?;
            }
            passphrase::new(COMMAND, commands.present.as_deref(), on.db)?
        }
    };
    if !was_encrypted && !store::is_there(on.db)? {
        drop(Store::open(on.db, on.clock.now.timestamp())?);
    }
    let is_new = !was_encrypted || args.change;
    turn(on, Some(&new), is_new)
}

/// Makes an encrypted diary plain.
pub(super) fn decrypt(on: &OnFile<'_>, args: &Decrypt) -> Result<Answer> {
    if !is_encrypted(on.db) {
        return Err(Error::request("there is no encrypted diary")
            .because(format!("{} is none", on.db.display()))
            .hint("name another file with --db FILE"));
    }
    if !lock::AVAILABLE {
        return Err(lock::not_in_this_build("the diary cannot be decrypted"));
    }
    encrypt::passphrase(on.db, on.keys)?;
    if !args.yes {
        if !on.asks {
            return Err(Error::request("whoever has the file could read the diary then")
                .hint("say --yes; the copies beside it are decrypted too"));
        }
        let question = "Whoever has the file can read the diary then, and its copies. Decrypt it?";
        let options = ["decrypt it".to_owned()];
        if ask::offer(question, &options, "leave it encrypted")?.is_none() {
            return Err(Error::request("the diary was left encrypted"));
        }
    }
    turn(on, None, true)
}

fn turn(on: &OnFile<'_>, new: Option<&Passphrase>, is_new: bool) -> Result<Answer> {
    let turned = encrypt::turn(on.db, on.keys, new)?;
    let what = if new.is_some() { "encrypted" } else { "decrypted" };
    let body = if on.json {
        Body::Json(page::turned_document(what, on.db, &turned))
    } else if new.is_some() {
        Body::Echo(page::encrypted(on.page, on.db, &turned, is_new))
    } else {
        Body::Echo(page::decrypted(on.page, on.db, &turned))
    };
    Ok(Answer { body, warnings: Vec::new(), changed: true })
}
