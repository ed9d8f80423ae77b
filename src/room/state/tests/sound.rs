//! Who may be heard, and who decides it.

use super::*;
use crate::{
    media::messages::{VideoSource, WantedVideo},
    protocol::{
        roster::Microphone,
        rtc::VIEWS,
        video::{self, CameraChanged},
    },
};

/// How long a seat is kept.
const GRACE: Duration = Duration::seconds(30);

impl Classroom {
    pub(super) fn offers(&mut self, who: ParticipantId) {
        let connection = self.connection(who);
        self.act(who, ask::offer("", false)).expect("they have a seat");
        self.apply(Caller::Server, Command::PeerNegotiated(who, connection, SOUND)).expect("the server may");
    }

    /// Brings what they hear and speak by to new addresses: which peer that is.
    fn restarts(&mut self, who: ParticipantId) -> Result<ConnectionId, Refusal> {
        self.effects.clear();
        self.act(who, ask::offer("", true))?;
        let peer = self.effects.iter().find_map(|effect| match effect {
            Effect::Negotiate { restarts, .. } => *restarts,
            _ => None,
        });
        let peer = peer.expect("the forwarder is asked");
        self.apply(Caller::Server, Command::PeerRestarted(who, peer)).expect("the server may");
        Ok(peer)
    }

    fn is_silenced(&self, peer: ConnectionId) -> bool {
        self.effects.contains(&Effect::ClosePeer(peer))
    }

    pub(super) fn microphone(&self, who: ParticipantId) -> Microphone {
        self.state.member(who).expect("a member").shown().microphone
    }

