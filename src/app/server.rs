//! Starts the server: the data directory, the database, the school and the doors; and stops it in order.

use std::{net::TcpListener, path::PathBuf, sync::Arc};

use actix_web::{dev::Server, rt::task::spawn_blocking};
use nix::sys::resource::{Resource, getrlimit, setrlimit};

use super::{
    ExitError,
    backup::{BackupSource, Schedule},
    connections::Connections,
    full_disk,
    listener::{self, DRAIN, listen},
    media::{Sound, tell},
    metrics, redirect,
    reload::{self, Certificates, KeyReloader},
    signals::Signals,
    storage::Storage,
    systemd,
};
use crate::{
    access::Keys,
    clock,
    cluster::Bus,
    config::{OfficeChoice, Serve},
    db::data_dir::DataDir,
    domain::{School, Settings, demo, hand_ins::Scanner, settings::ConfigOverrides, setup_link},
    ids::JoinCode,
    outbound::{
        Storage as Files,
        office::{OfficeConverter, OfficeLimits},
    },
    web::Door,
    worker::Worker,
};

/// How long a login lasts.
pub(super) const LOGIN_DAYS: i64 = 14;

/// How many files this process may open, if the system permits it: a connection takes two, and five hundred connections would use
/// up the usual limit of a process.
const OPEN_FILES: u64 = 65_536;

/// Serves until it is told to stop.
pub(super) fn run(serve: &Serve) -> Result<(), ExitError> {
    raise_open_files_limit();
    // Listens before anything else, so that connections wait while the database starts, instead of being refused.
    let listener = listen(serve.web.listen, "--listen")?;
    let figures = serve.metrics.metrics_listen.map(|address| listen(address, "--metrics-listen")).transpose()?;
    let redirect = serve.web.redirect_listen.map(|address| listen(address, "--redirect-listen")).transpose()?;
    let certificates = Certificates::read(serve)?;
    let sound = Sound::open(serve, certificates.relay.as_ref())?;
    actix_web::rt::System::new().block_on(async {
        let mut signals = Signals::listen()?;
        let tls = certificates.web.as_ref();
        let Some(storage) = full_disk::open_storage(&serve.store, &listener, tls, &mut signals).await? else {
            return Ok(());
        };
        let listeners = Listeners { listener, figures, redirect, certificates };
        let served = open_doors(serve, &storage, listeners, sound, signals).await;
        let _ = spawn_blocking(move || storage.close()).await;
        served
    })
}

/// Raises this process's limit of open files to what it needs, if the system permits it: a shell's limit is meant for interactive
/// use.
pub fn raise_open_files_limit() {
    let raised = getrlimit(Resource::RLIMIT_NOFILE).and_then(|(soft, hard)| {
        let wanted = OPEN_FILES.min(hard).max(soft);
        setrlimit(Resource::RLIMIT_NOFILE, wanted, hard).map(|()| wanted)
    });
    match raised {
        Ok(files) if files >= OPEN_FILES => {}
        Ok(files) => tracing::info!(files, "the limit of open files is low: each connection takes two"),
        Err(error) => tracing::warn!(%error, "the limit of open files could not be raised"),
    }
}

/// The bound ports: for people, for Prometheus, and for plain HTTP beside TLS.
struct Listeners {
    listener: TcpListener,
    figures: Option<TcpListener>,
    redirect: Option<TcpListener>,
    certificates: Certificates,
}

async fn open_doors(
    serve: &Serve,
    storage: &Storage,
    Listeners { listener, figures, redirect, certificates }: Listeners,
    sound: Sound,
    signals: Signals,
) -> Result<(), ExitError> {
    let data_dir = || storage.data_dir.as_ref().expect("a server holds its data directory");
    let keys = keys(serve, data_dir())?;
    let media = sound.start(serve, data_dir())?;
    let failed = |error: std::io::Error| ExitError::Failed(error.to_string());
    let address = listener.local_addr().map_err(failed)?;
    let url = serve.web.url(address);
    let files = super::files::open(&serve.files, serve.s3_secret.as_ref(), data_dir().path())?;
    let mail_folder = super::mail::folder(serve, data_dir().path());
    let settings = settings(serve, url.clone(), files, mail_folder);
    let school = School::open(storage.pool.clone(), keys, settings, Arc::clone(&media), Arc::<Bus>::default()).await?;
    let demo = if serve.web.demo > 0 {
        Some(demo::open(&school).await.map_err(|failure| ExitError::Failed(format!("no demo school: {failure}")))?)
    } else {
        demo::close(&school).await?;
        None
    };
    // The demo has an administrator already.
    let first = if serve.web.demo > 0 { None } else { setup_link::link(&school).await? };
    let mailer = Arc::new(super::mail::open(serve, storage)?);
    let refused = school.metrics.connections_refused.clone();
    let connections = Connections::new(serve.web.connections_per_address(), refused);
    let server = listener::serve(school.clone(), door(serve), listener, certificates.web.as_ref(), connections);
    let server = server.map_err(failed)?;
    if let Some(listener) = redirect {
        let public_url = serve.web.public_url.clone();
        let server = redirect::serve(listener, public_url, address.port(), data_dir().path()).map_err(failed)?;
        // Ends with the process, as the metrics endpoint below.
        drop(actix_web::rt::spawn(server));
    }
    let signing = KeyReloader::of(serve, school.clone(), data_dir().path().to_owned());
    drop(actix_web::rt::spawn(reload::reload_files(certificates, signing)));
    let worker = Worker::start(school.clone(), mailer);
    Schedule::start(&serve.backup, BackupSource::new(&serve.store, storage));
    println!("Lyceum is ready at {url}");
    println!("  {}", tell(&media));
    if let Some(token) = first {
        let hours = setup_link::LIFETIME.num_hours();
        println!(
            "  Nobody looks after this school yet. Within {hours} hours, make its first administrator at {url}/welcome/{token}"
        );
    }
    if let Some(listener) = figures {
        let address = listener.local_addr().map_err(failed)?;
        let figures = metrics::serve(school.clone(), listener).map_err(failed)?;
        // Ends with the process: it has nothing to close in order.
        drop(actix_web::rt::spawn(figures));
        println!("  Figures for Prometheus at http://{address}/metrics");
    }
    if let Some(code) = demo {
        print_demo(&url, code);
    }
    systemd::tell(systemd::READY);
    let served = serve_until_stopped(&school, server, signals).await;
    worker.stop(DRAIN).await;
    served
}

