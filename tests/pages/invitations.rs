//! Inviting a student, and accepting an invitation, in a browser without scripts.

use lyceum::access::Role;

use crate::support::{
    app::{PASSWORD, TestApp},
    http::Browser,
};

#[actix_web::test]
async fn an_invited_student_signs_up_and_is_signed_in() {
    let app = TestApp::start();
    app.teacher("maria").await;
    let (maria, sofia) = (Browser::of(&app, "maria").await, Browser::new(&app));
    let page = "/dashboard/students";
    let wrong = maria.send(page, page, &[("email", "nobody")]).await;
    assert!(wrong.status == 400 && wrong.text.contains("not an email address"), "{}", wrong.text);
    assert_eq!(maria.send(page, page, &[("email", "sofia@school.example")]).await.redirect_target(), page);
    assert!(maria.get(page).await.text.contains("Invitation sent."));
    let path = format!("/invitation/{}", app.mailed_token("sofia@school.example").await);
    let shown = sofia.get(&path).await.text;
    assert!(shown.contains("Maria has invited you") && shown.contains("value=\"sofia@school.example\""), "{shown}");
    let mut fields =
        [("name", "Sofia Berg"), ("email", "sofia@school.example"), ("username", "maria"), ("password", PASSWORD)];
    let taken = sofia.send(&path, &path, &fields).await;
    assert!(taken.status == 409 && taken.text.contains("id=\"username-wrong\""), "{}", taken.text);
    fields[2].1 = "sofia";
    assert_eq!(sofia.send(&path, &path, &fields).await.redirect_target(), "/lessons");
    assert!(sofia.get("/lessons").await.text.contains("you are signed in"), "she need not type it again");
    let list = maria.get(page).await.text;
    assert!(list.contains("Sofia Berg") && list.contains(">sofia<"), "{list}");
    assert_eq!(Browser::new(&app).get(&path).await.status, 410);
}

#[actix_web::test]
async fn a_student_with_an_account_accepts_an_invitation() {
    let app = TestApp::start();
    app.teacher("maria").await;
    app.person("sofia", Role::Student).await;
    let (maria, sofia) = (Browser::of(&app, "maria").await, Browser::of(&app, "sofia").await);
    maria.send("/dashboard/students", "/dashboard/students", &[("email", "sofia@school.example")]).await;
    let path = format!("/invitation/{}", app.mailed_token("sofia@school.example").await);
    assert!(sofia.get(&path).await.text.contains("Join the class of Maria"));
    let accept = format!("{path}/accept");
    assert_eq!(sofia.send(&path, &accept, &[]).await.redirect_target(), "/join");
    assert!(maria.get("/dashboard/students").await.text.contains("Sofia"));
}
