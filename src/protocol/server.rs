//! What the server sends: replies `{"reply", "data"}` or `{"reply", "error"}`, and news `{"event", "data", "seq"}`.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

pub use super::event::Error;
use super::{RequestId, session};
use crate::features::with_features;

macro_rules! compose {
    ($($module:ident: $feature:ident,)*) => {
        /// News: everything that the server sends unasked.
        #[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
        #[serde(untagged)]
        pub enum ServerEvent {
            Session(#[ts(inline)] session::Event),
            $($feature(#[ts(inline)] super::$module::Event)),*
        }

        impl ServerEvent {
            /// The names of all events, as in docs/PROTOCOL.md.
            pub fn names() -> Vec<&'static str> {
                [session::Event::NAMES, $(super::$module::Event::NAMES),*].concat()
            }
        }

        impl From<session::Event> for ServerEvent {
            fn from(event: session::Event) -> Self {
                Self::Session(event)
            }
        }

        $(impl From<super::$module::Event> for ServerEvent {
            fn from(event: super::$module::Event) -> Self {
                Self::$feature(event)
            }
        })*
    };
}

with_features!(compose);

/// News with its number. News for everyone increases the number by one; news for some repeats the latest number. A number more
/// than one above the last means that the client has missed something.
#[derive(Serialize)]
pub struct News<'a> {
    #[serde(flatten)]
    pub event: &'a ServerEvent,
    pub seq: u64,
}

#[derive(Serialize)]
#[serde(untagged)]
pub enum Reply<T> {
    Data { reply: RequestId, data: T },
    Error { reply: RequestId, error: Error },
}

/// Why the server closes a connection: the code and reason of the close frame, which tell the client what to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum CloseReason {
    /// The lesson has ended.
    Ended,
    /// The teacher has removed this person.
    Removed,
    /// The teacher has not let this person in from the waiting room.
    TurnedAway,
    /// The same person joined from elsewhere.
    Replaced,
    /// They left on their own.
    Left,
    /// The client did not read fast enough.
    TooSlow,
    /// The client sent too much, or invalid input.
    Abusive,
    /// No `on.sessionJoin` in time.
    JoinTimeout,
    /// The client was silent for too long.
    Silent,
    /// The server restarts, and the client should come back.
    Restarting,
}

impl CloseReason {
    pub const ALL: &'static [CloseReason] = &[
        CloseReason::Ended,
        CloseReason::Removed,
        CloseReason::TurnedAway,
        CloseReason::Replaced,
        CloseReason::Left,
        CloseReason::TooSlow,
        CloseReason::Abusive,
        CloseReason::JoinTimeout,
        CloseReason::Silent,
        CloseReason::Restarting,
    ];

    /// The close code, from the range that RFC 6455 (7.4.2) leaves to applications.
    pub fn code(self) -> u16 {
        match self {
            CloseReason::Ended => 4001,
            CloseReason::Removed => 4002,
            CloseReason::Replaced => 4003,
            CloseReason::Left => 4004,
            CloseReason::TooSlow => 4005,
            CloseReason::Abusive => 4006,
            CloseReason::JoinTimeout => 4007,
            CloseReason::Silent => 4008,
            CloseReason::Restarting => 4009,
            CloseReason::TurnedAway => 4010,
        }
    }

    pub fn name(self) -> &'static str {
        match self {
            CloseReason::Ended => "ended",
            CloseReason::Removed => "removed",
            CloseReason::TurnedAway => "turned_away",
            CloseReason::Replaced => "replaced",
            CloseReason::Left => "left",
            CloseReason::TooSlow => "too_slow",
            CloseReason::Abusive => "abusive",
            CloseReason::JoinTimeout => "join_timeout",
            CloseReason::Silent => "silent",
            CloseReason::Restarting => "restarting",
        }
    }
}
