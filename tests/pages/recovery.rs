//! A forgotten password, and the profile, in a browser without scripts.

use crate::support::{
    app::{PASSWORD, TestApp},
    http::Browser,
    timeouts::until_refused,
};

const NEW: &str = "a brand new secret";

#[actix_web::test]
async fn a_forgotten_password_is_replaced_by_a_mailed_link() {
    let app = TestApp::start();
    app.teacher("maria").await;
    let browser = Browser::new(&app);
    assert!(browser.get("/signin").await.text.contains("href=\"/forgot-password\""), "it is linked");
    let mut told = Vec::new();
    for who in ["nobody", "maria"] {
        let answer = browser.send("/forgot-password", "/forgot-password", &[("identifier", who)]).await;
        assert!(answer.status == 200 && answer.text.contains("If this account exists"), "{}", answer.text);
        told.push(answer.text);
    }
    assert_eq!(told[0], told[1]);
    let path = format!("/reset-password/{}", app.mailed_token("maria@school.example").await);
    assert!(browser.get(&path).await.text.contains("<strong>maria</strong>"));
    let wrong = browser.send(&path, &path, &[("password", "password123")]).await;
    assert!(wrong.status == 400 && wrong.text.contains("too easy to guess"), "{}", wrong.text);
    let fields = [("password", NEW), ("time_zone", "Europe/Athens")];
    assert_eq!(browser.send(&path, &path, &fields).await.redirect_target(), "/dashboard");
    let page = browser.get("/dashboard").await.text;
    assert!(page.contains("Your password is saved, and you are signed in."), "{page}");
    assert_eq!(app.texts("SELECT time_zone AS text FROM people"), ["Europe/Athens"]);
    let dead = browser.get(&path).await;
    assert!(dead.status == 410 && dead.text.contains("Email me a new link"));
    let answer = Browser::new(&app).send("/signin", "/signin", &[("identifier", "maria"), ("password", NEW)]).await;
    assert_eq!(answer.redirect_target(), "/dashboard");
}

#[actix_web::test]
async fn a_person_who_waits_for_approval_is_not_signed_in_by_choosing_a_password() {
    let app = TestApp::start();
    app.teacher("maria").await;
    let browser = Browser::new(&app);
    browser.send("/forgot-password", "/forgot-password", &[("identifier", "maria")]).await;
    let path = format!("/reset-password/{}", app.mailed_token("maria@school.example").await);
    app.sql("UPDATE people SET awaits_approval = true");
    assert_eq!(browser.send(&path, &path, &[("password", NEW)]).await.redirect_target(), "/signin");
    assert!(browser.get("/signin").await.text.contains("You can sign in with it now."));
    assert_eq!(browser.get("/profile").await.redirect_target(), "/signin?next=/profile");
}

#[actix_web::test]
async fn the_profile_form_changes_the_name_and_with_the_old_password_the_password() {
    let app = TestApp::start();
    app.teacher("maria").await;
    let (here, elsewhere) = (Browser::of(&app, "maria").await, Browser::of(&app, "maria").await);
    assert_eq!(here.send("/profile", "/profile", &[("name", "Maria P.")]).await.redirect_target(), "/profile");
    let page = here.get("/profile").await.text;
    assert!(page.contains("Profile saved.") && page.contains("value=\"Maria P.\""), "{page}");
    let change = |current: &'static str, new: &'static str| {
        let fields = [("current_password", current), ("password", new)];
        let here = &here;
        async move { here.send("/profile", "/profile/password", &fields).await }
    };
    let wrong = change("not my password", NEW).await;
    assert!(wrong.status == 403 && wrong.text.contains("id=\"current_password-wrong\""), "{}", wrong.text);
    let wrong = change(PASSWORD, "short").await;
    assert!(wrong.status == 400 && wrong.text.contains("id=\"password-wrong\""), "{}", wrong.text);
    assert_eq!(change(PASSWORD, NEW).await.redirect_target(), "/profile");
    assert!(here.get("/profile").await.text.contains("Password changed."));
    assert_eq!(elsewhere.get("/profile").await.redirect_target(), "/signin?next=/profile");
    // Someone at another person's browser cannot go on guessing.
    until_refused(|| change("a guess at this", PASSWORD), |page| page.status == 429).await;
}
