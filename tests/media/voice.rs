//! A WebRTC client of another implementation (str0m): a microphone that numbers its packets, and a receiver that records them.

use std::{
    collections::HashMap,
    net::SocketAddr,
    sync::{
        Arc, LazyLock, Mutex,
        atomic::{AtomicBool, Ordering::Relaxed},
        mpsc,
    },
    thread::{self, JoinHandle},
    time::{Duration, Instant},
};

use serde_json::{Value, json};
use str0m::{
    Candidate, Event, Input, Output, Rtc, RtcConfig,
    change::{SdpAnswer, SdpPendingOffer},
    media::{Direction, MediaKind, MediaTime, Mid},
    net::{Protocol, Receive},
};

use super::pipe::Pipe;
use crate::support::{
    client::Client,
    timeouts::{PATIENCE, within},
};

/// The duration of one Opus packet.
const PACKET: Duration = Duration::from_millis(20);

/// A received packet: its slot, its sender, and the sender's number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Heard {
    pub slot: usize,
    pub whose: u8,
    pub number: u32,
    /// Whether it directly follows the packet before it in its stream.
    pub seamless: bool,
    /// How long it took from its sender.
    pub delay: Duration,
}

/// When this program began: what senders and receivers count from.
static BEGIN: LazyLock<Instant> = LazyLock::new(Instant::now);

fn since_begin() -> Duration {
    BEGIN.elapsed()
}

/// A command to a running voice.
enum Order {
    /// Moves to another address; the offer for that is sent back.
    Move(mpsc::Sender<String>),
    Answer(String),
    /// Sends a packet that the peer has not made.
    Slip(Vec<u8>),
}

