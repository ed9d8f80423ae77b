//! Everything from the network that is parsed: one function for each format, which must hold for any bytes. The fuzzer calls them
//! with generated input, and a test with the inputs worth keeping.

use std::{
    net::{Ipv4Addr, SocketAddr},
    sync::OnceLock,
    time::Instant,
};

use lyceum::{
    media::{
        bandwidth::Downlink,
        transport::{
            dtls::{Dtls, Identity},
            framing::{self, Framing},
            keyframe, rtcp,
            rtp::{self, Header},
            sdp::{self, Capabilities, LocalParameters, Offer, SLOTS, SdpFragment},
            srtp::{Opener, Sealer, Secret},
            stun,
            transport_feedback::TransportFeedback,
            transport_report,
            turn::{self, Attribute, ClientMessage, ErrorCode, TurnCodec},
        },
    },
    protocol::{ClientEvent, ClientFrame, Pose, rtc::VIEWS},
};
use rtc_srtp::protection_profile::ProtectionProfile;

/// A target: its name, which is also that of its corpus, and its function.
pub type Target = (&'static str, fn(&[u8]));

pub const ALL: &[Target] = &[
    ("client", client),
    ("dtls", dtls),
    ("fragment", fragment),
    ("framing", framing),
    ("picture", picture),
    ("pose", pose),
    ("rtcp", rtcp),
    ("rtp", rtp),
    ("sdp", sdp),
    ("srtp", srtp),
    ("stun", stun),
    ("transport_report", transport_report),
    ("turn", turn),
];

const SOMEONE: SocketAddr = SocketAddr::new(std::net::IpAddr::V4(Ipv4Addr::LOCALHOST), 5000);

fn identity() -> &'static Identity {
    static IDENTITY: OnceLock<Identity> = OnceLock::new();
    IDENTITY.get_or_init(|| Identity::fresh().expect("a certificate can be made"))
}

/// A text frame of the room's WebSocket.
pub fn client(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let Ok(frame) = ClientFrame::parse(text) else { return };
    let Ok(event) = ClientEvent::parse(&frame) else { return };
    // What was parsed can be written and parsed again.
    let written = serde_json_of(&event);
    let frame = ClientFrame::parse(&written).expect("our own words");
    assert!(ClientEvent::parse(&frame).is_ok(), "{written}");
}

fn serde_json_of(event: &ClientEvent) -> String {
    serde_json::to_string(event).expect("an event is JSON")
}

/// A binary frame of the room's WebSocket.
pub fn pose(data: &[u8]) {
    let Ok(pose) = Pose::from_frame(data) else { return };
    let (place, rotation) = pose.to_words();
    assert_eq!(Pose::from_words(place, rotation), pose);
}

/// A binding request from someone without the password.
pub fn stun(data: &[u8]) {
    let Some(mut request) = stun::Request::read(data) else { return };
    let _ = (request.ufrag(), request.nominates());
    let answer = request.answer(SOMEONE, "a password nobody knows", identity().provider().crypto());
    assert!(answer.is_err(), "nobody knows it");
}

/// Records of a client that starts a handshake; each packet has its length before it, in two bytes.
pub fn dtls(data: &[u8]) {
    let nobody = ["00"; 32].join(":");
    let mut server = Dtls::new(identity(), &[nobody]).expect("our own identity");
    let now = Instant::now();
    let cookie = cookie(&mut server, now);
    let mut rest = data;
    while let Some((head, after)) = rest.split_first_chunk::<2>() {
        let (packet, next) = after.split_at(usize::from(u16::from_be_bytes(*head)).min(after.len()));
        let mut packet = packet.to_vec();
        // Without the cookie a handshake does not get far.
        if let Some(at) = packet.windows(COOKIE.len()).position(|part| part == COOKIE) {
            packet[at..at + COOKIE.len()].copy_from_slice(&cookie);
        }
        let _ = server.on_packet(&packet, now);
        // An answer is bounded: a flight has a few packets.
        for sent in 0.. {
            assert!(sent < 100, "a packet is answered with a hundred");
            if server.poll_transmit().is_none() {
                break;
            }
        }
        rest = next;
    }
}

/// Stands for the cookie in generated input.
const COOKIE: &[u8; 20] = b"the cookie of a peer";

