//! ICE-lite (RFC 8445, 2.5): the server answers binding requests (RFC 8489) that prove the password. It sends one itself only to
//! an address that it does not know yet, to see whether the client receives there (RFC 7675).

use std::{collections::VecDeque, net::SocketAddr};

use rtc_crypto::RTCCrypto;
use rtc_stun::{
    attributes::{ATTR_ICE_CONTROLLED, ATTR_PRIORITY, ATTR_USE_CANDIDATE, ATTR_USERNAME},
    fingerprint::FINGERPRINT,
    integrity::MessageIntegrity,
    message::{BINDING_REQUEST, BINDING_SUCCESS, Message, Setter, TransactionId},
    textattrs::TextAttribute,
    xoraddr::XorMappedAddress,
};

use super::{Broken, sdp::IceCredentials};

/// A binding request that is not authenticated yet.
pub struct Request(Message);

impl Request {
    /// `None` when the packet is anything else.
    pub fn read(packet: &[u8]) -> Option<Self> {
        let mut message = Message::new();
        message.unmarshal_binary(packet).ok()?;
        (message.typ == BINDING_REQUEST && FINGERPRINT.check(&message).is_ok()).then_some(Self(message))
    }

    /// Our half of the user name, which names the peer that the request is for.
    pub fn ufrag(&self) -> Option<String> {
        let name = String::from_utf8(self.0.get(ATTR_USERNAME).ok()?).ok()?;
        name.split_once(':').map(|(ours, _)| ours.to_owned())
    }

    /// Whether the client nominates the path that the request came by.
    pub fn nominates(&self) -> bool {
        self.0.contains(ATTR_USE_CANDIDATE)
    }

    /// The transaction id (RFC 8489, 5): the client draws a new one for each check on each path.
    fn transaction(&self) -> [u8; 12] {
        self.0.transaction_id.0
    }

    /// The answer to a request from `from`.
    ///
    /// # Errors
    /// [`Broken`] when the sender does not know the password.
    pub fn answer(&mut self, from: SocketAddr, password: &str, crypto: &dyn RTCCrypto) -> Result<Vec<u8>, Broken> {
        MessageIntegrity::check(&mut self.0, password.as_bytes(), crypto).map_err(|_| Broken)?;
        let integrity = MessageIntegrity::new_short_term_integrity_with_provider(password.to_owned(), crypto);
        let mut answer = Message::new();
        let setters: [Box<dyn Setter + '_>; 5] = [
            Box::new(self.0.clone()),
            Box::new(BINDING_SUCCESS),
            Box::new(XorMappedAddress { ip: from.ip().to_canonical(), port: from.port() }),
            Box::new(integrity),
            Box::new(FINGERPRINT),
        ];
        answer.build(&setters).map_err(|_| Broken)?;
        Ok(answer.raw)
    }
}

/// A binding request to an address that a client claims to have. Its transaction id is random, so only a client that receives at
/// that address can answer it.
pub struct Challenge(Vec<u8>);

/// The priority of a peer-reflexive candidate (RFC 8445, 5.1.2.1), which a request must state.
const PRIORITY: u32 = 110 << 24 | 65_535 << 8 | 255;

impl Challenge {
    /// # Errors
    /// [`Broken`] when the client's credentials are none.
    pub fn new(local_ufrag: &str, remote: &IceCredentials, crypto: &dyn RTCCrypto) -> Result<Self, Broken> {
        let user = format!("{}:{local_ufrag}", remote.ufrag);
        let integrity = MessageIntegrity::new_short_term_integrity_with_provider(remote.password.clone(), crypto);
        let mut request = Message::new();
        let start: [Box<dyn Setter + '_>; 3] = [
            Box::new(TransactionId::new()),
            Box::new(BINDING_REQUEST),
            Box::new(TextAttribute::new(ATTR_USERNAME, user)),
        ];
        request.build(&start).map_err(|_| Broken)?;
        request.add(ATTR_PRIORITY, &PRIORITY.to_be_bytes());
        request.add(ATTR_ICE_CONTROLLED, &rand::random::<u64>().to_be_bytes());
        integrity.add_to(&mut request).map_err(|_| Broken)?;
        FINGERPRINT.add_to(&mut request).map_err(|_| Broken)?;
        Ok(Self(request.raw))
    }

    pub fn packet(&self) -> &[u8] {
        &self.0
    }

    /// Whether the packet is the answer to it.
    pub fn is_answered_by(&self, packet: &[u8]) -> bool {
        let mut answer = Message::new();
        answer.unmarshal_binary(packet).is_ok()
            && answer.typ == BINDING_SUCCESS
            && self.0.get(8..20) == Some(&answer.transaction_id.0)
    }
}

/// How many checks of one peer are remembered: those of some minutes.
const REMEMBERED: usize = 256;

/// The recent checks of one peer, and their source addresses. Integrity protection does not cover the source address: without
/// this record, an eavesdropper could replay a check from another address and would be sent the peer's media.
#[derive(Default)]
pub struct Checks(VecDeque<([u8; 12], SocketAddr)>);

