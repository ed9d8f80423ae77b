//! Lessons that repeat. Each lesson of a rule is a session of its own, made when the rule is (docs/adr/0042): it has a code, and can be
//! moved or deleted alone. An edit of several moves and changes the rows that are there, so that their codes and links stay.

mod rule;

use std::collections::HashSet;

use chrono::{NaiveDateTime, NaiveTime};
use chrono_tz::Tz;
use diesel::{Connection, PgConnection};

pub use rule::{DAYS, End, Every, LESSONS, Rule, RuleDay, instant, week_of, weekday_code};

use super::{Draft, Planned, Scope, audience, listing, note, permit, set_groups, state_of, zone_of};
use crate::{
    access::{Identity, SchoolAct, allows},
    cluster::Announcement,
    db::{
        audit::AuditAction,
        groups, people,
        schedules::{self, Recurrence},
        sessions::{Changes, Session},
    },
    domain::{
        School,
        holidays::{self, Holiday},
        quotas,
    },
    error::{Failure, Refusal},
    ids::{GroupId, JoinCode, RecurrenceId, SessionId},
    protocol::roster::SessionState,
};

/// When each lesson of a draft is: on the wall clock and as an instant. On the school's holidays a rule has none.
pub(super) fn times(rule: &Rule, start: NaiveDateTime, holidays: &[Holiday]) -> Result<Vec<NaiveDateTime>, Refusal> {
    let all = rule.occurrences(start)?;
    let free = |at: &NaiveDateTime| !holidays.iter().any(|holiday| holiday.has(at.date()));
    let all: Vec<_> = all.into_iter().filter(free).collect();
    if all.is_empty() { Err(Refusal::RecurrenceNever) } else { Ok(all) }
}

/// The school's holidays, which were checked when they were set.
pub fn holidays_of(school: &School) -> Vec<Holiday> {
    holidays::parse(&school.current_settings().holidays).unwrap_or_default()
}

/// Codes for as many new sessions: several for each, as one may be in use.
pub(super) fn codes(school: &School, sessions: usize) -> Vec<JoinCode> {
    // The code of a lesson that ended recently is not used again: its participants must not find themselves in this one.
    let fresh = std::iter::repeat_with(JoinCode::random).filter(|code| !school.directory.has_ended(*code));
    fresh.take(CODES * sessions).collect()
}
pub(super) const CODES: usize = 8;

/// Within the transaction that plans a session: gives it its rule, and plans the further lessons.
pub(super) fn repeat(
    connection: &mut PgConnection,
    first: &Session,
    rule: &Rule,
    times: &[NaiveDateTime],
    codes: &[JoinCode],
) -> Result<Vec<Session>, Failure> {
    let id = RecurrenceId::fresh();
    let row = Recurrence {
        id,
        teacher_id: first.teacher_id,
        rule: rule.to_string(),
        starts_at: times[0],
        time_zone: first.time_zone.clone(),
        skipped: Vec::new(),
    };
    schedules::insert_recurrence(connection, &row)?;
    schedules::change(connection, first.id, Some((id, times[0])))?;
    let groups = groups_of(connection, first.id)?;
    let copies = times[1..].iter().zip(codes.chunks(CODES));
    copies.map(|(at, codes)| copy_of(connection, (first, &groups), (id, *at), codes)).collect()
}

fn groups_of(connection: &mut PgConnection, id: SessionId) -> Result<Vec<GroupId>, Failure> {
    Ok(groups::of_session(connection, id)?.into_iter().map(|group| group.id).collect())
}

/// Another session like this one, for the same groups, at another time of the rule.
fn copy_of(
    connection: &mut PgConnection,
    (like, groups): (&Session, &[GroupId]),
    (recurrence, at): (RecurrenceId, NaiveDateTime),
    codes: &[JoinCode],
) -> Result<Session, Failure> {
    let session = Session {
        id: SessionId::fresh(),
        starts_at: instant(at, zone_of(like)),
        state: "planned".to_owned(),
        started_at: None,
        ended_at: None,
        ..like.clone()
    };
    let session = super::insert_row(connection, session, codes, Some((recurrence, at)))?;
    if !groups.is_empty() {
        groups::set_of_session(connection, session.id, groups)?;
    }
    Ok(session)
}

/// What each lesson becomes.
struct Edit {
    changes: Changes,
    /// The groups that it is for; `None` leaves them as they are.
    groups: Option<Vec<GroupId>>,
    /// Whether the editor may choose every group.
    sees_all: bool,
}

/// What an edit of several lessons has done.
#[derive(Default)]
struct Outcome {
    made: Vec<Session>,
    /// The groups of the sessions that were made.
    groups: Vec<GroupId>,
    changed: Vec<SessionId>,
    deleted: Vec<SessionId>,
}

