//! The answers to quizzes, and the quizzes that were opened and whose right answer was revealed.

use std::collections::BTreeMap;

use diesel::{prelude::*, upsert::excluded};

use super::schema::{participants, quiz_answers, quiz_openings, quiz_reveals};
use crate::{
    clock::Time,
    ids::{ItemId, ParticipantId, PersonId, SessionId},
    protocol::quiz::QuizAnswer,
};

#[derive(Clone, Debug, PartialEq)]
pub enum Record {
    /// Students may answer it.
    Opened { quiz: ItemId },
    /// A participant's answer, which replaces an earlier one.
    Answered { who: ParticipantId, answer: QuizAnswer, at: Time },
    /// The right answer is shown to everyone.
    Revealed { quiz: ItemId },
}

/// Writes records, with all answers in one statement.
///
/// # Errors
/// A database error.
pub fn write(connection: &mut PgConnection, records: Vec<(SessionId, Record)>) -> QueryResult<()> {
    // One statement cannot change a row twice: the last of a participant's answers to a quiz counts.
    let (mut openings, mut answers, mut reveals) = (Vec::new(), BTreeMap::new(), Vec::new());
    for (session, record) in records {
        match record {
            Record::Opened { quiz } => {
                openings.push((quiz_openings::session_id.eq(session), quiz_openings::quiz.eq(quiz)));
            }
            Record::Answered { who, answer, at } => drop(answers.insert((who, answer.quiz_id), (answer.choice, at))),
            Record::Revealed { quiz } => {
                reveals.push((quiz_reveals::session_id.eq(session), quiz_reveals::quiz.eq(quiz)));
            }
        }
    }
    let rows: Vec<_> = answers
        .into_iter()
        .map(|((who, quiz), (choice, at))| {
            (
                quiz_answers::participant_id.eq(who),
                quiz_answers::quiz.eq(quiz),
                quiz_answers::choice.eq(i32::from(choice)),
                quiz_answers::answered_at.eq(at),
            )
        })
        .collect();
    if !openings.is_empty() {
        diesel::insert_into(quiz_openings::table).values(openings).on_conflict_do_nothing().execute(connection)?;
    }
    if !rows.is_empty() {
        diesel::insert_into(quiz_answers::table)
            .values(rows)
            .on_conflict((quiz_answers::participant_id, quiz_answers::quiz))
            .do_update()
            .set((
                quiz_answers::choice.eq(excluded(quiz_answers::choice)),
                quiz_answers::answered_at.eq(excluded(quiz_answers::answered_at)),
            ))
            .execute(connection)?;
    }
    if !reveals.is_empty() {
        diesel::insert_into(quiz_reveals::table).values(reveals).on_conflict_do_nothing().execute(connection)?;
    }
    Ok(())
}

/// Loads what was opened, the answers, and then what was revealed.
///
/// # Errors
/// A database error.
pub fn load(connection: &mut PgConnection, session: SessionId) -> QueryResult<Vec<Record>> {
    let opened: Vec<ItemId> = quiz_openings::table
        .filter(quiz_openings::session_id.eq(session))
        .select(quiz_openings::quiz)
        .load(connection)?;
    let answers: Vec<(ParticipantId, ItemId, i32, Time)> = quiz_answers::table
        .inner_join(participants::table)
        .filter(participants::session_id.eq(session))
        .select((quiz_answers::participant_id, quiz_answers::quiz, quiz_answers::choice, quiz_answers::answered_at))
        .load(connection)?;
    let revealed: Vec<ItemId> =
        quiz_reveals::table.filter(quiz_reveals::session_id.eq(session)).select(quiz_reveals::quiz).load(connection)?;
    let answered = answers.into_iter().map(|(who, quiz_id, choice, at)| {
        // The database contains no other values.
        let choice = u8::try_from(choice).unwrap_or(u8::MAX);
        Record::Answered { who, answer: QuizAnswer { quiz_id, choice }, at }
    });
    let opened = opened.into_iter().map(|quiz| Record::Opened { quiz });
    Ok(opened.chain(answered).chain(revealed.into_iter().map(|quiz| Record::Revealed { quiz })).collect())
}

/// Deletes the answers of a lesson that has ended, unless the lesson keeps them.
///
/// # Errors
/// A database error.
pub fn end(connection: &mut PgConnection, session: SessionId, keeps: bool) -> QueryResult<()> {
    if !keeps {
        let there = participants::table.filter(participants::session_id.eq(session)).select(participants::id);
        diesel::delete(quiz_answers::table.filter(quiz_answers::participant_id.eq_any(there))).execute(connection)?;
    }
    Ok(())
}

/// What an export has of a person `p`: the name of each list, and its rows.
pub const EXPORT: &[(&str, &str)] = &[(
    "answers",
    "SELECT a.session_id AS \"session\", q.quiz, q.choice, q.answered_at AS \"answeredAt\"
         FROM quiz_answers q JOIN participants a ON a.id = q.participant_id WHERE a.person_id = p.id
         ORDER BY q.answered_at, q.quiz",
)];

/// Answers go with the lesson, or stay with a participant who has no name any more.
///
/// # Errors
/// None.
pub fn erase(_: &mut PgConnection, _: PersonId) -> QueryResult<()> {
    Ok(())
}
