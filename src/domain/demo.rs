//! The demo school for a first look: accounts with public passwords, and lessons in every state, one of them live. It exists only
//! while the server runs with `--demo`. A start without `--demo` blocks its accounts and ends its live lesson.

use chrono::{Duration, NaiveTime};
use diesel::PgConnection;

use super::{
    School,
    accounts::{self, NewAccount},
    content::{ItemDraft, Quiz},
    experiences, lifecycle, passwords, sessions,
};
use crate::{
    access::{Identity, Role},
    clock::{self, Time},
    cluster::Announcement,
    db::{
        invitations, lifecycle as lifecycle_records,
        people::{self, NewPerson, Person},
        quiz,
        rooms::{self, Record},
        roster::{self, NewParticipant},
    },
    error::Failure,
    ids::{AttendanceId, ExperienceId, ItemId, JoinCode, LoginId, ParticipantId, PersonId, Seat},
    protocol::{Avatar, quiz::QuizAnswer, roster::RoomRole},
};

/// An account of the demo school.
pub struct Account {
    pub username: &'static str,
    pub password: &'static str,
    pub role: Role,
    email: &'static str,
    name: &'static str,
}

pub const ACCOUNTS: [Account; 3] = [
    Account {
        username: "teacher",
        password: "teach-the-demo",
        role: Role::Teacher,
        email: "teacher@demo.invalid",
        name: "Ada Lark",
    },
    Account {
        username: "student",
        password: "study-the-demo",
        role: Role::Student,
        email: "student@demo.invalid",
        name: "Nico Fields",
    },
    Account {
        username: "admin",
        password: "admin-the-demo",
        role: Role::Administrator,
        email: "admin@demo.invalid",
        name: "Robin Keys",
    },
];

const LIVE_TITLE: &str = "A walk through the solar system";

/// The reason for which the demo accounts are blocked without `--demo`.
const CLOSED: &str = "the demo school is closed";

/// Opens the demo school and creates what is missing. Returns the code of its live lesson.
///
/// # Errors
/// [`crate::error::Refusal::AccountExists`] when another account has one of its usernames; a database error.
pub async fn open(school: &School) -> Result<JoinCode, Failure> {
    let mut people = Vec::new();
    let mut fresh = false;
    for account in &ACCOUNTS {
        let id = match find(school, account).await? {
            Some(person) => {
                let id = person.id;
                school.pool.run(move |connection| people::unblock_from(connection, id, CLOSED)).await?;
                id
            }
            None => {
                fresh = true;
                accounts::create(&school.pool, school.settings.bcrypt_cost, account.new_account()).await?
            }
        };
        people.push(id);
    }
    let [teacher, student, ..] = people[..] else { unreachable!("there are three") };
    let teacher = identity(teacher, &ACCOUNTS[0]);
    if fresh {
        let content = prepare_content(school, &teacher).await?;
        plan(school, &teacher, &content).await?;
        create_past_lessons(school, &teacher, student).await?;
    }
    live_lesson(school, &teacher).await
}

/// Closes the demo school if this database has one, so that nobody signs in with a public password or joins with a code that was
/// printed.
///
/// # Errors
/// A database error.
pub async fn close(school: &School) -> Result<(), Failure> {
    for account in &ACCOUNTS {
        let Some(person) = find(school, account).await? else { continue };
        let id = person.id;
        if school.pool.run(move |connection| people::block(connection, id, CLOSED)).await? {
            tracing::info!("the demo account {} is closed", account.username);
        }
        let by = identity(id, account);
        for listing in school.directory.live().into_iter().filter(|listing| listing.teacher == id) {
            lifecycle::end(school, &by, listing.card.id).await?;
        }
    }
    Ok(())
}

impl Account {
    fn new_account(&self) -> NewAccount {
        NewAccount {
            username: self.username.to_owned(),
            email: self.email.to_owned(),
            name: self.name.to_owned(),
            password: self.password.to_owned(),
            role: self.role,
            confirmed: true,
            time_zone: chrono_tz::UTC,
        }
    }
}

/// Searches by email address, which nobody else would choose: another account may have the username `teacher`.
async fn find(school: &School, account: &Account) -> Result<Option<Person>, Failure> {
    let email = account.email;
    let found = school.pool.run(move |connection| people::by_identifier(connection, email)).await?;
    Ok(found.map(|(person, _)| person))
}

fn identity(person: PersonId, account: &Account) -> Identity {
    Identity { person, login: LoginId::fresh(), role: account.role, name: account.name.to_owned(), from: None }
}

/// Finds the live lesson of the last start, or creates one. It may be empty for as long as the demo runs.
async fn live_lesson(school: &School, teacher: &Identity) -> Result<JoinCode, Failure> {
    let ours = |title: &str, by: PersonId| by == teacher.person && title == LIVE_TITLE;
    let found = school.directory.live().into_iter().find(|listing| ours(&listing.card.session_title, listing.teacher));
    let (id, code) = match found {
        Some(listing) => (listing.card.id, listing.card.session_code.0),
        None => {
            let draft = sessions::Draft {
                title: LIVE_TITLE.to_owned(),
                description: "Come in, look around, and say hello. Walk with the arrow keys, or tap the floor."
                    .to_owned(),
                ..draft(clock::now())
            };
            let planned = sessions::create(school, teacher, draft).await?;
            let code = JoinCode::parse(&planned.session.code).expect("a session has a code");
            (planned.session.id, code)
        }
    };
    // Set before the lesson starts; the announcement reaches a room that has been reopened already.
    let _ = school.endless.set(id);
    school.announce_changes([id]).await;
    match lifecycle::start(school, teacher, id).await {
        Ok(()) | Err(Failure::Refused(crate::error::Refusal::AlreadyLive)) => Ok(code),
        Err(failure) => Err(failure),
    }
}

