//! Rotating the signing key signs nobody out.

use nix::sys::signal::Signal;
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use crate::support::{
    http::client,
    program::{Data, Server, lyceum, refused, run, serve},
};

const PASSWORD: &str = "correct horse battery";

async fn ask(server: &Server, method: Method, path: &str, token: &str, body: Value) -> (StatusCode, Value) {
    let request = client().request(method, format!("http://{}{path}", server.address));
    let answer = request.bearer_auth(token).json(&body).send().await.expect("the server answers");
    (answer.status(), answer.json().await.expect("JSON"))
}

fn rotate(data: &Data) -> std::process::Command {
    let mut rotate = lyceum(&["keys", "rotate"]);
    rotate.env("LYCEUM_DATA_DIR", data.path());
    rotate
}

#[actix_web::test]
async fn rotating_the_key_of_a_running_server_signs_nobody_out() {
    let data = Data::prepared();
    let mut create = lyceum(&["admin", "create", "--username", "anna", "--email", "anna@school.example"]);
    create.env("LYCEUM_DATA_DIR", data.path()).env("LYCEUM_ADMIN_PASSWORD", PASSWORD).env("LYCEUM_BCRYPT_COST", "4");
    assert!(run(&mut create).status.success());
    let server = Server::start(&mut serve(&data));
    let key = || std::fs::read_to_string(data.path().join("secret.key")).expect("a key");
    let before = key();
    let credentials = json!({ "identifier": "anna", "password": PASSWORD });
    let (_, tokens) = ask(&server, Method::POST, "/auth/local", "", credentials).await;
    assert!(run(&mut rotate(&data)).status.success());
    assert_ne!(key(), before);
    assert_eq!(server.told("key-rotated", "anna", PASSWORD).await, ["The server replaced the secret key"]);
    let token = tokens["jwt"].as_str().expect("a token");
    server.signal(Signal::SIGHUP);
    server.logs("the keys in the data directory have changed");
    assert_eq!(ask(&server, Method::GET, "/usersme", token, json!({})).await.0, 200, "the old one is believed");
    let renew = json!({ "refreshToken": tokens["refreshToken"] });
    let (status, renewed) = ask(&server, Method::POST, "/auth/refresh", "", renew).await;
    assert_eq!(status, 200, "{renewed}");
    let kid = |token: &Value| token.as_str().and_then(|text| text.split('.').next()).expect("a head").to_owned();
    assert_ne!(kid(&tokens["jwt"]), kid(&renewed["jwt"]), "it signs with the new one");
    server.stop();

    let server = Server::start(&mut serve(&data));
    assert_eq!(ask(&server, Method::GET, "/usersme", token, json!({})).await.0, 200, "and so it is after a restart");
    std::fs::remove_file(data.path().join("secret.old")).expect("it is kept");
    server.stop();

    let server = Server::start(&mut serve(&data));
    assert_eq!(ask(&server, Method::GET, "/usersme", token, json!({})).await.0, 401, "it is kept no longer");
    let token = renewed["jwt"].as_str().expect("a token");
    assert_eq!(ask(&server, Method::GET, "/usersme", token, json!({})).await.0, 200);
}

#[test]
fn a_failed_rotation_gives_one_line() {
    let data = Data::fresh();
    assert!(refused(&mut rotate(&data), 2).contains("secret.key"));
    let said = refused(rotate(&data).env("LYCEUM_SECRET_KEY", "00".repeat(32)), 2);
    assert!(said.contains("LYCEUM_SECRET_KEY_OLD"), "{said}");
}
