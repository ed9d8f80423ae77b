//! The rules of the relay, without sockets and clock: who gets a relayed address, for how long, and what it carries. The only
//! peer is the server's own media port; requests for any other are refused.

use std::{
    borrow::Cow,
    collections::HashMap,
    hash::{BuildHasher, RandomState},
    net::SocketAddr,
    time::{Duration, Instant},
};

use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};

use super::credentials::{self, Nonces};
use crate::{
    config::TurnSecret,
    media::transport::{
        Broken,
        turn::{self, Attribute, ClientMessage, ErrorCode, Key, Method, Request, TurnCodec, network},
    },
};

/// The lifetime of an allocation after its last refresh, in seconds: what clients expect, and never longer.
const LIFETIME: u32 = 600;
const PERMISSION: Duration = Duration::from_secs(300);
const CHANNEL: Duration = Duration::from_secs(600);

/// Allocations of one user: a browser takes one for each way to the relay and each of its networks.
const MAX_PER_USER: usize = 48;
/// Allocations from one network, which may have a whole school behind it.
const MAX_PER_NETWORK: usize = 4096;
const MAX_TOTAL: usize = 8192;
/// Allocations of connection tests, which anyone may run: their lifetime in seconds, and their number.
const TEST_LIFETIME: u32 = 60;
const MAX_TESTS_PER_NETWORK: usize = 256;
const MAX_TESTS_TOTAL: usize = 1024;

/// How many unauthenticated requests of one network are answered at once, and how many per second after that.
const UNAUTHENTICATED_BURST: u32 = 512;
const UNAUTHENTICATED_PER_SECOND: u32 = 50;
/// Networks are counted in this many buckets, which bounds the memory.
const BUCKETS: u64 = 4096;
/// An answer to an unauthenticated request is at most so many times as long as the request (as in RFC 9000, 8.1).
const MAX_AMPLIFICATION: usize = 3;

/// A client: its transport, and its address (RFC 8656, 3.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Client {
    Udp(SocketAddr),
    /// A connection, by its number.
    Stream(usize, SocketAddr),
}

impl Client {
    pub fn address(self) -> SocketAddr {
        match self {
            Self::Udp(at) | Self::Stream(_, at) => at,
        }
    }
}

/// The media port as clients know it, for each address family.
#[derive(Clone, Copy, Debug)]
pub struct RelayPeers {
    pub four: Option<SocketAddr>,
    pub six: Option<SocketAddr>,
}

/// The source of relayed addresses.
pub trait Ports {
    /// Opens a port, an even one if `even`, whose packets go to the media port. Returns its number and its address.
    fn open(&mut self, four: bool, even: bool) -> Option<(usize, SocketAddr)>;
    fn close(&mut self, port: usize);
}

/// The time: for lifetimes, and in seconds since 1970.
#[derive(Clone, Copy, Debug)]
pub struct Now {
    pub instant: Instant,
    pub unix: u64,
}

/// What to do after a packet.
#[derive(Debug, PartialEq, Eq)]
pub enum Action<'a> {
    Drop,
    Reply(Vec<u8>),
    /// Send the data from this port.
    Relay(usize, Cow<'a, [u8]>),
}

struct Allocation {
    user: String,
    port: usize,
    relayed: SocketAddr,
    peer: SocketAddr,
    until: Instant,
    permitted_until: Option<Instant>,
    channel: Option<(u16, Instant)>,
    /// The transaction of the request that created it, which may be repeated.
    transaction: [u8; 12],
}

pub struct Allocations {
    codec: TurnCodec,
    secret: TurnSecret,
    nonces: Nonces,
    peers: RelayPeers,
    by_client: HashMap<Client, Allocation>,
    by_port: HashMap<usize, Client>,
    unauthenticated: DefaultKeyedRateLimiter<u64>,
    bucket_hasher: RandomState,
}

impl Allocations {
    /// # Errors
    /// [`Broken`] when no cryptography is built in.
    pub fn new(secret: TurnSecret, peers: RelayPeers) -> Result<Self, Broken> {
        let count = |count| std::num::NonZeroU32::new(count).expect("some are answered");
        let quota = Quota::per_second(count(UNAUTHENTICATED_PER_SECOND)).allow_burst(count(UNAUTHENTICATED_BURST));
        Ok(Self {
            codec: TurnCodec::new()?,
            secret,
            nonces: Nonces::default(),
            peers,
            by_client: HashMap::new(),
            by_port: HashMap::new(),
            unauthenticated: RateLimiter::keyed(quota),
            bucket_hasher: RandomState::new(),
        })
    }

    pub fn holds(&self, client: Client) -> bool {
        self.by_client.contains_key(&client)
    }

