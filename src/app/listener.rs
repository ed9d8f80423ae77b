//! The server's main port, with TLS or without.

use std::{
    net::{SocketAddr, TcpListener},
    sync::Arc,
    time::Duration,
};

use actix_http::{HttpService, Protocol};
use actix_service::{IntoServiceFactory, ServiceFactory, ServiceFactoryExt, fn_service, map_config};
use actix_tls::accept::{
    max_concurrent_tls_connect,
    rustls_0_23::{Acceptor, TlsStream},
};
use actix_web::{
    App,
    dev::{AppConfig, Server},
    rt::net::TcpStream,
};
use socket2::{Domain, Protocol as IpProtocol, Socket, Type};
use tokio::io::{AsyncRead, AsyncWrite};

use super::{
    ExitError,
    connections::Connections,
    paced_stream::{HEAD as FIRST_REQUEST_TIMEOUT, KEEP_ALIVE, PacedStream},
};
use crate::{
    domain::SchoolRef,
    outbound::tls::Tls,
    room::ConnectionHandle,
    web::{self, Door, body::Deadlines, request::Encrypted},
};

/// How many connections may wait to be accepted: a whole school connects on the hour.
const BACKLOG: i32 = 4096;

/// How much of a response is collected before it is written: each connection has a buffer of this size.
const WRITE_BUFFER: usize = 8 * 1024;

/// How long open requests may take to end when the server stops.
pub(super) const DRAIN: Duration = Duration::from_secs(10);

pub(super) fn listen(address: SocketAddr, flag: &str) -> Result<TcpListener, ExitError> {
    let bind = || {
        let socket = Socket::new(Domain::for_address(address), Type::STREAM, Some(IpProtocol::TCP))?;
        socket.set_reuse_address(true)?;
        socket.bind(&address.into())?;
        socket.listen(BACKLOG)?;
        socket.set_nonblocking(true)?;
        Ok(socket.into())
    };
    bind().map_err(|error: std::io::Error| match error.kind() {
        std::io::ErrorKind::AddrInUse => {
            ExitError::Failed(format!("another program listens on {address} already: choose another port with {flag}"))
        }
        _ => ExitError::Wrong(format!("cannot listen on {address}: {error}")),
    })
}

/// How many TLS handshakes a worker takes part in at once. The limit by address is the one that protects them; this one would
/// stop all new connections.
const HANDSHAKES: usize = 65_536;

/// How many connections one address may have, if the operator says nothing: five hundred people behind one address have a
/// WebSocket each, and while they load the lesson six connections more.
pub const PER_ADDRESS: usize = 4000;

/// Serves a school on a listener that is bound already, with or without TLS. The caller stops the server.
///
/// # Errors
/// When the operating system refuses a worker or the listener.
pub fn http(school: SchoolRef, door: Door, listener: TcpListener, tls: Option<&Tls>) -> std::io::Result<Server> {
    let connections = Connections::new(Some(PER_ADDRESS), school.metrics.connections_refused.clone());
    serve(school, door, listener, tls, connections)
}

/// As [`http`], with these limits of connections.
///
/// # Errors
/// As [`http`].
pub(super) fn serve(
    school: SchoolRef,
    door: Door,
    listener: TcpListener,
    tls: Option<&Tls>,
    connections: Arc<Connections>,
) -> std::io::Result<Server> {
    let server = Server::build()
        .workers(std::thread::available_parallelism().map_or(2, usize::from))
        .shutdown_timeout(DRAIN.as_secs())
        .disable_signals();
    let stopping = server.graceful_shutdown_signal();
    let stopping = move || {
        let stopping = stopping.clone();
        async move { stopping.notified().await }
    };
    max_concurrent_tls_connect(HANDSHAKES);
    let server = match tls {
        None => server.listen("http", listener, move || {
            let http = answers::<PacedStream, _, _>(&school, &door, stopping.clone());
            admission(Arc::clone(&connections)).and_then(http)
        })?,
        Some(tls) => {
            let mut config = tls.server_config();
            config.alpn_protocols = vec![b"http/1.1".to_vec()];
            server.listen("https", listener, move || {
                let mut acceptor = Acceptor::new(config.clone());
                acceptor.set_handshake_timeout(FIRST_REQUEST_TIMEOUT);
                let http = answers::<TlsStream<PacedStream>, _, _>(&school, &door, stopping.clone());
                admission(Arc::clone(&connections)).and_then(acceptor.map_err(drop)).and_then(http)
            })?
        }
    };
    Ok(server.run())
}

/// The stream of an accepted connection. It is closed if its address has too many.
fn admission(
    connections: Arc<Connections>,
) -> impl ServiceFactory<TcpStream, Config = (), Response = PacedStream, Error = (), InitError = ()> {
    fn_service(move |stream: TcpStream| {
        let open = stream.peer_addr().ok().and_then(|peer| connections.admit(peer.ip()));
        // Nagle's algorithm would delay small answers until the ones before them are acknowledged.
        let _ = stream.set_nodelay(true);
        std::future::ready(open.map(|open| PacedStream::new(stream, open)).ok_or(()))
    })
}

/// A stream of HTTP, encrypted or not.
trait HttpStream: AsyncRead + AsyncWrite + Unpin + 'static {
    const ENCRYPTED: bool;

    fn below(&self) -> &PacedStream;
}

impl HttpStream for PacedStream {
    const ENCRYPTED: bool = false;

    fn below(&self) -> &PacedStream {
        self
    }
}

impl HttpStream for TlsStream<PacedStream> {
    const ENCRYPTED: bool = true;

    fn below(&self) -> &PacedStream {
        self.get_ref().0
    }
}

/// Answers the requests on a stream.
fn answers<T, Signal, Stopping>(
    school: &SchoolRef,
    door: &Door,
    stopping: Signal,
) -> impl ServiceFactory<T, Config = (), Response = (), Error = (), InitError = ()> + use<T, Signal, Stopping>
where
    T: HttpStream,
    Signal: Fn() -> Stopping + 'static,
    Stopping: Future<Output = ()> + 'static,
{
    let app = App::new().wrap(Deadlines).configure(web::configure(school.clone(), door.clone()));
    let app = app.into_factory().map_err(|error: actix_web::Error| error.error_response());
    let http = HttpService::build()
        .graceful_shutdown_signal(stopping)
        .h1_write_buffer_size(WRITE_BUFFER)
        .keep_alive(KEEP_ALIVE)
        .client_request_timeout(FIRST_REQUEST_TIMEOUT)
        .client_disconnect_timeout(Duration::from_secs(2))
        .on_connect_ext(|stream: &T, data| {
            let below = stream.below();
            data.insert(Arc::clone(below.activity()));
            if let Some(handle) = ConnectionHandle::of(below.tcp()) {
                data.insert(handle);
            }
            if T::ENCRYPTED {
                data.insert(Encrypted);
            }
        })
        .finish(map_config(app, |()| AppConfig::default()));
    let named = fn_service(|stream: T| {
        let peer = stream.below().tcp().peer_addr().ok();
        std::future::ready(Ok::<_, ()>((stream, Protocol::Http1, peer)))
    });
    named.and_then(http.map_err(drop))
}