pub struct Voice {
    /// The client's address and the server's.
    pub here: SocketAddr,
    pub there: SocketAddr,
    orders: mpsc::Sender<Order>,
    heard: Arc<Mutex<Vec<Heard>>>,
    speaks: Arc<AtomicBool>,
    stops: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl Voice {
    /// Offers a microphone and this many slots on this connection. `mark` identifies the packets.
    pub async fn offer(client: &mut Client, mark: u8, slots: usize, by: Protocol) -> Self {
        Self::negotiate(Some(mark), slots, by, asking(client)).await
    }

    /// As [`Voice::offer`], by UDP, from this address if one is given.
    pub async fn offer_from(client: &mut Client, here: Option<SocketAddr>, mark: u8, slots: usize) -> Self {
        Self::negotiate_from(here, Some(mark), slots, Protocol::Udp, asking(client)).await
    }

    /// Offers a microphone, if there is a mark, and this many slots, and takes the answer from `ask`.
    pub async fn negotiate(
        mark: Option<u8>,
        slots: usize,
        by: Protocol,
        ask: impl AsyncFnOnce(String) -> String,
    ) -> Self {
        Self::negotiate_from(None, mark, slots, by, ask).await
    }

    async fn negotiate_from(
        here: Option<SocketAddr>,
        mark: Option<u8>,
        slots: usize,
        by: Protocol,
        ask: impl AsyncFnOnce(String) -> String,
    ) -> Self {
        let mut rtc = RtcConfig::new()
            .set_crypto_provider(Arc::new(str0m::crypto::from_feature_flags()))
            .clear_codecs()
            .enable_opus(true, false)
            .set_reordering_size_audio(0)
            .build(Instant::now());
        let mut change = rtc.sdp_api();
        let microphone = mark.map(|_| change.add_media(MediaKind::Audio, Direction::SendOnly, None, None, None));
        let mut ears = HashMap::new();
        for slot in 0..slots {
            ears.insert(change.add_media(MediaKind::Audio, Direction::RecvOnly, None, None, None), slot);
        }
        let (offer, pending) = change.apply().expect("there is something to offer");
        let answer = ask(offer.to_sdp_string()).await;
        let there = candidate(&answer, by);
        let pipe = here.map_or_else(|| Pipe::open(by, there), Pipe::from);
        let here = pipe.here();
        rtc.add_local_candidate(Candidate::host(here, by).expect("a candidate"));
        let answer = SdpAnswer::from_sdp_string(&answer).expect("an answer reads");
        rtc.sdp_api().accept_answer(pending, answer).expect("the answer fits the offer");
        let (heard, speaks, stops) = (Arc::default(), Arc::default(), Arc::default());
        let (orders, taken) = mpsc::channel();
        let mut run = Run {
            rtc,
            orders: taken,
            pending: None,
            pipe,
            there,
            by,
            microphone,
            ears,
            mark: mark.unwrap_or_default(),
            number: 0,
            heard: Arc::clone(&heard),
            speaks: Arc::clone(&speaks),
            stops: Arc::clone(&stops),
        };
        let thread = Some(thread::spawn(move || run.run()));
        Self { here, there, orders, heard, speaks, stops, thread }
    }

    /// Moves to another address with an ICE restart over this connection.
    pub async fn moves(&self, client: &mut Client) -> Result<(), String> {
        self.moves_by(async |sdp| {
            let answer = client.ask("on.mediaOffer", json!({"sdp": sdp, "restart": true})).await?;
            Ok(answer["sdp"].as_str().expect("a text").to_owned())
        })
        .await
    }

    /// The same with the answer from `ask`.
    pub async fn moves_by(&self, ask: impl AsyncFnOnce(String) -> Result<String, String>) -> Result<(), String> {
        let (offer, offered) = mpsc::channel();
        self.orders.send(Order::Move(offer)).expect("the voice runs");
        let answer = ask(offered.recv_timeout(PATIENCE).expect("the voice offers")).await?;
        self.orders.send(Order::Answer(answer)).expect("the voice runs");
        Ok(())
    }

    /// Sends a packet from the voice's own address, as a forger would.
    pub fn slips(&self, packet: &[u8]) {
        self.orders.send(Order::Slip(packet.to_vec())).expect("the voice runs");
    }

    pub fn speak(&self, speaks: bool) {
        self.speaks.store(speaks, Relaxed);
    }

    /// The packets received since the last call.
    pub fn heard(&self) -> Vec<Heard> {
        std::mem::take(&mut self.heard.lock().expect("the lock is not poisoned"))
    }

    /// Waits for `count` packets of `whose`, and returns them.
    pub async fn hears(&self, whose: u8, count: usize) -> Vec<Heard> {
        let mut all = Vec::new();
        let what = format!("{count} packets of {}", char::from(whose));
        within(&what, async {
            while all.len() < count {
                tokio::time::sleep(PACKET).await;
                all.extend(self.heard().into_iter().filter(|heard| heard.whose == whose));
            }
        })
        .await;
        all
    }

    /// Checks that nothing arrives for a while.
    pub async fn hears_nothing(&self) {
        // Packets in flight may still arrive.
        tokio::time::sleep(10 * PACKET).await;
        self.heard();
        tokio::time::sleep(25 * PACKET).await;
        assert_eq!(self.heard(), []);
    }
}

fn asking(client: &mut Client) -> impl AsyncFnOnce(String) -> String {
    async |sdp: String| {
        let answer = client.ask("on.mediaOffer", json!({ "sdp": sdp })).await.expect("an answer");
        answer["sdp"].as_str().expect("a text").to_owned()
    }
}

impl Drop for Voice {
    fn drop(&mut self) {
        self.stops.store(true, Relaxed);
        if let Some(thread) = self.thread.take() {
            thread.join().expect("the voice does not panic");
        }
    }
}

/// The candidate of this transport in an answer.
pub fn candidate(answer: &str, by: Protocol) -> SocketAddr {
    let kind = if by == Protocol::Tcp { " tcp " } else { " udp " };
    let line = answer.lines().find(|line| line.starts_with("a=candidate:") && line.contains(kind));
    let words: Vec<_> = line.expect("a candidate").split(' ').collect();
    format!("{}:{}", words[4], words[5]).parse().expect("an address")
}

struct Run {
    rtc: Rtc,
    orders: mpsc::Receiver<Order>,
    pending: Option<SdpPendingOffer>,
    pipe: Pipe,
    there: SocketAddr,
    by: Protocol,
    microphone: Option<Mid>,
    ears: HashMap<Mid, usize>,
    mark: u8,
    number: u32,
    heard: Arc<Mutex<Vec<Heard>>>,
    speaks: Arc<AtomicBool>,
    stops: Arc<AtomicBool>,
}

impl Run {
    fn run(&mut self) {
        let mut next = Instant::now();
        while !self.stops.load(Relaxed) && self.rtc.is_alive() {
            while let Ok(order) = self.orders.try_recv() {
                self.obey(order);
            }
            let timeout = self.drain();
            let now = Instant::now();
            if now >= next {
                next += PACKET;
                self.say(now);
                continue;
            }
            let wait = timeout.min(next).saturating_duration_since(now).max(Duration::from_millis(1));
            let destination = self.pipe.here();
            let packet = self.pipe.receive(wait);
            let input = match &packet {
                Some((packet, source)) => {
                    let contents = packet.as_slice().try_into().expect("a packet of some kind");
                    let receive = Receive { proto: self.by, source: *source, destination, contents };
                    Input::Receive(Instant::now(), receive)
                }
                None => Input::Timeout(Instant::now()),
            };
            self.rtc.handle_input(input).expect("what the server sends is right");
        }
    }

