//! Reloads files that other programs renew while the server runs: certificates, and the keys that sign logins. The server reloads
//! them within a minute, or at once on SIGHUP (`systemctl reload lyceum`).

use std::{path::PathBuf, time::Duration};

use actix_web::rt::{task::spawn_blocking, time::interval};
use tokio::signal::unix::{SignalKind, signal};

use super::ExitError;
use crate::{
    clock,
    config::{SecretKey, Serve},
    db::data_dir,
    domain::SchoolRef,
    outbound::tls::Tls,
};

/// How often the server looks for renewed files.
const EVERY: Duration = Duration::from_secs(60);

/// The certificates, read before anything else starts, so that an unusable one is reported first.
pub(super) struct Certificates {
    /// The certificate of the web server.
    pub web: Option<Tls>,
    /// The certificate of the relay; it may be the same.
    pub relay: Option<Tls>,
}

impl Certificates {
    pub fn read(serve: &Serve) -> Result<Self, ExitError> {
        let read = |certificate: &Option<PathBuf>, key: &Option<PathBuf>| {
            let files = certificate.as_deref().zip(key.as_deref());
            files.map(|(certificate, key)| Tls::read(certificate, key).map_err(ExitError::Wrong)).transpose()
        };
        let web = read(&serve.web.tls_cert, &serve.web.tls_key)?;
        let relay = read(&serve.turn.turn_tls_cert, &serve.turn.turn_tls_key)?;
        Ok(Self { relay: relay.or_else(|| web.clone()), web })
    }

    fn renew(&self) {
        for tls in [&self.web, &self.relay].into_iter().flatten() {
            let certificate = tls.certificate().display();
            match tls.reload() {
                Ok(true) => tracing::info!(%certificate, "a renewed certificate is used from now on"),
                Ok(false) => {}
                Err(why) => {
                    tracing::error!(why, "a renewed certificate cannot be used: the previous one stays in use")
                }
            }
        }
    }
}

/// The keys in a data directory, unless the environment gives them.
pub(super) struct KeyReloader {
    data_dir: PathBuf,
    school: SchoolRef,
    /// The result of the last reading.
    last: Option<Result<(SecretKey, Vec<SecretKey>), String>>,
}

impl KeyReloader {
    pub fn of(serve: &Serve, school: SchoolRef, data_dir: PathBuf) -> Option<Self> {
        serve.secret_key.is_none().then_some(Self { data_dir, school, last: None })
    }

    fn renew(&mut self) {
        let now = data_dir::read_keys(&self.data_dir, clock::now()).map_err(|unusable| unusable.to_string());
        if self.last.as_ref() == Some(&now) {
            return;
        }
        match &now {
            Ok((key, old)) => {
                self.school.keys.change(&key.0, &old.iter().map(|old| old.0).collect::<Vec<_>>());
                if self.last.is_some() {
                    tracing::info!("the keys in the data directory have changed, and are in use from now on");
                }
            }
            Err(why) => {
                tracing::error!(why, "the keys cannot be read again: the previous ones stay in use")
            }
        }
        self.last = Some(now);
    }
}

/// Reloads all of them for as long as the server runs.
pub(super) async fn reload_files(mut certificates: Certificates, mut signing: Option<KeyReloader>) {
    let mut minutes = interval(EVERY);
    let mut told = signal(SignalKind::hangup()).ok();
    loop {
        tokio::select! {
            _ = minutes.tick() => {}
            Some(()) = async { told.as_mut()?.recv().await } => {}
        }
        let looked = spawn_blocking(move || {
            certificates.renew();
            if let Some(signing) = &mut signing {
                signing.renew();
            }
            (certificates, signing)
        });
        match looked.await {
            Ok(again) => (certificates, signing) = again,
            Err(panic) => return tracing::error!(%panic, "renewed files are not reloaded any more"),
        }
    }
}
