//! `lyceum-load audio`: people who speak and people who listen. Every packet is checked, and the cost to the server measured.

mod entrance;
mod janus;
mod medium;
mod packet_check;
mod server_metrics;
mod soak;
mod voices;

use std::{
    net::{IpAddr, Ipv4Addr},
    sync::{Arc, atomic::Ordering::Relaxed, mpsc},
    thread,
    time::{Duration, Instant},
};

use clap::Args;
use serde::Serialize;
use tokio::sync::{Semaphore, watch};

use crate::{
    bare_forwarder::BareForwarder,
    connection::Address,
    packet_cost::{Meter, PacketCost},
    process,
    report::{Format, rounded},
};
use entrance::{Door, Entrance};
use janus::Room;
use medium::Medium;
use packet_check::AudioTally;
use voices::{Part, Shared, Voice, Voices};

#[derive(Args)]
pub struct Audio {
    /// The server, as http://HOST:PORT
    #[arg(long, default_value = "http://127.0.0.1:8080")]
    url: Address,
    /// The lesson's join code
    #[arg(long)]
    code: String,
    /// How many people speak
    #[arg(short, default_value_t = 10)]
    publishers: usize,
    /// How many of these have an open microphone and say nothing
    #[arg(long, default_value_t = 0)]
    silent: usize,
    /// How many people only listen
    #[arg(short, default_value_t = 50)]
    subscribers: usize,
    /// The people who speak listen, too
    #[arg(long)]
    all: bool,
    /// How many speakers each person can hear at once; by default all who speak
    #[arg(long)]
    slots: Option<usize>,
    /// The bit rate of each speaker, in kbit/s
    #[arg(long, default_value_t = 32.0)]
    bitrate: f64,
    /// How long to measure, in seconds, after two seconds of the same load
    #[arg(long, default_value_t = 10.0)]
    secs: f64,
    /// How many people join at a time
    #[arg(long, default_value_t = 16)]
    at_a_time: usize,
    /// The generator's threads
    #[arg(long, default_value_t = 1)]
    threads: usize,
    /// Instead, let people come and go for so many seconds, and report what the server keeps of them
    #[arg(long, requires = "pid")]
    soak: Option<f64>,
    /// The server's metrics listener, as http://HOST:PORT: what the server holds must afterwards be as before
    #[arg(long, requires = "soak")]
    metrics: Option<Address>,
    /// The source address of all audio
    #[arg(long, default_value_t = Ipv4Addr::LOCALHOST.into())]
    from: IpAddr,
    /// The server is Janus, the URL its WebSocket address, and the code the number of the room to create
    #[arg(long, conflicts_with_all = ["slots", "soak"])]
    janus: bool,
    /// The server's process, to measure what it costs
    #[arg(long)]
    pid: Option<u32>,
    /// Also measure what this machine takes for a packet that is only sent
    #[arg(long)]
    floor: bool,
    #[command(flatten)]
    format: Format,
    #[arg(skip)]
    medium: Medium,
}

/// The same with video: every packet is a picture of its own.
#[derive(Args)]
pub struct Video {
    #[command(flatten)]
    people: Audio,
    /// How many packets each sender sends a second
    #[arg(long, default_value_t = 15.0)]
    packets: f64,
}

impl Video {
    /// # Errors
    /// As [`Audio::run`].
    pub fn run(self) -> Result<(), String> {
        let Self { people, packets } = self;
        if packets.is_nan() || packets < 1.0 {
            return Err("at least one packet a second: --packets".into());
        }
        Audio { medium: Medium::Video(Duration::from_secs_f64(1.0 / packets)), ..people }.run()
    }
}

