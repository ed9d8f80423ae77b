//! The few RTCP packets that matter here (RFC 3550, 6; RFC 3611; RFC 4585): reports both ways, what time it is for us, what
//! was lost, and the wish for a whole picture.

use std::time::SystemTime;

const SENDER_REPORT: u8 = 200;
const RECEIVER_REPORT: u8 = 201;
const SOURCE_DESCRIPTION: u8 = 202;
const TRANSPORT_FEEDBACK: u8 = 205;
const PAYLOAD_FEEDBACK: u8 = 206;
const EXTENDED_REPORT: u8 = 207;
const NACK: u8 = 1;
/// RFC 4585, 6.3.1, and RFC 5104, 4.3.1.
const PICTURE_LOSS: u8 = 1;
const FULL_INTRA: u8 = 4;
/// RFC 3611, 4.4 and 4.5.
const REFERENCE_TIME: u8 = 4;
const TIME_SINCE: u8 = 5;
/// In whose name we report.
pub(super) const US: u32 = 1;
/// Between 1900, where NTP begins, and 1970, in seconds.
const SINCE_1900: u64 = 2_208_988_800;

/// Whether a packet of the range that RTP and RTCP share is RTCP (RFC 5761, 4).
pub fn is_rtcp(packet: &[u8]) -> bool {
    packet.get(1).is_some_and(|kind| (192..=223).contains(kind))
}

/// One thing that a peer reports.
#[derive(Debug, PartialEq, Eq)]
pub enum Said {
    /// The middle of the NTP time of a peer's own report, to be told back.
    Sent { ssrc: u32, when: u32 },
    /// What has become of a stream of ours: the share lost of late in 256ths, jitter in ticks of its clock, and of our last
    /// report the time and how long ago it came, in 65,536ths of a second.
    Received { ssrc: u32, lost: u8, jitter: u32, last: u32, delay: u32 },
    /// When our last reference time was told, and how long ago it came, in 65,536ths of a second.
    Answered { last: u32, delay: u32 },
    /// This packet of this stream has not come.
    Missing { ssrc: u32, sequence: u16 },
    /// Of this stream a picture is needed that stands by itself.
    Blind { ssrc: u32 },
}

/// Reads a compound packet. What is not understood is passed over, what is cut short ends it.
pub fn read(mut rest: &[u8], mut say: impl FnMut(Said)) {
    while let Some(head) = rest.first_chunk::<4>() {
        let len = 4 + 4 * usize::from(u16::from_be_bytes([head[2], head[3]]));
        let Some((packet, next)) = rest.split_at_checked(len) else { return };
        let count = head[0] & 0x1f;
        match (head[1], count) {
            (SENDER_REPORT, _) => {
                if let (Some(ssrc), Some(when)) = (word(packet, 4), packet.get(10..14)) {
                    say(Said::Sent { ssrc, when: u32::from_be_bytes([when[0], when[1], when[2], when[3]]) });
                }
                blocks(packet, 28, count, &mut say);
            }
            (RECEIVER_REPORT, _) => blocks(packet, 8, count, &mut say),
            (EXTENDED_REPORT, _) => answers(packet, &mut say),
            (TRANSPORT_FEEDBACK, NACK) => {
                for at in (12..packet.len()).step_by(4) {
                    if let (Some(ssrc), Some(lost)) = (word(packet, 8), word(packet, at)) {
                        let first = (lost >> 16) as u16;
                        say(Said::Missing { ssrc, sequence: first });
                        let more = (0..16).filter(|bit| lost & (1 << bit) != 0);
                        more.for_each(|bit| say(Said::Missing { ssrc, sequence: first.wrapping_add(bit + 1) }));
                    }
                }
            }
            (PAYLOAD_FEEDBACK, PICTURE_LOSS) => {
                if let Some(ssrc) = word(packet, 8) {
                    say(Said::Blind { ssrc });
                }
            }
            (PAYLOAD_FEEDBACK, FULL_INTRA) => {
                let wishes = (12..packet.len()).step_by(8).filter_map(|at| word(packet, at));
                wishes.for_each(|ssrc| say(Said::Blind { ssrc }));
            }
            _ => {}
        }
        rest = next;
    }
}

