//! By which of its addresses a machine is reached, where nobody has said.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, UdpSocket};

use nix::{ifaddrs::getifaddrs, net::if_::InterfaceFlags, sys::socket::SockaddrStorage};

/// Browsers try each that they are told.
const MOST: usize = 8;

/// Who can come to an address.
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

/// Of providers that share one public address among many (RFC 6598).
fn is_shared([first, second, ..]: [u8; 4]) -> bool {
    first == 100 && (64..128).contains(&second)
}

/// The addresses by which this machine is reached, the likeliest first, its loopback last.
pub fn reachable(listen: IpAddr) -> Vec<IpAddr> {
    if !listen.is_unspecified() {
        return vec![listen];
    }
    let outwards = [
        outward(Ipv4Addr::UNSPECIFIED.into(), Ipv4Addr::new(192, 0, 2, 1).into()),
        outward(Ipv6Addr::UNSPECIFIED.into(), Ipv6Addr::new(0x2001, 0xdb8, 0, 0, 0, 0, 0, 1).into()),
    ];
    told(listen, outwards.into_iter().flatten().collect(), own())
}

/// The address by which a packet to `to` would go out. None is sent: the kernel only says what it would do.
fn outward(from: IpAddr, to: IpAddr) -> Option<IpAddr> {
    let socket = UdpSocket::bind((from, 0)).ok()?;
    socket.connect((to, 9)).ok()?;
    socket.local_addr().ok().map(|address| address.ip())
}

/// Those of networks that lead nowhere else, too: a school's pupils may have one of their own, and a room without internet is
/// a room.
fn own() -> Vec<IpAddr> {
    let up = InterfaceFlags::IFF_UP | InterfaceFlags::IFF_RUNNING;
    let interfaces = getifaddrs().into_iter().flatten().filter(|interface| interface.flags.contains(up));
    interfaces.filter_map(|interface| interface.address.as_ref().and_then(ip)).collect()
}

fn ip(address: &SockaddrStorage) -> Option<IpAddr> {
    let four = address.as_sockaddr_in().map(|four| four.ip().into());
    four.or_else(|| address.as_sockaddr_in6().map(|six| six.ip().into()))
}

fn told(listen: IpAddr, outward: Vec<IpAddr>, own: Vec<IpAddr>) -> Vec<IpAddr> {
    // Everyone comes to a public address; a stranger need not know the networks behind it.
    let public = outward.iter().any(|ip| reach(*ip) == Reach::World);
    let mut told = Vec::new();
    for ip in outward.into_iter().chain(own.into_iter().filter(|_| !public)) {
        let heard = ip.is_ipv4() || listen.is_ipv6();
        // An IPv6 address of one link means nothing without the link's name, which no candidate has (RFC 8445, 5.1.1.1).
        let linked = matches!(ip, IpAddr::V6(six) if six.is_unicast_link_local());
        if heard && !linked && !ip.is_loopback() && !told.contains(&ip) && told.len() < MOST {
            told.push(ip);
        }
    }
    told.push(Ipv4Addr::LOCALHOST.into());
    told
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(listen: &str, outward: &[&str], own: &[&str]) -> Vec<String> {
        let parsed = |all: &[&str]| all.iter().map(|one| one.parse().expect("an address")).collect::<Vec<IpAddr>>();
        let told = told(listen.parse().expect("an address"), parsed(outward), parsed(own));
        told.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn the_way_out_comes_first_and_every_network_is_told_once() {
        let own = ["127.0.0.1", "10.1.0.5", "192.168.1.5", "::1", "fe80::5", "fd00::5"];
        let both = ["192.168.1.5", "fd00::5"];
        assert_eq!(all("::", &both, &own), ["192.168.1.5", "fd00::5", "10.1.0.5", "127.0.0.1"]);
        assert_eq!(all("0.0.0.0", &both, &own), ["192.168.1.5", "10.1.0.5", "127.0.0.1"]);
    }

    #[test]
    fn what_stands_behind_a_public_address_is_nobodys_business() {
        let own = ["203.0.113.5", "10.1.0.5", "2001:db8::5"];
        assert_eq!(all("::", &["203.0.113.5", "2001:db8::5"], &own), ["203.0.113.5", "2001:db8::5", "127.0.0.1"]);
    }

    #[test]
    fn a_network_that_leads_nowhere_else_is_a_network() {
        assert_eq!(all("0.0.0.0", &[], &["127.0.0.1", "10.1.0.5"]), ["10.1.0.5", "127.0.0.1"]);
        assert_eq!(all("0.0.0.0", &[], &["127.0.0.1"]), ["127.0.0.1"]);
    }

    #[test]
    fn a_machine_of_many_networks_does_not_tell_of_all() {
        let own: Vec<_> = (0..40).map(|net| format!("10.1.{net}.5")).collect();
        let own: Vec<_> = own.iter().map(String::as_str).collect();
        let told = all("::", &["192.168.1.5"], &own);
        assert_eq!((told.len(), told[0].as_str()), (MOST + 1, "192.168.1.5"));
    }

    #[test]
    fn who_listens_on_one_address_tells_of_that() {
        assert_eq!(reachable("192.0.2.7".parse().expect("an address")), [IpAddr::from([192, 0, 2, 7])]);
    }
}
