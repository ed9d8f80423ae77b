//! DTLS records, as far as they can be read without keys (RFC 6347, 4.1).

const HEADER: usize = 13;
/// Content types.
const CHANGE_CIPHER_SPEC: u8 = 20;
const HANDSHAKE: u8 = 22;
/// The only valid content of a ChangeCipherSpec.
const CHANGE_BODY: [u8; 1] = [1];
/// Keys are negotiated once, so later epochs are invalid.
const LAST_EPOCH: u16 = 1;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A record of a handshake, or an unencrypted one.
    Handshake,
    /// An encrypted record of an established association.
    Encrypted,
}

/// `None` when an association cannot have sent the packet. Of unencrypted records only those of a handshake are valid: anyone can
/// forge an alert, and `rtc-dtls` would answer with an alert that ends the client's side.
pub fn kind(packet: &[u8]) -> Option<Kind> {
    let (mut rest, mut kind) = (packet, Kind::Encrypted);
    while !rest.is_empty() {
        let head: &[u8; HEADER] = rest.first_chunk()?;
        let [epoch, len] = [[head[3], head[4]], [head[11], head[12]]].map(u16::from_be_bytes);
        let (record, after) = rest.split_at_checked(HEADER + usize::from(len))?;
        rest = after;
        match (epoch, head[0]) {
            // ChangeCipherSpec is invalid in an encrypted epoch; `rtc-dtls` would accept it without keys, and answer.
            (LAST_EPOCH, CHANGE_CIPHER_SPEC) => return None,
            (LAST_EPOCH, _) | (0, HANDSHAKE) => {}
            (0, CHANGE_CIPHER_SPEC) if record[HEADER..] == CHANGE_BODY => {}
            _ => return None,
        }
        if epoch < LAST_EPOCH || head[0] == HANDSHAKE {
            kind = Kind::Handshake;
        }
    }
    Some(kind)
}

/// Numbers unencrypted records in the order of their arrival. Their own numbers are not authenticated: a forged one that is far
/// ahead would make the genuine ones look old.
pub fn renumber(packet: &mut [u8], next: &mut u64) {
    let mut rest = packet;
    while let Some((head, after)) = rest.split_first_chunk_mut::<HEADER>() {
        let len = usize::from(u16::from_be_bytes([head[11], head[12]]));
        if head[3..5] == [0, 0] {
            head[5..11].copy_from_slice(&next.to_be_bytes()[2..]);
            *next += 1;
        }
        rest = after.get_mut(len..).unwrap_or_default();
    }
}

/// The encrypted records of a packet.
pub fn encrypted_records(packet: &[u8]) -> Vec<u8> {
    let (mut rest, mut sealed) = (packet, Vec::new());
    while let Some(head) = rest.first_chunk::<HEADER>() {
        let len = HEADER + usize::from(u16::from_be_bytes([head[11], head[12]]));
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
    fn handshake_and_encrypted_records_are_told_apart() {
        let (hello, data) = (record(HANDSHAKE, 0, 0, b"hello"), record(23, 1, 0, b"data"));
        assert_eq!(kind(&hello), Some(Kind::Handshake));
        assert_eq!(kind(&data), Some(Kind::Encrypted));
        assert_eq!(kind(&[data.clone(), hello].concat()), Some(Kind::Handshake), "one is enough");
        assert_eq!(kind(&record(HANDSHAKE, 1, 0, b"finished")), Some(Kind::Handshake));
        assert_eq!(kind(&[data, record(23, 2, 0, b"data")].concat()), None, "there is no such epoch");
    }

    #[test]
    fn unencrypted_alerts_and_data_are_rejected() {
        assert_eq!(kind(&record(21, 0, 0, &[1, 0])), None, "a goodbye");
        assert_eq!(kind(&record(21, 0, 0, &[2, 40])), None, "a failure");
        assert_eq!(kind(&record(23, 0, 0, b"data")), None, "what is never sent so");
        assert_eq!(kind(&record(CHANGE_CIPHER_SPEC, 0, 0, &[1])), Some(Kind::Handshake));
        assert_eq!(kind(&record(CHANGE_CIPHER_SPEC, 0, 0, &[2])), None);
        assert_eq!(kind(&record(CHANGE_CIPHER_SPEC, 1, 0, &[1])), None);
        assert_eq!(kind(&record(21, 1, 0, b"sealed")), Some(Kind::Encrypted), "that needs the keys");
    }

    #[test]
    fn unencrypted_records_are_numbered_in_order_of_arrival() {
        let mut next = 5;
        let mut packet = [record(HANDSHAKE, 0, 900, b"one"), record(HANDSHAKE, 1, 7, b"sealed")].concat();
        packet.extend(record(CHANGE_CIPHER_SPEC, 0, 3, &[1]));
        renumber(&mut packet, &mut next);
        let wanted = [record(HANDSHAKE, 0, 5, b"one"), record(HANDSHAKE, 1, 7, b"sealed")].concat();
        assert_eq!((packet, next), ([wanted, record(CHANGE_CIPHER_SPEC, 0, 6, &[1])].concat(), 7));
    }

    #[test]
    fn only_encrypted_records_are_kept() {
        let (open, finished) = (record(HANDSHAKE, 0, 0, b"open"), record(HANDSHAKE, 1, 0, b"finished"));
        assert_eq!(encrypted_records(&[open.clone(), finished.clone(), open.clone()].concat()), finished);
        assert!(encrypted_records(&open).is_empty());
    }

    #[test]
    fn truncated_records_are_rejected() {
        let whole = record(HANDSHAKE, 0, 0, b"hello");
        (1..whole.len()).for_each(|end| assert_eq!(kind(&whole[..end]), None, "{end}"));
    }
}
