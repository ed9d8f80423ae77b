//! What administrators have set: the one row of it.

use chrono::Duration;
use diesel::prelude::*;

use super::schema::{attendances, messages, participants, registrations, results, sessions, settings};
use crate::{
    clock::Time,
    error::Failure,
    ids::DeviceId,
    protocol::{Avatar, roster::ERASED},
};

#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable, AsChangeset)]
#[diesel(table_name = settings, check_for_backend(diesel::pg::Pg))]
#[diesel(treat_none_as_null = true)]
pub struct Choices {
    /// Empty: the school has said none.
    pub school_name: String,
    /// The codes of the languages that people may choose from; there is one at least.
    pub languages: Vec<String>,
    /// For how many students a lesson has room unless its teacher says otherwise, and at most.
    pub capacity: i32,
    pub highest_capacity: i32,
    /// The largest file, and all files of one teacher, in megabytes.
    pub upload_mb: i32,
    pub quota_mb: i32,
    /// After how many minutes an empty lesson ends by itself; 0: never.
    pub empty_room_minutes: i32,
    /// Whether a lesson's chat is kept unless its teacher says otherwise.
    pub keep_chat: bool,
    /// For how many days it is kept who was in a lesson; `None`: for as long as the lesson.
    pub attendance_days: Option<i32>,
    /// For how many days after a lesson its guests still have a name.
    pub guest_days: i32,
    /// For how many days the audit trail is kept.
    pub audit_days: i32,
    /// For how many days whoever has signed up may take to confirm their address.
    pub registration_days: i32,
    /// How often they were changed; of what somebody wants, which of them they have seen.
    pub version: i32,
}

pub fn load(connection: &mut PgConnection) -> Result<Choices, Failure> {
    Ok(settings::table.select(Choices::as_select()).first(connection)?)
}

/// As [`load`]; they stay so until the transaction ends.
pub fn lock(connection: &mut PgConnection) -> Result<Choices, Failure> {
    Ok(settings::table.select(Choices::as_select()).for_update().first(connection)?)
}

pub fn save(connection: &mut PgConnection, choices: &Choices) -> Result<(), Failure> {
    diesel::update(settings::table).set(choices).execute(connection)?;
    Ok(())
}

/// Forgets who was in lessons that ended so many days ago, and how they did, but for those whose lines are kept; how many.
pub fn forget_attendance(connection: &mut PgConnection, days: i32, now: Time) -> Result<usize, Failure> {
    let before = now - Duration::days(days.into());
    let over = sessions::table.filter(sessions::state.eq("ended")).filter(sessions::ended_at.lt(before));
    let there = participants::table.filter(participants::session_id.eq_any(over.select(sessions::id)));
    let visits = attendances::table.filter(attendances::participant_id.eq_any(there.select(participants::id)));
    diesel::delete(visits).execute(connection)?;
    let scores = results::table.filter(results::participant_id.eq_any(there.select(participants::id)));
    diesel::delete(scores).execute(connection)?;
    let over = sessions::table.filter(sessions::state.eq("ended")).filter(sessions::ended_at.lt(before));
    let said = messages::table.filter(messages::participant_id.eq(participants::id));
    let silent = participants::table
        .filter(participants::session_id.eq_any(over.select(sessions::id)))
        .filter(diesel::dsl::not(diesel::dsl::exists(said)));
    Ok(diesel::delete(silent).execute(connection)?)
}

/// Forgets who the guests were of lessons that ended so many days ago, but for those whose lines are kept; how many. That
/// somebody was there, and when, stays.
pub fn forget_guests(connection: &mut PgConnection, days: i32, now: Time) -> Result<usize, Failure> {
    let before = now - Duration::days(days.into());
    let over = sessions::table.filter(sessions::state.eq("ended")).filter(sessions::ended_at.lt(before));
    let said = messages::table.filter(messages::participant_id.eq(participants::id));
    let guests = participants::table
        .filter(participants::person_id.is_null())
        .filter(participants::stream.eq(false))
        .filter(participants::name.ne(ERASED).or(participants::device.is_not_null()))
        .filter(participants::session_id.eq_any(over.select(sessions::id)))
        .filter(diesel::dsl::not(diesel::dsl::exists(said)));
    let plain = serde_json::to_value(Avatar::plain()).expect("an avatar is JSON");
    let nobody =
        (participants::name.eq(ERASED), participants::device.eq(None::<DeviceId>), participants::avatar.eq(plain));
    Ok(diesel::update(guests).set(nobody).execute(connection)?)
}

/// Forgets those who signed up so many days ago and have not confirmed their address; how many.
pub fn forget_registrations(connection: &mut PgConnection, days: i32, now: Time) -> Result<usize, Failure> {
    let before = now - Duration::days(days.into());
    let old = registrations::table.filter(registrations::created_at.lt(before));
    Ok(diesel::delete(old).execute(connection)?)
}
