//! What is kept of a lesson for its teacher: the chat, and the answers to quizzes by question and person. Only a lesson whose
//! teacher has chosen to keep them has any.

use std::collections::BTreeSet;

use diesel::PgConnection;

use super::School;
pub use super::content::Quiz;
pub use crate::db::kept::{KeptIn, Message, Speaker};
use crate::{
    access::{Identity, SchoolAct, allows},
    clock::Time,
    db::{
        kept::{self, MessageQuery},
        sessions,
    },
    error::{Failure, Fault, Refusal},
    ids::{ItemId, ParticipantId, PersonId, SessionId},
    protocol::roster::ERASED,
    unicode,
};

/// Messages in one answer.
pub const PAGE: usize = 100;
/// The most messages in a table for download: a room keeps no more in memory, either.
const TABLE: usize = crate::db::chat::REMEMBERED_LINES;
/// The longest search text, in bytes.
const SEARCH: usize = 200;

/// A question, and who answered what.
#[derive(Clone, Debug)]
pub struct Question {
    pub id: ItemId,
    /// `None` if the question was deleted after the lesson.
    pub quiz: Option<Quiz>,
    pub answers: Vec<Answer>,
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

    /// Everyone who answered, each once, in the order in which they joined.
    pub fn people(questions: &[Question]) -> Vec<&Speaker> {
        let mut seen = BTreeSet::<ParticipantId>::new();
        let answers = questions.iter().flat_map(|question| &question.answers);
        answers.map(|answer| &answer.who).filter(|who| seen.insert(who.id)).collect()
    }
}

/// The messages of a lesson that contain this text, or whose author's name does, oldest first, [`PAGE`] at most, and whether there
/// are more.
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
    messages(school, by, session, "", 0, TABLE).await
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
        let choices = kept::answers(connection, session)?;
        let ids: BTreeSet<_> = choices.iter().map(|choice| choice.quiz).collect();
        let mut quizzes = kept::quizzes(connection, &ids.iter().copied().collect::<Vec<_>>())?;
        let mut questions = Vec::new();
        for id in ids {
            let (position, quiz) = quizzes.remove(&id).unzip();
            let quiz = quiz.map(serde_json::from_value).transpose();
            let quiz = quiz.map_err(|error| Fault::Broken(format!("item {id}: {error}")))?;
            // Deleted questions come last.
            questions.push((position.unwrap_or(i32::MAX), Question { id, quiz, answers: Vec::new() }));
        }
        for choice in choices {
            let question = questions.iter_mut().find(|(_, question)| question.id == choice.quiz);
            let (_, question) = question.expect("each answer's quiz is one of the questions");
            let choice =
                Answer { choice: usize::try_from(choice.choice).unwrap_or_default(), who: choice.who, at: choice.at };
            question.answers.push(choice);
        }
        questions.sort_by_key(|(position, question)| (*position, question.id));
        Ok(questions.into_iter().map(|(_, question)| question).collect())
    };
    Ok(matching(school.pool.run(read).await?, &text))
}

fn matching(questions: Vec<Question>, text: &str) -> Vec<Question> {
    let text = unicode::search_key(text);
    let contains = |within: &str| unicode::search_key(within).contains(&text);
    let matching = questions.into_iter().filter_map(|mut question| {
        let asks = question.quiz.as_ref().is_some_and(|quiz| contains(&quiz.question));
        if !asks {
            question.answers.retain(|answer| contains(&answer.who.name));
        }
        (!question.answers.is_empty()).then_some(question)
    });
    matching.collect()
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
    use crate::clock;

    fn question(asked: &str, names: &[&str]) -> Question {
        let quiz = Quiz { question: asked.to_owned(), options: vec!["4".to_owned(), "5".to_owned()], answer: 0 };
        let answer = |name: &&str| Answer {
            who: Speaker {
                id: ParticipantId::fresh(),
                name: (*name).to_owned(),
                role: "student".to_owned(),
                person_id: None,
            },
            choice: 1,
            at: clock::now(),
        };
        Question { id: ItemId::fresh(), quiz: Some(quiz), answers: names.iter().map(answer).collect() }
    }

    #[test]
    fn a_search_finds_questions_and_people() {
        let all = || vec![question("Two and two?", &["Ana", "Ben"]), question("Which planet?", &["Ana"])];
        let found = |text: &str| matching(all(), text).iter().map(|one| one.answers.len()).collect::<Vec<_>>();
        assert_eq!(found(""), [2, 1]);
        assert_eq!(found("PLANET"), [1]);
        assert_eq!(found("ben"), [1]);
        let greek = vec![question("Τι είναι η ροή;", &["Μάριος"])];
        assert_eq!(matching(greek.clone(), "ΡΟΗ").len(), 1);
        assert_eq!(matching(greek, "ΜΑΡΙΟΣ").len(), 1);
        assert_eq!(found("ana"), [1, 1]);
        assert!(found("nobody").is_empty());
    }

    #[test]
    fn a_persons_answers_are_gathered_once() {
        let mut questions = vec![question("Two and two?", &["Ana"]), question("Which planet?", &[])];
        let again = questions[0].answers[0].clone();
        questions[1].answers.push(again);
        assert_eq!(Question::people(&questions).len(), 1);
        assert_eq!((questions[0].is_right(0), questions[0].is_right(1)), (Some(true), Some(false)));
    }
}
