//! Sending mails to an external mail server: what it receives, and what happens to mails that it rejects.

mod reminders;
mod worker_queues;

use std::{sync::Arc, time::Duration};

use lyceum::{
    clock,
    config::{Encryption, Password},
    db::jobs::{self, JobKinds},
    ids::JobId,
    outbound::{
        Mail, MailError, MailTemplate, Mailer,
        mail::{Server, Smtp},
    },
    texts::Language,
    worker,
};
use serde_json::json;

use crate::support::{
    app::{PASSWORD, TestApp},
    http::Api,
    mail_server::MailServer,
};

fn mailer(server: &Server) -> Mailer {
    let from = "Lyceum <lyceum@school.example>".parse().expect("a mailbox");
    Mailer::Smtp(Smtp::open(server, from).expect("the settings are valid"))
}

/// Nothing keeps the mail from being sent.
fn gone() -> impl Future<Output = Result<(), MailError>> {
    std::future::ready(Ok(()))
}

fn mail(address: &str) -> Mail {
    let letter = MailTemplate::Confirm {
        name: "Zoë Ünal".to_owned(),
        username: "zoe".to_owned(),
        link: "https://school.example/confirm/00112233445566778899aabbccddeeff".to_owned(),
        minutes: 30,
    };
    let written = letter.render(Language::ENGLISH, "Lyceum").expect("the template is right");
    Mail { id: JobId::fresh(), name: "Zoë Ünal".to_owned(), address: address.to_owned(), written, at: clock::now() }
}

#[actix_web::test]
async fn a_mail_is_sent_complete_encrypted_and_with_our_name() {
    for encryption in [Encryption::None, Encryption::Starttls, Encryption::Tls] {
        let secret = encryption != Encryption::None;
        let mut server = if secret { MailServer::encrypted(encryption) } else { MailServer::open() };
        let mail = mail("zoe@school.example");
        mailer(&server.settings(encryption)).send(mail.clone(), gone()).await.expect("it is taken");
        let got = server.next();
        assert_eq!((&got["from"], &got["to"]), (&json!("lyceum@school.example"), &json!(["zoe@school.example"])));
        let text = got["text"].as_str().expect("text");
        for part in [
            "Subject: Please confirm your email address",
            "Auto-Submitted: auto-generated",
            &format!("Message-ID: <{}@school.example>", mail.id),
            "text/plain",
            "text/html",
            "https://school.example/confirm/00112233445566778899aabbccddeeff\r\n",
        ] {
            assert!(text.contains(part), "{part} is not in {text}");
        }
        if secret {
            assert_eq!(got["user"], "lyceum");
            assert_eq!(
                got["encrypted"].as_bool(),
                Some(encryption == Encryption::Starttls),
                "of TLS itself it cannot see"
            );
        }
    }
}

#[actix_web::test]
async fn a_domain_is_sent_in_ascii_to_a_server_without_smtputf8() {
    let mut server = MailServer::open();
    let mailer = mailer(&server.settings(Encryption::None));
    mailer.send(mail("ann@bücher.example"), gone()).await.expect("it is taken");
    let got = server.next();
    assert_eq!(got["to"], json!(["ann@xn--bcher-kva.example"]));
    assert!(got["text"].as_str().is_some_and(|text| text.contains("<ann@xn--bcher-kva.example>")), "{got}");
    // The part before the @ has no other form.
    let refused = mailer.send(mail("μάριος@school.example"), gone()).await;
    assert!(matches!(refused, Err(MailError::Never(why)) if why.contains("SMTPUTF8")), "it says why");
}

#[actix_web::test]
async fn temporary_and_permanent_refusals_are_told_apart() {
    let server = MailServer::open();
    let mailer = mailer(&server.settings(Encryption::None));
    let refused = |address| mailer.send(mail(address), gone());
    let later = refused("later@school.example").await;
    assert!(matches!(&later, Err(MailError::Later(why)) if why.contains("Come again")), "{later:?}");
    let never = refused("never@school.example").await;
    assert!(matches!(&never, Err(MailError::Never(why)) if why.contains("No such mailbox")), "{never:?}");
    let full = refused("full@school.example").await;
    assert!(matches!(&full, Err(MailError::Later(why)) if why.contains("Mailbox full")), "with its text: {full:?}");
    assert_eq!(refused("zoe@school.example").await, Ok(()), "the next one is not held up");
}

