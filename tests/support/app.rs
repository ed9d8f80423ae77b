//! The whole server in this process, with a port and a database of its own.

use std::{
    net::TcpListener,
    sync::{Arc, mpsc},
    thread::{self, JoinHandle},
};

use actix_web::rt::System;
use lyceum::{
    access::{Keys, Role},
    app,
    cluster::Bus,
    config::TurnSecret,
    db::Pool,
    domain::{
        School, SchoolRef, Settings,
        accounts::{self, NewAccount},
        settings::ConfigOverrides,
    },
    media::{
        Media, ShardOptions,
        turn::{Relay, RelaySockets},
    },
    outbound::{
        Mailer, Storage,
        office::{OfficeConverter, OfficeLimits},
    },
    web::Door,
};
use serde_json::{Value, json};
use tokio::sync::oneshot;

use super::{http, postgres::Database, timeouts::within};

pub const PASSWORD: &str = "correct horse battery";
const BCRYPT_COST: u32 = 4;

pub struct TestApp {
    /// `http://127.0.0.1:port`.
    pub url: String,
    pub pool: Pool,
    pub school: SchoolRef,
    /// The mails, once [`TestApp::mails`] has asked for them.
    pub mailer: Arc<Mailer>,
    client: reqwest::Client,
    /// Its URL is for other programs.
    pub database: Arc<Database>,
    running: Option<Running>,
}

/// The server's thread, and the channel that stops it.
struct Running {
    stop: oneshot::Sender<()>,
    thread: JoinHandle<()>,
}

pub fn settings() -> Settings {
    Settings {
        bcrypt_cost: BCRYPT_COST,
        access_lifetime: chrono::Duration::minutes(15),
        login_lifetime: chrono::Duration::hours(1),
        url: "https://school.example".to_owned(),
        link_lifetime: chrono::Duration::minutes(30),
        seat_grace: chrono::Duration::seconds(30),
        storage: Storage::memory(),
        scanner: None,
        office: OfficeConverter::Missing,
        office_limits: OfficeLimits::default(),
        mail_folder: None,
        data_dir: Some("/".into()),
        backs_up: false,
        given: ConfigOverrides { upload: Some(8_000_000), quota: Some(20_000_000), empty_room: None },
    }
}

/// Starts the relay, on a port of its own.
fn relay(media: &Media) {
    let doors = RelaySockets::open(([127, 0, 0, 1], 0).into(), None).expect("free ports");
    let (address, _) = doors.addresses().expect("it listens");
    let urls = ["udp", "tcp"].iter().map(|by| format!("turn:{address}?transport={by}")).collect();
    let secret = TurnSecret("of the tests alone".into());
    let relay = Relay::start(doors, urls, secret, media.local_addr(), media.relay_peers());
    media.set_relay(relay.expect("the relay starts"));
}

/// What the nodes of one school share.
struct Shared {
    database: Arc<Database>,
    bus: Arc<Bus>,
}

impl Default for Shared {
    fn default() -> Self {
        Self { database: Arc::new(Database::create()), bus: Arc::default() }
    }
}

impl TestApp {
    pub fn start() -> Self {
        Self::start_with(settings(), Door::default())
    }

    /// With an external relay in place of ours.
    pub fn relayed_by(relay: Relay) -> Self {
        Self::begin(settings(), Door::default(), Some(relay), Shared::default())
    }

    /// Another node of this school: a server of its own with the same database, on the same bus.
    pub fn second_node(&self) -> Self {
        let shared = Shared { database: Arc::clone(&self.database), bus: Arc::clone(&self.school.bus) };
        Self::begin(settings(), Door::default(), None, shared)
    }

    pub fn start_with(settings: Settings, door: Door) -> Self {
        Self::begin(settings, door, None, Shared::default())
    }

    fn begin(settings: Settings, door: Door, elsewhere: Option<Relay>, shared: Shared) -> Self {
        lyceum::outbound::tls::install_crypto_provider();
        app::raise_open_files_limit();
        let Shared { database, bus } = shared;
        let (ready, started) = mpsc::channel();
        let (stop, stopped) = oneshot::channel();
        let thread = thread::spawn(move || {
            let system = System::new();
            system.block_on(async move {
                // So that every lesson with three participants spans both shards.
                let shards = ShardOptions { count: 2, peers_per_shard: 2, steering: true };
                let media = Media::open(([127, 0, 0, 1], 0).into(), &[], shards).expect("a free UDP port");
                match elsewhere {
                    Some(elsewhere) => media.set_relay(elsewhere),
                    None => relay(&media),
                }
                let pool = Pool::open(&database.url, 4).expect("the database answers");
                let school = School::open(pool.clone(), Keys::new(&[7; 32], &[]), settings, media, bus)
                    .await
                    .expect("the school opens");
                let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
                let url = format!("http://{}", listener.local_addr().expect("an address"));
                let server = app::http(school.clone(), door, listener, None).expect("the server starts");
                let mailer = Arc::new(Mailer::memory());
                let handle = server.handle();
                let serving = actix_web::rt::spawn(server);
                let app = Self { url, pool, school, mailer, client: http::client(), database, running: None };
                ready.send(app).expect("the test waits");
                // An error means that the test is gone, which also ends the wait.
                let _ = stopped.await;
                handle.stop(false).await;
                serving.await.expect("the server does not panic").expect("the server stops in order");
                System::current().stop();
            });
            // Only a system that runs to its end stops its arbiters.
            system.run().expect("the system stops in order");
        });
        let mut app: Self = started.recv().expect("the server starts");
        app.running = Some(Running { stop, thread });
        app
    }

    /// Creates a confirmed account with [`PASSWORD`] and signs in; returns the token.
    pub async fn account(&self, username: &str, role: &str) -> String {
        let account = NewAccount {
            username: username.into(),
            email: format!("{username}@school.example"),
            name: username.into(),
            password: PASSWORD.into(),
            role: Role::parse(role).expect("a role"),
            confirmed: true,
            time_zone: chrono_tz::Europe::Athens,
        };
        accounts::create(&self.pool, BCRYPT_COST, account).await.expect("the account is new");
        let signed_in = self.post("/auth/local", None, json!({"identifier": username, "password": PASSWORD})).await;
        signed_in.1["jwt"].as_str().expect("a token").to_owned()
    }

    pub async fn get(&self, path: &str, token: Option<&str>) -> (u16, Value) {
        self.ask(reqwest::Method::GET, path, token, None).await
    }

    pub async fn post(&self, path: &str, token: Option<&str>, body: Value) -> (u16, Value) {
        self.ask(reqwest::Method::POST, path, token, Some(body)).await
    }

    /// Calls the JSON API; returns status and body.
    pub async fn ask(
        &self,
        method: reqwest::Method,
        path: &str,
        token: Option<&str>,
        body: Option<Value>,
    ) -> (u16, Value) {
        let mut request = self.client.request(method, format!("{}{path}", self.url));
        if let Some(token) = token {
            request = request.bearer_auth(token);
        }
        if let Some(body) = body {
            request = request.json(&body);
        }
        within(path, async {
            let response = request.send().await.expect("the server answers");
            (response.status().as_u16(), response.json().await.unwrap_or(Value::Null))
        })
        .await
    }
}

impl Drop for TestApp {
    fn drop(&mut self) {
        if let Some(Running { stop, thread }) = self.running.take() {
            // The send fails if the thread has panicked; the test's own failure says more than that.
            let _ = stop.send(());
            let _ = thread.join();
        }
    }
}
