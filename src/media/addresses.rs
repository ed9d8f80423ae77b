//! Finds the addresses by which this machine is reached, when none are configured.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, UdpSocket};

use nix::{ifaddrs::getifaddrs, net::if_::InterfaceFlags, sys::socket::SockaddrStorage};

/// Browsers try every address that they are given.
const MAX_ADDRESSES: usize = 8;

/// From where an address can be reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reach {
    Machine,
    Network,
    World,
}

pub fn reach(ip: IpAddr) -> Reach {
    match ip {
        ip if ip.is_loopback() => Reach::Machine,
        IpAddr::V4(four) if four.is_private() || four.is_link_local() || is_shared(four.octets()) => Reach::Network,
        IpAddr::V6(six) if six.is_unique_local() || six.is_unicast_link_local() => Reach::Network,
        _ => Reach::World,
    }
}

/// Addresses of carrier-grade NAT (RFC 6598).
fn is_shared([first, second, ..]: [u8; 4]) -> bool {
    first == 100 && (64..128).contains(&second)
}

/// The addresses by which this machine is reached, the likeliest first, the loopback address last.
pub fn reachable(listen: IpAddr) -> Vec<IpAddr> {
    if !listen.is_unspecified() {
        return vec![listen];
    }
    let outwards = [
        source_address(Ipv4Addr::UNSPECIFIED.into(), Ipv4Addr::new(192, 0, 2, 1).into()),
        source_address(Ipv6Addr::UNSPECIFIED.into(), Ipv6Addr::new(0x2001, 0xdb8, 0, 0, 0, 0, 0, 1).into()),
    ];
    candidates(listen, outwards.into_iter().flatten().collect(), interface_addresses())
}

/// The source address of a packet to `to`. None is sent: connecting a UDP socket only asks the kernel for the route.
fn source_address(from: IpAddr, to: IpAddr) -> Option<IpAddr> {
    let socket = UdpSocket::bind((from, 0)).ok()?;
    socket.connect((to, 9)).ok()?;
    socket.local_addr().ok().map(|address| address.ip())
}

/// Includes networks without a route to elsewhere: the students may have one of their own, and a classroom without internet is
/// still a classroom.
fn interface_addresses() -> Vec<IpAddr> {
    let up = InterfaceFlags::IFF_UP | InterfaceFlags::IFF_RUNNING;
    let interfaces = getifaddrs().into_iter().flatten().filter(|interface| interface.flags.contains(up));
    interfaces.filter_map(|interface| interface.address.as_ref().and_then(ip)).collect()
}

fn ip(address: &SockaddrStorage) -> Option<IpAddr> {
    let four = address.as_sockaddr_in().map(|four| four.ip().into());
    four.or_else(|| address.as_sockaddr_in6().map(|six| six.ip().into()))
}

fn candidates(listen: IpAddr, outward: Vec<IpAddr>, own: Vec<IpAddr>) -> Vec<IpAddr> {
    // Everyone can reach a public address; strangers need not know the networks behind it.
    let public = outward.iter().any(|ip| reach(*ip) == Reach::World);
    let mut candidates = Vec::new();
    for ip in outward.into_iter().chain(own.into_iter().filter(|_| !public)) {
        let heard = ip.is_ipv4() || listen.is_ipv6();
        // A link-local IPv6 address needs a scope, which candidates do not have (RFC 8445, 5.1.1.1).
        let linked = matches!(ip, IpAddr::V6(six) if six.is_unicast_link_local());
        if heard && !linked && !ip.is_loopback() && !candidates.contains(&ip) && candidates.len() < MAX_ADDRESSES {
            candidates.push(ip);
        }
    }
    candidates.push(Ipv4Addr::LOCALHOST.into());
    candidates
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(listen: &str, outward: &[&str], own: &[&str]) -> Vec<String> {
        let parsed = |all: &[&str]| all.iter().map(|one| one.parse().expect("an address")).collect::<Vec<IpAddr>>();
        let candidates = candidates(listen.parse().expect("an address"), parsed(outward), parsed(own));
        candidates.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn the_outgoing_address_comes_first_and_each_network_appears_once() {
        let own = ["127.0.0.1", "10.1.0.5", "192.168.1.5", "::1", "fe80::5", "fd00::5"];
        let both = ["192.168.1.5", "fd00::5"];
        assert_eq!(all("::", &both, &own), ["192.168.1.5", "fd00::5", "10.1.0.5", "127.0.0.1"]);
        assert_eq!(all("0.0.0.0", &both, &own), ["192.168.1.5", "10.1.0.5", "127.0.0.1"]);
    }

    #[test]
    fn networks_behind_a_public_address_are_not_disclosed() {
        let own = ["203.0.113.5", "10.1.0.5", "2001:db8::5"];
        assert_eq!(all("::", &["203.0.113.5", "2001:db8::5"], &own), ["203.0.113.5", "2001:db8::5", "127.0.0.1"]);
    }

    #[test]
    fn a_network_without_a_route_to_elsewhere_counts() {
        assert_eq!(all("0.0.0.0", &[], &["127.0.0.1", "10.1.0.5"]), ["10.1.0.5", "127.0.0.1"]);
        assert_eq!(all("0.0.0.0", &[], &["127.0.0.1"]), ["127.0.0.1"]);
    }

    #[test]
    fn the_number_of_addresses_is_limited() {
        let own: Vec<_> = (0..40).map(|net| format!("10.1.{net}.5")).collect();
        let own: Vec<_> = own.iter().map(String::as_str).collect();
        let candidates = all("::", &["192.168.1.5"], &own);
        assert_eq!((candidates.len(), candidates[0].as_str()), (MAX_ADDRESSES + 1, "192.168.1.5"));
    }

    #[test]
    fn a_server_that_listens_on_one_address_offers_only_that() {
        assert_eq!(reachable("192.0.2.7".parse().expect("an address")), [IpAddr::from([192, 0, 2, 7])]);
    }
}
