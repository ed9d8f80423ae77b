//! The demo's past: three lessons that are over, with attendance and quiz results. The latest one kept its chat and answers.

use std::collections::HashMap;

use chrono::Duration;
use diesel::PgConnection;

use super::{
    super::{School, content::ContentDraft, experiences, passwords, sessions},
    ACCOUNTS,
    content::quiz,
    draft, morning,
};
use crate::{
    access::{Identity, Role},
    clock::Time,
    cluster::Announcement,
    db::{
        chat, invitations, lifecycle as lifecycle_records,
        people::{self, NewPerson},
        quiz as quiz_records,
        rooms::{self, Record},
        roster::{self, NewParticipant},
    },
    error::Failure,
    ids::{AttendanceId, MessageId, ParticipantId, PersonId, Seat},
    protocol::{Avatar, quiz::QuizAnswer, roster::RoomRole},
};

/// The series of these lessons, which some students attended.
const SERIES: &str = "Our restless Earth";

/// Students of the teacher who never sign in: no password matches their hash.
const CLASSMATES: [(&str, &str, &str); 2] =
    [("demo-iris", "iris@demo.invalid", "Iris Vale"), ("demo-theo", "theo@demo.invalid", "Theo Brook")];

/// The questions of the past lessons, each with its correct answer.
fn questions() -> ContentDraft {
    let ask = |question, options: [&str; 3], answer| (None, quiz(question, &options, answer));
    vec![
        ask("What is lava before it comes out?", ["Magma", "Ash", "Granite"], 0),
        ask("What does a seismograph measure?", ["Heat", "Shaking", "Wind"], 1),
        ask("What makes our jar bubble?", ["Steam", "Smoke", "Carbon dioxide"], 2),
    ]
}

