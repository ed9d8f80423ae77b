//! Start and end.

use super::*;

#[test]
fn a_lesson_starts_once_and_ends_once() {
    let mut class = Classroom::planned();
    let teacher = class.teacher_enters();
    assert_eq!(class.act(teacher, Command::end(None)), Err(Refusal::NotLive));
    class.act(teacher, Command::start()).expect("the teacher starts");
    assert_eq!(class.act(teacher, Command::start()), Err(Refusal::AlreadyLive));
    let connection = class.connection(teacher);
    class.act(teacher, Command::end(None)).expect("the teacher ends");
    assert_eq!(class.closed(connection), Some(CloseReason::Ended));
    assert!(class.effects.contains(&Effect::Stop));
    assert_eq!(class.act(teacher, Command::end(None)), Err(Refusal::LessonEnded));
    assert_eq!(class.guest_enters("Late"), Err(Refusal::LessonEnded));
}

#[test]
fn a_snapshot_says_when_the_lesson_started() {
    let mut class = Classroom::planned();
    let teacher = class.teacher_enters();
    let told = |class: &Classroom| class.state.snapshot(class.state.member(teacher).expect("in")).room.started_at;
    assert_eq!(told(&class), None);
    let start = class.now;
    class.act(teacher, Command::start()).expect("the teacher starts");
    class.pass(Duration::minutes(5));
    assert_eq!(told(&class), Some(start));
    assert_eq!(class.reopened().view().started_at, Some(start), "after a crash, too");
}

#[test]
fn the_owner_starts_and_ends_from_outside() {
    let mut class = Classroom::planned();
    let waiting = class.guest_enters("Early").expect("the waiting room is open");
    class.apply(class.outside(), Command::start()).expect("the owner starts");
    assert!(class.place(waiting).is_inside());
    assert_eq!(class.apply(class.outside(), ask::raise_hand()), Err(Refusal::NotJoined));
    class.apply(class.outside(), Command::end(None)).expect("the owner ends");
    assert_eq!(class.state.phase(), SessionState::Ended);
}

#[test]
fn asking_twice_for_the_end_waits_for_the_same_record() {
    let (mut class, teacher, _) = Classroom::live(0);
    class.stuck = true;
    class.act(teacher, Command::end(None)).expect("the teacher ends");
    class.act(teacher, Command::end(None)).expect("it is under way");
    assert_eq!(class.records().len(), 1);
    // The database is away: the lesson goes on, and can be ended later.
    class.resolve(false);
    assert_eq!(class.state.phase(), SessionState::Live);
    class.act(teacher, Command::end(None)).expect("the teacher ends");
    class.resolve(true);
    assert_eq!(class.state.phase(), SessionState::Ended);
}

#[test]
fn an_empty_lesson_ends_by_itself() {
    let (mut class, teacher, _) = Classroom::live(0);
    class.loses(teacher);
    class.pass(Duration::minutes(9));
    assert_eq!(class.state.phase(), SessionState::Live);
    class.teacher_enters();
    class.pass(Duration::minutes(9));
    class.loses(teacher);
    class.pass(Duration::minutes(9));
    assert_eq!(class.state.phase(), SessionState::Live, "the clock began anew");
    class.pass(Duration::minutes(2));
    assert_eq!(class.state.phase(), SessionState::Ended);
}

#[test]
fn a_lesson_to_which_nobody_came_ends_by_itself() {
    let mut class = Classroom::planned();
    class.apply(class.outside(), Command::start()).expect("the owner starts");
    for _ in 0..9 {
        class.pass(Duration::minutes(1));
    }
    assert_eq!(class.state.phase(), SessionState::Live);
    // The server restarts. The new room cannot know how long the lesson has been empty.
    let mut class = class.dies();
    for _ in 0..10 {
        class.pass(Duration::minutes(1));
    }
    assert_eq!(class.state.phase(), SessionState::Live);
    class.pass(Duration::minutes(1));
    assert_eq!(class.state.phase(), SessionState::Ended);
}

#[test]
fn a_lesson_in_whose_waiting_room_a_page_was_left_open_ends_by_itself() {
    let mut class = Classroom::planned_by(Rules { waiting_room: true, ..rules(PersonId::fresh()) });
    let waiting = class.guest_enters("Early").expect("the waiting room is open");
    class.pass(Duration::hours(1));
    class.apply(class.outside(), Command::start()).expect("the owner starts");
    class.pass(Duration::minutes(9));
    assert_eq!(class.state.phase(), SessionState::Live, "the teacher may still come");
    let connection = class.connection(waiting);
    class.pass(Duration::minutes(1));
    assert_eq!((class.state.phase(), class.closed(connection)), (SessionState::Ended, Some(CloseReason::Ended)));
}

