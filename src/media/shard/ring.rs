//! The latest packets of a stream, so that one who has missed some can have them again.

/// Packets, each at its number's place, and what is remembered with each.
pub struct Ring<T> {
    places: Vec<Option<(u16, T, Vec<u8>)>>,
}

impl<T: Copy> Ring<T> {
    /// For so many packets.
    pub fn new(size: usize) -> Self {
        Self { places: std::iter::repeat_with(|| None).take(size).collect() }
    }

    pub fn remember(&mut self, sequence: u16, with: T, packet: &[u8]) {
        let at = usize::from(sequence) % self.places.len();
        match &mut self.places[at] {
            Some((number, what, bytes)) => {
                (*number, *what) = (sequence, with);
                bytes.clear();
                bytes.extend_from_slice(packet);
            }
            place => *place = Some((sequence, with, packet.to_vec())),
        }
    }

    pub fn recall(&self, sequence: u16) -> Option<(T, &[u8])> {
        match &self.places[usize::from(sequence) % self.places.len()] {
            Some((number, with, packet)) if *number == sequence => Some((*with, packet)),
            _ => None,
        }
    }
}
