//! Programs that publish into a lesson and play it, by WHIP (RFC 9725) and WHEP.

mod keys;

use reqwest::{Method, RequestBuilder};
use serde_json::{Value, json};
use str0m::net::Protocol;

use super::{Class, in_order, voice::Voice};
use crate::{
    realtime::Lesson,
    support::http::{Answer, client},
};

const SDP: &str = "application/sdp";
const FRAGMENT: &str = "application/trickle-ice-sdpfrag";

/// A stream key, and the URL that it is valid for.
#[derive(Clone)]
pub struct Key {
    id: String,
    pub url: String,
    pub secret: String,
}

impl Key {
    pub async fn issue(lesson: &Lesson, kind: &str, name: &str) -> Self {
        let path = format!("/sessions/{}/stream-keys", lesson.id);
        let (status, key) = lesson.app.post(&path, Some(&lesson.token), json!({ "kind": kind, "name": name })).await;
        assert_eq!(status, 201, "{key}");
        Self::read(&key)
    }

    /// A key as the server has told it.
    pub fn read(key: &Value) -> Self {
        let text = |name: &str| key[name].as_str().expect("a text").to_owned();
        Self { id: text("id"), url: text("url"), secret: text("key") }
    }

    pub async fn revoke(&self, lesson: &Lesson) {
        let path = format!("/sessions/{}/stream-keys/{}", lesson.id, self.id);
        assert_eq!(lesson.app.ask(Method::DELETE, &path, Some(&lesson.token), None).await.0, 200);
    }

    fn request(&self, method: &str, url: &str) -> RequestBuilder {
        let method = Method::from_bytes(method.as_bytes()).expect("a method");
        client().request(method, url).bearer_auth(&self.secret)
    }

    pub async fn post(&self, offer: impl Into<String>) -> Answer {
        Answer::of(self.request("POST", &self.url).header("content-type", SDP).body(offer.into())).await
    }
}

/// An established stream.
pub struct Stream {
    key: Key,
    url: String,
    tag: String,
    user: String,
    answer: String,
    pub voice: Voice,
}

impl Stream {
    pub async fn open(lesson: &Lesson, key: &Key, mark: Option<u8>, slots: usize) -> Self {
        let (mut url, mut tag, mut user, mut answered) = <(String, String, String, String)>::default();
        let ask = async |offer: String| {
            user = offer.lines().find_map(|line| line.strip_prefix("a=ice-ufrag:")).expect("a name").to_owned();
            let answer = key.post(offer).await;
            assert_eq!((answer.status.as_u16(), answer.header("content-type")), (201, SDP), "{}", answer.text);
            url = format!("{}{}", lesson.app.url, answer.header("location"));
            tag = answer.header("etag").to_owned();
            answered.clone_from(&answer.text);
            answer.text
        };
        let voice = Voice::negotiate(mark, slots, Protocol::Udp, ask).await;
        Self { key: key.clone(), url, tag, user, answer: answered, voice }
    }

    async fn patch(&self, tag: Option<&str>, fragment: &str) -> Answer {
        let mut request = self.key.request("PATCH", &self.url).header("content-type", FRAGMENT);
        if let Some(tag) = tag {
            request = request.header("if-match", tag);
        }
        Answer::of(request.body(fragment.to_owned())).await
    }

    pub async fn delete(&self) -> Answer {
        Answer::of(self.key.request("DELETE", &self.url)).await
    }
}

fn fragment(user: &str) -> String {
    format!(
        "a=ice-ufrag:{user}\r\na=ice-pwd:P2uYro0UCOQ4zxjKXaWCBui1\r\nm=audio 9 RTP/AVP 0\r\na=mid:0\r\n\
         a=candidate:1387637174 1 udp 2122260223 192.0.2.1 61764 typ host\r\na=end-of-candidates\r\n"
    )
}

/// The participant of this name in the snapshot.
pub async fn shown(client: &mut crate::support::client::Client, name: &str) -> Option<Value> {
    let room = client.ask("on.snapshot", json!({})).await.expect("the room");
    room["participants"].as_array().expect("a list").iter().find(|one| one["username"] == name).cloned()
}

