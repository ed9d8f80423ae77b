//! How the students of a group get on over its lessons, of all its teachers: with an account or without.

use std::collections::HashMap;

use diesel::PgConnection;

use super::{
    School,
    groups::{self, Group, GroupStudent},
    progress::{LESSONS, Lesson, Mark, Score, Totals, presence_since, sum},
};
use crate::{
    access::Identity,
    clock::Time,
    db::{group_progress, groups as rows},
    error::{Failure, Refusal},
    ids::{GroupId, GroupStudentId, SessionId},
};

/// A student of a group, with one mark for each lesson, in their order.
#[derive(Clone, Debug)]
pub struct GroupRow {
    pub student: GroupStudent,
    pub marks: Vec<Mark>,
    pub sum: Totals,
}

/// The progress of a group over its latest lessons, [`LESSONS`] at most, the earliest first.
#[derive(Clone, Debug)]
pub struct GroupProgress {
    pub group: Group,
    pub lessons: Vec<Lesson>,
    pub rows: Vec<GroupRow>,
}

/// The progress of one of the caller's groups.
///
/// # Errors
/// [`Refusal::NotAllowed`]; [`Refusal::GroupUnknown`], also for a group of others.
pub async fn of(school: &School, by: &Identity, id: GroupId) -> Result<GroupProgress, Failure> {
    groups::permit(by)?;
    let (teacher, everyone) = (by.person, groups::sees_all(by));
    let read = move |connection: &mut PgConnection| {
        let group = rows::find(connection, id, teacher, everyone, false)?.ok_or(Refusal::GroupUnknown)?;
        let mut past = group_progress::past(connection, id, LESSONS)?;
        past.reverse();
        let ids: Vec<_> = past.iter().map(|one| one.id).collect();
        let counts = group_progress::attendee_counts(connection, id, &ids)?;
        let counts: HashMap<_, _> = counts.into_iter().map(|crowd| (crowd.session, crowd)).collect();
        let lessons: Vec<_> =
            past.into_iter().map(|past| Lesson { crowd: counts.get(&past.id).copied(), past }).collect();
        let ended: HashMap<_, _> = lessons.iter().map(|lesson| (lesson.past.id, lesson.past.ended_at)).collect();
        let mut visits: HashMap<(SessionId, GroupStudentId), Vec<(Time, Time)>> = HashMap::new();
        for one in group_progress::attendances(connection, id, &ids)? {
            let left = one.left_at.or(one.alive_at).unwrap_or(ended[&one.session]);
            visits.entry((one.session, one.student)).or_default().push((one.joined_at, left));
        }
        let mut scores: HashMap<(SessionId, GroupStudentId), Score> = HashMap::new();
        for one in group_progress::scores(connection, id, &ids)? {
            let score = Score { asked: one.asked, answered: one.answered, correct: one.correct };
            scores.insert((one.session, one.student), score);
        }
        let row = |student: GroupStudent| {
            let mark = |lesson: &Lesson| {
                let key = (lesson.past.id, student.id);
                let visits = visits.get(&key).cloned().unwrap_or_default();
                Mark { presence: presence_since(lesson, student.since, visits), score: scores.get(&key).copied() }
            };
            let marks: Vec<_> = lessons.iter().map(mark).collect();
            GroupRow { sum: sum(&lessons, &marks), marks, student }
        };
        let rows = rows::students(connection, id)?.into_iter().map(row).collect();
        Ok(GroupProgress { group, lessons, rows })
    };
    school.pool.run(read).await
}
