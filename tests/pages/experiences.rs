//! A teacher's experiences, with forms and without scripts.

use image::ImageFormat;
use lyceum::access::Role;
use serde_json::json;

use crate::support::{
    app::TestApp,
    files::picture,
    http::{Api, Browser, form_token},
};

/// A teacher's browser at the page of a new experience.
async fn at_a_new_one(app: &TestApp) -> (Browser, Api, String) {
    app.teacher("maria").await;
    let maria = Browser::of(app, "maria").await;
    let shelf = "/dashboard/experiences";
    let page = maria.send(shelf, shelf, &[("title", "Volcanoes")]).await.redirect_target().to_owned();
    (maria, Api::of(app, "maria").await, page)
}

async fn content(api: &Api) -> Vec<serde_json::Value> {
    let listed = api.get("/experiences").await.json();
    let one = api.get(&format!("/experiences/{}", listed[0]["id"].as_str().expect("an id"))).await.json();
    one["content"].as_array().expect("a list").clone()
}

#[actix_web::test]
async fn a_teacher_fills_an_experience_with_forms_only() {
    let app = TestApp::start();
    let (maria, api, page) = at_a_new_one(&app).await;
    let token = form_token(&maria.get(&page).await.text).expect("a form");
    let photo = picture(60, 40, ImageFormat::Png);
    let brought = maria.upload(&format!("{page}/files"), &token, "etna.png", &photo).await;
    assert_eq!(brought.redirect_target(), page);
    assert!(maria.get(&page).await.text.contains("Added at the end."));
    let parts = format!("{page}/parts");
    maria.send(&page, &parts, &[("text", "# Lava\n\n<b>hot</b>")]).await.redirect_target();
    let quiz = [("question", "How hot?"), ("option1", "Cold"), ("option2", ""), ("option3", "Hot"), ("right", "3")];
    maria.send(&page, &parts, &quiz).await.redirect_target();
    let made = content(&api).await;
    assert_eq!(
        made.iter().map(|one| one["kind"].as_str().unwrap_or("?")).collect::<Vec<_>>(),
        ["photo", "text", "quiz"]
    );
    assert_eq!((&made[2]["options"], &made[2]["answer"]), (&json!(["Cold", "Hot"]), &json!(1)));
    let shown = maria.get(&page).await.text;
    for part in ["<h3>Lava</h3>", "&lt;b&gt;hot", "How hot?", "alt=\"etna.png\""] {
        assert!(shown.contains(part), "{part} in {shown}");
    }
    let of = |item: &serde_json::Value| format!("{parts}/{}", item["id"].as_str().expect("an id"));
    maria.send(&page, &format!("{}/move", of(&made[2])), &[("to", "up")]).await.redirect_target();
    maria.send(&page, &format!("{}/move", of(&made[0])), &[("to", "9")]).await.redirect_target();
    maria
        .send(&page, &of(&made[0]), &[("alternative_text", "A fiery \"hill\""), ("caption", "Etna")])
        .await
        .redirect_target();
    maria.send(&page, &of(&made[1]), &[("text", "Just lava")]).await.redirect_target();
    let after = content(&api).await;
    assert_eq!(
        after.iter().map(|one| &one["id"]).collect::<Vec<_>>(),
        [&made[2]["id"], &made[1]["id"], &made[0]["id"]]
    );
    assert_eq!(after[1]["text"], "Just lava");
    let shown = maria.get(&page).await.text;
    assert!(shown.contains("A fiery &quot;hill&quot;") && shown.contains("Etna"), "{shown}");
    maria.send(&page, &format!("{}/delete", of(&made[2])), &[]).await.redirect_target();
    assert_eq!(content(&api).await.len(), 2);
    let gone = maria.send(&page, &format!("{page}/delete"), &[]).await;
    assert_eq!(gone.redirect_target(), "/dashboard/experiences");
    assert_eq!(api.get("/experiences").await.json(), json!([]));
}

