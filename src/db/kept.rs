//! The chat and the quiz answers of one lesson, for its teacher to read after it.

use std::collections::{HashMap, HashSet};

use diesel::{dsl::exists, prelude::*};

use super::{
    folding::{containing, search_key},
    kept_boards::drawn_in,
    schema::{hand_ins, items, messages, participants, polls, quiz_answers, sessions},
};
use crate::{
    clock::Time,
    error::Failure,
    ids::{ItemId, MessageId, ParticipantId, PersonId, SessionId},
};

/// A participant, as the lesson's records name them.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = participants, check_for_backend(diesel::pg::Pg))]
pub struct Speaker {
    pub id: ParticipantId,
    pub name: String,
    pub role: String,
    pub person_id: Option<PersonId>,
}

/// A message of the chat.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = messages, check_for_backend(diesel::pg::Pg))]
pub struct Message {
    pub id: MessageId,
    pub body: String,
    pub sent_at: Time,
    pub edited_at: Option<Time>,
    pub deleted_at: Option<Time>,
}

/// Filters messages by their text or their author's name.
#[derive(Clone, Debug)]
pub struct MessageQuery {
    pub session: SessionId,
    /// Empty: all.
    pub text: String,
    pub offset: i64,
    pub limit: i64,
}

/// The messages that match, oldest first.
pub fn messages(connection: &mut PgConnection, query: &MessageQuery) -> Result<Vec<(Message, Speaker)>, Failure> {
    let like = containing(&query.text);
    Ok(messages::table
        .inner_join(participants::table)
        .filter(messages::session_id.eq(query.session))
        .filter(search_key(messages::body).like(&like).or(search_key(participants::name).like(&like)))
        .order(messages::id)
        .offset(query.offset)
        .limit(query.limit)
        .select((Message::as_select(), Speaker::as_select()))
        .load(connection)?)
}

/// A participant's answer to a quiz.
#[derive(Clone, Debug)]
pub struct QuizChoice {
    pub quiz: ItemId,
    pub who: Speaker,
    pub choice: i32,
    pub at: Time,
}

/// Filters the answers of a session.
#[derive(Clone, Debug)]
pub struct AnswerQuery {
    pub session: SessionId,
    /// All answers to these quizzes.
    pub quizzes: Vec<ItemId>,
    /// To other quizzes, only the answers of people whose names contain this.
    pub name: String,
}

/// The quizzes that were answered in a session.
pub fn answered(connection: &mut PgConnection, session: SessionId) -> Result<Vec<ItemId>, Failure> {
    let answers = quiz_answers::table.inner_join(participants::table).filter(participants::session_id.eq(session));
    Ok(answers.select(quiz_answers::quiz).distinct().load(connection)?)
}

/// How often each choice was made.
pub fn count_choices(connection: &mut PgConnection, query: &AnswerQuery) -> Result<Vec<(ItemId, i32, i64)>, Failure> {
    Ok(quiz_answers::table
        .inner_join(participants::table)
        .filter(participants::session_id.eq(query.session))
        .filter(
            quiz_answers::quiz.eq_any(&query.quizzes).or(search_key(participants::name).like(containing(&query.name))),
        )
        .group_by((quiz_answers::quiz, quiz_answers::choice))
        .select((quiz_answers::quiz, quiz_answers::choice, diesel::dsl::count_star()))
        .load(connection)?)
}

/// The people who answered, in the order in which they joined.
pub fn answerers(
    connection: &mut PgConnection,
    query: &AnswerQuery,
    offset: i64,
    limit: i64,
) -> Result<Vec<Speaker>, Failure> {
    let fitting = quiz_answers::table.filter(quiz_answers::quiz.eq_any(&query.quizzes));
    let any = quiz_answers::table.select(quiz_answers::participant_id);
    let named = search_key(participants::name).like(containing(&query.name)).and(participants::id.eq_any(any));
    Ok(participants::table
        .filter(participants::session_id.eq(query.session))
        .filter(participants::id.eq_any(fitting.select(quiz_answers::participant_id)).or(named))
        .order((participants::joined_at, participants::id))
        .offset(offset)
        .limit(limit)
        .select(Speaker::as_select())
        .load(connection)?)
}

/// The answers, by the participants in the order in which they joined; only of `people`, if given.
pub fn answers(
    connection: &mut PgConnection,
    query: &AnswerQuery,
    people: Option<&[ParticipantId]>,
) -> Result<Vec<QuizChoice>, Failure> {
    let mut found = quiz_answers::table
        .inner_join(participants::table)
        .filter(participants::session_id.eq(query.session))
        .filter(
            quiz_answers::quiz.eq_any(&query.quizzes).or(search_key(participants::name).like(containing(&query.name))),
        )
        .order((participants::joined_at, participants::id))
        .select((quiz_answers::quiz, Speaker::as_select(), quiz_answers::choice, quiz_answers::answered_at))
        .into_boxed();
    if let Some(people) = people {
        found = found.filter(participants::id.eq_any(people));
    }
    let rows: Vec<(ItemId, Speaker, i32, Time)> = found.load(connection)?;
    Ok(rows.into_iter().map(|(quiz, who, choice, at)| QuizChoice { quiz, who, choice, at }).collect())
}

/// The quizzes of these items that still exist, with their places in the experience.
pub fn quizzes(
    connection: &mut PgConnection,
    ids: &[ItemId],
) -> Result<HashMap<ItemId, (i32, serde_json::Value)>, Failure> {
    let rows: Vec<(ItemId, i32, serde_json::Value)> = items::table
        .filter(items::id.eq_any(ids))
        .filter(items::quiz.is_not_null())
        .select((items::id, items::position, items::quiz.assume_not_null()))
        .load(connection)?;
    Ok(rows.into_iter().map(|(id, position, quiz)| (id, (position, quiz))).collect())
}

/// The sessions that have something to read.
#[derive(Clone, Debug, Default)]
pub struct KeptIn {
    pub chat: HashSet<SessionId>,
    pub answers: HashSet<SessionId>,
    pub polls: HashSet<SessionId>,
    pub hand_ins: HashSet<SessionId>,
    pub boards: HashSet<SessionId>,
}

/// Which of these sessions of a teacher have messages, answers, polls, hand-ins, and whiteboards.
pub fn kept_in(connection: &mut PgConnection, teacher: PersonId, ids: &[SessionId]) -> Result<KeptIn, Failure> {
    let own = || sessions::table.filter(sessions::id.eq_any(ids)).filter(sessions::teacher_id.eq(teacher));
    let said = messages::table.filter(messages::session_id.eq(sessions::id));
    let chat: Vec<SessionId> = own().filter(exists(said)).select(sessions::id).load(connection)?;
    let answered =
        quiz_answers::table.inner_join(participants::table).filter(participants::session_id.eq(sessions::id));
    let answers: Vec<SessionId> = own().filter(exists(answered)).select(sessions::id).load(connection)?;
    let asked = polls::table.filter(polls::session_id.eq(sessions::id));
    let polls: Vec<SessionId> = own().filter(exists(asked)).select(sessions::id).load(connection)?;
    let handed_in = hand_ins::table.filter(hand_ins::session_id.eq(sessions::id));
    let hand_ins: Vec<SessionId> = own().filter(exists(handed_in)).select(sessions::id).load(connection)?;
    Ok(KeptIn {
        chat: chat.into_iter().collect(),
        answers: answers.into_iter().collect(),
        polls: polls.into_iter().collect(),
        hand_ins: hand_ins.into_iter().collect(),
        boards: drawn_in(connection, teacher, ids)?.into_iter().collect(),
    })
}
