//! Letters: what is to be mailed, and to whom. A change queues an errand, in its own transaction, that names only whom
//! it is about; the letter is written when it is sent. So the database never holds a link's token, what a letter says is
//! true when it leaves, and a stranger who asks for one learns nothing from how long the answer takes.

use diesel::{Connection, PgConnection};
use serde::{Deserialize, Serialize};

use super::School;
use crate::{
    access::LinkToken,
    clock::{self, Time},
    db::{
        invitations::{self, Invitation},
        jobs,
        people::{self, Person},
        registrations::{self, Registration},
        resets,
    },
    error::{Failure, Refusal},
    ids::{InvitationId, PersonId, RegistrationId},
    outbound::MailTemplate,
    texts::Language,
};

/// Why a letter is to be sent, and about whom.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "about", rename_all = "snake_case")]
pub enum Errand {
    SignedUp {
        registration: RegistrationId,
    },
    ConfirmAgain {
        identifier: String,
    },
    Forgot {
        identifier: String,
        /// The language of the page on which it was asked for, for whom the profile has none; by its code.
        #[serde(default)]
        language: Option<String>,
    },
    PasswordChanged {
        person: PersonId,
    },
    Invite {
        invitation: InvitationId,
        #[serde(default)]
        language: Option<String>,
    },
}

/// A letter and whose it is. The name is empty where none is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Addressed {
    pub name: String,
    pub address: String,
    pub language: Language,
    pub letter: MailTemplate,
}

impl Errand {
    /// As a job's kind and payload.
    fn to_job(&self) -> (String, serde_json::Value) {
        let mut whole = serde_json::to_value(self).expect("an errand is JSON");
        let kind = whole["kind"].as_str().expect("it is tagged").to_owned();
        (kind, whole["about"].take())
    }

    /// `None` for a job that is none, or of another version of this server.
    pub fn of_job(kind: &str, payload: &serde_json::Value) -> Option<Self> {
        serde_json::from_value(serde_json::json!({ "kind": kind, "about": payload })).ok()
    }
}

/// Queues an errand, within whatever transaction there is. Then [`School::errands`] are to be told.
pub fn queue(connection: &mut PgConnection, errand: &Errand, now: Time) -> Result<(), Failure> {
    let (kind, payload) = errand.to_job();
    jobs::queue(connection, &kind, &payload, now).map(drop)
}

/// Queues an errand that goes with no other change.
///
/// # Errors
/// The database's.
pub async fn send(school: &School, errand: Errand) -> Result<(), Failure> {
    school.pool.run(move |connection| queue(connection, &errand, clock::now())).await?;
    school.errands.notify_one();
    Ok(())
}

/// A username, an email address or an id, as someone typed it.
///
/// # Errors
/// [`Refusal::IdentifierBad`] when it cannot be any.
pub(super) fn checked_identifier(raw: &str) -> Result<String, Refusal> {
    let identifier = raw.trim();
    let fine = !identifier.is_empty() && identifier.len() <= 320 && !identifier.chars().any(char::is_control);
    if fine { Ok(identifier.to_lowercase()) } else { Err(Refusal::IdentifierBad) }
}

/// Writes the letter of an errand; `None` when there is nobody any more whom it is for.
///
/// # Errors
/// The database's.
pub async fn write(school: &School, errand: Errand, now: Time) -> Result<Option<Addressed>, Failure> {
    let (url, lifetime) = (school.settings.url.clone(), school.settings.link_lifetime);
    let desk = Desk { url, now, lifetime, offered: school.choices().offered() };
    school.pool.run(move |connection| connection.transaction(|connection| desk.write(connection, errand))).await
}

/// Where letters are written.
struct Desk {
    url: String,
    now: Time,
    lifetime: chrono::Duration,
    /// The school's languages; there is one at least.
    offered: Vec<Language>,
}

impl Desk {
    /// The language of whoever has this in their profile: the school's first, if they have none or none of the school's.
    fn spoken(&self, code: Option<&str>) -> Language {
        let theirs = code.and_then(Language::parse).filter(|language| self.offered.contains(language));
        theirs.or(self.offered.first().copied()).unwrap_or(Language::ENGLISH)
    }

