//! What a shard does with a packet, and on each tick.

use std::time::{Instant, SystemTime};

use super::{
    QUIET_TICKS, REPORT_INTERVAL, Shard, TICK,
    handoff::{Origin, ShardMessage},
    io::Path,
    paths::Owner,
    peer::{Content, Decrypted, ReceptionReport, SILENCE},
    plan::MediaRoomId,
};
use crate::{
    ids::ConnectionId,
    media::{
        messages::ShardEvent,
        stats::round_trip,
        transport::{
            rtcp::{self, Feedback},
            rtp::Header,
            sdp::SLOTS,
            stun,
        },
    },
};

/// How many missing packets of one RTCP packet are looked for.
const MAX_NACKS: usize = 512;

/// The shard that a user name fragment names.
fn shard_of(ufrag: &str) -> Option<usize> {
    usize::from_str_radix(ufrag.get(..2)?, 16).ok()
}

impl Shard {
    /// Handles a packet by its first byte (RFC 7983).
    pub(super) fn on_packet(&mut self, from: Path, packet: &mut [u8], origin: Origin, now: Instant) {
        if origin.shard == self.number && !self.by_path.contains_key(&from) {
            // A peer that was added just now, on whichever shard, is known after this.
            self.drain_commands();
        }
        match packet.first() {
            Some(0..=3) => self.on_stun(from, packet, origin, now),
            Some(20..=63) => self.on_dtls(from, packet, origin, now),
            Some(128..=191) => self.on_srtp(from, packet, origin, now),
            _ => {}
        }
    }

    /// SRTP and SRTCP: belongs to the peer on this path whose keys decrypt it.
    fn on_srtp(&mut self, from: Path, packet: &mut [u8], origin: Origin, now: Instant) {
        let Some(owners) = self.by_path.get(&from) else { return };
        match owners.sole() {
            Some(Owner::Local(at)) => {
                let decrypted = self.decrypt(at, packet, now);
                if decrypted && self.peers[at].as_ref().is_some_and(|peer| peer.pending_path.is_some()) {
                    self.confirm_path(at, from);
                }
                self.removed.refused += u64::from(!decrypted && !rtcp::is_rtcp(packet));
            }
            Some(Owner::Remote(shard)) => self.forward_to_owner(from, packet, shard, origin),
            None => {
                for who in owners.all().collect::<Vec<_>>() {
                    match who {
                        // A failed attempt destroys the packet, so each attempt gets a copy.
                        Owner::Local(at) if self.decrypt(at, &mut packet.to_vec(), now) => {
                            return self.confirm_path(at, from);
                        }
                        Owner::Local(_) => {}
                        Owner::Remote(shard) => self.forward_to_owner(from, packet, shard, origin),
                    }
                }
            }
        }
    }

    /// Returns whether the packet is this peer's.
    fn decrypt(&mut self, at: usize, packet: &mut [u8], now: Instant) -> bool {
        if rtcp::is_rtcp(packet) { self.on_rtcp(at, packet, now) } else { self.on_rtp(at, packet, now) }
    }

    fn on_stun(&mut self, from: Path, packet: &[u8], origin: Origin, now: Instant) {
        let Some(mut request) = stun::Request::read(packet) else {
            return self.on_challenge_answer(from, packet, origin);
        };
        let Some(ufrag) = request.ufrag() else { return };
        if let Some(password) = self.probes.password(&ufrag) {
            // A connection test is answered, and nothing is kept about its sender.
            if let Ok(answer) = request.answer(from.address(), &password, self.identity.provider().crypto()) {
                self.sockets.send(&answer, from);
            }
            return;
        }
        match shard_of(&ufrag) {
            Some(shard) if shard != self.number => {
                if origin.shard == self.number {
                    self.forward_to_home(from, packet, shard);
                }
                return;
            }
            _ => {}
        }
        let Some(at) = self.by_ufrag.get(&ufrag).copied() else { return };
        let peer = self.peers[at].as_mut().expect("a peer stands where its name says");
        let Ok(answer) = request.answer(from.address(), &peer.password, self.identity.provider().crypto()) else {
            return;
        };
        if !peer.checks.admit(&request, from.address()) {
            return;
        }
        peer.received_at = now;
        self.claim_path(at, from, request.nominates(), origin, now);
        self.challenge_path(at, from, packet.len(), answer.len());
        // The answer goes last: by then every shard expects what the client sends next.
        self.sockets.send(&answer, from);
    }

    fn on_dtls(&mut self, from: Path, packet: &[u8], origin: Origin, now: Instant) {
        let Some(owners) = self.by_path.get_mut(&from) else { return };
        let established = |at: usize| self.peers[at].as_ref().is_some_and(|peer| peer.keys.is_some());
        for who in owners.of_handshake(packet, established) {
            match who {
                Owner::Local(at) => self.on_handshake_packet(at, from, packet, now),
                Owner::Remote(shard) => self.forward_to_owner(from, packet, shard, origin),
            }
        }
    }

