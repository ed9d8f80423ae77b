//! Raised hands, in the order in which they went up.

use super::{Context, Feature, Never};
use crate::{
    access::RoomAct,
    error::Refusal,
    ids::ParticipantId,
    protocol::{
        hands::{Event, HandRaised, Request},
        moderation::Whom,
    },
};

/// The state is in each member ([`Member::hand`](super::Member::hand)): a hand goes down when its owner leaves.
#[derive(Debug, Default)]
pub struct Hands;

impl Feature for Hands {
    type Request = Request;
    type Record = Never;

    fn act(by: ParticipantId, request: &Request) -> RoomAct {
        match request {
            Request::Lower(lower) if lower.participant_id.is_some_and(|whose| whose != by) => RoomAct::LowerAnyHand,
            Request::LowerAll(_) => RoomAct::LowerAnyHand,
            Request::Raise(_) | Request::Lower(_) => RoomAct::RaiseHand,
        }
    }

    fn request(cx: &mut Context, by: ParticipantId, request: Request) -> Result<(), Refusal> {
        match request {
            Request::Raise(_) => raise(cx, by),
            Request::Lower(lower) => self::lower(cx, lower.participant_id.unwrap_or(by)),
            Request::LowerAll(_) => {
                let raised: Vec<_> = cx.room.members().filter(|one| one.hand.is_some()).map(|one| one.id).collect();
                raised.into_iter().try_for_each(|whose| self::lower(cx, whose))
            }
        }
    }

    fn committed(_: &mut Context, record: Never) {
        match record {}
    }
}

fn raise(cx: &mut Context, who: ParticipantId) -> Result<(), Refusal> {
    cx.live()?;
    let now = cx.now;
    let member = cx.room.roster.get_mut(who).ok_or(Refusal::NotJoined)?;
    if member.hand.is_none() {
        member.hand = Some(now);
        cx.tell(Event::Raise(HandRaised { participant_id: who, hand_raised_at: now }));
    }
    Ok(())
}

fn lower(cx: &mut Context, who: ParticipantId) -> Result<(), Refusal> {
    let member = cx.room.roster.get_mut(who).ok_or(Refusal::ParticipantUnknown)?;
    if member.hand.take().is_some() {
        cx.tell(Event::Lower(Whom { participant_id: who }));
    }
    Ok(())
}
