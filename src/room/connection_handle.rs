//! A second handle of a connection's socket, which cuts it when its actor cannot run because the client does not read.

use std::{net::Shutdown, sync::Arc, time::Duration};

use socket2::{SockRef, Socket};

/// In bytes. Linux doubles it for its own needs.
const SEND_BUFFER: usize = 128 * 1024;

/// How long the peer may acknowledge nothing of what was written. An actor whose client does not read does not run, so it cannot
/// notice this; the kernel does.
const STALLED: Duration = Duration::from_secs(45);

#[derive(Clone, Debug)]
pub struct ConnectionHandle(Arc<Socket>);

tokio::task_local! {
    /// The connection of the request that this task answers.
    static CURRENT: ConnectionHandle;
}

impl ConnectionHandle {
    /// A handle of an accepted connection; `None` when no file descriptor is left for it.
    pub fn of(stream: &tokio::net::TcpStream) -> Option<Self> {
        let socket = SockRef::from(stream);
        // If it cannot be set, the kernel's own timeout holds.
        let _ = socket.set_tcp_user_timeout(Some(STALLED));
        socket.try_clone().ok().map(|socket| Self(Arc::new(socket)))
    }

    /// The connection of the current request, if it is known.
    pub fn current() -> Option<Self> {
        CURRENT.try_with(Clone::clone).ok()
    }

    /// Answers a request that came by this connection.
    pub async fn answering<T>(self, request: impl Future<Output = T>) -> T {
        CURRENT.scope(self, request).await
    }

    /// Whether the client has closed the connection, or its half of it.
    pub fn is_hung_up(&self) -> bool {
        let mut byte = [std::mem::MaybeUninit::uninit()];
        match self.0.peek(&mut byte) {
            Ok(read) => read == 0,
            Err(error) => error.kind() != std::io::ErrorKind::WouldBlock,
        }
    }

    /// Limits what the kernel buffers for a client that does not read: some seconds of a full room.
    pub fn limit_send_buffer(&self) {
        // If it cannot be set, the kernel's own limit holds.
        let _ = self.0.set_send_buffer_size(SEND_BUFFER);
    }

    /// Ends our side of the connection after all that was written: the client sees the end at once.
    pub fn finish(&self) {
        // It may be gone already.
        let _ = self.0.shutdown(Shutdown::Write);
    }

    pub fn sever(&self) {
        // It may be gone already.
        let _ = self.0.shutdown(Shutdown::Both);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[actix_rt::test]
    async fn the_kernel_cuts_a_client_that_stops_reading() {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("an address");
        let (client, accepted) = tokio::join!(tokio::net::TcpStream::connect(address), listener.accept());
        let handle = ConnectionHandle::of(&accepted.expect("a connection").0).expect("a handle");
        assert_eq!(handle.0.tcp_user_timeout().expect("Linux has it"), Some(STALLED));
        drop(client);
    }

    #[actix_rt::test]
    async fn a_client_that_hangs_up_is_noticed_while_its_request_waits() {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("an address");
        let (client, accepted) = tokio::join!(tokio::net::TcpStream::connect(address), listener.accept());
        let stream = accepted.expect("a connection").0;
        let handle = ConnectionHandle::of(&stream).expect("a handle");
        assert!(!handle.is_hung_up());
        drop(client);
        stream.readable().await.expect("its end is noticed");
        assert!(handle.is_hung_up());
    }
}