#[actix_web::test]
async fn a_program_publishes_and_the_teacher_mutes_and_removes_it() {
    let Class { lesson, mut teacher, ben, .. } = Class::begin().await;
    let key = Key::issue(&lesson, "publish", "Guest speaker").await;
    let stream = Stream::open(&lesson, &key, Some(b'o'), 0).await;
    stream.voice.speak(true);
    in_order(&ben.voice.hears(b'o', 25).await);
    let told = shown(&mut teacher, "Guest speaker").await.expect("it is in the list");
    assert_eq!((&told["stream"], &told["role"], &told["microphone"]), (&json!(true), &json!("student"), &json!("on")));
    let id = told["participantId"].clone();
    teacher.ask("on.participantMute", json!({"participantId": id, "muted": true})).await.expect("the teacher mutes");
    ben.voice.hears_nothing().await;
    teacher.ask("on.participantMute", json!({"participantId": id, "muted": false})).await.expect("it may speak");
    in_order(&ben.voice.hears(b'o', 10).await);
    teacher.ask("on.participantRemove", json!({ "participantId": id })).await.expect("the teacher removes");
    ben.voice.hears_nothing().await;
    assert_eq!(shown(&mut teacher, "Guest speaker").await, None);
    assert_eq!(stream.delete().await.status, 404);
    // Its key does not let it in again until the teacher readmits it.
    let offer = |answer: Answer| (answer.status.as_u16(), answer.refusal());
    assert_eq!(offer(key.post("v=0").await), (403, "removed".into()));
    teacher.ask("on.participantReadmit", json!({ "participantId": id })).await.expect("the teacher readmits");
    assert_eq!(offer(key.post("v=0").await), (400, "offer_bad".into()));
    let again = Stream::open(&lesson, &key, Some(b'O'), 0).await;
    again.voice.speak(true);
    in_order(&ben.voice.hears(b'O', 10).await);
}

#[actix_web::test]
async fn one_key_serves_many_listeners_that_are_no_participants() {
    let Class { lesson, mut teacher, mut ana, mut ben } = Class::begin().await;
    ana.speaks().await;
    ben.speaks().await;
    let key = Key::issue(&lesson, "view", "Radio").await;
    let first = Stream::open(&lesson, &key, None, 2).await;
    let second = Stream::open(&lesson, &key, None, 3).await;
    in_order(&first.voice.hears(b'a', 25).await);
    in_order(&first.voice.hears(b'b', 25).await);
    in_order(&second.voice.hears(b'a', 10).await);
    assert_eq!(shown(&mut teacher, "Radio").await, None);
    assert_eq!(first.delete().await.status, 200);
    first.voice.hears_nothing().await;
    assert_eq!(first.delete().await.refusal(), "stream_unknown");
    // Revoking the key ends the remaining stream.
    key.revoke(&lesson).await;
    second.voice.hears_nothing().await;
    assert_eq!(key.post("v=0").await.refusal(), "stream_key_wrong");
}

#[actix_web::test]
async fn a_password_change_revokes_the_teachers_keys() {
    let Class { lesson, mut ana, .. } = Class::begin().await;
    ana.speaks().await;
    let key = Key::issue(&lesson, "view", "Radio").await;
    let stream = Stream::open(&lesson, &key, None, 2).await;
    in_order(&stream.voice.hears(b'a', 10).await);
    let change = json!({ "password": "another horse battery" });
    let (status, changed) = lesson.app.ask(Method::PUT, "/updateme", Some(&lesson.token), Some(change)).await;
    assert_eq!(status, 200, "{changed}");
    stream.voice.hears_nothing().await;
    assert_eq!(key.post("v=0").await.refusal(), "stream_key_wrong");
    // The person who changed the password is still signed in, and creates another key.
    let again = Key::issue(&lesson, "view", "Radio").await;
    assert_eq!(again.post("v=0").await.refusal(), "offer_bad");
}

#[actix_web::test]
async fn a_program_leaves_by_delete_and_a_second_one_with_its_key_replaces_it() {
    let Class { lesson, mut teacher, ben, .. } = Class::begin().await;
    let key = Key::issue(&lesson, "publish", "OBS").await;
    let first = Stream::open(&lesson, &key, Some(b'1'), 0).await;
    first.voice.speak(true);
    ben.voice.hears(b'1', 5).await;
    let second = Stream::open(&lesson, &key, Some(b'2'), 0).await;
    second.voice.speak(true);
    in_order(&ben.voice.hears(b'2', 10).await);
    assert_eq!(first.delete().await.refusal(), "stream_unknown");
    assert!(shown(&mut teacher, "OBS").await.is_some());
    assert_eq!(second.delete().await.status, 200);
    ben.voice.hears_nothing().await;
    assert_eq!(shown(&mut teacher, "OBS").await, None);
}

