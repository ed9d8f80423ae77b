//! Backups of a school, and their restoration.

use std::{
    fs,
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
    process::Command,
};

use image::ImageFormat;
use reqwest::{Method, RequestBuilder, Response};
use serde_json::{Value, json};

use crate::support::{
    files::{file, picture},
    http::client,
    program::{Data, Server, eventually, lyceum, refused, run, serve},
};

const PASSWORD: &str = "chalk-and-cheese";

fn backups(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten();
    let mut all: Vec<_> = entries.map(|entry| entry.expect("it is readable").path()).collect();
    all.sort();
    all
}

fn name(file: &Path) -> String {
    file.file_name().and_then(|name| name.to_str()).expect("it has a name").to_owned()
}

fn restore(file: &Path, into: &Data) -> Command {
    let mut command = lyceum(&["restore"]);
    command.arg(file).env("LYCEUM_DATA_DIR", into.path());
    command
}

fn administrator(data: &Data) {
    let flags = ["--username", "head", "--email", "head@school.example", "--bcrypt-cost", "4"];
    let mut create = lyceum(&["admin", "create"]);
    create.args(flags).env("LYCEUM_DATA_DIR", data.path()).env("LYCEUM_ADMIN_PASSWORD", PASSWORD);
    assert!(run(&mut create).status.success());
}

/// A running school with one administrator, and a file besides the database.
fn school(data: &Data) -> Server {
    let server = Server::start(&mut serve(data));
    administrator(data);
    fs::create_dir_all(data.path().join("files/a")).expect("it can be made");
    fs::write(data.path().join("files/a/photo"), "a photo").expect("it can be written");
    server
}

fn back_up(data: &Data, to: &Path) -> PathBuf {
    let mut command = lyceum(&["backup", "--to"]);
    command.arg(to).env("LYCEUM_DATA_DIR", data.path());
    let output = run(&mut command);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let [made] = &backups(to)[..] else { panic!("not one file but {:?}", backups(to)) };
    made.clone()
}

/// Signs in, and sends this request.
async fn asks(server: &Server, method: Method, path: &str, how: impl Fn(RequestBuilder) -> RequestBuilder) -> Response {
    let client = client();
    let url = |path: &str| format!("http://{}{path}", server.address);
    let credentials = json!({ "identifier": "head", "password": PASSWORD });
    let signed_in = client.post(url("/auth/local")).json(&credentials).send().await.expect("an answer");
    let tokens: Value = signed_in.json().await.expect("JSON");
    let token = tokens["jwt"].as_str().expect("they sign in");
    how(client.request(method, url(path)).bearer_auth(token)).send().await.expect("an answer")
}

async fn json_of(response: Response) -> Value {
    assert!(response.status().is_success(), "{response:?}");
    response.json().await.expect("JSON")
}

/// Uploads an image and a presentation, and creates an experience with them.
async fn prepare(server: &Server) -> Value {
    let mut parts = Vec::new();
    let drawn = picture(64, 48, ImageFormat::Png);
    for (name, kind, bytes) in [("leaf.png", "photo", &drawn[..]), ("notes.pdf", "presentation", b"%PDF-1.7 none")] {
        let brought = json_of(asks(server, Method::POST, "/upload", |request| file(request, name, bytes)).await).await;
        parts.push(json!({ "kind": kind, "media": brought[0]["id"] }));
    }
    let made = json!({ "Title": "Leaves", "content": parts });
    json_of(asks(server, Method::POST, "/experiences", |request| request.json(&made)).await).await
}

/// All files of the experience, as a browser loads them.
async fn loaded(server: &Server, experience: &Value) -> Vec<Vec<u8>> {
    let mut files = Vec::new();
    for media in experience["Media"].as_array().expect("a list") {
        let path = media["url"].as_str().expect("an address");
        let path = path.find("/files/").map(|at| &path[at..]).expect("it is a file of ours");
        let answer = asks(server, Method::GET, path, |request| request).await;
        assert_eq!(answer.status(), 200, "{path}");
        files.push(answer.bytes().await.expect("it comes whole").to_vec());
    }
    files
}

fn waits_for<T>(what: impl Future<Output = T>) -> T {
    actix_web::rt::System::new().block_on(what)
}

