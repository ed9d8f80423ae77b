//! Jobs: queued in the transaction of the change that needs them, and done by `worker`.

use chrono::Duration;
use diesel::{
    prelude::*,
    sql_types::{Array, BigInt, Bool, Double, Integer, Text, Timestamptz, Uuid},
};

use super::schema::jobs;
use crate::{
    clock::Time,
    error::Failure,
    ids::{JobId, PersonId},
};

const WAITING: &str = "waiting";
const GIVEN_UP: &str = "given up";

/// For how long a job that was done or given up is kept.
const REMEMBERED: Duration = Duration::days(30);

/// The result of one attempt at a job.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum JobOutcome {
    Done,
    /// The job is tried again at that time.
    Failed {
        error: String,
        again: Time,
    },
    GivenUp {
        error: String,
    },
}

/// A job that this worker owns now.
#[derive(Clone, Debug, QueryableByName)]
pub struct Job {
    #[diesel(sql_type = diesel::sql_types::Uuid)]
    pub id: JobId,
    #[diesel(sql_type = diesel::sql_types::Text)]
    pub kind: String,
    #[diesel(sql_type = diesel::sql_types::Jsonb)]
    pub payload: serde_json::Value,
    /// The number of tries, including this one.
    #[diesel(sql_type = Integer)]
    pub tries: i32,
    #[diesel(sql_type = Timestamptz)]
    pub created_at: Time,
}

/// Queues a job, due at once.
pub fn queue(
    connection: &mut PgConnection,
    kind: &str,
    payload: &serde_json::Value,
    now: Time,
) -> Result<JobId, Failure> {
    let id = JobId::fresh();
    diesel::insert_into(jobs::table)
        .values((
            jobs::id.eq(id),
            jobs::kind.eq(kind),
            jobs::payload.eq(payload),
            jobs::due_at.eq(now),
            jobs::created_at.eq(now),
        ))
        .execute(connection)?;
    Ok(id)
}

/// Selects the kinds of jobs that a queue handles.
#[derive(Clone, Copy, Debug)]
pub enum JobKinds {
    Of(&'static [&'static str]),
    AllBut(&'static [&'static str]),
}

impl JobKinds {
    /// The kinds that are named, and whether a job must be one of them.
    fn named(self) -> (Vec<&'static str>, bool) {
        match self {
            Self::Of(kinds) => (kinds.to_vec(), true),
            Self::AllBut(kinds) => (kinds.to_vec(), false),
        }
    }
}

/// Takes up to `most` jobs of these kinds that are due. No other worker gets them before `until`: by then this worker has settled
/// them, or it has died.
pub fn take(
    connection: &mut PgConnection,
    kinds: JobKinds,
    now: Time,
    until: Time,
    most: i32,
) -> Result<Vec<Job>, Failure> {
    let (kinds, among_them) = kinds.named();
    let taken = diesel::sql_query(
        "UPDATE jobs SET tries = tries + 1, due_at = $2 WHERE id IN (
             SELECT id FROM jobs
             WHERE state = 'waiting' AND due_at <= $1 AND (kind = ANY($4)) = $5
             ORDER BY due_at LIMIT $3
             FOR UPDATE SKIP LOCKED
         ) RETURNING id, kind, payload, tries, created_at",
    );
    let taken = taken.bind::<Timestamptz, _>(now).bind::<Timestamptz, _>(until).bind::<Integer, _>(most);
    Ok(taken.bind::<Array<Text>, _>(kinds).bind::<Bool, _>(among_them).load(connection)?)
}

/// Records that the mail of a job is being sent now; `false` when another worker has taken the job since, and sends the mail.
/// Until the job is settled, nobody knows whether the mail was sent.
pub fn mark_handed_over(connection: &mut PgConnection, job: JobId, tries: i32, now: Time) -> Result<bool, Failure> {
    let ours = jobs::table.find(job).filter(jobs::tries.eq(tries)).filter(jobs::state.eq(WAITING));
    Ok(diesel::update(ours).set(jobs::handed_over_at.eq(now)).execute(connection)? > 0)
}

/// Gives up the jobs whose mail was being sent when their worker died: another attempt would send some mails twice.
pub fn give_up_handed_over(connection: &mut PgConnection, error: &str, now: Time) -> Result<usize, Failure> {
    let left = jobs::table
        .filter(jobs::state.eq(WAITING))
        .filter(jobs::due_at.le(now))
        .filter(jobs::handed_over_at.is_not_null());
    let given_up = (jobs::state.eq(GIVEN_UP), jobs::ended_at.eq(now), jobs::error.eq(error));
    Ok(diesel::update(left).set(given_up).execute(connection)?)
}

