//! The audit trail, as those read it who look after the school: who did what, filtered, a page at a time.

use diesel::PgConnection;

use super::School;
pub use crate::db::audit::{Deed, Entry};
use crate::{
    access::{Identity, SchoolAct, allows},
    clock::Time,
    db::{
        audit::{self, Query, Whom},
        people,
    },
    error::{Failure, Refusal},
    ids::AuditId,
};

/// How many lines one page has.
pub const PAGE: usize = 50;
/// More letters than any name or address has.
const LETTERS: usize = 320;

/// Which lines somebody wants to see. What is not said is not asked for.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    /// An id, a username, an email address, or a part of what somebody was called: of them, or about them.
    pub whom: String,
    pub deed: Option<Deed>,
    pub from: Option<Time>,
    pub until: Option<Time>,
    /// Only those before this line.
    pub before: Option<AuditId>,
}

/// Lines, the latest first, and whether there are more before them.
pub struct Page {
    pub lines: Vec<Entry>,
    pub more: bool,
}

/// # Errors
/// [`Refusal::NotAllowed`]; the database's.
pub async fn search(school: &School, by: &Identity, wanted: Wanted) -> Result<Page, Failure> {
    if !allows(Some(by.role), SchoolAct::ReadAudit) {
        return Err(Refusal::NotAllowed.into());
    }
    // PostgreSQL's text holds no NUL, so nobody was called so.
    if wanted.whom.contains('\0') || wanted.whom.len() > LETTERS {
        return Ok(Page { lines: Vec::new(), more: false });
    }
    let read = move |connection: &mut PgConnection| {
        let whom = whom(connection, wanted.whom.trim())?;
        let Wanted { deed, from, until, before, .. } = wanted;
        audit::search(connection, Query { whom, deed, from, until, before, limit: PAGE as i64 + 1 })
    };
    let mut lines = school.pool.run(read).await?;
    let more = lines.len() > PAGE;
    lines.truncate(PAGE);
    Ok(Page { lines, more })
}

fn whom(connection: &mut PgConnection, text: &str) -> Result<Option<Whom>, Failure> {
    if text.is_empty() {
        return Ok(None);
    }
    if let Ok(id) = text.parse() {
        return Ok(Some(Whom::Person(id)));
    }
    Ok(Some(match people::by_identifier(connection, text)? {
        Some((person, _)) => Whom::Person(person.id),
        None => Whom::Called(text.to_owned()),
    }))
}
