//! Whiteboards: who may draw, what is refused, and that everyone ends with the same board.

use std::sync::Arc;

use proptest::prelude::*;

use super::*;
use crate::{
    ids::Seat,
    protocol::board::{
        self, Changed, Content, Drawing, Element, ElementId, Opened, Operation, Place as At, Points, Shape, Style,
        Template,
    },
    room::state::board::page::{self, Page},
};

pub fn at(x: i32) -> At {
    At { x, y: 0, sx: 1000, sy: 1000 }
}

pub fn put(id: ElementId) -> Operation {
    let (shape, style) = (Shape::Note { w: 100, h: 100 }, Style::default());
    Operation::Put { element: Box::new(Element { id, shape, place: at(0), style, text: String::new(), group: 0 }) }
}

fn stroke(id: ElementId, points: &[u8]) -> Operation {
    let Operation::Put { mut element } = put(id) else { panic!("it puts") };
    element.shape = Shape::Pen { points: Points::from_bytes(points) };
    Operation::Put { element }
}

/// One who was told everything from the beginning: their pages are those of the room.
#[derive(Default)]
pub struct Reader {
    pages: BTreeMap<u16, Page>,
    seen: usize,
}

impl Reader {
    pub fn follow(&mut self, class: &Classroom) {
        for effect in &class.effects[self.seen..] {
            let Effect::Tell(_, ServerEvent::Board(event)) = effect else { continue };
            match event {
                board::Event::Page(page) => drop(self.pages.insert(page.page, Page::new(page.template, 0))),
                board::Event::Remove(removed) => drop(self.pages.remove(&removed.page)),
                board::Event::Change(change) => {
                    let page = self.pages.get_mut(&change.page).expect("its page was told before");
                    for (number, operation) in (change.number..).zip(change.operations.clone()) {
                        page.apply(number, operation);
                    }
                }
                _ => {}
            }
        }
        self.seen = class.effects.len();
        for (number, page) in &self.pages {
            let now = class.state.board_content(*number).expect("the room has it");
            assert_eq!(now, page.content(), "people see another whiteboard than newcomers");
        }
    }
}

/// A lesson with one whiteboard, on which all may draw.
fn drawing(students: usize) -> (Classroom, ParticipantId, Vec<ParticipantId>, u16) {
    let (mut class, teacher, students) = Classroom::live(students);
    class.act(teacher, ask::add_board(Template::Plain)).expect("the teacher adds one");
    let Opened { page } = class.last_answer();
    class.act(teacher, ask::allow_drawing(Drawing::Everyone)).expect("the teacher lets them");
    (class, teacher, students, page)
}

fn id(class: &Classroom, who: ParticipantId, counter: u32) -> ElementId {
    ElementId(class.state.member(who).expect("a member").seat, counter)
}

fn shown(class: &Classroom, page: u16) -> Vec<ElementId> {
    let Content { elements, .. } = class.state.board_content(page).expect("a page");
    elements.iter().map(|made| made.element.id).collect()
}

#[test]
fn students_draw_when_the_teacher_lets_all_some_or_none() {
    let (mut class, teacher, students, page) = drawing(2);
    let draws = |class: &mut Classroom, who: usize, counter| {
        let element = put(id(class, students[who], counter));
        class.act(students[who], ask::draw(page, vec![element]))
    };
    assert_eq!((draws(&mut class, 0, 1), draws(&mut class, 1, 1)), (Ok(()), Ok(())));
    class.act(teacher, ask::allow_drawing(Drawing::Chosen)).expect("the teacher says");
    class.act(teacher, ask::choose_drawer(students[0], true)).expect("the teacher says");
    assert_eq!((draws(&mut class, 0, 2), draws(&mut class, 1, 2)), (Ok(()), Err(Refusal::DrawingOff)));
    class.act(teacher, ask::choose_drawer(students[0], false)).expect("the teacher says");
    assert_eq!(draws(&mut class, 0, 3), Err(Refusal::DrawingOff));
    class.act(teacher, ask::allow_drawing(Drawing::Nobody)).expect("the teacher says");
    assert_eq!(draws(&mut class, 1, 3), Err(Refusal::DrawingOff));
    let element = put(id(&class, teacher, 1));
    assert_eq!(class.act(teacher, ask::draw(page, vec![element])), Ok(()));
    assert_eq!(class.act(students[0], ask::allow_drawing(Drawing::Everyone)), Err(Refusal::NotAllowed));
    assert_eq!(class.act(students[0], ask::open_over(ItemId::fresh(), 0)), Err(Refusal::DrawingOff));
}

