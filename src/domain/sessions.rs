//! Planning lessons: a teacher's sessions.

mod audience;
mod draft;
pub mod recurrence;

use chrono::{Duration, DurationRound};
use chrono_tz::Tz;
use diesel::Connection;

pub(super) use audience::{audience, set_groups};
use draft::Checked;
pub use draft::{Draft, Scope, USUAL_CAPACITY};
use recurrence::Rule;

use super::{School, accounts, quotas};
pub use crate::db::{
    experiences::Experience,
    sessions::{DURING_SESSION, KEEP, Session},
};
use crate::{
    access::{Author, Identity, SchoolAct, allows},
    clock,
    cluster::{Announcement, directory::Listing},
    db::{
        audit::{self, AuditAction, AuditSubject, NewAuditEntry},
        calendar_feeds, experiences, idempotency, people, schedules, sessions,
    },
    error::{Failure, Fault, Refusal},
    ids::{GroupId, JoinCode, PersonId, RecurrenceId, SessionId},
    protocol::{
        roster::{JoinCodeText, SessionCard, SessionState},
        text,
    },
    unicode,
};

/// How many of a teacher's series are searched for one of the same name.
const KNOWN_SERIES: i64 = 1000;

/// The most sessions that a list shows. Each may have a description of 20 kB.
pub const LIST_LIMIT: usize = 100;

/// A session with the experience that it is based on.
#[derive(Clone, Debug)]
pub struct Planned {
    pub session: Session,
    pub experience: Option<Experience>,
    /// The rule by which it repeats.
    pub recurrence: Option<String>,
}

