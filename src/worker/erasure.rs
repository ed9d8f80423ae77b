//! Jobs about erased people. The command line leaves an erasure to the running server, and mails are removed after one.

use super::JobError;
use crate::{
    db::jobs::Job,
    domain::{School, personal_data},
    error::{Failure, Refusal},
    ids::PersonId,
    outbound::{MailError, Mailer},
};

pub(super) const KINDS: &[&str] = &[personal_data::ERASE, personal_data::FORGET_MAILS];

/// `None` when the job is of another kind.
pub(super) async fn attempt(school: &School, mailer: &Mailer, job: &Job) -> Option<Result<(), JobError>> {
    Some(match job.kind.as_str() {
        personal_data::ERASE => erase(school, job).await,
        personal_data::FORGET_MAILS => forget_mails(mailer, job).await,
        _ => return None,
    })
}

async fn erase(school: &School, job: &Job) -> Result<(), JobError> {
    let person = job.payload["person"].as_str().and_then(|id| id.parse::<PersonId>().ok());
    let person = person.ok_or_else(|| JobError::Never("it names nobody".to_owned()))?;
    match personal_data::erase_now(school, None, person).await {
        Ok(()) | Err(Failure::Refused(Refusal::PersonUnknown)) => Ok(()),
        Err(Failure::Refused(refusal @ Refusal::LastAdministrator)) => Err(JobError::Never(refusal.to_string())),
        Err(failure) => Err(JobError::Later(failure.to_string())),
    }
}

async fn forget_mails(mailer: &Mailer, job: &Job) -> Result<(), JobError> {
    let wanted = job.payload["address"].as_str().unwrap_or_default().to_owned();
    let forgotten = mailer.forget(move |address| personal_data::hash(address) == wanted).await;
    forgotten.map_err(|unsent| match unsent {
        MailError::Later(error) | MailError::Never(error) | MailError::Unknown(error) => JobError::Later(error),
    })
}
