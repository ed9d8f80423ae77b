//! Forwards video: from the sender's shard to each shard with watchers, once, and there into their views. The plan alone says
//! which views a watcher has, and in which encoding.

use std::{collections::HashMap, sync::Arc, time::Instant};

use super::{
    Shard,
    camera::FeedbackRequest,
    handoff::ShardMessage,
    io::ShardSockets,
    packet_batch::PacketBatch,
    peer::Peer,
    plan::{MediaRoomId, Plan, WatchedVideo, Watcher},
    retransmit_buffer::RetransmitBuffer,
    send_batch::SendBatch,
    view::{ENCODING_TIMEOUT, VideoPacketInfo},
};
use crate::{
    ids::ConnectionId,
    media::{
        bandwidth::{Cost, ENCODINGS, EncodingRate},
        transport::{
            rtp::{self, Header},
            sdp::{self, SLOTS},
            srtp,
        },
    },
};

/// How many packets of one encoding can be retransmitted: about a second.
const REMEMBERED: usize = 256;

/// What a cost adds to a packet's own bytes: the tag of SRTP, the transport-wide number, UDP and IP.
const OVERHEAD: usize = 16 + rtp::TRANSPORT_NUMBER + 28;

/// A peer's video, on its own shard and on those of its watchers.
pub struct VideoFeed {
    /// The shard of the sender, and the shards of the watchers.
    home: usize,
    shards: Vec<usize>,
    pub viewers: Vec<Viewer>,
    encodings: Vec<Encoding>,
    pub is_screen: bool,
    pub batch: PacketBatch<VideoPacketInfo>,
}

/// A watcher on this shard.
pub struct Viewer {
    /// Its index among the shard's peers.
    pub at: usize,
    pub view: usize,
    /// The encoding that it prefers, and the one that its line carries; `None` when the picture rests.
    pub preferred: u8,
    pub granted: Option<u8>,
    /// The view switches to no better encoding than this.
    pub best: u8,
    pub is_pinned: bool,
}

/// The packets of one encoding.
struct Encoding {
    ssrc: u32,
    layer: u8,
    received_at: Instant,
    rate: EncodingRate,
    sent: RetransmitBuffer<VideoPacketInfo>,
}

impl VideoFeed {
    fn new(watched: &WatchedVideo) -> Self {
        let WatchedVideo { home, ref shards, is_screen, .. } = *watched;
        let (viewers, encodings, batch) = (Vec::new(), Vec::new(), PacketBatch::default());
        Self { home, shards: shards.clone(), viewers, encodings, is_screen, batch }
    }

    /// Queues a packet for the watchers.
    pub fn push(&mut self, info: VideoPacketInfo, header: &Header, payload: &[u8]) {
        let out = self.batch.buffer();
        let start = out.len();
        header.write(None, out);
        let head = out.len() - start;
        out.extend_from_slice(payload);
        self.batch.push(info, info.layer.into(), (Default::default(), head), start);
    }

    fn record(&mut self, info: VideoPacketInfo, packet: &[u8], now: Instant) {
        let at = self.encodings.iter().position(|one| one.ssrc == info.ssrc).unwrap_or_else(|| {
            self.encodings.retain(|one| one.layer != info.layer);
            let sent = RetransmitBuffer::new(REMEMBERED);
            let VideoPacketInfo { ssrc, layer, .. } = info;
            self.encodings.push(Encoding { ssrc, layer, received_at: now, rate: EncodingRate::new(now), sent });
            self.encodings.len() - 1
        });
        let one = &mut self.encodings[at];
        one.received_at = now;
        if !info.is_padding {
            one.rate.record(packet.len() + OVERHEAD, now);
            one.sent.insert(info.sequence, info, packet);
        }
    }

    /// The active encoding that is closest to the preferred one.
    fn nearest(&self, preferred: u8, now: Instant) -> Option<u8> {
        let comes = |one: &&Encoding| now.saturating_duration_since(one.received_at) < ENCODING_TIMEOUT;
        self.encodings.iter().filter(comes).map(|one| one.layer).min_by_key(|layer| layer.abs_diff(preferred))
    }

