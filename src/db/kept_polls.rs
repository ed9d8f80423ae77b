//! The polls of one lesson, for its teacher to read after it.

use std::collections::BTreeMap;

use diesel::prelude::*;
use serde_json::Value;

use super::{
    kept::Speaker,
    schema::{participants, poll_votes, polls},
};
use crate::{
    clock::Time,
    error::{Failure, Fault},
    ids::{PollId, SessionId},
    protocol::poll::{Answer, Question},
};

/// A poll with its votes.
#[derive(Clone, Debug)]
pub struct KeptPoll {
    pub id: PollId,
    pub question: Question,
    pub opened_at: Time,
    /// The votes of a named poll, by the participants in the order in which they joined.
    pub votes: Vec<KeptVote>,
    /// The answers to an anonymous poll, in an order that tells nothing.
    pub ballots: Vec<Answer>,
}

#[derive(Clone, Debug)]
pub struct KeptVote {
    pub who: Speaker,
    pub answer: Answer,
    pub correct: Option<bool>,
    pub at: Time,
}

/// The polls of a session in their order.
pub fn polls(connection: &mut PgConnection, session: SessionId) -> Result<Vec<KeptPoll>, Failure> {
    let rows: Vec<(PollId, Value, Time, Value)> = polls::table
        .filter(polls::session_id.eq(session))
        .order((polls::opened_at, polls::id))
        .select((polls::id, polls::question, polls::opened_at, polls::ballots))
        .load(connection)?;
    let votes: Vec<(PollId, Speaker, Value, Option<bool>, Time)> = poll_votes::table
        .inner_join(polls::table)
        .inner_join(participants::table)
        .filter(polls::session_id.eq(session))
        .order((participants::joined_at, participants::id))
        .select((
            poll_votes::poll_id,
            Speaker::as_select(),
            poll_votes::answer,
            poll_votes::correct,
            poll_votes::voted_at,
        ))
        .load(connection)?;
    let mut by_poll: BTreeMap<PollId, Vec<KeptVote>> = BTreeMap::new();
    for (poll, who, answer, correct, at) in votes {
        by_poll.entry(poll).or_default().push(KeptVote { who, answer: read(poll, answer)?, correct, at });
    }
    let poll = |(id, question, opened_at, ballots): (PollId, Value, Time, Value)| {
        let ballots: BTreeMap<String, Answer> = read(id, ballots)?;
        let (question, votes) = (read(id, question)?, by_poll.remove(&id).unwrap_or_default());
        Ok(KeptPoll { id, question, opened_at, votes, ballots: ballots.into_values().collect() })
    };
    rows.into_iter().map(poll).collect()
}

fn read<T: serde::de::DeserializeOwned>(poll: PollId, value: Value) -> Result<T, Fault> {
    serde_json::from_value(value).map_err(|error| Fault::Broken(format!("poll {poll}: {error}")))
}
