//! The settings of administrators: a single row.

use chrono::Duration;
use diesel::prelude::*;

use super::schema::{attendances, messages, participants, registrations, results, sessions, settings};
use crate::{access::SignUpPolicy, clock::Time, error::Failure};

#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable, AsChangeset)]
#[diesel(table_name = settings, check_for_backend(diesel::pg::Pg))]
#[diesel(treat_none_as_null = true)]
pub struct SchoolSettings {
    /// Empty if the school has set none.
    pub school_name: String,
    /// The codes of the languages that people may choose from; at least one.
    pub languages: Vec<String>,
    /// The capacity of a new lesson, and the highest that a teacher may set.
    pub capacity: i32,
    pub highest_capacity: i32,
    /// The largest file, and all files of one teacher, in megabytes.
    pub upload_mb: i32,
    pub quota_mb: i32,
    /// After how many minutes an empty lesson ends by itself; 0 means never.
    pub empty_room_minutes: i32,
    /// Whether the chat of a new lesson is kept, unless its teacher chooses otherwise.
    pub keep_chat: bool,
    /// For how many days attendances are kept; `None` means for as long as the session.
    pub attendance_days: Option<i32>,
    /// For how many days after a lesson its guests keep their names; 0 means that these are deleted when it ends.
    pub guest_days: i32,
    /// For how many days the audit trail is kept.
    pub audit_days: i32,
    /// For how many days the audit trail keeps addresses.
    pub address_days: i32,
    /// How many days a registration waits for its confirmation.
    pub registration_days: i32,
    /// How often the settings were changed; in a request, the version that its sender has seen.
    pub version: i32,
    /// Who may become a teacher by signing up.
    pub sign_up: String,
    /// The mail domains of those who may, if that depends on the domain.
    pub sign_up_domains: Vec<String>,
    /// What the school says on its pages, in Markdown. An empty text has no page.
    pub help_text: String,
    pub privacy_text: String,
    pub contact_text: String,
    /// Which students may show a camera, and share a screen, in a new lesson; the names of `ShowingRule`.
    pub cameras: String,
    pub screens: String,
    /// The days without lessons (`domain/holidays.rs`).
    pub holidays: String,
}

pub fn load(connection: &mut PgConnection) -> Result<SchoolSettings, Failure> {
    Ok(settings::table.select(SchoolSettings::as_select()).first(connection)?)
}

/// As [`load`], and locks the row until the transaction ends.
pub fn lock(connection: &mut PgConnection) -> Result<SchoolSettings, Failure> {
    Ok(settings::table.select(SchoolSettings::as_select()).for_update().first(connection)?)
}

pub fn save(connection: &mut PgConnection, choices: &SchoolSettings) -> Result<(), Failure> {
    diesel::update(settings::table).set(choices).execute(connection)?;
    Ok(())
}

/// Sets who may become a teacher by signing up, unless an administrator has changed a setting.
pub fn set_untouched_sign_up(connection: &mut PgConnection, policy: SignUpPolicy) -> Result<(), Failure> {
    let untouched = settings::table.filter(settings::version.eq(0));
    diesel::update(untouched).set(settings::sign_up.eq(policy.as_str())).execute(connection)?;
    Ok(())
}

/// Deletes the attendances and scores of lessons that ended this many days ago, and the participants; returns how many. Of those
/// whose messages are kept only the name stays.
pub fn delete_expired_attendances(connection: &mut PgConnection, days: i32, now: Time) -> Result<usize, Failure> {
    let before = now - Duration::days(days.into());
    let over = || {
        let ended = sessions::table.filter(sessions::state.eq("ended")).filter(sessions::ended_at.lt(before));
        ended.select(sessions::id)
    };
    let there = participants::table.filter(participants::session_id.eq_any(over()));
    let visits = attendances::table.filter(attendances::participant_id.eq_any(there.select(participants::id)));
    diesel::delete(visits).execute(connection)?;
    let scores = results::table.filter(results::participant_id.eq_any(there.select(participants::id)));
    diesel::delete(scores).execute(connection)?;
    let said = messages::table.filter(messages::participant_id.eq(participants::id));
    let silent = participants::table
        .filter(participants::session_id.eq_any(over()))
        .filter(diesel::dsl::not(diesel::dsl::exists(said)));
    let gone = diesel::delete(silent).execute(connection)?;
    diesel::update(participants::table.filter(participants::session_id.eq_any(over())))
        .filter(participants::admitted_at.is_not_null())
        .set(participants::admitted_at.eq(None::<Time>))
        .execute(connection)?;
    Ok(gone)
}

/// Deletes the registrations that are this many days old; returns how many.
pub fn delete_expired_registrations(connection: &mut PgConnection, days: i32, now: Time) -> Result<usize, Failure> {
    let before = now - Duration::days(days.into());
    let old = registrations::table.filter(registrations::created_at.lt(before));
    Ok(diesel::delete(old).execute(connection)?)
}
