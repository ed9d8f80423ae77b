//! The server's media statistics for the teacher and for Prometheus, and that nothing remains of peers that are gone.

use lyceum::{access::Role, app::metrics, domain::Settings, web::Door};
use serde_json::{Value, json};
use str0m::net::Protocol;

use super::{
    Class, guest,
    voice::Pupil,
    whip::{Key, Stream, shown},
};
use crate::{
    realtime::Lesson,
    support::{
        app::{TestApp, settings},
        client::Client,
        http::{Api, Browser},
        timeouts::until,
    },
};

/// Asks until the statistics are as wanted.
async fn told(teacher: &mut Client, wanted: impl Fn(&Value) -> bool) -> Value {
    until("the wanted statistics", async || {
        let stats = teacher.ask("on.mediaStats", json!({})).await.expect("the teacher may");
        if wanted(&stats) { Ok(stats) } else { Err(stats) }
    })
    .await
}

fn of<'a>(stats: &'a Value, who: &str) -> &'a Value {
    let all = stats["connections"].as_array().expect("a list");
    all.iter().find(|one| one["participantId"] == who).unwrap_or(&Value::Null)
}

#[actix_web::test]
async fn only_the_teacher_sees_media_statistics() {
    let Class { lesson, mut teacher, mut ana, ben } = Class::begin().await;
    ana.speaks().await;
    ben.voice.hears(b'a', 25).await;
    assert_eq!(ana.client.ask("on.mediaStats", json!({})).await, Err("not_allowed".into()));
    let packets = |stats: &Value, who: &str, way: &str| of(stats, who)[way]["packets"].as_u64().unwrap_or(0);
    let stats =
        told(&mut teacher, |stats| packets(stats, &ana.id, "up") >= 25 && packets(stats, &ben.id, "down") >= 25).await;
    let hers = of(&stats, &ana.id);
    assert_eq!((&hers["quality"], &hers["way"]), (&json!("good"), &json!("udp")), "{hers}");
    assert!(hers["up"]["bytes"].as_u64() > Some(25 * 80), "{hers}");
    assert_eq!(packets(&stats, &ana.id, "down"), 0, "nobody else speaks");
    // The round-trip time comes from the answer to a sender report.
    told(&mut teacher, |stats| of(stats, &ben.id)["roundTripMs"].is_u64()).await;
    let tove = Pupil::enters_by(&lesson.app.url, guest(&lesson, "Tove"), b't', Protocol::Tcp).await;
    tove.voice.hears(b'a', 5).await;
    let stats = told(&mut teacher, |stats| packets(stats, &tove.id, "down") >= 5).await;
    assert_eq!(of(&stats, &tove.id)["way"], "tcp", "{stats}");
}

#[actix_web::test]
async fn the_round_trip_of_a_publisher_is_known_if_its_program_reports_it() {
    let (lesson, mut teacher) = Lesson::live().await;
    let key = Key::issue(&lesson, "publish", "OBS").await;
    let obs = Stream::open(&lesson, &key, Some(b'o'), 0).await;
    obs.voice.speak(true);
    let id = shown(&mut teacher, "OBS").await.expect("it is in the list")["participantId"].clone();
    let id = id.as_str().expect("a text");
    // The program answers a reference time with its own next report; the wait for it is not part of the round trip.
    let near = |stats: &Value| of(stats, id)["roundTripMs"].as_u64().is_some_and(|ms| ms < 500);
    let stats = told(&mut teacher, near).await;
    assert_eq!(of(&stats, id)["down"]["packets"], 0, "it is sent nothing");
}

#[actix_web::test]
async fn an_administrator_sees_media_statistics_by_name() {
    let Class { lesson, mut teacher, mut ana, ben } = Class::begin().await;
    ana.speaks().await;
    ben.voice.hears(b'a', 25).await;
    told(&mut teacher, |stats| of(stats, &ben.id)["down"]["packets"].as_u64() >= Some(25)).await;
    lesson.app.person("head", Role::Administrator).await;
    let api = Api::of(&lesson.app, "head").await;
    let sound = api.get(&format!("/live/{}", lesson.id)).await.json();
    let names: Vec<_> = sound["voices"].as_array().expect("a list").iter().map(|voice| &voice["name"]).collect();
    assert_eq!(names, ["Ana", "Ben"], "{sound}");
    let hers = &sound["voices"][0];
    assert_eq!((&hers["quality"], &hers["way"]), (&json!("good"), &json!("udp")), "{hers}");
    assert!(hers["up"]["packets"].as_u64() >= Some(25), "{hers}");
    assert!(hers["address"].as_str().is_some_and(|address| address.starts_with("127.0.0.1:")), "{hers}");
    let page = Browser::of(&lesson.app, "head").await.get(&format!("/admin/live/{}", lesson.id)).await.text;
    assert!(page.contains("Ana") && page.contains("Direct (UDP), 127.0.0.1:") && page.contains("Good"), "{page}");
    let unknown = api.get("/live/00000000-0000-7000-8000-000000000000").await;
    assert_eq!(unknown.refusal(), "session_unknown");
}

