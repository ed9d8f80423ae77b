//! Everyone who speaks and listens, on one thread: sans-I/O peers of another implementation (str0m), each with its own socket.

use std::{
    net::{IpAddr, SocketAddr},
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, AtomicUsize, Ordering::Relaxed},
        mpsc,
    },
    time::{Duration, Instant},
};

use mio::{Events, Interest, Poll, Token, net::UdpSocket};
use nix::{
    errno::Errno,
    sys::socket::{setsockopt, sockopt::RcvBuf},
};
use str0m::{
    Candidate, Event, Input, Output, Rtc, RtcConfig,
    change::{SdpAnswer, SdpOffer, SdpPendingOffer},
    media::{Direction, Mid},
    net::{Protocol, Receive},
    rtp::{Extension, ExtensionValues, RtpWrite, SeqNo},
};

use super::{
    medium::Medium,
    packet_check::{AudioTally, PacketChecker, write_packet},
};
use crate::{arrival, bare_forwarder};

/// Levels in dBov.
const SPEECH: i8 = -20;
const SILENCE: i8 = -100;
/// The kernel's buffer for one voice, in bytes.
const BUFFER: usize = 4 << 20;
/// How often all peers' timers are checked.
const SWEEP: Duration = Duration::from_millis(20);

/// How long to wait for packets at most.
const REST: Duration = Duration::from_millis(1);

/// The audio level is the only extension offered or accepted, so that every server does the same work.
const LEVEL: u8 = 1;

/// What all threads share.
#[derive(Default)]
pub struct Shared {
    pub measuring: AtomicBool,
    pub over: AtomicBool,
    /// How many peers are connected.
    pub connected: AtomicUsize,
    /// The thread that takes it sends the bare forwarder's packets while it is measured.
    pub bare: Mutex<Option<bare_forwarder::Speaker>>,
}

/// What one person does.
#[derive(Clone, Copy)]
pub struct Part {
    pub number: usize,
    pub medium: Medium,
    /// The source address of their audio.
    pub from: IpAddr,
    pub speaks: bool,
    /// The microphone is open, but they say nothing.
    pub silent: bool,
    pub slots: usize,
    /// Whether the time to their first packet counts.
    pub timed: bool,
}

pub struct Voice {
    part: Part,
    rtc: Rtc,
    socket: UdpSocket,
    here: SocketAddr,
    microphone: Option<Mid>,
    heard_first: bool,
    said: u32,
    next: Instant,
    timeout: Instant,
    checker: PacketChecker,
    begun: Instant,
    gone: Arc<AtomicBool>,
}

/// Someone whose offer is not answered yet.
pub struct Offered(Voice, SdpPendingOffer);

impl Voice {
    fn new(part: Part) -> Result<Self, String> {
        let now = Instant::now();
        let is_audio = part.medium == Medium::Audio;
        let mut rtc = RtcConfig::new()
            .set_crypto_provider(Arc::new(str0m::crypto::from_feature_flags()))
            .clear_codecs()
            .enable_opus(is_audio, false)
            .enable_vp8(!is_audio)
            .clear_extension_map()
            .set_extension(LEVEL, Extension::AudioLevel)
            .set_rtp_mode(true)
            .build(now);
        let socket = UdpSocket::bind(SocketAddr::new(part.from, 0)).map_err(|error| error.to_string())?;
        arrival::stamped(&socket).map_err(|error| error.to_string())?;
        // Packets that wait while the generator has no core are not lost, as far as the kernel allows.
        let _ = setsockopt(&socket, RcvBuf, &BUFFER);
        let here = socket.local_addr().map_err(|error| error.to_string())?;
        rtc.add_local_candidate(Candidate::host(here, Protocol::Udp).map_err(|error| error.to_string())?);
        Ok(Self {
            part,
            rtc,
            socket,
            here,
            microphone: None,
            heard_first: false,
            said: 0,
            next: now,
            timeout: now,
            checker: PacketChecker::default(),
            begun: now,
            gone: Arc::default(),
        })
    }

    /// # Errors
    /// When no port is left.
    pub fn offer(part: Part) -> Result<(Offered, String), String> {
        let mut voice = Self::new(part)?;
        let mut change = voice.rtc.sdp_api();
        let microphone =
            part.speaks.then(|| change.add_media(part.medium.kind(), Direction::SendOnly, None, None, None));
        for _ in 0..part.slots {
            change.add_media(part.medium.kind(), Direction::RecvOnly, None, None, None);
        }
        let (offer, pending) = change.apply().ok_or("nothing to offer")?;
        voice.microphone = microphone;
        Ok((Offered(voice, pending), offer.to_sdp_string()))
    }

