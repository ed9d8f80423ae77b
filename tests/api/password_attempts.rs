//! The limits on guessing passwords lock out guessers, and nobody who knows their password.

use futures_util::{StreamExt, future::join_all, stream::FuturesUnordered};
use lyceum::{access::Role, domain::hash_queue::Asker, ids::PersonId, web::Door};
use reqwest::Method;
use serde_json::json;

use crate::support::{
    app::{PASSWORD, TestApp},
    http::{Answer, Api, Browser},
    program::eventually,
};

/// The API's routes for signing in: path, and the field for the account.
const DOORS: [(&str, &str); 3] =
    [("/auth/local", "identifier"), ("/api/signin", "username"), ("/accounts/token", "email")];

async fn sign_in_answer(api: &Api, door: (&str, &str), who: &str, password: &str, cookie: Option<&str>) -> Answer {
    let body = json!({ door.1: who, "password": password });
    let request = api.request(reqwest::Method::POST, door.0).json(&body);
    Answer::of(match cookie {
        Some(cookie) => request.header("cookie", cookie),
        None => request,
    })
    .await
}

/// Guesses at an account until guesses are refused.
async fn lock(api: &Api, who: &str) {
    for _ in 0..40 {
        let answer = sign_in_answer(api, DOORS[0], who, "not this one at all", None).await;
        if answer.status == 429 {
            assert_eq!(answer.refusal(), "too_many_sign_ins");
            return;
        }
    }
    panic!("{who} can be guessed without end");
}

/// The cookie of the known browser, from an answer.
fn known(answer: &Answer) -> String {
    let set = answer.headers.get_all("set-cookie").iter().map(|set| set.to_str().expect("ASCII"));
    let known = set.into_iter().find(|set| set.starts_with("lyceum_known=")).expect("the browser is known from now on");
    assert!(known.contains("HttpOnly") && known.contains("SameSite=Lax") && known.contains("Max-Age="), "{known}");
    known.split(';').next().expect("a cookie").to_owned()
}

#[actix_web::test]
async fn wrong_usernames_from_one_address_do_not_lock_out_the_school() {
    let app = TestApp::start();
    app.teacher("ben").await;
    app.person("sofia", Role::Student).await;
    let api = Api::public(&app);
    for number in 0..150 {
        let answer = sign_in_answer(&api, DOORS[0], &format!("nobody{number}"), "not this one at all", None).await;
        assert_eq!(answer.refusal(), "sign_in_wrong", "the {number}th");
    }
    for door in DOORS {
        assert_eq!(sign_in_answer(&api, door, "ben", PASSWORD, None).await.status, 200, "{door:?}");
    }
    Browser::of(&app, "sofia").await;
    // From that address an account has fewer tries than the ten that it has from elsewhere.
    let mut wrong = 0;
    while sign_in_answer(&api, DOORS[0], "sofia", "not this one at all", None).await.status == 401 {
        wrong += 1;
        assert!(wrong < 10, "it can be guessed there as elsewhere");
    }
    assert_eq!(sign_in_answer(&api, DOORS[0], "ben", PASSWORD, None).await.status, 200, "nobody has guessed at him");
}

