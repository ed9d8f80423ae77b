//! Lessons with audio, received by clients of another implementation.

mod aiortc;
pub mod attacks;
mod loss;
mod meeting;
mod obs;
pub mod paths;
mod pipe;
mod relays;
mod showing;
mod stats;
pub mod voice;
pub mod whip;

use serde_json::{Value, json};
use str0m::net::Protocol;

use crate::{realtime::Lesson, support::client::Client};
use voice::{Heard, Pupil, Voice};

/// Nothing is missing, repeated or out of order.
fn in_order(heard: &[Heard]) {
    for pair in heard.windows(2) {
        assert_eq!(pair[1].number, pair[0].number + 1, "{heard:?}");
    }
}

struct Class {
    lesson: Lesson,
    teacher: Client,
    ana: Pupil,
    ben: Pupil,
}

impl Class {
    async fn begin() -> Self {
        let (lesson, teacher) = Lesson::live().await;
        let ana = Pupil::enters(&lesson.app.url, guest(&lesson, "Ana"), b'a').await;
        let ben = Pupil::enters(&lesson.app.url, guest(&lesson, "Ben"), b'b').await;
        Self { lesson, teacher, ana, ben }
    }
}

fn guest(lesson: &Lesson, name: &str) -> Value {
    json!({"sessionId": lesson.code, "username": name})
}

#[actix_web::test]
async fn a_speaker_is_heard_by_everyone_else() {
    let Class { lesson, mut ana, mut ben, .. } = Class::begin().await;
    ana.voice.speak(true);
    ben.voice.hears_nothing().await;
    ana.speaks().await;
    let heard = ben.voice.hears(b'a', 50).await;
    in_order(&heard);
    assert!(heard.iter().all(|packet| packet.slot == heard[0].slot), "everyone has a slot of their own");
    let told = ben.client.hear_where("on.mediaSlots", |data| data["slots"][heard[0].slot] == ana.id).await;
    assert_eq!(told["slots"].as_array().map(Vec::len), Some(4));
    assert_eq!(ana.voice.heard(), [], "nobody hears themselves");
    // Both at once, and a late participant.
    ben.speaks().await;
    ana.voice.hears(b'b', 25).await;
    let cem = Pupil::enters(&lesson.app.url, guest(&lesson, "Cem"), b'c').await;
    in_order(&cem.voice.hears(b'a', 25).await);
    in_order(&cem.voice.hears(b'b', 25).await);
}

#[actix_web::test]
async fn the_server_enforces_the_teachers_mute() {
    let Class { lesson: _lesson, mut teacher, mut ana, mut ben } = Class::begin().await;
    ana.speaks().await;
    ben.voice.hears(b'a', 10).await;
    let mute = |muted| json!({"participantId": ana.id, "muted": muted});
    assert_eq!(ben.client.ask("on.participantMute", mute(true)).await, Err("not_allowed".into()));
    teacher.ask("on.participantMute", mute(true)).await.expect("the teacher mutes");
    ben.voice.hears_nothing().await;
    teacher.ask("on.participantMute", mute(false)).await.expect("the teacher lets them speak");
    ben.voice.hears_nothing().await;
    ana.client.ask("on.participantMute", json!({"muted": false})).await.expect("it is theirs");
    in_order(&ben.voice.hears(b'a', 25).await);
    // Everyone, and permanently.
    teacher.ask("on.unmutingAllow", json!({"allowed": false})).await.expect("the teacher forbids");
    teacher.ask("on.participantMuteAll", json!({"muted": true})).await.expect("the teacher mutes");
    ben.voice.hears_nothing().await;
    let own = json!({"muted": false});
    assert_eq!(ana.client.ask("on.participantMute", own).await, Err("unmuting_forbidden".into()));
    let news = ben.client.hear("on.participantMute").await;
    assert_eq!(news, json!({"participantId": ana.id, "microphone": "on"}));
}

#[actix_web::test]
async fn a_participant_who_mutes_themselves_is_not_heard() {
    let Class { lesson: _lesson, mut ana, ben, .. } = Class::begin().await;
    ana.speaks().await;
    ben.voice.hears(b'a', 10).await;
    ana.client.ask("on.participantMute", json!({"muted": true})).await.expect("it is theirs");
    ben.voice.hears_nothing().await;
    ana.speaks().await;
    in_order(&ben.voice.hears(b'a', 25).await);
}

#[actix_web::test]
async fn a_client_without_udp_sends_and_receives_by_tcp() {
    let Class { lesson, mut ben, .. } = Class::begin().await;
    let mut tove = Pupil::enters_by(&lesson.app.url, guest(&lesson, "Tove"), b't', Protocol::Tcp).await;
    tove.speaks().await;
    in_order(&ben.voice.hears(b't', 50).await);
    ben.speaks().await;
    in_order(&tove.voice.hears(b'b', 50).await);
}

