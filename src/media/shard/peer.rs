//! A peer as its shard knows it: how it is reached, what was negotiated, and how well its packets arrive.

use std::time::{Duration, Instant};

use super::{
    NewPeer,
    audio_out::SkippedPackets,
    camera::Camera,
    io::Path,
    plan::MediaRoomId,
    retransmit_budget::RetransmitBudget,
    view::{VideoPacketInfo, View},
};
use crate::{
    ids::ConnectionId,
    media::{
        bandwidth::Downlink,
        stats::{StreamStats, round_trip},
        transport::{
            Broken,
            dtls::{Dtls, Identity, Progress},
            keyframe,
            rtcp::ReceiverReport,
            rtp::{self, Header},
            sdp::{Codec, IceCredentials, Negotiated},
            srtp::{Opener, Sealer},
            stun::{Challenge, Checks},
            transport_feedback::TransportFeedback,
        },
    },
};

/// How long a peer may be silent (RFC 7675, 5.1), and how long it may take to connect.
pub const SILENCE: Duration = Duration::from_secs(30);

pub struct Peer {
    pub id: ConnectionId,
    pub association: u64,
    pub room: MediaRoomId,
    pub ufrag: String,
    pub password: String,
    /// The client's side of ICE.
    pub remote: IceCredentials,
    pub negotiated: Negotiated,
    /// The path that the client has nominated; before that, the first path on which it came.
    pub path: Option<Path>,
    /// A path that the client has nominated or used, but on which nobody has answered a challenge yet, or that other peers claim
    /// too. It is used once it is proven.
    pub pending_path: Option<Path>,
    pub paths: Vec<KnownPath>,
    pub nominated: bool,
    pub checks: Checks,
    pub added_at: Instant,
    pub received_at: Instant,
    pub dtls: Dtls,
    pub keys: Option<(Sealer, Opener)>,
    /// Whether the plan lets it be heard.
    pub audible: bool,
    /// One for each slot.
    pub skipped: Vec<SkippedPackets>,
    pub streams: Vec<InboundStream>,
    /// Its own video, and the views in which it sees others. The SSRCs of views follow those of the slots, from the room's first
    /// one on.
    pub camera: Camera,
    pub views: Vec<View<ConnectionId>>,
    pub first_ssrc: u32,
    /// What its line carries, if it reports which of its views' packets arrive; and whose pictures rest, as the room knows.
    pub downlink: Option<Box<Downlink<ConnectionId>>>,
    pub resting: Vec<ConnectionId>,
    /// Whether the forwarder believes its line too narrow for all that it wants to see, which it does at first.
    pub is_line_narrow: bool,
    /// The arrival times of its packets, if it asked for them.
    pub transport_feedback: Option<TransportFeedback>,
    /// Whether the kernel refuses several packets at once on its path.
    pub no_gso: bool,
    /// Packets to the server, and from it.
    pub up: StreamStats,
    pub down: StreamStats,
    /// In milliseconds, as in `PeerStats`.
    pub round_trip: Option<f32>,
    pub retransmits: RetransmitBudget,
    /// How many packets it had been sent at the last tick, and for how many ticks it has been sent nothing.
    pub sent_at_last_tick: u64,
    pub quiet_ticks: u8,
}

/// A path on which a peer has sent checks.
pub struct KnownPath {
    pub path: Path,
    pub checked_at: Instant,
    /// Whether the peer has shown that it receives there: over UDP by the answer to a challenge. The source address of a check
    /// may be forged, even that of a participant's own.
    pub receives: bool,
    /// What was sent to find that out.
    pub challenge: Option<Challenge>,
}

impl Peer {
    /// Whether the peer has shown that it receives on this path.
    pub fn receives_on(&self, path: Path) -> bool {
        self.paths.iter().any(|known| known.path == path && known.receives)
    }