#[actix_web::test]
async fn a_stream_continues_after_an_ice_restart() {
    let Class { lesson, ben, .. } = Class::begin().await;
    let key = Key::issue(&lesson, "publish", "OBS").await;
    let stream = Stream::open(&lesson, &key, Some(b'o'), 0).await;
    stream.voice.speak(true);
    ben.voice.hears(b'o', 5).await;
    let code = |answer: Answer| (answer.status.as_u16(), answer.refusal());
    // More candidates need no answer.
    let more = stream.patch(Some(&stream.tag), &fragment(&stream.user)).await;
    assert_eq!((more.status.as_u16(), more.text.as_str(), more.header("etag")), (204, "", ""));
    assert_eq!(code(stream.patch(None, &fragment(&stream.user)).await), (428, "tag_needed".into()));
    assert_eq!(code(stream.patch(Some("\"other\""), &fragment(&stream.user)).await), (412, "tag_stale".into()));
    assert_eq!(code(stream.patch(Some("*"), "nonsense").await), (400, "fragment_bad".into()));
    let restarted = stream.patch(Some("*"), &fragment("another")).await;
    assert_eq!((restarted.status.as_u16(), restarted.header("content-type")), (200, FRAGMENT));
    let tag = restarted.header("etag").to_owned();
    assert!(tag != stream.tag && tag.starts_with('"'));
    assert!(restarted.text.contains("a=ice-ufrag:") && restarted.text.contains("a=candidate:"), "{}", restarted.text);
    assert_eq!(code(stream.patch(Some(&stream.tag), &fragment("another")).await), (412, "tag_stale".into()));
    assert_eq!(stream.patch(Some(&tag), &fragment("another")).await.status, 204);
    // The established path stays in use until there is another.
    in_order(&ben.voice.hears(b'o', 10).await);
}

#[actix_web::test]
async fn a_stream_continues_from_another_address_after_an_ice_restart() {
    let Class { lesson, ben, .. } = Class::begin().await;
    let key = Key::issue(&lesson, "publish", "OBS").await;
    let stream = Stream::open(&lesson, &key, Some(b'o'), 0).await;
    stream.voice.speak(true);
    ben.voice.hears(b'o', 5).await;
    let restart = async |offer: String| {
        let own = |line: &&str| line.starts_with("a=ice-ufrag:") || line.starts_with("a=ice-pwd:");
        let names: Vec<_> = offer.lines().filter(own).take(2).collect();
        let fragment = format!("{}\r\nm=audio 9 RTP/AVP 0\r\na=mid:0\r\n", names.join("\r\n"));
        let told = stream.patch(Some(&stream.tag), &fragment).await;
        assert_eq!(told.status, 200, "{}", told.text);
        // The first answer, with the credentials replaced.
        let mut answer = stream.answer.clone();
        for name in ["a=ice-ufrag:", "a=ice-pwd:"] {
            let of = |text: &str| text.lines().find(|line| line.starts_with(name)).expect("it is there").to_owned();
            let (old, new) = (of(&stream.answer), of(&told.text));
            assert_ne!(old, new);
            answer = answer.replace(&old, &new);
        }
        Ok(answer)
    };
    stream.voice.moves_by(restart).await.expect("it restarts");
    // Packets from before the restart may still be in flight.
    ben.voice.heard();
    ben.voice.hears(b'o', 1).await;
    ben.voice.heard();
    in_order(&ben.voice.hears(b'o', 50).await);
}

