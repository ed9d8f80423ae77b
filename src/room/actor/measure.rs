//! Everyone's media statistics, for the teacher. The shards are asked at most once a second, however many requests there are.

use std::{
    collections::HashMap,
    sync::Arc,
    time::{Duration, Instant},
};

use actix::{ActorFutureExt, AsyncContext, Context, WrapFuture};

use super::{Requester, RoomActor};
use crate::{
    media::stats::{PeerStats, ShardStats},
    protocol::rtc::{MediaConnection, MediaStats},
    room::state::Member,
};

/// How long statistics are used again.
const FRESH: Duration = Duration::from_secs(1);

impl RoomActor {
    pub(super) fn measure(&mut self, asked: Vec<Requester>, ctx: &mut Context<Self>) {
        if let Some((at, stats)) = &self.measured
            && at.elapsed() < FRESH
        {
            return asked.into_iter().for_each(|asked| self.answer(asked, stats));
        }
        let media = Arc::clone(&self.media);
        let counted = async move { media.stats().await };
        ctx.spawn(counted.into_actor(self).map(|shards, this, _| {
            let stats = this.stats(shards);
            asked.into_iter().for_each(|asked| this.answer(asked, &stats));
            this.measured = Some((Instant::now(), stats));
        }));
    }

    fn stats(&self, shards: Vec<ShardStats>) -> MediaStats {
        let whose = |member: &Member| Some((member.sound.peer()?, member.id));
        let whose: HashMap<_, _> = self.state.members().filter_map(whose).collect();
        let connection = |peer: PeerStats| {
            Some(MediaConnection {
                participant_id: *whose.get(&peer.peer)?,
                quality: peer.quality(),
                way: peer.way(),
                up: peer.up.to_protocol(),
                down: peer.down.to_protocol(),
                round_trip_ms: peer.round_trip.map(|ms| ms.round() as u16),
            })
        };
        let here = shards.into_iter().flat_map(|shard| shard.peers).filter(|peer| peer.session == self.session);
        let listeners = u16::try_from(self.listeners().count()).unwrap_or(u16::MAX);
        MediaStats { connections: here.filter_map(connection).collect(), listeners }
    }
}