#[actix_web::test]
async fn nothing_remains_of_peers_however_they_leave() {
    let Class { lesson, mut teacher, mut ana, ben } = Class::begin().await;
    let view = Key::issue(&lesson, "view", "Radio").await;
    let publish = Key::issue(&lesson, "publish", "OBS").await;
    let radio = Stream::open(&lesson, &view, None, 2).await;
    let obs = Stream::open(&lesson, &publish, Some(b'o'), 0).await;
    ana.speaks().await;
    radio.voice.hears(b'a', 5).await;
    let stats = told(&mut teacher, |stats| stats["connections"].as_array().is_some_and(|all| all.len() == 3)).await;
    assert_eq!(stats["listeners"], 1);
    // By closing the tab, deleting the stream, removal, and revoking the key.
    let (ana_id, ben_id) = (ana.id.clone(), ben.id.clone());
    ana.client.text(json!({"event": "on.participantLeave"}).to_string()).await;
    assert_eq!(ana.client.closed().await.0, 4004);
    assert_eq!(obs.delete().await.status, 200);
    teacher.ask("on.participantRemove", json!({ "participantId": ben_id })).await.expect("the teacher removes");
    view.revoke(&lesson).await;
    let stats = told(&mut teacher, |stats| stats["connections"].as_array().is_some_and(Vec::is_empty)).await;
    assert_eq!((of(&stats, &ana_id), &stats["listeners"]), (&Value::Null, &json!(0)));
    let peers = async || lesson.app.school.media.stats().await.iter().map(|shard| shard.peers.len()).sum::<usize>();
    until("no peers", async || match peers().await {
        0 => Ok(()),
        some => Err(some),
    })
    .await;
    // Their packets stay counted.
    let figures = until("figures of rooms and of sound", async || {
        // On a busy machine a part may be left out, because it did not answer in time.
        let figures = metrics::render(&lesson.app.school).await;
        if figures.contains("lyceum_rooms ") && figures.contains("lyceum_media_peers") {
            Ok(figures)
        } else {
            Err(figures)
        }
    })
    .await;
    let value = |name: &str| {
        let line = figures.lines().find(|line| line.starts_with(name)).unwrap_or_else(|| panic!("{name}: {figures}"));
        line.rsplit(' ').next().and_then(|number| number.parse::<f64>().ok()).expect("a number")
    };
    assert!(value("lyceum_media_packets_total{direction=\"up\"}") >= 1.0);
    assert_eq!((value("lyceum_rooms"), value("lyceum_connections"), value("lyceum_programs")), (1.0, 1.0, 0.0));
    assert_eq!(value("lyceum_media_peers{way=\"udp\"}"), 0.0);
    for private in ["Ana", "Radio", &lesson.code, &ana_id] {
        assert!(!figures.contains(private), "{private} in {figures}");
    }
}

/// Waits until the server holds this many rooms, connections, programs and peers. A room remembers its people until it is over.
async fn holds(lesson: &Lesson, wanted: [f64; 4]) {
    const NAMES: [&str; 4] = ["lyceum_rooms ", "lyceum_connections ", "lyceum_programs ", "lyceum_media_peers{"];
    let what = format!("{wanted:?} of {NAMES:?}");
    until(&what, async || {
        let figures = metrics::render(&lesson.app.school).await;
        let held = NAMES.map(|name| {
            let lines = figures.lines().filter(|line| line.starts_with(name));
            let values: Vec<f64> = lines.filter_map(|line| line.rsplit(' ').next()?.parse().ok()).collect();
            // What did not answer in time is left out.
            (!values.is_empty()).then(|| values.iter().sum::<f64>())
        });
        if held == wanted.map(Some) { Ok(()) } else { Err(held) }
    })
    .await;
}

#[actix_web::test]
async fn nothing_remains_of_clients_that_vanish() {
    let settings = Settings { seat_grace: chrono::Duration::seconds(2), ..settings() };
    let lesson = Lesson::planned_on(TestApp::start_with(settings, Door::default()), json!({})).await;
    let _teacher = lesson.start().await;
    let mut pupils = Vec::new();
    for (name, by) in [("Ana", Protocol::Udp), ("Ben", Protocol::Tcp), ("Cem", Protocol::Udp)] {
        pupils.push(Pupil::enters_by(&lesson.app.url, guest(&lesson, name), b'a', by).await);
    }
    pupils[0].speaks().await;
    pupils[2].voice.hears(b'a', 5).await;
    holds(&lesson, [1.0, 4.0, 0.0, 3.0]).await;
    // As when their machines lose power or network: neither connection says anything.
    pupils.truncate(1);
    holds(&lesson, [1.0, 2.0, 0.0, 1.0]).await;
}

#[actix_web::test]
async fn nothing_remains_of_a_lesson_that_has_ended() {
    let Class { lesson, mut teacher, mut ana, ben } = Class::begin().await;
    let (publish, view) = (Key::issue(&lesson, "publish", "OBS").await, Key::issue(&lesson, "view", "Radio").await);
    let radio = Stream::open(&lesson, &view, None, 2).await;
    let obs = Stream::open(&lesson, &publish, Some(b'o'), 0).await;
    obs.voice.speak(true);
    ana.speaks().await;
    radio.voice.hears(b'a', 5).await;
    ben.voice.hears(b'o', 5).await;
    holds(&lesson, [1.0, 3.0, 2.0, 4.0]).await;
    teacher.ask("on.sessionTerminate", json!({})).await.expect("the teacher ends");
    holds(&lesson, [0.0; 4]).await;
    ana.voice.hears_nothing().await;
}
