//! An experience that a live lesson uses is protected at every door; everything that was refused works after the lesson has
//! ended.

use image::ImageFormat;
use lyceum::{access::Role, web::routes};
use reqwest::Method;
use serde_json::{Value, json};

use crate::support::{
    app::TestApp,
    files::{file, picture},
    http::{Answer, Api, Browser, form_token},
};

const REASON: &str = "A live lesson uses this material. End the lesson first.";

/// A way to change an experience: a route, the request's body, and the index of the item that it changes.
struct ChangeRoute {
    method: &'static str,
    path: &'static str,
    says: Says,
    part: usize,
}

enum Says {
    Json(Value),
    Form(&'static [(&'static str, &'static str)]),
    File,
}

const PHOTO: usize = 0;
const TEXT: usize = 1;
const QUIZ: usize = 2;

const WORDS: &[(&str, &str)] = &[("text", "Magma")];
const QUESTION: &[(&str, &str)] = &[("question", "How hot?"), ("option1", "Hot"), ("option2", "Cold"), ("right", "2")];
const SAID: &[(&str, &str)] = &[("alternative_text", "A hill"), ("caption", "Etna")];

/// All ways to change an experience. A new route that changes one makes this panic until it is added.
fn ways() -> Vec<ChangeRoute> {
    let all = [routes::API, routes::SHARED, routes::CODES, routes::PAGES].concat();
    let mut ways = Vec::new();
    for (method, path) in all.into_iter().filter(|(method, path)| *method != "GET" && path.contains("{experience}")) {
        let mut add = |says: Says, part: usize| ways.push(ChangeRoute { method, path, says, part });
        match (method, path) {
            ("PUT", "/experiences/{experience}") => {
                for change in [
                    json!({ "Title": "Fire" }),
                    json!({ "Discription": "All of them" }),
                    json!({ "public": false }),
                    json!({ "content": [] }),
                ] {
                    add(Says::Json(change), TEXT);
                }
            }
            ("DELETE", "/experiences/{experience}") => add(Says::Json(json!({})), TEXT),
            ("POST", "/dashboard/experiences/{experience}") => add(Says::Form(&[("title", "Fire")]), TEXT),
            ("POST", "/dashboard/experiences/{experience}/files") => add(Says::File, TEXT),
            ("POST", "/dashboard/experiences/{experience}/parts") => {
                add(Says::Form(WORDS), TEXT);
                add(Says::Form(QUESTION), TEXT);
            }
            ("POST", "/dashboard/experiences/{experience}/parts/{item}") => {
                add(Says::Form(WORDS), TEXT);
                add(Says::Form(QUESTION), QUIZ);
                add(Says::Form(SAID), PHOTO);
            }
            ("POST", "/dashboard/experiences/{experience}/parts/{item}/move") => add(Says::Form(&[("to", "up")]), QUIZ),
            (
                "POST",
                "/dashboard/experiences/{experience}/parts/{item}/delete"
                | "/dashboard/experiences/{experience}/delete"
                | "/admin/experiences/{experience}/delete",
            ) => add(Says::Form(&[]), TEXT),
            // Hides it from other teachers and changes nothing in a lesson: a bad experience need not stay public until the
            // lesson's end.
            ("POST", "/admin/experiences/{experience}/hide") => {}
            _ => panic!("{method} {path}: does it change an experience, and what while a lesson uses it?"),
        }
    }
    ways
}

async fn photo(api: &Api) -> Value {
    let request = file(api.request(Method::POST, "/upload"), "etna.png", &picture(64, 48, ImageFormat::Png));
    Answer::of(request).await.json()[0]["id"].clone()
}

/// A public experience with an item of each kind.
async fn volcanoes(maria: &Api) -> Value {
    let quiz = json!({ "kind": "quiz", "question": "How hot?", "options": ["Cold", "Hot"], "answer": 1 });
    let content = json!([{ "kind": "photo", "media": photo(maria).await }, { "kind": "text", "text": "Lava" }, quiz]);
    maria.post("/experiences", json!({ "Title": "Volcanoes", "public": true, "content": content })).await.json()
}

/// Plans a lesson based on it; returns the path of its page.
async fn lesson(teacher: &Api, experience: &Value) -> String {
    let plan = json!({ "sessionTitle": "Geology", "dateTimeOfSession": "2030-01-07T09:00:00Z",
                       "experiences": experience["id"] });
    let session = teacher.post("/sessions", plan).await.json();
    format!("/dashboard/sessions/{}", session["id"].as_str().expect("an id"))
}

struct School {
    app: TestApp,
    maria: (Api, Browser, String),
    head: (Browser, String),
}

async fn signed_in(app: &TestApp, username: &str) -> (Browser, String) {
    let browser = Browser::of(app, username).await;
    let token = form_token(&browser.get("/dashboard").await.text).expect("a form");
    (browser, token)
}

impl School {
    async fn open() -> Self {
        let app = TestApp::start();
        app.teacher("maria").await;
        app.teacher("ben").await;
        app.person("head", Role::Administrator).await;
        let (browser, token) = signed_in(&app, "maria").await;
        let maria = (Api::of(&app, "maria").await, browser, token);
        let head = signed_in(&app, "head").await;
        Self { app, maria, head }
    }

