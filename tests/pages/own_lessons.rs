//! A student sees what comes next, and how they did.

use serde_json::json;

use crate::support::{
    http::{Api, Browser},
    progress::Class,
};

#[actix_web::test]
async fn a_student_sees_their_lessons_and_results() {
    let class = Class::start().await;
    let past = class.past("Fractions", "", 5).await;
    class.attended(&past, 1, Some(class.ana), &[(0, Some(40))]);
    class.scored(&past, 1, [5, 4, 3]);
    let missed = class.past("Decimals", "", 6).await;
    class.attended(&missed, 1, Some(class.ben), &[(0, Some(40))]);
    class.tess.plan("Percentages").await;
    class.app.teacher("stranger").await;
    Api::of(&class.app, "stranger").await.plan("Volcanoes").await;

    let ana = Browser::of(&class.app, "ana").await;
    assert_eq!(ana.get("/signin").await.redirect_target(), "/lessons", "it is their first page");
    let page = ana.get("/lessons").await.text;
    for shown in ["Fractions", "3 of 5", "Percentages"] {
        assert!(page.contains(shown), "{shown}: {page}");
    }
    assert!(!page.contains("Decimals") && !page.contains("Volcanoes"), "{page}");
    class.app.sql("UPDATE sessions SET state = 'live', started_at = now() WHERE title = 'Volcanoes'");
    assert!(!ana.get("/lessons").await.text.contains("Volcanoes"), "no lesson of hers");
    let volcanoes = class.app.texts("SELECT id::text AS text FROM sessions WHERE title = 'Volcanoes'").remove(0);
    class.attended(&volcanoes, 1, Some(class.ana), &[(0, None)]);
    assert!(ana.get("/lessons").await.text.contains("Volcanoes"), "she has joined it");
    class.app.sql("UPDATE participants SET removed_at = now() WHERE name = 'Somebody'");
    assert!(!ana.get("/lessons").await.text.contains("Volcanoes"), "she was removed from it");
    let own = Api::of(&class.app, "ana").await.get("/users/me/lessons").await.json();
    assert_eq!(own["past"][0]["score"], json!({ "asked": 5, "answered": 4, "correct": 3 }));
    assert_eq!(own["next"][0]["sessionTitle"], "Percentages");
    assert_eq!(class.tess.get("/users/me/lessons").await.refusal(), "not_allowed");
}
