//! Planning lessons: a teacher's sessions.

use chrono::{Datelike, Duration, DurationRound};
use chrono_tz::Tz;
use diesel::Connection;

use super::{School, accounts, quotas};
pub use crate::db::{
    experiences::Experience,
    sessions::{DURING_SESSION, KEEP, Session},
};
use crate::{
    access::{Author, Identity, SchoolAct, allows},
    clock::{self, Time},
    cluster::{Announcement, directory::Listing},
    db::{
        audit::{self, AuditAction, AuditSubject, NewAuditEntry},
        experiences, groups, idempotency, people, sessions,
    },
    error::{Failure, Fault, Refusal},
    ids::{ExperienceId, GroupId, JoinCode, PersonId, SessionId},
    protocol::{
        roster::{JoinCodeText, SessionCard, SessionState},
        text,
    },
    unicode,
};

pub const USUAL_CAPACITY: i64 = 300;
const USUAL_MINUTES: i64 = 60;
/// How long a lesson can be planned to be, in minutes.
const MINUTES: std::ops::RangeInclusive<i32> = 5..=1440;

/// How many of a teacher's series are searched for one of the same name.
const KNOWN_SERIES: i64 = 1000;

/// For how many groups one lesson can be.
const AUDIENCE: usize = 50;

/// The most sessions that a list shows. Each may have a description of 20 kB.
pub const LIST_LIMIT: usize = 100;

/// A session as a teacher plans it.
#[derive(Clone, Debug)]
pub struct Draft {
    pub title: String,
    pub description: String,
    pub starts_at: Time,
    pub time_zone: Tz,
    pub experience: Option<ExperienceId>,
    pub guests_allowed: bool,
    pub waiting_room: bool,
    pub retention: String,
    pub capacity: i64,
    /// The name of its series; empty if it belongs to none.
    pub series: String,
    /// Whether the quiz results of the teacher's own students are kept.
    pub keep_results: bool,
    /// How long it is planned to be.
    pub minutes: i64,
    /// The groups that it is for; `None` leaves them as they are.
    pub groups: Option<Vec<GroupId>>,
    /// Whether its code alone lets people in; if not, it is for its groups only.
    pub by_code: bool,
}

/// A session with the experience that it is based on.
#[derive(Clone, Debug)]
pub struct Planned {
    pub session: Session,
    pub experience: Option<Experience>,
}

struct Checked {
    title: String,
    description: String,
    capacity: i32,
    minutes: i32,
    series: Option<String>,
}

impl Draft {
    /// The defaults of a new session.
    pub fn blank() -> Self {
        Self {
            title: String::new(),
            description: String::new(),
            starts_at: clock::now(),
            time_zone: Tz::UTC,
            experience: None,
            guests_allowed: true,
            waiting_room: false,
            retention: DURING_SESSION.to_owned(),
            capacity: USUAL_CAPACITY,
            series: String::new(),
            keep_results: false,
            minutes: USUAL_MINUTES,
            groups: None,
            by_code: true,
        }
    }

    /// An existing session, for editing.
    pub fn of(session: &Session) -> Self {
        Self {
            title: session.title.clone(),
            description: session.description.clone(),
            starts_at: session.starts_at,
            time_zone: zone_of(session),
            experience: session.experience_id,
            guests_allowed: session.guests_allowed,
            waiting_room: session.waiting_room,
            retention: session.retention.clone(),
            capacity: session.capacity.into(),
            series: session.series.clone().unwrap_or_default(),
            keep_results: session.keep_results,
            minutes: session.minutes.into(),
            groups: None,
            by_code: session.by_code,
        }
    }

    fn check(&self) -> Result<Checked, Refusal> {
        if ![DURING_SESSION, KEEP].contains(&self.retention.as_str()) {
            return Err(Refusal::RetentionBad);
        }
        if !(2000..=2200).contains(&self.starts_at.year()) {
            return Err(Refusal::TimeBad);
        }
        let capacity = i32::try_from(self.capacity).ok().filter(|capacity| (1..=1000).contains(capacity));
        let capacity = capacity.ok_or(Refusal::CapacityBad)?;
        let minutes = i32::try_from(self.minutes).ok().filter(|minutes| MINUTES.contains(minutes));
        let minutes = minutes.ok_or(Refusal::LengthBad)?;
        let (title, description) = (text::title(&self.title)?, text::description(&self.description)?);
        Ok(Checked { title, description, capacity, minutes, series: text::series(&self.series)? })
    }
}

