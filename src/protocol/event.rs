//! Macros with which a feature declares its requests and its events.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::error::Refusal;

/// An event without data: `{}`, or no `data` at all.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize, TS)]
pub struct Nothing {}

/// A refusal on the wire.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Error {
    pub code: String,
    pub message: String,
}

impl From<Refusal> for Error {
    fn from(refusal: Refusal) -> Self {
        Self { code: refusal.code().into(), message: refusal.message().into() }
    }
}

/// Declares `Request`, the requests of clients to a feature: each with the event's name on the wire, its name here, its data and,
/// if it has one, the data of the reply.
macro_rules! requests {
    ($($(#[$doc:meta])* $name:literal => $variant:ident($data:ty) $(-> $reply:ty)?),* $(,)?) => {
        /// The requests of clients.
        #[derive(Clone, Debug, PartialEq, serde::Serialize, ts_rs::TS)]
        #[serde(tag = "event", content = "data")]
        pub enum Request {
            $($(#[$doc])* #[serde(rename = $name)] $variant($data)),*
        }

        impl Request {
            /// The names on the wire.
            pub const NAMES: &'static [&'static str] = &[$($name),*];

            /// Visits the types of the replies, for the client's declarations.
            #[cfg(test)]
            pub fn visit_replies(_visitor: &mut impl ts_rs::TypeVisitor) {
                $($(_visitor.visit::<$reply>();)?)*
            }

            /// Reads the data of an event, as JSON; `None` for another feature's event.
            ///
            /// # Errors
            /// [`Refusal::DataBad`](crate::error::Refusal::DataBad) when the data does not fit the event.
            pub fn parse(name: &str, data: &str) -> Option<Result<Self, crate::error::Refusal>> {
                match name {
                    $($name => Some(
                        serde_json::from_str::<$data>(data)
                            .map(Self::$variant)
                            .map_err(|_| crate::error::Refusal::DataBad),
                    ),)*
                    _ => None,
                }
            }
        }
    };
}

/// Declares `Event`, the events of a feature: each with its name on the wire, its name here and its data.
macro_rules! events {
    ($($(#[$doc:meta])* $name:literal => $variant:ident($data:ty)),* $(,)?) => {
        /// The events that the server sends.
        #[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize, ts_rs::TS)]
        #[serde(tag = "event", content = "data")]
        pub enum Event {
            $($(#[$doc])* #[serde(rename = $name)] $variant($data)),*
        }

        impl Event {
            /// The names on the wire.
            pub const NAMES: &'static [&'static str] = &[$($name),*];
        }
    };
}

pub(crate) use {events, requests};
