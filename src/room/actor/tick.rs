//! The tick: reads poses, and sends one pose frame and the news.

use std::sync::Arc;

use actix::{AsyncContext, Context};
use bytes::Bytes;

use super::{Caller, Command, RoomActor, SLOW_CLOSE_TIMEOUT, TICKS_A_SECOND, news};
use crate::{
    access::RoomRole,
    clock,
    ids::{ConnectionId, Seat},
    protocol::{Pose, pose},
    room::outbox::{NewsBatch, Outbox},
};

impl RoomActor {
    pub(super) fn tick(&mut self, ctx: &mut Context<Self>) {
        self.ticks = self.ticks.wrapping_add(1);
        let whole_second = self.ticks.is_multiple_of(TICKS_A_SECOND);
        if whole_second {
            self.act(Caller::Server, Command::CheckTimeouts, None, ctx);
        }
        if self.state.is_stale() {
            self.act(Caller::Server, Command::Refresh, None, ctx);
        }
        let moved = self.publish_frames(whole_second);
        let slow = self.send_news(moved);
        // After the news: these events repeat the last number, and before it they would look like a gap.
        self.send_to_teachers();
        for connection in slow {
            self.give_up(connection, ctx);
        }
    }

    /// Publishes a frame of poses and one of ink, if there is news of them. Returns whether there is.
    fn publish_frames(&mut self, everyone: bool) -> bool {
        let (poses, ink) = (self.gather_poses(everyone), self.gather_ink());
        let frames: Vec<_> = [&poses, &ink].into_iter().flatten().map(AsRef::as_ref).collect();
        if !frames.is_empty() {
            self.poses.publish(self.ticks, &frames);
        }
        !frames.is_empty()
    }

    /// Reads the new poses. Returns a frame of those who moved, or of everyone.
    fn gather_poses(&mut self, everyone: bool) -> Option<Bytes> {
        let mut movers: Vec<(Seat, Pose)> = Vec::with_capacity(self.links.len());
        for link in self.links.values_mut().filter(|link| link.inside) {
            if let Some((number, pose)) = link.poses.newer_than(link.seen_pose) {
                link.seen_pose = number;
                self.state.set_pose(link.who, pose);
                movers.push((link.seat, pose));
            } else if everyone {
                movers.extend(self.state.member(link.who).map(|member| (member.seat, member.pose)));
            }
        }
        if movers.is_empty() {
            return None;
        }
        let tick = self.opened.elapsed().as_millis() as u32;
        Some(pose::encode_frame(tick, movers.into_iter()))
    }

    fn send_to_teachers(&mut self) {
        for (one, event) in std::mem::take(&mut self.for_teachers) {
            let text = news(&event, self.state.seq());
            let told = self.links.iter().filter(|(connection, link)| {
                link.inside && (link.role == RoomRole::Teacher || Some(**connection) == one)
            });
            told.for_each(|(connection, _)| self.send(*connection, text.clone()));
        }
    }

    /// Sends the gathered news to everyone in the room, and wakes the others if there is a new pose frame. Returns the slow
    /// connections.
    pub(super) fn send_news(&mut self, poses_changed: bool) -> Vec<ConnectionId> {
        let last = self.news.last().map_or(0, |(seq, _)| *seq);
        let batch = (last > 0).then(|| Arc::new(NewsBatch(std::mem::take(&mut self.news))));
        let mut slow = Vec::new();
        for (connection, link) in self.links.iter_mut().filter(|(_, link)| link.inside) {
            let shared = &link.outbox.shared;
            match batch.as_ref().filter(|_| link.seen_news < last) {
                // A connection that gets news also sends the pose frame.
                Some(batch) if link.outbox.deliver(batch, link.seen_news).is_err() => link.outbox.give_up(),
                Some(_) => link.seen_news = last,
                None if poses_changed => shared.wake.wake_writer(),
                None => {}
            }
            if shared.is_too_slow() {
                slow.push(*connection);
            }
        }
        slow
    }

    /// Gives a slow client up. Its seat is kept, as for every lost connection.
    fn give_up(&mut self, connection: ConnectionId, ctx: &mut actix::Context<Self>) {
        let Some(link) = self.links.remove(&connection) else { return };
        tracing::info!(session = %self.session, seat = link.role.as_str(), reason = "too_slow", "a client does not read: closed");
        let outbox: Outbox = link.outbox;
        outbox.give_up();
        ctx.run_later(SLOW_CLOSE_TIMEOUT, move |_, _| outbox.sever());
        let lost = self
            .state
            .apply(clock::now(), Caller::Server, Command::ConnectionLost(link.who, connection))
            .unwrap_or_default();
        self.carry_out(lost, Vec::new(), ctx);
    }
}
