//! A quiz on the room's screen: students answer, the teacher sees how many gave which answer, and shows which is right.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::event::{events, requests};
use crate::ids::ItemId;

requests! {
    /// Answer the quiz on the screen, or change one's answer.
    "on.quizAnswer" => Answer(QuizAnswer),
    /// The teacher shows which answer is right.
    "on.quizReveal" => Reveal(QuizReveal),
}

events! {
    /// For the teacher.
    "on.quizCount" => Count(QuizCount),
}

/// The quizzes' part of a snapshot.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct View {
    /// What the receiver has answered to quizzes.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[ts(optional, as = "Option<Vec<QuizAnswer>>")]
    pub answers: Vec<QuizAnswer>,
    /// For the teacher only: what was answered to the quiz on the screen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub count: Option<QuizCount>,
}

/// `on.quizAnswer`: one's answer; another takes its place until the right one is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct QuizAnswer {
    pub quiz_id: ItemId,
    /// From 0.
    pub choice: u8,
}

/// `on.quizReveal`: the teacher shows which answer is right.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct QuizReveal {
    pub quiz_id: ItemId,
}

/// `on.quizCount`, for the teacher: how many have given each answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct QuizCount {
    pub quiz_id: ItemId,
    pub counts: Vec<u16>,
}

/// What everyone sees of a quiz once its right answer is shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Outcome {
    /// From 0.
    pub right: u8,
    /// How many have given each answer.
    pub counts: Vec<u16>,
}