    /// What the forwarder was last told of a connection.
    fn is_open(&self, who: ParticipantId) -> bool {
        let connection = self.connection(who);
        let last = self.effects.iter().rev().find_map(|effect| match effect {
            Effect::SetAudible(of, open) if *of == connection => Some(*open),
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
        class.act(*who, ask::mute_own(false)).expect("it is theirs");
    }
    (class, teacher, students)
}

#[test]
fn a_microphone_is_shown_once_its_owner_says_something_of_it() {
    let (mut class, _, students) = Classroom::live(1);
    let ana = students[0];
    assert_eq!(class.act(ana, ask::mute_own(false)), Err(Refusal::NoMedia));
    class.offers(ana);
    assert_eq!(class.microphone(ana), Microphone::None);
    class.act(ana, ask::mute_own(true)).expect("it is theirs");
    assert_eq!((class.microphone(ana), class.is_open(ana)), (Microphone::Muted, false));
    class.act(ana, ask::mute_own(false)).expect("it is theirs");
    assert_eq!((class.microphone(ana), class.is_open(ana)), (Microphone::On, true));
}

#[test]
fn the_teacher_mutes_one_all_or_all_but_one() {
    let (mut class, teacher, students) = speaking();
    let (ana, ben) = (students[0], students[1]);
    class.act(teacher, ask::mute(ana, true)).expect("the teacher mutes");
    assert_eq!((class.is_open(ana), class.is_open(ben)), (false, true));
    class.act(teacher, ask::mute_all(false, Vec::new())).expect("the teacher lets them speak");
    class.act(teacher, ask::mute_all(true, vec![ben])).expect("the teacher mutes");
    assert_eq!((class.is_open(ana), class.is_open(ben)), (false, true));
    assert_eq!(class.act(ana, ask::mute(ben, true)), Err(Refusal::NotAllowed));
    assert_eq!(class.act(ana, ask::allow_unmuting(false)), Err(Refusal::NotAllowed));
    let nobody = ParticipantId::fresh();
    assert_eq!(class.act(teacher, ask::mute(nobody, true)), Err(Refusal::ParticipantUnknown));
}

#[test]
fn a_muted_student_cannot_unmute_when_the_teacher_forbids_it() {
    let (mut class, teacher, students) = speaking();
    let ana = students[0];
    class.act(teacher, ask::mute(ana, true)).expect("the teacher mutes");
    class.act(ana, ask::mute_own(false)).expect("it is not forbidden yet");
    class.act(teacher, ask::allow_unmuting(false)).expect("the teacher forbids");
    class.act(teacher, ask::mute(ana, true)).expect("the teacher mutes");
    assert_eq!(class.act(ana, ask::mute_own(false)), Err(Refusal::UnmutingForbidden));
    class.loses(ana);
    class.returns(ana).expect("it is their seat");
    class.offers(ana);
    assert_eq!(class.act(ana, ask::mute_own(false)), Err(Refusal::UnmutingForbidden), "coming again helps nothing");
    class.act(teacher, ask::mute(ana, false)).expect("the teacher lets them speak");
    class.act(ana, ask::mute_own(false)).expect("they may");
    assert!(class.is_open(ana));
    class.offers(teacher);
    class.act(teacher, ask::mute_own(false)).expect("the teacher always may");
}

#[test]
fn what_the_teacher_said_of_microphones_still_holds_when_the_server_has_died() {
    let (mut class, teacher, students) = Classroom::live(3);
    let (ana, ben, cleo) = (students[0], students[1], students[2]);
    class.act(teacher, ask::mute_all(true, vec![cleo])).expect("the teacher mutes");
    class.act(teacher, ask::allow_unmuting(false)).expect("the teacher forbids");
    class.act(teacher, ask::mute(ben, false)).expect("the teacher lets him speak");
    let mut class = class.dies();
    for who in [ana, ben, cleo] {
        class.returns(who).expect("it is their seat");
        class.offers(who);
    }
    assert!(!class.state.snapshot(class.state.member(ana).expect("a member")).room.sound.unmuting_allowed);
    assert_eq!(class.act(ana, ask::mute_own(false)), Err(Refusal::UnmutingForbidden), "she was muted");
    assert_eq!(class.act(cleo, ask::mute_own(false)), Err(Refusal::UnmutingForbidden), "nobody may by themselves");
    class.act(ben, ask::mute_own(false)).expect("the teacher lets him");
    let teacher = class.teacher_enters();
    class.act(teacher, ask::allow_unmuting(true)).expect("the teacher allows it");
    class.act(ana, ask::mute_own(false)).expect("everyone may");
    assert_eq!((class.is_open(ana), class.is_open(ben)), (true, true));
    assert_eq!(class.decisions(), (BTreeMap::new(), true), "what was written before is taken back");
}

#[test]
fn the_teachers_word_holds_before_it_is_written_and_is_written_again_when_it_is_said_again() {
    let (mut class, teacher, students) = speaking();
    let ana = students[0];
    class.stuck = true;
    for _ in 0..2 {
        class.effects.clear();
        class.act(teacher, ask::mute(ana, true)).expect("the teacher mutes");
        class.act(teacher, ask::allow_unmuting(false)).expect("the teacher forbids");
        assert_eq!(class.microphone(ana), Microphone::Muted);
        assert_eq!(class.act(ana, ask::mute_own(false)), Err(Refusal::UnmutingForbidden));
        assert_eq!(class.decisions(), (BTreeMap::from([(ana, false)]), false));
        class.resolve(false);
    }
    assert_eq!(class.microphone(ana), Microphone::Muted, "whether it could be written or not");
    assert_eq!(class.news(), Vec::<&ServerEvent>::new(), "nothing is news that has not changed");
}

#[test]
fn one_who_was_muted_and_may_unmute_is_not_muted_again_by_the_servers_death() {
    let (mut class, teacher, students) = speaking();
    class.act(teacher, ask::mute(students[0], true)).expect("the teacher mutes");
    assert_eq!(class.decisions().0, BTreeMap::from([(students[0], false)]));
    class.act(students[0], ask::mute_own(true)).expect("it is theirs");
    assert_eq!(class.decisions().0, BTreeMap::from([(students[0], false)]), "the teacher's word is not hers");
    class.act(students[0], ask::mute_own(false)).expect("nobody forbids it");
    assert_eq!(class.decisions().0, BTreeMap::new());
    let written = class.records().len();
    class.act(students[0], ask::mute_own(true)).expect("it is theirs");
    class.act(students[0], ask::mute_own(false)).expect("it is theirs");
    assert_eq!(class.records().len(), written, "one's own switch is nothing to be written");
}

#[test]
fn the_teacher_lifts_a_mute_and_never_opens_a_microphone() {
    let (mut class, teacher, students) = speaking();
    let (ana, ben) = (students[0], students[1]);
    class.act(ana, ask::mute_own(true)).expect("it is theirs");
    class.act(teacher, ask::mute(ana, true)).expect("the teacher mutes");
    class.act(teacher, ask::mute(ben, true)).expect("the teacher mutes");
    for command in [
        ask::mute(ana, false),
        ask::mute(ben, false),
        ask::mute_all(true, Vec::new()),
        ask::allow_unmuting(false),
        ask::mute_all(false, Vec::new()),
        ask::allow_unmuting(true),
    ] {
        class.act(teacher, command).expect("the teacher may");
        for who in [ana, ben] {
            assert_eq!((class.microphone(who), class.is_open(who)), (Microphone::Muted, false));
        }
    }
    class.act(ben, ask::mute_own(false)).expect("the mute is lifted");
    assert!(class.is_open(ben));
}

#[test]
fn sound_outlives_a_lost_connection_as_the_seat_does() {
    let (mut class, teacher, students) = speaking();
    let ana = students[0];
    let peer = class.connection(ana);
    class.effects.clear();
    class.loses(ana);
    assert_eq!((class.microphone(ana), class.is_silenced(peer)), (Microphone::On, false));
    class.returns(ana).expect("it is their seat");
    assert_eq!(class.restarts(ana), Ok(peer), "the peer that they had");
    class.pass(GRACE);
    assert_eq!((class.microphone(ana), class.is_silenced(peer)), (Microphone::On, false));
    class.act(teacher, ask::mute(ana, true)).expect("the teacher mutes");
    assert!(class.effects.contains(&Effect::SetAudible(peer, false)), "by whichever connection they are here");
}

#[test]
fn sound_that_nobody_asks_for_again_ends_with_the_grace() {
    let (mut class, _, students) = speaking();
    let (ana, ben) = (students[0], students[1]);
    let (of_ana, of_ben) = (class.connection(ana), class.connection(ben));
    class.effects.clear();
    class.loses(ana);
    class.returns(ben).expect("from another device");
    assert!(!class.is_silenced(of_ana) && !class.is_silenced(of_ben));
    class.pass(GRACE);
    assert!(class.is_silenced(of_ana), "her seat is gone, and her sound with it");
    assert!(class.is_silenced(of_ben), "he has a seat, but no connection that asked for his sound");
    assert_eq!(class.microphone(ben), Microphone::None);
    assert_eq!(class.restarts(ben), Err(Refusal::NoMedia));
    class.returns(ana).expect("it is their seat");
    assert_eq!((class.microphone(ana), class.restarts(ana)), (Microphone::None, Err(Refusal::NoMedia)));
}

#[test]
fn a_new_offer_takes_the_place_of_the_sound_before_it() {
    let (mut class, _, students) = speaking();
    let ana = students[0];
    let before = class.connection(ana);
    class.returns(ana).expect("from another device");
    class.effects.clear();
    class.offers(ana);
    assert!(class.is_silenced(before));
    assert_eq!(class.microphone(ana), Microphone::None, "nobody speaks on it yet");
    class.apply(Caller::Server, Command::PeerGone(ana, before)).expect("the server may");
    class.act(ana, ask::mute_own(false)).expect("what broke off was the one before");
    let stands = class.connection(ana);
    class.returns(ana).expect("from another device");
    let gone = class.connection(ana);
    class.returns(ana).expect("from another device");
    class.apply(Caller::Server, Command::PeerNegotiated(ana, gone, SOUND)).expect("the server may");
    assert_eq!(class.restarts(ana), Ok(stands), "an answer that comes too late changes nothing");
}

#[test]
fn who_is_removed_or_leaves_is_silenced() {
    let (mut class, teacher, students) = speaking();
    let (ana, ben) = (students[0], students[1]);
    let (of_ana, of_ben) = (class.connection(ana), class.connection(ben));
    class.loses(ana);
    class.effects.clear();
    class.act(teacher, ask::remove(ana)).expect("the teacher removes");
    class.act(ben, ask::leave()).expect("they may");
    assert!(class.is_silenced(of_ana) && class.is_silenced(of_ben));
}

#[test]
fn the_teacher_may_show_a_picture_and_everyone_is_told_of_it() {
    let (mut class, teacher, _) = Classroom::live(1);
    class.act(teacher, ask::offer("", false)).expect("they have a seat");
    class.effects.clear();
    let connection = class.connection(teacher);
    let camera = |class: &Classroom| class.state.member(teacher).expect("a member").shown().camera;
    let told = |class: &mut Classroom, camera| {
        let event = ServerEvent::Video(video::Event::Camera(CameraChanged { participant_id: teacher, camera }));
        let told =
            class.effects.iter().any(|effect| matches!(effect, Effect::Tell(Audience::All(_), told) if *told == event));
        class.effects.clear();
        told
    };
    class
        .apply(Caller::Server, Command::PeerNegotiated(teacher, connection, SOUND_AND_PICTURE))
        .expect("the server may");
    assert!(camera(&class) && told(&mut class, true));
    class.act(teacher, ask::mute_own(false)).expect("it is theirs");
    assert!(camera(&class) && !told(&mut class, true), "nothing has changed");
    class.apply(Caller::Server, Command::PeerGone(teacher, connection)).expect("the server may");
    assert!(!camera(&class) && told(&mut class, false));
}

#[test]
fn one_sees_by_what_one_hears_by_and_only_those_who_are_there() {
    let (mut class, teacher, students) = Classroom::live(2);
    let (ana, whom) = (students[0], vec![(teacher, 1)]);
    let sources =
        vec![WantedVideo { source: VideoSource { who: teacher, screen: false }, preferred: 1, is_pinned: false }];
    assert_eq!(class.act(ana, ask::watch(whom.clone())), Err(Refusal::NoMedia));
    class.offers(ana);
    class.act(ana, ask::watch(whom.clone())).expect("the teacher is there");
    assert!(class.effects.contains(&Effect::Watch(class.connection(ana), sources)));
    let nobody = vec![(ParticipantId::fresh(), 0)];
    assert_eq!(class.act(ana, ask::watch(nobody)), Err(Refusal::ParticipantUnknown));
    class.act(ana, ask::watch(vec![(ana, 0)])).expect("nobody is sent their own video, which harms nothing");
    class.act(students[1], ask::leave()).expect("anyone may leave");
    assert_eq!(class.act(ana, ask::watch(vec![(students[1], 0)])), Err(Refusal::ParticipantUnknown));
    assert_eq!(class.act(ana, ask::watch(whom.repeat(VIEWS + 1))), Err(Refusal::TooManyViews));
}

#[test]
fn who_waits_has_no_sound() {
    let (mut class, _, _) = Classroom::live_by(Rules { waiting_room: true, ..rules(PersonId::fresh()) }, 0);
    let guest = class.guest_enters("Who?").expect("the waiting room is open");
    assert_eq!(class.act(guest, ask::offer("", false)), Err(Refusal::Waiting));
}
