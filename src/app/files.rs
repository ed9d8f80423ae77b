//! Opens the storage of uploaded files, as configured.

use std::path::Path;

use super::ExitError;
use crate::{
    config::{Files, Password},
    outbound::storage::{Bucket, Storage},
};

pub(super) fn open(files: &Files, secret: Option<&Password>, data_dir: &Path) -> Result<Storage, ExitError> {
    let Some(name) = &files.s3_bucket else {
        let folder = data_dir.join("files");
        let unusable = |error| ExitError::Wrong(format!("{} cannot be used: {error}", folder.display()));
        return Storage::folder(&folder).map_err(unusable);
    };
    let key = files.s3_access_key.clone().zip(secret.map(|secret| secret.0.clone()));
    let bucket =
        Bucket { name: name.clone(), region: files.s3_region.clone(), endpoint: files.s3_endpoint.clone(), key };
    Storage::bucket(&bucket).map_err(|error| ExitError::Wrong(format!("--s3-bucket {name}: {error}")))
}
