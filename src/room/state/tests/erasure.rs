//! Somebody is erased in the middle of a lesson.

use super::*;
use crate::protocol::roster::{ERASED, Renamed};

fn sofia(class: &mut Classroom) -> (PersonId, ParticipantId) {
    let person = PersonId::fresh();
    let entrant = Entrant { person: Some(person), ..class.entrant("Sofia") };
    (person, class.enter(entrant).expect("there is room"))
}

#[test]
fn who_is_erased_is_out_at_once_and_nobody_reads_their_name_any_more() {
    let (mut class, _, students) = Classroom::live(1);
    let (person, sofia) = sofia(&mut class);
    class.says(sofia, "Good morning").expect("she may speak");
    class.stuck = true;
    class.says(sofia, "I am still writing").expect("she may speak");
    let connection = class.connection(sofia);
    class.effects.clear();
    class.apply(Caller::Server, Command::Erase(person)).expect("the server may");
    assert_eq!(class.closed(connection), Some(CloseReason::Restarting));
    let renamed = Renamed { participant_id: sofia, username: ERASED.to_owned() };
    assert!(class.news().contains(&&ServerEvent::Session(session::Event::Rename(renamed))), "{:?}", class.news());
    class.resolve(true);
    let member = class.state.member(students[0]).expect("a member");
    let names: Vec<_> =
        class.state.snapshot(member).room.chat.messages.iter().map(|line| line.username.clone()).collect();
    assert_eq!(names, [ERASED, ERASED], "also what was just being written");
    assert!(!format!("{:?}", class.state).contains("Sofia"));
    class.effects.clear();
    class.apply(Caller::Server, Command::Erase(person)).expect("once more is no matter");
    assert!(class.effects.is_empty());
}

#[test]
fn who_is_erased_does_not_come_back_not_even_to_the_seat() {
    let (mut class, _, _) = Classroom::live(0);
    let (person, sofia) = sofia(&mut class);
    class.apply(Caller::Server, Command::Erase(person)).expect("the server may");
    let again = Entrant { person: Some(person), ..class.entrant("Sofia") };
    assert_eq!(class.enter(again), Err(Refusal::SignInNeeded), "she was at the door at that moment");
    assert_eq!(class.returns(sofia), Err(Refusal::ResumeUnknown));
    // Someone who never was here, too.
    let tom = PersonId::fresh();
    class.apply(Caller::Server, Command::Erase(tom)).expect("the server may");
    let entrant = Entrant { person: Some(tom), ..class.entrant("Tom") };
    assert_eq!(class.enter(entrant), Err(Refusal::SignInNeeded));
}

#[test]
fn who_was_removed_and_is_erased_is_not_among_those_who_could_be_let_in_again() {
    let (mut class, teacher, _) = Classroom::live(0);
    let (person, sofia) = sofia(&mut class);
    class.act(teacher, ask::remove(sofia)).expect("the teacher may");
    assert_eq!(class.state.outsiders().removed.len(), 1);
    class.apply(Caller::Server, Command::Erase(person)).expect("the server may");
    assert!(class.state.outsiders().removed.is_empty());
}

#[test]
fn nor_after_the_room_was_opened_anew_as_a_guest_who_comes_back() {
    let (mut class, _, _) = Classroom::live(0);
    let (person, sofia) = sofia(&mut class);
    class.apply(Caller::Server, Command::Erase(person)).expect("the server may");
    // As the tables have it then.
    let members = class.state.members().cloned().map(|member| Member { person: None, ..member }).collect();
    class.state = RoomState::restore(rules(class.owner), SessionState::Live, members, Vec::new());
    assert_eq!(class.returns(sofia), Err(Refusal::ResumeUnknown));
}
