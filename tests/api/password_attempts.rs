//! The limits on guessing passwords lock out guessers, and nobody who knows their password.

use lyceum::access::Role;
use serde_json::json;

use crate::support::{
    app::{PASSWORD, TestApp},
    http::{Answer, Api, Browser},
};

/// The API's routes for signing in: path, and the field for the account.
const DOORS: [(&str, &str); 3] =
    [("/auth/local", "identifier"), ("/api/signin", "username"), ("/accounts/token", "email")];

async fn sign_in_answer(api: &Api, door: (&str, &str), who: &str, password: &str, cookie: Option<&str>) -> Answer {
    let body = json!({ door.1: who, "password": password });
    let request = api.request(reqwest::Method::POST, door.0).json(&body);
    Answer::of(match cookie {
        Some(cookie) => request.header("cookie", cookie),
        None => request,
    })
    .await
}

/// Guesses at an account until guesses are refused.
async fn lock(api: &Api, who: &str) {
    for _ in 0..40 {
        let answer = sign_in_answer(api, DOORS[0], who, "not this one at all", None).await;
        if answer.status == 429 {
            assert_eq!(answer.refusal(), "too_many_sign_ins");
            return;
        }
    }
    panic!("{who} can be guessed without end");
}

/// The cookie of the known browser, from an answer.
fn known(answer: &Answer) -> String {
    let set = answer.headers.get_all("set-cookie").iter().map(|set| set.to_str().expect("ASCII"));
    let known = set.into_iter().find(|set| set.starts_with("lyceum_known=")).expect("the browser is known from now on");
    assert!(known.contains("HttpOnly") && known.contains("SameSite=Lax") && known.contains("Max-Age="), "{known}");
    known.split(';').next().expect("a cookie").to_owned()
}

#[actix_web::test]
async fn wrong_usernames_from_one_address_do_not_lock_out_the_school() {
    let app = TestApp::start();
    app.teacher("ben").await;
    app.person("sofia", Role::Student).await;
    let api = Api::public(&app);
    for number in 0..150 {
        let answer = sign_in_answer(&api, DOORS[0], &format!("nobody{number}"), "not this one at all", None).await;
        assert_eq!(answer.refusal(), "sign_in_wrong", "the {number}th");
    }
    for door in DOORS {
        assert_eq!(sign_in_answer(&api, door, "ben", PASSWORD, None).await.status, 200, "{door:?}");
    }
    Browser::of(&app, "sofia").await;
    // From that address an account has fewer tries than the ten that it has from elsewhere.
    let mut wrong = 0;
    while sign_in_answer(&api, DOORS[0], "sofia", "not this one at all", None).await.status == 401 {
        wrong += 1;
        assert!(wrong < 10, "it can be guessed there as elsewhere");
    }
    assert_eq!(sign_in_answer(&api, DOORS[0], "ben", PASSWORD, None).await.status, 200, "nobody has guessed at him");
}

#[actix_web::test]
async fn the_owner_signs_in_from_a_known_browser_while_strangers_guess() {
    let app = TestApp::start();
    app.teacher("maria").await;
    app.teacher("ben").await;
    let api = Api::public(&app);
    let page = Browser::of(&app, "maria").await;
    assert!(page.send("/profile", "/signout", &[]).await.status.is_redirection());
    let cookie = known(&sign_in_answer(&api, DOORS[0], "maria", PASSWORD, None).await);
    let bens = known(&sign_in_answer(&api, DOORS[0], "ben", PASSWORD, None).await);
    for who in ["maria", "maria@school.example"] {
        lock(&api, who).await;
    }
    let form = [("identifier", "maria"), ("password", PASSWORD)];
    let stranger = Browser::new(&app);
    assert_eq!(stranger.send("/signin", "/signin", &form).await.status, 429);
    assert!(page.send("/signin", "/signin", &form).await.status.is_redirection(), "her browser is known");
    for door in DOORS {
        let who = if door.1 == "email" { "maria@school.example" } else { "maria" };
        assert_eq!(sign_in_answer(&api, door, who, PASSWORD, None).await.status, 429, "{door:?}");
        // Another person's browser is unknown for this account, and so is a forged cookie.
        assert_eq!(sign_in_answer(&api, door, who, PASSWORD, Some(&bens)).await.status, 429, "{door:?}");
        assert_eq!(sign_in_answer(&api, door, who, PASSWORD, Some("lyceum_known=a.b.c")).await.status, 429, "{door:?}");
        assert_eq!(sign_in_answer(&api, door, who, PASSWORD, Some(&cookie)).await.status, 200, "{door:?}");
    }
    // The cookie of a known browser gives access to nothing.
    let asked = Answer::of(api.request(reqwest::Method::GET, "/usersme").header("cookie", &cookie)).await;
    assert_eq!(asked.refusal(), "sign_in_needed");
    let value = cookie.strip_prefix("lyceum_known=").expect("its value");
    assert_eq!(Api::with(&app, value).get("/usersme").await.refusal(), "sign_in_needed");
}

#[actix_web::test]
async fn a_known_browser_has_no_more_guesses_than_others() {
    let app = TestApp::start();
    app.teacher("maria").await;
    let api = Api::public(&app);
    let cookie = known(&sign_in_answer(&api, DOORS[0], "maria", PASSWORD, None).await);
    let mut wrong = 0;
    while sign_in_answer(&api, DOORS[0], "maria", "not this one at all", Some(&cookie)).await.status == 401 {
        wrong += 1;
        assert!(wrong < 60, "it can be guessed there without end");
    }
    assert!(wrong >= 10, "{wrong}");
}

#[actix_web::test]
async fn a_signed_in_person_changes_their_password_while_strangers_guess() {
    let app = TestApp::start();
    app.teacher("maria").await;
    let page = Browser::of(&app, "maria").await;
    lock(&Api::public(&app), "maria").await;
    let change = [("current_password", PASSWORD), ("password", "another good secret")];
    let changed = page.send("/profile", "/profile/password", &change).await;
    assert_eq!(changed.redirect_target(), "/profile");
}
