//! The latest packets of a stream, for retransmission.

/// Packets, each at the index of its sequence number, with what the caller keeps about each.
pub struct RetransmitBuffer<T> {
    entries: Vec<Option<(u16, T, Vec<u8>)>>,
}

impl<T: Copy> RetransmitBuffer<T> {
    /// A buffer for so many packets.
    pub fn new(size: usize) -> Self {
        Self { entries: std::iter::repeat_with(|| None).take(size).collect() }
    }

    pub fn insert(&mut self, sequence: u16, info: T, packet: &[u8]) {
        let at = usize::from(sequence) % self.entries.len();
        match &mut self.entries[at] {
            Some((number, what, bytes)) => {
                (*number, *what) = (sequence, info);
                bytes.clear();
                bytes.extend_from_slice(packet);
            }
            entry => *entry = Some((sequence, info, packet.to_vec())),
        }
    }

    pub fn get(&self, sequence: u16) -> Option<(T, &[u8])> {
        match &self.entries[usize::from(sequence) % self.entries.len()] {
            Some((number, info, packet)) if *number == sequence => Some((*info, packet)),
            _ => None,
        }
    }
}
