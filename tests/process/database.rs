//! Failures of the private database: each leads to a clear message or a repair.

use std::{
    fs,
    os::unix::fs::{PermissionsExt, symlink},
};

use nix::sys::signal::{Signal, kill};

use crate::support::{
    postgres::Database,
    program::{Data, Server, Starting, eventually, refused, report_skipped, serve},
    small_disk::SmallDisk,
};

#[test]
fn a_folder_without_postgresql_is_an_invalid_value() {
    let data = Data::fresh();
    let empty = tempfile::tempdir().expect("a temporary directory");
    let said = refused(serve(&data).env("LYCEUM_POSTGRES_BIN", empty.path()), 2);
    assert!(said.contains("--postgres-bin") && said.contains("initdb"), "{said}");
}

#[test]
fn the_private_database_listens_only_on_its_owners_socket() {
    let data = Data::prepared();
    let server = Server::start(&mut serve(&data));
    let postmaster = data.postmaster().expect("the database runs");
    let opened = fs::read_dir(format!("/proc/{postmaster}/fd")).expect("the test owns it");
    let opened = opened.filter_map(|fd| fs::read_link(fd.ok()?.path()).ok()?.to_str().map(str::to_owned));
    let sockets: Vec<_> = opened.filter(|to| to.starts_with("socket:")).collect();
    assert!(!sockets.is_empty(), "it is reached somehow");
    for table in ["tcp", "tcp6", "udp", "udp6"] {
        let Ok(lines) = fs::read_to_string(format!("/proc/net/{table}")) else { continue };
        for line in lines.lines().skip(1) {
            let fields: Vec<_> = line.split_whitespace().collect();
            // PostgreSQL before 16 sends its statistics to itself by UDP.
            let itself = table.starts_with("udp") && !fields[2].ends_with(":0000");
            assert!(itself || !sockets.contains(&format!("socket:[{}]", fields[9])), "{table}: {line}");
        }
    }
    let socket = data.path().join("postgres/socket/.s.PGSQL.5432");
    assert_eq!(fs::metadata(socket).expect("it is there").permissions().mode() & 0o077, 0);
    server.stop();
}

#[test]
fn an_aborted_start_is_repaired() {
    let data = Data::fresh();
    let half = data.path().join("postgres/cluster.new");
    fs::create_dir_all(&half).expect("the test owns it");
    for dir in [data.path(), data.path().join("postgres")] {
        fs::set_permissions(dir, fs::Permissions::from_mode(0o711)).expect("the test owns it");
    }
    fs::write(half.join("PG_VERSION"), "15").expect("the test owns it");
    Server::start(&mut serve(&data)).stop();
    assert!(!half.exists());
}

#[test]
fn a_damaged_cluster_is_not_overwritten() {
    let data = Data::prepared();
    Server::start(&mut serve(&data)).stop();
    let version = data.cluster().join("PG_VERSION");
    let before = fs::read(&version).expect("it is there");
    fs::write(&version, "fifteen").expect("the test may do this");
    let said = refused(&mut serve(&data), 1);
    assert!(said.contains("damaged") && said.contains("PG_VERSION"), "{said}");
    fs::remove_file(&version).expect("the test may do this");
    let said = refused(&mut serve(&data), 1);
    assert!(said.contains("damaged"), "{said}");
    fs::write(&version, "8\n").expect("the test may do this");
    let said = refused(&mut serve(&data), 1);
    assert!(said.contains("postgresql-8"), "{said}");
    fs::write(&version, before).expect("the test may do this");
    Server::start(&mut serve(&data)).stop();
}

/// Converts libpq's keyword form to a URL; the socket's folder is the host.
fn address(words: &str) -> String {
    let value = |name: &str| {
        let (_, rest) = words.split_once(name).expect("it is named");
        rest.split([' ', '\'']).find(|part| !part.is_empty()).expect("it has a value").to_owned()
    };
    format!("postgres://{}@{}:5432/{}", value("user="), value("host=").replace('/', "%2F"), value("dbname="))
}

