//! What a shard does with a packet, and with time that passes.

use std::time::{Instant, SystemTime};

use super::{
    Command, REPORTS, STEP, Shard,
    io::Path,
    outgoing::{Place, number},
    peer::SILENCE,
};
use crate::media::{
    messages::Noticed,
    transport::{
        rtcp::{self, Said},
        rtp::Header,
        stun,
    },
};

/// How many addresses one peer may come by at once.
const PATHS: usize = 8;

/// The shard that a user name belongs to.
fn home(user: &str) -> Option<usize> {
    usize::from_str_radix(user.get(..2)?, 16).ok()
}

impl Shard {
    /// A packet, by its first byte (RFC 7983).
    pub(super) fn take(&mut self, from: Path, packet: &mut [u8], by: usize, now: Instant) {
        match packet.first() {
            Some(0..=3) => self.on_stun(from, packet, by, now),
            Some(20..=63) => self.on_dtls(from, packet, by, now),
            Some(128..=191) => match self.by_path.get(&from) {
                Some(at) if rtcp::is_rtcp(packet) => self.on_rtcp(*at, packet, now),
                Some(at) => self.on_rtp(*at, packet, now),
                None => self.pass_on(from, packet, by),
            },
            _ => {}
        }
    }

    /// Gives a packet to the shard that its sender belongs to, if that is known.
    fn pass_on(&self, from: Path, packet: &[u8], by: usize) {
        if let Path::Udp(from) = from
            && let Some(shard) = self.elsewhere.get(&from)
            && by == self.number
        {
            self.lines[*shard].tell(Command::Stray { from, packet: packet.to_vec(), by });
        }
    }

