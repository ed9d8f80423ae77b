//! The ids in a path.

use actix_web::web::Path;

use crate::{
    error::Refusal,
    ids::{PersonId, SessionId},
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
