//! Logins: how they are proven, renewed and ended.

use chrono::Duration;
use lyceum::{
    access::{
        Keys,
        keys::{AccessClaims, RenewalClaims},
    },
    clock,
    domain::Settings,
    ids::{LoginId, PersonId},
    web::Door,
};
use serde_json::{Value, json};

use crate::support::{
    app::{PASSWORD, TestApp, settings},
    http::{Api, Browser},
};

async fn sign_in(app: &TestApp) -> Value {
    let answer = Api::public(app).post("/auth/local", json!({ "identifier": "maria", "password": PASSWORD })).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    answer.json()
}

async fn refresh(app: &TestApp, tokens: &Value) -> Result<Value, String> {
    let answer = Api::public(app).post("/auth/refresh", json!({ "refreshToken": tokens["refreshToken"] })).await;
    if answer.status == 200 { Ok(answer.json()) } else { Err(answer.refusal()) }
}

/// What happens to a request with this token.
async fn shows(app: &TestApp, token: &str) -> String {
    let answer = Api::with(app, token).get("/usersme").await;
    if answer.status == 200 { "known".to_owned() } else { answer.refusal() }
}

fn jwt(tokens: &Value) -> &str {
    tokens["jwt"].as_str().expect("a token")
}

/// The only login, and its person.
fn login(app: &TestApp) -> (LoginId, PersonId) {
    let [login] = &app.texts("SELECT id::text AS text FROM logins")[..] else { panic!("there is one login") };
    let [person] = &app.texts("SELECT person_id::text AS text FROM logins")[..] else { panic!("it is someone's") };
    (login.parse().expect("an id"), person.parse().expect("an id"))
}

#[actix_web::test]
async fn a_refresh_token_works_once() {
    let app = TestApp::start();
    app.teacher("maria").await;
    let first = sign_in(&app).await;
    assert_eq!(first["expiresIn"], 900, "{first}");
    let second = refresh(&app, &first).await.expect("it is valid");
    let third = refresh(&app, &second).await.expect("the next one is valid");
    for tokens in [&first, &second, &third] {
        assert_eq!(shows(&app, jwt(tokens)).await, "known", "an access token lasts its minutes");
    }
    // The holder of the second token may be the owner or a thief: we cannot tell, so the login ends for both.
    assert_eq!(refresh(&app, &second).await, Err("sign_in_needed".to_owned()));
    assert_eq!(refresh(&app, &third).await, Err("sign_in_needed".to_owned()));
    assert_eq!(shows(&app, jwt(&third)).await, "sign_in_needed");
    sign_in(&app).await;
}

#[actix_web::test]
async fn concurrent_use_of_one_refresh_token_ends_the_login() {
    let app = TestApp::start();
    app.teacher("maria").await;
    let (first, other) = (sign_in(&app).await, sign_in(&app).await);
    let (a, b) = tokio::join!(refresh(&app, &first), refresh(&app, &first));
    let won = match (a, b) {
        (Ok(won), Err(code)) | (Err(code), Ok(won)) => {
            assert_eq!(code, "sign_in_needed");
            won
        }
        both => panic!("{both:?}"),
    };
    assert_eq!(refresh(&app, &won).await, Err("sign_in_needed".to_owned()));
    assert_eq!(shows(&app, jwt(&other)).await, "known", "another login goes on");
}