/// A new session for the planning form: at the next full hour, on the teacher's clock.
///
/// # Errors
/// [`Refusal::NotAllowed`].
pub async fn blank(school: &School, by: &Identity) -> Result<Draft, Failure> {
    permit(by)?;
    let hour = Duration::hours(1);
    let starts_at = (clock::now() + hour).duration_trunc(hour).expect("an hour is a valid span for truncation");
    let time_zone = accounts::zone_of(&accounts::person(school, by).await?);
    let choices = school.current_settings();
    let retention = if choices.keep_chat { KEEP } else { DURING_SESSION }.to_owned();
    let capacity = choices.capacity.into();
    Ok(Draft { starts_at, time_zone, retention, capacity, ..Draft::blank() })
}

/// A new session with the settings of this one, for the planning form: at the next full hour, on the teacher's clock.
///
/// # Errors
/// [`Refusal::NotAllowed`]; [`Refusal::SessionUnknown`], also for a session of another teacher.
pub async fn copy(school: &School, by: &Identity, id: SessionId) -> Result<Draft, Failure> {
    let Draft { starts_at, time_zone, .. } = blank(school, by).await?;
    let Planned { session, .. } = get(school, by, id).await?;
    Ok(Draft { starts_at, time_zone, ..Draft::of(&session) })
}

/// Plans a session and gives it a code. A repeat gets the session that the first request has planned.
///
/// # Errors
/// [`Refusal::NotAllowed`], [`Refusal::ExperienceUnknown`], [`Refusal::SessionsFull`], [`Refusal::TooFast`],
/// [`Refusal::KeyReused`], or the refusal of an invalid field.
pub async fn create(school: &School, by: &Identity, draft: Draft) -> Result<Planned, Failure> {
    permit(by)?;
    let checked = draft.check()?;
    if checked.capacity > school.current_settings().highest_capacity {
        return Err(Refusal::CapacityTooHigh.into());
    }
    school.person_limits.count_lesson(by.person, by.role)?;
    let session = Session {
        id: SessionId::fresh(),
        teacher_id: by.person,
        experience_id: draft.experience,
        title: checked.title,
        description: checked.description,
        starts_at: draft.starts_at,
        time_zone: draft.time_zone.name().to_owned(),
        code: String::new(),
        state: "planned".to_owned(),
        guests_allowed: draft.guests_allowed,
        waiting_room: draft.waiting_room,
        retention: draft.retention,
        capacity: checked.capacity,
        started_at: None,
        ended_at: None,
        series: checked.series,
        keep_results: draft.keep_results,
        minutes: checked.minutes,
        by_code: draft.by_code,
    };
    let wanted = audience(draft.groups)?.unwrap_or_default();
    let (groups_of_it, sees_all) = (wanted.clone(), allows(Some(by.role), SchoolAct::ManagePeople));
    // The code of a lesson that ended recently is not used again: its participants must not find themselves in this one.
    let codes: Vec<_> =
        std::iter::repeat_with(JoinCode::random).filter(|code| !school.directory.has_ended(*code)).take(8).collect();
    let (author, once) = (by.author(), by.once.clone());
    let insert = move |connection: &mut diesel::PgConnection| {
        connection.transaction(|connection| {
            if let Some(made) = idempotency::claim(connection, once.as_ref(), clock::now())? {
                let own = sessions::own(connection, SessionId::from_uuid(made), author.person, false)?;
                let session = own.ok_or(Refusal::SessionUnknown)?;
                let experience = sessions::experience_of(connection, &session)?;
                return Ok((Planned { session, experience }, false));
            }
            people::lock(connection, session.teacher_id)?;
            if sessions::count_open(connection, session.teacher_id)? >= quotas::OPEN_LESSONS {
                return Err(Refusal::SessionsFull.into());
            }
            let planned = insert(connection, session, &codes)?;
            set_groups(connection, &planned.session, Some(&wanted), sees_all)?;
            idempotency::record(connection, once.as_ref(), planned.session.id.as_uuid())?;
            note(connection, author, AuditAction::SessionCreated, &planned.session)?;
            Ok::<_, Failure>((planned, true))
        })
    };
    let (planned, is_new) = school.pool.run(insert).await?;
    // The first request may not have announced it yet, and only then starts it.
    let unlisted =
        || state_of(&planned.session) == SessionState::Planned && school.directory.by_id(planned.session.id).is_none();
    if is_new || unlisted() {
        school.bus.announce(Announcement::SessionListed(listing(&planned.session, &by.name, groups_of_it)?)).await;
    }
    Ok(planned)
}

/// Runs within a transaction: records a change in the audit trail.
pub(super) fn note(
    connection: &mut diesel::PgConnection,
    by: Author,
    deed: AuditAction,
    session: &Session,
) -> Result<(), Failure> {
    let about = AuditSubject::Session(session.id, &session.title);
    audit::write(connection, clock::now(), NewAuditEntry { by: Some(by), deed, about, detail: "" })
}

