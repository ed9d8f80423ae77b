//! What a shard does with a packet, and with time that passes.

use std::time::{Instant, SystemTime};

use super::{
    QUIET, REPORTS, STEP, Shard,
    crossing::Passing,
    io::Path,
    paths::{Seen, Who},
    peer::{Heard, Opened, SILENCE},
    room::MediaRoomId,
};
use crate::{
    ids::ConnectionId,
    media::{
        messages::Noticed,
        stats::round_trip,
        transport::{
            rtcp::{self, Said},
            rtp::Header,
            sdp::SLOTS,
            stun,
        },
    },
};

/// The shard that a user name belongs to.
fn home(user: &str) -> Option<usize> {
    usize::from_str_radix(user.get(..2)?, 16).ok()
}

impl Shard {
    /// A packet, by its first byte (RFC 7983).
    pub(super) fn take(&mut self, from: Path, packet: &mut [u8], seen: Seen, now: Instant) {
        if seen.by == self.number && !self.by_path.contains_key(&from) {
            // Who has just been let in, on whatever shard, is known after that.
            self.heed();
        }
        match packet.first() {
            Some(0..=3) => self.on_stun(from, packet, seen, now),
            Some(20..=63) => self.on_dtls(from, packet, seen, now),
            Some(128..=191) => self.on_sealed(from, packet, seen, now),
            _ => {}
        }
    }

    /// Sound, pictures and reports: of whoever's keys open it, of those who come by this way.
    fn on_sealed(&mut self, from: Path, packet: &mut [u8], seen: Seen, now: Instant) {
        let Some(claim) = self.by_path.get(&from) else { return };
        match claim.sole() {
            Some(Who::Here(at)) => {
                let opened = self.open(at, packet, now);
                if opened && self.peers[at].as_ref().is_some_and(|peer| peer.wanted.is_some()) {
                    self.prove(at, from);
                }
                self.past.refused += u64::from(!opened && !rtcp::is_rtcp(packet));
            }
            Some(Who::On(shard)) => self.pass_on(from, packet, shard, seen),
            None => {
                for who in claim.all().collect::<Vec<_>>() {
                    match who {
                        // Where it does not fit, nothing is left of it.
                        Who::Here(at) if self.open(at, &mut packet.to_vec(), now) => return self.prove(at, from),
                        Who::Here(_) => {}
                        Who::On(shard) => self.pass_on(from, packet, shard, seen),
                    }
                }
            }
        }
    }

    /// Whether it is this peer's.
    fn open(&mut self, at: usize, packet: &mut [u8], now: Instant) -> bool {
        if rtcp::is_rtcp(packet) { self.on_rtcp(at, packet, now) } else { self.on_rtp(at, packet, now) }
    }

    fn on_stun(&mut self, from: Path, packet: &[u8], seen: Seen, now: Instant) {
        let Some(mut request) = stun::Request::read(packet) else { return };
        let Some(user) = request.user() else { return };
        if let Some(password) = self.probes.password(&user) {
            // Whoever tries the way hears that there is one, and nothing is kept of them.
            if let Ok(answer) = request.answer(from.address(), &password, self.identity.provider().crypto()) {
                self.wire.send(&answer, from);
            }
            return;
        }
        match home(&user) {
            Some(shard) if shard != self.number => {
                if seen.by == self.number {
                    self.show_home(from, packet, shard);
                }
                return;
            }
            _ => {}
        }
        let Some(at) = self.by_user.get(&user).copied() else { return };
        let peer = self.peers[at].as_mut().expect("a peer stands where its name says");
        let Ok(answer) = request.answer(from.address(), &peer.password, self.identity.provider().crypto()) else {
            return;
        };
        if !peer.checks.admit(&request, from.address()) {
            return;
        }
        peer.heard_at = now;
        self.claim(at, from, request.nominates(), seen, now);
        // Last: what its sender sends next is expected by now wherever it arrives.
        self.wire.send(&answer, from);
    }

    fn on_dtls(&mut self, from: Path, packet: &[u8], seen: Seen, now: Instant) {
        let Some(claim) = self.by_path.get_mut(&from) else { return };
        let stands = |at: usize| self.peers[at].as_ref().is_some_and(|peer| peer.keys.is_some());
        for who in claim.whose(packet, stands) {
            match who {
                Who::Here(at) => self.shake(at, from, packet, now),
                Who::On(shard) => self.pass_on(from, packet, shard, seen),
            }
        }
    }

