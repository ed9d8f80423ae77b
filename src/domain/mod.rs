//! The use cases. Every door calls them; each checks the permission in its first line.

pub mod accounts;
pub mod admission;
pub mod all_experiences;
pub mod attendance;
pub mod audit;
pub mod boards;
pub mod calendar;
pub mod calendar_feeds;
pub mod content;
pub mod datetime;
pub mod demo;
pub mod experiences;
pub mod files;
pub mod group_progress;
pub mod groups;
pub mod hand_ins;
pub mod hash_queue;
pub mod holidays;
pub mod ical;
pub mod invitations;
pub mod kept;
pub mod lifecycle;
pub mod limbo;
pub mod listings;
pub mod live;
pub mod logins;
pub mod mail_content;
pub mod mail_jobs;
pub mod mails;
pub mod markdown;
pub mod meetings;
pub mod members;
pub mod name_list;
mod node;
pub mod office;
pub mod overview;
pub mod own_lessons;
pub mod password_attempts;
pub mod passwords;
pub mod people;
pub mod personal_data;
pub mod profile;
pub mod progress;
pub mod quotas;
pub mod rate_limits;
pub mod recovery;
pub mod registration;
pub mod reminders;
pub mod retention;
pub mod rooms;
pub mod series;
pub mod session_items;
pub mod sessions;
pub mod settings;
pub mod setup_link;
pub mod sign_in_links;
pub mod slide_notes;
pub mod slides;
pub mod streams;
pub mod waiting;

use std::{
    path::PathBuf,
    sync::{Arc, OnceLock},
    time::Duration,
};

use hash_queue::HashQueue;
use password_attempts::PasswordLimiter;
use quotas::PersonLimiter;
use rate_limits::{JoinCodeLimiter, MailLimits, NetworkFailures, NewGuestLimiter};
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
    outbound::{
        Storage,
        office::{OfficeConverter, OfficeLimits},
    },
    room::Journal,
};

/// What the use cases work on: one school, on one node.
pub struct School {
    pub pool: Pool,
    pub keys: Arc<Keys>,
    /// This node among those that share the database.
    pub node: NodeId,
    /// How the nodes learn of each other's changes.
    pub bus: Arc<Bus>,
    pub directory: Arc<Directory>,
    /// The rooms on this node: of live sessions, and of sessions for which people wait.
    pub rooms: Addr<Registry>,
    /// Limits wrong join codes; all doors share it.
    pub guesses: JoinCodeLimiter,
    /// Limits wrong personal links: those of students, and those that sign teachers in.
    pub link_guesses: NetworkFailures,
    /// Students who wait for a lesson of their group.
    pub limbo: limbo::Limbo,
    /// Limits guests who come for the first time.
    pub newcomers: NewGuestLimiter,
    /// Limits wrong passwords.
    pub sign_ins: PasswordLimiter,
    /// Limits what one person makes and changes.
    pub person_limits: PersonLimiter,
    /// Limits the requests of streaming programs.
    pub streams: streams::StreamRateLimiter,
    /// Limits uploads at the same time.
    pub arriving: files::UploadPermits,
    /// Limits files that are handed in at the same time.
    pub handing_in: hand_ins::HandInPermits,
    /// The images that are being converted.
    pub conversions: files::ConversionQueue,
    /// Limits the mails that strangers request.
    pub mail_limits: MailLimits,
    /// Limits how many passwords are hashed at once, and chooses the next one fairly.
    pub hashing: HashQueue,
    /// Notified when a job was queued on this node; the workers of other nodes find it within seconds.
    pub job_queued: watch::Sender<()>,
    /// The media port, as browsers are told of it.
    pub media: Arc<Media>,
    /// Counters of the server's work.
    pub metrics: Arc<Metrics>,
    pub settings: Settings,
    /// The settings of administrators.
    choices: settings::CurrentSettings,
    /// The demo's live lesson, which may stay empty for ever.
    pub endless: OnceLock<SessionId>,
}

/// The handle that every door holds.
pub type SchoolRef = Arc<School>;

/// The configuration that the use cases need.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The cost of bcrypt: it makes 2^cost rounds.
    pub bcrypt_cost: u32,
    /// The lifetime of an access token; a cookie is renewed after the same time.
    pub access_lifetime: chrono::Duration,
    /// How long a login lasts.
    pub login_lifetime: chrono::Duration,
    /// The start of every link in mails, without a final slash. It never comes from a request: otherwise a forged one could make
    /// our mails lead to another server.
    pub url: String,
    /// How long a mailed link works.
    pub link_lifetime: chrono::Duration,
    /// How long the seat of a lost connection is kept.
    pub seat_grace: chrono::Duration,
    /// Where uploaded files are stored.
    pub storage: Storage,
    /// What looks for viruses in files that students hand in.
    pub scanner: Option<hand_ins::Scanner>,
    /// How office files are converted to PDF, and what that may take.
    pub office: OfficeConverter,
    pub office_limits: OfficeLimits,
    /// The folder for mails, where no mail server takes them.
    pub mail_folder: Option<PathBuf>,
    /// The server's data directory, to see how full the disk is.
    pub data_dir: Option<PathBuf>,
    /// Whether the server makes backups by itself.
    pub backs_up: bool,
    /// Values that override the settings of administrators.
    pub given: settings::ConfigOverrides,
}

impl School {
    /// Opens a school on a node: starts its journal and its registry of rooms on the actix system of this thread, loads the
    /// sessions, and opens the rooms of those that are live. All nodes of a school share its database and this bus.
    ///
    /// # Errors
    /// A database error.
    pub async fn open(
        pool: Pool,
        keys: Keys,
        settings: Settings,
        media: Arc<Media>,
        bus: Arc<Bus>,
    ) -> Result<SchoolRef, Failure> {
        // Joins before anything is read: changes that come after the reading wait here.
        let membership = bus.join(NodeId::fresh());
        let node = membership.node;
        let (keys, directory) = (Arc::new(keys), Arc::<Directory>::default());
        let metrics = Arc::<Metrics>::default();
        let choices = settings::CurrentSettings::new(pool.run(db::settings::load).await?);
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
            guesses: JoinCodeLimiter::default(),
            link_guesses: NetworkFailures::new(60, Duration::from_secs(10)),
            limbo: limbo::Limbo::default(),
            arriving: files::UploadPermits::default(),
            handing_in: hand_ins::HandInPermits::default(),
            conversions: files::ConversionQueue::default(),
            newcomers: NewGuestLimiter::default(),
            sign_ins: PasswordLimiter::default(),
            person_limits: PersonLimiter::default(),
            streams: streams::StreamRateLimiter::default(),
            mail_limits: MailLimits::default(),
            hashing: HashQueue::default(),
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

    /// Announces that these sessions or their content have changed. A node that fails to read the change tries again.
    async fn announce_changes(&self, sessions: impl IntoIterator<Item = SessionId>) {
        for session in sessions {
            self.bus.announce(Announcement::SessionChanged(session)).await;
        }
    }

    /// Tells everyone in a room that the server stops, and waits until their records are written.
    pub async fn close(&self) {
        // An error means that the registry has stopped: then there are no rooms to tell.
        let _ = self.rooms.send(crate::cluster::registry::Close).await;
    }
}
