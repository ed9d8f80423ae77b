//! The events that a server can send to a client, in whichever protocol.

/// Receives the meaning of the server's messages.
pub trait Listener {
    /// A binary frame of poses.
    fn on_poses(&mut self, frame: &[u8]);
    /// A chat line.
    fn on_chat_message(&mut self, text: &str);
    /// The reply to the request `id`; to a chat line, with the line's id.
    fn on_reply(&mut self, id: u32, message_id: Option<&str>);
    /// A refusal: the id of the request, if it had one, and the code.
    fn on_refusal(&mut self, id: Option<u32>, code: &str);
    /// The sequence number of an event.
    fn on_sequence(&mut self, seq: u64);
    /// A message that the protocol does not have.
    fn on_unknown_frame(&mut self);
}

#[cfg(test)]
pub mod tests {
    use super::*;

    /// Records what it receives.
    #[derive(Default)]
    pub struct Recorder(pub Vec<String>);

    impl Listener for Recorder {
        fn on_poses(&mut self, frame: &[u8]) {
            self.0.push(format!("poses {}", frame.len()));
        }
        fn on_chat_message(&mut self, text: &str) {
            self.0.push(format!("line {text}"));
        }
        fn on_reply(&mut self, id: u32, message_id: Option<&str>) {
            self.0.push(format!("reply {id} {message_id:?}"));
        }
        fn on_refusal(&mut self, id: Option<u32>, code: &str) {
            self.0.push(format!("refused {id:?} {code}"));
        }
        fn on_sequence(&mut self, seq: u64) {
            self.0.push(format!("seq {seq}"));
        }
        fn on_unknown_frame(&mut self) {
            self.0.push("strange".into());
        }
    }
}
