//! Cross-site request forgery: pages of another server cannot make a browser act here, neither by a form nor by an API call that
//! a cookie would authenticate.

use lyceum::{access::Role, web::routes};
use reqwest::Method;
use serde_json::json;

use crate::{
    api::{Expected, LINES},
    support::{
        app::TestApp,
        http::{Api, Browser, form_token},
    },
};

const UNKNOWN: &str = "01a1f7aa-a99e-76a1-87aa-e33b999bfa2c";

/// A path with values for all that it names.
fn filled(path: &str, person: &str) -> String {
    let token = path.replace("{token}", "00112233445566778899aabbccddeeff").replace("{person}", person);
    let mut filled = token.replace("{code}", "AB29Z");
    while let (Some(from), Some(to)) = (filled.find('{'), filled.find('}')) {
        filled.replace_range(from..=to, UNKNOWN);
    }
    filled
}

#[actix_web::test]
async fn no_form_works_without_its_own_token() {
    let app = TestApp::start();
    app.person("alice", Role::Administrator).await;
    app.person("mallory", Role::Administrator).await;
    let sofia = app.person("sofia", Role::Student).await.to_string();
    let (alice, mallory) = (Browser::of(&app, "alice").await, Browser::of(&app, "mallory").await);
    // A file is only accepted for the caller's own experience.
    let own = Api::of(&app, "alice").await.prepare("Planets").await["id"].as_str().expect("an id").to_owned();
    let foreign = form_token(&mallory.get("/profile").await.text).expect("a form");
    let rows = || {
        app.texts(
            "SELECT concat_ws(' ', (SELECT count(*) FROM jobs), (SELECT count(*) FROM audit), (SELECT count(*) FROM people),
                 (SELECT count(*) FROM items), (SELECT count(*) FROM uploads), (SELECT count(*) FROM logins), (SELECT count(*) FROM registrations), (SELECT count(*) FROM sessions),
                 (SELECT string_agg(concat_ws(',', name, role, language, avatar), ' ' ORDER BY id) FROM people)) AS text",
        )
    };
    let before = rows();
    // Mail programs post to a link that ends mails, without a form (RFC 8058): its token is a secret of its own.
    let is_form = |(method, path): &&(&str, &str)| *method == "POST" && *path != "/unsubscribe/{token}";
    let forms: Vec<_> = routes::PAGES.iter().filter(is_form).map(|(_, path)| *path).collect();
    assert!(forms.len() > 40, "they are where they are expected");
    for (browser, who) in [(&alice, "signed in"), (&Browser::new(&app), "a stranger")] {
        // Gives a stranger a cookie for forms, too.
        browser.get("/signin").await;
        for path in &forms {
            let to = filled(&path.replace("{experience}", &own), &sofia);
            for token in [None, Some(""), Some("00"), Some(foreign.as_str())] {
                let has_files = ["/files", "/groups/check", "/groups/save"].iter().any(|end| path.ends_with(end));
                let answer = if has_files {
                    browser.upload(&to, token.unwrap_or("none"), "notes.pdf", b"%PDF-1.7 none").await
                } else {
                    let token = token.map(|token| ("form_token", token));
                    let fields =
                        [("role", "student"), ("reason", "They shout."), ("language", "el"), ("name", "Owned")];
                    let fields: Vec<_> = fields.into_iter().chain(token).collect();
                    browser.send_raw(&to, &fields).await
                };
                // A stranger may be sent to sign in instead, where the form requires that.
                let sent_away = answer.status == 303 && answer.redirect_target().starts_with("/signin");
                let refused = answer.status == 403 && answer.text.contains("This form has expired");
                assert!(refused || sent_away && who == "a stranger", "{path}, {who}, {token:?}: {}", answer.text);
            }
        }
    }
    assert_eq!(rows(), before, "nothing was done");
    assert_eq!(alice.get("/profile").await.status, 200, "nor is anybody signed out");
}

