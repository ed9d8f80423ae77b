//! Protections that hold on every page.

use lyceum::{access::Role, web::Door};
use reqwest::Method;
use serde_json::json;

use super::ownership::{filled, owned, things};
use crate::{
    api::{Expected, PAGE_LINES},
    support::{
        app::{PASSWORD, TestApp},
        http::{Api, Browser, form_token},
    },
};

#[actix_web::test]
async fn every_page_has_security_headers_and_is_not_cached() {
    let app = TestApp::start();
    app.teacher("maria").await;
    app.person("head", Role::Administrator).await;
    let nico = app.person("nico", Role::Student).await.to_string();
    let theirs = things(&app, &Api::of(&app, "maria").await, "maria", "nia").await;
    let code = app.texts("SELECT code AS text FROM sessions").remove(0);
    for (column, browser) in [
        (0, Browser::new(&app)),
        (1, Browser::of(&app, "nico").await),
        (2, Browser::of(&app, "maria").await),
        (3, Browser::of(&app, "head").await),
    ] {
        let lines = PAGE_LINES.iter().filter(|(method, ..)| *method == "GET");
        let nowhere = ["/nothing", "/join/ZZZZZ", "/dashboard/sessions/nonsense"].map(|path| (path, [Expected::No; 4]));
        for (path, fates) in lines.map(|(_, path, fates)| (*path, *fates)).chain(nowhere) {
            let to = filled(path, &theirs).replace("{person}", &nico).replace("{code}", &code);
            let page = browser.get(&to).await;
            // The page itself, rather than a message that it does not exist.
            // A school's own text that is empty has no page, and only a personal link leads to the page where students wait.
            let unwritten = ["/help", "/privacy", "/contact", "/limbo"].contains(&path);
            let unknown = ["{token", "{mail}", "{group}"].iter().any(|name| path.contains(name));
            let there = !unwritten && !unknown && fates[column] == Expected::Yes;
            if there && (column == 2 || !owned(path, &fates)) {
                assert!(page.status == 200 || page.status == 303, "{path}: {}", page.status);
            }
            let policy = page.header("content-security-policy");
            let lesson = path.starts_with("/join/{code}");
            let scripts = if lesson { "script-src 'self' 'wasm-unsafe-eval';" } else { "script-src 'self';" };
            assert!(policy.contains(scripts) && policy.contains("style-src 'self';"), "{path}: {policy}");
            let policy = policy.replace("wasm-unsafe-eval", "");
            assert!(!policy.contains("unsafe") && policy.contains("frame-ancestors 'none'"), "{path}: {policy}");
            // No other page may learn a personal link.
            let referrer = if path.starts_with("/l/") { "no-referrer" } else { "same-origin" };
            for (name, value) in [
                ("x-content-type-options", "nosniff"),
                ("referrer-policy", referrer),
                ("cross-origin-opener-policy", "same-origin"),
                ("cache-control", "no-store"),
            ] {
                assert_eq!(page.header(name), value, "{path}");
            }
            assert!(!page.header("permissions-policy").is_empty() && !page.header("x-request-id").is_empty(), "{path}");
            assert!(
                !page.text.contains(" style=") && !page.text.contains("<style") && !page.text.contains(" onclick="),
                "{path}"
            );
        }
    }
}

#[actix_web::test]
async fn a_form_needs_its_own_token() {
    let app = TestApp::start();
    app.teacher("maria").await;
    app.teacher("ben").await;
    let (maria, ben) = (Browser::of(&app, "maria").await, Browser::of(&app, "ben").await);
    let bens = form_token(&ben.get("/dashboard").await.text).expect("a form");
    let fields =
        [("title", "Fractions"), ("date", "2130-01-07"), ("time", "09:00"), ("time_zone", "UTC"), ("capacity", "30")];
    for token in ["", "00", bens.as_str()] {
        let fields: Vec<_> = fields.into_iter().chain([("form_token", token)]).collect();
        let answer = maria.send_raw("/dashboard/sessions", &fields).await;
        assert_eq!(answer.status, 403);
        assert!(answer.text.contains("This form has expired"), "{}", answer.text);
    }
    assert_eq!(maria.send_raw("/signout", &[]).await.status, 403);
    assert_eq!(Api::of(&app, "maria").await.get("/sessions").await.json(), json!([]));
}

#[actix_web::test]
async fn the_api_rejects_cookies_from_other_origins() {
    let app = TestApp::start();
    app.teacher("maria").await;
    let maria = Browser::of(&app, "maria").await;
    let body = json!({ "sessionTitle": "Fractions", "dateTimeOfSession": "2030-01-07T09:00:00Z" });
    for origin in [None, Some("http://evil.example"), Some("null")] {
        let answer = maria.call(Method::POST, "/sessions", origin, body.clone()).await;
        assert_eq!((answer.status.as_u16(), answer.refusal().as_str()), (403, "origin_foreign"), "{origin:?}");
    }
    assert_eq!(maria.call(Method::POST, "/sessions", Some(&app.url), body).await.status, 201);
    assert_eq!(maria.call(Method::GET, "/sessions", None, json!(null)).await.status, 200);
}

