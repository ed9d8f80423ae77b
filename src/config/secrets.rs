//! What must not stand on a command line, where everyone on the machine can read it: from the environment only.

use std::fmt;

pub(super) const SERVE_HELP: &str = "\
Secrets, from the environment only:
  LYCEUM_SECRET_KEY  64 hexadecimal digits that sign-ins and seats are signed with; without it, a key is made at
                     first start and kept in the data directory";

pub(super) const ADMIN_HELP: &str = "\
Secrets, from the environment only:
  LYCEUM_ADMIN_PASSWORD  The password, instead of the prompt or standard input";

/// The server's one secret.
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

/// A password on its way to be hashed.
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

pub(super) fn admin_password() -> Option<Password> {
    std::env::var("LYCEUM_ADMIN_PASSWORD").ok().filter(|value| !value.is_empty()).map(Password)
}