    fn shake(&mut self, at: usize, from: Path, packet: &[u8], now: Instant) {
        let Some(peer) = self.peers[at].as_mut() else { return };
        let shaken = peer.shake(packet, &self.identity, now);
        while let Some(answer) = peer.dtls.outgoing() {
            self.wire.send(&answer, from);
        }
        match shaken {
            Ok(true) => {
                self.prove(at, from);
                self.arrive(at);
            }
            Ok(false) => {}
            Err(_) => self.lose(at),
        }
    }

    /// A peer can be heard, and hear, from now on.
    fn arrive(&self, at: usize) {
        let Some(peer) = &self.peers[at] else { return };
        if let Some(room) = self.rooms.get(&peer.room) {
            room.notices.do_send(Noticed::Here(peer.id));
        }
    }

    fn lose(&mut self, at: usize) {
        let Some(peer) = &self.peers[at] else { return };
        let (id, association, room) = (peer.id, peer.association, peer.room);
        self.forget(id);
        if let Some(room) = self.rooms.get(&room) {
            room.notices.do_send(Noticed::Gone { peer: id, association });
        }
    }

    fn on_rtp(&mut self, at: usize, packet: &mut [u8], now: Instant) -> bool {
        let Some(peer) = self.peers[at].as_mut() else { return false };
        let Some(Opened { header, end, piece }) = peer.open(packet, now) else { return false };
        peer.heard_at = now;
        let (who, room) = (peer.id, peer.room);
        if let Some(piece) = piece {
            self.seen(at, piece, &header, &packet[header.len..end]);
            return true;
        }
        if !peer.open {
            return true;
        }
        let payload = &packet[header.len..end];
        match self.rooms.get(&room).map(|room| room.home) {
            Some(home) if home == self.number => self.said(room, who, &header, payload, now),
            Some(home) => self.hand_over(home, Passing::Said { room, who, header, payload: payload.into() }),
            None => {}
        }
        true
    }

    /// Somebody has said something in a room whose home is here.
    pub(super) fn said(&mut self, id: MediaRoomId, who: ConnectionId, header: &Header, payload: &[u8], now: Instant) {
        let Some(room) = self.rooms.get_mut(&id) else { return };
        if !room.plan.speakers.contains(&who) {
            return;
        }
        let mut full = false;
        for group in &mut room.groups {
            if group.forward(who, header, payload, now) {
                room.notices.do_send(group.holders());
            }
            full |= group.window.is_full();
        }
        if full {
            self.flush_room(id);
        } else if !self.due.contains(&id) {
            self.due.push(id);
        }
    }

    fn on_rtcp(&mut self, at: usize, packet: &mut [u8], now: Instant) -> bool {
        let Some(peer) = self.peers[at].as_mut() else { return false };
        let Some(end) = peer.keys.as_mut().and_then(|(_, opener)| opener.open_rtcp(packet).ok()) else { return false };
        peer.heard_at = now;
        let room = peer.room;
        let (mut missing, mut blind, mut heard) = (Vec::new(), Vec::new(), Vec::new());
        let middle = (rtcp::ntp(SystemTime::now()) >> 16) as u32;
        rtcp::read(&packet[..end], |said| match said {
            Said::Sent { ssrc, when } => {
                if let Some(stream) = peer.streams.iter_mut().find(|stream| stream.ssrc == ssrc) {
                    stream.sent = Some((when, now));
                }
            }
            Said::Answered { last, delay } => {
                peer.round_trip = round_trip(middle, last, delay).or(peer.round_trip);
            }
            Said::Missing { ssrc, sequence } => missing.push((ssrc, sequence)),
            Said::Blind { ssrc } => blind.push(ssrc),
            Said::Received { lost, jitter, last, delay, .. } => heard.push(Heard { lost, jitter, last, delay }),
        });
        peer.hear_reports(&heard, middle);
        if !missing.is_empty() {
            self.flush_room(room);
        }
        for (ssrc, sequence) in missing {
            match self.view_of(at, ssrc) {
                Some(view) => self.show_again(at, view, sequence, now),
                None => self.send_again(at, ssrc, sequence),
            }
        }
        for view in blind.into_iter().filter_map(|ssrc| self.view_of(at, ssrc)).collect::<Vec<_>>() {
            self.blind(at, view, now);
        }
        true
    }

