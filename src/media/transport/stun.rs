//! ICE-lite (RFC 8445, 2.5): the server never asks, it answers binding requests (RFC 8489) that know the password.

use std::net::SocketAddr;

use rtc_crypto::RTCCrypto;
use rtc_stun::{
    attributes::{ATTR_USE_CANDIDATE, ATTR_USERNAME},
    fingerprint::FINGERPRINT,
    integrity::MessageIntegrity,
    message::{BINDING_REQUEST, BINDING_SUCCESS, Message, Setter},
    xoraddr::XorMappedAddress,
};

use super::Broken;

/// A binding request whose sender is not proven yet.
pub struct Request(Message);

impl Request {
    /// `None` when it is anything else.
    pub fn read(packet: &[u8]) -> Option<Self> {
        let mut message = Message::new();
        message.unmarshal_binary(packet).ok()?;
        (message.typ == BINDING_REQUEST && FINGERPRINT.check(&message).is_ok()).then_some(Self(message))
    }

    /// Our half of the user name: whom it is for.
    pub fn user(&self) -> Option<String> {
        let name = String::from_utf8(self.0.get(ATTR_USERNAME).ok()?).ok()?;
        name.split_once(':').map(|(ours, _)| ours.to_owned())
    }

    /// Whether the client has decided for the path that this came by.
    pub fn nominates(&self) -> bool {
        self.0.contains(ATTR_USE_CANDIDATE)
    }

    /// The answer to one at `from`.
    ///
    /// # Errors
    /// [`Broken`] when whoever sent it does not know the password.
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

#[cfg(test)]
mod tests {
    use super::*;
    use rtc_stun::{message::TransactionId, textattrs::TextAttribute};

    fn request(password: &str) -> Vec<u8> {
        let provider = rtc_crypto::default_provider().expect("ring is built in");
        let mut message = Message::new();
        let setters: [Box<dyn Setter + '_>; 5] = [
            Box::new(TransactionId::new()),
            Box::new(BINDING_REQUEST),
            Box::new(TextAttribute::new(ATTR_USERNAME, "ours:theirs".into())),
            Box::new(MessageIntegrity::new_short_term_integrity_with_provider(password.into(), provider.crypto())),
            Box::new(FINGERPRINT),
        ];
        message.build(&setters).expect("a request");
        message.raw
    }

    #[test]
    fn who_knows_the_password_is_answered() {
        let provider = rtc_crypto::default_provider().expect("ring is built in");
        let from = "192.0.2.7:5000".parse().expect("an address");
        let packet = request("secret");
        let mut asked = Request::read(&packet).expect("a binding request");
        assert_eq!(asked.user().as_deref(), Some("ours"));
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
    fn what_is_damaged_is_no_request() {
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
