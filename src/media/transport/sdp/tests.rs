//! Offers of browsers and programs, and their answers.

use super::{
    section::{LEVEL, MID, REPAIRED_RID, RID, TRANSPORT},
    *,
};

mod odd_offers;

const FINGERPRINT: &str =
    "A0:A1:A2:A3:A4:A5:A6:A7:A8:A9:AA:AB:AC:AD:AE:AF:B0:B1:B2:B3:B4:B5:B6:B7:B8:B9:BA:BB:BC:BD:BE:BF";

const EVERYTHING: Capabilities = Capabilities { sends_audio: true, sends_video: true, receives: true };

fn section(mid: &str, direction: &str) -> String {
    format!(
        "m=audio 9 UDP/TLS/RTP/SAVPF 111 63\r\na=mid:{mid}\r\na={direction}\r\na=rtpmap:111 opus/48000/2\r\n\
         a=rtcp-fb:111 transport-cc\r\na=rtcp-fb:111 nack\r\na=fmtp:111 minptime=10;useinbandfec=1\r\n\
         a=rtpmap:63 red/48000/2\r\na=extmap:1 {LEVEL}\r\na=extmap:5 {TRANSPORT}\r\na=ssrc:77 cname:x\r\na=ssrc:77 msid:- y\r\n"
    )
}

fn offer(sections: &[String]) -> String {
    format!(
        "v=0\r\no=- 1 2 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\na=group:BUNDLE all\r\na=setup:actpass\r\na=fingerprint:sha-256 {FINGERPRINT}\r\n{}",
        sections.concat()
    )
}

fn answer(text: &str) -> (String, Negotiated) {
    answer_to(text, EVERYTHING)
}

fn answer_to(text: &str, capabilities: Capabilities) -> (String, Negotiated) {
    let candidates = ["192.0.2.1:7882".parse().expect("an address")];
    let local = LocalParameters {
        ufrag: "u",
        password: "p",
        fingerprint: "F",
        candidates: &candidates,
        first_ssrc: 1000,
        version: 1,
    };
    Offer::read(text).expect("an offer").answer(capabilities, &local)
}

/// A video section as browsers offer it, with many formats.
fn picture(mid: &str, direction: &str, more: &str) -> String {
    let h264 = |number: u8, mode: u8, profile: &str| {
        format!(
            "a=rtpmap:{number} H264/90000\r\na=rtcp-fb:{number} nack pli\r\n\
             a=fmtp:{number} level-asymmetry-allowed=1;packetization-mode={mode};profile-level-id={profile}\r\n"
        )
    };
    format!(
        "m=video 9 UDP/TLS/RTP/SAVPF 96 97 102 103 104\r\na=mid:{mid}\r\na={direction}\r\na=extmap:5 {TRANSPORT}\r\n\
         a=extmap:6 {MID}\r\na=extmap:7 {RID}\r\na=extmap:8 {REPAIRED_RID}\r\na=rtpmap:96 VP8/90000\r\na=rtcp-fb:96 goog-remb\r\n\
         a=rtcp-fb:96 transport-cc\r\na=rtcp-fb:96 ccm fir\r\na=rtcp-fb:96 nack\r\na=rtcp-fb:96 nack pli\r\n\
         a=rtpmap:97 rtx/90000\r\na=fmtp:97 apt=96\r\n{}{}{}{more}",
        h264(102, 0, "42e01f"),
        h264(103, 1, "42001f"),
        h264(104, 1, "42e01f"),
    )
}

