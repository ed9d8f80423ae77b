//! Teachers' invitations, and the students who accepted them.

use diesel::{prelude::*, sql_types::Uuid};

use super::{
    folding::{containing, search_key},
    schema::{invitation_links, invitations, people, students},
};
use crate::{
    clock::Time,
    error::Failure,
    ids::{InvitationId, PersonId},
};

/// An invitation, with the teacher who sent it.
#[derive(Clone, Debug, Queryable)]
pub struct Invitation {
    pub id: InvitationId,
    pub teacher: PersonId,
    pub email: String,
    pub teacher_name: String,
    /// The language of the teacher's profile.
    pub teacher_language: Option<String>,
    /// The teacher's current role.
    pub teacher_role: String,
    /// What the invited person becomes: a student or a teacher.
    pub role: String,
    /// Whether they become a student of the person who invited them.
    pub enrols: bool,
}

type Columns = (
    invitations::id,
    invitations::teacher_id,
    invitations::email,
    people::name,
    people::language,
    people::role,
    invitations::role,
    invitations::enrols,
);
const COLUMNS: Columns = (
    invitations::id,
    invitations::teacher_id,
    invitations::email,
    people::name,
    people::language,
    people::role,
    invitations::role,
    invitations::enrols,
);

#[derive(Insertable)]
#[diesel(table_name = invitations)]
pub struct NewInvitation {
    pub id: InvitationId,
    pub teacher_id: PersonId,
    pub email: String,
    pub created_at: Time,
    pub role: String,
    pub enrols: bool,
}

/// Inserts an invitation, and deletes those from before `old`.
pub fn insert(connection: &mut PgConnection, new: &NewInvitation, old: Time) -> Result<(), Failure> {
    forget(connection, old)?;
    diesel::insert_into(invitations::table).values(new).execute(connection)?;
    Ok(())
}

/// Deletes invitations from before `old`, in any state.
pub fn forget(connection: &mut PgConnection, old: Time) -> Result<usize, Failure> {
    Ok(diesel::delete(invitations::table.filter(invitations::created_at.lt(old))).execute(connection)?)
}

/// An invitation that is neither used nor revoked, of a teacher who is not blocked.
pub fn find(connection: &mut PgConnection, id: InvitationId) -> Result<Option<Invitation>, Failure> {
    Ok(invitations::table
        .inner_join(people::table)
        .filter(invitations::id.eq(id))
        .filter(invitations::used_at.is_null())
        .filter(invitations::revoked_at.is_null())
        .filter(people::blocked_at.is_null())
        .select(COLUMNS)
        .first(connection)
        .optional()?)
}

pub fn add_link(connection: &mut PgConnection, token_hash: &[u8], invitation: InvitationId) -> Result<(), Failure> {
    diesel::insert_into(invitation_links::table)
        .values((invitation_links::token_hash.eq(token_hash), invitation_links::invitation_id.eq(invitation)))
        .execute(connection)?;
    Ok(())
}

/// The invitation of a link, unless it is from before `stale` or its teacher is blocked.
pub fn by_link(connection: &mut PgConnection, token_hash: &[u8], stale: Time) -> Result<Option<Invitation>, Failure> {
    Ok(invitation_links::table
        .inner_join(invitations::table.inner_join(people::table))
        .filter(invitation_links::token_hash.eq(token_hash))
        .filter(invitations::created_at.ge(stale))
        .filter(invitations::used_at.is_null())
        .filter(invitations::revoked_at.is_null())
        .filter(people::blocked_at.is_null())
        .select(COLUMNS)
        .first(connection)
        .optional()?)
}

/// Uses up an invitation and its links; returns whether it could still be used.
pub fn use_up(connection: &mut PgConnection, id: InvitationId, now: Time) -> Result<bool, Failure> {
    let open =
        invitations::table.find(id).filter(invitations::used_at.is_null()).filter(invitations::revoked_at.is_null());
    let used = diesel::update(open).set(invitations::used_at.eq(now)).execute(connection)? > 0;
    forget_links(connection, id)?;
    Ok(used)
}

/// Revokes an invitation and its links; returns the address that it was mailed to, if it could still be used.
pub fn revoke(connection: &mut PgConnection, id: InvitationId, now: Time) -> Result<Option<String>, Failure> {
    let open =
        invitations::table.find(id).filter(invitations::used_at.is_null()).filter(invitations::revoked_at.is_null());
    let revoked = diesel::update(open).set(invitations::revoked_at.eq(now)).returning(invitations::email);
    let email = revoked.get_result(connection).optional()?;
    forget_links(connection, id)?;
    Ok(email)
}

