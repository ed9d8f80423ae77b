//! An offer as OBS Studio makes it by WHIP, and its answer. It is not a recording: it was written by hand after public offers of
//! OBS 30 (with libdatachannel). ICE credentials and the fingerprint come before all sections, codec names are in capitals, and a
//! second group asks for lip synchronisation.

use serde_json::json;

use super::whip::{Key, shown};
use crate::realtime::Lesson;

const OFFER: &str = "v=0\r
o=rtc 3179205417 0 IN IP4 127.0.0.1\r
s=-\r
t=0 0\r
a=group:BUNDLE 0 1\r
a=group:LS 0 1\r
a=msid-semantic:WMS *\r
a=setup:actpass\r
a=ice-ufrag:k7Qd\r
a=ice-pwd:nW3x+0pYbU6tRfA9vLzKe1\r
a=ice-options:ice2,trickle\r
a=fingerprint:sha-256 5E:0B:7A:11:C4:9D:62:F3:08:AE:37:D1:4C:90:25:BB:6F:E2:13:58:84:C7:3D:0A:9F:71:E6:2C:B5:48:DA:07\r
m=audio 52410 UDP/TLS/RTP/SAVPF 111\r
c=IN IP4 192.0.2.44\r
a=mid:0\r
a=sendonly\r
a=ssrc:1730524101 cname:hB2kLw9sVx4TqM6y\r
a=ssrc:1730524101 msid:c8RzP1nEo5JdGf3A c8RzP1nEo5JdGf3A-audio\r
a=msid:c8RzP1nEo5JdGf3A c8RzP1nEo5JdGf3A-audio\r
a=rtcp-mux\r
a=rtpmap:111 OPUS/48000/2\r
a=fmtp:111 minptime=10;maxaveragebitrate=96000;stereo=1;sprop-stereo=1;useinbandfec=1\r
a=candidate:1 1 UDP 2122317823 192.0.2.44 52410 typ host\r
a=candidate:2 1 UDP 2130705919 2001:db8::2c 52410 typ host\r
a=end-of-candidates\r
m=video 52410 UDP/TLS/RTP/SAVPF 96\r
c=IN IP4 192.0.2.44\r
a=mid:1\r
a=sendonly\r
a=ssrc:1730524102 cname:hB2kLw9sVx4TqM6y\r
a=ssrc:1730524102 msid:c8RzP1nEo5JdGf3A c8RzP1nEo5JdGf3A-video\r
a=msid:c8RzP1nEo5JdGf3A c8RzP1nEo5JdGf3A-video\r
a=rtcp-mux\r
a=rtpmap:96 H264/90000\r
a=rtcp-fb:96 nack\r
a=rtcp-fb:96 nack pli\r
a=rtcp-fb:96 goog-remb\r
a=fmtp:96 profile-level-id=42e01f;packetization-mode=1;level-asymmetry-allowed=1\r
";

/// Whether a section has all these lines.
fn says(section: &str, lines: &[&str]) {
    for line in lines {
        assert!(section.lines().any(|one| one == *line), "{line:?} is not in {section}");
    }
}

#[actix_web::test]
async fn audio_and_video_of_obs_are_accepted() {
    let (lesson, mut teacher) = Lesson::live().await;
    let key = Key::issue(&lesson, "publish", "OBS").await;
    let answer = key.post(OFFER).await;
    assert_eq!(answer.status, 201, "{}", answer.text);
    assert!(answer.header("location").starts_with("/whip/") || answer.header("location").contains("/whip/"));
    let (head, sections) = answer.text.split_once("m=audio ").expect("sound is answered");
    let (sound, picture) = sections.split_once("m=video ").expect("the picture is answered");
    says(head, &["a=group:BUNDLE 0 1", "a=ice-lite"]);
    assert!(!head.contains("a=group:LS"), "we promise nothing of lips");
    says(sound, &["a=mid:0", "a=recvonly", "a=setup:passive", "a=rtcp-mux"]);
    assert!(sound.split_once(' ').is_some_and(|(port, rest)| port != "0" && rest.starts_with("UDP/TLS/RTP/SAVPF 111")));
    assert!(sound.to_lowercase().contains("a=rtpmap:111 opus/48000/2") && sound.contains("a=candidate:"), "{sound}");
    says(picture, &["a=mid:1", "a=recvonly", "a=rtcp-mux", "a=rtpmap:96 H264/90000", "a=rtcp-fb:96 nack pli"]);
    assert!(!picture.starts_with("0 "), "{picture}");
    let told = shown(&mut teacher, "OBS").await.expect("it is in the list");
    assert_eq!((&told["stream"], &told["camera"]), (&json!(true), &json!(true)));
}
