//! Signing up. A sign-up is a registration until its email address is confirmed; only then does it become a person. What a
//! stranger is told, and how long that takes, never depends on whether an address has an account (docs/adr/0010): a registration
//! is kept in either case, and only the mail differs.

use std::net::IpAddr;

use chrono::Duration;
use diesel::{Connection, PgConnection};

use super::{
    School,
    accounts::{self, validate_username},
    hash_queue::Asker,
    invitations,
    mail_jobs::{self, MailReason},
    passwords,
    settings::SchoolSettings,
};
use crate::{
    access::{IdempotencyKey, LinkToken, Role, SignUpPolicy},
    clock,
    db::{
        self, idempotency,
        registrations::{self, Registration},
    },
    error::{Failure, Refusal},
    ids::{PersonId, RegistrationId},
    outbound::email_address,
    protocol::{Avatar, text},
    texts::Language,
    unicode,
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
    /// The idempotency key of the form.
    pub once: Option<IdempotencyKey>,
}

/// The result of a sign-up. If it is confirmed, the person exists already.
pub struct SignedUp {
    pub registration: Registration,
    pub confirmed: bool,
}

/// The fields of a sign-up that are fine.
struct CheckedFields {
    username: String,
    email: String,
    name: String,
    phone_number: Option<String>,
}

impl SignUp {
    /// All that is wrong with the fields, so that a form can say it at once.
    pub fn problems(&self) -> Vec<Refusal> {
        self.check().err().unwrap_or_default()
    }

    /// Checks the fields: the error is all that is wrong with them.
    fn check(&self) -> Result<CheckedFields, Vec<Refusal>> {
        let names = [self.username.trim(), self.email.trim(), self.name.trim()];
        let name = text::name(&self.name);
        let (email, phone) = (email_address::validate(&self.email), text::phone(&self.phone));
        let (username, password) = (validate_username(&self.username), passwords::check(&self.password, &names));
        match (name, email, phone, username, password) {
            (Ok(name), Ok(email), Ok(phone_number), Ok(username), Ok(())) => {
                Ok(CheckedFields { username, email, name, phone_number })
            }
            (name, email, phone, username, password) => {
                let wrong = [name.err(), email.err(), phone.err(), username.err(), password.err()];
                Err(wrong.into_iter().flatten().collect())
            }
        }
    }
}

/// How a new account begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Admission {
    AtOnce,
    /// An administrator has to approve it first.
    AfterApproval,
}

/// What the administrators have chosen for a sign-up with this address. A person who was invited may have any.
fn admission(choices: &SchoolSettings, email: &str, invited: bool) -> Result<Admission, Refusal> {
    if invited {
        return Ok(Admission::AtOnce);
    }
    match choices.sign_up_policy() {
        SignUpPolicy::Open => Ok(Admission::AtOnce),
        SignUpPolicy::Approval => Ok(Admission::AfterApproval),
        SignUpPolicy::Domain if choices.has_domain(email) => Ok(Admission::AtOnce),
        SignUpPolicy::Domain => Err(Refusal::SignUpByDomain),
        SignUpPolicy::Invitation => Err(Refusal::SignUpByInvitation),
    }
}