    /// Sends the request; returns why it was refused, if it was.
    async fn go(&self, way: &ChangeRoute, experience: &Value) -> Option<String> {
        let name = |of: &Value| of["id"].as_str().expect("an id").to_owned();
        let path = way.path.replace("{experience}", &name(experience));
        let path = path.replace("{item}", &name(&experience["content"][way.part]));
        let (browser, token) = match path.starts_with("/admin") {
            true => (&self.head.0, self.head.1.as_str()),
            false => (&self.maria.1, self.maria.2.as_str()),
        };
        let answer = match &way.says {
            Says::Json(body) => {
                let method = Method::from_bytes(way.method.as_bytes()).expect("a method");
                let answer = Answer::of(self.maria.0.request(method, &path).json(body)).await;
                if answer.status == 200 {
                    return None;
                }
                assert_eq!((answer.status.as_u16(), answer.refusal().as_str()), (409, "experience_live"), "{path}");
                return answer.json()["message"].as_str().map(str::to_owned);
            }
            Says::Form(fields) => {
                let fields: Vec<_> = fields.iter().copied().chain([("form_token", token)]).collect();
                browser.send_raw(&path, &fields).await
            }
            Says::File => browser.upload(&path, token, "more.png", &picture(30, 20, ImageFormat::Png)).await,
        };
        let page = browser.get(answer.redirect_target()).await.text;
        page.contains(REASON).then(|| REASON.to_owned())
    }

    /// The experience as it is now; `None` if it is gone.
    async fn look(&self, experience: &Value) -> Option<Value> {
        let answer = self.maria.0.get(&format!("/experiences/{}", experience["id"].as_str().expect("an id"))).await;
        (answer.status == 200).then(|| answer.json())
    }

    fn files(&self) -> Vec<String> {
        self.app.texts("SELECT count(*)::text AS text FROM uploads")
    }
}

#[actix_web::test]
async fn no_route_changes_an_experience_that_a_live_lesson_uses() {
    let school = School::open().await;
    let maria = &school.maria.0;
    let (ben, bens) = (Api::of(&school.app, "ben").await, Browser::of(&school.app, "ben").await);
    for (number, way) in ways().iter().enumerate() {
        let what = format!("{} {} to part {}", way.method, way.path, way.part);
        let made = volcanoes(maria).await;
        // The lesson may be the owner's own, or that of another teacher who found the experience among the public ones.
        let others = number % 2 == 1;
        let (teacher, browser) = if others { (&ben, &bens) } else { (maria, &school.maria.1) };
        let lesson = lesson(teacher, &made).await;
        browser.send(&lesson, &format!("{lesson}/start"), &[]).await.redirect_target();
        let files = school.files();
        assert_eq!(school.go(way, &made).await.as_deref(), Some(REASON), "{what}");
        assert_eq!(school.look(&made).await.as_ref(), Some(&made), "{what}: it stays as it is");
        assert_eq!(school.files(), files, "{what}: nothing was taken in for it");

        browser.send(&lesson, &format!("{lesson}/end"), &[]).await.redirect_target();
        assert_eq!(school.go(way, &made).await, None, "{what}, after the end");
        assert_ne!(school.look(&made).await.as_ref(), Some(&made), "{what}, after the end");
    }
}

#[actix_web::test]
async fn hiding_an_experience_does_not_affect_a_live_lesson() {
    let school = School::open().await;
    let (maria, browser) = (&school.maria.0, &school.maria.1);
    let made = volcanoes(maria).await;
    let lesson = lesson(maria, &made).await;
    browser.send(&lesson, &format!("{lesson}/start"), &[]).await.redirect_target();
    let hide = format!("/admin/experiences/{}/hide", made["id"].as_str().expect("an id"));
    school.head.0.send_raw(&hide, &[("form_token", school.head.1.as_str())]).await.redirect_target();
    assert_eq!(Api::public(&school.app).get("/experiences").await.json(), json!([]));
    let now = school.look(&made).await.expect("it is there");
    assert_eq!((&now["content"], &now["public"]), (&made["content"], &json!(false)));
    let session = maria.get(&lesson.replace("/dashboard", "")).await.json();
    assert_eq!((&session["state"], &session["experiences"]["id"]), (&json!("live"), &made["id"]));
}

#[actix_web::test]
async fn a_files_description_cannot_change_while_another_experience_shows_it_live() {
    let school = School::open().await;
    let (maria, browser, token) = &school.maria;
    let made = volcanoes(maria).await;
    let same = json!({ "Title": "Islands", "content": [made["content"][PHOTO]] });
    let other = maria.post("/experiences", same).await.json();
    let lesson = lesson(maria, &other).await;
    browser.send(&lesson, &format!("{lesson}/start"), &[]).await.redirect_target();
    let page = format!("/dashboard/experiences/{}", made["id"].as_str().expect("an id"));
    let part = format!("{page}/parts/{}", made["content"][PHOTO]["id"].as_str().expect("an id"));
    let fields = [SAID[0], SAID[1], ("form_token", token)];
    let told = browser.get(browser.send_raw(&part, &fields).await.redirect_target()).await.text;
    assert!(told.contains("A live lesson shows this file from another material. End the lesson first."), "{told}");
    assert_eq!(school.look(&other).await.as_ref(), Some(&other));
    // Everything else in this one may change, because no lesson uses it.
    let path = format!("/experiences/{}", made["id"].as_str().expect("an id"));
    assert_eq!(maria.put(&path, json!({ "Title": "Fire" })).await.status, 200);

    browser.send(&lesson, &format!("{lesson}/end"), &[]).await.redirect_target();
    browser.send_raw(&part, &fields).await.redirect_target();
    let now = school.look(&other).await.expect("it is there");
    assert_eq!(
        (&now["Media"][0]["caption"], &now["Media"][0]["alternativeText"]),
        (&json!("Etna"), &json!("A hill")),
        "words go with the file, wherever it stands"
    );
}