/// The signing keys, from the environment or else from the data directory.
fn keys(serve: &Serve, data_dir: &DataDir) -> Result<Keys, ExitError> {
    let (key, old) = match &serve.secret_key {
        Some(key) => (key.clone(), serve.old_secret_keys.clone()),
        None => (data_dir.secret_key()?, data_dir.old_keys(clock::now())?),
    };
    Ok(Keys::new(&key.0, &old.iter().map(|old| old.0).collect::<Vec<_>>()))
}

fn door(serve: &Serve) -> Door {
    Door { public_url: serve.web.public_url.clone(), trust_proxy: serve.web.trust_proxy }
}

fn print_demo(url: &str, code: JoinCode) {
    println!("  Join the live lesson at {url}/join/{code}");
    for account in &demo::ACCOUNTS {
        println!("  Sign in at {url}/signin as {} with {}", account.username, account.password);
    }
}

fn office(serve: &Serve) -> OfficeConverter {
    match &serve.office.how {
        OfficeChoice::Auto => OfficeConverter::found(),
        OfficeChoice::Off => OfficeConverter::Missing,
        OfficeChoice::Socket(path) => OfficeConverter::Socket(path.clone()),
    }
}

fn settings(serve: &Serve, url: String, storage: Files, mail_folder: Option<PathBuf>) -> Settings {
    Settings {
        bcrypt_cost: serve.accounts.bcrypt_cost,
        access_lifetime: chrono::Duration::minutes(serve.accounts.access_minutes.into()),
        login_lifetime: chrono::Duration::days(LOGIN_DAYS),
        url,
        link_lifetime: chrono::Duration::minutes(serve.accounts.link_minutes.into()),
        seat_grace: serve.lessons.seat_grace(),
        storage,
        scanner: serve.files.scanner().map(|(program, arguments)| Scanner {
            program: program.into(),
            arguments: arguments.into_iter().map(str::to_owned).collect(),
        }),
        office: office(serve),
        office_limits: OfficeLimits::default(),
        mail_folder,
        data_dir: Some(serve.store.data_dir.clone()),
        backs_up: serve.backup.backup_dir.is_some(),
        given: ConfigOverrides {
            upload: serve.files.upload(),
            quota: serve.files.quota(),
            empty_room: serve.lessons.empty_room(),
        },
    }
}

/// Serves until SIGTERM or SIGINT, then lets open requests end; a second signal does not wait for them.
async fn serve_until_stopped(school: &School, server: Server, mut signals: Signals) -> Result<(), ExitError> {
    let handle = server.handle();
    let mut running = actix_web::rt::spawn(server);
    tokio::select! {
        ended = &mut running => return task_result(ended),
        () = signals.stop_requested() => {}
    }
    tracing::info!("stopping: no new connections, and those in a lesson are told");
    systemd::tell(systemd::STOPPING);
    handle.pause().await;
    tokio::select! {
        () = async {
            school.close().await;
            handle.stop(true).await;
        } => {}
        () = signals.stop_requested() => drop(handle.stop(false)),
    }
    task_result(running.await)
}

/// Converts the result of the server's task.
fn task_result(ended: Result<std::io::Result<()>, actix_web::rt::task::JoinError>) -> Result<(), ExitError> {
    let failed = |error: &dyn std::fmt::Display| ExitError::Failed(error.to_string());
    ended.map_err(|panic| failed(&panic))?.map_err(|error| failed(&error))
}
