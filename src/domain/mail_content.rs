//! Writes the mail of a job when it is sent: to which address, in which language, and what it says.

use chrono_tz::Tz;
use diesel::{Connection, PgConnection};

use super::{
    School, datetime,
    invitations::{LIFETIME, may_invite},
    mail_jobs::MailReason,
    reminders::UNSUBSCRIBE_LIFETIME,
};
use crate::{
    access::{LinkToken, Role},
    clock::Time,
    db::{
        address_links,
        invitations::{self, Invitation},
        password_resets,
        people::{self, Person},
        registrations::{self, Registration},
        reminders::{self, ComingLesson},
    },
    error::Failure,
    outbound::MailTemplate,
    texts::Language,
};

/// A mail and its recipient. The name is empty where none is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AddressedMail {
    pub name: String,
    pub address: String,
    pub language: Language,
    pub template: MailTemplate,
}

/// Writes the mail; `None` when its recipient does not exist any more.
///
/// # Errors
/// A database error.
pub async fn write(school: &School, reason: MailReason, now: Time) -> Result<Option<AddressedMail>, Failure> {
    let (url, lifetime) = (school.settings.url.clone(), school.settings.link_lifetime);
    let writer = MailWriter { url, now, lifetime, offered: school.current_settings().offered() };
    school.pool.run(move |connection| connection.transaction(|connection| writer.write(connection, reason))).await
}

/// What every mail needs.
struct MailWriter {
    url: String,
    now: Time,
    lifetime: chrono::Duration,
    /// The school's languages; there is one at least.
    offered: Vec<Language>,
}

impl MailWriter {
    /// The language with this code if the school offers it, and the school's first one otherwise.
    fn language(&self, code: Option<&str>) -> Language {
        let theirs = code.and_then(Language::parse).filter(|language| self.offered.contains(language));
        theirs.or(self.offered.first().copied()).unwrap_or(Language::ENGLISH)
    }

    fn write(&self, connection: &mut PgConnection, reason: MailReason) -> Result<Option<AddressedMail>, Failure> {
        match reason {
            MailReason::SignedUp { registration } => {
                let found = registrations::find(connection, registration)?;
                found.map(|found| self.welcome(connection, found)).transpose()
            }
            MailReason::ConfirmAgain { identifier } => {
                let found = match identifier.parse() {
                    Ok(id) => registrations::find(connection, id)?,
                    Err(_) => registrations::by_identifier(connection, &identifier)?,
                };
                found.map(|found| self.welcome(connection, found)).transpose()
            }
            MailReason::Forgot { identifier, language } => {
                let found = match identifier.parse() {
                    Ok(id) => people::find(connection, id)?,
                    Err(_) => people::by_identifier(connection, &identifier)?.map(|(person, _)| person),
                };
                let found = found.filter(|person| person.blocked_at.is_none());
                found.map(|person| self.reset(connection, person, language)).transpose()
            }
            MailReason::Invite { invitation, language } => {
                let found = invitations::find(connection, invitation)?.filter(may_invite);
                found.map(|found| self.invite(connection, found, language)).transpose()
            }
            MailReason::Added { person } => {
                // Not to an address that an administrator has corrected since.
                let found = people::find(connection, person)?.filter(|person| person.new_email.is_none());
                found.map(|person| self.added(connection, person)).transpose()
            }
            MailReason::ConfirmAddress { person } => match people::find(connection, person)? {
                Some(person) => self.confirm_address(connection, person),
                None => Ok(None),
            },
            MailReason::Approved { person } => {
                Ok(people::find(connection, person)?.map(|person| self.approved(person)))
            }
            MailReason::PasswordChanged { person } => {
                Ok(people::find(connection, person)?.map(|person| self.password_changed(person)))
            }
            MailReason::Reminder { person, session, starts_at } => {
                let lesson = reminders::wanted(connection, session, person, starts_at, self.now)?;
                match (people::find(connection, person)?, lesson) {
                    (Some(person), Some(lesson)) => self.reminder(connection, person, lesson).map(Some),
                    _ => Ok(None),
                }
            }
        }
    }

    /// A link to confirm the address; or, if the address has an account, a notice to its owner.
    fn welcome(&self, connection: &mut PgConnection, registration: Registration) -> Result<AddressedMail, Failure> {
        match people::by_identifier(connection, &registration.email)? {
            Some((person, _)) => Ok(self.taken(person)),
            None => self.confirm(connection, registration),
        }
    }

    fn confirm(&self, connection: &mut PgConnection, to: Registration) -> Result<AddressedMail, Failure> {
        let token = LinkToken::fresh();
        registrations::add_link(connection, &token.hash(), to.id, self.now, self.now + self.lifetime)?;
        let template = MailTemplate::Confirm {
            name: to.name.clone(),
            username: to.username,
            link: format!("{}/confirm/{}", self.url, token.to_text()),
            minutes: self.lifetime.num_minutes(),
        };
        let language = self.language(to.language.as_deref());
        Ok(AddressedMail { name: to.name, address: to.email, language, template })
    }