#[actix_web::test]
async fn invalid_requests_of_programs_get_their_refusals() {
    let (lesson, _teacher) = Lesson::live().await;
    let (publish, view) = (Key::issue(&lesson, "publish", "OBS").await, Key::issue(&lesson, "view", "Radio").await);
    let code = |answer: Answer| (answer.status.as_u16(), answer.refusal());
    // The key
    let mut wrong = publish.clone();
    wrong.secret.replace_range(6..7, if wrong.secret[6..7] == *"x" { "y" } else { "x" });
    assert_eq!(code(wrong.post("v=0").await), (401, "stream_key_wrong".into()));
    wrong.secret = lesson.token.clone();
    assert_eq!(code(wrong.post("v=0").await), (401, "stream_key_wrong".into()));
    let elsewhere = Key { url: view.url.clone(), ..publish.clone() };
    assert_eq!(code(elsewhere.post("v=0").await), (403, "stream_key_other".into()));
    let nowhere = Key { url: format!("{}/whip/ZZZZZ", lesson.app.url), ..publish.clone() };
    assert_eq!(code(nowhere.post("v=0").await), (404, "code_unknown".into()));
    // The request
    let plain = publish.request("POST", &publish.url).header("content-type", "text/plain").body("v=0");
    assert_eq!(code(Answer::of(plain).await), (415, "content_unfit".into()));
    let picky = publish.request("POST", &publish.url).header("content-type", SDP).header("accept", "text/html");
    assert_eq!(code(Answer::of(picky.body("v=0")).await), (406, "accept_unfit".into()));
    assert_eq!(code(publish.post("v=0").await), (400, "offer_bad".into()));
    assert_eq!(code(publish.post("x".repeat(100_000)).await), (413, "body_too_big".into()));
    for method in ["PUT", "PATCH", "DELETE"] {
        let answer = Answer::of(publish.request(method, &publish.url)).await;
        assert_eq!(
            (answer.header("allow"), answer.header("access-control-allow-origin")),
            ("POST, GET, HEAD, OPTIONS", "*")
        );
        assert_eq!(code(answer), (405, "method_unknown".into()));
    }
    let unknown = format!("{}/0199d0c4-0000-4000-8000-000000000001", publish.url);
    assert_eq!(code(Answer::of(publish.request("DELETE", &unknown)).await), (404, "stream_unknown".into()));
    // A browser on another page sends a preflight request.
    let asks = client().request(Method::OPTIONS, &publish.url).header("origin", "https://studio.example");
    let told = Answer::of(asks.header("access-control-request-method", "POST")).await;
    assert_eq!((told.status.as_u16(), told.header("accept-post")), (200, SDP));
    assert!(told.header("access-control-allow-headers").contains("Authorization"));
    assert!(told.header("access-control-expose-headers").contains("Location"));
}

#[actix_web::test]
async fn unusable_video_is_declined_and_an_offer_without_audio_refused() {
    let Class { lesson, ben, .. } = Class::begin().await;
    let key = Key::issue(&lesson, "publish", "OBS").await;
    let video =
        "m=video 9 UDP/TLS/RTP/SAVPF 96\r\nc=IN IP4 0.0.0.0\r\na=mid:v\r\na=sendonly\r\na=rtpmap:96 H264/90000\r\n";
    let mut posted = String::new();
    let ask = async |offer: String| {
        posted = offer;
        let answer = key.post(format!("{posted}{video}")).await;
        assert_eq!(answer.status, 201, "{}", answer.text);
        let (sound, declined) = answer.text.split_once("m=video ").expect("every section is answered");
        assert!(declined.starts_with("0 ") && declined.contains("a=inactive"), "{declined}");
        sound.to_owned()
    };
    let voice = Voice::negotiate(Some(b'o'), 0, Protocol::Udp, ask).await;
    voice.speak(true);
    ben.voice.hears(b'o', 10).await;
    let (head, _) = posted.split_once("m=audio").expect("an offer of sound");
    let only = format!("{head}a=fingerprint:sha-256 {}\r\n{video}", ["AB"; 32].join(":"));
    let refused = key.post(only).await;
    assert_eq!((refused.status.as_u16(), refused.refusal().as_str()), (406, "offer_unfit"));
}

/// An offer with one section of video and nothing else.
fn video_only(direction: &str) -> String {
    format!(
        "v=0\r\no=- 1 2 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\na=group:BUNDLE v\r\na=ice-ufrag:abcd\r\na=ice-pwd:{}\r\na=setup:actpass\r\n\
         a=fingerprint:sha-256 {}\r\nm=video 9 UDP/TLS/RTP/SAVPF 96\r\nc=IN IP4 0.0.0.0\r\na=mid:v\r\na={direction}\r\n\
         a=rtpmap:96 VP8/90000\r\na=rtcp-fb:96 nack pli\r\n",
        "x".repeat(24),
        ["AB"; 32].join(":")
    )
}

#[actix_web::test]
async fn programs_publish_and_watch_video_without_sound() {
    let Class { lesson, .. } = Class::begin().await;
    for (kind, theirs, ours) in [("publish", "sendonly", "recvonly"), ("view", "recvonly", "sendonly")] {
        let answer = Key::issue(&lesson, kind, "OBS").await.post(video_only(theirs)).await;
        assert_eq!(answer.status, 201, "{kind}: {}", answer.text);
        let (_, video) = answer.text.split_once("m=video ").expect("it is answered");
        assert!(!video.starts_with("0 ") && video.contains(&format!("a={ours}")), "{kind}: {video}");
    }
}
