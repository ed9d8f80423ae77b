//! Which email addresses are taken, and why others are not.

use serde_json::json;

use crate::support::{
    app::{PASSWORD, TestApp},
    http::Api,
};

#[actix_web::test]
async fn addresses_that_no_mail_reaches_are_refused_with_a_reason() {
    let app = TestApp::start();
    app.teacher("maria").await;
    let maria = Api::of(&app, "maria").await;
    for (email, why) in [
        ("\u{200b}ann@school.example", "email_invisible"),
        ("a..b@docomo.ne.example", "email_local_bad"),
        ("(c)a@b.org", "email_local_bad"),
        ("mailto:ann@school.example", "email_local_bad"),
        ("ann@-school.example", "email_domain_bad"),
    ] {
        let new = json!({ "username": "ann", "email": email, "name": "Ann", "password": PASSWORD });
        assert_eq!(Api::public(&app).post("/auth/local/register", new).await.refusal(), why, "{email:?}");
        assert_eq!(maria.post("/invite", json!({ "email": email })).await.refusal(), why, "{email:?}");
    }
    assert!(app.mails().await.is_empty());
    // A domain in the letters of its language has another form in ASCII: both are one address.
    let new = |username: &str, email: &str| json!({ "username": username, "email": email, "name": "Ann", "password": PASSWORD, "role": "teacher" });
    let public = Api::public(&app);
    assert_eq!(public.post("/auth/local/register", new("ann", "ann@xn--bcher-kva.example")).await.status, 201);
    let token = app.mailed_token("ann@bücher.example").await;
    assert_eq!(public.post("/auth/email-confirmation", json!({ "confirmation": token })).await.status, 200);
    for typed in ["ann@bücher.example", "Ann@xn--bcher-kva.example", "ann@BÜCHER.example"] {
        let answer = public.post("/auth/local", json!({ "identifier": typed, "password": PASSWORD })).await;
        assert_eq!(answer.status, 200, "{typed}: {}", answer.text);
    }
}
