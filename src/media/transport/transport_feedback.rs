//! Tells a sender of video which of its packets arrived, and when; the sender estimates its bandwidth from that
//! (draft-holmer-rmcat-transport-wide-cc-extensions-01).

use std::time::Instant;

/// How many packets one report covers, and how large a gap counts as loss rather than as a restart.
const MAX_PACKETS: usize = 512;
const MAX_GAP: u16 = 1024;
/// The units of times, in microseconds: of the difference to the previous packet, and of the reference time.
const TICK: i64 = 250;
const REFERENCE_TICK: i64 = 64_000;
/// The status of a packet: not received, or received with a difference of one byte, or of two.
const MISSING: u16 = 0;
const SMALL_DELTA: u16 = 1;
const LARGE_DELTA: u16 = 2;
/// A run of at least this many equal statuses is shorter as a run-length chunk.
const MIN_RUN: usize = 7;

/// The packets of one sender since the last report.
pub struct TransportFeedback {
    since: Instant,
    received: Vec<(u16, Instant)>,
    /// The sequence number after the last reported one.
    next: Option<u16>,
    report_count: u8,
}

impl TransportFeedback {
    pub fn new(now: Instant) -> Self {
        Self { since: now, received: Vec::new(), next: None, report_count: 0 }
    }

    /// Records an arrival. Packets beyond what one report can hold are dropped, and count as lost.
    pub fn record(&mut self, sequence: u16, now: Instant) {
        if self.received.len() < MAX_PACKETS {
            self.received.push((sequence, now));
        }
    }

    /// Appends a report about the sender's stream `ssrc`, if there is anything to report.
    pub fn write(&mut self, ssrc: u32, out: &mut Vec<u8>) {
        let Some(first) = self.received.first().map(|(sequence, _)| *sequence) else { return };
        let next =
            self.next.filter(|next| first.wrapping_sub(*next).wrapping_add(MAX_GAP) < 2 * MAX_GAP).unwrap_or(first);
        // A packet that arrives after later ones were reported has been reported as lost, and stays so.
        let mut received: Vec<_> = self
            .received
            .drain(..)
            .map(|(sequence, at)| (sequence.wrapping_sub(next), at))
            .filter(|(offset, _)| *offset < MAX_GAP)
            .collect();
        received.sort_unstable();
        received.dedup_by_key(|(offset, _)| *offset);
        let Some((last, _)) = received.last().copied() else { return };
        let micros = |at: Instant| at.saturating_duration_since(self.since).as_micros() as i64;
        let reference =
            received.iter().map(|(_, at)| micros(*at)).next().unwrap_or_default().div_euclid(REFERENCE_TICK);
        let mut before = reference * REFERENCE_TICK / TICK;
        let mut statuses = vec![MISSING; usize::from(last) + 1];
        let mut deltas = Vec::new();
        for (offset, at) in received {
            let ticks = micros(at).div_euclid(TICK);
            let delta = (ticks - before).clamp(i16::MIN.into(), i16::MAX.into());
            before += delta;
            statuses[usize::from(offset)] = match u8::try_from(delta) {
                Ok(delta) => {
                    deltas.push(delta);
                    SMALL_DELTA
                }
                Err(_) => {
                    deltas.extend_from_slice(&(delta as i16).to_be_bytes());
                    LARGE_DELTA
                }
            };
        }
        self.next = Some(next.wrapping_add(last).wrapping_add(1));
        let start = out.len();
        out.extend_from_slice(&[0, 205, 0, 0]);
        super::rtcp::OUR_SSRC.to_be_bytes().into_iter().chain(ssrc.to_be_bytes()).for_each(|byte| out.push(byte));
        out.extend_from_slice(&next.to_be_bytes());
        out.extend_from_slice(&(last + 1).to_be_bytes());
        out.extend_from_slice(&(reference as u32).to_be_bytes()[1..]);
        out.push(self.report_count);
        self.report_count = self.report_count.wrapping_add(1);
        write_status_chunks(&statuses, out);
        out.extend_from_slice(&deltas);
        let padding = (4 - (out.len() - start) % 4) % 4;
        out.extend((1..=padding).map(|at| if at == padding { padding as u8 } else { 0 }));
        out[start] = 0x80 | u8::from(padding > 0) << 5 | 15;
        let words = ((out.len() - start) / 4 - 1) as u16;
        out[start + 2..start + 4].copy_from_slice(&words.to_be_bytes());
    }
}

