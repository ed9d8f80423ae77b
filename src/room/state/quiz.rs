//! Quizzes on the screen. An answer counts once it is kept, as a line of chat does; who gave it, nobody is told.

use std::collections::{BTreeMap, BTreeSet};

use super::{Pending, RoomState};
use crate::{
    access::RoomRole,
    clock::Time,
    error::Refusal,
    ids::{ItemId, ParticipantId},
    protocol::{
        quiz::{Outcome, QuizAnswer, QuizCount},
        roster::SessionState,
        screen::Slide,
    },
    room::effect::{Effect, Record},
};

/// What was answered, and which right answers were shown.
#[derive(Debug, Default)]
pub struct Quizzes {
    answers: BTreeMap<ItemId, BTreeMap<ParticipantId, u8>>,
    shown: BTreeSet<ItemId>,
}

impl Quizzes {
    /// As the database has them.
    pub fn restore(answers: impl IntoIterator<Item = (ParticipantId, QuizAnswer)>, shown: Vec<ItemId>) -> Self {
        let mut quizzes = Self { answers: BTreeMap::new(), shown: shown.into_iter().collect() };
        for (who, QuizAnswer { quiz_id, choice }) in answers {
            quizzes.answers.entry(quiz_id).or_default().insert(who, choice);
        }
        quizzes
    }

    fn counts(&self, quiz: ItemId, options: usize) -> Vec<u16> {
        let mut counts = vec![0_u16; options];
        for choice in self.answers.get(&quiz).into_iter().flat_map(BTreeMap::values) {
            if let Some(count) = counts.get_mut(usize::from(*choice)) {
                *count = count.saturating_add(1);
            }
        }
        counts
    }

    /// All that someone has answered.
    pub fn of(&self, who: ParticipantId) -> Vec<QuizAnswer> {
        let answer = |(quiz, all): (&ItemId, &BTreeMap<ParticipantId, u8>)| {
            all.get(&who).map(|choice| QuizAnswer { quiz_id: *quiz, choice: *choice })
        };
        self.answers.iter().filter_map(answer).collect()
    }

    /// What everyone sees of what a slide has come to.
    pub fn outcome(&self, slide: &Slide) -> Option<Outcome> {
        let Slide::Quiz { quiz_id, options, right, .. } = slide else { return None };
        let shown = self.shown.contains(quiz_id);
        shown.then(|| Outcome { right: *right, counts: self.counts(*quiz_id, options.len()) })
    }
}

impl RoomState {
    /// With what was answered before.
    pub fn answered(self, quizzes: Quizzes) -> Self {
        Self { quizzes, ..self }
    }

    /// How many answers this quiz has to choose from, which is on the screen and still open.
    fn open_quiz(&self, quiz: ItemId) -> Result<usize, Refusal> {
        if self.phase != SessionState::Live {
            return Err(Refusal::NotLive);
        }
        let options = match self.screen().map(|screen| screen.slide) {
            Some(Slide::Quiz { quiz_id, options, .. }) if quiz_id == quiz => options.len(),
            _ => return Err(Refusal::QuizGone),
        };
        // Once it is being shown nobody else answers: what everyone is told would not be what has come of it.
        let showing = |pending: &Pending| matches!(pending, Pending::Reveal { quiz: shown } if *shown == quiz);
        let over = self.quizzes.shown.contains(&quiz) || self.pending.values().any(showing);
        if over { Err(Refusal::QuizOver) } else { Ok(options) }
    }

    pub(super) fn answer(&mut self, now: Time, by: ParticipantId, answer: QuizAnswer) -> Result<Vec<Effect>, Refusal> {
        if usize::from(answer.choice) >= self.open_quiz(answer.quiz_id)? {
            return Err(Refusal::ChoiceUnknown);
        }
        let ticket = self.await_journal(Pending::Choice { who: by, answer });
        Ok(vec![Effect::Keep(ticket, Record::Answered { who: by, answer, at: now })])
    }

    pub(super) fn chosen(&mut self, who: ParticipantId, answer: QuizAnswer) -> Vec<Effect> {
        self.quizzes.answers.entry(answer.quiz_id).or_default().insert(who, answer.choice);
        vec![Effect::CountChanged]
    }

    pub(super) fn reveal(&mut self, quiz: ItemId) -> Result<Vec<Effect>, Refusal> {
        self.open_quiz(quiz)?;
        let ticket = self.await_journal(Pending::Reveal { quiz });
        Ok(vec![Effect::Keep(ticket, Record::Revealed { quiz })])
    }

    pub(super) fn revealed(&mut self, quiz: ItemId) -> Vec<Effect> {
        self.quizzes.shown.insert(quiz);
        vec![self.tell_screen()]
    }

    /// What the teacher sees of the quiz on the screen.
    pub fn count(&self) -> Option<QuizCount> {
        let Some(Slide::Quiz { quiz_id, options, .. }) = self.screen().map(|screen| screen.slide) else { return None };
        Some(QuizCount { quiz_id, counts: self.quizzes.counts(quiz_id, options.len()) })
    }

    pub(super) fn count_for(&self, role: RoomRole) -> Option<QuizCount> {
        if role == RoomRole::Teacher { self.count() } else { None }
    }
}