#[actix_web::test]
async fn cookies_are_same_site_and_secure_behind_tls() {
    let fields = [("identifier", "maria"), ("password", PASSWORD)];
    for (public_url, secure) in [(None, false), (Some("https://school.example".to_owned()), true)] {
        let app = TestApp::behind(Door { public_url, trust_proxy: false });
        app.teacher("maria").await;
        let browser = Browser::new(&app);
        let form = browser.get("/signin").await;
        // A browser would not send a Secure cookie here, without TLS; so the test sends it.
        let cookie = form.header("set-cookie").split(';').next().unwrap_or_default().to_owned();
        let token = form_token(&form.text).expect("a form");
        let fields: Vec<_> = fields.into_iter().chain([("form_token", token.as_str())]).collect();
        let answer = browser.send_with_cookie("/signin", &cookie, &fields).await;
        for set in [form.header("set-cookie"), answer.header("set-cookie")] {
            assert!(set.contains("HttpOnly") && set.contains("SameSite=Lax") && set.contains("Path=/"), "{set}");
            assert_eq!(set.contains("Secure"), secure, "{set}");
        }
        assert_eq!(answer.header("strict-transport-security").is_empty(), !secure);
        // With TLS, no neighbour in the domain can set them.
        let prefix = if secure { "__Host-" } else { "" };
        assert!(answer.header("set-cookie").starts_with(&format!("{prefix}lyceum_login=")));
        assert!(form.header("set-cookie").starts_with(&format!("{prefix}lyceum_form=")));
    }
}

#[actix_web::test]
async fn signing_in_redirects_only_within_this_server() {
    let app = TestApp::start();
    app.teacher("maria").await;
    for (next, to) in [
        ("/join/AB29Z", "/join/AB29Z"),
        ("", "/dashboard"),
        ("//evil.example", "/dashboard"),
        ("https://evil.example", "/dashboard"),
        ("/\\evil.example", "/dashboard"),
        ("javascript:alert(1)", "/dashboard"),
        ("/dashboard\r\nset-cookie: a=b", "/dashboard"),
    ] {
        let fields = [("identifier", "maria"), ("password", PASSWORD), ("next", next)];
        let browser = Browser::new(&app);
        assert_eq!(browser.send("/signin", "/signin", &fields).await.redirect_target(), to, "{next:?}");
        // A person who is signed in already is redirected, too.
        let query = format!("/signin?next={}", next.replace('\r', "%0D").replace('\n', "%0A").replace(' ', "%20"));
        assert_eq!(browser.get(&query).await.redirect_target(), to, "{next:?}");
    }
    let asked = Browser::new(&app).get("/dashboard/sessions/new?a=b&c").await;
    assert_eq!(asked.redirect_target(), "/signin?next=/dashboard/sessions/new%3Fa%3Db%26c");
}

#[actix_web::test]
async fn hostile_text_is_escaped_on_pages() {
    let app = TestApp::start();
    app.teacher("maria").await;
    let api = Api::of(&app, "maria").await;
    let nasty = "</script><script>alert(1)</script><img src=x onerror=alert(2)>\"'{{ 7*7 }}";
    let body = json!({
        "sessionTitle": nasty, "description": nasty, "dateTimeOfSession": "2030-01-07T09:00:00Z",
        "series": &nasty[..60],
    });
    let session = api.post("/sessions", body).await.json();
    api.post("/experiences", json!({ "Title": nasty, "Discription": nasty })).await;
    let (id, code) = (session["id"].as_str().expect("an id"), session["sessionCode"].as_str().expect("a code"));
    let maria = Browser::of(&app, "maria").await;
    for path in [
        "/dashboard".to_owned(),
        "/dashboard/experiences".to_owned(),
        "/dashboard/progress".to_owned(),
        "/dashboard/progress?series=%3C/script%3E%3Cscript%3Ealert(1)".to_owned(),
        "/dashboard/sessions/new".to_owned(),
        format!("/dashboard/sessions/{id}"),
        format!("/dashboard/sessions/{id}/edit"),
        format!("/join/{code}"),
        "/join?code=%22%3E%3Cscript%3Ealert(1)".to_owned(),
    ] {
        let page = maria.get(&path).await;
        assert!(
            !page.text.contains("<script>alert")
                && !page.text.contains("<img src=x")
                && !page.text.contains("</script><script>"),
            "{path}"
        );
    }
    let wrong = [("identifier", "\"><script>alert(1)</script>"), ("password", "x")];
    let page = Browser::new(&app).send("/signin", "/signin", &wrong).await;
    assert!(page.text.contains("&lt;script&gt;") && !page.text.contains("<script>alert"), "{}", page.text);
}

#[actix_web::test]
async fn faults_show_a_request_id() {
    let app = TestApp::start();
    app.teacher("maria").await;
    let maria = Browser::of(&app, "maria").await;
    app.sql("ALTER TABLE sessions RENAME TO gone");
    let page = maria.get("/dashboard").await;
    let number = page.header("x-request-id");
    assert_eq!(page.status, 500);
    assert!(
        page.text.contains(&format!("<code class=\"number\">{number}</code>")) && number.len() == 36,
        "{}",
        page.text
    );
    let none = maria.get("/nowhere").await;
    assert!(none.status == 404 && !none.text.contains("class=\"number\""), "what is the asker's doing has none");
}
