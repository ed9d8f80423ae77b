//! The two ways of speaking: Lyceum's, and that of the Socket.IO server it is measured against. Both carry the same work.

use std::fmt;

use tokio_tungstenite::tungstenite::{Message, Utf8Bytes};

use crate::{listener::Listener, lyceum, socketio};

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

    /// Tells `listener` what a message means. The caller must send the answer back, if there is one.
    pub fn read(self, message: &Message, listener: &mut impl Listener) -> Option<Message> {
        match message {
            Message::Binary(frame) => listener.on_poses(frame),
            Message::Text(text) => match self {
                Dialect::Lyceum => lyceum::read(text, listener),
                Dialect::SocketIo => return socketio::read(text, listener),
            },
            _ => {}
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::listener::tests::Recorder;

    #[test]
    fn a_binary_message_is_a_frame_of_poses_in_both() {
        for dialect in [Dialect::Lyceum, Dialect::SocketIo] {
            let mut recorder = Recorder::default();
            assert_eq!(dialect.read(&Message::binary(vec![2; 17]), &mut recorder), None);
            assert_eq!(recorder.0, ["poses 17"]);
        }
    }
}