    /// What each encoding takes of a line that comes now.
    pub fn costs(&self, now: Instant) -> [Option<Cost>; ENCODINGS] {
        let mut costs = [None; ENCODINGS];
        let comes = |one: &&Encoding| now.saturating_duration_since(one.received_at) < ENCODING_TIMEOUT;
        for one in self.encodings.iter().filter(comes) {
            if let Some(cost) = costs.get_mut(usize::from(one.layer)) {
                *cost = Some(one.rate.cost(now));
            }
        }
        costs
    }

    /// Sends the batch to the watchers on this shard.
    fn send_to_viewers(
        &mut self,
        from: ConnectionId,
        batch: &PacketBatch<VideoPacketInfo>,
        (peers, sockets, sealed): (&mut [Option<Peer>], &mut ShardSockets, &mut Vec<u8>),
        now: Instant,
    ) {
        if self.viewers.is_empty() {
            return;
        }
        batch.packets().for_each(|(queued, packet)| self.record(queued.who, packet, now));
        for Viewer { at, view, granted, best, .. } in &self.viewers {
            let Some(granted) = granted else { continue };
            let Some(Peer {
                path: Some(path),
                keys: Some((sealer, _)),
                views,
                negotiated,
                no_gso,
                down,
                first_ssrc,
                downlink,
                ..
            }) = peers[*at].as_mut()
            else {
                continue;
            };
            let (Some(shown), Some(format)) = (views.get_mut(*view), negotiated.views) else { continue };
            let ssrc = sdp::view_ssrc(*first_ssrc, *view);
            let mut send_batch = SendBatch::new(*path, sockets, sealed, no_gso);
            for (queued, packet) in batch.packets() {
                let Some(codec) = format.codec(queued.who.codec) else { continue };
                if queued.who.is_padding {
                    shown.skip(from, &queued.who);
                    continue;
                }
                let Some((sequence, timestamp)) = shown.rewrite_up_to(*best, from, &queued.who, *granted, now) else {
                    continue;
                };
                shown.count(packet.len() - queued.header_len);
                let rewrite = |packet: &mut [u8]| {
                    rtp::rewrite_header(packet, codec.payload_type, sequence, timestamp, ssrc);
                };
                let out = (&mut *sealer, &mut down.traffic);
                match downlink.as_mut().zip(format.transport_id_of(codec)) {
                    Some((downlink, id)) => {
                        let number = downlink.number(packet.len() + srtp::TAG + rtp::TRANSPORT_NUMBER, now);
                        let number = rtp::transport_number(id, number);
                        send_batch.push_numbered(packet, queued.header_len, out, number, rewrite);
                    }
                    None => send_batch.push(packet, queued.header_len, out, |packet| {
                        rewrite(packet);
                        true
                    }),
                }
            }
            send_batch.finish();
        }
    }
}

impl Shard {
    /// Handles a video packet of a local peer.
    pub(super) fn on_video_packet(&mut self, at: usize, info: VideoPacketInfo, header: &Header, payload: &[u8]) {
        let Some(peer) = &self.peers[at] else { return };
        let (who, room) = (peer.id, peer.room);
        let Some(feed) = self.rooms.get_mut(&room).and_then(|room| room.feeds.get_mut(&who)) else { return };
        feed.push(info, header, payload);
        if feed.batch.is_full() {
            self.flush_room(room);
        } else if !self.pending_rooms.contains(&room) {
            self.pending_rooms.push(room);
        }
    }

    /// Sends the waiting video of a room.
    pub(super) fn flush_video(&mut self, id: MediaRoomId) {
        let Some(room) = self.rooms.get_mut(&id) else { return };
        if room.feeds.values().all(|feed| feed.batch.is_empty()) {
            return;
        }
        let now = Instant::now();
        for (from, feed) in room.feeds.iter_mut().filter(|(_, feed)| !feed.batch.is_empty()) {
            let mut batch = std::mem::take(&mut feed.batch);
            batch.sort();
            let here = (&mut self.peers[..], &mut self.sockets, &mut self.sealed);
            if feed.shards.iter().any(|shard| *shard != self.number) {
                let batch = Arc::new(batch);
                for shard in feed.shards.iter().filter(|shard| **shard != self.number) {
                    self.shards[*shard].push(ShardMessage::VideoBatch {
                        room: id,
                        from: *from,
                        batch: Arc::clone(&batch),
                    });
                    self.shards[*shard].wake_if_idle();
                }
                feed.send_to_viewers(*from, &batch, here, now);
            } else {
                feed.send_to_viewers(*from, &batch, here, now);
                batch.clear();
                feed.batch = batch;
            }
        }
    }

