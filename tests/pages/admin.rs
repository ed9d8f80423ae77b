//! The administrators' pages, in a browser without scripts.

use image::ImageFormat;
use lyceum::access::Role;
use reqwest::Method;
use serde_json::{Value, json};

use crate::support::{
    app::{PASSWORD, TestApp},
    files::{file, picture},
    http::{Answer, Api, Browser},
};

const PEOPLE: &str = "/admin/people";

/// The path of a person's page, from the list.
fn page_of(list: &str, name: &str) -> String {
    let before = list.split(&format!("<strong>{name}</strong>")).next().expect("there is text");
    let (_, link) = before.rsplit_once("href=\"").expect("a link leads there");
    link.split('"').next().expect("it ends").to_owned()
}

#[actix_web::test]
async fn the_first_administrator_reads_what_comes_next_until_there_is_somebody_else() {
    let app = TestApp::start();
    app.person("head", Role::Administrator).await;
    let head = Browser::of(&app, "head").await;
    let page = head.get("/admin").await.text;
    assert!(page.contains("Invite teachers") && page.contains("What comes next"), "{page}");
    app.teacher("maria").await;
    assert!(!head.get("/admin").await.text.contains("What comes next"));
}

#[actix_web::test]
async fn an_administrator_finds_blocks_and_unblocks_a_person() {
    let app = TestApp::start();
    app.person("head", Role::Administrator).await;
    app.person("sofia", Role::Student).await;
    app.teacher("maria").await;
    let (head, sofia) = (Browser::of(&app, "head").await, Browser::of(&app, "sofia").await);
    let all = head.get(PEOPLE).await.text;
    assert!(all.contains("3 people") && all.contains("<strong>Maria</strong>"), "{all}");
    let some = head.get("/admin/people?search=SOF&role=student").await.text;
    assert!(some.contains("1 person") && !some.contains("<strong>Maria</strong>"), "{some}");
    assert!(head.get("/admin/people?search=%25").await.text.contains("0 people"), "a sign is a sign");

    let page = page_of(&some, "Sofia");
    let wrong = head.send(&page, &format!("{page}/block"), &[("reason", "  ")]).await;
    assert!(wrong.status == 400 && wrong.text.contains("id=\"reason-wrong\""), "{}", wrong.text);
    let reason = "<b>Shouts</b> in lessons";
    assert_eq!(head.send(&page, &format!("{page}/block"), &[("reason", reason)]).await.redirect_target(), page);
    let blocked = head.get(&page).await.text;
    assert!(blocked.contains("&lt;b&gt;Shouts&lt;&#x2f;b&gt; in lessons"), "{blocked}");
    assert!(head.get("/admin/people?blocked=true").await.text.contains("1 person"));
    assert_eq!(sofia.get("/profile").await.redirect_target(), "/signin?next=/profile", "she is signed out");

    assert_eq!(head.send(&page, &format!("{page}/unblock"), &[]).await.redirect_target(), page);
    assert_eq!(head.send(&page, &format!("{page}/role"), &[("role", "teacher")]).await.redirect_target(), page);
    let sofia = Browser::of(&app, "sofia").await;
    assert_eq!(sofia.get("/dashboard").await.status, 200, "she teaches now");
    assert_eq!(head.send(&page, &format!("{page}/reset"), &[]).await.redirect_target(), page);
    app.mailed_token("sofia@school.example").await;
}

#[actix_web::test]
async fn administrators_cannot_lock_themselves_out_and_others_cannot_open_the_pages() {
    let app = TestApp::start();
    app.person("head", Role::Administrator).await;
    app.teacher("maria").await;
    let (head, maria) = (Browser::of(&app, "head").await, Browser::of(&app, "maria").await);
    let own = page_of(&head.get(PEOPLE).await.text, "Head");
    let page = head.get(&own).await.text;
    assert!(page.contains("your own account") && !page.contains("/block"), "{page}");
    assert_eq!(head.send(&own, &format!("{own}/role"), &[("role", "student")]).await.redirect_target(), own);
    assert_eq!(head.get(PEOPLE).await.status, 200, "still an administrator");
    for path in [PEOPLE, "/admin/mails", &own] {
        assert_eq!(maria.get(path).await.status, 403, "{path}");
    }
}

