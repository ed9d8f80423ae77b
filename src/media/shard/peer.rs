//! One peer as a shard knows it: how it is reached, what is agreed upon with it, and how well its packets come.

use std::time::{Duration, Instant};

use super::{
    Expected,
    camera::Camera,
    io::Path,
    outgoing::Spared,
    room::MediaRoomId,
    view::{Piece, View},
};
use crate::{
    ids::ConnectionId,
    media::{
        stats::{Travel, round_trip},
        transport::{
            Broken,
            arrivals::Arrivals,
            dtls::{Dtls, Identity, Progress},
            picture,
            rtcp::Received,
            rtp::{self, Header},
            sdp::{Codec, Terms},
            srtp::{Opener, Sealer},
            stun::Checks,
        },
    },
};

/// For how long a peer may say nothing (RFC 7675, 5.1), and how long it may take to come at all.
pub const SILENCE: Duration = Duration::from_secs(30);

pub struct Peer {
    pub id: ConnectionId,
    pub association: u64,
    pub room: MediaRoomId,
    pub user: String,
    pub password: String,
    pub terms: Terms,
    /// The path that the client has chosen; before it has, the first that it came by.
    pub path: Option<Path>,
    /// One that it has chosen or come by, and that others come by, too: used once it has been seen to be this peer's.
    pub wanted: Option<Path>,
    /// All that it came by, and when it last asked for each.
    pub paths: Vec<(Path, Instant)>,
    pub chosen: bool,
    pub checks: Checks,
    pub expected_at: Instant,
    pub heard_at: Instant,
    pub dtls: Dtls,
    pub keys: Option<(Sealer, Opener)>,
    /// In the room's fan-out list: it may be heard.
    pub open: bool,
    /// For each slot.
    pub spared: Vec<Spared>,
    pub streams: Vec<Inbound>,
    /// Its own picture, and those that it sees, in streams that are numbered on from the room's first.
    pub camera: Camera,
    pub views: Vec<View<ConnectionId>>,
    pub first_ssrc: u32,
    /// What came of all that it sends, where it wants to know.
    pub arrivals: Option<Arrivals>,
    /// The kernel does not take several packets at once on its path.
    pub singly: bool,
    /// How its packets travel, to us and from us.
    pub up: Travel,
    pub down: Travel,
    /// In milliseconds, as in `PeerStats`.
    pub round_trip: Option<f32>,
    /// How many packets it had been sent at the last step, and for how many steps now nothing.
    pub sent_before: u64,
    pub quiet: u8,
}

impl Peer {
    /// # Errors
    /// [`Broken`] when no association can be prepared.
    pub fn new(expected: Expected, first_ssrc: u32, identity: &Identity, now: Instant) -> Result<Self, Broken> {
        let Expected { peer, association, room, user, password, fingerprint, terms } = expected;
        Ok(Self {
            id: peer,
            association,
            room,
            user,
            password,
            path: None,
            wanted: None,
            paths: Vec::new(),
            chosen: false,
            expected_at: now,
            heard_at: now,
            dtls: Dtls::new(identity, &fingerprint)?,
            keys: None,
            open: false,
            spared: vec![Spared::default(); terms.form.map_or(0, |form| form.slots)],
            streams: Vec::new(),
            camera: Camera::default(),
            views: terms.views.map_or_else(Vec::new, |views| {
                // Low enough that the numbers do not begin anew with the very first packets (RFC 3711, 3.3.1).
                std::iter::repeat_with(|| View::new(rand::random::<u16>() >> 1)).take(views.count).collect()
            }),
            first_ssrc,
            arrivals: terms.transport_id.map(|_| Arrivals::new(now)),
            singly: false,
            up: Travel::default(),
            down: Travel::default(),
            round_trip: None,
            sent_before: 0,
            checks: Checks::default(),
            quiet: 0,
            terms,
        })
    }

