//! One private PostgreSQL for the whole test run, started as the server itself would start it, with a database for each test,
//! copied from one that is migrated once. It ends with this process. Servers that tests start as processes have a PostgreSQL of
//! their own: its files are copied too, because creating them takes longer than most tests.

use std::{
    fs,
    hash::{DefaultHasher, Hash, Hasher},
    path::{Path, PathBuf},
    process::Command,
    sync::{Mutex, OnceLock, PoisonError},
};

use diesel::{Connection, PgConnection, RunQueryDsl, sql_query};
use lyceum::db::{
    Pool,
    data_dir::DataDir,
    embedded::{DATABASE, Embedded, Settings},
};
use tempfile::TempDir;

use super::temp_dirs;

struct Cluster {
    postgres: Embedded,
    _held: DataDir,
    _dir: TempDir,
    /// The connection that creates and drops databases, one at a time.
    connection: Mutex<PgConnection>,
}

fn cluster() -> &'static Cluster {
    static CLUSTER: OnceLock<Cluster> = OnceLock::new();
    CLUSTER.get_or_init(|| {
        let dir = temp_dirs::dir();
        let path = dir.path().join("data");
        fill(&path);
        let held = DataDir::take(&path).expect("the test owns it");
        let postgres = start(&held, 200);
        let connection = PgConnection::establish(&postgres.url("postgres")).expect("PostgreSQL answers");
        Cluster { postgres, _held: held, _dir: dir, connection: Mutex::new(connection) }
    })
}

fn start(held: &DataDir, connections: u32) -> Embedded {
    Embedded::start(held.path(), Settings { bin: None, connections, durable: false }).expect("PostgreSQL starts")
}

fn run(connection: &mut PgConnection, statement: &str) {
    sql_query(statement).execute(connection).unwrap_or_else(|error| panic!("{statement}: {error}"));
}

/// A fresh, migrated, empty database, of a school in which everyone may become a teacher by signing up. Dropping this deletes it, even if connections are open.
pub struct Database {
    name: String,
    pub url: String,
}

impl Database {
    pub fn create() -> Self {
        let cluster = cluster();
        let name = format!("test_{}", uuid::Uuid::new_v4().simple());
        let mut connection = cluster.connection.lock().unwrap_or_else(PoisonError::into_inner);
        run(&mut connection, &format!("CREATE DATABASE {name} TEMPLATE {DATABASE}"));
        Self { url: cluster.postgres.url(&name), name }
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        let mut connection = cluster().connection.lock().unwrap_or_else(PoisonError::into_inner);
        // A failing test has its own message; a database that stays adds nothing to it.
        let _ = sql_query(format!("DROP DATABASE {} WITH (FORCE)", self.name)).execute(&mut *connection);
    }
}

/// Fills a new data directory with the files of a private PostgreSQL in which the school's database is migrated and empty.
pub fn fill(data_dir: &Path) {
    drop(DataDir::take(data_dir).expect("it can be made"));
    let mut copy = Command::new("cp");
    // If the database's user cannot reach the prepared directory, the server has put a link here.
    copy.args(["--archive", "-H"]).arg(prepared().join("postgres")).arg(data_dir);
    assert!(copy.status().is_ok_and(|status| status.success()), "{copy:?}");
}

/// A data directory to copy from. Later runs use it again, unless a migration has changed.
fn prepared() -> &'static Path {
    static PREPARED: OnceLock<PathBuf> = OnceLock::new();
    PREPARED.get_or_init(|| {
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("prepared");
        let held = DataDir::take(&path).expect("no other test run holds it");
        let (stamp, wanted) = (path.join("migrations"), migrations().to_string());
        if fs::read_to_string(&stamp).is_ok_and(|made| made == wanted) {
            return path;
        }
        let postgres = start(&held, 2);
        let mut connection = PgConnection::establish(&postgres.url("postgres")).expect("PostgreSQL answers");
        run(&mut connection, &format!("DROP DATABASE {DATABASE} WITH (FORCE)"));
        run(&mut connection, &format!("CREATE DATABASE {DATABASE}"));
        Pool::open(&postgres.url(DATABASE), 1).expect("it opens").migrate().expect("migrations run");
        let mut school = PgConnection::establish(&postgres.url(DATABASE)).expect("PostgreSQL answers");
        run(&mut school, "UPDATE settings SET sign_up = 'open'");
        drop((connection, school));
        postgres.stop();
        fs::remove_file(path.join("postgres/postgres.log")).expect("the server has a log");
        fs::write(stamp, wanted).expect("the test owns it");
        path
    })
}

/// A hash of all migrations.
fn migrations() -> u64 {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations");
    let folders = fs::read_dir(folder).expect("it is there").map(|entry| entry.expect("it can be read").path());
    let mut files: Vec<_> = folders.map(|folder| folder.join("up.sql")).filter(|file| file.is_file()).collect();
    files.sort();
    let mut hasher = DefaultHasher::new();
    for file in files {
        fs::read(file).expect("it can be read").hash(&mut hasher);
    }
    hasher.finish()
}
