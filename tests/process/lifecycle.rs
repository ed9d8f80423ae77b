//! Starting, running, and stopping in order.

use std::{
    fs,
    io::Write,
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use diesel::RunQueryDsl;
use lyceum::db::{Pool, embedded};
use nix::sys::signal::Signal;

use crate::support::program::{Data, Server, eventually, lyceum, refused, run, run_by, serve};

#[test]
fn a_server_answers_and_stops_in_order() {
    let data = Data::fresh();
    let server = Server::start(&mut serve(&data));
    assert_eq!(server.get("/healthz"), Some(200));
    let postmaster = data.postmaster().expect("the database runs");
    let address = server.address;
    server.stop();
    assert!(nix::sys::signal::kill(postmaster, None).is_err(), "the database has stopped, too");
    assert!(std::net::TcpStream::connect(address).is_err());

    Server::start(&mut serve(&data)).stop();
}

#[test]
fn a_server_stops_in_order_right_after_its_start() {
    let data = Data::prepared();
    for _ in 0..5 {
        Server::start(&mut serve(&data)).stop();
    }
}

#[test]
fn the_limit_of_open_files_is_raised_for_a_whole_school() {
    let data = Data::prepared();
    let wanted = serve(&data);
    let mut few = Command::new("sh");
    few.args(["-c", "ulimit -Sn 128 && exec \"$0\" \"$@\""]);
    let server = Server::start(&mut run_by(few, &wanted));
    let pupils: Vec<_> =
        (0..300).map(|_| std::net::TcpStream::connect(server.address).expect("the system queues them")).collect();
    assert_eq!(server.get("/healthz"), Some(200), "the last in the queue is served, too");
    drop(pupils);
    server.stop();
}

#[test]
fn ctrl_c_stops_a_server_in_order() {
    let data = Data::prepared();
    let mut server = Server::start(&mut serve(&data));
    server.signal(Signal::SIGINT);
    assert_eq!(server.ended().code(), Some(0));
}

#[test]
fn a_second_server_on_the_same_data_directory_stops() {
    let data = Data::prepared();
    let first = Server::start(&mut serve(&data));
    let said = refused(&mut serve(&data), 1);
    assert!(said.contains(&format!("another server (process {})", first.pid())), "{said}");
    assert_eq!(first.get("/healthz"), Some(200), "the first goes on");
    let taken = first.address.to_string();
    let said = refused(lyceum(&["serve", "--listen", &taken]).env("LYCEUM_DATA_DIR", Data::fresh().path()), 1);
    assert!(said.contains("another program listens"), "{said}");
    first.stop();
}

#[test]
fn secrets_are_readable_only_by_their_owner() {
    let data = Data::fresh();
    let server = Server::start(&mut serve(&data));
    let mode = |name: &str| fs::metadata(data.path().join(name)).expect(name).permissions().mode() & 0o777;
    assert_eq!(mode("secret.key"), 0o600);
    assert_eq!(mode("turn.secret"), 0o600);
    assert_eq!(mode("postgres/cluster"), 0o700);
    assert_eq!(mode("postgres/socket"), 0o700);
    assert_eq!(mode("") & 0o066, 0, "others can neither list nor write the data directory");
    let open = open_files(&data.path());
    // PostgreSQL's user may differ from the server's, and reads these files: they say who may connect, and contain no secret.
    let told = open.iter().filter(|path| !path.ends_with("pg_hba.conf") && !path.ends_with("pg_ident.conf"));
    assert_eq!(told.collect::<Vec<_>>(), Vec::<&PathBuf>::new(), "others of the machine could read these");
    let secrets =
        || ["secret.key", "turn.secret"].map(|name| fs::read(data.path().join(name)).expect("the test owns it"));
    let before = secrets();
    server.stop();
    let server = Server::start(&mut serve(&data));
    assert_eq!(secrets(), before, "a restart keeps the secrets");
    server.stop();

    let other = Data::prepared();
    let server = Server::start(serve(&other).env("LYCEUM_SECRET_KEY", "ab".repeat(32)));
    assert!(!other.path().join("secret.key").exists(), "a key from the environment is not written down");
    server.stop();
}

/// The files below a folder that other users may read.
fn open_files(folder: &Path) -> Vec<PathBuf> {
    let mut open = Vec::new();
    for entry in fs::read_dir(folder).expect("it can be read") {
        let path = entry.expect("it can be read").path();
        // The database creates and removes files as it works, in a folder that is closed to others.
        let Ok(found) = path.symlink_metadata() else { continue };
        if found.is_dir() && found.permissions().mode() & 0o055 != 0 {
            open.append(&mut open_files(&path));
        } else if found.is_file() && found.permissions().mode() & 0o077 != 0 {
            open.push(path);
        }
    }
    open
}

#[test]
fn an_administrator_can_be_created_with_and_without_a_running_server() {
    let data = Data::prepared();
    let create = |username: &str, email: &str, more: &[&str]| {
        let mut command = lyceum(&["admin", "create", "--bcrypt-cost", "4", "--username", username, "--email", email]);
        command.args(more).env("LYCEUM_DATA_DIR", data.path());
        command
    };
    let output = run(&mut create("ann", "ann@school.example", &["--random-password"]));
    let said = String::from_utf8(output.stdout).expect("it is text");
    let password = said.lines().find_map(|line| line.strip_prefix("Password: ")).expect("it is printed");
    assert!(password.len() >= 20, "{password}");

    let server = Server::start(&mut serve(&data));
    let output = run(create("ben", "ben@school.example", &[]).env("LYCEUM_ADMIN_PASSWORD", "correct horse"));
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    let mut asked = create("cleo", "cleo@school.example", &[]);
    let mut child = asked.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("it starts");
    child.stdin.take().expect("it is piped").write_all(b"battery staple\n").expect("it reads");
    assert!(eventually("the account", || child.try_wait().expect("the test owns it")).success());

    let said = refused(create("ann", "other@school.example", &[]).env("LYCEUM_ADMIN_PASSWORD", "correct horse"), 2);
    assert!(said.contains("already"), "{said}");
    let said = refused(create("dan", "dan@school.example", &[]).env("LYCEUM_ADMIN_PASSWORD", "short"), 2);
    assert!(said.contains("10 characters"), "{said}");
    server.stop();
}

#[test]
fn migrate_updates_the_database_and_exits() {
    let data = Data::fresh();
    let migrate = || {
        let mut command = lyceum(&["migrate"]);
        command.env("LYCEUM_DATA_DIR", data.path());
        command
    };
    for _ in 0..2 {
        let output = run(&mut migrate());
        assert_eq!(output.status.code(), Some(0), "{output:?}");
        assert_eq!(data.postmaster(), None, "nothing is left running");
    }
    let server = Server::start(&mut serve(&data));
    assert_eq!(run(&mut migrate()).status.code(), Some(0), "while a server runs, too");
    server.stop();
}

#[test]
fn an_older_program_warns_about_a_newer_database_and_runs() {
    let data = Data::prepared();
    let server = Server::start(&mut serve(&data));
    let pool = Pool::open(&embedded::url_of_running(&data.path()), 1).expect("the database answers");
    let run = |statement: &'static str| {
        let run = pool.run_blocking(|connection| Ok(diesel::sql_query(statement).execute(connection)?));
        run.expect("the test owns it");
    };
    run("INSERT INTO __diesel_schema_migrations (version) VALUES ('99991231000001')");
    drop(pool);
    server.stop();
    let server = Server::start(&mut serve(&data));
    server.logs("99991231000001");
    assert_eq!(server.get("/healthz"), Some(200));
    server.stop();
}

