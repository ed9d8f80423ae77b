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
    /// For clients that could do AES-128-GCM, which are to do it, and for all others.
    gcm: Arc<HandshakeConfig>,
    either: Arc<HandshakeConfig>,
    /// The random number of the client that has begun, and whether it has shown that it is where it says.
    begun: Option<[u8; hello::RANDOM]>,
    shown: bool,
    /// How many packets of a handshake are still taken.
    patience: usize,
    /// The number of the next record that is not encrypted.
    next: u64,
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
        Ok(Self {
            endpoint: endpoint(Arc::clone(&either)),
            gcm: config(&[gcm])?,
            either,
            begun: None,
            shown: false,
            patience: PACKETS,
            next: 0,
        })
    }

    pub fn read(&mut self, packet: &[u8], now: Instant) -> Progress {
        match record::kind(packet) {
            None => return Progress::Under,
            Some(Kind::Handshake) if self.patience == 0 => return Progress::Under,
            Some(Kind::Handshake) => self.patience -= 1,
            Some(Kind::Settled) => {}
        }
        let begins = hello::beginning(packet);
        if begins.is_some() && begins != self.begun && !self.shown {
            // Whoever has begun before may have done so in this one's name, and their number would spoil the keys.
            self.begun = begins;
            // Of what both can do `rtc-dtls` takes what the client would rather, and browsers name GCM last, though it costs
            // us a third.
            let config = if hello::offers_gcm(packet) { &self.gcm } else { &self.either };
            self.endpoint = endpoint(Arc::clone(config));
        }
        // Anyone may send nonsense in another's name; whoever cannot be believed will not get further than this.
        let mut packet = BytesMut::from(packet);
        record::renumber(&mut packet, &mut self.next);
        let events = self.endpoint.read(now, PEER, None, packet).unwrap_or_default();
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
        let packet = self.endpoint.poll_transmit()?.message;
        self.shown |= hello::is_server_hello(&packet);
        Some(packet)
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
pub mod tests {
    use super::*;
    use crate::media::transport::record::tests::record;

    /// The other side of an association, with the same certificate as ours.
    pub fn client(identity: &Identity) -> Endpoint {
        let config = ConfigBuilder::default()
            .with_crypto_provider(Arc::clone(&identity.provider))
            .with_certificates(vec![identity.certificate.clone()])
            .with_srtp_protection_profiles(vec![SrtpProtectionProfile::Srtp_Aead_Aes_128_Gcm])
            .with_insecure_skip_verify(true)
            .with_extended_master_secret(ExtendedMasterSecretType::Require)
            .build(true, None);
        let mut client = Endpoint::new(PEER, TransportProtocol::UDP, None);
        client.connect(Instant::now(), PEER, Arc::new(config.expect("what it can do")), None).expect("it begins");
        client
    }

    /// What the client has to say now.
    pub fn says(client: &mut Endpoint) -> Vec<BytesMut> {
        std::iter::from_fn(|| client.poll_transmit().map(|packet| packet.message)).collect()
    }

    pub fn hears(client: &mut Endpoint, packet: &[u8]) {
        drop(client.read(Instant::now(), PEER, None, BytesMut::from(packet)).expect("it is right"));
    }

    /// What one can say in another's name who knows only their address.
    fn forged() -> Vec<Vec<u8>> {
        let late = [11, 0, 0, 1, 0, 200, 0, 0, 0, 0, 0, 1, 7];
        vec![
            record(21, 0, 1, &[1, 0]),
            record(21, 0, 2, &[2, 40]),
            record(21, 0, 3, &[7]),
            record(23, 0, 4, b"data"),
            record(20, 0, 5, &[9]),
            record(22, 0, 0xffff, &late),
            record(21, 1, 0xffff, &[1, 0]),
            record(20, 1, 0xffff, &[9]),
            record(22, 1, 0xffff, &late),
        ]
    }

    /// Says what is forged, and hears no alert in return.
    fn meddle(dtls: &mut Dtls) {
        for packet in forged() {
            assert!(matches!(dtls.read(&packet, Instant::now()), Progress::Under), "{packet:?}");
        }
        while let Some(answer) = dtls.outgoing() {
            assert_ne!(answer[0], 21, "an alert would end the other side");
        }
    }

    /// Shakes hands, whatever is said in between. Returns all that the client has said.
    fn shake(dtls: &mut Dtls, client: &mut Endpoint, mut between: impl FnMut(&mut Dtls)) -> Vec<BytesMut> {
        let (mut said, mut done) = (Vec::new(), false);
        for _ in 0..10 {
            for packet in says(client) {
                between(dtls);
                match dtls.read(&packet, Instant::now()) {
                    Progress::Done(_) => done = true,
                    Progress::Under => {}
                    Progress::Over => panic!("nobody has said goodbye"),
                }
                said.push(packet);
                while let Some(answer) = dtls.outgoing() {
                    hears(client, &answer);
                }
            }
        }
        assert!(done, "they agree");
        said
    }

    #[test]
    fn whoever_only_knows_the_address_ends_neither_a_handshake_nor_an_association() {
        let identity = Identity::fresh().expect("a certificate");
        let mut dtls = Dtls::new(&identity, identity.fingerprint()).expect("an identity");
        let mut client = client(&identity);
        let said = shake(&mut dtls, &mut client, meddle);
        meddle(&mut dtls);
        // All that was said once more, and another's beginning.
        for packet in said.iter().chain(&says(&mut super::tests::client(&identity))) {
            assert!(matches!(dtls.read(packet, Instant::now()), Progress::Under));
        }
        while dtls.outgoing().is_some() {}
        client.close(Instant::now()).expect("it says goodbye");
        let goodbye = says(&mut client).pop().expect("it is said");
        let mut changed = goodbye.clone();
        *changed.last_mut().expect("it is sealed") ^= 1;
        assert!(matches!(dtls.read(&changed, Instant::now()), Progress::Under));
        assert!(matches!(dtls.read(&goodbye, Instant::now()), Progress::Over), "only they can say that");
    }

    #[test]
    fn anothers_beginning_does_not_shut_out_who_comes_after_it() {
        let identity = Identity::fresh().expect("a certificate");
        let mut dtls = Dtls::new(&identity, identity.fingerprint()).expect("an identity");
        for packet in says(&mut client(&identity)) {
            dtls.read(&packet, Instant::now());
        }
        while dtls.outgoing().is_some() {}
        shake(&mut dtls, &mut client(&identity), |_| {});
    }

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