#[actix_web::test]
async fn a_mail_that_was_given_up_can_be_retried() {
    let app = TestApp::start();
    app.person("head", Role::Administrator).await;
    let head = Browser::of(&app, "head").await;
    let page = "/admin/mails";
    assert!(head.get(page).await.text.contains("All emails have been sent."));
    let id = "01a1f7aa-a99e-76a1-87aa-e33b999bfa2c";
    app.sql(&format!(
        "INSERT INTO jobs (id, kind, payload, state, due_at, tries, error, created_at, ended_at)
         VALUES ('{id}', 'forgot', '{{\"identifier\": \"head\"}}', 'given up', now(), 25, 'the <mail> server is away',
                 now() - interval '2 days', now() - interval '1 day')"
    ));
    let shown = head.get(page).await.text;
    assert!(shown.contains("Failed") && shown.contains("the &lt;mail&gt; server is away"), "{shown}");
    let again = format!("{page}/{id}/again");
    assert_eq!(head.send(page, &again, &[]).await.redirect_target(), page);
    app.mailed_token("head@school.example").await;
    assert_eq!(head.send(page, &again, &[]).await.redirect_target(), page);
    assert!(head.get(page).await.text.contains("This email is no longer waiting."));
}

#[actix_web::test]
async fn an_administrator_downloads_a_persons_data_and_erases_them() {
    let app = TestApp::start();
    app.person("head", Role::Administrator).await;
    app.person("sofia", Role::Student).await;
    let head = Browser::of(&app, "head").await;
    let page = page_of(&head.get(PEOPLE).await.text, "Sofia");
    let held = head.get(&format!("{page}/export")).await;
    assert_eq!(held.header("content-disposition"), "attachment; filename=\"lyceum-sofia.json\"");
    assert_eq!(held.json()["account"]["name"], "Sofia");
    let own = page_of(&head.get(PEOPLE).await.text, "Head");
    assert_eq!(head.send(&own, &format!("{own}/erase"), &[]).await.redirect_target(), own);
    assert!(head.get(&own).await.text.contains("You cannot do this to your own account."));
    assert_eq!(head.send(&page, &format!("{page}/erase"), &[]).await.redirect_target(), PEOPLE);
    let list = head.get(PEOPLE).await.text;
    assert!(list.contains("Account deleted") && !list.contains("Sofia"), "{list}");
    assert_eq!(head.get(&page).await.status, 404);
}

#[actix_web::test]
async fn people_download_their_data_and_delete_their_account() {
    let app = TestApp::start();
    app.person("head", Role::Administrator).await;
    app.person("sofia", Role::Student).await;
    let sofia = Browser::of(&app, "sofia").await;
    let page = sofia.get("/profile").await.text;
    assert!(page.contains("Download my data") && page.contains("Delete my account"), "{page}");
    assert_eq!(sofia.get("/profile/export").await.json()["account"]["email"], "sofia@school.example");
    let erase = |password: &'static str| [("erase_password", password)];
    let wrong = sofia.send("/profile", "/profile/erase", &erase("not hers at all")).await;
    assert!(wrong.status == 403 && wrong.text.contains("id=\"erase_password-wrong\""), "{}", wrong.text);
    assert_eq!(sofia.send("/profile", "/profile/erase", &erase(PASSWORD)).await.redirect_target(), "/");
    assert!(sofia.get("/").await.text.contains("Your account is deleted"));
    assert_eq!(sofia.get("/profile").await.redirect_target(), "/signin?next=/profile");
}

