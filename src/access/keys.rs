//! The server's secret and the tokens that are signed with it: logins, resume tokens, forms. Each purpose has a key derived for
//! it, so that a token of one purpose is invalid for another.
//!
//! Secrets are rotated. A token names its secret (`kid`), and tokens of an older secret are accepted for as long as that is kept.

use std::sync::Arc;

use arc_swap::ArcSwap;
use hmac::{Hmac, KeyInit, Mac};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use sha2::Sha256;

use super::{IdempotencyKey, PersonalToken};
use crate::{
    clock::Time,
    ids::{BrowserId, LoginId, ParticipantId, PersonId, SessionId},
};

/// The length of a secret in bytes.
pub const SECRET_LEN: usize = 32;

/// The secrets, newest first: the first one signs, and all verify. They can be replaced while they are in use.
pub struct Keys(ArcSwap<Vec<Secret>>);

/// The keys derived from one secret.
struct Secret {
    /// The id of the secret in tokens; it reveals nothing about the secret.
    kid: String,
    access: TokenKey,
    refresh: TokenKey,
    cookie: TokenKey,
    known: TokenKey,
    resume: TokenKey,
    form: [u8; 32],
    stream_key: [u8; 32],
    personal_link: [u8; 32],
}

struct TokenKey {
    encoding: EncodingKey,
    decoding: DecodingKey,
}

/// The claims of an access token (RFC 7519): it proves a person's login for some minutes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AccessClaims {
    pub sub: PersonId,
    pub jti: LoginId,
    /// Seconds since 1970.
    pub exp: i64,
}

/// The claims of a refresh token or of a login cookie.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RenewalClaims {
    pub sub: PersonId,
    pub jti: LoginId,
    /// The number of the token within its login; the first is 0.
    pub n: i32,
    pub iat: i64,
    pub exp: i64,
}

/// The claims of the cookie of a known browser: these people have signed in there, the latest first. It signs nobody in.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct KnownClaims {
    pub jti: BrowserId,
    pub people: Vec<PersonId>,
    pub exp: i64,
}

/// The claims of a resume token: its bearer has this seat of this session. It is valid for as long as the session exists.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ResumeClaims {
    pub sub: ParticipantId,
    pub sid: SessionId,
}

impl Keys {
    /// Signs with `secret`, and also accepts tokens of the `old` ones.
    pub fn new(secret: &[u8; SECRET_LEN], old: &[[u8; SECRET_LEN]]) -> Self {
        Self(ArcSwap::from_pointee(secrets(secret, old)))
    }

    /// Replaces the secrets, as [`Keys::new`].
    pub fn change(&self, secret: &[u8; SECRET_LEN], old: &[[u8; SECRET_LEN]]) {
        self.0.store(Arc::new(secrets(secret, old)));
    }

    pub fn access_token(&self, claims: &AccessClaims) -> String {
        self.sign(|secret| &secret.access, claims)
    }

    /// `None` when it is not ours or has expired. Only the database knows whether the login is still active.
    pub fn read_access_token(&self, token: &str, now: Time) -> Option<AccessClaims> {
        let claims = self.read::<AccessClaims>(|secret| &secret.access, token)?;
        (claims.exp > now.timestamp()).then_some(claims)
    }

    pub fn refresh_token(&self, claims: &RenewalClaims) -> String {
        self.sign(|secret| &secret.refresh, claims)
    }

    /// As [`Keys::read_access_token`].
    pub fn read_refresh_token(&self, token: &str, now: Time) -> Option<RenewalClaims> {
        let claims = self.read::<RenewalClaims>(|secret| &secret.refresh, token)?;
        (claims.exp > now.timestamp()).then_some(claims)
    }

    pub fn cookie(&self, claims: &RenewalClaims) -> String {
        self.sign(|secret| &secret.cookie, claims)
    }

    /// As [`Keys::read_access_token`].
    pub fn read_cookie(&self, value: &str, now: Time) -> Option<RenewalClaims> {
        let claims = self.read::<RenewalClaims>(|secret| &secret.cookie, value)?;
        (claims.exp > now.timestamp()).then_some(claims)
    }

    pub fn known(&self, claims: &KnownClaims) -> String {
        self.sign(|secret| &secret.known, claims)
    }

    /// As [`Keys::read_access_token`].
    pub fn read_known(&self, value: &str, now: Time) -> Option<KnownClaims> {
        let claims = self.read::<KnownClaims>(|secret| &secret.known, value)?;
        (claims.exp > now.timestamp()).then_some(claims)
    }

    pub fn resume_token(&self, claims: ResumeClaims) -> String {
        self.sign(|secret| &secret.resume, &claims)
    }

