//! One participant's latest pose. The connection's thread writes it 20 times a second, and the room's thread reads it at each
//! tick. A message for each pose would wake the room's thread each time; here a newer pose replaces an older one
//! (docs/adr/0001-poses-beside-the-mailbox.md).
//!
//! One writer, any number of readers, no lock: both words carry the number of the write. A reader that finds two different
//! numbers has read between the two stores, and leaves the pose for the next tick.

use std::sync::atomic::{AtomicU64, Ordering};

use crate::protocol::Pose;

#[derive(Debug, Default)]
pub struct PoseCell {
    /// 16 bits of the write's number, 48 of the position.
    place: AtomicU64,
    /// 32 bits of the write's number, 32 of the rotation.
    rotation: AtomicU64,
}

impl PoseCell {
    /// Stores a pose. Only the connection's own actor calls this.
    pub fn set(&self, pose: Pose) {
        let (place, rotation) = pose.to_words();
        let number = (self.rotation.load(Ordering::Relaxed) >> 32) as u32;
        let number = number.wrapping_add(1).max(1);
        self.place.store(u64::from(number as u16) << 48 | place, Ordering::Release);
        self.rotation.store(u64::from(number) << 32 | u64::from(rotation), Ordering::Release);
    }

    /// The latest pose and its number, if the number is not `seen`, the one that the last read gave (0 at first).
    pub fn newer_than(&self, seen: u32) -> Option<(u32, Pose)> {
        let rotation = self.rotation.load(Ordering::Acquire);
        let place = self.place.load(Ordering::Acquire);
        let number = (rotation >> 32) as u32;
        let consistent = number as u16 == (place >> 48) as u16;
        (number != seen && consistent).then(|| (number, Pose::from_words(place & 0xffff_ffff_ffff, rotation as u32)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pose_is_read_once() {
        let cell = PoseCell::default();
        assert_eq!(cell.newer_than(0), None);
        let pose = Pose { x: -1, y: 2, z: -300, rotation: 0xdead_beef };
        cell.set(pose);
        assert_eq!(cell.newer_than(0), Some((1, pose)));
        assert_eq!(cell.newer_than(1), None);
    }

    #[test]
    fn no_reader_sees_half_of_a_pose() {
        let cell = PoseCell::default();
        std::thread::scope(|scope| {
            scope.spawn(|| {
                for i in 0..200_000_u32 {
                    cell.set(Pose { x: i as i16, y: i as i16, z: i as i16, rotation: i & 0xffff });
                }
            });
            let mut seen = 0;
            for _ in 0..200_000 {
                if let Some((number, pose)) = cell.newer_than(seen) {
                    seen = number;
                    assert_eq!((pose.x, pose.y, pose.rotation as i16), (pose.z, pose.z, pose.z));
                }
            }
        });
    }
}