#[test]
fn a_student_changes_only_what_is_theirs_and_the_teacher_everything() {
    let (mut class, teacher, students, page) = drawing(2);
    let theirs = id(&class, students[0], 1);
    assert_eq!(class.act(students[1], ask::draw(page, vec![put(theirs)])), Err(Refusal::NotYours));
    class.act(students[0], ask::draw(page, vec![put(theirs)])).expect("they may");
    for change in [
        Operation::Move { id: theirs, place: at(5) },
        Operation::Delete { id: theirs },
        Operation::Write { id: theirs, text: "x".to_owned() },
    ] {
        assert_eq!(class.act(students[1], ask::draw(page, vec![change.clone()])), Err(Refusal::NotYours));
        assert_eq!(class.act(teacher, ask::draw(page, vec![change])), Ok(()));
    }
    assert_eq!(shown(&class, page), []);
    for page_wide in [Operation::Clear { until: 1 }, Operation::Hide { seat: Seat(0), hidden: true }] {
        assert_eq!(class.act(students[0], ask::draw(page, vec![page_wide.clone()])), Err(Refusal::NotAllowed));
        assert_eq!(class.act(teacher, ask::draw(page, vec![page_wide])), Ok(()));
    }
}

#[test]
fn a_stroke_is_told_only_once_it_is_kept() {
    let (mut class, _, students, page) = drawing(1);
    class.effects.clear();
    class.stuck = true;
    let mine = id(&class, students[0], 1);
    class.act(students[0], ask::draw(page, vec![put(mine)])).expect("they may");
    // What follows it need not wait for the answer, and neither does a repeat.
    class.act(students[0], ask::draw(page, vec![Operation::Move { id: mine, place: at(9) }])).expect("it is known");
    class.act(students[0], ask::draw(page, vec![put(mine)])).expect("a repeat waits");
    assert!(class.news().is_empty() && class.answers().is_empty() && shown(&class, page).is_empty());
    class.resolve(true);
    assert_eq!((class.news().len(), shown(&class, page)), (2, vec![mine]));
    let Changed { number } = class.last_answer();
    assert_eq!(number, 2);
    class.act(students[0], ask::draw(page, vec![put(mine)])).expect("a repeat is answered");
    assert_eq!(class.news().len(), 2);
}

#[test]
fn what_the_journal_lost_was_never_drawn() {
    let (mut class, _, students, page) = drawing(1);
    class.stuck = true;
    let mine = id(&class, students[0], 1);
    class.act(students[0], ask::draw(page, vec![put(mine)])).expect("they may");
    class.resolve(false);
    class.stuck = false;
    let change = Operation::Delete { id: mine };
    assert_eq!(class.act(students[0], ask::draw(page, vec![change])), Err(Refusal::ElementUnknown));
    class.act(students[0], ask::draw(page, vec![put(mine)])).expect("they draw it again");
    assert_eq!(shown(&class, page), [mine]);
}

#[test]
fn an_undo_passes_over_what_somebody_else_has_changed_since() {
    let (mut class, teacher, students, page) = drawing(1);
    let mine = id(&class, students[0], 1);
    class.act(students[0], ask::draw(page, vec![put(mine)])).expect("they may");
    class.act(students[0], ask::draw(page, vec![Operation::Move { id: mine, place: at(5) }])).expect("they may");
    let Changed { number } = class.last_answer();
    class.act(teacher, ask::draw(page, vec![Operation::Move { id: mine, place: at(7) }])).expect("the teacher may");
    let back = Operation::Move { id: mine, place: at(0) };
    assert_eq!(class.act(students[0], ask::draw_if(page, back, number)), Err(Refusal::ElementChanged));
    // Another field of the same element is still as they left it.
    assert_eq!(class.act(students[0], ask::draw_if(page, Operation::Delete { id: mine }, 1)), Ok(()));
    let theirs = id(&class, teacher, 1);
    class.act(teacher, ask::draw(page, vec![put(theirs)])).expect("the teacher may");
    let undo = Operation::Delete { id: theirs };
    assert_eq!(class.act(students[0], ask::draw_if(page, undo, 99)), Err(Refusal::NotYours), "an undo of another's");
}

#[test]
fn what_is_deleted_comes_back_for_those_too_who_came_after() {
    let (mut class, _, students, page) = drawing(1);
    let mine = id(&class, students[0], 1);
    for change in [put(mine), Operation::Move { id: mine, place: at(5) }, Operation::Delete { id: mine }] {
        class.act(students[0], ask::draw(page, vec![change])).expect("they may");
    }
    let mut late = Page::new(Template::Plain, 0);
    assert!(class.state.board_content(page).expect("a page").elements.is_empty());
    class.effects.clear();
    class.act(students[0], ask::draw(page, vec![Operation::Restore { id: mine, made: None }])).expect("they may");
    let [ServerEvent::Board(board::Event::Change(change))] = &class.news()[..] else { panic!("one change") };
    late.apply(change.number, change.operations[0].clone());
    assert_eq!(late.content(), class.state.board_content(page).expect("a page"));
    assert_eq!(late.content().elements[0].element.place, at(5));
}