#[actix_web::test]
async fn a_removed_participant_neither_hears_nor_is_heard() {
    let Class { lesson: _lesson, mut teacher, mut ana, mut ben } = Class::begin().await;
    ana.speaks().await;
    ben.speaks().await;
    ben.voice.hears(b'a', 10).await;
    ana.voice.hears(b'b', 10).await;
    teacher.ask("on.participantRemove", json!({"participantId": ana.id})).await.expect("the teacher removes");
    assert_eq!(ana.client.closed().await.0, 4002);
    ben.voice.hears_nothing().await;
    ana.voice.hears_nothing().await;
}

#[actix_web::test]
async fn audio_continues_without_the_websocket_until_the_seat_is_resumed() {
    let Class { lesson, mut teacher, mut ana, mut ben } = Class::begin().await;
    ana.speaks().await;
    ben.voice.hears(b'a', 10).await;
    let Pupil { client, voice, resume, id } = ana;
    drop(client);
    ben.client.hear_where("on.participantConnection", |data| data["connection"] == "lost").await;
    in_order(&ben.voice.hears(b'a', 50).await);
    let again = json!({"sessionId": lesson.code, "resume": resume});
    let (mut client, joined) = Client::join(&lesson.app.url, again).await;
    assert_eq!(joined["participantId"], id);
    let people = joined["room"]["participants"].as_array().expect("people");
    let own = people.iter().find(|person| person["participantId"] == id).expect("her own place");
    assert_eq!(own["microphone"], "on");
    // From another address, with the keys that she had.
    voice.moves(&mut client).await.expect("it is hers");
    voice.heard();
    ben.speaks().await;
    in_order(&voice.hears(b'b', 50).await);
    // What she said before the server knew the new address is lost.
    ben.voice.heard();
    in_order(&ben.voice.hears(b'a', 50).await);
    teacher.ask("on.participantMute", json!({"participantId": id, "muted": true})).await.expect("the teacher mutes");
    ben.voice.hears_nothing().await;
}

#[actix_web::test]
async fn an_ice_restart_needs_an_own_peer_with_the_same_certificate() {
    let Class { lesson, mut ana, ben, .. } = Class::begin().await;
    let cem = Pupil::enters(&lesson.app.url, guest(&lesson, "Cem"), b'c').await;
    ana.speaks().await;
    ben.voice.hears(b'a', 10).await;
    assert_eq!(cem.voice.moves(&mut ana.client).await, Err("no_media".into()), "another certificate");
    in_order(&ben.voice.hears(b'a', 10).await);
}

#[actix_web::test]
async fn audio_needs_a_seat_and_a_valid_offer() {
    let (lesson, _teacher) = Lesson::live().await;
    let mut client = Client::connect(&lesson.app.url).await;
    assert_eq!(client.ask("on.mediaOffer", json!({"sdp": "v=0"})).await, Err("not_joined".into()));
    let (mut guest, _) = Client::join(&lesson.app.url, guest(&lesson, "Ana")).await;
    let again = json!({"sdp": "v=0", "restart": true});
    assert_eq!(guest.ask("on.mediaOffer", again).await, Err("no_media".into()));
    assert_eq!(guest.ask("on.mediaOffer", json!({"sdp": "v=0"})).await, Err("offer_bad".into()));
    assert_eq!(guest.ask("on.participantMute", json!({"muted": false})).await, Err("no_media".into()));
    // Someone who has left or was removed has no seat any more; someone who waits has none yet.
    let lesson = Lesson::planned(json!({"waitingRoom": true})).await;
    let mut teacher = lesson.start().await;
    let (mut waiting, joined) =
        Client::join(&lesson.app.url, json!({"sessionId": lesson.code, "username": "Wim"})).await;
    for (event, data) in [
        ("on.mediaOffer", json!({"sdp": "v=0"})),
        ("on.mediaOffer", json!({"sdp": "v=0", "restart": true})),
        ("on.mediaWatch", json!({"participants": []})),
        ("on.participantMute", json!({"muted": false})),
    ] {
        assert_eq!(waiting.ask(event, data).await, Err("waiting".into()), "{event}");
    }
    teacher.ask("on.participantRemove", json!({"participantId": joined["participantId"]})).await.expect("removed");
    assert_eq!(waiting.try_ask("on.mediaOffer", json!({"sdp": "v=0"})).await.and_then(Result::ok), None);
}

#[actix_web::test]
async fn a_client_on_a_previous_clients_address_receives_audio() {
    let Class { lesson, mut ana, ben: _ben, .. } = Class::begin().await;
    ana.speaks().await;
    let (mut here, mut gone) = (None, Vec::new());
    // Whichever shard each of them lives on: the kernel delivers all their packets to the same shard.
    for number in 0..6 {
        let (mut client, _) = Client::join(&lesson.app.url, guest(&lesson, &format!("Cem {number}"))).await;
        let voice = Voice::offer_from(&mut client, here, b'c', 4).await;
        voice.hears(b'a', 5).await;
        here = Some(voice.here);
        // Without a goodbye: the server still waits for them.
        gone.push(client);
    }
}
