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
