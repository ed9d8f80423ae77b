//! Handshakes with a client, and forged packets in between.

use super::*;
use crate::media::transport::{
    client_hello::tests::{cut, hello},
    dtls_record::tests::record,
};

/// A client, with the same certificate as the server.
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

/// The packets that the client wants to send.
pub fn says(client: &mut Endpoint) -> Vec<BytesMut> {
    std::iter::from_fn(|| client.poll_transmit().map(|packet| packet.message)).collect()
}

/// Lets the client's timer expire, so that it repeats what was not answered.
pub fn repeats(client: &mut Endpoint) {
    if let Some(at) = client.poll_timeout(&PEER) {
        client.handle_timeout(PEER, at).expect("it has not given up");
    }
}

pub fn hears(client: &mut Endpoint, packet: &[u8]) {
    drop(client.read(Instant::now(), PEER, None, BytesMut::from(packet)).expect("it is right"));
}

/// The keys of the packets from the client.
pub fn outbound(client: &Endpoint) -> Secret {
    let state = client.get_connection_state(PEER).expect("they have agreed");
    let mut config = Config { profile: ProtectionProfile::AeadAes128Gcm, ..Config::default() };
    let length = config.keying_material_len();
    let material = state.export_keying_material(LABEL_EXTRACTOR_DTLS_SRTP, &[], length).expect("they have agreed");
    config.set_session_keys_from_keying_material(material.as_ref(), true).expect("it is as long as it must be");
    let keys = config.keys;
    Secret { profile: config.profile, key: keys.local_master_key, salt: keys.local_master_salt }
}

/// Packets that someone can forge who knows only the client's address.
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

/// Sends the forged packets, and checks that no alert comes back.
fn meddle(dtls: &mut Dtls) {
    for packet in forged() {
        assert!(matches!(dtls.on_packet(&packet, Instant::now()), Progress::InProgress), "{packet:?}");
    }
    while let Some(answer) = dtls.poll_transmit() {
        assert_ne!(answer[0], 21, "an alert would end the other side");
    }
}

/// Completes a handshake, calling `between` before each packet. Returns all packets of the client.
fn shake(dtls: &mut Dtls, client: &mut Endpoint, mut between: impl FnMut(&mut Dtls)) -> Vec<BytesMut> {
    let (mut said, mut done) = (Vec::new(), false);
    for _ in 0..10 {
        for packet in says(client) {
            between(dtls);
            match dtls.on_packet(&packet, Instant::now()) {
                Progress::Done(_) => done = true,
                Progress::InProgress => {}
                Progress::Closed => panic!("nobody has said goodbye"),
            }
            said.push(packet);
            while let Some(answer) = dtls.poll_transmit() {
                hears(client, &answer);
            }
        }
    }
    assert!(done, "they agree");
    said
}

#[test]
fn forged_packets_end_neither_a_handshake_nor_an_association() {
    let identity = Identity::fresh().expect("a certificate");
    let mut dtls = Dtls::new(&identity, &[identity.fingerprint().to_owned()]).expect("an identity");
    let mut client = client(&identity);
    let said = shake(&mut dtls, &mut client, meddle);
    meddle(&mut dtls);
    // Replays of the whole handshake, and the start of another one.
    for packet in said.iter().chain(&says(&mut super::tests::client(&identity))) {
        assert!(matches!(dtls.on_packet(packet, Instant::now()), Progress::InProgress));
    }
    assert!(dtls.poll_transmit().is_none(), "who shakes hands now is another");
    client.close(Instant::now()).expect("it says goodbye");
    let goodbye = says(&mut client).pop().expect("it is said");
    let mut changed = goodbye.clone();
    *changed.last_mut().expect("it is sealed") ^= 1;
    assert!(matches!(dtls.on_packet(&changed, Instant::now()), Progress::InProgress));
    assert!(matches!(dtls.on_packet(&goodbye, Instant::now()), Progress::Closed), "only they can say that");
}

#[test]
fn an_abandoned_handshake_does_not_block_the_next_client() {
    let identity = Identity::fresh().expect("a certificate");
    let mut dtls = Dtls::new(&identity, &[identity.fingerprint().to_owned()]).expect("an identity");
    for packet in says(&mut client(&identity)) {
        dtls.on_packet(&packet, Instant::now());
    }
    while dtls.poll_transmit().is_some() {}
    shake(&mut dtls, &mut client(&identity), |_| {});
}

