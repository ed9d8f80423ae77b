//! What a packet of DTLS is made of, as far as it can be seen without its keys (RFC 6347, 4.1).

const HEAD: usize = 13;
/// Content types.
const CHANGE_CIPHER_SPEC: u8 = 20;
const HANDSHAKE: u8 = 22;
/// All that the first of them may say.
const CHANGE: [u8; 1] = [1];
/// Keys are agreed upon once: what comes in a later epoch is nobody's.
const LAST_EPOCH: u16 = 1;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Something of a handshake, or that is not encrypted.
    Handshake,
    /// Encrypted, of an association that stands.
    Settled,
}

/// `None`: it is nothing that could come of an association. Of what is not encrypted that is all but a handshake: anyone can say
/// goodbye in another's name, and what is answered with an alert would end the other's side.
pub fn kind(packet: &[u8]) -> Option<Kind> {
    let (mut rest, mut kind) = (packet, Kind::Settled);
    while !rest.is_empty() {
        let head: &[u8; HEAD] = rest.first_chunk()?;
        let [epoch, len] = [[head[3], head[4]], [head[11], head[12]]].map(u16::from_be_bytes);
        let (record, after) = rest.split_at_checked(HEAD + usize::from(len))?;
        rest = after;
        match (epoch, head[0]) {
            // In an epoch that is encrypted nobody changes anything; `rtc-dtls` would take it without keys, and answer.
            (LAST_EPOCH, CHANGE_CIPHER_SPEC) => return None,
            (LAST_EPOCH, _) | (0, HANDSHAKE) => {}
            (0, CHANGE_CIPHER_SPEC) if record[HEAD..] == CHANGE => {}
            _ => return None,
        }
        if epoch < LAST_EPOCH || head[0] == HANDSHAKE {
            kind = Kind::Handshake;
        }
    }
    Some(kind)
}

/// Numbers what is not encrypted as it comes. Its own numbers are nobody's word: one that is far ahead would have all that are
/// genuine taken for old.
pub fn renumber(packet: &mut [u8], next: &mut u64) {
    let mut rest = packet;
    while let Some((head, after)) = rest.split_first_chunk_mut::<HEAD>() {
        let len = usize::from(u16::from_be_bytes([head[11], head[12]]));
        if head[3..5] == [0, 0] {
            head[5..11].copy_from_slice(&next.to_be_bytes()[2..]);
            *next += 1;
        }
        rest = after.get_mut(len..).unwrap_or_default();
    }
}

/// Of a packet what is encrypted.
pub fn sealed(packet: &[u8]) -> Vec<u8> {
    let (mut rest, mut sealed) = (packet, Vec::new());
    while let Some(head) = rest.first_chunk::<HEAD>() {
        let len = HEAD + usize::from(u16::from_be_bytes([head[11], head[12]]));
        let (record, after) = rest.split_at(len.min(rest.len()));
        if head[3..5] != [0, 0] {
            sealed.extend_from_slice(record);
        }
        rest = after;
    }
    sealed
}

#[cfg(test)]
pub mod tests {
    use super::*;

    pub fn record(content: u8, epoch: u8, number: u16, body: &[u8]) -> Vec<u8> {
        let [high, low] = number.to_be_bytes();
        let head = [content, 0xfe, 0xfd, 0, epoch, 0, 0, 0, 0, high, low, 0, body.len() as u8];
        [&head[..], body].concat()
    }

    #[test]
    fn a_handshake_is_known_and_what_comes_after_it() {
        let (hello, data) = (record(HANDSHAKE, 0, 0, b"hello"), record(23, 1, 0, b"data"));
        assert_eq!(kind(&hello), Some(Kind::Handshake));
        assert_eq!(kind(&data), Some(Kind::Settled));
        assert_eq!(kind(&[data.clone(), hello].concat()), Some(Kind::Handshake), "one is enough");
        assert_eq!(kind(&record(HANDSHAKE, 1, 0, b"finished")), Some(Kind::Handshake));
        assert_eq!(kind(&[data, record(23, 2, 0, b"data")].concat()), None, "there is no such epoch");
    }

    #[test]
    fn what_anyone_can_say_is_nothing() {
        assert_eq!(kind(&record(21, 0, 0, &[1, 0])), None, "a goodbye");
        assert_eq!(kind(&record(21, 0, 0, &[2, 40])), None, "a failure");
        assert_eq!(kind(&record(23, 0, 0, b"data")), None, "what is never sent so");
        assert_eq!(kind(&record(CHANGE_CIPHER_SPEC, 0, 0, &[1])), Some(Kind::Handshake));
        assert_eq!(kind(&record(CHANGE_CIPHER_SPEC, 0, 0, &[2])), None);
        assert_eq!(kind(&record(CHANGE_CIPHER_SPEC, 1, 0, &[1])), None);
        assert_eq!(kind(&record(21, 1, 0, b"sealed")), Some(Kind::Settled), "that needs the keys");
    }

    #[test]
    fn what_is_not_encrypted_is_numbered_as_it_comes() {
        let mut next = 5;
        let mut packet = [record(HANDSHAKE, 0, 900, b"one"), record(HANDSHAKE, 1, 7, b"sealed")].concat();
        packet.extend(record(CHANGE_CIPHER_SPEC, 0, 3, &[1]));
        renumber(&mut packet, &mut next);
        let wanted = [record(HANDSHAKE, 0, 5, b"one"), record(HANDSHAKE, 1, 7, b"sealed")].concat();
        assert_eq!((packet, next), ([wanted, record(CHANGE_CIPHER_SPEC, 0, 6, &[1])].concat(), 7));
    }

    #[test]
    fn what_is_encrypted_is_told_from_the_rest() {
        let (open, finished) = (record(HANDSHAKE, 0, 0, b"open"), record(HANDSHAKE, 1, 0, b"finished"));
        assert_eq!(sealed(&[open.clone(), finished.clone(), open.clone()].concat()), finished);
        assert!(sealed(&open).is_empty());
    }

    #[test]
    fn what_is_cut_short_is_nothing() {
        let whole = record(HANDSHAKE, 0, 0, b"hello");
        (1..whole.len()).for_each(|end| assert_eq!(kind(&whole[..end]), None, "{end}"));
    }
}
