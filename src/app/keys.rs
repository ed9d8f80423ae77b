//! `lyceum keys rotate`: another key, without signing anyone out. The server may run meanwhile.

use super::{Stop, server::LOGIN_DAYS};
use crate::{clock, config::KeysRotate, db::data_dir};

pub(super) fn rotate(rotate: &KeysRotate) -> Result<(), Stop> {
    if rotate.secret_key.is_some() {
        return Err(Stop::Wrong(
            "the key is the one in LYCEUM_SECRET_KEY: set another there, and this one in LYCEUM_SECRET_KEY_OLD"
                .to_owned(),
        ));
    }
    let now = clock::now();
    data_dir::rotate_key(&rotate.store.data_dir, now, now + chrono::Duration::days(LOGIN_DAYS))?;
    println!("There is another key. The server signs with it from its next start on.");
    Ok(())
}
