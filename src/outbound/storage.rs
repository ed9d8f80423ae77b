//! Files that people bring: in a folder, in a bucket of S3, or in memory. A file is named by the hash of what is in it: so
//! its name never comes from anyone's input, and what is under a name never changes.

use std::{error::Error as _, fs, io, path, sync::Arc, time::Duration};

use bytes::Bytes;
use futures_util::{StreamExt, stream::BoxStream};
use object_store::{
    Error, GetOptions, GetRange, ObjectStore, ObjectStoreExt, PutPayload, RetryConfig, WriteMultipart,
    aws::AmazonS3Builder, local::LocalFileSystem, memory::InMemory, path::Path,
};
use sha2::{Digest, Sha256};
use uuid::Uuid;

/// What has come in so far of a file whose name is not known yet.
const ARRIVING: &str = "arriving";
/// How much goes out at once: the smallest part that S3 takes.
const PART: usize = 5 * 1024 * 1024;
/// How often, and for how long, a bucket is asked again that does not answer.
const TRIES: usize = 3;
const PATIENCE: Duration = Duration::from_secs(20);
/// How many parts may be under way.
const PARTS: usize = 2;

/// Where files lie.
#[derive(Clone, Debug)]
pub struct Storage(Arc<dyn ObjectStore>);

/// Where in S3 files lie.
#[derive(Clone)]
pub struct Bucket {
    pub name: String,
    pub region: String,
    /// Of a server that is not Amazon's.
    pub endpoint: Option<String>,
    /// As whom, and the secret that goes with it.
    pub key: Option<(String, String)>,
}

/// Why a file could not be written or read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// The disk is full.
    Full,
    /// Anything else; trying again later may help.
    Broken(String),
}

/// A file's name: the hash of what is in it, and an ending that tells what it is.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct FileName(String);

impl FileName {
    pub fn of(bytes: &[u8], ending: &str) -> Self {
        Self::new(Sha256::digest(bytes).as_slice(), ending)
    }

    fn new(hash: &[u8], ending: &str) -> Self {
        let hash: String = hash.iter().map(|byte| format!("{byte:02x}")).collect();
        Self(format!("{hash}.{ending}"))
    }

    /// Reads a name. Nothing that could lead elsewhere is one.
    pub fn parse(text: &str) -> Option<Self> {
        let (hash, ending) = text.split_once('.')?;
        let is_hash = hash.len() == 64 && hash.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b));
        let is_ending =
            (2..=4).contains(&ending.len()) && ending.bytes().all(|b| b.is_ascii_digit() || b.is_ascii_lowercase());
        (is_hash && is_ending).then(|| Self(text.to_owned()))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    pub fn hash(&self) -> &str {
        self.0.split_once('.').map_or("", |(hash, _)| hash)
    }

    pub fn ending(&self) -> &str {
        self.0.split_once('.').map_or("", |(_, ending)| ending)
    }

    fn path(&self) -> Path {
        Path::from(self.0.as_str())
    }
}

/// A file, or a part of one.
pub struct Found {
    /// Of all of it, in bytes.
    pub size: u64,
    pub range: std::ops::Range<u64>,
    pub bytes: BoxStream<'static, Result<Bytes, Trouble>>,
}

impl Storage {
    /// A folder of this machine, which is ours alone.
    ///
    /// # Errors
    /// The operating system's.
    pub fn folder(folder: &path::Path) -> io::Result<Self> {
        // What a crash has left of files that were just coming in.
        match fs::remove_dir_all(folder.join(ARRIVING)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
        fs::create_dir_all(folder)?;
        let store = LocalFileSystem::new_with_prefix(folder).map_err(io::Error::other)?;
        Ok(Self(Arc::new(store)))
    }

    /// A bucket of S3, or of a server that speaks as S3 does.
    ///
    /// # Errors
    /// What is wrong with the settings, in a line.
    pub fn bucket(bucket: &Bucket) -> Result<Self, String> {
        super::tls::choose();
        let mut builder = AmazonS3Builder::new()
            .with_bucket_name(&bucket.name)
            .with_region(&bucket.region)
            .with_retry(RetryConfig { max_retries: TRIES, retry_timeout: PATIENCE, ..RetryConfig::default() });
        if let Some(endpoint) = &bucket.endpoint {
            builder = builder.with_endpoint(endpoint).with_allow_http(endpoint.starts_with("http://"));
        }
        // Without, it is the machine that is known there.
        if let Some((key, secret)) = &bucket.key {
            builder = builder.with_access_key_id(key).with_secret_access_key(secret);
        }
        builder.build().map(|store| Self(Arc::new(store))).map_err(|error| error.to_string())
    }

    pub fn memory() -> Self {
        Self(Arc::new(InMemory::new()))
    }

    /// Begins to take a file in whose hash is known only at its end.
    ///
    /// # Errors
    /// [`Trouble`].
    pub async fn arriving(&self) -> Result<Arriving, Trouble> {
        let path = Path::from(ARRIVING).join(Uuid::new_v4().to_string());
        let upload = self.0.put_multipart(&path).await.map_err(trouble)?;
        let write = WriteMultipart::new_with_chunk_size(upload, PART);
        Ok(Arriving { store: Arc::clone(&self.0), path, write, hash: Sha256::new(), size: 0 })
    }

    /// Writes a file; the same once more changes nothing.
    ///
    /// # Errors
    /// [`Trouble`].
    pub async fn put(&self, name: &FileName, bytes: Vec<u8>) -> Result<(), Trouble> {
        self.0.put(&name.path(), PutPayload::from(bytes)).await.map(drop).map_err(trouble)
    }

    /// A file's size; `None` when there is no such file.
    ///
    /// # Errors
    /// [`Trouble`].
    pub async fn size(&self, name: &FileName) -> Result<Option<u64>, Trouble> {
        match self.0.head(&name.path()).await {
            Ok(meta) => Ok(Some(meta.size)),
            Err(Error::NotFound { .. }) => Ok(None),
            Err(error) => Err(trouble(error)),
        }
    }

    /// A file, or this part of it; `None` when there is no such file.
    ///
    /// # Errors
    /// [`Trouble`], also for a part that it does not have.
    pub async fn get(&self, name: &FileName, range: Option<std::ops::Range<u64>>) -> Result<Option<Found>, Trouble> {
        let options = GetOptions { range: range.map(GetRange::Bounded), ..GetOptions::default() };
        match self.0.get_opts(&name.path(), options).await {
            Ok(found) => Ok(Some(Found {
                size: found.meta.size,
                range: found.range.clone(),
                bytes: found.into_stream().map(|part| part.map_err(trouble)).boxed(),
            })),
            Err(Error::NotFound { .. }) => Ok(None),
            Err(error) => Err(trouble(error)),
        }
    }

    /// Removes a file, if it is there.
    ///
    /// # Errors
    /// [`Trouble`].
    pub async fn remove(&self, name: &FileName) -> Result<(), Trouble> {
        match self.0.delete(&name.path()).await {
            Ok(()) | Err(Error::NotFound { .. }) => Ok(()),
            Err(error) => Err(trouble(error)),
        }
    }
}

/// A file on its way in. Dropped, it leaves nothing behind.
pub struct Arriving {
    store: Arc<dyn ObjectStore>,
    path: Path,
    write: WriteMultipart,
    hash: Sha256,
    size: u64,
}

impl Arriving {
    /// Takes more of it, as fast as the storage does.
    ///
    /// # Errors
    /// [`Trouble`].
    pub async fn write(&mut self, bytes: Bytes) -> Result<(), Trouble> {
        self.hash.update(&bytes);
        self.size += bytes.len() as u64;
        self.write.wait_for_capacity(PARTS).await.map_err(trouble)?;
        self.write.put(bytes);
        Ok(())
    }

