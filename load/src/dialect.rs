//! The two ways of speaking: Lyceum's, and that of the Socket.IO server it is measured against. Both carry the same work.

use std::fmt;

use tokio_tungstenite::tungstenite::{Message, Utf8Bytes};

use crate::{lyceum, socketio};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dialect {
    Lyceum,
    SocketIo,
}

impl fmt::Display for Dialect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Dialect::Lyceum => "lyceum",
            Dialect::SocketIo => "socket.io",
        })
    }
}

/// What a message of the server means to a person who listens.
pub trait Ear {
    /// A whole binary frame of poses.
    fn poses(&mut self, frame: &[u8]);
    /// A line of the chat.
    fn line(&mut self, text: &str);
    /// The request of that id is done; of a line said, the id that it was given.
    fn reply(&mut self, id: u32, message_id: Option<&str>);
    /// A request was refused: its id, when it had one, and the code.
    fn refused(&mut self, id: Option<u32>, code: &str);
    /// News of that number has come.
    fn numbered(&mut self, seq: u64);
    /// Something that this dialect does not have.
    fn strange(&mut self);
}

impl Dialect {
    /// The path of the WebSocket.
    pub fn path(self) -> &'static str {
        match self {
            Dialect::Lyceum => "/ws",
            Dialect::SocketIo => "/socket.io/?EIO=4&transport=websocket",
        }
    }

    pub fn subprotocol(self) -> Option<&'static str> {
        match self {
            Dialect::Lyceum => Some(lyceum::SUBPROTOCOL),
            Dialect::SocketIo => None,
        }
    }

    /// The messages that carry a pose; they leave in one write.
    pub fn pose(self, pose: &[u8; 10]) -> [Option<Message>; 2] {
        match self {
            Dialect::Lyceum => [Some(lyceum::pose(pose)), None],
            Dialect::SocketIo => socketio::pose(pose).map(Some),
        }
    }

    /// A line for the chat, as the request `id`.
    pub fn say(self, id: u32, text: &str) -> Message {
        let text = match self {
            Dialect::Lyceum => lyceum::say(id, text),
            Dialect::SocketIo => socketio::say(id, text),
        };
        Message::Text(Utf8Bytes::from(text))
    }

    /// The word of one who leaves for good.
    pub fn leave(self) -> Message {
        Message::text(match self {
            Dialect::Lyceum => lyceum::LEAVE,
            Dialect::SocketIo => socketio::LEAVE,
        })
    }

    /// Tells `ear` what a message means. The answer, if any, must be sent back.
    pub fn hear(self, message: &Message, ear: &mut impl Ear) -> Option<Message> {
        match message {
            Message::Binary(frame) => ear.poses(frame),
            Message::Text(text) => match self {
                Dialect::Lyceum => lyceum::hear(text, ear),
                Dialect::SocketIo => return socketio::hear(text, ear),
            },
            _ => {}
        }
        None
    }
}

#[cfg(test)]
pub mod tests {
    use super::*;

    /// Writes down what it hears.
    #[derive(Default)]
    pub struct Notes(pub Vec<String>);

    impl Ear for Notes {
        fn poses(&mut self, frame: &[u8]) {
            self.0.push(format!("poses {}", frame.len()));
        }
        fn line(&mut self, text: &str) {
            self.0.push(format!("line {text}"));
        }
        fn reply(&mut self, id: u32, message_id: Option<&str>) {
            self.0.push(format!("reply {id} {message_id:?}"));
        }
        fn refused(&mut self, id: Option<u32>, code: &str) {
            self.0.push(format!("refused {id:?} {code}"));
        }
        fn numbered(&mut self, seq: u64) {
            self.0.push(format!("seq {seq}"));
        }
        fn strange(&mut self) {
            self.0.push("strange".into());
        }
    }

    #[test]
    fn a_binary_message_is_a_frame_of_poses_in_both() {
        for dialect in [Dialect::Lyceum, Dialect::SocketIo] {
            let mut notes = Notes::default();
            assert_eq!(dialect.hear(&Message::binary(vec![2; 17]), &mut notes), None);
            assert_eq!(notes.0, ["poses 17"]);
        }
    }
}