#[test]
fn a_client_may_show_any_certificate_that_it_named() {
    let identity = Identity::fresh().expect("a certificate");
    let named = ["00:11".to_owned(), identity.fingerprint().to_owned()];
    let mut dtls = Dtls::new(&identity, &named).expect("an identity");
    shake(&mut dtls, &mut client(&identity), |_| {});
}

#[test]
fn a_fingerprint_is_written_in_pairs_of_digits() {
    let identity = Identity::fresh().expect("a certificate");
    assert_eq!(identity.fingerprint().split(':').filter(|pair| pair.len() == 2).count(), 32);
}

/// ClientHellos of an attacker: one without a cookie, one that guesses it, and both in fragments.
fn others() -> Vec<Vec<u8>> {
    let whole = [hello(9, &[], &[0, 7]), hello(9, &[1; COOKIE], &[0, 7])];
    whole.iter().cloned().chain(whole.iter().flat_map(|hello| cut(hello, 70))).collect()
}

#[test]
fn forged_hellos_do_not_disturb_a_handshake_at_any_moment() {
    let identity = Identity::fresh().expect("a certificate");
    let mut dtls = Dtls::new(&identity, &[identity.fingerprint().to_owned()]).expect("an identity");
    let mut client = client(&identity);
    let (mut asked, mut done) = (Vec::new(), false);
    for _ in 0..10 {
        for packet in says(&mut client) {
            // More of them than a handshake may have packets, before and after each packet of the client.
            let forged: Vec<_> = others().into_iter().cycle().take(2 * MAX_HANDSHAKE_PACKETS).collect();
            let between = forged.iter().map(Vec::as_slice);
            for packet in between.clone().chain([&packet[..]]).chain(between) {
                done |= matches!(dtls.on_packet(packet, Instant::now()), Progress::Done(_));
                // Answers go to the client, also those that the attacker caused.
                while let Some(answer) = dtls.poll_transmit() {
                    assert_ne!(answer[0], 21, "an alert would end their side");
                    if client_hello::is_verify_request(&answer) {
                        asked.push(answer.clone());
                    }
                    hears(&mut client, &answer);
                }
            }
        }
    }
    assert!(done, "they agree");
    let cookie = |packet: &BytesMut| packet[packet.len() - COOKIE..].to_vec();
    assert!(
        asked.len() > MAX_HANDSHAKE_PACKETS && asked.iter().all(|one| cookie(one) == cookie(&asked[0])),
        "whichever they hear first"
    );
    assert!(dtls.packets_left > MAX_HANDSHAKE_PACKETS / 2, "{}", dtls.packets_left);
}

#[test]
fn a_hello_may_be_fragmented() {
    let identity = Identity::fresh().expect("a certificate");
    let mut dtls = Dtls::new(&identity, &[identity.fingerprint().to_owned()]).expect("an identity");
    let mut client = client(&identity);
    let mut done = false;
    for _ in 0..10 {
        for packet in says(&mut client) {
            let pieces = if client_hello::parse(&packet).is_some() { cut(&packet, 80) } else { vec![packet.to_vec()] };
            // The second of two fragments comes first too, and is repeated.
            for packet in pieces.iter().rev().chain(&pieces) {
                done |= matches!(dtls.on_packet(packet, Instant::now()), Progress::Done(_));
            }
            while let Some(answer) = dtls.poll_transmit() {
                hears(&mut client, &answer);
            }
        }
    }
    assert!(done, "they agree");
}

#[test]
fn a_lost_answer_is_repeated() {
    let identity = Identity::fresh().expect("a certificate");
    let mut dtls = Dtls::new(&identity, &[identity.fingerprint().to_owned()]).expect("an identity");
    let mut client = client(&identity);
    let now = Instant::now();
    says(&mut client).iter().for_each(|packet| drop(dtls.on_packet(packet, now)));
    let asked = dtls.poll_transmit().expect("it asks for a cookie");
    hears(&mut client, &asked);
    let second = says(&mut client);
    let answer = |dtls: &mut Dtls| {
        second.iter().for_each(|packet| drop(dtls.on_packet(packet, now)));
        std::iter::from_fn(|| dtls.poll_transmit()).collect::<Vec<_>>()
    };
    assert!(!answer(&mut dtls).is_empty(), "which nobody hears");
    let again = answer(&mut dtls);
    assert!(!again.is_empty());
    again.iter().for_each(|packet| hears(&mut client, packet));
    // The retransmission timer runs although the ClientHello came twice.
    dtls.on_timeout(now + std::time::Duration::from_secs(2)).expect("it is not over");
    assert!(dtls.poll_transmit().is_some());
    shake(&mut dtls, &mut client, |_| {});
}

