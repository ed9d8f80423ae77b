//! The polls of a lesson that keeps them.

use actix_web::{
    HttpResponse,
    web::{Data, Path},
};
use serde::Serialize;
use serde_json::{Value, json};
use utoipa::ToSchema;

use super::kept::SpeakerJson;
use crate::{
    clock::Time,
    domain::{
        School,
        kept::{self, KeptPoll},
    },
    error::Refusal,
    ids::PollId,
    web::{
        describe::Description,
        errors::ApiError,
        extract::{SignedIn, session_id},
    },
};

#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = KeptPoll)]
struct PollJson {
    poll_id: PollId,
    /// The question as `on.pollAsk` has it.
    question: Value,
    #[schema(value_type = String, format = DateTime)]
    opened_at: Time,
    /// What the votes add up to, as `on.pollResults` has it.
    results: Value,
    /// Empty for an anonymous poll.
    votes: Vec<VoteJson>,
}

#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = KeptVote)]
struct VoteJson {
    #[serde(flatten)]
    by: SpeakerJson,
    /// As `on.pollVote` has it.
    answer: Value,
    /// `null` if the question has no right answer.
    right: Option<bool>,
    #[schema(value_type = String, format = DateTime)]
    voted_at: Time,
}

impl From<KeptPoll> for PollJson {
    fn from(poll: KeptPoll) -> Self {
        let results = json!(poll.results());
        let votes = poll.votes.into_iter().map(|vote| VoteJson {
            by: vote.who.into(),
            answer: json!(vote.answer),
            right: vote.correct,
            voted_at: vote.at,
        });
        let votes = votes.collect();
        Self { poll_id: poll.id, question: json!(poll.question), opened_at: poll.opened_at, results, votes }
    }
}

pub async fn list(school: Data<School>, caller: SignedIn, path: Path<String>) -> Result<HttpResponse, ApiError> {
    let polls = kept::polls(&school, &caller.0, session_id(&path)?).await?;
    Ok(HttpResponse::Ok().json(polls.into_iter().map(PollJson::from).collect::<Vec<_>>()))
}

pub fn describe(api: &mut Description) {
    api.get("/sessions/{id}/polls", "Read a lesson's polls")
        .signed_in()
        .gives_list::<PollJson>(200, "The polls in their order, with their results and, of named ones, the votes.")
        .refuses(&[Refusal::SessionUnknown, Refusal::NothingKept]);
}
