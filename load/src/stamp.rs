//! A pose that says when it was sent. The wire has no room for a time beside a pose, so the place itself is the time:
//!
//! - x and z are the low and the high eleven bits of a counter of 0.1 ms steps since the generator's start, each less
//!   1024, so that both stay within the classroom's floor (±1500 cm). The counter comes round after seven minutes.
//! - y is a check sum of seat and time, 0 to 255 cm, below the ceiling (400 cm).
//! - The rotation is a turn about the vertical whose ten bits are the low ten bits of the time.
//!
//! Whoever receives the pose beside a seat can tell its age, and that every byte of it is what that seat sent.

use std::time::Instant;

pub const POSE_LEN: usize = 10;
/// Seat and pose.
pub const ENTRY_LEN: usize = 2 + POSE_LEN;
/// The frame's type and its tick.
pub const HEAD_LEN: usize = 5;
pub const POSE_UP: u8 = 0x01;
pub const POSE_DOWN: u8 = 0x02;

/// After so many steps of 0.1 ms the counter starts anew.
const ROUND: u32 = 1 << 22;
const HALF: i16 = 1024;

/// The generator's time: every sender and receiver of one run share it.
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
        (self.micros() / 100 % u64::from(ROUND)) as u32
    }
}

fn check(seat: u16, step: u32) -> i16 {
    let mixed = (u32::from(seat) << 16 ^ step).wrapping_mul(0x9e37_79b1);
    i16::from((mixed >> 24) as u8)
}

/// The quaternion (0, y, 0, w) in the wire's smallest-three form, w being the largest.
fn turned(step: u32) -> u32 {
    const ZERO: u32 = 512;
    3 << 30 | ZERO << 20 | (step & 0x3ff) << 10 | ZERO
}

/// The ten bytes of a pose that `seat` sends at `step`.
pub fn pose(seat: u16, step: u32) -> [u8; POSE_LEN] {
    let [x0, x1] = ((step & 0x7ff) as i16 - HALF).to_le_bytes();
    let [y0, y1] = check(seat, step).to_le_bytes();
    let [z0, z1] = ((step >> 11 & 0x7ff) as i16 - HALF).to_le_bytes();
    let [r0, r1, r2, r3] = turned(step).to_le_bytes();
    [x0, x1, y0, y1, z0, z1, r0, r1, r2, r3]
}

/// What an entry of a frame of poses tells.
#[derive(Debug, PartialEq, Eq)]
pub enum Entry {
    /// Sent so many steps of 0.1 ms ago.
    Aged { seat: u16, steps: u32 },
    /// Not a pose that this seat of ours sent.
    Wrong { seat: u16 },
}

/// Reads one entry at the time `now`, in steps.
pub fn read(entry: &[u8; ENTRY_LEN], now: u32) -> Entry {
    let [s0, s1, x0, x1, y0, y1, z0, z1, r0, r1, r2, r3] = *entry;
    let seat = u16::from_le_bytes([s0, s1]);
    let part = |lo, hi| u32::from(i16::from_le_bytes([lo, hi]).wrapping_add(HALF) as u16);
    let (low, high) = (part(x0, x1), part(z0, z1));
    let step = low | high << 11;
    let whole = low <= 0x7ff
        && high <= 0x7ff
        && i16::from_le_bytes([y0, y1]) == check(seat, step)
        && u32::from_le_bytes([r0, r1, r2, r3]) == turned(step);
    let steps = now.wrapping_sub(step) & (ROUND - 1);
    if whole && steps < ROUND / 2 { Entry::Aged { seat, steps } } else { Entry::Wrong { seat } }
}

/// The entries of a frame of poses, or `None` when it is not one.
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
    fn every_time_reads_back_as_its_age() {
        for step in (0..ROUND).step_by(977).chain([0, 0x7ff, 0x800, ROUND - 1]) {
            for seat in [0, 1, 299, u16::MAX] {
                let read = read(&entry(seat, step), (step + 123) % ROUND);
                assert_eq!(read, Entry::Aged { seat, steps: 123 }, "{step}");
            }
        }
    }

    #[test]
    fn a_pose_stays_within_the_classroom_and_its_rotation_is_of_unit_length() {
        for step in (0..ROUND).step_by(331) {
            let bytes = pose(7, step);
            let part = |at: usize| i16::from_le_bytes([bytes[at], bytes[at + 1]]);
            assert!(
                (-1500..=1500).contains(&part(0)) && (0..=400).contains(&part(2)) && (-1500..=1500).contains(&part(4))
            );
            let rotation = u32::from_le_bytes([bytes[6], bytes[7], bytes[8], bytes[9]]);
            let component = |shift: u32| {
                ((rotation >> shift & 0x3ff) as f32 / 1023.0 * 2.0 - 1.0) * std::f32::consts::FRAC_1_SQRT_2
            };
            let three = [component(20), component(10), component(0)];
            let rest = 1.0 - three.iter().map(|c| c * c).sum::<f32>();
            assert!(rest.sqrt() >= three[1].abs() - 0.01);
        }
    }

    #[test]
    fn a_changed_byte_or_another_seat_is_noticed() {
        let sound = entry(12, 45_678);
        for at in 0..ENTRY_LEN {
            let mut changed = sound;
            changed[at] ^= 0x40;
            let old_enough = matches!(read(&changed, 45_700), Entry::Aged { steps: 22, .. });
            assert!(!old_enough, "byte {at}");
        }
    }

    #[test]
    fn a_pose_from_the_future_is_wrong() {
        assert_eq!(read(&entry(3, 500), 499), Entry::Wrong { seat: 3 });
    }

    #[test]
    fn a_frame_is_cut_into_whole_entries_only() {
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
