//! The position and rotation of an avatar: ten bytes, little-endian, because 300 people send it 20 times a second.
//!
//! `i16` x, y, z in centimetres (y up), then the rotation as a unit quaternion in "smallest three" form: a `u32` with the
//! index (0 x, 1 y, 2 z, 3 w) of the largest component in its top two bits, then the other three in order, ten bits each,
//! 0 to 1023 for -1/√2 to 1/√2. The largest follows from the others and counts as positive.
//! (Glenn Fiedler, "Snapshot Compression", 2015.)

use bytes::{BufMut, Bytes, BytesMut};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{error::Refusal, ids::Seat};

/// The first byte of a pose from a client.
pub const UP: u8 = 0x01;
/// The first byte of a frame of poses from the server.
pub const DOWN: u8 = 0x02;
/// The length of a pose in bytes.
pub const POSE_LEN: usize = 10;
/// The length of an entry in a pose frame: seat and pose.
pub const ENTRY_LEN: usize = 2 + POSE_LEN;
/// The length of a frame's header: type and tick.
pub const HEAD_LEN: usize = 5;

/// Half the side of the floor, in centimetres.
pub const FLOOR: i16 = 1500;
/// The greatest height of an avatar, in centimetres.
pub const CEILING: i16 = 400;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Pose {
    pub x: i16,
    pub y: i16,
    pub z: i16,
    pub rotation: u32,
}

impl Pose {
    /// Reads the binary frame `01`, pose.
    ///
    /// # Errors
    /// [`Refusal::PoseBad`] for another type or length, or a rotation that is no unit quaternion.
    pub fn from_frame(frame: &[u8]) -> Result<Self, Refusal> {
        let [UP, x0, x1, y0, y1, z0, z1, r0, r1, r2, r3] = *frame else { return Err(Refusal::PoseBad) };
        let rotation = u32::from_le_bytes([r0, r1, r2, r3]);
        if !is_unit(rotation) {
            return Err(Refusal::PoseBad);
        }
        let place = |lo, hi| i16::from_le_bytes([lo, hi]);
        Ok(Self { x: place(x0, x1), y: place(y0, y1), z: place(z0, z1), rotation }.inside())
    }

    /// The nearest pose inside the classroom's walls.
    fn inside(self) -> Self {
        Self {
            x: self.x.clamp(-FLOOR, FLOOR),
            y: self.y.clamp(0, CEILING),
            z: self.z.clamp(-FLOOR, FLOOR),
            rotation: self.rotation,
        }
    }

    /// Standing on the floor at x, z (centimetres), rotated by `yaw` (radians, from +z towards +x).
    pub fn standing(x: i16, z: i16, yaw: f32) -> Self {
        let (sin, cos) = (yaw / 2.0).sin_cos();
        Self { x, y: 0, z, rotation: pack([0.0, sin, 0.0, cos]) }.inside()
    }

    /// Two words for [`crate::room::PoseCell`]: the position (48 bits) and the rotation.
    pub fn to_words(self) -> (u64, u32) {
        let place = u64::from(self.x as u16) | u64::from(self.y as u16) << 16 | u64::from(self.z as u16) << 32;
        (place, self.rotation)
    }

    pub fn from_words(place: u64, rotation: u32) -> Self {
        Self { x: place as u16 as i16, y: (place >> 16) as u16 as i16, z: (place >> 32) as u16 as i16, rotation }
    }
}

const STEPS: f32 = 1023.0;

/// Packs a unit quaternion `[x, y, z, w]`.
pub fn pack(quaternion: [f32; 4]) -> u32 {
    let largest = (0..4).max_by(|a, b| quaternion[*a].abs().total_cmp(&quaternion[*b].abs())).expect("four components");
    let sign = quaternion[largest].signum();
    let mut packed = largest as u32;
    for (index, component) in quaternion.into_iter().enumerate() {
        if index != largest {
            let unit = (component * sign * std::f32::consts::SQRT_2 + 1.0) / 2.0;
            packed = packed << 10 | (unit * STEPS).round().clamp(0.0, STEPS) as u32;
        }
    }
    packed
}

