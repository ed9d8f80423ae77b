//! Teachers invite students by mail. The link proves the address, so a student who signs up with it need not confirm it.

use chrono::Duration;
use diesel::{Connection, PgConnection};

use super::{
    School,
    mail_jobs::{self, MailReason},
};
pub use crate::db::invitations::{InvitationFilter, InvitationState, SentInvitation};
use crate::{
    access::{Identity, LinkToken, Role, SchoolAct, allows},
    clock,
    db::{
        audit::{self, AuditAction, AuditSubject, NewAuditEntry},
        idempotency,
        invitations::{self, Invitation, NewInvitation},
    },
    error::{Failure, Refusal},
    ids::InvitationId,
    outbound::email_address,
    texts::Language,
};

/// For how long an invitation can be accepted.
pub(super) const LIFETIME: Duration = Duration::days(7);
/// For how long an invitation is kept.
pub(super) const KNOWN: Duration = Duration::days(30);
/// Invitations on one page.
pub const PAGE: usize = 50;

/// Mails an invitation to this address. A repeat mails nothing.
///
/// # Errors
/// [`Refusal::KeyReused`]; one of [`email_address::REFUSALS`], [`Refusal::TooManyMails`].
pub async fn invite(school: &School, by: &Identity, email: &str, asked_in: Option<Language>) -> Result<(), Failure> {
    if !allows(Some(by.role), SchoolAct::InviteStudents) {
        return Err(Refusal::NotAllowed.into());
    }
    let email = email_address::validate(email)?;
    school.mail_limits.count_invitation(by.person, &email)?;
    let language = asked_in.map(|language| language.code().to_owned());
    let once = by.once.clone();
    let (teacher, by, id, now) = (by.person, Some(by.author()), InvitationId::fresh(), clock::now());
    let keep = move |connection: &mut PgConnection| {
        connection.transaction(|connection| {
            if idempotency::claim(connection, once.as_ref(), now)?.is_some() {
                return Ok(());
            }
            idempotency::record(connection, once.as_ref(), id.as_uuid())?;
            let new = NewInvitation {
                id,
                teacher_id: teacher,
                email: email.clone(),
                created_at: now,
                role: Role::Student.as_str().to_owned(),
                enrols: true,
            };
            invitations::insert(connection, &new, now - KNOWN)?;
            mail_jobs::queue(connection, &MailReason::Invite { invitation: id, language }, now)?;
            let about = AuditSubject::Invitation(id, &email);
            audit::write(connection, now, NewAuditEntry { by, deed: AuditAction::InvitationSent, about, detail: "" })
        })
    };
    school.pool.run(keep).await?;
    school.job_queued.send_replace(());
    Ok(())
}

/// The invitation of a link, while it can be accepted.
///
/// # Errors
/// [`Refusal::LinkDead`].
pub async fn by_link(school: &School, token: &str) -> Result<Invitation, Failure> {
    let hash = LinkToken::parse(token).ok_or(Refusal::LinkDead)?.hash();
    let stale = clock::now() - LIFETIME;
    let found = school.pool.run(move |connection| invitations::by_link(connection, &hash, stale)).await?;
    Ok(found.filter(may_invite).ok_or(Refusal::LinkDead)?)
}

/// Whether the person who sent the invitation may still send such ones.
pub(super) fn may_invite(invitation: &Invitation) -> bool {
    let act = if invitation.enrols { SchoolAct::InviteStudents } else { SchoolAct::ManagePeople };
    Role::parse(&invitation.teacher_role).is_some_and(|role| allows(Some(role), act))
}

/// A student with an account accepts an invitation, whichever address it was mailed to.
///
/// # Errors
/// [`Refusal::LinkDead`].
pub async fn accept(school: &School, by: &Identity, token: &str) -> Result<(), Failure> {
    if !allows(Some(by.role), SchoolAct::AcceptInvitations) {
        return Err(Refusal::NotAllowed.into());
    }
    let found = by_link(school, token).await?;
    if !found.enrols {
        // It is for someone without an account.
        return Err(Refusal::LinkDead.into());
    }
    let (student, by) = (by.person, Some(by.author()));
    let accept = move |connection: &mut PgConnection| {
        connection.transaction(|connection| {
            if !invitations::use_up(connection, found.id, clock::now())? {
                return Err(Refusal::LinkDead.into());
            }
            invitations::add_student(connection, found.teacher, student, clock::now())?;
            let about = AuditSubject::Invitation(found.id, &found.email);
            audit::write(
                connection,
                clock::now(),
                NewAuditEntry { by, deed: AuditAction::InvitationAccepted, about, detail: "" },
            )
        })
    };
    school.pool.run(accept).await
}

/// An invitation and its state.
#[derive(Clone, Debug)]
pub struct InvitationStatus {
    pub sent: SentInvitation,
    pub fate: InvitationState,
}

/// The invitations of all teachers within the last month that match, newest first; and whether there are more.
///
/// # Errors
/// [`Refusal::NotAllowed`].
pub async fn all(
    school: &School,
    by: &Identity,
    filter: InvitationFilter,
) -> Result<(Vec<InvitationStatus>, bool), Failure> {
    permit(by)?;
    let stale = clock::now() - LIFETIME;
    let read = move |connection: &mut PgConnection| invitations::all(connection, &filter, stale, PAGE as i64 + 1);
    let mut found = school.pool.run(read).await?;
    let more = found.len() > PAGE;
    found.truncate(PAGE);
    let told = |sent: SentInvitation| {
        let fate = match (sent.used_at, sent.revoked_at) {
            (Some(_), _) => InvitationState::Used,
            (None, Some(_)) => InvitationState::Revoked,
            (None, None) if sent.created_at < stale => InvitationState::Expired,
            (None, None) => InvitationState::Open,
        };
        InvitationStatus { sent, fate }
    };
    Ok((found.into_iter().map(told).collect(), more))
}

/// Revokes an invitation: its link no longer works.
///
/// # Errors
/// [`Refusal::NotAllowed`]; [`Refusal::InvitationOver`].
pub async fn revoke(school: &School, by: &Identity, id: InvitationId) -> Result<(), Failure> {
    permit(by)?;
    let (by, now) = (Some(by.author()), clock::now());
    let revoke = move |connection: &mut PgConnection| {
        connection.transaction(|connection| {
            let email = invitations::revoke(connection, id, now)?.ok_or(Refusal::InvitationOver)?;
            let about = AuditSubject::Invitation(id, &email);
            audit::write(connection, now, NewAuditEntry { by, deed: AuditAction::InvitationRevoked, about, detail: "" })
        })
    };
    school.pool.run(revoke).await
}

fn permit(by: &Identity) -> Result<(), Refusal> {
    if allows(Some(by.role), SchoolAct::ManageInvitations) { Ok(()) } else { Err(Refusal::NotAllowed) }
}