#[actix_web::test]
async fn a_silent_mail_server_times_out() {
    let server = MailServer::open();
    let from = "lyceum@school.example".parse().expect("a mailbox");
    let hurried = Smtp::open(&server.settings(Encryption::None), from).expect("the settings are valid");
    let hurried = Mailer::Smtp(hurried.patient(Duration::from_millis(200)));
    let left = hurried.send(mail("hang@school.example"), gone()).await;
    assert!(matches!(&left, Err(MailError::Later(why)) if why.contains("silent")), "{left:?}");
    // The server may have the mail now.
    let left = hurried.send(mail("lost@school.example"), gone()).await;
    assert!(matches!(&left, Err(MailError::Unknown(why)) if why.contains("silent")), "{left:?}");
    let cut = mailer(&server.settings(Encryption::None)).send(mail("cut@school.example"), gone()).await;
    assert!(matches!(&cut, Err(MailError::Unknown(why)) if why.contains("not known")), "{cut:?}");
}

#[actix_web::test]
async fn a_mail_held_back_is_not_sent() {
    let mut server = MailServer::open();
    let mailer = mailer(&server.settings(Encryption::None));
    let kept = || std::future::ready(Err(MailError::Later("another has it".to_owned())));
    assert_eq!(mailer.send(mail("max@school.example"), kept()).await, kept().await);
    mailer.send(mail("zoe@school.example"), gone()).await.expect("it is taken");
    assert_eq!(server.next()["to"], json!(["zoe@school.example"]));
}

/// Signs someone up with this address, and kills the worker that mails them as soon as the mail server reports that it has
/// reached the state that the address asks for.
async fn mailed_by_one_that_ends(app: &TestApp, mailer: &Arc<Mailer>, server: MailServer, to: &str) -> MailServer {
    let name = to.split('@').next().expect("a name");
    let new = json!({ "username": name, "email": to, "password": PASSWORD, "name": name });
    assert_eq!(Api::public(app).post("/auth/local/register", new).await.status, 201);
    let (school, mailer) = (app.school.clone(), Arc::clone(mailer));
    let works = actix_web::rt::spawn(async move { worker::run_due_jobs(&school, &mailer, clock::now).await.map(drop) });
    let mut server = server;
    let heard = actix_web::rt::task::spawn_blocking(move || (server.next(), server));
    let (got, server) = heard.await.expect("it says so");
    assert_eq!(got["to"], json!([to]));
    works.abort();
    assert!(works.await.is_err(), "it had not heard what has become of the mail");
    server
}

#[actix_web::test]
async fn after_a_crash_a_mail_in_flight_is_not_resent_and_a_waiting_one_is_sent() {
    let app = TestApp::start();
    let server = MailServer::open();
    let settings = server.settings(Encryption::None);
    let mailer = Arc::new(mailer(&settings));
    let server = mailed_by_one_that_ends(&app, &mailer, server, "lost@school.example").await;
    let mut server = mailed_by_one_that_ends(&app, &mailer, server, "hang@school.example").await;
    let states = || app.texts("SELECT concat_ws(' ', state, tries::text, error) AS text FROM jobs ORDER BY id");
    assert_eq!(states(), ["waiting 1"; 2]);
    // Repaired before the mail server works again.
    app.sql("UPDATE registrations SET email = 'ines@school.example' WHERE email = 'hang@school.example'");
    let after = |minutes: i64| clock::now() + chrono::Duration::minutes(minutes);
    let run_due_jobs = async |now: clock::Time| {
        worker::run_due_jobs(&app.school, &mailer, || now).await.expect("the database answers");
    };
    run_due_jobs(after(2)).await;
    assert_eq!(states(), ["waiting 1"; 2], "they are the dead one's for three minutes");
    run_due_jobs(after(4)).await;
    let unknown = "the server ended while this was leaving: whether it was sent is not known";
    assert_eq!(states(), [format!("given up 1 {unknown}"), "done 2".to_owned()]);
    run_due_jobs(after(24 * 60)).await;
    // An administrator sees that, and has it sent again.
    app.person("head", lyceum::access::Role::Administrator).await;
    let head = crate::support::http::Browser::of(&app, "head").await;
    let page = head.get("/admin/mails").await.text;
    assert!(page.contains(unknown), "{page}");
    app.sql("UPDATE registrations SET email = 'lea@school.example' WHERE email = 'lost@school.example'");
    let lost = app.texts("SELECT id::text AS text FROM jobs WHERE state = 'given up'").remove(0);
    let again = format!("/admin/mails/{lost}/again");
    assert_eq!(head.send("/admin/mails", &again, &[]).await.redirect_target(), "/admin/mails");
    run_due_jobs(after(1)).await;
    assert_eq!(states(), ["done 2", "done 2"]);
    let got = [server.next(), server.next()].map(|mail| mail["to"][0].as_str().expect("an address").to_owned());
    assert_eq!(got, ["ines@school.example", "lea@school.example"], "and nothing more to who had theirs");
}

