//! Coming in, waiting, being lost, coming back.

use std::collections::HashSet;

use super::super::roster::KEPT_MEMBERS;
use super::*;
use crate::{access::RoomRole, ids::Seat};

#[test]
fn those_early_wait_and_enter_by_themselves_at_the_start() {
    let mut class = Classroom::planned();
    let early = class.guest_enters("Early").expect("the waiting room is open");
    assert!(matches!(class.place(early), Place::Waiting { .. }));
    assert_eq!(class.says(early, "hello?"), Err(Refusal::Waiting));
    let teacher = class.teacher_enters();
    assert!(class.place(teacher).is_inside());
    class.act(teacher, Command::start()).expect("the teacher starts");
    assert!(class.place(early).is_inside());
    let connection = class.connection(early);
    assert!(class.effects.contains(&Effect::LetIn { who: early, connection }));
    let late = class.guest_enters("Late").expect("the lesson is live");
    assert!(class.place(late).is_inside());
}

#[test]
fn a_newcomer_is_welcomed_only_once_the_journal_has_them() {
    let (mut class, ..) = Classroom::live(0);
    class.stuck = true;
    let student = class.guest_enters("Maria").expect("there is room");
    let welcomed = |class: &Classroom| class.effects.iter().any(|effect| matches!(effect, Effect::Welcome { .. }));
    assert!(!welcomed(&class));
    class.resolve(true);
    assert!(welcomed(&class));
    assert!(class.place(student).is_inside());
}

#[test]
fn a_newcomer_whom_the_journal_lost_was_never_here() {
    let (mut class, ..) = Classroom::live(0);
    class.stuck = true;
    let student = class.guest_enters("Maria").expect("there is room");
    let connection = class.connection(student);
    class.resolve(false);
    assert!(class.state.member(student).is_none());
    assert!(class.closed(connection).is_some());
    assert!(matches!(class.news().last(), Some(ServerEvent::Session(session::Event::Leave(_)))));
}

#[test]
fn a_lost_student_keeps_the_seat_and_gets_it_back() {
    let (mut class, _, students) = Classroom::live(2);
    let seat = class.state.member(students[0]).expect("a member").seat;
    class.loses(students[0]);
    assert!(matches!(class.place(students[0]), Place::Lost { .. }));
    assert_eq!(class.returns(students[0]), Ok(students[0]));
    assert_eq!(class.state.member(students[0]).expect("a member").seat, seat);
    // Even after the grace period, when others no longer see them.
    class.loses(students[0]);
    class.pass(Duration::seconds(31));
    assert_eq!(class.place(students[0]), Place::Away);
    assert_eq!(class.returns(students[0]), Ok(students[0]));
    assert_eq!(class.state.member(students[0]).expect("a member").seat, seat);
}

#[test]
fn whoever_comes_in_elsewhere_replaces_themselves() {
    let (mut class, _, students) = Classroom::live(1);
    let old = class.connection(students[0]);
    class.returns(students[0]).expect("it is their seat");
    assert_eq!(class.closed(old), Some(CloseReason::Replaced));
    // The old connection's end comes late, and changes nothing.
    class.apply(Caller::Server, Command::ConnectionLost(students[0], old)).expect("losing cannot be refused");
    assert!(class.place(students[0]).is_inside());
}

#[test]
fn a_registered_person_has_one_seat_from_wherever_they_come() {
    let (mut class, ..) = Classroom::live(0);
    let person = Some(PersonId::fresh());
    let first = class.enter(Entrant { person, ..class.entrant("Nikos") }).expect("there is room");
    let second = class.enter(Entrant { person, ..class.entrant("Nikos") }).expect("it is their seat");
    assert_eq!(first, second);
}

#[test]
fn nobody_takes_a_registered_persons_seat_as_a_guest() {
    let (mut class, teacher, _) = Classroom::live(0);
    assert_eq!(class.returns(teacher), Err(Refusal::ResumeUnknown));
    let other = Entrant { person: Some(PersonId::fresh()), ..class.entrant("Other") };
    assert_eq!(class.enter(Entrant { id: teacher, resumes: true, ..other }), Err(Refusal::ResumeUnknown));
}

#[test]
fn a_full_room_refuses_students_but_never_the_teacher_or_one_who_is_lost() {
    let small = Rules { capacity: 2, ..rules(PersonId::fresh()) };
    let (mut class, teacher, students) = Classroom::live_by(small, 2);
    assert_eq!(class.guest_enters("Third"), Err(Refusal::RoomFull));
    class.now += Duration::minutes(1);
    class.loses(students[0]);
    assert_eq!(class.guest_enters("Third"), Err(Refusal::RoomFull), "the lost one's place is kept");
    class.returns(students[0]).expect("their place was kept");
    class.loses(teacher);
    class.teacher_enters();
    class.act(students[1], ask::leave()).expect("anyone may leave");
    class.guest_enters("Third").expect("there is room again");
}

