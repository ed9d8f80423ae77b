//! The arrival time of packets, as the kernel notes it: how long a packet waits to be read does not count.

use std::{
    io::IoSliceMut,
    net::SocketAddr,
    os::fd::{AsFd, AsRawFd},
};

use nix::{
    sys::{
        socket::{ControlMessageOwned, MsgFlags, SockaddrStorage, recvmsg, setsockopt, sockopt::ReceiveTimestampns},
        time::TimeSpec,
    },
    time::{ClockId, clock_gettime},
};

/// The wall clock in nanoseconds, by which the kernel timestamps packets.
pub fn now() -> u64 {
    let now = clock_gettime(ClockId::CLOCK_REALTIME).map(std::time::Duration::from).unwrap_or_default();
    now.as_nanos() as u64
}

/// Makes the kernel timestamp each packet for this socket.
///
/// # Errors
/// The operating system's.
pub fn stamped(socket: &impl AsFd) -> nix::Result<()> {
    setsockopt(socket, ReceiveTimestampns, &true)
}

/// A packet's length, source address and arrival time, in nanoseconds of the wall clock.
///
/// # Errors
/// The operating system's: `EAGAIN` when there is none.
pub fn receive(socket: &impl AsRawFd, packet: &mut [u8]) -> nix::Result<(usize, Option<SocketAddr>, u64)> {
    let mut told = nix::cmsg_space!(TimeSpec);
    let mut into = [IoSliceMut::new(packet)];
    let message = recvmsg::<SockaddrStorage>(socket.as_raw_fd(), &mut into, Some(&mut told), MsgFlags::empty())?;
    let came = message.cmsgs()?.find_map(|told| match told {
        ControlMessageOwned::ScmTimestampns(at) => Some(std::time::Duration::from(at).as_nanos() as u64),
        _ => None,
    });
    Ok((message.bytes, message.address.as_ref().and_then(address), came.unwrap_or_else(now)))
}

fn address(storage: &SockaddrStorage) -> Option<SocketAddr> {
    let four = storage.as_sockaddr_in().map(|four| SocketAddr::V4((*four).into()));
    four.or_else(|| storage.as_sockaddr_in6().map(|six| SocketAddr::V6((*six).into())))
}