#[actix_web::test]
async fn the_owner_signs_in_from_a_known_browser_while_strangers_guess() {
    let app = TestApp::start();
    app.teacher("maria").await;
    app.teacher("ben").await;
    let api = Api::public(&app);
    let page = Browser::of(&app, "maria").await;
    assert!(page.send("/profile", "/signout", &[]).await.status.is_redirection());
    let cookie = known(&sign_in_answer(&api, DOORS[0], "maria", PASSWORD, None).await);
    let bens = known(&sign_in_answer(&api, DOORS[0], "ben", PASSWORD, None).await);
    for who in ["maria", "maria@school.example"] {
        lock(&api, who).await;
    }
    let form = [("identifier", "maria"), ("password", PASSWORD)];
    let stranger = Browser::new(&app);
    assert_eq!(stranger.send("/signin", "/signin", &form).await.status, 429);
    assert!(page.send("/signin", "/signin", &form).await.status.is_redirection(), "her browser is known");
    for door in DOORS {
        let who = if door.1 == "email" { "maria@school.example" } else { "maria" };
        assert_eq!(sign_in_answer(&api, door, who, PASSWORD, None).await.status, 429, "{door:?}");
        // Another person's browser is unknown for this account, and so is a forged cookie.
        assert_eq!(sign_in_answer(&api, door, who, PASSWORD, Some(&bens)).await.status, 429, "{door:?}");
        assert_eq!(sign_in_answer(&api, door, who, PASSWORD, Some("lyceum_known=a.b.c")).await.status, 429, "{door:?}");
        assert_eq!(sign_in_answer(&api, door, who, PASSWORD, Some(&cookie)).await.status, 200, "{door:?}");
    }
    // The cookie of a known browser gives access to nothing.
    let asked = Answer::of(api.request(reqwest::Method::GET, "/usersme").header("cookie", &cookie)).await;
    assert_eq!(asked.refusal(), "sign_in_needed");
    let value = cookie.strip_prefix("lyceum_known=").expect("its value");
    assert_eq!(Api::with(&app, value).get("/usersme").await.refusal(), "sign_in_needed");
}

#[actix_web::test]
async fn a_known_browser_has_no_more_guesses_than_others() {
    let app = TestApp::start();
    app.teacher("maria").await;
    let api = Api::public(&app);
    let cookie = known(&sign_in_answer(&api, DOORS[0], "maria", PASSWORD, None).await);
    let mut wrong = 0;
    while sign_in_answer(&api, DOORS[0], "maria", "not this one at all", Some(&cookie)).await.status == 401 {
        wrong += 1;
        assert!(wrong < 60, "it can be guessed there without end");
    }
    assert!(wrong >= 10, "{wrong}");
}

#[actix_web::test]
async fn a_signed_in_person_changes_their_password_while_strangers_guess() {
    let app = TestApp::start();
    app.teacher("maria").await;
    let page = Browser::of(&app, "maria").await;
    lock(&Api::public(&app), "maria").await;
    let change = [("current_password", PASSWORD), ("password", "another good secret")];
    let changed = page.send("/profile", "/profile/password", &change).await;
    assert_eq!(changed.redirect_target(), "/profile");
}

#[actix_web::test]
async fn two_hundred_names_at_once_from_one_address_delay_others_by_a_few_hashes() {
    let app = TestApp::behind(Door { public_url: None, trust_proxy: true });
    app.teacher("ben").await;
    let api = Api::public(&app);
    // All cores hash, until everyone waits.
    let mut hashing = Vec::new();
    for _ in 0..std::thread::available_parallelism().map_or(2, usize::from) {
        hashing.push(app.school.hashing.next(Asker::Known(PersonId::fresh())).await.expect("it is free"));
    }
    let attempt = async |address: &'static str, who: String, password: &'static str| {
        let body = json!({ "identifier": who, "password": password });
        let request = api.request(Method::POST, "/auth/local").header("x-forwarded-for", address).json(&body);
        (address, Answer::of(request).await.status.as_u16())
    };
    let mut answers = FuturesUnordered::new();
    for number in 0..200 {
        answers.push(attempt("203.0.113.9", format!("nobody{number}"), "not this one at all"));
    }
    let waiting = |app: &TestApp, count: usize| app.school.hashing.waiting() >= count;
    while !waiting(&app, 200) {
        assert!(
            tokio::time::timeout(std::time::Duration::from_millis(10), answers.next()).await.is_err(),
            "nobody is answered yet"
        );
    }
    answers.push(attempt("203.0.113.10", "ben".to_owned(), PASSWORD));
    while !waiting(&app, 201) {
        assert!(tokio::time::timeout(std::time::Duration::from_millis(10), answers.next()).await.is_err());
    }
    drop(hashing);
    let all: Vec<_> = answers.collect().await;
    let place = all.iter().position(|(address, _)| *address == "203.0.113.10").expect("he is answered");
    assert_eq!(all[place].1, 200);
    assert!(place < 50, "he came last, and was answered as number {place}");
}

