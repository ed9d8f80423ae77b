//! SRTP and SRTCP with AES-128-GCM (RFC 3711, RFC 7714), sealed and opened where the packet lies, without an allocation.
//!
//! Whoever cannot do GCM gets AES-CM with HMAC-SHA1, by `rtc-srtp`, which allocates. In both, a stream's state is made only
//! for a number that its sender has declared or whose packet has been proven genuine: forged packets leave nothing behind.

use rtc_crypto::{AeadAlgorithm, AeadCipher, BlockCipherAlgorithm, RTCCrypto};
use rtc_srtp::{context::Context, protection_profile::ProtectionProfile};

use super::{Broken, rtp};

const TAG: usize = 16;
const SALT: usize = 12;
/// The tag of AES-CM with HMAC-SHA1-80.
const CM_TAG: usize = 10;
const KEY: usize = 16;
/// How far back a packet may come, in packets: of a picture, half a second.
const WINDOW: u64 = 128;
/// How many streams one peer may send.
const STREAMS: usize = 8;
/// How many reports of unknown numbers are tried in vain: rtc-srtp 0.21 keeps something of each.
const FORGED: usize = 256;
/// The fixed part of an RTCP packet, which is not encrypted.
const RTCP_HEAD: usize = 8;
/// "Encrypted", in the word that follows an SRTCP packet.
const ENCRYPTED: u32 = 1 << 31;

/// The keys of one direction, as DTLS has agreed upon them.
pub struct Secret {
    pub profile: ProtectionProfile,
    pub key: Vec<u8>,
    pub salt: Vec<u8>,
}

struct Gcm {
    rtp: Box<dyn AeadCipher>,
    rtcp: Box<dyn AeadCipher>,
    rtp_salt: [u8; SALT],
    rtcp_salt: [u8; SALT],
}

/// One stream that comes in, by its number: the highest index, and which of those before it have come.
#[derive(Clone, Copy)]
struct Stream {
    ssrc: u32,
    index: u64,
    seen: u128,
}

/// One stream that goes out: its highest index. A listener has as many as slots and each packet asks for one, so it is small.
#[derive(Clone, Copy)]
struct Sent {
    ssrc: u32,
    index: u64,
}

/// What goes out to one peer.
pub struct Sealer(Sealing);

/// What comes in from one peer, and what of it has come.
pub struct Opener {
    opening: Opening,
    streams: Vec<Stream>,
    reports: Vec<Stream>,
}

enum Sealing {
    /// The streams in the order of their numbers.
    Gcm {
        keys: Box<Gcm>,
        streams: Vec<Sent>,
        rtcp_index: u32,
    },
    Stock(Box<Context>),
}

enum Opening {
    Gcm(Box<Gcm>),
    /// With how many reports of unknown numbers were not genuine.
    Stock {
        context: Box<Context>,
        declared: Vec<u32>,
        forged: usize,
    },
}

impl Gcm {
    fn new(secret: &Secret, crypto: &dyn RTCCrypto) -> Result<Box<Self>, Broken> {
        let key: &[u8; KEY] = secret.key.first_chunk().ok_or(Broken)?;
        let salt: &[u8; SALT] = secret.salt.first_chunk().ok_or(Broken)?;
        // RFC 3711, 4.3.1: each label gives a key of its own.
        let derive = |label: u8| {
            let mut block = [0; KEY];
            block[..SALT].copy_from_slice(salt);
            block[7] ^= label;
            crypto.block_encrypt(BlockCipherAlgorithm::Aes128, key, &mut block).map(|()| block).map_err(|_| Broken)
        };
        let cipher = |label| crypto.new_aead(AeadAlgorithm::Aes128Gcm, &derive(label)?).map_err(|_| Broken);
        let salt_of = |label| derive(label).map(|block| *block.first_chunk().expect("a block is longer than a salt"));
        Ok(Box::new(Self { rtp: cipher(0)?, rtcp: cipher(3)?, rtp_salt: salt_of(2)?, rtcp_salt: salt_of(5)? }))
    }