    /// Someone who answers an offer, and the answer.
    ///
    /// # Errors
    /// When no port is left, or the offer is invalid.
    pub fn answer(part: Part, sdp: &str) -> Result<(Self, String), String> {
        let mut voice = Self::new(part)?;
        let offer = SdpOffer::from_sdp_string(sdp).map_err(|error| error.to_string())?;
        let answer = voice.rtc.sdp_api().accept_offer(offer).map_err(|error| error.to_string())?;
        Ok((voice, answer.to_sdp_string()))
    }

    /// The flag to set when the person has left.
    pub fn gone(&self) -> Arc<AtomicBool> {
        Arc::clone(&self.gone)
    }
}

impl Offered {
    pub fn part(&self) -> Part {
        self.0.part
    }

    /// `begun` is when this person started to join.
    ///
    /// # Errors
    /// When the answer does not fit.
    pub fn answered(self, sdp: &str, begun: Instant) -> Result<Voice, String> {
        let Self(mut voice, pending) = self;
        voice.begun = begun;
        // Microphones are not synchronised.
        voice.next = begun + voice.part.medium.packet() * (voice.part.number as u32 % 64) / 64;
        let answer = SdpAnswer::from_sdp_string(sdp).map_err(|error| error.to_string())?;
        voice.rtc.sdp_api().accept_answer(pending, answer).map_err(|error| error.to_string())?;
        Ok(voice)
    }
}

/// An offer without the lines that Lyceum does not read, and without repetitions.
pub fn thin(sdp: &str) -> String {
    // The same in each section: the first is enough.
    let mut once = vec!["a=fingerprint:", "a=ice-ufrag:", "a=ice-pwd:", "a=group:"];
    let mut kept = |line: &&str| {
        let first = once.iter().position(|start| line.starts_with(start)).map(|at| once.remove(at));
        first.is_some()
            || ["v=", "o=", "s=", "t=", "m=", "a=mid:", "a=sendonly", "a=recvonly", "a=rtpmap:", "a=setup:"]
                .iter()
                .any(|start| line.starts_with(start))
            || line.starts_with("a=extmap:") && line.contains("ssrc-audio-level")
            || line.starts_with("a=ssrc:") && line.contains("cname:")
    };
    sdp.lines().filter(|line| kept(line)).map(|line| format!("{line}\r\n")).collect()
}

pub struct Voices {
    shared: Arc<Shared>,
    payload: usize,
    /// The index of someone who has left is reused.
    voices: Vec<Option<Voice>>,
    heard: AudioTally,
}

impl Voices {
    pub fn new(shared: Arc<Shared>, payload: usize) -> Self {
        Self { shared, payload, voices: Vec::new(), heard: AudioTally::default() }
    }

    /// Speaks and listens until the run is over.
    ///
    /// # Errors
    /// The operating system's.
    pub fn run(mut self, arrivals: &mpsc::Receiver<Voice>) -> Result<AudioTally, String> {
        let mut poll = Poll::new().map_err(|error| error.to_string())?;
        let mut events = Events::with_capacity(1024);
        let mut swept = Instant::now();
        let mut packet = [0; 2048];
        let mut bare: Option<bare_forwarder::Speaker> = None;
        while !self.shared.over.load(Relaxed) {
            while let Ok(mut voice) = arrivals.try_recv() {
                let at = self.voices.iter().position(Option::is_none).unwrap_or(self.voices.len());
                let registered = poll.registry().register(&mut voice.socket, Token(at), Interest::READABLE);
                registered.map_err(|error| error.to_string())?;
                if at == self.voices.len() {
                    self.voices.push(None);
                }
                self.voices[at] = Some(voice);
                self.drain(at, 0);
            }
            // While measuring, the thread never sleeps: sending to a sleeping receiver on the same machine includes the cost of
            // waking it, which does not exist on a network.
            let measuring = self.shared.measuring.load(Relaxed);
            let rest = if measuring { Duration::ZERO } else { REST };
            poll.poll(&mut events, Some(rest)).map_err(|error| error.to_string())?;
            for event in &events {
                self.receive(event.token().0, &mut packet)?;
            }
            let now = Instant::now();
            if measuring {
                bare = bare.or_else(|| self.shared.bare.try_lock().ok()?.take());
                if let Some(speaker) = &mut bare {
                    speaker.send_if_due(now);
                }
            }
            for at in 0..self.voices.len() {
                if self.voices[at].as_ref().is_some_and(|voice| voice.next <= now) {
                    self.say(at, now);
                }
            }
            if now - swept > SWEEP {
                swept = now;
                (0..self.voices.len()).for_each(|at| self.look_after(at, now));
            }
        }
        self.heard.present = self.voices.iter().flatten().filter(|voice| voice.rtc.is_connected()).count();
        Ok(self.heard)
    }

    /// Handles a voice's timers, and its end.
    fn look_after(&mut self, at: usize, now: Instant) {
        let Some(voice) = &mut self.voices[at] else { return };
        if voice.gone.load(Relaxed) {
            self.heard.heard_nobody += u64::from(voice.part.timed && !voice.heard_first);
            self.voices[at] = None;
        } else if voice.timeout <= now {
            let _ = voice.rtc.handle_input(Input::Timeout(now));
            self.drain(at, 0);
        }
    }