/// The cookie that the server asks for.
fn cookie(server: &mut Dtls, now: Instant) -> Vec<u8> {
    let hello = [&[0xfe, 0xfd][..], &[9; 32], &[0, 0], &[0, 2, 0xc0, 0x2b], &[1, 0]].concat();
    let len = hello.len() as u8;
    let record =
        [&[22, 0xfe, 0xfd][..], &[0; 9], &[12 + len], &[1, 0, 0, len, 0, 0, 0, 0, 0, 0, 0, len], &hello].concat();
    let _ = server.on_packet(&record, now);
    let asked = server.poll_transmit().expect("it asks");
    asked[asked.len() - COOKIE.len()..].to_vec()
}

/// A watcher's report about packets that arrived or were lost, and the estimate made from it.
pub fn transport_report(data: &[u8]) {
    let now = Instant::now();
    let mut downlink = Downlink::<u8>::new(now);
    let first = downlink.number(1000, now);
    (0..200).for_each(|_| {
        downlink.number(1000, now);
    });
    let mut packets = Vec::new();
    transport_report::read(data, |number, at| packets.push((number.wrapping_add(first), at)));
    assert!(packets.len() <= 4096, "a report is bounded");
    downlink.on_report(&packets, now);
    assert!((1e4..1e8).contains(&downlink.rate(now)), "{}", downlink.rate(now));
}

/// An SDP fragment.
pub fn fragment(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let Ok(fragment) = SdpFragment::read(text) else { return };
    assert!((4..=256).contains(&fragment.ice.ufrag.len()) && !fragment.ice.ufrag.contains(['\r', '\n']));
}

/// A stream of packets; the first byte says in which pieces it arrives.
pub fn framing(data: &[u8]) {
    let Some((piece, stream)) = data.split_first() else { return };
    let (mut framing, mut packet, mut again) = (Framing::default(), [0; 2048], Vec::new());
    for bytes in stream.chunks(usize::from(*piece) + 1) {
        framing.put(bytes);
        loop {
            match framing.next(&mut packet) {
                Ok(Some(len)) => framing::frame(&packet[..len], &mut again),
                Ok(None) => break,
                Err(_) => return,
            }
        }
    }
    assert!(stream.starts_with(&again), "what came out is what went in");
    assert!(stream.len() - again.len() < 2 + packet.len(), "a whole packet was left");
}

/// A header and its extensions; the first byte says which of them is the audio level.
pub fn rtp(data: &[u8]) {
    let Some((level, packet)) = data.split_first() else { return };
    let level_id = Some(level % 15 + 1).filter(|_| level & 0x80 == 0);
    let Some(header) = Header::read(packet, level_id) else { return };
    assert!((12..=packet.len()).contains(&header.len));
    let _ = header.loudness();
    assert_eq!(
        level_id.and_then(|id| rtp::extension_value(packet, id)).and_then(|value| value.first().copied()),
        header.level
    );
    let mut written = Vec::new();
    header.write(level_id.map(|id| id.min(14)), &mut written);
    let again = Header::read(&written, level_id.map(|id| id.min(14))).expect("our own header");
    assert_eq!((again.sequence, again.timestamp, again.ssrc), (header.sequence, header.timestamp, header.ssrc));
    rtp::set_sequence(&mut written, 7);
    assert_eq!(Header::read(&written, None).expect("our own header").sequence, 7);
}

/// Payloads of video, and arrivals of packets from which a report is made.
pub fn picture(data: &[u8]) {
    for codec in [sdp::Codec::Opus, sdp::Codec::Vp8, sdp::Codec::H264] {
        let _ = keyframe::starts_keyframe(codec, data);
    }
    let begun = Instant::now();
    let (mut feedback, mut at) = (TransportFeedback::new(begun), begun);
    for (turn, piece) in data.chunks_exact(4).enumerate() {
        at += std::time::Duration::from_micros(u64::from(u16::from_be_bytes([piece[2], piece[3]])) * 64);
        feedback.record(u16::from_be_bytes([piece[0], piece[1]]), at);
        if turn % 64 == 63 {
            let mut report = Vec::new();
            feedback.write(1, &mut report);
            assert_eq!(report.len() % 4, 0);
            rtcp::read(&report, |said| assert!(matches!(said, rtcp::Feedback::Arrival { .. }), "{said:?}"));
        }
    }
}

/// A compound RTCP packet.
pub fn rtcp(data: &[u8]) {
    let mut said = 0;
    rtcp::read(data, |_| said += 1);
    // A word of a NACK names at most seventeen packets.
    assert!(said <= 17 * (data.len() / 4 + 1), "{said} things in {} bytes", data.len());
    let _ = rtcp::is_rtcp(data);
}