#[test]
fn a_clear_hides_what_was_there_and_can_be_undone() {
    let (mut class, teacher, students, page) = drawing(1);
    class.act(students[0], ask::draw(page, vec![put(id(&class, students[0], 1))])).expect("they may");
    let Changed { number } = class.last_answer();
    class.act(teacher, ask::draw(page, vec![Operation::Clear { until: number }])).expect("the teacher may");
    assert_eq!(class.state.board_content(page).expect("a page").cleared, number);
    class.act(teacher, ask::draw(page, vec![Operation::Clear { until: 0 }])).expect("the teacher may");
    assert_eq!(class.state.board_content(page).expect("a page").cleared, 0);
    let beyond = Operation::Clear { until: 99 };
    assert_eq!(class.act(teacher, ask::draw(page, vec![beyond])), Err(Refusal::DataBad));
}

#[test]
fn hostile_changes_are_refused_and_change_nothing() {
    let (mut class, _, students, page) = drawing(1);
    let mine = |counter| id(&class, students[0], counter);
    let (one, two) = (mine(1), mine(2));
    let before = class.state.board_content(page);
    for (operations, refusal) in [
        (vec![], Refusal::DataBad),
        (vec![put(one); board::BATCH + 1], Refusal::DataBad),
        (vec![stroke(one, &[])], Refusal::InkBad),
        (vec![stroke(one, &vec![0; 3_000_000])], Refusal::TooLarge),
        (vec![put(one), Operation::Move { id: one, place: at(i32::MAX) }], Refusal::InkBad),
        (vec![put(one), Operation::Write { id: one, text: "a".repeat(2001) }], Refusal::TooLarge),
        (vec![put(one), Operation::Delete { id: two }], Refusal::ElementUnknown),
    ] {
        assert_eq!(class.act(students[0], ask::draw(page, operations)), Err(refusal));
    }
    assert_eq!(class.act(students[0], ask::draw(99, vec![put(one)])), Err(Refusal::BoardUnknown));
    assert_eq!(class.state.board_content(page), before);
}

#[test]
fn a_full_page_refuses_more_and_goes_on_after_it_was_cleared() {
    let (mut class, teacher, _, page) = drawing(0);
    let mut counter = 0;
    let mut fill = |class: &mut Classroom, count: usize| {
        let some = (0..count).map(|_| {
            counter += 1;
            put(id(class, teacher, counter))
        });
        let operations = some.collect();
        class.act(teacher, ask::draw(page, operations))
    };
    for _ in 0..page::ELEMENTS / board::BATCH {
        fill(&mut class, board::BATCH).expect("there is room");
    }
    assert_eq!(fill(&mut class, 1), Err(Refusal::BoardFull));
    let until = class.state.board_content(page).expect("a page").number;
    class.act(teacher, ask::draw(page, vec![Operation::Clear { until }])).expect("the teacher may");
    fill(&mut class, 1).expect("what was cleared makes room");
    assert_eq!(shown(&class, page).len(), 1);
    assert_eq!(class.reopened().board_content(page), class.state.board_content(page));
}

#[test]
fn two_who_draw_on_a_slide_at_once_get_one_page() {
    let (mut class, teacher, students, board) = drawing(1);
    let item = class.state.rules.slides[0].id;
    class.effects.clear();
    class.stuck = true;
    for who in [teacher, students[0]] {
        class.act(who, ask::open_over(item, 3)).expect("they may");
    }
    class.resolve(true);
    class.act(students[0], ask::open_over(item, 3)).expect("it is there");
    let pages: Vec<Opened> =
        class.answers().into_iter().map(|answer| serde_json::from_value(answer).expect("a page")).collect();
    assert_eq!((pages.len(), pages[0]), (2, pages[1]), "the second waits for the first's record");
    assert_eq!(class.act(teacher, ask::show_board(Some(pages[0].page))), Err(Refusal::BoardUnknown));
    assert_eq!(class.act(teacher, ask::show_board(Some(board))), Ok(()));
    assert_eq!(class.act(students[0], ask::open_over(item, u16::MAX)), Err(Refusal::SlideUnknown));
    assert_eq!(class.act(students[0], ask::open_over(ItemId::fresh(), 0)), Err(Refusal::SlideUnknown));
}

