//! A lesson as its participants see it, over real sockets and with real tables.

use diesel::prelude::*;
use lyceum::db::schema::{attendances, messages, participants, sessions};
use serde_json::{Value, json};
use tokio_tungstenite::tungstenite::Message;

use super::Lesson;
use crate::support::{client::Client, timeouts::within};

#[actix_web::test]
async fn waiting_participants_enter_when_the_teacher_starts() {
    let lesson = Lesson::planned(json!({})).await;
    let (mut early, joined) = Client::guest(&lesson.app.url, &lesson.code, "Early").await;
    assert!(joined.get("room").is_none());
    assert_eq!(joined["session"]["sessionTitle"], "Volcanoes");
    let (mut teacher, joined) = lesson.teacher().await;
    // A participant who comes later is announced; one who came before her may appear only in the snapshot.
    assert_eq!(joined["room"]["waiting"][0]["username"], "Early");
    let (mut second, _) = Client::guest(&lesson.app.url, &lesson.code, "Second").await;
    let second_waits =
        |data: &Value| data["waiting"].as_array().expect("a list").iter().any(|one| one["username"] == "Second");
    teacher.hear_where("on.waitingChange", second_waits).await;
    teacher.ask("on.sessionCreate", json!({})).await.expect("the teacher starts");
    let room = early.hear("on.sessionEnter").await;
    assert_eq!(room["state"], "live");
    assert_eq!(room["participants"].as_array().map(Vec::len), Some(3));
    second.hear("on.sessionEnter").await;
    let (_late, joined) = Client::guest(&lesson.app.url, &lesson.code, "Late").await;
    assert_eq!(joined["room"]["participants"].as_array().map(Vec::len), Some(4));
}

#[actix_web::test]
async fn a_lesson_started_from_the_dashboard_lets_everyone_in() {
    let lesson = Lesson::planned(json!({})).await;
    let (mut early, _) = Client::guest(&lesson.app.url, &lesson.code, "Early").await;
    lesson.start_from_outside().await;
    early.hear("on.sessionEnter").await;
    assert_eq!(lesson.card().await["state"], "live");
}

#[actix_web::test]
async fn everyone_sees_everyone_move() {
    let (lesson, mut teacher) = Lesson::live().await;
    let (mut student, joined) = Client::guest(&lesson.app.url, &lesson.code, "Maria").await;
    let seat = joined["room"]["seat"].as_u64().expect("a seat") as u16;
    // In the air, rotated about all three axes.
    let (x, y, z, rotation) = (123_i16, 67_i16, -45_i16, 3_u32 << 30 | 700 << 20 | 300 << 10 | 600);
    let sent = [&x.to_le_bytes()[..], &y.to_le_bytes(), &z.to_le_bytes(), &rotation.to_le_bytes()].concat();
    student.send(Message::binary([&[1], &sent[..]].concat())).await;
    let entry = within("the student's pose", async {
        loop {
            let frame = teacher.poses().await;
            assert_eq!((frame[0], (frame.len() - 5) % 12), (2, 0));
            let entry = frame[5..].chunks(12).find(|entry| entry[..2] == seat.to_le_bytes());
            // Until it moves, it stands where it appeared.
            if let Some(entry) = entry.filter(|entry| entry[2..4] == x.to_le_bytes()) {
                return entry.to_vec();
            }
        }
    })
    .await;
    assert_eq!(entry[2..], sent, "x, y, z and the rotation, as they were sent");
}

#[actix_web::test]
async fn an_acknowledged_message_is_in_postgresql() {
    let (lesson, mut teacher) = Lesson::live().await;
    let (mut student, _) = Client::guest(&lesson.app.url, &lesson.code, "Maria").await;
    let said = student.ask("on.message", json!({"message": "What is magma?", "clientId": "a"})).await.expect("said");
    let bodies = lesson.read(|connection| messages::table.select(messages::body).load::<String>(connection));
    assert_eq!(bodies, ["What is magma?"]);
    assert_eq!(teacher.hear("on.message").await[0]["messageId"], said["messageId"]);
    let again = student.ask("on.message", json!({"message": "What is magma?", "clientId": "a"})).await.expect("said");
    assert_eq!(again["messageId"], said["messageId"]);
    let id = &said["messageId"];
    student.ask("on.editMessage", json!({"messageId": id, "message": "What's magma?"})).await.expect("edited");
    assert_eq!(teacher.hear("on.editMessage").await["message"], "What's magma?");
    let bodies = lesson.read(|connection| messages::table.select(messages::body).load::<String>(connection));
    assert_eq!(bodies, ["What's magma?"]);
    // A newcomer receives the history.
    let (_, joined) = Client::guest(&lesson.app.url, &lesson.code, "Late").await;
    assert_eq!(joined["room"]["messages"][0]["message"], "What's magma?");
}

