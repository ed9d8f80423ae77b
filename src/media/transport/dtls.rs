//! DTLS (RFC 5764): the server waits, the client begins, and what they agree upon are the keys of SRTP. The client is known
//! by the fingerprint of its certificate, which came over the room's WebSocket.

use std::{net::SocketAddr, sync::Arc, time::Instant};

use bytes::BytesMut;
use rtc_crypto::{HashAlgorithm, RTCCryptoProvider};
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
    Broken, hello,
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

pub struct Dtls {
    endpoint: Endpoint,
    /// Until the client has begun: for one that could do AES-128-GCM, which is to do it.
    gcm: Option<Arc<HandshakeConfig>>,
    /// How many packets of a handshake are still taken.
    patience: usize,
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
        let config = |profiles: &[SrtpProtectionProfile]| {
            let config = ConfigBuilder::default()
                .with_crypto_provider(Arc::clone(&identity.provider))
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
        let either = config(&[gcm, SrtpProtectionProfile::Srtp_Aes128_Cm_Hmac_Sha1_80])?;
        Ok(Self { endpoint: endpoint(either), gcm: Some(config(&[gcm])?), patience: PACKETS })
    }

    pub fn read(&mut self, packet: &[u8], now: Instant) -> Progress {
        match record::kind(packet) {
            None => return Progress::Under,
            Some(Kind::Handshake) if self.patience == 0 => return Progress::Under,
            Some(Kind::Handshake) => self.patience -= 1,
            Some(Kind::Settled) => {}
        }
        if hello::is_client_hello(packet)
            && let Some(gcm) = self.gcm.take()
            && hello::offers_gcm(packet)
        {
            // Of what both can do `rtc-dtls` takes what the client would rather, and browsers name GCM last, though it costs
            // us a third.
            self.endpoint = endpoint(gcm);
        }
        // Anyone may send nonsense in another's name; whoever cannot be believed will not get further than this.
        let events = self.endpoint.read(now, PEER, None, BytesMut::from(packet)).unwrap_or_default();
        let mut progress = Progress::Under;
        for event in events {
            match event {
                EndpointEvent::HandshakeComplete => match self.secrets() {
                    Ok(secrets) => progress = Progress::Done(Box::new(secrets)),
                    Err(Broken) => return Progress::Over,
                },
                EndpointEvent::PeerClosed => return Progress::Over,
                _ => {}
            }
        }
        progress
    }

    fn secrets(&self) -> Result<Secrets, Broken> {
        let state = self.endpoint.get_connection_state(PEER).ok_or(Broken)?;
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
        self.endpoint.poll_transmit().map(|packet| packet.message)
    }

    /// Repeats what was lost.
    ///
    /// # Errors
    /// [`Broken`] when it has been repeated often enough.
    pub fn pass(&mut self, now: Instant) -> Result<(), Broken> {
        match self.endpoint.poll_timeout(&PEER) {
            Some(at) if at <= now => self.endpoint.handle_timeout(PEER, now).map_err(|_| Broken),
            _ => Ok(()),
        }
    }

    /// Says goodbye.
    pub fn close(&mut self, now: Instant) {
        // Whatever it was that could not be said: the keys are forgotten all the same.
        let _ = self.endpoint.close(now);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::media::transport::record::tests::record;

    #[test]
    fn an_identity_is_told_in_pairs_of_digits() {
        let identity = Identity::fresh().expect("a certificate");
        assert_eq!(identity.fingerprint().split(':').filter(|pair| pair.len() == 2).count(), 32);
    }

    #[test]
    fn of_what_is_of_no_use_yet_no_more_is_kept_than_a_handshake_may_have() {
        let identity = Identity::fresh().expect("a certificate");
        let mut dtls = Dtls::new(&identity, identity.fingerprint()).expect("an identity");
        let now = Instant::now();
        let numbers = 0..2 * PACKETS as u16;
        // Of an epoch that never comes, which costs nobody's patience; and such as could be early.
        numbers.clone().for_each(|number| drop(dtls.read(&record(23, 2, number, b"later"), now)));
        assert_eq!(dtls.patience, PACKETS);
        numbers.for_each(|number| drop(dtls.read(&record(20, 0, number, &[1]), now)));
        assert_eq!(dtls.patience, 0);
    }

    #[test]
    fn what_is_no_dtls_leads_nowhere() {
        let identity = Identity::fresh().expect("a certificate");
        let mut dtls = Dtls::new(&identity, identity.fingerprint()).expect("an identity");
        for len in 0..200 {
            assert!(!matches!(dtls.read(&vec![22; len], Instant::now()), Progress::Done(_)));
        }
    }
}
