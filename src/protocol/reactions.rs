//! Reactions: an emoji of a moment, which nothing keeps.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::event::{events, requests};
use crate::ids::ParticipantId;

requests! {
    /// Show everyone an emoji for a moment.
    "on.react" => React(React),
}

events! {
    /// What was shown since the last tick.
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

/// `on.reactions`: one event a tick, whatever came in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Reactions {
    pub reactions: Vec<Reaction>,
}

/// How often one person showed one emoji.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Reaction {
    pub participant_id: ParticipantId,
    pub emoji: Emoji,
    pub count: u16,
}