#[actix_web::test]
async fn refusals_are_shown_on_the_page() {
    let app = TestApp::start();
    let (maria, api, page) = at_a_new_one(&app).await;
    let token = form_token(&maria.get(&page).await.text).expect("a form");
    for (name, bytes, sentence) in [
        ("photo.jpg", &b"<script>alert(1)</script>"[..], "Files can be pictures"),
        ("photo.jpg", b"", "Please choose a file."),
        ("", b"", "Please choose a file."),
    ] {
        let refused = maria.upload(&format!("{page}/files"), &token, name, bytes).await;
        assert_eq!(refused.redirect_target(), page);
        assert!(maria.get(&page).await.text.contains(sentence), "{sentence}");
    }
    let foreign = maria.upload(&format!("{page}/files"), "0123", "photo.png", &picture(9, 9, ImageFormat::Png)).await;
    assert_eq!(foreign.status, 403, "{}", foreign.text);
    for (fields, sentence) in [
        (&[("text", " ")][..], "Please write something."),
        (&[("question", "?"), ("option1", "a"), ("option2", "b")], "A quiz needs a question"),
        (&[("question", "?"), ("option1", "a"), ("right", "1")], "A quiz needs a question"),
    ] {
        maria.send(&page, &format!("{page}/parts"), fields).await.redirect_target();
        assert!(maria.get(&page).await.text.contains(sentence), "{sentence}");
    }
    let wrong = maria.send(&page, &page, &[("title", " "), ("description", "Typed")]).await;
    assert_eq!(wrong.status, 400);
    assert!(wrong.text.contains("Please enter a title.") && wrong.text.contains("Typed"));
    assert_eq!(content(&api).await.len(), 0);
}

#[actix_web::test]
async fn another_teacher_sees_a_public_experience_and_cannot_change_it() {
    let app = TestApp::start();
    let (maria, api, page) = at_a_new_one(&app).await;
    app.teacher("ben").await;
    app.person("sofia", Role::Student).await;
    let ben = Browser::of(&app, "ben").await;
    assert_eq!(ben.get(&page).await.status, 404);
    maria.send(&page, &page, &[("title", "Volcanoes"), ("public", "on")]).await.redirect_target();
    maria.send(&page, &format!("{page}/parts"), &[("text", "Lava")]).await.redirect_target();
    let seen = ben.get(&page).await;
    assert_eq!(seen.status, 200);
    assert!(seen.text.contains("<p>Lava</p>") && !seen.text.contains("Delete"), "{}", seen.text);
    let item = content(&api).await[0]["id"].as_str().expect("an id").to_owned();
    for action in [
        page.clone(),
        format!("{page}/delete"),
        format!("{page}/parts"),
        format!("{page}/parts/{item}"),
        format!("{page}/parts/{item}/move"),
        format!("{page}/parts/{item}/delete"),
    ] {
        let refused = ben.send("/dashboard/experiences", &action, &[("title", "Mine"), ("text", "Mine")]).await;
        assert_eq!(refused.status, 404, "{action}");
    }
    assert_eq!(content(&api).await.len(), 1);
    assert_eq!(Browser::of(&app, "sofia").await.get(&page).await.status, 403);
}

#[actix_web::test]
async fn a_person_changes_their_avatar_with_a_form() {
    let app = TestApp::start();
    app.person("sofia", Role::Student).await;
    let sofia = Browser::of(&app, "sofia").await;
    let mut fields = vec![
        ("skin", "#aabbcc"),
        ("eyes_colour", "#112233"),
        ("eyes_size", "120"),
        ("eyes_placement", "-20"),
        ("mouth_shape", "grin"),
        ("mouth_colour", "#445566"),
        ("mouth_size", "90"),
        ("mouth_position", "5"),
        ("mouth_rotation", "-10"),
        ("hairstyle", "spiky"),
        ("hair_colour", "#ff00ff"),
        ("hat", "none"),
        ("glasses", "star"),
    ];
    assert_eq!(sofia.send("/profile", "/profile/avatar", &fields).await.redirect_target(), "/profile");
    let avatar = Api::of(&app, "sofia").await.get("/usersme").await.json()["Avatar"].clone();
    assert_eq!(avatar["eyes"], json!({ "colour": "#112233", "size": 120, "placement": -20 }));
    assert_eq!((&avatar["hair"]["style"], &avatar["accessories"]["glasses"]), (&json!("spiky"), &json!("star")));
    let page = sofia.get("/profile").await.text;
    for part in ["value=\"#aabbcc\"", "<option value=\"grin\" selected>Grin</option>", "Your avatar"] {
        assert!(page.contains(part), "{part} in {page}");
    }
    fields[2] = ("eyes_size", "500");
    let refused = sofia.send("/profile", "/profile/avatar", &fields).await;
    assert_eq!(refused.status, 400);
    assert!(refused.text.contains("This avatar has a part that does not exist."));
}
