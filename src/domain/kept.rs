//! What is kept of a lesson for its teacher: the chat, the polls, the whiteboards, and the answers to quizzes by question and person. Only a lesson whose
//! teacher has chosen to keep them has any.

use std::collections::BTreeMap;

use diesel::PgConnection;

use super::School;
pub use super::content::Quiz;
pub use crate::db::{
    kept::{KeptIn, Message, Speaker},
    kept_boards::KeptBoard,
    kept_polls::{KeptPoll, KeptVote},
    uploads::Kind as FileKind,
};
use crate::{
    access::{Identity, SchoolAct, allows},
    clock::Time,
    db::{
        kept::{self, AnswerQuery, MessageQuery, QuizChoice},
        kept_boards, kept_polls, sessions,
    },
    error::{Failure, Fault, Refusal},
    ids::{ItemId, PersonId, SessionId},
    protocol::{board::Content, poll::Results, roster::ERASED},
    unicode,
};

/// Messages in one answer.
pub const PAGE: usize = 100;
/// People in one answer.
pub const PEOPLE: usize = 50;
/// How many messages of a table for download are read at a time.
const TABLE: usize = 5000;
/// The longest search text, in bytes.
const SEARCH: usize = 200;

/// A question, and who answered what.
#[derive(Clone, Debug)]
pub struct Question {
    pub id: ItemId,
    /// `None` if the question was deleted after the lesson.
    pub quiz: Option<Quiz>,
    /// How often each choice was made, also by people who are not in `answers`.
    pub counts: BTreeMap<usize, u64>,
    pub answers: Vec<Answer>,
}

/// A page of people, and what they answered.
#[derive(Default)]
pub struct AnswersPage {
    pub questions: Vec<Question>,
    pub people: Vec<Speaker>,
    /// Whether more people answered.
    pub more: bool,
}

#[derive(Clone, Debug)]
pub struct Answer {
    pub who: Speaker,
    /// The index of the chosen option, from 0.
    pub choice: usize,
    pub at: Time,
}

impl Speaker {
    /// `None` if the person has been erased.
    pub fn shown_name(&self) -> Option<&str> {
        Some(self.name.as_str()).filter(|name| *name != ERASED)
    }
}

impl Question {
    /// Whether this choice is the right one; `None` if the question was deleted.
    pub fn is_right(&self, choice: usize) -> Option<bool> {
        self.quiz.as_ref().map(|quiz| quiz.answer == choice)
    }
}

/// The messages of a lesson that contain this text, or whose author's name does, oldest first, [`PAGE`] at most, and whether
/// there are more.
///
/// # Errors
/// [`Refusal::SessionUnknown`], also for a session of another teacher; [`Refusal::NothingKept`]; [`Refusal::SearchTooLong`].
pub async fn chat(
    school: &School,
    by: &Identity,
    session: SessionId,
    text: &str,
    offset: u32,
) -> Result<(Vec<(Message, Speaker)>, bool), Failure> {
    let mut lines = messages(school, by, session, text, offset, PAGE + 1).await?;
    let more = lines.len() > PAGE;
    lines.truncate(PAGE);
    Ok((lines, more))
}

/// All messages of a lesson, as a table for download.
///
/// # Errors
/// As [`chat`].
pub async fn whole_chat(
    school: &School,
    by: &Identity,
    session: SessionId,
) -> Result<Vec<(Message, Speaker)>, Failure> {
    let mut all = Vec::new();
    loop {
        let offset = u32::try_from(all.len()).expect("memory holds fewer");
        let lines = messages(school, by, session, "", offset, TABLE).await?;
        let last = lines.len() < TABLE;
        all.extend(lines);
        if last {
            return Ok(all);
        }
    }
}

/// Which of these lessons of the caller have a chat, and which have answers, to read after their end.
///
/// # Errors
/// [`Refusal::NotAllowed`].
pub async fn kept_in(school: &School, by: &Identity, sessions: Vec<SessionId>) -> Result<KeptIn, Failure> {
    permit(by)?;
    let teacher = by.person;
    school.pool.run(move |connection| kept::kept_in(connection, teacher, &sessions)).await
}

