//! Invitations to speak. An invitation only asks: the student accepts it by turning their own microphone on (`sound.rs`), which it
//! allows even where students may not unmute themselves. Nothing is kept: like a raised hand, an invitation ends with the server.

use std::collections::BTreeSet;

use super::{Context, Feature, Member, Never, RoomState};
use crate::{
    access::{RoomAct, RoomRole},
    error::Refusal,
    ids::ParticipantId,
    protocol::{
        hands,
        moderation::Whom,
        roster::Microphone,
        speaking::{Event, InviteEnded, InviteOutcome, Request, View},
    },
};

#[derive(Debug, Default)]
pub struct Speaking {
    invited: BTreeSet<ParticipantId>,
}

impl Speaking {
    pub fn is_invited(&self, who: ParticipantId) -> bool {
        self.invited.contains(&who)
    }
}

pub(super) fn view(room: &RoomState, of: &Member) -> View {
    let invited = room.features.speaking.invited.iter().copied();
    View { invited_to_speak: invited.filter(|who| of.role == RoomRole::Teacher || *who == of.id).collect() }
}

impl Feature for Speaking {
    type Request = Request;
    type Record = Never;

    fn act(_: ParticipantId, request: &Request) -> RoomAct {
        match request {
            Request::Invite(_) | Request::Withdraw(_) => RoomAct::InviteToSpeak,
            Request::Decline(_) => RoomAct::UseMicrophone,
        }
    }

    fn request(cx: &mut Context, by: ParticipantId, request: Request) -> Result<(), Refusal> {
        match request {
            Request::Invite(whom) => invite(cx, whom.participant_id)?,
            Request::Withdraw(whom) => cx.end_invitation(whom.participant_id, InviteOutcome::Withdrawn),
            Request::Decline(_) => cx.end_invitation(by, InviteOutcome::Declined),
        }
        Ok(())
    }

    fn committed(_: &mut Context, record: Never) {
        match record {}
    }

    /// Clients drop the invitation of someone who has left.
    fn left(cx: &mut Context, who: ParticipantId) {
        cx.room.features.speaking.invited.remove(&who);
    }
}

fn invite(cx: &mut Context, who: ParticipantId) -> Result<(), Refusal> {
    let member = cx.room.roster.get(who).filter(|member| member.place.is_seen()).ok_or(Refusal::ParticipantUnknown)?;
    if member.role == RoomRole::Teacher || member.stream {
        return Err(Refusal::NotAllowed);
    }
    let speaks = member.sound.microphone() == Microphone::On;
    if !speaks && cx.room.features.speaking.invited.insert(who) {
        cx.tell_teachers_and(who, Event::Invited(Whom { participant_id: who }));
    }
    Ok(())
}

impl Context<'_> {
    /// Ends an invitation, if there is one. Who accepts it does not need their raised hand any more.
    pub(super) fn end_invitation(&mut self, who: ParticipantId, outcome: InviteOutcome) {
        if !self.room.features.speaking.invited.remove(&who) {
            return;
        }
        self.tell_teachers_and(who, Event::Ended(InviteEnded { participant_id: who, outcome }));
        let accepts = outcome == InviteOutcome::Accepted;
        if accepts && self.room.roster.get_mut(who).is_some_and(|member| member.hand.take().is_some()) {
            self.tell(hands::Event::Lower(Whom { participant_id: who }));
        }
    }
}
