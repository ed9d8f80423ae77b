//! Signing up. A sign-up is a registration until its email address is confirmed; only then does it become a person. What a
//! stranger is told, and how long that takes, never depends on whether an address has an account (docs/adr/0010): a registration
//! is kept in either case, and only the mail differs.

use std::net::IpAddr;

use chrono::Duration;
use diesel::{Connection, PgConnection};

use super::{
    School,
    accounts::{self, validate_email, validate_username},
    invitations,
    mail_jobs::{self, MailReason},
    passwords,
};
use crate::{
    access::{LinkToken, Role},
    clock,
    db::{
        self,
        registrations::{self, Registration},
    },
    error::{Failure, Refusal},
    ids::{PersonId, RegistrationId},
    protocol::{Avatar, text},
    texts::Language,
};

/// The form that a person fills in to sign up.
#[derive(Clone, Debug, Default)]
pub struct SignUp {
    pub username: String,
    pub email: String,
    pub name: String,
    /// Empty if they gave none.
    pub phone: String,
    pub password: String,
    /// The role that they claim, if any.
    pub role: Option<String>,
    /// The token of an invitation: they then become a student of the teacher who sent it.
    pub invitation: Option<String>,
    /// The language of the page that they used.
    pub language: Option<Language>,
}

/// The result of a sign-up. If it is confirmed, the person exists already.
pub struct SignedUp {
    pub registration: Registration,
    pub confirmed: bool,
}

/// Signs up a teacher or, with an invitation, a student, and mails a link; if the address has an account, the mail says so
/// instead. A person who was invited at the address that they give has proven it, and can sign in at once.
///
/// # Errors
/// The refusal of an invalid field; [`Refusal::RoleRefused`]; [`Refusal::UsernameTaken`]; [`Refusal::TooManyMails`];
/// [`Refusal::Busy`]; [`Refusal::LinkDead`]; [`Refusal::AccountExists`], only for a person who was invited at that address.
pub async fn register(school: &School, address: IpAddr, sign_up: SignUp) -> Result<SignedUp, Failure> {
    let role = if sign_up.invitation.is_some() { Role::Student } else { Role::Teacher };
    if sign_up.role.as_deref().is_some_and(|said| said != role.as_str()) {
        return Err(Refusal::RoleRefused.into());
    }
    let invitation = match &sign_up.invitation {
        Some(token) => Some(invitations::by_link(school, token).await?),
        None => None,
    };
    let username = validate_username(&sign_up.username)?;
    let email = validate_email(&sign_up.email)?;
    let name = text::name(&sign_up.name)?;
    let phone_number = text::phone(&sign_up.phone)?;
    passwords::check(&sign_up.password, &[&username, &email, &name])?;
    school.mail_limits.try_take(address, &email)?;
    let password_hash = {
        let turn = school.hashing.next().await?;
        turn.hash(sign_up.password, school.settings.bcrypt_cost).await?
    };
    let now = clock::now();
    // How long a registration waits to be confirmed; its username is taken meanwhile.
    let patience = Duration::days(school.current_settings().registration_days.into());
    let registration = Registration {
        id: RegistrationId::fresh(),
        username,
        email,
        password_hash,
        name,
        role: role.as_str().to_owned(),
        avatar: serde_json::to_value(Avatar::random(&mut rand::rng())).expect("an avatar is JSON"),
        time_zone: chrono_tz::UTC.name().to_owned(),
        created_at: now,
        invited_by: invitation.as_ref().map(|invitation| invitation.teacher),
        language: sign_up.language.map(|language| language.code().to_owned()),
        phone_number,
    };
    let kept = registration.clone();
    let keep = move |connection: &mut PgConnection| {
        connection.transaction(|connection| {
            registrations::insert(connection, &kept, now - patience)?;
            if let Some(invitation) = invitation {
                // If two requests use one invitation at once, the second is refused.
                if !db::invitations::use_up(connection, invitation.id, now)? {
                    return Err(Refusal::LinkDead.into());
                }
                if invitation.email.to_lowercase() == kept.email.to_lowercase() {
                    become_person(connection, &kept)?;
                    return Ok(true);
                }
            }
            mail_jobs::queue(connection, &MailReason::SignedUp { registration: kept.id }, now)?;
            Ok(false)
        })
    };
    let confirmed = school.pool.run(keep).await?;
    school.job_queued.send_replace(());
    Ok(SignedUp { registration, confirmed })
}

/// Runs within a transaction: creates the person, as a student of the teacher who invited them.
fn become_person(connection: &mut PgConnection, from: &Registration) -> Result<PersonId, Failure> {
    let person = registrations::become_person(connection, from)?;
    accounts::record_account_created(connection, None, person, &from.role)?;
    if let Some(teacher) = from.invited_by {
        db::invitations::add_student(connection, teacher, person, clock::now())?;
    }
    Ok(person)
}

/// Mails the link again to the person who signed up with this username, address or id, if there is one.
///
/// # Errors
/// [`Refusal::TooManyMails`].
pub async fn send_again(school: &School, address: IpAddr, identifier: &str) -> Result<(), Failure> {
    let identifier = mail_jobs::validate_identifier(identifier)?;
    school.mail_limits.try_take(address, &identifier)?;
    mail_jobs::send(school, MailReason::ConfirmAgain { identifier }).await
}

/// The registration that a link confirms, while the link works.
///
/// # Errors
/// [`Refusal::LinkDead`].
pub async fn by_link(school: &School, token: &str) -> Result<Registration, Failure> {
    let hash = LinkToken::parse(token).ok_or(Refusal::LinkDead)?.hash();
    let found = school.pool.run(move |connection| registrations::by_link(connection, &hash, clock::now())).await?;
    Ok(found.ok_or(Refusal::LinkDead)?)
}

/// Confirms an email address: the registration becomes a person, and the link is used up.
///
/// # Errors
/// [`Refusal::LinkDead`]; [`Refusal::AccountExists`] when the address or the username belongs to another person by now.
pub async fn confirm(school: &School, token: &str) -> Result<PersonId, Failure> {
    let hash = LinkToken::parse(token).ok_or(Refusal::LinkDead)?.hash();
    let confirm = move |connection: &mut PgConnection| {
        connection.transaction(|connection| {
            let found = registrations::by_link(connection, &hash, clock::now())?.ok_or(Refusal::LinkDead)?;
            become_person(connection, &found)
        })
    };
    school.pool.run(confirm).await
}
