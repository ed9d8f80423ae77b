//! Who may be heard, and who decides it.

use super::*;
use crate::protocol::roster::Microphone;

impl Classroom {
    fn offers(&mut self, who: ParticipantId) {
        let connection = self.connection(who);
        self.act(who, Command::Offer { sdp: String::new() }).expect("they have a seat");
        self.apply(Caller::Server, Command::Offered(who, connection)).expect("the server may");
    }

    fn microphone(&self, who: ParticipantId) -> Microphone {
        self.state.member(who).expect("a member").shown().microphone
    }

    /// What the forwarder was last told of a connection.
    fn is_open(&self, who: ParticipantId) -> bool {
        let connection = self.connection(who);
        let last = self.effects.iter().rev().find_map(|effect| match effect {
            Effect::Open(of, open) if *of == connection => Some(*open),
            _ => None,
        });
        last.unwrap_or(false)
    }
}

/// A lesson with two students whose microphones are on.
fn speaking() -> (Classroom, ParticipantId, Vec<ParticipantId>) {
    let (mut class, teacher, students) = Classroom::live(2);
    for who in &students {
        class.offers(*who);
        class.act(*who, Command::MuteOwn(false)).expect("it is theirs");
    }
    (class, teacher, students)
}

#[test]
fn a_microphone_is_shown_once_its_owner_says_something_of_it() {
    let (mut class, _, students) = Classroom::live(1);
    let ana = students[0];
    assert_eq!(class.act(ana, Command::MuteOwn(false)), Err(Refusal::NoMedia));
    class.offers(ana);
    assert_eq!(class.microphone(ana), Microphone::None);
    class.act(ana, Command::MuteOwn(true)).expect("it is theirs");
    assert_eq!((class.microphone(ana), class.is_open(ana)), (Microphone::Muted, false));
    class.act(ana, Command::MuteOwn(false)).expect("it is theirs");
    assert_eq!((class.microphone(ana), class.is_open(ana)), (Microphone::On, true));
}

#[test]
fn the_teacher_mutes_one_all_or_all_but_one() {
    let (mut class, teacher, students) = speaking();
    let (ana, ben) = (students[0], students[1]);
    class.act(teacher, Command::Mute(ana, true)).expect("the teacher mutes");
    assert_eq!((class.is_open(ana), class.is_open(ben)), (false, true));
    class.act(teacher, Command::MuteAll { muted: false, except: Vec::new() }).expect("the teacher lets them speak");
    class.act(teacher, Command::MuteAll { muted: true, except: vec![ben] }).expect("the teacher mutes");
    assert_eq!((class.is_open(ana), class.is_open(ben)), (false, true));
    assert_eq!(class.act(ana, Command::Mute(ben, true)), Err(Refusal::NotAllowed));
    assert_eq!(class.act(ana, Command::AllowUnmuting(false)), Err(Refusal::NotAllowed));
    let nobody = ParticipantId::fresh();
    assert_eq!(class.act(teacher, Command::Mute(nobody, true)), Err(Refusal::ParticipantUnknown));
}

#[test]
fn a_muted_student_cannot_unmute_when_the_teacher_forbids_it() {
    let (mut class, teacher, students) = speaking();
    let ana = students[0];
    class.act(teacher, Command::Mute(ana, true)).expect("the teacher mutes");
    class.act(ana, Command::MuteOwn(false)).expect("it is not forbidden yet");
    class.act(teacher, Command::AllowUnmuting(false)).expect("the teacher forbids");
    class.act(teacher, Command::Mute(ana, true)).expect("the teacher mutes");
    assert_eq!(class.act(ana, Command::MuteOwn(false)), Err(Refusal::UnmutingForbidden));
    class.loses(ana);
    class.returns(ana).expect("it is their seat");
    class.offers(ana);
    assert_eq!(class.act(ana, Command::MuteOwn(false)), Err(Refusal::UnmutingForbidden), "coming again helps nothing");
    class.act(teacher, Command::Mute(ana, false)).expect("the teacher lets them speak");
    class.act(ana, Command::MuteOwn(false)).expect("they may");
    assert!(class.is_open(ana));
    class.offers(teacher);
    class.act(teacher, Command::MuteOwn(false)).expect("the teacher always may");
}

#[test]
fn the_teacher_never_opens_a_microphone_that_its_owner_has_turned_off() {
    let (mut class, teacher, students) = speaking();
    class.act(students[0], Command::MuteOwn(true)).expect("it is theirs");
    class.act(teacher, Command::Mute(students[0], true)).expect("the teacher mutes");
    class.act(teacher, Command::Mute(students[0], false)).expect("the teacher lets them speak");
    assert_eq!((class.microphone(students[0]), class.is_open(students[0])), (Microphone::Muted, false));
}

#[test]
fn with_the_connection_the_microphone_is_gone() {
    let (mut class, _, students) = speaking();
    let (ana, ben) = (students[0], students[1]);
    class.loses(ana);
    assert_eq!(class.microphone(ana), Microphone::None);
    class.returns(ana).expect("it is their seat");
    assert_eq!(class.microphone(ana), Microphone::None);
    class.effects.clear();
    class.returns(ben).expect("from another device");
    let told = class.news().iter().any(|event| {
        matches!(event, ServerEvent::ParticipantMute(news) if news.participant_id == ben && news.microphone == Microphone::None)
    });
    assert!(told, "the others learn that the newer connection has no sound yet");
    let gone = class.connection(ana);
    class.loses(ana);
    class.apply(Caller::Server, Command::Offered(ana, gone)).expect("the server may");
    assert_eq!(class.microphone(ana), Microphone::None, "an answer that comes too late changes nothing");
}

#[test]
fn who_waits_has_no_sound() {
    let (mut class, _, _) = Classroom::live_by(Rules { waiting_room: true, ..rules(PersonId::fresh()) }, 0);
    let guest = class.guest_enters("Who?").expect("the waiting room is open");
    assert_eq!(class.act(guest, Command::Offer { sdp: String::new() }), Err(Refusal::Waiting));
}