#[test]
fn a_microphone_and_slots_are_answered() {
    let other = "m=application 9 UDP/DTLS/SCTP webrtc-datachannel\r\na=mid:3\r\n".to_owned();
    let text = offer(&[section("0", "sendonly"), section("1", "recvonly"), section("2", "recvonly"), other]);
    let (text, negotiated) = answer(&text);
    let audio = AudioParameters { payload_type: 111, level_id: Some(1), ssrcs: vec![77] };
    let format = ReceiveFormat { slots: 2, payload_type: 111, level_id: Some(1) };
    assert_eq!(negotiated, Negotiated { audio: Some(audio), format: Some(format), ..Negotiated::default() });
    assert!(text.contains("a=group:BUNDLE 0 1 2\r\n"), "{text}");
    assert!(text.contains("m=application 0 UDP/DTLS/SCTP webrtc-datachannel\r\n"));
    assert_eq!(text.matches("a=recvonly").count(), 1);
    assert_eq!(text.matches("a=sendonly").count(), 2);
    assert!(text.contains("a=ssrc:1000 cname") && text.contains("a=ssrc:1001 cname"));
    assert_eq!(text.matches("a=candidate:0 1 udp 2130706431 192.0.2.1 7882 typ host").count(), 1);
    assert!(text.contains("a=fmtp:111 minptime=10;useinbandfec=1\r\n") && text.contains("a=rtcp-fb:111 nack"));
    assert_eq!(text.matches("useinbandfec=1;cbr=1\r\n").count(), 1, "what we hear has packets of one size");
    assert!(!text.contains("transport"), "a voice has one rate");
}

#[test]
fn a_simulcast_camera_gets_transport_feedback() {
    let layers = "a=rid:h send\r\na=rid:m send\r\na=rid:l send\r\na=simulcast:send h;m,x;~l\r\n";
    let (text, negotiated) = answer(&offer(&[section("0", "sendonly"), picture("1", "sendonly", layers)]));
    let rids = ["h", "m", "l"].map(String::from).to_vec();
    let retransmissions = Some(Retransmissions { payload_type: 97, rid_id: Some(8), repairs: vec![] });
    let (codec, ssrcs) = (Codec::Vp8, vec![]);
    let video = VideoParameters { payload_type: 96, codec, ssrcs, rid_id: Some(7), rids, retransmissions };
    assert_eq!((negotiated.video, negotiated.transport_id), (Some(video), Some(5)));
    assert!(text.contains("m=video 7882 UDP/TLS/RTP/SAVPF 96 97\r\n"), "{text}");
    assert!(text.contains("a=rtpmap:97 rtx/90000\r\na=fmtp:97 apt=96\r\n") && text.contains(REPAIRED_RID));
    assert!(text.contains("a=rid:h recv\r\na=rid:m recv\r\na=rid:l recv\r\na=simulcast:recv h;m;l\r\n"));
    assert!(text.contains(&format!("a=extmap:6 {MID}")) && text.contains(&format!("a=extmap:7 {RID}")));
    assert_eq!(text.matches(&format!("a=extmap:5 {TRANSPORT}\r\n")).count(), 2, "both travel together");
    for feedback in ["nack", "nack pli", "ccm fir", "transport-cc"] {
        assert!(text.contains(&format!("a=rtcp-fb:96 {feedback}\r\n")), "{feedback}");
    }
    assert!(!text.contains("goog-remb"));
}

#[test]
fn without_streams_for_retransmissions_there_is_no_transport_feedback() {
    let without = picture("0", "sendonly", "").replace("a=fmtp:97 apt=96\r\n", "");
    let view = without.replace("sendonly", "recvonly").replace("mid:0", "mid:1");
    let (text, negotiated) = answer(&offer(&[without, view]));
    assert_eq!(negotiated.views.map(|views| (views.count, views.transport_id)), Some((1, None)));
    assert_eq!(negotiated.video.map(|video| video.retransmissions), Some(None));
    assert_eq!(negotiated.transport_id, None);
    assert!(!text.contains("transport") && !text.contains("rtx") && text.contains("a=rtcp-fb:96 nack\r\n"), "{text}");
}

#[test]
fn the_stream_of_a_retransmission_is_read_from_its_group() {
    let ssrcs = "a=ssrc-group:FID 5 6\r\na=ssrc-group:SIM 5 7\r\na=ssrc:5 cname:c\r\na=ssrc:6 cname:c\r\n";
    let (_, negotiated) = answer(&offer(&[picture("0", "sendonly", ssrcs)]));
    let repairs = negotiated.video.and_then(|video| video.retransmissions).map(|rtx| rtx.repairs);
    assert_eq!(repairs, Some(vec![(6, 5)]));
}

