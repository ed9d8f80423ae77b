//! Signing in and searching in any script, with capital or small letters.

use serde_json::json;

use crate::support::{
    app::{PASSWORD, TestApp},
    http::{Api, Browser},
};

fn escaped(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

#[actix_web::test]
async fn a_person_signs_in_with_the_address_that_they_typed_in_capitals() {
    let app = TestApp::start();
    app.person("alice", lyceum::access::Role::Administrator).await;
    let public = Api::public(&app);
    let new = json!({ "username": "marios", "email": "ΜΑΡΙΟΣ@school.example", "name": "Μάριος Παπαδόπουλος",
                      "password": PASSWORD, "role": "teacher" });
    assert_eq!(public.post("/auth/local/register", new.clone()).await.status, 201);
    let token = app.mailed_token("ΜΑΡΙΟΣ@school.example").await;
    assert_eq!(public.post("/auth/email-confirmation", json!({ "confirmation": token })).await.status, 200);
    for typed in ["ΜΑΡΙΟΣ@school.example", "μαριος@SCHOOL.example", "μαριοσ@school.example"] {
        let answer = public.post("/auth/local", json!({ "identifier": typed, "password": PASSWORD })).await;
        assert_eq!(answer.status, 200, "{typed}: {}", answer.text);
    }
    let taken = app
        .texts("SELECT count(*)::text AS text FROM people WHERE fold_case(email) = fold_case('μαριος@school.example')");
    assert_eq!(taken, ["1"]);
    let alice = Api::of(&app, "alice").await;
    for wanted in ["ΜΑΡΙΟΣ ΠΑΠΑΔΟΠΟΥΛΟΣ", "παπαδοπουλος", "Μάριος", "ΜΑΡΙΟΣ@"]
    {
        let found = alice.get(&format!("/people?search={}", escaped(wanted))).await.json();
        assert_eq!(found["total"], 1, "{wanted}: {found}");
    }
}

#[actix_web::test]
async fn materials_and_the_audit_trail_are_searched_in_any_script() {
    let app = TestApp::start();
    app.teacher("maria").await;
    let maria = Api::of(&app, "maria").await;
    app.person("alice", lyceum::access::Role::Administrator).await;
    for title in ["Η ροή του νερού", "İstanbul'un tarihi"] {
        maria.prepare(title).await;
    }
    let alice = Browser::of(&app, "alice").await;
    for (wanted, title) in [("ΡΟΗ ΤΟΥ ΝΕΡΟΥ", "Η ροή"), ("istanbul", "İstanbul"), ("İSTANBUL", "İstanbul")]
    {
        for page in ["/admin/experiences?search=", "/admin/audit?person="] {
            let shown = alice.get(&format!("{page}{}", escaped(wanted))).await;
            assert!(shown.text.contains(title), "{page}{wanted}: {}", shown.text);
        }
    }
}
