//! The API's description covers every route and is correct.

use std::{collections::BTreeSet, ffi::OsStr, path::Path, process::Command};

use lyceum::{access::Role, web::routes};
use serde_json::Value;

use crate::support::{app::TestApp, http::Api};

#[actix_web::test]
async fn the_api_description_lists_exactly_the_existing_routes() {
    let app = TestApp::start();
    let described = Api::public(&app).get("/api/openapi.json").await.json();
    let told: BTreeSet<_> = described["paths"]
        .as_object()
        .expect("paths")
        .iter()
        .flat_map(|(path, methods)| {
            let methods = methods.as_object().expect("methods").keys();
            methods.map(move |method| (method.to_uppercase(), path.clone()))
        })
        .collect();
    let routes: BTreeSet<_> = [routes::API, routes::SHARED, routes::CODES, routes::STREAMS]
        .concat()
        .into_iter()
        .map(|(method, path)| (method.to_owned(), path.to_owned()))
        .collect();
    assert_eq!(told, routes);
}

#[actix_web::test]
async fn the_api_description_lists_refusal_codes() {
    let app = TestApp::start();
    let described = Api::public(&app).get("/api/openapi.json").await.json();
    let told = |pointer: &str| described.pointer(pointer).and_then(Value::as_str).unwrap_or_default().to_owned();
    assert!(told("/paths/~1auth~1local/post/responses/401/description").contains("`sign_in_wrong`"));
    assert!(told("/paths/~1people~1{person}~1block/put/responses/403/description").contains("`not_allowed`"));
    assert_eq!(told("/components/securitySchemes/token/scheme"), "bearer");
}

/// Two groups of paths, so that neither test takes long.
const FIRST: &str = "^/[a-l]";
const REST: &str = "^/[^a-l]";

async fn finds_nothing_as_a_guest(part: &str) {
    let app = TestApp::start();
    try_all(&app, "/api", None, ["--include-path-regex", part, "--exclude-path-regex", STREAMS]);
}

/// Signs in as a teacher with some content.
async fn finds_nothing_as_a_teacher(part: &str) {
    let app = TestApp::start();
    app.person("tess", Role::Teacher).await;
    let api = Api::of(&app, "tess").await;
    api.plan("Fractions").await;
    // Signing out would make her a guest.
    let but = format!("{STREAMS}|^/auth/logout");
    try_all(&app, "/api", Some(api.token()), ["--include-path-regex", part, "--exclude-path-regex", &but]);
}

#[actix_web::test]
async fn schemathesis_finds_nothing_in_the_first_paths_as_a_guest() {
    finds_nothing_as_a_guest(FIRST).await;
}

#[actix_web::test]
async fn schemathesis_finds_nothing_in_the_other_paths_as_a_guest() {
    finds_nothing_as_a_guest(REST).await;
}

#[actix_web::test]
async fn schemathesis_finds_nothing_in_the_first_paths_as_a_teacher() {
    finds_nothing_as_a_teacher(FIRST).await;
}

#[actix_web::test]
async fn schemathesis_finds_nothing_in_the_other_paths_as_a_teacher() {
    finds_nothing_as_a_teacher(REST).await;
}

/// The routes of streaming programs exist only at the root.
#[actix_web::test]
async fn schemathesis_finds_nothing_where_programs_stream() {
    try_all(&TestApp::start(), "", None, ["--include-path-regex", STREAMS]);
}

/// A few hundred requests take a minute; these are ten times as many.
#[actix_web::test]
#[ignore = "takes long: make test-long"]
async fn schemathesis_finds_nothing_with_ten_times_as_many_requests() {
    let app = TestApp::start();
    try_all(&app, "/api", None, ["--exclude-path-regex", STREAMS, "--max-examples", "40"]);
    app.person("tess", Role::Teacher).await;
    let api = Api::of(&app, "tess").await;
    api.plan("Fractions").await;
    let but = format!("{STREAMS}|^/auth/logout");
    try_all(&app, "/api", Some(api.token()), ["--exclude-path-regex", &but, "--max-examples", "40"]);
}

/// The routes of streaming programs.
const STREAMS: &str = "^/wh[ie]p/";

/// Schemathesis, from PyPI, generates requests from the description, and checks the answers against it.
fn try_all(app: &TestApp, prefix: &str, token: Option<&str>, which: impl IntoIterator<Item: AsRef<OsStr>>) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let packages = root.join(".tools/python");
    assert!(
        packages.join("schemathesis").is_dir(),
        "the tests' Python packages are missing: scripts/setup test installs them"
    );
    let folder = tempfile::tempdir().expect("a temporary directory");
    let mut command = Command::new("python3");
    command.args(["-m", "schemathesis.cli", "--no-color", "--config-file"]);
    command.arg(root.join("tests/support/schemathesis.toml"));
    command.args(["run", &format!("{}/api/openapi.json", app.url), "--url", &format!("{}{prefix}", app.url)]);
    command.args(["--checks", "all", "--suppress-health-check", "all"]).args(which);
    if let Some(token) = token {
        command.args(["--header", &format!("Authorization: Bearer {token}")]);
    }
    command.env("PYTHONPATH", packages).env("SCHEMATHESIS_HOOKS", root.join("tests/support/schemathesis_checks.py"));
    let output = command.current_dir(folder.path()).output().expect("python3 starts");
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{said}{}", String::from_utf8_lossy(&output.stderr));
}
