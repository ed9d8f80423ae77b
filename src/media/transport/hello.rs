//! What a client says first (RFC 6347, 4.2.1; RFC 5764, 4.1.1), as far as it is about whose it is and how packets may be
//! encrypted: first without a cookie, and then with the one that it was sent, which shows that it is where it says.

/// The content type of a handshake, the messages that begin one, the extension about SRTP, and AES-128-GCM in it (RFC 7714).
const HANDSHAKE: u8 = 22;
const CLIENT_HELLO: u8 = 1;
const HELLO_VERIFY_REQUEST: u8 = 3;
const VERSION: [u8; 2] = [0xfe, 0xfd];
const USE_SRTP: [u8; 2] = [0, 14];
const AES_128_GCM: [u8; 2] = [0, 7];
/// The record's header and the message's, and the random number.
const RECORD: usize = 13;
const MESSAGE: usize = 12;
pub const RANDOM: usize = 32;
pub const COOKIE: usize = 20;
/// Of a hello that shows the cookie: the one before did not.
const SECOND: u16 = 1;
/// How long a hello may be.
const LONGEST: usize = 4096;

/// A hello, or a part of one that is spread over several packets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Piece<'a> {
    number: u16,
    total: usize,
    offset: usize,
    body: &'a [u8],
}

/// What the first piece of a hello says of its sender.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Head<'a> {
    pub random: [u8; RANDOM],
    pub cookie: &'a [u8],
}

/// `None` when the packet is anything else.
pub fn piece(packet: &[u8]) -> Option<Piece<'_>> {
    let (record, rest) = packet.split_first_chunk::<RECORD>()?;
    let (message, rest) = rest.split_first_chunk::<MESSAGE>()?;
    if record[0] != HANDSHAKE || record[3..5] != [0, 0] || message[0] != CLIENT_HELLO {
        return None;
    }
    let [total, offset, len] = [1, 6, 9].map(|at| length(&message[at..at + 3]));
    let number = u16::from_be_bytes([message[4], message[5]]);
    let whole = total <= LONGEST && offset + len <= total;
    rest.get(..len).filter(|_| whole).map(|body| Piece { number, total, offset, body })
}

impl<'a> Piece<'a> {
    /// `None` of one that is not the first.
    pub fn head(&self) -> Option<Head<'a>> {
        let (random, rest) = self.body.get(VERSION.len()..)?.split_first_chunk()?;
        let (_, rest) = counted::<1>(rest)?;
        let (cookie, _) = counted::<1>(rest)?;
        (self.offset == 0).then_some(Head { random: *random, cookie })
    }
}

/// Asks the client to say its hello once more, with this cookie.
pub fn ask(cookie: &[u8; COOKIE]) -> Vec<u8> {
    record(HELLO_VERIFY_REQUEST, 0, &[&VERSION[..], &[COOKIE as u8], cookie].concat())
}

/// Whether it does.
pub fn is_asking(packet: &[u8]) -> bool {
    packet.first() == Some(&HANDSHAKE) && packet.get(RECORD) == Some(&HELLO_VERIFY_REQUEST)
}

fn record(kind: u8, number: u16, body: &[u8]) -> Vec<u8> {
    let [len, whole] = [body.len(), MESSAGE + body.len()].map(|len| (len as u32).to_be_bytes());
    let head = [&[HANDSHAKE][..], &VERSION, &[0; 8], &whole[2..]].concat();
    [&head[..], &[kind], &len[1..], &number.to_be_bytes(), &[0; 3], &len[1..], body].concat()
}

/// The hello with the right cookie, while it comes in.
pub struct Shown {
    random: [u8; RANDOM],
    total: usize,
    body: Vec<u8>,
}

impl Shown {
    /// Its first piece, which has this head.
    pub fn begin(piece: &Piece, head: &Head) -> Option<Self> {
        let whole = || Self { random: head.random, total: piece.total, body: piece.body.to_vec() };
        (piece.number == SECOND).then(whole)
    }

    /// The next piece. What comes out of its turn is said again by the client.
    pub fn add(&mut self, piece: &Piece) {
        if piece.number == SECOND && piece.total == self.total && piece.offset == self.body.len() {
            self.body.extend_from_slice(piece.body);
        }
    }

    pub fn is_whole(&self) -> bool {
        self.body.len() == self.total
    }

    pub fn random(&self) -> [u8; RANDOM] {
        self.random
    }

    /// Whether the client could do AES-128-GCM.
    pub fn offers_gcm(&self) -> bool {
        profiles(&self.body).is_some_and(|profiles| profiles.chunks_exact(2).any(|profile| profile == AES_128_GCM))
    }

    /// The hello as it was said, in one packet.
    pub fn second(&self) -> Vec<u8> {
        record(CLIENT_HELLO, SECOND, &self.body)
    }

    /// The hello as it was said before there was a cookie.
    pub fn first(&self) -> Vec<u8> {
        let session = self.body.get(VERSION.len() + RANDOM).copied().unwrap_or_default();
        let at = VERSION.len() + RANDOM + 1 + usize::from(session);
        let rest = self.body.get(at + 1 + COOKIE..).unwrap_or_default();
        record(CLIENT_HELLO, 0, &[self.body.get(..at).unwrap_or_default(), &[0], rest].concat())
    }
}