    fn write(&self, connection: &mut PgConnection, errand: Errand) -> Result<Option<Addressed>, Failure> {
        match errand {
            Errand::SignedUp { registration } => {
                let found = registrations::find(connection, registration)?;
                found.map(|found| self.welcome(connection, found)).transpose()
            }
            Errand::ConfirmAgain { identifier } => {
                let found = match identifier.parse() {
                    Ok(id) => registrations::find(connection, id)?,
                    Err(_) => registrations::by_identifier(connection, &identifier)?,
                };
                found.map(|found| self.welcome(connection, found)).transpose()
            }
            Errand::Forgot { identifier, language } => {
                let found = match identifier.parse() {
                    Ok(id) => people::find(connection, id)?,
                    Err(_) => people::by_identifier(connection, &identifier)?.map(|(person, _)| person),
                };
                let found = found.filter(|person| person.blocked_at.is_none());
                found.map(|person| self.reset(connection, person, language)).transpose()
            }
            Errand::Invite { invitation, language } => {
                let found = invitations::find(connection, invitation)?.filter(super::invitations::may_invite);
                found.map(|found| self.invite(connection, found, language)).transpose()
            }
            Errand::PasswordChanged { person } => {
                Ok(people::find(connection, person)?.map(|person| self.password_changed(person)))
            }
        }
    }

    /// A link to confirm; or, to the owner of an account, that there is one.
    fn welcome(&self, connection: &mut PgConnection, registration: Registration) -> Result<Addressed, Failure> {
        match people::by_identifier(connection, &registration.email)? {
            Some((person, _)) => Ok(self.taken(person)),
            None => self.confirm(connection, registration),
        }
    }

    fn confirm(&self, connection: &mut PgConnection, to: Registration) -> Result<Addressed, Failure> {
        let token = LinkToken::fresh();
        registrations::add_link(connection, &token.hash(), to.id, self.now, self.now + self.lifetime)?;
        let letter = MailTemplate::Confirm {
            name: to.name.clone(),
            username: to.username,
            link: format!("{}/confirm/{}", self.url, token.to_text()),
            minutes: self.lifetime.num_minutes(),
        };
        let language = self.spoken(to.language.as_deref());
        Ok(Addressed { name: to.name, address: to.email, language, letter })
    }

    fn taken(&self, person: Person) -> Addressed {
        let sign_in = format!("{}/signin", self.url);
        let letter = MailTemplate::Taken { name: person.name.clone(), username: person.username, sign_in };
        let language = self.spoken(person.language.as_deref());
        Addressed { name: person.name, address: person.email, language, letter }
    }

    fn reset(
        &self,
        connection: &mut PgConnection,
        person: Person,
        asked_in: Option<String>,
    ) -> Result<Addressed, Failure> {
        let token = LinkToken::fresh();
        resets::add(connection, &token.hash(), person.id, self.now, self.now + self.lifetime)?;
        let letter = MailTemplate::Reset {
            name: person.name.clone(),
            username: person.username,
            link: format!("{}/reset-password/{}", self.url, token.to_text()),
            minutes: self.lifetime.num_minutes(),
        };
        let language = self.spoken(person.language.or(asked_in).as_deref());
        Ok(Addressed { name: person.name, address: person.email, language, letter })
    }

    fn invite(
        &self,
        connection: &mut PgConnection,
        invitation: Invitation,
        asked_in: Option<String>,
    ) -> Result<Addressed, Failure> {
        let token = LinkToken::fresh();
        invitations::add_link(connection, &token.hash(), invitation.id)?;
        let letter = MailTemplate::Invite {
            name: invitation.teacher_name,
            link: format!("{}/invitation/{}", self.url, token.to_text()),
            days: super::invitations::LIFETIME.num_days(),
        };
        // Of whom it is for nothing is known yet: they and their teacher most likely speak one language.
        let language = self.spoken(invitation.teacher_language.or(asked_in).as_deref());
        Ok(Addressed { name: String::new(), address: invitation.email, language, letter })
    }

    fn password_changed(&self, person: Person) -> Addressed {
        let forgot = format!("{}/forgot-password", self.url);
        let letter = MailTemplate::PasswordChanged { name: person.name.clone(), username: person.username, forgot };
        let language = self.spoken(person.language.as_deref());
        Addressed { name: person.name, address: person.email, language, letter }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_errand_reads_back_from_its_job() {
        for errand in [
            Errand::SignedUp { registration: RegistrationId::fresh() },
            Errand::ConfirmAgain { identifier: "zoe@school.example".to_owned() },
            Errand::PasswordChanged { person: PersonId::fresh() },
        ] {
            let (kind, payload) = errand.to_job();
            assert_eq!(Errand::of_job(&kind, &payload), Some(errand));
        }
        assert_eq!(Errand::of_job("recording", &serde_json::json!({})), None);
    }
}
