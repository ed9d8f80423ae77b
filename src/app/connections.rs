//! Limits the open connections of one address, before TLS. Without it, one machine that opens connections until no file
//! descriptor is left would shut everyone out.

use std::{
    collections::HashMap,
    net::IpAddr,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use nix::sys::resource::{Resource, getrlimit};
use prometheus::IntCounter;

use crate::domain::rate_limits::{network, site};

/// What is kept for files, the database and media: a connection takes two of the other file descriptors.
const OTHER_FILES: u64 = 1024;
const FILES_EACH: u64 = 2;
/// An IPv6 site may have so many times as many as one of its networks.
const SITE: usize = 4;
/// Once three quarters of all connections are open, an address may have only this part of its limit.
const UNDER_PRESSURE: usize = 8;

/// The open connections, by address.
pub struct Connections {
    /// `None` behind a proxy, whose address all connections have.
    per_address: Option<usize>,
    most: usize,
    open: Mutex<Open>,
    refused: IntCounter,
}

#[derive(Default)]
struct Open {
    by_network: HashMap<IpAddr, usize>,
    by_site: HashMap<IpAddr, usize>,
    total: usize,
}

impl Connections {
    /// At most `per_address` of one address, and as many in all as this process may have files. `refused` counts the others.
    pub fn new(per_address: Option<usize>, refused: IntCounter) -> Arc<Self> {
        let files = getrlimit(Resource::RLIMIT_NOFILE).map_or(1024, |(soft, _)| soft);
        let most = usize::try_from(files.saturating_sub(OTHER_FILES).max(files / 2) / FILES_EACH).unwrap_or(usize::MAX);
        Self::of(per_address, most, refused)
    }

    fn of(per_address: Option<usize>, most: usize, refused: IntCounter) -> Arc<Self> {
        Arc::new(Self { per_address, most, open: Mutex::default(), refused })
    }

    fn open(&self) -> MutexGuard<'_, Open> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Counts a connection until the guard is dropped; `None` if there are too many.
    pub fn admit(self: &Arc<Self>, address: IpAddr) -> Option<OpenConnection> {
        let (network, site) = (network(address), site(address));
        let mut open = self.open();
        let limit = match self.per_address {
            None => usize::MAX,
            Some(limit) if open.total >= self.most / 4 * 3 => limit / UNDER_PRESSURE,
            Some(limit) => limit,
        };
        let of = |all: &HashMap<IpAddr, usize>, key: &IpAddr| all.get(key).copied().unwrap_or_default();
        let fits = open.total < self.most
            && of(&open.by_network, &network) < limit
            && site.is_none_or(|site| of(&open.by_site, &site) < limit.saturating_mul(SITE));
        if !fits {
            self.refused.inc();
            return None;
        }
        open.total += 1;
        *open.by_network.entry(network).or_default() += 1;
        if let Some(site) = site {
            *open.by_site.entry(site).or_default() += 1;
        }
        drop(open);
        Some(OpenConnection { all: Arc::clone(self), network, site })
    }
}

/// One open connection.
pub struct OpenConnection {
    all: Arc<Connections>,
    network: IpAddr,
    site: Option<IpAddr>,
}

impl Drop for OpenConnection {
    fn drop(&mut self) {
        let mut open = self.all.open();
        open.total -= 1;
        leave(&mut open.by_network, self.network);
        if let Some(site) = self.site {
            leave(&mut open.by_site, site);
        }
    }
}

fn leave(all: &mut HashMap<IpAddr, usize>, key: IpAddr) {
    if let Some(count) = all.get_mut(&key) {
        *count -= 1;
        if *count == 0 {
            all.remove(&key);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn limited(per_address: Option<usize>, most: usize) -> Arc<Connections> {
        Connections::of(per_address, most, IntCounter::new("refused", "Refused").expect("a name"))
    }

    fn address(text: &str) -> IpAddr {
        text.parse().expect("an address")
    }

    #[test]
    fn an_address_has_a_limit_that_others_do_not_share() {
        let connections = limited(Some(500), 10_000);
        let (school, home) = (address("192.0.2.1"), address("192.0.2.2"));
        let mut open: Vec<_> = (0..600).filter_map(|_| connections.admit(school)).collect();
        assert_eq!((open.len(), connections.refused.get()), (500, 100));
        assert!(connections.admit(home).is_some());
        open.pop();
        let again = connections.admit(school);
        assert!(again.is_some(), "one has been closed");
        drop((open, again));
        let left = connections.open();
        assert!(left.by_network.is_empty() && left.total == 0);
    }

    #[test]
    fn the_holder_of_many_ipv6_networks_is_limited_as_a_whole() {
        let connections = limited(Some(100), 10_000);
        let open: Vec<_> =
            (0..1000).filter_map(|i| connections.admit(address(&format!("2001:db8:7:{i:x}::1")))).collect();
        assert_eq!(open.len(), 100 * SITE);
    }

    #[test]
    fn a_few_addresses_do_not_use_up_all_connections() {
        let connections = limited(Some(4000), 10_000);
        let attackers: Vec<_> =
            (0..40_000).filter_map(|i| connections.admit(IpAddr::from([198, 51, 100, (i % 5) as u8]))).collect();
        assert_eq!(attackers.len(), 7500);
        let school: Vec<_> = (0..400).filter_map(|_| connections.admit(address("192.0.2.1"))).collect();
        assert_eq!(school.len(), 400, "a school still comes in");
    }

    #[test]
    fn behind_a_proxy_all_have_one_address() {
        let connections = limited(None, 1000);
        let open: Vec<_> = (0..2000).filter_map(|_| connections.admit(address("127.0.0.1"))).collect();
        assert_eq!(open.len(), 1000);
    }
}
