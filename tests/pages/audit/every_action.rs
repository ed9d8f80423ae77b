//! Each action of a school is done once, and stands in the trail.

use super::*;

#[actix_web::test]
async fn every_action_is_recorded_in_the_trail() {
    let folder = tempfile::tempdir().expect("a temporary directory");
    let mail_folder = Some(folder.path().to_owned());
    let app = TestApp::start_with(Settings { mail_folder, ..settings() }, Door::default());
    app.person("head", Role::Administrator).await;
    app.teacher("maria").await;
    let sofia = app.person("sofia", Role::Student).await;
    let zoe = app.person("zoe", Role::Student).await;
    let (head, maria) = (Api::of(&app, "head").await, Api::of(&app, "maria").await);
    let (page, dashboard) = (Browser::of(&app, "head").await, Browser::of(&app, "maria").await);
    let student = Api::of(&app, "sofia").await;
    let fine = |answer: &Answer| assert!(answer.status.is_success() || answer.status.is_redirection(), "{answer:?}");
    let wrong = json!({ "identifier": "maria", "password": "not this one" });
    assert_eq!(Api::public(&app).post("/auth/local", wrong).await.status, 401);

    // One invitation is sent and accepted, and another is revoked.
    fine(&maria.post("/invite", json!({ "email": "sofia@home.example" })).await);
    let link = app.mailed_token("sofia@home.example").await;
    let sofias = Browser::of(&app, "sofia").await;
    fine(&sofias.send(&format!("/invitation/{link}"), &format!("/invitation/{link}/accept"), &[]).await);
    fine(&maria.post("/invite", json!({ "email": "nico@home.example" })).await);
    let open = app.texts("SELECT id::text AS text FROM invitations WHERE used_at IS NULL").remove(0);
    fine(&page.send("/admin/invitations", &format!("/admin/invitations/{open}/revoke"), &[]).await);

    // A session is planned, changed, started, ended and deleted, with a stream key.
    let session = maria.plan("Fractions").await;
    let id = session["id"].as_str().expect("an id");
    let lesson = format!("/dashboard/sessions/{id}");
    fine(&maria.put(&format!("/sessions/{id}"), json!({ "sessionTitle": "Halves" })).await);
    fine(&maria.put(&format!("/sessions/{id}/series"), json!({ "series": "Numbers" })).await);
    let key = [("name", "OBS"), ("kind", "publish")];
    fine(&dashboard.send(&lesson, &format!("{lesson}/stream-keys"), &key).await);
    let key = app.texts("SELECT id::text AS text FROM stream_keys").remove(0);
    fine(&dashboard.send(&lesson, &format!("{lesson}/stream-keys/{key}/delete"), &[]).await);
    fine(&dashboard.send(&lesson, &format!("{lesson}/start"), &[]).await);
    let code = session["sessionCode"].as_str().expect("a code");
    let (mut teacher, _) = Client::join(&app.url, json!({ "sessionId": code, "token": maria.token() })).await;
    let (_sofia, pupil) = Client::join(&app.url, json!({ "sessionId": code, "token": student.token() })).await;
    let (_guest, guest) = Client::guest(&app.url, code, "Ana").await;
    for who in [&pupil, &guest] {
        let whom = json!({ "participantId": who["participantId"] });
        teacher.ask("on.participantRemove", whom).await.expect("they are removed");
    }
    fine(&dashboard.send(&lesson, &format!("{lesson}/end"), &[]).await);
    until("the code is over", async || {
        let looked_up = maria.get(&format!("/codes/{code}")).await;
        if looked_up.status == 410 { Ok(()) } else { Err(looked_up.text) }
    })
    .await;
    for act in ["reopen", "end", "delete"] {
        fine(&dashboard.send(&lesson, &format!("{lesson}/{act}"), &[]).await);
    }

    // An experience is created, changed, published, hidden and deleted; a file is uploaded, and deleted with its item.
    let brought = file(maria.request(Method::POST, "/upload"), "leaf.png", &picture(64, 48, ImageFormat::Png));
    let leaf = Answer::of(brought).await.json()[0]["id"].clone();
    let content = json!([{ "kind": "photo", "media": leaf }]);
    let made = maria.post("/experiences", json!({ "Title": "Leaves", "content": content })).await;
    fine(&made);
    let at = format!("/experiences/{}", made.json()["id"].as_str().expect("an id"));
    fine(&maria.put(&at, json!({ "Title": "Leaves", "content": content, "public": true })).await);
    fine(&maria.put(&at, json!({ "Title": "Leaves", "content": [], "public": false })).await);
    fine(&maria.delete(&at).await);

    // A group is created, renamed and deleted, and a student's link is reset.
    let class = maria.post("/groups", json!({ "name": "6A", "students": "Elena" })).await.json();
    let (group, place) = (class["id"].as_str().expect("an id"), &class["students"][0]["id"]);
    fine(&maria.put(&format!("/groups/{group}"), json!({ "name": "6B" })).await);
    fine(&maria.post(&format!("/group-students/{}/link", place.as_str().expect("an id")), json!({})).await);
    fine(&maria.delete(&format!("/groups/{group}")).await);

    // Signing out on one device, and on all.
    fine(&Api::of(&app, "zoe").await.post("/auth/logout", json!({})).await);
    fine(&Api::of(&app, "zoe").await.post("/auth/logout-everywhere", json!({})).await);
    app.trail_has("Zoe | signed-out | everywhere").await;

    // Administrators change people, and people change themselves.
    fine(&student.put("/updateme", json!({ "name": "Sofia Berg" })).await);
    fine(&student.put("/updateme", json!({ "password": "another good secret" })).await);
    fine(&head.put(&format!("/people/{sofia}/role"), json!({ "role": "teacher" })).await);
    fine(&head.put(&format!("/people/{sofia}/block"), json!({ "reason": "They shout." })).await);
    fine(&head.delete(&format!("/people/{sofia}/block")).await);
    fine(&head.post(&format!("/people/{sofia}/reset-access"), json!({})).await);
    let details = json!({ "name": "Zoe Lund", "email": "lund@home.example" });
    fine(&head.put(&format!("/people/{zoe}"), details).await);
    let link = format!("/confirm-address/{}", app.mailed_token("lund@home.example").await);
    fine(&Browser::new(&app).send(&link, &link, &[]).await);
    app.trail_has("Zoe Lund | address-confirmed").await;
    app.sql("UPDATE people SET awaits_approval = true WHERE username = 'zoe'");
    fine(&head.post(&format!("/people/{zoe}/approve"), json!({})).await);
    app.trail_has("Head | person-changed | Zoe Lund").await;
    app.trail_has("Head | person-approved | Zoe Lund").await;
    fine(&head.get(&format!("/people/{zoe}/export")).await);
    fine(&head.delete(&format!("/people/{zoe}")).await);

    // An administrator changes settings, reads a mail and retries one.
    let form = page.get("/admin/settings").await.text;
    let version =
        form.split_once("name=\"version\" value=\"").and_then(|(_, rest)| rest.split('"').next()).expect("one");
    let wanted =
        [("school_name", "Hill School"), ("language_en", "on"), ("attendance_days", "100"), ("version", version)];
    fine(&page.send("/admin/settings", "/admin/settings", &wanted).await);
    let job = "01a1f7aa-a99e-76a1-87aa-e33b999bfa2c";
    app.sql(&format!(
        "INSERT INTO jobs (id, kind, payload, state, due_at, tries, error, created_at, ended_at)
         VALUES ('{job}', 'forgot', '{{\"identifier\": \"head\"}}', 'given up', now(), 25, 'away', now(), now())"
    ));
    fine(&page.send("/admin/mails", &format!("/admin/mails/{job}/again"), &[]).await);
    std::fs::write(folder.path().join(format!("{job}.eml")), "To: head@school.example\r\nSubject: Hello\r\n\r\nHello")
        .expect("the test owns it");
    fine(&page.get(&format!("/admin/mails/sent/{job}")).await);

    for line in [
        "nobody | account-made | Maria | teacher",
        "Maria | signed-in",
        "Maria | invitation-sent | sofia@home.example",
        "Sofia | invitation-accepted | sofia@home.example",
        "Head | invitation-revoked | nico@home.example",
        "Maria | session-created | Fractions",
        "Maria | session-changed | Halves",
        "Maria | stream-key-issued | Halves | OBS",
        "Maria | stream-key-revoked | Halves | OBS",
        "Maria | session-started | Halves",
        "Maria | session-participant-removed | Sofia | Halves",
        "Maria | session-participant-removed | Halves | guest",
        "Maria | session-ended | Halves",
        "Maria | session-reopened | Halves",
        "Maria | session-deleted | Halves",
        "Maria | file-brought | leaf.png",
        "Maria | experience-created | Leaves",
        "Maria | experience-changed | Leaves",
        "Maria | experience-published | Leaves",
        "Maria | experience-hidden | Leaves",
        "Maria | file-deleted | leaf.png",
        "Maria | experience-deleted | Leaves",
        "Maria | group-created | 6A",
        "Maria | group-changed | 6B",
        "Maria | link-reset | 6B",
        "Maria | group-deleted | 6B",
        "Sofia Berg | profile-changed",
        "Sofia Berg | password-changed",
        "Head | role-changed | Sofia Berg | student → teacher",
        "Head | person-blocked | Sofia Berg | They shout.",
        "Head | person-unblocked | Sofia Berg",
        "Head | access-reset | Sofia Berg",
        "Head | person-exported",
        "Head | person-erased",
        "Head | setting-changed | school_name | Lyceum → Hill School",
        "Head | mail-retried | forgot",
        "Head | mail-read | head@school.example",
        "nobody | sign-in-failed | Maria | sign_in_wrong",
    ] {
        app.trail_has(line).await;
    }
    // Two lines for the change and the series; one for both changes of the experience.
    let count = |deed: &str| app.trail().iter().filter(|line| line.contains(deed)).count();
    assert_eq!((count("| session-changed"), count("| experience-changed")), (2, 1));
    let known = app.texts("SELECT DISTINCT deed AS text FROM audit");
    let missing: Vec<_> =
        AuditAction::ALL.iter().filter(|deed| !known.iter().any(|one| one == deed.as_str())).collect();
    // These happen on the command line; `tests/process` covers them.
    assert_eq!(missing, [&AuditAction::KeyRotated, &AuditAction::BackedUp]);
    // Each action has its text on the page.
    let mut told = String::new();
    for deed in &known {
        told += &page.get(&format!("{PAGE}?deed={deed}")).await.text;
    }
    assert!(told.contains("removed a guest from the lesson <strong>Halves</strong>"), "{told}");
    assert!(told.contains("uploaded the file <strong>leaf.png</strong>") && !told.contains("did-"), "{told}");
}
