//! TURN messages (RFC 8656): the clients' requests, the relay's answers, and the encapsulation of relayed packets.

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
    error_code::{ErrorCode as StunErrorCode, ErrorCodeAttribute},
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

/// The realm: the same on every server, since clients show it to nobody.
const REALM: &str = "lyceum";
/// The header of channel data: channel number and length.
const CHANNEL_HEADER: usize = 4;
const STUN_HEADER: usize = 20;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    Binding,
    Allocate,
    Refresh,
    CreatePermission,
    ChannelBind,
}

/// A message from a client.
pub enum ClientMessage<'a> {
    Request(Request),
    /// Data for a peer, in a Send indication.
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

/// An attribute of a successful answer.
pub enum Attribute {
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
pub enum ErrorCode {
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

/// Reads and writes authenticated messages.
#[derive(Clone)]
pub struct TurnCodec(Arc<dyn RTCCryptoProvider>);

impl TurnCodec {
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

    /// Whether the sender of the request knows the password.
    pub fn verify(&self, request: &mut Request, key: &Key) -> bool {
        MessageIntegrity::check(&mut request.message, &key.0, self.0.crypto()).is_ok()
    }

    pub fn success(&self, request: &Request, attributes: &[Attribute], key: Option<&Key>) -> Option<Vec<u8>> {
        let mut parts: Vec<Box<dyn Setter + '_>> = Vec::new();
        for attribute in attributes {
            parts.push(match *attribute {
                Attribute::Mapped(at) => Box::new(XorMappedAddress { ip: at.ip().to_canonical(), port: at.port() }),
                Attribute::Relayed(at) => Box::new(RelayedAddress { ip: at.ip(), port: at.port() }),
                Attribute::Lifetime(seconds) => Box::new(Lifetime(std::time::Duration::from_secs(seconds.into()))),
            });
        }
        self.answer(request, true, parts, key)
    }

    pub fn error(&self, request: &Request, code: ErrorCode, key: Option<&Key>) -> Option<Vec<u8>> {
        let mut parts = error_attributes(code);
        if code == ErrorCode::UnknownAttribute {
            parts.push(Box::new(UnknownAttributes(request.unknown())));
        }
        self.answer(request, false, parts, key)
    }

    /// Refuses a request, with the realm and a nonce that it must be signed with.
    pub fn challenge(&self, request: &Request, code: ErrorCode, nonce: String) -> Option<Vec<u8>> {
        let mut parts = error_attributes(code);
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

/// Without a reason phrase, which would only enlarge what an unauthenticated sender gets.
fn error_attributes<'a>(code: ErrorCode) -> Vec<Box<dyn Setter + 'a>> {
    vec![Box::new(ErrorCodeAttribute { code: StunErrorCode(code as u16), reason: Vec::new() })]
}

/// Reads a message of a client. `None` when a relay has no use for it.
pub fn read(packet: &[u8]) -> Option<ClientMessage<'_>> {
    if packet.first()? >> 6 == 1 {
        let data = channel_data(packet)?;
        return Some(ClientMessage::Channel {
            number: u16::from_be_bytes([packet[0], packet[1]]),
            data: &packet[data],
        });
    }
    let mut message = Message::new();
    message.unmarshal_binary(packet).ok()?;
    match message.typ {
        MessageType { class: CLASS_INDICATION, method: METHOD_SEND } => {
            let (mut to, mut data) = (PeerAddress::default(), Data::default());
            to.get_from(&message).and_then(|()| data.get_from(&message)).ok()?;
            Some(ClientMessage::Send { to: SocketAddr::new(to.ip, to.port), data: data.0 })
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
            Some(ClientMessage::Request(Request { message, method }))
        }
        _ => None,
    }
}

fn channel_data(packet: &[u8]) -> Option<Range<usize>> {
    let length = usize::from(u16::from_be_bytes([*packet.get(2)?, *packet.get(3)?]));
    let range = CHANNEL_HEADER..CHANNEL_HEADER + length;
    packet.get(range.clone()).map(|_| range)
}

/// The length of the packet that starts like this in a stream, with padding; `None` while it is unknown.
pub fn frame_length(begun: &[u8]) -> Option<usize> {
    let [first, _, high, low, ..] = *begun else { return None };
    let length = usize::from(u16::from_be_bytes([high, low]));
    // In streams, channel data is padded to four bytes (RFC 8656, 12.5).
    Some(if first >> 6 == 1 { CHANNEL_HEADER + length.next_multiple_of(4) } else { STUN_HEADER + length })
}

/// Encapsulates a packet for the client's channel.
pub fn wrap_for_channel(number: u16, packet: &[u8], padded: bool, out: &mut Vec<u8>) {
    out.clear();
    out.extend_from_slice(&number.to_be_bytes());
    out.extend_from_slice(&(packet.len() as u16).to_be_bytes());
    out.extend_from_slice(packet);
    if padded {
        out.resize(out.len().next_multiple_of(4), 0);
    }
}

/// Encapsulates a packet for a client without a channel.
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

