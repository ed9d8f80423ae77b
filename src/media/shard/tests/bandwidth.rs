//! What goes down to a watcher that reports which packets arrive.

use super::*;
use crate::media::{
    shard::{
        bandwidth::PAD_EVERY,
        plan::{WatchedVideo, Watcher},
        video::VideoFeed,
        view::VideoPacketInfo,
    },
    transport::{
        rtp::{self, Header},
        sdp::{Codec, ViewCodec, ViewFormat},
        transport_feedback::TransportFeedback,
    },
};

const TRANSPORT_ID: u8 = 5;

/// Ana sends video, and Ben watches her at this socket.
struct Watching {
    stage: Stage,
    ana: ConnectionId,
    ben: ConnectionId,
    socket: UdpSocket,
    sealer: Sealer,
    feedback: TransportFeedback,
    sequence: u16,
    /// The transport-wide numbers, and the streams and numbers, of all that Ben has received.
    numbers: Vec<u16>,
    packets: Vec<(u32, u16)>,
}

impl Watching {
    fn new(now: Instant) -> Self {
        let mut stage = stage(1);
        let (ana, _) = stage.expect(0, "ana");
        let vp8 = Some(ViewCodec { payload_type: 96, retransmission_type: Some(97) });
        let views = Some(ViewFormat { count: 1, vp8, h264: None, transport_id: Some(TRANSPORT_ID) });
        let (ben, ufrag) = stage.expect_with(0, "ben", Negotiated { views, ..Negotiated::default() });
        let socket = socket();
        stage.checks(&socket, &ufrag, now);
        let sealer = stage.shakes(&socket, ben, now);
        let watcher = Watcher { listener: ben, view: 0, preferred: 0, is_pinned: false };
        let video = WatchedVideo { from: ana, home: 0, shards: vec![0], watchers: vec![watcher], is_screen: false };
        let plan = Plan { videos: vec![video], ..Plan::default() };
        let set = ShardCommand::SetPlan(stage.room, Arc::new(plan));
        stage.shards[0].handle_command(set);
        drop(received(&socket));
        let (numbers, packets) = (Vec::new(), Vec::new());
        Self { stage, ana, ben, socket, sealer, feedback: TransportFeedback::new(now), sequence: 100, numbers, packets }
    }

    fn feed(&mut self) -> &mut VideoFeed {
        let room = self.stage.room;
        let room = self.stage.shards[0].rooms.get_mut(&room).expect("it is open");
        room.feeds.get_mut(&self.ana).expect("she is watched")
    }

    /// Ana sends a packet that begins a key frame.
    fn sends(&mut self, now: Instant) {
        self.sequence += 1;
        let (codec, sequence, timestamp) = (Codec::Vp8, self.sequence, 0);
        let info = VideoPacketInfo { codec, ssrc: 3, layer: 0, sequence, timestamp, keyframe: true, is_padding: false };
        let (payload_type, marker, padded) = (96, true, false);
        let header = Header { payload_type, marker, padded, sequence, timestamp, ssrc: 3, len: 12, level: None };
        let (room, ana) = (self.stage.room, self.ana);
        let feed = self.feed();
        feed.push(info, &header, &[0x10; 500]);
        let batch = std::mem::take(&mut feed.batch);
        self.stage.shards[0].on_video_batch(room, ana, &batch, now);
    }

    /// How many packets Ben receives. Each has a transport-wide number.
    fn receives(&mut self, now: Instant) -> usize {
        let packets: Vec<_> = received(&self.socket).into_iter().filter(|packet| !rtcp::is_rtcp(packet)).collect();
        for packet in &packets {
            let number = rtp::extension_value(packet, TRANSPORT_ID).and_then(|value| value.first_chunk());
            let number = u16::from_be_bytes(*number.expect("it has a number"));
            let header = Header::read(packet, None).expect("it is a packet");
            self.feedback.record(number, now);
            self.numbers.push(number);
            self.packets.push((header.ssrc, header.sequence));
        }
        packets.len()
    }

    /// Ben reports what he has received.
    fn reports(&mut self, now: Instant) {
        let mut report = Vec::new();
        self.feedback.write(3, &mut report);
        if report.is_empty() {
            return;
        }
        self.sealer.seal_rtcp(&mut report).expect("it is sealed");
        self.stage.takes(udp(&self.socket), report, now);
    }

    fn rests(&self) -> bool {
        !self.stage.peer(self.ben).resting.is_empty()
    }

    /// Whether his view rests now, as the forwarder is told next.
    async fn next_paused(&mut self) -> bool {
        loop {
            if let ShardEvent::VideoPaused { peer, from, paused } = self.stage.event.recv().await.expect("it is told") {
                assert_eq!((peer, from), (self.ben, self.ana));
                return paused;
            }
        }
    }
}

fn later(begun: Instant, ms: u64) -> Instant {
    begun + Duration::from_millis(ms)
}

#[actix::test]
async fn every_packet_of_a_view_has_a_transport_wide_number_and_none_is_sealed_twice() {
    let mut watching = Watching::new(Instant::now());
    let begun = Instant::now();
    let at = watching.stage.shards[0].by_id[&watching.ben];
    for step in 0..20 {
        let now = later(begun, step * 50);
        watching.sends(now);
        watching.receives(now);
        let last = watching.packets.last().expect("it is forwarded").1;
        watching.stage.shards[0].retransmit_video(at, 0, last, now);
        watching.stage.shards[0].share_bandwidth_if_due(now);
        watching.stage.shards[0].continue_probes(now + PAD_EVERY);
        watching.receives(now);
        watching.reports(now);
    }
    let expected: Vec<_> = (0..watching.numbers.len() as u16).collect();
    assert_eq!(watching.numbers, expected, "in the order in which they were sent");
    let mut packets = watching.packets.clone();
    packets.sort_unstable();
    packets.dedup();
    assert_eq!(packets.len(), watching.packets.len(), "no stream and number twice");
    assert!(packets.len() >= 40, "{}", packets.len());
    let retransmissions = crate::media::transport::sdp::retransmission_ssrc(7, 0);
    assert!(packets.iter().filter(|(ssrc, _)| *ssrc == retransmissions).count() >= 20);
}

#[actix::test]
async fn the_video_of_a_watcher_that_stops_reporting_rests_and_comes_back() {
    let mut watching = Watching::new(Instant::now());
    let begun = Instant::now();
    let tick = |watching: &mut Watching, ms: u64| {
        let now = later(begun, ms);
        watching.sends(now);
        watching.stage.shards[0].share_bandwidth_if_due(now);
        watching.receives(now)
    };
    for step in 0..20 {
        assert!(tick(&mut watching, step * 100) > 0);
        watching.reports(later(begun, step * 100));
    }
    assert!(!watching.rests());
    // From here on no report arrives.
    let rests = (20..60).find(|step| {
        tick(&mut watching, step * 100);
        watching.rests()
    });
    assert!(rests.is_some_and(|step| (38..=43).contains(&step)), "{rests:?}");
    let sent: usize = (60..80).map(|step| tick(&mut watching, step * 100)).sum();
    assert!((1..=3).contains(&sent), "only padding that asks for a report, once a second: {sent}");
    let back = (80..140).find(|step| {
        tick(&mut watching, step * 100);
        watching.reports(later(begun, step * 100));
        !watching.rests()
    });
    assert!(back.is_some(), "it comes back by itself");
    assert!(tick(&mut watching, 14_100) > 0);
    assert!(watching.next_paused().await);
    assert!(!watching.next_paused().await, "each is told once");
}
