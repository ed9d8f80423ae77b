//! What the relay decides, without a socket and without a clock: who gets a relayed address, for how long, and what goes
//! through it. There is one peer for everyone, the server's own port for sound; whoever names another is refused.

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
        turn::{self, Code, Codec, Heard, Key, Method, Request, Said, network},
    },
};

/// How long an allocation stands after the last word about it, in seconds: what clients expect, and never longer.
const LIFETIME: u32 = 600;
const PERMISSION: Duration = Duration::from_secs(300);
const CHANNEL: Duration = Duration::from_secs(600);

/// How many allocations one user may have: a browser takes one for each way to the relay and each of its networks.
const BY_ONE: usize = 48;
/// How many may come from one address, behind which a whole school may be.
const FROM_ONE: usize = 4096;
const IN_ALL: usize = 8192;
/// Of those who only try whether they reach the relay, who may be anyone: for how long in seconds, and how many.
const TRY_LIFETIME: u32 = 60;
const TRIES_FROM_ONE: usize = 256;
const TRIES_IN_ALL: usize = 1024;

/// How many unproven requests of one address are answered at once, and how many each second then.
const STRANGERS: u32 = 512;
const STRANGERS_A_SECOND: u32 = 50;
/// Addresses are counted in so many lots, which bounds the memory.
const LOTS: u64 = 4096;
/// An answer to one who has proven nothing is at most so many times as long as what was sent (as RFC 9000, 8.1, has it).
const AMPLIFIES: usize = 3;

/// A client: by what it comes, and from where (RFC 8656, 3.2).
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

/// The server's port for sound, as clients are told it, for each family of addresses that there is.
#[derive(Clone, Copy, Debug)]
pub struct Peers {
    pub four: Option<SocketAddr>,
    pub six: Option<SocketAddr>,
}

/// Where relayed addresses come from.
pub trait Ports {
    /// A port, an `even` one if need be, whose packets go to the port for sound: its number, and its address.
    fn open(&mut self, four: bool, even: bool) -> Option<(usize, SocketAddr)>;
    fn close(&mut self, port: usize);
}

/// What time it is: for lifetimes, and in seconds since 1970.
#[derive(Clone, Copy, Debug)]
pub struct When {
    pub now: Instant,
    pub unix: u64,
}

/// What comes of a packet.
#[derive(Debug, PartialEq, Eq)]
pub enum Outcome<'a> {
    Nothing,
    Answer(Vec<u8>),
    /// To be sent from this port.
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
    /// Of the request that made it, which may come again.
    transaction: [u8; 12],
}

pub struct Allocations {
    codec: Codec,
    secret: TurnSecret,
    nonces: Nonces,
    peers: Peers,
    by_client: HashMap<Client, Allocation>,
    by_port: HashMap<usize, Client>,
    strangers: DefaultKeyedRateLimiter<u64>,
    lots: RandomState,
}

impl Allocations {
    /// # Errors
    /// [`Broken`] when no cryptography is built in.
    pub fn new(secret: TurnSecret, peers: Peers) -> Result<Self, Broken> {
        let quota = |burst| std::num::NonZeroU32::new(burst).expect("some are answered");
        let strangers = Quota::per_second(quota(STRANGERS_A_SECOND)).allow_burst(quota(STRANGERS));
        Ok(Self {
            codec: Codec::new()?,
            secret,
            nonces: Nonces::default(),
            peers,
            by_client: HashMap::new(),
            by_port: HashMap::new(),
            strangers: RateLimiter::keyed(strangers),
            lots: RandomState::new(),
        })
    }

    pub fn holds(&self, client: Client) -> bool {
        self.by_client.contains_key(&client)
    }

