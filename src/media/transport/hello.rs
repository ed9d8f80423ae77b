//! What a client says first (RFC 6347, 4.2.1; RFC 5764, 4.1.1), as far as it is about whose it is and how packets may be
//! encrypted.

/// The content type of a handshake, the message that begins one, the extension about SRTP, and AES-128-GCM in it (RFC 7714).
const HANDSHAKE: u8 = 22;
const CLIENT_HELLO: u8 = 1;
const SERVER_HELLO: u8 = 2;
const USE_SRTP: [u8; 2] = [0, 14];
const AES_128_GCM: [u8; 2] = [0, 7];
/// The record's header and the message's, the version and the random number.
const RECORD: usize = 13;
const MESSAGE: usize = 12;
pub const RANDOM: usize = 32;
const FIXED: usize = 2 + RANDOM;

/// Whether this is the beginning of a handshake in which the client could do AES-128-GCM. One that is spread over several
/// packets may say so too late for us.
pub fn offers_gcm(packet: &[u8]) -> bool {
    profiles(packet).is_some_and(|profiles| profiles.chunks_exact(2).any(|profile| profile == AES_128_GCM))
}

fn is_client_hello(packet: &[u8]) -> bool {
    packet.first() == Some(&HANDSHAKE) && packet.get(RECORD) == Some(&CLIENT_HELLO)
}

/// The random number of a client that begins, and has not been asked yet to show that it is where it says.
pub fn beginning(packet: &[u8]) -> Option<[u8; RANDOM]> {
    // Of one that is spread over several packets the first.
    let is_first = packet.get(RECORD + 6..RECORD + 9)? == [0; 3];
    let random = packet.get(RECORD + MESSAGE + 2..)?.first_chunk()?;
    let (_, rest) = counted::<1>(packet.get(RECORD + MESSAGE + FIXED..)?)?;
    let (cookie, _) = counted::<1>(rest)?;
    (is_client_hello(packet) && is_first && cookie.is_empty()).then_some(*random)
}

/// Whether it is our answer to one who has shown it.
pub fn is_server_hello(packet: &[u8]) -> bool {
    packet.first() == Some(&HANDSHAKE) && packet.get(RECORD) == Some(&SERVER_HELLO)
}

fn profiles(packet: &[u8]) -> Option<&[u8]> {
    if !is_client_hello(packet) {
        return None;
    }
    let rest = packet.get(RECORD + MESSAGE + FIXED..)?;
    // The session, the cookie, the cipher suites and the ways to compress, each behind its length.
    let (_, rest) = counted::<1>(rest)?;
    let (_, rest) = counted::<1>(rest)?;
    let (_, rest) = counted::<2>(rest)?;
    let (_, rest) = counted::<1>(rest)?;
    // Of the extensions those that are whole.
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
    rest.split_at_checked(len.iter().fold(0, |len, byte| len << 8 | usize::from(*byte)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hello(profiles: &[u8]) -> Vec<u8> {
        let extension = [&[0, 14, 0, profiles.len() as u8 + 3, 0, profiles.len() as u8], profiles, &[0]].concat();
        let extensions = [&[0, 23, 0, 0][..], &extension].concat();
        let body = [
            &[0xfe, 0xfd][..],
            &[7; 32],
            &[2, 1, 2],
            &[3, 1, 2, 3],
            &[0, 4, 0xc0, 0x2b, 0xc0, 0x2f],
            &[1, 0],
            &[0, extensions.len() as u8],
            &extensions,
        ];
        [&[HANDSHAKE; 1][..], &[0; 12], &[CLIENT_HELLO], &[0; 11], &body.concat()].concat()
    }

    #[test]
    fn a_client_that_would_rather_do_without_gcm_is_seen_to_be_able_to() {
        assert!(offers_gcm(&hello(&[0, 1, 0, 8, 0, 7])));
        assert!(!offers_gcm(&hello(&[0, 1, 0, 8])) && !offers_gcm(&hello(&[])));
    }

    #[test]
    fn a_beginning_is_known_by_its_random_number_until_its_sender_is() {
        let whole = hello(&[0, 7]);
        // This one shows a cookie already.
        assert_eq!(beginning(&whole), None);
        let cookie = RECORD + MESSAGE + FIXED + 3;
        assert_eq!(whole[cookie..cookie + 4], [3, 1, 2, 3]);
        let mut first = whole.clone();
        first.splice(cookie..cookie + 4, [0]);
        assert_eq!(beginning(&first), Some([7; RANDOM]));
        first[RECORD + 8] = 1;
        assert_eq!(beginning(&first), None, "the rest of one");
        (0..cookie).for_each(|end| assert_eq!(beginning(&first[..end]), None));
    }

    #[test]
    fn what_is_cut_short_says_nothing() {
        let whole = hello(&[0, 1, 0, 7]);
        (0..whole.len() - 1).for_each(|end| assert!(!offers_gcm(&whole[..end]), "{end}"));
        for filler in 0..=255 {
            assert!(!offers_gcm(&[&[HANDSHAKE][..], &[filler; 100]].concat()));
        }
    }
}
