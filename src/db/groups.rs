//! Groups: their teachers, their students, and the lessons that are for them.

use diesel::{
    dsl::{exists, not},
    prelude::*,
    sql_types::Uuid,
};

use super::schema::{group_students, group_teachers, groups, participants, people, session_groups, sessions, students};
use crate::{
    clock::Time,
    error::Failure,
    ids::{DeviceId, GroupId, GroupStudentId, PersonId, SessionId},
};

/// A set of students, such as "grade 6A".
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = groups, check_for_backend(diesel::pg::Pg))]
pub struct Group {
    pub id: GroupId,
    pub name: String,
    pub created_at: Time,
    pub archived_at: Option<Time>,
}

/// A student's place in a group, with an account or without.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = group_students, check_for_backend(diesel::pg::Pg))]
pub struct GroupStudent {
    pub id: GroupStudentId,
    pub group_id: GroupId,
    pub name: String,
    pub person_id: Option<PersonId>,
    pub email: Option<String>,
    pub phone_number: Option<String>,
    pub since: Time,
}

#[derive(Clone, Insertable)]
#[diesel(table_name = group_students)]
pub struct NewGroupStudent {
    pub id: GroupStudentId,
    pub group_id: GroupId,
    pub name: String,
    pub email: Option<String>,
    pub phone_number: Option<String>,
    pub since: Time,
    pub link_hash: Vec<u8>,
    pub link_seed: Vec<u8>,
}

/// Someone who teaches a group.
#[derive(Clone, Debug, PartialEq, Eq, Queryable)]
pub struct GroupTeacher {
    pub id: PersonId,
    pub name: String,
    pub username: String,
}

/// The groups of a teacher by name, archived or not, each with its number of students.
pub fn all_of(
    connection: &mut PgConnection,
    teacher: PersonId,
    archived: bool,
    limit: i64,
) -> Result<Vec<(Group, i64)>, Failure> {
    let theirs = group_teachers::table.filter(group_teachers::person_id.eq(teacher)).select(group_teachers::group_id);
    let all = groups::table.filter(groups::id.eq_any(theirs)).filter(groups::archived_at.is_not_null().eq(archived));
    // An index finds the rows of each subquery; counting all at once may read the whole table.
    let students = group_students::table.filter(group_students::group_id.eq(groups::id)).count().single_value();
    let counted = (Group::as_select(), students.assume_not_null());
    Ok(all.order((groups::name, groups::id)).limit(limit).select(counted).load(connection)?)
}

/// The groups without a teacher, for administrators.
pub fn without_teacher(connection: &mut PgConnection, limit: i64) -> Result<Vec<(Group, i64)>, Failure> {
    let taught = group_teachers::table.filter(group_teachers::group_id.eq(groups::id));
    let students = group_students::table.filter(group_students::group_id.eq(groups::id)).count().single_value();
    let all = groups::table.filter(not(exists(taught))).order((groups::name, groups::id)).limit(limit);
    Ok(all.select((Group::as_select(), students.assume_not_null())).load(connection)?)
}

/// A group that this person teaches, or any group for `everyone`'s sake; `lock` locks it until the transaction ends.
pub fn find(
    connection: &mut PgConnection,
    id: GroupId,
    teacher: PersonId,
    everyone: bool,
    lock: bool,
) -> Result<Option<Group>, Failure> {
    let theirs = group_teachers::table.find((id, teacher));
    if !everyone && !diesel::select(exists(theirs)).get_result::<bool>(connection)? {
        return Ok(None);
    }
    let query = groups::table.find(id).select(Group::as_select());
    let found = if lock { query.for_update().first(connection) } else { query.first(connection) };
    Ok(found.optional()?)
}

pub fn insert(connection: &mut PgConnection, group: &Group, teacher: PersonId) -> Result<(), Failure> {
    diesel::insert_into(groups::table).values(group).execute(connection)?;
    add_teacher(connection, group.id, teacher, group.created_at)
}

/// How many groups a person teaches.
pub fn count_of(connection: &mut PgConnection, teacher: PersonId) -> Result<i64, Failure> {
    Ok(group_teachers::table.filter(group_teachers::person_id.eq(teacher)).count().get_result(connection)?)
}

pub fn rename(connection: &mut PgConnection, id: GroupId, name: &str) -> Result<(), Failure> {
    diesel::update(groups::table.find(id)).set(groups::name.eq(name)).execute(connection)?;
    Ok(())
}

pub fn set_archived(connection: &mut PgConnection, id: GroupId, at: Option<Time>) -> Result<(), Failure> {
    diesel::update(groups::table.find(id)).set(groups::archived_at.eq(at)).execute(connection)?;
    Ok(())
}

/// Deletes a group with its students' places.
pub fn delete(connection: &mut PgConnection, id: GroupId) -> Result<(), Failure> {
    let places = group_students::table.filter(group_students::group_id.eq(id)).select(group_students::id);
    let places: Vec<GroupStudentId> = places.load(connection)?;
    forget_in_lessons(connection, &places)?;
    diesel::delete(groups::table.find(id)).execute(connection)?;
    Ok(())
}