    /// `None` when it is not ours.
    pub fn read_resume_token(&self, token: &str) -> Option<ResumeClaims> {
        self.read(|secret| &secret.resume, token)
    }

    /// The hidden field of a form, for the browser with this cookie.
    pub fn form_token(&self, cookie: &str) -> String {
        hex(&mac(&newest(&self.0.load()).form, cookie))
    }

    /// Whether a form's hidden field matches the browser's cookie. Takes the same time for every wrong one.
    pub fn is_form_token(&self, cookie: &str, token: &str) -> bool {
        let Some(given) = (0..token.len() / 2)
            .map(|i| token.get(2 * i..2 * i + 2).and_then(|pair| u8::from_str_radix(pair, 16).ok()))
            .collect::<Option<Vec<u8>>>()
        else {
            return false;
        };
        self.0.load().iter().any(|secret| {
            let mut hmac = Hmac::<Sha256>::new_from_slice(&secret.form).expect("HMAC takes a key of any length");
            hmac.update(cookie.as_bytes());
            hmac.verify_slice(&given).is_ok()
        })
    }

    /// The seed of the stream key that a request with this idempotency key makes: its secret is not stored, and a repeat gets
    /// it again.
    pub fn seed_of_stream_key(&self, key: &IdempotencyKey) -> [u8; 32] {
        let of = [key.owner.as_bytes().as_slice(), &key.key].concat();
        mac(&newest(&self.0.load()).stream_key, &hex(&of))
    }

    /// A new seed of a student's personal link: the id of the secret that makes the token, and random bytes.
    pub fn link_seed(&self) -> Vec<u8> {
        let secrets = self.0.load();
        [newest(&secrets).kid.as_bytes(), hex(&rand::random::<[u8; 16]>()).as_bytes()].concat()
    }

    /// The token of a seed; `None` once the secret that made it is not kept any more.
    pub fn personal_token(&self, seed: &[u8]) -> Option<PersonalToken> {
        let seed = std::str::from_utf8(seed).ok()?;
        let secrets = self.0.load();
        let secret = secrets.iter().find(|secret| seed.starts_with(&secret.kid))?;
        Some(PersonalToken::of_student(&mac(&secret.personal_link, seed)))
    }

    fn sign(&self, purpose: impl Fn(&Secret) -> &TokenKey, claims: &impl Serialize) -> String {
        let secrets = self.0.load();
        let secret = newest(&secrets);
        let header = Header { kid: Some(secret.kid.clone()), ..Header::new(Algorithm::HS256) };
        jsonwebtoken::encode(&header, claims, &purpose(secret).encoding).expect("claims are JSON, the key an HMAC's")
    }

    /// The claims of a token of ours. The caller checks the expiry, because it knows the time.
    fn read<T: DeserializeOwned + Clone>(&self, purpose: impl Fn(&Secret) -> &TokenKey, token: &str) -> Option<T> {
        let kid = jsonwebtoken::decode_header(token).ok()?.kid;
        let secrets = self.0.load();
        let secret = match kid {
            Some(kid) => secrets.iter().find(|secret| secret.kid == kid)?,
            // A token from before tokens named their secret.
            None => newest(&secrets),
        };
        let mut validation = Validation::new(Algorithm::HS256);
        validation.required_spec_claims.clear();
        validation.validate_exp = false;
        jsonwebtoken::decode(token, &purpose(secret).decoding, &validation).ok().map(|data| data.claims)
    }
}

fn secrets(newest: &[u8; SECRET_LEN], old: &[[u8; SECRET_LEN]]) -> Vec<Secret> {
    std::iter::once(newest).chain(old).map(Secret::new).collect()
}

fn newest(secrets: &[Secret]) -> &Secret {
    secrets.first().expect("there is always one")
}

impl Secret {
    fn new(secret: &[u8; SECRET_LEN]) -> Self {
        let purpose = |name| {
            let key = mac(secret, name);
            TokenKey { encoding: EncodingKey::from_secret(&key), decoding: DecodingKey::from_secret(&key) }
        };
        Self {
            kid: hex(&mac(secret, "kid")[..8]),
            access: purpose("access"),
            refresh: purpose("refresh"),
            cookie: purpose("cookie"),
            known: purpose("known"),
            resume: purpose("resume"),
            form: mac(secret, "form"),
            stream_key: mac(secret, "stream key"),
            personal_link: mac(secret, "personal link"),
        }
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn mac(key: &[u8], text: &str) -> [u8; 32] {
    let mut hmac = Hmac::<Sha256>::new_from_slice(key).expect("HMAC takes a key of any length");
    hmac.update(text.as_bytes());
    hmac.finalize().into_bytes().into()
}

#[cfg(test)]
mod tests;
