//! The compatible APIs of other designs: their field names, with the same rooms behind them.

use image::ImageFormat;
use lyceum::access::Role;
use reqwest::Method;
use serde_json::json;

use crate::support::{
    app::{PASSWORD, TestApp},
    files::{file, picture},
    http::{Answer, Api, Browser},
};

#[actix_web::test]
async fn a_watch_party_client_signs_up_signs_in_and_changes_its_profile() {
    let app = TestApp::start();
    let api = Api::public(&app);
    for prefix in ["", "/api"] {
        let username = format!("zoe{}", prefix.len());
        let email = format!("{username}@school.example");
        let new = json!({ "fullname": "Zoe Papadaki", "username": username, "email": email, "password": PASSWORD });
        let answer = api.post(&format!("{prefix}/signup"), new).await;
        assert_eq!(
            (answer.status.as_u16(), answer.json()["status"].as_str()),
            (201, Some("success")),
            "{}",
            answer.text
        );
        let credentials = json!({ "username": username, "password": PASSWORD });
        let sign_in = format!("{prefix}/signin");
        assert_eq!(api.post(&sign_in, credentials.clone()).await.refusal(), "unconfirmed");
        let code = app.mailed_token(&email).await;
        assert_eq!(api.post("/auth/email-confirmation", json!({ "confirmation": code })).await.status, 200);
        let answer = api.post(&sign_in, credentials).await.json();
        assert_eq!(answer["status"], "success");
        let own = Api::with(&app, answer["token"].as_str().expect("a token"));
        let path = format!("{prefix}/profile");
        let profile = own.get(&path).await.json();
        assert_eq!((&profile["firstName"], &profile["lastName"]), (&json!("Zoe"), &json!("Papadaki")));
        let renamed = own.put(&path, json!({ "lastName": "Papadaki Rossi", "role": "administrator" })).await.json();
        assert_eq!((&renamed["firstName"], &renamed["lastName"]), (&json!("Zoe"), &json!("Papadaki Rossi")));
        assert_eq!(own.get("/usersme").await.json()["name"], "Zoe Papadaki Rossi");
        assert_eq!(own.put(&path, json!({ "firstName": "a\u{7}" })).await.refusal(), "name_bad");
        let by_email = json!({ "email": email, "password": PASSWORD });
        assert_eq!(api.post(&sign_in, by_email).await.status, 200);
        let wrong = json!({ "username": username, "password": "wrong password" });
        assert_eq!(api.post(&sign_in, wrong).await.refusal(), "sign_in_wrong");
    }
}

#[actix_web::test]
async fn a_profile_picture_is_set_kept_and_removed() {
    let app = TestApp::start();
    app.teacher("maria").await;
    let own = Api::of(&app, "maria").await;
    let brought = file(own.request(Method::POST, "/upload"), "me.png", &picture(64, 48, ImageFormat::Png));
    let brought = Answer::of(brought).await.json();
    let url = brought[0]["url"].clone();
    let hat = own.get("/usersme").await.json()["Avatar"]["accessories"].clone();
    for path in ["/profile", "/api/profile"] {
        let put = own.put(path, json!({ "profileImage": url })).await;
        assert_eq!((put.status.as_u16(), &put.json()["profileImage"]), (200, &url), "{}", put.text);
        assert_eq!(own.put(path, json!({ "lastName": "Rossi" })).await.json()["profileImage"], url, "it stays");
        let avatar = own.get("/usersme").await.json()["Avatar"].clone();
        assert_eq!((&avatar["textureUrl"], &avatar["accessories"]), (&url, &hat));
        for wrong in ["https://evil.example/x.png", "/files/../secret.png", "javascript:alert(1)"] {
            let put = own.put(path, json!({ "firstName": "Mallory", "profileImage": wrong })).await;
            assert_eq!((put.status.as_u16(), put.refusal().as_str()), (400, "avatar_bad"), "{wrong}");
        }
        assert_eq!(
            own.put(path, json!({ "profileImage": 7 })).await.json()["error"]["details"][0]["path"],
            "profileImage"
        );
        let kept = own.get(path).await.json();
        assert_eq!(
            (&kept["profileImage"], &kept["firstName"]),
            (&url, &json!("Maria")),
            "what is refused changes nothing"
        );
        assert_eq!(own.put(path, json!({ "profileImage": null })).await.json()["profileImage"], json!(null));
        assert_eq!(own.get("/usersme").await.json()["Avatar"]["textureUrl"], json!(null));
    }
}

#[actix_web::test]
async fn browsers_get_pages_where_programs_get_the_watch_party_api() {
    let app = TestApp::start();
    app.teacher("maria").await;
    let browser = Browser::of(&app, "maria").await;
    assert!(browser.get("/profile").await.text.contains("<h1>Your profile</h1>"));
    let own = Api::of(&app, "maria").await;
    assert_eq!(own.get("/profile").await.json()["username"], "maria");
    let public = Api::public(&app);
    let page = Answer::of(public.request(Method::GET, "/signin")).await;
    assert!(page.status.is_success() && page.text.contains("</form>"), "there is but a page to be read");
    assert_eq!(public.post("/signin", json!({ "username": 7 })).await.refusal(), "body_bad");
    assert_eq!(own.delete("/profile").await.refusal(), "method_unknown");
    assert_eq!(own.delete("/api/profile").await.refusal(), "method_unknown");
}

#[actix_web::test]
async fn an_email_address_and_password_create_an_account_with_a_working_token() {
    let app = TestApp::start();
    let api = Api::public(&app);
    let credentials = json!({ "email": "zoe.p@school.example", "password": PASSWORD });
    let made = api.post("/accounts", credentials.clone()).await;
    assert_eq!(made.status, 201, "{}", made.text);
    let code = app.mailed_token("zoe.p@school.example").await;
    api.post("/auth/email-confirmation", json!({ "confirmation": code })).await;
    let account = api.post("/accounts/token", credentials).await.json();
    assert_eq!(account["account_id"], made.json()["account_id"]);
    let token = account["token"].as_str().expect("a token");
    let ask = || Answer::of(api.request(Method::GET, "/accounts/me").header("authorization", token));
    assert_eq!(ask().await.json()["account_id"], account["account_id"]);
    app.person("alice", Role::Administrator).await;
    let alice = Api::of(&app, "alice").await;
    let id = account["account_id"].as_str().expect("an id");
    alice.put(&format!("/people/{id}/block"), json!({ "reason": "spam" })).await;
    assert_eq!(ask().await.refusal(), "sign_in_needed");
}
