//! SDP (RFC 8866, RFC 8829) for a server that only answers: what a client wants to send and receive, and the answer, which gives
//! every receiving section a slot or a view.

use std::{fmt::Write as _, net::SocketAddr};

mod fragment;
mod section;

use super::Broken;
use crate::protocol::rtc::VIEWS;
pub use fragment::SdpFragment;
pub use section::Codec;
use section::{Role, Section};

/// The largest number of slots of one client.
pub const SLOTS: usize = 64;
/// The largest number of sections in an offer.
const MAX_SECTIONS: usize = 2 * SLOTS;

/// An offer.
#[derive(Debug, Default)]
pub struct Offer {
    /// The SHA-256 fingerprint of the client's certificate.
    pub fingerprint: String,
    /// The client's ICE user name fragment.
    pub ufrag: String,
    sections: Vec<Section>,
}

/// The audio that a client sends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AudioParameters {
    pub payload_type: u8,
    pub level_id: Option<u8>,
    /// Its SSRCs, if the offer names them.
    pub ssrcs: Vec<u32>,
}

/// How a client receives audio. All clients with the same format get the same packets, apart from encryption.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ReceiveFormat {
    pub slots: usize,
    pub payload_type: u8,
    pub level_id: Option<u8>,
}

/// The video that a client sends, in one encoding or several.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VideoParameters {
    pub payload_type: u8,
    pub codec: Codec,
    pub ssrcs: Vec<u32>,
    pub rid_id: Option<u8>,
    /// The names of its encodings, the best first; empty when there is only one.
    pub rids: Vec<String>,
}

/// How a client receives video.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ViewFormat {
    pub count: usize,
    pub vp8: Option<u8>,
    pub h264: Option<u8>,
}

impl ViewFormat {
    /// The client's payload type for this codec.
    pub fn payload_type(self, codec: Codec) -> Option<u8> {
        match codec {
            Codec::Vp8 => self.vp8,
            Codec::H264 => self.h264,
            Codec::Opus => None,
        }
    }
}

/// What an offer and its answer have negotiated.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Negotiated {
    pub audio: Option<AudioParameters>,
    pub format: Option<ReceiveFormat>,
    pub video: Option<VideoParameters>,
    pub views: Option<ViewFormat>,
    /// The id of the extension with a packet's transport-wide sequence number: the client wants to know which packets arrive, and
    /// when.
    pub transport_id: Option<u8>,
}

/// What a client may do, whatever it offers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Capabilities {
    pub sends_audio: bool,
    pub sends_video: bool,
    /// Receives audio and video.
    pub receives: bool,
}

impl Capabilities {
    /// For a program that publishes, and for one that only receives.
    pub const PUBLISH_ONLY: Self = Self { sends_audio: true, sends_video: true, receives: false };
    pub const RECEIVE_ONLY: Self = Self { sends_audio: false, sends_video: false, receives: true };
}

/// The server's part of an answer.
pub struct LocalParameters<'a> {
    pub ufrag: &'a str,
    pub password: &'a str,
    pub fingerprint: &'a str,
    pub candidates: &'a [SocketAddr],
    /// The SSRC of the first slot; those of the other slots follow, and then those of the views.
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
                if offer.sections.len() == MAX_SECTIONS {
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
                    ("ice-ufrag", _) if offer.ufrag.is_empty() => value.clone_into(&mut offer.ufrag),
                    (_, Some(section)) => section.read(name, value),
                    _ => {}
                }
            }
        }
        // If both sides wait for the other's ClientHello, neither sends one.
        let whole =
            !waits && offer.fingerprint.len() == 95 && offer.sections.iter().any(|section| !section.mid.is_empty());
        if whole { Ok(offer) } else { Err(Broken) }
    }

    /// The mid of the section that carries the candidates for the whole bundle.
    pub fn bundle_mid(&self) -> &str {
        self.sections.iter().find(|section| section.is_usable()).map_or("", |section| &section.mid)
    }

    /// In how many audio sections the client sends.
    pub fn audio_senders(&self) -> usize {
        self.sections.iter().filter(|section| section.is_audio() && section.sends).count()
    }

    /// The answer, and what was negotiated.
    pub fn answer(&self, capabilities: Capabilities, local: &LocalParameters) -> (String, Negotiated) {
        let mut negotiated = Negotiated::default();
        let roles: Vec<_> =
            self.sections.iter().map(|section| negotiated.negotiate_section(section, capabilities)).collect();
        // Audio has a constant rate. Only a sender of video adapts to the network, so only it needs transport feedback.
        let transport = negotiated.video.is_some();
        let video_section = self.sections.iter().zip(&roles).find(|(_, role)| matches!(role, Some(Role::ReceiveVideo)));
        negotiated.transport_id = video_section.and_then(|(section, _)| section.transport_id);
        let (mut body, mut bundle) = (String::new(), String::new());
        for (section, role) in self.sections.iter().zip(roles) {
            match role {
                None => section.reject(&mut body),
                Some(role) => {
                    section.accept(role, local, bundle.is_empty(), transport, &mut body);
                    let _ = write!(bundle, " {}", section.mid);
                }
            }
        }
        let head = format!(
            "v=0\r\no=- {id} {version} IN IP4 0.0.0.0\r\ns=-\r\nt=0 0\r\na=group:BUNDLE{bundle}\r\na=ice-lite\r\n\
             a=msid-semantic: WMS *\r\n",
            id = local.first_ssrc,
            version = local.version,
        );
        (head + &body, negotiated)
    }
}