/// Changes a lesson and others of its rule, or makes a single lesson repeat.
///
/// # Errors
/// As [`super::edit`] and [`Rule::occurrences`], and [`Refusal::SessionsFull`].
pub(super) async fn edit(school: &School, by: &Identity, id: SessionId, draft: Draft) -> Result<Planned, Failure> {
    permit(by)?;
    let checked = draft.check()?;
    let (teacher, author, holidays) = (by.person, by.author(), holidays_of(school));
    let (highest, codes) = (school.current_settings().highest_capacity, codes(school, LESSONS));
    let (wanted, sees_all) = (audience(draft.groups.clone())?, allows(Some(by.role), SchoolAct::ManagePeople));
    let edit = move |connection: &mut PgConnection| {
        people::lock(connection, teacher)?;
        let old = crate::db::sessions::own(connection, id, teacher, true)?.ok_or(Refusal::SessionUnknown)?;
        match state_of(&old) {
            SessionState::Ended => return Err(Failure::from(Refusal::LessonEnded)),
            SessionState::Live => return Err(Refusal::SessionLive.into()),
            SessionState::Planned => {}
        }
        let mut changes = super::changes_of(&draft, checked);
        super::may_change(connection, &old, &mut changes, highest)?;
        let batch = Batch::of(connection, &old, &draft)?;
        let times = times(&batch.rule, batch.start, &holidays)?;
        let times: Vec<_> = times.into_iter().filter(|at| !batch.recurrence.skipped.contains(&at.date())).collect();
        if times.is_empty() {
            return Err(Refusal::RecurrenceNever.into());
        }
        let open = crate::db::sessions::count_open(connection, teacher)?;
        if open + times.len() as i64 - batch.rows.len() as i64 > quotas::OPEN_LESSONS {
            return Err(Refusal::SessionsFull.into());
        }
        let outcome = batch.apply(connection, &Edit { changes, groups: wanted, sees_all }, &times, &codes)?;
        // The lesson that was edited may have become another's time, or be gone.
        let kept = crate::db::sessions::own(connection, id, teacher, false)?;
        let Some(shown) = kept.or_else(|| outcome.made.first().cloned()) else {
            return Err(Refusal::RecurrenceNever.into());
        };
        note(connection, author, AuditAction::SessionChanged, &shown)?;
        Ok((super::planned(connection, shown)?, outcome))
    };
    let (planned, outcome) = school.pool.run(move |connection| connection.transaction(edit)).await?;
    announce(school, &by.name, outcome).await?;
    Ok(planned)
}

async fn announce(school: &School, teacher: &str, outcome: Outcome) -> Result<(), Failure> {
    for session in outcome.made {
        school.bus.announce(Announcement::SessionListed(listing(&session, teacher, outcome.groups.clone())?)).await;
    }
    school.announce_changes(outcome.changed).await;
    for session in outcome.deleted {
        school.bus.announce(Announcement::SessionDeleted(session)).await;
    }
    Ok(())
}

/// The lessons that an edit is about.
struct Batch {
    /// Their rule as it will be stored, and its row.
    rule: Rule,
    recurrence: Recurrence,
    /// Whether the row is new.
    new: bool,
    /// When the rule starts.
    start: NaiveDateTime,
    rows: Vec<(Session, NaiveDateTime)>,
}

impl Batch {
    fn of(connection: &mut PgConnection, old: &Session, draft: &Draft) -> Result<Self, Failure> {
        let (schedule, _) = schedules::of(connection, old.id)?;
        let local = draft.starts_at.with_timezone(&draft.time_zone).naive_local();
        let wanted = draft.recurrence.as_deref().map(Rule::parse).transpose()?;
        let recurrence = match schedule.recurrence_id {
            Some(id) => schedules::lock_recurrence(connection, id, old.teacher_id)?,
            None => None,
        };
        let (Some(row), Some(occurrence)) = (recurrence, schedule.occurrence) else {
            let rule = wanted.ok_or(Refusal::ScopeBad)?;
            let recurrence = Recurrence {
                id: RecurrenceId::fresh(),
                teacher_id: old.teacher_id,
                rule: rule.to_string(),
                starts_at: local,
                time_zone: draft.time_zone.name().to_owned(),
                skipped: Vec::new(),
            };
            return Ok(Self { rule, recurrence, new: true, start: local, rows: vec![(old.clone(), local)] });
        };
        if draft.scope == Scope::One {
            return Err(Refusal::ScopeBad.into());
        }
        let stored = Rule::parse(&row.rule)?;
        let from = (draft.scope == Scope::Following).then_some(occurrence);
        let rows = schedules::lock_planned(connection, row.id, from)?;
        let first = rows.first().map_or(occurrence, |(_, at)| *at);
        let before = stored.occurrences(row.starts_at)?.iter().filter(|at| **at < first).count();
        let was = old.starts_at.with_timezone(&zone_of(old)).naive_local();
        let apart = local.date() - was.date();
        let start = NaiveDateTime::new(first.date() + apart, local.time());
        let rule = match wanted {
            Some(rule) if rule != stored => rule,
            _ => stored.rest(before).moved(first.date(), start.date()),
        };
        let others = schedules::lock_planned(connection, row.id, None)?.len() > rows.len();
        if others {
            // Those before keep the rule that they have, up to here.
            let end = first.date().pred_opt().unwrap_or(first.date());
            let ended = Rule { end: End::Until(end), ..stored };
            schedules::update_recurrence(connection, &Recurrence { rule: ended.to_string(), ..row.clone() })?;
        }
        let id = if others { RecurrenceId::fresh() } else { row.id };
        let recurrence = Recurrence {
            id,
            rule: rule.to_string(),
            starts_at: start,
            time_zone: draft.time_zone.name().to_owned(),
            ..row
        };
        Ok(Self { rule, recurrence, new: others, start, rows })
    }

