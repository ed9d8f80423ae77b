//! Bad input gets a coded refusal, and causes no panic, no hung request and no loss.

use serde_json::{Value, json};
use tokio_tungstenite::tungstenite::{self, Message};

use super::Lesson;
use crate::support::{
    client::{Client, pose},
    timeouts::until_refused,
};

async fn refused(client: &mut Client) -> Value {
    client.hear("on.refused").await["code"].clone()
}

/// Checks that the client still works.
async fn still_works(client: &mut Client) {
    client.ask("on.message", json!({"message": "still here"})).await.expect("the connection works");
}

#[actix_web::test]
async fn invalid_frames_are_refused_and_the_lesson_continues() {
    let (lesson, mut teacher) = Lesson::live().await;
    let (mut student, _) = Client::guest(&lesson.app.url, &lesson.code, "Maria").await;
    for (frame, code) in [
        (Message::text("{"), "frame_bad"),
        (Message::text("null"), "frame_bad"),
        (Message::text(format!("{{\"event\":\"{}\"}}", "x".repeat(9000))), "event_unknown"),
        (Message::text(r#"{"event":"on.noSuchThing","data":{}}"#), "event_unknown"),
        (Message::text(r#"{"event":"on.message","data":{"message":{}}}"#), "data_bad"),
        (Message::text("[".repeat(16_000)), "frame_bad"),
        (Message::binary(vec![]), "pose_bad"),
        (Message::binary(vec![1, 2, 3]), "pose_bad"),
        (Message::binary(vec![9; 11]), "pose_bad"),
        (Message::binary([vec![1; 7], vec![0xff; 4]].concat()), "pose_bad"),
    ] {
        student.send(frame).await;
        assert_eq!(refused(&mut student).await, code);
    }
    still_works(&mut student).await;
    still_works(&mut teacher).await;
}

#[actix_web::test]
async fn an_oversized_frame_ends_only_its_senders_connection() {
    let (lesson, mut teacher) = Lesson::live().await;
    let (mut student, joined) = Client::guest(&lesson.app.url, &lesson.code, "Maria").await;
    student.text(json!({"event": "on.message", "data": {"message": "a".repeat(10 << 20)}}).to_string()).await;
    let (code, _) = student.closed().await;
    assert!(matches!(code, 1009 | 1006), "{code}");
    still_works(&mut teacher).await;
    // They may come back.
    Client::join(&lesson.app.url, json!({"sessionId": lesson.code, "resume": joined["resume"]})).await;
}

#[actix_web::test]
async fn invalid_names_are_refused_and_can_be_corrected() {
    let (lesson, _teacher) = Lesson::live().await;
    let mut guest = Client::connect(&lesson.app.url).await;
    for (name, code) in [
        (json!("\u{0}\u{7}"), "name_bad"),
        (json!("a".repeat(10_000)), "name_too_long"),
        (json!("\u{202e}"), "name_bad"),
        (json!("  "), "name_empty"),
        (json!(null), "name_empty"),
        (json!(7), "data_bad"),
    ] {
        let join = json!({"sessionId": lesson.code, "username": name});
        assert_eq!(guest.ask("on.sessionJoin", join).await, Err(code.into()), "{name}");
    }
    let avatar = json!({"skinColour": "red"});
    let join = json!({"sessionId": lesson.code, "username": "Maria", "avatar": avatar});
    assert_eq!(guest.ask("on.sessionJoin", join).await, Err("data_bad".into()));
    guest.ask("on.sessionJoin", json!({"sessionId": lesson.code, "username": "Maria"})).await.expect("joined");
}

#[actix_web::test]
async fn the_same_join_twice_is_refused_once() {
    let (lesson, _teacher) = Lesson::live().await;
    let (mut student, _) = Client::guest(&lesson.app.url, &lesson.code, "Maria").await;
    let again = json!({"sessionId": lesson.code, "username": "Maria"});
    assert_eq!(student.ask("on.sessionJoin", again).await, Err("already_joined".into()));
    still_works(&mut student).await;
}

#[actix_web::test]
async fn requests_before_joining_are_refused() {
    let (lesson, _teacher) = Lesson::live().await;
    let mut stranger = Client::connect(&lesson.app.url).await;
    assert_eq!(stranger.ask("on.message", json!({"message": "hello"})).await, Err("not_joined".into()));
    stranger.send(pose(0, 0)).await;
    assert_eq!(refused(&mut stranger).await, "not_joined");
}

#[actix_web::test]
async fn students_may_not_perform_teachers_acts() {
    let (lesson, mut teacher) = Lesson::live().await;
    let (mut student, _) = Client::guest(&lesson.app.url, &lesson.code, "Maria").await;
    let (mut other, joined) = Client::guest(&lesson.app.url, &lesson.code, "Tom").await;
    let whom = json!({"participantId": joined["participantId"]});
    for (event, data) in [
        ("on.sessionCreate", json!({})),
        ("on.sessionTerminate", json!({})),
        ("on.participantRemove", whom.clone()),
        ("on.participantAdmit", whom.clone()),
        ("on.participantAdmitAll", json!({})),
        ("on.participantReadmit", whom.clone()),
        ("on.handLower", whom.clone()),
        ("on.handLowerAll", json!({})),
    ] {
        assert_eq!(student.ask(event, data).await, Err("not_allowed".into()), "{event}");
    }
    let said = other.ask("on.message", json!({"message": "mine"})).await.expect("said");
    let edit = json!({"messageId": said["messageId"], "message": "yours"});
    assert_eq!(student.ask("on.editMessage", edit).await, Err("not_author".into()));
    assert_eq!(teacher.ask("on.sessionCreate", json!({})).await, Err("already_live".into()));
}

#[actix_web::test]
async fn ending_a_lesson_twice_is_refused() {
    let (lesson, mut teacher) = Lesson::live().await;
    teacher.ask("on.sessionTerminate", json!({})).await.expect("ended");
    teacher.closed().await;
    assert_eq!(lesson.end_from_outside().await, 410);
}

#[actix_web::test]
async fn forged_and_foreign_resume_tokens_are_rejected() {
    let (lesson, _teacher) = Lesson::live().await;
    let (other, _) = Lesson::on(&lesson.app).await;
    let (_student, joined) = Client::guest(&lesson.app.url, &lesson.code, "Maria").await;
    let token = joined["resume"].as_str().expect("a token");
    let mut thief = Client::connect(&lesson.app.url).await;
    for (code, resume) in
        [(&other, token), (&lesson.code, &token[..token.len() - 3]), (&lesson.code, "a.b.c"), (&lesson.code, "")]
    {
        let join = json!({"sessionId": code, "username": "Thief", "resume": resume});
        assert_eq!(thief.ask("on.sessionJoin", join).await, Err("resume_unknown".into()));
    }
    let login = json!({"sessionId": lesson.code, "token": token});
    assert_eq!(thief.ask("on.sessionJoin", login).await, Err("sign_in_needed".into()), "another purpose's token");
}

#[actix_web::test]
async fn pages_of_other_origins_cannot_connect() {
    let (lesson, _teacher) = Lesson::live().await;
    let foreign = Client::try_connect(&lesson.app.url, &[("origin", "https://evil.example")]).await;
    assert!(matches!(foreign.err(), Some(tungstenite::Error::Http(answer)) if answer.status() == 403));
    let ours = lesson.app.url.clone();
    Client::try_connect(&lesson.app.url, &[("origin", &ours)]).await.expect("our own page may");
}

#[actix_web::test]
async fn a_cookie_is_accepted_only_from_our_own_pages() {
    let (lesson, _teacher) = Lesson::live().await;
    let cookie = lesson.cookie().await;
    let ours = lesson.app.url.clone();
    let join = json!({"sessionId": lesson.code, "username": "Guest"});
    let mut page = Client::try_connect(&lesson.app.url, &[("cookie", &cookie), ("origin", &ours)]).await.expect("open");
    assert_eq!(page.ask("on.sessionJoin", join.clone()).await.expect("joined")["role"], "teacher");
    let mut other = Client::try_connect(&lesson.app.url, &[("cookie", &cookie)]).await.expect("open");
    assert_eq!(other.ask("on.sessionJoin", join).await.expect("joined")["role"], "student");
}

#[actix_web::test]
async fn flooding_ends_only_the_senders_connection() {
    let (lesson, mut teacher) = Lesson::live().await;
    let (mut student, _) = Client::guest(&lesson.app.url, &lesson.code, "Maria").await;
    for _ in 0..500 {
        student.text("{").await;
    }
    assert_eq!(student.closed().await, (4006, "abusive".into()));
    still_works(&mut teacher).await;
}

#[actix_web::test]
async fn too_many_messages_are_refused_and_accepted_ones_kept() {
    let (lesson, mut teacher) = Lesson::live().await;
    let (mut student, _) = Client::guest(&lesson.app.url, &lesson.code, "Maria").await;
    // All in one write: sending them one after the other, a slow machine would never exceed the limit.
    let line = |id: u32| json!({"event": "on.message", "id": id, "data": {"message": id.to_string()}}).to_string();
    student.texts((100..125).map(line)).await;
    let mut said = 0;
    let mut refused = 0;
    for id in 100..125 {
        match student.reply(id).await {
            Ok(_) => said += 1,
            Err(code) => {
                assert_eq!(code, "too_fast");
                refused += 1;
            }
        }
    }
    assert!(refused > 0, "nobody may say so much");
    assert!(said >= 10, "what one says in a lively moment is not refused");
    let snapshot = teacher.ask("on.snapshot", json!({})).await.expect("a snapshot");
    assert_eq!(snapshot["messages"].as_array().map(Vec::len), Some(said));
}

#[actix_web::test]
async fn every_numbered_request_of_a_client_that_is_too_fast_gets_a_reply() {
    let (lesson, _teacher) = Lesson::live().await;
    let (mut student, _) = Client::guest(&lesson.app.url, &lesson.code, "Maria").await;
    // In one write, and few enough that the connection is not closed for them.
    let raise = |id: u32| json!({"event": "on.handRaise", "id": id, "data": {}}).to_string();
    student.texts((100..150).map(raise)).await;
    let (mut done, mut refused) = (0, 0);
    for id in 100..150 {
        match student.reply(id).await {
            Ok(_) => done += 1,
            Err(code) => {
                assert_eq!(code, "too_fast");
                refused += 1;
            }
        }
    }
    assert!(done >= 39 && refused > 0, "{done} done, {refused} refused");
}

/// All come from one address, as in a school.
#[actix_web::test]
async fn right_codes_do_not_count_as_guesses() {
    let (lesson, mut teacher) = Lesson::live().await;
    // Half of them mistype at first.
    let comes = async |number: usize| {
        let mut student = Client::connect(&lesson.app.url).await;
        let join = |code: &str| json!({"sessionId": code, "username": format!("Student {number}")});
        if number.is_multiple_of(2) {
            assert_eq!(student.ask("on.sessionJoin", join("22222")).await, Err("code_unknown".into()));
        }
        let joined = student.ask("on.sessionJoin", join(&lesson.code)).await;
        (student, joined.unwrap_or_else(|code| panic!("student {number}: {code}")))
    };
    let mut class = futures_util::future::join_all((0..60).map(comes)).await;
    let ids: std::collections::HashSet<_> =
        class.iter().map(|(_, joined)| joined["participantId"].to_string()).collect();
    assert_eq!(ids.len(), 60);
    for (student, _) in &mut class {
        still_works(student).await;
    }
    let snapshot = teacher.ask("on.snapshot", json!({})).await.expect("a snapshot");
    assert_eq!(snapshot["participants"].as_array().map(Vec::len), Some(61), "all at once");
    // Sixty more look up the right code, which is no guess.
    for _ in 0..60 {
        assert_eq!(lesson.app.get(&format!("/codes/{}", lesson.code), None).await.0, 200);
    }
    // All doors share the count.
    let mut guesser = Client::connect(&lesson.app.url).await;
    let wrong = json!({"sessionId": "22222", "username": "Guesser"});
    assert_eq!(guesser.ask("on.sessionJoin", wrong.clone()).await, Err("code_unknown".into()));
    until_refused(|| lesson.app.get("/codes/22222", None), |(status, _)| *status == 429).await;
    assert_eq!(guesser.ask("on.sessionJoin", wrong).await, Err("too_many_guesses".into()));
}

#[actix_web::test]
async fn participants_can_return_while_others_guess_from_their_address() {
    let (lesson, teacher) = Lesson::live().await;
    let (student, joined) = Client::guest(&lesson.app.url, &lesson.code, "Maria").await;
    drop((student, teacher));
    until_refused(|| lesson.app.get("/codes/22222", None), |(status, _)| *status == 429).await;
    let mut newcomer = Client::connect(&lesson.app.url).await;
    let join = json!({"sessionId": lesson.code, "username": "Tom"});
    assert_eq!(newcomer.ask("on.sessionJoin", join).await, Err("too_many_guesses".into()));
    let (_student, again) =
        Client::join(&lesson.app.url, json!({"sessionId": lesson.code, "resume": joined["resume"]})).await;
    assert_eq!(again["participantId"], joined["participantId"]);
    let (cookie, ours) = (lesson.cookie().await, lesson.app.url.clone());
    let mut teacher = Client::try_connect(&ours, &[("cookie", &cookie), ("origin", &ours)]).await.expect("open");
    let join = json!({"sessionId": lesson.code});
    assert_eq!(teacher.ask("on.sessionJoin", join).await.expect("it is her lesson")["role"], "teacher");
}

#[actix_web::test]
async fn connections_that_do_not_join_are_closed() {
    let (lesson, _teacher) = Lesson::live().await;
    let mut idle = Client::connect(&lesson.app.url).await;
    assert_eq!(idle.closed().await, (4007, "join_timeout".into()));
}

#[actix_web::test]
async fn a_message_in_several_frames_is_one_message() {
    use tungstenite::protocol::frame::{
        Frame,
        coding::{Data, OpCode},
    };
    let (lesson, _teacher) = Lesson::live().await;
    let mut student = Client::connect(&lesson.app.url).await;
    let join = json!({"event": "on.sessionJoin", "id": 1, "data": {"sessionId": lesson.code, "username": "Maria"}})
        .to_string();
    let (head, tail) = join.split_at(20);
    student.send(Message::Frame(Frame::message(head.to_owned(), OpCode::Data(Data::Text), false))).await;
    student.send(Message::Frame(Frame::message(tail.to_owned(), OpCode::Data(Data::Continue), true))).await;
    student.reply(1).await.expect("joined");
}

/// The queue for a client that does not read is limited by number; the snapshot of a room with much chat is a megabyte. That is
/// more than the kernel buffers for a connection, however slowly the server produces them.
#[actix_web::test]
async fn requests_of_a_client_that_does_not_read_are_bounded() {
    let (lesson, _teacher) = Lesson::live().await;
    let line = "\u{1f600}".repeat(2000);
    for number in 0..8 {
        let (mut talker, _) = Client::guest(&lesson.app.url, &lesson.code, &format!("Talker {number}")).await;
        for _ in 0..10 {
            talker.ask("on.message", json!({"message": line})).await.expect("said");
        }
    }
    let mut student = Client::connect_narrowly(&lesson.app.url).await;
    student.ask("on.sessionJoin", json!({"sessionId": lesson.code, "username": "Maria"})).await.expect("joined");
    // In one write, so that the server has read them all before its writes block.
    student.texts((100..135).map(|id| json!({"event": "on.snapshot", "id": id}).to_string())).await;
    student.reply(100).await.expect("the queue was empty");
    // That took long enough for the server to reach the last of them.
    student.read_faster();
    let mut refused = 0;
    for id in 101..135 {
        match student.reply(id).await {
            Ok(_) => {}
            Err(code) => {
                assert_eq!(code, "too_fast");
                refused += 1;
            }
        }
    }
    assert!(refused > 20, "{refused}");
    still_works(&mut student).await;
}

#[actix_web::test]
async fn a_flood_of_pings_or_poses_ends_its_senders_connection() {
    let (lesson, mut teacher) = Lesson::live().await;
    for flood in [Message::Ping(Vec::new().into()), pose(0, 0)] {
        let (mut student, _) = Client::guest(&lesson.app.url, &lesson.code, "Maria").await;
        for _ in 0..20_000 {
            student.send(flood.clone()).await;
        }
        assert_eq!(student.closed().await, (4006, "abusive".into()));
    }
    still_works(&mut teacher).await;
}
