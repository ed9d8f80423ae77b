//! The data directory and its database, opened together and closed in order.

use crate::{
    config::Store,
    db::{
        Pool,
        data_dir::{DataDir, DataDirError},
        database_lock::DatabaseLock,
        disk::Disk,
        embedded::{self, Embedded},
    },
};

use super::ExitError;

/// The fields are dropped in this order: first connections, then the database, then the lock.
pub(super) struct Storage {
    pub pool: Pool,
    /// The URL of the database.
    pub url: String,
    /// Set for an external database, which this process locks; a private one is locked with its data directory.
    sole: Option<DatabaseLock>,
    database: Option<Embedded>,
    /// `None` when a command joins a running server, which holds the data directory.
    pub data_dir: Option<DataDir>,
}

impl Storage {
    /// Takes the data directory, starts the database, and migrates it.
    pub fn open(store: &Store) -> Result<Self, ExitError> {
        let data_dir = DataDir::take(&store.data_dir)?;
        let mut sole = None;
        let (url, database) = match &store.database_url {
            Some(url) => {
                sole = take(url)?;
                (url.clone(), None)
            }
            None => {
                let settings = embedded::Settings {
                    bin: store.postgres_bin.as_deref(),
                    connections: store.pool_size,
                    durable: true,
                };
                let database = Embedded::start(data_dir.path(), settings)?;
                (database.url(embedded::DATABASE), Some(database))
            }
        };
        let pool = connect(store, &url)?;
        let pool = if database.is_some() { pool.on(Disk::of(data_dir.path().to_owned())) } else { pool };
        Ok(Self { pool, url, sole, database, data_dir: Some(data_dir) })
    }

    /// As [`Storage::open`]; but if a server runs on the data directory, joins its database.
    pub fn join(store: &Store) -> Result<Self, ExitError> {
        let running = match &store.database_url {
            Some(url) => url.clone(),
            None => match DataDir::take(&store.data_dir) {
                Err(DataDirError::InUse { path, .. }) => embedded::url_of_running(&path),
                taken => {
                    drop(taken?);
                    return Self::open(store);
                }
            },
        };
        let pool = connect(store, &running)?;
        Ok(Self { pool, url: running, sole: None, database: None, data_dir: None })
    }

    /// Whether no server uses the joined database; then none can start until this is closed.
    pub fn lock_exclusively(&mut self, store: &Store) -> Result<bool, ExitError> {
        match &store.database_url {
            None => Ok(self.data_dir.is_some()),
            Some(url) => {
                self.sole = DatabaseLock::take(url)?;
                Ok(self.sole.is_some())
            }
        }
    }

    /// Stops the private database.
    pub fn close(self) {
        drop((self.pool, self.sole));
        if let Some(database) = self.database {
            database.stop();
        }
    }
}

fn take(url: &str) -> Result<Option<DatabaseLock>, ExitError> {
    match DatabaseLock::take(url) {
        Ok(Some(sole)) => Ok(Some(sole)),
        Ok(None) => Err(ExitError::Failed("another server works on the database of --database-url".to_owned())),
        Err(failure) => Err(ExitError::Wrong(format!("the database of --database-url cannot be used: {failure}"))),
    }
}

fn connect(store: &Store, url: &str) -> Result<Pool, ExitError> {
    let pool = Pool::open(url, store.pool_size).map_err(|fault| match &store.database_url {
        Some(_) => ExitError::Wrong(format!("the database of --database-url cannot be used: {fault}")),
        None => ExitError::Failed(fault.to_string()),
    })?;
    for migration in pool.migrate()? {
        tracing::info!(migration, "the database was migrated");
    }
    Ok(pool)
}