    /// Handles a packet of a client.
    pub fn on_client_packet<'a>(
        &mut self,
        from: Client,
        packet: &'a [u8],
        now: Now,
        ports: &mut impl Ports,
    ) -> Action<'a> {
        match turn::read(packet) {
            Some(ClientMessage::Channel { number, data }) => match self.by_client.get(&from) {
                Some(Allocation { channel: Some((channel, until)), port, .. })
                    if *channel == number && now.instant < *until =>
                {
                    Action::Relay(*port, data.into())
                }
                _ => Action::Drop,
            },
            Some(ClientMessage::Send { to, data }) => match self.by_client.get(&from) {
                Some(allocation) if allocation.peer == to && allocation.is_permitted(now.instant) => {
                    Action::Relay(allocation.port, data.into())
                }
                _ => Action::Drop,
            },
            Some(ClientMessage::Request(request)) => {
                let answer = self.answer(from, request, packet.len(), now, ports);
                answer.map_or(Action::Drop, Action::Reply)
            }
            None => Action::Drop,
        }
    }

    /// Handles a packet from the media port to a relayed address. Writes what the client gets.
    pub fn on_peer_packet(&self, port: usize, packet: &[u8], now: Instant, out: &mut Vec<u8>) -> Option<Client> {
        let client = *self.by_port.get(&port)?;
        let allocation = self.by_client.get(&client)?;
        match allocation.channel {
            Some((number, until)) if now < until => {
                turn::wrap_for_channel(number, packet, matches!(client, Client::Stream(..)), out);
            }
            _ if allocation.is_permitted(now) => turn::wrap(allocation.peer, packet, out),
            _ => return None,
        }
        Some(client)
    }

    /// Ends expired allocations.
    pub fn expire(&mut self, now: Instant, ports: &mut impl Ports) {
        let over = |(client, one): (&Client, &Allocation)| (one.until <= now).then_some(*client);
        let over: Vec<_> = self.by_client.iter().filter_map(over).collect();
        over.into_iter().for_each(|client| self.end(client, ports));
    }

    /// Ends the allocation of a client whose connection is gone, or who is done.
    pub fn end(&mut self, client: Client, ports: &mut impl Ports) {
        if let Some(allocation) = self.by_client.remove(&client) {
            self.by_port.remove(&allocation.port);
            ports.close(allocation.port);
        }
    }

    fn answer(
        &mut self,
        from: Client,
        mut request: Request,
        length: usize,
        now: Now,
        ports: &mut impl Ports,
    ) -> Option<Vec<u8>> {
        let (user, key) = match self.authenticate(from, &mut request, now) {
            Ok(proven) => proven,
            Err(answer) => {
                let answer = answer.filter(|answer| answer.len() <= MAX_AMPLIFICATION * length)?;
                let bucket = self.bucket_hasher.hash_one(network(from.address().ip())) % BUCKETS;
                return self.unauthenticated.check_key(&bucket).is_ok().then_some(answer);
            }
        };
        let done = match request.method {
            _ if !request.is_understood() => Err(ErrorCode::UnknownAttribute),
            Method::Allocate => self.allocate(from, &user, &request, now.instant, ports),
            _ => match self.by_client.get_mut(&from) {
                None => Err(ErrorCode::AllocationMismatch),
                Some(allocation) if allocation.user != user => Err(ErrorCode::WrongCredentials),
                Some(_) if request.method == Method::Refresh && request.is_release() => {
                    self.end(from, ports);
                    Ok(vec![Attribute::Lifetime(0)])
                }
                Some(allocation) => allocation.on_request(&request, now.instant),
            },
        };
        match done {
            Ok(attributes) => self.codec.success(&request, &attributes, Some(&key)),
            Err(code) => self.codec.error(&request, code, Some(&key)),
        }
    }

    /// The user who signed a request, and the key; or the answer to an unauthenticated request.
    fn authenticate(&self, from: Client, request: &mut Request, now: Now) -> Result<(String, Key), Option<Vec<u8>>> {
        if request.method == Method::Binding {
            return Err(self.codec.success(request, &[Attribute::Mapped(from.address())], None));
        }
        let challenge = |request: &Request, code| {
            let nonce = self.nonces.fresh(from.address(), now.unix);
            Err(self.codec.challenge(request, code, nonce))
        };
        if !request.is_signed() {
            return challenge(request, ErrorCode::Unauthorized);
        }
        let Some((user, nonce)) = request.signer() else {
            return Err(self.codec.error(request, ErrorCode::BadRequest, None));
        };
        if !self.nonces.is_fresh(&nonce, from.address(), now.unix) {
            return challenge(request, ErrorCode::StaleNonce);
        }
        let key = self.codec.key(&user, credentials::password(&self.secret, &user)).map_err(|_| None)?;
        if !credentials::is_valid(&user, now.unix) || !self.codec.verify(request, &key) {
            return challenge(request, ErrorCode::Unauthorized);
        }
        Ok((user, key))
    }

    fn allocate(
        &mut self,
        from: Client,
        user: &str,
        request: &Request,
        now: Instant,
        ports: &mut impl Ports,
    ) -> Result<Vec<Attribute>, ErrorCode> {
        let lifetime = lifetime(user);
        let attributes = |relayed| {
            vec![Attribute::Relayed(relayed), Attribute::Lifetime(lifetime), Attribute::Mapped(from.address())]
        };
        if let Some(allocation) = self.by_client.get(&from) {
            // The answer to the first one was lost.
            let again = allocation.transaction == request.transaction();
            return if again { Ok(attributes(allocation.relayed)) } else { Err(ErrorCode::AllocationMismatch) };
        }
        if !request.wants_udp().ok_or(ErrorCode::BadRequest)? {
            return Err(ErrorCode::TransportNotSupported);
        }
        let four = request.wants_ipv4().unwrap_or(self.peers.four.is_some());
        let peer = if four { self.peers.four } else { self.peers.six }.ok_or(ErrorCode::FamilyNotSupported)?;
        let near = |one: &&Client| network(one.address().ip()) == network(from.address().ip());
        if !self.has_quota(user, near) {
            return Err(ErrorCode::QuotaReached);
        }
        if self.by_client.len() >= MAX_TOTAL || self.by_client.keys().filter(near).count() >= MAX_PER_NETWORK {
            return Err(ErrorCode::NoCapacity);
        }
        let (even, pair) = request.wants_even();
        let opened = if pair { None } else { ports.open(four, even) };
        let (port, relayed) = opened.ok_or(ErrorCode::NoCapacity)?;
        let allocation = Allocation {
            user: user.to_owned(),
            port,
            relayed,
            peer,
            until: now + Duration::from_secs(lifetime.into()),
            permitted_until: None,
            channel: None,
            transaction: request.transaction(),
        };
        self.by_client.insert(from, allocation);
        self.by_port.insert(port, from);
        Ok(attributes(relayed))
    }

    /// Whether this user may have one more allocation. `near` selects the clients of the same network. All connection tests share
    /// one quota, so that they never displace anyone in a lesson.
    fn has_quota(&self, user: &str, near: impl Fn(&&Client) -> bool) -> bool {
        if !credentials::is_test(user) {
            return self.by_client.values().filter(|one| one.user == user).count() < MAX_PER_USER;
        }
        let tries = self.by_client.iter().filter(|(_, one)| credentials::is_test(&one.user));
        let (all, from_one) =
            tries.fold((0, 0), |(all, from_one), (client, _)| (all + 1, from_one + usize::from(near(&client))));
        all < MAX_TESTS_TOTAL && from_one < MAX_TESTS_PER_NETWORK
    }
}

