//! Groups of students, such as "grade 6A": shared by several teachers, and the same for all their lessons. A student of a group
//! needs no account. A group whose last teacher was erased is left to administrators, who see every group.

use diesel::{Connection, PgConnection};

use super::{
    School,
    name_list::{self, ListedStudent},
};
pub use crate::db::groups::{Group, GroupStudent, GroupTeacher};
use crate::{
    access::{Author, Identity, PersonalToken, Role, SchoolAct, allows},
    clock::{self, Time},
    cluster::Announcement,
    db::{
        audit::{self, AuditAction, AuditSubject, NewAuditEntry},
        groups::{self, NewGroupStudent},
        idempotency, people,
    },
    error::{Failure, Fault, Refusal},
    ids::{GroupId, GroupStudentId},
    outbound::email_address,
    protocol::text,
};

mod lessons;
mod links;
mod students;

pub use lessons::{draft as lesson_draft, of_session, start as start_lesson};
pub use links::{Place, avatar_of, is_for, may_enter, open as open_link, place_of};
pub use students::{
    SheetLine, StudentDetails, add_students, change_student, join_account, move_student, remove_student, reset_link,
    sheet,
};

/// How many groups one person may teach.
pub const GROUPS: i64 = 500;
/// How many students a group may have.
pub const STUDENTS: i64 = name_list::NAMES as i64;

/// A group, and how many students it has.
#[derive(Clone, Debug)]
pub struct CountedGroup {
    pub group: Group,
    pub students: i64,
}

/// The groups that someone sees.
#[derive(Clone, Debug)]
pub struct OwnGroups {
    pub groups: Vec<CountedGroup>,
    pub archived: Vec<CountedGroup>,
    /// For administrators: those that nobody teaches any more.
    pub without_teacher: Vec<CountedGroup>,
}

/// A group with everyone in it.
#[derive(Clone, Debug)]
pub struct WholeGroup {
    pub group: Group,
    pub students: Vec<GroupStudent>,
    pub teachers: Vec<GroupTeacher>,
}

/// The permission to have groups.
///
/// # Errors
/// [`Refusal::NotAllowed`].
pub fn permit(by: &Identity) -> Result<(), Refusal> {
    if allows(Some(by.role), SchoolAct::ManageGroups) { Ok(()) } else { Err(Refusal::NotAllowed) }
}

/// Administrators see every group.
pub fn sees_all(by: &Identity) -> bool {
    allows(Some(by.role), SchoolAct::ManagePeople)
}

/// Within a transaction: a group of the caller's, locked.
fn own(connection: &mut PgConnection, by: &Identity, id: GroupId) -> Result<Group, Failure> {
    Ok(groups::find(connection, id, by.person, sees_all(by), true)?.ok_or(Refusal::GroupUnknown)?)
}

/// As [`own`], unless it is archived.
fn in_use(connection: &mut PgConnection, by: &Identity, id: GroupId) -> Result<Group, Failure> {
    let group = own(connection, by, id)?;
    if group.archived_at.is_some() { Err(Refusal::GroupArchived.into()) } else { Ok(group) }
}

fn note(connection: &mut PgConnection, by: Author, deed: AuditAction, group: &Group) -> Result<(), Failure> {
    let about = AuditSubject::Group(group.id, &group.name);
    audit::write(connection, clock::now(), NewAuditEntry { by: Some(by), deed, about, detail: "" })
}

/// The caller's groups.
///
/// # Errors
/// [`Refusal::NotAllowed`].
pub async fn list(school: &School, by: &Identity) -> Result<OwnGroups, Failure> {
    permit(by)?;
    let (teacher, everyone) = (by.person, sees_all(by));
    let read = move |connection: &mut PgConnection| {
        let counted = |rows: Vec<(Group, i64)>| {
            rows.into_iter().map(|(group, students)| CountedGroup { group, students }).collect::<Vec<_>>()
        };
        Ok(OwnGroups {
            groups: counted(groups::all_of(connection, teacher, false, GROUPS)?),
            archived: counted(groups::all_of(connection, teacher, true, GROUPS)?),
            without_teacher: if everyone { counted(groups::without_teacher(connection, GROUPS)?) } else { Vec::new() },
        })
    };
    school.pool.run(read).await
}

