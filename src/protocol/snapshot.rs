//! The whole room, as someone gets it who enters or has missed something.

use std::{
    collections::BTreeMap,
    ops::Deref,
    sync::{Arc, OnceLock},
};

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use ts_rs::{Config, TS, TypeVisitor};

use super::roster::{Participant, SessionState};
use crate::{clock::Time, features::with_views, ids::Seat};

macro_rules! compose {
    (common: [$($common:ident),*], own: [$($own:ident),*],) => {
        /// The whole room as one participant may see it.
        #[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
        #[serde(rename_all = "camelCase")]
        pub struct Snapshot {
            #[serde(flatten)]
            pub room: SharedView,
            /// The receiver's own.
            pub seat: Seat,
            $(#[serde(flatten)] pub $own: super::$own::View,)*
        }

        /// The part of a snapshot that is the same for everyone in the room.
        #[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
        #[serde(rename_all = "camelCase")]
        pub struct RoomView {
            /// News up to this number is contained.
            #[ts(type = "number")]
            pub seq: u64,
            pub state: SessionState,
            /// When the lesson started; absent before.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            #[ts(optional, as = "Option<String>")]
            pub started_at: Option<Time>,
            /// Whether chat and answers outlive the lesson.
            pub keeps_chat: bool,
            pub participants: Vec<Participant>,
            $(#[serde(flatten)] pub $common: super::$common::View,)*
        }
    };
}

with_views!(compose);

/// A [`RoomView`] that many snapshots share. It becomes JSON once, when the first of them does: with 300 people in a room it
/// has a hundred kilobytes, and when a whole class enters at once everyone needs it.
#[derive(Clone, Debug)]
pub struct SharedView(Arc<(RoomView, OnceLock<Fields>)>);

/// The fields of an object, each as JSON.
type Fields = BTreeMap<String, Box<RawValue>>;

impl From<RoomView> for SharedView {
    fn from(view: RoomView) -> Self {
        Self(Arc::new((view, OnceLock::new())))
    }
}

impl Deref for SharedView {
    type Target = RoomView;

    fn deref(&self) -> &RoomView {
        &self.0.0
    }
}

impl PartialEq for SharedView {
    fn eq(&self, other: &Self) -> bool {
        **self == **other
    }
}

impl Serialize for SharedView {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let fields = || {
            let json = serde_json::to_string(&**self).expect("a view is JSON");
            serde_json::from_str(&json).expect("a view is an object")
        };
        self.0.1.get_or_init(fields).serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for SharedView {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        RoomView::deserialize(deserializer).map(Self::from)
    }
}

/// In TypeScript it is the view itself.
impl TS for SharedView {
    type WithoutGenerics = Self;
    type OptionInnerType = Self;

    fn name(config: &Config) -> String {
        RoomView::name(config)
    }

    fn inline(config: &Config) -> String {
        RoomView::inline(config)
    }

    fn inline_flattened(config: &Config) -> String {
        RoomView::inline_flattened(config)
    }

    fn visit_dependencies(visitor: &mut impl TypeVisitor) {
        RoomView::visit_dependencies(visitor);
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::{
        ids::ParticipantId,
        protocol::{
            Avatar, Pose, ServerEvent, board,
            chat::{self, ChatMessage},
            hand_in, moderation, poll, quiz,
            roster::{Connection, Microphone, RoomRole},
            screen,
            server::News,
            session,
            showing::{self, Permission, Showing},
            sound, speaking,
        },
    };

    fn view() -> RoomView {
        let participant_id = ParticipantId::fresh();
        let line = ChatMessage {
            message_id: crate::ids::MessageId::fresh(),
            message: "\u{1f600} \"quoted\"".to_owned(),
            participant_id,
            username: "Ana".to_owned(),
            sent_at: crate::clock::now(),
            edited_at: None,
            deleted_at: None,
        };
        let participant = Participant {
            participant_id,
            seat: Seat(7),
            username: "Ana".to_owned(),
            role: RoomRole::Student,
            guest: true,
            avatar: Avatar::plain(),
            stream: false,
            connection: Connection::Here,
            microphone: Microphone::Muted,
            camera: false,
            screen: false,
            hand_raised_at: None,
            pose: Pose::standing(1, 2, 0.0),
        };
        RoomView {
            seq: 5,
            state: SessionState::Live,
            started_at: Some(crate::clock::now()),
            keeps_chat: true,
            participants: vec![participant],
            board: board::View::default(),
            chat: chat::View { messages: vec![line], more_messages: true, chat_paused: false },
            screen: screen::View { screen: None },
            sound: sound::View { unmuting_allowed: false },
        }
    }

    fn snapshot(room: &SharedView) -> Snapshot {
        Snapshot {
            room: room.clone(),
            seat: Seat(3),
            hand_in: hand_in::View::default(),
            moderation: moderation::View::default(),
            poll: poll::View::default(),
            quiz: quiz::View { answers: Vec::new(), count: None },
            showing: showing::View {
                showing: Showing::default(),
                may_show: Permission {
                    participant_id: room.participants[0].participant_id,
                    camera: false,
                    screen: false,
                },
                spotlight: None,
                showing_asked: Vec::new(),
            },
            speaking: speaking::View::default(),
        }
    }

    #[test]
    fn a_shared_view_is_one_object_with_the_receivers_own_part() {
        let view = view();
        let mut whole = serde_json::to_value(&view).expect("JSON");
        let room = SharedView::from(view);
        let may_show =
            json!({ "participantId": room.participants[0].participant_id, "camera": false, "screen": false });
        let showing = json!({ "cameras": "asked", "screens": "asked", "severalScreens": false });
        let own = json!({ "seat": 3, "waiting": [], "removed": [], "showing": showing, "mayShow": may_show, "invitedToSpeak": [] });
        whole.as_object_mut().expect("an object").extend(own.as_object().expect("an object").clone());
        let read = |text: String| serde_json::from_str::<Value>(&text).expect("JSON");
        assert_eq!(read(serde_json::to_string(&snapshot(&room)).expect("JSON")), whole);
        let event = ServerEvent::from(session::Event::Enter(Box::new(snapshot(&room))));
        let news = serde_json::to_string(&News { event: &event, seq: 5 }).expect("JSON");
        assert_eq!(read(news), json!({ "event": "on.sessionEnter", "data": whole, "seq": 5 }));
        assert_eq!(serde_json::from_value::<Snapshot>(whole).expect("a snapshot"), snapshot(&room));
    }

    #[test]
    fn a_shared_view_becomes_json_once() {
        let room = SharedView::from(view());
        let made = |snapshot: &Snapshot| {
            serde_json::to_string(snapshot).expect("JSON");
            snapshot.room.0.1.get().expect("it was serialised")["participants"].get().as_ptr()
        };
        assert_eq!(made(&snapshot(&room)), made(&snapshot(&room)));
    }
}
