//! A student's own lessons: what comes next, and how they did.

use chrono::Duration;

use super::School;
pub use crate::db::own_lessons::{NextLesson, PastLesson};
use crate::{
    access::{Identity, SchoolAct, allows},
    clock,
    db::own_lessons,
    error::{Failure, Refusal},
};

/// The most lessons of each kind in one answer.
pub const MOST: i64 = 50;
/// For how long a planned lesson that nobody has started is still shown.
const OVERDUE: Duration = Duration::hours(12);

/// The lessons of one's teachers, or that one has joined, that are live or planned, the next first; and those in which one was,
/// the latest first.
///
/// # Errors
/// [`Refusal::NotAllowed`].
pub async fn list(school: &School, by: &Identity) -> Result<(Vec<NextLesson>, Vec<PastLesson>), Failure> {
    if !allows(Some(by.role), SchoolAct::SeeOwnLessons) {
        return Err(Refusal::NotAllowed.into());
    }
    let (student, old) = (by.person, clock::now() - OVERDUE);
    school
        .pool
        .run(move |connection| {
            Ok((own_lessons::next(connection, student, old, MOST)?, own_lessons::past(connection, student, MOST)?))
        })
        .await
}