#[test]
fn views_accept_either_codec_and_their_ssrcs_follow_the_slots() {
    let (text, negotiated) = answer(&offer(&[picture("a", "recvonly", ""), picture("b", "recvonly", "")]));
    let vp8 = Some(ViewCodec { payload_type: 96, retransmission_type: Some(97) });
    let h264 = Some(ViewCodec { payload_type: 104, retransmission_type: None });
    assert_eq!(negotiated.views, Some(ViewFormat { count: 2, vp8, h264, transport_id: Some(5) }));
    assert_eq!(text.matches(&format!("a=extmap:5 {TRANSPORT}\r\n")).count(), 2);
    assert!(text.contains("a=rtcp-fb:96 transport-cc\r\n"), "{text}");
    assert!(text.contains("m=video 7882 UDP/TLS/RTP/SAVPF 96 104 97\r\n"), "{text}");
    assert!(text.contains("a=ssrc:1064 cname") && text.contains("a=ssrc:1065 msid:view1 view1"));
    let repairs = 1064 + VIEWS;
    assert!(
        text.contains(&format!("a=ssrc-group:FID 1064 {repairs}\r\n"))
            && text.contains(&format!("a=ssrc:{repairs} cname"))
    );
    assert!(text.contains("a=fmtp:104 level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42e01f\r\n"));
    let many = offer(&vec![picture("a", "recvonly", ""); VIEWS + 1]);
    let (text, negotiated) = answer(&many);
    assert_eq!(negotiated.views.map(|views| views.count), Some(VIEWS));
    assert_eq!(text.matches("a=inactive").count(), 1, "the fiftieth");
}

#[test]
fn a_client_that_may_not_send_video_gets_an_inactive_section() {
    let capabilities = Capabilities { sends_audio: true, sends_video: false, receives: true };
    let (text, negotiated) = answer_to(&offer(&[section("0", "sendonly"), picture("1", "sendonly", "")]), capabilities);
    assert_eq!((negotiated.video, negotiated.transport_id), (None, None));
    assert!(text.contains("m=video 7882") && text.contains("a=inactive"), "{text}");
}

#[test]
fn a_listener_publishes_nothing() {
    let (text, negotiated) = answer(&offer(&[section("a", "recvonly")]));
    assert_eq!(negotiated.audio, None);
    assert_eq!(negotiated.format.map(|format| format.slots), Some(1));
    assert!(text.contains("a=setup:passive") && text.contains("a=ice-lite"));
}

#[test]
fn a_client_gets_no_more_than_its_capabilities() {
    let text = offer(&[section("0", "sendrecv"), section("1", "recvonly"), section("2", "sendonly")]);
    let (answer, negotiated) = answer_to(&text, Capabilities::PUBLISH_ONLY);
    assert!(negotiated.audio.is_some() && negotiated.format.is_none());
    assert_eq!((answer.matches("a=recvonly").count(), answer.matches("a=inactive").count()), (1, 2));
    let (answer, negotiated) = answer_to(&text, Capabilities::RECEIVE_ONLY);
    assert!(negotiated.audio.is_none());
    assert_eq!(negotiated.format.map(|format| format.slots), Some(2));
    assert_eq!((answer.matches("a=sendonly").count(), answer.matches("a=inactive").count()), (2, 1));
    assert_eq!(Offer::read(&text).expect("an offer").audio_senders(), 2);
}

#[test]
fn the_first_accepted_section_has_the_candidates() {
    let odd = "m=video 9 UDP/TLS/RTP/SAVPF 96\r\na=mid:v\r\na=sendonly\r\na=rtpmap:96 AV1/90000\r\n".to_owned();
    let (text, negotiated) = answer_to(&offer(&[odd, section("a", "sendonly")]), Capabilities::PUBLISH_ONLY);
    assert!(negotiated.audio.is_some() && negotiated.video.is_none());
    assert!(text.contains("a=group:BUNDLE a\r\n") && text.contains("m=video 0 "), "{text}");
    assert!(text.find("a=candidate:") > text.find("m=audio"));
    let text = offer(&[picture("v", "sendonly", ""), section("a", "sendonly")]);
    assert_eq!(Offer::read(&text).expect("an offer").bundle_mid(), "v");
    let (text, negotiated) = answer_to(&text, Capabilities::PUBLISH_ONLY);
    assert!(negotiated.audio.is_some() && negotiated.video.is_some());
    assert!(text.find("a=candidate:") < text.find("m=audio"), "{text}");
}

