//! Quizzes on the screen of a lesson.

use super::*;
use crate::protocol::{
    quiz::{Outcome, QuizAnswer, QuizCount},
    screen,
    snapshot::Snapshot,
};

/// A live lesson with an open quiz on its screen, with three answers; the second is right.
fn quiz(students: usize) -> (Classroom, ParticipantId, Vec<ParticipantId>, ItemId) {
    let (mut class, teacher, students, quiz) = unopened_quiz(students);
    class.act(teacher, ask::open_quiz(quiz)).expect("it is on the screen");
    (class, teacher, students, quiz)
}

fn unopened_quiz(students: usize) -> (Classroom, ParticipantId, Vec<ParticipantId>, ItemId) {
    let quiz_id = ItemId::fresh();
    let options = ["Tea", "Lava", "Sun"].map(str::to_owned).into();
    let before = rules(PersonId::fresh());
    let question = "What is as hot as lava?".to_owned();
    let asked = Slide::Quiz { quiz_id, question, options, right: 1 };
    let slides = [item(asked), before.slides[0].clone()].into();
    let (class, teacher, students) = Classroom::live_by(Rules { slides, ..before }, students);
    (class, teacher, students, quiz_id)
}

impl Classroom {
    fn chooses(&mut self, who: ParticipantId, quiz_id: ItemId, choice: u8) -> Result<(), Refusal> {
        self.act(who, ask::choose(QuizAnswer { quiz_id, choice }))
    }

    fn outcome(&self) -> Option<Outcome> {
        self.state.screen().and_then(|screen| screen.outcome)
    }

    fn seen_by(&self, who: ParticipantId) -> Snapshot {
        self.state.snapshot(self.state.member(who).expect("a member"))
    }
}

#[test]
fn students_answer_the_teacher_sees_how_many_and_in_the_end_everyone_what_is_right() {
    let (mut class, teacher, students, quiz) = quiz(3);
    for (who, choice) in students.iter().zip([0, 1, 1]) {
        class.chooses(*who, quiz, choice).expect("it is on the screen");
    }
    let count = |counts: [u16; 3]| Some(QuizCount { quiz_id: quiz, counts: counts.into() });
    assert_eq!(class.state.count(), count([1, 2, 0]));
    assert_eq!(class.chooses(students[0], quiz, 1), Ok(()), "another answer takes the place of the first");
    assert_eq!(class.seen_by(teacher).quiz.count, count([0, 3, 0]));
    let seen = class.seen_by(students[0]);
    assert_eq!((seen.quiz.count, seen.quiz.answers), (None, vec![QuizAnswer { quiz_id: quiz, choice: 1 }]));
    assert_eq!(class.outcome(), None);
    assert!(!serde_json::to_string(&seen.room.screen).expect("JSON").contains("right"), "nobody reads it beforehand");

    class.effects.clear();
    class.act(teacher, ask::reveal(quiz)).expect("the teacher shows it");
    let outcome = Some(Outcome { right: 1, counts: vec![0, 3, 0] });
    assert_eq!(class.outcome(), outcome);
    assert!(matches!(&class.news()[..], [ServerEvent::Screen(screen::Event::Turn(turned))]
        if turned.screen.as_ref().is_some_and(|screen| screen.outcome == outcome)));
    assert_eq!(class.chooses(students[1], quiz, 2), Err(Refusal::QuizOver));
    assert_eq!(class.act(teacher, ask::reveal(quiz)), Err(Refusal::QuizOver));
    class.act(teacher, ask::turn(1)).expect("there is a next page");
    class.act(teacher, ask::turn(0)).expect("and back");
    assert_eq!(class.outcome(), outcome, "it stays shown");
}

