//! A mail server that does not answer delays no other job.

use std::{sync::Arc, time::Duration};

use lyceum::{access::Role, clock, db::jobs, worker::Worker};
use serde_json::json;

use super::mailer;
use crate::support::{
    app::{PASSWORD, TestApp},
    http::Api,
    mail_server::MailServer,
    timeouts::until,
};

async fn signs_up(app: &TestApp, name: &str) {
    let new =
        json!({ "username": name, "email": format!("{name}@school.example"), "password": PASSWORD, "name": name });
    assert_eq!(Api::public(app).post("/auth/local/register", new).await.status, 201);
}

/// Waits until a query returns exactly this.
async fn finds(app: &TestApp, query: &str, expected: &[&str]) {
    until(query, async || {
        let found = app.texts(query);
        if found == expected { Ok(()) } else { Err(found) }
    })
    .await;
}

#[actix_web::test]
async fn one_mail_that_hangs_delays_neither_other_mails_nor_an_erasure() {
    let app = TestApp::start();
    let server = MailServer::open();
    let mailer = Arc::new(mailer(&server.settings(lyceum::config::Encryption::None)));
    let sofia = app.person("sofia", Role::Student).await;
    signs_up(&app, "hang").await;
    for number in 0..6 {
        signs_up(&app, &format!("pupil{number}")).await;
    }
    let worker = Worker::start(app.school.clone(), mailer);
    let states = "SELECT concat_ws(' ', state, count(*)::text) AS text FROM jobs GROUP BY state ORDER BY state";
    finds(&app, states, &["done 6", "waiting 1"]).await;
    let erase = move |connection: &mut diesel::PgConnection| {
        jobs::queue(connection, "erase", &json!({ "person": sofia.to_string() }), clock::now())
    };
    app.pool.run_blocking(erase).expect("it is queued");
    finds(&app, "SELECT username AS text FROM people WHERE username = 'sofia'", &[]).await;
    // The slow mail is still being tried; waiting for it is useless.
    worker.stop(Duration::from_millis(1)).await;
}
