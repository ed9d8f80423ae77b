//! SRTP and SRTCP with AES-128-GCM (RFC 3711, RFC 7714), encrypted and decrypted in place, without allocation.
//!
//! Clients without GCM get AES-CM with HMAC-SHA1 through `rtc-srtp`, which allocates. With both, state for a stream is created
//! only for an SSRC that the peer has declared or for an authenticated packet: forged packets leave nothing behind.

use rtc_crypto::{AeadAlgorithm, AeadCipher, BlockCipherAlgorithm, RTCCrypto};
use rtc_srtp::{context::Context, protection_profile::ProtectionProfile};

use super::{Broken, rtp};

/// The length of the tag of AES-GCM.
pub const TAG: usize = 16;
const SALT: usize = 12;
/// The length of the tag of AES-CM with HMAC-SHA1-80.
const CM_TAG: usize = 10;
const KEY: usize = 16;
/// The replay window in packets: half a second of video.
const WINDOW: u64 = 128;
/// The largest number of streams that one peer may send.
const MAX_STREAMS: usize = 8;
/// How many forged reports with unknown SSRCs are tried: rtc-srtp 0.21 keeps state for each.
const MAX_FORGED: usize = 256;
/// The fixed part of an RTCP packet, which is not encrypted.
const RTCP_HEAD: usize = 8;
/// The E flag in the word that follows an SRTCP packet.
const ENCRYPTED: u32 = 1 << 31;

/// The keys of one direction, from the DTLS handshake.
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

/// An incoming stream: its highest index, and which of the indices before it were received.
#[derive(Clone, Copy)]
struct IncomingStream {
    ssrc: u32,
    index: u64,
    seen: u128,
}

/// An outgoing stream: its highest index. A listener has one for each slot, and every packet looks one up, so it is small.
#[derive(Clone, Copy)]
struct OutgoingStream {
    ssrc: u32,
    index: u64,
}

/// Encrypts the packets to one peer.
pub struct Sealer(Sealing);

/// Decrypts the packets from one peer, and rejects repeated ones.
pub struct Opener {
    opening: Opening,
    streams: Vec<IncomingStream>,
    reports: Vec<IncomingStream>,
}

enum Sealing {
    /// The streams, ordered by SSRC.
    Gcm {
        keys: Box<Gcm>,
        streams: Vec<OutgoingStream>,
        rtcp_index: u32,
    },
    Library(Box<Context>),
}

enum Opening {
    Gcm(Box<Gcm>),
    /// `forged` counts reports with unknown SSRCs that failed to authenticate.
    Library {
        context: Box<Context>,
        declared: Vec<u32>,
        forged: usize,
    },
}

impl Gcm {
    fn new(secret: &Secret, crypto: &dyn RTCCrypto) -> Result<Box<Self>, Broken> {
        let key: &[u8; KEY] = secret.key.first_chunk().ok_or(Broken)?;
        let salt: &[u8; SALT] = secret.salt.first_chunk().ok_or(Broken)?;
        // RFC 3711, 4.3.1: each label gives its own key.
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

/// The associated data of an RTCP packet (RFC 7714, 17).
fn rtcp_aad(head: &[u8], word: u32) -> [u8; RTCP_HEAD + 4] {
    let mut aad = [0; RTCP_HEAD + 4];
    aad[..RTCP_HEAD].copy_from_slice(&head[..RTCP_HEAD]);
    aad[RTCP_HEAD..].copy_from_slice(&word.to_be_bytes());
    aad
}

/// The packet index with this sequence number that is closest to the highest index so far (RFC 3711, 3.3.1).
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

impl IncomingStream {
    fn is_new(&self, index: u64) -> bool {
        index > self.index || self.index - index < WINDOW && self.seen & (1 << (self.index - index)) == 0
    }

    fn mark_received(&mut self, index: u64) {
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
/// [`Broken`] when the packet is a repetition, or the peer has too many streams.
fn unreplayed_index(
    streams: &[IncomingStream],
    most: usize,
    ssrc: u32,
    index: impl FnOnce(u64) -> u64,
) -> Result<u64, Broken> {
    match streams.iter().find(|stream| stream.ssrc == ssrc) {
        Some(stream) => Some(index(stream.index)).filter(|index| stream.is_new(*index)).ok_or(Broken),
        None if streams.len() == most => Err(Broken),
        None => Ok(index(0)),
    }
}

/// Notes the index of an authenticated packet.
fn mark_received(streams: &mut Vec<IncomingStream>, ssrc: u32, index: u64) {
    match streams.iter_mut().find(|stream| stream.ssrc == ssrc) {
        Some(stream) => stream.mark_received(index),
        None => streams.push(IncomingStream { ssrc, index, seen: 1 }),
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
        context.map(|context| Self(Sealing::Library(Box::new(context)))).map_err(|_| Broken)
    }

    /// Encrypts the packet that starts at `start` and is the last in `packets`; its header has `head` bytes.
    ///
    /// # Errors
    /// [`Broken`] when it is not a packet. Its bytes are then unusable.
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
                        streams.insert(at, OutgoingStream { ssrc, index });
                        index
                    }
                };
                let nonce = keys.rtp_nonce(ssrc, index);
                let mut tag = [0; TAG];
                let (aad, payload) = packet.split_at_mut_checked(head).ok_or(Broken)?;
                keys.rtp.seal_in_place(&nonce, aad, payload, &mut tag).map_err(|_| Broken)?;
                packets.extend_from_slice(&tag);
            }
            Sealing::Library(context) => {
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
    /// [`Broken`] when it is not one.
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
            Sealing::Library(context) => {
                let sealed = context.encrypt_rtcp(packet).map_err(|_| Broken)?;
                packet.clear();
                packet.extend_from_slice(&sealed);
            }
        }
        Ok(())
    }
}