    /// RFC 7714, 8.1.
    fn rtp_nonce(&self, ssrc: u32, index: u64) -> [u8; SALT] {
        let mut nonce = self.rtp_salt;
        let index = index.to_be_bytes();
        for (place, byte) in nonce[2..].iter_mut().zip(ssrc.to_be_bytes().iter().chain(&index[2..])) {
            *place ^= byte;
        }
        nonce
    }

    /// RFC 7714, 9.1.
    fn rtcp_nonce(&self, ssrc: u32, index: u32) -> [u8; SALT] {
        let mut nonce = self.rtcp_salt;
        for (place, byte) in nonce[2..6].iter_mut().zip(ssrc.to_be_bytes()) {
            *place ^= byte;
        }
        for (place, byte) in nonce[8..].iter_mut().zip(index.to_be_bytes()) {
            *place ^= byte;
        }
        nonce
    }
}

/// What is authenticated of an RTCP packet beside its encrypted part (RFC 7714, 17).
fn rtcp_aad(head: &[u8], word: u32) -> [u8; RTCP_HEAD + 4] {
    let mut aad = [0; RTCP_HEAD + 4];
    aad[..RTCP_HEAD].copy_from_slice(&head[..RTCP_HEAD]);
    aad[RTCP_HEAD..].copy_from_slice(&word.to_be_bytes());
    aad
}

/// The index of a packet by its sequence number, next to the highest so far (RFC 3711, 3.3.1).
fn index_near(highest: u64, sequence: u16) -> u64 {
    let rollovers = highest >> 16;
    let before = highest as u16;
    let rollovers = match (before < 0x8000, sequence) {
        (true, sequence) if u32::from(sequence) > u32::from(before) + 0x8000 => rollovers.saturating_sub(1),
        (false, sequence) if sequence < before - 0x8000 => rollovers + 1,
        _ => rollovers,
    };
    rollovers << 16 | u64::from(sequence)
}

impl Stream {
    fn is_new(&self, index: u64) -> bool {
        index > self.index || self.index - index < WINDOW && self.seen & (1 << (self.index - index)) == 0
    }

    fn note(&mut self, index: u64) {
        if index > self.index {
            let by = index - self.index;
            self.seen = if by < WINDOW { self.seen << by | 1 } else { 1 };
            self.index = index;
        } else {
            self.seen |= 1 << (self.index - index);
        }
    }
}

/// The index of a packet of this stream, which may be new.
///
/// # Errors
/// [`Broken`] when it has come before, or nobody may send so many streams.
fn fresh(streams: &[Stream], most: usize, ssrc: u32, index: impl FnOnce(u64) -> u64) -> Result<u64, Broken> {
    match streams.iter().find(|stream| stream.ssrc == ssrc) {
        Some(stream) => Some(index(stream.index)).filter(|index| stream.is_new(*index)).ok_or(Broken),
        None if streams.len() == most => Err(Broken),
        None => Ok(index(0)),
    }
}

/// A packet of this index has been proven genuine.
fn note(streams: &mut Vec<Stream>, ssrc: u32, index: u64) {
    match streams.iter_mut().find(|stream| stream.ssrc == ssrc) {
        Some(stream) => stream.note(index),
        None => streams.push(Stream { ssrc, index, seen: 1 }),
    }
}

impl Sealer {
    /// # Errors
    /// [`Broken`] when the keys do not fit their profile.
    pub fn new(secret: &Secret, crypto: &dyn RTCCrypto) -> Result<Self, Broken> {
        if matches!(secret.profile, ProtectionProfile::AeadAes128Gcm) {
            let keys = Gcm::new(secret, crypto)?;
            return Ok(Self(Sealing::Gcm { keys, streams: Vec::new(), rtcp_index: 0 }));
        }
        let context = Context::new(&secret.key, &secret.salt, secret.profile, None, None, crypto);
        context.map(|context| Self(Sealing::Stock(Box::new(context)))).map_err(|_| Broken)
    }