#[actix_web::test]
async fn a_deleted_message_is_gone_from_postgresql_and_its_mark_is_kept() {
    let lesson = Lesson::planned(json!({"retention": "keep"})).await;
    let mut teacher = lesson.start().await;
    let (mut maria, _) = Client::guest(&lesson.app.url, &lesson.code, "Maria").await;
    let said = maria.ask("on.message", json!({"message": "rude"})).await.expect("said");
    let which = json!({"messageId": said["messageId"]});
    assert_eq!(maria.ask("on.deleteMessage", which.clone()).await, Err("not_allowed".into()));
    teacher.ask("on.deleteMessage", which).await.expect("the teacher deletes");
    let kept = || {
        let columns = (messages::body, messages::deleted_at.is_not_null());
        lesson.read(|connection| messages::table.select(columns).load::<(String, bool)>(connection))
    };
    assert_eq!(kept(), [(String::new(), true)]);
    assert_eq!(maria.hear("on.deleteMessage").await["messageId"], said["messageId"]);
    let (_, joined) = Client::guest(&lesson.app.url, &lesson.code, "Late").await;
    let line = &joined["room"]["messages"][0];
    assert!(line["message"] == "" && line["deletedAt"].is_string(), "{line}");
    // A pause is stored too, and ends with the lesson.
    let paused = || lesson.read(|connection| sessions::table.select(sessions::chat_paused).first::<bool>(connection));
    teacher.ask("on.chatPause", json!({"paused": true})).await.expect("the teacher pauses");
    assert!(paused());
    assert_eq!(maria.ask("on.message", json!({"message": "but"})).await, Err("chat_paused".into()));
    teacher.ask("on.sessionTerminate", json!({})).await.expect("ended");
    assert_eq!((kept(), paused()), (vec![(String::new(), true)], false));
}

#[actix_web::test]
async fn the_teachers_microphone_decisions_are_stored_until_the_end() {
    let (lesson, mut teacher) = Lesson::live().await;
    let (mut maria, _) = Client::guest(&lesson.app.url, &lesson.code, "Maria").await;
    let kept = || {
        let words = participants::table.filter(participants::may_speak.is_not_null());
        lesson.read(|connection| {
            let unmuting = sessions::table.select(sessions::unmuting).first::<bool>(connection)?;
            Ok((words.select(participants::may_speak.assume_not_null()).load::<bool>(connection)?, unmuting))
        })
    };
    teacher.ask("on.participantMuteAll", json!({"muted": true})).await.expect("the teacher mutes");
    teacher.ask("on.unmutingAllow", json!({"allowed": false})).await.expect("the teacher forbids");
    assert_eq!(kept(), (vec![false], false));
    teacher.ask("on.participantMuteAll", json!({"muted": false})).await.expect("the teacher lets all speak");
    assert_eq!(kept(), (vec![true], false));
    teacher.ask("on.unmutingAllow", json!({"allowed": false})).await.expect("the teacher forbids it again");
    assert_eq!(kept(), (vec![], false));
    teacher.ask("on.participantMuteAll", json!({"muted": true})).await.expect("the teacher mutes");
    teacher.ask("on.sessionTerminate", json!({})).await.expect("it ends");
    assert_eq!(kept(), (vec![], true));
    maria.hear("on.sessionTerminate").await;
}

#[actix_web::test]
async fn a_removed_student_stays_out_until_readmitted() {
    let (lesson, mut teacher) = Lesson::live().await;
    let (mut student, joined) = Client::guest(&lesson.app.url, &lesson.code, "Tom").await;
    let who = joined["participantId"].clone();
    teacher.ask("on.participantRemove", json!({"participantId": who})).await.expect("removed");
    assert_eq!(student.closed().await, (4002, "removed".into()));
    let removed = participants::table.filter(participants::removed_at.is_not_null()).count();
    assert_eq!(lesson.read(|connection| removed.get_result::<i64>(connection)), 1, "the answer means that it is kept");
    let back = json!({"sessionId": lesson.code, "username": "Tom", "resume": joined["resume"]});
    let mut again = Client::connect(&lesson.app.url).await;
    assert_eq!(again.ask("on.sessionJoin", back.clone()).await, Err("removed".into()));
    teacher.ask("on.participantReadmit", json!({"participantId": who})).await.expect("readmitted");
    let joined = again.ask("on.sessionJoin", back).await.expect("let in again");
    assert_eq!(joined["participantId"], who);
}

