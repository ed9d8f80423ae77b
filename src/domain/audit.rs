//! Searches the audit trail for administrators: who did what, filtered and paged.

use diesel::PgConnection;

use super::School;
pub use crate::db::audit::{AuditAction, AuditEntry};
use crate::{
    access::{Identity, SchoolAct, allows},
    clock::Time,
    db::{
        audit::{self, AuditPerson, AuditQuery},
        people,
    },
    error::{Failure, Refusal},
    ids::AuditId,
};

/// Lines on one page.
pub const PAGE: usize = 50;
/// The longest search text: no name or address is longer.
const LETTERS: usize = 320;

/// A filter for lines. A field that is unset does not filter.
#[derive(Clone, Debug, Default)]
pub struct AuditFilter {
    /// An id, a username, an email address, or a part of a former name. Finds the lines by that person and about them.
    pub whom: String,
    pub deed: Option<AuditAction>,
    pub from: Option<Time>,
    pub until: Option<Time>,
    /// Only lines older than this one.
    pub before: Option<AuditId>,
}

/// Lines, newest first, and whether there are older ones.
pub struct AuditPage {
    pub lines: Vec<AuditEntry>,
    pub more: bool,
}

/// # Errors
/// [`Refusal::NotAllowed`]; a database error.
pub async fn search(school: &School, by: &Identity, wanted: AuditFilter) -> Result<AuditPage, Failure> {
    if !allows(Some(by.role), SchoolAct::ReadAudit) {
        return Err(Refusal::NotAllowed.into());
    }
    // PostgreSQL's text holds no NUL, so no name contains one.
    if wanted.whom.contains('\0') || wanted.whom.len() > LETTERS {
        return Ok(AuditPage { lines: Vec::new(), more: false });
    }
    let read = move |connection: &mut PgConnection| {
        let whom = whom(connection, wanted.whom.trim())?;
        let AuditFilter { deed, from, until, before, .. } = wanted;
        audit::search(connection, AuditQuery { whom, deed, from, until, before, limit: PAGE as i64 + 1 })
    };
    let mut lines = school.pool.run(read).await?;
    let more = lines.len() > PAGE;
    lines.truncate(PAGE);
    Ok(AuditPage { lines, more })
}

fn whom(connection: &mut PgConnection, text: &str) -> Result<Option<AuditPerson>, Failure> {
    if text.is_empty() {
        return Ok(None);
    }
    if let Ok(id) = text.parse() {
        return Ok(Some(AuditPerson::Person(id)));
    }
    Ok(Some(match people::by_identifier(connection, text)? {
        Some((person, _)) => AuditPerson::Person(person.id),
        None => AuditPerson::Called(text.to_owned()),
    }))
}