#[actix_web::test]
async fn a_revoked_invitation_is_invalid() {
    let app = TestApp::start();
    app.person("head", Role::Administrator).await;
    app.teacher("maria").await;
    let (head, maria) = (Browser::of(&app, "head").await, Browser::of(&app, "maria").await);
    let students = "/dashboard/students";
    for name in ["sofia", "nico", "late"] {
        let address = format!("{name}@home.example");
        assert_eq!(maria.send(students, students, &[("email", &address)]).await.redirect_target(), students);
    }
    let token = app.mailed_token("sofia@home.example").await;
    let used = app.mailed_token("nico@home.example").await;
    let path = format!("/invitation/{used}");
    let fields = [("name", "Nico"), ("email", "nico@home.example"), ("username", "nico"), ("password", PASSWORD)];
    assert_eq!(Browser::new(&app).send(&path, &path, &fields).await.redirect_target(), "/lessons");
    app.sql("UPDATE invitations SET created_at = now() - interval '8 days' WHERE email = 'late@home.example'");

    let page = "/admin/invitations";
    let all = head.get(page).await.text;
    for part in ["sofia@home.example", "nico@home.example", "late@home.example", "Expired", "Accepted", ">Maria<"] {
        assert!(all.contains(part), "{part}: {all}");
    }
    let count = |text: &str| text.matches("<li class=\"lesson\">").count();
    for (state, lines) in [("open", 1), ("used", 1), ("expired", 1), ("revoked", 0), ("nonsense", 3)] {
        assert_eq!(count(&head.get(&format!("{page}?state={state}")).await.text), lines, "{state}");
    }
    let open = head.get(&format!("{page}?state=open")).await.text;
    let (_, rest) = open.split_once("/admin/invitations/").expect("it can be taken back");
    let revoke = format!("/admin/invitations/{}", rest.split('"').next().expect("it ends"));
    assert_eq!(head.send(page, &revoke, &[]).await.redirect_target(), page);
    assert!(head.get(page).await.text.contains("Invitation withdrawn."));
    assert_eq!(count(&head.get(&format!("{page}?state=revoked")).await.text), 1);
    assert_eq!(Browser::new(&app).get(&format!("/invitation/{token}")).await.status, 410);
    assert_eq!(head.send(page, &revoke, &[]).await.redirect_target(), page);
    assert!(head.get(page).await.text.contains("is not valid"));
    assert!(app.trail().contains(&"Head | invitation-revoked | sofia@home.example".to_owned()));
    assert_eq!(maria.send_raw(&revoke, &[]).await.status, 403);
}

#[actix_web::test]
async fn an_invitation_revoked_before_its_mail_is_not_sent() {
    let app = TestApp::start();
    app.person("head", Role::Administrator).await;
    let head = Browser::of(&app, "head").await;
    let students = "/dashboard/students";
    head.send(students, students, &[("email", "sofia@home.example")]).await;
    let id = app.texts("SELECT id::text AS text FROM invitations").remove(0);
    let page = "/admin/invitations";
    assert_eq!(head.send(page, &format!("{page}/{id}/revoke"), &[]).await.redirect_target(), page);
    assert!(app.mails().await.is_empty());
}

#[actix_web::test]
async fn administrators_list_hide_and_delete_experiences_unless_live() {
    let app = TestApp::start();
    app.person("head", Role::Administrator).await;
    app.teacher("maria").await;
    let (head, api) = (Browser::of(&app, "head").await, Api::of(&app, "maria").await);
    let public = json!({ "Title": "Planets", "public": true, "content": [{ "kind": "text", "text": "Eight." }] });
    let planets = api.post("/experiences", public).await.json();
    let own = api.prepare("My volcano").await;
    let page = "/admin/experiences";
    let all = head.get(page).await.text;
    assert!(all.contains("2 materials") && all.contains("Planets") && all.contains("Maria · 1 item"), "{all}");
    assert!(head.get(&format!("{page}?search=VOLC")).await.text.contains("1 material<"));
    assert!(head.get(&format!("{page}?search=maria")).await.text.contains("2 materials"));
    assert!(head.get(&format!("{page}?search=%25")).await.text.contains("0 materials"));

    let of = |one: &Value, act: &str| format!("{page}/{}/{act}", one["id"].as_str().expect("an id"));
    assert_eq!(head.send(page, &of(&planets, "hide"), &[]).await.redirect_target(), page);
    assert!(head.get(page).await.text.contains("Only its owner sees it"));
    assert_eq!(Api::public(&app).get("/experiences").await.json(), json!([]));
    let session =
        json!({ "sessionTitle": "Space", "dateTimeOfSession": "2030-01-07T09:00:00Z", "experiences": planets["id"] });
    let session = api.post("/sessions", session).await.json();
    let lesson = format!("/dashboard/sessions/{}", session["id"].as_str().expect("an id"));
    let maria = Browser::of(&app, "maria").await;
    assert!(maria.send(&lesson, &format!("{lesson}/start"), &[]).await.status.is_redirection());
    assert!(head.get(page).await.text.contains("in a live lesson"));
    assert_eq!(head.send(page, &of(&planets, "delete"), &[]).await.redirect_target(), page);
    assert!(head.get(page).await.text.contains("A live lesson uses this material."));
    assert_eq!(head.send(page, &of(&own, "delete"), &[]).await.redirect_target(), page);
    assert!(head.get(page).await.text.contains("1 material<"));
    assert!(maria.send(&lesson, &format!("{lesson}/end"), &[]).await.status.is_redirection());
    assert_eq!(head.send(page, &of(&planets, "delete"), &[]).await.redirect_target(), page);
    assert!(head.get(page).await.text.contains("0 materials"));
    let trail = app.trail();
    for line in ["hidden | Planets", "deleted | My volcano", "deleted | Planets"] {
        assert!(trail.contains(&format!("Head | experience-{line}")), "{line}: {trail:#?}");
    }
    assert_eq!(maria.send_raw(&of(&own, "hide"), &[]).await.status, 403);
}

