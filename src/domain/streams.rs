//! Streaming programs such as OBS in a lesson: the keys that a teacher gives them, and their streams (WHIP and WHEP).

use std::net::IpAddr;

use diesel::Connection;
use governor::{DefaultKeyedRateLimiter, RateLimiter};
use rand::{RngExt, SeedableRng, distr::Alphanumeric, rngs::StdRng};
use sha2::{Digest, Sha256};

use super::{
    School, admission,
    rate_limits::quota,
    rooms::{self, room_gone},
};
use crate::{
    access::{Author, Identity, SchoolAct, StreamAct, StreamKind, allows, allows_with_key},
    clock::{self, Time},
    cluster::{Announcement, registry::Find},
    db::{
        audit::{self, AuditAction, AuditSubject, NewAuditEntry},
        idempotency,
        sessions::{self, Session},
        stream_keys::{self, StreamKeyRow},
    },
    error::{Failure, Fault, Refusal},
    ids::{SessionId, StreamId, StreamKeyId},
    media::{messages::SdpAnswer, transport::sdp::IceCredentials},
    protocol::{roster::SessionState, text},
    room::{
        RoomActor,
        messages::{AmendStream, CloseStream, OpenStream},
    },
};

/// How many keys one lesson may have.
const KEYS: usize = 20;
/// The random characters of a key: as hard to guess as a SHA-256 preimage is to find.
const LETTERS: usize = 43;
/// The prefix of every key, by which people and programs recognise one.
const MARK: &str = "lyk_";

/// A key without its secret.
#[derive(Clone, Debug)]
pub struct StreamKey {
    pub id: StreamKeyId,
    pub kind: StreamKind,
    pub name: String,
    pub created_at: Time,
}

/// A new key. Its secret is not shown again.
pub struct Issued {
    pub key: StreamKey,
    pub secret: String,
}

/// Limits requests by key on this node: a hall of listeners at once, and then ten a second.
pub struct StreamRateLimiter(DefaultKeyedRateLimiter<StreamKeyId>);

impl Default for StreamRateLimiter {
    fn default() -> Self {
        Self(RateLimiter::keyed(quota(240, std::time::Duration::from_millis(100))))
    }
}

impl StreamRateLimiter {
    fn try_take(&self, key: StreamKeyId) -> Result<(), Refusal> {
        // There are at most as many entries as keys of sessions that have not ended; the rest are removed now and then.
        if self.0.len() > 10_000 {
            self.0.retain_recent();
        }
        self.0.check_key(&key).map_err(|_| Refusal::TooFast)
    }
}

impl StreamKey {
    fn of(row: StreamKeyRow) -> Result<Self, Fault> {
        let kind = StreamKind::parse(&row.kind).ok_or_else(|| Fault::Broken(format!("stream key {}: kind", row.id)))?;
        Ok(Self { id: row.id, kind, name: row.name, created_at: row.created_at })
    }
}

fn permit(by: &Identity) -> Result<(), Refusal> {
    if allows(Some(by.role), SchoolAct::IssueStreamKeys) { Ok(()) } else { Err(Refusal::NotAllowed) }
}

/// Runs within a transaction: records a change in the audit trail.
fn note(
    connection: &mut diesel::PgConnection,
    by: Author,
    deed: AuditAction,
    session: &Session,
    key: &str,
) -> Result<(), Failure> {
    let about = AuditSubject::Session(session.id, &session.title);
    audit::write(connection, clock::now(), NewAuditEntry { by: Some(by), deed, about, detail: key })
}

fn hash(secret: &str) -> Vec<u8> {
    Sha256::digest(secret).to_vec()
}

