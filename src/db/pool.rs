//! The connections to PostgreSQL. The only way to use one is a closure on a blocking thread, so that no arbiter waits.

use std::{
    collections::HashSet,
    sync::{Arc, mpsc},
    thread,
    time::Duration,
};

use diesel::{
    Connection, PgConnection, RunQueryDsl,
    migration::MigrationSource,
    pg::Pg,
    r2d2::{self, ConnectionManager},
};
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};

use super::disk::Disk;
use crate::error::{Failure, Fault};

const MIGRATIONS: EmbeddedMigrations = embed_migrations!();

/// How long a use case waits for a connection before it fails because the database does not answer.
const PATIENCE: Duration = Duration::from_secs(5);

#[derive(Clone)]
pub struct Pool {
    url: Arc<str>,
    connections: r2d2::Pool<ConnectionManager<PgConnection>>,
    /// The database's disk, if it is on this machine.
    disk: Option<Disk>,
}

/// The connections of a pool: open, idle, and the most that may be open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Connections {
    pub open: u32,
    pub idle: u32,
    pub most: u32,
}

impl Pool {
    /// Connects to `url` with up to `size` connections.
    ///
    /// # Errors
    /// [`Fault::Unavailable`], on one line, when no connection can be made.
    pub fn open(url: &str, size: u32) -> Result<Self, Fault> {
        check_connection(url)?;
        builder(size)
            .build(ConnectionManager::new(url))
            .map(|connections| Self { url: url.into(), connections, disk: None })
            .map_err(|error| Fault::Unavailable(error.to_string()))
    }

    /// Another pool of the same database: its up to `size` connections are free even while all of this pool's are taken. It
    /// connects in the background.
    pub fn separate(&self, size: u32) -> Self {
        let connections = builder(size).build_unchecked(ConnectionManager::new(&*self.url));
        Self { connections, ..self.clone() }
    }

    /// Sets the database's disk.
    pub fn on(self, disk: Disk) -> Self {
        Self { disk: Some(disk), ..self }
    }

    /// Whether the disk has space.
    pub fn has_room(&self) -> bool {
        self.disk.as_ref().is_none_or(Disk::has_room)
    }

    /// Runs `work` with a connection on a blocking thread.
    ///
    /// # Errors
    /// What `work` returns; [`Fault::Unavailable`] without a connection.
    pub async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut PgConnection) -> Result<T, Failure> + Send + 'static,
    ) -> Result<T, Failure> {
        let (pool, asked_by) = (self.clone(), tracing::Span::current());
        actix_rt::task::spawn_blocking(move || asked_by.in_scope(|| pool.run_blocking(work)))
            .await
            .unwrap_or_else(|panic| Err(Fault::Broken(panic.to_string()).into()))
    }

    /// The state of the pool.
    pub fn state(&self) -> Connections {
        let r2d2::State { connections, idle_connections, .. } = self.connections.state();
        Connections { open: connections, idle: idle_connections.min(connections), most: self.connections.max_size() }
    }

    /// Whether the database answers and its disk has space.
    ///
    /// # Errors
    /// [`Failure::Fault`] when it does not.
    pub async fn ping(&self) -> Result<(), Failure> {
        self.run(|connection| Ok(diesel::sql_query("SELECT 1").execute(connection).map(|_| ())?)).await?;
        if self.has_room() { Ok(()) } else { Err(Fault::Unavailable("its disk is full".to_owned()).into()) }
    }

    /// Runs `work` on this thread, which must be allowed to block.
    ///
    /// # Errors
    /// As [`Pool::run`].
    pub fn run_blocking<T>(&self, work: impl FnOnce(&mut PgConnection) -> Result<T, Failure>) -> Result<T, Failure> {
        let mut connection = self.connections.get().map_err(|error| Fault::Unavailable(error.to_string()))?;
        work(&mut connection)
    }

    /// Runs the migrations that are missing, and returns their names.
    ///
    /// # Errors
    /// [`Fault::Broken`] when one fails: it then leaves nothing behind.
    pub fn migrate(&self) -> Result<Vec<String>, Failure> {
        let broken = |error: Box<dyn std::error::Error + Send + Sync>| Fault::Broken(error.to_string());
        self.run_blocking(|connection| {
            let ours = MigrationSource::<Pg>::migrations(&MIGRATIONS).map_err(broken)?;
            let ours: HashSet<_> = ours.iter().map(|one| one.name().version().as_owned()).collect();
            let there = connection.applied_migrations().map_err(broken)?;
            if let Some(newer) = there.iter().find(|one| !ours.contains(one)) {
                // Migrations tolerate the previous version of the program, so that an operator can go back one version; but no
                // further.
                tracing::warn!(migration = %newer, "a newer version has migrated the database: start that version soon");
            }
            let done = connection.run_pending_migrations(MIGRATIONS).map_err(broken)?;
            Ok(done.iter().map(ToString::to_string).collect())
        })
    }
}

fn builder(size: u32) -> r2d2::Builder<ConnectionManager<PgConnection>> {
    r2d2::Pool::builder()
        .max_size(size)
        .min_idle(Some(1))
        .connection_timeout(PATIENCE)
        .error_handler(Box::new(r2d2::LoggingErrorHandler))
}

/// Whether the database answers at all. The pool would log each of many attempts, and wait for a host that is silent.
pub(super) fn check_connection(url: &str) -> Result<(), Fault> {
    let (tell, told) = mpsc::channel();
    let url = url.to_owned();
    thread::spawn(move || tell.send(PgConnection::establish(&url).map(drop)));
    let answer = told.recv_timeout(PATIENCE).map_err(|_| Fault::Unavailable("nothing is heard of it".to_owned()))?;
    answer.map_err(|error| {
        let text = error.to_string();
        Fault::Unavailable(text.split_whitespace().collect::<Vec<_>>().join(" "))
    })
}