#[test]
fn guests_are_refused_where_the_teacher_does_not_want_them() {
    let mut class = Classroom::planned_by(Rules { guests_allowed: false, ..rules(PersonId::fresh()) });
    assert_eq!(class.guest_enters("Guest"), Err(Refusal::GuestsRefused));
    class.enter(Entrant { person: Some(PersonId::fresh()), ..class.entrant("Pupil") }).expect("not a guest");
}

#[test]
fn attendance_runs_from_each_coming_to_each_going() {
    let (mut class, _, students) = Classroom::live(1);
    class.loses(students[0]);
    class.now += Duration::seconds(5);
    class.returns(students[0]).expect("it is their seat");
    class.act(students[0], ask::leave()).expect("anyone may leave");
    let kinds: Vec<_> = class
        .records()
        .into_iter()
        .map(|record| match record {
            Record::Roster(db::roster::Record::Entered { .. }) => "entered",
            Record::Roster(db::roster::Record::Gone { .. }) => "gone",
            _ => "other",
        })
        .collect();
    assert_eq!(kinds, ["gone", "entered", "gone"]);
}

#[test]
fn nobody_sees_a_newcomer_whose_entry_was_not_kept_even_if_they_came_twice() {
    let (mut class, ..) = Classroom::live(0);
    let person = Some(PersonId::fresh());
    class.stuck = true;
    let pupil = class.enter(Entrant { person, ..class.entrant("Pupil") }).expect("there is room");
    class.enter(Entrant { person, ..class.entrant("Pupil") }).expect("from another tab");
    let second = class.connection(pupil);
    class.resolve(false);
    let left = |event: &&ServerEvent| matches!(event, ServerEvent::Session(session::Event::Leave(left)) if left.participant_id == pupil);
    assert!(class.news().iter().any(left), "the others saw them come, and see them go");
    assert_eq!(class.closed(second), Some(CloseReason::Restarting), "they may try again");
    class.stuck = false;
    class.enter(Entrant { person, ..class.entrant("Pupil") }).expect("there is room");
}

#[test]
fn those_who_are_let_in_together_share_one_view_of_the_room() {
    let (mut class, teacher, _) = Classroom::live_by(Rules { waiting_room: true, ..rules(PersonId::fresh()) }, 0);
    for number in 0..300 {
        class.guest_enters(&format!("Student {number}")).expect("they may wait");
    }
    class.effects.clear();
    class.act(teacher, ask::admit_all()).expect("there is room for all");
    let entered = class.effects.iter().filter_map(|effect| match effect {
        Effect::LetIn { who, .. } => class.state.member(*who),
        _ => None,
    });
    let snapshots: Vec<_> = entered.map(|member| class.state.snapshot(member)).collect();
    assert_eq!(snapshots.len(), 300);
    let lists: HashSet<_> = snapshots.iter().map(|snapshot| snapshot.room.participants.as_ptr()).collect();
    assert_eq!(lists.len(), 1, "the list of participants was made once");
    let seats: HashSet<_> = snapshots.iter().map(|snapshot| snapshot.seat).collect();
    assert_eq!(seats.len(), 300, "each has a seat of their own");
}

#[test]
fn a_view_of_the_room_is_made_anew_once_something_has_changed() {
    let (mut class, teacher, students) = Classroom::live(1);
    let seen = |class: &Classroom| class.state.snapshot(class.state.member(teacher).expect("a member")).room;
    let before = seen(&class);
    assert!(class.state.set_pose(students[0], Pose::standing(100, 100, 0.0)), "they have moved");
    let moved = seen(&class);
    assert_ne!(before.participants, moved.participants);
    class.act(students[0], ask::raise_hand()).expect("anyone may");
    assert_ne!(moved.participants, seen(&class).participants);
}

#[test]
fn a_guest_who_joins_anew_from_the_same_browser_leaves_no_ghost() {
    let (mut class, _, _) = Classroom::live(0);
    let (device, other) = (device(), device());
    let maria = class.enter(Entrant { device, ..class.entrant("Maria") }).expect("there is room");
    let ben = class.enter(Entrant { device: other, ..class.entrant("Ben") }).expect("there is room");
    let cleo = class.enter(Entrant { device, ..class.entrant("Cleo") }).expect("two may share a computer");
    for who in [maria, ben] {
        class.loses(who);
    }
    class.enter(Entrant { device, ..class.entrant("Maria") }).expect("there is room");
    assert_eq!(class.place(maria), Place::Away);
    assert!(matches!(class.place(ben), Place::Lost { .. }), "another browser's seat is kept");
    assert!(class.place(cleo).is_inside(), "a connected one stays");
    class.returns(maria).expect("the seat can still be taken again");
}