    /// Takes part in the handshake. Says whether it is done with this packet.
    ///
    /// # Errors
    /// [`Broken`] when the association is over.
    pub fn shake(&mut self, packet: &[u8], identity: &Identity, now: Instant) -> Result<bool, Broken> {
        match self.dtls.read(packet, now) {
            Progress::Under => Ok(false),
            Progress::Over => Err(Broken),
            Progress::Done(secrets) => {
                let crypto = identity.provider().crypto();
                let Terms { publishing, camera, .. } = &self.terms;
                let voices = publishing.iter().flat_map(|publishing| &publishing.ssrcs);
                let pictures = camera.iter().flat_map(|camera| &camera.ssrcs);
                let declared: Vec<_> = voices.chain(pictures).copied().collect();
                let opener = Opener::new(&secrets.inbound, &declared, crypto)?;
                self.keys = Some((Sealer::new(&secrets.outbound, crypto)?, opener));
                Ok(true)
            }
        }
    }

    /// Decrypts one of its packets. `None`: it is forged, old, or not what was agreed upon.
    pub fn open(&mut self, packet: &mut [u8], now: Instant) -> Option<Opened> {
        let kind = packet.get(1)? & 0x7f;
        if self.terms.camera.as_ref().is_some_and(|camera| camera.payload_type == kind) {
            return self.open_picture(packet, now);
        }
        let publishing = self.terms.publishing.as_ref()?;
        let header = Header::read(packet, publishing.level_id)?;
        let expected = publishing.ssrcs.is_empty() || publishing.ssrcs.contains(&header.ssrc);
        if header.payload_type != publishing.payload_type || !expected {
            return None;
        }
        let end = self.unseal(packet, &header, Codec::Opus, now)?;
        Some(Opened { header, end, piece: None })
    }

    fn open_picture(&mut self, packet: &mut [u8], now: Instant) -> Option<Opened> {
        let terms = self.terms.camera.as_ref()?;
        let codec = terms.codec;
        let header = Header::read(packet, None)?;
        let Header { ssrc, sequence, timestamp, .. } = header;
        let layer = self.camera.layer(terms, ssrc, packet)?;
        let end = self.unseal(packet, &header, codec, now)?;
        self.camera.note(ssrc, layer, now);
        let alone = picture::begins_alone(codec, &packet[header.len..end]);
        let piece = Piece { codec, ssrc, layer, sequence, timestamp, alone };
        Some(Opened { header, end, piece: Some(piece) })
    }

    /// Decrypts a packet and notes that it has come. Returns how long it is now.
    fn unseal(&mut self, packet: &mut [u8], header: &Header, codec: Codec, now: Instant) -> Option<usize> {
        let (_, opener) = self.keys.as_mut()?;
        let end = opener.open(packet, header).ok()?;
        self.up.flow.count(packet.len());
        match self.streams.iter_mut().find(|stream| stream.ssrc == header.ssrc) {
            Some(stream) => stream.note(header, now),
            None => self.streams.push(Inbound::new(header, codec, now)),
        }
        if let Some((arrivals, id)) = self.arrivals.as_mut().zip(self.terms.transport_id)
            && let Some(number) = rtp::value(packet, id).and_then(|value| value.first_chunk())
        {
            arrivals.note(u16::from_be_bytes(*number), now);
        }
        Some(end)
    }

    /// What is to be told of the streams that come in, now.
    pub fn reports(&mut self, now: Instant, mut tell: impl FnMut(&Received)) {
        let (mut loss, mut jitter) = (0.0_f32, 0.0_f32);
        for stream in &mut self.streams {
            let report = stream.report(now);
            loss = loss.max(f32::from(report.fraction) / 256.0);
            jitter = jitter.max(report.jitter as f32 / (stream.clock as f32 / 1000.0));
            tell(&report);
        }
        (self.up.loss, self.up.jitter) = (loss, jitter);
    }

    /// What the peer says of our streams: the worst that it says at once, at this time of NTP's middle.
    pub fn hear_reports(&mut self, reports: &[Heard], now: u32) {
        let worst = |of: fn(&Heard) -> f32| reports.iter().map(of).fold(0.0, f32::max);
        if reports.is_empty() {
            return;
        }
        self.down.loss = worst(|heard| f32::from(heard.lost) / 256.0);
        self.down.jitter = worst(|heard| heard.jitter as f32 / 48.0);
        let measured = reports.iter().find_map(|heard| round_trip(now, heard.last, heard.delay));
        self.round_trip = measured.or(self.round_trip);
    }
}

