//! Binary frames: poses, and ink that is just being drawn. Neither passes the room's mailbox.

use std::num::NonZeroU32;

use governor::{DefaultDirectRateLimiter, Quota, RateLimiter};

use super::{Participant, Socket, Stage};
use crate::{
    error::Refusal,
    protocol::{
        ClientEvent, Pose, board,
        ink::{INK, LiveInk},
    },
    room::pose_coalescing,
};

const INK_A_SECOND: NonZeroU32 = NonZeroU32::new(30).expect("not zero");
const OPERATIONS_A_SECOND: NonZeroU32 = NonZeroU32::new(60).expect("not zero");
/// Enough to paste a group or to undo a long change.
const OPERATIONS_AT_ONCE: NonZeroU32 = NonZeroU32::new(300).expect("not zero");

/// How fast someone may draw.
pub struct DrawingLimits {
    ink: DefaultDirectRateLimiter,
    operations: DefaultDirectRateLimiter,
}

impl Default for DrawingLimits {
    fn default() -> Self {
        Self {
            ink: RateLimiter::direct(Quota::per_second(INK_A_SECOND)),
            operations: RateLimiter::direct(Quota::per_second(OPERATIONS_A_SECOND).allow_burst(OPERATIONS_AT_ONCE)),
        }
    }
}

impl DrawingLimits {
    /// Whether a request comes too fast for what it changes on whiteboards.
    pub fn exceeds(&self, event: &ClientEvent) -> bool {
        let ClientEvent::Board(board::Request::Change(change)) = event else { return false };
        // One with too many is refused by the room.
        let count = change.operations.len().clamp(1, board::BATCH);
        let count = u32::try_from(count).ok().and_then(NonZeroU32::new).expect("it was clamped");
        !matches!(self.operations.check_n(count), Ok(Ok(())))
    }
}

impl Participant {
    pub(super) fn on_binary(&mut self, frame: &[u8], ctx: &mut Socket) {
        let Stage::Seated(..) = self.stage else { return self.penalize(None, Refusal::NotJoined, ctx) };
        if frame.first() == Some(&INK) {
            return self.on_ink(frame, ctx);
        }
        pose_coalescing::on_pose();
        if self.moves.check().is_err() {
            // The next pose replaces this one.
            return;
        }
        match Pose::from_frame(frame) {
            Ok(pose) => {
                self.penalties = self.penalties.saturating_sub(1);
                self.poses.set(pose);
            }
            Err(refusal) => self.penalize(None, refusal, ctx),
        }
    }

    fn on_ink(&mut self, frame: &[u8], ctx: &mut Socket) {
        if self.drawing.ink.check().is_err() {
            // The finished stroke has what is left out here.
            return;
        }
        match LiveInk::from_frame(frame) {
            Ok(ink) => {
                self.penalties = self.penalties.saturating_sub(1);
                self.shared.ink.push(ink);
            }
            Err(refusal) => self.penalize(None, refusal, ctx),
        }
    }
}