fn blocks(packet: &[u8], start: usize, count: u8, say: &mut impl FnMut(Said)) {
    for at in (0..usize::from(count)).map(|block| start + 24 * block) {
        let words = (
            word(packet, at),
            word(packet, at + 4),
            word(packet, at + 12),
            word(packet, at + 16),
            word(packet, at + 20),
        );
        if let (Some(ssrc), Some(loss), Some(jitter), Some(last), Some(delay)) = words {
            say(Said::Received { ssrc, lost: (loss >> 24) as u8, jitter, last, delay });
        }
    }
}

/// What an extended report answers to the time that we told.
fn answers(packet: &[u8], say: &mut impl FnMut(Said)) {
    let mut rest = packet.get(8..).unwrap_or_default();
    while let Some(head) = rest.first_chunk::<4>() {
        let len = 4 + 4 * usize::from(u16::from_be_bytes([head[2], head[3]]));
        let Some((block, next)) = rest.split_at_checked(len) else { return };
        for at in (4..block.len()).step_by(12).filter(|_| head[0] == TIME_SINCE) {
            if let (Some(US), Some(last), Some(delay)) = (word(block, at), word(block, at + 4), word(block, at + 8)) {
                say(Said::Answered { last, delay });
            }
        }
        rest = next;
    }
}

fn word(packet: &[u8], at: usize) -> Option<u32> {
    packet.get(at..)?.first_chunk().map(|bytes| u32::from_be_bytes(*bytes))
}

/// NTP time: seconds since 1900 and their 2^32nds.
pub fn ntp(now: SystemTime) -> u64 {
    let since = now.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    ((since.as_secs() + SINCE_1900) << 32) | (u64::from(since.subsec_nanos()) * (1 << 32) / 1_000_000_000)
}

/// What we say of a stream that we send.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sent {
    pub ssrc: u32,
    pub ntp: u64,
    /// The stream's own time at that moment.
    pub timestamp: u32,
    pub packets: u32,
    pub bytes: u32,
}

/// Appends a sender report and its source description.
pub fn write_sent(sent: &Sent, out: &mut Vec<u8>) {
    out.extend_from_slice(&[0x80, SENDER_REPORT, 0, 6]);
    out.extend_from_slice(&sent.ssrc.to_be_bytes());
    out.extend_from_slice(&sent.ntp.to_be_bytes());
    for word in [sent.timestamp, sent.packets, sent.bytes] {
        out.extend_from_slice(&word.to_be_bytes());
    }
    // The name `l`, and the end of the list.
    out.extend_from_slice(&[0x81, SOURCE_DESCRIPTION, 0, 2]);
    out.extend_from_slice(&sent.ssrc.to_be_bytes());
    out.extend_from_slice(&[1, 1, b'l', 0]);
}

/// What we say of a stream that comes in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Received {
    pub ssrc: u32,
    /// The share lost since the last report, in 256ths.
    pub fraction: u8,
    pub lost: u32,
    pub highest: u32,
    pub jitter: u32,
    pub last: u32,
    pub delay: u32,
}

/// Appends a receiver report.
pub fn write_received(received: &Received, out: &mut Vec<u8>) {
    out.extend_from_slice(&[0x81, RECEIVER_REPORT, 0, 7]);
    let loss = u32::from(received.fraction) << 24 | received.lost & 0x00ff_ffff;
    for word in [US, received.ssrc, loss, received.highest, received.jitter, received.last, received.delay] {
        out.extend_from_slice(&word.to_be_bytes());
    }
}

/// Appends what time it is for us, for one who is to say how long ago that was: who is sent no stream has no sender report
/// to answer.
pub fn write_time(ntp: u64, out: &mut Vec<u8>) {
    out.extend_from_slice(&[0x80, EXTENDED_REPORT, 0, 4]);
    out.extend_from_slice(&US.to_be_bytes());
    out.extend_from_slice(&[REFERENCE_TIME, 0, 0, 2]);
    out.extend_from_slice(&ntp.to_be_bytes());
}

/// Appends a report that this packet of a stream has not come (RFC 4585, 6.2.1).
pub fn write_missing(ssrc: u32, sequence: u16, out: &mut Vec<u8>) {
    out.extend_from_slice(&[0x80 | NACK, TRANSPORT_FEEDBACK, 0, 3]);
    for word in [US, ssrc, u32::from(sequence) << 16] {
        out.extend_from_slice(&word.to_be_bytes());
    }
}

