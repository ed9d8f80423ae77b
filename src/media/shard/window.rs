//! What a group of listeners is about to get: the packets of one look at the sockets, not encrypted yet, in an order in which
//! those of equal size stand together, because the kernel takes such at once (UDP GSO).

use super::outgoing::Place;

/// How many packets may wait, and how many bytes the kernel takes at once.
pub const PACKETS: usize = 64;
pub const BYTES: usize = 60_000;

/// A packet that waits.
#[derive(Clone, Copy, Debug)]
pub struct Waiting<S> {
    pub who: S,
    pub slot: usize,
    pub place: Place,
    /// How long its header is.
    pub head: usize,
    start: usize,
    end: usize,
    /// How many of its slot stand before it.
    turn: u8,
}

pub struct Window<S> {
    packets: Vec<Waiting<S>>,
    bytes: Vec<u8>,
}

impl<S> Default for Window<S> {
    fn default() -> Self {
        Self { packets: Vec::new(), bytes: Vec::new() }
    }
}

impl<S: Copy> Window<S> {
    pub fn is_empty(&self) -> bool {
        self.packets.is_empty()
    }

    /// Nothing more should be put in before it is emptied.
    pub fn is_full(&self) -> bool {
        self.packets.len() >= PACKETS
    }

    /// Where the next packet is written: at the end.
    pub fn bytes(&mut self) -> &mut Vec<u8> {
        &mut self.bytes
    }

    /// What has been written from `start` on is a packet.
    pub fn put(&mut self, who: S, slot: usize, (place, head): (Place, usize), start: usize) {
        let turn = self.packets.iter().filter(|waiting| waiting.slot == slot).count() as u8;
        self.packets.push(Waiting { who, slot, place, head, start, end: self.bytes.len(), turn });
    }

    /// Puts those of equal size together, the largest first. Those of one slot stay in their order.
    pub fn sort(&mut self) {
        self.packets.sort_by_key(|waiting| (waiting.turn, std::cmp::Reverse(waiting.len())));
    }

    pub fn packets(&self) -> impl Iterator<Item = (&Waiting<S>, &[u8])> {
        self.packets.iter().map(|waiting| (waiting, &self.bytes[waiting.start..waiting.end]))
    }

    pub fn clear(&mut self) {
        self.packets.clear();
        self.bytes.clear();
    }
}

impl<S> Waiting<S> {
    pub fn len(&self) -> usize {
        self.end - self.start
    }
}

/// Packets for one listener that the kernel can take at once: all of one size, but the last may be shorter.
#[derive(Debug, Default)]
pub struct Batch {
    /// The size of all but the last, before encryption and after it.
    plain: usize,
    pub segment: usize,
    pub count: usize,
    ended: bool,
}

impl Batch {
    /// Whether a packet of this size may follow those `bytes` that there are.
    pub fn takes(&self, plain: usize, bytes: usize) -> bool {
        self.count == 0 || !self.ended && plain <= self.plain && self.count < PACKETS && bytes + self.segment <= BYTES
    }

    /// A packet of this size has been added, which has made `bytes` of it all.
    pub fn add(&mut self, plain: usize, bytes: usize) {
        if self.count == 0 {
            (self.plain, self.segment) = (plain, bytes);
        }
        self.ended = plain < self.plain;
        self.count += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn window(packets: &[(usize, usize)]) -> Window<()> {
        let mut window = Window::default();
        for (number, (slot, len)) in packets.iter().enumerate() {
            let start = window.bytes().len();
            window.bytes().resize(start + len, number as u8);
            window.put((), *slot, (Place { sequence: number as u16, advance: 1 }, 12), start);
        }
        window.sort();
        window
    }

    /// The sizes of what goes out at once.
    fn batches(window: &Window<()>) -> Vec<Vec<usize>> {
        let (mut all, mut batch, mut bytes) = (Vec::new(), Batch::default(), 0);
        let mut sizes = Vec::new();
        for (waiting, packet) in window.packets() {
            if !batch.takes(waiting.len(), bytes) {
                all.push(std::mem::take(&mut sizes));
                (batch, bytes) = (Batch::default(), 0);
            }
            bytes += packet.len() + 16;
            batch.add(waiting.len(), bytes);
            sizes.push(packet.len());
        }
        all.push(sizes);
        all
    }

    #[test]
    fn equal_sizes_go_together_and_one_shorter_after_them() {
        let window = window(&[(0, 80), (1, 100), (2, 100), (3, 60), (4, 80)]);
        assert_eq!(batches(&window), [vec![100, 100, 80], vec![80, 60]]);
    }

    #[test]
    fn a_slots_packets_stay_in_their_order() {
        let window = window(&[(0, 60), (1, 80), (0, 100), (1, 80), (0, 70)]);
        let of_the_first: Vec<_> = window
            .packets()
            .filter(|(waiting, _)| waiting.slot == 0)
            .map(|(waiting, _)| waiting.place.sequence)
            .collect();
        assert_eq!(of_the_first, [0, 2, 4]);
        assert_eq!(batches(&window), [vec![80, 60], vec![100, 80], vec![70]]);
    }

    #[test]
    fn no_more_goes_together_than_the_kernel_takes() {
        let many: Vec<_> = (0..200).map(|slot| (slot, 1200)).collect();
        assert!(batches(&window(&many)).iter().all(|batch| batch.len() * 1216 <= BYTES));
        let many: Vec<_> = (0..200).map(|slot| (slot, 20)).collect();
        assert_eq!(batches(&window(&many)).iter().map(Vec::len).collect::<Vec<_>>(), [64, 64, 64, 8]);
    }
}
