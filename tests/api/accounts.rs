//! Signing in by the API.

use lyceum::access::Role;
use serde_json::json;

use crate::support::{
    app::{PASSWORD, TestApp},
    http::Api,
    timeouts::until_refused,
};

#[actix_web::test]
async fn a_teacher_signs_in_by_username_or_email_address_in_any_case() {
    let app = TestApp::start();
    app.teacher("maria").await;
    for identifier in ["maria", "MARIA", " Maria ", "maria@school.example", "Maria@School.Example"] {
        let answer =
            Api::public(&app).post("/auth/local", json!({ "identifier": identifier, "password": PASSWORD })).await;
        assert_eq!(answer.status, 200, "{identifier}: {}", answer.text);
        let body = answer.json();
        assert_eq!((body["code"].as_u64(), body["message"].as_str()), (Some(0), Some("successful authentication")));
        assert_eq!(body["user"]["username"], "maria");
        assert!(body["jwt"].as_str().is_some_and(|token| token.split('.').count() == 3));
    }
}

/// Counts bcrypt hashes, which take nearly all of the time of a sign-in: measuring the time would tell more about the machine.
#[actix_web::test]
async fn a_wrong_password_and_an_unknown_account_get_the_same_answer_for_the_same_work() {
    let app = TestApp::start();
    app.teacher("maria").await;
    app.teacher("bella").await;
    app.sql("UPDATE people SET blocked_at = now() WHERE username = 'bella'");
    let api = Api::public(&app);
    let new = json!({ "username": "una", "email": "una@school.example", "name": "Una", "password": PASSWORD });
    assert_eq!(api.post("/auth/local/register", new).await.status, 201);
    let mut answers = Vec::new();
    for identifier in
        ["maria", "maria@school.example", "bella", "una", "una@school.example", "nobody", "no@body.example", "", "a\0b"]
    {
        for path in ["/auth/local", "/signin", "/accounts/token"] {
            let before = app.school.hashing.taken();
            let credentials = json!({
                "identifier": identifier, "username": identifier, "email": identifier, "password": "wrong password",
            });
            let answer = api.post(path, credentials).await;
            answers.push((answer.status.as_u16(), answer.text, app.school.hashing.taken() - before));
        }
    }
    assert_eq!((answers[0].0, answers[0].2), (401, 2), "{answers:?}");
    assert!(answers[0].1.contains("Identification or password does not match"));
    assert!(answers.windows(2).all(|pair| pair[0] == pair[1]), "{answers:?}");
}

/// Only the mail shows whether the account exists: the work for the answer is the same.
#[actix_web::test]
async fn asking_for_a_password_link_is_the_same_work_for_any_identifier() {
    let app = TestApp::start();
    app.teacher("maria").await;
    let api = Api::public(&app);
    let jobs = || app.texts("SELECT id::text AS text FROM jobs").len();
    let mut answers = Vec::new();
    for email in ["maria@school.example", "nobody@school.example"] {
        let (hashes, before) = (app.school.hashing.taken(), jobs());
        let answer = api.post("/auth/forgot-password", json!({ "email": email })).await;
        let work = (app.school.hashing.taken() - hashes, jobs() - before);
        answers.push((answer.status.as_u16(), answer.text, work));
    }
    assert_eq!(answers[0].2, (0, 1));
    assert_eq!(answers[0], answers[1]);
}

#[actix_web::test]
async fn a_hash_of_another_cost_is_replaced_at_sign_in_without_ending_logins() {
    let app = TestApp::start();
    app.teacher("maria").await;
    let before = Api::of(&app, "maria").await;
    let cost = || app.texts("SELECT left(password_hash, 7) AS text FROM people");
    let old = bcrypt::hash(PASSWORD, 5).expect("a hash");
    app.sql(&format!("UPDATE people SET password_hash = '{old}'"));
    let wrong = json!({ "identifier": "maria", "password": "wrong password" });
    assert_eq!(before.post("/auth/local", wrong).await.refusal(), "sign_in_wrong");
    assert_eq!(cost(), ["$2b$05$"]);
    for (hashes, after) in [(2, "$2b$04$"), (1, "$2b$04$")] {
        let taken = app.school.hashing.taken();
        Api::of(&app, "maria").await;
        assert_eq!((app.school.hashing.taken() - taken, cost()), (hashes, vec![after.to_owned()]));
    }
    assert_eq!(before.get("/usersme").await.status, 200);
}

