//! Refused forms show strangers again what they typed, as text.

use lyceum::domain::setup_link;
use serde_json::json;

use super::{
    Writer,
    forms::{encoded, refill, visits},
};
use crate::support::{app::TestApp, http::Browser};

#[actix_web::test]
async fn strangers_refused_forms_show_hostile_input_as_text() {
    let app = TestApp::start();
    let token = setup_link::link(&app.school).await.expect("the database answers").expect("there is no administrator");
    let stranger = Browser::new(&app);
    let welcome = format!("/welcome/{token}");
    for (page, silent) in [
        (welcome.as_str(), false),
        ("/register", false),
        ("/signin", false),
        ("/forgot-password", false),
        ("/confirm", true),
        ("/join", false),
    ] {
        refill(&stranger, page, page, silent).await;
    }
    let all = encoded();
    for path in [
        format!("/signin?next={all}"),
        format!("/signin?next=/{all}"),
        format!("/join/{all}"),
        format!("/join?code={all}"),
        format!("/confirm/{all}"),
        format!("/reset-password/{all}"),
        format!("/invitation/{all}"),
        format!("/welcome/{all}"),
        format!("/{all}"),
    ] {
        visits(&stranger, &path).await;
    }
}

#[actix_web::test]
async fn the_invitation_form_shows_hostile_input_as_text() {
    let writer = Writer::begin().await;
    writer.post("/invite", json!({ "email": "pupil@home.example" })).await;
    let path = format!("/invitation/{}", writer.app.mailed_token("pupil@home.example").await);
    refill(&Browser::new(&writer.app), &path, &path, false).await;
}
