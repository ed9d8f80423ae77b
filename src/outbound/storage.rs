//! Storage of uploaded files: in a folder, in an S3 bucket, or in memory. A file is named by the hash of its contents, so that
//! its name never comes from user input, and the contents behind a name never change.

use std::{error::Error as _, fs, io, path, sync::Arc, time::Duration};

use bytes::Bytes;
use futures_util::{StreamExt, stream::BoxStream};
use object_store::{
    Error, GetOptions, GetRange, ObjectStore, ObjectStoreExt, PutPayload, RetryConfig, WriteMultipart,
    aws::AmazonS3Builder, local::LocalFileSystem, memory::InMemory, path::Path,
};
use sha2::{Digest, Sha256};
use tokio::runtime::Handle;
use uuid::Uuid;

/// The folder for incoming files, whose names are not known yet.
const INCOMING: &str = "arriving";
/// The size of a part of an upload: the smallest that S3 accepts.
const PART_SIZE: usize = 5 * 1024 * 1024;
/// How often, and for how long, requests to a bucket are retried.
const MAX_RETRIES: usize = 3;
const RETRY_TIMEOUT: Duration = Duration::from_secs(20);
/// How many parts may be in flight.
const PARTS_IN_FLIGHT: usize = 2;

/// Where files are stored.
#[derive(Clone, Debug)]
pub struct Storage(Arc<dyn ObjectStore>);

/// An S3 bucket.
#[derive(Clone)]
pub struct Bucket {
    pub name: String,
    pub region: String,
    /// For a server other than Amazon's.
    pub endpoint: Option<String>,
    /// The access key id and the secret.
    pub key: Option<(String, String)>,
}

/// Why a file could not be written or read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StorageError {
    /// The disk is full.
    Full,
    /// Any other failure; another attempt may succeed.
    Broken(String),
}

/// A file's name: the hash of its contents, and an extension for its type.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct FileName(String);

impl FileName {
    pub fn of(bytes: &[u8], extension: &str) -> Self {
        Self::new(Sha256::digest(bytes).as_slice(), extension)
    }

    fn new(hash: &[u8], extension: &str) -> Self {
        let hash: String = hash.iter().map(|byte| format!("{byte:02x}")).collect();
        Self(format!("{hash}.{extension}"))
    }

    /// Parses a name. Nothing that could lead elsewhere is accepted.
    pub fn parse(text: &str) -> Option<Self> {
        let (hash, extension) = text.split_once('.')?;
        let is_hash = hash.len() == 64 && hash.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b));
        let is_ending = (2..=4).contains(&extension.len())
            && extension.bytes().all(|b| b.is_ascii_digit() || b.is_ascii_lowercase());
        (is_hash && is_ending).then(|| Self(text.to_owned()))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    pub fn hash(&self) -> &str {
        self.0.split_once('.').map_or("", |(hash, _)| hash)
    }

    pub fn extension(&self) -> &str {
        self.0.split_once('.').map_or("", |(_, extension)| extension)
    }

    fn path(&self) -> Path {
        Path::from(self.0.as_str())
    }
}

/// A file, or a part of one.
pub struct StoredFile {
    /// The size of the whole file in bytes.
    pub size: u64,
    pub range: std::ops::Range<u64>,
    pub bytes: BoxStream<'static, Result<Bytes, StorageError>>,
}

