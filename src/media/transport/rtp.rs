//! RTP headers (RFC 3550, 5.1) and header extensions (RFC 8285), read in place and rewritten for a slot or a view.

use crate::media::audio_level::Loudness;

/// The length of the fixed part of a header.
const FIXED: usize = 12;
/// The bit in the first byte that says that there are extensions.
const EXTENDED: u8 = 0x10;
const ONE_BYTE: u16 = 0xbede;

/// The fields of a header that the server needs.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Header {
    pub payload_type: u8,
    pub marker: bool,
    pub padded: bool,
    pub sequence: u16,
    pub timestamp: u32,
    pub ssrc: u32,
    /// Where the payload starts.
    pub len: usize,
    /// The byte of the audio level extension, if there is one.
    pub level: Option<u8>,
}

impl Header {
    /// `None` when it is not an RTP packet. `level_id` is the negotiated id of the audio level extension.
    pub fn read(packet: &[u8], level_id: Option<u8>) -> Option<Self> {
        let fixed: &[u8; FIXED] = packet.first_chunk()?;
        if fixed[0] >> 6 != 2 {
            return None;
        }
        let mut len = FIXED + 4 * usize::from(fixed[0] & 0x0f);
        let mut level = None;
        if fixed[0] & EXTENDED != 0 {
            let (profile, extensions) = extensions(packet)?;
            level = level_id.and_then(|id| extension(profile, extensions, id)).and_then(|value| value.first().copied());
            len += 4 + extensions.len();
        }
        (packet.len() >= len).then_some(Self {
            payload_type: fixed[1] & 0x7f,
            marker: fixed[1] & 0x80 != 0,
            padded: fixed[0] & 0x20 != 0,
            sequence: u16::from_be_bytes([fixed[2], fixed[3]]),
            timestamp: u32::from_be_bytes([fixed[4], fixed[5], fixed[6], fixed[7]]),
            ssrc: u32::from_be_bytes([fixed[8], fixed[9], fixed[10], fixed[11]]),
            len,
            level,
        })
    }

    /// The level of the packet. A packet without the extension counts as speech.
    pub fn loudness(&self) -> Loudness {
        self.level.map_or(Loudness::UNKNOWN, Loudness::of_extension)
    }

    /// Appends the header, with the audio level as its only extension.
    pub fn write(&self, level_id: Option<u8>, out: &mut Vec<u8>) {
        let extension = level_id.zip(self.level);
        out.push(0x80 | u8::from(self.padded) << 5 | u8::from(extension.is_some()) << 4);
        out.push(u8::from(self.marker) << 7 | self.payload_type);
        out.extend_from_slice(&self.sequence.to_be_bytes());
        out.extend_from_slice(&self.timestamp.to_be_bytes());
        out.extend_from_slice(&self.ssrc.to_be_bytes());
        if let Some((id, level)) = extension {
            out.extend_from_slice(&ONE_BYTE.to_be_bytes());
            out.extend_from_slice(&[0, 1, id << 4, level, 0, 0]);
        }
    }
}

/// Overwrites the sequence number of a packet.
pub fn set_sequence(packet: &mut [u8], sequence: u16) {
    packet[2..4].copy_from_slice(&sequence.to_be_bytes());
}

/// Makes a packet part of another stream.
pub fn rewrite_header(packet: &mut [u8], payload_type: u8, sequence: u16, timestamp: u32, ssrc: u32) {
    packet[1] = packet[1] & 0x80 | payload_type;
    set_sequence(packet, sequence);
    packet[4..8].copy_from_slice(&timestamp.to_be_bytes());
    packet[8..FIXED].copy_from_slice(&ssrc.to_be_bytes());
}

/// The bytes that a packet without extensions has more once it has a transport-wide number.
pub const TRANSPORT_NUMBER: usize = 8;

/// The extension with a transport-wide number, to be inserted behind a header without extensions, which [`set_extended`] must
/// mark.
pub fn transport_number(id: u8, number: u16) -> [u8; TRANSPORT_NUMBER] {
    let ([high, low], [first, second]) = (ONE_BYTE.to_be_bytes(), number.to_be_bytes());
    [high, low, 0, 1, id << 4 | 1, first, second, 0]
}

/// Marks a header as one with extensions.
pub fn set_extended(packet: &mut [u8]) {
    packet[0] |= EXTENDED;
}

/// The longest packet of padding, without its extensions.
pub const MAX_PADDING: usize = FIXED + u8::MAX as usize;

/// Appends a packet that has nothing but padding (RFC 3550, 5.1), as long as possible.
pub fn write_padding(payload_type: u8, sequence: u16, timestamp: u32, ssrc: u32, out: &mut Vec<u8>) {
    let marker = false;
    Header { payload_type, marker, padded: true, sequence, timestamp, ssrc, len: FIXED, level: None }.write(None, out);
    out.resize(out.len() + usize::from(u8::MAX) - 1, 0);
    out.push(u8::MAX);
}

/// Appends the retransmission of a packet whose header has `head` bytes and which went out as number `original` (RFC 4588, 4).
/// Its header is still that of the packet.
pub fn write_retransmission(packet: &[u8], head: usize, original: u16, out: &mut Vec<u8>) {
    let (header, payload) = packet.split_at(head.min(packet.len()));
    out.extend_from_slice(header);
    out.extend_from_slice(&original.to_be_bytes());
    out.extend_from_slice(payload);
}

