//! The announcements that every node of a school receives.

use serde::{Deserialize, Serialize};

use super::directory::Listing;
use crate::{
    clock::Time,
    ids::{GroupId, GroupStudentId, LoginId, NodeId, PersonId, SessionId, StreamKeyId},
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
    SessionStarted {
        session: SessionId,
        at: Time,
    },
    SessionEnded(SessionId),
    /// A session was deleted; nobody waits for it any longer.
    SessionDeleted(SessionId),
    /// One login has ended: its connections must identify themselves again.
    LoginEnded(LoginId),
    /// A person has signed out everywhere or changed their password: their connections must identify themselves again.
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
    /// A student of a group has another link or group, or none any more: who came by the link must show it again.
    StudentChanged(GroupStudentId),
    /// A group was archived, brought back, renamed or deleted.
    GroupChanged(GroupId),
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        clock,
        ids::JoinCode,
        protocol::roster::{JoinCodeText, SessionCard, SessionState},
    };

    #[test]
    fn announcements_survive_serialisation() {
        let (session, person, node) = (SessionId::fresh(), PersonId::fresh(), NodeId::fresh());
        let card = SessionCard {
            id: session,
            session_code: JoinCodeText(JoinCode::random()),
            session_title: "Volcanoes".to_owned(),
            description: String::new(),
            teacher: "Anna".to_owned(),
            date_time_of_session: clock::now(),
            started_at: None,
            state: SessionState::Planned,
            guests_allowed: true,
            waiting_room: false,
        };
        for announcement in [
            Announcement::SessionListed(Listing {
                card,
                teacher: person,
                capacity: 300,
                keeps_chat: true,
                groups: vec![GroupId::fresh()],
                by_code: false,
            }),
            Announcement::SessionChanged(session),
            Announcement::SessionStarted { session, at: clock::now() },
            Announcement::SessionEnded(session),
            Announcement::SessionDeleted(session),
            Announcement::LoginEnded(LoginId::fresh()),
            Announcement::LoginsChanged(person),
            Announcement::Blocked(person),
            Announcement::Erased(person),
            Announcement::AvatarChanged { person, avatar: Avatar::plain() },
            Announcement::StreamKeysRevoked(vec![(session, StreamKeyId::fresh())]),
            Announcement::RoomWanted { session, node },
            Announcement::RoomOpened { session, node },
            Announcement::RoomClosed { session, node },
            Announcement::NodeJoined(node),
            Announcement::NodeLeft(node),
            Announcement::SettingsChanged,
            Announcement::StudentChanged(GroupStudentId::fresh()),
            Announcement::GroupChanged(GroupId::fresh()),
        ] {
            let bytes = serde_json::to_vec(&announcement).expect("an announcement is JSON");
            let read: Announcement = serde_json::from_slice(&bytes).expect("it reads back");
            assert_eq!(read, announcement);
        }
    }
}
