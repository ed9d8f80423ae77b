//! Tests of valid and invalid tokens.

use super::*;
use crate::clock;
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use chrono::Duration;

fn keys() -> Keys {
    Keys::new(&[7; SECRET_LEN], &[])
}

fn access(exp: Time) -> AccessClaims {
    AccessClaims { sub: PersonId::fresh(), jti: LoginId::fresh(), exp: exp.timestamp() }
}

#[test]
fn an_access_token_is_valid_until_its_expiry() {
    let now = clock::now();
    let claims = access(now);
    let token = keys().access_token(&claims);
    assert_eq!(keys().read_access_token(&token, now - Duration::seconds(1)), Some(claims));
    assert_eq!(keys().read_access_token(&token, now), None);
    assert_eq!(keys().read_access_token(&token, now + Duration::seconds(1)), None);
}

#[test]
fn tokens_of_another_purpose_or_key_are_rejected() {
    let now = clock::now();
    let seat = ResumeClaims { sub: ParticipantId::fresh(), sid: SessionId::fresh() };
    let exp = (now + Duration::hours(1)).timestamp();
    let renewal = RenewalClaims { sub: PersonId::fresh(), jti: LoginId::fresh(), n: 0, iat: now.timestamp(), exp };
    let (resume, refresh, cookie) =
        (keys().resume_token(seat), keys().refresh_token(&renewal), keys().cookie(&renewal));
    assert_eq!(keys().read_resume_token(&resume), Some(seat));
    assert_eq!(keys().read_refresh_token(&refresh, now).as_ref(), Some(&renewal));
    assert_eq!(keys().read_cookie(&cookie, now).as_ref(), Some(&renewal));
    let claims = KnownClaims { jti: BrowserId::fresh(), people: vec![renewal.sub], exp };
    let known = keys().known(&claims);
    assert_eq!(keys().read_known(&known, now), Some(claims));
    assert_eq!(keys().read_cookie(&known, now), None);
    for other in [&resume, &refresh, &cookie, &known] {
        assert_eq!(keys().read_access_token(other, now), None);
    }
    assert_eq!(keys().read_refresh_token(&cookie, now), None);
    assert_eq!(keys().read_cookie(&refresh, now), None);
    assert_eq!(Keys::new(&[8; SECRET_LEN], &[]).read_resume_token(&resume), None);
}

#[test]
fn forged_tokens_are_rejected() {
    let now = clock::now();
    let claims = access(now + Duration::hours(1));
    let token = keys().access_token(&claims);
    let [head, body, mac]: [&str; 3] = token.split('.').collect::<Vec<_>>().try_into().expect("three parts");
    let encode = |json: &str| URL_SAFE_NO_PAD.encode(json);
    let kid = newest(&keys().0.load()).kid.clone();
    let longer = encode(&serde_json::to_string(&access(now + Duration::days(9))).expect("JSON"));
    for forged in [
        String::new(),
        "a.b.c".to_owned(),
        format!("{}.{body}.", encode(r#"{"alg":"none"}"#)),
        format!("{}.{body}.{mac}", encode(&format!(r#"{{"alg":"none","kid":"{kid}"}}"#))),
        format!("{}.{body}.{mac}", encode(&format!(r#"{{"alg":"HS512","kid":"{kid}"}}"#))),
        format!("{}.{body}.{mac}", encode(r#"{"alg":"HS256","kid":"another"}"#)),
        format!("{head}.{longer}.{mac}"),
        format!("{head}.{body}."),
        format!("{head}.{body}"),
        token[..token.len() - 2].to_owned(),
    ] {
        assert_eq!(keys().read_access_token(&forged, now), None, "{forged}");
    }
    assert_eq!(keys().read_access_token(&token, now), Some(claims));
}

#[test]
fn tokens_of_an_older_secret_are_accepted_while_it_is_kept() {
    let (old, new) = ([7; SECRET_LEN], [8; SECRET_LEN]);
    let now = clock::now();
    let claims = access(now + Duration::hours(1));
    let (token, form) = (keys().access_token(&claims), keys().form_token("cookie"));
    let both = Keys::new(&new, &[old]);
    assert_eq!(both.read_access_token(&token, now).as_ref(), Some(&claims));
    assert!(both.is_form_token("cookie", &form));
    let alone = Keys::new(&new, &[]);
    assert_eq!(alone.read_access_token(&token, now), None);
    assert!(!alone.is_form_token("cookie", &form));
    assert_eq!(alone.read_access_token(&both.access_token(&claims), now).as_ref(), Some(&claims), "the newest signs");
    // The same, for keys that are in use.
    let changed = keys();
    changed.change(&new, &[old]);
    assert_eq!(changed.read_access_token(&token, now).as_ref(), Some(&claims));
    assert_eq!(alone.read_access_token(&changed.access_token(&claims), now), Some(claims));
}

#[test]
fn a_form_token_matches_only_its_cookie() {
    let token = keys().form_token("cookie");
    assert!(keys().is_form_token("cookie", &token));
    for (cookie, token) in
        [("other", token.as_str()), ("cookie", ""), ("cookie", "zz"), ("cookie", "é"), ("cookie", &token[2..])]
    {
        assert!(!keys().is_form_token(cookie, token));
    }
}