/// The value of one header extension.
pub fn extension_value(packet: &[u8], id: u8) -> Option<&[u8]> {
    packet.first().filter(|first| **first & EXTENDED != 0)?;
    let (profile, extensions) = extensions(packet)?;
    extension(profile, extensions, id)
}

/// The extensions of a packet that has some, and their profile.
fn extensions(packet: &[u8]) -> Option<(u16, &[u8])> {
    let sources = 4 * usize::from(packet.first()? & 0x0f);
    let (head, rest) = packet.get(FIXED + sources..)?.split_first_chunk::<4>()?;
    let [profile, words] = [[head[0], head[1]], [head[2], head[3]]].map(u16::from_be_bytes);
    Some((profile, rest.get(..4 * usize::from(words))?))
}

/// The value of one extension, in either form of RFC 8285.
fn extension(profile: u16, mut rest: &[u8], wanted: u8) -> Option<&[u8]> {
    let long = profile & 0xfff0 == 0x1000;
    if profile != ONE_BYTE && !long {
        return None;
    }
    while let [first, after @ ..] = rest {
        // Padding.
        if *first == 0 {
            rest = after;
            continue;
        }
        let (id, len, values) = if long {
            let (len, values) = after.split_first()?;
            (*first, usize::from(*len), values)
        } else {
            (first >> 4, usize::from(first & 0x0f) + 1, after)
        };
        if id == 15 && !long {
            return None;
        }
        let (value, next) = values.split_at_checked(len)?;
        if id == wanted {
            return Some(value);
        }
        rest = next;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn header() -> Header {
        Header {
            payload_type: 111,
            marker: true,
            padded: false,
            sequence: 65_535,
            timestamp: 0xdead_beef,
            ssrc: 7,
            len: 20,
            level: Some(0x80 | 42),
        }
    }

    #[test]
    fn a_written_header_can_be_read() {
        let mut packet = Vec::new();
        header().write(Some(3), &mut packet);
        packet.extend_from_slice(b"opus");
        assert_eq!(Header::read(&packet, Some(3)), Some(header()));
        assert_eq!(Header::read(&packet, Some(4)), Some(Header { level: None, ..header() }));
        set_sequence(&mut packet, 2);
        assert_eq!(Header::read(&packet, None).map(|header| header.sequence), Some(2));
        packet.clear();
        header().write(None, &mut packet);
        assert_eq!(Header::read(&packet, Some(3)), Some(Header { level: None, len: 12, ..header() }));
    }

    #[test]
    fn a_rewritten_packet_keeps_its_marker_and_payload() {
        let mut packet = Vec::new();
        header().write(None, &mut packet);
        packet.extend_from_slice(b"vp8");
        rewrite_header(&mut packet, 96, 5, 6, 8);
        let expected =
            Header { payload_type: 96, sequence: 5, timestamp: 6, ssrc: 8, len: 12, level: None, ..header() };
        assert_eq!(Header::read(&packet, None), Some(expected));
        assert_eq!(&packet[12..], b"vp8");
    }

    #[test]
    fn the_level_is_found_among_other_extensions_in_both_forms() {
        let mut short = vec![0x90, 111, 0, 1, 0, 0, 0, 2, 0, 0, 0, 3, 0xbe, 0xde, 0, 2];
        short.extend_from_slice(&[0x41, b'a', b'b', 0, 0x10, 9, 0, 0]);
        assert_eq!(Header::read(&short, Some(1)).and_then(|header| header.level), Some(9));
        let mut long = vec![0x90, 111, 0, 1, 0, 0, 0, 2, 0, 0, 0, 3, 0x10, 0, 0, 2];
        long.extend_from_slice(&[4, 0, 0, 20, 1, 8, 0, 0]);
        assert_eq!(Header::read(&long, Some(20)).and_then(|header| header.level), Some(8));
        assert_eq!((extension_value(&short, 4), extension_value(&short, 2)), (Some(&b"ab"[..]), None));
        assert_eq!((extension_value(&long, 20), extension_value(&long[..18], 20)), (Some(&[8][..]), None));
    }

    #[test]
    fn a_packet_gets_a_transport_wide_number() {
        let mut packet = Vec::new();
        write_padding(97, 5, 6, 7, &mut packet);
        assert_eq!(packet.len(), MAX_PADDING);
        packet.splice(FIXED..FIXED, transport_number(4, 0xfffe));
        set_extended(&mut packet);
        let head = FIXED + TRANSPORT_NUMBER;
        let header = Header::read(&packet, None).expect("it is a packet");
        assert_eq!((header.len, header.padded, header.sequence, header.ssrc), (head, true, 5, 7));
        assert_eq!(extension_value(&packet, 4), Some(&[0xff, 0xfe][..]));
    }

    #[test]
    fn truncated_packets_are_rejected() {
        let mut packet = Vec::new();
        header().write(Some(3), &mut packet);
        for end in 0..packet.len() {
            assert_eq!(Header::read(&packet[..end], Some(3)), None, "{end}");
        }
        packet[0] = 0x40;
        assert_eq!(Header::read(&packet, Some(3)), None);
        for filler in 0..=255 {
            for len in 12..80 {
                let _ = Header::read(&[[0x9f].as_slice(), &vec![filler; len]].concat(), Some(3));
            }
        }
    }
}
