//! Reads what a listener reports about packets with transport-wide numbers: which arrived, and when
//! (draft-holmer-rmcat-transport-wide-cc-extensions-01, 3.1).

/// How many packets of one report are looked at: more than a listener is sent between two reports.
const MAX_PACKETS: u16 = 4096;
/// The units of times, in microseconds: of the difference to the previous packet, and of the reference time.
const TICK: i64 = 250;
const REFERENCE_TICK: i64 = 64_000;

/// Passes each packet of a report to `tell`: its number and, if it has arrived, at which microsecond of the listener's clock. A
/// truncated report ends early.
pub fn read(report: &[u8], mut tell: impl FnMut(u16, Option<i64>)) {
    let Some(head) = report.get(12..20) else { return };
    let first = u16::from_be_bytes([head[0], head[1]]);
    let count = u16::from_be_bytes([head[2], head[3]]).min(MAX_PACKETS);
    let mut at = i64::from(i32::from_be_bytes([head[4], head[5], head[6], 0]) >> 8) * REFERENCE_TICK;
    let Some(mut deltas) = deltas(&report[20..], u16::from_be_bytes([head[2], head[3]])) else { return };
    let mut number = 0;
    for chunk in report[20..].chunks_exact(2).map(|chunk| u16::from_be_bytes([chunk[0], chunk[1]])) {
        for status in statuses(chunk) {
            if number == count {
                return;
            }
            let arrival = match status {
                1 => deltas.split_first().map(|(delta, rest)| (i64::from(*delta), rest)),
                2 => deltas.split_first_chunk().map(|(delta, rest)| (i64::from(i16::from_be_bytes(*delta)), rest)),
                _ => {
                    tell(first.wrapping_add(number), None);
                    number += 1;
                    continue;
                }
            };
            let Some((delta, rest)) = arrival else { return };
            (at, deltas) = (at + delta * TICK, rest);
            tell(first.wrapping_add(number), Some(at));
            number += 1;
        }
    }
}

/// The times, which follow the statuses of all packets.
fn deltas(report: &[u8], count: u16) -> Option<&[u8]> {
    let mut left = usize::from(count);
    let mut at = 0;
    while left > 0 {
        let chunk: &[u8; 2] = report.get(at..)?.first_chunk()?;
        let covered = match u16::from_be_bytes(*chunk) {
            run if run & 0x8000 == 0 => usize::from(run & 0x1fff).max(1),
            vector if vector & 0x4000 == 0 => 14,
            _ => 7,
        };
        left = left.saturating_sub(covered);
        at += 2;
    }
    report.get(at..)
}

/// The statuses in one chunk: a run of one status, or one or two bits for each packet.
fn statuses(chunk: u16) -> impl Iterator<Item = u16> {
    let (count, bits) = match chunk {
        run if run & 0x8000 == 0 => (run & 0x1fff, 0),
        vector if vector & 0x4000 == 0 => (14, 1),
        _ => (7, 2),
    };
    (0..count).map(move |at| match bits {
        0 => chunk >> 13 & 3,
        1 => chunk >> (13 - at) & 1,
        _ => chunk >> (12 - 2 * at) & 3,
    })
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, Instant};

    use proptest::prelude::*;

    use super::{super::transport_feedback::TransportFeedback, *};

    fn all(report: &[u8]) -> Vec<(u16, Option<i64>)> {
        let mut packets = Vec::new();
        read(report, |number, at| packets.push((number, at)));
        packets
    }

    #[test]
    fn a_report_with_all_kinds_of_chunks_is_read() {
        let mut report = vec![0x8f, 205, 0, 8, 0, 0, 0, 1, 0, 0, 0, 2];
        // From 65,534 on, 20 packets from 3 times 64 ms on: 2 of a run, 14 with a bit each, 4 of 7 with two bits each.
        report.extend_from_slice(&[0xff, 0xfe, 0, 20, 0, 0, 3, 7]);
        report.extend_from_slice(&[0x20, 2, 0xa0, 1, 0xc0 | 0x10, 0x80]);
        report.extend_from_slice(&[4, 0, 8, 8, 1, 0xff, 0xfc]);
        let received: Vec<_> = all(&report).into_iter().filter_map(|(number, at)| Some((number, at?))).collect();
        assert_eq!(all(&report).len(), 20);
        let expected =
            [(65_534, 193_000), (65_535, 193_000), (0, 195_000), (13, 197_000), (14, 197_250), (17, 196_250)];
        assert_eq!(received, expected);
    }

    #[test]
    fn broken_reports_are_read_as_far_as_they_go() {
        for filler in [0, 0x20, 0x3f, 0x7f, 0x9f, 0xdf, 0xff] {
            for len in 0..80 {
                assert!(all(&vec![filler; len]).len() <= usize::from(MAX_PACKETS));
            }
        }
    }

    proptest! {
        #[test]
        fn what_we_write_is_read_again(first: u16, gaps in prop::collection::vec((1_u16..40, 0_u64..300_000), 1..100)) {
            let begun = Instant::now();
            let mut feedback = TransportFeedback::new(begun);
            let (mut sequence, mut at, mut expected) = (first, 0, Vec::new());
            for (gap, micros) in gaps {
                if sequence.wrapping_add(gap).wrapping_sub(first) >= 1000 { break }
                sequence = sequence.wrapping_add(gap);
                at += micros;
                feedback.record(sequence, begun + Duration::from_micros(at));
                expected.push((sequence, (at / 250 * 250) as i64));
            }
            let mut report = Vec::new();
            feedback.write(9, &mut report);
            let received: Vec<_> = all(&report).into_iter().filter_map(|(number, at)| Some((number, at?))).collect();
            prop_assert_eq!(received, expected);
        }
    }
}
