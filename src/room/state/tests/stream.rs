//! Programs that publish: participants, as far as they can be.

use super::*;
use crate::protocol::roster::{LeaveReason, Left, Microphone};

impl Classroom {
    fn program(&self, id: ParticipantId) -> Entrant {
        Entrant { id, resumes: true, stream: true, ..self.entrant("OBS") }
    }

    fn streams(&mut self, id: ParticipantId) -> Result<ConnectionId, Refusal> {
        let program = self.program(id);
        let connection = program.connection;
        self.enter(program)?;
        self.apply(Caller::Server, Command::PeerNegotiated(id, connection, SOUND)).expect("the server may");
        Ok(connection)
    }

    fn heard(&self, id: ParticipantId) -> Microphone {
        self.state.member(id).expect("a member").shown().microphone
    }
}

#[test]
fn a_program_without_sound_has_no_microphone() {
    let (mut class, _, _) = Classroom::live(0);
    let obs = ParticipantId::fresh();
    let program = class.program(obs);
    let connection = program.connection;
    class.enter(program).expect("there is room");
    let sends = Sends { audio: false, video: true };
    class.apply(Caller::Server, Command::PeerNegotiated(obs, connection, sends)).expect("the server may");
    assert_ne!(class.heard(obs), Microphone::On);
    assert!(class.state.member(obs).expect("a member").shown().camera);
    assert!(!class.effects.contains(&Effect::SetAudible(connection, true)));
}

#[test]
fn a_program_is_heard_as_soon_as_its_offer_is_answered_unless_the_teacher_has_muted_it() {
    let (mut class, teacher, _) = Classroom::live(1);
    let obs = ParticipantId::fresh();
    let connection = class.streams(obs).expect("there is room");
    assert_eq!(class.heard(obs), Microphone::On);
    assert!(class.effects.contains(&Effect::SetAudible(connection, true)));
    class.act(teacher, ask::mute(obs, true)).expect("the teacher mutes");
    assert_eq!(class.heard(obs), Microphone::Muted);
    // Coming back does not lift it.
    class.effects.clear();
    let again = class.streams(obs).expect("it takes its own place");
    assert_eq!(class.closed(connection), Some(CloseReason::Replaced));
    assert_eq!(
        (class.heard(obs), class.effects.contains(&Effect::SetAudible(again, true))),
        (Microphone::Muted, false)
    );
    class.act(teacher, ask::mute(obs, false)).expect("the teacher lets it speak");
    assert_eq!(class.heard(obs), Microphone::On);
}

#[test]
fn a_program_that_was_muted_comes_back_muted_when_the_server_has_died() {
    let (mut class, teacher, _) = Classroom::live(1);
    let obs = ParticipantId::fresh();
    class.streams(obs).expect("there is room");
    class.act(teacher, ask::mute(obs, true)).expect("the teacher mutes");
    let mut class = class.dies();
    let again = class.streams(obs).expect("it tries again by itself");
    assert_eq!(
        (class.heard(obs), class.effects.contains(&Effect::SetAudible(again, true))),
        (Microphone::Muted, false)
    );
}

#[test]
fn a_program_needs_a_live_lesson_and_a_place_but_neither_nod_nor_account() {
    let strict = Rules { guests_allowed: false, waiting_room: true, capacity: 1, ..rules(PersonId::fresh()) };
    let mut class = Classroom::planned_by(strict);
    let (obs, camera) = (ParticipantId::fresh(), ParticipantId::fresh());
    assert_eq!(class.streams(obs), Err(Refusal::NotLive));
    let teacher = class.teacher_enters();
    class.act(teacher, Command::start()).expect("the teacher starts");
    class.streams(obs).expect("there is room");
    assert!(class.records().iter().any(
        |record| matches!(record, Record::Roster(db::roster::Record::Entered { newcomer: Some(new), .. }) if new.stream)
    ));
    assert_eq!(class.streams(camera), Err(Refusal::RoomFull));
    class.act(teacher, ask::remove(obs)).expect("the teacher removes");
    assert_eq!(class.streams(obs), Err(Refusal::Removed));
    class.streams(camera).expect("there is room again");
    assert!(class.news().iter().any(
        |news| matches!(news, ServerEvent::Session(session::Event::Leave(left)) if left.why == LeaveReason::Removed)
    ));
}

#[test]
fn a_program_that_breaks_off_keeps_its_place_for_a_while() {
    let (mut class, ..) = Classroom::live(0);
    let obs = ParticipantId::fresh();
    class.streams(obs).expect("there is room");
    class.loses(obs);
    assert!(matches!(class.place(obs), Place::Lost { .. }));
    class.streams(obs).expect("it comes back");
    assert!(class.place(obs).is_inside());
    class.loses(obs);
    class.pass(Duration::seconds(31));
    assert_eq!(class.place(obs), Place::Away);
}

#[test]
fn a_program_left_running_does_not_keep_a_lesson_going() {
    let (mut class, teacher, _) = Classroom::live(0);
    class.streams(ParticipantId::fresh()).expect("there is room");
    class.act(teacher, ask::leave()).expect("one may leave");
    class.effects.clear();
    class.pass(Duration::minutes(1));
    class.pass(Duration::minutes(11));
    assert!(class.news().iter().any(|news| matches!(news, ServerEvent::Session(session::Event::End(_)))));
}

#[test]
fn a_program_that_has_lost_its_sound_may_still_say_that_it_ends() {
    let (mut class, _, _) = Classroom::live(1);
    let obs = ParticipantId::fresh();
    let connection = class.streams(obs).expect("there is room");
    class.apply(Caller::Server, Command::ConnectionLost(obs, connection)).expect("the server may");
    class.effects.clear();
    class.act(obs, ask::leave()).expect("it says that it ends");
    let left = Left { participant_id: obs, why: LeaveReason::Left };
    let told = |effect: &Effect| matches!(effect, Effect::Tell(Audience::All(_), ServerEvent::Session(session::Event::Leave(told))) if *told == left);
    assert!(class.effects.iter().any(told), "everyone hears it at once");
    assert_eq!(class.act(obs, ask::leave()), Err(Refusal::NotJoined));
}