#[actix_web::test]
async fn forged_expired_and_misused_tokens_are_rejected() {
    let app = TestApp::start();
    app.teacher("maria").await;
    let tokens = sign_in(&app).await;
    let (login, person) = login(&app);
    let now = clock::now();
    let access = |keys: &Keys, exp: clock::Time| {
        keys.access_token(&AccessClaims { sub: person, jti: login, exp: exp.timestamp() })
    };
    let keys = &app.school.keys;
    assert_eq!(shows(&app, &access(keys, now + Duration::minutes(1))).await, "known");
    let renewal = RenewalClaims {
        sub: person,
        jti: login,
        n: 0,
        iat: now.timestamp(),
        exp: (now + Duration::hours(1)).timestamp(),
    };
    let [head, body, mac]: [&str; 3] = jwt(&tokens).split('.').collect::<Vec<_>>().try_into().expect("three parts");
    for token in [
        access(keys, now - Duration::seconds(1)),
        access(&Keys::new(&[8; 32], &[]), now + Duration::hours(1)),
        keys.cookie(&renewal),
        keys.refresh_token(&renewal),
        keys.access_token(&AccessClaims { sub: PersonId::fresh(), jti: login, exp: renewal.exp }),
        keys.access_token(&AccessClaims { sub: person, jti: LoginId::fresh(), exp: renewal.exp }),
        // {"alg":"none"}
        format!("eyJhbGciOiJub25lIn0.{body}."),
        format!("eyJhbGciOiJub25lIn0.{body}.{mac}"),
        format!("{head}.{body}."),
        "nonsense".to_owned(),
    ] {
        assert_eq!(shows(&app, &token).await, "sign_in_needed", "{token}");
        assert_eq!(Api::with(&app, &token).post("/sessions", json!({})).await.refusal(), "sign_in_needed");
    }
    for token in [jwt(&tokens).to_owned(), keys.cookie(&renewal), String::new(), "a.b.c".to_owned()] {
        assert_eq!(refresh(&app, &json!({ "refreshToken": token })).await, Err("sign_in_needed".to_owned()));
    }
    for cookie in [jwt(&tokens).to_owned(), keys.refresh_token(&renewal), "a.b.c".to_owned()] {
        let browser = Browser::new(&app);
        browser.set_cookie(&format!("lyceum_login={cookie}"));
        assert!(browser.get("/dashboard").await.redirect_target().starts_with("/signin"), "{cookie}");
    }
}

#[actix_web::test]
async fn a_token_may_come_without_its_scheme() {
    let app = TestApp::start();
    app.teacher("maria").await;
    let tokens = sign_in(&app).await;
    let public = Api::public(&app);
    let ask = |value: String| {
        crate::support::http::Answer::of(
            public.request(reqwest::Method::GET, "/usersme").header("authorization", value),
        )
    };
    assert_eq!(ask(jwt(&tokens).to_owned()).await.status, 200);
    assert_eq!(ask(format!("bearer {}", jwt(&tokens))).await.status, 200);
    assert_eq!(ask(format!("Basic {}", jwt(&tokens))).await.refusal(), "sign_in_needed");
    assert_eq!(ask("nonsense".to_owned()).await.refusal(), "sign_in_needed");
}

#[actix_web::test]
async fn signing_out_ends_this_login_and_no_other() {
    let app = TestApp::start();
    app.teacher("maria").await;
    let (first, second) = (sign_in(&app).await, sign_in(&app).await);
    assert_eq!(Api::with(&app, jwt(&first)).post("/auth/logout", json!({})).await.status, 200);
    assert_eq!(shows(&app, jwt(&first)).await, "sign_in_needed");
    assert_eq!(refresh(&app, &first).await, Err("sign_in_needed".to_owned()));
    // Also by a page.
    let browser = Browser::of(&app, "maria").await;
    assert_eq!(browser.send("/profile", "/signout", &[]).await.redirect_target(), "/");
    assert!(browser.get("/").await.text.contains("signed out on this device"));
    assert_eq!(browser.get("/profile").await.redirect_target(), "/signin?next=/profile");
    assert_eq!(shows(&app, jwt(&second)).await, "known");
}

#[actix_web::test]
async fn signing_out_everywhere_ends_all_logins_of_that_person_only() {
    let app = TestApp::start();
    app.teacher("maria").await;
    app.teacher("mario").await;
    let other = Api::of(&app, "mario").await;
    for by_page in [false, true] {
        let (first, second, browser) = (sign_in(&app).await, sign_in(&app).await, Browser::of(&app, "maria").await);
        if by_page {
            let left = Browser::of(&app, "maria").await.send("/profile", "/signout/everywhere", &[]).await;
            assert_eq!(left.redirect_target(), "/");
        } else {
            let left = Api::with(&app, jwt(&first)).post("/auth/logout-everywhere", json!({})).await;
            assert_eq!(left.status, 200);
        }
        for tokens in [&first, &second] {
            assert_eq!(shows(&app, jwt(tokens)).await, "sign_in_needed");
            assert_eq!(refresh(&app, tokens).await, Err("sign_in_needed".to_owned()));
        }
        assert_eq!(browser.get("/profile").await.redirect_target(), "/signin?next=/profile");
    }
    assert_eq!(other.get("/usersme").await.status, 200);
}

