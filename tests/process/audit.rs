//! `make audit`: a finding fails it until the finding is accepted; an unreachable source is reported. The test fakes the sources,
//! because the real ones change every day.

use std::{fs, net::TcpListener, path::Path, process::Command};

use actix_web::{App, HttpRequest, HttpResponse, HttpServer, rt::System, web};
use serde_json::{Value, json};

use crate::support::program::run;

/// The answers of the sources, by path.
async fn source(request: HttpRequest, body: web::Bytes) -> HttpResponse {
    let answer = match request.path() {
        "/api.osv.dev/v1/querybatch" => {
            let asked: Value = serde_json::from_slice(&body).expect("JSON");
            let about = |one: &Value| match one["package"]["name"].as_str() {
                Some("leaky") => json!({ "vulns": [{ "id": "GHSA-1" }] }),
                _ => json!({}),
            };
            let results: Vec<_> = asked["queries"].as_array().expect("questions").iter().map(about).collect();
            json!({ "results": results })
        }
        "/api.osv.dev/v1/vulns/GHSA-1" => json!({ "summary": "it leaks", "aliases": ["RUSTSEC-2026-0001"] }),
        "/registry.npmjs.org/-/npm/v1/security/advisories/bulk" => json!({}),
        "/registry.npmjs.org/old-thing" => json!({ "versions": { "1.0.0": { "deprecated": "use the new thing" } } }),
        "/index.crates.io/le/ak/leaky" => json!({ "vers": "1.2.3", "yanked": false }),
        "/pypi.org/pypi/helper/json" => {
            json!({ "releases": { "2.0": [{ "yanked": true, "yanked_reason": "broken" }] } })
        }
        _ => return HttpResponse::NotFound().finish(),
    };
    HttpResponse::Ok().json(answer)
}

/// The URL of the fake sources; they end with this process.
fn sources() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let url = format!("http://{}", listener.local_addr().expect("an address"));
    std::thread::spawn(move || {
        let app = || App::new().default_service(web::to(source));
        let server = HttpServer::new(app).workers(1).disable_signals().listen(listener).expect("the test owns it");
        System::new().block_on(server.run())
    });
    url
}

fn packages() -> tempfile::TempDir {
    let root = tempfile::tempdir().expect("a temporary directory");
    let crates = "[[package]]\nname = \"leaky\"\nversion = \"1.2.3\"\nsource = \"registry+x\"\n\n\
        [[package]]\nname = \"lyceum\"\nversion = \"0.1.0\"\n";
    let modules = json!({ "packages": {
        "": { "name": "client" },
        "node_modules/old-thing": { "version": "1.0.0", "license": "(MIT OR GPL-3.0-only) AND ISC" },
    } });
    let write = |name: &str, text: &str| {
        let path = root.path().join(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("the test owns it");
        fs::write(path, text).expect("the test owns it");
    };
    write("Cargo.lock", crates);
    write("client/package-lock.json", &modules.to_string());
    write("tests/requirements.txt", "# A comment\nhelper==2.0\n");
    write("scripts/audit.accepted", "# Nothing\n");
    root
}

/// The exit code and the output.
fn audit(root: &Path, from: &str, more: &[&str]) -> (Option<i32>, String) {
    let mut command = Command::new("scripts/audit");
    command.current_dir(env!("CARGO_MANIFEST_DIR")).arg("--root").arg(root).args(["--from", from]).args(more);
    let output = run(&mut command);
    let said = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    (output.status.code(), said)
}

#[test]
fn an_audit_finding_fails_until_it_is_accepted_with_a_reason() {
    let (root, from) = (packages(), sources());
    let (code, said) = audit(root.path(), &from, &[]);
    assert_eq!(code, Some(1), "{said}");
    for line in [
        "FOUND: leaky 1.2.3: GHSA-1, RUSTSEC-2026-0001: it leaks",
        "FOUND: old-thing 1.0.0: deprecated: use the new thing",
        "FOUND: helper 2.0: yanked: broken",
        "3 found that nobody has accepted, 0 sources not reached",
    ] {
        assert!(said.contains(line), "{line} in {said}");
    }
    let accept = |text: &str| fs::write(root.path().join("scripts/audit.accepted"), text).expect("the test owns it");
    let others = "deprecated  old-thing  it is only played\nyanked  helper  so is it\n";
    accept(&format!("RUSTSEC-2026-0001  leaky\n{others}"));
    let (code, said) = audit(root.path(), &from, &[]);
    assert!(code == Some(1) && said.contains("FOUND: leaky"), "not without a reason: {said}");
    accept(&format!("RUSTSEC-2026-0001  leaky  we do not use what leaks\n{others}GHSA-9  leaky  long ago\n"));
    let (code, said) = audit(root.path(), &from, &["--strict"]);
    assert_eq!(code, Some(0), "{said}");
    assert!(said.contains("accepted: leaky 1.2.3") && said.contains("we do not use what leaks"), "{said}");
    assert!(said.contains("has GHSA-9 of leaky, which is not found any more"), "{said}");
}

#[test]
fn an_unreachable_audit_source_is_reported_and_fails_only_in_strict_mode() {
    let root = packages();
    let nobody = {
        let free = TcpListener::bind("127.0.0.1:0").expect("a free port");
        format!("http://{}", free.local_addr().expect("an address"))
    };
    let (code, said) = audit(root.path(), &nobody, &[]);
    assert_eq!(code, Some(0), "{said}");
    assert!(said.contains("advisories at osv.dev: NOT looked up") && said.contains("5 sources not reached"), "{said}");
    assert_eq!(audit(root.path(), &nobody, &["--strict"]).0, Some(1));
}
