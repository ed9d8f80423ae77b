//! The students of a group, and their personal links.

use diesel::PgConnection;

use super::{STUDENTS, change, fresh_link, in_use, new_students, own, permit, sees_all, usable};
use crate::{
    access::{Identity, PersonalToken, Role},
    clock,
    cluster::Announcement,
    db::{audit::AuditAction, groups, people},
    domain::{School, name_list},
    error::{Failure, Refusal},
    ids::{GroupId, GroupStudentId},
    outbound::email_address,
    protocol::text,
};

/// A student on the sheet of links. Without a token, the link still works but cannot be shown: it was made with a secret that is
/// not kept any more.
#[derive(Clone, Debug)]
pub struct SheetLine {
    pub id: GroupStudentId,
    pub name: String,
    pub token: Option<PersonalToken>,
}

/// What a teacher enters about a student.
#[derive(Clone, Debug, Default)]
pub struct StudentDetails {
    pub name: String,
    pub email: String,
    pub phone: String,
}

/// Adds the students of a list, all or none.
///
/// # Errors
/// [`Refusal::NotAllowed`], [`Refusal::GroupUnknown`], [`Refusal::GroupArchived`], [`Refusal::GroupFull`], [`Refusal::NamesBad`],
/// [`Refusal::NamesMany`].
pub async fn add_students(school: &School, by: &Identity, id: GroupId, list: &str) -> Result<usize, Failure> {
    permit(by)?;
    let listed = name_list::parse(list, &[])?;
    usable(&listed)?;
    let count = listed.len();
    let places = new_students(school, id, listed, clock::now())?;
    change(school, by, AuditAction::GroupChanged, move |connection, by| {
        let group = in_use(connection, by, id)?;
        if groups::count_students(connection, id)? + i64::try_from(places.len()).unwrap_or(i64::MAX) > STUDENTS {
            return Err(Refusal::GroupFull.into());
        }
        groups::add_students(connection, &places)?;
        Ok(group)
    })
    .await?;
    Ok(count)
}

/// Changes a student's name, and how they can be reached. Those with an account set that themselves.
///
/// # Errors
/// [`Refusal::NotAllowed`], [`Refusal::GroupUnknown`], [`Refusal::StudentUnknown`], or the refusal of a field.
pub async fn change_student(
    school: &School,
    by: &Identity,
    id: GroupStudentId,
    details: StudentDetails,
) -> Result<(), Failure> {
    permit(by)?;
    let name = text::name(&details.name)?;
    let email = match details.email.trim() {
        "" => None,
        email => Some(email_address::validate(email)?),
    };
    let phone = text::phone(&details.phone)?;
    change(school, by, AuditAction::GroupChanged, move |connection, by| {
        let (group, student) = student_of(connection, by, id)?;
        let (email, phone) = if student.person_id.is_some() { (None, None) } else { (email, phone) };
        groups::change_student(connection, id, &name, email.as_deref(), phone.as_deref())?;
        Ok(group)
    })
    .await
}

/// Moves a student into another group of the caller's. They keep their link, and what they have attended.
///
/// # Errors
/// As [`change_student`]; [`Refusal::GroupArchived`], [`Refusal::GroupFull`]; [`Refusal::GroupStudentTwice`] if their account has a
/// place there.
pub async fn move_student(school: &School, by: &Identity, id: GroupStudentId, to: GroupId) -> Result<(), Failure> {
    permit(by)?;
    change(school, by, AuditAction::GroupChanged, move |connection, by| {
        let (_, student) = student_of(connection, by, id)?;
        let target = in_use(connection, by, to)?;
        if student.group_id == to {
            return Ok(target);
        }
        if groups::count_students(connection, to)? >= STUDENTS {
            return Err(Refusal::GroupFull.into());
        }
        if let Some(person) = student.person_id
            && groups::has_account(connection, to, person)?
        {
            return Err(Refusal::GroupStudentTwice.into());
        }
        groups::move_student(connection, id, to)?;
        Ok(target)
    })
    .await?;
    changed(school, id).await;
    Ok(())
}