/// The groups of a draft, each once.
fn audience(groups: Option<Vec<GroupId>>) -> Result<Option<Vec<GroupId>>, Refusal> {
    let Some(mut groups) = groups else { return Ok(None) };
    groups.sort_unstable();
    groups.dedup();
    if groups.len() > AUDIENCE { Err(Refusal::AudienceMany) } else { Ok(Some(groups)) }
}

/// Within a transaction: sets the groups that a session is for. New ones must be the teacher's, and in use.
fn set_groups(
    connection: &mut diesel::PgConnection,
    session: &Session,
    wanted: Option<&[GroupId]>,
    sees_all: bool,
) -> Result<(), Failure> {
    let old: Vec<_> = groups::of_session(connection, session.id)?.into_iter().map(|group| group.id).collect();
    let wanted = wanted.unwrap_or(&old);
    if wanted.is_empty() && !session.by_code {
        return Err(Refusal::AudienceEmpty.into());
    }
    let new: Vec<_> = wanted.iter().copied().filter(|group| !old.contains(group)).collect();
    if !new.is_empty() && !groups::all_usable(connection, &new, session.teacher_id, sees_all)? {
        return Err(Refusal::GroupUnknown.into());
    }
    if wanted != old { groups::set_of_session(connection, session.id, wanted) } else { Ok(()) }
}

fn insert(connection: &mut diesel::PgConnection, mut session: Session, codes: &[JoinCode]) -> Result<Planned, Failure> {
    if let Some(experience) = session.experience_id
        && !experiences::is_visible(connection, experience, session.teacher_id)?
    {
        return Err(Refusal::ExperienceUnknown.into());
    }
    session.series = existing_spelling(connection, session.teacher_id, session.series)?;
    people::suggest_time_zone(connection, session.teacher_id, &session.time_zone)?;
    for code in codes {
        session.code = code.to_string();
        if sessions::insert(connection, &session)? {
            let experience = sessions::experience_of(connection, &session)?;
            return Ok(Planned { session, experience });
        }
    }
    Err(Fault::Broken("every code that was tried is in use".to_owned()).into())
}

/// Changes a session. While it is live, its time cannot change; once it has ended, nothing can.
///
/// # Errors
/// As [`create`], and [`Refusal::SessionUnknown`], [`Refusal::SessionLive`], [`Refusal::LessonEnded`].
pub async fn edit(school: &School, by: &Identity, id: SessionId, draft: Draft) -> Result<Planned, Failure> {
    permit(by)?;
    let (checked, highest) = (draft.check()?, school.current_settings().highest_capacity);
    let (teacher, author) = (by.person, by.author());
    let mut changes = sessions::Changes {
        experience_id: draft.experience,
        title: checked.title,
        description: checked.description,
        starts_at: draft.starts_at,
        time_zone: draft.time_zone.name().to_owned(),
        guests_allowed: draft.guests_allowed,
        waiting_room: draft.waiting_room,
        retention: draft.retention,
        capacity: checked.capacity,
        series: checked.series,
        keep_results: draft.keep_results,
        minutes: checked.minutes,
        by_code: draft.by_code,
        updated_at: clock::now(),
    };
    let (wanted, sees_all) = (audience(draft.groups)?, allows(Some(by.role), SchoolAct::ManagePeople));
    let edit = move |connection: &mut diesel::PgConnection| {
        let old = sessions::own(connection, id, teacher, true)?.ok_or(Refusal::SessionUnknown)?;
        match state_of(&old) {
            SessionState::Ended => return Err(Refusal::LessonEnded.into()),
            SessionState::Live if old.starts_at != changes.starts_at => return Err(Refusal::SessionLive.into()),
            // A capacity that was allowed when the session was planned may stay.
            _ if changes.capacity > highest && changes.capacity != old.capacity => {
                return Err(Refusal::CapacityTooHigh.into());
            }
            _ => {}
        }
        // An experience that was public when the session was planned may stay.
        if let Some(experience) = changes.experience_id.filter(|new| Some(*new) != old.experience_id)
            && !experiences::is_visible(connection, experience, teacher)?
        {
            return Err(Refusal::ExperienceUnknown.into());
        }
        changes.series = existing_spelling(connection, teacher, changes.series.take())?;
        let session = sessions::update(connection, id, teacher, &changes)?;
        set_groups(connection, &session, wanted.as_deref(), sees_all)?;
        note(connection, author, AuditAction::SessionChanged, &session)?;
        let experience = sessions::experience_of(connection, &session)?;
        Ok(Planned { session, experience })
    };
    let planned = school.pool.run(move |connection| connection.transaction(edit)).await?;
    school.announce_changes([id]).await;
    Ok(planned)
}

