//! What calendars know of a session beside its time, and the rules by which sessions repeat.

use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;

use super::{
    schema::{recurrences, schedules, sessions},
    sessions::Session,
};
use crate::{
    error::Failure,
    ids::{PersonId, RecurrenceId, SessionId},
};

#[derive(Clone, Debug, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = recurrences, check_for_backend(diesel::pg::Pg))]
pub struct Recurrence {
    pub id: RecurrenceId,
    pub teacher_id: PersonId,
    pub rule: String,
    /// What clocks in its time zone show when its first lesson starts.
    pub starts_at: NaiveDateTime,
    pub time_zone: String,
    /// The days whose lesson the teacher has deleted.
    pub skipped: Vec<NaiveDate>,
}

/// What a session is in calendars.
#[derive(Clone, Debug, Default, PartialEq, Queryable, Selectable)]
#[diesel(table_name = schedules, check_for_backend(diesel::pg::Pg))]
pub struct Schedule {
    pub recurrence_id: Option<RecurrenceId>,
    /// When its rule has it, on the wall clock.
    pub occurrence: Option<NaiveDateTime>,
    /// How often it was changed.
    pub sequence: i32,
}

/// A session's place in calendars, and its rule if it repeats.
pub fn of(connection: &mut PgConnection, id: SessionId) -> Result<(Schedule, Option<String>), Failure> {
    let found = schedules::table.find(id).left_join(recurrences::table);
    let found = found.select((Schedule::as_select(), recurrences::rule.nullable())).first(connection).optional()?;
    Ok(found.unwrap_or_default())
}

pub fn insert(
    connection: &mut PgConnection,
    id: SessionId,
    recurrence: Option<(RecurrenceId, NaiveDateTime)>,
) -> Result<(), Failure> {
    let (recurrence, occurrence) = recurrence.unzip();
    let row =
        (schedules::session_id.eq(id), schedules::recurrence_id.eq(recurrence), schedules::occurrence.eq(occurrence));
    diesel::insert_into(schedules::table).values(row).execute(connection)?;
    Ok(())
}

/// Makes a session part of a rule; `None` leaves its rule as it is. The session has changed.
pub fn change(
    connection: &mut PgConnection,
    id: SessionId,
    recurrence: Option<(RecurrenceId, NaiveDateTime)>,
) -> Result<(), Failure> {
    let row = schedules::table.find(id);
    diesel::update(row).set(schedules::sequence.eq(schedules::sequence + 1)).execute(connection)?;
    if let Some((recurrence, occurrence)) = recurrence {
        let values = (schedules::recurrence_id.eq(recurrence), schedules::occurrence.eq(occurrence));
        diesel::update(row).set(values).execute(connection)?;
    }
    Ok(())
}

pub fn insert_recurrence(connection: &mut PgConnection, recurrence: &Recurrence) -> Result<(), Failure> {
    diesel::insert_into(recurrences::table).values(recurrence).execute(connection)?;
    Ok(())
}

/// A teacher's rule, locked until the transaction ends.
pub fn lock_recurrence(
    connection: &mut PgConnection,
    id: RecurrenceId,
    teacher: PersonId,
) -> Result<Option<Recurrence>, Failure> {
    let own = recurrences::table.find(id).filter(recurrences::teacher_id.eq(teacher));
    Ok(own.select(Recurrence::as_select()).for_update().first(connection).optional()?)
}

pub fn update_recurrence(connection: &mut PgConnection, recurrence: &Recurrence) -> Result<(), Failure> {
    diesel::update(recurrences::table.find(recurrence.id)).set(recurrence).execute(connection)?;
    Ok(())
}

/// The planned sessions of a rule with their occurrences, the first one first; locked until the transaction ends.
pub fn lock_planned(
    connection: &mut PgConnection,
    recurrence: RecurrenceId,
    from: Option<NaiveDateTime>,
) -> Result<Vec<(Session, NaiveDateTime)>, Failure> {
    let from = from.unwrap_or_default();
    Ok(sessions::table
        .inner_join(schedules::table)
        .filter(schedules::recurrence_id.eq(recurrence))
        .filter(sessions::state.eq("planned"))
        .filter(schedules::occurrence.ge(from))
        .order((schedules::occurrence, sessions::id))
        .select((Session::as_select(), schedules::occurrence.assume_not_null()))
        .for_update()
        .load(connection)?)
}

/// Deletes the rules without sessions that a teacher may have left.
pub fn delete_unused(connection: &mut PgConnection, teacher: PersonId) -> Result<(), Failure> {
    let used = schedules::table.filter(schedules::recurrence_id.eq(recurrences::id.nullable()));
    let unused = recurrences::table
        .filter(recurrences::teacher_id.eq(teacher))
        .filter(diesel::dsl::not(diesel::dsl::exists(used)));
    diesel::delete(unused).execute(connection)?;
    Ok(())
}

/// What an export has of a person `p`: the name of each list, and its rows.
pub const EXPORT: &[(&str, &str)] = &[(
    "recurrences",
    "SELECT r.rule, r.starts_at AS \"startsAt\", r.time_zone AS \"timeZone\", r.skipped
         FROM recurrences r WHERE r.teacher_id = p.id ORDER BY r.starts_at, r.id",
)];
