//! The question of a poll, as a teacher asks it in a lesson or prepares it in an experience.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::answer::{Answer, PollKind};
use crate::{error::Refusal, protocol::text};

const OPTIONS: std::ops::RangeInclusive<usize> = 2..=10;
const STEPS: std::ops::RangeInclusive<u8> = 2..=10;
const SECONDS: std::ops::RangeInclusive<u16> = 5..=3600;
const POINTS_MAX: u8 = 100;
const QUESTION_MAX: usize = 500;

/// A question.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Question {
    pub question: String,
    pub kind: PollKind,
    /// Of `single`, `multiple` and `order`: two to ten.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[ts(optional, as = "Option<Vec<String>>")]
    pub options: Vec<String>,
    /// Of a scale: two to ten.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub steps: Option<u8>,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    #[ts(optional, as = "Option<bool>")]
    pub anonymous: bool,
    /// The poll closes by itself after so many seconds: 5 to 3600.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub seconds: Option<u16>,
    /// With a right answer, the question is a quiz.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub right: Option<Answer>,
    /// What a right answer is worth, up to 100; 0 without a right answer.
    #[serde(default, skip_serializing_if = "is_zero")]
    #[ts(optional, as = "Option<u8>")]
    pub points: u8,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde calls it so")]
fn is_zero(points: &u8) -> bool {
    *points == 0
}

impl Question {
    /// The question with its texts cleaned.
    ///
    /// # Errors
    /// [`Refusal::PollBad`]; the refusal of an invalid text.
    pub fn check(self) -> Result<Self, Refusal> {
        let question = text::caption(&self.question)?;
        let options = self.options.iter().map(|option| text::caption(option)).collect::<Result<Vec<_>, _>>()?;
        let fits = (1..=QUESTION_MAX).contains(&question.chars().count())
            && match self.kind {
                PollKind::Single | PollKind::Multiple | PollKind::Order => {
                    OPTIONS.contains(&options.len()) && options.iter().all(|option| !option.is_empty())
                }
                PollKind::YesNo | PollKind::Text | PollKind::Scale | PollKind::Number => options.is_empty(),
            }
            && self.steps.is_some() == (self.kind == PollKind::Scale)
            && self.steps.is_none_or(|steps| STEPS.contains(&steps))
            && self.seconds.is_none_or(|seconds| SECONDS.contains(&seconds))
            && self.points <= POINTS_MAX
            && (self.points == 0 || self.right.is_some() && !self.anonymous);
        if !fits {
            return Err(Refusal::PollBad);
        }
        let checked = Self { question, options, right: None, ..self };
        let right = self.right.map(|right| checked.check_answer(right).map_err(|_| Refusal::PollBad)).transpose()?;
        Ok(Self { right, ..checked })
    }

    /// How many choices there are; 0 where the answer is no choice.
    pub fn choices(&self) -> usize {
        match self.kind {
            PollKind::Single | PollKind::Multiple | PollKind::Order => self.options.len(),
            PollKind::YesNo => 2,
            PollKind::Scale => self.steps.map_or(0, usize::from),
            PollKind::Text | PollKind::Number => 0,
        }
    }

    /// The answer, cleaned, if it fits the question.
    ///
    /// # Errors
    /// As [`Answer::check`].
    pub fn check_answer(&self, answer: Answer) -> Result<Answer, Refusal> {
        answer.check(self.kind, self.choices())
    }

    /// Whether an answer is right; `None` if there is no right one.
    pub fn is_right(&self, answer: &Answer) -> Option<bool> {
        self.right.as_ref().map(|right| right.is_same(answer))
    }
}
