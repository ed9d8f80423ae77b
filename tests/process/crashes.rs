//! Crashes of the server or of its database, and the recovery.

use std::{
    fs,
    os::unix::process::CommandExt,
    process::{Child, Command},
};

use nix::{
    sys::signal::{Signal, kill},
    unistd::Pid,
};

use crate::support::program::{Data, Server, Starting, eventually, lyceum, refused, run, serve};

fn runs(pid: Pid) -> bool {
    kill(pid, None).is_ok()
}

#[test]
fn the_database_stops_in_order_when_its_server_is_killed() {
    let data = Data::prepared();
    let server = Server::start(&mut serve(&data));
    let postmaster = data.postmaster().expect("the database runs");
    server.kill();
    eventually("the database's end", || (!runs(postmaster)).then_some(()));
    Server::start(&mut serve(&data)).stop();
    let log = fs::read_to_string(data.path().join("postgres/postgres.log")).expect("there is a log");
    assert!(!log.contains("not properly shut down"), "{log}");
}

#[test]
fn a_server_restarts_at_once_after_it_was_killed() {
    let data = Data::prepared();
    Server::start(&mut serve(&data)).kill();
    for _ in 0..3 {
        let server = Server::start(&mut serve(&data));
        assert_eq!(server.get("/readyz"), Some(200));
        server.kill();
    }
    Server::start(&mut serve(&data)).stop();
}

/// As when a machine loses its power, or when systemd kills a whole unit: nothing is cleaned up, and nobody helps.
#[test]
fn after_a_power_failure_everything_is_recovered() {
    let data = Data::prepared();
    let mut create = lyceum(&["admin", "create", "--username", "head", "--email", "head@school.example"]);
    create.env("LYCEUM_DATA_DIR", data.path()).env("LYCEUM_ADMIN_PASSWORD", "chalk-and-cheese");
    let mut made = false;
    for _ in 0..3 {
        let server = Server::start(&mut serve(&data));
        if !made {
            assert!(run(create.env("LYCEUM_BCRYPT_COST", "4")).status.success());
            made = true;
        }
        let postmaster = data.postmaster().expect("the database runs");
        // Stopped, so that it does not notice the end of the server and clean up.
        kill(postmaster, Signal::SIGSTOP).expect("the test may do this");
        kill(postmaster, Signal::SIGKILL).expect("the test may do this");
        server.kill();
        assert_eq!(data.postmaster(), Some(postmaster), "its stale PID file is still there");
    }
    let server = Server::start(&mut serve(&data));
    assert_eq!(server.get("/readyz"), Some(200));
    let said = refused(create.env("LYCEUM_BCRYPT_COST", "4"), 2);
    assert!(said.contains("already"), "{said}");
    server.stop();
}

#[test]
fn a_database_that_outlived_its_server_is_stopped_first() {
    let data = Data::prepared();
    let server = Server::start(&mut serve(&data));
    let postmaster = data.postmaster().expect("the database runs");
    // Stopped, so that it does not receive the kernel's signal when its server dies.
    let mut companion = companion(postmaster);
    kill(postmaster, Signal::SIGSTOP).expect("the test may do this");
    server.kill();
    assert!(runs(postmaster));
    let next = Starting::begin(&mut serve(&data));
    next.logs("still runs");
    kill(postmaster, Signal::SIGCONT).expect("the test may do this");
    let server = next.ready();
    assert_ne!(data.postmaster(), Some(postmaster));
    server.stop();
    companion.kill().expect("the test owns it");
    companion.wait().expect("the test owns it");
}

/// A process in the postmaster's group whose parent survives: the kernel continues the stopped processes of an orphaned group
/// (POSIX, `_exit`), and would so continue the postmaster once its server is gone.
fn companion(postmaster: Pid) -> Child {
    Command::new("sleep").arg("600").process_group(postmaster.as_raw()).spawn().expect("it starts")
}

#[test]
fn a_stale_pid_file_does_not_prevent_a_start() {
    let data = Data::prepared();
    Server::start(&mut serve(&data)).stop();
    let pid_file = data.cluster().join("postmaster.pid");
    // An unused process id, our own, and invalid ones.
    for pid in ["2147483646".to_owned(), std::process::id().to_string(), "nonsense".to_owned(), String::new()] {
        fs::write(&pid_file, format!("{pid}\n{}\n0\n5432\n", data.cluster().display())).expect("the test may do this");
        fs::write(data.path().join("postgres/socket/.s.PGSQL.5432.lock"), &pid).expect("the test may do this");
        Server::start(&mut serve(&data)).stop();
    }
}

#[test]
fn a_server_stopped_during_its_start_ends_in_order() {
    let data = Data::fresh();
    // While the cluster is created, and while it starts.
    for part in ["cluster.new", "cluster/postmaster.pid"] {
        let starting = Starting::begin(&mut serve(&data));
        let path = data.path().join("postgres").join(part);
        eventually(part, || path.exists().then_some(()));
        starting.stop();
        assert_eq!(data.postmaster(), None, "{part}");
    }
    Server::start(&mut serve(&data)).stop();
}

#[test]
fn a_crashed_database_is_restarted() {
    let data = Data::prepared();
    let server = Server::start(&mut serve(&data));
    for _ in 0..2 {
        let postmaster = data.postmaster().expect("the database runs");
        kill(postmaster, Signal::SIGKILL).expect("the test may do this");
        eventually("another database", || data.postmaster().filter(|pid| *pid != postmaster && runs(*pid)));
        eventually("an answer from it", || (server.get("/readyz") == Some(200)).then_some(()));
    }
    server.logs("starting it again");
    server.logs("the database is back");
    server.stop();
}
