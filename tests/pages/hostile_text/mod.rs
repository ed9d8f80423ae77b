//! People write code into text fields: everyone reads it as it was typed, on every page that shows it, and none of it becomes an
//! element or attribute. tests/browser/hostile_text tests what scripts render.

mod corpus;
mod forms;
mod html;
mod lessons;
mod members;
mod strangers;

use std::sync::Arc;

use lyceum::{
    access::Role,
    clock,
    domain::Settings,
    outbound::{Mailer, mail::Directory},
    web::Door,
    worker,
};
use reqwest::Method;
use serde_json::{Value, json};

use self::{corpus::as_file, html::Page};
use crate::support::{
    app::{TestApp, settings},
    files,
    http::{Answer, Api, Browser},
};

/// A school that stores its mails in a folder, and its administrator, who also teaches.
struct Writer {
    app: TestApp,
    mailer: Arc<Mailer>,
    api: Api,
    browser: Browser,
    _folder: tempfile::TempDir,
}

impl Writer {
    async fn begin() -> Self {
        let folder = tempfile::tempdir().expect("a temporary directory");
        let mail_folder = Some(folder.path().to_owned());
        let app = TestApp::start_with(Settings { mail_folder, ..settings() }, Door::default());
        let from = "Lyceum <lyceum@school.example>".parse().expect("a mailbox");
        let mailer = Directory::open(folder.path().to_owned(), from).map(Mailer::Directory).expect("the test owns it");
        app.person("writer", Role::Administrator).await;
        let (api, browser) = (Api::of(&app, "writer").await, Browser::of(&app, "writer").await);
        Self { app, mailer: Arc::new(mailer), api, browser, _folder: folder }
    }

    /// Sends a request to the API, which must succeed.
    async fn ask(&self, method: Method, path: &str, body: Value) -> Value {
        let answer = Answer::of(self.api.request(method, path).json(&body)).await;
        assert!(answer.status.is_success(), "{path} of {body}: {}", answer.text);
        if answer.text.is_empty() { Value::Null } else { answer.json() }
    }

    async fn post(&self, path: &str, body: Value) -> Value {
        self.ask(Method::POST, path, body).await
    }

    /// Uploads a file with this name and these texts, and returns its id.
    async fn upload(&self, name: &str, bytes: &[u8], words: &str) -> Value {
        let quoted = name.replace('\\', "\\\\").replace('"', "\\\"");
        let fields = [("alternativeText", words), ("caption", words)];
        let request = files::form(self.api.request(Method::POST, "/upload"), &fields, &[(&quoted, bytes)]);
        let answer = Answer::of(request).await;
        assert!(answer.status.is_success(), "{name}: {}", answer.text);
        answer.json()[0]["id"].clone()
    }

    /// Creates an experience and a lesson with these texts, an item of each kind, and a stream key.
    async fn prepare(&self, words: &str) -> Made {
        let picture = files::picture(16, 16, image::ImageFormat::Png);
        let (pdf, film) = (b"%PDF-1.7\n%%EOF\n", files::film(200));
        let name = as_file(words);
        let mut content = Vec::new();
        for (kind, bytes) in [("photo", &picture[..]), ("presentation", &pdf[..]), ("video", &film[..])] {
            content.push(json!({ "kind": kind, "media": self.upload(&name, bytes, words).await }));
        }
        content.push(json!({ "kind": "text", "text": words }));
        let options = [words.to_owned(), format!("{words} or not")];
        content.push(json!({ "kind": "quiz", "question": words, "options": options, "answer": 0 }));
        let body = json!({ "Title": words, "Discription": words, "public": true, "content": content });
        let experience = text(&self.post("/experiences", body).await, "id");
        let body = json!({
            "sessionTitle": words, "description": words, "series": words, "experiences": experience,
            "dateTimeOfSession": "2030-01-07T09:00:00Z",
        });
        let session = self.post("/sessions", body).await;
        let (session, code) = (text(&session, "id"), text(&session, "sessionCode"));
        self.post(&format!("/sessions/{session}/stream-keys"), json!({ "kind": "view", "name": words })).await;
        Made { experience, session, code }
    }

    /// Checks that a page contains only our own elements and shows all these texts.
    async fn reads<S: AsRef<str>>(&self, path: &str, typed: impl IntoIterator<Item = S>) {
        Self::reads_by(&self.browser, path, typed).await;
    }

    async fn reads_by<S: AsRef<str>>(browser: &Browser, path: &str, typed: impl IntoIterator<Item = S>) {
        let answer = browser.get(path).await;
        assert!(answer.status.is_success(), "{path}: {} {}", answer.status, answer.text);
        Page::read(&answer.text).shows(path, typed);
    }

    /// Sends a form of a page that has no field but its token.
    async fn press(&self, page: &str, action: &str) {
        let answer = self.browser.send(page, action, &[]).await;
        assert!(answer.status.is_redirection(), "{action}: {}", answer.text);
    }

    /// Sends all mails that wait.
    async fn deliver(&self) {
        worker::run_due_jobs(&self.app.school, &self.mailer, clock::now).await.expect("the database answers");
    }

    /// Checks the latest mail to an address, on its page and in its frame, in the same way; returns the content of the frame.
    async fn reads_mail<S: AsRef<str>>(&self, address: &str, typed: impl IntoIterator<Item = S>) -> String {
        self.deliver().await;
        let list = Page::read(&self.browser.get("/admin/mails").await.text);
        let mails = list.elements.iter().filter_map(|one| one.get("href").map(|href| (href, one.at)));
        let is_theirs = |at: usize| list.words[at..].trim_start().lines().take(3).any(|line| line.contains(address));
        let mut mails = mails.filter(|(href, _)| href.starts_with("/admin/mails/sent/"));
        let (page, _) = mails.find(|(_, at)| is_theirs(*at)).unwrap_or_else(|| panic!("a mail to {address}"));
        let (around, framed) = (self.browser.get(page).await, self.browser.get(&format!("{page}/html")).await);
        assert!(around.status.is_success() && framed.status.is_success(), "{page}: {}", around.text);
        Page::read(&format!("{}{}", around.text, framed.text)).shows(address, typed);
        framed.text
    }
}

struct Made {
    experience: String,
    session: String,
    code: String,
}

fn text(value: &Value, name: &str) -> String {
    value[name].as_str().unwrap_or_else(|| panic!("{name} of {value}")).to_owned()
}
