//! What a client may send: `{"event", "data", "id"?}`.

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use ts_rs::TS;

use super::session;
use crate::{error::Refusal, features::with_features};

/// A request's number, chosen by the client; the reply carries it back.
pub type RequestId = u32;

/// A text frame whose event is not parsed yet.
#[derive(Deserialize)]
pub struct ClientFrame<'a> {
    pub event: std::borrow::Cow<'a, str>,
    #[serde(borrow, default)]
    pub data: Option<&'a RawValue>,
    #[serde(default)]
    pub id: Option<RequestId>,
}

impl<'a> ClientFrame<'a> {
    /// # Errors
    /// [`Refusal::FrameBad`] when the text is not JSON of that shape.
    pub fn parse(text: &'a str) -> Result<Self, Refusal> {
        serde_json::from_str(text).map_err(|_| Refusal::FrameBad)
    }
}

macro_rules! compose {
    ($($module:ident: $feature:ident,)*) => {
        /// All requests of clients: on the wire, the name of an event and its data.
        #[derive(Clone, Debug, PartialEq, Serialize, TS)]
        #[serde(untagged)]
        pub enum ClientEvent {
            Session(#[ts(inline)] session::Request),
            $($feature(#[ts(inline)] super::$module::Request)),*
        }

        impl ClientEvent {
            /// The names of all events, as in docs/PROTOCOL.md.
            pub fn names() -> Vec<&'static str> {
                [session::Request::NAMES, $(super::$module::Request::NAMES),*].concat()
            }

            /// Visits the types of the replies, for the client's declarations.
            #[cfg(test)]
            pub fn visit_replies(visitor: &mut impl ts_rs::TypeVisitor) {
                session::Request::visit_replies(visitor);
                $(super::$module::Request::visit_replies(visitor);)*
            }

            /// # Errors
            /// [`Refusal::EventUnknown`], or [`Refusal::DataBad`] when the data does not fit the event.
            pub fn parse(frame: &ClientFrame) -> Result<Self, Refusal> {
                let (name, data) = (frame.event.as_ref(), frame.data.map_or("{}", RawValue::get));
                if let Some(request) = session::Request::parse(name, data) {
                    return request.map(Self::Session);
                }
                $(if let Some(request) = super::$module::Request::parse(name, data) {
                    return request.map(Self::$feature);
                })*
                Err(Refusal::EventUnknown)
            }
        }

        impl From<session::Request> for ClientEvent {
            fn from(request: session::Request) -> Self {
                Self::Session(request)
            }
        }

        $(impl From<super::$module::Request> for ClientEvent {
            fn from(request: super::$module::Request) -> Self {
                Self::$feature(request)
            }
        })*
    };
}

with_features!(compose);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::protocol::{event::Nothing, hands};

    fn parse(text: &str) -> Result<ClientEvent, Refusal> {
        ClientEvent::parse(&ClientFrame::parse(text)?)
    }

    #[test]
    fn an_event_without_data_may_omit_the_data_field() {
        let raised = Ok(ClientEvent::Hands(hands::Request::Raise(Nothing {})));
        assert_eq!(parse(r#"{"event":"on.handRaise"}"#), raised);
        assert_eq!(parse(r#"{"event":"on.handRaise","data":{},"id":7}"#), raised);
        assert_eq!(parse(r#"{"event":"on.handRaise","data":{"unknown":1},"more":2}"#), raised);
    }

    #[test]
    fn invalid_frames_get_a_matching_refusal() {
        for (text, refusal) in [
            ("", Refusal::FrameBad),
            ("{", Refusal::FrameBad),
            ("[]", Refusal::FrameBad),
            (r#"{"data":{}}"#, Refusal::FrameBad),
            (r#"{"event":"on.message","data":{"message":"a"},"id":-1}"#, Refusal::FrameBad),
            (r#"{"event":"on.noSuchThing","data":{}}"#, Refusal::EventUnknown),
            (r#"{"event":"on.message","data":{}}"#, Refusal::DataBad),
            (r#"{"event":"on.message","data":{"message":7}}"#, Refusal::DataBad),
            (r#"{"event":"on.message"}"#, Refusal::DataBad),
        ] {
            assert_eq!(parse(text), Err(refusal), "{text}");
        }
    }
}