    fn receive(&mut self, at: usize, packet: &mut [u8]) -> Result<(), String> {
        loop {
            let Some(voice) = &mut self.voices[at] else { return Ok(()) };
            let (len, source, came) = match arrival::receive(&voice.socket, packet) {
                Ok(arrival) => arrival,
                Err(Errno::EAGAIN) => return Ok(()),
                Err(error) => return Err(error.to_string()),
            };
            let (Some(source), Ok(contents)) = (source, packet[..len].try_into()) else { continue };
            let receive = Receive { proto: Protocol::Udp, source, destination: voice.here, contents };
            let _ = voice.rtc.handle_input(Input::Receive(Instant::now(), receive));
            self.drain(at, came);
        }
    }

    /// Handles what a voice produces; the last packet for it arrived at `came`.
    fn drain(&mut self, at: usize, came: u64) {
        let Some(voice) = &mut self.voices[at] else { return };
        while let Ok(output) = voice.rtc.poll_output() {
            match output {
                Output::Timeout(timeout) => {
                    voice.timeout = timeout;
                    return;
                }
                Output::Transmit(packet) => drop(voice.socket.send_to(&packet.contents, packet.destination)),
                Output::Event(Event::RtpPacket(packet)) => {
                    if voice.part.timed && !voice.heard_first {
                        voice.heard_first = true;
                        self.heard.first.record(voice.begun.elapsed().as_micros() as u64);
                    }
                    let place = (*packet.header.ssrc, *packet.seq_no);
                    let prefix = voice.part.medium.prefix();
                    let stamped = packet.payload.strip_prefix(prefix).unwrap_or_default();
                    voice.checker.check(place, stamped, came, &mut self.heard);
                }
                Output::Event(Event::Connected) => {
                    self.shared.connected.fetch_add(1, Relaxed);
                }
                Output::Event(_) => {}
            }
        }
    }

    fn say(&mut self, at: usize, now: Instant) {
        let Some(voice) = &mut self.voices[at] else { return };
        let medium = voice.part.medium;
        voice.next += medium.packet();
        let Some(mid) = voice.microphone.filter(|_| voice.rtc.is_connected()) else { return };
        let codec = voice.rtc.codec_config().find(|params| params.spec().codec == medium.codec());
        let payload_type = codec.map(|params| params.pt());
        let mut api = voice.rtc.direct_api();
        let (Some(payload_type), Some(stream)) = (payload_type, api.stream_tx_by_mid(mid, None)) else { return };
        voice.said += 1;
        let counts = self.shared.measuring.load(Relaxed);
        let payload = write_packet(medium.prefix(), (voice.part.number as u16, voice.said), counts, self.payload);
        let sequence = SeqNo::from(u64::from(voice.said));
        let time = voice.said.wrapping_mul(medium.ticks());
        let silent = voice.part.silent;
        let audio_level = Some(if silent { SILENCE } else { SPEECH });
        let ext_vals = ExtensionValues { audio_level, voice_activity: Some(!silent), ..Default::default() };
        stream.write_rtp(RtpWrite::new(payload_type, sequence, time, now, payload).ext_vals(ext_vals));
        // A written packet goes out only at the next timeout.
        let _ = voice.rtc.handle_input(Input::Timeout(now));
        if counts {
            *(if silent { &mut self.heard.sent_in_silence } else { &mut self.heard.sent }) += 1;
        }
        self.drain(at, 0);
    }
}

#[cfg(test)]
mod tests {
    use lyceum::media::transport::sdp::{Capabilities, LocalParameters, Offer};

    use super::*;

    #[test]
    fn the_server_reads_all_that_it_needs_from_a_thin_offer() {
        let from = IpAddr::from([127, 0, 0, 1]);
        let part = Part { number: 0, medium: Medium::Audio, from, speaks: true, silent: false, slots: 3, timed: false };
        let (offered, whole) = Voice::offer(part).expect("a port is free");
        let offer = Offer::read(&thin(&whole)).expect("an offer");
        let local = LocalParameters {
            ufrag: "user",
            password: "password-of-twenty-two",
            fingerprint: &vec!["AB"; 32].join(":"),
            candidates: &[SocketAddr::new(from, 7882)],
            first_ssrc: 1000,
            version: 1,
        };
        let capabilities = Capabilities { sends_audio: true, sends_video: false, receives: true };
        let (answer, negotiated) = offer.answer(capabilities, &local);
        assert!(!offer.ice.ufrag.is_empty() && !offer.ice.password.is_empty());
        assert!(negotiated.audio.is_some_and(|audio| audio.level_id.is_some()));
        assert_eq!(negotiated.format.map(|format| format.slots), Some(3));
        offered.answered(&answer, Instant::now()).expect("the answer fits the whole offer");
    }
}
