//! Signing up in a browser without scripts.

use crate::support::{
    app::{PASSWORD, TestApp},
    http::Browser,
};

const FIELDS: [(&str, &str); 4] =
    [("name", "Maria Papadaki"), ("email", "maria@school.example"), ("username", "maria"), ("password", PASSWORD)];

#[actix_web::test]
async fn a_teacher_signs_up_opens_the_link_presses_the_button_and_signs_in() {
    let app = TestApp::start();
    let browser = Browser::new(&app);
    assert!(browser.get("/signin").await.text.contains("href=\"/register\""), "it is linked");
    let answer = browser.send("/register", "/register", &FIELDS).await;
    let wait = answer.redirect_target().to_owned();
    assert!(wait.starts_with("/confirm?for=") && !wait.contains("maria"), "{wait}");
    let page = browser.get(&wait).await.text;
    assert!(page.contains("Check your email") && page.contains("30 minutes") && page.contains("Send the email again"));

    let path = format!("/confirm/{}", app.mailed_token("maria@school.example").await);
    // A mail scanner may follow the link as often as it likes.
    for _ in 0..3 {
        let page = Browser::new(&app).get(&path).await;
        assert!(page.status == 200 && page.text.contains("maria@school.example"), "{}", page.text);
    }
    let answer = browser.send(&path, &path, &[]).await;
    assert_eq!(answer.redirect_target(), "/signin");
    assert!(browser.get("/signin").await.text.contains("Your email address is confirmed."));
    let answer = browser.send("/signin", "/signin", &[("identifier", "maria"), ("password", PASSWORD)]).await;
    assert_eq!(answer.redirect_target(), "/dashboard");
    let dead = browser.get(&path).await;
    assert!(dead.status == 410 && dead.text.contains("Send me a new link"), "{}", dead.text);
}

#[actix_web::test]
async fn an_unconfirmed_person_can_request_the_mail_again() {
    let app = TestApp::start();
    let browser = Browser::new(&app);
    browser.send("/register", "/register", &FIELDS).await;
    let answer = browser.send("/signin", "/signin", &[("identifier", "maria"), ("password", PASSWORD)]).await;
    assert_eq!(answer.status, 403);
    assert!(answer.text.contains("Please confirm your email address first"), "{}", answer.text);
    assert!(
        answer.text.contains("Send the email again") && answer.text.contains("name=\"identifier\" value=\"maria\"")
    );
    let answer = browser.send("/signin", "/confirm", &[("identifier", "maria")]).await;
    assert_eq!(answer.redirect_target(), "/confirm");
    assert!(browser.get("/confirm").await.text.contains("we have sent the email again"));
    assert_eq!(app.mails().await.len(), 2);
    let wrong = browser.send("/signin", "/signin", &[("identifier", "maria"), ("password", "a wrong password")]).await;
    assert!(wrong.status == 401 && !wrong.text.contains("Send the email again"));
}

#[actix_web::test]
async fn a_refused_sign_up_keeps_what_is_typed() {
    let app = TestApp::start();
    let browser = Browser::new(&app);
    for (field, value, words) in [
        ("username", "a b", "A username must have"),
        ("password", "password123", "too easy to guess"),
        ("email", "nobody", "not an email address"),
        ("name", "", "enter your name"),
    ] {
        let mut fields = FIELDS;
        fields.iter_mut().find(|(name, _)| *name == field).expect("a field").1 = value;
        let answer = browser.send("/register", "/register", &fields).await;
        assert_eq!(answer.status, 400, "{field}");
        assert!(answer.text.contains(words) && answer.text.contains(&format!("id=\"{field}-wrong\"")), "{field}");
        assert!(answer.text.contains("aria-invalid=\"true\""));
        assert_eq!(answer.text.contains("value=\"Maria Papadaki\""), field != "name");
        let typed = fields.iter().find(|(name, _)| *name == "password").expect("a field").1;
        assert!(answer.text.contains(&format!("value=\"{typed}\"")), "{}", answer.text);
        assert_eq!(answer.header("cache-control"), "no-store");
    }
}

#[actix_web::test]
async fn a_refused_sign_up_tells_all_that_is_wrong_at_once() {
    let app = TestApp::start();
    let fields = [("name", ""), ("email", "nobody"), ("username", "a b"), ("password", "short"), ("phone", "12")];
    let answer = Browser::new(&app).send("/register", "/register", &fields).await;
    assert_eq!(answer.status, 400);
    for (field, _) in fields {
        assert!(answer.text.contains(&format!("id=\"{field}-wrong\"")), "{field}: {}", answer.text);
    }
}

#[actix_web::test]
async fn a_mistyped_address_is_shown_and_corrected() {
    let app = TestApp::start();
    let browser = Browser::new(&app);
    let mut fields = FIELDS;
    fields[1].1 = "mraia@school.example";
    let wait = browser.send("/register", "/register", &fields).await.redirect_target().to_owned();
    let old = format!("/confirm/{}", app.mailed_token("mraia@school.example").await);
    assert!(browser.get(&wait).await.text.contains("mraia@school.example"));
    let id = wait.split_once('=').expect("an id").1;
    let send =
        async |email: &str| browser.send(&wait, "/confirm/address", &[("identifier", id), ("email", email)]).await;
    let wrong = send("nobody").await;
    assert!(wrong.status == 400 && wrong.text.contains("value=\"nobody\""), "{}", wrong.text);
    assert_eq!(send("maria@school.example").await.redirect_target(), wait);
    assert_eq!(browser.get(&old).await.status, 410, "the link to the wrong address is dead");
    let path = format!("/confirm/{}", app.mailed_token("maria@school.example").await);
    assert_eq!(browser.send(&path, &path, &[]).await.redirect_target(), "/signin");
    assert_eq!(send("other@school.example").await.status, 410);
}