/// A group with its students, by name, and its teachers.
///
/// # Errors
/// [`Refusal::NotAllowed`]; [`Refusal::GroupUnknown`], also for a group of others.
pub async fn get(school: &School, by: &Identity, id: GroupId) -> Result<WholeGroup, Failure> {
    permit(by)?;
    let (teacher, everyone) = (by.person, sees_all(by));
    let read = move |connection: &mut PgConnection| {
        let group = groups::find(connection, id, teacher, everyone, false)?.ok_or(Refusal::GroupUnknown)?;
        Ok(WholeGroup {
            group,
            students: groups::students(connection, id)?,
            teachers: groups::teachers(connection, id)?,
        })
    };
    school.pool.run(read).await
}

/// Makes a group with the students of this list, or with none if it is empty. A line that cannot be used refuses all.
///
/// # Errors
/// [`Refusal::NotAllowed`], [`Refusal::GroupsFull`], [`Refusal::NamesBad`], [`Refusal::NamesMany`], [`Refusal::KeyReused`], or the
/// refusal of the group's name.
pub async fn create(school: &School, by: &Identity, name: &str, list: &str) -> Result<Group, Failure> {
    permit(by)?;
    let listed = if list.trim().is_empty() { Vec::new() } else { name_list::parse(list, &[])? };
    usable(&listed)?;
    let group = Group { id: GroupId::fresh(), name: text::name(name)?, created_at: clock::now(), archived_at: None };
    let places = new_students(school, group.id, listed, group.created_at)?;
    let by = by.clone();
    let create = move |connection: &mut PgConnection| {
        connection.transaction(|connection| {
            if let Some(made) = idempotency::claim(connection, by.once.as_ref(), group.created_at)? {
                return own(connection, &by, GroupId::from_uuid(made));
            }
            people::lock(connection, by.person)?;
            if groups::count_of(connection, by.person)? >= GROUPS {
                return Err(Refusal::GroupsFull.into());
            }
            groups::insert(connection, &group, by.person)?;
            groups::add_students(connection, &places)?;
            idempotency::record(connection, by.once.as_ref(), group.id.as_uuid())?;
            note(connection, by.author(), AuditAction::GroupCreated, &group)?;
            Ok(group)
        })
    };
    school.pool.run(create).await
}

/// How the students of a list would look, and which lines are wrong or doubtful. With a group, its students are known.
///
/// # Errors
/// [`Refusal::NotAllowed`], [`Refusal::GroupUnknown`], [`Refusal::NamesMany`], [`Refusal::TableBad`].
pub async fn preview(
    school: &School,
    by: &Identity,
    group: Option<GroupId>,
    list: &str,
) -> Result<Vec<ListedStudent>, Failure> {
    permit(by)?;
    let known = match group {
        Some(id) => get(school, by, id).await?.students.into_iter().map(|student| student.name).collect(),
        None => Vec::new(),
    };
    Ok(name_list::parse(list, &known)?)
}

fn usable(listed: &[ListedStudent]) -> Result<(), Refusal> {
    if listed.iter().any(|one| one.refusal.is_some()) { Err(Refusal::NamesBad) } else { Ok(()) }
}

fn new_students(
    school: &School,
    group: GroupId,
    listed: Vec<ListedStudent>,
    since: Time,
) -> Result<Vec<NewGroupStudent>, Fault> {
    let place = |one: ListedStudent| {
        let (token, seed) = fresh_link(school)?;
        Ok(NewGroupStudent {
            id: GroupStudentId::fresh(),
            group_id: group,
            name: one.name,
            email: one.email,
            phone_number: one.phone_number,
            since,
            link_hash: token.hash(),
            link_seed: seed,
        })
    };
    listed.into_iter().map(place).collect()
}

/// A new token of a student's link, and its seed.
fn fresh_link(school: &School) -> Result<(PersonalToken, Vec<u8>), Fault> {
    let seed = school.keys.link_seed();
    let token = school.keys.personal_token(&seed).ok_or_else(|| Fault::Broken("a key of its own seed".to_owned()))?;
    Ok((token, seed))
}