#[actix_web::test]
async fn the_same_browser_stays_removed_under_another_name() {
    let (lesson, mut teacher) = Lesson::live().await;
    let device = uuid::Uuid::new_v4().to_string();
    let headers = [("cookie", format!("lyceum_device={device}"))];
    let headers = headers.each_ref().map(|(name, value)| (*name, value.as_str()));
    let mut student = Client::try_connect(&lesson.app.url, &headers).await.expect("open");
    let join = |name: &str| json!({"sessionId": lesson.code, "username": name});
    let joined = student.ask("on.sessionJoin", join("Tom")).await.expect("joined");
    teacher.ask("on.participantRemove", json!({"participantId": joined["participantId"]})).await.expect("removed");
    let mut again = Client::try_connect(&lesson.app.url, &headers).await.expect("open");
    assert_eq!(again.ask("on.sessionJoin", join("Jerry")).await, Err("removed".into()));
}

#[actix_web::test]
async fn a_lost_connection_resumes_the_same_seat() {
    let (lesson, mut teacher) = Lesson::live().await;
    let (student, joined) = Client::guest(&lesson.app.url, &lesson.code, "Maria").await;
    drop(student);
    assert_eq!(teacher.hear("on.participantConnection").await["connection"], "lost");
    let back = json!({"sessionId": lesson.code, "resume": joined["resume"]});
    let (_student, again) = Client::join(&lesson.app.url, back).await;
    for same in ["participantId", "username", "role", "avatar"] {
        assert_eq!(again[same], joined[same], "{same}");
    }
    assert_eq!(again["room"]["seat"], joined["room"]["seat"]);
    assert_eq!(teacher.hear("on.participantConnection").await["connection"], "here");
}

#[actix_web::test]
async fn a_stopping_server_first_writes_all_attendances() {
    let (lesson, mut teacher) = Lesson::live().await;
    let (mut student, _) = Client::guest(&lesson.app.url, &lesson.code, "Maria").await;
    lesson.app.school.close().await;
    let open = attendances::table.filter(attendances::left_at.is_null()).count();
    assert_eq!(lesson.read(|connection| open.get_result::<i64>(connection)), 0);
    for client in [&mut student, &mut teacher] {
        assert_eq!(client.closed().await, (4009, "restarting".into()));
    }
}

#[actix_web::test]
async fn a_new_password_ends_connections_of_the_old_one() {
    let (lesson, mut teacher) = Lesson::live().await;
    let (mut student, _) = Client::guest(&lesson.app.url, &lesson.code, "Maria").await;
    lesson.app.post("/auth/forgot-password", None, json!({ "email": "anna" })).await;
    let code = lesson.app.mailed_token("anna@school.example").await;
    let new = json!({ "code": code, "password": "a brand new secret" });
    assert_eq!(lesson.app.post("/auth/reset-password", None, new).await.0, 200);
    // The close code means "come back": people who still may, do.
    assert_eq!(teacher.closed().await.0, 4009);
    let mut again = Client::connect(&lesson.app.url).await;
    let refused = again.ask("on.sessionJoin", json!({ "sessionId": lesson.code, "token": lesson.token })).await;
    assert_eq!(refused, Err("sign_in_needed".to_owned()));
    let signed_in = json!({ "identifier": "anna", "password": "a brand new secret" });
    let token = lesson.app.post("/auth/local", None, signed_in).await.1["jwt"].clone();
    let joined = again.ask("on.sessionJoin", json!({ "sessionId": lesson.code, "token": token })).await;
    assert_eq!(joined.expect("she may")["room"]["participants"].as_array().map(Vec::len), Some(2));
    student.ask("on.message", json!({ "message": "still here" })).await.expect("no other connection was closed");
}

#[actix_web::test]
async fn the_list_of_waiting_people_follows_the_news_that_it_counts() {
    let (lesson, mut teacher) = Lesson::live().await;
    let mut last = teacher.ask("on.snapshot", json!({})).await.expect("a snapshot")["seq"].as_u64().expect("a number");
    let (_student, _) = Client::guest(&lesson.app.url, &lesson.code, "Maria").await;
    within("the count of those who wait", async {
        loop {
            let news = teacher.news().await;
            let seq = news["seq"].as_u64().expect("a number");
            if news["event"] == "on.waitingChange" && seq > 1 {
                assert!(seq <= last, "{news} after {last}");
                if last > 1 && seq == last {
                    break;
                }
            } else {
                last = last.max(seq);
            }
        }
    })
    .await;
}

#[actix_web::test]
async fn a_registered_person_joins_with_their_profile() {
    let (lesson, _teacher) = Lesson::live().await;
    let token = lesson.app.account("nikos", "student").await;
    let (_, joined) = Client::join(&lesson.app.url, json!({"sessionId": lesson.code, "token": token})).await;
    assert_eq!((&joined["username"], &joined["role"]), (&json!("nikos"), &json!("student")));
    assert_eq!(
        joined["room"]["participants"].as_array().map(|all| all.iter().filter(|one| one["guest"] == true).count()),
        Some(0)
    );
}