async fn messages(
    school: &School,
    by: &Identity,
    session: SessionId,
    text: &str,
    offset: u32,
    limit: usize,
) -> Result<Vec<(Message, Speaker)>, Failure> {
    permit(by)?;
    let (teacher, text) = (by.person, searched(text)?);
    let read = move |connection: &mut PgConnection| {
        check_kept(connection, session, teacher)?;
        kept::messages(connection, &MessageQuery { session, text, offset: offset.into(), limit: limit as i64 })
    };
    school.pool.run(read).await
}

/// The questions that were answered in a lesson, in their order, that contain this text, and of the others the answers by people
/// whose names contain it.
///
/// # Errors
/// As [`chat`].
pub async fn answers(school: &School, by: &Identity, session: SessionId, text: &str) -> Result<Vec<Question>, Failure> {
    permit(by)?;
    let (teacher, text) = (by.person, searched(text)?);
    let read = move |connection: &mut PgConnection| {
        check_kept(connection, session, teacher)?;
        let (query, quizzes) = find(connection, session, text)?;
        let answers = kept::answers(connection, &query, None)?;
        Ok(gather(quizzes, &kept::count_choices(connection, &query)?, answers))
    };
    school.pool.run(read).await
}

/// As [`answers`], but only of some of the people: [`PEOPLE`] at most, in the order in which they joined, after so many.
///
/// # Errors
/// As [`chat`].
pub async fn answers_page(
    school: &School,
    by: &Identity,
    session: SessionId,
    text: &str,
    offset: u32,
) -> Result<AnswersPage, Failure> {
    permit(by)?;
    let (teacher, text) = (by.person, searched(text)?);
    let read = move |connection: &mut PgConnection| {
        check_kept(connection, session, teacher)?;
        let (query, quizzes) = find(connection, session, text)?;
        let mut people = kept::answerers(connection, &query, offset.into(), PEOPLE as i64 + 1)?;
        let more = people.len() > PEOPLE;
        people.truncate(PEOPLE);
        let ids: Vec<_> = people.iter().map(|who| who.id).collect();
        let answers = kept::answers(connection, &query, Some(&ids))?;
        let questions = gather(quizzes, &kept::count_choices(connection, &query)?, answers);
        Ok(AnswersPage { questions, people, more })
    };
    school.pool.run(read).await
}

/// The polls of a lesson, in their order.
///
/// # Errors
/// [`Refusal::SessionUnknown`], also for a session of another teacher; [`Refusal::NothingKept`].
pub async fn polls(school: &School, by: &Identity, session: SessionId) -> Result<Vec<KeptPoll>, Failure> {
    permit(by)?;
    let teacher = by.person;
    let read = move |connection: &mut PgConnection| {
        check_kept(connection, session, teacher)?;
        kept_polls::polls(connection, session)
    };
    school.pool.run(read).await
}

/// The whiteboards of a lesson on which there is something, and what was drawn over its screen.
///
/// # Errors
/// As [`polls`].
pub async fn boards(school: &School, by: &Identity, session: SessionId) -> Result<Vec<KeptBoard>, Failure> {
    permit(by)?;
    let teacher = by.person;
    let read = move |connection: &mut PgConnection| {
        check_kept(connection, session, teacher)?;
        kept_boards::boards(connection, session)
    };
    school.pool.run(read).await
}

/// What is on one of them; `None` stands for a page whose number is none.
///
/// # Errors
/// As [`polls`]; [`Refusal::BoardUnknown`].
pub async fn board(school: &School, by: &Identity, session: SessionId, page: Option<u16>) -> Result<Content, Failure> {
    permit(by)?;
    let teacher = by.person;
    let read = move |connection: &mut PgConnection| {
        check_kept(connection, session, teacher)?;
        let page = page.ok_or(Refusal::BoardUnknown)?;
        Ok(kept_boards::content(connection, session, page)?.ok_or(Refusal::BoardUnknown)?)
    };
    school.pool.run(read).await
}

impl KeptPoll {
    pub fn results(&self) -> Results {
        let answers = self.votes.iter().map(|vote| &vote.answer).chain(&self.ballots);
        Results::of(&self.question, answers)
    }
}

/// The quizzes that were answered, as far as they still exist, with their places in the experience.
type Quizzes = BTreeMap<ItemId, (i32, Quiz)>;

