//! The screen of a lesson.

use super::*;
use crate::protocol::screen::{self, Screen, Turned};

impl Classroom {
    fn page(&self) -> Option<u16> {
        self.state.screen().map(|screen| screen.page)
    }

    fn turned(&self) -> Vec<Option<u16>> {
        let page = |turned: &Turned| turned.screen.as_ref().map(|screen| screen.page);
        self.news()
            .into_iter()
            .filter_map(|news| {
                if let ServerEvent::Screen(screen::Event::Turn(turned)) = news { Some(page(turned)) } else { None }
            })
            .collect()
    }
}

#[test]
fn the_teacher_turns_and_everyone_follows() {
    let (mut class, teacher, students) = Classroom::live(2);
    assert_eq!(class.page(), Some(0));
    class.act(teacher, ask::turn(2)).expect("there are three");
    assert_eq!(class.turned(), [Some(2)]);
    assert_eq!(class.records(), [&Record::from(db::screen::Record::Turned { page: 2, pdf_page: 0 })]);
    assert_eq!(class.act(students[0], ask::turn(1)), Err(Refusal::NotAllowed));
    assert_eq!(class.act(teacher, ask::turn(3)), Err(Refusal::SlideUnknown));
    assert_eq!(class.page(), Some(2));
}

#[test]
fn a_presentation_is_turned_to_one_of_its_pages_and_opens_there_after_a_crash() {
    let before = rules(PersonId::fresh());
    let slides = [before.slides[0].clone(), presentation()].into();
    let (mut class, teacher, _) = Classroom::live_by(Rules { slides, ..before.clone() }, 1);
    class.act(teacher, ask::turn_pdf(1, 41)).expect("the server does not know how many there are");
    let shown = |state: &RoomState| state.screen().map(|screen| (screen.page, screen.pdf_page, screen.item_id));
    let item = class.state.rules.slides[1].id;
    assert_eq!(shown(&class.state), Some((1, 41, item)));
    assert_eq!(shown(&class.reopened()), Some((1, 41, item)));
    assert_eq!(class.act(teacher, ask::turn_pdf(1, screen::PDF_PAGES)), Err(Refusal::SlideUnknown));
    assert_eq!(class.act(teacher, ask::turn_pdf(0, 1)), Err(Refusal::SlideUnknown), "a text has one page");
    class.act(teacher, ask::turn(0)).expect("the text before it");
    class.act(teacher, ask::turn(1)).expect("the presentation");
    assert_eq!(shown(&class.state), Some((1, 0, item)));
    class.act(teacher, ask::turn_pdf(1, 41)).expect("it has the page");
    let texts = Rules { slides: before.slides[..2].into(), ..before };
    class.apply(Caller::Server, Command::UpdateRules(texts)).expect("the server may");
    assert_eq!(class.state.screen().map(|screen| (screen.page, screen.pdf_page)), Some((1, 0)), "a text has one page");
}

#[test]
fn who_comes_later_sees_the_same_page() {
    let (mut class, teacher, _) = Classroom::live(1);
    class.act(teacher, ask::turn(1)).expect("there are three");
    let late = class.guest_enters("Late").expect("there is room");
    let member = class.state.member(late).expect("a member");
    let Some(Screen { page, pages, slide, .. }) = class.state.snapshot(member).room.screen.screen.clone() else {
        panic!("there is content")
    };
    assert_eq!((page, pages, slide), (1, 3, Slide::Text { html: "<p>two</p>".into() }));
}

#[test]
fn a_page_that_could_not_be_kept_was_never_shown() {
    let (mut class, teacher, _) = Classroom::live(1);
    class.stuck = true;
    class.act(teacher, ask::turn(1)).expect("there are three");
    assert_eq!((class.page(), class.turned().len()), (Some(0), 0));
    class.resolve(false);
    assert_eq!((class.page(), class.turned().len()), (Some(0), 0));
}

#[test]
fn a_room_that_was_left_on_a_page_opens_on_it_and_on_its_last_when_there_are_fewer() {
    for (left, shown) in [(1, Some(1)), (9, Some(2))] {
        let mut class = Classroom::planned();
        class.kept.push(db::screen::Record::Turned { page: left, pdf_page: 0 }.into());
        assert_eq!(class.reopened().screen().map(|screen| screen.page), shown);
    }
}

#[test]
fn other_content_is_told_at_once() {
    let (mut class, teacher, _) = Classroom::live(1);
    class.act(teacher, ask::turn(2)).expect("there are three");
    class.effects.clear();
    let before = rules(class.owner);
    let fewer = Rules { slides: before.slides[..2].into(), ..before.clone() };
    class.apply(Caller::Server, Command::UpdateRules(fewer)).expect("the server may");
    let none = Rules { slides: Vec::new().into(), ..before };
    class.apply(Caller::Server, Command::UpdateRules(none.clone())).expect("the server may");
    class.apply(Caller::Server, Command::UpdateRules(none)).expect("the server may");
    assert_eq!(class.turned(), [Some(1), None], "what stays the same is no news");
    assert_eq!(class.act(teacher, ask::turn(0)), Err(Refusal::SlideUnknown));
}

#[test]
fn a_new_look_is_seen_at_once_and_by_those_who_come_later() {
    let (mut class, teacher, _) = Classroom::live(1);
    let avatar = Avatar::random(&mut rand::rng());
    let before = class.state.member(teacher).expect("a member").avatar.clone();
    let owner = class.owner;
    class.apply(Caller::Server, Command::UpdateAvatar(owner, Box::new(avatar.clone()))).expect("the server may");
    class
        .apply(Caller::Server, Command::UpdateAvatar(PersonId::fresh(), Box::new(before)))
        .expect("nobody of this room");
    let told: Vec<_> = class.news();
    assert!(
        matches!(told[..], [ServerEvent::Session(session::Event::Avatar(changed))] if changed.participant_id == teacher && changed.avatar == avatar)
    );
    assert_eq!(class.state.member(teacher).expect("a member").avatar, avatar);
}
