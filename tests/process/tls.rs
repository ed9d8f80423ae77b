//! HTTPS without a proxy: pages, lessons and streams over it, certificates that are renewed meanwhile, and clients that use plain
//! HTTP.

use std::{
    fs,
    net::SocketAddr,
    path::{Path, PathBuf},
    process::Command,
    sync::Arc,
};

use lyceum::outbound::tls;
use nix::sys::signal::Signal;
use reqwest::redirect::Policy;
use rustls::{
    ClientConfig, RootCertStore,
    pki_types::{CertificateDer, ServerName},
};
use serde_json::json;
use tokio::{
    io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt},
    net::{TcpListener, TcpStream},
};
use tokio_rustls::{TlsConnector, client::TlsStream};

use crate::support::{
    client::Client,
    http::Answer,
    program::{Data, Server, eventually, refused, serve},
    timeouts::within,
};

/// A certificate authority, and the files of a server with a certificate from it.
struct Files {
    dir: tempfile::TempDir,
    authority: rcgen::CertifiedIssuer<'static, rcgen::KeyPair>,
}

impl Files {
    fn fresh() -> Self {
        let mut about = rcgen::CertificateParams::new(Vec::new()).expect("no names");
        about.is_ca = rcgen::IsCa::Ca(rcgen::BasicConstraints::Unconstrained);
        let key = rcgen::KeyPair::generate().expect("a key");
        let authority = rcgen::CertifiedIssuer::self_signed(about, key).expect("a certificate");
        let files = Self { dir: tempfile::tempdir().expect("a temporary directory"), authority };
        files.renew();
        files
    }

    fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    /// Replaces the certificate.
    fn renew(&self) -> CertificateDer<'static> {
        let key = rcgen::KeyPair::generate().expect("a key");
        let about = rcgen::CertificateParams::new(vec!["127.0.0.1".into()]).expect("a name");
        let made = about.signed_by(&key, &*self.authority).expect("a certificate");
        for (name, text) in [("privkey.pem", key.serialize_pem()), ("fullchain.pem", made.pem())] {
            fs::write(self.path("new"), text).expect("the test owns it");
            fs::rename(self.path("new"), self.path(name)).expect("the test owns it");
        }
        made.der().clone()
    }

    fn serve(&self, data: &Data) -> Command {
        let mut command = serve(data);
        command.env("LYCEUM_TLS_CERT", self.path("fullchain.pem")).env("LYCEUM_TLS_KEY", self.path("privkey.pem"));
        command
    }

    /// A browser that trusts only this authority, and does not follow redirects.
    fn browser(&self) -> reqwest::Client {
        tls::install_crypto_provider();
        let authority = reqwest::Certificate::from_der(self.authority.der()).expect("a certificate");
        let browser = reqwest::Client::builder().tls_certs_only([authority]).redirect(Policy::none());
        browser.cookie_store(true).build().expect("a client")
    }

    async fn connect(&self, to: SocketAddr) -> std::io::Result<TlsStream<TcpStream>> {
        tls::install_crypto_provider();
        let mut believed = RootCertStore::empty();
        believed.add(self.authority.der().clone()).expect("a certificate");
        let settings = ClientConfig::builder().with_root_certificates(believed).with_no_client_auth();
        let socket = TcpStream::connect(to).await?;
        TlsConnector::from(Arc::new(settings)).connect(ServerName::from(to.ip()), socket).await
    }

    /// The certificate that the server at an address presents.
    async fn shown(&self, at: SocketAddr) -> CertificateDer<'static> {
        let stream = self.connect(at).await.expect("a handshake");
        stream.get_ref().1.peer_certificates().expect("it is shown")[0].clone().into_owned()
    }

    /// A tunnel through which clients without TLS reach a server; returns its URL.
    async fn tunnel(self: &Arc<Self>, to: SocketAddr) -> String {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let url = format!("http://{}", listener.local_addr().expect("an address"));
        let files = Arc::clone(self);
        actix_web::rt::spawn(async move {
            while let Ok((mut plain, _)) = listener.accept().await {
                let files = Arc::clone(&files);
                actix_web::rt::spawn(async move {
                    let mut encrypted = files.connect(to).await.expect("a handshake");
                    let _ = tokio::io::copy_bidirectional(&mut plain, &mut encrypted).await;
                });
            }
        });
        url
    }
}