    /// How many bytes have come.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// It is whole: under its own name it can be found once it is [`Arrived::keep`]t.
    ///
    /// # Errors
    /// [`Trouble`].
    pub async fn finish(self, ending: &str) -> Result<Arrived, Trouble> {
        self.write.finish().await.map_err(trouble)?;
        let name = FileName::new(self.hash.finalize().as_slice(), ending);
        Ok(Arrived { store: self.store, path: self.path, name, size: self.size })
    }

    /// It is not wanted.
    pub async fn abandon(self) {
        if let Err(error) = self.write.abort().await {
            tracing::warn!(%error, "what has come of an unwanted file could not be removed");
        }
    }
}

/// A file that is here, and not yet where it can be found.
pub struct Arrived {
    store: Arc<dyn ObjectStore>,
    path: Path,
    pub name: FileName,
    pub size: u64,
}

impl Arrived {
    /// # Errors
    /// [`Trouble`].
    pub async fn keep(self) -> Result<(), Trouble> {
        self.store.rename(&self.path, &self.name.path()).await.map_err(trouble)
    }

    /// It is not wanted.
    pub async fn abandon(self) {
        if let Err(error) = self.store.delete(&self.path).await {
            tracing::warn!(%error, "an unwanted file could not be removed");
        }
    }
}

/// A disk that is full says so somewhere among the causes.
fn trouble(error: Error) -> Trouble {
    let mut cause = error.source();
    while let Some(one) = cause {
        if let Some(error) = one.downcast_ref::<io::Error>()
            && matches!(error.kind(), io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded)
        {
            return Trouble::Full;
        }
        cause = one.source();
    }
    Trouble::Broken(error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_leads_nowhere_else() {
        let name = FileName::of(b"chalk", "jpg");
        assert_eq!(FileName::parse(name.as_str()), Some(name.clone()));
        assert_eq!((name.hash().len(), name.ending()), (64, "jpg"));
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
    fn a_full_disk_is_known_by_its_cause() {
        for (kind, full) in [(io::ErrorKind::StorageFull, true), (io::ErrorKind::TimedOut, false)] {
            let error = Error::Generic { store: "folder", source: Box::new(io::Error::from(kind)) };
            assert_eq!(trouble(error) == Trouble::Full, full, "{kind}");
        }
    }

    async fn everything(found: Found) -> Vec<u8> {
        let parts: Vec<_> = found.bytes.collect().await;
        parts.into_iter().flat_map(|part| part.expect("a part").to_vec()).collect()
    }

    async fn keeps_and_forgets(storage: Storage) {
        let mut arriving = storage.arriving().await.expect("a place");
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
    async fn memory_keeps_and_forgets() {
        keeps_and_forgets(Storage::memory()).await;
    }

    #[actix_web::test]
    async fn a_folder_keeps_and_forgets_and_has_nothing_left_of_what_was_abandoned() {
        let folder = tempfile::tempdir().expect("a folder");
        let storage = Storage::folder(folder.path()).expect("it is ours");
        keeps_and_forgets(storage.clone()).await;
        let mut arriving = storage.arriving().await.expect("a place");
        arriving.write(Bytes::from_static(b"never mind")).await.expect("there is room");
        arriving.abandon().await;
        let left = fs::read_dir(folder.path().join(ARRIVING)).map_or(0, |entries| entries.count());
        assert_eq!(left, 0);
    }
}