#[test]
fn an_external_database_can_be_used() {
    let data = Data::fresh();
    let database = Database::create();
    let url = address(&database.url);
    let server = Server::start(serve(&data).args(["--database-url", &url]));
    assert_eq!(server.get("/readyz"), Some(200));
    assert!(!data.path().join("postgres").exists(), "there is no private one");
    server.stop();
}

#[test]
fn a_second_server_on_the_same_database_stops_before_touching_lessons() {
    let (data, other) = (Data::fresh(), Data::fresh());
    let database = Database::create();
    let url = address(&database.url);
    let first = Server::start(serve(&data).args(["--database-url", &url]));
    let said = refused(serve(&other).args(["--database-url", &url]), 1);
    assert!(said.contains("another server"), "{said}");
    assert_eq!(first.get("/readyz"), Some(200), "the first goes on");
    first.kill();
    Server::start(serve(&other).args(["--database-url", &url])).stop();
}

#[test]
fn a_long_data_directory_works() {
    let data = Data::fresh();
    let long = data.path().join("x".repeat(100));
    let server = Server::start(serve(&data).env("LYCEUM_DATA_DIR", &long));
    assert_eq!(server.get("/readyz"), Some(200));
    server.stop();
}

#[test]
fn a_data_directory_with_owner_only_permissions_works() {
    let data = Data::fresh();
    fs::create_dir(data.path()).expect("the test owns it");
    fs::set_permissions(data.path(), fs::Permissions::from_mode(0o700)).expect("the test owns it");
    let server = Server::start(&mut serve(&data));
    assert!(data.path().join("postgres").is_dir() && data.cluster().exists());
    server.stop();
}

/// Only root runs the database as a user who may be unable to reach the directory.
#[test]
fn the_database_moves_elsewhere_if_its_user_cannot_reach_the_data_directory() {
    if !nix::unistd::geteuid().is_root() {
        report_skipped("not root: the database runs as ourselves, and reaches what we reach");
        return;
    }
    let home = tempfile::tempdir().expect("a temporary directory");
    fs::set_permissions(home.path(), fs::Permissions::from_mode(0o700)).expect("the test owns it");
    let data = Data::within(home.path());
    let server = Server::start(&mut serve(&data));
    let there = fs::read_link(data.path().join("postgres")).expect("a link");
    assert!(there.starts_with("/var/lib/lyceum"), "{}", there.display());
    assert!(server.logged().contains("the database is kept in /var/lib/lyceum/"), "{}", server.logged());
    server.stop();
    Server::start(&mut serve(&data)).stop();

    // A copy of the data directory links to the same database, which only one server may use.
    let copy = Data::within(home.path());
    fs::create_dir(copy.path()).expect("the test owns it");
    symlink(&there, copy.path().join("postgres")).expect("the test owns it");
    let server = Server::start(&mut serve(&data));
    let said = refused(&mut serve(&copy), 1);
    assert!(said.contains("another server"), "{said}");
    server.stop();

    fs::remove_dir_all(&there).expect("the test owns it");
    let said = refused(&mut serve(&data), 1);
    assert!(said.contains("is gone") && said.contains(there.to_str().expect("it is text")), "{said}");
}

#[test]
fn a_full_disk_is_reported_and_the_server_recovers_with_space() {
    // So much is free that a start seems possible, but too little for a new database.
    let Some(disk) = SmallDisk::of(36) else { return };
    let data = Data::within(disk.path());
    fs::set_permissions(data.path().parent().expect("it has one"), fs::Permissions::from_mode(0o755))
        .expect("the test owns it");
    let starting = Starting::begin(&mut serve(&data));
    starting.logs("No space left on device");
    starting.waits_at();
    disk.grow(200);
    let server = starting.ready();

    // The disk is full again while the server runs and its database crashes: it recovers as soon as there is space.
    disk.fill();
    kill(data.postmaster().expect("the database runs"), Signal::SIGKILL).expect("the test may do this");
    server.logs("starting it again");
    disk.clear();
    server.logs("the database is back");
    eventually("an answer from it", || (server.get("/readyz") == Some(200)).then_some(()));
    server.stop();
}
