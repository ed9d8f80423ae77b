//! Poses that contain the time at which they were sent. The wire format has no field for a time, so it is hidden in the pose of a
//! person who walks about (`walk`):
//!
//! - The rotation turns about the vertical axis into the walking direction. Its other two components, which would be zero, hold
//!   seven bits each of a counter of 0.1 ms steps since the generator's start. That tilts the pose by a few degrees and changes
//!   the turn by less than one. The counter's higher bits follow from the place, because nobody is where they were 1.6 s ago.
//! - Four bits of a checksum of seat and time are a centimetre in x, a centimetre in z, and three of height.
//!
//! Someone who receives the pose together with its seat can compute its age, and verify that this seat sent it: the place and the
//! turn exactly, and the time with a probability of fifteen in sixteen.

use std::{
    f64::consts::{FRAC_1_SQRT_2, SQRT_2},
    time::Instant,
};

use crate::walk::{Stand, walk};

pub const POSE_LEN: usize = 10;
/// Seat and pose.
pub const ENTRY_LEN: usize = 2 + POSE_LEN;
/// The frame's type and tick.
pub const HEAD_LEN: usize = 5;
pub const POSE_UP: u8 = 0x01;
pub const POSE_DOWN: u8 = 0x02;

/// The hidden time wraps after so many steps of 0.1 ms.
const ROUND: u32 = 1 << 14;
/// How many wraps back a pose is searched: twenty seconds, in which nobody completes a lap.
const ROUNDS: u32 = 12;

/// The generator's clock, which all senders and receivers of a run share.
#[derive(Clone, Copy)]
pub struct Epoch(Instant);

impl Epoch {
    pub fn now() -> Self {
        Self(Instant::now())
    }

    pub fn micros(self) -> u64 {
        self.0.elapsed().as_micros() as u64
    }

    /// Steps of 0.1 ms.
    pub fn steps(self) -> u32 {
        (self.micros() / 100) as u32
    }
}

fn check(seat: u16, step: u32) -> i16 {
    let mixed = (u32::from(seat) << 16 ^ step).wrapping_mul(0x9e37_79b1);
    (mixed >> 28) as i16
}

/// The quaternion of a turn in the smallest-three encoding, with the time in the components that would be zero.
fn turned(yaw: f64, step: u32) -> u32 {
    let [low, high] = [step, step >> 7].map(|part| 448 + (part & 0x7f));
    let tilt = component(low).hypot(component(high));
    let [y, w] = <[f64; 2]>::from((yaw / 2.0).sin_cos()).map(|part| part * (1.0 - tilt * tilt).sqrt());
    let bits = |component: f64| ((component * SQRT_2 + 1.0) / 2.0 * 1023.0).round() as u32;
    // In order, without the largest, which counts as positive.
    let (largest, three) =
        if y.abs() > w.abs() { (1, [low, high, bits(w * y.signum())]) } else { (3, [low, bits(y * w.signum()), high]) };
    largest << 30 | three[0] << 20 | three[1] << 10 | three[2]
}

/// The value of a component's ten bits.
fn component(bits: u32) -> f64 {
    (f64::from(bits & 0x3ff) / 1023.0 * 2.0 - 1.0) * FRAC_1_SQRT_2
}

/// The low bits of the time, if a time is hidden in this rotation.
fn hidden(rotation: u32) -> Option<u32> {
    let high = match rotation >> 30 {
        1 => rotation >> 10,
        3 => rotation,
        _ => return None,
    };
    let part = |bits: u32| (bits & 0x3ff).checked_sub(448).filter(|part| *part < 0x80);
    Some(part(rotation >> 20)? | part(high)? << 7)
}

/// The ten bytes of the pose that `seat` sends at `step`.
pub fn pose(seat: u16, step: u32) -> [u8; POSE_LEN] {
    let Stand { x, z, yaw } = walk(seat, f64::from(step) / 10_000.0);
    let check = check(seat, step);
    let [x0, x1] = (x & !1 | check & 1).to_le_bytes();
    let [y0, y1] = (check >> 2).to_le_bytes();
    let [z0, z1] = (z & !1 | check >> 1 & 1).to_le_bytes();
    let [r0, r1, r2, r3] = turned(yaw, step).to_le_bytes();
    [x0, x1, y0, y1, z0, z1, r0, r1, r2, r3]
}

/// What an entry of a pose frame turns out to be.
#[derive(Debug, PartialEq, Eq)]
pub enum Entry {
    /// A pose sent so many steps of 0.1 ms ago.
    Aged { seat: u16, steps: u32 },
    /// Not a pose that this seat sent.
    Wrong { seat: u16 },
}