/// What to read of a lesson's answers to find this text.
fn find(connection: &mut PgConnection, session: SessionId, text: String) -> Result<(AnswerQuery, Quizzes), Failure> {
    let answered = kept::answered(connection, session)?;
    let mut quizzes = Quizzes::new();
    for (id, (position, quiz)) in kept::quizzes(connection, &answered)? {
        let quiz = serde_json::from_value(quiz).map_err(|error| Fault::Broken(format!("item {id}: {error}")))?;
        quizzes.insert(id, (position, quiz));
    }
    let key = unicode::search_key(&text);
    let asks = |quiz: &Quiz| unicode::search_key(&quiz.question).contains(&key);
    let asking = quizzes.iter().filter(|(_, (_, quiz))| asks(quiz)).map(|(id, _)| *id).collect();
    Ok((AnswerQuery { session, quizzes: asking, name: text }, quizzes))
}

/// Sorts choices by their questions, which are those of `counts`.
fn gather(mut quizzes: Quizzes, counts: &[(ItemId, i32, i64)], choices: Vec<QuizChoice>) -> Vec<Question> {
    let index = |choice: i32| usize::try_from(choice).unwrap_or_default();
    let mut questions = BTreeMap::new();
    for &(id, choice, count) in counts {
        let question = questions.entry(id).or_insert_with(|| {
            let (position, quiz) = quizzes.remove(&id).unzip();
            // Deleted questions come last.
            (position.unwrap_or(i32::MAX), Question { id, quiz, counts: BTreeMap::new(), answers: Vec::new() })
        });
        question.1.counts.insert(index(choice), count.unsigned_abs());
    }
    for QuizChoice { quiz, who, choice, at } in choices {
        // Of a statement before that of the counts: an answer may have been erased in between.
        if let Some((_, question)) = questions.get_mut(&quiz) {
            question.answers.push(Answer { who, choice: index(choice), at });
        }
    }
    let mut questions: Vec<_> = questions.into_values().collect();
    questions.sort_by_key(|(position, question)| (*position, question.id));
    questions.into_iter().map(|(_, question)| question).collect()
}

fn permit(by: &Identity) -> Result<(), Refusal> {
    if allows(Some(by.role), SchoolAct::ReadKept) { Ok(()) } else { Err(Refusal::NotAllowed) }
}

fn searched(text: &str) -> Result<String, Refusal> {
    let text = text.trim();
    // PostgreSQL's text holds no NUL.
    if text.len() > SEARCH || text.contains('\0') { Err(Refusal::SearchTooLong) } else { Ok(text.to_owned()) }
}

fn check_kept(connection: &mut PgConnection, session: SessionId, teacher: PersonId) -> Result<(), Failure> {
    let session = sessions::own(connection, session, teacher, false)?.ok_or(Refusal::SessionUnknown)?;
    if session.retention == super::sessions::KEEP { Ok(()) } else { Err(Refusal::NothingKept.into()) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{clock, ids::ParticipantId};

    fn choice(quiz: ItemId, choice: i32) -> QuizChoice {
        let (id, role) = (ParticipantId::fresh(), "student".to_owned());
        let who = Speaker { id, name: "Ana".to_owned(), role, person_id: None };
        QuizChoice { quiz, who, choice, at: clock::now() }
    }

    #[test]
    fn answers_stand_with_their_questions_and_deleted_questions_last() {
        let [first, second, deleted, unanswered] = [(); 4].map(|()| ItemId::fresh());
        let quiz = |question: &str, answer| Quiz {
            question: question.to_owned(),
            options: vec!["4".to_owned(), "5".to_owned()],
            answer,
        };
        let quizzes = Quizzes::from([
            (second, (7, quiz("Which planet?", 1))),
            (first, (3, quiz("Two and two?", 0))),
            (unanswered, (1, quiz("Why?", 0))),
        ]);
        let counts = [(deleted, 1, 2), (second, 0, 1), (first, 0, 40), (first, 1, 2)];
        let questions = gather(quizzes, &counts, vec![choice(first, 1), choice(second, 0), choice(deleted, 1)]);
        assert_eq!(questions.iter().map(|one| one.id).collect::<Vec<_>>(), [first, second, deleted]);
        assert_eq!(questions[0].counts, BTreeMap::from([(0, 40), (1, 2)]), "also of people on other pages");
        assert!(questions.iter().all(|one| one.answers.len() == 1));
        assert_eq!((questions[0].is_right(0), questions[0].is_right(1)), (Some(true), Some(false)));
        assert_eq!(questions[2].is_right(1), None);
    }
}