#[test]
fn a_guest_who_joins_a_full_class_anew_takes_their_own_place() {
    let (mut class, _, _) = Classroom::live(0);
    class.state.rules.capacity = 2;
    let (device, other) = (device(), device());
    let maria = class.enter(Entrant { device, ..class.entrant("Maria") }).expect("there is room");
    class.enter(Entrant { device: other, ..class.entrant("Ben") }).expect("there is room");
    class.now += Duration::minutes(1);
    class.loses(maria);
    assert_eq!(class.enter(class.entrant("Dora")).err(), Some(Refusal::RoomFull), "her place is kept");
    class.enter(Entrant { device, ..class.entrant("Maria") }).expect("it is her place");
    assert_eq!(class.enter(Entrant { device, ..class.entrant("Cleo") }).err(), Some(Refusal::RoomFull));
}

#[test]
fn guests_who_come_for_a_moment_keep_nobody_out() {
    let (mut class, _, _) = Classroom::live(0);
    class.state.rules.capacity = 2;
    let strangers = ["A", "B"].map(|name| class.guest_enters(name).expect("there is room"));
    assert_eq!(class.guest_enters("Maria").err(), Some(Refusal::RoomFull), "they are there");
    class.loses(strangers[0]);
    let maria = class.guest_enters("Maria").expect("in place of the stranger");
    assert_eq!(class.place(strangers[0]), Place::Away);
    assert!(class.place(maria).is_inside() && class.place(strangers[1]).is_inside());
    // One who wrote something, and one who was there for a while, may come back.
    class.says(maria, "hello").expect("she may");
    class.now += Duration::minutes(1);
    class.loses(maria);
    class.loses(strangers[1]);
    assert_eq!(class.guest_enters("Dora").err(), Some(Refusal::RoomFull));
    for who in [maria, strangers[1]] {
        class.returns(who).expect("the place is kept");
    }
}

#[test]
fn a_small_class_stands_together_in_front_of_the_board() {
    let places: Vec<_> = (0..480).map(|seat| Member::first_pose(Seat(seat), RoomRole::Student)).collect();
    assert!(places[..24].iter().all(|pose| pose.x.abs() <= 500 && pose.z <= 70), "the middle of the rows with desks");
    let different: HashSet<_> = places.iter().map(|pose| (pose.x, pose.z)).collect();
    assert_eq!(different.len(), places.len(), "nobody stands in another");
}

/// Three times as many come and go as a room keeps.
#[test]
fn guests_who_come_and_go_do_not_use_up_the_seats() {
    let (mut class, teacher, _) = Classroom::live(0);
    let listener = class.guest_enters("Listener").expect("there is room");
    class.now += Duration::minutes(40);
    class.act(listener, ask::leave()).expect("anyone may leave");
    let writer = class.guest_enters("Writer").expect("there is room");
    class.says(writer, "Goodbye").expect("anyone may write");
    class.act(writer, ask::leave()).expect("anyone may leave");
    let (mut last, mut highest) = (None, 0);
    for number in 0..12_000 {
        let guest = class.guest_enters("Guest").unwrap_or_else(|refusal| panic!("guest {number}: {refusal}"));
        highest = highest.max(class.state.member(guest).expect("a member").seat.0);
        class.act(guest, ask::leave()).expect("anyone may leave");
        class.effects.clear();
        last = Some(guest);
    }
    assert!(usize::from(highest) < 2 * KEPT_MEMBERS, "{highest}");
    assert!(class.state.members().count() <= KEPT_MEMBERS + 1);
    assert!(class.state.member(writer).is_some(), "what they wrote is theirs");
    assert!(class.state.member(listener).is_some(), "others were there for a shorter time");
    assert!(class.place(teacher).is_inside());
    let forgotten = class.kept.iter().find_map(|record| match record {
        Record::Roster(db::roster::Record::Forgotten { who, .. }) => who.first().copied(),
        _ => None,
    });
    // Each has a seat of their own, also once they come back with their resume tokens.
    let returning = Entrant { id: forgotten.expect("some were"), resumes: true, ..class.entrant("Guest") };
    let again = class.enter(returning).expect("nobody is shut out");
    class.returns(last.expect("they came")).expect("it is their seat");
    let seats: HashSet<_> = class.state.members().map(|member| member.seat).collect();
    assert_eq!(seats.len(), class.state.members().count());
    assert_ne!(Some(again), forgotten, "the row of old may not be deleted yet");
    let reopened = class.reopened();
    assert_eq!(reopened.members().count(), class.state.members().count());
}

#[test]
fn seats_are_kept_for_people_with_an_account() {
    let (mut class, ..) = Classroom::live_by(Rules { capacity: 100_000, ..rules(PersonId::fresh()) }, 0);
    let high = Member { seat: Seat(59_999), ..class.state.members().next().expect("the teacher").clone() };
    class.state.roster.insert(Member { id: ParticipantId::fresh(), person: None, ..high });
    assert_eq!(class.guest_enters("Guest"), Err(Refusal::RoomFull));
    class.enter(Entrant { person: Some(PersonId::fresh()), ..class.entrant("Pupil") }).expect("there are seats");
}
