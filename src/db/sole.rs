//! One server for a database: a second would open the same rooms, find them empty, and end the lessons that go on in the
//! first.

use std::{
    thread,
    time::{Duration, Instant},
};

use diesel::{Connection, PgConnection, RunQueryDsl, dsl::sql, select, sql_types::Bool};

use super::pool::try_once;
use crate::error::{Failure, Fault};

/// How long one waits for a server that is just stopping.
const PATIENCE: Duration = Duration::from_secs(5);
const RETRY: Duration = Duration::from_millis(200);

/// Holds the database for this process, for as long as the connection lasts. PostgreSQL lets go by itself when the
/// process or its machine is gone.
pub struct Sole(#[expect(dead_code, reason = "it is held, not used")] PgConnection);

impl Sole {
    /// `None` while another server has it.
    ///
    /// # Errors
    /// The database's.
    pub fn take(url: &str) -> Result<Option<Self>, Failure> {
        try_once(url)?;
        let mut connection = PgConnection::establish(url).map_err(|error| Fault::Unavailable(error.to_string()))?;
        // A machine that has lost its power says nothing.
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
