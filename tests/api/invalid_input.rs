//! Every invalid input gets a refusal with a code and a sentence.

use lyceum::access::Role;
use reqwest::Method;
use serde_json::{Value, json};

use crate::support::{
    app::TestApp,
    http::{Answer, Api},
    timeouts::within,
};

#[actix_web::test]
async fn invalid_bodies_get_a_refusal_code() {
    let app = TestApp::start();
    app.teacher("maria").await;
    let api = Api::of(&app, "maria").await;
    let send = |body: &str, kind: &'static str| {
        Answer::of(api.request(Method::POST, "/sessions").header("content-type", kind).body(body.to_owned()))
    };
    for body in [
        "",
        "{",
        "null",
        "[]",
        "7",
        "{\"sessionTitle\": 7}",
        "{\"sessionTitle\": \"a\", \"capacity\": \"many\"}",
        "\u{0}",
    ] {
        let answer = send(body, "application/json").await;
        assert_eq!((answer.status.as_u16(), answer.refusal().as_str()), (400, "body_bad"), "{body}");
        assert!(answer.json()["message"].as_str().is_some_and(|sentence| sentence.ends_with('.')));
    }
    assert_eq!(send("{}", "text/plain").await.refusal(), "body_bad");
    let big = format!("{{\"sessionTitle\": \"{}\"}}", "x".repeat(10_000_000));
    let answer =
        Answer::of(api.request(Method::POST, "/sessions").header("content-type", "application/json").body(big)).await;
    assert_eq!((answer.status.as_u16(), answer.refusal().as_str()), (413, "body_too_big"));
}

#[actix_web::test]
async fn unknown_paths_get_a_json_or_html_answer() {
    let app = TestApp::start();
    let api = Api::public(&app);
    for path in [
        "/nothing",
        "/api/nothing",
        "/api",
        "/sessions/1/2/3",
        "/assets/nothing.js",
        "/assets/.vite/manifest.json",
        "/assets/../Cargo.toml",
    ] {
        let answer = api.get(path).await;
        assert_eq!((answer.status.as_u16(), answer.refusal().as_str()), (404, "page_unknown"), "{path}");
    }
    assert_eq!(api.get("/join?code=a&code=b").await.refusal(), "body_bad");
    assert_eq!(api.get("/codes/%FF").await.status, 404);
    assert_eq!(Answer::of(api.request(Method::HEAD, "/")).await.status, 200);
    let wrong = api.delete("/usersme").await;
    assert_eq!((wrong.refusal().as_str(), wrong.header("allow")), ("method_unknown", "GET, HEAD"));
    let page = Answer::of(api.request(Method::GET, "/nothing").header("accept", "text/html")).await;
    assert_eq!(page.status, 404);
    assert!(page.header("content-type").starts_with("text/html") && page.text.contains("nothing at this address"));
}

#[actix_web::test]
async fn health_and_readiness_are_reported() {
    let app = TestApp::start();
    for path in ["/healthz", "/readyz"] {
        let answer = Api::public(&app).get(path).await;
        assert_eq!((answer.status.as_u16(), answer.json()["status"].as_str()), (200, Some("ok")), "{path}");
    }
}

#[actix_web::test]
async fn an_incomplete_body_times_out() {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    let app = TestApp::start();
    let half = |path: &'static str, kind: &'static str| {
        let host = app.url.trim_start_matches("http://").to_owned();
        async move {
            let mut socket = tokio::net::TcpStream::connect(&host).await.expect("the server listens");
            let head = format!(
                "POST {path} HTTP/1.1\r\nHost: {host}\r\nContent-Type: {kind}\r\nContent-Length: 100\r\n\r\n{{"
            );
            socket.write_all(head.as_bytes()).await.expect("the server reads");
            let mut answer = String::new();
            let read = socket.read_to_string(&mut answer);
            within("the end of the connection", read).await.expect("an answer");
            assert!(answer.starts_with("HTTP/1.1 400"), "{answer}");
        }
    };
    tokio::join!(half("/auth/local", "application/json"), half("/signin", "application/x-www-form-urlencoded"));
}

