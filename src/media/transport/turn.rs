//! TURN's messages (RFC 8656): what clients ask of the relay, how it answers, and how packets are wrapped for them.

use std::{
    net::{IpAddr, SocketAddr},
    ops::Range,
    sync::Arc,
};

use rtc_crypto::RTCCryptoProvider;
use rtc_stun::message::Getter;
use rtc_stun::{
    attributes::{
        ATTR_CHANNEL_NUMBER, ATTR_EVEN_PORT, ATTR_FINGERPRINT, ATTR_LIFETIME, ATTR_MESSAGE_INTEGRITY, ATTR_NONCE,
        ATTR_REALM, ATTR_REQUESTED_ADDRESS_FAMILY, ATTR_REQUESTED_TRANSPORT, ATTR_USERNAME, ATTR_XOR_PEER_ADDRESS,
        AttrType,
    },
    error_code::{ErrorCode, ErrorCodeAttribute},
    integrity::MessageIntegrity,
    message::{
        CLASS_ERROR_RESPONSE, CLASS_INDICATION, CLASS_REQUEST, CLASS_SUCCESS_RESPONSE, METHOD_ALLOCATE, METHOD_BINDING,
        METHOD_CHANNEL_BIND, METHOD_CREATE_PERMISSION, METHOD_DATA, METHOD_REFRESH, METHOD_SEND, Message, MessageType,
        Setter, TransactionId,
    },
    textattrs::TextAttribute,
    uattrs::UnknownAttributes,
    xoraddr::XorMappedAddress,
};
use rtc_turn::proto::{
    PROTO_UDP,
    channum::ChannelNumber,
    data::Data,
    lifetime::Lifetime,
    peeraddr::PeerAddress,
    relayaddr::RelayedAddress,
    reqfamily::{REQUESTED_FAMILY_IPV4, RequestedAddressFamily},
    reqtrans::RequestedTransport,
};

use super::Broken;

/// What passwords are for: the same on every server, as clients show it to nobody.
const REALM: &str = "lyceum";
/// What comes before the data of a channel: its number and the length.
const CHANNEL_HEAD: usize = 4;
const STUN_HEAD: usize = 20;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    Binding,
    Allocate,
    Refresh,
    CreatePermission,
    ChannelBind,
}

/// What a client says.
pub enum Heard<'a> {
    Request(Request),
    /// Data for a peer, wrapped in a message.
    Send {
        to: SocketAddr,
        data: Vec<u8>,
    },
    /// Data for the peer of a channel.
    Channel {
        number: u16,
        data: &'a [u8],
    },
}

pub struct Request {
    message: Message,
    pub method: Method,
}

/// What a successful answer says.
pub enum Said {
    Mapped(SocketAddr),
    Relayed(SocketAddr),
    /// In seconds.
    Lifetime(u32),
}

/// The key of a user's messages (RFC 8489, 9.2.2).
#[derive(Clone, PartialEq, Eq)]
pub struct Key(Vec<u8>);

/// Why a request is refused (RFC 8489, 14.8; RFC 8656, 19).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u16)]
pub enum Code {
    BadRequest = 400,
    Unauthorized = 401,
    Forbidden = 403,
    UnknownAttribute = 420,
    AllocationMismatch = 437,
    StaleNonce = 438,
    FamilyNotSupported = 440,
    WrongCredentials = 441,
    TransportNotSupported = 442,
    FamilyMismatch = 443,
    QuotaReached = 486,
    NoCapacity = 508,
}

/// What reads and writes signed messages.
#[derive(Clone)]
pub struct Codec(Arc<dyn RTCCryptoProvider>);

impl Codec {
    /// # Errors
    /// [`Broken`] when no cryptography is built in.
    pub fn new() -> Result<Self, Broken> {
        rtc_crypto::default_provider().map(Self).map_err(|_| Broken)
    }

    /// # Errors
    /// [`Broken`] when the cryptography fails.
    pub fn key(&self, user: &str, password: String) -> Result<Key, Broken> {
        let crypto = self.0.crypto();
        let key = MessageIntegrity::long_term_integrity_key(user.to_owned(), REALM.to_owned(), password, crypto);
        key.map(Key).map_err(|_| Broken)
    }

    /// Whether whoever sent it knows the password.
    pub fn proves(&self, request: &mut Request, key: &Key) -> bool {
        MessageIntegrity::check(&mut request.message, &key.0, self.0.crypto()).is_ok()
    }

    pub fn grant(&self, request: &Request, said: &[Said], key: Option<&Key>) -> Option<Vec<u8>> {
        let mut parts: Vec<Box<dyn Setter + '_>> = Vec::new();
        for one in said {
            parts.push(match *one {
                Said::Mapped(at) => Box::new(XorMappedAddress { ip: at.ip().to_canonical(), port: at.port() }),
                Said::Relayed(at) => Box::new(RelayedAddress { ip: at.ip(), port: at.port() }),
                Said::Lifetime(seconds) => Box::new(Lifetime(std::time::Duration::from_secs(seconds.into()))),
            });
        }
        self.answer(request, true, parts, key)
    }