#[test]
fn a_lost_final_flight_is_repeated() {
    let identity = Identity::fresh().expect("a certificate");
    let mut dtls = Dtls::new(&identity, &[identity.fingerprint().to_owned()]).expect("an identity");
    let mut client = client(&identity);
    let mut stands = false;
    for _ in 0..10 {
        for packet in says(&mut client) {
            stands |= matches!(dtls.on_packet(&packet, Instant::now()), Progress::Done(_));
            while let Some(answer) = dtls.poll_transmit() {
                if !stands {
                    hears(&mut client, &answer);
                }
            }
        }
    }
    assert!(stands, "nobody hears it");
    repeats(&mut client);
    let again = says(&mut client);
    again.iter().for_each(|packet| drop(dtls.on_packet(packet, Instant::now())));
    assert!(!again.is_empty() && dtls.poll_transmit().is_some());
}

#[test]
fn early_records_are_limited_to_the_packets_of_a_handshake() {
    let identity = Identity::fresh().expect("a certificate");
    let mut dtls = Dtls::new(&identity, &[identity.fingerprint().to_owned()]).expect("an identity");
    let now = Instant::now();
    let numbers = 0..2 * MAX_HANDSHAKE_PACKETS as u16;
    // Records of an epoch that never comes, and records that would be early if a handshake had started.
    numbers.clone().for_each(|number| drop(dtls.on_packet(&record(23, 2, number, b"later"), now)));
    numbers.clone().for_each(|number| drop(dtls.on_packet(&record(20, 0, number, &[1]), now)));
    assert_eq!((dtls.packets_left, dtls.next_incoming), (MAX_HANDSHAKE_PACKETS, 0));
    let cookie = dtls.cookie.cookie;
    dtls.on_packet(&hello(9, &cookie, &[0, 7]), now);
    assert!(dtls.association.is_some());
    numbers.for_each(|number| drop(dtls.on_packet(&record(20, 0, number, &[1]), now)));
    assert_eq!(dtls.packets_left, 0);
}

#[test]
fn packets_other_than_dtls_are_ignored() {
    let identity = Identity::fresh().expect("a certificate");
    let mut dtls = Dtls::new(&identity, &[identity.fingerprint().to_owned()]).expect("an identity");
    for len in 0..200 {
        assert!(!matches!(dtls.on_packet(&vec![22; len], Instant::now()), Progress::Done(_)));
    }
}

/// A random source that notes how many bytes are drawn each time.
struct Recording {
    provider: Arc<dyn RTCCryptoProvider>,
    drawn: std::sync::Mutex<Vec<usize>>,
}

impl RTCCryptoProvider for Recording {
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

impl RTCRandom for Recording {
    fn fill(&self, output: &mut [u8]) -> Result<(), CryptoError> {
        self.drawn.lock().expect("nobody panicked").push(output.len());
        self.provider.random().fill(output)
    }
}

#[test]
fn the_library_draws_twenty_bytes_only_for_its_cookie() {
    let identity = Identity::fresh().expect("a certificate");
    let recording = Arc::new(Recording { provider: Arc::clone(&identity.provider), drawn: Default::default() });
    let ours = Identity { provider: recording.clone(), ..identity.clone() };
    let mut dtls = Dtls::new(&ours, &[ours.fingerprint().to_owned()]).expect("an identity");
    let cookies = || recording.drawn.lock().expect("nobody panicked").iter().filter(|len| **len == COOKIE).count();
    assert_eq!(cookies(), 1, "our own cookie");
    shake(&mut dtls, &mut client(&identity), |_| {});
    assert!(recording.drawn.lock().expect("nobody panicked").len() > 1, "the handshake draws other things");
    assert_eq!(cookies(), 1, "the handshake has drawn our cookie, and nothing else of that length");
}

#[test]
fn only_the_first_draw_after_an_offer_returns_the_cookie() {
    let identity = Identity::fresh().expect("a certificate");
    let random = CookieRandom::new(Arc::clone(&identity.provider)).expect("a source of randomness");
    let mut drawn = [0; COOKIE];
    random.offer();
    random.fill(&mut drawn).expect("a source of randomness");
    assert_eq!(drawn, random.cookie);
    random.fill(&mut drawn).expect("a source of randomness");
    assert_ne!(drawn, random.cookie);
}
