//! DTLS (RFC 5764): the server waits, the client begins, and what they agree upon are the keys of SRTP. The client is known
//! by the fingerprint of its certificate, which came over the room's WebSocket.
//!
//! Anyone can say hello in another's name, as often as they like. Nothing is kept of that: whoever says it is asked to say it
//! once more with a cookie (RFC 6347, 4.2.1), of which each peer has one that stays the same. It goes to the peer's own
//! address, so that only who is there can show it, and a handshake begins with the hello that does. `rtc-dtls` begins with
//! the first hello and draws a cookie for each; so it is told both hellos when the second has come, and draws ours.

use std::{
    collections::VecDeque,
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Instant,
};

use bytes::BytesMut;
use rtc_crypto::{CryptoError, HashAlgorithm, RTCCrypto, RTCCryptoProvider, RTCRandom};
use rtc_dtls::{
    config::{ClientAuthType, ConfigBuilder, ExtendedMasterSecretType, HandshakeConfig, VerifyPeerCertificateFn},
    crypto::Certificate,
    endpoint::{Endpoint, EndpointEvent},
    extension::extension_use_srtp::SrtpProtectionProfile,
};
use rtc_shared::{TransportProtocol, error::Error};
use rtc_srtp::{
    config::{Config, LABEL_EXTRACTOR_DTLS_SRTP},
    protection_profile::ProtectionProfile,
};

use super::{
    Broken,
    hello::{self, COOKIE, Piece, Shown},
    record::{self, Kind},
    srtp::Secret,
};

/// `rtc-dtls` tells associations apart by address. Here each has an endpoint of its own, and may change its address.
const PEER: SocketAddr = SocketAddr::new(std::net::IpAddr::V4(std::net::Ipv4Addr::LOCALHOST), 1);

/// How many packets of a handshake are taken of one client, with all that it repeats. `rtc-dtls` keeps what it cannot use
/// yet, however much that is.
const PACKETS: usize = 256;

/// Our certificate, for as long as the process runs, and the cryptography behind everything here.
#[derive(Clone)]
pub struct Identity {
    certificate: Certificate,
    provider: Arc<dyn RTCCryptoProvider>,
    fingerprint: String,
}

impl Identity {
    /// # Errors
    /// [`Broken`] when no certificate can be made.
    pub fn fresh() -> Result<Self, Broken> {
        let provider = rtc_crypto::default_provider().map_err(|_| Broken)?;
        let certificate = Certificate::generate_self_signed(vec!["lyceum".to_owned()], provider.crypto());
        let certificate = certificate.map_err(|_| Broken)?;
        let fingerprint = fingerprint(&*provider, certificate.certificate.first().ok_or(Broken)?)?;
        Ok(Self { certificate, provider, fingerprint })
    }

    /// As SDP has it: SHA-256, in pairs of digits.
    pub fn fingerprint(&self) -> &str {
        &self.fingerprint
    }

    pub fn provider(&self) -> &dyn RTCCryptoProvider {
        &*self.provider
    }
}

fn fingerprint(provider: &dyn RTCCryptoProvider, certificate: &[u8]) -> Result<String, Broken> {
    let hash = provider.crypto().hash(HashAlgorithm::Sha256, certificate).map_err(|_| Broken)?;
    Ok(hash.iter().map(|byte| format!("{byte:02X}")).collect::<Vec<_>>().join(":"))
}

fn endpoint(config: Arc<HandshakeConfig>) -> Endpoint {
    Endpoint::new(PEER, TransportProtocol::UDP, Some(config))
}

/// By what one handshake of a client's is told from another.
pub type Random = [u8; hello::RANDOM];

/// Whose this is, if it is the beginning of one who has not been asked for a cookie yet.
pub fn beginning(packet: &[u8]) -> Option<Random> {
    let head = hello::piece(packet)?.head()?;
    head.cookie.is_empty().then_some(head.random)
}

/// The keys of both directions.
pub struct Secrets {
    pub inbound: Secret,
    pub outbound: Secret,
}

/// How far it is after a packet.
pub enum Progress {
    /// Nothing for us to do.
    Under,
    Done(Box<Secrets>),
    /// The peer has said goodbye.
    Over,
}

/// Cryptography that draws this cookie for a handshake that begins: the first time that something of a cookie's length is drawn
/// after [`WithCookie::offer`], and never else. A test holds that `rtc-dtls` draws nothing else of that length.
struct WithCookie {
    provider: Arc<dyn RTCCryptoProvider>,
    cookie: [u8; COOKIE],
    offered: AtomicBool,
}

impl WithCookie {
    fn new(provider: Arc<dyn RTCCryptoProvider>) -> Result<Self, Broken> {
        let mut cookie = [0; COOKIE];
        provider.random().fill(&mut cookie).map_err(|_| Broken)?;
        Ok(Self { provider, cookie, offered: AtomicBool::new(false) })
    }