#[actix_web::test]
async fn a_password_with_the_right_beginning_only_is_wrong() {
    let app = TestApp::start();
    app.teacher("maria").await;
    let long = format!("{PASSWORD}{}", "x".repeat(100));
    for password in [long.as_str(), "", "correct horse batter", &PASSWORD.to_uppercase(), "correct horse battery\0"] {
        let answer =
            Api::public(&app).post("/auth/local", json!({ "identifier": "maria", "password": password })).await;
        assert_eq!((answer.status.as_u16(), answer.refusal().as_str()), (401, "sign_in_wrong"), "{password:?}");
    }
}

#[actix_web::test]
async fn blocked_and_unconfirmed_people_learn_it_only_with_the_right_password() {
    let app = TestApp::start();
    for (username, change, code) in [
        ("bella", "blocked_at = now(), blocked_reason = 'spam'", "blocked"),
        ("una", "confirmed = FALSE", "unconfirmed"),
    ] {
        app.teacher(username).await;
        app.sql(&format!("UPDATE people SET {change} WHERE username = '{username}'"));
        let api = Api::public(&app);
        let right = api.post("/auth/local", json!({ "identifier": username, "password": PASSWORD })).await;
        assert_eq!((right.status.as_u16(), right.refusal().as_str()), (403, code));
        let wrong = api.post("/auth/local", json!({ "identifier": username, "password": "wrong password" })).await;
        assert_eq!((wrong.status.as_u16(), wrong.refusal().as_str()), (401, "sign_in_wrong"));
    }
}

#[actix_web::test]
async fn blocking_a_person_and_ending_a_login_take_effect_at_once() {
    let app = TestApp::start();
    app.teacher("maria").await;
    app.teacher("ben").await;
    let (maria, ben) = (Api::of(&app, "maria").await, Api::of(&app, "ben").await);
    app.sql("UPDATE people SET blocked_at = now() WHERE username = 'maria'");
    app.sql("DELETE FROM logins USING people WHERE person_id = people.id AND username = 'ben'");
    for api in [maria, ben] {
        assert_eq!(api.get("/usersme").await.refusal(), "sign_in_needed");
        // An invalid token is not treated as a guest, even where guests are allowed.
        assert_eq!(api.get("/experiences").await.refusal(), "sign_in_needed");
    }
}

#[actix_web::test]
async fn guessing_passwords_is_limited_but_a_whole_school_signs_in() {
    let app = TestApp::start();
    app.teacher("maria").await;
    app.teacher("ben").await;
    let api = Api::public(&app);
    let attempt = |password: &'static str, who: &'static str| {
        api.post("/auth/local", json!({ "identifier": who, "password": password }))
    };
    for _ in 0..30 {
        assert_eq!(attempt(PASSWORD, "ben").await.status, 200);
    }
    assert_eq!(attempt("wrong password", "maria").await.refusal(), "sign_in_wrong");
    let slow = until_refused(|| attempt("wrong password", "maria"), |answer| answer.status == 429).await;
    assert_eq!(slow.refusal(), "too_many_sign_ins");
    assert_eq!(attempt(PASSWORD, "maria").await.status, 429);
    assert_eq!(attempt(PASSWORD, "ben").await.status, 200);
}

#[actix_web::test]
async fn a_profile_has_the_designs_fields_and_never_the_passwords_hash() {
    let app = TestApp::start();
    app.teacher("maria").await;
    let api = Api::of(&app, "maria").await;
    api.plan("Fractions").await;
    for path in ["/usersme", "/users/me", "/api/usersme", "/api/users/me"] {
        let answer = api.get(path).await;
        let user = answer.json();
        for field in
            ["id", "username", "email", "provider", "confirmed", "blocked", "role", "Avatar", "name", "sessions"]
        {
            assert!(!user[field].is_null(), "{path} has no {field}");
        }
        assert_eq!(
            (&user["provider"], &user["confirmed"], &user["blocked"]),
            (&json!("local"), &json!(true), &json!(false))
        );
        assert_eq!(user["role"]["type"], "teacher");
        assert_eq!(user["sessions"][0]["sessionTitle"], "Fractions");
        assert!(!answer.text.contains("$2b$") && !answer.text.contains("password"), "{}", answer.text);
    }
    app.person("sofia", Role::Student).await;
    let student = Api::of(&app, "sofia").await.get("/usersme").await.json();
    assert_eq!((&student["role"]["name"], &student["sessions"]), (&json!("Student"), &json!([])));
}