    fn taken(&self, person: Person) -> AddressedMail {
        let sign_in = format!("{}/signin", self.url);
        let template = MailTemplate::Taken { name: person.name.clone(), username: person.username, sign_in };
        let language = self.language(person.language.as_deref());
        AddressedMail { name: person.name, address: person.email, language, template }
    }

    fn reset(
        &self,
        connection: &mut PgConnection,
        person: Person,
        asked_in: Option<String>,
    ) -> Result<AddressedMail, Failure> {
        let token = LinkToken::fresh();
        password_resets::add(connection, &token.hash(), person.id, self.now, self.now + self.lifetime)?;
        let template = MailTemplate::Reset {
            name: person.name.clone(),
            username: person.username,
            link: format!("{}/reset-password/{}", self.url, token.to_text()),
            minutes: self.lifetime.num_minutes(),
        };
        let language = self.language(person.language.or(asked_in).as_deref());
        Ok(AddressedMail { name: person.name, address: person.email, language, template })
    }

    /// A link to choose the first password. It works as long as an invitation.
    fn added(&self, connection: &mut PgConnection, person: Person) -> Result<AddressedMail, Failure> {
        let token = LinkToken::fresh();
        password_resets::add(connection, &token.hash(), person.id, self.now, self.now + LIFETIME)?;
        let template = MailTemplate::Added {
            name: person.name.clone(),
            username: person.username,
            link: format!("{}/reset-password/{}", self.url, token.to_text()),
            days: LIFETIME.num_days(),
        };
        let language = self.language(person.language.as_deref());
        Ok(AddressedMail { name: person.name, address: person.email, language, template })
    }

    /// A link that confirms the new address, sent to that address.
    fn confirm_address(&self, connection: &mut PgConnection, person: Person) -> Result<Option<AddressedMail>, Failure> {
        let Some(address) = person.new_email else { return Ok(None) };
        let token = LinkToken::fresh();
        let expires = self.now + LIFETIME;
        address_links::add(connection, &token.hash(), person.id, &address, expires)?;
        let template = MailTemplate::ConfirmAddress {
            name: person.name.clone(),
            username: person.username,
            link: format!("{}/confirm-address/{}", self.url, token.to_text()),
            days: LIFETIME.num_days(),
        };
        let language = self.language(person.language.as_deref());
        Ok(Some(AddressedMail { name: person.name, address, language, template }))
    }

    fn approved(&self, person: Person) -> AddressedMail {
        let sign_in = format!("{}/signin", self.url);
        let template = MailTemplate::Approved { name: person.name.clone(), username: person.username, sign_in };
        let language = self.language(person.language.as_deref());
        AddressedMail { name: person.name, address: person.email, language, template }
    }

    fn invite(
        &self,
        connection: &mut PgConnection,
        invitation: Invitation,
        asked_in: Option<String>,
    ) -> Result<AddressedMail, Failure> {
        let token = LinkToken::fresh();
        invitations::add_link(connection, &token.hash(), invitation.id)?;
        let template = MailTemplate::Invite {
            name: invitation.teacher_name,
            link: format!("{}/invitation/{}", self.url, token.to_text()),
            days: LIFETIME.num_days(),
            enrols: invitation.enrols,
            teaches: invitation.role == Role::Teacher.as_str(),
        };
        // The recipient has no profile yet: they and their teacher most likely speak one language.
        let language = self.language(invitation.teacher_language.or(asked_in).as_deref());
        Ok(AddressedMail { name: String::new(), address: invitation.email, language, template })
    }

    /// The lesson's time in the person's time zone, or in the lesson's if theirs is not known.
    fn reminder(
        &self,
        connection: &mut PgConnection,
        person: Person,
        lesson: ComingLesson,
    ) -> Result<AddressedMail, Failure> {
        let token = LinkToken::fresh();
        reminders::add_link(connection, &token.hash(), person.id, self.now + UNSUBSCRIBE_LIFETIME)?;
        let language = self.language(person.language.as_deref());
        let known = Some(&person.time_zone).filter(|zone| *zone != Tz::UTC.name()).unwrap_or(&lesson.time_zone);
        let zone = known.parse().unwrap_or(Tz::UTC);
        let (date, time) = datetime::in_words(language, lesson.starts_at, zone);
        let template = MailTemplate::Reminder {
            name: person.name.clone(),
            title: lesson.title,
            teacher: lesson.teacher,
            date,
            time,
            zone: zone.name().replace('_', " "),
            link: format!("{}/join/{}", self.url, lesson.code),
            unsubscribe: format!("{}/unsubscribe/{}", self.url, token.to_text()),
        };
        Ok(AddressedMail { name: person.name, address: person.email, language, template })
    }

    fn password_changed(&self, person: Person) -> AddressedMail {
        let forgot = format!("{}/forgot-password", self.url);
        let template = MailTemplate::PasswordChanged { name: person.name.clone(), username: person.username, forgot };
        let language = self.language(person.language.as_deref());
        AddressedMail { name: person.name, address: person.email, language, template }
    }
}