#[actix_web::test]
async fn an_administrator_previews_an_experience_before_deleting_it() {
    let app = TestApp::start();
    app.person("head", Role::Administrator).await;
    app.teacher("maria").await;
    let (head, maria) = (Browser::of(&app, "head").await, Api::of(&app, "maria").await);
    let picture = picture(64, 48, ImageFormat::Png);
    let picture = Answer::of(file(maria.request(Method::POST, "/upload"), "lava.png", &picture)).await.json();
    let parts = json!([
        { "kind": "photo", "media": picture[0]["id"] },
        { "kind": "text", "text": "It is **hot**." },
        { "kind": "quiz", "question": "How hot?", "options": ["Very", "Not at all"], "answer": 0 },
    ]);
    let made = json!({ "Title": "My <volcano>", "Discription": "For grade 6", "content": parts });
    let made = maria.post("/experiences", made).await.json();
    let page = format!("/admin/experiences/{}", made["id"].as_str().expect("an id"));
    assert!(head.get("/admin/experiences").await.text.contains(&format!("href=\"{page}\"")));
    let seen = head.get(&page).await.text;
    let thumbnail = &made["Media"][0]["formats"]["thumbnail"];
    let told = |name: &str| thumbnail[name].as_str().expect("it is drawn small");
    let drawn = format!("{}{}\" width=\"64\" height=\"48\"", told("hash"), told("ext"));
    for part in [
        "My &lt;volcano&gt;",
        "Maria · 3 items",
        "For grade 6",
        &drawn,
        "It is <strong>hot</strong>.",
        "<li>Very <span class=\"tag\">correct</span></li>",
        "<li>Not at all</li>",
        &format!("action=\"{page}/delete\""),
    ] {
        assert!(seen.contains(part), "{part}: {seen}");
    }
    assert!(!seen.contains("/dashboard/experiences/") && !seen.contains("<textarea"), "it is not changed: {seen}");
    assert_eq!(Browser::of(&app, "maria").await.get(&page).await.status, 403, "her own have a page of hers");
    assert_eq!(head.send(&page, &format!("{page}/delete"), &[]).await.redirect_target(), "/admin/experiences");
    assert_eq!(head.get(&page).await.status, 404);
}

#[actix_web::test]
async fn many_people_are_listed_page_by_page() {
    let app = TestApp::start();
    app.person("head", Role::Administrator).await;
    app.sql(
        "INSERT INTO people (id, username, email, password_hash, name, role, avatar)
         SELECT gen_random_uuid(), 'p' || n, 'p' || n || '@school.example', '', 'Pupil & ' || n, 'student', '{}'
         FROM generate_series(100, 159) n",
    );
    app.sql(
        "INSERT INTO experiences (id, title) SELECT gen_random_uuid(), 'Planet & ' || n FROM generate_series(100, 159) n",
    );
    app.sql(
        "INSERT INTO invitations (id, teacher_id, email, created_at)
         SELECT gen_random_uuid(), people.id, 'p' || n || '@home.example', now()
         FROM generate_series(100, 159) n, people WHERE username = 'head'",
    );
    let head = Browser::of(&app, "head").await;
    for (page, each) in [
        ("/admin/people?search=%26&role=student", "<strong>Pupil "),
        ("/admin/experiences?search=%26", "<strong>Planet "),
        ("/admin/invitations?state=open", "@home.example</strong>"),
    ] {
        let first = head.get(page).await.text;
        assert_eq!(first.matches(each).count(), 50, "{page}: {first}");
        let next = first.split("rel=\"next\"").next().and_then(|before| before.rsplit_once("href=\"")).expect("a link");
        let next = next.1.split('"').next().expect("it ends").replace("&amp;", "&").replace("&#x2f;", "/");
        let second = head.get(&next).await.text;
        assert_eq!(second.matches(each).count(), 10, "{next}: {second}");
    }
}
