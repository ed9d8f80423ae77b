//! The audit trail: each action with its author, its subject, its time and its address. A line is written in the transaction of
//! the change that it records, and the database itself refuses to change a line, or to delete one before its time
//! (docs/adr/0021).

use std::net::IpAddr;

use diesel::{
    prelude::*,
    sql_types::{Nullable, Text, Timestamptz, Uuid as SqlUuid},
};
use uuid::Uuid;

use super::{
    folding::containing,
    schema::{audit, audit_words},
};
use crate::{
    access::Author,
    clock::Time,
    error::Failure,
    ids::{AuditId, ExperienceId, GroupId, InvitationId, JobId, PersonId, SessionId, UploadId},
};

macro_rules! deeds {
    ($($variant:ident = $name:literal;)*) => {
        /// The actions that the audit trail records.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum AuditAction { $($variant),* }

        impl AuditAction {
            pub const ALL: &'static [AuditAction] = &[$(AuditAction::$variant),*];

            /// The action's name in the database and in URLs.
            pub fn as_str(self) -> &'static str {
                match self { $(AuditAction::$variant => $name),* }
            }
        }
    };
}

deeds! {
    SignedIn = "signed-in";
    SignInFailed = "sign-in-failed";
    SignedOut = "signed-out";
    AccountMade = "account-made";
    ProfileChanged = "profile-changed";
    PasswordChanged = "password-changed";
    AddressConfirmed = "address-confirmed";
    RoleChanged = "role-changed";
    PersonBlocked = "person-blocked";
    PersonUnblocked = "person-unblocked";
    AccessReset = "access-reset";
    PersonExported = "person-exported";
    PersonChanged = "person-changed";
    PersonApproved = "person-approved";
    PersonErased = "person-erased";
    SessionCreated = "session-created";
    SessionChanged = "session-changed";
    SessionStarted = "session-started";
    SessionEnded = "session-ended";
    SessionReopened = "session-reopened";
    SessionDeleted = "session-deleted";
    ParticipantRemoved = "session-participant-removed";
    ExperienceCreated = "experience-created";
    ExperienceChanged = "experience-changed";
    ExperiencePublished = "experience-published";
    ExperienceHidden = "experience-hidden";
    ExperienceDeleted = "experience-deleted";
    FileBrought = "file-brought";
    FileDeleted = "file-deleted";
    InvitationSent = "invitation-sent";
    InvitationAccepted = "invitation-accepted";
    InvitationRevoked = "invitation-revoked";
    GroupCreated = "group-created";
    GroupChanged = "group-changed";
    GroupDeleted = "group-deleted";
    LinkReset = "link-reset";
    StreamKeyIssued = "stream-key-issued";
    StreamKeyRevoked = "stream-key-revoked";
    KeyRotated = "key-rotated";
    SettingChanged = "setting-changed";
    MailRetried = "mail-retried";
    MailRead = "mail-read";
    BackedUp = "backed-up";
}

impl AuditAction {
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|deed| deed.as_str() == text)
    }
}

