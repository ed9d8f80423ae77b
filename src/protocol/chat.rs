//! The chat: messages, edits, history; the teacher deletes messages and pauses the chat.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::event::{events, requests};
use crate::{
    clock::Time,
    ids::{MessageId, ParticipantId},
};

requests! {
    /// Send a message to the chat. The reply confirms that it is in PostgreSQL.
    "on.message" => Message(Say) -> Said,
    /// Edit one's own message.
    "on.editMessage" => Edit(Edit),
    /// Older messages of the chat.
    "on.messageHistory" => History(HistoryRequest) -> History,
    /// The teacher deletes anyone's message. The reply confirms that its text is gone from PostgreSQL.
    "on.deleteMessage" => Delete(Delete),
    /// The teacher pauses the chat, or lets students write again.
    "on.chatPause" => Pause(Pause),
}

events! {
    /// New messages, oldest first.
    "on.message" => Message(Vec<ChatMessage>),
    "on.editMessage" => Edit(Edited),
    "on.deleteMessage" => Deleted(Deleted),
    "on.chatPause" => Paused(Pause),
}

/// The chat's part of a snapshot.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct View {
    /// The latest messages, oldest first.
    pub messages: Vec<ChatMessage>,
    /// Whether `on.messageHistory` has older messages.
    pub more_messages: bool,
    /// Whether only the teacher may write.
    pub chat_paused: bool,
}

/// `on.message` as the client sends it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Say {
    pub message: String,
    /// The client's own id for the message, at most 64 letters: sending it again gives the same reply and no second message.
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

/// `on.messageHistory`: the messages before this one.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct HistoryRequest {
    pub before: MessageId,
}

/// The reply to `on.messageHistory`: up to 100 messages, oldest first.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct History {
    pub messages: Vec<ChatMessage>,
    pub more_messages: bool,
}

/// A message as everyone receives it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ChatMessage {
    pub message_id: MessageId,
    pub message: String,
    pub participant_id: ParticipantId,
    /// The author's name, because they may have left.
    pub username: String,
    #[ts(type = "string")]
    pub sent_at: Time,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional, type = "string")]
    pub edited_at: Option<Time>,
    /// The teacher has deleted the message, and its text is empty.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional, type = "string")]
    pub deleted_at: Option<Time>,
}

/// `on.deleteMessage` as the client sends it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Delete {
    pub message_id: MessageId,
}

/// `on.deleteMessage` as everyone receives it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Deleted {
    pub message_id: MessageId,
    #[ts(type = "string")]
    pub deleted_at: Time,
}

/// `on.chatPause`, in both directions: whether only the teacher may write.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Pause {
    pub paused: bool,
}

/// The reply to `on.message`: the message is in PostgreSQL.
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