/// Removes a student from their group. Without an account, nothing of them remains but that somebody attended.
///
/// # Errors
/// [`Refusal::NotAllowed`], [`Refusal::GroupUnknown`], [`Refusal::StudentUnknown`].
pub async fn remove_student(school: &School, by: &Identity, id: GroupStudentId) -> Result<(), Failure> {
    permit(by)?;
    change(school, by, AuditAction::GroupChanged, move |connection, by| {
        let (group, _) = student_of(connection, by, id)?;
        groups::remove_student(connection, id)?;
        Ok(group)
    })
    .await?;
    changed(school, id).await;
    Ok(())
}

/// Joins a student to the account of one of the caller's own students; administrators may choose any student.
///
/// # Errors
/// As [`change_student`]; [`Refusal::PersonUnknown`] for anyone else; [`Refusal::GroupStudentTwice`].
pub async fn join_account(school: &School, by: &Identity, id: GroupStudentId, identifier: &str) -> Result<(), Failure> {
    permit(by)?;
    let identifier = email_address::as_stored(identifier.trim());
    change(school, by, AuditAction::GroupChanged, move |connection, by| {
        let (group, student) = student_of(connection, by, id)?;
        let found = people::by_identifier(connection, &identifier)?.map(|(person, _)| person);
        let found = found.filter(|one| Role::parse(&one.role) == Some(Role::Student)).ok_or(Refusal::PersonUnknown)?;
        if !sees_all(by) && !groups::is_own_student(connection, by.person, found.id)? {
            return Err(Refusal::PersonUnknown.into());
        }
        if student.person_id.is_some() || groups::has_account(connection, group.id, found.id)? {
            return Err(Refusal::GroupStudentTwice.into());
        }
        groups::join_account(connection, id, found.id)?;
        Ok(group)
    })
    .await
}

/// Gives a student another link. The old one is dead at once.
///
/// # Errors
/// [`Refusal::NotAllowed`], [`Refusal::GroupUnknown`], [`Refusal::StudentUnknown`].
pub async fn reset_link(school: &School, by: &Identity, id: GroupStudentId) -> Result<PersonalToken, Failure> {
    permit(by)?;
    let (token, seed) = fresh_link(school)?;
    let hash = token.hash();
    change(school, by, AuditAction::LinkReset, move |connection, by| {
        let (group, _) = student_of(connection, by, id)?;
        groups::set_link(connection, id, &hash, &seed)?;
        Ok(group)
    })
    .await?;
    changed(school, id).await;
    Ok(token)
}

/// Those who came by the student's link must show it again.
async fn changed(school: &School, id: GroupStudentId) {
    school.bus.announce(Announcement::StudentChanged(id)).await;
}

/// The links of a group's students, by name.
///
/// # Errors
/// [`Refusal::NotAllowed`], [`Refusal::GroupUnknown`].
pub async fn sheet(school: &School, by: &Identity, id: GroupId) -> Result<(groups::Group, Vec<SheetLine>), Failure> {
    permit(by)?;
    let by = by.clone();
    let read = move |connection: &mut PgConnection| {
        let group = groups::find(connection, id, by.person, sees_all(&by), false)?.ok_or(Refusal::GroupUnknown)?;
        Ok((group, groups::link_seeds(connection, id)?))
    };
    let (group, seeds) = school.pool.run(read).await?;
    let line = |(id, name, seed): (_, _, Vec<u8>)| SheetLine { id, name, token: school.keys.personal_token(&seed) };
    Ok((group, seeds.into_iter().map(line).collect()))
}

/// Within a transaction: a student of a group of the caller's, and the group, locked.
fn student_of(
    connection: &mut PgConnection,
    by: &Identity,
    id: GroupStudentId,
) -> Result<(groups::Group, groups::GroupStudent), Failure> {
    let student = groups::student(connection, id)?.ok_or(Refusal::StudentUnknown)?;
    let group = own(connection, by, student.group_id).map_err(|failure| match failure {
        Failure::Refused(Refusal::GroupUnknown) => Refusal::StudentUnknown.into(),
        failure => failure,
    })?;
    Ok((group, student))
}
