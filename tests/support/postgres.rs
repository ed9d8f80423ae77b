//! One private PostgreSQL for the whole test run, started as the server itself would, and in it a database for each test,
//! copied from one that was migrated once. It ends with this process.

use std::{
    path::Path,
    sync::{Mutex, OnceLock, PoisonError},
};

use diesel::{Connection, PgConnection, RunQueryDsl, sql_query};
use lyceum::db::{
    Pool,
    data_dir::DataDir,
    embedded::{Embedded, Settings},
};

struct Cluster {
    postgres: Embedded,
    _held: DataDir,
    /// Copying a database suffers nobody else in it.
    copying: Mutex<()>,
}

const TEMPLATE: &str = "template_lyceum";

fn cluster() -> &'static Cluster {
    static CLUSTER: OnceLock<Cluster> = OnceLock::new();
    CLUSTER.get_or_init(|| {
        let held = DataDir::take(&Path::new(env!("CARGO_TARGET_TMPDIR")).join("school")).expect("no other test run");
        let settings = Settings { bin: None, connections: 200, durable: false };
        let postgres = Embedded::start(held.path(), settings).expect("PostgreSQL starts");
        let mut connection = PgConnection::establish(&postgres.url("postgres")).expect("PostgreSQL answers");
        for old in databases(&mut connection) {
            run(&mut connection, &format!("DROP DATABASE \"{old}\" WITH (FORCE)"));
        }
        run(&mut connection, &format!("CREATE DATABASE {TEMPLATE}"));
        Pool::open(&postgres.url(TEMPLATE), 1).expect("the template opens").migrate().expect("migrations run");
        Cluster { postgres, _held: held, copying: Mutex::new(()) }
    })
}

/// What an earlier run left.
fn databases(connection: &mut PgConnection) -> Vec<String> {
    #[derive(diesel::QueryableByName)]
    struct Database {
        #[diesel(sql_type = diesel::sql_types::Text)]
        datname: String,
    }
    sql_query("SELECT datname::text FROM pg_database WHERE datname LIKE 'test_%' OR datname = 'template_lyceum'")
        .load::<Database>(connection)
        .expect("the catalogue can be read")
        .into_iter()
        .map(|database| database.datname)
        .collect()
}

fn run(connection: &mut PgConnection, statement: &str) {
    sql_query(statement).execute(connection).unwrap_or_else(|error| panic!("{statement}: {error}"));
}

/// The address of a fresh, migrated, empty database.
pub fn database() -> String {
    let cluster = cluster();
    let name = format!("test_{}", uuid::Uuid::new_v4().simple());
    let _copying = cluster.copying.lock().unwrap_or_else(PoisonError::into_inner);
    let mut connection = PgConnection::establish(&cluster.postgres.url("postgres")).expect("PostgreSQL answers");
    run(&mut connection, &format!("CREATE DATABASE {name} TEMPLATE {TEMPLATE}"));
    cluster.postgres.url(&name)
}