#[test]
fn a_quiz_on_the_first_page_is_answered_only_once_the_teacher_has_opened_it() {
    let (mut class, teacher, students, quiz) = unopened_quiz(1);
    let shown_open = |state: &RoomState| state.screen().is_some_and(|screen| screen.quiz_open);
    assert!(!shown_open(&class.state));
    assert_eq!(class.chooses(students[0], quiz, 0), Err(Refusal::QuizNotOpen));
    assert_eq!(class.act(teacher, ask::reveal(quiz)), Err(Refusal::QuizNotOpen));
    assert_eq!(class.act(students[0], ask::open_quiz(quiz)), Err(Refusal::NotAllowed));
    assert_eq!(class.act(teacher, ask::open_quiz(ItemId::fresh())), Err(Refusal::QuizGone));

    class.effects.clear();
    class.act(teacher, ask::open_quiz(quiz)).expect("it is on the screen");
    assert!(matches!(&class.news()[..], [ServerEvent::Screen(screen::Event::Turn(turned))]
        if turned.screen.as_ref().is_some_and(|screen| screen.quiz_open)));
    assert_eq!(class.chooses(students[0], quiz, 0), Ok(()));
    assert!(shown_open(&class.reopened()), "it stays open after a restart");
    class.act(teacher, ask::turn(1)).expect("there is a next page");
    assert!(!shown_open(&class.state), "a text is no quiz");
    class.act(teacher, ask::turn(0)).expect("and back");
    assert!(shown_open(&class.state));
    class.act(teacher, ask::reveal(quiz)).expect("the teacher shows it");
    assert_eq!(class.act(teacher, ask::open_quiz(quiz)), Err(Refusal::QuizOver));
    let mut planned = Classroom::planned_by(class.state.rules.clone());
    let teacher = planned.teacher_enters();
    assert_eq!(planned.act(teacher, ask::open_quiz(quiz)), Err(Refusal::NotLive));
}

#[test]
fn what_is_not_on_the_screen_or_no_answer_or_not_ones_to_do_is_refused() {
    let (mut class, teacher, students, quiz) = quiz(1);
    assert_eq!(class.chooses(teacher, quiz, 0), Err(Refusal::NotAllowed));
    assert_eq!(class.act(students[0], ask::reveal(quiz)), Err(Refusal::NotAllowed));
    assert_eq!(class.chooses(students[0], quiz, 3), Err(Refusal::ChoiceUnknown));
    assert_eq!(class.chooses(students[0], ItemId::fresh(), 0), Err(Refusal::QuizGone));
    class.act(teacher, ask::turn(1)).expect("there is a next page");
    assert_eq!(class.chooses(students[0], quiz, 0), Err(Refusal::QuizGone));
    assert_eq!(class.act(teacher, ask::reveal(quiz)), Err(Refusal::QuizGone));
    let mut planned = Classroom::planned_by(class.state.rules.clone());
    let teacher = planned.teacher_enters();
    assert_eq!(planned.act(teacher, ask::reveal(quiz)), Err(Refusal::NotLive));
}

#[test]
fn an_answer_counts_once_it_is_kept_and_none_comes_after_it_is_being_shown() {
    let (mut class, teacher, students, quiz) = quiz(2);
    class.stuck = true;
    class.chooses(students[0], quiz, 0).expect("it is on the screen");
    assert_eq!(class.state.count().map(|count| count.counts), Some(vec![0, 0, 0]));
    class.resolve(false);
    assert_eq!(class.state.count().map(|count| count.counts), Some(vec![0, 0, 0]), "that one is lost");
    class.chooses(students[0], quiz, 2).expect("once more");
    class.act(teacher, ask::reveal(quiz)).expect("the teacher shows it");
    assert_eq!(class.chooses(students[1], quiz, 2), Err(Refusal::QuizOver));
    class.resolve(true);
    assert_eq!(class.outcome(), Some(Outcome { right: 1, counts: vec![0, 0, 1] }));
}

#[test]
fn what_was_answered_and_shown_is_there_after_a_restart() {
    let (mut class, _, students, quiz) = quiz(2);
    class.chooses(students[0], quiz, 2).expect("it is on the screen");
    let mut before = class.dies();
    assert_eq!(before.state.count().map(|count| count.counts), Some(vec![0, 0, 1]));
    assert_eq!(before.outcome(), None);
    let teacher = before.teacher_enters();
    before.act(teacher, ask::reveal(quiz)).expect("the teacher shows it");
    assert_eq!(before.dies().outcome(), Some(Outcome { right: 1, counts: vec![0, 0, 1] }));
}
