//! DTLS for SRTP (RFC 5764): the client starts the handshake, and the result is the SRTP keys. The client is authenticated by the
//! fingerprint of its certificate, which came over the room's WebSocket.
//!
//! Anyone can send a ClientHello with a forged source address, as often as they like. Nothing is kept about such packets: the
//! sender is asked to repeat it with a cookie (RFC 6347, 4.2.1). Each peer has one cookie, which never changes. It goes to the
//! peer's own address, so that only a client at that address can return it, and a handshake starts with the ClientHello that
//! does. `rtc-dtls` starts with the first ClientHello and draws a cookie for each handshake; therefore it is given both
//! ClientHellos when the second has come, and draws our cookie.

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
    client_hello::{self, COOKIE, CookieHello, HelloFragment},
    dtls_record::{self, Kind},
    srtp::Secret,
};

/// `rtc-dtls` tells associations apart by address. Here each association has its own endpoint, and may change its address.
const PEER: SocketAddr = SocketAddr::new(std::net::IpAddr::V4(std::net::Ipv4Addr::LOCALHOST), 1);

/// How many handshake packets are taken from one client, repetitions included. `rtc-dtls` stores packets that it cannot use yet,
/// without a limit.
const MAX_HANDSHAKE_PACKETS: usize = 256;

/// Our certificate, which lasts as long as the process, and the cryptography provider.
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

    /// The fingerprint as in SDP: SHA-256, in pairs of hexadecimal digits.
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

/// What tells one handshake of a client from another.
pub type ClientRandom = [u8; client_hello::RANDOM];

/// The random of a ClientHello that has no cookie yet; `None` for any other packet.
pub fn initial_hello(packet: &[u8]) -> Option<ClientRandom> {
    let start = client_hello::parse(packet)?.start()?;
    start.cookie.is_empty().then_some(start.random)
}

/// The SRTP keys of both directions.
pub struct Secrets {
    pub inbound: Secret,
    pub outbound: Secret,
}

/// The state after a packet.
pub enum Progress {
    /// There is nothing for the caller to do.
    InProgress,
    Done(Box<Secrets>),
    /// The peer has closed the association.
    Closed,
}

/// A random source that returns our cookie for the cookie of one handshake: at the first draw of a cookie's length after
/// [`CookieRandom::offer`], and never otherwise. A test proves that `rtc-dtls` draws nothing else of that length.
struct CookieRandom {
    provider: Arc<dyn RTCCryptoProvider>,
    cookie: [u8; COOKIE],
    offered: AtomicBool,
}

impl CookieRandom {
    fn new(provider: Arc<dyn RTCCryptoProvider>) -> Result<Self, Broken> {
        let mut cookie = [0; COOKIE];
        provider.random().fill(&mut cookie).map_err(|_| Broken)?;
        Ok(Self { provider, cookie, offered: AtomicBool::new(false) })
    }

    fn offer(&self) {
        self.offered.store(true, Ordering::Relaxed);
    }
}

impl RTCCryptoProvider for CookieRandom {
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

impl RTCRandom for CookieRandom {
    fn fill(&self, output: &mut [u8]) -> Result<(), CryptoError> {
        if output.len() == COOKIE && self.offered.swap(false, Ordering::Relaxed) {
            output.copy_from_slice(&self.cookie);
            return Ok(());
        }
        self.provider.random().fill(output)
    }
}

pub struct Dtls {
    cookie: Arc<CookieRandom>,
    /// The configuration for clients that offer AES-128-GCM, which are made to use it, and the one for all others.
    gcm: Arc<HandshakeConfig>,
    either: Arc<HandshakeConfig>,
    /// An incomplete ClientHello with our cookie.
    cookie_hello: Option<CookieHello>,
    /// The random of the client whose handshake has started, and the association.
    association: Option<(ClientRandom, Endpoint)>,
    established: bool,
    /// Our first flight of the handshake, which may have to be repeated.
    answer: Vec<BytesMut>,
    outgoing: VecDeque<BytesMut>,
    /// How many more handshake packets are taken.
    packets_left: usize,
    /// The sequence numbers of the next unencrypted records, incoming and outgoing.
    next_incoming: u64,
    next_outgoing: u64,
}

impl Dtls {
    /// Waits for a client whose certificate has one of these fingerprints, which are in capital letters.
    ///
    /// # Errors
    /// [`Broken`] when the identity cannot be used.
    pub fn new(identity: &Identity, theirs: &[String]) -> Result<Self, Broken> {
        let (theirs, provider) = (theirs.to_vec(), Arc::clone(&identity.provider));
        let verify: VerifyPeerCertificateFn = Arc::new(move |chain, _| {
            let shown = chain.first().ok_or(Error::ErrNonCertificate)?;
            match fingerprint(&*provider, shown) {
                Ok(shown) if theirs.contains(&shown) => Ok(()),
                _ => Err(Error::ErrNoMatchingCertificateFingerprint),
            }
        });
        let cookie = Arc::new(CookieRandom::new(Arc::clone(&identity.provider))?);
        let config = |profiles: &[SrtpProtectionProfile]| {
            let config = ConfigBuilder::default()
                .with_crypto_provider(cookie.clone())
                .with_certificates(vec![identity.certificate.clone()])
                .with_srtp_protection_profiles(profiles.to_vec())
                .with_client_auth(ClientAuthType::RequireAnyClientCert)
                // There is no certificate authority: the fingerprint decides.
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
            cookie_hello: None,
            association: None,
            established: false,
            answer: Vec::new(),
            outgoing: VecDeque::new(),
            packets_left: MAX_HANDSHAKE_PACKETS,
            next_incoming: 0,
            next_outgoing: 0,
        })
    }

