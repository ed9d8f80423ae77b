//! Deletes data that has been kept for as long as administrators have set.

use chrono::Duration;
use diesel::{Connection, PgConnection};

use super::{
    School,
    calendar_feeds::PAST,
    invitations::{KNOWN, LIFETIME},
};
use crate::{
    clock::Time,
    db::{address_links, audit, calendar_feeds, guests, invitations, reminders, settings},
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
        calendar_feeds::forget_cancelled(connection, now - PAST)?;
        reminders::delete_past(connection, now)?;
        let addresses = address_links::delete_expired(connection, now, now - LIFETIME)?;
        let registrations = settings::delete_expired_registrations(connection, choices.registration_days, now)?;
        let people = match choices.attendance_days {
            Some(days) => {
                connection.transaction(|connection| settings::delete_expired_attendances(connection, days, now))?
            }
            None => 0,
        };
        let guests = guests::forget_expired(connection, now - Duration::days(choices.guest_days.into()))?;
        audit::remove_addresses(connection, now - Duration::days(choices.address_days.into()))?;
        Ok((audit::purge(connection)?, addresses, registrations, people, guests))
    };
    let (lines, addresses, registrations, people, guests) = school.pool.run(purge).await?;
    if lines + addresses + registrations + people + guests > 0 {
        tracing::info!(lines, addresses, registrations, people, guests, "expired data was deleted");
    }
    Ok(())
}