/// Creates a key for the caller's own lesson. It is valid until the lesson ends, until it is revoked, or until the teacher
/// changes their password: they may do so because someone else was signed in as them, who could have made keys too. A repeat
/// gets the same key and secret.
///
/// # Errors
/// [`Refusal::SessionUnknown`], also for a session of another teacher; [`Refusal::LessonEnded`], [`Refusal::StreamKeysMany`], or
/// the refusal of an invalid name.
pub async fn issue(
    school: &School,
    by: &Identity,
    session: SessionId,
    kind: StreamKind,
    name: &str,
) -> Result<Issued, Failure> {
    permit(by)?;
    let once = by.once.clone();
    let (name, teacher, by) = (text::name(name)?, by.person, by.author());
    // The secret is not stored, so a repeat derives it again.
    let seed = once.as_ref().map_or_else(rand::random, |key| school.keys.seed_of_stream_key(key));
    let letters = StdRng::from_seed(seed).sample_iter(Alphanumeric).take(LETTERS).map(char::from);
    let secret: String = MARK.chars().chain(letters).collect();
    let row = StreamKeyRow {
        id: StreamKeyId::fresh(),
        session_id: session,
        kind: kind.as_str().to_owned(),
        name,
        hash: hash(&secret),
        created_at: clock::now(),
    };
    let insert = move |connection: &mut diesel::PgConnection| {
        let session = sessions::own(connection, session, teacher, true)?.ok_or(Refusal::SessionUnknown)?;
        if super::sessions::state_of(&session) == SessionState::Ended {
            return Err(Refusal::LessonEnded.into());
        }
        if idempotency::claim(connection, once.as_ref(), clock::now())?.is_some() {
            let same = stream_keys::of(connection, session.id)?.into_iter().find(|key| key.hash == row.hash);
            return same.ok_or(Refusal::StreamKeyUnknown.into());
        }
        idempotency::record(connection, once.as_ref(), row.id.as_uuid())?;
        if stream_keys::of(connection, session.id)?.len() >= KEYS {
            return Err(Refusal::StreamKeysMany.into());
        }
        stream_keys::insert(connection, &row)?;
        note(connection, by, AuditAction::StreamKeyIssued, &session, &row.name)?;
        Ok::<_, Failure>(row)
    };
    let row = school.pool.run(move |connection| connection.transaction(insert)).await?;
    Ok(Issued { key: StreamKey::of(row)?, secret })
}

/// The keys of the caller's own lesson.
///
/// # Errors
/// [`Refusal::SessionUnknown`], also for a session of another teacher.
pub async fn list(school: &School, by: &Identity, session: SessionId) -> Result<Vec<StreamKey>, Failure> {
    permit(by)?;
    let teacher = by.person;
    let rows = school
        .pool
        .run(move |connection| {
            sessions::own(connection, session, teacher, false)?.ok_or(Refusal::SessionUnknown)?;
            stream_keys::of(connection, session)
        })
        .await?;
    Ok(rows.into_iter().map(StreamKey::of).collect::<Result<_, _>>()?)
}

/// Revokes a key: streams that use it end at once.
///
/// # Errors
/// [`Refusal::SessionUnknown`], also for a session of another teacher; [`Refusal::StreamKeyUnknown`].
pub async fn revoke(school: &School, by: &Identity, session: SessionId, key: StreamKeyId) -> Result<(), Failure> {
    permit(by)?;
    let (teacher, by) = (by.person, by.author());
    let delete = move |connection: &mut diesel::PgConnection| {
        let session = sessions::own(connection, session, teacher, false)?.ok_or(Refusal::SessionUnknown)?;
        let name = stream_keys::delete(connection, session.id, key)?.ok_or(Refusal::StreamKeyUnknown)?;
        note(connection, by, AuditAction::StreamKeyRevoked, &session, &name)
    };
    school.pool.run(move |connection| connection.transaction(delete)).await?;
    end_streams(school, vec![(session, key)]).await;
    Ok(())
}

/// Ends the streams that use one of these keys, which are invalid now.
pub(super) async fn end_streams(school: &School, keys: Vec<(SessionId, StreamKeyId)>) {
    if !keys.is_empty() {
        school.bus.announce(Announcement::StreamKeysRevoked(keys)).await;
    }
}

/// A request of a streaming program.
pub struct ProgramRequest<'a> {
    pub code: &'a str,
    pub secret: &'a str,
    pub address: IpAddr,
}

