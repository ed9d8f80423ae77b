//! Who shows a camera or a screen, and who decides it.

use super::*;
use crate::protocol::{
    rtc::VIEWS,
    showing::{Asked, Event, Permission, ShowKind, Showing, ShowingRule},
};

const EVERYONE: Showing =
    Showing { cameras: ShowingRule::Everyone, screens: ShowingRule::Everyone, several_screens: false };
const NOBODY: Showing = Showing { cameras: ShowingRule::Nobody, screens: ShowingRule::Nobody, several_screens: false };

impl Classroom {
    /// Someone has a peer with a section for a camera.
    fn can_show(&mut self, who: ParticipantId) -> ConnectionId {
        let connection = self.connection(who);
        self.act(who, ask::offer("", false)).expect("they have a seat");
        let sent = Command::PeerNegotiated(who, connection, SOUND_AND_PICTURE);
        self.apply(Caller::Server, sent).expect("the server may");
        connection
    }

    fn shows(&self, who: ParticipantId) -> (bool, bool) {
        let shown = self.state.member(who).expect("a member").shown();
        (shown.camera, shown.screen)
    }

    /// Someone's screen is offered and answered: its peer.
    fn shares(&mut self, who: ParticipantId) -> Result<ConnectionId, Refusal> {
        self.act(who, ask::share_screen())?;
        let (connection, peer) = (self.connection(who), ConnectionId::fresh());
        let sends = Sends { audio: true, video: true };
        self.apply(Caller::Server, Command::ScreenNegotiated(who, connection, peer, sends)).expect("the server may");
        Ok(peer)
    }

    fn teachers_heard(&self, event: Event) -> bool {
        let event = ServerEvent::Showing(event);
        self.effects.iter().any(|effect| {
            matches!(effect, Effect::Tell(Audience::Teachers | Audience::TeachersAnd(_), told) if *told == event)
        })
    }
}

#[test]
fn a_student_shows_a_camera_when_the_teacher_allows_it_and_only_until_then() {
    let (mut class, teacher, students) = Classroom::live(2);
    let (ana, ben) = (students[0], students[1]);
    assert_eq!(class.act(ana, ask::show_camera(true)), Err(Refusal::NoMedia));
    let peer = class.can_show(ana);
    assert_eq!(class.shows(ana), (false, false), "off until she chooses");
    assert_eq!(class.act(ana, ask::show_camera(true)), Err(Refusal::ShowingForbidden));
    class.act(ana, ask::to_show(ShowKind::Camera, true)).expect("she may ask");
    let asked = |asks| Event::Asked(Asked { participant_id: ana, kind: ShowKind::Camera, asks });
    assert!(class.teachers_heard(asked(true)));
    assert_eq!(
        class.act(ben, ask::permit_showing(ana, ShowKind::Camera, true)),
        Err(Refusal::NotAllowed),
        "a student decides nothing"
    );
    class.act(teacher, ask::permit_showing(ana, ShowKind::Camera, true)).expect("the teacher decides");
    assert_eq!(class.shows(ana), (false, false), "nobody turns on somebody else's camera");
    assert!(class.teachers_heard(asked(false)));
    assert!(class.teachers_heard(Event::Permitted(Permission { participant_id: ana, camera: true, screen: false })));
    class.act(ana, ask::show_camera(true)).expect("she may now");
    assert_eq!(class.shows(ana), (true, false));
    assert!(class.effects.contains(&Effect::SetVisible(peer, true)));
    class.effects.clear();
    class.act(teacher, ask::permit_showing(ana, ShowKind::Camera, false)).expect("the teacher decides");
    assert_eq!(class.shows(ana), (false, false));
    assert!(class.effects.contains(&Effect::SetVisible(peer, false)), "nobody receives it, whatever she sends");
    assert_eq!(class.act(ana, ask::show_camera(true)), Err(Refusal::ShowingForbidden));
}

#[test]
fn a_rule_that_changes_ends_what_may_not_be_shown_any_more() {
    let (mut class, teacher, students) = Classroom::live(1);
    let ana = students[0];
    class.act(teacher, ask::allow_showing(EVERYONE)).expect("the teacher decides");
    class.can_show(ana);
    assert_eq!(class.shows(ana), (true, false), "her offer says that it is on");
    class.shares(ana).expect("everyone may");
    assert_eq!(class.shows(ana), (true, true));
    class.act(teacher, ask::allow_showing(NOBODY)).expect("the teacher decides");
    assert_eq!(class.shows(ana), (false, false));
    assert_eq!(class.act(ana, ask::to_show(ShowKind::Screen, true)), Err(Refusal::ShowingForbidden), "in vain");
    class.act(teacher, ask::permit_showing(ana, ShowKind::Camera, true)).expect("the teacher decides");
    class.act(ana, ask::show_camera(true)).expect("it is for her alone");
    let class = class.dies();
    let member = class.state.member(ana).expect("a member");
    assert!(class.state.may_show(member, ShowKind::Camera) && !class.state.may_show(member, ShowKind::Screen));
}