#[actix_web::test]
async fn the_profile_lists_devices_and_each_can_be_signed_out() {
    let app = TestApp::start();
    app.teacher("maria").await;
    app.teacher("mario").await;
    let phone = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Safari/604.1";
    let credentials = json!({ "identifier": "maria", "password": PASSWORD });
    let request = Api::public(&app).request(reqwest::Method::POST, "/auth/local").header("user-agent", phone);
    let tokens = crate::support::http::Answer::of(request.json(&credentials)).await.json();
    let here = Browser::of(&app, "maria").await;
    let page = here.get("/profile").await.text;
    assert!(page.contains("Safari, iPhone") && page.matches("This device").count() == 1, "{page}");

    let devices = Api::with(&app, jwt(&tokens)).get("/users/me/devices").await.json();
    let of = |this: bool| {
        let found = devices.as_array().expect("a list").iter().find(|device| device["this"] == this);
        found.expect("two devices")["id"].as_str().expect("an id").to_owned()
    };
    // Nobody signs out another person.
    let mario = Browser::of(&app, "mario").await;
    let way = |id: &str| format!("/profile/devices/{id}/signout");
    assert_eq!(mario.send("/profile", &way(&of(true)), &[]).await.redirect_target(), "/profile");
    assert_eq!(shows(&app, jwt(&tokens)).await, "known");
    assert_eq!(here.send("/profile", &way(&of(true)), &[]).await.redirect_target(), "/profile");
    assert_eq!(shows(&app, jwt(&tokens)).await, "sign_in_needed");
    // The browser's own, by a program.
    let program = Api::of(&app, "maria").await;
    let path = format!("/users/me/devices/{}", of(false));
    assert_eq!(program.delete(&path).await.status, 200);
    assert_eq!(program.delete(&path).await.refusal(), "device_unknown");
    assert_eq!(here.get("/profile").await.redirect_target(), "/signin?next=/profile");
}

#[actix_web::test]
async fn the_last_use_of_a_login_is_known() {
    let app = TestApp::start();
    app.teacher("maria").await;
    let tokens = sign_in(&app).await;
    let recent = "SELECT (used_at > now() - interval '1 minute')::text AS text FROM logins";
    app.sql("UPDATE logins SET used_at = now() - interval '1 hour'");
    assert_eq!(shows(&app, jwt(&tokens)).await, "known");
    assert_eq!(app.texts(recent), ["true"]);
}

#[actix_web::test]
async fn a_sign_in_overtaken_by_a_password_change_opens_no_login() {
    let app = TestApp::start();
    app.teacher("maria").await;
    let tokens = sign_in(&app).await;
    // Simulates a login that was written by a request that had read the person before that.
    app.sql("UPDATE people SET generation = generation + 1");
    assert_eq!(shows(&app, jwt(&tokens)).await, "sign_in_needed");
    assert_eq!(refresh(&app, &tokens).await, Err("sign_in_needed".to_owned()));
}

#[actix_web::test]
async fn expired_logins_are_deleted() {
    let app = TestApp::start();
    app.teacher("maria").await;
    sign_in(&app).await;
    app.mails_at(clock::now() + Duration::minutes(59)).await;
    assert_eq!(app.texts("SELECT id::text AS text FROM logins").len(), 1);
    app.mails_at(clock::now() + Duration::minutes(61)).await;
    assert!(app.texts("SELECT id::text AS text FROM logins").is_empty());
}

/// A school that renews its cookies at every request.
async fn school_renewing_cookies() -> (TestApp, Browser) {
    let app = TestApp::start_with(Settings { access_lifetime: Duration::zero(), ..settings() }, Door::default());
    app.teacher("maria").await;
    let browser = Browser::of(&app, "maria").await;
    (app, browser)
}

#[actix_web::test]
async fn a_browsers_cookie_is_renewed_while_it_stays_signed_in() {
    let (app, browser) = school_renewing_cookies().await;
    let mut cookies = vec![browser.cookies()];
    for path in ["/dashboard", "/profile", "/sessions", "/dashboard"] {
        assert_eq!(browser.get(path).await.status, 200, "{path}");
        cookies.push(browser.cookies());
    }
    // Two requests per cookie: the first gets the next one, the second sends it.
    cookies.dedup();
    assert_eq!(cookies.len(), 3, "{cookies:?}");
    // An answer is lost on the way: the browser sends the same cookie again.
    let before = browser.cookies();
    for _ in 0..3 {
        browser.set_cookie(before.split("; ").find(|one| one.starts_with("lyceum_login=")).expect("signed in"));
        assert_eq!(browser.get("/dashboard").await.status, 200);
    }
    assert_eq!(app.texts("SELECT id::text AS text FROM logins").len(), 1);
}

