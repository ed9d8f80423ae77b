//! Decides which packets for one listener the kernel takes with one call (UDP GSO).

/// How many packets and bytes the kernel takes with one call.
const MAX_PACKETS: usize = 64;
pub const MAX_BYTES: usize = 60_000;

/// Packets for one listener that fit into one call: all have the same size, except that the last may be shorter.
#[derive(Debug, Default)]
pub struct GsoBatch {
    /// The size of all but the last, before encryption and after it.
    plain: usize,
    pub segment: usize,
    pub count: usize,
    ended: bool,
}

impl GsoBatch {
    /// Whether a packet of this size may follow when the batch has `bytes` already.
    pub fn takes(&self, plain: usize, bytes: usize) -> bool {
        self.count == 0
            || !self.ended && plain <= self.plain && self.count < MAX_PACKETS && bytes + self.segment <= MAX_BYTES
    }

    /// Adds a packet of this size, after which the batch has `bytes` in all.
    pub fn add(&mut self, plain: usize, bytes: usize) {
        if self.count == 0 {
            (self.plain, self.segment) = (plain, bytes);
        }
        self.ended = plain < self.plain;
        self.count += 1;
    }
}
