//! Reminders before lessons: what people have chosen, which were queued, and the links that end them.

use chrono::Duration;
use diesel::{
    prelude::*,
    sql_types::{Timestamptz, Uuid},
};

use super::schema::{people, reminder_choices, reminders, sessions, unsubscribe_links};
use crate::{
    clock::Time,
    error::Failure,
    ids::{PersonId, SessionId},
};

/// What a person has chosen.
#[derive(Clone, Debug, PartialEq, Eq, Queryable)]
pub struct ReminderChoices {
    pub by_mail: bool,
    /// How many minutes before their lessons a teacher's students are reminded.
    pub minutes: Vec<i32>,
}

/// A reminder that was not queued before.
#[derive(Clone, Copy, Debug, QueryableByName)]
pub struct DueReminder {
    #[diesel(sql_type = Uuid)]
    pub session_id: SessionId,
    #[diesel(sql_type = Uuid)]
    pub person_id: PersonId,
    #[diesel(sql_type = Timestamptz)]
    pub starts_at: Time,
}

/// A planned lesson, as a mail names it.
#[derive(Clone, Debug, Queryable)]
pub struct ComingLesson {
    pub title: String,
    pub starts_at: Time,
    pub time_zone: String,
    pub code: String,
    pub teacher: String,
}

/// Stores the reminders that are due by now and were not stored before, and returns them. In a lesson for groups, the students of
/// the groups are expected; in any other, the teacher's own. People without a confirmed address are not reminded.
pub fn add_due(connection: &mut PgConnection, now: Time) -> Result<Vec<DueReminder>, Failure> {
    let due = diesel::sql_query(
        "INSERT INTO reminders (session_id, person_id, starts_at, minutes)
         SELECT s.id, e.person_id, s.starts_at, due.minutes
         FROM sessions s
         LEFT JOIN reminder_choices t ON t.person_id = s.teacher_id
         CROSS JOIN LATERAL (
             SELECT min(m) AS minutes FROM unnest(coalesce(t.minutes, '{1440,15}')) m
             WHERE s.starts_at - m * interval '1 minute' <= $1
         ) due
         CROSS JOIN LATERAL (
             SELECT gs.person_id FROM session_groups sg JOIN group_students gs ON gs.group_id = sg.group_id
             WHERE sg.session_id = s.id AND gs.person_id IS NOT NULL
             UNION
             SELECT st.student_id FROM students st
             WHERE st.teacher_id = s.teacher_id
                 AND NOT EXISTS (SELECT FROM session_groups sg WHERE sg.session_id = s.id)
         ) e
         JOIN people p ON p.id = e.person_id
         LEFT JOIN reminder_choices c ON c.person_id = p.id
         WHERE s.state = 'planned' AND s.starts_at > $1 AND s.starts_at <= $1 + interval '7 days'
             AND due.minutes IS NOT NULL
             AND coalesce(c.by_mail, TRUE)
             AND p.confirmed AND p.new_email IS NULL AND p.blocked_at IS NULL AND NOT p.awaits_approval
             AND NOT EXISTS (SELECT FROM reminders r WHERE r.session_id = s.id AND r.person_id = p.id
                 AND r.starts_at = s.starts_at AND r.minutes = due.minutes)
         ON CONFLICT DO NOTHING
         RETURNING session_id, person_id, starts_at",
    );
    Ok(due.bind::<Timestamptz, _>(now).load(connection)?)
}

/// The lesson of a reminder, unless it was deleted, moved or started since, or the person wants or may have no mail any more.
pub fn wanted(
    connection: &mut PgConnection,
    session: SessionId,
    person: PersonId,
    starts_at: Time,
    now: Time,
) -> Result<Option<ComingLesson>, Failure> {
    let person = people::table
        .find(person)
        .filter(people::confirmed)
        .filter(people::new_email.is_null())
        .filter(people::blocked_at.is_null())
        .select(people::id);
    let person: Option<PersonId> = person.first(connection).optional()?;
    let Some(person) = person else { return Ok(None) };
    if !choices(connection, person)?.by_mail {
        return Ok(None);
    }
    Ok(sessions::table
        .inner_join(people::table.on(people::id.eq(sessions::teacher_id)))
        .filter(sessions::id.eq(session))
        .filter(sessions::state.eq("planned"))
        .filter(sessions::starts_at.eq(starts_at))
        .filter(sessions::starts_at.gt(now))
        .select((sessions::title, sessions::starts_at, sessions::time_zone, sessions::code, people::name))
        .first(connection)
        .optional()?)
}

