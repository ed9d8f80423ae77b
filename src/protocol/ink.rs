//! Lines as bytes: the points of a stroke, and the binary frames `03` with what people are just drawing.
//!
//! A point is three numbers: how far it is from the point before, x and y as zigzag varints (one byte each as a rule), and the
//! pressure in one byte. A live frame begins with absolute coordinates, so that it can be read without the frames before: a client
//! that missed one draws a straight piece, until the finished stroke comes as an operation.

use base64::{Engine, engine::general_purpose::STANDARD_NO_PAD};
use bytes::{BufMut, Bytes, BytesMut};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use ts_rs::{Config, TS};

use crate::{error::Refusal, ids::Seat};

/// The first byte of a frame of live ink, in both directions.
pub const INK: u8 = 0x03;
/// How far a coordinate may be from the origin. The width of a slide has 16,384 units, so a board is 64 slides wide each way.
pub const BOUND: i32 = 1 << 20;
/// The colours are numbers into the client's list of names.
pub const COLOURS: u8 = 12;
pub const WIDTHS: u8 = 6;
/// The points of one stroke; a longer one goes on as another.
pub const POINTS_LIMIT: usize = 5000;
/// The points of one live frame from a client.
const LIVE_POINTS: usize = 128;

/// The kinds of live frames.
const CURSOR: u8 = 0;
const LASER: u8 = 1;
const PEN: u8 = 2;
const MARKER: u8 = 3;

/// The points of a stroke, relative to its place. In JSON it is base64.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Points(Box<[u8]>);

impl Points {
    pub fn from_bytes(bytes: &[u8]) -> Self {
        Self(bytes.into())
    }

    /// Its length in bytes.
    pub fn bytes(&self) -> usize {
        self.0.len()
    }

    /// # Errors
    /// [`Refusal::TooLarge`] for more than [`POINTS_LIMIT`] points; [`Refusal::InkBad`] for bytes that are no points, or points out of
    /// bounds.
    pub fn check(&self) -> Result<(), Refusal> {
        // A point has three bytes at least.
        if self.0.len() > POINTS_LIMIT * 11 {
            return Err(Refusal::TooLarge);
        }
        match count_points(&self.0)? {
            1..=POINTS_LIMIT => Ok(()),
            0 => Err(Refusal::InkBad),
            _ => Err(Refusal::TooLarge),
        }
    }
}

impl Serialize for Points {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&STANDARD_NO_PAD.encode(&self.0))
    }
}

impl<'de> Deserialize<'de> for Points {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        let bytes = STANDARD_NO_PAD.decode(text.as_ref()).map_err(de::Error::custom)?;
        Ok(Self(bytes.into()))
    }
}

/// In TypeScript it is the base64.
impl TS for Points {
    type WithoutGenerics = Self;
    type OptionInnerType = Self;

    fn name(_: &Config) -> String {
        "string".to_owned()
    }

    fn inline(_: &Config) -> String {
        "string".to_owned()
    }
}

fn count_points(mut bytes: &[u8]) -> Result<usize, Refusal> {
    let (mut x, mut y, mut count) = (0_i32, 0_i32, 0);
    while !bytes.is_empty() {
        (x, y) = (step(x, &mut bytes)?, step(y, &mut bytes)?);
        let (_pressure, rest) = bytes.split_first().ok_or(Refusal::InkBad)?;
        bytes = rest;
        count += 1;
    }
    Ok(count)
}

/// Reads how far the next coordinate is, and returns it.
fn step(from: i32, bytes: &mut &[u8]) -> Result<i32, Refusal> {
    let mut zigzag = 0_u32;
    for shift in [0, 7, 14, 21] {
        let (byte, rest) = bytes.split_first().ok_or(Refusal::InkBad)?;
        *bytes = rest;
        zigzag |= u32::from(byte & 0x7f) << shift;
        if byte & 0x80 == 0 {
            let far = (zigzag >> 1) as i32 ^ -((zigzag & 1) as i32);
            // Neither can overflow: a varint here has 28 bits, and a coordinate 21.
            return Some(from + far).filter(|to| to.abs() <= BOUND).ok_or(Refusal::InkBad);
        }
    }
    Err(Refusal::InkBad)
}

/// A live frame of a client: a cursor, the laser pointer, or a piece of a stroke.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LiveInk(Bytes);

impl LiveInk {
    /// Reads the frame `03`.
    ///
    /// # Errors
    /// [`Refusal::InkBad`].
    pub fn from_frame(frame: &[u8]) -> Result<Self, Refusal> {
        let [INK, _, _, kind, _, _, _, _, colour, width, points @ ..] = frame else { return Err(Refusal::InkBad) };
        let fits = matches!(*kind, CURSOR | LASER | PEN | MARKER) && *colour < COLOURS && *width < WIDTHS;
        // Cheap to refuse before the points are read.
        if !fits || points.len() > LIVE_POINTS * 11 || !(1..=LIVE_POINTS).contains(&count_points(points)?) {
            return Err(Refusal::InkBad);
        }
        Ok(Self(Bytes::copy_from_slice(&frame[1..])))
    }

