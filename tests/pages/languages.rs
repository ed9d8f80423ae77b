//! Pages in another language: how the language is chosen, and that no English remains on them.

use std::collections::BTreeSet;

use lyceum::{
    access::Role,
    web::{pages::when, routes},
};
use reqwest::Method;
use serde_json::json;

use crate::support::{
    app::{PASSWORD, TestApp},
    http::{Answer, Api, Browser},
};

const GREEK: &str = "el-GR,el;q=0.9,en;q=0.8";

/// Words in Latin letters that Greek pages contain, too: names, and terms that are the same everywhere.
const KNOWN: &str = "Lyceum English Email email JavaScript UTC OBS WHIP WHEP Settings Stream Server Bearer Token bearer token \
    PDF JPEG PNG WebP GIF WebM Markdown Shift byte administrator teacher student publish view";

/// Names of this test's school.
const OURS: &str = "Sofia Tess Alice sofia tess alice school example";

/// The texts of a page, including attributes that are shown or read out.
fn said(html: &str) -> Vec<String> {
    let mut said = Vec::new();
    let mut rest = html;
    while let Some((text, tag)) = rest.split_once('<') {
        said.push(text.to_owned());
        let Some((tag, after)) = tag.split_once('>') else { break };
        for name in ["aria-label", "title", "placeholder", "alt", "data-copied", "data-large", "data-some", "label"] {
            if let Some((_, value)) = tag.split_once(&format!(" {name}=\"")) {
                said.extend(value.split_once('"').map(|(value, _)| value.to_owned()));
            }
        }
        // Content that people do not see.
        let hidden = ["script", "svg", "style"].iter().find(|name| tag.split(' ').next() == Some(**name));
        rest = match hidden.and_then(|name| after.split_once(&format!("</{name}>"))) {
            Some((_, after)) => after,
            None => after,
        };
    }
    said
}

/// The texts of a page that contain a word that is not Greek.
fn english(html: &str) -> Vec<String> {
    let zones: BTreeSet<_> = when::zones().into_iter().map(|zone| zone.replace('_', " ")).collect();
    let known: Vec<_> = KNOWN.split(' ').chain(OURS.split(' ')).collect();
    let foreign = |piece: &str| {
        let words = piece.split(|c: char| !c.is_alphabetic()).filter(|word| word.len() > 2 && word.is_ascii());
        // Join codes are not words.
        words.into_iter().any(|word| !known.contains(&word) && word.chars().any(char::is_lowercase))
    };
    let said = said(html).into_iter().map(|piece| piece.replace("&#x2f;", "/").trim().to_owned());
    let pieces = said.filter(|piece| !piece.contains("://") && !piece.contains("127.0.0.1") && !zones.contains(piece));
    pieces.filter(|piece| foreign(&piece.replace("Europe/Athens", ""))).collect()
}

fn check(what: &str, page: &Answer, wrong: &mut Vec<String>) {
    // The export of a person's data and the table to download are documents for programs.
    if page.status == 204 || ["application/json", "text/csv; charset=utf-8"].contains(&page.header("content-type")) {
        return;
    }
    // A script puts the list of who waits into a page.
    let is_part = what.contains("/waiting by ");
    assert!(is_part || page.text.contains("<html lang=\"el\">"), "{what}: {}", page.text);
    assert_eq!(page.header("content-language"), "el", "{what}");
    assert_eq!(page.header("vary"), "accept-language, cookie", "{what}");
    wrong.extend(english(&page.text).into_iter().map(|piece| format!("{what}: {piece}")));
}