impl Opener {
    /// `declared` has the SSRCs that the peer has declared.
    ///
    /// # Errors
    /// [`Broken`] when the keys do not fit their profile.
    pub fn new(secret: &Secret, declared: &[u32], crypto: &dyn RTCCrypto) -> Result<Self, Broken> {
        let opening = if matches!(secret.profile, ProtectionProfile::AeadAes128Gcm) {
            Opening::Gcm(Gcm::new(secret, crypto)?)
        } else {
            // Without the library's own replay protection: in rtc-srtp 0.21 it starts with the first packet, even a forged one,
            // and then rejects the genuine packets before it.
            let context = Context::new(&secret.key, &secret.salt, secret.profile, None, None, crypto);
            Opening::Library { context: Box::new(context.map_err(|_| Broken)?), declared: declared.to_vec(), forged: 0 }
        };
        Ok(Self { opening, streams: Vec::new(), reports: Vec::new() })
    }

    /// Decrypts a packet and returns its new length.
    ///
    /// # Errors
    /// [`Broken`] when it is forged, repeated, or not a packet. Its bytes are then unusable.
    pub fn open(&mut self, packet: &mut [u8], header: &rtp::Header) -> Result<usize, Broken> {
        let near = |highest| index_near(highest, header.sequence);
        let index = unreplayed_index(&self.streams, MAX_STREAMS, header.ssrc, near)?;
        let len = match &mut self.opening {
            Opening::Gcm(keys) => {
                let end = packet.len().checked_sub(TAG).filter(|end| *end >= header.len).ok_or(Broken)?;
                let nonce = keys.rtp_nonce(header.ssrc, index);
                let (rest, tag) = packet.split_at_mut(end);
                let (aad, payload) = rest.split_at_mut(header.len);
                keys.rtp.open_in_place(&nonce, aad, payload, tag).map_err(|_| Broken)?;
                end
            }
            Opening::Library { context, declared, .. } => {
                if !declared.contains(&header.ssrc) {
                    return Err(Broken);
                }
                let opened = context.decrypt_rtp(packet).map_err(|_| Broken)?;
                packet.get_mut(..opened.len()).ok_or(Broken)?.copy_from_slice(&opened);
                opened.len()
            }
        };
        mark_received(&mut self.streams, header.ssrc, index);
        Ok(len)
    }

    /// Notes a packet of a stream that arrived by other means, as a retransmission. Returns whether it is new: a packet with its
    /// number was not received before, and is rejected from now on.
    pub fn admit_repaired(&mut self, ssrc: u32, sequence: u16) -> bool {
        let Some(stream) = self.streams.iter_mut().find(|stream| stream.ssrc == ssrc) else { return false };
        let index = index_near(stream.index, sequence);
        let is_new = stream.is_new(index);
        if is_new {
            stream.mark_received(index);
        }
        is_new
    }

    /// Decrypts a compound RTCP packet and returns its new length.
    ///
    /// # Errors
    /// As [`Opener::open`].
    pub fn open_rtcp(&mut self, packet: &mut [u8]) -> Result<usize, Broken> {
        let head: [u8; RTCP_HEAD] = *packet.first_chunk().ok_or(Broken)?;
        let ssrc = u32::from_be_bytes([head[4], head[5], head[6], head[7]]);
        // GCM's tag comes before the word with the index, HMAC's after it.
        let (tag, after) = match self.opening {
            Opening::Gcm(_) => (TAG, 0),
            Opening::Library { .. } => (0, CM_TAG),
        };
        let at = packet.len().checked_sub(4 + after).filter(|at| *at >= RTCP_HEAD + tag).ok_or(Broken)?;
        let word = u32::from_be_bytes(*packet[at..].first_chunk().ok_or(Broken)?);
        // Also because rtc-srtp 0.21 accepts a packet that claims to be unencrypted without checking its tag.
        if word & ENCRYPTED == 0 {
            return Err(Broken);
        }
        let index = unreplayed_index(&self.reports, 8 * MAX_STREAMS, ssrc, |_| u64::from(word & !ENCRYPTED))?;
        let len = match &mut self.opening {
            Opening::Gcm(keys) => {
                let (nonce, aad) = (keys.rtcp_nonce(ssrc, index as u32), rtcp_aad(&head, word));
                let (rest, tag) = packet.split_at_mut(at - TAG);
                keys.rtcp.open_in_place(&nonce, &aad, &mut rest[RTCP_HEAD..], &tag[..TAG]).map_err(|_| Broken)?;
                at - TAG
            }
            Opening::Library { context, forged, .. } => {
                let known = self.reports.iter().any(|stream| stream.ssrc == ssrc);
                if !known && *forged == MAX_FORGED {
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
        mark_received(&mut self.reports, ssrc, index);
        Ok(len)
    }
}

#[cfg(test)]
mod tests;
