//! SDP (RFC 8866, RFC 8829), as far as one server needs it that never offers: what a client wants to send and to receive,
//! and the answer, which gives every receiving section a slot.

use std::{fmt::Write as _, net::SocketAddr};

use super::Broken;

/// How many slots one client may have.
pub const SLOTS: usize = 64;
/// How many sections an offer may have.
const SECTIONS: usize = 2 * SLOTS;
/// The extension with the level of a packet's sound (RFC 6464).
const LEVEL: &str = "urn:ietf:params:rtp-hdrext:ssrc-audio-level";

/// What a client proposes.
#[derive(Debug, Default)]
pub struct Offer {
    /// SHA-256 of its certificate.
    pub fingerprint: String,
    /// Its name in ICE.
    pub user: String,
    sections: Vec<Section>,
}

/// One `m=` line and what belongs to it.
#[derive(Debug, Default)]
struct Section {
    media: String,
    protocol: String,
    formats: String,
    mid: String,
    /// The client sends here, and receives.
    sends: bool,
    receives: bool,
    opus: Option<u8>,
    parameters: Option<String>,
    level_id: Option<u8>,
    nack: bool,
    ssrcs: Vec<u32>,
}

/// What a client sends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Publishing {
    pub payload_type: u8,
    pub level_id: Option<u8>,
    /// Its streams, where the offer names them.
    pub ssrcs: Vec<u32>,
}

/// In which form a client receives. Those of one form can be sent the same packets, but for the encryption.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Form {
    pub slots: usize,
    pub payload_type: u8,
    pub level_id: Option<u8>,
}

/// What an offer and its answer come to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Terms {
    pub publishing: Option<Publishing>,
    pub form: Option<Form>,
}

/// What a client may do, whatever it offers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    Both,
    Publishes,
    Listens,
}

/// What is ours in an answer.
pub struct Ours<'a> {
    pub user: &'a str,
    pub password: &'a str,
    pub fingerprint: &'a str,
    pub candidates: &'a [SocketAddr],
    /// The stream in the first slot; those in the others follow.
    pub first_ssrc: u32,
    /// The number of this answer among those to the same client.
    pub version: u32,
}

impl Offer {
    /// # Errors
    /// [`Broken`] when it is no offer that this server could answer.
    pub fn read(text: &str) -> Result<Self, Broken> {
        let mut offer = Self::default();
        let mut waits = false;
        for line in text.lines() {
            let line = line.trim_end();
            if let Some(media) = line.strip_prefix("m=") {
                if offer.sections.len() == SECTIONS {
                    return Err(Broken);
                }
                offer.sections.push(Section::open(media)?);
            } else if let Some(attribute) = line.strip_prefix("a=") {
                let (name, value) = attribute.split_once(':').unwrap_or((attribute, ""));
                match (name, offer.sections.last_mut()) {
                    ("fingerprint", _) => {
                        if let Some(("sha-256", value)) = value.split_once(' ') {
                            offer.fingerprint = value.to_owned();
                        }
                    }
                    ("setup", _) => waits |= value == "passive",
                    ("ice-ufrag", _) if offer.user.is_empty() => value.clone_into(&mut offer.user),
                    (_, Some(section)) => section.read(name, value),
                    _ => {}
                }
            }
        }
        // One who waits and one who waits will never meet.
        let whole =
            !waits && offer.fingerprint.len() == 95 && offer.sections.iter().any(|section| !section.mid.is_empty());
        if whole { Ok(offer) } else { Err(Broken) }
    }

    /// The name of the section that has the addresses of all in the answer.
    pub fn tagged(&self) -> &str {
        self.sections.iter().find(|section| section.has_sound()).map_or("", |section| &section.mid)
    }

    /// How many sections with sound it sends in.
    pub fn voices(&self) -> usize {
        self.sections.iter().filter(|section| section.media == "audio" && section.sends).count()
    }

