//! What a stranger requests causes the same work whether an account exists or not, and so takes the same time. The tests count
//! what takes nearly all of the time: hashes and rows.

use lyceum::access::Role;
use serde_json::{Value, json};

use crate::support::{
    app::{PASSWORD, TestApp},
    http::{Answer, Api, Browser},
};

/// The number of passwords that were hashed or compared, and of rows in the tables that a stranger's request may write.
fn done(app: &TestApp) -> Vec<i64> {
    let rows = |table: &str| {
        let count = app.texts(&format!("SELECT count(*)::text AS text FROM {table}"));
        count[0].parse::<i64>().expect("a number")
    };
    let tables =
        ["jobs", "registrations", "confirmations", "resets", "invitations", "invitation_links", "people", "audit"];
    std::iter::once(i64::try_from(app.school.hashing.taken()).expect("the number fits"))
        .chain(tables.map(rows))
        .collect()
}

/// The answer, without what differs in every request, and the work that it took.
async fn work(app: &TestApp, ask: impl Future<Output = Answer>, own: &[&str]) -> (u16, String, Vec<i64>) {
    let before = done(app);
    let answer = ask.await;
    let after = done(app);
    let spent = after.iter().zip(&before).map(|(after, before)| after - before).collect();
    let mut text = answer.text;
    if let Ok(mut body) = serde_json::from_str::<Value>(&text) {
        if let Some(fields) = body.as_object_mut() {
            for name in ["id", "account_id", "Avatar"] {
                fields.remove(name);
            }
        }
        text = body.to_string();
    }
    for word in own {
        text = text.replace(word, "…");
    }
    (answer.status.as_u16(), text, spent)
}

#[actix_web::test]
async fn signing_up_is_the_same_work_for_an_address_with_an_account_and_for_one_without() {
    let app = TestApp::start();
    app.teacher("maria").await;
    let api = Api::public(&app);
    type Body = fn(&str, &str) -> Value;
    let doors: [(&str, Body); 3] = [
        (
            "/auth/local/register",
            |name, email| json!({ "username": name, "email": email, "name": "Zoe", "password": PASSWORD }),
        ),
        ("/signup", |name, email| json!({ "username": name, "email": email, "fullname": "Zoe", "password": PASSWORD })),
        ("/accounts", |_, email| json!({ "email": email, "password": PASSWORD })),
    ];
    for (number, (door, body)) in doors.into_iter().enumerate() {
        let mut told = Vec::new();
        for (at, email) in ["maria@school.example", "nobody@school.example"].into_iter().enumerate() {
            let name = format!("zoe-{number}{at}");
            let ask = api.post(door, body(&name, email));
            let (status, text, spent) = work(&app, ask, &[email, &name]).await;
            // A design without usernames generates one.
            let text = if door == "/accounts" { String::new() } else { text };
            told.push((status, text, spent));
        }
        assert_eq!(told[0], told[1], "{door}");
        assert_eq!((told[0].0, &told[0].2[..3]), (201, &[1, 1, 1][..]), "{door}: a hash, a job, a registration");
    }
    let mut told = Vec::new();
    for (at, email) in ["maria@school.example", "nobody@school.example"].into_iter().enumerate() {
        let (browser, name) = (Browser::new(&app), format!("zoe-page{at}"));
        let fields = [("username", name.as_str()), ("email", email), ("name", "Zoe"), ("password", PASSWORD)];
        let (status, _, spent) = work(&app, browser.send("/register", "/register", &fields), &[]).await;
        told.push((status, spent));
    }
    assert_eq!(told[0], told[1]);
    assert_eq!((told[0].0, &told[0].1[..3]), (303, &[1, 1, 1][..]));
}

#[actix_web::test]
async fn requesting_a_link_again_is_the_same_work_for_any_address() {
    let app = TestApp::start();
    app.teacher("maria").await;
    let api = Api::public(&app);
    let zoe = json!({ "username": "zoe", "email": "zoe@school.example", "name": "Zoe", "password": PASSWORD });
    assert_eq!(api.post("/auth/local/register", zoe).await.status, 201);
    // An address with an account, one with a registration, and an unknown one.
    let addresses = ["maria@school.example", "zoe@school.example", "nobody@school.example"];
    for door in ["/auth/send-email-confirmation", "/auth/forgot-password"] {
        let mut told = Vec::new();
        for email in addresses {
            told.push(work(&app, api.post(door, json!({ "email": email })), &[email]).await);
        }
        assert!(told.iter().all(|one| *one == told[0]), "{door}: {told:#?}");
        assert_eq!((told[0].0, &told[0].2[..2]), (200, &[0, 1][..]), "{door}: no hash, one job");
    }
    for page in ["/confirm", "/forgot-password"] {
        let mut told = Vec::new();
        for email in addresses {
            let browser = Browser::new(&app);
            let (status, _, spent) = work(&app, browser.send(page, page, &[("identifier", email)]), &[]).await;
            told.push((status, spent));
        }
        assert!(told.iter().all(|one| *one == told[0]), "{page}: {told:#?}");
        assert_eq!(&told[0].1[..2], &[0, 1][..], "{page}");
    }
}

#[actix_web::test]
async fn an_invitation_is_the_same_work_for_an_address_with_an_account_and_for_one_without() {
    let app = TestApp::start();
    app.teacher("maria").await;
    app.person("sofia", Role::Student).await;
    let maria = Api::of(&app, "maria").await;
    let mut told = Vec::new();
    for email in ["sofia@school.example", "nobody@school.example"] {
        told.push(work(&app, maria.post("/invite", json!({ "email": email })), &[email]).await);
    }
    assert_eq!(told[0], told[1]);
    assert_eq!((told[0].0, told[0].2[1]), (200, 1));
}

#[actix_web::test]
async fn a_forged_link_costs_no_password_hash() {
    let app = TestApp::start();
    app.teacher("maria").await;
    let api = Api::public(&app);
    api.post("/auth/forgot-password", json!({ "email": "maria@school.example" })).await;
    let code = app.mailed_token("maria@school.example").await;
    let reset =
        |code: String| api.post("/auth/reset-password", json!({ "code": code, "password": "a brand new secret" }));
    // A token has 128 bits, so timing does not help to find one; a wrong one must not cost us a hash.
    for wrong in ["00112233445566778899aabbccddeeff", "nonsense", ""] {
        let (status, _, spent) = work(&app, reset(wrong.to_owned()), &[]).await;
        assert_eq!((status, spent), (410, vec![0; 9]), "{wrong}");
    }
    let (status, _, spent) = work(&app, reset(code), &[]).await;
    assert_eq!((status, spent[0]), (200, 1));
}