#[actix_web::test]
async fn a_query_parameter_of_the_wrong_type_is_named() {
    let app = TestApp::start();
    app.person("head", Role::Administrator).await;
    let head = Api::of(&app, "head").await;
    for (asked, path) in [
        ("/people?search=a&offset=many", "offset"),
        ("/people?offset=-1", "offset"),
        ("/people?blocked=perhaps", "blocked"),
        ("/api/students?offset=99999999999", "offset"),
        ("/progress?offset=", "offset"),
    ] {
        let answer = head.get(asked).await;
        assert_eq!((answer.status.as_u16(), answer.refusal().as_str()), (400, "body_bad"), "{asked}");
        let details = &answer.json()["error"]["details"];
        assert_eq!(details[0]["path"], path, "{asked}: {details}");
        assert!(details[0]["message"].as_str().is_some_and(|words| !words.is_empty()), "{asked}: {details}");
    }
    assert_eq!(head.get("/people?offset=0&nothing=of-ours").await.status, 200, "what is unknown is ignored");
}

/// The types that a schema allows, including those of the schemas that it refers to; empty when it allows everything.
fn types<'a>(document: &'a Value, schema: &'a Value) -> Vec<&'a str> {
    if let Some(reference) = schema["$ref"].as_str() {
        return types(document, document.pointer(reference.trim_start_matches('#')).expect("the reference resolves"));
    }
    let parts = ["oneOf", "anyOf", "allOf"].into_iter().filter_map(|name| schema[name].as_array()).flatten();
    let own = match &schema["type"] {
        Value::Array(types) => types.iter().filter_map(Value::as_str).collect(),
        one => one.as_str().into_iter().collect::<Vec<_>>(),
    };
    parts.flat_map(|part| types(document, part)).chain(own).collect()
}

/// A value of a type that is none of these.
fn another(types: &[&str]) -> Option<Value> {
    let all =
        [(json!(true), "boolean"), (json!({ "a": 1 }), "object"), (json!(7), "integer"), (json!("words"), "string")];
    let fits = |kind: &str| types.contains(&kind) || kind == "integer" && types.contains(&"number");
    all.into_iter().find(|(_, kind)| !fits(kind)).map(|(value, _)| value)
}

#[actix_web::test]
async fn every_route_names_fields_of_the_wrong_type_and_ignores_unknown_ones() {
    let app = TestApp::start();
    app.person("head", Role::Administrator).await;
    let head = Api::of(&app, "head").await;
    let document = head.get("/api/openapi.json").await.json();
    let (mut doors, mut fields, mut free) = (0, 0, Vec::new());
    for (path, methods) in document["paths"].as_object().expect("paths") {
        for (method, told) in methods.as_object().expect("methods") {
            let schema = &told["requestBody"]["content"]["application/json"]["schema"];
            if schema.is_null() {
                continue;
            }
            doors += 1;
            let pointer = schema["$ref"].as_str().expect("a body has a name").trim_start_matches('#');
            let body = document.pointer(pointer).expect("the reference resolves");
            let at = path.replace(['{', '}'], "");
            for (name, property) in body["properties"].as_object().expect("a body has fields") {
                let allowed = types(&document, property);
                let Some(wrong) = another(&allowed).filter(|_| !allowed.is_empty()) else {
                    free.push(format!("{path} {name}"));
                    continue;
                };
                fields += 1;
                let sent = json!({ "a thing of another's": [{ "b": null }], name: wrong, "zzz": 7 });
                let method = Method::from_bytes(method.to_uppercase().as_bytes()).expect("a method");
                let answer = Answer::of(head.request(method, &format!("/api{at}")).json(&sent)).await;
                let what = format!("{path} {sent}: {}", answer.text);
                assert_eq!((answer.status.as_u16(), answer.refusal().as_str()), (400, "body_bad"), "{what}");
                let details = &answer.json()["error"]["details"];
                assert!(details[0]["path"] == **name && details.as_array().is_some_and(|all| all.len() == 1), "{what}");
            }
        }
    }
    assert!(doors > 15 && fields > 40, "{doors} doors, {fields} fields");
    assert_eq!(free, [""; 0], "any type will do there");
}