    /// Handles a batch from another shard.
    pub(super) fn on_video_batch(
        &mut self,
        room: MediaRoomId,
        from: ConnectionId,
        batch: &PacketBatch<VideoPacketInfo>,
        now: Instant,
    ) {
        let Some(feed) = self.rooms.get_mut(&room).and_then(|room| room.feeds.get_mut(&from)) else { return };
        feed.send_to_viewers(from, batch, (&mut self.peers, &mut self.sockets, &mut self.sealed), now);
    }

    /// Which of a peer's views has this SSRC.
    pub(super) fn view_index(&self, at: usize, ssrc: u32) -> Option<usize> {
        let peer = self.peers[at].as_ref()?;
        let view = (ssrc.wrapping_sub(peer.first_ssrc) as usize).checked_sub(SLOTS)?;
        (view < peer.views.len()).then_some(view)
    }

    /// Sends a missing packet of a view again, or requests it from the sender.
    pub(super) fn retransmit_video(&mut self, at: usize, view: usize, sequence: u16, now: Instant) {
        let Some(peer) = self.peers[at].as_mut() else { return };
        let (Some((from, ssrc, sequence)), Some(format)) = (peer.views[view].origin(sequence), peer.negotiated.views)
        else {
            return;
        };
        let Some(feed) = self.rooms.get(&peer.room).and_then(|room| room.feeds.get(&from)) else { return };
        let sent = feed.encodings.iter().find(|one| one.ssrc == ssrc).map(|one| &one.sent);
        let Some((info, packet)) = sent.and_then(|sent| sent.get(sequence)) else {
            return self.send_feedback_request(
                feed.home,
                from,
                FeedbackRequest::Retransmission { ssrc, sequence },
                now,
            );
        };
        let Some(codec) = format.codec(info.codec) else { return };
        let Some((sequence, timestamp)) = peer.views[view].rewrite(from, &info, info.layer, now) else { return };
        let (Some(path), Some((sealer, _))) = (peer.path, peer.keys.as_mut()) else { return };
        self.sealed.clear();
        let mut head = Header::read(packet, None).map_or(0, |header| header.len);
        match codec.retransmission_type {
            Some(payload_type) => {
                rtp::write_retransmission(packet, head, sequence, &mut self.sealed);
                let ssrc = sdp::retransmission_ssrc(peer.first_ssrc, view);
                rtp::rewrite_header(&mut self.sealed, payload_type, peer.views[view].next_repeat(), timestamp, ssrc);
                if let Some((downlink, id)) = peer.downlink.as_mut().zip(format.transport_id) {
                    let number = downlink.number_repeat(self.sealed.len() + srtp::TAG + rtp::TRANSPORT_NUMBER, now);
                    self.sealed.splice(head..head, rtp::transport_number(id, number));
                    rtp::set_extended(&mut self.sealed);
                    head += rtp::TRANSPORT_NUMBER;
                }
            }
            // The same bytes again, so that one nonce encrypts one packet.
            None => {
                self.sealed.extend_from_slice(packet);
                let ssrc = sdp::view_ssrc(peer.first_ssrc, view);
                rtp::rewrite_header(&mut self.sealed, codec.payload_type, sequence, timestamp, ssrc);
            }
        }
        if sealer.seal(&mut self.sealed, 0, head).is_ok() {
            peer.retransmits.spend(self.sealed.len());
            self.sockets.send(&self.sealed, path);
        }
    }

