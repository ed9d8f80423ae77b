//! The use cases. Every door calls them; each asks `access` in its first line.

pub mod accounts;
pub mod admission;
pub mod attendance;
pub mod audit;
pub mod content;
pub mod demo;
pub mod experiences;
pub mod files;
pub mod first;
pub mod guesses;
pub mod invitations;
pub mod letters;
pub mod library;
pub mod lifecycle;
pub mod live;
pub mod logins;
pub mod mails;
pub mod markdown;
pub mod moments;
pub mod overview;
pub mod passwords;
pub mod people;
pub mod profile;
pub mod progress;
pub mod recovery;
pub mod registration;
pub mod retention;
pub mod rights;
pub mod screen;
pub mod series;
pub mod sessions;
pub mod settings;
pub mod sign_ins;
pub mod streams;

use std::{
    path::PathBuf,
    sync::{Arc, OnceLock},
};

use guesses::{Guesses, Letters, Newcomers};
use passwords::Turns;
use sign_ins::SignIns;
use tokio::sync::Notify;

use actix::{Actor, Addr};

use crate::{
    access::Keys,
    cluster::{Directory, Registry},
    db::{self, Pool},
    error::Failure,
    ids::SessionId,
    media::Media,
    metrics::Metrics,
    outbound::Storage,
    room::Journal,
};

/// What the use cases work on: one school, on one server.
pub struct School {
    pub pool: Pool,
    pub keys: Arc<Keys>,
    pub directory: Arc<Directory>,
    /// The rooms of live sessions, and of those that people wait for.
    pub rooms: Addr<Registry>,
    /// Wrong join codes, by whatever door they come.
    pub guesses: Guesses,
    /// Guests who come for the first time.
    pub newcomers: Newcomers,
    /// Wrong passwords.
    pub sign_ins: SignIns,
    /// What programs ask for.
    pub streams: streams::Pace,
    /// Files that people bring just now.
    pub arriving: files::Arriving,
    /// Mails that strangers have us send.
    pub letters: Letters,
    /// Who may hash a password now.
    pub hashing: Turns,
    /// Told when a job was queued.
    pub errands: Notify,
    /// The port for sound, as browsers are told of it.
    pub media: Arc<Media>,
    /// What is counted of the server's work.
    pub metrics: Arc<Metrics>,
    pub settings: Settings,
    /// What administrators have set.
    choices: settings::Current,
    /// The demo's live lesson, which may be empty for ever.
    pub endless: OnceLock<SessionId>,
}

/// The handle that every door holds.
pub type SchoolRef = Arc<School>;

/// What was set where the server was started, as the use cases need it.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The cost of bcrypt: 2 to its power rounds.
    pub bcrypt_cost: u32,
    /// How long an access token can be used, and a cookie until it is renewed.
    pub access_lifetime: chrono::Duration,
    /// How long a sign-in lasts.
    pub login_lifetime: chrono::Duration,
    /// What links in mails begin with, without a final slash. Never taken from a request: whoever made one up could have
    /// our mails lead to a server of theirs.
    pub url: String,
    /// How long a mailed link can be used.
    pub link_lifetime: chrono::Duration,
    /// How long the place of a lost connection is kept.
    pub seat_grace: chrono::Duration,
    /// Where the files lie that teachers bring.
    pub storage: Storage,
    /// The folder in which mails lie as files, where no mail server takes them.
    pub mail_folder: Option<PathBuf>,
    /// Where the server keeps its own things, to see how full the disk is.
    pub data_dir: Option<PathBuf>,
    /// Whether it is backed up by itself.
    pub backs_up: bool,
    /// What wins over what administrators set.
    pub given: settings::Given,
}

impl School {
    /// Opens a school: starts its journal and the registry of its rooms, on the actix system of this thread, and knows
    /// the sessions again, those that were live with their rooms.
    ///
    /// # Errors
    /// The database's.
    pub async fn open(pool: Pool, keys: Keys, settings: Settings, media: Arc<Media>) -> Result<SchoolRef, Failure> {
        let (keys, directory) = (Arc::new(keys), Arc::<Directory>::default());
        let metrics = Arc::<Metrics>::default();
        let choices = settings::Current::new(pool.run(db::settings::load).await?);
        let journal = Journal::new(&pool, Arc::clone(&metrics)).start();
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        let rooms =
            Registry::new(cores, Arc::clone(&directory), Arc::clone(&keys), journal, Arc::clone(&media)).start();
        let school = Arc::new(Self {
            pool,
            keys,
            directory,
            rooms,
            guesses: Guesses::default(),
            arriving: files::Arriving::default(),
            newcomers: Newcomers::default(),
            sign_ins: SignIns::default(),
            streams: streams::Pace::default(),
            letters: Letters::default(),
            hashing: Turns::default(),
            errands: Notify::new(),
            media,
            metrics,
            settings,
            choices,
            endless: OnceLock::new(),
        });
        sessions::load_directory(&school).await?;
        admission::reopen(&school).await?;
        Ok(school)
    }

    /// Tells everyone in a room that the server stops, and waits until what they did is written.
    pub async fn close(&self) {
        // Without a registry there are no rooms to be told.
        let _ = self.rooms.send(crate::cluster::registry::Close).await;
    }
}