    /// Encrypts the packet that begins at `start` and is the last in `packets`; its header has `head` bytes.
    ///
    /// # Errors
    /// [`Broken`] when it is no packet. Then its bytes are worth nothing.
    pub fn seal(&mut self, packets: &mut Vec<u8>, start: usize, head: usize) -> Result<(), Broken> {
        let packet = packets.get_mut(start..).ok_or(Broken)?;
        match &mut self.0 {
            Sealing::Gcm { keys, streams, .. } => {
                let first: &[u8; 12] = packet.first_chunk().ok_or(Broken)?;
                let sequence = u16::from_be_bytes([first[2], first[3]]);
                let ssrc = u32::from_be_bytes([first[8], first[9], first[10], first[11]]);
                let index = match streams.binary_search_by_key(&ssrc, |stream| stream.ssrc) {
                    Ok(at) => {
                        let stream = &mut streams[at];
                        let index = index_near(stream.index, sequence);
                        stream.index = stream.index.max(index);
                        index
                    }
                    Err(at) => {
                        let index = u64::from(sequence);
                        streams.insert(at, Sent { ssrc, index });
                        index
                    }
                };
                let nonce = keys.rtp_nonce(ssrc, index);
                let mut tag = [0; TAG];
                let (aad, payload) = packet.split_at_mut_checked(head).ok_or(Broken)?;
                keys.rtp.seal_in_place(&nonce, aad, payload, &mut tag).map_err(|_| Broken)?;
                packets.extend_from_slice(&tag);
            }
            Sealing::Stock(context) => {
                let sealed = context.encrypt_rtp(packet).map_err(|_| Broken)?;
                packets.truncate(start);
                packets.extend_from_slice(&sealed);
            }
        }
        Ok(())
    }

    /// Encrypts a compound RTCP packet.
    ///
    /// # Errors
    /// [`Broken`] when it is none.
    pub fn seal_rtcp(&mut self, packet: &mut Vec<u8>) -> Result<(), Broken> {
        match &mut self.0 {
            Sealing::Gcm { keys, rtcp_index, .. } => {
                let head: &[u8; RTCP_HEAD] = packet.first_chunk().ok_or(Broken)?;
                let ssrc = u32::from_be_bytes([head[4], head[5], head[6], head[7]]);
                *rtcp_index = (*rtcp_index + 1) & !ENCRYPTED;
                let word = *rtcp_index | ENCRYPTED;
                let (nonce, aad) = (keys.rtcp_nonce(ssrc, *rtcp_index), rtcp_aad(head, word));
                let mut tag = [0; TAG];
                keys.rtcp.seal_in_place(&nonce, &aad, &mut packet[RTCP_HEAD..], &mut tag).map_err(|_| Broken)?;
                packet.extend_from_slice(&tag);
                packet.extend_from_slice(&word.to_be_bytes());
            }
            Sealing::Stock(context) => {
                let sealed = context.encrypt_rtcp(packet).map_err(|_| Broken)?;
                packet.clear();
                packet.extend_from_slice(&sealed);
            }
        }
        Ok(())
    }
}

impl Opener {
    /// `declared` are the numbers of the streams that the peer has said it sends.
    ///
    /// # Errors
    /// [`Broken`] when the keys do not fit their profile.
    pub fn new(secret: &Secret, declared: &[u32], crypto: &dyn RTCCrypto) -> Result<Self, Broken> {
        let opening = if matches!(secret.profile, ProtectionProfile::AeadAes128Gcm) {
            Opening::Gcm(Gcm::new(secret, crypto)?)
        } else {
            // Not with its own protection against repetitions: in rtc-srtp 0.21 that begins with the first packet, be it
            // forged, and then refuses the genuine ones before it.
            let context = Context::new(&secret.key, &secret.salt, secret.profile, None, None, crypto);
            Opening::Stock { context: Box::new(context.map_err(|_| Broken)?), declared: declared.to_vec(), forged: 0 }
        };
        Ok(Self { opening, streams: Vec::new(), reports: Vec::new() })
    }

