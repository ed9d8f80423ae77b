//! `lyceum keys rotate` replaces the signing key without signing anyone out. The server may be running meanwhile.

use super::{ExitError, backup::record_action, server::LOGIN_DAYS, storage::Storage};
use crate::{
    clock,
    config::KeysRotate,
    db::{audit::AuditAction, data_dir},
};

pub(super) fn rotate(rotate: &KeysRotate) -> Result<(), ExitError> {
    if rotate.secret_key.is_some() {
        return Err(ExitError::Wrong(
            "the key is the one in LYCEUM_SECRET_KEY: set another there, and this one in LYCEUM_SECRET_KEY_OLD"
                .to_owned(),
        ));
    }
    let now = clock::now();
    data_dir::rotate_key(&rotate.store.data_dir, now, now + chrono::Duration::days(LOGIN_DAYS))?;
    // The key is replaced already, even if the database cannot be reached now.
    match Storage::join(&rotate.store) {
        Ok(storage) => {
            record_action(&storage.pool, AuditAction::KeyRotated, "secret.key", now);
            storage.close();
        }
        Err(stop) => eprintln!("lyceum: this is not noted in the audit trail: {stop}"),
    }
    println!("There is another key. A server that runs signs with it within a minute.");
    Ok(())
}