/// The lifetime of this user's allocations, in seconds.
fn lifetime(user: &str) -> u32 {
    if credentials::is_test(user) { TEST_LIFETIME } else { LIFETIME }
}

impl Allocation {
    fn is_permitted(&self, now: Instant) -> bool {
        self.permitted_until.is_some_and(|until| now < until)
    }

    /// Handles a request of the allocation's own user.
    fn on_request(&mut self, request: &Request, now: Instant) -> Result<Vec<Attribute>, ErrorCode> {
        if request.method == Method::Refresh {
            if request.wants_ipv4().is_some_and(|four| four != self.peer.is_ipv4()) {
                return Err(ErrorCode::FamilyMismatch);
            }
            let lifetime = lifetime(&self.user);
            self.until = now + Duration::from_secs(lifetime.into());
            return Ok(vec![Attribute::Lifetime(lifetime)]);
        }
        let peers = request.peers().map_err(|Broken| ErrorCode::BadRequest)?;
        let channel = request.channel();
        if peers.is_empty() || request.method == Method::ChannelBind && (peers.len() > 1 || channel.is_none()) {
            return Err(ErrorCode::BadRequest);
        }
        if peers.iter().any(|peer| peer.is_ipv4() != self.peer.is_ipv4()) {
            return Err(ErrorCode::FamilyMismatch);
        }
        // Permissions apply to an address, whatever the port (RFC 8656, 9).
        let all = request.method == Method::CreatePermission;
        if !peers.iter().all(|peer| *peer == self.peer || all && peer.ip() == self.peer.ip()) {
            return Err(ErrorCode::Forbidden);
        }
        if let Some(number) = channel.filter(|_| request.method == Method::ChannelBind) {
            if self.channel.is_some_and(|(bound, until)| bound != number && now < until) {
                return Err(ErrorCode::BadRequest);
            }
            self.channel = Some((number, now + CHANNEL));
        }
        self.permitted_until = Some(now + PERMISSION);
        Ok(Vec::new())
    }
}

#[cfg(test)]
mod tests;
