//! An answer to a poll's question.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{error::Refusal, protocol::text, unicode};

/// Numbers that everyone can read on a wall.
const NUMBER_MAX: f64 = 1e12;

/// How a question is answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum PollKind {
    /// One of the options.
    Single,
    /// Any number of the options, at least one.
    Multiple,
    /// Yes or no: choice 0 or 1.
    YesNo,
    /// A few words.
    Text,
    /// A step from 1 to `steps`: choice 0 and so on.
    Scale,
    /// All options in one's own order.
    Order,
    /// A number.
    Number,
}

/// An answer. What fits depends on the kind of the question.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum Answer {
    /// From 0. Of an order: all options, the first place first.
    Choices(Vec<u8>),
    /// At most 200 letters, on one line.
    Text(String),
    /// Between -10¹² and 10¹².
    Number(f64),
}

impl Answer {
    /// The answer, cleaned, if it fits a question of this kind with so many choices.
    ///
    /// # Errors
    /// [`Refusal::AnswerUnfit`], [`Refusal::AnswerTooLong`], [`Refusal::TextBad`].
    pub fn check(self, kind: PollKind, choices: usize) -> Result<Self, Refusal> {
        let fits = |chosen: &[u8]| chosen.iter().all(|choice| usize::from(*choice) < choices);
        match (kind, self) {
            (PollKind::Single | PollKind::YesNo | PollKind::Scale, Self::Choices(chosen))
                if chosen.len() == 1 && fits(&chosen) =>
            {
                Ok(Self::Choices(chosen))
            }
            (PollKind::Multiple, Self::Choices(chosen))
                if (1..=choices).contains(&chosen.len()) && fits(&chosen) && is_distinct(&chosen) =>
            {
                Ok(Self::Choices(sorted(chosen)))
            }
            (PollKind::Order, Self::Choices(chosen))
                if chosen.len() == choices && fits(&chosen) && is_distinct(&chosen) =>
            {
                Ok(Self::Choices(chosen))
            }
            (PollKind::Text, Self::Text(text)) => text::short_answer(&text).map(Self::Text),
            // Zero has one sign.
            (PollKind::Number, Self::Number(number)) if number.abs() <= NUMBER_MAX => Ok(Self::Number(number + 0.0)),
            _ => Err(Refusal::AnswerUnfit),
        }
    }

    /// Whether two answers are the same; words may differ in case.
    pub fn is_same(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Text(one), Self::Text(two)) => unicode::search_key(one) == unicode::search_key(two),
            _ => self == other,
        }
    }
}

fn sorted(mut chosen: Vec<u8>) -> Vec<u8> {
    chosen.sort_unstable();
    chosen
}

fn is_distinct(chosen: &[u8]) -> bool {
    sorted(chosen.to_vec()).windows(2).all(|pair| pair[0] < pair[1])
}
