//! Mails that wait to be sent. A change queues a mail in its own transaction, and names only the reason and the person: the
//! mail is written when it is sent (`mail_content`). So the database never holds a link's token, what a mail says is true when it
//! leaves, and a stranger who asks for one learns nothing from how long the answer takes.

use diesel::PgConnection;
use serde::{Deserialize, Serialize};

use super::School;
use crate::{
    clock::{self, Time},
    db::jobs,
    error::{Failure, Refusal},
    ids::{InvitationId, PersonId, RegistrationId, SessionId},
    outbound::email_address,
    unicode,
};

/// Why a mail is sent, and the person or row it is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "about", rename_all = "snake_case")]
pub enum MailReason {
    SignedUp {
        registration: RegistrationId,
    },
    ConfirmAgain {
        identifier: String,
    },
    Forgot {
        identifier: String,
        /// The code of the language of the page on which the mail was asked for; for a person whose profile names none.
        #[serde(default)]
        language: Option<String>,
    },
    PasswordChanged {
        person: PersonId,
    },
    /// An administrator has made their account.
    Added {
        person: PersonId,
    },
    /// An administrator has entered another address for them.
    ConfirmAddress {
        person: PersonId,
    },
    /// An administrator has approved their account.
    Approved {
        person: PersonId,
    },
    Invite {
        invitation: InvitationId,
        #[serde(default)]
        language: Option<String>,
    },
    /// A lesson comes that they are expected in. Not sent if it does not start at this time any more.
    Reminder {
        person: PersonId,
        session: SessionId,
        starts_at: Time,
    },
}

impl MailReason {
    /// As a job's kind and payload.
    fn to_job(&self) -> (String, serde_json::Value) {
        let mut whole = serde_json::to_value(self).expect("a reason is JSON");
        let kind = whole["kind"].as_str().expect("it is tagged").to_owned();
        (kind, whole["about"].take())
    }

    /// `None` for a job of another kind, or of another version of this server.
    pub fn of_job(kind: &str, payload: &serde_json::Value) -> Option<Self> {
        serde_json::from_value(serde_json::json!({ "kind": kind, "about": payload })).ok()
    }
}

/// Queues a mail, within the transaction of `connection`. The caller then notifies [`School::job_queued`].
pub fn queue(connection: &mut PgConnection, errand: &MailReason, now: Time) -> Result<(), Failure> {
    let (kind, payload) = errand.to_job();
    jobs::queue(connection, &kind, &payload, now).map(drop)
}

/// Queues a mail that goes with no other change.
///
/// # Errors
/// A database error.
pub async fn send(school: &School, errand: MailReason) -> Result<(), Failure> {
    school.pool.run(move |connection| queue(connection, &errand, clock::now())).await?;
    school.job_queued.send_replace(());
    Ok(())
}

/// A username, an email address or an id, as someone typed it.
///
/// # Errors
/// [`Refusal::IdentifierBad`] when it cannot be any.
pub(super) fn validate_identifier(raw: &str) -> Result<String, Refusal> {
    let identifier = raw.trim();
    let fine = !identifier.is_empty() && identifier.len() <= 320 && !identifier.chars().any(char::is_control);
    if fine { Ok(unicode::fold(&email_address::as_stored(identifier))) } else { Err(Refusal::IdentifierBad) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mail_reason_parses_back_from_its_job() {
        for errand in [
            MailReason::SignedUp { registration: RegistrationId::fresh() },
            MailReason::ConfirmAgain { identifier: "zoe@school.example".to_owned() },
            MailReason::PasswordChanged { person: PersonId::fresh() },
        ] {
            let (kind, payload) = errand.to_job();
            assert_eq!(MailReason::of_job(&kind, &payload), Some(errand));
        }
        assert_eq!(MailReason::of_job("recording", &serde_json::json!({})), None);
    }
}