impl Checks {
    /// Whether an authenticated request may come from this address: a repetition is accepted only from the address of the first
    /// one.
    pub fn admit(&mut self, request: &Request, from: SocketAddr) -> bool {
        let transaction = request.transaction();
        if let Some((_, first)) = self.0.iter().find(|(known, _)| *known == transaction) {
            return *first == from;
        }
        if self.0.len() == REMEMBERED {
            self.0.pop_front();
        }
        self.0.push_back((transaction, from));
        true
    }
}

#[cfg(test)]
pub mod tests {
    use super::*;
    fn request(password: &str) -> Vec<u8> {
        binding("ours", password)
    }

    pub fn binding(user: &str, password: &str) -> Vec<u8> {
        let provider = rtc_crypto::default_provider().expect("ring is built in");
        let mut message = Message::new();
        let setters: [Box<dyn Setter + '_>; 5] = [
            Box::new(TransactionId::new()),
            Box::new(BINDING_REQUEST),
            Box::new(TextAttribute::new(ATTR_USERNAME, format!("{user}:theirs"))),
            Box::new(MessageIntegrity::new_short_term_integrity_with_provider(password.into(), provider.crypto())),
            Box::new(FINGERPRINT),
        ];
        message.build(&setters).expect("a request");
        message.raw
    }

    /// The answer of a client to a challenge.
    pub fn success(challenge: &[u8]) -> Vec<u8> {
        let mut asked = Message::new();
        asked.unmarshal_binary(challenge).expect("a request");
        let mut answer = Message::new();
        let setters: [Box<dyn Setter>; 3] = [Box::new(asked), Box::new(BINDING_SUCCESS), Box::new(FINGERPRINT)];
        answer.build(&setters).expect("an answer");
        answer.raw
    }

    #[test]
    fn only_its_own_answer_meets_a_challenge() {
        let provider = rtc_crypto::default_provider().expect("ring is built in");
        let remote = IceCredentials { ufrag: "theirs".into(), password: "their password".into() };
        let challenge = Challenge::new("ours", &remote, provider.crypto()).expect("credentials");
        let mut asked = Request::read(challenge.packet()).expect("a binding request");
        assert_eq!(asked.ufrag().as_deref(), Some("theirs"));
        let from = "192.0.2.7:5000".parse().expect("an address");
        assert!(asked.answer(from, "another password", provider.crypto()).is_err());
        let answer = asked.answer(from, "their password", provider.crypto()).expect("the password is right");
        assert!(challenge.is_answered_by(&answer) && challenge.is_answered_by(&success(challenge.packet())));
        let other = Challenge::new("ours", &remote, provider.crypto()).expect("credentials");
        assert!(!other.is_answered_by(&answer) && !challenge.is_answered_by(challenge.packet()));
    }

    #[test]
    fn a_request_with_the_password_is_answered() {
        let provider = rtc_crypto::default_provider().expect("ring is built in");
        let from = "192.0.2.7:5000".parse().expect("an address");
        let packet = request("secret");
        let mut asked = Request::read(&packet).expect("a binding request");
        assert_eq!(asked.ufrag().as_deref(), Some("ours"));
        assert!(!asked.nominates());
        let answer = asked.answer(from, "secret", provider.crypto()).expect("the password is right");
        let mut read = Message::new();
        read.unmarshal_binary(&answer).expect("our own answer");
        assert_eq!(read.typ, BINDING_SUCCESS);
        assert_eq!(answer[8..20], packet[8..20], "the transaction");
        assert!(Request::read(&answer).is_none(), "an answer is no request");
        let mut asked = Request::read(&packet).expect("a binding request");
        assert_eq!(asked.answer(from, "guess", provider.crypto()), Err(Broken));
    }

    #[test]
    fn a_check_replayed_from_another_address_is_rejected() {
        let (here, there) =
            ("192.0.2.7:5000".parse().expect("an address"), "192.0.2.8:5000".parse().expect("an address"));
        let read = |packet: &[u8]| Request::read(packet).expect("a binding request");
        let first = read(&request("secret"));
        let mut checks = Checks::default();
        assert!(checks.admit(&first, here));
        assert!(checks.admit(&first, here), "its answer was lost on the way");
        assert!(!checks.admit(&first, there));
        assert!(checks.admit(&read(&request("secret")), there), "whoever moves asks anew");
        for _ in 0..2 * REMEMBERED {
            checks.admit(&read(&request("secret")), here);
        }
        assert_eq!(checks.0.len(), REMEMBERED);
    }

    #[test]
    fn damaged_requests_are_rejected() {
        let packet = request("secret");
        for end in 0..packet.len() {
            assert!(Request::read(&packet[..end]).is_none());
        }
        for at in 0..packet.len() {
            let mut damaged = packet.clone();
            damaged[at] ^= 0x11;
            assert!(Request::read(&damaged).is_none(), "{at}");
        }
    }
}
