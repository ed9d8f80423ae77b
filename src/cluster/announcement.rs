//! The announcements that every node of a school receives.

use serde::{Deserialize, Serialize};

use super::directory::Listing;
use crate::{
    ids::{NodeId, PersonId, SessionId, StreamKeyId},
    protocol::Avatar,
};

/// Something that has happened and that concerns more than one room or node. If the database contains the change, the
/// announcement only names it: each node reads the row itself, so that the last row read is the newest.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "event", content = "about", rename_all = "snake_case")]
pub enum Announcement {
    /// A session was planned.
    SessionListed(Listing),
    /// A session or its content was edited.
    SessionChanged(SessionId),
    SessionStarted(SessionId),
    SessionEnded(SessionId),
    /// A session was deleted; nobody waits for it any longer.
    SessionDeleted(SessionId),
    /// A person has signed out or changed their password: their connections must identify themselves again.
    LoginsChanged(PersonId),
    Blocked(PersonId),
    /// A person leaves every room. A node has handled this once none of its rooms has anything left to write that names them.
    Erased(PersonId),
    AvatarChanged {
        person: PersonId,
        avatar: Avatar,
    },
    /// Programs that stream with these keys are disconnected.
    StreamKeysRevoked(Vec<(SessionId, StreamKeyId)>),
    /// A node wants to open the room of a session. The first node to announce this owns the room.
    RoomWanted {
        session: SessionId,
        node: NodeId,
    },
    RoomOpened {
        session: SessionId,
        node: NodeId,
    },
    /// The owner of a room has closed it, or could not open it.
    RoomClosed {
        session: SessionId,
        node: NodeId,
    },
    /// A node is new: the others tell it which rooms they have.
    NodeJoined(NodeId),
    /// A node has left the bus: its rooms are free to be opened elsewhere.
    NodeLeft(NodeId),
    SettingsChanged,
}