#[test]
fn a_fragment_names_its_ice_session() {
    let text = "a=ice-ufrag:EsAw\r\na=ice-pwd:P2uYro0UCOQ4zxjKXaWCBui1\r\nm=audio 9 RTP/AVP 0\r\na=mid:0\r\n\
                a=candidate:1387637174 1 udp 2122260223 192.0.2.1 61764 typ host\r\na=end-of-candidates\r\n";
    assert_eq!(
        SdpFragment::read(text),
        Ok(SdpFragment { ice: IceCredentials { ufrag: "EsAw".into(), password: "P2uYro0UCOQ4zxjKXaWCBui1".into() } })
    );
    for broken in ["", "nonsense", "a=ice-ufrag:EsAw\r\n", &text.replace("EsAw", "E"), &text.replace("P2uY", "P\"Y")] {
        assert_eq!(SdpFragment::read(broken), Err(Broken), "{broken}");
    }
    let candidates = ["192.0.2.1:7882".parse().expect("an address")];
    let local = LocalParameters {
        ufrag: "user",
        password: "p",
        fingerprint: "F",
        candidates: &candidates,
        first_ssrc: 1,
        version: 1,
    };
    let told = SdpFragment::local(&local, "0");
    assert!(told.starts_with("a=ice-lite\r\na=ice-ufrag:user\r\n") && told.contains("udp 2130706431 192.0.2.1 7882"));
}

#[test]
fn parameters_and_feedback_may_stand_before_their_format() {
    // As Firefox writes them.
    let video = format!(
        "m=video 9 UDP/TLS/RTP/SAVPF 96 104\r\na=mid:0\r\na=sendonly\r\na=extmap:5 {TRANSPORT}\r\n\
         a=fmtp:104 profile-level-id=42e01f;packetization-mode=1\r\na=fmtp:96 max-fs=12288;max-fr=60\r\n\
         a=rtcp-fb:96 nack\r\na=rtcp-fb:96 nack pli\r\na=rtcp-fb:* ccm fir\r\n\
         a=rtpmap:104 H264/90000\r\na=rtpmap:96 VP8/90000\r\n"
    );
    let (text, negotiated) = answer(&offer(&[video]));
    assert_eq!(negotiated.video.map(|video| (video.payload_type, video.codec)), Some((104, Codec::H264)));
    assert!(text.contains("a=fmtp:104 profile-level-id=42e01f;packetization-mode=1\r\n"), "{text}");
    assert!(text.contains("a=rtcp-fb:104 ccm fir\r\n") && !text.contains("a=rtcp-fb:104 nack"), "{text}");
    let (text, _) = answer(&offer(&[
        picture("0", "sendonly", "").replace("a=rtpmap:96 VP8/90000\r\n", "") + "a=rtpmap:96 VP8/90000\r\n"
    ]));
    assert!(text.contains("m=video 7882 UDP/TLS/RTP/SAVPF 104\r\n"), "the first usable format: {text}");
}

#[test]
fn without_a_bundle_only_the_first_section_is_accepted() {
    let text = offer(&[section("0", "sendonly"), picture("1", "sendonly", "")]);
    let (text, negotiated) = answer(&text.replace("a=group:BUNDLE all\r\n", ""));
    assert!(negotiated.audio.is_some() && negotiated.video.is_none());
    assert!(!text.contains("BUNDLE") && text.contains("m=audio 7882") && text.contains("m=video 0 "), "{text}");
}