/// A session with what belongs to it.
pub(super) fn planned(connection: &mut diesel::PgConnection, session: Session) -> Result<Planned, Failure> {
    let experience = sessions::experience_of(connection, &session)?;
    let (_, recurrence) = schedules::of(connection, session.id)?;
    Ok(Planned { session, experience, recurrence })
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
    let rule = draft.recurrence.as_deref().filter(|rule| !rule.is_empty()).map(Rule::parse).transpose()?;
    let local = draft.starts_at.with_timezone(&draft.time_zone).naive_local();
    let times = match &rule {
        Some(rule) => recurrence::times(rule, local, &recurrence::holidays_of(school))?,
        None => vec![local],
    };
    let title = checked.title;
    let session = Session {
        id: SessionId::fresh(),
        teacher_id: by.person,
        experience_id: draft.experience,
        title: title.clone(),
        description: checked.description,
        starts_at: if rule.is_some() { recurrence::instant(times[0], draft.time_zone) } else { draft.starts_at },
        time_zone: draft.time_zone.name().to_owned(),
        code: String::new(),
        state: "planned".to_owned(),
        guests_allowed: draft.guests_allowed,
        waiting_room: draft.waiting_room,
        retention: draft.retention,
        capacity: checked.capacity,
        started_at: None,
        ended_at: None,
        // Lessons that repeat belong together: their progress is seen under their title, unless the teacher says otherwise.
        series: match checked.series {
            None if rule.is_some() => text::series(&title.chars().take(text::SERIES_LIMIT).collect::<String>())?,
            series => series,
        },
        keep_results: draft.keep_results,
        minutes: checked.minutes,
        by_code: draft.by_code,
    };
    let wanted = audience(draft.groups)?.unwrap_or_default();
    let (groups_of_it, sees_all) = (wanted.clone(), allows(Some(by.role), SchoolAct::ManagePeople));
    let codes = recurrence::codes(school, times.len());
    let (author, once) = (by.author(), by.once.clone());
    let insert = move |connection: &mut diesel::PgConnection| {
        connection.transaction(|connection| {
            if let Some(made) = idempotency::claim(connection, once.as_ref(), clock::now())? {
                let own = sessions::own(connection, SessionId::from_uuid(made), author.person, false)?;
                let session = own.ok_or(Refusal::SessionUnknown)?;
                return Ok((planned(connection, session)?, Vec::new(), false));
            }
            people::lock(connection, session.teacher_id)?;
            if sessions::count_open(connection, session.teacher_id)? + times.len() as i64 > quotas::OPEN_LESSONS {
                return Err(Refusal::SessionsFull.into());
            }
            let first = insert(connection, session, &codes[..recurrence::CODES])?;
            set_groups(connection, &first, Some(&wanted), sees_all)?;
            let further = match &rule {
                Some(rule) => recurrence::repeat(connection, &first, rule, &times, &codes[recurrence::CODES..])?,
                None => Vec::new(),
            };
            idempotency::record(connection, once.as_ref(), first.id.as_uuid())?;
            note(connection, author, AuditAction::SessionCreated, &first)?;
            Ok::<_, Failure>((planned(connection, first)?, further, true))
        })
    };
    let (planned, further, is_new) = school.pool.run(insert).await?;
    // The first request may not have announced it yet, and only then starts it.
    let unlisted =
        || state_of(&planned.session) == SessionState::Planned && school.directory.by_id(planned.session.id).is_none();
    if is_new || unlisted() {
        for session in std::iter::once(&planned.session).chain(&further) {
            school.bus.announce(Announcement::SessionListed(listing(session, &by.name, groups_of_it.clone())?)).await;
        }
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

fn insert(connection: &mut diesel::PgConnection, mut session: Session, codes: &[JoinCode]) -> Result<Session, Failure> {
    if let Some(experience) = session.experience_id
        && !experiences::is_visible(connection, experience, session.teacher_id)?
    {
        return Err(Refusal::ExperienceUnknown.into());
    }
    session.series = existing_spelling(connection, session.teacher_id, session.series)?;
    people::suggest_time_zone(connection, session.teacher_id, &session.time_zone)?;
    insert_row(connection, session, codes, None)
}

/// Stores a session under the first of these codes that is free.
pub(super) fn insert_row(
    connection: &mut diesel::PgConnection,
    mut session: Session,
    codes: &[JoinCode],
    recurrence: Option<(RecurrenceId, chrono::NaiveDateTime)>,
) -> Result<Session, Failure> {
    for code in codes {
        session.code = code.to_string();
        if sessions::insert(connection, &session)? {
            schedules::insert(connection, session.id, recurrence)?;
            return Ok(session);
        }
    }
    Err(Fault::Broken("every code that was tried is in use".to_owned()).into())
}

/// The columns of a draft that an edit may change.
pub(super) fn changes_of(draft: &Draft, checked: Checked) -> sessions::Changes {
    sessions::Changes {
        experience_id: draft.experience,
        title: checked.title,
        description: checked.description,
        starts_at: draft.starts_at,
        time_zone: draft.time_zone.name().to_owned(),
        guests_allowed: draft.guests_allowed,
        waiting_room: draft.waiting_room,
        retention: draft.retention.clone(),
        capacity: checked.capacity,
        series: checked.series,
        keep_results: draft.keep_results,
        minutes: checked.minutes,
        by_code: draft.by_code,
        updated_at: clock::now(),
    }
}

/// Checks what depends on the session as it is, within the transaction of an edit.
pub(super) fn may_change(
    connection: &mut diesel::PgConnection,
    old: &Session,
    changes: &mut sessions::Changes,
    highest: i32,
) -> Result<(), Failure> {
    // A capacity that was allowed when the session was planned may stay.
    if changes.capacity > highest && changes.capacity != old.capacity {
        return Err(Refusal::CapacityTooHigh.into());
    }
    // An experience that was public when the session was planned may stay.
    if let Some(experience) = changes.experience_id.filter(|new| Some(*new) != old.experience_id)
        && !experiences::is_visible(connection, experience, old.teacher_id)?
    {
        return Err(Refusal::ExperienceUnknown.into());
    }
    changes.series = existing_spelling(connection, old.teacher_id, changes.series.take())?;
    Ok(())
}

/// Changes a session. While it is live, its time cannot change; once it has ended, nothing can.
///
/// # Errors
/// As [`create`], and [`Refusal::SessionUnknown`], [`Refusal::SessionLive`], [`Refusal::LessonEnded`].
pub async fn edit(school: &School, by: &Identity, id: SessionId, draft: Draft) -> Result<Planned, Failure> {
    permit(by)?;
    if draft.scope != Scope::One || draft.recurrence.is_some() {
        return recurrence::edit(school, by, id, draft).await;
    }
    let (checked, highest) = (draft.check()?, school.current_settings().highest_capacity);
    let (teacher, author) = (by.person, by.author());
    let mut changes = changes_of(&draft, checked);
    let (wanted, sees_all) = (audience(draft.groups)?, allows(Some(by.role), SchoolAct::ManagePeople));
    let edit = move |connection: &mut diesel::PgConnection| {
        let old = sessions::own(connection, id, teacher, true)?.ok_or(Refusal::SessionUnknown)?;
        match state_of(&old) {
            SessionState::Ended => return Err(Refusal::LessonEnded.into()),
            SessionState::Live if old.starts_at != changes.starts_at => return Err(Refusal::SessionLive.into()),
            _ => may_change(connection, &old, &mut changes, highest)?,
        }
        let session = sessions::update(connection, id, teacher, &changes)?;
        set_groups(connection, &session, wanted.as_deref(), sees_all)?;
        schedules::change(connection, id, None)?;
        note(connection, author, AuditAction::SessionChanged, &session)?;
        planned(connection, session)
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
    let some = rows.into_iter().take(LIST_LIMIT);
    let some = some.map(|(session, experience, recurrence)| Planned { session, experience, recurrence });
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
            planned(connection, session)
        })
        .await
}

/// Deletes a session with everything that belongs to it: its chat and its attendances. With a scope, also others of its rule.
///
/// # Errors
/// [`Refusal::NotAllowed`], [`Refusal::SessionUnknown`], [`Refusal::SessionLive`], [`Refusal::ScopeBad`].
pub async fn delete(school: &School, by: &Identity, id: SessionId, scope: Scope) -> Result<(), Failure> {
    permit(by)?;
    let (teacher, author) = (by.person, by.author());
    let delete = move |connection: &mut diesel::PgConnection| {
        let session = sessions::own(connection, id, teacher, true)?.ok_or(Refusal::SessionUnknown)?;
        if state_of(&session) == SessionState::Live {
            return Err(Refusal::SessionLive.into());
        }
        let deleted = recurrence::delete(connection, &session, scope)?;
        note(connection, author, AuditAction::SessionDeleted, &session)?;
        Ok::<_, Failure>(deleted)
    };
    for deleted in school.pool.run(move |connection| connection.transaction(delete)).await? {
        school.bus.announce(Announcement::SessionDeleted(deleted)).await;
    }
    Ok(())
}

/// Deletes one session, within a transaction. Calendars learn of it if the session had not begun.
pub(super) fn delete_row(connection: &mut diesel::PgConnection, session: &Session) -> Result<(), Failure> {
    if state_of(session) == SessionState::Planned {
        calendar_feeds::cancel(connection, session)?;
    }
    sessions::delete(connection, session.id, session.teacher_id)
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