    /// # Errors
    /// [`Broken`] when no association can be prepared.
    pub fn new(expected: NewPeer, first_ssrc: u32, identity: &Identity, now: Instant) -> Result<Self, Broken> {
        let NewPeer { peer, association, room, ufrag, password, remote, fingerprints, negotiated } = expected;
        Ok(Self {
            id: peer,
            association,
            room,
            ufrag,
            password,
            remote,
            path: None,
            pending_path: None,
            paths: Vec::new(),
            nominated: false,
            added_at: now,
            received_at: now,
            dtls: Dtls::new(identity, &fingerprints)?,
            keys: None,
            audible: false,
            skipped: vec![SkippedPackets::default(); negotiated.format.map_or(0, |format| format.slots)],
            streams: Vec::new(),
            camera: Camera::default(),
            views: negotiated.views.map_or_else(Vec::new, |views| {
                // A low start, so that the sequence number does not wrap within the first packets (RFC 3711, 3.3.1).
                std::iter::repeat_with(|| View::new(rand::random::<u16>() >> 1)).take(views.count).collect()
            }),
            first_ssrc,
            downlink: negotiated.views.and_then(|views| views.transport_id).map(|_| Box::new(Downlink::new(now))),
            resting: Vec::new(),
            is_line_narrow: true,
            transport_feedback: negotiated.transport_id.map(|_| TransportFeedback::new(now)),
            no_gso: false,
            up: StreamStats::default(),
            down: StreamStats::default(),
            round_trip: None,
            retransmits: RetransmitBudget::default(),
            sent_at_last_tick: 0,
            checks: Checks::default(),
            quiet_ticks: 0,
            negotiated,
        })
    }

    /// Handles a handshake packet. Returns whether it completes the handshake.
    ///
    /// # Errors
    /// [`Broken`] when the association is over.
    pub fn on_handshake_packet(&mut self, packet: &[u8], identity: &Identity, now: Instant) -> Result<bool, Broken> {
        match self.dtls.on_packet(packet, now) {
            Progress::InProgress => Ok(false),
            Progress::Closed => Err(Broken),
            Progress::Done(secrets) => {
                let crypto = identity.provider().crypto();
                let Negotiated { audio, video, .. } = &self.negotiated;
                let audio = audio.iter().flat_map(|audio| &audio.ssrcs);
                let video = video.iter().flat_map(|video| &video.ssrcs);
                let declared: Vec<_> = audio.chain(video).copied().collect();
                let opener = Opener::new(&secrets.inbound, &declared, crypto)?;
                self.keys = Some((Sealer::new(&secrets.outbound, crypto)?, opener));
                Ok(true)
            }
        }
    }

    /// Decrypts one of its packets. `None` when the packet is forged, repeated, or not part of what was negotiated.
    pub fn decrypt(&mut self, packet: &mut [u8], now: Instant) -> Option<Decrypted> {
        let payload_type = packet.get(1)? & 0x7f;
        if let Some(video) = &self.negotiated.video {
            if video.payload_type == payload_type {
                return self.decrypt_video(packet, now);
            }
            if video.retransmissions.as_ref().is_some_and(|rtx| rtx.payload_type == payload_type) {
                return self.decrypt_retransmission(packet, now);
            }
        }
        let audio = self.negotiated.audio.as_ref()?;
        let header = Header::read(packet, audio.level_id)?;
        let expected = audio.ssrcs.is_empty() || audio.ssrcs.contains(&header.ssrc);
        if payload_type != audio.payload_type || !expected {
            return None;
        }
        let end = self.decrypt_payload(packet, &header, Codec::Opus, now)?;
        Some(Decrypted { header, end, content: Content::Audio })
    }

    /// Decrypts a retransmission, and turns it into the packet that it repeats (RFC 4588, 4).
    fn decrypt_retransmission(&mut self, packet: &mut [u8], now: Instant) -> Option<Decrypted> {
        let negotiated = self.negotiated.video.as_ref()?;
        let (codec, payload_type) = (negotiated.codec, negotiated.payload_type);
        let mut header = Header::read(packet, None)?;
        let repaired = self.camera.repaired(negotiated, header.ssrc, packet);
        let end = self.open(packet, &header, now)?;
        let payload = &packet[header.len..end];
        // Senders probe the network with empty retransmissions, also before they have sent a picture.
        let probes = is_padding(&header, payload);
        let (Some((ssrc, layer)), Some(number), false) = (repaired, payload.first_chunk(), probes) else {
            return Some(Decrypted { header, end, content: Content::Padding });
        };
        self.camera.on_retransmission(header.ssrc, ssrc);
        let sequence = u16::from_be_bytes(*number);
        // A second packet with the same number would get the same number in the views, and so the same nonce.
        let (_, opener) = self.keys.as_mut()?;
        if !opener.admit_repaired(ssrc, sequence) {
            return Some(Decrypted { header, end, content: Content::Padding });
        }
        header = Header { payload_type, sequence, ssrc, len: header.len + number.len(), ..header };
        let info = packet_info(codec, layer, &header, &packet[header.len..end]);
        Some(Decrypted { header, end, content: Content::Video(info) })
    }

