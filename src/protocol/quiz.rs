//! A quiz on the room's screen: the teacher opens it; students answer; the teacher sees how many chose each answer, and reveals
//! the right one.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::event::{events, requests};
use crate::ids::ItemId;

requests! {
    /// The teacher opens the quiz on the screen: from now on students answer it.
    "on.quizOpen" => Open(QuizOpen),
    /// Answer the quiz on the screen, or change one's answer.
    "on.quizAnswer" => Answer(QuizAnswer),
    /// The teacher reveals the right answer.
    "on.quizReveal" => Reveal(QuizReveal),
}

events! {
    /// Only for the teacher.
    "on.quizCount" => Count(QuizCount),
}

/// The quizzes' part of a snapshot.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct View {
    /// The receiver's own answers.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[ts(optional, as = "Option<Vec<QuizAnswer>>")]
    pub answers: Vec<QuizAnswer>,
    /// Only for the teacher: the answers to the quiz on the screen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub count: Option<QuizCount>,
}

/// `on.quizOpen`: the teacher opens the quiz.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct QuizOpen {
    pub quiz_id: ItemId,
}

/// `on.quizAnswer`: one's answer. A later one replaces it until the right answer is revealed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct QuizAnswer {
    pub quiz_id: ItemId,
    /// From 0.
    pub choice: u8,
}

/// `on.quizReveal`: the teacher reveals the right answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct QuizReveal {
    pub quiz_id: ItemId,
}

/// `on.quizCount`, only for the teacher: how many participants chose each answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct QuizCount {
    pub quiz_id: ItemId,
    pub counts: Vec<u16>,
}

/// What everyone sees of a quiz after its right answer is revealed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Outcome {
    /// From 0.
    pub right: u8,
    /// How many participants chose each answer.
    pub counts: Vec<u16>,
}