/// What a person has chosen, or the defaults: by mail, a day and 15 minutes before.
pub fn choices(connection: &mut PgConnection, person: PersonId) -> Result<ReminderChoices, Failure> {
    let row = reminder_choices::table.find(person).select((reminder_choices::by_mail, reminder_choices::minutes));
    let found: Option<ReminderChoices> = row.first(connection).optional()?;
    Ok(found.unwrap_or_else(|| ReminderChoices { by_mail: true, minutes: vec![1440, 15] }))
}

/// Stores what a person has chosen, with the times only if `teaches`.
pub fn choose(
    connection: &mut PgConnection,
    person: PersonId,
    choices: &ReminderChoices,
    teaches: bool,
) -> Result<(), Failure> {
    let by_mail = reminder_choices::by_mail.eq(choices.by_mail);
    diesel::insert_into(reminder_choices::table)
        .values((reminder_choices::person_id.eq(person), by_mail))
        .on_conflict(reminder_choices::person_id)
        .do_update()
        .set(by_mail)
        .execute(connection)?;
    if teaches {
        let minutes = reminder_choices::minutes.eq(&choices.minutes);
        diesel::update(reminder_choices::table.find(person)).set(minutes).execute(connection)?;
    }
    Ok(())
}

/// Ends a person's reminders.
pub fn end(connection: &mut PgConnection, person: PersonId) -> Result<(), Failure> {
    choose(connection, person, &ReminderChoices { by_mail: false, minutes: Vec::new() }, false)
}

/// Stores the hash of a link's token.
pub fn add_link(
    connection: &mut PgConnection,
    token_hash: &[u8],
    person: PersonId,
    expires: Time,
) -> Result<(), Failure> {
    diesel::insert_into(unsubscribe_links::table)
        .values((
            unsubscribe_links::token_hash.eq(token_hash),
            unsubscribe_links::person_id.eq(person),
            unsubscribe_links::expires_at.eq(expires),
        ))
        .execute(connection)?;
    Ok(())
}

/// The person of a link that has not expired.
pub fn person_of_link(
    connection: &mut PgConnection,
    token_hash: &[u8],
    now: Time,
) -> Result<Option<PersonId>, Failure> {
    let valid = unsubscribe_links::table.find(token_hash).filter(unsubscribe_links::expires_at.gt(now));
    Ok(valid.select(unsubscribe_links::person_id).first(connection).optional()?)
}

/// Deletes the rows about lessons that are past, and expired links.
pub fn delete_past(connection: &mut PgConnection, now: Time) -> Result<(), Failure> {
    diesel::delete(reminders::table.filter(reminders::starts_at.lt(now - Duration::days(1)))).execute(connection)?;
    diesel::delete(unsubscribe_links::table.filter(unsubscribe_links::expires_at.le(now))).execute(connection)?;
    Ok(())
}

/// What an export has of a person `p`: the name of each list, and its rows. All of them go with their person.
pub const EXPORT: &[(&str, &str)] = &[
    ("reminderChoices", "SELECT c.by_mail AS \"byMail\", c.minutes FROM reminder_choices c WHERE c.person_id = p.id"),
    (
        "reminders",
        "SELECT s.title, r.starts_at AS \"startsAt\", r.minutes FROM reminders r JOIN sessions s ON s.id = r.session_id
         WHERE r.person_id = p.id ORDER BY r.starts_at, r.minutes, s.id",
    ),
    (
        "unsubscribeLinks",
        "SELECT l.expires_at AS \"expiresAt\" FROM unsubscribe_links l WHERE l.person_id = p.id ORDER BY l.expires_at",
    ),
];
