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

/// Why an offer cannot be answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OfferFault {
    /// It is no SDP, has no section or too many.
    Malformed,
    /// It waits for the other side's handshake (`a=setup:passive`), and so does this server.
    WaitsForHandshake,
    /// It has no SHA-256 fingerprint of a certificate.
    NoFingerprint,
}

/// The user name fragment and the password of one side of an ICE session (RFC 8445, 5.3).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct IceCredentials {
    pub ufrag: String,
    pub password: String,
}

/// An offer.
#[derive(Debug, Default)]
pub struct Offer {
    /// The SHA-256 fingerprint of the client's certificate.
    pub fingerprint: String,
    /// The client's side of ICE.
    pub ice: IceCredentials,
    /// Whether its sections can share one path (RFC 8843).
    is_bundled: bool,
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
    /// [`OfferFault`] when this server cannot answer the offer.
    pub fn read(text: &str) -> Result<Self, OfferFault> {
        let mut offer = Self::default();
        let mut waits = false;
        for line in text.lines() {
            let line = line.trim_end();
            if let Some(media) = line.strip_prefix("m=") {
                if offer.sections.len() == MAX_SECTIONS {
                    return Err(OfferFault::Malformed);
                }
                offer.sections.push(Section::open(media).map_err(|_| OfferFault::Malformed)?);
            } else if let Some(attribute) = line.strip_prefix("a=") {
                let (name, value) = attribute.split_once(':').unwrap_or((attribute, ""));
                match (name, offer.sections.last_mut()) {
                    ("fingerprint", _) => {
                        if let Some((hash, value)) = value.split_once(' ')
                            && hash.eq_ignore_ascii_case("sha-256")
                        {
                            offer.fingerprint = value.to_owned();
                        }
                    }
                    ("setup", _) => waits |= value == "passive",
                    ("group", None) => offer.is_bundled |= value.split(' ').next() == Some("BUNDLE"),
                    ("ice-ufrag", _) if offer.ice.ufrag.is_empty() => value.clone_into(&mut offer.ice.ufrag),
                    ("ice-pwd", _) if offer.ice.password.is_empty() => value.clone_into(&mut offer.ice.password),
                    (_, Some(section)) => section.read(name, value),
                    _ => {}
                }
            }
        }
        if offer.sections.is_empty() {
            return Err(OfferFault::Malformed);
        }
        // If both sides wait for the other's ClientHello, neither sends one.
        if waits {
            return Err(OfferFault::WaitsForHandshake);
        }
        if offer.fingerprint.len() != 95 {
            return Err(OfferFault::NoFingerprint);
        }
        Ok(offer)
    }

    /// The mid of the section that has the candidates: that of the whole bundle, or of the only one that is accepted.
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
        let mut roles = Vec::with_capacity(self.sections.len());
        for section in &self.sections {
            // There is one path: without a bundle, only the first section can have it.
            let has_path = if self.is_bundled { !section.mid.is_empty() } else { roles.iter().all(Option::is_none) };
            roles.push(has_path.then(|| negotiated.negotiate_section(section, capabilities)).flatten());
        }
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
        let group = if self.is_bundled { format!("a=group:BUNDLE{bundle}\r\n") } else { String::new() };
        let head = format!(
            "v=0\r\no=- {id} {version} IN IP4 0.0.0.0\r\ns=-\r\nt=0 0\r\n{group}a=ice-lite\r\na=msid-semantic: WMS *\r\n",
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
