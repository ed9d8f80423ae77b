//! The metrics that Prometheus reads from the real program, on a listener of their own.

use serde_json::json;

use crate::support::{
    client::Client,
    http::client,
    program::{Data, Server, eventually, refused, serve},
    timeouts::until,
};

/// The word after this text.
fn after(said: &str, before: &str) -> Option<String> {
    said.split_once(before)?.1.split_whitespace().next().map(str::to_owned)
}

async fn get(url: &str) -> (u16, String) {
    let answer = client().get(url).send().await.expect("the server answers");
    (answer.status().as_u16(), answer.text().await.expect("it is text"))
}

/// Metrics of every part: on a busy machine a part may be left out, because it did not answer in time.
async fn whole(url: &str) -> String {
    const PARTS: [&str; 3] = ["lyceum_rooms ", "lyceum_media_waiting_packets ", "lyceum_database_up 1"];
    until("figures of everything", async || {
        let (status, text) = get(url).await;
        assert_eq!(status, 200);
        if PARTS.iter().all(|part| text.contains(part)) { Ok(text) } else { Err(text) }
    })
    .await
}

/// The value of the line that starts with this.
fn value(figures: &str, line: &str) -> f64 {
    let (_, value) = figures
        .lines()
        .find_map(|one| one.strip_prefix(line)?.rsplit_once(' '))
        .unwrap_or_else(|| panic!("{line} is not in {figures}"));
    value.parse().expect("a number")
}

#[actix_web::test]
async fn metrics_describe_the_server_and_name_nobody() {
    let data = Data::prepared();
    let server = Server::start(serve(&data).args(["--demo", "--metrics-listen", "127.0.0.1:0"]));
    let (figures, code) = eventually("where the figures are", || {
        let said = server.said();
        Some((after(&said, "Figures for Prometheus at ")?, after(&said, "/join/")?))
    });
    let url = format!("http://{}", server.address);
    for _ in 0..2 {
        assert_eq!(get(&format!("{url}/codes/{code}")).await.0, 200);
    }
    for nowhere in ["/codes/ZZZZZ", "/metrics", "/wp-login.php"] {
        assert_eq!(get(&format!("{url}{nowhere}")).await.0, 404, "{nowhere}");
    }
    let (mut quintina, joined) = Client::join(&url, json!({"sessionId": code, "username": "Quintina"})).await;
    let line = json!({"message": "Is Pluto a planet?", "clientId": "c-1"});
    quintina.ask("on.message", line).await.expect("it is kept");

    let text = whole(&figures).await;
    let requests = |route: &str, status| {
        value(&text, &format!(r#"lyceum_http_requests_total{{method="GET",route="{route}",status="{status}"}}"#))
    };
    assert_eq!(
        (requests("/codes/{code}", 200), requests("/codes/{code}", 404), requests("none", 404)),
        (2.0, 1.0, 2.0)
    );
    for (line, least) in [
        ("lyceum_rooms", 1.0),
        ("lyceum_seats", 1.0),
        ("lyceum_connections", 1.0),
        ("lyceum_outbox_most_bytes", 0.0),
        ("lyceum_journal_commit_records_count", 1.0),
        ("lyceum_journal_waiting_records", 0.0),
        ("lyceum_http_request_seconds_count", 2.0),
        ("lyceum_database_up", 1.0),
        (r#"lyceum_database_connections{state="idle"}"#, 0.0),
        (r#"lyceum_jobs{state="waiting"}"#, 0.0),
        (r#"lyceum_media_peers{way="udp"}"#, 0.0),
        ("lyceum_media_waiting_packets", 0.0),
        (r#"lyceum_media_jitter_seconds{direction="up"}"#, 0.0),
        ("lyceum_media_round_trip_seconds", 0.0),
        ("process_resident_memory_bytes", 1.0),
        ("process_open_fds", 3.0),
    ] {
        assert!(value(&text, line) >= least, "{line} in {text}");
    }
    let id = joined["participantId"].as_str().expect("an id");
    for private in ["Quintina", "Pluto", "Ada", "teacher", &code, id, "wp-login"] {
        assert!(!text.contains(private), "{private} in {text}");
    }
    // The text format: every line is a comment or a metric.
    for line in text.lines().filter(|line| !line.starts_with('#')) {
        let (name, value) = line.rsplit_once(' ').expect("a name and a value");
        let fits = name.starts_with("lyceum_") || name.starts_with("process_");
        let figure = value.parse::<f64>().expect("a figure");
        assert!(fits && figure.is_sign_positive(), "{line}");
    }
    drop(quintina);
    server.stop();
}

#[actix_web::test]
async fn a_seat_is_counted_while_it_is_occupied() {
    let data = Data::prepared();
    let mut command = serve(&data);
    command.args(["--demo", "--metrics-listen", "127.0.0.1:0"]).env("LYCEUM_SEAT_GRACE_SECONDS", "1");
    let server = Server::start(&mut command);
    let (figures, code) = eventually("where the figures are", || {
        let said = server.said();
        Some((after(&said, "Figures for Prometheus at ")?, after(&said, "/join/")?))
    });
    let url = format!("http://{}", server.address);
    let seats = async |count: f64| {
        until(&format!("{count} seats"), async || {
            let counted = value(&whole(&figures).await, "lyceum_seats");
            if counted == count { Ok(()) } else { Err(counted) }
        })
        .await;
    };
    seats(0.0).await;
    let (ana, _) = Client::guest(&url, &code, "Ana").await;
    let (ben, joined) = Client::guest(&url, &code, "Ben").await;
    seats(2.0).await;
    // Without a goodbye, so that the seat is kept for a moment.
    drop(ben);
    seats(1.0).await;
    let (ben, _) = Client::join(&url, json!({"sessionId": code, "resume": joined["resume"]})).await;
    seats(2.0).await;
    drop((ana, ben));
    seats(0.0).await;
    server.stop();
}

#[test]
fn an_unusable_metrics_address_gives_one_line() {
    let data = Data::prepared();
    let said = refused(serve(&data).env("LYCEUM_METRICS_LISTEN", "nonsense"), 2);
    assert!(said.contains("LYCEUM_METRICS_LISTEN"), "{said}");
    let taken = std::net::TcpListener::bind("127.0.0.1:0").expect("a free port");
    let address = taken.local_addr().expect("an address").to_string();
    let said = refused(serve(&data).env("LYCEUM_METRICS_LISTEN", &address), 1);
    assert!(said.contains("--metrics-listen") && said.contains(&address), "{said}");
}