impl Storage {
    /// A local folder that nobody else uses.
    ///
    /// # Errors
    /// The operating system's.
    pub fn folder(folder: &path::Path) -> io::Result<Self> {
        // Incoming files that a crash has left behind.
        match fs::remove_dir_all(folder.join(INCOMING)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
        fs::create_dir_all(folder)?;
        let store = LocalFileSystem::new_with_prefix(folder).map_err(io::Error::other)?;
        Ok(Self(Arc::new(store)))
    }

    /// An S3 bucket, or one of a compatible server.
    ///
    /// # Errors
    /// What is wrong with the settings, in one line.
    pub fn bucket(bucket: &Bucket) -> Result<Self, String> {
        super::tls::install_crypto_provider();
        let mut builder =
            AmazonS3Builder::new().with_bucket_name(&bucket.name).with_region(&bucket.region).with_retry(RetryConfig {
                max_retries: MAX_RETRIES,
                retry_timeout: RETRY_TIMEOUT,
                ..RetryConfig::default()
            });
        if let Some(endpoint) = &bucket.endpoint {
            builder = builder.with_endpoint(endpoint).with_allow_http(endpoint.starts_with("http://"));
        }
        // Without a key the credentials of the machine are used.
        if let Some((key, secret)) = &bucket.key {
            builder = builder.with_access_key_id(key).with_secret_access_key(secret);
        }
        builder.build().map(|store| Self(Arc::new(store))).map_err(|error| error.to_string())
    }

    pub fn memory() -> Self {
        Self(Arc::new(InMemory::new()))
    }

    /// Starts to receive a file whose hash is known only at its end.
    ///
    /// # Errors
    /// [`StorageError`].
    pub async fn receive(&self) -> Result<IncomingFile, StorageError> {
        let path = Path::from(INCOMING).join(Uuid::new_v4().to_string());
        let upload = self.0.put_multipart(&path).await.map_err(storage_error)?;
        let write = WriteMultipart::new_with_chunk_size(upload, PART_SIZE);
        Ok(IncomingFile { store: Arc::clone(&self.0), path, write, hash: Sha256::new(), size: 0 })
    }

    /// Writes a file. Writing it again changes nothing.
    ///
    /// # Errors
    /// [`StorageError`].
    pub async fn put(&self, name: &FileName, bytes: Vec<u8>) -> Result<(), StorageError> {
        self.0.put(&name.path(), PutPayload::from(bytes)).await.map(drop).map_err(storage_error)
    }

    /// A file's size; `None` when it does not exist.
    ///
    /// # Errors
    /// [`StorageError`].
    pub async fn size(&self, name: &FileName) -> Result<Option<u64>, StorageError> {
        match self.0.head(&name.path()).await {
            Ok(meta) => Ok(Some(meta.size)),
            Err(Error::NotFound { .. }) => Ok(None),
            Err(error) => Err(storage_error(error)),
        }
    }

    /// A file or a range of it; `None` when it does not exist.
    ///
    /// # Errors
    /// [`StorageError`], also for a range that the file does not have.
    pub async fn get(
        &self,
        name: &FileName,
        range: Option<std::ops::Range<u64>>,
    ) -> Result<Option<StoredFile>, StorageError> {
        let options = GetOptions { range: range.map(GetRange::Bounded), ..GetOptions::default() };
        match self.0.get_opts(&name.path(), options).await {
            Ok(found) => Ok(Some(StoredFile {
                size: found.meta.size,
                range: found.range.clone(),
                bytes: found.into_stream().map(|part| part.map_err(storage_error)).boxed(),
            })),
            Err(Error::NotFound { .. }) => Ok(None),
            Err(error) => Err(storage_error(error)),
        }
    }

    /// Removes a file, if it exists.
    ///
    /// # Errors
    /// [`StorageError`].
    pub async fn remove(&self, name: &FileName) -> Result<(), StorageError> {
        match self.0.delete(&name.path()).await {
            Ok(()) | Err(Error::NotFound { .. }) => Ok(()),
            Err(error) => Err(storage_error(error)),
        }
    }
}

/// A file that is being received. Dropping it leaves nothing behind.
pub struct IncomingFile {
    store: Arc<dyn ObjectStore>,
    path: Path,
    write: WriteMultipart,
    hash: Sha256,
    size: u64,
}

impl IncomingFile {
    /// Writes more of the file, as fast as the storage accepts it.
    ///
    /// # Errors
    /// [`StorageError`].
    pub async fn write(&mut self, bytes: Bytes) -> Result<(), StorageError> {
        self.hash.update(&bytes);
        self.size += bytes.len() as u64;
        self.write.wait_for_capacity(PARTS_IN_FLIGHT).await.map_err(storage_error)?;
        self.write.put(bytes);
        Ok(())
    }

    /// How many bytes have been received.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// Completes the file. It appears under its name once it is kept ([`ReceivedFile::keep`]).
    ///
    /// # Errors
    /// [`StorageError`].
    pub async fn finish(self, extension: &str) -> Result<ReceivedFile, StorageError> {
        self.write.finish().await.map_err(storage_error)?;
        let name = FileName::new(self.hash.finalize().as_slice(), extension);
        Ok(ReceivedFile { store: self.store, path: self.path, name, size: self.size, settled: false })
    }

    /// Discards the file.
    pub async fn discard(self) {
        if let Err(error) = self.write.abort().await {
            tracing::warn!(%error, "what has come of an unwanted file could not be removed");
        }
    }
}

/// A complete file that does not have its name yet. Dropping it removes it.
pub struct ReceivedFile {
    store: Arc<dyn ObjectStore>,
    path: Path,
    pub name: FileName,
    pub size: u64,
    settled: bool,
}

impl ReceivedFile {
    /// # Errors
    /// [`StorageError`].
    pub async fn keep(mut self) -> Result<(), StorageError> {
        self.store.rename(&self.path, &self.name.path()).await.map_err(storage_error)?;
        self.settled = true;
        Ok(())
    }

