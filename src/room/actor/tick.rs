//! The tick: poses in, one frame and the news out.

use std::sync::Arc;

use actix::{AsyncContext, Context};

use super::{Caller, Command, LAST_WORD, RoomActor, TICKS_A_SECOND, news};
use crate::{
    access::RoomRole,
    clock,
    ids::{ConnectionId, Seat},
    protocol::{Pose, pose},
    room::outbox::{Batch, Outbox},
};

impl RoomActor {
    pub(super) fn tick(&mut self, ctx: &mut Context<Self>) {
        self.ticks = self.ticks.wrapping_add(1);
        let whole_second = self.ticks.is_multiple_of(TICKS_A_SECOND);
        if whole_second {
            self.act(Caller::Server, Command::Pass, None, ctx);
        }
        if self.state.is_stale() {
            self.act(Caller::Server, Command::Refresh, None, ctx);
        }
        let moved = self.gather(whole_second);
        let slow = self.hand_out(moved);
        // After the news whose numbers it repeats: before them it would look as if they had been missed.
        self.tell_teachers();
        for connection in slow {
            self.give_up(connection, ctx);
        }
    }

    /// Takes the poses that came, and shows a frame of those who moved, or of everyone. Says whether there was any.
    fn gather(&mut self, everyone: bool) -> bool {
        let mut movers: Vec<(Seat, Pose)> = Vec::with_capacity(self.links.len());
        for link in self.links.values_mut().filter(|link| link.inside) {
            if let Some((number, pose)) = link.poses.newer_than(link.seen_pose) {
                link.seen_pose = number;
                self.state.place(link.who, pose);
                movers.push((link.seat, pose));
            } else if everyone {
                movers.extend(self.state.member(link.who).map(|member| (member.seat, member.pose)));
            }
        }
        if movers.is_empty() {
            return false;
        }
        let tick = self.opened.elapsed().as_millis() as u32;
        self.scene.show(self.ticks, &pose::encode_frame(tick, movers.into_iter()));
        true
    }

    fn tell_teachers(&mut self) {
        for event in std::mem::take(&mut self.for_teachers) {
            let text = news(&event, self.state.seq());
            let teachers = self.links.iter().filter(|(_, link)| link.inside && link.role == RoomRole::Teacher);
            teachers.for_each(|(connection, _)| self.say(*connection, text.clone()));
        }
    }

    /// Gives the gathered news to everyone in the room, and says when the scene has changed. Returns who is too slow.
    pub(super) fn hand_out(&mut self, scene_changed: bool) -> Vec<ConnectionId> {
        let last = self.news.last().map_or(0, |(seq, _)| *seq);
        let batch = (last > 0).then(|| Arc::new(Batch(std::mem::take(&mut self.news))));
        let mut slow = Vec::new();
        for (connection, link) in self.links.iter_mut().filter(|(_, link)| link.inside) {
            let slots = &link.outbox.slots;
            match batch.as_ref().filter(|_| link.seen_news < last) {
                // Whoever takes the news looks at the scene as well.
                Some(batch) if link.outbox.deliver(batch, link.seen_news).is_err() => link.outbox.doom(),
                Some(_) => link.seen_news = last,
                None if scene_changed => slots.cause.to_write(),
                None => {}
            }
            if slots.is_doomed() {
                slow.push(*connection);
            }
        }
        slow
    }

    /// Gives a slow client up. Its seat is kept, as for any other who is lost.
    fn give_up(&mut self, connection: ConnectionId, ctx: &mut actix::Context<Self>) {
        let Some(link) = self.links.remove(&connection) else { return };
        tracing::info!(session = %self.session, seat = link.role.as_str(), reason = "too_slow", "a client does not read: closed");
        let outbox: Outbox = link.outbox;
        outbox.doom();
        ctx.run_later(LAST_WORD, move |_, _| outbox.sever());
        let lost =
            self.state.apply(clock::now(), Caller::Server, Command::Lose(link.who, connection)).unwrap_or_default();
        self.carry_out(lost, Vec::new(), ctx);
    }
}
