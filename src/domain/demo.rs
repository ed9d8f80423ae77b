//! The demo school for a first look: accounts with public passwords, and lessons in every state, one of them live. It exists only
//! while the server runs with `--demo`. A start without `--demo` blocks its accounts and ends its live lesson.

mod content;
mod past;

use chrono::{Duration, NaiveTime};

use super::{
    School,
    accounts::{self, NewAccount},
    lifecycle, sessions,
};
use crate::{
    access::{Identity, Role, SignUpPolicy},
    clock::{self, Time},
    cluster::Announcement,
    db::{
        people::{self, Person},
        settings,
    },
    error::Failure,
    ids::{ExperienceId, JoinCode, LoginId, PersonId},
};
use content::Materials;

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
    set_sign_up(school, SignUpPolicy::Open).await?;
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
    let mut planets = None;
    if fresh {
        let materials = content::prepare(school, &teacher).await?;
        planets = Some(materials.planets);
        plan(school, &teacher, &materials).await?;
        past::create(school, &teacher, student).await?;
    }
    live_lesson(school, &teacher, planets).await
}

/// Closes the demo school if this database has one, so that nobody signs in with a public password or joins with a code that was
/// printed.
///
/// # Errors
/// A database error.
pub async fn close(school: &School) -> Result<(), Failure> {
    let mut was_open = false;
    for account in &ACCOUNTS {
        let Some(person) = find(school, account).await? else { continue };
        was_open = true;
        let id = person.id;
        if school.pool.run(move |connection| people::block(connection, id, CLOSED)).await? {
            tracing::info!("the demo account {} is closed", account.username);
        }
        let by = identity(id, account);
        for listing in school.directory.live().into_iter().filter(|listing| listing.teacher == id) {
            lifecycle::end(school, &by, listing.card.id, None).await?;
        }
    }
    if was_open {
        set_sign_up(school, SignUpPolicy::Invitation).await?;
    }
    Ok(())
}

/// Everyone may become a teacher in a demo, and only there, unless an administrator has chosen otherwise.
async fn set_sign_up(school: &School, policy: SignUpPolicy) -> Result<(), Failure> {
    school.pool.run(move |connection| settings::set_untouched_sign_up(connection, policy)).await?;
    school.bus.announce(Announcement::SettingsChanged).await;
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
    Identity {
        person,
        login: LoginId::fresh(),
        role: account.role,
        name: account.name.to_owned(),
        from: None,
        once: None,
    }
}

/// Finds the live lesson of the last start, or creates one. It may be empty for as long as the demo runs.
async fn live_lesson(school: &School, teacher: &Identity, material: Option<ExperienceId>) -> Result<JoinCode, Failure> {
    let ours = |title: &str, by: PersonId| by == teacher.person && title == LIVE_TITLE;
    let found = school.directory.live().into_iter().find(|listing| ours(&listing.card.session_title, listing.teacher));
    let (id, code) = match found {
        Some(listing) => (listing.card.id, listing.card.session_code.0),
        None => {
            let draft = sessions::Draft {
                title: LIVE_TITLE.to_owned(),
                description: "Come in, look around, and say hello. Walk with the arrow keys, or tap the floor."
                    .to_owned(),
                experience: material,
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

/// The settings of a demo lesson, unless it says otherwise.
fn draft(starts_at: Time) -> sessions::Draft {
    sessions::Draft { starts_at, ..sessions::Draft::blank() }
}

/// Ten in the morning, this many days from now.
fn morning(days: i64) -> Time {
    let ten = NaiveTime::from_hms_opt(10, 0, 0).expect("ten is a time");
    (clock::now() + Duration::days(days)).with_time(ten).single().expect("UTC skips no hour")
}

async fn plan(school: &School, teacher: &Identity, materials: &Materials) -> Result<(), Failure> {
    let fractions = sessions::Draft {
        title: "Fractions with pizza".to_owned(),
        description: "Bring paper and scissors. I let you in from the waiting room.".to_owned(),
        experience: Some(materials.fractions),
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
