//! Cameras and screens of students, with clients of another implementation (aiortc) that keep sending whatever the room says.

use serde_json::json;

use crate::{realtime::Lesson, support::aiortc::Aiortc};

#[actix_web::test]
async fn a_students_camera_is_seen_only_while_the_teacher_allows_it() {
    let (lesson, _) = Lesson::live().await;
    let url = &lesson.app.url;
    let mut ana = Aiortc::guest_with_camera(url, &lesson.code, "Ana");
    let mut ben = Aiortc::guest(url, &lesson.code, "Ben");
    let (ana_id, _) = (ana.is_in(), ben.is_in());
    ben.watches(&ana_id);
    ben.sees_nothing();
    assert_eq!(ana.shows_camera().as_deref(), Some("showing_forbidden"));
    let (mut teacher, _) = lesson.teacher().await;
    let permit = |may| json!({ "participantId": ana_id, "kind": "camera", "may": may });
    teacher.ask("on.showingPermit", permit(true)).await.expect("the teacher may");
    ben.sees_nothing();
    assert_eq!(ana.shows_camera(), None);
    ben.sees();
    let mut cem = Aiortc::guest(url, &lesson.code, "Cem");
    cem.is_in();
    cem.watches(&ana_id);
    cem.sees();
    let (mut teacher, _) = lesson.teacher().await;
    teacher.ask("on.showingPermit", permit(false)).await.expect("the teacher may");
    ben.sees_nothing();
    cem.sees_nothing();
}

#[actix_web::test]
async fn a_shared_screen_is_seen_until_the_teacher_ends_it() {
    let (lesson, _) = Lesson::live().await;
    let url = &lesson.app.url;
    let (mut ana, mut ben) = (Aiortc::guest(url, &lesson.code, "Ana"), Aiortc::guest(url, &lesson.code, "Ben"));
    let (ana_id, ben_id) = (ana.is_in(), ben.is_in());
    assert_eq!(ana.shares_screen().as_deref(), Some("showing_forbidden"));
    let (mut teacher, _) = lesson.teacher().await;
    let rules = json!({ "cameras": "nobody", "screens": "everyone" });
    teacher.ask("on.showingAllow", rules).await.expect("the teacher may");
    assert_eq!(ana.shares_screen(), None);
    assert_eq!(ben.shares_screen().as_deref(), Some("screen_taken"));
    ben.watches(&ana_id);
    ben.sees_nothing();
    ben.watches_screen(&ana_id);
    ben.sees();
    let (mut teacher, _) = lesson.teacher().await;
    let permit = json!({ "participantId": ana_id, "kind": "screen", "may": false });
    teacher.ask("on.showingPermit", permit).await.expect("the teacher may");
    ben.sees_nothing();
    assert_eq!(ben.shares_screen(), None, "it is free");
    ana.watches_screen(&ben_id);
    ana.sees();
}