    /// Whether the request has a signature, and nothing after it that the signature does not cover.
    pub fn is_signed(&self) -> bool {
        let mut behind = self.message.attributes.0.iter().skip_while(|one| one.typ != ATTR_MESSAGE_INTEGRITY).skip(1);
        self.message.contains(ATTR_MESSAGE_INTEGRITY) && behind.all(|one| one.typ == ATTR_FINGERPRINT)
    }

    /// The user and the nonce of the signature.
    pub fn signer(&self) -> Option<(String, String)> {
        let text = |kind| String::from_utf8(self.message.get(kind).ok()?).ok();
        (text(ATTR_REALM)? == REALM).then_some(())?;
        Some((text(ATTR_USERNAME)?, text(ATTR_NONCE)?))
    }

    /// The comprehension-required attributes that are unknown.
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

    /// `None` when no transport is requested; otherwise whether it is UDP.
    pub fn wants_udp(&self) -> Option<bool> {
        self.get::<RequestedTransport>().map(|wanted| wanted.protocol == PROTO_UDP)
    }

    /// Whether the request names IPv4 rather than IPv6; `None` when it names neither.
    pub fn wants_ipv4(&self) -> Option<bool> {
        let said = self.message.contains(ATTR_REQUESTED_ADDRESS_FAMILY);
        said.then(|| self.get::<RequestedAddressFamily>().is_some_and(|family| family == REQUESTED_FAMILY_IPV4))
    }

    /// Whether the request asks for an even port, and whether for the next port as well.
    pub fn wants_even(&self) -> (bool, bool) {
        let value = self.message.get(ATTR_EVEN_PORT).ok();
        (value.is_some(), value.is_some_and(|value| value.first().is_some_and(|flags| flags & 0x80 != 0)))
    }

    /// Whether the requested lifetime is zero: the client is done.
    pub fn is_release(&self) -> bool {
        self.get::<Lifetime>().is_some_and(|lifetime| lifetime.0.is_zero())
    }

    /// All peers that the request names.
    ///
    /// # Errors
    /// [`Broken`] when one of them cannot be read.
    pub fn peers(&self) -> Result<Vec<SocketAddr>, Broken> {
        let mut peers = Vec::new();
        for attribute in self.message.attributes.0.iter().filter(|one| one.typ == ATTR_XOR_PEER_ADDRESS) {
            // The getters return only the first attribute of a kind.
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

/// The network of an address: for IPv6 the /64, all of which belongs to one customer.
pub fn network(ip: IpAddr) -> IpAddr {
    match ip.to_canonical() {
        IpAddr::V6(six) => IpAddr::V6((u128::from(six) >> 64 << 64).into()),
        four => four,
    }
}

#[cfg(test)]
pub mod tests;
