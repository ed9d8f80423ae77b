//! The ClientHello of DTLS (RFC 6347, 4.2.1; RFC 5764, 4.1.1), as far as it identifies the client and offers SRTP protection
//! profiles. A client sends it first without a cookie, and then with the cookie that it was sent, which proves its address.

/// The content type of a handshake, the messages that start one, the use_srtp extension, and AES-128-GCM in it (RFC 7714).
const HANDSHAKE: u8 = 22;
const CLIENT_HELLO: u8 = 1;
const HELLO_VERIFY_REQUEST: u8 = 3;
const VERSION: [u8; 2] = [0xfe, 0xfd];
const USE_SRTP: [u8; 2] = [0, 14];
const AES_128_GCM: [u8; 2] = [0, 7];
/// The lengths of the record header, the message header and the random.
const RECORD_HEADER: usize = 13;
const MESSAGE_HEADER: usize = 12;
pub const RANDOM: usize = 32;
pub const COOKIE: usize = 20;
/// The message number of a ClientHello with a cookie; without one it is 0.
const SECOND_MESSAGE: u16 = 1;
/// The longest ClientHello that is accepted.
const MAX_LENGTH: usize = 4096;

/// A ClientHello, or one fragment of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HelloFragment<'a> {
    number: u16,
    total: usize,
    offset: usize,
    body: &'a [u8],
}

/// What the first fragment of a ClientHello says about its sender.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HelloStart<'a> {
    pub random: [u8; RANDOM],
    pub cookie: &'a [u8],
}

/// Parses a fragment of a ClientHello; `None` when the packet is anything else.
pub fn parse(packet: &[u8]) -> Option<HelloFragment<'_>> {
    let (record, rest) = packet.split_first_chunk::<RECORD_HEADER>()?;
    let (message, rest) = rest.split_first_chunk::<MESSAGE_HEADER>()?;
    if record[0] != HANDSHAKE || record[3..5] != [0, 0] || message[0] != CLIENT_HELLO {
        return None;
    }
    let [total, offset, len] = [1, 6, 9].map(|at| length(&message[at..at + 3]));
    let number = u16::from_be_bytes([message[4], message[5]]);
    let whole = total <= MAX_LENGTH && offset + len <= total;
    rest.get(..len).filter(|_| whole).map(|body| HelloFragment { number, total, offset, body })
}

impl<'a> HelloFragment<'a> {
    /// `None` when this is not the first fragment.
    pub fn start(&self) -> Option<HelloStart<'a>> {
        let (random, rest) = self.body.get(VERSION.len()..)?.split_first_chunk()?;
        let (_, rest) = length_prefixed::<1>(rest)?;
        let (cookie, _) = length_prefixed::<1>(rest)?;
        (self.offset == 0).then_some(HelloStart { random: *random, cookie })
    }
}

/// A HelloVerifyRequest, which asks the client to repeat its ClientHello with this cookie.
pub fn verify_request(cookie: &[u8; COOKIE]) -> Vec<u8> {
    record(HELLO_VERIFY_REQUEST, 0, &[&VERSION[..], &[COOKIE as u8], cookie].concat())
}

/// Whether the packet is a HelloVerifyRequest.
pub fn is_verify_request(packet: &[u8]) -> bool {
    packet.first() == Some(&HANDSHAKE) && packet.get(RECORD_HEADER) == Some(&HELLO_VERIFY_REQUEST)
}

fn record(kind: u8, number: u16, body: &[u8]) -> Vec<u8> {
    let [len, whole] = [body.len(), MESSAGE_HEADER + body.len()].map(|len| (len as u32).to_be_bytes());
    let head = [&[HANDSHAKE][..], &VERSION, &[0; 8], &whole[2..]].concat();
    [&head[..], &[kind], &len[1..], &number.to_be_bytes(), &[0; 3], &len[1..], body].concat()
}

/// A ClientHello with the right cookie, while its fragments arrive.
pub struct CookieHello {
    random: [u8; RANDOM],
    total: usize,
    body: Vec<u8>,
}