fn profiles(hello: &[u8]) -> Option<&[u8]> {
    let rest = hello.get(VERSION.len() + RANDOM..)?;
    // The session, the cookie, the cipher suites and the ways to compress, each behind its length.
    let (_, rest) = counted::<1>(rest)?;
    let (_, rest) = counted::<1>(rest)?;
    let (_, rest) = counted::<2>(rest)?;
    let (_, rest) = counted::<1>(rest)?;
    let mut rest = rest.get(2..)?;
    loop {
        let (kind, after) = rest.split_first_chunk::<2>()?;
        let (data, next) = counted::<2>(after)?;
        if *kind == USE_SRTP {
            return counted::<2>(data).map(|(profiles, _)| profiles);
        }
        rest = next;
    }
}

/// What stands behind a length of so many bytes, and what follows.
fn counted<const N: usize>(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let (len, rest) = bytes.split_first_chunk::<N>()?;
    rest.split_at_checked(length(len))
}

fn length(bytes: &[u8]) -> usize {
    bytes.iter().fold(0, |len, byte| len << 8 | usize::from(*byte))
}

#[cfg(test)]
pub mod tests {
    use super::*;

    /// A hello with this random number, and whatever cookie and ways to encrypt.
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

    /// The same in packets that have at most so much of it.
    pub fn cut(hello: &[u8], size: usize) -> Vec<Vec<u8>> {
        let (head, body) = hello.split_at(RECORD + MESSAGE);
        let pieces = body.chunks(size).enumerate().map(|(at, piece)| {
            let mut packet = [head, piece].concat();
            packet[RECORD - 2..RECORD].copy_from_slice(&((MESSAGE + piece.len()) as u16).to_be_bytes());
            packet[RECORD + 6..RECORD + 9].copy_from_slice(&((at * size) as u32).to_be_bytes()[1..]);
            packet[RECORD + 9..RECORD + 12].copy_from_slice(&(piece.len() as u32).to_be_bytes()[1..]);
            packet
        });
        pieces.collect()
    }

    fn shown(packets: &[Vec<u8>]) -> Shown {
        let pieces: Vec<_> = packets.iter().map(|packet| piece(packet).expect("a piece")).collect();
        let head = pieces[0].head().expect("the first");
        let mut shown = Shown::begin(&pieces[0], &head).expect("it shows a cookie");
        pieces[1..].iter().for_each(|piece| shown.add(piece));
        shown
    }

    #[test]
    fn a_client_that_would_rather_do_without_gcm_is_seen_to_be_able_to() {
        let offers = |profiles: &[u8]| shown(&[hello(7, &[9; COOKIE], profiles)]).offers_gcm();
        assert!(offers(&[0, 1, 0, 8, 0, 7]));
        assert!(!offers(&[0, 1, 0, 8]) && !offers(&[]));
    }

    #[test]
    fn a_hello_says_whose_it_is_and_shows_its_cookie_or_none() {
        let (first, second) = (hello(7, &[], &[0, 7]), hello(7, &[9; COOKIE], &[0, 7]));
        let head = |packet| piece(packet).and_then(|piece| piece.head());
        assert_eq!(head(&first), Some(Head { random: [7; RANDOM], cookie: &[] }));
        assert_eq!(head(&second), Some(Head { random: [7; RANDOM], cookie: &[9; COOKIE] }));
        let one = shown(std::slice::from_ref(&second));
        assert!(one.is_whole());
        assert_eq!((one.first(), one.second()), (first, second));
    }

    #[test]
    fn a_hello_in_pieces_is_put_together_in_their_order() {
        let whole = hello(7, &[9; COOKIE], &[0, 7]);
        let pieces = cut(&whole, 60);
        assert!(pieces.len() > 1);
        assert!(piece(&pieces[1]).is_some_and(|piece| piece.head().is_none()));
        let mut shown = shown(&pieces[..1]);
        assert!(!shown.is_whole());
        shown.add(&piece(&pieces[0]).expect("a piece"));
        shown.add(&piece(&cut(&hello(7, &[], &[0, 7]), 60)[1]).expect("a piece of the hello before"));
        assert!(!shown.is_whole());
        pieces[1..].iter().for_each(|packet| shown.add(&piece(packet).expect("a piece")));
        assert!(shown.is_whole());
        assert_eq!(shown.second(), whole);
    }

    #[test]
    fn what_is_cut_short_or_too_long_is_nothing() {
        let whole = hello(7, &[9; COOKIE], &[0, 1, 0, 7]);
        (0..whole.len()).for_each(|end| assert_eq!(piece(&whole[..end]), None, "{end}"));
        let mut long = whole.clone();
        long[RECORD + 2] = 0xff;
        assert_eq!(piece(&long), None);
        for filler in 0..=255 {
            let packet = [&[HANDSHAKE][..], &[filler; 100]].concat();
            assert!(piece(&packet).is_none_or(|piece| piece.head().is_none()));
        }
    }

    #[test]
    fn our_question_is_known_to_be_one() {
        let asked = ask(&[9; COOKIE]);
        assert!(is_asking(&asked) && !is_asking(&hello(7, &[], &[])));
        assert_eq!(
            crate::media::transport::record::kind(&asked),
            Some(crate::media::transport::record::Kind::Handshake)
        );
    }
}
