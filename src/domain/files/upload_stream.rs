//! A file as it arrives: counted, and refused once it is larger than allowed.

use bytes::Bytes;
use futures_util::{Stream, StreamExt, stream::Fuse};

use crate::error::Refusal;

/// How many bytes of a file are read to determine its type.
const HEAD: usize = 4096;

/// The bytes of a file as they arrive, counted.
pub struct UploadStream<S> {
    bytes: S,
    come: u64,
    /// The size limit, and the refusal when it is exceeded.
    most: (u64, Refusal),
}

impl<S: Stream<Item = Result<Bytes, Refusal>> + Unpin> UploadStream<Fuse<S>> {
    /// A stream of at most so many bytes.
    pub fn new(bytes: S, most: u64) -> Self {
        Self { bytes: bytes.fuse(), come: 0, most: (most, Refusal::UploadTooBig) }
    }
}

impl<S: Stream<Item = Result<Bytes, Refusal>> + Unpin> UploadStream<S> {
    /// The first bytes, by which a file's type is told.
    ///
    /// # Errors
    /// [`Refusal::UploadEmpty`] and the refusal of too large a file.
    pub async fn head(&mut self) -> Result<Vec<u8>, Refusal> {
        let mut head = Vec::new();
        while head.len() < HEAD {
            let Some(part) = self.next().await? else { break };
            head.extend_from_slice(&part);
        }
        if head.is_empty() { Err(Refusal::UploadEmpty) } else { Ok(head) }
    }

    pub async fn next(&mut self) -> Result<Option<Bytes>, Refusal> {
        let Some(part) = self.bytes.next().await.transpose()? else { return Ok(None) };
        self.come += part.len() as u64;
        if self.come > self.most.0 { Err(self.most.1) } else { Ok(Some(part)) }
    }

    /// Lowers the limit.
    pub fn at_most(&mut self, most: u64, refusal: Refusal) -> Result<(), Refusal> {
        if most < self.most.0 {
            self.most = (most, refusal);
        }
        if self.come > self.most.0 { Err(self.most.1) } else { Ok(()) }
    }
}

/// A whole file of at most so many bytes.
///
/// # Errors
/// [`Refusal::UploadEmpty`], [`Refusal::UploadTooBig`], and those of the stream.
pub async fn collect(bytes: impl Stream<Item = Result<Bytes, Refusal>> + Unpin, limit: u64) -> Result<Bytes, Refusal> {
    let mut incoming = UploadStream::new(bytes, limit);
    let mut whole = Vec::new();
    while let Some(part) = incoming.next().await? {
        whole.extend_from_slice(&part);
    }
    if whole.is_empty() { Err(Refusal::UploadEmpty) } else { Ok(whole.into()) }
}