impl CookieHello {
    /// Starts with the first fragment.
    pub fn new(fragment: &HelloFragment, head: &HelloStart) -> Option<Self> {
        let whole = || Self { random: head.random, total: fragment.total, body: fragment.body.to_vec() };
        (fragment.number == SECOND_MESSAGE).then(whole)
    }

    /// Adds the next fragment. The client repeats fragments that arrive out of order.
    pub fn add(&mut self, fragment: &HelloFragment) {
        if fragment.number == SECOND_MESSAGE && fragment.total == self.total && fragment.offset == self.body.len() {
            self.body.extend_from_slice(fragment.body);
        }
    }

    pub fn is_complete(&self) -> bool {
        self.body.len() == self.total
    }

    pub fn random(&self) -> [u8; RANDOM] {
        self.random
    }

    /// Whether the client offers AES-128-GCM.
    pub fn offers_gcm(&self) -> bool {
        profiles(&self.body).is_some_and(|profiles| profiles.chunks_exact(2).any(|profile| profile == AES_128_GCM))
    }

    /// The ClientHello as the client sent it, in one packet.
    pub fn with_cookie(&self) -> Vec<u8> {
        record(CLIENT_HELLO, SECOND_MESSAGE, &self.body)
    }

    /// The ClientHello as the client sent it before it had a cookie.
    pub fn without_cookie(&self) -> Vec<u8> {
        let session = self.body.get(VERSION.len() + RANDOM).copied().unwrap_or_default();
        let at = VERSION.len() + RANDOM + 1 + usize::from(session);
        let rest = self.body.get(at + 1 + COOKIE..).unwrap_or_default();
        record(CLIENT_HELLO, 0, &[self.body.get(..at).unwrap_or_default(), &[0], rest].concat())
    }
}

fn profiles(hello: &[u8]) -> Option<&[u8]> {
    let rest = hello.get(VERSION.len() + RANDOM..)?;
    // The session id, the cookie, the cipher suites and the compression methods, each behind its length.
    let (_, rest) = length_prefixed::<1>(rest)?;
    let (_, rest) = length_prefixed::<1>(rest)?;
    let (_, rest) = length_prefixed::<2>(rest)?;
    let (_, rest) = length_prefixed::<1>(rest)?;
    let mut rest = rest.get(2..)?;
    loop {
        let (kind, after) = rest.split_first_chunk::<2>()?;
        let (data, next) = length_prefixed::<2>(after)?;
        if *kind == USE_SRTP {
            return length_prefixed::<2>(data).map(|(profiles, _)| profiles);
        }
        rest = next;
    }
}

/// Splits off the bytes behind a length field of N bytes.
fn length_prefixed<const N: usize>(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let (len, rest) = bytes.split_first_chunk::<N>()?;
    rest.split_at_checked(length(len))
}

fn length(bytes: &[u8]) -> usize {
    bytes.iter().fold(0, |len, byte| len << 8 | usize::from(*byte))
}

#[cfg(test)]
pub mod tests {
    use super::*;

    /// A ClientHello with this random, cookie and protection profiles.
    pub fn hello(random: u8, cookie: &[u8], profiles: &[u8]) -> Vec<u8> {
        let extension = [&[0, 14, 0, profiles.len() as u8 + 3, 0, profiles.len() as u8], profiles, &[0]].concat();
        let extensions = [&[0, 23, 0, 0][..], &extension].concat();
        let body = [
            &VERSION[..],
            &[random; RANDOM],
            &[2, 1, 2],
            &[cookie.len() as u8],
            cookie,
            &[0, 4, 0xc0, 0x2b, 0xc0, 0x2f],
            &[1, 0, 0],
            &[extensions.len() as u8],
            &extensions,
        ];
        record(CLIENT_HELLO, u16::from(!cookie.is_empty()), &body.concat())
    }