#[test]
fn a_student_waits_for_the_screen_and_a_teacher_takes_it() {
    let (mut class, teacher, students) = Classroom::live(2);
    let (ana, ben) = (students[0], students[1]);
    class.act(teacher, ask::allow_showing(EVERYONE)).expect("the teacher decides");
    let hers = class.shares(ana).expect("everyone may");
    assert!(class.effects.contains(&Effect::SetVisible(hers, true)));
    assert!(class.effects.contains(&Effect::SetAudible(hers, true)), "with the sound of a film");
    assert_eq!(class.shares(ben), Err(Refusal::ScreenTaken));
    let again = class.shares(ana).expect("another window");
    assert!(class.effects.contains(&Effect::ClosePeer(hers)));
    let theirs = class.shares(teacher).expect("a teacher takes it");
    assert!(class.effects.contains(&Effect::ClosePeer(again)));
    assert_eq!((class.shows(ana).1, class.shows(teacher).1), (false, true));
    class.apply(Caller::Server, Command::PeerGone(teacher, theirs)).expect("the server may");
    assert!(!class.shows(teacher).1, "the window was closed");
    class.act(teacher, ask::allow_showing(Showing { several_screens: true, ..EVERYONE })).expect("the teacher decides");
    class.shares(ana).expect("it is free");
    class.shares(ben).expect("there may be several");
    class.act(ben, ask::stop_screen()).expect("it is his");
    assert_eq!((class.shows(ana).1, class.shows(ben).1), (true, false));
    class.act(teacher, ask::remove(ana)).expect("the teacher removes");
    assert!(class.state.member(ana).expect("a member").sound.screen.is_none());
}

#[test]
fn a_screen_is_closed_whose_permission_has_ended_during_its_offer() {
    let (mut class, teacher, students) = Classroom::live(1);
    let (ana, peer) = (students[0], ConnectionId::fresh());
    class.act(teacher, ask::permit_showing(ana, ShowKind::Screen, true)).expect("the teacher decides");
    class.act(ana, ask::share_screen()).expect("she may");
    class.act(teacher, ask::permit_showing(ana, ShowKind::Screen, false)).expect("the teacher decides");
    let (connection, sends) = (class.connection(ana), Sends { audio: false, video: true });
    class.apply(Caller::Server, Command::ScreenNegotiated(ana, connection, peer, sends)).expect("the server may");
    assert!(class.effects.contains(&Effect::ClosePeer(peer)) && !class.shows(ana).1);
    assert!(!class.effects.contains(&Effect::SetVisible(peer, true)));
}

#[test]
fn the_fiftieth_camera_is_refused() {
    let (mut class, teacher, students) = Classroom::live(VIEWS + 1);
    class.act(teacher, ask::allow_showing(EVERYONE)).expect("the teacher decides");
    let (last, first) = students.split_last().expect("there are some");
    for who in first {
        class.can_show(*who);
        assert!(class.shows(*who).0);
    }
    class.can_show(*last);
    assert!(!class.shows(*last).0);
    assert_eq!(class.act(*last, ask::show_camera(true)), Err(Refusal::TooManyCameras));
    class.act(first[0], ask::show_camera(false)).expect("it is theirs");
    class.act(*last, ask::show_camera(true)).expect("there is room now");
}

#[test]
fn the_teacher_puts_someone_in_the_spotlight_until_they_leave() {
    let (mut class, teacher, students) = Classroom::live(2);
    let (ana, ben) = (students[0], students[1]);
    let large = |class: &Classroom| class.state.snapshot(class.state.member(ben).expect("a member")).showing.spotlight;
    assert_eq!(class.act(ana, ask::spotlight(Some(ana))), Err(Refusal::NotAllowed));
    assert_eq!(class.act(teacher, ask::spotlight(Some(ParticipantId::fresh()))), Err(Refusal::ParticipantUnknown));
    class.act(teacher, ask::spotlight(Some(ana))).expect("the teacher may");
    assert_eq!(large(&class), Some(ana));
    class.act(ana, ask::leave()).expect("they may");
    assert_eq!(large(&class), None);
    class.act(teacher, ask::spotlight(Some(teacher))).expect("the teacher may");
    class.act(teacher, ask::spotlight(None)).expect("the teacher may");
    assert_eq!(large(&class), None);
}
