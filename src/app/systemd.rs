//! Reports the server's state to systemd (sd_notify(3), for a unit of Type=notify): starting the unit then takes until people can
//! connect, rather than until the process exists.

use std::{
    env,
    ffi::OsStr,
    io,
    os::{
        linux::net::SocketAddrExt,
        unix::{ffi::OsStrExt, net::SocketAddr, net::UnixDatagram},
    },
};

/// People can connect.
pub(super) const READY: &str = "READY=1";
/// The start takes longer than usual: systemd waits for half a minute more.
pub(super) const STARTING: &str = "EXTEND_TIMEOUT_USEC=30000000";
/// No new connections are accepted.
pub(super) const STOPPING: &str = "STOPPING=1";

/// Reports a state, if systemd started the server.
pub(super) fn tell(state: &str) {
    // The variable belongs to systemd and is not a setting of ours.
    let Some(socket) = env::var_os("NOTIFY_SOCKET") else { return };
    if let Err(error) = send(&socket, state) {
        tracing::warn!(%error, state, "the state could not be reported to systemd");
    }
}

fn send(socket: &OsStr, state: &str) -> io::Result<()> {
    let name = socket.as_bytes();
    let address = match name.strip_prefix(b"@") {
        Some(name) => SocketAddr::from_abstract_name(name)?,
        None => SocketAddr::from_pathname(socket)?,
    };
    UnixDatagram::unbound()?.send_to_addr(state.as_bytes(), &address).map(drop)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn systemd_is_notified_by_path_and_by_abstract_name() {
        let dir = tempfile::tempdir().expect("a temporary directory");
        let path = dir.path().join("notify");
        let name = format!("lyceum-{}", uuid::Uuid::new_v4());
        let named = SocketAddr::from_abstract_name(&name).expect("a name");
        for (listener, said) in [
            (UnixDatagram::bind(&path), path.as_os_str().to_owned()),
            (UnixDatagram::bind_addr(&named), format!("@{name}").into()),
        ] {
            let listener = listener.expect("a socket");
            send(&said, READY).expect("it is told");
            let mut heard = [0; 32];
            let length = listener.recv(&mut heard).expect("it hears");
            assert_eq!(&heard[..length], READY.as_bytes());
        }
    }
}