/// A packet that was decrypted.
pub struct Opened {
    pub header: Header,
    /// Where its payload ends.
    pub end: usize,
    /// Of a picture; `None`: of a voice.
    pub piece: Option<Piece>,
}

/// What a peer says of one of our streams.
#[derive(Clone, Copy, Debug)]
pub struct Heard {
    pub lost: u8,
    pub jitter: u32,
    pub last: u32,
    pub delay: u32,
}

/// How well one stream comes in (RFC 3550, A.3 and A.8).
pub struct Inbound {
    pub ssrc: u32,
    /// Of its time, in ticks a second.
    clock: f64,
    first: u32,
    highest: u32,
    received: u32,
    /// Of the last report.
    before: (u32, u32),
    jitter: f64,
    /// When the last packet came, and its time.
    transit: (Instant, u32),
    /// The peer's own last report, and when it came.
    pub sent: Option<(u32, Instant)>,
}

impl Inbound {
    fn new(header: &Header, codec: Codec, now: Instant) -> Self {
        let clock = if codec == Codec::Opus { 48_000.0 } else { 90_000.0 };
        let first = u32::from(header.sequence);
        let transit = (now, header.timestamp);
        let (ssrc, received, before) = (header.ssrc, 1, (0, 0));
        Self { ssrc, clock, first, highest: first, received, before, jitter: 0.0, transit, sent: None }
    }

    fn note(&mut self, header: &Header, now: Instant) {
        self.received = self.received.wrapping_add(1);
        let ahead = header.sequence.wrapping_sub(self.highest as u16);
        if ahead < 0x8000 {
            self.highest = self.highest.wrapping_add(u32::from(ahead));
        }
        let (at, timestamp) = self.transit;
        let came = now.saturating_duration_since(at).as_secs_f64() * self.clock;
        let sent = f64::from(header.timestamp.wrapping_sub(timestamp) as i32);
        // A pause between two words is no jitter.
        if sent.abs() < self.clock {
            self.jitter += ((came - sent).abs() - self.jitter) / 16.0;
        }
        self.transit = (now, header.timestamp);
    }

    pub fn report(&mut self, now: Instant) -> Received {
        let expected = self.highest.wrapping_sub(self.first).wrapping_add(1);
        let lost = expected.saturating_sub(self.received);
        // A client may leap ahead as often as it likes, beyond the end of all numbers.
        let (expected_of_late, received_of_late) =
            (expected.wrapping_sub(self.before.0), self.received.wrapping_sub(self.before.1));
        self.before = (expected, self.received);
        let lost_of_late = u64::from(expected_of_late.saturating_sub(received_of_late));
        let (last, delay) = self
            .sent
            .map_or((0, 0), |(when, at)| (when, (now.saturating_duration_since(at).as_secs_f64() * 65_536.0) as u32));
        Received {
            ssrc: self.ssrc,
            fraction: (256 * lost_of_late).checked_div(expected_of_late.into()).unwrap_or(0).min(255) as u8,
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
    fn one_who_leaps_ahead_again_and_again_is_reported_on_all_the_same() {
        let now = Instant::now();
        let packet = [0x80, 111, 0, 0, 0, 0, 0, 0, 0, 0, 0, 7];
        let mut header = Header::read(&packet, None).expect("a packet");
        let mut stream = Inbound::new(&header, Codec::Opus, now);
        // Once around all numbers and half once more, with a report now and then.
        for leap in 0..200_000 {
            header.sequence = header.sequence.wrapping_add(0x7fff);
            stream.note(&header, now);
            if leap % 40_000 == 0 {
                assert!(leap == 0 || stream.report(now).fraction == 255);
            }
        }
        assert_eq!(stream.report(now).fraction, 255, "of so many hardly any came");
        header.sequence = header.sequence.wrapping_add(1);
        stream.note(&header, now);
        assert_eq!(stream.report(now).fraction, 0, "of late nothing is missing");
    }
}
