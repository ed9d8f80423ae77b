//! People write code where words are asked for: everybody reads it as it was typed, on every page that shows it, and nothing of
//! it is an element or an attribute there. What scripts render is tried by tests/browser/hostile_text.

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

/// A school whose mails lie in a folder, and its administrator, who teaches, too.
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
        let mailer = Directory::open(folder.path().to_owned(), from).map(Mailer::Directory).expect("it is ours");
        app.person("writer", Role::Administrator).await;
        let (api, browser) = (Api::of(&app, "writer").await, Browser::of(&app, "writer").await);
        Self { app, mailer: Arc::new(mailer), api, browser, _folder: folder }
    }

    /// Asks the API, which agrees.
    async fn ask(&self, method: Method, path: &str, body: Value) -> Value {
        let answer = Answer::of(self.api.request(method, path).json(&body)).await;
        assert!(answer.status.is_success(), "{path} of {body}: {}", answer.text);
        if answer.text.is_empty() { Value::Null } else { answer.json() }
    }

    async fn post(&self, path: &str, body: Value) -> Value {
        self.ask(Method::POST, path, body).await
    }

    /// Brings a file of this name, with words about it: its id.
    async fn bring(&self, name: &str, bytes: &[u8], words: &str) -> Value {
        let quoted = name.replace('\\', "\\\\").replace('"', "\\\"");
        let fields = [("alternativeText", words), ("caption", words)];
        let request = files::form(self.api.request(Method::POST, "/upload"), &fields, &[(&quoted, bytes)]);
        let answer = Answer::of(request).await;
        assert!(answer.status.is_success(), "{name}: {}", answer.text);
        answer.json()[0]["id"].clone()
    }

    /// An experience and a lesson of these words, with a part of each kind and a stream key.
    async fn prepare(&self, words: &str) -> Made {
        let picture = files::picture(16, 16, image::ImageFormat::Png);
        let (pdf, film) = (b"%PDF-1.7\n%%EOF\n", files::film(64));
        let name = as_file(words);
        let mut content = Vec::new();
        for (kind, bytes) in [("photo", &picture[..]), ("presentation", &pdf[..]), ("video", &film[..])] {
            content.push(json!({ "kind": kind, "media": self.bring(&name, bytes, words).await }));
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

    /// The page of somebody is ours alone, and shows all this.
    async fn reads<S: AsRef<str>>(&self, path: &str, typed: impl IntoIterator<Item = S>) {
        Self::reads_by(&self.browser, path, typed).await;
    }

    async fn reads_by<S: AsRef<str>>(browser: &Browser, path: &str, typed: impl IntoIterator<Item = S>) {
        let answer = browser.get(path).await;
        assert!(answer.status.is_success(), "{path}: {} {}", answer.status, answer.text);
        Page::read(&answer.text).shows(path, typed);
    }

    /// Sends the form of a page that has nothing in it but its token.
    async fn press(&self, page: &str, action: &str) {
        let answer = self.browser.send(page, action, &[]).await;
        assert!(answer.status.is_redirection(), "{action}: {}", answer.text);
    }

    /// All mails that wait are on their way.
    async fn deliver(&self) {
        worker::work_off(&self.app.school, &self.mailer, clock::now).await.expect("the database answers");
    }

    /// The latest mail to an address, on its page and in its frame, is ours alone and shows all this; what is in the frame.
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
