//! The server's main port, with TLS or without.

use std::{
    any::Any,
    net::{SocketAddr, TcpListener},
    time::Duration,
};

use actix_tls::accept::rustls_0_23::TlsStream;
use actix_web::{App, HttpServer, dev::Server, rt::net::TcpStream};
use socket2::{Domain, Protocol, Socket, Type};

use super::ExitError;
use crate::{
    domain::SchoolRef,
    outbound::tls::Tls,
    room::ConnectionHandle,
    web::{self, Door},
};

/// How many connections may wait to be accepted: a whole school connects on the hour.
const BACKLOG: i32 = 4096;

/// How much of a response is collected before it is written: each connection has a buffer of this size.
const WRITE_BUFFER: usize = 8 * 1024;

/// How long open requests may take to end when the server stops.
pub(super) const DRAIN: Duration = Duration::from_secs(10);

/// How long a browser may take for its first request, and before that for the TLS handshake.
const FIRST_REQUEST_TIMEOUT: Duration = Duration::from_secs(10);

pub(super) fn listen(address: SocketAddr, flag: &str) -> Result<TcpListener, ExitError> {
    let bind = || {
        let socket = Socket::new(Domain::for_address(address), Type::STREAM, Some(Protocol::TCP))?;
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

/// Serves a school on a listener that is bound already, with or without TLS. The caller stops the server.
///
/// # Errors
/// When the operating system refuses a worker or the listener.
pub fn http(school: SchoolRef, door: Door, listener: TcpListener, tls: Option<&Tls>) -> std::io::Result<Server> {
    let server = HttpServer::new(move || App::new().configure(web::configure(school.clone(), door.clone())))
        .workers(std::thread::available_parallelism().map_or(2, usize::from))
        .tcp_nodelay(true)
        .h1_write_buffer_size(WRITE_BUFFER)
        .on_connect(|stream, data| {
            if let Some(handle) = socket(stream).and_then(ConnectionHandle::of) {
                data.insert(handle);
            }
        })
        .keep_alive(Duration::from_secs(75))
        .client_request_timeout(FIRST_REQUEST_TIMEOUT)
        .tls_handshake_timeout(FIRST_REQUEST_TIMEOUT)
        .client_disconnect_timeout(Duration::from_secs(2))
        .shutdown_timeout(DRAIN.as_secs())
        .disable_signals();
    let server = match tls {
        Some(tls) => server.listen_rustls_0_23(listener, tls.server_config())?,
        None => server.listen(listener)?,
    };
    Ok(server.run())
}

/// The TCP socket of a connection, below TLS if there is any.
fn socket(stream: &dyn Any) -> Option<&TcpStream> {
    let encrypted = || stream.downcast_ref::<TlsStream<TcpStream>>().map(|stream| stream.get_ref().0);
    stream.downcast_ref::<TcpStream>().or_else(encrypted)
}
