//! Secrets, which come only from the environment, because every user of the machine can read command lines.

use std::fmt;

pub(super) const SERVE_HELP: &str = "\
Secrets, from the environment only:
  LYCEUM_SECRET_KEY  64 hexadecimal digits that sign-ins and seats are signed with; without it, a key is made at
                     first start and kept in the data directory
  LYCEUM_SECRET_KEY_OLD  Those that were in use before, by commas: what they have signed is believed
  LYCEUM_TURN_SECRET The secret that names and passwords for the relay are made of (coturn: static-auth-secret);
                     without it, one is made at first start and kept in the data directory
  LYCEUM_SMTP_PASSWORD  The password that goes with --smtp-user
  LYCEUM_S3_SECRET_KEY  The secret that goes with --s3-access-key";

pub(super) const ADMIN_HELP: &str = "\
Secrets, from the environment only:
  LYCEUM_ADMIN_PASSWORD  The password, instead of the prompt or standard input";

pub(super) const S3_HELP: &str = "\
Secrets, from the environment only:
  LYCEUM_S3_SECRET_KEY  The secret that goes with --s3-access-key";

/// The server's secret for signing.
#[derive(Clone, PartialEq, Eq)]
pub struct SecretKey(pub [u8; 32]);

impl SecretKey {
    pub fn random() -> Self {
        Self(rand::random())
    }

    /// Reads 64 hexadecimal digits.
    pub fn parse(text: &str) -> Option<Self> {
        let digits = text.as_bytes();
        if digits.len() != 64 || !digits.iter().all(u8::is_ascii_hexdigit) {
            return None;
        }
        let mut key = [0; 32];
        for (byte, pair) in key.iter_mut().zip(digits.chunks_exact(2)) {
            *byte = u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok()?;
        }
        Some(Self(key))
    }

    pub fn to_hex(&self) -> String {
        self.0.iter().map(|byte| format!("{byte:02x}")).collect()
    }
}

impl fmt::Debug for SecretKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SecretKey")
    }
}

/// The secret that a relay shares with the server that gives out its credentials: coturn's `static-auth-secret`.
#[derive(Clone, PartialEq, Eq)]
pub struct TurnSecret(pub String);

impl TurnSecret {
    pub fn random() -> Self {
        Self(SecretKey::random().to_hex())
    }

    /// Reads one line that is long enough not to be guessed.
    pub fn parse(text: &str) -> Option<Self> {
        let fits = (16..=256).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_graphic());
        fits.then(|| Self(text.to_owned()))
    }
}

impl fmt::Debug for TurnSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TurnSecret")
    }
}

/// A password; its debug output hides it.
#[derive(Clone, PartialEq, Eq)]
pub struct Password(pub String);

impl fmt::Debug for Password {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Password")
    }
}

pub(super) fn secret_key() -> Result<Option<SecretKey>, String> {
    match std::env::var_os("LYCEUM_SECRET_KEY").filter(|value| !value.is_empty()) {
        None => Ok(None),
        Some(value) => match value.to_str().and_then(|text| SecretKey::parse(text.trim())) {
            Some(key) => Ok(Some(key)),
            None => Err("LYCEUM_SECRET_KEY is not 64 hexadecimal digits (openssl rand -hex 32 makes some)".into()),
        },
    }
}

pub(super) fn old_secret_keys() -> Result<Vec<SecretKey>, String> {
    let value = std::env::var_os("LYCEUM_SECRET_KEY_OLD").unwrap_or_default();
    let keys = value.to_str().unwrap_or("?").split(',').map(str::trim).filter(|text| !text.is_empty());
    keys.map(SecretKey::parse)
        .collect::<Option<_>>()
        .ok_or_else(|| "LYCEUM_SECRET_KEY_OLD is not a list of 64 hexadecimal digits each, by commas".to_owned())
}

pub(super) fn turn_secret() -> Result<Option<TurnSecret>, String> {
    match std::env::var_os("LYCEUM_TURN_SECRET").filter(|value| !value.is_empty()) {
        None => Ok(None),
        Some(value) => match value.to_str().and_then(|text| TurnSecret::parse(text.trim())) {
            Some(secret) => Ok(Some(secret)),
            None => {
                Err("LYCEUM_TURN_SECRET is not 16 to 256 letters and digits (openssl rand -hex 32 makes some)".into())
            }
        },
    }
}

pub(super) fn admin_password() -> Option<Password> {
    password("LYCEUM_ADMIN_PASSWORD")
}

pub(super) fn smtp_password() -> Option<Password> {
    password("LYCEUM_SMTP_PASSWORD")
}

pub(super) fn s3_secret() -> Option<Password> {
    password("LYCEUM_S3_SECRET_KEY")
}

fn password(variable: &str) -> Option<Password> {
    std::env::var(variable).ok().filter(|value| !value.is_empty()).map(Password)
}
