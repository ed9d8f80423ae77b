//! Guests who come and go do not use up a lesson, and do not shut out those who belong to it.

use lyceum::{
    db::{
        rooms::{self, Record},
        roster::{self, NewParticipant},
    },
    ids::{AttendanceId, ParticipantId, Seat, SessionId},
    protocol::{Avatar, roster::RoomRole},
};
use serde_json::json;

use super::Lesson;
use crate::support::client::Client;

#[actix_web::test]
async fn an_address_with_too_many_new_guests_does_not_shut_out_those_who_belong_to_the_lesson() {
    let (lesson, teacher) = Lesson::live().await;
    let (student, joined) = Client::guest(&lesson.app.url, &lesson.code, "Maria").await;
    drop((teacher, student));
    let session: SessionId = lesson.id.parse().expect("an id");
    let here = [127, 0, 0, 1].into();
    while lesson.app.school.newcomers.try_take(here, session).is_ok() {}
    let mut newcomer = Client::connect(&lesson.app.url).await;
    let join = json!({"sessionId": lesson.code, "username": "Tom"});
    assert_eq!(newcomer.ask("on.sessionJoin", join).await, Err("too_fast".into()));
    let back = json!({"sessionId": lesson.code, "resume": joined["resume"]});
    let (_student, again) = Client::join(&lesson.app.url, back).await;
    assert_eq!(again["participantId"], joined["participantId"]);
    let login = json!({"sessionId": lesson.code, "token": lesson.token});
    let (_teacher, joined) = Client::join(&lesson.app.url, login).await;
    assert_eq!(joined["role"], "teacher");
    // Other lessons are not full.
    let (code, _teacher) = Lesson::on(&lesson.app).await;
    Client::guest(&lesson.app.url, &code, "Tom").await;
}

fn guest(seat: u16) -> NewParticipant {
    NewParticipant {
        id: ParticipantId::fresh(),
        person: None,
        student: None,
        device: None,
        seat: Seat(seat),
        name: "Guest".to_owned(),
        role: RoomRole::Student,
        avatar: Avatar::plain(),
        stream: false,
        at: lyceum::clock::now(),
    }
}

#[actix_web::test]
async fn a_forgotten_guests_seat_is_free_and_those_who_wrote_are_kept() {
    let lesson = Lesson::planned(json!({})).await;
    let session: SessionId = lesson.id.parse().expect("an id");
    let write = async |records: Vec<Record>| {
        let write = move |connection: &mut _| rooms::write(connection, records.into_iter().map(|one| (session, one)));
        lesson.app.pool.run(write).await.expect("it is written");
    };
    let enters = |new: &NewParticipant| {
        Record::from(roster::Record::Entered {
            who: new.id,
            newcomer: Some(Box::new(new.clone())),
            attendance: AttendanceId::fresh(),
            at: new.at,
        })
    };
    let (silent, writer, next) = (guest(7), guest(8), guest(7));
    write(vec![enters(&silent), enters(&writer)]).await;
    lesson.app.sql(&format!(
        "INSERT INTO messages (id, session_id, participant_id, body, sent_at)
         VALUES (gen_random_uuid(), '{session}', '{}', 'Hello', now())",
        writer.id
    ));
    let who = vec![silent.id, writer.id];
    write(vec![Record::from(roster::Record::Forgotten { who, seats: vec![Seat(7), Seat(8)] })]).await;
    write(vec![enters(&next)]).await;
    let mut there = lesson.app.texts("SELECT id::text AS text FROM participants");
    there.sort();
    let mut kept = vec![writer.id.to_string(), next.id.to_string()];
    kept.sort();
    assert_eq!(there, kept);
    assert_eq!(lesson.app.texts("SELECT id::text AS text FROM attendances").len(), 2);
}
