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
pub mod library;
pub mod lifecycle;
pub mod listings;
pub mod live;
pub mod logins;
pub mod mail_content;
pub mod mail_jobs;
pub mod mails;
pub mod markdown;
pub mod moments;
mod node;
pub mod overview;
pub mod passwords;
pub mod people;
pub mod profile;
pub mod progress;
pub mod recovery;
pub mod registration;
pub mod retention;
pub mod rights;
pub mod rooms;
pub mod series;
pub mod sessions;
pub mod settings;
pub mod sign_ins;
pub mod slides;
pub mod streams;

use std::{
    path::PathBuf,
    sync::{Arc, OnceLock},
};

use guesses::{Guesses, MailLimits, Newcomers};
use passwords::Turns;
use sign_ins::SignIns;
use tokio::sync::watch;

use actix::{Actor, Addr};

use crate::{
    access::Keys,
    cluster::{Announcement, Bus, Directory, Registry},
    db::{self, Pool},
    error::Failure,
    ids::{NodeId, SessionId},
    media::Media,
    metrics::Metrics,
    outbound::Storage,
    room::Journal,
};

/// What the use cases work on: one school, on one server.
pub struct School {
    pub pool: Pool,
    pub keys: Arc<Keys>,
    /// This server, among those that share the database.
    pub node: NodeId,
    /// How the nodes hear of each other.
    pub bus: Arc<Bus>,
    pub directory: Arc<Directory>,
    /// The rooms on this node: of live sessions, and of those that people wait for.
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
    pub mail_limits: MailLimits,
    /// Who may hash a password now.
    pub hashing: Turns,
    /// Notified when a job was queued on this node; the workers of other nodes find it within seconds.
    pub job_queued: watch::Sender<()>,
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
    /// Opens a school on a node: starts its journal and the registry of its rooms, on the actix system of this thread, and
    /// reads the sessions, those that are live with their rooms. All nodes of a school share its database and this bus.
    ///
    /// # Errors
    /// The database's.
    pub async fn open(
        pool: Pool,
        keys: Keys,
        settings: Settings,
        media: Arc<Media>,
        bus: Arc<Bus>,
    ) -> Result<SchoolRef, Failure> {
        // Before anything is read: what changes after the reading waits here.
        let membership = bus.join(NodeId::fresh());
        let node = membership.node;
        let (keys, directory) = (Arc::new(keys), Arc::<Directory>::default());
        let metrics = Arc::<Metrics>::default();
        let choices = settings::Current::new(pool.run(db::settings::load).await?);
        let journal = Journal::new(&pool, Arc::clone(&metrics)).start();
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        let registry = Registry::new(node, Arc::clone(&bus), cores, Arc::clone(&keys), journal, Arc::clone(&media));
        let rooms = registry.start();
        let school = Arc::new(Self {
            pool,
            keys,
            node,
            bus,
            directory,
            rooms,
            guesses: Guesses::default(),
            arriving: files::Arriving::default(),
            newcomers: Newcomers::default(),
            sign_ins: SignIns::default(),
            streams: streams::Pace::default(),
            mail_limits: MailLimits::default(),
            hashing: Turns::default(),
            job_queued: watch::Sender::new(()),
            media,
            metrics,
            settings,
            choices,
            endless: OnceLock::new(),
        });
        listings::load(&school).await?;
        node::start(&school, membership);
        school.bus.announce(Announcement::NodeJoined(node)).await;
        rooms::reopen(&school).await?;
        Ok(school)
    }

    /// Announces that these sessions, or what they show, have changed. A node that cannot read the change now tries again.
    async fn announce_changes(&self, sessions: impl IntoIterator<Item = SessionId>) {
        for session in sessions {
            self.bus.announce(Announcement::SessionChanged(session)).await;
        }
    }

    /// Tells everyone in a room that the server stops, and waits until what they did is written.
    pub async fn close(&self) {
        // Without a registry there are no rooms to be told.
        let _ = self.rooms.send(crate::cluster::registry::Close).await;
    }
}