async fn prepare_content(school: &School, teacher: &Identity) -> Result<Vec<ExperienceId>, Failure> {
    let mut ids = Vec::new();
    for (title, description, public) in [
        ("The solar system", "Eight planets to scale, with a quiz about their moons.", true),
        ("Fractions with pizza", "Halves, thirds and quarters, cut and put together again.", true),
    ] {
        let draft =
            experiences::Draft { title: title.to_owned(), description: description.to_owned(), public, content: None };
        ids.push(experiences::create(school, teacher, draft).await?.experience.id);
    }
    Ok(ids)
}

/// The settings of a demo lesson, unless it says otherwise.
fn draft(starts_at: Time) -> sessions::Draft {
    sessions::Draft { starts_at, ..sessions::Draft::blank() }
}

/// Ten in the morning, this many days from now.
fn morning(days: i64) -> Time {
    let ten = NaiveTime::from_hms_opt(10, 0, 0).expect("ten is a time");
    (clock::now() + Duration::days(days)).with_time(ten).single().expect("UTC skips no hour")
}

async fn plan(school: &School, teacher: &Identity, content: &[ExperienceId]) -> Result<(), Failure> {
    let fractions = sessions::Draft {
        title: "Fractions with pizza".to_owned(),
        description: "Bring paper and scissors. I let you in from the waiting room.".to_owned(),
        experience: content.get(1).copied(),
        waiting_room: true,
        ..draft(morning(1))
    };
    let reading = sessions::Draft {
        title: "Reading circle".to_owned(),
        description: "Chapter three, aloud. For our own students only.".to_owned(),
        guests_allowed: false,
        retention: sessions::KEEP.to_owned(),
        ..draft(morning(3))
    };
    for draft in [fractions, reading] {
        sessions::create(school, teacher, draft).await?;
    }
    Ok(())
}

/// The demo's past: lessons of one series, which some students attended.
const SERIES: &str = "Our restless Earth";

/// Students of the teacher who never sign in: no password matches their hash.
const CLASSMATES: [(&str, &str, &str); 2] =
    [("demo-iris", "iris@demo.invalid", "Iris Vale"), ("demo-theo", "theo@demo.invalid", "Theo Brook")];

/// The questions of the past lessons, each with its right answer.
fn quiz() -> Vec<(Option<ItemId>, ItemDraft)> {
    let ask = |question: &str, options: [&str; 3], answer| {
        let options = options.map(str::to_owned).to_vec();
        (None, ItemDraft::Quiz(Quiz { question: question.to_owned(), options, answer }))
    };
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
            let person = NewPerson {
                id: PersonId::fresh(),
                username: username.to_owned(),
                email: email.to_owned(),
                password_hash: hash.clone(),
                name: name.to_owned(),
                role: Role::Student.as_str(),
                confirmed: true,
                avatar: serde_json::to_value(Avatar::random(&mut rand::rng())).expect("an avatar is JSON"),
                time_zone: chrono_tz::UTC.name().to_owned(),
            };
            people::insert(connection, &person)?;
            ids.push(person.id);
        }
        Ok(ids)
    };
    school.pool.run(insert).await
}

/// Creates the lessons that are over, with their attendances and quiz results.
async fn create_past_lessons(school: &School, teacher: &Identity, student: PersonId) -> Result<(), Failure> {
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
        content: Some(quiz()),
    };
    let jar = experiences::create(school, teacher, jar).await?;
    for past in &PAST {
        create_past_lesson(school, teacher, &class, &jar, past).await?;
    }
    Ok(())
}

async fn create_past_lesson(
    school: &School,
    teacher: &Identity,
    class: &[(PersonId, &str)],
    based_on: &experiences::ExperienceWithContent,
    (title, days, there): &PastLesson<'_>,
) -> Result<(), Failure> {
    let began = morning(-days);
    let draft = sessions::Draft {
        title: (*title).to_owned(),
        description: "With the experiment in the jar.".to_owned(),
        experience: Some(based_on.experience.id),
        series: SERIES.to_owned(),
        keep_results: true,
        ..draft(began)
    };
    let session = sessions::create(school, teacher, draft).await?.session.id;
    let minute = |minutes: i64| began + Duration::minutes(minutes);
    let by = Some(teacher.author());
    let mut records = vec![Record::from(lifecycle_records::Record::Started { at: began, by })];
    let teaches =
        DemoAttendee { seat: Seat(0), person: Some(teacher.person), name: &teacher.name, role: RoomRole::Teacher };
    records.extend(teaches.came(minute(-5), minute(46)).1);
    for (seat, ((person, name), there)) in (1..).zip(class.iter().zip(there)) {
        let Some((joined, left, answers)) = there else { continue };
        let visitor = DemoAttendee { seat: Seat(seat), person: Some(*person), name, role: RoomRole::Student };
        let (who, came) = visitor.came(minute(*joined), minute(*left));
        records.extend(came);
        for (item, choice) in based_on.content.iter().zip(*answers) {
            let answer = QuizAnswer { quiz_id: item.id, choice: *choice };
            records.push(quiz::Record::Answered { who, answer, at: minute(*left) }.into());
        }
    }
    for (seat, (name, joined, left)) in (10..).zip([("Mila", 2, 45), ("Sam", 9, 31)]) {
        let guest = DemoAttendee { seat: Seat(seat), person: None, name, role: RoomRole::Student };
        records.extend(guest.came(minute(joined), minute(left)).1);
    }
    records.push(lifecycle_records::Record::Ended { at: minute(46), keeps: false, by }.into());
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
