//! Jobs about erased people. The command line leaves an erasure to the running server, and mails are removed after one.

use super::Setback;
use crate::{
    db::jobs::Job,
    domain::{School, rights},
    error::{Failure, Refusal},
    ids::PersonId,
    outbound::{MailError, Mailer},
};

pub(super) const KINDS: &[&str] = &[rights::ERASE, rights::FORGET_MAILS];

/// `None` when the job is of another kind.
pub(super) async fn attempt(school: &School, mailer: &Mailer, job: &Job) -> Option<Result<(), Setback>> {
    Some(match job.kind.as_str() {
        rights::ERASE => erase(school, job).await,
        rights::FORGET_MAILS => forget_mails(mailer, job).await,
        _ => return None,
    })
}

async fn erase(school: &School, job: &Job) -> Result<(), Setback> {
    let person = job.payload["person"].as_str().and_then(|id| id.parse::<PersonId>().ok());
    let person = person.ok_or_else(|| Setback::Never("it names nobody".to_owned()))?;
    match rights::erase_now(school, None, person).await {
        Ok(()) | Err(Failure::Refused(Refusal::PersonUnknown)) => Ok(()),
        Err(Failure::Refused(refusal @ Refusal::LastAdministrator)) => Err(Setback::Never(refusal.to_string())),
        Err(failure) => Err(Setback::Later(failure.to_string())),
    }
}

async fn forget_mails(mailer: &Mailer, job: &Job) -> Result<(), Setback> {
    let wanted = job.payload["address"].as_str().unwrap_or_default().to_owned();
    let forgotten = mailer.forget(move |address| rights::hash(address) == wanted).await;
    forgotten.map_err(|unsent| match unsent {
        MailError::Later(error) | MailError::Never(error) | MailError::Unknown(error) => Setback::Later(error),
    })
}