#[actix_web::test]
async fn no_changing_api_call_accepts_a_cookie_from_another_origin() {
    let app = TestApp::start();
    app.person("alice", Role::Administrator).await;
    let sofia = app.person("sofia", Role::Student).await.to_string();
    let alice = Browser::of(&app, "alice").await;
    let mut tried = 0;
    for (method, path, fates) in LINES {
        // Renewing a login takes the token from the body.
        if *method == "GET" || fates[0] != Expected::SignIn || *path == "/auth/refresh" {
            continue;
        }
        tried += 1;
        for prefix in ["", "/api"] {
            let to = format!("{prefix}{}", filled(path, &sofia));
            for origin in [None, Some("https://evil.example"), Some("null"), Some("http://127.0.0.1.evil.example")] {
                let method = Method::from_bytes(method.as_bytes()).expect("a method");
                let answer =
                    alice.call(method, &to, origin, json!({ "role": "teacher", "reason": "They shout." })).await;
                assert_eq!(
                    (answer.status.as_u16(), answer.refusal().as_str()),
                    (403, "origin_foreign"),
                    "{to} {origin:?}"
                );
            }
        }
    }
    assert!(tried > 20, "{tried}");
    assert_eq!(Api::of(&app, "alice").await.get(&format!("/people/{sofia}")).await.json()["role"], "student");
    assert_eq!(alice.get("/profile").await.status, 200);
}

#[actix_web::test]
async fn a_form_token_is_of_one_login_and_one_browser() {
    let app = TestApp::start();
    app.person("alice", Role::Administrator).await;
    app.person("mallory", Role::Administrator).await;
    let (alice, mallory) = (Browser::of(&app, "alice").await, Browser::of(&app, "mallory").await);
    let cookie = |browser: &Browser, name: &str| {
        let cookies = browser.cookies();
        let found = cookies.split("; ").find(|one| one.starts_with(name)).map(str::to_owned);
        found.unwrap_or_else(|| panic!("{cookies} has no {name}"))
    };
    // A neighbour in the domain can give Alice's browser Mallory's cookie for forms, and knows a token that goes with it.
    let token = form_token(&mallory.get("/profile").await.text).expect("a form");
    let tossed = format!("{}; {}", cookie(&alice, "lyceum_login="), cookie(&mallory, "lyceum_form="));
    let fields = [("form_token", token.as_str()), ("name", "Owned")];
    let answer = alice.send_with_cookie("/profile", &tossed, &fields).await;
    assert!(answer.status == 403 && answer.text.contains("This form has expired"), "{}", answer.text);
    // With her own two cookies it works.
    let own = form_token(&alice.get("/profile").await.text).expect("a form");
    let both = format!("{}; {}", cookie(&alice, "lyceum_login="), cookie(&alice, "lyceum_form="));
    let answer = alice.send_with_cookie("/profile", &both, &[("form_token", &own), ("name", "Alice A.")]).await;
    assert_eq!(answer.status, 303, "{}", answer.text);
    // A token from before she signed in is none of this login.
    let before = Browser::new(&app);
    let stale = form_token(&before.get("/signin").await.text).expect("a form");
    before.send("/signin", "/signin", &[("identifier", "alice"), ("password", crate::support::app::PASSWORD)]).await;
    assert_eq!(before.send_raw("/profile", &[("form_token", &stale), ("name", "Owned")]).await.status, 403);
    assert_eq!(Api::of(&app, "alice").await.get("/usersme").await.json()["name"], "Alice A.");
}

#[actix_web::test]
async fn no_form_works_from_a_page_of_another_origin() {
    let app = TestApp::start();
    app.person("alice", Role::Administrator).await;
    let alice = Browser::of(&app, "alice").await;
    let token = form_token(&alice.get("/profile").await.text).expect("a form");
    let fields = [("form_token", token.as_str()), ("name", "Owned")];
    let neighbour = app.url.replace("http://", "http://blog.");
    for headers in [
        [("origin", "https://evil.example")],
        [("origin", neighbour.as_str())],
        [("origin", "null")],
        [("sec-fetch-site", "cross-site")],
        [("sec-fetch-site", "same-site")],
    ] {
        let answer = alice.send_from("/profile", &headers, &fields).await;
        assert!(
            answer.status == 403 && answer.text.contains("not allowed to use this server"),
            "{headers:?}: {}",
            answer.text
        );
    }
    for headers in [[("origin", app.url.as_str())], [("sec-fetch-site", "same-origin")], [("sec-fetch-site", "none")]] {
        assert_eq!(
            alice.send_from("/profile", &headers, &[("form_token", &token), ("name", "Alice")]).await.status,
            303
        );
    }
}
