//! What the class hands in.

use super::*;
use crate::{
    db::hand_in::{Content, Work},
    protocol::hand_in::{self, HandInKind, HandInRequest},
};

impl Classroom {
    fn asks_for(&mut self, teacher: ParticipantId, kinds: &[HandInKind]) {
        let request = HandInRequest { title: " Your volcano ".into(), kinds: kinds.into() };
        self.act(teacher, ask::open_hand_in(request)).expect("the teacher asks");
    }

    fn pile_of(&self, who: ParticipantId) -> hand_in::View {
        self.state.snapshot(self.state.member(who).expect("a member")).hand_in
    }

    fn hands_in(&mut self, who: ParticipantId, size: i64, picture: Option<(i32, i32)>) -> Result<HandInId, Refusal> {
        let content = Content::File { name: "volcano".into(), file: "ab.jpg".into(), size, picture };
        let work = Work { id: HandInId::fresh(), who, content, at: self.now };
        let id = work.id;
        self.act(who, Command::HandOver(Box::new(work))).map(|()| id)
    }
}

#[test]
fn students_hand_in_what_was_asked_for_and_only_the_teacher_sees_the_pile() {
    let (mut class, teacher, students) = Classroom::live(2);
    assert_eq!(class.act(students[0], ask::hand_in_text("Here")), Err(Refusal::HandInClosed));
    class.asks_for(teacher, &[HandInKind::Text, HandInKind::Picture, HandInKind::Text]);
    let request = class.pile_of(students[0]).hand_in_request.expect("everyone sees it");
    assert_eq!((request.title.as_str(), request.kinds.len()), ("Your volcano", 2));
    class.act(students[0], ask::hand_in_text("<b>Paper</b>")).expect("it was asked for");
    class.hands_in(students[1], 1000, Some((40, 30))).expect("it was asked for");
    assert_eq!(class.hands_in(students[1], 1000, None), Err(Refusal::HandInKindBad));
    assert_eq!(class.hands_in(teacher, 1000, Some((40, 30))), Err(Refusal::NotAllowed));
    let names: Vec<_> = class.pile_of(teacher).hand_ins.into_iter().map(|one| one.username).collect();
    assert_eq!(names, ["Student 0", "Student 1"]);
    assert_eq!(class.pile_of(students[0]).hand_ins.len(), 1, "their own");
    class.act(teacher, ask::close_hand_in()).expect("it is over");
    assert_eq!(class.act(students[0], ask::hand_in_text("Late")), Err(Refusal::HandInClosed));
    assert_eq!(class.dies().pile_of(teacher).hand_ins.len(), 2, "also after a restart");
}

#[test]
fn the_teacher_puts_one_on_the_screen_and_it_goes_when_it_is_deleted() {
    let (mut class, teacher, students) = Classroom::live(2);
    let before = class.state.screen();
    class.asks_for(teacher, &[HandInKind::Text, HandInKind::Pdf]);
    class.act(students[0], ask::hand_in_text("1 < 2\n\nand <b>so on</b>")).expect("it was asked for");
    let text = class.pile_of(teacher).hand_ins[0].hand_in_id;
    class.act(teacher, ask::show_hand_in(Some(text))).expect("it is there");
    let html = "<p>1 &lt; 2</p><p>and &lt;b&gt;so on&lt;/b&gt;</p>".to_owned();
    let slide = |class: &Classroom| class.state.screen().map(|screen| screen.slide);
    assert_eq!(slide(&class), Some(Slide::Text { html }), "markup is text");
    let pdf = class.hands_in(students[1], 1000, None).expect("it was asked for");
    class.act(teacher, ask::show_hand_in(Some(pdf))).expect("it is there");
    assert!(matches!(slide(&class), Some(Slide::Presentation { .. })));
    assert!(matches!(
        slide(&Classroom { state: class.reopened(), ..Classroom::planned() }),
        Some(Slide::Presentation { .. })
    ));
    assert_eq!(class.act(students[0], ask::show_hand_in(None)), Err(Refusal::NotAllowed));
    assert_eq!(class.act(students[0], ask::delete_hand_in(pdf)), Err(Refusal::HandInUnknown), "another's");
    class.act(students[1], ask::delete_hand_in(pdf)).expect("their own");
    assert_eq!(class.state.screen(), before, "the lesson's own page again");
    assert_eq!(class.act(teacher, ask::show_hand_in(Some(pdf))), Err(Refusal::HandInUnknown));
    class.act(teacher, ask::delete_hand_in(text)).expect("the teacher may");
    assert_eq!(class.pile_of(teacher).hand_ins, []);
}

#[test]
fn one_student_and_the_class_have_limits_of_number_and_size() {
    let (mut class, teacher, students) = Classroom::live(2);
    class.asks_for(teacher, &[HandInKind::Pdf, HandInKind::Text]);
    class.hands_in(students[0], 49_999_000, None).expect("there is room");
    assert_eq!(class.hands_in(students[0], 1001, None), Err(Refusal::HandInsMany));
    assert_eq!(class.state.hand_in_terms(students[0]).map(|terms| terms.space), Ok(1000));
    class.stuck = true;
    for _ in 0..20 {
        class.act(students[1], ask::hand_in_text("One more")).expect("there is room");
    }
    assert_eq!(class.act(students[1], ask::hand_in_text("Too many")), Err(Refusal::HandInsMany), "also under way");
    class.resolve(false);
    class.act(students[1], ask::hand_in_text("One more")).expect("those were lost");
    assert_eq!(class.act(students[1], ask::hand_in_text("a".repeat(5001))), Err(Refusal::BodyTooLong));
    assert_eq!(class.act(students[1], ask::hand_in_text(" ")), Err(Refusal::BodyEmpty));
}