    fn decrypt_video(&mut self, packet: &mut [u8], now: Instant) -> Option<Decrypted> {
        let negotiated = self.negotiated.video.as_ref()?;
        let codec = negotiated.codec;
        let header = Header::read(packet, None)?;
        let ssrc = header.ssrc;
        let layer = self.camera.layer(negotiated, ssrc, packet)?;
        let end = self.decrypt_payload(packet, &header, codec, now)?;
        self.camera.on_packet(ssrc, layer, now);
        let info = packet_info(codec, layer, &header, &packet[header.len..end]);
        Some(Decrypted { header, end, content: Content::Video(info) })
    }

    /// Decrypts a packet of sound or of a picture and counts it. Returns its new length.
    fn decrypt_payload(&mut self, packet: &mut [u8], header: &Header, codec: Codec, now: Instant) -> Option<usize> {
        let end = self.open(packet, header, now)?;
        match self.streams.iter_mut().find(|stream| stream.ssrc == header.ssrc) {
            Some(stream) => stream.on_packet(header, now),
            None => self.streams.push(InboundStream::new(header, codec, now)),
        }
        Some(end)
    }

    /// Decrypts a packet and notes its arrival. Returns its new length.
    fn open(&mut self, packet: &mut [u8], header: &Header, now: Instant) -> Option<usize> {
        let (_, opener) = self.keys.as_mut()?;
        let end = opener.open(packet, header).ok()?;
        self.up.traffic.count(packet.len());
        if let Some((feedback, id)) = self.transport_feedback.as_mut().zip(self.negotiated.transport_id)
            && let Some(number) = rtp::extension_value(packet, id).and_then(|value| value.first_chunk())
        {
            feedback.record(u16::from_be_bytes(*number), now);
        }
        Some(end)
    }

    /// Passes a report about each incoming stream to `tell`.
    pub fn receiver_reports(&mut self, now: Instant, mut tell: impl FnMut(&ReceiverReport)) {
        let (mut loss, mut jitter) = (0.0_f32, 0.0_f32);
        for stream in &mut self.streams {
            let report = stream.report(now);
            loss = loss.max(f32::from(report.fraction_lost) / 256.0);
            jitter = jitter.max(report.jitter as f32 / (stream.clock as f32 / 1000.0));
            tell(&report);
        }
        (self.up.loss, self.up.jitter) = (loss, jitter);
    }

    /// Handles the peer's reports about our streams and keeps the worst values; `now` is the middle of the NTP time.
    pub fn on_receiver_reports(&mut self, reports: &[ReceptionReport], now: u32) {
        let worst = |of: fn(&ReceptionReport) -> f32| reports.iter().map(of).fold(0.0, f32::max);
        if reports.is_empty() {
            return;
        }
        self.down.loss = worst(|report| f32::from(report.fraction_lost) / 256.0);
        self.down.jitter = worst(|report| report.jitter as f32 / 48.0);
        let measured = reports.iter().find_map(|report| round_trip(now, report.last, report.delay));
        self.round_trip = measured.or(self.round_trip);
    }
}

/// A decrypted packet.
pub struct Decrypted {
    pub header: Header,
    /// The end of its payload.
    pub end: usize,
    pub content: Content,
}

/// What a packet contains.
pub enum Content {
    Audio,
    Video(VideoPacketInfo),
    /// Nothing to forward.
    Padding,
}

fn packet_info(codec: Codec, layer: u8, header: &Header, payload: &[u8]) -> VideoPacketInfo {
    let Header { ssrc, sequence, timestamp, .. } = *header;
    let is_padding = is_padding(header, payload);
    let keyframe = !is_padding && keyframe::starts_keyframe(codec, payload);
    VideoPacketInfo { codec, ssrc, layer, sequence, timestamp, keyframe, is_padding }
}