    /// Decrypts a packet and returns how long it is now.
    ///
    /// # Errors
    /// [`Broken`] when it is forged, a repetition, or no packet. Then its bytes are worth nothing.
    pub fn open(&mut self, packet: &mut [u8], header: &rtp::Header) -> Result<usize, Broken> {
        let near = |highest| index_near(highest, header.sequence);
        let index = fresh(&self.streams, STREAMS, header.ssrc, near)?;
        let len = match &mut self.opening {
            Opening::Gcm(keys) => {
                let end = packet.len().checked_sub(TAG).filter(|end| *end >= header.len).ok_or(Broken)?;
                let nonce = keys.rtp_nonce(header.ssrc, index);
                let (rest, tag) = packet.split_at_mut(end);
                let (aad, payload) = rest.split_at_mut(header.len);
                keys.rtp.open_in_place(&nonce, aad, payload, tag).map_err(|_| Broken)?;
                end
            }
            Opening::Stock { context, declared, .. } => {
                if !declared.contains(&header.ssrc) {
                    return Err(Broken);
                }
                let opened = context.decrypt_rtp(packet).map_err(|_| Broken)?;
                packet.get_mut(..opened.len()).ok_or(Broken)?.copy_from_slice(&opened);
                opened.len()
            }
        };
        note(&mut self.streams, header.ssrc, index);
        Ok(len)
    }

    /// Decrypts a compound RTCP packet and returns how long it is now.
    ///
    /// # Errors
    /// As [`Opener::open`].
    pub fn open_rtcp(&mut self, packet: &mut [u8]) -> Result<usize, Broken> {
        let head: [u8; RTCP_HEAD] = *packet.first_chunk().ok_or(Broken)?;
        let ssrc = u32::from_be_bytes([head[4], head[5], head[6], head[7]]);
        // GCM's tag stands before the word with the index, and HMAC's after it.
        let (tag, after) = match self.opening {
            Opening::Gcm(_) => (TAG, 0),
            Opening::Stock { .. } => (0, CM_TAG),
        };
        let at = packet.len().checked_sub(4 + after).filter(|at| *at >= RTCP_HEAD + tag).ok_or(Broken)?;
        let word = u32::from_be_bytes(*packet[at..].first_chunk().ok_or(Broken)?);
        // Also because rtc-srtp 0.21 believes whatever says that it is not encrypted, without looking at its tag.
        if word & ENCRYPTED == 0 {
            return Err(Broken);
        }
        let index = fresh(&self.reports, 8 * STREAMS, ssrc, |_| u64::from(word & !ENCRYPTED))?;
        let len = match &mut self.opening {
            Opening::Gcm(keys) => {
                let (nonce, aad) = (keys.rtcp_nonce(ssrc, index as u32), rtcp_aad(&head, word));
                let (rest, tag) = packet.split_at_mut(at - TAG);
                keys.rtcp.open_in_place(&nonce, &aad, &mut rest[RTCP_HEAD..], &tag[..TAG]).map_err(|_| Broken)?;
                at - TAG
            }
            Opening::Stock { context, forged, .. } => {
                let known = self.reports.iter().any(|stream| stream.ssrc == ssrc);
                if !known && *forged == FORGED {
                    return Err(Broken);
                }
                let Ok(opened) = context.decrypt_rtcp(packet) else {
                    *forged += usize::from(!known);
                    return Err(Broken);
                };
                packet.get_mut(..opened.len()).ok_or(Broken)?.copy_from_slice(&opened);
                opened.len()
            }
        };
        note(&mut self.reports, ssrc, index);
        Ok(len)
    }
}

#[cfg(test)]
mod tests;
