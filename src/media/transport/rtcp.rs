//! The RTCP packets that the server uses (RFC 3550, 6; RFC 3611; RFC 4585): reports in both directions, our reference time, lost
//! packets, and keyframe requests.

use std::time::SystemTime;

use super::transport_report;

const SENDER_REPORT: u8 = 200;
const RECEIVER_REPORT: u8 = 201;
const SOURCE_DESCRIPTION: u8 = 202;
const TRANSPORT_FEEDBACK: u8 = 205;
const PAYLOAD_FEEDBACK: u8 = 206;
const EXTENDED_REPORT: u8 = 207;
const NACK: u8 = 1;
/// Which packets with transport-wide numbers have arrived (draft-holmer-rmcat-transport-wide-cc-extensions-01).
const TRANSPORT_REPORT: u8 = 15;
/// RFC 4585, 6.3.1, and RFC 5104, 4.3.1.
const PICTURE_LOSS_INDICATION: u8 = 1;
const FULL_INTRA_REQUEST: u8 = 4;
/// RFC 3611, 4.4 and 4.5.
const RECEIVER_REFERENCE_TIME: u8 = 4;
const DELAY_SINCE_LAST_RECEIVER_REPORT: u8 = 5;
/// The SSRC in our own reports.
pub(super) const OUR_SSRC: u32 = 1;
/// The seconds between 1900, where NTP starts, and 1970.
const NTP_TO_UNIX: u64 = 2_208_988_800;

/// Whether a packet in the range that RTP and RTCP share is RTCP (RFC 5761, 4).
pub fn is_rtcp(packet: &[u8]) -> bool {
    packet.get(1).is_some_and(|kind| (192..=223).contains(kind))
}

/// One item of a peer's feedback.
#[derive(Debug, PartialEq, Eq)]
pub enum Feedback {
    /// The middle of the NTP time of a peer's sender report, to be echoed in our report.
    SenderReport { ssrc: u32, ntp: u32 },
    /// How one of our streams arrives: the fraction lost recently in 256ths, the jitter in ticks of the stream's clock, and for
    /// our last sender report its time and how long ago it arrived, in 65,536ths of a second.
    ReceptionReport { ssrc: u32, fraction_lost: u8, jitter: u32, last: u32, delay: u32 },
    /// Echoes our last reference time, with how long ago it arrived, in 65,536ths of a second.
    ReferenceTimeEcho { last: u32, delay: u32 },
    /// A packet of a stream is missing.
    Nack { ssrc: u32, sequence: u16 },
    /// The peer needs a keyframe of a stream.
    KeyframeRequest { ssrc: u32 },
    /// Whether the packet with this transport-wide number has arrived, and at which microsecond of the peer's clock.
    Arrival { number: u16, at: Option<i64> },
}

/// Reads a compound packet. Unknown packets are skipped; a truncated one ends it.
pub fn read(mut rest: &[u8], mut report: impl FnMut(Feedback)) {
    while let Some(head) = rest.first_chunk::<4>() {
        let len = 4 + 4 * usize::from(u16::from_be_bytes([head[2], head[3]]));
        let Some((packet, next)) = rest.split_at_checked(len) else { return };
        let count = head[0] & 0x1f;
        match (head[1], count) {
            (SENDER_REPORT, _) => {
                if let (Some(ssrc), Some(ntp)) = (word(packet, 4), packet.get(10..14)) {
                    report(Feedback::SenderReport { ssrc, ntp: u32::from_be_bytes([ntp[0], ntp[1], ntp[2], ntp[3]]) });
                }
                read_reception_reports(packet, 28, count, &mut report);
            }
            (RECEIVER_REPORT, _) => read_reception_reports(packet, 8, count, &mut report),
            (EXTENDED_REPORT, _) => read_extended_report(packet, &mut report),
            (TRANSPORT_FEEDBACK, NACK) => {
                for at in (12..packet.len()).step_by(4) {
                    if let (Some(ssrc), Some(lost)) = (word(packet, 8), word(packet, at)) {
                        let first = (lost >> 16) as u16;
                        report(Feedback::Nack { ssrc, sequence: first });
                        let more = (0..16).filter(|bit| lost & (1 << bit) != 0);
                        more.for_each(|bit| report(Feedback::Nack { ssrc, sequence: first.wrapping_add(bit + 1) }));
                    }
                }
            }
            (TRANSPORT_FEEDBACK, TRANSPORT_REPORT) => {
                transport_report::read(packet, |number, at| report(Feedback::Arrival { number, at }));
            }
            (PAYLOAD_FEEDBACK, PICTURE_LOSS_INDICATION) => {
                if let Some(ssrc) = word(packet, 8) {
                    report(Feedback::KeyframeRequest { ssrc });
                }
            }
            (PAYLOAD_FEEDBACK, FULL_INTRA_REQUEST) => {
                let wishes = (12..packet.len()).step_by(8).filter_map(|at| word(packet, at));
                wishes.for_each(|ssrc| report(Feedback::KeyframeRequest { ssrc }));
            }
            _ => {}
        }
        rest = next;
    }
}