    /// Requests a keyframe for a watcher that cannot decode a view.
    pub(super) fn request_keyframe(&mut self, at: usize, view: usize, now: Instant) {
        let Some(peer) = &self.peers[at] else { return };
        let Some(room) = self.rooms.get(&peer.room) else { return };
        let watches = |viewer: &Viewer| viewer.at == at && viewer.view == view;
        let found = room.feeds.iter().find_map(|(from, feed)| {
            let viewer = feed.viewers.iter().find(|viewer| watches(viewer))?;
            Some((feed.home, *from, peer.views[view].layer_of(*from).or(viewer.granted)?))
        });
        if let Some((home, from, layer)) = found {
            self.send_feedback_request(home, from, FeedbackRequest::Keyframe(layer), now);
        }
    }

    fn send_feedback_request(&mut self, home: usize, to: ConnectionId, request: FeedbackRequest, now: Instant) {
        if home == self.number {
            self.on_feedback_request(to, request, now);
        } else {
            self.hand_off(home, ShardMessage::Feedback { to, request });
        }
    }

    /// Sends feedback to a local peer about its video.
    pub(super) fn on_feedback_request(&mut self, to: ConnectionId, request: FeedbackRequest, now: Instant) {
        let Some(peer) = self.by_id.get(&to).and_then(|at| self.peers[*at].as_mut()) else { return };
        self.sealed.clear();
        peer.camera.write_request(request, now, &mut self.sealed);
        let (Some(path), Some((sealer, _))) = (peer.path, peer.keys.as_mut()) else { return };
        if !self.sealed.is_empty() && sealer.seal_rtcp(&mut self.sealed).is_ok() {
            self.sockets.send(&self.sealed, path);
        }
    }

    /// Requests keyframes for watchers that see nothing yet, or that could see an encoding they prefer.
    pub(super) fn request_needed_keyframes(&mut self, now: Instant) {
        let mut requests = Vec::new();
        for (from, feed) in self.rooms.values().flat_map(|room| &room.feeds) {
            for viewer in &feed.viewers {
                let view = self.peers[viewer.at].as_ref().and_then(|peer| peer.views.get(viewer.view));
                let (Some(view), Some(granted)) = (view, viewer.granted) else { continue };
                let request = (feed.home, *from, granted);
                let needed = view
                    .layer_of(*from)
                    .is_none_or(|seen| feed.nearest(granted, now).is_some_and(|best| best != seen && seen != granted));
                if needed && !requests.contains(&request) {
                    requests.push(request);
                }
            }
        }
        requests.into_iter().for_each(|(home, from, preferred)| {
            self.send_feedback_request(home, from, FeedbackRequest::Keyframe(preferred), now);
        });
    }

    /// Replaces the views of all watchers.
    pub(super) fn set_video_plan(&mut self, id: MediaRoomId, plan: &Plan) {
        let number = self.number;
        let Some(room) = self.rooms.get_mut(&id) else { return };
        let concerns = |watched: &&WatchedVideo| watched.home == number || watched.shards.contains(&number);
        let watched: Vec<_> = plan.videos.iter().filter(concerns).collect();
        room.feeds.retain(|from, _| watched.iter().any(|one| one.from == *from));
        let mut shown = HashMap::new();
        for one in watched {
            let feed = room.feeds.entry(one.from).or_insert_with(|| VideoFeed::new(one));
            (feed.home, feed.shards, feed.is_screen) = (one.home, one.shards.clone(), one.is_screen);
            feed.viewers.clear();
            for watcher in &one.watchers {
                let Some(at) = self.by_id.get(&watcher.listener).copied() else { continue };
                let Watcher { view, preferred, is_pinned, .. } = *watcher;
                let granted = Some(preferred);
                feed.viewers.push(Viewer { at, view, preferred, granted, best: 0, is_pinned });
                shown.insert((at, watcher.view), one.from);
            }
        }
        for (at, peer) in self.peers.iter_mut().enumerate() {
            let Some(peer) = peer.as_mut().filter(|peer| peer.room == id) else { continue };
            for (number, view) in peer.views.iter_mut().enumerate() {
                if shown.get(&(at, number)).is_none_or(|from| view.layer_of(*from).is_none()) {
                    view.clear();
                }
            }
        }
        self.share_bandwidth(id, Instant::now());
    }
}
