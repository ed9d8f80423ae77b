//! The client's half of TURN, for tests, and damaged packets.

use super::*;
use rtc_stun::message::METHOD_CONNECT;

/// An attribute of a request.
#[derive(Clone)]
pub enum Put {
    Udp,
    Tcp,
    Family(u8),
    Lifetime(u64),
    Peer(&'static str),
    Channel(u16),
    /// Two adjacent ports.
    Pair,
    /// An unknown comprehension-required attribute.
    Strange,
}

struct Raw(AttrType, &'static [u8]);

impl Setter for Raw {
    fn add_to(&self, message: &mut Message) -> Result<(), rtc_shared::error::Error> {
        message.add(self.0, self.1);
        Ok(())
    }
}

/// The credentials of a request: user, password and nonce.
pub type Signed<'a> = Option<(&'a str, &'a str, &'a str)>;

pub fn request(method: Method, number: u8, put: &[Put], signed: Signed) -> Vec<u8> {
    let codec = TurnCodec::new().expect("cryptography is built in");
    let method = match method {
        Method::Binding => METHOD_BINDING,
        Method::Allocate => METHOD_ALLOCATE,
        Method::Refresh => METHOD_REFRESH,
        Method::CreatePermission => METHOD_CREATE_PERMISSION,
        Method::ChannelBind => METHOD_CHANNEL_BIND,
    };
    let mut setters: Vec<Box<dyn Setter + '_>> =
        vec![Box::new(TransactionId([number; 12])), Box::new(MessageType { method, class: CLASS_REQUEST })];
    for put in put {
        setters.push(match put {
            Put::Udp => Box::new(RequestedTransport { protocol: PROTO_UDP }),
            Put::Tcp => Box::new(RequestedTransport { protocol: rtc_turn::proto::PROTO_TCP }),
            Put::Family(family) => Box::new(RequestedAddressFamily(*family)),
            Put::Lifetime(seconds) => Box::new(Lifetime(std::time::Duration::from_secs(*seconds))),
            Put::Peer(at) => {
                let at: SocketAddr = at.parse().expect("an address");
                Box::new(PeerAddress { ip: at.ip(), port: at.port() })
            }
            Put::Channel(number) => Box::new(ChannelNumber(*number)),
            Put::Pair => Box::new(Raw(ATTR_EVEN_PORT, &[0x80])),
            Put::Strange => Box::new(rtc_turn::proto::dontfrag::DontFragmentAttr),
        });
    }
    if let Some((user, password, nonce)) = signed {
        setters.push(Box::new(TextAttribute::new(ATTR_USERNAME, user.into())));
        setters.push(Box::new(TextAttribute::new(ATTR_REALM, REALM.into())));
        setters.push(Box::new(TextAttribute::new(ATTR_NONCE, nonce.into())));
        let Key(key) = codec.key(user, password.into()).expect("a key");
        setters.push(Box::new(MessageIntegrity::new_raw_integrity_with_provider(key, codec.0.crypto())));
    }
    let mut message = Message::new();
    message.build(&setters).expect("a request");
    message.raw
}

/// A Send indication with data for a peer.
pub fn send(to: &str, data: &[u8]) -> Vec<u8> {
    let mut wrapped = Vec::new();
    wrap(to.parse().expect("an address"), data, &mut wrapped);
    // Send and Data indications differ only in their type.
    let kind = MessageType { class: CLASS_INDICATION, method: METHOD_SEND };
    wrapped[..2].copy_from_slice(&kind.value().to_be_bytes());
    wrapped
}

/// The error code of an answer, if it is an error, and its nonce.
pub fn answer(packet: &[u8]) -> (Option<u16>, Option<String>) {
    let mut message = Message::new();
    message.unmarshal_binary(packet).expect("an answer");
    let mut error = ErrorCodeAttribute::default();
    let code = error.get_from(&message).ok().map(|()| error.code.0);
    assert_eq!(code.is_some(), message.typ.class == CLASS_ERROR_RESPONSE);
    (code, message.get(ATTR_NONCE).ok().map(|nonce| String::from_utf8(nonce).expect("text")))
}

/// The relayed and the mapped address of an answer.
pub fn addresses(packet: &[u8]) -> (Option<SocketAddr>, Option<SocketAddr>) {
    let mut message = Message::new();
    message.unmarshal_binary(packet).expect("an answer");
    let (mut relayed, mut mapped) = (RelayedAddress::default(), XorMappedAddress::default());
    let relayed = relayed.get_from(&message).ok().map(|()| SocketAddr::new(relayed.ip, relayed.port));
    (relayed, mapped.get_from(&message).ok().map(|()| SocketAddr::new(mapped.ip, mapped.port)))
}

#[test]
fn truncated_and_damaged_messages_do_not_panic() {
    let signed = Some(("1:ana", "north", "nonce"));
    let whole = request(Method::ChannelBind, 1, &[Put::Channel(0x4001), Put::Peer("[2001:db8::1]:9")], signed);
    for end in 0..whole.len() {
        assert!(read(&whole[..end]).is_none(), "{end}");
    }
    for at in 0..whole.len() {
        for bit in 0..8 {
            let mut damaged = whole.clone();
            damaged[at] ^= 1 << bit;
            if let Some(ClientMessage::Request(request)) = read(&damaged) {
                let _ = (request.peers(), request.channel(), request.signer(), request.is_signed());
                let _ = (request.is_understood(), request.wants_ipv4(), request.wants_udp(), request.is_release());
            }
        }
    }
    let connect = MessageType { method: METHOD_CONNECT, class: CLASS_REQUEST };
    let mut strange = whole.clone();
    strange[..2].copy_from_slice(&connect.value().to_be_bytes());
    assert!(read(&strange).is_none(), "relaying by TCP is not for us");
}

#[test]
fn channel_data_has_its_stated_length() {
    let mut wrapped = Vec::new();
    wrap_for_channel(0x4002, b"words", true, &mut wrapped);
    assert_eq!(wrapped, b"\x40\x02\0\x05words\0\0\0");
    assert_eq!(frame_length(&wrapped), Some(12));
    assert!(matches!(read(&wrapped), Some(ClientMessage::Channel { number: 0x4002, data: b"words" })));
    for end in 0..9 {
        assert!(read(&wrapped[..end]).is_none(), "{end}");
    }
    wrap_for_channel(0x4002, b"words", false, &mut wrapped);
    assert!(matches!(read(&wrapped), Some(ClientMessage::Channel { number: 0x4002, data: b"words" })));
    assert_eq!(frame_length(&wrapped[..3]), None);
}

#[test]
fn attributes_after_the_signature_invalidate_it() {
    let mut signed = request(Method::Refresh, 1, &[], Some(("1:ana", "north", "nonce")));
    let is_signed = |packet: &[u8]| match read(packet) {
        Some(ClientMessage::Request(request)) => request.is_signed(),
        _ => panic!("it is a request"),
    };
    assert!(is_signed(&signed));
    // LIFETIME 0, added by someone on the way.
    signed.extend_from_slice(&[0, 0x0d, 0, 4, 0, 0, 0, 0]);
    let length = (signed.len() - STUN_HEADER) as u16;
    signed[2..4].copy_from_slice(&length.to_be_bytes());
    assert!(!is_signed(&signed));
}