/// A past lesson: its title, how many days ago it was, and for each student when they joined and left, in minutes, and their
/// answers; `None` for a student who was absent.
type PastLesson<'a> = (&'a str, i64, [Option<(i64, i64, &'a [u8])>; 3]);

const PAST: [PastLesson<'_>; 3] = [
    ("Where the ground moves", 15, [Some((0, 44, &[0, 1, 1])), Some((0, 45, &[0, 1, 2])), None]),
    (
        "Earthquakes, and how we feel them",
        8,
        [Some((0, 45, &[0, 1, 2])), Some((12, 45, &[2])), Some((1, 45, &[1, 1, 2]))],
    ),
    ("Volcanoes, and how they sleep", 1, [Some((0, 45, &[0, 1, 2])), None, Some((3, 28, &[0, 0]))]),
];

async fn classmates(school: &School) -> Result<Vec<PersonId>, Failure> {
    let hash = passwords::dummy_hash(school.settings.bcrypt_cost);
    let insert = move |connection: &mut PgConnection| {
        let mut ids = Vec::new();
        for (username, email, name) in CLASSMATES {
            if let Some((person, _)) = people::by_identifier(connection, email)? {
                ids.push(person.id);
                continue;
            }
            let [username, email, name] = [username, email, name].map(str::to_owned);
            let person = NewPerson::new(username, email, name, Role::Student.as_str(), hash.clone());
            people::insert(connection, &person)?;
            ids.push(person.id);
        }
        Ok(ids)
    };
    school.pool.run(insert).await
}

/// The chat of the latest past lesson, which keeps its chat and answers: in which minute who wrote what. Seats are as below.
const CHAT: [(i64, u16, &str); 6] = [
    (3, 0, "Good morning! The jars are on your tables: two spoons of soda first."),
    (6, 1, "Ours is ready. How much vinegar?"),
    (7, 0, "Half a cup, and step back a little."),
    (9, 10, "It came out over the whole table 😄"),
    (12, 3, "Why does it stop after a while?"),
    (14, 0, "Good question. The soda is used up, as a volcano's gas is after an eruption."),
];

/// Creates the lessons that are over, with their attendances, quiz results and the last one's chat.
pub(super) async fn create(school: &School, teacher: &Identity, student: PersonId) -> Result<(), Failure> {
    let mut class = vec![(student, ACCOUNTS[1].name)];
    class.extend(classmates(school).await?.into_iter().zip(CLASSMATES.map(|(_, _, name)| name)));
    let (owner, ids) = (teacher.person, class.iter().map(|(id, _)| *id).collect::<Vec<_>>());
    let add_student = move |connection: &mut PgConnection| {
        ids.iter().try_for_each(|id| invitations::add_student(connection, owner, *id, morning(-30)))
    };
    school.pool.run(add_student).await?;
    let jar = experiences::Draft {
        title: "A volcano in a jar".to_owned(),
        description: "My notes for the experiment with vinegar and soda, and three questions.".to_owned(),
        public: false,
        content: Some(questions()),
    };
    let jar = experiences::create(school, teacher, jar).await?;
    for (ago, past) in PAST.iter().rev().enumerate().rev() {
        create_lesson(school, teacher, &class, &jar, past, ago == 0).await?;
    }
    Ok(())
}

async fn create_lesson(
    school: &School,
    teacher: &Identity,
    class: &[(PersonId, &str)],
    based_on: &experiences::ExperienceWithContent,
    (title, days, there): &PastLesson<'_>,
    keeps: bool,
) -> Result<(), Failure> {
    let began = morning(-days);
    let draft = sessions::Draft {
        title: (*title).to_owned(),
        description: "With the experiment in the jar.".to_owned(),
        experience: Some(based_on.experience.id),
        series: SERIES.to_owned(),
        keep_results: true,
        retention: if keeps { sessions::KEEP.to_owned() } else { draft(began).retention },
        ..draft(began)
    };
    let session = sessions::create(school, teacher, draft).await?.session.id;
    let minute = |minutes: i64| began + Duration::minutes(minutes);
    let by = Some(teacher.author());
    let mut records = vec![Record::from(lifecycle_records::Record::Started { at: began, by })];
    let teaches =
        DemoAttendee { seat: Seat(0), person: Some(teacher.person), name: &teacher.name, role: RoomRole::Teacher };
    let (who, came) = teaches.came(minute(-5), minute(46));
    let mut participants = HashMap::from([(Seat(0), who)]);
    records.extend(came);
    for (seat, ((person, name), there)) in (1..).zip(class.iter().zip(there)) {
        let Some((joined, left, answers)) = there else { continue };
        let visitor = DemoAttendee { seat: Seat(seat), person: Some(*person), name, role: RoomRole::Student };
        let (who, came) = visitor.came(minute(*joined), minute(*left));
        participants.insert(Seat(seat), who);
        records.extend(came);
        for (item, choice) in based_on.content.iter().zip(*answers) {
            let answer = QuizAnswer { quiz_id: item.id, choice: *choice };
            records.push(quiz_records::Record::Answered { who, answer, at: minute(*left) }.into());
        }
    }
    for (seat, (name, joined, left)) in (10..).zip([("Mila", 2, 45), ("Sam", 9, 31)]) {
        let guest = DemoAttendee { seat: Seat(seat), person: None, name, role: RoomRole::Student };
        let (who, came) = guest.came(minute(joined), minute(left));
        participants.insert(Seat(seat), who);
        records.extend(came);
    }
    let said = CHAT.iter().filter(|_| keeps).filter_map(|(at, seat, body)| {
        let by = *participants.get(&Seat(*seat))?;
        let (id, at) = (MessageId::fresh(), minute(*at));
        Some(chat::Record::Said { id, by, client_id: None, body: (*body).to_owned(), at }.into())
    });
    records.extend(said);
    records.push(lifecycle_records::Record::Ended { at: minute(46), keeps, by }.into());
    let records = records.into_iter().map(move |record| (session, record));
    school.pool.run(move |connection| rooms::write(connection, records)).await?;
    school.bus.announce(Announcement::SessionDeleted(session)).await;
    Ok(())
}

struct DemoAttendee<'a> {
    seat: Seat,
    person: Option<PersonId>,
    name: &'a str,
    role: RoomRole,
}

impl DemoAttendee<'_> {
    fn came(self, joined_at: Time, left_at: Time) -> (ParticipantId, [Record; 2]) {
        let (who, attendance) = (ParticipantId::fresh(), AttendanceId::fresh());
        let newcomer = NewParticipant {
            id: who,
            person: self.person,
            student: None,
            device: None,
            seat: self.seat,
            name: self.name.to_owned(),
            role: self.role,
            avatar: Avatar::random(&mut rand::rng()),
            stream: false,
            at: joined_at,
        };
        let newcomer = Some(Box::new(newcomer));
        let came = roster::Record::Entered { who, newcomer, attendance, at: joined_at };
        let gone = roster::Record::Gone { attendance, at: left_at };
        (who, [came.into(), gone.into()])
    }
}