#[actix_web::test]
async fn a_fresh_cookie_is_not_renewed() {
    let app = TestApp::start();
    app.teacher("maria").await;
    let browser = Browser::of(&app, "maria").await;
    let before = browser.cookies();
    let page = browser.get("/dashboard").await;
    assert_eq!((page.status.as_u16(), browser.cookies()), (200, before));
}

#[actix_web::test]
async fn using_a_replaced_cookie_ends_the_login() {
    let (app, browser) = school_renewing_cookies().await;
    let stolen = browser.cookies();
    for _ in 0..6 {
        assert_eq!(browser.get("/dashboard").await.status, 200);
    }
    let thief = Browser::new(&app);
    stolen.split("; ").for_each(|cookie| thief.set_cookie(cookie));
    assert!(thief.get("/dashboard").await.redirect_target().starts_with("/signin"));
    assert!(browser.get("/dashboard").await.redirect_target().starts_with("/signin"));
}

#[actix_web::test]
async fn the_previous_cookie_stays_valid_only_for_a_moment() {
    let (app, browser) = school_renewing_cookies().await;
    let before = browser.cookies();
    assert_eq!(browser.get("/dashboard").await.status, 200);
    assert_eq!(browser.get("/dashboard").await.status, 200, "now the one before is replaced");
    let tab = Browser::new(&app);
    before.split("; ").for_each(|cookie| tab.set_cookie(cookie));
    assert_eq!(tab.get("/dashboard").await.status, 200);
    assert_ne!(tab.cookies(), before, "it has the good one now");

    // The valid cookie is another now, and the overlap is over.
    for _ in 0..2 {
        assert_eq!(browser.get("/dashboard").await.status, 200);
    }
    app.sql("UPDATE logins SET renewed_at = renewed_at - interval '2 minutes'");
    assert!(tab.get("/dashboard").await.redirect_target().starts_with("/signin"));
    assert!(browser.get("/dashboard").await.redirect_target().starts_with("/signin"));
}

#[actix_web::test]
async fn signing_in_opens_a_new_login_despite_an_existing_cookie() {
    let app = TestApp::start();
    app.teacher("maria").await;
    app.teacher("mallory").await;
    // Mallory has put her own login into Maria's browser, to find there what Maria does.
    let (mallory, maria) = (Browser::of(&app, "mallory").await, Browser::new(&app));
    mallory.cookies().split("; ").for_each(|cookie| maria.set_cookie(cookie));
    let fixed = maria.cookies();
    let token = crate::support::http::form_token(&maria.get("/profile").await.text).expect("a form");
    let fields = [("identifier", "maria"), ("password", PASSWORD), ("form_token", token.as_str())];
    assert!(maria.send_raw("/signin", &fields).await.status.is_redirection());
    assert_ne!(maria.cookies(), fixed);
    assert!(maria.get("/profile").await.text.contains("maria@school.example"));
    assert!(mallory.get("/profile").await.text.contains("mallory@school.example"));
}

#[actix_web::test]
async fn the_list_of_devices_has_a_limit_and_this_one_in_it() {
    let app = TestApp::start();
    app.teacher("maria").await;
    let here = Api::of(&app, "maria").await;
    app.sql("UPDATE logins SET used_at = now() - interval '1 day'");
    app.sql(
        "INSERT INTO logins (id, person_id, created_at, expires_at, generation, renewed_at, device, used_at)
         SELECT gen_random_uuid(), person_id, created_at, expires_at, generation, renewed_at, 'Firefox ' || n, now()
         FROM logins, generate_series(1, 120) n",
    );
    let devices = here.get("/users/me/devices").await.json();
    let devices = devices.as_array().expect("a list");
    assert_eq!((devices.len(), devices.iter().filter(|device| device["this"] == true).count()), (100, 1));
    let page = Browser::of(&app, "maria").await.get("/profile").await.text;
    assert_eq!(page.matches("This device").count(), 1);
}
