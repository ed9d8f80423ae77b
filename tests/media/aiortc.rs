//! The same lesson with clients of another make: what they hear is measured as energy, after their own decoder.

use serde_json::{Value, json};

use super::whip::{Key, shown};
use crate::{realtime::Lesson, support::aiortc::Aiortc};

/// Comes in for a moment: nobody could hear the server's pings while the clients are waited for.
async fn teacher_does(lesson: &Lesson, event: &str, data: Value) {
    let (mut teacher, _) = lesson.teacher().await;
    teacher.ask(event, data).await.expect("the teacher may");
}

#[actix_web::test]
async fn a_tone_is_heard_until_the_teacher_mutes_it_and_by_who_comes_late_but_not_by_who_is_removed() {
    let (lesson, _) = Lesson::live().await;
    let url = &lesson.app.url;
    let guest = |name| Aiortc::guest(url, &lesson.code, name);
    let (mut ana, mut ben) = (guest("Ana"), guest("Ben"));
    let (ana_id, ben_id) = (ana.is_in(), ben.is_in());
    ana.unmutes();
    ben.hears();
    let muted = |muted| json!({ "participantId": ana_id, "muted": muted });
    teacher_does(&lesson, "on.participantMute", muted(true)).await;
    ben.hears_nothing();
    teacher_does(&lesson, "on.participantMute", muted(false)).await;
    ben.hears();
    let mut cem = guest("Cem");
    cem.is_in();
    cem.hears();
    // Ben speaks too: he is removed in the middle of a word.
    ben.unmutes();
    ana.hears();
    teacher_does(&lesson, "on.participantRemove", json!({ "participantId": ben_id })).await;
    ana.hears_nothing();
    ben.hears_nothing();
    cem.hears();
}

#[actix_web::test]
async fn a_program_speaks_by_whip_and_another_listens_by_whep() {
    let (lesson, _) = Lesson::live().await;
    let (publish, view) = (Key::issue(&lesson, "publish", "OBS").await, Key::issue(&lesson, "view", "Radio").await);
    let mut speaker = Aiortc::program("whip", &publish.url, &publish.secret);
    let mut radio = Aiortc::program("whep", &view.url, &view.secret);
    let mut pupil = Aiortc::guest(&lesson.app.url, &lesson.code, "Ana");
    for one in [&mut speaker, &mut radio, &mut pupil] {
        one.is_in();
    }
    radio.hears();
    pupil.hears();
    let id = shown(&mut lesson.teacher().await.0, "OBS").await.expect("it is in the list")["participantId"].clone();
    teacher_does(&lesson, "on.participantMute", json!({ "participantId": id, "muted": true })).await;
    radio.hears_nothing();
    pupil.hears_nothing();
    teacher_does(&lesson, "on.participantMute", json!({ "participantId": id, "muted": false })).await;
    radio.hears();
    radio.leaves();
    radio.hears_nothing();
    speaker.leaves();
    pupil.hears_nothing();
    assert_eq!(shown(&mut lesson.teacher().await.0, "OBS").await, None);
}
