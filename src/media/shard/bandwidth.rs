//! Fits what goes down to each watcher to the watcher's line: ten times a second it decides which encoding of each picture is
//! sent, and which pictures rest; and it sends the padding that finds out whether the line carries more.

use std::{
    collections::HashMap,
    time::{Duration, Instant},
};

use super::{Shard, peer::Peer, plan::MediaRoomId, send_batch::SendBatch, video::VideoFeed};
use crate::{
    ids::ConnectionId,
    media::{
        bandwidth::{Importance, Sent, Wish},
        messages::ShardEvent,
        transport::{
            rtp,
            sdp::{self, Codec},
            srtp,
        },
    },
};

/// How often the bandwidth is shared anew, and how often padding goes out during a probe.
const SHARE_EVERY: Duration = Duration::from_millis(100);
pub const PAD_EVERY: Duration = Duration::from_millis(5);
/// How long someone counts as speaking after a packet, and how long they keep the importance of a speaker.
const SPEAKS: Duration = Duration::from_millis(500);
const SPOKE: Duration = Duration::from_secs(4);

/// When the bandwidth was last shared, and who is being probed.
pub struct BandwidthTimer {
    shared_at: Instant,
    padded_at: Instant,
    /// Their indices among the shard's peers.
    probed: Vec<usize>,
}

impl BandwidthTimer {
    pub fn new(now: Instant) -> Self {
        Self { shared_at: now, padded_at: now, probed: Vec::new() }
    }

    /// Whether the shard must look after probes soon.
    pub fn is_probing(&self) -> bool {
        !self.probed.is_empty()
    }
}

impl Shard {
    /// Shares the bandwidth of every room's watchers, if it is time.
    pub(super) fn share_bandwidth_if_due(&mut self, now: Instant) {
        if now.saturating_duration_since(self.bandwidth.shared_at) < SHARE_EVERY {
            return;
        }
        self.bandwidth.shared_at = now;
        let rooms: Vec<_> = self.rooms.iter().filter(|(_, room)| !room.feeds.is_empty()).map(|(id, _)| *id).collect();
        rooms.into_iter().for_each(|room| self.share_bandwidth(room, now));
        self.bandwidth.probed.clear();
        for at in 0..self.peers.len() {
            self.send_padding(at, now);
        }
    }

    /// Decides anew for each watcher of a room what it is sent.
    pub(super) fn share_bandwidth(&mut self, id: MediaRoomId, now: Instant) {
        let Some(room) = self.rooms.get_mut(&id) else { return };
        for who in room.groups.iter().flat_map(|group| &group.streams).filter_map(|slot| slot.speaker(SPEAKS, now)) {
            room.spoke_at.insert(who, now);
        }
        room.spoke_at.retain(|_, at| now.saturating_duration_since(*at) < SPOKE);
        let mut wishes: HashMap<usize, Vec<Wish<ConnectionId>>> = HashMap::new();
        for (from, feed) in &room.feeds {
            let costs = feed.costs(now);
            let has_downlink = |at: usize| self.peers[at].as_ref().is_some_and(|peer| peer.downlink.is_some());
            for viewer in feed.viewers.iter().filter(|viewer| has_downlink(viewer.at)) {
                let importance = match () {
                    () if feed.is_screen => Importance::Screen,
                    () if viewer.is_pinned => Importance::Pinned,
                    () if room.spoke_at.contains_key(from) => Importance::Speaking,
                    () => Importance::Other,
                };
                let (view, preferred) = (viewer.view, viewer.preferred);
                wishes.entry(viewer.at).or_default().push(Wish { view, from: *from, importance, preferred, costs });
            }
        }
        for (at, peer) in self.peers.iter_mut().enumerate() {
            let Some(peer) = peer.as_mut().filter(|peer| peer.room == id) else { continue };
            let Some(downlink) = &mut peer.downlink else { continue };
            let (packets, bytes) = (peer.down.traffic.packets, peer.down.traffic.bytes);
            downlink.on_sent(Sent { packets, bytes }, now);
            downlink.allocate(wishes.get(&at).map_or(&[], Vec::as_slice), now);
        }
        for (from, feed) in &mut room.feeds {
            apply_grants(*from, feed, &mut self.peers, now);
        }
        for peer in self.peers.iter_mut().flatten().filter(|peer| peer.room == id && peer.downlink.is_some()) {
            tell_who_rests(peer, &room.feeds, |event| room.events.do_send(event));
            let narrow = peer.downlink.as_ref().is_some_and(|downlink| downlink.is_narrow(now));
            if std::mem::replace(&mut peer.is_line_narrow, narrow) != narrow {
                room.events.do_send(ShardEvent::LineNarrow { peer: peer.id, narrow });
            }
        }
    }