    fn bytes(&self) -> usize {
        self.0.len()
    }
}

/// Encodes the frame `03` for everyone: for each who draws the seat, the length of the rest, and their frame without its type.
pub fn encode_frame(drawn: &[(Seat, LiveInk)]) -> Bytes {
    let length: usize = drawn.iter().map(|(_, ink)| 4 + ink.bytes()).sum();
    let mut frame = BytesMut::with_capacity(1 + length);
    frame.put_u8(INK);
    for (seat, ink) in drawn {
        frame.put_u16_le(seat.0);
        frame.put_u16_le(u16::try_from(ink.bytes()).expect("a client's frame is short"));
        frame.put_slice(&ink.0);
    }
    frame.freeze()
}

#[cfg(test)]
pub mod tests {
    use proptest::prelude::*;

    use super::*;

    fn varint(far: i32, bytes: &mut Vec<u8>) {
        let mut zigzag = (far << 1 ^ far >> 31) as u32;
        while zigzag >= 0x80 {
            bytes.push(zigzag as u8 | 0x80);
            zigzag >>= 7;
        }
        bytes.push(zigzag as u8);
    }

    pub fn points(at: &[(i32, i32)]) -> Vec<u8> {
        let (mut bytes, mut last) = (Vec::new(), (0, 0));
        for (x, y) in at {
            varint(x - last.0, &mut bytes);
            varint(y - last.1, &mut bytes);
            bytes.push(128);
            last = (*x, *y);
        }
        bytes
    }

    fn live(kind: u8, points: &[u8]) -> Vec<u8> {
        [&[INK, 1, 0, kind, 7, 0, 0, 0, 3, 2], points].concat()
    }

    #[test]
    fn points_of_a_stroke_are_checked_against_every_limit() {
        let check = |at: &[(i32, i32)]| Points::from_bytes(&points(at)).check();
        assert_eq!(check(&[(0, 0), (-5, 300), (BOUND, -BOUND)]), Ok(()));
        assert_eq!(check(&[]), Err(Refusal::InkBad));
        assert_eq!(check(&[(BOUND + 1, 0)]), Err(Refusal::InkBad));
        assert_eq!(check(&vec![(1, 1); POINTS_LIMIT]), Ok(()));
        assert_eq!(check(&vec![(1, 1); POINTS_LIMIT + 1]), Err(Refusal::TooLarge));
        assert_eq!(check(&vec![(1, 1); 1_000_000]), Err(Refusal::TooLarge));
        assert_eq!(Points::from_bytes(&[0, 0]).check(), Err(Refusal::InkBad), "a point without its pressure");
        assert_eq!(Points::from_bytes(&[0xff; 40]).check(), Err(Refusal::InkBad), "a number without an end");
    }

    #[test]
    fn points_are_base64_in_json() {
        let line = Points::from_bytes(&points(&[(0, 0), (1, -1)]));
        let json = serde_json::to_string(&line).expect("JSON");
        assert_eq!(json, "\"AACAAgGA\"");
        assert_eq!(serde_json::from_str::<Points>(&json).expect("points"), line);
        assert!(serde_json::from_str::<Points>("\"NaN!\"").is_err());
    }

    #[test]
    fn a_live_frame_is_passed_on_behind_its_seat() {
        let frame = live(PEN, &points(&[(300, -2), (301, -2)]));
        let ink = LiveInk::from_frame(&frame).expect("a frame");
        let told = encode_frame(&[(Seat(258), ink)]);
        assert_eq!(told[..5], [INK, 2, 1, frame.len() as u8 - 1, 0]);
        assert_eq!(told[5..], frame[1..]);
    }

    #[test]
    fn live_frames_out_of_bounds_are_refused() {
        let one = points(&[(1, 1)]);
        let refused = |frame: &[u8]| assert_eq!(LiveInk::from_frame(frame), Err(Refusal::InkBad), "{frame:?}");
        refused(&live(9, &one));
        refused(&live(PEN, &[]));
        refused(&live(PEN, &points(&[(BOUND + 1, 0)])));
        refused(&live(PEN, &points(&vec![(1, 1); LIVE_POINTS + 1])));
        let mut colourful = live(PEN, &one);
        colourful[8] = COLOURS;
        refused(&colourful);
        refused(&live(PEN, &one)[..10]);
    }

    proptest! {
        #[test]
        fn arbitrary_bytes_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..40)) {
            let _ = LiveInk::from_frame(&[&[INK], &bytes[..]].concat());
            let _ = Points::from_bytes(&bytes).check();
        }
    }
}
