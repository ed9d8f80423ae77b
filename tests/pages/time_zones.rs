//! Times are shown on the reader's own clock, to administrators too.

use lyceum::access::Role;

use crate::support::{
    app::{PASSWORD, TestApp},
    http::Browser,
};

#[actix_web::test]
async fn times_are_shown_in_the_zone_of_the_profile() {
    let app = TestApp::start();
    app.person("head", Role::Administrator).await;
    app.sql("UPDATE people SET time_zone = 'UTC'");
    let sign_in = async |zone: &str| {
        let browser = Browser::new(&app);
        let fields = [("identifier", "head"), ("password", PASSWORD), ("time_zone", zone)];
        assert!(browser.send("/signin", "/signin", &fields).await.status.is_redirection());
        browser
    };
    let shows = async |browser: &Browser, zone: &str| {
        let shown = browser.get("/admin/audit").await.text;
        assert!(shown.contains(&zone.replace('/', "&#x2f;")), "{zone}: {shown}");
    };
    // The first browser suggests a zone; an unknown one is no obstacle.
    sign_in("Nowhere/Land").await;
    let head = sign_in("Asia/Tokyo").await;
    shows(&head, "Asia/Tokyo").await;
    shows(&sign_in("Europe/Paris").await, "Asia/Tokyo").await;
    // Their own choice counts, also if it is UTC.
    for (zone, shown) in [("America/Bogota", "America/Bogota"), ("UTC", "UTC")] {
        let saved = head.send("/profile", "/profile/time-zone", &[("time_zone", zone)]).await;
        assert_eq!(saved.redirect_target(), "/profile");
        shows(&sign_in("Asia/Tokyo").await, shown).await;
    }
    let wrong = head.send("/profile", "/profile/time-zone", &[("time_zone", "Nowhere/Land")]).await;
    assert!(wrong.status == 400 && wrong.text.contains("This time zone does not exist"), "{}", wrong.text);
}

/// What the pages show happened at 23:30 in UTC two days ago, which was the next morning in Tokyo.
#[actix_web::test]
async fn every_page_of_administrators_shows_times_in_their_own_zone() {
    const EVENING: &str = "(date_trunc('day', now() AT TIME ZONE 'UTC') - interval '24.5 hours') AT TIME ZONE 'UTC'";
    let app = TestApp::start();
    app.person("head", Role::Administrator).await;
    let maria = app.teacher("maria").await;
    let head = Browser::of(&app, "head").await;
    let invited = [("role", "teacher"), ("people", "ben@x.example")];
    assert_eq!(head.send("/admin/people/add", "/admin/people/add", &invited).await.redirect_target(), "/admin/people");
    let person = format!("/admin/people/{maria}");
    for (zone, time) in [("UTC", "23:30"), ("Asia/Tokyo", "08:30")] {
        let saved = head.send("/profile", "/profile/time-zone", &[("time_zone", zone)]).await;
        assert_eq!(saved.redirect_target(), "/profile");
        app.sql("ALTER TABLE audit DISABLE TRIGGER audit_is_append_only");
        for column in ["audit SET at", "people SET created_at", "invitations SET created_at", "jobs SET created_at"] {
            app.sql(&format!("UPDATE {column} = {EVENING}"));
        }
        for page in ["/admin/people", "/admin/audit", "/admin/invitations", "/admin/mails"] {
            let text = head.get(page).await.text;
            assert!(text.contains(time), "{page} in {zone}: {text}");
        }
        let text = head.get(&person).await.text;
        let day = app.texts(&format!("SELECT to_char({EVENING} AT TIME ZONE '{zone}', 'FMDD FMMonth YYYY') AS text"));
        assert!(text.contains(&day[0]), "{} in {zone}: {text}", day[0]);
        // The page of live lessons says when it was made; the minute may just have begun.
        let made = head.get("/admin/live").await.text;
        let sql = format!(
            "SELECT to_char((now() - ago) AT TIME ZONE '{zone}', 'HH24:MI') AS text
             FROM unnest(ARRAY[interval '0', interval '1 minute']) AS ago"
        );
        assert!(app.texts(&sql).iter().any(|minute| made.contains(minute)), "{zone}: {made}");
    }
}
