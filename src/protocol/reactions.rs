//! Reactions: emoji that appear for a moment and are not stored.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::event::{events, requests};
use crate::ids::ParticipantId;

requests! {
    /// Show everyone an emoji for a moment.
    "on.react" => React(React),
}

events! {
    /// The reactions since the last tick.
    "on.reactions" => Reactions(Reactions),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Emoji {
    ThumbsUp,
    Clap,
    Heart,
    Laugh,
    Surprise,
    Celebrate,
}

/// `on.react`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct React {
    pub emoji: Emoji,
}

/// `on.reactions`: one event per tick with all reactions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Reactions {
    pub reactions: Vec<Reaction>,
}

/// How often one participant showed one emoji.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Reaction {
    pub participant_id: ParticipantId,
    pub emoji: Emoji,
    pub count: u16,
}
