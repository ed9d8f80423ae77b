//! Teachers' invitations, and the students who took them up.

use diesel::prelude::*;

use super::schema::{invitation_links, invitations, people, students};
use crate::{
    clock::Time,
    error::Failure,
    ids::{InvitationId, PersonId},
};

/// An invitation, with the name of the teacher whose it is.
#[derive(Clone, Debug, Queryable)]
pub struct Invitation {
    pub id: InvitationId,
    pub teacher: PersonId,
    pub email: String,
    pub teacher_name: String,
    /// As the teacher's profile has it.
    pub teacher_language: Option<String>,
}

/// Keeps an invitation, and forgets those from before `stale`.
pub fn insert(
    connection: &mut PgConnection,
    id: InvitationId,
    teacher: PersonId,
    email: &str,
    now: Time,
    stale: Time,
) -> Result<(), Failure> {
    diesel::delete(invitations::table.filter(invitations::created_at.lt(stale))).execute(connection)?;
    diesel::insert_into(invitations::table)
        .values((
            invitations::id.eq(id),
            invitations::teacher_id.eq(teacher),
            invitations::email.eq(email),
            invitations::created_at.eq(now),
        ))
        .execute(connection)?;
    Ok(())
}

pub fn find(connection: &mut PgConnection, id: InvitationId) -> Result<Option<Invitation>, Failure> {
    Ok(invitations::table
        .inner_join(people::table)
        .filter(invitations::id.eq(id))
        .select((invitations::id, invitations::teacher_id, invitations::email, people::name, people::language))
        .first(connection)
        .optional()?)
}

pub fn add_link(connection: &mut PgConnection, token_hash: &[u8], invitation: InvitationId) -> Result<(), Failure> {
    diesel::insert_into(invitation_links::table)
        .values((invitation_links::token_hash.eq(token_hash), invitation_links::invitation_id.eq(invitation)))
        .execute(connection)?;
    Ok(())
}

/// The invitation of a link, unless it is from before `stale`.
pub fn by_link(connection: &mut PgConnection, token_hash: &[u8], stale: Time) -> Result<Option<Invitation>, Failure> {
    Ok(invitation_links::table
        .inner_join(invitations::table.inner_join(people::table))
        .filter(invitation_links::token_hash.eq(token_hash))
        .filter(invitations::created_at.ge(stale))
        .select((invitations::id, invitations::teacher_id, invitations::email, people::name, people::language))
        .first(connection)
        .optional()?)
}

/// Uses an invitation and its links up; says whether it was still there.
pub fn use_up(connection: &mut PgConnection, id: InvitationId) -> Result<bool, Failure> {
    Ok(diesel::delete(invitations::table.find(id)).execute(connection)? > 0)
}

/// Makes somebody a student of a teacher, if they are not yet.
pub fn enrol(connection: &mut PgConnection, teacher: PersonId, student: PersonId, now: Time) -> Result<(), Failure> {
    diesel::insert_into(students::table)
        .values((students::teacher_id.eq(teacher), students::student_id.eq(student), students::since.eq(now)))
        .on_conflict_do_nothing()
        .execute(connection)?;
    Ok(())
}

/// The names and usernames of a teacher's students, by name.
pub fn students_of(connection: &mut PgConnection, teacher: PersonId) -> Result<Vec<(String, String)>, Failure> {
    Ok(students::table
        .inner_join(people::table.on(people::id.eq(students::student_id)))
        .filter(students::teacher_id.eq(teacher))
        .order((people::name, people::id))
        .limit(5000)
        .select((people::name, people::username))
        .load(connection)?)
}
