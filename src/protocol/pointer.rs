//! The teacher's pointer on the slide. It is shown for a moment, and not kept.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::event::{events, requests};

requests! {
    /// The teacher points at a place on the slide, or no longer at any.
    "on.point" => Point(Pointed),
}

events! {
    /// Where the teacher points, at most once a tick.
    "on.pointer" => Pointer(Pointed),
}

/// `on.point`, and `on.pointer` as everyone receives it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Pointed {
    /// `null` when the pointer has left the slide.
    pub at: Option<SlidePoint>,
}

/// A place on the slide: fractions of its width and height in 1/65535, from its top left corner.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct SlidePoint {
    pub x: u16,
    pub y: u16,
}
