//! What a room writes while it runs, and reads when it is opened again: the records of all features.

use diesel::prelude::*;

use super::{
    lifecycle,
    roster::{self, ParticipantRow},
    schema::sessions,
};
use crate::{clock::Time, error::Failure, features::with_records, ids::SessionId};

/// The stored state of a room.
pub struct StoredRoom {
    pub state: String,
    pub started_at: Option<Time>,
    pub participants: Vec<ParticipantRow>,
    /// The features' records.
    pub records: Vec<Record>,
}

macro_rules! compose {
    ($($module:ident: $feature:ident,)*) => {
        /// A change that is written before anyone is told of it.
        #[derive(Clone, Debug, PartialEq)]
        pub enum Record {
            Roster(roster::Record),
            Lifecycle(lifecycle::Record),
            $($feature(super::$module::Record),)*
        }

        $(impl From<super::$module::Record> for Record {
            fn from(record: super::$module::Record) -> Self {
                Self::$feature(record)
            }
        })*

        /// Records of one batch, by kind.
        #[derive(Default)]
        struct Batch {
            roster: Vec<(SessionId, roster::Record)>,
            lifecycle: Vec<(SessionId, lifecycle::Record)>,
            $($module: Vec<(SessionId, super::$module::Record)>,)*
        }

        impl Batch {
            fn push(&mut self, session: SessionId, record: Record) {
                match record {
                    Record::Roster(record) => self.roster.push((session, record)),
                    Record::Lifecycle(record) => self.lifecycle.push((session, record)),
                    $(Record::$feature(record) => self.$module.push((session, record)),)*
                }
            }

            /// People come before rows that refer to them. An end comes last, because it deletes what was written before.
            fn write(self, connection: &mut PgConnection) -> QueryResult<()> {
                if !self.roster.is_empty() {
                    roster::write(connection, self.roster)?;
                }
                $(if !self.$module.is_empty() {
                    super::$module::write(connection, self.$module)?;
                })*
                lifecycle::write(connection, self.lifecycle)
            }
        }

        fn load_features(connection: &mut PgConnection, session: SessionId) -> QueryResult<Vec<Record>> {
            let mut records = Vec::new();
            $(records.extend(super::$module::load(connection, session)?.into_iter().map(Record::$feature));)*
            Ok(records)
        }
    };
}

with_records!(compose);

impl From<roster::Record> for Record {
    fn from(record: roster::Record) -> Self {
        Self::Roster(record)
    }
}

impl From<lifecycle::Record> for Record {
    fn from(record: lifecycle::Record) -> Self {
        Self::Lifecycle(record)
    }
}

/// Writes all records or none. Records of one kind are written in their order.
///
/// # Errors
/// A database error.
pub fn write(connection: &mut PgConnection, records: impl Iterator<Item = (SessionId, Record)>) -> Result<(), Failure> {
    connection.transaction(|connection| {
        let mut batch = Batch::default();
        records.for_each(|(session, record)| batch.push(session, record));
        Ok(batch.write(connection)?)
    })
}

/// Loads a room in order to open it. If a crash ended it before, attendances that were open end at the last sign of life. `None`
/// when the session does not exist.
///
/// # Errors
/// A database error.
pub fn load(connection: &mut PgConnection, session: SessionId) -> Result<Option<StoredRoom>, Failure> {
    let columns = (sessions::state, sessions::started_at, sessions::alive_at);
    let found: Option<(String, Option<Time>, Option<Time>)> =
        sessions::table.find(session).select(columns).first(connection).optional()?;
    let Some((state, started_at, alive_at)) = found else { return Ok(None) };
    if let Some(at) = alive_at {
        roster::close_attendances(connection, session, at)?;
    }
    let participants = roster::load(connection, session)?;
    Ok(Some(StoredRoom { state, started_at, participants, records: load_features(connection, session)? }))
}
