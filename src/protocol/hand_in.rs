//! What students hand in during a lesson: the teacher asks for it, students bring a picture, a PDF or a text, and the teacher sees
//! the pile and puts one on the screen. Files come over HTTP (`POST /hand-ins`).

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::event::{Nothing, events, requests};
use crate::{
    clock::Time,
    ids::{HandInId, ParticipantId},
};

requests! {
    /// The teacher asks the class to hand something in.
    "on.handInOpen" => Open(HandInRequest),
    /// Nobody hands anything in any more.
    "on.handInClose" => Close(Nothing),
    /// Hand in a text. The reply confirms that it is in PostgreSQL.
    "on.handInText" => Text(HandInText),
    /// Delete what one has handed in; the teacher deletes anyone's.
    "on.handInDelete" => Delete(HandInRef),
    /// The teacher puts something that was handed in on the screen, or takes it off.
    "on.handInShow" => Show(ShowHandIn),
}

events! {
    /// What the teacher asks for; `null` if nothing can be handed in any more.
    "on.handInRequest" => Requested(HandInRequested),
    /// For the teacher, what was handed in since the last tick; for a student, what they have handed in themselves.
    "on.handInAdd" => Added(Vec<HandIn>),
    /// For the same people: it was deleted.
    "on.handInDelete" => Deleted(HandInRef),
}

/// What can be handed in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum HandInKind {
    Picture,
    Pdf,
    Text,
}

impl HandInKind {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Picture => "picture",
            Self::Pdf => "pdf",
            Self::Text => "text",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        [Self::Picture, Self::Pdf, Self::Text].into_iter().find(|kind| kind.as_str() == text)
    }
}

/// What the teacher asks for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct HandInRequest {
    pub title: String,
    /// At least one.
    pub kinds: Vec<HandInKind>,
}

/// `on.handInRequest`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct HandInRequested {
    pub request: Option<HandInRequest>,
}

/// `on.handInText`: at most 5,000 letters.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct HandInText {
    pub text: String,
}

/// Something that was handed in, by its id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct HandInRef {
    pub hand_in_id: HandInId,
}

/// `on.handInShow`: what everyone sees on the screen; `null` for the lesson's own page again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ShowHandIn {
    pub hand_in_id: Option<HandInId>,
}

/// Something that was handed in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct HandIn {
    pub hand_in_id: HandInId,
    pub participant_id: ParticipantId,
    /// The name, because they may have left.
    pub username: String,
    pub kind: HandInKind,
    /// The file's name; empty for a text.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    #[ts(optional, as = "Option<String>")]
    pub name: String,
    /// The file's address on this server; empty for a text.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    #[ts(optional, as = "Option<String>")]
    pub url: String,
    /// Of a text.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    #[ts(optional, as = "Option<String>")]
    pub text: String,
    #[ts(type = "string")]
    pub handed_in_at: Time,
}

/// The part of a snapshot that is about what is handed in.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct View {
    /// What the teacher asks for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub hand_in_request: Option<HandInRequest>,
    /// For the teacher the whole pile, for a student their own, the oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[ts(optional, as = "Option<Vec<HandIn>>")]
    pub hand_ins: Vec<HandIn>,
    /// Which of them is on the screen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub shown_hand_in: Option<HandInId>,
}
