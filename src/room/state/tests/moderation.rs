//! What the teacher does, and nobody else.

use super::*;

#[test]
fn a_removed_student_stays_removed_until_let_in_again() {
    let (mut class, teacher, students) = Classroom::live(2);
    let connection = class.connection(students[0]);
    class.act(teacher, ask::remove(students[0])).expect("the teacher removes");
    assert_eq!(class.closed(connection), Some(CloseReason::Removed));
    assert_eq!(class.returns(students[0]), Err(Refusal::Removed));
    class.act(teacher, ask::readmit(students[0])).expect("the teacher forgives");
    assert_eq!(class.returns(students[0]), Ok(students[0]));
}

#[test]
fn a_removed_guest_does_not_come_back_under_another_name_from_the_same_browser() {
    let (mut class, teacher, _) = Classroom::live(0);
    let device = device();
    let guest = class.enter(Entrant { device, ..class.entrant("Tom") }).expect("there is room");
    class.act(teacher, ask::remove(guest)).expect("the teacher removes");
    assert_eq!(class.enter(Entrant { device, ..class.entrant("Jerry") }), Err(Refusal::Removed));
    class.act(teacher, ask::readmit(guest)).expect("the teacher forgives");
    class.enter(Entrant { device, ..class.entrant("Jerry") }).expect("the browser is free again");
}

#[test]
fn it_is_the_browser_they_came_from_last_that_a_removal_keeps_out() {
    let (mut class, teacher, students) = Classroom::live(1);
    let phone = device();
    class
        .enter(Entrant { id: students[0], resumes: true, device: phone, ..class.entrant("Tom") })
        .expect("the seat is theirs");
    class.act(teacher, ask::remove(students[0])).expect("the teacher removes");
    assert_eq!(class.enter(Entrant { device: phone, ..class.entrant("Jerry") }), Err(Refusal::Removed));
}

#[test]
fn a_removal_survives_a_restart() {
    let (mut class, teacher, students) = Classroom::live(1);
    class.act(teacher, ask::remove(students[0])).expect("the teacher removes");
    let members = class.state.members().map(|member| Member { place: Place::Away, ..member.clone() }).collect();
    class.state = RoomState::restore(rules(class.owner), SessionState::Live, members, Vec::new());
    assert_eq!(class.returns(students[0]), Err(Refusal::Removed));
}

#[test]
fn with_a_waiting_room_the_teacher_lets_in_one_by_one_or_all() {
    let strict = Rules { waiting_room: true, ..rules(PersonId::fresh()) };
    let mut class = Classroom::planned_by(strict);
    let early = class.guest_enters("Early").expect("the waiting room is open");
    let teacher = class.teacher_enters();
    assert_eq!(class.act(teacher, ask::admit(early)), Err(Refusal::NotLive));
    class.act(teacher, Command::start()).expect("the teacher starts");
    assert!(matches!(class.place(early), Place::Waiting { .. }));
    let outside = class.connection(early);
    let heard = |effect: &Effect| matches!(effect, Effect::Tell(to, ServerEvent::Session(session::Event::Start(_))) if *to == Audience::One(outside));
    assert!(class.effects.iter().any(heard), "those who wait hear that the lesson has started");
    let others: Vec<_> = ["A", "B"].map(|name| class.guest_enters(name).expect("the waiting room is open")).into();
    class.act(teacher, ask::admit(early)).expect("they wait");
    assert!(class.place(early).is_inside());
    class.act(teacher, ask::admit_all()).expect("they wait");
    assert!(others.iter().all(|other| class.place(*other).is_inside()));
    // Once let in, they need not wait again.
    class.loses(early);
    class.pass(Duration::minutes(1));
    class.returns(early).expect("it is their seat");
    assert!(class.place(early).is_inside());
    assert_eq!(class.act(teacher, ask::admit(early)), Err(Refusal::ParticipantUnknown));
}

