//! The state of the school at a glance, for administrators.

use diesel::PgConnection;
use nix::sys::statvfs::statvfs;

use super::{School, live, mails};
use crate::{
    access::{Identity, Role, SchoolAct, allows},
    clock::{self, Time},
    db::{
        audit::{self, AuditAction},
        jobs::{self, QueueLoad},
        people,
        uploads::{self, Sizes},
    },
    error::{Failure, Refusal},
};

/// The free and total space of a disk, in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Disk {
    pub free: u64,
    pub all: u64,
}

impl Disk {
    /// Whether a tenth or less of it is free.
    pub fn is_nearly_full(self) -> bool {
        self.free < self.all / 10
    }
}

pub struct SchoolOverview {
    pub administrators: i64,
    pub teachers: i64,
    pub students: i64,
    pub blocked: i64,
    /// Accounts that wait to be approved.
    pub waiting: i64,
    /// The number of live lessons, and of people in them.
    pub live: usize,
    pub present: usize,
    /// The job queues.
    pub jobs: QueueLoad,
    pub sizes: Sizes,
    /// The disk with the data directory.
    pub disk: Option<Disk>,
    pub last_backup: Option<Time>,
    /// Whether the server makes backups by itself.
    pub backs_up: bool,
}

/// # Errors
/// [`Refusal::NotAllowed`]; a database error.
pub async fn see(school: &School, by: &Identity) -> Result<SchoolOverview, Failure> {
    if !allows(Some(by.role), SchoolAct::SeeOverview) {
        return Err(Refusal::NotAllowed.into());
    }
    let data_dir = school.settings.data_dir.clone();
    let read = move |connection: &mut PgConnection| {
        let (roles, blocked) = people::count(connection)?;
        let of = |role: Role| roles.get(role.as_str()).copied().unwrap_or_default();
        // Also runs on this thread, because a disk may be slow to answer.
        let disk = data_dir.and_then(|folder| statvfs(&folder).ok()).map(|told| {
            let bytes = |blocks: u64| blocks.saturating_mul(told.fragment_size());
            Disk { free: bytes(told.blocks_available()), all: bytes(told.blocks()) }
        });
        Ok(SchoolOverview {
            administrators: of(Role::Administrator),
            teachers: of(Role::Teacher),
            students: of(Role::Student),
            blocked,
            waiting: people::count_waiting(connection)?,
            live: 0,
            present: 0,
            jobs: jobs::load(connection, mails::NO_MAILS, clock::now())?,
            sizes: uploads::sizes(connection)?,
            disk,
            last_backup: audit::last(connection, AuditAction::BackedUp)?,
            backs_up: false,
        })
    };
    let overview = school.pool.run(read).await?;
    let lessons = live::all(school, by).await?.lessons;
    let present = lessons.iter().filter_map(|lesson| lesson.room.as_ref()).map(|room| room.stats.inside).sum();
    Ok(SchoolOverview { live: lessons.len(), present, backs_up: school.settings.backs_up, ..overview })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_disk_is_nearly_full_when_a_tenth_is_left() {
        assert!(!Disk { free: 10, all: 100 }.is_nearly_full());
        assert!(Disk { free: 9, all: 100 }.is_nearly_full());
    }
}