#[actix_web::test]
async fn an_unanswered_mail_is_sent_once_and_a_deferred_one_is_retried() {
    let app = TestApp::start();
    let mut server = MailServer::open();
    let mailer = Arc::new(mailer(&server.settings(Encryption::None)));
    for name in ["cut", "full"] {
        let new =
            json!({ "username": name, "email": format!("{name}@school.example"), "password": PASSWORD, "name": name });
        assert_eq!(Api::public(&app).post("/auth/local/register", new).await.status, 201);
    }
    let begun = clock::now();
    for seconds in [0, 31, 100, 24 * 3600] {
        let now = begun + chrono::Duration::seconds(seconds);
        worker::run_due_jobs(&app.school, &mailer, || now).await.expect("the database answers");
    }
    let states = app.texts("SELECT concat_ws(' ', state, tries::text) AS text FROM jobs ORDER BY id");
    assert_eq!(states, ["given up 1", "given up 4"]);
    let got: Vec<_> = (0..5).map(|_| server.next()["to"][0].as_str().expect("an address").to_owned()).collect();
    assert_eq!(got.iter().filter(|to| *to == "cut@school.example").count(), 1, "{got:?}");
}

#[actix_web::test]
async fn no_mail_goes_to_a_server_with_a_wrong_certificate_or_without_encryption() {
    let known = MailServer::encrypted(Encryption::Starttls).settings(Encryption::Starttls);
    let stranger = MailServer::encrypted(Encryption::Starttls);
    let wrong = |change: fn(&mut Server, Server)| {
        let mut settings = stranger.settings(Encryption::Starttls);
        change(&mut settings, known.clone());
        settings
    };
    for (settings, what) in [
        (wrong(|settings, known| settings.authority = known.authority), "another authority"),
        (wrong(|settings, _| settings.authority = None), "no authority that the system knows"),
        (wrong(|settings, _| settings.host = "127.0.0.1".to_owned()), "another name"),
        (
            wrong(|settings, _| settings.credentials = Some(("lyceum".to_owned(), Password("cheese".to_owned())))),
            "password",
        ),
        (wrong(|settings, _| settings.encryption = Encryption::Tls), "TLS where it speaks first"),
    ] {
        let hurried =
            Smtp::open(&settings, "lyceum@school.example".parse().expect("a mailbox")).expect("the settings are valid");
        let sent =
            Mailer::Smtp(hurried.patient(Duration::from_secs(20))).send(mail("zoe@school.example"), gone()).await;
        assert!(matches!(sent, Err(MailError::Later(_))), "{what}: {sent:?}");
    }
    let open = MailServer::open();
    let sent = mailer(&open.settings(Encryption::Starttls)).send(mail("zoe@school.example"), gone()).await;
    assert!(matches!(sent, Err(MailError::Later(_))), "it offers no STARTTLS: {sent:?}");
}