#[test]
fn a_whiteboard_is_named_and_deleted_by_the_teacher_and_its_number_is_not_used_again() {
    let (mut class, teacher, students, page) = drawing(1);
    let one = id(&class, students[0], 1);
    class.act(students[0], ask::draw(page, vec![put(one)])).expect("they may");
    class.act(teacher, ask::name_board(page, " Lava\n")).expect("the teacher may");
    assert_eq!(class.state.view().board.board_pages[0].name, "Lava");
    assert_eq!(class.act(teacher, ask::name_board(page, &"a".repeat(61))), Err(Refusal::TooLarge));
    for refused in [ask::name_board(page, "Mine"), ask::remove_board(page)] {
        assert_eq!(class.act(students[0], refused), Err(Refusal::NotAllowed));
    }
    assert_eq!(class.reopened().view().board, class.state.view().board);
    class.act(teacher, ask::show_board(Some(page))).expect("it is shown");
    class.stuck = true;
    class.act(teacher, ask::remove_board(page)).expect("the teacher may");
    // Nobody can change it while the journal works: the change would have nowhere to go.
    assert_eq!(class.act(students[0], ask::draw(page, vec![put(one)])), Err(Refusal::BoardUnknown));
    class.resolve(false);
    assert_eq!(shown(&class, page), [one], "it failed, and the board is as before");
    class.stuck = false;
    class.act(teacher, ask::remove_board(page)).expect("again");
    assert_eq!((class.state.board_content(page), class.state.view().board.board_shown), (None, None));
    assert_eq!(class.act(teacher, ask::show_board(Some(page))), Err(Refusal::BoardUnknown));
    let mut class = class.dies();
    let teacher = class.teacher_enters();
    class.act(teacher, ask::add_board(Template::Plain)).expect("another one");
    assert_eq!(class.last_answer::<Opened>().page, page + 1, "also after a restart");
}

fn operation() -> impl Strategy<Value = Operation> {
    let id = || (0..2u16, 0..3u32).prop_map(|(seat, counter)| ElementId(Seat(seat), counter));
    prop_oneof![
        3 => id().prop_map(put),
        3 => (id(), 0..9i32).prop_map(|(id, x)| Operation::Move { id, place: at(x) }),
        1 => (id(), 0..9u8).prop_map(|(id, colour)| Operation::Style { id, style: Style { colour, ..Style::default() } }),
        1 => (id(), "[ab]{0,3}").prop_map(|(id, text)| Operation::Write { id, text }),
        1 => (id(), 0..9u32).prop_map(|(id, group)| Operation::Group { id, group }),
        2 => id().prop_map(|id| Operation::Delete { id }),
        1 => id().prop_map(|id| Operation::Restore { id, made: None }),
        1 => (0..20u64).prop_map(|until| Operation::Clear { until }),
        1 => (0..2u16, any::<bool>()).prop_map(|(seat, hidden)| Operation::Hide { seat: Seat(seat), hidden }),
    ]
}

proptest! {
    /// Two people change the same things at once, and what the room tells reaches others in any order.
    #[test]
    fn every_order_of_arrival_ends_with_the_same_board(
        operations in prop::collection::vec(operation(), 1..25),
        order in prop::collection::vec(any::<u32>(), 25),
    ) {
        let mut room = Page::new(Template::Plain, 0);
        let mut told = Vec::new();
        for operation in operations {
            // As the room refuses it: a change of what is not there, and a second element of one id.
            let there = operation.element().is_some_and(|id| room.knows(id));
            if operation.element().is_some() && there == matches!(operation, Operation::Put { .. }) {
                continue;
            }
            let number = room.number + 1;
            room.apply(number, operation.clone());
            told.push((number, room.told(operation)));
        }
        let mut shuffled: Vec<_> = order.into_iter().zip(told.clone()).collect();
        shuffled.sort_by_key(|(place, _)| *place);
        let mut other = Page::new(Template::Plain, 0);
        for (_, (number, operation)) in shuffled {
            other.apply(number, operation.clone());
            other.apply(number, operation);
        }
        prop_assert_eq!(other.content(), room.content());
    }
}

#[test]
fn a_page_shares_its_elements_with_those_who_read_it() {
    let (class, _, students, page) = {
        let (mut class, teacher, students, page) = drawing(1);
        class.act(students[0], ask::draw(page, vec![put(id(&class, students[0], 1))])).expect("they may");
        (class, teacher, students, page)
    };
    let (one, two) = (class.state.board(students[0], page), class.state.board(students[0], page));
    let (one, two) = (one.expect("a page"), two.expect("a page"));
    assert!(Arc::ptr_eq(&one.elements[0].element, &two.elements[0].element));
    assert_eq!(class.state.board(ParticipantId::fresh(), page), Err(Refusal::NotJoined));
    assert_eq!(class.state.board(students[0], 9), Err(Refusal::BoardUnknown));
}