pub fn teachers(connection: &mut PgConnection, id: GroupId) -> Result<Vec<GroupTeacher>, Failure> {
    Ok(group_teachers::table
        .inner_join(people::table)
        .filter(group_teachers::group_id.eq(id))
        .order((group_teachers::since, people::id))
        .select((people::id, people::name, people::username))
        .load(connection)?)
}

pub fn add_teacher(connection: &mut PgConnection, id: GroupId, person: PersonId, now: Time) -> Result<(), Failure> {
    diesel::insert_into(group_teachers::table)
        .values((group_teachers::group_id.eq(id), group_teachers::person_id.eq(person), group_teachers::since.eq(now)))
        .on_conflict_do_nothing()
        .execute(connection)?;
    Ok(())
}

pub fn remove_teacher(connection: &mut PgConnection, id: GroupId, person: PersonId) -> Result<(), Failure> {
    diesel::delete(group_teachers::table.find((id, person))).execute(connection)?;
    Ok(())
}

/// The students of a group, by name.
pub fn students(connection: &mut PgConnection, id: GroupId) -> Result<Vec<GroupStudent>, Failure> {
    Ok(group_students::table
        .filter(group_students::group_id.eq(id))
        .order((group_students::name, group_students::id))
        .select(GroupStudent::as_select())
        .load(connection)?)
}

pub fn student(connection: &mut PgConnection, id: GroupStudentId) -> Result<Option<GroupStudent>, Failure> {
    Ok(group_students::table.find(id).select(GroupStudent::as_select()).first(connection).optional()?)
}

pub fn count_students(connection: &mut PgConnection, id: GroupId) -> Result<i64, Failure> {
    Ok(group_students::table.filter(group_students::group_id.eq(id)).count().get_result(connection)?)
}

pub fn add_students(connection: &mut PgConnection, new: &[NewGroupStudent]) -> Result<(), Failure> {
    diesel::insert_into(group_students::table).values(new).execute(connection)?;
    Ok(())
}

pub fn change_student(
    connection: &mut PgConnection,
    id: GroupStudentId,
    name: &str,
    email: Option<&str>,
    phone_number: Option<&str>,
) -> Result<(), Failure> {
    let changed =
        (group_students::name.eq(name), group_students::email.eq(email), group_students::phone_number.eq(phone_number));
    diesel::update(group_students::table.find(id)).set(changed).execute(connection)?;
    Ok(())
}

/// Whether this account has a place in this group.
pub fn has_account(connection: &mut PgConnection, id: GroupId, person: PersonId) -> Result<bool, Failure> {
    let there =
        group_students::table.filter(group_students::person_id.eq(person)).filter(group_students::group_id.eq(id));
    Ok(diesel::select(exists(there)).get_result(connection)?)
}

pub fn move_student(connection: &mut PgConnection, id: GroupStudentId, to: GroupId) -> Result<(), Failure> {
    diesel::update(group_students::table.find(id)).set(group_students::group_id.eq(to)).execute(connection)?;
    Ok(())
}

/// Removes a student from their group. In lessons that they attended without an account, their name goes.
pub fn remove_student(connection: &mut PgConnection, id: GroupStudentId) -> Result<(), Failure> {
    forget_in_lessons(connection, &[id])?;
    diesel::delete(group_students::table.find(id)).execute(connection)?;
    Ok(())
}

/// Takes the names, avatars and browsers of students without an account out of the lessons that they attended.
fn forget_in_lessons(connection: &mut PgConnection, places: &[GroupStudentId]) -> QueryResult<()> {
    let avatar = serde_json::to_value(crate::protocol::Avatar::plain()).expect("an avatar is JSON");
    let theirs = participants::table.filter(participants::student_id.eq_any(places));
    let nobody = (
        participants::device.eq(None::<DeviceId>),
        participants::name.eq(crate::protocol::roster::ERASED),
        participants::avatar.eq(avatar),
    );
    diesel::update(theirs.filter(participants::person_id.is_null())).set(nobody).execute(connection).map(drop)
}

/// Joins a student to an account. The lessons that they attended by their link become the account's, except for those that the
/// account attended, too.
pub fn join_account(connection: &mut PgConnection, id: GroupStudentId, person: PersonId) -> Result<(), Failure> {
    let joined = (
        group_students::person_id.eq(person),
        group_students::email.eq(None::<String>),
        group_students::phone_number.eq(None::<String>),
    );
    diesel::update(group_students::table.find(id)).set(joined).execute(connection)?;
    // The room of a lesson that has not ended knows them by their place.
    let attended = "UPDATE participants p SET person_id = $2 WHERE p.student_id = $1 AND p.person_id IS NULL
         AND EXISTS (SELECT FROM sessions s WHERE s.id = p.session_id AND s.state = 'ended')
         AND NOT EXISTS (SELECT FROM participants o WHERE o.session_id = p.session_id AND o.person_id = $2)";
    diesel::sql_query(attended).bind::<Uuid, _>(id).bind::<Uuid, _>(person).execute(connection)?;
    Ok(())
}