    fn obey(&mut self, order: Order) {
        match order {
            Order::Move(offered) => {
                let mut change = self.rtc.sdp_api();
                change.ice_restart(false);
                let (offer, pending) = change.apply().expect("there is something to offer");
                self.pending = Some(pending);
                self.pipe = Pipe::open(self.by, self.there);
                offered.send(offer.to_sdp_string()).expect("somebody waits for it");
            }
            Order::Slip(packet) => self.pipe.send(&packet, self.there),
            Order::Answer(answer) => {
                let pending = self.pending.take().expect("there was an offer");
                let answer = SdpAnswer::from_sdp_string(&answer).expect("an answer reads");
                self.rtc.sdp_api().accept_answer(pending, answer).expect("the answer fits the offer");
                let here = Candidate::host(self.pipe.here(), self.by).expect("a candidate");
                self.rtc.add_local_candidate(here);
            }
        }
    }

    fn drain(&mut self) -> Instant {
        loop {
            match self.rtc.poll_output().expect("the peer goes on") {
                Output::Timeout(at) => return at,
                Output::Transmit(packet) => {
                    self.pipe.send(&packet.contents, packet.destination);
                }
                Output::Event(Event::MediaData(data)) => {
                    let slot = self.ears[&data.mid];
                    let number = u32::from_be_bytes(data.data[1..5].try_into().expect("four bytes"));
                    let sent = u64::from_be_bytes(data.data[5..13].try_into().expect("eight bytes"));
                    let delay = since_begin().saturating_sub(Duration::from_nanos(sent));
                    let heard = Heard { slot, whose: data.data[0], number, seamless: data.contiguous, delay };
                    self.heard.lock().expect("the lock is not poisoned").push(heard);
                }
                Output::Event(_) => {}
            }
        }
    }

    fn say(&mut self, now: Instant) {
        if !self.rtc.is_connected() || !self.speaks.load(Relaxed) {
            return;
        }
        let Some(writer) = self.microphone.and_then(|microphone| self.rtc.writer(microphone)) else { return };
        let opus = writer.payload_params().next().expect("Opus was agreed upon").pt();
        self.number += 1;
        let mut payload = vec![self.mark; 80];
        payload[1..5].copy_from_slice(&self.number.to_be_bytes());
        payload[5..13].copy_from_slice(&(since_begin().as_nanos() as u64).to_be_bytes());
        let time = MediaTime::new(u64::from(self.number) * 960, str0m::media::Frequency::FORTY_EIGHT_KHZ);
        writer.audio_level(-20, true).write(opus, now, time, payload).expect("a packet");
    }
}

/// A participant with audio.
pub struct Pupil {
    pub client: Client,
    pub id: String,
    /// The token that gives them their seat back.
    pub resume: String,
    pub voice: Voice,
}

impl Pupil {
    pub async fn enters(url: &str, join: Value, mark: u8) -> Self {
        Self::enters_by(url, join, mark, Protocol::Udp).await
    }

    pub async fn enters_by(url: &str, join: Value, mark: u8, by: Protocol) -> Self {
        let (mut client, joined) = Client::join(url, join).await;
        let text = |name: &str| joined[name].as_str().expect("a text").to_owned();
        let voice = Voice::offer(&mut client, mark, 4, by).await;
        Self { client, id: text("participantId"), resume: text("resume"), voice }
    }

    /// Turns the microphone on and speaks.
    pub async fn speaks(&mut self) {
        self.voice.speak(true);
        self.client.ask("on.participantMute", json!({"muted": false})).await.expect("it is theirs");
    }
}
