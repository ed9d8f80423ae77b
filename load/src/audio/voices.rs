//! All who speak and listen, on one thread: sans-I/O peers of another make (str0m), each with a socket of its own.

use std::{
    io,
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering::Relaxed},
        mpsc,
    },
    time::{Duration, Instant},
};

use mio::{Events, Interest, Poll, Token, net::UdpSocket};
use str0m::{
    Candidate, Event, Input, Output, Rtc, RtcConfig,
    change::{SdpAnswer, SdpPendingOffer},
    format::Codec,
    media::{Direction, MediaKind, Mid},
    net::{Protocol, Receive},
    rtp::{ExtensionValues, RtpWrite, SeqNo},
};

use super::ears::{Ear, Heard, write};

/// One packet of Opus, in time and in ticks.
const PACKET: Duration = Duration::from_millis(20);
const TICKS: u32 = 960;
/// How often everyone's own timers are looked at.
const SWEEP: Duration = Duration::from_millis(20);

/// What the conductor says.
#[derive(Default)]
pub struct Shared {
    pub speaking: AtomicBool,
    pub measuring: AtomicBool,
    pub over: AtomicBool,
}

pub struct Voice {
    number: u16,
    rtc: Rtc,
    socket: UdpSocket,
    here: SocketAddr,
    microphone: Option<Mid>,
    offered_at: Instant,
    heard_first: bool,
    said: u32,
    next: Instant,
    timeout: Instant,
    ear: Ear,
}

/// One who has offered and is not answered yet.
pub struct Offered(Voice, SdpPendingOffer);

impl Voice {
    /// # Errors
    /// When there is no port left.
    pub fn offer(number: usize, speaks: bool, slots: usize) -> Result<(Offered, String), String> {
        let now = Instant::now();
        let mut rtc = RtcConfig::new()
            .set_crypto_provider(Arc::new(str0m::crypto::from_feature_flags()))
            .clear_codecs()
            .enable_opus(true, false)
            .set_rtp_mode(true)
            .build(now);
        let to = "127.0.0.1:0".parse().map_err(|_| "no address")?;
        let socket = UdpSocket::bind(to).map_err(|error| error.to_string())?;
        let here = socket.local_addr().map_err(|error| error.to_string())?;
        rtc.add_local_candidate(Candidate::host(here, Protocol::Udp).map_err(|error| error.to_string())?);
        let mut change = rtc.sdp_api();
        let microphone = speaks.then(|| change.add_media(MediaKind::Audio, Direction::SendOnly, None, None, None));
        for _ in 0..slots {
            change.add_media(MediaKind::Audio, Direction::RecvOnly, None, None, None);
        }
        let (offer, pending) = change.apply().ok_or("nothing to offer")?;
        let text = thin(&offer.to_sdp_string());
        let voice = Voice {
            number: number as u16,
            rtc,
            socket,
            here,
            microphone,
            offered_at: now,
            heard_first: false,
            said: 0,
            // Microphones do not beat in time.
            next: now + PACKET * (number as u32 % 64) / 64,
            timeout: now,
            ear: Ear::default(),
        };
        Ok((Offered(voice, pending), text))
    }
}

impl Offered {
    /// # Errors
    /// When the answer does not fit.
    pub fn answered(self, sdp: &str) -> Result<Voice, String> {
        let Self(mut voice, pending) = self;
        let answer = SdpAnswer::from_sdp_string(sdp).map_err(|error| error.to_string())?;
        voice.rtc.sdp_api().accept_answer(pending, answer).map_err(|error| error.to_string())?;
        Ok(voice)
    }
}

/// An offer without what the server does not read, and what it reads only once.
fn thin(sdp: &str) -> String {
    let mut fingerprint = false;
    let kept = |line: &&str| {
        let once = line.starts_with("a=fingerprint:") && !std::mem::replace(&mut fingerprint, true);
        once || ["v=", "o=", "s=", "t=", "m=", "a=mid:", "a=sendonly", "a=recvonly", "a=rtpmap:", "a=setup:"]
            .iter()
            .any(|start| line.starts_with(start))
            || line.starts_with("a=extmap:") && line.contains("ssrc-audio-level")
            || line.starts_with("a=ssrc:") && line.contains("cname:")
    };
    sdp.lines().filter(kept).map(|line| format!("{line}\r\n")).collect()
}