#[derive(Serialize)]
struct Report {
    publishers: usize,
    listeners: usize,
    slots: usize,
    present: usize,
    packets_sent: u64,
    packets_sent_in_silence: u64,
    packets_expected: u64,
    packets_received: u64,
    lost: u64,
    out_of_order: u64,
    corrupt: u64,
    latency_p50_ms: Option<f64>,
    latency_p99_ms: Option<f64>,
    /// The time that a thread takes, in the same seconds, that only sends packets on.
    bare_forwarder_p50_ms: Option<f64>,
    bare_forwarder_p99_ms: Option<f64>,
    /// From the first attempt to join.
    join_to_first_packet_p50_ms: Option<f64>,
    join_to_first_packet_p99_ms: Option<f64>,
    server_cpu_cores: Option<f64>,
    packets_per_cpu_second: Option<f64>,
    /// With their headers and tags.
    megabytes_per_cpu_second: Option<f64>,
    memory_kib_per_peer: Option<f64>,
    sendto_us: Option<f64>,
    gso_10_us: Option<f64>,
    aes_128_gcm_us: Option<f64>,
    /// How many packets the server sent in the time of one `sendto`.
    of_the_sendto_floor: Option<f64>,
}

const WARM_UP: Duration = Duration::from_secs(2);
const ON_ITS_WAY: Duration = Duration::from_millis(300);
/// Header, audio level and tag around a payload.
const AROUND: usize = 12 + 8 + 16;

/// The threads of the voices, and their results.
type Speaking = thread::JoinHandle<Result<AudioTally, String>>;

impl Audio {
    /// # Errors
    /// When somebody cannot join, or something arrives other than it was sent.
    pub fn run(&self) -> Result<(), String> {
        if let Some(seconds) = self.soak {
            return self.soak(seconds);
        }
        let before = self.pid.and_then(process::memory);
        let (shared, arrivals, voices) = self.voices();
        let door = self.door(arrivals)?;
        door.wait(&shared)?;
        thread::sleep(WARM_UP);
        let cost = || self.pid.and_then(process::cost).map(|cost| cost.cpu);
        let size = self.payload() + AROUND;
        let floor = self.floor.then(|| Meter::start(size));
        let (bare, speaker) = self.floor.then(|| BareForwarder::start(size)).transpose()?.unzip();
        *shared.bare.lock().map_err(|_| "the voices have failed")? = speaker;
        let cost_before = cost();
        let begun = Instant::now();
        shared.measuring.store(true, Relaxed);
        thread::sleep(Duration::from_secs_f64(self.secs));
        shared.measuring.store(false, Relaxed);
        let (cost_after, passed) = (cost(), begun.elapsed());
        let memory = self.pid.and_then(process::memory);
        let floor = floor.map(Meter::finish).transpose()?;
        let bare = bare.map(BareForwarder::finish).transpose()?;
        // Packets in flight still count.
        thread::sleep(ON_ITS_WAY);
        let heard = Self::heard(&shared, voices)?;
        door.close();
        let present = heard.present;
        let expected = self.expected(&heard);
        let cpu = cost_after.zip(cost_before).map(|(after, before)| after.saturating_sub(before).as_secs_f64());
        let rate = cpu.filter(|cpu| *cpu > 0.0).map(|cpu| heard.received as f64 / cpu);
        let grown = memory.zip(before).map(|(now, before)| now.saturating_sub(before) as f64 / 1024.0);
        let of = |which: fn(&PacketCost) -> f64| floor.as_ref().map(|floor| rounded(which(floor)));
        let report = Report {
            publishers: self.publishers,
            listeners: self.listeners(),
            slots: self.slots(),
            present,
            packets_sent: heard.sent,
            packets_sent_in_silence: heard.sent_in_silence,
            packets_expected: expected,
            packets_received: heard.received,
            lost: expected.saturating_sub(heard.received),
            out_of_order: heard.out_of_order,
            corrupt: heard.corrupt,
            latency_p50_ms: heard.latency.ms(0.5),
            latency_p99_ms: heard.latency.ms(0.99),
            bare_forwarder_p50_ms: bare.as_ref().and_then(|times| times.ms(0.5)),
            bare_forwarder_p99_ms: bare.as_ref().and_then(|times| times.ms(0.99)),
            join_to_first_packet_p50_ms: heard.first.ms(0.5),
            join_to_first_packet_p99_ms: heard.first.ms(0.99),
            server_cpu_cores: cpu.map(|cpu| rounded(cpu / passed.as_secs_f64())),
            packets_per_cpu_second: rate.map(rounded),
            megabytes_per_cpu_second: rate.map(|rate| rounded(rate * size as f64 / 1e6)),
            memory_kib_per_peer: grown.map(|grown| rounded(grown / present.max(1) as f64)),
            sendto_us: of(|floor| floor.sendto_us),
            gso_10_us: of(|floor| floor.gso_10_us),
            aes_128_gcm_us: of(|floor| floor.aes_128_gcm_us),
            of_the_sendto_floor: rate.zip(floor.as_ref()).map(|(rate, floor)| rounded(rate * floor.sendto_us / 1e6)),
        };
        self.format.print(&report)?;
        // What an external server loses is only reported.
        if self.janus { Ok(()) } else { whole(report.packets_expected, &heard) }
    }

