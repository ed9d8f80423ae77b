//! What is kept of a lesson: the chat, and the answers to quizzes.

use actix_web::{
    HttpRequest, HttpResponse,
    web::{Data, Path},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Offset, listed};
use crate::{
    clock::Time,
    domain::{
        School,
        kept::{self, Message, PAGE, Question, Speaker},
    },
    error::Refusal,
    ids::{ItemId, MessageId, ParticipantId},
    web::{
        describe::Description,
        errors::ApiError,
        extract::{ApiQuery, SignedIn, session_id},
    },
};

#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Author)]
pub(super) struct SpeakerJson {
    participant_id: ParticipantId,
    /// Empty if the person has been erased.
    username: String,
    role: String,
    /// Whether they had no account.
    guest: bool,
}

impl From<Speaker> for SpeakerJson {
    fn from(who: Speaker) -> Self {
        Self { participant_id: who.id, username: who.name, role: who.role, guest: who.person_id.is_none() }
    }
}

#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = KeptMessage)]
struct MessageJson {
    id: MessageId,
    #[serde(flatten)]
    by: SpeakerJson,
    message: String,
    #[schema(value_type = String, format = DateTime)]
    sent_at: Time,
    #[schema(value_type = Option<String>, format = DateTime)]
    edited_at: Option<Time>,
    /// When the teacher deleted it: the message is empty then.
    #[schema(value_type = Option<String>, format = DateTime)]
    deleted_at: Option<Time>,
}

impl From<(Message, Speaker)> for MessageJson {
    fn from((Message { id, body, sent_at, edited_at, deleted_at }, by): (Message, Speaker)) -> Self {
        Self { id, by: by.into(), message: body, sent_at, edited_at, deleted_at }
    }
}

#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = KeptQuestion)]
struct QuestionJson {
    quiz_id: ItemId,
    /// `null` if the question was deleted after the lesson.
    question: Option<String>,
    options: Vec<String>,
    /// The index of the right option, from 0.
    answer: Option<usize>,
    answers: Vec<AnswerJson>,
}

#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = KeptAnswer)]
struct AnswerJson {
    #[serde(flatten)]
    by: SpeakerJson,
    /// The index of the chosen option, from 0.
    choice: usize,
    right: Option<bool>,
    #[schema(value_type = String, format = DateTime)]
    answered_at: Time,
}

impl From<Question> for QuestionJson {
    fn from(question: Question) -> Self {
        let right = |choice| question.is_right(choice);
        let answers = question.answers.iter().map(|answer| AnswerJson {
            by: answer.who.clone().into(),
            choice: answer.choice,
            right: right(answer.choice),
            answered_at: answer.at,
        });
        let answers = answers.collect();
        let (asked, options, answer) = match question.quiz {
            Some(quiz) => (Some(quiz.question), quiz.options, Some(quiz.answer)),
            None => (None, Vec::new(), None),
        };
        Self { quiz_id: question.id, question: asked, options, answer, answers }
    }
}

#[derive(Deserialize)]
pub struct KeptQuery {
    #[serde(default)]
    find: String,
    #[serde(default)]
    offset: Offset,
}

pub async fn chat(
    request: HttpRequest,
    school: Data<School>,
    caller: SignedIn,
    path: Path<String>,
    asked: ApiQuery<KeptQuery>,
) -> Result<HttpResponse, ApiError> {
    let Offset(offset) = asked.offset;
    let (lines, more) = kept::chat(&school, &caller.0, session_id(&path)?, &asked.find, offset).await?;
    let lines: Vec<_> = lines.into_iter().map(MessageJson::from).collect();
    Ok(listed(&request, offset, &lines, more))
}

pub async fn answers(
    school: Data<School>,
    caller: SignedIn,
    path: Path<String>,
    asked: ApiQuery<KeptQuery>,
) -> Result<HttpResponse, ApiError> {
    let questions = kept::answers(&school, &caller.0, session_id(&path)?, &asked.find).await?;
    Ok(HttpResponse::Ok().json(questions.into_iter().map(QuestionJson::from).collect::<Vec<_>>()))
}

pub fn describe(api: &mut Description) {
    let wrong = [Refusal::SessionUnknown, Refusal::NothingKept, Refusal::SearchTooLong];
    api.about("What is kept", "The chat and the answers of a lesson whose teacher keeps them.");
    api.get("/sessions/{id}/chat", "Read a lesson's chat")
        .signed_in()
        .query::<String>("find", "Only messages that contain this, or whose author's name does.")
        .query::<u32>("offset", "How many to pass over.")
        .gives_list::<MessageJson>(200, &super::in_pages("The messages, the oldest first.", PAGE))
        .refuses(&wrong);
    api.get("/sessions/{id}/answers", "Read the answers to a lesson's quizzes")
        .signed_in()
        .query::<String>("find", "Only questions that contain this, and answers of people whose names do.")
        .gives_list::<QuestionJson>(200, "The questions that somebody answered, in their order.")
        .refuses(&wrong);
}
