//! The packets that a listener group is about to receive, not encrypted yet: those of one pass over the sockets. They are ordered
//! so that packets of equal size are adjacent, because the kernel takes such packets with one call (UDP GSO).

use super::audio_out::Position;

/// How many packets a batch holds.
const CAPACITY: usize = 64;

/// A packet in a batch.
#[derive(Clone, Copy, Debug)]
pub struct QueuedPacket<S> {
    pub who: S,
    pub slot: usize,
    pub position: Position,
    /// The length of its header.
    pub header_len: usize,
    start: usize,
    end: usize,
    /// How many packets of the same slot come before it.
    order: u8,
}

pub struct PacketBatch<S> {
    packets: Vec<QueuedPacket<S>>,
    bytes: Vec<u8>,
}

impl<S> Default for PacketBatch<S> {
    fn default() -> Self {
        Self { packets: Vec::new(), bytes: Vec::new() }
    }
}

impl<S: Copy> PacketBatch<S> {
    pub fn is_empty(&self) -> bool {
        self.packets.is_empty()
    }

    /// Whether the batch must be emptied before the next packet.
    pub fn is_full(&self) -> bool {
        self.packets.len() >= CAPACITY
    }

    /// The buffer to whose end the next packet is written.
    pub fn buffer(&mut self) -> &mut Vec<u8> {
        &mut self.bytes
    }

    /// Adds the packet that was written to the buffer from `start` on.
    pub fn push(&mut self, who: S, slot: usize, (position, header_len): (Position, usize), start: usize) {
        let order = self.packets.iter().filter(|queued| queued.slot == slot).count() as u8;
        self.packets.push(QueuedPacket { who, slot, position, header_len, start, end: self.bytes.len(), order });
    }

    /// Makes packets of equal size adjacent, the largest first. Packets of one slot keep their order.
    pub fn sort(&mut self) {
        self.packets.sort_by_key(|queued| (queued.order, std::cmp::Reverse(queued.len())));
    }

    pub fn packets(&self) -> impl Iterator<Item = (&QueuedPacket<S>, &[u8])> {
        self.packets.iter().map(|queued| (queued, &self.bytes[queued.start..queued.end]))
    }

    pub fn clear(&mut self) {
        self.packets.clear();
        self.bytes.clear();
    }
}

impl<S> QueuedPacket<S> {
    pub fn len(&self) -> usize {
        self.end - self.start
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::media::shard::gso::{GsoBatch, MAX_BYTES};

    fn batch(packets: &[(usize, usize)]) -> PacketBatch<()> {
        let mut batch = PacketBatch::default();
        for (number, (slot, len)) in packets.iter().enumerate() {
            let start = batch.buffer().len();
            batch.buffer().resize(start + len, number as u8);
            batch.push((), *slot, (Position { sequence: number as u16, advance: 1 }, 12), start);
        }
        batch.sort();
        batch
    }

    /// The packet sizes of each call to the kernel.
    fn batches(packets: &PacketBatch<()>) -> Vec<Vec<usize>> {
        let (mut all, mut batch, mut bytes) = (Vec::new(), GsoBatch::default(), 0);
        let mut sizes = Vec::new();
        for (queued, packet) in packets.packets() {
            if !batch.takes(queued.len(), bytes) {
                all.push(std::mem::take(&mut sizes));
                (batch, bytes) = (GsoBatch::default(), 0);
            }
            bytes += packet.len() + 16;
            batch.add(queued.len(), bytes);
            sizes.push(packet.len());
        }
        all.push(sizes);
        all
    }

    #[test]
    fn packets_of_equal_size_go_together_with_one_shorter_at_the_end() {
        let batch = batch(&[(0, 80), (1, 100), (2, 100), (3, 60), (4, 80)]);
        assert_eq!(batches(&batch), [vec![100, 100, 80], vec![80, 60]]);
    }

    #[test]
    fn packets_of_one_slot_keep_their_order() {
        let batch = batch(&[(0, 60), (1, 80), (0, 100), (1, 80), (0, 70)]);
        let of_the_first: Vec<_> = batch
            .packets()
            .filter(|(queued, _)| queued.slot == 0)
            .map(|(queued, _)| queued.position.sequence)
            .collect();
        assert_eq!(of_the_first, [0, 2, 4]);
        assert_eq!(batches(&batch), [vec![80, 60], vec![100, 80], vec![70]]);
    }

    #[test]
    fn a_batch_has_no_more_than_the_kernel_takes() {
        let many: Vec<_> = (0..200).map(|slot| (slot, 1200)).collect();
        assert!(batches(&batch(&many)).iter().all(|batch| batch.len() * 1216 <= MAX_BYTES));
        let many: Vec<_> = (0..200).map(|slot| (slot, 20)).collect();
        assert_eq!(batches(&batch(&many)).iter().map(Vec::len).collect::<Vec<_>>(), [64, 64, 64, 8]);
    }
}