    fn on_stun(&mut self, from: Path, packet: &[u8], by: usize, now: Instant) {
        let Some(mut request) = stun::Request::read(packet) else { return };
        let Some(user) = request.user() else { return };
        match home(&user) {
            Some(shard) if shard != self.number => {
                if let Some(line) = self.lines.get(shard).filter(|_| by == self.number) {
                    match from {
                        Path::Udp(from) => line.tell(Command::Stray { from, packet: packet.to_vec(), by }),
                        Path::Tcp { connection, .. } => {
                            self.wire
                                .release(connection, packet)
                                .into_iter()
                                .for_each(|one| line.tell(Command::Adopt(one)));
                        }
                    }
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
        self.wire.send(&answer, from);
        peer.heard_at = now;
        if !peer.paths.contains(&from) {
            if peer.paths.len() == PATHS {
                let oldest = peer.paths.remove(0);
                if self.by_path.get(&oldest) == Some(&at) {
                    self.by_path.remove(&oldest);
                }
            }
            peer.paths.push(from);
        }
        if request.nominates() || !peer.chosen {
            peer.chosen |= request.nominates();
            peer.path = Some(from);
        }
        let before = self.by_path.insert(from, at);
        match from {
            Path::Tcp { connection, .. } => self.wire.prove(connection),
            Path::Udp(from) if before != Some(at) && by != self.number => {
                self.lines[by].tell(Command::Route(from, Some(self.number)));
            }
            Path::Udp(_) => {}
        }
    }

    fn on_dtls(&mut self, from: Path, packet: &[u8], by: usize, now: Instant) {
        let Some(at) = self.by_path.get(&from).copied() else { return self.pass_on(from, packet, by) };
        let peer = self.peers[at].as_mut().expect("a peer stands where its address says");
        let shaken = peer.shake(packet, &self.identity, now);
        while let Some(answer) = peer.dtls.outgoing() {
            self.wire.send(&answer, from);
        }
        match shaken {
            Ok(true) => self.arrive(at),
            Ok(false) => {}
            Err(_) => self.lose(at),
        }
    }

    /// A peer can be heard, and hear, from now on.
    fn arrive(&self, at: usize) {
        let Some(peer) = &self.peers[at] else { return };
        let Some(room) = self.rooms.get(&peer.room) else { return };
        room.notices.do_send(Noticed::Here(peer.id));
        if let Some(group) = room.groups.iter().find(|group| Some(group.form) == peer.terms.form) {
            room.notices.do_send(group.holders());
        }
    }

    fn lose(&mut self, at: usize) {
        let Some((id, room)) = self.peers[at].as_ref().map(|peer| (peer.id, peer.room)) else { return };
        self.forget(id);
        if let Some(room) = self.rooms.get(&room) {
            room.notices.do_send(Noticed::Gone(id));
        }
    }

    fn on_rtp(&mut self, at: usize, packet: &mut [u8], now: Instant) {
        let Some(peer) = self.peers[at].as_mut() else { return };
        let Some((header, end)) = peer.open(packet, now) else { return };
        peer.heard_at = now;
        let (who, room) = (peer.id, peer.room);
        if !peer.open {
            return;
        }
        let Some(room) = self.rooms.get_mut(&room) else { return };
        let payload = &packet[header.len..end];
        for group in &mut room.groups {
            let (written, taken) = group.forward(who, &header, payload, now, &mut self.plain);
            if taken {
                room.notices.do_send(group.holders());
            }
            let Some((slot, place, head)) = written else { continue };
            for listener in &group.listeners {
                let Some(peer) = self.peers[*listener].as_mut() else { continue };
                if peer.id == who {
                    peer.spared[slot].pass(place);
                    continue;
                }
                let (Some(path), Some((sealer, _))) = (peer.path, peer.keys.as_mut()) else { continue };
                self.sealed.clear();
                self.sealed.extend_from_slice(&self.plain);
                if number(&mut self.sealed, place, peer.spared[slot]) && sealer.seal(&mut self.sealed, head).is_ok() {
                    self.wire.send(&self.sealed, path);
                }
            }
        }
    }

    fn on_rtcp(&mut self, at: usize, packet: &mut [u8], now: Instant) {
        let Some(peer) = self.peers[at].as_mut() else { return };
        let Some(end) = peer.keys.as_mut().and_then(|(_, opener)| opener.open_rtcp(packet).ok()) else { return };
        peer.heard_at = now;
        let group = self
            .rooms
            .get(&peer.room)
            .and_then(|room| room.groups.iter().find(|group| Some(group.form) == peer.terms.form));
        rtcp::read(&packet[..end], |said| match said {
            Said::Sent { ssrc, when } => {
                if let Some(stream) = peer.streams.iter_mut().find(|stream| stream.ssrc == ssrc) {
                    stream.sent = Some((when, now));
                }
            }
            Said::Missing { ssrc, sequence } => {
                let found = group.and_then(|group| {
                    let slot = group.streams.iter().position(|stream| stream.ssrc() == ssrc)?;
                    let ours = peer.spared[slot].ours(sequence);
                    let (who, packet) = group.streams[slot].recall(ours).filter(|(who, _)| *who != peer.id)?;
                    Some((slot, ours, who, packet))
                });
                let (Some((slot, ours, _, packet)), Some(path)) = (found, peer.path) else { return };
                let head = Header::read(packet, None).map_or(0, |header| header.len);
                self.sealed.clear();
                self.sealed.extend_from_slice(packet);
                let place = Place { sequence: ours, advance: 0 };
                let Some((sealer, _)) = peer.keys.as_mut() else { return };
                if number(&mut self.sealed, place, peer.spared[slot]) && sealer.seal(&mut self.sealed, head).is_ok() {
                    self.wire.send(&self.sealed, path);
                }
            }
            Said::Received { .. } => {}
        });
    }

    /// Looks after handshakes, and after those of whom nothing is heard.
    pub(super) fn step(&mut self, now: Instant) {
        if now.saturating_duration_since(self.stepped_at) < STEP {
            return;
        }
        self.stepped_at = now;
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
        self.wire.prune(now);
        if now.saturating_duration_since(self.reported_at) >= REPORTS {
            self.reported_at = now;
            self.report(now);
        }
    }

    /// Tells everyone how their streams come in, and what time it is in those that go out.
    fn report(&mut self, now: Instant) {
        let ntp = rtcp::ntp(SystemTime::now());
        for peer in self.peers.iter_mut().flatten() {
            let (Some(path), Some((sealer, _))) = (peer.path, peer.keys.as_mut()) else { continue };
            self.sealed.clear();
            for stream in &mut peer.streams {
                rtcp::write_received(&stream.report(now), &mut self.sealed);
            }
            let group = self
                .rooms
                .get(&peer.room)
                .and_then(|room| room.groups.iter().find(|group| Some(group.form) == peer.terms.form));
            for stream in group.iter().flat_map(|group| &group.streams) {
                if let Some((timestamp, packets, bytes)) = stream.report(now) {
                    let sent = rtcp::Sent { ssrc: stream.ssrc(), ntp, timestamp, packets, bytes };
                    rtcp::write_sent(&sent, &mut self.sealed);
                }
            }
            if !self.sealed.is_empty() && sealer.seal_rtcp(&mut self.sealed).is_ok() {
                self.wire.send(&self.sealed, path);
            }
        }
    }
}