/// The relay's TLS address, as it is printed.
fn relay(server: &Server) -> SocketAddr {
    eventually("where the relay is", || {
        let said = server.said();
        let (_, rest) = said.split_once("turns:")?;
        rest.split_once('?')?.0.parse().ok()
    })
}

fn code(server: &Server) -> String {
    eventually("the demo", || {
        let said = server.said();
        let (_, rest) = said.split_once("/join/")?;
        rest.contains("admin-the-demo").then(|| rest.lines().next().expect("a line").to_owned())
    })
}

#[actix_web::test]
async fn the_server_speaks_https_itself() {
    let (files, data) = (Arc::new(Files::fresh()), Data::prepared());
    let server = Server::start(files.serve(&data).arg("--demo"));
    let url = format!("https://{}", server.address);
    assert!(server.said().contains(&format!("ready at {url}")), "{}", server.said());
    let code = code(&server);
    assert!(server.said().contains(&format!("{url}/join/{code}")));
    assert_ne!(server.get("/healthz"), Some(200), "who speaks in the clear hears nothing");

    let browser = files.browser();
    let page = Answer::of(browser.get(format!("{url}/signin")).header("accept", "text/html")).await;
    assert_eq!(page.status, 200);
    assert!(page.header("strict-transport-security").contains("max-age="), "{:?}", page.headers);
    let cookies: Vec<_> = page.headers.get_all("set-cookie").iter().map(|one| one.to_str().expect("text")).collect();
    assert!(!cookies.is_empty() && cookies.iter().all(|cookie| cookie.contains("Secure")), "{cookies:?}");

    let body = json!({ "identifier": "ada", "password": "wrong-the-demo" });
    assert_eq!(Answer::of(browser.post(format!("{url}/api/auth/local")).json(&body)).await.status, 401);
    let stream =
        browser.post(format!("{url}/whip/{code}")).bearer_auth("lyk_none").header("content-type", "application/sdp");
    let refused = Answer::of(stream.body("v=0\r\n")).await;
    assert_eq!(refused.status, 401, "{}", refused.text);

    // From here on through TLS: wss.
    let inside = files.tunnel(server.address).await;
    let (mut ana, joined) = Client::guest(&inside, &code, "Ana").await;
    assert!(joined["participantId"].is_string(), "{joined}");
    let line = json!({ "message": "Can you read this?", "clientId": "c-1" });
    ana.ask("on.message", line).await.expect("it is kept");
    drop(ana);
    server.stop();
}

#[actix_web::test]
async fn renewed_certificates_are_reloaded_and_broken_ones_ignored() {
    let (files, data) = (Files::fresh(), Data::prepared());
    let mut command = files.serve(&data);
    // The relay has the same certificate, because no other is configured.
    let server = Server::start(command.env("LYCEUM_TURN_TLS_LISTEN", "127.0.0.1:0"));
    let (web, relay) = (server.address, relay(&server));
    let first = files.shown(web).await;
    assert_eq!(files.shown(relay).await, first);
    let before = files.connect(web).await.expect("a handshake");

    let second = files.renew();
    server.signal(Signal::SIGHUP);
    server.logs("a renewed certificate is used from now on");
    assert_eq!((files.shown(web).await, files.shown(relay).await), (second.clone(), second.clone()));
    assert_ne!(first, second);

    fs::copy(Files::fresh().path("privkey.pem"), files.path("privkey.pem")).expect("the test owns it");
    server.signal(Signal::SIGHUP);
    server.logs("the previous one stays in use");
    server.logs("it is not the key of the certificate");
    assert_eq!((files.shown(web).await, files.shown(relay).await), (second.clone(), second));
    drop(before);
    server.stop();
}

#[actix_web::test]
async fn plain_http_redirects_and_serves_acme_challenges() {
    let (files, data) = (Files::fresh(), Data::prepared());
    // The server does not print this port, so the test takes one that is free at the moment.
    let plain = {
        let free = std::net::TcpListener::bind("127.0.0.1:0").expect("a free port");
        free.local_addr().expect("an address")
    };
    let proofs = data.path().join("acme/.well-known/acme-challenge");
    fs::create_dir_all(&proofs).expect("the test owns it");
    fs::write(proofs.join("a-Token_1"), "a-Token_1.thumbprint").expect("the test owns it");
    let server = Server::start(files.serve(&data).env("LYCEUM_REDIRECT_LISTEN", plain.to_string()));
    let browser = files.browser();
    let get = |path: &str| browser.get(format!("http://{plain}{path}"));
    let answer = Answer::of(get("/join/AB29Z?from=here")).await;
    assert_eq!(answer.status, 308);
    assert_eq!(answer.header("location"), format!("https://{}/join/AB29Z?from=here", server.address));
    let proof = Answer::of(get("/.well-known/acme-challenge/a-Token_1")).await;
    assert_eq!((proof.status.as_u16(), &proof.text[..]), (200, "a-Token_1.thumbprint"));
    for none in ["none", "..%2F..%2Fsecret.key", "..%2f..%2f..%2fsecret.key", "%2e%2e"] {
        let answer = Answer::of(get(&format!("/.well-known/acme-challenge/{none}"))).await;
        assert!([404, 308].contains(&answer.status.as_u16()), "{none}: {answer:?}");
    }
    server.stop();
}