#[test]
fn a_restored_school_keeps_its_accounts_and_files() {
    let (data, elsewhere) = (Data::prepared(), Data::fresh());
    let server = school(&data);
    let (made, files) = waits_for(async {
        let made = prepare(&server).await;
        let files = loaded(&server, &made).await;
        (made, files)
    });
    assert!(files.len() == 2 && files.iter().all(|file| !file.is_empty()), "{made}");
    // Inside the data directory, where the next backup must not include it.
    let folder = data.path().join("backups");
    let file = back_up(&data, &folder);
    assert_eq!(fs::metadata(&file).expect("it is there").permissions().mode() & 0o777, 0o600, "it holds secrets");
    let told = waits_for(server.told("backed-up", "head", PASSWORD));
    assert_eq!(told, [format!("The server made the backup {}", name(&file))]);
    server.stop();

    let output = run(&mut restore(&file, &elsewhere));
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let there = elsewhere.path();
    assert_eq!(fs::read_to_string(there.join("files/a/photo")).expect("it is there"), "a photo");
    assert_eq!(
        fs::read(there.join("secret.key")).expect("it is there"),
        fs::read(data.path().join("secret.key")).expect("it is there"),
        "what was signed before is good"
    );
    assert!(!there.join("backups").exists() && !there.join("database.dump").exists());
    let again = Server::start(&mut serve(&elsewhere));
    let path = format!("/experiences/{}", made["id"].as_str().expect("an id"));
    let (found, loaded) = waits_for(async {
        let found = json_of(asks(&again, Method::GET, &path, |request| request).await).await;
        let files = loaded(&again, &found).await;
        (found, files)
    });
    assert_eq!(found, made, "who signs in finds what they have made");
    assert!(loaded == files, "and its files are whole");
    again.stop();

    let said = refused(&mut restore(&file, &elsewhere), 2);
    assert!(said.contains("already"), "{said}");
}

#[test]
fn restoring_a_broken_backup_leaves_nothing_behind() {
    let data = Data::prepared();
    let server = school(&data);
    let folder = Data::fresh();
    let file = back_up(&data, &folder.path());
    server.stop();
    let whole = fs::read(&file).expect("it is there");
    let cut = folder.path().join("cut.tar");
    for bytes in [&whole[..whole.len() / 2], b"no tar at all, but long enough to be looked at by who expects one"] {
        fs::write(&cut, bytes).expect("it can be written");
        let elsewhere = Data::fresh();
        let output = run(&mut restore(&cut, &elsewhere));
        assert!(!output.status.success());
        let left = backups(&elsewhere.path());
        assert!(left.iter().all(|path| path.ends_with("lyceum.lock")), "{left:?}");
    }
}

#[test]
fn a_server_makes_and_prunes_scheduled_backups() {
    let (data, folder) = (Data::prepared(), Data::fresh());
    let folder = folder.path();
    fs::create_dir_all(&folder).expect("it can be made");
    let old = |name: &str| {
        let path = folder.join(name);
        fs::write(&path, "").expect("it can be written");
        let long_ago = std::time::SystemTime::UNIX_EPOCH;
        fs::File::options()
            .append(true)
            .open(path)
            .and_then(|file| file.set_modified(long_ago))
            .expect("the test owns it");
    };
    old("lyceum-20200101T000000Z.tar");
    old("lyceum-20200102T000000Z.tar");
    old("holiday.tar");
    let mut told = serve(&data);
    told.env("LYCEUM_BACKUP_DIR", &folder).env("LYCEUM_BACKUP_KEEP", "2");
    let server = Server::start(&mut told);
    let names = || -> Vec<String> { backups(&folder).iter().map(|path| name(path)).collect() };
    let names = eventually("one is made, and the oldest is gone", || {
        Some(names()).filter(|names| names.len() == 3 && names.iter().all(|name| !name.contains("20200101")))
    });
    assert!(names[2].ends_with(".tar"), "{names:?}");
    assert_eq!((&names[0][..], &names[1][..]), ("holiday.tar", "lyceum-20200102T000000Z.tar"), "{names:?}");
    administrator(&data);
    let told = eventually("it is noted", || {
        Some(waits_for(server.told("backed-up", "head", PASSWORD))).filter(|told| !told.is_empty())
    });
    assert_eq!(told, [format!("The server made the backup {}", names[2])]);
    server.stop();
    let elsewhere = Data::fresh();
    assert!(run(&mut restore(&folder.join(&names[2]), &elsewhere)).status.success());
}