#[actix_web::test]
async fn a_greek_browser_reads_no_english_on_any_page() {
    let app = TestApp::start();
    for (username, role) in [("sofia", Role::Student), ("tess", Role::Teacher), ("alice", Role::Administrator)] {
        app.person(username, role).await;
    }
    let mut wrong = Vec::new();
    for who in [None, Some("sofia"), Some("tess"), Some("alice")] {
        let browser = Browser::that_accepts(&app, GREEK);
        let mut sessions = vec!["01a1f7aa-a99e-76a1-87aa-e33b999bfa2c".to_owned()];
        let (mut codes, mut experiences) = (vec!["AB29Z".to_owned(), "0".to_owned()], sessions.clone());
        if let Some(username) = who {
            browser.send("/signin", "/signin", &[("identifier", username), ("password", PASSWORD)]).await;
        }
        if matches!(who, Some("tess" | "alice")) {
            let api = Api::of(&app, who.expect("they have a name")).await;
            for acts in [&[][..], &["start"], &["start", "end"]] {
                let session = api.plan("Κλάσματα").await;
                let id = session["id"].as_str().expect("an id").to_owned();
                for act in acts {
                    let page = format!("/dashboard/sessions/{id}");
                    browser.send(&page, &format!("{page}/{act}"), &[]).await;
                }
                let key = format!("/dashboard/sessions/{id}/stream-keys");
                let fields = [("kind", "publish"), ("name", "Ράδιο")];
                let shown = browser.send(&format!("/dashboard/sessions/{id}"), &key, &fields).await;
                if !acts.contains(&"end") {
                    check("a stream key", &shown, &mut wrong);
                }
                codes.push(session["sessionCode"].as_str().expect("a code").to_owned());
                sessions.push(id);
            }
            let content = json!([
                { "kind": "text", "text": "Οκτώ." },
                { "kind": "quiz", "question": "Πόσοι;", "options": ["Επτά", "Οκτώ"], "answer": 1 },
            ]);
            let made = api.post("/experiences", json!({ "Title": "Πλανήτες", "content": content })).await;
            experiences.push(made.json()["id"].as_str().expect("an id").to_owned());
        }
        let people = app.texts("SELECT id::text AS text FROM people");
        let nothing = "00112233445566778899aabbccddeeff".to_owned();
        for (method, route) in routes::PAGES.iter().chain(&[("GET", "/nothing")]).filter(|(method, _)| *method == "GET")
        {
            let fills = [
                ("{id}", &sessions),
                ("{code}", &codes),
                ("{experience}", &experiences),
                ("{person}", &people),
                ("{student}", &people),
                ("{token}", &vec![nothing.clone()]),
            ];
            let filled = match fills.into_iter().find(|(name, _)| route.contains(name)) {
                Some((name, values)) => values.iter().map(|value| route.replace(name, value)).collect(),
                None => vec![(*route).to_owned()],
            };
            for path in filled {
                let page = browser.get(&path).await;
                if !page.status.is_redirection() {
                    check(&format!("{method} {path} by {who:?} ({})", page.status), &page, &mut wrong);
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[actix_web::test]
async fn refusals_and_confirmations_are_in_greek_too() {
    let app = TestApp::start();
    app.person("tess", Role::Teacher).await;
    let browser = Browser::that_accepts(&app, GREEK);
    let mut wrong = Vec::new();
    let refused = browser.send("/signin", "/signin", &[("identifier", "tess"), ("password", "nothing of it")]).await;
    assert!(refused.text.contains("Λάθος όνομα χρήστη"), "{}", refused.text);
    check("a wrong password", &refused, &mut wrong);
    let fields = [("name", ""), ("email", "x"), ("username", "a b"), ("password", "x")];
    check("a sign-up", &browser.send("/register", "/register", &fields).await, &mut wrong);
    let stale = browser.send_raw("/signin", &[("identifier", "tess")]).await;
    assert_eq!(stale.status, 403);
    check("a form without its token", &stale, &mut wrong);
    browser.send("/signin", "/signin", &[("identifier", "tess"), ("password", PASSWORD)]).await;
    let fields = [("title", ""), ("date", "2130-01-07"), ("time", "09:00"), ("time_zone", "UTC"), ("capacity", "30")];
    check("a plan", &browser.send("/dashboard/sessions/new", "/dashboard/sessions", &fields).await, &mut wrong);
    let changed = browser.send("/profile", "/profile", &[("name", "Τασία")]).await;
    assert_eq!(changed.redirect_target(), "/profile");
    let told = browser.get("/profile").await;
    assert!(told.text.contains("Το προφίλ αποθηκεύτηκε."), "{}", told.text);
    check("a flash", &told, &mut wrong);
    check("what is not for teachers", &browser.get("/admin/people").await, &mut wrong);
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[actix_web::test]
async fn the_footer_changes_the_language_of_this_browser() {
    let app = TestApp::start();
    let browser = Browser::new(&app);
    assert!(browser.get("/signin?next=/profile").await.text.contains("<html lang=\"en\">"));
    let page = browser.get("/signin?next=/profile").await.text;
    let here =
        page.split_once("name=\"next\" value=\"").and_then(|(_, rest)| rest.rsplit_once("name=\"next\" value=\""));
    assert!(here.is_some_and(|(_, rest)| rest.starts_with("&#x2f;signin?next=&#x2f;profile\"")), "{page}");
    let fields = [("language", "el"), ("next", "/signin?next=/profile")];
    assert_eq!(browser.send("/signin", "/language", &fields).await.redirect_target(), "/signin?next=/profile");
    assert!(browser.get("/signin").await.text.contains("<h1>Σύνδεση</h1>"));
    // It redirects only within the server, and accepts only languages that exist.
    let fields = [("language", "en"), ("next", "https://evil.example")];
    assert_eq!(browser.send("/signin", "/language", &fields).await.redirect_target(), "/");
    let unknown = browser.send("/signin", "/language", &[("language", "xx")]).await;
    assert!(unknown.status == 400 && unknown.text.contains("is not available"), "{}", unknown.text);
    assert_eq!(browser.send_raw("/language", &[("language", "el")]).await.status, 403);
}

#[actix_web::test]
async fn the_profiles_language_takes_precedence_in_every_browser() {
    let app = TestApp::start();
    app.person("tess", Role::Teacher).await;
    let browser = Browser::of(&app, "tess").await;
    assert_eq!(
        browser.send("/profile", "/profile/language", &[("language", "el")]).await.redirect_target(),
        "/profile"
    );
    for elsewhere in [Browser::of(&app, "tess").await, browser] {
        elsewhere.set_cookie("lyceum_language=en");
        let page = elsewhere.get("/profile").await.text;
        assert!(
            page.contains("<html lang=\"el\">") && page.contains("<option value=\"el\" lang=\"el\" selected>"),
            "{page}"
        );
        assert!(elsewhere.get("/dashboard/sessions/nonsense").await.text.contains("Αυτό το μάθημα δεν υπάρχει."));
    }
    // The footer of a page changes it, and the profile can set it back to what the browser asks for.
    let browser = Browser::of(&app, "tess").await;
    browser.send("/profile", "/language", &[("language", "en")]).await;
    assert!(Browser::of(&app, "tess").await.get("/profile").await.text.contains("<html lang=\"en\">"));
    browser.send("/profile", "/profile/language", &[("language", "")]).await;
    let greek = Browser::that_accepts(&app, GREEK);
    greek.send("/signin", "/signin", &[("identifier", "tess"), ("password", PASSWORD)]).await;
    assert!(greek.get("/profile").await.text.contains("<html lang=\"el\">"));
    let unknown = greek.send("/profile", "/profile/language", &[("language", "xx")]).await;
    assert!(unknown.status == 400 && unknown.text.contains("Αυτή η γλώσσα"), "{}", unknown.text);
}

#[actix_web::test]
async fn the_api_always_answers_in_english() {
    let app = TestApp::start();
    let api = Api::public(&app);
    let ask = |method, path: &str| api.request(method, path).header("accept-language", "el");
    let body = json!({ "identifier": "nobody", "password": "nothing of it" });
    let answer = Answer::of(ask(Method::POST, "/auth/local").json(&body)).await;
    assert_eq!(answer.json()["message"], "Identification or password does not match");
    let answer = Answer::of(ask(Method::GET, "/api/nothing")).await;
    assert_eq!(answer.json()["message"], "There is nothing at this address.");
    assert_eq!(answer.header("content-language"), "");
}

#[actix_web::test]
async fn mails_follow_the_language_of_the_sign_up_or_of_the_inviter() {
    let app = TestApp::start();
    let browser = Browser::that_accepts(&app, GREEK);
    let fields = [("name", "Μαρία"), ("email", "maria@school.example"), ("username", "maria"), ("password", PASSWORD)];
    browser.send("/register", "/register", &fields).await;
    let path = format!("/confirm/{}", app.mailed_token("maria@school.example").await);
    let mails = app.mails().await;
    let written = &mails[0].written;
    assert_eq!(written.subject, "Επιβεβαιώστε τη διεύθυνση email σας");
    assert!(
        written.text.starts_with("Γεια σας, Μαρία!") && written.text.contains("μέσα σε 30 λεπτά"),
        "{}",
        written.text
    );
    browser.send(&path, &path, &[]).await;
    // It is their profile's language from now on, also for mails that no page causes.
    let english = Browser::new(&app);
    english.send("/forgot-password", "/forgot-password", &[("identifier", "maria")]).await;
    assert_eq!(app.mails().await.last().expect("a mail").written.subject, "Ορίστε νέο κωδικό πρόσβασης");
    // A person without a language in their profile gets the mail in the language of the page.
    app.person("tess", Role::Teacher).await;
    for (asks, subject) in [(&browser, "Ορίστε νέο κωδικό πρόσβασης"), (&english, "Choose a new password")]
    {
        asks.send("/forgot-password", "/forgot-password", &[("identifier", "tess")]).await;
        assert_eq!(app.mails().await.last().expect("a mail").written.subject, subject);
    }
    browser.send("/signin", "/signin", &[("identifier", "maria"), ("password", PASSWORD)]).await;
    browser.send("/dashboard/students", "/dashboard/students", &[("email", "zoe@school.example")]).await;
    assert_eq!(app.mails().await.last().expect("a mail").written.subject, "Πρόσκληση στο Lyceum από: Μαρία");
}

#[actix_web::test]
async fn the_page_around_the_english_api_description_is_greek() {
    let app = TestApp::start();
    let page = Browser::that_accepts(&app, GREEK).get("/api/docs").await;
    assert_eq!((page.status.as_u16(), page.header("content-language")), (200, "el"));
    assert!(page.text.contains("<html lang=\"el\">") && page.text.contains("<title>API · Lyceum</title>"));
    assert!(page.text.contains("<main id=\"docs\" lang=\"en\"") && page.text.contains("href=\"/api/openapi.json\""));
    assert_eq!(english(&page.text), [""; 0]);
    let page = Browser::new(&app).get("/api/docs").await.text;
    assert!(page.contains("<html lang=\"en\">") && page.contains("<h1>API</h1>"), "{page}");
}