#[test]
fn an_empty_room_waits_for_its_start_to_be_written() {
    let mut class = Classroom::planned();
    class.pass(Duration::seconds(59));
    class.stuck = true;
    class.apply(class.outside(), Command::start()).expect("the owner starts");
    class.pass(Duration::minutes(1));
    assert!(!class.effects.contains(&Effect::Stop));
    class.resolve(true);
    assert_eq!(class.state.phase(), SessionState::Live);
}

#[test]
fn a_lesson_that_may_be_empty_goes_on() {
    let (mut class, teacher, _) = Classroom::live_by(Rules { empty_after: None, ..rules(PersonId::fresh()) }, 0);
    class.loses(teacher);
    class.pass(Duration::days(3));
    assert_eq!(class.state.phase(), SessionState::Live);
}

#[test]
fn an_empty_waiting_room_leaves_the_memory() {
    let mut class = Classroom::planned();
    let early = class.guest_enters("Early").expect("the waiting room is open");
    class.pass(Duration::hours(1));
    assert!(!class.effects.contains(&Effect::Stop));
    class.loses(early);
    class.pass(Duration::minutes(2));
    assert!(class.effects.contains(&Effect::Stop));
    assert_eq!(class.state.phase(), SessionState::Planned);
}

#[test]
fn the_chat_is_purged_unless_it_is_to_be_kept() {
    for keep_chat in [false, true] {
        let (mut class, teacher, _) = Classroom::live_by(Rules { keep_chat, ..rules(PersonId::fresh()) }, 0);
        class.act(teacher, Command::end(None)).expect("the teacher ends");
        let at = class.now;
        let by = Some(Author { person: class.owner, from: None });
        assert!(class.records().contains(&&Record::Lifecycle(db::lifecycle::Record::Ended {
            at,
            keeps: keep_chat,
            by
        })));
    }
}

#[test]
fn the_teacher_chooses_at_the_end_what_is_kept_and_everyone_reads_it() {
    for keep_chat in [false, true] {
        let (mut class, teacher, _) =
            Classroom::live_by(Rules { keep_chat: !keep_chat, ..rules(PersonId::fresh()) }, 1);
        class.act(teacher, Command::end(Some(keep_chat))).expect("the teacher ends");
        let keeps = |record: &&Record| match record {
            Record::Lifecycle(db::lifecycle::Record::Ended { keeps, .. }) => Some(*keeps),
            _ => None,
        };
        assert_eq!(class.records().iter().find_map(keeps), Some(keep_chat));
        let ended = session::Event::End(session::Ended { ended_at: class.now, keeps_chat: keep_chat });
        assert!(class.news().contains(&&ServerEvent::Session(ended)));
    }
}

#[test]
fn everyone_reads_whether_the_chat_is_kept_and_when_the_teacher_changes_it() {
    let usual = rules(PersonId::fresh());
    let (mut class, ..) = Classroom::live_by(usual.clone(), 1);
    assert!(!class.state.view().keeps_chat);
    let told = session::Event::Retention(session::Retention { keeps_chat: true });
    class.apply(Caller::Server, Command::UpdateRules(usual.clone())).expect("the server may");
    assert!(!class.news().contains(&&ServerEvent::Session(told.clone())));
    let kept = Rules { keep_chat: true, ..usual };
    class.apply(Caller::Server, Command::UpdateRules(kept)).expect("the server may");
    assert!(class.state.view().keeps_chat);
    assert!(class.news().contains(&&ServerEvent::Session(told)));
}

#[test]
fn without_a_waiting_room_any_more_nobody_waits() {
    let strict = Rules { waiting_room: true, ..rules(PersonId::fresh()) };
    let (mut class, ..) = Classroom::live_by(strict.clone(), 0);
    let guest = class.guest_enters("Early").expect("the waiting room is open");
    class.apply(Caller::Server, Command::UpdateRules(Rules { waiting_room: false, ..strict })).expect("the server may");
    assert!(class.place(guest).is_inside());
}

#[test]
fn a_live_lesson_says_now_and_then_that_it_lives() {
    let (mut class, ..) = Classroom::live(0);
    for _ in 0..60 {
        class.pass(Duration::seconds(1));
    }
    let alive = class
        .records()
        .iter()
        .filter(|record| matches!(record, Record::Lifecycle(db::lifecycle::Record::Alive { .. })))
        .count();
    assert_eq!(alive, 4);
}

#[test]
fn nothing_is_written_behind_an_end_that_is_being_written() {
    let (mut class, teacher, students) = Classroom::live(1);
    class.stuck = true;
    class.act(teacher, Command::end(None)).expect("the teacher ends");
    class.effects.clear();
    assert_eq!(class.says(students[0], "one more thing"), Err(Refusal::Busy), "the purge has gone before it");
    assert_eq!(class.guest_enters("Late"), Err(Refusal::Busy), "nobody would end their attendance");
    assert!(class.records().is_empty());
    // The database is away: the lesson goes on, and so does the talk.
    class.resolve(false);
    class.stuck = false;
    class.says(students[0], "one more thing").expect("the lesson goes on");
    class.guest_enters("Late").expect("the lesson goes on");
}
