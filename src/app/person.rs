//! `lyceum person export` and `lyceum person erase`: everyone's rights over their data, for an operator with access to the
//! server.

use std::time::Duration;

use actix_web::rt::{System, time::sleep};
use serde_json::json;

use super::{ExitError, files, storage::Storage};
use crate::{
    clock,
    config::{PersonErase, PersonExport},
    db::{Pool, jobs},
    domain::personal_data,
    error::{Failure, Refusal},
    ids::PersonId,
};

/// How often to check whether the server has finished the job.
const LOOK: Duration = Duration::from_millis(200);
/// How many checks before the command stops waiting and leaves the job to the server: two minutes.
const LOOKS: usize = 600;

pub(super) fn export(wanted: &PersonExport) -> Result<(), ExitError> {
    let storage = Storage::join(&wanted.store)?;
    let export = async {
        let person = personal_data::named(&storage.pool, wanted.username.clone()).await?;
        personal_data::export_of(&storage.pool, person).await
    };
    let exported = System::new().block_on(export);
    storage.close();
    println!("{:#}", exported.map_err(|failure| wrong(failure, &wanted.username))?);
    Ok(())
}

pub(super) fn erase(wanted: &PersonErase) -> Result<(), ExitError> {
    let mut storage = Storage::join(&wanted.store)?;
    let alone = storage.lock_exclusively(&wanted.store)?;
    let erase = async {
        let pool = &storage.pool;
        let person =
            personal_data::named(pool, wanted.username.clone()).await.map_err(|e| wrong(e, &wanted.username))?;
        if alone {
            let files = files::open(&wanted.files, wanted.s3_secret.as_ref(), &wanted.store.data_dir)?;
            let erased = personal_data::erase_without_server(pool, &files, person).await;
            erased.map_err(|failure| wrong(failure, &wanted.username))
        } else {
            queue_for_server(pool, person).await
        }
    };
    let erased = System::new().block_on(erase);
    storage.close();
    erased?;
    println!("{} is erased.", wanted.username);
    Ok(())
}

/// Queues the erasure for the running server, because it has the person in its memory and perhaps in a lesson.
async fn queue_for_server(pool: &Pool, person: PersonId) -> Result<(), ExitError> {
    let queue = move |connection: &mut _| {
        jobs::queue(connection, personal_data::ERASE, &json!({ "person": person.to_string() }), clock::now())
    };
    let job = pool.run(queue).await?;
    for _ in 0..LOOKS {
        match pool.run(move |connection| jobs::job_state(connection, job)).await? {
            Ok(true) => return Ok(()),
            Ok(false) => sleep(LOOK).await,
            Err(why) => return Err(ExitError::Wrong(why)),
        }
    }
    Err(ExitError::Failed("the server has not done it yet; it will go on trying for a day".to_owned()))
}

fn wrong(failure: Failure, username: &str) -> ExitError {
    match failure {
        Failure::Refused(Refusal::PersonUnknown) => ExitError::Wrong(format!("there is nobody called {username}")),
        Failure::Refused(refusal) => ExitError::Wrong(refusal.to_string()),
        Failure::Fault(fault) => fault.into(),
    }
}