fn forget_links(connection: &mut PgConnection, id: InvitationId) -> Result<(), Failure> {
    let links = invitation_links::table.filter(invitation_links::invitation_id.eq(id));
    diesel::delete(links).execute(connection)?;
    Ok(())
}

/// The state of an invitation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InvitationState {
    Open,
    Used,
    Revoked,
    Expired,
}

/// An invitation as administrators see it.
#[derive(Clone, Debug, Queryable)]
pub struct SentInvitation {
    pub id: InvitationId,
    pub email: String,
    pub teacher: PersonId,
    pub teacher_name: String,
    pub created_at: Time,
    pub used_at: Option<Time>,
    pub revoked_at: Option<Time>,
    /// What the invited person becomes.
    pub role: String,
}

/// Filters invitations.
#[derive(Clone, Debug, Default)]
pub struct InvitationFilter {
    pub fate: Option<InvitationState>,
    /// Only older ones than this.
    pub before: Option<InvitationId>,
    /// What the address contains; empty: anything.
    pub text: String,
    pub role: Option<&'static str>,
}

/// Invitations that match, newest first. Those from before `stale` have expired.
pub fn all(
    connection: &mut PgConnection,
    filter: &InvitationFilter,
    stale: Time,
    limit: i64,
) -> Result<Vec<SentInvitation>, Failure> {
    let InvitationFilter { fate, before, text, role } = filter;
    let mut all = invitations::table
        .inner_join(people::table)
        .select((
            invitations::id,
            invitations::email,
            invitations::teacher_id,
            people::name,
            invitations::created_at,
            invitations::used_at,
            invitations::revoked_at,
            invitations::role,
        ))
        .order(invitations::id.desc())
        .limit(limit)
        .into_boxed();
    if let Some(before) = before {
        all = all.filter(invitations::id.lt(*before));
    }
    if !text.is_empty() {
        all = all.filter(search_key(invitations::email).like(containing(text)));
    }
    if let Some(role) = role {
        all = all.filter(invitations::role.eq(*role));
    }
    if let Some(InvitationState::Open | InvitationState::Expired) = fate {
        all = all.filter(invitations::used_at.is_null()).filter(invitations::revoked_at.is_null());
    }
    all = match fate {
        Some(InvitationState::Open) => all.filter(invitations::created_at.ge(stale)),
        Some(InvitationState::Expired) => all.filter(invitations::created_at.lt(stale)),
        Some(InvitationState::Used) => all.filter(invitations::used_at.is_not_null()),
        Some(InvitationState::Revoked) => all.filter(invitations::revoked_at.is_not_null()),
        None => all,
    };
    Ok(all.load(connection)?)
}

/// Makes a person a student of a teacher, if they are not yet.
pub fn add_student(
    connection: &mut PgConnection,
    teacher: PersonId,
    student: PersonId,
    now: Time,
) -> Result<(), Failure> {
    diesel::insert_into(students::table)
        .values((students::teacher_id.eq(teacher), students::student_id.eq(student), students::since.eq(now)))
        .on_conflict_do_nothing()
        .execute(connection)?;
    Ok(())
}

/// What an export has of a person `p`: the name of each list, and its rows.
pub const EXPORT: &[(&str, &str)] = &[
    (
        "invitations",
        "SELECT i.email, i.created_at AS \"createdAt\", i.teacher_id = p.id AS \"byThem\"
         FROM invitations i WHERE i.teacher_id = p.id OR fold_case(i.email) = fold_case(p.email) ORDER BY i.created_at, i.id",
    ),
    (
        "teachers",
        "SELECT t.name, s.since FROM students s JOIN people t ON t.id = s.teacher_id
         WHERE s.student_id = p.id ORDER BY s.since, t.id",
    ),
    (
        "students",
        "SELECT t.name, s.since FROM students s JOIN people t ON t.id = s.student_id
         WHERE s.teacher_id = p.id ORDER BY s.since, t.id",
    ),
];

/// Deletes the invitations that someone got. Those that they made, and who their teachers and students are, go with their
/// own row.
///
/// # Errors
/// The database's.
pub fn erase(connection: &mut PgConnection, person: PersonId) -> QueryResult<()> {
    let theirs = "DELETE FROM invitations i USING people p WHERE p.id = $1 AND fold_case(i.email) = fold_case(p.email)";
    diesel::sql_query(theirs).bind::<Uuid, _>(person).execute(connection).map(drop)
}