fn read_reception_reports(packet: &[u8], start: usize, count: u8, report: &mut impl FnMut(Feedback)) {
    for at in (0..usize::from(count)).map(|block| start + 24 * block) {
        let words = (
            word(packet, at),
            word(packet, at + 4),
            word(packet, at + 12),
            word(packet, at + 16),
            word(packet, at + 20),
        );
        if let (Some(ssrc), Some(loss), Some(jitter), Some(last), Some(delay)) = words {
            report(Feedback::ReceptionReport { ssrc, fraction_lost: (loss >> 24) as u8, jitter, last, delay });
        }
    }
}

/// Reads the echoes of our reference time in an extended report.
fn read_extended_report(packet: &[u8], report: &mut impl FnMut(Feedback)) {
    let mut rest = packet.get(8..).unwrap_or_default();
    while let Some(head) = rest.first_chunk::<4>() {
        let len = 4 + 4 * usize::from(u16::from_be_bytes([head[2], head[3]]));
        let Some((block, next)) = rest.split_at_checked(len) else { return };
        for at in (4..block.len()).step_by(12).filter(|_| head[0] == DELAY_SINCE_LAST_RECEIVER_REPORT) {
            if let (Some(OUR_SSRC), Some(last), Some(delay)) =
                (word(block, at), word(block, at + 4), word(block, at + 8))
            {
                report(Feedback::ReferenceTimeEcho { last, delay });
            }
        }
        rest = next;
    }
}

fn word(packet: &[u8], at: usize) -> Option<u32> {
    packet.get(at..)?.first_chunk().map(|bytes| u32::from_be_bytes(*bytes))
}

/// NTP time: the seconds since 1900, and 2^32nds of a second.
pub fn ntp(now: SystemTime) -> u64 {
    let since = now.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    ((since.as_secs() + NTP_TO_UNIX) << 32) | (u64::from(since.subsec_nanos()) * (1 << 32) / 1_000_000_000)
}

/// Our report about a stream that we send.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SenderReport {
    pub ssrc: u32,
    pub ntp: u64,
    /// The RTP timestamp at that moment.
    pub timestamp: u32,
    pub packets: u32,
    pub bytes: u32,
}

/// Appends a sender report with its source description.
pub fn write_sender_report(sent: &SenderReport, out: &mut Vec<u8>) {
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

/// Our report about a stream that we receive.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ReceiverReport {
    pub ssrc: u32,
    /// The fraction lost since the last report, in 256ths.
    pub fraction_lost: u8,
    pub lost: u32,
    pub highest: u32,
    pub jitter: u32,
    pub last: u32,
    pub delay: u32,
}

/// Appends a receiver report.
pub fn write_receiver_report(received: &ReceiverReport, out: &mut Vec<u8>) {
    out.extend_from_slice(&[0x81, RECEIVER_REPORT, 0, 7]);
    let loss = u32::from(received.fraction_lost) << 24 | received.lost & 0x00ff_ffff;
    for word in [OUR_SSRC, received.ssrc, loss, received.highest, received.jitter, received.last, received.delay] {
        out.extend_from_slice(&word.to_be_bytes());
    }
}

/// Appends our reference time, for a peer that is to echo it: a peer that receives no stream has no sender report to echo.
pub fn write_reference_time(ntp: u64, out: &mut Vec<u8>) {
    out.extend_from_slice(&[0x80, EXTENDED_REPORT, 0, 4]);
    out.extend_from_slice(&OUR_SSRC.to_be_bytes());
    out.extend_from_slice(&[RECEIVER_REFERENCE_TIME, 0, 0, 2]);
    out.extend_from_slice(&ntp.to_be_bytes());
}

/// Appends a NACK for one packet of a stream (RFC 4585, 6.2.1).
pub fn write_nack(ssrc: u32, sequence: u16, out: &mut Vec<u8>) {
    out.extend_from_slice(&[0x80 | NACK, TRANSPORT_FEEDBACK, 0, 3]);
    for word in [OUR_SSRC, ssrc, u32::from(sequence) << 16] {
        out.extend_from_slice(&word.to_be_bytes());
    }
}

/// Appends a picture loss indication, which requests a keyframe.
pub fn write_pli(ssrc: u32, out: &mut Vec<u8>) {
    out.extend_from_slice(&[0x80 | PICTURE_LOSS_INDICATION, PAYLOAD_FEEDBACK, 0, 2]);
    for word in [OUR_SSRC, ssrc] {
        out.extend_from_slice(&word.to_be_bytes());
    }
}