/// # Errors
/// [`Refusal::NotAllowed`], [`Refusal::GroupUnknown`], or the refusal of the name.
pub async fn rename(school: &School, by: &Identity, id: GroupId, name: &str) -> Result<(), Failure> {
    permit(by)?;
    let name = text::name(name)?;
    change(school, by, AuditAction::GroupChanged, move |connection, by| {
        let group = own(connection, by, id)?;
        groups::rename(connection, id, &name)?;
        Ok(Group { name, ..group })
    })
    .await?;
    school.bus.announce(Announcement::GroupChanged(id)).await;
    Ok(())
}

/// Archives a group, or brings it back.
///
/// # Errors
/// [`Refusal::NotAllowed`], [`Refusal::GroupUnknown`].
pub async fn set_archived(school: &School, by: &Identity, id: GroupId, archived: bool) -> Result<(), Failure> {
    permit(by)?;
    change(school, by, AuditAction::GroupChanged, move |connection, by| {
        let group = own(connection, by, id)?;
        groups::set_archived(connection, id, archived.then(clock::now))?;
        Ok(group)
    })
    .await?;
    school.bus.announce(Announcement::GroupChanged(id)).await;
    Ok(())
}

/// Deletes a group with its students' places. Its lessons remain.
///
/// # Errors
/// [`Refusal::NotAllowed`], [`Refusal::GroupUnknown`].
pub async fn delete(school: &School, by: &Identity, id: GroupId) -> Result<(), Failure> {
    permit(by)?;
    change(school, by, AuditAction::GroupDeleted, move |connection, by| {
        let group = own(connection, by, id)?;
        groups::delete(connection, id)?;
        Ok(group)
    })
    .await?;
    school.bus.announce(Announcement::GroupChanged(id)).await;
    Ok(())
}

/// Shares a group with another teacher.
///
/// # Errors
/// [`Refusal::NotAllowed`], [`Refusal::GroupUnknown`], [`Refusal::TeacherUnknown`].
pub async fn share(school: &School, by: &Identity, id: GroupId, identifier: &str) -> Result<(), Failure> {
    permit(by)?;
    let identifier = email_address::as_stored(identifier.trim());
    change(school, by, AuditAction::GroupChanged, move |connection, by| {
        let group = own(connection, by, id)?;
        let found = people::by_identifier(connection, &identifier)?.map(|(person, _)| person);
        let teaches = |role: &str| Role::parse(role).is_some_and(|role| allows(Some(role), SchoolAct::ManageGroups));
        let colleague = found.filter(|one| teaches(&one.role) && one.blocked_at.is_none());
        let colleague = colleague.ok_or(Refusal::TeacherUnknown)?;
        groups::add_teacher(connection, id, colleague.id, clock::now())?;
        Ok(group)
    })
    .await
}

/// The caller no longer teaches a group.
///
/// # Errors
/// [`Refusal::NotAllowed`], [`Refusal::GroupUnknown`]; [`Refusal::GroupTeacherLast`].
pub async fn leave(school: &School, by: &Identity, id: GroupId) -> Result<(), Failure> {
    permit(by)?;
    change(school, by, AuditAction::GroupChanged, move |connection, by| {
        let group = own(connection, by, id)?;
        if groups::teachers(connection, id)?.iter().all(|teacher| teacher.id == by.person) {
            return Err(Refusal::GroupTeacherLast.into());
        }
        groups::remove_teacher(connection, id, by.person)?;
        Ok(group)
    })
    .await
}

/// Changes a group in one transaction, with a line in the audit trail.
async fn change(
    school: &School,
    by: &Identity,
    deed: AuditAction,
    change: impl FnOnce(&mut PgConnection, &Identity) -> Result<Group, Failure> + Send + 'static,
) -> Result<(), Failure> {
    let by = by.clone();
    let change = move |connection: &mut PgConnection| {
        connection.transaction(|connection| {
            let group = change(connection, &by)?;
            note(connection, by.author(), deed, &group)
        })
    };
    school.pool.run(change).await
}