    /// The answer, and what it comes to.
    pub fn answer(&self, part: Part, ours: &Ours) -> (String, Terms) {
        let mut terms = Terms { publishing: None, form: None };
        let mut body = String::new();
        let mut bundle = String::new();
        let mut first = true;
        for section in &self.sections {
            let Some(opus) = section.opus.filter(|_| section.has_sound()) else {
                section.reject(&mut body);
                continue;
            };
            // One that both sends and receives is a microphone, but of one who only listens it is an ear.
            let speaks = section.sends && part != Part::Listens;
            let hears = section.receives && part != Part::Publishes;
            let role = if speaks && terms.publishing.is_none() {
                let Section { level_id, ref ssrcs, .. } = *section;
                terms.publishing = Some(Publishing { payload_type: opus, level_id, ssrcs: ssrcs.clone() });
                Role::Hears
            } else if hears && !speaks && terms.form.is_none_or(|form| form.slots < SLOTS) {
                let form = terms.form.get_or_insert(Form { slots: 0, payload_type: opus, level_id: section.level_id });
                form.slots += 1;
                Role::Slot(form.slots - 1)
            } else {
                Role::Idle
            };
            let _ = write!(bundle, " {}", section.mid);
            section.accept(opus, role, ours, first, &mut body);
            first = false;
        }
        let head = format!(
            "v=0\r\no=- {id} {version} IN IP4 0.0.0.0\r\ns=-\r\nt=0 0\r\na=group:BUNDLE{bundle}\r\na=ice-lite\r\n\
             a=msid-semantic: WMS *\r\n",
            id = ours.first_ssrc,
            version = ours.version,
        );
        (head + &body, terms)
    }
}

/// What the server does in a section.
#[derive(Clone, Copy)]
enum Role {
    Hears,
    Slot(usize),
    Idle,
}

impl Section {
    fn open(media: &str) -> Result<Self, Broken> {
        let mut words = media.splitn(4, ' ');
        let (media, _port) = (words.next().ok_or(Broken)?, words.next().ok_or(Broken)?);
        let (protocol, formats) = (words.next().ok_or(Broken)?, words.next().ok_or(Broken)?);
        Ok(Self {
            media: media.into(),
            protocol: protocol.into(),
            formats: formats.into(),
            sends: true,
            receives: true,
            ..Self::default()
        })
    }

    fn read(&mut self, name: &str, value: &str) {
        match name {
            "mid" => value.clone_into(&mut self.mid),
            "sendrecv" => (self.sends, self.receives) = (true, true),
            "sendonly" => (self.sends, self.receives) = (true, false),
            "recvonly" => (self.sends, self.receives) = (false, true),
            "inactive" => (self.sends, self.receives) = (false, false),
            "rtpmap" => {
                if let Some((format, codec)) = value.split_once(' ')
                    && self.opus.is_none()
                    && codec.to_ascii_lowercase().starts_with("opus/48000")
                {
                    self.opus = format.parse().ok().filter(|format| *format < 128);
                }
            }
            "fmtp" => {
                if let Some((format, parameters)) = value.split_once(' ')
                    && format.parse().ok() == self.opus
                {
                    self.parameters = Some(parameters.to_owned());
                }
            }
            "rtcp-fb" => {
                if let Some((format, "nack")) = value.split_once(' ') {
                    self.nack |= format.parse().ok() == self.opus;
                }
            }
            "extmap" => {
                if let Some((id, LEVEL)) =
                    value.split_once(' ').map(|(id, rest)| (id, rest.split(' ').next().unwrap_or(rest)))
                {
                    // Numbers above 14 would need the long form in what we send.
                    self.level_id =
                        id.split('/').next().and_then(|id| id.parse().ok()).filter(|id| (1..15).contains(id));
                }
            }
            "ssrc" => {
                if let Some(ssrc) = value.split(' ').next().and_then(|ssrc| ssrc.parse().ok())
                    && !self.ssrcs.contains(&ssrc)
                    && self.ssrcs.len() < 4
                {
                    self.ssrcs.push(ssrc);
                }
            }
            _ => {}
        }
    }

    fn has_sound(&self) -> bool {
        self.media == "audio" && !self.mid.is_empty() && self.opus.is_some()
    }

    fn reject(&self, out: &mut String) {
        let Self { media, protocol, formats, mid, .. } = self;
        let _ = write!(out, "m={media} 0 {protocol} {formats}\r\nc=IN IP4 0.0.0.0\r\na=inactive\r\n");
        if !mid.is_empty() {
            let _ = write!(out, "a=mid:{mid}\r\n");
        }
    }

