//! What a client says first (RFC 6347, 4.2.1; RFC 5764, 4.1.1), as far as it is about how packets may be encrypted.

/// The content type of a handshake, the message that begins one, the extension about SRTP, and AES-128-GCM in it (RFC 7714).
const HANDSHAKE: u8 = 22;
const CLIENT_HELLO: u8 = 1;
const USE_SRTP: [u8; 2] = [0, 14];
const AES_128_GCM: [u8; 2] = [0, 7];
/// The record's header and the message's, the version and the random number.
const RECORD: usize = 13;
const MESSAGE: usize = 12;
const FIXED: usize = 2 + 32;

/// Whether this is the beginning of a handshake in which the client could do AES-128-GCM. One that is spread over several
/// packets may say so too late for us.
pub fn offers_gcm(packet: &[u8]) -> bool {
    profiles(packet).is_some_and(|profiles| profiles.chunks_exact(2).any(|profile| profile == AES_128_GCM))
}

pub fn is_client_hello(packet: &[u8]) -> bool {
    packet.first() == Some(&HANDSHAKE) && packet.get(RECORD) == Some(&CLIENT_HELLO)
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
    fn what_is_cut_short_says_nothing() {
        let whole = hello(&[0, 1, 0, 7]);
        (0..whole.len() - 1).for_each(|end| assert!(!offers_gcm(&whole[..end]), "{end}"));
        for filler in 0..=255 {
            assert!(!offers_gcm(&[&[HANDSHAKE][..], &[filler; 100]].concat()));
        }
    }
}