/// Whether the three components leave a real fourth one that is the largest, within the rounding of ten bits.
fn is_unit(rotation: u32) -> bool {
    let component =
        |shift: u32| ((rotation >> shift & 0x3ff) as f32 / STEPS * 2.0 - 1.0) * std::f32::consts::FRAC_1_SQRT_2;
    let [a, b, c] = [component(20), component(10), component(0)];
    let rest = 1.0 - (a * a + b * b + c * c);
    let most = a.abs().max(b.abs()).max(c.abs());
    rest > 0.0 && rest.sqrt() >= most - 0.01
}

/// Encodes the frame `02`: the tick in milliseconds, then the seat and pose of each participant who moved.
pub fn encode_frame(tick: u32, movers: impl ExactSizeIterator<Item = (Seat, Pose)>) -> Bytes {
    let mut frame = BytesMut::with_capacity(HEAD_LEN + movers.len() * ENTRY_LEN);
    frame.put_u8(DOWN);
    frame.put_u32_le(tick);
    for (seat, pose) in movers {
        frame.put_u16_le(seat.0);
        frame.put_i16_le(pose.x);
        frame.put_i16_le(pose.y);
        frame.put_i16_le(pose.z);
        frame.put_u32_le(pose.rotation);
    }
    frame.freeze()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn up(pose: Pose) -> Vec<u8> {
        let mut frame = vec![UP];
        frame.extend_from_slice(&encode_frame(0, [(Seat(0), pose)].into_iter())[HEAD_LEN + 2..]);
        frame
    }

    proptest! {
        #[test]
        fn every_unit_quaternion_is_accepted(x in -1f32..1.0, y in -1f32..1.0, z in -1f32..1.0, w in -1f32..1.0) {
            let length = (x * x + y * y + z * z + w * w).sqrt();
            prop_assume!(length > 0.1);
            let pose = Pose { x: 1, y: 2, z: -3, rotation: pack([x, y, z, w].map(|c| c / length)) };
            prop_assert_eq!(Pose::from_frame(&up(pose)), Ok(pose));
        }

        #[test]
        fn arbitrary_bytes_never_panic_and_stay_inside_the_room(bytes in prop::collection::vec(any::<u8>(), 0..20)) {
            if let Ok(pose) = Pose::from_frame(&bytes) {
                prop_assert!(pose.x.abs() <= FLOOR && pose.z.abs() <= FLOOR && (0..=CEILING).contains(&pose.y));
            }
        }

        #[test]
        fn a_pose_survives_the_conversion_to_words(x: i16, y: i16, z: i16, rotation: u32) {
            let pose = Pose { x, y, z, rotation };
            let (place, turned) = pose.to_words();
            prop_assert_eq!(Pose::from_words(place, turned), pose);
        }
    }

    #[test]
    fn a_quaternion_longer_than_one_is_refused() {
        for rotation in [0, u32::MAX, 0x3fff_ffff] {
            assert_eq!(
                Pose::from_frame(&up(Pose { rotation, ..Pose::default() })),
                Err(Refusal::PoseBad),
                "{rotation:#x}"
            );
        }
    }

    #[test]
    fn a_pose_of_another_length_is_refused() {
        let frame = up(Pose::standing(0, 0, 0.0));
        for length in 0..frame.len() {
            assert_eq!(Pose::from_frame(&frame[..length]), Err(Refusal::PoseBad));
        }
        assert_eq!(Pose::from_frame(&[frame.as_slice(), &[0]].concat()), Err(Refusal::PoseBad));
        assert_eq!(Pose::from_frame(&[&[DOWN], &frame[1..]].concat()), Err(Refusal::PoseBad));
    }

    #[test]
    fn a_pose_frame_matches_the_documentation() {
        let pose = Pose { x: 1, y: 2, z: -1, rotation: 0x0403_0201 };
        let frame = encode_frame(50, [(Seat(258), pose)].into_iter());
        assert_eq!(&frame[..], [2, 50, 0, 0, 0, 2, 1, 1, 0, 2, 0, 0xff, 0xff, 1, 2, 3, 4]);
    }
}