    fn accept(&self, opus: u8, role: Role, ours: &Ours, first: bool, out: &mut String) {
        let Self { protocol, mid, .. } = self;
        let port = ours.candidates.first().map_or(9, SocketAddr::port);
        let _ = write!(out, "m=audio {port} {protocol} {opus}\r\nc=IN IP4 0.0.0.0\r\na=mid:{mid}\r\n");
        let Ours { user, password, fingerprint, .. } = ours;
        let _ = write!(
            out,
            "a=ice-ufrag:{user}\r\na=ice-pwd:{password}\r\na=fingerprint:sha-256 {fingerprint}\r\na=setup:passive\r\n\
             a=rtcp-mux\r\na=rtcp-rsize\r\na=rtpmap:{opus} opus/48000/2\r\n"
        );
        let mut parameters: Vec<_> = self.parameters.iter().flat_map(|all| all.split(';')).map(str::trim).collect();
        if matches!(role, Role::Hears) {
            // RFC 7587, 6.1: packets of one size. Sizes that follow the voice tell an eavesdropper what is said, and the kernel
            // takes packets of one size together.
            parameters.retain(|parameter| !parameter.starts_with("cbr="));
            parameters.push("cbr=1");
        }
        if !parameters.is_empty() {
            let _ = write!(out, "a=fmtp:{opus} {}\r\n", parameters.join(";"));
        }
        if self.nack {
            let _ = write!(out, "a=rtcp-fb:{opus} nack\r\n");
        }
        if let Some(id) = self.level_id {
            let _ = write!(out, "a=extmap:{id} {LEVEL}\r\n");
        }
        match role {
            Role::Hears => out.push_str("a=recvonly\r\n"),
            Role::Idle => out.push_str("a=inactive\r\n"),
            Role::Slot(slot) => {
                let ssrc = ours.first_ssrc.wrapping_add(slot as u32);
                let _ = write!(
                    out,
                    "a=sendonly\r\na=msid:slot{slot} slot{slot}\r\na=ssrc:{ssrc} cname:l\r\n\
                     a=ssrc:{ssrc} msid:slot{slot} slot{slot}\r\n"
                );
            }
        }
        if first {
            candidates(ours.candidates, out);
        }
    }
}

/// Where this server is found.
fn candidates(candidates: &[SocketAddr], out: &mut String) {
    for (number, candidate) in candidates.iter().enumerate() {
        // RFC 8445, 5.1.2.1: host candidates, the first announced first.
        let priority = 126 << 24 | (65_535 - number as u32) << 8 | 255;
        let (ip, port) = (candidate.ip(), candidate.port());
        let _ = write!(out, "a=candidate:{number} 1 udp {priority} {ip} {port} typ host\r\n");
    }
    for (number, candidate) in candidates.iter().enumerate() {
        // RFC 6544, 4.2: the client connects, and UDP is better.
        let priority = 126 << 24 | ((4 << 13) + 8191 - number as u32) << 8 | 255;
        let (ip, port, number) = (candidate.ip(), candidate.port(), candidates.len() + number);
        let kind = "typ host tcptype passive";
        let _ = write!(out, "a=candidate:{number} 1 tcp {priority} {ip} {port} {kind}\r\n");
    }
    out.push_str("a=end-of-candidates\r\n");
}

/// A part of an offer that comes later (RFC 8840): of which ICE session it speaks. Its candidates say nothing to a server
/// that never asks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fragment {
    /// The client's name in it.
    pub user: String,
}

impl Fragment {
    /// # Errors
    /// [`Broken`] when it does not say what RFC 8839 (5.4) demands.
    pub fn read(text: &str) -> Result<Self, Broken> {
        let lines = text.lines().map(str::trim_end).filter(|line| !line.is_empty());
        if !lines.clone().all(|line| line.as_bytes().get(1) == Some(&b'=')) {
            return Err(Broken);
        }
        let value = |name| lines.clone().find_map(|line| line.strip_prefix(name));
        let (user, password) = (value("a=ice-ufrag:").ok_or(Broken)?, value("a=ice-pwd:").ok_or(Broken)?);
        let fits = |text: &str, lengths: std::ops::RangeInclusive<usize>| {
            lengths.contains(&text.len())
                && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/'))
        };
        let fine = fits(user, 4..=256) && fits(password, 22..=256);
        if fine { Ok(Self { user: user.to_owned() }) } else { Err(Broken) }
    }

    /// What a client needs to know of us in a new ICE session. The section is the one that it named `mid`.
    pub fn ours(ours: &Ours, mid: &str) -> String {
        let mut out = format!(
            "a=ice-lite\r\na=ice-ufrag:{}\r\na=ice-pwd:{}\r\nm=audio 9 UDP/TLS/RTP/SAVPF 0\r\na=mid:{mid}\r\n",
            ours.user, ours.password
        );
        candidates(ours.candidates, &mut out);
        out
    }
}

#[cfg(test)]
mod tests;