/// An offer and its answer.
pub fn sdp(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let Ok(offer) = Offer::read(text) else { return };
    let local = LocalParameters {
        ufrag: "user",
        password: "password",
        fingerprint: identity().fingerprint(),
        candidates: &[SOMEONE],
        first_ssrc: 1,
        version: 1,
    };
    let everything = Capabilities { sends_audio: true, sends_video: true, receives: true };
    for capabilities in [everything, Capabilities::PUBLISH_ONLY, Capabilities::RECEIVE_ONLY] {
        let (answer, negotiated) = offer.answer(capabilities, &local);
        assert!(
            negotiated.format.is_none_or(|format| format.slots <= SLOTS)
                && negotiated.views.is_none_or(|views| views.count <= VIEWS)
        );
        // The client's text cannot start a line of ours.
        assert_eq!(answer.matches("\r\nm=").count(), text.lines().filter(|line| line.starts_with("m=")).count());
    }
    let _ = Dtls::new(identity(), &offer.fingerprints);
}

/// Packets and reports from someone without the keys, for each profile; the first byte says which.
pub fn srtp(data: &[u8]) {
    let Some((kind, packet)) = data.split_first() else { return };
    let (profile, key, salt) = match kind & 1 {
        0 => (ProtectionProfile::AeadAes128Gcm, 16, 12),
        _ => (ProtectionProfile::Aes128CmHmacSha1_80, 16, 14),
    };
    let secret = |byte: u8| Secret { profile, key: vec![byte; key], salt: vec![byte; salt] };
    let crypto = identity().provider().crypto();
    let mut opener = Opener::new(&secret(1), &[1, 2], crypto).expect("keys of the right length");
    if let Some(header) = Header::read(packet, None) {
        assert!(opener.open(&mut packet.to_vec(), &header).is_err(), "a forged packet");
    }
    assert!(opener.open_rtcp(&mut packet.to_vec()).is_err(), "a forged report");
    // A genuine packet decrypts, whatever was tried before.
    let mut ours = Vec::from([0x80, 111, 0, 9, 0, 0, 0, 1, 0, 0, 0, 1]);
    ours.extend_from_slice(packet.get(..packet.len().min(1000)).unwrap_or_default());
    let (header, plain) = (Header::read(&ours, None).expect("a header"), ours.clone());
    Sealer::new(&secret(1), crypto)
        .expect("keys of the right length")
        .seal(&mut ours, 0, header.len)
        .expect("a packet");
    let len = opener.open(&mut ours, &header).expect("the right keys");
    assert_eq!(ours[..len], plain);
}

/// Messages to the relay from someone without the password, and its answers.
pub fn turn(data: &[u8]) {
    let _ = turn::frame_length(data);
    match turn::read(data) {
        Some(ClientMessage::Channel { data: inner, .. }) => assert!(inner.len() + 4 <= data.len()),
        Some(ClientMessage::Send { to, data: inner }) => {
            assert!(inner.len() < data.len());
            let mut wrapped = Vec::new();
            turn::wrap(to, &inner, &mut wrapped);
        }
        Some(ClientMessage::Request(mut request)) => {
            static CODEC: OnceLock<TurnCodec> = OnceLock::new();
            let codec = CODEC.get_or_init(|| TurnCodec::new().expect("cryptography is built in"));
            let (user, _) = request.signer().unwrap_or_default();
            let key = codec.key(&user, "a password nobody knows".into()).expect("a key");
            assert!(!codec.verify(&mut request, &key), "nobody knows it");
            let _ = (request.is_signed(), request.is_understood(), request.is_release(), request.channel());
            let _ = (request.wants_udp(), request.wants_ipv4(), request.wants_even(), request.peers());
            assert!(codec.challenge(&request, ErrorCode::Unauthorized, "nonce".into()).is_some());
            // Unknown attributes are listed with at most four bytes for each attribute's four.
            let refusal = codec.error(&request, ErrorCode::UnknownAttribute, None).expect("it can be refused");
            assert!(refusal.len() <= data.len() + 64, "{} bytes for {}", refusal.len(), data.len());
            assert!(codec.success(&request, &[Attribute::Mapped(SOMEONE)], Some(&key)).is_some());
        }
        None => {}
    }
}
