//! The two protocols: Lyceum's, and that of the Socket.IO server it is compared with. Both carry the same work.

use std::fmt;

use tokio_tungstenite::tungstenite::{Message, Utf8Bytes};

use crate::{listener::Listener, lyceum, socketio};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Protocol {
    Lyceum,
    SocketIo,
}

impl fmt::Display for Protocol {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Protocol::Lyceum => "lyceum",
            Protocol::SocketIo => "socket.io",
        })
    }
}

impl Protocol {
    /// The path of the WebSocket.
    pub fn path(self) -> &'static str {
        match self {
            Protocol::Lyceum => "/ws",
            Protocol::SocketIo => "/socket.io/?EIO=4&transport=websocket",
        }
    }

    pub fn subprotocol(self) -> Option<&'static str> {
        match self {
            Protocol::Lyceum => Some(lyceum::SUBPROTOCOL),
            Protocol::SocketIo => None,
        }
    }

    /// The messages that carry a pose; they leave in one write.
    pub fn pose(self, pose: &[u8; 10]) -> [Option<Message>; 2] {
        match self {
            Protocol::Lyceum => [Some(lyceum::pose(pose)), None],
            Protocol::SocketIo => socketio::pose(pose).map(Some),
        }
    }

    /// A chat line, as the request `id`.
    pub fn say(self, id: u32, text: &str) -> Message {
        let text = match self {
            Protocol::Lyceum => lyceum::say(id, text),
            Protocol::SocketIo => socketio::say(id, text),
        };
        Message::Text(Utf8Bytes::from(text))
    }

    /// The message of someone who leaves.
    pub fn leave(self) -> Message {
        Message::text(match self {
            Protocol::Lyceum => lyceum::LEAVE,
            Protocol::SocketIo => socketio::LEAVE,
        })
    }

    /// Tells `listener` what a message means. The caller must send the answer back, if there is one.
    pub fn read(self, message: &Message, listener: &mut impl Listener) -> Option<Message> {
        match message {
            Message::Binary(frame) => listener.on_poses(frame),
            Message::Text(text) => match self {
                Protocol::Lyceum => lyceum::read(text, listener),
                Protocol::SocketIo => return socketio::read(text, listener),
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
    fn a_binary_message_is_a_pose_frame_in_both_protocols() {
        for protocol in [Protocol::Lyceum, Protocol::SocketIo] {
            let mut recorder = Recorder::default();
            assert_eq!(protocol.read(&Message::binary(vec![2; 17]), &mut recorder), None);
            assert_eq!(recorder.0, ["poses 17"]);
        }
    }
}
