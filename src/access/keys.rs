//! The server's one secret and what is signed with it: logins, seats to resume, forms. Each purpose has a key of its
//! own, derived, so that a token of one purpose is worth nothing in another.

use hmac::{Hmac, KeyInit, Mac};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use sha2::Sha256;

use crate::{
    clock::Time,
    ids::{LoginId, ParticipantId, PersonId, SessionId},
};

/// The secret's length in bytes.
pub const SECRET_LEN: usize = 32;

pub struct Keys {
    login: Purpose,
    resume: Purpose,
    form: [u8; 32],
}

struct Purpose {
    encoding: EncodingKey,
    decoding: DecodingKey,
}

/// What a login's token says (RFC 7519).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LoginClaims {
    pub sub: PersonId,
    pub jti: LoginId,
    /// Seconds since 1970.
    pub exp: i64,
}

/// What a resume token says: this seat of this session is yours. It lasts as long as the session does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ResumeClaims {
    pub sub: ParticipantId,
    pub sid: SessionId,
}

impl Keys {
    pub fn new(secret: &[u8; SECRET_LEN]) -> Self {
        let purpose = |name| {
            let key = mac(secret, name);
            Purpose { encoding: EncodingKey::from_secret(&key), decoding: DecodingKey::from_secret(&key) }
        };
        Self { login: purpose("login"), resume: purpose("resume"), form: mac(secret, "form") }
    }

    pub fn login_token(&self, person: PersonId, login: LoginId, expires: Time) -> String {
        sign(&self.login, &LoginClaims { sub: person, jti: login, exp: expires.timestamp() })
    }

    /// `None` when it is not ours or has run out. Whether the login still stands, only the database knows.
    pub fn read_login_token(&self, token: &str) -> Option<LoginClaims> {
        read(&self.login, token, &Validation::new(Algorithm::HS256))
    }

    pub fn resume_token(&self, claims: ResumeClaims) -> String {
        sign(&self.resume, &claims)
    }

    /// `None` when it is not ours.
    pub fn read_resume_token(&self, token: &str) -> Option<ResumeClaims> {
        let mut validation = Validation::new(Algorithm::HS256);
        validation.required_spec_claims.clear();
        validation.validate_exp = false;
        read(&self.resume, token, &validation)
    }

    /// The hidden field of a form, for the browser that holds this cookie.
    pub fn form_token(&self, cookie: &str) -> String {
        mac(&self.form, cookie).iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// Whether a form's hidden field goes with the browser's cookie. Takes the same time for every wrong one.
    pub fn is_form_token(&self, cookie: &str, token: &str) -> bool {
        let Some(given) = (0..token.len() / 2)
            .map(|i| token.get(2 * i..2 * i + 2).and_then(|pair| u8::from_str_radix(pair, 16).ok()))
            .collect::<Option<Vec<u8>>>()
        else {
            return false;
        };
        let mut hmac = Hmac::<Sha256>::new_from_slice(&self.form).expect("HMAC takes a key of any length");
        hmac.update(cookie.as_bytes());
        hmac.verify_slice(&given).is_ok()
    }
}

fn mac(key: &[u8], text: &str) -> [u8; 32] {
    let mut hmac = Hmac::<Sha256>::new_from_slice(key).expect("HMAC takes a key of any length");
    hmac.update(text.as_bytes());
    hmac.finalize().into_bytes().into()
}

fn sign(purpose: &Purpose, claims: &impl Serialize) -> String {
    jsonwebtoken::encode(&Header::default(), claims, &purpose.encoding)
        .expect("claims are JSON and the key is an HMAC's")
}

fn read<T: DeserializeOwned + Clone>(purpose: &Purpose, token: &str, validation: &Validation) -> Option<T> {
    jsonwebtoken::decode(token, &purpose.decoding, validation).ok().map(|data| data.claims)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock;
    use chrono::Duration;

    fn keys() -> Keys {
        Keys::new(&[7; SECRET_LEN])
    }

    #[test]
    fn a_login_token_lasts_until_it_runs_out() {
        let (person, login) = (PersonId::fresh(), LoginId::fresh());
        let fresh = keys().login_token(person, login, clock::now() + Duration::hours(1));
        assert_eq!(keys().read_login_token(&fresh).map(|claims| (claims.sub, claims.jti)), Some((person, login)));
        let stale = keys().login_token(person, login, clock::now() - Duration::hours(1));
        assert_eq!(keys().read_login_token(&stale), None);
    }

    #[test]
    fn a_token_of_another_purpose_or_key_is_nothing() {
        let seat = ResumeClaims { sub: ParticipantId::fresh(), sid: SessionId::fresh() };
        let resume = keys().resume_token(seat);
        assert_eq!(keys().read_resume_token(&resume), Some(seat));
        assert_eq!(keys().read_login_token(&resume), None);
        assert_eq!(Keys::new(&[8; SECRET_LEN]).read_resume_token(&resume), None);
        for forged in ["", "a.b.c", "eyJhbGciOiJub25lIn0.eyJzdWIiOiIxIn0.", &resume[..resume.len() - 2]] {
            assert_eq!(keys().read_resume_token(forged), None);
        }
    }

    #[test]
    fn a_form_goes_with_its_cookie_only() {
        let token = keys().form_token("cookie");
        assert!(keys().is_form_token("cookie", &token));
        for (cookie, token) in
            [("other", token.as_str()), ("cookie", ""), ("cookie", "zz"), ("cookie", "é"), ("cookie", &token[2..])]
        {
            assert!(!keys().is_form_token(cookie, token));
        }
    }
}