    /// The whole file.
    ///
    /// # Errors
    /// [`StorageError`].
    pub async fn read(&self) -> Result<Bytes, StorageError> {
        self.store.get(&self.path).await.map_err(storage_error)?.bytes().await.map_err(storage_error)
    }

    /// Discards the file.
    pub async fn discard(mut self) {
        self.settled = true;
        delete(Arc::clone(&self.store), self.path.clone()).await;
    }
}

impl Drop for ReceivedFile {
    /// The request may be over before its end.
    fn drop(&mut self) {
        if !self.settled
            && let Ok(runtime) = Handle::try_current()
        {
            runtime.spawn(delete(Arc::clone(&self.store), self.path.clone()));
        }
    }
}

async fn delete(store: Arc<dyn ObjectStore>, path: Path) {
    if let Err(error) = store.delete(&path).await {
        tracing::warn!(%error, "an unwanted file could not be removed");
    }
}

/// A full disk is recognised by one of the error's sources.
fn storage_error(error: Error) -> StorageError {
    let mut cause = error.source();
    while let Some(one) = cause {
        if let Some(error) = one.downcast_ref::<io::Error>()
            && matches!(error.kind(), io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded)
        {
            return StorageError::Full;
        }
        cause = one.source();
    }
    StorageError::Broken(error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_name_cannot_lead_elsewhere() {
        let name = FileName::of(b"chalk", "jpg");
        assert_eq!(FileName::parse(name.as_str()), Some(name.clone()));
        assert_eq!((name.hash().len(), name.extension()), (64, "jpg"));
        let hash = name.hash();
        for wrong in [
            String::new(),
            hash.to_owned(),
            format!("{hash}."),
            format!("{hash}.j"),
            format!("{hash}.JPG"),
            format!("{hash}.jpg/"),
            format!("{hash}.jpg.sh"),
            format!("../{hash}.jpg"),
            format!("{}.jpg", hash.to_uppercase()),
            format!("{}.jpg", &hash[1..]),
            format!("{hash}.../x"),
        ] {
            assert_eq!(FileName::parse(&wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_full_disk_is_recognised_by_the_source_of_the_error() {
        for (kind, full) in [(io::ErrorKind::StorageFull, true), (io::ErrorKind::TimedOut, false)] {
            let error = Error::Generic { store: "folder", source: Box::new(io::Error::from(kind)) };
            assert_eq!(storage_error(error) == StorageError::Full, full, "{kind}");
        }
    }

    async fn everything(found: StoredFile) -> Vec<u8> {
        let parts: Vec<_> = found.bytes.collect().await;
        parts.into_iter().flat_map(|part| part.expect("a part").to_vec()).collect()
    }

    async fn keeps_and_forgets(storage: Storage) {
        let mut arriving = storage.receive().await.expect("a place");
        let piece = Bytes::from(vec![7; 1024 * 1024]);
        for _ in 0..11 {
            arriving.write(piece.clone()).await.expect("there is room");
        }
        assert_eq!(arriving.size(), 11 * 1024 * 1024);
        let arrived = arriving.finish("mp4").await.expect("it is whole");
        let name = arrived.name.clone();
        assert_eq!(name, FileName::of(&vec![7; 11 * 1024 * 1024], "mp4"));
        assert_eq!(storage.size(&name).await, Ok(None), "not before it is kept");
        arrived.keep().await.expect("it is kept");
        assert_eq!(storage.size(&name).await, Ok(Some(11 * 1024 * 1024)));
        let part = storage.get(&name, Some(5..9)).await.expect("it is read").expect("it is there");
        assert_eq!((part.size, part.range.clone()), (11 * 1024 * 1024, 5..9));
        assert_eq!(everything(part).await, [7; 4]);
        storage.remove(&name).await.expect("it is removed");
        storage.remove(&name).await.expect("once more is no matter");
        assert_eq!(storage.size(&name).await, Ok(None));
    }

    #[actix_web::test]
    async fn memory_stores_and_removes_files() {
        keeps_and_forgets(Storage::memory()).await;
    }

    #[actix_web::test]
    async fn a_folder_stores_and_removes_files_and_leaves_no_discarded_ones() {
        let folder = tempfile::tempdir().expect("a folder");
        let storage = Storage::folder(folder.path()).expect("it is ours");
        keeps_and_forgets(storage.clone()).await;
        let mut arriving = storage.receive().await.expect("a place");
        arriving.write(Bytes::from_static(b"never mind")).await.expect("there is room");
        arriving.discard().await;
        let left = fs::read_dir(folder.path().join(INCOMING)).map_or(0, |entries| entries.count());
        assert_eq!(left, 0);
    }
}
