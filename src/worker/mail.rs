//! Jobs that are mails: each is written now and given to the mailer. Before a mail is sent, the job is marked as handed over. A
//! job with that mark and without an outcome is never sent again.

use diesel::PgConnection;

use super::JobError;
use crate::{
    clock::Time,
    db::jobs::{self, Job},
    domain::{School, mail_content, mail_jobs::MailReason},
    outbound::{Mail, MailError, Mailer},
};

pub(super) async fn deliver(school: &School, mailer: &Mailer, job: &Job, now: Time) -> Result<(), JobError> {
    let later = |error: &dyn std::fmt::Display| JobError::Later(error.to_string());
    let reason = MailReason::of_job(&job.kind, &job.payload)
        .ok_or_else(|| JobError::Later("this server does not know such a job".to_owned()))?;
    let Some(to) = mail_content::write(school, reason, now).await.map_err(|failure| later(&failure))? else {
        return Ok(());
    };
    let written = to.template.render(to.language, &school.name()).map_err(|error| later(&error))?;
    let mail = Mail { id: job.id, name: to.name, address: to.address, written, at: now };
    let (id, tries) = (job.id, job.tries);
    let leaving = async {
        let note = move |connection: &mut PgConnection| jobs::mark_handed_over(connection, id, tries, now);
        match school.pool.run(note).await {
            Ok(true) => Ok(()),
            Ok(false) => Err(MailError::Later("another has this job now".to_owned())),
            Err(failure) => Err(MailError::Later(failure.to_string())),
        }
    };
    mailer.send(mail, leaving).await.map_err(|unsent| match unsent {
        MailError::Later(error) => JobError::Later(error),
        MailError::Never(error) | MailError::Unknown(error) => JobError::Never(error),
    })
}
