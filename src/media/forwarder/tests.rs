//! Forwarders on a shard that runs.

use std::time::Duration;

use tokio::sync::mpsc;

use super::*;
use crate::media::{ShardOptions, messages::WantedVideo, transport::sdp::IceCredentials};

/// A room that ignores its events.
struct Room;

impl Actor for Room {
    type Context = Context<Self>;
}

impl Handler<MediaEvent> for Room {
    type Result = ();

    fn handle(&mut self, _: MediaEvent, _: &mut Context<Self>) {}
}

fn media() -> Arc<Media> {
    let shards = ShardOptions { count: 1, peers_per_shard: 400, steering: false };
    Media::open("127.0.0.1:0".parse().expect("an address"), &[], shards).expect("a free port")
}

fn forwarder(media: &Arc<Media>, session: SessionId) -> actix::Addr<Forwarder> {
    Forwarder::new(Arc::clone(media), session, Room.start().recipient()).start()
}

/// Sends an offer of a client that only listens.
async fn negotiate(forwarder: &actix::Addr<Forwarder>, peer: ConnectionId) {
    let sdp = format!(
        "v=0\r\na=ice-ufrag:abcd\r\na=fingerprint:sha-256 {}\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111\r\na=mid:0\r\n\
         a=recvonly\r\na=rtpmap:111 opus/48000/2\r\n",
        ["A0"; 32].join(":")
    );
    let offer = Negotiate {
        peer,
        who: Some(ParticipantId::fresh()),
        capabilities: Capabilities::RECEIVE_ONLY,
        sdp,
        restart: false,
        screen: false,
    };
    forwarder.send(offer).await.expect("it runs").expect("it answers");
}

/// The peers that the shards have once `peer` is no longer among them.
async fn those_left(media: &Media, peer: ConnectionId) -> Vec<ConnectionId> {
    let gone = async {
        loop {
            let peers = media.stats().await.into_iter().flat_map(|shard| shard.peers);
            let peers: Vec<_> = peers.map(|stats| stats.peer).collect();
            if !peers.contains(&peer) {
                return peers;
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(20), gone).await.expect("the shard forgets a peer of a room that is over")
}

#[actix::test]
async fn a_forwarder_that_stops_late_does_not_close_its_successors_media() {
    let (media, session) = (media(), SessionId::fresh());
    let [before, after] = [0; 2].map(|_| ConnectionId::fresh());
    let old = forwarder(&media, session);
    negotiate(&old, before).await;
    let new = forwarder(&media, session);
    negotiate(&new, after).await;
    old.send(Close).await.expect("it runs");
    assert_eq!(those_left(&media, before).await, [after]);
}

#[actix::test]
async fn the_end_of_an_earlier_association_does_not_remove_a_peer_that_offered_again() {
    let media = media();
    let (forwarder, peer) = (forwarder(&media, SessionId::fresh()), ConnectionId::fresh());
    negotiate(&forwarder, peer).await;
    negotiate(&forwarder, peer).await;
    forwarder.send(ShardEvent::Gone { peer, association: 1 }).await.expect("it runs");
    let restart = RestartIce { peer, remote: IceCredentials::default() };
    assert!(forwarder.send(restart.clone()).await.expect("it runs").is_ok(), "it is known");
    forwarder.send(ShardEvent::Gone { peer, association: 2 }).await.expect("it runs");
    assert_eq!(forwarder.send(restart).await.expect("it runs").err(), Some(Refusal::StreamUnknown));
}

/// A room that passes its events on.
struct Listening(mpsc::UnboundedSender<MediaEvent>);

impl Actor for Listening {
    type Context = Context<Self>;
}

impl Handler<MediaEvent> for Listening {
    type Result = ();

    fn handle(&mut self, event: MediaEvent, _: &mut Context<Self>) {
        let _ = self.0.send(event);
    }
}

/// Sends an offer with video in three encodings, or with a view that reports which packets arrive.
async fn negotiate_video(forwarder: &actix::Addr<Forwarder>, is_sender: bool) -> (ConnectionId, VideoSource) {
    let (peer, who) = (ConnectionId::fresh(), ParticipantId::fresh());
    let (direction, more) = match is_sender {
        true => ("sendonly", "a=rid:h send\r\na=rid:m send\r\na=rid:l send\r\na=simulcast:send h;m;l\r\n"),
        false => ("recvonly", ""),
    };
    let sdp = format!(
        "v=0\r\na=ice-ufrag:abcd\r\na=fingerprint:sha-256 {}\r\nm=video 9 UDP/TLS/RTP/SAVPF 96 97\r\na=mid:0\r\n\
         a={direction}\r\na=rtpmap:96 VP8/90000\r\na=rtcp-fb:96 transport-cc\r\na=rtpmap:97 rtx/90000\r\na=fmtp:97 apt=96\r\n\
         a=extmap:5 http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01\r\n{more}",
        ["A0"; 32].join(":")
    );
    let capabilities = Capabilities { sends_audio: true, sends_video: true, receives: true };
    let offer = Negotiate { peer, who: Some(who), capabilities, sdp, restart: false, screen: false };
    forwarder.send(offer).await.expect("it runs").expect("it answers");
    (peer, VideoSource { who, screen: false })
}

#[actix::test]
async fn a_sender_is_asked_for_smaller_encodings_only_while_a_watchers_line_may_be_narrow() {
    let (tell, mut told) = mpsc::unbounded_channel();
    let recipient = Listening(tell).start().recipient();
    let forwarder = Forwarder::new(media(), SessionId::fresh(), recipient).start();
    let (ana, source) = negotiate_video(&forwarder, true).await;
    let (ben, _) = negotiate_video(&forwarder, false).await;
    forwarder.send(SetVisible { peer: ana, visible: true }).await.expect("it runs");
    let mut wanted = async |expected: [bool; 3]| loop {
        if let MediaEvent::EncodingsWanted(from, encodings) = told.recv().await.expect("it is told") {
            assert_eq!(from, source);
            return assert_eq!(encodings, expected);
        }
    };
    wanted([false; 3]).await;
    let watch = |preferred| {
        let videos = vec![WantedVideo { source, preferred, is_pinned: false }];
        forwarder.send(SelectViews { peer: ben, videos })
    };
    watch(1).await.expect("it runs").expect("there is a view");
    wanted([false, true, true]).await;
    forwarder.send(ShardEvent::LineNarrow { peer: ben, narrow: false }).await.expect("it runs");
    wanted([false, true, false]).await;
    watch(0).await.expect("it runs").expect("there is a view");
    wanted([true, false, false]).await;
    forwarder.send(ShardEvent::LineNarrow { peer: ben, narrow: true }).await.expect("it runs");
    wanted([true; 3]).await;
}