    /// Takes a packet of a client.
    pub fn take<'a>(&mut self, from: Client, packet: &'a [u8], when: When, ports: &mut impl Ports) -> Outcome<'a> {
        match turn::read(packet) {
            Some(Heard::Channel { number, data }) => match self.by_client.get(&from) {
                Some(Allocation { channel: Some((channel, until)), port, .. })
                    if *channel == number && when.now < *until =>
                {
                    Outcome::Relay(*port, data.into())
                }
                _ => Outcome::Nothing,
            },
            Some(Heard::Send { to, data }) => match self.by_client.get(&from) {
                Some(allocation) if allocation.peer == to && allocation.is_permitted(when.now) => {
                    Outcome::Relay(allocation.port, data.into())
                }
                _ => Outcome::Nothing,
            },
            Some(Heard::Request(request)) => {
                let answer = self.answer(from, request, packet.len(), when, ports);
                answer.map_or(Outcome::Nothing, Outcome::Answer)
            }
            None => Outcome::Nothing,
        }
    }

    /// Takes what the port for sound has sent to one of the relay's. Writes what its client is to get.
    pub fn back(&self, port: usize, packet: &[u8], now: Instant, out: &mut Vec<u8>) -> Option<Client> {
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

    /// Ends those whose time is over.
    pub fn expire(&mut self, now: Instant, ports: &mut impl Ports) {
        let over = |(client, one): (&Client, &Allocation)| (one.until <= now).then_some(*client);
        let over: Vec<_> = self.by_client.iter().filter_map(over).collect();
        over.into_iter().for_each(|client| self.end(client, ports));
    }

    /// Its connection is gone, or it is done.
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
        when: When,
        ports: &mut impl Ports,
    ) -> Option<Vec<u8>> {
        let (user, key) = match self.prove(from, &mut request, when) {
            Ok(proven) => proven,
            Err(answer) => {
                let answer = answer.filter(|answer| answer.len() <= AMPLIFIES * length)?;
                let lot = self.lots.hash_one(network(from.address().ip())) % LOTS;
                return self.strangers.check_key(&lot).is_ok().then_some(answer);
            }
        };
        let done = match request.method {
            _ if !request.is_understood() => Err(Code::UnknownAttribute),
            Method::Allocate => self.allocate(from, &user, &request, when.now, ports),
            _ => match self.by_client.get_mut(&from) {
                None => Err(Code::AllocationMismatch),
                Some(allocation) if allocation.user != user => Err(Code::WrongCredentials),
                Some(_) if request.method == Method::Refresh && request.is_last() => {
                    self.end(from, ports);
                    Ok(vec![Said::Lifetime(0)])
                }
                Some(allocation) => allocation.obey(&request, when.now),
            },
        };
        match done {
            Ok(said) => self.codec.grant(&request, &said, Some(&key)),
            Err(code) => self.codec.refuse(&request, code, Some(&key)),
        }
    }

    /// Who has signed a request, and with which key; or what one is answered who has not.
    fn prove(&self, from: Client, request: &mut Request, when: When) -> Result<(String, Key), Option<Vec<u8>>> {
        if request.method == Method::Binding {
            return Err(self.codec.grant(request, &[Said::Mapped(from.address())], None));
        }
        let challenge = |request: &Request, code| {
            let nonce = self.nonces.fresh(from.address(), when.unix);
            Err(self.codec.challenge(request, code, nonce))
        };
        if !request.is_signed() {
            return challenge(request, Code::Unauthorized);
        }
        let Some((user, nonce)) = request.signer() else {
            return Err(self.codec.refuse(request, Code::BadRequest, None));
        };
        if !self.nonces.is_fresh(&nonce, from.address(), when.unix) {
            return challenge(request, Code::StaleNonce);
        }
        let key = self.codec.key(&user, credentials::password(&self.secret, &user)).map_err(|_| None)?;
        if !credentials::is_good(&user, when.unix) || !self.codec.proves(request, &key) {
            return challenge(request, Code::Unauthorized);
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
    ) -> Result<Vec<Said>, Code> {
        let lifetime = lifetime(user);
        let said = |relayed| vec![Said::Relayed(relayed), Said::Lifetime(lifetime), Said::Mapped(from.address())];
        if let Some(allocation) = self.by_client.get(&from) {
            // The answer to the first of them was lost.
            let again = allocation.transaction == request.transaction();
            return if again { Ok(said(allocation.relayed)) } else { Err(Code::AllocationMismatch) };
        }
        if !request.wants_udp().ok_or(Code::BadRequest)? {
            return Err(Code::TransportNotSupported);
        }
        let four = request.wants_ipv4().unwrap_or(self.peers.four.is_some());
        let peer = if four { self.peers.four } else { self.peers.six }.ok_or(Code::FamilyNotSupported)?;
        let near = |one: &&Client| network(one.address().ip()) == network(from.address().ip());
        if !self.has_quota(user, near) {
            return Err(Code::QuotaReached);
        }
        if self.by_client.len() >= IN_ALL || self.by_client.keys().filter(near).count() >= FROM_ONE {
            return Err(Code::NoCapacity);
        }
        let (even, pair) = request.wants_even();
        let opened = if pair { None } else { ports.open(four, even) };
        let (port, relayed) = opened.ok_or(Code::NoCapacity)?;
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
        Ok(said(relayed))
    }

    /// Whether this user may have one more. `near`: who is in the same network. Those who only try share what is theirs, so
    /// that they never take a place from anyone in a lesson.
    fn has_quota(&self, user: &str, near: impl Fn(&&Client) -> bool) -> bool {
        if !credentials::only_tries(user) {
            return self.by_client.values().filter(|one| one.user == user).count() < BY_ONE;
        }
        let tries = self.by_client.iter().filter(|(_, one)| credentials::only_tries(&one.user));
        let (all, from_one) =
            tries.fold((0, 0), |(all, from_one), (client, _)| (all + 1, from_one + usize::from(near(&client))));
        all < TRIES_IN_ALL && from_one < TRIES_FROM_ONE
    }
}

