//! Deletes data that has been kept for as long as administrators have set.

use chrono::Duration;
use diesel::{Connection, PgConnection};

use super::{School, invitations::KNOWN};
use crate::{
    clock::Time,
    db::{audit, guests, invitations, settings},
    error::Failure,
};

/// Deletes everything whose retention time has passed.
///
/// # Errors
/// A database error.
pub async fn purge(school: &School, now: Time) -> Result<(), Failure> {
    let choices = school.current_settings();
    let purge = move |connection: &mut PgConnection| {
        invitations::forget(connection, now - KNOWN)?;
        let registrations = settings::delete_expired_registrations(connection, choices.registration_days, now)?;
        let people = match choices.attendance_days {
            Some(days) => {
                connection.transaction(|connection| settings::delete_expired_attendances(connection, days, now))?
            }
            None => 0,
        };
        let guests = guests::forget_expired(connection, now - Duration::days(choices.guest_days.into()))?;
        audit::remove_addresses(connection, now - Duration::days(choices.address_days.into()))?;
        Ok((audit::purge(connection)?, registrations, people, guests))
    };
    let (lines, registrations, people, guests) = school.pool.run(purge).await?;
    if lines + registrations + people + guests > 0 {
        tracing::info!(lines, registrations, people, guests, "expired data was deleted");
    }
    Ok(())
}