/// Signs up a teacher or, with an invitation, a student, and mails a link; if the address has an account, the mail says so
/// instead. A person who was invited at the address that they give has proven it, and can sign in at once. A repeat signs
/// nobody else up.
///
/// # Errors
/// The refusal of an invalid field; [`Refusal::RoleRefused`]; [`Refusal::UsernameTaken`]; [`Refusal::TooManyMails`];
/// [`Refusal::Busy`]; [`Refusal::LinkDead`]; [`Refusal::AccountExists`], only for a person who was invited at that address;
/// [`Refusal::SignUpByInvitation`] and [`Refusal::SignUpByDomain`], as the administrators have chosen.
pub async fn register(school: &School, address: IpAddr, sign_up: SignUp) -> Result<SignedUp, Failure> {
    let once = sign_up.once.clone();
    // A repeat finds its username taken and its invitation used up.
    if let Some(key) = once.clone()
        && let Some(before) = school.pool.run(move |connection| signed_up_before(connection, &key)).await?
    {
        return Ok(before);
    }
    let invitation = match &sign_up.invitation {
        Some(token) => Some(invitations::by_link(school, token).await?),
        None => None,
    };
    let role = invitation.as_ref().map_or(Some(Role::Teacher), |invitation| Role::parse(&invitation.role));
    let role = role.ok_or(Refusal::LinkDead)?;
    if sign_up.role.as_deref().is_some_and(|said| said != role.as_str()) {
        return Err(Refusal::RoleRefused.into());
    }
    let choices = school.current_settings();
    let CheckedFields { username, email, name, phone_number } = sign_up.check().map_err(|wrong| wrong[0])?;
    admission(&choices, &email, invitation.is_some())?;
    school.mail_limits.try_take(address, &email)?;
    let password_hash = {
        let turn = school.hashing.next(Asker::Address(address)).await?;
        turn.hash(sign_up.password, school.settings.bcrypt_cost).await?
    };
    let now = clock::now();
    // How long a registration waits to be confirmed; its username is taken meanwhile.
    let patience = Duration::days(choices.registration_days.into());
    let kept = Registration {
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
        enrols: invitation.as_ref().is_none_or(|invitation| invitation.enrols),
    };
    let keep = move |connection: &mut PgConnection| {
        connection.transaction(|connection| {
            if idempotency::claim(connection, once.as_ref(), now)?.is_some() {
                let before = once.as_ref().map(|key| signed_up_before(connection, key)).transpose()?.flatten();
                return before.ok_or(Refusal::LinkDead.into());
            }
            idempotency::record(connection, once.as_ref(), kept.id.as_uuid())?;
            registrations::insert(connection, &kept, now - patience)?;
            if let Some(invitation) = invitation {
                // If two requests use one invitation at once, the second is refused.
                if !db::invitations::use_up(connection, invitation.id, now)? {
                    return Err(Refusal::LinkDead.into());
                }
                if unicode::fold(&invitation.email) == unicode::fold(&kept.email) {
                    become_person(connection, &kept, &choices)?;
                    return Ok(SignedUp { registration: kept, confirmed: true });
                }
            }
            mail_jobs::queue(connection, &MailReason::SignedUp { registration: kept.id }, now)?;
            Ok(SignedUp { registration: kept, confirmed: false })
        })
    };
    let signed_up = school.pool.run(keep).await?;
    school.job_queued.send_replace(());
    Ok(signed_up)
}

/// The result of the sign-up with this key, if there was one and it still stands.
fn signed_up_before(connection: &mut PgConnection, key: &IdempotencyKey) -> Result<Option<SignedUp>, Failure> {
    let Some(made) = idempotency::find(connection, key, clock::now())? else { return Ok(None) };
    let waiting = registrations::find(connection, RegistrationId::from_uuid(made))?;
    Ok(waiting.map(|registration| SignedUp { registration, confirmed: false }))
}

/// Runs within a transaction: creates the person, as a student of the teacher who invited them. A teacher waits for
/// approval if the school would not admit them at once by now.
fn become_person(
    connection: &mut PgConnection,
    from: &Registration,
    choices: &SchoolSettings,
) -> Result<PersonId, Failure> {
    let admitted = admission(choices, &from.email, from.invited_by.is_some()) == Ok(Admission::AtOnce);
    let person = registrations::become_person(connection, from, !admitted)?;
    accounts::record_account_created(connection, None, person, &from.role)?;
    if let Some(teacher) = from.invited_by.filter(|_| from.enrols) {
        db::invitations::add_student(connection, teacher, person, clock::now())?;
    }
    Ok(person)
}

/// The sign-up with this id, while it waits to be confirmed. Only the browser that signed up knows the id.
///
/// # Errors
/// Only [`Failure::Fault`].
pub async fn pending(school: &School, id: RegistrationId) -> Result<Option<Registration>, Failure> {
    school.pool.run(move |connection| registrations::find(connection, id)).await
}

/// Corrects the address of a sign-up that waits to be confirmed: the links that were mailed so far work no longer, and another is
/// mailed to this address.
///
/// # Errors
/// One of [`email_address::REFUSALS`]; [`Refusal::SignUpByInvitation`] and [`Refusal::SignUpByDomain`], as for signing up;
/// [`Refusal::TooManyMails`]; [`Refusal::LinkDead`] when nothing waits.
pub async fn correct_address(school: &School, address: IpAddr, id: RegistrationId, email: &str) -> Result<(), Failure> {
    let (email, choices) = (email_address::validate(email)?, school.current_settings());
    let waiting = pending(school, id).await?.ok_or(Refusal::LinkDead)?;
    admission(&choices, &email, waiting.invited_by.is_some())?;
    school.mail_limits.try_take(address, &email)?;
    let correct = move |connection: &mut PgConnection| {
        connection.transaction(|connection| {
            if !registrations::set_email(connection, id, &email)? {
                return Err(Failure::from(Refusal::LinkDead));
            }
            mail_jobs::queue(connection, &MailReason::SignedUp { registration: id }, clock::now())
        })
    };
    school.pool.run(correct).await?;
    school.job_queued.send_replace(());
    Ok(())
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
    let choices = school.current_settings();
    let confirm = move |connection: &mut PgConnection| {
        connection.transaction(|connection| {
            let found = registrations::by_link(connection, &hash, clock::now())?.ok_or(Refusal::LinkDead)?;
            become_person(connection, &found, &choices)
        })
    };
    school.pool.run(confirm).await
}