/// How long an allocation of this user's stands after the last word about it, in seconds.
fn lifetime(user: &str) -> u32 {
    if credentials::only_tries(user) { TRY_LIFETIME } else { LIFETIME }
}

impl Allocation {
    fn is_permitted(&self, now: Instant) -> bool {
        self.permitted_until.is_some_and(|until| now < until)
    }

    /// Does what its own user asks for.
    fn obey(&mut self, request: &Request, now: Instant) -> Result<Vec<Said>, Code> {
        if request.method == Method::Refresh {
            if request.wants_ipv4().is_some_and(|four| four != self.peer.is_ipv4()) {
                return Err(Code::FamilyMismatch);
            }
            let lifetime = lifetime(&self.user);
            self.until = now + Duration::from_secs(lifetime.into());
            return Ok(vec![Said::Lifetime(lifetime)]);
        }
        let peers = request.peers().map_err(|Broken| Code::BadRequest)?;
        let channel = request.channel();
        if peers.is_empty() || request.method == Method::ChannelBind && (peers.len() > 1 || channel.is_none()) {
            return Err(Code::BadRequest);
        }
        if peers.iter().any(|peer| peer.is_ipv4() != self.peer.is_ipv4()) {
            return Err(Code::FamilyMismatch);
        }
        // Permissions are for an address, whatever its port (RFC 8656, 9).
        let all = request.method == Method::CreatePermission;
        if !peers.iter().all(|peer| *peer == self.peer || all && peer.ip() == self.peer.ip()) {
            return Err(Code::Forbidden);
        }
        if let Some(number) = channel.filter(|_| request.method == Method::ChannelBind) {
            if self.channel.is_some_and(|(bound, until)| bound != number && now < until) {
                return Err(Code::BadRequest);
            }
            self.channel = Some((number, now + CHANNEL));
        }
        self.permitted_until = Some(now + PERMISSION);
        Ok(Vec::new())
    }
}

#[cfg(test)]
mod tests;
