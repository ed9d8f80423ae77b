//! Polls and their votes. An anonymous vote leaves two marks that nothing joins: a row that says who has voted, which goes when the
//! poll closes, and an answer in the one value that has all answers of the poll.

use std::collections::{BTreeMap, BTreeSet};

use diesel::{
    prelude::*,
    sql_types::{Array, Bool, Jsonb, Nullable, Timestamptz, Uuid},
};
use serde_json::Value;

use super::schema::{poll_voters, poll_votes, polls};
use crate::{
    clock::Time,
    ids::{ItemId, ParticipantId, PersonId, PollId, SessionId},
    protocol::poll::{Answer, Question},
};

#[derive(Clone, Debug, PartialEq)]
pub enum Record {
    /// A poll opens, and everyone sees it instead of the one before, which closes.
    Opened {
        poll: PollId,
        /// What it was prepared as.
        item: Option<ItemId>,
        question: Question,
        at: Time,
        closes_at: Option<Time>,
        /// The poll that was open before.
        closes: Option<PollId>,
    },
    /// A vote in a named poll, which replaces an earlier one.
    Voted {
        poll: PollId,
        who: ParticipantId,
        answer: Answer,
        right: Option<bool>,
        at: Time,
    },
    /// A vote in an anonymous poll, which replaces an earlier one under the same hash.
    Sealed {
        poll: PollId,
        who: ParticipantId,
        receipt: String,
        answer: Answer,
    },
    /// Only read: the votes of an anonymous poll.
    Ballots {
        poll: PollId,
        voters: Vec<ParticipantId>,
        ballots: BTreeMap<String, Answer>,
    },
    Closed {
        poll: PollId,
        at: Time,
    },
    /// Everyone sees the results instead of the poll that was open, which closes both; or nothing of it any more.
    Shown {
        poll: PollId,
        shown: bool,
        at: Time,
        /// The poll that was open.
        closes: Option<PollId>,
    },
    Deleted {
        poll: PollId,
    },
}

/// Votes that follow each other in a batch. One statement cannot change a row twice: the last vote of each counts.
#[derive(Default)]
struct Votes {
    named: BTreeMap<(PollId, ParticipantId), (Answer, Option<bool>, Time)>,
    ballots: BTreeMap<PollId, BTreeMap<String, Answer>>,
    voters: BTreeSet<(PollId, ParticipantId)>,
}

/// Writes records in their order, and votes that follow each other in one statement.
///
/// # Errors
/// A database error.
pub fn write(connection: &mut PgConnection, records: Vec<(SessionId, Record)>) -> QueryResult<()> {
    let mut votes = Votes::default();
    for (session, record) in records {
        match record {
            Record::Voted { poll, who, answer, right, at } => {
                votes.named.insert((poll, who), (answer, right, at));
            }
            Record::Sealed { poll, who, receipt, answer } => {
                votes.ballots.entry(poll).or_default().insert(receipt, answer);
                votes.voters.insert((poll, who));
            }
            record => {
                std::mem::take(&mut votes).write(connection)?;
                write_change(connection, session, record)?;
            }
        }
    }
    votes.write(connection)
}