    pub fn on_packet(&mut self, packet: &[u8], now: Instant) -> Progress {
        let Some(kind) = dtls_record::kind(packet) else { return Progress::InProgress };
        if let Some(fragment) = client_hello::parse(packet) {
            self.on_hello(&fragment, now);
            return Progress::InProgress;
        }
        if kind == Kind::Handshake && !self.take_packet() {
            return Progress::InProgress;
        }
        let mut progress = Progress::InProgress;
        // Once the association is established, only records encrypted with its keys count. Others may come from another client at
        // the same address, and `rtc-dtls` would answer them by ending the association.
        let packet = if self.established { dtls_record::encrypted_records(packet) } else { packet.to_vec() };
        for event in self.feed(&packet, now) {
            match event {
                EndpointEvent::HandshakeComplete => match self.export_secrets() {
                    Ok(secrets) => {
                        (self.established, self.answer) = (true, Vec::new());
                        progress = Progress::Done(Box::new(secrets));
                    }
                    Err(Broken) => return Progress::Closed,
                },
                EndpointEvent::PeerClosed => return Progress::Closed,
                _ => {}
            }
        }
        progress
    }

    /// Counts one more packet of a started handshake. Returns whether it is taken.
    fn take_packet(&mut self) -> bool {
        let takes = self.association.is_some() && self.packets_left > 0;
        self.packets_left -= usize::from(takes);
        takes
    }

    /// Handles a fragment of a ClientHello.
    fn on_hello(&mut self, fragment: &HelloFragment, now: Instant) {
        if self.established {
            return;
        }
        match (fragment.start(), &mut self.cookie_hello) {
            (Some(start), _) if start.cookie.is_empty() => {
                return self.outgoing.push_back(BytesMut::from(&client_hello::verify_request(&self.cookie.cookie)[..]));
            }
            (Some(start), _) if start.cookie != self.cookie.cookie => return,
            (Some(start), _) if self.association.as_ref().is_some_and(|(random, _)| *random == start.random) => {
                // The client missed the answer. `rtc-dtls` would not repeat it now, and its own timer would stop.
                if self.take_packet() {
                    self.outgoing.extend(self.answer.iter().cloned());
                }
                return;
            }
            (Some(start), shown) => *shown = CookieHello::new(fragment, &start),
            (None, Some(shown)) => shown.add(fragment),
            (None, None) => return,
        }
        if let Some(hello) = self.cookie_hello.take_if(|hello| hello.is_complete()) {
            self.begin(&hello, now);
        }
    }

    fn begin(&mut self, hello: &CookieHello, now: Instant) {
        // `rtc-dtls` chooses the client's preferred profile, and browsers prefer GCM last, although the alternative costs the
        // server a third more.
        let config = if hello.offers_gcm() { &self.gcm } else { &self.either };
        self.association = Some((hello.random(), endpoint(Arc::clone(config))));
        self.cookie.offer();
        self.feed(&hello.without_cookie(), now);
        // Its HelloVerifyRequest has been sent before.
        self.answer = self.transmits().filter(|packet| !client_hello::is_verify_request(packet)).collect();
        self.feed(&hello.with_cookie(), now);
        let answer: Vec<_> = self.transmits().collect();
        self.answer.extend(answer);
        self.outgoing.extend(self.answer.iter().cloned());
    }

    /// Gives the association a packet.
    fn feed(&mut self, packet: &[u8], now: Instant) -> Vec<EndpointEvent> {
        let Some((_, endpoint)) = &mut self.association else { return Vec::new() };
        let mut packet = BytesMut::from(packet);
        dtls_record::renumber(&mut packet, &mut self.next_incoming);
        // Anyone may send forged packets; `rtc-dtls` refuses those that do not authenticate.
        endpoint.read(now, PEER, None, packet).unwrap_or_default()
    }

    /// The packets that the association wants to send.
    fn transmits(&mut self) -> impl Iterator<Item = BytesMut> {
        let mut endpoint = self.association.as_mut().map(|(_, endpoint)| endpoint);
        std::iter::from_fn(move || endpoint.as_mut()?.poll_transmit().map(|packet| packet.message))
    }

    fn export_secrets(&self) -> Result<Secrets, Broken> {
        let (_, endpoint) = self.association.as_ref().ok_or(Broken)?;
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

    /// The next packet to send.
    pub fn poll_transmit(&mut self) -> Option<BytesMut> {
        let mut packet = self.outgoing.pop_front().or_else(|| self.transmits().next())?;
        // Repeated packets, and those that the association did not make, get consecutive numbers too; otherwise the client would
        // take them for old.
        dtls_record::renumber(&mut packet, &mut self.next_outgoing);
        Some(packet)
    }

    /// Sends lost packets again.
    ///
    /// # Errors
    /// [`Broken`] after too many repetitions.
    pub fn on_timeout(&mut self, now: Instant) -> Result<(), Broken> {
        let Some((_, endpoint)) = &mut self.association else { return Ok(()) };
        match endpoint.poll_timeout(&PEER) {
            Some(at) if at <= now => endpoint.handle_timeout(PEER, now).map_err(|_| Broken),
            _ => Ok(()),
        }
    }

    /// Closes the association.
    pub fn close(&mut self, now: Instant) {
        if let Some((_, endpoint)) = &mut self.association {
            // If the close notification cannot be sent, the keys are still forgotten.
            let _ = endpoint.close(now);
        }
    }
}

#[cfg(test)]
pub mod tests;