    fn on_handshake_packet(&mut self, at: usize, from: Path, packet: &[u8], now: Instant) {
        let Some(peer) = self.peers[at].as_mut().filter(|peer| peer.receives_on(from)) else { return };
        let progress = peer.on_handshake_packet(packet, &self.identity, now);
        while let Some(answer) = peer.dtls.poll_transmit() {
            self.sockets.send(&answer, from);
        }
        match progress {
            Ok(true) => {
                self.confirm_path(at, from);
                self.notify_connected(at);
            }
            Ok(false) => {}
            Err(_) => self.drop_peer(at),
        }
    }

    /// Tells the forwarder that a peer can now send and receive.
    fn notify_connected(&self, at: usize) {
        let Some(peer) = &self.peers[at] else { return };
        if let Some(room) = self.rooms.get(&peer.room) {
            room.events.do_send(ShardEvent::Connected(peer.id));
        }
    }

    fn drop_peer(&mut self, at: usize) {
        let Some(peer) = &self.peers[at] else { return };
        let (id, association, room) = (peer.id, peer.association, peer.room);
        self.remove_peer(id);
        if let Some(room) = self.rooms.get(&room) {
            room.events.do_send(ShardEvent::Gone { peer: id, association });
        }
    }

    fn on_rtp(&mut self, at: usize, packet: &mut [u8], now: Instant) -> bool {
        let Some(peer) = self.peers[at].as_mut() else { return false };
        let Some(Decrypted { header, end, content }) = peer.decrypt(packet, now) else { return false };
        peer.received_at = now;
        let (who, room) = (peer.id, peer.room);
        match content {
            Content::Video(info) => {
                self.on_video_packet(at, info, &header, &packet[header.len..end]);
                return true;
            }
            Content::Audio if peer.audible => {}
            Content::Audio | Content::Padding => return true,
        }
        let payload = &packet[header.len..end];
        match self.rooms.get(&room).map(|room| room.home) {
            Some(home) if home == self.number => self.on_audio_packet(room, who, &header, payload, now),
            Some(home) => self.hand_off(home, ShardMessage::Audio { room, who, header, payload: payload.into() }),
            None => {}
        }
        true
    }

    /// Handles audio of a peer in a room whose home is this shard.
    pub(super) fn on_audio_packet(
        &mut self,
        id: MediaRoomId,
        who: ConnectionId,
        header: &Header,
        payload: &[u8],
        now: Instant,
    ) {
        let Some(room) = self.rooms.get_mut(&id) else { return };
        if !room.plan.speakers.contains(&who) {
            return;
        }
        let mut full = false;
        for group in &mut room.groups {
            if group.forward(who, header, payload, now) {
                room.events.do_send(group.slots_changed());
            }
            full |= group.batch.is_full();
        }
        if full {
            self.flush_room(id);
        } else if !self.pending_rooms.contains(&id) {
            self.pending_rooms.push(id);
        }
    }

    fn on_rtcp(&mut self, at: usize, packet: &mut [u8], now: Instant) -> bool {
        let Some(peer) = self.peers[at].as_mut() else { return false };
        let Some(end) = peer.keys.as_mut().and_then(|(_, opener)| opener.open_rtcp(packet).ok()) else { return false };
        peer.received_at = now;
        let room = peer.room;
        let (mut lost, mut keyframes, mut reports, mut arrivals) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        let now_ntp = (rtcp::ntp(SystemTime::now()) >> 16) as u32;
        rtcp::read(&packet[..end], |feedback| match feedback {
            Feedback::SenderReport { ssrc, ntp } => {
                if let Some(stream) = peer.streams.iter_mut().find(|stream| stream.ssrc == ssrc) {
                    stream.sender_report = Some((ntp, now));
                }
            }
            Feedback::ReferenceTimeEcho { last, delay } => {
                peer.round_trip = round_trip(now_ntp, last, delay).or(peer.round_trip);
            }
            Feedback::Nack { ssrc, sequence } => lost.push((ssrc, sequence)),
            Feedback::KeyframeRequest { ssrc } => keyframes.push(ssrc),
            Feedback::Arrival { number, at } => arrivals.push((number, at)),
            Feedback::ReceptionReport { fraction_lost, jitter, last, delay, .. } => {
                reports.push(ReceptionReport { fraction_lost, jitter, last, delay });
            }
        });
        peer.on_receiver_reports(&reports, now_ntp);
        if let Some(downlink) = peer.downlink.as_mut().filter(|_| !arrivals.is_empty()) {
            downlink.on_report(&arrivals, now);
        }
        if !lost.is_empty() {
            self.flush_room(room);
        }
        for (ssrc, sequence) in lost.into_iter().take(MAX_NACKS) {
            if !self.admit_retransmission(at, ssrc, sequence, now) {
                continue;
            }
            match self.view_index(at, ssrc) {
                Some(view) => self.retransmit_video(at, view, sequence, now),
                None => self.retransmit_audio(at, ssrc, sequence),
            }
        }
        for view in keyframes.into_iter().filter_map(|ssrc| self.view_index(at, ssrc)).collect::<Vec<_>>() {
            self.request_keyframe(at, view, now);
        }
        true
    }

