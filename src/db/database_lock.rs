//! Allows only one server per database: a second would open the same rooms, find them empty, and end lessons that the first is
//! running.

use std::{
    thread,
    time::{Duration, Instant},
};

use diesel::{Connection, PgConnection, RunQueryDsl, dsl::sql, select, sql_types::Bool};

use super::pool::check_connection;
use crate::error::{Failure, Fault};

/// How long to wait for a server that is just stopping.
const PATIENCE: Duration = Duration::from_secs(5);
const RETRY: Duration = Duration::from_millis(200);

/// Holds the database for this process, for as long as the connection lasts. PostgreSQL releases it by itself when the process or
/// its machine is gone.
pub struct DatabaseLock(#[expect(dead_code, reason = "it is held, not used")] PgConnection);

impl DatabaseLock {
    /// Takes the lock; `None` while another server has it.
    ///
    /// # Errors
    /// A database error.
    pub fn take(url: &str) -> Result<Option<Self>, Failure> {
        check_connection(url)?;
        let mut connection = PgConnection::establish(url).map_err(|error| Fault::Unavailable(error.to_string()))?;
        // A machine that has lost its power closes no connection.
        for setting in ["tcp_keepalives_idle = 20", "tcp_keepalives_interval = 5", "tcp_keepalives_count = 3"] {
            diesel::sql_query(format!("SET {setting}")).execute(&mut connection)?;
        }
        let begun = Instant::now();
        loop {
            // The number is "lyceum" in ASCII.
            let taken = select(sql::<Bool>("pg_try_advisory_lock(119268614436205)")).get_result(&mut connection)?;
            if taken {
                return Ok(Some(Self(connection)));
            }
            if begun.elapsed() > PATIENCE {
                return Ok(None);
            }
            thread::sleep(RETRY);
        }
    }
}
