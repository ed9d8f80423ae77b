//! What is past its time goes: nothing is kept for longer than administrators have set.

use diesel::{Connection, PgConnection};

use super::{School, invitations::KNOWN};
use crate::{
    clock::Time,
    db::{audit, invitations, settings},
    error::Failure,
};

/// Clears away what is past its time.
///
/// # Errors
/// The database's.
pub async fn purge(school: &School, now: Time) -> Result<(), Failure> {
    let choices = school.choices();
    let purge = move |connection: &mut PgConnection| {
        invitations::forget(connection, now - KNOWN)?;
        let registrations = settings::forget_registrations(connection, choices.registration_days, now)?;
        let people = match choices.attendance_days {
            Some(days) => connection.transaction(|connection| settings::forget_attendance(connection, days, now))?,
            None => 0,
        };
        let guests = settings::forget_guests(connection, choices.guest_days, now)?;
        Ok((audit::purge(connection)?, registrations, people, guests))
    };
    let (lines, registrations, people, guests) = school.pool.run(purge).await?;
    if lines + registrations + people + guests > 0 {
        tracing::info!(lines, registrations, people, guests, "what was past its time is gone");
    }
    Ok(())
}
