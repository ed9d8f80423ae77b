//! A listener whose network loses packets, and the sender reports that it gets.

use std::{
    cell::RefCell,
    collections::BTreeSet,
    sync::Arc,
    time::{Duration, Instant},
};

use serde_json::json;
use str0m::{
    Candidate, Event, Input, Output, Rtc, RtcConfig,
    change::SdpAnswer,
    media::{Direction, MediaKind},
    net::{Protocol, Receive},
    rtp::RtpPacket,
};

use super::{Class, guest, pipe::Pipe, voice::candidate};
use crate::support::{
    client::Client,
    timeouts::{Deadline, PATIENCE},
};

/// A listener with one slot, driven by the test.
struct Listener {
    rtc: Rtc,
    pipe: Pipe,
}

impl Listener {
    async fn enters(client: &mut Client) -> Self {
        let mut rtc = RtcConfig::new()
            .set_crypto_provider(Arc::new(str0m::crypto::from_feature_flags()))
            .clear_codecs()
            .enable_opus(true, false)
            .set_rtp_mode(true)
            .build(Instant::now());
        let mut change = rtc.sdp_api();
        let ear = change.add_media(MediaKind::Audio, Direction::RecvOnly, None, None, None);
        let (offer, pending) = change.apply().expect("there is something to offer");
        let answer = client.ask("on.mediaOffer", json!({"sdp": offer.to_sdp_string()})).await.expect("an answer");
        let answer = answer["sdp"].as_str().expect("a text");
        let pipe = Pipe::open(Protocol::Udp, candidate(answer, Protocol::Udp));
        rtc.add_local_candidate(Candidate::host(pipe.here(), Protocol::Udp).expect("a candidate"));
        let answer = SdpAnswer::from_sdp_string(answer).expect("an answer reads");
        rtc.sdp_api().accept_answer(pending, answer).expect("the answer fits the offer");
        // It sends NACKs, which str0m would suppress for audio.
        rtc.direct_api().stream_rx_by_mid(ear, None).expect("the answer names the stream").suppress_nack(false);
        Self { rtc, pipe }
    }

    /// Listens until `enough`. `loses` says by sequence number which audio packets are dropped.
    fn listens(&mut self, mut loses: impl FnMut(u16) -> bool, mut enough: impl FnMut(&RtpPacket) -> bool) {
        let deadline = Deadline::after(PATIENCE);
        loop {
            deadline.left("the packets that the test waits for");
            let timeout = loop {
                match self.rtc.poll_output().expect("the peer goes on") {
                    Output::Timeout(at) => break at,
                    Output::Transmit(packet) => self.pipe.send(&packet.contents, packet.destination),
                    Output::Event(Event::RtpPacket(packet)) if enough(&packet) => return,
                    Output::Event(_) => {}
                }
            };
            let wait = timeout.saturating_duration_since(Instant::now()).max(Duration::from_millis(1));
            let destination = self.pipe.here();
            let packet = self.pipe.receive(wait.min(Duration::from_millis(20)));
            let now = Instant::now();
            let input = match &packet {
                Some((packet, source)) => {
                    // RTP, but not RTCP (RFC 5761, 4).
                    let sound = packet[0] >> 6 == 2 && !(192..=223).contains(&packet[1]);
                    if sound && loses(u16::from_be_bytes([packet[2], packet[3]])) {
                        continue;
                    }
                    let contents = packet.as_slice().try_into().expect("a packet of some kind");
                    Input::Receive(now, Receive { proto: Protocol::Udp, source: *source, destination, contents })
                }
                None => Input::Timeout(now),
            };
            self.rtc.handle_input(input).expect("what the server sends is right");
        }
    }
}

#[actix_web::test]
async fn lost_packets_are_retransmitted_on_request() {
    let Class { lesson, mut ana, .. } = Class::begin().await;
    let (mut client, _) = Client::join(&lesson.app.url, guest(&lesson, "Lossy")).await;
    let mut listener = Listener::enters(&mut client).await;
    ana.speaks().await;
    // Two in a row, repeatedly; on a busy machine some may be requested too late.
    let lost = RefCell::new(BTreeSet::new());
    let loses = |number: u16| number % 16 < 2 && lost.borrow_mut().insert(number);
    let mut again = BTreeSet::new();
    listener.listens(loses, |packet| {
        if lost.borrow().contains(&packet.header.sequence_number) {
            again.insert(packet.header.sequence_number);
        }
        again.len() >= 4
    });
}

#[actix_web::test]
async fn a_listener_gets_sender_reports() {
    let Class { lesson, mut ana, .. } = Class::begin().await;
    let (mut client, _) = Client::join(&lesson.app.url, guest(&lesson, "Punctual")).await;
    let mut listener = Listener::enters(&mut client).await;
    ana.speaks().await;
    let (mut before, mut told) = (None, None);
    listener.listens(
        |_| false,
        |packet| {
            let time = packet.time.numer();
            told = packet.last_sender_info.map(|report| (report, before.unwrap_or(time), time));
            before = Some(time);
            told.is_some()
        },
    );
    let (report, before, after) = told.expect("a report");
    let now = report.rtp_time.numer() as u32;
    // It lies between the packets before and after it; a busy machine may be late.
    let late = 48_000;
    assert!(now.wrapping_sub(before as u32).wrapping_add(late) < 2 * late, "{now} {before} {after}");
    assert!(report.sender_packet_count > 0 && report.sender_octet_count >= 80 * report.sender_packet_count);
}
