//! The demo school shows what a school can have.

use lyceum::domain::demo;

use crate::support::{app::TestApp, http::Api};

#[actix_web::test]
async fn the_demo_has_every_kind_of_content_and_a_lesson_that_ended_with_results() {
    let app = TestApp::start();
    let code = demo::open(&app.school).await.expect("the demo opens");
    let public = Api::public(&app);
    let mut all = Vec::new();
    for listed in public.get("/experiences").await.json().as_array().expect("a list") {
        let path = format!("/experiences/{}", listed["id"].as_str().expect("an id"));
        let made = public.get(&path).await.json();
        let parts = made["content"].as_array().expect("its content");
        let kinds: Vec<_> = parts.iter().map(|part| part["kind"].as_str().expect("a kind").to_owned()).collect();
        assert!(kinds.contains(&"quiz".to_owned()), "its description promises one: {made}");
        all.push((made["Title"].as_str().expect("a title").to_owned(), kinds));
    }
    all.sort();
    let own = |title: &str, kinds: &[&str]| (title.to_owned(), kinds.iter().map(|kind| (*kind).to_owned()).collect());
    assert_eq!(
        all,
        [
            own("Fractions with pizza", &["photo", "text", "quiz"]),
            own("The solar system", &["photo", "text", "video", "presentation", "quiz", "quiz"]),
        ]
    );
    let of_live =
        "SELECT e.title AS text FROM sessions s JOIN experiences e ON e.id = s.experience_id WHERE s.state = 'live'";
    assert_eq!(app.texts(of_live), ["The solar system"]);
    let count = |what: &str| {
        let sql = format!(
            "SELECT count(*)::text AS text FROM sessions s JOIN participants p ON p.session_id = s.id {what}
             WHERE s.title = 'Volcanoes, and how they sleep' AND s.state = 'ended' AND s.retention = 'keep'"
        );
        app.texts(&sql)
    };
    assert_eq!(count("JOIN attendances a ON a.participant_id = p.id"), ["3"], "and those of two guests are forgotten");
    assert_eq!(count("JOIN messages m ON m.participant_id = p.id"), ["6"]);
    assert_eq!(count("JOIN quiz_answers q ON q.participant_id = p.id"), ["5"]);
    // A second start finds it all.
    assert_eq!(demo::open(&app.school).await.expect("the demo opens again").to_string(), code.to_string());
    assert_eq!(public.get("/experiences").await.json().as_array().map(Vec::len), Some(2));
}
