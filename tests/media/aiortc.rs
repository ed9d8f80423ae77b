//! Lessons with clients of another implementation (aiortc). What they hear is measured as energy after their own decoder.

use serde_json::{Value, json};

use super::whip::{Key, shown};
use crate::{realtime::Lesson, support::aiortc::Aiortc};

/// Joins for a moment only: nobody would answer the server's pings while the test waits for the clients.
async fn teacher_does(lesson: &Lesson, event: &str, data: Value) {
    let (mut teacher, _) = lesson.teacher().await;
    teacher.ask(event, data).await.expect("the teacher may");
}

#[actix_web::test]
async fn a_tone_is_heard_unless_its_sender_is_muted_or_its_listener_removed() {
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
    ben.hears_nothing();
    ana.unmutes();
    ben.hears();
    let mut cem = guest("Cem");
    cem.is_in();
    cem.hears();
    // Ben speaks too, and is removed while he speaks.
    ben.unmutes();
    ana.hears();
    teacher_does(&lesson, "on.participantRemove", json!({ "participantId": ben_id })).await;
    ana.hears_nothing();
    ben.hears_nothing();
    cem.hears();
}

#[actix_web::test]
async fn a_program_publishes_by_whip_and_another_listens_by_whep() {
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
    pupil.hears();
    // A late listener with the same key.
    let mut late = Aiortc::program("whep", &view.url, &view.secret);
    late.is_in();
    late.hears();
    radio.leaves();
    radio.hears_nothing();
    late.hears();
    speaker.leaves();
    pupil.hears_nothing();
    late.hears_nothing();
    assert_eq!(shown(&mut lesson.teacher().await.0, "OBS").await, None);
}

#[actix_web::test]
async fn a_removed_program_is_not_heard_and_one_with_a_revoked_key_hears_nothing() {
    let (lesson, _) = Lesson::live().await;
    let (publish, view) = (Key::issue(&lesson, "publish", "OBS").await, Key::issue(&lesson, "view", "Radio").await);
    let mut speaker = Aiortc::program("whip", &publish.url, &publish.secret);
    let mut radio = Aiortc::program("whep", &view.url, &view.secret);
    let guest = |name| Aiortc::guest(&lesson.app.url, &lesson.code, name);
    let (mut ana, mut ben) = (guest("Ana"), guest("Ben"));
    for one in [&mut speaker, &mut radio, &mut ana, &mut ben] {
        one.is_in();
    }
    radio.hears();
    ben.hears();
    // It keeps sending, because nobody has asked it to stop.
    let id = shown(&mut lesson.teacher().await.0, "OBS").await.expect("it is in the list")["participantId"].clone();
    teacher_does(&lesson, "on.participantRemove", json!({ "participantId": id })).await;
    radio.hears_nothing();
    ben.hears_nothing();
    ana.unmutes();
    radio.hears();
    ben.hears();
    view.revoke(&lesson).await;
    radio.hears_nothing();
    ben.hears();
}

/// A program sends video; another program, and someone in the room, see it.
async fn is_seen(codec: &str) {
    let (lesson, _) = Lesson::live().await;
    let (publish, view) = (Key::issue(&lesson, "publish", "OBS").await, Key::issue(&lesson, "view", "Hall").await);
    let mut screen = Aiortc::screen(&view.url, &view.secret, false);
    screen.is_in();
    let mut camera = Aiortc::camera(&publish.url, &publish.secret, codec);
    camera.is_in();
    screen.sees();
    screen.hears();
    // A late participant, who sees only people that they have chosen.
    let mut pupil = Aiortc::guest(&lesson.app.url, &lesson.code, "Ana");
    pupil.is_in();
    pupil.sees_nothing();
    let (mut teacher, _) = lesson.teacher().await;
    let shown = shown(&mut teacher, "OBS").await.expect("it is in the list");
    assert_eq!(shown["camera"], true);
    let id = shown["participantId"].as_str().expect("a text");
    pupil.watches(id);
    pupil.sees();
    let (mut teacher, _) = lesson.teacher().await;
    teacher.ask("on.participantRemove", json!({ "participantId": id })).await.expect("the teacher may");
    pupil.sees_nothing();
    screen.sees_nothing();
}

#[actix_web::test]
async fn a_program_sends_video_in_vp8() {
    is_seen("VP8").await;
}

#[actix_web::test]
async fn a_program_sends_video_in_h264() {
    is_seen("H264").await;
}

/// `repeats`: the camera has a stream for retransmissions. Those who watch always have one.
async fn lost_video_packets_are_retransmitted(repeats: bool) {
    let (lesson, _) = Lesson::live().await;
    let (publish, view) = (Key::issue(&lesson, "publish", "OBS").await, Key::issue(&lesson, "view", "Hall").await);
    let mut camera = Aiortc::losing_camera(&publish.url, &publish.secret, repeats);
    let mut screens = [true, false].map(|loses| Aiortc::screen(&view.url, &view.secret, loses));
    camera.is_in();
    for screen in &mut screens {
        screen.is_in();
        screen.sees();
    }
    let before = camera.was_asked_for_whole_pictures();
    for screen in &mut screens {
        screen.sees();
        screen.sees();
    }
    // At least every tenth packet is lost on each way. Without repeats each loss would end in such a request; one may come when a
    // busy machine decodes too late.
    let asked = camera.was_asked_for_whole_pictures() - before;
    assert!(asked <= 1, "{asked} requests");
    assert_eq!(camera.retransmissions() > 0, repeats);
    let came = (0..5).any(|_| {
        screens[0].sees();
        screens[0].retransmissions() > 0
    });
    assert!(came, "what it loses comes again");
}

#[actix_web::test]
async fn a_flood_of_requests_brings_each_packet_once_in_a_round_trip() {
    let (lesson, _) = Lesson::live().await;
    let (publish, view) = (Key::issue(&lesson, "publish", "OBS").await, Key::issue(&lesson, "view", "Hall").await);
    let mut camera = Aiortc::camera(&publish.url, &publish.secret, "VP8");
    let mut screen = Aiortc::screen(&view.url, &view.secret, false);
    camera.is_in();
    screen.is_in();
    screen.sees();
    let came = screen.floods_with_requests();
    assert!((1..=4 * 17).contains(&came), "{came} packets for 20 requests that name 17");
    screen.sees();
}

#[actix_web::test]
async fn lost_video_packets_are_retransmitted_in_streams_of_their_own() {
    lost_video_packets_are_retransmitted(true).await;
}

#[actix_web::test]
async fn lost_video_packets_are_retransmitted_in_the_same_stream() {
    lost_video_packets_are_retransmitted(false).await;
}
