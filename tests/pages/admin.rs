//! The pages of administrators, with a browser, without scripts.

use lyceum::access::Role;

use crate::support::{
    app::{PASSWORD, TestApp},
    http::Browser,
};

const PEOPLE: &str = "/admin/people";

/// The address of somebody's page, as the list has it.
fn page_of(list: &str, name: &str) -> String {
    let before = list.split(&format!("<strong>{name}</strong>")).next().expect("there is text");
    let (_, link) = before.rsplit_once("href=\"").expect("a link leads there");
    link.split('"').next().expect("it ends").to_owned()
}

#[actix_web::test]
async fn an_administrator_finds_blocks_and_lets_in_again() {
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
    assert_eq!(head.send(&page, &format!("{page}/block"), &[("reason", reason)]).await.goes_to(), page);
    let blocked = head.get(&page).await.text;
    assert!(blocked.contains("&lt;b&gt;Shouts&lt;&#x2f;b&gt; in lessons"), "{blocked}");
    assert!(head.get("/admin/people?blocked=true").await.text.contains("1 person"));
    assert_eq!(sofia.get("/profile").await.goes_to(), "/signin?next=/profile", "she is signed out");

    assert_eq!(head.send(&page, &format!("{page}/unblock"), &[]).await.goes_to(), page);
    assert_eq!(head.send(&page, &format!("{page}/role"), &[("role", "teacher")]).await.goes_to(), page);
    let sofia = Browser::of(&app, "sofia").await;
    assert_eq!(sofia.get("/dashboard").await.status, 200, "she teaches now");
    assert_eq!(head.send(&page, &format!("{page}/reset"), &[]).await.goes_to(), page);
    app.mailed_token("sofia@school.example").await;
}

#[actix_web::test]
async fn nobody_shuts_themselves_out_and_nobody_else_comes_in() {
    let app = TestApp::start();
    app.person("head", Role::Administrator).await;
    app.teacher("maria").await;
    let (head, maria) = (Browser::of(&app, "head").await, Browser::of(&app, "maria").await);
    let own = page_of(&head.get(PEOPLE).await.text, "Head");
    let page = head.get(&own).await.text;
    assert!(page.contains("your own account") && !page.contains("/block"), "{page}");
    assert_eq!(head.send(&own, &format!("{own}/role"), &[("role", "student")]).await.goes_to(), own);
    assert_eq!(head.get(PEOPLE).await.status, 200, "still an administrator");
    for path in [PEOPLE, "/admin/mails", &own] {
        assert_eq!(maria.get(path).await.status, 403, "{path}");
    }
}

#[actix_web::test]
async fn a_mail_that_was_given_up_is_tried_again() {
    let app = TestApp::start();
    app.person("head", Role::Administrator).await;
    let head = Browser::of(&app, "head").await;
    let page = "/admin/mails";
    assert!(head.get(page).await.text.contains("All mails have been sent."));
    let id = "01a1f7aa-a99e-76a1-87aa-e33b999bfa2c";
    app.sql(&format!(
        "INSERT INTO jobs (id, kind, payload, state, due_at, tries, error, created_at, ended_at)
         VALUES ('{id}', 'forgot', '{{\"identifier\": \"head\"}}', 'given up', now(), 25, 'the <mail> server is away',
                 now() - interval '2 days', now() - interval '1 day')"
    ));
    let shown = head.get(page).await.text;
    assert!(shown.contains("Given up") && shown.contains("the &lt;mail&gt; server is away"), "{shown}");
    let again = format!("{page}/{id}/again");
    assert_eq!(head.send(page, &again, &[]).await.goes_to(), page);
    app.mailed_token("head@school.example").await;
    assert_eq!(head.send(page, &again, &[]).await.goes_to(), page);
    assert!(head.get(page).await.text.contains("This mail is not waiting any more."));
}

#[actix_web::test]
async fn what_is_held_about_a_person_is_a_file_and_a_button_erases_them() {
    let app = TestApp::start();
    app.person("head", Role::Administrator).await;
    app.person("sofia", Role::Student).await;
    let head = Browser::of(&app, "head").await;
    let page = page_of(&head.get(PEOPLE).await.text, "Sofia");
    let held = head.get(&format!("{page}/export")).await;
    assert_eq!(held.header("content-disposition"), "attachment; filename=\"lyceum-sofia.json\"");
    assert_eq!(held.json()["account"]["name"], "Sofia");
    let own = page_of(&head.get(PEOPLE).await.text, "Head");
    assert_eq!(head.send(&own, &format!("{own}/erase"), &[]).await.goes_to(), own);
    assert!(head.get(&own).await.text.contains("You cannot do that to your own account."));
    assert_eq!(head.send(&page, &format!("{page}/erase"), &[]).await.goes_to(), PEOPLE);
    let list = head.get(PEOPLE).await.text;
    assert!(list.contains("They are erased") && !list.contains("Sofia"), "{list}");
    assert_eq!(head.get(&page).await.status, 404);
}

#[actix_web::test]
async fn people_take_what_is_held_about_them_and_delete_their_account_themselves() {
    let app = TestApp::start();
    app.person("head", Role::Administrator).await;
    app.person("sofia", Role::Student).await;
    let sofia = Browser::of(&app, "sofia").await;
    let page = sofia.get("/profile").await.text;
    assert!(page.contains("Download what is held about me") && page.contains("Delete my account"), "{page}");
    assert_eq!(sofia.get("/profile/export").await.json()["account"]["email"], "sofia@school.example");
    let erase = |password: &'static str| [("erase_password", password)];
    let wrong = sofia.send("/profile", "/profile/erase", &erase("not hers at all")).await;
    assert!(wrong.status == 403 && wrong.text.contains("id=\"erase_password-wrong\""), "{}", wrong.text);
    assert_eq!(sofia.send("/profile", "/profile/erase", &erase(PASSWORD)).await.goes_to(), "/");
    assert!(sofia.get("/").await.text.contains("Your account is deleted"));
    assert_eq!(sofia.get("/profile").await.goes_to(), "/signin?next=/profile");
}
