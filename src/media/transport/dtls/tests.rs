//! Handshakes with a client that is ours, and what others say in between.

use super::*;
use crate::media::transport::{
    hello::tests::{cut, hello},
    record::tests::record,
};

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

/// Time passes for the client, until it says once more what was not answered.
pub fn repeats(client: &mut Endpoint) {
    if let Some(at) = client.poll_timeout(&PEER) {
        client.handle_timeout(PEER, at).expect("it has not given up");
    }
}

pub fn hears(client: &mut Endpoint, packet: &[u8]) {
    drop(client.read(Instant::now(), PEER, None, BytesMut::from(packet)).expect("it is right"));
}

/// What the client seals its packets with.
pub fn outbound(client: &Endpoint) -> Secret {
    let state = client.get_connection_state(PEER).expect("they have agreed");
    let mut config = Config { profile: ProtectionProfile::AeadAes128Gcm, ..Config::default() };
    let length = config.keying_material_len();
    let material = state.export_keying_material(LABEL_EXTRACTOR_DTLS_SRTP, &[], length).expect("they have agreed");
    config.set_session_keys_from_keying_material(material.as_ref(), true).expect("it is as long as it must be");
    let keys = config.keys;
    Secret { profile: config.profile, key: keys.local_master_key, salt: keys.local_master_salt }
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
    assert!(dtls.outgoing().is_none(), "who shakes hands now is another");
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

/// Another's hellos: one that has no cookie, one that guesses it, and both in pieces.
fn others() -> Vec<Vec<u8>> {
    let whole = [hello(9, &[], &[0, 7]), hello(9, &[1; COOKIE], &[0, 7])];
    whole.iter().cloned().chain(whole.iter().flat_map(|hello| cut(hello, 70))).collect()
}

#[test]
fn hellos_in_anothers_name_cost_them_nothing_at_whatever_moment_they_come() {
    let identity = Identity::fresh().expect("a certificate");
    let mut dtls = Dtls::new(&identity, identity.fingerprint()).expect("an identity");
    let mut client = client(&identity);
    let (mut asked, mut done) = (Vec::new(), false);
    for _ in 0..10 {
        for packet in says(&mut client) {
            // More of them than a handshake may have packets, before each of the client's and after it.
            let forged: Vec<_> = others().into_iter().cycle().take(2 * PACKETS).collect();
            let between = forged.iter().map(Vec::as_slice);
            for packet in between.clone().chain([&packet[..]]).chain(between) {
                done |= matches!(dtls.read(packet, Instant::now()), Progress::Done(_));
                // What is answered goes to the client, whoever has asked.
                while let Some(answer) = dtls.outgoing() {
                    assert_ne!(answer[0], 21, "an alert would end their side");
                    if hello::is_asking(&answer) {
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
        asked.len() > PACKETS && asked.iter().all(|one| cookie(one) == cookie(&asked[0])),
        "whichever they hear first"
    );
    assert!(dtls.patience > PACKETS / 2, "{}", dtls.patience);
}

#[test]
fn a_hello_may_come_in_pieces() {
    let identity = Identity::fresh().expect("a certificate");
    let mut dtls = Dtls::new(&identity, identity.fingerprint()).expect("an identity");
    let mut client = client(&identity);
    let mut done = false;
    for _ in 0..10 {
        for packet in says(&mut client) {
            let pieces = if hello::piece(&packet).is_some() { cut(&packet, 80) } else { vec![packet.to_vec()] };
            // Of two the second comes first, too, and is said again.
            for packet in pieces.iter().rev().chain(&pieces) {
                done |= matches!(dtls.read(packet, Instant::now()), Progress::Done(_));
            }
            while let Some(answer) = dtls.outgoing() {
                hears(&mut client, &answer);
            }
        }
    }
    assert!(done, "they agree");
}

#[test]
fn an_answer_that_was_lost_is_given_again() {
    let identity = Identity::fresh().expect("a certificate");
    let mut dtls = Dtls::new(&identity, identity.fingerprint()).expect("an identity");
    let mut client = client(&identity);
    let now = Instant::now();
    says(&mut client).iter().for_each(|packet| drop(dtls.read(packet, now)));
    let asked = dtls.outgoing().expect("it asks for a cookie");
    hears(&mut client, &asked);
    let second = says(&mut client);
    let answer = |dtls: &mut Dtls| {
        second.iter().for_each(|packet| drop(dtls.read(packet, now)));
        std::iter::from_fn(|| dtls.outgoing()).collect::<Vec<_>>()
    };
    assert!(!answer(&mut dtls).is_empty(), "which nobody hears");
    let again = answer(&mut dtls);
    assert!(!again.is_empty());
    again.iter().for_each(|packet| hears(&mut client, packet));
    // Its timer runs, too, although the hello has come twice.
    dtls.pass(now + std::time::Duration::from_secs(2)).expect("it is not over");
    assert!(dtls.outgoing().is_some());
    shake(&mut dtls, &mut client, |_| {});
}

#[test]
fn an_end_that_was_lost_is_said_again() {
    let identity = Identity::fresh().expect("a certificate");
    let mut dtls = Dtls::new(&identity, identity.fingerprint()).expect("an identity");
    let mut client = client(&identity);
    let mut stands = false;
    for _ in 0..10 {
        for packet in says(&mut client) {
            stands |= matches!(dtls.read(&packet, Instant::now()), Progress::Done(_));
            while let Some(answer) = dtls.outgoing() {
                if !stands {
                    hears(&mut client, &answer);
                }
            }
        }
    }
    assert!(stands, "nobody hears it");
    repeats(&mut client);
    let again = says(&mut client);
    again.iter().for_each(|packet| drop(dtls.read(packet, Instant::now())));
    assert!(!again.is_empty() && dtls.outgoing().is_some());
}

#[test]
fn of_what_is_of_no_use_yet_no_more_is_kept_than_a_handshake_may_have() {
    let identity = Identity::fresh().expect("a certificate");
    let mut dtls = Dtls::new(&identity, identity.fingerprint()).expect("an identity");
    let now = Instant::now();
    let numbers = 0..2 * PACKETS as u16;
    // Of an epoch that never comes, and such as could be early, had anybody begun.
    numbers.clone().for_each(|number| drop(dtls.read(&record(23, 2, number, b"later"), now)));
    numbers.clone().for_each(|number| drop(dtls.read(&record(20, 0, number, &[1]), now)));
    assert_eq!((dtls.patience, dtls.next), (PACKETS, 0));
    let cookie = dtls.cookie.cookie;
    dtls.read(&hello(9, &cookie, &[0, 7]), now);
    assert!(dtls.begun.is_some());
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

/// Cryptography that notes how many bytes are drawn each time.
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
fn the_library_draws_as_many_bytes_as_a_cookie_has_for_the_cookie_alone() {
    let identity = Identity::fresh().expect("a certificate");
    let recording = Arc::new(Recording { provider: Arc::clone(&identity.provider), drawn: Default::default() });
    let ours = Identity { provider: recording.clone(), ..identity.clone() };
    let mut dtls = Dtls::new(&ours, ours.fingerprint()).expect("an identity");
    let cookies = || recording.drawn.lock().expect("nobody panicked").iter().filter(|len| **len == COOKIE).count();
    assert_eq!(cookies(), 1, "our own cookie");
    shake(&mut dtls, &mut client(&identity), |_| {});
    assert!(recording.drawn.lock().expect("nobody panicked").len() > 1, "the handshake draws other things");
    assert_eq!(cookies(), 1, "the handshake has drawn our cookie, and nothing else of that length");
}

#[test]
fn whatever_is_drawn_after_the_cookie_is_random_even_if_it_is_as_long() {
    let identity = Identity::fresh().expect("a certificate");
    let random = WithCookie::new(Arc::clone(&identity.provider)).expect("a source of randomness");
    let mut drawn = [0; COOKIE];
    random.offer();
    random.fill(&mut drawn).expect("a source of randomness");
    assert_eq!(drawn, random.cookie);
    random.fill(&mut drawn).expect("a source of randomness");
    assert_ne!(drawn, random.cookie);
}