    /// The same, fragmented into packets with at most `size` bytes of the message.
    pub fn cut(hello: &[u8], size: usize) -> Vec<Vec<u8>> {
        let (head, body) = hello.split_at(RECORD_HEADER + MESSAGE_HEADER);
        let fragments = body.chunks(size).enumerate().map(|(at, fragment)| {
            let mut packet = [head, fragment].concat();
            packet[RECORD_HEADER - 2..RECORD_HEADER]
                .copy_from_slice(&((MESSAGE_HEADER + fragment.len()) as u16).to_be_bytes());
            packet[RECORD_HEADER + 6..RECORD_HEADER + 9].copy_from_slice(&((at * size) as u32).to_be_bytes()[1..]);
            packet[RECORD_HEADER + 9..RECORD_HEADER + 12].copy_from_slice(&(fragment.len() as u32).to_be_bytes()[1..]);
            packet
        });
        fragments.collect()
    }

    fn shown(packets: &[Vec<u8>]) -> CookieHello {
        let fragments: Vec<_> = packets.iter().map(|packet| parse(packet).expect("a fragment")).collect();
        let head = fragments[0].start().expect("the first");
        let mut shown = CookieHello::new(&fragments[0], &head).expect("it shows a cookie");
        fragments[1..].iter().for_each(|fragment| shown.add(fragment));
        shown
    }

    #[test]
    fn gcm_is_found_wherever_it_stands_in_the_offer() {
        let offers = |profiles: &[u8]| shown(&[hello(7, &[9; COOKIE], profiles)]).offers_gcm();
        assert!(offers(&[0, 1, 0, 8, 0, 7]));
        assert!(!offers(&[0, 1, 0, 8]) && !offers(&[]));
    }

    #[test]
    fn a_hello_has_a_random_and_a_cookie_or_none() {
        let (first, second) = (hello(7, &[], &[0, 7]), hello(7, &[9; COOKIE], &[0, 7]));
        let head = |packet| parse(packet).and_then(|fragment| fragment.start());
        assert_eq!(head(&first), Some(HelloStart { random: [7; RANDOM], cookie: &[] }));
        assert_eq!(head(&second), Some(HelloStart { random: [7; RANDOM], cookie: &[9; COOKIE] }));
        let one = shown(std::slice::from_ref(&second));
        assert!(one.is_complete());
        assert_eq!((one.without_cookie(), one.with_cookie()), (first, second));
    }

    #[test]
    fn a_fragmented_hello_is_reassembled_in_order() {
        let whole = hello(7, &[9; COOKIE], &[0, 7]);
        let fragments = cut(&whole, 60);
        assert!(fragments.len() > 1);
        assert!(parse(&fragments[1]).is_some_and(|fragment| fragment.start().is_none()));
        let mut shown = shown(&fragments[..1]);
        assert!(!shown.is_complete());
        shown.add(&parse(&fragments[0]).expect("a fragment"));
        shown.add(&parse(&cut(&hello(7, &[], &[0, 7]), 60)[1]).expect("a fragment of the hello before"));
        assert!(!shown.is_complete());
        fragments[1..].iter().for_each(|packet| shown.add(&parse(packet).expect("a fragment")));
        assert!(shown.is_complete());
        assert_eq!(shown.with_cookie(), whole);
    }

    #[test]
    fn truncated_and_oversized_hellos_are_rejected() {
        let whole = hello(7, &[9; COOKIE], &[0, 1, 0, 7]);
        (0..whole.len()).for_each(|end| assert_eq!(parse(&whole[..end]), None, "{end}"));
        let mut long = whole.clone();
        long[RECORD_HEADER + 2] = 0xff;
        assert_eq!(parse(&long), None);
        for filler in 0..=255 {
            let packet = [&[HANDSHAKE][..], &[filler; 100]].concat();
            assert!(parse(&packet).is_none_or(|fragment| fragment.start().is_none()));
        }
    }

    #[test]
    fn our_verify_request_is_recognised() {
        let asked = verify_request(&[9; COOKIE]);
        assert!(is_verify_request(&asked) && !is_verify_request(&hello(7, &[], &[])));
        assert_eq!(
            crate::media::transport::dtls_record::kind(&asked),
            Some(crate::media::transport::dtls_record::Kind::Handshake)
        );
    }
}
