//! Giving the floor.

use super::*;
use crate::protocol::{
    hands,
    roster::Microphone,
    speaking::{Event, InviteOutcome},
};

impl Classroom {
    /// What the teacher and `who` were told of invitations since the effects were last cleared.
    fn told_of_speaking(&self, who: ParticipantId) -> Vec<Event> {
        let both = Audience::TeachersAnd(self.connection(who));
        let told = self.effects.iter().filter_map(|effect| match effect {
            Effect::Tell(audience, ServerEvent::Speaking(event)) if *audience == both => Some(event.clone()),
            _ => None,
        });
        told.collect()
    }

    /// Who is invited, as `of` sees it.
    fn invited(&self, of: ParticipantId) -> Vec<ParticipantId> {
        self.state.snapshot(self.state.member(of).expect("a member")).speaking.invited_to_speak
    }

    fn invitation_outcome(&self, who: ParticipantId) -> Option<InviteOutcome> {
        self.told_of_speaking(who).into_iter().rev().find_map(|event| match event {
            Event::Ended(ended) => Some(ended.outcome),
            Event::Invited(_) => None,
        })
    }
}

/// A lesson in which students may not unmute themselves: Ana has sound, Ben has never turned it on.
fn quiet() -> (Classroom, ParticipantId, ParticipantId, ParticipantId) {
    let (mut class, teacher, students) = Classroom::live(2);
    class.act(teacher, ask::allow_unmuting(false)).expect("the teacher forbids");
    let (ana, ben) = (students[0], students[1]);
    class.offers(ana);
    class.effects.clear();
    (class, teacher, ana, ben)
}

#[test]
fn anyone_silent_can_be_invited_and_only_the_teacher_and_they_learn_of_it() {
    let (mut class, teacher, ana, ben) = quiet();
    for who in [ana, ben] {
        class.act(teacher, ask::invite_to_speak(who)).expect("the teacher invites");
        assert!(matches!(class.told_of_speaking(who)[..], [Event::Invited(whom)] if whom.participant_id == who));
    }
    class.act(teacher, ask::invite_to_speak(ben)).expect("a second time changes nothing");
    assert_eq!(class.told_of_speaking(ben).len(), 1);
    assert_eq!((class.invited(teacher), class.invited(ana)), (vec![ana, ben], vec![ana]));
    assert_eq!(class.act(ana, ask::invite_to_speak(ben)), Err(Refusal::NotAllowed));
    assert_eq!(class.act(ana, ask::withdraw_invitation(ben)), Err(Refusal::NotAllowed));
    assert_eq!(class.act(teacher, ask::invite_to_speak(teacher)), Err(Refusal::NotAllowed));
    let nobody = ask::invite_to_speak(ParticipantId::fresh());
    assert_eq!(class.act(teacher, nobody), Err(Refusal::ParticipantUnknown));
}

#[test]
fn an_invited_student_opens_the_microphone_and_may_do_so_again_until_muted() {
    let (mut class, teacher, ana, _) = quiet();
    class.act(ana, ask::raise_hand()).expect("anyone may");
    class.act(teacher, ask::invite_to_speak(ana)).expect("the teacher invites");
    assert_eq!(class.microphone(ana), Microphone::None, "an invitation opens nothing");
    class.act(ana, ask::mute_own(false)).expect("she is invited");
    assert_eq!((class.microphone(ana), class.invitation_outcome(ana)), (Microphone::On, Some(InviteOutcome::Accepted)));
    assert!(class.invited(teacher).is_empty());
    let lowered = |event: &&ServerEvent| matches!(event, ServerEvent::Hands(hands::Event::Lower(whom)) if whom.participant_id == ana);
    assert!(class.news().iter().any(lowered), "who has the floor needs no hand");
    class.act(ana, ask::mute_own(true)).expect("it is hers");
    class.act(ana, ask::mute_own(false)).expect("she still has the floor");
    assert_eq!(class.decisions().0, BTreeMap::from([(ana, true)]), "a crash does not take it away");
    class.act(teacher, ask::mute(ana, true)).expect("the teacher mutes");
    assert_eq!(class.act(ana, ask::mute_own(false)), Err(Refusal::UnmutingForbidden));
}

#[test]
fn a_muted_student_is_invited_and_nothing_is_on_until_she_accepts() {
    let (mut class, teacher, students) = Classroom::live(1);
    let ana = students[0];
    class.offers(ana);
    class.act(ana, ask::mute_own(false)).expect("it is hers");
    class.act(teacher, ask::mute(ana, true)).expect("the teacher mutes");
    class.act(teacher, ask::invite_to_speak(ana)).expect("the teacher invites");
    assert_eq!(class.microphone(ana), Microphone::Muted);
    class.act(ana, ask::mute_own(false)).expect("she is invited");
    assert_eq!((class.microphone(ana), class.invitation_outcome(ana)), (Microphone::On, Some(InviteOutcome::Accepted)));
    assert_eq!(class.decisions().0, BTreeMap::new(), "everyone may unmute here");
    class.act(teacher, ask::invite_to_speak(ana)).expect("she speaks already");
    assert!(class.invited(teacher).is_empty());
}

#[test]
fn an_invitation_ends_when_it_is_declined_withdrawn_or_its_student_muted_or_gone() {
    let (mut class, teacher, ana, ben) = quiet();
    let ends: [(ParticipantId, Command, InviteOutcome); 3] = [
        (ana, ask::decline_to_speak(), InviteOutcome::Declined),
        (teacher, ask::withdraw_invitation(ana), InviteOutcome::Withdrawn),
        (teacher, ask::mute(ana, true), InviteOutcome::Withdrawn),
    ];
    for (by, end, outcome) in ends {
        class.act(teacher, ask::invite_to_speak(ana)).expect("the teacher invites");
        class.act(by, end).expect("they may");
        assert_eq!((class.invited(teacher), class.invitation_outcome(ana)), (Vec::new(), Some(outcome)));
        assert_eq!(class.act(ana, ask::mute_own(false)), Err(Refusal::UnmutingForbidden));
        class.effects.clear();
    }
    class.act(teacher, ask::invite_to_speak(ben)).expect("the teacher invites");
    class.loses(ben);
    class.returns(ben).expect("it is his seat");
    assert_eq!(class.invited(ben), [ben], "he is asked again after a lost connection");
    class.act(ben, ask::leave()).expect("he may");
    assert!(class.invited(teacher).is_empty());
}
