//! The key under which a request makes something once. A browser sends a form twice when its button is pressed twice, and a
//! program sends a request again when it got no answer; the second request then leads to what the first one made.

use std::fmt;

use sha2::{Digest, Sha256};
use uuid::Uuid;

/// The longest key that a client may choose, in bytes.
pub const KEY_LIMIT: usize = 255;

/// A key of one owner: a person, or the browser of a stranger. Clients choose keys, so only its hash is stored.
#[derive(Clone, PartialEq, Eq)]
pub struct IdempotencyKey {
    pub owner: Uuid,
    pub key: [u8; 32],
    /// A hash of the request. A key belongs to one request.
    pub request: [u8; 32],
}

impl IdempotencyKey {
    /// The key that the client chose, for this place.
    pub fn new(owner: Uuid, place: &str, chosen: &str) -> Self {
        Self { owner, key: hash([place.as_bytes(), chosen.as_bytes()]), request: [0; 32] }
    }

    /// The owner of the keys of a browser without a login, by a cookie that only this browser has.
    pub fn owner_by_cookie(cookie: &str) -> Uuid {
        let hash = hash([b"browser".as_slice(), cookie.as_bytes()]);
        uuid::Builder::from_random_bytes(hash[..16].try_into().expect("16 bytes")).into_uuid()
    }

    /// The same key for this request. If a client uses it for another request, it is refused.
    pub fn for_request(self, body: &[u8]) -> Self {
        Self { request: hash([body]), ..self }
    }

    /// Another key for each of several things that one request makes: other things with the same key are made, too.
    pub fn for_thing<'a>(&'a self, thing: impl IntoIterator<Item = &'a [u8]>) -> Self {
        let key = hash(std::iter::once(self.key.as_slice()).chain(thing));
        Self { owner: self.owner, key, request: [0; 32] }
    }
}

impl fmt::Debug for IdempotencyKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("IdempotencyKey")
    }
}

/// The hash of several parts: moving a byte from one part to the next gives another hash.
fn hash<'a>(parts: impl IntoIterator<Item = &'a [u8]>) -> [u8; 32] {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update((part.len() as u64).to_be_bytes());
        hash.update(part);
    }
    hash.finalize().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_of_one_owner_one_place_and_one_thing() {
        let owner = Uuid::new_v4();
        let key = IdempotencyKey::new(owner, "/sessions", "a");
        assert_eq!(key, IdempotencyKey::new(owner, "/sessions", "a"));
        for other in [
            IdempotencyKey::new(Uuid::new_v4(), "/sessions", "a"),
            IdempotencyKey::new(owner, "/session", "sa"),
            IdempotencyKey::new(owner, "/sessions", "b"),
            key.for_thing([b"one".as_slice()]),
            key.clone().for_request(b"body"),
        ] {
            assert_ne!(key, other);
        }
        assert_ne!(key.for_thing([b"one".as_slice()]), key.for_thing([b"on".as_slice(), b"e".as_slice()]));
        assert_eq!(IdempotencyKey::owner_by_cookie("x"), IdempotencyKey::owner_by_cookie("x"));
    }
}