/// Stores the result of an attempt, unless another worker has taken the job since. A job that is done keeps no personal data.
pub fn settle(
    connection: &mut PgConnection,
    job: JobId,
    tries: i32,
    outcome: &JobOutcome,
    now: Time,
) -> Result<(), Failure> {
    let ours = jobs::table.find(job).filter(jobs::tries.eq(tries)).filter(jobs::state.eq(WAITING));
    match outcome {
        // Also settles a job that was given up meanwhile because it took so long: its result is known now.
        JobOutcome::Done => diesel::update(jobs::table.find(job).filter(jobs::tries.eq(tries)))
            .set((
                jobs::state.eq("done"),
                jobs::ended_at.eq(now),
                jobs::payload.eq(None::<serde_json::Value>),
                jobs::error.eq(None::<String>),
            ))
            .execute(connection)?,
        JobOutcome::Failed { error, again } => {
            let waits = (jobs::due_at.eq(again), jobs::error.eq(error), jobs::handed_over_at.eq(None::<Time>));
            diesel::update(ours).set(waits).execute(connection)?
        }
        JobOutcome::GivenUp { error } => diesel::update(ours)
            .set((jobs::state.eq(GIVEN_UP), jobs::ended_at.eq(now), jobs::error.eq(error)))
            .execute(connection)?,
    };
    Ok(())
}

/// When the next job of these kinds is due, if one waits.
pub fn next_due(connection: &mut PgConnection, kinds: JobKinds) -> Result<Option<Time>, Failure> {
    let (kinds, among_them) = kinds.named();
    let waiting = jobs::table.filter(jobs::state.eq(WAITING)).filter(jobs::kind.eq_any(kinds).eq(among_them));
    Ok(waiting.select(diesel::dsl::min(jobs::due_at)).first(connection)?)
}

/// A job that is not done: it waits, or was given up.
#[derive(Clone, Debug, QueryableByName)]
pub struct UnfinishedJob {
    #[diesel(sql_type = diesel::sql_types::Uuid)]
    pub id: JobId,
    #[diesel(sql_type = diesel::sql_types::Text)]
    pub kind: String,
    #[diesel(sql_type = diesel::sql_types::Bool)]
    pub given_up: bool,
    #[diesel(sql_type = Timestamptz)]
    pub due_at: Time,
    #[diesel(sql_type = Integer)]
    pub tries: i32,
    #[diesel(sql_type = diesel::sql_types::Nullable<diesel::sql_types::Text>)]
    pub error: Option<String>,
    #[diesel(sql_type = Timestamptz)]
    pub created_at: Time,
    /// The address of a mail, if its recipient still exists.
    #[diesel(sql_type = diesel::sql_types::Nullable<diesel::sql_types::Text>)]
    pub address: Option<String>,
}

/// Jobs that are not done, newest first, except those of the kinds in `but`.
pub fn open(connection: &mut PgConnection, but: &[&str], most: i64) -> Result<Vec<UnfinishedJob>, Failure> {
    let open = diesel::sql_query(
        "SELECT j.id, j.kind, j.state = 'given up' AS given_up, j.due_at, j.tries, j.error, j.created_at,
                coalesce(
                    CASE j.kind WHEN 'confirm_address' THEN p.new_email ELSE p.email END,
                    r.email, i.email, j.payload ->> 'identifier'
                ) AS address
         FROM (SELECT * FROM jobs WHERE state <> 'done' AND kind <> ALL ($2) ORDER BY created_at DESC, id LIMIT $1) j
         LEFT JOIN people p ON j.payload ->> 'person' = p.id::text
             OR j.payload ->> 'identifier' IN (p.id::text, fold_case(p.username), fold_case(p.email))
                AND NOT p.address_shared AND j.kind = 'forgot'
         LEFT JOIN registrations r ON j.payload ->> 'registration' = r.id::text
         LEFT JOIN invitations i ON j.payload ->> 'invitation' = i.id::text
         ORDER BY j.created_at DESC, j.id",
    );
    Ok(open.bind::<BigInt, _>(most).bind::<Array<Text>, _>(but).load(connection)?)
}