#[actix_web::test]
async fn those_who_hang_up_leave_the_queue_of_hashes() {
    use tokio::{io::AsyncWriteExt, net::TcpStream};
    let app = TestApp::start();
    let mut hashing = Vec::new();
    for _ in 0..std::thread::available_parallelism().map_or(2, usize::from) {
        hashing.push(app.school.hashing.next(Asker::Known(PersonId::fresh())).await.expect("it is free"));
    }
    let body = json!({ "identifier": "nobody", "password": "not this one at all" }).to_string();
    let head = "POST /auth/local HTTP/1.1\r\nhost: lyceum\r\ncontent-type: application/json\r\ncontent-length: ";
    let address = app.url.strip_prefix("http://").expect("plain HTTP").to_owned();
    let mut stream = TcpStream::connect(address).await.expect("it listens");
    stream.write_all(format!("{head}{}\r\n\r\n{body}", body.len()).as_bytes()).await.expect("it is open");
    eventually("someone who waits", || (app.school.hashing.waiting() == 1).then_some(()));
    drop(stream);
    eventually("nobody who waits", || (app.school.hashing.waiting() == 0).then_some(()));
    drop(hashing);
    assert_eq!(app.school.hashing.taken(), 0, "nothing was hashed");
}

#[actix_web::test]
async fn changing_the_password_by_cookie_over_the_api_asks_for_the_current_one() {
    const NEW: &str = "another good secret";
    let app = TestApp::start();
    app.teacher("maria").await;
    let page = Browser::of(&app, "maria").await;
    let ours = app.url.clone();
    let put = async |body| page.call(Method::PUT, "/updateme", Some(&ours), body).await;
    assert_eq!(put(json!({ "password": NEW })).await.refusal(), "current_password_needed");
    assert_eq!(put(json!({ "name": "Maria P." })).await.status, 200, "only a password needs it");
    let wrong = json!({ "password": NEW, "currentPassword": "not this one at all" });
    assert_eq!(put(wrong).await.refusal(), "password_wrong");
    assert_eq!(put(json!({ "password": NEW, "currentPassword": PASSWORD })).await.status, 200);
    Api::sign_in(&app, "maria", NEW).await;
}

#[actix_web::test]
async fn one_person_has_few_passwords_hashed_and_few_mails_sent() {
    let app = TestApp::start();
    app.person("sofia", Role::Student).await;
    let sofia = Api::of(&app, "sofia").await;
    let before = app.school.hashing.taken();
    let change = |number| {
        let body = json!({ "password": format!("another good secret {number}") });
        Answer::of(sofia.request(Method::PUT, "/updateme").json(&body))
    };
    let mut changed = 0;
    for round in 0..3 {
        let answers = join_all((0..20).map(|number| change(round * 20 + number))).await;
        for answer in answers {
            match answer.status.as_u16() {
                200 => changed += 1,
                429 => assert_eq!(answer.refusal(), "too_many_mails"),
                _ => assert_eq!(answer.refusal(), "busy"),
            }
        }
    }
    assert!((1..=5).contains(&changed), "{changed}");
    assert!(app.school.hashing.taken() - before <= 5);
}

#[actix_web::test]
async fn one_student_fills_neither_the_trail_nor_the_server() {
    let app = TestApp::start();
    app.person("sofia", Role::Student).await;
    let sofia = Api::of(&app, "sofia").await;
    let lines = || app.texts("SELECT id::text AS text FROM audit WHERE deed = 'profile-changed'").len();
    let mut answers = Vec::new();
    for number in 0..150 {
        let answer = sofia.put("/updateme", json!({ "name": format!("Sofia {number}") })).await;
        answers.push(answer.status.as_u16());
        if answer.status == 429 {
            assert_eq!(answer.refusal(), "too_fast");
        }
    }
    assert!(answers[..100].iter().all(|status| *status == 200), "{answers:?}");
    assert!(answers.contains(&429), "{answers:?}");
    assert_eq!(lines(), 1, "they are one sitting");
    assert_eq!(sofia.get("/usersme").await.status, 200, "reading is no change");
}