/// The person or thing to which something was done.
#[derive(Clone, Copy, Debug)]
pub enum AuditSubject<'a> {
    Nothing,
    /// The line keeps the person's name as it is now.
    Person(PersonId),
    /// With its title.
    Session(SessionId, &'a str),
    Experience(ExperienceId, &'a str),
    File(UploadId, &'a str),
    /// With its name.
    Group(GroupId, &'a str),
    /// With the address that it was mailed to.
    Invitation(InvitationId, &'a str),
    /// With its kind, or the address that it went to.
    Mail(JobId, &'a str),
    /// Something without an id.
    Called(&'a str),
}

impl AuditSubject<'_> {
    fn parts(&self) -> (Option<Uuid>, Option<&str>) {
        match *self {
            AuditSubject::Nothing => (None, None),
            AuditSubject::Person(id) => (Some(id.as_uuid()), None),
            AuditSubject::Session(id, name) => (Some(id.as_uuid()), Some(name)),
            AuditSubject::Experience(id, name) => (Some(id.as_uuid()), Some(name)),
            AuditSubject::File(id, name) => (Some(id.as_uuid()), Some(name)),
            AuditSubject::Group(id, name) => (Some(id.as_uuid()), Some(name)),
            AuditSubject::Invitation(id, name) => (Some(id.as_uuid()), Some(name)),
            AuditSubject::Mail(id, name) => (Some(id.as_uuid()), Some(name)),
            AuditSubject::Called(name) => (None, Some(name)),
        }
    }
}

/// A line to be written. `by` is `None` for the server itself, or for someone who has not proven who they are.
#[derive(Clone, Copy, Debug)]
pub struct NewAuditEntry<'a> {
    pub by: Option<Author>,
    pub deed: AuditAction,
    pub about: AuditSubject<'a>,
    pub detail: &'a str,
}

/// Adds a line, within the caller's transaction if there is one. It keeps the names as they are now.
pub fn write(connection: &mut PgConnection, now: Time, line: NewAuditEntry<'_>) -> Result<(), Failure> {
    insert(connection, now, line)?;
    Ok(())
}

/// As [`write`].
pub fn insert(connection: &mut PgConnection, now: Time, line: NewAuditEntry<'_>) -> QueryResult<usize> {
    insert_from(connection, now, line, line.by.and_then(|by| by.from))
}

/// Adds a line, unless the same person has done the same to the same since `since`.
pub fn write_once(
    connection: &mut PgConnection,
    now: Time,
    since: Time,
    line: NewAuditEntry<'_>,
) -> Result<(), Failure> {
    let same = audit::table
        .filter(audit::deed.eq(line.deed.as_str()))
        .filter(audit::person_id.eq(line.by.map(|by| by.person)))
        .filter(audit::about_id.is_not_distinct_from(line.about.parts().0))
        .filter(audit::at.ge(since));
    if diesel::select(diesel::dsl::exists(same)).get_result(connection)? {
        Ok(())
    } else {
        write(connection, now, line)
    }
}

/// As [`write`], for someone at this address who has not proven who they are.
pub fn write_from(
    connection: &mut PgConnection,
    now: Time,
    line: NewAuditEntry<'_>,
    address: IpAddr,
) -> Result<(), Failure> {
    insert_from(connection, now, line, Some(address))?;
    Ok(())
}

fn insert_from(
    connection: &mut PgConnection,
    now: Time,
    line: NewAuditEntry<'_>,
    address: Option<IpAddr>,
) -> QueryResult<usize> {
    let (about, called) = line.about.parts();
    let detail = Some(line.detail).filter(|detail| !detail.is_empty());
    // One statement, so that a line costs one round trip to the database.
    diesel::sql_query(
        "WITH line AS (INSERT INTO audit (id, at, person_id, deed, about_id) VALUES ($1, $2, $3, $4, $5))
         INSERT INTO audit_words (line, person, about, detail, address) VALUES (
             $1, (SELECT name FROM people WHERE id = $3), coalesce($6, (SELECT name FROM people WHERE id = $5)), $7, $8
         )",
    )
    .bind::<SqlUuid, _>(AuditId::fresh())
    .bind::<Timestamptz, _>(now)
    .bind::<Nullable<SqlUuid>, _>(line.by.map(|by| by.person))
    .bind::<Text, _>(line.deed.as_str())
    .bind::<Nullable<SqlUuid>, _>(about)
    .bind::<Nullable<Text>, _>(called)
    .bind::<Nullable<Text>, _>(detail)
    .bind::<Nullable<Text>, _>(address.map(|address| address.to_canonical().to_string()))
    .execute(connection)
}

/// A line as it is read. Names of people who were erased are `None`.
#[derive(Clone, Debug, Queryable)]
pub struct AuditEntry {
    pub id: AuditId,
    pub at: Time,
    pub person_id: Option<PersonId>,
    pub deed: String,
    pub about_id: Option<Uuid>,
    pub person: Option<String>,
    pub about: Option<String>,
    pub detail: Option<String>,
    pub address: Option<String>,
}

/// Finds lines by a person, or about one.
#[derive(Clone, Debug)]
pub enum AuditPerson {
    Person(PersonId),
    /// Nobody has this name now: finds lines in which someone had it.
    Called(String),
}

/// A filter for lines. A field that is unset does not filter.
#[derive(Clone, Debug, Default)]
pub struct AuditQuery {
    pub whom: Option<AuditPerson>,
    pub deed: Option<AuditAction>,
    pub from: Option<Time>,
    pub until: Option<Time>,
    /// Only lines older than this one.
    pub before: Option<AuditId>,
    pub limit: i64,
}

/// Finds lines, newest first.
pub fn search(connection: &mut PgConnection, query: AuditQuery) -> Result<Vec<AuditEntry>, Failure> {
    let mut found = audit::table
        .left_join(audit_words::table)
        .select((
            audit::id,
            audit::at,
            audit::person_id,
            audit::deed,
            audit::about_id,
            audit_words::person.nullable(),
            audit_words::about.nullable(),
            audit_words::detail.nullable(),
            audit_words::address.nullable(),
        ))
        .order((audit::at.desc(), audit::id.desc()))
        .limit(query.limit)
        .into_boxed();
    if let Some(before) = query.before {
        // The line may have expired by now, and then so have those before it.
        let at: Option<Time> = audit::table.find(before).select(audit::at).first(connection).optional()?;
        let Some(at) = at else { return Ok(Vec::new()) };
        found = found.filter(audit::at.lt(at).or(audit::at.eq(at).and(audit::id.lt(before))));
    }
    found = match query.whom {
        Some(AuditPerson::Person(id)) => found.filter(audit::person_id.eq(id).or(audit::about_id.eq(id.as_uuid()))),
        Some(AuditPerson::Called(text)) => found.filter(audit_words::searchable.nullable().like(containing(&text))),
        None => found,
    };
    if let Some(deed) = query.deed {
        found = found.filter(audit::deed.eq(deed.as_str()));
    }
    if let Some(from) = query.from {
        found = found.filter(audit::at.ge(from));
    }
    if let Some(until) = query.until {
        found = found.filter(audit::at.lt(until));
    }
    Ok(found.load(connection)?)
}

/// Deletes the expired lines, and returns how many.
pub fn purge(connection: &mut PgConnection) -> Result<usize, Failure> {
    let old =
        diesel::sql_query("DELETE FROM audit WHERE at < now() - (SELECT audit_days FROM settings) * INTERVAL '1 day'");
    Ok(old.execute(connection)?)
}

/// Removes the addresses of lines from before; returns of how many. The lines stay.
pub fn remove_addresses(connection: &mut PgConnection, before: Time) -> Result<usize, Failure> {
    let old = diesel::sql_query(
        "UPDATE audit_words SET address = NULL FROM audit WHERE audit.id = line AND address IS NOT NULL AND audit.at < $1",
    );
    Ok(old.bind::<Timestamptz, _>(before).execute(connection)?)
}

/// When this action was last recorded.
pub fn last(connection: &mut PgConnection, deed: AuditAction) -> Result<Option<Time>, Failure> {
    let of = audit::table.filter(audit::deed.eq(deed.as_str()));
    Ok(of.order((audit::at.desc(), audit::id.desc())).select(audit::at).first(connection).optional()?)
}

/// Removes a person's names from the trail, before their rows are deleted: in lines by them, in lines about them, and in lines
/// about what they owned. The lines themselves stay, and lines about others keep the others' names.
pub fn remove_names(connection: &mut PgConnection, person: PersonId) -> Result<(), Failure> {
    for statement in [
        "UPDATE audit_words SET person = NULL, address = NULL FROM audit WHERE audit.id = line AND audit.person_id = $1",
        // A failed sign-in as this person most often came from their own address.
        "UPDATE audit_words SET about = NULL, detail = NULL,
             address = CASE WHEN audit.about_id = $1 AND audit.person_id IS NULL THEN NULL ELSE address END
         FROM audit
         WHERE audit.id = line AND (
             audit.about_id = $1
             OR audit.person_id = $1 AND deed ~ '^(session|experience|file|invitation|stream-key)-'
             OR audit.about_id IN (SELECT id FROM sessions WHERE teacher_id = $1)
             OR audit.about_id IN (SELECT id FROM experiences WHERE owner_id = $1)
             OR fold_case(about) = (SELECT fold_case(email) FROM people WHERE id = $1))",
    ] {
        diesel::sql_query(statement).bind::<SqlUuid, _>(person).execute(connection)?;
    }
    Ok(())
}

/// What an export has of a person `p`: the name of each list, and its rows.
pub const EXPORT: &[(&str, &str)] = &[(
    "auditTrail",
    "SELECT a.at, a.deed, CASE WHEN a.about_id = p.id THEN w.about END AS \"about\",
             CASE WHEN a.about_id = p.id THEN w.detail END AS \"detail\",
             CASE WHEN a.person_id = p.id THEN w.address END AS \"address\"
         FROM audit a JOIN audit_words w ON w.line = a.id WHERE a.person_id = p.id OR a.about_id = p.id
         ORDER BY a.at, a.id",
)];