    /// Sends padding to those who are being probed.
    pub(super) fn continue_probes(&mut self, now: Instant) {
        if !self.bandwidth.is_probing() || now.saturating_duration_since(self.bandwidth.padded_at) < PAD_EVERY {
            return;
        }
        self.bandwidth.padded_at = now;
        for at in std::mem::take(&mut self.bandwidth.probed) {
            self.send_padding(at, now);
        }
    }

    /// Sends the padding that is due to one watcher, as retransmissions that repeat nothing: receivers take no notice of them.
    fn send_padding(&mut self, at: usize, now: Instant) {
        let Some(Some(Peer {
            path: Some(path),
            keys: Some((sealer, _)),
            downlink: Some(downlink),
            views,
            negotiated,
            no_gso,
            first_ssrc,
            ..
        })) = self.peers.get_mut(at)
        else {
            return;
        };
        let (Some(view), Some(format)) = (views.first_mut(), negotiated.views) else { return };
        let rtx = [Codec::Vp8, Codec::H264].into_iter().find_map(|codec| format.codec(codec)?.retransmission_type);
        let (Some(id), Some(payload_type)) = (format.transport_id, rtx) else { return };
        let size = rtp::MAX_PADDING + rtp::TRANSPORT_NUMBER + srtp::TAG;
        let count = downlink.padding_due(now).div_ceil(size);
        if downlink.is_probing() {
            self.bandwidth.probed.push(at);
        }
        let ssrc = sdp::retransmission_ssrc(*first_ssrc, 0);
        let mut send_batch = SendBatch::new(*path, &mut self.sockets, &mut self.sealed, no_gso);
        let mut packet = Vec::with_capacity(rtp::MAX_PADDING);
        let mut padding = Default::default();
        for _ in 0..count {
            packet.clear();
            rtp::write_padding(payload_type, view.next_repeat(), 0, ssrc, &mut packet);
            let head = packet.len() - usize::from(u8::MAX);
            let number = rtp::transport_number(id, downlink.number_repeat(size, now));
            send_batch.push_numbered(&packet, head, (sealer, &mut padding), number, |_| {});
        }
        send_batch.finish();
    }
}

/// Lets the viewers of one sender have what they were granted.
fn apply_grants(from: ConnectionId, feed: &mut VideoFeed, peers: &mut [Option<Peer>], now: Instant) {
    let costs = feed.costs(now);
    for viewer in &mut feed.viewers {
        let Some(Peer { downlink: Some(downlink), views, .. }) = peers[viewer.at].as_mut() else { continue };
        let Some(grant) = downlink.grant(viewer.view, from) else { continue };
        viewer.granted = grant.encoding;
        let is_known = |encoding: &u8| costs.get(usize::from(*encoding)).is_some_and(Option::is_some);
        viewer.best = grant.encoding.filter(is_known).unwrap_or(0);
        let Some(view) = views.get_mut(viewer.view) else { continue };
        if view.layer_of(from).is_some_and(|shown| downlink.must_stop(viewer.view, from, shown, now)) {
            view.clear();
        }
    }
}

/// Tells the forwarder which pictures have come to rest, or are sent again.
fn tell_who_rests(peer: &mut Peer, feeds: &HashMap<ConnectionId, VideoFeed>, tell: impl Fn(ShardEvent)) {
    let Some(downlink) = &peer.downlink else { return };
    let rests = |from: &ConnectionId| downlink.resting().any(|resting| resting == *from);
    let before = std::mem::take(&mut peer.resting);
    let paused = |from: ConnectionId, paused: bool| ShardEvent::VideoPaused { peer: peer.id, from, paused };
    for from in &before {
        // Of a sender that nobody watches any more there is no news.
        if !rests(from) && feeds.contains_key(from) {
            tell(paused(*from, false));
        }
    }
    peer.resting = downlink.resting().collect();
    peer.resting.iter().filter(|from| !before.contains(from)).for_each(|from| tell(paused(*from, true)));
}
