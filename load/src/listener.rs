//! What the server can tell a client, whichever protocol carries it.

/// What a message of the server means to a person who listens.
pub trait Listener {
    /// A whole binary frame of poses.
    fn on_poses(&mut self, frame: &[u8]);
    /// A line of the chat.
    fn on_chat_message(&mut self, text: &str);
    /// The request of that id is done; of a line said, the id that it was given.
    fn on_reply(&mut self, id: u32, message_id: Option<&str>);
    /// A request was refused: its id, when it had one, and the code.
    fn on_refusal(&mut self, id: Option<u32>, code: &str);
    /// News of that number has come.
    fn on_sequence(&mut self, seq: u64);
    /// Something that this dialect does not have.
    fn on_unknown_frame(&mut self);
}

#[cfg(test)]
pub mod tests {
    use super::*;

    /// Writes down what it hears.
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
