//! `lyceum person`: exports and erases a person's data, with a server and without one.

use std::process::Command;

use serde_json::{Value, json};

use crate::support::{
    http::client,
    program::{Data, Server, lyceum, refused, run, serve},
};

const PASSWORD: &str = "chalk-and-cheese";

fn person(data: &Data, what: &str, who: &str) -> Command {
    let mut command = lyceum(&["person", what, who]);
    command.env("LYCEUM_DATA_DIR", data.path());
    command
}

fn administrator(data: &Data, username: &str) {
    let mut create = lyceum(&["admin", "create", "--username", username, "--bcrypt-cost", "4", "--email"]);
    create.arg(format!("{username}@school.example"));
    create.env("LYCEUM_DATA_DIR", data.path()).env("LYCEUM_ADMIN_PASSWORD", PASSWORD);
    let made = run(&mut create);
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
}

#[track_caller]
fn erases(data: &Data, who: &str) {
    let output = run(&mut person(data, "erase", who));
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert_eq!(String::from_utf8_lossy(&output.stdout), format!("{who} is erased.\n"));
    let said = refused(&mut person(data, "export", who), 2);
    assert!(said.contains(&format!("there is nobody called {who}")), "{said}");
}

#[test]
fn a_person_is_exported_and_erased_from_the_command_line() {
    let data = Data::prepared();
    let server = Server::start(&mut serve(&data));
    for username in ["head", "deputy", "third"] {
        administrator(&data, username);
    }
    let exported = run(&mut person(&data, "export", "deputy@school.example"));
    assert!(exported.status.success(), "{}", String::from_utf8_lossy(&exported.stderr));
    let held: Value = serde_json::from_slice(&exported.stdout).expect("JSON");
    assert_eq!((&held["account"]["username"], &held["sessions"]), (&json!("deputy"), &json!([])));

    // The server erases the person, and their logins end.
    let ask = |path: &'static str, token: &str, body: Option<Value>| {
        let client = client();
        let url = format!("http://{}{path}", server.address);
        let request = match &body {
            Some(body) => client.post(url).json(body),
            None => client.get(url).bearer_auth(token),
        };
        actix_web::rt::System::new().block_on(async {
            let answer = request.send().await.expect("an answer");
            (answer.status().as_u16(), answer.json::<Value>().await.expect("JSON"))
        })
    };
    let (_, tokens) = ask("/auth/local", "", Some(json!({ "identifier": "deputy", "password": PASSWORD })));
    let token = tokens["jwt"].as_str().expect("a token");
    assert_eq!(ask("/usersme", token, None).0, 200);
    erases(&data, "deputy");
    assert_eq!(ask("/usersme", token, None).0, 401);
    server.stop();

    erases(&data, "third");
    let said = refused(&mut person(&data, "erase", "head"), 2);
    assert!(said.contains("This is the last administrator."), "{said}");
}