/// Appends the statuses, as runs or in groups of seven.
fn write_status_chunks(mut statuses: &[u16], out: &mut Vec<u8>) {
    while let Some(first) = statuses.first() {
        let run = statuses.iter().take_while(|status| *status == first).count();
        let (chunk, taken) = if run >= MIN_RUN || run == statuses.len() {
            (first << 13 | run as u16, run)
        } else {
            let taken = statuses.len().min(MIN_RUN);
            let symbols = statuses[..taken].iter().enumerate();
            (symbols.fold(0xc000, |chunk, (at, status)| chunk | status << (12 - 2 * at)), taken)
        };
        out.extend_from_slice(&chunk.to_be_bytes());
        statuses = &statuses[taken..];
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use proptest::prelude::*;
    use rtc_rtcp::transport_feedbacks::transport_layer_cc::{PacketStatusChunk, TransportLayerCc};
    use rtc_shared::marshal::Unmarshal;

    use super::*;

    /// Reads a report with another implementation: for each sequence number whether it was received, and how many microseconds
    /// after `since`.
    fn read(report: &[u8]) -> Vec<(u16, Option<i64>)> {
        let report = TransportLayerCc::unmarshal(&mut &report[..]).expect("a report");
        let symbols = report.packet_chunks.iter().flat_map(|chunk| match chunk {
            PacketStatusChunk::RunLengthChunk(run) => vec![run.packet_status_symbol; run.run_length.into()],
            PacketStatusChunk::StatusVectorChunk(vector) => vector.symbol_list.clone(),
        });
        let mut at = i64::from(report.reference_time) * REFERENCE_TICK;
        let mut deltas = report.recv_deltas.iter();
        symbols
            .take(report.packet_status_count.into())
            .enumerate()
            .map(|(offset, symbol)| {
                let received = (symbol as u16 != MISSING).then(|| {
                    at += deltas.next().expect("a delta for each").delta;
                    at
                });
                (report.base_sequence_number.wrapping_add(offset as u16), received)
            })
            .collect()
    }

    #[test]
    fn every_packet_is_reported_once_as_received_or_missing() {
        let begun = Instant::now();
        let mut feedback = TransportFeedback::new(begun);
        let mut report = Vec::new();
        feedback.write(7, &mut report);
        assert!(report.is_empty(), "nothing received");
        for (sequence, ms) in [(65_534, 1000), (65_535, 1001), (1, 1090), (0, 1091)] {
            feedback.record(sequence, begun + Duration::from_millis(ms));
        }
        feedback.write(7, &mut report);
        let ms = |ms: i64| Some(ms * 1000);
        assert_eq!(read(&report), [(65_534, ms(1000)), (65_535, ms(1001)), (0, ms(1091)), (1, ms(1090))]);
        report.clear();
        feedback.record(5, begun + Duration::from_millis(1200));
        feedback.record(0, begun + Duration::from_millis(1201));
        feedback.write(7, &mut report);
        assert_eq!(read(&report), [(2, None), (3, None), (4, None), (5, ms(1200))]);
    }

    proptest! {
        #[test]
        fn another_implementation_reads_the_same_arrivals(first: u16, gaps in prop::collection::vec((1_u16..40, 0_u64..300_000), 1..200)) {
            let begun = Instant::now();
            let mut feedback = TransportFeedback::new(begun);
            let (mut sequence, mut at) = (first, 0);
            let mut expected = Vec::new();
            for (gap, micros) in gaps {
                if sequence.wrapping_add(gap).wrapping_sub(first) >= MAX_GAP { break }
                sequence = sequence.wrapping_add(gap);
                at += micros;
                feedback.record(sequence, begun + Duration::from_micros(at));
                expected.push((sequence, (at / 250 * 250) as i64));
            }
            let mut report = Vec::new();
            feedback.write(9, &mut report);
            prop_assert_eq!(report.len() % 4, 0);
            let received: Vec<_> = read(&report).into_iter().filter_map(|(number, at)| Some((number, at?))).collect();
            prop_assert_eq!(received, expected);
        }
    }
}