    pub fn refuse(&self, request: &Request, code: Code, key: Option<&Key>) -> Option<Vec<u8>> {
        let mut parts = error(code);
        if code == Code::UnknownAttribute {
            parts.push(Box::new(UnknownAttributes(request.unknown())));
        }
        self.answer(request, false, parts, key)
    }

    /// Refuses, and says what a request must be signed with.
    pub fn challenge(&self, request: &Request, code: Code, nonce: String) -> Option<Vec<u8>> {
        let mut parts = error(code);
        parts.push(Box::new(TextAttribute::new(ATTR_REALM, REALM.to_owned())));
        parts.push(Box::new(TextAttribute::new(ATTR_NONCE, nonce)));
        self.answer(request, false, parts, None)
    }

    fn answer(
        &self,
        request: &Request,
        granted: bool,
        parts: Vec<Box<dyn Setter + '_>>,
        key: Option<&Key>,
    ) -> Option<Vec<u8>> {
        let class = if granted { CLASS_SUCCESS_RESPONSE } else { CLASS_ERROR_RESPONSE };
        let mut setters: Vec<Box<dyn Setter + '_>> = vec![
            Box::new(request.message.transaction_id),
            Box::new(MessageType { method: request.message.typ.method, class }),
        ];
        setters.extend(parts);
        if let Some(key) = key {
            let crypto = self.0.crypto();
            setters.push(Box::new(MessageIntegrity::new_raw_integrity_with_provider(key.0.clone(), crypto)));
        }
        let mut answer = Message::new();
        answer.build(&setters).ok()?;
        Some(answer.raw)
    }
}

/// Without words: they would only make more of what a stranger gets for nothing.
fn error<'a>(code: Code) -> Vec<Box<dyn Setter + 'a>> {
    vec![Box::new(ErrorCodeAttribute { code: ErrorCode(code as u16), reason: Vec::new() })]
}

/// Reads what a client says. `None`: it is nothing that a relay is told.
pub fn read(packet: &[u8]) -> Option<Heard<'_>> {
    if packet.first()? >> 6 == 1 {
        let data = channel_data(packet)?;
        return Some(Heard::Channel { number: u16::from_be_bytes([packet[0], packet[1]]), data: &packet[data] });
    }
    let mut message = Message::new();
    message.unmarshal_binary(packet).ok()?;
    match message.typ {
        MessageType { class: CLASS_INDICATION, method: METHOD_SEND } => {
            let (mut to, mut data) = (PeerAddress::default(), Data::default());
            to.get_from(&message).and_then(|()| data.get_from(&message)).ok()?;
            Some(Heard::Send { to: SocketAddr::new(to.ip, to.port), data: data.0 })
        }
        MessageType { class: CLASS_REQUEST, method } => {
            let method = match method {
                METHOD_BINDING => Method::Binding,
                METHOD_ALLOCATE => Method::Allocate,
                METHOD_REFRESH => Method::Refresh,
                METHOD_CREATE_PERMISSION => Method::CreatePermission,
                METHOD_CHANNEL_BIND => Method::ChannelBind,
                _ => return None,
            };
            Some(Heard::Request(Request { message, method }))
        }
        _ => None,
    }
}

fn channel_data(packet: &[u8]) -> Option<Range<usize>> {
    let length = usize::from(u16::from_be_bytes([*packet.get(2)?, *packet.get(3)?]));
    let range = CHANNEL_HEAD..CHANNEL_HEAD + length;
    packet.get(range.clone()).map(|_| range)
}

/// How long the packet is that begins so in a stream, with what fills it up; `None` while that cannot be said.
pub fn length(begun: &[u8]) -> Option<usize> {
    let [first, _, high, low, ..] = *begun else { return None };
    let length = usize::from(u16::from_be_bytes([high, low]));
    // In streams, channels' data are filled up to four bytes (RFC 8656, 12.5).
    Some(if first >> 6 == 1 { CHANNEL_HEAD + length.next_multiple_of(4) } else { STUN_HEAD + length })
}

/// Wraps a packet for the client's channel.
pub fn wrap_for_channel(number: u16, packet: &[u8], filled: bool, out: &mut Vec<u8>) {
    out.clear();
    out.extend_from_slice(&number.to_be_bytes());
    out.extend_from_slice(&(packet.len() as u16).to_be_bytes());
    out.extend_from_slice(packet);
    if filled {
        out.resize(out.len().next_multiple_of(4), 0);
    }
}