    /// Gives each session its new time: that of the same day if the rule still has it, and else the next that is free.
    fn apply(
        self,
        connection: &mut PgConnection,
        edit: &Edit,
        times: &[NaiveDateTime],
        codes: &[JoinCode],
    ) -> Result<Outcome, Failure> {
        let Self { recurrence, new, rows, .. } = self;
        if new {
            schedules::insert_recurrence(connection, &recurrence)?;
        } else {
            schedules::update_recurrence(connection, &recurrence)?;
        }
        let zone = recurrence.time_zone.parse().unwrap_or(Tz::UTC);
        let days: HashSet<_> = times.iter().map(|at| at.date()).collect();
        let (mut same, mut moved): (Vec<_>, Vec<_>) = rows.into_iter().partition(|(_, at)| days.contains(&at.date()));
        moved.reverse();
        same.reverse();
        let mut outcome = Outcome::default();
        let mut codes = codes.chunks(CODES);
        let mut like = None;
        for at in times {
            let row = match same.last() {
                Some((_, there)) if there.date() == at.date() => same.pop(),
                _ => moved.pop(),
            };
            let Some((session, before)) = row else {
                let like: &Session = like.as_ref().expect("the first time is that of a row");
                let codes = codes.next().ok_or(Refusal::RecurrenceLong)?;
                outcome.made.push(copy_of(connection, (like, &outcome.groups), (recurrence.id, *at), codes)?);
                continue;
            };
            // One that the teacher has moved alone stays where it is while its occurrence does.
            let alone = session.starts_at != instant(before, zone_of(&session)) && before == *at;
            let starts_at = if alone { session.starts_at } else { instant(*at, zone) };
            let changes = Changes { starts_at, ..edit.changes.clone() };
            let session = crate::db::sessions::update(connection, session.id, session.teacher_id, &changes)?;
            schedules::change(connection, session.id, Some((recurrence.id, *at)))?;
            set_groups(connection, &session, edit.groups.as_deref(), edit.sees_all)?;
            outcome.changed.push(session.id);
            if like.is_none() {
                outcome.groups = groups_of(connection, session.id)?;
                like = Some(session);
            }
        }
        for (session, _) in same.into_iter().chain(moved) {
            super::delete_row(connection, &session)?;
            outcome.deleted.push(session.id);
        }
        Ok(outcome)
    }
}

/// Deletes lessons of a rule that have not begun. A single deletion is an exception to the rule, which a later edit respects.
pub(super) fn delete(
    connection: &mut PgConnection,
    session: &Session,
    scope: Scope,
) -> Result<Vec<SessionId>, Failure> {
    let (schedule, _) = schedules::of(connection, session.id)?;
    let recurrence = match schedule.recurrence_id {
        Some(id) => schedules::lock_recurrence(connection, id, session.teacher_id)?,
        None => None,
    };
    let (Some(mut row), Some(occurrence)) = (recurrence, schedule.occurrence) else {
        if scope != Scope::One {
            return Err(Refusal::ScopeBad.into());
        }
        super::delete_row(connection, session)?;
        return Ok(vec![session.id]);
    };
    let going = match scope {
        Scope::One => {
            row.skipped.push(occurrence.date());
            vec![session.clone()]
        }
        Scope::Following | Scope::All => {
            let from = (scope == Scope::Following).then_some(occurrence.date().and_time(NaiveTime::MIN));
            let end = End::Until(occurrence.date().pred_opt().unwrap_or(occurrence.date()));
            if scope == Scope::Following {
                row.rule = Rule { end, ..Rule::parse(&row.rule)? }.to_string();
            }
            let planned = schedules::lock_planned(connection, row.id, from)?;
            planned.into_iter().map(|(session, _)| session).collect()
        }
    };
    schedules::update_recurrence(connection, &row)?;
    for session in &going {
        super::delete_row(connection, session)?;
    }
    schedules::delete_unused(connection, session.teacher_id)?;
    Ok(going.iter().map(|session| session.id).collect())
}