    fn offer(&self) {
        self.offered.store(true, Ordering::Relaxed);
    }
}

impl RTCCryptoProvider for WithCookie {
    fn name(&self) -> &'static str {
        self.provider.name()
    }

    fn crypto(&self) -> &dyn RTCCrypto {
        self.provider.crypto()
    }

    fn random(&self) -> &dyn RTCRandom {
        self
    }
}

impl RTCRandom for WithCookie {
    fn fill(&self, output: &mut [u8]) -> Result<(), CryptoError> {
        if output.len() == COOKIE && self.offered.swap(false, Ordering::Relaxed) {
            output.copy_from_slice(&self.cookie);
            return Ok(());
        }
        self.provider.random().fill(output)
    }
}

pub struct Dtls {
    cookie: Arc<WithCookie>,
    /// For clients that could do AES-128-GCM, which are to do it, and for all others.
    gcm: Arc<HandshakeConfig>,
    either: Arc<HandshakeConfig>,
    /// A hello with our cookie, of which more is to come.
    shown: Option<Shown>,
    /// The random number of the client that has begun, and the association with it.
    begun: Option<(Random, Endpoint)>,
    stands: bool,
    /// What the client was told at its beginning, which it may not have heard.
    answer: Vec<BytesMut>,
    waiting: VecDeque<BytesMut>,
    /// How many packets of a handshake are still taken.
    patience: usize,
    /// The numbers of the next records that are not encrypted: that comes in, and that goes out.
    next: u64,
    next_out: u64,
}

impl Dtls {
    /// Waits for a client whose certificate has this fingerprint.
    ///
    /// # Errors
    /// [`Broken`] when the identity cannot be used.
    pub fn new(identity: &Identity, theirs: &str) -> Result<Self, Broken> {
        let (theirs, provider) = (theirs.to_owned(), Arc::clone(&identity.provider));
        let verify: VerifyPeerCertificateFn = Arc::new(move |chain, _| {
            let shown = chain.first().ok_or(Error::ErrNonCertificate)?;
            match fingerprint(&*provider, shown) {
                Ok(shown) if shown.eq_ignore_ascii_case(&theirs) => Ok(()),
                _ => Err(Error::ErrNoMatchingCertificateFingerprint),
            }
        });
        let cookie = Arc::new(WithCookie::new(Arc::clone(&identity.provider))?);
        let config = |profiles: &[SrtpProtectionProfile]| {
            let config = ConfigBuilder::default()
                .with_crypto_provider(cookie.clone())
                .with_certificates(vec![identity.certificate.clone()])
                .with_srtp_protection_profiles(profiles.to_vec())
                .with_client_auth(ClientAuthType::RequireAnyClientCert)
                // There is no authority to be asked: the fingerprint decides.
                .with_insecure_skip_verify(true)
                .with_verify_peer_certificate(Some(Arc::clone(&verify)))
                .with_extended_master_secret(ExtendedMasterSecretType::Require)
                .build(false, None);
            config.map(Arc::new).map_err(|_| Broken)
        };
        let gcm = SrtpProtectionProfile::Srtp_Aead_Aes_128_Gcm;
        Ok(Self {
            gcm: config(&[gcm])?,
            either: config(&[gcm, SrtpProtectionProfile::Srtp_Aes128_Cm_Hmac_Sha1_80])?,
            cookie,
            shown: None,
            begun: None,
            stands: false,
            answer: Vec::new(),
            waiting: VecDeque::new(),
            patience: PACKETS,
            next: 0,
            next_out: 0,
        })
    }

    pub fn read(&mut self, packet: &[u8], now: Instant) -> Progress {
        let Some(kind) = record::kind(packet) else { return Progress::Under };
        if let Some(piece) = hello::piece(packet) {
            self.greet(&piece, now);
            return Progress::Under;
        }
        if kind == Kind::Handshake && !self.bears() {
            return Progress::Under;
        }
        let mut progress = Progress::Under;
        // Once it stands only what its own keys have made counts: the rest may be of another who comes by the same way, and
        // would be answered with the end of this one.
        let packet = if self.stands { record::sealed(packet) } else { packet.to_vec() };
        for event in self.tell(&packet, now) {
            match event {
                EndpointEvent::HandshakeComplete => match self.secrets() {
                    Ok(secrets) => {
                        (self.stands, self.answer) = (true, Vec::new());
                        progress = Progress::Done(Box::new(secrets));
                    }
                    Err(Broken) => return Progress::Over,
                },
                EndpointEvent::PeerClosed => return Progress::Over,
                _ => {}
            }
        }
        progress
    }

    /// Whether one more packet of a handshake that has begun is taken.
    fn bears(&mut self) -> bool {
        let bears = self.begun.is_some() && self.patience > 0;
        self.patience -= usize::from(bears);
        bears
    }