impl Negotiated {
    /// Negotiates one more section. Returns the server's role in it, or `None` to reject it.
    fn negotiate_section(&mut self, section: &Section, capabilities: Capabilities) -> Option<Role> {
        let codec = section.preferred().filter(|_| section.is_usable())?;
        // A section that sends and receives is for sending, except that a client that may only receive uses it to receive.
        let sends =
            section.sends && if section.is_audio() { capabilities.sends_audio } else { capabilities.sends_video };
        let receives = section.receives && capabilities.receives && !sends;
        let payload_type = section.payload_type(codec)?;
        Some(match (section.is_audio(), sends, receives) {
            (true, true, _) if self.audio.is_none() => {
                let Section { level_id, ref ssrcs, .. } = *section;
                self.audio = Some(AudioParameters { payload_type, level_id, ssrcs: ssrcs.clone() });
                Role::ReceiveAudio
            }
            (true, _, true) if self.format.is_none_or(|format| format.slots < SLOTS) => {
                let format =
                    self.format.get_or_insert(ReceiveFormat { slots: 0, payload_type, level_id: section.level_id });
                format.slots += 1;
                Role::Slot(format.slots - 1)
            }
            (false, true, _) if self.video.is_none() => {
                let Section { rid_id, ref ssrcs, ref rids, .. } = *section;
                self.video =
                    Some(VideoParameters { payload_type, codec, ssrcs: ssrcs.clone(), rid_id, rids: rids.clone() });
                Role::ReceiveVideo
            }
            (false, _, true) if self.views.is_none_or(|views| views.count < VIEWS) => {
                let [vp8, h264] = [Codec::Vp8, Codec::H264].map(|codec| section.payload_type(codec));
                let views = self.views.get_or_insert(ViewFormat { count: 0, vp8, h264 });
                views.count += 1;
                Role::View(views.count - 1)
            }
            _ => Role::Inactive,
        })
    }
}

/// Writes the server's candidates.
fn candidates(candidates: &[SocketAddr], out: &mut String) {
    for (number, candidate) in candidates.iter().enumerate() {
        // RFC 8445, 5.1.2.1: host candidates, in the order in which they are announced.
        let priority = 126 << 24 | (65_535 - number as u32) << 8 | 255;
        let (ip, port) = (candidate.ip(), candidate.port());
        let _ = write!(out, "a=candidate:{number} 1 udp {priority} {ip} {port} typ host\r\n");
    }
    for (number, candidate) in candidates.iter().enumerate() {
        // RFC 6544, 4.2: the client connects; UDP has a higher priority.
        let priority = 126 << 24 | ((4 << 13) + 8191 - number as u32) << 8 | 255;
        let (ip, port, number) = (candidate.ip(), candidate.port(), candidates.len() + number);
        let kind = "typ host tcptype passive";
        let _ = write!(out, "a=candidate:{number} 1 tcp {priority} {ip} {port} {kind}\r\n");
    }
    out.push_str("a=end-of-candidates\r\n");
}

#[cfg(test)]
mod tests;