/// Whether a person is this teacher's own student.
pub fn is_own_student(connection: &mut PgConnection, teacher: PersonId, person: PersonId) -> Result<bool, Failure> {
    Ok(diesel::select(exists(students::table.find((teacher, person)))).get_result(connection)?)
}

/// The names of a group's students, each with the seed of their link.
pub fn link_seeds(
    connection: &mut PgConnection,
    id: GroupId,
) -> Result<Vec<(GroupStudentId, String, Vec<u8>)>, Failure> {
    Ok(group_students::table
        .filter(group_students::group_id.eq(id))
        .order((group_students::name, group_students::id))
        .select((group_students::id, group_students::name, group_students::link_seed))
        .load(connection)?)
}

pub fn set_link(connection: &mut PgConnection, id: GroupStudentId, hash: &[u8], seed: &[u8]) -> Result<(), Failure> {
    let link = (group_students::link_hash.eq(hash), group_students::link_seed.eq(seed));
    diesel::update(group_students::table.find(id)).set(link).execute(connection)?;
    Ok(())
}

/// The student of a personal link, and their group.
pub fn by_link(connection: &mut PgConnection, hash: &[u8]) -> Result<Option<(GroupStudent, Group)>, Failure> {
    Ok(group_students::table
        .inner_join(groups::table)
        .filter(group_students::link_hash.eq(hash))
        .select((GroupStudent::as_select(), Group::as_select()))
        .first(connection)
        .optional()?)
}

/// Which of these groups do not exist for this teacher, or are archived.
pub fn all_usable(
    connection: &mut PgConnection,
    wanted: &[GroupId],
    teacher: PersonId,
    everyone: bool,
) -> Result<bool, Failure> {
    let mut usable = groups::table.filter(groups::id.eq_any(wanted)).filter(groups::archived_at.is_null()).into_boxed();
    if !everyone {
        let theirs = group_teachers::table.filter(group_teachers::person_id.eq(teacher));
        usable = usable.filter(groups::id.eq_any(theirs.select(group_teachers::group_id)));
    }
    Ok(usable.count().get_result::<i64>(connection)? == i64::try_from(wanted.len()).unwrap_or(i64::MAX))
}

/// Sets the groups that a lesson is for.
pub fn set_of_session(connection: &mut PgConnection, session: SessionId, wanted: &[GroupId]) -> Result<(), Failure> {
    let others = session_groups::table.filter(session_groups::session_id.eq(session));
    diesel::delete(others.filter(not(session_groups::group_id.eq_any(wanted)))).execute(connection)?;
    let rows: Vec<_> = wanted
        .iter()
        .map(|group| (session_groups::session_id.eq(session), session_groups::group_id.eq(*group)))
        .collect();
    diesel::insert_into(session_groups::table).values(rows).on_conflict_do_nothing().execute(connection)?;
    Ok(())
}

/// The groups that a lesson is for, by name.
pub fn of_session(connection: &mut PgConnection, session: SessionId) -> Result<Vec<Group>, Failure> {
    Ok(session_groups::table
        .inner_join(groups::table)
        .filter(session_groups::session_id.eq(session))
        .order((groups::name, groups::id))
        .select(Group::as_select())
        .load(connection)?)
}

/// The groups of all lessons that have not ended.
pub fn of_open_sessions(connection: &mut PgConnection) -> Result<Vec<(SessionId, GroupId)>, Failure> {
    Ok(session_groups::table
        .inner_join(sessions::table)
        .filter(sessions::state.ne("ended"))
        .select((session_groups::session_id, session_groups::group_id))
        .load(connection)?)
}

/// Whether a person teaches one of these groups, or has a place in one.
pub fn belongs(connection: &mut PgConnection, person: PersonId, to: &[GroupId]) -> Result<bool, Failure> {
    let taught = group_teachers::table.filter(group_teachers::person_id.eq(person));
    let taught = exists(taught.filter(group_teachers::group_id.eq_any(to)));
    let attended = group_students::table.filter(group_students::person_id.eq(person));
    let attended = exists(attended.filter(group_students::group_id.eq_any(to)));
    Ok(diesel::select(taught.or(attended)).get_result(connection)?)
}

/// What an export has of a person `p`: the name of each list, and its rows.
pub const EXPORT: &[(&str, &str)] = &[
    (
        "groups",
        "SELECT g.name, s.name AS \"asStudent\", s.email, s.phone_number AS \"phoneNumber\", s.since
         FROM group_students s JOIN groups g ON g.id = s.group_id WHERE s.person_id = p.id ORDER BY s.since, g.id",
    ),
    (
        "groupsTaught",
        "SELECT g.name, t.since FROM group_teachers t JOIN groups g ON g.id = t.group_id
         WHERE t.person_id = p.id ORDER BY t.since, g.id",
    ),
];

/// Takes someone's names out of lessons that they attended by a personal link. Their places go with their own row.
///
/// # Errors
/// The database's.
pub fn erase(connection: &mut PgConnection, person: PersonId) -> QueryResult<()> {
    let places = group_students::table.filter(group_students::person_id.eq(person)).select(group_students::id);
    let places: Vec<GroupStudentId> = places.load(connection)?;
    forget_in_lessons(connection, &places)
}
