//! Creating the first administrator of a school that has none.

use reqwest::{Client, Response, redirect::Policy};

use crate::support::{
    http::{builder, form_token},
    program::{Data, Server, eventually, lyceum, run, serve},
};

const PASSWORD: &str = "correct horse battery";

/// The path of the link that a server has printed.
fn link(server: &Server) -> Option<String> {
    let said = server.said();
    let (_, rest) = said.split_once("/welcome/")?;
    Some(format!("/welcome/{}", rest.lines().next()?.trim()))
}

fn browser() -> Client {
    builder().cookie_store(true).redirect(Policy::none()).build().expect("a client")
}

async fn get(client: &Client, server: &Server, path: &str) -> Response {
    let url = format!("http://{}{path}", server.address);
    client.get(url).header("accept", "text/html").send().await.expect("the server answers")
}

/// Fills in the form at this path; returns the status and the redirect.
async fn sign_up(client: &Client, server: &Server, path: &str, token: &str, username: &str) -> (u16, String) {
    let email = format!("{username}@school.example");
    let fields = [
        ("form_token", token),
        ("name", "Robin Keys"),
        ("email", &email),
        ("username", username),
        ("password", PASSWORD),
    ];
    let url = format!("http://{}{path}", server.address);
    let answer = client.post(url).header("accept", "text/html").form(&fields).send().await.expect("the server answers");
    let to = answer.headers().get("location").map(|to| to.to_str().expect("it is text").to_owned());
    (answer.status().as_u16(), to.unwrap_or_default())
}

/// Starts the server again, and checks that it prints no link before its last line at the start.
fn prints_none(data: &Data) {
    let server = Server::start(serve(data).env("LYCEUM_METRICS_LISTEN", "127.0.0.1:0"));
    eventually("the last of its words", || server.said().contains("Figures for Prometheus").then_some(()));
    assert_eq!(link(&server), None);
    server.stop();
}

#[actix_web::test]
async fn the_printed_link_creates_one_administrator_only() {
    let data = Data::prepared();
    let server = Server::start(&mut serve(&data));
    let path = eventually("the link", || link(&server));
    assert!(!server.logged().contains(&path), "it is for whoever sits there, not for the log");
    let client = browser();
    let page = get(&client, &server, &path).await;
    assert_eq!(page.status(), 200);
    let token = form_token(&page.text().await.expect("a page")).expect("a form");
    let wrong = sign_up(&client, &server, &path, &token, "a@b").await;
    assert_eq!(wrong.0, 400, "and the link is still good");
    // If two use it at once, the second is refused.
    let both = tokio::join!(
        sign_up(&client, &server, &path, &token, "robin"),
        sign_up(&client, &server, &path, &token, "wren"),
    );
    let mut statuses = [both.0.0, both.1.0];
    statuses.sort_unstable();
    assert_eq!(statuses, [303, 410], "{both:?}");
    let username = if both.0.0 == 303 { "robin" } else { "wren" };
    let other = browser();
    let page = get(&other, &server, "/signin").await;
    let token = form_token(&page.text().await.expect("a page")).expect("a form");
    assert_eq!(sign_up(&other, &server, &path, &token, "third").await.0, 410);
    assert_eq!(get(&client, &server, &path).await.status(), 410);
    assert_eq!(get(&client, &server, "/welcome/00112233445566778899aabbccddeeff").await.status(), 410);

    let body = serde_json::json!({ "identifier": username, "password": PASSWORD });
    let url = format!("http://{}/auth/local", server.address);
    let answer = client.post(url).json(&body).send().await.expect("the server answers");
    let user = answer.json::<serde_json::Value>().await.expect("JSON");
    assert_eq!(user["user"]["role"]["type"], "administrator", "{user}");
    server.stop();
    prints_none(&data);
}

#[test]
fn each_start_prints_a_new_link_until_an_administrator_exists() {
    let data = Data::prepared();
    let server = Server::start(&mut serve(&data));
    let before = eventually("the link", || link(&server));
    server.stop();
    let server = Server::start(&mut serve(&data));
    let now = eventually("the link", || link(&server));
    assert_ne!(before, now);
    assert_eq!((server.get(&before), server.get(&now)), (Some(410), Some(200)));
    let mut create = lyceum(&["admin", "create", "--username", "head", "--email", "head@school.example"]);
    create.env("LYCEUM_DATA_DIR", data.path()).env("LYCEUM_ADMIN_PASSWORD", PASSWORD).env("LYCEUM_BCRYPT_COST", "4");
    assert!(run(&mut create).status.success());
    assert_eq!(server.get(&now), Some(410), "there is one now, by whatever way");
    server.stop();
    prints_none(&data);
}

#[test]
fn the_demo_prints_no_link() {
    let data = Data::prepared();
    let server = Server::start(serve(&data).arg("--demo"));
    eventually("the demo", || server.said().contains("admin-the-demo").then_some(()));
    assert_eq!(link(&server), None);
    server.stop();
}