/// The state of a job: `Ok` with whether it is done, or `Err` with why it was given up. A job whose row is deleted is done.
pub fn job_state(connection: &mut PgConnection, id: JobId) -> Result<Result<bool, String>, Failure> {
    let found: Option<(String, Option<String>)> =
        jobs::table.find(id).select((jobs::state, jobs::error)).first(connection).optional()?;
    Ok(match found {
        Some((state, error)) if state == GIVEN_UP => Err(error.unwrap_or_default()),
        Some((state, _)) => Ok(state != WAITING),
        None => Ok(true),
    })
}

/// Makes a job due now that waits or was given up, with a full day of tries. Returns its kind, if it exists.
pub fn retry_now(connection: &mut PgConnection, id: JobId, now: Time) -> Result<Option<String>, Failure> {
    let open = jobs::table.find(id).filter(jobs::state.ne("done"));
    let again = (
        jobs::state.eq(WAITING),
        jobs::due_at.eq(now),
        jobs::created_at.eq(now),
        jobs::ended_at.eq(None::<Time>),
        jobs::handed_over_at.eq(None::<Time>),
    );
    Ok(diesel::update(open).set(again).returning(jobs::kind).get_result(connection).optional()?)
}

/// The load of the queues, for operators.
#[derive(Clone, Copy, Debug, PartialEq, QueryableByName)]
pub struct QueueLoad {
    #[diesel(sql_type = BigInt)]
    pub waiting: i64,
    /// How many of the waiting jobs have failed before.
    #[diesel(sql_type = BigInt)]
    pub failing: i64,
    #[diesel(sql_type = BigInt)]
    pub given_up: i64,
    /// How long the oldest waiting job has been overdue.
    #[diesel(sql_type = Double)]
    pub overdue_seconds: f64,
}

/// The load of all kinds of jobs except those in `but`.
pub fn load(connection: &mut PgConnection, but: &[&str], now: Time) -> Result<QueueLoad, Failure> {
    let counted = diesel::sql_query(
        "SELECT count(*) FILTER (WHERE state = 'waiting') AS waiting,
                count(*) FILTER (WHERE state = 'waiting' AND error IS NOT NULL) AS failing,
                count(*) FILTER (WHERE state = 'given up') AS given_up,
                coalesce(extract(epoch FROM $1 - min(due_at) FILTER (WHERE state = 'waiting' AND due_at < $1)), 0)::float8
                    AS overdue_seconds
         FROM jobs WHERE state <> 'done' AND kind <> ALL ($2)",
    );
    Ok(counted.bind::<Timestamptz, _>(now).bind::<Array<Text>, _>(but).get_result(connection)?)
}

/// Deletes the jobs that ended long ago.
pub fn delete_expired(connection: &mut PgConnection, now: Time) -> Result<(), Failure> {
    let old = jobs::table.filter(jobs::state.ne(WAITING)).filter(jobs::ended_at.lt(now - REMEMBERED));
    diesel::delete(old).execute(connection)?;
    Ok(())
}

/// Whether a job `j` is about the person `p`.
macro_rules! about_them {
    () => {
        "(
    j.payload ->> 'person' = p.id::text
    OR fold_case(j.payload ->> 'identifier') IN (p.id::text, fold_case(p.username), fold_case(p.email))
    OR j.payload ->> 'registration' IN (SELECT r.id::text FROM registrations r WHERE fold_case(r.email) = fold_case(p.email))
    OR j.payload ->> 'invitation' IN (
        SELECT i.id::text FROM invitations i WHERE i.teacher_id = p.id OR fold_case(i.email) = fold_case(p.email)))"
    };
}

/// What an export has of a person `p`: the name of each list, and its rows.
pub const EXPORT: &[(&str, &str)] = &[(
    "mails",
    concat!(
        "SELECT j.kind, j.state, j.tries, j.created_at AS \"createdAt\", j.due_at AS \"dueAt\"
         FROM jobs j WHERE ",
        about_them!(),
        " ORDER BY j.created_at, j.id"
    ),
)];

/// Deletes the jobs that are about someone.
///
/// # Errors
/// The database's.
pub fn erase(connection: &mut PgConnection, person: PersonId) -> QueryResult<()> {
    let theirs = concat!("DELETE FROM jobs j USING people p WHERE p.id = $1 AND ", about_them!());
    diesel::sql_query(theirs).bind::<Uuid, _>(person).execute(connection).map(drop)
}