#[actix_web::test]
async fn with_a_waiting_room_the_teacher_lets_in_one_by_one_or_all() {
    let lesson = Lesson::planned(json!({"waitingRoom": true})).await;
    let mut teacher = lesson.start().await;
    let mut waiting = Vec::new();
    for name in ["A", "B", "C"] {
        waiting.push(Client::guest(&lesson.app.url, &lesson.code, name).await);
    }
    let first = waiting[0].1["participantId"].clone();
    teacher.ask("on.participantAdmit", json!({"participantId": first})).await.expect("let in");
    waiting[0].0.hear("on.sessionEnter").await;
    teacher.ask("on.participantAdmitAll", json!({})).await.expect("let in");
    for (client, _) in &mut waiting[1..] {
        client.hear("on.sessionEnter").await;
    }
}

#[actix_web::test]
async fn news_are_numbered_without_gaps() {
    let (lesson, mut teacher) = Lesson::live().await;
    let snapshot = teacher.ask("on.snapshot", json!({})).await.expect("a snapshot");
    let mut last = snapshot["seq"].as_u64().expect("a number");
    let (mut student, joined) = Client::guest(&lesson.app.url, &lesson.code, "Maria").await;
    student.ask("on.handRaise", json!({})).await.expect("raised");
    for i in 0..5 {
        student.ask("on.message", json!({"message": i.to_string()})).await.expect("said");
    }
    student.text(json!({"event": "on.participantLeave"}).to_string()).await;
    assert_eq!(student.closed().await, (4004, "left".into()));
    within("the news that she has left", async {
        loop {
            let news = teacher.news().await;
            let seq = news["seq"].as_u64().expect("a number");
            if seq <= last {
                // News for some, or news that the snapshot contained.
                continue;
            }
            assert_eq!(seq, last + 1, "{news}");
            last = seq;
            if news["event"] == "on.participantLeave" {
                assert_eq!(news["data"]["participantId"], joined["participantId"]);
                break;
            }
        }
    })
    .await;
}

#[actix_web::test]
async fn the_last_message_before_a_half_close_is_delivered() {
    let (lesson, mut teacher) = Lesson::live().await;
    for round in 0..10 {
        let (mut talker, _) = Client::guest(&lesson.app.url, &lesson.code, &format!("Maria {round}")).await;
        let (mut leaver, left) = Client::guest(&lesson.app.url, &lesson.code, &format!("Nils {round}")).await;
        teacher.ask("on.snapshot", json!({})).await.expect("both are in");
        talker.text(json!({"event": "on.message", "data": {"message": format!("bye {round}")}}).to_string()).await;
        talker.hang_up().await;
        leaver.text(json!({"event": "on.participantLeave"}).to_string()).await;
        leaver.hang_up().await;
        let (mut said, mut gone) = (false, false);
        within("the last words of both", async {
            while !(said && gone) {
                let news = teacher.news().await;
                said |= news["data"][0]["message"] == format!("bye {round}");
                gone |=
                    news["event"] == "on.participantLeave" && news["data"]["participantId"] == left["participantId"];
            }
        })
        .await;
    }
}

#[actix_web::test]
async fn repeating_a_message_that_was_written_after_all_returns_the_first_one() {
    let (lesson, _teacher) = Lesson::live().await;
    let (mut student, joined) = Client::guest(&lesson.app.url, &lesson.code, "Maria").await;
    let who: lyceum::ids::ParticipantId = joined["participantId"].as_str().expect("an id").parse().expect("an id");
    let session: lyceum::ids::SessionId = lesson.id.parse().expect("an id");
    // The connection to the database broke after the commit, and the sender was told `not_kept`.
    lesson.read(|connection| {
        diesel::insert_into(messages::table)
            .values((
                messages::id.eq(lyceum::ids::MessageId::fresh()),
                messages::session_id.eq(session),
                messages::participant_id.eq(who),
                messages::client_id.eq("a"),
                messages::body.eq("What is magma?"),
                messages::sent_at.eq(lyceum::clock::now()),
            ))
            .execute(connection)
    });
    let said = student.ask("on.message", json!({"message": "What is magma?", "clientId": "a"})).await.expect("said");
    let edit = json!({"messageId": said["messageId"], "message": "What's magma?"});
    student.ask("on.editMessage", edit).await.expect("edited");
    let bodies = lesson.read(|connection| messages::table.select(messages::body).load::<String>(connection));
    assert_eq!(bodies, ["What's magma?"]);
}