    /// The payload of each packet, in bytes.
    fn payload(&self) -> usize {
        let least = self.medium.prefix().len() + packet_check::STAMP;
        ((self.bitrate * 1000.0 / 8.0 * self.medium.packet().as_secs_f64()) as usize).clamp(least, 1200)
    }

    /// The threads of the voices, and the channels to them.
    fn voices(&self) -> (Arc<Shared>, Vec<mpsc::Sender<Voice>>, Vec<Speaking>) {
        let (shared, payload) = (Arc::new(Shared::default()), self.payload());
        let start = |_| {
            let (arrivals, arriving) = mpsc::channel();
            let at_work = Arc::clone(&shared);
            (arrivals, thread::spawn(move || Voices::new(at_work, payload).run(&arriving)))
        };
        let (arrivals, voices) = (0..self.threads.max(1)).map(start).unzip();
        (shared, arrivals, voices)
    }

    /// Stops all voices, and returns what they have received.
    fn heard(shared: &Shared, voices: Vec<Speaking>) -> Result<AudioTally, String> {
        shared.over.store(true, Relaxed);
        let mut heard = AudioTally::default();
        for voices in voices {
            heard.add(&voices.join().map_err(|_| "the voices have failed")??);
        }
        Ok(heard)
    }

    fn listeners(&self) -> usize {
        self.subscribers + if self.all { self.publishers } else { 0 }
    }

    /// How many packets should have arrived. With more speakers than slots the server chooses who is heard, and then only gaps in
    /// the streams are known to be missing.
    fn expected(&self, heard: &AudioTally) -> u64 {
        if self.slots() >= self.others() {
            heard.sent * (self.listeners() - usize::from(self.all)) as u64
        } else {
            heard.received + heard.missing
        }
    }

    fn slots(&self) -> usize {
        self.slots.unwrap_or_else(|| self.others()).max(1)
    }

    /// How many each person can hear or see. A slot is for anyone who speaks, but nobody has a view of themselves.
    fn others(&self) -> usize {
        self.publishers - usize::from(self.all && self.medium != Medium::Audio)
    }

    /// The people: first those who speak, then those who only listen. With Janus someone who does both has a peer for each.
    fn parts(&self) -> (Vec<Part>, Vec<Part>) {
        let part = |number, speaks: bool, listens: bool| {
            let slots = if listens { self.slots() } else { 0 };
            let timed = listens && (!speaks || self.subscribers == 0);
            Part { number, medium: self.medium, from: self.from, speaks, silent: number < self.silent, slots, timed }
        };
        let both = self.all && !self.janus;
        let speak = (0..self.publishers).map(|number| part(number, true, both)).collect();
        let first = if self.all && self.janus { 0 } else { self.publishers };
        (speak, (first..self.publishers + self.subscribers).map(|number| part(number, false, true)).collect())
    }

