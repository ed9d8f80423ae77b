//! Offers as browsers and programs make them, and what is answered.

use super::*;

const FINGERPRINT: &str =
    "A0:A1:A2:A3:A4:A5:A6:A7:A8:A9:AA:AB:AC:AD:AE:AF:B0:B1:B2:B3:B4:B5:B6:B7:B8:B9:BA:BB:BC:BD:BE:BF";

fn section(mid: &str, direction: &str) -> String {
    format!(
        "m=audio 9 UDP/TLS/RTP/SAVPF 111 63\r\na=mid:{mid}\r\na={direction}\r\na=rtpmap:111 opus/48000/2\r\n\
         a=rtcp-fb:111 transport-cc\r\na=rtcp-fb:111 nack\r\na=fmtp:111 minptime=10;useinbandfec=1\r\n\
         a=rtpmap:63 red/48000/2\r\na=extmap:1 {LEVEL}\r\na=ssrc:77 cname:x\r\na=ssrc:77 msid:- y\r\n"
    )
}

fn offer(sections: &[String]) -> String {
    format!(
        "v=0\r\no=- 1 2 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\na=setup:actpass\r\na=fingerprint:sha-256 {FINGERPRINT}\r\n{}",
        sections.concat()
    )
}

fn answer(text: &str) -> (String, Terms) {
    answer_to(text, Part::Both)
}

fn answer_to(text: &str, part: Part) -> (String, Terms) {
    let candidates = ["192.0.2.1:7882".parse().expect("an address")];
    let ours =
        Ours { user: "u", password: "p", fingerprint: "F", candidates: &candidates, first_ssrc: 1000, version: 1 };
    Offer::read(text).expect("an offer").answer(part, &ours)
}

#[test]
fn a_microphone_and_slots_get_what_they_ask_for() {
    let video = "m=video 9 UDP/TLS/RTP/SAVPF 96\r\na=mid:3\r\na=rtpmap:96 VP8/90000\r\n".to_owned();
    let text = offer(&[section("0", "sendonly"), section("1", "recvonly"), section("2", "recvonly"), video]);
    let (text, terms) = answer(&text);
    let publishing = Publishing { payload_type: 111, level_id: Some(1), ssrcs: vec![77] };
    let form = Form { slots: 2, payload_type: 111, level_id: Some(1) };
    assert_eq!(terms, Terms { publishing: Some(publishing), form: Some(form) });
    assert!(text.contains("a=group:BUNDLE 0 1 2\r\n"), "{text}");
    assert!(text.contains("m=video 0 UDP/TLS/RTP/SAVPF 96\r\n"));
    assert_eq!(text.matches("a=recvonly").count(), 1);
    assert_eq!(text.matches("a=sendonly").count(), 2);
    assert!(text.contains("a=ssrc:1000 cname") && text.contains("a=ssrc:1001 cname"));
    assert_eq!(text.matches("a=candidate:0 1 udp 2130706431 192.0.2.1 7882 typ host").count(), 1);
    assert!(text.contains("a=fmtp:111 minptime=10;useinbandfec=1\r\n") && text.contains("a=rtcp-fb:111 nack"));
    assert_eq!(text.matches("useinbandfec=1;cbr=1\r\n").count(), 1, "what we hear has packets of one size");
}

#[test]
fn who_only_listens_publishes_nothing() {
    let (text, terms) = answer(&offer(&[section("a", "recvonly")]));
    assert_eq!(terms.publishing, None);
    assert_eq!(terms.form.map(|form| form.slots), Some(1));
    assert!(text.contains("a=setup:passive") && text.contains("a=ice-lite"));
}

#[test]
fn one_who_may_only_do_one_thing_gets_no_more_however_much_is_offered() {
    let text = offer(&[section("0", "sendrecv"), section("1", "recvonly"), section("2", "sendonly")]);
    let (answer, terms) = answer_to(&text, Part::Publishes);
    assert!(terms.publishing.is_some() && terms.form.is_none());
    assert_eq!((answer.matches("a=recvonly").count(), answer.matches("a=inactive").count()), (1, 2));
    let (answer, terms) = answer_to(&text, Part::Listens);
    assert!(terms.publishing.is_none());
    assert_eq!(terms.form.map(|form| form.slots), Some(2));
    assert_eq!((answer.matches("a=sendonly").count(), answer.matches("a=inactive").count()), (2, 1));
    assert_eq!(Offer::read(&text).expect("an offer").voices(), 2);
}

#[test]
fn video_that_comes_first_is_declined_and_the_sound_has_the_addresses() {
    let video = "m=video 9 UDP/TLS/RTP/SAVPF 96\r\na=mid:v\r\na=sendonly\r\na=rtpmap:96 H264/90000\r\n".to_owned();
    let (text, terms) = answer_to(&offer(&[video, section("a", "sendonly")]), Part::Publishes);
    assert!(terms.publishing.is_some());
    assert!(text.contains("a=group:BUNDLE a\r\n") && text.contains("m=video 0 "), "{text}");
    assert!(text.find("a=candidate:") > text.find("m=audio"));
}

#[test]
fn a_fragment_names_its_ice_session() {
    let text = "a=ice-ufrag:EsAw\r\na=ice-pwd:P2uYro0UCOQ4zxjKXaWCBui1\r\nm=audio 9 RTP/AVP 0\r\na=mid:0\r\n\
                a=candidate:1387637174 1 udp 2122260223 192.0.2.1 61764 typ host\r\na=end-of-candidates\r\n";
    assert_eq!(Fragment::read(text), Ok(Fragment { user: "EsAw".into() }));
    for broken in ["", "nonsense", "a=ice-ufrag:EsAw\r\n", &text.replace("EsAw", "E"), &text.replace("P2uY", "P\"Y")] {
        assert_eq!(Fragment::read(broken), Err(Broken), "{broken}");
    }
    let candidates = ["192.0.2.1:7882".parse().expect("an address")];
    let ours =
        Ours { user: "user", password: "p", fingerprint: "F", candidates: &candidates, first_ssrc: 1, version: 1 };
    let told = Fragment::ours(&ours, "0");
    assert!(told.starts_with("a=ice-lite\r\na=ice-ufrag:user\r\n") && told.contains("udp 2130706431 192.0.2.1 7882"));
}

#[test]
fn what_cannot_be_answered_is_no_offer() {
    let whole = offer(&[section("0", "sendonly")]);
    for broken in [
        String::new(),
        whole.replace("actpass", "passive"),
        whole.replace("sha-256", "sha-1"),
        whole.replace("m=audio 9 UDP/TLS/RTP/SAVPF 111 63", "m=audio 9"),
        offer(&[]),
        offer(&vec![section("0", "recvonly"); SECTIONS + 1]),
    ] {
        assert!(Offer::read(&broken).is_err(), "{broken}");
    }
    let (text, terms) = answer(&offer(&vec![section("0", "recvonly"); SECTIONS]));
    assert_eq!(terms.form.map(|form| form.slots), Some(SLOTS));
    assert_eq!(text.matches("a=inactive").count(), SECTIONS - SLOTS);
}
