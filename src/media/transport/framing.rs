//! Packets in a byte stream, with a length before each packet (RFC 4571).

use super::Broken;

/// The bytes of a stream that have been read and not consumed.
#[derive(Debug, Default)]
pub struct Framing(Vec<u8>);

impl Framing {
    pub fn put(&mut self, bytes: &[u8]) {
        self.0.extend_from_slice(bytes);
    }

    /// Copies the next packet into `packet` and returns its length; `None` when it is incomplete.
    ///
    /// # Errors
    /// [`Broken`] when it does not fit.
    pub fn next(&mut self, packet: &mut [u8]) -> Result<Option<usize>, Broken> {
        let Some(head) = self.0.first_chunk() else { return Ok(None) };
        let len = usize::from(u16::from_be_bytes(*head));
        let room = packet.get_mut(..len).ok_or(Broken)?;
        let Some(whole) = self.0.get(2..2 + len) else { return Ok(None) };
        room.copy_from_slice(whole);
        self.0.drain(..2 + len);
        Ok(Some(len))
    }

    /// The remaining bytes, with `packet` put back in front.
    pub fn returned(self, packet: &[u8]) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(2 + packet.len() + self.0.len());
        frame(packet, &mut bytes);
        bytes.extend_from_slice(&self.0);
        bytes
    }
}

/// Appends a packet with its length before it.
pub fn frame(packet: &[u8], out: &mut Vec<u8>) {
    out.extend_from_slice(&(packet.len() as u16).to_be_bytes());
    out.extend_from_slice(packet);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn packets_are_read_whole_however_the_stream_is_split() {
        let mut bytes = Vec::new();
        for packet in [&b"one"[..], b"", b"three"] {
            frame(packet, &mut bytes);
        }
        for cut in 1..bytes.len() {
            let (mut framing, mut found, mut packet) = (Framing::default(), Vec::new(), [0; 8]);
            for piece in bytes.chunks(cut) {
                framing.put(piece);
                while let Ok(Some(len)) = framing.next(&mut packet) {
                    found.push(packet[..len].to_vec());
                }
            }
            assert_eq!(found, [&b"one"[..], b"", b"three"]);
        }
        let mut framing = Framing::default();
        framing.put(&[0, 9]);
        assert_eq!(framing.next(&mut [0; 8]), Err(Broken), "it will never fit");
    }
}