/// One page of the caller's sessions in one state or in any, newest first, and whether there are more.
///
/// # Errors
/// [`Refusal::NotAllowed`].
pub async fn list(
    school: &School,
    by: &Identity,
    state: Option<SessionState>,
    offset: u32,
) -> Result<(Vec<Planned>, bool), Failure> {
    permit(by)?;
    let (teacher, state) = (by.person, state.map(SessionState::as_str));
    let read = move |connection: &mut diesel::PgConnection| {
        sessions::all_of(connection, teacher, state, offset.into(), LIST_LIMIT as i64 + 1)
    };
    let rows = school.pool.run(read).await?;
    let more = rows.len() > LIST_LIMIT;
    let some = rows.into_iter().take(LIST_LIMIT).map(|(session, experience)| Planned { session, experience });
    Ok((some.collect(), more))
}

/// # Errors
/// [`Refusal::NotAllowed`]; [`Refusal::SessionUnknown`], also for a session of another teacher.
pub async fn get(school: &School, by: &Identity, id: SessionId) -> Result<Planned, Failure> {
    permit(by)?;
    let teacher = by.person;
    school
        .pool
        .run(move |connection| {
            let session = sessions::own(connection, id, teacher, false)?.ok_or(Refusal::SessionUnknown)?;
            let experience = sessions::experience_of(connection, &session)?;
            Ok(Planned { session, experience })
        })
        .await
}

/// Deletes a session with everything that belongs to it: its chat and its attendances.
///
/// # Errors
/// [`Refusal::NotAllowed`], [`Refusal::SessionUnknown`], [`Refusal::SessionLive`].
pub async fn delete(school: &School, by: &Identity, id: SessionId) -> Result<(), Failure> {
    permit(by)?;
    let (teacher, author) = (by.person, by.author());
    let delete = move |connection: &mut diesel::PgConnection| {
        let session = sessions::own(connection, id, teacher, true)?.ok_or(Refusal::SessionUnknown)?;
        if state_of(&session) == SessionState::Live {
            return Err(Refusal::SessionLive.into());
        }
        sessions::delete(connection, id, teacher)?;
        note(connection, author, AuditAction::SessionDeleted, &session)
    };
    school.pool.run(move |connection| connection.transaction(delete)).await?;
    school.bus.announce(Announcement::SessionDeleted(id)).await;
    Ok(())
}

/// The time zone in which a session was planned.
pub fn zone_of(session: &Session) -> Tz {
    session.time_zone.parse().unwrap_or(Tz::UTC)
}

pub fn state_of(session: &Session) -> SessionState {
    SessionState::parse(&session.state).expect("the table allows three states")
}

/// The listing of a session.
///
/// # Errors
/// [`Fault::Broken`] when a row holds an invalid value.
pub fn listing(session: &Session, teacher: &str, groups: Vec<GroupId>) -> Result<Listing, Fault> {
    let code =
        JoinCode::parse(&session.code).ok_or_else(|| Fault::Broken(format!("session {} has no code", session.id)))?;
    Ok(Listing {
        card: SessionCard {
            id: session.id,
            session_code: JoinCodeText(code),
            session_title: session.title.clone(),
            description: session.description.clone(),
            teacher: teacher.to_owned(),
            date_time_of_session: session.starts_at,
            started_at: session.started_at,
            state: state_of(session),
            guests_allowed: session.guests_allowed,
            waiting_room: session.waiting_room,
        },
        teacher: session.teacher_id,
        capacity: u16::try_from(session.capacity).map_err(|error| Fault::Broken(error.to_string()))?,
        keeps_chat: session.retention == KEEP,
        groups,
        by_code: session.by_code,
    })
}

pub(super) fn permit(by: &Identity) -> Result<(), Refusal> {
    if allows(Some(by.role), SchoolAct::PlanSessions) { Ok(()) } else { Err(Refusal::NotAllowed) }
}

/// The series name in the spelling that the teacher has used before, if it differs only in case: the same series is meant.
pub(super) fn existing_spelling(
    connection: &mut diesel::PgConnection,
    teacher: PersonId,
    name: Option<String>,
) -> Result<Option<String>, Failure> {
    let Some(name) = name else { return Ok(None) };
    let known = sessions::series_of(connection, teacher, KNOWN_SERIES)?;
    let same = known.into_iter().map(|(known, _)| known).find(|known| unicode::fold(known) == unicode::fold(&name));
    Ok(Some(same.unwrap_or(name)))
}
