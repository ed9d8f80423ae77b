//! Watching: which people's video each participant receives. Whether someone sends video is part of [`MemberSound`](super::MemberSound), as it comes with the same peer.

use super::{Context, Feature, Never};
use crate::{
    access::RoomAct,
    error::Refusal,
    ids::ParticipantId,
    media::messages::{VideoSource, WantedVideo},
    protocol::{
        rtc::VIEWS,
        video::{Request, Wanted, Watch},
    },
    room::effect::Effect,
};

#[derive(Debug, Default)]
pub struct Video;

impl Feature for Video {
    type Request = Request;
    type Record = Never;

    fn act(_: ParticipantId, request: &Request) -> RoomAct {
        match request {
            Request::Watch(_) => RoomAct::Watch,
        }
    }

    fn request(cx: &mut Context, by: ParticipantId, request: Request) -> Result<(), Refusal> {
        let Request::Watch(watch) = request;
        self::watch(cx, by, &watch)
    }

    fn committed(_: &mut Context, record: Never) {
        match record {}
    }
}

/// Sets the people that someone watches. The watcher needs a peer. The others must be in the room, but need not send video yet.
fn watch(cx: &mut Context, who: ParticipantId, Watch { participants }: &Watch) -> Result<(), Refusal> {
    let peer = cx.room.roster.get(who).and_then(|member| member.sound.peer()).ok_or(Refusal::NoMedia)?;
    if participants.len() > VIEWS {
        return Err(Refusal::TooManyViews);
    }
    let seen = |who: ParticipantId| cx.room.roster.get(who).is_some_and(|member| member.place.is_seen());
    if !participants.iter().all(|wanted| seen(wanted.participant_id)) {
        return Err(Refusal::ParticipantUnknown);
    }
    let video = |&Wanted { participant_id: who, screen, size, pinned: is_pinned }: &Wanted| {
        let source = VideoSource { who, screen };
        WantedVideo { source, preferred: size as u8, is_pinned }
    };
    let whom = participants.iter().map(video).collect();
    cx.effect(Effect::Watch(peer, whom));
    Ok(())
}