/// Appends the wish for a picture that stands by itself.
pub fn write_blind(ssrc: u32, out: &mut Vec<u8>) {
    out.extend_from_slice(&[0x80 | PICTURE_LOSS, PAYLOAD_FEEDBACK, 0, 2]);
    for word in [US, ssrc] {
        out.extend_from_slice(&word.to_be_bytes());
    }
}

/// Appends a receiver report that has nothing to tell but that we are here (RFC 3550, 6.4.2).
pub fn write_presence(out: &mut Vec<u8>) {
    out.extend_from_slice(&[0x80, RECEIVER_REPORT, 0, 1, 0, 0, 0, 1]);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(packet: &[u8]) -> Vec<Said> {
        let mut said = Vec::new();
        read(packet, |one| said.push(one));
        said
    }

    #[test]
    fn our_own_reports_read_back() {
        let ntp = ntp(SystemTime::UNIX_EPOCH + std::time::Duration::from_millis(1_500));
        assert_eq!(ntp, (SINCE_1900 + 1) << 32 | 1 << 31);
        let mut packet = Vec::new();
        write_sent(&Sent { ssrc: 7, ntp, timestamp: 1, packets: 2, bytes: 3 }, &mut packet);
        let received = Received { ssrc: 9, fraction: 12, lost: 5, highest: 6, jitter: 7, last: 8, delay: 10 };
        write_received(&received, &mut packet);
        write_presence(&mut packet);
        assert!(is_rtcp(&packet));
        let when = (ntp >> 16) as u32;
        assert_eq!(
            all(&packet),
            [Said::Sent { ssrc: 7, when }, Said::Received { ssrc: 9, lost: 12, jitter: 7, last: 8, delay: 10 }]
        );
    }

    #[test]
    fn what_is_missing_is_named_one_by_one() {
        let packet = [0x81, 205, 0, 3, 0, 0, 0, 1, 0, 0, 0, 7, 0xff, 0xff, 0, 0b101];
        let missing = [65_535, 0, 2].map(|sequence| Said::Missing { ssrc: 7, sequence });
        assert_eq!(all(&packet), missing);
        let mut packet = Vec::new();
        write_missing(7, 65_535, &mut packet);
        assert_eq!(all(&packet), [Said::Missing { ssrc: 7, sequence: 65_535 }]);
    }

    #[test]
    fn who_cannot_see_says_so_in_either_way() {
        let mut packet = Vec::new();
        write_blind(7, &mut packet);
        packet.extend_from_slice(&[0x84, 206, 0, 6, 0, 0, 0, 1, 0, 0, 0, 0]);
        packet.extend_from_slice(&[0, 0, 0, 8, 1, 0, 0, 0, 0, 0, 0, 9, 1, 0, 0, 0]);
        assert_eq!(all(&packet), [7, 8, 9].map(|ssrc| Said::Blind { ssrc }));
    }

    #[test]
    fn an_answer_to_our_time_is_found_among_other_blocks_and_others_answers() {
        let mut packet = Vec::new();
        write_time(0x0102_0304_0506_0708, &mut packet);
        assert_eq!(packet, [0x80, 207, 0, 4, 0, 0, 0, 1, 4, 0, 0, 2, 1, 2, 3, 4, 5, 6, 7, 8]);
        assert_eq!(all(&packet), [], "a time is no answer");
        packet.extend_from_slice(&[0x80, 207, 0, 11, 0, 0, 0, 9, 4, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 2]);
        packet.extend_from_slice(&[5, 0, 0, 6, 0, 0, 0, 7, 0, 0, 0, 1, 0, 0, 0, 2]);
        packet.extend_from_slice(&[0, 0, 0, 1, 3, 4, 5, 6, 0, 0, 0, 8]);
        assert_eq!(all(&packet), [Said::Answered { last: 0x0304_0506, delay: 8 }]);
        // The last block says that it is longer than it is.
        let at = packet.len() - 25;
        packet[at] = 7;
        assert_eq!(all(&packet), []);
    }

    #[test]
    fn what_is_cut_short_says_nothing_wrong() {
        for kind in 192..=223 {
            for count in 0..32 {
                for len in 0..64 {
                    for filling in [0xff, 5, 0] {
                        let mut packet = vec![0x80 | count, kind, 0, 7];
                        packet.resize(len.max(4), filling);
                        read(&packet, |_| {});
                    }
                }
            }
        }
    }
}