#[test]
fn a_section_that_the_client_has_rejected_stays_rejected() {
    let rejected = picture("1", "sendonly", "").replace("m=video 9", "m=video 0");
    let (text, negotiated) = answer(&offer(&[section("0", "sendonly"), rejected.clone()]));
    assert!(negotiated.video.is_none() && text.contains("m=video 0 "), "{text}");
    let shared = rejected + "a=bundle-only\r\n";
    let (text, negotiated) = answer(&offer(&[section("0", "sendonly"), shared]));
    assert!(negotiated.video.is_some() && text.contains("m=video 7882 "), "{text}");
}

#[test]
fn the_credentials_are_those_of_the_section_with_the_path() {
    let ice = |name: &str| format!("a=ice-ufrag:{name}\r\na=ice-pwd:{name}-password\r\n");
    let unusable = format!("m=video 9 UDP/TLS/RTP/SAVPF 45\r\na=mid:0\r\na=rtpmap:45 AV1/90000\r\n{}", ice("video"));
    let audio = section("1", "sendonly") + &ice("audio");
    let read = |text: &str| Offer::read(text).expect("an offer").ice.ufrag;
    assert_eq!(read(&offer(&[unusable.clone(), audio.clone()])), "audio");
    assert_eq!(read(&offer(&[audio.clone(), section("2", "recvonly") + &ice("later")])), "audio");
    assert_eq!(read(&offer(&[section("1", "sendonly"), section("2", "recvonly") + &ice("later")])), "later");
    let session =
        format!("a=group{}a=group", ice("session").replace("a=ice", "\r\na=ice").trim_start()).replace("a=groupa", "a");
    assert_eq!(read(&offer(&[section("1", "sendonly")]).replacen("a=group", &session, 1)), "session");
}

#[test]
fn a_client_may_choose_from_several_certificates() {
    let other =
        "b0".repeat(32).as_bytes().chunks(2).map(|pair| String::from_utf8_lossy(pair)).collect::<Vec<_>>().join(":");
    let text = offer(&[section("0", "sendonly")]);
    let several = text.replace("a=fingerprint", &format!("a=fingerprint:sha-256 {other}\r\na=fingerprint"));
    let read = |text: &str| Offer::read(text).expect("an offer").fingerprints;
    assert_eq!(read(&several), [other.to_uppercase(), FINGERPRINT.to_owned()]);
    // The same one in each section, as Firefox writes it.
    assert_eq!(read(&several.replace("m=audio", &format!("a=fingerprint:sha-256 {other}\r\nm=audio"))).len(), 2);
}

#[test]
fn the_name_of_a_fingerprints_hash_is_in_any_case() {
    let text = offer(&[section("0", "sendonly")]).replace("sha-256", "SHA-256");
    let several = text.replace("a=fingerprint", "a=fingerprint:sha-1 A0:A1\r\na=fingerprint");
    assert!(
        [text, several].iter().all(|text| Offer::read(text).is_ok_and(|offer| offer.fingerprints == [FINGERPRINT]))
    );
}

#[test]
fn offers_that_cannot_be_answered_are_rejected() {
    let whole = offer(&[section("0", "sendonly")]);
    for (broken, fault) in [
        (String::new(), OfferFault::Malformed),
        (whole.replace("actpass", "passive"), OfferFault::WaitsForHandshake),
        (whole.replace("sha-256", "sha-1"), OfferFault::NoFingerprint),
        (whole.replace("m=audio 9 UDP/TLS/RTP/SAVPF 111 63", "m=audio 9"), OfferFault::Malformed),
        (offer(&[]), OfferFault::Malformed),
        (offer(&vec![section("0", "recvonly"); MAX_SECTIONS + 1]), OfferFault::Malformed),
    ] {
        assert_eq!(Offer::read(&broken).map(|_| ()), Err(fault), "{broken}");
    }
    let (text, negotiated) = answer(&offer(&vec![section("0", "recvonly"); MAX_SECTIONS]));
    assert_eq!(negotiated.format.map(|format| format.slots), Some(SLOTS));
    assert_eq!(text.matches("a=inactive").count(), MAX_SECTIONS - SLOTS);
}
