//! Jobs that convert office files.

use super::JobError;
use crate::{
    db::jobs::Job,
    domain::{School, office},
    ids::ConversionId,
};

pub(super) const KINDS: &[&str] = &[office::CONVERT];

/// `None` when the job is of another kind.
pub(super) async fn attempt(school: &School, job: &Job) -> Option<Result<(), JobError>> {
    if job.kind != office::CONVERT {
        return None;
    }
    let conversion = job.payload["conversion"].as_str().and_then(|id| id.parse::<ConversionId>().ok());
    Some(match conversion {
        Some(id) => {
            office::convert(school, id, job.tries).await.map_err(|failure| JobError::Later(failure.to_string()))
        }
        None => Err(JobError::Never("it names no file".to_owned())),
    })
}