/// Appends a receiver report without report blocks, as a sign of life (RFC 3550, 6.4.2).
pub fn write_empty_receiver_report(out: &mut Vec<u8>) {
    out.extend_from_slice(&[0x80, RECEIVER_REPORT, 0, 1, 0, 0, 0, 1]);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(packet: &[u8]) -> Vec<Feedback> {
        let mut said = Vec::new();
        read(packet, |one| said.push(one));
        said
    }

    #[test]
    fn our_own_reports_can_be_read() {
        let ntp = ntp(SystemTime::UNIX_EPOCH + std::time::Duration::from_millis(1_500));
        assert_eq!(ntp, (NTP_TO_UNIX + 1) << 32 | 1 << 31);
        let mut packet = Vec::new();
        write_sender_report(&SenderReport { ssrc: 7, ntp, timestamp: 1, packets: 2, bytes: 3 }, &mut packet);
        let received =
            ReceiverReport { ssrc: 9, fraction_lost: 12, lost: 5, highest: 6, jitter: 7, last: 8, delay: 10 };
        write_receiver_report(&received, &mut packet);
        write_empty_receiver_report(&mut packet);
        assert!(is_rtcp(&packet));
        let ntp = (ntp >> 16) as u32;
        assert_eq!(
            all(&packet),
            [
                Feedback::SenderReport { ssrc: 7, ntp },
                Feedback::ReceptionReport { ssrc: 9, fraction_lost: 12, jitter: 7, last: 8, delay: 10 }
            ]
        );
    }

    #[test]
    fn a_nack_yields_every_missing_packet() {
        let packet = [0x81, 205, 0, 3, 0, 0, 0, 1, 0, 0, 0, 7, 0xff, 0xff, 0, 0b101];
        let missing = [65_535, 0, 2].map(|sequence| Feedback::Nack { ssrc: 7, sequence });
        assert_eq!(all(&packet), missing);
        let mut packet = Vec::new();
        write_nack(7, 65_535, &mut packet);
        assert_eq!(all(&packet), [Feedback::Nack { ssrc: 7, sequence: 65_535 }]);
    }

    #[test]
    fn pli_and_fir_both_request_a_keyframe() {
        let mut packet = Vec::new();
        write_pli(7, &mut packet);
        packet.extend_from_slice(&[0x84, 206, 0, 6, 0, 0, 0, 1, 0, 0, 0, 0]);
        packet.extend_from_slice(&[0, 0, 0, 8, 1, 0, 0, 0, 0, 0, 0, 9, 1, 0, 0, 0]);
        assert_eq!(all(&packet), [7, 8, 9].map(|ssrc| Feedback::KeyframeRequest { ssrc }));
    }

    #[test]
    fn the_echo_of_our_reference_time_is_found_among_other_blocks() {
        let mut packet = Vec::new();
        write_reference_time(0x0102_0304_0506_0708, &mut packet);
        assert_eq!(packet, [0x80, 207, 0, 4, 0, 0, 0, 1, 4, 0, 0, 2, 1, 2, 3, 4, 5, 6, 7, 8]);
        assert_eq!(all(&packet), [], "a time is no answer");
        packet.extend_from_slice(&[0x80, 207, 0, 11, 0, 0, 0, 9, 4, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 2]);
        packet.extend_from_slice(&[5, 0, 0, 6, 0, 0, 0, 7, 0, 0, 0, 1, 0, 0, 0, 2]);
        packet.extend_from_slice(&[0, 0, 0, 1, 3, 4, 5, 6, 0, 0, 0, 8]);
        assert_eq!(all(&packet), [Feedback::ReferenceTimeEcho { last: 0x0304_0506, delay: 8 }]);
        // The last block claims to be longer than it is.
        let at = packet.len() - 25;
        packet[at] = 7;
        assert_eq!(all(&packet), []);
    }

    #[test]
    fn a_bandwidth_that_the_client_estimates_itself_is_ignored() {
        // REMB (draft-alvestrand-rmcat-remb-03) of 0 bit/s for stream 7, and then a request for a key frame.
        let mut packet = vec![0x8f, 206, 0, 5, 0, 0, 0, 1, 0, 0, 0, 0, b'R', b'E', b'M', b'B', 1, 0, 0, 0, 0, 0, 0, 7];
        packet.extend_from_slice(&[0x81, 206, 0, 2, 0, 0, 0, 1, 0, 0, 0, 7]);
        assert_eq!(all(&packet), [Feedback::KeyframeRequest { ssrc: 7 }]);
    }

    #[test]
    fn truncated_packets_do_not_panic() {
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