#[test]
fn those_who_wait_can_be_turned_away_and_are_not_told_that_they_were_removed() {
    let (mut class, teacher, _) = Classroom::live_by(Rules { waiting_room: true, ..rules(PersonId::fresh()) }, 0);
    let device = device();
    let guest = class.enter(Entrant { device, ..class.entrant("Who?") }).expect("the waiting room is open");
    let connection = class.connection(guest);
    class.act(teacher, ask::remove(guest)).expect("the teacher removes");
    assert_eq!(class.closed(connection), Some(CloseReason::TurnedAway));
    assert_eq!(class.returns(guest), Err(Refusal::TurnedAway));
    assert_eq!(class.enter(Entrant { device, ..class.entrant("Me!") }), Err(Refusal::TurnedAway));
    let mut class = class.dies();
    assert_eq!(class.returns(guest), Err(Refusal::TurnedAway));
    // Who was in is told that they were removed.
    let teacher = class.teacher_enters();
    let inside = class.guest_enters("Ana").expect("the waiting room is open");
    class.act(teacher, ask::admit(inside)).expect("she waits");
    class.act(teacher, ask::remove(inside)).expect("the teacher removes");
    assert_eq!(class.returns(inside), Err(Refusal::Removed));
}

#[test]
fn hands_go_up_in_order_and_the_teacher_lowers_any() {
    let (mut class, teacher, students) = Classroom::live(2);
    class.act(students[1], ask::raise_hand()).expect("anyone may");
    class.now += Duration::seconds(1);
    class.act(students[0], ask::raise_hand()).expect("anyone may");
    let hand = |class: &Classroom, who| class.state.member(who).and_then(|member| member.hand);
    assert!(hand(&class, students[1]) < hand(&class, students[0]));
    assert_eq!(class.act(students[0], ask::lower_hand(Some(students[1]))), Err(Refusal::NotAllowed));
    class.act(teacher, ask::lower_hand(Some(students[1]))).expect("the teacher lowers");
    class.act(students[0], ask::lower_hand(Some(students[0]))).expect("it is their own");
    assert_eq!((hand(&class, students[0]), hand(&class, students[1])), (None, None));
    class.effects.clear();
    class.act(students[0], ask::lower_hand(None)).expect("it is down already");
    assert!(class.news().is_empty());
}

#[test]
fn the_teacher_lowers_all_hands_at_once() {
    let (mut class, teacher, students) = Classroom::live(3);
    for who in [students[2], students[0]] {
        class.act(who, ask::raise_hand()).expect("anyone may");
    }
    class.effects.clear();
    assert_eq!(class.act(students[1], ask::lower_all_hands()), Err(Refusal::NotAllowed));
    class.act(teacher, ask::lower_all_hands()).expect("the teacher lowers");
    assert!(class.state.members().all(|member| member.hand.is_none()));
    assert_eq!(class.news().len(), 2, "one piece of news for each hand that was up");
    class.effects.clear();
    class.act(teacher, ask::lower_all_hands()).expect("all are down already");
    assert!(class.news().is_empty());
}

#[test]
fn a_student_can_do_none_of_the_teachers_acts() {
    let (mut class, teacher, students) = Classroom::live(2);
    for command in [
        Command::start(),
        Command::end(None),
        ask::admit(students[1]),
        ask::admit_all(),
        ask::remove(students[1]),
        ask::remove(teacher),
        ask::readmit(students[1]),
        ask::lower_hand(Some(students[1])),
        ask::lower_all_hands(),
        Command::CheckTimeouts,
        Command::Committed(Ticket(1)),
        Command::ConnectionLost(teacher, class.connection(teacher)),
    ] {
        let shown = format!("{command:?}");
        assert_eq!(class.act(students[0], command), Err(Refusal::NotAllowed), "{shown}");
    }
    assert_eq!(class.act(teacher, ask::remove(teacher)), Err(Refusal::NotAllowed));
}

#[test]
fn a_removal_that_was_not_kept_can_be_asked_for_again() {
    let (mut class, teacher, students) = Classroom::live(1);
    let kept = |class: &Classroom, wanted: &Record| {
        let ticket = class.effects.iter().rev().find_map(|effect| match effect {
            Effect::Persist(ticket, record) if record == wanted => Some(*ticket),
            _ => None,
        });
        ticket.expect("it is on its way to the journal")
    };
    let removed = db::moderation::Record::Removed { who: students[0], at: class.now };
    let readmitted = db::moderation::Record::Readmitted { who: students[0] };
    for (command, record) in [(ask::remove(students[0]), removed), (ask::readmit(students[0]), readmitted)] {
        let record = Record::from(record);
        class.stuck = true;
        class.act(teacher, command.clone()).expect("the teacher may");
        let lost = kept(&class, &record);
        class.resolve(false);
        class.stuck = false;
        class.act(teacher, command).expect("the teacher tries again");
        assert_ne!(kept(&class, &record), lost, "it is written after all");
    }
    class.returns(students[0]).expect("they were let in again");
}
