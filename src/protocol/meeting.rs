//! The packets of the video-conferencing design (docs/MEETING.md, docs/adr/0036): JSON objects that name their meeting and their
//! `content_type`. They are another dialect of a room's events: `room::participant::meeting` translates.

use serde::{Deserialize, Serialize};

use super::{
    event::Error,
    roster::{Microphone, Participant, RoomRole},
    rtc::IceServer,
    video::Size,
};
use crate::ids::ParticipantId;

/// What each encoding of a camera takes at most, in bits a second, the best first.
pub const BITRATES: [(Size, u32); 3] = [(Size::Large, 1_500_000), (Size::Medium, 500_000), (Size::Small, 150_000)];

/// The best encoding that fits into a bitrate; the smallest, if none does.
pub fn size_of(bitrate: u32) -> Size {
    BITRATES.into_iter().find(|(_, takes)| *takes <= bitrate).map_or(Size::Small, |(size, _)| size)
}

/// A packet of a client.
#[derive(Debug, Deserialize)]
pub struct ClientPacket {
    /// Needed in `JOIN`; in any other packet, it must be the meeting that was joined.
    #[serde(default)]
    pub meeting_id: Option<String>,
    #[serde(flatten)]
    pub content: ClientContent,
}

#[derive(Debug, Deserialize)]
#[serde(tag = "content_type", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum ClientContent {
    /// Names the client's account, unless the handshake's `Authorization` header did.
    Init {
        #[serde(default)]
        authorization: Option<String>,
    },
    Join {},
    Leave {},
    /// The host ends the meeting for everyone.
    End {},
    /// A session description (RFC 8866), in the place of the design's RTSP.
    Offer {
        sdp: String,
        /// It only has new addresses for the connection that there is (RFC 8445, 9).
        #[serde(default)]
        restart: bool,
    },
    Subscribe {
        num_actions: usize,
        subscriptions: Vec<Subscription>,
    },
    Unsubscribe {
        num_actions: usize,
        subscriptions: Vec<Feed>,
    },
    /// Both at once: either all of it holds afterwards or nothing.
    UnsubSub {
        num_actions: usize,
        unsubscriptions: Vec<Feed>,
        subscriptions: Vec<Subscription>,
    },
    RecordJoin {},
}

/// One picture of someone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Feed {
    pub account_id: ParticipantId,
    /// Their shared screen instead of their camera.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub screen: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Subscription {
    #[serde(flatten)]
    pub feed: Feed,
    /// At most so many bits a second: the best encoding that fits is sent.
    pub bitrate: u32,
}

/// A packet of the server.
#[derive(Debug, PartialEq, Serialize)]
pub struct ServerPacket<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub meeting_id: Option<&'a str>,
    #[serde(flatten)]
    pub content: ServerContent,
}

#[derive(Debug, PartialEq, Serialize)]
#[serde(tag = "content_type", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum ServerContent {
    /// The connection has an account.
    Init {},
    /// Someone has come; the first is the receiver, whose `account_id` in this meeting it tells.
    Join {
        #[serde(flatten)]
        user: User,
        /// Relays, in one's own.
        #[serde(skip_serializing_if = "Vec::is_empty")]
        ice_servers: Vec<IceServer>,
    },
    JoinDenied(Error),
    /// A packet was refused, of this `content_type` if it could be read.
    Error {
        #[serde(flatten)]
        error: Error,
        #[serde(skip_serializing_if = "Option::is_none")]
        packet: Option<&'static str>,
    },
    /// Everyone in the meeting, with `all`; later, those who have changed.
    MeetingUsers {
        all: bool,
        users: Vec<User>,
    },
    Leave {
        account_id: ParticipantId,
    },
    End {},
    /// The session description that answers an `OFFER`.
    Answer {
        sdp: String,
    },
    // What one is subscribed to now, as the answer to a packet of the same name.
    Subscribe(Subscribed),
    Unsubscribe(Subscribed),
    UnsubSub(Subscribed),
}

/// All subscriptions that hold.
#[derive(Debug, PartialEq, Serialize)]
pub struct Subscribed {
    /// How many actions were done.
    pub num_actions: usize,
    pub subscriptions: Vec<Received>,
}

/// One subscription, and which of the offer's receiving sections its picture comes in, from 0.
#[derive(Debug, PartialEq, Serialize)]
pub struct Received {
    #[serde(flatten)]
    pub subscription: Subscription,
    pub view: usize,
}

/// Someone in a meeting.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct User {
    pub account_id: ParticipantId,
    pub name: String,
    pub host: bool,
    pub audio: bool,
    pub video: bool,
    pub screen: bool,
    /// The bitrates that one can subscribe to, the best first; empty without video.
    pub bitrates: Vec<u32>,
}

impl User {
    pub fn of(participant: &Participant) -> Self {
        let mut user = Self {
            account_id: participant.participant_id,
            name: participant.username.clone(),
            host: participant.role == RoomRole::Teacher,
            audio: participant.microphone == Microphone::On,
            video: false,
            screen: participant.screen,
            bitrates: Vec::new(),
        };
        user.show(participant.camera);
        user
    }

    /// Their camera goes on or off.
    pub fn show(&mut self, video: bool) {
        self.video = video;
        self.bitrates = BITRATES.iter().filter(|_| video).map(|(_, takes)| *takes).collect();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bitrate_chooses_the_best_encoding_that_fits() {
        for (bitrate, size) in [
            (u32::MAX, Size::Large),
            (1_500_000, Size::Large),
            (1_499_999, Size::Medium),
            (500_000, Size::Medium),
            (499_999, Size::Small),
            (0, Size::Small),
        ] {
            assert_eq!(size_of(bitrate), size, "{bitrate}");
        }
    }

    #[test]
    fn packets_are_named_by_the_design() {
        let id = ParticipantId::fresh();
        let feed = serde_json::json!({ "account_id": id, "bitrate": 1 });
        for name in ["INIT", "JOIN", "LEAVE", "END", "RECORD_JOIN"] {
            let packet = serde_json::json!({ "content_type": name, "meeting_id": "ABCDE" });
            serde_json::from_value::<ClientPacket>(packet).expect(name);
        }
        let mut packet = serde_json::json!({ "num_actions": 2, "subscriptions": [feed], "unsubscriptions": [feed] });
        for name in ["SUBSCRIBE", "UNSUBSCRIBE", "UNSUB_SUB"] {
            packet["content_type"] = name.into();
            serde_json::from_value::<ClientPacket>(packet.clone()).expect(name);
        }
        packet["content_type"] = "DANCE".into();
        assert!(serde_json::from_value::<ClientPacket>(packet).is_err());
    }
}