/// Wraps a packet for a client that has no channel.
pub fn wrap(from: SocketAddr, packet: &[u8], out: &mut Vec<u8>) {
    out.clear();
    let mut message = Message::new();
    let setters: [Box<dyn Setter>; 4] = [
        Box::new(TransactionId::new()),
        Box::new(MessageType { method: METHOD_DATA, class: CLASS_INDICATION }),
        Box::new(PeerAddress { ip: from.ip(), port: from.port() }),
        Box::new(Data(packet.to_vec())),
    ];
    if message.build(&setters).is_ok() {
        out.extend_from_slice(&message.raw);
    }
}

impl Request {
    pub fn transaction(&self) -> [u8; 12] {
        self.message.transaction_id.0
    }

    /// Whether it is signed, and nothing stands behind the signature that it does not cover.
    pub fn is_signed(&self) -> bool {
        let mut behind = self.message.attributes.0.iter().skip_while(|one| one.typ != ATTR_MESSAGE_INTEGRITY).skip(1);
        self.message.contains(ATTR_MESSAGE_INTEGRITY) && behind.all(|one| one.typ == ATTR_FINGERPRINT)
    }

    /// The user and the nonce that it is signed for.
    pub fn signer(&self) -> Option<(String, String)> {
        let text = |kind| String::from_utf8(self.message.get(kind).ok()?).ok();
        (text(ATTR_REALM)? == REALM).then_some(())?;
        Some((text(ATTR_USERNAME)?, text(ATTR_NONCE)?))
    }

    /// What must be understood, and is not.
    fn unknown(&self) -> Vec<AttrType> {
        const KNOWN: [AttrType; 10] = [
            ATTR_CHANNEL_NUMBER,
            ATTR_EVEN_PORT,
            ATTR_LIFETIME,
            ATTR_MESSAGE_INTEGRITY,
            ATTR_NONCE,
            ATTR_REALM,
            ATTR_REQUESTED_ADDRESS_FAMILY,
            ATTR_REQUESTED_TRANSPORT,
            ATTR_USERNAME,
            ATTR_XOR_PEER_ADDRESS,
        ];
        let kinds = self.message.attributes.0.iter().map(|one| one.typ);
        kinds.filter(|kind| kind.required() && !KNOWN.contains(kind)).collect()
    }

    pub fn is_understood(&self) -> bool {
        self.unknown().is_empty()
    }

    fn get<T: Getter + Default>(&self) -> Option<T> {
        let mut value = T::default();
        value.get_from(&self.message).ok().map(|()| value)
    }

    /// `None`: not said; or another transport than UDP.
    pub fn wants_udp(&self) -> Option<bool> {
        self.get::<RequestedTransport>().map(|wanted| wanted.protocol == PROTO_UDP)
    }

    /// Whether it speaks of IPv4 (or IPv6), if it speaks of either.
    pub fn wants_ipv4(&self) -> Option<bool> {
        let said = self.message.contains(ATTR_REQUESTED_ADDRESS_FAMILY);
        said.then(|| self.get::<RequestedAddressFamily>().is_some_and(|family| family == REQUESTED_FAMILY_IPV4))
    }

    /// Whether it asks for an even port, and for the next one, too.
    pub fn wants_even(&self) -> (bool, bool) {
        let value = self.message.get(ATTR_EVEN_PORT).ok();
        (value.is_some(), value.is_some_and(|value| value.first().is_some_and(|flags| flags & 0x80 != 0)))
    }

    /// Whether it asks for no time at all: the client is done.
    pub fn is_last(&self) -> bool {
        self.get::<Lifetime>().is_some_and(|lifetime| lifetime.0.is_zero())
    }

    /// Every peer that it names.
    ///
    /// # Errors
    /// [`Broken`] when one cannot be read.
    pub fn peers(&self) -> Result<Vec<SocketAddr>, Broken> {
        let mut peers = Vec::new();
        for attribute in self.message.attributes.0.iter().filter(|one| one.typ == ATTR_XOR_PEER_ADDRESS) {
            // The getters look at the first of a kind only.
            let mut single = Message { transaction_id: self.message.transaction_id, ..Message::new() };
            single.add(ATTR_XOR_PEER_ADDRESS, &attribute.value);
            let mut peer = PeerAddress::default();
            peer.get_from(&single).map_err(|_| Broken)?;
            peers.push(SocketAddr::new(peer.ip, peer.port));
        }
        Ok(peers)
    }

    pub fn channel(&self) -> Option<u16> {
        self.get::<ChannelNumber>().filter(ChannelNumber::valid).map(|number| number.0)
    }
}

/// The network that addresses of IPv6 share: one customer has all of a /64.
pub fn network(ip: IpAddr) -> IpAddr {
    match ip.to_canonical() {
        IpAddr::V6(six) => IpAddr::V6((u128::from(six) >> 64 << 64).into()),
        four => four,
    }
}

#[cfg(test)]
pub mod tests;