impl Votes {
    /// A batch is written again after a commit without an answer, perhaps after its polls were deleted or closed: their votes are
    /// left out.
    fn write(self, connection: &mut PgConnection) -> QueryResult<()> {
        if !self.named.is_empty() {
            let (mut ids, mut people, mut answers) = (Vec::new(), Vec::new(), Vec::new());
            let (mut rights, mut times) = (Vec::new(), Vec::new());
            for ((poll, who), (answer, right, at)) in self.named {
                ids.push(poll);
                people.push(who);
                answers.push(json(&answer));
                rights.push(right);
                times.push(at);
            }
            diesel::sql_query(
                "INSERT INTO poll_votes (poll_id, participant_id, answer, correct, voted_at)
                 SELECT v.* FROM unnest($1, $2, $3, $4, $5) v (poll_id, participant_id, answer, correct, voted_at)
                 JOIN polls p ON p.id = v.poll_id
                 ON CONFLICT (poll_id, participant_id) DO UPDATE SET
                     answer = excluded.answer, correct = excluded.correct, voted_at = excluded.voted_at",
            )
            .bind::<Array<Uuid>, _>(ids)
            .bind::<Array<Uuid>, _>(people)
            .bind::<Array<Jsonb>, _>(answers)
            .bind::<Array<Nullable<Bool>>, _>(rights)
            .bind::<Array<Timestamptz>, _>(times)
            .execute(connection)?;
        }
        for (poll, ballots) in self.ballots {
            diesel::sql_query("UPDATE polls SET ballots = ballots || $2 WHERE id = $1")
                .bind::<Uuid, _>(poll)
                .bind::<Jsonb, _>(json(&ballots))
                .execute(connection)?;
        }
        if !self.voters.is_empty() {
            let (ids, people): (Vec<_>, Vec<_>) = self.voters.into_iter().unzip();
            diesel::sql_query(
                "INSERT INTO poll_voters (poll_id, participant_id)
                 SELECT v.* FROM unnest($1, $2) v (poll_id, participant_id)
                 JOIN polls p ON p.id = v.poll_id AND p.closed_at IS NULL
                 ON CONFLICT DO NOTHING",
            )
            .bind::<Array<Uuid>, _>(ids)
            .bind::<Array<Uuid>, _>(people)
            .execute(connection)?;
        }
        Ok(())
    }
}

fn json(value: &impl serde::Serialize) -> Value {
    serde_json::to_value(value).expect("it is JSON")
}

fn write_change(connection: &mut PgConnection, session: SessionId, record: Record) -> QueryResult<()> {
    match record {
        Record::Opened { poll, item, question, at, closes_at, .. } => {
            close(connection, session, Some((poll, false)), at)?;
            turn_from(connection, session)?;
            diesel::insert_into(polls::table)
                .values((
                    polls::id.eq(poll),
                    polls::session_id.eq(session),
                    polls::item.eq(item),
                    polls::question.eq(json(&question)),
                    polls::opened_at.eq(at),
                    polls::closes_at.eq(closes_at),
                    polls::current.eq(true),
                ))
                .on_conflict(polls::id)
                .do_update()
                .set(polls::current.eq(true))
                .execute(connection)?;
        }
        Record::Closed { poll, at } => close(connection, session, Some((poll, true)), at)?,
        Record::Shown { poll, shown, at, .. } => {
            close(connection, session, if shown { None } else { Some((poll, true)) }, at)?;
            if shown {
                turn_from(connection, session)?;
            }
            diesel::update(polls::table.find(poll))
                .set((polls::current.eq(shown), polls::shown.eq(shown)))
                .execute(connection)?;
        }
        Record::Deleted { poll } => {
            diesel::delete(polls::table.find(poll)).execute(connection)?;
        }
        Record::Voted { .. } | Record::Sealed { .. } | Record::Ballots { .. } => {}
    }
    Ok(())
}

/// Closes all polls of a session, or only this one, or all but this one, and forgets who has voted in them.
fn close(
    connection: &mut PgConnection,
    session: SessionId,
    which: Option<(PollId, bool)>,
    at: Time,
) -> QueryResult<()> {
    let (poll, only) = which.unzip();
    diesel::sql_query(
        "WITH closed AS (
             UPDATE polls SET closed_at = $3
             WHERE session_id = $1 AND closed_at IS NULL AND ($2 IS NULL OR (id = $2) = $4) RETURNING id)
         DELETE FROM poll_voters v USING closed c WHERE v.poll_id = c.id",
    )
    .bind::<Uuid, _>(session)
    .bind::<Nullable<Uuid>, _>(poll)
    .bind::<Timestamptz, _>(at)
    .bind::<Nullable<Bool>, _>(only)
    .execute(connection)
    .map(drop)
}

/// Nobody sees a poll of the session any more.
fn turn_from(connection: &mut PgConnection, session: SessionId) -> QueryResult<()> {
    diesel::update(polls::table.filter(polls::session_id.eq(session)).filter(polls::current))
        .set((polls::current.eq(false), polls::shown.eq(false)))
        .execute(connection)
        .map(drop)
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = polls, check_for_backend(diesel::pg::Pg))]
struct PollRow {
    id: PollId,
    item: Option<ItemId>,
    question: Value,
    opened_at: Time,
    closes_at: Option<Time>,
    closed_at: Option<Time>,
    current: bool,
    shown: bool,
    ballots: Value,
}