    /// Whether a listener may have this packet sent again now.
    fn admit_retransmission(&mut self, at: usize, ssrc: u32, sequence: u16, now: Instant) -> bool {
        self.peers[at]
            .as_mut()
            .is_some_and(|peer| peer.retransmits.admit((ssrc, sequence), peer.down.traffic.bytes, peer.round_trip, now))
    }

    /// Checks handshakes and timeouts, and sends what is due.
    pub(super) fn on_tick(&mut self, now: Instant) {
        if now.saturating_duration_since(self.ticked_at) < TICK {
            return;
        }
        self.ticked_at = now;
        if let Some(steering) = &self.steering {
            steering.update_kernel(now);
        }
        let groups = self.rooms.values_mut().flat_map(|room| &mut room.groups);
        self.coalescer.update(now, groups.map(|group| (&mut group.activity, group.audience)));
        let mut lost = Vec::new();
        for (at, peer) in self.peers.iter_mut().enumerate() {
            let Some(peer) = peer else { continue };
            let failed = peer.keys.is_none() && peer.dtls.on_timeout(now).is_err();
            if let Some(path) = peer.path {
                while let Some(packet) = peer.dtls.poll_transmit() {
                    self.sockets.send(&packet, path);
                }
            }
            let too_slow = peer.keys.is_none() && now.saturating_duration_since(peer.added_at) > SILENCE;
            if failed || too_slow || now.saturating_duration_since(peer.received_at) > SILENCE {
                lost.push(at);
            }
        }
        lost.into_iter().for_each(|at| self.drop_peer(at));
        self.expire_paths(now);
        self.sockets.prune(now);
        if now.saturating_duration_since(self.reported_at) >= REPORT_INTERVAL {
            self.reported_at = now;
            self.send_reports(now);
        }
        self.send_keepalives();
        self.send_transport_feedback();
        self.share_bandwidth_if_due(now);
        self.request_needed_keyframes(now);
    }

    /// Sends a packet to peers that are sent nothing else, so that they know that their path works (docs/adr/0018).
    fn send_keepalives(&mut self) {
        for peer in self.peers.iter_mut().flatten() {
            let sent = peer.down.traffic.packets;
            let silent = sent == std::mem::replace(&mut peer.sent_at_last_tick, sent);
            peer.quiet_ticks = if silent { peer.quiet_ticks + 1 } else { 0 };
            if peer.quiet_ticks < QUIET_TICKS {
                continue;
            }
            peer.quiet_ticks = 0;
            let (Some(path), Some((sealer, _))) = (peer.path, peer.keys.as_mut()) else { continue };
            self.sealed.clear();
            rtcp::write_empty_receiver_report(&mut self.sealed);
            if sealer.seal_rtcp(&mut self.sealed).is_ok() {
                self.sockets.send(&self.sealed, path);
            }
        }
    }

    /// Tells peers that send video which of their packets arrived.
    fn send_transport_feedback(&mut self) {
        for peer in self.peers.iter_mut().flatten() {
            let Some((feedback, stream)) = peer.transport_feedback.as_mut().zip(peer.streams.first()) else { continue };
            self.sealed.clear();
            feedback.write(stream.ssrc, &mut self.sealed);
            let (Some(path), Some((sealer, _))) = (peer.path, peer.keys.as_mut()) else { continue };
            if !self.sealed.is_empty() && sealer.seal_rtcp(&mut self.sealed).is_ok() {
                self.sockets.send(&self.sealed, path);
            }
        }
    }

    /// Sends receiver reports about incoming streams, sender reports for outgoing ones, and our reference time.
    fn send_reports(&mut self, now: Instant) {
        let ntp = rtcp::ntp(SystemTime::now());
        for peer in self.peers.iter_mut().flatten() {
            self.sealed.clear();
            peer.receiver_reports(now, |report| rtcp::write_receiver_report(report, &mut self.sealed));
            let (Some(path), Some((sealer, _))) = (peer.path, peer.keys.as_mut()) else { continue };
            let group = self.rooms.get(&peer.room).and_then(|room| room.group(peer.negotiated.format?));
            let voices = group.iter().flat_map(|group| &group.streams);
            let voices = voices.map(|stream| (stream.ssrc(), stream.report(now)));
            let views = (SLOTS as u32..).map(|view| peer.first_ssrc.wrapping_add(view)).zip(&peer.views);
            for (ssrc, report) in voices.chain(views.map(|(ssrc, view)| (ssrc, view.report(now)))) {
                if let Some((timestamp, packets, bytes)) = report {
                    rtcp::write_sender_report(
                        &rtcp::SenderReport { ssrc, ntp, timestamp, packets, bytes },
                        &mut self.sealed,
                    );
                }
            }
            if !peer.streams.is_empty() {
                rtcp::write_reference_time(ntp, &mut self.sealed);
            }
            if !self.sealed.is_empty() && sealer.seal_rtcp(&mut self.sealed).is_ok() {
                self.sockets.send(&self.sealed, path);
            }
        }
    }
}