/// Reads an entry at the time `now`, in steps.
pub fn read(entry: &[u8; ENTRY_LEN], now: u32) -> Entry {
    let [s0, s1, bytes @ ..] = *entry;
    let seat = u16::from_le_bytes([s0, s1]);
    let [.., r0, r1, r2, r3] = bytes;
    let Some(low) = hidden(u32::from_le_bytes([r0, r1, r2, r3])) else { return Entry::Wrong { seat } };
    let youngest = now.wrapping_sub(low) & (ROUND - 1);
    (0..ROUNDS)
        .map_while(|round| now.checked_sub(youngest + round * ROUND))
        .find(|step| pose(seat, *step) == bytes)
        .map_or(Entry::Wrong { seat }, |step| Entry::Aged { seat, steps: now - step })
}

/// The entries of a pose frame, or `None` when it is not one.
pub fn entries(frame: &[u8]) -> Option<&[[u8; ENTRY_LEN]]> {
    if frame.first() != Some(&POSE_DOWN) {
        return None;
    }
    let (entries, rest) = frame.get(HEAD_LEN..)?.as_chunks();
    rest.is_empty().then_some(entries)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(seat: u16, step: u32) -> [u8; ENTRY_LEN] {
        let mut entry = [0; ENTRY_LEN];
        entry[..2].copy_from_slice(&seat.to_le_bytes());
        entry[2..].copy_from_slice(&pose(seat, step));
        entry
    }

    #[test]
    fn every_pose_reveals_its_age() {
        for step in (0..40_000_000).step_by(9_973).chain([0, 0x7f, 0x80, ROUND - 1, ROUND]) {
            for seat in [0, 1, 299, u16::MAX] {
                for age in [0, 123, ROUND - 1, ROUND, 150_000] {
                    assert_eq!(read(&entry(seat, step), step + age), Entry::Aged { seat, steps: age }, "{step}");
                }
            }
        }
    }

    #[test]
    fn a_pose_is_inside_the_classroom_and_its_rotation_has_unit_length() {
        for step in (0..2_000_000).step_by(331) {
            let bytes = pose(7, step);
            let part = |at: usize| i16::from_le_bytes([bytes[at], bytes[at + 1]]);
            assert!(
                (-1500..=1500).contains(&part(0)) && (0..4).contains(&part(2)) && (-1500..=1500).contains(&part(4))
            );
            let rotation = u32::from_le_bytes([bytes[6], bytes[7], bytes[8], bytes[9]]);
            let three = [20, 10, 0].map(|shift| component(rotation >> shift));
            let rest = (1.0 - three.iter().map(|part| part * part).sum::<f64>()).sqrt();
            assert!(three.iter().all(|part| rest >= part.abs() - 0.002));
            // As client/src/net/pose.ts reads it.
            let [x, y, z, w] = match rotation >> 30 {
                1 => [three[0], rest, three[1], three[2]],
                _ => [three[0], three[1], three[2], rest],
            };
            let yaw = (2.0 * (w * y + x * z)).atan2(1.0 - 2.0 * (x * x + y * y));
            let off = yaw - walk(7, f64::from(step) / 10_000.0).yaw;
            assert!(off.sin().abs() < 0.03 && off.cos() > 0.0, "{step}: {off}");
        }
    }

    #[test]
    fn a_changed_place_or_seat_is_noticed_and_a_changed_time_nearly_always() {
        let mut unnoticed = 0;
        for step in (20_000..1_020_000).step_by(1_000) {
            let sound = entry(12, step);
            for at in 0..ENTRY_LEN {
                let mut changed = sound;
                changed[at] ^= 0x40;
                if matches!(read(&changed, step + 22), Entry::Aged { .. }) {
                    let hides_time = matches!(at, 8..=10);
                    assert!(hides_time, "byte {at} at {step}");
                    unnoticed += 1;
                }
            }
            let mut anothers = sound;
            anothers[..2].copy_from_slice(&13_u16.to_le_bytes());
            assert_eq!(read(&anothers, step + 22), Entry::Wrong { seat: 13 });
        }
        assert!(unnoticed < 400, "{unnoticed} of 3000");
    }

    #[test]
    fn a_pose_from_the_future_is_rejected() {
        assert_eq!(read(&entry(3, 500_000), 499_999), Entry::Wrong { seat: 3 });
    }

    #[test]
    fn a_frame_must_have_whole_entries() {
        let mut frame = vec![POSE_DOWN, 1, 2, 3, 4];
        assert_eq!(entries(&frame), Some(&[][..]));
        frame.extend(entry(1, 2));
        assert_eq!(entries(&frame), Some(&[entry(1, 2)][..]));
        frame.push(0);
        assert_eq!(entries(&frame), None);
        assert_eq!(entries(&[POSE_UP, 1, 2, 3, 4]), None);
        assert_eq!(entries(&[POSE_DOWN]), None);
        assert_eq!(entries(&[]), None);
    }
}
