//! The chat: lines, edits, history.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::event::{events, requests};
use crate::{
    clock::Time,
    ids::{MessageId, ParticipantId},
};

requests! {
    /// Say a line in the chat. The reply means: it is in PostgreSQL.
    "on.message" => Message(Say) -> Said,
    /// Change one's own line.
    "on.editMessage" => Edit(Edit),
    /// Older lines of the chat.
    "on.messageHistory" => History(HistoryRequest) -> History,
}

events! {
    /// New lines, oldest first.
    "on.message" => Message(Vec<ChatMessage>),
    "on.editMessage" => Edit(Edited),
}

/// The chat's part of a snapshot.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct View {
    /// The latest lines, oldest first.
    pub messages: Vec<ChatMessage>,
    /// Whether `on.messageHistory` has older ones.
    pub more_messages: bool,
}

/// `on.message` as the client sends it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Say {
    pub message: String,
    /// The sender's own name for the line, of at most 64 letters: sending it again gives the same reply and no second
    /// line.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub client_id: Option<String>,
}

/// `on.editMessage` as the client sends it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Edit {
    pub message_id: MessageId,
    pub message: String,
}

/// `on.messageHistory`: the lines before this one.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct HistoryRequest {
    pub before: MessageId,
}

/// The reply to `on.messageHistory`: up to 100 lines, oldest first.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct History {
    pub messages: Vec<ChatMessage>,
    pub more_messages: bool,
}

/// A line as everyone receives it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ChatMessage {
    pub message_id: MessageId,
    pub message: String,
    pub participant_id: ParticipantId,
    /// The author's name: they may have left.
    pub username: String,
    #[ts(type = "string")]
    pub sent_at: Time,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional, type = "string")]
    pub edited_at: Option<Time>,
}

/// The reply to `on.message`: the line is in PostgreSQL.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Said {
    pub message_id: MessageId,
    #[ts(type = "string")]
    pub sent_at: Time,
}

/// `on.editMessage` as everyone receives it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Edited {
    pub message_id: MessageId,
    pub message: String,
    #[ts(type = "string")]
    pub edited_at: Time,
}