    /// Lets everyone join, speakers first, and holds their WebSockets until the result is closed. Each person goes to one of the
    /// threads.
    fn door(&self, arrivals: Vec<mpsc::Sender<Voice>>) -> Result<Door, String> {
        let room = self.janus.then(|| self.room()).transpose()?;
        let (first, then) = self.parts();
        let peers = first.len() + then.len();
        let (entrance, all_in, hold) = self.entrance(arrivals, room);
        let thread = thread::spawn(move || entrance.let_all_in(first, then));
        for _ in 0..peers {
            all_in.recv().map_err(|_| "the door has failed")??;
        }
        Ok(Door { peers, hold, thread })
    }

    fn room(&self) -> Result<Room, String> {
        let number = self.code.parse().map_err(|_| "a room of Janus has a number: --code")?;
        Ok(Room { url: self.url.clone(), number, publishers: self.publishers })
    }

    /// The entrance, a report of each person who has joined, and what holds all connections until it is dropped.
    fn entrance(
        &self,
        arrivals: Vec<mpsc::Sender<Voice>>,
        room: Option<Room>,
    ) -> (Entrance, mpsc::Receiver<Result<(), String>>, watch::Sender<()>) {
        let (in_, all_in) = mpsc::channel();
        let (hold, held) = watch::channel(());
        let gate = Semaphore::new(self.at_a_time.max(1));
        let (url, code) = (self.url.clone(), self.code.clone());
        let senders = (self.publishers, watch::channel(Vec::new()).0);
        (Entrance { url, code, room, gate, arrivals, in_, held, senders }, all_in, hold)
    }
}

/// Whether everything has arrived, in order and unchanged.
fn whole(expected: u64, heard: &AudioTally) -> Result<(), String> {
    let lost = expected.saturating_sub(heard.received);
    match (lost, heard.out_of_order, heard.corrupt) {
        // Silent people are not heard, which is right.
        (0, 0, 0) if heard.received > 0 || heard.sent == 0 => Ok(()),
        (lost, disordered, damaged) => Err(format!(
            "of {expected} packets {lost} were lost, {disordered} out of order, and {damaged} damaged; {} came",
            heard.received
        )),
    }
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::*;

    #[derive(Parser)]
    struct Line {
        #[command(flatten)]
        audio: Audio,
    }

    /// Number, whether they speak, and slots of each person.
    fn parts(line: &str) -> Vec<(usize, bool, usize)> {
        let Line { audio } = Line::try_parse_from(line.split(' ')).expect("a line that is understood");
        let (first, then) = audio.parts();
        first.into_iter().chain(then).map(|part| (part.number, part.speaks, part.slots)).collect()
    }

    #[test]
    fn someone_who_speaks_and_listens_is_one_peer_and_with_janus_two() {
        let all = "audio --code 1 -p 2 -s 1 --all";
        assert_eq!(parts(all), [(0, true, 2), (1, true, 2), (2, false, 2)]);
        let apart = [(0, true, 0), (1, true, 0), (0, false, 2), (1, false, 2), (2, false, 2)];
        assert_eq!(parts(&format!("{all} --janus")), apart);
        for line in ["audio --code 1 -p 2 -s 1", "audio --code 1 -p 2 -s 1 --janus"] {
            assert_eq!(parts(line), [(0, true, 0), (1, true, 0), (2, false, 2)], "{line}");
        }
    }

    #[test]
    fn lost_reordered_or_changed_packets_are_a_failure() {
        let heard = |received, out_of_order, corrupt| AudioTally {
            sent: 10,
            received,
            out_of_order,
            corrupt,
            ..AudioTally::default()
        };
        assert_eq!(whole(50, &heard(50, 0, 0)), Ok(()));
        for wrong in [heard(49, 0, 0), heard(50, 1, 0), heard(50, 0, 1)] {
            assert!(whole(50, &wrong).is_err());
        }
        assert!(whole(0, &heard(0, 0, 0)).is_err(), "they spoke, and nobody heard anything");
        assert_eq!(whole(0, &AudioTally::default()), Ok(()), "nobody spoke");
    }
}
