//! Decides who may join a room, and with which identity.

use std::{net::IpAddr, sync::Arc, time::Instant};

use bytes::Bytes;

use super::{
    School, accounts,
    groups::{self, Place},
    logins, rooms,
};
use crate::{
    access::{Identity, SchoolAct, allows},
    cluster::{Directory, directory::Listing},
    db::people,
    error::{Failure, Refusal},
    ids::{AttendanceId, ConnectionId, DeviceId, JoinCode, ParticipantId},
    protocol::{Avatar, roster::SessionJoin, text},
    room::{JoinAccepted, state::Entrant},
};

/// A request to join a room.
pub struct JoinRequest {
    pub join: SessionJoin,
    /// The identity from the browser's cookie.
    pub identity: Option<Identity>,
    /// The token of the personal link that was opened in the browser.
    pub personal: Option<String>,
    pub device: Option<DeviceId>,
    pub address: IpAddr,
    pub connection: ConnectionId,
}

/// Finds the session of a code and determines who asks to join it. The room decides whether it has a seat for them.
///
/// # Errors
/// A refusal with a text for the person who asked.
pub async fn admit(school: &School, knock: JoinRequest) -> Result<JoinAccepted, Failure> {
    let JoinRequest { join, identity, personal, device, address, connection } = knock;
    let seat = join.resume.as_deref().map(|token| school.keys.read_resume_token(token).ok_or(Refusal::ResumeUnknown));
    let seat = seat.transpose()?;
    // A join code does not count as guessed for someone who has been in the session.
    let listing = find(school, &join.session_id, address, |listing| {
        let owns = identity.as_ref().is_some_and(|identity| identity.person == listing.teacher);
        owns || seat.is_some_and(|seat| seat.sid == listing.card.id)
    })?;
    let identity = match &join.token {
        Some(token) => Some(logins::identify_at_door(school, token).await?.ok_or(Refusal::SignInNeeded)?),
        None => identity,
    };
    permit(identity.as_ref())?;
    // A teacher joins their own session as its teacher, and needs the permission to plan sessions for it: their role may have
    // changed since they planned it.
    if identity
        .as_ref()
        .is_some_and(|by| by.person == listing.teacher && !allows(Some(by.role), SchoolAct::PlanSessions))
    {
        return Err(Refusal::NotAllowed.into());
    }
    let place = match personal.filter(|_| identity.is_none() && !listing.groups.is_empty()) {
        Some(token) => groups::place_of(school, &token).await?.filter(|place| groups::is_for(&listing, place)),
        None => None,
    };
    if place.is_none() {
        groups::may_enter(school, &listing, identity.as_ref()).await?;
    }
    if seat.is_some_and(|seat| seat.sid != listing.card.id) {
        return Err(Refusal::ResumeUnknown.into());
    }
    let resumed = seat.map(|seat| seat.sub);
    if resumed.is_none() && identity.is_none() && place.is_none() {
        school.newcomers.try_take(address, listing.card.id)?;
    }
    let mut student = None;
    let (person, name, avatar) = match (&identity, &place) {
        (None, Some(Place { student: known, .. })) => match known.person_id {
            Some(person) => {
                let profile = school.pool.run(move |connection| people::find(connection, person)).await?;
                let profile = profile.ok_or(Refusal::LinkUnknown)?;
                if profile.blocked_at.is_some() {
                    return Err(Refusal::Blocked.into());
                }
                let avatar = serde_json::from_value(profile.avatar).unwrap_or_else(|_| groups::avatar_of(known.id));
                (Some(person), Some(profile.name), avatar)
            }
            None => {
                student = Some(known.id);
                (None, Some(known.name.clone()), groups::avatar_of(known.id))
            }
        },
        (Some(identity), _) => {
            let profile = accounts::person(school, identity).await?;
            let avatar = serde_json::from_value(profile.avatar).unwrap_or_else(|_| Avatar::random(&mut rand::rng()));
            (Some(identity.person), Some(profile.name), avatar)
        }
        (None, None) => {
            let name = join.username.as_deref().map(text::name).transpose()?;
            if name.is_none() && resumed.is_none() {
                return Err(Refusal::NameEmpty.into());
            }
            let avatar = join.avatar.unwrap_or_else(|| Avatar::random(&mut rand::rng()));
            avatar.check()?;
            (None, name, avatar)
        }
    };
    let entrant = Entrant {
        id: resumed.filter(|_| person.is_none() && student.is_none()).unwrap_or_else(ParticipantId::fresh),
        resumes: resumed.is_some(),
        person,
        student,
        device,
        name,
        avatar,
        stream: false,
        connection,
        attendance: AttendanceId::fresh(),
    };
    let room = rooms::room_of(school, &listing).await?.here()?;
    Ok(JoinAccepted { session: listing.card.id, room, entrant, login: identity.map(|identity| identity.login) })
}

fn permit(by: Option<&Identity>) -> Result<(), Refusal> {
    if allows(by.map(|identity| identity.role), SchoolAct::JoinSessions) { Ok(()) } else { Err(Refusal::NotAllowed) }
}

/// The open session of a code. If `knows` says that the caller knows the session, the limit on guesses at their address does not
/// apply: otherwise one pupil could keep a whole school out of its lessons.
///
/// # Errors
/// [`Refusal::CodeUnknown`], [`Refusal::LessonEnded`], [`Refusal::TooManyGuesses`].
pub fn find(
    school: &School,
    code: &str,
    address: IpAddr,
    knows: impl FnOnce(&Listing) -> bool,
) -> Result<Arc<Listing>, Refusal> {
    let listing = JoinCode::parse(code).and_then(|code| school.directory.by_code(code));
    match listing.filter(|listing| knows(listing)) {
        Some(listing) => Ok(listing),
        None => look_up(school, code, address, Directory::by_code),
    }
}

/// The session card of a code, as JSON. It comes from memory, because whole classes ask at once.
///
/// # Errors
/// As [`find`].
pub fn card(school: &School, code: &str, address: IpAddr) -> Result<Bytes, Refusal> {
    look_up(school, code, address, Directory::card_json)
}

/// Counts a guess only when the code is wrong.
fn look_up<T>(
    school: &School,
    code: &str,
    address: IpAddr,
    listed: impl FnOnce(&Directory, JoinCode) -> Option<T>,
) -> Result<T, Refusal> {
    let (code, now) = (JoinCode::parse(code), Instant::now());
    school.guesses.check(address, code, now)?;
    if let Some((code, found)) = code.and_then(|code| Some((code, listed(&school.directory, code)?))) {
        school.guesses.record_found(address, code, now);
        return Ok(found);
    }
    if code.is_some_and(|code| school.directory.has_ended(code)) {
        return Err(Refusal::LessonEnded);
    }
    school.guesses.record_failure(address, now);
    Err(Refusal::CodeUnknown)
}