struct AuthenticatedKey {
    key: StreamKey,
    session: SessionId,
}

/// The key of a program. A key for the lesson of another code is unknown.
async fn identify(school: &School, program: &ProgramRequest<'_>, act: StreamAct) -> Result<AuthenticatedKey, Failure> {
    let ProgramRequest { code, secret, address } = *program;
    let row = match secret.strip_prefix(MARK) {
        Some(rest) if rest.len() == LETTERS => {
            let hash = hash(secret);
            school.pool.run(move |connection| stream_keys::by_hash(connection, &hash)).await?
        }
        _ => None,
    };
    let session = row.as_ref().map(|row| row.session_id);
    let listing = admission::find(school, code, address, |listing| Some(listing.card.id) == session)?;
    let row = row.filter(|row| row.session_id == listing.card.id).ok_or(Refusal::StreamKeyWrong)?;
    let known = AuthenticatedKey { key: StreamKey::of(row)?, session: listing.card.id };
    if !allows_with_key(known.key.kind, act) {
        return Err(Refusal::StreamKeyOther.into());
    }
    school.streams.try_take(known.key.id)?;
    Ok(known)
}

fn act(kind: StreamKind) -> StreamAct {
    match kind {
        StreamKind::Publish => StreamAct::Publish,
        StreamKind::View => StreamAct::View,
    }
}

/// Opens a stream. Returns its id and the answer to its offer.
///
/// # Errors
/// [`Refusal::CodeUnknown`], [`Refusal::StreamKeyWrong`], [`Refusal::StreamKeyOther`], [`Refusal::NotLive`],
/// [`Refusal::OfferBad`], [`Refusal::OfferPassive`], [`Refusal::OfferFingerprint`], [`Refusal::OfferUnfit`], and the room's
/// refusals.
pub async fn open(
    school: &School,
    program: ProgramRequest<'_>,
    kind: StreamKind,
    sdp: String,
) -> Result<(StreamId, SdpAnswer), Failure> {
    let known = identify(school, &program, act(kind)).await?;
    let listing = school.directory.by_id(known.session).ok_or(Refusal::LessonEnded)?;
    if listing.card.state != SessionState::Live {
        return Err(Refusal::NotLive.into());
    }
    let room = rooms::room_of(school, &listing).await?.here()?;
    // Entirely random: the URL of one stream must not tell the next.
    let id = StreamId::from_uuid(uuid::Uuid::new_v4());
    let open = OpenStream { id, key: known.key.id, kind, name: known.key.name, sdp };
    Ok((id, room.send(open).await.map_err(room_gone)??))
}

async fn room_of(school: &School, known: &AuthenticatedKey) -> Result<actix::Addr<RoomActor>, Failure> {
    let room = school.rooms.send(Find(known.session)).await.map_err(room_gone)?;
    Ok(room.ok_or(Refusal::StreamUnknown)?)
}

/// Adds candidates to a stream, or restarts its ICE session and returns the answer.
///
/// # Errors
/// As [`open`], and [`Refusal::StreamUnknown`], [`Refusal::TagStale`].
pub async fn amend(
    school: &School,
    program: ProgramRequest<'_>,
    kind: StreamKind,
    id: StreamId,
    tag: Option<String>,
    theirs: IceCredentials,
) -> Result<Option<SdpAnswer>, Failure> {
    let known = identify(school, &program, act(kind)).await?;
    let room = room_of(school, &known).await?;
    Ok(room.send(AmendStream { id, key: known.key.id, tag, theirs }).await.map_err(room_gone)??)
}

/// Ends a stream.
///
/// # Errors
/// As [`amend`].
pub async fn close(
    school: &School,
    program: ProgramRequest<'_>,
    kind: StreamKind,
    id: StreamId,
) -> Result<(), Failure> {
    let known = identify(school, &program, act(kind)).await?;
    let room = room_of(school, &known).await?;
    Ok(room.send(CloseStream { id, key: known.key.id }).await.map_err(room_gone)??)
}
