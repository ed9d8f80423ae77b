//! The demo school, for a first look: people whose passwords everyone knows, lessons in every state, one of them live.
//! It is there only while the server runs with `--demo`: without, its people are blocked, and what of it was live ends.

use chrono::{Duration, NaiveTime};

use super::{
    School,
    accounts::{self, NewAccount},
    experiences, lifecycle, sessions,
};
use crate::{
    access::{Identity, Role},
    clock::{self, Time},
    db::{
        people::{self, Person},
        rooms::{self, AttendanceRow, Change, ParticipantRow, Update},
    },
    error::Failure,
    ids::{AttendanceId, ExperienceId, JoinCode, LoginId, ParticipantId, PersonId, SessionId},
    protocol::{Avatar, roster::RoomRole},
};

/// Someone of the demo school.
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

/// Why the demo's people cannot sign in without it.
const CLOSED: &str = "the demo school is closed";

/// Opens the demo school, and makes what it lacks; the code is that of its live lesson.
///
/// # Errors
/// [`crate::error::Refusal::AccountExists`] when one of its usernames is someone else's; the database's.
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
                accounts::create(&school.pool, school.settings.bcrypt_cost, account.written_down()).await?
            }
        };
        people.push(id);
    }
    let [teacher, student, ..] = people[..] else { unreachable!("there are three") };
    let teacher = identity(teacher, &ACCOUNTS[0]);
    if fresh {
        let content = prepare_content(school, &teacher).await?;
        plan(school, &teacher, &content).await?;
        remember_yesterday(school, &teacher, student).await?;
    }
    live_lesson(school, &teacher).await
}

/// Closes the demo school, if there has ever been one here: nobody signs in with a known password, and nobody comes into
/// a lesson with a code that was printed.
///
/// # Errors
/// The database's.
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
    fn written_down(&self) -> NewAccount {
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

/// By the address, which only we would make up: someone else may be called `teacher`.
async fn find(school: &School, account: &Account) -> Result<Option<Person>, Failure> {
    let email = account.email;
    let found = school.pool.run(move |connection| people::by_identifier(connection, email)).await?;
    Ok(found.map(|(person, _)| person))
}

fn identity(person: PersonId, account: &Account) -> Identity {
    Identity { person, login: LoginId::fresh(), role: account.role, name: account.name.to_owned(), from: None }
}

/// The live lesson: the one of the last start, or a new one. It may be empty for as long as the demo runs.
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
    // Before it starts, and for one that has been reopened already.
    let _ = school.endless.set(id);
    lifecycle::reshape(school, id).await?;
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
        ("A volcano in a jar", "My notes and photos for the experiment with vinegar and soda.", false),
    ] {
        let draft =
            experiences::Draft { title: title.to_owned(), description: description.to_owned(), public, content: None };
        ids.push(experiences::create(school, teacher, draft).await?.experience.id);
    }
    Ok(ids)
}

/// A lesson as the demo plans it, unless it says otherwise.
fn draft(starts_at: Time) -> sessions::Draft {
    sessions::Draft { starts_at, ..sessions::Draft::blank() }
}

/// Ten in the morning, so many days from now.
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

/// A lesson that is over, with those who were there.
async fn remember_yesterday(school: &School, teacher: &Identity, student: PersonId) -> Result<(), Failure> {
    let began = morning(-1);
    let draft = sessions::Draft {
        title: "Volcanoes, and how they sleep".to_owned(),
        description: "With the experiment in the jar.".to_owned(),
        ..draft(began)
    };
    let session = sessions::create(school, teacher, draft).await?.session.id;
    let minute = |minutes: i64| began + Duration::minutes(minutes);
    let there = [
        (Some(teacher.person), teacher.name.as_str(), RoomRole::Teacher, minute(-5), minute(46)),
        (Some(student), ACCOUNTS[1].name, RoomRole::Student, minute(0), minute(45)),
        (None, "Mila", RoomRole::Student, minute(2), minute(45)),
        (None, "Sam", RoomRole::Student, minute(9), minute(31)),
    ];
    let mut changes = vec![Change::Update(Update::Started { session, at: began, by: Some(teacher.author()) })];
    for (seat, (person, name, role, joined_at, left_at)) in (0..).zip(there) {
        let visitor = Visitor { session, seat, person, name, role };
        changes.push(visitor.came(joined_at, left_at));
    }
    changes.push(Change::Update(Update::Ended {
        session,
        at: minute(46),
        keep_chat: false,
        by: Some(teacher.author()),
    }));
    school.pool.run(move |connection| rooms::write(connection, changes.into_iter())).await?;
    school.directory.forget(session);
    Ok(())
}

struct Visitor<'a> {
    session: SessionId,
    seat: i32,
    person: Option<PersonId>,
    name: &'a str,
    role: RoomRole,
}

impl Visitor<'_> {
    fn came(self, joined_at: Time, left_at: Time) -> Change {
        let avatar = Avatar::random(&mut rand::rng());
        let row = ParticipantRow {
            id: ParticipantId::fresh(),
            session_id: self.session,
            person_id: self.person,
            seat: self.seat,
            name: self.name.to_owned(),
            role: self.role.as_str().to_owned(),
            avatar: serde_json::to_value(avatar).expect("an avatar is JSON"),
            device: None,
            joined_at,
            admitted_at: Some(joined_at),
            removed_at: None,
            stream: false,
        };
        let id = AttendanceId::fresh();
        let attendance = AttendanceRow { id, participant_id: row.id, joined_at, left_at: Some(left_at) };
        Change::Newcomer(row, attendance)
    }
}