#[actix_web::test]
async fn a_mail_is_retried_for_a_day_and_given_up_after_a_permanent_refusal() {
    let app = TestApp::start();
    let api = Api::public(&app);
    for (username, address) in
        [("zoe", "zoe@school.example"), ("max", "later@school.example"), ("eve", "never@school.example")]
    {
        let new = json!({ "username": username, "email": address, "password": PASSWORD, "name": username });
        assert_eq!(api.post("/auth/local/register", new).await.status, 201);
    }
    let states = || {
        app.texts("SELECT concat_ws(' ', state, tries::text, error IS NOT NULL, payload IS NULL) AS text FROM jobs ORDER BY id")
    };
    // No server listens on this port.
    let mut settings = MailServer::open().settings(Encryption::None);
    settings.host = "127.0.0.1".to_owned();
    let begun = clock::now();
    let next =
        worker::run_due_jobs(&app.school, &Arc::new(mailer(&settings)), || begun).await.expect("the database answers");
    assert_eq!(next, Some(begun + chrono::Duration::seconds(30)));
    assert_eq!(states(), ["waiting 1 t f"; 3]);

    let mut server = MailServer::open();
    let mailer = Arc::new(mailer(&server.settings(Encryption::None)));
    let run_due_jobs = async |seconds: i64| {
        let now = begun + chrono::Duration::seconds(seconds);
        worker::run_due_jobs(&app.school, &mailer, || now).await.expect("the database answers")
    };
    run_due_jobs(29).await;
    assert_eq!(states(), ["waiting 1 t f"; 3], "nothing is tried before its time");
    run_due_jobs(31).await;
    assert_eq!(states(), ["done 2 f t", "waiting 2 t f", "given up 2 t f"]);
    assert_eq!(server.next()["to"], json!(["zoe@school.example"]));
    let errors = app.texts("SELECT error AS text FROM jobs WHERE state = 'given up'");
    assert!(errors[0].contains("No such mailbox"), "{errors:?}");

    // After a day of tries.
    let mut seconds = 31;
    while let Some(next) = run_due_jobs(seconds).await {
        seconds = (next - begun).num_seconds() + 1;
    }
    assert!(seconds < 24 * 3600 + 60, "{seconds}");
    let states = states();
    assert!(states[1].starts_with("given up") && states[1].ends_with("t f"), "{states:?}");
    run_due_jobs(40 * 24 * 3600).await;
    assert_eq!(app.texts("SELECT state AS text FROM jobs"), [""; 0], "after a month it is forgotten");
}

#[actix_web::test]
async fn jobs_of_a_dead_worker_are_retried_but_never_by_two_at_once() {
    let app = TestApp::start();
    let api = Api::public(&app);
    let new = json!({ "username": "zoe", "email": "zoe@school.example", "password": PASSWORD, "name": "Zoe" });
    api.post("/auth/local/register", new).await;
    let now = clock::now();
    let after = |minutes: i64| now + chrono::Duration::minutes(minutes);
    // Taken, and never settled.
    let take =
        move |connection: &mut diesel::PgConnection| jobs::take(connection, JobKinds::AllBut(&[]), now, after(3), 10);
    let taken = app.pool.run_blocking(take).expect("the database answers");
    assert_eq!(taken.len(), 1);
    assert!(app.mails_at(after(2)).await.is_empty());
    assert_eq!(app.mails_at(after(4)).await.len(), 1);
    // The dead worker comes back, and its result does not count.
    let late = jobs::JobOutcome::GivenUp { error: "I was away".to_owned() };
    let settle =
        |connection: &mut diesel::PgConnection| jobs::settle(connection, taken[0].id, taken[0].tries, &late, now);
    app.pool.run_blocking(settle).expect("the database answers");
    assert_eq!(app.texts("SELECT state AS text FROM jobs"), ["done"]);

    let many = 40;
    for _ in 0..many {
        app.sql("INSERT INTO jobs (id, kind, payload, due_at, created_at) SELECT gen_random_uuid(), 'signed_up', jsonb_build_object('registration', id), now(), now() FROM registrations");
    }
    let works = (0..4).map(|_| app.mails());
    futures_util::future::join_all(works).await;
    assert_eq!(app.mailer.sent().len(), 1 + many);
}
