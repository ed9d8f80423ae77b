//! The ids in a path.

use actix_web::web::Path;

use crate::{
    error::Refusal,
    ids::{GroupId, GroupStudentId, PersonId, SessionId},
};

/// The id of a person in a path.
///
/// # Errors
/// [`Refusal::PersonUnknown`].
pub fn person_id(path: &Path<String>) -> Result<PersonId, Refusal> {
    path.parse().map_err(|_| Refusal::PersonUnknown)
}

/// The id of a teacher's student in a path.
///
/// # Errors
/// [`Refusal::StudentUnknown`].
pub fn student_id(path: &Path<String>) -> Result<PersonId, Refusal> {
    path.parse().map_err(|_| Refusal::StudentUnknown)
}

/// The id of a session in a path.
///
/// # Errors
/// [`Refusal::SessionUnknown`].
pub fn session_id(path: &Path<String>) -> Result<SessionId, Refusal> {
    path.parse().map_err(|_| Refusal::SessionUnknown)
}

/// The id of a group in a path.
///
/// # Errors
/// [`Refusal::GroupUnknown`].
pub fn group_id(path: &Path<String>) -> Result<GroupId, Refusal> {
    path.parse().map_err(|_| Refusal::GroupUnknown)
}

/// The id of a student's place in a group.
///
/// # Errors
/// [`Refusal::StudentUnknown`].
pub fn group_student_id(path: &Path<String>) -> Result<GroupStudentId, Refusal> {
    path.parse().map_err(|_| Refusal::StudentUnknown)
}