/// Whether a packet has nothing but padding (RFC 3550, 5.1).
fn is_padding(header: &Header, payload: &[u8]) -> bool {
    header.padded && payload.last().is_some_and(|padding| usize::from(*padding) >= payload.len())
}

/// What a peer reports about one of our streams.
#[derive(Clone, Copy, Debug)]
pub struct ReceptionReport {
    pub fraction_lost: u8,
    pub jitter: u32,
    pub last: u32,
    pub delay: u32,
}

/// How well one stream arrives (RFC 3550, A.3 and A.8).
pub struct InboundStream {
    pub ssrc: u32,
    /// The clock rate, in ticks per second.
    clock: f64,
    first: u32,
    highest: u32,
    received: u32,
    /// Expected and received packets at the last report.
    at_last_report: (u32, u32),
    jitter: f64,
    /// The arrival time and the timestamp of the last packet.
    transit: (Instant, u32),
    /// The peer's last sender report, and when it arrived.
    pub sender_report: Option<(u32, Instant)>,
}

impl InboundStream {
    fn new(header: &Header, codec: Codec, now: Instant) -> Self {
        let clock = if codec == Codec::Opus { 48_000.0 } else { 90_000.0 };
        let first = u32::from(header.sequence);
        let transit = (now, header.timestamp);
        let (ssrc, received, at_last_report) = (header.ssrc, 1, (0, 0));
        Self { ssrc, clock, first, highest: first, received, at_last_report, jitter: 0.0, transit, sender_report: None }
    }

    fn on_packet(&mut self, header: &Header, now: Instant) {
        self.received = self.received.wrapping_add(1);
        let ahead = header.sequence.wrapping_sub(self.highest as u16);
        if ahead < 0x8000 {
            self.highest = self.highest.wrapping_add(u32::from(ahead));
        }
        let (at, timestamp) = self.transit;
        let elapsed = now.saturating_duration_since(at).as_secs_f64() * self.clock;
        let sent = f64::from(header.timestamp.wrapping_sub(timestamp) as i32);
        // A pause between two words is not jitter.
        if sent.abs() < self.clock {
            self.jitter += ((elapsed - sent).abs() - self.jitter) / 16.0;
        }
        self.transit = (now, header.timestamp);
    }

    pub fn report(&mut self, now: Instant) -> ReceiverReport {
        let expected = self.highest.wrapping_sub(self.first).wrapping_add(1);
        let lost = expected.saturating_sub(self.received);
        // A client may jump ahead as often as it likes, so the extended number may wrap.
        let (expected_lately, received_lately) =
            (expected.wrapping_sub(self.at_last_report.0), self.received.wrapping_sub(self.at_last_report.1));
        self.at_last_report = (expected, self.received);
        let lost_lately = u64::from(expected_lately.saturating_sub(received_lately));
        let (last, delay) = self
            .sender_report
            .map_or((0, 0), |(ntp, at)| (ntp, (now.saturating_duration_since(at).as_secs_f64() * 65_536.0) as u32));
        ReceiverReport {
            ssrc: self.ssrc,
            fraction_lost: (256 * lost_lately).checked_div(expected_lately.into()).unwrap_or(0).min(255) as u8,
            lost,
            highest: self.highest,
            jitter: self.jitter as u32,
            last,
            delay,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sender_that_keeps_jumping_ahead_is_still_reported_correctly() {
        let now = Instant::now();
        let packet = [0x80, 111, 0, 0, 0, 0, 0, 0, 0, 0, 0, 7];
        let mut header = Header::read(&packet, None).expect("a packet");
        let mut stream = InboundStream::new(&header, Codec::Opus, now);
        // One and a half times around all extended numbers, with a report now and then.
        for leap in 0..200_000 {
            header.sequence = header.sequence.wrapping_add(0x7fff);
            stream.on_packet(&header, now);
            if leap % 40_000 == 0 {
                assert!(leap == 0 || stream.report(now).fraction_lost == 255);
            }
        }
        assert_eq!(stream.report(now).fraction_lost, 255, "of so many hardly any came");
        header.sequence = header.sequence.wrapping_add(1);
        stream.on_packet(&header, now);
        assert_eq!(stream.report(now).fraction_lost, 0, "of late nothing is missing");
    }
}