/// Loads the polls in their order, each with its votes, and then what was closed and what everyone sees.
///
/// # Errors
/// A database error.
pub fn load(connection: &mut PgConnection, session: SessionId) -> QueryResult<Vec<Record>> {
    let rows: Vec<PollRow> = polls::table
        .filter(polls::session_id.eq(session))
        .order((polls::opened_at, polls::id))
        .select(PollRow::as_select())
        .load(connection)?;
    let ids: Vec<_> = rows.iter().map(|row| row.id).collect();
    let votes: Vec<(PollId, ParticipantId, Value, Option<bool>, Time)> = poll_votes::table
        .filter(poll_votes::poll_id.eq_any(&ids))
        .select((
            poll_votes::poll_id,
            poll_votes::participant_id,
            poll_votes::answer,
            poll_votes::correct,
            poll_votes::voted_at,
        ))
        .load(connection)?;
    let mut voters: BTreeMap<PollId, Vec<ParticipantId>> = BTreeMap::new();
    let voted: Vec<(PollId, ParticipantId)> =
        poll_voters::table.filter(poll_voters::poll_id.eq_any(&ids)).load(connection)?;
    for (poll, who) in voted {
        voters.entry(poll).or_default().push(who);
    }
    let mut records = Vec::new();
    let (mut closed, mut latest) = (Vec::new(), None);
    let seen = rows.iter().find(|row| row.current).map(|row| (row.id, row.shown, row.opened_at));
    for row in rows {
        let PollRow { id: poll, item, closes_at, opened_at: at, .. } = row;
        let question: Question = read(row.question)?;
        let anonymous = question.anonymous;
        records.push(Record::Opened { poll, item, question, at, closes_at, closes: None });
        if anonymous {
            let voters = voters.remove(&poll).unwrap_or_default();
            records.push(Record::Ballots { poll, voters, ballots: read(row.ballots)? });
        }
        closed.extend(row.closed_at.map(|at| Record::Closed { poll, at }));
        latest = Some((poll, at));
    }
    for (poll, who, answer, right, at) in votes {
        records.push(Record::Voted { poll, who, answer: read(answer)?, right, at });
    }
    records.extend(closed);
    match (seen, latest) {
        (Some((poll, true, at)), _) => records.push(Record::Shown { poll, shown: true, at, closes: None }),
        (None, Some((poll, at))) => records.push(Record::Shown { poll, shown: false, at, closes: None }),
        // The latest one is the one that everyone sees.
        (Some((_, false, _)), _) | (None, None) => {}
    }
    Ok(records)
}

fn read<T: serde::de::DeserializeOwned>(value: Value) -> QueryResult<T> {
    serde_json::from_value(value).map_err(|error| diesel::result::Error::DeserializationError(error.into()))
}

/// Deletes the polls of a lesson that has ended, unless the lesson keeps them: then they are closed.
///
/// # Errors
/// A database error.
pub fn end(connection: &mut PgConnection, session: SessionId, keeps: bool) -> QueryResult<()> {
    if keeps {
        return close(connection, session, None, crate::clock::now());
    }
    diesel::delete(polls::table.filter(polls::session_id.eq(session))).execute(connection).map(drop)
}

/// What an export has of a person `p`: the name of each list, and its rows. Of anonymous polls, only that they have voted.
pub const EXPORT: &[(&str, &str)] = &[(
    "votes",
    "SELECT a.session_id AS \"session\", q.question ->> 'question' AS \"question\", v.answer, v.voted_at AS \"votedAt\"
         FROM poll_votes v JOIN polls q ON q.id = v.poll_id JOIN participants a ON a.id = v.participant_id
         WHERE a.person_id = p.id
     UNION ALL
     SELECT a.session_id, q.question ->> 'question', NULL, NULL
         FROM poll_voters v JOIN polls q ON q.id = v.poll_id JOIN participants a ON a.id = v.participant_id
         WHERE a.person_id = p.id
     ORDER BY 4, 2",
)];

/// Votes go with the lesson, or stay with a participant who has no name any more.
///
/// # Errors
/// None.
pub fn erase(_: &mut PgConnection, _: PersonId) -> QueryResult<()> {
    Ok(())
}