pub struct Voices {
    shared: Arc<Shared>,
    payload: usize,
    since: Instant,
    voices: Vec<Voice>,
    heard: Heard,
}

impl Voices {
    pub fn new(shared: Arc<Shared>, payload: usize) -> Self {
        Self { shared, payload, since: Instant::now(), voices: Vec::new(), heard: Heard::default() }
    }

    /// Speaks and listens until it is over.
    ///
    /// # Errors
    /// The operating system's.
    pub fn run(mut self, arrivals: &mpsc::Receiver<Voice>) -> Result<Heard, String> {
        let mut poll = Poll::new().map_err(|error| error.to_string())?;
        let mut events = Events::with_capacity(1024);
        let mut swept = Instant::now();
        let mut packet = [0; 2048];
        while !self.shared.over.load(Relaxed) {
            while let Ok(mut voice) = arrivals.try_recv() {
                let token = Token(self.voices.len());
                let registered = poll.registry().register(&mut voice.socket, token, Interest::READABLE);
                registered.map_err(|error| error.to_string())?;
                self.voices.push(voice);
                self.drain(token.0);
            }
            poll.poll(&mut events, Some(Duration::from_millis(1))).map_err(|error| error.to_string())?;
            for event in &events {
                self.receive(event.token().0, &mut packet)?;
            }
            let now = Instant::now();
            for at in 0..self.voices.len() {
                if self.voices[at].next <= now {
                    self.voices[at].next += PACKET;
                    self.say(at, now);
                }
            }
            if now - swept > SWEEP {
                swept = now;
                for at in 0..self.voices.len() {
                    if self.voices[at].timeout <= now {
                        let _ = self.voices[at].rtc.handle_input(Input::Timeout(now));
                        self.drain(at);
                    }
                }
            }
        }
        self.heard.present = self.voices.iter().filter(|voice| voice.rtc.is_connected()).count();
        Ok(self.heard)
    }

    fn receive(&mut self, at: usize, packet: &mut [u8]) -> Result<(), String> {
        loop {
            let voice = &mut self.voices[at];
            let (len, source) = match voice.socket.recv_from(packet) {
                Ok(received) => received,
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => return Ok(()),
                Err(error) => return Err(error.to_string()),
            };
            let Ok(contents) = packet[..len].try_into() else { continue };
            let receive = Receive { proto: Protocol::Udp, source, destination: voice.here, contents };
            let _ = voice.rtc.handle_input(Input::Receive(Instant::now(), receive));
            self.drain(at);
        }
    }

    fn drain(&mut self, at: usize) {
        let voice = &mut self.voices[at];
        let measuring = self.shared.measuring.load(Relaxed);
        while let Ok(output) = voice.rtc.poll_output() {
            match output {
                Output::Timeout(timeout) => {
                    voice.timeout = timeout;
                    return;
                }
                Output::Transmit(packet) => drop(voice.socket.send_to(&packet.contents, packet.destination)),
                Output::Event(Event::RtpPacket(packet)) => {
                    if !voice.heard_first {
                        voice.heard_first = true;
                        self.heard.first.record(voice.offered_at.elapsed().as_micros() as u64);
                    }
                    let place = (*packet.header.ssrc, *packet.seq_no);
                    voice.ear.hear(place, &packet.payload, self.since, measuring, &mut self.heard);
                }
                Output::Event(_) => {}
            }
        }
    }

    fn say(&mut self, at: usize, now: Instant) {
        let voice = &mut self.voices[at];
        let Some(mid) = voice.microphone.filter(|_| voice.rtc.is_connected()) else { return };
        let opus = voice.rtc.codec_config().find(|params| params.spec().codec == Codec::Opus).map(|opus| opus.pt());
        let mut api = voice.rtc.direct_api();
        let (Some(opus), Some(stream)) = (opus, api.stream_tx_by_mid(mid, None)) else { return };
        voice.said += 1;
        let payload = write(voice.number, voice.said, self.since, self.payload);
        let sequence = SeqNo::from(u64::from(voice.said));
        let time = voice.said.wrapping_mul(TICKS);
        let ext_vals = ExtensionValues { audio_level: Some(-20), voice_activity: Some(true), ..Default::default() };
        stream.write_rtp(RtpWrite::new(opus, sequence, time, now, payload).ext_vals(ext_vals));
        if self.shared.measuring.load(Relaxed) {
            self.heard.sent += 1;
        }
        self.drain(at);
    }
}