    /// Looks after handshakes, and after those of whom nothing is heard.
    pub(super) fn step(&mut self, now: Instant) {
        if now.saturating_duration_since(self.stepped_at) < STEP {
            return;
        }
        self.stepped_at = now;
        if let Some(steering) = &self.steering {
            steering.tell(now);
        }
        let groups = self.rooms.values_mut().flat_map(|room| &mut room.groups);
        self.pace.reckon(now, groups.map(|group| (&mut group.heard, group.audience)));
        let mut over = Vec::new();
        for (at, peer) in self.peers.iter_mut().enumerate() {
            let Some(peer) = peer else { continue };
            let failed = peer.keys.is_none() && peer.dtls.pass(now).is_err();
            if let Some(path) = peer.path {
                while let Some(packet) = peer.dtls.outgoing() {
                    self.wire.send(&packet, path);
                }
            }
            let slow = peer.keys.is_none() && now.saturating_duration_since(peer.expected_at) > SILENCE;
            if failed || slow || now.saturating_duration_since(peer.heard_at) > SILENCE {
                over.push(at);
            }
        }
        over.into_iter().for_each(|at| self.lose(at));
        self.expire_paths(now);
        self.wire.prune(now);
        if now.saturating_duration_since(self.reported_at) >= REPORTS {
            self.reported_at = now;
            self.report(now);
        }
        self.beat();
        self.tell_arrivals();
        self.look_after_views(now);
    }

    /// Has something come to those who are sent nothing, so that they know that their path still carries (docs/adr/0018).
    fn beat(&mut self) {
        for peer in self.peers.iter_mut().flatten() {
            let sent = peer.down.flow.packets;
            let silent = sent == std::mem::replace(&mut peer.sent_before, sent);
            peer.quiet = if silent { peer.quiet + 1 } else { 0 };
            if peer.quiet < QUIET {
                continue;
            }
            peer.quiet = 0;
            let (Some(path), Some((sealer, _))) = (peer.path, peer.keys.as_mut()) else { continue };
            self.sealed.clear();
            rtcp::write_presence(&mut self.sealed);
            if sealer.seal_rtcp(&mut self.sealed).is_ok() {
                self.wire.send(&self.sealed, path);
            }
        }
    }

    /// Tells those who send pictures what has come of all that they sent.
    fn tell_arrivals(&mut self) {
        for peer in self.peers.iter_mut().flatten() {
            let Some((arrivals, stream)) = peer.arrivals.as_mut().zip(peer.streams.first()) else { continue };
            self.sealed.clear();
            arrivals.write(stream.ssrc, &mut self.sealed);
            let (Some(path), Some((sealer, _))) = (peer.path, peer.keys.as_mut()) else { continue };
            if !self.sealed.is_empty() && sealer.seal_rtcp(&mut self.sealed).is_ok() {
                self.wire.send(&self.sealed, path);
            }
        }
    }

    /// Tells everyone how their streams come in, and what time it is: in those that go out, and for us.
    fn report(&mut self, now: Instant) {
        let ntp = rtcp::ntp(SystemTime::now());
        for peer in self.peers.iter_mut().flatten() {
            self.sealed.clear();
            peer.reports(now, |report| rtcp::write_received(report, &mut self.sealed));
            let (Some(path), Some((sealer, _))) = (peer.path, peer.keys.as_mut()) else { continue };
            let group = self.rooms.get(&peer.room).and_then(|room| room.group(peer.terms.form?));
            let voices = group.iter().flat_map(|group| &group.streams);
            let voices = voices.map(|stream| (stream.ssrc(), stream.report(now)));
            let views = (SLOTS as u32..).map(|view| peer.first_ssrc.wrapping_add(view)).zip(&peer.views);
            for (ssrc, report) in voices.chain(views.map(|(ssrc, view)| (ssrc, view.report(now)))) {
                if let Some((timestamp, packets, bytes)) = report {
                    rtcp::write_sent(&rtcp::Sent { ssrc, ntp, timestamp, packets, bytes }, &mut self.sealed);
                }
            }
            if !peer.streams.is_empty() {
                rtcp::write_time(ntp, &mut self.sealed);
            }
            if !self.sealed.is_empty() && sealer.seal_rtcp(&mut self.sealed).is_ok() {
                self.wire.send(&self.sealed, path);
            }
        }
    }
}