/// Input of port scanners, and of clients that mistake the port for another service.
const NONSENSE: [&[u8]; 6] = [
    b"\x00\x01\x02\x03\xff\xfe\r\n\r\n",
    b"\x03\x00\x00\x13\x0e\xe0\x00\x00\x00\x00\x00\x01\x00\x08\x00\x03\x00\x00\x00",
    b"\x16\x03\x01\x00\x10nothing of TLS...",
    b"SSH-2.0-Scanner_1.0\r\n\r\n",
    b"GET / HTTP/9.9\r\nHost lyceum\r\n\r\n",
    b"POST / HTTP/1.1\r\nHost: lyceum\r\nContent-Length: many\r\n\r\n",
];

/// Sends garbage and waits until the server closes the connection.
async fn scan(mut to: impl AsyncRead + AsyncWrite + Unpin, words: &[u8]) {
    // The server may close before it has read everything.
    let _ = to.write_all(words).await;
    let _ = to.shutdown().await;
    let _ = within("the end of the connection", to.read_to_end(&mut Vec::new())).await;
}

#[actix_web::test]
async fn garbage_from_strangers_is_not_logged_as_an_error() {
    let (files, data, other) = (Files::fresh(), Data::prepared(), Data::prepared());
    let (encrypted, plain) = (Server::start(&mut files.serve(&data)), Server::start(&mut serve(&other)));
    let long = [&b"GET /"[..], &[b'a'; 300_000]].concat();
    for words in NONSENSE.into_iter().chain([&long[..]]) {
        for server in [&encrypted, &plain] {
            scan(TcpStream::connect(server.address).await.expect("it listens"), words).await;
        }
        // And inside a TLS connection.
        scan(files.connect(encrypted.address).await.expect("a handshake"), words).await;
    }
    // Our own errors appear in both logs, after all that.
    fs::write(files.path("privkey.pem"), "no key").expect("the test owns it");
    encrypted.signal(Signal::SIGHUP);
    encrypted.logs("the previous one stays in use");
    nix::sys::signal::kill(other.postmaster().expect("there is a database"), Signal::SIGKILL)
        .expect("the test owns it");
    plain.logs("the database has stopped by itself");
    for server in [encrypted, plain] {
        let log = server.logged();
        let errors: Vec<_> = log.lines().filter(|line| line.contains("ERROR")).collect();
        assert!(!errors.is_empty() && errors.iter().all(|line| line.contains("lyceum::")), "{log}");
        assert!(!log.contains("panicked"), "{log}");
    }
}

#[test]
fn an_unusable_certificate_gives_one_line() {
    let (files, data) = (Files::fresh(), Data::fresh());
    let path = |name: &str| files.path(name).to_str().expect("it is text").to_owned();
    let said = |certificate: &str, key: &str| {
        refused(serve(&data).env("LYCEUM_TLS_CERT", certificate).env("LYCEUM_TLS_KEY", key), 2)
    };
    let (certificate, key) = (path("fullchain.pem"), path("privkey.pem"));
    assert!(said("/nowhere/a.pem", &key).contains("/nowhere/a.pem cannot be used"));
    assert!(said(&certificate, "/nowhere/a.key").contains("/nowhere/a.key cannot be used"));
    assert!(said(&key, &key).contains("there is no certificate in it"));
    let other = Files::fresh();
    let others = other.path("privkey.pem");
    let line = said(&certificate, others.to_str().expect("it is text"));
    assert!(line.contains("it is not the key of the certificate in") && line.contains(&certificate), "{line}");
    let said = refused(serve(&data).env("LYCEUM_TLS_CERT", &certificate), 2);
    assert!(said.contains("--tls-key"), "{said}");
    assert!(!Path::new(&data.path()).join("postgres").exists(), "nothing was begun");
}
