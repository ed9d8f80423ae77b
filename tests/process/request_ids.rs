//! The real program's log names the request or connection of each line.

use lyceum::db::{Pool, embedded};
use serde_json::{Value, json};

use crate::support::{
    client::Client,
    http::client,
    program::{Data, Server, eventually, serve},
};

/// The log lines about the request with this id.
fn about(server: &Server, id: &str) -> Vec<Value> {
    let lines = server.logged();
    let lines = lines.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
    lines
        .filter(|line| line["spans"].as_array().is_some_and(|spans| spans.iter().any(|span| span["id"] == id)))
        .collect()
}

fn told(data: &Data) -> std::process::Command {
    let mut told = serve(data);
    told.args(["--demo", "--trust-proxy", "--log", "warn,lyceum=debug", "--log-format", "json"]);
    told
}

async fn ask(server: &Server, path: &str, id: Option<&str>) -> (u16, String) {
    let mut request = client().get(format!("http://{}{path}", server.address));
    if let Some(id) = id {
        request = request.header("x-request-id", id);
    }
    let answer = request.send().await.expect("an answer");
    let header = answer.headers().get("x-request-id").map(|id| id.to_str().expect("ASCII").to_owned());
    (answer.status().as_u16(), header.unwrap_or_default())
}

#[actix_web::test]
async fn log_lines_carry_the_request_id_of_the_answer() {
    let data = Data::prepared();
    let server = Server::start(&mut told(&data));
    assert_eq!(ask(&server, "/experiences", Some("edge-42")).await, (200, "edge-42".to_owned()));
    let line = eventually("the line", || about(&server, "edge-42").into_iter().find(|line| line["status"] == 200));
    assert_eq!((&line["message"], &line["route"]), (&json!("answered"), &json!("/experiences")));
    assert_eq!(line["span"]["method"], "GET");

    for path in ["/signin", "/api/healthz", "/files/nothing", "/nowhere"] {
        let (_, id) = ask(&server, path, Some("not \"an\" id")).await;
        assert_eq!(id.len(), 36, "{path} has one of our own: {id}");
    }
    let (_, id) = ask(&server, "/signin", None).await;
    eventually("the line", || (!about(&server, &id).is_empty()).then_some(()));

    // An error on another thread.
    let pool = Pool::open(&embedded::url_of_running(&data.path()), 1).expect("the database answers");
    pool.run_blocking(|connection| {
        Ok(diesel::RunQueryDsl::execute(diesel::sql_query("ALTER TABLE experiences RENAME TO gone"), connection)?)
    })
    .expect("it is renamed");
    assert_eq!(ask(&server, "/experiences", Some("edge-43")).await, (500, "edge-43".to_owned()));
    let failed =
        eventually("the fault", || about(&server, "edge-43").into_iter().find(|line| line["level"] == "ERROR"));
    assert_eq!(failed["message"], "a request failed");
    drop(pool);
    server.stop();
}

#[actix_web::test]
async fn log_lines_of_a_connection_carry_ids_but_no_names() {
    let data = Data::prepared();
    let server = Server::start(&mut told(&data));
    let code = eventually("the demo's code", || {
        let said = server.said();
        said.split_once("/join/").and_then(|(_, rest)| rest.split_whitespace().next().map(str::to_owned))
    });
    let url = format!("http://{}", server.address);
    let mut client = Client::try_connect(&url, &[("x-request-id", "edge-ws")]).await.expect("it opens");
    let join = json!({ "sessionId": code, "username": "Zerlina" });
    let joined = client.ask("on.sessionJoin", join).await.expect("the demo's lesson is live");
    let line = eventually("the line", || {
        about(&server, "edge-ws").into_iter().find(|line| line["message"] == "a connection has a seat")
    });
    assert_eq!(line["span"]["name"], "connection");
    assert_eq!(
        (&line["span"]["room"], &line["span"]["participant"]),
        (&joined["session"]["id"], &joined["participantId"])
    );
    client.try_ask("on.participantLeave", json!({})).await;
    eventually("the end", || {
        about(&server, "edge-ws").into_iter().find(|line| line["message"] == "a connection is closed")
    });
    assert!(!server.logged().contains("Zerlina") && !server.logged().contains(&code), "{}", server.logged());
    server.stop();
}
