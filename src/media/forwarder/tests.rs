//! Forwarders on a shard that runs.

use std::time::Duration;

use super::*;
use crate::media::{ShardOptions, transport::sdp::IceCredentials};

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
