//! Polls: the teacher asks, students vote once each, and the teacher shows the results to all. A question with a right answer is a
//! quiz. Votes are named or anonymous, which everyone reads before voting.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::event::{events, requests};
use crate::{
    clock::Time,
    ids::{ItemId, ParticipantId, PollId},
};

mod answer;
mod question;
mod results;

pub use answer::{Answer, PollKind};
pub use question::Question;
pub use results::{NumberRange, Results, TextCount};

requests! {
    /// The teacher asks a question: a poll opens, and the one before it closes.
    "on.pollAsk" => Ask(Question) -> PollRef,
    /// The teacher starts a poll that was prepared: an item of the experience, on any of its pages.
    "on.pollStart" => Start(StartPoll) -> PollRef,
    /// Vote, or change one's vote until the poll closes. The reply confirms that it is in PostgreSQL.
    "on.pollVote" => Vote(Vote),
    /// The teacher closes a poll: nobody votes any more.
    "on.pollClose" => Close(PollRef),
    /// The teacher shows the results to all, which closes the poll; or takes it off the screen.
    "on.pollShow" => Show(ShowPoll),
    /// The teacher deletes a poll and its votes.
    "on.pollDelete" => Delete(PollRef),
    /// The teacher reads who voted how. The reply is refused for an anonymous poll.
    "on.pollVotes" => Votes(PollRef) -> NamedVotes,
}

events! {
    /// What everyone sees of polls has changed: one opened, closed, was shown, or is gone.
    "on.pollChange" => Change(Box<PollChanged>),
    /// Only for the teacher: polls that are new or have new votes.
    "on.pollResults" => Results(Vec<Poll>),
    /// Only for the teacher: a poll was deleted.
    "on.pollDelete" => Deleted(PollRef),
}

/// The polls' part of a snapshot.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct View {
    /// The poll that everyone sees.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub poll: Option<Poll>,
    /// The receiver's own vote in it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub own_vote: Option<OwnVote>,
    /// Only for the teacher: all polls of the lesson, the oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[ts(optional, as = "Option<Vec<Poll>>")]
    pub polls: Vec<Poll>,
}

/// A poll. Before its results are shown, only the teacher gets its right answer and its results.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Poll {
    pub poll_id: PollId,
    #[serde(flatten)]
    pub question: Question,
    /// Whether students can vote.
    pub open: bool,
    /// Whether everyone sees its results.
    pub shown: bool,
    /// When it closes by itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional, type = "string")]
    pub closes_at: Option<Time>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub results: Option<Results>,
}

/// One's own vote: what it was, or only that there is one where votes are anonymous.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct OwnVote {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub answer: Option<Answer>,
}

/// A poll by its id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PollRef {
    pub poll_id: PollId,
}

/// `on.pollStart`: the item that was prepared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct StartPoll {
    pub item_id: ItemId,
}

/// `on.pollVote`: one's vote.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Vote {
    pub poll_id: PollId,
    pub answer: Answer,
    /// Only where votes are anonymous: a random secret of 22 to 64 letters, digits, `-` and `_` that the client makes for this poll
    /// and keeps. The server keeps its hash beside the answer, and not who sent it: only with it can one change one's vote.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub receipt: Option<String>,
}

/// `on.pollShow`: whether everyone sees the results.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ShowPoll {
    pub poll_id: PollId,
    pub shown: bool,
}

/// `on.pollChange`: the poll that everyone sees now; `null` for none.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct PollChanged {
    pub poll: Option<Poll>,
}

/// The reply to `on.pollVotes`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct NamedVotes {
    pub votes: Vec<NamedVote>,
}

/// Someone's vote.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct NamedVote {
    pub participant_id: ParticipantId,
    /// The name, because they may have left.
    pub username: String,
    pub answer: Answer,
    /// Present if the question has a right answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub right: Option<bool>,
}
