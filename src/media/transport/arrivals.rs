//! Which packets of a transport came, and when: what a sender of pictures reckons from how fast it may send
//! (draft-holmer-rmcat-transport-wide-cc-extensions-01).

use std::time::Instant;

/// How many packets are told of at once, and how large a gap is told of as loss rather than as a new beginning.
const MOST: usize = 512;
const GAP: u16 = 1024;
/// In what times are told, in microseconds: each packet's after the one before, and the first one's.
const TICK: i64 = 250;
const REFERENCE: i64 = 64_000;
/// What has become of a packet: nothing has come, or it came so long after the one before that this needs a byte, or two.
const MISSING: u16 = 0;
const SOON: u16 = 1;
const LATER: u16 = 2;
/// A run of at least so many is shorter told as a run.
const RUN: usize = 7;

/// The packets of one sender since they were last told of.
pub struct Arrivals {
    since: Instant,
    came: Vec<(u16, Instant)>,
    /// The number after the last that was told of.
    next: Option<u16>,
    told: u8,
}

impl Arrivals {
    pub fn new(now: Instant) -> Self {
        Self { since: now, came: Vec::new(), next: None, told: 0 }
    }

    /// A packet has come. Beyond what one report can tell it is forgotten, and counts as lost.
    pub fn note(&mut self, sequence: u16, now: Instant) {
        if self.came.len() < MOST {
            self.came.push((sequence, now));
        }
    }

    /// Appends a report of what has come, if anything has, about the sender's stream `ssrc`.
    pub fn write(&mut self, ssrc: u32, out: &mut Vec<u8>) {
        let Some(first) = self.came.first().map(|(sequence, _)| *sequence) else { return };
        let next = self.next.filter(|next| first.wrapping_sub(*next).wrapping_add(GAP) < 2 * GAP).unwrap_or(first);
        // What comes after later ones were told of was told of as lost, and stays so.
        let mut came: Vec<_> = self
            .came
            .drain(..)
            .map(|(sequence, at)| (sequence.wrapping_sub(next), at))
            .filter(|(offset, _)| *offset < GAP)
            .collect();
        came.sort_unstable();
        came.dedup_by_key(|(offset, _)| *offset);
        let Some((last, _)) = came.last().copied() else { return };
        let micros = |at: Instant| at.saturating_duration_since(self.since).as_micros() as i64;
        let reference = came.iter().map(|(_, at)| micros(*at)).next().unwrap_or_default().div_euclid(REFERENCE);
        let mut before = reference * REFERENCE / TICK;
        let mut statuses = vec![MISSING; usize::from(last) + 1];
        let mut deltas = Vec::new();
        for (offset, at) in came {
            let ticks = micros(at).div_euclid(TICK);
            let delta = (ticks - before).clamp(i16::MIN.into(), i16::MAX.into());
            before += delta;
            statuses[usize::from(offset)] = match u8::try_from(delta) {
                Ok(delta) => {
                    deltas.push(delta);
                    SOON
                }
                Err(_) => {
                    deltas.extend_from_slice(&(delta as i16).to_be_bytes());
                    LATER
                }
            };
        }
        self.next = Some(next.wrapping_add(last).wrapping_add(1));
        let start = out.len();
        out.extend_from_slice(&[0, 205, 0, 0]);
        super::rtcp::US.to_be_bytes().into_iter().chain(ssrc.to_be_bytes()).for_each(|byte| out.push(byte));
        out.extend_from_slice(&next.to_be_bytes());
        out.extend_from_slice(&(last + 1).to_be_bytes());
        out.extend_from_slice(&(reference as u32).to_be_bytes()[1..]);
        out.push(self.told);
        self.told = self.told.wrapping_add(1);
        chunks(&statuses, out);
        out.extend_from_slice(&deltas);
        let padding = (4 - (out.len() - start) % 4) % 4;
        out.extend((1..=padding).map(|at| if at == padding { padding as u8 } else { 0 }));
        out[start] = 0x80 | u8::from(padding > 0) << 5 | 15;
        let words = ((out.len() - start) / 4 - 1) as u16;
        out[start + 2..start + 4].copy_from_slice(&words.to_be_bytes());
    }
}

/// Appends what has become of the packets, as runs of the same, or seven by seven.
fn chunks(mut statuses: &[u16], out: &mut Vec<u8>) {
    while let Some(first) = statuses.first() {
        let run = statuses.iter().take_while(|status| *status == first).count();
        let (chunk, taken) = if run >= RUN || run == statuses.len() {
            (first << 13 | run as u16, run)
        } else {
            let taken = statuses.len().min(RUN);
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

    /// As a library of another make reads a report: for each number whether it came, and how many microseconds after `since`.
    fn read(report: &[u8]) -> Vec<(u16, Option<i64>)> {
        let report = TransportLayerCc::unmarshal(&mut &report[..]).expect("a report");
        let symbols = report.packet_chunks.iter().flat_map(|chunk| match chunk {
            PacketStatusChunk::RunLengthChunk(run) => vec![run.packet_status_symbol; run.run_length.into()],
            PacketStatusChunk::StatusVectorChunk(vector) => vector.symbol_list.clone(),
        });
        let mut at = i64::from(report.reference_time) * REFERENCE;
        let mut deltas = report.recv_deltas.iter();
        symbols
            .take(report.packet_status_count.into())
            .enumerate()
            .map(|(offset, symbol)| {
                let came = (symbol as u16 != MISSING).then(|| {
                    at += deltas.next().expect("a delta for each").delta;
                    at
                });
                (report.base_sequence_number.wrapping_add(offset as u16), came)
            })
            .collect()
    }

    #[test]
    fn what_came_and_what_is_missing_is_told_once() {
        let begun = Instant::now();
        let mut arrivals = Arrivals::new(begun);
        let mut report = Vec::new();
        arrivals.write(7, &mut report);
        assert!(report.is_empty(), "nothing came");
        for (sequence, ms) in [(65_534, 1000), (65_535, 1001), (1, 1090), (0, 1091)] {
            arrivals.note(sequence, begun + Duration::from_millis(ms));
        }
        arrivals.write(7, &mut report);
        let ms = |ms: i64| Some(ms * 1000);
        assert_eq!(read(&report), [(65_534, ms(1000)), (65_535, ms(1001)), (0, ms(1091)), (1, ms(1090))]);
        report.clear();
        arrivals.note(5, begun + Duration::from_millis(1200));
        arrivals.note(0, begun + Duration::from_millis(1201));
        arrivals.write(7, &mut report);
        assert_eq!(read(&report), [(2, None), (3, None), (4, None), (5, ms(1200))]);
    }

    proptest! {
        #[test]
        fn another_reads_it_as_it_was(first: u16, gaps in prop::collection::vec((1_u16..40, 0_u64..300_000), 1..200)) {
            let begun = Instant::now();
            let mut arrivals = Arrivals::new(begun);
            let (mut sequence, mut at) = (first, 0);
            let mut expected = Vec::new();
            for (gap, micros) in gaps {
                if sequence.wrapping_add(gap).wrapping_sub(first) >= GAP { break }
                sequence = sequence.wrapping_add(gap);
                at += micros;
                arrivals.note(sequence, begun + Duration::from_micros(at));
                expected.push((sequence, (at / 250 * 250) as i64));
            }
            let mut report = Vec::new();
            arrivals.write(9, &mut report);
            prop_assert_eq!(report.len() % 4, 0);
            let came: Vec<_> = read(&report).into_iter().filter_map(|(number, at)| Some((number, at?))).collect();
            prop_assert_eq!(came, expected);
        }
    }
}
