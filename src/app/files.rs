//! Where the files lie that teachers bring, as the settings say.

use super::Stop;
use crate::{
    config::Serve,
    db::data_dir::DataDir,
    outbound::storage::{Bucket, Storage},
};

pub(super) fn open(serve: &Serve, data_dir: &DataDir) -> Result<Storage, Stop> {
    let files = &serve.files;
    let Some(name) = &files.s3_bucket else {
        let folder = data_dir.path().join("files");
        let unusable = |error| Stop::Wrong(format!("{} cannot be used: {error}", folder.display()));
        return Storage::folder(&folder).map_err(unusable);
    };
    let key = files.s3_access_key.clone().zip(serve.s3_secret.clone().map(|secret| secret.0));
    let bucket =
        Bucket { name: name.clone(), region: files.s3_region.clone(), endpoint: files.s3_endpoint.clone(), key };
    Storage::bucket(&bucket).map_err(|error| Stop::Wrong(format!("--s3-bucket {name}: {error}")))
}