#[test]
fn the_log_can_be_json() {
    let data = Data::prepared();
    let server = Server::start(serve(&data).env("LYCEUM_LOG_FORMAT", "json"));
    let log = server.logged();
    server.stop();
    assert!(!log.is_empty());
    for line in log.lines() {
        serde_json::from_str::<serde_json::Value>(line).unwrap_or_else(|error| panic!("{line:?}: {error}"));
    }
}

#[test]
fn the_demo_exists_only_on_request_and_survives_a_restart() {
    let data = Data::prepared();
    let code = |server: &Server| {
        let said = eventually("the demo", || {
            let said = server.said();
            said.contains("admin-the-demo").then_some(said)
        });
        let (_, code) = said.split_once("/join/").expect("a link");
        code.lines().next().expect("a code").to_owned()
    };
    let server = Server::start(serve(&data).arg("--demo"));
    let first = code(&server);
    assert_eq!(server.get(&format!("/codes/{first}")), Some(200));
    server.stop();
    let server = Server::start(serve(&data).arg("--demo"));
    assert_eq!(code(&server), first);
    server.stop();
    let server = Server::start(&mut serve(&data));
    assert_ne!(server.get(&format!("/codes/{first}")), Some(200), "without --demo it is over");
    assert!(!server.said().contains("Sign in at"));
    server.stop();
    let server = Server::start(serve(&data).arg("--demo"));
    assert_ne!(code(&server), first, "and then there is a new one");
    server.stop();
}
