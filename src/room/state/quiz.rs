//! Quizzes on the screen. Students answer one once the teacher has opened it. An answer counts once it is committed. Nobody in
//! the room learns who gave which answer.

use std::collections::{BTreeMap, BTreeSet};

use super::{Context, Feature, FeatureName, Member, RoomState};
use crate::{
    access::{RoomAct, RoomRole},
    db::quiz::Record,
    error::Refusal,
    ids::{ItemId, ParticipantId},
    protocol::{
        quiz::{Event, Outcome, QuizAnswer, QuizCount, Request, View},
        screen::Slide,
    },
};

/// The quizzes that were opened, the answers, and the quizzes whose right answer was shown.
#[derive(Debug, Default)]
pub struct Quiz {
    opened: BTreeSet<ItemId>,
    answers: BTreeMap<ItemId, BTreeMap<ParticipantId, u8>>,
    shown: BTreeSet<ItemId>,
    /// Quizzes whose reveal waits for the journal.
    showing: BTreeSet<ItemId>,
}

impl Quiz {
    fn counts(&self, quiz: ItemId, options: usize) -> Vec<u16> {
        let mut counts = vec![0_u16; options];
        for choice in self.answers.get(&quiz).into_iter().flat_map(BTreeMap::values) {
            if let Some(count) = counts.get_mut(usize::from(*choice)) {
                *count = count.saturating_add(1);
            }
        }
        counts
    }

    /// Someone's answers.
    fn of(&self, who: ParticipantId) -> Vec<QuizAnswer> {
        let answer = |(quiz, all): (&ItemId, &BTreeMap<ParticipantId, u8>)| {
            all.get(&who).map(|choice| QuizAnswer { quiz_id: *quiz, choice: *choice })
        };
        self.answers.iter().filter_map(answer).collect()
    }

    /// Whether students may answer the quiz on this slide, or could until its right answer was shown.
    pub(super) fn is_open(&self, slide: &Slide) -> bool {
        matches!(slide, Slide::Quiz { quiz_id, .. } if self.opened.contains(quiz_id))
    }

    /// A slide's outcome, which everyone sees once it was revealed.
    pub(super) fn outcome(&self, slide: &Slide) -> Option<Outcome> {
        let Slide::Quiz { quiz_id, options, right, .. } = slide else { return None };
        let shown = self.shown.contains(quiz_id);
        shown.then(|| Outcome { right: *right, counts: self.counts(*quiz_id, options.len()) })
    }
}

impl Feature for Quiz {
    type Request = Request;
    type Record = Record;

    fn act(_: ParticipantId, request: &Request) -> RoomAct {
        match request {
            Request::Open(_) => RoomAct::OpenQuizzes,
            Request::Answer(_) => RoomAct::AnswerQuizzes,
            Request::Reveal(_) => RoomAct::ShowAnswers,
        }
    }

    fn request(cx: &mut Context, by: ParticipantId, request: Request) -> Result<(), Refusal> {
        match request {
            Request::Open(open) => {
                unfinished_quiz(cx, open.quiz_id)?;
                cx.persist(Record::Opened { quiz: open.quiz_id });
            }
            Request::Answer(answer) => {
                if usize::from(answer.choice) >= open_quiz(cx, answer.quiz_id)? {
                    return Err(Refusal::ChoiceUnknown);
                }
                cx.persist(Record::Answered { who: by, answer, at: cx.now });
            }
            Request::Reveal(reveal) => {
                open_quiz(cx, reveal.quiz_id)?;
                cx.room.features.quiz.showing.insert(reveal.quiz_id);
                cx.persist(Record::Revealed { quiz: reveal.quiz_id });
            }
        }
        Ok(())
    }

    fn committed(cx: &mut Context, record: Record) {
        let quizzes = &mut cx.room.features.quiz;
        match record {
            Record::Opened { quiz } => {
                quizzes.opened.insert(quiz);
                cx.tell_screen();
                cx.stale(FeatureName::Quiz);
            }
            Record::Answered { who, answer, .. } => {
                quizzes.answers.entry(answer.quiz_id).or_default().insert(who, answer.choice);
                cx.stale(FeatureName::Quiz);
            }
            Record::Revealed { quiz } => {
                quizzes.showing.remove(&quiz);
                quizzes.shown.insert(quiz);
                cx.tell_screen();
            }
        }
    }

    fn failed(cx: &mut Context, record: Record) {
        if let Record::Revealed { quiz } = record {
            cx.room.features.quiz.showing.remove(&quiz);
        }
    }

    fn refresh(cx: &mut Context) {
        if let Some(count) = cx.room.count() {
            cx.tell_teachers(Event::Count(count));
        }
    }
}

/// The number of options of a quiz, if it is on the screen, opened, and not over.
fn open_quiz(cx: &Context, quiz: ItemId) -> Result<usize, Refusal> {
    let options = unfinished_quiz(cx, quiz)?;
    if cx.room.features.quiz.opened.contains(&quiz) { Ok(options) } else { Err(Refusal::QuizNotOpen) }
}

/// The number of options of a quiz, if it is on the screen and not over.
fn unfinished_quiz(cx: &Context, quiz: ItemId) -> Result<usize, Refusal> {
    cx.live()?;
    let options = match cx.room.slide() {
        Some(Slide::Quiz { quiz_id, options, .. }) if *quiz_id == quiz => options.len(),
        _ => return Err(Refusal::QuizGone),
    };
    // Nobody answers once the reveal is under way: the outcome that everyone gets would not be the final one.
    let quizzes = &cx.room.features.quiz;
    let over = quizzes.shown.contains(&quiz) || quizzes.showing.contains(&quiz);
    if over { Err(Refusal::QuizOver) } else { Ok(options) }
}

impl RoomState {
    /// The counts of the quiz on the screen, for the teacher.
    pub(super) fn count(&self) -> Option<QuizCount> {
        let Some(Slide::Quiz { quiz_id, options, .. }) = self.slide() else { return None };
        Some(QuizCount { quiz_id: *quiz_id, counts: self.features.quiz.counts(*quiz_id, options.len()) })
    }
}

pub(super) fn view(room: &RoomState, of: &Member) -> View {
    let count = if of.role == RoomRole::Teacher { room.count() } else { None };
    View { answers: room.features.quiz.of(of.id), count }
}
