//! What a packet of DTLS is made of, as far as it can be seen without its keys (RFC 6347, 4.1).

const HEAD: usize = 13;
/// Content types.
const CHANGE_CIPHER_SPEC: u8 = 20;
const HANDSHAKE: u8 = 22;
/// Keys are agreed upon once: what comes in a later epoch is nobody's.
const LAST_EPOCH: u16 = 1;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Something of a handshake, or that is not encrypted.
    Handshake,
    /// Encrypted, of an association that stands.
    Settled,
}

/// `None`: it is nothing that could come of an association.
pub fn kind(packet: &[u8]) -> Option<Kind> {
    let (mut rest, mut kind) = (packet, Kind::Settled);
    while !rest.is_empty() {
        let head: &[u8; HEAD] = rest.first_chunk()?;
        let [epoch, len] = [[head[3], head[4]], [head[11], head[12]]].map(u16::from_be_bytes);
        (_, rest) = rest.split_at_checked(HEAD + usize::from(len))?;
        if epoch > LAST_EPOCH {
            return None;
        }
        if epoch < LAST_EPOCH || matches!(head[0], CHANGE_CIPHER_SPEC | HANDSHAKE) {
            kind = Kind::Handshake;
        }
    }
    Some(kind)
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
        assert_eq!(kind(&record(21, 0, 0, b"alert")), Some(Kind::Handshake), "anyone can say that");
        assert_eq!(kind(&[data, record(23, 2, 0, b"data")].concat()), None, "there is no such epoch");
    }

    #[test]
    fn what_is_cut_short_is_nothing() {
        let whole = record(HANDSHAKE, 0, 0, b"hello");
        (1..whole.len()).for_each(|end| assert_eq!(kind(&whole[..end]), None, "{end}"));
    }
}