    /// Somebody begins.
    fn greet(&mut self, piece: &Piece, now: Instant) {
        if self.stands {
            return;
        }
        match (piece.head(), &mut self.shown) {
            (Some(head), _) if head.cookie.is_empty() => {
                return self.waiting.push_back(BytesMut::from(&hello::ask(&self.cookie.cookie)[..]));
            }
            (Some(head), _) if head.cookie != self.cookie.cookie => return,
            (Some(head), _) if self.begun.as_ref().is_some_and(|(random, _)| *random == head.random) => {
                // They have not heard the answer. `rtc-dtls` would not say it again, nor later by itself after that.
                if self.bears() {
                    self.waiting.extend(self.answer.iter().cloned());
                }
                return;
            }
            (Some(head), shown) => *shown = Shown::begin(piece, &head),
            (None, Some(shown)) => shown.add(piece),
            (None, None) => return,
        }
        if let Some(shown) = self.shown.take_if(|shown| shown.is_whole()) {
            self.begin(&shown, now);
        }
    }

    fn begin(&mut self, shown: &Shown, now: Instant) {
        // Of what both can do `rtc-dtls` takes what the client would rather, and browsers name GCM last, though it costs us a
        // third.
        let config = if shown.offers_gcm() { &self.gcm } else { &self.either };
        self.begun = Some((shown.random(), endpoint(Arc::clone(config))));
        self.cookie.offer();
        self.tell(&shown.first(), now);
        // What it asks now was asked before.
        self.answer = self.said().filter(|packet| !hello::is_asking(packet)).collect();
        self.tell(&shown.second(), now);
        let answer: Vec<_> = self.said().collect();
        self.answer.extend(answer);
        self.waiting.extend(self.answer.iter().cloned());
    }

    /// Gives the association a packet.
    fn tell(&mut self, packet: &[u8], now: Instant) -> Vec<EndpointEvent> {
        let Some((_, endpoint)) = &mut self.begun else { return Vec::new() };
        let mut packet = BytesMut::from(packet);
        record::renumber(&mut packet, &mut self.next);
        // Anyone may send nonsense in another's name; whoever cannot be believed will not get further than this.
        endpoint.read(now, PEER, None, packet).unwrap_or_default()
    }

    /// What the association says to that.
    fn said(&mut self) -> impl Iterator<Item = BytesMut> {
        let mut endpoint = self.begun.as_mut().map(|(_, endpoint)| endpoint);
        std::iter::from_fn(move || endpoint.as_mut()?.poll_transmit().map(|packet| packet.message))
    }

    fn secrets(&self) -> Result<Secrets, Broken> {
        let (_, endpoint) = self.begun.as_ref().ok_or(Broken)?;
        let state = endpoint.get_connection_state(PEER).ok_or(Broken)?;
        let profile = match state.srtp_protection_profile() {
            SrtpProtectionProfile::Srtp_Aead_Aes_128_Gcm => ProtectionProfile::AeadAes128Gcm,
            SrtpProtectionProfile::Srtp_Aes128_Cm_Hmac_Sha1_80 => ProtectionProfile::Aes128CmHmacSha1_80,
            _ => return Err(Broken),
        };
        let mut config = Config { profile, ..Config::default() };
        let length = config.keying_material_len();
        let material = state.export_keying_material(LABEL_EXTRACTOR_DTLS_SRTP, &[], length).map_err(|_| Broken)?;
        config.set_session_keys_from_keying_material(material.as_ref(), false).map_err(|_| Broken)?;
        let keys = config.keys;
        Ok(Secrets {
            inbound: Secret { profile, key: keys.remote_master_key, salt: keys.remote_master_salt },
            outbound: Secret { profile, key: keys.local_master_key, salt: keys.local_master_salt },
        })
    }

    /// What is to be sent.
    pub fn outgoing(&mut self) -> Option<BytesMut> {
        let mut packet = self.waiting.pop_front().or_else(|| self.said().next())?;
        // What is said twice, or not by the association, is numbered as all else, or it would be taken for old.
        record::renumber(&mut packet, &mut self.next_out);
        Some(packet)
    }

    /// Repeats what was lost.
    ///
    /// # Errors
    /// [`Broken`] when it has been repeated often enough.
    pub fn pass(&mut self, now: Instant) -> Result<(), Broken> {
        let Some((_, endpoint)) = &mut self.begun else { return Ok(()) };
        match endpoint.poll_timeout(&PEER) {
            Some(at) if at <= now => endpoint.handle_timeout(PEER, now).map_err(|_| Broken),
            _ => Ok(()),
        }
    }

    /// Says goodbye.
    pub fn close(&mut self, now: Instant) {
        if let Some((_, endpoint)) = &mut self.begun {
            // Whatever it was that could not be said: the keys are forgotten all the same.
            let _ = endpoint.close(now);
        }
    }
}

#[cfg(test)]
pub mod tests;
